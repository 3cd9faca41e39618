"""Collects what an article keeps in `extra`.

Every field of the record that has no other place, and what the pipeline found out:

    title_source                 slug, if the title is only in a slug
    outlet_source, date_source   where outlet and date come from: field, metadata or feed if the
                                 record states them, else the `source` of the Attribution or Dating
    outlet_written               the outlet as the record writes it, if it goes by another name
    undated                      why there is no date
    dateline, place, agency      the dateline that opened the text, and what it says
    byline, editor, tags         the writer, the editor and the keywords
    footers                      every line that is about the article, as it was written
    captions                     the captions of its pictures, if HTML marks them
    truncated                    what says that the text was cut where it ends
    boilerplate                  lines that belonged to the page
    repeated                     paragraphs that stood in the text before
    repaired                     what was repaired while reading the file
    doubtful                     why its text may not be the whole article
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from indexer.article.draft import Draft
from indexer.clean import Note
from indexer.fields.values import MAX_NESTING, replace_surrogates, to_json_value

_REPETITIONS = ("repeated", "title repeated")
"""Reasons for removing a line that still stands elsewhere in the article."""

_BYLINE_LABEL = re.compile(
    r"[\w ]{2,20} ?[:|] ?|\(?laporan \w+,? |(?:ditulis|dilaporkan|disunting) oleh "
    r"|peranan, ?|melaporkan dari,? ", re.IGNORECASE)
"""The words before the name in a byline."""

_BEFORE_EDITOR = re.compile(r" ?[|/,] ?(?=(?:editor|penyunting|redaktur) ?:)", re.IGNORECASE)
"""What separates the writer from the editor in one line."""


_BEHIND_NAME = re.compile(r"[\s,;:|/]+$|(?<=[a-z]{3})\.$")
"""What does not belong to the name before it; the full stop of `P.` and `S.Kom.` does."""


def collect_extra(draft: Draft) -> dict[str, Any]:
    """Return the extra fields of an article; what the record states replaces what was found."""
    found, stated = _collect_found(draft), _collect_stated(draft)
    return found | {name: value for name, value in stated.items()
                    if value is not None or name not in found}


def _collect_stated(draft: Draft) -> dict[str, Any]:
    """Return the record's other fields, and its date if that could not be used."""
    fields, left = draft.fields, draft.fields.rest
    nested = to_json_value(fields.extra, MAX_NESTING + 1)
    published = fields.values.get("published")
    if published is not None and str(published).strip() not in ("", draft.date.evidence):
        left[fields.original_names["published"]] = published
    extra = {replace_surrogates(name): to_json_value(value) for name, value in left.items()}
    if isinstance(nested, dict) and not nested.keys() & extra.keys():
        return extra | nested
    return extra if nested is None else extra | {"extra": nested}


def _collect_found(draft: Draft) -> dict[str, Any]:
    """Return what the pipeline found out and the record does not state."""
    notes, line, name = draft.cleaned.notes, draft.dateline, draft.stated_outlet
    found: dict[str, Any] = {
        "title_source": "slug" if draft.decisions[0].source == "slug" else None,
        "outlet_source": draft.outlet.source,
        "outlet_written": name if name != draft.outlet.outlet else None,
        "date_source": draft.date.source,
        "undated": None if draft.date.published else draft.date.evidence,
        "dateline": line and line.text, "place": line and line.place,
        "agency": line and line.agency,
        "byline": _find_names(notes, "byline"), "editor": _find_names(notes, "editor"),
        "tags": _find_tags(notes),
        "footers": [note.text for note in notes],
        "captions": list(draft.captions),
        "truncated": draft.truncated,
        "boilerplate": [
            each.text for each in draft.cleaned.removed if each.why not in _REPETITIONS],
        "repeated": [each.text for each in draft.cleaned.removed if each.why == "repeated"],
        "repaired": list(draft.record.notes),
        "doubtful": draft.record.doubt,
    }
    return {name: value for name, value in found.items()
            if value and not draft.fields.has(name)}


def _find_names(notes: Sequence[Note], kind: str) -> str | None:
    """Return the names in the notes of a kind, each once, without labels and signs around them."""
    if not notes:
        return None
    names = [_BEHIND_NAME.sub("", _BYLINE_LABEL.sub("", text, count=1).strip())
             for of_kind, text in _split_editors(notes) if of_kind == kind]
    return "; ".join(filter(None, dict.fromkeys(names))) or None


def _split_editors(notes: Sequence[Note]) -> Iterator[tuple[str, str]]:
    """Yield the kind and text of each note, an editor apart from the writer in the same line."""
    for note in notes:
        text = note.text[1:-1] if note.text[0] + note.text[-1] == "()" else note.text
        writer, *editors = _BEFORE_EDITOR.split(text, 1) if note.kind == "byline" else [text]
        yield note.kind, writer
        yield from (("editor", editor) for editor in editors)


def _find_tags(notes: Sequence[Note]) -> list[str]:
    """Return the tags that the notes list, each once."""
    if not notes:
        return []
    lists = [note.text.rpartition(":")[2] for note in notes if note.kind == "tags"]
    tags = [tag.strip() for listed in lists for tag in re.split("[,;|#]", listed)]
    return list(dict.fromkeys(filter(None, tags)))
