"""Sort once, then scan: the few primitives the other kernels are built on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

BLOCK = 2**15
"""Rows worked on at once: their temporaries stay in the processor's cache."""

WORD = 63
"""Bits of an int64 that keep its order: all but the sign."""

ROUNDS = 6
"""Steps to the right within a bucket before binary search takes over."""


def bits_of(size: int) -> int:
    """Bits that number *size* things from 0."""
    return max(int(size) - 1, 0).bit_length()


def fits(*bits: int) -> bool:
    """Whether fields of these widths go into one ordered int64."""
    return sum(bits) <= WORD


def blocks(size: int) -> Iterator[slice]:
    """Cut *size* rows into slices of at most `BLOCK`."""
    for start in range(0, size, BLOCK):
        yield slice(start, min(start + BLOCK, size))


def runs(ordered: NDArray[Any]) -> NDArray[np.int64]:
    """Where each run of equal values starts."""
    starts = np.ones(ordered.size, dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=starts[1:])
    return np.flatnonzero(starts)


def order(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Rows by ascending value, equal values by row: a stable argsort.

    Where value and row number go into one int64, that is what is sorted.
    """
    size = values.size
    if size == 0:
        return np.empty(0, np.int64)
    low, high = values.min(), values.max()
    row_bits = bits_of(size)
    if not fits(bits_of(int(high) - int(low) + 1), row_bits):
        return np.argsort(values, kind="stable")
    packed = np.empty(size, np.int64)
    for block in blocks(size):
        part = packed[block]
        np.subtract(values[block], low, out=part)
        part <<= row_bits
        part |= np.arange(block.start, block.stop)
    packed.sort()
    packed &= (1 << row_bits) - 1
    return packed


def bucket_lookup(
    column: NDArray[np.int64], queries: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Where each query stands in a sorted column of distinct ids; -1 if absent.

    A table says where the ids with the same leading bits start, a few steps to the
    right find most queries, and binary search the rest: exact for any gaps.
    """
    positions = np.full(queries.size, -1, np.int64)
    if column.size == 0:
        return positions
    first, span = column[0], int(column[-1]) - int(column[0])
    shift = np.uint64(max(span.bit_length() - bits_of(2 * column.size), 0))
    starts = np.zeros((span >> int(shift)) + 2, np.int64)
    for block in blocks(column.size):
        offsets = (column[block] - first).view(np.uint64) >> shift
        np.add.at(starts, offsets.view(np.int64) + 1, 1)
    np.cumsum(starts, out=starts)
    for block in blocks(queries.size):
        offsets = (queries[block] - first).view(np.uint64)
        rows = np.flatnonzero(offsets <= np.uint64(span))
        wanted = queries[block][rows]
        found = starts[(offsets[rows] >> shift).view(np.int64)]
        behind = np.flatnonzero(column[found] < wanted)
        for _ in range(ROUNDS):
            found[behind] += 1
            behind = behind[column[found[behind]] < wanted[behind]]
        found[behind] = np.searchsorted(column, wanted[behind])
        found[column[found] != wanted] = -1
        positions[block][rows] = found
    return positions
