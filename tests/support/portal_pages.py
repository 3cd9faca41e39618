"""Saved pages in the layouts of Indonesian portals, each with the text it should give.

The texts are ours; only the structure of the markup follows what portals use. The extraction
was tuned on all of them, so they say nothing about how well it does on other pages.
"""
# flake8: noqa: E501

from dataclasses import dataclass

TOPICS = [
    ("Dermaga Kayu di Muara Lawe Diganti Beton", "Kamis, 12 Mei 2016 09:20 WIB", [
        "Dermaga kayu di Muara Lawe mulai dibongkar pekan ini karena tiangnya keropos dimakan air "
        "asin, sehingga nelayan harus menambatkan perahu di seberang sungai.",
        "Kepala dinas perhubungan setempat, Suryadi Panca, mengatakan dermaga pengganti akan "
        "berlantai beton dan selesai sebelum angin barat datang pada bulan November.",
        '"Kami sudah menghitung, lebih murah membangun baru daripada menambal terus setiap tahun," '
        "kata Suryadi setelah meninjau lokasi bersama lurah.",
        "Selama pekerjaan berlangsung, ikan hasil tangkapan dibongkar di pelataran gudang es yang "
        "dijaga bergantian oleh para pemilik perahu.",
        "Rohani, pedagang yang berjualan di sana sejak masih gadis, berharap pembangunan tidak "
        "molor karena pembelinya kini enggan memutar sejauh dua kilometer.",
        "Anggaran dermaga itu mencapai sembilan miliar rupiah, separuh di antaranya dari bantuan "
        "provinsi yang cair bulan lalu.",
        "Pemerintah kelurahan juga akan memasang lampu tenaga surya di sepanjang titian supaya "
        "bongkar muat dapat dilakukan menjelang subuh."]),
    ("Murid Sekolah Bukit Salam Menanam Kopi", "Senin, 3 September 2018 13:45 WIB", [
        "Sebanyak dua ratus murid sekolah menengah di Bukit Salam menanam bibit kopi di lereng "
        "belakang asrama yang gundul sejak kebakaran tiga tahun silam.",
        "Setiap murid mendapat lima bibit dan wajib merawatnya sampai lulus, ujar guru biologi "
        "mereka, Lestari Wungu, di sela kegiatan.",
        "Bibit itu sumbangan kelompok tani tetangga, yang berjanji membeli panen pertama dengan "
        "harga pasar untuk mengisi kas perpustakaan.",
        "Menurut Lestari, pelajaran di kebun membuat anak-anak lebih paham daur air daripada "
        "sekadar membaca buku paket di kelas.",
        '"Awalnya saya takut cacing, sekarang malah mencarinya," kata Damar, murid kelas delapan, '
        "sambil menunjukkan lubang tanam buatannya.",
        "Kepala sekolah menyebut lereng itu rawan longsor sehingga akar tanaman keras sangat "
        "dibutuhkan sebelum musim hujan.",
        "Program serupa akan dicoba di empat sekolah lain di kabupaten itu tahun depan, bila "
        "separuh bibit bertahan hidup."]),
    ("Tarif Angkot Kota Sela Turun Setelah Rute Digabung", "Rabu, 20 Januari 2010 16:02", [
        "Tarif angkutan kota di Kota Sela turun lima ratus rupiah mulai Rabu, setelah tiga rute "
        "yang saling tumpang tindih digabung menjadi satu.",
        "Para sopir semula menolak penggabungan itu, namun melunak ketika setoran harian ikut "
        "dipotong oleh pemilik kendaraan.",
        "Ketua paguyuban sopir, Tohir Basri, menuturkan bahwa penumpang kini tidak perlu berganti "
        "kendaraan di simpang pasar.",
        "Dinas terkait mencatat waktu tunggu berkurang dari dua puluh menit menjadi delapan menit "
        "pada jam berangkat kerja.",
        "Sejumlah warga mengeluh karena ada dua gang yang tidak lagi dilewati, dan meminta "
        "kendaraan pengumpan berukuran kecil.",
        "Wali kota menjanjikan evaluasi setelah tiga bulan, termasuk kemungkinan menambah halte "
        "beratap di depan rumah sakit.",
        "Uji coba pertama pada akhir pekan lalu berlangsung lancar walau hujan mengguyur kota "
        "hingga malam."]),
]
OTHERS = [
    "Gudang garam roboh tertiup angin kencang dan menimpa dua sepeda motor milik penjaga malam.",
    "Pelatih tim voli putri mengundurkan diri usai kekalahan beruntun di kandang lawan.",
    "Harga cabai rawit merangkak naik menjelang pesta panen raya di dataran tinggi.",
    "Museum wayang membuka pameran topeng langka koleksi keluarga dalang ternama.",
    "Jembatan gantung diperiksa ulang sesudah papan pijakannya dilaporkan lepas.",
    "Festival layang-layang batal digelar lantaran tidak mendapat izin keramaian.",
]
COMMENTERS = [
    "Mantap sekali beritanya gan, semoga cepat kelar dan tidak dikorupsi lagi seperti dulu ya.",
    "Di kampung saya malah sudah sepuluh tahun rusak tidak ada yang peduli, tolong diliput juga.",
    "Setuju sama komentar di atas, pejabatnya jangan cuma pandai janji menjelang pemilihan saja.",
    "Numpang lapak gan, jual pulsa murah dan token listrik dua puluh empat jam nonstop lho.",
]
COOKIES = (
    "Situs ini memakai kuki untuk menyesuaikan iklan dan mengukur kunjungan. Dengan menutup "
    "pemberitahuan ini Anda dianggap menyetujui kebijakan privasi kami sepenuhnya.")
