"""Lines about an article that credit an outlet: `data/credits.ini`."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from indexer.outlets import lists
from indexer.outlets.origin import WIRES, get_form, identify_names, is_unmistakable
from indexer.rules import Rule, read_rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """An outlet that a line names, the kind of credit, and the line.

    Kinds are credit, original, copyright, channel and site. A credit says whose an article is; an
    original, which had it before this page.
    """

    kind: str
    outlet: str
    is_listed: bool
    words: str


_MAX_CHARACTERS = 300
"""Code points of a line that are read."""

_MAX_NAME_CHARACTERS = 45
_MAX_OWNER_CHARACTERS = 60
_YEARS = re.compile(
    r"[\s,.;:|@©-]*(?:(?:19|20)\d\d(?:\s?[-–—/]\s?(?:19|20)\d\d)?)?[\s,.;:|–—-]*(?:by\s|oleh\s)?",
    re.IGNORECASE)
_YEAR_AFTER_OWNER = re.compile(
    r"[\s,.]*(?:(?:19|20)\d\d)?[\s,.]*(?:[-–—|]?\s?all rights? reserved.*)?[\s.]*", re.IGNORECASE)
_CHANNEL = re.compile(
    r"\b(?:whatsapp|wa|telegram) ?channel|(?:channel|saluran|kanal) (?:whatsapp|wa|telegram)\b",
    re.IGNORECASE)
_NAME = re.compile(r"[A-Z\d][\w.'’&/() -]{1,60}")
_GLANCES = (
    "sumber", "source", "credit", "kredit", "courtesy", "copyright", "hak cipta", "©", "(c)",
    "artikel ini", "berita ini", "tulisan ini", "konten ini", "channel", "saluran", "kanal",
    "grup", "google", "berita pilihan", "breaking news", "first on",
)
"""Every line that a rule can match contains one of these."""

_PLATFORMS = frozenset({"t.me", "google.com", "news.google.com", "whatsapp.com", "telegram.org"})


def find_credit(kind: str, line: str) -> Credit | None:
    """Return what a note of this kind credits; None if no outlet.

    >>> find_credit("copyright", "Copyright © ANTARA 2013").outlet
    'ANTARA'
    >>> find_credit("credit", "Sumber:")
    """
    line = line[:2 * _MAX_CHARACTERS]
    if kind != "site" and not may_credit(line.lower()):
        return None
    line = " ".join(line.split())[:_MAX_CHARACTERS]
    for how, name in _credited_names(line):
        if outlet := identify_names(name)[0] or _identify_wire(how, name):
            return Credit(kind=how, outlet=outlet, is_listed=True, words=line)
        if _may_be_outlet(how, name):
            return Credit(kind=how, outlet=name, is_listed=False, words=line)
    if kind == "site" and get_form("site").fullmatch(line):
        known = identify_names(line)[0]
        return Credit(kind="site", outlet=known or line, is_listed=known is not None, words=line)
    return None


@cache
def read_credit_rules() -> tuple[Rule, ...]:
    """Return the table."""
    return read_rules("indexer.outlets", "credits", {"site_form": get_form("site").pattern})


@cache
def _sites_form() -> re.Pattern[str]:
    """Return the form of sites that stand apart from letters, paths and addresses of mail."""
    return re.compile(rf"(?<![\w.@/]){get_form('site').pattern}(?![\w@])")


def may_credit(lower: str) -> bool:
    """Return whether a line in lower case may match a rule."""
    return any(map(lower.__contains__, _GLANCES))


@cache
def _forms() -> list[tuple[re.Pattern[str], str, Callable[[re.Match[str]], str]]]:
    return [
        (re.compile(rule.pattern, re.IGNORECASE), rule.keys["how"], _READERS[rule.keys["name"]])
        for rule in read_credit_rules()
    ]


def _credited_names(line: str) -> Iterator[tuple[str, str]]:
    """Yield the kinds of credit in a line, and the name that each credits."""
    for form, how, read_name in _forms():
        if match := form.search(line):
            yield how, read_name(match)


def _identify_wire(how: str, name: str) -> str | None:
    """Return the outlet that a wire is: ANTARA, and a broadcaster that claims the copyright."""
    key = lists.fold_name(name)
    if key in WIRES and (key == "antara" or how == "copyright"):
        return lists.outlets_by_name().get(key)
    return None


def _may_be_outlet(how: str, name: str) -> bool:
    """Return whether a name that is not in our list can be an outlet's, credited in this way."""
    is_site = get_form("site").fullmatch(name) is not None
    if not is_site and not _NAME.fullmatch(name) or identify_names(name)[1]:
        return False
    is_press = get_form("press").search(name) is not None
    return how == "copyright" or is_press or is_site and how == "credit"


def _read_group(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return groups.get("site") or groups["name"] or ""


def _read_after(match: re.Match[str]) -> str:
    """Return the outlet that follows a match: one that is listed, or a site."""
    text = match.string[match.end():]
    site = get_form("site").match(text)
    return _read_listed(text) or (site[0] if site else "")


def _read_owner(match: re.Match[str]) -> str:
    """Return the owner that follows ©: a listed outlet if one opens the text."""
    text = _YEARS.sub("", match.string[match.end():], count=1)
    return _read_listed(text) or _read_lone_name(text)


def _read_lone_name(text: str) -> str:
    """Return the name that is all of a text but a year."""
    for at in range(2, min(len(text), _MAX_OWNER_CHARACTERS) + 1):
        is_end = at == len(text) or not text[at].isalnum()
        if is_end and _YEAR_AFTER_OWNER.fullmatch(text[at:]):
            return text[:at].strip(" .,") if any(map(str.isalpha, text[:at])) else ""
    return ""


def _read_listed(text: str) -> str:
    """Return the longest listed name that opens a text, even if more is glued to it."""
    for end in range(min(len(text), _MAX_NAME_CHARACTERS), 1, -1):
        name = text[:end]
        may_end = name[-1].isalnum() and _may_end(text, end)
        if may_end and lists.fold_name(name) in lists.outlets_by_name():
            if is_unmistakable(name) or not text[end:].strip(" .,"):
                return name
    return ""


def _may_end(text: str, end: int) -> bool:
    """Return whether a name may end here.

    No letter or digit may follow, except a capital or a digit behind a small letter.
    """
    after = text[end:end + 1]
    return not after.isalnum() or text[end - 1].islower() and not after.islower()


def _read_channel(match: re.Match[str]) -> str:
    line = match.string
    names = [site[0] for site in _sites_form().finditer(line)]
    sites = [name for name in names if name.casefold() not in _PLATFORMS]
    if listed := [site for site in sites if identify_names(site)[0]]:
        return listed[0]
    channel = _CHANNEL.search(line)
    return _read_listed(line[channel.end():].lstrip(" :")) if channel else ""


_READERS = {
    "group": _read_group, "after": _read_after, "owner": _read_owner, "channel": _read_channel,
}
"""Where the name stands, by the key `name` of a rule."""
