"""Engagement rates by reach, impressions, followers, views, posts and days."""

from __future__ import annotations

from typing import Any, cast, overload

import attrs
import numpy as np

from engagement_metrics._door import _checks
from engagement_metrics._typing import NOT_GIVEN, FloatArray, ToArray, ToScalar
from engagement_metrics.definitions._definition import total_engagements
from engagement_metrics.evidence import Proportion, Rate
from engagement_metrics.evidence._ratio import quotient
from engagement_metrics.evidence._rows import Rows
from engagement_metrics.tables import Posts
from engagement_metrics.words import Exposure, Metric, Source

DENOMINATORS = ("reach", "impressions", "followers", "views", "posts")
HOOTSUITE = Source(
    "Hootsuite",
    None,
    "How to calculate engagement rate: six formulas",
    "https://blog.hootsuite.com/calculate-engagement-rate/",
)
SOTRENDER = Source(
    "Sotrender",
    None,
    "How does Sotrender count the Interactivity Index?",
    "https://www.sotrender.com/blog/faq/sotrender-count-interactivity-index-relative-interactivity/",
)
FANPAGE_KARMA = Source(
    "Fanpage Karma",
    2014,
    "Social media KPIs explained",
    "https://blog.fanpagekarma.com/2014/07/01/social-media-kpis-explained/",
)
RATES = {
    per: Metric(
        "engagement_rate",
        "engagements",
        per,
        unit="posts",
        scale="number" if per == "posts" else "percent",
        sources=(HOOTSUITE,),
    )
    for per in DENOMINATORS
}
SHARES = {
    per: Metric("engaged_share", "engaged", per, unit="posts", sources=(SOTRENDER,))
    for per in ("reach", "followers")
}
DEPTH = Metric(
    "engagement_depth", "engagements", "engaged", unit="posts", scale="number"
)
DAILY = Metric(
    "daily_engagement_rate",
    "engagements",
    "follower_days",
    unit="days",
    scale="percent",
    sources=(HOOTSUITE, FANPAGE_KARMA),
)


