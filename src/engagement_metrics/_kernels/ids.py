"""Ids to codes: exact whatever the ids are, names always in ascending order."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from engagement_metrics._kernels.sorting import bits_of, blocks, fits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

S = TypeVar("S", bound=np.generic)

MULTIPLIER = 0x9E3779B97F4A7C15
"""2**64 over the golden ratio, odd: Knuth's multiplicative hashing."""


def factorise_ints(
    ids: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Codes of *ids* and their distinct names, ascending."""
    if ids.size == 0:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    low, high = ids.min(), ids.max()
    row_bits = bits_of(ids.size)
    if fits(bits_of(int(high) - int(low) + 1), row_bits):
        keys = ids - low
        keys <<= row_bits
        codes, first = _grouped(keys)
        return codes, ids[first]
    codes, first = _grouped(ids * np.uint64(MULTIPLIER).astype(np.int64))
    return _settled(ids, ids[:, np.newaxis], codes, first)


def factorise_strings(
    ids: NDArray[np.str_],
) -> tuple[NDArray[np.int64], NDArray[np.str_]]:
    """Codes of *ids* and their distinct names, ascending by code point."""
    if ids.size == 0:
        return np.empty(0, np.int64), ids[:0]
    words = _words(ids)
    powers = np.full(words.shape[1], MULTIPLIER, np.uint64)
    np.multiply.accumulate(powers, out=powers)
    codes, first = _grouped((words @ powers).view(np.int64))
    return _settled(ids, words, codes, first)


def factorise_objects(
    ids: Sequence[str | None],
) -> tuple[NDArray[np.int64], NDArray[np.str_]]:
    """Codes of *ids*, -1 for None, and their distinct names, ascending."""
    seen: defaultdict[str | None, int] = defaultdict()
    seen.default_factory = seen.__len__
    seen[None] = 0
    codes = np.fromiter(map(seen.__getitem__, ids), np.int64, len(ids))
    del seen[None]
    ranks, names = factorise_strings(np.array(list(seen), dtype=np.str_))
    return np.concatenate(([-1], ranks))[codes], names


def union(
    names_a: NDArray[S], names_b: NDArray[S]
) -> tuple[NDArray[S], NDArray[np.int64], NDArray[np.int64]]:
    """Both vocabularies as one, and the new codes of each: ascending maps."""
    both: NDArray[Any] = np.concatenate((names_a, names_b))
    factorise: Any = factorise_strings if both.dtype.kind == "U" else factorise_ints
    codes, names = factorise(both)
    return names, codes[: names_a.size], codes[names_a.size :]


def _words(strings: NDArray[np.str_]) -> NDArray[np.uint64]:
    """Characters as 64-bit words, one row a string, as narrow as they allow."""
    characters = np.ascontiguousarray(strings).view(np.uint32)
    characters = characters.reshape(strings.size, -1)
    kind = np.min_scalar_type(characters.max(initial=0))
    per_word = 8 // kind.itemsize
    width = -(-characters.shape[1] // per_word) * per_word
    padded = np.zeros((strings.size, width), kind)
    padded[:, : characters.shape[1]] = characters
    return padded.view(np.uint64)


def _grouped(
    keys: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Number the groups of equal leading bits; also the first row of each group.

    The trailing bits of *keys*, as many as number the rows, are overwritten.
    """
    mask = (1 << bits_of(keys.size)) - 1
    for block in blocks(keys.size):
        part = keys[block]
        part &= ~mask
        part |= np.arange(block.start, block.stop)
    keys.sort()
    codes = np.empty(keys.size, np.int64)
    first: list[NDArray[np.int64]] = []
    previous, count = ~keys[:1], 0
    for block in blocks(keys.size):
        part = keys[block]
        leads = np.bitwise_xor(part, np.concatenate((previous, part[:-1])))
        starts = (leads & ~mask) != 0
        rows = part & mask
        numbers = np.cumsum(starts)
        codes[rows] = numbers + (count - 1)
        first.append(rows[starts])
        previous, count = part[-1:], count + int(numbers[-1])
    return codes, np.concatenate(first)


def _settled(
    ids: NDArray[S],
    words: NDArray[Any],
    codes: NDArray[np.int64],
    first: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[S]]:
    """Set right what shares a hash but not its words, then put names in order."""
    names, seen = ids[first], words[first]
    strays: list[NDArray[np.int64]] = []
    for block in blocks(ids.size):
        differs = words[block] != seen[codes[block]]
        if differs.any():
            strays.append(block.start + np.flatnonzero(differs.any(axis=1)))
    if strays:
        rows = np.concatenate(strays)
        more, again = np.unique(ids[rows], return_inverse=True)
        codes[rows] = names.size + again
        names = np.concatenate((names, more))
    ascending = np.argsort(names)
    ranks = np.empty_like(ascending)
    ranks[ascending] = np.arange(names.size)
    for block in blocks(ids.size):
        codes[block] = ranks[codes[block]]
    return codes, names[ascending]
