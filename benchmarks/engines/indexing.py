"""Indexing end to end: from a file of raw articles, packed or not, to a searchable archive.

    python -m benchmarks.engines.indexing ARTICLES.jsonl FOLDER THREADS

indexes with tantivy's own default tokenizer, for comparison: it stems nothing.
"""

import json
import shutil
import sys
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.corpus import Corpus, read, write
from benchmarks.stage import disk, measured

HELD_OUT = 6_562 / 24_562
"""The share of the articles that come last, to an archive that knows the others."""

VOCABULARY = "vocabulary*"
"""Files of an archive that remember the words that were analysed, if it keeps any."""


def indexing(corpus: Corpus, rivals: bool) -> dict[str, Any]:
    """Costs of adding the corpus to Warta, anew, with its words known, and its last part only;
    and of tantivy over the same file, if it can be had."""
    folder = corpus.folder / "end-to-end"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    first, last = _parts(corpus, folder)
    rows = {
        "warta, no word known": _added(folder / "new", corpus.path, corpus.articles),
        "warta, words known": _known(folder, corpus),
        "warta, held out": _held_out(folder, first, last),
    }
    for threads in (1, 2) if rivals else ():
        index = folder / f"t{threads}"
        command = [sys.executable, "-m", "benchmarks.engines.indexing"]
        rows[f"tantivy, {threads} thread{'s' * (threads > 1)}"] = _costs(
            [*command, corpus.path, index, threads], index, corpus.articles)
    return rows


def _added(archive: Path, articles: Path, count: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "indexer", "--engine", f"whoosh:{archive}", "add", articles]
    return _costs(command, archive, count)


def _known(folder: Path, corpus: Corpus) -> dict[str, Any]:
    """A fresh archive that is given the words remembered by the one before, if there are any."""
    remembered = list((folder / "new").glob(VOCABULARY))
    (folder / "known").mkdir()
    for path in remembered:
        copy = shutil.copytree if path.is_dir() else shutil.copy2
        copy(path, folder / "known" / path.name)
    costs = _added(folder / "known", corpus.path, corpus.articles)
    return costs | {"words_kept": bool(remembered)}


def _held_out(folder: Path, first: Path, last: Path) -> dict[str, Any]:
    count = sum(1 for _ in read(last))
    _added(folder / "held-out", first, 0)
    return _added(folder / "held-out", last, count)


def _costs(command: list[object], folder: Path, count: int) -> dict[str, Any]:
    """What a command takes that adds so many articles."""
    costs, _ = measured(command)
    return costs | {
        "articles": count, "per_cpu_s": round(count / costs["cpu_s"]),
        "per_s": round(count / costs["wall_s"]), "mb": disk(folder)["all"],
    }


def _parts(corpus: Corpus, folder: Path) -> tuple[Path, Path]:
    """The articles in two files: most of them, and the last ones."""
    border = round(corpus.articles * (1 - HELD_OUT))
    parts = folder / "first.jsonl", folder / "last.jsonl"
    write(islice(read(corpus.path), border), parts[0])
    write(islice(read(corpus.path), border, None), parts[1])
    return parts


def tantivy_raw(articles: Path, folder: Path, threads: int) -> None:
    """Index title and body as they are, storing both."""
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
    tantivy_raw(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
