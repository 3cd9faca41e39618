"""The API: what each parameter does, what an answer holds, and how an error is told."""

import json
import re
from html import unescape
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from marshmallow import RAISE

from search import Archive, Article, open_archive
from search.engines.whoosh import WhooshEngine
from search.facets import FACETS
from search.snippet import Snippet
from web import create_app, schemas
from web.markup import mark_matches

SEARCH = "/api/v1/search"
EVIL = '<script>alert("nuklir")</script>'

NEWS = [
    Article("kn-1", "Perundingan Enam Pihak Dibuka", "Perundingan enam pihak soal nuklir dibuka.",
            "Kabar Nusa", "2007-02-13T21:10:00+07:00", "https://kabarnusa.example/1?a=b&c=d",
            {"byline": "Rahayu", "tags": ["nuklir", "Beijing"]}),
    Article("kn-2", "Harga Beras Naik", "Pasar mencatat kenaikan harga.", "Kabar Nusa", "2007-03"),
    Article("hs-1", "Panen Raya", "Petani merundingkan harga panen.", "Harian Sagara", "2007"),
    Article("hs-2", "Gempa di Aceh", "Gempa mengguncang Aceh pagi tadi.", "Harian Sagara",
            "2013-06-29T19:57:34+07:00"),
    Article("lp-1", "Banjir Surut", "Warga kembali ke rumah.", "Lentera Pos", "2013-06-30"),
    Article("x-1", "Tanpa Media", "Gempa terasa sampai Palu.", None, "2018-09-28"),
    Article("x-2", "Resep Rendang", "Masak dengan api kecil.", "Lentera Pos"),
    Article("x-3", "", "Berita tanpa judul tentang nuklir.", None, None, "ftp://arsip.example/x"),
    Article("jahat", EVIL, 'Kata <mark>nuklir</mark> & &amp; "nuklir" \'😀😀 Nuklir\'.',
            'Harian <b>"Jahat" & Co</b>', "2018", "javascript:alert(1)",
            {"<i>kunci</i>": "<b>nilai</b>"}),
]
ODD_IDS = [
    "2013/06/29", "dua//garis", "garis/", "dua kata", " tepi ", "apa?", "bagian#1", "100%",
    "100%25", "%2F", "kafé-日本-😀", "a+b&c=d;e", "\"kutip'<x>", "balik\\garis", "tab\there",
    "\u202eterbalik", "search",
    "/depan", "//dua-depan", "dua\nbaris",
]
ODD = [
    Article(id, "Kabar singkat", "Isi singkat.", "Pojok", f"1999-01-{day:02}")
    for day, id in enumerate(ODD_IDS, 1)
]
ARTICLES = NEWS + ODD


@pytest.fixture(scope="module")
def client(make_archive):
    archive = make_archive("whoosh")
    list(archive.add(ARTICLES))
    return create_app(archive).test_client()


@pytest.fixture(scope="module")
def missing(tmp_path_factory):
    """The service of an archive that nobody made yet."""
    folder = tmp_path_factory.mktemp("tidak") / "ada"
    return create_app(open_archive(f"whoosh:{folder}")).test_client()


@pytest.fixture(scope="module")
def stale(analyzer, tmp_path_factory):
    """The service of an index that was made with other word lists."""
    folder = tmp_path_factory.mktemp("usang")
    list(Archive(WhooshEngine(folder, "dulu"), analyzer).add(NEWS))
    return create_app(Archive(WhooshEngine(folder, "kini"), analyzer)).test_client()


def ask(client, **parameters):
    """The answer to a search; `since` stands for from."""
    if "since" in parameters:
        parameters["from"] = parameters.pop("since")
    response = client.get(SEARCH, query_string=parameters)
    assert response.status_code == 200, response.text
    return response.json


def ids(answer):
    return [hit["id"] for hit in answer["hits"]]


def highlights(answer):
    return [
        each for hit in answer["hits"] for each in [hit["title_highlight"], *hit["snippets"]]
    ]


