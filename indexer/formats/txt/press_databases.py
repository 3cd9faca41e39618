"""Splits the texts that Nexis, Factiva and ProQuest export, with many articles in one file."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from indexer import dates

_COUNTED = re.compile(
    r"^[ \t]*(?:Document |Dokumen )?(?P<number>\d{1,5}) (?:of|dari) (?P<total>\d{1,5})"
    r"(?: DOCUMENTS?| DOKUMEN)?[ \t]*$", re.MULTILINE | re.IGNORECASE)
"""The line above each article in Nexis until about 2018, and in ProQuest."""

_ENDED = re.compile(
    r"^[ \t]*(?:End of Document|Akhir Dokumen"
    r"|(?:AN[ \t]+)?Document [A-Z][A-Z0-9]{2,11}\d{8}[a-z0-9]{5,14})[ \t]*$", re.MULTILINE)
"""The line below each article in Nexis today, and in Factiva."""

_QUICK = re.compile(r"[Dd]ocument|DOCUMENT|[Dd]okumen|\d (?:of|dari) \d")
"""Whatever one of the two above matches contains one of these."""

_SUMMARY = re.compile(r"(?:Search Summary|©|\(c\)|Copyright)\b")
"""How the text below the last article begins if it tells of the export."""

_RULE = re.compile(r"^[ \t]*_{20,}[ \t]*$", re.MULTILINE)
"""The line between two articles in ProQuest; below the last one stand its terms."""

_LABELS: Mapping[str, tuple[str, ...]] = {
    "title": ("headline", "title", "judul"),
    "byline": ("byline", "author", "penulis"),
    "rubric": ("section", "rubrik"),
    "place": ("dateline",),
    "outlet": ("publication title", "source"),
    "published": ("publication date", "date"),
    "url": ("document url", "url"),
    "tags": ("subject", "keywords"),
    "description": ("abstract", "highlight"),
    "captions": ("graphic",),
    "language": ("language", "language of publication"),
    "length": ("length",),
    "load_date": ("load-date",),
    "correction_date": ("correction-date",),
    "publication_type": ("publication-type", "source type", "document type"),
    "accession_number": ("proquest document id", "accession number", "acc-no"),
    "copyright": ("copyright",),
    "publication_info": ("publication info",),
}
"""The labels of the fields above and below a text, in lower case."""

_OTHER_LABELS = frozenset((
    "journal-code", "pub-type", "geographic", "person", "people", "organization", "company",
    "industry", "ticker", "state", "city", "country", "location", "classification", "series",
    "publication subject", "publication year", "place of publication",
    "country of publication", "company / organization", "publisher", "first page", "pages", "issn",
    "issue", "volume", "links", "database", "last updated", "document feature", "column",
    "identifier / keyword", "document-type", "edition", "distribution", "notes",
    "user name", "date and time", "job number", "client/matter", "search terms", "search type",
    "narrowed by", "credit", "code"))
"""Labels whose values are kept nowhere, or that tell of the export."""

_FIELDS_BY_LABEL = {label: field for field, labels in _LABELS.items() for label in labels}
_NEXT_LINE = re.compile(r"\s*(?P<line>[^\n]{3,200})$", re.MULTILINE)
_KNOWN_LABELS = _OTHER_LABELS | _FIELDS_BY_LABEL.keys()
_RELEVANCE = re.compile(r"\(\d{1,3}%\)")
_LABEL = re.compile(r"(?P<label>[A-Z][A-Za-z/ -]{1,29}):(?:[ \t]+(?P<value>.*)|[ \t]*)")
_BODY = re.compile(
    r"^[ \t]*(?:BODY|Body|Full text|FULL TEXT|Isi):?(?P<rest>[ \t]*|(?<=:)[ \t]+.*)$", re.MULTILINE)
_LENGTH = re.compile(r"^[ \t]*(?:LENGTH|Length|PANJANG|Panjang):.*$", re.MULTILINE)
"""The label that every article of Nexis has."""

_TAIL_HEADING = re.compile(
    r"^[ \t]*(?:Classification|Graphic|Notes|Correction)[ \t]*$", re.MULTILINE)
_COPYRIGHT = re.compile(r"(?:copyright\b|\(c\)|©|all rights reserved|hak cipta)", re.IGNORECASE)
_EDITION = re.compile(r"\b(?:edition|edisi|final|section)\b", re.IGNORECASE)

_DATE = re.compile(
    r"(?:[^\W\d]{3}[^\d\s,]{1,7},? )?"
    r"(?P<date>\d{1,2} [^\W\d]{3,10}\.? \d{4}|[^\W\d]{3,10}\.? (?:\d{1,2},? )?\d{4}"
    r"|\d{4}-\d\d-\d\d)\b(?P<rest>.*)")
_MAX_WORDS_BESIDE_DATE = 6
_WORD_COUNT = re.compile(r"[\d.,]{1,9} (?:words|kata)", re.IGNORECASE)
_MAX_HEADER_LINES = 40
_TIME = re.compile(r"\d{1,2}[:.]\d\d(?: \w{2,4})?")

_FACTIVA_TAG = re.compile(
    r"(?P<tag>HD|BY|WC|PD|ET|SN|SC|PG|LA|CY|LP|TD|CO|IN|NS|RE|PUB|AN|CR|SE|ED|CT|RF|ART"
    r"|IPD|IPC)(?:[ \t]+(?P<value>.*)|[ \t]*)")
_FACTIVA_FIELDS = {
    "title": "HD", "byline": "BY", "published": "PD", "outlet": "SN", "rubric": "SE",
    "language": "LA", "length": "WC", "copyright": "CY"}

_EVIDENCE = re.compile(
    r"^[ \t]*(?:(?:LENGTH|BODY|LOAD-DATE|HEADLINE|BYLINE|Full text|Publication title|Author"
    r"|Publication info|Abstract|Length|Byline|Load-Date|Section):|Copyright |\(c\) |HD[ \t]"
    r"|Body[ \t]*$)", re.MULTILINE)
"""What at least one article of an export must have: a count of pages may look like its marks."""


class PressArticle(NamedTuple):
    """An article of an export: its line (from 1), and its text as it stands there."""

    line: int
    text: str


def split_articles(text: str) -> list[PressArticle]:
    r"""Return the articles of an export; none if a text is something else.

    >>> split_articles("A\n\nBody\n\nSatu.\n\nEnd of Document\n\nB\n")
    [PressArticle(line=1, text='A\n\nBody\n\nSatu.'), PressArticle(line=9, text='B')]
    >>> split_articles("Harga beras naik\n\n1 of 2\n\nIsi.")
    []
    """
    if not _QUICK.search(text) or not _EVIDENCE.search(text):
        return []
    articles, place, line = list[PressArticle](), 0, 1
    for start, end in _find_spans(text):
        stripped = text[start:end].strip()
        if stripped:
            start += len(text[start:end]) - len(text[start:end].lstrip())
            line += text.count("\n", place, start)
            place = start
            articles.append(PressArticle(line, stripped))
    return articles


def _find_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each article begins and ends."""
    counted = list(_COUNTED.finditer(text))
    if counted and (counted[0]["number"] == "1" or "DO" in counted[0][0].upper()):
        starts = [match for match in counted if match["total"] == counted[0]["total"]]
        if _EVIDENCE.search(text, 0, starts[0].start()):
            yield 0, starts[0].start()  # not the cover of the export: its mark is damaged
        ends = [match.start() for match in starts[1:]] + [len(text)]
        for match, end in zip(starts, ends):
            rule = _RULE.search(text, match.end(), end)
            is_end = rule and not _holds_article(text, rule.end(), end)
            yield match.end(), rule.start() if rule and is_end else end
        return
    start = 0
    for match in _ENDED.finditer(text):
        yield start, match.start()
        start = match.end()
    is_summary = _SUMMARY.match(text[start:].lstrip())
    if start and not (is_summary and not _holds_article(text, start, len(text))):
        yield start, len(text)


