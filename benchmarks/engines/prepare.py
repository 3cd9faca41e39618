"""Make a corpus and its tokens, and choose queries if asked to; or tell which engines there are.

    python -m benchmarks.engines.prepare corpus ARTICLES SIZE CACHE [QUERIES]
    python -m benchmarks.engines.prepare engines NAME...

In a process of its own, since a process counts the memory of the one that started it as its
own peak: the one that starts the others stays small.
"""

import json
import sys
from pathlib import Path

from benchmarks.corpus import corpus
from benchmarks.engines import queries
from benchmarks.engines.peers import available
from benchmarks.engines.tokens import entries, tokenise


def prepare(source: str, name: str, cache: str, asked: str | None = None) -> dict[str, object]:
    """The corpus, whose articles and tokens are in the cache; its queries are saved as `asked`."""
    made = corpus(Path(source), name, Path(cache))
    tokenise(made)
    if asked:
        queries.save(queries.choose(entries(made.folder)), Path(asked))
    return made.to_dict()


def engines(*names: str) -> dict[str, dict[str, str]]:
    """The versions of the engines that can be had, and why the others cannot."""
    versions, missing = available(names)
    return {"versions": versions, "missing": missing}


if __name__ == "__main__":
    run = {"corpus": prepare, "engines": engines}[sys.argv[1]]
    print(json.dumps(run(*sys.argv[2:])))