# What is found


@pytest.mark.parametrize("parameters, expected", [
    ({"q": "gempa"}, {"hs-2", "x-1"}),
    ({"q": "gempa -Aceh"}, {"x-1"}),
    ({"outlet": "Kabar Nusa"}, {"kn-1", "kn-2"}),
    ({"outlet": ["Kabar Nusa", "Lentera Pos"]}, {"kn-1", "kn-2", "lp-1", "x-2"}),
    ({"outlet": "kabar nusa"}, set()),
    ({"outlet": "none"}, {"x-1", "x-3"}),
    ({"outlet": ["none", "Lentera Pos"]}, {"x-1", "x-3", "lp-1", "x-2"}),
    ({"year": "2007"}, {"kn-1", "kn-2", "hs-1"}),
    ({"year": ["2007", "2013"]}, {"kn-1", "kn-2", "hs-1", "hs-2", "lp-1"}),
    ({"year": "none"}, {"x-2", "x-3"}),
    ({"year": ["2013", "none"]}, {"hs-2", "lp-1", "x-2", "x-3"}),
    ({"year": "1950"}, set()),
    ({"since": "2018"}, {"x-1", "jahat"}),
    ({"since": "2018-09-28"}, {"x-1"}),
    ({"since": "2018-09-29"}, set()),
    ({"since": "2013-06-30", "to": "2018-09"}, {"lp-1", "x-1"}),
    ({"since": "2013-06-29", "to": "2013-06-29"}, {"hs-2"}),
    ({"since": "2007-02", "to": "2007-03"}, {"kn-1", "kn-2"}),
    ({"since": "2007", "to": "2007"}, {"kn-1", "kn-2", "hs-1"}),
    ({"since": "2007-03", "to": "2007"}, {"kn-2"}),
    ({"outlet": "Kabar Nusa", "year": "2007", "to": "2007-02-13", "q": "nuklir"}, {"kn-1"}),
    ({"outlet": "Kabar Nusa", "year": "2013"}, set()),
])
def test_a_search_finds_exactly(client, parameters, expected):
    answer = ask(client, page_size=100, **parameters)
    assert set(ids(answer)) == expected
    assert answer["total"] == len(expected)


@pytest.mark.parametrize("sort, expected", [
    ("newest", ["x-1", "jahat", "lp-1", "hs-2", "kn-2", "kn-1", "hs-1", "x-2", "x-3"]),
    ("oldest", ["hs-1", "kn-1", "kn-2", "hs-2", "lp-1", "jahat", "x-1", "x-2", "x-3"]),
])
def test_hits_are_sorted_by_date_and_the_undated_come_last(client, sort, expected):
    assert ids(ask(client, q="-outlet:pojok", sort=sort, page_size=100)) == expected


def test_hits_are_sorted_by_relevance_unless_told_otherwise(client):
    answer = ask(client, q="nuklir enam")
    scores = [hit["score"] for hit in answer["hits"]]
    assert scores == sorted(scores, reverse=True)
    assert ids(ask(client, q="nuklir", sort="relevance")) == ids(ask(client, q="nuklir"))


@pytest.mark.parametrize("parameters, expected", [
    ({}, 10), ({"page_size": 0}, 0), ({"page_size": 1}, 1), ({"page_size": 100}, len(ARTICLES)),
    ({"page": 3}, len(ARTICLES) - 20), ({"page": 4}, 0), ({"page": 1000}, 0),
    ({"page": 100, "page_size": 100}, 0), ({"page": 2, "page_size": 20}, len(ARTICLES) - 20),
])
def test_a_page_holds_so_many_hits(client, parameters, expected):
    answer = ask(client, **parameters)
    assert len(answer["hits"]) == expected
    assert answer["total"] == len(ARTICLES)
    assert answer["page"] == parameters.get("page", 1)
    assert answer["page_size"] == parameters.get("page_size", 10)


