"""Pages a second of one engine that several threads share.

    python -m benchmarks.engines.threads ENGINE CORPUS_FOLDER QUERIES THREADS SECONDS START

Each thread asks the queries of all classes in an order of its own, from START (seconds of the
epoch) on, so that several such processes run at the same time.
"""

import json
import random
import sys
import time
from pathlib import Path
from threading import Thread

from benchmarks.engines.peers import Peer, opened
from benchmarks.engines.queries import load
from benchmarks.figures import summary


def main() -> None:
    """Run the threads, and print their rate and latencies."""
    name, folder, queries, threads, seconds, start = sys.argv[1:]
    engine = opened(name, Path(folder))
    prepared = [engine.prepare(query) for query in load(Path(queries))]
    for each in prepared:
        engine.page(each)
    taken: list[float] = []
    until = float(start) + float(seconds)
    running = [Thread(target=_ask, args=(engine, prepared, seed, until, taken))
               for seed in range(int(threads))]
    time.sleep(max(0.0, float(start) - time.time()))
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    print(json.dumps(summary(taken) | {"per_s": round(len(taken) / float(seconds))}))
    engine.close()


def _ask(engine: Peer, prepared: list, seed: int, until: float, taken: list[float]) -> None:
    chosen, own = random.Random(seed), []
    while time.time() < until:
        for each in chosen.sample(prepared, len(prepared)):
            began = time.perf_counter()
            engine.page(each)
            own.append((time.perf_counter() - began) * 1000)
            if time.time() >= until:
                break
    taken += own


if __name__ == "__main__":
    main()
