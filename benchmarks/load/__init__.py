"""A service under load, on this computer alone: how much it answers, and what happens beyond.

    python -m benchmarks.load whoosh:FOLDER --minutes 20

    clients.py  asks, and counts what became of each request
    service.py  starts and ends the service, the writer and the rebuild
    writer.py   adds and removes an article each second

gunicorn serves a copy of the archive with two workers, as docs/deploy configures it. Each of these
is a process of its own, as it is for an operator: clients and writer take no time of the service
but that of the processors. A writer changes the archive from the beginning to the end. So the most
that is answered is measured under the same conditions as what follows: SHARE of that rate, with a
rebuild half-way, then OVERLOAD times of it, and then SHARE again.
"""
