"""Maps the fields of a record to ours and, of several that mean the same, picks the most trusted.

A field that is not picked keeps its own name, so nothing is lost.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from indexer import dates
from indexer.fields import composed_names, wrapped_values
from indexer.fields.mapped_fields import MappedFields
from indexer.fields.placeholders import (
    is_blank,
    is_missing_id,
    is_placeholder,
    is_untitled,
)
from indexer.fields.synonyms import (
    FIELDS,
    SINGLE_TEXT_FIELDS,
    WEAK_TITLES,
    apply_mapping,
    find_ranked_field,
    fold_name,
    is_creation,
    is_summary,
    split_number,
)
from indexer.record import NaN
from indexer.text import cells, rich_text
from search.urls import parsing

_JOOMLA_OPENING, _JOOMLA_REST = "introtext", "fulltext"
"""The two columns in which Joomla stores the text of an article."""

_NAME_OF_PARAGRAPHS = "paragraf"
"""What columns such as `p1` and `p2` are called together."""

_GUARDIAN_FIELDS = "fields"
"""The object in which the Guardian's answers have the text of an article."""

_MAX_CONTEXTS = 3
"""Objects in objects in which fields of an article are looked for."""

_TWO_DIGITS, _NO_DATE = re.compile(r"\d\d"), "0000-00-00"
"""What every date has, and how MySQL writes none."""

_FILE = re.compile(r"[/\\\\]|\.(?:txt|pdf|json|jsonl|csv|html?|docx?|md)$", re.IGNORECASE)
"""What shows that the source of a text is a file."""

_NAMING_FIELDS = ("outlet", "byline", "rubric", "tags", "agency")
"""Fields that hold names or lists of names; APIs write objects there, and databases numbers."""

_AMBIGUOUS_FIELDS = ("id", "published", *_NAMING_FIELDS)
"""Fields whose synonyms are also names of other things, so that their values must be checked."""

_WORD_FIELDS = ("title", "body")
"""Fields that may hold any word, even one that is a placeholder elsewhere."""

_NAMES_OF_ADDRESSES = frozenset("sumber sumberberita source situs portal website site".split())
"""Folded names of an outlet that are also used for the address of the article."""

_NAMES_OF_PAGES = frozenset("rawtext pagecontent fulltext fullcontent html".split())
_NAMES_OF_DOCUMENTS = frozenset(("mobiledoc", "lexical"))
"""Folded names of a body that may hold a whole page with its menus, or the document of an editor,
whose marks make it long."""

_MIN_TIMES_LONGER, _MIN_LONGER_CHARACTERS = 2, 200
_COMPARED_CHARACTERS = 1_000
_TAG = re.compile(r"<[^<>]{1,2000}>")

_MIN_PROSE_CHARACTERS, _MIN_PROSE_WORDS = 80, 12
_MAX_TITLE_CHARACTERS = 250
_SAME_CHARACTERS = 60
"""Letters and digits by which two texts are taken for one."""
_SENTENCE_END = re.compile(r"\w[.!?][\"”’']?(?:\s|<|$)")
_DAY_NAMES = (
    ("tahun", "year", "thn", "th"), ("bulan", "month", "bln"), ("tanggal", "tgl", "date", "day"))
_YEAR = re.compile(r"(?:19|20)\d\d")

_LEADS = frozenset("""
    lead teras terasberita leadberita paragrafpertama paragrafawal firstparagraph leadparagraph
""".split())
"""Folded names of the first paragraph of a text."""

_NAMES_OF_OTHER_TEXTS = re.compile(
    r"comment|komentar|bio|profil|address|alamat|cookie|agent|prompt|error|traceback|license"
    r"|lisensi|caption|keterangan|catatan|note|terjemahan|translat")
"""What is in the folded names of texts that are not the article's."""

_MAX_CACHED_NAMES, _MAX_CACHED_CHARACTERS = 64, 2_048
"""Records with more names, or longer ones, are planned each time instead of cached."""


