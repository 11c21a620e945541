"""From being reached to the action that was called for, and from owned to earned."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping
from typing import Any, final, overload

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks, _columns
from engagement_metrics._door._ids import Ids
from engagement_metrics._typing import (
    NOT_GIVEN,
    BoolArray,
    FloatArray,
    Label,
    ToArray,
    ToScalar,
)
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
)
from engagement_metrics.evidence import Grouped, Pooled, Proportion, Rate
from engagement_metrics.evidence._composite import Composite
from engagement_metrics.evidence._ratio import quotient
from engagement_metrics.tables import Interactions
from engagement_metrics.tables._persons import ByPerson, of_persons
from engagement_metrics.words import CONVERSATIONAL, Action, Metric

MOVING = CONVERSATIONAL | {Action.SHARE}
EARNED = Metric("earned_share", "earned", "items", unit="periods")
AMPLIFICATION = Metric(
    "amplification_factor", "earned", "owned", unit="posts", scale="number"
)


@final
@attrs.frozen(eq=False, repr=False, getstate_setstate=False)
class ConversionChain(Composite[float]):
    """
    People who took each step towards the action that was called for.

    Made by ``conversion_chain(...)``. Its value is the overall share. ``+`` adds
    disjoint sets of people.

    Attributes
    ----------
    steps : tuple of str
        The steps, in order.
    counts : tuple of float
        People who took each step, out of those who took the one before [people].

    Examples
    --------
    >>> chain = conversion_chain({"reached": 4000, "clicked": 300, "signed": 90})
    >>> [round(rate.value, 3) for rate in chain.rates]
    [0.075, 0.3]
    >>> chain
    <ConversionChain 2.2 %: 90 of 4,000, conversion of reached>
    """

    steps: tuple[str, ...]
    counts: tuple[float, ...]

    @property
    def rates(self) -> tuple[Proportion[float], ...]:
        """Share of each step's people who took the next step."""
        places = range(len(self.steps) - 1)
        return tuple(self._between_steps(place, place + 1) for place in places)

    @property
    def overall(self) -> Proportion[float]:
        """Share of the first step's people who took the last: the rates' product."""
        return self._between_steps(0, len(self.steps) - 1)

    @property
    def logs(self) -> tuple[float, ...]:
        """Logarithm of each rate; they add up to that of the overall share."""
        values = (rate.value for rate in self.rates)
        return tuple(math.log(v) if v else -math.inf for v in values)

    @property
    def _lead(self) -> Proportion[float]:
        return self.overall

    def _between_steps(self, first: int, last: int) -> Proportion[float]:
        steps, counts = self.steps, self.counts
        metric = Metric("conversion", steps[last], steps[first], unit="people")
        return Proportion(counts[last], counts[first], metric=metric)

    def __add__(self, other: ConversionChain) -> ConversionChain:
        """Add two disjoint sets of people, step by step."""
        if not isinstance(other, ConversionChain):
            return NotImplemented
        if self.steps != other.steps:
            raise IncompatibleEvidenceError(
                f"cannot add a chain of {other.steps} to a chain of {self.steps}",
                argument="+",
                got=other,
            )
        pairs = zip(self.counts, other.counts, strict=True)
        counts = [a + b for a, b in pairs]
        _checks.exact_total(self.steps[0], counts[0])
        return ConversionChain(self.steps, tuple(counts))

    def __str__(self) -> str:
        """Return the name, a line for each step, and the overall share."""
        steps = zip(self.steps[1:], self.counts[1:], self.rates, strict=True)
        lines = [
            self._title(),
            f"{self.steps[0]}: {_text.number(self.counts[0])}",
            *(
                f"{step}: {_text.number(count)} ({_text.value(rate.value)} of"
                f" {rate.metric.denominator})"
                for step, count, rate in steps
            ),
            f"{self.steps[-1]} of {self.steps[0]}: {self._sentences()[0]}",
        ]
        return "\n  ".join(lines)


