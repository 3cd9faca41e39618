"""Reads Markdown: one article a file, with or without front matter, its text as plain text.

A file may have several, each with front matter or below a main heading. Rules part the latter, or
bylines or dates follow the headings.

markdown-it-py reads CommonMark with tables. What site generators add to it is taken out before: a
row of the table has a pattern, what is left of a match, an example and a counter-example.
"""

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, BinaryIO, NamedTuple

from indexer.fields import synonyms
from indexer.formats import settings
from indexer.formats.html.posts import are_apart, is_byline, is_signature
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

_TABLE_MARKUP = {
    "tr_open": "<p>|", "tr_close": "</p>", "th_open": " ", "th_close": " |", "td_open": " ",
    "td_close": " |"}
"""How a row of a table is written: as a line, like those of tables in pages."""

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


_NEXT_FRONT_MATTER = re.compile(r"(?<=\n)[ \t]*\n(?=---\n(?:[A-Za-z_].{0,999}\n|[ \t-].{0,999}\n)"
                                r"{1,50}?---\n)")
_RULE = re.compile(r"(?<=\n)[ \t]*\n {0,3}(?:-{3,}|\*{3,}|_{3,})[ \t]*(?=\n)")
_BEFORE_MAIN_HEADING = re.compile(r"(?<=\n)[ \t]*\n(?=# +[^\s#])")
_BEFORE_SECOND_HEADING = re.compile(r"(?<=\n)[ \t]*\n(?=## +[^\s#])")
_NAME_OF_FILE = re.compile(r"# +[^\n]+")
_MAIN_HEADING = re.compile(r"# +(?P<title>[^\s#][^\n]{19,300})\n")
_HEADING = re.compile(r"##? +[^\s#][^\n]{19,300}\n")
_MIN_ARTICLE_CHARACTERS = 250
"""What parts the articles of a file, what each then begins with, and how long its text is."""


class _Rendered(NamedTuple):
    """The first heading of a text if it can be its title, the text without it, and captions."""

    title: str
    body: str
    captions: list[str]


def read(file: BinaryIO, name: str, mapping: Mapping[str, str]) -> Iterator[ReadResult]:
    """Yield the record of the file, or those of its articles if it has several."""
    try:
        text, notes = read_text(file)
    except ValueError as error:
        yield Rejection(location=Location(name), reason=str(error))
        return
    line, at = 1, 0
    for begin, piece in _split_articles(text):
        line, at = line + text.count("\n", at, begin), begin
        yield _read_article(piece, Location(name, line), notes)


def _split_articles(text: str) -> list[tuple[int, str]]:
    """Return where each article of a text begins, and its text; the whole if it has only one."""
    for part, are_articles in _PARTS:
        ends = [match.end() for match in part.finditer(text)]
        bounds = zip([0, *ends], [*(match.start() for match in part.finditer(text)), len(text)],
                     strict=True)
        pieces = [(begin, text[begin:end]) for begin, end in bounds if text[begin:end].strip()]
        if part is _BEFORE_SECOND_HEADING and _NAME_OF_FILE.fullmatch(pieces[0][1].strip()):
            del pieces[0]
        if len(pieces) > 1 and are_articles([piece.strip() for _, piece in pieces]):
            return [(begin + len(piece) - len(piece.lstrip()), piece) for begin, piece in pieces]
    return [(0, text)]


def _have_titles(texts: Sequence[str]) -> bool:
    """Return whether each text has front matter with a title, and something below it."""
    parted = [split_front_matter(text) if text.startswith("---\n") else ({}, "")
              for text in texts]
    return all(body and "title" in map(synonyms.find_field, fields) for fields, body in parted)


def _have_headings(texts: Sequence[str]) -> bool:
    """Return whether each text is an article below a main heading, rather than a part of one."""
    found = [_MAIN_HEADING.match(text) for text in texts]
    headings = [match["title"] for match in found if match]
    bodies = [match.string[match.end():] for match in found if match]
    return len(headings) == len(texts) and are_apart(headings, bodies) and (
        min(map(len, bodies)) >= _MIN_ARTICLE_CHARACTERS)


def _have_signed_headings(texts: Sequence[str]) -> bool:
    """Return whether each text is an article below a heading and a byline or date."""
    found = [_HEADING.match(text) for text in texts]
    bodies = [match.string[match.end():].lstrip() for match in found if match]
    return len(bodies) == len(texts) and all(
        is_signature(body.partition("\n")[0]) for body in bodies) and (
        min(map(len, bodies)) >= _MIN_ARTICLE_CHARACTERS)


def _have_bylines(texts: Sequence[str]) -> bool:
    """Return whether each text is an article below a heading and a byline: parts may have dates."""
    return _have_signed_headings(texts) and all(
        is_byline(text.partition("\n")[2].lstrip().partition("\n")[0]) for text in texts)


_PARTS = (
    (_NEXT_FRONT_MATTER, _have_titles), (_RULE, _have_headings),
    (_BEFORE_MAIN_HEADING, _have_signed_headings), (_BEFORE_SECOND_HEADING, _have_bylines))
"""What may part articles, and what tells whether it does."""


def _read_article(text: str, location: Location, notes: tuple[str, ...]) -> ReadResult:
    try:
        fields, body = split_certain_front_matter(text.strip())
    except ValueError as error:
        return Rejection(location=location, reason=str(error), raw=text)
    if not fields and _TITLE_FIRST.match(body):
        fields, body = split_front_matter(body)
    if not fields and (kind := settings.describe_text(body)):
        return Rejection(location=location, reason=settings.NO_ARTICLE.format(kind), raw=text)
    _add_day(fields, location.file)
    return _build_record(location, fields, body, notes)


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

    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable(
        ["table", "strikethrough"])
    for name, written in _TABLE_MARKUP.items():
        parser.add_render_rule(name, _build_writer(written))
    return parser


def _build_writer(written: str) -> Callable[..., str]:
    def write(*_: Any) -> str:
        return written

    return write


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
