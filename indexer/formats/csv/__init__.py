"""Tables: CSV, TSV and the like.

    reader.py  reads rows as records
    header.py  finds the header and the delimiter
    rows.py    splits lines into rows
"""
