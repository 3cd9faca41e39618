"""Facets, filters and orders of the results."""

from dataclasses import replace
from urllib.parse import urlencode, urlsplit

import pytest

from search import Article, Query
from search.facets import DEFAULT_FACETS, FILTERABLE
from search.page import Bucket
from web import create_app
from web.phrases import PHRASES
from web.views.facets import build_panels
from web.views.links import Links

from support.page_reader import api, asked, count, english, facet, find, get, hits, submitted, text


@pytest.mark.parametrize("start", ["/?", "/?q=nuklir+OR+gempa&", "/?q=nuklir&year=2007&page=1&"])
@pytest.mark.parametrize("name", FILTERABLE)
def test_selecting_a_value_finds_its_count_and_can_be_undone(client, start, name):
    start, heading = f"{start}facet={name}", PHRASES[name][0]
    values = facet(get(client, start), heading)
    assert values
    for value, link in values.items():
        if link.attrs.get("aria-current"):
            continue
        taken = get(client, link.attrs["href"])
        shown = facet(taken, heading)
        chosen = {v: a for v, a in shown.items() if a.attrs.get("aria-current")}
        assert list(chosen) == list(shown)[:len(chosen)]
        assert value in chosen and count(chosen[value]) == count(link)
        if name != "year" or "year=" not in start:
            assert text(find(taken, "h1")[0]) == f"{count(link)} berita"
        left = get(client, chosen[value].attrs["href"])
        assert hits(left) == hits(get(client, start))


def test_facets_show_what_the_api_counts(client):
    page, answer = get(client, "/?q=nuklir&outlet=none"), api(client, "/?q=nuklir&outlet=none")
    for name in DEFAULT_FACETS:
        shown = [(count(a), a.attrs.get("aria-current") == "true")
                 for a in facet(page, PHRASES[name][0]).values()]
        expected = [(b["count"], b["selected"]) for b in answer["facets"][name]]
        assert shown[:1] == [pair for pair in expected if pair[1]][:1] or not shown[0][1]
        assert sorted(shown) == sorted(expected)
    assert "Tanpa media" in facet(page, "Media") and "Tanpa tanggal" in facet(page, "Tahun")


def test_facets_without_a_filter_are_not_shown(client):
    page = get(client, "/?q=nuklir&facet=month,year,day")
    headings = [text(h) for h in find(find(page, "aside")[0], "h2")]
    assert headings == ["Tahun", "Rentang tanggal"]
    assert facet(page, "Tahun")


def test_every_value_of_a_long_facet_can_be_reached(make_archive):
    archive = make_archive("whoosh")
    list(archive.add(Article(f"{n}", "judul", outlet=f"Koran {n:02}", published="2007")
                     for n in range(12)))
    page = get(create_app(archive).test_client(), "/?outlet=Koran+11")
    assert len(facet(page, "Media")) == 12
    [more] = find(page, "details", id="more-outlet")
    assert text(find(more, "summary")[0]) == "4 lainnya"
    assert len(find(more, "span", cls="count")) == 4
    assert list(facet(page, "Media"))[0] == "Koran 11", "what is chosen must be seen"


FILTERED = ("/?q=nuklir+OR+gempa&outlet=Kabar+Nusa&outlet=none&year=2007&year=2018&from=2007"
            "&to=2018-12&sort=oldest")


@pytest.mark.parametrize("start, chip, gone", [
    (FILTERED, "Media Kabar Nusa", ("outlet", "Kabar Nusa")),
    (FILTERED, "Media Tanpa media", ("outlet", "none")),
    (FILTERED, "Tahun 2007", ("year", "2007")),
    (FILTERED, "Tahun 2018", ("year", "2018")),
    (english(FILTERED), "Outlet Kabar Nusa", ("outlet", "Kabar Nusa")),
    (english(FILTERED), "Outlet No outlet", ("outlet", "none")),
    (english(FILTERED), "Year 2007", ("year", "2007")),
    (english(FILTERED), "Year 2018", ("year", "2018")),
])
def test_a_chip_removes_its_filter_alone(client, start, chip, gone):
    chips = {text(a).rstrip(" ×"): a for a in find(get(client, start), "a", cls="chip")}
    assert len(chips) == 5
    left = asked(chips[chip].attrs["href"])
    assert sorted([*left, gone]) == sorted(asked(start))
    assert chips[chip].attrs["aria-label"].endswith(chip), "what is seen is in the name"


