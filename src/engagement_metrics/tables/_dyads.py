"""Dyads: directed interaction counts for each pair of accounts."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Set as AbstractSet
from typing import Any, NamedTuple, final

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks, _columns
from engagement_metrics._door._frozen import Frozen, frozen, read_only, remade, same
from engagement_metrics._door._ids import Ids, shared_codes
from engagement_metrics._kernels import dyads as kernel, ids, sorting, sums
from engagement_metrics._typing import (
    Array,
    BoolArray,
    FloatArray,
    IntArray,
    Label,
    ToArray,
    ToColumn,
)
from engagement_metrics.errors import InvalidArgumentError
from engagement_metrics.tables._interactions import Interactions
from engagement_metrics.words import CONVERSATIONAL


@final
class Relationships(NamedTuple):
    """
    The pairs of ``Dyads``, one row per relationship.

    Attributes
    ----------
    first, second : ndarray of int
        The two accounts, as indices into ``Dyads.names``.
    sent, received : ndarray of float
        Interactions from the first account to the second, and the reverse.

    Examples
    --------
    >>> dyads = Dyads.of(actor=[0, 1, 0], target=[1, 0, 2])
    >>> dyads.table().first, dyads.table().second
    (array([0, 0]), array([1, 2]))
    >>> dyads.table().sent, dyads.table().received
    (array([1., 1.]), array([1., 0.]))
    """

    first: IntArray
    second: IntArray
    sent: FloatArray
    received: FloatArray


@final
@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Dyads(Frozen):  # noqa: PLW1641
    """
    Directed interaction counts for each pair of accounts.

    Build them with ``Dyads.of(...)`` or ``Dyads.of_log(...)``. ``+`` merges by pair, so
    the dyads of disjoint parts of a log add up to those of the whole log.

    Attributes
    ----------
    names : ndarray of int or str, or None
        The accounts by index; if ``None``, accounts are numbered from 0.
    size : int
        Number of account indices.
    loops, broadcasts : ndarray of float or None
        Self-interactions and untargeted interactions of each account: set aside.
        ``None`` if there are none. Shape ``(size,)``.
    unknown : float
        Interactions with a missing actor: set aside.
    repeats : int
        Duplicate rows (further kinds of one post between two accounts): dropped.
    start, end : datetime64 or None
        First and last time of the log, if it has times.

    Examples
    --------
    >>> dyads = Dyads.of(actor=["ada", "bob", "ada"], target=["bob", "ada", "bob"])
    >>> len(dyads)
    1
    >>> dyads.table().sent, dyads.table().received
    (array([2.]), array([1.]))
    """

    _keys: IntArray
    _counts: FloatArray | None
    names: Array | None
    size: int
    loops: FloatArray | None = None
    broadcasts: FloatArray | None = None
    unknown: float = 0.0
    repeats: int = 0
    start: np.datetime64 | None = None
    end: np.datetime64 | None = None

    @classmethod
    def of(
        cls, *, actor: ToColumn, target: ToColumn, weight: ToArray | None = None
    ) -> Dyads:
        """
        Build dyads from columns, one row per interaction.

        Parameters
        ----------
        actor, target : array_like of int or str
            Sender and receiver; a missing target is a broadcast. Shape
            ``(interactions,)``.
        weight : array_like of float, optional
            Weight of each row; 1 by default.

        Returns
        -------
        Dyads
            The pairs.

        Raises
        ------
        InvalidTypeError
            If ids are floats, masks or of mixed kinds.
        InvalidArgumentError
            If columns differ in length.
        InvalidCountsError
            If a weight is negative or missing.
        """
        accounts = {
            "actor": Ids.of(actor, argument="actor", copy=False),
            "target": Ids.of(target, argument="target", copy=False),
        }
        weights = None if weight is None else _columns.weights(weight)
        _checks.same_lengths(**accounts)
        if weights is not None:
            _checks.same_lengths(actor=accounts["actor"], weight=weights)
        first, second = shared_codes(*accounts.values())
        return cls._packed(first, second, weights)

    @classmethod
    def of_log(
        cls, log: Interactions, /, *, kinds: AbstractSet[str] | None = CONVERSATIONAL
    ) -> Dyads:
        """
        Build dyads from a log.

        A post from one account to another counts once, even if it has several kinds; a
        post to several accounts counts once for each. A broadcast is an event without a
        target whose kind counts or is missing.

        Parameters
        ----------
        log : Interactions
            The log.
        kinds : set of str, optional
            Actions to count: reply, mention, quote and message by default; ``None``
            counts all.

        Returns
        -------
        Dyads
            The pairs.

        Raises
        ------
        InvalidArgumentError
            If the log has no column of kinds, or a kind is unknown.
        """
        _checks.of_class("log", log, Interactions)
        rows, repeats = counted_rows(log, kinds)
        actor, target = (ids[rows] for ids in log.accounts())
        made = cls._packed(actor, target, rows_of(log.weight, rows))
        if log.at is None or np.isnat(log.at).all():
            return attrs.evolve(made, repeats=repeats)
        known = log.at[~np.isnat(log.at)]
        return attrs.evolve(made, repeats=repeats, start=known.min(), end=known.max())

    @classmethod
    def _packed(cls, actor: Ids, target: Ids, weight: FloatArray | None) -> Dyads:
        size = max(actor.size, target.size)
        bits = sorting.bits_of(size)
        if not sorting.fits(bits, bits, 1):
            raise _checks.refusal(
                InvalidArgumentError,
                "accounts",
                "number at most 2**31",
                size,
                advice="Give ids instead of codes: they are numbered from 0",
            )
        packed = kernel.pack(actor.codes, target.codes, bits, weight)
        return _made(
            packed.keys,
            packed.counts,
            names=actor.categories,
            size=size,
            loops=_by_account(packed.loops, size),
            broadcasts=_by_account(packed.broadcasts, size),
            unknown=packed.unknown,
        )

    @property
    def _bits(self) -> int:
        """Number of bits of an account in a key."""
        return sorting.bits_of(self.size)

    @property
    def accounts(self) -> tuple[Label, ...]:
        """Active accounts, in ascending order."""
        names = np.arange(self.size) if self.names is None else self.names
        return tuple(names[self._active].tolist())

    @functools.cached_property
    def _active(self) -> IntArray:
        """Indices of the active accounts, including those with only set-aside rows."""
        seen = self._by_account.units > 0
        for aside in (self.loops, self.broadcasts):
            if aside is not None:
                seen |= aside > 0
        return np.flatnonzero(seen)

    @functools.cached_property
    def _by_account(self) -> sums.RatioSums:
        """Matched and total interactions of each account."""
        return kernel.account_sums(self._keys, self._counts, self._bits, self.size)

    @functools.cached_property
    def _flows(self) -> tuple[FloatArray, FloatArray]:
        """Interactions sent and received by each account."""
        return kernel.account_flows(self._keys, self._counts, self._bits, self.size)

    def code(self, account: Label) -> int:
        """
        Return the index of an account.

        Parameters
        ----------
        account : int or str
            The account.

        Returns
        -------
        int
            Its index in *names*.

        Raises
        ------
        InvalidArgumentError
            If the account is not in the dyads.
        """
        every = Ids(np.array([self.size - 1]), self.names)
        code = every.code(account)
        if code < 0:
            raise _checks.refusal(
                InvalidArgumentError, "account", "be in the log", account
            )
        return code

    def table(self) -> Relationships:
        """
        Return the pairs, one row per relationship.

        Returns
        -------
        Relationships
            Accounts and counts of each pair with any interaction.
        """
        return self._table

    def ledger(self, account: Label = None) -> tuple[FloatArray, FloatArray]:
        """
        Return interactions sent and received, one number per relationship.

        Parameters
        ----------
        account : int or str, optional
            Restricts the result to the pairs of this account, seen from its side; all
            pairs by default.

        Returns
        -------
        tuple of ndarray of float
            Sent and received. Shape ``(relationships,)``.

        Raises
        ------
        InvalidArgumentError
            If the account is not in the dyads.
        """
        table = self.table()
        if account is None:
            return table.sent, table.received
        code = self.code(account)
        ours, theirs = table.first == code, table.second == code
        sent = np.concatenate([table.sent[ours], table.received[theirs]])
        received = np.concatenate([table.received[ours], table.sent[theirs]])
        return read_only(sent), read_only(received)

    @functools.cached_property
    def _table(self) -> Relationships:
        columns = kernel.table(self._keys, self._counts, self._bits)
        made: Relationships = frozen(Relationships(*columns))
        return made

    def __len__(self) -> int:
        """Return the number of relationships: pairs with any interaction."""
        return self._ties.pairs

    @functools.cached_property
    def _ties(self) -> kernel.Ties:
        """Number of pairs, and number of mutual pairs."""
        return kernel.ties(self._keys)

    @functools.cached_property
    def _sums(self) -> kernel.NetworkSums:
        """Matched and total interactions of the network."""
        return kernel.network_sums(self._keys, self._counts)

    @property
    def interactions(self) -> float:
        """Total interactions between two different accounts."""
        return self._sums.total

    @property
    def evidence(self) -> dict[str, Any]:
        """
        Columns that rebuild the dyads: directed counts, and rows set aside.

        A row without a target holds broadcasts; a row without an actor is unknown.
        """
        first, second, sent, received = self.table()
        none = np.full(1, -1)
        every = np.arange(self.size)
        aside = [np.zeros(self.size) if c is None else c for c in self._aside()]
        ends = (
            (first, second, sent),
            (second, first, received),
            (every, every, aside[0]),
            (every, np.full(self.size, -1), aside[1]),
            (none, none, np.array([self.unknown])),
        )
        actors, targets, weights = zip(*ends, strict=True)
        weight = np.concatenate(weights)
        rows = weight > 0
        codes: list[Any] = [np.concatenate(c)[rows] for c in (actors, targets)]
        ids = [Ids(each, self.names) for each in codes]
        actor, target = (tuple(column.values()) for column in ids)
        rest = {name: getattr(self, name) for name in ("repeats", "start", "end")}
        return {"actor": actor, "target": target, "weight": weight[rows]} | rest

    @classmethod
    def of_evidence(cls, parts: Mapping[str, Any]) -> Dyads:
        """
        Rebuild dyads from ``evidence``.

        Parameters
        ----------
        parts : mapping
            The value of ``evidence``.

        Returns
        -------
        Dyads
            Equal dyads.
        """
        columns = {n: list(parts[n]) for n in ("actor", "target")}
        made = cls.of(**columns, weight=parts["weight"])
        rest = {name: parts[name] for name in ("repeats", "start", "end")}
        return attrs.evolve(made, **rest)

    def _aside(self) -> tuple[FloatArray | None, FloatArray | None]:
        return self.loops, self.broadcasts

    def __str__(self) -> str:
        """Return the numbers of accounts, pairs and interactions, in one line."""
        said = [
            _text.count(len(self.accounts), "accounts"),
            _text.count(len(self), "relationships"),
            _text.count(self.interactions, "interactions"),
        ]
        for name, column in (("loops", self.loops), ("broadcasts", self.broadcasts)):
            if column is not None:
                said.append(f"{_text.count(column.sum().item(), name)} set aside")
        return ", ".join(said)

    def __repr__(self) -> str:
        """Return class and contents, in one line."""
        return f"<Dyads: {self}>"

    def __eq__(self, other: object) -> bool:
        """Return whether accounts and directed counts are equal."""
        if not isinstance(other, Dyads):
            return NotImplemented
        if set(self.accounts) != set(other.accounts):
            return False
        first, second, *_ = _united(self, other)
        pairs = zip(first._canonical(), second._canonical(), strict=True)
        return all(same(a, b) for a, b in pairs)

    def _canonical(self) -> tuple[object, ...]:
        aside = (
            np.zeros(0) if part is None else np.trim_zeros(part, "b")
            for part in (self.loops, self.broadcasts)
        )
        table = self.table()
        rest = (self.unknown, self.repeats, self.start, self.end)
        return (*table, *aside, *rest)

    def __add__(self, other: Dyads) -> Dyads:
        """Merge the interactions of two disjoint logs by pair."""
        if not isinstance(other, Dyads):
            return NotImplemented
        first, second, names, size = _united(self, other)
        if not self._keys.size or not other._keys.size:
            keys, counts = max(
                ((part._keys, part._counts) for part in (first, second)),
                key=lambda part: part[0].size,
            )
        else:
            keys, counts = kernel.merge(
                first._keys, first._counts, second._keys, second._counts
            )
        return _made(
            keys,
            counts,
            names=names,
            size=size,
            loops=_added(first.loops, second.loops),
            broadcasts=_added(first.broadcasts, second.broadcasts),
            unknown=self.unknown + other.unknown,
            repeats=self.repeats + other.repeats,
            start=min(filter(None, [self.start, other.start]), default=None),
            end=max(filter(None, [self.end, other.end]), default=None),
        )


def _made(keys: IntArray, counts: FloatArray | None, **rest: Any) -> Dyads:
    """Return dyads from sorted packed keys and the rows set aside."""
    usual: dict[str, Any] = {"unknown": 0.0, "repeats": 0}
    usual |= dict.fromkeys(("loops", "broadcasts", "start", "end"))
    made: Dyads = remade(Dyads, {"_keys": keys, "_counts": counts} | usual | rest)
    return made


def counted_rows(
    log: Interactions, kinds: AbstractSet[str] | None
) -> tuple[IntArray, int]:
    """Return the rows that count, and the number of duplicates within a post."""
    counted = log.of_kinds(kinds)
    if log.kind is not None:
        counted = counted | (~log.kind.known & ~log.target.known)
    rows = np.flatnonzero(counted)
    if log.post is None:
        return rows, 0
    actor, target = log.accounts()
    once = _first_of_each(log.post.codes[rows], actor[rows], target[rows])
    return rows[once], int(once.size - once.sum())


def rows_of(column: FloatArray | None, rows: IntArray) -> FloatArray | None:
    return None if column is None else column[rows]


def _first_of_each(post: IntArray, actor: Ids, target: Ids) -> BoolArray:
    """Return the first row per post, actor and target; all rows without a post."""
    pair = (actor.codes + 1) * (target.size + 1) + target.codes + 1
    pairs, _ = ids.factorise_ints(pair)
    joint = (post + 1) * (int(pairs.max(initial=0)) + 1) + pairs
    _, first = np.unique(joint, return_index=True)
    once = post < 0
    once[first] = True
    return once


def _by_account(tally: kernel.Tally, size: int) -> FloatArray | None:
    """Return a count for every account, or None if there are none."""
    if not tally.accounts.size:
        return None
    counts = np.zeros(size)
    counts[tally.accounts] = tally.counts
    return read_only(counts)


def _united(first: Dyads, second: Dyads) -> tuple[Dyads, Dyads, Array | None, int]:
    """Return two sets of dyads with indices into one list of accounts."""
    if first.names is second.names and first.size == second.size:
        return first, second, first.names, first.size
    columns = [Ids(np.arange(d.size), d.names) for d in (first, second)]
    codes = shared_codes(*columns)
    names = codes[0].categories
    size = max(first.size, second.size) if names is None else len(names)
    moved = (
        _moved(part, column.codes, size)
        for part, column in zip((first, second), codes, strict=True)
    )
    return *moved, names, size  # type: ignore[return-value]


def _moved(dyads: Dyads, places: IntArray, size: int) -> Dyads:
    keys, counts = kernel.recode(
        dyads._keys, dyads._counts, dyads._bits, places, sorting.bits_of(size)
    )

    def spread(column: FloatArray | None) -> FloatArray | None:
        if column is None:
            return None
        wide = np.zeros(size)
        wide[places] = column
        return wide

    return attrs.evolve(
        dyads,
        keys=keys,
        counts=counts,
        size=size,
        loops=spread(dyads.loops),
        broadcasts=spread(dyads.broadcasts),
    )


def _added(first: FloatArray | None, second: FloatArray | None) -> FloatArray | None:
    if first is None or second is None:
        return second if first is None else first
    return read_only(first + second)
