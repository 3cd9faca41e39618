"""The articles, kept durably in SQLite: every version of each, in the order of its changes.

    store.py           reads and writes the articles
    versions.py        lays out the rows: versions, removals, and the state of the index
    sources.py         records which source each article came from
    database.py        opens, locks and checks the file
    change_counter.py  tells readers, without asking SQLite, whether anything changed
"""
