"""Checks that the numbers in a saved vocabulary lie within the bounds that kernels rely on.

Checksums find damage, but whoever makes a file can put them right. Kernels read and write memory at
places that the file names, so each such number is checked before the file is used.
"""

from collections.abc import Iterator, Mapping

import numpy as np

from search.analysis.token import PARAGRAPH_GAP
from search.arrays import Array, ArrayFile, ascends

_DTYPES = {
    "entry_bounds": "<i8", "entry_stems": "<u4", "entry_forms": "<u4", "entry_starts": "<u4",
    "entry_ends": "<u4", "entry_steps": "|u1", "sizes": "<i8",
} | {
    f"{name}.{part}": dtype for name in ("chunks", "stems", "forms")
    for part, dtype in (("text", "|u1"), ("bounds", "<i8"), ("table", "<u8"), ("key", "<u8"))
}

_NUMBER = np.uint64(0xFFFFFFFF)
"""The bits of a slot that hold a string's number and 1; 0 in a free slot."""

Check = tuple[bool, str]
"""Whether arrays are as they should be, and the name of the one that is checked."""


def check(file: ArrayFile, arrays: Mapping[str, Array]) -> None:
    """Raise Damaged unless the arrays of a file are those of a vocabulary."""
    for is_sound, name in _check_all(arrays):
        if not is_sound:
            raise file.damage(f"a number in {name}")


def _check_all(arrays: Mapping[str, Array]) -> Iterator[Check]:
    """Yield the checks in turn. Each relies on those before it, so stop at the first that fails."""
    for name, dtype in _DTYPES.items():
        yield name in arrays and arrays[name].dtype.str == dtype, name
    sizes = arrays["sizes"].tolist()
    yield len(sizes) == 4 and min(sizes) >= 0 and sizes[0] == sizes[1], "sizes"
    for name, size in zip(("chunks", "stems", "forms"), sizes[1:]):
        yield from _check_strings(arrays, name, size)
    yield from _check_entries(arrays, *sizes[1:])


def _check_strings(arrays: Mapping[str, Array], name: str, count: int) -> Iterator[Check]:
    text, bounds, table = (arrays[f"{name}.{part}"] for part in ("text", "bounds", "table"))
    yield len(arrays[f"{name}.key"]) == 2, f"{name}.key"
    yield len(bounds) > count + 1, f"{name}.bounds"
    bounds = bounds[:count + 1]
    yield bounds[0] == 0 and bounds[-1] < len(text) and ascends(bounds), f"{name}.bounds"
    yield _is_text(text, bounds), f"{name}.text"
    numbers = table[table != 0] & _NUMBER
    is_power = len(table) > 1 and len(table) & (len(table) - 1) == 0
    yield is_power and 2 * max(len(numbers), count) <= len(table), f"{name}.table"
    yield not len(numbers) or 0 < numbers.min() and numbers.max() <= count, f"{name}.table"


def _check_entries(
    arrays: Mapping[str, Array], count: int, stems: int, forms: int
) -> Iterator[Check]:
    bounds = arrays["entry_bounds"][:count + 1]
    yield len(bounds) == count + 1 and bounds[0] == 0 and ascends(bounds), "entry_bounds"
    columns = {name: arrays[f"entry_{name}"][:bounds[-1]]
               for name in ("stems", "forms", "starts", "ends", "steps")}
    for name, column in columns.items():
        yield len(column) == bounds[-1], f"entry_{name}"
    for name, limit in (("stems", stems), ("forms", forms)):
        yield not len(columns[name]) or columns[name].max() < limit, f"entry_{name}"
    yield bool((columns["starts"] <= columns["ends"]).all()), "entry_ends"
    steps = columns["steps"]
    yield bool(((steps <= 1) | (steps == PARAGRAPH_GAP)).all()), "entry_steps"
    firsts = bounds[:-1][np.diff(bounds) > 0]
    yield bool(steps[firsts].all()), "entry_steps"
    size = np.diff(arrays["chunks.bounds"][:count + 1])  # 0 for chunks that no text finds
    room = np.repeat(np.where(size, size, _NUMBER), np.diff(bounds))
    yield bool((columns["ends"] <= room).all()), "entry_ends"


def _is_text(text: Array, bounds: Array) -> bool:
    """Return whether all strings are UTF-8, half surrogates included."""
    try:
        text[:bounds[-1]].tobytes().decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return not (text[bounds] & 0xC0 == 0x80).any()
