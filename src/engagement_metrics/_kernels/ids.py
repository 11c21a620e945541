"""
Dictionary encoding of ids: exact codes, and ascending vocabularies.

Ids are hashed by multiplication with random odd numbers, so that collisions cannot be
provoked. Any two ids agree in n leading bits with a probability of at most 2 / 2**n
(Dietzfelbinger et al. 1997), plus 2**-32 for text. Collisions are resolved, so results
do not depend on the random numbers.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from engagement_metrics._kernels.sorting import (
    BLOCK,
    ascends,
    bits_of,
    blocks,
    bucket_lookup,
    fits,
    runs,
    spread,
)
from engagement_metrics._typing import Array, BoolArray, IntArray

_Name = TypeVar("_Name", bound=np.generic)

_SPARSE = 4  # codes per row; above it, sorting is cheaper than counting


def factorise_ints(ids: IntArray) -> tuple[IntArray, IntArray]:
    """Return the codes of ids and their vocabulary, ascending."""
    if ascends(ids):
        return np.arange(ids.size), ids.copy()
    low, id_bits = spread(ids)
    row_bits = bits_of(ids.size)
    if fits(id_bits, row_bits):
        codes, first = _grouped((ids - low) << row_bits)
        return codes, ids[first]
    hashes = ids.view(np.uint64) * _multipliers(1)
    codes, first = _grouped(hashes.view(np.int64))
    return _settled(ids, ids[:, np.newaxis], codes, first)


def factorise_strings(ids: NDArray[np.str_]) -> tuple[IntArray, NDArray[np.str_]]:
    """Return the codes of ids and their vocabulary, ascending by code point."""
    words = _words(ids)
    halves = words.view(np.uint32)
    hashes = halves @ _multipliers(halves.shape[1])
    codes, first = _grouped(hashes.view(np.int64))
    return _settled(ids, words, codes, first)


def factorise_objects(
    ids: Sequence[str | None],
) -> tuple[IntArray, NDArray[np.str_]]:
    """Return the codes of ids, -1 for None, and their vocabulary, ascending."""
    seen: defaultdict[str | None, int] = defaultdict()
    seen.default_factory = seen.__len__
    seen[None] = 0
    codes = np.fromiter(map(seen.__getitem__, ids), np.int64, len(ids))
    del seen[None]
    ranks, names = factorise_strings(np.array(list(seen), np.str_))
    return np.concatenate(([-1], ranks))[codes], names


def renumber(codes: IntArray, size: int) -> tuple[IntArray, IntArray]:
    """
    Return codes renumbered without gaps, and the codes that occur.

    Codes are below *size*; the new ones have the narrowest type that holds it.
    """
    if size > _SPARSE * max(codes.size, BLOCK):
        return factorise_ints(codes.astype(np.int64, copy=False))
    seen = np.zeros(size, np.bool_)
    for block in blocks(codes.size):
        seen[codes[block]] = True
    return _without_gaps(codes, seen)


def combine(
    major: IntArray, minor: IntArray, majors: int, minors: int
) -> tuple[IntArray, IntArray]:
    """Return gapless codes of pairs, and their major * minors + minor."""
    size = majors * minors
    if size > _SPARSE * max(major.size, BLOCK):
        return factorise_ints(major * np.int64(minors) + minor)
    joint = np.empty(major.size, np.min_scalar_type(-size))
    seen = np.zeros(size, np.bool_)
    for block in blocks(major.size):
        part = major[block] * np.int64(minors) + minor[block]
        joint[block] = part
        seen[part] = True
    return _without_gaps(joint, seen)


def _without_gaps(codes: IntArray, seen: BoolArray) -> tuple[IntArray, IntArray]:
    """Return renumbered codes, and the codes that occur."""
    present = np.flatnonzero(seen)
    if present.size == seen.size:
        return codes, present
    narrow = np.min_scalar_type(-seen.size)
    number = np.zeros(seen.size, narrow)
    number[present] = np.arange(present.size)
    result = np.empty(codes.size, narrow)
    for block in blocks(codes.size):
        np.take(number, codes[block], out=result[block], mode="clip")
    return result, present


def union(
    *vocabularies: NDArray[_Name],
) -> tuple[NDArray[_Name], list[IntArray | None]]:
    """
    Return the union of ascending vocabularies, and the codes of each in it.

    The codes are None for a vocabulary that equals the union.
    """
    names: Any = max(vocabularies, key=len)
    find: Any = bucket_lookup if names.dtype.kind == "i" else np.searchsorted

    def places() -> list[IntArray | None]:
        return [
            None if np.array_equal(each, names) else find(names, each)
            for each in vocabularies
        ]

    if find is bucket_lookup:
        found = places()
        if all(rows is None or rows.min(initial=0) >= 0 for rows in found):
            return names, found
    names = np.concatenate(vocabularies)
    names.sort()
    names = names[runs(names)]
    return names, places()


def _multipliers(count: int) -> NDArray[np.uint64]:
    """Return unpredictable random odd numbers."""
    return np.frombuffer(os.urandom(8 * count), np.uint64) | np.uint64(1)


def _words(strings: NDArray[np.str_]) -> NDArray[np.uint64]:
    """Return the characters of each string as 64-bit words, as few as needed."""
    characters = np.ascontiguousarray(strings).view(np.uint32)
    characters = characters.reshape(strings.size, strings.dtype.itemsize // 4)
    kind = np.min_scalar_type(characters.max(initial=0))
    per_word = 8 // kind.itemsize
    width = -(-characters.shape[1] // per_word) * per_word
    padded = np.zeros((strings.size, width), kind)
    padded[:, : characters.shape[1]] = characters
    return padded.view(np.uint64)


def _grouped(keys: IntArray) -> tuple[IntArray, IntArray]:
    """
    Return the group of each row by leading bits, and its first row.

    Overwrites as many trailing bits of *keys* as a row number needs.
    """
    mask = (1 << bits_of(keys.size)) - 1
    for block in blocks(keys.size):
        keys[block] &= ~mask
        keys[block] |= np.arange(block.start, block.stop)
    keys.sort()
    codes = np.empty(keys.size, np.int64)
    first = [np.empty(0, np.int64)]
    before, groups = ~keys[:1], 0
    for block in blocks(keys.size):
        part = keys[block]
        change = part ^ np.concatenate((before, part[:-1]))
        starts = (change & ~mask) != 0
        rows = part & mask
        numbers = np.cumsum(starts)
        codes[rows] = numbers + (groups - 1)
        first.append(rows[starts])
        before, groups = part[-1:], groups + int(numbers[-1])
    return codes, np.concatenate(first)


def _settled(
    ids: NDArray[_Name], words: Array, codes: IntArray, first: IntArray
) -> tuple[IntArray, NDArray[_Name]]:
    """Return codes and names in ascending order, with hash collisions resolved."""
    names, seen = ids[first], words[first]
    strays = [np.empty(0, np.int64)]
    for block in blocks(ids.size):
        differs = words[block] != seen.take(codes[block], axis=0)
        if differs.any():
            strays.append(block.start + np.flatnonzero(differs.any(axis=1)))
    rows = np.concatenate(strays)
    if rows.size:
        more, again = np.unique(ids[rows], return_inverse=True)
        codes[rows] = names.size + again
        names = np.concatenate((names, more))
    ascending = np.argsort(names)
    ranks = np.empty_like(ascending)
    ranks[ascending] = np.arange(names.size)
    for block in blocks(ids.size):
        codes[block] = ranks[codes[block]]
    return codes, names[ascending]
