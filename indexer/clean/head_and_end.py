"""The head and the end of a body, where lines about the article stand: `data/edge.ini`."""

import re
from collections.abc import Callable, Collection
from functools import cache

from indexer import dates
from indexer.clean import end_rules, menus
from indexer.clean.cleaned import Findings, Paragraph, Verdict
from indexer.clean.titles import Title, opens_with_title, tidy_title
from indexer.rules import Rule, read_rules

_DATED = re.compile(
    r"\d{1,2}\D{0,3}[\w. ]{1,12}\D{0,3}\d{4}|\d{4}(?P<mark>[-/])\d\d?(?P=mark)\d\d?")
"""A day and a year: a quick test, so that few lines have to be parsed as dates."""

_DATE_LABEL = re.compile(
    r"(?:diterbitkan|dipublikasikan|tayang|terbit|published|updated?|diperbarui|tanggal|rilis)"
    r"(?: pada| on)? ?:? ", re.IGNORECASE)
_CLOCK = re.compile(r"\d[:.]\d\d(?![\d./])")
_SENTENCE_END = re.compile(r".*[.!?…][\"”’')]{0,2}", re.DOTALL)
_MAX_DATE_CHARACTERS = 80
_MAX_DATED_CHARACTERS = 120
_MAX_COUNTER_CHARACTERS = 40
_SEPARATORS = " |,;:•·–—()-"
"""What separates a date from the words around it."""

_MAX_NOTE_CHARACTERS = 400
"""Code points of the longest note at the head: the greatest `max` of the table."""

_DAY_CHARACTERS = len("2019-04-26")
_MIN_TEXT_CHARACTERS = 80
"""Code points from which on a paragraph below a caption is the text."""


def is_date_line(text: str) -> bool:
    """Return whether a line is nothing but the day, and perhaps the time, of publication."""
    if len(text) > _MAX_DATE_CHARACTERS or not _DATED.search(text):
        return False
    return dates.parse_date_line(_DATE_LABEL.sub("", text, count=1)) is not None


@cache
def read_edge_rules() -> tuple[Rule, ...]:
    """Return the table."""
    return read_rules("indexer.clean", "edge")


@cache
def _rules() -> dict[str, tuple[int, re.Pattern[str]]]:
    """Return the greatest length and the form of each rule by its name."""
    return {
        rule.name: (int(rule.keys["max"]), re.compile(rule.pattern)) for rule in read_edge_rules()
    }


def _matches(name: str, text: str) -> bool:
    most, form = _rules()[name]
    return len(text) <= most and form.fullmatch(text) is not None


def remove_head(
    paragraphs: list[Paragraph], title: str, own: Title, findings: Findings,
    blank_lines: Collection[int] = (),
) -> tuple[str, list[Paragraph]]:
    """Return the title, recovered if it was missing, and the paragraphs from the text on.

    `blank_lines` are the numbers of the blank lines of the body, for a title to be recovered.
    """
    at = 0
    while at < len(paragraphs):
        line, text = paragraphs[at]
        if count := menus.count_menu(paragraphs, at):
            _remove_all(paragraphs[at:at + count], "sections", findings)
            at += count
            continue
        if title and own.is_repeated_at_head_by(text):
            findings.remove("title repeated", text, line)
        elif own.opens(text):
            findings.remove("title repeated", title, line)
            return title, [Paragraph(line, text[len(title):].lstrip()), *paragraphs[at + 1:]]
        elif _take_line_about(paragraphs, at, bool(title), findings):
            pass
        elif not title and opens_with_title(
                _list_opening(paragraphs, at, findings), _is_apart(paragraphs, at, blank_lines)):
            title = tidy_title(text, findings)
            own = Title(title)
        else:
            break
        at += 1
    return title, paragraphs[at:]


def _take_line_about(
    paragraphs: list[Paragraph], at: int, has_title: bool, findings: Findings
) -> bool:
    """Note or remove a paragraph that is about the article; return whether it is one."""
    line, text = paragraphs[at]
    if kind := _classify_head(paragraphs, at, has_title):
        findings.note(kind, text, line)
    elif has_title and (dated := _find_date(text)):
        _note_dated(text, dated, line, findings)
    elif counter := _classify_counter(text):
        findings.add(text, line, counter)
    else:
        return False
    return True


def _is_apart(paragraphs: list[Paragraph], at: int, blank_lines: Collection[int]) -> bool:
    """Return whether a blank line stands between a paragraph and the next."""
    return at + 1 < len(paragraphs) and any(
        line in blank_lines for line in range(paragraphs[at].line, paragraphs[at + 1].line))


def _list_opening(paragraphs: list[Paragraph], at: int, findings: Findings) -> list[Paragraph]:
    """Return a paragraph and the next two that are neither dates nor addresses.

    Among them is its repetition right below, though that was dropped.
    """
    first, after = paragraphs[at], paragraphs[at + 1:at + 5]
    end = after[0].line if after else first.line
    repeated = [Paragraph(line, each.text) for line, _, each in findings.removed
                if first.line < line < end and each.why == "repeated" and each.text == first.text]
    texts = [each for each in after
             if not is_date_line(each.text) and not _matches("address", each.text)]
    return [first, *repeated, *texts][:3]


