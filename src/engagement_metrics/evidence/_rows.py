"""Rows of ratios: numerators, denominators, units, and units left out."""

from __future__ import annotations

from typing import Any, NamedTuple, cast, final

import numpy as np

from engagement_metrics._door._frozen import frozen
from engagement_metrics._kernels import ratios
from engagement_metrics._typing import FloatArray, IntArray, Label
from engagement_metrics.words import Metric


@final
class Rows(NamedTuple):
    """
    Rows of ratios: a numerator and a denominator each.

    Attributes
    ----------
    y, x : ndarray of float
        Numerators and denominators. Shape ``(rows,)``.
    units : ndarray of int or None
        Number of units per row, 0 for an empty sum; ``None``: one each.
    left : ndarray of float or None
        Units left out of each row: numbers of missing, no exposure, no denominator and
        invalid, and their count and exposure. Shape ``(rows, 6)``; ``None``: nothing.
    """

    y: FloatArray
    x: FloatArray
    units: IntArray | None = None
    left: FloatArray | None = None

    def codes(self, *, bounded: bool) -> IntArray:
        """Return the status code of each row."""
        codes = ratios.status_codes(self.y, self.x, bounded=bounded)
        if self.units is None:
            return codes
        return np.where(self.units == 0, reasons(self.left, codes.size), codes)

    def alone(self, codes: IntArray) -> IntArray:
        """Return status codes for summing, without those of empty sums."""
        return codes if self.units is None else np.where(self.units == 0, 0, codes)

    def at(self, rows: Any) -> Rows:
        """Return a selection of rows."""
        parts = (None if part is None else part[rows] for part in self)
        return Rows(*cast("Any", parts))

    def settled(self, *, bounded: bool) -> Rows:
        """Return the rows for summing: undefined rows are moved to *left*."""
        codes = self.alone(self.codes(bounded=bounded))
        if not codes.any():
            return self
        rows = codes.size
        out = ratios.excluded(self.y, self.x, codes, np.arange(rows), rows)
        kept = codes == ratios.DEFINED
        y, x = np.where(kept, self.y, 0.0), np.where(kept, self.x, 0.0)
        return Rows(y, x, np.where(kept, self.counted(), 0), added(self.left, out))

    def counted(self) -> IntArray:
        """Return the number of units per row."""
        return np.ones(self.y.size, np.int64) if self.units is None else self.units

    def plus(self, other: Rows, *, bounded: bool) -> Rows:
        """Return the element-wise sum of two sets of rows."""
        a, b = self.settled(bounded=bounded), other.settled(bounded=bounded)
        units = a.counted() + b.counted()
        return Rows(a.y + b.y, a.x + b.x, units, added(a.left, b.left))

    def total(self, *, bounded: bool) -> Rows:
        """Return the sum of all rows as one row."""
        codes = self.codes(bounded=bounded)
        left = None
        if self.left is not None:
            left = np.array([[part.sum() for part in self.left.T]])
        y, x, units = self.y, self.x, self.units
        if codes.any():
            good, group = codes == ratios.DEFINED, np.zeros(codes.size, np.int64)
            own = self.alone(codes)
            left = added(left, ratios.excluded(y, x, own, group, 1))
            y, x, units = y[good], x[good], self.counted()[good]
        count = y.size if units is None else units.sum()
        return Rows(
            np.array((y.sum(),)), np.array((x.sum(),)), np.array((count,)), left
        )

    def gathered(self, places: IntArray, size: int, *, bounded: bool) -> Rows:
        """Return sums of rows by place; undefined ones are counted as left out."""
        rows = self.settled(bounded=bounded)
        parts = (rows.y, rows.x, rows.counted())
        y, x, units = (
            np.bincount(places, part, size).astype(np.float64) for part in parts
        )
        return Rows(y, x, units.astype(np.int64), by_group(rows.left, places, size))

    def placed(self, places: IntArray, size: int, *, bounded: bool) -> Rows:
        """Return the rows at the given places, with empty sums elsewhere."""
        rows = self.settled(bounded=bounded)
        y, x = np.zeros((2, size))
        units = np.zeros(size, np.int64)
        y[places], x[places], units[places] = rows.y, rows.x, rows.counted()
        return Rows(y, x, units, by_group(rows.left, places, size))

    def frozen(self) -> Rows:
        """Return the rows as read-only arrays."""
        return cast("Rows", frozen(self))


class Units(NamedTuple):
    """The units of an estimate, to pair with those of another: rows, maybe labelled."""

    labels: tuple[Label, ...] | None
    rows: Rows
    kind: str
    metric: Metric
    whole: bool


def added(first: FloatArray | None, second: FloatArray | None) -> FloatArray | None:
    """Return the total left out of two disjoint sets of units."""
    if first is None or second is None:
        return second if first is None else first
    return first + second


def by_group(
    left: FloatArray | None, codes: IntArray, groups: int
) -> FloatArray | None:
    """Return the total left out of each group of rows."""
    if left is None:
        return None
    parts = [np.bincount(codes, part, groups) for part in left.T]
    return np.array(parts, np.float64).T


def reasons(left: FloatArray | None, rows: int) -> IntArray:
    """Return the status of an empty sum, row by row, from its units left out."""
    codes = np.full(rows, ratios.NO_EXPOSURE)
    if left is not None:
        for place, code in (
            (2, ratios.NO_DENOMINATOR),
            (3, ratios.INVALID),
            (0, ratios.MISSING),
        ):
            codes[left[:, place] > 0] = code
    return codes
