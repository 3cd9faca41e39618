"""The pages: what they show, where they lead, and that nothing gets through unescaped."""

from html.parser import HTMLParser
from types import SimpleNamespace
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest
from test_api import ARTICLES, EVIL, NEWS, ODD, ODD_IDS, SEARCH

from search import Article, open_archive
from search.facets import FACETS
from web import create_app
from web.phrases import PHRASES

VOID = {"meta", "link", "input", "br", "img", "hr"}
EVIL_OUTLET = 'Harian <b>"Jahat" & Co</b>'

PAGES = [
    "/", "/?q=gempa", "/?q=zzz", "/?q=gempa&year=1950", "/?q=gempa+rendang", "/?page=2", "/?page=9",
    "/?q=nuklir&outlet=Kabar+Nusa&outlet=none&year=2007&from=2007&to=2013-06&sort=newest",
    f"/?{urlencode({'q': EVIL, 'outlet': EVIL_OUTLET})}", "/?q=%22enam+pihak%22~3&page_size=3",
    "/articles/kn-1", "/articles/kn-1?q=nuklir", "/articles/x-3", "/articles/jahat?q=script",
    f"/articles/kn-1?q={'(' * 21}a", "/articles/kn-1?q=nuklir&year=2007&page=2&facet=outlet",
    "/help", "/help/api",
]
ERRORS = [
    (f"/?q={'(' * 21}a", 400), (f"/?q={'x' * 513}", 400),
    ("/zzz", 404), ("/articles/tidak-ada", 404), ("/articles/", 404), ("/help/", 404),
    ("/?page=0", 422), ("/?warna=merah", 422), ("/?q=a&q=b", 422), ("/?from=2013&to=2007", 422),
    ("/?page=1001", 422), ("/?year=x", 422), ("/?sort=x", 422), ("/?from=13/2/2007", 422),
]
ALL = PAGES + [path for path, _ in ERRORS]


@pytest.fixture(scope="module")
def client(make_archive):
    archive = make_archive("whoosh")
    list(archive.add(ARTICLES))
    return create_app(archive).test_client()


# Reading a page


def parse(text):
    """The elements of a page as a tree; fails where one is closed that is not open."""
    root = SimpleNamespace(tag="", attrs={}, children=[], parent=None)
    here = [root]
    parser = HTMLParser()

    def start(tag, attrs):
        assert len(attrs) == len(dict(attrs)), f"an attribute twice in {tag}"
        node = SimpleNamespace(tag=tag, attrs=dict(attrs), children=[], parent=here[-1])
        here[-1].children.append(node)
        if tag not in VOID:
            here.append(node)

    def end(tag):
        assert here.pop().tag == tag, f"</{tag}> closes another element"

    parser.handle_starttag, parser.handle_endtag = start, end
    parser.handle_data = lambda data: here[-1].children.append(data)
    parser.feed(text)
    parser.close()
    assert here == [root], "an element was not closed"
    return root


def walk(node):
    yield node
    for child in node.children:
        if not isinstance(child, str):
            yield from walk(child)


def find(node, tag, **attrs):
    """The elements below a node with this tag and these attributes; `cls` is a class."""
    cls = attrs.pop("cls", None)
    return [
        each for each in walk(node) if each.tag == tag
        and (cls is None or cls in each.attrs.get("class", "").split())
        and all(each.attrs.get(name.rstrip("_")) == value for name, value in attrs.items())
    ]


def text(node):
    parts = (child if isinstance(child, str) else text(child) for child in node.children)
    return " ".join("".join(parts).split())


def get(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status, path
    assert response.content_type == "text/html; charset=utf-8"
    return parse(response.text)


def english(path):
    return f"{path}{'&' if '?' in path else '?'}lang=en"


def api(client, path):
    """What the API answers to the search of a page."""
    pairs = [pair for pair in asked(path) if pair[0] != "lang"]
    return client.get(f"{SEARCH}?{urlencode(pairs)}").json


def asked(address):
    return parse_qsl(urlsplit(address).query, keep_blank_values=True)


def internal(page):
    """Links to other pages of this site, but for the one that changes the language."""
    hrefs = [a.attrs["href"] for a in find(page, "a") if "hreflang" not in a.attrs]
    return [href for href in hrefs if href.startswith("/") and href != "/openapi.json"]


def submitted(form, **typed):
    """The address that the browser asks for when a form is sent."""
    fields = {field.attrs["name"]: typed for field in find(form, "input")}
    assert typed.keys() <= fields.keys()
    pairs = [
        (name, typed.get(name, field.attrs.get("value", "")))
        for field in find(form, "input") for name in [field.attrs["name"]]
    ]
    return f"{form.attrs['action']}?{urlencode(pairs)}"


def hits(page):
    """The ids of the articles that a page shows, from where their titles lead."""
    ids = {f"/articles/{quote(article.id, safe='')}": article.id for article in ARTICLES}
    links = [find(item, "a")[0] for listed in find(page, "ol", cls="hits")
             for item in find(listed, "li")]
    return [ids[urlsplit(link.attrs["href"]).path] for link in links]


def facet(page, heading):
    """The values of a facet: name → its link."""
    [section] = [each for each in find(page, "section")
                 if [text(h) for h in find(each, "h2")] == [heading]]
    return {text(find(a, "span")[0]): a for a in find(section, "a")}


def count(link):
    return int(text(find(link, "span", cls="count")[0]).replace(".", ""))


# Every page


@pytest.mark.parametrize("path", ALL)
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_page_is_well_made(client, path, language):
    response = client.get(english(path) if language == "en" else path)
    page = parse(response.text)
    assert response.text.startswith("<!doctype html>")
    assert [html.attrs["lang"] for html in find(page, "html")] == [language]
    assert len(find(page, "h1")) == 1 and text(find(page, "h1")[0])
    assert len(find(page, "main")) == 1 and text(find(page, "title")[0])
    ids = [node.attrs["id"] for node in walk(page) if "id" in node.attrs]
    assert len(ids) == len(set(ids))
    anchors = [a.attrs["href"][1:] for a in find(page, "a") if a.attrs["href"].startswith("#")]
    assert "main" in anchors and set(anchors) <= set(ids)


@pytest.mark.parametrize("path", ALL)
def test_headings_go_down_one_level_at_a_time(client, path):
    levels = [int(node.tag[1]) for node in walk(parse(client.get(path).text))
              if node.tag in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:]))


