r"""Reads cells that hold a list, bytes or the document of an editor as the text that was meant."""

import ast
import json
import re
import warnings
from collections import Counter
from typing import Any
from urllib.parse import unquote, unquote_plus

from indexer.text import rich_text

_MAX_CHARACTERS = 10_000_000

_STRING = r"""[bBuUrR]?(?:'(?:[^'\\]|\\.)*+'|"(?:[^"\\]|\\.)*+")"""
_ITEM = re.compile(rf"\s*({_STRING}|None|nan|null|NULL)\s*(?:,|(?=['\"\])}}]))", re.DOTALL)
_CONTAINERS = r"(?:array|frozenset|set|deque|list|tuple)\("
_LIST_BEGIN = re.compile(rf"\s*(?:{_CONTAINERS})?[\[({{](?=\s*(?:[bBuUrR]?['\"]))")
_LIST_END = re.compile(
    r"\s*[\])}]\s*(?:(?:,\s*(?:dtype=[\w'<]+|maxlen=\w+))?\s*\)\s*)?")
_LITERAL_BEGIN = re.compile(rf"\s*(?:[\[{{(]|{_CONTAINERS}|[bB]['\"])")
_WORDS = re.compile(r"\s*\{[^\s{}\"',\\]+(?:,[^\s{}\"',\\]+)*\}\s*")
"""An array of PostgreSQL whose items need no quotes."""
_BYTES = re.compile(rf"\s*(?=[bB]['\"]){_STRING}\s*", re.DOTALL)
_OBJECT_OF_PYTHON = re.compile(r"\s*[\[({][\s\[({]{0,9}[bBuU]?['\"]")

_EXCEL_ESCAPE = re.compile(r"_x(00[01][0-9A-Fa-f]|005[Ff]|00[aA]0)_")
"""A character that XML cannot hold, as Excel writes it."""

_JOINT = re.compile(
    r"[.!?\"”’'](?P<mark>,|;| ?\|\|? ?|\t+)(?=[\"“‘']?[A-Z][A-Za-z]{1,30}[ ,-])")
"""The end of a sentence, a mark that a program put behind it, and the next sentence. It begins with
a character to search for, because a lookbehind is tried at every position."""

_END = re.compile(r"[.!?][\"”’']?$")
_SURE_END = re.compile(r"[\"“‘'(]*(?:[a-z-]{3,}|\d+%?)[.!?]|.*[.!?][\"”’']")
"""The last word of a sentence that is no abbreviation."""

_MAX_WORD_CHARACTERS = 40

_ABBREVIATION = re.compile(r"[^\W\d]\.[^\W\d]")
_MIN_JOINTS = 2
_MIN_PARAGRAPH_CHARACTERS = 20

_MANY_BREAKS = re.compile(r"\n[ \t]*\n\s*")
_MIN_ESCAPED_BLANKS, _MIN_PLUSES = 3, 5
_PLUS = re.compile(r"(?<=[^\W\d_])\+(?=[^\W\d_])")
"""A blank between words, as forms escape it."""

_BBCODE = re.compile(
    r"\[/(?:b|i|u|s|p|url|quote|size|color|font|center|left|right|justify|list|img|h[1-6]|table"
    r"|indent|spoiler|align|email)\]", re.IGNORECASE)
_BBCODE_MARKS = (
    (re.compile(r"\[(img|video|media|youtube|attach)\b[^\[\]]{0,300}\][^\[\]]{0,2000}\[/\1\]",
                re.I), ""),
    (re.compile(r"\[(?:br|\*|/?li|/?tr)\]\s?", re.I), "\n"),
    (re.compile(r"\[/?(?:p|quote|center|left|right|justify|list|h[1-6]|table|indent|spoiler|align"
                r"|hr)(?:=[^\[\]]{0,300})?\]", re.I), "\n\n"),
    (re.compile(r"\[/?(?:b|i|u|s|url|size|color|font|td|th|email|sub|sup)(?:=[^\[\]]{0,2000})?\]",
                re.I), ""),
)
"""The marks of forums in a text that has some, and what is left of them."""

_SURE_MARKDOWN = re.compile(
    r"!?\[[^\[\]\n]{0,300}\]\((?:https?:|/|[\w./-]{1,200}\.\w{2,5}\))"
    r"|\*\*(?=[^\s*])[^*\n]{1,2000}(?<=\S)\*\*|^#{2,6}[ ]\S", re.MULTILINE)
