"""Stage: index a corpus with one engine, from the tokens every engine is given.

    python -m benchmarks.engines.build ENGINE CORPUS_FOLDER
"""

import json
import shutil
import sys
import time
from pathlib import Path

from benchmarks.engines.peers import load_peer
from benchmarks.engines.tokens import read_entries
from benchmarks.stage import measure_disk


def build_index(name: str, corpus: Path) -> dict[str, object]:
    """Index into the corpus' folder; return the seconds and the MB on disk."""
    folder = corpus / name
    shutil.rmtree(folder, ignore_errors=True)
    peer, began = load_peer(name), time.perf_counter()
    peer.build(read_entries(corpus), folder)
    return {"s": round(time.perf_counter() - began, 2), "mb": measure_disk(folder)}


if __name__ == "__main__":
    print(json.dumps(build_index(sys.argv[1], Path(sys.argv[2]))))
