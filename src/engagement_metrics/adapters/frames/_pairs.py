"""Who addressed whom, grouped where the log is: dyads, two-way index, share of talk."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set as AbstractSet
from datetime import date
from typing import Any, Literal, NamedTuple, cast, overload

import attrs
import narwhals.stable.v2 as nw
import numpy as np
from narwhals.stable.v2.typing import IntoFrame

from engagement_metrics import (
    CONVERSATIONAL,
    Action,
    Dyads,
    Grouped,
    Interactions,
    LeftOut,
    Pooled,
    Posts,
    conversation_ratio as _conversation_ratio,
    two_way_index as _two_way_index,
)
from engagement_metrics.adapters.frames._engines import (
    Asked,
    Rows,
    choose,
    key,
    labelled,
    number,
    numbers_of,
    step,
    total,
)
from engagement_metrics.adapters.frames._frame import Columns, mapped
from engagement_metrics.adapters.frames._pushdown import By, Kind, asked_by, gathered
from engagement_metrics.errors import InvalidArgumentError, InvalidCountsError
from engagement_metrics.two_way import (
    TwoWayIndex,
    two_way_index_by_account as _by_account,
)
from engagement_metrics.words import Terms

__all__ = [
    "accounts_of",
    "asked_of",
    "conversation_ratio",
    "dyads",
    "ids_of",
    "two_way_index",
]

Label = int | str
AS_TEXT = "Read ids as text: a float cannot hold every id"


def asked_of(**columns: str | None) -> dict[str, Asked]:
    return {n: Asked(n, column) for n, column in columns.items() if column is not None}


def ids_of(rows: Rows, *names: str) -> Rows:
    """Return the rows with text of every kind as text; refuse what is no id."""
    for name in names:
        dtype = rows.types[name]
        if isinstance(dtype, nw.Categorical | nw.Enum):
            rows = key(rows, name)
            known = nw.col(f"{name}_null") == 0
            rows = rows.having(**{name: choose(known, nw.col(name))})
        elif not (dtype.is_integer() or dtype == nw.String):
            raise rows.refused(name, "be whole numbers or text", AS_TEXT)
    kinds = {rows.types[name].is_integer() for name in names}
    if len(kinds) > 1:
        listed = " and ".join(repr(rows.asked[name].column) for name in names)
        raise InvalidArgumentError(
            f"{' and '.join(names)} must be all whole numbers or all text, but columns"
            f" {listed} are of both. Give all of them as text",
            argument=names[0],
        )
    return rows


def kinds_of(rows: Rows) -> None:
    """Refuse kinds that are no text."""
    dtype = rows.types.get("kind", nw.String())
    if dtype != nw.String and not isinstance(dtype, nw.Categorical | nw.Enum):
        raise rows.refused("kind", "be text", "Name each kind by an Action")


def accounts_of(rows: Rows, argument: str, labels: Collection[object]) -> None:
    """Refuse labels that no actor of these rows can have."""
    text = not rows.types["actor"].is_integer()
    for label in labels:
        whole = isinstance(label, int) and not isinstance(label, bool)
        if not (isinstance(label, str) if text else whole):
            kind = "text" if text else "whole numbers"
            raise InvalidArgumentError(
                f"{argument} must be accounts, which are {kind} here, but got"
                f" {label!r}",
                argument=argument,
                got=label,
            )


def _log(
    frame: object,
    *,
    actor: str,
    target: str,
    weight: str | None,
    kind: str | None,
    kinds: AbstractSet[str] | None,
    post: str | None = None,
) -> Rows:
    """Return the rows of the kinds, each with its *weight*."""
    if post is not None and weight is not None:
        raise InvalidArgumentError(
            "weight must not be given together with post: of one post from one account"
            " to another the first row counts, and engines have no first row. Give"
            " frames.interactions() and Dyads.of_log()",
            argument="weight",
        )
    asked = {"actor": Asked("actor", actor), "target": Asked("target", target)}
    asked |= asked_of(weight=weight, kind=kind, post=post)
    rows = ids_of(Rows.of(frame, asked), "actor", "target")
    kinds_of(rows)
    if kind is not None and kinds is not None:
        Interactions.of(actor=["a"], target=["b"], kind="like").of_kinds(kinds)
        words = sorted(map(str, map(Action, kinds)))
        what, whom = nw.col("kind"), nw.col("target")
        wanted = choose(what.is_in(words) | (what.is_null() & whom.is_null()), 1, 0)
        rows = rows.having(wanted=wanted)
        rows = rows._replace(frame=rows.frame.filter(nw.col("wanted") == 1))
    if weight is None:
        return rows
    rows = number(rows, "weight")
    bad = (nw.col("weight") < 0) | (nw.col("weight_unknown") == 1)
    return rows.having(bad=choose(bad | (nw.col("weight_large") == 1), 1, 0))


def _ways(rows: Rows) -> Rows:
    """
    Return a row for each actor and target: how often, and how many repeats.

    Nulls are told by a column beside: Dask confuses those of several keys with values.
    """
    ends = ("actor", "target")
    pair = [part for name in ends for part in (name, f"{name}_null")]
    for name in (*ends, "post"):
        rows = key(rows, name) if name in rows.asked else rows
    frame = rows.frame
    if "weight" in rows.asked:
        frame = frame.group_by(*pair).agg(
            nw.col("weight").sum(), nw.col("bad").sum(), nw.len().alias("events")
        )
    elif "post" not in rows.asked:
        frame = frame.group_by(*pair).agg(nw.len().alias("weight"))
    else:
        known = choose(nw.col("post_null") == 1, nw.col("events"), 1)
        frame = (
            frame.group_by(*pair, "post", "post_null")
            .agg(nw.len().alias("events"))
            .with_columns(nw.col("events").cast(nw.Int64))
            .with_columns(known.alias("weight"))
            .group_by(*pair)
            .agg(nw.col("weight").sum(), nw.col("events").sum())
        )
    made = {n: choose(nw.col(f"{n}_null") == 0, nw.col(n)) for n in ends}
    return rows._replace(frame=frame).having(**made)


def _refuse(bad: float) -> None:
    if bad > 0:
        raise InvalidCountsError(
            "weight must be known, finite and not negative, but is not in"
            f" {int(bad):,} of the rows",
            argument="weight",
            cases=int(bad),
        )


def dyads(
    frame: IntoFrame,
    *,
    actor: str,
    target: str,
    weight: str | None = None,
    kind: str | None = None,
    kinds: AbstractSet[str] | None = CONVERSATIONAL,
    post: str | None = None,
) -> Dyads:
    """
    Return dyads of a log, grouped where the log is.

    What is collected is a row for each actor and target, however many interactions
    they had.

    Parameters
    ----------
    frame : dataframe
        Of any engine that Narwhals knows; a row an interaction. No id of events is
        looked at: each row counts.
    actor, target : str
        The columns of who acted, and to whom; a null target is a broadcast.
    weight : str, optional
        The column of how much each row counts; 1 by default.
    kind : str, optional
        The column of what was done; without it all rows count.
    kinds : set of str, optional
        The actions that count where there is a *kind*: reply, mention, quote and
        message by default. ``None`` takes all.
    post : str, optional
        The column of posts: one from one account to another counts once.

    Returns
    -------
    Dyads
        The pairs, as of ``Dyads.of_log()``, but without times.

    Raises
    ------
    InvalidArgumentError
        If the frame has no such column, *weight* and *post* are both given, or the
        engine cannot do a step.
    InvalidTypeError
        If *frame* is no dataframe, or ids are neither whole numbers nor text.
    InvalidCountsError
        If a weight is negative, infinite or missing.

    Examples
    --------
    >>> import polars as pl
    >>> log = pl.LazyFrame({"by": ["ada", "bob", "ada"], "to": ["bob", "ada", "bob"]})
    >>> pairs = dyads(log, actor="by", target="to")
    >>> pairs.table().sent, pairs.table().received
    (array([2.]), array([1.]))
    """
    rows = _log(
        frame,
        actor=actor,
        target=target,
        weight=weight,
        kind=kind,
        kinds=kinds,
        post=post,
    )
    with step("pairs", rows):
        collected = _ways(rows).frame.collect()
    if weight is not None:
        _refuse(numbers_of(collected, "bad").sum())
    weights = numbers_of(collected, "weight")
    read = Columns(collected, {"actor": "actor", "target": "target"})
    made = Dyads.of(actor=read.ids("actor"), target=read.ids("target"), weight=weights)
    if post is None:
        return made
    repeats = numbers_of(collected, "events").sum() - weights.sum()
    return attrs.evolve(made, repeats=int(repeats))


@overload
def two_way_index(
    frame: IntoFrame,
    *,
    actor: str,
    target: str,
    by: None = None,
    account: Label | None = ...,
    weight: str | None = ...,
    kind: str | None = ...,
    kinds: AbstractSet[str] | None = ...,
    post: str | None = ...,
) -> TwoWayIndex: ...
@overload
def two_way_index(
    frame: IntoFrame,
    *,
    actor: str,
    target: str,
    by: Literal["account"],
    weight: str | None = ...,
    kind: str | None = ...,
    kinds: AbstractSet[str] | None = ...,
    post: str | None = ...,
) -> Grouped[Pooled[Any], Pooled[Any]]: ...
def two_way_index(
    frame: IntoFrame,
    *,
    actor: str,
    target: str,
    by: Literal["account"] | None = None,
    account: Label | None = None,
    weight: str | None = None,
    kind: str | None = None,
    kinds: AbstractSet[str] | None = CONVERSATIONAL,
    post: str | None = None,
) -> Any:
    """
    Return the two-way interaction index, of the network or of every account.

    Of the network, and of one account, the pairs are collected; of every account, a row
    an account, summed where the log is.

    Parameters
    ----------
    frame : dataframe
        Of any engine that Narwhals knows; a row an interaction.
    actor, target : str
        The columns of who acted, and to whom; a null target is a broadcast.
    by : {"account"}, optional
        One index for each account; that of the network by default.
    account : int or str, optional
        The one account whose index is wanted.
    weight, kind, kinds, post : optional
        As of ``dyads``.

    Returns
    -------
    TwoWayIndex or Grouped
        What ``two_way_index(dyads)`` and ``two_way_index_by_account(dyads)`` return.

    Raises
    ------
    InvalidArgumentError
        As ``dyads`` does, or if the log has no such account.
    InvalidTypeError
        As ``dyads`` does.
    InvalidCountsError
        As ``dyads`` does.

    Examples
    --------
    >>> import polars as pl
    >>> log = pl.LazyFrame({"by": ["ada", "bob", "cyd"], "to": ["bob", "ada", "ada"]})
    >>> index = two_way_index(log, actor="by", target="to", by="account")
    >>> index["ada"].value, index["bob"].value
    (0.6666666666666666, 1.0)
    """
    columns: dict[str, Any] = {"actor": actor, "target": target, "weight": weight}
    columns |= {"kind": kind, "kinds": kinds, "post": post}
    if by is None:
        return _two_way_index(dyads(frame, **columns), account=account)
    if str(by) != "account" or account is not None:
        raise InvalidArgumentError(
            f"by must be 'account', without an account=, but got {by!r}",
            argument="by",
            got=by,
        )
    rows = _log(frame, **columns)
    with step("sums of every account", rows):
        collected = accounts(rows).frame.collect()
    return _grouped(collected)


def accounts(rows: Rows) -> Rows:
    """
    Return a row an account: the sums of its relationships, y = 2 min and x = both.

    Every relationship is seen from both its ends, and residuals are about the account's
    own ratio, as the core has it. What an account does to itself or to nobody is a pair
    of it with itself, which is no unit.
    """
    actor, target, sent = nw.col("actor"), nw.col("target"), nw.col("sent")
    plain = "weight" not in rows.asked and "post" not in rows.asked
    bad = ["bad"] * ("weight" in rows.asked)
    if not plain:
        rows = _ways(rows)
        rows = rows.having(both=nw.col("weight").cast(nw.Float64))
    rows = rows._replace(frame=rows.frame.filter(~actor.is_null()))
    rows = rows.having(target=choose(target.is_null(), actor, target))
    ahead = actor < target
    rows = rows.having(
        low=choose(ahead, actor, target),
        high=choose(ahead, target, actor),
        sent=choose(ahead, 1.0 if plain else nw.col("both"), 0.0),
    )
    both = nw.len().alias("both") if plain else nw.col("both").sum()
    pairs = rows._replace(
        frame=rows.frame.group_by("low", "high").agg(
            sent.sum(), both, *(nw.col(name).sum() for name in bad)
        )
    )
    apart, x, y = nw.col("low") != nw.col("high"), nw.col("x"), nw.col("y")
    known = nw.col("both") > 0
    known = known | (nw.col("bad") > 0) if bad else known
    pairs = pairs._replace(frame=pairs.frame.filter(known))
    pairs = pairs.having(
        units=choose(apart, 1, 0),
        x=choose(apart, nw.col("both").cast(nw.Float64), 0.0),
        back=x - sent,
        least=choose(sent < nw.col("back"), sent, nw.col("back")),
        y=choose(apart, nw.col("least") * 2.0, 0.0),
    )
    columns = ("units", "y", "x", *bad)
    ends = nw.concat(
        [
            pairs.frame.select(nw.col(end).alias("account"), *columns)
            for end in ("low", "high")
        ]
    )
    ratio = rows._replace(frame=ends.group_by("account").agg(y.sum(), x.sum()))
    ratio = ratio.having(x=choose(x > 0, x, 1.0), ratio=y / x)
    ratios, e = ratio.frame.select("account", "ratio"), nw.col("e")
    joined = rows._replace(frame=ends.join(ratios, on="account", how="inner"))
    joined = joined.having(e=y - nw.col("ratio") * x, ee=e * e, ex=e * x, xx=x * x)
    every = (nw.col(name).sum() for name in (*columns, "ee", "ex", "xx"))
    return rows._replace(frame=joined.frame.group_by("account").agg(*every))


def _grouped(collected: nw.DataFrame[Any]) -> Grouped[Pooled[Any], Pooled[Any]]:
    """Return the core's evidence of every account."""
    if "bad" in collected.columns:
        _refuse(numbers_of(collected, "bad").sum() / 2)  # each seen from both ends
    codes, names = labelled([collected["account"].to_list()])
    order = codes.argsort()
    usual = _by_account(Dyads.of(actor=["a"], target=["b"]))
    sums: dict[str, Any] = {
        f"sum_{name}": numbers_of(collected, name)[order]
        for name in ("y", "x", "ee", "ex", "xx")
    }
    none: Any = order * 0
    made = attrs.evolve(
        usual.estimate,
        units=cast("Any", numbers_of(collected, "units")[order].astype(np.int64)),
        left_out=LeftOut(none, none, none, none, none * 0.0, none * 0.0),
        **sums,
    )
    return Grouped(names, made, instead=usual.instead)


