"""Interactions: an event log with actor, target, kind, time and post."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any, final

import attrs
import numpy as np

from engagement_metrics._door import _checks, _columns, _times
from engagement_metrics._door._frozen import read_only
from engagement_metrics._door._ids import Ids, shared_codes
from engagement_metrics._typing import (
    BoolArray,
    FloatArray,
    Label,
    TimeArray,
    ToArray,
    ToColumn,
)
from engagement_metrics.errors import InvalidArgumentError
from engagement_metrics.tables import _table as _tables
from engagement_metrics.words import Action


@final
@attrs.frozen(kw_only=True)
class Interaction:
    """
    One row of ``Interactions``: an event.

    Attributes
    ----------
    actor, target : int, str or None
        Actor and target; a target of ``None`` is a broadcast.
    kind : str or None
        Kind of action, an ``Action``.
    at : datetime or None
        Time, UTC.
    post, in_reply_to, id : int, str or None
        The post made or acted on, the post it replies to, and the id of the event.
    weight : float or None
        Weight of the event.

    Examples
    --------
    >>> log = Interactions.of(actor=["ada"], target=["bob"], kind="reply")
    >>> log[0].actor, log[0].target, log[0].kind
    ('ada', 'bob', 'reply')
    """

    actor: Label
    target: Label
    kind: Label
    at: datetime | None
    post: Label
    in_reply_to: Label
    weight: float | None
    id: Label


@final
@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Interactions(_tables.Table[Interaction]):
    """
    An event log: actor, target, kind, time and post, one row per event.

    Build it with ``Interactions.of(...)``; ``+`` appends rows.

    Attributes
    ----------
    actor, target : Ids
        Actor and target. A missing target is a broadcast; a missing actor is unknown.
        Shape ``(events,)``.
    kind : Ids or None
        Kind of action, an ``Action``.
    at : ndarray of datetime64 or None
        Time, UTC.
    post, in_reply_to : Ids or None
        The post made or acted on, and the post it replies to.
    weight : ndarray of float or None
        Weight of each event.
    id : Ids or None
        Event ids.
    repeats : int
        Exact duplicates of an event, by id: dropped.
    revised : int
        Earlier versions of an event, by id: replaced by the last one.

    Examples
    --------
    >>> log = Interactions.of(
    ...     actor=["ada", "bob", "ada"], target=["bob", "ada", None], kind="reply"
    ... )
    >>> len(log), log.target.values()
    (3, ['bob', 'ada', None])
    """

    actor: Ids
    target: Ids
    kind: Ids | None = None
    at: TimeArray | None = None
    post: Ids | None = None
    in_reply_to: Ids | None = None
    weight: FloatArray | None = None
    id: Ids | None = None
    repeats: int = 0
    revised: int = 0

    @classmethod
    def _row_class(cls) -> type[Interaction]:
        return Interaction

    def _noun(self) -> str:
        return "events"

    @classmethod
    def of(
        cls,
        *,
        actor: ToColumn,
        target: ToColumn,
        kind: ToColumn | str | None = None,
        at: ToColumn | None = None,
        post: ToColumn | None = None,
        in_reply_to: ToColumn | None = None,
        weight: ToArray | None = None,
        id: ToColumn | None = None,
        tz: str | None = None,
    ) -> Interactions:
        """
        Build a log from columns.

        Parameters
        ----------
        actor, target : array_like of int or str
            Actor and target; a missing target is a broadcast. Shape ``(events,)``.
        kind : array_like of str, or str, optional
            Kind of each event, an ``Action``, or the one kind of all events.
        at : array_like of datetime64 or datetime, optional
            Time of each event.
        post : array_like of int or str, optional
            The post that the event made or acted on.
        in_reply_to : array_like of int or str, optional
            The post that it replies to.
        weight : array_like of float, optional
            Weight of each event; 1 by default.
        id : array_like of int or str, optional
            Event ids. Exact duplicates are dropped; of different rows with one id, the
            last is kept.
        tz : str, optional
            Time zone of naive datetimes, which are rejected without it.

        Returns
        -------
        Interactions
            The log.

        Raises
        ------
        InvalidArgumentError
            If columns differ in length, a kind is unknown, or a datetime is naive.
        InvalidTypeError
            If ids are floats, masks or of mixed kinds, or a column holds values of the
            wrong kind.
        InvalidCountsError
            If a weight is negative, missing, infinite or above 2**53.
        """
        columns: dict[str, Any] = {
            "actor": Ids.of(actor, argument="actor"),
            "target": Ids.of(target, argument="target"),
        }
        for name, ids in {"post": post, "in_reply_to": in_reply_to, "id": id}.items():
            if ids is not None:
                columns[name] = Ids.of(ids, argument=name)
        if at is not None:
            columns["at"] = _times.times("at", at, tz=tz)
        if weight is not None:
            columns["weight"] = _columns.weights(weight)
        if isinstance(kind, str):
            word = np.array([_checks.one_of("kind", kind, Action)])
            codes = read_only(np.zeros(len(columns["actor"]), np.int64))
            columns["kind"] = Ids(codes, read_only(word))
        elif kind is not None:
            columns["kind"] = Ids.of(kind, argument="kind")
            for word in columns["kind"].names().tolist():
                _checks.one_of("kind", word, Action)
        _checks.same_lengths(**columns)
        return cls(**columns)._once()

    def _once(self) -> Interactions:
        """Return one row per event id, and count duplicates and revisions."""
        if self.id is None:
            return self
        replaced, keeper = _tables.superseded(self.id, None)
        if not replaced.any():
            return self
        rows, kept = np.flatnonzero(replaced), keeper[replaced]
        exact = np.ones(rows.size, np.bool_)
        for column in self._data().values():
            values = column.codes if isinstance(column, Ids) else column
            first, second = values[rows], values[kept]
            exact &= (first == second) | ((first != first) & (second != second))  # noqa: PLR0124
        repeats = int(exact.sum())
        return attrs.evolve(
            self[~replaced],
            repeats=self.repeats + repeats,
            revised=self.revised + rows.size - repeats,
        )

    def of_kinds(self, kinds: AbstractSet[str] | None) -> BoolArray:
        """
        Return a mask of the events of the given kinds.

        Parameters
        ----------
        kinds : set of str or None
            Names of actions; ``None`` selects all.

        Returns
        -------
        ndarray of bool
            Shape ``(events,)``.

        Raises
        ------
        InvalidArgumentError
            If *kinds* are given and the log has no column of kinds.
        """
        if kinds is None:
            return np.ones(len(self), np.bool_)
        if self.kind is None:
            if not len(self):
                return np.zeros(0, np.bool_)
            raise _checks.refusal(
                InvalidArgumentError,
                "log",
                "have the kind of each event",
                None,
                advice="Give kind= to Interactions.of(), or kinds=None to take"
                " them all",
            )
        words = sorted(_checks.listed("kinds", "be names of actions", kinds), key=str)
        wanted = [_checks.one_of("kinds", kind, Action) for kind in words]
        among = np.append(np.isin(self.kind.names(), wanted), False)
        return among[self.kind.codes]

    def accounts(self) -> tuple[Ids, Ids]:
        """
        Return actors and targets encoded with one common vocabulary.

        Returns
        -------
        tuple of Ids
            Actors and targets.
        """
        actor, target = shared_codes(self.actor, self.target)
        return actor, target

    def __add__(self, other: Interactions) -> Interactions:
        """Append the rows of another log."""
        if not isinstance(other, Interactions):
            return NotImplemented
        both = self._appended(other)
        if (self.weight is None) != (other.weight is None):
            filled = np.nan_to_num(both["weight"], nan=1.0)
            both["weight"] = read_only(filled)
        return Interactions(**both)._once()
