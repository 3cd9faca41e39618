"""JSON in bytes: what is written fast reads back as what Python's own encoder writes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.store.opensearch import json_lines

PIECES = st.sampled_from(
    ["a", "kata " * 30, '"', "\\", "\\n", "\n", "\r\n", "\t", "\x00", "\x1f", "\x7f", "é", "\u2028",
     "𝔄"])
TEXTS = st.lists(PIECES).map("".join) | st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXTS)
def test_texts_are_written_as_by_pythons_encoder(text):
    assert json_lines.write_text(text).decode() == json.dumps(text, ensure_ascii=False)


@given(TEXTS)
def test_json_is_enclosed_as_by_pythons_encoder(text):
    written = json.dumps([text, 1], ensure_ascii=False)
    assert json_lines.enclose(written.encode()).decode() == json.dumps(
        written, ensure_ascii=False)


@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), TEXTS | st.integers() | st.none()))
def test_objects_have_the_values_they_are_given(values):
    written = json_lines.write_object(
        {name.encode(): json_lines.write_any(value) for name, value in values.items()})
    assert json.loads(written) == values


@pytest.mark.parametrize("length", [1, 1_000])
def test_half_a_surrogate_pair_is_no_text_but_may_be_in_a_value(length):
    text = "a" * length + "\ud800"
    with pytest.raises(UnicodeEncodeError):
        json_lines.write_text(text)
    assert json.loads(json_lines.write_any({"by": [text]})) == {"by": [text]}
