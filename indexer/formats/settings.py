"""Recognises files among articles that are none: settings, licences, notes to crawlers.

People give whole folders of a scraper or a site. Names tell some of these files, contents others:
a row of the table says what each line of a text looks like, with an example and a counter-example.
"""

import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any, NamedTuple

from indexer.fields import synonyms
from indexer.fields.placeholders import is_blank
from search.urls import parsing

NO_ARTICLE = "no article: {}; to add it all the same, write it as fields title and body"
NOT_AN_ARTICLE = (
    "no article: an object with neither a text, a date nor the address of a page is taken for "
    "settings; to add it all the same, put it in a list: [{…}]")
SELECTORS = "no article: its title and text are selectors, the settings of a scraper"

_NAMES = re.compile(
    r"(?:readme|licen[cs]e|copying|notice|authors|contributors|contributing|changelog|changes"
    r"|code_of_conduct|security|install|_index)(?:[._-](?:[a-z]{2}|mit|bsd|apache|a?gpl))?"
    r"\.(?:txt|md|markdown|html?|rst)"
    r"|(?:robots|humans|ads|app-ads|llms|llms-full|cmakelists|constraints)\.txt"
    r"|requirements(?:[-_.]\w+)*\.txt"
    r"|(?:package|package-lock|npm-shrinkwrap|composer|bower|manifest|angular|vercel|firebase|lerna"
    r"|nx|deno|renovate|appsettings|datapackage|dataset_infos|dataset-metadata|asset-manifest"
    r"|credentials|service[-_]account)\.json|(?:ts|js)config(?:\.\w+)?\.json"
    r"|[\w-]+\.(?:config|schema|lock)\.json"
    r"|(?:_?config|settings|(?:docker-)?compose|mkdocs|pubspec|openapi|environment|codecov|netlify"
    r"|hugo|antora|pnpm-lock|pnpm-workspace)\.ya?ml", re.IGNORECASE)
"""Names of files of a program or a site, or about the folder they are in."""

_MAX_TEXT_CHARACTERS = 300
"""An object with a longer text has more than selectors."""

_LICENCE_CHARACTERS = 2_000

_TAG = (r"(?:html|head|body|main|article|section|header|div|span|p|a|li|ul|ol|h[1-6]|time|title"
        r"|meta|strong|b|em|small|td|tr|table|figure|img)")
_PART = r"(?:[.#][A-Za-z_-][\w-]*|\[[^\[\]]{1,80}\]|::?[a-z-]{2,30}(?:\([^()]{0,80}\))?)"
_COMPOUND = rf"(?:(?:{_TAG}|\*){_PART}*|{_PART}+)"
_SELECTOR = re.compile(
    rf"{_COMPOUND}(?:(?:\s*[>+~,]\s*|\s+){_COMPOUND}){{0,20}}|\(?\.?//[^\s].*|/html\b.*")
"""A CSS selector or an XPath."""


class LineRule(NamedTuple):
    """A row: what every line of a text looks like, and what at least one does, in any case.

    Blank lines and lines that begin with # do not count.
    """

    name: str
    line: str
    proof: str
    example: str
    counter_example: str


LINE_RULES = (
    LineRule(
        "instructions to crawlers",
        r"(?:user-agent|disallow|allow|sitemap|crawl-delay|host|clean-param|noindex|request-rate"
        r"|visit-time|content-signal|content-usage)\s*:.*",
        r"(?:user-agent|disallow|sitemap)\s*:.*",
        "# untuk semua\nUser-agent: *\nDisallow: /cari", "Host: Wira\n\nIsi."),
    LineRule(
        "a list of those who sell advertisements",
        r"[\w.-]+\s*,\s*[^,\s]+\s*,\s*(?:direct|reseller)\b.*|[a-z]+domain\s*=.*|contact\s*=.*",
        r"[^,]+,[^,]+,\s*(?:direct|reseller)\b.*",
        "iklan.example, 123, DIRECT, f08c47fec0942fa0", "Bandung, Jakarta, langsung"),
    LineRule(
        "a list of Python packages",
        r"[a-z0-9][\w.-]*(?:\[[\w, .-]*\])?(?:[\s,]*(?:===?|[<>!~]=|[<>])\s*[\w.*+!-]+)*"
        r"(?:\s*@\s*\S+)?(?:\s*;.*)?(?:\s+#.*|\s*\\)?|--?[a-z][\w-]*[ =].*"
        r"|(?:git\+|https?://|file:|\.{1,2}/)\S+",
        r"[a-z0-9][\w.-]*(?:\[[\w, .-]*\])?\s*(?:[=<>!~]=|===)\s*\d.*|-[rce]\s.*",
        "scrapy==2.11\nlxml~=5.1  # cepat\nrequests", "Bandung\nHarga beras >= 10 ribu"),
    LineRule(
        "settings", r"(?:export\s)?[a-z_][\w.-]*\s*=.*|\[[^\[\]]+\]|;.*",
        r"(?:export\s)?[a-z_][\w.-]*\s*=.*",
        "[basis]\nDB_HOST=localhost\nDB_PORT = 3306", "Harga beras = mahal, kata warga."),
    LineRule(
        "a list of addresses", r"https?://\S+|\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?",
        r"https?://\S+|\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?",
        "https://kabarnusa.example/1\nhttps://kabarnusa.example/2",
        "https://kabarnusa.example/1\n\nHarga beras naik."),
    LineRule(
        "the log of a program", r"\[?\d{4}-\d\d-\d\d[ t]\d\d:\d\d:\d\d.*",
        r"\[?\d{4}.{14,40}?\b(?:debug|info|notice|warn(?:ing)?|error|critical|fatal)\b.*",
        "2019-04-26 14:05:00 [scrapy] INFO: mulai\n2019-04-26 14:05:01 [scrapy] DEBUG: 200",
        "2019-04-26 14:05:00 WIB\nHarga beras naik."),
    LineRule(
        "a list of browsers", r"mozilla/\d\.\d .*|opera/\d.*", r"mozilla/\d\.\d .*|opera/\d.*",
        "Mozilla/5.0 (X11; Linux x86_64)", "Mozilla merilis peramban baru."),
)

