"""The conversation ratio, of counters of posts and of the events of a log."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal, cast

import narwhals.stable.v2 as nw
import numpy as np
from narwhals.stable.v2.typing import IntoFrame

from engagement_metrics import (
    CONVERSATIONAL,
    Grouped,
    Interactions,
    Pooled,
    Posts,
    Proportion,
    conversation_ratio as _conversation_ratio,
)
from engagement_metrics.adapters.frames._columns import Columns
from engagement_metrics.adapters.frames._engines import (
    Rows,
    alias,
    choose,
    key,
    numbers,
    total,
)
from engagement_metrics.adapters.frames._evidence import gathered
from engagement_metrics.adapters.frames._groups import By, Groups
from engagement_metrics.adapters.frames._pairs import (
    accounts_of,
    asked_of,
    ids_of,
    kinds_of,
)
from engagement_metrics.adapters.frames._ratios import Ratio, asked, chosen
from engagement_metrics.adapters.frames._tables import counters, log_of, posts_of
from engagement_metrics.conversation import INTERACTIVE
from engagement_metrics.errors import InvalidArgumentError

__all__ = ["conversation_ratio"]

SIDES = {"received": ["target"], "sent": ["actor"], "both": ["actor", "target"]}


def conversation_ratio(
    frame: IntoFrame,
    *,
    actions: Mapping[str, str] | None = None,
    kind: str | None = None,
    actor: str | None = None,
    target: str | None = None,
    account: int | str | None = None,
    direction: Literal["received", "sent", "both"] = "received",
    weight: str | None = None,
    by: By = None,
    every: str | None = None,
    time: str | None = None,
    tz: str | None = None,
    between: tuple[date, date] | None = None,
) -> Pooled[Any] | Grouped[Any, Any]:
    """
    Return the share of interactions that is talk.

    Of posts, with *actions*; or of a log, with *kind*, *actor* and *target*.

    Parameters
    ----------
    frame : dataframe
        Of any engine that Narwhals knows: a row is a post, or an event.
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
        As in ``pooled``.

    Returns
    -------
    Pooled or Grouped
        Of posts the evidence of ``conversation_ratio(posts).pooled()``; of a log the
        value of ``conversation_ratio(log)``, with the events as units.

    Raises
    ------
    InvalidArgumentError
        If neither posts nor a log are described, no counter is of talk, a kind is
        unknown, the log has no such account, or as in ``pooled``.
    InvalidTypeError
        As in ``pooled``.
    InvalidCountsError
        As in ``pooled``.

    Notes
    -----
    In a cluster or a warehouse events of an unknown kind are no interactions, and an
    account that is not in the log has none.

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
    if actions is not None:
        ratio = _of_posts(actions)
    else:
        columns = asked_of(kind=kind, actor=actor, target=target, weight=weight)
        ratio = _of_log(columns, account, direction)
    groups = Groups.of(by, every, time, tz, between)
    return cast("Pooled[Any] | Grouped[Any, Any]", asked(frame, ratio, groups))


def _of_posts(actions: Mapping[str, str]) -> Ratio:
    """Return the ratio of counters, of those that the core counts."""
    given = counters(actions)
    nothing = _conversation_ratio(Posts.of(actions={str(n): [] for n in actions}))
    kinds = sorted(str(name) for name in actions if name in INTERACTIVE)
    talk = [kind for kind in kinds if kind in CONVERSATIONAL]
    if not talk:
        words = ", ".join(repr(str(kind)) for kind in sorted(CONVERSATIONAL))
        raise InvalidArgumentError(
            f"actions must name a counter of talk, one of {words}, but got"
            f" {[*actions]!r}",
            argument="actions",
            got=actions,
        )

    def of(read: Columns, by: Sequence[Any]) -> Any:
        return gathered(_conversation_ratio(posts_of(read, kinds, ())), by)

    def plan(rows: Rows) -> Rows:
        every = {alias(f"actions[{kind!r}]"): 1.0 for kind in kinds}
        said = {alias(f"actions[{kind!r}]"): 1.0 for kind in talk}
        rows = total(total(numbers(rows, *every), "x", every), "y", said)
        y, x = nw.col("y"), nw.col("x")
        below = (x < 0) & (x < y) & (nw.col("y_bad") == 0)
        return rows.having(y=choose(below, x, y))

    columns = {f"actions[{kind!r}]": given[f"actions[{kind!r}]"] for kind in kinds}
    return Ratio(asked_of(**columns), of, plan, nothing)


def _of_log(
    columns: Mapping[str, str], account: int | str | None, direction: str
) -> Ratio:
    """Return the ratio of events between two accounts."""
    if not {"actor", "target"} <= columns.keys():
        raise InvalidArgumentError(
            "actor and target must be given with kind: what an account does to"
            " itself is set aside",
            argument="actor",
        )
    if str(direction) not in SIDES:
        raise InvalidArgumentError(
            f"direction must be 'received', 'sent' or 'both', but got {direction!r}",
            argument="direction",
            got=direction,
        )
    usual = _conversation_ratio(Interactions.of(actor=[], target=[], kind=[]))
    door = functools.partial(Proportion, metric=usual.metric, terms=usual.terms)

    def of(read: Columns, by: Sequence[Any]) -> Any:
        log = log_of(read)
        _conversation_ratio(log, account=account)  # refuses what it does not know
        actor, target = log.accounts()
        counted = log.of_kinds(INTERACTIVE) & (actor.codes != target.codes)
        if account is not None:
            ends, code = {"actor": actor, "target": target}, actor.code(account)
            ours = [ends[side].codes == code for side in SIDES[str(direction)]]
            counted &= np.any(ours, axis=0)
        rows = np.flatnonzero(counted)
        weight = np.ones(rows.size) if log.weight is None else log.weight[rows]
        talk = weight * log.of_kinds(CONVERSATIONAL)[rows]
        return gathered(door(talk, weight), [chosen(column, rows) for column in by])

    def plan(rows: Rows) -> Rows:
        return _events(rows, account, SIDES[str(direction)])

    return Ratio(columns, of, plan, door([], []), adds=False)


def _events(rows: Rows, account: int | str | None, sides: Sequence[str]) -> Rows:
    """Return the events that count, *x* their weight and *y* that of talk."""
    rows = ids_of(rows, "actor", "target")
    kinds_of(rows)
    rows = key(rows, "kind")
    actor, target, what = nw.col("actor"), nw.col("target"), nw.col("kind")
    alone = choose(actor.is_null(), 1, 0) + choose(target.is_null(), 1, 0)
    apart = choose((actor < target) | (actor > target), 1, 0)
    rows = rows.having(alone=alone, wanted=apart)
    rows = rows.having(wanted=choose(nw.col("alone") == 1, 1, nw.col("wanted")))
    if account is not None:
        accounts_of(rows, "account", [account])
        ours = [choose(nw.col(side) == account, 1, 0) for side in sides]
        rows = rows.having(ours=sum(ours[1:], ours[0]))
        rows = rows.having(wanted=choose(nw.col("ours") > 0, nw.col("wanted"), 0))
    every, talk = (sorted(map(str, k)) for k in (INTERACTIVE, CONVERSATIONAL))
    rows = rows.having(wanted=choose(what.is_in(every), nw.col("wanted"), 0))
    weights = dict.fromkeys({"weight"} & rows.types.keys(), 1.0)
    rows = numbers(rows.where(nw.col("wanted") == 1), *weights)
    rows = total(rows, "x", weights)
    rows = rows.having(y=choose(what.is_in(talk), nw.col("x"), 0.0))
    return rows.having(y_bad=nw.col("x_bad") * 0)
