"""Pages with several articles, and pages of one that seem to have several."""

import json
import re

import pytest

from indexer import formats

from support.portal_pages import OTHERS, TOPICS
from support.reading import fields, read
from support.samples import build_capture


def build(body, title="Buletin Warga", head=""):
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def post(topic, heading="h2", link=False, count=7, tag="article"):
    title, date, text = TOPICS[topic]
    title = f'<a href="/b/{topic}">{title}</a>' if link else title
    paragraphs = "".join(f"<p>{each}</p>" for each in text[:count])
    return f"<{tag}><{heading}>{title}</{heading}><time>{date}</time>{paragraphs}</{tag}>"


def teaser(at, text=None):
    return (f'<article class="item"><h3><a href="/b/{at}">{OTHERS[at][:50]}</a></h3>'
            f"<p>{text or OTHERS[at - 1]}</p></article>")


def item(at):
    title, date, text = TOPICS[at]
    paragraphs = "".join(f"<p>{each}</p>" for each in text)
    return (f'<div itemscope itemtype="https://schema.org/NewsArticle"><h2>{title}</h2>'
            f"<time>{date}</time><div>{paragraphs}</div></div>")


SEVERAL = {
    "items": "".join(map(item, range(3))),
    "plain": post(0) + post(1) + post(2),
    "below a title": "<h1>Edisi Mei</h1><main>" + post(0, "h3") + post(1, "h3") + "</main>",
    "short, without links": post(0, count=1) + post(1, count=1) + post(2, count=1),
    "blog": "".join(post(at, link=True) for at in range(3)),
    "each with h1": post(0, "h1") + post(2, "h1"),
    "with comments": f"{post(0)}{post(1)}<section id='comments'><article><h4>Budi</h4>"
    f"<p>{OTHERS[0]}</p></article></section>",
}
LINK = '<p><a href="/t">desa</a></p></article>'
CLOCKED = "".join(
    f"<article><h3>{each[:30]}</h3><time>1{at}.20 WIB</time><p>{each}</p></article>"
    for at, each in enumerate(OTHERS))
ONE = {
    "one teaser": post(0, "h1")[:-10] + LINK + teaser(0),
    "one teaser without a link": f"{post(0, 'h1')[:-10]}{LINK}<article><h1>{OTHERS[0][:40]}</h1>"
    f"<p>{OTHERS[0]}</p></article>",
    "excerpts": post(0, "h1")[:-10] + LINK + post(1, "h1", True, 3) + post(2, "h1", True, 4),
    "a part": f"<article><h1>{TOPICS[0][0]}</h1><p>{TOPICS[0][2][0]}</p>{LINK}<article><h2>Menunggu"
    f" angin</h2>{''.join(f'<p>{each}</p>' for each in TOPICS[0][2][1:])}</article>",
    "a part without links": f"<article><h1>{TOPICS[0][0]}</h1><p>{TOPICS[0][2][0]}</p></article>"
    f"<article><h2>Menunggu</h2>{''.join(f'<p>{each}</p>' for each in TOPICS[0][2][1:])}</article>",
    "live report": f"<h1>{TOPICS[0][0]}</h1><p>{TOPICS[0][2][0]}</p>{CLOCKED}",
    "related": post(0, "h1") + "".join(teaser(at) for at in range(4)),
    "long teasers": post(0, "h1") + "".join(
        teaser(at, f"{TOPICS[1][2][0]}</p><p>{TOPICS[1][2][1]} [&hellip;]") for at in range(4)),
    "comments inside": f"<article><h1>{TOPICS[0][0]}</h1><p>{TOPICS[0][2][0]}</p>" + "".join(
        f"<article class=c><h4>Budi {at}</h4><p>{each}</p></article>"
        for at, each in enumerate(OTHERS)) + "</article>",
    "comments below": post(0, "h1") + '<div class="comments-area">' + "".join(
        f"<article><h4>Siti {at}</h4><p>{each}</p></article>"
        for at, each in enumerate(OTHERS)) + "</div>",
    "cards in links": post(0, "h1") + "".join(
        f"<a href=/b/{at}><article><h3>{each[:40]}</h3><p>{each}</p></article></a>"
        for at, each in enumerate(OTHERS)),
    "numbered": "<h1>Tiga Cara Merawat Kopi</h1>" + "".join(
        f"<article><h2>{at}. {each[:20]}</h2><p>{each}</p></article>"
        for at, each in enumerate(OTHERS[:3], 1)),
}


