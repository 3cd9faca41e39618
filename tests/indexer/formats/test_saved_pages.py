"""Saved pages in the layouts that themes and sites give them: title, outlet, date and text."""

import io
import json
import time

import pytest

from indexer import formats
from indexer.article.pipeline import trace_article

TITLE = "Panen garam di Rejo melimpah"
TEXT = [
    "Petani garam di pesisir Rejo memanen dua kali lipat dari tahun lalu karena kemarau datang "
    "lebih awal dan tambak sudah diperbaiki sejak musim hujan berakhir.",
    "Harga di tingkat petani turun sedikit, tetapi koperasi desa masih sanggup membeli seluruh "
    "hasil panen dan menyimpannya di gudang yang baru.",
    "Kepala desa berharap jalan menuju tambak diperlebar tahun ini agar truk dapat masuk sampai "
    "ke tepi pematang tanpa menunggu air surut.",
]
BODY = "".join(f"<p>{each}</p>\n" for each in TEXT)
BROKEN = "<br><br>\n".join(TEXT)
DAY, MOMENT = "2019-04-26", "2019-04-26T14:05:00+07:00"
LINE = "Jumat, 26 April 2019 14:05 WIB"
OTHERS = "".join(
    f'<li><a href="/lain/{number}">Kabar lain dari desa nomor {number}</a> '
    f'<time datetime="2018-01-0{number}">{number} Januari 2018</time></li>' for number in (1, 2, 3))
MENU = '<nav><ul><li><a href="/">Beranda</a></li><li><a href="/d">Daerah</a></li></ul></nav>'


def page(body, head="", title=f"{TITLE} - Kabar Rejo"):
    return (f"<!DOCTYPE html>\n<html><head><meta charset=utf-8><title>{title}</title>{head}</head>"
            f"<body>{body}</body></html>")


def read(content):
    [record] = formats.read_stream(io.BytesIO(content.encode()), "berkas", "html")
    return trace_article(record)


def dated(content):
    found = read(content).article
    return found.published, found.extra.get("date_source")


# Dates

ASIDE = f"<aside><h3>Terpopuler</h3><ul>{OTHERS}</ul></aside>"
HEADED = f"<article><h1>{TITLE}</h1>%s{BODY}</article>"


def linked(value):
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


@pytest.mark.parametrize("content, published", [
    (page(ASIDE + HEADED % '<time datetime="2019-04-26T14:05">26/4</time>'), MOMENT),
    (page(HEADED % '<time datetime="2019-04-26T14:05">26/4</time>' + ASIDE), MOMENT),
    (page(f'<div class="kiri"><div><h4>Kabar lain</h4><time datetime="2018-01-01">1/1</time></div>'
          f'</div><div>{HEADED % ""}</div>'), None),
    (page(HEADED % "" + ASIDE), None),
    (page(HEADED % "" + '<aside><span class="date">1 Januari 2018</span></aside>'), None),
    (page(HEADED % "", '<meta property="og:image" '
          'content="https://rejo.example/uploads/2017/03/05/foto.jpg">'), None),
    (page(HEADED % "", '<meta property="article:modified_time" content="2020-01-01">'), None),
    (page(HEADED % f"<p>{LINE}</p>" + '<p>Dulu, pada <time datetime="2002-02-05">5 Februari</time>'
          ", tambak itu masih hutan bakau yang luas.</p>"), MOMENT),
    (page(HEADED % '<p>Diperbarui: <time datetime="2020-01-01">1/1</time></p>'), None),
    (page(HEADED % '<time class="updated" datetime="2020-01-01">1 Januari</time>'
          '<time class="entry-date published" datetime="2019-04-26T14:05">26/4</time>'), MOMENT),
    (page(HEADED % '<time class="entry-date published updated" datetime="2019-04-26T14:05">'
          "26 April</time>"), MOMENT),
    (page(f'<div class="entry"><h1>{TITLE}</h1>{BODY}<div class="post-footer"><abbr '
          f'class="published" title="2019-04-26T14:05:00+07:00">14.05</abbr></div></div>'), MOMENT),
    (page(f'<article><header><time datetime="2019-04-26">26/4</time><h1>{TITLE}</h1></header>'
          f"{BODY}</article>"), DAY),
    (page(HEADED % '<meta itemprop="datePublished" content="2019-04-26T14:05:00+07:00">'
          + '<div class="related-posts"><meta itemprop="datePublished" content="2018-01"></div>'),
     MOMENT),
    (page('<div class="related-posts"><meta itemprop="datePublished" content="2018-01-01"></div>'
          + HEADED % ""), None),
    (page(HEADED % '<time datetime="2019-04-26T14:05">26/4</time>',
          '<meta name="pubdate" content="2019-04-26">'), MOMENT),
    (page(HEADED % '<time datetime="2018-01-01">26/4</time>',
          '<meta name="pubdate" content="2019-04-26">'), DAY),
    (page(HEADED % "" + '<ol class="comments"><li><time datetime="2019-05-01">1 Mei</time></ol>'),
     None),
    (page(HEADED % '<time datetime="2999-04-26">26/4</time>'), None),
])
def test_the_date_is_that_of_the_pages_own_article(content, published):
    assert dated(content) == (published, published and (
        "line" if f"<p>{LINE}" in content else "metadata"))


