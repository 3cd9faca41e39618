"""What a reader on a slow line waits for: the size of pages, style and script."""

import gzip
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest

import web
from search import Article
from web import create_app

STATIC = Path(web.__file__).parent / "static"
SCRIPT = (STATIC / "warta.js").read_text("utf-8")


@pytest.mark.parametrize("suffix", ["css", "js"])
def test_style_and_scripts_are_small(suffix):
    sent = [gzip.compress(path.read_bytes()) for path in STATIC.glob(f"*.{suffix}")]
    assert sent and sum(map(len, sent)) <= 12_000


@pytest.mark.parametrize("path", [
    "/", "/?q=nuklir", "/?q=nuklir&page_size=100", "/articles/kn-1", "/help", "/outlets"])
def test_a_page_is_small(client, path):
    response = client.get(path)
    assert response.status_code == 200 and len(response.data) <= 50_000


@pytest.fixture(scope="module")
def full(make_archive):
    """A service over long articles with many words that match, of many outlets and the like."""
    archive = make_archive("whoosh")
    list(archive.add(build_full_article(number) for number in range(200)))
    return create_app(archive).test_client()


def build_full_article(number):
    """Return an article with a value of its own of each facet."""
    of_its_own = {name: f"{name} ke-{number}" for name in ("rubric", "place", "byline", "tag")}
    body = " ".join([
        f"Gempa dan banjir terjadi lagi di desa {number}.",
        f"Warga ke-{number} yang ditemui kemarin berharap agar jalan {number} segera dibuka lagi.",
        f"Kepala desa {number} berjanji bahwa {number} rumah diperbaiki."] * 20)
    return Article(
        f"kabar-{number}", f"Gempa, banjir dan longsor di desa nomor {number} hari ini", body,
        outlet=f"Kabar Daerah {number}", published=f"{2000 + number % 24}-01-02", extra=of_its_own)


def choose(values):
    """Return parameters that select as many values of each filter."""
    names = ("outlet", "rubric", "place", "byline", "tag")
    return [(name, f"Kabar Daerah {n}" if name == "outlet" else f"{name} ke-{n}")
            for name in names for n in range(values)]


@pytest.mark.parametrize("chosen", [0, 5, 24, 50])
@pytest.mark.parametrize("more", [
    {"page_size": 100, "view": "ringkas"}, {"facet": "outlet"}, {"collapse": "none", "lang": "en"},
    {"q": "gempa banjir atau longsor di desa", "view": "ringkas"}])
def test_results_are_small_whatever_is_asked_for(full, chosen, more):
    asked = {"q": "gempa banjir", "view": "lengkap", **more}
    response = full.get(f"/?{urlencode(choose(chosen) + list(asked.items()))}")
    assert response.status_code == 200 and len(response.data) <= 50_000


@pytest.fixture(scope="module")
def daily(make_archive):
    """A service over an article of each of sixty days, of many sections and the like."""
    archive = make_archive("whoosh")
    days = [date(2019, 8, 1) + timedelta(number) for number in range(60)]
    list(archive.add(replace(build_full_article(number), published=str(day))
                     for number, day in enumerate(days)))
    return create_app(archive).test_client()


@pytest.mark.parametrize("more", [{}, {"page_size": 20, "view": "lengkap"}, {"share": "true"}])
def test_results_are_small_with_a_bar_for_each_of_many_days(daily, more):
    asked = {"q": "gempa", "from": "2019-08-01", "to": "2019-09-29", **more}
    response = daily.get(f"/?{urlencode(asked)}")
    assert response.status_code == 200 and response.text.count("<rect x=") == 60
    assert len(response.data) <= 50_000


def test_the_script_has_small_functions_that_say_what_they_do():
    lines = SCRIPT.splitlines()
    assert max(map(len, lines)) <= 100
    for at, line in enumerate(lines):
        if re.match(r"(async )?function", line):
            assert lines[at - 1].startswith("/** ") and lines[at - 1].endswith(". */"), line
            assert lines[at:].index("}") <= 25, line


@pytest.mark.parametrize("unsafe", [
    "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function",
    ".style", "cookie", "sessionStorage"])
def test_the_script_turns_no_text_into_code_or_style_and_keeps_nothing_of_a_reader(unsafe):
    assert unsafe not in SCRIPT
