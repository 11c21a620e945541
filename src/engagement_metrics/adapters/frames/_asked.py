"""A ratio asked of a frame: of the core here, summed by the engine elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, cast

import narwhals.stable.v2 as nw

import engagement_metrics as em
from engagement_metrics.adapters.frames import _batches, _engines, _frame, _sums
from engagement_metrics.adapters.frames._columns import Columns
from engagement_metrics.adapters.frames._engines import Rows, choose
from engagement_metrics.adapters.frames._groups import Groups, gathered

__all__ = ["Evidence", "Pools", "Ratio", "asked", "of_columns"]

Pools = em.Pooled[Any] | em.Grouped[Any, Any]
Evidence = Pools | em.Average[Any]
LOG = (
    "Count each kind of action there and give actions=, or collect the log with"
    " frames.interactions()"
)


class Ratio(NamedTuple):
    """
    A ratio: the core's rows of fetched columns, and two sums of columns elsewhere.

    *nothing* is what the core makes of no rows: it says the metric and the kind. *y*
    and *x* are weights by argument; without *y* it is no ratio of sums. *unit* gives
    the label of what each row is of, if that and not the row is the unit.
    """

    columns: Mapping[str, str]
    of: Callable[[Columns], Any]
    nothing: Any
    y: Mapping[str, float] = {}
    x: Mapping[str, float] = {}
    mask: str = ""
    average: bool = False
    unit: Callable[[Columns], Any] | None = None


def asked(frame: object, ratio: Ratio, groups: Groups) -> Pools:
    """Return the evidence of a ratio in groups: fetched here, summed elsewhere."""
    columns = {**ratio.columns, **groups.columns}
    known, average = groups.within(_frame.opened(frame, columns)), ratio.average

    def answer(read: Columns) -> Any:
        rows, by, cluster = ratio.of(read), groups.labels(read), read.labels("cluster")
        cluster = ratio.unit(read) if ratio.unit else cluster
        if cluster is None:
            return gathered(rows, by, average=average)
        cells = gathered(rows, [*by, cluster])
        sums, nothing = cells.estimate, ratio.nothing
        units = {"units": sums.units, "left_out": sums.left_out}
        made = type(nothing)(sums.sum_y, sums.sum_x, metric=nothing.metric, **units)
        several = [*zip(*cells.labels, strict=True)] if by else []
        return gathered(made, [list(column) for column in several[:-1]])

    if not _frame.here(known, "a log", "" if ratio.y else LOG):
        rows = _plan(Rows.of(known, columns), ratio)
        made = _sums.summed(rows, groups, ratio.nothing, average=average)
    elif "cluster" not in columns and ratio.y:
        made = _batches.asked_in_batches(known, columns, answer, _batches.ROWS)
    else:
        made = answer(Columns.fetched(known, columns))
    return cast("Pools", groups.filled(made, ratio.nothing, average=average))


def _plan(rows: Rows, ratio: Ratio) -> Rows:
    """Return the rows of an engine with the numerator *y* and the denominator *x*."""
    names = {n: _engines.alias(n) for n in (*ratio.y, *ratio.x)}
    sides = [{names[n]: w for n, w in side.items()} for side in (ratio.y, ratio.x)]
    rows = _engines.numbers(rows, *dict.fromkeys(names.values()), mask=ratio.mask)
    rows = _engines.total(_engines.total(rows, "y", sides[0]), "x", sides[1])
    if not ratio.y.keys() < ratio.x.keys():
        return rows
    y, x = nw.col("y"), nw.col("x")  # of a part of the counters: below zero with them
    below = (x < 0) & (x < y) & (nw.col("y_bad") == 0)
    return rows.having(y=choose(below, x, y))


def of_columns(nothing: Any, y: Any, x: Any, units: Any) -> Any:
    """Return the core's evidence of columns, rows that cannot be set aside."""
    given = dict(zip(nothing.evidence, (y, x, units), strict=False))
    return nothing.__class__.of_evidence(
        nothing.evidence | given
    )  # nothing was left out
