"""Views of dyads: the relationships of an account, or of a network."""

from __future__ import annotations

import functools
from collections.abc import Set as AbstractSet
from datetime import timedelta
from typing import NamedTuple, final

import attrs
import numpy as np

from engagement_metrics._door import _checks
from engagement_metrics._door._frozen import frozen
from engagement_metrics._door._periods import by_period
from engagement_metrics._kernels import dyads as kernel, sorting, sums
from engagement_metrics._kernels.periods import Every
from engagement_metrics._typing import BoolArray, FloatArray, IntArray, Label
from engagement_metrics.errors import InvalidArgumentError
from engagement_metrics.tables._dyads import Dyads, counted_rows, rows_of
from engagement_metrics.tables._interactions import Interactions


@final
class Windows(NamedTuple):
    """
    Directed counts per window, one row per relationship and window.

    Attributes
    ----------
    place : ndarray of int
        Row of the relationship in ``Dyads.table()``.
    sent, received : ndarray of float
        Interactions from its first account to its second, and the reverse.
    """

    place: IntArray
    sent: FloatArray
    received: FloatArray


@attrs.frozen(eq=False)
class OfDyads:
    """The base class of views: rows of the table of relationships."""

    dyads: Dyads
    windows: Windows | None

    def mine(self) -> BoolArray:
        """Return a mask of the relationships in the view."""
        return np.ones(len(self.dyads), np.bool_)

    @functools.cached_property
    def rows(self) -> tuple[FloatArray, FloatArray]:
        """Twice the matched interactions and all interactions, per relationship."""
        table, mine = self.dyads.table(), self.mine()
        least = np.minimum(table.sent, table.received)
        if self.windows is not None:
            place, sent, received = self.windows
            each = np.minimum(sent, received)
            least = np.bincount(place, each, least.size).astype(np.float64)
        return 2 * least[mine], (table.sent + table.received)[mine]

    @property
    def volumes(self) -> FloatArray:
        """Interactions of each relationship (in each window)."""
        if self.windows is None:
            return self.rows[1]
        place, sent, received = self.windows
        return (sent + received)[self.mine()[place]]


@attrs.frozen(eq=False)
class OfAccount(OfDyads):
    """The relationships of an account."""

    account: Label

    def mine(self) -> BoolArray:
        """Return a mask of the relationships of the account."""
        table, code = self.dyads.table(), self.dyads.code(self.account)
        return np.asarray((table.first == code) | (table.second == code))

    @property
    def partners(self) -> tuple[Label, ...]:
        """The other account of each relationship."""
        table, code = self.dyads.table(), self.dyads.code(self.account)
        mine = self.mine()
        other = np.where(table.first == code, table.second, table.first)[mine]
        names = self.dyads.names
        return tuple((other if names is None else names[other]).tolist())

    @functools.cached_property
    def _flows(self) -> tuple[FloatArray, FloatArray]:
        return self.dyads.ledger(self.account)

    @property
    def sent(self) -> float:
        """Interactions sent by the account."""
        return float(self._flows[0].sum())

    @property
    def received(self) -> float:
        """Interactions received by the account."""
        return float(self._flows[1].sum())

    @property
    def matched(self) -> float:
        """Number of matched interactions, counted in one direction."""
        return float(self.rows[0].sum()) / 2

    @property
    def balanced(self) -> float:
        """Maximum of matched interactions, given how much was sent and received."""
        return min(self.sent, self.received)

    @property
    def traffic(self) -> float:
        """Targeted interactions."""
        return self.sent + self.received

    @property
    def relationships(self) -> int:
        """Number of accounts with any interaction."""
        return self._flows[0].size

    def set_aside(self, column: FloatArray | None) -> float:
        """Return the interactions set aside for the account."""
        return 0.0 if column is None else float(column[self.dyads.code(self.account)])


@attrs.frozen(eq=False)
class OfNetwork(OfDyads):
    """All relationships of a network, each counted from both ends."""

    @property
    def sent(self) -> float:
        """All interactions, each sent once."""
        return self.dyads.interactions

    @property
    def received(self) -> float:
        """All interactions, each received once."""
        return self.dyads.interactions

    @property
    def matched(self) -> float:
        """Number of matched interactions, counted from both ends."""
        if self.windows is None:
            return 2.0 * self.dyads._sums.matched
        return float(self.rows[0].sum())

    @functools.cached_property
    def balanced(self) -> float:
        """Maximum of matched interactions, given how much each sent and received."""
        return kernel.network_balance(*self.dyads._flows)

    @property
    def traffic(self) -> float:
        """Targeted interactions."""
        return self.dyads.interactions

    @property
    def relationships(self) -> int:
        """Number of pairs of accounts with any interaction."""
        return len(self.dyads)

    @functools.cached_property
    def accounts(self) -> sums.RatioSums:
        """Sums of every account over its relationships."""
        if self.windows is None:
            return self.dyads._by_account
        table = self.dyads.table()
        y, x = (np.tile(column, 2) for column in self.rows)
        ends = np.concatenate([table.first, table.second])
        return sums.ratio_sums(y, x, ends, self.dyads.size)

    def set_aside(self, column: FloatArray | None) -> float:
        """Return the interactions set aside for all accounts."""
        return 0.0 if column is None else float(column.sum())


def windows_of(
    log: Interactions,
    every: Every | timedelta,
    tz: str | None,
    kinds: AbstractSet[str] | None,
    dyads: Dyads,
) -> Windows:
    """Return directed counts per window of a log, for the pairs of *dyads*."""
    _checks.of_class("log", log, Interactions)
    window = _numbered(log, every, tz)
    rows, _ = counted_rows(log, kinds)
    actor, target = (ids.codes[rows] for ids in log.accounts())
    weight, window = rows_of(log.weight, rows), window[rows]
    paired = (actor >= 0) & (target >= 0) & (actor != target)
    if weight is not None:
        paired &= weight > 0
        weight = weight[paired]
    actor, target, window = actor[paired], target[paired], window[paired]
    table, bits = dyads.table(), dyads._bits
    pairs = table.first << bits | table.second
    pair = np.minimum(actor, target) << bits | np.maximum(actor, target)
    bits = sorting.bits_of(int(window.max(initial=0)) + 1)
    keys = (np.searchsorted(pairs, pair) << bits | window) << 1 | (actor > target)
    order = sorting.order(keys)
    counted = kernel.compress(keys[order], rows_of(weight, order))
    place, _, sent, received = kernel.table(*counted, bits)
    made: Windows = frozen(Windows(place, sent, received))
    return made


def _numbered(log: Interactions, every: Every | timedelta, tz: str | None) -> IntArray:
    """Return the number of each event's window, from 0."""
    if log.at is None or np.isnat(log.at).any():
        rule, advice = "have the time of each event", "Leave out those without"
        raise _checks.refusal(InvalidArgumentError, "log", rule, log.at, advice=advice)
    if not isinstance(every, timedelta):
        return by_period(log.at, every, tz=tz).codes.astype(np.int64)
    if every <= timedelta(0):
        raise _checks.refusal(InvalidArgumentError, "every", "be positive", every)
    since = log.at.view(np.int64)
    since = since - since.min(initial=2**62)
    length = every // timedelta(microseconds=1)
    return np.unique(since // length, return_inverse=True)[1]
