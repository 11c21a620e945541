"""
Empirical-Bayes shrinkage of ratios towards their common mean.

Errors are those that a unit would have at the common mean, so that a count of 0 has one
and a unit of a low value is not believed more than others.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from engagement_metrics._typing import FloatArray

FEWEST = 4  # units needed for the bounds
_STEPS = 100
_TINY = float(np.finfo(np.float64).tiny)


class Shrunken(NamedTuple):
    """Shrunken values, and what is known of each as a count on an exposure."""

    value: FloatArray
    events: FloatArray
    exposure: FloatArray
    mean: float
    between: float


def of_counts(y: FloatArray, x: FloatArray, *, share: bool) -> Shrunken:
    """
    Shrink y / x by Paule and Mandel's moments, with errors at the common mean.

    A rate has the variance mean / x, a share (mean (1 - mean) - between) / x. What is
    known afterwards is the unit's own count and exposure, with those that the mean is
    worth; these are fewer where units are few, by Morris's factor.
    """
    ratio, mean = y / x, float(y.sum() / x.sum())
    if mean == 0 or (share and mean == 1):
        return Shrunken(ratio, y, x, mean, 0.0)
    between = 0.0
    steep = 1.0 - 1.0 / np.maximum(x, 1.0) if share else np.ones(x.size)
    for _ in range(_STEPS):
        within = _within(mean, between, x, share=share)
        weight = 1.0 / (within + between)
        mean = float(weight @ ratio / weight.sum())
        pull = weight * (ratio - mean) ** 2
        slope = float((weight * steep) @ pull)
        excess = float(pull.sum()) - (ratio.size - 1)
        step = excess / slope if slope > 0 else -np.inf
        moved = min(max(between + step, 0.0), _most(mean, share=share))
        if abs(moved - between) <= 1e-12 * moved:
            break
        between = moved
    within = _within(mean, between, x, share=share)
    back = within / (within + between)
    held = back * max(ratio.size - 3, 0) / (ratio.size - 1)
    worth = held / np.maximum(1.0 - held, _TINY) * x  # exposure that the mean is worth
    value, exposure = mean + (1.0 - back) * (ratio - mean), worth + x
    more = 1.0 + share / exposure  # a beta distribution is as sure as one trial more
    return Shrunken(value, (mean * worth + y) * more, exposure * more, mean, between)


def on_scale(
    estimate: FloatArray,
    variance: FloatArray,
    wide: FloatArray,
    *,
    share: bool,
) -> Shrunken:
    """
    Shrink logs or logits by Paule and Mandel's moments; return rates or shares.

    The bounds take the *wide* variances, and allow for the estimation of mean and
    spread (Morris 1983): as many events are known as have the variance that results.
    """
    between = step = 0.0
    while True:
        between += step
        weight = 1.0 / (variance + between)
        mean = float(weight @ estimate / weight.sum())
        pull = weight * (estimate - mean) ** 2
        excess = float(pull.sum()) - (estimate.size - 1)
        step = excess / float(weight @ pull) if excess > 0 else 0.0
        if step <= 1e-12 * between:
            break
    apart = estimate - mean
    value = _natural(mean + between / (variance + between) * apart, share=share)
    square = _morris(wide, between, apart, weight)
    spread = value * (1.0 - value) if share else np.ones(value.size)
    count = 1.0 / square if not share else value / (square * spread)
    middle = float(_natural(np.array([mean]), share=share)[0])
    return Shrunken(value, count, count / value, middle, between)


def _morris(
    within: FloatArray, between: float, apart: FloatArray, weight: FloatArray
) -> FloatArray:
    """
    Return the variances of shrunken values (Morris 1983, unequal variances).

    With B = within / (within + between) and B' = (m - 3)/(m - 1) B for m units, it is
    (1 - B') within + B'² Var(mean) + 2/(m - 3) B'² (average within + between)/(within +
    between) (value - mean)².
    """
    units, spread = apart.size, within + between
    pull = within / spread * max(units - 3, 0) / (units - 1)
    share = weight / weight.sum()
    of_mean = float(share**2 @ spread)
    average = float((within / spread).sum() / (1.0 / spread).sum())
    unsure = 2 / max(units - 3, 1) * (average + between) / spread * apart**2
    return (1.0 - pull) * within + pull**2 * (of_mean + unsure)


def _within(mean: float, between: float, x: FloatArray, *, share: bool) -> FloatArray:
    """Return the variance of each unit at the common mean."""
    top = mean * (1.0 - mean) - between if share else mean
    return np.asarray(max(top, 0.0) / x)


def _most(mean: float, *, share: bool) -> float:
    """Return the largest variance between units."""
    return mean * (1.0 - mean) * (1 - 1e-9) if share else np.inf


def _natural(estimate: FloatArray, *, share: bool) -> FloatArray:
    """Return rates of logs, shares of logits."""
    return 1.0 / (1.0 + np.exp(-estimate)) if share else np.exp(estimate)


def drawn_ranks(
    count: FloatArray, exposure: FloatArray, draws: int, *, share: bool
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """
    Return the chance of being the highest, and bounds of 95 % of each unit's rank.

    Of *draws* from what is known of each unit: a gamma distribution of a rate, a beta
    distribution of a share. The seed is fixed.
    """
    random = np.random.default_rng(0)
    ranks = np.empty((draws, count.size), np.int32)
    for row in ranks:
        drawn = random.standard_gamma(count)
        if share:
            drawn = drawn / (
                drawn + random.standard_gamma(np.maximum(exposure - count, _TINY))
            )
        else:
            drawn = drawn / exposure
        any_order = random.permutation(count.size)  # of ties
        row[any_order[np.argsort(-drawn[any_order])]] = np.arange(1, count.size + 1)
    low, high = np.quantile(ranks, [0.025, 0.975], axis=0, method="inverted_cdf")
    return (ranks == 1).mean(axis=0), low, high