@pytest.mark.parametrize("name", SEVERAL)
def test_each_article_of_a_page_is_read(name):
    check_several(build(SEVERAL[name]))


SHARE = '<div class="share"><a href="#">Facebook</a></div>'
NAV = '<nav><a href="/">Beranda</a> <a href="/d">Daerah</a></nav>'
ARTICLE = '<meta property="og:type" content="article">'
NAMED = {
    "links around": NAV + post(0) + post(1) + post(2),
    "linked headings": "".join(post(at, link=True) for at in range(3)),
    "a link in the first": f"{post(0)[:-10]}{SHARE}</article>{post(1)}",
    "a link in each": "".join(f"{post(at)[:-10]}{SHARE}</article>" for at in range(2)),
    "each with h1": f"{post(0, 'h1')[:-10]}{SHARE}</article>{post(1, 'h1')}{post(2, 'h1')}",
    "teasers below": post(0) + f"{post(1)[:-10]}{SHARE}</article>" + "".join(
        teaser(at) for at in range(6)),
    "blocks of a blog": "".join(
        post(at, "h3", link=True, tag="div").replace("<div>", '<div class="post hentry">', 1)
        for at in range(3)),
}


def dated(at, heading="h3", tag="p", count=7):
    title, date, text = TOPICS[at]
    return f"<{heading}>{title}</{heading}><{tag}>{date}</{tag}>" + "".join(
        f"<p>{each}</p>" for each in text[:count])


def section(at, heading="h3", link=False):
    return dated(at, heading).replace(f"<p>{TOPICS[at][1]}</p>", "").replace(
        TOPICS[at][0], f'<a href="/b/{at}">{TOPICS[at][0]}</a>' if link else TOPICS[at][0])


BULLETIN = "<h1>Buletin Warga</h1>"
POSTS = {
    "dates": BULLETIN + "".join(map(dated, range(3))),
    "lines across": BULLETIN + "<hr>".join(map(section, range(3))),
    "lines across, no main heading": "<hr>".join(map(section, range(3))),
    "dates and lines": f"{BULLETIN}<p>Terbit tiap bulan.</p>" + "<hr>".join(map(dated, range(3))),
    "only two": BULLETIN + dated(0) + dated(2),
    "blocks": BULLETIN + "".join(f"<div class=post>{dated(at, 'h2')}</div>" for at in range(3)),
    "dates above": BULLETIN + "".join(
        f"<div class=d>{TOPICS[at][1]}</div>{section(at)}" for at in range(3)),
    "headings in blocks": BULLETIN + "".join(
        f"<div><div><h2>{title}</h2><i>{date}</i></div><div><p>{'<p>'.join(text)}</div></div>"
        for title, date, text in TOPICS),
    "broken lines": BULLETIN + "<hr>".join(
        f"<h3>{title}</h3>{date}<br><br>{'<br><br>'.join(text)}" for title, date, text in TOPICS),
    "links": "<h1><a href=/>Rumah Wira</a></h1>" + "".join(
        f"<div>{section(at, 'h2', link=True)}</div>" for at in range(3)),
    "links in tables": "<h1>Kabar Pekan Ini</h1>" + "".join(
        f"<table><tr><td>{section(at, 'h2', link=True)}</td></tr></table>" for at in range(3)),
}
PARTS = {
    "dates": f"<h1>{TOPICS[0][0]}</h1><p>{TOPICS[0][2][0]}</p>" + "".join(map(dated, (1, 2))),
    "lines across": f"<h1>{TOPICS[0][0]}</h1><p>{TOPICS[0][2][0]}</p>"
    + "<hr>".join(map(section, (1, 2))),
    "timeline": "<h1>Kronologi Banjir Lawe</h1>" + "".join(map(dated, range(3))),
    "guide": "<h1>Merawat Kebun Kopi</h1>" + "<hr>".join(
        f"<h2>{each}</h2><p>{TOPICS[1][2][at]}</p><p>{TOPICS[1][2][at + 1]}</p>"
        for at, each in enumerate(("Menyiapkan lubang tanam", "Menyiram waktu kemarau",
                                   "Memanen buah merah"))),
    "questions": "".join(
        f"<h2>Mengapa {each[:30].lower()}?</h2><p>{each}</p><p>{TOPICS[1][2][at]}</p>"
        for at, each in enumerate(OTHERS)),
    "numbers": "".join(
        f"<h2>{at + 1}. {each[:40]}</h2><p>{TOPICS[0][2][at]}</p><p>{TOPICS[1][2][at]}</p>"
        for at, each in enumerate(OTHERS)),
    "links elsewhere": "<h1>Enam Kedai Kopi</h1>" + "".join(
        f'<h2><a href="https://kedai{at}.example/">{each[:40]}</a></h2><p>{TOPICS[0][2][at]}</p>'
        f"<p>{TOPICS[1][2][at]}</p><p>{TOPICS[2][2][at]}</p>" for at, each in enumerate(OTHERS)),
}


