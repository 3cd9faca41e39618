"""The benchmarks still run: each of these fails if an interface that one calls has changed."""

from benchmarks import facets, pages, timelines
from benchmarks.corpus import write_records
from benchmarks.engines.peers.warta import Warta
from benchmarks.engines.queries import Query
from benchmarks.engines.segments import choose_queries, find_generation, merge_copy
from benchmarks.engines.tokens import analyze_body
from benchmarks.fit import cleaning
from benchmarks.ingest import costs
from search import Article, open_archive
from search.engines.whoosh.commits import merge_policy
from web.response_cache import ResponseCache

RECORDS = [
    {"id": str(number), "title": "Gempa di Sagara", "outlet": "Kabar Nusa",
     "published": "2019-04-26", "body": f"Gempa terasa di {number} desa, kata petugas keamanan."}
    for number in range(3)
]


def test_warta_is_asked_for_pages_ranks_and_marked_hits(tmp_path):
    write_records(RECORDS, tmp_path / "articles.jsonl")
    Warta.build([], tmp_path / "warta")
    peer = Warta(tmp_path / "warta")
    prepared = peer.prepare(Query("outlet", ("gempa",), outlet="Kabar Nusa"))
    assert peer.page(prepared)[0] == 3
    assert sorted(peer.rank(prepared).ids) == ["0", "1", "2"]
    assert all("Gempa terasa" in text for text in peer.shown(prepared))


def test_timelines_are_timed_beside_the_same_pages_without_one(tmp_path):
    archive = open_archive(f"whoosh:{tmp_path}")
    list(archive.add([Article("a", "Gempa", "Gempa terasa.", published="2019-04-26")]))
    for ways in timelines.WAYS.values():
        queries = [timelines.Query("gempa", **way) for way in ways]
        assert [query.interval is None for query in queries] == [True, False]
        assert len(timelines.time_each(archive, queries)) == 2


def test_pages_are_timed_and_their_answers_compared(tmp_path, monkeypatch):
    monkeypatch.setattr(ResponseCache, "keep", ResponseCache.keep)  # put back at the end
    archive = open_archive(f"whoosh:{tmp_path}")
    list(archive.add([Article("a", "Gempa", "Gempa terasa.", outlet="detik.com")]))
    client = pages.build_client(archive)
    for start, _ in pages.ADDRESSES.values():
        (took, first), (_, again), (_, other) = [
            pages.time_answer(client, start + text) for text in ("gempa", "gempa", "banjir")]
        assert took > 0 and first == again != other


def test_facets_are_timed_in_every_way(tmp_path):
    archive = open_archive(f"whoosh:{tmp_path}")
    list(archive.add([Article("a", "Gempa", "Gempa terasa.", outlet="detik.com")]))
    times = [facets.time_page(archive, "gempa", way) for way in facets.WAYS.values()]
    assert all(times)
    assert facets.time_page(archive, "gempa", facets.WAYS["all"] | {"facets": ["zzz"]}) == 0.0


def test_peers_are_given_one_word_a_position():
    article = Article("a", "", "Perundingan Kim-Putin\n\nselesai.")
    assert analyze_body(open_archive(), article) == (
        "runding kim putin selesai", "perundingan kim putin selesai")


def test_an_archive_is_copied_into_one_segment(tmp_path, monkeypatch):
    for name in ("MAX_SEGMENT_DOCUMENTS", "SIZE_FACTOR"):  # which the benchmark changes
        monkeypatch.setattr(merge_policy, name, getattr(merge_policy, name))
    write_records(RECORDS, tmp_path / "articles.jsonl")
    Warta.build([], tmp_path / "warta")
    merge_copy(tmp_path / "warta", tmp_path / "copy")
    path = find_generation(tmp_path / "copy")
    monkeypatch.setattr("benchmarks.engines.segments._BANDS", dict.fromkeys(
        ("rare", "middle", "common"), (0, 2)))
    assert {kind for kind, _ in choose_queries(path)} > {"rare", "near", "fuzzy", "all"}


def test_articles_are_built_and_timed(tmp_path):
    path = tmp_path / "articles.jsonl"
    write_records(RECORDS, path)
    figures = costs.measure_building(path)
    assert figures["articles"] == 3 and figures["us"] > 0
    assert costs.measure_stories(path, tmp_path / "archive")["whole"] > 0


def test_cleaned_articles_are_cleaned_again(capsys):
    cleaning.measure(RECORDS)
    assert "changed by a second cleaning 0" in capsys.readouterr().out
