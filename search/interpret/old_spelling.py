"""Names in the spellings of before 1947 and 1972, and as they are spelled today: Soekarno, Tjokro.

Words of the dictionary have one spelling in news. So a name is left alone where its spelling of
today is such a word: Koeman is not *kuman*. An index is asked for the spellings that it has only.
"""

import re

from search.analysis import Analyzer

_SHORTEST = 4
"""Letters of a name: too many shorter ones differ by such a sign alone."""

_MAX_SPELLINGS = 4

_TODAY = (("oe", "u"), ("tj", "c"), ("dj", "J"), ("sj", "sy"))
"""Old signs for today's; a J in capitals is one of today's."""

_OLD = tuple((re.compile(today), old) for today, old in (
    ("u", "oe"), ("c(?=[aeiou])", "tj"), ("j", "dj"), ("ny", "nj")))
"""Today's signs for old ones; Jack has none."""

_CONSONANTS = "bdhklmprstw"
"""Letters behind which y is an old j: Surjadi. Elsewhere both are in use today: Jaya, Yaya."""


def list_old_spellings(form: str, analyzer: Analyzer) -> list[str]:
    """Return the older and newer spellings of a folded name, none if it is an ordinary word."""
    if len(form) < _SHORTEST or not (form.isascii() and form.isalpha()):
        return []
    if analyzer.is_root(form) or analyzer.stem(form) != form:
        return []
    today = _modernize(form)
    if any(map(analyzer.is_root, today)):
        return []
    old = [] if today else _make_old(form)
    return [each for each in dict.fromkeys([*today, *old]) if each != form][:_MAX_SPELLINGS]


def _modernize(form: str) -> list[str]:
    """Return the spellings of today of an old one.

    >>> _modernize("soekarno"), _modernize("tjahjo"), _modernize("sukarno")
    (['sukarno'], ['cahjo', 'cahyo'], [])
    """
    changed = form
    for old, today in _TODAY:
        changed = changed.replace(old, today)
    if changed == form:
        return []
    with_y = changed.replace("nj", "ny").replace("j", "y")
    return list(dict.fromkeys([changed.lower(), with_y.lower()]))


def _make_old(form: str) -> list[str]:
    """Return the old spellings of one of today: with one kind of sign, and with all.

    >>> _make_old("suryadi"), _make_old("sukarno"), _make_old("cokro")
    (['soeryadi', 'surjadi', 'soerjadi'], ['soekarno'], ['tjokro'])
    """
    single = [today.sub(old, form) for today, old in _OLD]
    single.append(_write_j(form))
    every = _write_j(form)
    for today, old in _OLD[:2]:
        every = today.sub(old, every)
    return [each for each in dict.fromkeys([*single, every]) if each != form]


def _write_j(form: str) -> str:
    """Return a form with j for each y behind a consonant."""
    return "".join(
        "j" if letter == "y" and before in _CONSONANTS else letter
        for before, letter in zip(" " + form, form))
