"""A service under load, on this computer alone: how much it answers, and what happens beyond.

    python -m benchmarks.load whoosh:FOLDER --minutes 20

Two workers serve a copy of the archive, while a writer adds and removes an article each second and
the index is rebuilt once. First the most that they answer is measured, then they are asked at
SHARE of that rate, then at OVERLOAD times of it, and then again as before.
"""
