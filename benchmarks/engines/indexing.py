"""Indexing end to end: from a file of raw articles, compressed or not, to a searchable archive.

    python -m benchmarks.engines.indexing ARTICLES.jsonl FOLDER THREADS

indexes with tantivy and its default tokenizer, for comparison. It does not stem.
"""

import json
import shutil
import sys
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.corpus import Corpus, read_records, write_records
from benchmarks.stage import measure_command, measure_disk

HELD_OUT_SHARE = 6_562 / 24_562
"""The share of the articles that is added last, to an archive that holds the others."""

VOCABULARY_FILES = "vocabulary*"
"""Files of an archive that remember analyzed words."""


def measure_indexing(corpus: Corpus, has_tantivy: bool) -> dict[str, Any]:
    """Return the costs of adding the corpus, by engine and way.

    Warta adds it to a new archive, to one that knows its words, and its last part only.
    """
    folder = corpus.folder / "end-to-end"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    first, last = _split(corpus, folder)
    rows = {
        "warta, no word known": _add(folder / "new", corpus.path, corpus.articles),
        "warta, words known": _add_known(folder, corpus),
        "warta, held out": _add_held_out(folder, first, last),
    }
    for threads in (1, 2) if has_tantivy else ():
        index = folder / f"t{threads}"
        command = [sys.executable, "-m", "benchmarks.engines.indexing"]
        rows[f"tantivy, {threads} thread{'s' * (threads > 1)}"] = _measure(
            [*command, corpus.path, index, threads], index, corpus.articles)
    return rows


def _add(archive: Path, articles: Path, count: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "indexer", "--engine", f"whoosh:{archive}", "add", articles]
    return _measure(command, archive, count)


def _add_known(folder: Path, corpus: Corpus) -> dict[str, Any]:
    """Add the corpus to a new archive that is given the words the first one remembers."""
    remembered = list((folder / "new").glob(VOCABULARY_FILES))
    (folder / "known").mkdir()
    for path in remembered:
        copy = shutil.copytree if path.is_dir() else shutil.copy2
        copy(path, folder / "known" / path.name)
    costs = _add(folder / "known", corpus.path, corpus.articles)
    return costs | {"words_kept": bool(remembered)}


def _add_held_out(folder: Path, first: Path, last: Path) -> dict[str, Any]:
    count = sum(1 for _ in read_records(last))
    _add(folder / "held-out", first, 0)
    return _add(folder / "held-out", last, count)


def _measure(command: list[object], folder: Path, count: int) -> dict[str, Any]:
    """Return the costs of a command that adds this many articles."""
    costs, _ = measure_command(command)
    return costs | {
        "articles": count, "per_cpu_s": round(count / costs["cpu_s"]),
        "per_s": round(count / costs["wall_s"]), "mb": measure_disk(folder)["all"],
    }


def _split(corpus: Corpus, folder: Path) -> tuple[Path, Path]:
    """Write the articles to two files, the held-out ones to the second."""
    border = round(corpus.articles * (1 - HELD_OUT_SHARE))
    first, last = folder / "first.jsonl", folder / "last.jsonl"
    write_records(islice(read_records(corpus.path), border), first)
    write_records(islice(read_records(corpus.path), border, None), last)
    return first, last


def index_with_tantivy(articles: Path, folder: Path, threads: int) -> None:
    """Index title and body as they are, and store both."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    for name in ("id", "title", "body"):
        builder.add_text_field(name, stored=True)
    builder.add_text_field("outlet", stored=True, fast=True, tokenizer_name="raw")
    builder.add_text_field("published", stored=True)
    folder.mkdir()
    index = tantivy.Index(builder.build(), path=str(folder))
    writer = index.writer(512_000_000, num_threads=threads)
    with articles.open("rb") as file:
        for line in file:
            fields = {name: value for name, value in json.loads(line).items() if value}
            writer.add_document(tantivy.Document(**fields))
    writer.commit()
    writer.wait_merging_threads()


if __name__ == "__main__":
    index_with_tantivy(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
