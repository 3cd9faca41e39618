"""The commit before the newest answers while the newest is damaged, until a writer repairs it."""

import random
import shutil

import pytest

from search import Article, Query
from search.arrays import ALIGNMENT, ArrayFile
from search.engines.whoosh.commits import commit_file, generation, pending_segments
from search.engines.whoosh.loading import follower
from search.errors import EngineError, NotSearchable

from support.archives import open_whoosh
from support.index_files import files

WORDS = [f"kata{number}" for number in range(8)]


def article(number, version=1):
    """An article whose positions are long enough to fill whole checksummed blocks."""
    words = random.Random(number).choices(WORDS, k=8_000)
    return Article(f"a{number}", f"Judul {number}", f"Naskah v{version}. {' '.join(words)}",
                   outlet="Kabar Nusa", published="2007")


@pytest.fixture(scope="module")
def template(tmp_path_factory, analyzer):
    """Ten articles; then two of them replaced and five added, which merges all in one segment."""
    folder = tmp_path_factory.mktemp("template") / "archive"
    archive = open_whoosh(folder, analyzer)
    list(archive.add(map(article, range(10))))
    list(archive.add([article(0, 2), article(1, 2), *map(article, range(10, 15))]))
    return folder


@pytest.fixture
def folder(template, tmp_path):
    return shutil.copytree(template, tmp_path / "archive")


@pytest.fixture
def opened(folder, analyzer):
    return lambda: open_whoosh(folder, analyzer)


NEWEST = {f"a{n}": 2 if n < 2 else 1 for n in range(15)}
BEFORE = {f"a{n}": 1 for n in range(2, 10)}
"""The articles of the first commit, except the two that the second replaced."""

TERM = "naskah"
PHRASE = '"kata3 kata4"'
TEXTS = [TERM, PHRASE, "naskah*", "nasakh~", '"kata4 naskah"~400', "=naskah outlet:kabar", ""]


def found(archive, text=TERM):
    """Return the articles found and the versions of their texts; check the total and the facets."""
    page = archive.search(Query(text, page_size=100, highlight=False))
    versions = {hit.article.id: int(hit.article.body[8]) for hit in page.hits}
    assert page.total == len(versions) == sum(bucket.count for bucket in page.facets["year"])
    return versions


def flip(path, place):
    """Change a byte of a file in place, so that whoever has it mapped sees the change."""
    with open(path, "r+b") as file:
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ 0x10]))


def places(path):
    """A place in each region of a file, by its name."""
    size = path.stat().st_size
    file = ArrayFile(path)
    start, end = file._start, file._end
    regions = {"magic": 3, "version": 8, "length": 12, "directory": 40, "table": end + 1,
               "header's checksum": size - 15, "table's checksum": size - 11,
               "table's offset": size - 7}
    for name in file.names():
        at, length = file._entry(name)[2], file[name].nbytes
        if length:
            regions[name] = start + at + length // 2
        if length % ALIGNMENT:
            regions[f"{name}, behind"] = start + at + length
    return regions


def all_places(folder, number=2):
    return [(path, name, at) for path in files(folder, number)
            for name, at in places(path).items()]


def place_of(folder, name, number=2):
    """Return where an array of a commit's only segment lies."""
    path = files(folder, number)[1]
    return path, places(path)[name]


@pytest.mark.long
def test_wherever_the_newest_commit_is_damaged_one_state_or_the_other_answers(folder, opened):
    newest = [found(opened(), text) for text in TEXTS]
    before = [{id: 1 for id in BEFORE if id in answer} for answer in newest]
    assert newest[0] == NEWEST
    for path, name, place in all_places(folder):
        flip(path, place)
        archive = opened()
        for text, *either in zip(TEXTS, newest, before):
            assert found(archive, text) in either, (path.name, name, text)
        assert str(path) in opened().verify()[0], (path.name, name)
        flip(path, place)
    assert [found(opened(), text) for text in TEXTS] == newest
    assert opened().verify() == []


