"""Spread that groups borrow from each other."""

import numpy as np
import pytest

from engagement_metrics._kernels import spread
from engagement_metrics._kernels.sums import RatioSums, picked, ratio_sums

Y = np.array([9, 14, 22, 7, 18, 9, 30], float)
X = np.array([205, 260, 390, 180, 310, 240, 500], float)
CODES = np.array([0, 0, 1, 1, 1, 2, 2])


def sums_of(y=Y, x=X, codes=CODES) -> RatioSums:
    """Return the sums of groups."""
    return ratio_sums(np.asarray(y, float), np.asarray(x, float), codes, max(codes) + 1)


def counted(s):
    """Return that all groups hold counts."""
    return np.ones(s.units.size, bool)


def by_hand(y, x, codes, *, share=False, lent=4.0):
    """Return shared and common variances, and degrees, group by group."""
    groups, mean = range(max(codes) + 1), y.sum() / x.sum()
    own, n, free, alone = [], [], [], []
    for g in groups:
        a, b = y[codes == g], x[codes == g]
        r = a.sum() / b.sum()
        units = b.sum() ** 2 / (b**2).sum()
        slope = r * (1 - r) if share else r
        k = max(units, 1.1) / (max(units, 1.1) - 1)
        found = k * ((a - r * b) ** 2).sum() / (b.sum() * slope) ** 2
        own.append(max(found, 1 / (b.sum() * slope)))
        n.append(units)
        free.append(max(units - 1, 0.25))
        alone.append(1 / (b.sum() * (mean * (1 - mean) if share else mean)))
    own, n, free = np.array(own), np.array(n), np.array(free)
    phi = (free * n * own).sum() / free.sum()
    common = np.maximum(phi / n, alone)
    shared = (4 * common + free * own) / (4 + free)
    return shared, common, np.maximum(np.minimum(lent + free, free.sum()), 1)


@pytest.mark.parametrize("share", [False, True])
@pytest.mark.parametrize("lent", [3.0, 4.0])
def test_variance_is_between_the_own_and_the_common_one(share, lent):
    """Formula by formula, with numbers; groups of unequal exposure."""
    s = sums_of()
    found = spread.borrowed(s, share=share, is_count=counted(s), lent=lent)
    shared, common, degrees = by_hand(Y, X, CODES, share=share, lent=lent)

    assert shared == pytest.approx(found.shared)
    assert common == pytest.approx(found.common)
    assert degrees == pytest.approx(found.degrees)
    assert Y.sum() / X.sum() == pytest.approx(found.middle)


def test_groups_of_one_unit_have_the_spread_of_all():
    """The variance of log R, of n effective units, is for one unit n times that."""
    codes = np.arange(Y.size)
    s = sums_of(codes=codes)
    found = spread.borrowed(s, share=False, is_count=counted(s))
    ratio, n = Y.sum() / X.sum(), X.sum() ** 2 / (X**2).sum()
    of_all = n / (n - 1) * ((Y - ratio * X) ** 2).sum() / Y.sum() ** 2
    unit = n * max(of_all, 1 / Y.sum())

    assert np.maximum(unit, 1 / (ratio * X)) == pytest.approx(found.common)
    assert found.common == pytest.approx(found.shared)
    assert [n - 1] * Y.size == pytest.approx(found.degrees)


def test_a_group_without_events_has_the_common_spread():
    """It does not count in the common one, and has what is lent alone."""
    y = np.where(CODES == 1, 0, Y)
    s = sums_of(y)
    found = spread.borrowed(s, share=False, is_count=counted(s))
    rest = picked(s, [0, 2])
    alone = spread.borrowed(rest, share=False, is_count=counted(rest))

    assert found.shared[1] == found.common[1]
    assert alone.degrees.sum() - 2 * found.degrees[1] > -1
    assert 1 / (found.middle * s.sum_x[1]) <= found.common[1]


def test_counts_are_never_surer_than_their_own_events():
    """Trials and exposure are at most those counted; weighted ones may be surer."""
    y, x = np.array([10.0] * 6), np.array([100.0] * 6)
    s = sums_of(y, x, np.array([0, 0, 1, 1, 2, 2]))
    for share in (False, True):
        found = spread.borrowed(s, share=share, is_count=counted(s))
        held = spread.exposure(s, found, share=share, is_count=counted(s))

        assert [200.0] * 3 == pytest.approx(held)
    weighted = np.zeros(3, bool)
    found = spread.borrowed(s, share=False, is_count=weighted)
    held = spread.exposure(s, found, share=False, is_count=weighted)

    assert np.isinf(held).all()


