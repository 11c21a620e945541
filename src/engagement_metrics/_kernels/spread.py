"""
The spread of groups of few units, borrowed in part from all groups.

Variances are of the logarithm of a rate, or of the logit of a share.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from engagement_metrics._kernels.sums import (
    RatioSums,
    effective_units,
    regroup,
    variance,
)
from engagement_metrics._typing import BoolArray, FloatArray

PRIOR = 4.0  # the common spread weighs as much as so many degrees of freedom

_LEAST = 1e-100  # variance of units that do not differ


class Spread(NamedTuple):
    """One row per group: variances of the log or logit, and degrees of freedom."""

    shared: FloatArray  # between the group's own and the common one
    common: FloatArray  # the common one alone, at least that of independent events
    degrees: FloatArray
    middle: float  # the ratio of all groups together


class Apart(NamedTuple):
    """Two sides, and their ratios, or odds ratios, with what is known of the logs."""

    first: FloatArray
    second: FloatArray
    value: FloatArray
    center: FloatArray
    variance: FloatArray
    degrees: FloatArray


def borrowed(
    s: RatioSums, *, share: bool, is_count: BoolArray, lent: float = PRIOR
) -> Spread:
    """
    Return the variances of groups that borrow their spread from each other.

    A group is lent so many degrees of freedom, but has at most those of all groups.

    The common spread of a unit is the mean over groups, weighted by degrees of freedom;
    of groups of one unit each it is that of all units, which holds what the groups
    differ by as well. A group without events, or with nothing else, has the common one.
    """
    with np.errstate(all="ignore"):
        n, own = effective_units(s), _relative(s, share=share, is_count=is_count)
        known = (s.units > 1) & np.isfinite(own)
        own = np.where(known, own, 0.0)
        degrees = np.where(known, np.maximum(n - 1.0, 0.25), 0.0)
        whole = regroup(s, np.zeros(s.units.size, np.int64), 1)
        middle = np.divide(whole.sum_y, whole.sum_x)[0]
        total = float(degrees.sum())
        if total > 0:
            unit = float(degrees @ np.where(known, n * own, 0.0)) / total
        else:
            every, units = np.array([is_count.all()]), effective_units(whole).item()
            unit = units * _relative(whole, share=share, is_count=every).item()
            lent = total = units - 1.0
        alone = 1.0 / (_slope(np.array([middle]), share=share) * s.sum_x)
        common = np.maximum(unit / n, np.where(is_count, alone, 0.0))
        shared = (PRIOR * common + degrees * own) / (PRIOR + degrees)
        free = np.maximum(np.minimum(lent + degrees, total), 1.0)
        return Spread(shared, common, free, middle)


def exposure(
    s: RatioSums, spread: Spread, *, share: bool, is_count: BoolArray
) -> FloatArray:
    """
    Return the exposure, or trials, on which independent events are as sure.

    That is by the larger of the two variances; at a ratio of 0 or 1 by the common one,
    at the middle. Counts are as sure as their own exposure at most.
    """
    with np.errstate(all="ignore"):
        slope = _slope(s.sum_y / s.sum_x, share=share)
        worst = np.maximum(spread.shared, spread.common) * slope
        at_end = spread.common * _slope(np.array([spread.middle]), share=share)
        found = 1.0 / np.where(slope > 0, worst, at_end)
        return np.where(is_count, np.fmin(found, s.sum_x), found)


def exposure_at_middle(s: RatioSums, spread: Spread, *, share: bool) -> FloatArray:
    """Return the exposure, or trials, that the common variance is of at the middle."""
    with np.errstate(all="ignore"):
        error = spread.common * _slope(np.array([spread.middle]), share=share)
        found = 1.0 / np.maximum(error, _LEAST)
        return np.where(np.isnan(error), s.sum_x, found)  # no event, or nothing else


def in_pairs(
    s: RatioSums, spread: Spread, *, share: bool, is_count: BoolArray
) -> Apart:
    """Return every pair of groups: the first with each later one, and so on."""
    with np.errstate(all="ignore"):
        i, j = np.triu_indices(s.units.size, 1)
        least = _of_events(s, spread.middle, share=share, is_count=is_count)
        shared, free = np.maximum(spread.shared, least), spread.degrees
        first, second = (s.sum_y[i], s.sum_x[i]), (s.sum_y[j], s.sum_x[j])
        parts = shared[i], free[i], shared[j], free[j]
        return _apart(first, second, parts, spread.middle, share=share)


def from_rest(
    s: RatioSums, spread: Spread, *, share: bool, is_count: BoolArray
) -> Apart:
    """
    Return each group beside all others, which do not hold it.

    Their variance is the sum of those of the counts of each, by the larger variance.
    """
    with np.errstate(all="ignore"):
        least = _of_events(s, spread.middle, share=share, is_count=is_count)
        wide, free = np.maximum.reduce([*spread[:2], least]), spread.degrees
        y, x = _others(s.sum_y), _others(s.sum_x)
        each, rest = (
            _steep(s.sum_y, s.sum_x, spread, share),
            _steep(y, x, spread, share),
        )
        counted = wide * each**2
        others, squares = _others(counted), _others(counted**2 / free)
        parts = wide, free, others / rest**2, others**2 / squares
        one = s.sum_y, s.sum_x
        return _apart(one, (y, x), parts, spread.middle, share=share)


def bounds_apart(found: Apart, t: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return bounds of ratios: 0 or infinity where one side has no event."""
    with np.errstate(all="ignore"):
        reach = t * np.sqrt(found.variance)
        low, high = np.exp(found.center - reach), np.exp(found.center + reach)
    high = np.where(found.value == np.inf, np.inf, high)
    return np.where(found.value == 0, 0.0, low), high


