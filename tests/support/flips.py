"""Flips bytes in every file of an archive, and asks what it then answers.

    PYTHONPATH=.:tests python -P -m support.flips --count 1000 --seed 1

Each flip is asked about in a process of its own, which must not die. An answer must be that of the
sound archive, unless an error or a warning says that something is wrong. Besides, it is counted how
often `verify` finds nothing in a file: bytes that SQLite does not use have no checksum.
"""

import argparse
import logging
import os
import pickle
import random
import shutil
import signal
import sys
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

from search import Article, Query, open_archive
from search.analysis import Analyzer
from search.errors import SearchError
from search.keys import KeyFile, KeyKind
from search.query import STORY

WORDS = "gempa banjir nuklir perundingan sanksi tanggul pelabuhan kopi petani sungai".split()
SAME = "Kapal pengangkut kopi berlabuh di pelabuhan Sungai Kali pada pagi hari. " * 12

EXPLAINS = "Perhimpunan Kopi Nusantara (PKN) menanam kopi. Kata PKN, panen sudah dekat."

SECONDS = 60
"""After so long a process is ended: it hangs."""

QUERIES = [
    Query("gempa", interval="month", highlight=False), Query('"gempa banjir"'),
    Query("per* sungai"), Query("KOPI"), Query("PKN"),
    Query("nuklri~ OR kopi"), Query("title:kopi -sanksi", sort="newest", collapse=STORY),
    Query("", selected={"outlet": ("Kabar Nusa",)}, facets=("outlet", "year", "tag", "month")),
    Query('"kopi tanggul"~6', since="2005", page_size=50), Query("id:a3"), Query("site:a.example")]

KEYS = "keys.json"

SOUND, SAID, DIED, HUNG, WRONG = "sound", "said", "died", "hung", "wrong"


def build(folder):
    """Fill an archive in several commits, with what was changed and removed since."""
    archive = open_archive(f"whoosh:{folder}")
    dice = random.Random(5)
    articles = [
        Article(f"a{n}", " ".join(dice.choices(WORDS, k=4)),
                SAME if n % 9 == 8 else " ".join(dice.choices(WORDS, k=80)),
                outlet=dice.choice(("Kabar Nusa", "Suara Kali", None)),
                published=dice.choice((None, "2007", f"20{n % 19:02}-0{n % 9 + 1}-15")),
                url=f"https://a.example/{n}", extra={"tags": dice.sample(WORDS, 2)})
        for n in range(90)]
    list(archive.add_from(("berkas", each) for each in articles[:70]))
    list(archive.add(Article(f"p{n}", f"Kabar {n}", EXPLAINS) for n in range(4)))
    list(archive.rebuild())  # which learns acronyms
    archive.remove(["a7", "a30"])
    list(archive.add(articles[70:]))
    list(archive.add([Article("a9", "Kopi lagi", "Petani kopi di sungai.")]))
    many = " ".join(one + other + letter for one in WORDS for other in WORDS
                    for letter in "abcdefghijkl")  # as many as make a file of the vocabulary
    list(archive.add([Article("b1", "Kopi", f"Petani kopi di Kali Progo. {many}")]))
    archive.close()
    KeyFile(folder / KEYS).create("situs", KeyKind.SEARCH, date(2026, 11, 1), outlets=["Suara"])


def ask(archive, keys):
    """Return the answers to many questions by their names; an error stands for itself."""
    questions = {f"search {number}": lambda query=query: describe(archive.search(query))
                 for number, query in enumerate(QUERIES)}
    questions |= {
        "article": lambda: archive.article("a9"), "removed": lambda: archive.articles(["a7"]),
        "story": lambda: archive.story("a8"), "size": archive.size,
        "all hits": lambda: [each.id for each in archive.find_all(
            Query("kopi", sort="oldest")).articles],
        "export": lambda: list(archive.export()), "urls": lambda: sorted(archive.urls()),
        "sources": lambda: sorted(archive.articles_of_sources(["berkas"])),
        "related": lambda: [each.article.id for each in archive.related("a9")],
        "completions": lambda: archive.complete("kopi"), "outlets": archive.outlets,
        "keys": keys.list_keys,
        "terms": lambda: archive.significant_terms(Query("kopi")).terms,
    }
    answers = {}
    for name, question in questions.items():
        try:
            answers[name] = question()
        except SearchError as error:
            answers[name] = error
    return answers