def conversion_chain(steps: Mapping[str, ToScalar], /) -> ConversionChain:
    r"""
    Return the conversion from step to step, and from the first step to the last.

    Steps count people, so that no step can have more than the one before. The overall
    share is the product of the shares of the steps, and its logarithm is the sum of
    their logarithms: a change of the whole can be traced to its steps.

    .. math:: \frac{n_K}{n_0} = \prod_k \frac{n_k}{n_{k-1}}

    Parameters
    ----------
    steps : mapping of str to float
        People who took each step, in order [people].

    Returns
    -------
    ConversionChain
        Counts, rates and overall share.

    Raises
    ------
    InvalidTypeError
        If *steps* is not a mapping, or a number is not numeric.
    InvalidArgumentError
        If there are fewer than two steps.
    InvalidCountsError
        If a number is negative or missing, or a step has more people than the one
        before.

    Notes
    -----
    Range of a share: 0 to 1. Undefined (NaN) after a step that nobody took. Each share
    has a Wilson interval. Also known as: conversion funnel. Our definition: the product
    form is an identity.

    Examples
    --------
    >>> print(conversion_chain({"reached": 4000, "clicked": 300, "signed": 90}))
    conversion of reached
      reached: 4,000
      clicked: 300 (7.5 % of reached)
      signed: 90 (30.0 % of clicked)
      signed of reached: 2.2 % (95 %: 1.8 to 2.8 %, as if independent; 90 of 4,000)
    """
    if not isinstance(steps, Mapping):
        raise _checks.refusal(InvalidTypeError, "steps", "be a mapping", steps)
    if len(steps) < 2:
        rule, got = "hold at least two steps", list(steps)
        raise _checks.refusal(InvalidArgumentError, "steps", rule, got)
    advice = "Leave it out"
    numbers = {str(step): known(str(step), n, advice) for step, n in steps.items()}
    for first, second in itertools.pairwise(numbers):
        if numbers[second] > numbers[first]:
            rule = f"not exceed {numbers[first]:g} of {first}"
            advice = "A step is taken by people who took the one before"
            raise _checks.refusal(
                InvalidCountsError, second, rule, numbers[second], advice=advice
            )
    return ConversionChain(tuple(numbers), tuple(numbers.values()))


def known(name: str, value: object, advice: str = "") -> float:
    """Return a number that is known, or refuse it."""
    number = _columns.number(name, value)
    if math.isnan(number):
        raise _checks.refusal(InvalidCountsError, name, "be known", None, advice=advice)
    return number


@overload
def earned_share(earned: ToScalar, items: ToScalar) -> Proportion[float]: ...
@overload
def earned_share(
    earned: ToArray, items: ToArray | ToScalar
) -> Proportion[FloatArray]: ...
@overload
def earned_share(earned: ToScalar, items: ToArray) -> Proportion[FloatArray]: ...
@overload
def earned_share(
    earned: Interactions, *, owned: Iterable[Label], by: None = ...
) -> Pooled[float]: ...
@overload
def earned_share(
    earned: Interactions, *, owned: Iterable[Label], by: ByPerson
) -> Grouped[Proportion[float], Proportion[FloatArray]]: ...
def earned_share(
    earned: object,
    items: object = NOT_GIVEN,
    *,
    owned: Any = NOT_GIVEN,
    by: ByPerson | None = None,
) -> Any:
    r"""
    Return the share of earned items in all items.

    Earned items are posted by accounts that the brand neither owns nor pays; all items
    are the earned, the owned and the paid ones. A share of items and a share of reach
    are different numbers.

    .. math:: \frac{\text{earned}}{\text{earned} + \text{owned} + \text{paid}}

    Parameters
    ----------
    earned : float, array_like of float or Interactions
        Earned items [items]. Shape ``(periods,)`` for a column. Of a log, the replies,
        mentions, quotes, messages and shares are its items.
    items : float or array_like of float
        All items [items]; not with a log.
    owned : iterable of int or str
        The brand's own accounts; with a log only.
    by : {"person"}, optional
        Of a log: one row per person, which add by label over the parts of a log, and
        then pool.

    Returns
    -------
    Proportion, Pooled or Grouped
        Of numbers a proportion; of a log pooled evidence over the persons who posted,
        or the counts of each.

    Raises
    ------
    InvalidTypeError
        If an argument is not numeric, *owned* is text, or *items* or *owned* is missing
        or does not apply.
    InvalidCountsError
        If a number is negative, infinite or above 2**53, or *earned* exceeds *items*.
    InvalidArgumentError
        If *owned* is empty, or the log has no kinds.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) where there are no items. Interval: of numbers
    Wilson's, as if items were independent, over periods the pooled one; of a log that
    between the persons who posted. Two results of logs add only if no person is in
    both: add parts ``by="person"``, and pool the sum. Paid, owned and
    earned are the terms of the model of that name, as commonly stated; original not
    consulted. Our definition of the share.

    Examples
    --------
    >>> print(earned_share(240, 300))
    earned share of items: 80.0 % (95 %: 75.1 to 84.1 %, as if independent; 240 of 300)
    >>> log = Interactions.of(actor=["ada", "bob"], target=["bob", "ada"], kind="share")
    >>> earned_share(log, owned={"ada"}).value
    0.5
    """
    if isinstance(earned, Interactions):
        _checks.not_given("earned_share", "a log", {"items": items})
        _checks.exactly_one("earned_share", {"owned": owned})
        return _earned_of_log(earned, owned, by)
    of_log = {"owned": owned, "by": NOT_GIVEN if by is None else by}
    _checks.not_given("earned_share", "numbers", of_log)
    _checks.exactly_one("earned_share", {"items": items})
    numbers, advice = (
        {"earned": earned, "items": items},
        "Items include the earned ones",
    )
    made: Proportion[Any] = quotient(Proportion, EARNED, numbers, advice)
    return made


