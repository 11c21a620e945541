"""
A change of a pooled ratio as a rate effect and a mix effect, with their variances.

Groups are rows; a side is one of two periods. A group without exposure on one side has
there the ratio of the other side: then only the mix has changed.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from engagement_metrics._kernels import sums
from engagement_metrics._typing import FloatArray


class Mix(NamedTuple):
    """The effects by group, the variance of each effect's sum, degrees of freedom."""

    rates: FloatArray
    mix: FloatArray
    of_rates: float
    of_mix: float
    degrees: float


def effects(
    before: sums.RatioSums, after: sums.RatioSums, *, share: bool, is_count: bool
) -> Mix:
    """
    Return Kitagawa's split of a change, and its error between units.

    An effect is a function of the groups' ratios and of their shares of the exposure. A
    unit with residual e and exposure x in group g moves it by a e / X_g + b x / X. The
    variance adds the squares of that over the units of both sides; it is not known
    (NaN) where a group has a single unit.
    """
    with np.errstate(all="ignore"):
        w0, w1 = before.sum_x / before.sum_x.sum(), after.sum_x / after.sum_x.sum()
        r0, r1 = before.sum_y / before.sum_x, after.sum_y / after.sum_x
        both = (before.sum_x > 0) & (after.sum_x > 0)
        r0, r1 = np.where(w0 > 0, r0, r1), np.where(w1 > 0, r1, r0)
        r0, r1 = np.nan_to_num(r0), np.nan_to_num(r1)  # in neither: no share either
        change, mean = r1 - r0, (r0 + r1) / 2
        by_ratio = (
            np.where(both, (w0 + w1) / 2, 0.0),
            np.where(both, 0.5, 1.0) * (w1 - w0),
        )
        of_rates = of_mix = degrees = 0.0
        for part, sign in ((before, -1.0), (after, 1.0)):
            variance = sums.variance(
                part, share=share, is_count=is_count, effective=True
            )
            of_rates += _spread(part, variance, sign * by_ratio[0], change / 2)
            of_mix += _spread(part, variance, by_ratio[1], sign * mean)
            together = np.zeros(len(part.sum_x), np.int64)
            one = sums.regroup(part, together, 1)
            degrees += float(sums.degrees_of_freedom(one)[0])
        return Mix((w0 + w1) / 2 * change, mean * (w1 - w0), of_rates, of_mix, degrees)


def _spread(
    part: sums.RatioSums, variance: FloatArray, a: FloatArray, b: FloatArray
) -> float:
    """Return the variance of an effect with these slopes in ratios and in shares."""
    whole, m = part.sum_x.sum(), part.units.sum()
    b = (b - b @ part.sum_x / whole) / whole
    moved = 2.0 * a / part.sum_x * b * part.sum_ex + b * b * part.sum_xx
    each = a * a * variance + m / (m - 1) * moved
    return float(each[part.sum_x > 0].sum())
