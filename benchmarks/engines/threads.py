"""Stage: pages per second of one engine that several threads share.

    python -m benchmarks.engines.threads ENGINE CORPUS_FOLDER QUERIES THREADS SECONDS

Each thread asks the queries of all classes in an order of its own. Started by `run_together`:
prints "ready" when the engine is open, then waits for the time to start.
"""

import json
import random
import sys
import time
from pathlib import Path
from threading import Thread
from typing import Any

from benchmarks.engines.peers import Peer, open_peer
from benchmarks.engines.queries import load_queries
from benchmarks.figures import summarize
from benchmarks.stage import wait_for_start


def main() -> None:
    """Run the threads; print pages per second and latencies."""
    name, folder, queries, threads, seconds = sys.argv[1:]
    engine = open_peer(name, Path(folder))
    prepared = [engine.prepare(query) for query in load_queries(Path(queries))]
    for query in prepared:
        engine.page(query)
    wait_for_start()
    print(json.dumps(measure(engine, prepared, int(threads), float(seconds))))
    engine.close()


def measure(
    engine: Peer, prepared: list[Any], threads: int, seconds: float
) -> dict[str, float]:
    """Return the rate of all threads together, and percentiles of the milliseconds of a page."""
    began = time.perf_counter()
    samples: list[float] = []
    running = [Thread(target=_ask, args=(engine, prepared, seed, began + seconds, samples))
               for seed in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    elapsed = time.perf_counter() - began
    return summarize(samples) | {"per_s": round(len(samples) / elapsed)}


def _ask(
    engine: Peer, prepared: list[Any], seed: int, deadline: float, samples: list[float]
) -> None:
    """Ask one query at least, and go on until the deadline."""
    rng, own = random.Random(seed), list[float]()
    while not own or time.perf_counter() < deadline:
        for query in rng.sample(prepared, len(prepared)):
            began = time.perf_counter()
            engine.page(query)
            ended = time.perf_counter()
            own.append((ended - began) * 1000)
            if ended >= deadline:
                break
    samples += own


if __name__ == "__main__":
    main()
