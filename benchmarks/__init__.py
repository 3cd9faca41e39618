"""The benchmarks: how fast Warta is, how much it takes, how often it is right.

engines/    Warta beside other search engines: what `run.py` measures
ingest/     time and memory of adding articles
load/       a service that is asked as much as it can answer, and more
fit/        rules and classifiers against real articles
runs/       reports of past runs
corpus.py   articles to measure with, real or recombined
stage.py    a step in a process of its own
figures.py  medians, percentiles and growth
machine.py  the machine and the versions of a run
"""
