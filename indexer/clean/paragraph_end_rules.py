"""What may stand at the end of a paragraph: how it begins, its form, and what it is."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from indexer.clean.cleaned import Verdict, noted, removed

WINDOW = 700
"""Code points at the end of a paragraph that are looked at."""

_NAME = r"[A-Z][\w.'’/-]*(?:(?: ?[,&|(] ?| )[A-Z][\w.'’/-]*\)?){0,7}"
_LINKED = (
    r"(?:(?![.!?…][\"”’']? *[A-Z(\[])(?!(?<=[a-z])[A-Z][a-z]* )(?!\bJuga ?:).){3,160}?"
    r"(?<![.,;(])"
)


@dataclass(frozen=True, slots=True)
class _Tail:
    """Something that ends a paragraph: how it may begin, what it is, whether below a sentence."""

    markers: str
    form: str
    verdict: Verdict
    after_sentence: bool = True


LINK = re.compile(rf"\[?(?:Baca|BACA|Simak|Lihat) (?:[Jj]uga|JUGA) ?: ?{_LINKED}\]?")
_BYLINE = r"(?:Pewarta|Penulis|Reporter|Penerjemah)"
_DAY = (
    r"\d{1,2}(?:[-/.]\d{1,2}[-/.]| [A-Z][a-z]{2,8} )\d{4}"
    r"(?:,? \d{1,2}[.:]\d{2})?(?: WI(?:B|TA|T))?"
)
_TAILS = (
    _Tail("(", rf"\([a-zA-Z]{{2,5}}/[a-zA-Z]{{2,5}}\) {_DAY}", noted("code")),
    _Tail("(", r"\([a-zA-Z]{2,5}/[a-zA-Z]{2,5}\)(?: [a-z0-9][\w .&'/-]{1,250}(?<!\.))?",
          removed("tags")),
    _Tail("(Penulis|(Reporter|Penulis:|Reporter:",
          rf"\(?{_BYLINE} ?: ?{_NAME} ?\| ?(?:Editor ?:? ?)?{_NAME}\)?", noted("byline"), False),
    _Tail("Dilarang keras ", r"Dilarang keras mengambil .{10,400}", removed("warning"), False),
    _Tail("Copyright |COPYRIGHT ", r"(?i:copyright) (?:©|\(c\)|\d{4}).{2,150}",
          noted("copyright"), False),
    _Tail("©", r"© ?\d{4} ?\w[^.]{1,60}\.(?: [^.]{0,100} situs eksternal\..{0,80})?",
          noted("copyright"), False),
    _Tail("Editor:|Editor :", rf"Editor ?: ?{_NAME}", noted("editor"), False),
    _Tail("Pewarta:|Pewarta :|Penulis:|Penulis :|Reporter:|Penerjemah:",
          rf"{_BYLINE} ?: ?{_NAME}\.?", noted("byline"), False),
    _Tail("Dapatkan update ", r"Dapatkan update berita pilihan .{10,400}", noted("source"), False),
    _Tail("Telusuri artikel ",
          r"Telusuri artikel terbaru .{3,30}[Cc]hatbot di [Ww]hats[Aa]pp(?: \(Beta Version\))?",
          noted("source"), False),
    _Tail("Cek Berita|Cek berita|Ikuti |Silakan baca ",
          r"(?:Cek|Ikuti|Silakan baca) .{0,150}"
          r"\b(?:Google ?News|[Ww]hats[Aa]pp [Cc]hannel|WA Channel)\b.{0,60}", noted("source")),
    _Tail("View in Single Page", r"View in Single Page[ \d]*", removed("pages"), False),
    _Tail("Artikel ini |Berita ini |Sebagian artikel ini ",
          r"(?:Sebagian artikel|Artikel|Berita) ini telah (?:tayang|terbit) .{5,280}",
          noted("credit")),
    _Tail("Baca juga|Baca Juga|BACA JUGA|Simak juga:|Lihat juga:",
          LINK.pattern, removed("link")),
    _Tail("Simak |Lihat juga |Tonton juga |Saksikan ",
          r"(?:Simak|Lihat|Tonton|Saksikan)(?: juga)?(?: [Vv]ideo| [Ll]ive)?:? ?"
          r"(?:['‘\"“].{3,150}['’\"”]:?(?: di sini:)?|(?:(?![.!?]\s).){3,150}:)", removed("video")),
    _Tail("Simak |Lihat juga |Tonton juga |Saksikan ",
          r"(?:Simak|Lihat|Tonton|Saksikan)(?: juga)? (?:[Vv]ideo|[Ll]ive)\b:? ?"
          r"(?:(?![.!?]\s).){3,150}(?<!\.)", removed("video")),
    _Tail('Simak Video "', r'Simak Video "[^"]{3,150}"', removed("video"), False),
    _Tail("Mau notif ", r"Mau notif berita penting .{5,40}\?", removed("share"), False),
    _Tail("Isi komentar ", r"Isi komentar sepenuhnya adalah tanggung.{10,90}", removed("comments"),
          False),
    _Tail("loading...", r"loading\.{3}", removed("advertisement"), False),
    _Tail("ADVERTISEMENT", r"ADVERTISEMENT", removed("advertisement"), False),
    _Tail("Sumber:|Sumber :", rf"Sumber ?: ?{_NAME}", noted("credit")),
)
_CODED = r"\([a-zA-Z]{2,5}/"
_BARE = sorted({marker.lstrip("(") for tail in _TAILS for marker in tail.markers.split("|")} - {""})
_KEY = re.compile("|".join([_CODED, *map(re.escape, _BARE)]))
"""One search for all markers, the shorter first: each by itself takes several times as long."""


class Marked(NamedTuple):
    """A tail, one of its markers, and what `_KEY` finds where the marker stands."""

    key: str
    marker: str
    form: re.Pattern[str]
    tail: _Tail


def _key(marker: str) -> str:
    bare = marker.lstrip("(")
    return next(key for key in _BARE if bare.startswith(key)) if bare else "("


_MARKED = [
    Marked(_key(marker), marker, re.compile(tail.form), tail)
    for tail in _TAILS for marker in tail.markers.split("|")
]


def any_near(text: str) -> bool:
    """Whether any tail may end a text."""
    return _KEY.search(text, max(0, len(text) - WINDOW)) is not None


def near(text: str, end: int) -> list[Marked]:
    """The tails of which a marker stands near the end."""
    found = _KEY.findall(text, max(0, end - WINDOW), end)
    keys = {"(" if key[0] == "(" else key for key in found}
    return [marked for marked in _MARKED if marked.key in keys] if keys else []
