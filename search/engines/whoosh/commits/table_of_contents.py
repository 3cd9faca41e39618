"""Whoosh's own table of contents, which names the segments of a commit.

Nothing of Warta reads what is in it, since that would run what is pickled there. It is compared
with its checksum all the same, so that whoever does open the index with Whoosh can be warned.
"""

from pathlib import Path

from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from search.checksum import seal, unseal
from search.engines.whoosh.commits.commit_file import NAME, Commit

_LAST_OF_FORMER = b"."
"""How the file of a version without checksums ends: with the last byte of a pickle."""


def write(storage: FileStorage, schema: Schema, commit: Commit) -> None:
    """Write the table of contents of a commit. Whoosh ignores the checksum behind it."""
    TOC(schema, commit.segments, commit.number).write(storage, NAME)
    path = path_of(Path(storage.folder), commit.number)
    content = path.read_bytes()
    with open(path, "ab") as file:
        file.write(seal(content)[len(content):])


def find_damage(path: Path, number: int) -> str | None:
    """Return what says that the table of a commit is damaged; None if it is not, or none."""
    file = path_of(path, number)
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return None
    if content.endswith(_LAST_OF_FORMER) or unseal(content) is not None:
        return None
    return (f"{file} is damaged, which changes no answer: Warta does not read it, and the next "
            "commit writes it again")


def path_of(path: Path, number: int) -> Path:
    """Return the file of a commit's table, given the folder of its generation."""
    return path / str(TOC._filename(NAME, number))
