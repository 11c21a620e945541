"""One ratio a row: its status, its value, and what a pool leaves out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from engagement_metrics._kernels.sorting import blocks
from engagement_metrics._typing import BoolArray, FloatArray, IntArray

DEFINED, MISSING, NO_EXPOSURE, NO_DENOMINATOR, INVALID = range(5)


def defined(y: FloatArray, x: FloatArray, *, bounded: bool) -> BoolArray:
    """Return where y / x exists; *bounded* where y is a part of x."""
    result = x > 0
    result &= y >= 0
    if bounded:
        result &= y <= x
    return result


def status_codes(y: FloatArray, x: FloatArray, *, bounded: bool) -> IntArray:
    """Return why each y / x exists or not; *bounded* where y is a part of x."""
    known = np.empty(y.size, np.bool_)
    for block in blocks(y.size):
        known[block] = defined(y[block], x[block], bounded=bounded)
    if known.all():
        return np.broadcast_to(np.int64(DEFINED), y.size)
    codes = np.zeros(y.size, np.min_scalar_type(-INVALID))
    rows = np.flatnonzero(~known)
    y, x = y[rows], x[rows]
    why = np.where(y == 0, NO_EXPOSURE, NO_DENOMINATOR)
    why[(y < 0) | (x != 0)] = INVALID
    why[np.isnan(y) | np.isnan(x)] = MISSING
    codes[rows] = why
    return codes


def divide(y: FloatArray, x: FloatArray, *, bounded: bool) -> FloatArray:
    """Return y / x where it is defined and NaN elsewhere."""
    quotient = np.full(y.size, np.nan)
    np.divide(y, x, out=quotient, where=defined(y, x, bounded=bounded))
    return quotient


class Excluded(NamedTuple):
    """How many rows of each kind a pool leaves out, and what went with them."""

    missing: IntArray
    no_exposure: IntArray
    no_denominator: IntArray
    invalid: IntArray
    amount: FloatArray
    exposure: FloatArray


def excluded(
    y: FloatArray, x: FloatArray, codes: IntArray, group: IntArray, groups: int
) -> Excluded:
    """Return what is left out of each group; an unknown part adds nothing."""
    out = np.flatnonzero(codes > DEFINED)
    which, where = codes[out], group[out].astype(np.int64)
    kinds = np.bincount(where * 5 + which, minlength=groups * 5).reshape(groups, 5)
    known = (np.where(np.isnan(part), 0.0, part) for part in (y[out], x[out]))
    amount, exposure = (
        np.bincount(where, part, groups).astype(np.float64) for part in known
    )
    _, missing, no_exposure, no_denominator, invalid = kinds.astype(np.int64).T
    return Excluded(missing, no_exposure, no_denominator, invalid, amount, exposure)
