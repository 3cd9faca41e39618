"""Reads saved pages: the article of each, or several, found among all that surrounds them."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any, BinaryIO
from urllib.parse import urljoin

from indexer.formats.html import metadata, visible_metadata
from indexer.formats.html.articles import (
    find_articles,
    get_heading_text,
    list_candidates,
)
from indexer.formats.html.data_table import TableRow, find_rows
from indexer.formats.html.directory import is_directory, is_timetable
from indexer.formats.html.embedded_data import read_embedded_article
from indexer.formats.html.extraction import extract, find_unrelated
from indexer.formats.html.forum import find_replies
from indexer.formats.html.headline import (
    choose_headline,
    confirm_title,
    find_bold_headline,
)
from indexer.formats.html.index_page import is_index_page, measure_own_text
from indexer.formats.html.layout import analyze_layout
from indexer.formats.html.page_blocks import (
    fold,
    get_link,
    list_words,
)
from indexer.formats.html.passages import (
    WeighedPage,
    measure_prose,
    weigh_page,
)
from indexer.formats.html.posts import Posts, cut_posts, find_posts
from indexer.formats.html.preprocessing import preprocess
from indexer.formats.html.server_page import (
    MAX_CHARACTERS,
    REASONS,
    find_server_page,
    is_about_site,
    is_folder,
)
from indexer.formats.html.unclosed import close_comments, close_title
from indexer.formats.io import encoding
from indexer.formats.io.lines import read_whole
from indexer.formats.txt.front_matter import split_certain_front_matter
from indexer.record import Location, ReadResult, Record, Rejection
from indexer.text import markup
from indexer.text.repair import repair, repair_fields

_MAX_PAGE_BYTES = 8 << 20
"""Limit of a page without its inline images: as a tree it takes many times more."""

_MAX_TAGS = 400_000
_TOO_LARGE = (
    f"a page of more than {_MAX_PAGE_BYTES >> 20} MiB or {_MAX_TAGS:,} tags: no article is so "
    "large")
NO_TEXT = ("no text in it: a page must contain its article; one that loads it from elsewhere "
           "cannot be read")

INDEX_PAGE = (
    "an index page, not an article: it lists other articles and has no text of its own")
DIRECTORY = (
    "a directory, not an article: it lists people or offices and has no text of its own")
TIMETABLE = (
    "a timetable or a league table, not an article: it has neither a date nor text of its own")
TELEGRAM_PAGE = (
    "Telegram's export of a chat as a page, which may part messages between files: export the chat "
    "as JSON, and add its result.json")
ONE_OF_SEVERAL = "one of several articles of a page"
_SEVERAL = "check the text: it may be several articles, each below a heading of its own"
_ALL_TEXT = "all text of the page: no article was found in it"

_TELEGRAM_MARKS = ('<div class="page_wrap', '<div class="message default clearfix')
"""What Telegram writes into each page of its export."""

_INLINE_IMAGE = re.compile(r"data:[\w/+.-]{1,80};base64,[A-Za-z0-9+/=]+")
_DECLARED_ENCODING = re.compile(
    rb"(?:charset|encoding)=[\"']?\s{0,9}([\w.:-]{1,40})", re.IGNORECASE)
_XML_PROLOG = re.compile(r"^\s*<\?xml[^>]*>")
_SAVED_FROM = re.compile(
    r"<!--\s{0,9}(?:saved from url=\(\d{4,6}\)(?P<browser>https?://[^\s<>]{4,2000})\s{0,9}-->"
    r"|Page saved with SingleFile\b[^<>]{0,200}?\burl:\s{0,9}"
    r"(?P<singlefile>https?://[^\s<>]{4,2000})"
    r"|Mirrored from (?P<httrack>[^\s<>]{4,2000}) by HTTrack\b)", re.IGNORECASE)
"""The comment that a browser, SingleFile or HTTrack writes at the head of a page that it saves."""

_NEXT_DOCUMENT = re.compile(
    r"</html\s{0,99}>\s{0,999}(?=<!doctype\s{1,9}html|<html[\s>])", re.IGNORECASE)
"""Where another page begins, in files into which somebody wrote several."""

_MIN_ARTICLES = 2

_FRONT_MATTER_STARTS = ("---\n", "+++\n")

_STATED_TITLES = 2
"""How many of a page's titles are stated in its head: those before its main headings."""