@pytest.mark.parametrize("name", POSTS)
def test_posts_that_only_their_headings_part_are_read(name):
    page = build(POSTS[name], "Rumah Wira" if "links" in name else "Buletin Warga")
    found = fields(read(page, "html"))
    expected = [topic for topic in TOPICS if topic[0] in page]
    assert [each["title"] for each in found] == [title for title, _, _ in expected]
    for article, (_, date, text) in zip(found, expected, strict=True):
        assert article["body"].startswith(date if date in page else text[0])
        assert article["body"].endswith(text[-1])
        assert sum(each in article["body"] for topic in TOPICS for each in topic[2]) == len(text)


@pytest.mark.parametrize("name", PARTS)
def test_parts_of_an_article_are_no_posts(name):
    title = TOPICS[0][0] if TOPICS[0][0] in PARTS[name] and "Kron" not in PARTS[name] else ""
    [article] = read(build(PARTS[name], title or "Merawat Kebun"), "html")
    assert "page_url" not in article.fields and not article.doubt


def test_captions_stay_with_their_post():
    figure = "<figure><img><figcaption>Bibit kopi di lereng.</figcaption></figure><hr>"
    page = build(BULLETIN + dated(0) + dated(1) + figure + dated(2))
    assert [each.get("captions") for each in fields(read(page, "html"))] == [
        None, ["Bibit kopi di lereng."], None]


def sign(at, name):
    title, _, text = TOPICS[at]
    return f"<h2>Kabar Warga Desa untuk Pekan {at}</h2><p>Oleh {name}</p>" + "".join(
        f"<p>{each}</p>" for each in text)


def test_posts_that_each_have_a_byline_are_read():
    names = ("Wira Satya", "Lestari Wungu", "Damar Panca")
    page = build(BULLETIN + "".join(
        f"<div>{sign(at, name)}</div>" for at, name in enumerate(names)))
    assert [each["title"] for each in fields(read(page, "html"))] == [
        f"Kabar Warga Desa untuk Pekan {at}" for at in range(3)]
    page = page.replace(f"<p>Oleh {names[1]}</p>", "")
    assert len(read(page, "html")) == 1


def test_posts_whose_headings_are_about_their_own_texts_are_read():
    found = fields(read(build(BULLETIN + "".join(map(section, range(3)))), "html"))
    assert [each["title"] for each in found] == [title for title, _, _ in TOPICS[:3]]


def test_a_page_that_may_have_several_articles_is_doubtful():
    texts = [TOPICS[at][2] for at in (1, 2, 0)]  # below the headings of others
    sections = [f"<h2>{TOPICS[at][0]}</h2>{''.join(f'<p>{each}</p>' for each in text)}"
                for at, text in enumerate(texts)]
    [article] = read(build(BULLETIN + "".join(sections)), "html")
    assert "several articles" in article.doubt


def reply(at, form):
    return form.format(user=f"warga{at}", text="".join(f"<p>{each}</p>" for each in TOPICS[at][2]))


