"""Words beside a day that tell whether it is the day of the news, folded to lower case."""

SPEECH = frozenset("""
    kata katanya ujar ujarnya ucap ucapnya tutur tuturnya ungkap ungkapnya jelas jelasnya papar
    paparnya tegas tegasnya terang terangnya sebut sebutnya imbuh imbuhnya tambah tambahnya tulis
    tulisnya cetus lanjut lanjutnya pungkas beber sambung kutip ditemui dikutip mengutip dilansir
    melansir melaporkan dilaporkan dihubungi dikonfirmasi menjelaskan mengatakan menyebut
    menyebutkan menuturkan mengungkapkan menyampaikan menegaskan menambahkan menurut keterangan
    keterangannya wartawan pers jumpa pantauan berdasarkan disadur penulis dilihat laman kepada
    usai seperti sebagaimana melalui published
""".split())
"""How somebody is quoted."""

OFFICE = frozenset("""
    gedung kantor kantornya kompleks parlemen istana kepresidenan mapolda mapolres polda polres
    tertulis lokasi perdagangan penutupan pembukaan bursa komisi pn pengadilan sidang bank bmkg
""".split())
"""Where what is said today is in the news today."""

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
"""What plans and fixtures are told with, where nobody is quoted after it."""

COPIED = frozenset("melansir dilansir youtube kanal akun".split())
"""What others said or showed first."""

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
"""What only the day's own news says, be it of another day than the one named."""

VAGUE = ("beberapa waktu lalu", "belum lama ini", "baru-baru ini")
"""What is said of things that happened some days ago."""

MATCH = frozenset("babak menit gawang skor kiper tendangan umpan unggul penyerang gol".split())
"""How a match is told that has been played."""

ALARM = frozenset("""
    kebakaran terbakar dipadamkan memadamkan asap kabut hujan gempa banjir almarhum berduka makam
    jenazah tewas
""".split())
"""What cannot wait."""

CHAT = frozenset("""
    aku banget sih udah dong tuh kayak gimana nggak enggak gue kadang terkadang dikasih
""".split())
"""How people talk in interviews, which are told when there is room for them."""

LEISURE = frozenset("""
    koleksi tren resep wisata wisatawan liburan destinasi kuliner kecantikan pemeran pesta nyaman
    terasa beragam berkualitas tips hobi gaya
""".split())
"""What is worth telling on any day."""

SHOW = frozenset("film lagu konser artis aktris selebriti album penyanyi".split())
"""What is told days after it happened."""
