"""A removed article leaves no trace of its text on the disk of any node."""

import logging
import random

import pytest

from search import Article, Query

pytestmark = [pytest.mark.cluster, pytest.mark.long]  # copies keep what they had for half a minute

WORDS = "pemerintah kota banjir rapat warga jalan pasar harga sekolah panen".split()


def make_secret():
    """Return a word that stands nowhere else, and is one term."""
    return "".join(chr(random.randint(0x4e00, 0x9f00)) for _ in range(24))


def write_text(count):
    return " ".join(random.choices(WORDS, k=count))


def find_traces(cluster, *secrets):
    """Return which files of which nodes have one of these words."""
    wanted = [secret.encode() for secret in secrets]
    return {(number, path.name) for number, paths in cluster.files().items() for path in paths
            if path.exists() and any(each in path.read_bytes() for each in wanted)}


def fill(archive, *articles):
    others = [Article(f"n{n}", write_text(6), write_text(80)) for n in range(40)]
    for _ in archive.add([*articles, *others]):
        pass


def write_secret(id, title, body):
    return Article(id, f"Judul {title}", f"{write_text(30)} {body} {write_text(30)}")


def test_nothing_is_left_of_a_removed_article(healed, open_again):
    """Neither of its versions, nor of one that was removed before it was ever indexed."""
    archive = open_again()
    one, two, older = make_secret(), make_secret(), make_secret()
    fill(archive, write_secret("rahasia", one, older))
    list(archive.add([write_secret("rahasia", one, two)]))
    assert archive.search(Query(one)).total == 1
    assert find_traces(healed, one) and find_traces(healed, two)
    assert archive.remove(["rahasia"]) == ["rahasia"]
    assert archive.search(Query(one)).total == 0
    assert find_traces(healed, one, two, older) == set()
    assert archive.verify() == []


def test_a_node_that_was_away_is_named_and_erased_later(healed, open_again, caplog):
    archive = open_again()
    secret = make_secret()
    fill(archive, write_secret("rahasia", secret, secret))
    away = next(iter(find_traces(healed, secret)))[0]
    healed.kill(away)
    healed.wait_for("yellow", nodes=2)
    with caplog.at_level(logging.WARNING):
        assert archive.remove(["rahasia"]) == ["rahasia"]
    assert "on nodes that are away and may hold the text" in caplog.text
    assert archive.search(Query(secret)).total == 0
    assert {number for number, _ in find_traces(healed, secret)} == {away}
    healed.start(away)
    healed.wait_for("green")
    list(open_again().add([Article("lain", "Panen", "Panen raya.")]))
    assert find_traces(healed, secret) == set()
