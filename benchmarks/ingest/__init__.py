"""What adding articles costs.

costs.py      CPU time and memory of `indexer add`, and what stories cost
memory.py     memory of every process during a long load
streaming.py  memory of reading gigabytes of each format
"""
