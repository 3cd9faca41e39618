"""Boilerplate inside a paragraph: cut only where its end is certain."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indexer.clean.cleaned import Findings, Paragraph, Verdict, noted, removed

_ANYWHERE = ("uga:", "oogletag", "ambas:", "SCROLL TO")
"""What may stand in any paragraph."""
_AT_THE_END = (
    "uga :", "Simak", "Lihat juga", "Tonton", "Saksikan", "Editor", "Pewarta", "opyright",
    "OPYRIGHT", "©", "Dapatkan update", "oogle", "Single Page", "loading...", "ini telah t",
    "Dilarang keras", "Mau notif ", "Isi komentar ",
    "hannel", "Sumber", "Penulis", "Reporter", "ADVERTISEMENT",
)
"""What more may stand at the very end of a body."""
_CODED = re.compile(r"\([a-zA-Z]{2,5}/[a-zA-Z]{2,5}\)")
_WINDOW = 700
"""Code points at the end of a paragraph that are looked at."""

_WHOLE = [
    (re.compile(form), verdict, marker) for marker, form, verdict in (
        ("googletag", r"googletag\.cmd\.push\(function\(\) ?\{[^{}]{0,200}\}\);?",
         removed("advertisement")),
        ("SCROLL TO", r"(?:ADVERTISEMENT )?SCROLL TO (?:CONTINUE|RESUME)(?: WITH)? CONTENT",
         removed("advertisement")),
        ("ambas:", r"\[Gambas:[^\][]{1,40}\]", removed("video")),
        ("uga:,", r"\[?\b(?:[Bb]aca|BACA|[Ss]imak|[Ll]ihat) ?[Jj]uga ?:,(?:\s*,)*\]?",
         removed("link")),
    )
]
"""What stands by itself in a paragraph, its end its own."""

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


_LINK = re.compile(rf"\[?(?:Baca|BACA|Simak|Lihat) (?:[Jj]uga|JUGA) ?: ?{_LINKED}\]?")
_BYLINE = r"(?:Pewarta|Penulis|Reporter|Penerjemah)"
_TAILS = (
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
    _Tail("Dapatkan update ", r"Dapatkan update berita pilihan .{10,400}", noted("source")),
    _Tail("Cek Berita|Cek berita|Ikuti |Silakan baca ",
          r"(?:Cek|Ikuti|Silakan baca) .{0,150}"
          r"(?:Google ?News|[Ww]hats[Aa]pp [Cc]hannel|WA Channel).{0,60}", noted("source")),
    _Tail("View in Single Page", r"View in Single Page[ \d]*", removed("pages"), False),
    _Tail("Artikel ini |Berita ini |Sebagian artikel ini ",
          r"(?:Sebagian artikel|Artikel|Berita) ini telah (?:tayang|terbit) .{5,280}",
          noted("credit")),
    _Tail("Baca juga|Baca Juga|BACA JUGA|Simak juga:|Lihat juga:",
          _LINK.pattern, removed("link")),
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
_MARKED = [
    (marker, re.compile(tail.form), tail)
    for tail in _TAILS for marker in tail.markers.split("|")
]
_Marked = tuple[str, re.Pattern[str], _Tail]
_INITIALS = re.compile(r"\([a-zA-Z]{2,5}/[a-zA-Z]{2,5}\) ?")


def marked(body: str) -> bool:
    """Whether any paragraph of a body may hold boilerplate inside."""
    for marker in _ANYWHERE:
        if marker in body:
            return True
    return False


def marked_end(text: str) -> bool:
    """Whether the last paragraph of a body may end in boilerplate."""
    end = text[-_WINDOW:]
    for marker in _AT_THE_END:
        if marker in end:
            return True
    return _CODED.search(end) is not None or marked(text)


def cut(paragraph: Paragraph, found: Findings) -> Paragraph:
    """The paragraph without boilerplate that stands by itself or at its end."""
    text = paragraph.text
    for form, verdict, marker in _WHOLE:
        if marker in text:
            text = _without(form, text, lambda piece, at: found.take(
                piece, paragraph.line, verdict, at))
    end = len(text)
    tails = [tail for tail in _MARKED if tail[0] in text]
    while tails and (tail := _tail(tails, text, end)) is not None:
        end = _take(text, end, *tail, paragraph.line, found)
    if end == len(text) and text is paragraph.text:
        return paragraph
    return Paragraph(paragraph.line, text[:end].strip())


def _without(form: re.Pattern[str], text: str, take: Callable[[str, int], None]) -> str:
    matches = list(form.finditer(text))
    for match in matches:
        take(match[0], match.start())
    return " ".join(form.sub(" ", text).split()) if matches else text


def _take(
    text: str, end: int, begin: int, verdict: Verdict, line: int, found: Findings
) -> int:
    if verdict.name == "tags" and (initials := _INITIALS.match(text, begin)):
        found.take(initials[0], line, noted("code"), begin)
        found.take(text[initials.end():end], line, verdict, initials.end())
    else:
        found.take(text[begin:end], line, verdict, begin)
    while begin and text[begin - 1] == " ":
        begin -= 1
    return begin


def _tail(tails: Sequence[_Marked], text: str, end: int) -> tuple[int, Verdict] | None:
    """Where a tail begins that reaches up to the end, and what it is."""
    first = max(0, end - _WINDOW)
    for marker, form, tail in tails:
        begin = text.rfind(marker, first, end)
        if begin >= 0 and form.fullmatch(text, begin, end):
            if not tail.after_sentence or _announced(text, begin):
                return begin, tail.verdict
    return None


def _announced(text: str, begin: int, links: int = 5) -> bool:
    """Whether a sentence ends before a place, but for links to other articles in between."""
    before = text[max(0, begin - 4):begin].rstrip()
    if not before or before[-1] in ".!?…:\"”’')]":
        return True
    end = begin - 1 if text[begin - 1] == " " else begin
    link = max(text.rfind("Baca juga", max(0, end - 250), end),
               text.rfind("Baca Juga", max(0, end - 250), end))
    return (
        links > 0 and link >= 0 and _LINK.fullmatch(text, link, end) is not None
        and _announced(text, link, links - 1)
    )
