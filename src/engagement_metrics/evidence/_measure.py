"""Measures: numbers without a known interval."""

from __future__ import annotations

from typing import final

import attrs
import numpy as np

from engagement_metrics._typing import FloatArray, IntArray
from engagement_metrics.evidence._interval import Bounds
from engagement_metrics.evidence._result import Scalar
from engagement_metrics.evidence._shown import codes_of
from engagement_metrics.words import Metric, Status


@final
@attrs.frozen(eq=False, repr=False, getstate_setstate=False)
class Measure(Scalar):
    """
    A number without a known interval, and the reason.

    It does not pool with ``+``: pool the data and compute it again.

    Attributes
    ----------
    number : float
        The value; NaN if undefined.
    why_none : Status
        Whether the value is defined, and if not, why.
    rows : int
        Number of units it was computed from.
    no_interval : str
        Why there is no interval, and what to use instead.
    metric : Metric
        The metric.
    note : str
        Remark in the printed line, such as a parameter; empty by default.

    Examples
    --------
    >>> from engagement_metrics.conversation import effective_participants
    >>> effective_participants([1, 1, 1, 5])
    <Measure 2.9: 4 participants, effective participants>
    """

    number: float
    why_none: Status
    rows: int
    no_interval: str
    metric: Metric
    note: str = ""

    def _values(self) -> FloatArray:
        return np.array([self.number], np.float64)

    def _codes(self) -> IntArray:
        return codes_of(self.why_none)

    @property
    def units(self) -> int:
        """Number of units it was computed from."""
        return self.rows

    def _bounds(self, level: float) -> Bounds:
        nan = float("nan")
        status = Status.MISSING if self.why_none == Status.DEFINED else self.why_none
        return Bounds.of(nan, nan, status, f"none: {self.no_interval}")

    def _between(self) -> list[str]:
        return [f"no interval: {self.no_interval.partition(';')[0]}"]

    def _notes(self) -> list[str]:
        return [self.note]
