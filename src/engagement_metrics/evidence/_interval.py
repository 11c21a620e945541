"""Confidence intervals: bounds, level, method and assumption."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple, cast, final

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks, _columns
from engagement_metrics._door._frozen import assign, frozen
from engagement_metrics._typing import FloatArray, IntArray, StatusArray, T
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.evidence._shown import STATUSES, Shown, StatusOf, codes_of
from engagement_metrics.words import Status

CENSUS = "counted, not sampled"


@final
class Bounds(NamedTuple):
    """
    Bounds of each row, with the status and the method of the interval.

    Attributes
    ----------
    low, high : ndarray of float
        Bounds; NaN where the interval is undefined. Shape ``(rows,)``.
    codes : ndarray of int
        Status codes: indices into ``Status``.
    method : str
        Name of the method, and its assumption.
    """

    low: FloatArray
    high: FloatArray
    codes: IntArray
    method: str

    @classmethod
    def of(cls, low: float, high: float, status: Status, method: str) -> Bounds:
        """Return the bounds of one row, NaN unless the status is defined."""
        nan = float("nan")
        if status != Status.DEFINED:
            low, high = nan, nan
        return cls(np.array([low]), np.array([high]), codes_of(status), method)

    @classmethod
    def of_census(cls, values: FloatArray, codes: IntArray) -> Bounds:
        """Return the values as their own bounds: no sampling error is left."""
        return cls(values.copy(), values.copy(), codes, CENSUS)


@final
@attrs.frozen(eq=False, init=False, repr=False, getstate_setstate=False)
class Interval(Shown[T]):
    """
    A confidence interval: bounds, level, method and assumption.

    ``value in interval`` tests whether a number lies between the bounds.

    Parameters
    ----------
    low, high : float or array_like of float
        Bounds in the unit of the value; NaN where the interval is undefined.
    level : float
        Confidence level, strictly between 0 and 1.
    method : str
        Name of the method, and its assumption, such as ``"Wilson score, as if
        independent"``.
    status : Status or ndarray of Status, optional
        Whether the interval is defined, and if not, why; defined by default.

    Raises
    ------
    InvalidArgumentError
        If *level* is out of range, lengths differ, or *low* exceeds *high*.
    InvalidTypeError
        If a bound is not a number.

    Examples
    --------
    >>> interval = Proportion(81, 263).interval()
    >>> print(f"{interval:.4f}")
    0.2553 to 0.3662 (95 %)
    >>> 0.3 in interval
    True
    """

    _low: FloatArray
    _high: FloatArray
    level: float
    method: str
    _why: IntArray
    _single: bool

    def __init__(
        self,
        low: T,
        high: T,
        level: float,
        method: str,
        *,
        status: Status | StatusArray = Status.DEFINED,
    ) -> None:
        """Check and store the bounds."""
        bounds = [_columns.bound(name, b) for name, b in (("low", low), ("high", high))]
        columns = [np.atleast_1d(part) for part in bounds]
        _checks.same_lengths(low=columns[0], high=columns[1])
        rule = "not exceed high"
        above = columns[0] > columns[1]
        _checks.require(InvalidArgumentError, "low", rule, columns[0], above)
        codes = np.broadcast_to(codes_of(status), columns[0].size)
        made = Bounds(columns[0], columns[1], codes, method)
        self._fill(made, _checks.level(level), single=np.ndim(bounds[0]) == 0)

    @classmethod
    def of_bounds(cls, bounds: Bounds, level: float, *, single: bool) -> Interval[Any]:
        """
        Return an interval from trusted bounds.

        Parameters
        ----------
        bounds : Bounds
            Bounds of each row.
        level : float
            Confidence level.
        single : bool
            Whether the single row is shown as a number.

        Returns
        -------
        Interval
            The interval.
        """
        made = object.__new__(cls)
        cast("Any", made)._fill(bounds, level, single=single)
        return cast("Interval[Any]", made)

    def _fill(self, bounds: Bounds, level: float, *, single: bool) -> None:
        low, high, codes, method = bounds
        if not single:
            low, high, codes = frozen((low, high, codes))
        assign(self, _low=low, _high=high, _why=codes, _single=single)
        assign(self, level=level, method=method)

    def _codes(self) -> IntArray:
        return self._why

    status: ClassVar[StatusOf] = StatusOf()

    def _size(self) -> int:
        return self._low.size

    @property
    def low(self) -> T:
        """Lower bound."""
        return self._shown(self._low)

    @property
    def high(self) -> T:
        """Upper bound."""
        return self._shown(self._high)

    @property
    def width(self) -> T:
        """Width of the interval, in the unit of the value."""
        return self._shown(self._high - self._low)

    def __contains__(self, value: float) -> bool:
        """Return whether a number lies between the bounds, inclusive."""
        if not self._single:
            raise _checks.refusal(
                InvalidTypeError,
                "in",
                "be asked of one interval",
                self._size(),
                shown=f"{self._size()} of them",
                advice="Index the interval first",
            )
        return bool(self._low[0] <= value <= self._high[0])

    def __getitem__(self: Interval[FloatArray], row: int) -> Interval[float]:
        """Return the interval of one row."""
        at, single = self._picked(row)
        bounds = Bounds(self._low[at], self._high[at], self._why[at], self.method)
        return Interval.of_bounds(bounds, self.level, single=single)

    def __format__(self, spec: str) -> str:
        """Return the formatted bounds with their level."""
        pairs = zip(self._low.tolist(), self._high.tolist(), strict=True)
        level = f"({100 * self.level:g} %)"
        spec = spec or ".4g"
        return "; ".join(
            f"{low:{spec}} to {high:{spec}} {level}" for low, high in pairs
        )

    def __str__(self) -> str:
        """Return the bounds to four significant digits, with their level."""
        return format(self, ".4g")

    def __repr__(self) -> str:
        """Return the bounds, the level and the method, in one line."""
        shown = (
            format(self, ".4g")
            if self._single
            else f"of {_text.count(self._size(), 'rows')}"
        )
        why = "" if not self._why.any() else f", {STATUSES[self._why.max()]}"
        return f"<Interval {shown}, {self.method}{why}>"
