"""
Score intervals, of counts and of pooled evidence.

Each returns ``(low, high)`` with low <= estimate <= high; NaN without an estimate.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from engagement_metrics._typing import BoolArray, FloatArray

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
    variance: FloatArray,
    sum_x: FloatArray,
    t: FloatArray,
    *,
    is_count: BoolArray | bool,
) -> tuple[FloatArray, FloatArray]:
    """
    Return the score interval of value^2 / variance events, with t for z.

    Without variance, at a value of 0, it is that of no event in *sum_x*; a weighted
    count (not *is_count*) has none there: NaN.
    """
    with np.errstate(all="ignore"):
        exposure = np.where(variance > 0, value / variance, np.nan)
        exposure = np.where(is_count & (variance == 0), sum_x, exposure)
        return _around(value, poisson_score(value * exposure, exposure, t))


def pooled_share(
    value: FloatArray, trials: FloatArray, t: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the score interval of a share of effective *trials*, with t for z."""
    return _around(value, wilson(value * trials, trials, t))


def _around(
    value: FloatArray, bounds: tuple[FloatArray, FloatArray]
) -> tuple[FloatArray, FloatArray]:
    """Return bounds that hold the value, whatever was rounded."""
    return np.minimum(bounds[0], value), np.maximum(bounds[1], value)


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
