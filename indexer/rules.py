"""Tables of rules, which anyone who knows Indonesian news can extend without knowing Python.

A rule is a section of an INI file:

    [name of the rule]
    pattern = a regular expression; line breaks, and the blanks around them, are dropped
    example = texts that the rule recognises, one a line
    counter-example = texts that look like these and are something else, one a line
    markers = texts, one a line; every match contains one of them; ␣ is a blank

A module adds keys of its own, such as a verdict. The section `fragments` names pieces of patterns:
`{name}` stands for one in any pattern and fragment of the file. A line that opens with `# ` is a
comment. Rules are applied in the order of the file, and every example and counter-example is a test
(`tests/indexer/test_rules.py`).
"""

import re
from collections.abc import Mapping
from configparser import ConfigParser
from dataclasses import dataclass, field
from importlib.resources import files
from types import MappingProxyType

_PLACEHOLDER = re.compile(r"\{([a-z][a-z_]*)\}")
_FRAGMENTS = "fragments"
_OWN = ("pattern", "example", "counter-example", "markers")
_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A row of a table: a pattern, texts it recognises, texts it must not, and further keys.

    If there are `markers`, every text that the pattern matches contains one of them.
    """

    name: str
    pattern: str
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    markers: tuple[str, ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict)


def read_rules(package: str, name: str, given: Mapping[str, str] = _NONE) -> tuple[Rule, ...]:
    """Return the rules of `data/NAME.ini` in a package; `given` are fragments besides its own."""
    table = _read_table(package, name)
    fragments = {**given, **{key: _unwrap(text) for key, text in table[_FRAGMENTS].items()}}
    return tuple(
        Rule(
            name=section, pattern=_expand(_unwrap(row["pattern"]), fragments),
            examples=_lines(row.get("example", "")),
            counter_examples=_lines(row.get("counter-example", "")),
            markers=tuple(each.replace("␣", " ") for each in _lines(row.get("markers", ""))),
            keys={key: _expand(_unwrap(text), fragments)
                  for key, text in row.items() if key not in _OWN},
        )
        for section, row in table.items() if section not in (_FRAGMENTS, table.default_section)
    )


def read_fragments(package: str, name: str) -> dict[str, str]:
    """Return the fragments of `data/NAME.ini` in a package, each in full."""
    own = {key: _unwrap(text) for key, text in _read_table(package, name)[_FRAGMENTS].items()}
    return {key: _expand(text, own) for key, text in own.items()}


def _read_table(package: str, name: str) -> ConfigParser:
    table = ConfigParser(
        delimiters=("=",), comment_prefixes=("# ",), interpolation=None,
        empty_lines_in_values=False)
    table.read_dict({_FRAGMENTS: {}})
    table.read_string((files(package) / "data" / f"{name}.ini").read_text("utf-8"))
    return table


def _unwrap(text: str) -> str:
    return "".join(_lines(text))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _expand(pattern: str, fragments: Mapping[str, str]) -> str:
    """Return a pattern with its fragments, and theirs, in place of their names."""
    while _PLACEHOLDER.search(pattern):
        pattern = _PLACEHOLDER.sub(lambda match: fragments[match[1]], pattern)
    return pattern