@pytest.mark.parametrize("path", ALL)
def test_nothing_inline_that_the_policy_forbids(client, path):
    page = parse(client.get(path).text)
    assert find(page, "script") == find(page, "style") == find(page, "iframe") == []
    for node in walk(page):
        assert "style" not in node.attrs
        assert not [name for name in node.attrs if name.startswith("on")]
        for name in ("href", "src", "action"):
            assert ":" not in node.attrs.get(name, "").split("/")[0] or (
                urlsplit(node.attrs[name]).scheme in ("http", "https"))


@pytest.mark.parametrize("path", ALL)
def test_every_field_that_is_seen_has_a_label(client, path):
    page = parse(client.get(path).text)
    labels = {label.attrs["for"]: text(label) for label in find(page, "label")
              if "for" in label.attrs}
    for field in find(page, "input"):
        if field.attrs.get("type") != "hidden":
            around = text(field.parent) if field.parent.tag == "label" else ""
            assert around or labels.get(field.attrs.get("id"))


@pytest.mark.parametrize("path", ALL)
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_page_keeps_its_language_wherever_it_leads(client, path, language):
    page = parse(client.get(english(path) if language == "en" else path).text)
    expected = ["en"] if language == "en" else []
    links = internal(page)
    assert len(links) >= 3
    for href in links:
        assert [value for name, value in asked(href) if name == "lang"] == expected, href
    for form in find(page, "form"):
        assert [field.attrs["value"] for field in find(form, "input", name="lang")] == expected


@pytest.mark.parametrize("path", ALL + [f"/articles/{quote(id)}" for id in
                                        (article.id for article in ODD)])
def test_the_other_language_is_one_click_away_and_back(client, path):
    to_english = switch(client.get(path).text, "en")
    assert sorted(asked(to_english)) == sorted([*asked(path), ("lang", "en")])
    assert client.get(to_english).status_code == client.get(path).status_code
    back = switch(client.get(to_english).text, "id")
    assert client.get(back).text == client.get(path).text


def switch(markup, language):
    [link] = find(parse(markup), "a", hreflang=language)
    assert link.attrs["lang"] == language
    return link.attrs["href"]


@pytest.mark.parametrize("asked", ["xx", "", "EN", "en-GB", "<b>"])
def test_a_language_that_is_not_spoken_is_indonesian(client, asked):
    assert find(get(client, f"/?lang={quote(asked)}"), "html", lang="id")


@pytest.mark.parametrize("path", [*ALL, "/?q=singkat&page_size=100"])
def test_no_link_of_a_page_is_dead(client, path):
    for href in internal(parse(client.get(english(path)).text)):
        assert client.get(href).status_code == 200, href


@pytest.mark.parametrize("path", ["/openapi.json", "/static/style.css", "/static/icon.svg"])
def test_the_files_that_pages_name_are_there(client, path):
    assert client.get(path).status_code == 200


# Nothing gets through


@pytest.mark.parametrize("path, shown", [
    ("/?q=nuklir", EVIL), ("/?q=nuklir", "<mark>nuklir</mark> & &amp; \"nuklir\" '😀😀 Nuklir'"),
    ("/", EVIL_OUTLET), (f"/?{urlencode({'outlet': EVIL_OUTLET})}", EVIL_OUTLET),
    ("/articles/jahat", EVIL), ("/articles/jahat", "<mark>nuklir</mark> & &amp;"),
    ("/articles/jahat", EVIL_OUTLET), ("/articles/jahat", "<i>kunci</i>"),
    ("/articles/jahat", "<b>nilai</b>"), (f"/?q={quote(EVIL)}", EVIL),
    (f"/?year={quote('<b>')}", "Tahun ditulis dengan empat angka"),
    (f"/?{quote('<b>')}=x", "<b>"),
])
def test_hostile_text_is_shown_as_text(client, path, shown):
    page = parse(client.get(path).text)
    assert shown in text(page)
    assert find(page, "script") == find(page, "b") == find(page, "i") == []


