"""The steps from a record to an article.

    Record ─ map_record ─→ MappedRecord ─ extract_text ─→ Draft
    Draft ─ clean_text ─ split_dateline ─ attribute_outlet ─ determine_date ─→ Draft
    Draft ─ identify ─→ Trace

Each step takes a draft, fills in what it works out with its decision, and returns it. What
`indexer export` wrote skips them all: it is taken back as it is.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Any

from indexer import dates, dating, outlets, rejected
from indexer.article.draft import Draft, Finished, Mapped, MappedRecord
from indexer.article.extra import collect_extra
from indexer.article.identity import Identity, list_text_ids
from indexer.article.stated_date import StatedDate, find_last_day, read_stated_date
from indexer.article.stated_title import StatedTitle, cut_site_name, is_slug, read_slug
from indexer.article.trace import Decision, Trace
from indexer.clean import Cleaned, Note, clean
from indexer.dating import Dating
from indexer.fields.field_mapping import map_fields
from indexer.fields.mapped_fields import MappedFields
from indexer.fields.placeholders import is_untitled
from indexer.fields.values import (
    MAX_NESTING,
    UnusableRecord,
    get_id,
    replace_surrogates,
    to_json_value,
    to_plain_text,
)
from indexer.outlets import Attribution, dateline, hosts
from indexer.record import Record, Rejection, Unpublished
from indexer.text import cells
from search import Article
from search.article import DERIVED_FIELDS
from search.errors import InvalidValue
from search.urls import parsing
from search.urls.unwrapping import unwrap_url

MAX_CHARACTERS = 10_000_000
"""Characters of an article, including the markup of its body. Whole libraries of new words would
take minutes and gigabytes."""

_NO_MAPPING: Mapping[str, str] = MappingProxyType({})
_EXPORTED_FIELDS = frozenset(Article("").to_dict())
_DECISION_ORDER = ("title", "outlet", "published", "place", "agency")

_STATED_IN_TEXT = frozenset(("url", "footer", "line", "dateline"))
"""Sources of dates that are stated outright."""

_DAY_CHARACTERS = len("2019-04-26")
_MAX_DATELINE_CHARACTERS = 100
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NOTICE = re.compile(
    r"(?P<notice>\[(?:\+\d[\d.,]{0,9} ?(?:char(?:acter)?s?|karakter|words?|kata)"
    r"|\d[\d.,]{0,9} ?(?:more )?(?:char(?:acter)?s|karakter))\])\s*$",
    re.IGNORECASE)
"""How NewsAPI says that it cut a text."""

_MAX_NOTICE_CHARACTERS = 40
_MIN_SUGGESTED_WORDS, _MAX_NAME_CHARACTERS = 5, 80

_MEDIA_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|mp[34]|pdf)(?:[?#]|$)", re.IGNORECASE)
"""The end of the path of a picture, film or document in an address."""


def trace_article(
    record: Record, mapping: Mapping[str, str] = _NO_MAPPING
) -> Trace | Rejection:
    """Return the article in a record with every decision about it, or why there is none.

    The user's `mapping` (their names of fields → ours) is trusted before the usual names.
    """
    [result] = finish([map_record(record, mapping)])
    assert not isinstance(result, Unpublished)
    return result


def map_record(
    record: Record, mapping: Mapping[str, str] = _NO_MAPPING
) -> MappedRecord | Trace | Rejection:
    """Map the fields of a record to ours; return an exported article whole.

    A record from the file of rejected records loses what was noted there.
    """
    own, _ = rejected.split_rejected(record.fields)
    try:
        return _restore_export(record, own) or MappedRecord(record, map_fields(own, mapping))
    except UnusableRecord as error:
        return rejected.reject(record, str(error))


def finish(group: Sequence[Mapped], month_first: bool = False) -> list[Finished]:
    """Take the mapped records of a group through all other steps, each step with all of them.

    The caches of a processor hold the rules of one step, not of all.
    """
    steps: tuple[Callable[[Any], Draft | Trace], ...] = (
        extract_text, clean_text, split_dateline, attribute_outlet,
        partial(determine_date, month_first=month_first), identify)
    results = list[Any](group)
    for step in steps:
        for at, value in enumerate(results):
            if isinstance(value, (MappedRecord, Draft)):
                try:
                    results[at] = step(value)
                except UnusableRecord as error:
                    results[at] = rejected.reject(value.record, str(error))
    return results


def _restore_export(record: Record, fields: Mapping[str, Any]) -> Trace | None:
    """Return an article as `indexer export` wrote it; None if the record is something else."""
    if fields.keys() != _EXPORTED_FIELDS:
        return None
    own = {name: value for name, value in fields.items() if name not in DERIVED_FIELDS}
    try:
        article = Article(**own | {"extra": to_json_value(own["extra"], MAX_NESTING + 1)})
        whole = isinstance(article.extra, dict) and get_id(fields) and article.to_dict() == fields
    except (InvalidValue, TypeError, AttributeError):
        return None
    if not whole:
        return None
    return Trace(location=record.location, article=article, identity=Identity(stated=article.id))


def extract_text(mapped: MappedRecord) -> Draft:
    """Start a draft with what the record states, and its body as plain text.

    The captions are split from the body unless the record has a field of their own. Raises
    UnusableRecord if there is no text, or too much.
    """
    record, fields = mapped
    title, body = fields.title, fields.body
    size = len(title) + len(body)
    slug = None if size else read_slug(fields, None)
    if not size and not slug:
        raise UnusableRecord(f"neither a title nor a body{_suggest_mapping(fields)}")
    if size > MAX_CHARACTERS:
        raise UnusableRecord(
            f"a text of {size:,} characters: split it where its articles begin; none has more "
            f"than {MAX_CHARACTERS:,}")
    url, outlet = fields.url, fields.outlet
    cell = cells.read_cell(body)
    whole, cut = _cut_notice(cell if cell is body else replace_surrogates(cell))
    text, captions = to_plain_text(whole, split_captions="captions" not in fields.values)
    return Draft(
        record=record, fields=fields, stated_title=slug.title if slug else _read_title(title),
        stated_body=body, stated_url=url, stated_outlet=outlet, text=text,
        captions=tuple(captions), truncated=cut)


def _suggest_mapping(fields: MappedFields) -> str:
    """Return which column has the longest text and how to read it; "" if none has a sentence."""
    texts = [(len(value), name) for name, value in fields.rest.items()
             if isinstance(value, str) and len(value.split()) >= _MIN_SUGGESTED_WORDS]
    if not texts:
        return ""
    size, name = max(texts)
    shown = replace_surrogates(name)[:_MAX_NAME_CHARACTERS]
    return f"; the longest text is {shown!r} ({size:,} characters): read it by --map '{shown}=body'"


def _cut_notice(text: str) -> tuple[str, str]:
    """Return a text without the notice at its end that it was cut, and the notice.

    >>> _cut_notice("Warga mulai membersih… [+1551 chars]")
    ('Warga mulai membersih…', '[+1551 chars]')
    >>> _cut_notice("Warga mulai [+1551 chars] membersihkan."), _cut_notice("Naik [+15 persen]")
    (('Warga mulai [+1551 chars] membersihkan.', ''), ('Naik [+15 persen]', ''))
    """
    if "]" not in text[-_MAX_NOTICE_CHARACTERS:]:
        return text, ""
    notice = _NOTICE.search(text)
    return (text[:notice.start()].rstrip(), notice["notice"]) if notice else (text, "")


def _read_title(title: str) -> str:
    """Return a title in one line, without the marks of a list or bytes around it."""
    cell = cells.read_title(title)
    return title if cell is title else " ".join(replace_surrogates(cell).split())


def clean_text(draft: Draft) -> Draft:
    """Take what is not the article's own out of its text; find its title and its address there."""
    title, own = draft.stated_title, _cut_title(draft)
    cleaned = clean(own.title, draft.text)
    if own.site_names:
        names = [Note(kind="site", text=name) for name in own.site_names]
        cleaned = replace(cleaned, notes=(*names, *cleaned.notes))
    source = "field" if own.title else "first line" if cleaned.title else None
    decision = Decision(
        field="title", value=cleaned.title or None, source=source,
        evidence=own.evidence or cleaned.title)
    if not source or not draft.stated_body and not draft.fields.title:
        cleaned, decision = _take_slug(draft, cleaned, decision)
    if title and not cleaned.title:  # the word for a missing title is better than none
        cleaned = replace(cleaned, title=" ".join(title.split()))
        decision = Decision(
            field="title", value=cleaned.title or None, source="field", evidence=title)
    draft.cleaned, draft.body = cleaned, cleaned.body
    draft.url = draft.stated_url or _find_address(cleaned.notes)
    draft.decisions = (decision,)
    return draft


