"""What the hits of a query have in common, and how they lie in time.

    timeline.py  counts the hits of queries by days, weeks, months or years
    axis.py      divides a range of days into bars
"""

from search.explore.axis import AUTO_BARS, MAX_BARS
from search.explore.timeline import Timeliner, list_facets

__all__ = ["AUTO_BARS", "MAX_BARS", "Timeliner", "list_facets"]
