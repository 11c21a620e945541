"""What the difference or ratio of two estimates says, paired or not."""

from __future__ import annotations

from typing import Any, Literal

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks, _columns
from engagement_metrics._kernels import ratios
from engagement_metrics._typing import BoolArray, FloatArray, IntArray
from engagement_metrics.errors import InvalidArgumentError
from engagement_metrics.evidence import Result
from engagement_metrics.evidence._result import LEVEL, Known, Scalar
from engagement_metrics.evidence._rows import added
from engagement_metrics.words import Metric

PEEKING = (
    "The interval is for one look: eleven looks from 10 to 60 posts find a difference"
    " in 19 % of cases where there is none, instead of 5 %"
)


class Contrast(Scalar):
    """A difference or ratio of two sides, with or without a margin of equivalence."""

    __slots__ = ()

    kind: Literal["difference", "ratio"]
    margin: float | None

    @property
    def _sides(self) -> tuple[Result[Any], Result[Any]]:
        """Return the two estimates."""
        raise NotImplementedError

    @property
    def metric(self) -> Metric:
        """The metric of both, named as a difference or a ratio of it."""
        own: Metric = self._sides[0].metric
        scale = own.scale if self.kind == "difference" else "number"
        return attrs.evolve(own, name=f"{self.kind}_of_{own.name}", scale=scale)

    @property
    def _joint(self) -> str:
        return str(self._sides[0]._joint)

    @property
    def _null(self) -> float:
        return 0.0 if self.kind == "difference" else 1.0

    @property
    def _landmarks(self) -> tuple[float, ...]:
        return (self._null,)

    def _values(self) -> FloatArray:
        first, second = (side._values() for side in self._sides)
        known = np.isfinite(first) & np.isfinite(second)
        value = np.full(1, np.nan)
        if self.kind == "difference":
            np.subtract(first, second, out=value, where=known)
        else:
            np.divide(first, second, out=value, where=known & (second != 0))
        return value

    def _codes(self) -> IntArray:
        sides = self._sides
        first, second = (side._codes() for side in sides)
        codes = np.where(first, first, second)
        zero = (sides[1]._values() == 0) & (self.kind == "ratio")
        why = np.where(
            sides[0]._values() > 0, ratios.NO_DENOMINATOR, ratios.NO_EXPOSURE
        )
        endless = (codes == ratios.DEFINED) & self._endless()
        codes = np.where(endless, ratios.MISSING, codes)
        return np.where((codes == ratios.DEFINED) & zero, why, codes)

    def _endless(self) -> BoolArray:
        """Return whether a side was not reached: a time longer than the watch."""
        first, second = (np.isinf(side._values()) for side in self._sides)
        return first | second

    def _left(self) -> FloatArray | None:
        first, second = self._sides
        return added(first._left(), second._left())

    @property
    def equivalent(self) -> bool | None:
        """
        Whether the difference is shown to be within the margin; None without one.

        By two one-sided tests of 5 %: the 90 % interval is within the margin.
        """
        if self.margin is None:
            return None
        low, high, codes, _ = self._bounds(2 * LEVEL - 1)
        inside = (-self.margin < low) & (high < self.margin) & (codes == ratios.DEFINED)
        return bool(inside[0])

    _instead = "Add the estimates, and compare the sums"

    # -- text -------------------------------------------------------------------

    def _said(self, value: float) -> str:
        if self.kind == "ratio":
            said = _text.ratio(value)
            return said if said == _text.NONE else f"{said} times"
        return change_in_words(value, self.metric.scale)

    def _counted(self) -> list[str]:
        pairs = zip(*(side._counted() for side in self._sides), strict=True)
        return [" against ".join(pair) for pair in pairs]

    def _why(self, code: int) -> str:
        said = [side._why(side._codes()[0]) for side in self._sides if side._codes()[0]]
        named = zip("ab", self._sides, strict=True)
        late = [name for name, side in named if np.isinf(side._values()[0])]
        said += [f"{' and '.join(late)} not reached"] if late else []
        return said[0] if said else super()._why(code)

    def _no_interval(self, code: int) -> str:
        return self._sides[0]._no_interval(code)

    def _within(self, value: float, low: float, high: float, known: Known) -> str:
        level, of, said = super()._within(value, low, high, known).partition(": ")
        if not of or low == high:
            return level + of + said.replace(" %", " points")
        said = self._open(low, high) or said.replace(" %", " points")
        if low <= self._null <= high:
            said = f"compatible with {said}"
        else:
            said = f"{said}; {self._null:.0f} is outside"
        return f"{level}: {said}{self._equivalence()}"

    def _open(self, low: float, high: float) -> str:
        """Return bounds of durations of which one is endless, or nothing."""
        scale = self.metric.scale
        if scale != "duration" or not (np.isinf(low) or np.isinf(high)):
            return ""
        if np.isinf(low) and np.isinf(high):
            return "any difference"
        known, more = (high, "less") if np.isinf(low) else (low, "more")
        return f"{_text.value(known, scale)} or {more}"

    def _equivalence(self) -> str:
        if self.margin is None:
            return ""
        within = _text.value(self.margin, self.metric.scale).replace(" %", " points")
        shown = "equivalent" if self.equivalent else "not shown to be equivalent"
        return f"; {shown} within {within}"

    def describe(self) -> str:
        """
        Return a paragraph for a methods section.

        Returns
        -------
        str
            As of any result, and a word on looking more than once.
        """
        return f"{super().describe()} {PEEKING}."


def change_in_words(value: float, scale: _text.Scale) -> str:
    """Return a difference in words, with its sign: ``+1.2 points``."""
    sign = "+" if value >= 0 else ""
    return sign + _text.value(value, scale).replace(" %", " points")


def checked_margin(margin: object) -> float | None:
    """Return a margin, or refuse one that is no positive number."""
    if margin is None:
        return None
    number = _columns.number("margin", margin)
    if not number > 0:
        rule, advice = "be above 0", "0.02 is two points of a rate in percent"
        raise _checks.refusal(
            InvalidArgumentError, "margin", rule, margin, advice=advice
        )
    return number