def _cut_title(draft: Draft) -> StatedTitle:
    """Return the title that a record states, without the names of its site; "" for a placeholder.

    A slug is none yet: the text may have its title.
    """
    title = draft.stated_title
    if draft.record.source == "metadata":  # the headings of the page have shown what its title is
        own = StatedTitle(title, title)
    else:
        own = cut_site_name(
            title, draft.stated_outlet, draft.stated_url, draft.fields.values.get("rubric"))
    return StatedTitle("", own.title) if is_untitled(own.title) or is_slug(own.title) else own


def _take_slug(draft: Draft, cleaned: Cleaned, untitled: Decision) -> tuple[Cleaned, Decision]:
    """Return an article and its decision with the title in a slug, if it has one; else both."""
    slug = read_slug(draft.fields, draft.stated_url)
    if not slug:
        return cleaned, untitled
    decision = Decision(field="title", value=slug.title, source="slug", evidence=slug.evidence)
    return replace(cleaned, title=slug.title), decision


def _find_address(notes: Sequence[Note]) -> str | None:
    """Return the one address at the head of a text, unless it leads to a carrier or a picture."""
    addresses = [note.text for note in notes if note.kind == "address"]
    if len(addresses) != 1 or _MEDIA_FILE.search(addresses[0]) or not hosts.find_site(addresses[0]):
        return None
    return addresses[0]


