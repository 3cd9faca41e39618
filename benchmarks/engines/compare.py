"""All engines in one process, asked the same queries in turn.

    python -m benchmarks.engines.compare CORPUS_FOLDER QUERIES BUDGET ROUNDS ENGINE...

A query is asked of every engine before the next one is; who begins changes with each round.

Before anything is counted, each engine is asked everything for some seconds, which a Java
machine needs. Then each class begins with a round that is not counted, and checks that all
engines find as many articles; the run stops if they do not. An engine that has used up its
BUDGET of seconds for one operation on one class sits out the further rounds; where even the
first used it up, that round is all there is, and the cell is marked as cold.
"""

import gc
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.engines.peers import Peer, opened
from benchmarks.engines.queries import KINDS, Query, load
from benchmarks.figures import quantile, summary

OPERATIONS = ("page", "rank", "shown")

WARM = 2
"""Budgets that are spent on warming an engine."""


@dataclass
class Cell:
    """One engine's milliseconds for one operation on one class, by query."""

    budget: float
    cold: dict[int, float] = field(default_factory=dict)
    warm: dict[int, list[float]] = field(default_factory=dict)
    spent: float = 0.0

    def note(self, turn: int, number: int, seconds: float) -> None:
        self.spent += seconds
        if turn == 0:
            self.cold[number] = seconds * 1000
        else:
            self.warm.setdefault(number, []).append(seconds * 1000)

    def goes_on(self, turn: int) -> bool:
        return turn == 0 or self.spent < self.budget

    def figures(self) -> dict[str, Any]:
        """The summary, and the median of each query in the order of the queries."""
        by_query = self.warm or {number: [each] for number, each in self.cold.items()}
        samples = [each for times in by_query.values() for each in times]
        medians = [round(quantile(by_query[number], 0.5), 3) for number in sorted(by_query)]
        return summary(samples) | {"cold": not self.warm, "by_query": medians}


class Disagreement(Exception):
    """Two engines find different numbers of articles."""


def compare(engines: dict[str, Peer], asked: list[Query], budget: float, rounds: int) -> dict:
    """The figures of every cell: by operation, class and engine."""
    found: dict[str, dict] = {operation: {} for operation in OPERATIONS}
    for engine in engines.values():
        _warm(engine, asked, WARM * budget)
    for kind in KINDS:
        able = {name: each for name, each in engines.items() if kind not in each.LACKS}
        queries = [query for query in asked if query.kind == kind]
        prepared = {name: [each.prepare(query) for query in queries]
                    for name, each in able.items()}
        _check(able, prepared, queries)
        for operation in OPERATIONS:
            doing = {name: each for name, each in able.items()
                     if operation in _operations(each, kind)}
            cells = {name: Cell(budget) for name in doing}
            for turn in range(rounds + 1):
                _ask_all(doing, prepared, operation, turn, cells)
            found[operation][kind] = {name: cell.figures() for name, cell in cells.items()}
    return found


def _warm(engine: Peer, asked: list[Query], seconds: float) -> None:
    """Ask everything that the engine can do, by turns, for so long."""
    until = perf_counter() + seconds
    while perf_counter() < until:
        for query in (query for query in asked if query.kind not in engine.LACKS):
            prepared = engine.prepare(query)
            for operation in _operations(engine, query.kind):
                getattr(engine, operation)(prepared)
            if perf_counter() > until:
                return


def _operations(engine: Peer, kind: str) -> list[str]:
    """What the engine can do with queries of a class."""
    return [operation for operation in OPERATIONS
            if not {operation, f"{kind} {operation}"} & engine.LACKS.keys()]


def _check(able: dict[str, Peer], prepared: dict[str, list], queries: list[Query]) -> None:
    """Ask each query once and hold the engines' totals against each other."""
    for number, query in enumerate(queries):
        totals = {name: each.page(prepared[name][number])[0] for name, each in able.items()}
        if len(set(totals.values())) > 1:
            raise Disagreement(f"{query}: {totals}")


def _ask_all(
    doing: dict[str, Peer], prepared: dict[str, list], operation: str, turn: int,
    cells: dict[str, Cell],
) -> None:
    """One round: every query of the class to every engine that still takes part."""
    names = [name for name in _turned(list(doing), turn) if cells[name].goes_on(turn)]
    runs = {name: getattr(doing[name], operation) for name in names}
    for number in range(len(next(iter(prepared.values())))):
        for name in names:
            run, question = runs[name], prepared[name][number]
            began = perf_counter()
            run(question)
            cells[name].note(turn, number, perf_counter() - began)


def _turned(names: list[str], turn: int) -> Iterator[str]:
    at = turn % max(1, len(names))
    yield from names[at:] + names[:at]


def main() -> None:
    """Open, compare, print."""
    folder, queries, budget, rounds, *names = sys.argv[1:]
    engines = {name: opened(name, Path(folder)) for name in names}
    gc.collect()
    gc.freeze()  # what is open by now is not looked through again for garbage
    try:
        cells = compare(engines, load(Path(queries)), float(budget), int(rounds))
    finally:
        for engine in engines.values():
            engine.close()
    print(json.dumps(cells))


if __name__ == "__main__":
    main()
