"""Recognises what a site has not published: drafts, private posts, trash, scheduled articles.

Content management systems export all of it beside the articles that everybody may read. A row of
the table says by which fields. `beside` names fields of which the record must have one, where a
name or value could mean something else in another program's records.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from indexer import dates
from indexer.fields.placeholders import is_blank, is_placeholder
from indexer.fields.synonyms import combine_names, fold_name
from indexer.record import Record

_MAX_CACHED_NAMES, _MAX_CACHED_CHARACTERS = 64, 2_048
"""Records with more names, or longer ones, are looked up each time instead of cached."""

_MAX_VALUE_CHARACTERS = 40
"""A longer value is no status."""

_FALSE = frozenset((False, "0", "false", "no", "n", "f", "off", "tidak", "belum", "bukan"))
_FALSE_WORDS = _FALSE - {"0"}
_TRUE = frozenset((True, "1", "true", "yes", "y", "t", "on", "ya", "iya", "sudah"))

_HIDDEN_STATUSES = frozenset(status.strip() for status in """
    draft|drafts|draf|konsep|concept|auto draft|rough draft|work in progress|wip
    |pending|pending review|in review|under review|needs review|review|awaiting review
    |menunggu|menunggu review|menunggu persetujuan|menunggu tinjauan|ditinjau|ditolak|rejected
    |private|privat|pribadi|internal|restricted|rahasia|hidden|tersembunyi|disembunyikan|password
    |password protected|protected
    |trash|trashed|soft trashed|sampah|deleted|soft deleted|dihapus|terhapus|removed
    |future|scheduled|terjadwal|dijadwalkan|embargo|embargoed
    |unpublished|unpublish|not published|unlisted
    |canceled|cancelled|withheld|killed
    |inactive|nonaktif|non aktif|tidak aktif|disabled|inherit
""".split("|")) | frozenset(
    f"{negation} {word}" for negation in "belum tidak batal non not".split() for word in """
    terbit tayang tampil aktif publik publis publish published publikasi dipublikasikan dipublish
    diterbitkan ditayangkan ditampilkan live""".split())

_WRAPPING_KEYS = ("value", "slug", "name", "id")
"""Where an object that stands for a status says which one it is."""

_ARTICLE_WORDS = "post artikel article berita news konten content posting publication"
_STATUS_WORDS = "status state sts st flag"
_PUBLISHING_WORDS = """
    publish published publikasi publishing publication terbit diterbitkan tayang ditayangkan tampil
    ditampilkan aktif active visible posting"""

_NO_DATE = re.compile(r"0000-00-00.*|0+")

_UNPUBLISHED_PATH = re.compile(
    r"(?:^|/)_drafts/[^/]+$|(?:^|/)draft_[^/]*-[0-9a-f]{8,12}\.html?$", re.IGNORECASE)
"""Where Jekyll keeps drafts, and what Medium calls them."""

_MARKDOWN = re.compile(r"\.(?:md|markdown|mdx)(?:\.\w{2,3})?$", re.IGNORECASE)
"""The names of the files from which site generators build sites, without what is scheduled."""


class HidingRule(NamedTuple):
    """A row: fields by which a record says that it is not published, an example and the opposite.

    `fields` and `beside` are names in any case and punctuation; `matches` takes a value without
    wrapping, its text in lower case. The reason repeats the value, unless the row `is_bare`.
    """

    name: str
    fields: str
    matches: Callable[[Any], bool]
    example: Mapping[str, Any]
    counter_example: Mapping[str, Any]
    beside: str = ""
    is_bare: bool = False


def _is_hidden_status(value: Any) -> bool:
    return isinstance(value, str) and re.sub(r"[\W_]+", " ", value).strip() in _HIDDEN_STATUSES


def _is_any_of(values: Collection[Any]) -> Callable[[Any], bool]:
    """Return a check that a value is one of these; 0 and 1 are False and True."""
    return lambda value: isinstance(value, (str, bool, int, float)) and value in values


def _is_set(value: Any) -> bool:
    """Return whether a value is there, and neither blank nor false nor the date of nothing."""
    if is_blank(value) or _is_any_of(_FALSE)(value):
        return False
    return not _NO_DATE.fullmatch(str(value))


def _is_scheduled(value: Any) -> bool:
    date = dates.parse_date(value) if isinstance(value, str) else None
    return date is not None and not dates.has_passed(date)


def _has_expired(value: Any) -> bool:
    date = dates.parse_date(value) if isinstance(value, str) and _is_set(value) else None
    return date is not None and dates.has_passed(date)


def _is_level(value: Any) -> bool:
    """Return whether this is one of Joomla's access levels that visitors do not have."""
    return str(value).isdecimal() and str(value) not in ("0", "1", "5")


