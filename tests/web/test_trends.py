"""Trends: several searches beside each other by time, over HTTP and as a page."""

import csv
import re
from io import StringIO
from xml.etree import ElementTree

import pytest

from search import Article
from web import create_app
from web.views.chart import Chart, Series, draw_chart

from support.api import read_problem
from support.page_reader import english, find, get, text

TRENDS = "/api/v1/trends"
HOSTILE = '=HYPERLINK("x") <script>&amp;]]>\x00\x1b'


@pytest.fixture
def client(archive):
    list(archive.add([
        Article("a", "Gempa", "Gempa terasa.", outlet="Kabar Nusa", published="2007-02-13"),
        Article("b", "Gempa", "Gempa susulan.", outlet="Arus Kota", published="2007-02-14"),
        Article("c", "Banjir", "Banjir surut.", outlet="Arus Kota", published="2007-04-01"),
        Article("d", "Banjir", "Banjir dan gempa.", published="2007"),
        Article("e", "Banjir", "Banjir lagi."),
        Article("f", "Panen", "Panen raya.", published="2007-02-20"),
    ]))
    return create_app(archive).test_client()


def ask(client, **parameters):
    response = client.get(TRENDS, query_string=parameters)
    assert response.status_code == 200, response.text
    return response


def test_searches_are_counted_on_one_axis(client):
    answer = ask(client, q=["gempa", "banjir"], interval="month", share="true").json
    gempa, banjir = answer["trends"]
    assert gempa["timeline"] == [
        {"from": "2007-02-01", "to": "2007-02-28", "count": 2, "total": 3},
        {"from": "2007-03-01", "to": "2007-03-31", "count": 0, "total": 0},
        {"from": "2007-04-01", "to": "2007-04-30", "count": 0, "total": 1}]
    assert [bar["count"] for bar in banjir["timeline"]] == [0, 0, 1]
    assert (gempa["query"], gempa["total_articles"], gempa["interpreted"]["match"]) == (
        "gempa", 3, "all")
    assert (gempa["timeline_undated"], gempa["timeline_imprecise"]) == (0, 1)
    assert (banjir["timeline_undated"], banjir["timeline_imprecise"]) == (1, 1)


def test_filters_hold_for_all_searches(client):
    parameters = {"q": ["gempa", ""], "outlet": "Arus Kota", "from": "2007", "to": "2007"}
    trends = ask(client, interval="year", **parameters).json["trends"]
    assert [[bar["count"] for bar in each["timeline"]] for each in trends] == [[1], [2]]


def test_the_interval_is_automatic_and_a_repeated_query_is_taken_once(client):
    [trend] = ask(client, q=["gempa", "gempa"]).json["trends"]
    assert trend["timeline_interval"] == "day"


def test_csv_has_a_row_for_each_bar_and_loses_nothing(client):
    response = ask(client, q=["gempa", "-panen"], interval="month", share="true", format="csv")
    assert response.content_type == "text/csv; charset=utf-8"
    assert list(csv.reader(StringIO(response.text))) == [
        ["bar", "from", "to", "gempa", "'-panen", "archive"],
        ["2007-02", "2007-02-01", "2007-02-28", "2", "2", "3"],
        ["2007-03", "2007-03-01", "2007-03-31", "0", "0", "0"],
        ["2007-04", "2007-04-01", "2007-04-30", "0", "1", "1"],
        ["undated", "", "", "0", "1", ""], ["imprecise", "", "", "1", "1", ""]]
    assert ask(client, q="jerapah", format="csv").text.startswith("bar,from,to,jerapah\r\nundated")


@pytest.mark.parametrize("query", ["=1+1", "+x", "-x", "@x", "\t=x", " =x", "＝x", "\r-x", "|x"])
def test_no_cell_of_csv_is_a_formula(client, query):
    rows = list(csv.reader(StringIO(ask(client, q=query, format="csv").text, newline="")))
    assert rows[0][3] == f"'{query}"


@pytest.mark.parametrize("queries", [["gempa"], ["gempa", "banjir"], ["jerapah"], [""],
                                     [HOSTILE, "gempa"]])
