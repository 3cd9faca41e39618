"""Queries at random, without end: of the grammar, of garbage, and of what chance makes of both.

    PYTHONPATH=.:tests python -P -m support.fuzz --count 1000000 --seed 1

searches a small archive for each. Every answer has to make sense, and no other error than
SearchError may come. What simple queries find is held to sets that were made without an engine.
With `--parse` they are only read: each as it is printed again, too, which has to mean the same.
"""

import argparse
import random
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from functools import cache
from math import isfinite
from pathlib import Path

from rapidfuzz.distance import OSA

from search import Article, Query
from search.analysis import Analyzer, list_words
from search.errors import QuerySyntaxError, SearchError
from search.query import Sort
from search.syntax import parse_query

from support.archives import open_whoosh

WORDS = ("gempa banjir nuklir runding berunding perundingan rundingan sanksi bersanksi tanggul "
         "jembatan menjembatani pelabuhan berlabuh kopi mengopi petani bertani pertanian sungai "
         "gunung pegunungan laut melaut pelaut pasar memasarkan pemasaran kereta sekolah "
         "bersekolah guru murid rumah perumahan listrik kelistrikan hujan kehujanan").split()
"""Content words that are no acronyms, and of which no two are another one side by side."""

OUTLETS = ("Kabar Nusa", "Harian Sagara", "Suara Kali", None)

SIGNS = list('"()*~=+-:|&!^?.,;/\\\'’“”«»‐–—…[]{}<>%#@ \t\n\0\u200b\u200e\u202e\ufeff') + [
    "AND", "OR", "NOT", "DAN", "ATAU", "BUKAN", "title:", "judul:", "outlet:", "body:", "before:",
    "after:", "on:", "past:", "site:", "url:", "id:", "sebelum:", "2007", "2007-02-30", "kemarin",
    "30d", "17/8/1945", "https://kabar.example/a?b=c", "Rp1.000.000", "U-23", "é", "ﬁ", "ß", "İ",
    "ı", "ſ", "K", "ﬃ", "⑴", "\u0307", "www.", ".id", "\ud800", "😀", "日本", "ع", "a" * 90, "~9",
    "~0", "''", '""', "((", "))", "-(", "+-", "*~", "5", "1,5", "juta", "ribu", "miliar", "Rp",
    "persen", "%", "ke-", "5²", "³", "½", "Ⅳ", "٣", "tahun", "hari"]
"""What queries are made of where anything may stand."""

STRANGE = ("Nd", "Nl", "No", "Lm", "Sk", "Cf", "Mn", "Mc", "Me", "Co")
"""The categories of characters that programs think least of: numbers, modifiers, and so on."""

MOST = 512


@cache
def list_strange_characters():
    """Return all characters of each category in STRANGE."""
    characters = {category: [] for category in STRANGE}
    for character in map(chr, range(sys.maxunicode + 1)):
        characters.get(unicodedata.category(character), []).append(character)
    return characters


def build_articles(dice, count):
    """Return articles of WORDS, of which some are dated and some have no outlet."""
    return [
        Article(f"a{n}", " ".join(dice.choices(WORDS, k=3)).capitalize(),
                " ".join(dice.choices(WORDS, k=dice.randint(4, 30))) + ".",
                outlet=dice.choice(OUTLETS),
                published=dice.choice((None, "2007", "2007-02", f"20{n % 20:02}-03-1{n % 10}")))
        for n in range(count)]