FOOTER = (
    "Hak cipta dilindungi undang-undang. Dilarang mengutip seluruh atau sebagian isi tanpa izin "
    "tertulis redaksi. Tentang Kami. Pedoman Media Siber. Karier. Hubungi Redaksi.")


@dataclass(frozen=True, kw_only=True)
class Portal:
    """A page, its title, and the paragraphs that are its article."""

    name: str
    html: str
    title: str
    paragraphs: tuple[str, ...]


def _p(paragraphs, **attributes):
    given = "".join(f' {name.strip("_")}="{value}"' for name, value in attributes.items())
    return "\n".join(f"<p{given}>{each}</p>" for each in paragraphs)


def _list(count=6, tag="ul", **attributes):
    given = "".join(f' {name.strip("_")}="{value}"' for name, value in attributes.items())
    items = "".join(
        f'<li><a href="/baca/{at}/{each[:9].lower().replace(" ", "-")}">{each}</a></li>'
        for at, each in enumerate(OTHERS[:count]))
    return f"<{tag}{given}>{items}</{tag}>"


def _teasers(**attributes):
    given = "".join(f' {name.strip("_")}="{value}"' for name, value in attributes.items())
    return "".join(
        f'<div{given}><h3><a href="/baca/{at}">{each[:40]}</a></h3><span>2 jam lalu</span>'
        f"<p>{each} {OTHERS[at - 1]}</p></div>" for at, each in enumerate(OTHERS))


def _comments(wrap='<div class="komentar" id="comments">{}</div>', each='<div class="c">{}</div>'):
    names = ("budi88", "Siti R.", "anonim", "kang_asep")
    return wrap.format("".join(
        each.format(f"<b>{name}</b> <span>3 hari lalu</span><p>{text}</p>")
        for name, text in zip(names, COMMENTERS, strict=True)))


def _menu(count):
    names = "Nasional Daerah Ekonomi Bola Otomotif Tekno Gaya Kuliner Wisata Foto Video Opini".split()
    links = "".join(
        f'<li><a href="/kanal/{at}">{names[at % len(names)]} {at or ""}</a></li>'
        for at in range(count))
    return f'<div class="navbar"><ul class="menu">{links}</ul></div>'


