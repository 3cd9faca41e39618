"""Extracts the text of a page's article, and says how far the evidence agrees.

trafilatura is asked first. Where its text disagrees with the passages that the page's own text
gives away, three others are asked: trafilatura about their block alone, readability, and the
passages themselves. What the chosen text still lacks of the passages is put in.
"""

import logging
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from os.path import commonprefix
from typing import Any, NamedTuple

from indexer.formats.html.page_blocks import (
    fold,
    list_words,
)
from indexer.formats.html.passages import (
    ArticleBlock,
    WeighedPage,
    find_article,
    has_text_elsewhere,
)
from indexer.text import markup

_MAX_SEARCHED_TAGS = 50_000
"""Pages with more tags are searched by their passages only."""

_MAX_READABILITY_TAGS = 8_000
_MAX_READABILITY_CHARACTERS = 1_000_000
"""Bounds of readability, whose time grows with the square of a page."""

_MIN_RECALL = 0.92
_MIN_PRECISION = 0.9
"""How far trafilatura's text must agree with the passages to be taken unasked."""

_MIN_AGREEMENT = 0.85
"""Where no extractor agrees with the passages so far, they are the text themselves."""

_MIN_CERTAIN_AGREEMENT = 0.8
_BLOCK_ALONE = "the article's block"
_DISAGREEMENT = "check the text: the extractors disagree about where the article is"
_MIN_COVERED_PROSE = 0.8
"""A text that has less of the page's prose, outside links and what is beside it, is doubtful."""

_MIN_PROSE_CHARACTERS = 250
"""With less prose, the passages prove nothing."""

_MAX_OFFERED_CHARACTERS = 1_000
"""A longer text beside the offer of a subscription is taken for the whole."""

_MAX_SHARE_DROPPED = 0.3
"""Lines beside the article that leave an extracted text, as a share of it."""

_MIN_STATED_RECALL = 0.9
_MIN_STATED_GAIN = 1.3
_MIN_SHOWN_PRECISION = 0.5
_KEY_CHARACTERS = 40
_MIN_PART_CHARACTERS = 20
_MIN_APART_CHARACTERS = 8
_MAX_SEARCHES = 1_000
"""Passages that are looked for inside the lines of a text rather than as lines."""

_MAX_LINES_AHEAD = 50
_PARTS = frozenset("li dt dd td th h2 h3 h4 h5 h6".split())
_MIN_LEAD_CHARACTERS = 60
_MIN_TITLE_WORDS, _MIN_SHARED_WORDS, _MIN_DESCRIBED_WORDS = 4, 2, 6
"""Long words of a title, those that a description shares with it, and those of a description."""

_MIN_DESCRIBED_SHARE = 0.4
_WORD = re.compile(r"\w+")


class Agreement(NamedTuple):
    """The share of the passages' words that a text has, and the share of its words in them."""

    recall: float
    precision: float

    @property
    def mean(self) -> float:
        """The harmonic mean of both."""
        total = self.recall + self.precision
        return 2 * self.recall * self.precision / total if total else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """The text of an article; who found it and why, for `inspect`; and what is doubtful about it.

    `fields` is what trafilatura says about the page besides.
    """

    text: str
    evidence: str = ""
    doubt: str = ""
    fields: dict[str, Any] = field(default_factory=dict)


