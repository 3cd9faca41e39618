"""An archive from somebody else, with numbers altered and checksums put right.

Kernels read and write memory at places that the files name. Whatever these say, nothing ends the
process: there is an error of ours, or an answer. Each question is asked in a child.
"""

import json
import os
import random
import shutil
import traceback
import zlib

import numpy as np
import pytest

from search import Article, Query, kernel_loader
from search.analysis import Analyzer
from search.arrays import ArrayFile, Damaged
from search.engines.whoosh.commits import commit_file, generation
from search.engines.whoosh.segments.segment import Segment
from search.engines.whoosh.segments.validation import agree, find_flaw
from search.errors import SearchError

from support.archives import open_whoosh
from support.index_files import rewrite

WORDS = "perundingan nuklir di palu tentang beras dan kopi pagi ini kata menteri".split()

QUERIES = [
    Query("perundingan"), Query("perundingan beras kopi"), Query('"perundingan nuklir di"'),
    Query('"kopi beras"~3'), Query("per* OR ko*"), Query("perundigan~ -nuklir"),
    Query("=di title:kopi"),
    Query("beras", selected={"outlet": ("Kabar Nusa",), "year": ("2007",), "byline": ("Sari",)}),
    Query("di", collapse="story", facets=("outlet", "year", "month", "day", "byline")),
    Query("", sort="oldest", page_size=100), Query("outlet:kabar", sort="newest"),
]


def article(number):
    chosen = random.Random(number)
    body = " ".join(chosen.choices(WORDS, k=9 + number % 60))
    if number % 9 == 0:
        body = " ".join(WORDS * 4)  # near-duplicates
    return Article(f"a{number}", f"Judul {chosen.choice(WORDS)}", body,
                   outlet=("Kabar Nusa", "Harian Wilis", None)[number % 3],
                   published=f"2007-0{1 + number % 9}-11", extra={"byline": "Sari"})


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """Three commits' worth of articles, some of them replaced and removed."""
    kernel_loader.load(*kernel_loader.GROUPS)
    if not kernel_loader.is_loaded("searching"):
        pytest.skip("no compiled kernels here")
    folder = tmp_path_factory.mktemp("template") / "archive"
    archive = open_whoosh(folder, Analyzer(folder / "vocabulary.arrays"))
    archive.warm()
    list(archive.add([Article(f"w{n}", f"Kata{n}", " ".join(f"kata{n}x{m}" for m in range(40)))
                      for n in range(40)]))  # new words enough for a vocabulary file
    assert (folder / "vocabulary.arrays").stat().st_size
    list(archive.add(map(article, range(60))))
    list(archive.add(map(article, range(60, 90))))
    list(archive.add([Article("a3", "Lain", "Perundingan lain.")]))
    archive.close()
    return folder


def put_number(value):
    def change(array, chosen):
        if len(array):
            info = np.iinfo(array.dtype)
            array[chosen.randrange(len(array))] = min(max(value, info.min), info.max)
        return array
    return change


CHANGES = {
    "a zero": put_number(0), "a small number": put_number(97), "a large number": put_number(60_000),
    "the largest number": put_number((1 << 64) - 1), "a negative number": put_number(-(1 << 40)),
    "a power of two": put_number(1 << 31),
    "one more": lambda array, chosen: np.append(array, array[-1:]),
    "one fewer": lambda array, chosen: array[:-1],
    "nothing": lambda array, chosen: array[:0],
    "reversed": lambda array, chosen: array[::-1],
    "all equal": lambda array, chosen: np.full_like(array, array.max(initial=0)),
    "shuffled": lambda array, chosen: array[chosen.sample(range(len(array)), len(array))],
    "wider": lambda array, chosen: array.astype("<i8" if array.dtype != "<i8" else "<u4"),
    "cut to bytes": lambda array, chosen: array.view(np.uint8),
}


def ask_everything(folder):
    """Search, read, verify and write; every error of ours is an answer."""
    archive = open_whoosh(folder, Analyzer(folder / "vocabulary.arrays"))
    archive.warm()
    steps = [lambda query=query: archive.search(query) for query in QUERIES]
    steps += [lambda: archive.story("a9"), archive.outlets, archive.verify]
    steps += [lambda: list(archive.add([article(95), article(4)])), lambda: archive.remove(["a9"]),
              lambda: list(archive.rebuild())]
    for step in steps:
        try:
            step()
        except SearchError as error:
            assert str(error)


