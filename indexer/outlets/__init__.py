"""Which outlet published an article, and how that is known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.clean import Note
from indexer.outlets import hosts, lists
from indexer.outlets.credits import Credit, credit
from indexer.outlets.dateline import Dateline
from indexer.outlets.origin import SITE


@dataclass(frozen=True, slots=True)
class Attribution:
    """An outlet, how it was found, and the words that say so.

    `source` is credit, copyright, dateline, url, channel or site; None without an outlet.
    """

    outlet: str | None
    source: str | None
    evidence: str


NOBODY = Attribution(None, None, "")

_ORDER = (
    "url", "copyright", "credit", "dateline", "channel", "original",
    "copyright?", "credit?", "original?", "dateline?", "channel?", "url?", "site", "wire", "site?",
)
"""Who is believed first. `?`: an outlet that no list has; original: whose it was before."""
_RANK = {how: rank for rank, how in enumerate(_ORDER)}
_SOURCES = {"original": "credit", "wire": "dateline"}


def find(dateline: Dateline | None, notes: Sequence[Note], url: str | None) -> Attribution:
    """The outlet of an article, from its dateline, the lines about it, and its URL.

    >>> find(None, [Note(kind="copyright", text="Copyright © ANTARA 2013")], None)
    Attribution(outlet='ANTARA', source='copyright', evidence='Copyright © ANTARA 2013')
    >>> copied = [Note(kind="site", text="salinan.example"),
    ...           Note(kind="credit", text="Credit antaranews.com")]
    >>> find(None, copied, None).outlet
    'ANTARA'
    """
    found = [*_linked(url), *_headed(dateline), *map(_credited, _credits(notes))]
    if not found:
        return NOBODY
    how, outlet, evidence = min(found, key=lambda each: _RANK[each[0]])
    how = how.rstrip("?")
    return Attribution(outlet, _SOURCES.get(how, how), evidence)


@lru_cache(4_096)  # an archive has few outlets
def joined(name: str) -> str:
    """The name that an alias stands for; an unknown one as it is, blanks trimmed.

    >>> joined("antaranews.com"), joined("TEMPO.CO"), joined("www.kompas.com"), joined(" Sagara ")
    ('ANTARA', 'Tempo.co', 'KOMPAS.com', 'Sagara')
    """
    name = name.strip()
    return lists.outlets().get(lists.key(name)) or _of_site(name) or name


def listed(name: str) -> bool:
    """Whether a name, or an alias, is that of an outlet in our list."""
    return lists.key(joined(name)) in lists.outlets()


def _of_site(name: str) -> str | None:
    return hosts.known(name) if SITE.fullmatch(name) else None


def _linked(url: str | None) -> Iterator[tuple[str, str, str]]:
    if url and (outlet := hosts.outlet(url)):
        yield "url", outlet, url
    elif url and (site := hosts.site(url)):
        yield "url?", site, url


def _headed(dateline: Dateline | None) -> Iterator[tuple[str, str, str]]:
    if dateline and dateline.outlet:
        known = lists.key(dateline.outlet) in lists.outlets()
        yield "dateline" if known else "dateline?", dateline.outlet, dateline.text
    elif dateline and "ANTARA" in (dateline.agency or "").split("/"):
        yield "wire", "ANTARA", dateline.text


def _credits(notes: Sequence[Note]) -> Iterator[Credit]:
    """The credits of notes, the last first: it stands nearest to the article's end."""
    for note in reversed(notes):
        if note.kind not in ("caption", "editor", "code", "date", "tags", "address"):
            if found := credit(note.kind, note.text):
                yield found


def _credited(found: Credit) -> tuple[str, str, str]:
    return found.how if found.listed else f"{found.how}?", found.outlet, found.words
