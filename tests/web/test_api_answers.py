"""The fields of a search response."""

import json
import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import RAISE

from search import Article
from search.facets import FACETS
from search.snippet import Snippet
from web import create_app
from web.markup import mark_matches
from web.responses import schemas

from support.api import SEARCH, ask, highlights


def test_a_hit_has_the_fields_of_its_article(client):
    [hit] = ask(client, q='"enam pihak"')["hits"]
    assert hit.pop("score") > 0
    assert hit == {
        "id": "kn-1", "title": "Perundingan Enam Pihak Dibuka", "outlet": "Kabar Nusa",
        "byline": "Rahayu", "published": "2007-02-13T21:10:00+07:00", "date_precision": "day",
        "url": "https://kabarnusa.example/1?a=b&c=d",
        "title_highlight": {
            "text": "Perundingan Enam Pihak Dibuka", "spans": [[12, 16], [17, 22]],
            "html": "Perundingan <mark>Enam</mark> <mark>Pihak</mark> Dibuka",
        },
        "snippets": [{
            "text": "Perundingan enam pihak soal nuklir dibuka.", "spans": [[12, 16], [17, 22]],
            "html": "Perundingan <mark>enam</mark> <mark>pihak</mark> soal nuklir dibuka.",
        }],
        "story": None, "links": {"page": "/articles/kn-1"},
    }


def test_the_parts_of_a_score_are_given_on_request(client):
    assert "explanation" not in ask(client, q="perundingan")["hits"][0]
    hit = ask(client, q="perundingan", explain="true")["hits"][0]
    root, form, date = hit["explanation"]
    assert [(each["role"], each["leaf"], each["weight"]) for each in (root, form, date)] == [
        ("match", "runding", 1.0), ("boost", "=perundingan", 0.3), ("recency", None, 0.005)]
    assert root["score"] + form["score"] + date["score"] == pytest.approx(hit["score"], rel=1e-5)
    for each in (root, form, date):
        assert sum(each["by_field"].values()) == pytest.approx(each["score"])
    by_date = ask(client, q="perundingan", explain="true", sort="newest")["hits"]
    assert all(hit["explanation"] == [] and hit["score"] == 0 for hit in by_date)


@pytest.mark.parametrize("extra, byline", [
    ({"byline": "Rahayu"}, "Rahayu"), ({}, None), ({"byline": " "}, None),
    ({"byline": ["Rahayu"]}, None), ({"byline": None}, None), ({"byline": "Raha\ud83dyu"}, None),
])
def test_the_byline_of_a_hit_is_text_or_null(archive, extra, byline):
    list(archive.add([Article("a", "judul", extra=extra)]))
    [hit] = ask(create_app(archive).test_client())["hits"]
    assert hit["byline"] == byline


@pytest.mark.parametrize("id, precision", [
    ("kn-1", "day"), ("lp-1", "day"), ("kn-2", "month"), ("hs-1", "year"), ("x-2", "none"),
])
def test_a_response_gives_the_precision_of_a_date(client, id, precision):
    found = {hit["id"]: hit for hit in ask(client, page_size=100)["hits"]}
    assert found[id]["date_precision"] == precision
    assert client.get(f"/api/v1/articles/{id}").json["date_precision"] == precision


@pytest.mark.parametrize("q, marked", [
    ("nuklir", ["nuklir", "nuklir", "nuklir", "Nuklir"]),
    ("script", ["script", "script"]),
    ("mark", ["mark", "mark"]),
    ("amp", ["amp"]),
    ("kata*", ["Kata"]),
    ("=alert nuklri~", ["alert", "nuklir", "nuklir", "nuklir", "Nuklir"]),
    ("kata -jepang", ["Kata"]),
    ("-jepang", []),
])
def test_hostile_text_is_marked_and_escaped(client, q, marked):
    answer = ask(client, q=q, outlet='Harian <b>"Jahat" & Co</b>')
    assert [word for each in highlights(answer) for word in cut(each)] == marked
    for each in highlights(answer):
        assert is_sound(each)


@pytest.mark.parametrize("q", ["", "gempa", "perundingan", '"enam pihak"', "na*", "a OR di"])
def test_every_highlight_is_sound(client, q):
    found = highlights(ask(client, q=q, page_size=100))
    assert found
    assert [each for each in found if not is_sound(each)] == []


@given(st.text(alphabet="ab<>&\"'/;m 😀\u0301", max_size=20), st.sets(st.integers(0, 20)))
def test_any_text_with_any_spans_is_sound(text, cuts):
    at = sorted(cut for cut in cuts if cut <= len(text))
    found = Snippet(text, tuple(zip(at[::2], at[1::2])))
    assert is_sound({"text": text, "spans": found.spans, "html": mark_matches(found)})


def is_sound(highlight):
    """Return whether the HTML is the text with its spans marked and no other element."""
    written = highlight["html"]
    plain = re.sub("</?mark>", "", written)
    marked = [unescape(word) for word in re.findall("<mark>(.*?)</mark>", written, re.DOTALL)]
    return (
        not re.search("[<>\"']", plain)
        and unescape(plain) == highlight["text"]
        and marked == cut(highlight)
    )


def cut(highlight):
    return [highlight["text"][start:end] for start, end in highlight["spans"]]


def test_nothing_is_marked_without_highlighting(client):
    answer = ask(client, q="nuklir", highlight="false")
    assert answer["total"] == 3
    assert [word for each in highlights(answer) for word in cut(each)] == []
    assert "<mark>" not in json.dumps([each["html"] for each in highlights(answer)])


@pytest.mark.parametrize("query", [
    "", "q=nuklir&outlet=none", "page_size=0&facet=", "page=2&year=none&year=1999",
    f"q=nuklir&facet={','.join(FACETS)}", "q=zzz", "highlight=no",
    "q=nuklir&explain=true", "interval=week", "interval=month&share=true&collapse=story",
])
def test_the_response_to_a_search_matches_its_schema_exactly(client, query):
    response = client.get(f"{SEARCH}?{query}").json
    assert schemas.SearchResponseSchema().load(response, unknown=RAISE) == response


@pytest.mark.parametrize("path, schema", [
    ("/api/v1/articles/kn-1", schemas.ArticleSchema),
    ("/api/v1/articles/x-3", schemas.ArticleSchema),
    ("/api/v1/outlets", schemas.OutletListSchema),
    ("/healthz", schemas.HealthSchema), ("/readyz", schemas.HealthSchema),
    (f"{SEARCH}?page=0", schemas.ProblemSchema), (f"{SEARCH}?q={'(' * 21}", schemas.ProblemSchema),
    ("/api/v1/articles/none", schemas.ProblemSchema), ("/api/v1/zzz", schemas.ProblemSchema),
])
def test_a_response_matches_its_schema_exactly(client, path, schema):
    answer = client.get(path).json
    assert schema().load(answer, unknown=RAISE) == answer
