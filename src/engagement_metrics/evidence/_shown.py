"""Columns inside, numbers outside: where a single row is shown as a number."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from typing import Any, Generic, cast, overload

import numpy as np

from engagement_metrics._door._frozen import Frozen
from engagement_metrics._typing import Array, FloatArray, IntArray, StatusArray, T
from engagement_metrics.errors import InvalidTypeError
from engagement_metrics.words import Status

STATUSES = np.array(list(Status), object)
"""Status by code; the first five are those of a ratio."""


class Shown(Frozen, Generic[T]):
    """The base class of values stored as columns and shown as numbers if single."""

    __slots__ = ()

    _single: Any  # whether the single row is shown as a number

    def _shown(self, column: Array) -> T:
        """Return a column, or its number if there is a single row."""
        return cast("T", column.item(0) if self._single else column)

    def _by_row(
        self,
        number: Callable[..., Any],
        column: Callable[..., Any],
        first: Array,
        second: Array,
        *options: Any,
    ) -> Any:
        """Return the result of the scalar or the column form of a kernel."""
        if self._single:
            return number(first.item(0), second.item(0), *options)
        return column(first, second, *options)

    def _require_rows(self) -> None:
        if self._single:
            kind = type(self).__name__
            msg = f"a single {kind} has no rows: it is one number already"
            raise InvalidTypeError(msg, argument="self", got=self)

    def _picked(self, rows: Any) -> tuple[Any, bool]:
        """Return the rows to select, and whether it is a single one."""
        self._require_rows()
        if type(rows) is not int and (isinstance(rows, slice) or np.ndim(rows) == 1):
            several = cast("Any", rows)
            return [*several] if isinstance(rows, tuple) else several, False
        if isinstance(rows, (bool, np.bool_)):
            msg = "a row must be a whole number, but got a truth value"
            raise InvalidTypeError(msg, argument="rows")
        place = range(self._size())[operator.index(cast("int", rows))]
        return slice(place, place + 1), True

    def __len__(self) -> int:
        """Return the number of rows."""
        self._require_rows()
        return self._size()

    def _size(self) -> int:
        raise NotImplementedError

    def __iter__(self) -> Iterator[Any]:
        """Iterate over the rows."""
        rows = range(len(self))
        return (cast("Any", self)[row] for row in rows)

    def __bool__(self) -> bool:
        """Return True, also for an empty or undefined result."""
        return True


class StatusOf:
    """Whether the value is defined, or why not: a ``Status``, or one per row."""

    @overload
    def __get__(self, instance: Shown[FloatArray], owner: type) -> StatusArray: ...
    @overload
    def __get__(self, instance: Shown[float], owner: type) -> Status: ...
    @overload
    def __get__(self, instance: None, owner: type) -> StatusOf: ...
    def __get__(self, instance: Shown[Any] | None, owner: type) -> object:
        """Return the status, or one per row."""
        if instance is None:
            return self
        return instance._shown(statuses(cast("Any", instance)._codes()))


def statuses(codes: IntArray) -> StatusArray:
    """Return the status for each code."""
    found = STATUSES[:1].repeat(codes.size)
    rows = np.flatnonzero(codes)
    found[rows] = STATUSES[codes[rows]]
    return found


def codes_of(status: Status | StatusArray) -> IntArray:
    """Return the code for each status."""
    places = STATUSES.tolist()
    return np.array([places.index(Status(each)) for each in np.atleast_1d(status)])