@pytest.mark.parametrize("path", ["/", f"/?q={'(' * 21}", "/zzz", "/articles/zzz", "/?page=0"])
@pytest.mark.parametrize("value", [EVIL, '"><b>', "' onfocus='x", "&lt;b&gt;", "{{ 7*7 }}"])
def test_a_hostile_query_comes_back_only_as_it_was_typed(client, path, value):
    pairs = [("q", value)] if "q=" not in path else [("outlet", value)]
    page = parse(client.get(f"{path}{'&' if '?' in path else '?'}{urlencode(pairs)}").text)
    assert find(page, "script") == find(page, "b") == []
    assert all(not name.startswith("on") for node in walk(page) for name in node.attrs)
    if pairs[0][0] == "q":
        assert [box.attrs["value"] for box in find(page, "input", id="q")] == [value]


@pytest.mark.parametrize("url, led", [
    ("https://berita.example/a?b=c&d=e", True), ("http://berita.example/", True),
    ("javascript:alert(1)", False), (" javascript:alert(1)", False),
    ("JavaScript:alert(1)", False), ("java\nscript:alert(1)", False),
    ("data:text/html,<b>", False), ("ftp://berita.example/", False), ("//berita.example", False),
    ("/", False), ("berita.example", False), ("http://[x", False), ("", False), (None, False),
    ("https://", False), ("https:///a", False), ("https:berita.example", False),
    ("https://?a", False), pytest.param("https://:80/", False),
    pytest.param("https://user@/", False),
])
def test_only_an_address_of_the_web_becomes_a_link(make_archive, url, led):
    archive = make_archive("whoosh")
    list(archive.add([Article("a", "judul", "isi", url=url)]))
    page = parse(create_app(archive).test_client().get("/articles/a").text)
    outside = [a.attrs for a in find(page, "a") if "nofollow" in a.attrs.get("rel", "")]
    assert [a["href"] for a in outside] == ([url] if led else [])


# The results


@pytest.mark.parametrize("path", [path for path in PAGES if path.startswith("/?")] + ["/"])
def test_a_page_shows_what_the_api_answers(client, path):
    page, answer = get(client, path), api(client, path)
    assert hits(page) == [hit["id"] for hit in answer["hits"]]
    marks = [text(mark) for mark in find(page, "mark")]
    spans = [cut for hit in answer["hits"]
             for each in [hit["title_highlight"], *hit["snippets"]]
             for cut in [each["text"][start:end] for start, end in each["spans"]]]
    assert marks == spans
    if page := find(page, "h1", id="count"):
        assert text(page[0]).split()[0] in (str(answer["total"]), "Semua")


@pytest.mark.parametrize("path, indonesian, one, more", [
    ("/?q=gempa+Aceh", "1 artikel", "1 article", None), ("/?q=gempa", "2 artikel", None,
                                                         "2 articles"),
    ("/?q=zzz", "0 artikel", None, "0 articles"),
])
def test_the_heading_counts_the_articles(client, path, indonesian, one, more):
    assert text(find(get(client, path), "h1")[0]) == indonesian
    assert text(find(get(client, english(path)), "h1")[0]) == (one or more)


@pytest.mark.parametrize("id", ODD_IDS)
def test_a_hit_leads_to_its_article(client, id):
    listed = get(client, english("/?q=singkat&page_size=100"))
    [link] = [a for item in find(listed, "h2") for a in find(item, "a")
              if urlsplit(a.attrs["href"]).path == f"/articles/{quote(id, safe='')}"]
    page = get(client, link.attrs["href"])
    assert text(find(page, "h1")[0]) == "Kabar singkat"
    [day] = [article.published for article in ARTICLES if article.id == id]
    assert [time.attrs["datetime"] for time in find(page, "time")] == [day]


@pytest.mark.parametrize("id, source", [
    ("kn-1", "Kabar Nusa · 13 Februari 2007, 21.10 WIB"), ("kn-2", "Kabar Nusa · Maret 2007"),
    ("hs-1", "Harian Sagara · 2007"), ("x-1", "Tanpa media · 28 September 2018"),
    ("x-2", "Lentera Pos · tanpa tanggal"), ("x-3", "Tanpa media · tanpa tanggal"),
])
def test_a_hit_and_its_page_name_outlet_and_date(client, id, source):
    page = get(client, "/?q=-outlet:pojok&page_size=100")
    listed = dict(zip(hits(page), [text(p) for p in find(page, "p", cls="source")]))
    assert listed[id] == source
    [own] = find(get(client, f"/articles/{id}"), "p", cls="source")
    assert text(own).startswith(source)


def test_an_article_without_a_title_can_be_clicked(client):
    page = get(client, "/?q=berita+tanpa+judul")
    assert [text(h) for h in find(page, "h2") if find(h, "a")] == ["(tanpa judul)"]
    assert text(find(get(client, "/articles/x-3"), "h1")[0]) == "(tanpa judul)"


def test_the_window_has_a_title_where_the_article_has_a_blank_one(archive):
    list(archive.add([Article("a", " ", "isi")]))
    page = get(create_app(archive).test_client(), "/articles/a")
    assert text(find(page, "title")[0]) == "(tanpa judul) – Warta"


