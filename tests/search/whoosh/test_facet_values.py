"""Facets of very many values, and of few."""

import tracemalloc
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import Article, Query
from search.arrays import ArrayFile
from search.buckets import build_buckets
from search.engines.whoosh.querying import facet_values
from search.engines.whoosh.segments.builder import texts
from search.facets import FACETS, MAX_VALUES

LISTINGS = ({}, {"facet_prefix": "t", "facet_sort": "value"})
"""What is asked of a facet: the values with the most articles, and a search in all values."""


def build(archive, values):
    """Store articles with so many different tags, as short as they can be."""
    articles = [
        Article(f"a{first}", "Judul", "Padi.",
                extra={"tags": [f"t{first + n:05}" for n in range(MAX_VALUES)]})
        for first in range(0, values, MAX_VALUES)]
    list(archive.add(articles))


def measure_on_disk(folder):
    """Return the bytes of the arrays of tags."""
    files = map(ArrayFile, folder.glob("index-*/MAIN*.arrays"))
    return sum(file[name].nbytes for file in files for name in file.names()
               if name.startswith("facet.tag"))


def measure_memory(archive, **options):
    """Return the most bytes that a query takes, and its page."""
    tracemalloc.start()
    try:
        page = archive.search(Query("padi", page_size=0, facet_limit=20, **options))
        return tracemalloc.get_traced_memory()[1], page
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("values", [5_000, pytest.param(100_000, marks=pytest.mark.long)])
def test_a_facet_takes_less_than_twice_its_size_on_disk(opened, folder, monkeypatch, values):
    monkeypatch.setattr(facet_values, "_DECODED", facet_values._DECODED * values // 100_000)
    build(opened(), values)
    most = 2 * measure_on_disk(folder)
    for listing in LISTINGS:
        archive = opened()
        archive.search(Query("padi", page_size=0))
        plain, _ = measure_memory(archive, facets=("year",))
        memory, page = measure_memory(archive, facets=("tag",), **listing)
        assert len(page.facets["tag"]) == 20 and page.omitted["tag"] == values - 20
        assert memory - plain < most, listing


@pytest.mark.parametrize("name", ["outlet", "year"])
@given(st.lists(st.integers(0, 3), min_size=4, max_size=4))
def test_few_values_come_in_the_order_of_their_facet(name, counts):
    written = {"outlet": ["", "Arus", "Kabar", "kabar"], "year": ["", "0999", "2019", "2020"]}[name]
    dictionary = SimpleNamespace(**texts([each.encode() for each in written]))
    column = SimpleNamespace(dictionary=dictionary)
    values = facet_values.FacetValues(FACETS[name], [column])
    counted = np.array(counts, np.int64)
    expected = build_buckets(FACETS[name], (), *values.take(np.flatnonzero(counted), counted))
    assert values.list_buckets(counted) == expected
    stories = (counted + 1) // 2
    assert values.list_buckets(counted, stories) == build_buckets(
        FACETS[name], (), *values.take(np.flatnonzero(counted), counted, stories))