def _holds_article(text: str, start: int, end: int) -> bool:
    """Return whether a piece of an export has the label of an article's text or length."""
    return bool(_BODY.search(text, start, end) or _LENGTH.search(text, start, end))


def read_article(text: str) -> dict[str, Any] | None:
    """Return the fields of one article; None if it has none of the layouts that are known."""
    fields = _read_tagged(text) or _read_labelled(text) or _read_counted_words(text)
    if not fields or not fields.get("body"):
        return None
    return {name: value for name, value in fields.items() if value}


def _read_tagged(text: str) -> dict[str, Any] | None:
    """Read Factiva's layout with a tag before each field; None if it is another."""
    values: dict[str, list[str]] = {}
    tag = ""
    for line in text.split("\n"):
        match = _FACTIVA_TAG.fullmatch(line.rstrip())
        if match and match["tag"] in values and match["tag"] in ("HD", "PD", "SN", "LP"):
            return None  # two articles, the mark between which is damaged
        if match and match["tag"] not in values:
            tag = match["tag"]
            values[tag] = [match["value"] or ""]
        elif tag:
            values[tag].append(line.strip())
    if not values.keys() >= {"HD", "SN"}:
        return None
    found = {tag: "\n".join(lines).strip() for tag, lines in values.items()}
    fields = {field: " ".join(found.get(tag, "").split())
              for field, tag in _FACTIVA_FIELDS.items()}
    return fields | {"body": "\n\n".join(filter(None, (found.get("LP"), found.get("TD"))))}