SHOWN = "Jum, 04/07/2014 - 16:20"  # 4 July for us, 7 April for Drupal; both were days of the week
WRITTEN = "2014-04-07T16:20:00+07:00"


@pytest.mark.parametrize("line", [
    f'<div><span property="dc:date dc:created" content="{WRITTEN}">Submitted by <a href=/u>wira</a>'
    f" on {SHOWN}</span></div>",
    f'<div>{SHOWN}</div><span property="schema:datePublished" content="{WRITTEN}"></span>',
    f'<p class=kecil property="schema:dateCreated" content="{WRITTEN}">{SHOWN}</p>',
    f'<p property="dcterms:issued" content="{WRITTEN}">{SHOWN}</p>',
    f'<time datetime="{WRITTEN}">{SHOWN}</time>', f'<span datetime="{WRITTEN}">{SHOWN}</span>',
    f'<span data-timestamp="1396862400">{SHOWN}</span>',
    '<i class=jam data-timestamp="1396862400000">04/07/2014</i>',
])
def test_a_date_for_programs_decides_over_one_for_readers(line):
    assert dated(page(HEADED % line)) == (WRITTEN, "metadata")
    assert dated(page(f"<div><h2>{TITLE}</h2>{line}<div>{BODY}</div></div>"))[0] == WRITTEN


@pytest.mark.parametrize("name", [
    "dcterms.date", "dc:created", "dc:date", "schema:datePublished", "dateCreated"])
def test_a_date_in_the_head_decides_over_one_for_readers(name):
    head = f'<meta property="{name}" content="{WRITTEN}">'
    assert dated(page(HEADED % f"<div>{SHOWN}</div>", head)) == (WRITTEN, "metadata")
    assert dated(page(HEADED % "" + f"<aside><h3>Lain</h3>{head}</aside>"))[0] is None


@pytest.mark.parametrize("value", [
    f'property="dc:date" content="{WRITTEN}"', 'data-timestamp="1396862400"'])
def test_dates_for_programs_beside_the_article_are_not_its_own(value):
    beside = f"<aside><h3>Kabar lain</h3><span {value}>a</span></aside>"
    assert dated(page(beside + HEADED % "" + beside))[0] is None


@pytest.mark.parametrize("value", ["0001-01-01", "kemarin", "2999-01-01", "31 Februari 2019"])
def test_the_first_possible_date_that_a_page_states_is_used(value):
    head = f'<meta property="article:published_time" content="{value}">'
    assert dated(page(HEADED % "", head)) == (None, None)
    assert dated(page(HEADED % "", f'{head}<meta name="pubdate" content="{LINE}">'))[0] == MOMENT
    assert dated(page(HEADED % "", head + linked({"datePublished": MOMENT})))[0] == MOMENT


@pytest.mark.parametrize("piece", [
    '<time datetime="2019-04-26">a</time>', '<div class="x"><time>', "<h1>a", "<div itemscope>",
    f"<h1>{TITLE}</h1>", "<p>a <time class=published>",
])
def test_many_dates_in_a_page_are_read_quickly(piece):
    began = time.process_time()
    list(formats.read_stream(
        io.BytesIO(page(piece * 30_000 + HEADED % "").encode()), "berkas", "html"))
    assert time.process_time() - began < 10


@pytest.mark.parametrize("around, published", [
    (f"<h1>{TITLE}</h1><div>{LINE}</div>", MOMENT), (f"<h1>{TITLE}</h1>{LINE}", MOMENT),
    (f"<h1>{TITLE}</h1><p>{LINE}</p>", MOMENT), (f"<div>{LINE}</div><h1>{TITLE}</h1>", MOMENT),
    (f"<h1>{TITLE}</h1><div>Kabar Rejo - 26/04/2019, 14:05 WIB</div>", MOMENT),
    (f"<h1>{TITLE}</h1><div><span>Wira Atmaja</span> | <span>{LINE}</span></div>", MOMENT),
    (f"<h1>{TITLE}</h1><div>Jumat, 26 April 2019 | 14:05 WIB</div>", MOMENT),
    (f"<h1>{TITLE}</h1><div>Sabtu, 26 April 2019 14:05 WIB</div>", None),
    (f"<h1>{TITLE}</h1><div>Diperbarui: {LINE}</div>", None),
    (f"<h1>{TITLE}</h1><aside>{LINE}</aside>", None),
    (f"<h1>{TITLE}</h1><div>Jumat, 26 April 2999 14:05 WIB</div>", None),
])
def test_a_date_line_between_title_and_text_is_found(around, published):
    found = read(page(f"<article>{around}<div>{BODY}</div></article>")).article
    assert (found.published, found.body.split("\n\n")[-len(TEXT):]) == (published, TEXT)
    assert found.extra.get("date_source") == (published and "line")


