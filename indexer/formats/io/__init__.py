"""Bytes on their way to a reader.

    archive.py          reads the members of .zip and .tar files
    compressed.py       decompresses .gz, .zst, .bz2 and .xz
    encoding.py         decodes bytes as text
    extras.py           imports libraries that are installed on request only
    lines.py            reads lines, and whole files, up to a limit
    skipped_files.py    counts files of unknown format, and what is passed over
    temporary_files.py  gives a file a place on disk for libraries that need one
"""
