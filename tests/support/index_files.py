"""The files of an index, and how to damage them."""

import zlib

from search.arrays import FORMAT
from search.engines.whoosh.commits import commit_file, generation


def make_newer(path):
    """Raise a file's format number, as a newer program would write it, header checksum too."""
    data = bytearray(path.read_bytes())
    data[8] = FORMAT + 1
    end = -(-(16 + int.from_bytes(data[12:16], "little")) // 64) * 64
    data[-16:-12] = zlib.crc32(data[:end]).to_bytes(4, "little")
    path.write_bytes(data)


def files(folder, number):
    """The list of a commit, and the files of its segments."""
    path = generation.folder(folder, 1)
    segments = commit_file.read(path, number).segments
    files = (path / f"MAIN_{one.segid}.arrays" for one in segments)
    return [commit_file.place(path, number), *files]