def _earned_of_log(log: Interactions, owned: Iterable[Label], by: object) -> Any:
    advice = f"Give a set of accounts: owned={{{owned!r}}}"
    ours = frozenset(_checks.labels("owned", "be accounts", owned, advice=advice))
    if not ours:
        raise _checks.refusal(
            InvalidArgumentError, "owned", "name an account", set[Label]()
        )
    rows = log.of_kinds(MOVING) & log.actor.known
    own = _among(log.actor, ours)[rows]
    every = np.ones(own.size) if log.weight is None else log.weight[rows]
    metric = attrs.evolve(EARNED, unit="persons")
    return of_persons(log.actor[rows], every * ~own, every, metric, by)


def _among(ids: Ids, accounts: frozenset[Label]) -> BoolArray:
    """Return which rows are of some accounts."""
    codes = [code for code in map(ids.code, accounts) if code >= 0]
    return np.isin(ids.codes, codes)


@overload
def amplification_factor(earned: ToScalar, *, owned: ToScalar) -> Rate[float]: ...
@overload
def amplification_factor(
    earned: ToArray, *, owned: ToArray | ToScalar
) -> Rate[FloatArray]: ...
@overload
def amplification_factor(earned: ToScalar, *, owned: ToArray) -> Rate[FloatArray]: ...
def amplification_factor(earned: object, *, owned: object) -> Rate[Any]:
    r"""
    Return earned reach per unit of owned reach.

    How far others carried a post beyond the reach of the brand's own accounts. For the
    lift of shared posts over the rest, see ``ratio``.

    .. math:: \frac{\text{earned reach}}{\text{owned reach}}

    Parameters
    ----------
    earned : float or array_like of float
        Reach, impressions or views through others [people or displays]. Shape
        ``(posts,)`` for a column.
    owned : float or array_like of float
        Reach, impressions or views of the brand's own posts, in the same unit.

    Returns
    -------
    Rate
        Of floats if both are numbers, of columns otherwise.

    Raises
    ------
    InvalidTypeError
        If an argument is not numeric.
    InvalidCountsError
        If a number is negative, infinite or above 2**53.
    InvalidArgumentError
        If columns have different lengths.

    Notes
    -----
    Range: 0 to infinity. Some sources quote 1 plus this number: all reach over owned
    reach. Undefined (NaN) where *owned* is 0. People reached both ways are counted
    twice, since a union is not a sum. Over posts quote the pooled interval. As commonly
    stated; original not consulted. Our definition keeps earned reach alone in the
    numerator, so that it adds.

    Examples
    --------
    >>> amplification_factor(3000, owned=2000).value
    1.5
    """
    numbers = {"earned": earned, "owned": owned}
    made: Rate[Any] = quotient(Rate, AMPLIFICATION, numbers)
    return made