@pytest.mark.parametrize("around, byline", [
    ("<div>oleh Harun Dwi</div>", "Harun Dwi"), ("<div>Penulis: Harun Dwi</div>", "Harun Dwi"),
    ("<div>Diposting oleh <span class=author>Harun Dwi</span></div>", "Harun Dwi"),
    ('<div class="author">Diposting oleh Harun Dwi</div>', "Harun Dwi"),
    ("<div>Oleh karena kemarau</div>", None), ("<aside>oleh Harun Dwi</aside>", None),
])
def test_the_byline_is_found_below_the_title(around, byline):
    [record] = formats.read_stream(io.BytesIO((HEADED % around).encode()), "berkas", "html")
    assert record.fields.get("byline") == byline


# JSON-LD

SELF = {"@type": "NewsArticle", "headline": TITLE, "datePublished": MOMENT}
OTHER = {"@type": "NewsArticle", "headline": "Kabar lain dari desa", "datePublished": "2018-01-01"}
LIST = {"@type": "ItemList", "itemListElement": [OTHER, OTHER | {"headline": "Kabar ketiga"}]}
PAGED = {"@type": "WebPage", "datePublished": MOMENT}


@pytest.mark.parametrize("values, published", [
    ([OTHER, SELF], MOMENT), ([SELF, OTHER], MOMENT), ([LIST, SELF], MOMENT), ([LIST], None),
    ([OTHER, OTHER], None),
    ([[OTHER, SELF]], MOMENT), ([OTHER, SELF | {"headline": TITLE[:20]}], MOMENT),
    ([OTHER, SELF | {"headline": f"{TITLE} - Kabar Rejo"}], MOMENT),
    ([SELF | {"headline": "Garam melimpah, petani Rejo lega"}], MOMENT),
    ([OTHER, SELF | {"headline": ""}], MOMENT), ([PAGED, LIST], MOMENT),
    ([PAGED, {"@type": "NewsArticle", "headline": TITLE}], MOMENT),
])
def test_json_ld_is_matched_by_the_title_of_the_page(values, published):
    assert dated(page(HEADED % "", "".join(map(linked, values))))[0] == published


@pytest.mark.parametrize("written", [
    '{"@type": "NewsArticle", "headline": "x, }", "datePublished": "2019-04-26T14:05",}',
    '[{"@type": "NewsArticle", "headline": "x\\", }", "datePublished": "2019-04-26T14:05"}, ]',
])
def test_trailing_commas_in_json_ld_are_tolerated(written):
    script = f'<script type="application/ld+json">{written}</script>'
    assert dated(page(HEADED % "", script))[0] == MOMENT


@pytest.mark.parametrize("written", ['"' * 300_001, '"' + '\\"' * 300_000, "," * 900_000,
                                     ", " * 400_000, "[" + " " * 900_000 + ",", "\\" * 500_001])
def test_damaged_json_ld_is_read_quickly(written):
    began = time.process_time()
    read(page(HEADED % "", f'<script type="application/ld+json">{written}</script>'))
    assert time.process_time() - began < 5


# Titles

LOGO = '<div id="logo"><h1><a href="/">Kabar Rejo</a></h1></div>'
PLAIN = "<h1>Kabar Rejo</h1>"


@pytest.mark.parametrize("content, title", [
    (page(f"{LOGO}<h2>{TITLE}</h2>{BODY}"), TITLE),
    (page(f"{LOGO}<h2>{TITLE}</h2>{BODY}", title=f"Kabar Rejo: {TITLE}"), TITLE),
    (page(f"{LOGO}<p><b>{TITLE}</b></p>{BODY}"), TITLE),
    (page(f"{LOGO}<h2>Harga turun</h2><h3>{TITLE}</h3>{BODY}"), TITLE),
    (page(f"{PLAIN}<h2>{TITLE}</h2>{BODY}",
          '<meta property="og:site_name" content="Kabar Rejo">'), TITLE),
    (page(f"{PLAIN}{BODY}", title="Kabar Rejo"), "Kabar Rejo"),
    (page(f"{LOGO}{BODY}", title="Kabar Rejo"), "Kabar Rejo"),
    (page(f"<h1>{TITLE}</h1><h2>Kabar Rejo dan Sekitarnya Dalam Berita Setiap Hari</h2>{BODY}",
          title=f"{TITLE} - Kabar Rejo dan Sekitarnya Dalam Berita Setiap Hari"), TITLE),
    (page(f'<h1><a href="/panen">{TITLE}</a></h1>{BODY}'), TITLE),
])
def test_the_name_of_the_site_is_not_the_title(content, title):
    assert read(content).article.title == title


