"""The conversation ratio: the share of interactions that is talk."""

from __future__ import annotations

from typing import Any, Literal, cast, overload

import numpy as np

from engagement_metrics._door import _checks
from engagement_metrics._door._ids import Ids
from engagement_metrics._typing import (
    NOT_GIVEN,
    FloatArray,
    Label,
    NotGiven,
    ToArray,
    ToScalar,
)
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.evidence import Grouped, Pooled, Proportion
from engagement_metrics.evidence._ratio import quotient
from engagement_metrics.evidence._rows import Rows
from engagement_metrics.tables import Interactions, Posts
from engagement_metrics.tables._persons import ByPerson, of_persons
from engagement_metrics.words import CONVERSATIONAL, Action, Metric

REACTIONS = frozenset({Action.LIKE, Action.DISLIKE, Action.SHARE, Action.SAVE})
INTERACTIVE: frozenset[Action] = CONVERSATIONAL | REACTIONS
"""The actions that count as interactions: talk, and like, dislike, share, save."""
RATIO = Metric("conversation_ratio", "talk", "interactions", unit="posts")
Direction = Literal["received", "sent", "both"]


@overload
def conversation_ratio(talk: ToScalar, interactions: ToScalar) -> Proportion[float]: ...
@overload
def conversation_ratio(
    talk: ToArray, interactions: ToArray | ToScalar
) -> Proportion[FloatArray]: ...
@overload
def conversation_ratio(
    talk: ToScalar, interactions: ToArray
) -> Proportion[FloatArray]: ...
@overload
def conversation_ratio(talk: Posts) -> Proportion[FloatArray]: ...
@overload
def conversation_ratio(
    talk: Interactions,
    *,
    account: Label = ...,
    direction: Direction = ...,
    by: None = ...,
) -> Pooled[float]: ...
@overload
def conversation_ratio(
    talk: Interactions,
    *,
    account: Label = ...,
    direction: Direction = ...,
    by: ByPerson,
) -> Grouped[Proportion[float], Proportion[FloatArray]]: ...
def conversation_ratio(
    talk: object,
    interactions: object = NOT_GIVEN,
    *,
    account: Label = NOT_GIVEN,
    direction: Direction | NotGiven = NOT_GIVEN,
    by: ByPerson | None = None,
) -> Any:
    r"""
    Return the share of interactions that talk to somebody.

    Talk is reply, quote, mention and message; interactions are talk and like, dislike,
    share and save. Views, clicks, follows and unfollows never count. The ratio is a mix
    and not an amount: ten replies beside ten likes are the same talk as ten beside a
    thousand, and a pile-on scores high. Report it beside replies per thousand reached.

    .. math:: \text{conversation ratio} = \frac{\text{talk}}{\text{interactions}}

    Parameters
    ----------
    talk : float, array_like of float, Posts or Interactions
        Interactions that are talk [events]. Shape ``(posts,)`` for a column. Or, alone,
        the counters of posts, or a log of events with their kinds.
    interactions : float or array_like of float, optional
        All interactions, talk included [events]. Only with numbers and columns.
    account : int or str, optional
        Of a log: the account whose events count; all events by default.
    direction : {"received", "sent", "both"}, optional
        Of a log and an account: what the account received (the default), sent, or both.
        What an account does to itself does not count.
    by : {"person"}, optional
        Of a log: one row per person, which add by label over the parts of a log, and
        then pool.

    Returns
    -------
    Proportion, Pooled or Grouped
        Of numbers and posts a proportion; of a log pooled evidence over persons, or the
        counts of each. Its *metric* names the actions counted; ratios over different
        actions do not add.

    Raises
    ------
    InvalidTypeError
        If an argument is not numeric, or does not go with the others.
    InvalidCountsError
        If a number is negative, infinite or above 2**53, or talk exceeds interactions.
    InvalidArgumentError
        If posts count only talk or only the rest, a log does not know its kinds, or
        *account* is not in the log.

    See Also
    --------
    INTERACTIVE : The actions counted.
    reply_share : The share of an account's own posts that reply.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) where there are no interactions. Posts that count
    only talk, or only the rest, are refused: their ratio would be 1, or 0, whatever
    happened.

    Interval: Wilson score for a single row; over posts quote the pooled one. In a log
    the persons at the other end are the units, because what one person does is not
    independent: who acts on what is received, who is addressed by what is sent (what is
    sent to nobody is a unit each), and who acts where no account is named. Two such
    results add only if no person is in both. Parts of one log are added by person:
    ``by="person"`` of each, the sum of these, and ``pooled()`` of the sum.

    Our definition: no published metric is the share of talk in all interactions. Other
    metrics with similar names are Kaushik's *conversation rate* (replies per post)
    [1]_, the *reply share* of an account's own posts, and "the Ratio" (replies to
    likes) [2]_.

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
    >>> ratio = conversation_ratio(posts)
    >>> ratio.value
    array([0.25,  nan])
    >>> print(ratio.metric)
    conversation ratio: reply / (like + reply)
    >>> log = Interactions.of(
    ...     actor=["ada", "ada", "bob", "cyd"],
    ...     target=["we"] * 4,
    ...     kind=["reply", "like", "reply", "like"],
    ... )
    >>> conversation_ratio(log, account="we").units
    3
    >>> first, second = (conversation_ratio(log[i::2], by="person") for i in (0, 1))
    >>> (first + second).pooled() == conversation_ratio(log)
    True
    """
    options = {
        "account": account,
        "direction": direction,
        "by": NOT_GIVEN if by is None else by,
    }
    if isinstance(talk, Posts):
        given = {"interactions": interactions, **options}
        _checks.not_given("conversation_ratio", "Posts", given)
        return _of_posts(talk)
    if isinstance(talk, Interactions):
        given = {"interactions": interactions}
        _checks.not_given("conversation_ratio", "Interactions", given)
        return _of_log(talk, account, direction, by)
    _checks.not_given("conversation_ratio", "numbers", options)
    if interactions is NOT_GIVEN:
        rule, advice = "be Posts or Interactions", "Of numbers, give interactions= too"
        raise _checks.refusal(InvalidTypeError, "talk", rule, talk, advice=advice)
    advice = "Interactions include those that are talk"
    numbers = {"talk": talk, "interactions": interactions}
    made: Proportion[Any] = quotient(Proportion, RATIO, numbers, advice)
    return made