def test_a_page_says_when_only_some_words_matched(client):
    notices = [text(p) for p in find(get(client, "/?q=gempa+rendang"), "p", cls="notice")]
    assert notices == ["Tidak ada artikel yang memuat semua kata itu. Yang tampil memuat "
                       "sedikitnya satu di antaranya."]
    assert find(get(client, "/?q=gempa"), "p", cls="notice") == []


FILLER = " ".join(f"pengisi{number}" for number in range(120))


@pytest.mark.parametrize("body, before, after", [
    ("Gempa terasa.", False, False), (f"Gempa terasa. {FILLER}", False, True),
    (f"{FILLER} Gempa terasa.", True, False), (f"{FILLER} gempa {FILLER}", True, True),
    (f"{FILLER} gempa {FILLER} {FILLER} gempa", True, False),
    (f"Gempa\n\n\t{FILLER}\n{FILLER} gempa\n", False, False),
])
def test_dots_stand_where_an_excerpt_leaves_text_out(archive, body, before, after):
    list(archive.add([Article("a", "judul", body)]))
    listed = create_app(archive).test_client()
    [shown] = [text(p) for p in find(get(listed, "/?q=gempa"), "p", cls="snippet")]
    assert "gempa" in shown.lower()
    assert (shown.startswith("… "), shown.endswith(" …")) == (before, after)


# Facets and filters


@pytest.mark.parametrize("start", ["/", "/?q=nuklir+OR+gempa", "/?q=nuklir&year=2007&page=1"])
@pytest.mark.parametrize("heading", ["Media", "Tahun"])
def test_a_facet_value_finds_as_many_as_it_says_and_can_be_left_again(client, start, heading):
    values = facet(get(client, start), heading)
    assert values
    for name, link in values.items():
        if link.attrs.get("aria-current"):
            continue
        taken = get(client, link.attrs["href"])
        chosen = {v: a for v, a in facet(taken, heading).items() if a.attrs.get("aria-current")}
        assert name in chosen and count(chosen[name]) == count(link)
        if heading == "Media" or "year" not in start:
            assert text(find(taken, "h1")[0]) == f"{count(link)} artikel"
        left = get(client, chosen[name].attrs["href"])
        assert hits(left) == hits(get(client, start))


def test_facets_show_what_the_api_counts(client):
    page, answer = get(client, "/?q=nuklir&outlet=none"), api(client, "/?q=nuklir&outlet=none")
    for heading, name in {"Media": "outlet", "Tahun": "year"}.items():
        shown = [(count(a), a.attrs.get("aria-current") == "true")
                 for a in facet(page, heading).values()]
        assert shown == [(b["count"], b["selected"]) for b in answer["facets"][name]]
    assert "Tanpa media" in facet(page, "Media") and "Tanpa tanggal" in facet(page, "Tahun")


def test_facets_without_a_filter_are_left_to_programs(client):
    page = get(client, "/?q=nuklir&facet=month,year,day")
    headings = [text(h) for h in find(find(page, "aside")[0], "h2")]
    assert headings == ["Tahun", "Rentang tanggal"]
    assert facet(page, "Tahun")


def test_every_value_of_a_long_facet_can_be_reached(make_archive):
    archive = make_archive("whoosh")
    list(archive.add(Article(f"{n}", "judul", "", f"Koran {n:02}", "2007") for n in range(13)))
    page = get(create_app(archive).test_client(), "/?outlet=Koran+12")
    assert len(facet(page, "Media")) == 13
    [more] = find(page, "details")
    assert text(find(more, "summary")[0]) == "3 lainnya"
    assert len(find(more, "a")) == 3
    assert "open" in more.attrs, "what is chosen must be seen"


FILTERED = ("/?q=nuklir+OR+gempa&outlet=Kabar+Nusa&outlet=none&year=2007&year=2018&from=2007"
            "&to=2018-12&sort=oldest")


@pytest.mark.parametrize("start, chip, value, gone", [
    (FILTERED, "Media Kabar Nusa", "Kabar Nusa", ("outlet", "Kabar Nusa")),
    (FILTERED, "Media Tanpa media", "Tanpa media", ("outlet", "none")),
    (FILTERED, "Tahun 2007", "2007", ("year", "2007")),
    (FILTERED, "Tahun 2018", "2018", ("year", "2018")),
    (english(FILTERED), "Outlet Kabar Nusa", "Kabar Nusa", ("outlet", "Kabar Nusa")),
    (english(FILTERED), "Outlet No outlet", "No outlet", ("outlet", "none")),
    (english(FILTERED), "Year 2007", "2007", ("year", "2007")),
    (english(FILTERED), "Year 2018", "2018", ("year", "2018")),
])
def test_a_chip_removes_its_filter_alone(client, start, chip, value, gone):
    chips = {text(a).rstrip(" ×"): a for a in find(get(client, start), "a", cls="chip")}
    assert len(chips) == 5
    left = asked(chips[chip].attrs["href"])
    assert sorted([*left, gone]) == sorted(asked(start))
    assert value in chips[chip].attrs["title"]


