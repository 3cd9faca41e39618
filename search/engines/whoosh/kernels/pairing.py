"""The compiled kernel that pairs documents whose sketches agree in a band."""

import numpy as np

from search.engines.whoosh.kernels.common import I8, INT, OUT8, U4, gallop
from search.kernel_compiler import kernel, part


@part
def _grow(found):
    """Return a copy with twice the capacity."""
    grown = np.empty(2 * len(found), np.int64)
    grown[:len(found)] = found
    return grown


@kernel((U4, U4, INT, U4, I8, OUT8))
def agreeing(keys, documents, first, wanted, asked, more):
    found, made, begin = np.empty(len(wanted) + 1, np.int64), 0, 0
    for number in range(len(wanted)):
        key = np.int64(wanted[number])
        begin = gallop(keys, begin, len(keys), key)
        if begin == len(keys) or keys[begin] != key:
            continue
        after = gallop(keys, begin, len(keys), key + 1)
        place = gallop(documents, begin, after, asked[number] - first)
        count = min(place - begin, more[number])
        more[number] -= count
        while made + count > len(found):
            found = _grow(found)
        for n in range(count):
            place -= 1
            found[made] = (first + np.int64(documents[place]) << 32) + asked[number]
            made += 1
    return found[:made].copy()