class _Talk(NamedTuple):
    """Which kinds are talk, which are interactions, and in what terms."""

    talk: list[str]
    every: list[str]
    metric: str
    terms: Terms


def _talk() -> _Talk:
    """Return what the core's conversation ratio counts, asked of it kind by kind."""
    talk, every, one = list[str](), list[str](), None
    for kind in Action:
        log = Interactions.of(actor=["a"], target=["b"], kind=kind)
        one = _conversation_ratio(log)
        talk += [str(kind)] * int(one.successes)
        every += [str(kind)] * int(one.trials)
    ratio = cast("Any", one)
    return _Talk(talk, every, ratio.metric, ratio.terms)


def conversation_ratio(
    frame: IntoFrame,
    *,
    actions: Mapping[str, str] | None = None,
    kind: str | None = None,
    actor: str | None = None,
    target: str | None = None,
    account: Label | None = None,
    direction: Literal["received", "sent", "both"] = "received",
    weight: str | None = None,
    by: By = None,
    every: str | None = None,
    time: str | None = None,
    tz: str | None = None,
    between: tuple[date, date] | None = None,
) -> Pooled[Any] | Grouped[Any, Any]:
    """
    Return the share of interactions that is talk, summed where the data are.

    Of posts with *actions*, or of a log with *kind*, *actor* and *target*.

    Parameters
    ----------
    frame : dataframe
        Of any engine that Narwhals knows: a row a post, or a row an event.
    actions : mapping of str to str, optional
        Of posts: the columns of counters by ``Action``.
    kind, actor, target : str, optional
        Of a log: the columns of what was done, by whom and to whom.
    account : int or str, optional
        Of a log: the account whose events count; all events by default.
    direction : {"received", "sent", "both"}, optional
        Of a log and an account: what it received (the default), sent, or both.
    weight : str, optional
        Of a log: the column of how much each event counts; 1 by default.
    by, every, time, tz, between : optional
        As of ``pooled``.

    Returns
    -------
    Pooled or Grouped
        Over posts the evidence of ``conversation_ratio(posts).pooled()``; over a log
        the same value as ``conversation_ratio(log)``, with the events as units.

    Raises
    ------
    InvalidArgumentError
        If neither posts nor a log are described, no counter is of talk, or as
        ``pooled`` does.
    InvalidTypeError
        As ``pooled`` does.
    InvalidCountsError
        As ``pooled`` does, or if a kind is unknown.

    Examples
    --------
    >>> import polars as pl
    >>> posts = pl.LazyFrame({"talk": [4, 0], "likes": [12, 0]})
    >>> counters = {"reply": "talk", "like": "likes"}
    >>> conversation_ratio(posts, actions=counters).value
    0.25
    """
    if (actions is None) == (kind is None):
        raise InvalidArgumentError(
            "exactly one of actions, of posts, and kind, of a log, must be given",
            argument="actions",
        )
    grouped = asked_by(by, time)
    if actions is not None:
        rows, usual = _of_posts(frame, actions, grouped)
        terms, metric = usual.terms, usual.metric
    else:
        logged = asked_of(kind=kind, actor=actor, target=target, weight=weight)
        if not {"actor", "target"} <= logged.keys():
            raise InvalidArgumentError(
                "actor and target must be given with kind: what an account does to"
                " itself is set aside",
                argument="actor",
            )
        asked = Rows.of(frame, logged | grouped)
        talk = _talk()
        rows = _of_log(asked, talk, account, direction)
        terms, metric = talk.terms, talk.metric
    made = Kind(Pooled, "share", metric, terms)
    return cast(
        "Pooled[Any] | Grouped[Any, Any]", gathered(rows, every, tz, between, made)
    )


