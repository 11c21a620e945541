"""Rows of plain tuples, the kinds of them, and the forms in which they are given."""

from collections.abc import Callable
from typing import Any

import attrs
import numpy as np
from hypothesis import Phase, find, settings, strategies as st

START = np.datetime64("2026-01-05T00:00:00", "us")
ONCE = settings(max_examples=1, database=None, phases=[Phase.generate])
Row = tuple[Any, ...]
Rows = list[Row]
Draw = Callable[[st.SearchStrategy[Any]], Any]
Change = Callable[[Rows, Draw], Rows | None]


@attrs.frozen
class Form:
    """How columns are given: lists, arrays, series, times moved, a log twice."""

    number: Callable[[list[Any]], Any] = list
    label: Callable[[list[Any]], Any] = list
    time: Callable[[np.ndarray], Any] = lambda times: times
    twice: bool = False

    def numbers(self, rows: Rows, field: int) -> Any:
        """Return a column of numbers."""
        return self.number([row[field] for row in rows])

    def labels(self, rows: Rows, field: int) -> Any:
        """Return a column of ids."""
        return self.label([row[field] for row in rows])

    def times(self, rows: Rows, field: int) -> Any:
        """Return a column of times, which rows hold in minutes."""
        known = np.array([row[field] is not None for row in rows], bool)
        minutes = np.array([int(row[field] or 0) for row in rows], "m8[m]")
        minutes[~known] = np.timedelta64("NaT", "m")
        return self.time(START + minutes)


LISTS = Form()


@attrs.frozen(eq=False)
class Kind:
    """
    A kind of rows: how they are drawn, and what may be asked of them.

    The places *numbers*, *ids*, *times* and *scaled* (the counts) are of fields. *gain*
    raises the number and *loss* lowers it; *nothing* is a row that says nothing, *zero*
    one of nothing out of something. What is None, or empty, does not exist for a kind.
    """

    what: str
    fields: str
    some: st.SearchStrategy[Rows]
    numbers: tuple[int, ...] = ()
    ids: tuple[int, ...] = ()
    times: tuple[int, ...] = ()
    scaled: tuple[int, ...] = ()
    single: bool = False  # one row, of single numbers
    joins: bool = True  # rows of two parts may stand one after another
    events: bool = False  # each row is an event, or a person, with an id of its own
    replays: bool = False  # the form `twice` gives the log to itself
    gain: Change | None = None
    loss: Change | None = None
    swap: Callable[[Rows], Rows] | None = None
    nothing: Row | None = None
    zero: Row | None = None
    loop: Row | None = None
    missing: Row | None = None

    def renamed(self, rows: Rows, name: Callable[[Any], Any]) -> Rows:
        """Return the rows with other ids; account 0, which asks, keeps its name."""
        return [
            tuple(
                name(value) if i in self.ids and value not in (0, None) else value
                for i, value in enumerate(row)
            )
            for row in rows
        ]

    def apart(self, rows: Rows, by: int = 1000) -> Rows:
        """Return the rows as another part, which shares no id but account 0."""
        return self.renamed(rows, lambda name: name + by)

    def parts(self, draw: Draw) -> list[Rows]:
        """Draw three parts; an event, or a person, is in one of them only."""
        parts = [draw(self.some) for _ in range(3)]
        return [
            self.apart(p, 1000 * i) if self.events else p for i, p in enumerate(parts)
        ]

    def times_over(self, rows: Rows, factor: int, only: int | None = None) -> Rows:
        """Return the rows with the counts of all, or of one, times a factor."""
        return [
            tuple(
                value * factor if i in self.scaled and only in (None, place) else value
                for i, value in enumerate(row)
            )
            for place, row in enumerate(rows)
        ]


def simplest(strategy: st.SearchStrategy[Any]) -> Any:
    """Return the simplest of what a strategy draws."""
    return find(strategy, lambda _: True, settings=ONCE)


def place_in(rows: Rows) -> st.SearchStrategy[int]:
    """Return the places of rows."""
    return st.integers(0, len(rows) - 1)


def replaced(rows: Rows, place: int, row: Row) -> Rows:
    """Return the rows with another one in some place."""
    return [*rows[:place], row, *rows[place + 1 :]]


def added(row: Row) -> Change:
    """Return the change that adds a row."""
    return lambda rows, _: [*rows, row]


def one_more(*fields: int, below: int | None = None) -> Change:
    """Return a change by one of fields of some row, which stay below another."""

    def change(rows: Rows, draw: Draw) -> Rows | None:
        place = draw(place_in(rows))
        row = tuple(v + 1 if i in fields else v for i, v in enumerate(rows[place]))
        if below is not None and any(row[field] > row[below] for field in fields):
            return None
        return replaced(rows, place, row)

    return change


def of_first_side(change: Change) -> Change:
    """Return a change of the rows of the first side only."""

    def changed(rows: Rows, draw: Draw) -> Rows | None:
        after = change([row for row in rows if row[0] == 0], draw)
        return None if after is None else after + [row for row in rows if row[0] == 1]

    return changed
