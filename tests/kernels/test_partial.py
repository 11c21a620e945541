"""Shares that are known in part, against root finding and formulas by hand."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics._kernels.partial import (
    corrected,
    corrected_limits,
    level_of_ends,
)

NORMAL = NormalDist()
SHARES = st.floats(0.01, 0.99)
LEVELS = st.sampled_from([0.1, 0.5, 0.8, 0.95, 0.999])


def c_of(level):
    """Return the normal quantile of a two-sided level."""
    return NORMAL.inv_cdf((1 + level) / 2)


@given(st.floats(0.0, 20.0), LEVELS)
def test_ends_solve_the_equation(apart, level):
    """The probability of the nearer end is the level, unless c would be negative."""
    c = c_of(level_of_ends(apart * 0.3, 0.3, level))
    held = NORMAL.cdf(c + apart) - NORMAL.cdf(-c)

    assert c >= -1e-12
    assert held == pytest.approx(level, abs=1e-9) if c > 1e-9 else held >= level - 1e-9


def test_ends_agree_with_a_root_finder():
    """SciPy's root of the published equation."""
    optimize = pytest.importorskip("scipy.optimize")
    for gap in (0.01, 0.5, 1.0, 2.0):

        def miss(c, gap=gap):
            return NORMAL.cdf(c + gap / 0.5) - NORMAL.cdf(-c) - 0.95

        expected = optimize.brentq(miss, 1.0, 2.5, xtol=1e-13)
        assert expected == pytest.approx(c_of(level_of_ends(gap, 0.5, 0.95)), abs=1e-9)


def test_ends_are_one_sided_where_the_bounds_are_far_apart():
    """Only one end can miss; without a gap both can."""
    assert 0.90 == pytest.approx(level_of_ends(9.0, 0.01, 0.95), abs=1e-12)
    assert 0.95 == pytest.approx(level_of_ends(0.0, 0.01, 0.95), abs=1e-12)
    assert 0.95 == pytest.approx(level_of_ends(0.0, 0.0, 0.95), abs=1e-12)
    assert 0.90 == pytest.approx(level_of_ends(1.0, 0.0, 0.95), abs=1e-12)
    assert 0.0 == pytest.approx(level_of_ends(9.0, 0.01, 0.3), abs=1e-12)


@given(SHARES, st.floats(0.55, 1.0), st.floats(0.55, 1.0))
def test_correction_undoes_the_labels(share, sensitivity, specificity):
    """True and false positives together are what is observed."""
    observed = share * sensitivity + (1 - share) * (1 - specificity)

    assert share == pytest.approx(corrected(observed, sensitivity, specificity).item())


def test_limits_add_the_distances_as_squares():
    """Each part moved alone: 0.3 observed, 0.9 and 0.8."""
    low, high = corrected_limits(
        [np.array([0.3]), 0.9, 0.8],
        [np.array([0.27]), 0.85, 0.75],
        [np.array([0.33]), 0.94, 0.84],
    )
    estimate = 0.1 / 0.7
    below = [0.07 / 0.7, 0.1 / 0.74, 0.05 / 0.65]
    above = [0.13 / 0.7, 0.1 / 0.65, 0.14 / 0.74]

    assert estimate - math.hypot(*(estimate - end for end in below)) == (
        pytest.approx(low.item())
    )
    assert estimate + math.hypot(*(end - estimate for end in above)) == (
        pytest.approx(high.item())
    )


@given(SHARES, st.floats(0.6, 0.99), st.floats(0.6, 0.99))
def test_limits_turn_round_with_the_labels(share, sensitivity, specificity):
    """What has the trait and what has not are alike: 1 - p, the two exchanged."""
    margins = 0.05, 0.04, 0.03
    given_ = [np.array([share]), sensitivity, specificity]
    ends = [
        [p + side * m for p, m in zip(given_, margins, strict=True)] for side in (-1, 1)
    ]
    low, high = corrected_limits(given_, *ends)
    turned = [1 - given_[0], specificity, sensitivity]
    back = [[1 - each[0], each[2], each[1]] for each in ends]
    least, most = corrected_limits(
        turned,
        [back[1][0], *back[0][1:]],
        [back[0][0], *back[1][1:]],
    )

    assert low.item() <= corrected(*given_).item() <= high.item()
    assert low.item() == pytest.approx(1 - most.item(), abs=1e-9)
    assert high.item() == pytest.approx(1 - least.item(), abs=1e-9)


def test_labels_without_information_leave_the_limits_open():
    """At its limit, a sensitivity of 0.2 is no better than chance."""
    low, high = corrected_limits(
        [np.array([0.3, 0.1]), 0.6, 0.8],
        [np.array([0.2, 0.05]), 0.2, 0.7],
        [np.array([0.4, 0.2]), 0.9, 0.9],
    )

    assert [-math.inf, -math.inf] == low.tolist()
    assert [math.inf, math.inf] == high.tolist()