@pytest.mark.parametrize("share", ["true", "false"])
def test_a_chart_is_well_formed_and_has_a_title_and_description(client, queries, share):
    response = ask(client, q=queries, share=share, format="svg", lang="en", interval="month")
    assert response.content_type == "image/svg+xml; charset=utf-8"
    chart = ElementTree.fromstring(response.text)
    named = {each.get("id"): each.text for each in chart.iter() if each.get("id")}
    ids = chart.get("aria-labelledby").split()
    assert chart.get("role") == "img" and all(named[each].strip() for each in ids)
    names = {each.tag.partition("}")[2] for each in chart.iter()}
    assert names <= {"svg", "title", "desc", "rect", "path", "text", "polyline", "circle"}
    assert not re.search(r"<script|\bon\w+=|style=|javascript:", response.text)


def test_a_chart_says_its_peaks_in_words(client):
    words = ask(client, q=["gempa", "jerapah"], interval="month", format="svg", lang="en").text
    assert "gempa: 3 articles. Peak: February 2007 (2)." in words
    assert "jerapah: 0 articles, none of them in the chart." in words
    shares = ask(client, q="gempa", interval="month", format="svg", share="true").text
    assert "gempa: 3 artikel. Puncak: Februari 2007 (66,67%, yaitu 2 dari 3)." in shares


@pytest.mark.parametrize("share, lines", [("true", [1, 1, 1, 1]), ("false", [3, 3])])
def test_a_share_breaks_off_where_the_archive_has_nothing(client, share, lines):
    drawn = ask(client, q=["gempa", "banjir"], interval="month", share=share, format="svg").text
    assert [each.count(",") for each in re.findall('points="([^"]*)"', drawn)] == lines
    assert drawn.count("<circle") == sum(lines)


def test_a_long_broken_line_has_a_mark_where_one_value_stands_alone():
    values = [0.5] * 40 + [None, 0.25, None] + [0.5] * 40
    series = [Series("a", values), Series("b", values)]
    labels = [str(at) for at in range(len(values))]
    drawn = draw_chart(Chart("a", "b", labels, series, True, str))
    assert re.findall("<circle.*<title>(.*)</title>", drawn) == ["41: 0.25"] * 2


def test_series_differ_by_colour_and_by_dashes():
    series = [Series(f"kata {number}", [number, 1]) for number in range(5)]
    drawn = draw_chart(Chart("judul", "isi", ["a", "b"], series, False, str))
    strokes = re.findall(r'<polyline .* stroke="(#\w+)" .* stroke-dasharray="([^"]+)"', drawn)
    assert len({colour for colour, _ in strokes}) == len({dashes for _, dashes in strokes}) == 5


@pytest.mark.parametrize("values, is_share", [
    ([0, 0], False), ([1], False), ([3, 7], False), ([123_456_789, 2], False), ([0.5], True),
    ([0.000001], True), ([1.0, 0.3], True), ([], False), ([5] * 4_000, False),
])
def test_all_values_lie_within_a_chart(values, is_share):
    series = [Series("a", values), Series("b", values)]
    drawn = draw_chart(Chart("a", "b", [str(at) for at in range(len(values))], series, is_share,
                             lambda value: f"{value:.9f}"))
    points = re.findall(r"([\d.]+),([\d.]+)", " ".join(re.findall('points="([^"]*)"', drawn)))
    assert len(points) == 2 * len(values)
    assert all(64 <= float(x) <= 944 and 16 <= float(y) <= 336 for x, y in points)
    assert min([float(y) for _, y in points], default=0) < 280 or not any(values)


@pytest.mark.parametrize("count, label", [(1, "2007"), (60, "13 Februari 2007"), (400, "2007"),
                                          (5, "30 September 2019 – 6 Oktober 2019")])
def test_labels_do_not_overlap(count, label):
    series = [Series("a", [1] * count)]
    drawn = draw_chart(Chart("a", "b", [label] * count, series, False, lambda value: ""))
    places = [float(x) for x in re.findall(r'<text x="([\d.]+)" [^>]*"middle"', drawn)]
    width = 7 * len(label)
    assert places and width / 2 <= places[0] and places[-1] <= 960 - width / 2
    assert all(x + width <= following for x, following in zip(places, places[1:]))


