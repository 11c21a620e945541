"""Engagement: what people did, over who or what could have."""

from __future__ import annotations

import functools
from typing import Any, cast, overload

import numpy as np

from engagement_metrics import _checks
from engagement_metrics._typing import FloatArray, ToArray, ToScalar
from engagement_metrics.errors import InvalidArgumentError
from engagement_metrics.estimates import Proportion, Rate
from engagement_metrics.evidence import EMPTY
from engagement_metrics.posts import Posts
from engagement_metrics.words import Action, Exposure, Terms

__all__ = ["engaged_share", "engagement_rate"]

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
def engagement_rate(engagements: ToScalar, /, *, reach: ToArray) -> Rate[FloatArray]: ...
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
def engagement_rate(engagements: ToScalar, /, *, followers: ToScalar) -> Rate[float]: ...
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
def engagement_rate(engagements: ToScalar, /, *, views: ToArray) -> Rate[FloatArray]: ...
@overload
def engagement_rate(engagements: ToScalar, /, *, posts: ToScalar) -> Rate[float]: ...
@overload
def engagement_rate(
    engagements: ToArray, /, *, posts: ToArray | ToScalar
) -> Rate[FloatArray]: ...
@overload
def engagement_rate(engagements: ToScalar, /, *, posts: ToArray) -> Rate[FloatArray]: ...
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
def engaged_share(engaged: ToScalar, /, *, followers: ToScalar) -> Proportion[float]: ...
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
