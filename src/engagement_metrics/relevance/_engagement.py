"""Engagement of those who are meant: their rate, and their part of it all."""

from __future__ import annotations

from collections.abc import Iterable
from types import EllipsisType
from typing import Any, cast, overload

import numpy as np

from engagement_metrics._door import _checks, _columns
from engagement_metrics._door._ids import Ids, shared_codes
from engagement_metrics._typing import FloatArray, IntArray, Label, ToArray, ToScalar
from engagement_metrics.definitions._definition import NOT_ENGAGEMENT
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.evidence import Pooled, Proportion, Rate
from engagement_metrics.evidence._result import EMPTY
from engagement_metrics.tables import Interactions
from engagement_metrics.words import Action, Terms

__all__ = ["home_share", "relevance_weighted_rate"]

ENGAGEMENT = frozenset(Action) - NOT_ENGAGEMENT
WEIGHTED = Terms("relevant engagements", "relevant exposure", "members")


def relevance_weighted_rate(
    engagements: ToArray, exposure: ToArray | ToScalar, relevance: ToArray
) -> Pooled[float]:
    r"""
    Return engagements per exposure, each member counted by relevance.

    An engagement rate in which those who are meant count and strangers do not: with
    relevance of 0 and 1 it is the rate inside the target. It says how the relevant
    respond, not how many of the audience are relevant; ``audience_relevance`` does.

    .. math:: \frac{\sum_i r_i E_i}{\sum_i r_i X_i}

    Parameters
    ----------
    engagements : array_like of float
        Engagements of each member or segment [events]. Shape ``(members,)``.
    exposure : float or array_like of float
        What they were exposed to, such as impressions [displays].
    relevance : array_like of float
        Relevance of each, between 0 and 1; ``None`` or NaN is not known.

    Returns
    -------
    Pooled
        With the error between members; *left_out* counts those of unknown relevance,
        and those of relevance 0 as having no relevant exposure.

    Raises
    ------
    InvalidTypeError
        If a column is not numeric.
    InvalidCountsError
        If a number is negative, infinite or above 2**53.
    InvalidArgumentError
        If a relevance exceeds 1, or columns have different lengths.

    Notes
    -----
    Range: 0 to infinity. Undefined (NaN) where nobody relevant was exposed: all weights
    0, or none known. Pools as a ratio of sums; the interval is the pooled one between
    members, because one member's engagements are not independent. Our definition: no
    published rate weighs people by declared relevance. Pitfall: the weights are a
    convention; show that the answer does not hang on them, or use 0 and 1.

    Examples
    --------
    >>> rate = relevance_weighted_rate([6, 2, 9], [10, 10, 100], [1, 1, 0])
    >>> rate.value
    0.4
    >>> rate = relevance_weighted_rate([6, 2, 9], [10, 10, 100], [1, 0.5, 0])
    >>> rate.value.__round__(4)
    0.4667
    """
    named = {"engagements": engagements, "exposure": exposure, "relevance": relevance}
    numbers = {name: _columns.numbers(name, part) for name, part in named.items()}
    y, x, r = (np.atleast_1d(part) for part in _columns.columns(**numbers))
    _checks.divisor("exposure", x)
    advice = "It is a share, not a percentage"
    rule = "lie between 0 and 1"
    _checks.require(InvalidArgumentError, "relevance", rule, r, r > 1, advice=advice)
    metric = "relevance_weighted_rate"
    rows = cast("Rate[FloatArray]", Rate._build(r * y, r * x, EMPTY, metric, WEIGHTED))
    return rows.pooled()


