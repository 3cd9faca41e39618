"""The version of an archive differs whenever its answers may."""

import pytest

from search import Article, open_archive
from search.engines.whoosh.commits import commit_file, generation

from support.engines import ENGINES


@pytest.mark.parametrize("engine", ENGINES)
def test_the_version_changes_with_every_change_and_with_nothing_else(make_archive, engine):
    archive, versions = make_archive(engine), []

    def note():
        assert archive.version() == archive.version()
        versions.append(archive.version())

    list(archive.add([Article("a", "Gempa", "di Lombok"), Article("b", "Banjir", "di Demak")]))
    note()
    list(archive.add([Article("a", "Gempa lagi", "di Lombok")]))
    note()
    archive.remove(["b"])
    note()
    list(archive.add([Article("a", "Gempa lagi", "di Lombok")]))  # the same
    assert archive.version() == versions[-1]
    assert len(set(versions)) == 3


def test_the_version_is_the_same_in_every_process(opened):
    first = opened()
    list(first.add([Article("a", "Gempa", "di Lombok")]))
    assert opened().version() == first.version()
    before = first.version()
    list(first.rebuild())
    assert opened().version() == first.version() != before


def test_the_version_differs_where_other_spellings_are_known(opened, folder, analyzer, tmp_path):
    list(opened().add([Article("a", "Gempa", "di Lombok")]))
    rows = tmp_path / "ejaan.tsv"
    rows.write_text("variant\tLombok\tSelaparang\n", "utf-8")
    other = open_archive(f"whoosh:{folder}", analyzer=analyzer, equivalents=str(rows))
    assert other.version() != opened().version()


def test_the_version_never_recurs(opened):
    archive = opened()
    list(archive.add([Article("a", "Gempa", "di Lombok")]))
    versions = [archive.version()]
    for _ in range(4):  # the file system may use the number of a folder again
        list(archive.rebuild())
        versions.append(archive.version())
    assert len(set(versions)) == 5


def test_answers_of_the_commit_before_a_damaged_one_have_a_version_of_their_own(opened, folder):
    archive = opened()
    list(archive.add([Article("a", "Gempa", "di Lombok")]))
    list(archive.add([Article("b", "Gempa", "di Palu")]))
    newest = archive.version()
    path = commit_file.path_of(generation.folder(folder, 1), 2)
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    spare = opened().version()
    assert spare != newest
    path.write_bytes(content)
    assert opened().version() == newest
