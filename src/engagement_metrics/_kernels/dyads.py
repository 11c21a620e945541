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
from numpy.typing import NDArray

from engagement_metrics._kernels.sorting import BLOCK, blocks, order, runs
from engagement_metrics._kernels.sums import RatioSums, regroup
from engagement_metrics._typing import FloatArray, IntArray

_FEW = 64  # rows for each pair that went both ways: with more, binary search is faster


class Tally(NamedTuple):
    """A count for some accounts; those not named have none."""

    accounts: IntArray
    counts: FloatArray


class Packed(NamedTuple):
    """A log as keys and counts, and what has no pair, by who sent it."""

    keys: IntArray
    counts: FloatArray | None
    loops: Tally
    broadcasts: Tally


class NetworkSums(NamedTuple):
    """Sum of min(sent, received) over pairs, of all that was sent, and the pairs."""

    matched: float
    total: float
    mutual: int
    dyads: int


class Table(NamedTuple):
    """A row a pair: its accounts, and what went from low to high and back."""

    low: IntArray
    high: IntArray
    forward: FloatArray
    backward: FloatArray


class AccountSums(NamedTuple):
    """A row an account; *ratio* over its relationships has y = 2 min and x = both."""

    sent: FloatArray
    received: FloatArray
    mutual: IntArray
    ratio: RatioSums


