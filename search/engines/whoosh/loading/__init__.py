"""Follows the store: turns its changes into commits, in this process and in others.

    follower.py     brings the index up to the store, commit by commit
    worker_pool.py  shares a long load among processes
    worker.py       runs in each of those processes
"""
