"""From being reached to doing what was called for, and from owned to earned."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping
from typing import Any, overload

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks, _columns
from engagement_metrics._door._ids import Ids
from engagement_metrics._typing import FloatArray, Label, ToArray, ToScalar
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
)
from engagement_metrics.evidence import Proportion, Rate
from engagement_metrics.tables import Interactions
from engagement_metrics.words import CONVERSATIONAL, Action, Terms

__all__ = [
    "ConversionChain",
    "amplification_factor",
    "conversion_chain",
    "earned_share",
]

MOVING = CONVERSATIONAL | {Action.SHARE}


@attrs.frozen
class ConversionChain:
    """
    How many people took each step towards what was called for.

    Made by ``conversion_chain(...)``. ``+`` adds disjoint sets of people.

    Attributes
    ----------
    steps : tuple of str
        The steps, in order.
    counts : tuple of float
        People who took each step, of those who took the one before [people].

    Examples
    --------
    >>> chain = conversion_chain({"reached": 4000, "clicked": 300, "signed": 90})
    >>> [round(rate.value, 3) for rate in chain.rates]
    [0.075, 0.3]
    >>> round(chain.overall.value, 4)
    0.0225
    """

    steps: tuple[str, ...]
    counts: tuple[float, ...]

    @property
    def rates(self) -> tuple[Proportion[float], ...]:
        """Share of each step's people who took the next one."""
        places = range(len(self.steps) - 1)
        return tuple(self._between(place, place + 1) for place in places)

    @property
    def overall(self) -> Proportion[float]:
        """Share of the first step's people who took the last: the rates' product."""
        return self._between(0, len(self.steps) - 1)

    @property
    def logs(self) -> tuple[float, ...]:
        """Logarithm of each rate; they add up to that of the overall share."""
        values = (rate.value for rate in self.rates)
        return tuple(math.log(v) if v else -math.inf for v in values)

    def _between(self, first: int, last: int) -> Proportion[float]:
        terms = Terms(self.steps[last], self.steps[first], "people")
        counts = self.counts[last], self.counts[first]
        return Proportion(*counts, metric="conversion", terms=terms)

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
        return ConversionChain(self.steps, tuple(a + b for a, b in pairs))

    def __str__(self) -> str:
        """Return a line for each step."""
        lines = [f"{self.steps[0]}: {_text.number(self.counts[0])}"]
        for step, count, rate in zip(
            self.steps[1:], self.counts[1:], self.rates, strict=True
        ):
            share = _text.value(rate.value)
            lines.append(f"{step}: {_text.number(count)} ({share} of {rate.terms.per})")
        overall = _text.value(self.overall.value)
        lines.append(f"{self.steps[-1]} of {self.steps[0]}: {overall}")
        return "\n".join(lines)


def conversion_chain(steps: Mapping[str, ToScalar], /) -> ConversionChain:
    r"""
    Return how many of those reached did what they were called to do, step by step.

    People, so that no step can have more than the one before. The overall share is the
    product of the steps' shares, and its logarithm the sum of theirs: so a change of
    the whole is a change of steps.

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
        If it is no mapping, or a number is not numeric.
    InvalidArgumentError
        If there are fewer than two steps.
    InvalidCountsError
        If a number is negative or missing, or a step has more people than the one
        before.

    Notes
    -----
    Range of a share: 0 to 1. Undefined (NaN) after a step that nobody took. Each has a
    Wilson interval. Also known as funnel. Our definition of the product form: it is an
    identity; the stages follow word-of-mouth campaigns in general.

    Examples
    --------
    >>> print(conversion_chain({"reached": 4000, "clicked": 300, "signed": 90}))
    reached: 4,000
    clicked: 300 (7.5 % of reached)
    signed: 90 (30.0 % of clicked)
    signed of reached: 2.2 %
    """
    if not isinstance(steps, Mapping):
        raise _checks.refusal(InvalidTypeError, "steps", "be a mapping", steps)
    if len(steps) < 2:  # noqa: PLR2004
        got = list(steps)
        raise _checks.refusal(
            InvalidArgumentError, "steps", "hold at least two steps", got
        )
    numbers = {str(step): _people(str(step), count) for step, count in steps.items()}
    for first, second in itertools.pairwise(numbers):
        if numbers[second] > numbers[first]:
            rule = f"not exceed {numbers[first]:g} of {first}"
            advice = "A step is taken by people who took the one before"
            raise _checks.refusal(
                InvalidCountsError, second, rule, numbers[second], advice=advice
            )
    return ConversionChain(tuple(numbers), tuple(numbers.values()))


def _people(step: str, count: object) -> float:
    """Return a number of people that is known, or refuse it."""
    number = _columns.numbers(step, count)
    if isinstance(number, np.ndarray):
        raise _checks.refusal(InvalidTypeError, step, "be a number", count)
    if math.isnan(number):
        advice = "Leave it out"
        raise _checks.refusal(InvalidCountsError, step, "be known", None, advice=advice)
    return number


