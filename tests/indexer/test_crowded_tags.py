"""Tags of so many attributes that libxml2 would take minutes: it compares each with all others."""

import pytest

from indexer.text.markup import limit_attributes, parse

NAMES = [f"a{number}" for number in range(60_000)]
WRITTEN = {
    "values": " ".join(f"{name}=1" for name in NAMES),
    "names alone": " ".join(NAMES),
    "values with angle brackets": " ".join(f'{name}=">"' for name in NAMES),
    "no blanks": "".join(f"{name}=''" for name in NAMES),
    "stray quotation marks": ' " '.join(NAMES),
    "stray angle brackets": " < ".join(NAMES),
    "stray equals signs": " = ".join(NAMES),
    "one quotation mark each": " ".join(f"{name}='" for name in NAMES),
}


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
def test_a_crowded_tag_keeps_a_thousand_attributes_and_its_text(written: str) -> None:
    page = parse(f"<html><body {written}><p>Pasar ikan.</p></body></html>")
    assert [each.text for each in page.iter("p")] == ["Pasar ikan."]
    assert 1_000 <= len(page.find("body").attrib) <= 1_001  # a stray mark may be counted for one


def test_ordinary_tags_of_a_long_page_stay() -> None:
    page = '<div class="isi utama" data-nomor=12 hidden><a href="/a?b=c">Pasar</a></div>' * 2_000
    assert limit_attributes(page) == page


def test_many_tags_of_many_attributes_stay() -> None:
    page = "<p " + " ".join(NAMES[:1_000]) + ">Pasar</p>"
    assert limit_attributes(page * 50) == page * 50