def test_damage_met_in_the_middle_of_a_query_is_warned_of_once(folder, opened, caplog):
    reader = opened()
    assert found(reader) == NEWEST
    path, place = place_of(folder, "body.positions")
    flip(path, place)
    assert found(reader) == NEWEST, "what is not damaged is answered from"
    assert found(reader, PHRASE).items() <= BEFORE.items()
    for text in [PHRASE, *TEXTS] * 3:
        assert found(reader, text).items() <= BEFORE.items()
    assert len(caplog.messages) == 1
    assert str(path) in caplog.text and "`indexer rebuild`" in caplog.text


def test_changes_since_the_kept_commit_mask_it(folder, opened, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(generation, "commit", lambda *_, **__: 1 / 0)
        for change in (lambda: opened().remove(["a2"]), lambda: list(opened().add([article(3, 2)])),
                       lambda: list(opened().add([article(20)]))):
            with pytest.raises(NotSearchable):
                change()
    assert found(opened()) == {id: version for id, version in NEWEST.items() if id != "a2"}
    flip(*place_of(folder, "seq"))
    assert found(opened()) == {f"a{n}": 1 for n in range(4, 10)}


def test_damage_in_both_commits_is_an_error_each_time(folder, opened):
    reader = opened()
    for number in (1, 2):
        flip(*place_of(folder, "body.positions", number))
    for archive in (reader, opened(), reader):
        with pytest.raises(EngineError, match="is damaged.*`indexer rebuild`"):
            found(archive, PHRASE)
        with pytest.raises(EngineError, match="is damaged.*`indexer rebuild`"):
            found(archive, TERM)
    assert len(opened().verify()) == 2


def test_damage_in_a_segment_that_both_commits_list_is_an_error(folder, opened):
    flip(*place_of(folder, "body.positions"))
    path = generation.folder(folder, 1)
    newest = commit_file.read_commit(path, 2)
    commit_file.write_commit(path, commit_file.Commit(
        number=3, change=newest.change, segments=newest.segments))
    commit_file.remove_commits(path, keep=[2, 3])
    with pytest.raises(EngineError, match="is damaged.*`indexer rebuild`"):
        found(opened(), PHRASE)
    assert len(opened().verify()) == 1, "named once"


def test_the_kept_commit_is_verified_too_and_not_needed(folder, opened):
    flip(*place_of(folder, "body.positions", 1))
    assert str(files(folder, 1)[1]) in opened().verify()[0]
    assert found(opened(), PHRASE).items() <= NEWEST.items()
    list(opened().add([article(15)]))
    assert opened().verify() == []
    path = generation.folder(folder, 1)
    assert commit_file.list_numbers(path) == [3, 2], "no need to index it all anew"


@pytest.mark.parametrize("file, name", [
    (0, "directory"), (0, "change"), (0, "counts"), (1, "magic"), (1, "directory"), (1, "table"),
    (1, "table's offset"), (1, "seq"), (1, "holder"), (1, "body.positions"), (1, "body_form.docs"),
    (1, "length.body"), (1, "body.positions, behind"),
])
def test_the_next_writer_indexes_everything_anew(folder, opened, caplog, file, name):
    path = files(folder, 2)[file]
    reader = opened()
    found(reader)
    flip(path, places(path)[name])
    list(opened().add([article(0, 3), article(15)]))
    assert str(path) in caplog.text and "indexing everything again" in caplog.text
    for archive in (reader, opened()):
        assert found(archive) == NEWEST | {"a0": 3, "a15": 1}
        assert found(archive, PHRASE)
    assert opened().verify() == []
    assert [path.name for path in folder.glob("index-*")] == ["index-2"]


@pytest.mark.parametrize("change", [
    lambda archive: list(archive.add([article(0, 2)])), lambda archive: archive.remove(["a14"]),
])
def test_a_writer_repairs_whatever_it_came_for(folder, opened, change):
    """Adding an article that is already the same changes nothing; a removal erases in any case."""
    flip(*place_of(folder, "body.positions"))
    change(opened())
    assert opened().verify() == []
    assert found(opened()).items() >= {f"a{n}": NEWEST[f"a{n}"] for n in range(14)}.items()


def test_a_writer_that_knew_the_index_to_be_sound_looks_again_after_damage(folder, opened):
    archive = opened()
    list(archive.add([article(15)]))
    flip(*place_of(folder, "body.positions", 3))
    with pytest.raises(EngineError):  # the kept commit lists that segment too
        found(archive, PHRASE)
    list(archive.add([article(15)]))  # which changes nothing, so touches nothing
    assert opened().verify() == [] and len(found(archive)) == 16


def test_a_lost_index_is_named_and_rebuilt(folder, opened):
    reader = opened()
    found(reader)
    shutil.rmtree(generation.folder(folder, 1))
    with pytest.raises(EngineError, match="indexer rebuild"):
        found(opened())
    assert "indexer rebuild" in opened().verify()[0]
    list(opened().add([article(15)]))
    assert found(opened()) == found(reader) == NEWEST | {"a15": 1}
    assert opened().verify() == []


def test_a_segment_that_is_gone_is_damage(folder, opened, caplog):
    path = files(folder, 2)[1]
    path.unlink()
    assert found(opened()) == BEFORE
    assert f"{path} is damaged (it is not there)" in caplog.text
    list(opened().add([article(15)]))
    assert found(opened()) == NEWEST | {"a15": 1}


def test_only_the_commit_before_is_kept(folder, opened):
    path = generation.folder(folder, 1)
    for number in range(15, 25):
        list(opened().add([article(number)]))
        last, before = commit_file.list_numbers(path)
        assert last == before + 1
        listed = {file.name for each in (last, before) for file in files(folder, each)}
        assert {file.name for file in path.glob("*.arrays")} == listed
    assert opened().status().bytes > sum(file.stat().st_size for file in path.iterdir())


def test_a_takedown_keeps_no_commit_before_it(folder, opened):
    opened().remove(["a5"])
    path = generation.folder(folder, 1)
    assert commit_file.list_numbers(path) == [3]
    assert {file.name for file in path.glob("*.arrays")} == {
        file.name for file in files(folder, 3)}


def test_a_rebuild_keeps_no_generation_before_it(folder, opened):
    list(opened().rebuild())
    assert [path.name for path in folder.glob("index-*")] == ["index-2"]
    assert len(commit_file.list_numbers(generation.folder(folder, 2))) == 1
    list(opened().add([article(15)]))
    path = generation.folder(folder, 2)
    assert len(commit_file.list_numbers(path)) == 2, "the next commit keeps it"


def test_a_commit_that_the_store_does_not_know_is_not_searched(opened, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(follower.Follower, "_advance", lambda *_: 1 / 0)
        for each in ([article(5, 2), article(15)], [article(6, 2)]):
            with pytest.raises(NotSearchable):
                list(opened().add(each))
    assert found(opened()) == NEWEST, "the texts are those that were indexed"
    assert opened().verify() == []
    list(opened().add([article(16)]))
    assert found(opened()) == NEWEST | {"a5": 2, "a6": 2, "a15": 1, "a16": 1}
    assert opened().verify() == []


def test_a_full_disk_while_indexing_anew_loses_nothing(folder, opened, monkeypatch):
    flip(*place_of(folder, "body.positions"))
    with monkeypatch.context() as patch:
        patch.setattr(pending_segments, "write", full)
        with pytest.raises(NotSearchable, match="No space left"):
            list(opened().add([article(15)]))
        with pytest.raises(EngineError, match="nothing was rebuilt.*No space left"):
            list(opened().rebuild())
    assert found(opened(), PHRASE).items() <= BEFORE.items()
    list(opened().add([article(16)]))
    assert found(opened()) == NEWEST | {"a15": 1, "a16": 1}


def full(*_):
    raise OSError(28, "No space left on device")
