"""What the API and the page say of other writings, and how they are left out."""

import pytest

from search import Article
from web import create_app

from support.api import ask
from support.page_reader import english, find, get, text


@pytest.fixture(scope="module")
def client(make_archive):
    archive = make_archive("oracle")
    for _ in archive.add([
        Article("a", "Tamu", "Utusan Korea Utara tiba."),
        Article("b", "Tamu", "Utusan Korut pergi."), Article("c", "Toko", "Jack Ma tiba."),
        Article("d", "Hakim", "MA, Mahkamah Agung, bersidang."),
    ]):
        pass
    return create_app(archive).test_client()


def test_the_api_says_what_was_looked_for_too(client):
    answer = ask(client, q="Korut")
    assert answer["interpreted"]["equivalents"] == [
        {"text": "Korut", "writings": ["Korea Utara"], "applied": True}]
    assert answer["total"] == 2
    answer = ask(client, q="Korut", expand="false")
    assert answer["interpreted"]["equivalents"] == [] and answer["total"] == 1
    assert "expand=false" in answer["links"]["self"]


def test_the_api_says_what_is_offered(client):
    [offered] = ask(client, q="MA")["interpreted"]["equivalents"]
    assert offered == {"text": "MA", "writings": ["Mahkamah Agung"], "applied": False}


def test_one_click_undoes_it_and_another_brings_it_back(client):
    page = get(client, english("/?q=Korut"))
    assert "Korut is also looked for as Korea Utara." in text(find(page, "body")[0])
    [undo] = [a for a in find(page, "a") if text(a) == "Search only as typed"]
    page = get(client, undo.attrs["href"])
    assert "looked for" not in text(find(page, "body")[0])
    [again] = [a for a in find(page, "a") if text(a).startswith("Also search")]
    assert "expand" not in again.attrs["href"]


def test_an_offer_is_a_link(client):
    page = get(client, english("/?q=MA"))
    said = "Articles with MA that also have Mahkamah Agung come first."
    assert said in text(find(page, "body")[0])
    assert said not in text(find(get(client, english("/?q=MA&sort=newest")), "body")[0])
    [offer] = [a for a in find(page, "a") if text(a) == '"Mahkamah Agung"']
    found = find(get(client, offer.attrs["href"]), "h2", lang="id")
    assert list(map(text, found)) == ["Hakim"]


def test_an_article_is_marked_as_its_hit_was(client):
    for address, marks in [("/articles/a?q=Korut", ["Korea", "Utara"]),
                           ("/articles/a?q=Korut&expand=false", [])]:
        assert [text(mark) for mark in find(get(client, address), "mark")] == marks
