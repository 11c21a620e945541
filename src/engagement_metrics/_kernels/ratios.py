"""One ratio a row: its status, its value, and what a pool leaves out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from engagement_metrics._typing import FloatArray, IntArray

DEFINED, MISSING, NO_EXPOSURE, NO_DENOMINATOR, INVALID = range(5)


def status_codes(y: FloatArray, x: FloatArray, *, bounded: bool) -> IntArray:
    """Return why each y / x exists or not; *bounded* where y is a part of x."""
    codes = np.zeros(y.size, np.int64)
    empty = x == 0
    codes[empty] = np.where(y[empty] == 0, NO_EXPOSURE, NO_DENOMINATOR)
    invalid = (y < 0) | (x < 0)
    if bounded:
        invalid |= (y > x) & (x > 0)
    codes[invalid] = INVALID
    codes[np.isnan(y) | np.isnan(x)] = MISSING
    return codes


def divide(y: FloatArray, x: FloatArray, codes: IntArray) -> FloatArray:
    """Return y / x where it is defined and NaN elsewhere."""
    quotient = np.full(y.size, np.nan)
    np.divide(y, x, out=quotient, where=codes == DEFINED)
    return quotient


class Excluded(NamedTuple):
    """How many rows of each kind a pool leaves out, and what went with them."""

    missing: IntArray
    no_exposure: IntArray
    no_denominator: IntArray
    invalid: IntArray
    count: FloatArray
    exposure: FloatArray


def excluded(
    y: FloatArray, x: FloatArray, codes: IntArray, group: IntArray, groups: int
) -> Excluded:
    """Return what is left out of each group; an unknown part adds nothing."""
    out = codes != DEFINED
    which, where = codes[out], group[out]
    kinds = np.bincount(where * 5 + which, minlength=groups * 5).reshape(groups, 5)
    known = [np.where(np.isnan(part), 0.0, part) for part in (y[out], x[out])]
    amounts = [np.bincount(where, part, minlength=groups) for part in known]
    return Excluded(*kinds[:, 1:].T.astype(np.int64), *amounts)