_FOOT = f'<div class="footer"><p>{FOOTER}</p></div>'
PORTALS: list[Portal] = []


def _add(name, body, *, topic=0, head="", gold=None, describe=True, site="Kabar Muara", doctype=""):
    title, date, paragraphs = TOPICS[topic]
    description = f'<meta property="og:description" content="{paragraphs[0][:110]}...">'
    html = (
        f"<!DOCTYPE html{doctype}><html><head><meta charset=\"utf-8\"><title>{title} - {site}"
        f'</title>{description.replace(chr(34) * 2, "") if describe else ""}{head}</head>'
        f"<body>{body}</body></html>")
    PORTALS.append(Portal(
        name=name, html=html, title=title, paragraphs=tuple(gold or paragraphs)))


def _build_2000s():
    title, date, text = TOPICS[2]
    _add("table-font-2003", f"""<table width=780 border=0><tr><td width=150>{_list(6)}</td>
<td valign=top><font face=arial size=4><b>{title}</b></font><br><font size=1>{date}</font><br><br>
<font face=verdana size=2>{"<br><br>".join(text)}</font></td><td width=160>{_list(6)}</td></tr>
</table><hr><center><font size=1>{FOOTER}</font></center>""", topic=2, describe=False)
    _add("detik-2006", f"""<div id="wrapper"><div class="nav">{_menu(12)}</div>
<div class="content_detail"><span class="tanggal">{date}</span><br><span class="judul">{title}</span>
<br><span class="reporter"><strong>Harun Dwi</strong> - detikNusa</span><br>
<b>Kota Sela</b> - {text[0]}<br /><br />{"<br /><br />".join(text[1:])}<b>(hdw/hdw)</b><br></div>
<div class="box_terkait"><h4>Baca juga</h4>{_list(5)}</div>{_comments()}{_FOOT}</div>""",
         topic=2, describe=False)
    _add("kompas-2009", f"""<div class="header">{_menu(15)}</div><div class="left">
<h1 class="judul_artikel2011">{title}</h1><div class="font11">{date}</div>
<div class="isi_berita pt_5"><p><strong>KOTA SELA, KABAR.com - </strong>{text[0]}</p>
{_p(text[1:])}</div><div class="box-terkait">{_list(6)}</div></div>
<div class="right"><h3>Terpopuler</h3>{_teasers()}</div>{_FOOT}""", topic=2)
    _add("antara-2010", f"""<div id="main"><div id="col_left"><h1>{title}</h1>
<p class="date">{date} | 998 Views</p><div id="content_news">{text[0]}<br/><br/>{text[1]}<br/><br/>
{text[2]}<br/><br/>{"<br/><br/>".join(text[3:])}<br/><br/>(T.H021)<p class="mt10">Editor: Wira</p>
</div></div><div id="col_right">{_list(6)}{_teasers(class_="news")}</div></div>{_FOOT}""", topic=2)
    _add("blogger-2008", f"""<div id="outer-wrapper"><div id="main" class="main section">
<div class="post hentry"><h3 class="post-title entry-title"><a href="/2010/01/a.html">{title}</a>
</h3><div class="post-body entry-content"><div style="text-align: justify;">{text[0]}</div><br />
{"<br /><br />".join(text[1:])}<div style="clear: both;"></div></div><div class="post-footer">
Diposkan oleh Harun di 16:02</div></div>{_comments()}</div><div class="sidebar">{_list(6)}
<h2>Arsip Blog</h2>{_list(6)}</div></div>""", topic=2, describe=False)
    _add("bare-br-font", f"""<h2>{title}</h2>{date}<br><br>{"<br><br>".join(text)}
<br><br><a href="/">Kembali</a> | <a href="/indeks">Indeks</a>""", topic=2, describe=False)
    _add("frames-center-p-open", f"""<center><table border=0 width=90%><tr><td>
<h1>{title}</h1><i>{date}</i><p align=justify>{"<p align=justify>".join(text)}</td></tr></table>
{_list(6)}</center>""", topic=2, describe=False)
    _add("joomla-15", f"""<table class="contentpaneopen"><tr><td class="contentheading" width="100%">
{title}</td></tr></table><table class="contentpaneopen"><tr><td valign="top"><span class="small">
Ditulis oleh Redaksi</span></td></tr><tr><td class="createdate">{date}</td></tr><tr><td valign="top">
{_p(text)}</td></tr></table><div class="moduletable"><h3>Berita Terbaru</h3>{_list(6)}</div>""",
         topic=2, describe=False)


