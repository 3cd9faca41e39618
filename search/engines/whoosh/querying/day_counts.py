"""Counts the hits of each day in arrays: an archive has thousands of days, too many for buckets."""

from collections.abc import Sequence

import numpy as np

from search.arrays import Array
from search.engine import DayCounts
from search.engines.whoosh.querying.collapser import Collapser
from search.engines.whoosh.querying.facet_values import UNKNOWN_DAY, FacetValues


def collect_days(
    values: FacetValues, counts: Sequence[Array], collapser: Collapser | None
) -> DayCounts:
    """Return how many hits each day has, from the counts of each segment by ordinals of days.

    The values are those of the facet of days.
    """
    articles, stories = values.add_up(counts), None
    if collapser:
        articles, stories = collapser.counts(values, articles)
    some = np.flatnonzero(articles)
    first = int(len(some) > 0 and values.days[some[0]] == UNKNOWN_DAY)
    known = some[first:]
    return DayCounts(
        values.days[known], articles[known], None if stories is None else stories[known],
        int(articles[some[:first]].sum()))
