"""The head and the end of a body, where lines about the article stand."""

import re
from collections.abc import Callable

from indexer import dates
from indexer.clean import end_rules, menus
from indexer.clean.cleaned import Findings, Paragraph, noted, removed
from indexer.clean.titles import Title, recovered

_SITE = re.compile(
    r"(?:https?://)?(?:www\.)?[a-z0-9-]{2,40}(?:\.[a-z0-9-]{2,20}){0,2}\.[a-z]{2,20}/?",
    re.IGNORECASE)
_DATED = re.compile(
    r"\d{1,2}\D{0,3}[\w. ]{1,12}\D{0,3}\d{4}|\d{4}(?P<mark>[-/])\d\d?(?P=mark)\d\d?")
_ADDRESS = re.compile(r"https?://[^\s/]{4,80}/\S{1,300}", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:diterbitkan|dipublikasikan|tayang|terbit|published|updated?|diperbarui|tanggal|rilis)"
    r"(?: pada| on)? ?:? ", re.IGNORECASE)
_CLOCK = re.compile(r"\d[:.]\d\d(?![\d./])")
_DATE_LENGTH = 80
_HEADLINE = 170
"""Code points of the longest headline in a list of other articles."""
_BYLINE = re.compile(
    r"(?:[Oo]leh|OLEH|[Bb]y|BY)(?:,? [A-Z][\w.'’-]*){1,6}|(?i:tim redaksi|redaksi)")
_PERSON = re.compile(r"[A-Z][\w.'’-]*(?:,? [A-Z][\w.'’-]*){1,3}")
_AGENCY = (
    r"AFP|AP|Reuters|REUTERS|Antara|ANTARA|EPA|Xinhua|Bloomberg|Getty ?[Ii]mages|Istimewa|IST"
    r"|Ist|ist|AP Photo|Antara Foto|ANTARA FOTO|Shutterstock|Freepik|Pixabay|Unsplash"
    r"|[Nn]et|dok\. pribadi"
)
_CAPTION = re.compile(
    r".{15,250}[(\[](?:(?i:foto|photo|dok|sumber|credit|kredit|istimewa|tangkapan layar)\b"
    rf"[^()]{{0,80}}"
    rf"|(?:{_AGENCY})|(?:{_AGENCY}|[A-Z][\w.]{{2,30}}) ?/ ?[A-Z][\w .,/:&@'-]{{1,60}})[)\]]")
_CODE = re.compile(
    r"\( ?(?!HR\b|QS\b)(?:\*|[A-Za-z][\w.+*-]{0,20}(?: [A-Za-z][\w.+*-]{0,20}){0,2})"
    r"(?: ?[/|] ?[\w.+* -]{1,24}){0,3} ?\)+ ?,?"
    r"|\[[a-z]{2,4}(?: ?/ ?[a-z]{2,4}){0,2}\]")
_WRITTEN = re.compile(r"\((?:Penulis|Reporter|Editor|Laporan)\b")
_LONE_COMMA = re.compile(r"[.!?…][\"”’')]{0,2}(?P<comma>(?: ?,)+)$")
"""What is left of a list of links below an article."""
_SIGNATURE = re.compile(r"\((?:[\w-]{2,30}\.){1,2}(?:com|co\.id|id|net) ?/ ?[A-Z][\w .'/-]{2,60}\)")
"""A site and a name, below an article."""
_SENTENCE_END = re.compile(r".*[.!?…][\"”’')]{0,2}", re.DOTALL)


def date(text: str) -> bool:
    """Whether a line is nothing but the day, and perhaps the time, of publication."""
    if len(text) > _DATE_LENGTH or not _DATED.search(text):
        return False
    return dates.parse_date_line(_LABEL.sub("", text, count=1)) is not None