def run_in_child(folder):
    """Return how a child ended that asks everything: 0, or the signal or exit code."""
    child = os.fork()
    if not child:
        try:
            ask_everything(folder)
        except BaseException:
            traceback.print_exc()
            os._exit(3)
        os._exit(0)
    return os.waitpid(child, 0)[1]


def list_cases():
    """Number the cases; each seed picks a file, an array and a change."""
    return [*range(4), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(4, 600))]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.parametrize("seed", list_cases())
def test_an_altered_archive_ends_no_process(template, tmp_path, seed):
    chosen = random.Random(seed)
    folder = tmp_path / "archive"
    shutil.copytree(template, folder)
    paths = sorted(folder.glob("index-*/MAIN_*.arrays"), key=lambda each: each.stat().st_size)
    path = chosen.choice([paths[-1], paths[-1], *folder.glob("index-*/commit-*"),
                          folder / "vocabulary.arrays"])
    name = chosen.choice([each for each in ArrayFile(path).names() if each != "fingerprint"])
    change = chosen.choice(sorted(CHANGES))
    rewrite(path, lambda arrays: arrays.update({name: CHANGES[change](arrays[name], chosen)}))
    assert run_in_child(folder) == 0, f"{path.name}, {name}: {change}"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_an_unaltered_archive_answers(template, tmp_path):
    shutil.copytree(template, tmp_path / "archive")
    assert run_in_child(tmp_path / "archive") == 0


# Each kind of bound


def find_segment(folder):
    return max(folder.glob("index-*/MAIN_*.arrays"), key=lambda each: each.stat().st_size)


SEGMENT_FLAWS = {
    "body.text_at": lambda array: array + np.arange(len(array)),
    "body.at": lambda array: array[::-1],
    "body.positions_at": lambda array: array - 1,
    "body.docs": lambda array: array.astype("<u4"),
    "body_form.letters": lambda array: array[:-1],
    "id": lambda array: array + 1000, "facet.outlet": lambda array: array + 1000,
    "holder": lambda array: array + 1000, "newest": lambda array: array + 1000,
    "length.body": lambda array: array[:-1], "start": lambda array: array.astype("<u4"),
}


@pytest.mark.parametrize("name", SEGMENT_FLAWS)
def test_a_segment_with_a_place_out_of_bounds_is_not_opened(template, tmp_path, name):
    path = shutil.copy(find_segment(template), tmp_path / "MAIN_x.arrays")
    rewrite(path, lambda arrays: arrays.update({name: SEGMENT_FLAWS[name](arrays[name])}))
    with pytest.raises(Damaged, match=f"MAIN_x.arrays is damaged .*{name}"):
        Segment(path)


POSTING_FLAWS = {
    "body.docs": lambda array: np.full_like(array, 60_000),
    "body_form.docs": lambda array: np.zeros_like(array),
    "body.freqs": lambda array: array + 1,
}


@pytest.mark.parametrize("name", POSTING_FLAWS)
def test_postings_out_of_bounds_are_found_when_they_are_touched(template, tmp_path, name):
    path = shutil.copy(find_segment(template), tmp_path / "MAIN_x.arrays")
    rewrite(path, lambda arrays: arrays.update({name: POSTING_FLAWS[name](arrays[name])}))
    segment = Segment(path)
    segment.check()
    field = segment.fields[name.split(".")[0]]
    with pytest.raises(Damaged, match=name):
        for number in range(field.count):
            field.touch(number, number + 1)
            field.touch_positions(number, number + 1)
    with pytest.raises(Damaged, match=name):
        Segment(path).check(thorough=True)


