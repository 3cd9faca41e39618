"""Attribution: which outlet published an article, and what says so.

    dateline.py  the dateline that opens an article: data/anchors.ini
    origin.py    what the words of a dateline say: place, outlet, agency: data/origin.ini
    credits.py   lines that credit an outlet: data/credits.ini
    hosts.py     the outlet whose site a URL leads to
    lists.py     the reviewed lists: data/outlets.tsv, data/places.tsv, data/agencies.tsv
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.clean import Note
from indexer.outlets import hosts, lists
from indexer.outlets.credits import Credit, find_credit
from indexer.outlets.dateline import Dateline
from indexer.outlets.origin import get_form


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """An outlet, how it was found, and the words that say so.

    `source` is credit, copyright, dateline, url, channel or site; None without an outlet.
    """

    outlet: str | None
    source: str | None
    evidence: str


UNATTRIBUTED = Attribution(outlet=None, source=None, evidence="")

_ORDER = (
    "url", "copyright", "credit", "dateline", "channel", "original",
    "copyright?", "credit?", "original?", "dateline?", "channel?", "url?", "site", "wire", "site?",
)
"""Kinds of evidence, the most reliable first. `?` is an outlet that is not in our list; original
names the outlet that published the article before."""

_RANK = {kind: rank for rank, kind in enumerate(_ORDER)}
_SOURCES = {"original": "credit", "wire": "dateline"}
"""Sources of the kinds of evidence that go by another name."""

_OTHER_KINDS = ("caption", "editor", "code", "date", "tags", "address")
"""Kinds of notes that credit no outlet."""

_Evidence = tuple[str, str, str]
"""A kind of evidence, the outlet, and the words."""


def find_outlet(
    dateline: Dateline | None, notes: Sequence[Note], url: str | None
) -> Attribution:
    """Return the outlet of an article, from its dateline, the lines about it, and its URL.

    >>> antara = Note(kind="copyright", text="Copyright © ANTARA 2013")
    >>> find_outlet(None, [antara], None)
    Attribution(outlet='ANTARA', source='copyright', evidence='Copyright © ANTARA 2013')
    >>> copied = [Note(kind="site", text="salinan.example"),
    ...           Note(kind="credit", text="Credit antaranews.com")]
    >>> find_outlet(None, copied, None).outlet
    'ANTARA'
    """
    found = [*_from_url(url), *_from_dateline(dateline), *map(_from_credit, _find_credits(notes))]
    if not found:
        return UNATTRIBUTED
    kind, outlet, evidence = min(found, key=lambda each: _RANK[each[0]])
    kind = kind.rstrip("?")
    return Attribution(outlet=outlet, source=_SOURCES.get(kind, kind), evidence=evidence)


@lru_cache(4_096)  # an archive has few outlets
def resolve_alias(name: str) -> str:
    """Return the name that an outlet goes by here; an unknown name as it is, blanks trimmed.

    >>> resolve_alias("antaranews.com"), resolve_alias("TEMPO.CO"), resolve_alias("www.kompas.com")
    ('ANTARA', 'Tempo.co', 'KOMPAS.com')
    >>> resolve_alias(" Sagara ")
    'Sagara'
    """
    name = name.strip()
    return lists.outlets_by_name().get(lists.fold_name(name)) or _find_site_outlet(name) or name


def is_known(name: str) -> bool:
    """Return whether a name is an outlet's name or alias in our list."""
    return lists.fold_name(resolve_alias(name)) in lists.outlets_by_name()


def _find_site_outlet(name: str) -> str | None:
    return hosts.find_host_outlet(name) if get_form("site").fullmatch(name) else None


def _from_url(url: str | None) -> Iterator[_Evidence]:
    if url and (outlet := hosts.find_url_outlet(url)):
        yield "url", outlet, url
    elif url and (site := hosts.find_site(url)):
        yield "url?", site, url


def _from_dateline(dateline: Dateline | None) -> Iterator[_Evidence]:
    if dateline and dateline.outlet:
        is_listed = lists.fold_name(dateline.outlet) in lists.outlets_by_name()
        yield "dateline" if is_listed else "dateline?", dateline.outlet, dateline.text
    elif dateline and "ANTARA" in (dateline.agency or "").split("/"):
        yield "wire", "ANTARA", dateline.text


def _find_credits(notes: Sequence[Note]) -> Iterator[Credit]:
    """Yield the credits of notes, the last first: it stands nearest to the article's end."""
    for note in reversed(notes):
        if note.kind not in _OTHER_KINDS and (found := find_credit(note.kind, note.text)):
            yield found


def _from_credit(found: Credit) -> _Evidence:
    return found.kind if found.is_listed else f"{found.kind}?", found.outlet, found.words
