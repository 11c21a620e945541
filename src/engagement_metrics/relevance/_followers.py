"""Followers: how many are active, and how many leave."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast, overload

import numpy as np

from engagement_metrics._door import _checks
from engagement_metrics._typing import FloatArray, TimeArray, ToArray, ToScalar
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.evidence import Proportion, Rate
from engagement_metrics.evidence._ratio import quotient
from engagement_metrics.evidence._rows import Rows
from engagement_metrics.tables import Days
from engagement_metrics.words import Metric, Source

TECHZEI = Source(
    "Techzei",
    None,
    "TwitterAudit: how many of your followers are real?",
    "https://techzei.com/twitteraudit-how-many-of-your-followers-are-real/",
)
ACTIVE = Metric(
    "active_share", "active", "followers", unit="samples", sources=(TECHZEI,)
)
CHURN = Metric("churn_rate", "unfollows", "follower_days", unit="days")


@overload
def active_share(active: ToScalar, followers: ToScalar) -> Proportion[float]: ...
@overload
def active_share(
    active: ToArray, followers: ToArray | ToScalar
) -> Proportion[FloatArray]: ...
@overload
def active_share(active: ToScalar, followers: ToArray) -> Proportion[FloatArray]: ...
def active_share(active: object, followers: object) -> Proportion[Any]:
    r"""
    Return the share of followers with any action in a recent window.

    People over people. The caller chooses the window and the actions that count; state
    both. It says that followers are alive, not that they listen to this account;
    ``engaged_share`` does.

    .. math:: \text{active share} = \frac{\text{active followers}}{\text{followers}}

    Parameters
    ----------
    active : float or array_like of float
        Followers with any action in the window [accounts]. Shape ``(samples,)``.
    followers : float or array_like of float
        Followers looked at: all of them, or a random sample [accounts].

    Returns
    -------
    Proportion
        Of floats if both are numbers, of columns otherwise.

    Raises
    ------
    InvalidTypeError
        If an argument is not numeric.
    InvalidCountsError
        If a number is negative, infinite or above 2**53, or *active* exceeds
        *followers*.
    InvalidArgumentError
        If columns have different lengths.

    See Also
    --------
    engagement_metrics.conversation.effective_participants : Of order 2, the effective
        size of an audience: how evenly its value is spread.

    Notes
    -----
    Range: 0 to 1. Better: higher. Undefined (NaN) where there are no followers or a
    part is missing. Pools as the ratio of sums of disjoint samples. A single sample has
    the Wilson interval. Windows differ: some tools call 90 days active and 180
    suspicious, TwitterAudit scores a sample of 5,000 [1]_. Also known as audience
    quality, real followers. Pitfall: lists that come newest first are no random sample,
    and the newest followers are the most active.

    References
    ----------
    .. [1] Techzei. TwitterAudit: how many of your followers are real?
       https://techzei.com/twitteraudit-how-many-of-your-followers-are-real/

    Examples
    --------
    >>> share = active_share(380, 500)
    >>> share.value
    0.76
    >>> print(f"{share.interval():.1%}")
    72.1% to 79.5% (95 %)
    """
    numbers = {"active": active, "followers": followers}
    advice = "The followers include those who are active"
    made: Proportion[Any] = quotient(Proportion, ACTIVE, numbers, advice)
    return made


@overload
def churn_rate(left: ToScalar, *, follower_days: ToScalar) -> Rate[float]: ...
@overload
def churn_rate(
    left: ToArray, *, follower_days: ToArray | ToScalar
) -> Rate[FloatArray]: ...
@overload
def churn_rate(left: ToScalar, *, follower_days: ToArray) -> Rate[FloatArray]: ...
def churn_rate(left: object, *, follower_days: object) -> Rate[Any]:
    r"""
    Return unfollows per follower and day.

    Events over exposure: each day of each follower is a chance to leave. Net growth
    hides it, because new followers make up for those who leave.

    .. math:: \text{churn} = \frac{\text{unfollows}}{\text{follower-days}}

    Parameters
    ----------
    left : float or array_like of float
        Accounts that stopped following [events]. Shape ``(days,)`` for a column.
    follower_days : float or array_like of float
        Followers of each day, added up over the days [follower-days].

    Returns
    -------
    Rate
        Of floats if both are numbers, of columns otherwise.

    Raises
    ------
    InvalidTypeError
        If an argument is not numeric.
    InvalidCountsError
        If a number is negative, infinite or above 2**53.
    InvalidArgumentError
        If columns have different lengths.

    See Also
    --------
    churn_rate_ratio : Whether it rose at a date, from few days.
    changed_feed_effect : Level and slope change at a date.

    Notes
    -----
    Range: 0 to infinity; below 1 in practice. Better: lower. Undefined (NaN) where
    there were no followers or a part is missing. Pools as the ratio of sums. A single
    period has a Poisson score interval, as if people left independently; over days
    quote the pooled interval, because people leave in waves. Our definition of the
    quotient. Kwak, Chun and Moon [1]_ count those who left out of those present at the
    start, the proportion of a cohort: ``Proportion(left, cohort)``. Also known as
    unfollow rate. Pitfall: accounts that the platform deletes did not leave because of
    the feed.

    References
    ----------
    .. [1] Kwak, H., Chun, H. and Moon, S. (2011). Fragile online relationship: a first
       look at unfollow dynamics in Twitter. CHI '11. 10.1145/1978942.1979104; free to
       read at https://www.slideshare.net/haewoon/

    Examples
    --------
    >>> churn_rate(12, follower_days=30 * 400).value
    0.001
    >>> round(churn_rate([1, 3], follower_days=[340, 338]).sum().value, 5)
    0.0059
    """
    numbers = {"left": left, "follower_days": follower_days}
    made: Rate[Any] = quotient(Rate, CHURN, numbers)
    return made


def churn_by_day(argument: str, days: object) -> tuple[TimeArray, Rate[FloatArray]]:
    """Return the dates in order, and the churn rate of each; a day needs a date."""
    _checks.of_class(argument, days, Days)
    table = cast("Any", days)
    for name in ("followers", "unfollows"):
        if getattr(table, name) is None:
            rule = f"have {name}"
            raise _checks.refusal(InvalidArgumentError, argument, rule, None)
    order = np.argsort(table.date)
    dates = table.date[order]
    left = np.where(np.isnat(dates), np.nan, table.unfollows[order])
    return dates, Rate.of_rows(Rows(left, table.followers[order]), CHURN)


def first_day(when: Any) -> Any:
    """Return the first day of a change, or refuse what is no date."""
    given: object = when
    dated = isinstance(given, date | np.datetime64) and not isinstance(given, datetime)
    if not dated or np.isnat(np.datetime64(when)):
        rule, advice = "be a date", "Use datetime.date, or datetime64[D]"
        raise _checks.refusal(InvalidTypeError, "when", rule, when, advice=advice)
    return np.datetime64(when, "D")
