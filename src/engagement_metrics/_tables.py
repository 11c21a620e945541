"""What every table does: rows by place, by slice and by mask, and appending."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar, cast, overload

import attrs
import numpy as np
from typing_extensions import Self

from engagement_metrics import _checks, _columns
from engagement_metrics._typing import Array, BoolArray, IntArray
from engagement_metrics.errors import InvalidArgumentError

Row = TypeVar("Row")


def _take(column: Any, rows: Any) -> Any:
    if isinstance(column, Mapping):
        return {name: _take(part, rows) for name, part in column.items()}
    taken = column[rows]
    return _columns.read_only(taken) if isinstance(taken, np.ndarray) else taken


def _filled(like: Any, length: int) -> Any:
    """Return a column of *length* missing values, of the kind of another."""
    if isinstance(like, _columns.Ids):
        return _columns.Ids(np.full(length, -1, np.int64))
    if like.dtype.kind == "M":
        return np.full(length, np.datetime64("NaT"), like.dtype)
    return np.full(length, np.nan)


def _append(first: Any, second: Any, lengths: tuple[int, int]) -> Any:
    if isinstance(first, Mapping) or isinstance(second, Mapping):
        names = dict.fromkeys([*first, *second])
        pairs = {name: (first.get(name), second.get(name)) for name in names}
        return {name: _append(*pair, lengths) for name, pair in pairs.items()}
    first = _filled(second, lengths[0]) if first is None else first
    second = _filled(first, lengths[1]) if second is None else second
    if isinstance(first, _columns.Ids):
        return first + second
    return _columns.read_only(np.concatenate([first, second]))


def _value(column: Any, row: int) -> Any:
    if isinstance(column, Mapping):
        return {name: _value(part, row) for name, part in column.items()}
    if column is None or not isinstance(column, np.ndarray):
        return None if column is None else column.name(int(column.codes[row]))
    return column[row].item()


class Table(Generic[Row]):
    """
    Columns of one length; fields that are numbers count what was set aside.

    A subclass is an attrs class and names its row's class.
    """

    __slots__ = ()

    @classmethod
    def _row_class(cls) -> type[Row]:
        raise NotImplementedError

    def _fields(self) -> dict[str, Any]:
        return {
            field.name: getattr(self, field.name)
            for field in attrs.fields(cast("Any", type(self)))
        }

    def _data(self) -> dict[str, Any]:
        """Return the fields that are columns or mappings of columns."""
        kinds = (Mapping, np.ndarray, _columns.Ids)
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
        """Return one row, or a table of some of them."""
        if isinstance(rows, int | np.integer):
            place = range(len(self))[int(rows)]
            row = self._row_class()
            names = [field.name for field in attrs.fields(cast("Any", row))]
            return row(**{n: _value(getattr(self, n), place) for n in names})
        taken = {name: _take(column, rows) for name, column in self._data().items()}
        return attrs.evolve(cast("Any", self), **taken)

    def __iter__(self) -> Iterator[Row]:
        """Iterate over the rows."""
        return (self[row] for row in range(len(self)))

    def _appended(self, other: Self) -> dict[str, Any]:
        """Return the fields of both: columns appended, counts added."""
        lengths = (len(self), len(other))
        ours, others = self._fields(), other._fields()
        both = {n: ours[n] + others[n] for n in ours if isinstance(ours[n], int)}
        for name in self._data() | other._data():
            both[name] = _append(ours[name], others[name], lengths)
        return both


def superseded(ids: _columns.Ids, order: Array | None) -> tuple[BoolArray, IntArray]:
    """
    Return which rows an id's latest row replaces, and which row that is.

    The latest is the last in *order*, the last of equals. Rows without an id are
    never replaced.
    """
    rows = np.arange(len(ids))
    ranked = rows if order is None else np.lexsort((rows, order))
    latest = np.full(ids.size + 1, -1)
    latest[ids.codes[ranked]] = ranked
    keeper = np.where(ids.known, latest[ids.codes], rows)
    return keeper != rows, keeper


def distinct(argument: str, ids: _columns.Ids, advice: str) -> None:
    """Refuse a column of ids in which one repeats."""
    again, _ = superseded(ids, None)
    if again.any():
        first = int(np.flatnonzero(again)[0])
        raise _checks.refusal(
            InvalidArgumentError,
            argument,
            "be distinct",
            ids.name(int(ids.codes[first])),
            place=(first,),
            cases=int(again.sum()),
            total=len(ids),
            advice=advice,
        )