@pytest.mark.parametrize("parameters, expected", [
    ({}, ["outlet", "year"]), ({"facet": "outlet,year"}, ["outlet", "year"]),
    ({"facet": "outlet"}, ["outlet"]), ({"facet": "year"}, ["year"]), ({"facet": ""}, []),
    ({"facet": "day,month"}, ["day", "month"]), ({"facet": "month,month"}, ["month"]),
    ({"facet": ",".join(FACETS)}, sorted(FACETS)),
])
def test_only_the_facets_asked_for_are_counted(client, parameters, expected):
    assert sorted(ask(client, **parameters)["facets"]) == expected


def test_a_facet_ignores_its_own_filter_and_respects_the_others(client):
    facets = ask(client, q="nuklir", outlet="Kabar Nusa", year="2018")["facets"]
    assert facets == {
        "outlet": [bucket('Harian <b>"Jahat" & Co</b>', 1), bucket("Kabar Nusa", 0, True)],
        "year": [bucket(2018, 0, True), bucket(2007, 1)],
    }


def test_a_facet_counts_those_without_a_value(client):
    facets = ask(client, q="nuklir", outlet="none")["facets"]
    assert facets["outlet"] == [
        bucket('Harian <b>"Jahat" & Co</b>', 1), bucket("Kabar Nusa", 1), bucket(None, 1, True),
    ]
    assert facets["year"] == [bucket(None, 1)]


def test_months_and_days_are_counted_as_exactly_as_dates_are_known(client):
    asked = {"q": "harga OR perundingan OR gempa OR rendang", "facet": "month,day"}
    assert ask(client, **asked)["facets"] == {
        "month": [bucket("2018-09", 1), bucket("2013-06", 1), bucket("2007-03", 1),
                  bucket("2007-02", 1), bucket(None, 2)],
        "day": [bucket("2018-09-28", 1), bucket("2013-06-29", 1), bucket("2007-02-13", 1),
                bucket(None, 3)],
    }
    assert ask(client, **asked, outlet="Kabar Nusa", year="2007", to="2007-02")["facets"] == {
        "month": [bucket("2007-02", 1)], "day": [bucket("2007-02-13", 1)],
    }


@pytest.mark.parametrize("facet", ["month", "day"])
def test_a_month_or_day_as_period_finds_as_many_as_its_count_says(client, facet):
    found = ask(client, facet=facet)["facets"][facet]
    assert len(found) > 3
    for value, count in ((each["value"], each["count"]) for each in found if each["value"]):
        assert ask(client, since=value, to=value)["total"] == count


def bucket(value, count, selected=False):
    return {"value": value, "count": count, "selected": selected}


@pytest.mark.parametrize("facet", ["outlet", "year"])
def test_choosing_a_value_finds_as_many_as_its_count_says(client, facet):
    for found in ask(client, q="-jepang")["facets"][facet]:
        value = "none" if found["value"] is None else found["value"]
        assert ask(client, q="-jepang", **{facet: value})["total"] == found["count"]


@pytest.mark.parametrize("q, match, total", [
    ("", "all", len(ARTICLES)), ("gempa", "all", 2), ("gempa Aceh", "all", 1),
    ("gempa rendang", "any", 3), ("gempa AND rendang", "all", 0), ("zzz", "all", 0),
])
def test_an_answer_tells_how_the_query_was_read(client, q, match, total):
    answer = ask(client, q=q)
    assert (answer["interpreted"], answer["total"]) == ({"match": match}, total)
    assert answer["query"] == q


# What an answer holds


def test_a_hit_carries_the_article_it_found(client):
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
        "story": None,
    }


@pytest.mark.parametrize("extra, byline", [
    ({"byline": "Rahayu"}, "Rahayu"), ({}, None), ({"byline": " "}, None),
    ({"byline": ["Rahayu"]}, None), ({"byline": None}, None),
])
def test_the_byline_of_a_hit_is_text_or_null(archive, extra, byline):
    list(archive.add([Article("a", "judul", extra=extra)]))
    [hit] = ask(create_app(archive).test_client())["hits"]
    assert hit["byline"] == byline


