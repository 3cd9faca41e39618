"""Reads plain text: one article a file, with or without some lines `Name: value` above it.

An export of Nexis, Factiva, ProQuest or Movable Type has many, and so has a collection of TREC. So
has a file in which rules part articles that each have a title, or each has a title and a byline.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import accumulate, pairwise
from typing import Any, BinaryIO

from indexer.fields import synonyms
from indexer.formats import settings
from indexer.formats.html.posts import are_apart, is_signature
from indexer.formats.io.lines import read_text
from indexer.formats.txt import restructured_text
from indexer.formats.txt.blog_exports import read_entries
from indexer.formats.txt.front_matter import split_front_matter
from indexer.formats.txt.press_databases import read_article, split_articles
from indexer.formats.txt.trec import read_documents
from indexer.record import Location, ReadResult, Record, Rejection

_HEADING = re.compile(r"# +(?P<title>[^\s#][^\n]{2,300}?)[ #]*\n[ \t]*\n\s*(?=\S)")
"""A first line that is a title as Markdown has it. A hashtag has no blank behind its mark."""


_RULE = re.compile(r"^[ \t]*(?:([=*#_~+])\1{2,}|-{5,})[ \t]*$", re.MULTILINE)
"""What parts articles in one file. Three dashes are the edge of front matter."""

_TITLED = re.compile(r"(?P<title>[^\n]{25,200}[^\s.:;,])[ \t]*\n[ \t]*\n\s*(?=\S)")
_MIN_TITLED, _MIN_TITLED_CHARACTERS = 3, 250
"""Texts below a first line that may be a headline, from which on they are articles if rules part
them, and the characters of each."""


_SIGNED = re.compile(
    r"(?:\A\s*|(?<=\n)[ \t]*\n)(?P<title>\S[^\n]{18,199}[^\s.:;,])[ \t]*\n"
    r"(?P<below>[^\n]{3,80})\n[ \t]*\n")
_SIGNED_APART = re.compile(
    r"(?:\A\s*|(?<=\n)[ \t]*\n[ \t]*\n)(?P<title>\S[^\n]{4,199}[^\s.:;,])[ \t]*\n"
    r"(?P<below>[^\n]{3,80})\n[ \t]*\n")
"""A title with a line right below it that may be a byline or a date; a short one below two blank
lines, as those of a collection stand."""


def read(file: BinaryIO, name: str, mapping: Mapping[str, str]) -> Iterator[ReadResult]:
    """Yield the one record of the file, or those of an export of a press database."""
    location = Location(name)
    try:
        text, notes = read_text(file)
    except ValueError as error:
        yield Rejection(location=location, reason=str(error))
        return
    if kind := settings.describe_text(text):
        yield Rejection(location=location, reason=settings.NO_ARTICLE.format(kind), raw=text)
        return
    for line, fields in read_articles(text):
        yield Record(location=Location(name, line), fields=fields, notes=notes)


def read_articles(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the line (from 1) and the fields of each article in a text."""
    if several := list(read_documents(text)) or read_entries(text) or _read_ruled(
            text) or _read_signed(text):
        yield from several
        return
    articles = split_articles(text)
    if not articles:
        yield 1, _read_fields(text.strip())
    for line, article in articles:
        yield line, read_article(article) or _read_fields(article)


def _read_ruled(text: str) -> list[tuple[int, dict[str, Any]]]:
    r"""Return the articles between rules, each with its line; none if not all have a title.

    >>> _read_ruled("Judul: Beras\n\nNaik.\n=====\nJudul: Garam\n\nTurun.\n")
    [(1, {'Judul': 'Beras', 'body': 'Naik.'}), (5, {'Judul': 'Garam', 'body': 'Turun.'})]
    >>> _read_ruled("Judul: Beras\n\nNaik.\n=====\nTurun.\n")
    []
    """
    if not (rules := list(_RULE.finditer(text))):
        return []
    begins = [0, *(rule.end() for rule in rules)]
    ends = [*(rule.start() for rule in rules), len(text)]
    pieces = [(begin, text[begin:end]) for begin, end in zip(begins, ends, strict=True)
              if not text[begin:end].isspace() and begin < end]
    articles, line, at = list[tuple[int, dict[str, Any]]](), 1, 0
    for begin, piece in pieces:
        fields, body = split_front_matter(piece.strip())
        begin += len(piece) - len(piece.lstrip())
        line, at = line + text.count("\n", at, begin), begin
        articles.append((line, fields | {"body": body.strip()}))
    if all("title" in map(synonyms.find_field, fields) and fields["body"]
           for _, fields in articles):
        return articles if len(articles) > 1 else []
    return _title_articles(articles)


def _read_signed(text: str) -> list[tuple[int, dict[str, Any]]]:
    """Return the articles that each begin with a title and a byline or date right below it.

    There are none unless the text begins so, and three of them are long.
    """
    found = _find_signed(text, _SIGNED) or _find_signed(text, _SIGNED_APART)
    if not found:
        return []
    ends = [*(each.start() for each in found[1:]), len(text)]
    bodies = [text[each.start("below"):end].strip() for each, end in zip(found, ends, strict=True)]
    if min(map(len, bodies)) < _MIN_TITLED_CHARACTERS:
        return []
    lines = accumulate(text.count("\n", begin, end) for begin, end in pairwise(
        [0, *(each.start("title") for each in found)]))
    return [(1 + line, {"title": each["title"], "body": body})
            for line, each, body in zip(lines, found, bodies, strict=True)]


def _find_signed(text: str, form: re.Pattern[str]) -> list[re.Match[str]]:
    """Return the signed titles of a form if a text begins with one and has three of them."""
    first = form.match(text)
    if not first or not is_signature(first["below"]):
        return []
    found = [each for each in form.finditer(text) if is_signature(each["below"])]
    return found if len(found) >= _MIN_TITLED else []


def _title_articles(texts: list[tuple[int, dict[str, Any]]]) -> list[tuple[int, dict[str, Any]]]:
    """Return texts as articles with their first lines as titles; none if not all have such a line.

    A line over a part of one article is short, or about the other parts as well.
    """
    headings = [_TITLED.match(fields["body"]) for _, fields in texts]
    found = [(line, fields | {"title": heading["title"], "body": fields["body"][heading.end():]})
             for (line, fields), heading in zip(texts, headings, strict=True) if heading]
    bodies = [fields["body"] for _, fields in found]
    is_whole = len(found) == len(texts) >= _MIN_TITLED and (
        min(map(len, bodies)) >= _MIN_TITLED_CHARACTERS)
    return found if is_whole and are_apart([each["title"] for _, each in found], bodies) else []


def _read_fields(text: str) -> dict[str, Any]:
    """Return the fields above a text, and the text below them as the body."""
    if article := restructured_text.read_article(text):
        return article
    fields, body = split_front_matter(text)
    if not fields and (heading := _HEADING.match(body)):
        return {"title": heading["title"], "body": body[heading.end():]}
    return fields | {"body": body}