def pack(
    actors: IntArray, targets: IntArray, bits: int, weights: FloatArray | None = None
) -> Packed:
    """
    Return codes (target -1: nobody in particular) as sorted keys; weight 0 is nothing.

    What has no pair gets a key below 0, and so is sorted to the front: loops first,
    then broadcasts.
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
    loops, start = (int(i) for i in np.searchsorted(keys, (-2 << bits, 0)))
    return Packed(
        keys[start:] if start < keys.size // 2 else keys[start:].copy(),
        None if counts is None else counts[start:],
        _tally(keys, counts, bits, slice(loops)),
        _tally(keys, counts, bits, slice(loops, start)),
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
    matched, mutual, dyads = 0.0, 0, 0
    for part, part_counts in _parts(keys, counts):
        change = part[1:] ^ part[:-1]
        turn = change == 1
        turns = int(np.count_nonzero(turn))
        mutual += turns
        if part_counts is not None:
            at = np.flatnonzero(turn)
            matched += float(np.minimum(part_counts[at], part_counts[at + 1]).sum())
            dyads += part.size - turns
        elif turns * _FEW < part.size:
            at = np.flatnonzero(turn)
            forward = at + 1 - np.searchsorted(part, part[at])
            backward = np.searchsorted(part, part[at + 1], "right") - at - 1
            matched += float(np.minimum(forward, backward).sum())
            dyads += 1 + int(np.count_nonzero(change > 1))
        else:
            ends = np.flatnonzero(change != 0)
            lengths = np.diff(ends, prepend=-1, append=part.size - 1)
            matched += float(np.minimum(lengths[:-1], lengths[1:]) @ turn[ends])
            dyads += lengths.size - turns
    total = float(keys.size if counts is None else counts.sum())
    return NetworkSums(matched, total, mutual, dyads)


def table(keys: IntArray, counts: FloatArray | None, bits: int) -> Table:
    """Return a row for each pair, ascending."""
    size = sum(_pairs(part) for part, _ in _parts(keys, counts))
    low, high = np.empty((2, size), np.int64)
    forward, backward = np.empty((2, size))
    stop = 0
    for part, part_counts in _distinct_parts(keys, counts):
        pair = part >> 1
        first = runs(pair)
        last = np.append(first[1:], part.size) - 1
        start, stop = stop, stop + first.size
        low[start:stop], high[start:stop] = _accounts(pair[first], bits)
        forward[start:stop] = part_counts[first] * (1 - (part[first] & 1))
        backward[start:stop] = part_counts[last] * (part[last] & 1)
    return Table(low, high, forward, backward)


def account_ratios(
    keys: IntArray, counts: FloatArray | None, bits: int, accounts: int
) -> tuple[FloatArray, FloatArray]:
    """Return 2 sum min and sum of both for every account: its index, and no more."""
    sum_y, sum_x = np.zeros((2, accounts))
    for part, part_counts in _distinct_parts(keys, counts):
        at, y, _ = _mutual(part, part_counts)
        for account in _accounts(part >> 1, bits):
            np.add.at(sum_x, account, part_counts)
            np.add.at(sum_y, account[at], y)
    return sum_y, sum_x


def account_sums(
    keys: IntArray, counts: FloatArray | None, bits: int, accounts: int
) -> AccountSums:
    """
    Return the sums of every account, each relationship seen from both its ends.

    A relationship that went one way has y = 0 and the residual -R x; those that went
    both ways are kept until every R is known. In a log without weights most keys stand
    alone and once: what they add to a sum of 1 or of x x is what they add to sum x.
    """
    # a complex column takes two sums in one pass
    as_low, as_high, one_way, both_ways, residual = np.zeros(
        (5, accounts), np.complex128
    )
    both_ways_xx = np.zeros(accounts)
    mutual: list[tuple[IntArray, FloatArray, FloatArray]] = []
    for part, part_counts in _distinct_parts(keys, counts):
        low, high = _accounts(part >> 1, bits)
        backward = part_counts * (part & 1)
        traffic = _two(part_counts - backward, backward)
        np.add.at(as_low, low, traffic)
        np.add.at(as_high, high, traffic)
        at, y, x = _mutual(part, part_counts)
        alone = _two(np.ones(part.size), part_counts * part_counts)
        alone[at] = 1.0
        alone[at + 1] = 0.0
        rows: IntArray | slice = slice(None)
        if counts is None:
            alone -= _two(part_counts, part_counts)
            rows = np.flatnonzero(alone.imag != 0)
        for account in (low, high):
            np.add.at(one_way, account[rows], alone[rows])
            np.add.at(both_ways, account[at], _two(y, np.ones(at.size)))
            np.add.at(both_ways_xx, account[at], x * x)
            mutual.append((account[at], y, x))
    sent, received = as_low.real + as_high.imag, as_low.imag + as_high.real
    sum_x, sum_y = sent + received, both_ways.real.copy()
    if counts is None:
        one_way += _two(sum_x, sum_x)
    ratio = np.divide(sum_y, sum_x, out=np.zeros(accounts), where=sum_x > 0)
    for account, y, x in mutual:
        e = y - ratio[account] * x
        np.add.at(residual, account, _two(e * e, e * x))
    return AccountSums(
        sent,
        received,
        both_ways.imag.astype(np.int64),
        RatioSums(
            one_way.real.astype(np.int64),
            sum_y,
            sum_x,
            residual.real + ratio * ratio * one_way.imag,
            residual.imag - ratio * one_way.imag,
            both_ways_xx + one_way.imag,
        ),
    )


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
    """Write the key of each row; the lower account is -1 or, for a loop, -2."""
    low = np.minimum(actors, targets)
    np.maximum(actors, targets, out=out)
    low[low == out] = -2
    low <<= bits + 1
    out += out
    out += low
    out += actors > targets


def _accounts(pair: IntArray, bits: int) -> tuple[IntArray, IntArray]:
    """Return the lower and the higher account of each pair."""
    return pair >> bits, pair & ((1 << bits) - 1)


def _tally(keys: IntArray, counts: FloatArray | None, bits: int, rows: slice) -> Tally:
    """Return the accounts of keys below 0, and their counts."""
    keys, sums = compress(keys[rows], None if counts is None else counts[rows])
    return Tally(_accounts(keys >> 1, bits)[1], sums)


def _two(real: FloatArray, imag: FloatArray) -> NDArray[np.complex128]:
    """Return two columns as one."""
    both = np.empty(real.size, np.complex128)
    both.real, both.imag = real, imag
    return both


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


def _pairs(keys: IntArray) -> int:
    """Return the number of pairs in a part."""
    return 1 + int(np.count_nonzero((keys[1:] ^ keys[:-1]) > 1))


def _distinct_parts(
    keys: IntArray, counts: FloatArray | None
) -> Iterator[tuple[IntArray, FloatArray]]:
    """Yield blocks that do not cut a pair, each key once with its count."""
    for part, part_counts in _parts(keys, counts):
        yield compress(part) if part_counts is None else (part, part_counts)


def _mutual(
    keys: IntArray, counts: FloatArray
) -> tuple[IntArray, FloatArray, FloatArray]:
    """Return where distinct keys turn within a pair, and the y and x of that pair."""
    at = np.flatnonzero((keys[1:] ^ keys[:-1]) == 1)
    forward, backward = counts[at], counts[at + 1]
    return at, 2.0 * np.minimum(forward, backward), forward + backward
