"""Recognises the values by which a record says whether it is published."""

import re
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from indexer import dates
from indexer.fields.placeholders import is_blank, is_placeholder

_MAX_CHARACTERS = 40
"""A longer value is no status."""

_FALSE = frozenset("""
    false no n f off tidak belum bukan tdk blm ndak salah nonaktif ✗ ✘ ❌ ☐ 🚫 not_yet
""".split())
_TRUE = frozenset("true yes y t on ya iya sudah sdh benar 1 ✓ ✔ ✔️ ✅ ☑ ☑️".split())
"""What people and programs write in a column of yes and no, in any case. Spreadsheets of Indonesian
offices write BENAR and SALAH."""

_ZERO = re.compile(r"0+(?:[.,]0+)?|b'0+'")
_ONE = re.compile(r"0*1(?:[.,]0+)?|b'0*1'")

_SECONDS = re.compile(r"1[0-8]\d{8}|\d{11}")
"""Seconds since 1970, apart from numbers such as 2019030405, a day and an hour."""

_NO_DATE = re.compile(r"0000-00-00.*|0+|-?0001-.*")
_LANGUAGE = re.compile(r"und|[a-z]{2}(?:[-_][a-z]{2,4})?", re.IGNORECASE)

_SHOWN_WORDS = """
    terbit tayang tampil aktif active approved publik publis publish published publikasi
    dipublikasikan dipublikasi dipublish diterbitkan ditayangkan ditampilkan live online public
    publicly"""

_NOT_SHOWN = frozenset(
    f"{negation} {word}" for negation in "belum blm tidak tdk batal non not".split()
    for word in _SHOWN_WORDS.split())

_HIDDEN_STATUSES = _NOT_SHOWN | frozenset(status.strip() for status in """
    draft|drafts|draf|konsep|concept|rough|work in progress|in progress|wip|pitch|assigned
    |on hold|autosave
    |pending|pending review|in review|under review|needs review|review|awaiting review
    |ready for review|ready to publish|siap terbit|siap tayang|siap publish|revisi|perlu revisi
    |needs revision|review redaksi|submitted|diajukan|awaiting approval|pending approval
    |awaiting moderation|in moderation|moderasi|unapproved|not approved|belum disetujui
    |tidak disetujui
    |menunggu|menunggu review|menunggu persetujuan|menunggu tinjauan|menunggu verifikasi
    |menunggu moderasi|menunggu redaksi|ditinjau|ditolak|rejected|antre|antri|antrian|antrean
    |private|privat|pribadi|internal|restricted|rahasia|hidden|hide|tersembunyi|sembunyi
    |disembunyikan|password|password protected|protected
    |trash|trashed|soft trashed|sampah|deleted|soft deleted|dihapus|terhapus|hapus|removed|spam
    |future|scheduled|terjadwal|dijadwalkan|embargo|embargoed|ditunda|tertunda|postponed
    |unpublished|unpublish|unlisted|inherit
    |canceled|cancelled|dibatalkan|batal|withheld|killed|withdrawn|ditarik|dicabut|takedown
    |taken down|suspended|ditangguhkan|blocked|diblokir|expired|kedaluwarsa|kadaluarsa
    |inactive|inaktif|deactivated|nonaktif|dinonaktifkan|disabled|disable
    |borrador|brouillon|entwurf|rascunho|bozza|taslak|utkast|kladde|nháp
    |черновик|草稿|下書き|초안|ร่าง|مسودة
    |privado|privada|privé|privée|privato|en attente|pendiente|pendente|ausstehend|in attesa
    |geplant|programado|programada|agendado|planifié|programmato|gepland
    |papelera|corbeille|papierkorb|lixeira|cestino|prullenbak
    |no publicado|non publié|não publicado|unveröffentlicht|nicht veröffentlicht
    |niet gepubliceerd|non pubblicato
""".split("|"))

_SHOWN_STATUSES = frozenset((
    *_SHOWN_WORDS.split(), "sudah_terbit", "sudah_tayang", "visible"))

_DRAFT_WORDS = frozenset("draft drafts draf".split())
_NEGATIONS = frozenset("no not non bukan ex from dari".split())
_WAITING = frozenset("menunggu awaiting pending".split())
"""How a status of several words may begin, whatever is waited for."""

_MAX_STATUS_WORDS = 4

_WRAPPING_KEYS = ("value", "slug", "name", "target_id", "id")
_WRAPPING_TEXTS = ("code", "key", "label", "title")
"""Where an object that stands for a status says which one it is; the latter only in words."""


