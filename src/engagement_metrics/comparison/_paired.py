"""Two estimates over the same units: before and after, here and there."""

from __future__ import annotations

from typing import Any, Literal, cast, final

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks
from engagement_metrics._kernels import paired as kernel, quantiles, ratios
from engagement_metrics._typing import FloatArray
from engagement_metrics.comparison._contrast import Contrast
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.evidence import Proportion, Rate, Result
from engagement_metrics.evidence._interval import Bounds
from engagement_metrics.evidence._result import combinable
from engagement_metrics.evidence._rows import Units
from engagement_metrics.evidence._shown import codes_of
from engagement_metrics.words import Status

TOO_FEW, NO_VARIANCE = codes_of(
    np.array([Status.TOO_FEW_UNITS, Status.ZERO_VARIANCE])
).tolist()
HOLD = (
    "Rows in the same order, pooled(by=...) with the units as labels, and two-way"
    " indices of an account hold their units"
)


@final
@attrs.frozen(eq=False, repr=False, getstate_setstate=False)
class PairedComparison(Contrast):
    """
    The difference, or the ratio, of two estimates over the same units.

    Made by ``difference(..., paired=True)`` and ``ratio(..., paired=True)``. It does
    not add: append the units, and compare again.

    Attributes
    ----------
    first, second : Proportion or Rate
        The units of each side, a row each, in the same order; a unit that is on the
        other side only is a sum of nothing.
    only_first, only_second : int
        Units that are on one side only.
    kind : {"difference", "ratio"}
        Which of the two it is.
    margin : float or None
        The margin of equivalence, if one was given.

    Examples
    --------
    >>> before, after = Rate([30, 8, 41], [1000, 300, 1400]), Rate([36, 9, 50], 1000)
    >>> difference(after, before, paired=True).units
    3
    """

    first: Result[Any]
    second: Result[Any]
    only_first: int
    only_second: int
    kind: Literal["difference", "ratio"]
    margin: float | None = None

    @property
    def _sides(self) -> tuple[Result[Any], Result[Any]]:
        first, second = cast("Any", self.first), cast("Any", self.second)
        return first.pooled(), second.pooled()

    @property
    def units(self) -> int:
        """Units on either side."""
        first, second = (side.x > 0 for side in self._columns)
        return int(np.count_nonzero(first | second))

    @property
    def _columns(self) -> tuple[kernel.Side, kernel.Side]:
        first, second = (
            cast("Any", side)._settled()._rows for side in (self.first, self.second)
        )
        return kernel.Side(first.y, first.x), kernel.Side(second.y, second.x)

    @property
    def _found(self) -> kernel.Paired:
        whole = all(side.whole for side in cast("Any", self._sides))
        return kernel.paired(*self._columns, ratio=self.kind == "ratio", is_count=whole)

    def _bounds(self, level: float) -> Bounds:
        variance, _, degrees = self._found
        value, codes = self._values(), self._codes()
        t = quantiles.student_t_quantile(level, np.array([degrees]))
        reach = t * np.sqrt(variance)
        if self.kind == "ratio":
            low, high = value * np.exp(-reach), value * np.exp(reach)
        else:
            low, high = value - reach, value + reach
            if isinstance(self.first, Proportion):
                low, high = np.maximum(low, -1.0), np.minimum(high, 1.0)
        known = codes == ratios.DEFINED
        codes = np.where(known & (not variance > 0), NO_VARIANCE, codes)
        codes = np.where(known & (self.units < 2), TOO_FEW, codes)
        known = codes == ratios.DEFINED
        low, high = np.where(known, low, np.nan), np.where(known, high, np.nan)
        method = f"Student's t, paired by {_text.singular(self.first.metric.unit)}"
        return Bounds(low, high, codes, method)

    def _effective(self) -> FloatArray:
        return np.array([self._found.effective_units])

    _instead = "Append the units, and compare again"

    def _counted(self) -> list[str]:
        return [_text.count(self.units, self.first.metric.unit)]

    def _notes(self) -> list[str]:
        alone = zip(
            (self.only_first, self.only_second), ("first", "second"), strict=True
        )
        said = [f"{count:,} only in the {which}" for count, which in alone if count]
        return ["; ".join([*said, "paired"])]


def pair(a: Any, b: Any, kind: Any, margin: float | None) -> PairedComparison:
    """Return the comparison of the units of two estimates, matched."""
    combinable(a, b, "compare")
    first, second = _units("a", a), _units("b", b)
    if first.labels is None or second.labels is None:
        _checks.same_lengths(a=first.rows.y, b=second.rows.y)
        sides = _rows_of(first), _rows_of(second)
        return PairedComparison(*sides, 0, 0, kind, margin)
    every = dict.fromkeys((*first.labels, *second.labels))
    both = len(first.labels) + len(second.labels) - len(every)
    if not both:
        rule = "have a label in common with b"
        advice = "The two columns of labels are probably written differently"
        shown = f"{list(first.labels[:3])} against {list(second.labels[:3])}"
        raise _checks.refusal(
            InvalidArgumentError, "a", rule, a, shown=shown, advice=advice
        )
    place = {label: row for row, label in enumerate(every)}
    aligned: list[Any] = []
    for each in (first, second):
        codes = np.array([place[label] for label in each.labels or ()], np.int64)
        aligned.append(_rows_of(each)._regrouped(codes, len(every)))
    alone = len(first.labels) - both, len(second.labels) - both
    return PairedComparison(aligned[0], aligned[1], *alone, kind, margin)


def _units(name: str, side: Any) -> Units:
    """Return the units that an estimate holds, or refuse one that holds none."""
    found: Units | None = side._by_unit() if hasattr(side, "_by_unit") else None
    if found is None:
        rule = "hold its units, to be paired"
        raise _checks.refusal(InvalidTypeError, name, rule, side, advice=HOLD)
    return found


def _rows_of(units: Units) -> Any:
    """Return units as a column of shares or rates."""
    made: Any = Proportion if units.kind == "share" else Rate
    return made.of_rows(units.rows, units.metric, whole=units.whole)
