"""
The Poisson bootstrap, with weights keyed by unit (Chamandy et al. 2012).

The weight of a unit in a replicate depends only on the seed, the key of the unit and
the number of the replicate. Order and partition of the rows do not matter, and sums of
shards add up. Sums of whole numbers are exact below 2^53.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from engagement_metrics._typing import FloatArray, IntArray

KeyArray: TypeAlias = NDArray[np.uint64]
WeightArray: TypeAlias = NDArray[np.uint8]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_ROUNDS = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))
_LAST = np.uint64(31)
_BLOCK = 1 << 17  # weights at a time, to fit the cache
_HEAVIEST = 5
_AT_A_TIME = 64  # replicates, a multiple of 8
_EXACT_32 = 2.0**24  # below it, a 32-bit float holds every whole number

# Of 256 byte values, 94 map to 0, 94 to 1, and 49, 13, 5 and 1 to 2, 3, 4 and 5. Mean
# and variance are exactly 1, as for Poisson. byte // 94 gives the first two cuts.
_CUTS = np.array([94, 188, 237, 250, 255], np.uint8)


def integer_keys(ids: IntArray) -> KeyArray:
    """Return a distinct key for each whole number."""
    keys = ids.astype(np.uint64) + _GOLDEN
    _mix(keys, np.empty_like(keys))
    return keys


def name_keys(names: Sequence[str]) -> KeyArray:
    """Return a key for each name, equal in every process and on every machine."""
    words = (name.encode("utf-8", "surrogatepass") for name in names)
    digests = b"".join(blake2b(word, digest_size=8).digest() for word in words)
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


def poisson_weights(unit_keys: KeyArray, replicates: int, seed: int) -> WeightArray:
    """Return weights from 0 to 5, one row per unit, one column per replicate."""
    weights = np.empty((unit_keys.size, replicates), np.uint8)
    for rows, part in _blocks(unit_keys, replicates, seed):
        weights[rows] = part
    return weights


def replicate_weights(
    unit_keys: KeyArray, replicates: int, seed: int
) -> Iterator[WeightArray]:
    """Yield the weights of all units in one replicate after another."""
    for first in range(0, replicates, _AT_A_TIME):
        several = min(_AT_A_TIME, replicates - first)
        weights = np.empty((several, unit_keys.size), np.uint8)
        for rows, part in _blocks(unit_keys, several, seed, first):
            weights[:, rows] = part.T
        yield from weights


def replicate_sums(
    unit_keys: KeyArray, columns: FloatArray, replicates: int, seed: int
) -> FloatArray:
    """
    Return the weighted sum of each column ``(n, c)`` in each replicate.

    If 32-bit floats hold every sum of a block of whole numbers, the product is computed
    in 32 bits: exact, and half as wide.
    """
    sums = np.zeros((columns.shape[1], replicates))
    whole = bool((columns == np.floor(columns)).all())
    for rows, weights in _blocks(unit_keys, replicates, seed):
        part = columns[rows].T
        narrow = whole and _HEAVIEST * np.abs(part).sum(axis=1).max() < _EXACT_32
        kind = np.float32 if narrow else np.float64
        sums += part.astype(kind) @ weights.astype(kind)
    return sums.T


def _blocks(
    unit_keys: KeyArray, replicates: int, seed: int, start_at: int = 0
) -> Iterator[tuple[slice, WeightArray]]:
    """
    Yield the weights of blocks of rows, in one reused array.

    The replicates are those from *start_at*, a multiple of 8.
    """
    start = int.from_bytes(blake2b(b"%d" % seed, digest_size=8).digest(), "little")
    words_of = np.arange((replicates + 7) // 8, dtype=np.uint64) + np.uint64(1)
    streams = (words_of + np.uint64(start_at // 8)) * _GOLDEN
    streams += np.uint64(start)
    _mix(streams, np.empty_like(streams))
    size = min(max(1, _BLOCK // max(1, replicates)), unit_keys.size)
    words = np.empty((size, streams.size), "<u8")
    scratch = np.empty_like(words)
    draws, above = words.view(np.uint8), scratch.view(np.bool_)
    counted = np.empty_like(draws)
    for first in range(0, unit_keys.size, size or 1):
        keys = unit_keys[first : first + size, None]
        n = keys.size
        np.bitwise_xor(keys, streams, out=words[:n])
        _mix(words[:n], scratch[:n])
        np.floor_divide(draws[:n], _CUTS[0], out=counted[:n])
        for cut in _CUTS[2:]:
            np.greater_equal(draws[:n], cut, out=above[:n])
            counted[:n] += above[:n].view(np.uint8)
        yield slice(first, first + n), counted[:n, :replicates]


def _mix(words: KeyArray, scratch: KeyArray) -> None:
    """Apply the finaliser of SplitMix64, a bijection, in place."""
    for shift, factor in _ROUNDS:
        np.right_shift(words, np.uint64(shift), out=scratch)
        words ^= scratch
        words *= np.uint64(factor)
    np.right_shift(words, _LAST, out=scratch)
    words ^= scratch