@pytest.mark.parametrize("id, precision", [
    ("kn-1", "day"), ("lp-1", "day"), ("kn-2", "month"), ("hs-1", "year"), ("x-2", "none"),
])
def test_an_answer_tells_how_exactly_a_date_is_known(client, id, precision):
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
def test_hostile_text_is_marked_and_stays_text(client, q, marked):
    answer = ask(client, q=q, outlet='Harian <b>"Jahat" & Co</b>')
    assert [word for each in highlights(answer) for word in cut(each)] == marked
    for each in highlights(answer):
        assert is_sound(each)


@pytest.mark.parametrize("q", ["", "gempa", "perundingan", '"enam pihak"', "na*", "a OR di"])
def test_every_highlight_of_an_answer_is_sound(client, q):
    found = highlights(ask(client, q=q, page_size=100))
    assert found
    assert [each for each in found if not is_sound(each)] == []


@given(st.text(alphabet="ab<>&\"'/;m 😀\u0301", max_size=20), st.sets(st.integers(0, 20)))
def test_any_text_with_any_spans_is_sound(text, cuts):
    at = sorted(cut for cut in cuts if cut <= len(text))
    found = Snippet(text, tuple(zip(at[::2], at[1::2])))
    assert is_sound({"text": text, "spans": found.spans, "html": mark_matches(found)})


def is_sound(highlight):
    """The markup is the text with marks around its spans, and no other element."""
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


def test_nothing_is_marked_where_no_highlight_is_wanted(client):
    answer = ask(client, q="nuklir", highlight="false")
    assert answer["total"] == 3
    assert [word for each in highlights(answer) for word in cut(each)] == []
    assert "<mark>" not in json.dumps([each["html"] for each in highlights(answer)])


@pytest.mark.parametrize("path, schema", [
    (SEARCH, schemas.SearchAnswer), (f"{SEARCH}?q=nuklir&outlet=none", schemas.SearchAnswer),
    (f"{SEARCH}?page_size=0&facet=", schemas.SearchAnswer),
    (f"{SEARCH}?page=2&year=none&year=1999", schemas.SearchAnswer),
    (f"{SEARCH}?q=nuklir&facet={','.join(FACETS)}", schemas.SearchAnswer),
    (f"{SEARCH}?q=zzz", schemas.SearchAnswer), (f"{SEARCH}?highlight=no", schemas.SearchAnswer),
    ("/api/v1/articles/kn-1", schemas.ArticleSchema),
    ("/api/v1/articles/x-3", schemas.ArticleSchema),
    ("/api/v1/outlets", schemas.OutletList),
    ("/healthz", schemas.Health), ("/readyz", schemas.Health),
    (f"{SEARCH}?page=0", schemas.Problem), (f"{SEARCH}?q={'(' * 21}", schemas.Problem),
    ("/api/v1/articles/none", schemas.Problem), ("/api/v1/zzz", schemas.Problem),
])
def test_an_answer_is_what_its_schema_says_and_nothing_more(client, path, schema):
    answer = client.get(path).json
    assert schema().load(answer, unknown=RAISE) == answer


# Links between answers


@pytest.mark.parametrize("parameters", [
    {}, {"page_size": 1}, {"page_size": 7}, {"page_size": 29}, {"page_size": 30},
    {"q": "nuklir OR gempa", "page_size": 2, "sort": "oldest"},
    {"outlet": ["Pojok", "none"], "page_size": 5}, {"q": "singkat", "highlight": "false"},
])
def test_following_next_visits_every_hit_once_and_previous_leads_back(client, parameters):
    answer = ask(client, **parameters)
    total, seen, pages = answer["total"], ids(answer), [answer]
    while pages[-1]["links"]["next"]:
        pages.append(client.get(pages[-1]["links"]["next"]).json)
        seen += ids(pages[-1])
        assert pages[-1]["hits"], "a page without hits was offered"
    assert len(seen) == len(set(seen)) == total
    for before, page in zip(pages, pages[1:]):
        assert same(client.get(page["links"]["previous"]).json, before)
    assert pages[0]["links"]["previous"] is None


