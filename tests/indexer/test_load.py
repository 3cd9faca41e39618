"""Paths → articles: which files are read, that nothing is lost, and that exports come back."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from indexer import formats
from indexer.ingest import day_order, load
from indexer.ingest.groups import group_records
from indexer.record import Location, Record, Rejection
from search import Article
from search.article import MAX_REVISION

from support.built_articles import build_article, read_articles
from support.examples import count_examples

FOLDER = {
    "b.txt": "Judul b\n\nIsi.",
    "a.txt": "Judul a\n\nIsi.",
    "a/z.jsonl": '{"title": "Judul a/z"}\n{"title": "Judul a/z lagi"}',
    "c/d/e.csv": "title\nJudul c/d/e",
    "C.TXT": "Judul C\n\nIsi.",
    ".tersembunyi.txt": "Judul hidden\n\nIsi.",
    ".git/x.txt": "Judul hidden\n\nIsi.",
    "c/.d/x.txt": "Judul hidden\n\nIsi.",
    "README.adoc": "# unknown",
    "a.txt~": "unknown",
    "c/gambar.png": "unknown",
}


@pytest.fixture
def folder(tmp_path):
    for name, content in FOLDER.items():
        path = tmp_path / "berita" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return tmp_path / "berita"


def loaded(*paths):
    """The titles of the articles loaded, and the rejections as text."""
    rejections = []
    titles = [each.title for each in read_articles(paths, rejections.append)]
    return titles, [str(each) for each in rejections]


def test_folders_are_read_to_the_bottom_in_the_order_of_names(folder):
    assert loaded(folder) == (
        ["Judul C", "Judul a/z", "Judul a/z lagi", "Judul a", "Judul b", "Judul c/d/e"], [],
    )


def test_paths_are_read_in_the_order_given(folder):
    titles, _ = loaded(folder / "b.txt", folder / "a", folder / "a.txt", folder / "b.txt")
    assert titles == ["Judul b", "Judul a/z", "Judul a/z lagi", "Judul a", "Judul b"]


@pytest.mark.parametrize("name", ["README.adoc", "a.txt~", "c/gambar.png"])
def test_an_unknown_format_named_explicitly_is_a_rejection(folder, name):
    titles, [rejection] = loaded(folder / "a.txt", folder / name, folder / "b.txt")
    assert titles == ["Judul a", "Judul b"]
    assert rejection.startswith(f"{folder / name}:1: unknown format")


@pytest.mark.parametrize("name", [".tersembunyi.txt", ".git/x.txt", ".git"])
def test_what_is_hidden_is_read_when_it_is_named(folder, name):
    assert loaded(folder / name) == (["Judul hidden"], [])


def test_an_empty_folder_holds_nothing(tmp_path):
    assert loaded(tmp_path) == ([], [])


def test_a_rejected_file_does_not_stop_the_next(tmp_path):
    (tmp_path / "1.txt").write_bytes(b"\xef\xbb\xbf")
    (tmp_path / "2.txt").write_bytes(b"")
    (tmp_path / "3.csv").write_bytes(b"a,b\n1,2\n")
    (tmp_path / "4.jsonl.gz").write_bytes(b"bukan gzip")
    (tmp_path / "5.txt").write_bytes(b"Judul\n\nIsi.")
    titles, rejections = loaded(tmp_path)
    assert titles == ["Judul"]
    assert [line.removeprefix(f"{tmp_path}/")[:10] for line in rejections] == [
        "1.txt:1: n", "2.txt:1: n", "3.csv:1: t", "4.jsonl.gz",
    ]


def test_articles_are_built_one_at_a_time(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"title": "Satu"}\nrusak\n{"title": "Dua"}\n')
    rejections = []
    articles = read_articles([tmp_path], rejections.append)
    assert next(articles).title == "Satu" and not rejections
    assert next(articles).title == "Dua" and len(rejections) == 1


# Properties

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
FIELDS = ["id", "title", "body", "text", "outlet", "published", "date", "url", "extra",
          "date_precision", "revision", "byline", "rejected"]
RECORDS = st.dictionaries(
    st.sampled_from(FIELDS),
    st.text(max_size=8) | st.sampled_from(["", None, "a/b c?d#é", "26 April 2019", 7]) | JSON,
)


@given(st.lists(RECORDS.map(json.dumps) | st.sampled_from(["rusak", "[]", "7", '{"title":'])))
def test_every_line_becomes_an_article_or_a_rejection(lines):
    """Here all counts as published; test_publication.py has what does not."""
    assume(lines[:1] != ["[]"])  # an array that has the wrong name, and nothing in it
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.jsonl"
        path.write_text("\n".join(lines))
        rejections = []
        options = load.ReadOptions(include_unpublished=True)
        articles = list(read_articles([path], rejections.append, options))
    assert len(articles) + len(rejections) == len(lines)


TEXT = st.text(max_size=20)
EXTRA = st.dictionaries(st.sampled_from([*FIELDS, "a/b", ""]) | TEXT, JSON, max_size=4)
PUBLISHED = st.sampled_from([None, "2003", "2013-06", "2013-06-29", "2013-06-29T19:57:34+07:00"])
ARTICLES = st.builds(
    Article,
    id=st.text(min_size=1, max_size=20).filter(str.strip) | st.sampled_from(["a/b c?d#é", " a\n"]),
    title=TEXT, body=TEXT.map("Isi. {}".format), outlet=st.none() | TEXT.filter(bool),
    published=PUBLISHED, url=st.none() | TEXT.filter(bool), extra=EXTRA,
    revision=st.just(1) | st.integers(1, MAX_REVISION),
)


@settings(max_examples=count_examples(300))
@given(ARTICLES)
def test_an_exported_article_comes_back_as_it_was(original):
    line = json.dumps(original.to_dict())
    again = build_article(Record(location=Location("a.jsonl"), fields=json.loads(line)))
    assert json.dumps(again.to_dict()) == line


@given(RECORDS)
def test_the_article_that_a_record_gives_comes_back_as_it_was(fields):
    made = build_article(Record(
        location=Location("a.jsonl"), fields=json.loads(json.dumps(fields))))
    if isinstance(made, Rejection):
        return
    line = json.dumps(made.to_dict())
    again = build_article(Record(location=Location("a.jsonl"), fields=json.loads(line)))
    assert json.dumps(again.to_dict()) == line


@pytest.mark.parametrize("dates, read", [
    (["9/8/2016", "9/25/2016", "5/5/2016", "25/9/2016"],
     ["2016-09-08", "2016-09-25", "2016-05-05", "2016-09-25"]),
    (["9/8/2016", "25/9/2016", "9/25/2016"], ["2016-08-09", "2016-09-25", "2016-09-25"]),
    (["9/8/2016", "10/8/2016"], ["2016-08-09", "2016-08-10"]),
    (["2016-09-25", "9/25/2016", "9/8/2016"], ["2016-09-25", "2016-09-25", "2016-08-09"]),
    (["9/8/2016 2:05 PM", "9/25/2016 2:05 PM"],
     ["2016-09-08T14:05:00+07:00", "2016-09-25T14:05:00+07:00"]),
])
def test_a_date_that_can_be_read_one_way_only_tells_of_those_around_it(write, dates, read):
    path = write("a.csv", "Judul,Tanggal\n" + "".join(f"Judul,{date}\n" for date in dates))
    assert [each.article.published for each in load.FileReader().trace(path)] == read


def test_no_more_records_are_held_than_show_the_order(write, monkeypatch):
    monkeypatch.setattr("indexer.ingest.day_order.MAX_HELD_RECORDS", 3)
    dates = ["9/8/2016", "9/9/2016", "9/10/2016", "9/25/2016"]
    path = write("a.csv", "Judul,Tanggal\n" + "".join(f"Judul,{date}\n" for date in dates))
    assert [each.article.published for each in load.FileReader().trace(path)] == [
        "2016-08-09", "2016-09-09", "2016-10-09", "2016-09-25"]


def test_what_is_rejected_is_not_held_without_end(write, monkeypatch):
    monkeypatch.setattr("indexer.ingest.day_order.MAX_HELD_RECORDS", 3)
    path = write("a.jsonl", "{\n" * 5 + '{"title": "Judul", "date": "9/25/2016"}\n')
    records = ([each] for each in formats.read(path, "jsonl"))
    taken, month_first = day_order.detect_month_first(records)
    assert len(taken) == 3 and not month_first


def test_what_is_no_article_keeps_its_place_in_its_group(write):
    path = write("a.jsonl", """{"title": "Judul satu"}
{"id": "a"}
{
{"title": "Judul dua", "status": "draft"}
{"title": "Judul tiga"}
""")
    kinds = [type(each).__name__ for each in load.FileReader().trace(path)]
    assert kinds == ["Trace", "Rejection", "Rejection", "Unpublished", "Trace"]


def test_a_group_of_long_records_is_small():
    records = [Record(location=Location("a", at), fields={"isi": ["x" * 300_000]})
               for at in range(5)]
    groups = list(group_records(records))
    assert [len(group) for group in groups] == [4, 1]
    assert [each for group in groups for each in group] == records


def test_texts_that_are_rejected_fill_a_group():
    rejections = [Rejection(location=Location("a", at), reason="x", raw="x" * 600_000)
                  for at in range(3)]
    assert [len(group) for group in group_records(rejections)] == [2, 1]


def test_a_record_of_a_pipe_does_not_wait_for_the_next(tmp_path):
    pipe = tmp_path / "a.jsonl"
    os.mkfifo(pipe)
    traces = load.FileReader().trace(pipe)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(next, traces)
        with pipe.open("wb", buffering=0) as file:
            file.write(b'{"title": "Judul satu", "date": "2019-04-26"}\n' * 2)
            assert first.result(timeout=30).article.title == "Judul satu"
    assert len(list(traces)) == 1


@pytest.mark.parametrize("replaced", ["a.jsonl", "dalam"])
@pytest.mark.parametrize("follow_links", [False, True])
def test_a_link_that_takes_the_place_of_a_file_is_followed_only_if_links_are(
    tmp_path, replaced, follow_links
):
    folder, outside = tmp_path / "berita", tmp_path / "luar"
    for place, title in ((folder, "Terbit"), (outside, "Rahasia")):
        (place / "dalam").mkdir(parents=True)
        for name in ("a.jsonl", "dalam/b.jsonl", "b.jsonl"):
            (place / name).write_text(f'{{"title": "{title}", "body": "Isi."}}\n')
    reader = load.FileReader(load.ReadOptions(follow_links=follow_links))
    titles = []
    for path in reader.find_files([folder]):
        if replaced in path.parts and not (folder / replaced).is_symlink():
            (folder / replaced).rename(tmp_path / "lama")
            (folder / replaced).symlink_to(outside / replaced)
        for result in reader.trace(path):
            titles.append(getattr(result, "reason", None) or result.article.title)
    secret = "Rahasia" if follow_links else (
        "cannot be read: a link that leads out of the folder has taken its place")
    assert sorted(titles) == sorted(["Terbit", "Terbit", secret])


def test_a_link_within_the_folder_is_followed(tmp_path):
    (tmp_path / ".b.jsonl").write_text('{"title": "Terbit", "body": "Isi."}\n')
    (tmp_path / "a.jsonl").symlink_to(".b.jsonl")
    reader = load.FileReader()
    [trace] = [each for path in reader.find_files([tmp_path]) for each in reader.trace(path)]
    assert trace.article.title == "Terbit"
