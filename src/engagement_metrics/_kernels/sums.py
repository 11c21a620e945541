"""
Sums over units for a ratio: sufficient for its value and standard error.

The residual of a unit is e = y - R x about the ratio R = sum_y / sum_x. Squares of
counts are never subtracted, so the standard error does not suffer from cancellation.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from engagement_metrics._typing import BoolArray, FloatArray, IntArray

_BLOCK = 2**13  # rows per block; longer sums would exceed an error of 1e-12
_ROUNDING = 1e-12  # residuals below this share of R x are rounding errors
_FEWEST = 1.1  # effective units, at least, of the variance of an interval


class RatioSums(NamedTuple):
    """
    One row per group: units, totals, and the sums of e^2, e x and x^2.

    Also the largest y and x of a unit, and how many units have y > 0 and y < x.
    """

    units: IntArray
    sum_y: FloatArray
    sum_x: FloatArray
    sum_ee: FloatArray
    sum_ex: FloatArray
    sum_xx: FloatArray
    largest_y: FloatArray
    largest_x: FloatArray
    units_some: IntArray
    units_rest: IntArray


def ratio_sums(
    y: FloatArray, x: FloatArray, codes: IntArray | None = None, groups: int = 1
) -> RatioSums:
    """Return sums over units with x > 0: totals first, then residuals."""
    codes = np.broadcast_to(np.int64(0), y.size) if codes is None else codes
    counts = np.zeros((3, groups), np.int64)
    sum_y, sum_x, sum_ee, sum_ex, sum_xx, largest_y, largest_x = np.zeros((7, groups))
    for rows in _blocks(y.size, groups):
        code, one, all_of = codes[rows].astype(np.intp, copy=False), y[rows], x[rows]
        counts += _counts(one, all_of, code, groups)
        sum_y += _in_block(one, code, groups)
        sum_x += _in_block(all_of, code, groups)
        raise_to(largest_y, code, one)
        raise_to(largest_x, code, all_of)
    ratio = _ratio(sum_y, sum_x)
    for rows in _blocks(y.size, groups):
        code, part = codes[rows].astype(np.intp, copy=False), x[rows]
        e = y[rows] - (ratio if groups == 1 else ratio[code]) * part
        sum_ex += _in_block(e * part, code, groups)
        sum_xx += _in_block(part * part, code, groups)
        e *= e
        sum_ee += _in_block(e, code, groups)
    units, some, rest = counts
    return RatioSums(
        units,
        sum_y,
        sum_x,
        sum_ee,
        sum_ex,
        sum_xx,
        largest_y,
        largest_x,
        some,
        rest,
    )


def of_equal(units: FloatArray, y: float, x: float) -> RatioSums:
    """Return the sums of so many units of the same y and x."""
    none = np.zeros(units.size)
    most_y, most_x = np.where(units > 0, y, none), np.where(units > 0, x, none)
    counts = (units * each for each in (1, y > 0, y < x))
    number, with_some, with_rest = (each.astype(np.int64) for each in counts)
    return RatioSums(
        number,
        units * y,
        units * x,
        none,
        none,
        units * x * x,
        most_y,
        most_x,
        with_some,
        with_rest,
    )


def raise_to(largest: FloatArray, codes: IntArray, values: FloatArray) -> None:
    """Raise the largest of each group, in place, to the largest of its values."""
    if largest.size == 1:
        largest[0] = values.max(initial=largest[0])
    else:
        above = np.flatnonzero(values > largest[codes])
        np.maximum.at(largest, codes[above], values[above])


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
    return RatioSums(
        a.units + b.units,
        sum_y,
        sum_x,
        a_ee + b_ee,
        a_ex + b_ex,
        a.sum_xx + b.sum_xx,
        np.maximum(a.largest_y, b.largest_y),
        np.maximum(a.largest_x, b.largest_x),
        a.units_some + b.units_some,
        a.units_rest + b.units_rest,
    )


def regroup(parts: RatioSums, codes: IntArray, groups: int) -> RatioSums:
    """Return the sums of coarser groups, given the code of each part."""
    sum_y = _by_group(parts.sum_y, codes, groups)
    sum_x = _by_group(parts.sum_x, codes, groups)
    sum_ee, sum_ex = _moved(parts, _ratio(sum_y, sum_x)[codes])
    counts = (parts.units, parts.units_some, parts.units_rest)
    units, some, rest = (
        _by_group(part, codes, groups).astype(np.int64) for part in counts
    )
    largest_y, largest_x = np.zeros((2, groups))
    raise_to(largest_y, codes, parts.largest_y)
    raise_to(largest_x, codes, parts.largest_x)
    return RatioSums(
        units,
        sum_y,
        sum_x,
        _by_group(sum_ee, codes, groups),
        _by_group(sum_ex, codes, groups),
        _by_group(parts.sum_xx, codes, groups),
        largest_y,
        largest_x,
        some,
        rest,
    )


def picked(s: RatioSums, rows: IntArray | slice) -> RatioSums:
    """Return the sums of the selected groups."""
    picked_parts: Any = (part[rows] for part in s)
    return RatioSums(*picked_parts)


def variance(
    s: RatioSums, *, share: bool, is_count: bool | BoolArray, effective: bool = False
) -> FloatArray:
    """
    Return the linearised variance of R, m/(m - 1) sum_ee / sum_x^2; NaN for m < 2.

    For an interval, m is the number of *effective* units. For counts of events, at
    least the variance of independent ones: R / sum_x, or R (1 - R) / sum_x of a share.
    """
    with np.errstate(all="ignore"):
        ratio = s.sum_y / s.sum_x
        noise = s.sum_xx * (_ROUNDING * ratio) ** 2
        sum_ee = np.where(s.sum_ee > noise, s.sum_ee, 0.0)
        m = np.maximum(effective_units(s), _FEWEST) if effective else s.units
        between = m / (m - 1) * sum_ee / (s.sum_x * s.sum_x)
        floor = np.where(is_count, ratio * (1 - ratio * share) / s.sum_x, 0.0)
        return np.where(s.units > 1, np.maximum(between, floor), np.nan)


def effective_units(s: RatioSums) -> FloatArray:
    """Return Kish's effective number of units, sum_x^2 / sum_xx."""
    with np.errstate(all="ignore"):
        return s.sum_x * s.sum_x / s.sum_xx


