"""The embedded engine: durability, generations, threads and takedowns."""

import logging
import os
import shutil
import sqlite3
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

import search.archive
from search import Article, Query, Sort
from search.engine import Request
from search.engines.whoosh import index_format
from search.engines.whoosh.commits import generation
from search.engines.whoosh.querying import article_counts, collector, program, program_cache
from search.engines.whoosh.segments.segment import Segment
from search.errors import STALE, ArchiveMissing, EngineError, NotSearchable, StaleIndex
from search.interpret import interpret
from search.query import And, Boost, Channel, Phrase, Term

from support.archives import open_whoosh, writing
from support.index_files import set_format

ARTICLES = [Article(f"a{n}", f"Judul {n}", f"Perundingan ke-{n} dibuka. Kata{n % 7} unik{n}.",
                    outlet="Kabar Nusa", published="2007") for n in range(60)]


def ids(archive, text=""):
    return sorted(hit.article.id for hit in archive.search(Query(text, page_size=100)).hits)


def add(archive, articles):
    return [batch for batch in archive.add(articles)]


def test_what_one_opening_adds_another_finds(opened):
    reader, writer = opened(), opened()
    add(writer, ARTICLES[:2])
    assert ids(reader) == ["a0", "a1"]
    add(writer, ARTICLES[2:3])
    assert ids(reader) == ["a0", "a1", "a2"]
    writer.remove(["a1"])
    assert ids(reader) == ["a0", "a2"]


def test_the_places_of_a_few_terms_are_kept(opened, monkeypatch):
    """They change no answer, and end with the commit."""
    archive = opened()
    add(archive, ARTICLES)
    queries = ["unik3", "kata1 dibuka", '"perundingan ke"', "tiada"]
    answers = [archive.search(Query(text)).hits for text in queries]
    monkeypatch.setattr(program_cache, "MOST_KEPT", 0)
    monkeypatch.setattr(program, "MOST_KEPT", 3)
    archive = opened()
    kept = archive._engine._ask(lambda snapshot: snapshot).looked_up
    for text, answer in zip(queries * 2, answers * 2):
        assert archive.search(Query(text)).hits == answer
        assert 0 < len(kept) <= 3
    archive.remove(["a3"])
    assert ids(archive, "unik3") == []


def test_a_reader_keeps_what_is_open_of_segments_that_the_next_commit_has_too(
    opened, folder, monkeypatch
):
    writer, reader, files = opened(), opened(), []
    add(writer, ARTICLES[:30])
    assert len(ids(reader)) == 30
    monkeypatch.setattr(
        generation, "Segment", lambda path: files.append(path) or Segment(path))
    add(writer, ARTICLES[30:31])
    files.clear()  # the writer opens segments too
    assert "a30" in ids(reader)
    assert len(files) == 1, "one article came, and the segment of the other thirty stayed"
    large = max(folder.glob("index-1/*_*.arrays"), key=lambda path: path.stat().st_size)
    replace_by_copy(large)
    add(writer, ARTICLES[31:32])
    files.clear()
    assert "a31" in ids(reader)
    assert large in files, "another file is there by now"


def replace_by_copy(path):
    """Put another file with the same content in the place of one."""
    copy = shutil.copy2(path, path.with_suffix(".copy"))
    os.replace(copy, path)


def test_what_a_removal_hides_is_worked_out_once(opened):
    """Every search asks for it until the index has followed."""
    archive = opened()
    add(archive, ARTICLES[:3])
    snapshot = archive._engine._ask(lambda snapshot: snapshot)
    narrow = snapshot.without(frozenset({"a1"}))
    assert narrow.find("a1") is None and narrow.find("a2")
    assert snapshot.without(frozenset({"a1"})) is narrow
    assert snapshot.without(frozenset({"a2"})).find("a1")
    assert snapshot.without(frozenset()) is snapshot