@pytest.mark.parametrize("parameters", [
    {}, {"q": "nuklir & <b>+%"}, {"q": '"enam pihak"~3 -x* (a OR b)'}, {"q": "日本 😀"},
    {"outlet": ['Harian <b>"Jahat" & Co</b>', "none"]}, {"year": ["2007", "none"]},
    {"since": "2007-02", "to": "2013"}, {"sort": "oldest", "page": 2, "page_size": 3},
    {"page_size": 0}, {"facet": "year"}, {"highlight": "false"}, {"q": " "}, {"q": "\0\n"},
    {"facet": ""}, {"facet": "month,day"}, {"outlet": ""}, {"outlet": ["", "none"]}, {"page": 9},
])
def test_self_leads_to_the_same_answer(client, parameters):
    answer = ask(client, **parameters)
    assert same(client.get(answer["links"]["self"]).json, answer)


def same(one, other):
    return one | {"took_ms": 0} == other | {"took_ms": 0}


# Articles, outlets, health


def test_an_article_comes_whole(client):
    found = client.get("/api/v1/articles/kn-1").json
    assert found == ARTICLES[0].to_dict() | {"story": None}


TOLD = ("Jembatan lama di atas Sungai Kelam ditutup untuk kendaraan berat mulai Senin pagi karena "
        "dua tiang penyangganya retak setelah banjir bandang pekan lalu, kata kepala dinas.")


def test_articles_that_tell_the_same_are_one_hit_if_asked_for(archive):
    list(archive.add([
        Article("b", "Jembatan Ditutup", TOLD, "Kabar Nusa", "2010-03-01"),
        Article("a", "Jembatan Retak", TOLD, None, "2010-03-02"),
        Article("c", "Jembatan Baru", "Dibuka.", "Kabar Nusa"),
    ]))
    client = create_app(archive).test_client()
    story = {"id": "a", "size": 2, "outlets": ["Kabar Nusa", None]}
    apart = ask(client, q="jembatan", sort="newest")
    assert [(hit["id"], hit["story"]) for hit in apart["hits"]] == [
        ("a", story), ("b", story), ("c", None)]
    assert (apart["total"], apart["total_articles"]) == (3, 3)
    assert "stories" not in apart["facets"]["outlet"][0]
    joined = ask(client, q="jembatan", sort="newest", collapse="story")
    assert [hit["id"] for hit in joined["hits"]] == ["a", "c"]
    assert (joined["total"], joined["total_articles"]) == (2, 3)
    assert joined["facets"]["outlet"][0] == {
        "value": "Kabar Nusa", "count": 2, "stories": 2, "selected": False}
    assert joined["facets"]["year"][0] == {
        "value": 2010, "count": 2, "stories": 1, "selected": False}
    assert "collapse=story" in joined["links"]["self"]
    assert client.get("/api/v1/articles/b").json["story"] == story | {"articles": ["b", "a"]}
    refused = client.get("/api/v1/search?collapse=outlet")
    assert refused.status_code == 422 and refused.json["errors"][0]["parameter"] == "collapse"


def test_an_article_says_how_many_versions_there_were(archive):
    for body in ("satu", "dua", "dua", "tiga"):
        list(archive.add([Article("a", "judul", body)]))
    found = create_app(archive).test_client().get("/api/v1/articles/a").json
    assert (found["body"], found["revision"]) == ("tiga", 3)


@pytest.mark.parametrize("kept", ["/", ""])
@pytest.mark.parametrize("id", ODD_IDS)
def test_an_article_is_reached_by_its_id_percent_encoded(client, id, kept):
    response = client.get(f"/api/v1/articles/{quote(id, safe=kept)}")
    assert (response.status_code, response.json.get("id")) == (200, id)


