"""How many units an interval or a comparison of pooled ratios needs."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from engagement_metrics._kernels import intervals, quantiles
from engagement_metrics._typing import FloatArray

_MOST = 2**53
_ROUNDS = 20  # more than enough for t, which moves little


class Pilot(NamedTuple):
    """
    What evidence says of units to come: all numbers.

    The *spread* is the variance of the value times the effective units; *uneven* is
    units over effective units.
    """

    value: float
    spread: float
    uneven: float
    share: bool

    def quantile(self, units: float, level: float) -> FloatArray:
        """Return Student's t for so many units."""
        effective = units / self.uneven
        df = max(1.0, effective - 2.0 + 1.0 / self.uneven)
        return quantiles.student_t_quantile(level, np.array([df]))

    def bounds(self, units: float, level: float) -> tuple[float, float]:
        """Return the interval that so many units are expected to have."""
        value, t = np.array([self.value]), self.quantile(units, level)
        variance = np.array([self.spread * self.uneven / units])
        if self.share:
            low, high = intervals.pooled_share(value, value * (1 - value) / variance, t)
        else:
            low, high = intervals.pooled_rate(value, variance, value, t, is_count=False)
        return low.item(), high.item()


def units_for_width(pilot: Pilot, factor: float, level: float) -> int:
    """Return the fewest units whose interval is within a factor of the value."""

    def enough(units: int) -> bool:
        low, high = pilot.bounds(units, level)
        return low * factor >= pilot.value and high <= pilot.value * factor

    last = 2
    while last < _MOST and not enough(last):
        last *= 2
    first = last // 2
    while last - first > 1:
        middle = (first + last) // 2
        first, last = (first, middle) if enough(middle) else (middle, last)
    return last


def units_for_difference(
    pilot: Pilot, factor: float, level: float, power: float
) -> int:
    """Return units a side with which a ratio is told from 1 with some power."""
    value, other = pilot.value, pilot.value * factor
    scale, effect = value, math.log(factor)
    if pilot.share:
        scale, effect = value * (1 - value), _logit(other) - _logit(value)
    relative = pilot.spread / scale**2
    chance, units = NormalDist().inv_cdf(power), 2.0
    for _ in range(_ROUNDS):
        reach = pilot.quantile(units, level).item() + chance
        units = max(2.0, pilot.uneven * 2 * relative * (reach / effect) ** 2)
    return math.ceil(units)


def _logit(share: float) -> float:
    """Return the logarithm of the odds."""
    return math.log(share / (1 - share))