@pytest.mark.parametrize("most, size", [(2, 1 << 24), (100, 0), (100, 1 << 13)])
def test_the_programs_of_a_few_queries_are_kept(opened, monkeypatch, most, size):
    """They change no answer, and end with the commit."""
    archive = opened()
    add(archive, ARTICLES)
    queries = [Query(text, page=page, page_size=2) for page in (1, 2) for text in (
        "unik3", "kata1 dibuka", '"perundingan ke"', "kata*", "tiada")]
    answers = [archive.search(query).hits for query in queries]
    monkeypatch.setattr(program_cache, "MOST_KEPT", most)
    monkeypatch.setattr(program_cache, "MOST_BYTES", size)
    archive = opened()
    programs = archive._engine._ask(lambda snapshot: snapshot).programs
    for query, answer in zip(queries * 2, answers * 2):
        assert archive.search(query).hits == answer
        assert len(programs) <= most
        assert programs.bytes <= size
    assert bool(len(programs)) is bool(size)
    archive.remove(["a3"])
    assert ids(archive, "unik3") == []


@pytest.mark.parametrize("few", [0, 1 << 20])
def test_articles_are_counted_by_sorting_or_marking(opened, monkeypatch, few):
    monkeypatch.setattr(article_counts, "_FEW", few)
    archive = opened()
    add(archive, [Article(f"b{n}", "Judul gempa" * (n % 2), "Gempa lagi." * (n % 3))
                  for n in range(30)])
    for removed in ([], ["b1", "b3"]):
        archive.remove(removed)
        terms = [Term("gempa"), Term("judul"), Term("lagi", Channel.FORM), Term("tiada")]
        totals = [archive._engine.match(Request(term, limit=0)).total for term in terms]
        assert list(archive._engine.count_articles(terms)) == totals
    assert totals[0] == 23


def test_a_program_is_compiled_once(opened, monkeypatch):
    archive, compiled = opened(), []
    add(archive, ARTICLES)
    build = program.ProgramBuilder.program
    monkeypatch.setattr(program.ProgramBuilder, "program", lambda builder, node: (
        compiled.append(node) or build(builder, node)))
    for page in (1, 2, 1):
        archive.search(Query("kata1 dibuka", page=page, page_size=2))
    assert len(compiled) == 1
    archive.search(Query("kata1 ditutup"))
    assert len(compiled) > 1


def test_a_query_is_interpreted_once(opened, monkeypatch):
    """Unless it is long: then what is kept of it would take much memory."""
    add(opened(), ARTICLES)
    archive, interpreted = opened(), []
    monkeypatch.setattr(search.archive, "interpret", lambda tree, *more: (
        interpreted.append(tree) or interpret(tree, *more)))
    for text, times in (("kata1 dibuka", 1), ("kata2 " * 30, 3)):
        for page in (1, 2, 1):
            archive.search(Query(text, page=page))
        assert len(interpreted) == times
        interpreted.clear()
    archive.search(Query("kata1 dibuka", expand=False))
    assert len(interpreted) == 1


@pytest.mark.long
def test_many_small_commits_leave_few_segments(opened, folder):
    archive = opened()
    for article in ARTICLES:
        add(archive, [article])
    assert ids(archive) == sorted(article.id for article in ARTICLES)
    assert len(generation.open_segments(generation.folder(folder, 1))) <= 3
    assert archive.verify() == []


@pytest.mark.parametrize("firsts", [(0,), (0, 6)], ids=["one segment", "two segments"])
def test_refinements_put_only_the_first_hits_in_order_anew(opened, monkeypatch, firsts):
    """It is the same on pages of any size."""
    archive, gap = opened(), "lain hal yang lama dibahas orang "
    for first, last in zip(firsts, (*firsts[1:], 12)):
        list(archive.add([
            Article(f"a{n}", "", f"gempa {gap if n % 3 else ''}palu {'ramai ' * n}")
            for n in range(first, last)]))
    both = And((Term("gempa"), Term("palu")))
    near = ((1.0, Phrase(("gempa", "palu"), 0)),)
    plain = archive._engine.match(Request(both, limit=12)).ids
    monkeypatch.setattr(collector, "REFINED", 5)
    whole = archive._engine.match(Request(both, refinements=near, limit=12)).ids
    first = plain[:5]
    beside = [id for id in first if int(id[1:]) % 3 == 0]
    assert list(whole) == [*beside, *(id for id in first if id not in beside), *plain[5:]]
    pages = [archive._engine.match(Request(both, refinements=near, offset=at, limit=2)).ids
             for at in range(0, 12, 2)]
    assert sum(pages, ()) == whole


