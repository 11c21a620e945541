"""Primitives for sorting, grouping and lookup."""

from __future__ import annotations

import numpy as np

from engagement_metrics._typing import Array, IntArray

BLOCK = 2**15  # rows per block, whose temporaries fit the cache
_WORD = 63  # ordered bits of an int64: all but the sign
_STEPS = 6  # to the right within a bucket, before binary search
_DENSE = 4  # numbers per id; below it, a table of all numbers is small


def bits_of(size: int) -> int:
    """Return the number of bits needed to number *size* items from 0."""
    return max(int(size) - 1, 0).bit_length()


def fits(*bits: int) -> bool:
    """Return whether fields of these widths fit into one ordered int64."""
    return sum(bits) <= _WORD


def spread(values: IntArray) -> tuple[int, int]:
    """Return the minimum, and the number of bits of the differences from it."""
    if values.size == 0:
        return 0, 0
    low, high = int(values.min()), int(values.max())
    return low, (high - low).bit_length()


def blocks(size: int) -> list[slice[int, int]]:
    """Return slices of at most `BLOCK` rows."""
    if size <= BLOCK:
        return [slice(0, size)] * bool(size)
    starts = range(0, size, BLOCK)
    return [slice(start, min(start + BLOCK, size)) for start in starts]


def ascends(values: Array) -> bool:
    """Return whether values are strictly increasing."""
    return bool((values[1:] > values[:-1]).all())


def runs(ordered: Array) -> IntArray:
    """Return the start of each run of equal values."""
    starts = np.ones(ordered.size, np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=starts[1:])
    return np.flatnonzero(starts)


def order(values: IntArray) -> IntArray:
    """
    Return the rows by ascending value, equal values by row: a stable argsort.

    If value and row number fit into one int64, these combined numbers are sorted.
    """
    if (values[1:] >= values[:-1]).all():
        return np.arange(values.size)
    low, value_bits = spread(values)
    row_bits = bits_of(values.size)
    if not fits(value_bits, row_bits):
        return np.argsort(values, kind="stable")
    rows = np.empty(values.size, np.int64)
    for block in blocks(values.size):
        numbers = np.arange(block.start, block.stop)
        rows[block] = (values[block] - low << row_bits) + numbers
    rows.sort()
    rows &= (1 << row_bits) - 1
    return rows


def lookup(column: IntArray, queries: IntArray) -> IntArray:
    """Return the row of each query in a column of distinct ids; -1 if absent."""
    low, bits = spread(column)
    if column.size and 1 << bits <= _DENSE * column.size:
        return _table_lookup(column, queries, low, 1 << bits)
    if ascends(column):
        return bucket_lookup(column, queries)
    rows = order(column)
    return np.append(rows, -1)[bucket_lookup(column[rows], queries)]


def _table_lookup(column: IntArray, queries: IntArray, low: int, size: int) -> IntArray:
    """Return the rows of queries by a table of *size* numbers from *low*."""
    place = np.full(size + 1, -1)
    place[column - low] = np.arange(column.size)
    positions = np.empty(queries.size, np.int64)
    for block in blocks(queries.size):
        offsets = (queries[block] - low).view(np.uint64)  # below low wraps around
        np.minimum(offsets, np.uint64(size), out=offsets)
        np.take(place, offsets.view(np.int64), out=positions[block], mode="clip")
    return positions


def bucket_lookup(column: IntArray, queries: IntArray) -> IntArray:
    """
    Return the row of each query in a sorted column of ids; -1 if absent.

    A table holds the start of each bucket of equal leading bits. A few steps to the
    right find most queries, binary search the others; exact for any gaps.
    """
    positions = np.full(queries.size, -1, np.int64)
    if column.size == 0:
        return positions
    first, span = column[0], int(column[-1]) - int(column[0])
    shift = max(span.bit_length() - bits_of(column.size), 0)
    starts = np.zeros((span >> shift) + 2, np.int64)
    for block in blocks(column.size):
        offsets = (column[block] - first).view(np.uint64) >> np.uint64(shift)
        np.add.at(starts, offsets.view(np.int64) + 1, 1)
    np.cumsum(starts, out=starts)
    for block in blocks(queries.size):
        offsets = (queries[block] - first).view(np.uint64)  # below first wraps around
        rows = np.flatnonzero(offsets <= np.uint64(span))
        wanted = queries[block][rows]
        found = starts[(offsets[rows] >> np.uint64(shift)).view(np.int64)]
        behind = np.flatnonzero(column[found] < wanted)
        for _ in range(_STEPS):
            found[behind] += 1
            behind = behind[column[found[behind]] < wanted[behind]]
        found[behind] = np.searchsorted(column, wanted[behind])
        found[column[found] != wanted] = -1
        positions[block][rows] = found
    return positions
