"""Index a corpus with one engine, from the tokens made for all, in this process.

    python -m benchmarks.engines.build ENGINE CORPUS_FOLDER
"""

import json
import shutil
import sys
import time
from pathlib import Path

from benchmarks.engines.peers import peer
from benchmarks.engines.tokens import entries
from benchmarks.stage import disk


def build(name: str, corpus: Path) -> dict[str, object]:
    """Seconds of indexing and MB on disk; the index lies in the corpus' folder."""
    folder = corpus / name
    shutil.rmtree(folder, ignore_errors=True)
    kind, began = peer(name), time.perf_counter()
    kind.build(entries(corpus), folder)
    return {"s": round(time.perf_counter() - began, 2), "mb": disk(folder)}


if __name__ == "__main__":
    print(json.dumps(build(sys.argv[1], Path(sys.argv[2]))))