@pytest.mark.parametrize("parameters, name", [
    ({}, "q"), ({"q": list("abcdef")}, "q"), ({"q": "a", "interval": "hour"}, "interval"),
    ({"q": "a", "format": "pdf"}, "format"), ({"q": "a", "lang": "fr"}, "lang"),
    ({"q": "a", "page": 1}, "page"), ({"q": "a", "year": "x"}, "year"),
    ({"q": "a", "interval": "day", "from": "0001", "to": "9999"}, "interval"),
    ({"q": "a", "from": ["2007", "2008"]}, "from"),
    ({"q": "a", "from": "2008", "to": "2007"}, "from"),
    ({"q": "a", "share": "x"}, "share"),
])
def test_an_error_names_the_parameter(client, parameters, name):
    problem = read_problem(client.get(TRENDS, query_string=parameters), 422)
    assert [each["parameter"] for each in problem["errors"]] == [name]


def test_a_query_beyond_its_limits_is_refused(client):
    read_problem(client.get(TRENDS, query_string={"q": ["a", "x" * 513]}), 400)


def test_the_page_begins_with_a_form(client):
    page = get(client, "/tren")
    [form] = [each for each in find(page, "form") if each.attrs["action"] == "/tren"]
    assert len([each for each in find(form, "input") if each.attrs["name"] == "q"]) == 5
    assert not find(page, "table") and not find(page, "svg")


def test_the_page_has_a_chart_peaks_and_a_table_of_links(client):
    page = get(client, "/tren?q=gempa&q=&q=banjir&interval=month&share=true")
    assert [text(each) for each in find(page, "th")][:5] == [
        "Waktu", "gempa", "banjir", "Seluruh arsip", "Februari 2007"]
    assert [text(each) for each in find(find(page, "tbody")[0], "td")][:3] == ["2 66,67%", "0", "3"]
    [peaks] = find(page, "ul", cls="peaks")
    assert "Puncak: Februari 2007" in text(peaks)
    assert len(find(page, "svg")) == 1
    assert [text(each) for each in find(find(page, "tfoot")[0], "td")] == [
        "0", "1", "", "1", "1", ""]


def test_each_count_leads_to_the_articles_that_it_counts(client):
    page = get(client, "/tren?q=gempa&q=banjir&outlet=Arus+Kota&interval=month")
    links = find(find(page, "tbody")[0], "a")
    assert [text(each) for each in links] == ["1", "1"]
    for link in links:
        [counted] = find(get(client, link.attrs["href"]), "h1")
        assert text(counted) == "1 artikel"
    drawn = {each.attrs["href"] for each in find(find(page, "svg")[0], "a")}
    assert drawn == {each.attrs["href"] for each in links}
    assert {each.attrs["tabindex"] for each in find(find(page, "svg")[0], "a")} == {"-1"}


def test_the_page_keeps_filters_and_language_in_its_form_and_links(client):
    page = get(client, english("/tren?q=gempa&outlet=Arus+Kota&expand=false"))
    [form] = [each for each in find(page, "form") if each.attrs["action"] == "/tren"]
    hidden = {each.attrs["name"]: each.attrs["value"] for each in find(form, "input")
              if each.attrs.get("type") == "hidden"}
    assert hidden == {"outlet": "Arus Kota", "expand": "false", "lang": "en"}
    assert "14 February 2007" in text(find(page, "tbody")[0])
    downloads = [each.attrs["href"] for each in find(page, "a") if text(each) in
                 ("JSON", "CSV", "SVG")]
    assert len(downloads) == 3
    for address in downloads:
        assert client.get(address).status_code == 200


def test_the_results_lead_to_the_page(client):
    page = get(client, "/?q=gempa&year=2007")
    [link] = [each for each in find(page, "a") if text(each) == "Lihat menurut waktu"]
    assert link.attrs["href"] == "/tren?q=gempa&year=2007"
    assert find(get(client, link.attrs["href"]), "table")


def test_hostile_queries_are_escaped_on_the_page(client):
    response = client.get("/tren", query_string={"q": [HOSTILE, "gempa"]})
    assert response.status_code == 200 and "<script>" not in response.text


def test_the_page_shows_fewer_bars_where_it_cannot_show_as_many(client):
    page = get(client, "/tren?q=gempa&interval=day&from=2005&to=2007")
    [notice] = find(page, "div", role="status")
    assert text(notice).startswith("Selang waktu: “day” diabaikan.")
    assert find(page, "table")
    assert client.get(f"{TRENDS}?q=gempa&interval=day&from=2005&to=2007").status_code == 200
