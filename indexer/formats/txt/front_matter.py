"""Splits the fields above a text from it: lines `Name: value`, or front matter between fences.

Front matter between `---` is read line by line, so that no text is taken for a comment of YAML.
Only what is more than names and lists is given to a parser of YAML. Between `+++` it is TOML, and
above Markdown it may be an object of JSON.
"""

import json
import re
import tomllib
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from typing import Any

import yaml

from indexer.fields import synonyms

_FIELD = re.compile(r"(?P<name>[^\W\d_][\w ./-]{0,39}?)[ \t]*:[ \t]*(?P<value>.*)")
_MAX_HEADER_LINES = 30

_BODY_LABEL = re.compile(
    r"(?:isi|body|content|konten|text|teks|artikel|article)(?:[ _](?:berita|artikel|text))?"
    r"[ \t]*:[ \t]*(?P<rest>.*)", re.IGNORECASE)
"""A line that says that the text begins."""

_FRONT_MATTER = re.compile(
    r"(?P<fence>---|\+\+\+|;;;)(?P<language>yaml|toml|json)?[ \t]*\n"
    r"(?P<lines>(?:(?!(?P=fence)[ \t]*\n).*\n){1,100}?)(?P=fence)[ \t]*(?:\n|\Z)")
_LANGUAGES = {"---": "yaml", "+++": "toml", ";;;": "json"}
_FIELD_LINE = re.compile(
    r"^[ \t]*[\"']?[^\W\d_][\w./-]{0,39}[\"']?[ \t]*[:=](?:[ \t]|$)", re.MULTILINE)
_JSON_START = re.compile(r"\{\s{0,99}\"[^\"\n]{1,64}\"\s{0,99}:")
_UNREADABLE = (
    "its front matter cannot be read as {}: correct it, as it may say that this is a draft")
_MAX_PARSED_CHARACTERS, _MAX_BRACKETS = 1 << 14, 500
"""Front matter with more is not given to parsers, whose time grows with the square of both."""

_SUBJECT_NAMES = frozenset(("subject", "perihal"))
"""Folded names of the title in mail. In other records it may be a subject of study, or a case."""

_LIST_ITEM = re.compile(r"[ \t]*- +(?P<item>.*)")
_MAX_LISTED_WORDS = 8
"""Longer values under a repeated name are speech, as in an interview."""


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    r"""Return the fields above a text, and the text below them.

    The lines up to a blank one, or to one such as `Isi:`, are a header if all of them look like
    fields and at least one name is known.

    >>> split_front_matter("Judul: Harga beras\nSumber: Lentera Pos\n\nIsi.")
    ({'Judul': 'Harga beras', 'Sumber': 'Lentera Pos'}, 'Isi.')
    >>> split_front_matter("Gubernur: harga naik\n\nIsi.")
    ({}, 'Gubernur: harga naik\n\nIsi.')
    >>> split_front_matter("---\ntitle: Harga beras\ntags:\n- beras\n---\nIsi.")
    ({'title': 'Harga beras', 'tags': ['beras']}, 'Isi.')
    >>> split_front_matter("---\ntitle: 'Harga\n  beras'\ndraft: true\n---\nIsi.")
    ({'title': 'Harga beras', 'draft': 'true'}, 'Isi.')
    >>> split_front_matter("+++\ntitle = 'Harga beras'\ndraft = true\n+++\nIsi.")
    ({'title': 'Harga beras', 'draft': True}, 'Isi.')
    """
    fields, rest = _read_front_matter(text) or _read_header(text) or ({}, text)
    return _drop_empty(fields), rest


