"""From samples to figures."""

import math
from collections.abc import Sequence


def quantile(samples: Sequence[float], share: float) -> float:
    """The smallest sample that this share of them does not exceed.

    >>> quantile([4, 1, 3, 2], 0.5), quantile([4, 1, 3, 2], 0.99)
    (2, 4)
    """
    ordered = sorted(samples)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def summary(samples: Sequence[float]) -> dict[str, float]:
    """Median, 99th percentile and number of samples; milliseconds to the microsecond."""
    return {"p50": round(quantile(samples, 0.5), 3), "p99": round(quantile(samples, 0.99), 3),
            "n": len(samples)}


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """e of time = c · size^e, by least squares of log time over log size.

    >>> round(exponent([(10, 5), (100, 50), (1000, 500)]), 6)
    1.0
    """
    xs, ys = ([math.log(value) for value in side] for side in zip(*points))
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((each - x) ** 2 for each in xs)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys)) / spread