def _of_posts(
    frame: object, actions: Mapping[str, str], grouped: Mapping[str, Asked]
) -> tuple[Rows, Any]:
    """Return posts with talk as y and interactions as x, as the core counts them."""
    actions = mapped("actions", actions)
    size = len(actions)
    ones = {n: [float(i == j) for j in range(size)] for i, n in enumerate(actions)}
    made = _conversation_ratio(Posts.of(actions=ones))
    asked = {f"action_{n}": Asked(f"actions[{n!r}]", c) for n, c in actions.items()}
    sides: list[dict[str, float]] = [
        {n: w for n, w in zip(asked, side.tolist(), strict=True) if w}
        for side in (made.successes, made.trials)
    ]
    needed = {name: asked[name] for name in sides[1]}
    rows = Rows.of(frame, needed | dict(grouped))
    kept = rows.having(**{f"copy_{n}": nw.col(n) for n in sides[0]})
    types = dict(rows.types) | {f"copy_{n}": rows.types[n] for n in sides[0]}
    kept = kept._replace(types=types)
    rows = total(total(kept, "x", sides[1]), "y", {f"copy_{n}": 1 for n in sides[0]})
    least = (nw.col("x") < 0) & (nw.col("x") < nw.col("y"))
    least &= nw.col("y_unknown") == 0
    return rows.having(y=choose(least, nw.col("x"), nw.col("y"))), made