@overload
def engagement_rate(engagements: Posts, *, per: str) -> Rate[FloatArray]: ...
@overload
def engagement_rate(engagements: ToScalar, *, reach: ToScalar) -> Rate[float]: ...
@overload
def engagement_rate(
    engagements: ToArray, *, reach: ToArray | ToScalar
) -> Rate[FloatArray]: ...
@overload
def engagement_rate(engagements: ToScalar, *, reach: ToArray) -> Rate[FloatArray]: ...
@overload
def engagement_rate(engagements: ToScalar, *, impressions: ToScalar) -> Rate[float]: ...
@overload
def engagement_rate(
    engagements: ToArray, *, impressions: ToArray | ToScalar
) -> Rate[FloatArray]: ...
@overload
def engagement_rate(
    engagements: ToScalar, *, impressions: ToArray
) -> Rate[FloatArray]: ...
@overload
def engagement_rate(engagements: ToScalar, *, followers: ToScalar) -> Rate[float]: ...
@overload
def engagement_rate(
    engagements: ToArray, *, followers: ToArray | ToScalar
) -> Rate[FloatArray]: ...
@overload
def engagement_rate(
    engagements: ToScalar, *, followers: ToArray
) -> Rate[FloatArray]: ...
@overload
def engagement_rate(engagements: ToScalar, *, views: ToScalar) -> Rate[float]: ...
@overload
def engagement_rate(
    engagements: ToArray, *, views: ToArray | ToScalar
) -> Rate[FloatArray]: ...
@overload
def engagement_rate(engagements: ToScalar, *, views: ToArray) -> Rate[FloatArray]: ...
@overload
def engagement_rate(engagements: ToScalar, *, posts: ToScalar) -> Rate[float]: ...
@overload
def engagement_rate(
    engagements: ToArray, *, posts: ToArray | ToScalar
) -> Rate[FloatArray]: ...
@overload
def engagement_rate(engagements: ToScalar, *, posts: ToArray) -> Rate[FloatArray]: ...
def engagement_rate(
    engagements: object,
    *,
    reach: object = NOT_GIVEN,
    impressions: object = NOT_GIVEN,
    followers: object = NOT_GIVEN,
    views: object = NOT_GIVEN,
    posts: object = NOT_GIVEN,
    per: object = NOT_GIVEN,
) -> Rate[Any]:
    r"""
    Return engagements per unit of a named exposure.

    A rate, not a proportion: a person can act several times, so the value may exceed
    1. The denominator must be named in the call; there is no default.

    .. math:: \text{engagement rate} = \frac{\text{engagements}}{\text{exposure}}

    Parameters
    ----------
    engagements : float, array_like of float or Posts
        Likes, replies, shares and other actions [events]. Shape ``(posts,)`` for a
        column. For ``Posts``, the platform's total or, without one, the sum of
        reactions, replies, mentions, shares, quotes, saves and messages. Clicks, views,
        follows and dislikes are not in it: a ``Definition`` counts those it names.
    reach, impressions, followers, views, posts : float or array_like of float
        People reached, impressions (displays), followers, views, or posts. Give
        exactly one; ``None`` is a missing exposure.
    per : str
        For ``Posts``: the name of one of its exposures, or ``"posts"``.

    Returns
    -------
    Rate
        Of floats if both are numbers, of columns otherwise.

    Raises
    ------
    InvalidTypeError
        If not exactly one exposure is given, or an argument is not numeric.
    InvalidCountsError
        If a number is negative, infinite or above 2**53. In ``Posts``, a post with a
        negative number is set aside as ``Status.INVALID``.
    InvalidArgumentError
        If columns differ in length, or ``Posts`` lack a column that is needed.

    See Also
    --------
    engaged_share : The share of people who acted at least once.

    Notes
    -----
    Range: 0 to infinity. Better: higher, for the same denominator. Undefined (NaN)
    where the exposure is 0 or a number is missing. For several posts, ``pooled()`` is
    the ratio of sums and ``average()`` the mean of ratios; quote the pooled interval.
    Also known as ERR (reach), ER by impressions, ER post (followers), ER by views
    [1]_. The reach of several posts counts people repeatedly.

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
    engagement rate by reach, pooled: 30.0 % (no interval: too few posts; 1 post;
    1 left out: engagements but no reach)
    """
    exposures = {
        "reach": reach,
        "impressions": impressions,
        "followers": followers,
        "views": views,
        "posts": posts,
    }
    if isinstance(engagements, Posts):
        _checks.not_given("engagement_rate", "Posts", exposures)
        _, word = _checks.exactly_one("engagement_rate", {"per": per})
        return _of_posts(engagements, word)
    if per is not NOT_GIVEN:
        _checks.not_given("engagement_rate", "numbers", {"per": per})
    name, exposure = _checks.exactly_one("engagement_rate", exposures)
    given = {"engagements": engagements, name: exposure}
    made: Rate[Any] = quotient(Rate, RATES[name], given)
    return made


def _of_posts(posts: Posts, per: object) -> Rate[FloatArray]:
    word = _checks.one_of("per", per, [*posts.exposures, Exposure.POSTS])
    count, of = total_engagements(posts)
    x = posts.exposures.get(word, np.ones(len(posts)))
    metric = RATES.get(word) or attrs.evolve(RATES["reach"], denominator=word)
    rows, metric = Rows(count, x), attrs.evolve(metric, numerator=of)
    return cast("Rate[FloatArray]", Rate.of_rows(rows, metric))


