"""Intervals contain the value, and those of higher levels contain lower ones."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics import Composition, Proportion, Rate, Status
from strategies import LEVELS, columns, quick, rates, shares

pytestmark = pytest.mark.filterwarnings("ignore::engagement_metrics.EngagementWarning")
KINDS = [(Proportion, shares()), (Rate, rates())]


def ordered(*bounds):
    """Assert that bounds ascend, where they are defined."""
    for low, high in pairwise(bounds):
        assert (~(np.asarray(low) > np.asarray(high))).all()


@pytest.mark.parametrize(("kind", "rows"), KINDS)
@quick
@given(data=st.data(), levels=st.tuples(LEVELS, LEVELS))
def test_intervals_contain_the_value(kind, rows, data, levels):
    """Of two levels, the higher contains the lower, and both contain the value."""
    listed = data.draw(columns(rows, min_size=1))
    y, x = zip(*(row for row, _ in listed), strict=True)
    rate = kind(list(y), list(x))
    narrow, wide = (rate.interval(level) for level in sorted(levels))

    ordered(wide.low, narrow.low, rate.value, narrow.high, wide.high)
    assert (rate.status == narrow.status).all()
    assert np.array_equal(np.isnan(narrow.low), rate.status != Status.DEFINED)


@pytest.mark.parametrize(("kind", "rows"), KINDS)
@pytest.mark.parametrize("how", ["pooled", "average"])
@quick
@given(data=st.data(), levels=st.tuples(LEVELS, LEVELS))
def test_intervals_between_units_contain_the_value(kind, rows, how, data, levels):
    """Intervals of pooled and averaged units do, or their status says why not."""
    listed = data.draw(columns(rows, min_size=1))
    y, x = zip(*(row for row, _ in listed), strict=True)
    pooled = getattr(kind(list(y), list(x)), how)()
    narrow, wide = (pooled.interval(level) for level in sorted(levels))

    ordered(wide.low, narrow.low, pooled.value, narrow.high, wide.high)
    assert np.isnan(narrow.low) == (narrow.status != Status.DEFINED)
    if kind is Proportion:
        ordered(0.0, wide.low)
        ordered(wide.high, 1.0)


@quick
@given(st.lists(st.integers(0, 10**6), max_size=8), LEVELS)
def test_simultaneous_intervals_contain_the_shares(counts, level):
    """Goodman's intervals contain each share of a composition."""
    parts = Composition(range(len(counts)), counts)
    bounds = parts.interval(level)

    ordered(bounds.low, parts.shares, bounds.high)