def titled(stated, heading="", head=""):
    heading = f"<h1>{heading}</h1>" if heading else ""
    og = f'<meta property="og:title" content="{stated}">'
    return read(page(f"{heading}{BODY}", og + head, title=stated)).article.title


@pytest.mark.parametrize("stated", [
    "Kabar Rejo: {}", "KabarRejo.example: {}", "{} - Kabar Rejo Regional",
    "{} | Daerah | Kabar Rejo", "Daerah - {} - Kabar Rejo", "{} « Kabar Rejo",
    "{} :: Kabar", "{} (Kabar Rejo)", "Daerah > {}"])
def test_a_heading_that_is_a_whole_part_of_the_stated_title_is_the_title(stated):
    assert titled(stated.format(TITLE), TITLE) == TITLE


@pytest.mark.parametrize("stated", [
    "Kabar Rejo: {}", "{} - Kabar Rejo", "{} | Kabar Rejo", "{} (Kabar Rejo)"])
@pytest.mark.parametrize("head", [
    '<meta property="og:site_name" content="Kabar Rejo">',
    '<link rel="canonical" href="https://www.kabarrejo.example/panen">',
    '<link rel="canonical" href="https://daerah.kabarrejo.co.id/panen">',
    '<script type="application/ld+json">{"@type": "NewsArticle", "publisher": {"name": '
    '"Kabar Rejo"}}</script>'])
def test_the_name_of_the_site_leaves_the_title(stated, head):
    assert titled(stated.format(TITLE), head=head) == TITLE


@pytest.mark.parametrize("title, heading", [
    ("Kasus Tambak: Dua Orang Ditahan", "Kasus Tambak: Dua Orang Ditahan"),
    ("Jadwal Liga - Pekan Kelima Dimulai", ""), ("Bupati: Panen Garam Melimpah", ""),
    ("Tambak | Panen Garam Melimpah di Desa", "Tambak"), ("Kabar Rejo - Juara", ""),
])
def test_a_headline_with_a_mark_of_its_own_stays(title, heading):
    assert titled(title, heading, NAME) == title
    assert titled(f"{title} - Kabar Rejo", heading, NAME) == title


def test_a_headline_about_the_site_itself_stays():
    title = "Kabar Rejo: Sejarah Sebuah Koran"
    assert titled(title, title, NAME) == title


# Layout tables, web archives, browsers

CELL = f"{TITLE}<br>{LINE}<br>{BODY}"
SIDE = ('<table width="150"><tr><td><a href="/">Beranda</a></td></tr><tr><td><a href="/d">Daerah'
        "</a></td></tr><tr><td><a href='/o'>Olahraga</a></td></tr></table>")


@pytest.mark.parametrize("body", [
    f"<table><tr><td>{CELL}</td></tr></table>",
    f"<TABLE width=780><TR><TD>{SIDE}</TD><TD valign=top>{CELL}</TD></TR></TABLE>",
    f"<center><table><tr><td>{SIDE}<td><font size=3><b>{TITLE}</b></font><br>{LINE}<br><br>"
    f"{BROKEN}</table></center>",
    f"<table><tr><td>{SIDE}</td><td><table><tr><td><h2>{TITLE}</h2></td></tr><tr><td>{LINE}</td>"
    f"</tr><tr><td>{BODY}</td></tr></table></td></tr></table>",
])
def test_a_layout_table_becomes_paragraphs(body):
    found = read(page(body)).article
    assert found.body.split("\n\n") == TEXT
    assert (found.published, found.extra["date_source"]) == (MOMENT, "line")


def test_a_table_of_figures_stays_a_table():
    rows = "".join(f"<tr><td>Desa {at}</td><td>{at}00 ton</td></tr>" for at in range(1, 5))
    found = read(page(f"<article><h1>{TITLE}</h1>{BODY}<table>{rows}</table></article>")).article
    assert "| Desa 1 | 100 ton |" in found.body


@pytest.mark.parametrize("piece", [
    "<table><tr><td>", "<table>", "<table><tr><td>a</table>", "<p>a",
    pytest.param("<tr><td><br>", marks=pytest.mark.long)])
def test_many_tables_are_read_quickly(piece):
    began = time.process_time()
    list(formats.read_stream(
        io.BytesIO(page(f"<table><tr><td>{piece * 6_000}{BODY}").encode()), "berkas", "html"))
    assert time.process_time() - began < 10