@pytest.mark.parametrize("dates, shown", [
    ([("from", "2007"), ("to", "2018-12")], "Rentang tanggal 2007 – Des 2018"),
    ([("from", "2007")], "Rentang tanggal sejak 2007"),
    ([("to", "2018-12")], "Rentang tanggal sampai Des 2018"),
])
def test_a_chip_removes_the_range_of_dates(client, dates, shown):
    rest = [("q", "nuklir OR gempa"), ("sort", "oldest")]
    [chip] = find(get(client, f"/?{urlencode(rest + dates)}"), "a", cls="chip")
    assert text(chip).rstrip(" ×") == shown
    assert asked(chip.attrs["href"]) == rest


def test_all_filters_can_be_cleared_at_once(client):
    page = get(client, FILTERED)
    [link] = [a for a in find(page, "a") if text(a) == "Hapus semua saringan"]
    assert asked(link.attrs["href"]) == [("q", "nuklir OR gempa"), ("sort", "oldest")]
    assert find(get(client, link.attrs["href"]), "a", cls="chip") == []


def test_every_filter_has_a_chip_even_if_its_facet_is_not_counted(client):
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


def test_an_empty_form_shows_everything(client):
    [box, dates] = find(get(client, "/"), "form")
    for address in (submitted(box), submitted(dates)):
        assert text(find(get(client, address), "h1")[0]) == "Semua artikel"


@pytest.mark.parametrize("sort, name", [("newest", "Terbaru"), ("oldest", "Terlama"),
                                        ("relevance", "Paling sesuai"),
                                        ("added", "Terakhir masuk")])
def test_the_current_order_is_shown_and_the_others_are_links(client, sort, name):
    [sorts] = find(get(client, f"/?q=nuklir&year=2018&sort={sort}"), "p", cls="sorts")
    assert [text(s) for s in find(sorts, "strong")] == [name]
    assert len(find(sorts, "a")) == 3
    for link in find(sorts, "a"):
        assert [("q", "nuklir"), ("year", "2018")] == asked(link.attrs["href"])[:2]


@pytest.mark.parametrize("start, current, other", [
    ("/", "Terbaru", "Terlama"), ("/?year=2007", "Terbaru", "Terlama"),
    ("/?sort=newest", "Terbaru", "Terlama"), ("/?sort=oldest", "Terlama", "Terbaru"),
])
def test_without_words_no_order_by_relevance_is_offered(client, start, current, other):
    [sorts] = find(get(client, start), "p", cls="sorts")
    assert [text(s) for s in find(sorts, "strong")] == [current]
    assert [text(a) for a in find(sorts, "a")] == [other, "Terakhir masuk"]


@pytest.mark.parametrize("sort", ["", "?sort=newest", "?sort=oldest"])
def test_the_heading_does_not_contradict_the_current_order(client, sort):
    assert text(find(get(client, f"/{sort}"), "h1")[0]) == "Semua artikel"
    assert text(find(get(client, english(f"/{sort}")), "h1")[0]) == "All articles"


@pytest.mark.parametrize("name", FILTERABLE)
def test_of_too_many_values_the_first_are_kept(client, name):
    values = [(name, str(1000 + number)) for number in range(3_000)]
    address = f"/?{urlencode([*values, ('facet', name)])}"
    for each in (address, english(address)):
        page = get(client, each)
        [notice] = find(page, "div", role="status")
        assert "3000" in text(notice) and "50" in text(notice)
        chosen = find(find(page, "aside")[0], "a", **{"aria-current": "true"})
        assert len(chosen) == 50 and len(find(page, "a", cls="chip")) == 16


