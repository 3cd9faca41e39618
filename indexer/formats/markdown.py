"""Reads Markdown: one article a file, with or without front matter, its text as plain text.

markdown-it-py reads CommonMark with tables. What site generators add to it is taken out before: a
row of the table has a pattern, what is left of a match, an example and a counter-example.
"""

import html
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, BinaryIO, NamedTuple

from indexer.fields import synonyms
from indexer.formats import settings
from indexer.formats.io.lines import read_text
from indexer.formats.txt.front_matter import split_certain_front_matter, split_front_matter
from indexer.record import Location, ReadResult, Record, Rejection
from indexer.text import markup

_MAX_RENDERED_CHARACTERS, _MAX_BRACKETS = 1_000_000, 50_000
_MAX_NESTING = 100
_UNRENDERED = "the marks of Markdown are left in its text: it is too long, or nested too deep"
_DEEP = re.compile(rf"^(?:[ \t]*(?:>|[*+-][ \t]|\d{{1,9}}[.)][ \t])){{{_MAX_NESTING // 2}}}", re.M)

_MIN_CAPTION_WORDS = 3
"""Fewer words beside a picture name it rather than describe it."""

_DATED_NAME = re.compile(r"(?:^|/)(?P<day>\d{4}-\d\d-\d\d)-[^/]+$")
"""The name of a post of Jekyll, which says its day."""

_CAPTION = re.compile(r"\bcaption\s?=\s?\"(?P<caption>[^\"<>]+)\"")


class ExtensionRule(NamedTuple):
    """A row: what a program adds to Markdown, what is left of it, an example and the opposite."""

    name: str
    pattern: str
    left: str
    example: str
    counter_example: str


RULES = (
    ExtensionRule(
        "shortcode of Hugo", r"\{\{[<%][^{}]{0,1000}[>%]\}\}", "",
        "{{< youtube id=\"a1\" >}}", "{{ judul }"),
    ExtensionRule(
        "tag of Liquid", r"\{%[^{}]{0,500}%\}", "", "{% include iklan.html %}", "{%} persen"),
    ExtensionRule(
        "value of Liquid", r"\{\{[^{}]{0,500}\}\}", "", "{{ site.url }}", "{ satu }"),
    ExtensionRule(
        "attributes of kramdown", r"\{[:#.][^{}\n]{0,300}\}", "", "{: .besar}", "{a: b}"),
    ExtensionRule(
        "embedded note", r"!\[\[[^\[\]\n]{1,300}\]\]", "", "![[foto.jpg]]", "[[1]"),
    ExtensionRule(
        "wikilink with a text", r"\[\[[^\[\]|\n]{1,300}\|([^\[\]|\n]{1,300})\]\]", r"\1",
        "[[Palu|kota itu]]", "[a|b]"),
    ExtensionRule("wikilink", r"\[\[([^\[\]|\n]{1,300})\]\]", r"\1", "[[Palu]]", "[Palu]"),
    ExtensionRule(
        "footnote", r"\[\^[^\[\]\s]{1,60}\]:?", "", "[^1]: Kata Wira.", "[1]: kata"),
    ExtensionRule(
        "fence of a container", r"^[ \t]{0,3}:{3,}.{0,100}$", "", "::: warning", "Kata: :::"),
    ExtensionRule(
        "table of contents", r"^[ \t]*\[(?:TOC|\[TOC\])\][ \t]*$", "", "[TOC]", "Isi [TOC] ini"),
    ExtensionRule(
        "import of MDX", r"^(?:import|export)\s[^\n]{1,200}\sfrom\s['\"][^\n'\"]{1,200}['\"];?$",
        "", "import Foto from '../foto'", "import beras naik"),
)
_COMPILED = tuple((re.compile(rule.pattern, re.MULTILINE), rule.left) for rule in RULES)


_TITLE_FIRST = re.compile(r"(?:title|judul)[ \t]*:[ \t]*\S[^\n]*\n", re.IGNORECASE)
"""How metadata without marks begin, as Pelican and MultiMarkdown write them."""