_HEAD_CHARACTERS = 4_096
"""Characters of a page in which its encoding and its saved URL are looked for."""

_MIN_PROSE_CHARACTERS = 400
"""A page that shows less prose may have its article as data."""

_MIN_TITLE_BLANKS = 3
"""Blanks in a title that is long enough for a headline."""

_LINES_WITH_TITLE = 3
"""How many of the first lines of a text may be its title."""

_MIN_TOLD, _MIN_TOLD_CHARACTERS = 3, 60
_SENTENCE_ENDS = (".", "!", "?", ")", "\"", "”")
_MIN_TOLD_WORDS = 2
"""How many captions tell a story, how each is long and ends, and long words of its title in them:
those of cards tell of other articles."""

_BODY_HEAD_CHARACTERS = 1_000
"""Characters of a body in which the line with its date may stand."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Page:
    """A page prepared for extraction, as HTML and as a tree, and what its head states."""

    html: str
    tree: Any
    captions: list[str]
    meta: dict[str, str]
    json_ld: dict[str, str]
    titles: list[str]
    description: str
    weighed: WeighedPage
    saved_from: str
    posts: Posts | None
    rows: Sequence[TableRow]


def read(file: BinaryIO, name: str, mapping: Mapping[str, str]) -> Iterator[ReadResult]:
    """Yield the record of the file, or one for each of its articles."""
    data = read_whole(file)
    if data is None:
        yield Rejection(location=Location(name), reason=_TOO_LARGE)
    else:
        yield from read_page(data, Location(name))


def read_page(
    data: bytes, location: Location, charset: str | None = None
) -> Iterator[ReadResult]:
    """Yield the record of one page in bytes, or one for each of its articles.

    What the page came in may declare its `charset`.
    """
    if encoding.is_binary(data):
        yield Rejection(location=location, reason=encoding.NOT_TEXT)
        return
    text, notes = _decode_page(data, charset)
    for line, page in _split_documents(text):
        yield from _read_document(page, replace(location, line=line), notes)


def _split_documents(text: str) -> Iterator[tuple[int, str]]:
    """Yield the first line and the HTML of each page in a file, which may have several."""
    begin, line = 0, 1
    for match in _NEXT_DOCUMENT.finditer(text):
        yield line, text[begin:match.end()]
        line += text.count("\n", begin, match.end())
        begin = match.end()
    yield line, text[begin:]


def _read_document(
    page: str, location: Location, notes: tuple[str, ...]
) -> Iterator[ReadResult]:
    """Yield the record of one page, or one for each of its articles."""
    page = close_comments(close_title(page))
    if reason := _find_refusal(page):
        yield Rejection(location=location, reason=reason)
        return
    if page.startswith(_FRONT_MATTER_STARTS):
        yield _read_source(page, location, notes)
        return
    parsed = _parse(page)
    if parsed and parsed.rows:
        for row in parsed.rows:
            fields, repairs = repair_fields(row.fields)
            yield Record(location=_move(location, row.line), fields=fields, notes=notes + repairs)
        return
    parts = list(_split(page, parsed)) if parsed else []
    if parsed and not parts and (replies := _find_replies(parsed)):
        texts = [repair(markup.extract_text(each))[0] for each in replies]
        result = _read_article(_remove(parsed, replies), location, notes)
        yield _add_replies(result, texts)
        return
    for line, part in parts:
        result = _read_article(_parse(part), _move(location, line), notes)
        yield _add_page(result, parsed) if parsed else result
    if not parts:
        yield _read_article(parsed, location, notes)


def _find_refusal(page: str) -> str:
    """Return why a page is not read at all; "" if it is."""
    if len(page) > _MAX_PAGE_BYTES or page.count("<") > _MAX_TAGS:
        return _TOO_LARGE
    return TELEGRAM_PAGE if all(mark in page for mark in _TELEGRAM_MARKS) else ""


def _move(location: Location, line: int) -> Location:
    """Return the place of a line of a page in its file."""
    return replace(location, line=location.line + line - 1)


def _read_source(
    text: str, location: Location, notes: tuple[str, ...]
) -> Record | Rejection:
    """Read what a site generator builds a page from: front matter, and a body in HTML."""
    try:
        fields, body = split_certain_front_matter(text)
    except ValueError as error:
        return Rejection(location=location, reason=str(error), raw=text)
    return Record(location=location, fields=fields | {"body": body}, notes=notes)


def _split(html: str, page: _Page) -> Iterator[tuple[int, str]]:
    """Yield the line and the HTML of each article of a page that has several.

    They are cut out of the page as it was, which still has its captions.
    """
    from lxml import etree

    found = find_articles(page.tree, page.titles, _is_stated_article(page))
    if not found:
        yield from list(_split_posts(html, page)) or _split_data(html, page)
        return
    originals = dict(zip(list_candidates(page.tree), list_candidates(markup.parse(html))))
    for article in found:
        original = originals.get(article, article)
        written = etree.tostring(original, encoding="unicode", method="html", with_tail=False)
        yield article.sourceline or 1, _write_page(
            page, get_heading_text(article), get_link(article), written)


def _split_posts(html: str, page: _Page) -> Iterator[tuple[int, str]]:
    """Yield the line and the HTML of each post of a page that surely has several."""
    from lxml import etree

    posts = page.posts
    if posts is None or not posts.is_sure:
        return
    original, tag = markup.parse(html), posts.headings[0].tag
    shown = dict(zip(page.tree.iter(tag), original.iter(tag)))  # with its captions
    headings = [shown.get(each, each) for each in posts.headings]
    for heading, elements in zip(headings, cut_posts(headings), strict=True):
        around = heading.getparent()
        link = get_link(heading if around is None or around.tag != "a" else around)
        written = "".join(
            etree.tostring(each, encoding="unicode", method="html") for each in elements)
        yield heading.sourceline or 1, _write_page(
            page, " ".join("".join(heading.itertext()).split()), link,
            f"<article>{written}</article>")


def _split_data(html: str, page: _Page) -> Iterator[tuple[int, str]]:
    """Yield each article that a page has as JSON-LD alone, as a page of its own."""
    if (html.count('"articleBody"') < _MIN_ARTICLES or "body" in page.json_ld
            or measure_prose(page.weighed) >= _MIN_PROSE_CHARACTERS):
        return
    articles = metadata.read_whole_articles(markup.parse(html))
    for each in articles if len(articles) >= _MIN_ARTICLES else ():
        data = json.dumps(each).replace("</", "<\\/")
        yield 1, (f"<html><head><title>{escape(str(each['headline']))}</title>"
                  f'<script type="application/ld+json">{data}</script></head><body></body></html>')


def _write_page(page: _Page, title: str, link: str, written: str) -> str:
    """Return one article of a page as a page of its own."""
    address = _join(_get_address(page), link)
    is_known = bool(link) and "://" in address
    own_url = f'<link rel="canonical" href="{escape(address)}">' if is_known else ""
    return (f"<html><head><title>{escape(title)}</title>{own_url}</head>"
            f"<body>{written}</body></html>")


def _join(page_address: str, link: str) -> str:
    """Return the address that a link leads to, "" if it is none."""
    try:
        return urljoin(page_address, link)
    except ValueError:
        return ""


def _add_page(result: ReadResult, page: _Page) -> ReadResult:
    """Add what the page around an article states about its site."""
    if isinstance(result, Rejection):
        return result
    site = page.meta.get("og:site_name", "")
    stated = {"outlet": site, "page_url": _get_address(page)}
    fields = {name: value for name, value in stated.items() if value} | result.fields
    return replace(result, fields=fields, notes=(*result.notes, ONE_OF_SEVERAL))


def _find_replies(page: _Page) -> Sequence[Any]:
    """Return the elements of the replies in a thread of a forum; () if the page is none."""
    return () if _is_stated_article(page) else find_replies(
        page.weighed, page.titles, _get_address(page))


def _remove(page: _Page, elements: Iterable[Any]) -> _Page:
    """Return a page without some of its elements."""
    from lxml import etree

    for each in elements:
        each.getparent().remove(each)
    written = etree.tostring(page.tree, encoding="unicode", method="html")
    weighed = weigh_page(page.tree, page.titles, page.description)
    return replace(page, html=written, weighed=weighed, posts=None)


def _add_replies(result: ReadResult, texts: Sequence[str]) -> ReadResult:
    """Add the texts of the replies to the article of a thread."""
    if isinstance(result, Rejection):
        return result
    count = "1 reply is" if len(texts) == 1 else f"{len(texts)} replies are"
    note = f"a thread of a forum: {count} kept as `replies`"
    return replace(result, fields=result.fields | {"replies": list(texts)},
                   notes=(*result.notes, note))


def _get_address(page: _Page) -> str:
    """Return the address of a page, "" if it states none."""
    stated = metadata.read_canonical_url(page.tree) or page.meta.get("og:url") or ""
    return stated if "://" in stated else page.saved_from or stated


def _read_article(
    parsed: _Page | None, location: Location, notes: tuple[str, ...]
) -> ReadResult:
    """Return the one article of a page, or the reason why it has none."""
    if parsed is None:
        return Rejection(location=location, reason=NO_TEXT)
    if reason := _find_list(parsed):
        return Rejection(location=location, reason=reason)
    fields, repairs, doubt = _extract_fields(parsed)
    body = fields.get("body", "")
    if not body.strip():
        return Rejection(location=location, reason=NO_TEXT)
    if kind := find_server_page(parsed.tree, parsed.titles, body):
        return Rejection(location=location, reason=REASONS[kind])
    if reason := "" if "published" in fields or _is_stated_article(parsed) else (
            _find_table(parsed.weighed)):
        return Rejection(location=location, reason=reason)
    return Record(
        location=location, fields=fields, source="metadata", notes=notes + repairs, doubt=doubt)


def _find_table(page: WeighedPage) -> str:
    """Return why a page is rejected that is hardly more than a table or a list; "" if it is not."""
    if is_directory(page):
        return DIRECTORY
    return TIMETABLE if is_timetable(page) else ""


def _find_list(page: _Page) -> str:
    """Return why a page is rejected that lists files or other articles, or is about its site."""
    prose = sum(each.is_prose for each in page.weighed.passages)
    if is_folder(page.tree, page.titles, prose):
        return REASONS["folder"]
    if is_about_site(page.titles):
        return REASONS["about"]
    may_be = measure_prose(page.weighed) <= 3 * MAX_CHARACTERS  # cards below an error have prose
    kind = find_server_page(page.tree, page.titles, "") if may_be else ""
    if kind and measure_own_text(page.weighed) <= MAX_CHARACTERS or _is_index(page):
        return REASONS[kind] if kind else INDEX_PAGE
    return ""


def _parse(page: str) -> _Page | None:
    """Return a page as it is read further; None if it is none."""
    html, captions = markup.split_captions(page)
    tree = markup.parse(html)
    if tree is None:
        return None
    titles, meta = list(metadata.read_titles(tree)), metadata.read_meta(tree)
    json_ld = metadata.read_json_ld(tree, *titles)
    rows = find_rows(tree)
    prepared = preprocess(tree) or html
    description = _get_description(meta, json_ld)
    weighed = weigh_page(tree, titles, description)
    if "body" not in json_ld and measure_prose(weighed) < _MIN_PROSE_CHARACTERS:
        json_ld = read_embedded_article(tree, titles) | json_ld
    is_article = _is_called_article(meta, json_ld)
    return _Page(
        posts=None if is_article else find_posts(weighed, titles), html=prepared, tree=tree,
        captions=captions, meta=meta, json_ld=json_ld,
        titles=titles, description=description, weighed=weighed,
        saved_from=_find_saved_url(html), rows=rows)


def _find_saved_url(html: str) -> str:
    """Return the address that a page was saved from, "" if none is given; HTTrack omits http."""
    saved = _SAVED_FROM.search(html, 0, _HEAD_CHARACTERS)
    url = next(filter(None, saved.groups()), "") if saved else ""
    return url if "://" in url or not url else f"http://{url}"


def _is_index(page: _Page) -> bool:
    return not page.json_ld.get("body") and is_index_page(
        page.weighed, page.tree, url=_get_address(page), titles=page.titles[:_STATED_TITLES],
        is_stated_article=_is_stated_article(page))


def _is_stated_article(page: _Page) -> bool:
    """Return whether the metadata of a page call it an article."""
    return _is_called_article(page.meta, page.json_ld)


def _is_called_article(meta: Mapping[str, str], json_ld: Mapping[str, str]) -> bool:
    return (meta.get("og:type", "").lower() == "article" or "title" in json_ld
            or "article:published_time" in meta)


def _extract_fields(page: _Page) -> tuple[dict[str, Any], tuple[str, ...], str]:
    """Return the fields of a page, what was repaired, and why its text is doubtful."""
    extraction = extract(
        page.weighed, page.html, description=page.description,
        stated=page.json_ld.get("body", ""))
    told = _find_told(page.captions, extraction.text, page.titles)
    body = "\n".join(filter(None, [extraction.text, *told]))
    fields = _combine_fields(page, extraction.fields, body)
    if page.saved_from:
        if "://" not in fields.get("url", ""):  # mirrors make addresses relative to their copies
            fields["url"] = page.saved_from
    stories = set(told)
    beside = [each for each in page.captions if each not in stories]
    captions = {"captions": beside} if beside else {}
    repaired, notes = repair_fields(fields | captions)
    if extraction.evidence:
        repaired["extraction"] = extraction.evidence
    doubt = _SEVERAL if page.posts else extraction.doubt or find_unrelated(
        body, fields.get("title", ""), page.description)
    return repaired, notes, doubt if body else _ALL_TEXT


def _find_told(captions: Sequence[str], text: str, titles: Sequence[str]) -> list[str]:
    """Return the captions of a page of photographs, which tell most of what it tells; or none."""
    lines = set(text.split("\n"))
    told = [each for each in dict.fromkeys(captions) if len(each) >= _MIN_TOLD_CHARACTERS
            and each.endswith(_SENTENCE_ENDS) and "\n" not in each and each not in lines]
    shared = list_words(" ".join(told)) & list_words(" ".join(titles))
    is_story = (len(told) >= _MIN_TOLD and sum(map(len, told)) > len(text)
                and len(shared) >= _MIN_TOLD_WORDS)
    return told if is_story else []


def _get_description(meta: dict[str, str], json_ld: dict[str, str]) -> str:
    return meta.get("og:description") or meta.get("description") or json_ld.get("description", "")


def _decode_page(data: bytes, charset: str | None) -> encoding.Decoded:
    declared = _DECLARED_ENCODING.search(data, 0, _HEAD_CHARACTERS)
    stated = declared[1].decode("ascii") if declared else None
    page, notes = encoding.decode(data, charset if encoding.is_usable(charset) else stated)
    page, repairs = repair(_XML_PROLOG.sub("", page))
    return _INLINE_IMAGE.sub("", page), notes + repairs


def _combine_fields(page: _Page, extracted: dict[str, Any], body: str) -> dict[str, Any]:
    """Return what was extracted, completed by what the page states or shows."""
    tree, meta, json_ld = page.tree, page.meta, page.json_ld
    title = _choose_title(tree, extracted, meta, json_ld)
    title = _find_title_above(page, title, body) or _find_shown_part(page, title) or title
    untitled = _remove_title(body, title)
    layout = analyze_layout(tree, title, untitled)
    date_line = visible_metadata.find_date_line(layout)
    text = _prepend_date(untitled, date_line)
    fields = {
        "title": title,
        "body": text or markup.extract_text(tree),
        "byline": visible_metadata.find_byline(
            layout, extracted.get("author") or meta.get("author") or json_ld.get("byline")),
        "published": metadata.choose_published(
            meta, json_ld, visible_metadata.find_dates(layout), date_line),
    } | _combine_stated(page, extracted)
    return {name: value for name, value in fields.items() if value}


def _combine_stated(page: _Page, extracted: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that a page only states, each from the first source that has it."""
    meta, json_ld, split_tags = page.meta, page.json_ld, metadata.split_tags
    return {
        "updated": metadata.get_first(meta, metadata.MODIFIED_NAMES) or json_ld.get("updated"),
        "outlet": _get_site_name(extracted) or meta.get("og:site_name") or json_ld.get("outlet"),
        "url": metadata.read_canonical_url(page.tree) or meta.get("og:url") or extracted.get("url"),
        "tags": split_tags(extracted.get("tags"))
        or split_tags([meta.get("keywords") or json_ld.get("tags", "")]),
        "rubric": ", ".join(split_tags(extracted.get("categories")))
        or meta.get("article:section") or json_ld.get("rubric"),
        "description": extracted.get("description") or meta.get("description")
        or json_ld.get("description"),
    }