def describe(page):
    """Return what a page says, without the time that it took."""
    return (page.total, page.articles, page.match, page.facets, page.timeline, [
        (hit.article, round(hit.score, 4), hit.title, hit.snippets, hit.story)
        for hit in page.hits])


class Flipper:
    """Flips bytes of a copy of an archive."""

    def __init__(self, folder, analyzer):
        self._folder, self._analyzer = folder, analyzer
        archive = open_archive(f"whoosh:{folder}", analyzer=analyzer)
        self._sound = ask(archive, KeyFile(folder / KEYS))
        assert archive.verify() == []
        assert not [name for name, each in self._sound.items() if isinstance(each, SearchError)]
        self.files = sorted(path for path in folder.rglob("*") if path.is_file()
                            and path.stat().st_size and path.suffix != ".lock")

    def try_flip(self, path, place, mask):
        """Return what became of the questions with a byte changed, the details, and whether
        verification found the change."""
        content = path.read_bytes()
        changed = bytearray(content)
        changed[place] ^= mask
        kept = {each: each.read_bytes() for each in self._folder.rglob("*") if each.is_file()}
        path.write_bytes(changed)
        try:
            return self._ask_in_child(path.name == "vocabulary.arrays")
        finally:
            for each in [each for each in self._folder.rglob("*") if each.is_file()]:
                if each not in kept:
                    each.unlink()
            for each, before in kept.items():
                if each == path or not each.exists() or each.read_bytes() != before:
                    each.write_bytes(content if each == path else before)

    def _ask_in_child(self, fresh):
        read, write = os.pipe()
        child = os.fork()
        if not child:
            os.close(read)
            self._answer(write, fresh)
        os.close(write)
        with os.fdopen(read, "rb") as pipe:
            data = pipe.read()
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            number = os.WTERMSIG(status)
            name = signal.Signals(number).name
            return (HUNG if number == signal.SIGALRM else DIED), name, False
        return pickle.loads(data) if data else (DIED, f"status {status}", False)

    def _answer(self, write, fresh):
        """Ask all questions in a child process, and send the outcome to its parent."""
        signal.alarm(SECONDS)
        said = []
        handler = logging.Handler(logging.WARNING)
        handler.emit = lambda record: said.append(record.getMessage())
        logging.getLogger().handlers = [handler]
        try:
            analyzer = Analyzer(self._folder / "vocabulary.arrays") if fresh else self._analyzer
            archive = open_archive(f"whoosh:{self._folder}", analyzer=analyzer)
            outcome = (*self._judge(ask(archive, KeyFile(self._folder / KEYS)), said),
                       self._verify(archive))
        except BaseException as error:
            outcome = DIED, repr(error), False
        with os.fdopen(write, "wb") as pipe:
            pipe.write(pickle.dumps(outcome))
        os._exit(0)

    def _verify(self, archive):
        """Return whether verification finds anything, as `indexer verify` would."""
        try:
            KeyFile(self._folder / KEYS).list_keys()
            return bool(archive.verify())
        except SearchError:
            return True

    def _judge(self, answers, said):
        errors = [str(each) for each in answers.values() if isinstance(each, SearchError)]
        differing = [name for name, each in answers.items()
                     if not isinstance(each, SearchError) and each != self._sound[name]]
        if differing and not said:
            return WRONG, f"{differing} {errors[:1]}"
        return (SAID, (errors + said)[0]) if errors or said else (SOUND, "")


def run(flipper, count, dice):
    """Return how often each outcome came, the faults, and what verification did not find, by file.
    """
    outcomes, faults, unfound = Counter(), [], Counter()
    for number in range(count):
        path = flipper.files[number % len(flipper.files)]
        place, mask = dice.randrange(path.stat().st_size), 1 << dice.randrange(8)
        outcome, detail, found = flipper.try_flip(path, place, mask)
        outcomes[outcome] += 1
        unfound[path.name] += not found
        if outcome in (DIED, HUNG, WRONG):
            faults.append((outcome, path.name, place, mask, detail))
    return outcomes, faults, +unfound


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root) / "archive"
        build(folder)
        shutil.copytree(folder, Path(root) / "copy")
        flipper = Flipper(Path(root) / "copy", Analyzer())
        outcomes, faults, unfound = run(flipper, asked.count, random.Random(asked.seed))
    print(f"{asked.count:,} flips in {len(flipper.files)} files: {dict(outcomes)}")
    each = asked.count // len(flipper.files)
    print(f"not found by verification, of {each} a file: {dict(unfound)}")
    for fault in faults:
        print(*fault)
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