def _metric(kinds: frozenset[Action], unit: str) -> Metric:
    talk, every = (" + ".join(sorted(some)) for some in (kinds & CONVERSATIONAL, kinds))
    return Metric("conversation_ratio", talk, every, unit=unit)


def _of_posts(posts: Posts) -> Proportion[FloatArray]:
    kinds = INTERACTIVE & frozenset(posts.actions)
    for needed in CONVERSATIONAL, REACTIONS:
        if len(posts) and not kinds & needed:
            rule, got = (
                f"count {_checks.alternatives(sorted(needed))}",
                [*posts.actions],
            )
            raise _checks.refusal(InvalidArgumentError, "posts", rule, got)
    y, x = posts._counted(kinds & CONVERSATIONAL), posts._counted(kinds)
    y = np.where((x < 0) & ~np.isnan(y), np.minimum(x, y), y)
    made = Proportion.of_rows(Rows(y, x), _metric(kinds, "posts"))
    return cast("Proportion[FloatArray]", made)


def _of_log(log: Interactions, account: Label, direction: object, by: object) -> Any:
    if direction is NOT_GIVEN:
        direction = "received"
    word = _checks.one_of("direction", direction, ("received", "sent", "both"))
    actor, target = log.accounts()
    person = actor.codes
    rows = log.of_kinds(INTERACTIVE) & (actor.codes != target.codes)
    if account is not None and account is not NOT_GIVEN:
        code = actor.code(account)
        if code < 0 and len(log):
            rule = "be in the log"
            raise _checks.refusal(InvalidArgumentError, "account", rule, account)
        sent, received = actor.codes == code, target.codes == code
        rows &= {"sent": sent, "received": received, "both": sent | received}[word]
        person = np.where(sent, target.codes, person)  # who is at the other end
    every = np.ones(len(log)) if log.weight is None else log.weight
    talk = every * log.of_kinds(CONVERSATIONAL)
    others = Ids(person[rows], actor.categories)
    metric = _metric(INTERACTIVE, "persons")
    return of_persons(others, talk[rows], every[rows], metric, by)
