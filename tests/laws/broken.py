"""Metrics that each break one law, so that the law is seen to catch it."""

from typing import Any

import attrs
import numpy as np

from laws.kinds.counts import SHARES
from laws.kinds.logs import TIES, WAITS
from laws.numbers import flat
from laws.record import Record, complement, itself
from laws.rows import Form, Kind, Rows


def as_they_are(rows: Rows, _form: Form) -> Rows:
    """Return the rows: a list, to which another one is appended."""
    return list(rows)


def wrong(
    number: Any, rows: Kind = SHARES, state: Any = as_they_are, **more: Any
) -> Record:
    """Return a record of plain rows, or of what is made of them."""
    return Record(
        title="broken", rows=rows, state=state, number=number, keeps=set(), **more
    )


def pooled(rows: Rows) -> float:
    """Return the ratio of sums, NaN of nothing."""
    whole = sum(n for _, n in rows)
    return sum(k for k, _ in rows) / whole if whole else float("nan")


def zero_for_unknown(rows: Rows) -> Rows:
    """Return the rows with 0 for what is unknown."""
    return [tuple(value or 0 for value in row) for row in rows]


class Averaged:
    """A column of which each row is the mean of all."""

    def __init__(self, k: Any, n: Any) -> None:
        """Keep the mean."""
        mean = np.mean(np.divide(k, n)) if np.size(k) else 0.0
        self.value: Any = np.full(np.shape(k), mean) if np.ndim(k) else float(mean)

    def __len__(self) -> int:
        """Return the number of rows."""
        return np.size(self.value)


class Unmade:
    """A state with a column."""

    each = Averaged


@attrs.frozen
class Bounds:
    """Two bounds."""

    low: float
    high: float


@attrs.frozen
class Answer:
    """A value, and bounds by level."""

    value: float
    interval: Any


def answers(interval: Any) -> Any:
    """Return what makes answers with such bounds of rows."""
    return lambda rows, _: Answer(
        pooled(rows), lambda level: interval(pooled(rows), level)
    )


def spoiled(rows: Rows, form: Form) -> list[float]:
    """Sort what was given, where it was given."""
    given = form.numbers(rows, 0)
    given.sort()
    return list(given)


BROKEN = {
    "permutation": wrong(lambda rows: rows[0][0]),
    "repetition": wrong(len),
    "scaling": wrong(lambda rows: sum(k for k, _ in rows)),
    "row scaling": wrong(pooled),
    "role swap": wrong(
        lambda rows: sum(k for k, _ in rows) / (1 + sum(n for _, n in rows)),
        turns=complement,
    ),
    "gain": wrong(lambda rows: -pooled(rows)),
    "loss": wrong(lambda rows: sum(n for _, n in rows)),
    "bounded": wrong(lambda rows: 1.01 * pooled(rows)),
    "empty row": wrong(lambda rows: sum(k for k, _ in rows) / len(rows)),
    "zero row": wrong(pooled),
    "between parts": wrong(lambda rows: sum(n for _, n in rows)),
    "mean of parts": wrong(pooled),
    "merging": wrong(lambda rows: rows[0][0]),
    "partition": wrong(lambda rows: rows[-1][0]),
    "number types": wrong(
        lambda numbers: isinstance(numbers, list),
        state=lambda rows, form: form.numbers(rows, 0),
    ),
    "elementwise": wrong(pooled, state=Unmade()),
    "renaming": wrong(lambda rows: max(hash(row[0]) for row in rows), TIES),
    "self loop": wrong(lambda rows: sum(row[2] for row in rows), TIES),
    "replay": wrong(
        len, TIES, state=lambda rows, form: rows + rows if form.twice else rows
    ),
    "time shift": wrong(
        lambda times: int(times.view("i8").max()),
        WAITS,
        state=lambda rows, form: form.times(rows, 0),
    ),
    "missing row": wrong(lambda rows: pooled(zero_for_unknown(rows))),
    "contains value": wrong(
        itself, state=answers(lambda value, _: Bounds(value + 1e-9, 1.0))
    ),
    "nested levels": wrong(
        itself, state=answers(lambda value, level: Bounds(value - 1 + level, 2.0))
    ),
    "narrowing": wrong(itself, state=answers(lambda *_: Bounds(0.0, 1.0))),
    "purity": wrong(flat, state=spoiled),
}