def test_an_index_that_cannot_follow_is_caught_up_by_the_next_writer(opened, monkeypatch):
    archive = opened()
    add(archive, ARTICLES[:1])
    with monkeypatch.context() as patch:
        patch.setattr(generation, "commit", lambda *_, **__: 1 / 0)
        with pytest.raises(NotSearchable, match="stored, not yet searchable"):
            add(archive, ARTICLES[1:3])
    assert archive.status().pending == 2
    assert archive.article("a1") == ARTICLES[1], "what is stored can be read"
    assert ids(archive) == ["a0"]
    assert archive.verify() == []
    add(archive, ARTICLES[3:4])
    assert ids(archive) == ["a0", "a1", "a2", "a3"]
    assert archive.status().pending == 0


def test_a_hits_text_is_the_text_that_was_indexed(opened, monkeypatch):
    archive = opened()
    add(archive, [Article("a", "Lama", "Teks lama.")])
    with monkeypatch.context() as patch:
        patch.setattr(generation, "commit", lambda *_, **__: 1 / 0)
        with pytest.raises(NotSearchable):
            add(archive, [Article("a", "Baru", "Teks baru.")])
    assert [hit.article.title for hit in archive.search(Query("lama")).hits] == ["Lama"]
    add(archive, [])
    add(archive, [Article("b", "", "Lain.")])
    assert [hit.article.title for hit in archive.search(Query("teks")).hits] == ["Baru"]


def test_an_article_replaced_between_finding_and_reading_is_looked_for_again(opened, monkeypatch):
    archive = opened()
    add(archive, [Article("a", "Lama", "Teks lama."), Article("b", "", "Teks lain.")])
    match, newer = archive._engine.match, [Article("a", "Baru", "Teks baru.")]

    def overtaken(request):
        found = match(request)
        add(opened(), newer)
        return found

    monkeypatch.setattr(archive._engine, "match", overtaken)
    assert archive.search(Query("lama")).total == 0
    newer[0] = Article("a", "Terbaru", "Teks terbaru.")
    assert {hit.article.title for hit in archive.search(Query("teks")).hits} == {"Terbaru", ""}


def test_a_removal_is_seen_even_if_the_index_cannot_follow(opened, monkeypatch):
    archive = opened()
    add(archive, ARTICLES[:3])
    monkeypatch.setattr(generation, "commit", lambda *_, **__: 1 / 0)
    with pytest.raises(NotSearchable):
        archive.remove(["a1"])
    for text in ("", "perundingan", '"perundingan ke"', "unik*", "-kata0", "NOT unik2"):
        assert "a1" not in ids(opened(), text), text
    assert opened().search(Query()).total == 2


def test_a_removed_article_leaves_no_trace_on_disk(opened, folder):
    archive = opened()
    secret = Article("rahasia", "Zamrudkhatulistiwa", "Isinya kuningemasmurni dan lain.",
                     outlet="Xyzzy")
    add(archive, [*ARTICLES[:5], secret])
    add(archive, ARTICLES[5:8])
    before = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"kuningemasmurni" in before
    assert archive.remove(["rahasia", "tiada"]) == ["rahasia"]
    after = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    for trace in (b"kuningemasmurni", b"zamrudkhatulistiwa", b"Zamrudkhatulistiwa", b"Xyzzy"):
        assert trace not in after
    assert archive.verify() == []


