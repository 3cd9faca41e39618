"""Finds what feedparser would take very long to read.

The time of some of it grows with the square of its size: addresses in the text of a name,
categories, the attributes of a tag, and nested base addresses. Where XML is broken, each tag takes
20 µs.
"""

import re
from dataclasses import dataclass

_NAME_TAG = re.compile(
    r"<(?P<last>/)?(?:[^\s<>/:]{1,40}:)?"
    r"(?:author|creator|managingeditor|publisher|webmaster|owner)(?:\s[^<>]*?)?(?P<empty>/)?>")
"""The first or the last tag of an element that names somebody."""

MAX_NAME = 2_000
"""Characters of such an element."""

MAX_ATTRIBUTES = 1_000
"""Attributes of a tag."""

_ATTRIBUTE = re.compile(r"[^\s<>=\"']\s*=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How often a pattern may occur in an item, in lower case; an example and a counter-example.

    Each occurrence has the text `glance`: to count that first takes little time.
    """

    what: str
    glance: str
    pattern: re.Pattern[str]
    most: int
    example: str
    counter: str


LIMITS = (
    Limit(what="categories", glance="<", most=1_000, pattern=re.compile(
        r"<(?:[^\s<>/:]{1,40}:)?(?:category|subject|keywords|tags)(?=[\s/>])"),
        example="<dc:subject>", counter="</category>"),
    Limit(what="tags", glance="<", most=20_000, pattern=re.compile("<"),
          example="<b>", counter="&lt;b>"),
    Limit(what="base addresses", glance="base", most=100, pattern=re.compile(
        r"\bbase\s*=\s*[\"']"),
        example='<a xml:base="b/">', counter="database = 1"),
)


def find_excess(text: str) -> str | None:
    """Return of what an item, or the head of a feed, has too much to be read; None if of nothing.

    >>> find_excess("<author>" + "a" * 2_001 + "</author>")
    'a name of more than 2,000 characters'
    """
    text = _mask_cdata(text).lower()
    if _has_long_name(text):
        return f"a name of more than {MAX_NAME:,} characters"
    if any(segment.count("=") > MAX_ATTRIBUTES and _count(_ATTRIBUTE, segment) > MAX_ATTRIBUTES
           for segment in text.split("<")):
        return f"a tag with more than {MAX_ATTRIBUTES:,} attributes"
    for limit in LIMITS:
        if text.count(limit.glance) > limit.most < _count(limit.pattern, text):
            return f"more than {limit.most:,} {limit.what}"
    return None


def _mask_cdata(text: str) -> str:
    """Return the text with as many other characters in place of CDATA, in which are no tags.

    >>> _mask_cdata("<title><![CDATA[<b>]]></title><![CDATA[ a")
    '<title>xxxxxxxxxxxx]]></title>xxxxxxxxxxx'
    """
    first, *rest = text.split("<![CDATA[")
    for each in rest:
        inside, end, after = each.partition("]]>")
        first += "x" * (9 + len(inside)) + end + after
    return first


def _has_long_name(text: str) -> bool:
    """Return whether much stands between the first tag that opens a name and the one behind it."""
    begin = None
    for tag in _NAME_TAG.finditer(text):
        if tag["last"]:
            if begin is not None and tag.start() - begin > MAX_NAME:
                return True
            begin = None
        elif begin is None and not tag["empty"]:
            begin = tag.end()
    return False


def _count(pattern: re.Pattern[str], text: str) -> int:
    return sum(1 for _ in pattern.finditer(text))
