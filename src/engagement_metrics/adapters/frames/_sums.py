"""Sums elsewhere: one plan of an engine, collected once, made the core's evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast
from zoneinfo import ZoneInfo

import narwhals.stable.v2 as nw
import numpy as np

import engagement_metrics as em
from engagement_metrics.adapters.frames import _engines, _frame, _groups
from engagement_metrics.adapters.frames._engines import LARGE, LARGEST, Rows, choose
from engagement_metrics.errors import InvalidCountsError

__all__ = ["summed", "too_large"]

DEFINED, MISSING, NO_EXPOSURE, NO_DENOMINATOR, INVALID, TOO_LARGE = range(6)
SUMS = ("y", "x", "ee", "ex", "xx")
COUNTED = ("units", "some", "rest")
LARGEST_OF = ("largest_y", "largest_x")
INEXACT = "Whole numbers above it are not exact"
MOST = 1000
"""More windows than this make a plan that engines take long to read."""
DEPTH = 20
"""A sum of more parts is one of sums, so that a plan is not as deep as it is long."""


def summed(rows: Rows, groups: _groups.Groups, nothing: Any, *, average: bool) -> Any:
    """
    Return the evidence of rows in an engine, which have a *y* and an *x*.

    *nothing* is what the core makes of no rows: it says the metric and the kind.
    """
    bounded = isinstance(nothing, em.Proportion)
    rows, keys, days = _keyed(rows, groups)
    rows = _judged(rows, bounded=bounded)
    if average:
        known, x = nw.col("status") == DEFINED, nw.col("x")
        rows = rows.having(divisor=choose(known, x, 1.0))
        rows = rows.having(y=nw.col("y") / nw.col("divisor"))
        rows = rows.having(x=choose(known, 1.0, x))
    rows = _by_cluster(rows, keys) if "cluster" in rows.types else rows
    collected = _residuals(rows, keys).frame.collect()
    table = _engines.floats_of(
        collected, *SUMS, *COUNTED, *LARGEST_OF, "parts", "status"
    )
    many = table["units"].sum()
    too_large(table["units"][table["status"] == TOO_LARGE].sum(), many)
    labels: list[list[Any]] = []
    for name in map(_engines.alias, groups.by):
        null = collected[f"{name}_null"].to_list()
        pairs = zip(collected[name].to_list(), null, strict=True)
        labels.append([None if unknown else value for value, unknown in pairs])
    if groups.every is not None:
        labels.append([days[int(i)] for i in collected["window"].to_list()])
    return _evidence(labels, table, nothing, average=average)


def too_large(cases: Any, rows: Any) -> None:
    """Refuse numbers that no sum of them would hold exactly."""
    if cases:
        raise InvalidCountsError(
            "count and exposure must be finite and not exceed 2**53, but in"
            f" {int(cases):,} of {int(rows):,} rows one does. Write null where it is"
            " not known",
            argument="count",
            cases=int(cases),
        )


def _keyed(
    rows: Rows, groups: _groups.Groups
) -> tuple[Rows, list[str], list[date | None]]:
    """Return the rows with keys that have no null, the keys, and each window's day."""
    names, days = [_engines.alias(name) for name in groups.by], list[date | None]()
    rows = _engines.key(rows, *names, *({"cluster"} & rows.types.keys()))
    keys = [part for name in names for part in (name, f"{name}_null")]
    if groups.every is not None:
        rows, days = _windowed(rows, groups)
        keys.append("window")
    if not keys:
        rows, keys = rows.having(everything=nw.lit(0)), ["everything"]
    return rows, keys, days


def _windowed(rows: Rows, groups: _groups.Groups) -> tuple[Rows, list[date | None]]:
    """
    Return the rows with the number of their *window*, and the first day of each.

    A window begins when the clocks of the zone show its first midnight, so that only
    instants reach the engine. Number 0 is of rows without a time.
    """
    time, every = nw.col("time"), groups.every
    if groups.between is None:
        extent = rows.frame.select(first=time.min(), last=time.max()).collect()
        ends = [extent[name].to_list()[0] for name in ("first", "last")]
        if any(end is None or end != end for end in ends):  # noqa: PLR0124
            return rows.having(window=nw.lit(0)), [None]
        first, last = (end.astimezone(groups.clock).date() for end in ends)
        begun = _groups.periods(first, last, every)
    else:
        begun = _groups.periods(*groups.between, every)[:-1]
    if len(begun) > MOST:
        rule = f"make at most {MOST:,} windows on this engine"
        shown = f"{every!r}, which makes {len(begun):,}"
        advice = "Take a longer one, or the days between=(first, stop)"
        raise _frame.refused("every", rule, every, advice, shown=shown)
    own = ZoneInfo(rows.types["time"].time_zone)
    instants = [_groups.instant(day, groups.clock, own) for day in begun]
    passed = [choose(time >= each, 1, 0) for each in instants]
    while len(passed) > 1:
        parts = range(0, len(passed), DEPTH)
        passed = [nw.sum_horizontal(*passed[i : i + DEPTH]) for i in parts]
    return rows.having(window=passed[0]), [None, *begun]