def test_a_removal_that_the_index_follows_late_leaves_no_trace_either(opened, folder, monkeypatch):
    archive = opened()
    add(archive, [*ARTICLES[:5], Article("rahasia", "Judul", "Isinya kuningemasmurni.")])
    with monkeypatch.context() as patch:
        patch.setattr(generation, "commit", lambda *_, **__: 1 / 0)
        with pytest.raises(NotSearchable):
            archive.remove(["rahasia"])
    add(opened(), ARTICLES[5:6])
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert not any(b"kuningemasmurni" in content for content in files)


def test_a_damaged_article_is_found_by_verify_and_repaired_by_adding_it_again(opened, folder):
    add(opened(), ARTICLES[:3])
    with sqlite3.connect(folder / "articles.sqlite") as connection:
        connection.execute("UPDATE version SET body = body || '!' WHERE id IN ('a0', 'a1')")
    assert len(opened().verify()) == 2 and "add it again" in opened().verify()[0]
    with pytest.raises(EngineError, match="add it again"):
        opened().search(Query("perundingan"))
    add(opened(), ARTICLES[:1])
    assert opened().remove(["a1"]) == ["a1"]
    assert opened().verify() == []
    assert ids(opened()) == ["a0", "a2"]


def test_what_goes_wrong_outside_is_not_blamed_on_the_archive(opened):
    def broken():
        yield ARTICLES[0]
        raise BrokenPipeError("the reader of the report left")

    with pytest.raises(BrokenPipeError):
        add(opened(), broken())
    add(opened(), ARTICLES[1:2])
    assert ids(opened()) == ["a1"]


def write_with_other_lists(folder, analyzer, patch):
    add(open_whoosh(folder, analyzer, "old lists"), ARTICLES[:3])


def write_with_another_format(folder, analyzer, patch):
    patch.setattr(index_format, "INDEX_FORMAT", index_format.INDEX_FORMAT - 1)
    add(open_whoosh(folder, analyzer), ARTICLES[:3])
    for path in folder.glob("index-1/*.arrays"):
        path.write_bytes(b"another layout")


def write_before_there_was_a_signature(folder, analyzer, patch):
    patch.setattr("search.engines.whoosh.engine.sign_index", lambda analyzer: analyzer)
    add(open_whoosh(folder, analyzer), ARTICLES[:3])
    for path in folder.glob("index-1/*.arrays"):
        set_format(path, 4)


@pytest.mark.parametrize("write", [
    write_with_other_lists, write_with_another_format, write_before_there_was_a_signature])
def test_another_index_is_stale_and_not_damaged_until_it_is_rebuilt(
    folder, analyzer, monkeypatch, write
):
    with monkeypatch.context() as patch:
        write(folder, analyzer, patch)
    archive = open_whoosh(folder, analyzer)
    for use in (lambda: archive.search(Query("x")), lambda: add(archive, ARTICLES[:1]),
                lambda: archive.story("a0"), lambda: archive.remove(["a0"])):
        with pytest.raises(StaleIndex, match="another version.*indexer rebuild"):
            use()
    assert archive.verify() == [STALE]
    assert archive.status().stale
    assert archive.article("a1") == ARTICLES[1]
    assert list(archive.rebuild())[-1] == 3
    assert not archive.status().stale
    assert ids(archive) == ["a0", "a1", "a2"]
    assert archive.verify() == []


def test_a_copy_that_was_half_there_is_read_once_it_is_complete(opened, folder, tmp_path):
    add(opened(), ARTICLES[:3])
    away = folder.rename(tmp_path / "away")
    shutil.copytree(away, folder, ignore=shutil.ignore_patterns("MAIN*"))
    reader = opened()
    for _ in range(2):
        with pytest.raises(EngineError, match="indexer rebuild"):
            ids(reader)
    shutil.copytree(away, folder, dirs_exist_ok=True)
    assert ids(reader) == ["a0", "a1", "a2"]


def test_a_rebuild_swaps_under_a_reader(opened, folder):
    reader, writer = opened(), opened()
    add(writer, ARTICLES[:10])
    steps = writer.rebuild()
    next(steps)
    assert len(ids(reader)) == 10, "readers go on with the old index"
    list(steps)
    assert len(ids(reader)) == 10
    assert [path.name for path in folder.glob("index-*")] == ["index-2"]


