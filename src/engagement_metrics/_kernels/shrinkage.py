"""
Empirical-Bayes shrinkage of ratios towards their common mean.

All units are defined: exposures, trials and standard errors are positive. If the
variance *between* units is estimated as 0, every unit is shrunk to the common mean,
and the caller reports "no between-unit variance".
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from engagement_metrics._typing import FloatArray

FEWEST = 4  # units needed for the standard error of the between-unit variance


class Shrunken(NamedTuple):
    """Shrunken values, with the estimates that determine the shrinkage."""

    value: FloatArray
    standard_deviation: FloatArray
    mean: float
    between: float


def marshall(y: FloatArray, x: FloatArray) -> Shrunken:
    """Shrink Poisson rates y / x by moments (Marshall 1991; spdep's EBest)."""
    rate, mean, spread = _moments(y, x)
    between = max(0.0, spread - mean / float(x.mean()))
    return _shrunken(rate, mean / x, mean, between, x)


def martuzzi_elliott(y: FloatArray, x: FloatArray) -> Shrunken:
    """
    Shrink shares y / x by moments (Martuzzi and Elliott 1996; spdep's EBest).

    Written with the variance of the beta distribution as *between*, so that rho is
    between / (between + within / x), always in [0, 1].
    """
    share, mean, spread = _moments(y, x)
    size, chance = float(x.mean()), mean * (1 - mean)
    excess = spread - chance / size
    between = excess * size / (size - 1) if excess > 0 and size > 1 else 0.0
    between = min(between, chance)
    return _shrunken(share, (chance - between) / x, mean, between, x)


def paule_mandel(estimate: FloatArray, standard_error: FloatArray) -> Shrunken:
    """
    Shrink estimates by their standard errors (Paule and Mandel 1982).

    *between* solves sum (estimate - mean)² / (error² + between) = units - 1. The left
    side is convex and decreasing, so Newton steps from 0 increase to the root without
    passing it. They stop at exactly 0 if the standard errors explain the variance.
    """
    variance = standard_error**2
    between = 0.0
    while True:
        weight = 1 / (variance + between)
        mean = float(weight @ estimate / weight.sum())
        pull = weight * (estimate - mean) ** 2
        excess = float(pull.sum()) - (estimate.size - 1)
        if excess <= 0:
            break
        step = excess / float(weight @ pull)
        between += step
        if step <= np.finfo(float).eps * between:
            break
    return _shrunken(estimate, variance, mean, between, weight)


def _moments(y: FloatArray, x: FloatArray) -> tuple[FloatArray, float, float]:
    """Return the ratios, their pooled mean and their variance weighted by x."""
    total = float(x.sum())
    ratio, mean = y / x, float(y.sum()) / total
    return ratio, mean, float(x @ (ratio - mean) ** 2) / total


def _shrunken(
    value: FloatArray,
    within: FloatArray,
    mean: float,
    between: float,
    weight: FloatArray,
) -> Shrunken:
    """
    Return the linear Bayes estimates, and their standard deviations.

    With B = within / (within + between), the value is mean + (1 - B) (value - mean).
    Its variance accounts for the estimation of *between* (Morris 1983, unequal
    variances). With B' = (m - 3)/(m - 1) B for m units, it is (1 - B') within
    + B'² Var(mean) + 2/(m - 3) B'² (average within + between)/(within + between)
    (value - mean)². It is NaN below four units.
    """
    units, spread = value.size, within + between
    apart = value - mean
    pull = np.divide(within, spread, out=np.ones_like(spread), where=spread > 0)
    share = weight / weight.sum()
    of_mean = float(share**2 @ spread)
    drawn = mean + (1 - pull) * apart
    if units < FEWEST:
        return Shrunken(drawn, np.full(units, np.nan), mean, between)
    precision = np.divide(1.0, spread, out=np.zeros_like(spread), where=spread > 0)
    average = within @ precision / max(precision.sum(), np.finfo(float).tiny)
    pull *= (units - 3) / (units - 1)
    unsure = 2 / (units - 3) * (average + between) * precision * apart**2
    variance = (1 - pull) * within + pull**2 * (of_mean + unsure)
    return Shrunken(drawn, np.sqrt(variance), mean, between)
