"""Prompts to read something else, in the middle of a paragraph: `data/prompt.ini`.

A prompt is cut only up to a place that its headline certainly reaches, so that no word of the
article is lost. If the headline may go on behind that place, a piece of it stays.
"""

import re
from collections.abc import Iterator
from functools import cache

from indexer.clean.cleaned import Findings, Paragraph
from indexer.rules import Rule, read_fragments, read_rules

_QUOTED = re.compile(r"(?:[“‘(\[]|(?:^|[\s(])[\"'])$")
_MAX_CHARACTERS = 170
"""Code points of the longest headline."""

_MAX_CHARACTERS_BEFORE_SENTENCE = 110
"""Code points of the longest headline before a blank and a sentence: a longer one may hold a
heading as well."""

_MAX_CHARACTERS_OF_SENTENCE_CASE = 90
"""The same of a headline written like a sentence, in which a heading is not seen."""

_MIN_SMALL_WORDS, _FIRST_WORDS = 2, 6
"""Words without a capital among the first few by which such a headline is known."""

_HEADING_WORDS, _HEADING_REACH = 3, 200
"""Words of a heading that the text below it names again, and code points in which it does."""

_MIN_WORDS = 3
"""Words of the shortest headline."""

_MAY_END = r"(?=[A-Z\d\"“.]| [A-Z\d\"“])"
"""A glance at a place where any rule may match."""

_SOURCE = re.compile(r"(?:Dilansir|Dikutip|Melansir|Mengutip)\b")
"""What names a source, as the first sentence below a heading often does."""

_NAME_REACH = 4
"""Words before the last one of a name among which its first one is, such as `Badan`."""

_WORD = re.compile(r"\w+")
_QUOTES = "\"“”"
_SENTENCE = re.compile(r"[.!?…][\"”’')]* ")


def cut_prompts(paragraph: Paragraph, findings: Findings) -> Paragraph:
    """Return the paragraph without prompts whose end is certain; itself if there are none."""
    line, text = paragraph
    if not any(map(text.__contains__, _read_rule("label").markers)):
        return paragraph
    at = 0
    while label := _get_form("label").search(text, at):
        begin, at = label.span()
        if not _is_quoted(text, begin) and (end := _find_end(text, at)) is not None:
            findings.remove("link", text[begin:end], line, begin)
            before, after = text[:begin].rstrip(), text[end:].lstrip()
            text = f"{before} {after}" if before and after else before or after
            at = max(0, begin - 12)  # the pieces may make another
    return paragraph if text is paragraph.text else Paragraph(line, text)


@cache
def read_prompt_rules() -> tuple[Rule, ...]:
    """Return the table."""
    return read_rules("indexer.clean", "prompt")


@cache
def read_words(name: str) -> frozenset[str]:
    """Return the words of a fragment of the table."""
    return frozenset(read_fragments("indexer.clean", "prompt")[name].split("|"))


@cache
def _read_rule(kind: str) -> Rule:
    """Return the one rule of a kind."""
    [rule] = [rule for rule in read_prompt_rules() if rule.keys["kind"] == kind]
    return rule


@cache
def _get_form(kind: str) -> re.Pattern[str]:
    return re.compile(_read_rule(kind).pattern)


@cache
def _rows_of_any_case() -> frozenset[str]:
    return frozenset(f"{rule.keys['kind']}_{at}" for at, rule in enumerate(read_prompt_rules())
                     if rule.keys.get("case") == "any")


@cache
def _end_form() -> re.Pattern[str]:
    """Return one form of all ends, each in a group whose name begins with the kind of its rule."""
    rows = [f"(?P<{rule.keys['kind']}_{at}>{rule.pattern})"
            for at, rule in enumerate(read_prompt_rules())
            if rule.keys["kind"] not in ("label", "name")]
    return re.compile(f"{_MAY_END}(?:{'|'.join(rows)})")


@cache
def _name_cuts() -> list[tuple[str, int]]:
    """Return the names with a capital inside, and where each has one."""
    return [(name, at) for name in read_words("names")
            for at in range(1, len(name)) if name[at].isupper()]


def _is_quoted(text: str, begin: int) -> bool:
    """Return whether a quotation or a parenthesis opens right before a place."""
    return _QUOTED.search(text[max(0, begin - 2):begin]) is not None