def test_an_article_is_json_whatever_its_extra_fields_hold(archive):
    list(archive.add([Article("a", "judul", extra={"nilai": float("nan")})]))
    sent = create_app(archive).test_client().get("/api/v1/articles/a").text
    assert json.loads(sent, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))


def test_outlets_are_listed_with_their_number_of_articles(client):
    assert client.get("/api/v1/outlets").json == {"outlets": [
        bucket("Pojok", len(ODD)), bucket("Harian Sagara", 2), bucket("Kabar Nusa", 2),
        bucket("Lentera Pos", 2), bucket(None, 2), bucket('Harian <b>"Jahat" & Co</b>', 1),
    ]}


def test_a_service_that_can_answer_says_so(client):
    assert client.get("/healthz").json == {"status": "ok"}
    assert client.get("/readyz").json == {"status": "ready", "articles": len(ARTICLES)}


def test_an_archive_that_began_with_undated_articles_answers(archive):
    list(archive.add([Article("a", "gempa tanpa tanggal")]))
    list(archive.add([Article("b", "gempa bertanggal", published="2007")]))
    assert set(ids(ask(create_app(archive).test_client(), q="gempa"))) == {"a", "b"}


# Errors


@pytest.mark.parametrize("path, parameter, hint", [
    (f"{SEARCH}?warna=merah", "warna", "/openapi.json"),
    (f"{SEARCH}?Q=x", "Q", "/openapi.json"), (f"{SEARCH}?lang=en", "lang", "/openapi.json"),
    ("/api/v1/outlets?q=x", "q", "/openapi.json"),
    ("/api/v1/articles/kn-1?q=x", "q", "/openapi.json"),
    (f"{SEARCH}?q=a&q=b", "q", "once"), (f"{SEARCH}?page=1&page=1", "page", "once"),
    (f"{SEARCH}?facet=outlet&facet=year", "facet", "once"),
    (f"{SEARCH}?sort=newest&sort=oldest", "sort", "once"),
    (f"{SEARCH}?from=2007&from=2008", "from", "once"), (f"{SEARCH}?to=1&to=2", "to", "once"),
    (f"{SEARCH}?highlight=1&highlight=1", "highlight", "once"),
    (f"{SEARCH}?page_size=1&page_size=2", "page_size", "once"),
    (f"{SEARCH}?page=0", "page", "pages are counted from 1"),
    (f"{SEARCH}?page=-1", "page", "pages are counted from 1"),
    (f"{SEARCH}?page=dua", "page", "write a whole number"),
    (f"{SEARCH}?page=", "page", "write a whole number"),
    (f"{SEARCH}?page=1.5", "page", "write a whole number"),
    (f"{SEARCH}?page={'9' * 5000}", "page", "write a whole number"),
    (f"{SEARCH}?page_size=x", "page_size", "write a whole number"),
    (f"{SEARCH}?page_size=-1", "page_size", "write a number from 0 to 100"),
    (f"{SEARCH}?page_size=101", "page_size", "write a number from 0 to 100"),
    (f"{SEARCH}?page=1001", "page", "10,000"),
    (f"{SEARCH}?page=5001&page_size=2", "page", "narrow"),
    (f"{SEARCH}?page=101&page_size=100", "page", "10,000"),
    (f"{SEARCH}?sort=terbaru", "sort", "write one of: relevance, newest, oldest"),
    (f"{SEARCH}?facet=tempat", "facet", "write one of: outlet, year, month, day"),
    (f"{SEARCH}?facet=outlet,tempat", "facet", "write one of: outlet, year, month, day"),
    (f"{SEARCH}?highlight=mungkin", "highlight", "write true or false"),
    (f"{SEARCH}?year=07", "year", "YYYY"), (f"{SEARCH}?year=2007&year=x", "year", "YYYY"),
    (f"{SEARCH}?year=0000", "year", "YYYY"), (f"{SEARCH}?year=2007%0A", "year", "YYYY"),
    (f"{SEARCH}?year=", "year", "none"), (f"{SEARCH}?from=", "from", "YYYY-MM-DD"),
    (f"{SEARCH}?from=2007-1", "from", "YYYY-MM-DD"), (f"{SEARCH}?to=13/2/2007", "to", "YYYY-MM"),
    (f"{SEARCH}?to=2007-02-30", "to", "not a date"), (f"{SEARCH}?from=0000", "from", "not a date"),
    (f"{SEARCH}?from=2007-13", "from", "not a date"),
    (f"{SEARCH}?from=2013&to=2007", "from", "swap"),
    (f"{SEARCH}?from=2007-02-13T00:00:00%2B07:00", "from", "YYYY-MM-DD"),
])
def test_a_bad_parameter_is_named_with_what_to_do(client, path, parameter, hint):
    problem = told(client.get(path), 422)
    assert [error["parameter"] for error in problem["errors"]] == [parameter]
    assert hint in problem["errors"][0]["message"]
    assert hint in problem["detail"]
    assert problem["detail"].startswith(f"{parameter}: ")


