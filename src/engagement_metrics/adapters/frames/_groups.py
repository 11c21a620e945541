"""What a ratio is grouped by: columns, periods of a calendar, and clusters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time as midnight
from typing import Any, NamedTuple, cast
from zoneinfo import ZoneInfo

import narwhals.stable.v2 as nw
import numpy as np

from engagement_metrics import Grouped, by_period
from engagement_metrics.adapters.frames import _frame
from engagement_metrics.adapters.frames._columns import Columns
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.tables import Ids

__all__ = ["Between", "By", "Groups", "gathered", "instant", "ordered", "periods"]

By = str | Sequence[str] | None
Between = tuple[date, date] | None


class Groups(NamedTuple):
    """The columns that rows are grouped by, by argument, and the calendar."""

    columns: Mapping[str, str]
    every: Any
    clock: ZoneInfo
    between: Between

    @classmethod
    def of(  # noqa: PLR0917
        cls, by: By, every: Any, time: Any, tz: Any, between: Any, cluster: Any = None
    ) -> Groups:
        """Check what is given, as far as it takes no frame."""
        if (every is None) != (time is None) or (every is None and between is not None):
            both = (
                "every and time must be given together: how long a window is, and the"
            )
            message = f"{both} column of times"
            raise InvalidArgumentError(message, argument="every", got=every)
        if every is not None and str(every) not in ("1d", "1w", "1mo"):
            raise _frame.refused("every", "be '1d', '1w' or '1mo'", every)
        columns = _by(by) | ({} if time is None else {"time": time})
        columns |= {} if cluster is None else {"cluster": cluster}
        return cls(columns, every, _frame.zone(tz), _checked(between, str(every)))

    @property
    def by(self) -> list[str]:
        """The arguments that name the columns to group by."""
        return [name for name in self.columns if name not in ("time", "cluster")]

    def within(self, known: _frame.Known) -> _frame.Known:
        """Return the rows between the two days, and those without a time."""
        if self.every is None:
            return known
        name = self.columns["time"]
        dtype: Any = known.collect_schema()[name]
        if not isinstance(dtype, nw.Datetime):
            advice = "Read text as times first"
            raise _frame.wrong("time", name, dtype, "be times", advice)
        if dtype.time_zone is None:
            advice = "Give the column the zone its times were written in first"
            raise _frame.no_zone("time", name, advice)
        if self.between is None:
            return known
        own, time = ZoneInfo(dtype.time_zone), nw.col(name)
        first, stop = (instant(day, self.clock, own) for day in self.between)
        inside = (time >= first) & (time < stop)
        return cast("_frame.Known", cast("Any", known).filter(time.is_null() | inside))

    def labels(self, read: Columns) -> list[Any]:
        """Return the columns of labels that were fetched."""
        parts = [read.labels(name) for name in self.by]
        if self.every is None:
            return parts
        times = read.times("time", None)
        return [*parts, by_period(times, self.every, tz=str(self.clock))]

    def filled(self, answer: Any, nothing: Any, *, average: bool) -> Any:
        """Return a series with all periods from its first to its last."""
        if self.every is None or self.by:
            return answer
        days = [day for day in answer.labels if day is not None]
        series = periods(min(days), max(days), self.every) if days else []
        if len(series) == len(days):
            return answer
        empty = Ids(np.zeros(0, np.int64), np.array(series, "datetime64[D]"))
        return ordered(answer + gathered(nothing, [empty], average=average))


def gathered(rows: Any, by: Sequence[Any], *, average: bool = False) -> Any:
    """Return the core's evidence of rows, in groups if there are labels of them."""
    labels = {str(place): column for place, column in enumerate(by)}
    single = by[0] if len(by) == 1 else labels or None
    return rows.average(by=single) if average else rows.pooled(by=single)


def ordered(answer: Any) -> Any:
    """Return groups with their labels ascending, null last; one answer as it is."""
    if not isinstance(answer, Grouped):
        return answer

    def rank(label: Any) -> list[tuple[bool, Any]]:
        several: bool = isinstance(label, tuple)
        parts = cast("list[Any]", [*label] if several else [label])  # type: ignore[redundant-cast]
        return [(part is None, 0 if part is None else part) for part in parts]

    groups: Grouped[Any, Any] = cast("Any", answer)
    places = sorted(range(len(groups)), key=lambda place: rank(groups.labels[place]))
    names = tuple(groups.labels[place] for place in places)
    return cast("Any", Grouped)(names, groups.estimate[np.array(places, np.int64)])


def _by(by: object) -> dict[str, str]:
    if by is None or isinstance(by, str):
        return {} if by is None else {"by": by}
    if not isinstance(by, list | tuple):
        rule = "be the name of a column or a list of them"
        raise _frame.refused("by", rule, by, "", InvalidTypeError)
    return {f"by[{place}]": name for place, name in enumerate(cast("Any", by))}


def _checked(between: Any, every: str) -> Between:
    """Return the first days of two periods, or refuse what is no such pair."""
    if between is None:
        return None
    several: bool = isinstance(between, tuple)
    days: list[Any] = [*between] if several else []
    plain = [isinstance(d, date) and not isinstance(d, datetime) for d in days]
    if plain != [True, True]:
        rule = "be two dates, (first, stop)"
        raise _frame.refused("between", rule, between, "", InvalidTypeError)
    first, stop = days
    begun = [periods(day, day, every)[0] for day in days]
    if begun != [first, stop] or stop <= first:
        rule = "be the first day of a period and that of a later one"
        shown = f"{first} and {stop} for every={every!r}"
        raise _frame.refused("between", rule, between, shown=shown)
    return first, stop


def periods(first: date, last: date, every: Any) -> list[date]:
    """Return the first day of each period from that of one day to that of another."""
    ends = np.array([first, last], "datetime64[D]")
    days: list[date] = cast("Any", by_period(ends, every).categories).tolist()
    return days


def instant(day: date, clock: ZoneInfo, own: ZoneInfo) -> datetime:
    """Return when a day begins in one zone, on the clock of another."""
    return datetime.combine(day, midnight(), clock).astimezone(UTC).astimezone(own)
