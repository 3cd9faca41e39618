"""Whatever the bytes, a reader neither fails nor loses an article silently."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import formats
from indexer.record import Record, Rejection
from indexer.rejected import encode_rejection

from support.examples import count_examples
from support.reading import COMPRESSORS, fields, read, read_named
from support.samples import ARCHIVES, SAMPLES

FORMATS = st.sampled_from([*formats.FORMATS, *ARCHIVES, "jsonl.zst", "csv.gz"])
PARTS = st.lists(st.sampled_from([
    b"title", b"<item>", b"</item>", b"<rss>", b"<feed ", b"<p>", b"&", b'"', b",", b"\n", b"\r",
    b"{", b"}", b"[", b"]", b":", b"\\", b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"PK\3\4",
    b"1", b"]]>", b"<![CDATA[", b"data:", b"\xc3\x83\xc2\xa9", b"\xe2\x80\xa8",
]), max_size=25).map(b"".join)


def mutated(content, changes):
    content = bytearray(content)
    for at, length, new in changes:
        at = int(at * len(content))
        content[at:at + length] = new
    return bytes(content)


CHANGES = st.lists(st.tuples(
    st.floats(0, 1, exclude_max=True), st.integers(0, 3), st.binary(max_size=3) | PARTS,
), min_size=1, max_size=3)


def sound(found):
    for each in found:
        assert isinstance(each, (Record, Rejection)) and each.location.line >= 1
        if isinstance(each, Rejection):
            assert each.reason and encode_rejection(each)
        else:
            assert json.dumps(each.fields)


def test_there_is_a_sample_of_each_format():
    assert SAMPLES.keys() >= formats.FORMATS.keys()


@settings(max_examples=count_examples(250))
@given(FORMATS, st.binary(max_size=80) | PARTS)
def test_any_bytes_give_records_or_rejections(format, content):
    sound(read(content, format))


@pytest.mark.parametrize("format", SAMPLES)
@settings(max_examples=count_examples(60))
@given(changes=CHANGES)
def test_a_damaged_file_gives_records_and_rejections(format, changes):
    sound(read(mutated(SAMPLES[format], changes), format))


def numbers(found):
    """Return the numbers of the records that are read, or kept in a rejection."""
    there = set()
    for each in found:
        text = str(each.fields) if isinstance(each, Record) else f"{each.fields} {each.raw}"
        there |= {int(number) for number in re.findall(r"Judul (\d)(?!\d)", text)}
        there |= {int(number) for number in re.findall(r"/(\d)\.txt", each.location.file)}
    return there


@pytest.mark.parametrize("format, before, after", [
    ("jsonl", 11, "\n"), ("csv", 0, '"\n'), ("tsv", 0, "\n"), ("json", 11, "}]}, "),
    ("feed", 13, "</item>\n"),
])
@settings(max_examples=count_examples(120))
@given(data=st.data())
def test_damage_to_one_record_spares_the_others(format, before, after, data):
    content = SAMPLES[format]
    begin = content.index(b"Judul 3") - before
    end = content.index(after.encode(), begin) + len(after)
    place = data.draw(st.integers(begin, end - 3))
    new = data.draw(st.binary(max_size=3) | PARTS.map(lambda part: part[:8]))
    damaged = content[:place] + new + content[place + data.draw(st.integers(0, 2)):]
    found = read(damaged, format)
    sound(found)
    assert numbers(found) >= {0, 1, 2, 4, 5}


@settings(max_examples=count_examples(120))
@given(at=st.floats(0, 1, exclude_max=True), byte=st.integers(1, 255))
def test_a_flipped_byte_in_a_zip_loses_no_member_silently(at, byte):
    content = bytearray(SAMPLES["zip"])
    content[int(at * len(content))] ^= byte
    found = read(bytes(content), "zip")
    sound(found)
    assert any(isinstance(each, Rejection) for each in found) or len(fields(found)) >= 5


@settings(max_examples=count_examples(60))
@given(st.sampled_from(["a.txt", "a.jsonl", "a.csv"]), st.sampled_from([*COMPRESSORS]), st.one_of(
    st.binary(max_size=60),
    st.lists(st.sampled_from([b"title", b"body", b",", b'"', b"\n", b"\r", b"{", b"}", b":", b"\0",
                              b"\xff", b"\xef\xbb\xbf", b"1"]), max_size=20).map(b"".join),
))
def test_any_file_gives_records_or_rejections(name, packed, content):
    whole = read_named(name + packed, COMPRESSORS[packed](content))
    for each in [*whole, *read_named(name + packed, content)]:
        assert isinstance(each, (Record, Rejection)) and each.location.line >= 1
