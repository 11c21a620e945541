"""Engagement of the intended audience: its rate, and its share of all engagement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, overload

import numpy as np

from engagement_metrics._door import _checks, _columns
from engagement_metrics._door._ids import Ids, shared_codes
from engagement_metrics._typing import (
    NOT_GIVEN,
    FloatArray,
    IntArray,
    Label,
    NotGiven,
    ToArray,
    ToScalar,
)
from engagement_metrics.definitions._definition import ENGAGEMENT
from engagement_metrics.errors import InvalidArgumentError
from engagement_metrics.evidence import Grouped, Pooled, Proportion, Rate
from engagement_metrics.evidence._ratio import quotient
from engagement_metrics.evidence._rows import Rows
from engagement_metrics.tables import Interactions
from engagement_metrics.tables._persons import ByPerson, of_persons
from engagement_metrics.words import Metric

WEIGHTED = Metric(
    "relevance_weighted_rate",
    "relevant engagements",
    "relevant exposure",
    unit="members",
)
HOME, HOME_BY_PERSON = (
    Metric("home_share", "home", "engagements", unit=unit)
    for unit in ("posts", "persons")
)


def relevance_weighted_rate(
    *,
    engagements: ToArray | ToScalar,
    exposure: ToArray | ToScalar,
    relevance: ToArray | ToScalar,
) -> Pooled[float]:
    r"""
    Return engagements per exposure, each member weighted by relevance.

    An engagement rate in which strangers do not count: with relevance of 0 and 1 it is
    the rate inside the target. It says how relevant members respond, not how many of
    the audience are relevant; ``audience_relevance`` does.

    .. math:: \frac{\sum_i r_i E_i}{\sum_i r_i X_i}

    Parameters
    ----------
    engagements : float or array_like of float
        Engagements of each member or segment [events]. Shape ``(members,)``.
    exposure : float or array_like of float
        What they were exposed to, such as impressions [displays].
    relevance : float or array_like of float
        Relevance of each, between 0 and 1; ``None`` or NaN is not known.

    Returns
    -------
    Pooled
        With the error between members; *left_out* counts members of unknown relevance,
        and members of relevance 0 as having no relevant exposure.

    Raises
    ------
    InvalidTypeError
        If an argument is not numeric.
    InvalidCountsError
        If a number is negative, infinite or above 2**53.
    InvalidArgumentError
        If a relevance exceeds 1, or columns have different lengths.

    See Also
    --------
    engagement_metrics.comparison.ratio : The lift: the rate of the target over the
        rate of strangers.

    Notes
    -----
    Range: 0 to infinity. Better: higher. Undefined (NaN) where no relevant member was
    exposed: all weights 0, or none known. Pools as a ratio of sums; the interval is the
    pooled one between members, because the engagements of one member are not
    independent. Our definition: no published rate weights people by declared relevance.
    Pitfall: the weights are a convention; show that the answer does not depend on them,
    or use 0 and 1.

    Examples
    --------
    >>> rate = relevance_weighted_rate(
    ...     engagements=[6, 2, 9], exposure=[10, 10, 100], relevance=[1, 1, 0]
    ... )
    >>> rate.value
    0.4
    """
    given = {"engagements": engagements, "exposure": exposure, "relevance": relevance}
    (y, x, r), _ = _columns.aligned(given)
    _checks.divisor("exposure", x)
    advice = "It is a share, not a percentage"
    rule = "lie between 0 and 1"
    _checks.require(InvalidArgumentError, "relevance", rule, r, r > 1, advice=advice)
    members: Rate[FloatArray] = Rate.of_rows(Rows(r * y, r * x), WEIGHTED)
    return members.pooled()


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
    home: Interactions,
    /,
    *,
    target: Iterable[Label],
    account: Label = ...,
    by: None = ...,
) -> Pooled[float]: ...
@overload
def home_share(
    home: Interactions,
    /,
    *,
    target: Iterable[Label],
    account: Label = ...,
    by: ByPerson,
) -> Grouped[Proportion[float], Proportion[FloatArray]]: ...
def home_share(
    home: Any,
    engagements: Any = NOT_GIVEN,
    *,
    target: Iterable[Label] | NotGiven = NOT_GIVEN,
    account: Label = None,
    by: ByPerson | None = None,
) -> Any:
    r"""
    Return the share of engagement that comes from one's own community.

    Events over events: of all likes, replies and shares, how many came from members of
    the target. The rest is the attention of strangers.

    .. math:: \text{home share} = \frac{E_T}{E}

    Parameters
    ----------
    home : float, array_like of float or Interactions
        Engagements by members of the target [events], shape ``(posts,)`` for a column.
        Or a log.
    engagements : float or array_like of float
        All engagements [events]; not with a log.
    target : iterable of int or str
        With a log: the ids of the members of the target.
    account : int or str, optional
        With a log: the account that they engaged with; any by default.
    by : {"person"}, optional
        With a log: one row per person, which add by label over the parts of a log, and
        then pool.

    Returns
    -------
    Proportion, Pooled or Grouped
        Of numbers a proportion; of a log pooled evidence whose units are the persons
        who engaged, or the counts of each.

    Raises
    ------
    InvalidTypeError
        If an argument is not numeric, a log comes without *target*, or numbers come
        with *target* or *account*.
    InvalidCountsError
        If a number is negative, infinite or above 2**53, or *home* exceeds
        *engagements*.
    InvalidArgumentError
        If columns have different lengths, the target names nobody or the log has no
        such account.

    See Also
    --------
    breadth_and_depth : Whether many members engage, or a few do a lot.

    Notes
    -----
    Range: 0 to 1. Better: higher, if the target is the aim. Undefined (NaN) where
    nobody engaged or a part is missing. Pools as a ratio of sums. Numbers have a Wilson
    interval, as if events were independent, which the events of one person are not; a
    log has the interval between persons, which is the one to quote. Two results of logs
    add only if no person is in both: add parts ``by="person"``, and pool the sum. In a
    log views, follows and unfollows are no engagement, actions on oneself are set
    aside, and events of unknown actors are left out and counted. Our definition: no
    published number is this share. Pitfall: a share of 1 may be a single faithful
    friend.

    Examples
    --------
    >>> home_share(30, 120).value
    0.25
    >>> log = Interactions.of(
    ...     actor=["ada", "ada", "eve", "bob"], target=["we"] * 4, kind="like"
    ... )
    >>> home_share(log, target={"ada", "bob"}).value
    0.75
    """
    numbers, name = {"engagements": engagements}, "home_share"
    if isinstance(home, Interactions):
        _checks.not_given(name, "a log", numbers)
        aims = _checks.exactly_one(name, {"target": target})[1]
        return _of_log(home, aims, account, by)
    options = {"account": account, "by": by}
    given = {key: part for key, part in options.items() if part is not None}
    of_log = {"target": target, **given}
    _checks.not_given(name, "numbers", of_log)
    _checks.exactly_one(name, numbers)
    advice = "The engagements include those of the target"
    return quotient(Proportion, HOME, {"home": home, **numbers}, advice)


def _of_log(
    log: Interactions, target: Iterable[Label], account: Label, by: object
) -> Any:
    actor, weight, aims = engaged_in(log, target, account)
    ours = np.where(np.isin(actor.codes, aims), weight, 0.0)
    ours[~actor.known] = np.nan  # nobody knows whose they are
    return of_persons(actor, ours, weight, HOME_BY_PERSON, by)


def engaged_in(
    log: Interactions, target: Iterable[Label], account: Label
) -> tuple[Ids, FloatArray, IntArray]:
    """Return the actor and weight of each engagement, and the target's members."""
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
    return actor[rows], weight[rows], np.unique(aims.codes[aims.known])
