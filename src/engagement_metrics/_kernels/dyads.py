"""
Directed interaction counts as one sorted column of keys.

An interaction from account a to b has the key ((min << bits | max) << 1) | (a > b).
Sorted keys group by pair, with those sent by the lower account first; the last bit
changes from 0 to 1 within mutual pairs only.

Counts accompany the keys: None if each key is one interaction (keys may repeat), or one
weight per key (keys are distinct).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from engagement_metrics._kernels.sorting import BLOCK, blocks, order, runs
from engagement_metrics._kernels.sums import RatioSums, regroup
from engagement_metrics._typing import BoolArray, FloatArray, IntArray

_FEW = 64  # rows per mutual pair; above it, binary search is faster


class Tally(NamedTuple):
    """Counts of some accounts; all others have 0."""

    accounts: IntArray
    counts: FloatArray


class Packed(NamedTuple):
    """A log as keys and counts, with loops, broadcasts and unknown actors."""

    keys: IntArray
    counts: FloatArray | None
    loops: Tally
    broadcasts: Tally
    unknown: float


class NetworkSums(NamedTuple):
    """Sum of min(sent, received) over pairs, and sum of all interactions."""

    matched: float
    total: float


class Ties(NamedTuple):
    """Number of pairs with a tie, and number of mutual pairs."""

    pairs: int
    mutual: int


class Table(NamedTuple):
    """One row per pair: its accounts, counts from low to high, and the reverse."""

    low: IntArray
    high: IntArray
    forward: FloatArray
    backward: FloatArray


class _Ends(NamedTuple):
    """Accounts of sorted pairs, and the start of each lower account."""

    low: IntArray
    starts: IntArray
    high: IntArray

    def add_ones(self, sums: FloatArray) -> None:
        """Add 1 per pair to the sums of both accounts."""
        rows = np.diff(self.starts, append=self.low.size)
        sums[self.low[self.starts]] += rows
        np.add.at(sums, self.high, 1.0)

    def add(self, sums: FloatArray, values: FloatArray) -> None:
        """Add a value per pair to the sums of both accounts."""
        sums[self.low[self.starts]] += np.add.reduceat(values, self.starts)
        np.add.at(sums, self.high, values)

    def raise_to(self, largest: FloatArray, values: FloatArray) -> None:
        """Raise the largest of both accounts to the value of each pair."""
        low = self.low[self.starts]
        most = np.maximum.reduceat(values, self.starts)
        largest[low] = np.maximum(largest[low], most)
        np.maximum.at(largest, self.high, values)


def pack(
    actors: IntArray, targets: IntArray, bits: int, weights: FloatArray | None = None
) -> Packed:
    """
    Return codes (-1 is missing) as sorted keys; rows of weight 0 are dropped.

    Rows without a pair get negative keys and so sort to the front: first loops, then
    rows with only one account, whose key is odd if that account is the actor.
    """
    keys = np.empty(actors.size, np.int64)
    for block in blocks(keys.size):
        _write_keys(actors[block], targets[block], bits, keys[block])
    if weights is None:
        keys.sort()
        counts = None
    else:
        rows = order(keys)
        keys, counts = compress(keys[rows], weights[rows])
        keys, counts = keys[counts > 0], counts[counts > 0]
    start = int(np.searchsorted(keys, 0))
    aside, amounts = keys[:start], None if counts is None else counts[:start]
    sent = (aside & 1).astype(np.bool_) & (aside >= -4 << bits)
    unknown = float((~sent).sum() if amounts is None else amounts[~sent].sum())
    if unknown:
        aside, amounts = aside[sent], None if amounts is None else amounts[sent]
    loops = int(np.searchsorted(aside, -2 << bits))
    return Packed(
        keys[start:] if start < keys.size // 2 else keys[start:].copy(),
        None if counts is None else counts[start:],
        _tally(aside, amounts, bits, slice(loops)),
        _tally(aside, amounts, bits, slice(loops, start)),
        unknown,
    )


def compress(
    keys: IntArray, counts: FloatArray | None = None
) -> tuple[IntArray, FloatArray]:
    """Return the distinct keys of a sorted column, with summed counts."""
    starts = runs(keys)
    if counts is None:
        return keys[starts], np.diff(starts, append=keys.size).astype(np.float64)
    return keys[starts], np.add.reduceat(counts, starts) if starts.size else counts


def merge(
    keys_a: IntArray,
    counts_a: FloatArray | None,
    keys_b: IntArray,
    counts_b: FloatArray | None,
) -> tuple[IntArray, FloatArray]:
    """Return two columns with the same bits merged, with counts added by key."""
    if keys_a.size < keys_b.size:
        keys_a, counts_a, keys_b, counts_b = keys_b, counts_b, keys_a, counts_a
    keys, counts = compress(keys_a, counts_a)
    more, more_counts = compress(keys_b, counts_b)
    at = np.searchsorted(keys, more)
    known = np.append(keys, -1)[at] == more
    counts[at[known]] += more_counts[known]
    at, more, more_counts = at[~known], more[~known], more_counts[~known]
    return np.insert(keys, at, more), np.insert(counts, at, more_counts)


def recode(
    keys: IntArray,
    counts: FloatArray | None,
    bits: int,
    account_map: IntArray,
    new_bits: int,
) -> tuple[IntArray, FloatArray | None]:
    """Return the column with renumbered accounts; sort only if the map descends."""
    recoded = np.empty_like(keys)
    for block in blocks(keys.size):
        low, high = _accounts(keys[block] >> 1, bits)
        _write_keys(account_map[low], account_map[high], new_bits, recoded[block])
        recoded[block] ^= keys[block] & 1
    if (recoded[1:] < recoded[:-1]).any():
        rows = order(recoded)
        recoded, counts = recoded[rows], None if counts is None else counts[rows]
    return recoded, counts


def network_sums(keys: IntArray, counts: FloatArray | None = None) -> NetworkSums:
    """Return the sums over the network, without building a table of pairs."""
    matched = 0.0
    for part, part_counts in _parts(keys, counts):
        change = _changes(part)
        turn = change == 1
        if part_counts is not None:
            at = np.flatnonzero(turn)
            matched += float(np.minimum(part_counts[at - 1], part_counts[at]).sum())
        elif np.count_nonzero(turn) * _FEW < part.size:
            at = np.flatnonzero(turn)
            forward = at - np.searchsorted(part, part[at - 1])
            backward = np.searchsorted(part, part[at], "right") - at
            matched += float(np.minimum(forward, backward).sum())
        else:
            starts = np.flatnonzero(change != 0)
            lengths = starts[1:] - starts[:-1]
            least = np.minimum(lengths[:-1], lengths[1:])
            matched += float(least @ turn[starts[1:-1]])
    total = float(keys.size if counts is None else counts.sum())
    return NetworkSums(matched, total)


def ties(keys: IntArray) -> Ties:
    """Return the number of pairs, and the number of mutual pairs."""
    pairs = mutual = 0
    for part, _ in _parts(keys, None):
        change = _changes(part)
        pairs += int(np.count_nonzero(change > 1)) - 1
        mutual += int(np.count_nonzero(change == 1))
    return Ties(pairs, mutual)


def table(keys: IntArray, counts: FloatArray | None, bits: int) -> Table:
    """Return one row per pair, ascending."""
    size = ties(keys).pairs
    low, high = np.empty((2, size), np.int64)
    forward, backward = np.empty((2, size))
    stop = 0
    for part, part_counts in _parts(keys, counts):
        rows = _table(part, part_counts, bits)
        start, stop = stop, stop + rows.low.size
        for column, found in zip((low, high, forward, backward), rows, strict=True):
            column[start:stop] = found
    return Table(low, high, forward, backward)


def account_flows(
    keys: IntArray, counts: FloatArray | None, bits: int, accounts: int
) -> tuple[FloatArray, FloatArray]:
    """Return interactions sent and received by every account."""
    sent, received = np.zeros((2, accounts))
    for part, part_counts in _parts(keys, counts):
        low, high = _accounts(part >> 1, bits)
        actor = np.where(part & 1, high, low)
        amount = np.float64(1.0) if part_counts is None else part_counts
        np.add.at(sent, actor, amount)
        np.add.at(received, low + high - actor, amount)
    return sent, received


def account_sums(
    keys: IntArray, counts: FloatArray | None, bits: int, accounts: int
) -> RatioSums:
    """
    Return the sums of every account, with each pair counted from both ends.

    A pair with one interaction adds 1 to all sums except y; in a log without weights,
    these pairs are counted as the remainder. A one-way pair has y = 0 and the residual
    -R x. Mutual pairs are kept until every R is known.
    """
    units, sum_y, sum_x, one_way_xx, both_ways_xx, all_x = np.zeros((6, accounts))
    mutual, even, sum_ee, sum_ex, largest_y, largest_x = np.zeros((6, accounts))
    kept: list[tuple[_Ends, FloatArray, FloatArray]] = []
    several = keys
    if counts is None:
        for block in blocks(keys.size):
            _ends(*_accounts(keys[block] >> 1, bits)).add_ones(all_x)
        several = keys[~_alone(keys)]
    for part, part_counts in _parts(several, counts):
        low, high, forward, backward = _table(part, part_counts, bits)
        x, y = forward + backward, 2.0 * np.minimum(forward, backward)
        at, same, xx = np.flatnonzero(y), np.flatnonzero(y == x), x * x
        ends, both = _ends(low, high), _ends(low[at], high[at])
        _ends(low[same], high[same]).add_ones(even)
        both.raise_to(largest_y, y[at])
        ends.raise_to(largest_x, x)
        kept.append((both, y[at], x[at]))
        both.add_ones(mutual)
        both.add(sum_y, y[at])
        both.add(both_ways_xx, xx[at])
        xx[at] = 0.0
        ends.add_ones(units)
        ends.add(sum_x, x)
        ends.add(one_way_xx, xx)
    if counts is None:
        once = all_x - sum_x
        units, sum_x, one_way_xx = units + once, all_x, one_way_xx + once
        largest_x = np.maximum(largest_x, once > 0)
    ratio = np.divide(sum_y, sum_x, out=np.zeros(accounts), where=sum_x > 0)
    for both, y, x in kept:
        for account in (both.low, both.high):
            e = y - ratio[account] * x
            np.add.at(sum_ee, account, e * e)
            np.add.at(sum_ex, account, e * x)
    return RatioSums(
        units.astype(np.int64),
        sum_y,
        sum_x,
        sum_ee + ratio * ratio * one_way_xx,
        sum_ex - ratio * one_way_xx,
        one_way_xx + both_ways_xx,
        largest_y,
        largest_x,
        mutual.astype(np.int64),
        (units - even).astype(np.int64),
    )


def network_balance(sent: FloatArray, received: FloatArray) -> float:
    """Return the sum over accounts of min(out, in)."""
    return float(np.minimum(sent, received).sum())


def dyadic_variance(ratio: RatioSums) -> float:
    """
    Return the dyadic-robust variance of the network index; NaN for D < 2.

    With e_d = y_d - value x_d: max(sum_i (sum_{d in i} e_d)^2 - sum_d e_d^2,
    D/(D - 1) sum_d e_d^2) / N^2 (Fafchamps and Gubert 2007; Aronow et al. 2015). The
    sums over accounts contain each pair twice.
    """
    both = regroup(ratio, np.zeros(ratio.units.size, np.int64), 1)
    dyads, total = int(both.units[0]) // 2, float(both.sum_x[0]) / 2
    if dyads < 2:
        return float("nan")
    squares = float(both.sum_ee[0]) / 2
    residuals = ratio.sum_y - float(both.sum_y[0] / both.sum_x[0]) * ratio.sum_x
    between = float((residuals * residuals).sum()) - squares
    return max(between, dyads / (dyads - 1) * squares) / total**2


def _write_keys(actors: IntArray, targets: IntArray, bits: int, out: IntArray) -> None:
    """
    Write the key of each row; the lower account is -1 or, for a loop, -2.

    For integers, 2 max + (a > b) is the maximum of 2 a + 1 and 2 b.
    """
    low = np.minimum(actors, targets)
    low[actors == targets] = -2
    low <<= bits + 1
    odd = actors + actors
    odd += 1
    np.add(targets, targets, out=out)
    np.maximum(out, odd, out=out)
    out += low


def _accounts(pair: IntArray, bits: int) -> tuple[IntArray, IntArray]:
    """Return the lower and the higher account of each pair."""
    return pair >> bits, pair & ((1 << bits) - 1)


def _ends(low: IntArray, high: IntArray) -> _Ends:
    """Return both ends of sorted pairs."""
    return _Ends(low, runs(low), high)


def _tally(keys: IntArray, counts: FloatArray | None, bits: int, rows: slice) -> Tally:
    """Return the accounts of negative keys, and their counts."""
    keys, sums = compress(keys[rows], None if counts is None else counts[rows])
    return Tally(_accounts(keys >> 1, bits)[1], sums)


def _parts(
    keys: IntArray, counts: FloatArray | None
) -> Iterator[tuple[IntArray, FloatArray | None]]:
    """Yield blocks that do not split a pair; compress pairs above block size."""
    start = 0
    while start < keys.size:
        stop = start + BLOCK
        if stop < keys.size:
            stop = int(np.searchsorted(keys, int(keys[stop]) & ~1))
        if stop > start:
            yield keys[start:stop], None if counts is None else counts[start:stop]
        else:
            last = int(keys[start]) | 1
            turn = int(np.searchsorted(keys, last))
            stop = int(np.searchsorted(keys, last, "right"))
            edges = np.unique(np.array((start, turn, stop)))
            yield keys[edges[:-1]], np.diff(edges).astype(np.float64)
        start = stop


def _changes(keys: IntArray) -> IntArray:
    """Return per key: 0 repeat, 1 other direction, above 1 another pair or end."""
    change = np.empty(keys.size + 1, np.int64)
    change[0] = change[-1] = 2
    np.bitwise_xor(keys[1:], keys[:-1], out=change[1:-1])
    return change


def _alone(keys: IntArray) -> BoolArray:
    """Return a mask of the keys that are alone in their pair."""
    start = np.ones(keys.size + 1, np.bool_)
    for block in blocks(keys.size - 1):
        start[1:][block] = keys[1:][block] ^ keys[:-1][block] > 1
    return start[1:] & start[:-1]


def _table(keys: IntArray, counts: FloatArray | None, bits: int) -> Table:
    """Return one row per pair of a part."""
    change = _changes(keys)
    first = np.flatnonzero(change > 1)  # with the end
    pair = keys[first[:-1]]
    amount = first[1:] - first[:-1] if counts is None else counts[first[:-1]]
    backward = amount * (pair & 1)
    forward = amount - backward
    at = np.flatnonzero(change == 1)
    turned = np.searchsorted(first, at) - 1
    if counts is None:
        forward[turned] = at - first[turned]
        backward[turned] = first[turned + 1] - at
    else:
        backward[turned] = counts[at]
    sent = (way.astype(np.float64, copy=False) for way in (forward, backward))
    return Table(*_accounts(pair >> 1, bits), *sent)
