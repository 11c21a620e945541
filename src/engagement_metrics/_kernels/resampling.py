"""
The Poisson bootstrap, its weights keyed by unit (Chamandy et al. 2012).

A unit's weight in a replicate is a function of the seed, the unit's key and the
replicate's number alone: neither the order of rows nor how they are split matters, and
sums of shards add. Of whole numbers whose sums stay below 2^53 they are exact.
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
_BLOCK = 1 << 17  # weights at a time, so that they stay in the cache
_HEAVIEST = 5
_EXACT_32 = 2.0**24  # below it a float of 32 bits holds every whole number

# Of the 256 bytes 94 give 0, 94 give 1, then 49, 13, 5 and 1 give 2, 3, 4 and 5: the
# mean and the variance are exactly 1, as Poisson's. A byte // 94 makes two cuts.
_CUTS = np.array([94, 188, 237, 250, 255], np.uint8)


def integer_keys(ids: IntArray) -> KeyArray:
    """Return a key for each whole number; different numbers have different keys."""
    keys = ids.astype(np.uint64) + _GOLDEN
    _mix(keys, np.empty_like(keys))
    return keys


def name_keys(names: Sequence[str]) -> KeyArray:
    """Return a key for each name, the same in every process and on every machine."""
    words = (name.encode("utf-8", "surrogatepass") for name in names)
    digests = b"".join(blake2b(word, digest_size=8).digest() for word in words)
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


def poisson_weights(unit_keys: KeyArray, replicates: int, seed: int) -> WeightArray:
    """Return the weights, 0 to 5, of each unit (a row) in each replicate (a column)."""
    weights = np.empty((unit_keys.size, replicates), np.uint8)
    for rows, part in _blocks(unit_keys, replicates, seed):
        weights[rows] = part
    return weights


def replicate_sums(
    unit_keys: KeyArray, columns: FloatArray, replicates: int, seed: int
) -> FloatArray:
    """
    Return the weighted sum of each column ``(n, c)`` in each replicate.

    Where 32 bits hold every sum of a block of whole numbers, the product of 32 bits is
    the same to the last bit, and half as wide.
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
    unit_keys: KeyArray, replicates: int, seed: int
) -> Iterator[tuple[slice, WeightArray]]:
    """Give the weights of some rows at a time, in an array that is used again."""
    start = int.from_bytes(blake2b(b"%d" % seed, digest_size=8).digest(), "little")
    streams = np.arange(1, (replicates + 7) // 8 + 1, dtype=np.uint64) * _GOLDEN
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
    """Put the words through SplitMix64's finaliser, a bijection, where they are."""
    for shift, factor in _ROUNDS:
        np.right_shift(words, np.uint64(shift), out=scratch)
        words ^= scratch
        words *= np.uint64(factor)
    np.right_shift(words, _LAST, out=scratch)
    words ^= scratch
