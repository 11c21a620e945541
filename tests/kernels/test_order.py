"""Order statistics, against exact binomial tails."""

import math
import statistics
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics._kernels.order import median, median_bounds

LEVELS = (0.5, 0.8, 0.9, 0.95, 0.99)


def tail(n, rank):
    """Return twice the chance of fewer than *rank* heads in *n* tosses, exactly."""
    return Fraction(2 * sum(math.comb(n, k) for k in range(rank)), 2**n)


@given(st.lists(st.floats(0, 1e6), max_size=30))
def test_median_is_that_of_the_standard_library(values) -> None:
    """The middle value, or the mean of the middle two."""
    expected = statistics.median(values) if values else math.nan

    np.testing.assert_allclose(median(np.sort(np.array(values))), expected)


@pytest.mark.parametrize("level", LEVELS)
def test_bounds_are_the_narrowest_that_cover(level) -> None:
    """The rank keeps the level exactly, and the next one would not."""
    for n in range(80):
        low, high = median_bounds(np.arange(1.0, n + 1), level)
        alpha = 1 - Fraction(str(level))
        if math.isnan(low):
            assert math.isnan(high)
            assert n < 2 or tail(n, 1) > alpha
            continue
        rank = int(low)
        assert n + 1 - rank == int(high)
        assert tail(n, rank) <= alpha
        assert 2 * rank >= n - 1 or tail(n, rank + 1) > alpha


@pytest.mark.parametrize(
    ("n", "rank"), [(5, None), (6, 1), (8, 1), (9, 2), (12, 3), (20, 6), (100, 40)]
)
def test_ranks_of_published_tables(n, rank) -> None:
    """The ranks of the usual table of 95 % limits of a median."""
    low, high = median_bounds(np.arange(1.0, n + 1), 0.95)

    if rank is None:
        assert math.isnan(low)
    else:
        assert (rank, n + 1 - rank) == (low, high)


def test_a_tail_of_exactly_the_level_is_enough() -> None:
    """Six values hold the median at exactly 1 - 2 / 64."""
    assert (1.0, 6.0) == median_bounds(np.arange(1.0, 7.0), 1 - 2 / 64)


def test_a_million_values_have_bounds() -> None:
    """The rank of many values is that of the normal approximation."""
    n = 1_000_001
    low, high = median_bounds(np.arange(1.0, n + 1), 0.95)

    assert abs(low - (n / 2 - 0.98 * math.sqrt(n))) < 2
    assert n + 1 == low + high


def test_bounds_cover_whatever_the_distribution() -> None:
    """Of 2,000 samples of heavy tails, at least the level holds the median."""
    samples = np.sort(np.random.default_rng(7).pareto(0.7, (2000, 25)), axis=1)
    truth = 2 ** (1 / 0.7) - 1
    bounds = np.array([median_bounds(sample, 0.95) for sample in samples])
    covered = ((bounds[:, 0] <= truth) & (truth <= bounds[:, 1])).mean()

    assert 0.94 < covered < 0.98
