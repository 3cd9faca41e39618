"""From a record to an article: which field means what, what the text tells, and how it is known.

What is not the article's own stays beside it in `extra`: every field that has no other place,
and what was found out on the way:

    outlet_source, date_source   what told outlet and date: field, metadata or feed, where the
                                 record did; else the `source` of an Attribution, or of a Dating
    outlet_written               the outlet as the record wrote it, where it goes by another name
    undated                      why there is no date
    dateline, place, agency      the dateline that opened the text, and what it says
    byline, editor, tags         who wrote it, who saw to it, and the words it is filed under
    footers                      all lines that spoke about the article, as they were
    captions                     the captions of its pictures, where HTML marks them
    boilerplate                  lines that belonged to the page
    repaired                     what reading the file had to mend
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from types import MappingProxyType
from typing import Any, NamedTuple

from indexer import dates, dating, outlets, rejected
from indexer.article.trace import Decision, Trace
from indexer.clean import Cleaned, Note, clean
from indexer.dating import Dating
from indexer.fields.field_mapping import map_fields
from indexer.fields.values import (
    MAX_NESTING,
    UnusableRecord,
    get_id,
    get_text,
    replace_surrogates,
    to_json_value,
    to_plain_text,
)
from indexer.outlets import Attribution, dateline, hosts
from indexer.outlets.dateline import Dateline
from indexer.record import Record, Rejection
from indexer.urls import parsing
from search import Article
from search.article import MAX_REVISION
from search.errors import InvalidValue

_NONE: Mapping[str, str] = MappingProxyType({})
_EXPORTED = frozenset(Article("").to_dict())
_OWN = ("id", "title", "body", "outlet", "published", "url")
_DERIVED = ("date_precision",)
"""Written by `indexer export` for readers; the date itself says it."""

_LONGEST = 10_000_000
"""Characters of an article, the markup of its body counted: whole libraries of words, each new,
would take minutes and gigabytes."""

_REPEATED = ("repeated", "title repeated")
_NAMED = re.compile(r"[\w ]{2,20} ?[:|] ?|\(?laporan \w+,? ", re.IGNORECASE)
"""What stands before a name in a byline."""

_MEDIA = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|mp[34]|pdf)(?:[?#]|$)", re.IGNORECASE)
"""How the address of a picture or a film ends, or of a document."""

_EDITED = re.compile(r" ?[|/,] ?(?=(?:editor|penyunting|redaktur) ?:)", re.IGNORECASE)
"""What stands between the writer and the editor in one line."""


class _Told(NamedTuple):
    """What the date of a record says: as it is written, and as it is read, if it is one."""

    written: str
    date: str | None


def build_article(record: Record, mapping: Mapping[str, str] = _NONE) -> Article | Rejection:
    """The article that a record holds, or why it holds none: see `trace_article`."""
    found = trace_article(record, mapping)
    return found.article if isinstance(found, Trace) else found


def trace_article(
    record: Record, mapping: Mapping[str, str] = _NONE, month_first: bool = False
) -> Trace | Rejection:
    """The article that a record holds and every decision about it, or why it holds none.

    Outlet and date are looked for in the text where the record does not have them. What
    `indexer export` wrote is taken back as it is. `mapping` has names of fields (theirs → ours)
    that go before the usual ones; `month_first` says that 9/8/2016 is in September.
    """
    fields, about = rejected.parted(record.fields)
    try:
        return _exported(record, fields) or _made(record, fields, mapping, month_first)
    except UnusableRecord as error:
        rejection = Rejection(location=record.location, reason=str(error), fields=fields)
        return rejected.again(rejection, about) if about else rejection


def _exported(record: Record, fields: dict[str, Any]) -> Trace | None:
    """What was exported from an archive; None if it is something else."""
    if fields.keys() != _EXPORTED:
        return None
    own = {name: value for name, value in fields.items() if name not in _DERIVED}
    try:
        given = Article(**own | {"extra": to_json_value(own["extra"], MAX_NESTING + 1)})
    except (InvalidValue, TypeError, AttributeError):
        return None
    whole = isinstance(given.extra, dict) and get_id(fields) and given.to_dict() == fields
    return Trace(record.location, given) if whole else None


def _made(
    record: Record, own: dict[str, Any], mapping: Mapping[str, str], month_first: bool
) -> Trace:
    mapped = map_fields(own, mapping)
    fields, named = dict(mapped.values), dict(mapped.original_names)
    title, body = get_text(fields, "title"), get_text(fields, "body")
    if not title and not body:
        raise UnusableRecord("neither a title nor a body")
    if len(title) + len(body) > _LONGEST:
        raise UnusableRecord(
            f"a text of {len(title) + len(body):,} characters: split it where its articles begin; "
            f"none has more than {_LONGEST:,}")
    url, told = get_text(fields, "url") or None, _told(fields, month_first)
    written, captions = to_plain_text(body, split_captions="captions" not in fields)
    cleaned = clean(title, written)
    line, rest = dateline.split(cleaned.body, get_text(fields, "outlet"))
    page = url or _address(cleaned.notes)
    outlet = _outlet(fields, record.source, line, cleaned.notes, page)
    date = _date(told, record.source, cleaned, rest, line, page)
    found = _found(record, fields, cleaned, line, outlet, date, captions)
    given = _given(fields, named, date)
    extra = found | {name: value for name, value in given.items()
                     if value is not None or name not in found}
    article = Article(
        get_id(fields) or _made_id(url, title, body, get_text(fields, "outlet"), told.date),
        cleaned.title, rest or cleaned.body, outlet.outlet, date.published, page, extra,
        _revision(fields) or 1)
    return Trace(record.location, article, _decisions(title, article, line, outlet, date),
                 cleaned.notes, cleaned.removed)


def _address(notes: Sequence[Note]) -> str | None:
    """The address of a page that stands at the head of a text, where it is no carrier's."""
    found = [note.text for note in notes if note.kind == "address"]
    own = len(found) == 1 and hosts.site(found[0]) and not _MEDIA.search(found[0])
    return found[0] if own else None