class Sets:
    """What simple queries find, by the words of the articles alone."""

    def __init__(self, articles, analyzer):
        self._analyzer = analyzer
        self._forms, self._stems, self._pairs = {}, {}, {}
        self.every = frozenset(range(len(articles)))
        for number, article in enumerate(articles):
            for field in ("title", "body"):
                tokens = list_words(analyzer.tokenize(getattr(article, field)))
                for token in tokens:
                    self._forms.setdefault((field, token.form), set()).add(number)
                    self._stems.setdefault((field, token.stem), set()).add(number)
                for one, other in zip(tokens, tokens[1:]):
                    self._pairs.setdefault((one.stem, other.stem), set()).add(number)
        self._vocabulary = sorted({form for _, form in self._forms})

    def stem(self, word, fields=("title", "body")):
        stem = self._analyzer.tokenize(word)[0].stem
        return self._unite((field, stem) for field in fields)

    def form(self, form, fields=("title", "body")):
        return frozenset().union(*(self._forms.get((field, form), ()) for field in fields))

    def prefix(self, letters):
        return self._join(form for form in self._vocabulary if form.startswith(letters))

    def fuzzy(self, word, edits):
        return self._join(
            form for form in self._vocabulary if OSA.distance(word, form) <= edits)

    def phrase(self, one, other):
        stems = tuple(self._analyzer.tokenize(word)[0].stem for word in (one, other))
        return frozenset(self._pairs.get(stems, ()))

    def _unite(self, keys):
        return frozenset().union(*(self._stems.get(key, ()) for key in keys))

    def _join(self, forms):
        return frozenset().union(*map(self.form, forms))


class QueryMaker:
    """Makes queries, and knows what the simple ones find."""

    def __init__(self, dice, sets):
        self._dice, self._sets = dice, sets

    def make_any(self, number):
        """Return the query of a number: simple, garbage, or one made into the other."""
        if number % 4 < 2:
            return self.make_simple(self._dice.choice((0, 0, 1, 2, 3)))[0]
        return self.make_garbage() if number % 4 == 2 else self.mutate()

    def make_simple(self, depth):
        """Return a query, and the articles that it finds."""
        dice, sets = self._dice, self._sets
        word, other = dice.sample(WORDS, 2)
        if depth:
            (one, first), (two, second) = (self.make_simple(depth - 1) for _ in range(2))
            return dice.choice((
                (f"({one}) AND ({two})", first & second), (f"({one}) OR ({two})", first | second),
                (f"({one}) ATAU ({two})", first | second), (f"({one}) -({two})", first - second),
                (f"({one}) DAN BUKAN ({two})", first - second)))
        edits = dice.choice((1, 2))
        at = dice.randrange(len(word) - 1)
        slip = word[:at] + word[at + 1] + word[at] + word[at + 2:]
        letters = word[:dice.randint(1, 5)]
        return dice.choice((
            (word, sets.stem(word)), (word.upper(), sets.stem(word)),
            (f"={word}", sets.form(word)), (f"{letters}*", sets.prefix(letters)),
            (f"title:{word}", sets.stem(word, ("title",))),
            (f"isi:={word}", sets.form(word, ("body",))),
            (f'"{word} {other}"', sets.phrase(word, other)),
            (f"{slip}~{edits}", sets.fuzzy(slip, edits))))

    def make_garbage(self):
        dice = self._dice
        if dice.random() < 0.3:
            return bytes(dice.choices(range(256), k=dice.randint(0, 40))).decode(
                dice.choice(("latin-1", "utf-8", "utf-16-le")), dice.choice(
                    ("replace", "ignore")))[:MOST]
        pieces = [self._choose_piece() for _ in range(dice.randint(0, 14))]
        return dice.choice((" ", "", " ")).join(pieces)[:MOST]

    def _choose_piece(self):
        """Return a sign, a word, or any character that there is."""
        if self._dice.random() < 0.4:
            return self._dice.choice(WORDS)
        return self._choose_sign()

    def _choose_sign(self):
        """Return a sign, or a character: any, or one of a strange category."""
        share = self._dice.random()
        if share < 0.1:
            return chr(self._dice.randrange(sys.maxunicode + 1))
        if share < 0.35:
            return self._dice.choice(list_strange_characters()[self._dice.choice(STRANGE)])
        return self._dice.choice(SIGNS)

    def mutate(self):
        dice = self._dice
        text = list(self.make_simple(dice.randint(0, 2))[0])
        for _ in range(dice.randint(1, 4)):
            at = dice.randrange(len(text) + 1)
            text[at:at + dice.choice((0, 0, 1, 3))] = self._choose_sign()
        return "".join(text)[:MOST + 10]


