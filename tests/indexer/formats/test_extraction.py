"""The text of saved pages in the layouts of many portals, against the text they should give."""

import json
import re
import time
from collections import Counter

import pytest

from support.portal_pages import OTHERS, PORTALS, TOPICS
from support.reading import read


def count_words(text):
    return Counter(re.findall(r"\w+", text.casefold()))


@pytest.mark.parametrize("portal", PORTALS, ids=[each.name for each in PORTALS])
def test_the_whole_article_is_extracted_and_little_else(portal):
    [record] = read(portal.html, "html")
    words = count_words(record.fields["body"])
    gold = count_words("\n".join(portal.paragraphs))
    shared = sum((words & gold).values())
    assert shared >= 0.97 * sum(gold.values()) and shared >= 0.8 * sum(words.values())
    assert record.fields["extraction"]
    assert record.fields["title"] == portal.title
    assert "Desa" not in record.fields.get("byline", "")


TITLE, _, TEXT = TOPICS[0]
WHOLE = "".join(f"<p>{each}</p>" for each in TEXT)
LISTS_ABOVE = next(each.html for each in PORTALS if each.name == "lists-before-detik-2015")
BESIDE = "".join(f"<p>{each} {other}</p>" for each in OTHERS for other in OTHERS[:3])


def build_page(body, *, description="", stated=""):
    described = f'<meta property="og:description" content="{description}">' if description else ""
    script = ('<script type="application/ld+json">{"@type": "NewsArticle", "headline": "'
              f'{TITLE}", "articleBody": "{stated}"}}</script>') if stated else ""
    return f"<title>{TITLE}</title>{described}{script}<h1>{TITLE}</h1><div>{body}</div>"


@pytest.mark.parametrize("page, reason", [
    (build_page(f"<div>{WHOLE}</div>", description=TEXT[0]), ""),
    (build_page(f"<div>{WHOLE}</div>", description="Dermaga baru"), ""),
    (build_page(f"<div>{WHOLE}</div>", stated=TEXT[0]), ""),
    (build_page(f"<div>{WHOLE}</div><aside>{BESIDE}</aside>"), ""),
    (build_page(f"<div>{WHOLE}</div><ul>" + f"<li><a href=/a>{OTHERS[0]}</a></li>" * 9), ""),
    (build_page("<p>Artikel ini sedang dimuat.</p>", description=TEXT[0]), "shorter than"),
    (build_page(f"<div>{WHOLE}</div>", stated=" ".join([TEXT[0], *OTHERS])), "JSON-LD"),
    (LISTS_ABOVE, ""),
    (LISTS_ABOVE.replace("og:description", "slogan").replace("h2>", "b>"), "of the prose"),
])
def test_a_text_that_the_page_contradicts_is_doubtful(page, reason):
    [record] = read(page, "html")
    assert reason in record.doubt and bool(record.doubt) is bool(reason)