def effective_units_by_count(s: RatioSums) -> FloatArray:
    """Return Kish's effective number of units by y, sum_y^2 / sum_yy."""
    with np.errstate(all="ignore"):
        ratio = _ratio(s.sum_y, s.sum_x)
        sum_yy = s.sum_ee + ratio * (2.0 * s.sum_ex + ratio * s.sum_xx)
        return s.sum_y * s.sum_y / sum_yy


def degrees_of_freedom(s: RatioSums) -> FloatArray:
    """
    Return max(1, n - 2 + n/m) for n effective of m units.

    For equal units that is m - 1, and for unequal ones up to one less.
    """
    with np.errstate(all="ignore"):
        n = effective_units(s)
        return np.maximum(1.0, n - 2.0 + n / s.units)


def effective_trials(
    s: RatioSums, variance: FloatArray, *, is_count: BoolArray, persons: bool
) -> FloatArray:
    """
    Return the trials n* of independent events of which a share R is as sure.

    That is R (1 - R) / variance, and the limit of it at 0 and 1: sum_x for counts, the
    effective units n for weighted ones. Where the units are *persons*, one of them
    more is all or nothing, and fades with u, the units that are seen to differ: it adds
    1 / ((1 + u) n) to 1 / n*.
    """
    with np.errstate(all="ignore"):
        n, ratio = effective_units(s), s.sum_y / s.sum_x
        spread = ratio * (1 - ratio)
        flat = np.where(is_count, 1.0 / s.sum_x, 1.0 / n)
        inverse = np.where(variance * spread == 0, flat, variance / spread)
        if persons:
            inverse += 1.0 / ((1.0 + np.minimum(s.units_some, s.units_rest)) * n)
        return 1.0 / inverse


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


def _counts(y: FloatArray, x: FloatArray, codes: IntArray, groups: int) -> IntArray:
    """Return the units of each group, those with y > 0, and those with y < x."""
    some, rest = y > 0, y < x
    if groups == 1:
        return np.array([[y.size], [some.sum()], [rest.sum()]])
    kind = codes << 2
    kind += some.view(np.int8) << 1
    kind += rest
    table = np.bincount(kind, minlength=4 * groups).reshape(groups, 2, 2)
    return np.array([table.sum((1, 2)), table[:, 1].sum(1), table[:, :, 1].sum(1)])


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
