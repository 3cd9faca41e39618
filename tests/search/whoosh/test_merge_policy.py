"""The merge policy: few segments for a reader, none too large, nothing rewritten too often."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.whoosh.commits import merge_policy
from search.engines.whoosh.commits.merge_policy import MAX_OPEN_SEGMENTS
from search.engines.whoosh.commits.merge_policy import MAX_OPEN_SEGMENTS_LOADING as LOADING
from search.engines.whoosh.commits.merge_policy import MAX_SEGMENT_DOCUMENTS as LARGEST
from search.engines.whoosh.commits.merge_policy import SegmentSize, plan_merges

HALF = LARGEST // 2

SIZES = st.lists(st.builds(
    SegmentSize, st.one_of(st.integers(1, 30_000), st.integers(1, LARGEST)),
    st.one_of(st.just(0), st.integers(0, LARGEST))), max_size=60)


def build_sizes(*live):
    return [SegmentSize(count) for count in live]


def apply(sizes, more=False):
    """Return the sizes after merging, and how many documents were written."""
    made, done, written = [], 0, 0
    for run in plan_merges(sizes, more):
        size = sum(each.live for each in sizes[run.start:run.stop])
        made += [*sizes[done:run.start], SegmentSize(size)]
        done, written = run.stop, written + size
    return [*made, *sizes[done:]], written


@given(SIZES, st.booleans())
def test_runs_are_in_order_and_none_is_too_large(sizes, more):
    done = 0
    for run in plan_merges(sizes, more):
        assert done <= run.start < run.stop <= len(sizes)
        some = sizes[run.start:run.stop]
        assert sum(size.live for size in some) <= LARGEST
        assert len(some) > 1 or some[0].is_wasteful
        done = run.stop


@given(SIZES)
def test_what_is_merged_stays_as_it_is(sizes):
    made, _ = apply(sizes)
    assert list(plan_merges(made)) == [] and not any(size.is_wasteful for size in made)


@given(SIZES)
def test_a_reader_sees_few(sizes):
    made, _ = apply(sizes)
    live = [size.live for size in made]
    assert len(made) <= MAX_OPEN_SEGMENTS + 1 + 4 * sum(live) / LARGEST
    if sum(live) <= LARGEST and not any(size.is_full for size in sizes):
        assert len(made) <= MAX_OPEN_SEGMENTS
        assert all(one >= merge_policy.SIZE_FACTOR * other or len(made) == MAX_OPEN_SEGMENTS
                   for one, other in zip(live, live[1:]))


@pytest.mark.parametrize("unit", [300, 10_000, 11_000, 60_000, 140_000])
def test_a_load_writes_each_document_a_few_times_whatever_its_length(unit):
    sizes, written, total, most = [], 0, 0, 0
    for _ in range(500):
        sizes, more_written = apply([*sizes, SegmentSize(unit)], more=True)
        written, total, most = written + more_written, total + unit, max(most, len(sizes))
    sizes, more_written = apply(sizes)
    assert (written + more_written) / total <= (15 if unit == 300 else 1.1)
    assert most <= LOADING + 4 * total / LARGEST + 1
    assert sum(size.live for size in sizes) == total


@pytest.mark.parametrize("sizes, runs", [
    ((), []),
    ((5,), []),
    ((79, 10), [range(2)]),
    ((80, 10), []),
    ((800, 81, 10), []),
    ((8_000, 900, 81, 10), [range(2, 4)]),
    ((LARGEST, 10, 10), [range(1, 3)]),
    ((HALF, HALF, 10), [range(2)]),
    ((HALF, 10, HALF + 1, 20, 10), [range(2), range(3, 5)]),
    ((HALF + 1, 10, HALF + 1, 20), []),
])
def test_sizes_fall_by_a_factor_and_closed_segments_are_left(sizes, runs):
    assert list(plan_merges(build_sizes(*sizes))) == runs


def test_a_segment_that_is_mostly_deleted_is_rewritten():
    assert list(plan_merges([SegmentSize(80, 81), SegmentSize(5)])) == [range(2)]
    sizes = [SegmentSize(HALF, LARGEST), SegmentSize(LARGEST), SegmentSize(5)]
    assert list(plan_merges(sizes)) == [range(1)]


def test_merging_waits_while_more_is_to_come():
    units = build_sizes(*[10_000] * LOADING)
    assert list(plan_merges(units, more=True)) == []
    assert list(plan_merges([*units, SegmentSize(10_000)], more=True)) == [range(LOADING + 1)]
    assert list(plan_merges([SegmentSize(LARGEST), *units], more=True)) == []
    assert list(plan_merges(build_sizes(*[120_000] * 5), more=True)) == [range(4)]
