"""Reads the list of feeds: an address a line; blank lines and those that begin with # are left out.
"""

from pathlib import Path


def read_feed_list(path: Path) -> list[str]:
    """Return the addresses in a list, each once."""
    lines = path.read_text("utf-8-sig", errors="replace").splitlines()
    stripped = (line.strip() for line in lines)
    return list(dict.fromkeys(line for line in stripped if line and not line.startswith("#")))
