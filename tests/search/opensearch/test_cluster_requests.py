"""How often a search asks a real cluster: the time of a page is mostly that of its requests."""

import pytest

from search import Article, Query, Sort
from web import create_app
from web.settings import Settings

pytestmark = pytest.mark.cluster

BODY = " ".join(f"{word} {number}" for number in range(12) for word in ("harga", "beras", "naik"))


@pytest.fixture(scope="module")
def archive(make_archive):
    archive = make_archive("opensearch")
    list(archive.add([
        Article("a", "Harga beras", BODY, outlet="Kabar Nusa", published="2013-06-01"),
        Article("b", "Harga beras naik", BODY, published="2013-06-02"),
        Article("c", "Gempa di Palu", "Gempa terasa di Palu.", published="2018"),
    ]))
    archive.search(Query("harga beras"))  # opens the point in time
    return archive


@pytest.fixture
def asked(archive, monkeypatch):
    """The paths that the cluster is asked for, from now on."""
    connection = archive._engine._connection
    ask, asked = connection.ask, []

    def note(method, path, *given, **named):
        asked.append(path)
        return ask(method, path, *given, **named)

    monkeypatch.setattr(connection, "ask", note)
    return asked


@pytest.fixture
def count_requests(archive, asked):
    """A function that returns how many requests a search takes, and its page."""
    def count(query):
        asked.clear()
        page = archive.search(query)
        return len(asked), page

    return count


@pytest.mark.parametrize("query, most", [
    (Query("harga beras", facets=("outlet", "year", "tag")), 3),
    (Query("harga beras", facets=("outlet", "year"), collapse="story", interval="month"), 3),
    (Query("harga beras", sort=Sort.NEWEST), 3),
    (Query("gempa Palu", sort=Sort.NEWEST), 2),
    (Query("harga beras", page_size=0), 2),
    (Query("harga jerapah"), 4),
])
def test_a_page_takes_few_requests(count_requests, query, most):
    requests, page = count_requests(query)
    assert requests <= most and page.total


@pytest.mark.parametrize("words", ["harga+beras", "harga+jerapah"])
def test_an_answer_reads_the_state_twice(archive, asked, words):
    """Before it is made, and afterwards, to see whether it may be kept."""
    client = create_app(archive, Settings(time_limit=30)).test_client()
    assert client.get(f"/api/v1/search?q={words}").json["total"]
    assert len([path for path in asked if "-state/" in path]) == 2


def test_a_page_of_stories_has_them_all(archive):
    [first, *_] = archive.search(Query("harga beras")).hits
    assert first.story.articles == ("a", "b")
