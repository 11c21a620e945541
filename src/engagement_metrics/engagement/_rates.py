"""Rates over who or what could have acted."""

from __future__ import annotations

import functools
from typing import Any, cast, overload

import numpy as np

from engagement_metrics._door import _checks
from engagement_metrics._typing import FloatArray, ToArray, ToScalar
from engagement_metrics.errors import InvalidArgumentError
from engagement_metrics.evidence import Proportion, Rate
from engagement_metrics.evidence._result import EMPTY
from engagement_metrics.tables import Posts
from engagement_metrics.words import Action, Exposure, Terms

__all__ = [
    "daily_engagement_rate",
    "engaged_share",
    "engagement_depth",
    "engagement_rate",
]

DENOMINATORS = tuple(map(str, Exposure))[:5]
PLAIN = frozenset({Exposure.POSTS, Exposure.FOLLOWER_DAYS, "engaged"})


@functools.cache
def _terms(of: str, per: str, unit: str = "posts") -> Terms:
    return Terms(of, per, unit, "number" if per in PLAIN else "percent")


@overload
def engagement_rate(engagements: Posts, /, *, per: str) -> Rate[FloatArray]: ...
@overload
def engagement_rate(engagements: ToScalar, /, *, reach: ToScalar) -> Rate[float]: ...
@overload
def engagement_rate(
    engagements: ToArray, /, *, reach: ToArray | ToScalar
) -> Rate[FloatArray]: ...
@overload
def engagement_rate(
    engagements: ToScalar, /, *, reach: ToArray
) -> Rate[FloatArray]: ...
@overload
def engagement_rate(
    engagements: ToScalar, /, *, impressions: ToScalar
) -> Rate[float]: ...
@overload
def engagement_rate(
    engagements: ToArray, /, *, impressions: ToArray | ToScalar
) -> Rate[FloatArray]: ...
@overload
def engagement_rate(
    engagements: ToScalar, /, *, impressions: ToArray
) -> Rate[FloatArray]: ...
@overload
def engagement_rate(
    engagements: ToScalar, /, *, followers: ToScalar
) -> Rate[float]: ...
@overload
def engagement_rate(
    engagements: ToArray, /, *, followers: ToArray | ToScalar
) -> Rate[FloatArray]: ...
@overload
def engagement_rate(
    engagements: ToScalar, /, *, followers: ToArray
) -> Rate[FloatArray]: ...
@overload
def engagement_rate(engagements: ToScalar, /, *, views: ToScalar) -> Rate[float]: ...
@overload
def engagement_rate(
    engagements: ToArray, /, *, views: ToArray | ToScalar
) -> Rate[FloatArray]: ...
@overload
def engagement_rate(
    engagements: ToScalar, /, *, views: ToArray
) -> Rate[FloatArray]: ...
@overload
def engagement_rate(engagements: ToScalar, /, *, posts: ToScalar) -> Rate[float]: ...
@overload
def engagement_rate(
    engagements: ToArray, /, *, posts: ToArray | ToScalar
) -> Rate[FloatArray]: ...
@overload
def engagement_rate(
    engagements: ToScalar, /, *, posts: ToArray
) -> Rate[FloatArray]: ...
def engagement_rate(engagements: object, /, **exposure: object) -> Rate[Any]:
    r"""
    Return engagements per unit of a named exposure.

    Events over people or displays, so a rate and not a share: one person can react
    ten times, and the value may exceed 1. The denominator is always in the call;
    there is no default and no fall-back from one to another.

    .. math:: \text{engagement rate} = \frac{\text{engagements}}{\text{exposure}}

    Parameters
    ----------
    engagements : float, array_like of float or Posts
        Likes, replies, shares and whatever else was counted [events]. Shape
        ``(posts,)`` for a column. Of ``Posts``, the platform's own total where there
        is one, and otherwise the sum of all counters but views, follows and unfollows.
    **exposure : float or array_like of float
        Exactly one of *reach* [people], *impressions* [displays], *followers*
        [accounts], *views* [displays] and *posts* [posts]. With ``Posts``, *per*: the
        name of one of its exposures, or ``"posts"``.

    Returns
    -------
    Rate
        Of floats if both are numbers, of columns otherwise.

    Raises
    ------
    InvalidTypeError
        If not exactly one exposure is given, or an argument is not numeric.
    InvalidCountsError
        If a number is negative, infinite or above 2**53. In ``Posts`` such a post is
        set aside as ``Status.INVALID``.
    InvalidArgumentError
        If columns have different lengths, or ``Posts`` lack what is asked for.

    See Also
    --------
    engaged_share : People who acted at least once, a proportion.

    Notes
    -----
    Range: 0 to infinity. Better: higher, at the same denominator. Undefined (NaN)
    where the exposure is 0 or a part is missing. Over posts, ``pooled()`` is the ratio
    of sums and ``average()`` the mean of ratios; the interval to quote is the pooled
    one. Also known as ERR (reach), ER by impressions, ER post (followers), ER by views
    [1]_. Reach of several posts counts people again.

    References
    ----------
    .. [1] Hootsuite. How to calculate engagement rate: six formulas.
       https://blog.hootsuite.com/calculate-engagement-rate/

    Examples
    --------
    >>> engagement_rate(1500, reach=50000).value
    0.03
    >>> rate = engagement_rate([3, 4], reach=[10, 0])
    >>> rate.value
    array([0.3, nan])
    >>> print(rate.pooled())
    30.0 % (1 post, no interval: too few units; 1 left out: engagements but no reach)
    """
    if isinstance(engagements, Posts):
        _checks.exactly_one("engagement_rate", exposure, ["per"])
        return _of_posts(engagements, exposure["per"])
    per = _checks.exactly_one("engagement_rate", exposure, DENOMINATORS)
    return Rate._named(
        {"engagements": engagements, per: exposure[per]},
        "engagement_rate",
        _terms("engagements", per),
    )


