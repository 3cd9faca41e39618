"""Terms are sorted as Python sorts bytes."""

from hypothesis import given
from hypothesis import strategies as st

from search.engines.whoosh.segments.builder import texts
from search.engines.whoosh.segments.term_order import sort_terms

BEGINNINGS = st.sampled_from([b"", b"a", b"pertanggungjawab", b"dipertanggungjawabkan", b"\0" * 9])
TERMS = st.builds(bytes.__add__, BEGINNINGS, st.binary(max_size=18))


@given(st.lists(TERMS, unique=True, max_size=40))
def test_terms_are_in_byte_order(terms):
    order = sort_terms(*texts(terms).values())
    assert [terms[number] for number in order] == sorted(terms)
