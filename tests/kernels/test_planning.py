"""Units that a plan needs, against the closed form and the interval itself."""

import math
from statistics import NormalDist

import pytest

from engagement_metrics._kernels.planning import (
    Pilot,
    units_for_difference,
    units_for_width,
)

RATE = Pilot(value=0.04, spread=0.04**2 * 0.7, uneven=1.5, share=False)
SHARE = Pilot(value=0.4, spread=0.05, uneven=1.5, share=True)


@pytest.mark.parametrize("pilot", [RATE, SHARE])
@pytest.mark.parametrize("factor", [1.05, 1.25, 2.0, 9.0])
def test_fewest_units_for_a_width(pilot, factor):
    """As many are enough, one less is not."""
    units = units_for_width(pilot, factor, 0.95)

    def within(units):
        low, high = pilot.bounds(units, 0.95)
        return pilot.value / factor <= low and high <= pilot.value * factor

    assert within(units)
    assert units == 2 or not within(units - 1)


def test_width_of_many_units_is_the_closed_form():
    """Where t is z and asinh is straight: 1.5 (z c / ln 1.01)^2."""
    closed = 1.5 * 0.7 * (NormalDist().inv_cdf(0.975) / math.log(1.01)) ** 2

    assert closed == pytest.approx(units_for_width(RATE, 1.01, 0.95), rel=1e-3)


def test_a_width_that_needs_too_many_stops():
    """At the largest whole number of a float."""
    assert units_for_width(RATE, 1 + 1e-15, 0.95) >= 2**53 - 2


@pytest.mark.parametrize("factor", [1.02, 1 / 1.02])
def test_difference_of_many_units_is_the_closed_form(factor):
    """1.5 · 2 ((z + 0.84) c / ln ratio)^2 a side, either way."""
    reach = NormalDist().inv_cdf(0.975) + NormalDist().inv_cdf(0.8)
    closed = 3 * 0.7 * (reach / math.log(1.02)) ** 2

    assert closed == pytest.approx(
        units_for_difference(RATE, factor, 0.95, 0.8), rel=1e-3
    )


def test_difference_of_shares_is_on_the_logit_scale():
    """0.4 against 0.44, with the spread of 0.4."""
    reach = NormalDist().inv_cdf(0.975) + NormalDist().inv_cdf(0.8)
    effect = math.log(0.44 / 0.56) - math.log(0.4 / 0.6)
    closed = 3 * 0.05 / 0.24**2 * (reach / effect) ** 2

    assert closed == pytest.approx(
        units_for_difference(SHARE, 1.1, 0.95, 0.8), rel=0.02
    )


def test_two_units_a_side_at_least():
    """However large the difference."""
    assert units_for_difference(RATE, 1e9, 0.95, 0.8) == 2
