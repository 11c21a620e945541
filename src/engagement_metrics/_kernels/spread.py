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


class Spread(NamedTuple):
    """One row per group: variances of the log or logit, and degrees of freedom."""

    shared: FloatArray  # between the group's own and the common one
    common: FloatArray  # the common one alone, at least that of independent events
    degrees: FloatArray
    middle: float  # the ratio of all groups together


def borrowed(s: RatioSums, *, share: bool, is_count: BoolArray) -> Spread:
    """
    Return the variances of groups that borrow their spread from each other.

    The common spread of a unit is the mean over groups, weighted by degrees of freedom;
    of groups of one unit each it is that of all units, which holds what the groups
    differ by as well. A group without events, or with nothing else, has the common one.
    """
    with np.errstate(all="ignore"):
        own, n, count = _relative(s, share=share, is_count=is_count)
        whole = regroup(s, np.zeros(s.units.size, np.int64), 1)
        every = bool(is_count.all())
        all_own, all_n, _ = _relative(whole, share=share, is_count=np.array([every]))
        middle = float(whole.sum_y[0] / whole.sum_x[0])
        degrees = np.where(own < np.inf, np.maximum(s.units - 1.0, 0.25), 0.0)
        degrees[s.units < 2] = 0.0
        total = float(degrees.sum())
        unit, lent = all_n[0] * all_own[0], float(whole.units[0]) - 1.0
        if total > 0:
            unit = float((degrees * n * np.where(degrees > 0, own, 0.0)).sum()) / total
            lent = total
        alone = 1.0 / (_slope(np.array([middle]), share=share) * count)
        common = np.maximum(unit / n, np.where(is_count, alone, 0.0))
        own = np.where(degrees > 0, own, 0.0)
        shared = (PRIOR * common + degrees * own) / (PRIOR + degrees)
        return Spread(shared, common, min(PRIOR, lent) + degrees, middle)


class Apart(NamedTuple):
    """One row per comparison: difference of logs or logits, variance, and degrees."""

    difference: FloatArray
    variance: FloatArray
    degrees: FloatArray


def in_pairs(s: RatioSums, spread: Spread, *, share: bool) -> Apart:
    """Return the difference of every pair of groups, the first less the second."""
    own = on_scale(s.sum_y, s.sum_x, spread.middle, share=share)
    first, second = np.triu_indices(own.size, 1)
    variance = spread.shared[first] + spread.shared[second]
    squares = spread.shared**2 / spread.degrees
    degrees = variance**2 / (squares[first] + squares[second])
    return Apart(own[first] - own[second], variance, degrees)


def from_rest(s: RatioSums, spread: Spread, *, share: bool) -> Apart:
    """Return the difference of each group and all others together."""
    middle, worst = spread.middle, np.maximum(spread.shared, spread.common)
    rest_y, rest_x = s.sum_y.sum() - s.sum_y, s.sum_x.sum() - s.sum_x
    own, rest = (
        _inside(y, x, middle, share=share)
        for y, x in ((s.sum_y, s.sum_x), (rest_y, rest_x))
    )
    parts = worst * (s.sum_x * _slope(own, share=share)) ** 2
    squares = parts**2 / spread.degrees
    outer = (rest_x * _slope(rest, share=share)) ** 2
    of_rest = (parts.sum() - parts) / outer
    variance = worst + of_rest
    of_squares = worst**2 / spread.degrees + (squares.sum() - squares) / outer**2
    apart = on_scale(s.sum_y, s.sum_x, middle, share=share)
    apart = apart - on_scale(rest_y, rest_x, middle, share=share)
    return Apart(apart, variance, variance**2 / of_squares)


def on_scale(y: FloatArray, x: FloatArray, middle: float, *, share: bool) -> FloatArray:
    """Return logs or logits of ratios, each with half an event more of either kind."""
    ratio = _inside(y, x, middle, share=share)
    return np.asarray(np.log(ratio / (1.0 - ratio) if share else ratio))


def _inside(y: FloatArray, x: FloatArray, middle: float, *, share: bool) -> FloatArray:
    """Return ratios with half an event more, so that none is at an end."""
    return (y + 0.5) / (x + (1.0 if share else 0.5 / middle))


def _relative(
    s: RatioSums, *, share: bool, is_count: BoolArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the variance of the log or logit, effective units, and exposure."""
    known = s._replace(units=np.maximum(s.units, 2))
    found = variance(known, share=share, is_count=is_count, effective=True)
    slope = _slope(s.sum_y / s.sum_x, share=share)
    relative = np.where(slope > 0, found / slope**2, np.inf)
    return relative, effective_units(s), s.sum_x


def _slope(ratio: FloatArray, *, share: bool) -> FloatArray:
    """Return how fast a ratio changes with its log or logit."""
    return ratio * (1.0 - ratio) if share else ratio
