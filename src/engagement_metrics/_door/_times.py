"""Conversion of times to UTC microseconds, and of dates to calendar days."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from typing import Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from engagement_metrics._door import _checks
from engagement_metrics._door._columns import is_null, mask_of
from engagement_metrics._door._frozen import read_only
from engagement_metrics._typing import Array, TimeArray
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError

TIMES = "be a column of datetimes"
EARLIEST, LATEST = np.datetime64("1990-01-01", "us"), np.datetime64("2200-01-01", "us")


def times(
    argument: str, values: object, *, tz: str | None = None, copy: bool = True
) -> TimeArray:
    """Return UTC times in microseconds; NaT is missing."""
    zone, array = _zone(tz), _datetime64(values, copy=copy)
    if array is None:
        array = _from_datetimes(argument, _listed(argument, TIMES, values), zone)
    return _in_range(argument, array)


def days(argument: str, values: object) -> TimeArray:
    """Return calendar days from dates or datetime64."""
    array = _datetime64(values)
    if array is None:
        listed = _listed(argument, "be a column of dates", values)
        listed = [None if is_null(value) else value for value in listed]
        odd = [i for i, v in enumerate(listed) if v is not None and not _is_date(v)]
        if odd:
            advice = "Use datetime.date, or datetime64[D]"
            raise _checks.refused_rows(
                InvalidTypeError, argument, "be dates", listed, odd, advice=advice
            )
        array = np.array(listed, "datetime64[D]")
    return read_only(_in_range(argument, array.astype("datetime64[D]")))


def _in_range(argument: str, array: TimeArray) -> TimeArray:
    earliest, latest = np.array([EARLIEST, LATEST], array.dtype).view(np.int64)
    ticks = array.view(np.int64)  # NaT is the minimum
    if ticks.min(initial=earliest) < earliest or ticks.max(initial=earliest) >= latest:
        bad = (array < EARLIEST) | (array >= LATEST)
        if bad.any():
            raise _checks.refused_rows(
                InvalidArgumentError,
                argument,
                "lie between the years 1990 and 2200",
                array.astype(str).tolist(),
                np.flatnonzero(bad).tolist(),
                advice="Was the unit of the timestamps milliseconds?",
            )
    return read_only(array)


def _is_date(value: object) -> bool:
    return isinstance(value, date | np.datetime64) and not isinstance(value, datetime)


def _listed(argument: str, rule: str, values: object) -> list[object]:
    if not hasattr(values, "__len__"):
        raise _checks.refusal(InvalidTypeError, argument, rule, values)
    return _checks.listed(argument, rule, values)


def _zone(name: str | None) -> tzinfo | None:
    if name is None:
        return None
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        rule = "be a time zone such as 'Europe/Berlin'"
        raise _checks.refusal(InvalidArgumentError, "tz", rule, name) from None


def _datetime64(values: object, *, copy: bool = True) -> TimeArray | None:
    """Return datetime64 in microseconds, masked as NaT; None if not times."""
    if isinstance(values, list | tuple) or not hasattr(values, "__array__"):
        return None
    array: Array = np.asarray(cast("Any", values))
    if array.dtype.kind != "M" or array.ndim != 1:
        return None
    result = array.astype("datetime64[us]", copy=copy)
    hidden = mask_of(values)
    return (
        result
        if hidden is None
        else np.where(hidden, np.datetime64("NaT", "us"), result)
    )


def _from_datetimes(argument: str, values: list[Any], zone: tzinfo | None) -> TimeArray:
    """Return times from a list; naive times take the zone, or are rejected."""
    result = np.full(len(values), np.datetime64("NaT", "us"), "datetime64[us]")
    naive: list[int] = []
    for place, value in enumerate(values):
        if is_null(value) or value is np.ma.masked or type(value).__name__ == "NaTType":
            continue
        if isinstance(value, np.datetime64):
            result[place] = value.astype("datetime64[us]")
        elif not isinstance(value, datetime):
            odd = [i for i, v in enumerate(values) if type(v) is type(value)]
            text = "Read text with datetime.fromisoformat()"
            advice = text if isinstance(value, str) else "Use datetime or datetime64"
            raise _checks.refused_rows(
                InvalidTypeError, argument, "be datetimes", values, odd, advice=advice
            )
        elif value.tzinfo is None and zone is None:
            naive.append(place)
        else:
            aware = value if value.tzinfo else value.replace(tzinfo=zone)
            local = np.datetime64(aware.replace(tzinfo=None), "us")
            result[place] = local - np.timedelta64(cast("timedelta", aware.utcoffset()))
    if naive:
        written = [getattr(value, "isoformat", str)() for value in values]
        advice = "Give tz='UTC', or the zone the times were written in"
        rule = "have a time zone"
        raise _checks.refused_rows(
            InvalidArgumentError, argument, rule, written, naive, advice=advice
        )
    return result
