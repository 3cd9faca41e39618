"""What takes too long is refused, or answered in part; the answer says which, on every route."""

from itertools import count

import pytest

from search import budget
from search.budget import Omission
from web import create_app
from web.settings import Settings, WrongSettings, build_settings

PATHS = [
    "/", "/?q=nuklir+sanksi", "/?q=nuklir&page=9", "/?q=nuklri&outlet=Tiada&year=2007", "/outlets",
    "/articles/kn-1?q=nuklir&pos=1", "/tren?q=nuklir&q=sanksi", "/konkordansi?q=nuklir",
    "/istilah?q=nuklir", "/embed?q=nuklir", "/tanggal/2007/02/13", "/feed.atom?q=nuklir",
    "/api/v1/search?q=nuklir+sanksi&interval=auto&explain=true", "/api/v1/search?q=nuklri",
    "/api/v1/trends?q=nuklir", "/api/v1/terms?q=nuklir", "/api/v1/concordance?q=nuklir",
    "/api/v1/suggest?q=nuk", "/api/v1/coverage", "/api/v1/outlets", "/api/v1/status",
    "/api/v1/articles/kn-1/related", "/api/v1/export?q=nuklir", "/sitemap.xml",
]


@pytest.fixture
def limited(filled_archive, monkeypatch):
    """A function that asks a service whose time ends after so many looks at the clock."""
    settings = Settings(time_limit=0.5, embed_origins=("*",))
    client = create_app(filled_archive, settings).test_client()

    def get(path, checks, **headers):
        ticks = count(-checks)
        monkeypatch.setattr(budget, "wall_clock", count(step=1_000).__next__)
        monkeypatch.setattr(budget, "clock", lambda: max(next(ticks), 0))
        return client.get(path, headers=headers)

    return get


@pytest.mark.parametrize("path", PATHS[::3])
def test_where_the_time_ends_an_answer_is_whole_or_says_so(limited, path):
    check_answers(limited, path, (0, 2, 7))


@pytest.mark.long  # the same for every moment at which it may end
@pytest.mark.parametrize("path", PATHS)
def test_wherever_the_time_ends_an_answer_is_whole_or_says_so(limited, path):
    assert limited(path, 10_000).status_code in (200, 404)
    check_answers(limited, path, range(60))


def check_answers(limited, path, moments):
    for checks in moments:
        response = limited(path, checks)
        assert response.status_code in (200, 400, 404), checks
        partial = b"Jawaban ini tidak lengkap" in response.data
        if response.status_code == 400:
            assert b"terlalu lama" in response.data or "ask for less" in response.json["detail"]
        elif response.is_json and "partial" in response.json:
            left_out, partial = response.json["left_out"], response.json["partial"]
            assert partial == bool(left_out) and {*left_out} <= {*map(str, Omission)}
        assert not (partial and "ETag" in response.headers)


def test_a_problem_says_what_to_do(limited):
    response = limited("/api/v1/search?q=nuklir", 0)
    assert response.status_code == 400 and "ask for less" in response.json["detail"]
    english = limited("/?q=nuklir&lang=en", 0)
    assert english.status_code == 400 and "takes too long" in english.text


def test_an_answer_in_part_says_what_it_lacks(limited):
    answers = [limited("/api/v1/search?q=nuklri", checks) for checks in range(4, 24, 4)]
    assert any("suggestions" in answer.json.get("left_out", ()) for answer in answers)
    pages = [limited("/?q=nuklri&lang=en", checks).text for checks in range(4, 24, 4)]
    assert any("This answer is incomplete" in page for page in pages)
    assert "answer is incomplete" not in limited("/?q=nuklri&lang=en", 10_000).text


def test_coverage_in_part_has_the_first_outlets(limited):
    answers = [limited("/api/v1/coverage", checks).json for checks in range(2, 15)]
    pages = [limited("/outlets?lang=en", checks).text for checks in range(2, 15)]
    whole = limited("/api/v1/coverage", 10_000).json
    parts = [answer for answer in answers if "outlets" in answer.get("left_out", ())]
    assert parts
    for part in parts:
        assert part["total"] == whole["total"]
        names = [each["outlet"] for each in part["outlets"]]
        assert names == [each["outlet"] for each in whole["outlets"]][:len(names)]
        assert 0 < len(names) < whole["total"]
    assert any("Missing: the last outlets." in page for page in pages)


def test_a_page_that_lacks_the_count_of_all_words_says_how_many_are_enough(limited):
    path = "/?q=gempa+mengguncang+Aceh+Palu&lang=en"
    pages = [limited(path, checks) for checks in range(2, 30)]
    assert {page.status_code for page in pages} <= {200, 400}
    assert any("2 with at least 2 of 4 words." in page.text for page in pages)
    assert "None with all 4 words, 2 with at least 2 of them." in limited(path, 10_000).text


@pytest.mark.parametrize("value", [0, 61, "cepat"])
def test_a_wrong_limit_is_refused(value):
    with pytest.raises(WrongSettings, match="time_limit"):
        build_settings({"time_limit": value})


def test_the_limit_is_for_one_request_only(client):
    assert not budget.is_spent()
    assert client.get("/api/v1/search?q=nuklir").json["partial"] is False
    assert not budget.is_spent()


def test_words_that_stand_for_too_many_are_refused(filled_archive, monkeypatch):
    monkeypatch.setattr(budget, "MAX_FORMS", 1)
    client = create_app(filled_archive).test_client()
    page, answer = client.get("/?q=n*"), client.get("/api/v1/search?q=n*")
    assert page.status_code == 400 and "mewakili lebih dari 1 kata" in page.text
    assert answer.status_code == 400 and "write more letters" in answer.json["detail"]
    assert client.get("/?q=nuklir").status_code == 200
