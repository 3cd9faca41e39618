"""Checksums of small files: the last line of the file, or a value in it.

Such a file is read whole, so comparing costs nothing to speak of. Files of arrays have checksums of
their blocks (search/arrays.py), and rows of the store one each (search/store/versions.py).
"""

import zlib

_LINE = b"\n# checksum %08x\n"

SEALED_BYTES = len(_LINE % 0)
"""What `seal` adds."""


def compute(content: bytes) -> int:
    """Return the CRC-32 of some bytes, u4."""
    return zlib.crc32(content)


def seal(content: bytes) -> bytes:
    """Return the bytes with a last line that has their checksum.

    >>> seal(b"gempa")
    b'gempa\\n# checksum b44d2b3a\\n'
    """
    return content + _LINE % compute(content)


def unseal(sealed: bytes) -> bytes | None:
    """Return the bytes without their last line; None if that does not have their checksum.

    >>> unseal(seal(b"gempa")), unseal(seal(b"gempa").replace(b"m", b"n"))
    (b'gempa', None)
    """
    content = sealed[:-SEALED_BYTES]
    return content if sealed == seal(content) else None
