"""Laws of the form in which rows are given: types, names, times, and twice."""

from typing import Any

import numpy as np
from hypothesis import strategies as st

from laws import forms
from laws.numbers import flat, same
from laws.record import Record
from laws.relations.base import Seen, compared, law, with_row
from laws.rows import Draw, Form


@law
def number_types(metric: Record, draw: Draw) -> Seen | None:
    """Whole numbers in any type and container: no change."""
    if not metric.rows.numbers:
        return None
    rows = draw(metric.rows.some)
    return compared(metric, rows, rows, form=Form(number=forms.containers(draw)))


@law
def elementwise(metric: Record, draw: Draw) -> Seen | None:
    """A column of numbers gives a column, row by row what single numbers give."""
    each = getattr(metric.state, "each", None)
    if each is None:
        return None
    rows = draw(metric.rows.some) + (
        draw(metric.rows.some) if metric.rows.single else []
    )
    columns = [list(column) for column in zip(*rows, strict=True)]
    column, ones = each(*columns), [each(*row) for row in rows]
    left, right = flat(column.value), flat([one.value for one in ones])
    alone = all(type(one.value) is float for one in ones)
    typed = isinstance(column.value, np.ndarray) and column.value.dtype == np.float64
    empty = len(each(*([] for _ in columns))) == 0
    holds = same(left, right) and alone and typed and empty
    return Seen(holds, ((columns, left), (rows, right)))


@law
def renaming(metric: Record, draw: Draw) -> Seen | None:
    """Every account under another id, a number or text: no change."""
    if not metric.rows.ids:
        return None
    rows = draw(metric.rows.some)
    mixed = any(row[i] == 0 for row in rows for i in metric.rows.ids)
    name = draw(forms.namings(text=not mixed))
    return compared(metric, rows, metric.rows.renamed(rows, name))


@law
def self_loop(metric: Record, draw: Draw) -> Seen | None:
    """An account that interacts with itself added: no change."""
    return with_row(metric, draw, metric.rows.loop)


@law
def replay(metric: Record, draw: Draw) -> Seen | None:
    """The log added to itself, its events known by their ids: no change."""
    if not metric.rows.replays:
        return None
    rows = draw(metric.rows.some)
    return compared(metric, rows, rows, form=Form(twice=True))


@law
def time_shift(metric: Record, draw: Draw) -> Seen | None:
    """All times moved, or in another unit: no change."""
    if not metric.rows.times:
        return None
    rows = draw(metric.rows.some)
    by = np.timedelta64(draw(st.integers(-(10**4), 10**4)), "D")
    unit = draw(st.sampled_from(["us", "ns", "s"]))
    return compared(
        metric, rows, rows, form=Form(time=lambda at: (at + by).astype(f"M8[{unit}]"))
    )


@law
def purity(metric: Record, draw: Draw) -> Seen | None:
    """What is given stays as it is, and a second call says the same."""
    rows = draw(metric.rows.some)
    given: list[tuple[np.ndarray, bytes]] = []

    def keep(values: Any) -> np.ndarray:
        given.append((array := np.array(values), array.tobytes()))
        return array

    fields = (*metric.rows.ids, *metric.rows.numbers)
    whole = all(row[i] is not None for row in rows for i in fields)
    form = Form(number=keep, label=keep if whole else list, time=keep)
    state = metric.state(rows, form)
    first, second = metric.read(state), metric.read(state)
    kept = all(array.tobytes() == before for array, before in given)
    return Seen(kept and same(first, second), ((rows, first), (rows, second)))
