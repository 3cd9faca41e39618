"""Names in the spellings of before 1947 and 1972, and as they are spelled today: Soekarno, Tjokro.

An index is asked for the spellings that it has only. Signs such as dj stand in no word of today, so
a name with one is read as today's; oe stands in foreign names too, and so is left alone where a
short name would become a word of the dictionary: Koeman is not *kuman*. Words of the dictionary are
not looked for in old spellings.
"""

import re

from search.analysis import Analyzer

_SHORTEST = 4
"""Letters of a name in either spelling: too many shorter ones differ by such a sign alone."""

_MAX_SPELLINGS = 4

_KEPT = frozenset(("djarum",))
"""Names of companies that are not spelled otherwise."""

_SURE_SIGNS = re.compile("[dts]j(?=[aeiou])|oe.*oe|oeng|oem[bp]")
"""Signs of which no name has one by chance: tj, and oe twice or before ng: Koedoes, Bandoeng."""

_LONG = 7
"""Letters of a name that is hardly a word of the dictionary by chance: Koepang."""

_FOREIGN_SIGN = "oe"
_TODAY = (("tj", "c"), ("dj", "J"), ("sj", "sy"))
"""Old signs for today's; a J in capitals is one of today's."""

_OLD = tuple((re.compile(today), old) for today, old in (
    ("u", "oe"), ("c(?=[aeiou])", "tj"), ("j(?=[aeiou])", "dj"), ("^ny", "nj")))
"""Today's signs for old ones; Jack has none."""

_J_AFTER = re.compile("(?<=[bhklmprsw])y")
"""Where y is an old j: Surjadi. Elsewhere both are in use today: Jaya and Yaya, Radja and Radya."""


def list_old_spellings(form: str, analyzer: Analyzer) -> list[str]:
    """Return the older and newer spellings of a folded name, none if it is an ordinary word."""
    if len(form) < _SHORTEST or not (form.isascii() and form.isalpha()) or form in _KEPT:
        return []
    if analyzer.is_root(form) or analyzer.stem(form) != form:
        return []
    today = _modernize(form)
    is_sure = len(form) >= _LONG or _SURE_SIGNS.search(form)
    if not is_sure and any(map(analyzer.is_root, today)):
        return []
    spellings = today or _make_old(form)
    return [each for each in spellings if len(each) >= _SHORTEST][:_MAX_SPELLINGS]


def _modernize(form: str) -> list[str]:
    """Return the spellings of today of an old one.

    >>> _modernize("soekarno"), _modernize("tjahjo"), _modernize("sukarno")
    (['sukarno'], ['cahjo', 'cahyo'], [])
    """
    if not _SURE_SIGNS.search(form) and _FOREIGN_SIGN not in form:
        return []
    changed = form.replace(_FOREIGN_SIGN, "u")
    for old, today in _TODAY:
        changed = re.sub(f"{old}(?=[aeiou])", today, changed)
    with_y = changed.replace("nj", "ny").replace("j", "y")
    return list(dict.fromkeys([changed.lower(), with_y.lower()]))


def _make_old(form: str) -> list[str]:
    """Return the old spellings of one of today: with one kind of sign, and with all.

    >>> _make_old("suryadi"), _make_old("sukarno"), _make_old("cokro")
    (['soeryadi', 'surjadi', 'soerjadi'], ['soekarno'], ['tjokro'])
    """
    with_j = _J_AFTER.sub("j", form)
    every = with_j
    for today, old in _OLD[:2]:
        every = today.sub(old, every)
    single = [today.sub(old, form) for today, old in _OLD]
    return [each for each in dict.fromkeys([*single, with_j, every]) if each != form]
