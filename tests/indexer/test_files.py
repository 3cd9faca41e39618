"""Which files are read of a folder: all that a person would look for in it, once."""

import os

import pytest

from indexer.ingest.files import OutsideLink, find_files, survey
from indexer.record import Rejection


@pytest.fixture
def folder(tmp_path):
    """A folder and, beside it, a disk that links may lead to."""
    for name in ("berita/a.txt", "berita/2019/b.txt", "disk/c.txt", "disk/.sampah/d.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Judul\n\nIsi.")
    return tmp_path / "berita"


def names(folder, format=None, follow_links=True):
    """The files found in a folder, as they lie below it."""
    return [str(path.relative_to(folder)) for path in find_files([folder], format, follow_links)
            if not isinstance(path, Rejection)]


def not_followed(folder):
    """The links of a folder that lead out of it, as they are named in messages."""
    return [str(link).replace(str(folder.parent), "") for link in find_files([folder])
            if isinstance(link, OutsideLink)]


def test_a_link_to_a_folder_is_followed_if_wanted(folder):
    (folder / "tautan").symlink_to(folder.parent / "disk")
    assert names(folder) == ["2019/b.txt", "a.txt", "tautan/c.txt"]


@pytest.mark.parametrize("name, target, shown", [
    ("x.txt", "/etc/passwd", "/berita/x.txt -> /etc/passwd"),
    ("x.txt", "../disk/c.txt", "/berita/x.txt -> /disk/c.txt"),
    ("x.txt", "2019/../../disk/c.txt", "/berita/x.txt -> /disk/c.txt"),
    ("2019/x", "../../disk", "/berita/2019/x -> /disk"),
    ("2019/x", "../..", "/berita/2019/x -> "),
    ("x.txt", "/dev/zero", "/berita/x.txt -> /dev/zero"),
    ("x.txt", "../lepas.txt", "/berita/x.txt -> /lepas.txt"),
    ("x.txt", "../berita2/a.txt", "/berita/x.txt -> /berita2/a.txt"),
])
def test_a_link_out_of_the_folder_is_named_and_not_followed(folder, name, target, shown):
    (folder / name).symlink_to(target)
    assert not_followed(folder) == [shown]
    found = [path for path in find_files([folder]) if not isinstance(path, OutsideLink)]
    assert found == [folder / "2019/b.txt", folder / "a.txt"]
    assert survey([folder])[0] == 2 * len("Judul\n\nIsi.")


def test_a_link_that_leads_out_by_way_of_another_is_not_followed(folder):
    (folder / "satu.txt").symlink_to("dua.txt")
    (folder / "dua.txt").symlink_to(folder.parent / "disk" / "c.txt")
    assert not_followed(folder) == ["/berita/dua.txt -> /disk/c.txt",
                                    "/berita/satu.txt -> /disk/c.txt"]


def test_a_folder_or_file_that_is_named_may_be_a_link_itself(folder):
    (folder.parent / "tautan").symlink_to(folder)
    (folder.parent / "c.txt").symlink_to(folder.parent / "disk" / "c.txt")
    paths = [folder.parent / "tautan", folder.parent / "c.txt"]
    assert list(find_files(paths)) == [paths[0] / "2019/b.txt", paths[0] / "a.txt", paths[1]]


@pytest.mark.parametrize("follow_links", [False, True])
def test_what_a_link_within_the_folder_leads_to_is_read_once(folder, follow_links):
    (folder / ".simpanan" / "x").mkdir(parents=True)
    (folder / ".simpanan" / "x" / "k.txt").write_text("Judul")
    (folder / "naskah-7").write_text("Judul")
    for name, target in (
            ("awal.txt", "a.txt"), ("2019/lagi.txt", "../a.txt"), ("0-tahun", "2019"),
            ("n1.txt", "naskah-7"), ("n2.txt", "naskah-7"), ("s1", ".simpanan"),
            ("s2", ".simpanan/x"), ("s3.txt", ".simpanan/x/k.txt")):
        (folder / name).symlink_to(target)
    found = names(folder, follow_links=follow_links)
    assert [name for name in found if name.startswith("s")] in (
        ["s1/x/k.txt"], ["s2/k.txt"], ["s3.txt"])
    assert [name for name in found if not name.startswith("s")] in (
        ["2019/b.txt", "a.txt", "n1.txt"], ["2019/b.txt", "a.txt", "n2.txt"])
    assert len(names(folder, "txt", follow_links)) == 4, "naskah-7 stands for its links"


