"""Finds the documents of a segment by their date, URL or id."""

import numpy as np

from search.arrays import Array
from search.engines.whoosh.kernels.types import UNDATED
from search.engines.whoosh.segments.segment import Segment, hash_page
from search.period import Period
from search.query import Keyword, Restriction, Within


def find_documents(restriction: Restriction, segment: Segment) -> Array:
    """Return the documents that meet a restriction, deleted ones too, u4, ascending."""
    match restriction:
        case Within(period):
            found = _find_within(period, segment)
        case Keyword("id", value):
            number = segment.find(value)
            found = np.array([number] if number >= 0 else [])
        case Keyword("url", value):
            found = np.flatnonzero(segment.column["page"] == hash_page(value))
        case Keyword(_, value):
            found = np.flatnonzero(_match_hosts(value, segment)[segment.host_ordinals])
    return found.astype(np.uint32)


def _find_within(period: Period, segment: Segment) -> Array:
    start, end = segment.column["start"], segment.column["end"]
    return np.flatnonzero((start > UNDATED) & (start >= period.start) & (end <= period.end))


def _match_hosts(site: str, segment: Segment) -> Array:
    """Return for each host of a segment whether it is a site or lies below it."""
    host, below = site.encode(), b"." + site.encode()
    return np.array([each == host or each.endswith(below) for each in segment.hosts], bool)
