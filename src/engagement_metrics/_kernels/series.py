"""Time series: change at a known date, growth, and half-life."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from engagement_metrics._kernels.serial import Averaged, serial_regression
from engagement_metrics._typing import FloatArray, IntArray

_TIES = 1 + 1e-7


def segmented_regression(
    times: FloatArray,
    values: FloatArray,
    change: float,
    *,
    control: FloatArray | None = None,
    weekday: IntArray | None = None,
) -> Averaged:
    """
    Return the fit of y = b0 + b1 u + b2 D + b3 u D, with errors that resemble.

    Segmented regression (Wagner et al. 2002): u = t - change, D is 1 from *change* on,
    and b2 is the level change at *change*. The errors are an AR(1), averaged over its
    correlation. Rows are in order of time, with at least two times on each side. With
    *weekday*, the effects of weekdays add up to 0; they are left out where they are not
    known apart from the rest. With *control*, the regression is of values - control:
    its coefficients are the interactions of the pooled model, and its errors allow for
    shared shocks.
    """
    y = values if control is None else values - control
    u = times - change
    after = (u >= 0).astype(float)
    design = np.stack((np.ones(u.size), u, after, u * after), axis=1)
    if weekday is not None:
        days = (weekday[:, None] == np.unique(weekday)).astype(float)
        full = np.hstack((design, days[:, :-1] - days[:, -1:]))
        sizes = np.abs(full).max(axis=0)
        if np.linalg.matrix_rank(full / sizes) == full.shape[1]:
            design = full
    return serial_regression(design, y, times)


def step_test(x1: int, t1: float, x2: int, t2: float) -> float:
    """
    Return the exact two-sided p-value of equal rates x1/t1 and x2/t2.

    Given the sum, x1 is binomial with probability t1/(t1 + t2) (Przyborowski and
    Wilenski 1940). p sums the probabilities of outcomes at most as likely as the one
    observed, each relative to the mode by products of ratios, in O(x1 + x2).
    """
    n, odds = x1 + x2, t1 / t2
    mode = min(int((n + 1) * (t1 / (t1 + t2))), n)
    up, down = np.arange(mode, n, dtype=float), np.arange(mode, 0, -1, dtype=float)
    above = np.cumprod((n - up) / (up + 1) * odds)
    below = np.cumprod(down / (n - down + 1) / odds)
    weight = np.concatenate((below[::-1], [1.0], above))
    rare = weight <= weight[x1] * _TIES
    return float(weight[rare].sum() / weight.sum())


def half_life(elapsed: FloatArray) -> float:
    """Return the half-life: the ceil(n/2)-th elapsed time."""
    if elapsed.size == 0:
        return math.nan
    middle = (elapsed.size - 1) // 2
    return float(np.partition(elapsed, middle)[middle])


def half_life_from_peak(elapsed: FloatArray, width: float) -> tuple[float, float]:
    """
    Return the start of the fullest bin of *width*, and the half-life from it.

    Bins begin at the origin; among ties, the first is the peak. The half-life is of
    the events after its start (Bitly 2011).
    """
    if elapsed.size == 0:
        return math.nan, math.nan
    number = np.floor(elapsed / width)
    bins, counts = np.unique(number, return_counts=True)
    busiest = bins[np.argmax(counts)]
    peak = float(busiest * width)
    return peak, half_life(elapsed[number >= busiest] - peak)


class Growth(NamedTuple):
    """
    Growth rate (slope of ln y) and doubling time, with standard errors.

    Whether the errors are for counts that resemble their neighbours is *serial*.
    """

    rate: float
    rate_error: float
    doubling: float
    doubling_error: float
    serial: bool


_SERIAL = 5  # times that leave three degrees of freedom, the least for a variance


def growth(times: FloatArray, counts: FloatArray) -> Growth:
    """
    Return the least-squares fit of ln counts on time, and the doubling time.

    Counts are positive, in any order. The standard error is that of a line with AR(1)
    errors, averaged over their correlation, from 5 times on if all differ; else that
    of independent errors. That of ln 2 / rate is by the delta method. NaN for too few
    times; the doubling time is NaN without growth.
    """
    order = np.argsort(times)
    gaps = np.diff(times[order])
    serial = times.size >= _SERIAL and bool(gaps.all())
    with np.errstate(all="ignore"):
        t = times - times.sum() / np.float64(times.size)
        spread = np.float64(t @ t)
        log = np.log(counts)
        rate = np.float64(t @ log) / spread
        residual = log - log.sum() / np.float64(times.size) - rate * t
        freedom = np.float64(max(times.size - 2, 0))
        error = np.sqrt(np.float64(residual @ residual) / freedom / spread)
        if serial:
            unit = gaps.min()
            design = np.stack((np.ones(t.size), t[order] / unit), axis=1)
            fitted = serial_regression(design, log[order], times[order] / unit)
            error = np.sqrt(fitted.covariance[1, 1]) / unit
        doubling = np.log(2) / rate if rate > 0 else np.float64(np.nan)
        own = doubling * error / rate
    return Growth(float(rate), float(error), float(doubling), float(own), serial)
