"""The numbers of a scorecard: answers of the library, and notes on how to read them."""

from __future__ import annotations

import math
from typing import Any

import attrs

__all__ = ["Family", "Number"]

BOUNDS = "low", "high", "level", "method", "status"
REASONS = "missing", "no_exposure", "no_denominator", "invalid", "count", "exposure"


@attrs.frozen(kw_only=True)
class Number:
    """
    A number of the scorecard.

    Attributes
    ----------
    name : str
        Its name in the family.
    answer : Result
        The library's answer.
    parts : dict of str to float
        Numbers to read beside it.
    notes : list of str
        How to read it.
    """

    name: str
    answer: Any
    parts: dict[str, float] = attrs.field(factory=dict[str, float])
    notes: list[str] = attrs.field(factory=list[str])

    @property
    def said(self) -> str:
        """The answer in words, without its title."""
        return str(self.answer).partition(": ")[2]

    def data(self) -> dict[str, Any]:
        """Return it as plain data, NaN as ``None``."""
        answer = self.answer
        return {
            "name": self.name,
            "text": str(answer),
            "metric": attrs.asdict(answer.metric),
            **_data(answer, "value", "status", "units"),
            "interval": _data(answer.interval(), *BOUNDS),
            "left_out": _data(answer.left_out, *REASONS),
            "parts": {name: _known(part) for name, part in self.parts.items()},
            "notes": self.notes,
        }


@attrs.frozen
class Family:
    """A family of numbers, its question, and why some numbers are not there."""

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


def _data(of: object, *names: str) -> dict[str, Any]:
    return {name: _known(getattr(of, name)) for name in names}


def _known(value: Any) -> Any:
    return None if isinstance(value, float) and math.isnan(value) else value
