"""What a killed writer, a damaged file and a full disk do to an archive: nothing but delay.

Never a wrong answer, never an archive that cannot be opened, nothing lost that was
acknowledged. A few points in `make test`, all of them in `make test-all`.
"""

import json
import os
import random
import shutil
import signal
import sys

import pytest

from search import Article, Query
from search.errors import EngineError, NotIndexed, SearchError, is_disk_full

from support.archives import open_whoosh

EVENTS = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "sqlite3.connect",
          "mmap.__new__")
"""What a writer does to files: it is killed just before one of them."""

POINTS = range(1, 261)
SEEDED = sorted(random.Random(20261121).sample(POINTS, 5))


def article(number, version=1):
    return Article(f"a{number}", f"Judul {number}", f"Perundingan ke-{number}, naskah v{version}.",
                   outlet="Kabar Nusa", published="2007")


def changes(archive):
    """What the writer does, step by step; each step names the articles that it made durable."""
    for start in range(0, 30, 10):
        list(archive.add(map(article, range(start, start + 10))))
        yield {f"a{n}": 1 for n in range(start, start + 10)}
    list(archive.add(article(n, version=2) for n in range(5)))
    yield {f"a{n}": 2 for n in range(5)}
    archive.remove(["a7", "a8"])
    yield {"a7": None, "a8": None}
    list(archive.rebuild())
    yield {}
    list(archive.add(map(article, range(30, 40))))
    yield {f"a{n}": 1 for n in range(30, 40)}


def killed_at(point, open_archive, report):
    """Run the changes in a child that kills itself at its n-th file event; whether it died."""
    child = os.fork()
    if not child:
        left = [point]

        def count(event, _):
            if event in EVENTS or event == "os.fsync":
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        real = os.fsync
        os.fsync = lambda file: (count("os.fsync", ()), real(file))[1]
        sys.addaudithook(count)
        try:
            for step, _ in enumerate(changes(open_archive()), 1):
                os.write(report, bytes([step]))
        except BaseException:
            os._exit(3)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0, "the writer failed by itself"
    return os.WIFSIGNALED(status)


def acknowledged(steps):
    """The version of each article after so many steps, None for those removed."""
    known = {}
    for _, step in zip(range(steps), expected_steps()):
        known |= step
    return known


def expected_steps():
    yield from ({f"a{n}": 1 for n in range(start, start + 10)} for start in (0, 10, 20))
    yield {f"a{n}": 2 for n in range(5)}
    yield {"a7": None, "a8": None}
    yield {}
    yield {f"a{n}": 1 for n in range(30, 40)}


@pytest.fixture
def opened(tmp_path, analyzer):
    folder = tmp_path / "archive"
    return lambda: open_whoosh(folder, analyzer)


def check(archive, steps):
    """What was acknowledged is there and found; the step after it is there or not yet."""
    assert archive.verify() == []
    known, after = acknowledged(steps), acknowledged(steps + 1)
    stored = {each.id: int(each.body[-2]) for each in archive.export()}
    for id in known:
        assert stored.get(id) in (known[id], after[id]), id
    for hit in archive.search(Query("perundingan", page_size=100)).hits:
        assert f"ke-{hit.article.id[1:]}," in hit.article.body
        assert hit.article.id in stored, "a removed article was found"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.parametrize("point", [
    point if point in SEEDED else pytest.param(point, marks=pytest.mark.long) for point in POINTS
])
def test_a_writer_killed_at_any_point_loses_nothing(opened, point):
    reading, writing = os.pipe()
    killed = killed_at(point, opened, writing)
    os.close(writing)
    with open(reading, "rb") as pipe:
        steps = len(pipe.read())
    if not steps and killed:
        archive = opened()
        try:
            check(archive, 0)
        except NotIndexed:  # the first articles are stored; the next writer indexes them
            pass
        except EngineError as error:
            assert "indexer add" in str(error), "only an archive never begun may be missing"
    else:
        check(opened(), steps)
    for _ in changes(opened()):
        pass
    check(opened(), 7)
    assert opened().search(Query("perundingan")).total == 38
    assert opened().status().pending == 0