class _Plan(NamedTuple):
    """What the names of a record mean, as far as the names alone can tell."""

    certain: tuple[tuple[str, str], ...]
    """Fields with one name that needs no check of its value: our name, and theirs."""

    choices: tuple[tuple[str, tuple[str, ...]], ...]
    """Our names, each with the names to choose from, the most trusted first."""

    others: tuple[str, ...]
    """Names that mean none of our fields."""

    mapped: frozenset[str]
    """Names that the user's mapping decides."""


def map_fields(fields: Mapping[str, Any], mapping: Mapping[str, str]) -> MappedFields:
    """Return the fields under our names.

    The user's `mapping` (their name → ours) is trusted first. Of several names for one field, the
    first with a value wins; for a date, the first value that is a date. Objects that describe
    someone or something give their name. The other values stay under their own names unless they
    are blank, null or a placeholder such as N/A (which a title or body may be). A field is null if
    none of its names has a value.

    >>> mapped = map_fields({"Judul": "Beras", "isi": "", "text": "Naik."}, {})
    >>> mapped.values, mapped.original_names
    ({'title': 'Beras', 'body': 'Naik.'}, {'title': 'Judul', 'body': 'text'})
    """
    has_objects = dict in set(map(type, fields.values()))
    fields = _arrange(fields, mapping, has_objects)
    names = tuple(fields)
    plan = (_plan if are_few(names) else _plan.__wrapped__)(names, tuple(mapping.items()))
    values = {ours: _unwrap(ours, fields[name]) for ours, name in plan.certain}
    originals = dict(plan.certain)
    for name in plan.others:
        values[name] = fields[name]
    for ours, names in plan.choices:
        value = fields[names[0]]
        if len(names) == 1 and _is_surely_name(value):
            values[ours], originals[ours] = _unwrap(ours, value), names[0]
        else:
            _choose_among(ours, {name: fields[name] for name in names}, plan, values, originals)
    if type(written := fields.get(originals.get("body", ""))) in (dict, list):
        for name, text in wrapped_values.find_summaries(written).items():
            _keep(name, text, values, originals)
    if has_objects:
        _keep_other_forms(fields, values, originals)
    if plan.others:
        _complete(plan.others, values, originals)
    return MappedFields(values=values, original_names=originals)


def _arrange(
    fields: Mapping[str, Any], mapping: Mapping[str, str], has_objects: bool
) -> Mapping[str, Any]:
    """Return fields with those of objects beside the others, and what is in parts joined."""
    if has_objects:
        fields = _lift_missing(_lift(fields) if _GUARDIAN_FIELDS in fields else fields)
    names = tuple(fields)
    if pairs := (_find_bilingual if are_few(names) else _find_bilingual.__wrapped__)(names):
        fields = {pairs.get(name, name): value for name, value in fields.items()}
        names = tuple(fields)
    if (columns := _find_day_columns(names)) and not mapping:
        fields = _join_day(fields, columns)
        names = tuple(fields)
    groups = (_find_numbered if are_few(names) else _find_numbered.__wrapped__)(names)
    return _join_numbered(fields, groups, mapping) if groups else fields


def are_few(names: Sequence[str]) -> bool:
    """Return whether names are few and short enough to cache what is found out about them."""
    return len(names) <= _MAX_CACHED_NAMES and sum(map(len, names)) <= _MAX_CACHED_CHARACTERS


def _complete(
    others: tuple[str, ...], values: dict[str, Any], originals: dict[str, str]
) -> None:
    """Take a body, its lead or a title that is missing from fields that mean none of ours."""
    if not is_blank(values.get("title")) and (
            is_blank(values.get("body")) or is_summary(originals["body"])):
        _take_longest_prose(others, values, originals)
    if type(values.get("body")) is str:
        _prepend_lead(others, values)
    if _is_untitled(values.get("title")) and not is_blank(values.get("body")):
        _take_weak_title(others, values, originals)


