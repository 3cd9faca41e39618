"""Runs of `indexer add`.

    run.py             adds the articles of some sources and reports what became of each record
    incoming.py        reads records that a program sends one by one
    load.py            reads files as articles, a group of records in memory at a time
    groups.py          groups the records that take each step together
    day_order.py       detects whether a file writes the month first
    numeric_status.py  finds the unpublished articles that only a whole column gives away
    identity.py        decides which article of the archive a record is
    files.py           finds the files to read
    recurring.py       finds paragraphs that recur in the articles of an outlet
    seen_ids.py        remembers the ids of a run on disk
    transfer.py        copies all articles of one archive into another
    report.py          holds the counts of a run
"""
