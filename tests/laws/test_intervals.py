"""Bounds hold the value, and wider levels hold narrower ones."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics import Composition, Proportion, Rate, Status
from laws.library import quiet
from strategies import LEVELS, columns, quick, rates, shares

KINDS = [(Proportion, shares()), (Rate, rates())]


def ordered(*bounds):
    """Hold bounds to ascend, as far as there are any."""
    for low, high in pairwise(bounds):
        assert (~(np.asarray(low) > np.asarray(high))).all()


@pytest.mark.parametrize(("kind", "rows"), KINDS)
@quick
@given(data=st.data(), levels=st.tuples(LEVELS, LEVELS))
def test_bounds_hold_the_value(kind, rows, data, levels):
    """At two levels the wider interval holds the narrower, and both the value."""
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
@quiet
def test_bounds_between_units_hold_the_value(kind, rows, how, data, levels):
    """The pooled interval holds its value; there is one or a reason why not."""
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
def test_shares_of_a_whole_stay_in_their_bounds(counts, level):
    """Simultaneous bounds hold each share."""
    parts = Composition(range(len(counts)), counts)
    bounds = parts.interval(level)

    ordered(bounds.low, parts.shares, bounds.high)
