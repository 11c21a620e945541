"""Who addressed whom: dyads and the two-way index of a log."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Any, Literal, overload

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrame

import engagement_metrics as em
from engagement_metrics.adapters.frames import (
    _batches,
    _columns,
    _engines,
    _frame,
    _tables,
)
from engagement_metrics.adapters.frames._columns import Columns
from engagement_metrics.adapters.frames._engines import Rows, choose
from engagement_metrics.errors import InvalidArgumentError, InvalidCountsError

__all__ = ["asked_of", "dyads", "two_way_index"]

Label = int | str
WAY_OUT = "Keep one row of each there, or collect the log with frames.interactions()"


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
    kinds: AbstractSet[str] | None = em.CONVERSATIONAL,
    post: str | None = None,
    id: str | None = None,
) -> em.Dyads:
    """
    Return the dyads of a log: interactions sent each way, per pair of accounts.

    In this process the columns are fetched, in batches of ten million rows unless
    *post* or *id* is given; a cluster or a warehouse is asked for one row per actor and
    target.

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
        The column of the events' ids: one that repeats counts once. Neither *post* nor
        *id* can be given for a cluster or a warehouse.

    Returns
    -------
    Dyads
        The pairs, as of ``Dyads.of_log()``, but without times.

    Raises
    ------
    InvalidArgumentError
        If the frame has no such column, *weight* and *post* are both given, or the
        engine lacks a _engines.step.
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
    columns = asked_of(actor=actor, target=target, weight=weight, kind=kind)
    columns |= asked_of(post=post, id=id)
    known, wanted = _frame.opened(frame, columns), None if kind is None else kinds

    def answer(read: Columns) -> em.Dyads:
        if columns.keys() & {"kind", "post", "id"}:
            return em.Dyads.of_log(_tables.log_of(read), kinds=wanted)
        first, second = read.together("actor", "target")
        return em.Dyads.of(actor=first, target=second, weight=read.numbers("weight"))

    adds = post is None and id is None
    if not _frame.here(known, "post= and id=", "" if adds else WAY_OUT):
        return _elsewhere(Rows.of(known, columns), wanted)
    if adds:
        made: em.Dyads = _batches.asked_in_batches(
            known, columns, answer, _batches.PAIRS
        )
        return made
    return answer(Columns.fetched(known, columns))


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
) -> em.two_way.TwoWayIndex: ...
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
) -> em.Grouped[em.Pooled[Any], em.Pooled[Any]]: ...
def two_way_index(
    frame: IntoFrame,
    *,
    actor: str,
    target: str,
    by: Literal["account"] | None = None,
    account: Label | None = None,
    weight: str | None = None,
    kind: str | None = None,
    kinds: AbstractSet[str] | None = em.CONVERSATIONAL,
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
        raise _frame.refused("by", "be 'account', without an account=", by)
    columns: dict[str, Any] = {"actor": actor, "target": target, "weight": weight}
    columns |= {"kind": kind, "kinds": kinds, "post": post, "id": id}
    made = dyads(frame, **columns)
    if by is None:
        return em.two_way_index(made, account=account)
    return em.two_way_index(made, by="account")


def _elsewhere(rows: Rows, kinds: AbstractSet[str] | None) -> em.Dyads:
    """
    Return the dyads of rows in an engine, a row for each actor and target of it.

    Nulls are told by a column beside: Dask confuses those of several keys with values.
    """
    ends, kind, weight = ("actor", "target"), nw.col("kind"), nw.col("weight")
    rows = _engines.key(rows, *ends, *({"kind"} & rows.types.keys()))
    if kinds is not None:
        if not _columns.is_text(rows.types["kind"]):
            raise rows.wrong("kind", "be text", "Name each kind by an Action")
        one = em.Interactions.of(actor=["a"], target=["b"], kind="like")
        one.of_kinds(kinds)  # refuses what is no action
        broadcast = nw.col("kind_null") + nw.col("target_null") == 2
        rows = rows.where(kind.is_in([*map(str, kinds)]) | broadcast)
    if "weight" in rows.types:
        rows = _engines.numbers(rows, "weight")
        bad = (weight < 0) | (nw.col("weight_bad") > 0)
        rows = rows.having(bad=choose(bad, 1, 0))
    else:
        rows = rows.having(weight=nw.lit(1), bad=nw.lit(0))
    pair = [part for name in ends for part in (name, f"{name}_null")]
    summed = rows.frame.group_by(*pair).agg(weight.sum(), nw.col("bad").sum())
    known = {n: choose(nw.col(f"{n}_null") == 0, nw.col(n)) for n in ends}
    collected = rows._replace(frame=summed).having(**known).frame.collect()
    sums = _engines.floats_of(collected, "weight", "bad")
    if wrong := int(sums["bad"].sum()):
        rule, shown = "be known, finite and not negative", f"{wrong:,} that are not"
        raise _frame.refused("weight", rule, wrong, "", InvalidCountsError, shown)
    actor, target = Columns(collected, dict(zip(ends, ends, strict=True))).together(
        *ends
    )
    return em.Dyads.of(actor=actor, target=target, weight=sums["weight"])