@pytest.mark.parametrize("dates, shown", [
    ([("from", "2007"), ("to", "2018-12")], "Rentang tanggal 2007 – 2018-12"),
    ([("from", "2007")], "Rentang tanggal 2007 – …"),
    ([("to", "2018-12")], "Rentang tanggal … – 2018-12"),
])
def test_a_chip_removes_the_range_of_dates(client, dates, shown):
    rest = [("q", "nuklir OR gempa"), ("sort", "oldest")]
    [chip] = find(get(client, f"/?{urlencode(rest + dates)}"), "a", cls="chip")
    assert text(chip).rstrip(" ×") == shown
    assert asked(chip.attrs["href"]) == rest


def test_all_filters_go_at_once(client):
    page = get(client, FILTERED)
    [link] = [a for a in find(page, "a") if text(a) == "Hapus semua saringan"]
    assert asked(link.attrs["href"]) == [("q", "nuklir OR gempa"), ("sort", "oldest")]
    assert find(get(client, link.attrs["href"]), "a", cls="chip") == []


def test_every_filter_has_a_chip_even_where_its_facet_was_not_asked_for(client):
    page = get(client, "/?year=2007&facet=outlet")
    assert [text(a).rstrip(" ×") for a in find(page, "a", cls="chip")] == ["Tahun 2007"]


@pytest.mark.parametrize("start", [FILTERED, english(FILTERED)])
def test_new_words_keep_the_filters(client, start):
    [form] = find(get(client, start), "form", role="search")
    address = submitted(form, q="beras")
    assert sorted(asked(address)) == sorted(
        [("q", "beras")] + [pair for pair in asked(start) if pair[0] != "q"])
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("start", [FILTERED, english(FILTERED)])
def test_other_dates_keep_everything_else(client, start):
    [form] = find(get(client, start), "form", cls="dates")
    address = submitted(form, to="")
    assert sorted(asked(address)) == sorted(
        [("to", "")] + [pair for pair in asked(start) if pair[0] != "to"])
    assert client.get(address).status_code == 200


def test_a_form_sent_empty_asks_for_everything(client):
    [box, dates] = find(get(client, "/"), "form")
    for address in (submitted(box), submitted(dates)):
        assert text(find(get(client, address), "h1")[0]) == "Semua artikel"


@pytest.mark.parametrize("sort, name", [("newest", "Terbaru"), ("oldest", "Terlama"),
                                        ("relevance", "Paling sesuai")])
def test_the_order_in_force_is_shown_and_the_others_are_links(client, sort, name):
    [sorts] = find(get(client, f"/?q=nuklir&year=2018&sort={sort}"), "p", cls="sorts")
    assert [text(s) for s in find(sorts, "strong")] == [name]
    assert len(find(sorts, "a")) == 2
    for link in find(sorts, "a"):
        assert [("q", "nuklir"), ("year", "2018")] == asked(link.attrs["href"])[:2]


@pytest.mark.parametrize("start, current, other", [
    ("/", "Terbaru", "Terlama"), ("/?year=2007", "Terbaru", "Terlama"),
    ("/?sort=newest", "Terbaru", "Terlama"), ("/?sort=oldest", "Terlama", "Terbaru"),
])
def test_without_words_there_are_only_the_orders_by_date(client, start, current, other):
    [sorts] = find(get(client, start), "p", cls="sorts")
    assert [text(s) for s in find(sorts, "strong")] == [current]
    assert [text(a) for a in find(sorts, "a")] == [other]


@pytest.mark.parametrize("sort", ["", "?sort=newest", "?sort=oldest"])
def test_the_heading_does_not_contradict_the_order_in_force(client, sort):
    assert text(find(get(client, f"/{sort}"), "h1")[0]) == "Semua artikel"
    assert text(find(get(client, english(f"/{sort}")), "h1")[0]) == "All articles"


# Pages of results


TOTAL = len(ARTICLES)


@pytest.mark.parametrize("page_size, last", [
    (10, 3), (7, 5), (TOTAL, 1), (TOTAL - 1, 2), (TOTAL + 1, 1), (1, TOTAL),
])
def test_next_visits_every_hit_once_and_ends_on_the_last_page(client, page_size, last):
    path, seen, pages = f"/?page_size={page_size}", [], 0
    while path:
        page = get(client, path)
        assert hits(page), "an empty page was offered"
        seen, pages = seen + hits(page), pages + 1
        path = next((a.attrs["href"] for a in find(page, "a", rel="next")), None)
    assert (len(seen), len(set(seen)), pages) == (TOTAL, TOTAL, last)


@pytest.mark.parametrize("path, current, offered, previous, next", [
    ("/", "1", ["2", "3"], False, True), ("/?page=2", "2", ["1", "3"], True, True),
    ("/?page=3", "3", ["1", "2"], True, False),
    ("/?page_size=1&page=9", "9", ["1", "7", "8", "10", "11", str(TOTAL)], True, True),
])
def test_the_pager_offers(client, path, current, offered, previous, next):
    [pager] = find(get(client, path), "nav", cls="pager")
    assert [text(s) for s in find(pager, "strong")] == [current]
    assert [text(a) for a in find(pager, "a") if "rel" not in a.attrs] == offered
    assert bool(find(pager, "a", rel="prev")) == previous
    assert bool(find(pager, "a", rel="next")) == next


@pytest.mark.parametrize("path", ["/?q=gempa", f"/?page_size={TOTAL}", "/?q=zzz"])
def test_one_page_needs_no_pager(client, path):
    assert find(get(client, path), "nav", cls="pager") == []


