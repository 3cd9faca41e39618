"""Finds the slowest requests, or measures those that were found: see `python -m … --help`."""

import argparse
import json
import random
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from benchmarks.slowest.measuring import MUCH_MEMORY, Cost, Service, read_memory
from benchmarks.slowest.requests import WrittenRequest, build_request, change

LIST = Path(__file__).parent / "slowest.json"

KEPT, CROWD = 4, 12
"""Requests of each route that are kept in the list, and that others are made from."""

FRESH = 0.2
"""The share of requests that are made from nothing."""

ORDERS: dict[str, Callable[[Cost], float]] = {
    "time": lambda cost: cost.seconds, "memory": lambda cost: cost.megabytes}

Found = dict[WrittenRequest, Cost]


def find(
    service: Service, minutes: float, dice: random.Random, found: Found, order: str
) -> Found:
    """Return what requests cost, after so many minutes of changing the slowest or largest ones."""
    until = time.monotonic() + 60 * minutes
    tried = 0
    while time.monotonic() < until:
        crowd = keep_dearest(found, CROWD, order)
        if len(crowd) < 30 or dice.random() < FRESH:
            request = build_request(dice)
        else:
            request = change(dice.choice(crowd), dice.choice(crowd), dice)
        if request not in found:
            cost = service.measure(request.address)
            tried += 1
            if cost.status >= 500:
                raise SystemExit(f"{cost.status}: {request.address}")
            if cost.status == 200 or cost.seconds > 0.5 or cost.megabytes > MUCH_MEMORY:
                found[request] = cost
    print(f"{tried:,} requests were tried")
    return found


def keep_dearest(found: Found, most: int, order: str) -> list[WrittenRequest]:
    """Return the requests to each route that cost most by this order, and a few by the other."""
    kept: dict[WrittenRequest, None] = {}
    for path in {request.path for request in found}:
        own = [request for request in found if request.path == path]
        for name, cost_of in ORDERS.items():
            own.sort(key=lambda request: -cost_of(found[request]))
            kept |= dict.fromkeys(own[:most if name == order else most // 4])
    return list(kept)


def measure_again(service: Service, requests: Iterable[WrittenRequest], times: int) -> Found:
    """Return the least cost of each request in so many measurements, for others use the machine."""
    found: Found = {}
    for request in requests:
        costs = [service.measure(request.address) for _ in range(times)]
        found[request] = min(costs, key=lambda cost: cost.seconds)
    return found


def report(found: Found) -> None:
    """Print what requests cost, the slowest first."""
    print(f"idle: {read_memory('RssAnon'):.0f} MB of its own, {read_memory('VmRSS'):.0f} MB in all")
    for request, cost in sorted(found.items(), key=lambda each: -each[1].seconds):
        lacks = f"  lacks {', '.join(cost.left_out)}" if cost.left_out else ""
        print(f"{cost.seconds:7.3f} s {cost.megabytes:6.1f} MB {cost.bytes / 1e3:8.1f} kB "
              f"{cost.status}{lacks}  {request.address[:160]}")


def read_list() -> list[WrittenRequest]:
    """Return the requests of the list."""
    listed = json.loads(LIST.read_text("utf-8")) if LIST.exists() else []
    return [WrittenRequest(path, tuple([(name, tuple(values)) for name, values in parameters]))
            for path, parameters in listed]


def write_list(requests: Sequence[WrittenRequest]) -> None:
    """Write the list."""
    lines = [json.dumps([each.path, each.parameters], ensure_ascii=False)
             for each in sorted(requests, key=lambda each: (each.path, each.parameters))]
    LIST.write_text("[\n" + ",\n".join(lines) + "\n]\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description="The slowest requests that can be written.")
    parser.add_argument("task", choices=("find", "replay"))
    parser.add_argument("archive", help="the address of an archive, such as whoosh:var/archive")
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--order", choices=ORDERS, default="time", help="what to look for")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--time-limit", type=float, default=1.0, help="seconds for a request")
    asked = parser.parse_args()
    service = Service(asked.archive, asked.time_limit)
    found = measure_again(service, read_list(), asked.times)
    if asked.task == "find":
        dice = random.Random(asked.seed)
        found = find(service, asked.minutes, dice, found, asked.order)
        found = measure_again(service, keep_dearest(found, KEPT, asked.order), asked.times)
        write_list(list(found))
    report(found)


if __name__ == "__main__":
    main()