def split_certain_front_matter(text: str) -> tuple[dict[str, Any], str]:
    r"""Return the fields above a text that may have front matter, and the text below them.

    Names need not be known, and JSON is read too. Raises ValueError if there is front matter that
    cannot be read.

    >>> split_certain_front_matter("---\nlayout: post\n---\nIsi.")
    ({'layout': 'post'}, 'Isi.')
    >>> split_certain_front_matter('{"title": "Harga", "draft": true}\n\nIsi.')
    ({'title': 'Harga', 'draft': True}, 'Isi.')
    """
    if match := _FRONT_MATTER.match(text):
        language = _find_language(match)
        if fields := _parse_front_matter(language, match["lines"]):
            return _drop_empty(fields), text[match.end():].strip()
        if _FIELD_LINE.search(match["lines"]):
            raise ValueError(_UNREADABLE.format(language.upper()))
    elif _JSON_START.match(text):
        return _split_json(text)
    return split_front_matter(text)


def _split_json(text: str) -> tuple[dict[str, Any], str]:
    """Return the object that a text begins with, and the rest. Raises ValueError."""
    try:
        fields, end = json.JSONDecoder().raw_decode(text[:_MAX_PARSED_CHARACTERS])
    except (ValueError, RecursionError) as error:
        raise ValueError(_UNREADABLE.format("JSON")) from error
    if not _are_fields(fields) or text[end:].partition("\n")[0].strip():
        raise ValueError(_UNREADABLE.format("JSON"))
    return _drop_empty(fields), text[end:].strip()


def _drop_empty(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value or value is False}


def _find_language(match: re.Match[str]) -> str:
    return match["language"] or _LANGUAGES[match["fence"]]


def _read_header(text: str) -> tuple[dict[str, Any], str] | None:
    lines = text.split("\n", _MAX_HEADER_LINES + 1)
    end = next((number for number, line in enumerate(lines) if _ends_header(line)), 0)
    fields = _use_subject_as_title(_parse_fields(lines[:end]))
    known = {synonyms.find_field(name) for name in fields if not synonyms.is_summary(name)} - {None}
    label = _BODY_LABEL.fullmatch(lines[end].strip())
    plain = len(fields) == end and not any(map(_is_speaker, fields)) and not (
        label and label["rest"])
    if not known or "body" in known or len(known) < 2 and not plain:
        return None
    return fields, _remove_label("\n".join(lines[end:]).strip(), certain=len(known) > 1)


def _use_subject_as_title(fields: dict[str, str]) -> dict[str, str]:
    """Return the fields with the subject of a mail as the title, unless there is another."""
    subject = next((name for name in fields if synonyms.fold_name(name) in _SUBJECT_NAMES), None)
    if subject is None or len(fields) < 2 or "title" in map(synonyms.find_field, fields):
        return fields
    return {"title" if name == subject else name: value for name, value in fields.items()}


def _ends_header(line: str) -> bool:
    return not line.strip() or _BODY_LABEL.fullmatch(line.strip()) is not None


def _remove_label(text: str, certain: bool) -> str:
    """Return a text without the line that says that it begins.

    A label with text on its own line is removed only if the header is `certain` to be one.
    """
    first, _, rest = text.partition("\n")
    label = _BODY_LABEL.fullmatch(first.strip())
    if not label or label["rest"] and not certain:
        return text
    return f"{label['rest']}\n{rest}".strip()


def _parse_fields(lines: Iterable[str]) -> dict[str, str]:
    """Return the fields in these lines; none if one line does not look like a field."""
    fields: dict[str, str] = {}
    name, complete = "", True
    for line in lines:
        match = _FIELD.fullmatch(line.strip())
        if match and (value := _add_value(fields, name, match)) is not None:
            name, complete = match["name"], True
            fields[name] = value
        elif not match and name and line[0] in " \t":  # a long value goes on
            fields[name], complete = f"{fields[name]} {line.strip()}".strip(), False
        else:
            return {}
    return fields if complete else {}


def _add_value(fields: dict[str, str], last_name: str, match: re.Match[str]) -> str | None:
    """Return the value of a line, joined to the one above if it repeats the name.

    Return None if the line cannot be a field: it is speech, or such a field has one value.
    """
    name, value = match["name"], match["value"]
    if name not in fields:
        return value
    spoken = value.endswith(("?", "!")) or len(value.split()) > _MAX_LISTED_WORDS
    if name != last_name or spoken or not _may_be_list(name):
        return None
    return ", ".join(filter(None, (fields[name], value)))