_COMPILED = tuple(
    (rule.name, re.compile(rule.line, re.IGNORECASE), re.compile(rule.proof, re.IGNORECASE))
    for rule in LINE_RULES)

_LICENCE = re.compile(
    r"\s*(?:apache license\s+version \d|gnu (?:affero |lesser )?general public license\s+version \d"
    r"|mozilla public license version \d|creative commons legal code"
    r"|attribution[\w -]{0,40} \d\.\d international)")
_LICENCE_PHRASES = (
    "permission is hereby granted, free of charge", "redistribution and use in source and binary",
    "permission to use, copy, modify", "free and unencumbered software released into the public")
"""How licences of programs begin, in lower case, and what they say near their beginning."""

_LINE = re.compile(r"^[^\S\n]*([^\s#].*)", re.MULTILINE)


def is_beside_articles(path: PurePath) -> bool:
    """Return whether a file's name says that it is of a program or a site, or about its folder.

    >>> [is_beside_articles(PurePath(name)) for name in ("README.rst", "package.json", "a.json")]
    [True, True, False]
    """
    return _NAMES.fullmatch(path.name) is not None


def describe_text(text: str) -> str | None:
    """Return what a text is if it is no article, None if it may be one.

    >>> describe_text("User-agent: *\\nDisallow: /cari"), describe_text("Harga beras naik.")
    ('instructions to crawlers', None)
    """
    head = text[:_LICENCE_CHARACTERS].lower()
    if _LICENCE.match(head) or any(phrase in head for phrase in _LICENCE_PHRASES):
        return "a licence"
    return next((name for name, line, proof in _COMPILED if _consists_of(text, line, proof)), None)


def _consists_of(text: str, line: re.Pattern[str], proof: re.Pattern[str]) -> bool:
    is_proved = False
    for match in _LINE.finditer(text):
        each = match[1].rstrip()
        if not line.fullmatch(each):
            return False
        is_proved = is_proved or proof.fullmatch(each) is not None
    return is_proved


_GHOST_BODY = "html"
"""The field in which Ghost has the text of a post."""


def is_settings(fields: Mapping[str, Any], mapping: Mapping[str, str]) -> bool:
    """Return whether an object that stands alone in its file is nothing like an article.

    It has a title or a summary, but neither a text, a date nor the address of a page, and several
    other fields, or one that is a number or a switch.

    >>> is_settings({"title": "Kabar Nusa", "theme": "gelap", "page_size": 20}, {})
    True
    >>> is_settings({"title": "Harga beras naik", "rubrik": "Ekonomi"}, {})
    False
    """
    if synonyms.apply_mapping(fields, mapping):
        return False
    if speaks_for_article(fields):
        return False
    known = {name: synonyms.find_field(name) for name in fields}
    others = [fields[name] for name, ours in known.items() if not ours]
    return {"title", "body"} & {*known.values()} != set() and (
        len(others) > 1 or any(isinstance(each, (bool, int, float)) for each in others))


def speaks_for_article(fields: Mapping[str, Any]) -> bool:
    """Return whether an object has a text, a date or the address of a page.

    >>> speaks_for_article({"title": "Kabar Nusa", "url": "https://kabarnusa.example"})
    False
    """
    return any(_is_of_article(name, synonyms.find_field(name), value)
               for name, value in fields.items())


def _is_of_article(name: str, ours: str | None, value: Any) -> bool:
    """Return whether a field speaks for an article."""
    if ours == "url":
        return parsing.is_page_url(value)
    if ours == "body" and not synonyms.is_summary(name) or name == _GHOST_BODY:
        return not isinstance(value, (bool, int, float)) and len(str(value).split()) > 2
    return ours == "published" and not is_blank(value)


def has_selectors(fields: Mapping[str, Any]) -> bool:
    """Return whether title and text are selectors, by which a scraper finds them in a page.

    >>> has_selectors({"title": "h1.judul", "content": "div.isi > p", "date": ".waktu"})
    True
    """
    if any(type(value) is str and len(value) > _MAX_TEXT_CHARACTERS for value in fields.values()):
        return False  # almost every article
    texts = [value for name, value in fields.items()
             if synonyms.find_field(name) in ("title", "body") and not is_blank(value)]
    return bool(texts) and all(map(_is_selector, texts))


def _is_selector(value: Any) -> bool:
    if isinstance(value, list):
        return bool(value) and all(map(_is_selector, value))
    return isinstance(value, str) and 1 < len(value) <= _MAX_TEXT_CHARACTERS and (
        _SELECTOR.fullmatch(value.strip()) is not None)
