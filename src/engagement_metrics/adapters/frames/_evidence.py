"""Sums as the core's evidence: the one place where it is made of what was summed."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import attrs
import numpy as np

from engagement_metrics import Grouped, LeftOut
from engagement_metrics.errors import InvalidCountsError

__all__ = [
    "DEFINED",
    "INVALID",
    "LEFT_OUT",
    "MISSING",
    "NO_DENOMINATOR",
    "NO_EXPOSURE",
    "SUMS",
    "TOO_LARGE",
    "evidence",
    "gathered",
    "ordered",
]

DEFINED, MISSING, NO_EXPOSURE, NO_DENOMINATOR, INVALID, TOO_LARGE = range(6)
LEFT_OUT = (MISSING, NO_EXPOSURE, NO_DENOMINATOR, INVALID)
SUMS = ("y", "x", "ee", "ex", "xx")
LARGEST = 2.0**53


def gathered(rows: Any, by: Sequence[Any], *, average: bool = False) -> Any:
    """Return the core's evidence of rows, in groups if there are labels of them."""
    labels = {str(place): column for place, column in enumerate(by)}
    single = by[0] if len(by) == 1 else labels or None
    return rows.average(by=single) if average else rows.pooled(by=single)


def evidence(
    labels: Sequence[Sequence[Hashable]], table: Mapping[str, Any], usual: Any
) -> Any:
    """
    Return the core's evidence of sums, a row for each group and status.

    Of what is left out, *y* and *x* are kept and no other sum. *parts* is how many of
    the numerators are no whole numbers, *usual* evidence of nothing.
    """
    status = np.asarray(table["status"], np.int64)
    codes, names = _coded(labels or [[None] * status.size])
    groups = len(names) if labels else 1

    def total(name: str, *reasons: int) -> Any:
        rows = np.isin(status, reasons)
        return np.bincount(codes[rows], np.asarray(table[name])[rows], groups) + 0.0

    def units(reason: int) -> Any:
        return total("units", reason).astype(np.int64)

    sums: dict[str, Any] = {f"sum_{n}": total(n, DEFINED) for n in SUMS}
    _exact(f"count of {usual.metric}", sums["sum_y"])
    _exact(f"exposure of {usual.metric}", sums["sum_x"])
    aside = [total(name, *LEFT_OUT) for name in ("y", "x")]
    made: Any = attrs.evolve(
        usual,
        units=units(DEFINED),
        **sums,
        left_out=LeftOut(*map(units, LEFT_OUT), *aside),
        counts=(total("parts", DEFINED) == 0) & usual.counts,
    )
    return Grouped(names, made) if labels else made[0]


def ordered(answer: Any) -> Any:
    """Return groups with their labels ascending, null last; one answer as it is."""
    if not isinstance(answer, Grouped):
        return answer
    labels: tuple[Any, ...] = answer.labels
    places = sorted(range(len(labels)), key=lambda place: _rank(labels[place]))
    if places == list(range(len(labels))):
        return answer
    rows = np.array(places, np.int64)
    names = tuple(labels[place] for place in places)
    groups: Grouped[Any, Any] = Grouped(names, answer.estimate[rows])
    return groups


def _rank(label: Any) -> list[tuple[bool, Any]]:
    parts = label if isinstance(label, tuple) else (label,)
    return [(part is None, 0 if part is None else part) for part in parts]


def _coded(columns: Sequence[Sequence[Hashable]]) -> tuple[Any, tuple[Hashable, ...]]:
    """Return a code for each row and the labels, ascending, null last."""
    listed = list(zip(*columns, strict=True) if len(columns) > 1 else columns[0])
    names = tuple(sorted(set(listed), key=_rank))
    places = {label: place for place, label in enumerate(names)}
    return np.array([places[label] for label in listed], np.int64), names


def _exact(what: str, totals: Any) -> None:
    largest = float(np.max(totals, initial=0.0))
    if largest > LARGEST:
        raise InvalidCountsError(
            f"the total of {what} must not exceed 2**53, but got {largest}. Whole"
            " numbers above it are not exact",
            argument=what,
            got=largest,
        )
