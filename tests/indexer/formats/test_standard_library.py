"""The private parts of the standard library that indexer/formats/io relies on still work.

A failure names the part and the Python version that changed it, and where it is used.
"""

import codecs
import importlib
import io
import platform
import tarfile
import zipfile

import pytest

from support.samples import build_tar, build_zip

ARCHIVE, ENCODING = "indexer/formats/io/archive.py", "indexer/formats/io/encoding.py"
MEMBERS = {f"{number}.txt": b"Isi." * number for number in range(1, 4)}
BLOCK = 512


def changed(part, user=ARCHIVE):
    """Return what a failed test says."""
    return f"Python {platform.python_version()} changed {part}: adapt {user}"


@pytest.mark.parametrize("module, name", [
    ("zipfile", "_EndRecData"), ("zipfile", "_ECD_SIZE"), ("zipfile", "_ECD_ENTRIES_TOTAL"),
    ("tarfile", "EOFHeaderError"), ("tarfile", "EmptyHeaderError"), ("tarfile", "HeaderError"),
    ("tarfile", "TarInfo.fromtarfile"), ("tarfile", "TarInfo._proc_member"), ("tarfile", "XHDTYPE"),
    ("tarfile", "XGLTYPE"), ("tarfile", "SOLARIS_XHDTYPE"), ("tarfile", "GNUTYPE_LONGNAME"),
    ("tarfile", "GNUTYPE_LONGLINK"),
])
def test_the_private_part_exists(module, name):
    part = importlib.import_module(module)
    for attribute in name.split("."):
        part = getattr(part, attribute, None)
    assert part is not None, changed(f"{module}.{name}, which is gone")


@pytest.mark.parametrize("comment", [b"", b"catatan"])
def test_the_end_record_of_a_zip_has_the_size_and_length_of_its_directory(comment):
    file = io.BytesIO(build_zip(MEMBERS))
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = comment
    end = zipfile._EndRecData(file)
    directory = file.getvalue().rindex(b"PK\5\6") - file.getvalue().index(b"PK\1\2")
    assert end[zipfile._ECD_SIZE] == directory, changed("zipfile._ECD_SIZE")
    assert end[zipfile._ECD_ENTRIES_TOTAL] == len(MEMBERS), changed("zipfile._ECD_ENTRIES_TOTAL")


def test_the_end_record_of_a_zip64_is_read(monkeypatch):
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 2)
    file = io.BytesIO(build_zip(MEMBERS))
    assert b"PK\6\6" in file.getvalue()
    end = zipfile._EndRecData(file)
    assert end[zipfile._ECD_ENTRIES_TOTAL] == len(MEMBERS), changed("zipfile._EndRecData")


def test_a_file_that_is_no_zip_has_no_end_record():
    assert zipfile._EndRecData(io.BytesIO(b"teks" * 99)) is None, changed("zipfile._EndRecData")


class Header(tarfile.TarInfo):
    """A header that notes what tarfile does with it."""

    events = []

    @classmethod
    def fromtarfile(cls, archive):
        try:
            return super().fromtarfile(archive)
        except tarfile.HeaderError as error:
            cls.events.append(type(error))
            raise

    def _proc_member(self, archive):
        self.events.append(self.name)
        return super()._proc_member(archive)


def read_tar(content):
    """Return the names of the members of a tar stream, and what `Header` noted."""
    Header.events = []
    names = []
    with tarfile.open(
            fileobj=io.BytesIO(content), mode="r|", tarinfo=Header, ignore_zeros=True) as archive:
        while info := archive.next():
            names.append(info.name)
            assert info in archive.members, changed("tarfile.TarFile.members")
            archive.members.clear()
    return names, Header.events


def test_every_header_of_a_tar_passes_through_our_class():
    names, events = read_tar(build_tar(MEMBERS))
    assert names == [*MEMBERS, "tautan.txt"], changed("tarfile.TarFile.members, once cleared")
    assert events[:4] == names, changed("tarfile.TarInfo._proc_member")


def test_the_end_of_a_tar_differs_from_a_cut():
    whole = build_tar({"a.txt": b"Isi."})
    _, events = read_tar(whole)
    assert tarfile.EOFHeaderError in events, changed("tarfile.EOFHeaderError")
    assert events[-1] is tarfile.EmptyHeaderError, changed("tarfile.EmptyHeaderError")
    _, events = read_tar(whole[:2 * BLOCK])
    assert events == ["a.txt", tarfile.EmptyHeaderError], changed("tarfile.EmptyHeaderError")


@pytest.mark.parametrize("damage", [b"x", b"\xff"])
def test_a_damaged_tar_header_raises_its_own_error(damage):
    content = build_tar(MEMBERS)
    _, events = read_tar(content[:2 * BLOCK] + damage + content[2 * BLOCK + 1:])
    assert issubclass(events[1], tarfile.HeaderError), changed("tarfile.HeaderError")
    assert events[1] not in (tarfile.EOFHeaderError, tarfile.EmptyHeaderError), changed(
        "tarfile.InvalidHeaderError")


def test_the_size_of_a_tar_header_is_known_before_it_is_read():
    content = build_tar({"a" * 3_000: b"Isi."})
    seen = []

    class Large(tarfile.TarInfo):
        def _proc_member(self, archive):
            seen.append((self.type, self.size))
            return super()._proc_member(archive)

    with tarfile.open(fileobj=io.BytesIO(content), mode="r|", tarinfo=Large) as archive:
        archive.next()
    assert seen[0] in [(tarfile.GNUTYPE_LONGNAME, 3_001), (tarfile.XHDTYPE, seen[0][1])], changed(
        "tarfile.TarInfo._proc_member")
    assert seen[0][1] > 3_000


@pytest.mark.parametrize("name, is_text", [("utf-8", True), ("cp1252", True), ("base64", False),
                                           ("rot13", False), ("zlib", False)])
def test_text_codecs_are_marked(name, is_text):
    codec = codecs.lookup(name)
    assert getattr(codec, "_is_text_encoding", None) is is_text, changed(
        "codecs.CodecInfo._is_text_encoding", ENCODING)
