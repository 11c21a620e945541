"""Who addressed whom: dyads and the two-way index of a log."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set as AbstractSet
from typing import Any, Literal, overload

import attrs
import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrame

from engagement_metrics import (
    Action,
    CONVERSATIONAL,
    Dyads,
    Grouped,
    Interactions,
    Pooled,
    two_way_index as _two_way_index,
)
from engagement_metrics.adapters.frames._batches import asked_in_batches, whole
from engagement_metrics.adapters.frames._columns import (
    AS_TEXT,
    Columns,
    ids_of_one_kind,
    is_text,
)
from engagement_metrics.adapters.frames._engines import (
    Rows,
    choose,
    column_of,
    key,
    numbers,
    step,
)
from engagement_metrics.adapters.frames._frame import here, only_here, opened
from engagement_metrics.adapters.frames._tables import log_of
from engagement_metrics.errors import InvalidArgumentError, InvalidCountsError
from engagement_metrics.two_way import (
    TwoWayIndex,
    two_way_index_by_account as _by_account,
)

__all__ = ["accounts_of", "asked_of", "dyads", "ids_of", "kinds_of", "two_way_index"]

Label = int | str


def asked_of(**columns: str | None) -> dict[str, str]:
    """Return the columns of those arguments that have one."""
    return {name: column for name, column in columns.items() if column is not None}


def dyads(
    frame: IntoFrame,
    *,
    actor: str,
    target: str,
    weight: str | None = None,
    kind: str | None = None,
    kinds: AbstractSet[str] | None = CONVERSATIONAL,
    post: str | None = None,
    id: str | None = None,
) -> Dyads:
    """
    Return the dyads of a log: interactions sent each way, per pair of accounts.

    Here the columns are fetched, in batches of two million rows unless *post* or *id*
    is given; a cluster or a warehouse is asked for one row per actor and target.

    Parameters
    ----------
    frame : dataframe
        Of any engine that Narwhals knows; a row is an interaction.
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
    id : str, optional
        The column of the events' ids: one that repeats counts once. Not on a cluster or
        in a warehouse; without it each row counts.

    Returns
    -------
    Dyads
        The pairs, as of ``Dyads.of_log()``, but without times.

    Raises
    ------
    InvalidArgumentError
        If the frame has no such column, *weight* and *post* are both given, or the
        engine lacks a step.
    InvalidTypeError
        If *frame* is not a dataframe, or ids are neither whole numbers nor text.
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
    if post is not None and weight is not None:
        raise InvalidArgumentError(
            "weight must not be given together with post: of one post from one account"
            " to another the first row counts, and engines have no first row. Give"
            " frames.interactions() and Dyads.of_log()",
            argument="weight",
        )
    named = {"actor": actor, "target": target, "weight": weight, "kind": kind}
    columns = asked_of(**named, post=post, id=id)
    known, chosen = opened(frame, columns), None if kind is None else kinds

    def answer(read: Columns) -> Dyads:
        if {"kind", "post", "id"}.isdisjoint(columns):
            pair = dict(zip(named, read.together("actor", "target"), strict=False))
            return Dyads.of(**pair, weight=read.numbers("weight"))
        return Dyads.of_log(log_of(read), kinds=chosen)

    if here(known) and post is None and id is None:
        return asked_in_batches(known, columns, answer)
    if here(known):
        return answer(whole(known, columns))
    if id is not None:
        way_out = "Drop the rows of repeated ids there, or collect the log:"
        only_here(known, "id=", f"{way_out} frames.interactions() and Dyads.of_log()")
    return _grouped(_log(Rows.of(known, columns), chosen))


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
    id: str | None = ...,
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
    id: str | None = ...,
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
    id: str | None = None,
) -> Any:
    """
    Return the two-way interaction index, of the network or of every account.

    The core's own, of ``dyads(frame, ...)``: from a cluster or a warehouse one row per
    pair is collected, also for the index of every account.

    Parameters
    ----------
    frame : dataframe
        Of any engine that Narwhals knows; a row is an interaction.
    actor, target : str
        The columns of who acted, and to whom; a null target is a broadcast.
    by : {"account"}, optional
        One index for each account; that of the network by default.
    account : int or str, optional
        The one account whose index is wanted.
    weight, kind, kinds, post, id : optional
        As in ``dyads``.

    Returns
    -------
    TwoWayIndex or Grouped
        What ``two_way_index(dyads)`` returns.

    Raises
    ------
    InvalidArgumentError
        As in ``dyads``, or if the log has no such account.
    InvalidTypeError
        As in ``dyads``.
    InvalidCountsError
        As in ``dyads``.

    Examples
    --------
    >>> import polars as pl
    >>> log = pl.LazyFrame({"by": ["ada", "bob", "cyd"], "to": ["bob", "ada", "ada"]})
    >>> index = two_way_index(log, actor="by", target="to", by="account")
    >>> index["ada"].value, index["bob"].value
    (0.6666666666666666, 1.0)
    """
    if by is not None and (str(by) != "account" or account is not None):
        raise InvalidArgumentError(
            f"by must be 'account', without an account=, but got {by!r}",
            argument="by",
            got=by,
        )
    columns: dict[str, Any] = {"actor": actor, "target": target, "weight": weight}
    columns |= {"kind": kind, "kinds": kinds, "post": post, "id": id}
    made = dyads(frame, **columns)
    return _by_account(made) if by else _two_way_index(made, account=account)


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
    ids_of_one_kind({n: (rows.asked[n][1], rows.types[n]) for n in names})
    return rows


