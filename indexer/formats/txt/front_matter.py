"""What stands before a text: lines `Name: value`, or front matter between lines of dashes."""

import re
from collections.abc import Iterable
from typing import Any

from indexer.fields import synonyms

_NAMED = re.compile(r"(?P<name>[^\W\d_][\w ./-]{0,39}?)[ \t]*:[ \t]*(?P<value>.*)")
_MOST = 30
"""Lines of a header, at the most."""

_BODY = re.compile(
    r"(?:isi|body)(?:[ _](?:berita|artikel))?[ \t]*:[ \t]*(?P<rest>.*)", re.IGNORECASE)
"""The line in which some say that the text begins."""

_FRONT = re.compile(r"---[ \t]*\n(?P<lines>(?:(?!---[ \t]*\n).*\n){1,100}?)---[ \t]*(?:\n|\Z)")
_SUBJECTS = frozenset(("subject", "perihal"))
"""How mail names its title; in other records this may be a subject of study, or of a case."""

_ITEM = re.compile(r"[ \t]*- +(?P<item>.*)")
_FEW = 8
"""Words of a value that may stand under one name with another, at the most: speech has more."""


def split(text: str) -> tuple[dict[str, Any], str]:
    r"""The fields of the header and the text below it.

    All lines up to a blank one, or to one such as `Isi:`, are a header if they look like it and
    one has a name that is known.

    >>> split("Judul: Harga beras\nSumber: Lentera Pos\n\nIsi.")
    ({'Judul': 'Harga beras', 'Sumber': 'Lentera Pos'}, 'Isi.')
    >>> split("Gubernur: harga naik\n\nIsi.")
    ({}, 'Gubernur: harga naik\n\nIsi.')
    >>> split("---\ntitle: Harga beras\ntags:\n- beras\n---\nIsi.")
    ({'title': 'Harga beras', 'tags': ['beras']}, 'Isi.')
    """
    fields, below = _front_matter(text) or _header(text) or ({}, text)
    return {name: value for name, value in fields.items() if value}, below


def _header(text: str) -> tuple[dict[str, Any], str] | None:
    lines = text.split("\n", _MOST + 1)
    end = next((number for number, line in enumerate(lines) if _ends(line)), 0)
    fields = _entitled(_named(lines[:end]))
    known = set(map(synonyms.find_field, fields)) - {None}
    label = _BODY.fullmatch(lines[end].strip())
    plain = len(fields) == end and not any(map(_is_odd, fields)) and not (label and label["rest"])
    if not known or "body" in known or len(known) < 2 and not plain:
        return None
    return fields, _unlabelled("\n".join(lines[end:]).strip(), len(known) > 1)


def _entitled(fields: dict[str, str]) -> dict[str, str]:
    """The fields, the subject of mail as their title if there is no other."""
    subject = next((name for name in fields if synonyms.fold_name(name) in _SUBJECTS), None)
    if subject is None or len(fields) < 2 or "title" in map(synonyms.find_field, fields):
        return fields
    return {"title" if name == subject else name: value for name, value in fields.items()}


def _ends(line: str) -> bool:
    return not line.strip() or _BODY.fullmatch(line.strip()) is not None


def _unlabelled(below: str, sure: bool) -> str:
    """A text without the line that says that it begins."""
    first, _, rest = below.partition("\n")
    label = _BODY.fullmatch(first.strip())
    if not label or label["rest"] and not sure:
        return below
    return f"{label['rest']}\n{rest}".strip()


def _named(lines: Iterable[str]) -> dict[str, str]:
    """What these lines name; nothing if one of them does not look like it."""
    found: dict[str, str] = {}
    name, whole = "", True
    for line in lines:
        match = _NAMED.fullmatch(line.strip())
        if match and (value := _beside(found, name, match)) is not None:
            name, whole = match["name"], True
            found[name] = value
        elif not match and name and line[0] in " \t":  # a long value goes on
            found[name], whole = f"{found[name]} {line.strip()}".strip(), False
        else:
            return {}
    return found if whole else {}


def _beside(found: dict[str, str], last: str, match: re.Match[str]) -> str | None:
    """The value of a line, joined to that of the same name before it; None if that cannot be."""
    name, value = match["name"], match["value"]
    if name not in found:
        return value
    spoken = value.endswith(("?", "!")) or len(value.split()) > _FEW
    if name != last or spoken or not _of_several(name):
        return None
    return ", ".join(filter(None, (found[name], value)))


def _is_odd(name: str) -> bool:
    """Whether a name is rather what someone is called, who speaks."""
    return "." in name and not synonyms.find_field(name)


def _front_matter(text: str) -> tuple[dict[str, Any], str] | None:
    match = _FRONT.match(text)
    fields = _listed(match["lines"].split("\n")) if match else {}
    known = set(map(synonyms.find_field, fields)) - {None, "body"}
    return (fields, text[match.end():].strip()) if match and known else None


def _listed(lines: Iterable[str]) -> dict[str, Any]:
    """What lines of front matter name, lists as such; nothing where there is more to it."""
    found: dict[str, Any] = {}
    name = ""
    for line in lines:
        item, match = _ITEM.fullmatch(line), _NAMED.fullmatch(line.rstrip())
        if item and _of_several(name) and (not found[name] or isinstance(found[name], list)):
            found[name] = [*found[name], _unquoted(item["item"])]
        elif match and match["name"] not in found and match["name"] != "body":
            name = match["name"]
            found[name] = _value(name, match["value"])
        elif line.strip() and not line.startswith("#"):
            return {}
    return found


def _of_several(name: str) -> bool:
    """Whether there may be several values of this name."""
    return bool(name) and synonyms.find_field(name) not in synonyms.SINGLE_TEXT_FIELDS


def _value(name: str, written: str) -> str | list[str]:
    if re.fullmatch(r"\[.*\]", written) and _of_several(name):
        return [_unquoted(each) for each in written[1:-1].split(",")]
    return _unquoted(written)


def _unquoted(written: str) -> str:
    """A value without the quotes around it."""
    value = written.strip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1].replace(r"\"", '"').replace("''", "'") if quoted else value