@overload
def earned_share(earned: ToScalar, items: ToScalar, /) -> Proportion[float]: ...
@overload
def earned_share(
    earned: ToArray, items: ToArray | ToScalar, /
) -> Proportion[FloatArray]: ...
@overload
def earned_share(earned: ToScalar, items: ToArray, /) -> Proportion[FloatArray]: ...
@overload
def earned_share(
    log: Interactions, /, *, owned: Iterable[Label]
) -> Proportion[float]: ...
def earned_share(*of: Any, **options: Any) -> Any:
    r"""
    Return the share of the talk that others did.

    Earned items are those of accounts that one neither owns nor pays; all items are
    earned and owned (and paid) ones. Shares of items and of reach are different
    answers.

    .. math:: \frac{\text{earned}}{\text{earned} + \text{owned} + \text{paid}}

    Parameters
    ----------
    earned : float or array_like of float
        Items by others [items]. Shape ``(periods,)`` for a column.
    items : float or array_like of float
        All items [items].
    log : Interactions
        A log: replies, mentions, quotes, messages and shares are its items.
    owned : iterable of int or str
        Of a log: the accounts that are one's own.

    Returns
    -------
    Proportion
        Of floats for numbers and a log, of columns otherwise.

    Raises
    ------
    InvalidTypeError
        If an argument is not numeric, or *owned* is text.
    InvalidCountsError
        If a number is negative, infinite or above 2**53, or more are earned than there
        are.
    InvalidArgumentError
        If *owned* is empty, or the log does not know its kinds.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) where there are no items. Wilson interval, as if
    items were independent; over periods quote the pooled one. The terms are those of
    the paid-owned-earned model, as commonly stated; original not consulted.
    Our definition of the share.

    Examples
    --------
    >>> print(earned_share(240, 300))
    80.0 % (240 of 300)
    >>> log = Interactions.of(actor=["ada", "bob"], target=["bob", "ada"], kind="share")
    >>> earned_share(log, owned={"ada"}).value
    0.5
    """
    if len(of) == 1 and isinstance(of[0], Interactions):
        return _earned_of_log(of[0], **options)
    if len(of) == 1:
        rule, advice = "be Interactions", "Or give two numbers or columns"
        raise _checks.refusal(InvalidTypeError, "of", rule, of[0], advice=advice)
    return _earned_of_numbers(*of, **options)


def _earned_of_numbers(earned: Any, items: Any, /) -> Any:
    return Proportion._named(
        {"earned": earned, "items": items},
        "earned_share",
        Terms("earned", "items", "periods"),
        "Items include the earned ones",
    )


def _earned_of_log(log: Interactions, *, owned: Iterable[Label]) -> Proportion[float]:
    advice = f"Give a set of accounts: owned={{{owned!r}}}"
    ours = frozenset(_checks.labels("owned", "be accounts", owned, advice=advice))
    if not ours:
        raise _checks.refusal(
            InvalidArgumentError, "owned", "name an account", set[Label]()
        )
    rows = log.of_kinds(MOVING) & log.actor.known
    own = _among(log.actor, ours)[rows]
    weight = np.ones(own.size) if log.weight is None else log.weight[rows]
    every, earned = float(weight.sum()), float(weight[~own].sum())
    terms = Terms("earned", "items", "events")
    return Proportion(earned, every, metric="earned_share", terms=terms)


def _among(ids: Ids, accounts: frozenset[Label]) -> Any:
    """Return which rows are of some accounts."""
    codes = [code for code in map(ids.code, accounts) if code >= 0]
    return np.isin(ids.codes, codes)


@overload
def amplification_factor(earned: ToScalar, owned: ToScalar, /) -> Rate[float]: ...
@overload
def amplification_factor(
    earned: ToArray, owned: ToArray | ToScalar, /
) -> Rate[FloatArray]: ...
@overload
def amplification_factor(earned: ToScalar, owned: ToArray, /) -> Rate[FloatArray]: ...
def amplification_factor(earned: Any, owned: Any, /) -> Any:
    r"""
    Return how much reach others added to each unit of one's own.

    .. math:: \frac{\text{earned reach}}{\text{owned reach}}

    Parameters
    ----------
    earned : float or array_like of float
        Reach, impressions or views that others made [people or displays]. Shape
        ``(posts,)`` for a column.
    owned : float or array_like of float
        Reach, impressions or views of one's own posts, in the same unit.

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
    Range: 0 to infinity; some quote 1 plus this, all reach over owned reach. Undefined
    (NaN) where nothing of one's own was seen. People reached by both are counted twice:
    a union is not a sum. Over posts quote the pooled interval. As commonly stated;
    original not consulted. Our definition keeps earned alone in the numerator, so that
    it adds.

    Examples
    --------
    >>> amplification_factor(3000, 2000).value
    1.5
    """
    return Rate._named(
        {"earned": earned, "owned": owned},
        "amplification_factor",
        Terms("earned", "owned", "posts", "number"),
    )
