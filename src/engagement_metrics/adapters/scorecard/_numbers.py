"""What the scorecard is made of: numbers with all that belongs to them."""

from __future__ import annotations

import math
from typing import Any

import attrs

from engagement_metrics import Interval, LeftOut
from engagement_metrics.words import Terms

__all__ = ["Family", "Number", "amount"]

NONE: LeftOut[Any] = LeftOut()


@attrs.frozen(kw_only=True)
class Number:
    """
    One number of the scorecard, with all that belongs to it.

    Attributes
    ----------
    name : str
        What it is called on the card.
    metric : str
        The metric's name in the library.
    value : float
        NaN where there is none.
    status : str
        Why the value exists or not.
    interval : Interval or None
        Its interval.
    terms : Terms
        What was divided by what.
    definition : str
        What was divided by what, in words.
    units : float
        How many units are in it.
    left_out : LeftOut
        How many are not, and why.
    average : Number or None
        The mean of the units' ratios.
    parts : dict of str to float
        Numbers that are read beside it.
    notes : list of str
        What to know about it.
    """

    name: str
    metric: str
    value: float
    status: str
    interval: Interval[float]
    terms: Terms
    definition: str
    units: float
    left_out: LeftOut[Any] = NONE
    average: Number | None = None
    parts: dict[str, float] = attrs.field(factory=dict)
    notes: list[str] = attrs.field(factory=list)

    def data(self) -> dict[str, Any]:
        """Return it as plain data, NaN as ``None``."""
        bounds = self.interval
        return {
            "name": self.name,
            "metric": self.metric,
            "value": _known(self.value),
            "status": self.status,
            "interval": {
                "low": _known(bounds.low),
                "high": _known(bounds.high),
                "level": bounds.level,
                "method": bounds.method,
                "status": str(bounds.status),
            },
            "definition": self.definition,
            "terms": attrs.asdict(self.terms),
            "units": self.units,
            "left_out": attrs.asdict(self.left_out),
            "average": None if self.average is None else self.average.data(),
            "parts": {name: _known(part) for name, part in self.parts.items()},
            "notes": self.notes,
        }


@attrs.frozen
class Family:
    """A family of numbers, its question, and what it cannot say and why."""

    name: str
    question: str
    numbers: list[Number]
    cannot: list[str]

    def data(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "family": self.name,
            "question": self.question,
            "numbers": [number.data() for number in self.numbers],
            "cannot": self.cannot,
        }


def _known(number: float) -> float | None:
    return None if math.isnan(number) else float(number)


def amount(number: float, terms: Terms) -> str:
    """Return a value as people write it: ``4.2 %`` or ``1,234.5``."""
    if math.isnan(number):
        return "undefined"
    scaled = number * 100 if terms.scale == "percent" else number
    small = 0 < abs(scaled) < 1
    decimals = min(1 - math.floor(math.log10(abs(scaled))), 8) if small else 1
    return f"{scaled:,.{decimals}f}{' %' if terms.scale == 'percent' else ''}"