def test_a_page_of_the_wayback_machine_belongs_to_its_site():
    toolbar = ('<!-- BEGIN WAYBACK TOOLBAR INSERT --><div id="wm-ipp-base" lang="en"><div><a>14 '
               "captures</a><div>27 Apr 2018 - 3 Jan 2023</div></div></div>")
    address = "https://web.archive.org/web/20200101000000/https://kabarrejo.example/daerah/panen"
    found = read(page(f"{toolbar}<h1>{TITLE}</h1>{BODY}",
                      f'<link rel="canonical" href="{address}">')).article
    assert found.body.split("\n\n") == TEXT and "captures" not in str(found.extra)
    assert (found.outlet, found.extra["outlet_source"]) == ("kabarrejo.example", "url")
    assert found.published is None


def test_the_url_is_read_from_the_comment_of_a_browser():
    address = "https://kabarrejo.example/2019/04/26/panen"
    saved = f"<!DOCTYPE html>\n<!-- saved from url=(0042){address} -->\n"
    found = read(saved + page(f"<h1>{TITLE}</h1>{BODY}")).article
    assert (found.url, found.outlet, found.published) == (address, "kabarrejo.example", DAY)
    own = '<link rel="canonical" href="https://kabarrejo.example/panen">'
    assert read(saved + page(f"<h1>{TITLE}</h1>{BODY}", own)).article.url.endswith("example/panen")
    assert read(saved.replace(address, "about:internet") + page(BODY)).article.url is None


@pytest.mark.parametrize("comment", [
    "<!-- saved from url=(0042)https://kabarrejo.example/panen -->",
    "<!-- saved from url=(0042)https://kabarrejo.example/panen-->",
    "<!--\n Page saved with SingleFile \n url: https://kabarrejo.example/panen \n saved date: Fri "
    "Apr 26 2024 14:05:00 GMT+0700 (Western Indonesia Time)\n-->",
    "<!-- Mirrored from kabarrejo.example/panen by HTTrack Website Copier/3.x [XR&CO'2014], Fri, "
    "26 Apr 2024 07:05:00 GMT -->",
])
def test_the_url_is_read_from_the_comment_of_any_program_that_saves_pages(comment):
    article = read(f"<!DOCTYPE html><html>{comment}" + page(f"<h1>{TITLE}</h1>{BODY}")).article
    assert article.url in ("https://kabarrejo.example/panen", "http://kabarrejo.example/panen")
    assert article.outlet == "kabarrejo.example"
    mention = f"<p>{comment.replace('<!--', '').replace('-->', '')}</p>"
    assert read(page(f"<h1>{TITLE}</h1>{BODY}{mention}")).article.url is None


@pytest.mark.parametrize("comment", [
    "<!--\n Page saved with SingleFile \n url: https://{} \n saved date: Tue Jan 09 2024 -->",
    "<!-- Page saved with SingleFile url: https://{} -->",
    "<!-- Mirrored from {} by HTTrack Website Copier/3.x [XR&CO'2014], Mon, 01 Jan 2024 -->",
    "<!-- Mirrored from https://{} by HTTrack Website Copier/3.x -->",
    "<!-- saved from url=(0042)https://{} -->"])
@pytest.mark.parametrize("head", ["", '<link rel="canonical" href="panen.html">'])
def test_the_url_is_read_from_what_a_program_saved_or_mirrored(comment, head):
    address = "kabarrejo.example/2019/04/26/panen?a=1"
    content = page(f"<h1>{TITLE}</h1>{BODY}", head).replace("<head>", "<head>\n{}")
    found = read(content.replace("{}", comment.format(address))).article
    assert found.url.partition("://")[2] == address and found.outlet == "kabarrejo.example"
    own = '<link rel="canonical" href="https://kabarrejo.example/panen">'
    content = page(f"<h1>{TITLE}</h1>{BODY}", own).replace("<head>", "<head>\n{}")
    assert read(content.replace("{}", comment.format(address))).article.url == (
        "https://kabarrejo.example/panen")


@pytest.mark.parametrize("text", [
    "Page saved with SingleFile url: https://kabarrejo.example/a",
    "Mirrored from kabarrejo.example/a by HTTrack Website Copier"])
def test_what_a_text_says_of_mirrors_is_no_address(text):
    assert read(page(f"<p>{text}</p>{BODY}")).article.url is None


# Layouts

HOST = "https://kabarrejo.example"
ADDRESS = f"{HOST}/daerah/panen-garam"
CANONICAL = f'<link rel="canonical" href="{ADDRESS}">'
NAME = '<meta property="og:site_name" content="Kabar Rejo">'
OG = f'<meta property="og:title" content="{TITLE}">{NAME}'
OWN = {
    "@type": "NewsArticle", "headline": TITLE, "datePublished": MOMENT,
    "dateModified": "2019-05-01", "publisher": {"name": "Kabar Rejo"},
    "author": {"name": "Wira A."}}
