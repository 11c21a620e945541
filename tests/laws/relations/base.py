"""What a law is, what it says, and where it is listed."""

from collections.abc import Callable
from typing import Any

import attrs

from laws.numbers import Numbers, at_most, known, same
from laws.record import Record
from laws.rows import LISTS, Draw, Form, Rows


@attrs.frozen
class Seen:
    """Whether a law holds, and what was found of which rows."""

    holds: bool
    found: tuple[tuple[Any, Numbers], ...]
    gives: str = "gives"


Law = Callable[[Record, Draw], Seen | None]
LAWS: dict[str, Law] = {}


def law(check: Law) -> Law:
    """List a law by its name in words."""
    LAWS[check.__name__.replace("_", " ")] = check
    return check


def compared(
    metric: Record, before: Rows, after: Rows | None, way: int = 0, form: Form = LISTS
) -> Seen | None:
    """Return whether a change left the number, or moved it one way only: 1 is up."""
    if after is None:
        return None
    left, right = metric.measure(before), metric.measure(after, form)
    if way and not known(left, right):
        return None
    low, high = (left, right) if way > 0 else (right, left)
    holds = at_most(low, high, metric.ulps) if way else same(left, right, metric.ulps)
    return Seen(holds, ((before, left), (after, right)))


def with_row(metric: Record, draw: Draw, row: Any) -> Seen | None:
    """Return whether a row added left the number."""
    if row is None:
        return None
    rows = draw(metric.rows.some)
    return compared(metric, rows, [*rows, row])
