"""The files of an index, and how to damage them."""

import zlib

from search.arrays import ArrayFile, write
from search.engines.whoosh.commits import commit_file, generation


def set_format(path, number):
    """Change a file's format number, and its header's checksum, as another version writes it."""
    data = bytearray(path.read_bytes())
    data[8] = number
    end = -(-(16 + int.from_bytes(data[12:16], "little")) // 64) * 64
    data[-16:-12] = zlib.crc32(data[:end]).to_bytes(4, "little")
    path.write_bytes(data)


def files(folder, number):
    """Return the commit file of a commit, and the files of its segments."""
    path = generation.folder(folder, 1)
    segments = commit_file.read_commit(path, number).segments
    files = (path / f"MAIN_{one.segid}.arrays" for one in segments)
    return [commit_file.path_of(path, number), *files]


def rewrite(path, change):
    """Write a file of arrays anew as `change` leaves them, with checksums that agree."""
    file = ArrayFile(path)
    arrays = {name: file[name].copy() for name in file.names()}
    change(arrays)
    path.unlink()
    write(path, arrays.items())