NOT_ENGAGEMENT = frozenset({Action.VIEW, Action.FOLLOW, Action.UNFOLLOW})


def _of_posts(posts: Posts, per: object) -> Rate[FloatArray]:
    word = _checks.one_of("per", per, [*posts.exposures, Exposure.POSTS])
    if posts.engagements is not None:
        count, of = posts.engagements, "engagements"
    else:
        kinds = [kind for kind in posts.actions if kind not in NOT_ENGAGEMENT]
        if not kinds and len(posts):
            raise _checks.refusal(
                InvalidArgumentError, "posts", "have a counter", [*posts.actions]
            )
        count, of = posts._counted(kinds), " + ".join(sorted(kinds))
    x = posts.exposures.get(word, np.ones(len(posts)))
    made = Rate._build(count, x, EMPTY, "engagement_rate", _terms(of, word))
    return cast("Rate[FloatArray]", made)


@overload
def engaged_share(engaged: ToScalar, /, *, reach: ToScalar) -> Proportion[float]: ...
@overload
def engaged_share(
    engaged: ToArray, /, *, reach: ToArray | ToScalar
) -> Proportion[FloatArray]: ...
@overload
def engaged_share(
    engaged: ToScalar, /, *, reach: ToArray
) -> Proportion[FloatArray]: ...
@overload
def engaged_share(
    engaged: ToScalar, /, *, followers: ToScalar
) -> Proportion[float]: ...
@overload
def engaged_share(
    engaged: ToArray, /, *, followers: ToArray | ToScalar
) -> Proportion[FloatArray]: ...
@overload
def engaged_share(
    engaged: ToScalar, /, *, followers: ToArray
) -> Proportion[FloatArray]: ...
def engaged_share(engaged: object, /, **people: object) -> Proportion[Any]:
    r"""
    Return the share of people who acted at least once.

    People over people, so a proportion. Over several posts the sums count
    person–post pairs and not people, since one person may see many posts.

    .. math:: \text{engaged share} = \frac{\text{engaged}}{\text{people}}

    Parameters
    ----------
    engaged : float or array_like of float
        Distinct accounts that acted at least once [accounts]. Shape ``(posts,)``.
    **people : float or array_like of float
        Exactly one of *reach* and *followers* [accounts].

    Returns
    -------
    Proportion
        Of floats if both are numbers, of columns otherwise.

    Raises
    ------
    InvalidTypeError
        If not exactly one of *reach* and *followers* is given, or an argument is not
        numeric.
    InvalidCountsError
        If a number is negative, infinite or above 2**53, or more people engaged than
        were there.
    InvalidArgumentError
        If columns have different lengths.

    See Also
    --------
    engagement_rate : Events, of which one person can make many.

    Notes
    -----
    Range: 0 to 1. Better: higher. Undefined (NaN) where there were no people or a part
    is missing. One post has a Wilson interval; over posts quote the pooled one. Also
    known as engaged-user rate; Sotrender counts "engaged users" so [1]_.

    References
    ----------
    .. [1] Sotrender. How does Sotrender count the Interactivity Index?
       https://www.sotrender.com/blog/faq/sotrender-count-interactivity-index-relative-interactivity/

    Examples
    --------
    >>> share = engaged_share(178, reach=2752)
    >>> print(share)
    6.5 % (178 of 2,752)
    >>> engaged_share([5, 0], reach=[10, 0]).value
    array([0.5, nan])
    """
    per = _checks.exactly_one("engaged_share", people, ("reach", "followers"))
    return Proportion._named(
        {"engaged": engaged, per: people[per]},
        "engaged_share",
        Terms("engaged", per, "posts"),
        advice="If one account may act more than once, use engagement_rate()",
    )