def _build_2012():
    title, date, text = TOPICS[0]
    _add("kapanlagi-lead", f"""<div id="v5-container">{_menu(20)}<div class="col-dt-left">
<h1>{title}</h1><div class="tgl">{date}</div><div class="body-paragraph clearfix newsbody">
<b>Kabar.com</b> - <a href="/muara"><b>Muara</b></a> {text[0]}<p>
{_p(text[1:])}<div class="box-baca">Baca juga: {_list(3)}</div></div></div>
<div class="col-dt-right">{_teasers()}</div></div>{_FOOT}""", head="")
    _add("viva-lead", f"""<div class="wrapper"><div class="detail"><h1>{title}</h1><span>{date}</span>
<div id="isi"><strong>KABARnews</strong> - <span>{text[0]}</span><h2>Menunggu Angin Barat</h2>
{_p(text[1:])}</div><div class="tags"><a href="/t/1">dermaga</a> <a href="/t/2">nelayan</a></div>
</div><div class="others">{_teasers(class_="item")}</div></div>""",
         gold=[text[0], "Menunggu Angin Barat", *text[1:]])
    _add("okezone-author-unclosed", f"""<div class="container"><div class="title"><h1>{title}</h1>
</div><div class="author-and-share"><span>Rina Putri</span><div class="ctn-desc">{_p(text)}</div>
</div><div class="berita-lainnya"><ul id="grid">{"".join(
    f'<li><div class="news-content"><p>{each}</p></div></li>' for each in OTHERS)}</ul></div></div>""")
    _add("share-wrapper", f"""<div id="social-share-box"><h1>{title}</h1><div>{date}</div>
<a href="#fb">Facebook</a><a href="#tw">Twitter</a><div>{_p(text)}</div></div>
<div id="post-lain">{_teasers(class_="post")}</div>{_FOOT}""")
    _add("tribun-2013", f"""<div class="header">{_menu(40)}</div><div id="article"><h1 id="arttitle">
{title}</h1><div class="mt10"><time>{date}</time></div><div class="side-article txt-article">
<p><strong>KABARNEWS.COM, MUARA - </strong>{text[0]}</p>{_p(text[1:4])}
<p class="baca"><strong>Baca: <a href="/b/1">{OTHERS[0]}</a></strong></p>{_p(text[4:])}
<div class="side-related"><h4>Berita Terkait</h4>{_list(4)}</div></div></div>
<div class="fbc">{_comments()}</div>{_FOOT}""")
    _add("merdeka-divs", f"""<div class="mdk-header">{_menu(18)}</div><div class="mdk-news-detail">
<h1>{title}</h1><div class="mdk-body-paragraph">{"".join(f"<div>{each}</div>" for each in text)}
</div></div><div class="mdk-right">{_teasers(class_="box")}</div>{_FOOT}""")
    _add("tempo-inline", f"""<div class="artikel"><h1>{title}</h1><div class="tanggal">{date}</div>
<div><strong><em>KABAR.CO</em></strong><strong>, Muara</strong> - {text[0]}<br><br>{text[1]}<br><br>
<div class="iklan">Advertisement</div>{"<br><br>".join(text[2:])}<br><br><strong>HARUN DWI</strong>
</div></div><div class="kanan">{_list(6)}</div>""")
    _add("republika-mid-related", f"""<div class="wrap-detail"><div class="title">{title}</div>
<div class="date-item">{date}</div><div class="content-detail">{_p(text[:3])}
<div class="berita-terkait"><h3>Terkait</h3><ul>{"".join(
    f'<li><a href="/b/{at}">{each}</a><p>{each} {OTHERS[at - 1]}</p></li>'
    for at, each in enumerate(OTHERS[:3]))}</ul></div>{_p(text[3:])}</div></div>
<div class="right">{_teasers()}</div>{_FOOT}""")
    _add("teasers-before", f"""<div class="headline-list">{_teasers(class_="hl")}</div>
<div class="berita"><h1>{title}</h1><small>{date}</small><div class="isi">{_p(text)}</div></div>
{_FOOT}""")
    _add("lists-before-detik-2015", f"""<div class="newsfeed"><ul>{"".join(
        f'<li><h2>{each[:40]}</h2><p>{each} {OTHERS[at - 1]} {OTHERS[at - 2]}</p></li>'
        for at, each in enumerate(OTHERS))}</ul></div><div class="detail_area"><h1>{title}</h1>
<div class="date">{date}</div><div class="detail_text" id="detikdetailtext"><strong>Muara</strong> -
{text[0]}<br><br>{"<br><br>".join(text[1:])}</div></div>{_FOOT}""")


