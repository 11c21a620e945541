"""Matched volumes against chance: permuted partners, fair coins, unbiased matching."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from engagement_metrics._typing import FloatArray

_EXACT = 64
_SHARES = np.cumprod([1.0, *((2 * k - 1) / (2 * k) for k in range(1, _EXACT))])


class Concordance(NamedTuple):
    """S = sum min(a, b), and what it would be if the partners were dealt at random."""

    matched: float
    expected: float
    variance: float
    maximum: float
    kappa: float
    z: float


def concordance(a: FloatArray, b: FloatArray) -> Concordance:
    """
    Return S and its permutation mean and variance (Hoeffding 1951).

    kappa and z are NaN where every deal gives the same S, and of one pair.

    min(a, b) is the integral over t of [a > t] [b > t]. With A(t) the number of a
    above t, and B(t) likewise, E[S] is the integral of A B over D, and Var[S] that of
    2 A(t) B(t) (D - A(s)) (D - B(s)) over s < t, over D² (D - 1): no term is negative,
    so that nothing cancels, and equal volumes have a variance of exactly 0.
    """
    pairs = np.float64(a.size)
    steps = np.unique(np.concatenate(([0.0], a, b)))
    width, below = np.diff(steps), steps[:-1]
    low_a = np.searchsorted(np.sort(a), below, side="right").astype(float)
    low_b = np.searchsorted(np.sort(b), below, side="right").astype(float)
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


def fair_ceiling(n: FloatArray) -> FloatArray:
    """
    Return E[2 min(X, n - X)] / n of a fair coin: 1 - C(n-1, floor((n-1)/2)) / 2^(n-1).

    The share of draws is C(2k, k) / 4^k with k = floor(n/2): a table, and beyond it
    the logarithm of Stirling's series, of which the next term changes less than 2e-17.
    """
    k = np.floor(n / 2)
    small = k < _EXACT
    far = np.where(small, _EXACT, k)
    inverse = 1 / far**2
    series = -1 / 8 + inverse * (1 / 192 - inverse / 640)
    tail = np.exp(series / far) / np.sqrt(np.pi * far)
    return 1 - np.where(small, _SHARES[np.where(small, k, 0).astype(np.int64)], tail)


def unbiased_matched_share(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return Q = 4ab / (n (n-1)), whose mean is 4pq; NaN below two interactions."""
    n = a + b
    with np.errstate(all="ignore"):
        return np.where(n > 1, 4 * (a / n) * (b / (n - 1)), np.nan)


def unbiased_matched_variance(n: FloatArray, p: FloatArray) -> FloatArray:
    """Return Var(Q) = 16 (pq (1 - 4pq) / n + 2 p² q² / (n (n-1))) of n draws."""
    mixed = p * (1 - p)
    with np.errstate(all="ignore"):
        variance = 16 * mixed / n * ((1 - 2 * p) ** 2 + 2 * mixed / (n - 1))
        return np.where(n > 1, variance, np.nan)


def unbiased_matched_error(a: FloatArray, b: FloatArray, mean: float) -> float:
    """
    Return an estimate of the sum of n² Var(Q), of two interactions or more.

    Q² - 16 ab(a-1)(b-1) / (n(n-1)(n-2)(n-3)) is unbiased (the latter estimates 16
    p²q²). Below four interactions Var(Q) is taken at the *mean* of 4pq: it is concave
    in pq, so this is too much rather than too little. Nor is the sum ever less than
    with every pq at its own estimate, which is too little where relationships are many.
    """
    n, q = a + b, unbiased_matched_share(a, b)
    with np.errstate(all="ignore"):
        squared = 4 * q * (a - 1) * (b - 1) / ((n - 2) * (n - 3))
    enough = n >= 4  # noqa: PLR2004
    common = unbiased_matched_variance(n, _way(np.full(n.size, mean)))
    variance = np.where(enough, q * q - squared, common)
    plain = unbiased_matched_variance(n, _way(q))
    return max(float(n**2 @ variance), float(n**2 @ plain))


def _way(q: FloatArray) -> FloatArray:
    """Return the p of 4pq, the lower one; at most 1/2."""
    return (1 - np.sqrt(np.maximum(1 - q, 0.0))) / 2