def test_an_archive_left_or_made_empty_can_be_rebuilt_and_filled(opened, folder):
    folder.mkdir()
    assert list(opened().rebuild()) == []
    assert opened().search(Query("x")).total == 0 and opened().verify() == []
    add(opened(), ARTICLES[:2])
    opened().remove(["a0", "a1"])
    assert ids(opened()) == [] and opened().verify() == []
    assert list(opened().rebuild()) == []
    add(opened(), ARTICLES[2:3])
    assert ids(opened()) == ["a2"]


def test_an_abandoned_rebuild_changes_nothing(opened, folder):
    archive = opened()
    add(archive, ARTICLES[:10])
    steps = archive.rebuild()
    next(steps)
    steps.close()
    assert len(ids(opened())) == 10
    add(opened(), ARTICLES[10:11])
    assert [path.name for path in folder.glob("index-*")] == ["index-1"]


def test_a_damaged_index_is_named_and_rebuilt(opened, folder):
    archive = opened()
    add(archive, ARTICLES[:5])
    for path in folder.glob("index-1/*.arrays"):
        path.unlink()
    with pytest.raises(EngineError, match="indexer rebuild"):
        opened().search(Query("perundingan"))
    assert "indexer rebuild" in opened().verify()[0]
    list(opened().rebuild())
    assert len(ids(opened())) == 5


def test_where_store_and_index_disagree_is_named(opened, folder):
    add(opened(), ARTICLES[:5])
    with sqlite3.connect(folder / "articles.sqlite") as connection:
        connection.execute("DELETE FROM version WHERE id = 'a0'")
        connection.execute("UPDATE version SET seq = 1 WHERE id = 'a1'")
    assert opened().verify()[1:] == [
        "article 'a0': only the store has nothing, only the index change 1: run `indexer rebuild`",
        "article 'a1': only the store has change 1, only the index change 2: run `indexer rebuild`",
    ]


def test_a_newer_archive_is_refused_by_name(opened, folder):
    add(opened(), ARTICLES[:1])
    with sqlite3.connect(folder / "articles.sqlite") as connection:
        connection.execute("UPDATE state SET format = 99")
    with pytest.raises(EngineError, match="newer version"):
        opened().search(Query())


def test_a_missing_archive_is_named(opened):
    with pytest.raises(ArchiveMissing, match="indexer add"):
        opened().search(Query())


def test_a_half_created_archive_is_empty_and_sound(opened, folder):
    folder.mkdir()
    assert opened().verify() == [] and opened().search(Query("x")).total == 0
    (folder / "articles.sqlite").touch()
    assert opened().verify() == [] and opened().search(Query("x")).total == 0
    assert opened().status().articles == 0
    add(opened(), ARTICLES[:1])
    assert ids(opened()) == ["a0"]


def test_a_reader_from_before_the_archive_finds_it_when_it_is_made(opened, folder):
    reader = opened()
    with pytest.raises(ArchiveMissing):
        reader.search(Query())
    folder.mkdir()
    assert reader.search(Query()).total == 0
    add(opened(), ARTICLES[:2])
    assert ids(reader) == ["a0", "a1"]


def test_a_second_writer_waits_and_says_so(opened, caplog):
    first, second = opened(), opened()
    add(first, ARTICLES[:1])
    holding, done = threading.Event(), threading.Event()

    def hold():
        with writing(first) as transaction:
            holding.set()
            done.wait(20)
            transaction.remove("a0")

    with caplog.at_level(logging.WARNING), ThreadPoolExecutor() as pool:
        holder = pool.submit(hold)
        holding.wait(20)
        waiter = pool.submit(add, second, ARTICLES[1:2])
        while not caplog.messages:
            assert not waiter.done()
        done.set()
        holder.result(20)
        waiter.result(20)
    assert "waiting" in caplog.text
    assert ids(opened()) == ["a1"]


