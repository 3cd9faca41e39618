"""Writes JSON in bytes, as the cluster takes it.

The texts of articles are most of what is sent, and each is written twice over: as a part of the
article, and the article as one text. Python's own encoder looks at each character, so long texts
are written here by what replaces bytes in one go.
"""

import json
import json.encoder
from collections.abc import Callable, Mapping
from typing import Any

_SHORT = 100
"""Python's encoder is as fast for texts of fewer characters."""

_CONTROLS = bytes(range(32))

_quote: Callable[[str], str] = json.encoder.encode_basestring


def _build_encoder() -> Callable[[Any], str]:
    """Return what writes a value as JSON: one encoder for all, as Python builds one for each."""
    plain = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
    build = getattr(json.encoder, "c_make_encoder", None)
    if build is None:  # without the C extension
        return plain.encode
    encode = build(None, plain.default, _quote, None, ":", ",", False, False, True)
    return lambda value: "".join(encode(value, 0))


_encode = _build_encoder()


def write_line(content: Any) -> bytes:
    """Return a value as JSON on one line. Raises UnicodeEncodeError for half a surrogate pair."""
    return _encode(content).encode()


def write_any(content: Any) -> bytes:
    """Return a value as JSON, with escapes alone if a text has half a surrogate pair.

    >>> write_any(["é"]).decode(), write_any(["é", "\\ud800"]).decode()
    ('["é"]', '["\\\\u00e9", "\\\\ud800"]')
    """
    try:
        return write_line(content)
    except UnicodeEncodeError:
        return json.dumps(content).encode()


def write_extra(extra: Mapping[str, Any]) -> bytes:
    """Return further fields of an article, which mostly has none, as JSON."""
    return write_any(dict(extra)) if extra else b"{}"


def write_text(text: str) -> bytes:
    r"""Return a text as JSON. Raises UnicodeEncodeError for half a surrogate pair.

    >>> print(write_text('Kata "a".\n').decode())
    "Kata \"a\".\n"
    """
    if len(text) >= _SHORT:
        written = text.encode().replace(b"\\", rb"\\").replace(b'"', rb"\"").replace(b"\n", rb"\n")
        if len(written.translate(None, _CONTROLS)) == len(written):
            return b'"%b"' % written
    return _quote(text).encode()


def write_optional(text: str | None) -> bytes:
    """Return a text as JSON, or null."""
    return b"null" if text is None else write_text(text)


def enclose(written: bytes) -> bytes:
    r"""Return JSON as a text of JSON.

    >>> print(enclose(b'["a"]').decode())
    "[\"a\"]"
    """
    return b'"%b"' % written.replace(b"\\", rb"\\").replace(b'"', rb"\"")


def write_object(values: Mapping[bytes, bytes]) -> bytes:
    """Return an object of values that are JSON already, by name.

    >>> write_object({b"a": b"1", b"b": b"[]"})
    b'{"a":1,"b":[]}'
    """
    return b"{%b}" % b",".join([b'"%b":%b' % each for each in values.items()])
