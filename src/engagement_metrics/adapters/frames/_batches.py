"""Columns of a frame of this process, fetched in batches whose evidence adds."""

from __future__ import annotations

import contextlib
import functools
import importlib
import sys
from collections.abc import Callable, Generator, Iterable, Mapping
from typing import Any, cast

import narwhals.stable.v2 as nw

from engagement_metrics.adapters.frames import _frame, _groups
from engagement_metrics.adapters.frames._columns import Columns
from engagement_metrics.errors import EngagementError

__all__ = ["PAIRS", "ROWS", "asked_in_batches"]

ROWS = 1_000_000
"""Ratios of a longer frame are taken in batches of so many rows, which add."""
PAIRS = 10_000_000
"""So are dyads: they need two columns, and to add them takes longer."""


def asked_in_batches(
    known: _frame.Known,
    names: Mapping[str, str],
    ask: Callable[[Columns], Any],
    rows: int,
) -> Any:
    """Return the sum of what the core answers for each batch of so many rows."""
    wanted = known.select(*dict.fromkeys(names.values()))

    def answers(batches: Iterable[Any]) -> Generator[Any]:
        first = 0
        for batch in batches:
            read = Columns(nw.from_native(batch, eager_only=True), names)
            try:
                yield ask(read)
            except EngagementError as error:
                if first:
                    error.add_note(f"Its rows are counted from row {first:,} on.")
                raise
            first += len(read.frame)

    with contextlib.closing(_batches(wanted, rows)) as batches:
        return added(answers(batches))


def added(parts: Iterable[Any]) -> Any:
    """Return the sum of all parts, each added to one as large, so seldom."""
    pending, number = list[Any](), 0
    for number, part in enumerate(parts, 1):
        total, size = part, number
        while size % 2 == 0:
            total, size = pending.pop() + total, size // 2
        pending.append(total)
    total = functools.reduce(lambda later, earlier: earlier + later, pending[::-1])
    return total if number == 1 else _groups.ordered(total)


def _batches(wanted: _frame.Known, rows: int) -> Generator[Any]:
    """Yield frames of so many rows each; of an empty frame one without rows."""
    if isinstance(wanted, nw.DataFrame):
        for start in range(0, max(len(wanted), 1), rows):
            yield wanted[start : start + rows].to_native()
        return
    streams = {"polars": _of_polars, "duckdb": _of_duckdb, "ibis": _of_ibis}
    none = True
    for batch in streams[wanted.implementation.value](wanted.to_native(), rows):
        yield batch
        none = False
    if none:
        yield wanted.head(0).collect().to_native()


def _of_polars(lazy: Any, rows: int) -> Iterable[Any]:
    """Return batches of a lazy frame; older versions of Polars can only collect it."""
    if hasattr(lazy, "collect_batches"):
        return cast("Iterable[Any]", lazy.collect_batches(chunk_size=rows))
    return cast("Iterable[Any]", lazy.collect().iter_slices(rows))


def _of_duckdb(relation: Any, rows: int) -> Generator[Any]:
    """Yield batches of a relation; its connection is free again at the end."""
    table: Any = importlib.import_module("pyarrow").Table

    newer = getattr(relation, "to_arrow_reader", None)
    reader = (newer or relation.fetch_arrow_reader)(rows)
    taken, size = list[Any](), 0
    try:
        for batch in reader:  # of fewer rows than that, if there are many
            taken, size = [*taken, batch], size + batch.num_rows
            if size >= rows:
                yield table.from_batches(taken)
                taken, size = [], 0
        if taken:
            yield table.from_batches(taken)
    finally:
        reader.close()


def _of_ibis(table: Any, rows: int) -> Iterable[Any]:
    """
    Return batches of a table of DuckDB: of the relation that it compiles to.

    Ibis' own batches fail on DuckDB 2. A table from memory is no relation of the
    connection: its columns are collected.
    """
    backend = table.get_backend()
    try:
        relation = backend.con.sql(backend.compile(table))
    except sys.modules["duckdb"].Error:
        return cast("Iterable[Any]", [table.to_pyarrow()])
    return _of_duckdb(relation, rows)