RELATED = {
    "@type": "NewsArticle", "headline": "Kabar lain dari desa", "datePublished": "2018-01-01",
    "publisher": {"name": "Kabar Lain"}}
CARDS = "".join(
    f'<div class="card"><a href="/lain/{number}"><h4>Kabar lain dari desa nomor {number}</h4></a>'
    f'<span class="date">{number} Januari 2018</span></div>' for number in (1, 2, 3))
SITE = '<header class="site-header"><h1 class="site-title"><a href="/">Kabar Rejo</a></h1></header>'
FOOT = "<footer class=site-footer><p>Hak cipta 2020 Kabar Rejo</p></footer>"

LAYOUTS = {
    "wordpress classic": page(
        SITE + MENU + f'<div id="primary"><article class="post"><header class="entry-header">'
        f'<h1 class="entry-title">{TITLE}</h1><div class="entry-meta"><span'
        ' class="posted-on">Posted '
        'on <a href="#"><time class="entry-date published" datetime="2019-04-26T14:05:00+07:00">26 '
        'April 2019</time><time class="updated" datetime="2019-05-01T08:00:00+07:00">1 Mei 2019'
        '</time></a></span><span class="byline"> by <span class="author vcard"><a class="url fn">'
        f'Wira Atmaja</a></span></span></div></header><div class="entry-content">{BODY}</div>'
        f'</article></div><aside class="widget-area"><h2>Terbaru</h2><ul>{OTHERS}</ul>'
        f'</aside>{FOOT}',
        CANONICAL + NAME),
    "wordpress with its date at the foot": page(
        SITE + f'<div class="site-content"><article><header class="entry-header"><h1 class='
        f'"entry-title">{TITLE}</h1></header><div class="entry-content">{BODY}</div><footer class='
        '"entry-footer"><span class="posted-on"><a><time class="entry-date published updated" '
        f'datetime="{MOMENT}">26 April 2019</time></a></span></footer></article></div>{FOOT}',
        CANONICAL + NAME),
    "wordpress of blocks": page(
        '<div class="wp-site-blocks"><header class="wp-block-template-part"><p class='
        f'"wp-block-site-title"><a href="/">Kabar Rejo</a></p></header><main><h1 class='
        f'"wp-block-post-title">{TITLE}</h1><div class="wp-block-post-date"><time'
        f' datetime="{MOMENT}">'
        f'26 April 2019</time></div><div class="entry-content wp-block-post-content">{BODY}</div>'
        '<div class="wp-block-query"><h2>Baca berikutnya</h2><ul class="wp-block-post-template">'
        f"{OTHERS}</ul></div></main></div>", CANONICAL + NAME),
    "wordpress with a graph": page(
        f'<article><h1>{TITLE}</h1><div class="td-module-meta-info"><time class="entry-date '
        f'updated td-module-date" datetime="{MOMENT}">26 April 2019</time></div><div class='
        f'"td-post-content">{BODY}</div></article><div class="td_block_related_posts">'
        '<h4>Terkait</h4>'
        f"{CARDS}</div>", CANONICAL + OG + linked({"@context": "https://schema.org", "@graph": [
            {"@type": "WebSite", "name": "Kabar Rejo"},
            {"@type": "WebPage", "datePublished": MOMENT, "name": TITLE}]})),
    "blogspot": page(
        "<div class='header'><h1 class='title'>Kabar Rejo</h1></div><div class='main section'><div "
        "class='widget Blog'><div class='blog-posts hfeed'><div class='date-outer'><h2 class="
        f"'date-header'><span>Jumat, 26 April 2019</span></h2><div class='post hentry'><h3 class="
        f"'post-title entry-title'>{TITLE}</h3><div class='post-body entry-content'>{BODY}</div>"
        "<div class='post-footer'><span class='post-author vcard'>Diposting oleh <span class='fn'>"
        "Wira Atmaja</span></span> <span class='post-timestamp'>di <a class='timestamp-link'><abbr "
        f"class='published' itemprop='datePublished' title='{MOMENT}'>14.05</abbr></a></span></div>"
        "</div></div></div></div></div><div class='sidebar section'><div class='widget"
        " BlogArchive'>"
        f"<h2>Arsip</h2><ul>{OTHERS}</ul></div></div>", CANONICAL + NAME, f"Kabar Rejo: {TITLE}"),
    "amp": page(
        '<header class="amp-wp-header"><div><a href="/">Kabar Rejo</a></div></header><article'
        ' class='
        '"amp-wp-article"><header class="amp-wp-article-header"><h1'
        f' class="amp-wp-title">{TITLE}</h1>'
        '<div class="amp-wp-meta amp-wp-byline"><span class="amp-wp-author author vcard">Wira'
        ' Atmaja'
        f'</span></div><div class="amp-wp-meta amp-wp-posted-on"><time datetime="{MOMENT}">7 tahun '
        f'lalu</time></div></header><div class="amp-wp-article-content">{BODY}</div></article>',
        CANONICAL + NAME),
    "drupal": page(
        SITE + f'<main><h1 class="page-title"><span class="field--name-title">{TITLE}</span></h1>'
        '<article class="node node--type-article"><footer class="node__meta"><div'
        ' class="node__submitted'
        '">Submitted by <span>wira</span> on <span class="field--name-created"><time'
        f' datetime="{MOMENT}">'
        'Fri, 04/26/2019 - 14:05</time></span></div></footer><div'
        f' class="field--name-body">{BODY}</div>'
        f'</article><section class="comments"><h2>Komentar</h2><ul>{OTHERS}</ul></section></main>',
        CANONICAL + NAME),
    "joomla": page(
        MENU + f'<div class="item-page" itemscope><div class="page-header"><h2 itemprop="headline">'
        f'{TITLE}</h2></div><dl class="article-info"><dt>Details</dt><dd class="published"><time '
        f'datetime="{MOMENT}" itemprop="datePublished">Published: 26 April 2019</time></dd><dd'
        ' class='
        '"modified"><time datetime="2020-01-01T00:00:00+07:00" itemprop="dateModified">Last Updated'
        f'</time></dd></dl><div itemprop="articleBody">{BODY}</div></div>', CANONICAL + NAME),
    "portal with a line below the title": page(
        SITE + MENU + f'<div class="detail"><h1>{TITLE}</h1><div class="date">{LINE}</div><div'
        ' class='
        f'"detail_text">{BODY}</div></div><div class="terpopuler"><h3>Terpopuler</h3>{CARDS}</div>',
        CANONICAL + NAME),
    "portal with a line above the title": page(
        MENU + f'<article class="detail"><div class="date">{LINE}</div><h1>{TITLE}</h1><div class='
        f'"detail__body">{BODY}</div></article><aside>{CARDS}</aside>', CANONICAL + NAME),
    "portal with its name before the day": page(
        MENU + f'<div class="read"><h1 class="read__title">{TITLE}</h1><div class="read__time">'
        f'Kabar Rejo - 26/04/2019, 14:05 WIB</div><div class="read__content">{BODY}</div></div>',
        CANONICAL + NAME),
    "portal with its writer before the day": page(
        MENU + f'<div class="read"><h1>{TITLE}</h1><div class="info"><span>Wira Atmaja</span> |'
        ' <span>'
        f'{LINE}</span></div><div class="isi">{BODY}</div></div>', CANONICAL + NAME),
    "portal with day and time apart": page(
        MENU + f'<div class="read"><h1>{TITLE}</h1><div class="info">Jumat, 26 April 2019 |'
        ' 14:05 WIB'
        f'</div><div class="isi">{BODY}</div></div>', CANONICAL + NAME),
    "portal with json-ld": page(
        f'<article class="detail"><h1 class="detail__title">{TITLE}</h1><div'
        ' class="detail__author">'
        f'Wira Atmaja - Kabar Rejo</div><div class="detail__date">{LINE}</div><div'
        ' class="detail__body">'
        f'{BODY}</div></article>', CANONICAL + OG + linked(OWN)),
    "portal with json-ld of a related article first": page(
        f"<article><h1>{TITLE}</h1>{BODY}</article><div>{CARDS}</div>",
        CANONICAL + OG + linked(RELATED) + linked(OWN)),
    "portal with json-ld of related articles alone": page(
        f"<article><h1>{TITLE}</h1><p>{LINE}</p>{BODY}</article>",
        CANONICAL + OG + linked({"@type": "ItemList", "itemListElement": [RELATED, RELATED]})),
    "portal with json-ld and a comma too many": page(
        f"<article><h1>{TITLE}</h1>{BODY}</article>",
        CANONICAL + NAME + linked(OWN).replace('"}}<', '"},}<')),
    "portal with microdata": page(
        f'<article itemscope><h1 itemprop="headline">{TITLE}</h1><meta itemprop="datePublished" '
        f'content="{MOMENT}"><meta itemprop="dateModified" content="2020-01-01"><div itemprop='
        f'"articleBody">{BODY}</div></article><div itemscope><meta itemprop="datePublished"'
        ' content='
        '"2018-01-01"></div>', CANONICAL + NAME),
    "portal with meta": page(
        f"<div><h1>{TITLE}</h1><div>{BODY}</div></div>",
        CANONICAL + OG + '<meta name="publishdate" content="2019/04/26 14:05:00">'
        '<meta name="content_PublishedDate" content="2018-01-01">'),
    "logo as the only h1": page(
        f'<div id="logo"><h1>Kabar Rejo</h1></div>{MENU}<div class="isi"><h2>{TITLE}</h2>'
        f'<p>{LINE}</p>'
        f"{BODY}</div>", CANONICAL + NAME, f"Kabar Rejo » {TITLE}"),
    "table of one cell": page(
        f"<table><tr><td><b>{TITLE}</b><br>{LINE}{BODY}</td></tr></table>", CANONICAL + NAME),
    "table with a menu beside": page(
        '<table width="780"><tr><td colspan="2"><img src="logo.gif"></td></tr><tr><td'
        ' valign="top">'
        f'{SIDE}</td><td valign="top"><h1>{TITLE}</h1>{LINE}<br>{BODY}</td></tr><tr><td'
        ' colspan="2">'
        "<font size=1>Hak cipta 2003 Kabar Rejo</font></td></tr></table>", CANONICAL + NAME),
    "table with breaks for paragraphs": page(
        f'<center><table width="780"><tr><td>{SIDE}</td><td><font face="arial" size="3">'
        f'<b>{TITLE}</b>'
        f'</font><br><font size="1">{LINE}</font><br><br>{BROKEN}<br><br></td></tr></table>'
        '</center>',
        CANONICAL + NAME),
    "tables in tables": page(
        f"<table><tr><td>{SIDE}</td><td><table><tr><td><h2>{TITLE}</h2></td></tr><tr><td>{LINE}"
        "</td>"
        f"</tr><tr><td>{BODY}</td></tr></table></td></tr></table>", CANONICAL + NAME),
    "saved by a browser": "<!DOCTYPE html>\n<!-- saved from url=(0049)" + ADDRESS + " -->\n" + page(
        f"<h1>{TITLE}</h1><p>{LINE}</p>{BODY}", NAME),
    "wayback machine": page(
        '<!-- BEGIN WAYBACK TOOLBAR INSERT --><div id="wm-ipp-base" lang="en"><div id="wm-ipp">'
        '<div>'
        "<a>14 captures</a><div>27 Apr 2019 - 3 Jan 2023</div></div></div></div><!-- END WAYBACK "
        f"TOOLBAR INSERT -->{MENU}<article><h1>{TITLE}</h1><p>{LINE}</p>{BODY}</article>",
        f'<link rel="canonical" href="https://web.archive.org/web/20200101000000/{ADDRESS}">'),
}
UNNAMED = "wayback machine"


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_article_is_found_in_every_layout(name):
    found = read(LAYOUTS[name]).article
    assert found.title.removesuffix(" - Kabar Rejo") == TITLE
    assert found.body.split("\n\n") == TEXT
    assert found.published == MOMENT
    assert found.outlet == ("kabarrejo.example" if name == UNNAMED else "Kabar Rejo")
    assert found.url.endswith(ADDRESS)


