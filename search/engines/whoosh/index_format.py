"""The format of the index on disk, the signature by which readers recognise it, and its errors."""

from search import arrays
from search.facets import FACETS
from search.stories import METHOD

INDEX_FORMAT = 11
"""The layout of segments and commit files, and what their arrays mean.

Raise this number in any commit that changes an array's name, dtype, order or meaning, or drops or
adds one. That is all there is to do: an archive written before that commit is then reported as
stale (StaleIndex, "run `indexer rebuild`") by readers and writers before any of its files is
opened, and its articles survive. The formats up to 4 had no number of their own.
"""


def sign_index(analyzer: str) -> str:
    """Return the signature of an index that holds the terms of an analyzer, given its fingerprint.

    The store keeps it (IndexState.signature). Indexes with the same signature can be read, extended
    and merged by the same code.
    """
    formats = f"index-{INDEX_FORMAT} arrays-{arrays.FORMAT} stories-{METHOD}"
    return f"{analyzer} {formats} facets-{','.join(FACETS)}"


def analyzer_of(signature: str) -> str:
    """Return the fingerprint of the analyzer in a signature.

    >>> analyzer_of(sign_index("74e15ea9"))
    '74e15ea9'
    """
    return signature.partition(" ")[0]


def describe_unreadable(error: OSError) -> str:
    """Return what says that the index cannot be read, and what to do.

    >>> describe_unreadable(PermissionError(13, "Permission denied", "index-1"))
    "the index cannot be read ([Errno 13] Permission denied: 'index-1'): give this user permission \
to read it"
    """
    forbidden = isinstance(error, PermissionError)
    advice = "give this user permission to read it" if forbidden else "run `indexer rebuild`"
    return f"the index cannot be read ({error}): {advice}"
