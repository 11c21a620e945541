"""Exceptions and warnings."""

from __future__ import annotations

import functools
from typing import Any

__all__ = [
    "EngagementError",
    "EngagementWarning",
    "IncompatibleEvidenceError",
    "InvalidArgumentError",
    "InvalidCountsError",
    "InvalidTypeError",
    "NegativeCountsWarning",
    "ReachExceedsImpressionsWarning",
    "SmallSampleWarning",
    "UnequalSpansWarning",
    "UnknownLabelError",
]

PIECES = ("argument", "rule", "got", "place", "cases", "advice")


class EngagementError(Exception):
    """
    The root of every refusal: the message and its pieces.

    Parameters
    ----------
    message : str
        The sentence to read.
    argument : str, optional
        The argument, as spelled in the signature.
    rule : str, optional
        What it must be.
    got : object, optional
        The first offending value.
    place : tuple of int, optional
        Where it stands in its column; ``None`` for a scalar.
    cases : int, optional
        How many values offend.
    advice : str, optional
        What to do.

    Attributes
    ----------
    argument, rule, got, place, cases, advice : object
        The pieces, as given.

    Examples
    --------
    >>> from engagement_metrics import Rate
    >>> try:
    ...     Rate([3, -1], [10, 10])
    ... except EngagementError as error:
    ...     print(error)
    ...     print(error.argument, error.place, error.cases)
    count must not be negative, but got -1.0 at (1,), first of 1 in 2 values
    count (1,) 1
    """

    def __init__(
        self,
        message: str,
        *,
        argument: str = "",
        rule: str = "",
        got: object = None,
        place: tuple[int, ...] | None = None,
        cases: int = 1,
        advice: str = "",
    ) -> None:
        """Keep the message and its pieces."""
        super().__init__(message)
        self.argument = argument
        self.rule = rule
        self.got = got
        self.place = place
        self.cases = cases
        self.advice = advice

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle with the pieces."""
        pieces = {name: getattr(self, name) for name in PIECES}
        return functools.partial(type(self), **pieces), self.args


class InvalidTypeError(EngagementError, TypeError):
    """An argument of the wrong kind: text for a number, a mask for a count."""


class InvalidArgumentError(EngagementError, ValueError):
    """An argument that cannot be: a level of 95, columns of two lengths."""


class InvalidCountsError(InvalidArgumentError):
    """Numbers that no count can take: negative, infinite, more than all."""


class UnknownLabelError(InvalidArgumentError, KeyError):
    """A label that no group or part has."""

    __str__ = Exception.__str__  # KeyError quotes its message


class IncompatibleEvidenceError(EngagementError, TypeError):
    """Evidence of different metrics, terms or kinds, which does not add."""


class EngagementWarning(UserWarning):
    """The root of every warning of this library."""


class NegativeCountsWarning(EngagementWarning):
    """Counters below zero: kept, and left out of every metric."""


class ReachExceedsImpressionsWarning(EngagementWarning):
    """More people reached than displays made: two independent estimates."""


class SmallSampleWarning(EngagementWarning):
    """An interval from fewer than 30 effective units: it may be too narrow."""


class UnequalSpansWarning(EngagementWarning):
    """Indices over windows of different length, which do not compare."""