FORUMS = {
    "names": '<article class="message"><a href="/u/1">{user}</a> <time>26 April 2019</time>'
    '<div class="bbWrapper">{text}</div></article>',
    "table": "<table><tr><td>{user}</td><td>{text}</td></tr></table>",
    "blocks": '<div class="post"><b>{user}</b><br>26 April 2019 14:05<div>{text}</div></div>',
}


@pytest.mark.parametrize("form", FORUMS)
def test_the_first_post_of_a_thread_is_the_article_and_its_replies_are_kept(form):
    posts = "".join(reply(at, FORUMS[form]) for at in range(3))
    [thread] = read(build(f"<h1>Harga kopi di Lawe</h1>{posts}",
                          "Harga kopi di Lawe - Forum Petani"), "html")
    body, replies = thread.fields["body"], thread.fields["replies"]
    assert all(each in body for each in TOPICS[0][2])
    assert len(replies) == 2 and all(
        each in text for at, text in enumerate(replies, 1) for each in TOPICS[at][2])
    assert not any(each in body for each in TOPICS[1][2]) and "replies" in thread.notes[-1]


@pytest.mark.parametrize("title", ["Forum Petani Kopi Bahas Harga", "Harga Kopi - Kabar Nusa"])
def test_paragraphs_in_blocks_of_their_own_are_no_posts(title):
    paragraphs = "".join(f"<div>{each}</div>" for each in TOPICS[0][2])
    [article] = read(build(f"<h1>Forum Petani Kopi</h1><div>{paragraphs}</div>", title), "html")
    assert "replies" not in article.fields and TOPICS[0][2][-1] in article.fields["body"]


@pytest.mark.parametrize("head", ["", ARTICLE])
@pytest.mark.parametrize("site", ["", " - Buletin Warga"])
@pytest.mark.parametrize("name", NAMED)
def test_whole_articles_beside_the_one_that_the_page_is_named_after_are_read(name, site, head):
    check_several(build(NAMED[name], TOPICS[0][0] + site, head))


def check_several(page):
    found = fields(read(page, "html"))
    expected = [topic for topic in TOPICS if f"{topic[0]}</h" in page or f"{topic[0]}</a" in page]
    assert [each["title"] for each in found] == [title for title, _, _ in expected]
    for article, (title, date, text) in zip(found, expected, strict=True):
        others = [each for topic in TOPICS if topic[0] != title for each in topic[2]]
        assert text[0] in article["body"] and not any(each in article["body"] for each in others)
        assert article["body"].startswith(date)


@pytest.mark.parametrize("name", ONE)
def test_a_page_about_one_article_is_read_as_one(name):
    [article] = fields(read(build(ONE[name], TOPICS[0][0]), "html"))
    assert "page_url" not in article


def test_a_brief_is_not_taken_for_the_article_beside_it():
    page = build(post(0, "h1", count=2)[:-10] + LINK + post(1, link=True), TOPICS[0][0])
    [article] = fields(read(page, "html"))
    assert TOPICS[0][2][0] in article["body"] and TOPICS[1][2][0] not in article["body"]


@pytest.mark.parametrize("head", [
    ARTICLE,
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Buletin Warga"}'
    "</script>"])
def test_a_page_that_is_called_an_article_is_one(head):
    assert len(read(build(SEVERAL["plain"], head=head), "html")) == 1


def test_articles_of_a_page_have_the_addresses_that_their_headings_link_to():
    head = ('<link rel="canonical" href="https://blog.example/"><meta property="og:site_name" '
            'content="Blog Kebun">')
    found = fields(read(build(SEVERAL["blog"], head=head), "html"))
    assert [each["url"] for each in found] == [f"https://blog.example/b/{at}" for at in range(3)]
    assert {(each["page_url"], each["outlet"]) for each in found} == {
        ("https://blog.example/", "Blog Kebun")}


def test_an_article_of_a_page_whose_heading_leads_nowhere_is_read():
    head = '<link rel="canonical" href="https://blog.example/">'
    page = re.sub('href="/b/[^"]+"', 'href="http://[::1"', build(SEVERAL["blog"], head=head))
    found = fields(read(page, "html"))
    assert len(found) == 3 and {each["page_url"] for each in found} == {"https://blog.example/"}


