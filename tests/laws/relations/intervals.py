"""Laws of intervals."""

import math
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from laws.numbers import Numbers, at_most, flat, known
from laws.record import Record, inverse
from laws.relations.base import Seen, law
from laws.rows import LISTS, Draw

LEVELS = (0.5, 0.8, 0.95, 0.99, 1 - 1e-6, 1 - 1e-12)


def bounds(answer: Any, level: float) -> tuple[Numbers, Numbers] | None:
    """Return the bounds of an answer at some level, if it has any."""
    interval = answer.interval(level) if hasattr(answer, "interval") else None
    if interval is None:
        return None
    low, high = flat(interval.low), flat(interval.high)
    return (low, high) if known(low, high) else None


@law
def contains_value(metric: Record, draw: Draw) -> Seen | None:
    """The interval contains the value, at any level."""
    rows = draw(metric.rows.some)
    answer = metric.answer(metric.state(rows, LISTS))
    if (found := bounds(answer, draw(st.sampled_from(LEVELS)))) is None:
        return None
    value = flat(answer.value)
    holds = at_most(found[0], value) and at_most(value, found[1])
    return Seen(holds, ((rows, value), (rows, found[0] + found[1])))


@law
def nested_levels(metric: Record, draw: Draw) -> Seen | None:
    """The interval of a higher level contains that of a lower one."""
    rows = draw(metric.rows.some)
    answer = metric.answer(metric.state(rows, LISTS))
    found = [bounds(answer, level) for level in LEVELS]
    if None in found:
        return None
    holds = all(
        at_most(outer[0], inner[0]) and at_most(inner[1], outer[1])
        for inner, outer in pairwise(found)
    )
    return Seen(holds, tuple((rows, low + high) for low, high in found))


@law
def narrowing(metric: Record, draw: Draw) -> Seen | None:
    """Twice the counts: the interval is strictly narrower, of a ratio as a factor."""
    if not metric.rows.scaled:
        return None
    rows = draw(metric.rows.some)
    after = metric.rows.times_over(rows, 2)
    widths = []
    for given in (rows, after):
        found = bounds(metric.answer(metric.state(given, LISTS)), 0.95)
        if found is None or not all(map(math.isfinite, found[1])):
            return None
        if metric.turns is inverse:
            if min(found[0]) <= 0:
                return None
            found = tuple(tuple(map(math.log, end)) for end in found)
        widths.append(tuple(top - end for end, top in zip(*found, strict=True)))
    left, right = widths
    if not any(left):
        return None
    holds = all(map(float.__lt__, right, left))
    return Seen(holds, ((rows, left), (after, right)), "has an interval of width")
