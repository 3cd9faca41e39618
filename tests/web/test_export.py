"""All hits of a search as a file, in formats that other programs read."""

import csv
import io
import json

import bibtexparser
import pytest
import rispy

from search import Article, Query
from search.engine import SCAN_BATCH
from search.errors import EngineError
from web import create_app
from web.address import EXPORT_PATH
from web.routes.export import MAX_EXPORTS, ExportStream
from web.settings import Settings

from support.api import SEARCH, read_problem

FORMULAS = ["=1+1", "+62 812", "-jepang", "@sagara", "\t=1", "\r=1", " =1+1", "\n-1", "＝1+1",
            "＋1", "－1", "＠SUM(1)", "|calc", "%0A=1", "\x01=1", "\ufeff=1"]
HARD = [
    Article("kabar/7", "Gempa & {tsunami}: 100% \\ #1 ~ $5 _ ^", "Isi.\n\nDua.",
            outlet="Kabar Nusa", published="2018-09-28T18:02:45+07:00",
            url="https://kabarnusa.example/{7}?a=b_c&d=100%25", extra={"byline": "A, B dan C"}),
    Article("Kabar 7", "Judul\nTI  - palsu\r\nER  - ", "Isi.", published="2018-09"),
    Article("kabar-7", "} @article{palsu, title={x}", "Isi.", published="0987",
            extra={"nilai": float("nan"), "setengah": "\ud83d"}),
    Article("kosong"),
]


@pytest.fixture(scope="module")
def hard(make_archive):
    """A service whose articles are hard to write."""
    archive = make_archive("whoosh")
    list(archive.add(HARD))
    return create_app(archive).test_client()


@pytest.fixture
def many(archive):
    """A service with more articles than are read at once."""
    list(archive.add(Article(f"{number:04}", "Beras", f"Harga {number}.", published="2013-01-01")
                     for number in range(3 * SCAN_BATCH)))
    return archive


def export(client, **parameters):
    response = client.get(EXPORT_PATH, query_string=parameters)
    assert response.status_code == 200, response.text
    return response


def read_rows(response):
    return list(csv.DictReader(io.StringIO(response.data.decode(), newline="")))


def read_lines(response):
    return [json.loads(line) for line in response.data.decode().splitlines()]


def test_json_lines_have_whole_articles_by_date(client):
    response = export(client, q="nuklir")
    assert response.content_type == "application/x-ndjson"
    assert response.headers["Content-Disposition"] == "attachment; filename=warta.jsonl"
    lines = read_lines(response)
    assert [line["id"] for line in lines] == ["jahat", "kn-1", "x-3"]
    [whole] = [line for line in lines if line["id"] == "kn-1"]
    assert whole["body"] == "Perundingan enam pihak soal nuklir dibuka."
    assert whole["extra"] == {"byline": "Rahayu", "tags": ["nuklir", "Beijing"]}


@pytest.mark.parametrize("parameters, ids", [
    ({"q": "gempa"}, ["x-1", "hs-2"]), ({"q": "gempa", "sort": "oldest"}, ["hs-2", "x-1"]),
    ({"outlet": ["Lentera Pos", "none"]}, ["x-1", "lp-1", "x-2", "x-3"]),
    ({"q": "jerapah"}, []), ({"from": "2013-06-30", "to": "2018-09-28"}, ["x-1", "lp-1"]),
])
def test_the_parameters_of_a_search_say_what_is_exported(client, parameters, ids):
    assert [line["id"] for line in read_lines(export(client, **parameters))] == ids


def test_an_export_goes_beyond_a_page_and_has_each_hit_once(many):
    lines = read_lines(export(create_app(many).test_client(), fields="id,title"))
    assert lines == [{"id": f"{n:04}", "title": "Beras"} for n in range(3 * SCAN_BATCH)]


