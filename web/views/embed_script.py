"""The script that other sites embed: its versions, and the hashes by which browsers check them.

A version stays as it is once it is released, because pages of other sites name its hash. What
changes then is a new file, in a folder of the next number.
"""

from base64 import b64encode
from functools import cache
from hashlib import sha384
from pathlib import Path

SCRIPT = "/embed.js"
"""The path of the newest version, whichever that is."""

_FOLDER = Path(__file__).parents[1] / "static" / "embed"

VERSIONS = tuple(sorted(int(path.name) for path in _FOLDER.glob("[0-9]*")))
"""All versions, the newest last."""


@cache
def read_script(version: int) -> bytes:
    """Return the script of one of VERSIONS."""
    return (_FOLDER / str(version) / "embed.js").read_bytes()


@cache
def compute_integrity(version: int) -> str:
    """Return the hash of a version as the attribute `integrity` has it (Subresource Integrity)."""
    return "sha384-" + b64encode(sha384(read_script(version)).digest()).decode()


def build_script_path(version: int = VERSIONS[-1]) -> str:
    """Return the path of a version.

    >>> build_script_path(1)
    '/embed/1/embed.js'
    """
    return f"/embed/{version}{SCRIPT}"
