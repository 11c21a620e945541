"""
Who sent to whom, as one sorted column.

An interaction of accounts a and b is the key ((min << bits | max) << 1) | (a > b). In
order, those of a pair stand together, the lower account's own first; the last bit
turns from 0 to 1 within a pair that went both ways and nowhere else.

Beside the keys stand counts: None where each key is one interaction and may repeat, or
a weight for each key, and then the keys are distinct.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from engagement_metrics._kernels.sorting import BLOCK, blocks, order, runs
from engagement_metrics._kernels.sums import RatioSums, regroup
from engagement_metrics._typing import BoolArray, FloatArray, IntArray

_FEW = 64  # rows for each pair that went both ways: with more, binary search is faster


class Tally(NamedTuple):
    """A count for some accounts; those not named have none."""

    accounts: IntArray
    counts: FloatArray


class Packed(NamedTuple):
    """A log as keys and counts, and what has no pair, by who sent it if one knows."""

    keys: IntArray
    counts: FloatArray | None
    loops: Tally
    broadcasts: Tally
    unknown: float


class NetworkSums(NamedTuple):
    """Sum of min(sent, received) over pairs, and of all that was sent."""

    matched: float
    total: float


class Ties(NamedTuple):
    """Pairs with a tie, and those that are tied both ways."""

    pairs: int
    mutual: int


class Table(NamedTuple):
    """A row a pair: its accounts, and what went from low to high and back."""

    low: IntArray
    high: IntArray
    forward: FloatArray
    backward: FloatArray


class AccountSums(NamedTuple):
    """A row an account; *ratio* over its relationships has y = 2 min and x = both."""

    mutual: IntArray
    ratio: RatioSums


class _Ends(NamedTuple):
    """The accounts of pairs in order, and where each of the lower ones starts."""

    low: IntArray
    starts: IntArray
    high: IntArray

    def add_ones(self, sums: FloatArray) -> None:
        """Add 1 for each pair to the sums of its accounts."""
        rows = np.diff(self.starts, append=self.low.size)
        sums[self.low[self.starts]] += rows
        np.add.at(sums, self.high, 1.0)

    def add(self, sums: FloatArray, values: FloatArray) -> None:
        """Add a value of each pair to the sums of its accounts."""
        sums[self.low[self.starts]] += np.add.reduceat(values, self.starts)
        np.add.at(sums, self.high, values)


def pack(
    actors: IntArray, targets: IntArray, bits: int, weights: FloatArray | None = None
) -> Packed:
    """
    Return codes (-1: nobody in particular) as sorted keys; weight 0 is nothing.

    What has no pair gets a key below 0, and so is sorted to the front: loops, and then
    what only one account is known of; of those who sent it the key is odd.
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
    """Return each key of a sorted column once, with the sum of its counts."""
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
    """Return two columns of the same bits as one, counts added by key."""
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
    """Return the column of renamed accounts; an ascending map needs no new sort."""
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
    """Return the sums of the whole network without a table of its pairs."""
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
    """Return the number of pairs, and of those that went both ways."""
    pairs = mutual = 0
    for part, _ in _parts(keys, None):
        change = _changes(part)
        pairs += int(np.count_nonzero(change > 1)) - 1
        mutual += int(np.count_nonzero(change == 1))
    return Ties(pairs, mutual)


