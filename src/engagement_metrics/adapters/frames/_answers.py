"""Questions of a log and their answers by reply, matched where the log is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

import attrs
import narwhals.stable.v2 as nw
import numpy as np
from narwhals.stable.v2.typing import IntoFrame

from engagement_metrics import ResponsePolicy, Responses
from engagement_metrics.adapters.frames._engines import (
    Asked,
    Rows,
    choose,
    key,
    numbers_of,
    step,
)
from engagement_metrics.adapters.frames._frame import Columns
from engagement_metrics.adapters.frames._pairs import (
    accounts_of,
    asked_of,
    ids_of,
    kinds_of,
)
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.tables import Ids

__all__ = ["responses"]

Frame = nw.LazyFrame[Any]
Label = int | str
ASIDE = ("to_self", "automated", "insiders", "unknown")
WAY_OUT = "Give frames.interactions() and Responses.of_log()"
NEVER = np.datetime64("NaT", "us")


class _Policy(NamedTuple):
    """Who answers, and what of a policy an engine can do."""

    team: list[Label] | None
    asks: list[str] | None
    answers: list[str] | None
    to_self: bool
    automated: list[Label]
    insiders: list[Label]


def responses(
    frame: IntoFrame,
    *,
    actor: str,
    target: str,
    at: str,
    post: str,
    in_reply_to: str,
    kind: str | None = None,
    to: Label | Iterable[Label] | None = None,
    policy: ResponsePolicy | None = None,
    until: Any = None,
    tz: str | None = None,
) -> Responses:
    """
    Return the questions of a log, and when they were answered, matched where it is.

    By reply. What is collected is a row a question. To match by the next message back,
    to collapse turns or to forgive clocks takes an order of rows, which not every
    engine has: ``frames.interactions()`` and ``Responses.of_log()`` do that.

    Parameters
    ----------
    frame : dataframe
        Of any engine that Narwhals knows; a row an event. No id of events is looked at.
    actor, target : str
        The columns of who acted, and to whom.
    at : str
        The column of times; of times without a zone give ``tz="UTC"`` if they are.
    post, in_reply_to : str
        The columns of the message that the event made, and of the one it answers.
    kind : str, optional
        The column of what was done; without it all rows ask and answer.
    to : int, str or set of them, optional
        The account, or the accounts that answer for each other, to which questions
        are put, as of ``Responses.of_log()``.
    policy : ResponsePolicy, optional
        What counts as a question and as an answer.
    until : datetime64 or datetime, optional
        Until when one looked; the last time of the log by default.
    tz : str, optional
        ``"UTC"`` for times without a zone.

    Returns
    -------
    Responses
        As of ``Responses.of_log()``, by time, but not who answered: of two who did at
        one time an engine has no first. Of a question to several, whom is not told.

    Raises
    ------
    InvalidArgumentError
        If the frame has no such column, times have no zone, the policy is more than
        engines can, or one post asks twice, at other times or by another.
    InvalidTypeError
        If *frame* is no dataframe, or a column holds values of the wrong kind.

    Examples
    --------
    >>> import datetime as dt, polars as pl
    >>> noon = dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC)
    >>> log = pl.LazyFrame(
    ...     {
    ...         "by": ["ada", "shop"],
    ...         "to": ["shop", "ada"],
    ...         "sent": [noon, noon + dt.timedelta(minutes=9)],
    ...         "post": [1, 2],
    ...         "answers": [None, 1],
    ...     }
    ... )
    >>> names = {"actor": "by", "target": "to", "at": "sent", "post": "post"}
    >>> responses(log, **names, in_reply_to="answers", to="shop").after
    array([540.])
    """
    given = {"actor": actor, "target": target, "at": at}
    given |= {"post": post, "in_reply_to": in_reply_to}
    asked = {name: Asked(name, column) for name, column in given.items()}
    rows = ids_of(Rows.of(frame, asked | asked_of(kind=kind)), "actor", "target")
    rows = ids_of(rows, "post", "in_reply_to")
    kinds_of(rows)
    _times(rows, tz)
    policy = ResponsePolicy() if policy is None else policy
    rows = _flagged(rows, _policy(rows, to, policy))
    with step("answers by reply", rows):
        matched = _matched(rows, single=to is not None, to_self=policy.self_replies)
        collected = matched.frame.collect()
        counts = rows.frame.select(
            *(nw.col(name).sum() for name in ASIDE), nw.col("at").max()
        ).collect()
    if until is None:
        last = counts["at"].to_list()[0]
        until = last if isinstance(last, datetime) and last == last else None  # noqa: PLR0124
    made = _read(collected, to, policy, until, tz)
    aside: dict[str, Any] = {
        name: int(np.nan_to_num(numbers_of(counts, name)[0])) for name in ASIDE
    }
    aside["unknown"] += made.unknown
    return attrs.evolve(made, **aside)


def _times(rows: Rows, tz: str | None) -> None:
    """Refuse times of which the engine cannot tell the earlier."""
    if not isinstance(rows.types["at"], nw.Datetime):
        raise rows.refused("at", "be times", "Read text as times first")
    if getattr(rows.types["at"], "time_zone", None) is None and tz != "UTC":
        column = rows.asked["at"].column
        advice = "Give tz='UTC' if they are, or else the column its zone first"
        raise InvalidArgumentError(
            f"at must have a time zone, but column {column!r} has none. {advice}",
            argument="at",
            advice=advice,
        )


def _policy(rows: Rows, to: Any, policy: ResponsePolicy) -> _Policy:
    """Return what an engine can do of a policy, or refuse it."""
    if not isinstance(cast("Any", policy), ResponsePolicy):
        rule, got = "be ResponsePolicy", type(policy).__name__
        raise InvalidTypeError(
            f"policy must {rule}, but got {got}", argument="policy", got=policy
        )
    beyond = {
        "match='next'": policy.match == "next",
        "collapse_turns": policy.collapse_turns,
        "skew": policy.skew > timedelta(0),
        "a mask of automated rows": isinstance(policy.automated, np.ndarray),
        "a mask of insiders' rows": isinstance(policy.insiders, np.ndarray),
    }
    if named := [name for name, found in beyond.items() if found]:
        raise InvalidArgumentError(
            f"policy must be what every engine can do, but got {', '.join(named)}."
            f" {WAY_OUT}",
            argument="policy",
            got=policy,
            advice=WAY_OUT,
        )
    team: list[Any] | None = [to] if isinstance(to, int | str) else None
    if team is None and to is not None:
        given: Any = to
        single = getattr(given, "ndim", 1) == 0 or not isinstance(given, Iterable)
        team = [given] if single else list(cast("Iterable[Any]", given))
    sets: dict[str, Any] = {"to": team or []}
    sets |= {"automated": policy.automated, "insiders": policy.insiders}
    for name, labels in sets.items():
        accounts_of(rows, name, labels)
    known = "kind" in rows.asked
    asks, answers = (
        sorted(map(str, kinds)) if known and kinds is not None else None
        for kinds in (policy.asks, policy.answers)
    )
    return _Policy(
        team,
        asks,
        answers,
        policy.self_replies,
        list(sets["automated"]),
        list(sets["insiders"]),
    )


def _among(column: nw.Expr, labels: list[Any] | None) -> nw.Expr:
    """Return 1 where a value is one of some, 0 elsewhere; all are without labels."""
    if not labels:
        return nw.lit(1 if labels is None else 0)
    return choose(column.is_in(labels), 1, 0)


def _flagged(rows: Rows, policy: _Policy) -> Rows:
    """Return the rows with 1 or 0: who asks, who answers, and who is set aside."""
    actor, target, asks = nw.col("actor"), nw.col("target"), nw.col("asks")
    kind, post, parent = nw.col("kind"), nw.col("post"), nw.col("in_reply_to")
    own = choose(actor == target, 1, 0)
    rows = rows.having(
        asks=_among(kind, policy.asks), answers=_among(kind, policy.answers)
    )
    if policy.team is not None:
        own = _among(actor, policy.team)
        rows = rows.having(
            asks=asks * _among(target, policy.team), answers=nw.col("answers") * own
        )
    bad = {
        "to_self": nw.lit(0) if policy.to_self else own,
        "automated": _among(actor, policy.automated),
        "insiders": _among(actor, policy.insiders),
        "unknown": choose(nw.col("at").is_null() | post.is_null(), 1, 0),
    }
    for name, flag in bad.items():
        rows = rows.having(**{name: asks * flag})
        rows = rows.having(asks=asks - nw.col(name))
    rows = rows.having(
        lost=choose(nw.col("at").is_null() | parent.is_null(), 1, 0),
        machine=bad["automated"],
    )
    unable = (nw.col("lost") == 1) | (nw.col("machine") == 1)
    return rows.having(answers=choose(unable, 0, nw.col("answers")))


def _matched(rows: Rows, *, single: bool, to_self: bool) -> Rows:
    """Return a row a question: when it was asked, by whom, and when it was answered."""
    for name in ("actor", "target", "post", "in_reply_to"):
        rows = key(rows, name)
    who = [] if single else ["target", "target_null"]
    by, asked, answered = nw.col("by"), nw.col("asked"), nw.col("answered")
    questions = (
        rows.frame.filter(nw.col("asks") == 1)
        .select(
            "post",
            *who,
            nw.col("at").alias("asked"),
            nw.col("actor").alias("asker"),
            nw.col("actor_null").alias("asker_null"),
        )
        .unique()
    )
    other = (nw.col("post") != nw.col("in_reply_to")) | (nw.col("post_null") == 1)
    answers = rows.frame.filter((nw.col("answers") == 1) & other).select(
        nw.col("in_reply_to").alias("post"),
        nw.col("at").alias("answered"),
        nw.col("actor").alias("by"),
        nw.col("actor_null").alias("by_null"),
    )
    if single:
        pairs = answers.join(questions, on="post", how="inner")
    else:
        pairs = _addressed(questions, answers)
    if not to_self:
        unknown = (nw.col("by_null") == 1) | (nw.col("asker_null") == 1)
        pairs = pairs.filter((by != nw.col("asker")) | unknown)
    made = rows._replace(frame=pairs).having(
        early=choose(answered < asked, 1, 0), good=choose(answered >= asked, answered)
    )
    sums = made.frame.group_by("post", *who).agg(
        nw.col("early").sum(), nw.col("good").min()
    )
    sums = rows._replace(frame=sums).having(early=nw.col("early")).frame  # for Dask
    joined = questions.join(sums, on=["post", *who], how="left")
    known = {
        n: choose(nw.col(f"{n}_null") == 0, nw.col(n)) for n in ["asker", *who[:1]]
    }
    return rows._replace(frame=joined).having(**known)


def _addressed(questions: Frame, answers: Frame) -> Frame:
    """
    Return each answer with its question: the one put to whoever sent it.

    Where there is none, it is the one put to nobody.
    """
    asked = ["asked", "asker", "asker_null"]
    ends = [nw.col("target").alias("by"), nw.col("target_null").alias("by_null")]
    put = nw.col("target_null")
    named = questions.filter(put == 0).select("post", *ends, *asked)
    named = named.with_columns(nw.lit(1).alias("named"))
    left = answers.join(named, on=["post", "by", "by_null"], how="left")
    sent, found = ["post", "answered", "by", "by_null"], ~nw.col("named").is_null()
    ends = [nw.col("by").alias("target"), nw.col("by_null").alias("target_null")]
    direct = left.filter(found).select(*sent, *ends, *asked)
    rest = left.filter(~found).select(sent)
    rest = rest.join(questions.filter(put == 1), on="post", how="inner")
    return nw.concat([direct, rest.select(*sent, "target", "target_null", *asked)])


def _read(
    collected: nw.DataFrame[Any], to: Any, policy: ResponsePolicy, until: Any, tz: Any
) -> Responses:
    """Return the core's responses of what was collected."""
    read = Columns(
        collected,
        {n: n for n in ("post", "asked", "asker", "good")}
        | ({"account": "target"} if to is None else {}),
    )
    asked, answered = read.times("asked", tz), read.times("good", tz)
    post = Ids.of(read.ids("post"))
    account = None if to is not None else Ids.of(read.ids("account"))
    code = np.zeros(asked.size, np.int64) if account is None else account.codes + 1
    asks = np.unique(np.stack([post.codes, code]), axis=1)
    if asks.shape[1] < asked.size:
        raise InvalidArgumentError(
            "post must ask each account once, but some ask again, at other times or by"
            f" another, and engines have no first row. {WAY_OUT}",
            argument="post",
            cases=asked.size - asks.shape[1],
            advice=WAY_OUT,
        )
    if policy.max_gap is not None:
        answered[answered - asked > np.timedelta64(policy.max_gap)] = NEVER
    early = np.nan_to_num(numbers_of(collected, "early"))
    rows = np.lexsort((code, post.codes, asked))
    rows = rows[~np.isnat(answered[rows]) | (early[rows] == 0)]
    if to is not None and isinstance(to, int | str):
        account = Ids.of([to] * asked.size)
    asker = Ids.of(read.ids("asker"))
    made = Responses.of(
        asked=asked[rows],
        answered=answered[rows],
        until=until,
        tz=tz,
        asker=cast("Any", asker[rows]),
        account=None if account is None else cast("Any", account[rows]),
    )
    return attrs.evolve(made, early=int(early.sum()))
