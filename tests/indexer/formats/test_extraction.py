"""The text of saved pages in the layouts of many portals, against the text they should give."""

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
    (next(each.html for each in PORTALS if each.name == "lists-before-detik-2015"),
     "of the prose in the page"),
])
def test_a_text_that_the_page_contradicts_is_doubtful(page, reason):
    [record] = read(page, "html")
    assert reason in record.doubt and bool(record.doubt) is bool(reason)


@pytest.mark.parametrize("piece", [
    "<div><p>Satu kalimat panjang tentang pasar ikan yang atapnya roboh sejak hujan lebat.</p>",
    "<div class=comment><a href=b>tautan yang panjang</a><p>Teks.</p></div>", "<ul><li>butir",
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