def test_every_bad_parameter_is_named(client):
    problem = told(client.get(f"{SEARCH}?page=x&year=x&year=y&warna=merah"), 422)
    assert {error["parameter"] for error in problem["errors"]} == {"page", "year", "warna"}


@pytest.mark.parametrize("q, position, hint", [
    ("x" * 513, 512, "the query has 513 characters: "),
    ("😀" * 513, 512, "the query has 513 characters: "),
    ("a* " * 9, 24, "the query has 9 words that end in * or ~"),
    ("(" * 21 + "gempa", 20, "20"), ("a " + "(" * 21 + "gempa" + ")" * 21, 22, "20"),
])
def test_a_query_that_cannot_be_read_is_told_with_the_position(client, q, position, hint):
    problem = told(client.get(SEARCH, query_string={"q": q}), 400)
    assert problem["position"] == position
    assert [error["parameter"] for error in problem["errors"]] == ["q"]
    assert problem["detail"].startswith("q: ") and hint in problem["detail"]


@pytest.mark.parametrize("q", [
    "x" * 512, "😀" * 512, "(" * 20 + "gempa" + ")" * 20, "gempa* gempa~ " * 4,
])
def test_a_query_at_its_limit_is_read(client, q):
    assert ask(client, q=q)["query"] == q


@pytest.mark.parametrize("path", [
    "/api/v1/articles/tidak-ada", "/api/v1/articles/KN-1", "/api/v1/articles/%00",
    "/api/v1/articles/", "/api/v1/zzz", "/api/v2/search", "/api/",
])
def test_what_is_not_there_is_not_found(client, path):
    told(client.get(path), 404)


def test_an_unknown_id_is_named(client):
    assert "'tidak-ada'" in client.get("/api/v1/articles/tidak-ada").json["detail"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", [
    SEARCH, "/api/v1/articles/kn-1", "/api/v1/outlets", "/healthz", "/readyz", "/openapi.json",
])
def test_a_wrong_method_is_told_which_are_allowed(client, path, method):
    response = client.open(path, method=method)
    told(response, 405)
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("path", [
    SEARCH, "/api/v1/articles/kn-1", "/api/v1/outlets", "/readyz",
])
def test_a_missing_archive_names_the_command_that_makes_one(missing, path):
    assert "`indexer add`" in told(missing.get(path), 503)["detail"]


@pytest.mark.parametrize("path", [SEARCH, "/api/v1/outlets", "/readyz"])
def test_a_stale_index_names_the_command_that_mends_it(stale, path):
    assert "`indexer rebuild`" in told(stale.get(path), 503)["detail"]


def test_a_service_that_cannot_answer_is_alive(stale, missing):
    assert stale.get("/healthz").status_code == missing.get("/healthz").status_code == 200


def test_an_unforeseen_error_keeps_its_cause_to_itself():
    problem = told(create_app(None).test_client().get(SEARCH), 500)
    assert "NoneType" not in json.dumps(problem)


