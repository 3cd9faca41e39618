"""Which field means what: the names that people give, and ours."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from indexer import addresses, dates, typed
from indexer.record import NaN

_SYNONYMS = {
    "id": "id _id article_id id_artikel artikel_id news_id id_berita berita_id guid uuid",
    "title": "title judul headline judul_berita judul_artikel news_title article_title og:title"
    " dc:title tajuk heading kepala_berita",
    "body": "body text isi konten content article artikel teks isi_berita isi_artikel berita"
    " article_text article_body article_content full_text news_text news_content main_text"
    " maintext content:encoded narasi introtext description deskripsi summary ringkasan excerpt",
    "outlet": "outlet media nama_media media_name publisher penerbit source_name news_source"
    " sumber_berita surat_kabar koran newspaper site_name og:site_name nama_situs situs portal"
    " publication sumber source website site domain hostname",
    "published": "published date published_at publish_date date_published published_date"
    " publication_date pub_date tanggal tanggal_terbit tgl_terbit tgl waktu_terbit waktu"
    " tanggal_publikasi tanggal_berita news_date article_date date_publish posted_at post_date"
    " article:published_time dc:date datetime publish_up",
    "url": "url link tautan permalink canonical canonical_url article_url news_url url_berita"
    " link_berita url_artikel og:url href uri",
    "byline": "byline author authors penulis reporter wartawan jurnalis journalist creator"
    " dc:creator nama_penulis pewarta",
    "rubric": "rubric rubrik kategori category categories kanal section rubrikasi"
    " kategori_berita article:section",
    "tags": "tags tag keywords keyword kata_kunci tagar label_tag article:tag",
    "place": "place tempat lokasi location",
    "agency": "agency kantor_berita news_agency agensi",
}
"""Names by what they mean, in the order in which they are believed. A summary is the body only
where nothing else is. Moments of writing, crawling or changing a record are no dates of it."""

OURS = tuple(_SYNONYMS)
_MEANING = {
    re.sub(r"[\W_]+", "", name): (ours, rank)
    for ours, names in _SYNONYMS.items() for rank, name in enumerate(names.split())
}
_SUMMARIES = frozenset("description deskripsi summary ringkasan excerpt".split())
"""Names of a body that may be about something longer."""

_OPENING, _REST = "introtext", "fulltext"
"""In which Joomla parts the text of an article."""

_DRUPAL = re.compile(
    r"(?:field|node)_(?P<inner>(?!media)\w+?)(?:__?value)?|(?P<base>title|body)__?value",
    re.IGNORECASE)
"""The names that Drupal makes of others; its media are files."""

_PICKY = ("id", "outlet", "published")
"""Ours whose synonyms stand over other things as well: their values are looked at."""

TEXTS = frozenset("id title body outlet published url".split())
"""Ours that are one text; of the others there may be several."""

_ADDRESSES = frozenset("sumber sumberberita source situs portal website site".split())
"""Names of an outlet that stand over the address of the article as well."""

_MANY, _LONG = 64, 2_048
"""Names of a record, and their characters, up to which it is remembered what they mean."""


class _Plan(NamedTuple):
    """What names mean: one name of each of ours, those to choose from, and all others."""

    sure: tuple[tuple[str, str], ...]
    choices: tuple[tuple[str, tuple[str, ...]], ...]
    others: tuple[str, ...]


def meaning(name: str) -> str | None:
    """Our name for a field, None if it is not known.

    >>> meaning("Tanggal Terbit"), meaning("pubDate"), meaning("site-name"), meaning("harga")
    ('published', 'published', 'outlet', None)
    """
    found = _meant(name)
    return found[0] if found else None


def is_summary(name: str) -> bool:
    """Whether a field of this name is a text only where there is no other."""
    return _folded(name) in _SUMMARIES if len(name) <= _MANY else False


def canonical(
    fields: Mapping[str, Any], mapping: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """The fields under our names, and the name that each of these was written under.

    `mapping` (theirs → ours) is believed first. Of several names that mean the same, the first
    with a value wins, for a date the first that is one; the others stay under their own names,
    unless they are blank or null. Null stands where no other name has a value.

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
        if len(names) == 1 and type(value) is str and not ("//" in value or "www." in value):
            found[ours], written[ours] = value, names[0]
            continue
        values = {name: _plain(ours, fields[name]) for name in names}
        _choose(ours, values, mapping, found, written)
    return found, written


def mapping_of(entries: Iterable[str]) -> dict[str, str]:
    """Theirs → ours, from entries NAME=OURS. Raises ValueError saying what to write.

    >>> mapping_of(["judul berita=title", "a=b=body"])
    {'judul berita': 'title', 'a=b': 'body'}
    """
    mapping: dict[str, str] = {}
    for entry in entries:
        theirs, _, ours = (part.strip() for part in entry.rpartition("="))
        if not theirs or ours not in OURS:
            raise ValueError(f"{entry}: write NAME=OURS, where OURS is one of {', '.join(OURS)}")
        if mapping.setdefault(theirs, ours) != ours:
            raise ValueError(f"{entry}: {theirs} stands for {mapping[theirs]} already: say it once")
    return mapping


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


