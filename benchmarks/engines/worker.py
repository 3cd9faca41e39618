"""One engine as a worker that serves searches: until its first answer, and what it holds then.

    python -m benchmarks.engines.worker open|all ENGINE CORPUS_FOLDER QUERIES STARTED

STARTED is when the process was started, in seconds of the epoch.
"""

import json
import sys
import time
from pathlib import Path

from benchmarks.engines.peers import peer
from benchmarks.engines.queries import load


def main() -> None:
    """Open the index, ask one query or all, and print the times and the memory."""
    what, name, folder, queries, started = sys.argv[1:]
    kind = peer(name)
    asked = [query for query in load(Path(queries)) if query.kind not in kind.LACKS]
    imported = time.time()
    engine = kind(Path(folder) / name)
    engine.page(engine.prepare(asked[0]))
    answered = time.time()
    if what == "all":
        getattr(engine, "warm", lambda: None)()
    for query in asked if what == "all" else ():
        engine.page(engine.prepare(query))
    print(json.dumps({
        "open_ms": round((answered - imported) * 1000, 2),
        "start_ms": round((answered - float(started)) * 1000, 2), "memory_mb": memory_mb(),
    }))
    engine.close()


def memory_mb() -> dict[str, float]:
    """Resident and private memory of this process."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()[1:]
    sizes = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    return {name: round(sizes[name] / 1024, 1) for name in ("Rss", "Private_Dirty")}


if __name__ == "__main__":
    main()