def extract(weighed: WeighedPage, page: str, *, description: str, stated: str) -> Extraction:
    """Return the article of a page; `stated` is its text in JSON-LD, "" if there is none."""
    article = find_article(weighed)
    is_telling = article is not None and len(article.text) >= _MIN_PROSE_CHARACTERS
    fields = run_trafilatura(page, fast=is_telling)
    first = fields.get("text") or ""
    if stated and _is_fuller(stated, first, article):
        return Extraction(
            text=stated, fields=fields,
            evidence="data of the page, such as JSON-LD: it shows less, or the same")
    if article is None or not is_telling:
        text = _drop_beside(_restore_lines(first, weighed), weighed)
        return Extraction(
            text=text, doubt=_find_doubt(text, weighed, description, stated), fields=fields)
    name, chosen, chosen_shares = _choose(page, first, article)
    text = complete(_drop_beside(chosen, weighed, _MAX_SHARE_DROPPED), article)
    shares = chosen_shares if text == chosen else measure_agreement(text, article.text)
    evidence = (f"{name}: {shares.recall:.0%} of the article's block, "
                f"{shares.precision:.0%} from it")
    if name != "trafilatura":
        found = measure_agreement(first, article.text)
        evidence += f"; trafilatura {found.recall:.0%} and {found.precision:.0%}"
    doubt = _find_doubt(text, weighed, description, stated) or (
        _DISAGREEMENT if name == _BLOCK_ALONE or shares.mean < _MIN_CERTAIN_AGREEMENT else "")
    return Extraction(text=text, evidence=evidence, doubt=doubt, fields=fields)


def measure_agreement(text: str, passages: str) -> Agreement:
    """Return how far the words of a text agree with those of the passages."""
    if text == passages:
        return Agreement(1.0, 1.0)
    words, others = (Counter(_WORD.findall(each.casefold())) for each in (text, passages))
    shared = sum((words & others).values())
    return Agreement(
        shared / max(1, others.total()), shared / max(1, words.total()))


def _is_fuller(stated: str, extracted: str, article: ArticleBlock | None) -> bool:
    """Return whether the text in JSON-LD is preferred.

    It is where the page loads its text only later or shows the beginning. If both have the same
    words, the one in JSON-LD may still have its paragraphs.
    """
    has_lines = stated.count("\n") >= extracted.count("\n")
    if len(stated) > 2 * len(extracted) or has_lines and stated.split() == extracted.split():
        return True
    if article is None:
        return measure_agreement(extracted, stated).precision < _MIN_SHOWN_PRECISION
    if len(stated) < _MIN_STATED_GAIN * len(article.text):
        return False
    lead = next((fold(each.text) for each in article.passages if each.is_prose), "")
    if lead and lead in fold(stated):  # what else the page shows asks to subscribe
        return True
    return measure_agreement(stated, article.text).recall >= _MIN_STATED_RECALL


def _restore_lines(text: str, page: WeighedPage) -> str:
    """Return a text with the lines of the page if it is all of that on one line.

    That is how trafilatura gives what it has found no article in.
    """
    if "\n" in text or len(page.passages) < 2:
        return text
    shown = "\n".join(each.text for each in page.passages)
    return shown if fold(shown) == fold(text) else text


def _drop_beside(text: str, page: WeighedPage, most: float = 1.0) -> str:
    """Return a text without the lines that stand beside the article.

    If they are more than this share of it, the text is returned as it is.
    """
    beside = {each.text for each in page.passages if page.blocks[each.block].beside}
    own = {each.text for each in page.passages if not page.blocks[each.block].beside}
    left = "\n".join([line for line in text.split("\n")
                      if line.strip() not in beside or line.strip() in own])
    return left if left.strip() and len(left) >= (1 - most) * len(text) else text


def _choose(page: str, first: str, article: ArticleBlock) -> tuple[str, str, Agreement]:
    """Return the name of the first extractor that agrees with the passages, its text, and how far.

    If none agrees, that is the one that agrees best, or the passages themselves. `first` is what
    the fast run of trafilatura found.
    """
    tried = list[tuple[str, str, Agreement]]()
    for name, text in _run_extractors(page, first, article):
        agreement = measure_agreement(text, article.text)
        tried.append((name, text, agreement))
        if agreement.recall >= _MIN_RECALL and agreement.precision >= _MIN_PRECISION:
            return tried[-1]
    best = max(tried, key=lambda each: each[2].mean)
    if best[2].mean < _MIN_AGREEMENT:
        return _BLOCK_ALONE, article.text, Agreement(1.0, 1.0)
    return best


