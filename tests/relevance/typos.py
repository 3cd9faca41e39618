"""Measures what suggestions win back: queries from titles with one letter wrong.

A query is two or three words that follow each other in a title, or stand apart there, with another
word between each two. Its right answers are its own first hits. A slip is one letter left out, put
in, changed, or swapped with the next, at a random place of a random word. The same seed always
makes the same queries and slips.
"""

from collections.abc import Iterator, Sequence
from random import Random
from string import ascii_lowercase

from relevance.measures import recall

from search import Archive, Query
from search.interpret.function_words import FUNCTION_WORDS, QUESTION_WORDS
from search.page import Page, SuggestionKind

HEAD = ["words", "queries", "recall with slip", "recall after", "won back", "corrected",
        "clean suggested"]

QUERIES, DEPTH, SEED = 500, 10, 15

_MIN_LENGTH = 4
"""Letters of a word that may be asked for."""


def measure_typos(archive: Archive, titles: Sequence[str], words: int, step: int = 1) -> list[str]:
    """Return the row of queries of so many words: each word of a title, or each second one.

    `won back` is the share of the recall lost by slips that the first suggestion regains, if it
    is followed wherever there is one that changes the spelling. `corrected` is the share of slips
    after which it finds the same hits as the query, `clean suggested` the share of queries without
    a slip that get such a suggestion.
    """
    random, lost, won, after = Random(SEED + words), 0.0, 0.0, 0.0
    clean = corrected = 0
    queries = list(pick_queries(archive, titles, words, random, step))
    for text, page in queries:
        clean += _find_spelling(archive, page) is not None
        right = {hit.article.id for hit in page.hits}
        slipped = _search(archive, make_slip(text, random))
        suggested = _find_spelling(archive, slipped)
        before = _recall(slipped, right)
        followed = _search(archive, suggested) if suggested else slipped
        now = _recall(followed, right)
        corrected += followed.total == page.total and now == 1
        lost, won, after = lost + 1 - before, won + now - before, after + now
    count = len(queries)
    name = str(words) if step == 1 else f"{words} apart"
    return [name, str(count), f"{1 - lost / count:.3f}", f"{after / count:.3f}",
            f"{won / lost if lost else 1:.3f}", f"{corrected / count:.3f}", f"{clean / count:.3f}"]


def pick_queries(
    archive: Archive, titles: Sequence[str], words: int, random: Random, step: int = 1
) -> Iterator[tuple[str, Page]]:
    """Yield random queries of words a step apart in a title, with what they find, each once."""
    seen: set[str] = set()
    for title in random.sample(titles, len(titles)):
        if len(seen) == QUERIES:
            return
        runs = [run for run in _list_runs(title.split(), words, step) if run not in seen]
        if runs:
            text = random.choice(runs)
            page = _search(archive, text)
            if page.hits and page.match == "all":
                seen.add(text)
                yield text, page


def make_slip(text: str, random: Random) -> str:
    """Return a query with one letter of one word wrong.

    >>> make_slip("banjir", Random(1)) != "banjir"
    True
    """
    words = text.split()
    nth = random.randrange(len(words))
    slipped = words[nth]
    while slipped == words[nth]:
        slipped = _slip(words[nth], random)
    return " ".join([*words[:nth], slipped, *words[nth + 1:]])


def _slip(word: str, random: Random) -> str:
    place, letter = random.randrange(len(word) - 1), random.choice(ascii_lowercase)
    before, rest = word[:place], word[place:]
    return random.choice([
        before + rest[1:], before + letter + rest, before + letter + rest[1:],
        before + rest[1] + rest[0] + rest[2:]])


def _list_runs(words: Sequence[str], count: int, step: int) -> list[str]:
    """Return the runs of so many words, a step apart, that may be asked for, in small letters."""
    length = (count - 1) * step + 1
    runs = [words[at:at + length:step] for at in range(len(words) - length + 1)]
    return [" ".join(run).lower() for run in runs if all(map(_may_ask, run))]


def _may_ask(word: str) -> bool:
    small = word.lower()
    return (len(word) >= _MIN_LENGTH and word.isascii() and word.isalpha()
            and small not in FUNCTION_WORDS and small not in QUESTION_WORDS)


def _search(archive: Archive, text: str) -> Page:
    return archive.search(Query(text, page_size=DEPTH, facets=(), highlight=False))


def _find_spelling(archive: Archive, page: Page) -> str | None:
    """Return the first query in another spelling that is suggested, None if none is."""
    return next((each.query.text for each in archive.suggest(page)
                 if each.kind is SuggestionKind.SPELLING), None)


def _recall(page: Page, right: set[str]) -> float:
    return recall([hit.article.id for hit in page.hits], right, DEPTH)
