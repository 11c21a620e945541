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
    The base class of all errors: a message and its parts.

    Parameters
    ----------
    message : str
        The message.
    argument : str, optional
        The argument, as spelled in the signature.
    rule : str, optional
        The rule that the argument breaks.
    got : object, optional
        The first value that breaks it.
    place : tuple of int, optional
        Its index in the column; ``None`` for a scalar.
    cases : int, optional
        How many values break the rule.
    advice : str, optional
        How to correct the call.

    Attributes
    ----------
    argument, rule, got, place, cases, advice : object
        The parts, as given.

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
        """Store the message and its parts."""
        super().__init__(message)
        self.argument = argument
        self.rule = rule
        self.got = got
        self.place = place
        self.cases = cases
        self.advice = advice

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the message and its parts."""
        pieces = {name: getattr(self, name) for name in PIECES}
        return functools.partial(type(self), **pieces), self.args


class InvalidTypeError(EngagementError, TypeError):
    """An argument of the wrong type: text for a number, a mask for a count."""


class InvalidArgumentError(EngagementError, ValueError):
    """An argument of an invalid value: a level of 95, columns of unequal length."""


class InvalidCountsError(InvalidArgumentError):
    """Impossible counts: negative, infinite, or a part above its whole."""


class UnknownLabelError(InvalidArgumentError, KeyError):
    """A label that is not among the groups or parts."""

    def __str__(self) -> str:
        """Return the message, which a KeyError would quote."""
        return Exception.__str__(self)


class IncompatibleEvidenceError(EngagementError, TypeError):
    """Evidence of different metrics or classes, which cannot be pooled."""


class EngagementWarning(UserWarning):
    """The base class of all warnings."""


class NegativeCountsWarning(EngagementWarning):
    """Negative counters: the row is kept, and left out of every metric."""


class ReachExceedsImpressionsWarning(EngagementWarning):
    """Reach above impressions: platforms estimate the two independently."""


class SmallSampleWarning(EngagementWarning):
    """Fewer than 30 effective units: coverage may fall below the nominal level."""


class UnequalSpansWarning(EngagementWarning):
    """Indices over windows of different length, which are not comparable."""
