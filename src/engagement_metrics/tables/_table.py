"""The base class of tables: indexing by row, slice and mask, and appending."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Generic, Self, TypeVar, cast, overload

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks
from engagement_metrics._door._frozen import Frozen, fields_of, read_only
from engagement_metrics._door._ids import Ids
from engagement_metrics._typing import BoolArray, FloatArray, IntArray, TimeArray
from engagement_metrics.errors import InvalidArgumentError, NegativeCountsWarning

Row = TypeVar("Row")


def _parts(column: Any) -> dict[str, Any] | None:
    """Return the columns of a mapping of columns, or None for a column."""
    if isinstance(column, Mapping):
        return dict(cast("Mapping[str, Any]", column))
    return None


def _take(column: Any, rows: Any) -> Any:
    parts = _parts(column)
    if parts is not None:
        return {name: _take(part, rows) for name, part in parts.items()}
    taken = column[rows]
    return taken if isinstance(taken, Ids) else read_only(taken)


def _filled(like: Any, length: int) -> Any:
    """Return a column of *length* missing values, of the type of another column."""
    if isinstance(like, Ids):
        return Ids(np.full(length, -1, np.int64))
    if like.dtype.kind == "M":
        return np.full(length, np.datetime64("NaT", "us"), like.dtype)
    return np.full(length, np.nan)


def _append(first: Any, second: Any, lengths: tuple[int, int]) -> Any:
    ours, others = _parts(first), _parts(second)
    if ours is not None and others is not None:
        return {
            name: _append(ours.get(name), others.get(name), lengths)
            for name in ours | others
        }
    first = _filled(second, lengths[0]) if first is None else first
    second = _filled(first, lengths[1]) if second is None else second
    if isinstance(first, Ids):
        return first + second
    return read_only(np.concatenate([first, second]))


def _value(column: Any, row: int) -> Any:
    parts = _parts(column)
    if parts is not None:
        return {name: _value(part, row) for name, part in parts.items()}
    if column is None:
        return None
    if isinstance(column, Ids):
        return column.name(int(column.codes[row]))
    value = column[row].item()
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


class Table(Frozen, Generic[Row]):
    """
    Columns of one length; numeric fields count the rows set aside.

    A subclass is an attrs class and names the class of its rows.
    """

    __slots__ = ()

    @classmethod
    def _row_class(cls) -> type[Row]:
        raise NotImplementedError

    def _fields(self) -> dict[str, Any]:
        return fields_of(self)

    def _data(self) -> dict[str, Any]:
        """Return the fields that hold columns or mappings of columns."""
        kinds = (Mapping, np.ndarray, Ids)
        return {n: v for n, v in self._fields().items() if isinstance(v, kinds)}

    def __len__(self) -> int:
        """Return the number of rows."""
        for column in self._data().values():
            if isinstance(column, Mapping):
                for part in cast("Mapping[str, Any]", column).values():
                    return len(part)
            else:
                return len(column)
        return 0

    @overload
    def __getitem__(self, rows: int) -> Row: ...
    @overload
    def __getitem__(self, rows: slice | BoolArray | IntArray) -> Self: ...
    def __getitem__(self, rows: Any) -> Any:
        """Return one row, or a table of the selected rows."""
        if isinstance(rows, int | np.integer):
            place = range(len(self))[operator.index(cast("int", rows))]
            row = self._row_class()
            names = [field.name for field in attrs.fields(cast("Any", row))]
            return row(**{n: _value(getattr(self, n), place) for n in names})
        taken = {name: _take(column, rows) for name, column in self._data().items()}
        return attrs.evolve(cast("Any", self), **taken)

    def __iter__(self) -> Iterator[Row]:
        """Iterate over the rows."""
        return (self[row] for row in range(len(self)))

    def _noun(self) -> str:
        """Return the unit of a row, in the plural."""
        return f"{type(self)._row_class().__name__.lower()}s"

    def __str__(self) -> str:
        """Return the number of rows and the columns, in one line."""
        names = list[str]()
        for name, column in self._data().items():
            parts = _parts(column)
            names += [name] if parts is None else map(str, parts)
        said = _text.count(len(self), self._noun())
        said = f"{said} with {', '.join(names)}" if names else said
        aside = [(n, v) for n, v in self._fields().items() if type(v) is int and v]
        notes = [f"{number:,} {name.replace('_', ' ')}" for name, number in aside]
        return "; ".join([said, *notes])

    def __repr__(self) -> str:
        """Return class and contents, in one line."""
        return f"<{type(self).__name__}: {_text.short(str(self))}>"

    def _appended(self, other: Table[Row]) -> dict[str, Any]:
        """Return the fields of both tables: columns appended, counts added."""
        lengths = (len(self), len(other))
        ours, others = self._fields(), other._fields()
        both = {n: ours[n] + others[n] for n in ours if isinstance(ours[n], int)}
        for name in self._data() | other._data():
            both[name] = _append(ours[name], others[name], lengths)
        return both


def superseded(ids: Ids, order: TimeArray | None) -> tuple[BoolArray, IntArray]:
    """
    Return the rows that a later row of the same id replaces, and that row.

    The latest row is the last in *order*; among ties, the last row. NaT precedes all
    times. Rows without an id are never replaced.
    """
    rows = np.arange(len(ids))
    ranked = rows if order is None else np.lexsort((rows, order.view(np.int64)))
    latest = np.full(ids.size + 1, -1)
    latest[ids.codes[ranked]] = ranked
    keeper = np.where(ids.known, latest[ids.codes], rows)
    return keeper != rows, keeper


def distinct(argument: str, ids: Ids, advice: str) -> None:
    """Raise an error if an id repeats."""
    again, _ = superseded(ids, None)
    if again.any():
        places: list[int] = np.flatnonzero(again).tolist()
        raise _checks.refused_rows(
            InvalidArgumentError,
            argument,
            "be distinct",
            ids.values(),
            places,
            advice=advice,
        )


def warn_negative(unit: str, columns: Mapping[str, FloatArray | None]) -> None:
    """Warn of negative counters, which a table keeps and metrics set aside."""
    for name, column in columns.items():
        below = 0 if column is None else int((column < 0).sum())
        if column is not None and below:
            message = (
                f"{name} is negative in {below} of {column.size} {unit}:"
                " kept, and set aside in every metric of it"
            )
            _checks.warn(NegativeCountsWarning, message)
