"""What the hits of a query have in common, and how they lie in time.

    arrivals.py  lists the hits that came since a change
    export       writes all hits of a query in a format of other programs
    concordance.py  shows each match on a line of its own
    copies.py    compares the articles of a story, word by word
    trends.py    puts the timelines of several queries on one axis, as rows
    timeline.py  counts the hits of queries by days, weeks, months or years
    coverage.py  counts what there is of each outlet, and finds gaps
    known_item.py  finds an article by its id or address
    significant_terms.py  finds the words and names that set hits apart
    candidate_terms.py  finds the words and names that may do so
    restrictions.py  says what a query asks for besides words
    axis.py      divides a range of days into bars
    cursor.py    says where a program that pages through all hits goes on
    cells.py     writes rows as CSV
"""

from search.explore.arrivals import list_arrivals, read_arrivals
from search.explore.axis import AUTO_BARS, MAX_BARS
from search.explore.cells import write_csv
from search.explore.concordance import (
    MAX_LINES,
    MAX_READ,
    MAX_WIDTH,
    Concordance,
    ConcordanceLayout,
    ConcordanceLine,
    Concordancer,
    LineOrder,
)
from search.explore.copies import MAX_COMPARED, MAX_COPIES, Copies, Difference, compare_copies
from search.explore.coverage import (
    MAX_OUTLETS,
    PAGE_OUTLETS,
    Coverage,
    CoverageCounter,
    CoverageUnit,
    OutletCoverage,
    build_coverage_query,
)
from search.explore.cursor import HitCursor
from search.explore.export import (
    EXPORT_FIELDS,
    EXPORT_FORMATS,
    STYLES,
    AllHits,
    HitReader,
    Reference,
    cite,
    write_export,
)
from search.explore.known_item import recognize_item
from search.explore.significant_terms import (
    MAX_TERM_ARTICLES,
    MAX_TERMS,
    SignificantTerm,
    SignificantTermFinder,
    SignificantTerms,
    TermKind,
    prepare_significant_query,
)
from search.explore.timeline import Timeliner, add_days, plan_counts
from search.explore.trends import (
    MAX_TRENDS,
    build_rows,
    find_peak,
    get_height,
    list_totalled,
    name_bar,
)

__all__ = [
    "AUTO_BARS", "EXPORT_FIELDS", "EXPORT_FORMATS", "MAX_BARS", "MAX_COMPARED", "MAX_COPIES",
    "MAX_LINES", "MAX_OUTLETS", "MAX_READ", "MAX_TERMS", "MAX_TERM_ARTICLES", "MAX_TRENDS",
    "MAX_WIDTH", "PAGE_OUTLETS", "STYLES", "AllHits", "Concordance", "ConcordanceLayout",
    "ConcordanceLine", "Concordancer", "Copies", "Coverage", "CoverageCounter", "CoverageUnit",
    "Difference", "HitCursor", "HitReader", "LineOrder", "OutletCoverage", "Reference",
    "SignificantTerm", "SignificantTermFinder", "SignificantTerms", "TermKind", "Timeliner",
    "add_days", "build_coverage_query", "build_rows", "cite", "compare_copies", "find_peak",
    "get_height", "list_arrivals", "list_totalled", "name_bar", "plan_counts",
    "prepare_significant_query", "read_arrivals", "recognize_item", "write_csv", "write_export",
]
