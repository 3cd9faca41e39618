"""Sources and revisions: which sources an article came from, and how many versions it has had."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import Article, Query
from search.article import MAX_REVISION
from search.errors import EngineError, InvalidValue

from support.engines import ENGINES
from support.examples import count_examples

A, B, C = (Article(id, f"Judul {id}", "Perundingan di Palu.") for id in "abc")
HERE, THERE = "/srv/satu", "/srv/dua é"


@pytest.fixture(params=ENGINES[:2])
def archive(request, make_archive):
    return make_archive(request.param)


def add(archive, source, *articles):
    return [outcome for batch in archive.add_from((source, each) for each in articles)
            for outcome in batch.outcomes]


def list_members(archive, *sources):
    return sorted(archive.articles_of_sources(set(sources)))


def list_revisions(archive):
    return {article.id: article.revision for article in archive.export()}


def edit(article, number=1):
    return replace(article, title=f"Judul lain {number}")


# Revisions


def test_each_update_counts_one_more(archive):
    assert list_revisions(archive) == {} and add(archive, None, A, B) == ["added", "added"]
    assert list_revisions(archive) == {"a": 1, "b": 1}
    assert add(archive, None, edit(A), B) == ["updated", "unchanged"]
    assert list_revisions(archive) == {"a": 2, "b": 1}
    assert add(archive, None, A, edit(A, 2), A, edit(A, 3)) == ["updated"] * 4
    assert list_revisions(archive) == {"a": 6, "b": 1}
    assert archive.article("a").revision == 6


def test_what_ends_as_it_was_within_a_batch_has_no_new_version(archive):
    add(archive, None, A)
    assert add(archive, None, edit(A), A) == ["updated", "updated"]
    assert list_revisions(archive) == {"a": 1}


def test_a_removed_article_starts_again(archive):
    add(archive, None, A)
    add(archive, None, edit(A))
    archive.remove(["a"])
    add(archive, None, A)
    assert list_revisions(archive) == {"a": 1}


def test_an_imported_article_keeps_its_count_or_counts_on(archive):
    add(archive, None, replace(A, revision=5))
    assert list_revisions(archive) == {"a": 5}
    assert add(archive, None, A, replace(A, revision=9)) == ["unchanged", "unchanged"]
    assert list_revisions(archive) == {"a": 5}
    add(archive, None, replace(edit(A), revision=3))
    assert list_revisions(archive) == {"a": 6}
    add(archive, None, replace(A, revision=10))
    assert list_revisions(archive) == {"a": 10}


def test_a_count_at_its_end_stays_there(archive):
    add(archive, None, replace(A, revision=MAX_REVISION))
    add(archive, None, edit(A))
    assert list_revisions(archive) == {"a": MAX_REVISION}


@pytest.mark.parametrize("revision", [0, -1, MAX_REVISION + 1])
def test_a_count_that_cannot_be_is_refused(revision):
    with pytest.raises(InvalidValue, match="revision"):
        replace(A, revision=revision)


def test_a_count_is_no_difference_between_articles():
    assert A.is_same_as(replace(A, revision=2)) and A == replace(A, revision=2)
    assert A.to_dict() != replace(A, revision=2).to_dict()


@pytest.mark.parametrize("one, other, same", [
    ({}, {}, True), ({"a": 1}, {"a": 1}, True), ({"a": 1}, {"a": 1.0}, False),
    ({"a": 1}, {"a": True}, False), ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
    ({"a": {"c": 1, "d": 2}}, {"a": {"d": 2, "c": 1}}, True), ({"a": [1]}, {"a": [2]}, False),
    ({}, {"a": None}, False),
])
def test_articles_are_the_same_if_their_extra_fields_are_the_same_json(one, other, same):
    assert replace(A, extra=one).is_same_as(replace(A, extra=other)) is same


# Sources


def test_a_source_holds_what_came_from_it(archive):
    add(archive, HERE, A, B)
    add(archive, THERE, B, C)
    add(archive, None, Article("d", "Judul d"))
    assert list_members(archive, HERE) == [(HERE, "a"), (HERE, "b")]
    assert list_members(archive, THERE) == [(THERE, "b"), (THERE, "c")]
    assert len(list_members(archive, HERE, THERE)) == 4
    assert list_members(archive) == list_members(archive, "lain") == []


def test_without_an_archive_nothing_is_held(opened):
    assert list_members(opened(), HERE) == []


def test_it_holds_on_when_an_article_changes_or_comes_again(archive):
    add(archive, HERE, A, A, B)
    add(archive, THERE, edit(A))
    add(archive, None, edit(A, 2), B)
    assert list_members(archive, HERE, THERE) == [(THERE, "a"), (HERE, "a"), (HERE, "b")]


def test_released_articles_go_only_when_no_source_has_them(archive):
    add(archive, HERE, A, B)
    add(archive, THERE, B)
    assert archive.release([(HERE, "a"), (HERE, "b")]) == ["a"]
    assert list_revisions(archive) == {"b": 1}
    assert list_members(archive, HERE, THERE) == [(THERE, "b")]
    assert archive.search(Query("perundingan")).total == 1
    assert archive.release([(HERE, "b"), ("lain", "b"), (THERE, "a"), (THERE, "x")]) == []
    assert archive.release([(THERE, "b")]) == ["b"]
    assert list_revisions(archive) == {} and archive.verify() == []


def test_what_no_source_holds_is_never_released(archive):
    add(archive, None, A)
    add(archive, HERE, B)
    assert archive.release([(HERE, "a")]) == [] and list_revisions(archive) == {"a": 1, "b": 1}


def test_a_removed_article_is_held_no_more(archive):
    add(archive, HERE, A, B)
    archive.remove(["a"])
    assert list_members(archive, HERE) == [(HERE, "b")]
    add(archive, THERE, A)
    assert list_members(archive, HERE, THERE) == [(THERE, "a"), (HERE, "b")]


def test_a_batch_that_fails_holds_nothing(archive):
    def articles():
        yield HERE, B
        raise ZeroDivisionError

    add(archive, HERE, A)
    with pytest.raises(ZeroDivisionError):
        list(archive.add_from(articles()))
    assert list_members(archive, HERE) == [(HERE, "a")]


def test_a_rebuild_loses_neither(archive):
    add(archive, HERE, A, B)
    add(archive, None, edit(A))
    list(archive.rebuild())
    assert list_revisions(archive) == {"a": 2, "b": 1}
    assert list_members(archive, HERE) == [(HERE, "a"), (HERE, "b")]
    assert archive.verify() == []


SOURCES, IDS = st.sampled_from([HERE, THERE, "tiga"]), st.sampled_from("abcd")
STEPS = st.lists(st.tuples(st.sampled_from(["add", "change", "release", "remove"]), SOURCES, IDS))


@settings(max_examples=count_examples(40))
@given(STEPS)
def test_every_engine_agrees_with_a_set_of_pairs(make_archive, steps):
    for archive in map(make_archive, ENGINES[:2]):
        pairs, versions = set(), {}
        for number, (step, source, id) in enumerate(steps):
            if step in ("add", "change"):
                before = archive.article(id) if id in versions else Article(id, "Judul")
                fresh = step == "change" and id in versions
                add(archive, source, edit(before, number) if fresh else before)
                versions[id] = versions.get(id, 1) + fresh
                pairs.add((source, id))
            elif step == "remove":
                archive.remove([id])
                versions.pop(id, None)
                pairs = {pair for pair in pairs if pair[1] != id}
            else:
                last = {pair for pair in pairs if pair[1] == id} == {(source, id)}
                assert archive.release([(source, id)]) == [id] * last
                pairs.discard((source, id))
                versions = {each: versions[each] for each in versions if each != id or not last}
        assert set(archive.articles_of_sources({HERE, THERE, "tiga"})) == pairs
        assert list_revisions(archive) == versions
        assert archive.verify() == []


# The embedded store


def rows(folder, query):
    with closing(sqlite3.connect(folder / "articles.sqlite")) as connection:
        found = connection.execute(query).fetchall()
        connection.commit()
        return found


@pytest.mark.parametrize("damage", [
    "UPDATE held SET source = 2 WHERE seq = 1", "UPDATE held SET seq = 7 WHERE seq = 1",
    "UPDATE held SET checksum = checksum + 1", "UPDATE held SET source = 9",
    "UPDATE source SET name = '/srv/satv' WHERE number = 1",
    "UPDATE source SET number = 5 WHERE number = 1", "DELETE FROM source WHERE number = 1",
])
def test_damage_among_the_sources_is_never_pruned_from(opened, folder, damage):
    add(opened(), HERE, A, B)
    add(opened(), THERE, C)
    rows(folder, damage)
    assert any("restore a copy" in fault for fault in opened().verify())
    with pytest.raises(EngineError, match="restore a copy"):
        list_members(opened(), HERE)
    assert opened().search(Query("perundingan")).total == 3


def test_a_flipped_revision_is_damage_and_a_damaged_article_is_not_pruned(opened, folder):
    add(opened(), HERE, A)
    rows(folder, "UPDATE version SET revision = 7")
    assert "'a' is damaged" in opened().verify()[0]
    with pytest.raises(EngineError, match="damaged"):
        opened().article("a")
    assert opened().release([(HERE, "a")]) == []
    assert add(opened(), HERE, A) == ["added"]
    assert opened().verify() == [] and list_members(opened(), HERE) == [(HERE, "a")]


def test_nothing_is_left_of_versions_that_were_replaced_or_removed(opened, folder):
    add(opened(), HERE, A, B, C)
    for number in range(3):
        add(opened(), HERE, edit(A, number))
    opened().remove(["b"])
    assert rows(folder, "SELECT seq FROM held ORDER BY seq") == rows(
        folder, "SELECT seq FROM version WHERE body IS NOT NULL ORDER BY seq")


def test_an_archive_of_an_older_format_is_refused_by_name(opened, folder):
    add(opened(), HERE, A)
    rows(folder, "UPDATE state SET format = 2")
    for use in (lambda: list_members(opened(), HERE), lambda: add(opened(), HERE, B),
                lambda: list(opened().export()), lambda: opened().release([(HERE, "a")])):
        with pytest.raises(EngineError, match="older version"):
            use()
