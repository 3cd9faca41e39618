"""Warta's two engines beside each other: files of one machine, and a cluster.

both.py    loads the same articles into both, and asks both the same in turn
"""
