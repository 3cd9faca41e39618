"""SQL dumps of MySQL, PostgreSQL, SQLite and others.

    reader.py  reads rows of INSERT and COPY as records
    lexer.py   cuts a dump into tokens, without holding it
    values.py  evaluates what stands for a value in a row
"""
