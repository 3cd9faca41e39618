"""What a reader on a slow line waits for: the size of pages, style and script."""

import gzip
import re
from pathlib import Path

import pytest

import web

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