def test_hits_are_numbered_on_from_page_to_page(client):
    assert find(get(client, "/?page=2"), "ol", cls="hits")[0].attrs["start"] == "11"


def test_the_second_page_is_known_by_its_title_and_its_summary(client):
    first, second = get(client, "/"), get(client, "/?page=2")
    assert text(find(first, "title")[0]) == "Warta"
    assert text(find(second, "title")[0]) == "Halaman 2 – Warta"
    assert f"1–10 dari {TOTAL}" in text(find(first, "div", cls="summary")[0])
    assert f"11–20 dari {TOTAL}" in text(find(second, "div", cls="summary")[0])
    words = get(client, english("/?q=singkat&page=2"))
    assert text(find(words, "title")[0]) == "singkat – Page 2 – Warta"
    assert f"11–{len(ODD)} of {len(ODD)}" in text(find(words, "div", cls="summary")[0])


def test_a_page_past_the_last_leads_back_to_the_first(client):
    assert "Halaman ini melewati hasil terakhir." in text(get(client, "/?page=9&q=-zzz"))
    page = get(client, english("/?page=9&q=-zzz"))
    [notice] = find(page, "div", cls="notice")
    assert asked(find(notice, "a")[0].attrs["href"]) == [("q", "-zzz"), ("lang", "en")]
    assert find(page, "a", rel="next") == find(page, "a", rel="prev") == []


def test_a_page_of_no_hits_is_not_past_the_last(client):
    assert "melewati hasil terakhir" not in text(get(client, "/?page_size=0"))


# Nothing found


@pytest.mark.parametrize("path, offered", [
    ("/?q=gempa&year=1950", 2), ("/?q=gempa&outlet=Kabar+Nusa&to=2001", 2), ("/?to=1900", TOTAL),
])
def test_where_filters_left_nothing_the_search_without_them_is_offered(client, path, offered):
    page = get(client, path)
    [link] = [a for a in find(page, "a") if text(a).startswith("Tanpa saringan")]
    assert text(link) == f"Tanpa saringan: {offered} artikel"
    assert [n for n, _ in asked(link.attrs["href"])] == (["q"] if "q=" in path else [])
    assert api(client, link.attrs["href"])["total"] == offered


@pytest.mark.parametrize("path", ["/?q=zzz", "/?q=zzz&year=1950"])
def test_where_the_words_find_nothing_it_is_not_blamed_on_the_filters(client, path):
    page = get(client, path)
    assert "Tidak ada artikel yang cocok." in text(page)
    assert "Tanpa saringan" not in text(page)
    [notice] = find(page, "div", cls="notice")
    assert len(find(notice, "li")) >= 3 and "/help" in [a.attrs["href"] for a in find(notice, "a")]


def test_one_article_is_counted_in_the_singular(client):
    page = get(client, english("/?q=rendang&year=1950"))
    assert [text(a) for a in find(page, "a") if text(a).startswith("Without filters")] == [
        "Without filters: 1 article"]


# An article


@pytest.mark.parametrize("q, marked", [
    ("", []), ("nuklir", ["nuklir"]), ('"enam pihak"', ["Enam", "Pihak", "enam", "pihak"]),
    ("nuklir zzz", ["nuklir"]), ("zzz", []), ("title:enam", ["Enam"]), ("-enam", []),
])
def test_an_article_marks_the_words_it_was_found_by(client, q, marked):
    page = get(client, f"/articles/kn-1?q={quote(q)}")
    assert [text(mark) for mark in find(page, "mark")] == marked
    assert text(find(page, "h1")[0]) == NEWS[0].title
    assert text(find(page, "div", cls="body")[0]) == NEWS[0].body


def test_an_article_shows_what_else_came_with_it(client):
    [details] = find(get(client, "/articles/kn-1"), "details")
    assert [text(dt) for dt in find(details, "dt")] == ["byline", "tags"]
    assert [text(dd) for dd in find(details, "dd")] == ["Rahayu", "nuklir, Beijing"]


@pytest.mark.parametrize("value, shown", [
    ("Rahayu", "Rahayu"), (["Rahayu", 7, 2.5], "Rahayu, 7, 2.5"), (7, "7"), (True, "true"),
    ({"nama": "Rahayu"}, '{"nama": "Rahayu"}'), ([{"nama": "é"}, 7], '[{"nama": "é"}, 7]'),
    ([["a"], "b"], '[["a"], "b"]'), ({"<b>": "</dd>"}, '{"<b>": "</dd>"}'),
    pytest.param([True, 7], "true, 7"),
])
def test_an_article_shows_fields_with_all_their_values(archive, value, shown):
    list(archive.add([Article("a", "judul", extra={"penulis": value})]))
    page = get(create_app(archive).test_client(), "/articles/a")
    assert [text(dd) for dd in find(page, "dd")] == [shown]


@pytest.mark.parametrize("revision, said, said_in_english", [
    (1, None, None), (2, "diperbarui sekali", "updated once"),
    (3, "diperbarui 2 kali", "updated 2 times"),
    (2_001, "diperbarui 2.000 kali", "updated 2,000 times"),
])
def test_an_article_says_how_often_it_was_updated(archive, revision, said, said_in_english):
    list(archive.add([Article("a", "judul", "isi", revision=revision)]))
    client = create_app(archive).test_client()
    for path, expected in (("/articles/a", said), (english("/articles/a"), said_in_english)):
        [source] = find(get(client, path), "p", cls="source")
        told = [part.strip() for part in text(source).split("·")][2:]
        assert told == ([expected] if expected else [])


