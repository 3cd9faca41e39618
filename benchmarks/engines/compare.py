"""Stage: all engines in one process, asked the same queries in turn.

    python -m benchmarks.engines.compare CORPUS_FOLDER QUERIES BUDGET ROUNDS ENGINE...

Every engine is asked a query before the next query begins; each round starts with another engine.

First each engine is asked all queries for some seconds, which a Java virtual machine needs. Then
each class begins with a round that is not counted; the stage fails if engines find different
totals. An engine that has used up its BUDGET of seconds for one operation on one class sits out
the remaining rounds. If the first round used it up, that round is all there is, and the cell is
marked as cold.
"""

import gc
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.engines.peers import Peer, open_peer
from benchmarks.engines.queries import CLASSES, OPERATIONS, Query, load_queries
from benchmarks.figures import quantile, summarize

WARM_UP_BUDGETS = 2
"""Budgets of seconds spent on warming up an engine."""


@dataclass
class Cell:
    """The milliseconds of one engine for one operation on one class, by query."""

    budget: float
    cold: dict[int, float] = field(default_factory=dict)
    warm: dict[int, list[float]] = field(default_factory=dict)
    spent: float = 0.0

    def add_sample(self, turn: int, number: int, seconds: float) -> None:
        self.spent += seconds
        if turn == 0:
            self.cold[number] = seconds * 1000
        else:
            self.warm.setdefault(number, []).append(seconds * 1000)

    def takes_part(self, turn: int) -> bool:
        return turn == 0 or self.spent < self.budget

    def summarize(self) -> dict[str, Any]:
        """Return percentiles, and the median of each query in the order of the queries."""
        by_query = self.warm or {number: [sample] for number, sample in self.cold.items()}
        samples = [sample for times in by_query.values() for sample in times]
        medians = [round(quantile(by_query[number], 0.5), 3) for number in sorted(by_query)]
        return summarize(samples) | {"cold": not self.warm, "by_query": medians}


class Disagreement(Exception):
    """Two engines find different numbers of articles."""


def compare_engines(
    engines: dict[str, Peer], queries: list[Query], budget: float, rounds: int
) -> dict[str, dict]:
    """Return the figures of every cell, by operation, class and engine. Raises Disagreement."""
    figures: dict[str, dict] = {operation: {} for operation in OPERATIONS}
    for engine in engines.values():
        _warm_up(engine, queries, WARM_UP_BUDGETS * budget)
    for kind in CLASSES:
        own = [query for query in queries if query.kind == kind]
        able = {name: engine for name, engine in engines.items() if kind not in engine.LACKS}
        prepared = {name: [engine.prepare(query) for query in own]
                    for name, engine in able.items()}
        _check_totals(able, prepared, own)
        for operation in OPERATIONS:
            doing = {name: engine for name, engine in able.items()
                     if operation in _list_operations(engine, kind)}
            cells = {name: Cell(budget) for name in doing}
            for turn in range(rounds + 1):
                _ask_round(doing, prepared, operation, turn, cells)
            figures[operation][kind] = {name: cell.summarize() for name, cell in cells.items()}
    return figures


def _warm_up(engine: Peer, queries: list[Query], seconds: float) -> None:
    """Ask everything the engine can do, in turn, for this long."""
    deadline = perf_counter() + seconds
    while perf_counter() < deadline:
        for query in (query for query in queries if query.kind not in engine.LACKS):
            prepared = engine.prepare(query)
            for operation in _list_operations(engine, query.kind):
                getattr(engine, operation)(prepared)
            if perf_counter() > deadline:
                return


def _list_operations(engine: Peer, kind: str) -> list[str]:
    """Return what the engine can do with queries of a class."""
    return [operation for operation in OPERATIONS
            if not {operation, f"{kind} {operation}"} & engine.LACKS.keys()]


def _check_totals(able: dict[str, Peer], prepared: dict[str, list], queries: list[Query]) -> None:
    """Ask each query once and compare the totals of the engines."""
    for number, query in enumerate(queries):
        totals = {name: engine.page(prepared[name][number])[0] for name, engine in able.items()}
        if len(set(totals.values())) > 1:
            raise Disagreement(f"{query}: {totals}")


def _ask_round(
    doing: dict[str, Peer], prepared: dict[str, list], operation: str, turn: int,
    cells: dict[str, Cell],
) -> None:
    """Ask every query of the class of every engine that still takes part."""
    names = [name for name in _rotate(list(doing), turn) if cells[name].takes_part(turn)]
    runs = {name: getattr(doing[name], operation) for name in names}
    for number in range(len(next(iter(prepared.values())))):
        for name in names:
            run, query = runs[name], prepared[name][number]
            began = perf_counter()
            run(query)
            cells[name].add_sample(turn, number, perf_counter() - began)


def _rotate(names: list[str], turn: int) -> list[str]:
    """Return the names, beginning with another one each turn.

    >>> _rotate(["a", "b", "c"], 4)
    ['b', 'c', 'a']
    """
    first = turn % max(1, len(names))
    return names[first:] + names[:first]


def main() -> None:
    """Open the engines, compare them, and print the figures."""
    folder, queries, budget, rounds, *names = sys.argv[1:]
    engines = {name: open_peer(name, Path(folder)) for name in names}
    gc.collect()
    gc.freeze()  # the collector skips what is open by now
    try:
        figures = compare_engines(engines, load_queries(Path(queries)), float(budget), int(rounds))
    finally:
        for engine in engines.values():
            engine.close()
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
