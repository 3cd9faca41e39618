"""Reads what news agencies and editorial systems exchange: NITF, NewsML-G2 and NewsML 1."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from indexer.formats.feed.items import Item, split_items
from indexer.formats.io import encoding
from indexer.formats.io.skipped_files import warn_passed_over
from indexer.record import Location, ReadResult, Record, Rejection
from indexer.text import markup
from indexer.text.repair import repair_fields

_ITEM_NAME = rb"(?:[A-Za-z_][\w.-]{0,40}:)?(?:newsItem|NewsItem|nitf)"
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z]\w{1,31};")
"""A name for a character that XML itself does not know, but HTML and NITF do."""

_TAG = re.compile(r"<[A-Za-z/][^<>]{0,999}>")
_TEXT_CLASSES = ("", "text", "composite")
"""Items of another class are pictures, graphics, sound and video."""

_BODIES = ("body.content", "inlineXML", "DataContent", "inlineData")
_HTML_NAMES = {"hl1": "h2", "hl2": "h3", "block": "div", "bq": "blockquote", "nitf-table": "table"}
"""Names of elements of a text for which HTML has others."""

_UNSEEN = ("media", "media-caption", "head", "body.head", "body.end", "figure", "figcaption")
"""What is inside the element with the text and does not belong to it."""

_NO_ITEM = "no article in it: there must be an element nitf, newsItem or NewsItem"
_UNREADABLE = "not XML that can be read"
_DAMAGED = "damaged XML: parts of the text may be missing"

_BASIC_DATE = re.compile(
    r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d:?\d\d)?)?", re.ASCII)

_Elements = dict[str, list[Any]]
"""The elements of an item by their names, without namespaces, in the order of the file."""


def read(file: BinaryIO, name: str, mapping: Mapping[str, str]) -> Iterator[ReadResult]:
    """Yield a record or a rejection for each item; pictures and the like are counted."""
    items = split_items(
        encoding.transcode_wide(file), _ITEM_NAME, finds_lost_titles=False)
    charset = encoding.find_xml_encoding(next(items).data)
    passed_over, any_item = Counter[str](), False
    for item in items:
        any_item, location = True, Location(name, item.line)
        if item.fault:
            raw = item.data.decode("utf-8", "surrogateescape")
            yield Rejection(location=location, reason=item.fault, raw=raw)
        elif result := _read_item(item, charset, location, passed_over):
            yield result
    if not any_item:
        yield Rejection(location=Location(name), reason=_NO_ITEM)
    warn_passed_over(name, passed_over)


def _read_item(
    item: Item, charset: str | None, location: Location, passed_over: Counter[str]
) -> ReadResult | None:
    """Return the record of an item; None if it is no text, which is counted in `passed_over`."""
    written, notes = encoding.decode(item.data, charset)
    tree, is_damaged = _parse(written)
    if tree is None:
        return Rejection(location=location, reason=_UNREADABLE, raw=written)
    elements = _list_elements(tree)
    kind = _get_code(_get_attribute(elements, "itemClass", "qcode"))
    if kind not in _TEXT_CLASSES:
        passed_over[f"of class {kind[:40]}"] += 1
        return None
    fields, repairs = repair_fields(_read_fields(tree, elements))
    damage = (_DAMAGED,) if is_damaged else ()
    return Record(
        location=location, fields=fields, source="metadata", notes=notes + repairs + damage)


def _parse(written: str) -> tuple[Any, bool]:
    """Return the tree of an item, None if there is none, and whether its XML is damaged.

    That it does not repeat the namespaces of the elements around it is no damage.
    """
    from lxml import etree  # only for those who have XML

    parser = etree.XMLParser(encoding="utf-8", remove_pis=True, **markup.XML_OPTIONS)
    known = _ENTITY.sub(lambda match: html.unescape(match[0]), written)
    try:
        tree = etree.fromstring(known.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        return None, True
    return tree, any(error.domain_name != "NAMESPACE" for error in parser.error_log)


def _get_name(element: Any) -> str:
    """Return the name of an element without its namespace, "" for what is no element."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.rpartition("}")[2].rpartition(":")[2]


def _list_elements(tree: Any) -> _Elements:
    elements: _Elements = {}
    for element in tree.iter():
        elements.setdefault(_get_name(element), []).append(element)
    return elements


def _read_fields(tree: Any, elements: _Elements) -> dict[str, Any]:
    body, captions = _read_body(elements)
    id = (_get_attribute(elements, "doc-id", "id-string") or tree.get("guid")
          or _get_first(elements, "PublicIdentifier"))
    fields = {
        "id": id,
        "url": id if id.startswith(("http://", "https://")) else "",
        "title": _get_first(elements, "hl1", "headline", "HeadLine", "title"),
        "body": body,
        "captions": captions,
        "byline": _read_names(elements, ("byline", "by", "ByLine")),
        "outlet": _read_outlet(elements),
        **_read_dates(elements),
        "place": _read_place(elements),
        "rubric": _get_attribute(elements, "tobject.subject", "tobject.subject.type")
        or _get_attribute(elements, "pubdata", "position.section"),
        "tags": _read_tags(elements),
        "description": _get_first(elements, "abstract", "description"),
        "status": _read_status(elements),
    }
    return {name: value for name, value in fields.items() if value}