def test_a_table_has_the_columns_that_are_asked_for(client):
    rows = read_rows(export(client, q="perundingan", format="csv"))
    assert list(rows[0]) == [
        "id", "title", "outlet", "byline", "published", "date_precision", "url", "body"]
    rows = read_rows(export(client, q="perundingan", format="csv", fields="extra,revision,url"))
    assert rows[0] == {
        "extra": '{"byline": "Rahayu", "tags": ["nuklir", "Beijing"]}', "revision": "1",
        "url": "https://kabarnusa.example/1?a=b&c=d"}


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_is_a_formula(archive, formula):
    list(archive.add([Article("a", formula, f"{formula} kata", outlet=f"{formula}x",
                              extra={"byline": f"{formula}z"})]))
    [row] = read_rows(export(create_app(archive).test_client(), format="csv"))
    for name in ("title", "body", "outlet", "byline"):
        assert row[name].startswith("'") and formula in row[name]


def test_a_table_and_json_lines_hold_what_is_hard_to_write(hard):
    rows = {row["id"]: row for row in read_rows(export(
        hard, format="csv", fields="id,title,body,published,extra"))}
    assert rows["kabar/7"]["title"] == HARD[0].title and rows["kabar/7"]["body"] == HARD[0].body
    assert rows["Kabar 7"]["title"] == HARD[1].title
    lines = {line["id"]: line for line in read_lines(export(hard))}
    assert lines["kabar-7"]["extra"] == {"nilai": "NaN", "setengah": "\ud83d"}
    assert json.loads(rows["kabar-7"]["extra"]) == lines["kabar-7"]["extra"]


def test_ris_is_read_back(hard):
    response = export(hard, format="ris")
    entries = {entry["id"]: entry for entry in rispy.loads(response.data.decode())}
    assert list(entries) == ["kabar/7", "Kabar 7", "kabar-7", "kosong"]
    assert entries["kabar/7"] == {
        "type_of_reference": "NEWS", "id": "kabar/7", "title": HARD[0].title,
        "authors": ["A, B dan C"], "secondary_title": "Kabar Nusa", "year": "2018",
        "date": "2018/09/28/", "urls": [HARD[0].url]}
    assert entries["Kabar 7"]["title"] == "Judul TI - palsu ER -"
    assert (entries["Kabar 7"]["date"], entries["kabar-7"]["date"]) == ("2018/09//", "0987///")
    assert entries["kosong"] == {"type_of_reference": "NEWS", "id": "kosong"}


def test_bibtex_is_read_back(hard):
    text = export(hard, format="bibtex").data.decode()
    plain = [dict(entry.items()) for entry in bibtexparser.parse_string(text).entries]
    assert plain[0]["url"] == "https://kabarnusa.example/%7B7%7D?a=b_c&d=100%25"
    library = bibtexparser.parse_string(
        text, append_middleware=[bibtexparser.middlewares.LatexDecodingMiddleware()])
    assert not library.failed_blocks and len(library.entries) == len(HARD)
    entries = [dict(entry.items()) for entry in library.entries]
    assert len({entry["ID"] for entry in entries}) == len(HARD)
    first = entries[0]
    assert first["title"].replace("ˆ", "^") == drop_braces(HARD[0].title)
    assert (first["journal"], first["date"]) == ("Kabar Nusa", "2018-09-28")
    assert (first["year"], first["month"], first["day"]) == ("2018", "9", "28")
    assert entries[2]["title"] == drop_braces(HARD[2].title) and entries[2]["year"] == "0987"


def drop_braces(text):
    """Return a text as the parser decodes it, which takes the commands for braces as nothing."""
    return text.replace("{", "").replace("}", "")