def _run_extractors(page: str, first: str, article: ArticleBlock) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each extractor, running it only when it is asked for."""
    yield "trafilatura", first
    yield "trafilatura on the article's block", _run_on_block(article)
    yield "trafilatura, full run", run_trafilatura(page, with_metadata=False).get("text") or ""
    yield "readability", _run_readability(page)


def _find_doubt(text: str, page: WeighedPage, description: str, stated: str) -> str:
    """Return why a text may not be the whole article; "" if nothing in the page says so.

    The page's own prose is all of it that is neither a link nor beside the article by its block.
    """
    if stated and measure_agreement(text, stated).recall < _MIN_CERTAIN_AGREEMENT:
        return "check the text: it lacks part of the text in the page's JSON-LD"
    folded, key = fold(text), fold(description)[:_KEY_CHARACTERS]
    shown = [(len(each.text), fold(each.text)) for number, each in enumerate(page.passages)
             if each.is_prose and number not in page.titled and not page.blocks[each.block].beside]
    if len(key) == _KEY_CHARACTERS and key not in folded and any(key in each for _, each in shown):
        return "check the text: it lacks what the page's description quotes"
    if page.has_unrelated:
        return "check the text: columns without a word of the title were left out"
    if page.has_offer and len(text) < _MAX_OFFERED_CHARACTERS:
        return "check the text: the page offers a subscription, and may show only the beginning"
    if has_text_elsewhere(page):
        return "check the text: most of it stands in other columns than the title"
    if len(folded) < len(fold(description)):
        return "check the text: it is shorter than the page's description"
    if len(key) == _KEY_CHARACTERS and key in folded:  # what stands above the lead is not missing
        shown = shown[next((at for at, (_, each) in enumerate(shown) if each in folded), 0):]
    own = sum(length for length, _ in shown)
    covered = sum(length for length, each in shown if each in folded)
    if own - covered > _MIN_PROSE_CHARACTERS and covered < _MIN_COVERED_PROSE * own:
        return f"check the text: it has {covered / own:.0%} of the prose in the page"
    return ""


def find_unrelated(text: str, title: str, description: str) -> str:
    """Return why a text may be about something else than its page; "" if nothing says so.

    Its title has nothing in common with it, or a description that is about the title has little.
    Sites that describe all their pages alike say nothing about the title either.
    """
    folded, named, told = text.casefold(), list_words(title), list_words(description)
    if len(text) >= _MIN_PROSE_CHARACTERS and len(named) >= _MIN_TITLE_WORDS and not any(
            word in folded for word in named):
        return "check the text: it has no word of the page's title"
    found = sum(word in folded for word in told)
    if len(named & told) >= _MIN_SHARED_WORDS and len(told) >= _MIN_DESCRIBED_WORDS and (
            found < _MIN_DESCRIBED_SHARE * len(told)):
        return f"check the text: it has {found} of {len(told)} words of the page's description"
    return ""


def complete(text: str, article: ArticleBlock) -> str:
    """Return a text with what it lacks of an article's passages, each where the page has it.

    These are beginnings, items of lists, cells and headings, which trafilatura drops at times.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    folded = [fold(line) for line in lines]
    known, whole, searches, at = set(folded), "\n".join(folded), 0, 0
    inserted = defaultdict[int, list[str]](list)
    for passage, tag in zip(article.passages, article.tags, strict=True):
        key = fold(passage.text)
        searches += key not in known
        if not key or searches > _MAX_SEARCHES:
            continue
        if key in known or key in whole:
            at = _find_line(folded, at, key)
        elif parts := _find_parts(folded, at, key):
            at = parts.stop
            lines[parts.start:at] = [passage.text, *[""] * (len(parts) - 1)]
            folded[parts.start:at] = [key, *[""] * (len(parts) - 1)]
        elif tag in _PARTS or len(passage.text) >= _MIN_LEAD_CHARACTERS:
            inserted[at].append(passage.text)
    return "\n".join(_interleave(lines, inserted))


