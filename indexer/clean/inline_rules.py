"""Boilerplate inside a paragraph, cut only where its end is certain: `data/inline.ini`."""

import re
from collections.abc import Callable, Sequence
from functools import cache

from indexer.clean import menus, paragraph_end_rules, prompts
from indexer.clean.cleaned import Findings, Paragraph, Verdict
from indexer.clean.paragraph_end_rules import SEARCHED_CHARACTERS, Ending
from indexer.rules import Rule, read_rules

_GLANCES = ("Baca", "BACA", "SCROLL TO")
_RARE_GLANCES = ((":", "uga:"), ("'", "uga '"), ("[", "ambas:"), ("_", "vc_column"),
                 ("_", "et_pb_"), ("{", "oogletag"))
"""Nearly every paragraph with boilerplate inside contains one of these. Each takes 1 % of the time
of cleaning, unless it is looked for only beside a character that many texts lack. So the markers
`uga :,` and `>>`, nearly always behind `Baca`, are left out."""

_RARE = "([>'_:"
"""Characters that few paragraphs have, and that are found much faster than words."""

_LINK_REACH = 250
"""Code points before an ending in which a link to another article begins."""


def has_marker(body: str) -> bool:
    """Return whether any paragraph of a body may hold boilerplate inside."""
    for marker in _GLANCES:
        if marker in body:
            return True
    for char, marker in _RARE_GLANCES:
        if char in body and marker in body:
            return True
    return False


def may_end_in_boilerplate(text: str) -> bool:
    """Return whether the last paragraph of a body may end in boilerplate."""
    return paragraph_end_rules.has_ending_near(text) or has_marker(text)


def cut_boilerplate(paragraph: Paragraph, findings: Findings) -> Paragraph:
    """Return the paragraph without boilerplate inside or at its end; itself if there is none."""
    left = _trim(paragraph, findings)
    while (shorter := prompts.cut_prompts(left, findings)) is not left:
        left = _trim(shorter, findings)
    return left


@cache
def read_inline_rules() -> tuple[Rule, ...]:
    """Return the table."""
    return read_rules("indexer.clean", "inline")


@cache
def _forms() -> list[tuple[re.Pattern[str], Verdict, list[tuple[str, str]]]]:
    """Return the forms, their verdicts, and their markers, each behind its rare character."""
    return [
        (re.compile(rule.pattern), Verdict.parse(rule.keys["verdict"]),
         [(_find_rare(marker), marker) for marker in rule.markers])
        for rule in read_inline_rules()
    ]


def _find_rare(marker: str) -> str:
    return next((char for char in marker if char in _RARE), "")


def _trim(paragraph: Paragraph, findings: Findings) -> Paragraph:
    line, text = paragraph
    for form, verdict, markers in _forms():
        for char, marker in markers:
            if char in text and marker in text:
                text = _cut(form, text, lambda piece, at: findings.add(piece, line, verdict, at))
                break
    end = _cut_endings(text, line, findings)
    if end == len(text) and text is paragraph.text:
        return paragraph
    return Paragraph(line, text[:end].strip())


def _cut(form: re.Pattern[str], text: str, take: Callable[[str, int], None]) -> str:
    matches = list(form.finditer(text))
    for match in matches:
        take(match[0], match.start())
    return " ".join(form.sub(" ", text).split()) if matches else text


def _cut_endings(text: str, line: int, findings: Findings) -> int:
    """Return where a text ends without boilerplate behind its last sentence."""
    end = len(text)
    while (endings := paragraph_end_rules.find_endings(text, end)) and (
            ending := _match_ending(endings, text, end)) is not None:
        begin = end
        end = _take_ending(text, end, *ending, line, findings)
        if text.startswith("Telusuri ", end + 1, begin):
            end = menus.cut_headlines(text, end, line, findings)
    return end


def _take_ending(
    text: str, end: int, begin: int, verdict: Verdict, line: int, findings: Findings
) -> int:
    """Take out an ending, and return where the text before it ends."""
    initials = paragraph_end_rules.initials_form().match(text, begin)
    if verdict.kind == "tags" and initials:
        findings.note("code", initials[0], line, begin)
        findings.add(text[initials.end():end], line, verdict, initials.end())
    else:
        findings.add(text[begin:end], line, verdict, begin)
    while begin and text[begin - 1] == " ":
        begin -= 1
    return begin


def _match_ending(
    endings: Sequence[Ending], text: str, end: int
) -> tuple[int, Verdict] | None:
    """Return where boilerplate begins that reaches up to the end, and what it is."""
    first = max(0, end - SEARCHED_CHARACTERS)
    for ending in endings:
        begin = text.rfind(ending.marker, first, end)
        is_near = 0 <= begin and end - begin <= ending.most
        if is_near and ending.form.fullmatch(text, begin, end):
            if not ending.after_sentence or _follows_sentence(text, begin):
                return begin, ending.verdict
    return None


def _follows_sentence(text: str, begin: int, links: int = 5) -> bool:
    """Return whether a sentence ends before a place, up to `links` links to articles between."""
    before = text[max(0, begin - 4):begin].rstrip()
    if not before or before[-1] in ".!?…:\"”’')]":
        return True
    end = begin - 1 if text[begin - 1] == " " else begin
    link = max(text.rfind("Baca juga", max(0, end - _LINK_REACH), end),
               text.rfind("Baca Juga", max(0, end - _LINK_REACH), end))
    return (
        links > 0 and link >= 0
        and paragraph_end_rules.link_form().fullmatch(text, link, end) is not None
        and _follows_sentence(text, link, links - 1)
    )