@lru_cache(256)
def _plan(known: tuple[str, ...], mapping: tuple[tuple[str, str], ...]) -> _Plan:
    first = -len(mapping) - 1
    mapped = {theirs: (ours, rank) for rank, (theirs, ours) in enumerate(mapping, first)}
    meanings: dict[str, list[tuple[int, str]]] = {}
    others = []
    for name in known:
        if found := mapped.get(name) or _meant(name):
            meanings.setdefault(found[0], []).append((found[1], name))
        else:
            others.append(name)
    sure, choices = [], []
    for ours, ranked in meanings.items():
        names = tuple(name for _, name in sorted(ranked, key=lambda each: each[0]))
        if len(names) == 1 and (names[0] == ours or names[0] in mapped or ours not in _PICKY):
            sure.append((ours, names[0]))
        else:
            choices.append((ours, names))
    choices.sort(key=lambda each: each[0] == "outlet")  # what it leaves may be the url
    return _Plan(tuple(sure), tuple(choices), tuple(others))


def _meant(name: str) -> tuple[str, int] | None:
    """What a name means, and its rank among those that mean it: our own name comes first."""
    if name in _SYNONYMS:
        return name, -1
    if len(name) > _MANY:
        return None
    within = _DRUPAL.fullmatch(name)
    return _MEANING.get(_folded(within["inner"] or within["base"] if within else name))


def _choose(
    ours: str, values: dict[str, Any], mapping: Mapping[str, str],
    found: dict[str, Any], written: dict[str, str],
) -> None:
    """Put the value to be believed under our name, and the others back under theirs."""
    fitting = [name for name, value in values.items() if name in mapping or _fits(ours, value)]
    given = [name for name in fitting if not _blank(values[name])]
    if ours == "published" and len(given) > 1:
        given.sort(key=lambda name: 0 if name in mapping else _doubt(values[name]))
    own = [ours] if not _blank(values.get(ours)) else []
    unknown = [name for name in fitting if values[name] is None]
    chosen = next(iter(given or own or unknown or fitting), None)
    if chosen is not None:
        found[ours], written[ours] = values.pop(chosen), chosen
        if ours == "body" and _folded(chosen) == _REST:
            found[ours] = _joined(values, found[ours])
    for name, value in values.items():
        if not _blank(value):
            _keep(name, value, found, written)
    if ours == "outlet" and chosen not in (None, ours, *mapping):
        found[ours] = addresses.host(found[ours])


def _fits(ours: str, value: Any) -> bool:
    """Whether a value can be meant, under whatever name."""
    if ours in _PICKY and isinstance(value, (dict, list, bool)):
        return False
    return ours != "outlet" or not addresses.is_of_page(value)


def _doubt(value: Any) -> int:
    """How little a value looks like a date: what says whether something is out does not."""
    written = str(value)
    published = dates.read(written)
    if published and dates.has_come(published):
        return 0
    return 1 if published or re.search(r"\d\d", written) else 2


def _joined(values: dict[str, Any], rest: Any) -> Any:
    """A text after its opening, which is taken from these values where the text lacks it."""
    name = next((name for name in values if _folded(name) == _OPENING), "")
    opening = values.get(name)
    if type(opening) is not str or type(rest) is not str or opening.strip() in rest:
        return rest
    del values[name]
    return f"{opening}\n\n{rest}"


def _keep(name: str, value: Any, found: dict[str, Any], written: dict[str, str]) -> None:
    """Put a value under its own name; where that is one of ours and taken, beside it."""
    if _folded(name) in _ADDRESSES and addresses.is_of_page(value) and _blank(found.get("url")):
        found["url"], written["url"] = value, name
        return
    number, free = 2, name
    while free in found:
        number, free = number + 1, f"{name}_{number}"
    found[free] = value


def _blank(value: Any) -> bool:
    return value is None or isinstance(value, (str, list, dict)) and not value or (
        isinstance(value, str) and value.isspace())


def _plain(ours: str, value: Any) -> Any:
    """The text in what mongoexport and PHP write for a date, the former for an id as well, and
    Scrapy for any field: a list.

    Of a body that is a list of its paragraphs, these; null for what pandas writes for nothing.
    """
    if type(value) is str:
        return value
    if isinstance(value, NaN):
        return None
    if ours not in TEXTS:
        return value
    if isinstance(value, dict):
        inner = typed.php(value) if ours == "published" else None
        inner = typed.mongo(value) if inner is None else inner
        return value if inner is None else inner
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return "\n\n".join(value) if ours == "body" or len(value) < 2 else value
    return value
