"""Columns of a frame of this process, fetched in batches whose evidence adds."""

from __future__ import annotations

import contextlib
import functools
import sys
from collections.abc import Callable, Generator, Iterable, Mapping
from typing import Any, cast

import narwhals.stable.v2 as nw

from engagement_metrics.adapters.frames import _frame, _groups
from engagement_metrics.adapters.frames._columns import Columns
from engagement_metrics.errors import EngagementError

__all__ = ["asked_in_batches"]

ROWS = 2_000_000
"""A frame of more rows is taken in batches of so many, where evidence of them adds."""


def asked_in_batches(
    known: _frame.Known, names: Mapping[str, str], ask: Callable[[Columns], Any]
) -> Any:
    """Return the sum of what the core answers for each batch of the columns."""
    wanted = known.select(*dict.fromkeys(names.values()))

    def answers(batches: Iterable[Any]) -> Generator[Any]:
        for number, batch in enumerate(batches):
            try:
                yield ask(Columns(nw.from_native(batch, eager_only=True), names))
            except EngagementError as error:
                if number:
                    first = number * ROWS
                    error.add_note(f"Its rows are counted from row {first:,} on.")
                raise

    with contextlib.closing(_batches(wanted)) as batches:
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


def _batches(wanted: _frame.Known) -> Generator[Any]:
    """Yield frames of so many rows each; of an empty frame one without rows."""
    if isinstance(wanted, nw.DataFrame):
        for start in range(0, max(len(wanted), 1), ROWS):
            yield wanted[start : start + ROWS].to_native()
        return
    streams = {"polars": _of_polars, "duckdb": _of_duckdb, "ibis": _of_ibis}
    none = True
    for batch in streams[wanted.implementation.value](wanted.to_native()):
        yield batch
        none = False
    if none:
        yield wanted.head(0).collect().to_native()


def _of_polars(lazy: Any) -> Iterable[Any]:
    """Return batches of a lazy frame; older versions of Polars can only collect it."""
    if hasattr(lazy, "collect_batches"):
        return cast("Iterable[Any]", lazy.collect_batches(chunk_size=ROWS))
    return cast("Iterable[Any]", lazy.collect().iter_slices(ROWS))


def _of_duckdb(relation: Any) -> Generator[Any]:
    """Yield batches of a relation; its connection is free again at the end."""
    import pyarrow as pa

    newer = getattr(relation, "to_arrow_reader", None)
    reader = (newer or relation.fetch_arrow_reader)(ROWS)
    try:
        for batch in reader:
            yield pa.Table.from_batches([batch])
    finally:
        reader.close()


def _of_ibis(table: Any) -> Iterable[Any]:
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
    return _of_duckdb(relation)