def _read_labelled(text: str) -> dict[str, Any] | None:
    """Read a layout with labels above and below a text; None unless they say where it begins."""
    parts = _split_header(text)
    if not parts:
        return None
    above, labels = _read_labels(parts[0])
    body, below = _split_tail(parts[1].strip())
    return _read_header(above) | below | labels | {"body": body}


def _split_header(text: str) -> tuple[str, str] | None:
    """Return what stands above a text, and the rest; None if nothing says where it begins.

    Two lines that say so are of two articles, the mark between which is damaged. Where there is
    none, the text begins below the last label, if there is a count of words among the labels.
    """
    start = _BODY.search(text)
    if start:
        is_only = not _BODY.search(text, start.end())
        return (text[:start.start()], f"{start['rest']}{text[start.end():]}") if is_only else None
    length = _LENGTH.search(text)
    if not length or _LENGTH.search(text, length.end()):
        return None
    end = length.end()
    while label := _NEXT_LINE.match(text, end):
        if not _match_label(label["line"].strip()):
            break
        end = label.end()
    return text[:end], text[end:]


def _read_labels(text: str) -> tuple[list[str], dict[str, Any]]:
    """Return the lines without a label, paragraphs apart by "", and the fields of the others."""
    lines, values = list[str](), dict[str, list[str]]()
    field, inside = "", False
    for line in map(str.strip, text.split("\n")):
        if match := _match_label(line):
            field = _FIELDS_BY_LABEL.get(match["label"].lower(), "")
            field = "" if field in values else field
            values.setdefault(field, []).append(match["value"] or "")
            inside = True
        elif inside and line:
            values[field].append(line)
        else:
            inside = False
            lines.append(line)
    info = " ".join(values.pop("publication_info", ()))
    values.pop("", None)
    fields = {field: " ".join(filter(None, found)) for field, found in values.items()}
    return lines, _read_publication_info(info) | _tidy(fields)


def _match_label(line: str) -> re.Match[str] | None:
    """Return the match of a line that begins with one of the labels."""
    match = _LABEL.fullmatch(line)
    return match if match and match["label"].lower() in _KNOWN_LABELS else None