def kinds_of(rows: Rows) -> None:
    """Refuse kinds that are no text."""
    if "kind" in rows.types and not is_text(rows.types["kind"]):
        raise rows.refused("kind", "be text", "Name each kind by an Action")


def accounts_of(rows: Rows, argument: str, labels: Collection[object]) -> None:
    """Refuse labels that no actor of these rows can have."""
    text = is_text(rows.types["actor"])
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


def _log(rows: Rows, kinds: AbstractSet[str] | None) -> Rows:
    """Return the rows of the kinds, each with its *weight*."""
    rows = ids_of(rows, "actor", "target")
    kinds_of(rows)
    if kinds is not None:
        Interactions.of(actor=["a"], target=["b"], kind="like").of_kinds(kinds)
        words = sorted(map(str, map(Action, kinds)))
        what, whom = nw.col("kind"), nw.col("target")
        wanted = choose(what.is_in(words) | (what.is_null() & whom.is_null()), 1, 0)
        rows = rows.having(wanted=wanted).where(nw.col("wanted") == 1)
    if "weight" not in rows.types:
        return rows
    rows = numbers(rows, "weight")
    bad = (nw.col("weight") < 0) | (nw.col("weight_bad") > 0)
    return rows.having(bad=choose(bad, 1, 0))


def _grouped(rows: Rows) -> Dyads:
    """Return the dyads of rows in an engine, a row for each actor and target of it."""
    with step("pairs", rows):
        collected = _ways(rows).frame.collect()
    weights = column_of(collected, "weight")
    if "weight" in rows.types and (bad := int(column_of(collected, "bad").sum())):
        raise InvalidCountsError(
            "weight must be known, finite and not negative, but is not in"
            f" {bad:,} of the rows",
            argument="weight",
            cases=bad,
        )
    names: Mapping[str, str] = {"actor": "actor", "target": "target"}
    actor, target = Columns(collected, names).together(*names)
    made = Dyads.of(actor=actor, target=target, weight=weights)
    if "post" not in rows.types:
        return made
    repeats = column_of(collected, "events").sum() - weights.sum()
    return attrs.evolve(made, repeats=int(repeats))


def _ways(rows: Rows) -> Rows:
    """
    Return a row for each actor and target: how often, and how many repeats.

    Nulls are told by a column beside: Dask confuses those of several keys with values.
    """
    ends = ("actor", "target")
    pair = [part for name in ends for part in (name, f"{name}_null")]
    for name in (*ends, "post"):
        rows = key(rows, name) if name in rows.types else rows
    frame = rows.frame
    if "weight" in rows.types:
        frame = frame.group_by(*pair).agg(nw.col("weight").sum(), nw.col("bad").sum())
    elif "post" not in rows.types:
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