def _read_dates(elements: _Elements) -> dict[str, str]:
    """Return the dates that an item states, under the names of their fields."""
    dates = {
        "published": _get_attribute(elements, "pubdata", "date.publication")
        or _get_attribute(elements, "date.release", "norm")
        or _get_attribute(elements, "date.issue", "norm")
        or _get_attribute(elements, "story.date", "norm"),
        "versionCreated": _get_first(elements, "versionCreated", "ThisRevisionCreated"),
        "contentCreated": _get_first(elements, "contentCreated"),
        "firstCreated": _get_first(elements, "firstCreated", "FirstCreated"),
        "scheduled_for": _get_first(elements, "embargoed"),
    }
    return {name: _write_date(written) for name, written in dates.items()}


def _get_first(elements: _Elements, *names: str) -> str:
    """Return the first text that is not blank in elements of these names, "" if there is none."""
    texts = (_get_text(element) for name in names for element in elements.get(name, ()))
    return next(filter(None, texts), "")


def _get_attribute(elements: _Elements, name: str, attribute: str) -> str:
    """Return the first value of an attribute that is not blank, "" if there is none."""
    values = ((element.get(attribute) or "").strip() for element in elements.get(name, ()))
    return next(filter(None, values), "")


def _get_text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _get_code(qualified: str) -> str:
    """Return what a code says without the scheme in front of it.

    >>> _get_code("ninat:text"), _get_code("usable")
    ('text', 'usable')
    """
    return qualified.rpartition(":")[2].strip().lower()


def _write_date(written: str) -> str:
    """Return a date as ISO 8601 writes it with its hyphens and colons; another one as it is.

    >>> _write_date("20190426T140500+0700"), _write_date("20190426"), _write_date("Jumat")
    ('2019-04-26T14:05:00+0700', '2019-04-26', 'Jumat')
    """
    match = _BASIC_DATE.fullmatch(written)
    if not match:
        return written
    year, month, day, hour, minute, second, zone = match.groups()
    date = f"{year}-{month}-{day}"
    return f"{date}T{hour}:{minute}:{second or '00'}{zone or ''}" if hour else date


def _read_names(elements: _Elements, names: Iterable[str]) -> str:
    """Return the people in bylines, without what they are."""
    found = next((elements[name] for name in names if name in elements), [])
    people = [person for byline in found for person in byline.iter()
              if _get_name(person) == "person"]
    return ", ".join(filter(None, map(_get_text, people or found)))


def _read_outlet(elements: _Elements) -> str:
    """Return who publishes an item: the paper, else the provider, else whom it credits."""
    provider = next(iter(elements.get("provider", elements.get("Provider", ()))), None)
    names: _Elements = _list_elements(provider) if provider is not None else {}
    return (
        _get_attribute(elements, "pubdata", "name") or _get_first(names, "name")
        or (provider is not None and provider.get("literal") or "")
        or _get_attribute(names, "Party", "FormalName")
        or _get_first(elements, "distributor", "creditline", "CreditLine"))


def _read_place(elements: _Elements) -> str:
    for name, inner in (("dateline", "location"), ("located", "name")):
        for element in elements.get(name, ())[:1]:
            if place := _get_first(_list_elements(element), inner):
                return place
    return ""


def _read_tags(elements: _Elements) -> list[str]:
    """Return the keywords of an item and the names of its subjects, each once."""
    keywords = [keyword.get("key") or _get_text(keyword)
                for keyword in elements.get("keyword", elements.get("KeywordLine", ()))]
    subjects = [_get_text(name) for subject in elements.get("subject", ())
                for name in subject if _get_name(name) == "name"]
    return [tag for tag in dict.fromkeys(keywords + subjects) if tag]


def _read_status(elements: _Elements) -> str:
    """Return the status of an item unless it may be used."""
    status = (_get_attribute(elements, "docdata", "management-status")
              or _get_attribute(elements, "pubStatus", "qcode")
              or _get_attribute(elements, "Status", "FormalName"))
    return "" if _get_code(status) == "usable" else _get_code(status)


def _read_body(elements: _Elements) -> tuple[str, list[str]]:
    """Return the text of an item and its captions."""
    captions = [_get_text(caption) for name in ("media-caption", "figcaption")
                for caption in elements.get(name, ())]
    for name in _BODIES:
        texts = [_read_text(element) for element in elements.get(name, ())]
        if body := max(texts, key=len, default=""):
            return body, list(filter(None, captions))
    return "", list(filter(None, captions))


def _read_text(element: Any) -> str:
    """Return the text in an element that holds paragraphs, escaped HTML, or plain text."""
    if not any(_get_name(child) for child in element):
        text = "".join(element.itertext()).strip()
        return markup.to_text(text) if _TAG.search(text) else text
    for each in element.iter():
        name = _get_name(each)
        if name:
            each.tag = "script" if name in _UNSEEN else _HTML_NAMES.get(name, name.lower())
    return markup.extract_text(element)