def told(response, status):
    """The problem document of a response that has this status."""
    assert (response.status_code, response.content_type) == (status, "application/problem+json")
    problem = response.json
    assert problem["status"] == status
    assert problem["type"] and problem["title"] and problem["detail"]
    return problem


# Headers


EVERYWHERE = [
    "/", "/?q=nuklir", "/?page=0", f"/?q={'(' * 21}", "/help", "/help/api", "/articles/kn-1",
    "/articles/zzz", "/zzz", "/static/style.css", "/static/zzz",
]
FOR_PROGRAMS = [
    SEARCH, f"{SEARCH}?page=0", f"{SEARCH}?q={'(' * 21}", "/api/v1/articles/kn-1",
    "/api/v1/articles/zzz", "/api/v1/outlets", "/api/zzz", "/healthz", "/readyz", "/openapi.json",
]


@pytest.mark.parametrize("path", EVERYWHERE + FOR_PROGRAMS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_answer_forbids_scripts_and_guessing(client, path, method):
    headers = client.open(path, method=method).headers
    policy = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert set(policy.values()) == {"'none'", "'self'"}
    assert "script-src" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", FOR_PROGRAMS)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_other_sites_may_read_the_api_without_credentials(client, path, method):
    headers = client.open(path, method=method, headers={"Origin": "https://lain.example"}).headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in headers


@pytest.mark.parametrize("path", [SEARCH, "/readyz"])
def test_other_sites_may_read_why_there_is_no_answer(missing, path):
    assert missing.get(path).headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", EVERYWHERE)
def test_other_sites_may_not_read_the_pages(client, path):
    assert "Access-Control-Allow-Origin" not in client.get(path).headers


@pytest.mark.parametrize("address", [
    "/api/v1/articles/%ED%A0%80", "/api/v1/articles/kn-1%ED%B0%80", "/api/v1/articles/%FF",
    "/articles/%ED%A0%80", "/articles/kn-1%ED%B0%80?q=%ED%A0%80", "/articles/%FF",
])
def test_an_id_that_no_encoding_can_hold_is_not_found(client, address):
    assert client.get(address).status_code == 404


# Whatever is asked


WORDS = st.sampled_from([
    "nuklir", "enam", "AND", "OR", "NOT", "DAN", "BUKAN", "-", '"', "“", "(", ")", "*", "~", "~9",
    "=", "title:", "outlet:", "\0", "<b>", "'", "%", "😀", "²", "\u0301", "na*", "x~",
])
TYPED = st.lists(WORDS | st.text(max_size=6), max_size=12).flatmap(
    lambda words: st.sampled_from(["", " "]).map(lambda glue: glue.join(words))
)
ANYTHING = TYPED | st.integers(-5, 20_000).map(str) | st.sampled_from(
    ["none", "2007", "2007-02", "9999-12-31", "0001", "newest", "outlet,year", "day,month", "true",
     "", ","]
)
NAMES = st.sampled_from([
    "q", "q", "outlet", "year", "from", "to", "sort", "page", "page_size", "facet", "highlight",
    "lang", "zzz",
])
RANDOM = settings(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize("path", ["/", SEARCH])
@RANDOM
@given(q=TYPED, others=st.lists(st.tuples(NAMES, ANYTHING), max_size=3))
def test_nothing_that_is_asked_breaks_the_service(client, path, q, others):
    for asked in ([("q", q)], [("q", q), *others], others):
        pairs = "&".join(f"{name}={quote(value)}" for name, value in asked)
        assert client.get(f"{path}?{pairs}").status_code in (200, 400, 422)


@RANDOM
@given(q=TYPED, id=st.text(max_size=12) | st.sampled_from([article.id for article in ARTICLES]))
def test_no_article_that_is_asked_for_breaks_the_service(client, q, id):
    page = client.get(f"/articles/{quote(id)}?q={quote(q)}")
    assert page.status_code in (200, 400, 404)
    assert client.get(f"/api/v1/articles/{quote(id)}").status_code in (200, 404)
