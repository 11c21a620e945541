"""Calendar periods: the day, week or month of each time, as labels."""

from __future__ import annotations

from typing import cast

import numpy as np

from engagement_metrics._door import _checks, _times
from engagement_metrics._door._frozen import read_only
from engagement_metrics._door._ids import Ids
from engagement_metrics._kernels.periods import Every, bucket
from engagement_metrics._typing import ToColumn

PERIODS = ("1d", "1w", "1mo")


def by_period(times: ToColumn, /, every: Every, *, tz: str | None = None) -> Ids:
    """
    Return the day, week or month of each time, as labels for ``by=``.

    A label is the first day of the period, a ``datetime.date``; a week begins on
    Monday. With a time zone, days are local days, so a day on which the clocks change
    has 23 or 25 hours.

    Parameters
    ----------
    times : array_like of datetime64 or datetime
        The times. Shape ``(rows,)``.
    every : {"1d", "1w", "1mo"}
        Day, week or month.
    tz : str, optional
        Time zone of the calendar (UTC by default) and of naive datetimes, which are
        rejected without it.

    Returns
    -------
    Ids
        A label per row, missing where the time is missing. The vocabulary has every
        period from the first to the last, also those without a row.

    Raises
    ------
    InvalidTypeError
        If *times* is not a column of datetimes.
    InvalidArgumentError
        If *every* or the time zone is unknown, a datetime is naive, or a time is
        outside the years 1990 to 2200.

    Examples
    --------
    >>> times = np.array(["2026-01-04T22:30", "2026-01-04T23:30"], "datetime64[s]")
    >>> [str(day) for day in by_period(times, "1w", tz="Europe/Berlin")]
    ['2025-12-29', '2026-01-05']
    >>> by_week = Rate([3, 5], 10).pooled(by=by_period(times, "1w"))
    >>> [(str(week), pooled.value) for week, pooled in by_week.items()]
    [('2025-12-29', 0.4)]
    """
    period = cast("Every", _checks.one_of("every", every, PERIODS))
    _times._zone(tz)
    instants = _times.times("times", times, tz=tz, copy=False).view(np.int64)
    codes, days = bucket(instants, period, tz)
    return Ids(read_only(codes), read_only(days))
