"""Boilerplate inside a paragraph: cut only where its end is certain."""

import re
from collections.abc import Callable, Sequence

from indexer.clean import menus, paragraph_end_rules, prompts
from indexer.clean.cleaned import Findings, Paragraph, Verdict, noted, removed
from indexer.clean.paragraph_end_rules import LINK, WINDOW, Marked

_ANYWHERE = ("Baca", "BACA", "uga:", "uga '", "oogletag", "ambas:", "SCROLL TO",
             "vc_column", "et_pb_")
"""What may stand in any paragraph."""
_WHOLE = [
    (re.compile(form), verdict, markers.split("|")) for markers, form, verdict in (
        ("googletag", r"googletag\.cmd\.push\(function\(\) ?\{[^{}]{0,200}\}\);?",
         removed("advertisement")),
        ("SCROLL TO", r"(?:ADVERTISEMENT )?SCROLL TO (?:CONTINUE|RESUME)(?: WITH)? CONTENT",
         removed("advertisement")),
        ("ambas:", r"\[Gambas:[^\][]{1,40}\]", removed("video")),
        ("vc_column|et_pb_", r"\[/?(?:vc|et_pb)_[^][]{0,300}\]", removed("shortcode")),
        ("uga:,|uga :,",
         r"\[?\b(?:[Bb]aca|BACA|[Ss]imak|[Ll]ihat) ?[Jj]uga ?:,(?:\s*,)*\]?", removed("link")),
        ("uga,", r"\ABaca [Jj]uga,(?= ?[A-Z\"“])", removed("link")),
        ("(Baca|[Baca|(BACA|[BACA",
         r"[(\[](?:(?:Baca|BACA) ?(?:[Jj]uga|JUGA) ?:|(?:Baca|BACA) ?: ?(?=[A-Z\d]\S* \S+ ))"
         r"[^()\[\]]{3,200}[)\]](?: ?https?://\S{5,200})?(?:,$)?", removed("link")),
        ("uga '", r"\b(?:Simak|Lihat|Tonton|Saksikan) juga '(?:(?!':).){3,150}':",
         removed("video")),
        (">>", r"\b(?:Baca|Lanjut|Bersambung)[a-z ]{1,20} halaman (?:berikut|selanjut)nya ?>{2,3}",
         removed("pages")),
    )
]
"""What stands by itself in a paragraph, its end its own."""

_INITIALS = re.compile(r"\([a-zA-Z]{2,5}/[a-zA-Z]{2,5}\) ?")


def marked(body: str) -> bool:
    """Whether any paragraph of a body may hold boilerplate inside."""
    for marker in _ANYWHERE:
        if marker in body:
            return True
    return False


def marked_end(text: str) -> bool:
    """Whether the last paragraph of a body may end in boilerplate."""
    return paragraph_end_rules.any_near(text) or marked(text)


def cut(paragraph: Paragraph, found: Findings) -> Paragraph:
    """The paragraph without boilerplate that stands by itself or at its end."""
    left = _trimmed(paragraph, found)
    while (shorter := prompts.cut(left, found)) is not left:
        left = _trimmed(shorter, found)
    return left


def _trimmed(paragraph: Paragraph, found: Findings) -> Paragraph:
    line, text = paragraph
    for form, verdict, markers in _WHOLE:
        if any(marker in text for marker in markers):
            text = _without(form, text, lambda piece, at: found.take(piece, line, verdict, at))
    end = _end(text, line, found)
    if end == len(text) and text is paragraph.text:
        return paragraph
    return Paragraph(line, text[:end].strip())


def _end(text: str, line: int, found: Findings) -> int:
    """Where a text ends without its tails."""
    end = len(text)
    while (near := paragraph_end_rules.near(text, end)) and (
            tail := _tail(near, text, end)) is not None:
        begin = end
        end = _take(text, end, *tail, line, found)
        if text.startswith("Telusuri ", end + 1, begin):
            end = menus.cut(text, end, line, found)
    return end


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


def _tail(near: Sequence[Marked], text: str, end: int) -> tuple[int, Verdict] | None:
    """Where a tail begins that reaches up to the end, and what it is."""
    first = max(0, end - WINDOW)
    for _, marker, form, tail in near:
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
        links > 0 and link >= 0 and LINK.fullmatch(text, link, end) is not None
        and _announced(text, link, links - 1)
    )
