"""Pages with a long address: their links are hops, which say only what they change of it."""

import zlib
from base64 import urlsafe_b64encode
from dataclasses import replace
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit

import pytest
from werkzeug.datastructures import MultiDict

from search import Query, Sort
from search.page import Bucket
from search.query import STORY, Interval
from web.address import build_address, build_article_path
from web.hops import MAX_STATE, name_state, read_state, take_hop
from web.parameters import search as parameters
from web.views.links import Links

from support.news import ODD_IDS
from support.page_reader import facet, find, parse_as_it_is, text

OUTLETS = tuple(f"Media {number}" for number in range(20))
LONG = Query(
    'nuklir "a & b"', selected={"outlet": (*OUTLETS, "A&B", "none"), "year": ("2007", "2013")},
    since="2007-02", until="2013", sort=Sort.OLDEST, page=3, page_size=20, collapse=STORY)
ADDRESS = f"/?{urlencode([('q', 'nuklir')] + [('outlet', each) for each in OUTLETS])}"
CROWDED = f"{ADDRESS}&{urlencode([('outlet', 'Kabar Nusa'), ('year', '2007'), ('page_size', 5)])}"


def get(client, path, status=200):
    """Return a page with its links as they are."""
    response = client.get(path)
    assert response.status_code == status, path
    return parse_as_it_is(response.text)


def resolve(links, address):
    """Return the address that a link leads to, as a browser and the service do."""
    if not links.base or address.startswith(("/", "http")):
        return address
    parts = urlsplit(urljoin(links.base, address))
    assert parts.path.startswith(links.base)
    hop = parse_qsl(parts.query, keep_blank_values=True)
    return build_address(f"/{parts.path.removeprefix(links.base)}", take_hop(links.state, hop))


def ask(address):
    """Return where an address leads to and the query that it asks for, without its order."""
    pairs = parse_qsl(urlsplit(address).query, keep_blank_values=True)
    known = [(name, sorted(filter(None, [value for each, value in pairs if each == name])))
             for name in sorted({name for name, _ in pairs})]
    return urlsplit(address).path, known


MADE = [
    lambda links, query: links.to_search(query),
    lambda links, query: links.to_page(query, 7),
    lambda links, query: links.to_page(query, 1),
    lambda links, query: links.toggle_filter(query, "outlet", Bucket("C", 1, False)),
    lambda links, query: links.toggle_filter(query, "outlet", Bucket("A&B", 1, True)),
    lambda links, query: links.toggle_filter(query, "year", Bucket(2007, 1, True)),
    lambda links, query: links.prepare_toggles(query, "year")(Bucket(2019, 1, False)),
    lambda links, query: links.prepare_toggles(query, "exclude_tag")(Bucket("x", 1, False)),
    lambda links, query: links.prepare_toggles(
        query, "outlet", links.begin_search(query))(Bucket("D", 1, False)),
    lambda links, query: links.prepare_selections(query, "outlet")("C"),
    lambda links, query: links.prepare_hits(query)("kn/1", 3),
    lambda links, query: links.to_article("kn/1", query),
    lambda links, query: links.sort_by(query, Sort.NEWEST),
    lambda links, query: links.sort_by(query, Sort.RELEVANCE),
    lambda links, query: links.toggle_collapse(query),
    lambda links, query: links.toggle_share(query),
    lambda links, query: links.toggle_expand(query),
    lambda links, query: links.clear_dates(query),
    lambda links, query: links.clear_filters(query),
    lambda links, query: links.show_as(query, "lengkap"),
    lambda links, query: links.show_as(query, "kwic"),
    lambda links, query: links.search_for(query, "lain"),
    lambda links, query: links.search_everywhere(query, "lain"),
    lambda links, query: links.to_trends([query]),
    lambda links, query: links.to_terms(query),
    lambda links, query: links.to_builder(query),
    lambda links, query: links.to_copies("kn/1"),
    lambda links, query: links.to_outlets(),
    lambda links, query: links.to_oembed(query),
    lambda links, query: links.prepare_feeds(query)("atom"),
    lambda links, query: links.prepare_exports(query)("csv"),
    lambda links, query: links.to_search(query, since="2010", until="2010", page=1),
]


@pytest.mark.parametrize("made", MADE)
@pytest.mark.parametrize("language, view", [("id", "ringkas"), ("en", "lengkap")])
@pytest.mark.parametrize("changes", [{}, {"page": 1, "share": True, "interval": Interval.MONTH}])
def test_a_step_leads_where_the_whole_link_does(app, made, language, view, changes):
    query, whole = replace(LONG, **changes), Links(language, view=view)
    links = whole.shorten(query, "/")
    with app.test_request_context():
        hop, address = made(links, query), made(whole, query)
    assert links.base and len(hop) <= len(address)
    assert ask(resolve(links, hop)) == ask(address)


def test_links_of_a_short_address_are_whole():
    links = Links("id").shorten(Query("gempa", collapse=STORY), "/?q=gempa")
    assert not links.base and links.to_page(Query("gempa", collapse=STORY), 2).startswith("/?q=")


