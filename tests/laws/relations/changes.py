"""Laws of rows that change: in their order, their counts, their roles, by one more."""

import math
from fractions import Fraction

from hypothesis import strategies as st

from engagement_metrics import EngagementError
from laws.numbers import same
from laws.record import Record, complement, inverse
from laws.relations.base import Seen, compared, law, with_row
from laws.rows import Draw, place_in

FACTORS = st.integers(2, 5)


@law
def permutation(metric: Record, draw: Draw) -> Seen | None:
    """The rows in another order: no change."""
    if metric.rows.single:
        return None
    rows = draw(metric.rows.some)
    return compared(metric, rows, draw(st.permutations(rows)))


@law
def repetition(metric: Record, draw: Draw) -> Seen | None:
    """Every row twice, an event or a person as a copy of its own: no change."""
    if not metric.rows.joins:
        return None
    rows = draw(metric.rows.some)
    twins = metric.rows.apart(rows) if metric.rows.events else rows
    return compared(metric, rows, rows + twins)


@law
def scaling(metric: Record, draw: Draw) -> Seen | None:
    """All counts times a factor: no change."""
    if not metric.rows.scaled:
        return None
    rows = draw(metric.rows.some)
    return compared(metric, rows, metric.rows.times_over(rows, draw(FACTORS)))


@law
def row_scaling(metric: Record, draw: Draw) -> Seen | None:
    """The counts of one row times a factor: no change."""
    if metric.rows.single or not metric.rows.scaled:
        return None
    rows = draw(metric.rows.some)
    place, factor = draw(place_in(rows)), draw(FACTORS)
    return compared(metric, rows, metric.rows.times_over(rows, factor, place))


@law
def role_swap(metric: Record, draw: Draw) -> Seen | None:
    """The roles swapped: the number turns round, or stays where it has no direction."""
    if metric.rows.swap is None:
        return None
    rows = draw(metric.rows.some)
    after = metric.rows.swap(rows)
    left, right = metric.measure(rows), metric.measure(after)
    if not all(map(math.isfinite, left + right)):
        return None
    if metric.turns is inverse and not all(right):
        return None
    turned = tuple(map(float, metric.turns([Fraction(x) for x in right])))
    slack = metric.ulps or float(metric.turns is complement)
    return Seen(same(left, turned, slack), ((rows, left), (after, right)))


@law
def gain(metric: Record, draw: Draw) -> Seen | None:
    """One more of what raises it, such as a success: never lower."""
    if metric.rows.gain is None:
        return None
    rows = draw(metric.rows.some)
    return compared(metric, rows, metric.rows.gain(rows, draw), 1)


@law
def loss(metric: Record, draw: Draw) -> Seen | None:
    """One more of what lowers it, such as a failure: never higher."""
    if metric.rows.loss is None:
        return None
    rows = draw(metric.rows.some)
    return compared(metric, rows, metric.rows.loss(rows, draw), -1)


@law
def bounded(metric: Record, draw: Draw) -> Seen | None:
    """The number lies in [0, 1]."""
    rows = draw(metric.rows.some)
    found = metric.measure(rows)
    numbers = [number for number in found if not math.isnan(number)]
    if not numbers:
        return None
    return Seen(all(0 <= x <= 1 for x in numbers), ((rows, found),))


@law
def empty_row(metric: Record, draw: Draw) -> Seen | None:
    """A row of nothing added: no change."""
    return with_row(metric, draw, metric.rows.nothing)


@law
def zero_row(metric: Record, draw: Draw) -> Seen | None:
    """A row of nothing out of something added: no change."""
    return with_row(metric, draw, metric.rows.zero)


@law
def missing_row(metric: Record, draw: Draw) -> Seen | None:
    """A row with an unknown part added: left out, or refused in its place."""
    if metric.rows.missing is None:
        return None
    rows = draw(metric.rows.some)
    if metric.rows.single:
        found = metric.measure([metric.rows.missing])
        return Seen(any(map(math.isnan, found)), (([metric.rows.missing], found),))
    place = draw(st.integers(0, len(rows)))
    after = [*rows[:place], metric.rows.missing, *rows[place:]]
    try:
        return compared(metric, rows, after)
    except EngagementError as refused:
        return Seen(refused.place == (place,), ((after, (math.nan,)),), "is refused:")
