"""The articles, kept durably: every version of each, in the order of its changes.

    store.py           the contract: Store, Transaction, ChangeLog
    sqlite_store.py    keeps the contract in SQLite: reads articles and changes
    transaction.py     adds versions, removals and sources
    versions.py        lays out the rows: versions, removals, and the state of the index
    schema.py          compares the tables with those that it should have
    tally.py           counts the articles that the last change left
    moments.py         records when changes were stored
    backup.py          copies a store to one file, and back
    sources.py         records which source each article came from
    database.py        opens and locks the file, and translates its errors
    change_counter.py  tells readers, without asking SQLite, whether anything changed
"""
