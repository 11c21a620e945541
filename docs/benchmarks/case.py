"""What a row of the table is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Data = Mapping[str, Any]
Run = Callable[[Any], Any]

THREADS = 2  # of a peer that can use several
QUICK = 10**5


def as_is(given: Any) -> Any:
    """Return what is given."""
    return given


def close(ours: Any, theirs: Any) -> bool:
    """Return whether two answers are the same but for rounding."""
    if isinstance(ours, tuple):
        return all(map(close, ours, theirs))
    a, b = np.asarray(ours), np.asarray(theirs)
    return a.shape == b.shape and np.allclose(a, b, 1e-9, 1e-12, equal_nan=True)


@dataclass(frozen=True)
class Peer:
    """What a user would pick instead, and the ratio that is the goal."""

    run: Run
    target: float
    prepare: Run = as_is  # the data as the peer holds them; not timed
    answer: Run = as_is  # what it returns, in the form of ours; not timed
    same: Callable[[Any, Any], bool] = close
    at_most: bool = False  # the target is of ours ÷ theirs, and a limit


@dataclass(frozen=True)
class Case:
    """One thing to compute, and those who can; several sizes: how its cost grows."""

    name: str
    what: str
    sizes: tuple[int, ...]
    data: Callable[[int], Data]
    ours: Run
    prepare: Run = as_is  # the data as ours holds them; not timed
    peers: Mapping[str, Peer] = field(default_factory=dict)
    answer: Run = as_is
    expected: Run | None = None
    megabytes: float | None = None
    seconds: float | None = None  # of CPU, at most
    exponent: float | None = None
    quick: tuple[int, ...] = (QUICK,)
    rounds: int = 5
    note: str = ""


def polars_frame(data: Data) -> Any:
    """Return columns as a Polars frame."""
    import polars as pl

    return pl.DataFrame(dict(data))


def duckdb_table(data: Data) -> Any:
    """Return a connection to a table *rows* of the columns."""
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"set threads={THREADS}")
    connection.register("given", polars_frame(data).to_arrow())
    connection.execute("create table rows as select * from given")
    connection.unregister("given")
    return connection
