"""Engagement: what people did, over who or what could have."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any, cast, overload

import attrs
import numpy as np

from engagement_metrics import _checks, _columns, _text, catalogue
from engagement_metrics._typing import FloatArray, ToArray, ToScalar
from engagement_metrics.definitions import Definition, quotient
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.estimates import Proportion, Rate
from engagement_metrics.evidence import EMPTY, LeftOut
from engagement_metrics.pooled import Average, Pooled
from engagement_metrics.posts import Posts
from engagement_metrics.words import Action, Exposure, Status, Terms

__all__ = [
    "BonsonRatkai",
    "DefinitionResult",
    "DefinitionResults",
    "amplification_rate",
    "applause_rate",
    "bonson_ratkai",
    "click_through_rate",
    "compare_definitions",
    "completion_rate",
    "conversation_rate",
    "daily_engagement_rate",
    "engaged_share",
    "engagement_depth",
    "engagement_rate",
    "pooling_gap",
    "save_rate",
    "virality_rate",
]

DENOMINATORS = tuple(map(str, Exposure))[:5]
PLAIN = frozenset({Exposure.POSTS, Exposure.FOLLOWER_DAYS})


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
    return Rate._named(  # noqa: SLF001
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
        count, of = posts._counted(kinds), " + ".join(sorted(kinds))  # noqa: SLF001
    x = posts.exposures.get(word, np.ones(len(posts)))
    made = Rate._build(count, x, EMPTY, "engagement_rate", _terms(of, word))  # noqa: SLF001
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
    return Proportion._named(  # noqa: SLF001
        {"engaged": engaged, per: people[per]},
        "engaged_share",
        Terms("engaged", per, "posts"),
        advice="If one account may act more than once, use engagement_rate()",
    )


# -- what an engaged person and a follower's day bring ---------------------------


def _quotient(numbers: dict[str, object], metric: str, terms: Terms) -> Rate[Any]:
    made: Rate[Any] = Rate._named(numbers, metric, terms)
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
    Unit: events per engaged account. Range: 1 to infinity; below 1 the two numbers do
    not count the same actions (Facebook's engaged users include clicks), so it is
    refused nowhere and doubtful everywhere. Undefined (NaN) where nobody engaged or a
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
    terms = Terms("engagements", "engaged", "posts", "number")
    return _quotient(numbers, "engagement_depth", terms)


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
    terms = _terms("engagements", Exposure.FOLLOWER_DAYS, "days")
    return _quotient(numbers, "daily_engagement_rate", terms)


# -- per post --------------------------------------------------------------------


@overload
def applause_rate(likes: ToScalar, posts: ToScalar) -> Rate[float]: ...
@overload
def applause_rate(likes: ToArray, posts: ToArray | ToScalar) -> Rate[FloatArray]: ...
@overload
def applause_rate(likes: ToScalar, posts: ToArray) -> Rate[FloatArray]: ...
def applause_rate(likes: object, posts: object) -> Rate[Any]:
    r"""
    Return likes per post.

    How much an average post is liked, however many people saw it.

    .. math:: \text{applause rate} = \frac{\text{likes}}{\text{posts}}

    Parameters
    ----------
    likes : float or array_like of float
        Likes, favourites and reactions received [events]. Shape ``(rows,)``.
    posts : float or array_like of float
        Posts that received them [posts]; 1 where each row is a post.

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
    engagement_metrics.catalogue : ``KAUSHIK_APPLAUSE.rate(posts)``, of ``Posts``.

    Notes
    -----
    Unit: events per post, not a fraction. Range: 0 to infinity. Undefined (NaN)
    where there are no posts or a part is missing. ``pooled()`` over rows of one post
    is the plain mean, with its t-interval between posts; likes are heavy-tailed, and
    over few posts it covers less than its level. Defined by Kaushik [1]_; others
    divide by followers under the same name. It grows with the audience: accounts of
    different size do not compare.

    References
    ----------
    .. [1] Kaushik, A. (2011). Best social media metrics: conversation, amplification,
       applause, economic value. https://www.kaushik.net/avinash/
       best-social-media-metrics-conversation-amplification-applause-economic-value/

    Examples
    --------
    >>> applause_rate(120, 8).value
    15.0
    >>> applause_rate([3, 5, 10], 1).pooled().value
    6.0
    """
    numbers = {"likes": likes, "posts": posts}
    return _quotient(numbers, "applause_rate", _terms("likes", Exposure.POSTS))


@overload
def amplification_rate(shares: ToScalar, posts: ToScalar) -> Rate[float]: ...
@overload
def amplification_rate(
    shares: ToArray, posts: ToArray | ToScalar
) -> Rate[FloatArray]: ...
@overload
def amplification_rate(shares: ToScalar, posts: ToArray) -> Rate[FloatArray]: ...
def amplification_rate(shares: object, posts: object) -> Rate[Any]:
    r"""
    Return shares per post.

    How often an average post is passed on, however many people saw it.

    .. math:: \text{amplification rate} = \frac{\text{shares}}{\text{posts}}

    Parameters
    ----------
    shares : float or array_like of float
        Shares, retweets and reposts received [events]. Shape ``(rows,)``.
    posts : float or array_like of float
        Posts that received them [posts]; 1 where each row is a post.

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
    virality_rate : Shares per display or per person reached.
    engagement_metrics.catalogue : ``KAUSHIK_AMPLIFICATION.rate(posts)``, of ``Posts``.

    Notes
    -----
    Unit: events per post, not a fraction. Range: 0 to infinity. Undefined (NaN)
    where there are no posts or a part is missing. ``pooled()`` over rows of one post
    is the plain mean, with its t-interval between posts; a few posts carry most
    shares, and over few posts it covers less than its level. Defined by Kaushik
    [1]_; others divide by followers under the same name [2]_:
    ``engagement_rate(shares, followers=...)``. A share that carries its original's
    counter counts it twice: take own posts only.

    References
    ----------
    .. [1] Kaushik, A. (2011). Best social media metrics: conversation, amplification,
       applause, economic value. https://www.kaushik.net/avinash/
       best-social-media-metrics-conversation-amplification-applause-economic-value/
    .. [2] Shno. Amplification rate.
       https://www.shno.co/startup-metrics/amplification-rate

    Examples
    --------
    >>> amplification_rate(100, 20).value
    5.0
    >>> amplification_rate([4, None, 0], [2, 1, 0]).value
    array([ 2., nan, nan])
    """
    numbers = {"shares": shares, "posts": posts}
    return _quotient(numbers, "amplification_rate", _terms("shares", Exposure.POSTS))


@overload
def conversation_rate(replies: ToScalar, posts: ToScalar) -> Rate[float]: ...
@overload
def conversation_rate(
    replies: ToArray, posts: ToArray | ToScalar
) -> Rate[FloatArray]: ...
@overload
def conversation_rate(replies: ToScalar, posts: ToArray) -> Rate[FloatArray]: ...
def conversation_rate(replies: object, posts: object) -> Rate[Any]:
    r"""
    Return the audience's replies per post.

    How many comments an average post draws, however many people saw it. Not the
    conversation *ratio*, which is the share of talk in all interactions.

    .. math:: \text{conversation rate} = \frac{\text{replies}}{\text{posts}}

    Parameters
    ----------
    replies : float or array_like of float
        Comments and replies received from others [events]. Shape ``(rows,)``.
    posts : float or array_like of float
        Posts that received them [posts]; 1 where each row is a post.

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
    engagement_metrics.conversation.conversation_ratio : How much of it is talk.
    engagement_metrics.catalogue : ``KAUSHIK_CONVERSATION.rate(posts)``, of ``Posts``.

    Notes
    -----
    Unit: events per post, not a fraction. Range: 0 to infinity. Undefined (NaN)
    where there are no posts or a part is missing. ``pooled()`` over rows of one post
    is the plain mean, with its t-interval between posts; a quarrel under one post
    weighs as much as talk under many. Defined by Kaushik [1]_; others divide by
    followers [2]_ or impressions [3]_ under the same name, and some misprint it as
    "conversion rate". The account's own replies are not the audience's: leave them
    out.

    References
    ----------
    .. [1] Kaushik, A. (2011). Best social media metrics: conversation, amplification,
       applause, economic value. https://www.kaushik.net/avinash/
       best-social-media-metrics-conversation-amplification-applause-economic-value/
    .. [2] TrueSocialMetrics. Metrics introduction.
       https://www.truesocialmetrics.com/university/metric-introduction
    .. [3] AutoTweet. Conversation rate.
       https://www.autotweet.io/glossary/conversation-rate

    Examples
    --------
    >>> conversation_rate(36, 12).value
    3.0
    >>> print(conversation_rate([2, 0, 7, 3], 1).sum())
    3.0 (12 of 4)
    """
    numbers = {"replies": replies, "posts": posts}
    return _quotient(numbers, "conversation_rate", _terms("replies", Exposure.POSTS))


# -- from display to deed --------------------------------------------------------

SEEN = ("impressions", "reach")


@overload
def virality_rate(shares: ToScalar, /, *, impressions: ToScalar) -> Rate[float]: ...
@overload
def virality_rate(
    shares: ToArray, /, *, impressions: ToArray | ToScalar
) -> Rate[FloatArray]: ...
@overload
def virality_rate(shares: ToScalar, /, *, impressions: ToArray) -> Rate[FloatArray]: ...
@overload
def virality_rate(shares: ToScalar, /, *, reach: ToScalar) -> Rate[float]: ...
@overload
def virality_rate(
    shares: ToArray, /, *, reach: ToArray | ToScalar
) -> Rate[FloatArray]: ...
@overload
def virality_rate(shares: ToScalar, /, *, reach: ToArray) -> Rate[FloatArray]: ...
def virality_rate(shares: object, /, **seen: object) -> Rate[Any]:
    r"""
    Return shares per display, or per person reached.

    How readily what is seen is passed on. A rate and not a share of anything: one
    person can share twice.

    .. math:: \text{virality rate} = \frac{\text{shares}}{\text{impressions}}

    Parameters
    ----------
    shares : float or array_like of float
        Shares, retweets and reposts [events]. Shape ``(posts,)``.
    **seen : float or array_like of float
        Exactly one of *impressions* [displays] and *reach* [people].

    Returns
    -------
    Rate
        Of floats if both are numbers, of columns otherwise.

    Raises
    ------
    InvalidTypeError
        If not exactly one of them is given, or an argument is not numeric.
    InvalidCountsError
        If a number is negative, infinite or above 2**53.
    InvalidArgumentError
        If columns have different lengths.

    See Also
    --------
    amplification_rate : Shares per post.

    Notes
    -----
    Unit: events per display or person. Range: 0 to infinity. Undefined (NaN) where
    nothing was seen or a part is missing. ``pooled()`` is the ratio of sums; quote
    its interval, between posts, as a single post's Poisson score interval takes
    shares for independent. The source divides by impressions and names reach as
    the other usage [1]_. It says nothing of chains: shares of shares may be missing
    from both numbers.

    References
    ----------
    .. [1] Socialk. Virality rate and amplification explained.
       https://socialk.it/en/blog/virality-rate-and-amplification-explained

    Examples
    --------
    >>> virality_rate(240, impressions=12000).value
    0.02
    >>> virality_rate([240, 1], impressions=[12000, 0]).value
    array([0.02,  nan])
    """
    per = _checks.exactly_one("virality_rate", seen, SEEN)
    numbers = {"shares": shares, per: seen[per]}
    return _quotient(numbers, "virality_rate", _terms("shares", per))


@overload
def click_through_rate(
    clicks: ToScalar, /, *, impressions: ToScalar
) -> Rate[float]: ...
@overload
def click_through_rate(
    clicks: ToArray, /, *, impressions: ToArray | ToScalar
) -> Rate[FloatArray]: ...
@overload
def click_through_rate(
    clicks: ToScalar, /, *, impressions: ToArray
) -> Rate[FloatArray]: ...
@overload
def click_through_rate(clicks: ToScalar, /, *, reach: ToScalar) -> Rate[float]: ...
@overload
def click_through_rate(
    clicks: ToArray, /, *, reach: ToArray | ToScalar
) -> Rate[FloatArray]: ...
@overload
def click_through_rate(clicks: ToScalar, /, *, reach: ToArray) -> Rate[FloatArray]: ...
def click_through_rate(clicks: object, /, **seen: object) -> Rate[Any]:
    r"""
    Return clicks per display, or per person reached.

    How readily what is seen is followed up. A rate and not a share: one display can
    be clicked twice. Of distinct people who clicked, ``engaged_share(clickers,
    reach=...)`` is the share.

    .. math:: \text{click-through rate} = \frac{\text{clicks}}{\text{impressions}}

    Parameters
    ----------
    clicks : float or array_like of float
        Clicks on the link, or on the post: say which [events]. Shape ``(posts,)``.
    **seen : float or array_like of float
        Exactly one of *impressions* [displays] and *reach* [people].

    Returns
    -------
    Rate
        Of floats if both are numbers, of columns otherwise.

    Raises
    ------
    InvalidTypeError
        If not exactly one of them is given, or an argument is not numeric.
    InvalidCountsError
        If a number is negative, infinite or above 2**53.
    InvalidArgumentError
        If columns have different lengths.

    See Also
    --------
    engaged_share : People over people.

    Notes
    -----
    Unit: events per display or person. Range: 0 to infinity. Undefined (NaN) where
    nothing was seen or a part is missing. ``pooled()`` is the ratio of sums; quote
    its interval, between posts: the clicks of one person are not independent, which
    the Poisson score interval of a single post takes them for. Also known as CTR.
    Our definition, in common use; no original was consulted. Platforms count any
    click on a post, link clicks, or unique ones under one name.

    Examples
    --------
    >>> click_through_rate(30, impressions=1500).value
    0.02
    >>> click_through_rate([30, 5], impressions=[1500, 500]).pooled().value
    0.0175
    """
    per = _checks.exactly_one("click_through_rate", seen, SEEN)
    numbers = {"clicks": clicks, per: seen[per]}
    return _quotient(numbers, "click_through_rate", _terms("clicks", per))


@overload
def save_rate(saves: ToScalar, reach: ToScalar) -> Rate[float]: ...
@overload
def save_rate(saves: ToArray, reach: ToArray | ToScalar) -> Rate[FloatArray]: ...
@overload
def save_rate(saves: ToScalar, reach: ToArray) -> Rate[FloatArray]: ...
def save_rate(saves: object, reach: object) -> Rate[Any]:
    r"""
    Return saves per person reached.

    How readily what is seen is kept for later. A rate, because most platforms let
    one person save into several lists; where saves are distinct accounts, as
    Instagram's are [1]_, ``engaged_share(saved, reach=...)`` is the share.

    .. math:: \text{save rate} = \frac{\text{saves}}{\text{reach}}

    Parameters
    ----------
    saves : float or array_like of float
        Saves and bookmarks [events]. Shape ``(posts,)``.
    reach : float or array_like of float
        Distinct accounts that saw the post [people].

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
    engaged_share : Of distinct accounts that saved: a proportion, Wilson's interval.

    Notes
    -----
    Unit: events per person. Range: 0 to infinity, in practice below 1. Undefined
    (NaN) where nobody was reached or a part is missing. ``pooled()`` is the ratio of
    sums, over person–post pairs; quote its interval, between posts, and of a single
    post the Poisson score interval. Also known as bookmark rate. Our definition of
    the quotient: no original was consulted. Saves are known of own posts only.

    References
    ----------
    .. [1] Meta. Instagram media insights: *saved*. https://developers.facebook.com/
       docs/instagram-platform/reference/instagram-media/insights

    Examples
    --------
    >>> save_rate(12, 480).value
    0.025
    >>> print(save_rate([12, 3], [480, None]).sum())
    2.5 % (12 of 480; 1 left out: missing)
    """
    numbers = {"saves": saves, "reach": reach}
    return _quotient(numbers, "save_rate", _terms("saves", Exposure.REACH))


@overload
def completion_rate(completed: ToScalar, started: ToScalar) -> Proportion[float]: ...
@overload
def completion_rate(
    completed: ToArray, started: ToArray | ToScalar
) -> Proportion[FloatArray]: ...
@overload
def completion_rate(
    completed: ToScalar, started: ToArray
) -> Proportion[FloatArray]: ...
def completion_rate(completed: object, started: object) -> Proportion[Any]:
    r"""
    Return the share of started views that were completed.

    Each start is completed or not, so a proportion, of views and not of viewers.

    .. math:: \text{completion rate} = \frac{\text{completed}}{\text{started}}

    Parameters
    ----------
    completed : float or array_like of float
        Views that reached the end [views]. Shape ``(videos,)``.
    started : float or array_like of float
        Views that began [views].

    Returns
    -------
    Proportion
        Of floats if both are numbers, of columns otherwise.

    Raises
    ------
    InvalidTypeError
        If an argument is not numeric.
    InvalidCountsError
        If a number is negative, infinite or above 2**53, or more views were
        completed than started.
    InvalidArgumentError
        If columns have different lengths.

    See Also
    --------
    engagement_rate : What people did, over *views*.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) where nothing was started or a part is missing.
    One video has the Wilson score interval; over videos quote the pooled one,
    between videos. Also known as view-through rate of a video. Our definition, in
    common use; no original was consulted. Loops complete without a new start on
    some platforms: count plays or starts on both sides. Short videos complete more
    often; videos of different length do not compare.

    Examples
    --------
    >>> print(completion_rate(240, 800))
    30.0 % (240 of 800)
    >>> completion_rate([8, 1], [10, 90]).pooled().value
    0.09
    """
    made: Proportion[Any] = Proportion._named(
        {"completed": completed, "started": started},
        "completion_rate",
        Terms("completed", "started", "videos"),
        advice="If a view can be completed twice, count each repeat as a start",
    )
    return made


# -- many numbers of one table ---------------------------------------------------


@attrs.frozen(kw_only=True)
class BonsonRatkai:
    """
    The engagement table of Bonsón and Ratkai.

    Popularity (P) is of likes, commitment (C) of replies, virality (V) of shares: 1
    the share of posts with any, 2 the mean per post, 3 the mean per post and fan.

    Attributes
    ----------
    P1, C1, V1 : Proportion
        Posts with at least one, of all posts.
    P2, C2, V2 : Pooled
        Events per post.
    P3, C3, V3 : Pooled
        Events per post and fan.
    E : Pooled
        Likes, replies and shares per post and fan: P3 + C3 + V3.

    Notes
    -----
    The values are fractions; the paper's 3 and E are per 1,000 fans [1]_, and so is
    the printing.

    References
    ----------
    .. [1] Bonsón, E. and Ratkai, M. (2013). A set of metrics to assess stakeholder
       engagement and social legitimacy on a corporate Facebook page. Online
       Information Review 37(5), 787-803. 10.1108/OIR-03-2012-0054. As commonly
       stated; original not consulted.

    Examples
    --------
    >>> posts = Posts.of(actions={"like": [9, 0], "reply": [4, 0], "share": [2, 4]})
    >>> print(bonson_ratkai(posts, fans=200))
    popularity   P1  50.0 %   P2   4.5 per post   P3  22.5 per 1,000 fans
    commitment   C1  50.0 %   C2   2.0 per post   C3  10.0 per 1,000 fans
    virality     V1 100.0 %   V2   3.0 per post   V3  15.0 per 1,000 fans
    engagement                                    E   47.5 per 1,000 fans
    """

    P1: Proportion[float]
    P2: Pooled[float]
    P3: Pooled[float]
    C1: Proportion[float]
    C2: Pooled[float]
    C3: Pooled[float]
    V1: Proportion[float]
    V2: Pooled[float]
    V3: Pooled[float]
    E: Pooled[float]

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        """Return the table, per post and per 1,000 fans."""
        lines = [
            ("popularity", "P", self.P1, self.P2, self.P3),
            ("commitment", "C", self.C1, self.C2, self.C3),
            ("virality", "V", self.V1, self.V2, self.V3),
        ]
        table = [
            f"{name:<12} {letter}1 {_text.value(one.value, PERCENT):>7}"
            f"   {letter}2 {_text.value(two.value, NUMBER):>5} per post"
            f"   {letter}3 {_text.value(1000 * three.value, NUMBER):>5} per 1,000 fans"
            for name, letter, one, two, three in lines
        ]
        total = _text.value(1000 * self.E.value, NUMBER)
        return "\n".join([*table, f"{'engagement':<45} E  {total:>5} per 1,000 fans"])


PERCENT, NUMBER = Terms("", ""), Terms("", "", scale="number")


def bonson_ratkai(posts: Posts, /, fans: ToArray | ToScalar) -> BonsonRatkai:
    r"""
    Return the ten engagement metrics of Bonsón and Ratkai.

    For likes, replies and shares: how many posts have any, how many a post has, and
    how many a post has for each fan.

    .. math::

       P_1 = \frac{\text{posts with likes}}{\text{posts}}, \quad
       P_2 = \frac{\text{likes}}{\text{posts}}, \quad
       P_3 = \frac{\text{likes}}{\text{posts} \times \text{fans}}, \quad
       E = P_3 + C_3 + V_3

    Parameters
    ----------
    posts : Posts
        With the counters *like*, *reply* and *share*.
    fans : float or array_like of float
        Fans of the page, or fans at the time of each post [accounts]. Shape
        ``(posts,)`` for a column: then P3 is likes over the sum of fans.

    Returns
    -------
    BonsonRatkai
        Ten estimates, each with its interval.

    Raises
    ------
    InvalidTypeError
        If *posts* is not ``Posts``, or *fans* is not numeric.
    InvalidArgumentError
        If a counter is absent, or *fans* has another length.
    InvalidCountsError
        If *fans* is negative, infinite or above 2**53.

    See Also
    --------
    compare_definitions : The same posts under other definitions.

    Notes
    -----
    Range: P1, C1, V1 0 to 1, with Wilson's interval over posts, as if each were
    independent; the others 0 to infinity, with the interval between posts.
    Undefined (NaN) without posts, and P3, C3, V3, E without fans. A post that lacks
    a counter is left out of the metrics of it, and of E: then E is no longer the sum
    of the three. Printed per 1,000 fans, as the paper has it [1]_. The 1-metrics
    are 1 for every large page; fans counted on one day do not fit posts of years.

    References
    ----------
    .. [1] Bonsón, E. and Ratkai, M. (2013). A set of metrics to assess stakeholder
       engagement and social legitimacy on a corporate Facebook page. Online
       Information Review 37(5), 787-803. 10.1108/OIR-03-2012-0054. As commonly
       stated; original not consulted.

    Examples
    --------
    >>> posts = Posts.of(
    ...     actions={"like": [10, 0, 5], "reply": [2, 0, 1], "share": [0, 0, 3]}
    ... )
    >>> table = bonson_ratkai(posts, fans=100)
    >>> print(table.P1, table.P2.value, table.P3.value, sep="; ")
    66.7 % (2 of 3); 5.0; 0.05
    >>> table.E.value
    0.07
    """
    followers = _columns.numbers("fans", fans)
    if not isinstance(posts, Posts):
        raise _checks.refusal(InvalidTypeError, "posts", "be Posts", posts)
    if not isinstance(followers, np.ndarray):
        followers = np.full(len(posts), followers)
    _checks.same_lengths(posts=posts, fans=followers)
    table = attrs.evolve(posts, exposures={"followers": followers})
    made: dict[str, Any] = {
        name: getattr(catalogue, f"BONSON_RATKAI_{name}").estimate(table)
        for name in ("P2", "P3", "C2", "C3", "V2", "V3", "E")
    }
    for name, action in ("P1", "like"), ("C1", "reply"), ("V1", "share"):
        count = posts.actions[action]
        any_of_it = np.where(count > 0, 1.0, count)
        terms = Terms(f"posts with {action}", "posts", "posts")
        column = Proportion._build(
            any_of_it, np.ones(len(posts)), EMPTY, f"Bonsón and Ratkai {name}", terms
        )
        made[name] = column.sum()
    return BonsonRatkai(**made)


def pooling_gap(rate: Rate[Any] | Proportion[Any], /) -> float:
    r"""
    Return how far the mean of ratios lies above the ratio of sums.

    The two averages differ exactly as much as the rows' rates go with their sizes:
    the gap is minus the covariance of rate and exposure over the mean exposure.
    Positive: small posts have the higher rates.

    .. math::

       \frac{1}{m} \sum_i \frac{y_i}{x_i} - \frac{\sum_i y_i}{\sum_i x_i}
       = -\frac{\operatorname{Cov}_m(r, x)}{\bar x}, \quad r_i = \frac{y_i}{x_i}

    Parameters
    ----------
    rate : Rate or Proportion
        A column; of a single row the gap is 0.

    Returns
    -------
    float
        ``rate.average().value - rate.pooled().value``, by the covariance, which does
        not cancel. In the unit of the rate.

    See Also
    --------
    engagement_metrics.pooled.Average : The mean of ratios.

    Notes
    -----
    Range: any number; 0 where all exposures, or all rates, are alike. Undefined
    (NaN) where no row is defined. It has no interval and does not pool: it describes
    this one table. Our definition; the covariance is the population's, over m. On
    3,207 posts of one account the two averages were 0.138 and 0.038: which of them
    is meant is a question, not a detail.

    Examples
    --------
    A small post at 1/2 and a large one at 1/100; (0.5 + 0.01) / 2 - 11/1002:

    >>> rate = engagement_rate([1, 10], reach=[2, 1000])
    >>> round(pooling_gap(rate), 9)
    0.244021956
    >>> round(rate.average().value - rate.pooled().value, 9)
    0.244021956
    """
    _, exposure = rate._rows()
    value: FloatArray = np.atleast_1d(np.asarray(rate.value, np.float64))
    defined = ~np.isnan(value)
    if not defined.any():
        return float("nan")
    r, x = value[defined], exposure[defined]
    covariance = ((r - r.mean()) * (x - x.mean())).mean()
    return float(-covariance / x.mean())


@attrs.frozen
class DefinitionResult:
    """
    What one definition says of a table.

    Attributes
    ----------
    definition : Definition
        The definition.
    estimate : Pooled, Average or None
        The number with its evidence; ``None`` where it cannot be applied.
    reason : str
        Why it cannot be applied; empty where it can.

    Examples
    --------
    >>> from engagement_metrics import catalogue
    >>> posts = Posts.of(actions={"like": [4]}, exposures={"reach": [50]})
    >>> [result] = compare_definitions(posts, [catalogue.HOOTSUITE_REACH])
    >>> result.value
    0.08
    """

    definition: Definition
    estimate: Pooled[float] | Average[float] | None
    reason: str = ""

    __hash__ = None  # type: ignore[assignment]

    @property
    def value(self) -> float:
        """The number; NaN where there is none."""
        return float("nan") if self.estimate is None else self.estimate.value

    @property
    def status(self) -> Status:
        """Why the number exists or not; ``MISSING`` where a column is absent."""
        if self.estimate is None:
            return Status.MISSING
        return self.estimate.status

    @property
    def formula(self) -> str:
        """What was divided by what; the definition's where nothing could be."""
        if self.estimate is None:
            return self.definition.formula
        return quotient(self.estimate.terms.of, self.estimate.terms.per)

    @property
    def left_out(self) -> LeftOut[float]:
        """The rows that lend it nothing."""
        return EMPTY if self.estimate is None else self.estimate.left_out

    def __str__(self) -> str:
        """Return the definition's name and what it says, in one line."""
        return f"{self.definition.name}: {self.said}"

    @property
    def said(self) -> str:
        """The estimate in words, or why there is none."""
        return self.reason if self.estimate is None else str(self.estimate)


