"""Numbers the value sets of documents: what each has of a facet of several values.

Few documents have a set of their own where a facet is an author or a section, and most do where it
is tags. So kernels count sets as they count values, and what is counted is added up by value
afterwards.
"""

import numpy as np

from search.arrays import Array, bounds, runs


def unite_sets(members: Array, sizes: Array, chosen: Array) -> tuple[dict[str, Array], Array]:
    """Return the arrays of the different sets among those that documents have, and whose is which.

    Set n is the next `sizes[n]` of `members`, numbers without order; document n has the set
    `chosen[n]`. Sets are numbered by the first document that has them, u4, and their members
    ascend: so the same documents have the same arrays, however these came about.
    """
    owners = np.repeat(np.arange(len(sizes)), sizes)
    members = members[np.lexsort((members, owners))]
    at = bounds(sizes)
    same = _find_equal(members, at)[chosen]
    _, first, back = np.unique(same, return_index=True, return_inverse=True)
    order = np.argsort(first)
    sets = chosen[first[order]]
    picked = {"members": members[runs(at[sets], sizes[sets])].astype("<u4"),
              "members_at": bounds(sizes[sets])}
    rank = np.empty(len(order), "<u4")
    rank[order] = np.arange(len(order), dtype="<u4")
    return picked, rank[back]


def _find_equal(members: Array, at: Array) -> Array:
    """Return for each set the number of one that has the same members, in order.

    They are found by hashes. Where different sets have the same one, which nobody will live to see,
    all stay apart.
    """
    sums = np.zeros(len(members) + 1, np.uint64)
    np.cumsum(_mix(members), out=sums[1:])
    _, first, back = np.unique(np.diff(sums[at]), return_index=True, return_inverse=True)
    likely, sizes = first[back], np.diff(at)
    if (sizes == sizes[likely]).all() and (
            members == members[runs(at[likely], sizes)]).all():
        return likely
    return np.arange(len(sizes))


def _mix(numbers: Array) -> Array:
    """Return hashes of numbers, u8, whose sums tell sets apart (SplitMix64)."""
    mixed = (numbers.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    hashes: Array = mixed ^ (mixed >> np.uint64(31))
    return hashes
