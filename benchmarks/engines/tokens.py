"""The tokens every engine is given, produced once by Warta's analyzer.

An entry holds the stems and the surface forms of title and body as one field, so that all
engines search the same text.
"""

import json
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

from benchmarks.corpus import Corpus, Record, read_records
from search import Archive, Article, open_archive
from search.engine import Document
from search.query import Channel


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as the peers index it: built millions of times, so not by keyword.

    `day` is YYYYMMDD, or 0 without a date; stems and forms are separated by blanks.
    """

    number: int
    outlet: str
    day: int
    stems: str
    forms: str

    @property
    def year(self) -> int:
        """The year, or 0 without a date."""
        return self.day // 10_000


def merge_title(record: Record) -> Article:
    """Return the article with its title moved into its body."""
    text = f"{record['title']}\n{record['body']}"
    return Article(str(record["id"]), "", text, outlet=record["outlet"],
                   published=record["published"])


def analyze_body(archive: Archive, article: Article) -> tuple[str, str]:
    """Return the stems and the forms of the body, one of each a position.

    Peers split texts at blanks, so they cannot be given what a hyphen joins beside its parts.
    """
    (document,) = archive._documents([article])
    return _list_first(document, Channel.STEM), _list_first(document, Channel.FORM)


def _list_first(document: Document, channel: Channel) -> str:
    first: dict[int, str] = {}
    for position, term in document.terms("body", channel):
        first.setdefault(position, term)
    return " ".join(first.values())


def write_tokens(corpus: Corpus) -> Path:
    """Write the corpus' entries, unless this analyzer has done so already; return the file."""
    path, archive = corpus.folder / "tokens.jsonl", open_archive()
    fingerprint = archive._analyzer.fingerprint
    if _read_fingerprint(path) != fingerprint:
        archive.warm()
        part = path.with_suffix(".part")
        with part.open("w", encoding="utf-8") as file:
            file.write(fingerprint + "\n")
            for number, record in enumerate(read_records(corpus.path)):
                entry = astuple(_build_entry(number, record, archive))
                file.write(json.dumps(entry, ensure_ascii=False) + "\n")
        part.rename(path)
    return path


def read_entries(folder: Path) -> Iterator[Entry]:
    """Yield the entries in a corpus' folder, holding one at a time."""
    with (folder / "tokens.jsonl").open(encoding="utf-8") as file:
        next(file)  # the analyzer's fingerprint
        for line in file:
            yield Entry(*json.loads(line))


def _read_fingerprint(path: Path) -> str | None:
    """Return the analyzer's fingerprint from a file of tokens; None without a file."""
    if not path.exists():
        return None
    with path.open(encoding="utf-8") as file:
        return file.readline().strip()


def _build_entry(number: int, record: Record, archive: Archive) -> Entry:
    article = merge_title(record)
    day = int((article.published or "0").replace("-", ""))
    return Entry(number, article.outlet or "", day, *analyze_body(archive, article))
