"""The copies of a story: by time, compared word by word, for programs and as a page."""

import pytest

from search import Article
from search.explore import copies
from web import create_app
from web.settings import Settings

from support.api import read_problem
from support.page_reader import find, get, text

SAME = (
    "Petani garam menjemur hasil panen di tepi pantai sejak pagi lalu menimbang karung yang berat. "
    "Pedagang dari kota datang membawa truk, menawar harga, dan pulang sebelum hujan turun lagi. ")


@pytest.fixture(scope="module")
def client(make_archive):
    archive = make_archive("whoosh")
    list(archive.add([
        Article("baru/1", "Garam <naik>", SAME.replace("karung", "peti") + "Selesai.",
                outlet="Arus & Kota", published="2007-02-14"),
        Article("awal", "Garam", SAME, outlet="Kabar Nusa", published="2007-02-13"),
        Article("lain", "Garam", SAME.replace(" ", "\n")),
        Article("sendiri", "Panen", "Tidak ada yang sama.")]))
    return create_app(archive).test_client()


def list_texts(node):
    """Return the texts in an element, those that only screen readers get too."""
    return [child if isinstance(child, str) else text(child) for child in node.children]


@pytest.mark.parametrize("id", ["awal", "lain", "baru/1"])
def test_each_copy_is_compared_with_the_earliest(client, id):
    answer = client.get(f"/api/v1/stories/{id}").json
    first, second, third = answer["copies"]
    assert (answer["id"], answer["size"]) == ("awal", 3)
    assert [each["id"] for each in answer["copies"]] == ["awal", "baru/1", "lain"]
    assert first["body_diff"] == first["title_diff"] == []
    assert (second["inserted"], second["deleted"], second["complete"]) == (3, 1, True)
    changed = [tuple(each.values()) for each in second["title_diff"] + second["body_diff"]
               if each["difference"] != "equal"]
    assert changed == [("insert", "<naik>"), ("delete", "karung"), ("insert", "peti"),
                       ("insert", "Selesai.")]
    assert (third["inserted"], third["deleted"]) == (0, 0)
    assert (second["links"]["page"], answer["links"]["page"]) == (
        "/articles/baru%2F1", "/stories/awal")


def test_pages_have_absolute_addresses_where_the_public_one_is_known(make_archive):
    archive = make_archive("whoosh")
    list(archive.add([Article("a", "Garam", SAME), Article("b", "Garam", SAME)]))
    client = create_app(archive, Settings(public_url="https://arsip.example")).test_client()
    [hit, _] = client.get("/api/v1/search?q=garam&sort=oldest").json["hits"]
    copies_, article = client.get("/api/v1/stories/a").json, client.get("/api/v1/articles/a").json
    assert [each["links"]["page"] for each in (hit, copies_["copies"][0], article)] == [
        "https://arsip.example/articles/a"] * 3
    assert [each["links"]["page"] for each in (hit["story"], copies_, article["story"])] == [
        "https://arsip.example/stories/a"] * 3


def test_what_both_texts_have_can_be_put_together_again():
    before, after = "a b c a b c x y", "c a b d a b y"
    parts = list(copies.list_diff(before, after))
    for text_, left_out in ((before, "insert"), (after, "delete")):
        kept = [each.text for each in parts if each.difference != left_out]
        assert " ".join(kept) == text_


def test_long_texts_and_many_copies_stay_within_bounds(client, monkeypatch):
    monkeypatch.setattr(copies, "MAX_COMPARED", 4)
    monkeypatch.setattr(copies, "MAX_COPIES", 2)
    answer = client.get("/api/v1/stories/awal", base_url="http://tak.dikenal").json  # not kept
    assert [each["id"] for each in answer["copies"]] == ["awal", "baru/1"] and answer["size"] == 3
    assert not answer["copies"][1]["complete"]
    assert answer["copies"][1]["body_diff"] == [
        {"difference": "equal", "text": "Petani garam menjemur hasil"}]


@pytest.mark.parametrize("address, status", [
    ("/api/v1/stories/sendiri", 404), ("/api/v1/stories/tiada", 404),
    ("/api/v1/stories/awal?x=1", 422)])
def test_what_has_no_copy_is_not_found(client, address, status):
    read_problem(client.get(address), status)
    page = client.get(address.replace("/api/v1", ""))
    assert page.status_code == {"sendiri": 302, "tiada": 404}.get(address.split("/")[-1], 200)


def test_the_page_marks_what_was_inserted_and_deleted(client):
    page = get(client, "/stories/awal?lang=en")
    assert [list_texts(each) for each in find(page, "del")] == [
        ["deleted:", "karung", "end of change."]]
    assert list_texts(find(page, "ins")[0]) == ["inserted:", "<naik>", "end of change."]
    sources = " ".join(map(text, find(page, "p", cls="source")))
    assert "Words inserted: 3, deleted: 1" in sources and "No word differs" in sources
    links = [a.attrs["href"] for a in find(get(client, "/articles/lain"), "a")]
    assert "/stories/awal" in links