def _find_end(text: str, begin: int) -> int | None:
    """Return where the headline that begins here can certainly be cut."""
    end = min(len(text), begin + _MAX_CHARACTERS)
    for match in _end_form().finditer(text, begin + 1, end):
        headline, row = text[begin:match.start()], match.lastgroup or ""
        kind = row.partition("_")[0]
        if kind == "prompt" and not _SENTENCE.search(headline):
            return match.end()
        if kind == "person" and not _is_named_alone(text, match["name"], match.start()):
            continue
        if kind == "common" and not _is_common(text, begin, match):
            continue
        if len(headline.split()) >= _MIN_WORDS and not _is_within_name(text, match.start()):
            if kind in ("sentence", "common") and _may_hold_heading(headline, text[match.end():]):
                return None
            return match.end() if _may_end(headline, row) else None
    rest = text[begin:end]
    last = end == len(text) and rest[-1:] not in ".,;" and len(rest.split()) >= _MIN_WORDS
    return end if last and _is_complete(rest) else None


def _may_hold_heading(headline: str, after: str) -> bool:
    """Return whether a headline ends in words that come again soon, as those of a heading do."""
    words = [word for word in headline.split() if word not in read_words("small_words")]
    count = _HEADING_WORDS - (_SOURCE.match(after) is not None)
    last = _WORD.findall(" ".join(words[-count:]).casefold())
    return set(_WORD.findall(after[:_HEADING_REACH].casefold())).issuperset(last)


def _may_end(headline: str, row: str) -> bool:
    """Return whether a headline is whole where a row of the table ends it."""
    if row in _rows_of_any_case() and _is_sentence_case(headline):
        return len(headline) <= _MAX_CHARACTERS_OF_SENTENCE_CASE
    is_short = len(headline) <= _MAX_CHARACTERS_BEFORE_SENTENCE
    is_bounded = row.startswith(("sentence", "common"))
    return (is_short or not is_bounded) and _is_complete(headline)


def _is_within_name(text: str, at: int) -> bool:
    if not text[at:at + 1].isupper():
        return False
    return any(text.startswith(name, at - cut) for name, cut in _name_cuts())


def _is_named_alone(text: str, name: str, at: int) -> bool:
    """Return whether a person goes by this name alone elsewhere in a paragraph, and here."""
    before, after = text[:at], text[at + len(name) + 1:]
    if not read_words("ranks").isdisjoint(word.strip(".,") for word in before.rsplit(None, 5)[-5:]):
        return False
    if name not in before and name not in after:
        return False
    names = _get_form("name").finditer(f"{before}\n{after}")
    return any(match["name"] == name for match in names)


def _is_common(text: str, begin: int, match: re.Match[str]) -> bool:
    """Return whether a word before one in lower case opens a sentence, given its paragraph.

    The paragraph has the word without a capital too, and nowhere with one inside a sentence, as
    names and their parts have it.
    """
    word, end = match["common"], match.end() + len(match["common"])
    following = _WORD.match(text, end + 1)
    if following is None or following[0] in read_words("small_words"):
        return False
    last = text[begin:match.start()].split()[-_NAME_REACH:]
    if not (read_words("bodies") | read_words("ranks")).isdisjoint(last):
        return False
    if next(_find_places(text, word.lower()), None) is None:
        return False
    return not any(at and (text[at - 1].isalnum() or text[at - 1] == ",")
                   for at in _find_places(text, word) if not begin <= at <= match.start())


def _find_places(text: str, word: str) -> Iterator[int]:
    """Yield where a blank stands before a word, which is a whole one."""
    at, size = text.find(f" {word}"), len(word) + 1
    while at >= 0:
        if not text[at + size:at + size + 1].isalnum():
            yield at
        at = text.find(f" {word}", at + size)


def _is_complete(headline: str) -> bool:
    """Return whether no quotation is open, and all is written as in headlines."""
    quotes = headline.count('"') + headline.count("“") + headline.count("”")
    return quotes % 2 == 0 and _is_titled(headline)


def _is_sentence_case(headline: str) -> bool:
    """Return whether a headline without speech is written like a sentence.

    >>> _is_sentence_case("Harga cabai di Wilis turun"), _is_sentence_case("Harga Cabai Turun")
    (True, False)
    """
    if headline[:1].islower() or _SENTENCE.search(headline):
        return False
    if any(map(headline.__contains__, _QUOTES)):
        return False
    words = headline.split()[1:_FIRST_WORDS]
    small = [word for word in words if word.islower() and word.isalpha()]
    own = [word for word in small if word not in read_words("small_words")]
    return len(own) >= _MIN_SMALL_WORDS


def _is_titled(headline: str) -> bool:
    """Return whether all words that could have a capital have one.

    >>> _is_titled("Panen Tiba di Wilis, Harga Turun"), _is_titled("Warga menunggu di Wilis")
    (True, False)
    """
    small_words = read_words("small_words")
    words = [word.strip("\"'“”‘’()[],:;?!.…") for word in headline.split()]
    return all(not word or word != word.lower() or not word[0].isalpha()
               or word in small_words or word[:3] == "ke-" for word in words)
