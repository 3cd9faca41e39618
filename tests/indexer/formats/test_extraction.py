"""The text of saved pages in the layouts of many portals, against the text they should give."""

import re
import time
from collections import Counter

import pytest

from support.portal_pages import PORTALS
from support.reading import read


def count_words(text):
    return Counter(re.findall(r"\w+", text.casefold()))


@pytest.mark.parametrize("portal", PORTALS, ids=[each.name for each in PORTALS])
def test_the_whole_article_is_extracted_and_little_else(portal):
    [record] = read(portal.html, "html")
    words = count_words(record.fields["body"])
    gold = count_words("\n".join(portal.paragraphs))
    shared = sum((words & gold).values())
    assert shared >= 0.97 * sum(gold.values()) and shared >= 0.8 * sum(words.values())
    assert record.fields["extraction"]
    assert record.fields["title"] == portal.title
    assert "Desa" not in record.fields.get("byline", "")


@pytest.mark.parametrize("piece", [
    "<div><p>Satu kalimat panjang tentang pasar ikan yang atapnya roboh sejak hujan lebat.</p>",
    "<div class=comment><a href=b>tautan yang panjang</a><p>Teks.</p></div>", "<ul><li>butir",
])
def test_large_pages_are_extracted_in_linear_time(piece):
    began = time.process_time()
    read(piece * (800_000 // len(piece)), "html")
    assert time.process_time() - began < 10