def test_captions_stay_with_their_article():
    figure = "<figure><img><figcaption>Bibit kopi di lereng.</figcaption></figure></article>"
    page = build(post(0) + post(1).replace("</article>", figure))
    assert [each.get("captions") for each in fields(read(page, "html"))] == [
        None, ["Bibit kopi di lereng."]]


def test_articles_of_a_captured_page_do_not_share_its_address():
    capture = build_capture("https://blog.example/edisi", build(SEVERAL["plain"]).encode())
    found = fields(read(capture, "warc"))
    assert len(found) == 3 and {each["page_url"] for each in found} == {
        "https://blog.example/edisi"}
    assert not any("url" in each for each in found)


def test_articles_of_a_page_say_so_and_have_their_lines(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(build(post(0) + "\n\n" + post(1)))
    found = list(formats.read(path))
    assert [each.location.line for each in found] == [1, 3]
    assert all("one of several articles of a page" in each.notes for each in found)


@pytest.mark.parametrize("between", ["", "\n\n"])
def test_pages_that_were_written_into_one_file_are_read_one_by_one(between):
    pages = [f"<!DOCTYPE html>\n{build(post(at, 'h1'), TOPICS[at][0])}" for at in range(3)]
    found = read(between.join(pages), "html")
    assert [each["title"] for each in fields(found)] == [title for title, _, _ in TOPICS]
    step = len(between) + 1
    assert [each.location.line for each in found] == [1, 1 + step, 1 + 2 * step]


def test_articles_that_a_page_has_as_json_ld_alone_are_read():
    objects = [{"@type": "NewsArticle", "headline": title, "articleBody": " ".join(text),
                "datePublished": f"2019-04-2{at}", "url": f"https://kabar.example/</{at}"}
               for at, (title, _, text) in enumerate(TOPICS)]
    script = f'<script type="application/ld+json">{json.dumps(objects)}</script>'
    found = fields(read(build("<nav><a href=/>Beranda</a></nav><div id=app></div>",
                              "Kabar Nusa", script.replace("</2", "<2")), "html"))
    assert [(each["title"], each["published"]) for each in found] == [
        (title, f"2019-04-2{at}") for at, (title, _, _) in enumerate(TOPICS)]
    assert all(text[-1] in each["body"] for each, (_, _, text) in zip(found, TOPICS))
    [article] = fields(read(build(post(0, "h1"), TOPICS[0][0], script), "html"))
    assert article["title"] == TOPICS[0][0]


def test_each_row_of_a_table_of_articles_is_one():
    rows = "\n".join(
        f"<tr><td>{at}</td><td><a href=https://kabar.example/{at}>{title}</a></td><td>{date}</td>"
        f"<td><p>{'</p><p>'.join(text)}</p></td></tr>"
        for at, (title, date, text) in enumerate(TOPICS))
    table = f"<table><tr><th>No<th>Judul<th>Tanggal<th>Isi</tr>{rows}</table>"
    found = read(build(table, "Data Berita"), "html")
    assert [(each["Judul"], each["Tanggal"], each["url"]) for each in fields(found)] == [
        (title, date, f"https://kabar.example/{at}") for at, (title, date, _) in enumerate(TOPICS)]
    assert [each.location.line for each in found] == [1, 2, 3]
    assert all(line in each["Isi"] for each, (_, _, text) in zip(fields(found), TOPICS)
               for line in text)


@pytest.mark.parametrize("table", [
    "<tr><th>Judul<th>Penerbit</tr><tr><td>Laut<td>Nusa</tr>", "", "<tr></tr>",
    "<tr><th>Isi<th>Harga</tr><tr><td>12 butir<td>Rp 24.000</tr>",
])
def test_other_tables_are_part_of_their_article(table):
    title, _, text = TOPICS[0]
    page = f"<h1>{title}</h1>{''.join(f'<p>{each}</p>' for each in text)}<table>{table}</table>"
    [article] = fields(read(build(page, title), "html"))
    assert article["title"] == title and text[-1] in article["body"]