def answers(archive):
    """What the archive says to a few queries; the texts of the hits too."""
    pages = [archive.search(Query(text, page_size=100)) for text in (
        "perundingan", '"perundingan ke"', "judul -v2", "pers*", "=naskah", "",
    )]
    return [
        (page.total, page.facets, [hit.article.to_dict() for hit in page.hits]) for page in pages
    ]


def filled(opened):
    """What an archive answers before its last change, and after it; each query's two answers."""
    reader = opened()
    return list(zip(*[answers(reader) for _ in changes(opened())][-2:]))


def check_answers(archive, expected, what):
    """Each answer is that of one state or the other."""
    for answer, either in zip(answers(archive), expected):
        assert answer in either, what


@pytest.mark.parametrize("part", ["index", "store"])
@pytest.mark.parametrize("seed", [
    0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 12))
])
def test_a_flipped_byte_is_never_answered_from(opened, tmp_path, part, seed):
    expected = filled(opened)
    folder = tmp_path / "archive"
    pattern = "index-*/*" if part == "index" else "articles.sqlite"
    chosen = random.Random(seed)
    for path in sorted(path for path in folder.glob(pattern) if path.stat().st_size):
        sound = path.read_bytes()
        for place in sorted(chosen.sample(range(len(sound)), min(40 if seed else 12, len(sound)))):
            damaged = bytearray(sound)
            damaged[place] ^= 1 << chosen.randrange(8)
            path.write_bytes(damaged)
            try:
                check_answers(opened(), expected, f"{path.name}, byte {place}")
            except SearchError as error:
                assert str(error)
            path.write_bytes(sound)
    assert answers(opened()) == [after for _, after in expected]


@pytest.mark.parametrize("size", [0, 1, 100, -1, -20])
def test_a_file_cut_short_is_never_answered_from(opened, tmp_path, size):
    expected = filled(opened)
    for path in (tmp_path / "archive").glob("index-*/*.arrays"):
        sound = path.read_bytes()
        path.write_bytes(sound[:size])
        check_answers(opened(), expected, path.name)
        assert "indexer rebuild" in opened().verify()[0]
        path.write_bytes(sound)
    assert answers(opened()) == [after for _, after in expected]


@pytest.fixture
def small_disk(tmp_path):
    """A function that returns the folder of a disk of this size."""
    if shutil.which("mount") is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("a full disk needs a small tmpfs, so root")
    disk = tmp_path / "disk"
    disk.mkdir()

    def mount(size):
        if os.system(f"mount -t tmpfs -o size={size} tmpfs {disk} 2>/dev/null"):
            pytest.skip("no tmpfs may be mounted here")
        return disk

    yield mount
    os.system(f"umount -l {disk} 2>/dev/null")  # what is mapped may still be held


def test_a_full_disk_loses_nothing(small_disk, analyzer):
    disk, kept = small_disk("3m"), 0
    archive = open_whoosh(disk / "archive", analyzer)
    with pytest.raises(EngineError) as full:
        for start in range(0, 100_000, 100):
            list(archive.add(map(article, range(start, start + 100))))
            kept = start + 100
    assert is_disk_full(full.value)
    assert kept
    reader = open_whoosh(disk / "archive", analyzer)
    assert reader.search(Query("perundingan")).total >= kept
    assert reader.verify() == []


@pytest.mark.parametrize("size", ["12k", "40k", "100k", "300k"])
def test_a_disk_too_small_for_the_first_articles_is_called_full(small_disk, indexer, size, write):
    """SQLite calls it an I/O error where its shared memory finds no room."""
    many = write("a.jsonl", [{"title": f"Judul {n}", "body": f"Isi {n}. " * 99}
                             for n in range(700)])
    ran = indexer("add", "--json", many, folder=small_disk(size) / "archive")
    assert ran.code == 2 and "the disk is full; free some space" in ran.err
    figures = json.loads(ran.out)
    assert (figures["read"], figures["added"], figures["not_stored"]) == (700, 0, 700)
