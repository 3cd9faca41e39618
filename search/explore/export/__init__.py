"""All hits of a query, to be taken along in a format of other programs.

    all_hits.py   reads the articles of all hits, by date
    registry.py   lists the formats of exports, a row each
    rows.py       JSON Lines and CSV, with the fields that are asked for
    ris.py        RIS, which reference managers read
    bibtex.py     BibTeX
    csl.py        CSL-JSON, which citation processors read
    styles.py     references in words: plain, APA, MLA
    citation.py   what a reference to an article says
"""

from search.explore.export.all_hits import AllHits, HitReader
from search.explore.export.citation import cite
from search.explore.export.registry import EXPORT_FORMATS, write_export
from search.explore.export.rows import EXPORT_FIELDS
from search.explore.export.styles import STYLES, Reference

__all__ = [
    "EXPORT_FIELDS", "EXPORT_FORMATS", "STYLES", "AllHits", "HitReader", "Reference", "cite",
    "write_export"]