def _of_log(rows: Rows, talk: _Talk, account: Label | None, direction: str) -> Rows:
    """Return the events between two accounts, y where one is talk, x its weight."""
    rows = ids_of(rows, "actor", "target")
    kinds_of(rows)
    rows = key(rows, "kind")
    actor, target = nw.col("actor"), nw.col("target")
    rows = rows.having(
        alone=choose(actor.is_null(), 1, 0) + choose(target.is_null(), 1, 0),
        wanted=choose((actor < target) | (actor > target), 1, 0),
    )
    rows = rows.having(wanted=choose(nw.col("alone") == 1, 1, nw.col("wanted")))
    if account is not None:
        accounts_of(rows, "account", [account])
        if str(direction) not in ("received", "sent", "both"):
            raise InvalidArgumentError(
                "direction must be 'received', 'sent' or 'both', but got"
                f" {direction!r}",
                argument="direction",
                got=direction,
            )
        sides = {"received": ["target"], "sent": ["actor"]}
        named = sides.get(direction, ["actor", "target"])
        ours = [choose(nw.col(name) == account, 1, 0) for name in named]
        rows = rows.having(ours=sum(ours[1:], ours[0]))
        rows = rows.having(
            wanted=choose(nw.col("ours") > 0, nw.col("wanted"), 0),
        )
    what, counts = nw.col("kind"), nw.col("x")
    if "weight" in rows.asked:
        rows = total(rows, "x", {"weight": 1})
    else:
        rows = total(rows, "x", {}, constant=1.0)
    known = what.is_in(talk.every)
    rows = rows.having(counted=choose(known, nw.col("wanted"), 0))
    rows = rows._replace(frame=rows.frame.filter(nw.col("counted") == 1))
    rows = rows.having(y=choose(what.is_in(talk.talk), counts, 0.0))
    return rows.having(y_unknown=nw.col("x_unknown"), y_large=nw.lit(0))
