"""The fields of a record after mapping, each read once."""

import pytest

from indexer.fields.field_mapping import map_fields
from indexer.fields.values import UnusableRecord

RECORD = {
    "Judul": "Harga beras", "isi": "Naik.", "Sumber": "Kabar Nusa", "Tanggal": 2019,
    "link": " ", "guid": "a-1", "revision": 3, "date_precision": "day", "extra": {"a": 1},
    "rubrik": "Ekonomi", "harga": None,
}


def test_each_field_is_read_as_text():
    mapped = map_fields(RECORD, {})
    assert (mapped.id, mapped.title, mapped.body, mapped.outlet) == (
        "a-1", "Harga beras", "Naik.", "Kabar Nusa")
    assert (mapped.published, mapped.url, mapped.revision) == ("2019", None, 3)
    assert mapped.original_names["title"] == "Judul" and "byline" not in mapped.original_names


def test_the_rest_has_the_fields_that_no_property_reads():
    mapped = map_fields(RECORD, {})
    assert (mapped.rest, mapped.extra) == ({"rubric": "Ekonomi", "harga": None}, {"a": 1})
    assert mapped.has("rubric") and not mapped.has("harga") and not mapped.has("byline")


@pytest.mark.parametrize("revision", [0, -1, True, "3", 2.0, None, 10 ** 30])
def test_an_invalid_revision_is_an_ordinary_field(revision):
    mapped = map_fields({"revision": revision}, {})
    assert (mapped.revision, mapped.rest) == (None, {"revision": revision})


@pytest.mark.parametrize("field", ["id", "title", "body", "outlet", "url"])
@pytest.mark.parametrize("value", [True, {"a": 1}])
def test_a_value_that_is_no_text_makes_the_record_unusable(field, value):
    mapped = map_fields({field: value}, {})
    with pytest.raises(UnusableRecord, match=f"{field} must be text"):
        getattr(mapped, field)


def test_a_date_that_is_an_object_is_no_date():
    assert map_fields({"published": {"tahun": 2019}}, {}).published == ""