_MARKDOWN = (
    (re.compile(r"!\[[^\[\]\n]{0,300}\]\([^()\s]{1,2000}(?: \"[^\"\n]{0,300}\")?\)"), ""),
    (re.compile(r"\[([^\[\]\n]{1,300})\]\([^()\s]{1,2000}(?: \"[^\"\n]{0,300}\")?\)"), r"\1"),
    (re.compile(r"(\*\*|__)(?=[^\s*_])([^*_\n]{1,2000})(?<=\S)\1"), r"\2"),
    (re.compile(r"^[ ]{0,3}(?:#{1,6}|>|[*+-])[ ]+(?=\S)", re.MULTILINE), ""),
)
"""The marks of Markdown in a text that has some, and what is left of them: pictures, links, bold,
and what begins headings, quotations and items."""


def read_cell(cell: str) -> str:
    r"""Return the text that a cell holds; any other cell as it is.

    >>> read_cell("['Beras naik.', 'Cabai turun.']"), read_cell("[FOTO] Beras naik")
    ('Beras naik.\n\nCabai turun.', '[FOTO] Beras naik')
    >>> read_cell(r"b'Beras\xc2\xa0naik.'"), read_cell("Beras_x000D_\nCabai")
    ('Beras\xa0naik.', 'Beras\nCabai')
    >>> read_cell("## Harga\n\n**Beras** [naik](https://a.example/1)."), read_cell("* satu")
    ('Harga\n\nBeras naik.', '* satu')
    >>> read_cell("Harga%20beras%20di%20pasar"), read_cell("Naik 20% lagi")
    ('Harga beras di pasar', 'Naik 20% lagi')
    """
    # one character is found much faster than two
    if ("[" in cell or "*" in cell or "#" in cell) and len(cell) <= _MAX_CHARACTERS:
        if "](" in cell or "**" in cell or "## " in cell:
            cell = _read_markdown(cell)
        if "[/" in cell:
            cell = _read_bbcode(cell)
    read = read_title(cell)
    if read is not cell or "\n" in cell or len(cell) > _MAX_CHARACTERS:
        return read
    return _split_joined(cell) if _may_be_joined(cell) else cell


def read_title(cell: str) -> str:
    r"""Return the text that a cell with a title holds; it is never split where sentences end.

    >>> read_title("['Beras Naik']"), read_title("Budi Wira, S.H.,M.H. Wafat")
    ('Beras Naik', 'Budi Wira, S.H.,M.H. Wafat')
    """
    if len(cell) > _MAX_CHARACTERS:
        return cell
    if "_" in cell and "_x00" in cell:  # one character is found much faster than four
        cell = _EXCEL_ESCAPE.sub(_decode_escape, cell).replace("\r\n", "\n").replace("\r", "\n")
    if cell[:1] == '"' and cell[-1:] == '"' and "\\" in cell and (
            text := _read_json_string(cell)) is not None:
        return text
    if _LITERAL_BEGIN.match(cell) and (text := _read_literal(cell)) is not None:
        return text
    if " " in cell:
        return cell
    if "%" in cell and cell.count("%20") >= _MIN_ESCAPED_BLANKS and "\n" not in cell:
        return unquote(cell)
    if "+" in cell and len(_PLUS.findall(cell)) >= _MIN_PLUSES and "\n" not in cell:
        return unquote_plus(cell)
    return cell


def _read_markdown(cell: str) -> str:
    """Return a text without the marks of Markdown, if it surely has some."""
    if _SURE_MARKDOWN.search(cell):
        for mark, left in _MARKDOWN:
            cell = mark.sub(left, cell)
    return cell


def _read_bbcode(cell: str) -> str:
    """Return a text without the marks of BBCode, if it surely has some."""
    if not _BBCODE.search(cell):
        return cell
    plain = cell
    for mark, left in _BBCODE_MARKS:
        plain = mark.sub(left, plain)
    return _MANY_BREAKS.sub("\n\n", plain).strip() or cell


def _may_be_joined(cell: str) -> bool:
    """Return False only if there are no two joints of a kind; counting is much the fastest test."""
    return (
        cell.count(",") - cell.count(", ") >= _MIN_JOINTS
        or cell.count(";") - cell.count("; ") >= _MIN_JOINTS
        or cell.count("|") >= _MIN_JOINTS or cell.count("\t") >= _MIN_JOINTS)


def _decode_escape(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16))


def _read_literal(cell: str) -> str | None:
    """Return the text of a list, of bytes or of an editor's document; None for other text."""
    begin = cell.lstrip()[0]
    if begin in "bB":
        return _read_string(cell.strip()) if _BYTES.fullmatch(cell) else None
    if (texts := read_list(cell)) is not None:
        return "\n\n".join(texts)
    if begin in "[{(" and cell.rstrip()[-1:] in "]})" and (value := _parse(cell)) is not None:
        return rich_text.to_text(value)
    return None


