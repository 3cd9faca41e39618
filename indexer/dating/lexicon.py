"""Lower-case words that suggest whether a day is the day of the news."""

SPEECH = frozenset("""
    kata katanya ujar ujarnya ucap ucapnya tutur tuturnya ungkap ungkapnya jelas jelasnya papar
    paparnya tegas tegasnya terang terangnya sebut sebutnya imbuh imbuhnya tambah tambahnya tulis
    tulisnya cetus lanjut lanjutnya pungkas beber sambung kutip ditemui dikutip mengutip dilansir
    melansir melaporkan dilaporkan dihubungi dikonfirmasi menjelaskan mengatakan menyebut
    menyebutkan menuturkan mengungkapkan menyampaikan menegaskan menambahkan menurut keterangan
    keterangannya wartawan pers jumpa pantauan berdasarkan disadur penulis dilihat laman kepada
    usai seperti sebagaimana melalui published
""".split())
"""Words that quote somebody."""

OFFICE = frozenset("""
    gedung kantor kantornya kompleks parlemen istana kepresidenan mapolda mapolres polda polres
    tertulis lokasi perdagangan penutupan pembukaan bursa komisi pn pengadilan sidang bank bmkg
""".split())
"""Places where what is said today is in the news today."""

HISTORY = frozenset("""
    lahir kelahiran sejak sebelumnya silam lalu pertama meninggal terakhir nomor undang uu menikah
    didirikan per kala tertanggal
""".split())
FUTURE = frozenset("""
    akan hingga mulai batas jadwal dijadwalkan mendatang tayang rilis dirilis nanti lusa sampai
    bakal berlaku digelar depan menjelang rencananya direncanakan jelang berlangsung menghadapi
    melawan vs menjamu siap target lambat periode edisi
""".split())
PLAN = frozenset("""
    akan bakal dijadwalkan menjadwalkan rencana rencananya direncanakan menjelang jelang hadapi
    dipastikan mendatang berencana
""".split())
FIXTURE = frozenset("""
    menjamu dijamu menghadapi melawan lawan bersua berjumpa kontra vs duel laga
""".split())
"""Words of plans and fixtures, unless somebody is quoted after them."""

COPIED = frozenset("melansir dilansir youtube kanal akun".split())
"""Words for what others said or showed first."""

HOUR = frozenset("pagi siang sore petang".split())
UNTIL = frozenset("hingga sampai sejak dan per".split())
AGO = frozenset("lalu silam tersebut".split())
LATER = frozenset("mendatang nanti depan hingga sampai".split())
TODAY = (
    "hari ini", "siang ini", "malam ini", "pagi ini", "sore ini", "pagi tadi", "siang tadi",
    "sore tadi", "dini hari tadi", "barusan",
)
YESTERDAY = ("kemarin", "tadi malam", "semalam")
TOMORROW = ("besok", "esok")
OVERMORROW = ("lusa",)
FRESH = ("hari ini", "pagi ini", "siang ini", "sore ini", "malam ini", " tadi")
"""Phrases of news that is published on the day, even if the text names another one."""

VAGUE = ("beberapa waktu lalu", "belum lama ini", "baru-baru ini")
"""Phrases for what happened some days ago."""

MATCH = frozenset("babak menit gawang skor kiper tendangan umpan unggul penyerang gol".split())
"""Words for a match that has been played."""

ALARM = frozenset("""
    kebakaran terbakar dipadamkan memadamkan asap kabut hujan gempa banjir almarhum berduka makam
    jenazah tewas
""".split())
"""Words of news that cannot wait."""

CHAT = frozenset("""
    aku banget sih udah dong tuh kayak gimana nggak enggak gue kadang terkadang dikasih
""".split())
"""Words of spoken language in interviews, which are published when there is room for them."""

LEISURE = frozenset("""
    koleksi tren resep wisata wisatawan liburan destinasi kuliner kecantikan pemeran pesta nyaman
    terasa beragam berkualitas tips hobi gaya
""".split())
"""Words of news that can be published on any day."""

SHOW = frozenset("film lagu konser artis aktris selebriti album penyanyi".split())
"""Words of news that is published days after it happened."""