@lru_cache(256)
def _find_bilingual(names: tuple[str, ...]) -> dict[str, str]:
    """Return the columns with an Indonesian text beside an English one, and their common names.

    >>> _find_bilingual(("judul_id", "judul_en", "berita_id"))
    {'judul_id': 'judul'}
    """
    there = {name.lower() for name in names}
    return {name: name[:-len("_id")] for name in names
            if name.lower().endswith("_id") and f"{name[:-len('_id')]}_en".lower() in there
            and name[:-len("_id")].lower() not in there
            and (ranked := find_ranked_field(name[:-len("_id")])) and ranked[0] in _WORD_FIELDS}


@lru_cache(256)
def _find_numbered(names: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the columns that hold the parts of a text, in order; of each text at least two."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for name in names:
        if numbered := split_number(name):
            groups.setdefault(numbered.stem, []).append((numbered.number, name))
    for name in names:
        if (key := fold_name(name)) in groups and not split_number(name):
            groups[key].append((-1, name))
    return tuple(tuple(name for _, name in sorted(group)) for group in groups.values()
                 if len(group) > 1)


def _join_numbered(
    fields: Mapping[str, Any], groups: tuple[tuple[str, ...], ...], mapping: Mapping[str, str]
) -> Mapping[str, Any]:
    r"""Return the fields with the parts of each text under the name of the first.

    Texts with other values than text among them, with a mapped name, or that are one text in
    several forms, are left as they are. So are columns that may hold parts of anything, unless they
    hold prose and no other column has a text: then they become `paragraf`.

    >>> _join_numbered({"isi_1": "Beras.", "isi_2": "Cabai."}, (("isi_1", "isi_2"),), {})
    {'isi_1': 'Beras.\n\nCabai.'}
    """
    joined = dict(fields)
    for group in groups:
        texts = [fields[name] for name in group]
        if apply_mapping(group, mapping) or not all(
                text is None or type(text) is str for text in texts) or _repeat(texts):
            continue
        whole = "\n\n".join(text.strip() for text in texts if text and text.strip())
        first, is_loose = group[0], _is_loose(group)
        if is_loose and not (_is_prose(_NAME_OF_PARAGRAPHS, whole) and _lacks_body(fields)):
            continue
        for name in group[1:]:
            del joined[name]
        if is_loose:
            del joined[first]
            first = _NAME_OF_PARAGRAPHS
        joined[first] = whole
    return joined


def _is_loose(group: tuple[str, ...]) -> bool:
    numbered = split_number(group[-1])
    return numbered is not None and numbered.is_loose


def _lacks_body(fields: Mapping[str, Any]) -> bool:
    """Return whether no field has the name of a body, other than a summary's, and a value."""
    return all(is_blank(value) for name, value in fields.items() if not is_summary(name)
               and (ranked := find_ranked_field(name)) and ranked[0] == "body")


def _is_untitled(title: Any) -> bool:
    return not title or type(title) is str and (title.isspace() or is_untitled(title))


def _repeat(texts: list[Any]) -> bool:
    """Return whether any of these texts begins like another."""
    beginnings = [fold_name(_TAG.sub("", text[:1_000]))[:_SAME_CHARACTERS] for text in texts
                  if text and not text.isspace()]
    return len({*beginnings}) < len(beginnings)


def _take_weak_title(
    names: tuple[str, ...], values: dict[str, Any], originals: dict[str, str]
) -> None:
    """Take a subject or a name for the title that a record with a text lacks.

    Its name is kept as `title_source`.
    """
    candidates = {key: name for name in names if (key := fold_name(name)) in WEAK_TITLES}
    for key, least in WEAK_TITLES.items():
        value = values[candidates[key]] if key in candidates else None
        if type(value) is str and len(value) <= _MAX_TITLE_CHARACTERS and (
                len(value.split()) >= least and not is_untitled(value)):
            values["title"], originals["title"] = values.pop(candidates[key]), candidates[key]
            values.setdefault("title_source", candidates[key])
            return


def _keep_other_forms(
    fields: Mapping[str, Any], values: dict[str, Any], originals: dict[str, str]
) -> None:
    """Keep what an object has besides the form of a title or a body that was taken from it."""
    for ours in _WORD_FIELDS:
        name = originals.get(ours, "")
        if rest := wrapped_values.find_other_forms(ours, fields.get(name)):
            _keep(name, rest, values, originals)


class _DayColumns(NamedTuple):
    """The names of columns with the year, the month and the day of a date; "" for none."""

    year: str
    month: str
    day: str


@lru_cache(256)
def _find_day_columns(names: tuple[str, ...]) -> _DayColumns | None:
    """Return the columns that hold a date in parts; None without a year and one of the others."""
    if len(names) > _MAX_CACHED_NAMES:
        return None
    folded = {name.strip().lower(): name for name in reversed(names)}
    year, month, day = (
        next((folded[each] for each in words if each in folded), "") for words in _DAY_NAMES)
    return _DayColumns(year, month, day) if year and (month or day) else None


def _join_day(fields: Mapping[str, Any], columns: _DayColumns) -> Mapping[str, Any]:
    """Return the fields with the date that year, month and day give in the column of the day.

    >>> columns = _DayColumns("tahun", "bulan", "tanggal")
    >>> _join_day({"tanggal": "26", "bulan": 4, "tahun": 2019}, columns)
    {'tanggal': '2019-04-26', 'bulan': 4, 'tahun': 2019}
    >>> _join_day({"tanggal": "26 April", "tahun": "2019"}, _DayColumns("tahun", "", "tanggal"))
    {'tanggal': '26 April 2019', 'tahun': '2019'}
    """
    year, month, day = (
        str(fields.get(name) if fields.get(name) is not None else "").strip().removesuffix(".0")
        if name else "" for name in columns)
    written = f"{day} {month} {year}"
    if not day:
        written = f"{year}-{month:0>2}" if month.isdecimal() else f"{month} {year}"
    elif month.isdecimal() and day.isdecimal():
        written = f"{year}-{month:0>2}-{day:0>2}"
    written = " ".join(written.split())
    if not _YEAR.fullmatch(year) or not dates.parse_date(written) or dates.parse_date(day):
        return fields
    if day and find_ranked_field(columns.day) or "published" not in fields:
        return {**fields, columns.day if find_ranked_field(columns.day) else "published": written}
    return fields


def _prepend_lead(names: tuple[str, ...], values: dict[str, Any]) -> None:
    """Put a first paragraph from a column of its own before a text that lacks it."""
    for name in _find_leads(names):
        lead, body = str(values.get(name)), values["body"]
        if _is_prose(name, lead) and fold_name(lead)[:_SAME_CHARACTERS] not in fold_name(body):
            values["body"] = f"{values.pop(name).strip()}\n\n{body}"


@lru_cache(256)
def _find_leads(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if fold_name(name) in _LEADS)


def _take_longest_prose(
    names: tuple[str, ...], values: dict[str, Any], originals: dict[str, str]
) -> None:
    """Take the longest prose under unknown names for the body that a record with a title lacks.

    Its name is kept as `body_source`. The document of an editor is prose, too. A summary stays the
    body unless there is a text of more than twice its length.
    """
    summary = values.get("body")
    sizes = {name: _measure_prose(values[name]) for name in names if _is_prose(name, values[name])}
    if not sizes and not summary:
        sizes = _read_documents(names, values)
    longest = max(sizes, key=sizes.__getitem__, default="")
    if longest and sizes[longest] >= _MIN_TIMES_LONGER * _measure_prose(summary):
        if not is_blank(summary):
            values[originals["body"]] = summary
        values["body"], originals["body"] = values.pop(longest), longest
        values.setdefault("body_source", longest)


def _read_documents(names: tuple[str, ...], values: dict[str, Any]) -> dict[str, int]:
    """Turn documents of editors under unknown names into texts; return how long each prose is."""
    sizes: dict[str, int] = {}
    for name in names:
        value = values[name]
        text = rich_text.to_text(value) if type(value) in (dict, list) else None
        if text and _is_prose(name, text):
            values[name], sizes[name] = text, _measure_prose(text)
        elif not text and (inner := _join_inner_prose(name, value)):
            place, text = inner
            values[place], sizes[place] = text, _measure_prose(text)
    return sizes


def _join_inner_prose(name: str, value: Any) -> tuple[str, str] | None:
    """Return where the objects in a value of an unknown name have prose, and that as paragraphs.

    Facebook exports a post so: `data` has objects, one of which has the text as `post`.
    """
    objects = value if type(value) is list else [value]
    if _NAMES_OF_OTHER_TEXTS.search(fold_name(name)) or not all(
            type(each) is dict for each in objects):
        return None
    found = [(f"{name}.{inner}", text) for each in objects for inner, text in each.items()
             if _is_prose(inner, text)]
    if len({place for place, _ in found}) != 1:
        return None
    return found[0][0], "\n\n".join([text for _, text in found])


def _is_prose(name: str, value: Any) -> bool:
    """Return whether a value of an unknown name has sentences, and may be an article's text."""
    return (
        type(value) is str and len(value) >= _MIN_PROSE_CHARACTERS
        and len(value.split()) >= _MIN_PROSE_WORDS and _SENTENCE_END.search(value) is not None
        and not _NAMES_OF_OTHER_TEXTS.search(fold_name(name)))


def _lift(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields with those in the object that the Guardian names `fields` beside them.

    >>> _lift({"webTitle": "Beras", "fields": {"bodyText": "Naik.", "webTitle": "x"}})
    {'webTitle': 'Beras', 'fields': {'webTitle': 'x'}, 'bodyText': 'Naik.'}
    """
    inner = fields[_GUARDIAN_FIELDS]
    if type(inner) is not dict:
        return dict(fields)
    known = {name for name in inner if find_ranked_field(name) and name not in fields}
    left = {name: value for name, value in inner.items() if name not in known}
    around = dict(fields)
    if left:
        around[_GUARDIAN_FIELDS] = left
    else:
        del around[_GUARDIAN_FIELDS]
    return around | {name: inner[name] for name in inner if name in known}


def _lift_missing(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the fields with those that only an object about the article has beside them.

    >>> _lift_missing({"text": "Naik.", "meta": {"title": "Beras", "text": "x", "lang": "id"}})
    {'text': 'Naik.', 'meta': {'text': 'x', 'lang': 'id'}, 'title': 'Beras'}
    """
    given = {ranked[0] for name, value in fields.items()
             if not is_blank(value) and (ranked := find_ranked_field(name))}
    around = dict(fields)
    for name, value in fields.items():
        if type(value) is dict and fold_name(name) in composed_names.CONTEXTS and (
                not find_ranked_field(name)):
            _lift_from(name, value, given, around, _MAX_CONTEXTS)
    return around


def _lift_from(
    name: str, value: dict[str, Any], given: set[str], around: dict[str, Any], levels: int
) -> dict[str, Any]:
    """Move what is missing out of an object, and return what is left of it."""
    left = dict(value)
    for inner, item in value.items():
        if wrapped_values.is_title_property(item) and "title" not in given | around.keys():
            given.add("title")
            around["title"] = left.pop(inner)
            continue
        ranked = find_ranked_field(inner) or find_ranked_field(f"{name}:{inner}")
        if type(item) is dict and levels > 1 and (
                fold_name(inner) in composed_names.CONTEXTS):
            left[inner] = _lift_from(inner, item, given, around, levels - 1)
        elif ranked and ranked[0] not in ("id", *given) and inner not in around and (
                _may_lift(ranked[0], item)):
            given.add(ranked[0])
            around[inner if find_ranked_field(inner) else f"{name}:{inner}"] = left.pop(inner)
    if levels == _MAX_CONTEXTS:
        around[name] = left
        if not left:
            del around[name]
    return left


def _may_lift(ours: str, value: Any) -> bool:
    if is_blank(value) or is_placeholder(value):
        return False
    return ours != "outlet" or not isinstance(value, str) or not _FILE.search(value)


@lru_cache(256)
def _plan(names: tuple[str, ...], mapping: tuple[tuple[str, str], ...]) -> _Plan:
    mapped = apply_mapping(names, dict(mapping))
    ranked_mapped = {
        name: (ours, rank) for rank, (name, ours) in enumerate(mapped.items(), -len(mapped) - 1)
    }
    candidates: dict[str, list[tuple[int, str]]] = {}
    others = []
    for name in names:
        if ranked := ranked_mapped.get(name) or find_ranked_field(name):
            candidates.setdefault(ranked[0], []).append((ranked[1], name))
        else:
            others.append(name)
    certain, choices = [], []
    for ours, ranked_names in candidates.items():
        by_trust = tuple(name for _, name in sorted(ranked_names, key=lambda pair: pair[0]))
        own = by_trust[0] == ours and ours in SINGLE_TEXT_FIELDS
        if len(by_trust) == 1 and (own or by_trust[0] in mapped or ours not in _AMBIGUOUS_FIELDS):
            certain.append((ours, by_trust[0]))
        else:
            choices.append((ours, by_trust))
    choices.sort(key=lambda choice: choice[0] == "outlet")  # its leftovers may be the URL
    return _Plan(tuple(certain), tuple(choices), tuple(others), frozenset(mapped))


def _choose_among(
    ours: str, candidates: Mapping[str, Any], plan: _Plan,
    values: dict[str, Any], originals: dict[str, str],
) -> None:
    """Store the most trusted value of these names, and what an object says beside the name."""
    unwrapped = {name: _unwrap(ours, value) for name, value in candidates.items()}
    _choose(ours, unwrapped, plan.mapped, values, originals)
    chosen = originals.get(ours)
    if ours in _NAMING_FIELDS and chosen and wrapped_values.has_more_than_name(candidates[chosen]):
        _keep(chosen, candidates[chosen], values, originals)


def _choose(
    ours: str, candidates: dict[str, Any], mapped: frozenset[str],
    values: dict[str, Any], originals: dict[str, str],
) -> None:
    """Store the most trusted value under our name, and the others under their own names.

    `candidates` are the unwrapped values by name, the most trusted first; it is consumed.
    """
    fitting = [name for name, value in candidates.items() if name in mapped or _fits(ours, value)]
    filled = [name for name in fitting if not is_blank(candidates[name])]
    if ours == "published" and len(filled) > 1:
        filled.sort(key=lambda name: 0 if name in mapped else _rank_as_date(name, candidates[name]))
    if ours == "title" and len(filled) > 1:
        filled.sort(key=lambda name: name not in mapped and is_untitled(str(candidates[name])))
    if ours == "body" and len(filled) > 1:
        filled = _join_mapped(filled, candidates, mapped) or _put_longest_first(filled, candidates)
    own = [ours] if ours in SINGLE_TEXT_FIELDS and not is_blank(candidates.get(ours)) else []
    null = [name for name in fitting if candidates.get(name, "") is None]
    chosen = next(iter(filled or own or null or fitting), None)
    if chosen is not None:
        values[ours], originals[ours] = candidates.pop(chosen), chosen
        if ours == "body" and fold_name(chosen) == _JOOMLA_REST:
            values[ours] = _prepend_opening(candidates, values[ours])
    for name, value in candidates.items():
        if not is_blank(value):
            _keep(name, value, values, originals)
    if ours == "outlet" and chosen not in (None, ours, *mapped):
        values[ours] = parsing.shorten_site_url(values[ours])


def _join_mapped(
    filled: list[str], candidates: dict[str, Any], mapped: frozenset[str]
) -> list[str]:
    """Join the texts that the user maps to a body, in the order of the mapping.

    The first name then has all of them, and the others leave `candidates`. Return the names left
    to choose from, [] if the user maps none to a body.
    """
    names = [name for name in filled if name in mapped]
    texts = [candidates[name] for name in names]
    if len(names) > 1 and all(type(text) is str for text in texts):
        candidates[names[0]] = "\n\n".join(texts)
        for name in names[1:]:
            del candidates[name]
    return names[:1]


def _put_longest_first(filled: list[str], candidates: dict[str, Any]) -> list[str]:
    """Return the names with that of a much longer text first; markup does not count.

    Two columns of similar length are one text in two forms. The more trusted one is taken, unless
    it says that it is cut and another is the whole text.
    """
    if whole := _find_whole(filled, candidates):
        return [whole, *(name for name in filled if name != whole)]
    articles = [name for name in filled[1:]
                if fold_name(name) not in _NAMES_OF_PAGES | _NAMES_OF_DOCUMENTS]
    sizes = {name: _measure_prose(candidates[name]) for name in (filled[0], *articles)}
    longest = max(sizes, key=sizes.__getitem__)  # the first of several
    least = max(_MIN_LONGER_CHARACTERS, _MIN_TIMES_LONGER * sizes[filled[0]])
    if sizes[longest] < least or fold_name(filled[0]) == _JOOMLA_REST:
        return filled
    return [longest, *(name for name in filled if name != longest)]


def _find_whole(filled: Sequence[str], candidates: Mapping[str, Any]) -> str:
    """Return the name of the text whose beginning the first one is, "" without one.

    NewsAPI ends such a beginning by `… [+1551 chars]`.
    """
    first = candidates[filled[0]]
    if type(first) is not str or not first.rstrip().endswith("chars]"):
        return ""
    begin = fold_name(first.rpartition("[")[0][:_COMPARED_CHARACTERS])[:_SAME_CHARACTERS]
    whole = [name for name in filled[1:] if begin and type(text := candidates[name]) is str
             and len(text) > len(first) and begin in fold_name(text[:_COMPARED_CHARACTERS])]
    return max(whole, key=lambda name: len(candidates[name]), default="")


def _measure_prose(value: Any) -> int:
    """Return the characters of a text without its tags, 0 for another value."""
    if type(value) is not str:
        return 0
    return len(_TAG.sub("", value)) if "<" in value else len(value)


def _is_surely_name(value: Any) -> bool:
    """Return whether a value is a text that is neither an address nor a number."""
    return type(value) is str and not ("//" in value or "www." in value or value.isdecimal())


def _fits(ours: str, value: Any) -> bool:
    """Return whether a value can belong to one of our fields."""
    if ours in _NAMING_FIELDS and _is_number_of_name(value, digits=ours != "tags"):
        return False
    if ours not in SINGLE_TEXT_FIELDS:
        return True
    if ours in _AMBIGUOUS_FIELDS and isinstance(value, (dict, list, bool)):
        return False
    return ours != "outlet" or not parsing.is_page_url(value)


def _is_number_of_name(value: Any, digits: bool) -> bool:
    """Return whether a value is a number, or a list of numbers, where a name should be.

    With `digits` a text of nothing but digits counts as a number.
    """
    if isinstance(value, list) and value:
        return all(_is_number_of_name(item, digits=False) for item in value)
    return type(value) in (int, float) or digits and isinstance(value, str) and (
        value.strip().isdecimal())


def _rank_as_date(name: str, value: Any) -> int:
    """Return 0 for a past date, 1 for what may be one, 2 for a record's creation, 3 for the rest.

    A field such as "published" may only say whether an article is out.
    """
    text = str(value)
    date = dates.read_field(text).published
    if date and dates.has_passed(date):
        return 2 if is_creation(name) else 0
    may_be_date = _TWO_DIGITS.search(text) and not text.startswith(_NO_DATE)
    return 1 if date or may_be_date else 3


def _prepend_opening(candidates: dict[str, Any], rest: Any) -> Any:
    """Return a text of Joomla's with its opening in front, unless the text has it already.

    An opening that was used is removed from `candidates`.
    """
    name = next((name for name in candidates if fold_name(name) == _JOOMLA_OPENING), "")
    opening = candidates.get(name)
    if type(opening) is not str or type(rest) is not str or opening.strip() in rest:
        return rest
    del candidates[name]
    return f"{opening}\n\n{rest}"


def _keep(
    name: str, value: Any, values: dict[str, Any], originals: dict[str, str]
) -> None:
    """Store a value under its own name, numbered if that is taken or is one of ours.

    The address of a page under an outlet's name becomes the URL if there is no other.
    """
    if (fold_name(name) in _NAMES_OF_ADDRESSES and parsing.is_page_url(value)
            and is_blank(values.get("url"))):
        values["url"], originals["url"] = value, name
        return
    number, free_name = 2, name
    while free_name in values or free_name in FIELDS:
        number, free_name = number + 1, f"{name}_{number}"
    values[free_name] = value


def _unwrap(ours: str, value: Any) -> Any:
    """Return the text inside a value that a program wrapped; null for a placeholder.

    mongoexport wraps ids and dates, PHP dates, Drupal all fields; Scrapy writes lists of one. A
    body that is a list of paragraphs becomes one text.
    """
    if type(value) is str and ours in _WORD_FIELDS:
        return value
    if _is_nothing(ours, value):
        return None
    if type(value) is str:
        return _unwrap_text(ours, value)
    value = wrapped_values.unwrap_property(value)
    if ours in _NAMING_FIELDS:
        value = wrapped_values.unwrap_names(value)
    if ours in _WORD_FIELDS:
        value = wrapped_values.choose_language(wrapped_values.choose_main(value))
        value = wrapped_values.choose_form(ours, value) if ours == "title" else value
        if type(value) is str:
            return value
    if ours in ("url", "published"):
        value = wrapped_values.choose_language(value)
    if ours == "url" and (link := wrapped_values.unwrap_link(value)) is not value:
        return _unwrap(ours, link)
    if (inner := wrapped_values.unwrap_drupal(value)) is not None:
        return _unwrap(ours, inner)
    return _unwrap_container(ours, value)


def _unwrap_container(ours: str, value: Any) -> Any:
    """Return the text of an object or a list, of a body also as editors of rich text store it."""
    if ours == "body":
        text = rich_text.to_text(value)
        value = wrapped_values.choose_form(ours, value) if text is None else text
    if ours in SINGLE_TEXT_FIELDS and isinstance(value, dict):
        return _unwrap_object(ours, value)
    return _unwrap_list(ours, value) if isinstance(value, list) else value


def _unwrap_text(ours: str, value: str) -> Any:
    if ours == "url" and value[:1] == "<":
        return wrapped_values.unwrap_link(value)
    return _read_list(ours, value) if value[:1] in ("[", "(", "{") else value


def _unwrap_list(ours: str, value: list[Any]) -> Any:
    """Return the date that a list of parts states, its only text, or a body of its paragraphs."""
    if ours == "published":
        joined = wrapped_values.join_date(value)
        return joined if dates.read_field(str(joined)).published else value
    if ours not in SINGLE_TEXT_FIELDS or not all(isinstance(item, str) for item in value):
        return value
    if len(value) == 1:
        return _unwrap(ours, value[0])
    return "\n\n".join(value) if ours == "body" or not value else value


def _unwrap_object(ours: str, value: dict[str, Any]) -> Any:
    """Return the value inside an object of MongoDB or a date of PHP; else the object."""
    inner = wrapped_values.unwrap_date(value) if ours == "published" else None
    inner = wrapped_values.unwrap_mongo(value) if inner is None else inner
    return value if inner is None else inner


def _read_list(ours: str, value: str) -> Any:
    """Return the names in a list that stands in a cell, or the one text in it; else the cell.

    A title or a body is read later, because the ids of texts are made of what is written.
    """
    texts = None if ours in _WORD_FIELDS else cells.read_list(value)
    if not texts:
        return value
    if ours in SINGLE_TEXT_FIELDS:
        return texts[0] if len(texts) == 1 else value
    return texts


def _is_nothing(ours: str, value: Any) -> bool:
    if ours in _WORD_FIELDS:
        return isinstance(value, NaN)
    return is_missing_id(value) if ours == "id" else is_placeholder(value)
