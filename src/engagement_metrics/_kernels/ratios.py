"""Ratios by row: status, value, and units left out."""

from __future__ import annotations

import math

import numpy as np

from engagement_metrics._kernels.sorting import blocks
from engagement_metrics._typing import BoolArray, FloatArray, IntArray

DEFINED, MISSING, NO_EXPOSURE, NO_DENOMINATOR, INVALID = range(5)


def defined(y: FloatArray, x: FloatArray, *, bounded: bool) -> BoolArray:
    """Return a mask of the defined ratios; if *bounded*, y must not exceed x."""
    result = x > 0
    result &= y >= 0
    if bounded:
        result &= y <= x
    return result


def status_codes(y: FloatArray, x: FloatArray, *, bounded: bool) -> IntArray:
    """Return the status code of each y / x; if *bounded*, y must not exceed x."""
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


def quotient(y: float, x: float, bounded: bool) -> float:
    """Return y / x of one row, or NaN if undefined."""
    exists = x > 0 and y >= 0 and not (bounded and y > x)
    return y / x if exists else math.nan


def divide(y: FloatArray, x: FloatArray, bounded: bool) -> FloatArray:
    """Return y / x, NaN where undefined."""
    quotient = np.full(y.size, np.nan)
    np.divide(y, x, out=quotient, where=defined(y, x, bounded=bounded))
    return quotient


def excluded(
    y: FloatArray, x: FloatArray, codes: IntArray, group: IntArray, groups: int
) -> FloatArray:
    """
    Return the units left out of each group; a missing number adds nothing.

    One row per group: numbers of missing, no exposure, no denominator and invalid, and
    their total count and exposure.
    """
    out = np.flatnonzero(codes > DEFINED)
    which, where = codes[out], group[out].astype(np.int64)
    left = np.zeros((groups, 6))
    kinds = np.bincount(where * 5 + which, minlength=groups * 5).reshape(groups, 5)
    left[:, :4] = kinds[:, 1:]
    for place, part in ((4, y[out]), (5, x[out])):
        known = np.where(np.isnan(part), 0.0, part)
        left[:, place] = np.bincount(where, known, groups)
    return left