def _outlet(
    fields: dict[str, Any], source: str, line: Dateline | None, notes: Sequence[Note],
    url: str | None,
) -> Attribution:
    """Who published it. A page or feed of a site that nobody knows may have copied it."""
    name = get_text(fields, "outlet")
    given = Attribution(outlets.joined(name), source, name)
    if name and (source == "field" or outlets.listed(name)):
        return given
    found = outlets.find(line, notes, url)
    return found if not name or found.outlet and outlets.listed(found.outlet) else given


def _told(fields: dict[str, Any], month_first: bool) -> _Told:
    value = fields.get("published")
    written = "" if isinstance(value, (dict, list, bool, type(None))) else str(value).strip()
    return _Told(written, dates.read(written, month_first) if written else None)


def _date(
    told: _Told, source: str, cleaned: Cleaned, body: str, line: Dateline | None,
    url: str | None,
) -> Dating:
    """When it was published: what the record says if that can be, else what the text does."""
    if told.date and dates.has_come(told.date):
        return Dating(told.date, source, told.written)
    head = line.text if line else ""
    found = dating.find(body, dateline=head, notes=cleaned.notes, url=url)
    if found.published or not told.written:
        return found
    fault = "is to come" if told.date else "is no date"
    shown = replace_surrogates(told.written)[:80]
    return Dating(None, None, f"{shown!r} {fault}; {found.evidence}")


