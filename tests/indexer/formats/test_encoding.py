"""The encoding of a file, whatever its format."""


import pytest

from support.reading import read_named


@pytest.mark.parametrize("content, body, notes", [
    ("kafé".encode(), "kafé", ()),
    ("kafé".encode("utf-8-sig"), "kafé", ()),
    ("kafé".encode("utf-16"), "kafé", ("read as utf-16-le",)),
    ("\ufeffkafé".encode("utf-16-be"), "kafé", ("read as utf-16-be",)),
    ("kafé di Palu".encode("utf-16-le"), "kafé di Palu", ("read as utf-16-le",)),
    ("kafé".encode("utf-32"), "kafé", ("read as utf-32-le",)),
    ("\ufeffkafé".encode("utf-32-be"), "kafé", ("read as utf-32-be",)),
    ("kafé di Palu".encode("utf-32-le"), "kafé di Palu", ("read as utf-32-le",)),
    ("kafé di “Palu”".encode("utf-32-be"), "kafé di “Palu”", ("read as utf-32-be",)),
    ("“kafé”".encode("cp1252"), "“kafé”", ("read as windows-1252",)),
    (b"caf\xe9", "café", ("read as windows-1252",)),
    (b"\x80", "€", ("read as windows-1252",)),
    ("“kafé” ".encode() + b"\x93lagi\x94", "“kafé” “lagi”", ("stray bytes read as windows-1252",)),
    (("Правительство сообщило о новых мерах поддержки хозяйства. " * 3).encode("cp1251"),
     ("Правительство сообщило о новых мерах поддержки хозяйства. " * 3).strip(),
     ("read as cp1251",)),
])
def test_the_encoding_is_found(content, body, notes):
    [record] = read_named("a.txt", content)
    assert (record.fields, record.notes) == ({"body": body}, notes)


@pytest.mark.parametrize("name, content", [
    ("a.jsonl", '{"title": "“kafé”"}\n'), ("a.csv", "title\n“kafé”\n"),
    ("a.json", '[{"title": "“kafé”"}]'), ("a.txt", "Judul: “kafé”\n\n."),
    ("a.tsv", "title\tbody\n“kafé”\tIsi\n"),
    ("a.sql", "INSERT INTO b (judul, isi) VALUES ('“kafé”', 'Isi');"),
    ("a.xml", "<rss><channel><item><title>“kafé”</title></item></channel></rss>"),
])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-32-be", "cp1252", "utf-8-sig"])
def test_every_format_can_have_other_encodings(name, content, encoding):
    [record] = read_named(name, content.encode(encoding))
    assert "“kafé”" in record.fields.values()
