"""The conversation ratio: the share of interactions that is talk."""

from __future__ import annotations

from typing import Any, Literal, cast, overload

import numpy as np

from engagement_metrics._door import _checks
from engagement_metrics._typing import FloatArray, Label, ToArray, ToScalar
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.evidence import Proportion
from engagement_metrics.evidence._result import EMPTY
from engagement_metrics.tables import Interactions, Posts
from engagement_metrics.words import CONVERSATIONAL, Action, Terms

__all__ = ["conversation_ratio"]

INTERACTIVE = CONVERSATIONAL | {Action.LIKE, Action.DISLIKE, Action.SHARE, Action.SAVE}
METRIC = "conversation_ratio"
Direction = Literal["received", "sent", "both"]


@overload
def conversation_ratio(
    conversational: ToScalar, interactions: ToScalar, /
) -> Proportion[float]: ...
@overload
def conversation_ratio(
    conversational: ToArray, interactions: ToArray | ToScalar, /
) -> Proportion[FloatArray]: ...
@overload
def conversation_ratio(
    conversational: ToScalar, interactions: ToArray, /
) -> Proportion[FloatArray]: ...
@overload
def conversation_ratio(posts: Posts, /) -> Proportion[FloatArray]: ...
@overload
def conversation_ratio(
    log: Interactions, /, *, account: Label = ..., direction: Direction = ...
) -> Proportion[float]: ...
def conversation_ratio(*of: Any, **options: Any) -> Any:
    r"""
    Return the share of interactions that talk to somebody.

    Talk is reply, quote, mention and message; interactions are talk and like, dislike,
    share and save. Views, clicks, follows and unfollows are never in it. It is a mix
    and not an amount: ten replies beside ten likes and beside a thousand are the same
    talk, and a pile-on scores high, so read it beside replies per thousand reached.

    .. math:: \text{conversation ratio} = \frac{\text{talk}}{\text{interactions}}

    Parameters
    ----------
    conversational : float or array_like of float
        Interactions that are talk [events]. Shape ``(posts,)`` for a column.
    interactions : float or array_like of float
        All interactions, talk included [events].
    posts : Posts
        Counters of posts: what the audience sent. Counts the kinds that it has.
    log : Interactions
        A log of events, with their kinds.
    account : int or str, optional
        Of a log: the account whose events count; all events by default.
    direction : {"received", "sent", "both"}, optional
        Of a log and an account: what it received (the default), sent, or both. What an
        account does to itself is set aside.

    Returns
    -------
    Proportion
        Of floats for numbers and a log, of columns for columns and posts. Its terms
        name the kinds counted; ratios over different kinds do not add.

    Raises
    ------
    InvalidTypeError
        If an argument is not numeric.
    InvalidCountsError
        If a number is negative, infinite or above 2**53, or talk exceeds interactions.
    InvalidArgumentError
        If posts or log know no kinds, or the log has no such account.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) where there are no interactions. Wilson interval
    for one; over posts quote the pooled one. Our definition: no published number is the
    share of talk in all interactions. Other numbers with near names are Kaushik's
    *conversation rate* (replies per post) [1]_, the *reply share* of an account's own
    posts, and "the Ratio" (replies to likes) [2]_.

    References
    ----------
    .. [1] Kaushik, A. (2011). Best social media metrics: conversation, amplification,
       applause, economic value. https://www.kaushik.net/avinash/
    .. [2] Data for Progress. The Ratio Richter scale.
       https://www.dataforprogress.org/the-ratio-richter-scale

    Examples
    --------
    >>> conversation_ratio(30, 120).value
    0.25
    >>> posts = Posts.of(actions={"reply": [4, 0], "like": [12, 0]})
    >>> talk = conversation_ratio(posts)
    >>> talk.value
    array([0.25,  nan])
    >>> print(talk.terms)
    reply / (like + reply)
    """
    if len(of) == 1 and isinstance(of[0], Posts):
        return _of_posts(of[0], **options)
    if len(of) == 1 and isinstance(of[0], Interactions):
        return _of_log(of[0], **options)
    if len(of) == 1:
        rule, advice = "be Posts or Interactions", "Or give two numbers or columns"
        raise _checks.refusal(InvalidTypeError, "of", rule, of[0], advice=advice)
    return _of_numbers(*of, **options)


def _terms(kinds: frozenset[Action], unit: str) -> Terms:
    talk = " + ".join(sorted(kinds & CONVERSATIONAL))
    return Terms(talk, " + ".join(sorted(kinds)), unit)


def _of_numbers(conversational: Any, interactions: Any, /) -> Proportion[Any]:
    return Proportion._named(
        {"conversational": conversational, "interactions": interactions},
        METRIC,
        Terms("conversational", "interactions", "posts"),
        advice="Interactions include those that are talk",
    )


def _of_posts(posts: Posts) -> Proportion[FloatArray]:
    kinds = INTERACTIVE & frozenset(posts.actions)
    if not kinds & CONVERSATIONAL and len(posts):
        raise _checks.refusal(
            InvalidArgumentError,
            "posts",
            f"count {_checks.alternatives(sorted(CONVERSATIONAL))}",
            [*posts.actions],
        )
    y, x = posts._counted(kinds & CONVERSATIONAL), posts._counted(kinds)
    y = np.where((x < 0) & ~np.isnan(y), np.minimum(x, y), y)
    made = Proportion._build(y, x, EMPTY, METRIC, _terms(kinds, "posts"))
    return cast("Proportion[FloatArray]", made)


def _of_log(
    log: Interactions, *, account: Label = None, direction: Direction = "received"
) -> Proportion[float]:
    _checks.one_of("direction", direction, ("received", "sent", "both"))
    actor, target = log.accounts()
    rows = log.of_kinds(INTERACTIVE) & (actor.codes != target.codes)
    if account is not None:
        code = actor.code(account)
        if code < 0 and len(log):
            raise _checks.refusal(
                InvalidArgumentError, "account", "be in the log", account
            )
        sent, received = actor.codes == code, target.codes == code
        rows &= {"sent": sent, "received": received, "both": sent | received}[direction]
    weight = np.ones(len(log)) if log.weight is None else log.weight
    every = float(weight[rows].sum())
    talk = float(weight[rows & log.of_kinds(CONVERSATIONAL)].sum())
    return Proportion(talk, every, metric=METRIC, terms=_terms(INTERACTIVE, "events"))