class _Rendered(NamedTuple):
    """The first heading of a text if it can be its title, the text without it, and captions."""

    title: str
    body: str
    captions: list[str]


def read(file: BinaryIO, name: str, mapping: Mapping[str, str]) -> Iterator[ReadResult]:
    """Yield the one record of the file."""
    location = Location(name)
    try:
        text, notes = read_text(file)
    except ValueError as error:
        yield Rejection(location=location, reason=str(error))
        return
    try:
        fields, body = split_certain_front_matter(text.strip())
    except ValueError as error:
        yield Rejection(location=location, reason=str(error), raw=text)
        return
    if not fields and _TITLE_FIRST.match(body):
        fields, body = split_front_matter(body)
    if not fields and (kind := settings.describe_text(body)):
        yield Rejection(location=location, reason=settings.NO_ARTICLE.format(kind), raw=text)
        return
    _add_day(fields, name)
    yield _build_record(location, fields, body, notes)


def _add_day(fields: dict[str, Any], name: str) -> None:
    """Add the day in a post's file name to its fields, unless they have one."""
    dated = _DATED_NAME.search(name)
    if dated and "published" not in map(synonyms.find_field, fields):
        fields["published"] = dated["day"]


def _build_record(
    location: Location, fields: dict[str, Any], body: str, notes: tuple[str, ...]
) -> Record:
    """Return the record of a text; its first heading is the title if no field is."""
    too_much = len(body) > _MAX_RENDERED_CHARACTERS or body.count("[") > _MAX_BRACKETS
    if too_much or _DEEP.search(body):
        return Record(
            location=location, fields=fields | {"body": body}, notes=(*notes, _UNRENDERED))
    stated = next((value for name, value in fields.items()
                   if synonyms.find_field(name) == "title"), "")
    rendered = _render(_remove_extensions(body), str(stated))
    found = {"title": rendered.title if not stated else "", "captions": rendered.captions}
    kept = {name: value for name, value in found.items() if value}
    return Record(location=location, fields=fields | kept | {"body": rendered.body}, notes=notes)


def _remove_extensions(text: str) -> str:
    for pattern, left in _COMPILED:
        text = pattern.sub(_keep_caption if not left else left, text)
    return text


def _keep_caption(match: re.Match[str]) -> str:
    """Return the caption in a shortcode as HTML, else nothing."""
    caption = _CAPTION.search(match[0])
    if not caption:
        return ""
    return f"\n\n<figure><figcaption>{html.escape(caption['caption'])}</figcaption></figure>\n\n"


def _render(text: str, stated_title: str) -> _Rendered:
    parser = _build_parser()
    tokens = parser.parse(text)
    at = _find_title(tokens)
    title = "" if at is None else _render_inline(parser, tokens[at + 1])
    if at is not None and stated_title in ("", title):
        del tokens[at:at + 3]  # its beginning, its text and its end
    body, captions = markup.to_text_and_captions(
        parser.renderer.render(tokens, parser.options, {}))
    return _Rendered(title, body, [*captions, *_find_captions(tokens)])


@cache
def _build_parser() -> Any:
    from markdown_it import MarkdownIt  # only for those who have Markdown

    return MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable(["table", "strikethrough"])


def _find_title(tokens: list[Any]) -> int | None:
    """Return where the heading begins that is the title: the first of the first rank, or the first.

    A lower one is no title unless the text begins with it.
    """
    headings = [at for at, token in enumerate(tokens)
                if token.type == "heading_open" and token.level == 0]
    first = [at for at in headings if tokens[at].tag == "h1" or at == 0]
    return first[0] if first else None


def _render_inline(parser: Any, token: Any) -> str:
    written = parser.renderer.renderInline(token.children or [], parser.options, {})
    return " ".join(markup.to_text(written).split())


def _find_captions(tokens: list[Any]) -> list[str]:
    """Return what stands beside the pictures of a text, if it is more than a name."""
    pictures = (child for token in tokens for child in token.children or ()
                if child.type == "image")
    captions = (str(each.attrs.get("title") or each.content) for each in pictures)
    return [each for each in captions if len(each.split()) >= _MIN_CAPTION_WORDS]
