"""SQL dumps of MySQL, PostgreSQL, SQLite and others.

    reader.py  reads the statements of a dump as records
    rows.py    reads rows in each of the forms in which statements write them
    lexer.py   cuts a dump into tokens, without holding it
    values.py  evaluates what stands for a value in a row
"""