def on_scale(y: FloatArray, x: FloatArray, middle: float, *, share: bool) -> FloatArray:
    """Return logs or logits of ratios, each with half an event more of either kind."""
    ratio = _inside(y, x, middle, share=share)
    return np.asarray(np.log(ratio / (1.0 - ratio) if share else ratio))


def _apart(
    one: tuple[FloatArray, FloatArray],
    other: tuple[FloatArray, FloatArray],
    parts: tuple[FloatArray, FloatArray, FloatArray, FloatArray],
    middle: float,
    *,
    share: bool,
) -> Apart:
    """Return the ratio of two sides, with Welch and Satterthwaite's degrees."""
    value = _odds(*one, share=share) / _odds(*other, share=share)
    first, second = (on_scale(*side, middle, share=share) for side in (one, other))
    inside = (value > 0) & (value < np.inf)
    center = np.where(inside, np.log(value), first - second)
    a, of_a, b, of_b = parts
    degrees = (a + b) ** 2 / (a**2 / of_a + b**2 / of_b)
    sides = one[0] / one[1], other[0] / other[1]
    return Apart(*sides, value, center, a + b, np.maximum(degrees, 1.0))


def _others(values: FloatArray) -> FloatArray:
    """Return the sum of all values but each; none is subtracted from a larger sum."""
    before = np.concatenate([[0.0], np.cumsum(values[:-1])])
    after = np.concatenate([np.cumsum(values[:0:-1])[::-1], [0.0]])
    return np.asarray(before + after)


def _of_events(
    s: RatioSums, middle: float, *, share: bool, is_count: BoolArray
) -> FloatArray:
    """Return the variance of each group's own events, and half a one, if counted."""
    ratio = _inside(s.sum_y, s.sum_x, middle, share=share)
    events = s.sum_y + 0.5
    own = 1.0 / (events * (1.0 - ratio) if share else events)
    return np.where(is_count, own, 0.0)


def _steep(y: FloatArray, x: FloatArray, spread: Spread, share: bool) -> FloatArray:
    """Return how fast counts change with the log or logit of their ratio."""
    return x * _slope(_inside(y, x, spread.middle, share=share), share=share)


def _inside(y: FloatArray, x: FloatArray, middle: float, *, share: bool) -> FloatArray:
    """Return ratios with half an event more, so that none is at an end."""
    return (y + 0.5) / (x + (1.0 if share else 0.5 / middle))


def _odds(y: FloatArray, x: FloatArray, *, share: bool) -> FloatArray:
    return y / (x - y) if share else y / x


def _relative(s: RatioSums, *, share: bool, is_count: BoolArray) -> FloatArray:
    """Return the variance of the log or logit; infinite at an end, NaN of one unit."""
    found = variance(s, share=share, is_count=is_count, effective=True)
    slope = _slope(s.sum_y / s.sum_x, share=share)
    return np.where(slope > 0, found / slope**2, np.inf)


def _slope(ratio: FloatArray, *, share: bool) -> FloatArray:
    """Return how fast a ratio changes with its log or logit."""
    return ratio * (1.0 - ratio) if share else ratio
