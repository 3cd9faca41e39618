"""Repairs of texts while they are read."""

import json
import time

import pytest

from support.reading import read_named


@pytest.mark.parametrize("written, repaired, notes", [
    ("satu\r\ndua\rtiga\u2028empat\u2029lima\venam\ftujuh\x85", "satu\ndua\ntiga\nempat\nlima\n"
     "enam\ntujuh\n", ()),
    ("ber\xadita\u200b \ufeffbaru\u2060", "berita baru", ()),
    ("a\0b\x1fc\x7f", "abc", ("control characters removed",)),
    ("\u00e2\u20ac\u0153kaf\u00c3\u00a9\u00e2\u20ac\u009d", "“kafé”", ("mojibake repaired",)),
    ("\x93kata\x94", "“kata”", ("mojibake repaired",)),
    ("\u00e2\u20ac\u0153kata\u00e2\u20ac, \u00e2\u20ac\u0153lagi\u00e2\u20ac.", "“kata”, “lagi”.",
     ("mojibake repaired",)),
    ("100 km\xc2\xb2", "100 km²", ("mojibake repaired",)),
    ("Ｈａｒｇａ ｂｅｒａｓ（naik）２０１９", "Harga beras(naik)2019", ("styled letters replaced",)),
    ("𝗛𝗮𝗿𝗴𝗮 𝘯𝘢𝘪𝘬 𝟓 e\ufb01sien", "Harga naik 5 efisien", ("styled letters replaced",)),
    (f"{'Kata “biasa” di sini. ' * 20}Ａ", f"{'Kata “biasa” di sini. ' * 20}A",
     ("styled letters replaced",)),
    ("10 m² ½ ③ № ™ 改革，（你好）！ " + "é" * 300, "10 m² ½ ③ № ™ 改革，（你好）！ " + "é" * 300, ()),
    ("kafé “baik” — Kâbe 改革 😀 a\tb\nc", "kafé “baik” — Kâbe 改革 😀 a\tb\nc", ()),
])
@pytest.mark.parametrize("ascii", [True, False])
def test_texts_are_repaired(written, repaired, notes, ascii):
    content = json.dumps({"t": written, "l": [{"x": written}]}, ensure_ascii=ascii)
    [record] = read_named("a.jsonl", content)
    assert record.fields == {"t": repaired, "l": [{"x": repaired}]}
    assert record.notes == notes


def test_unescaped_control_characters_are_tolerated():
    [record] = read_named("a.jsonl", b'{"title": "a\tb\0c"}\n')
    assert record.fields == {"title": "a\tbc"}


EXPORTED = {"id": "1", "title": "a\u2028b\x85c\r\0 \u00c3\u00a9", "body": "\xad", "outlet": None,
            "published": None, "date_precision": "none", "url": None, "extra": {"x": "\u200b"}}


@pytest.mark.parametrize("more", [{}, {"revision": 2}])
def test_an_exported_article_is_not_repaired(more):
    [record] = read_named("a.jsonl", json.dumps(EXPORTED | more, ensure_ascii=False))
    assert (record.fields, record.notes) == (EXPORTED | more, ())
    [record] = read_named("a.jsonl", json.dumps(EXPORTED | {"lain": 1}))
    assert record.fields["title"] == "a\nb\nc\n é"


@pytest.mark.parametrize("char", ["â", "Ã", "\x93", "ðŸ", "Ã ", "\u200b", "\r", "<", "\x85", "â€"])
def test_long_lines_are_repaired_quickly(char):
    began = time.process_time()
    read_named("a.jsonl", json.dumps({"title": char * 200_000}))
    assert time.process_time() - began < 5