def test_an_article_opens_whatever_its_extra_fields_hold(archive):
    list(archive.add([Article("a", "judul", extra={"penulis": "Raha\ud83dyu"})]))
    assert create_app(archive).test_client().get("/articles/a").status_code == 200


def test_an_article_leads_back_to_the_words_that_found_it(client):
    page = get(client, english("/articles/kn-1?q=nuklir"))
    assert "/?q=nuklir&lang=en" in internal(page)


@pytest.mark.parametrize("start", [
    "/?q=nuklir+OR+gempa&year=2007&sort=oldest", "/?year=2007", "/?page=2", "/?to=2007-02-13",
    "/?outlet=none", "/?q=singkat&page=3&page_size=6&sort=newest", "/?year=2007&facet=outlet",
])
def test_an_article_leads_back_to_the_results_it_was_found_among(client, start):
    for address in (start, english(start)):
        listed = get(client, address)
        titles = [find(h, "a")[0] for h in find(listed, "h2") if find(h, "a")]
        assert len(titles) == len(hits(listed)) > 0
        for title in titles:
            assert sorted(asked(title.attrs["href"])) == sorted(asked(address))
        [back] = backs(get(client, titles[0].attrs["href"]))
        assert sorted(asked(back)) == sorted(asked(address))
        assert hits(get(client, back)) == hits(listed)


def backs(page):
    """Where the links of an article lead that go back to the results."""
    return [a.attrs["href"] for a in find(page, "a") if text(a).startswith("←")]


@pytest.mark.parametrize("query", [
    f"q={'(' * 21}nuklir", f"q={'nuklir ' * 80}", "q=nuklir&page=0", "q=nuklir&year=x",
    "q=nuklir&q=enam", "q=nuklir&warna=merah", "q=nuklir&from=2013&to=2007", "q=nuklir&page=1001",
])
def test_an_article_opens_unmarked_where_the_search_cannot_be_read(client, query):
    page = get(client, f"/articles/kn-1?{query}")
    assert text(find(page, "h1")[0]) == NEWS[0].title
    assert find(page, "mark") == [] and backs(page) == []


def test_an_article_opened_without_a_search_leads_back_to_none(client):
    assert backs(get(client, "/articles/kn-1")) == []
    assert backs(get(client, english("/articles/kn-1"))) == []


def test_what_was_written_in_indonesian_is_marked_as_such(client):
    listed, page = (get(client, english(path)) for path in ("/?q=nuklir", "/articles/kn-1"))
    titles = [h for h in find(listed, "h2") if find(h, "a")]
    for node in [*titles, *find(listed, "p", cls="snippet"), *find(page, "h1"),
                 *find(page, "div", cls="body")]:
        assert node.attrs["lang"] == "id"


def test_what_leads_on_is_named(client):
    page = get(client, english("/articles/kn-1"))
    assert text(find(page, "a", cls="skip")[0]) == "Skip to content"
    [original] = [a for a in find(page, "a") if "nofollow" in a.attrs.get("rel", "")]
    assert text(original) == "Read the original ↗"
    assert text(find(get(client, "/articles/kn-1"), "a", cls="skip")[0]) == "Langsung ke isi"
    missing = get(client, english("/zzz"), 404)
    assert "Go to the search page" in [text(a) for a in find(missing, "a")]


# Help


def test_every_example_of_the_help_can_be_tried(client):
    page = get(client, english("/help"))
    examples = {text(a): a.attrs["href"] for a in find(page, "a") if find(a, "code")}
    assert len(examples) >= 10
    for typed, href in examples.items():
        assert sorted(asked(href)) == [("lang", "en"), ("q", typed)]
        assert find(get(client, href), "input", id="q")[0].attrs["value"] == typed


def test_the_help_speaks_both_languages(client):
    one, other = (text(find(get(client, path), "main")[0]) for path in ("/help", english("/help")))
    assert "Kata" in one and "Words" not in one
    assert "words" in other and "kata" not in other.replace("dua kata", "")


def test_the_help_for_programs_lists_every_parameter_and_path(client):
    shown = {text(code) for code in find(get(client, "/help/api"), "code")}
    document = client.get("/openapi.json").json
    assert {f"GET {path}" for path in document["paths"]} <= shown
    for parameter in document["paths"][SEARCH]["get"]["parameters"]:
        assert parameter["name"] in shown
        assert " ".join(parameter["description"].split()) in text(get(client, "/help/api"))


@pytest.mark.parametrize("facet", FACETS)
def test_the_help_for_programs_describes_every_facet(client, facet):
    page = get(client, "/help/api")
    [row] = [row for row in find(page, "tr") if text(find(row, "th")[0]) == "facet"]
    assert facet in text(find(row, "td")[0]).split(", ")
    described = client.get("/openapi.json").json["components"]["schemas"]["FacetCounts"]
    assert described["properties"][facet]["description"] in text(page)


