"""Addresses of the style sheet, the script and the icon, which change with their content.

So browsers may keep what they have of an address for good, and still get every change at once.
"""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

_FOLDER = Path(__file__).parent / "static"


def build_asset_address(name: str) -> str:
    """Return the address of a file of static/ with its version.

    >>> build_asset_address("icon.svg").partition("=")[0]
    '/static/icon.svg?v'
    """
    return f"/static/{name}?v={find_version(name)}"


def find_version(name: str) -> str:
    """Return the version of a file of static/: a hash of its content. Raises OSError."""
    path = _FOLDER / name
    return _hash(path, path.stat().st_mtime_ns)


@lru_cache(64)
def _hash(path: Path, changed: int) -> str:
    """Return the hash of a file; `changed` tells whether it is still what was read before."""
    return sha256(path.read_bytes()).hexdigest()[:12]
