"""Rows about logs larger than memory, and about how costs grow."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from functools import reduce
from typing import Any

import numpy as np

from case import Case, Data
from engagement_metrics import Rate, two_way_index
from pairs import dyads, uniform

CHUNK = 10**6
SEGMENTS = 10_000
ACCOUNTS = 1000
ALLOWED = 64 * 2**20  # bytes above one chunk
PER_GROUP = 200  # bytes
MEGABYTE = 10**6
N_LOG_N = 1.08  # N log N between 1e5 and 3e7, as a power of N


def _chunk(size: int, high: int, *names: str) -> Data:
    draw = np.random.default_rng(9)
    rows = min(size, CHUNK)
    columns = {name: draw.integers(0, high, rows) for name in names}
    return {**columns, "chunks": np.array([-(-size // rows)])}


def _moved(data: Data, column: str, high: int) -> Iterator[Data]:
    """Give the chunk over and over, each time with a column changed in place."""
    for _ in range(int(data["chunks"][0])):
        data[column][:] += 7
        data[column][:] %= high
        yield data


def rates(size: int) -> Data:
    """Return a chunk of posts."""
    return {**_chunk(size, SEGMENTS, "segment", "y"), "x": np.full(1, 10**5)}


def ties(size: int) -> Data:
    """Return a chunk of interactions."""
    return _chunk(size, ACCOUNTS, "actor", "target")


def _pooled(data: Data) -> Any:
    total = None
    for chunk in _moved(data, "segment", SEGMENTS):
        part = Rate(chunk["y"], float(chunk["x"][0])).pooled(by=chunk["segment"])
        total = part if total is None else total + part
    return total.total().sum_y


def _pooled_expected(data: Data) -> Any:
    return float(data["chunks"][0] * data["y"].sum())


def _dyads(data: Data) -> Any:
    total = reduce(operator.add, map(dyads, _moved(data, "target", ACCOUNTS)))
    return total.interactions + total.loops.sum()


def _dyads_expected(data: Data) -> Any:
    return float(data["chunks"][0] * data["actor"].size)


def _fold(
    name: str, groups: int, data: Callable[[int], Data], ours: Any, expected: Any
) -> Case:
    return Case(
        name=f"fold_{name}",
        what=f"{name} of {groups:,} groups, folded chunk by chunk",
        sizes=(10**8,),
        data=data,
        ours=ours,
        expected=expected,
        megabytes=(ALLOWED + PER_GROUP * groups) / MEGABYTE,
        quick=(10**7,),
        rounds=1,
        note="peak memory above one chunk of a million rows",
    )


CASES = (
    _fold("rates", SEGMENTS, rates, _pooled, _pooled_expected),
    _fold("dyads", ACCOUNTS * (ACCOUNTS - 1) // 2, ties, _dyads, _dyads_expected),
    Case(
        name="two_way_growth",
        what="two-way index, how its cost grows with the rows",
        sizes=(10**5, 10**6, 10**7, 3 * 10**7),
        data=uniform,
        ours=lambda data: two_way_index(dyads(data)).value,
        exponent=N_LOG_N,
        quick=(10**4, 10**5, 10**6),
    ),
)
