"""Stage: write a corpus and its tokens, and choose queries; or list the available engines.

    python -m benchmarks.engines.prepare corpus ARTICLES SIZE CACHE [QUERIES]
    python -m benchmarks.engines.prepare engines NAME...

Runs in a process of its own, because Linux counts a parent's memory into the peak of the
processes it forks: the process that starts the stages must stay small.
"""

import json
import sys
from pathlib import Path

from benchmarks.corpus import prepare_corpus
from benchmarks.engines.peers import find_available
from benchmarks.engines.queries import choose_queries, save_queries
from benchmarks.engines.tokens import read_entries, write_tokens


def prepare(source: str, name: str, cache: str, queries: str | None = None) -> dict[str, object]:
    """Write the corpus and its tokens to the cache, and queries drawn from it if a path is given.

    Returns the corpus as JSON values.
    """
    corpus = prepare_corpus(Path(source), name, Path(cache))
    write_tokens(corpus)
    if queries:
        save_queries(choose_queries(read_entries(corpus.folder)), Path(queries))
    return corpus.to_dict()


def list_engines(*names: str) -> dict[str, dict[str, str]]:
    """Return the versions of the engines available here, and why the others are missing."""
    versions, missing = find_available(names)
    return {"versions": versions, "missing": missing}


if __name__ == "__main__":
    run = {"corpus": prepare, "engines": list_engines}[sys.argv[1]]
    print(json.dumps(run(*sys.argv[2:])))
