"""The API's articles, outlets and health."""

import json
from urllib.parse import quote

import pytest

from search import Article
from web import create_app

from support.api import ask, bucket, ids
from support.news import ARTICLES, ODD, ODD_IDS


def test_an_article_is_returned_whole(client):
    found = client.get("/api/v1/articles/kn-1").json
    assert found == ARTICLES[0].to_dict() | {
        "story": None, "links": {"page": "/articles/kn-1"}}


REPORT = ("Jembatan lama di atas Sungai Kelam ditutup untuk kendaraan berat mulai Senin pagi "
          "karena dua tiang penyangganya retak setelah banjir bandang pekan lalu, kata dinas.")


def test_duplicates_can_be_collapsed_into_one_hit(archive):
    list(archive.add([
        Article("b", "Jembatan Ditutup", REPORT, outlet="Kabar Nusa", published="2010-03-01"),
        Article("a", "Jembatan Retak", REPORT, published="2010-03-02"),
        Article("c", "Jembatan Baru", "Dibuka.", outlet="Kabar Nusa"),
    ]))
    client = create_app(archive).test_client()
    story = {"id": "a", "size": 2, "outlets": ["Kabar Nusa", None],
             "links": {"page": "/stories/a"}}
    listed = ask(client, q="jembatan", sort="newest")
    assert [(hit["id"], hit["story"]) for hit in listed["hits"]] == [
        ("a", story), ("b", story), ("c", None)]
    assert (listed["total"], listed["total_articles"]) == (3, 3)
    assert "stories" not in listed["facets"]["outlet"][0]
    collapsed = ask(client, q="jembatan", sort="newest", collapse="story")
    assert [hit["id"] for hit in collapsed["hits"]] == ["a", "c"]
    assert (collapsed["total"], collapsed["total_articles"]) == (2, 3)
    assert collapsed["facets"]["outlet"][0] == {
        "value": "Kabar Nusa", "count": 2, "stories": 2, "selected": False}
    assert collapsed["facets"]["year"][0] == {
        "value": 2010, "count": 2, "stories": 1, "selected": False}
    assert "collapse=story" in collapsed["links"]["self"]
    assert client.get("/api/v1/articles/b").json["story"] == story | {"articles": ["b", "a"]}
    refused = client.get("/api/v1/search?collapse=outlet")
    assert refused.status_code == 422 and refused.json["errors"][0]["parameter"] == "collapse"


def test_an_article_gives_its_revision(archive):
    for body in ("satu", "dua", "dua", "tiga"):
        list(archive.add([Article("a", "judul", body)]))
    found = create_app(archive).test_client().get("/api/v1/articles/a").json
    assert (found["body"], found["revision"]) == ("tiga", 3)


@pytest.mark.parametrize("kept", ["/", ""])
@pytest.mark.parametrize("id", ODD_IDS)
def test_an_article_is_found_by_its_percent_encoded_id(client, id, kept):
    response = client.get(f"/api/v1/articles/{quote(id, safe=kept)}")
    assert (response.status_code, response.json.get("id")) == (200, id)


def test_an_article_is_valid_json_whatever_its_extra_fields(archive):
    list(archive.add([Article("a", "judul", extra={"nilai": float("nan")})]))
    sent = create_app(archive).test_client().get("/api/v1/articles/a").text
    assert json.loads(sent, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))


def test_outlets_are_listed_with_their_number_of_articles(client):
    assert client.get("/api/v1/outlets").json == {"outlets": [
        bucket("Pojok", len(ODD)), bucket("Harian Sagara", 2), bucket("Kabar Nusa", 2),
        bucket("Lentera Pos", 2), bucket(None, 2), bucket('Harian <b>"Jahat" & Co</b>', 1),
    ]}


def test_a_working_service_is_healthy_and_ready(client):
    assert client.get("/healthz").json == {"status": "ok"}
    assert client.get("/readyz").json == {"status": "ready", "articles": len(ARTICLES)}


def test_a_cluster_that_lacks_copies_is_ready_with_a_warning(client, monkeypatch):
    monkeypatch.setattr("search.Archive.find_warning", lambda archive: "3 of 12 copies, see a:9200")
    assert client.get("/readyz").json == {
        "status": "ready", "articles": len(ARTICLES),
        "warning": "copies of the archive are missing"}


def test_readiness_takes_no_longer_the_more_articles_there_are(client, monkeypatch):
    monkeypatch.delattr("search.store.tally.count")  # it reads all rows
    assert client.get("/readyz").json == {"status": "ready", "articles": len(ARTICLES)}


def test_an_archive_that_began_with_an_undated_article_can_be_searched(archive):
    list(archive.add([Article("a", "gempa tanpa tanggal")]))
    list(archive.add([Article("b", "gempa bertanggal", published="2007")]))
    assert set(ids(ask(create_app(archive).test_client(), q="gempa"))) == {"a", "b"}