def test_pages_show_what_articles_have_and_say_so_in_no_address(client):
    page = get(client, "/?q=nuklir")
    assert set(facet(page, "Kata kunci")) == {"nuklir", "Beijing", "Tanpa kata kunci"}
    headings = [text(each) for each in find(page, "h2")]
    assert "Penulis" in headings and "Rubrik" not in headings and "Tempat" not in headings
    assert "Rubrik" in [text(each) for each in find(get(client, "/?place=none&rubric=none"), "h2")]
    assert not any("facet=" in each.attrs.get("href", "") for each in find(page, "a"))


@pytest.mark.parametrize("address, chip, found", [
    ("/?exclude_outlet=Kabar+Nusa&exclude_outlet=Pojok&q=nuklir", "Media kecuali Kabar Nusa ×", 2),
    ("/?exclude_tag=none", "Kata kunci kecuali Tanpa kata kunci ×", 1),
    ("/?exclude_byline=+Rahayu&exclude_year=none&exclude_outlet=Pojok", "Penulis kecuali Rahayu ×",
     6),
])
def test_what_is_excluded_has_a_chip_that_brings_it_back(client, address, chip, found):
    page = get(client, address)
    assert len(hits(page)) == found
    chips = {text(each): each.attrs["href"] for each in find(page, "a", cls="chip")}
    left = get(client, chips[chip])
    assert text(find(left, "h1")[0]) != text(find(page, "h1")[0])
    assert chip not in map(text, find(left, "a", cls="chip"))


@pytest.mark.parametrize("name, value", [("outlet", "Kabar Nusa"), ("year", "2007")])
def test_a_value_given_often_is_taken_once(client, name, value):
    once, often = f"/?{urlencode({name: value})}", f"/?{urlencode([(name, value)] * 3_000)}"
    assert len(find(get(client, often), "a", cls="chip")) == 1
    assert api(client, often)["links"] == api(client, once)["links"]


def test_a_facet_named_often_is_counted_once(client):
    often = api(client, f"/?facet={','.join(['day', 'year'] * 1_000)}")
    assert list(often["facets"]) == ["day", "year"]
    assert often["links"] == api(client, "/?facet=day,year")["links"]


@pytest.fixture
def many_outlets(make_archive):
    """A service over articles of 60 outlets, and the names of these."""
    archive, names = make_archive("whoosh"), [f"Harian {n:02}" for n in range(60)]
    list(archive.add(Article(name, "judul", outlet=name) for name in names))
    return create_app(archive).test_client(), names


def test_no_link_asks_for_more_values_than_a_filter_takes(many_outlets):
    client, names = many_outlets
    for taken in (49, 50):
        chosen = [("outlet", name) for name in names[:taken]]
        page = get(client, "/?" + urlencode([*chosen, ("facet", "outlet")]))
        links = facet(page, "Media")
        added = [link.attrs.get("href") for name, link in links.items() if name in names[taken:]]
        assert len(added) == 60 - taken
        assert all(added) if taken < 50 else not any(added)
        assert all(links[name].attrs["href"] for name in names[:taken])
    assert client.get(links[names[0]].attrs["href"]).status_code == 200


def test_a_facet_of_many_values_leads_to_more_of_them_and_back(many_outlets):
    client, _ = many_outlets
    page = get(client, "/?q=judul")
    assert len(facet(page, "Media")) == 8
    [longer] = find(find(page, "p", cls="longer")[0], "a")
    assert longer.attrs["aria-label"] == "Tampilkan lebih banyak: Media"
    alone = get(client, longer.attrs["href"])
    assert len(facet(alone, "Media")) == 40 and not find(alone, "p", cls="longer")
    assert not find(find(alone, "aside")[0], "details", id="more-outlet")
    [back] = [a for a in find(alone, "a") if text(a) == "Semua saringan"]
    assert list(facet(get(client, back.attrs["href"]), "Media")) == list(facet(page, "Media"))


