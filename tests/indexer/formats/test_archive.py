"""The members of .zip and .tar files."""

import gzip
import io
import stat
import tarfile
import zipfile

import pytest

from indexer import formats
from indexer.formats.io.archive import describe_damage
from indexer.record import Record, Rejection

from support.reading import Pipe, fields, read, rejected
from support.samples import ARCHIVES, build_page, build_tar, build_zip

MEMBERS = {
    "berita/a.txt": b"Judul: A\n\nIsi.", "berita/b.jsonl": b'{"title": "B1"}\n{"title": "B2"}\n',
    "c.csv.gz": gzip.compress(b"title\nC\n", mtime=0), "d.html": build_page().encode(),
    "e.json": b'[{"title": "E"}]', "f.csv": b"title\nF\n", "g.tsv": b"title\nG\n",
    ".tersembunyi.txt": b"x", "__MACOSX/a.txt": b"x",
    "x/.git/a.txt": b"x", "gambar.png": b"x", "dalam.zip": b"x", "dalam.tar.gz": b"x",
}


@pytest.mark.parametrize("kind", ARCHIVES)
def test_the_members_of_an_archive_are_read(kind, tmp_path):
    path = tmp_path / f"arsip.{kind}"
    path.write_bytes(ARCHIVES[kind](MEMBERS))
    found = list(formats.read(path))
    assert [(str(each.location).removeprefix(f"{path}/"),
             each.fields.get("title") or each.fields.get("Judul"))
            for each in found if isinstance(each, Record)] == [
        ("berita/a.txt:1", "A"), ("berita/b.jsonl:1", "B1"), ("berita/b.jsonl:2", "B2"),
        ("c.csv.gz:2", "C"), ("d.html:1", "Harga beras naik di Palu"), ("e.json:1", "E"),
        ("f.csv:2", "F"), ("g.tsv:2", "G"),
    ]
    assert [each.location.file.removeprefix(f"{path}/") for each in found
            if isinstance(each, Rejection)] == ["dalam.zip", "dalam.tar.gz"]
    assert all("unpack" in reason for _, reason in rejected(found))
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


TWO = {"a.txt": b"Isi a.", "b.txt": b"Isi b."}


@pytest.mark.parametrize("content, taken, reason", [
    (build_tar(TWO)[:1024], 1, "no end mark"), (build_tar(TWO)[:2048], 2, "no end mark"),
    (build_tar(TWO)[:1100], 1, "truncated"),
    (build_tar(TWO)[:1024] + b"x" + build_tar(TWO)[1025:], 1, "bad checksum"),
    (b"", 0, "no end mark"), (b"x" * 1024, 0, "damaged"),
])
def test_a_truncated_or_damaged_tar_is_rejected(content, taken, reason):
    found = read(content, "tar")
    assert fields(found) == [{"body": "Isi a."}, {"body": "Isi b."}][:taken]
    assert len(rejected(found)) == 1 and reason in rejected(found)[0][1]


def test_concatenated_tars_are_read_one_after_another():
    found = read(build_tar(TWO) + build_tar({"c.txt": b"Isi c."}), "tar")
    assert fields(found) == [{"body": "Isi a."}, {"body": "Isi b."}, {"body": "Isi c."}]
    assert not rejected(found)


def test_damage_is_described_even_if_the_exception_has_no_message():
    content = bytearray(build_zip({"a.txt": b"Isi a."}))
    assert describe_damage(EOFError()) == "cannot be read: EOFError"
    assert "cannot be read: " not in [reason for _, reason in rejected(read(content[:60], "zip"))]


@pytest.mark.parametrize("kind", ARCHIVES)
def test_an_archive_without_known_formats_is_rejected(kind):
    [(_, reason)] = rejected(read(ARCHIVES[kind]({"a.png": b"x"}), kind))
    assert "no file of a known format" in reason


@pytest.mark.parametrize("kind", ARCHIVES)
def test_skipped_members_are_logged(kind, caplog):
    pictures = {"uploads/b\x1b.JPG": b"x", "uploads/a.jpg": b"x", "README": b"x", ".git/c": b"x"}
    assert fields(read(ARCHIVES[kind]({"a.txt": b"Isi a."} | pictures), kind)) == [
        {"body": "Isi a."}]
    assert [each for each in caplog.messages if "links" not in each] == [
        "berkas: skipped 2 files of unknown format (2 .jpg), "
        "such as uploads/a.jpg"]


def build_zip_of_links(targets):
    """Return a zip of symbolic links, as Unix programs store them."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "Isi a.")
        for name, target in targets.items():
            info = zipfile.ZipInfo(name)
            info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
            archive.writestr(info, target)
    return file.getvalue()


def build_tar_of_links(targets):
    """Return a tar of symbolic links, and a hard link."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        text = tarfile.TarInfo("a.txt")
        text.size = len("Isi a.")
        archive.addfile(text, io.BytesIO(b"Isi a."))
        for kind, (name, target) in zip((tarfile.SYMTYPE, tarfile.LNKTYPE), targets.items()):
            link = tarfile.TarInfo(name)
            link.type, link.linkname = kind, target
            archive.addfile(link)
    return file.getvalue()


@pytest.mark.parametrize("build, kind", [(build_zip_of_links, "zip"), (build_tar_of_links, "tar")])
def test_members_that_are_links_are_named_and_not_followed(build, kind, caplog):
    content = build({"x\x1b.txt": "../../etc/passwd", "berita": "/", ".git/y": "a.txt"})
    assert fields(read(content, kind)) == [{"body": "Isi a."}]
    assert not rejected(read(content, kind))
    assert caplog.messages[0] == (
        "berkas: links that are not followed: 2, such as x\ufffd.txt -> ../../etc/passwd")


def test_an_encrypted_or_damaged_member_is_rejected_by_name():
    members = {"a.txt": b"Isi a.", "b.txt": b"Isi b." * 99, "c.txt": b"Isi c."}
    content = bytearray(build_zip(members))
    first = content.index(b"PK\1\2")
    content[first + 8] |= 1
    second = content.index(b"b.txt") + 12
    content[second] ^= 255
    found = read(bytes(content), "zip")
    assert fields(found) == [{"body": "Isi c."}]
    assert [str(each) for each in found if isinstance(each, Rejection)][0] == (
        "berkas/a.txt:1: encrypted: unpack it with its password first")
    assert found[1].location.file == "berkas/b.txt"


def test_a_member_without_a_name_is_skipped():
    content = build_zip({"a.txt": b"Isi.", "bc": b""})
    directory = content.rindex(b"PK\1\2")
    nameless = bytearray(content)
    nameless[directory + 28], nameless[directory + 32] = 0, 2  # its name is a comment now
    found = read(bytes(nameless), "zip")
    assert (fields(found), rejected(found)) == ([{"body": "Isi."}], [])


def test_control_characters_are_removed_from_names_of_members():
    [record] = read(build_tar({"a\x1b[2J\n.txt": b"Isi."}), "tar")
    assert record.location.file.isprintable()


def test_all_archives_but_zip_can_be_piped():
    piped = [list(formats.read_stream(Pipe(ARCHIVES[kind](MEMBERS)), "-", kind))
             for kind in ARCHIVES]
    assert [len(fields(found)) for found in piped] == [0, *[8] * (len(ARCHIVES) - 1)]
    assert "pipe" in rejected(piped[0])[0][1]
