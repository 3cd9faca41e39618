"""The glossary: every module is named by a term of it, and no public name means two things."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

from indexer.formats import FORMATS

from support.command_reference import find_commands

ROOT = Path(__file__).parents[2]
PACKAGES = ("search", "indexer", "web")
MODULES = sorted(
    path for package in PACKAGES for path in (ROOT / package).rglob("*.py")
    if path.stem != "__main__" and path.parent.name not in (*PACKAGES, "whoosh", "io")
    or path.stem not in ("__init__", "__main__"))
ROW = re.compile(r"\| (?P<terms>[^|]+) \| (?P<meaning>[^|]+) \| `(?P<owner>[^`|]+)` \|")
ROWS = [match for line in (ROOT / "GLOSSARY.md").read_text("utf-8").splitlines()
        if (match := ROW.fullmatch(line)) and match["terms"] != "term"]
TERMS = [term.strip(" *") for row in ROWS for term in row["terms"].split(",")]
NOUNS = {word for term in TERMS for word in re.findall(r"[a-z]+", term.lower())}
NOUNS |= {*FORMATS, *find_commands()}

SAME_IN_BOTH_TREES = {"And", "Or", "Not", "Phrase", "Node"}
"""The tree of words as typed and the tree of terms have nodes of the same names."""

ALIAS_VALUES = (ast.Subscript, ast.BinOp)


def singular(word):
    """Return a noun without the ending of its plural."""
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("xes"):
        return word[:-2]
    return word.removesuffix("s") if not word.endswith("ss") else word


def public_names(path):
    """Yield the public classes and type aliases that a module defines."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node.name
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if re.fullmatch(r"[A-Z]\w*[a-z]\w*", name) and isinstance(node.value, ALIAS_VALUES):
                yield name


def test_the_glossary_has_rows():
    assert len(ROWS) >= 50


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["terms"])
def test_the_owner_of_a_term_exists(row):
    assert (ROOT / row["owner"]).exists()


def test_no_term_is_listed_twice():
    assert len(TERMS) == len(set(TERMS))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_named_by_a_term(path):
    name = path.parent.name if path.stem == "__init__" else path.stem
    words = {form for word in name.strip("_").split("_") for form in (word, singular(word))}
    assert words & NOUNS, f"no word of {name!r} is a term of GLOSSARY.md"


def test_no_public_class_or_alias_is_defined_twice():
    owners = defaultdict(list)
    for path in MODULES:
        for name in public_names(path):
            if name not in SAME_IN_BOTH_TREES:
                owners[name].append(str(path.relative_to(ROOT)))
    assert {name: paths for name, paths in owners.items() if len(paths) > 1} == {}
