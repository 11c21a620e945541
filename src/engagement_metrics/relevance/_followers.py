"""Followers: what they are worth, who of them is active, and who leaves."""

from __future__ import annotations

from typing import Any, cast, overload

from engagement_metrics._door import _columns
from engagement_metrics._kernels import distributions
from engagement_metrics._typing import FloatArray, ToArray, ToScalar
from engagement_metrics.evidence import Proportion, Rate
from engagement_metrics.words import Terms

__all__ = ["active_share", "churn_rate", "effective_audience_size"]


def effective_audience_size(values: ToArray) -> float:
    r"""
    Return how many members of equal value would be worth as much variety.

    Kish's effective sample size of what each member is worth: a thousand followers of
    whom one holds all the value are effectively one. The value of each is the caller's
    to give, such as how often they answer or how many they pass things on to.

    .. math:: n_\text{eff} = \frac{(\sum_i v_i)^2}{\sum_i v_i^2}

    Parameters
    ----------
    values : array_like of float
        What each member is worth, in any unit. Shape ``(members,)``.

    Returns
    -------
    float
        Members [people]. NaN where all values are 0.

    Raises
    ------
    InvalidTypeError
        If *values* is not a numeric column.
    InvalidCountsError
        If a value is negative, missing or infinite.

    See Also
    --------
    effective_participants : The same number for what people did; this is its order 2.

    Notes
    -----
    Range: 1 to the number of members. Undefined (NaN) where there are none or all
    values are 0. It does not pool by adding: add sum v and sum v squared of disjoint
    audiences and divide again. It has no interval: the values are a convention and no
    sample. Kish [1]_ has it for survey weights; some packages put a square root on the
    design effect, which then is not n over this number. Pitfall: it knows how evenly
    value is spread and not how much of it there is.

    References
    ----------
    .. [1] Kish, L. (1965). Survey Sampling. Wiley. As commonly stated; original not
       consulted. Free to read:
       http://wiki.q-researchsoftware.com/wiki/Kish%27s_Effective_Sample_Size_Formula

    Examples
    --------
    >>> effective_audience_size([1] * 50 + [2] * 50)
    90.0
    """
    return distributions.effective_size(_columns.weights(values, argument="values"))


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
    Return the share of followers who did anything at all lately.

    People over people: of those who follow, how many are there. Lately is the caller's
    to say, and so is what counts as doing; state both. It says that they live, not that
    they listen to this account; ``engaged_share`` does.

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
        If a number is negative, infinite or above 2**53, or more are active than
        follow.
    InvalidArgumentError
        If columns have different lengths.

    Notes
    -----
    Range: 0 to 1. Better: higher. Undefined (NaN) where there are no followers or a
    part is missing. Pools as the ratio of sums of disjoint samples. The Wilson
    interval, since a follower is or is not. Windows differ: some tools call 90 days
    active and 180 suspicious, TwitterAudit scores a sample of 5,000 [1]_. Also known as
    audience quality, real followers. Pitfall: lists that come newest first are no
    random sample, and the newest are the most active.

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
    terms = Terms("active", "followers", "samples")
    advice = "The followers include those who are active"
    made = Proportion._named(numbers, "active_share", terms, advice)
    return cast("Proportion[Any]", made)


@overload
def churn_rate(left: ToScalar, follower_days: ToScalar) -> Rate[float]: ...
@overload
def churn_rate(
    left: ToArray, follower_days: ToArray | ToScalar
) -> Rate[FloatArray]: ...
@overload
def churn_rate(left: ToScalar, follower_days: ToArray) -> Rate[FloatArray]: ...
def churn_rate(left: object, follower_days: object) -> Rate[Any]:
    r"""
    Return how many followers leave per follower and day.

    Events over exposure: a day of one follower is one chance to leave. Net growth hides
    it, because those who come cover those who go.

    .. math:: \text{churn} = \frac{\text{unfollows}}{\text{follower-days}}

    Parameters
    ----------
    left : float or array_like of float
        Accounts that ceased to follow [events]. Shape ``(days,)`` for a column.
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
    changed_feed_effect : Whether it changed when the feed did.

    Notes
    -----
    Range: 0 to infinity; below 1 in practice. Better: lower. Undefined (NaN) where
    there were no followers or a part is missing. Pools as the ratio of sums. One period
    has a Poisson score interval, as if people left independently; over days quote the
    pooled one, because they leave in waves. Kwak, Chun and Moon [1]_ count who left of
    those there at the start, a proportion of a cohort: ``Proportion(left, cohort)``.
    Also known as unfollow rate. Pitfall: accounts that a platform deletes have not left
    because of the feed.

    References
    ----------
    .. [1] Kwak, H., Chun, H. and Moon, S. (2011). Fragile online relationship: a first
       look at unfollow dynamics in Twitter. CHI '11. 10.1145/1978942.1979104; free to
       read at https://www.slideshare.net/haewoon/

    Examples
    --------
    >>> churn_rate(12, 30 * 400).value
    0.001
    >>> churn_rate([1, 3], [340, 338]).sum().value.__round__(5)
    0.0059
    """
    numbers = {"left": left, "follower_days": follower_days}
    terms = Terms("left", "follower-days", "days")
    return Rate._named(numbers, "churn_rate", terms)
