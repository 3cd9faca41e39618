"""Every page: well formed, in both languages, with hostile text escaped."""

from urllib.parse import quote, urlencode, urlsplit

import pytest

from search import Article
from web import create_app

from support.addresses import ALL
from support.news import EVIL, EVIL_OUTLET, ODD
from support.page_reader import (
    asked,
    english,
    find,
    get,
    internal,
    list_foreign_scripts,
    parse,
    text,
    walk,
)


@pytest.mark.parametrize("path", ALL)
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_page_is_well_formed(client, path, language):
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
def test_headings_descend_one_level_at_a_time(client, path):
    levels = [int(node.tag[1]) for node in walk(parse(client.get(path).text))
              if node.tag in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:]))


@pytest.mark.parametrize("path", ALL)
def test_a_page_has_nothing_that_the_policy_forbids(client, path):
    page = parse(client.get(path).text)
    assert find(page, "style") == find(page, "iframe") == list_foreign_scripts(page) == []
    for node in walk(page):
        assert "style" not in node.attrs
        assert not [name for name in node.attrs if name.startswith("on")]
        for name in ("href", "src", "action"):
            assert ":" not in node.attrs.get(name, "").split("/")[0] or (
                urlsplit(node.attrs[name]).scheme in ("http", "https"))


@pytest.mark.parametrize("path", ALL)
def test_every_visible_field_has_a_label(client, path):
    page = parse(client.get(path).text)
    labels = {label.attrs["for"]: text(label) for label in find(page, "label")
              if "for" in label.attrs}
    for field in find(page, "input"):
        if field.attrs.get("type") != "hidden":
            around = text(field.parent) if field.parent.tag == "label" else ""
            assert around or labels.get(field.attrs.get("id"))


@pytest.mark.parametrize("path", ALL)
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_link_of_a_page_keeps_its_language(client, path, language):
    page = parse(client.get(english(path) if language == "en" else path).text)
    expected = ["en"] if language == "en" else []
    links = internal(page)
    assert len(links) >= 3
    for href in links:
        assert [value for name, value in asked(href) if name == "lang"] == expected, href
    for form in find(page, "form") if not find(page, "base") else ():
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


@pytest.mark.parametrize("asked", ["xx", "", "jv-ID", "<b>"])
def test_an_unknown_language_falls_back_to_indonesian(client, asked):
    assert find(get(client, f"/?lang={quote(asked)}"), "html", lang="id")


@pytest.mark.parametrize("path", [*ALL, "/?q=singkat&page_size=100"])
def test_no_link_of_a_page_is_dead(client, path):
    for href in internal(parse(client.get(english(path)).text)):
        assert client.get(href).status_code == 200, href


@pytest.mark.parametrize("path", ["/openapi.json", "/static/style.css", "/static/icon.svg"])
def test_the_files_that_pages_refer_to_exist(client, path):
    assert client.get(path).status_code == 200


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
    assert list_foreign_scripts(page) == find(page, "b") == find(page, "i") == []


@pytest.mark.parametrize("path", ["/", f"/?q={'(' * 21}", "/zzz", "/articles/zzz", "/?page=0"])
@pytest.mark.parametrize("value", [EVIL, '"><b>', "' onfocus='x", "&lt;b&gt;", "{{ 7*7 }}"])
def test_a_hostile_query_is_shown_only_as_typed(client, path, value):
    pairs = [("q", value)] if "q=" not in path else [("outlet", value)]
    page = parse(client.get(f"{path}{'&' if '?' in path else '?'}{urlencode(pairs)}").text)
    assert list_foreign_scripts(page) == find(page, "b") == []
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
def test_only_a_web_address_becomes_a_link(make_archive, url, led):
    archive = make_archive("whoosh")
    list(archive.add([Article("a", "judul", "isi", url=url)]))
    page = parse(create_app(archive).test_client().get("/articles/a").text)
    outside = [a.attrs for a in find(page, "a") if "noopener" in a.attrs.get("rel", "")
               and "web.archive.org" not in a.attrs["href"]]
    assert [a["href"] for a in outside] == ([url] if led else [])
