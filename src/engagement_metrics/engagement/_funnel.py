"""From display to deed: shares, clicks, saves and completed views."""

from __future__ import annotations

from typing import Any, overload

from engagement_metrics._door import _checks
from engagement_metrics._typing import NOT_GIVEN, FloatArray, ToArray, ToScalar
from engagement_metrics.evidence import Proportion, Rate
from engagement_metrics.evidence._ratio import quotient
from engagement_metrics.words import Metric, Source

SOCIALK = Source(
    "Socialk",
    None,
    "Virality rate and amplification explained",
    "https://socialk.it/en/blog/virality-rate-and-amplification-explained",
)
META = Source(
    "Meta",
    None,
    "Instagram media insights: saved",
    "https://developers.facebook.com/docs/instagram-platform/reference/instagram-media/insights",
)
VIRALITY = {
    per: Metric("virality_rate", "shares", per, unit="posts", sources=(SOCIALK,))
    for per in ("impressions", "reach")
}
CLICKS = {
    per: Metric("click_through_rate", "clicks", per, unit="posts")
    for per in ("impressions", "reach")
}
SAVES = Metric("save_rate", "saves", "reach", unit="posts", sources=(META,))
COMPLETION = Metric("completion_rate", "completed", "started", unit="videos")


@overload
def virality_rate(shares: ToScalar, *, impressions: ToScalar) -> Rate[float]: ...
@overload
def virality_rate(
    shares: ToArray, *, impressions: ToArray | ToScalar
) -> Rate[FloatArray]: ...
@overload
def virality_rate(shares: ToScalar, *, impressions: ToArray) -> Rate[FloatArray]: ...
@overload
def virality_rate(shares: ToScalar, *, reach: ToScalar) -> Rate[float]: ...
@overload
def virality_rate(
    shares: ToArray, *, reach: ToArray | ToScalar
) -> Rate[FloatArray]: ...
@overload
def virality_rate(shares: ToScalar, *, reach: ToArray) -> Rate[FloatArray]: ...
def virality_rate(
    shares: object, *, impressions: object = NOT_GIVEN, reach: object = NOT_GIVEN
) -> Rate[Any]:
    r"""
    Return shares per display, or per person reached.

    How readily what is seen is passed on. A rate and not a share of anything: one
    person can share twice.

    .. math:: \text{virality rate} = \frac{\text{shares}}{\text{impressions}}

    Parameters
    ----------
    shares : float or array_like of float
        Shares, retweets and reposts [events]. Shape ``(posts,)``.
    impressions, reach : float or array_like of float
        Exactly one of them: displays, or people reached.

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
    shares for independent. Also known as share rate.
    The source divides by impressions and names reach as
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
    seen = {"impressions": impressions, "reach": reach}
    per, exposure = _checks.exactly_one("virality_rate", seen)
    numbers = {"shares": shares, per: exposure}
    made: Rate[Any] = quotient(Rate, VIRALITY[per], numbers)
    return made


@overload
def click_through_rate(clicks: ToScalar, *, impressions: ToScalar) -> Rate[float]: ...
@overload
def click_through_rate(
    clicks: ToArray, *, impressions: ToArray | ToScalar
) -> Rate[FloatArray]: ...
@overload
def click_through_rate(
    clicks: ToScalar, *, impressions: ToArray
) -> Rate[FloatArray]: ...
@overload
def click_through_rate(clicks: ToScalar, *, reach: ToScalar) -> Rate[float]: ...
@overload
def click_through_rate(
    clicks: ToArray, *, reach: ToArray | ToScalar
) -> Rate[FloatArray]: ...
@overload
def click_through_rate(clicks: ToScalar, *, reach: ToArray) -> Rate[FloatArray]: ...
def click_through_rate(
    clicks: object, *, impressions: object = NOT_GIVEN, reach: object = NOT_GIVEN
) -> Rate[Any]:
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
    impressions, reach : float or array_like of float
        Exactly one of them: displays, or people reached.

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
    seen = {"impressions": impressions, "reach": reach}
    per, exposure = _checks.exactly_one("click_through_rate", seen)
    numbers = {"clicks": clicks, per: exposure}
    made: Rate[Any] = quotient(Rate, CLICKS[per], numbers)
    return made


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
    made: Rate[Any] = quotient(Rate, SAVES, numbers)
    return made


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
    numbers = {"completed": completed, "started": started}
    advice = "If a view can be completed twice, count each repeat as a start"
    made: Proportion[Any] = quotient(Proportion, COMPLETION, numbers, advice)
    return made