def read_list(cell: str) -> list[str] | None:
    """Return the texts of a list that Python, pandas, NumPy or JSON wrote; None for other text.

    >>> read_list("['Beras naik.', \\"Cabai 'turun'.\\"]"), read_list("['Beras' 'Cabai']")
    (['Beras naik.', "Cabai 'turun'."], ['Beras', 'Cabai'])
    >>> read_list("['Beras', kata Wira]"), read_list("[Foto] 'Beras'"), read_list("('Beras')")
    (None, None, None)
    >>> read_list("{beras,cabai}"), read_list('{"Beras naik.","Cabai turun."}')
    (['beras', 'cabai'], ['Beras naik.', 'Cabai turun.'])
    """
    if "," in cell and _WORDS.fullmatch(cell):
        return cell.strip()[1:-1].split(",")
    begin = _LIST_BEGIN.match(cell)
    if not begin or cell.rstrip()[-1:] not in ("]", ")", "}"):
        return None
    position, texts = begin.end(), list[str]()
    while item := _ITEM.match(cell, position):
        text = _read_string(item[1]) if item[1][-1] in "'\"" else ""
        if text is None:
            return None
        texts += [text] if text else []
        position = item.end()
    end = _LIST_END.match(cell, position)
    is_tuple = begin[0].strip() == "("
    if not end or end.end() != len(cell) or is_tuple and "," not in cell:
        return None
    return texts


def _read_string(literal: str) -> str | None:
    """Return the text of a string, or of bytes, as Python or JSON writes it; None if it is none."""
    if literal[0] == '"':
        try:
            return str(json.loads(literal, strict=False))
        except ValueError:
            pass
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about an escape that Python does not know
        try:
            value = ast.literal_eval(literal.replace("\n", "\\n"))
            return value.decode() if isinstance(value, bytes) else str(value)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return None


def _read_json_string(cell: str) -> str | None:
    """Return the text of a cell that is one string of JSON; None if it is something else."""
    try:
        return str(json.loads(cell, strict=False))
    except ValueError:
        return None


def _parse(cell: str) -> Any:
    """Return the value that JSON or Python wrote; None for other text."""
    try:
        return json.loads(cell, strict=False)
    except (ValueError, RecursionError):
        pass
    if not _OBJECT_OF_PYTHON.match(cell):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _to_lists(ast.literal_eval(cell.strip()))
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            return None


def _to_lists(value: Any) -> Any:
    """Return a value with its tuples as lists. Raises RecursionError if it is nested too deep."""
    if isinstance(value, (list, tuple)):
        return [_to_lists(item) for item in value]
    return {key: _to_lists(item) for key, item in value.items()} if isinstance(
        value, dict) else value


def _split_joined(cell: str) -> str:
    """Return a text whose paragraphs a program joined by one mark, with blank lines instead.

    The mark stands behind at least two ends of sentences that are no abbreviations.

    >>> _split_joined("Harga beras di pasar naik.,Harga cabai di pasar turun.,Pedagang mengeluh.")
    'Harga beras di pasar naik.\\n\\nHarga cabai di pasar turun.\\n\\nPedagang mengeluh.'
    >>> _split_joined("Budi Wira, S.H.,M.H., dan Ani Sari, S.Sos.,MM hadir.")
    'Budi Wira, S.H.,M.H., dan Ani Sari, S.Sos.,MM hadir.'
    """
    joints = [(each, word) for each in _JOINT.finditer(cell) if (word := _find_end(cell, each))]
    if len(joints) < _MIN_JOINTS:
        return cell
    sure = Counter(each["mark"].strip(" ") for each, word in joints if _SURE_END.fullmatch(word))
    if not sure:
        return cell
    [(mark, times)] = sure.most_common(1)
    if times < _MIN_JOINTS:
        return cell
    paragraphs, begin = list[str](), 0
    for joint, _ in joints:
        if joint["mark"].strip(" ") == mark and (
                joint.start("mark") - begin >= _MIN_PARAGRAPH_CHARACTERS):
            paragraphs.append(cell[begin:joint.start("mark")])
            begin = joint.end()
    return "\n\n".join([*paragraphs, cell[begin:]])


def _find_end(cell: str, joint: re.Match[str]) -> str:
    """Return the word that ends a sentence before a mark; "" if none ends, as in `S.H.,M.H.`"""
    end = joint.start("mark")
    before = cell[max(0, end - _MAX_WORD_CHARACTERS):end]
    word = before.split()[-1] if before.strip() else ""
    return word if _END.search(word) and not _ABBREVIATION.search(word) else ""
