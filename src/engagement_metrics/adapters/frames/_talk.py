"""The conversation ratio, of counters of posts and of the events of a log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

import numpy as np
from narwhals.stable.v2.typing import IntoFrame

import engagement_metrics as em
from engagement_metrics.adapters.frames import _frame, _pairs, _tables
from engagement_metrics.adapters.frames._asked import Pools, Ratio, asked, of_columns
from engagement_metrics.adapters.frames._columns import Columns
from engagement_metrics.adapters.frames._groups import By, Groups
from engagement_metrics.conversation import INTERACTIVE
from engagement_metrics.errors import InvalidArgumentError

__all__ = ["conversation_ratio"]


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
) -> Pools:
    """
    Return the share of interactions that is talk.

    Of posts, with *actions*; or of a log of this process, with *kind*, *actor* and
    *target*.

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
        evidence of ``conversation_ratio(log)``, with persons as units.

    Raises
    ------
    InvalidArgumentError
        If neither posts nor a log are described, no counter is of talk, a kind is
        unknown, the log has no such account or is not of an engine of this process,
        or as in ``pooled``.
    InvalidTypeError
        As in ``pooled``.
    InvalidCountsError
        As in ``pooled``.

    Examples
    --------
    >>> import polars as pl
    >>> posts = pl.LazyFrame({"talk": [4, 0], "likes": [12, 0]})
    >>> counters = {"reply": "talk", "like": "likes"}
    >>> conversation_ratio(posts, actions=counters).value
    0.25
    """
    if (actions is None) == (kind is None):
        message = "exactly one of actions, of posts, and kind, of a log, must be given"
        raise InvalidArgumentError(message, argument="actions")
    if actions is not None:
        ratio = _of_posts(_frame.mapped("actions", actions))
    else:
        columns = _pairs.asked_of(kind=kind, actor=actor, target=target, weight=weight)
        ratio = _of_log(columns, account, direction)
    return asked(frame, ratio, Groups.of(by, every, time, tz, between))


def _of_posts(actions: Mapping[str, str]) -> Ratio:
    """Return the ratio of counters, of those that the core counts."""
    nothing = em.conversation_ratio(em.Posts.of(actions={name: [] for name in actions}))
    kinds = sorted(name for name in actions if name in INTERACTIVE)
    every = {f"actions[{kind!r}]": 1.0 for kind in kinds}
    talk = {f"actions[{kind!r}]": 1.0 for kind in kinds if kind in em.CONVERSATIONAL}
    if not talk:
        words = ", ".join(repr(str(kind)) for kind in sorted(em.CONVERSATIONAL))
        raise _frame.refused("actions", f"name a counter of talk, {words}", [*actions])

    def of(read: Columns) -> Any:
        return em.conversation_ratio(_tables.posts_of(read, kinds, ()))

    columns = {f"actions[{kind!r}]": actions[kind] for kind in kinds}
    return Ratio(columns, of, nothing, talk, every)


def _of_log(columns: Mapping[str, str], account: Any, direction: Any) -> Ratio:
    """Return the ratio of events between two accounts, each a unit."""
    if not {"actor", "target"} <= columns.keys():
        message = "actor and target must be given with kind: what an account does to"
        raise InvalidArgumentError(f"{message} itself is set aside", argument="actor")
    empty = em.Interactions.of(actor=[], target=[], kind=[])
    metric = em.conversation_ratio(empty, direction=direction).metric
    nothing = em.Proportion([], [], metric=metric)

    def of(read: Columns) -> Any:
        log = _tables.log_of(read)
        em.conversation_ratio(log, account=account)  # refuses one who is not there
        counted = _counted(log, account, direction)
        weight = counted * (1.0 if log.weight is None else log.weight)
        talk = weight * log.of_kinds(em.CONVERSATIONAL)
        return of_columns(nothing, talk, weight, counted.astype(np.int64))

    def person(read: Columns) -> Any:
        log = _tables.log_of(read)
        actor, target = log.accounts()
        other = actor.codes
        if account is not None:
            other = np.where(other == actor.code(account), target.codes, other)
        alone = actor.size + np.arange(other.size)  # an event of nobody known
        return np.where(other < 0, alone, other)

    return Ratio(columns, of, nothing, unit=person)


def _counted(log: em.Interactions, account: Any, direction: str) -> Any:
    """Return which events are counted."""
    actor, target = log.accounts()
    counted = log.of_kinds(INTERACTIVE) & (actor.codes != target.codes)
    if account is None:
        return counted
    sent, received = (ids.codes == actor.code(account) for ids in (actor, target))
    ways = {"sent": sent, "received": received}
    return counted & ways.get(direction, sent | received)
