"""Segments: the arrays of some documents in one file.

    merger.py          merges several segments into one
    posting_merger.py  merges the postings of one field, piece by piece
    builder.py         inverts documents into the arrays of a segment
    term_order.py      sorts terms by their bytes
    phrase_table.py    counts the frequent phrases of titles, and finds those with a prefix
    value_sets.py      numbers what each document has of a facet of several values
    segment.py         defines those arrays and reads them
    validation.py      checks the numbers in a file that kernels rely on
    spill.py           parks arrays in temporary files until they can be written whole
    malloc.py          returns freed memory to the system
"""
