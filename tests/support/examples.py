"""The number of random examples a test tries, by hypothesis profile."""

from hypothesis import settings

PROFILES = {"fast": 24, "thorough": 100}
"""Examples of a test that states no number of its own: `make test` and `make test-all`."""

MIN_EXAMPLES = 8
"""Examples that the fast profile tries at least."""


def count_examples(thorough: int) -> int:
    """Return how many examples to try where the thorough profile tries this many."""
    share = thorough * settings().max_examples // PROFILES["thorough"]
    return max(min(thorough, MIN_EXAMPLES), share)
