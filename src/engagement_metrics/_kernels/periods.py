"""Calendar days, weeks and months of instants, in UTC or in a time zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np

from engagement_metrics._kernels.sorting import blocks
from engagement_metrics._typing import IntArray, TimeArray

Every = Literal["1d", "1w", "1mo"]

_SECOND = 1_000_000
_DAY = 86_400 * _SECOND
_MONDAY = 3  # days from a Monday to 1970-01-01
_NAT = np.iinfo(np.int64).min
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def bucket(
    times: IntArray, every: Every, tz: str | None = None
) -> tuple[IntArray, TimeArray]:
    """
    Return the period number of each instant, and the first day of periods.

    *times* are microseconds since 1970 in UTC; NaT has number -1. Periods run from the
    first to the last with an instant, including empty ones. Their numbers have the
    narrowest type that holds their count. Weeks begin on Monday. Days are local days
    of the time zone.
    """
    if not times.size:
        return np.empty(0, np.int64), np.empty(0, "datetime64[D]")
    first, last = int(times.min()), int(times.max())
    if first == _NAT:
        known = times != first
        seen, starts = bucket(times[known], every, tz)
        codes = np.full(times.size, -1, seen.dtype)
        codes[known] = seen
        return codes, starts
    edges, ahead = np.empty(0, np.int64), np.zeros(1, np.int64)
    if tz is not None:
        edges, ahead = _clock_changes(first, last, ZoneInfo(tz))
    first = (first + int(ahead.min())) // _DAY
    last = (last + int(ahead.max())) // _DAY
    starts, number = np.unique(_period_starts(first, last, every), return_inverse=True)
    number = number.astype(np.min_scalar_type(-1 - starts.size))
    codes = np.empty(times.size, number.dtype)
    for block in blocks(times.size):
        local = times[block]
        if tz is not None:
            local = local + ahead[np.searchsorted(edges, local, "right")]
        local = local // _DAY
        local -= first
        np.take(number, local, out=codes[block], mode="clip")
    used = slice(int(codes.min()), int(codes.max()) + 1)
    codes -= used.start
    return codes, starts[used]


def _period_starts(first: int, last: int, every: Every) -> TimeArray:
    """Return the first day of the period of each day from *first* to *last*."""
    days = np.arange(first, last + 1)
    if every == "1w":
        days -= (days + _MONDAY) % 7
    dates = days.astype("datetime64[D]")
    if every == "1mo":
        dates = dates.astype("datetime64[M]").astype("datetime64[D]")
    return dates


def _clock_changes(first: int, last: int, zone: ZoneInfo) -> tuple[IntArray, IntArray]:
    """Return the times at which a zone changes its clocks, and its UTC offsets."""
    start = first // _DAY * _DAY
    edges, ahead = list[int](), [_offset(start, zone)]
    for day in range(start, last + 1, _DAY):
        after = _offset(day + _DAY, zone)
        if after != ahead[-1]:
            edges.append(_change(day, zone))
            ahead.append(after)
    return np.array(edges, np.int64), np.array(ahead, np.int64)


def _change(start: int, zone: ZoneInfo) -> int:
    """Return the first second of a day with another UTC offset than its start."""
    before, low, high = _offset(start, zone), 0, _DAY // _SECOND
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(start + middle * _SECOND, zone) == before:
            low = middle
        else:
            high = middle
    return start + high * _SECOND


def _offset(instant: int, zone: ZoneInfo) -> int:
    """Return the UTC offset of a zone, in microseconds."""
    local = (_EPOCH + timedelta(microseconds=instant)).astimezone(zone)
    ahead = local.utcoffset() or timedelta()
    return ahead // timedelta(microseconds=1)
