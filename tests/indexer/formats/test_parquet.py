"""Tables in Parquet, if pyarrow is installed, and what is said if it is not."""

import gzip
import io
import sys
from datetime import date, datetime, timedelta, timezone

import pytest

from indexer import formats
from indexer.formats import parquet

from support.built_articles import build_article
from support.reading import Pipe, fields, read, read_named, rejected
from support.samples import build_parquet

ROW = {"judul": "Harga beras", "isi": "Harga beras naik di Palu."}


def test_without_the_library_the_reason_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    [(line, reason)] = rejected(read_named("a.parquet", b"PAR1"))
    assert line == 1 and reason.startswith("pyarrow, which reads this format, is not installed")
    assert f"{sys.executable} -m pip install 'warta[parquet]'" in reason


@pytest.fixture
def library():
    """The library that reads Parquet."""
    reason = "pyarrow is not installed: pip install 'warta[parquet]'"
    return pytest.importorskip("pyarrow", reason=reason)


@pytest.mark.usefixtures("library")
class TestReading:
    """What needs the library."""

    def test_each_row_is_an_article(self):
        rows = [ROW | {"judul": f"Judul {n}"} for n in range(200)]
        data = build_parquet(rows)
        for name, content in (("a.parquet", data), ("a.PARQUET", data),
                              ("a.parquet.gz", gzip.compress(data))):
            found = read_named(name, content)
            assert fields(found) == rows
            assert [each.location.line for each in found] == list(range(1, 201))

    @pytest.mark.parametrize("options", [
        {"row_group_size": 7}, {"compression": "zstd"}, {"compression": "gzip"},
        {"use_dictionary": False}, {"data_page_version": "2.0"},
    ])
    def test_it_is_read_however_it_was_written(self, options):
        rows = [ROW | {"judul": f"Judul {n}"} for n in range(20)]
        assert fields(read(build_parquet(rows, **options), "parquet")) == rows

    @pytest.mark.parametrize("value, shown", [
        (date(2019, 4, 26), "2019-04-26"), (datetime(2019, 4, 26, 14, 5), "2019-04-26T14:05:00"),
        (datetime(2019, 4, 26, 14, 5, tzinfo=timezone(timedelta(hours=7))),
         "2019-04-26T14:05:00+07:00"),
    ])
    def test_dates_are_written_as_in_iso_8601(self, value, shown):
        [record] = read(build_parquet([ROW | {"tanggal": value}]), "parquet")
        if value.__class__ is datetime and value.tzinfo:
            assert datetime.fromisoformat(record.fields["tanggal"]) == value
        else:
            assert record.fields["tanggal"] == shown
        assert build_article(record).published.startswith(shown[:10])

    def test_lists_objects_and_numbers_are_kept_and_nothing_is_left_out(self):
        more = {"tags": ["beras", "palu"], "author": {"name": "Wira", "id": 7.0}, "views": 3.0,
                "share": 0.5, "kosong": None, "hampa": ""}
        [found] = fields(read(build_parquet([ROW | more]), "parquet"))
        assert found == ROW | {"tags": ["beras", "palu"], "author": {"name": "Wira", "id": 7},
                               "views": 3, "share": 0.5}

    def test_pictures_are_left_out(self):
        rows = [ROW | {"image": {"bytes": b"\x89PNG", "path": "a.png"}, "raw": b"\xff"}]
        assert fields(read(build_parquet(rows), "parquet")) == [ROW]

    def test_a_table_without_titles_and_bodies_is_rejected_once(self):
        data = build_parquet([{"harga": 1, "kota": "Palu"}] * 9)
        [(line, reason)] = rejected(read(data, "parquet"))
        assert line == 1 and "harga" in reason

    @pytest.mark.parametrize("data", [b"", b"PAR1", b"PAR1" * 9, b"Isi." * 99])
    def test_what_is_no_table_is_rejected(self, data):
        found = read(data, "parquet")
        assert not fields(found) and "not a table of articles in Parquet" in rejected(found)[0][1]

    def test_damage_costs_only_the_rows_behind_it(self):
        rows = [ROW | {"judul": f"Judul {n} " + "abcdefgh"[n % 8] * 50} for n in range(100)]
        data = bytearray(build_parquet(
            rows, row_group_size=10, use_dictionary=False, compression="zstd"))
        data[len(data) // 2:len(data) // 2 + 40] = b"\xff" * 40
        found = read(bytes(data), "parquet")
        assert 10 <= len(fields(found)) < 100 and fields(found)[:10] == rows[:10]
        assert "cannot be read" in rejected(found)[0][1]

    def test_limits_are_kept(self, monkeypatch):
        data = build_parquet([ROW, ROW | {"isi": "x" * 2_000}, ROW])
        monkeypatch.setattr(parquet, "_MAX_ROW_CHARACTERS", 1_000)
        found = read(data, "parquet")
        assert fields(found) == [ROW, ROW] and rejected(found)[0][0] == 2
        for limit, reason in (("_MAX_COLUMNS", "columns"), ("_MAX_GROUP_BYTES", "row group")):
            with monkeypatch.context() as patch:
                patch.setattr(parquet, limit, 1)
                assert reason in rejected(read(data, "parquet"))[0][1]

    def test_it_can_be_read_from_a_pipe(self):
        pipe = io.BufferedReader(Pipe(build_parquet([ROW])))
        assert fields(formats.read_stream(pipe, "-", "parquet")) == [ROW]