def test_links_that_lead_in_circles_come_to_an_end(folder):
    (folder / "2019" / "atas").symlink_to(folder)
    (folder / "2019" / "diri").symlink_to(folder / "2019")
    (folder / "2019" / "ekor").symlink_to(folder / "2019" / "ekor")
    (folder / "2019" / "luar").symlink_to(folder.parent)
    (folder.parent / "disk" / "pulang").symlink_to(folder)
    assert names(folder) == ["2019/b.txt", "2019/luar/disk/c.txt", "a.txt"]
    (folder / "2019" / "luar").unlink()
    assert names(folder, follow_links=False) == ["2019/b.txt", "a.txt"]


def test_a_folder_is_looked_into_once_however_many_links_lead_to_it(folder):
    for name in ("satu", "dua"):
        (folder / name).symlink_to(folder.parent / "disk")
    assert names(folder) == ["2019/b.txt", "a.txt", "dua/c.txt"]


@pytest.mark.parametrize("name", ["2020", "2020.txt"])
@pytest.mark.parametrize("target, follow_links", [("lepas", False), ("../lepas", True)])
def test_a_broken_link_is_rejected_first(folder, name, target, follow_links):
    (folder / name).symlink_to(target)
    [first, *others] = find_files([folder], follow_links=follow_links)
    assert str(first) == (
        f"{folder}/{name}:1: cannot be read: a link to something that does not exist; "
        "a disk may not be mounted")
    assert not any(isinstance(each, Rejection) for each in others) and len(others) == 2


@pytest.mark.parametrize("name", [".kunci", ".git", "__MACOSX"])
def test_what_is_hidden_is_not_followed_either(folder, name):
    (folder / name).symlink_to(folder.parent / "lepas" if name == ".kunci" else folder.parent)
    assert names(folder) == ["2019/b.txt", "a.txt"]
    assert not_followed(folder) == []
    assert not [each for each in find_files([folder]) if isinstance(each, Rejection)]


def test_with_a_format_given_files_of_all_names_are_read(folder):
    (folder / "tanpa-akhiran").write_text("Judul\n\nIsi.")
    os.mkfifo(folder / "pipa")
    assert names(folder, "txt") == ["2019/b.txt", "a.txt", "tanpa-akhiran"]


def test_files_of_no_known_format_are_named(folder):
    (folder.parent / "lain").mkdir()
    (folder.parent / "lain" / "b.adoc").touch()
    (folder.parent / "lain" / "a.doc").touch()
    (folder / "tanpa-akhiran").touch()
    (folder / "README").touch()
    paths = [folder, folder.parent / "lain", folder / "a.txt"]
    size, unread = survey(paths)
    assert size == 3 * len("Judul\n\nIsi.") and str(unread) == (
        "skipped 3 files of unknown format "
        f"(1 .adoc, 1 .doc, 1 without an ending), such as {folder / 'tanpa-akhiran'}")
    for name in ("package.json", "robots.txt", "README.txt"):
        (folder / name).write_text("{}")
    size, unread = survey(paths)
    assert size == 3 * len("Judul\n\nIsi.") and str(unread).startswith(
        "passed over 2 files of a program or a site "
        "(package.json, robots.txt); skipped 3 files")
    assert names(folder) == ["2019/b.txt", "a.txt"]
    for name in ("package.json", "robots.txt", "README.txt"):
        (folder / name).unlink()
    size, unread = survey(paths, "txt")
    assert size == 3 * len("Judul\n\nIsi.") and not unread


def test_a_folder_without_files_to_read_is_named(folder, caplog):
    empty = folder / "kosong"
    empty.mkdir()
    (empty / "foto.jpg").touch()
    assert names(empty) == [] and f"{empty}: no file of a known format in it" in caplog.text
    caplog.clear()
    assert names(folder) and not caplog.text


def test_folders_that_the_system_does_not_number_are_kept_apart(folder, monkeypatch):
    numbered = os.stat
    monkeypatch.setattr(os, "stat", lambda *given, **how: os.stat_result(
        (numbered(*given, **how).st_mode, 0, *numbered(*given, **how)[2:])))
    (folder / "tautan").symlink_to(folder / "2019")
    assert names(folder) == ["2019/b.txt", "a.txt"]


def test_a_folder_may_be_as_deep_as_the_system_has_it(folder):
    deepest = folder
    for _ in range(1_500):
        deepest /= "a"
        deepest.mkdir()
    (deepest / "z.txt").touch()
    found = names(folder)
    (deepest / "z.txt").unlink()
    os.removedirs(deepest)  # what cleans up later goes no deeper than a thousand
    assert found[1].endswith("a/a/z.txt")
