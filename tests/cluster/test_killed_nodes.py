"""A node dies in the middle of something: nothing acknowledged is lost, no answer is of two states.
"""

import itertools
import random
import threading
import time
from contextlib import contextmanager

import pytest

from search import Article, Query
from search.errors import ClusterUnavailable, EngineError

pytestmark = [pytest.mark.cluster, pytest.mark.long]  # nodes are killed, and come back

MARKED = 20
"""How many articles each transaction replaces, all with the same mark."""

LOADED, REMOVED = 240, 20
"""How many articles a load adds, in batches, and how many of them a removal takes away."""

LACKS_COPIES = ("rebuild",)
"""What may have to wait until the node is back: an index has no copies until it is built."""


def write_marked(mark):
    return [Article(f"m{number}", "Penanda", f"Gempa susulan penanda{mark}.", outlet="Kabar Nusa",
                    published="2007-02-13") for number in range(MARKED)]


def write_others(name, count):
    return [Article(f"{name}{number}", "Rapat warga", f"Pasar {name} nomor {number}.")
            for number in range(count)]


class Work:
    """Writes what tests look for again: each method finishes one piece, and may be repeated.

    What is acknowledged: `mark` is in all marked articles, `added` are there, `removed` are not.
    `tried` are removals that were not acknowledged: each was done as a whole, or not at all.
    """

    def __init__(self, archive):
        self.archive, self.mark, self.added, self.removed = archive, 0, {}, set()
        self.tried = []
        self._pieces = itertools.count()

    def block(self):
        """Replace all marked articles in one transaction."""
        for _ in self.archive.add(write_marked(self.mark + 1)):
            pass
        self.mark += 1

    def load(self):
        """Add articles in several transactions, which are indexed together at the end."""
        articles = write_others(f"muat{next(self._pieces)}x", LOADED)
        for batch in self.archive.add(articles):
            self.added |= {article.id: article for article in articles
                           if article.id in batch.added}

    def rebuild(self):
        for _ in self.archive.rebuild():
            pass

    def remove(self):
        """Remove some of what was loaded, and wait until it has gone from the disks."""
        if not self.added:
            self.load()
        ids = list(self.added)[:REMOVED]
        self.tried.append({id: self.added.pop(id) for id in ids})
        self.archive.remove(ids)
        self.removed |= self.tried.pop().keys()


@contextmanager
def reading(archive):
    """Search all the time; yield what was seen: whole answers, mixed ones, and errors."""
    seen = {"whole": 0, "mixed": [], "errors": []}
    done = threading.Event()

    def search():
        while not done.is_set():
            try:
                page = archive.search(Query("susulan", page_size=2 * MARKED))
            except EngineError as error:
                seen["errors"].append(error)
                continue
            texts = {hit.article.body for hit in page.hits}
            if len(texts) == 1 and page.total == len(page.hits) == MARKED:
                seen["whole"] += 1
            else:
                seen["mixed"].append((page.total, texts))

    reader = threading.Thread(target=search)
    reader.start()
    try:
        yield seen
    finally:
        done.set()
        reader.join()


@contextmanager
def repeating(piece):
    """Do a piece of work again and again, whatever comes of it; yield what came of it."""
    seen = {"done": 0, "errors": []}
    done, begun = threading.Event(), threading.Event()

    def work():
        while not done.is_set():
            begun.set()
            try:
                piece()
                seen["done"] += 1
            except EngineError as error:
                seen["errors"].append(error)
                time.sleep(0.2)

    worker = threading.Thread(target=work)
    worker.start()
    begun.wait()
    try:
        yield seen
    finally:
        done.set()
        worker.join()


def wait_until(condition, seconds=180):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it does not go on"
        time.sleep(0.05)


@pytest.mark.parametrize("victim", ["manager", "other"])
@pytest.mark.parametrize("piece", ["block", "load", "rebuild", "remove"])
def test_a_node_dies_and_comes_back(healed, open_again, piece, victim):
    work = Work(open_again())
    work.block()
    work.load()
    healed.wait_for("green")
    number = find_victim(healed, victim)
    with reading(open_again()) as read, repeating(getattr(work, piece)) as wrote:
        wait_until(lambda: wrote["done"] >= 1 and read["whole"] >= 3)
        time.sleep(random.random())  # into the middle of the next piece
        healed.kill(number)
        done, whole = wrote["done"], read["whole"]
        wait_until(lambda: read["whole"] >= whole + 3)
        wait_until(lambda: wrote["done"] >= done + 2 or piece in LACKS_COPIES and wrote["errors"])
        healed.start(number)
        healed.wait_for("green")
        done, whole = wrote["done"], read["whole"]
        wait_until(lambda: wrote["done"] > done and read["whole"] > whole)
    assert read["mixed"] == []
    for error in [*read["errors"], *wrote["errors"]]:
        assert isinstance(error, ClusterUnavailable) or "again" in str(error), error
    check_all_is_there(open_again(), work)


def find_victim(cluster, victim):
    manager = cluster.manager()
    return manager if victim == "manager" else (manager + 1) % 3


def check_all_is_there(archive, work):
    articles = {article.id: article for article in archive.export()}
    assert {id: articles.get(id) for id in work.added} == work.added
    assert not work.removed & articles.keys()
    for some in work.tried:
        assert {id: articles.get(id) for id in some} in (some, dict.fromkeys(some))
    marks = {article.body for article in archive.articles([f"m{n}" for n in range(MARKED)])}
    assert marks in ({write_marked(work.mark)[0].body}, {write_marked(work.mark + 1)[0].body})
    assert archive.verify() == []
    list(archive.rebuild())  # which follows whatever a broken piece has left
    assert archive.search(Query("pasar")).total == len(articles) - MARKED
    assert archive.verify() == []
