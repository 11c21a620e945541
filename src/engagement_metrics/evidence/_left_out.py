"""Units left out of a pooled estimate, by reason."""

from __future__ import annotations

from typing import Any, cast, final

import attrs
import numpy as np

from engagement_metrics._door import _checks, _columns
from engagement_metrics._door._frozen import assign, frozen
from engagement_metrics._typing import Array, FloatArray, T, ToArray
from engagement_metrics.errors import InvalidCountsError
from engagement_metrics.evidence._shown import Shown
from engagement_metrics.words import Metric

NAMES = (
    "missing",
    "no_exposure",
    "no_denominator",
    "invalid",
    "count",
    "exposure",
)


@final
@attrs.frozen(eq=False, init=False, repr=False, getstate_setstate=False)
class LeftOut(Shown[T]):
    """
    Units left out of a pooled estimate, by reason.

    ``+`` adds the numbers left out of two disjoint sets of units.

    Parameters
    ----------
    missing, no_exposure, no_denominator, invalid : int or array_like of int, optional
        Number of units with each status; 0 by default. Shape ``(rows,)`` for a column.
    count, exposure : float or array_like of float, optional
        Count and exposure of the units left out, as far as known.

    Raises
    ------
    InvalidTypeError
        If a number is text, a mask or complex.
    InvalidCountsError
        If a number is negative, missing or infinite, or units are not whole.
    InvalidArgumentError
        If the columns have different lengths.

    Examples
    --------
    >>> print(Rate([3, 2, None], [10, 0, 10]).sum().left_out)
    2 left out: 1 missing, 1 no denominator
    """

    _rows: FloatArray
    _single: bool

    def __init__(
        self,
        *,
        missing: float | ToArray = 0,
        no_exposure: float | ToArray = 0,
        no_denominator: float | ToArray = 0,
        invalid: float | ToArray = 0,
        count: float | ToArray = 0.0,
        exposure: float | ToArray = 0.0,
    ) -> None:
        """Check and store the numbers."""
        given = (missing, no_exposure, no_denominator, invalid, count, exposure)
        named: dict[str, Any] = dict(zip(NAMES, given, strict=True))
        for name in NAMES[:4]:  # count and exposure of invalid units may be below zero
            _columns.whole_numbers(name, named[name])
        columns, single = _columns.aligned(named, signed=True)
        for name, column in zip(NAMES, columns, strict=True):
            unknown = np.isnan(column)
            _checks.require(InvalidCountsError, name, "be known", column, unknown)
        assign(self, _rows=frozen(np.array(columns).T), _single=single)

    @classmethod
    def of_rows(
        cls, rows: FloatArray | None, *, size: int, single: bool
    ) -> LeftOut[Any]:
        """
        Return a view of trusted rows.

        Parameters
        ----------
        rows : ndarray of float or None
            One column per number, in the order of the arguments; ``None``: nothing was
            left out.
        size : int
            Number of rows.
        single : bool
            Whether the single row is shown as a number.

        Returns
        -------
        LeftOut
            The view.
        """
        made = object.__new__(cls)
        rows = np.broadcast_to(np.float64(0), (size, 6)) if rows is None else rows
        assign(made, _rows=frozen(rows), _single=single)
        return cast("LeftOut[Any]", made)

    def _size(self) -> int:
        return len(self._rows)

    def _units(self, place: int) -> T:
        return self._shown(self._rows[:, place].astype(np.int64))

    @property
    def missing(self) -> T:
        """Units with a missing count or exposure."""
        return self._units(0)

    @property
    def no_exposure(self) -> T:
        """Units with neither count nor exposure."""
        return self._units(1)

    @property
    def no_denominator(self) -> T:
        """Units with a count but no exposure."""
        return self._units(2)

    @property
    def invalid(self) -> T:
        """Units with impossible numbers, such as negative counts."""
        return self._units(3)

    @property
    def count(self) -> T:
        """Total count of the units left out, as far as known."""
        return self._shown(self._rows[:, 4])

    @property
    def exposure(self) -> T:
        """Total exposure of the units left out, as far as known."""
        return self._shown(self._rows[:, 5])

    @property
    def units(self) -> T:
        """Number of units left out, for any reason."""
        return self._shown(self._rows[:, :4].sum(axis=1).astype(np.int64))

    def __getitem__(self, rows: int | slice | Array) -> LeftOut[Any]:
        """Return one row, or a selection of rows."""
        at, single = self._picked(rows)
        picked = self._rows[at]
        return LeftOut.of_rows(picked, size=len(picked), single=single)

    def __add__(self, other: LeftOut[T]) -> LeftOut[T]:
        """Add the numbers left out of two disjoint sets of units."""
        if not isinstance(cast("object", other), LeftOut):
            return NotImplemented
        _checks.same_lengths(first=self._rows, second=other._rows)
        rows = self._rows + other._rows
        return LeftOut.of_rows(rows, size=len(rows), single=self._single)

    def words(self, metric: Metric) -> str:
        """
        Return the reasons in words.

        Parameters
        ----------
        metric : Metric
            Metric, which names the denominator.

        Returns
        -------
        str
            Such as ``"2 left out: no reach"``; empty if nothing was left out.
        """
        _checks.of_class("metric", metric, Metric)
        return reasons_in_words(self._rows.sum(axis=0), metric)

    def __str__(self) -> str:
        """Return the reasons in words."""
        return reasons_in_words(self._rows.sum(axis=0))

    def __repr__(self) -> str:
        """Return an expression that rebuilds the view."""
        given = {name: getattr(self, name) for name in NAMES}
        said = ", ".join(f"{name}={part!r}" for name, part in given.items())
        return f"LeftOut({said})"


def reasons_in_words(left: FloatArray, metric: Metric | None = None) -> str:
    """Return the reasons in words; empty if nothing was left out."""
    names = ("missing", "no exposure", "no denominator", "invalid")
    if metric is not None and metric.denominator:
        per = metric.denominator.replace(" + ", " or ").replace("_", " ")
        names = ("missing", f"no {per}", f"{metric.numerator} but no {per}", "invalid")
    present = {why: int(n) for why, n in zip(names, left.tolist(), strict=False) if n}
    if not present:
        return ""
    each = [why if len(present) == 1 else f"{n:,} {why}" for why, n in present.items()]
    return f"{sum(present.values()):,} left out: {', '.join(each)}"