def _get_site_name(extracted: dict[str, Any]) -> str | None:
    """Return the name of the site, unless it is only its host.

    The URL says the host as well, and says it better if the page comes from a web archive.
    """
    name = extracted.get("sitename")
    host = (extracted.get("url") or "").partition("//")[2].partition("/")[0]
    return name if name and name not in (host, host.removeprefix("www.")) else None


def _choose_title(
    tree: Any, extracted: dict[str, Any], meta: dict[str, str], json_ld: dict[str, str]
) -> str:
    window_title = metadata.read_window_title(tree)
    stated = meta.get("og:title") or json_ld.get("title") or ""
    title = confirm_title(tree, extracted.get("title") or "", stated, window_title)
    url = metadata.read_canonical_url(tree) or meta.get("og:url") or ""
    host = url.partition("//")[2].partition("/")[0].removeprefix("www.")
    sites = (meta.get("og:site_name"), json_ld.get("outlet"), meta.get("application-name"), host)
    return choose_headline(tree, title, window_title, [site for site in sites if site])


def _find_title_above(page: _Page, title: str, body: str) -> str:
    """Return the headline that stands above the text where the title is only that of the window.

    It is then the name of the site, or of the section. A title as long as a headline that the page
    shows as well, or whose words are in the text, is believed.
    """
    weighed, shown = page.weighed, fold(title)
    if not body or page.meta.get("og:title") or page.json_ld.get("title") or (
            shown != fold(metadata.read_window_title(page.tree))):
        return ""
    folded, words = fold(body), [fold(each) for each in title.split() if len(each) > 3]
    is_shown = any(fold(weighed.passages[number].text) == shown for number in weighed.titled)
    is_about = 2 * sum(word in folded for word in words) >= len(words)
    if title.count(" ") >= _MIN_TITLE_BLANKS and (is_shown or is_about):
        return ""
    lead = next((number for number, each in enumerate(weighed.passages)
                 if each.is_prose and fold(each.text) in folded), 0)
    above = [each.text for each in weighed.passages[:lead]
             if not each.is_link and fold(each.text) != shown
             and not weighed.blocks[each.block].beside]
    return find_bold_headline(page.tree, above)


def _find_shown_part(page: _Page, title: str) -> str:
    """Return the line of a page that is a part of its title, where no heading says which it is."""
    if next(page.tree.iter("h1", "h2"), None) is not None or (
            fold(title) != fold(metadata.read_window_title(page.tree))):
        return ""
    shown = (page.weighed.passages[number].text for number in page.weighed.titled)
    return next((text for text in shown if len(fold(text)) < len(fold(title))
                 and 2 * len(text) > len(title)), "")


def _remove_title(text: str, title: str) -> str:
    """Return the paragraphs without the title, separated by blank lines instead of line breaks."""
    paragraphs = [line.strip() for line in text.split("\n") if line.strip()]
    head = [line for line in paragraphs[:_LINES_WITH_TITLE] if line != title]
    return "\n\n".join([*head, *paragraphs[_LINES_WITH_TITLE:]])


def _prepend_date(body: str, date_line: str | None) -> str:
    """Return a body below the line with its date, which trafilatura may have left out."""
    head = [line.strip() for line in body[:_BODY_HEAD_CHARACTERS].split("\n")]
    if not date_line or not body or date_line in head:
        return body
    return f"{date_line}\n\n{body}"