def split_dateline(draft: Draft) -> Draft:
    """Split the dateline from the body."""
    line, draft.body = dateline.split_dateline(draft.body, draft.stated_outlet)
    if line:
        draft.dateline = line
        draft.decisions = (*draft.decisions, *(
            Decision(field=field, value=value, source="dateline", evidence=line.text)
            for field, value in (("place", line.place), ("agency", line.agency))))
    return draft


def attribute_outlet(draft: Draft) -> Draft:
    """Determine the outlet: the one that the record names, else one that the text gives away."""
    outlet = _attribute(draft)
    decision = Decision(
        field="outlet", value=outlet.outlet, source=outlet.source, evidence=outlet.evidence)
    draft.outlet, draft.decisions = outlet, (*draft.decisions, decision)
    return draft


def _attribute(draft: Draft) -> Attribution:
    """Return the outlet. A page or feed of an unlisted site may have copied the article."""
    name, source = draft.stated_outlet, draft.record.source
    stated = Attribution(outlet=outlets.resolve_alias(name), source=source, evidence=name)
    if name and (source == "field" or outlets.is_known(name)):
        return stated
    found = outlets.find_outlet(draft.dateline, draft.cleaned.notes, draft.url)
    return found if not name or found.outlet and outlets.is_known(found.outlet) else stated


def determine_date(draft: Draft, month_first: bool) -> Draft:
    """Determine the date: the one that the record states, else one that the text gives away."""
    written = draft.fields.published
    stated = read_stated_date(draft.fields, draft.record.source, month_first) if written else None
    published = stated.published if stated else None
    if stated and published and dates.has_passed(published):
        date = _choose_date(draft, stated, published)
    else:
        date = _explain(_date_by_text(draft), written, stated)
    decision = Decision(
        field="published", value=date.published, source=date.source, evidence=date.evidence)
    draft.date, draft.decisions = date, (*draft.decisions, decision)
    if not stated or not (stated.is_change or stated.is_creation):
        draft.stated_date = published
    return draft


