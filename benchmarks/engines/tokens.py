"""What every engine is given: the same tokens, made once by Warta's analyzer.

An entry holds the stems and the surface forms of title and body as one field. Title and body
are one field to all, so that everyone searches the same text.
"""

import json
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

from benchmarks.corpus import Corpus, Record, read
from search import Archive, Article, open_archive
from search.query import Channel


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as peers index it. `day` is YYYYMMDD, 0 without a date; terms by blanks."""

    number: int
    outlet: str
    day: int
    stems: str
    forms: str

    @property
    def year(self) -> int:
        """The year, 0 without a date."""
        return self.day // 10_000


def whole(record: Record) -> Article:
    """The article with its title moved into its body."""
    text = f"{record['title']}\n{record['body']}"
    return Article(str(record["id"]), "", text, record["outlet"], record["published"])


def terms(archive: Archive, article: Article) -> tuple[str, str]:
    """The stems and the forms of the body. The one place that makes a Document."""
    (document,) = archive._documents([article])
    stems, forms = (document.terms("body", channel) for channel in (Channel.STEM, Channel.FORM))
    return " ".join(stems), " ".join(forms)


def tokenise(corpus: Corpus) -> Path:
    """The file of the corpus' entries, made anew if this analyzer did not make it."""
    path, archive = corpus.folder / "tokens.jsonl", open_archive()
    fingerprint = archive._analyzer.fingerprint
    if _made_by(path) != fingerprint:
        archive.warm()
        part = path.with_suffix(".part")
        with part.open("w", encoding="utf-8") as file:
            file.write(fingerprint + "\n")
            for number, record in enumerate(read(corpus.path)):
                made = astuple(_entry(number, record, archive))
                file.write(json.dumps(made, ensure_ascii=False) + "\n")
        part.rename(path)
    return path


def entries(folder: Path) -> Iterator[Entry]:
    """The entries of a corpus' folder, one in memory at a time."""
    with (folder / "tokens.jsonl").open(encoding="utf-8") as file:
        next(file)  # the analyzer's fingerprint
        for line in file:
            yield Entry(*json.loads(line))


def _made_by(path: Path) -> str | None:
    """The fingerprint in the first line of a file of tokens; None without a file."""
    if not path.exists():
        return None
    with path.open(encoding="utf-8") as file:
        return file.readline().strip()


def _entry(number: int, record: Record, archive: Archive) -> Entry:
    article = whole(record)
    day = int((article.published or "0").replace("-", ""))
    return Entry(number, article.outlet or "", day, *terms(archive, article))
