"""The recipes of CONTRIBUTING.md, followed to the letter in a copy of the tree.

They change only the files that the recipe lists, and then the new format and the new facet work.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RECIPES = (ROOT / "CONTRIBUTING.md").read_text("utf-8")

READER = '''"""Reads files of one article: its title, a line of dashes, its text."""

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from indexer.record import Location, Record, Rejection


def read(
    file: BinaryIO, name: str, mapping: Mapping[str, str]
) -> Iterator[Record | Rejection]:
    """Yield the one article of a file."""
    title, _, body = file.read().decode().partition("\\n---\\n")
    yield Record(location=Location(name), fields={"title": title, "body": body})
'''
ROW_OF_FORMAT = '    Format(name="kartu", endings=(".kartu",), read=lazily("kartu")),\n'
ROW_OF_FACET = '''    Facet(
        name="desk", values=_extra("desk"), several=True, order=Order.BY_COUNT,
        written="as articles have it", without="articles without a desk", filterable=True,
    ),
'''
WORDS_OF_FACET = '''    "desk": ("Meja", "Desk"),
    "none_desk": ("Tanpa meja", "No desk"),
'''
ARTICLES = [
    {"id": "a", "title": "Panen raya", "body": "Petani memanen padi.", "desk": "ekonomi"},
    {"id": "b", "title": "Harga beras", "body": "Harga padi turun.", "desk": "ekonomi"},
    {"id": "c", "title": "Tarian padi", "body": "Penari menyambut panen padi.", "desk": "budaya"},
]
PAGE = """
import json
from search import open_archive
from web import create_app
client = create_app(open_archive("whoosh:arsip")).test_client()
answer = client.get("/api/v1/search?q=padi&facet=desk&desk=budaya").get_json()
page = client.get("/?q=padi&desk=budaya").get_data(as_text=True)
print(json.dumps([answer, page]))
"""


def listed(heading):
    """Return the files that the recipe under a heading lists."""
    recipe = RECIPES.partition(f"### {heading}\n")[2].partition("\n### ")[0]
    return set(re.findall(r"^\d+\. `([\w./-]+)`", recipe, re.MULTILINE))


@pytest.fixture
def copy(tmp_path):
    """Return a copy of the packages, without compiled code."""
    for package in ("search", "indexer", "web"):
        shutil.copytree(ROOT / package, tmp_path / package,
                        ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def insert(path, before, text):
    """Insert text into a file before the first line that matches a pattern."""
    content = path.read_text("utf-8")
    place = re.search(before, content, re.MULTILINE).start()
    path.write_text(content[:place] + text + content[place:], "utf-8")


def changed(copy):
    """Return the files of the copy that differ from the tree."""
    return {
        str(path.relative_to(copy)) for package in ("search", "indexer", "web")
        for path in (copy / package).rglob("*.*") if "__pycache__" not in path.parts
        and not ((ROOT / path.relative_to(copy)).exists()
                 and (ROOT / path.relative_to(copy)).read_bytes() == path.read_bytes())
    }


def run(copy, *arguments):
    """Return what Python prints, run in the copy."""
    ran = subprocess.run([sys.executable, *arguments], cwd=copy, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def indexer(copy, *arguments):
    return run(copy, "-m", "indexer", "--engine", "whoosh:arsip", *arguments)


@pytest.mark.long
def test_a_format_needs_the_files_listed(copy):
    (copy / "indexer/formats/kartu.py").write_text(READER)
    registry = copy / "indexer/formats/registry.py"
    insert(registry, r"^\)\n\nFORMATS", ROW_OF_FORMAT)
    recipe = {name.replace("NAME", "kartu") for name in listed("… a format")}
    assert changed(copy) <= recipe

    (copy / "panen.kartu").write_text("Panen raya\n---\nPetani memanen padi.")
    found = json.loads(indexer(copy, "inspect", "--json", "panen.kartu"))
    assert found["article"]["title"] == "Panen raya"
    assert found["article"]["body"] == "Petani memanen padi."
    assert "kartu" in indexer(copy, "add", "--help")


@pytest.mark.long
def test_a_facet_needs_the_files_listed(copy):
    insert(copy / "search/facets.py", r"^\)\n\nFACETS", ROW_OF_FACET)
    insert(copy / "web/phrases.py", r'^    "outlet": ', WORDS_OF_FACET)
    assert changed(copy) <= listed("… a facet")

    lines = "".join(json.dumps(article) + "\n" for article in ARTICLES)
    (copy / "berita.jsonl").write_text(lines)
    indexer(copy, "add", "--jobs", "1", "berita.jsonl")
    page = json.loads(indexer(
        copy, "search", "padi", "--json", "--facet", "desk", "--desk", "ekonomi"))
    counts = [(bucket["value"], bucket["count"]) for bucket in page["facets"]["desk"]]
    assert counts == [("ekonomi", 2), ("budaya", 1)] and page["total"] == 2
    answer, html = json.loads(run(copy, "-c", PAGE))
    assert [hit["id"] for hit in answer["hits"]] == ["c"]
    assert "budaya" in html