def unwrap(value: Any) -> Any:
    """Return a value without what Drupal and others wrap it in, and text without blanks around it.

    A placeholder becomes None.

    >>> unwrap([{"value": " Draft "}]), unwrap({"und": [{"value": 0}]}), unwrap("N/A")
    ('Draft', 0, None)
    """
    if isinstance(value, dict) and len(value) == 1 and _LANGUAGE.fullmatch(str([*value][0])):
        [value] = value.values()
    if isinstance(value, list) and len(value) == 1:
        [value] = value
    if isinstance(value, dict) and (kind := value.get("type")) in value:
        value = value[kind]
    if isinstance(value, dict):
        value = next(
            (value[key] for key in _WRAPPING_TEXTS if isinstance(value.get(key), str)),
            next((value[key] for key in _WRAPPING_KEYS if key in value), None))
    if isinstance(value, str):
        return None if is_placeholder(value) else value.strip()
    return value


def is_false(value: Any) -> bool:
    """Return whether a value of yes and no is no.

    >>> [is_false(value) for value in (False, 0, "0", "Tidak", "SALAH", "t", "", None)]
    [True, True, True, True, True, False, False, False]
    """
    if isinstance(value, (bool, int, float)):
        return value == 0
    return _is_word(value, _FALSE) or _is_form(value, _ZERO)


def is_no(value: Any) -> bool:
    """Return whether a value is no, in a word: 0 may also be a number of copies.

    >>> is_no(False), is_no("belum"), is_no(0), is_no("0")
    (True, True, False, False)
    """
    return value is False or _is_word(value, _FALSE)


def is_true(value: Any) -> bool:
    """Return whether a value of yes and no is yes."""
    if isinstance(value, (bool, int, float)):
        return value == 1
    return _is_word(value, _TRUE) or _is_form(value, _ONE)


def is_hidden_status(value: Any) -> bool:
    """Return whether a status is one of what is not published.

    >>> [is_hidden_status(value) for value in ("Pending-Review", "saved as draft", "not draft")]
    [True, True, False]
    """
    if not isinstance(value, str) or len(value) > _MAX_CHARACTERS:
        return False
    words = _split(value)
    return " ".join(words) in _HIDDEN_STATUSES or _is_draft(words) or (
        1 < len(words) <= _MAX_STATUS_WORDS and words[0] in _WAITING)


def is_draft_or_not_shown(value: Any) -> bool:
    """Return whether a remark says that something is a draft or not published.

    >>> [is_draft_or_not_shown(value) for value in ("belum tayang", "masih draft", "review")]
    [True, True, False]
    """
    if not isinstance(value, str) or len(value) > _MAX_CHARACTERS:
        return False
    words = _split(value)
    return " ".join(words) in _NOT_SHOWN or _is_draft(words)


def _split(status: str) -> list[str]:
    return re.sub(r"[\W_]+", " ", status.casefold()).split()


def _is_draft(words: list[str]) -> bool:
    return len(words) <= _MAX_STATUS_WORDS and (
        not _DRAFT_WORDS.isdisjoint(words) and _NEGATIONS.isdisjoint(words))


def is_hidden(value: Any) -> bool:
    """Return whether a value is no, or a status of what is not published."""
    return is_false(value) or is_hidden_status(value)


def is_shown(value: Any) -> bool:
    """Return whether a value is yes, or a status of what is published."""
    return is_true(value) or _is_word(value, _SHOWN_STATUSES)


def is_any_of(values: Collection[Any]) -> Callable[[Any], bool]:
    """Return a check that a value is one of these, in any case."""
    return lambda value: (value.casefold() if isinstance(value, str) else value) in values if (
        isinstance(value, (str, int, float))) else False


def is_set(value: Any) -> bool:
    """Return whether a value is there, and neither blank nor false nor the date of nothing."""
    return not (is_missing(value) or is_false(value))


def is_missing(value: Any) -> bool:
    """Return whether a moment is null, blank or the date of nothing.

    >>> [is_missing(value) for value in (None, "", "0000-00-00 00:00:00", 0, "2019-03-04")]
    [True, True, True, True, False]
    """
    return is_blank(value) or _NO_DATE.fullmatch(str(value)) is not None


def is_to_come(value: Any) -> bool:
    """Return whether a value is a date that lies ahead."""
    date = _parse(value)
    return date is not None and not dates.has_passed(date)


def has_passed(value: Any) -> bool:
    """Return whether a value is a date that lies behind."""
    date = _parse(value) if is_set(value) else None
    return date is not None and dates.has_passed(date)


def _parse(value: Any) -> str | None:
    """Return the date of a text, or of seconds since 1970, which may lie ahead."""
    if isinstance(value, (int, str)) and _SECONDS.fullmatch(str(value)):
        return datetime.fromtimestamp(int(value), dates.JAKARTA).isoformat()
    return dates.parse_date(value) if isinstance(value, str) else None


def show(value: Any) -> str:
    """Return a value as the reason quotes it."""
    return str(value).casefold()[:_MAX_CHARACTERS]


def _is_word(value: Any, words: Collection[str]) -> bool:
    return isinstance(value, str) and len(value) <= _MAX_CHARACTERS and (
        "_".join(value.casefold().split()) in words)


def _is_form(value: Any, form: re.Pattern[str]) -> bool:
    return isinstance(value, str) and len(value) <= _MAX_CHARACTERS and (
        form.fullmatch(value) is not None)
