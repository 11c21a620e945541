"""What a ratio is grouped by: columns, periods of a calendar, and clusters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time as midnight, timedelta
from typing import Any, NamedTuple, cast
from zoneinfo import ZoneInfo

import narwhals.stable.v2 as nw
import numpy as np

from engagement_metrics.adapters.frames._columns import Columns, zone
from engagement_metrics.adapters.frames._evidence import gathered, ordered
from engagement_metrics.adapters.frames._frame import Known, wrong
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.tables import Ids, calendar as by_period

__all__ = ["Between", "By", "Groups", "instant", "starts"]

By = str | Sequence[str] | None
Between = tuple[date, date] | None


class Groups(NamedTuple):
    """The columns that rows are grouped by, by argument, and the calendar."""

    columns: Mapping[str, str]
    every: Any
    clock: ZoneInfo
    between: Between

    @classmethod
    def of(  # noqa: PLR0917: as the public functions name them
        cls, by: By, every: Any, time: Any, tz: Any, between: Any, cluster: Any = None
    ) -> Groups:
        """Check what is given, as far as it takes no frame."""
        if (every is None) != (time is None) or (between and every is None):
            raise InvalidArgumentError(
                "every and time must be given together: how long a window is, and the"
                " column of times",
                argument="every",
                got=every,
            )
        if every is not None and str(every) not in ("1d", "1w", "1mo"):
            raise InvalidArgumentError(
                f"every must be '1d', '1w' or '1mo', but got {every!r}",
                argument="every",
                got=every,
            )
        columns = _by(by)
        columns |= {} if time is None else {"time": time}
        columns |= {} if cluster is None else {"cluster": cluster}
        return cls(columns, every, zone(tz), _checked(between, every))

    @property
    def by(self) -> list[str]:
        """The arguments that name the columns to group by."""
        return [name for name in self.columns if name not in ("time", "cluster")]

    def within(self, known: Known) -> Known:
        """Return the rows between the two days, and those without a time."""
        if self.every is None:
            return known
        name = self.columns["time"]
        own = _zone_of(name, known.collect_schema()[name])
        if self.between is None:
            return known
        first, stop = (instant(day, self.clock, own) for day in self.between)
        time, known = nw.col(name), cast("Any", known)
        rows: Known = known.filter(time.is_null() | ((time >= first) & (time < stop)))
        return rows

    def labels(self, read: Columns) -> list[Any]:
        """Return the columns of labels that were fetched."""
        parts = [read.labels(name) for name in self.by]
        if self.every is None:
            return parts
        times = read.times("time", None)
        return [*parts, by_period(times, self.every, tz=str(self.clock))]

    def filled(self, answer: Any, nothing: Any, *, average: bool = False) -> Any:
        """Return a series with all periods from its first to its last."""
        if self.every is None or self.by:
            return answer
        days = [day for day in answer.labels if day is not None]
        if not days:
            return answer
        ends = np.array([min(days), max(days)], "datetime64[D]")
        periods = by_period(ends, self.every).categories
        if len(cast("Any", periods)) == len(days):
            return answer
        empty = Ids(np.zeros(0, np.int64), periods)
        return ordered(answer + gathered(nothing, [empty], average=average))


def _by(by: object) -> dict[str, str]:
    if by is None:
        return {}
    if isinstance(by, str):
        return {"by": by}
    if not isinstance(by, list | tuple):
        raise InvalidTypeError(
            f"by must be the name of a column or a list of them, but got {by!r}",
            argument="by",
            got=by,
        )
    return {f"by[{place}]": name for place, name in enumerate(cast("Any", by))}


def _zone_of(column: str, dtype: Any) -> ZoneInfo:
    """Return the zone of a column of times, which has one."""
    if not isinstance(dtype, nw.Datetime):
        raise wrong("time", column, dtype, "be times", "Read text as times first")
    if dtype.time_zone is None:
        advice = "Give the column the zone its times were written in first"
        raise InvalidArgumentError(
            f"time must have a time zone, but column {column!r} has none. {advice}",
            argument="time",
            advice=advice,
        )
    return ZoneInfo(dtype.time_zone)


def _checked(between: Any, every: Any) -> Between:
    """Return the first days of two periods, or refuse what is no such pair."""
    if between is None:
        return None
    days: tuple[Any, ...] = between if isinstance(between, tuple) else ()
    plain = [isinstance(d, date) and not isinstance(d, datetime) for d in days]
    if plain != [True, True]:
        raise InvalidTypeError(
            f"between must be two dates, (first, stop), but got {between!r}",
            argument="between",
            got=between,
        )
    first, stop = days
    if [begin(day, str(every)) for day in days] != [first, stop] or stop <= first:
        raise InvalidArgumentError(
            "between must be the first day of a period and that of a later one, but"
            f" got {first} and {stop} for every={every!r}",
            argument="between",
            got=between,
        )
    return first, stop


def begin(day: date, every: str) -> date:
    """Return the first day of the period that a day is in."""
    if every == "1mo":
        return day.replace(day=1)
    return day - timedelta(day.weekday()) if every == "1w" else day


def starts(first: date, last: date, every: str) -> list[date]:
    """Return the first day of each period from that of one day to that of another."""
    days, length = [begin(first, every)], {"1d": 1, "1w": 7}.get(every, 31)
    while (following := begin(days[-1] + timedelta(length), every)) <= last:
        days.append(following)
    return days


def instant(day: date, clock: ZoneInfo, own: ZoneInfo) -> datetime:
    """Return when a day begins in one zone, on the clock of another."""
    return datetime.combine(day, midnight(), clock).astimezone(UTC).astimezone(own)
