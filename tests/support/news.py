"""Articles for the tests of the web: ordinary, odd and hostile ones."""

from search import Article

EVIL = '<script>alert("nuklir")</script>'
EVIL_OUTLET = 'Harian <b>"Jahat" & Co</b>'

NEWS = [
    Article("kn-1", "Perundingan Enam Pihak Dibuka", "Perundingan enam pihak soal nuklir dibuka.",
            outlet="Kabar Nusa", published="2007-02-13T21:10:00+07:00",
            url="https://kabarnusa.example/1?a=b&c=d",
            extra={"byline": "Rahayu", "tags": ["nuklir", "Beijing"]}),
    Article("kn-2", "Harga Beras Naik", "Pasar mencatat kenaikan harga.", outlet="Kabar Nusa",
            published="2007-03"),
    Article("hs-1", "Panen Raya", "Petani merundingkan harga panen.", outlet="Harian Sagara",
            published="2007"),
    Article("hs-2", "Gempa di Aceh", "Gempa mengguncang Aceh pagi tadi.", outlet="Harian Sagara",
            published="2013-06-29T19:57:34+07:00"),
    Article("lp-1", "Banjir Surut", "Warga kembali ke rumah.", outlet="Lentera Pos",
            published="2013-06-30"),
    Article("x-1", "Tanpa Media", "Gempa terasa sampai Palu.", published="2018-09-28"),
    Article("x-2", "Resep Rendang", "Masak dengan api kecil.", outlet="Lentera Pos"),
    Article("x-3", "", "Berita tanpa judul tentang nuklir.", url="ftp://arsip.example/x"),
    Article("jahat", EVIL, 'Kata <mark>nuklir</mark> & &amp; "nuklir" \'😀😀 Nuklir\'.',
            outlet='Harian <b>"Jahat" & Co</b>', published="2018", url="javascript:alert(1)",
            extra={"<i>kunci</i>": "<b>nilai</b>"}),
]
ODD_IDS = [
    "2013/06/29", "dua//garis", "garis/", "dua kata", " tepi ", "apa?", "bagian#1", "100%",
    "100%25", "%2F", "kafé-日本-😀", "a+b&c=d;e", "\"kutip'<x>", "balik\\garis", "tab\there",
    "\u202eterbalik", "search",
    "/depan", "//dua-depan", "dua\nbaris",
]
ODD = [
    Article(id, "Kabar singkat", "Isi singkat.", outlet="Pojok", published=f"1999-01-{day:02}")
    for day, id in enumerate(ODD_IDS, 1)
]
ARTICLES = NEWS + ODD