# Headlines that are no headings

@pytest.mark.parametrize("body", [
    f"<center><font size=7>Kabar Rejo</font></center>"
    f"<FONT SIZE=5><B>{TITLE}</B></FONT><br>{BROKEN}",
    f"<p><FONT SIZE=+2><B>{TITLE}</B></FONT></p><p>{BROKEN}</p>",
    f"<h1>Kabar Rejo</h1><p><b>{TITLE}</b></p>{BODY}", f"<strong>{TITLE}</strong><br><br>{BROKEN}",
    f"<div class=judul>{TITLE}</div><div>{BODY}</div>",
    f"<table><tr><td class=contentheading>{TITLE}</td></tr></table><div>{BODY}</div>",
    f'<span style="font-size:24px;font-weight:bold">{TITLE}</span><br>{BROKEN}',
    f"<font size=2><b>KABAR DARI DESA</b></font><br><font size=5><b>{TITLE}</b></font><br>"
    f"<b>Oleh Wira Atmaja Kusuma</b><br>{BROKEN}",
])
def test_the_bold_line_above_the_text_is_the_title_where_the_window_names_the_site(body):
    found = read(page(body, title="Kabar Rejo")).article
    assert found.title == TITLE and TITLE not in found.body and TEXT[0] in found.body


@pytest.mark.parametrize("body, window, title", [
    (f"<h1>{TITLE}</h1><p><b>Penjelasan dari dinas setempat</b></p>{BODY}", TITLE, TITLE),
    (f"<p><b>Penjelasan dari dinas setempat</b></p>{BODY}", TITLE, TITLE),
    (f"<div>{TITLE}</div><p><b>Penjelasan dari dinas setempat</b></p>{BODY}", TITLE, TITLE),
    (f"<p><b>Dinas setempat memberi penjelasan.</b></p>{BODY}", "Kabar Rejo", "Kabar Rejo"),
    (f"<p><b>Rejo, Jumat 26 April 2019</b></p>{BODY}", "Kabar Rejo", "Kabar Rejo"),
    (f"{BODY}<p><b>{TITLE}</b></p>", "Kabar Rejo", "Kabar Rejo"),
])
def test_other_bold_lines_are_no_titles(body, window, title):
    assert read(page(body, title=window)).article.title == title
