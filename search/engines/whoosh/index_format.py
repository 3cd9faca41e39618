"""The format of the index on disk, the signature by which readers recognise it, and its errors."""

from collections.abc import Sequence

from search import arrays
from search.errors import STALE
from search.facets import FACETS, OWN
from search.stories import METHOD

INDEX_FORMAT = 12
"""The layout of segments and commit files, and what their arrays mean.

Raise this number in any commit that changes an array's name, dtype, order or meaning, or drops or
adds one. That is all there is to do. Readers and writers report older archives as stale
(StaleIndex, "run `indexer rebuild`") before they open any file, and the articles survive. The
formats up to 4 had no number of their own.
"""


_FACETS = "facets-"
_OUR_FACETS = [name for name in FACETS if name not in OWN]


def sign_index(analyzer: str, own: Sequence[str] = OWN) -> str:
    """Return the signature of an index that holds the terms of an analyzer, given its fingerprint.

    `own` are the facets of the operator, in any order. The store keeps the signature
    (IndexState.signature). Indexes with the same signature can be read, extended and merged by the
    same code.
    """
    formats = f"index-{INDEX_FORMAT} arrays-{arrays.FORMAT} stories-{METHOD}"
    return f"{analyzer} {formats} {_FACETS}{','.join([*_OUR_FACETS, *sorted(own)])}"


def describe_stale(signature: str, wanted: str) -> str:
    """Return why an index with a signature is stale where another is wanted, and what to do.

    >>> describe_stale(sign_index("74e15ea9", ["edisi"]), sign_index("74e15ea9", []))
    'the index was built with SEARCH_FACETS=edisi, and this process has no SEARCH_FACETS: \
make them the same, or run `indexer rebuild`'
    """
    built, own = _find_own(signature), _find_own(wanted)
    if signature != sign_index(analyzer_of(wanted), built):
        return STALE
    return (f"the index was built with {_name_setting(built)}, and this process has "
            f"{_name_setting(own)}: make them the same, or run `indexer rebuild`")


def _find_own(signature: str) -> list[str]:
    """Return the facets of the operator in a signature."""
    facets = signature.partition(_FACETS)[2].split(",")
    return [name for name in facets if name and name not in _OUR_FACETS]


def _name_setting(own: Sequence[str]) -> str:
    return f"SEARCH_FACETS={','.join(own)}" if own else "no SEARCH_FACETS"


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