def _find_line(folded: list[str], at: int, key: str) -> int:
    """Return the number behind the next line that has a passage; `at` if none does."""
    ahead = range(max(0, at - 1), min(len(folded), at + _MAX_LINES_AHEAD))
    return next((number + 1 for number in ahead if key in folded[number]), at)


def _find_parts(folded: list[str], at: int, key: str) -> range | None:
    """Return the numbers of the next lines that are only parts of a passage, in its order."""
    for first in range(at, min(len(folded), at + _MAX_LINES_AHEAD)):
        found = _find_end(folded[first], key, 0) if folded[first] else -1
        size, number = len(folded[first]), first + 1
        while found >= 0 and number < len(folded) and folded[number]:
            if (end := _find_end(folded[number], key, found)) < 0:
                break
            size, found, number = size + len(folded[number]), end, number + 1
        if found >= 0 and size >= _MIN_PART_CHARACTERS:
            return range(first, number)
    return None


def _find_end(line: str, key: str, at: int) -> int:
    """Return where a line ends in a passage from `at` on; -1 if it is none of its parts.

    A few letters are one only right there. A line may also lack a piece in its middle, such as
    a date, which trafilatura takes out.
    """
    begin = key.find(line, at)
    if begin == at or begin > at and len(line) >= _MIN_APART_CHARACTERS:
        return begin + len(line)
    begins = len(commonprefix((line, key)))
    ends = len(commonprefix((line[::-1], key[::-1])))
    is_most = len(line) >= _MIN_PART_CHARACTERS and 2 * len(line) >= len(key)
    return len(key) if not at and is_most and min(begins, len(line) - begins) and (
        begins + ends >= len(line)) else -1


def _interleave(lines: list[str], inserted: dict[int, list[str]]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield from inserted.get(number, ())
        if line:
            yield line
    yield from inserted.get(len(lines), ())


def run_trafilatura(
    page: str, *, fast: bool = False, with_metadata: bool = True
) -> dict[str, Any]:
    """Return what trafilatura extracts from a page; nothing if it fails or the page is too large.

    A fast run is not compared with the extractors that trafilatura brings along.
    Its date is not used: it may be any date in the page, even of a list of other articles or in
    the URL of a picture.
    """
    if page.count("<") > _MAX_SEARCHED_TAGS:
        return {}
    from trafilatura import bare_extraction  # only for those who have pages
    from trafilatura.settings import Document

    for library in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(library).setLevel(logging.CRITICAL)
    date_parameters = {"extensive_search": False}  # it cannot be told to skip the date altogether
    try:
        document = bare_extraction(
            page, include_comments=False, with_metadata=with_metadata, fast=fast,
            date_extraction_params=date_parameters)
    except Exception:  # it may raise anything on odd pages; their visible text is used then
        return {}
    return document.as_dict() if isinstance(document, Document) else {}


def _run_on_block(article: ArticleBlock) -> str:
    """Return what trafilatura extracts from the article's block under a name that it trusts."""
    from lxml import etree

    block = deepcopy(article.element)
    block.tail, block.tag = None, "div"
    block.attrib.clear()
    block.set("class", "post-content")
    written = etree.tostring(block, encoding="unicode", method="html")
    fragment = f"<html><body>{written}</body></html>"
    return run_trafilatura(fragment, with_metadata=False).get("text") or ""


def _run_readability(page: str) -> str:
    """Return what readability extracts from a page; nothing if it fails or the page is too large.

    It falls back to the whole page, which is no answer.
    """
    too_large = len(page) > _MAX_READABILITY_CHARACTERS
    if too_large or page.count("<") > _MAX_READABILITY_TAGS:
        return ""
    from readability import Document

    logging.getLogger("readability.readability").setLevel(logging.CRITICAL + 1)
    try:
        return markup.to_text(Document(page).summary(html_partial=True))
    except Exception:  # it may raise anything on odd pages
        return ""