def _judged(rows: Rows, *, bounded: bool) -> Rows:
    """Return the rows with the status of y / x, as the core numbers them."""
    y, x, bad = nw.col("y"), nw.col("x"), nw.col("bad")
    large = (y > LARGEST) | (y < -LARGEST)  # of several columns
    rows = rows.having(bad=choose(large, LARGE, nw.col("y_bad") + nw.col("x_bad")))
    exists = (x > 0) & (y >= 0)
    exists = exists & (y <= x) if bounded else exists
    found = choose(y == 0, NO_EXPOSURE, NO_DENOMINATOR)
    found = choose((y < 0) | (x != 0), INVALID, found)
    found = choose(bad > 0, MISSING, choose(exists, DEFINED, found))
    return rows.having(status=choose(bad >= LARGE, TOO_LARGE, found), units=nw.lit(1))


def _by_cluster(rows: Rows, keys: Sequence[str]) -> Rows:
    """Return a row a cluster and status: what is defined of a cluster is one unit."""
    cells = (*keys, "cluster", "cluster_null", "status")
    sums = (nw.col(name).sum() for name in ("y", "x", "units"))
    made = rows._replace(frame=rows.frame.group_by(*cells).agg(*sums))
    known = nw.col("status") == DEFINED
    return made.having(units=choose(known, 1, nw.col("units")))


def _residuals(rows: Rows, keys: Sequence[str]) -> Rows:
    """
    Return a row a group and status: units, totals, and residual sums about the ratio.

    First the totals of what is defined, then the ratio joined back to the rows, then
    plain sums again: ``e = y - R x`` about the group's own R, as the core has it.
    """
    y, x, e = nw.col("y"), nw.col("x"), nw.col("e")
    rows = rows.having(parts=choose(y.round(0) == y, 0.0, 1.0))
    units = rows.frame.select(*keys, "status", "units", "y", "x", "parts")
    totals = units.filter(nw.col("status") == DEFINED).group_by(*keys)
    ratio = rows._replace(frame=totals.agg(y.sum(), x.sum())).having(ratio=y / x)
    ratios = ratio.frame.select(*keys, "ratio")
    joined = rows._replace(frame=units.join(ratios, on=list(keys), how="left"))
    joined = joined.having(e=y - nw.col("ratio") * x, ee=e * e, ex=e * x, xx=x * x)
    joined = joined.having(some=choose(y > 0, 1, 0), rest=choose(y < x, 1, 0))
    every = [nw.col(name).sum() for name in (*SUMS, "parts", *COUNTED)]
    every += [y.max().alias("largest_y"), x.max().alias("largest_x")]
    return rows._replace(frame=joined.frame.group_by(*keys, "status").agg(*every))


def _evidence(labels: list[Any], table: Any, nothing: Any, *, average: bool) -> Any:
    """Return the core's evidence of sums, a row for each group and status."""
    several = len(labels) > 1
    listed = [*zip(*labels, strict=True)] if several else [*(labels and labels[0])]
    places = {label: place for place, label in enumerate(dict.fromkeys(listed))}
    codes = np.array([places[label] for label in listed], np.int64)
    codes = codes if labels else np.zeros(table["status"].size, np.int64)
    groups = len(places) if labels else 1

    def total(name: str, *reasons: int) -> Any:
        rows = np.isin(table["status"], reasons)
        return np.bincount(codes[rows], table[name][rows], groups)

    aside = {
        "missing": MISSING,
        "no_exposure": NO_EXPOSURE,
        "no_denominator": NO_DENOMINATOR,
        "invalid": INVALID,
    }
    left = {name: total("units", reason) for name, reason in aside.items()}
    left["count"], left["exposure"] = (total(n, *aside.values()) for n in ("y", "x"))
    known = table["status"] == DEFINED
    most = {name: np.zeros(groups) for name in LARGEST_OF}
    for name, raised in most.items():
        np.maximum.at(raised, codes[known], table[name][known])
    sums: dict[str, Any] = {f"sum_{name}": total(name, DEFINED) for name in SUMS}
    for part, column in (("count", "sum_y"), ("exposure", "sum_x")):
        if (largest := float(sums[column].max(initial=0.0))) > LARGEST:
            what, advice = f"the total of {part} of {nothing.metric.name}", INEXACT
            raise _frame.refused(
                what, "not exceed 2**53", largest, advice, InvalidCountsError
            )
    made = cast("Any", em.Average if average else em.Pooled)(
        units=total("units", DEFINED),
        units_some=total("some", DEFINED),
        units_rest=total("rest", DEFINED),
        **most,
        **sums,
        left_out=em.LeftOut(**left),
        kind="share" if isinstance(nothing, em.Proportion) else "rate",
        whole=(total("parts", DEFINED) == 0) & nothing.whole & (not average),
        metric=nothing.metric,
    )
    return _groups.ordered(em.Grouped(tuple(places), made)) if labels else made[0]