@pytest.mark.parametrize("share", [False, True])
def test_exposure_has_the_larger_variance(share):
    """Events of R times it have the relative variance; at 0, that at the middle."""
    y = np.where(CODES == 2, 0, 3 * Y)
    s = sums_of(y)
    found = spread.borrowed(s, share=share, is_count=counted(s))
    held = spread.exposure(s, found, share=share, is_count=counted(s))
    ratio = np.array([*(s.sum_y / s.sum_x)[:2], found.middle])
    wide = np.array([*np.maximum(found.shared, found.common)[:2], found.common[2]])
    expected = 1 / (wide * ratio * (1 - ratio * share))

    assert np.minimum(expected, s.sum_x) == pytest.approx(held)


@pytest.mark.parametrize("share", [False, True])
def test_pairs_and_rest_are_ratios_or_odds(share):
    """Log and logit are compared; Welch's degrees of freedom."""
    s = sums_of()
    found = spread.borrowed(s, share=share, is_count=counted(s))
    pairs = spread.in_pairs(s, found, share=share, is_count=counted(s))
    rest = spread.from_rest(s, found, share=share, is_count=counted(s))
    ratio = s.sum_y / s.sum_x
    odds = ratio / (1 - ratio) if share else ratio
    others = np.array([(s.sum_y.sum() - a) for a in s.sum_y])
    others_x = np.array([(s.sum_x.sum() - a) for a in s.sum_x])
    of_rest = others / (others_x - others * share)

    assert (odds[[0, 0, 1]] / odds[[1, 2, 2]]) == pytest.approx(pairs.value)
    assert odds / of_rest == pytest.approx(rest.value)
    assert np.log(rest.value) == pytest.approx(rest.center)
    assert others / others_x == pytest.approx(rest.second)
    half = (s.sum_y + 0.5) / (s.sum_x + (1 if share else 0.5 / found.middle))
    events = (s.sum_y + 0.5) * (1 - half * share)
    a, b = np.maximum(found.shared, 1 / events)[:2]
    assert a + b == pytest.approx(pairs.variance[0])
    p, q = found.degrees[:2]
    assert (a + b) ** 2 / (a**2 / p + b**2 / q) == pytest.approx(pairs.degrees[0])
    assert (rest.variance > np.maximum(found.shared, found.common)).all()


def test_variance_of_the_rest_is_that_of_its_counts():
    """Sum of variances of counts by the square of the sum, to half an event."""
    y, x = Y * 1000, X * 1000
    s = sums_of(y, x)
    found = spread.borrowed(s, share=False, is_count=counted(s))
    rest = spread.from_rest(s, found, share=False, is_count=counted(s))
    wide = np.maximum(found.shared, found.common)
    of_rest = wide[1:] @ s.sum_y[1:] ** 2 / s.sum_y[1:].sum() ** 2

    assert wide[0] + of_rest == pytest.approx(rest.variance[0], rel=1e-3)


def test_the_rest_of_a_giant_is_not_lost_in_rounding():
    """No sum of all is taken, of which the giant would leave nothing but errors."""
    y, x = np.array([1e15, 9e14, 5, 6, 4, 3]), np.array([9e15, 9e15, 50, 70, 40, 30])
    s = sums_of(y, x, np.array([0, 0, 1, 1, 2, 2]))
    found = spread.borrowed(s, share=False, is_count=counted(s))
    rest = spread.from_rest(s, found, share=False, is_count=counted(s))

    assert 18 / 190 == pytest.approx(rest.second[0])
    assert (rest.variance > 0).all()


def test_bounds_where_a_side_has_no_event():
    """The ratio is 0 or infinite; so is the bound beside it, and the other finite."""
    y = np.where(CODES == 1, 0, Y)
    s = sums_of(y)
    found = spread.borrowed(s, share=False, is_count=counted(s))
    pairs = spread.in_pairs(s, found, share=False, is_count=counted(s))
    low, high = spread.bounds_apart(pairs, np.full(3, 3.0))

    assert [np.inf, 0.0] == pairs.value[[0, 2]].tolist()
    assert (np.inf, 0.0) == (high[0], low[2])
    assert 0 < low[0] < np.inf
    assert 0 < high[2] < np.inf
    assert 1 / 0.5 < pairs.variance[0]  # that of half an event, at least
    half = (0.5) / (s.sum_x[1] + 0.5 / found.middle)
    other = (s.sum_y[0] + 0.5) / (s.sum_x[0] + 0.5 / found.middle)
    assert np.log(other / half) == pytest.approx(pairs.center[0])


def test_no_event_anywhere_has_no_spread():
    """Then nothing is known, and nothing warned of."""
    s = sums_of(np.zeros(7))
    found = spread.borrowed(s, share=False, is_count=counted(s))

    assert np.isinf(found.shared).all()
    pairs = spread.in_pairs(s, found, share=False, is_count=counted(s))
    assert np.isnan(pairs.value).all()
