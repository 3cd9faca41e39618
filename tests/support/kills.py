"""Kills the service amid writes over HTTP, and looks whether anything that it confirmed is lost.

    PYTHONPATH=.:tests python -P -m support.kills --rounds 40 --server gunicorn

Clients store and remove articles of their own, each one request after the other. In each round the
service is killed with SIGKILL (under gunicorn the master or a worker, by turns), and started again
if it is gone. Then every article must be as the last confirmed write left it. A write without an
answer may have happened or not. With --rebuild, `indexer rebuild` runs beside the writes instead,
and is killed in every second round.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path

from search import Article, open_archive

from support.service import CUT, GUNICORN, WAITRESS, Service

ARTICLES, OTHERS = 5, 5_000
"""Articles that each client writes to, and those that make a rebuild last."""


class Writer(threading.Thread):
    """A client that writes until it is stopped, and knows what was confirmed.

    `known` has the title that each article has, or None; without an article of which nobody knows.
    """

    def __init__(self, service, name, dice):
        super().__init__(daemon=True)
        self._service, self._name, self._dice = service, name, dice
        self.known, self.confirmed, self.unanswered, self.refused = {}, 0, 0, []
        self.stopped = threading.Event()

    def run(self):
        while not self.stopped.is_set():
            try:
                self._write(f"{self._name}-{self._dice.randrange(ARTICLES)}")
            except CUT:
                self.unanswered += 1
                time.sleep(0.05)

    def _write(self, id):
        """Store or remove an article, and note what was confirmed."""
        before, removes = self.known.pop(id, ...), self._dice.random() < 0.2
        title = None if removes else f"{id} {self.confirmed}"
        answer = self._service.ask("DELETE", f"/api/v1/articles/{id}") if removes \
            else self._service.put(id, title)
        was_gone = removes and answer.status == 404 and before in (None, ...)
        if answer.status in (200, 201) or was_gone:
            self.known[id] = title
            self.confirmed += 1
        elif answer.status == 503:  # another one was writing: nothing has changed
            if before is not ...:
                self.known[id] = before
        else:
            self.refused.append(answer)


def find_lost(service, writers):
    """Return what is not as the last confirmed write left it."""
    known = {id: title for writer in writers for id, title in writer.known.items()}
    found = {id: service.ask("GET", f"/api/v1/articles/{id}") for id in known}
    return [(id, title, found[id]) for id, title in known.items() if title != (
        found[id].value["title"] if found[id].status == 200 else None)]


def run_round(service, writers, seconds, kill):
    """Let clients write for some seconds, call `kill`, and return what was lost then."""
    for writer in writers:
        writer.start()
    time.sleep(seconds)
    kill(service)
    for writer in writers:
        writer.stopped.set()
    for writer in writers:
        writer.join()
    if service.has_ended():
        service.start()
    return find_lost(service, writers)


def kill_service(service):
    """Kill the process that was started: gunicorn's master, or all of waitress."""
    workers = service.list_workers()
    service.signal(signal.SIGKILL)
    service.wait()
    while any(Path(f"/proc/{worker}").exists() for worker in workers):
        time.sleep(0.1)  # each ends once it finds that the master has gone


def kill_worker(service):
    """Kill one process that answers."""
    os.kill(service.list_workers()[0], signal.SIGKILL)
    time.sleep(1)


def kill_rebuild(service):
    """Begin to rebuild the index, and kill that before it ends."""
    rebuild = service.run_indexer("rebuild")
    time.sleep(random.uniform(0.5, 3))
    rebuild.kill()
    rebuild.wait()


def rebuild(service):
    """Rebuild the index."""
    assert service.run_indexer("rebuild").wait() == 0, service.read_log()


def fill(service):
    """Store articles to which nobody writes."""
    list(open_archive(f"whoosh:{service.archive}").add(
        Article(f"lain-{n}", f"Kabar {n}", f"Petani memanen kopi ke-{n}. " * 40)
        for n in range(OTHERS)))


def choose_kills(asked):
    """Return what is done to the service, by turns."""
    if asked.rebuild:
        return [kill_rebuild, rebuild]
    return [kill_service, kill_worker] if asked.server == GUNICORN else [kill_service]


class Tally:
    """What came of all rounds."""

    def __init__(self):
        self.confirmed = self.unanswered = 0
        self.lost, self.refused = [], []

    def add(self, writers, lost):
        self.confirmed += sum(each.confirmed for each in writers)
        self.unanswered += sum(each.unanswered for each in writers)
        self.refused += [answer for each in writers for answer in each.refused]
        self.lost += lost


def run_rounds(service, asked):
    """Return what came of as many rounds as are asked for."""
    dice, kills, tally = random.Random(asked.seed), choose_kills(asked), Tally()
    for number in range(asked.rounds):
        writers = [Writer(service, f"r{number}-{name}", random.Random(dice.random()))
                   for name in range(asked.clients)]
        seconds = asked.seconds * dice.uniform(0.5, 1.5)
        tally.add(writers, run_round(service, writers, seconds, kills[number % len(kills)]))
    return tally


def parse_options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--clients", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=1, help="of a round, at the median")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--server", choices=(WAITRESS, GUNICORN), default=WAITRESS)
    parser.add_argument("--rebuild", action="store_true", help="kill rebuilds, not the service")
    return parser.parse_args()


def main():
    asked = parse_options()
    with tempfile.TemporaryDirectory() as folder:
        service = Service(Path(folder), asked.server)
        if asked.rebuild:
            fill(service)
        service.start()
        tally = run_rounds(service, asked)
        service.stop()
        faults = open_archive(f"whoosh:{service.archive}").verify()
    print(f"{asked.rounds} rounds of {asked.server}: {tally.confirmed:,} writes confirmed, "
          f"{len(tally.lost)} lost, {tally.unanswered} without an answer, "
          f"verification: {faults or 'sound'}")
    for each in tally.lost + tally.refused:
        print(*each)
    sys.exit(bool(tally.lost or tally.refused or faults))


if __name__ == "__main__":
    main()