@overload
def home_share(home: ToScalar, engagements: ToScalar) -> Proportion[float]: ...
@overload
def home_share(
    home: ToArray, engagements: ToArray | ToScalar
) -> Proportion[FloatArray]: ...
@overload
def home_share(home: ToScalar, engagements: ToArray) -> Proportion[FloatArray]: ...
@overload
def home_share(
    home: Interactions, /, *, target: Iterable[Label], account: Label = ...
) -> Pooled[float]: ...
def home_share(
    home: Any,
    engagements: Any = ...,
    *,
    target: Iterable[Label] | EllipsisType = ...,
    account: Label = None,
) -> Any:
    r"""
    Return the share of engagement that comes from one's own community.

    Events over events: of all that was liked, said and passed on, how much was by those
    who are meant. The attention of strangers is what is left.

    .. math:: \text{home share} = \frac{E_T}{E}

    Parameters
    ----------
    home : float, array_like of float or Interactions
        Engagements by members of the target [events], or a log of who did what.
        Shape ``(posts,)`` for a column.
    engagements : float or array_like of float
        All engagements [events]; not with a log.
    target : iterable of int or str
        With a log: the ids of the members of the target.
    account : int or str, optional
        With a log: the account that they engaged with; any by default.

    Returns
    -------
    Proportion or Pooled
        Of numbers a proportion; of a log pooled evidence whose units are members.

    Raises
    ------
    InvalidTypeError
        If an argument is not numeric, or a log comes without *target*.
    InvalidCountsError
        If a number is negative, infinite or above 2**53, or there is more engagement of
        the target than of all.
    InvalidArgumentError
        If columns have different lengths, the target is empty or the log has no such
        account.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) where nobody engaged or a part is missing. Pools as a
    ratio of sums. Numbers have a Wilson interval, as if events were independent, which
    those of one person are not; a log has the interval between members, to be quoted.
    Of a log, views, follows and unfollows are no engagement, what one does to oneself
    is set aside, and events of unknown actors are left out and counted. Our definition:
    the share is asked for everywhere and published nowhere. Pitfall: a share of 1 may
    be one faithful friend; ``breadth_and_depth`` tells.

    Examples
    --------
    >>> print(home_share(30, 120))
    25.0 % (30 of 120)
    >>> log = Interactions.of(
    ...     actor=["ada", "ada", "eve", "bob"], target=["we"] * 4, kind="like"
    ... )
    >>> home_share(log, target={"ada", "bob"}).value
    0.75
    """
    terms = Terms("home", "engagements", "posts")
    if not isinstance(home, Interactions):
        if engagements is ... or target is not ... or account is not None:
            raise InvalidTypeError(
                "home_share() of numbers takes home and engagements, and no other",
                argument="home_share",
            )
        numbers = {"home": home, "engagements": engagements}
        advice = "The engagements include those of the target"
        return Proportion._named(numbers, "home_share", terms, advice)
    if target is ... or engagements is not ...:
        raise InvalidTypeError(
            "home_share() of a log takes target=, the ids of its members",
            argument="home_share",
        )
    actor, weight, aims = _engaged(home, target, account)
    known = actor >= 0
    every = np.bincount(actor[known], weight[known])
    ours = np.where(np.isin(np.arange(every.size), aims), every, 0.0)
    x = np.concatenate([every[every > 0], weight[~known]])
    y = np.concatenate([ours[every > 0], np.full(x.size - (every > 0).sum(), np.nan)])
    terms = Terms("home", "engagements", "members")
    return Proportion._build(y, x, EMPTY, "home_share", terms).pooled()


def _engaged(
    log: Interactions, target: Iterable[Label], account: Label
) -> tuple[IntArray, FloatArray, IntArray]:
    """Return who engaged and how much, in events, and who of them is meant."""
    named = _checks.labels("target", "be the ids of its members", target)
    aims = Ids.of(named, argument="target")
    if not aims.known.any():
        advice = "Who is the intended audience?"
        rule = "name a member"
        raise _checks.refusal(InvalidArgumentError, "target", rule, [], advice=advice)
    actor, other, aims = shared_codes(log.actor, log.target, aims)
    rows = actor.codes != other.codes
    rows |= ~actor.known
    if log.kind is not None:
        rows &= log.of_kinds(ENGAGEMENT)
    if account is not None:
        code = other.code(account)
        if code < 0:
            rule = "be in the log"
            raise _checks.refusal(InvalidArgumentError, "account", rule, account)
        rows &= other.codes == code
    weight = np.ones(len(log)) if log.weight is None else log.weight
    return actor.codes[rows], weight[rows], np.unique(aims.codes[aims.known])
