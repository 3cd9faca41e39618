"""Lists the segments that count.

    verification.py       checks an index, and compares it with the store
    generation.py         makes one commit from the one before
    pending_segments.py   builds segments that no commit lists yet
    table_of_contents.py  writes Whoosh's own list of segments
    commit_file.py        reads and writes the list of segments
    merge_policy.py       chooses which segments to merge
"""
