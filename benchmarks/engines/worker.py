"""Stage: one engine in a fresh process, until its first answer, and its memory after that.

    python -m benchmarks.engines.worker open|all ENGINE CORPUS_FOLDER QUERIES STARTED

STARTED is when the process was started, in seconds since the epoch.
"""

import json
import sys
import time
from pathlib import Path

from benchmarks.engines.peers import load_peer
from benchmarks.engines.queries import load_queries


def main() -> None:
    """Open the index, ask one query or all, and print the times and the memory."""
    what, name, folder, queries, started = sys.argv[1:]
    peer = load_peer(name)
    answerable = [query for query in load_queries(Path(queries)) if query.kind not in peer.LACKS]
    imported = time.time()
    engine = peer(Path(folder) / name)
    engine.page(engine.prepare(answerable[0]))
    answered = time.time()
    if what == "all":
        getattr(engine, "warm", lambda: None)()
    for query in answerable if what == "all" else ():
        engine.page(engine.prepare(query))
    print(json.dumps({
        "open_ms": round((answered - imported) * 1000, 2),
        "start_ms": round((answered - float(started)) * 1000, 2), "memory_mb": read_memory(),
    }))
    engine.close()


def read_memory() -> dict[str, float]:
    """Return the resident and private memory of this process, in MB."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()[1:]
    sizes = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    return {name: round(sizes[name] / 1024, 1) for name in ("Rss", "Private_Dirty")}


if __name__ == "__main__":
    main()
