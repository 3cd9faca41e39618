"""Follows the store: turns its changes into commits, in this process and in others.

    load.py         makes blocks of changes durable, then searchable
    writer.py       collects the changes of one block
    follower.py     brings the index up to the store
    worker_pool.py  shares a long load among processes
    worker.py       runs in each of those processes
"""
