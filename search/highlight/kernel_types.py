"""Arguments that the kernels of highlighting take together."""

from typing import NamedTuple

from search.arrays import Array


class QueryTables(NamedTuple):
    """The leaves of a query: see highlight_kernel.py for the rows of `terms` and `phrases`, i8.

    `prefixes` u1 has the bytes of all prefixes, one after the other.
    """

    terms: Array
    phrases: Array
    prefixes: Array