def without_head(
    paragraphs: list[Paragraph], title: str, own: Title, found: Findings
) -> tuple[str, list[Paragraph]]:
    """The title, recovered if there was none, and the paragraphs from the first true one on."""
    at = 0
    while at < len(paragraphs):
        line, text = paragraphs[at]
        if count := menus.heads(paragraphs, at):
            for line, text in paragraphs[at:at + count]:
                found.take(text, line, removed("sections"))
            at += count
            continue
        if title and own.heads(text):
            found.take(text, line, removed("title repeated"))
        elif own.opens(text):
            found.take(title, line, removed("title repeated"))
            return title, [Paragraph(line, text[len(title):].lstrip()), *paragraphs[at + 1:]]
        elif kind := _about(paragraphs, at, bool(title)):
            found.take(text, line, noted(kind))
        elif not title and recovered(_past_dates(paragraphs, at)):
            title, own = text, Title(text)
        else:
            break
        at += 1
    return title, paragraphs[at:]


def _past_dates(paragraphs: list[Paragraph], at: int) -> list[Paragraph]:
    """A paragraph and the next two, lines that are dates or addresses left out."""
    after = [each for each in paragraphs[at + 1:at + 5]
             if not date(each.text) and not _ADDRESS.fullmatch(each.text)]
    return [paragraphs[at], *after[:2]]


def _about(paragraphs: list[Paragraph], at: int, titled: bool) -> str | None:
    text = paragraphs[at].text
    if len(text) <= 60 and _SITE.fullmatch(text):
        return "site"
    if _ADDRESS.fullmatch(text):
        return "address"
    if date(text):
        return "date"
    if len(text) <= 80 and _BYLINE.fullmatch(text):
        return "byline"
    after = paragraphs[at + 1].text if at + 1 < len(paragraphs) else ""
    if titled and len(text) <= 40 and date(after) and _PERSON.fullmatch(text):
        return "byline"
    if len(text) <= 300 and len(after) >= 80 and text[-1] in ")]" and _CAPTION.fullmatch(text):
        return "caption"
    return None


def without_end(
    paragraphs: list[Paragraph],
    cut: Callable[[Paragraph], Paragraph],
    kept: Callable[[Paragraph], bool],
    found: Findings,
) -> list[Paragraph]:
    """The paragraphs without codes, times and boilerplate at the very end.

    `cut` takes boilerplate from the last paragraph; `kept` says whether what is left stays.
    """
    paragraphs = _signed(paragraphs, found)
    while paragraphs:
        last = paragraphs[-1]
        above = paragraphs[-2].text if len(paragraphs) > 1 else ""
        if verdict := end_rules.kind(last.text, above):
            found.take(last.text, last.line, verdict)
            left = Paragraph(last.line, "")
        elif (left := cut(last)) is last and (left := _without_code(last, found)) is last:
            break
        paragraphs.pop()
        if kept(left):
            paragraphs.append(left)
    return paragraphs


def _signed(paragraphs: list[Paragraph], found: Findings) -> list[Paragraph]:
    """The paragraphs up to a signature, if only headlines and names of topics follow it."""
    at = end = len(paragraphs)
    while at and len(text := paragraphs[at - 1].text) <= _HEADLINE and text[-1] not in ".:;,\"”":
        if _SIGNATURE.fullmatch(text):
            end = at
        at -= 1
    for line, text in paragraphs[end:]:
        found.take(text, line, removed("menu"))
    return paragraphs[:end]


def _without_code(last: Paragraph, found: Findings) -> Paragraph:
    line, text = last
    if len(text) <= _DATE_LENGTH and _CLOCK.search(text) and date(text):
        found.take(text, line, noted("date"))
        return Paragraph(line, "")
    if text[-1] == "," and (lone := _LONE_COMMA.search(text, max(0, len(text) - 12))):
        found.take(lone["comma"], line, removed("empty"), lone.start("comma"))
        return Paragraph(line, text[:lone.start("comma")])
    if (begin := _code(text)) is None:
        return last
    code = text[begin:]
    found.take(code, line, noted("byline" if _WRITTEN.match(code) else "code"), begin)
    return Paragraph(line, text[:begin].rstrip())


def _code(text: str) -> int | None:
    """Where initials or an agency in parentheses begin that end a text."""
    first = max(0, len(text) - 60)
    begin = text.rfind("[" if text[-1] == "]" else "(", first)
    if begin < 0 or not _CODE.fullmatch(text, begin):
        return None
    before = text[max(0, begin - 5):begin].rstrip()
    return begin if not before or _SENTENCE_END.fullmatch(before) else None