def _given(fields: dict[str, Any], written: dict[str, str], date: Dating) -> dict[str, Any]:
    """What the record says that has no place of its own; a date that could not be taken, too."""
    left = {name: value for name, value in fields.items() if name not in _OWN + _DERIVED}
    nested = to_json_value(left.pop("extra", None), MAX_NESTING + 1)
    value = fields.get("published")
    if value is not None and str(value).strip() not in ("", date.evidence):
        left[written["published"]] = value
    if _revision(fields):
        del left["revision"]
    extra = {replace_surrogates(name): to_json_value(value) for name, value in left.items()}
    if isinstance(nested, dict) and not nested.keys() & extra.keys():
        return extra | nested
    return extra if nested is None else extra | {"extra": nested}


def _found(
    record: Record, fields: dict[str, Any], cleaned: Cleaned, line: Dateline | None,
    outlet: Attribution, date: Dating, captions: list[str],
) -> dict[str, Any]:
    """What was found out on the way, where the record does not say it."""
    boilerplate = [each.text for each in cleaned.removed if each.why not in _REPEATED]
    found: dict[str, Any] = {
        "outlet_source": outlet.source,
        "outlet_written": _other(get_text(fields, "outlet"), outlet),
        "date_source": date.source,
        "undated": None if date.published else date.evidence,
        "dateline": line and line.text, "place": line and line.place,
        "agency": line and line.agency,
        "byline": _names(cleaned.notes, "byline"), "editor": _names(cleaned.notes, "editor"),
        "tags": _tags(cleaned.notes),
        "footers": [note.text for note in cleaned.notes],
        "captions": captions, "boilerplate": boilerplate, "repaired": list(record.notes),
    }
    return {name: value for name, value in found.items() if value and fields.get(name) is None}


def _other(name: str, outlet: Attribution) -> str | None:
    return name if name != outlet.outlet else None


def _names(notes: Sequence[Note], kind: str) -> str | None:
    """The names that notes of a kind give, without what introduces them."""
    found = [_NAMED.sub("", text, count=1).strip() for name, text in _apart(notes) if name == kind]
    return "; ".join(dict.fromkeys(found)) or None


def _apart(notes: Sequence[Note]) -> Iterator[tuple[str, str]]:
    """The kinds and texts of notes, an editor apart from the writer beside whom one is named."""
    for note in notes:
        own = note.text[1:-1] if note.text[0] + note.text[-1] == "()" else note.text
        writer, *editor = _EDITED.split(own, 1) if note.kind == "byline" else [own]
        yield note.kind, writer
        yield from (("editor", text) for text in editor)


def _tags(notes: Sequence[Note]) -> list[str]:
    """The tags that notes list, each once."""
    lists = [note.text.rpartition(":")[2] for note in notes if note.kind == "tags"]
    found = [tag.strip() for tags in lists for tag in re.split("[,;|#]", tags)]
    return list(dict.fromkeys(filter(None, found)))


def _decisions(
    title: str, article: Article, line: Dateline | None, outlet: Attribution, date: Dating
) -> tuple[Decision, ...]:
    how = "field" if title else "first line" if article.title else None
    found = [
        Decision("title", article.title or None, how, title or article.title),
        Decision("outlet", article.outlet, outlet.source, outlet.evidence),
        Decision("published", article.published, date.source, date.evidence),
    ]
    if line:
        found += [Decision("place", line.place, "dateline", line.text),
                  Decision("agency", line.agency, "dateline", line.text)]
    return tuple(found)


def _revision(fields: dict[str, Any]) -> int | None:
    """How many versions a record says that there were; None if it says no such thing."""
    value = fields.get("revision")
    return value if type(value) is int and 1 <= value <= MAX_REVISION else None


def _made_id(url: str | None, title: str, body: str, outlet: str, date: str | None) -> str:
    """The same id for the same page; where its URL says none, for the same text.

    If the record names an outlet or a day, for the same text there: agencies write for many.
    """
    where = " ".join(outlet.casefold().split()), (date or "")[:10]
    source = "\n".join((title, body, *(where if any(where) else ())))
    if url and parsing.tells_page(url):
        source = url
    return blake2b(source.encode(), digest_size=8).hexdigest()