def _build_2018():
    title, date, text = TOPICS[1]
    times = f'<time datetime="2018-09-03T13:45:00+07:00">{date}</time>'
    _add("wordpress-classic", f"""<header id="masthead">{_menu(10)}</header><main><article
class="post hentry"><header class="entry-header"><h1 class="entry-title">{title}</h1>{times}</header>
<div class="entry-content">{_p(text)}<div class="sharedaddy"><h3>Bagikan ini:</h3>{_list(2)}</div>
</div></article><div id="comments" class="comments-area"><ol class="comment-list">{_comments(
    "{}", '<li class="comment">{}</li>')}</ol></div></main><aside class="widget-area">{_list(6)}
</aside>{_FOOT}""", topic=1)
    _add("wordpress-newspaper-theme", f"""<div class="td-header-wrap">{_menu(60)}</div>
<div class="td-post-content tagdiv-type"><h1>{title}</h1>{_p(text[:4])}
<div class="td-a-rec">Iklan</div>{_p(text[4:])}</div><div class="td_block_related_posts">{_teasers(
    class_="td_module_mx4")}</div>{_FOOT}""", topic=1)
    _add("amp", f"""<header>{_menu(8)}</header><article class="amp-wp-article"><h1>{title}</h1>
<div class="amp-wp-article-content">{_p(text[:2])}<amp-ad width=300 height=250></amp-ad>{_p(text[2:])}
</div></article><amp-list><ul>{_list(4)}</ul></amp-list><amp-consent><p>{COOKIES}</p></amp-consent>
{_FOOT}""", topic=1)
    _add("drupal-7", f"""<div id="page"><div class="region-header">{_menu(14)}</div>
<div class="node node-berita"><h1 class="title">{title}</h1><div class="field field-name-body
field-type-text-with-summary"><div class="field-items"><div class="field-item even" property=
"content:encoded">{_p(text, class_="rtejustify")}</div></div></div></div>
<div class="view-berita-terbaru">{_teasers(class_="views-row")}</div></div>{_FOOT}""", topic=1)
    _add("cookie-wall-first", f"""<div class="cookie-banner"><p>{COOKIES}</p><button>Setuju</button>
</div><div id="root"><section><h1>{title}</h1>{times}<div class="css-1x2y3z">{_p(
    text, class_="css-0")}</div></section><section>{_teasers(class_="css-9")}</section></div>{_FOOT}""",
         topic=1)
    _add("pagination", f"""<article><h1>{title}</h1>{times}<div class="read__content">{_p(text)}
<div class="paging"><a href="?page=1">1</a> <a href="?page=2">2</a> <a href="?page=all">Lihat semua
</a></div></div></article><div class="most__wrap">{_list(6, "ol")}</div>{_FOOT}""", topic=1)
    _add("many-comments", f"""<div class="story"><h1>{title}</h1>{_p(text[:5])}</div>
<section class="komentar">{_comments("{}") * 8}</section>{_FOOT}""", topic=1, gold=text[:5])
    _add("huge-menu", f"""{_menu(600)}<div class="konten"><h1>{title}</h1><div>{_p(text)}</div></div>
{_menu(300)}{_FOOT}""", topic=1)
    _add("article-with-list", f"""<article><h1>{title}</h1>{_p(text[:3])}<ul>{"".join(
        f"<li><span>{each}</span></li>" for each in (
            "Kopi arabika seratus bibit", "Kopi robusta tujuh puluh bibit", "Lamtoro peneduh"))}
</ul><h2><a id="rawat"></a><a href="#rawat">Cara Merawat</a></h2>{_p(text[3:])}</article>{_FOOT}""",
         topic=1, gold=[*text[:3], "Kopi arabika seratus bibit", "Kopi robusta tujuh puluh bibit",
                        "Lamtoro peneduh", "Cara Merawat", *text[3:]])
    _add("table-of-hours", f"""<div class="post-body"><h1>{title}</h1>{_p(text[:3])}<table>
<tr><th>Hari</th><th>Jam kerja bakti</th></tr><tr><td>Senin</td><td><ul><li>08.00 sampai 10.00</li>
<li>15.00 sampai 17.00</li></ul></td></tr><tr><td>Kamis</td><td><ul><li>07.00 sampai 09.00</li></ul>
</td></tr></table>{_p(text[3:])}</div>{_FOOT}""", topic=1,
         gold=[*text[:3], "Hari Jam kerja bakti", "Senin 08.00 sampai 10.00 15.00 sampai 17.00",
               "Kamis 07.00 sampai 09.00", *text[3:]])
    _add("nested-divs", f"""<div><div><div><div class="a1"><div><h1>{title}</h1></div><div><div>
<div class="b7">{"".join(f"<div><span>{each}</span></div>" for each in text)}</div></div></div>
</div></div></div></div><div class="z3">{_teasers()}</div>{_FOOT}""", topic=1)