@pytest.mark.parametrize("piece", [
    "<div><p>Satu kalimat panjang tentang pasar ikan yang atapnya roboh sejak hujan lebat.</p>",
    "<div class=comment><a href=b>tautan yang panjang</a><p>Teks.</p></div>", "<ul><li>butir",
    "<div><h3>Komentar</h3><aside><p>Satu kalimat tentang pasar ikan di Muara.</p></aside>",
])
def test_large_pages_are_extracted_in_linear_time(piece):
    began = time.process_time()
    read(piece * (800_000 // len(piece)), "html")
    assert time.process_time() - began < 10


LEAD = "Warga Kenanga menyambut gembira pembukaan pasar yang ditunggu sejak lama itu."
REST = "".join(f"<p>{each}</p>" for each in TOPICS[1][2][:3])


@pytest.mark.parametrize("around", [
    "<p>{}</p>", "<div>{}</div>", "{}<br><br>", "<ul><li>{}</li></ul>", "<h2>{}</h2>",
    "<blockquote>{}</blockquote>", "<table><tr><td>{}</td></tr></table>"])
@pytest.mark.parametrize("written", [
    "<a href=a>Warga</a> <span>Kenanga</span> menyambut gembira",
    "<b>Warga</b> <i>Kenanga</i> <em>menyambut</em> <a href=a>gembira</a>",
    "<span>Warga</span>\n<span>Kenanga</span>\n<strong>menyambut</strong>\ngembira",
    "Warga&nbsp;Kenanga <b>menyambut</b>&nbsp;<b>gembira</b>",
    "Warga Kena<wbr>nga menyam&shy;but gem&#8203;bira",
    "Warga Kenanga<a href=a> menyambut</a><em> gem</em>bira",
    "<font>Warga</font> <span> </span><span>Kenanga</span> <!-- x --> menyambut gembira",
    "<a href=a><span>Warga</span> <span>Kenanga</span></a> <mark>menyambut</mark> gembira",
    "Warga <time>Kenanga</time> menyambut gembira", "Warga<script>x</script> Kenanga menyambut"
    " <script>y</script>gembira",
])
def test_words_of_inline_elements_are_neither_joined_nor_torn_nor_repeated(written, around):
    lead = LEAD.replace("Warga Kenanga menyambut gembira", written)
    [record] = read(build_page(f"<div>{around.format(lead)}{REST}</div>"), "html")
    head = record.fields["body"].partition(TOPICS[1][2][0])[0]
    assert head.strip(" \n-|").split() == LEAD.split()


@pytest.mark.parametrize("around", ["<p>{}</p>", "<div>{}</div>", "<blockquote>{}</blockquote>"])
def test_a_lead_in_short_lines_is_kept(around):
    lead = LEAD.replace(" menyambut", "<br>menyambut").replace(" yang", "<br/>yang")
    [record] = read(build_page(f"<div>{around.format(lead)}{REST}</div>"), "html")
    assert record.fields["body"].split()[:11] == LEAD.split()


def test_lines_of_preformatted_text_are_lines():
    lines = "\n".join(TEXT)
    [record] = read(f"<title>{TITLE}</title><h1>{TITLE}</h1><pre>{lines}</pre>", "html")
    assert [line for line in record.fields["body"].split("\n") if line] == list(TEXT)


def check_text(page, gold):
    [record] = read(page, "html")
    words, expected = count_words(record.fields["body"]), count_words("\n".join(gold))
    shared = sum((words & expected).values())
    assert (shared / expected.total() >= 0.97 and shared / words.total() >= 0.9), record.fields


PARAGRAPHS = "".join(f"<p>{each}</p>" for each in TEXT)
CARDS = "".join(f'<div class="kartu"><h3><a href="/b/{at}">{each[:40]}</a></h3><p>{each}</p></div>'
                for at, each in enumerate(OTHERS))
DATA = {"title": TITLE, "publishedAt": "2016-05-12", "content": WHOLE}
RELATED = [{"title": each, "content": f"<p>{each * 9}</p>"} for each in OTHERS]
BLOCKS = {"blocks": [{"type": "paragraph", "data": {"text": each}} for each in TEXT]}


def push(rows, size=None):
    """The scripts in which Next.js pushes rows, in pieces of so many characters."""
    pieces = [rows[at:at + size] for at in range(0, len(rows), size)] if size else [rows]
    return "<script>(self.__next_f=self.__next_f||[]).push([0])</script>" + "".join(
        f"<script>self.__next_f.push({json.dumps([1, piece])})</script>" for piece in pieces)


ROW = f'5:["$","$L2",null,{json.dumps({"related": RELATED, "post": DATA})}]\n'
REFERRING = ('1:"$Sreact.fragment"\n2:I["a.js",["9"],""]\n'
             f'5:["$","$L2",null,{json.dumps(DATA | {"content": "$1a"})}]\n'
             f"1a:T{len(WHOLE.encode()):x},{WHOLE}6:null\n")
EMBEDDED = {
    "pushed": push(ROW), "pushed in pieces": push(ROW, 97), "pushed apart": push(REFERRING, 400),
    "next": '<script id="__NEXT_DATA__" type="application/json">' + json.dumps(
        {"props": {"pageProps": {"related": RELATED, "article": DATA}}}) + "</script>",
    "nuxt": f"<script>window.__NUXT__={json.dumps({'data': [RELATED, DATA]})};(function(){{}})()"
    "</script>",
    "state": "<script>window.__INITIAL_STATE__ = " + json.dumps(
        {"posts": {"7": {"headline": f"{TITLE}", "body": BLOCKS}}}) + "</script>",
    "nuxt of today": '<script type="application/json" id="__NUXT_DATA__">' + json.dumps(
        [["Reactive", 1], {"data": 2}, {"berita": 3}, {"title": 4, "content": 5, "related": 6},
         TITLE, WHOLE, RELATED]) + "</script>",
    "sveltekit": '<script>{ __sveltekit_1a = {base: ""}; const data = [null,{type:"data",data:'
    f"{{article:{{title:{json.dumps(TITLE)},content:{json.dumps(WHOLE)},seen:void 0,on:new Date(9)"
    "}}}];kit.start(app, data);}</script>",
    "fetched": '<script type="application/json" data-sveltekit-fetched>' + json.dumps(
        {"status": 200, "body": json.dumps({"related": RELATED, "post": DATA})}) + "</script>",
    "parsed": "<script>window.__STATE__ = JSON.parse(" + json.dumps(
        json.dumps({"post": {"title": {"rendered": TITLE}, "content": {"rendered": WHOLE}}}))
    + ");</script>",
}


@pytest.mark.parametrize("shown", [
    "", '<div class="kosong">Memuat</div>',
    f"<nav>{CARDS}</nav><footer><p>{OTHERS[0]}</p></footer>"])
@pytest.mark.parametrize("name", EMBEDDED)
def test_an_article_that_a_script_shows_is_read_from_its_data(name, shown):
    page = f"<title>{TITLE} - Kabar</title><body><div id=app>{shown}</div>{EMBEDDED[name]}"
    check_text(page, TEXT)
    assert read(page, "html")[0].fields["title"] == TITLE


@pytest.mark.parametrize("script", [
    "<script>window.a = {broken", '<script type="application/json">' + "[" * 100_000,
    f"<script>var a = {json.dumps({'title': OTHERS[0], 'content': WHOLE})};",
    "<script>a = JSON.parse(\"" + "\\\\" * 200_000, "<script>{}" * 10_000,
])
def test_data_of_something_else_is_no_article(script):
    began = time.process_time()
    found = read(f"<title>{TITLE}</title><div id=app></div>{script}</script>", "html")
    assert not any(hasattr(each, "fields") and each.fields for each in found)
    assert time.process_time() - began < 5


OFFER = ("<h3>Lanjutkan membaca dengan berlangganan</h3><p>Dukung jurnalisme mandiri mulai dari Rp "
         "25.000 per bulan dan batalkan kapan saja Anda mau.</p><p>Sudah punya akun? Masuk.</p>")
SIDE = "".join(f"<h4>{each[:20]}</h4><p>{each} {TOPICS[2][2][at]}</p>"
               for at, each in enumerate(OTHERS))
SCRIPT = '<script type="application/ld+json">' + json.dumps(
    {"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n".join(TEXT)}) + "</script>"
QUESTIONS = ["Mengapa dermaga diganti?", "Siapa yang membayar?", "Kapan selesai?"]
ANSWERED = [each for pair in zip(QUESTIONS, TEXT, strict=False) for each in pair]
REST_OF_TEXT = "".join(f"<p>{each}</p>" for each in TEXT[1:])
VOICES = "".join(f"<li><cite>ani{at}</cite> <p>{each}</p></li>" for at, each in enumerate(OTHERS))
WRITER = (
    "Wira Atmaja tinggal di tiga pulau sejak remaja, dan gemar memotret burung pada akhir pekan.")
LAYOUTS = {
    "text in data, offer below the lead": (
        f"<h1>{TITLE}</h1><p>{TEXT[0]}</p><div>{OFFER}</div>{SCRIPT}", TEXT),
    "offer below the text": (f"<h1>{TITLE}</h1>{PARAGRAPHS}<div>{OFFER}</div>", TEXT),
    "brief beside a column": (
        f"<div class=a><h1>{TITLE}</h1><p>{TEXT[0]}</p><p>{TEXT[1]}</p></div>"
        f"<div class=kanan><h2>Profil</h2>{SIDE}</div>", TEXT[:2]),
    "more comments than text": (
        f"<div class=a><h1>{TITLE}</h1><p>{TEXT[0]}</p><p>{TEXT[1]}</p></div><div class=b>"
        f"<h3>14 Tanggapan</h3>{SIDE}</div>", TEXT[:2]),
    "headed box in the text": (
        f"<h1>{TITLE}</h1><div><p>{TEXT[0]}</p><p>{TEXT[1]}</p><div class=b><b>Berita terkait</b>"
        f"<a href=/b>{OTHERS[0][:30]}</a><p>{OTHERS[1]}</p></div>"
        + "".join(f"<p>{each}</p>" for each in TEXT[2:]) + "</div>", TEXT),
    "video with a playlist": (
        f"<div><h1>{TITLE}</h1><p>{TEXT[0]}</p></div><div><h3>Video lain</h3>{CARDS}</div>",
        TEXT[:1]),
    "headlines and texts of one kind": (
        f"<div><div>{TITLE}</div><div>{''.join(f'<div class=s>{each}</div>' for each in TEXT)}"
        "</div></div><div>" + "".join(
            f"<div class=s><a href=/b/{at}>{each[:40]}</a></div><div class=t>{each}</div>"
            for at, each in enumerate(OTHERS)) + "</div>", TEXT),
    "questions in buttons of headings": (
        f"<h1>{TITLE}</h1><div>" + "".join(
            f"<div><h3><button>{question}</button></h3><div><p>{answer}</p></div></div>"
            for question, answer in zip(QUESTIONS, TEXT, strict=False))
        + f"</div>{CARDS}", ANSWERED),
    "questions in buttons": (
        f"<h1>{TITLE}</h1><div>" + "".join(
            f"<div><button class=q>{question}</button><div><p>{answer}</p></div></div>"
            for question, answer in zip(QUESTIONS, TEXT, strict=False))
        + f"</div>{CARDS}", ANSWERED),
    "live report": (
        f"<h1>{TITLE}</h1><p>{TEXT[0]}</p><div>" + "".join(
            f"<div class=e><time>1{at}.40 WIB</time><p>{each}</p></div>"
            for at, each in enumerate(TEXT[1:])) + "</div>",
        [TEXT[0], *(f"1{at}.40 WIB {each}" for at, each in enumerate(TEXT[1:]))]),
    "text in several widgets": (
        f"<div class='e-widget text'><h1>{TITLE}</h1><p>{TEXT[0]}</p><p>{TEXT[1]}</p></div>"
        + "".join(
            f"<div class='e-widget text {side}'><p>{each}</p></div>" for each, side in zip(
                TEXT[2:], ("text-right", "text-secondary", "rata-kanan", "", ""), strict=True)),
        TEXT),
    "text in widgets of a page builder": (
        f"<div class='el el-widget el-widget-heading'><h1>{TITLE}</h1></div>" + "".join(
            f"<div class='el el-{at} el-widget el-widget-text'><div><p>{each}</p></div></div>"
            for at, each in enumerate(TEXT))
        + f"<aside><div class='widget'><p>{OTHERS[0]}</p></div></aside>", TEXT),
    "text in a block called related": (
        f"<h1>{TITLE}</h1><div class='related-content'>{PARAGRAPHS}</div>{CARDS}", TEXT),
    "text in a relative block": (
        f"<h1>{TITLE}</h1><div class='relative mt-4'>{PARAGRAPHS}</div>{CARDS}", TEXT),
    "text in a commentary": (
        f"<h1>{TITLE}</h1><div class='commentary'>{PARAGRAPHS}</div>{CARDS}", TEXT),
    "text in an aside": (
        f"<aside>{CARDS}</aside><aside><h1>{TITLE}</h1>{PARAGRAPHS}</aside>", TEXT),
    "text in anchors": (
        f"<h1>{TITLE}</h1><div>" + "".join(
            f"<p><a name=p{at}>{each}</a></p>" for at, each in enumerate(TEXT)) + f"</div>{CARDS}",
        TEXT),
    "boxes above the title": (
        "<div>" + "".join(f"<div class=b><h3>{each[:20]}</h3><p>{each} {each}</p></div>"
                          for each in OTHERS[:2])
        + f"</div><div><h2>{TITLE}</h2>{PARAGRAPHS}</div>", TEXT),
    "lead in an aside": (
        f"<article><h1>{TITLE}</h1><aside class=lead><p>{TEXT[0]}</p></aside>{REST_OF_TEXT}"
        f"</article><aside>{CARDS}</aside>", TEXT),
    "lead in an aside without an article": (
        f"<div><h1>{TITLE}</h1><aside>{TEXT[0]}</aside><div>{REST_OF_TEXT}</div></div>{CARDS}",
        TEXT),
    "end in a footer": (
        f"<article><h1>{TITLE}</h1>" + "".join(f"<p>{each}</p>" for each in TEXT[:-1])
        + f"<footer><p>{TEXT[-1]} Titian itu untuk bongkar muat ikan nelayan dermaga Kota Muara."
        f"</p><a href=/t>Ikan</a></footer></article>{CARDS}",
        [*TEXT, "Titian itu untuk bongkar muat ikan nelayan dermaga Kota Muara."]),
    "an aside about the writer": (
        f"<article><h1>{TITLE}</h1>{PARAGRAPHS}<aside><p>{WRITER}</p></aside></article>", TEXT),
    "an offer in an aside": (
        f"<article><h1>{TITLE}</h1>{PARAGRAPHS}<aside><p>{WRITER}</p><form><input></form></aside>"
        "</article>", TEXT),
    "rights in a footer": (
        f"<main><h1>{TITLE}</h1>{PARAGRAPHS}<footer><p>Hak cipta berita dermaga nelayan Kota Muara "
        "ada pada kami dan tidak boleh disalin tanpa izin.</p></footer></main>", TEXT),
    "lead in a field of its own above comments": (
        f"<h1>{TITLE}</h1><article><div><div class=lead>{TEXT[0]}</div><div>{REST_OF_TEXT}</div>"
        f"<section class=comments><h2>Comments</h2>{VOICES}</section></div></article>", TEXT),
    "comments below a heading, in tables": (
        f"<table><tr><td><h1>{TITLE}</h1>{PARAGRAPHS}</td></tr></table><h4>Komentar Pembaca</h4>"
        + "".join(f"<table><tr><td>ani{at}</td><td>{each}</td></tr></table>"
                  for at, each in enumerate(OTHERS * 4)), TEXT),
    "comments below a form": (
        f"<div><h1>{TITLE}</h1>{PARAGRAPHS}<div><h3>Tinggalkan Balasan</h3><p>{WRITER}</p></div>"
        f"<ul>{VOICES * 3}</ul></div>", TEXT),
    "paragraphs below a heading that comments have": (
        f"<div><h1>{TITLE}</h1><p>{TEXT[0]}</p><h3>Tanggapan</h3>{REST_OF_TEXT}</div>",
        [TEXT[0], "Tanggapan", *TEXT[1:]]),
    "blocks below a heading that comments have": (
        f"<div><h1>{TITLE}</h1><div>{TEXT[0]}</div><h3>Tanggapan</h3>"
        + "".join(f"<div>{each}</div>" for each in TEXT[1:]) + "</div>",
        [TEXT[0], "Tanggapan", *TEXT[1:]]),
    "lead in the header of a long text": (
        f"<article><header><h1>{TITLE}</h1><p>{TEXT[0]}</p></header><section>"
        + "".join(f"<p>{each}</p>" for each in OTHERS) + "</section></article>",
        [TEXT[0], *OTHERS]),
    "text in a frame": (
        f"<h1>{TITLE}</h1><iframe srcdoc='{PARAGRAPHS}'></iframe>", TEXT),
    "text in a template": (
        f"<h1>{TITLE}</h1><template><div>{PARAGRAPHS}</div></template>", TEXT),
    "a template beside the text": (
        f"<h1>{TITLE}</h1>{PARAGRAPHS}<template>{VOICES * 3}</template>", TEXT),
    "a link that does not end": (
        f"<div><h1>{TITLE}</h1><a href=/foto><img>{PARAGRAPHS}</div>", TEXT),
    "a link to read first": (
        f"<h1>{TITLE}</h1><div><p>Baca juga: <a href=/b>{OTHERS[0]}</a></p>{PARAGRAPHS}</div>",
        TEXT),
    "a box that opens in bold": (
        f"<h1>{TITLE}</h1><div>{PARAGRAPHS}<div class=b><strong>Berita terkait</strong>"
        f"<a href=/b>{OTHERS[0][:30]}</a><p>{OTHERS[1]}</p></div></div>", TEXT),
    "spans as blocks": (
        f"<h1>{TITLE}</h1><div>" + "".join(
            f'<span style="color:red; display: block">{each}</span>' for each in TEXT)
        + f"</div>{CARDS}", TEXT),
    "short lines in a table": (
        f"<div><p>{TEXT[0]}</p><b>Bahan</b><table>" + "".join(
            f"<tr><td>{each}</td></tr>" for each in ("Satu kilo ikan", "Garam", "Air asam"))
        + f"</table><div>1. Rebus ikan.</div><p>{TEXT[1]}</p><p>{TEXT[2]}</p></div>",
        [TEXT[0], "Bahan Satu kilo ikan Garam Air asam 1. Rebus ikan.", *TEXT[1:3]]),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_text_of_a_layout_is_whole_and_alone(name):
    body, gold = LAYOUTS[name]
    check_text(f"<title>{TITLE} - Kabar Muara</title><body>{body}", gold)


def test_the_captions_of_a_page_of_photographs_are_its_text():
    shown = "".join(
        f"<figure><img src=a><figcaption>{each}</figcaption></figure>" for each in TEXT[1:])
    [record] = read(f"<title>{TITLE}</title><h1>{TITLE}</h1><p>{TEXT[0]}</p>{shown}", "html")
    assert record.fields["body"].split("\n\n") == TEXT and "captions" not in record.fields


def test_the_captions_of_cards_are_no_text():
    cards = "".join(f"<figure><img src=a><figcaption>{each}{end}</figcaption></figure>"
                    for each, end in zip(OTHERS, ("<br>Baca.", *[""] * 5), strict=True))
    [record] = read(f"<title>{TITLE}</title><h1>{TITLE}</h1><p>{TEXT[0]}</p>{cards}", "html")
    assert record.fields["body"] == TEXT[0]


def test_the_captions_beside_a_text_stay_apart():
    shown = "".join(f"<figure><img src=a><figcaption>{each}</figcaption></figure>"
                    for each in OTHERS[:2] + ["Dermaga lama"])
    [record] = read(f"<title>{TITLE}</title><h1>{TITLE}</h1>{PARAGRAPHS}{shown}", "html")
    assert record.fields["captions"] == [*OTHERS[:2], "Dermaga lama"]
    assert not any(each in record.fields["body"] for each in OTHERS)


@pytest.mark.parametrize("page", [
    f"<title>{TITLE} - Kabar Muara</title><h1>Berita</h1><h2>{TITLE}</h2>{PARAGRAPHS}",
    f"<title>Kabar Muara: {TITLE}</title><font size=5>{TITLE}</font><br><div>{PARAGRAPHS}</div>",
    f"<title>{TITLE}</title><h1>{TITLE}<div>{PARAGRAPHS}",
])
def test_the_title_is_the_headline_and_neither_section_nor_site_nor_text(page):
    [record] = read(page, "html")
    assert record.fields["title"] == TITLE


COLUMNS = {
    "blocks": "<div><div>{own}</div><div>{side}</div></div>",
    "cells": "<table><tr><td>{own}</td><td>{side}</td></tr></table>",
    "headed": "<div><div>{own}</div><div><h3>Kolom Muara</h3>{side}</div></div>",
}


@pytest.mark.parametrize("form", COLUMNS)
def test_a_column_without_a_word_of_the_title_leaves_the_text_and_that_is_said(form):
    own = f"<h1>{TOPICS[1][0]}</h1><p>{TOPICS[1][2][0]}</p>"
    side = "".join(f"<p>{each}</p>" for each in TOPICS[0][2])
    page = f"<title>{TOPICS[1][0]} - Kabar</title>{COLUMNS[form].format(own=own, side=side)}"
    [record] = read(page, "html")
    assert TOPICS[1][2][0] in record.fields["body"] and "columns without" in record.doubt
    assert not any(each in record.fields["body"] for each in TOPICS[0][2])


def test_the_text_below_a_standfirst_in_a_block_of_its_own_stays():
    own = f"<div><h1>{TOPICS[1][0]}</h1><p>{TOPICS[1][2][0]}</p></div>"
    rest = "".join(f"<p>{each}</p>" for each in TOPICS[1][2][1:])
    [record] = read(f"<title>{TOPICS[1][0]}</title><div>{own}<div>{rest}</div></div>", "html")
    assert all(each in record.fields["body"] for each in TOPICS[1][2]) and not record.doubt


def test_a_brief_beside_a_long_column_without_a_name_is_doubtful():
    [record] = read(f"<title>{TITLE}</title><div id=a><h1>{TITLE}</h1><p>{TEXT[0]}</p><p>{TEXT[1]}"
                    f"</p></div><div id=b><h3>Kolom</h3>{SIDE}</div>", "html")
    assert "other columns" in record.doubt


@pytest.mark.parametrize("body", [
    f"<section class=a><h1>{TITLE}</h1><p>{TEXT[0]}</p><p>{TEXT[1]}</p></section>" + "".join(
        f"<section class=a><h2>Bagian {at}</h2><p>{each}</p></section>"
        for at, each in enumerate(TEXT[2:])),
    f"<header><h1>{TITLE}</h1><p>{TEXT[0]}</p><p>{TEXT[1]}</p></header><div>{PARAGRAPHS}</div>",
])
def test_an_article_in_several_blocks_is_not_doubtful(body):
    [record] = read(f"<title>{TITLE}</title>{body}", "html")
    assert not record.doubt and all(each in record.fields["body"] for each in TEXT)


def test_a_short_text_above_the_offer_of_a_subscription_is_doubtful():
    [record] = read(f"<title>{TITLE}</title><h1>{TITLE}</h1><p>{TEXT[0]}</p><div>{OFFER}</div>",
                    "html")
    assert record.fields["body"] == TEXT[0] and "subscription" in record.doubt


@pytest.mark.parametrize("tag", ["main", "section", "article", "header", "nav", "div", "figure"])
@pytest.mark.parametrize("head", [
    f"<title>{TITLE}</title>", f"<!DOCTYPE html><meta charset=utf-8><title>{TITLE}</title>",
    f"<html><head><title>{TITLE}</title><style>a{{}}</style></head>"])
def test_a_page_without_a_body_tag_is_read(head, tag):
    check_text(f"{head}<{tag}><h1>{TITLE}</h1></{tag}><main>{PARAGRAPHS}</main>", TEXT)


SHED = "Gudang garam Kota Sela roboh tertiup angin kencang pada malam hari"
ABOUT_SHED = ("Gudang garam milik koperasi roboh tertiup angin kencang; penjaga selamat, sedangkan "
              "sepeda motor tertimpa atap.")
SLOGAN = "Portal warga dengan kabar terkini tentang ekonomi, olahraga, hiburan dan teknologi."


def describe(title, description, paragraphs):
    [found] = read(
        f"<html><head><title>{title}</title><meta property='og:description' content='{description}'"
        f"></head><body><h1>{title}</h1>{''.join(f'<p>{each}</p>' for each in paragraphs)}"
        "</body></html>", "html")
    return found.doubt


def test_a_text_without_a_word_of_the_title_is_doubtful():
    assert "no word of the page's title" in describe(SHED, SLOGAN, TOPICS[1][2])
    assert "no word of the page's title" in describe(SHED, "", TOPICS[1][2])


def test_a_text_without_most_words_of_its_description_is_doubtful():
    text = [f"{TOPICS[1][2][0]} Gudang itu jauh.", *TOPICS[1][2][1:]]
    assert "words of the page's description" in describe(SHED, ABOUT_SHED, text)


@pytest.mark.parametrize("description", ["", SLOGAN, TOPICS[1][2][0], (
    "Murid sekolah di Bukit Salam merawat bibit kopi sampai lulus di lereng belakang asrama.")])
def test_a_clean_text_is_not_doubtful_whatever_describes_it(description):
    assert not describe(TOPICS[1][0], description, TOPICS[1][2])
    assert not describe("Menunggu Hujan", SLOGAN, TOPICS[1][2])


@pytest.mark.parametrize("page", [
    build_page(f"<template shadowrootmode=open>{WHOLE}</template>"),
    build_page(f"<noscript>{WHOLE}</noscript>"),
    build_page(f"<div>{WHOLE}</div><noscript><img src=https://hitung.example/a></noscript>"),
])
def test_what_a_browser_shows_without_scripts_is_read(page):
    [record] = read(page, "html")
    assert all(each in record.fields["body"] for each in TEXT)


WRAPPED = """
Banjir Surut, Warga Kembali

MUARA SABAK -- Air sungai mulai surut pada hari Kamis, dan
ratusan keluarga yang mengungsi di balai desa membersihkan
rumah mereka. Beras cukup untuk dua minggu, tetapi obat-
obatan masih kurang.
    Menurut <b>petugas</b>, anak-anak mulai sakit sejak pekan
lalu. "Kami butuh air lebih dahulu," katanya.
Perahu tambahan dijanjikan.

Tiga dusun masih terputus jalannya.
"""
UNWRAPPED = [
    f"Warga dusun {name} memanen padi lebih awal karena air waduk tinggal sedikit, kata ketua "
    "kelompok tani yang memimpin musyawarah di balai desa pada hari Kamis. Hasilnya dijual sendiri."
    for name in ("hulu", "tengah", "hilir")]


@pytest.mark.parametrize("text, expected", [
    (WRAPPED, [
        "Banjir Surut, Warga Kembali",
        "MUARA SABAK -- Air sungai mulai surut pada hari Kamis, dan ratusan keluarga yang "
        "mengungsi di balai desa membersihkan rumah mereka. Beras cukup untuk dua minggu, tetapi "
        "obat-obatan masih kurang.",
        'Menurut petugas, anak-anak mulai sakit sejak pekan lalu. "Kami butuh air lebih '
        'dahulu," katanya.', "Perahu tambahan dijanjikan.",
        "Tiga dusun masih terputus jalannya."]),
    ("\n".join(UNWRAPPED), UNWRAPPED),
])
def test_preformatted_prose_has_paragraphs(text, expected):
    [record] = read(f"<title>Banjir</title><body><pre>{text}</pre></body>", "html")
    assert record.fields["body"].split("\n\n") == expected


def test_preformatted_code_keeps_its_lines():
    code = "if (air > 3) {\n  siaga = [1, 2];\n}\nelse { x = 0; }"
    page = f"<article><h1>Kode</h1><p>{UNWRAPPED[0]}</p><pre>{code}</pre></article>"
    [record] = read(page, "html")
    assert [line.strip() for line in code.split("\n")] == [
        line.strip() for line in record.fields["body"].split("\n") if line.strip()][1:]


ADVERT = '<div class="ad"><span>Iklan</span> <a href="/iklan">Lanjut untuk membaca</a></div>'
MORE = '<div class="x2"><b>Artikel Lainnya</b><br>' + "<br>".join(
    f'<a href="/b/{at}">{each}</a>' for at, each in enumerate(OTHERS)) + "</div>"
HALF = len(TEXT) // 2
FIRST, SECOND = ("".join(f"<p>{each}</p>" for each in part) for part in (TEXT[:HALF], TEXT[HALF:]))


@pytest.mark.parametrize("body", [
    f"<h1>{TITLE}</h1>{FIRST}<!-- iklan >{SECOND}<!-- akhir -->",
    f"<h1>{TITLE}</h1>{FIRST}<!-- iklan --!>{SECOND}",
    f"<h1>{TITLE}</h1>{FIRST}<!-- iklan\n{SECOND}",
    f"<h1>{TITLE}</h1>{FIRST}<!-->{SECOND}",
    f"<div>{TITLE}</div><div>" + ADVERT.join(
        f'<div class="s"><div><span>{each}</span></div></div>' for each in TEXT) + f"</div>{MORE}",
    f'<h1>{TITLE}</h1><div class="comment-body">{PARAGRAPHS}</div>{MORE}',
    f"<h1>{TITLE}</h1><div>{TEXT[0]}</div><ol>" + "".join(
        f"<li><h3>Titian ke-{at}</h3><div>{each} {each.replace(' di ', ' dekat ')}</div></li>"
        for at, each in enumerate(TEXT[1:-1], 2)) + f"</ol><div>{TEXT[-1]}</div>{MORE}",
    f"<div><h1>{TITLE}</h1><div>{'<br><br>'.join(TEXT[:HALF])}</div></div>"
    f"{'<br><br>'.join(TEXT[HALF:])}{MORE}",
    f"<main><h1>{TITLE}</h1><div>{FIRST}</div>{MORE}<div>{SECOND}</div></main>",
    f'<h1>{TITLE}</h1><div class="isi">{FIRST}</div><div class="penutup">{SECOND}</div>',
    f'<div><h1>{TITLE}</h1><div class="tag-lead"><b>{TEXT[0]}</b></div>'
    f'{"".join(f"<p>{each}</p>" for each in TEXT[1:-2])}<div class="popular"><p>{TEXT[-2]}</p>'
    f"<p>{TEXT[-1]}</p></div></div>",
], ids=["comment", "end of a comment", "line of a comment", "empty comment", "adverts", "misnamed",
        "list", "end outside", "links between", "end beside", "weak names"])
def test_no_part_of_an_article_is_lost_to_what_is_around_it(body):
    [record] = read(f"<title>{TITLE}</title><body>{body}{MORE}</body>", "html")
    assert all(each in record.fields["body"] for each in TEXT)
    assert not any(each in record.fields["body"] for each in (*OTHERS, "Lanjut", "iklan"))


OTHER = TOPICS[1][2]


@pytest.mark.parametrize("beside", [
    f'<div class="popular"><p>{OTHER[0]}</p></div>',
    f'<div class="share"><p>{TEXT[0][:30]}</p><a href="/b">{OTHER[1]}</a></div>',
    f"<ul>{''.join(f'<li><p>{each}</p></li>' for each in OTHERS)}</ul>"])
def test_what_follows_an_article_and_is_none_of_it_stays_out(beside):
    page = f"<title>{TITLE}</title><h1>{TITLE}</h1><div class=isi>{PARAGRAPHS}</div>{beside}"
    [record] = read(page, "html")
    assert record.fields["body"].split("\n\n") == list(TEXT)


HEADLINES = ["Gudang Garam Roboh", "Pelatih Voli Mundur", "Harga Cabai Naik Lagi"]
CARDS = "".join(f"<div class=kartu><h3>{head}</h3><p>{text}</p></div>"
                for head, text in zip(HEADLINES, OTHERS, strict=False))
PARTS = "".join(f"<div class=kartu><h3>Titian ke-{at}</h3><p>{each}</p></div>"
                for at, each in enumerate(TEXT[1:], 2))


@pytest.mark.parametrize("body", [
    f"<div><h2>Kabar Desa Lainnya</h2>{CARDS}</div>",
    f"<div><h2>Recommended from Kabar Desa</h2>{CARDS}</div>",
    f"<section><h2>Pilihan</h2><div>{CARDS}</div></section>",
])
@pytest.mark.parametrize("text", [TEXT, TEXT[:1]], ids=["long", "short"])
def test_cards_without_links_below_a_heading_about_others_stay_out(body, text):
    paragraphs = "".join(f"<p>{each}</p>" for each in text)
    [record] = read(f"<title>{TITLE}</title><h1>{TITLE}</h1><div>{paragraphs}</div>{body}", "html")
    assert record.fields["body"].split("\n\n") == list(text)


def test_cards_above_the_title_stay_out():
    page = f"<title>{TITLE}</title><div>{CARDS}</div><div><h1>{TITLE}</h1><p>{TEXT[0]}</p></div>"
    [record] = read(page, "html")
    assert record.fields["body"] == TEXT[0]


@pytest.mark.parametrize("body", [
    f"<p>{TEXT[0]}</p><div>{PARTS}</div>", f"<p>{TEXT[0]}</p><h2>Titian lain</h2>{PARTS}",
    f"<div><h2>Kabar Desa Lainnya</h2>{PARTS}</div>"])
def test_the_parts_of_an_article_are_no_cards(body):
    [record] = read(f"<title>{TITLE}</title><h1>{TITLE}</h1>{body}", "html")
    assert all(each in record.fields["body"] for each in TEXT[1:])


@pytest.mark.parametrize("form", [
    "<form><input type=email></form><p>{}</p>", "<p>{}</p><form><button>Kirim</button></form>"])
def test_what_a_small_form_says_stays_out(form):
    asked = form.format("Daftarkan surel Anda untuk menerima rangkuman kabar setiap pagi, gratis.")
    page = f"<title>{TITLE}</title><h1>{TITLE}</h1><div>{FIRST}<div>{asked}</div>{SECOND}</div>"
    [record] = read(page, "html")
    assert record.fields["body"].split("\n\n") == list(TEXT)


@pytest.mark.parametrize("page", [
    f"<form><h1>{TITLE}</h1><p>{TEXT[0]}</p></form>",
    f"<h1>{TITLE}</h1><div><form></form>{FIRST}{SECOND}</div>",
    f"<h1>{TITLE}</h1><form><div>{FIRST}</div></form>"])
def test_a_form_around_or_in_a_text_takes_nothing(page):
    [record] = read(f"<title>{TITLE}</title><body>{page}</body>", "html")
    assert TEXT[0] in record.fields["body"]


def test_the_items_of_a_checklist_are_text():
    items = ["5 buah tahu putih, haluskan", "1 ikat kemangi, petiki daunnya", "2 butir telur"]
    ticked = "".join(f"<li><label><input type=checkbox> {each}</label></li>" for each in items)
    steps = "".join(f"<li>{each}</li>" for each in TEXT)
    page = (f"<title>{TITLE}</title><h1>{TITLE}</h1><p>{TEXT[0]}</p><h2>Bahan</h2>"
            f"<ul>{ticked}</ul><h2>Cara membuat</h2><ol>{steps}</ol>")
    [record] = read(page, "html")
    assert all(each in record.fields["body"] for each in items)