STEADY = [
    Query(text, page_size=100, sort=sort, **filters)
    for text in ("perundingan", '"perundingan ke"', "kata3 OR kata4", "unik1*", "judul -kata0",
                 "perunding~", "=dibuka title:judul", '"dibuka ke"~2', "tiada perundingan",
                 "(kata1 OR kata2) AND dibuka", "outlet:nusa")
    for sort, filters in (
        (Sort.RELEVANCE, {}), (Sort.OLDEST, {"selected": {"year": ("2007", "none")}}),
        (Sort.NEWEST, {"selected": {"outlet": ("Kabar Nusa",)}, "since": "2007"}))
]
"""Queries that find no article that the writer changes."""


def describe(page):
    """Return what a page says of steady articles, except scores, which depend on all articles."""
    ordered = [hit.article for hit in page.hits]
    if page.query.sort is Sort.RELEVANCE:
        ordered.sort(key=lambda article: article.id)
    return page.total, page.match, ordered, page.facets, [
        {span for snippet in hit.snippets for span in snippet.list_matches()}
        for hit in sorted(page.hits, key=lambda hit: hit.article.id)
    ]


def changing(version):
    return [Article(f"c{n}", "Ganti", f"Berganti versi{version} urutan{n}.", outlet="Lain")
            for n in range(5)]


@pytest.mark.parametrize("queries", [500, pytest.param(10_000, marks=pytest.mark.long)])
def test_threads_share_an_archive_while_a_writer_commits(opened, queries):
    archive, stop = opened(), threading.Event()
    for start in range(0, 60, 20):
        add(archive, ARTICLES[start:start + 20])
    expected = [describe(archive.search(query)) for query in STEADY]
    assert all(total for total, *_ in expected)
    written = [0]

    def write():
        writer = opened()
        while not stop.is_set():
            add(writer, changing(written[0] + 1))
            written[0] += 1
            if written[0] % 4 == 0:
                assert writer.remove(["c3", "c4"]) == ["c3", "c4"]
        return writer.verify()

    def ask(number):
        if number % 3:
            steady = number % len(STEADY)
            assert describe(archive.search(STEADY[steady])) == expected[steady], STEADY[steady]
        else:
            word = f"versi{written[0] + number % 2}"
            for hit in archive.search(Query(word)).hits:
                assert word in hit.article.body, "a hit's text is the text that was indexed"

    with switching_often(), ThreadPoolExecutor(9) as pool:
        writer = pool.submit(write)
        try:
            for _ in pool.map(ask, range(queries)):
                pass
            while written[0] <= 3 and not writer.done():  # a busy machine may favour readers
                ask(written[0])
        finally:
            stop.set()
        assert writer.result(60) == []
    assert written[0] > 3


