"""Compounds that newspapers write as two words and as one: kerja sama, kerjasama; anti korupsi.

The analyzer knows those that the dictionary has as one word; data/compounds.tsv has others.
"""

from functools import cache
from importlib.resources import files

from search.analysis import Analyzer, Token
from search.interpret.function_words import FUNCTION_WORDS, QUESTION_WORDS

_BOUND_FORMS = ("antar", "anti", "eks", "kontra", "multi", "non", "pasca", "pra", "purna", "semi",
                "swa", "tuna")
"""What is rightly written together with the root behind it, and often apart: pasca gempa."""

_MIN_ROOT = 4
"""Letters of the shortest root that is looked for behind one of them: nonton is no ton."""

_NO_HALVES = FUNCTION_WORDS | QUESTION_WORDS
"""Words that are half of a compound only if the list says so."""


def is_compound(one: Token, other: Token, analyzer: Analyzer) -> bool:
    """Return whether two words are a compound, with affixes or without: bekerja sama, too.

    None begins with *eks*, which is also written *ex*: its words count wherever they stand.
    """
    joined, stems = one.stem + other.stem, (one.stem, other.stem)
    if joined in load_compounds():
        return load_compounds()[joined] == stems
    if not _NO_HALVES.isdisjoint((one.form, other.form)) or one.stem in (other.stem, "eks"):
        return False
    if split_bound_form(one.form + other.form, analyzer) == stems:
        return True
    return analyzer.is_root(joined) and analyzer.split_compound(joined) == stems and (
        analyzer.stem(one.form + other.form) == joined)


def split_bound_form(form: str, analyzer: Analyzer) -> tuple[str, ...]:
    """Return a bound form and the stem behind it, pasca and gempa for pascagempa, or nothing."""
    if not form.startswith(_BOUND_FORMS):
        return ()
    for first in _BOUND_FORMS:
        rest = form.removeprefix(first)
        if rest != form and len(rest) >= _MIN_ROOT and analyzer.is_root(analyzer.stem(rest)):
            return analyzer.stem(first), analyzer.stem(rest)
    return ()


@cache
def load_compounds() -> dict[str, tuple[str, str]]:
    """Return the compounds of the list, written together, with the stems of their two words."""
    table = (files("search.interpret") / "data" / "compounds.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return {first + second: (first, second) for first, second in rows}