def _tidy(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields with subjects as a list, without their relevance, and a bare outlet.

    >>> _tidy({"tags": "RICE (90%); MARKETS (72%)", "outlet": "Kabar Nusa; Palu"})
    {'tags': ['RICE', 'MARKETS'], 'outlet': 'Kabar Nusa'}
    """
    if subjects := fields.get("tags"):
        bare = (_RELEVANCE.sub("", subject).strip() for subject in subjects.split(";"))
        fields["tags"] = list(filter(None, bare))
    if outlet := fields.get("outlet"):
        fields["outlet"] = outlet.partition(";")[0].strip()
    return fields


def _read_publication_info(written: str) -> dict[str, Any]:
    """Return the outlet and date in what ProQuest writes about a publication.

    >>> _read_publication_info("Kabar Nusa ; Palu [Palu]26 Apr 2019.")
    {'outlet': 'Kabar Nusa', 'published': '26 Apr 2019'}
    """
    date = re.search(r"\d{1,2} [^\W\d]{3,10} \d{4}", written)
    fields = {"outlet": re.split(r"[;\[]", written)[0].strip(" ."),
              "published": date[0] if date else ""}
    return {name: value for name, value in fields.items() if value}


def _split_tail(text: str) -> tuple[str, dict[str, Any]]:
    """Return a text without the labels below it, and their fields.

    Only what stands below the whole text counts: a label inside it is part of it.
    """
    heading = _TAIL_HEADING.search(text)
    paragraphs = re.split(r"\n[ \t]*\n", text[:heading.start()] if heading else text)
    end = len(paragraphs)
    while end > 1 and _is_tail(paragraphs[end - 1]):
        end -= 1
    tail = paragraphs[end:] + ([text[heading.start():]] if heading else [])
    lines, fields = _read_labels("\n\n".join(tail))
    others = [line for line in lines if line and not (
        _COPYRIGHT.match(line) or _TAIL_HEADING.fullmatch(line))]
    return _join_lines(paragraphs[:end]), fields | {"below_text": "\n".join(others)}


def _is_tail(paragraph: str) -> bool:
    first = paragraph.strip().partition("\n")[0].strip()
    return not first or bool(_match_label(first) or _COPYRIGHT.match(first))


def _join_lines(paragraphs: list[str]) -> str:
    """Return paragraphs with a blank line between them, and no blanks around their lines."""
    stripped = ("\n".join(map(str.strip, paragraph.strip().split("\n")))
                for paragraph in paragraphs)
    return "\n\n".join(filter(None, stripped))


def _read_header(lines: list[str]) -> dict[str, Any]:
    """Return title, outlet and date from the lines above the labels.

    The outlet stands above the date. The title stands above both, or below them.
    """
    rights = [line for line in lines if _COPYRIGHT.match(line)]
    kept = [" ".join(line.split()) for line in lines if not _COPYRIGHT.match(line)]
    date = next((number for number, line in enumerate(kept) if _find_date(line)), len(kept))
    outlet = next((number for number in reversed(range(date)) if kept[number]), None)
    if date == len(kept) or outlet is None:
        title, known = "".join(_join_paragraphs(kept)[:1]), set[str]()
    else:
        below = [line for line in kept[date + 1:] if not _EDITION.search(line)]
        titles = _join_paragraphs(kept[:outlet])[-1:] or _join_paragraphs(below)[:1]
        title, known = "".join(titles), {kept[outlet], kept[date]}
    others = [line for line in kept if line and line not in known and line not in title]
    return {"title": title, "copyright": " ".join(rights), "above_text": "\n".join(others)} | (
        {"outlet": kept[outlet], "published": _find_date(kept[date])}
        if outlet is not None and known else {})


def _join_paragraphs(lines: list[str]) -> list[str]:
    """Return each run of lines that are not blank as one line."""
    joined = "\n".join(lines).split("\n\n")
    return [paragraph for each in joined if (paragraph := " ".join(each.split()))]


def _find_date(line: str) -> str:
    """Return the date in a line that has little else, "" if there is none.

    >>> _find_date("4 Maret 2019 Senin"), _find_date("Monday, March 4, 2019"), _find_date("Isi.")
    ('4 Maret 2019', 'March 4, 2019', '')
    """
    match = _DATE.fullmatch(line)
    if not match or len(match["rest"].split()) > _MAX_WORDS_BESIDE_DATE:
        return ""
    return match["date"] if dates.parse_date(match["date"]) else ""


def _read_counted_words(text: str) -> dict[str, Any] | None:
    """Read Factiva's layout without labels, by its lines with a count of words and a date.

    Section, title and author stand above them, the outlet below, and the text below the copyright.
    Return None if it is another layout.
    """
    lines = [line.strip() for line in text.split("\n")]
    count = next((number for number, line in enumerate(lines[:_MAX_HEADER_LINES])
                  if _WORD_COUNT.fullmatch(line)), None)
    if count is None:
        return None
    head = [number for number in range(count + 1, min(count + _MAX_HEADER_LINES, len(lines)))
            if lines[number]]
    date = next((number for number in head[:2] if _find_date(lines[number])), None)
    rights = next((number for number in head if _COPYRIGHT.match(lines[number])), None)
    if date is None or rights is None:
        return None
    below = [lines[number] for number in head
             if date < number < rights and not _TIME.fullmatch(lines[number])]
    end = next((number for number in range(rights, len(lines)) if not lines[number]), len(lines))
    return _read_above_count(lines[:count]) | {
        "outlet": below[0] if below else "", "published": _find_date(lines[date]),
        "length": lines[count], "copyright": " ".join(lines[rights:end]),
        "body": _join_lines(re.split(r"\n[ \t]*\n", "\n".join(lines[end:])))}


def _read_above_count(lines: list[str]) -> dict[str, str]:
    """Return section, title and author of Factiva's layout without labels."""
    paragraphs = [each for each in "\n".join(lines).split("\n\n") if each.strip()]
    section, _, title = paragraphs[0].strip().rpartition("\n") if paragraphs else ("", "", "")
    return {"rubric": section.strip(), "title": title.strip(),
            "byline": " ".join(" ".join(paragraphs[1:]).split())}