@contextmanager
def switching_often():
    """Make threads take turns a thousand times as often as usual."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)


@pytest.mark.long
def test_readers_never_meet_a_broken_state_while_a_writer_commits(opened):
    writer, reader = opened(), opened()
    add(writer, ARTICLES[:5])
    stop = threading.Event()
    totals = []

    def read():
        while not stop.is_set():
            page = reader.search(Query("perundingan", page_size=100))
            assert len(page.hits) == page.total
            totals.append(page.total)

    with ThreadPoolExecutor() as pool:
        readers = [pool.submit(read) for _ in range(3)]
        for article in ARTICLES[5:30]:
            add(writer, [article])
        stop.set()
        for each in readers:
            each.result(20)
    assert set(totals) <= set(range(5, 31))
    assert reader.search(Query("perundingan")).total == 30


@pytest.fixture
def read_only(monkeypatch):
    """SQLite as it behaves where the folder cannot be written (root may write everywhere)."""
    real = sqlite3.connect

    def refuse_shared_memory(address, **options):
        if "immutable" not in address:
            raise sqlite3.OperationalError("unable to open database file")
        return real(address, **options)

    return lambda: monkeypatch.setattr(sqlite3, "connect", refuse_shared_memory)


def test_an_archive_on_read_only_media_can_be_searched(opened, read_only):
    add(opened(), ARTICLES[:3])
    read_only()
    assert opened().search(Query("perundingan")).total == 3


def test_a_copy_without_its_newest_changes_is_refused(opened, folder, read_only):
    add(opened(), ARTICLES[:3])
    (folder / "articles.sqlite-wal").write_bytes(b"changes")
    read_only()
    with pytest.raises(EngineError, match="copy it again"):
        opened().search(Query("perundingan"))


def test_a_reader_that_may_not_write_sees_what_changes_elsewhere(opened, folder, read_only):
    writer = opened()
    add(writer, ARTICLES[:3])
    real = sqlite3.connect
    read_only()
    reader = opened()
    assert len(ids(reader)) == 3
    refusing, sqlite3.connect = sqlite3.connect, real
    add(writer, ARTICLES[3:5])
    writer.remove(["a0"])
    writer.close()
    sqlite3.connect = refusing
    assert ids(reader) == ["a1", "a2", "a3", "a4"] and reader.articles(["a0"]) == []
    assert [article.id for article in reader.export()] == ["a1", "a2", "a3", "a4"]


def test_what_changes_while_it_is_read_without_locks_is_refused(opened, folder, read_only):
    add(opened(), ARTICLES[:3])
    read_only()
    exported = opened().export()
    next(exported)
    (folder / "articles.counter").write_bytes(bytes(8))
    with pytest.raises(EngineError, match="try again"):
        list(exported)


@pytest.mark.parametrize("switch", ["rename", "link"])
def test_an_archive_that_takes_the_place_of_another_is_read_at_once(
    opened, folder, tmp_path, switch
):
    """Both have followed as many changes, so that their states do not tell them apart."""
    add(opened(), ARTICLES[:3])
    folder.rename(tmp_path / "lama")
    add(opened(), ARTICLES[10:13])
    folder.rename(tmp_path / "baru")
    shutil.copytree(tmp_path / "lama", folder) if switch == "rename" else folder.symlink_to("lama")
    reader, asked, switched = opened(), threading.Event(), threading.Event()

    def ask():
        before = ids(reader)
        asked.set()
        switched.wait(10)
        return before, ids(reader), [each.id for each in reader.articles(["a0", "a10"])]

    with ThreadPoolExecutor() as pool:
        other = pool.submit(ask)
        assert asked.wait(10)
        assert ids(reader) == ["a0", "a1", "a2"]
        folder.rename(tmp_path / "dulu") if switch == "rename" else folder.unlink()
        assert ids(reader) == ["a0", "a1", "a2"], "what was taken away is still read"
        (tmp_path / "baru").rename(folder) if switch == "rename" else folder.symlink_to("baru")
        switched.set()
        assert other.result(10) == (["a0", "a1", "a2"], ["a10", "a11", "a12"], ["a10"])
    assert ids(reader) == ["a10", "a11", "a12"] and len(reader.outlets()) == 1
    opened().remove(["a10"])
    assert ids(reader) == ["a11", "a12"]


@pytest.mark.parametrize("published", ["0001", "9999-12-31", "0001-01-01T00:00:00+07:00"])
def test_dates_at_the_ends_of_the_calendar(opened, published):
    archive = opened()
    add(archive, [Article("a", "Judul", "Isi.", published=published)])
    assert archive.search(Query(selected={"year": (published[:4],)})).total == 1
    assert archive.search(Query(since=published[:4], until=published[:4])).total == 1


@pytest.mark.parametrize("body", [
    "", "\x00", "kata " * 70_000, "x" * 1_000_000, "\u202e\u200f teks", "😀" * 100, "a\x00b",
])
def test_odd_articles_are_stored_whole_and_found(opened, body):
    archive = opened()
    article = Article("aneh", "Penanda", body)
    add(archive, [article])
    assert archive.article("aneh") == article
    assert ids(archive, "penanda") == ["aneh"]
    assert archive.verify() == []


def test_full_batches_wait_for_the_index_and_are_visible_at_the_end(archive, monkeypatch):
    monkeypatch.setattr("search.batch.BATCH_ARTICLES", 10)
    stream = (Article(f"a{n}", "Judul", "Perundingan.") for n in range(45))
    seen = []
    for batch in archive.add(stream):
        status = archive.status()
        seen.append((len(batch), status.articles, status.pending,
                     archive.search(Query("perundingan")).total))
    assert seen == [(10, 10, 0, 10), (10, 20, 10, 10), (10, 30, 20, 10), (10, 40, 30, 10),
                    (5, 45, 0, 45)]
    assert archive.verify() == []


def test_a_stream_that_stops_half_way_leaves_nothing_that_was_yielded_unfound(archive, monkeypatch):
    monkeypatch.setattr("search.batch.BATCH_ARTICLES", 10)
    stream = archive.add(Article(f"a{n}", "Judul", "Perundingan.") for n in range(100))
    for _ in range(4):
        next(stream)
    assert archive.status().pending == 30
    stream.close()
    assert archive.search(Query("perundingan")).total == 40
    assert archive.status().pending == 0 and archive.verify() == []


def test_articles_changed_while_they_wait_are_found_as_they_are_now(archive, monkeypatch):
    monkeypatch.setattr("search.batch.BATCH_ARTICLES", 10)
    stream = archive.add(Article(f"a{n}", "Judul", "Perundingan lama.") for n in range(100))
    for _ in range(3):
        next(stream)
    archive.remove(["a12"])
    assert archive.status().pending == 0, "another transaction brings in what waits"
    next(stream)
    list(archive.add([Article("a25", "Judul", "Perundingan baru.")]))
    stream.close()
    assert archive.search(Query("baru")).total == 1
    assert archive.search(Query("lama")).total == 38
    assert archive.verify() == []


def test_a_load_goes_on_after_another_process_brought_in_what_waits(
    tmp_path, analyzer, monkeypatch
):
    monkeypatch.setattr("search.batch.BATCH_ARTICLES", 10)
    first, second = (open_whoosh(tmp_path / "a", analyzer)
                     for _ in range(2))
    stream = first.add(Article(f"a{n}", "Judul", "Perundingan.") for n in range(50))
    for _ in range(3):
        next(stream)
    list(second.add([Article("b", "Judul", "Perundingan.")]))
    assert second.search(Query("perundingan")).total == 31
    assert sum(len(batch) for batch in stream) == 20
    assert first.search(Query("perundingan")).total == 51
    assert first.verify() == [] and first.status().pending == 0


def test_a_phrase_beside_a_phrase_adds_what_it_scores_alone(opened):
    archive = opened()
    add(archive, [Article("1", "Berunding damai", "Mereka berunding damai."),
                  Article("2", "Perundingan damai", "Perundingan damai, runding damai."),
                  Article("3", "Runding", "Runding damai."), Article("4", "Damai", "Runding.")])
    stems = Phrase(("runding", "damai"))
    forms = Phrase(("berunding", "damai"), channel=Channel.FORM)

    def score(node):
        matches = archive._engine.match(Request(node))
        return dict(zip(matches.ids, matches.scores))
    alone, added = score(stems), score(forms)
    assert score(Boost(stems, ((0.5, forms),))) == pytest.approx(
        {id: alone[id] + 0.5 * added.get(id, 0) for id in alone})
    assert alone.keys() == {"1", "2", "3"} and added.keys() == {"1"}


def test_a_phrase_beside_another_is_explained_as_it_scores(opened):
    archive = opened()
    add(archive, [Article("1", "", "Satu dua tiga empat."), Article("2", "", "Tiga empat."),
                  Article("3", "", "Tiga empat lagi.")])
    boosted = Boost(Phrase(("satu", "dua")), ((1.0, Phrase(("tiga", "empat"))),))
    matches = archive._engine.match(Request(boosted, explain=True))
    (score,), (explanation,) = matches.scores, matches.explanations
    assert sum(part.score for part in explanation) == pytest.approx(score)
    assert len(explanation) == 2
