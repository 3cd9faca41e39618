"""Prompts to read something else, in the middle of a paragraph: `data/prompt.ini`.

A prompt is cut only up to a place that its headline certainly reaches, so that no word of the
article is lost. If the headline may go on behind that place, a piece of it stays.
"""

import re
from functools import cache

from indexer.clean.cleaned import Findings, Paragraph
from indexer.rules import Rule, read_fragments, read_rules

_QUOTED = re.compile(r"(?:[“‘(\[]|(?:^|[\s(])[\"'])$")
_MAX_CHARACTERS = 170
"""Code points of the longest headline."""

_MAX_CHARACTERS_BEFORE_SENTENCE = 110
"""Code points of the longest headline before a blank and a sentence: a longer one may hold a
heading as well."""

_MIN_WORDS = 3
"""Words of the shortest headline."""

_MAY_END = r"(?=[A-Z\d\"“.]| [A-Z\d\"“])"
"""A glance at a place where any rule may match."""

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
        headline, kind = text[begin:match.start()], (match.lastgroup or "").partition("_")[0]
        if kind == "prompt" and not _SENTENCE.search(headline):
            return match.end()
        if kind == "person" and not _is_named_alone(text, match["name"], match.start()):
            continue
        if len(headline.split()) >= _MIN_WORDS and not _is_within_name(text, match.start()):
            fits = kind != "sentence" or len(headline) <= _MAX_CHARACTERS_BEFORE_SENTENCE
            return match.end() if fits and _is_complete(headline) else None
    rest = text[begin:end]
    last = end == len(text) and rest[-1:] not in ".,;" and len(rest.split()) >= _MIN_WORDS
    return end if last and _is_complete(rest) else None


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


def _is_complete(headline: str) -> bool:
    """Return whether no quotation is open, and all is written as in headlines."""
    quotes = headline.count('"') + headline.count("“") + headline.count("”")
    return quotes % 2 == 0 and _is_titled(headline)


def _is_titled(headline: str) -> bool:
    """Return whether all words that could have a capital have one.

    >>> _is_titled("Panen Tiba di Wilis, Harga Turun"), _is_titled("Warga menunggu di Wilis")
    (True, False)
    """
    small_words = read_words("small_words")
    words = [word.strip("\"'“”‘’()[],:;?!") for word in headline.split()]
    return all(not word or word != word.lower() or not word[0].isalpha()
               or word in small_words or word[:3] == "ke-" for word in words)
