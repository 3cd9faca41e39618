"""Tables: CSV, TSV and the like.

    reader.py  reads rows as records
    header.py  finds the header and the delimiter
    rows.py    gives lines to the csv module, and remembers those of the current row
    rescue.py  finds the row behind one whose quotes are broken
"""
