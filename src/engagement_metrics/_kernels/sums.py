"""
Sums over units for a ratio: sufficient for its value and standard error.

The residual of a unit is e = y - R x about the ratio R = sum_y / sum_x. Squares of
counts are never subtracted, so the standard error does not suffer from cancellation.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from engagement_metrics._typing import BoolArray, FloatArray, IntArray

_BLOCK = 2**13  # rows per block; longer sums would exceed an error of 1e-12
_ROUNDING = 1e-12  # residuals below this share of R x are rounding errors
_SLACK = 1e-9  # tolerance for rounding in effective units of equal size


class RatioSums(NamedTuple):
    """One row per group: units, totals, and the sums of e^2, e x and x^2."""

    units: IntArray
    sum_y: FloatArray
    sum_x: FloatArray
    sum_ee: FloatArray
    sum_ex: FloatArray
    sum_xx: FloatArray


def ratio_sums(
    y: FloatArray, x: FloatArray, codes: IntArray | None = None, groups: int = 1
) -> RatioSums:
    """Return sums over units with x > 0: totals first, then residuals."""
    codes = np.broadcast_to(np.int64(0), y.size) if codes is None else codes
    units = np.zeros(groups, np.int64)
    sum_y, sum_x, sum_ee, sum_ex, sum_xx = np.zeros((5, groups))
    for rows in _blocks(y.size, groups):
        code = codes[rows].astype(np.intp, copy=False)
        units += code.size if groups == 1 else np.bincount(code, minlength=groups)
        sum_y += _in_block(y[rows], code, groups)
        sum_x += _in_block(x[rows], code, groups)
    ratio = _ratio(sum_y, sum_x)
    for rows in _blocks(y.size, groups):
        code, part = codes[rows].astype(np.intp, copy=False), x[rows]
        e = y[rows] - (ratio if groups == 1 else ratio[code]) * part
        sum_ex += _in_block(e * part, code, groups)
        sum_xx += _in_block(part * part, code, groups)
        e *= e
        sum_ee += _in_block(e, code, groups)
    return RatioSums(units, sum_y, sum_x, sum_ee, sum_ex, sum_xx)


def weighted(
    y: FloatArray, codes: IntArray | None = None, groups: int = 1
) -> BoolArray:
    """Return a mask of groups with a count that is not a whole number."""
    found = np.zeros(groups, np.bool_)
    for rows in _blocks(y.size, 1):
        part = y[rows]
        odd = np.flatnonzero(part != np.floor(part))
        if odd.size:
            found[0 if codes is None else codes[rows][odd]] = True
    return found


def merge(a: RatioSums, b: RatioSums) -> RatioSums:
    """Return the sums of two disjoint sets of units, element by element."""
    sum_y, sum_x = a.sum_y + b.sum_y, a.sum_x + b.sum_x
    ratio = _ratio(sum_y, sum_x)
    (a_ee, a_ex), (b_ee, b_ex) = _moved(a, ratio), _moved(b, ratio)
    sum_xx = a.sum_xx + b.sum_xx
    return RatioSums(a.units + b.units, sum_y, sum_x, a_ee + b_ee, a_ex + b_ex, sum_xx)


def regroup(parts: RatioSums, codes: IntArray, groups: int) -> RatioSums:
    """Return the sums of coarser groups, given the code of each part."""
    sum_y = _by_group(parts.sum_y, codes, groups)
    sum_x = _by_group(parts.sum_x, codes, groups)
    sum_ee, sum_ex = _moved(parts, _ratio(sum_y, sum_x)[codes])
    return RatioSums(
        _by_group(parts.units, codes, groups).astype(np.int64),
        sum_y,
        sum_x,
        _by_group(sum_ee, codes, groups),
        _by_group(sum_ex, codes, groups),
        _by_group(parts.sum_xx, codes, groups),
    )


def picked(s: RatioSums, rows: IntArray | slice) -> RatioSums:
    """Return the sums of the selected groups."""
    y, x, ee, ex, xx = [part[rows] for part in s[1:]]
    return RatioSums(s.units[rows], y, x, ee, ex, xx)


def variance(s: RatioSums, *, is_count: bool | BoolArray) -> FloatArray:
    """
    Return the linearised variance of R, m/(m - 1) sum_ee / sum_x^2.

    NaN for m < 2. For counts of events, at least the Poisson variance, sum_y / sum_x^2.
    """
    with np.errstate(all="ignore"):
        noise = s.sum_xx * (_ROUNDING * s.sum_y / s.sum_x) ** 2
        sum_ee = np.where(s.sum_ee > noise, s.sum_ee, 0.0)
        between = s.units / (s.units - 1) * sum_ee
        floor = np.where(is_count, s.sum_y, 0.0)
        known = np.where(s.units > 1, s.sum_x, np.nan)
        return np.asarray(np.maximum(between, floor) / (known * known))


def effective_units(s: RatioSums) -> FloatArray:
    """Return Kish's effective number of units, sum_x^2 / sum_xx."""
    with np.errstate(all="ignore"):
        return s.sum_x * s.sum_x / s.sum_xx


def degrees_of_freedom(s: RatioSums) -> FloatArray:
    """Return max(1, floor(n - 1)) for n effective units."""
    return np.maximum(1.0, np.floor(effective_units(s) * (1.0 + _SLACK) - 1.0))


def _ratio(y: FloatArray, x: FloatArray) -> FloatArray:
    """Return y / x, and 0 where x is 0."""
    return np.divide(y, x, out=np.zeros(np.shape(y)), where=x > 0)


def _moved(part: RatioSums, ratio: FloatArray) -> tuple[FloatArray, FloatArray]:
    """
    Return the residual sums of a part about another ratio.

    Each residual becomes e + d x, where d is the ratio of the part minus the other.
    """
    d = _ratio(part.sum_y, part.sum_x) - ratio
    sum_ee = part.sum_ee + d * (2.0 * part.sum_ex + d * part.sum_xx)
    return np.maximum(sum_ee, 0.0), part.sum_ex + d * part.sum_xx


def _by_group(
    values: FloatArray | IntArray, codes: IntArray, groups: int
) -> FloatArray:
    """Return the sum of each group, computed as a sum of block sums."""
    total = np.zeros(groups)
    for rows in _blocks(values.size, groups):
        total += _in_block(values[rows], codes[rows], groups)
    return total


def _in_block(
    values: FloatArray | IntArray, codes: IntArray, groups: int
) -> FloatArray | np.float64:
    """Return the sum of each group of a block."""
    if groups == 1:
        return np.sum(values, dtype=np.float64)
    return np.bincount(codes, values, groups).astype(np.float64, copy=False)


def _blocks(size: int, groups: int) -> list[slice]:
    """Return slices of rows that fit the cache and are not small for the groups."""
    step = max(_BLOCK, 2 * groups)
    if size <= step:
        return [slice(0, size)] * bool(size)
    return [slice(start, start + step) for start in range(0, size, step)]
