"""Funnel rates: shares, clicks, saves and completed views."""

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
    Return shares per impression, or per person reached.

    How often content is passed on by those who see it. A rate, not a proportion: a
    person can share twice.

    .. math:: \text{virality rate} = \frac{\text{shares}}{\text{impressions}}

    Parameters
    ----------
    shares : float or array_like of float
        Shares, retweets and reposts [events]. Shape ``(posts,)``.
    impressions, reach : float or array_like of float
        Impressions (displays), or people reached. Give exactly one.

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
        If columns differ in length.

    See Also
    --------
    amplification_rate : Shares per post.

    Notes
    -----
    Unit: events per impression or person. Range: 0 to infinity. Undefined (NaN) where
    the exposure is 0 or a number is missing. ``pooled()`` is the ratio of sums. Quote
    its interval, which is between posts; the Poisson score interval of a single post
    assumes independent shares. Also known as share rate. The source divides by
    impressions and mentions reach as an alternative [1]_. Shares of shares may be
    missing from both numbers.

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
    Return clicks per impression, or per person reached.

    How often a display leads to a click. A rate, not a proportion: a display can be
    clicked twice. For the share of people who clicked, use ``engaged_share(clickers,
    reach=...)``.

    .. math:: \text{click-through rate} = \frac{\text{clicks}}{\text{impressions}}

    Parameters
    ----------
    clicks : float or array_like of float
        Clicks on the link or on the post; report which [events]. Shape ``(posts,)``.
    impressions, reach : float or array_like of float
        Impressions (displays), or people reached. Give exactly one.

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
        If columns differ in length.

    See Also
    --------
    engaged_share : The share of people who acted.

    Notes
    -----
    Unit: events per impression or person. Range: 0 to infinity. Undefined (NaN) where
    the exposure is 0 or a number is missing. ``pooled()`` is the ratio of sums. Quote
    its interval, which is between posts; the Poisson score interval of a single post
    assumes independent clicks. Also known as CTR. Our definition, in common use; no
    original was consulted. Platforms count all clicks on a post, link clicks, or
    unique clicks under one name.

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

    How often content is kept for later by those who see it. A rate, because on most
    platforms a person can save into several lists. Where saves are distinct accounts,
    as on Instagram [1]_, use ``engaged_share(saved, reach=...)``.

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
        If columns differ in length.

    See Also
    --------
    engaged_share : The share of distinct accounts, with the Wilson interval.

    Notes
    -----
    Unit: events per person. Range: 0 to infinity, in practice below 1. Undefined
    (NaN) where reach is 0 or a number is missing. ``pooled()`` is the ratio of sums,
    over person–post pairs. Quote its interval, which is between posts; a single post
    has the Poisson score interval. Also known as bookmark rate. Our definition; no
    original was consulted. Platforms report saves for one's own posts only.

    References
    ----------
    .. [1] Meta. Instagram media insights: *saved*. https://developers.facebook.com/
       docs/instagram-platform/reference/instagram-media/insights

    Examples
    --------
    >>> save_rate(12, 480).value
    0.025
    >>> print(save_rate([12, 3], [480, None]).sum())
    save rate by reach: 2.5 % (95 %: 1.4 to 4.4 %, as if independent; 12 of 480;
    1 left out: missing)
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

    A proportion of views, not of viewers: each started view is completed or not.

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
        If columns differ in length.

    See Also
    --------
    engagement_rate : Engagements per view, with *views*.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) where *started* is 0 or a number is missing. A
    single video has the Wilson score interval; for several videos, quote the pooled
    interval, which is between videos. Also known as view-through rate of a video. Our
    definition, in common use; no original was consulted. On some platforms a loop
    completes without a new start: count plays, or starts, in both numbers. Short
    videos are completed more often; videos of different length are not comparable.

    Examples
    --------
    >>> print(completion_rate(240, 800))
    completion rate of started: 30.0 % (95 %: 26.9 to 33.3 %, as if independent;
    240 of 800)
    >>> completion_rate([8, 1], [10, 90]).pooled().value
    0.09
    """
    numbers = {"completed": completed, "started": started}
    advice = "If a view can be completed twice, count each repeat as a start"
    made: Proportion[Any] = quotient(Proportion, COMPLETION, numbers, advice)
    return made
