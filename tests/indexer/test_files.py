"""Which files are read of a folder: all that a person would look for in it, once."""

import os

import pytest

from indexer.ingest.files import find_files, survey
from indexer.record import Rejection


@pytest.fixture
def folder(tmp_path):
    """A folder and, beside it, a disk that links may lead to."""
    for name in ("berita/a.txt", "berita/2019/b.txt", "disk/c.txt", "disk/.sampah/d.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Judul\n\nIsi.")
    return tmp_path / "berita"


def names(folder, format=None):
    """The files found in a folder, as they lie below it."""
    return [str(path.relative_to(folder)) for path in find_files([folder], format)
            if not isinstance(path, Rejection)]


def test_a_link_to_a_folder_is_followed(folder):
    (folder / "tautan").symlink_to(folder.parent / "disk")
    assert names(folder) == ["2019/b.txt", "a.txt", "tautan/c.txt"]


def test_links_that_lead_in_circles_come_to_an_end(folder):
    (folder / "2019" / "atas").symlink_to(folder)
    (folder / "2019" / "diri").symlink_to(folder / "2019")
    (folder / "2019" / "ekor").symlink_to(folder / "2019" / "ekor")
    assert names(folder) == ["2019/b.txt", "a.txt"]


def test_a_folder_is_looked_into_once_however_many_links_lead_to_it(folder):
    for name in ("satu", "dua"):
        (folder / name).symlink_to(folder.parent / "disk")
    assert names(folder) == ["2019/b.txt", "a.txt", "dua/c.txt"]


@pytest.mark.parametrize("name", ["2020", "2020.txt"])
def test_a_broken_link_is_rejected_first(folder, name):
    (folder / name).symlink_to(folder.parent / "lepas")
    [first, *others] = find_files([folder])
    assert str(first) == (
        f"{folder}/{name}:1: cannot be read: a link to something that does not exist; "
        "a disk may not be mounted")
    assert not any(isinstance(each, Rejection) for each in others) and len(others) == 2


@pytest.mark.parametrize("name", [".kunci", ".git", "__MACOSX"])
def test_what_is_hidden_is_not_followed_either(folder, name):
    (folder / name).symlink_to(folder.parent / "lepas" if name == ".kunci" else folder.parent)
    assert names(folder) == ["2019/b.txt", "a.txt"]
    assert not [each for each in find_files([folder]) if isinstance(each, Rejection)]


def test_with_a_format_given_files_of_all_names_are_read(folder):
    (folder / "tanpa-akhiran").write_text("Judul\n\nIsi.")
    os.mkfifo(folder / "pipa")
    assert names(folder, "txt") == ["2019/b.txt", "a.txt", "tanpa-akhiran"]


def test_files_of_no_known_format_are_named(folder):
    (folder.parent / "lain").mkdir()
    (folder.parent / "lain" / "b.md").touch()
    (folder.parent / "lain" / "a.doc").touch()
    (folder / "tanpa-akhiran").touch()
    (folder / "README.md").touch()
    paths = [folder, folder.parent / "lain", folder / "a.txt"]
    size, unread = survey(paths)
    assert size == 3 * len("Judul\n\nIsi.") and str(unread) == (
        "skipped 3 files of unknown format "
        f"(1 .doc, 1 .md, 1 without an ending), such as {folder / 'tanpa-akhiran'}")
    size, unread = survey(paths, "txt")
    assert size == 3 * len("Judul\n\nIsi.") and not unread


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