class Fuzzer:
    """Makes queries, and checks what an archive answers."""

    def __init__(self, archive, analyzer, dice, articles=60):
        self._archive, self._dice = archive, dice
        written = build_articles(random.Random(7), articles)
        list(archive.add(written[:articles * 5 // 6]))
        list(archive.add(written[articles * 5 // 6:]))
        self._sets = Sets(written, analyzer)
        self._maker = QueryMaker(dice, self._sets)
        self.tried = Counter()

    def run(self, count):
        """Try so many queries: half of them simple, a quarter each of garbage and of both."""
        for number in range(count):
            kind = number % 4
            if kind < 2:
                self._try_simple()
            else:
                self._try_any(self._maker.make_garbage() if kind == 2 else self._maker.mutate())

    def _try_simple(self):
        text, wanted = self._maker.make_simple(self._dice.choice((0, 0, 1, 2, 3)))
        if len(text) > MOST:
            return
        try:
            page = self._search(text, expand=False)
        except QuerySyntaxError:
            self.tried["beyond a limit"] += 1
            return
        if wanted or page.match != "any":  # else any word of it may do
            assert page.total == len(wanted), (text, page.total, sorted(wanted))
            self.tried["counted"] += 1

    def _try_any(self, text):
        dice = self._dice
        try:
            page = self._search(
                text, sort=dice.choice(list(Sort)), page=dice.choice((1, 1, 1, 2, 9)),
                page_size=dice.choice((0, 1, 10)), highlight=dice.random() < 0.5,
                brief=dice.random() < 0.5, explain=dice.random() < 0.1,
                collapse=dice.choice(("none", "story")),
                interval=dice.choice((None, None, "auto")))
        except SearchError as error:
            assert str(error), text
            self.tried["refused"] += 1
            return
        if dice.random() < 0.1:
            self._archive.suggest(page)
            self._check_canonical(page)
        self.tried["any"] += 1

    def _check_canonical(self, page):
        """Check that a query as it was read asks for the same articles."""
        if page.parsed.text and len(page.parsed.text) <= MOST:
            again = self._search(page.parsed.text, page_size=0)
            assert again.articles == page.articles, (page.query.text, page.parsed.text)
            self.tried["read again"] += 1

    def _search(self, text, **given):
        page = self._archive.search(Query(text, **given))
        assert 0 <= len(page.hits) <= page.query.page_size and page.total <= page.articles <= 60
        assert len(page.hits) <= page.total
        for hit in page.hits:
            assert isfinite(hit.score)
            for snippet in (hit.title, *hit.snippets):
                ends = [end for span in snippet.spans for end in span]
                assert ends == sorted(ends) and all(0 <= end <= len(snippet.text) for end in ends)
        return page


def parse_at_random(maker, count):
    """Read so many queries; return how many were read, and refused."""
    tried = Counter()
    for number in range(count):
        text = maker.make_any(number)
        try:
            parsed = parse_query(text)
        except QuerySyntaxError:
            tried["refused"] += 1
            continue
        tried["parsed"] += 1
        if len(parsed.text) <= MOST:
            again = parse_query(parsed.text)
            assert (again.tree, again.text) == (parsed.tree, parsed.text), (text, parsed.text)
            tried["read again"] += 1
    return tried


def search_at_random(dice, count):
    """Search a new archive for so many queries; return what became of them."""
    analyzer = Analyzer()
    with tempfile.TemporaryDirectory() as folder:
        archive = open_whoosh(Path(folder) / "archive", analyzer)
        fuzzer = Fuzzer(archive, analyzer, dice)
        archive.warm()
        fuzzer.run(count)
    return fuzzer.tried


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--parse", action="store_true", help="read the queries only")
    asked = parser.parse_args()
    dice, began = random.Random(asked.seed), time.process_time()
    if asked.parse:
        tried = parse_at_random(QueryMaker(dice, Sets([], Analyzer())), asked.count)
    else:
        tried = search_at_random(dice, asked.count)
    print(f"{asked.count:,} queries with seed {asked.seed}, without a fault, in "
          f"{time.process_time() - began:.0f} s of processor time:", dict(tried))


if __name__ == "__main__":
    main()
