"""
Intervals for differences and ratios of two proportions or Poisson rates.

Every function takes columns and the normal quantile *z*, and returns ``(low, high)``:
NaN where a denominator is not positive, and for a ratio where both counts are 0.
Swapping the two sides negates a difference and inverts a ratio.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from engagement_metrics._kernels.intervals import poisson_score, wilson
from engagement_metrics._typing import FloatArray

Limits: TypeAlias = tuple[FloatArray, FloatArray]


def newcombe(
    k1: FloatArray, n1: FloatArray, k2: FloatArray, n2: FloatArray, z: float
) -> Limits:
    """Return limits of k1/n1 - k2/n2 (Newcombe 1998b, method 10)."""
    with np.errstate(all="ignore"):
        return moved(k1 / n1, wilson(k1, n1, z), k2 / n2, wilson(k2, n2, z))


def miettinen_nurminen(
    k1: FloatArray,
    n1: FloatArray,
    k2: FloatArray,
    n2: FloatArray,
    z: float,
    *,
    corrected: bool = True,
) -> Limits:
    """
    Return the score limits of k1/n1 - k2/n2 (Miettinen and Nurminen 1985).

    Without *corrected*, the variance factor N / (N - 1) is omitted: Mee 1984.
    """
    with np.errstate(all="ignore"):
        zz = z * z * _correction(n1 + n2, corrected=corrected)
        low = _difference_low(k1, n1, k2, n2, zz)
        return low, -_difference_low(k2, n2, k1, n1, zz)


def miettinen_nurminen_ratio(
    k1: FloatArray,
    n1: FloatArray,
    k2: FloatArray,
    n2: FloatArray,
    z: float,
    *,
    corrected: bool = True,
) -> Limits:
    """
    Return score limits of (k1/n1) / (k2/n2) (Miettinen and Nurminen 1985).

    Without *corrected*, the variance factor N / (N - 1) is omitted: Koopman 1984.
    """
    with np.errstate(all="ignore"):
        zz = z * z * _correction(n1 + n2, corrected=corrected)
        low = (k1 / n1) / (k2 / n2 + _ratio_excess(k1, n1, k2, n2, zz))
        return low, (k1 / n1 + _ratio_excess(k2, n2, k1, n1, zz)) / (k2 / n2)


def moved(
    value1: FloatArray, limits1: Limits, value2: FloatArray, limits2: Limits
) -> Limits:
    """Return limits of a difference from those of each side: MOVER (Zou 2008)."""
    with np.errstate(invalid="ignore"):  # endless values
        below1, above1 = value1 - limits1[0], limits1[1] - value1
        below2, above2 = value2 - limits2[0], limits2[1] - value2
        difference = value1 - value2
        low = difference - np.hypot(below1, above2)
        return low, difference + np.hypot(above1, below2)


def moved_ratio(
    value1: FloatArray, limits1: Limits, value2: FloatArray, limits2: Limits
) -> Limits:
    """
    Return limits of a ratio from those of each side: MOVER (Zou 2008).

    On the log scale; at 0, where it is undefined, on the plain scale (Donner and Zou
    2012).
    """
    with np.errstate(all="ignore"):
        (low1, high1), (low2, high2) = limits1, limits2
        logs1, logs2 = (np.log(low1), np.log(high1)), (np.log(low2), np.log(high2))
        low, high = moved(np.log(value1), logs1, np.log(value2), logs2)
        most = high1 / np.sqrt(low2 * (2 * value2 - low2))
        least = 1 / (high2 / np.sqrt(low1 * (2 * value1 - low1)))
        zeros = [value1 == 0, value2 == 0]
        return (
            np.select(zeros, [np.zeros_like(low), least], np.exp(low)),
            np.select(zeros, [most, np.full_like(high, np.inf)], np.exp(high)),
        )


def part_to_whole(
    k1: FloatArray, n1: FloatArray, k2: FloatArray, n2: FloatArray, z: float
) -> Limits:
    """
    Return limits of (k1/n1) / (k2/n2) where the first n1 are some of the second n2.

    Those of r, the share of the part over that of the rest, by MOVER of Wilson's, as
    1 / (f + (1 - f) / r) with f = n1/n2; 1 where the part is the whole.
    """
    with np.errstate(all="ignore"):
        part, rest = (k1, n1), (k2 - k1, n2 - n1)
        (a, of_part), (b, of_rest) = ((k / n, wilson(k, n, z)) for k, n in (part, rest))
        f = n1 / n2
        low, high = (1 / (f + (1 - f) / r) for r in moved_ratio(a, of_part, b, of_rest))
        whole = (f == 1) & (k1 > 0)
        return np.where(whole, 1.0, low), np.where(whole, 1.0, high)


def poisson_ratio_score(
    x1: FloatArray, t1: FloatArray, x2: FloatArray, t2: FloatArray, z: float
) -> Limits:
    """Return the score limits of (x1/t1) / (x2/t2): the roots of a quadratic."""
    with np.errstate(all="ignore"):
        zz_n = z * z * (x1 + x2)
        reach = 2 * x1 * x2 + zz_n + np.sqrt(zz_n * (4 * x1 * x2 + zz_n))
        return _scaled(2 * x1 * x1 / reach, reach / (2 * x2 * x2), t1, t2)


def poisson_ratio_log_wald(
    x1: FloatArray, t1: FloatArray, x2: FloatArray, t2: FloatArray, z: float
) -> Limits:
    """Return log-scale limits of (x1/t1) / (x2/t2); NaN at a zero count."""
    with np.errstate(all="ignore"):
        ratio = np.where((x1 > 0) & (x2 > 0), x1 / x2, np.nan)
        factor = np.exp(z * np.sqrt(1 / x1 + 1 / x2))
        return _scaled(ratio / factor, ratio * factor, t1, t2)


def poisson_ratio_mover(
    x1: FloatArray, t1: FloatArray, x2: FloatArray, t2: FloatArray, z: float
) -> Limits:
    """Return limits of (x1/t1) / (x2/t2) by MOVER (Donner and Zou 2012)."""
    with np.errstate(all="ignore"):
        ones = np.ones_like(x1)
        limits1, limits2 = poisson_score(x1, ones, z), poisson_score(x2, ones, z)
        low = _moved_ratio_low(x1, limits1[0], x2, limits2[1])
        high = 1 / _moved_ratio_low(x2, limits2[0], x1, limits1[1])
        return _scaled(low, high, t1, t2)


def poisson_difference_mover(
    x1: FloatArray, t1: FloatArray, x2: FloatArray, t2: FloatArray, z: float
) -> Limits:
    """Return limits of x1/t1 - x2/t2 from score limits by MOVER (Zou 2008)."""
    rate1, rate2 = x1 / _positive(t1), x2 / _positive(t2)
    limits1, limits2 = poisson_score(x1, t1, z), poisson_score(x2, t2, z)
    return moved(rate1, limits1, rate2, limits2)


def _moved_ratio_low(
    x1: FloatArray, low1: FloatArray, x2: FloatArray, high2: FloatArray
) -> FloatArray:
    """Return MOVER's lower limit of x1 / x2, rationalised to avoid cancellation."""
    below1, above2 = x1 - low1, high2 - x2
    reach = low1 * (x1 + below1)
    low = reach / (x1 * x2 + np.sqrt(reach * above2**2 + (x2 * below1) ** 2))
    return np.where(x1 == 0, x1 / x2, np.minimum(low, x1 / x2))


