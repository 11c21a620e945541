"""
Score intervals for counts, and Student's t intervals for pooled evidence.

Each returns ``(low, high)`` with low <= estimate <= high; NaN without an estimate.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from engagement_metrics._typing import FloatArray

_BLOCK = 2**15  # rows whose temporaries fit the cache

_Out: TypeAlias = tuple[FloatArray, FloatArray, FloatArray]  # low, high, estimate


def wilson(
    successes: FloatArray, trials: FloatArray, z: FloatArray | float
) -> tuple[FloatArray, FloatArray]:
    """Return the score interval of a proportion (Wilson 1927)."""
    return _in_blocks(_wilson, successes, trials, z)


def poisson_score(
    count: FloatArray, exposure: FloatArray, z: FloatArray | float
) -> tuple[FloatArray, FloatArray]:
    """Return the score interval of a rate: (x + z^2/2 +- z sqrt(x + z^2/4)) / t."""
    return _in_blocks(_poisson_score, count, exposure, z)


def pooled_rate(
    value: FloatArray,
    standard_error: FloatArray,
    sum_x: FloatArray,
    t: FloatArray,
    *,
    is_count: bool,
) -> tuple[FloatArray, FloatArray]:
    """
    Return R exp(-+ t se / R); NaN if se is 0, but [0, t^2 / sum_x] at R = 0.

    Weighted events (not *is_count*) have no such bound at 0.
    """
    with np.errstate(all="ignore"):
        reach = t * standard_error / value
        low, high = value * np.exp(-reach), value * np.exp(reach)
        none = np.where(is_count & (value == 0), 0.0, np.nan)
        flat = standard_error == 0
        return np.where(flat, none, low), np.where(flat, none + t * t / sum_x, high)


def pooled_share(
    value: FloatArray,
    standard_error: FloatArray,
    effective_units: FloatArray,
    t: FloatArray,
) -> tuple[FloatArray, FloatArray]:
    """
    Return logit(R) -+ t se / (R (1 - R)) as shares.

    At 0, at 1, and if se is 0: the Wilson interval for effective units, with t for z.
    """
    with np.errstate(all="ignore"):
        rest = 1.0 - value
        odds = np.exp(-t * standard_error / (value * rest))
        flat = standard_error * value * rest == 0
        wide = wilson(value * effective_units, effective_units, t)
        low = np.where(flat, wide[0], value * odds / (rest + value * odds))
        high = np.where(flat, wide[1], value / (value + rest * odds))
        return np.minimum(low, value), np.maximum(high, value)


def _in_blocks(
    formula: Callable[..., None], *columns: FloatArray | float
) -> tuple[FloatArray, FloatArray]:
    """Return the bounds of a formula, computed block by block."""
    shape = np.broadcast_shapes(*map(np.shape, columns))
    low, high = np.empty(shape), np.empty(shape)
    lows, highs = low.reshape(-1), high.reshape(-1)
    estimate = np.empty(min(lows.size, _BLOCK))
    with np.errstate(all="ignore"):
        for start in range(0, lows.size, _BLOCK):
            rows = slice(start, start + _BLOCK)
            block = [
                c[rows] if isinstance(c, np.ndarray) and c.ndim else c for c in columns
            ]
            low_rows = lows[rows]
            formula(*block, (low_rows, highs[rows], estimate[: low_rows.size]))
    return low, high


def _wilson(k: FloatArray, n: FloatArray, z: FloatArray, out: _Out) -> None:
    """
    Write the roots of (n + z^2) p^2 - (2k + z^2) p + k^2/n.

    With c = k + z^2/2 + z sqrt(k(n - k)/n + z^2/4), they are (k/n)(k/c) and
    c / (n + z^2), sums of positive terms only. Since k <= c, the lower is at most k/n.
    """
    low, high, estimate = out
    np.divide(k, n, out=estimate)
    np.subtract(n, k, out=low)
    low *= estimate
    _add_score(low, k, z)
    np.add(n, z * z, out=high)
    np.divide(low, high, out=high)
    np.maximum(high, estimate, out=high)
    np.minimum(high, 1.0, out=high)
    np.divide(k, low, out=low)
    low *= estimate


def _poisson_score(
    x: FloatArray, exposure: FloatArray, z: FloatArray, out: _Out
) -> None:
    """
    Write c / t and (x/t)(x/c), since the product of the roots is x^2/t^2.

    Since x <= c, they bracket x/t.
    """
    low, high, estimate = out
    known = np.where(exposure > 0, exposure, np.nan)
    np.divide(x, known, out=estimate)
    np.copyto(low, x)
    _add_score(low, x, z)
    np.divide(low, known, out=high)
    np.divide(x, low, out=low)
    low *= estimate


def _add_score(variance: FloatArray, count: FloatArray, z: FloatArray) -> None:
    """Write c = count + z^2/2 + z sqrt(variance + z^2/4) over the variance."""
    variance += z * z / 4.0
    np.sqrt(variance, out=variance)
    variance *= z
    variance += count
    variance += z * z / 2.0