def test_csl_json_has_the_fields_that_its_schema_requires(hard, client):
    items = export(hard, format="csl-json").json
    assert [(item["id"], item["type"]) for item in items] == [
        (id, "article-newspaper") for id in ("kabar/7", "Kabar 7", "kabar-7", "kosong")]
    assert items[0] == {
        "id": "kabar/7", "type": "article-newspaper", "title": HARD[0].title,
        "container-title": "Kabar Nusa", "author": [{"literal": "A, B dan C"}],
        "issued": {"date-parts": [[2018, 9, 28]]}, "URL": HARD[0].url}
    assert items[1]["issued"] == {"date-parts": [[2018, 9]]}
    assert export(client, q="jerapah", format="csl-json").json == []


@pytest.mark.parametrize("parameters, name, said", [
    ({"format": "pdf"}, "format", "jsonl, csv, ris, bibtex, csl-json"),
    ({"fields": "id,warna"}, "fields", "title"),
    ({"fields": "id", "format": "ris"}, "fields", "csv"),
    ({"sort": "relevance"}, "sort", "newest"), ({"page": "2"}, "page", "unknown"),
    ({"format": ["csv", "ris"]}, "format", "once"), ({"year": "x"}, "year", "YYYY"),
])
def test_an_error_names_the_parameter_and_says_what_to_do(client, parameters, name, said):
    problem = read_problem(client.get(EXPORT_PATH, query_string=parameters), 422)
    assert name in problem["detail"] and said in problem["detail"]


def test_a_query_in_error_and_an_archive_that_cannot_answer_send_no_file(client, missing, stale):
    assert read_problem(client.get(f"{EXPORT_PATH}?q={'x' * 513}"), 400)
    assert read_problem(missing.get(EXPORT_PATH), 503)
    assert read_problem(stale.get(EXPORT_PATH), 503)


def test_the_operator_sets_a_limit(many):
    client = create_app(many, Settings(export_limit=3 * SCAN_BATCH - 1)).test_client()
    problem = read_problem(client.get(EXPORT_PATH), 422)
    assert "finds 300 articles" in problem["detail"] and "at most 299" in problem["detail"]
    assert len(read_lines(export(client, q="299"))) == 1
    assert client.get(SEARCH).json["total"] == 300


def test_only_so_many_are_made_at_once_and_a_closed_one_makes_room(many):
    client = create_app(many).test_client()
    running = [client.get(EXPORT_PATH, buffered=False) for _ in range(MAX_EXPORTS)]
    refused = client.get(EXPORT_PATH)
    assert read_problem(refused, 503) and refused.headers["Retry-After"]
    running[0].close()
    assert client.head(EXPORT_PATH).status_code == 200
    assert len(read_lines(export(client))) == 3 * SCAN_BATCH
    running[1].close()


def test_nothing_more_is_read_once_the_client_has_gone(many):
    read, given = [], many.articles
    many.articles = lambda ids: read.append(len(ids)) or given(ids)
    response = create_app(many).test_client().get(EXPORT_PATH, buffered=False)
    pieces = response.iter_encoded()
    next(pieces), next(pieces)
    response.close()
    assert read == [SCAN_BATCH]


def test_what_fails_half_way_is_not_taken_for_the_whole(many):
    given = many.articles

    def fail_later(ids):
        if "0000" not in ids:
            raise EngineError("damaged")
        return given(ids)

    many.articles = fail_later
    response = create_app(many).test_client().get(EXPORT_PATH, buffered=False)
    assert response.status_code == 200
    with pytest.raises(EngineError):
        list(response.iter_encoded())


def test_an_article_removed_meanwhile_is_left_out_and_a_changed_one_is_as_it_is_now(many):
    hits = many.find_all(Query("beras", sort="newest"))
    first = next(hits.articles)
    many.remove(["0150"])
    list(many.add([Article("0151", "Jagung", "Harga jagung.", published="2015")]))
    rest = {article.id: article for article in hits.articles}
    assert hits.total == 300 and len(rest) == 298 and first.id not in rest
    assert "0150" not in rest and rest["0151"].title == "Jagung"


def test_an_empty_export_is_a_stream_too():
    assert list(ExportStream(iter_nothing())) == [b""]


def iter_nothing():
    yield from ()
