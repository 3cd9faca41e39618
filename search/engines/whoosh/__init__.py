"""The embedded engine: articles in SQLite, and a Whoosh index derived from them.

SQLite is the one source of truth. Each stored version of an article is a row that never
changes; the index refers to versions and the store knows which changes it covers. A change
is committed to SQLite first (now nothing is lost), then to the index (now it is found).

    segment.py   what do the arrays of a segment mean?
    build.py     how do documents become one?
    merge.py     how do other segments?
    postings.py  how are the postings of a field merged, however many there are?
    aside.py     where do arrays wait that come in turns?
    tiers.py     which segments are merged?
    commits.py   which segments make a commit?
    index.py     how is a commit made of the one before, and a generation filled?
    unit.py      how do some changes become segments that no commit lists yet?
    heap.py      how does memory go back that was freed?
    helpers.py   how do other processes make some of them?
    worker.py    what does such a process do?
    follow.py    how does the index follow the store?
    codec.py     how does Whoosh see all this?
    snapshot.py  what does one reader see, whatever writers do?
    readers.py   which commit is the newest that is sound?
    kernels/     which loops decide how fast all this is?
    evaluate.py  which documents does a tree of terms find, and with which scores?
    passes.py    what does one pass over a segment give?
    select.py    which documents pass the filters, fill the facets, come first?
    twins.py     which documents tell the same?
    told.py      which stories does a snapshot hold?
    collapse.py  which hits stand for their stories, and what do facets count?
    load.py      how do blocks of changes become durable, then visible?
    block.py     what does a writer do between two states?
    verify.py    is all of it sound, and does it agree?
    engine.py    how do these make the port?
"""

from search.engines.whoosh.engine import WhooshEngine

__all__ = ["WhooshEngine"]