def _build_later():
    title, date, text = TOPICS[0]
    quoted = text[2].replace('"', "&quot;")
    _add("liputan6-pages", f"""<article class="hentry main read-page--core-article"><header><h1>
{title}</h1></header><div class="article-content-body"><div class="article-content-body__item-page"
data-page="1"><div class="article-content-body__item-content">{_p(text[:4])}</div></div>
<div class="article-content-body__item-page" data-page="2"><h2>Harapan Pedagang</h2>
<div class="article-content-body__item-content">{_p(text[4:])}</div></div></div></article>
<div class="article--recommendation">{_teasers()}</div>""",
         gold=[*text[:4], "Harapan Pedagang", *text[4:]])
    _add("cnn-scripts", f"""<div class="container"><h1>{title}</h1><div>{date}</div><div id="detikdetail
text" class="detail-text"><strong>Muara, Kabar Nusa</strong> -- {text[0]}<script>var a="x"</script>
{_p(text[1:3])}<table class="linksisip"><tr><td><div class="lihatjg"><strong>Lihat Juga :</strong>
<a href="/b/2"><h2>{OTHERS[2]}</h2></a></div></td></tr></table>{_p(text[3:])}</div></div>
<div class="terpopuler">{_list(6)}</div>{_FOOT}""")
    _add("suara-inline-baca-juga", f"""<div class="detail-content"><h1>{title}</h1><article
class="detail--kontent"><p><strong>Kabar.com - </strong>{text[0]}</p><p>{text[1]}</p><div
class="baca-juga-new"><p>Baca Juga:<a href="/b/3">{OTHERS[3]}</a></p></div>{_p(text[2:])}</article>
</div><div class="side">{_teasers(class_="item")}</div>{_FOOT}""")
    _add("kumparan-spans", f"""<div class="sc-1 root"><div class="sc-2"><h1 class="sc-3"><span>{title}
</span></h1></div><div class="sc-4">{"".join(
    f'<div class="sc-5"><span class="sc-6" data-qa-id="story-paragraph">{each}</span></div>'
    for each in text)}</div></div><div class="sc-9">{_list(6)}</div>{_FOOT}""")
    _add("bbc-main", f"""<header>{_menu(10)}</header><main role="main"><h1 id="content">{title}</h1>
<div dir="ltr"><p class="bbc-1"><b>{text[0]}</b></p></div>{"".join(
    f'<div dir="ltr" class="e1"><p dir="ltr">{each}</p></div>' for each in text[1:5])}
<section role="region"><h2>Paling banyak dibaca</h2>{_list(5, "ol")}</section>{"".join(
    f'<div dir="ltr" class="e1"><p dir="ltr">{each}</p></div>' for each in text[5:])}</main>{_FOOT}""")
    _add("idn-listicle", f"""<div class="post"><h1>{title}</h1><section>{text[0]}</section>{"".join(
        f'<section class="split-page"><h2>{at}. Alasan ke-{at}</h2><p>{each}</p></section>'
        for at, each in enumerate(text[1:], 1))}</div><div class="more">{_teasers()}</div>{_FOOT}""",
         gold=[text[0], *(f"{at}. Alasan ke-{at} {each}" for at, each in enumerate(text[1:], 1))])
    _add("paywall-teaser-box", f"""<div class="artikel"><h1>{title}</h1><div class="txt">{_p(text)}</div>
<div class="langganan"><h3>Sudah berlangganan?</h3><p>Dapatkan akses tanpa batas ke semua artikel
pilihan redaksi dengan harga mulai sepuluh ribu rupiah sebulan saja.</p></div></div>
<div>{_teasers()}</div>{_FOOT}""")
    _add("json-ld-beside", f"""<div id="app"><h1>{title}</h1><div class="q"><p>{text[0]}</p></div>
<div class="promo">{_teasers(class_="card-story-content")}</div></div>{_FOOT}""",
         head=('<script type="application/ld+json">{"@type": "NewsArticle", "headline": "' + title
               + '", "articleBody": "' + "\\n\\n".join(text).replace('"', '\\"').replace(
                   "\\\\", "\\") .replace('\\"', '\\"') + '"}</script>'))
    _add("unclosed-divs", f"""<div class="top"><div class="menu">{_menu(10)}<div class="isi"><h1>{title}
</h1><div class="tools"><a href="#">Cetak</a><div class="teks">{_p(text)}<div class="bawah">
{_list(6)}{_FOOT}""")
    _add("definition-and-quotes", f"""<section class="tulisan"><h1>{title}</h1>{_p(text[:2])}
<blockquote><p>{quoted}</p></blockquote>{_p(text[3:])}<h3>Kronologi</h3><dl><dt>Mei</dt>
<dd>Tiang kayu dicabut satu per satu</dd><dt>November</dt><dd>Lantai beton selesai dicor</dd></dl>
</section><nav>{_list(6)}</nav>{_FOOT}""", gold=[
        *text, "Kronologi", "Mei Tiang kayu dicabut satu per satu",
        "November Lantai beton selesai dicor"])
    _add("body-in-form", f"""<form id="aspnetForm" action="a.aspx">{_menu(20)}<div id="ctl00_isi"><h1>
{title}</h1><span id="ctl00_tgl">{date}</span><div id="ctl00_teks">{text[0]}<br><br>{"<br><br>".join(
    text[1:])}</div></div><div id="ctl00_kanan">{_teasers()}</div></form>{_FOOT}""")
    _add("short-brief", f"""<div class="news"><h1>{title}</h1><p>{text[0]}</p><p>{text[5]}</p></div>
<div class="terkini">{_teasers(class_="row")}</div>{_FOOT}""", gold=[text[0], text[5]])
    _add("links-in-text", f"""<div class="story-body">{"".join(
        "<p>" + each.replace(" yang ", ' <a href="/tag/yang">yang</a> ').replace(
            "dermaga", '<a href="/tag/dermaga">dermaga</a>') + "</p>" for each in text)}</div>
<h1 style="display:none">{title}</h1><div class="terbaru">{_teasers()}</div>{_FOOT}""")
    _add("sidebar-classed-column", f"""<div class="kolom-sidebar-kiri"><h1>{title}</h1><div>{_p(text)}
</div></div><div class="kolom-kanan">{_teasers(class_="widget")}</div>{_FOOT}""")
    _add("comment-named-article", f"""<div class="com-content-article item-page"><h2>{title}</h2>
<div class="com-content-article__body">{_p(text)}</div></div><div class="mod-articles">{_list(6)}
</div>{_FOOT}""")