def test_what_is_selected_can_be_taken_back_where_it_is_not_listed(many_outlets):
    client, names = many_outlets
    page = get(client, "/?" + urlencode([("outlet", name) for name in names[:30]]))
    assert len(facet(page, "Media")) == 12
    [longer] = find(find(page, "p", cls="longer")[0], "a")
    assert set(names[:30]) <= set(facet(get(client, longer.attrs["href"]), "Media"))


def test_many_chips_do_not_push_the_results_down(many_outlets):
    client, names = many_outlets
    page = get(client, "/?" + urlencode([("outlet", name) for name in names[:30]]))
    [chips] = [node for node in find(page, "div", cls="chips") if node.attrs.get("role")]
    [more] = find(chips, "details")
    assert len(find(chips, "a", cls="chip")) == 16 and len(find(more, "a", cls="chip")) == 8
    assert "#filters" in find(more, "a")[-1].attrs["href"]
    assert "open" not in more.attrs and "22 lainnya" in text(find(more, "summary")[0])


def test_the_year_that_does_not_exist_is_explained(client):
    for name in ("from", "to"):
        assert "2019-09" in text(find(get(client, f"/?{name}=0000"), "div", role="status")[0])


def test_a_selected_value_stays_though_nothing_has_it(client):
    page = get(client, "/?q=gempa&outlet=Tidak+Ada")
    link = facet(page, "Media")["Tidak Ada"]
    assert count(link) == 0 and asked(link.attrs["href"]) == [("q", "gempa")]
    assert list(facet(page, "Media"))[0] == "Tidak Ada"


def test_one_click_leaves_a_value_out(client):
    page = get(client, "/?q=nuklir&page=1")
    value, link = next(iter(facet(page, "Media").items()))
    [without] = [a for a in find(link.parent, "a") if a is not link]
    assert without.attrs["aria-label"] == f"Kecualikan {value}"
    taken = get(client, without.attrs["href"])
    assert value not in [text(a) for p in find(taken, "p", cls="source") for a in find(p, "a")]
    total, left = (text(find(each, "h1")[0]) for each in (page, taken))
    assert int(total.split()[0]) - count(link) == int(left.split()[0])


def test_after_a_choice_the_page_is_where_it_was(client):
    for link in facet(get(client, "/?q=nuklir"), "Media").values():
        anchor = urlsplit(link.attrs["href"]).fragment
        assert anchor == link.attrs["id"]
        assert find(get(client, link.attrs["href"]), "a", id=anchor)


def test_filters_no_hit_has_are_not_shown(client):
    headings = [text(h) for h in find(find(get(client, "/?q=gempa"), "aside")[0], "h2")]
    assert "Rubrik" not in headings and headings[0] == "Media"
    assert "Rubrik" in [text(h) for h in find(get(client, "/?q=gempa&facet=rubric"), "h2")]


def list_outlets(archive, query):
    """Return the shown values of the facet of outlets, each with its count."""
    buckets = tuple(Bucket(f"Kabar {at}", 90 - at, False, 30 + at) for at in range(40))
    none = Bucket(None, 99, False, 99)
    page = replace(archive.search(query), facets={"outlet": (none, *buckets)})
    (panel,) = build_panels(page, Links("id"))
    assert panel.hidden == 41 - len(panel.rows)
    return [(row.bucket.value, row.count) for row in panel.rows]


def test_values_stand_in_the_order_of_the_counts_that_are_shown(filled_archive):
    shown = list_outlets(filled_archive, Query(collapse="story"))
    assert shown[-1] == (None, 99) and len(shown) == 8
    assert [count for _, count in shown[:-1]] == sorted((n for _, n in shown[:-1]), reverse=True)
    assert shown[0] == ("Kabar 6", 36)


@pytest.mark.parametrize("chosen, hits, listed", [
    (0, 10, 8), (24, 10, 8), (25, 10, 5), (0, 11, 5)])
def test_where_a_page_is_crowded_fewer_values_are_listed(filled_archive, chosen, hits, listed):
    years = tuple(str(1900 + number) for number in range(chosen))
    selected = {"exclude_year": years} if years else {}
    query = Query(selected=selected, collapse="story", page_size=hits)
    assert len(list_outlets(filled_archive, query)) == listed
