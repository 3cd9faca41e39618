"""The slowest requests that can be written: found by a program, kept, and measured again.

    python -m benchmarks.slowest find whoosh:FOLDER --minutes 5    # adds what it finds to the list
    python -m benchmarks.slowest find whoosh:FOLDER --order memory # the same for memory
    python -m benchmarks.slowest replay whoosh:FOLDER              # measures the list

    requests.py   what a request is made of, and how it is changed at random
    measuring.py  what a request costs: processor time, memory, and what its answer lacks
    slowest.json  the list, the slowest of each route
"""