class DefinitionResults(tuple[DefinitionResult, ...]):
    """
    Results of several definitions, a tuple that prints as aligned lines.

    Examples
    --------
    >>> print(DefinitionResults())
    <BLANKLINE>
    """

    __slots__ = ()

    def __str__(self) -> str:
        """Return a line for each: name, formula, how it averages, what it says."""
        rows = [
            (r.definition.name, r.formula, r.definition.averaging, r.said) for r in self
        ]
        name, formula = (max((len(row[i]) for row in rows), default=0) for i in (0, 1))
        return "\n".join(
            f"{row[0]:<{name}}  {row[1]:<{formula}}  {row[2]:<7}  {row[3]}"
            for row in rows
        )


def compare_definitions(
    posts: Posts, definitions: Iterable[Definition], /
) -> DefinitionResults:
    """
    Return what several definitions say of the same posts.

    Each is applied as its source averages, with its own interval and with what it
    leaves out. One that cannot be applied stays in its place, with the reason.

    Parameters
    ----------
    posts : Posts
        A row a post, or whatever the definitions' *unit* says.
    definitions : iterable of Definition
        Such as ``CATALOGUE``, or some of it.

    Returns
    -------
    tuple of DefinitionResult
        In the order of the definitions; printed, one aligned line each.

    Raises
    ------
    InvalidTypeError
        If *posts* is not ``Posts``, or one of the definitions is none.

    See Also
    --------
    engagement_metrics.catalogue.CATALOGUE : The published definitions.
    pooling_gap : What the averaging alone changes.

    Notes
    -----
    Range of each: 0 to infinity; which unit, its formula says. Undefined (NaN) where
    a definition cannot be applied or no row is defined. The intervals are of one
    definition each: they say nothing of the difference between two, which is one
    of meaning. Numbers of different definitions do not add, and choosing the
    largest is not measuring. Validity is told, not enforced: ask
    ``definition.valid_on(day)``. Our definition: no published tool has such a table.

    Examples
    --------
    >>> from engagement_metrics import catalogue
    >>> posts = Posts.of(
    ...     actions={"like": [30, 10], "reply": [10, 0]},
    ...     exposures={"reach": [1000, 100], "followers": [2000, 2000]},
    ... )
    >>> some = [
    ...     catalogue.HOOTSUITE_REACH,
    ...     catalogue.AMPFLUENCE,
    ...     catalogue.KAUSHIK_CONVERSATION,
    ...     catalogue.TIKTOK,
    ... ]
    >>> for result in compare_definitions(posts, some):
    ...     print(result.formula, "=", result.value)
    (like + reply) / reach = 0.07
    (like + reply) / followers = 0.0125
    reply / posts = 5.0
    (like + reply + share) / views = nan
    >>> print(compare_definitions(posts, some)[3].reason)
    posts must have the counter 'share' for 'TikTok engagement rate by views', but got
    ['like', 'reply']
    """
    if not isinstance(posts, Posts):
        raise _checks.refusal(InvalidTypeError, "posts", "be Posts", posts)
    return DefinitionResults(_result(definition, posts) for definition in definitions)


def _result(definition: Definition, posts: Posts) -> DefinitionResult:
    if not isinstance(definition, Definition):
        raise _checks.refusal(
            InvalidTypeError, "definitions", "be Definitions", definition
        )
    try:
        return DefinitionResult(definition, definition.estimate(posts))
    except InvalidArgumentError as refused:
        return DefinitionResult(definition, None, str(refused))
