"""The fields of a record under our names: of several that mean the same, the one to be believed."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from indexer import dates
from indexer.fields import wrapped_values
from indexer.fields.placeholders import blank, no_id, placeholder
from indexer.fields.synonyms import OURS, TEXTS, folded, mapped, meant
from indexer.record import NaN
from indexer.urls import parsing

_OPENING, _REST = "introtext", "fulltext"
"""In which Joomla parts the text of an article."""

_NAMED = ("outlet", "byline", "rubric", "tags", "agency")
"""Ours that are names, or lists of names: APIs have objects there, and databases numbers."""

_PICKY = ("id", "outlet", "published", *_NAMED)
"""Ours whose synonyms stand over other things as well: their values are looked at."""

_WORDED = ("title", "body")
"""Ours that may be any word."""

_ADDRESSES = frozenset("sumber sumberberita source situs portal website site".split())
"""Names of an outlet that stand over the address of the article as well."""

_MANY, _LONG = 64, 2_048
"""Names of a record, and their characters, up to which it is remembered what they mean."""


class _Plan(NamedTuple):
    """What names mean: one name of each of ours, those to choose from, all others; which are
    mapped."""

    sure: tuple[tuple[str, str], ...]
    choices: tuple[tuple[str, tuple[str, ...]], ...]
    others: tuple[str, ...]
    mapped: frozenset[str]


def canonical(
    fields: Mapping[str, Any], mapping: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """The fields under our names, and the name that each of these was written under.

    `mapping` (theirs → ours) is believed first. Of several names that mean the same, the first
    with a value wins, for a date the first that is one; of an object that names whom or what it
    is about, the name. The others stay under their own names, unless they are blank or null, or
    stand for nothing, as N/A does anywhere but in a title or a text. Null stands where no other
    name has a value.

    >>> canonical({"Judul": "Beras", "isi": "", "text": "Naik."}, {})
    ({'title': 'Beras', 'body': 'Naik.'}, {'title': 'Judul', 'body': 'text'})
    """
    known = tuple(fields)
    small = len(known) <= _MANY and sum(map(len, known)) <= _LONG
    plan = (_plan if small else _plan.__wrapped__)(known, tuple(mapping.items()))
    found = {ours: _plain(ours, fields[name]) for ours, name in plan.sure}
    written = dict(plan.sure)
    for name in plan.others:
        found[name] = fields[name]
    for ours, names in plan.choices:
        value = fields[names[0]]
        if len(names) == 1 and _is_name(value):
            found[ours], written[ours] = _plain(ours, value), names[0]
            continue
        values = {name: _plain(ours, fields[name]) for name in names}
        _choose(ours, values, plan.mapped, found, written)
        chosen = written.get(ours)
        if ours in _NAMED and chosen and wrapped_values.says_more(fields[chosen]):
            _keep(chosen, fields[chosen], found, written)
    return found, written


@lru_cache(256)
def _plan(known: tuple[str, ...], mapping: tuple[tuple[str, str], ...]) -> _Plan:
    told = mapped(known, dict(mapping))
    ranks = {name: (ours, rank) for rank, (name, ours) in enumerate(told.items(), -len(told) - 1)}
    meanings: dict[str, list[tuple[int, str]]] = {}
    others = []
    for name in known:
        if found := ranks.get(name) or meant(name):
            meanings.setdefault(found[0], []).append((found[1], name))
        else:
            others.append(name)
    sure, choices = [], []
    for ours, ranked in meanings.items():
        names = tuple(name for _, name in sorted(ranked, key=lambda each: each[0]))
        own = names[0] == ours and ours in TEXTS
        if len(names) == 1 and (own or names[0] in told or ours not in _PICKY):
            sure.append((ours, names[0]))
        else:
            choices.append((ours, names))
    choices.sort(key=lambda each: each[0] == "outlet")  # what it leaves may be the url
    return _Plan(tuple(sure), tuple(choices), tuple(others), frozenset(told))


def _choose(
    ours: str, values: dict[str, Any], mapped: frozenset[str],
    found: dict[str, Any], written: dict[str, str],
) -> None:
    """Put the value to be believed under our name, and the others back under theirs."""
    fitting = [name for name, value in values.items() if name in mapped or _fits(ours, value)]
    given = [name for name in fitting if not blank(values[name])]
    if ours == "published" and len(given) > 1:
        given.sort(key=lambda name: 0 if name in mapped else _doubt(values[name]))
    own = [ours] if ours in TEXTS and not blank(values.get(ours)) else []
    unknown = [name for name in fitting if values[name] is None]
    chosen = next(iter(given or own or unknown or fitting), None)
    if chosen is not None:
        found[ours], written[ours] = values.pop(chosen), chosen
        if ours == "body" and folded(chosen) == _REST:
            found[ours] = _joined(values, found[ours])
    for name, value in values.items():
        if not blank(value):
            _keep(name, value, found, written)
    if ours == "outlet" and chosen not in (None, ours, *mapped):
        found[ours] = parsing.host(found[ours])


def _is_name(value: Any) -> bool:
    """Whether a value is a text that may be meant by any name: no address, and no number."""
    return type(value) is str and not ("//" in value or "www." in value or value.isdecimal())


def _fits(ours: str, value: Any) -> bool:
    """Whether a value can be meant, under whatever name."""
    if ours in _NAMED and _is_numbered(value, ours != "tags"):
        return False
    if ours not in TEXTS:
        return True
    if ours in _PICKY and isinstance(value, (dict, list, bool)):
        return False
    return ours != "outlet" or not parsing.is_of_page(value)


def _is_numbered(value: Any, written: bool) -> bool:
    """Whether a value only numbers what it should name; also in `written` digits."""
    if isinstance(value, list) and value:
        return all(_is_numbered(each, False) for each in value)
    return type(value) in (int, float) or written and isinstance(value, str) and (
        value.strip().isdecimal())


def _doubt(value: Any) -> int:
    """How little a value looks like a date: what says whether something is out does not."""
    written = str(value)
    published = dates.read(written)
    if published and dates.has_come(published):
        return 0
    return 1 if published or re.search(r"\d\d", written) else 2


def _joined(values: dict[str, Any], rest: Any) -> Any:
    """A text after its opening, which is taken from these values where the text lacks it."""
    name = next((name for name in values if folded(name) == _OPENING), "")
    opening = values.get(name)
    if type(opening) is not str or type(rest) is not str or opening.strip() in rest:
        return rest
    del values[name]
    return f"{opening}\n\n{rest}"


def _keep(name: str, value: Any, found: dict[str, Any], written: dict[str, str]) -> None:
    """Put a value under its own name; where that is one of ours and taken, beside it."""
    if folded(name) in _ADDRESSES and parsing.is_of_page(value) and blank(found.get("url")):
        found["url"], written["url"] = value, name
        return
    number, free = 2, name
    while free in found or free in OURS:
        number, free = number + 1, f"{name}_{number}"
    found[free] = value


def _plain(ours: str, value: Any) -> Any:
    """The text in what mongoexport and PHP write for a date, the former for an id as well, and
    Scrapy for any field: a list.

    Of a body that is a list of its paragraphs, these; null for what stands for nothing.
    """
    if _stands_for_nothing(ours, value):
        return None
    if type(value) is str:
        return value
    if ours in _NAMED:
        value = wrapped_values.named(value)
    if ours not in TEXTS:
        return value
    if isinstance(value, dict):
        inner = wrapped_values.php(value) if ours == "published" else None
        inner = wrapped_values.mongo(value) if inner is None else inner
        return value if inner is None else inner
    if isinstance(value, list) and (only := wrapped_values.drupal(value)) is not None:
        return _plain(ours, only)
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        if len(value) == 1:
            return _plain(ours, value[0])
        return "\n\n".join(value) if ours == "body" or not value else value
    return value


def _stands_for_nothing(ours: str, value: Any) -> bool:
    if ours in _WORDED:
        return isinstance(value, NaN)
    return no_id(value) if ours == "id" else placeholder(value)