def _difference_low(
    k1: FloatArray, n1: FloatArray, k2: FloatArray, n2: FloatArray, zz: FloatArray
) -> FloatArray:
    """
    Return the lower score limit of a difference, d - zz/s.

    The multiplier s > 0 solves s² (p1 q1/n1 + p2 q2/n2) = zz.

    The constrained estimates solve k1 - n1 p1 = s p1 q1 and k2 - n2 p2 = -s p2 q2, a
    quadratic each. Eliminating s gives Farrington and Manning's cubic, which loses half
    of the digits for small shares. The left side is s (d - p1 + p2), which increases
    with s and reaches zz at the latest at s = n1 (1 + zz/k1) or n2 (1 + zz/rest2).
    """

    def score(s: FloatArray) -> FloatArray:
        return s * s * (_pulled(k1, n1, s) + _pulled(n2 - k2, n2, s))

    top = np.minimum(n1 * (1 + zz / k1), n2 * (1 + zz / (n2 - k2)))
    return k1 / n1 - k2 / n2 - zz / _rising_root(score, zz, top)


def _pulled(k: FloatArray, n: FloatArray, s: FloatArray) -> FloatArray:
    """Return p q / n at the p below k/n that solves k - n p = s p q."""
    rest = n - k
    root = np.sqrt((n - s) ** 2 + 4 * s * rest)
    p = 2 * k / (n + s + root)
    q = np.where(s < n, 2 * rest / (n - s + root), (s - n + root) / (2 * s))
    return p * q / n


def _ratio_excess(
    k1: FloatArray, n1: FloatArray, k2: FloatArray, n2: FloatArray, zz: FloatArray
) -> FloatArray:
    """
    Return the excess zz p2 / c of a score limit of a ratio.

    The multiplier c solves c² (q̂1/(k1 - c) + q̂2/(k2 + c)) = zz.

    The constrained estimates are (k1 - c)/(n1 - c) and (k2 + c)/(n2 + c); they turn
    the score equation into p̂1/p1 = zz/c + p̂2/p2: p1/p2 is p̂1 / (p̂2 + zz p2/c).
    """
    rest1, rest2 = (n1 - k1) / n1, (n2 - k2) / n2

    def score(c: FloatArray) -> FloatArray:
        return c * c * (rest1 / (k1 - c) + rest2 / (k2 + c))

    c = _rising_root(score, zz, k1)
    return zz * ((k2 + c) / (n2 + c) / c)


def _rising_root(
    function: Callable[[FloatArray], FloatArray], target: FloatArray, top: FloatArray
) -> FloatArray:
    """Return where an increasing function reaches *target* in [0, top]."""
    low, high = np.zeros_like(top), top
    while np.any((low < (middle := low / 2 + high / 2)) & (middle < high)):
        short = function(middle) < target
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    return high


def _correction(total: FloatArray, *, corrected: bool) -> FloatArray:
    """Return N / (N - 1), or ones."""
    return total / (total - 1) if corrected else np.ones_like(total)


def _positive(exposure: FloatArray) -> FloatArray:
    """Return the exposure, NaN unless positive."""
    return np.where(exposure > 0, exposure, np.nan)


def _scaled(
    low: FloatArray, high: FloatArray, t1: FloatArray, t2: FloatArray
) -> Limits:
    """Return limits of a ratio of counts as limits of the ratio of rates."""
    scale = _positive(t2) / _positive(t1)
    return low * scale, high * scale
