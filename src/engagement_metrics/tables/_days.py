"""Days: daily counters of an account, one row per day."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812
from typing import Any, final

import attrs
import numpy as np

from engagement_metrics._door import _checks, _columns, _times
from engagement_metrics._door._ids import Ids
from engagement_metrics._typing import FloatArray, TimeArray, ToArray, ToColumn
from engagement_metrics.tables import _table as _tables


@final
@attrs.frozen(kw_only=True)
class Day:
    """
    One row of ``Days``: a day with its counters.

    Attributes
    ----------
    date : datetime.date
        The day.
    followers, follows, unfollows, posts : float or None
        Counters of the day; NaN is missing, ``None`` if the table has no such column.

    Examples
    --------
    >>> days = Days.of(date=[Date(2025, 5, 1)], followers=[340])
    >>> days[0].followers
    340.0
    """

    date: Date
    followers: float | None
    follows: float | None
    unfollows: float | None
    posts: float | None


@final
@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Days(_tables.Table[Day]):
    """
    Followers, follows, unfollows and posts of an account, one row per day.

    Build it with ``Days.of(...)``; ``+`` appends rows.

    Attributes
    ----------
    date : ndarray of datetime64
        The days, in any order. Shape ``(days,)``.
    followers : ndarray of float or None
        Followers on that day [accounts].
    follows, unfollows : ndarray of float or None
        Accounts that started or stopped following [accounts].
    posts : ndarray of float or None
        Posts published on that day [posts].

    Examples
    --------
    >>> days = Days.of(
    ...     date=[Date(2025, 5, 1), Date(2025, 5, 2)],
    ...     followers=[340, 338],
    ...     unfollows=[1, 3],
    ... )
    >>> days.followers.sum()
    np.float64(678.0)
    """

    date: TimeArray
    followers: FloatArray | None = None
    follows: FloatArray | None = None
    unfollows: FloatArray | None = None
    posts: FloatArray | None = None

    @classmethod
    def _row_class(cls) -> type[Day]:
        return Day

    @classmethod
    def of(
        cls,
        *,
        date: ToColumn,
        followers: ToArray | None = None,
        follows: ToArray | None = None,
        unfollows: ToArray | None = None,
        posts: ToArray | None = None,
    ) -> Days:
        """
        Build a table of days from columns.

        Parameters
        ----------
        date : array_like of datetime64 or datetime.date
            The days, each once.
        followers, follows, unfollows, posts : array_like of float, optional
            Counters of the day; ``None`` and NaN are missing.

        Returns
        -------
        Days
            The table.

        Raises
        ------
        InvalidArgumentError
            If columns differ in length, or a day repeats.
        InvalidTypeError
            If a column holds values of the wrong kind.
        InvalidCountsError
            If a number is infinite or above 2**53.

        Warns
        -----
        NegativeCountsWarning
            For negative counters. The rows are kept, and metrics count them as
            ``Status.INVALID``.
        """
        columns: dict[str, Any] = {"date": _times.days("date", date)}
        given = {
            "followers": followers,
            "follows": follows,
            "unfollows": unfollows,
            "posts": posts,
        }
        for name, column in given.items():
            if column is not None:
                columns[name] = _columns.column(name, column, signed=True)
        _checks.same_lengths(**columns)
        _tables.warn_negative("days", {n: columns.get(n) for n in given})
        return cls(**columns)._once()

    def _once(self) -> Days:
        known = np.ma.masked_array(self.date.astype(str), np.isnat(self.date))
        days = Ids.of(known, argument="date")
        _tables.distinct("date", days, "An account has one row for each day")
        return self

    def __add__(self, other: Days) -> Days:
        """Append the rows of another table."""
        if not isinstance(other, Days):
            return NotImplemented
        return Days(**self._appended(other))._once()
