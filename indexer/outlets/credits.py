"""Which outlet a line about an article credits."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.outlets import lists
from indexer.outlets.origin import PRESS, SITE, WIRES, names, plain


@dataclass(frozen=True, slots=True)
class Credit:
    """An outlet that a line names: how (credit, original, copyright, channel, site), and its words.

    A credit says whose an article is; an original, whose it was before the page at hand had it.
    """

    how: str
    outlet: str
    listed: bool
    words: str


_LINE = 300
"""Code points of a line that are looked at."""
_COPYRIGHT = re.compile(
    r"(?:copyright|hak cipta)\s?(?:©|\(c\)|@|(?=\d{4}))|^(?:©|\(c\))", re.IGNORECASE)
_YEARS = re.compile(
    r"[\s,.;:|@©-]*(?:(?:19|20)\d\d(?:\s?[-–—/]\s?(?:19|20)\d\d)?)?[\s,.;:|–—-]*(?:by\s|oleh\s)?",
    re.IGNORECASE)
_YEAR_AFTER = re.compile(
    r"[\s,.]*(?:(?:19|20)\d\d)?[\s,.]*(?:[-–—|]?\s?all rights? reserved.*)?[\s.]*", re.IGNORECASE)
_NAMED = re.compile(r"\(?(?:credit|kredit|courtesy) ?: ?(.{2,60}?)[\s.)]*", re.IGNORECASE)
_SITE_NAMED = re.compile(rf"(?:credit|kredit) ({SITE.pattern}|antara)[\s.]*", re.IGNORECASE)
_SOURCE = re.compile(
    r"\(?(?:sumber|source)(?: berita| artikel)? ?: ?"
    r"(?:https?://(?:www\.)?([^/\s]{4,80})\S*|(.{2,60}?)[\s.)]*)",
    re.IGNORECASE)
_PRINTED = re.compile(
    r"\b(?:artikel|berita|tulisan|konten) ini (?:telah |sudah |pernah )?(?:tayang|terbit|dimuat"
    r"|dipublikasikan|ditayangkan|diterbitkan)(?: sebelumnya| lebih dulu| pertama kali)?"
    r" (?:di|oleh|pada)\s?(?:laman |situs |media )?", re.IGNORECASE)
_FED = re.compile(r"the post .* appeared first on (.{2,60}?)[\s.]*", re.IGNORECASE)
"""What WordPress writes below each item of a feed."""

_CHANNEL = re.compile(
    r"\b(?:whatsapp|wa|telegram) ?channel|(?:channel|saluran|kanal|grup) (?:whatsapp|wa|telegram)\b"
    r"|google ?news|berita pilihan|breaking news", re.IGNORECASE)
_CHANNEL_OF = re.compile(
    r"\b(?:whatsapp|wa|telegram) ?channel|(?:channel|saluran|kanal) (?:whatsapp|wa|telegram)\b",
    re.IGNORECASE)
_SITES = re.compile(rf"(?<![\w.@/]){SITE.pattern}(?![\w@])")
_NAME = re.compile(rf"{SITE.pattern}|[A-Z\d][\w.'’&/() -]{{1,60}}")
_WORDS = (
    "sumber", "source", "credit", "kredit", "courtesy", "copyright", "hak cipta", "©", "(c)",
    "artikel ini", "berita ini", "tulisan ini", "konten ini", "channel", "saluran", "kanal",
    "grup", "google", "berita pilihan", "breaking news", "first on",
)
_TOOLS = frozenset({"t.me", "google.com", "news.google.com", "whatsapp.com", "telegram.org"})


def credit(kind: str, line: str) -> Credit | None:
    """What a note of this kind credits; None if no outlet, or in words that credit nobody.

    >>> credit("copyright", "Copyright © ANTARA 2013").outlet, credit("credit", "Sumber:")
    ('ANTARA', None)
    """
    line = line[:2 * _LINE]
    if kind != "site" and not _may_credit(line.lower()):
        return None
    line = " ".join(line.split())[:_LINE]
    for how, name in _spoken(line):
        if outlet := names(name)[0] or _wire(how, name):
            return Credit(how, outlet, True, line)
        if _may_be_outlet(how, name):
            return Credit(how, name, False, line)
    if kind == "site" and SITE.fullmatch(line):
        outlet = names(line)[0]
        return Credit("site", outlet or line, outlet is not None, line)
    return None


def _may_credit(lower: str) -> bool:
    return any(map(lower.__contains__, _WORDS))


def _spoken(line: str) -> Iterator[tuple[str, str]]:
    """The ways in which a line may credit, and the names it credits so."""
    for match in (_NAMED.fullmatch(line), _SITE_NAMED.fullmatch(line)):
        if match:
            yield "credit", match[1]
    if match := _SOURCE.fullmatch(line):
        yield "original", match[1] or match[2]
    if match := _COPYRIGHT.search(line):
        yield "copyright", _owner(line[match.end():])
    if match := _PRINTED.search(line):
        yield "original", _opening(line[match.end():])
    if match := _FED.fullmatch(line):
        yield "original", match[1]
    if _CHANNEL.search(line):
        yield "channel", _channel(line)


def _wire(how: str, name: str) -> str | None:
    """The outlet that a wire is: ANTARA, and a broadcaster that claims the copyright."""
    key = lists.key(name)
    if key in WIRES and (key == "antara" or how == "copyright"):
        return lists.outlets().get(key)
    return None


def _may_be_outlet(how: str, name: str) -> bool:
    """Whether a name that no list has can be an outlet's, credited in this way."""
    if not _NAME.fullmatch(name) or names(name)[1]:
        return False
    site = SITE.fullmatch(name) is not None
    return how == "copyright" or PRESS.search(name) is not None or site and how == "credit"


def _owner(text: str) -> str:
    """The owner in what follows ©: a listed outlet if it opens with one."""
    text = _YEARS.sub("", text, count=1)
    return _listed(text) or _name_alone(text)


def _name_alone(text: str) -> str:
    for at in range(2, min(len(text), 60) + 1):
        if (at == len(text) or not text[at].isalnum()) and _YEAR_AFTER.fullmatch(text[at:]):
            return text[:at].strip(" .,") if any(map(str.isalpha, text[:at])) else ""
    return ""


def _opening(text: str) -> str:
    """The outlet that opens a text: one that is listed, or a site."""
    site = SITE.match(text)
    return _listed(text) or (site[0] if site else "")


def _listed(text: str) -> str:
    """The longest listed name of an outlet that opens a text, even if more is glued to it."""
    for end in range(min(len(text), 45), 1, -1):
        name = text[:end]
        listed = name[-1].isalnum() and _ends(text, end) and lists.key(name) in lists.outlets()
        if listed and (plain(name) or not text[end:].strip(" .,")):
            return name
    return ""


def _ends(text: str, end: int) -> bool:
    """Whether a name may end here: before no letter, or a capital or digit after a small letter."""
    after = text[end:end + 1]
    return not after.isalnum() or text[end - 1].islower() and not after.islower()


def _channel(line: str) -> str:
    sites = [site[0] for site in _SITES.finditer(line) if site[0].casefold() not in _TOOLS]
    if listed := [site for site in sites if names(site)[0]]:
        return listed[0]
    match = _CHANNEL_OF.search(line)
    return _listed(line[match.end():].lstrip(" :")) if match else ""
