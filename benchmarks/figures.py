"""Medians, percentiles and growth exponents."""

import math
from collections.abc import Sequence


def quantile(samples: Sequence[float], share: float) -> float:
    """Return the smallest sample that is not exceeded by this share of the samples.

    Raises ValueError if there are no samples.

    >>> quantile([4, 1, 3, 2], 0.5), quantile([4, 1, 3, 2], 0.99)
    (2, 4)
    """
    if not samples:
        raise ValueError("nothing was measured: there are no samples")
    ordered = sorted(samples)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def summarize(samples: Sequence[float]) -> dict[str, float]:
    """Return the median, the 99th percentile and the number of samples.

    Milliseconds are rounded to microseconds. Raises ValueError if there are no samples.
    """
    return {"p50": round(quantile(samples, 0.5), 3), "p99": round(quantile(samples, 0.99), 3),
            "n": len(samples)}


def fit_exponent(points: Sequence[tuple[float, float]]) -> float:
    """Return e of time = c · size^e: the least-squares slope of log time over log size.

    Needs two different sizes at least.

    >>> round(fit_exponent([(10, 5), (100, 50), (1000, 500)]), 6)
    1.0
    """
    xs, ys = ([math.log(value) for value in side] for side in zip(*points))
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((each - x) ** 2 for each in xs)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys)) / spread