def _build_columns():
    title, date, text = TOPICS[1]
    questions = [
        ("Mengapa kopi?", "Karena akarnya kuat."), ("Siapa yang menyiram?", "Semua, bergiliran."),
        ("Kapan panen?", "Tiga tahun lagi."), ("Dijual ke mana?", "Ke kelompok tani tetangga.")]
    pairs = [each for pair in questions for each in pair]
    _add("interview", f"""<div class="situs"><h1>{title}</h1><div class="c-isi"><p>{text[0]}</p>
<p>Berikut petikannya:</p>{_p(pairs)}<p>{text[6]}</p></div><div class="c-samping">{_teasers(
    class_="kartu")}</div></div>""", topic=1, gold=[
        text[0], "Berikut petikannya:", *pairs, text[6]], describe=False)
    _add("standfirst-and-cards", f"""<section class="hero"><h1>{title}</h1><p class="standfirst">
{text[0]} {text[1]}</p></section><section class="strip">{_list(6)}</section><section class="grid">
<div class="col-l">{_p(text[2:])}</div><div class="col-r">{"".join(
    f'<div class="card"><a href="/z/{at}">{each[:30]}</a> <span>{each} {OTHERS[at - 1]}</span></div>'
    for at, each in enumerate(OTHERS))}</div></section>{FOOTER}""", topic=1)
    _add("font-teasers-2003", f"""<TABLE WIDTH=770><TR><TD WIDTH=130>{"".join(
        f"<A HREF=k{at}.htm><FONT SIZE=1>Rubrik {at}</FONT></A><BR>" for at in range(12))}</TD><TD>
<TABLE><TR><TD><FONT SIZE=1>{date}</FONT></TD></TR><TR><TD><FONT SIZE=4><B>{title}</B></FONT></TD>
</TR><TR><TD><FONT SIZE=2>{"<P>".join(text)}</FONT></TD></TR></TABLE></TD><TD><B>BERITA LAIN</B><BR>
{"".join(f"<FONT SIZE=1><A HREF=b{at}.htm>{each[:28]}</A><BR>{each} {OTHERS[at - 1]}<BR><BR></FONT>"
         for at, each in enumerate(OTHERS))}</TD></TR></TABLE>""", topic=1, describe=False)
    _add("blogger-contempo", f"""<div class="hfeed"><article class="post-outer-container"><div
class="post"><h3 class="post-title entry-title">{title}</h3><div class="post-body entry-content">
<p><span>{text[0]}</span></p><span>{text[1]}<br><br>{text[2]}<br></span>{"".join(
    f"<div>{each}</div>" for each in text[3:])}</div></div><span class="byline post-labels">
<a href="/l/kopi">kopi</a> <a href="/l/desa">desa</a></span></article></div>
<div class="widget PopularPosts"><h3 class="title">Entri populer</h3>{"".join(
    f'<article class="post"><h3 class="post-title"><a href="/p/{at}">{each[:30]}</a></h3><div'
    f' class="snippet-item">{each} {OTHERS[at - 1]}</div></article>'
    for at, each in enumerate(OTHERS[:3]))}</div>""", topic=1, describe=False)


for build in (_build_2000s, _build_2012, _build_2018, _build_later, _build_columns):
    build()