def _choose_date(draft: Draft, stated: StatedDate, published: str) -> Dating:
    """Return the stated date, or what else is stated if that one is of a change or the record.

    Only what lies before a change can be the day of publication.
    """
    if not stated.is_change and not stated.is_creation:
        return Dating(published=published, source=draft.record.source, evidence=stated.evidence)
    found = _date_by_text(draft, until=published if stated.is_change else None)
    if found.source in _STATED_IN_TEXT:
        return found
    source = "updated" if stated.is_change else "created"
    return Dating(published=published, source=source, evidence=stated.evidence)


def _date_by_text(draft: Draft, until: str | None = None) -> Dating:
    """Return the date that URL and text give away, none after `until`; or why there is none.

    Nor is it after the day when a program read the page.
    """
    line = draft.dateline.text if draft.dateline else _read_dateline(draft)
    last = find_last_day(draft.fields)
    if until and len(until) >= _DAY_CHARACTERS:
        change = datetime.fromisoformat(until[:_DAY_CHARACTERS])
        last = min(last, change) if last else change
    day = dates.parse_date_line(line) if line and not draft.dateline else None
    if day and dates.has_passed(day) and (not last or day[:_DAY_CHARACTERS] <= last.isoformat()):
        return Dating(published=day, source="dateline", evidence=line)
    return dating.find_date(
        draft.body, dateline=line, notes=draft.cleaned.notes, today=last,
        url=draft.url and unwrap_url(draft.url))


def _read_dateline(draft: Draft) -> str:
    """Return the dateline with a year in a field of that name, "" without one."""
    stated = draft.fields.rest.get("dateline")
    if isinstance(stated, str) and len(stated) <= _MAX_DATELINE_CHARACTERS:
        return stated if _YEAR.search(stated) else ""
    return ""


def _explain(found: Dating, written: str, stated: StatedDate | None) -> Dating:
    """Add to the reason why there is no date what is wrong with the field."""
    if found.published or not stated:
        return found
    shown = replace_surrogates(written)[:80]
    fault = stated.fault or "is in the future"
    return Dating(published=None, source=None, evidence=f"{shown!r} {fault}; {found.evidence}")


def _find_identity(draft: Draft) -> Identity:
    """Return what identifies an article. Raises UnusableRecord if its id is too long."""
    fields, url = draft.fields, draft.stated_url
    stated, name = fields.id or "", fields.original_names.get("id", "id")
    if url and parsing.identifies_page(url):
        return Identity(stated=stated, name=name, url=url)
    if stated:
        return Identity(stated=stated, name=name)
    text_ids = list_text_ids(
        draft.stated_title, draft.stated_body, draft.stated_outlet, (draft.stated_date or "")[:10])
    return Identity(text_ids=text_ids)


def identify(draft: Draft) -> Trace:
    """Complete the article with its id. Raises UnusableRecord for a field that cannot be kept."""
    fields, cleaned, identity = draft.fields, draft.cleaned, _find_identity(draft)
    id, extra = identity.first_id, collect_extra(draft)
    if identity.stated not in ("", id):
        extra.setdefault(identity.name, identity.stated)
    article = Article(
        id=id, title=cleaned.title, body=draft.body or cleaned.body,
        outlet=draft.outlet.outlet, published=draft.date.published, url=draft.url, extra=extra,
        revision=fields.revision or 1)
    decisions = draft.decisions
    if draft.dateline:
        decisions = tuple(sorted(decisions, key=lambda each: _DECISION_ORDER.index(each.field)))
    return Trace(
        location=draft.record.location, article=article, identity=identity,
        decisions=decisions, notes=cleaned.notes, removed=cleaned.removed,
        field_to_come=_find_field_to_come(draft), doubt=draft.record.doubt)


def _find_field_to_come(draft: Draft) -> str | None:
    """Return the name of the field whose date is not believed because it lies ahead, if any."""
    stated = draft.stated_date
    if stated in (None, draft.date.published) or dates.has_passed(stated):
        return None
    return draft.fields.original_names["published"]
