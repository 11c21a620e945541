"""Sums elsewhere: one plan of an engine, collected once, made the core's evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import narwhals.stable.v2 as nw

from engagement_metrics.adapters.frames._engines import (
    LARGE,
    LARGEST,
    Rows,
    alias,
    choose,
    column_of,
    key,
    step,
)
from engagement_metrics.adapters.frames._evidence import (
    DEFINED,
    INVALID,
    MISSING,
    NO_DENOMINATOR,
    NO_EXPOSURE,
    SUMS,
    TOO_LARGE,
    evidence,
)
from engagement_metrics.adapters.frames._groups import Groups, instant, starts
from engagement_metrics.errors import InvalidArgumentError, InvalidCountsError

__all__ = ["summed"]

MOST = 1000
"""More windows than this make a plan that engines take long to read."""
DEPTH = 20
"""A sum of more parts is one of sums, so that a plan is not as deep as it is long."""


def summed(rows: Rows, groups: Groups, usual: Any, *, average: bool = False) -> Any:
    """Return the evidence of rows in an engine, which have a *y* and an *x*."""
    with step("group sums", rows):
        rows, keys, days = _keyed(rows, groups)
        rows = _judged(rows, bounded=usual.kind == "share")
        if average:
            known = nw.col("status") == DEFINED
            rows = rows.having(divisor=choose(known, nw.col("x"), 1.0))
            rows = rows.having(
                y=nw.col("y") / nw.col("divisor"), x=choose(known, 1.0, nw.col("x"))
            )
        if "cluster" in rows.asked:
            rows = _by_cluster(rows, keys)
        collected = _residuals(rows, keys).frame.collect()
    table = {name: column_of(collected, name) for name in (*SUMS, "parts")}
    table |= {name: column_of(collected, name) for name in ("status", "units")}
    large = int(table["units"][table["status"] == TOO_LARGE].sum())
    if large:
        raise InvalidCountsError(
            "count and exposure must be finite and not exceed 2**53, but in"
            f" {large:,} of {int(table['units'].sum()):,} rows one does. Write null"
            " where it is not known",
            argument="count",
            cases=large,
        )
    labels = [_labels(collected, alias(name)) for name in groups.by]
    if groups.every is not None:
        labels.append([days[int(i)] for i in collected["window"].to_list()])
    return evidence(labels, table, usual)


def _keyed(
    rows: Rows, groups: Groups
) -> tuple[Rows, list[str], Sequence[date | None]]:
    """Return the rows with keys that have no null, the keys, and each window's day."""
    names, days = [alias(name) for name in groups.by], list[date | None]()
    for name in [*names, *(["cluster"] if "cluster" in rows.asked else [])]:
        rows = key(rows, name)
    keys = [part for name in names for part in (name, f"{name}_null")]
    if groups.every is not None:
        rows, days = _windowed(rows, groups)
        keys.append("window")
    if not keys:
        rows, keys = rows.having(everything=nw.lit(0)), ["everything"]
    return rows, keys, days


def _windowed(rows: Rows, groups: Groups) -> tuple[Rows, list[date | None]]:
    """
    Return the rows with the number of their *window*, and the first day of each.

    A window begins at the instant when the clocks of the zone show its first midnight,
    so that only instants reach the engine. Number 0 is of rows without a time.
    """
    time = nw.col("time")
    if groups.between is None:
        extent = rows.frame.select(time.min().alias("first"), time.max().alias("last"))
        ends = [extent.collect()[name].to_list() for name in ("first", "last")]
        known = [each for end in ends for each in end if each is not None]
        known = [each.astimezone(groups.clock).date() for each in known if each == each]  # noqa: PLR0124
    else:
        known = list(groups.between)
    if not known:
        return rows.having(window=nw.lit(0)), [None]
    days: list[date | None] = [None, *starts(known[0], known[-1], groups.every)]
    if groups.between is not None:
        days = days[:-1]
    if len(days) > MOST + 1:
        raise InvalidArgumentError(
            f"every must make at most {MOST:,} windows here, but {groups.every!r}"
            f" makes {len(days) - 1:,}. Take a longer one, or the days"
            " between=(first, stop)",
            argument="every",
            got=groups.every,
        )
    own = ZoneInfo(rows.types["time"].time_zone)
    begun = [instant(day, groups.clock, own) for day in days if day is not None]
    passed = [choose(time >= each, 1, 0) for each in begun]
    while len(passed) > 1:
        parts = range(0, len(passed), DEPTH)
        passed = [nw.sum_horizontal(*passed[i : i + DEPTH]) for i in parts]
    return rows.having(window=passed[0]), days


def _judged(rows: Rows, *, bounded: bool) -> Rows:
    """Return the rows with the status of y / x, as the core numbers them."""
    y, x = nw.col("y"), nw.col("x")
    large = (y > LARGEST) | (y < -LARGEST)  # of several columns
    rows = rows.having(bad=choose(large, LARGE, nw.col("y_bad") + nw.col("x_bad")))
    exists = (x > 0) & (y >= 0)
    exists = exists & (y <= x) if bounded else exists
    found = choose(y == 0, NO_EXPOSURE, NO_DENOMINATOR)
    found = choose((y < 0) | (x != 0), INVALID, found)
    found = choose(exists, DEFINED, found)
    found = choose(nw.col("bad") > 0, MISSING, found)
    found = choose(nw.col("bad") >= LARGE, TOO_LARGE, found)
    return rows.having(status=found, units=nw.lit(1))


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
    every = (nw.col(name).sum() for name in (*SUMS, "parts", "units"))
    return rows._replace(frame=joined.frame.group_by(*keys, "status").agg(*every))


def _labels(collected: nw.DataFrame[Any], name: str) -> list[Any]:
    null = collected[f"{name}_null"].to_list()
    values = zip(collected[name].to_list(), null, strict=True)
    return [None if unknown else value for value, unknown in values]
