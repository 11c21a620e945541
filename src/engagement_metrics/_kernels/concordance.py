"""Matched volumes by chance: permutations, fair coins, unbiased estimates."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from engagement_metrics._typing import FloatArray

_EXACT = 64
_SHARES = np.cumprod([1.0, *((2 * k - 1) / (2 * k) for k in range(1, _EXACT))])


class Concordance(NamedTuple):
    """S = sum min(a, b), and its moments under permutation of the partners."""

    matched: float
    expected: float
    variance: float
    maximum: float
    kappa: float
    z: float


def concordance(a: FloatArray, b: FloatArray, silent: int = 0) -> Concordance:
    """
    Return S and its permutation mean and variance (Hoeffding 1951).

    *silent* pairs of 0 and 0 are permuted with the others. kappa and z are NaN for one
    pair, and if every permutation gives the same S.

    min(a, b) is the integral over t of [a > t] [b > t]. Let A(t) be the number of a
    above t, and B(t) that of b. Then E[S] is the integral of A B / D, and Var[S] the
    integral of 2 A(t) B(t) (D - A(s)) (D - B(s)) over s < t, divided by D² (D - 1). No
    term is negative, so nothing cancels, and equal volumes have variance exactly 0.
    """
    pairs = np.float64(a.size + silent)
    steps = np.unique(np.concatenate(([0.0], a, b)))
    width, below = np.diff(steps), steps[:-1]
    low_a = np.searchsorted(np.sort(a), below, side="right") + float(silent)
    low_b = np.searchsorted(np.sort(b), below, side="right") + float(silent)
    above = (pairs - low_a) * (pairs - low_b)
    under = low_a * low_b * width
    inner = np.cumsum(under) - under / 2
    with np.errstate(all="ignore"):
        spread = np.float64((above * width) @ inner)
        variance = 2 * spread / (pairs**2 * (pairs - 1))
        total = np.float64(above @ width)
        matched = np.minimum(a, b).sum()
        maximum = np.minimum(np.sort(a), np.sort(b)).sum()
        over = pairs * matched - total if variance > 0 else np.nan
        kappa = over / (pairs * maximum - total)
        z = over / pairs / np.sqrt(variance)
        expected = total / pairs
    numbers = (matched, expected, variance, maximum, kappa, z)
    return Concordance(*(float(number) for number in numbers))


def fair_share(n: FloatArray) -> FloatArray:
    """
    Return E[2 min(X, n - X)] / n for n tosses of a fair coin.

    It is 1 - C(n-1, floor((n-1)/2)) / 2^(n-1). The subtrahend is C(2k, k) / 4^k with
    k = floor(n/2): from a table, and beyond it from the logarithm of Stirling's series,
    whose next term is below 2e-17.
    """
    k = np.floor(n / 2)
    small = k < _EXACT
    far = np.where(small, _EXACT, k)
    inverse = 1 / far**2
    series = -1 / 8 + inverse * (1 / 192 - inverse / 640)
    tail = np.exp(series / far) / np.sqrt(np.pi * far)
    return 1 - np.where(small, _SHARES[np.where(small, k, 0).astype(np.int64)], tail)


def fair_variance(n: FloatArray) -> FloatArray:
    """Return Var[2 min(X, n - X)], that of |2X - n|: n - E[|2X - n|]^2."""
    return n - (n * (1 - fair_share(n))) ** 2


def unbiased_matched_share(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return Q = 4ab / (n (n-1)), an unbiased estimate of 4pq; NaN for n < 2."""
    n = a + b
    with np.errstate(all="ignore"):
        return np.where(n > 1, 4 * (a / n) * (b / (n - 1)), np.nan)


def unbiased_matched_variance(n: FloatArray, p: FloatArray) -> FloatArray:
    """Return Var(Q) = 16 (pq (1 - 4pq) / n + 2 p² q² / (n (n-1))) for n draws."""
    mixed = p * (1 - p)
    with np.errstate(all="ignore"):
        variance = 16 * mixed / n * ((1 - 2 * p) ** 2 + 2 * mixed / (n - 1))
        return np.where(n > 1, variance, np.nan)


def unbiased_matched_error(a: FloatArray, b: FloatArray, mean: float) -> float:
    """
    Return an estimate of the sum of n² Var(Q), over pairs with n >= 2.

    Q² - 16 ab(a-1)(b-1) / (n(n-1)(n-2)(n-3)) is unbiased (its second term estimates
    16 p²q²). Below four interactions, Var(Q) is evaluated at the *mean* of 4pq, which
    is conservative, since Var(Q) is concave in pq. The sum is bounded below by its
    value with every pq at its own estimate, which is too small for many pairs.
    """
    n, q = a + b, unbiased_matched_share(a, b)
    with np.errstate(all="ignore"):
        squared = 4 * q * (a - 1) * (b - 1) / ((n - 2) * (n - 3))
    enough = n >= 4
    common = unbiased_matched_variance(n, _way(np.full(n.size, mean)))
    variance = np.where(enough, q * q - squared, common)
    plain = unbiased_matched_variance(n, _way(q))
    return max(float(n**2 @ variance), float(n**2 @ plain))


def _way(q: FloatArray) -> FloatArray:
    """Return the lower p that solves 4pq; at most 1/2."""
    return (1 - np.sqrt(np.maximum(1 - q, 0.0))) / 2