def _classify_head(paragraphs: list[Paragraph], at: int, has_title: bool) -> str | None:
    """Return the kind of note that a paragraph at the head of a body is; None if it is none."""
    text = paragraphs[at].text
    if len(text) > _MAX_NOTE_CHARACTERS:
        return None
    for kind in ("site", "address"):
        if _matches(kind, text):
            return kind
    if is_date_line(text):
        return "date"
    for kind in ("byline", "rubric"):
        if _matches(kind, text):
            return kind
    after = paragraphs[at + 1].text if at + 1 < len(paragraphs) else ""
    if has_title and _matches("person above a date", text) and is_date_line(after):
        return "byline"
    if len(after) >= _MIN_TEXT_CHARACTERS and text[-1] in ")]" and _matches("caption", text):
        return "caption"
    return None


def _find_date(text: str) -> dates.FieldDate | None:
    """Return the one sure day in a line that says only where, by whom or for whom besides."""
    if len(text) > _MAX_DATED_CHARACTERS or not _DATED.search(text):
        return None
    if _SENTENCE_END.fullmatch(text):
        return None
    found = dates.read_field(text)
    day = found.published or ""
    is_part = found.words != text and found.words in text
    return found if len(day) >= _DAY_CHARACTERS and is_part else None


def _note_dated(text: str, found: dates.FieldDate, line: int, findings: Findings) -> None:
    """Note the date of a line, and the words before and behind it apart from it."""
    begin = text.index(found.words)
    if found.is_change:
        findings.note("details", text, line)
        return
    findings.note("date", found.words, line, begin)
    _note_around_date(text[:begin], 0, line, findings)
    end = begin + len(found.words)
    _note_around_date(text[end:], end, line, findings)


def _note_around_date(around: str, column: int, line: int, findings: Findings) -> None:
    """Note the words on one side of a date, and remove what separates them from it."""
    words = around.strip(_SEPARATORS)
    begin = len(around) - len(around.lstrip(_SEPARATORS))
    end = begin + len(words)
    findings.remove("empty", around[:begin], line, column)
    findings.note(
        "byline" if _matches("byline", words) else "details", words, line, column + begin)
    findings.remove("empty", around[end:], line, column + end)


def _classify_counter(text: str) -> Verdict | None:
    """Return the verdict on how often an article was read, shared or commented on, and on tools."""
    if len(text) > _MAX_COUNTER_CHARACTERS:
        return None
    verdict = end_rules.classify_end(text, "")
    if verdict and verdict.kind in ("counter", "comments"):
        return verdict
    return Verdict("tools", is_note=False) if _matches("tools", text) else None


def remove_end(
    paragraphs: list[Paragraph],
    cut: Callable[[Paragraph], Paragraph],
    is_kept: Callable[[Paragraph], bool],
    findings: Findings,
) -> list[Paragraph]:
    """Return the paragraphs without codes, times and boilerplate at the very end.

    `cut` takes boilerplate from the last paragraph. `is_kept` decides whether the rest of it stays.
    """
    paragraphs = _cut_after_signature(paragraphs, findings)
    while paragraphs:
        last = paragraphs[-1]
        above = paragraphs[-2].text if len(paragraphs) > 1 else ""
        if verdict := end_rules.classify_end(last.text, above):
            findings.add(last.text, last.line, verdict)
            left = Paragraph(last.line, "")
        elif (left := cut(last)) is last and (left := _cut_code(last, findings)) is last:
            break
        paragraphs.pop()
        if is_kept(left):
            paragraphs.append(left)
    return paragraphs


def _cut_after_signature(paragraphs: list[Paragraph], findings: Findings) -> list[Paragraph]:
    """Return the paragraphs up to a signature, if only headlines and topics follow it."""
    most, form = _rules()["signature"]
    at = end = len(paragraphs)
    while at and len(text := paragraphs[at - 1].text) <= most and text[-1] not in ".:;,\"”":
        if form.fullmatch(text):
            end = at
        at -= 1
    _remove_all(paragraphs[end:], "menu", findings)
    return paragraphs[:end]


def _remove_all(paragraphs: list[Paragraph], why: str, findings: Findings) -> None:
    for line, text in paragraphs:
        findings.remove(why, text, line)


def _cut_code(last: Paragraph, findings: Findings) -> Paragraph:
    """Return the last paragraph without a time, a lone comma or a code; itself if it has none."""
    line, text = last
    if len(text) <= _MAX_DATE_CHARACTERS and _CLOCK.search(text) and is_date_line(text):
        findings.note("date", text, line)
        return Paragraph(line, "")
    if text[-1] == "," and (comma := _find_comma(text)) is not None:
        findings.remove("empty", text[comma:], line, comma)
        return Paragraph(line, text[:comma])
    if (begin := _find_code(text)) is None:
        return last
    code = text[begin:]
    is_byline = _rules()["writer in parentheses"][1].match(code)
    findings.note("byline" if is_byline else "code", code, line, begin)
    return Paragraph(line, text[:begin].rstrip())


def _find_comma(text: str) -> int | None:
    """Return where the commas begin that remain of a list of links."""
    most, form = _rules()["comma of a list of links"]
    first = max(0, len(text) - most)
    matches = (form.fullmatch(text, at) for at in range(first, len(text)))
    return next((match.start("comma") for match in matches if match), None)


def _find_code(text: str) -> int | None:
    """Return where the initials or the agency in parentheses begin that end a text."""
    most, form = _rules()["code"]
    begin = text.rfind("[" if text[-1] == "]" else "(", max(0, len(text) - most))
    if begin < 0 or not form.fullmatch(text, begin):
        return None
    before = text[max(0, begin - 5):begin].rstrip()
    return begin if not before or _SENTENCE_END.fullmatch(before) else None
