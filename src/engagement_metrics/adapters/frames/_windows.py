"""Days, weeks and months of a zone's calendar, as the instants where they begin."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import narwhals.stable.v2 as nw

from engagement_metrics.adapters.frames._engines import Rows, choose
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError

__all__ = ["Every", "starts", "windowed"]

Every = Literal["1d", "1w", "1mo"]
MOST = 1000
"""More windows than this make a plan that engines take long to read."""


def starts(first: date, last: date, every: Every) -> list[date]:
    """Return the first day of each period from that of one day to that of another."""
    if every == "1w":
        first -= timedelta(first.weekday())
    if every == "1mo":
        first = first.replace(day=1)
    days = [first]
    while days[-1] <= last:
        if every == "1mo":
            days.append((days[-1] + timedelta(31)).replace(day=1))
        else:
            days.append(days[-1] + timedelta(7 if every == "1w" else 1))
    return days[:-1] if len(days) > 1 else days


def windowed(
    rows: Rows,
    name: str,
    every: str,
    tz: str | None,
    between: tuple[date, date] | None,
) -> tuple[Rows, list[date]]:
    """
    Return the rows with the number of their *window*, and the first day of each.

    A window begins at the instant when the clocks of the zone show its first midnight,
    so that only instants reach the engine. Number 0 is of rows without a time.
    """
    period, zone = _checked(rows, name, every, tz)
    if between is None:
        extent = rows.frame.select(
            nw.col(name).min().alias("first"), nw.col(name).max().alias("last")
        ).collect()
        ends = [extent[end].to_list() for end in ("first", "last")]
        known = [day for end in ends for day in end if day is not None and day == day]  # noqa: PLR0124
        if not known:
            return rows.having(window=nw.lit(0)), []
        first, last = (each.astimezone(zone).date() for each in known)
        edges = starts(first, last, period)
    else:
        first, stop = _days(between)
        edges = [day for day in starts(first, stop, period) if first <= day < stop]
        if not edges or edges[0] != first or starts(stop, stop, period) != [stop]:
            raise InvalidArgumentError(
                "between must be the first day of a period and that of a later one,"
                f" but got {first} and {stop} for every={every!r}",
                argument="between",
                got=between,
            )
    if len(edges) > MOST:
        raise InvalidArgumentError(
            f"every must make at most {MOST:,} windows, but {every!r} makes"
            f" {len(edges):,}. Take a longer one, or the days between=(first, stop)",
            argument="every",
            got=every,
        )
    after = starts(edges[-1], edges[-1] + timedelta(31), period)[1]
    stop_day = after if between is None else between[1]
    own = ZoneInfo(getattr(rows.types[name], "time_zone", "UTC"))
    instants = [
        datetime.combine(day, time(), zone).astimezone(UTC).astimezone(own)
        for day in (*edges, stop_day)
    ]
    time_, reached = nw.col(name), nw.col("window")
    passed = [choose(time_ >= instant, 1, 0) for instant in instants]
    rows = rows.having(window=nw.sum_horizontal(*passed))
    if between is not None:
        inside = (reached >= 1) & (reached <= len(edges))
        rows = rows._replace(frame=rows.frame.filter(inside | time_.is_null()))
    return rows, edges


def _days(between: object) -> tuple[date, date]:
    """Return a first and a last day, or refuse what is no such pair."""
    given: Any = between
    days: tuple[Any, ...] = given if isinstance(between, tuple) else ()
    if len(days) == 2 and all(  # noqa: PLR2004
        isinstance(day, date) and not isinstance(day, datetime) for day in days
    ):
        return days[0], days[1]
    raise InvalidTypeError(
        f"between must be two dates, (first, stop), but got {given!r}",
        argument="between",
        got=given,
    )


def _checked(rows: Rows, name: str, every: str, tz: str | None) -> tuple[Any, ZoneInfo]:
    """Return the period and the zone, of times whose instants are known."""
    if str(every) not in ("1d", "1w", "1mo"):
        raise InvalidArgumentError(
            f"every must be '1d', '1w' or '1mo', but got {every!r}",
            argument="every",
            got=every,
        )
    if not isinstance(rows.types[name], nw.Datetime):
        raise rows.refused(name, "be times", "Read text as times first")
    if getattr(rows.types[name], "time_zone", None) is None:
        advice = "Give the column the zone its times were written in first"
        asked = rows.asked[name]
        raise InvalidArgumentError(
            f"{asked.argument} must have a time zone, but column {asked.column!r} has"
            f" none. {advice}",
            argument=asked.argument,
            advice=advice,
        )
    try:
        return every, ZoneInfo("UTC" if tz is None else str(tz))
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        raise InvalidArgumentError(
            f"tz must be a time zone such as 'Europe/Berlin', but got {tz!r}",
            argument="tz",
            got=tz,
        ) from None
