"""Metrics that each break one law, so that its trial is seen to catch it."""

from typing import Any

import attrs
import numpy as np

from laws import rows as kinds
from laws.metrics import Metric, flat
from laws.rows import As, Rows


def raw(rows: Rows, _how: As) -> Rows:
    """Return the rows as they are: lists, which add by one after the other."""
    return list(rows)


def of(kind: kinds.Kind, read: Any, **more: Any) -> Metric:
    """Return a metric of plain rows."""
    return Metric("broken", kind, raw, read, **more)


def pooled(rows: Rows) -> float:
    """Return the ratio of sums, NaN of nothing."""
    whole = sum(n for _, n in rows)
    return sum(k for k, _ in rows) / whole if whole else float("nan")


def known(rows: Rows) -> Rows:
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


@attrs.frozen
class Bounds:
    """Two bounds."""

    low: float
    high: float


def spoiled(rows: Rows, how: As) -> list[float]:
    """Sort what was given, where it was given."""
    given = how.numbers(rows, 0)
    given.sort()
    return list(given)


BROKEN = {
    "P1": of(kinds.SHARES, lambda rows: rows[0][0]),
    "P2": of(kinds.SHARES, len),
    "P3": of(kinds.SHARES, lambda rows: sum(k for k, _ in rows)),
    "P3b": of(kinds.SHARES, pooled),
    "P4": of(
        kinds.SHARES,
        lambda rows: sum(k for k, _ in rows) / (1 + sum(n for _, n in rows)),
        swapped="1 - value",
    ),
    "P5": of(kinds.SHARES, lambda rows: -pooled(rows)),
    "P6": of(kinds.SHARES, lambda rows: sum(n for _, n in rows)),
    "P7": of(kinds.SHARES, lambda rows: 1.01 * pooled(rows)),
    "P8": of(kinds.SHARES, lambda rows: sum(k for k, _ in rows) / len(rows)),
    "P9": of(kinds.SHARES, pooled),
    "P10": of(kinds.SHARES, lambda rows: sum(n for _, n in rows)),
    "P11": of(kinds.SHARES, pooled),
    "P12": of(kinds.SHARES, lambda rows: rows[0][0]),
    "P13": of(kinds.SHARES, lambda rows: rows[-1][0]),
    "P14": Metric(
        "broken",
        kinds.SHARES,
        lambda rows, how: how.numbers(rows, 0),
        lambda numbers: isinstance(numbers, list),
    ),
    "P15": of(kinds.SHARES, pooled, each=Averaged),
    "P16": of(kinds.TIES, lambda rows: max(row[0] for row in rows)),
    "P17": of(kinds.TIES, lambda rows: sum(row[2] for row in rows)),
    "P18": of(kinds.TIES, len, again=lambda rows: rows + rows),
    "P19": Metric(
        "broken",
        kinds.WAITS,
        lambda rows, how: how.times(rows, 0),
        lambda times: int(times.view("i8").max()),
    ),
    "P20": of(kinds.SHARES, lambda rows: pooled(known(rows))),
    "P21": of(
        kinds.SHARES, pooled, bounds=lambda rows, _: Bounds(pooled(rows) + 1e-9, 1.0)
    ),
    "P22": of(
        kinds.SHARES,
        pooled,
        bounds=lambda rows, level: Bounds(pooled(rows) - 1 + level, 2.0),
    ),
    "P23": of(kinds.SHARES, pooled, bounds=lambda *_: Bounds(0.0, 1.0)),
    "P25": Metric("broken", kinds.SHARES, spoiled, flat),
}