RULES = (
    HidingRule(
        "status", f"""
        status state wp_status wp:status _status pubstatus
        moderation_state moderation_status workflow_state workflow_status
        publish published publikasi visibility visibilitas post_visibility blogger_status
        blogger:status {combine_names(_STATUS_WORDS, _ARTICLE_WORDS + _PUBLISHING_WORDS)}""",
        _is_hidden_status, {"status": "Pending-Review"}, {"status": "success"}),
    HidingRule(
        "not published", f"""
        publish posting publikasi dipublikasikan diterbitkan ditayangkan is_public public visible
        aktif active approved is_approved disetujui tampil ditampilkan
        {combine_names(f"is {_STATUS_WORDS} {_ARTICLE_WORDS}", _PUBLISHING_WORDS)}""",
        _is_any_of(_FALSE), {"is_published": 0}, {"aktif": "Y"}),
    HidingRule(
        "not published, in a word", "published terbit tayang",
        lambda value: value is False or isinstance(value, str) and value in _FALSE_WORDS,
        {"published": False}, {"published": 0}),
    HidingRule(
        "status: N", "status status_berita status_artikel", _is_any_of({"n", "tidak", "belum"}),
        {"status": "N"}, {"status": "Y"}),
    HidingRule(
        "published: 0", "published", _is_any_of(_FALSE),
        {"published": "0", "created_at": "2019-03-04"}, {"published": 1, "created_at": "2019"},
        beside="created created_at publish_up date tanggal modified updated_at slug"),
    HidingRule(
        "draft", """
        draft is_draft draf is_draf app_draft app:draft private is_private privat deleted
        is_deleted dihapus is_dihapus trashed is_trashed hidden is_hidden unpublished
        is_unpublished protected is_protected password_protected embargoed is_embargoed""",
        _is_any_of(_TRUE), {"draft": "true"}, {"private": False}),
    HidingRule(
        "deleted", """
        deleted_at deleted_on deleted_date date_deleted soft_deleted_at trashed_at dihapus_pada
        tgl_hapus tanggal_hapus waktu_hapus""",
        _is_set, {"deleted_at": "2019-03-04 10:00:00"}, {"deleted_at": None}, is_bare=True),
    HidingRule(
        "password", "post_password wp_post_password wp:post_password", _is_set,
        {"post_password": "buka"}, {"post_password": ""}, is_bare=True),
    HidingRule(
        "password of a post", "password", _is_set,
        {"password": "buka", "slug": "warga", "comment_status": "open"},
        {"password": "buka", "user": "wira"},
        beside="comment_status ping_status sticky post_status layout permalink categories tags",
        is_bare=True),
    HidingRule(
        "status: 0", "status", _is_any_of(_FALSE),
        {"nid": [{"value": 13}], "status": [{"value": False}]}, {"judul": "Hoaks", "status": 0},
        beside="""nid vid langcode drupal_internal__nid user_id author_id created_by publish_up
        catid deleted_at updated_at slug id_user id_kategori id_admin category_id kategori_id"""),
    HidingRule(
        "published_at of Laravel", "published_at", lambda value: value is None,
        {"published_at": None, "created_at": "2019-03-04", "user_id": 3},
        {"published_at": None, "created_at": "2019-03-04"},
        beside="user_id author_id created_by deleted_at"),
    HidingRule(
        "archived, of Directus", "status", _is_any_of({"archived"}),
        {"status": "archived", "user_created": "a1"}, {"status": "archived"},
        beside="user_created user_updated date_created date_updated"),
    HidingRule(
        "not enabled, of Craft", "enabled", _is_any_of(_FALSE),
        {"enabled": False, "postDate": "2019-03-04"}, {"enabled": False},
        beside="postDate sectionId siteId"),
    HidingRule(
        "state of Joomla", "state", _is_any_of({*_FALSE, -2, "-2"}),
        {"introtext": "Isi.", "state": "-2"}, {"introtext": "Isi.", "state": 2},
        beside="introtext fulltext catid publish_up access"),
    HidingRule(
        "access of Joomla", "access", _is_level,
        {"introtext": "Isi.", "access": "2"}, {"introtext": "Isi.", "access": 1},
        beside="introtext fulltext catid publish_up"),
    HidingRule(
        "for members", "visibility", _is_any_of({"members", "paid", "tiers"}),
        {"visibility": "paid", "slug": "warga"}, {"visibility": "public", "slug": "warga"},
        beside="slug uuid html mobiledoc lexical plaintext comment_id"),
    HidingRule(
        "scheduled", """
        publish_up scheduled_at scheduled_for publish_on publish_at go_live_at jadwal_tayang
        jadwal_terbit embargo embargo_until embargo_date embargoed_until tanggal_embargo""",
        _is_scheduled, {"publish_up": "2999-01-02 03:04:05"}, {"publish_up": "2019-03-04"},
        is_bare=True),
    HidingRule(
        "scheduled, of Hugo", "publishDate", _is_scheduled,
        {"publishDate": "2999-01-02", "date": "2019-03-04"}, {"publishDate": "2999-01-02"},
        beside="date lastmod", is_bare=True),
    HidingRule(
        "expired", "publish_down unpublish_on unpublish_at expiryDate", _has_expired,
        {"publish_down": "2019-03-04 05:06:07", "catid": 8},
        {"publish_down": "0000-00-00 00:00:00", "catid": 8},
        beside="introtext fulltext catid publish_up nid vid date draft", is_bare=True),
    HidingRule(
        "not live", "live", lambda value: value is False,
        {"live": False, "first_published_at": None}, {"live": False, "judul": "Siaran langsung"},
        beside="first_published_at has_unpublished_changes latest_revision_created_at"),
    HidingRule(
        "never published", "firstPublishedAt", _is_any_of({False, "0"}),
        {"firstPublishedAt": 0, "creatorId": "a1"}, {"firstPublishedAt": 1551662400000,
                                                     "creatorId": "a1"},
        beside="creatorId latestVersion uniqueSlug"),
    HidingRule(
        "draft of Sanity", "_id", lambda value: str(value).startswith("drafts."),
        {"_id": "drafts.5f3e", "_type": "post"}, {"_id": "5f3e", "_type": "post"},
        beside="_type _rev", is_bare=True),
    HidingRule(
        "namespace of drafts", "ns", _is_any_of({118, "118"}),
        {"ns": 118, "pageid": 5}, {"ns": 0, "pageid": 5}, beside="pageid revid revisions"),
    HidingRule(
        "hidden text", "texthidden suppressed", lambda value: value in (True, "", "true"),
        {"texthidden": "", "pageid": 5}, {"texthidden": False, "pageid": 5},
        beside="pageid revid ns"),
)