def table(keys: IntArray, counts: FloatArray | None, bits: int) -> Table:
    """Return a row for each pair, ascending."""
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
    """Return what every account sent and received."""
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
) -> AccountSums:
    """
    Return the sums of every account, each relationship seen from both its ends.

    A relationship of one interaction adds 1 to all sums but y: in a log without weights
    these are counted as what the others leave. One that went one way has y = 0 and the
    residual -R x; those that went both ways are kept until every R is known.
    """
    units, sum_y, sum_x, one_way_xx, both_ways_xx, all_x = np.zeros((6, accounts))
    mutual, sum_ee, sum_ex = np.zeros((3, accounts))
    kept: list[tuple[_Ends, FloatArray, FloatArray]] = []
    several = keys
    if counts is None:
        for block in blocks(keys.size):
            _ends(*_accounts(keys[block] >> 1, bits)).add_ones(all_x)
        several = keys[~_alone(keys)]
    for part, part_counts in _parts(several, counts):
        low, high, forward, backward = _table(part, part_counts, bits)
        x, y = forward + backward, 2.0 * np.minimum(forward, backward)
        at, xx = np.flatnonzero(y), x * x
        ends, both = _ends(low, high), _ends(low[at], high[at])
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
    ratio = np.divide(sum_y, sum_x, out=np.zeros(accounts), where=sum_x > 0)
    for both, y, x in kept:
        for account in (both.low, both.high):
            e = y - ratio[account] * x
            np.add.at(sum_ee, account, e * e)
            np.add.at(sum_ex, account, e * x)
    ratios = RatioSums(
        units.astype(np.int64),
        sum_y,
        sum_x,
        sum_ee + ratio * ratio * one_way_xx,
        sum_ex - ratio * one_way_xx,
        one_way_xx + both_ways_xx,
    )
    return AccountSums(mutual.astype(np.int64), ratios)


def network_balance(sent: FloatArray, received: FloatArray) -> float:
    """Return the sum over accounts of min(out, in)."""
    return float(np.minimum(sent, received).sum())


def dyadic_variance(ratio: RatioSums) -> float:
    """
    Return the dyadic-robust variance of the network's index; NaN for D < 2 pairs.

    With e_d = y_d - value x_d: max(sum_i (sum_{d in i} e_d)^2 - sum_d e_d^2,
    D/(D - 1) sum_d e_d^2) / N^2 (Fafchamps and Gubert 2007; Aronow et al. 2015). The
    sums of every account hold each pair twice.
    """
    both = regroup(ratio, np.zeros(ratio.units.size, np.int64), 1)
    dyads, total = int(both.units[0]) // 2, float(both.sum_x[0]) / 2
    if dyads < 2:  # noqa: PLR2004
        return float("nan")
    squares = float(both.sum_ee[0]) / 2
    residuals = ratio.sum_y - float(both.sum_y[0] / both.sum_x[0]) * ratio.sum_x
    between = float((residuals * residuals).sum()) - squares
    return max(between, dyads / (dyads - 1) * squares) / total**2


def _write_keys(actors: IntArray, targets: IntArray, bits: int, out: IntArray) -> None:
    """
    Write the key of each row; the lower account is -1 or, for a loop, -2.

    Of whole numbers 2 max + (a > b) is the greater of 2 a + 1 and 2 b.
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
    """Return both ends of some pairs that are in order."""
    return _Ends(low, runs(low), high)


def _tally(keys: IntArray, counts: FloatArray | None, bits: int, rows: slice) -> Tally:
    """Return the accounts of keys below 0, and their counts."""
    keys, sums = compress(keys[rows], None if counts is None else counts[rows])
    return Tally(_accounts(keys >> 1, bits)[1], sums)


def _parts(
    keys: IntArray, counts: FloatArray | None
) -> Iterator[tuple[IntArray, FloatArray | None]]:
    """Yield blocks that do not cut a pair; one longer than a block comes counted."""
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
    """Return for each key and for the end: 0 if it repeats, 1 if its pair turns."""
    change = np.empty(keys.size + 1, np.int64)
    change[0] = change[-1] = 2
    np.bitwise_xor(keys[1:], keys[:-1], out=change[1:-1])
    return change


def _alone(keys: IntArray) -> BoolArray:
    """Return which keys are all of their pair."""
    start = np.ones(keys.size + 1, np.bool_)
    for block in blocks(keys.size - 1):
        start[1:][block] = keys[1:][block] ^ keys[:-1][block] > 1
    return start[1:] & start[:-1]


def _table(keys: IntArray, counts: FloatArray | None, bits: int) -> Table:
    """Return a row for each pair of a part."""
    change = _changes(keys)
    first = np.flatnonzero(change > 1)  # and the end
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