def test_the_help_for_programs_shows_no_code_of_its_own(client):
    assert "['" not in text(find(get(client, "/help/api"), "main")[0])


# Errors


@pytest.mark.parametrize("path, status", ERRORS)
@pytest.mark.parametrize("language", ["id", "en"])
def test_an_error_is_a_page_with_a_way_on(client, path, status, language):
    page = get(client, english(path) if language == "en" else path, status)
    [notice] = find(page, "div", role="alert")
    assert len(find(notice, "p")) >= 2 and text(find(notice, "p")[0])
    home = "/?lang=en" if language == "en" else "/"
    assert home in [a.attrs["href"] for a in find(notice, "a")]


def test_a_query_that_cannot_be_read_can_be_mended(client):
    page = get(client, f"/?q={'(' * 21}gempa", 400)
    assert find(page, "input", id="q")[0].attrs["value"] == "(" * 21 + "gempa"
    assert "20" in text(find(page, "div", role="alert")[0])


TOLD_IN_ENGLISH = ["/?warna=merah", "/?facet=tempat", "/?highlight=mungkin"]


@pytest.mark.parametrize("path, status", [
    each for each in ERRORS if each[0] not in TOLD_IN_ENGLISH
])
def test_an_error_is_told_in_the_language_of_the_page(client, path, status):
    one, other = (find(get(client, each, status), "div", role="alert")[0]
                  for each in (path, english(path)))
    assert text(find(one, "p")[0]) != text(find(other, "p")[0])
    if status != 404:
        named = "twice" if path == "/?q=a&q=b" else urlsplit(path).query.partition("=")[0]
        assert text(find(one, "p")[0]) == PHRASES["id"][f"wrong_{named}"]
        assert text(find(other, "p")[0]) == PHRASES["en"][f"wrong_{named}"]


@pytest.mark.parametrize("path", TOLD_IN_ENGLISH)
def test_an_error_without_a_phrase_names_the_parameter(client, path):
    named = urlsplit(path).query.partition("=")[0]
    for address in (path, english(path)):
        [alert] = find(get(client, address, 422), "div", role="alert")
        assert text(find(alert, "p")[0]).startswith(f"{named}: ")


def test_a_wrong_method_is_told_on_a_page(client):
    response = client.post("/")
    assert response.status_code == 405 and "GET" in response.headers["Allow"]
    assert find(parse(response.text), "h1")


def test_a_missing_archive_is_told_on_a_page(tmp_path):
    client = create_app(open_archive(f"whoosh:{tmp_path / 'tidak-ada'}")).test_client()
    for path in ("/", "/articles/a"):
        assert "indexer add" in text(get(client, path, 503))
    assert client.get("/help").status_code == 200


def test_an_address_of_another_site_is_never_led_to(client):
    for path in ("//jahat.example/x", "/%2Fjahat.example/x", "/\\jahat.example"):
        page = parse(client.get(path).text)
        for a in find(page, "a"):
            assert not a.attrs["href"].startswith(("//", "/\\", "http"))


# Articles that tell the same

TOLD = ("Jembatan lama di atas Sungai Kelam ditutup untuk kendaraan berat mulai Senin pagi karena "
        "dua tiang penyangganya retak setelah banjir bandang pekan lalu, kata kepala dinas.")


@pytest.fixture
def told(archive):
    list(archive.add([
        Article("a", "Jembatan Ditutup", TOLD, "Kabar Nusa", "2010-03-01"),
        Article("b", "Jembatan <Retak>", TOLD, None, "2010-03-02"),
        Article("c", "Jembatan Baru", "Dibuka.", "Kabar Nusa"),
    ]))
    return create_app(archive).test_client()


def test_articles_that_tell_the_same_are_joined_by_a_link_and_parted_again(told):
    apart = get(told, "/?q=jembatan&outlet=Kabar+Nusa")
    [link] = find(find(apart, "p", cls="joins")[0], "a")
    assert [text(told) for told in find(apart, "p", cls="told")] == [
        "2 artikel memuat berita ini: Kabar Nusa, Tanpa media"]
    joined = get(told, "/?q=jembatan&collapse=story")
    assert [text(h1) for h1 in find(joined, "h1")] == ["2 berita"]
    assert "3 artikel" in text(find(joined, "div", cls="summary")[0])
    assert len(find(find(joined, "ol", cls="hits")[0], "li")) == 2
    counts = [text(count) for count in find(joined, "span", cls="count")]
    assert counts == ["2 / 2", "1 / 1", "1 / 2", "1 / 1"]
    assert "collapse=story" in link.attrs["href"]
    [back] = find(find(joined, "p", cls="joins")[0], "a")
    assert "collapse" not in back.attrs["href"]
    assert [i.attrs["value"] for i in find(joined, "input", name="collapse")] == ["story"] * 2


def test_an_article_names_the_others_that_tell_the_same(told):
    [others] = find(get(told, "/articles/a?q=jembatan"), "section", cls="others")
    assert [text(item) for item in find(others, "li")] == [
        "Jembatan <Retak> Tanpa media · 2 Maret 2010"]
    assert find(others, "a")[0].attrs["href"] == "/articles/b?q=jembatan"
    assert not find(get(told, "/articles/c"), "section", cls="others")