def rate_of(numbers: dict[str, object], metric: str, unit: str = "posts") -> Rate[Any]:
    """
    Return the rate of the first of two named numbers over the second.

    Parameters
    ----------
    numbers : dict of str to object
        Two numbers or columns, by the names of the arguments.
    metric : str
        Name of the metric.
    unit : str, optional
        What a row is, in the plural; posts by default.

    Returns
    -------
    Rate
        Of floats if both are numbers, of columns otherwise.
    """
    of, per = numbers
    made: Rate[Any] = Rate._named(numbers, metric, _terms(of, per, unit))
    return made


@overload
def engagement_depth(engagements: ToScalar, engaged: ToScalar) -> Rate[float]: ...
@overload
def engagement_depth(
    engagements: ToArray, engaged: ToArray | ToScalar
) -> Rate[FloatArray]: ...
@overload
def engagement_depth(engagements: ToScalar, engaged: ToArray) -> Rate[FloatArray]: ...
def engagement_depth(engagements: object, engaged: object) -> Rate[Any]:
    r"""
    Return engagements per person who acted at least once.

    How often those who act do so. It is the factor between share and rate: of one
    post, engagement rate by reach = engaged share × depth.

    .. math:: \text{depth} = \frac{\text{engagements}}{\text{engaged}}

    Parameters
    ----------
    engagements : float or array_like of float
        Actions of all kinds that make a person engaged [events]. Shape ``(posts,)``.
    engaged : float or array_like of float
        Distinct accounts that acted at least once [accounts].

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
    engaged_share : How many act at all.

    Notes
    -----
    Unit: events per engaged account. Range: 1 to infinity. Below 1 the two numbers do
    not count the same actions (Facebook's engaged users include clicks): that is not
    refused, and not a depth. Undefined (NaN) where nobody engaged or a
    part is missing. ``pooled()`` is the ratio of sums, over person–post pairs, with
    the interval between posts; one post has only the Poisson score interval, as if
    each action were independent, which repeated actions are not. Also known as
    frequency of engagement. Our definition: published rates do not split the two.

    Examples
    --------
    >>> engagement_depth(356, 178).value
    2.0
    >>> engaged_share(178, reach=2848).value * engagement_depth(356, 178).value
    0.125
    >>> engagement_rate(356, reach=2848).value
    0.125
    """
    numbers = {"engagements": engagements, "engaged": engaged}
    return rate_of(numbers, "engagement_depth")


@overload
def daily_engagement_rate(
    engagements: ToScalar, follower_days: ToScalar
) -> Rate[float]: ...
@overload
def daily_engagement_rate(
    engagements: ToArray, follower_days: ToArray | ToScalar
) -> Rate[FloatArray]: ...
@overload
def daily_engagement_rate(
    engagements: ToScalar, follower_days: ToArray
) -> Rate[FloatArray]: ...
def daily_engagement_rate(engagements: object, follower_days: object) -> Rate[Any]:
    r"""
    Return engagements per follower and day.

    What the account's followers did in a day, with new posts and with old. A row is
    a day, its follower-days the followers on that day; a row of seven days has seven
    days' followers added up. Days without posts are days too.

    .. math:: \text{daily rate} = \frac{\text{engagements}}{\text{follower-days}}

    Parameters
    ----------
    engagements : float or array_like of float
        Actions of the day, or of the days [events]. Shape ``(days,)``.
    follower_days : float or array_like of float
        Followers of the day, or their sum over the days [account-days].

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
    engagement_rate : Of posts instead of days.

    Notes
    -----
    Unit: events per account-day. Range: 0 to infinity. Undefined (NaN) where there
    were no followers or a part is missing. ``pooled()`` is Hootsuite's average daily
    rate [1]_, with the followers of each day in the place of one number for all;
    ``average()`` is Fanpage Karma's engagement [2]_. Quote the pooled interval,
    between days; days follow each other, and where neighbours are alike it is too
    narrow. Also known as daily ER. Ten followers once and one follower ten times
    are the same number.

    References
    ----------
    .. [1] Hootsuite (2019). How to calculate engagement rate.
       https://blog.hootsuite.com/calculate-engagement-rate/ This formula was read in
       a copy.
    .. [2] Fanpage Karma (2014). Social media KPIs explained.
       https://blog.fanpagekarma.com/2014/07/01/social-media-kpis-explained/

    Examples
    --------
    A week of Fanpage Karma's own example, printed there as 0.0062:

    >>> interactions = [20, 0, 37, 100, 0, 0, 2]
    >>> fans = [3500, 3590, 3700, 3750, 3755, 3780, 3783]
    >>> rate = daily_engagement_rate(interactions, fans)
    >>> round(rate.average().value, 8), round(rate.pooled().value, 8)
    (0.00612995, 0.00614897)
    """
    numbers = {"engagements": engagements, "follower_days": follower_days}
    return rate_of(numbers, "daily_engagement_rate", "days")