@pytest.mark.parametrize("name, change", [
    ("counts", lambda array: array - 1), ("counts", lambda array: array[:-1]),
    ("change", lambda array: array[:0]), ("pairs", lambda array: np.append(array, 1)),
])
def test_a_commit_that_cannot_be_is_refused(template, tmp_path, name, change):
    folder = tmp_path / "archive"
    shutil.copytree(template, folder)
    path, = list(folder.glob("index-*"))
    number = commit_file.list_numbers(path)[0]
    rewrite(commit_file.path_of(path, number),
            lambda arrays: arrays.update({name: change(arrays[name])}))
    with pytest.raises(Damaged):
        generation.open_segments(path, commit_file.read_commit(path, number))


def test_a_commit_names_no_file_elsewhere(template, tmp_path):
    folder = tmp_path / "archive"
    shutil.copytree(template, folder)
    path, = list(folder.glob("index-*"))
    number = commit_file.list_numbers(path)[0]

    def rename(arrays):
        first = next(iter(arrays))
        arrays.update({"/../../x": arrays.pop(first)})

    rewrite(commit_file.path_of(path, number), rename)
    with pytest.raises(Damaged, match="name of a segment"):
        commit_file.read_commit(path, number)


@pytest.mark.parametrize("directory", [
    b"", b"[]]", b"7", b"[7]", b'[["a"]]', b'[["a", "<u2", 1, 0, 0]]', b'[["a", "|O", 1, 0]]',
    b'[["a", "<u2", -1, 0]]', b'[["a", "<u2", 1, -64]]', b'[["a", "<u2", 1, 7]]',
    b'[["a", "<u2", 99999999999, 0]]', b'[["a", "<u2", 1, 6400]]', b'[["a", "(9,)f8", 1, 0]]',
    b'[["a", "<u2", 1e999, 0]]', b"[" * 99_999, b"\xff",
])
def test_a_directory_that_leads_out_of_the_file_is_damaged(tmp_path, directory):
    path = tmp_path / "a.arrays"
    body = bytes(64)
    table = np.array([zlib.crc32(body)], "<u4").tobytes() + directory
    head = b"WARTAARR" + (4).to_bytes(4, "little") + bytes(52)
    tail = (zlib.crc32(head).to_bytes(4, "little") + zlib.crc32(table).to_bytes(4, "little")
            + (128).to_bytes(8, "little"))
    path.write_bytes(head + body + table + tail)
    with pytest.raises(Damaged, match="a.arrays is damaged"):
        ArrayFile(path)
    sound = json.dumps([["a", "<u2", 1, 0]]).encode()
    table = np.array([zlib.crc32(body)], "<u4").tobytes() + sound
    path.write_bytes(head + body + table + tail[:4] + zlib.crc32(table).to_bytes(4, "little")
                     + tail[8:])
    assert ArrayFile(path)["a"].tolist() == [0]


# The order of documents, piece by piece


def test_flaws_are_found_wherever_pieces_are_cut():
    at = np.array([0, 0, 3, 3, 5, 9, 9])  # three terms in two blocks
    docs = np.array([1, 2, 9, 0, 1, 0, 3, 5, 7], "<u2")
    blocks, limit = 2, 8
    sound = [find_flaw(docs, at, blocks, limit, first, last)
             for first in range(9) for last in range(first + 1, 10)]
    for number, value in ((1, 1), (2, 2), (4, 0), (6, 0), (8, 5)):
        altered = docs.copy()
        altered[number] = value
        for first in range(number + 1):
            assert find_flaw(altered, at, blocks, limit, first, 9) == "order of documents"
    assert {*sound} <= {None, "a document"}


def test_frequencies_agree_slot_by_slot():
    at, positions_at = np.array([4, 4, 6, 7]), np.array([10, 10, 15, 16])
    assert agree(np.array([2, 3, 1], "<u2"), at, positions_at)
    assert not agree(np.array([2, 2, 2], "<u2"), at, positions_at)
    assert agree(np.zeros(0, "<u2"), at[:2], positions_at[:2])
    assert agree(np.array([2, 3], "<u2"), at[1:3], positions_at[1:3])
    assert agree(np.full(1 << 17, 65_535, "<u2"), np.array([0, 1 << 17]),
                 np.array([5, 5 + 65_535 * (1 << 17)]))
    for wrong in ([2, 4], [2, 2], [65_535, 6]):
        assert not agree(np.array(wrong, "<u2"), at[1:3], positions_at[1:3])