def _is_speaker(name: str) -> bool:
    """Return whether a name looks like a speaker's, such as `M. Wira`."""
    return "." in name and not synonyms.find_field(name)


def _read_front_matter(text: str) -> tuple[dict[str, Any], str] | None:
    match = _FRONT_MATTER.match(text)
    fields = _parse_front_matter(_find_language(match), match["lines"]) if match else {}
    known = set(map(synonyms.find_field, fields)) - {None, "body"}
    return (fields, text[match.end():].strip()) if match and known else None


def _parse_front_matter(language: str, text: str) -> dict[str, Any]:
    """Return the fields of front matter; none if it cannot be parsed or has a text as a field."""
    if language == "yaml" and (fields := _parse_names_and_lists(text.split("\n"))):
        return fields
    if len(text) > _MAX_PARSED_CHARACTERS or text.count("[") + text.count("{") > _MAX_BRACKETS:
        return {}
    try:
        fields = _PARSERS[language](text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    return fields if _are_fields(fields) else {}


def _are_fields(fields: dict[str, Any]) -> bool:
    """Return whether these can be the fields of an article, with its text elsewhere."""
    texts = [fields[name] for name in fields
             if synonyms.find_field(name) in synonyms.SINGLE_TEXT_FIELDS]
    return "body" not in fields and all(
        isinstance(value, (str, bool)) or value is None for value in texts)


def _load_yaml(text: str) -> dict[str, Any]:
    """Return a mapping whose values are texts, lists and mappings; empty if it is none.

    It is also empty if a name is repeated, as all values but the last would be lost, or if there
    are aliases, which can stand for far more than is written. Raises YAMLError.
    """
    if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text, Loader=yaml.BaseLoader)):
        return {}
    loader = yaml.BaseLoader(text)
    node = loader.get_single_node()
    if not isinstance(node, yaml.MappingNode):
        return {}
    fields: dict[str, Any] = loader.construct_document(node)
    return fields if len(fields) == len(node.value) else {}


def _to_text(value: Any) -> Any:
    """Return a value of TOML with its dates and times as text."""
    if isinstance(value, dict):
        return {name: _to_text(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_to_text(each) for each in value]
    return value.isoformat() if isinstance(value, (date, datetime, time)) else value


def _load_json(text: str) -> dict[str, Any]:
    fields = json.loads(text)
    return fields if isinstance(fields, dict) else {}


_PARSERS: dict[str, Callable[[str], dict[str, Any]]] = {
    "yaml": _load_yaml, "toml": lambda text: _to_text(tomllib.loads(text)) or {},
    "json": _load_json,
}


def _parse_names_and_lists(lines: Iterable[str]) -> dict[str, Any]:
    """Return the fields in lines of front matter; none if these are more than names and lists."""
    fields: dict[str, Any] = {}
    name = ""
    for line in lines:
        item, match = _LIST_ITEM.fullmatch(line), _FIELD.fullmatch(line.rstrip())
        if item and _may_be_list(name) and (not fields[name] or isinstance(fields[name], list)):
            fields[name] = [*fields[name], _unquote(item["item"])]
        elif match and match["name"] not in fields and match["name"] != "body":
            name = match["name"]
            fields[name] = _parse_value(name, match["value"])
        elif line.strip() and not line.startswith("#"):
            return {}
    return fields


def _may_be_list(name: str) -> bool:
    """Return whether a field of this name may hold several values."""
    return bool(name) and synonyms.find_field(name) not in synonyms.SINGLE_TEXT_FIELDS


def _parse_value(name: str, written: str) -> str | list[str]:
    if re.fullmatch(r"\[.*\]", written) and _may_be_list(name):
        return [_unquote(item) for item in written[1:-1].split(",")]
    return _unquote(written)


def _unquote(written: str) -> str:
    value = written.strip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1].replace(r"\"", '"').replace("''", "'") if quoted else value
