"""What a wrong clock does to dates."""

import json
from datetime import datetime, timedelta

import pytest

from indexer import dates
from indexer.dates import parser

NOW = datetime.now(dates.JAKARTA)
RECENT = (NOW - timedelta(30)).date().isoformat()
TOMORROW = (NOW + timedelta(2)).date().isoformat()
NEW = {"id": "https://kabarnusa.example/baru", "title": "Baru", "body": "Isi.", "date": RECENT}
OLD = {"id": "https://kabarnusa.example/lama", "title": "Lama", "body": "Isi lain.", "date": "2007"}


@pytest.fixture
def set_clock(monkeypatch):
    """A function that sets the clock by which dates are believed so many days back."""
    def set_clock(days):
        class Clock(datetime):
            @classmethod
            def now(cls, zone=None):
                return datetime.now(zone) - timedelta(days)

        monkeypatch.setattr(parser, "datetime", Clock)

    return set_clock


def published(indexer):
    exported = map(json.loads, indexer("export").out.splitlines())
    return {each["title"]: (each["published"], each["extra"].get("date_source"), each["revision"])
            for each in exported}


def test_a_clock_that_was_set_back_takes_no_date_away(indexer, write, set_clock):
    path = write("a.jsonl", [NEW, OLD])
    indexer("add", path)
    before = {"Baru": (RECENT, "field", 1), "Lama": ("2007", "field", 1)}
    assert published(indexer) == before
    set_clock(400)
    ran = indexer("add", "--json", path)
    assert (json.loads(ran.out)["unchanged"], json.loads(ran.out)["to_come"]) == (2, 1)
    assert "1 record not dated by what they state" in ran.err and "clock" in ran.err
    assert published(indexer) == before
    indexer("add", write("a.jsonl", [NEW | {"body": "Isi yang lebih panjang."}, OLD]))
    assert published(indexer) == before | {"Baru": (RECENT, "field", 2)}
    set_clock(0)
    assert "clock" not in indexer("add", path).err
    assert published(indexer) == before | {"Baru": (RECENT, "field", 2)}


def test_a_date_that_nobody_has_stored_is_not_believed_before_its_day(indexer, write):
    ran = indexer("add", "--json", write("a.jsonl", [NEW | {"date": TOMORROW}, OLD]))
    assert json.loads(ran.out)["to_come"] == json.loads(ran.out)["undated"] == 1
    assert published(indexer)["Baru"] == (None, None, 1)


def test_a_date_that_is_corrected_to_one_ahead_is_not_kept(indexer, write):
    indexer("add", write("a.jsonl", [NEW]))
    indexer("add", write("a.jsonl", [NEW | {"date": TOMORROW}]))
    assert published(indexer)["Baru"] == (None, None, 2)