_STRAPI = frozenset(("createdAt", "updatedAt", "publishedAt", "id"))
_MONGOOSE = frozenset(("_id", "__v"))
"""Fields of a library that scrapers use, whose `publishedAt` is null where nobody knows the day."""

_RULES_BY_FIELD: dict[str, list[HidingRule]] = {}
for _rule in RULES:
    for _name in _rule.fields.split():
        _RULES_BY_FIELD.setdefault(fold_name(_name), []).append(_rule)


def find_reason(record: Record, mapped: Iterable[str] = ()) -> str | None:
    """Return what says that a record is not published; None if it is, or nothing says otherwise.

    Fields whose names are `mapped` say something else. The reason has no text of the article.

    >>> from indexer.record import Location
    >>> find_reason(Record(location=Location("a.json"), fields={"draft": True, "title": "Rahasia"}))
    'draft is true'
    """
    if "draft" in record.location.file and _UNPUBLISHED_PATH.search(record.location.file):
        return "its file is a draft's"
    fields, names = record.fields, tuple(record.fields)
    if fields.get("publishedAt", "") is None and _is_strapi(fields):
        return "publishedAt is null"
    if _MARKDOWN.search(record.location.file) and (reason := _find_reason_of_generator(fields)):
        return reason
    small = len(names) <= _MAX_CACHED_NAMES and sum(map(len, names)) <= _MAX_CACHED_CHARACTERS
    for name, rule in (_plan if small else _plan.__wrapped__)(names, tuple(mapped)):
        value = _unwrap(fields[name])
        if rule.matches(value):
            return f"{name} is {'set' if rule.is_bare else _show(value)}"
    return None


def _find_reason_of_generator(fields: Mapping[str, Any]) -> str | None:
    """Return why a site generator would not build a page from a file with this front matter."""
    values = {fold_name(name): _unwrap(value) for name, value in fields.items()}
    if _is_scheduled(values.get("date")):
        return "date is to come"
    return "password is set" if _is_set(values.get("password")) else None


@lru_cache(256)
def _plan(names: tuple[str, ...], mapped: tuple[str, ...]) -> tuple[tuple[str, HidingRule], ...]:
    """Return the fields to check, each with a rule, as far as the names alone can tell."""
    folded = {name: fold_name(name) for name in names if name not in mapped}
    there = set(folded.values())
    return tuple(
        (name, rule) for name, key in folded.items() for rule in _RULES_BY_FIELD.get(key, ())
        if not rule.beside or not there.isdisjoint(map(fold_name, rule.beside.split())))


def _is_strapi(fields: Mapping[str, Any]) -> bool:
    """Return whether these are the fields of an entry of Strapi, which has no date when a draft."""
    return fields.keys() >= _STRAPI and not fields.keys() & _MONGOOSE


def _unwrap(value: Any) -> Any:
    """Return a value without what Drupal and others wrap it in, text in lower case.

    A placeholder becomes None.
    """
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, dict):
        value = next((value[key] for key in _WRAPPING_KEYS if key in value), None)
    if isinstance(value, str):
        if is_placeholder(value):
            return None
        return value.strip().casefold() if len(value) <= _MAX_VALUE_CHARACTERS else value
    return value


def _show(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)[:_MAX_VALUE_CHARACTERS]