def test_a_page_with_sixty_filters_is_small_and_keeps_all_its_links(client):
    values = [("outlet", f"Media Nomor {number}") for number in range(28)]
    values += [("rubric", f"Rubrik {number}") for number in range(20)]
    values += [("year", str(year)) for year in range(2007, 2019)]
    address = f"/?{urlencode([('q', 'nuklir OR gempa'), *values])}"
    response = client.get(address)
    assert response.status_code == 200 and len(response.data) <= 50_000
    page = get(client, address)
    assert {text(each) for each in find(page, "h2")} >= {"Media", "Tahun", "Rubrik"}
    assert len(find(page, "a", aria_current=None)) > 60


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_link_of_a_crowded_page_is_answered(client, language):
    address = f"{CROWDED}&lang={language}"
    page = get(client, address)
    [base] = [each.attrs["href"] for each in find(page, "base")]
    for a in find(page, "a"):
        response = client.get(
            urljoin(base, a.attrs["href"].partition("#")[0]), follow_redirects=True)
        assert response.status_code == 200, a.attrs


def test_links_within_a_crowded_page_name_it_whole(client):
    skips = [a.attrs["href"] for a in find(get(client, CROWDED), "a", cls="skip")]
    assert skips == [f"{CROWDED}#{part}" for part in ("main", "hits", "filters")]


def hits(page):
    """Return the articles that a page shows, by the first part of the links of their titles."""
    titles = [find(each, "a")[0] for each in find(page, "h2", lang="id")]
    return [a.attrs["href"].strip("/").partition("?")[0] for a in titles]


def follow(client, page, href):
    """Return the page that a link of a crowded page leads to."""
    [base] = [each.attrs["href"] for each in find(page, "base")]
    hop = client.get(urljoin(base, href))
    assert hop.status_code == 302
    return get(client, hop.headers["Location"])


def test_a_filter_of_a_crowded_page_is_taken_off_and_put_on_again(client):
    page = get(client, CROWDED)
    chosen = facet(page, "Media")["Kabar Nusa"]
    without = follow(client, page, chosen.attrs["href"])
    assert hits(page) and not hits(without)
    again = follow(client, without, facet(without, "Media")["Kabar Nusa"].attrs["href"])
    assert hits(again) == hits(page)


def test_forms_of_a_crowded_page_keep_its_filters(client):
    page = get(client, CROWDED)
    [base] = [each.attrs["href"] for each in find(page, "base")]
    for form in find(page, "form"):
        assert urljoin(base, form.attrs["action"].partition("#")[0]) == base
        assert not find(form, "input", name="outlet")
    dated = follow(client, page, "?from=2007-02&to=")
    assert hits(dated) == hits(page)
    [since] = [box for box in find(dated, "input", name="from")]
    assert since.attrs["value"] == "2007-02"
    assert hits(follow(client, dated, "?from=2013&to=")) == []
    assert hits(follow(client, page, "?q=zzz")) == []


@pytest.mark.parametrize("id", ODD_IDS)
def test_a_step_leads_to_an_article_whatever_its_id(client, id):
    links = Links("id").shorten(LONG, "/")
    hop = client.get(urljoin(links.base, links.prepare_hits(LONG)(id, 1)))
    target = hop.headers["Location"]
    assert urlsplit(target).path == build_article_path(id)
    get(client, target)


@pytest.mark.parametrize("name", [
    "x", "bukan", "%C3%A9", quote(b"\xff"),
    urlsafe_b64encode(zlib.compress(b"\xff\xfe")).decode()])
def test_a_state_that_cannot_be_read_is_not_found(client, name):
    assert client.get(f"/~{name}/?page=2", follow_redirects=True).status_code == 404


def test_a_state_is_read_up_to_a_limit():
    packed = urlsafe_b64encode(zlib.compress(b"q=" + b"a" * 10_000_000)).decode()
    assert len(read_state(packed)[0][1]) < MAX_STATE
    with pytest.raises(ValueError):
        read_state(urlsafe_b64encode(zlib.compress(b"a=&" * 2_000)).decode())
    assert len(take_hop([("q", "a")], [("year", str(at)) for at in range(3_000)])) <= 101
    assert read_state(name_state([("q", "é & b"), ("q", "")]).strip("/~")) == [
        ("q", "é & b"), ("q", "")]


def test_a_step_leads_to_no_other_site(client):
    base = name_state([("q", "a")])
    for path in ("/jahat.example", "%2Fjahat.example", "%5Cjahat.example", "/%2Fjahat.example/"):
        response = client.get(f"{base}{path}")
        target = response.headers.get("Location", "/")
        assert not target.startswith(("//", "/\\")) and target.startswith("/")


def test_what_a_step_leads_to_is_asked_for_as_ever():
    pairs = take_hop([("q", "a"), ("year", "2007")], [("year", "2013"), ("-q", "")])
    assert parameters.parse_query(MultiDict(pairs)).selected == {"year": ("2007", "2013")}