@overload
def engaged_share(engaged: ToScalar, *, reach: ToScalar) -> Proportion[float]: ...
@overload
def engaged_share(
    engaged: ToArray, *, reach: ToArray | ToScalar
) -> Proportion[FloatArray]: ...
@overload
def engaged_share(engaged: ToScalar, *, reach: ToArray) -> Proportion[FloatArray]: ...
@overload
def engaged_share(engaged: ToScalar, *, followers: ToScalar) -> Proportion[float]: ...
@overload
def engaged_share(
    engaged: ToArray, *, followers: ToArray | ToScalar
) -> Proportion[FloatArray]: ...
@overload
def engaged_share(
    engaged: ToScalar, *, followers: ToArray
) -> Proportion[FloatArray]: ...
def engaged_share(
    engaged: object, *, reach: object = NOT_GIVEN, followers: object = NOT_GIVEN
) -> Proportion[Any]:
    r"""
    Return the share of people who acted at least once.

    A proportion of people. For several posts, the sums count person–post pairs, since
    a person may see several posts.

    .. math:: \text{engaged share} = \frac{\text{engaged}}{\text{people}}

    Parameters
    ----------
    engaged : float or array_like of float
        Distinct accounts that acted at least once [accounts]. Shape ``(posts,)``.
    reach, followers : float or array_like of float
        Accounts reached, or followers. Give exactly one.

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
        If a number is negative, infinite or above 2**53, or *engaged* exceeds the
        denominator.
    InvalidArgumentError
        If columns differ in length.

    See Also
    --------
    engagement_rate : Events per exposure, where a person can act more than once.

    Notes
    -----
    Range: 0 to 1. Better: higher. Undefined (NaN) where the denominator is 0 or a
    number is missing. A single post has the Wilson interval; for several posts, quote
    the pooled interval. Also known as engaged-user rate; Sotrender counts "engaged
    users" in this way [1]_.

    References
    ----------
    .. [1] Sotrender. How does Sotrender count the Interactivity Index?
       https://www.sotrender.com/blog/faq/sotrender-count-interactivity-index-relative-interactivity/

    Examples
    --------
    >>> print(engaged_share(178, reach=2752))
    engaged share of reach: 6.5 % (95 %: 5.6 to 7.4 %, as if independent; 178 of 2,752)
    >>> engaged_share([5, 0], reach=[10, 0]).value
    array([0.5, nan])
    """
    people = {"reach": reach, "followers": followers}
    name, number = _checks.exactly_one("engaged_share", people)
    advice = "If one account may act more than once, use engagement_rate()"
    given = {"engaged": engaged, name: number}
    made: Proportion[Any] = quotient(Proportion, SHARES[name], given, advice)
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

    The mean number of actions of those who act. For one post, engagement rate by
    reach = engaged share × depth.

    .. math:: \text{depth} = \frac{\text{engagements}}{\text{engaged}}

    Parameters
    ----------
    engagements : float or array_like of float
        Actions of every kind that counts as engaging [events]. Shape ``(posts,)``.
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
        If columns differ in length.

    See Also
    --------
    engaged_share : The share of people who acted at least once.

    Notes
    -----
    Unit: events per engaged account. Range: 1 to infinity. A value below 1 shows that
    the two numbers count different actions (Facebook's engaged users include clicks);
    it is not rejected. Undefined (NaN) where *engaged* is 0 or a number is missing.
    ``pooled()`` is the ratio of sums, over person–post pairs, with the interval
    between posts. A single post has the Poisson score interval, which assumes
    independent actions; repeated actions are not. Also known as frequency of
    engagement. Our definition: published rates do not separate the two factors.

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
    made: Rate[Any] = quotient(Rate, DEPTH, numbers)
    return made


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

    Actions of one day on new and old posts. A row is a day, with the followers on that
    day; a row of several days has the sum of the daily followers. Days without posts
    are included.

    .. math:: \text{daily rate} = \frac{\text{engagements}}{\text{follower-days}}

    Parameters
    ----------
    engagements : float or array_like of float
        Actions on the day or days [events]. Shape ``(days,)``.
    follower_days : float or array_like of float
        Followers on the day, or their sum over the days [account-days].

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
        If columns differ in length.

    See Also
    --------
    engagement_rate : The rate of posts.

    Notes
    -----
    Unit: events per account-day. Range: 0 to infinity. Undefined (NaN) where
    *follower_days* is 0 or a number is missing. ``pooled()`` is Hootsuite's average
    daily rate [1]_, with the followers of each day instead of one number for all;
    ``average()`` is Fanpage Karma's engagement [2]_. Quote the pooled interval, which
    is between days; it is too narrow if the days are positively autocorrelated. Also
    known as daily ER. The rate does not distinguish ten followers who act once from
    one who acts ten times.

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
    made: Rate[Any] = quotient(Rate, DAILY, numbers)
    return made
