"""Warta beside other search engines, on the same tokens and queries.

session.py   one run: every stage in order
prepare.py   stage: the corpus, its tokens and the queries
build.py     stage: index a corpus with one engine
compare.py   stage: ask all engines the same queries in turn
worker.py    stage: a fresh process until its first answer, and its memory
threads.py   stage: pages per second of threads that share an engine
indexing.py  indexing end to end, from raw articles
serving.py   stage: a search through the archive, Flask and waitress
segments.py  on its own: what several segments cost a query
versus.py    on its own: two checkouts of Warta beside each other
asker.py     one of those checkouts, asked query by query
peers/       one module per engine
queries.py   the classes of queries
tokens.py    the tokens every engine is given
report.py    the report in Markdown
chart.py     the report's picture
"""
