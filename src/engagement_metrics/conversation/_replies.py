"""An account's own posts that answer or address nobody, and replies against likes."""

from __future__ import annotations

from typing import Any, overload

from engagement_metrics._door import _checks
from engagement_metrics._typing import FloatArray, ToArray, ToScalar
from engagement_metrics.evidence import Proportion, Rate
from engagement_metrics.words import Terms

__all__ = ["broadcast_share", "reply_share", "reply_to_like_ratio"]

AGAINST = ("likes", "shares", "others")


@overload
def reply_share(replies: ToScalar, posts: ToScalar) -> Proportion[float]: ...
@overload
def reply_share(
    replies: ToArray, posts: ToArray | ToScalar
) -> Proportion[FloatArray]: ...
@overload
def reply_share(replies: ToScalar, posts: ToArray) -> Proportion[FloatArray]: ...
def reply_share(replies: object, posts: object) -> Proportion[Any]:
    r"""
    Return the share of an account's own posts that answer somebody.

    Posts over posts: of what the account writes, how much is a reply to what others
    wrote. It says whether the account talks back, not whether those who asked were
    answered; ``response_rate`` does.

    .. math:: \text{reply share} = \frac{\text{own posts that are replies}}
        {\text{own posts}}

    Parameters
    ----------
    replies : float or array_like of float
        Own posts that reply to somebody else's [posts]. Shape ``(periods,)``.
    posts : float or array_like of float
        All own posts, replies included [posts].

    Returns
    -------
    Proportion
        Of floats if both are numbers, of columns otherwise.

    Raises
    ------
    InvalidTypeError
        If an argument is not numeric.
    InvalidCountsError
        If a number is negative, infinite or above 2**53, or there are more replies than
        posts.
    InvalidArgumentError
        If columns have different lengths.

    See Also
    --------
    broadcast_share : Own posts that address nobody.
    conversation_ratio : Talk in all interactions, of the audience by default.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) where nothing was posted or a part is missing. Pools
    as the ratio of sums; one period has a Wilson interval, over periods quote the
    pooled one, because replies come in threads. Bruns and Stieglitz [1]_ give the
    genuine @replies as a percentage of the tweets sent. Also known as interactive
    share, share of @replies. Pitfall: a reply to oneself continues a thread and answers
    nobody; leave it out of *replies*.

    References
    ----------
    .. [1] Bruns, A. and Stieglitz, S. (2013). Towards more systematic Twitter analysis:
       metrics for tweeting activities. International Journal of Social Research
       Methodology 16, 91-108. 10.1080/13645579.2012.756095; its categories are free to
       read at http://mappingonlinepublics.net/2012/01/02/

    Examples
    --------
    >>> print(reply_share(30, 120))
    25.0 % (30 of 120)
    >>> reply_share([3, 0], [12, 0]).value
    array([0.25,  nan])
    """
    return _of_own_posts("replies", replies, posts, "reply_share")


@overload
def broadcast_share(broadcasts: ToScalar, posts: ToScalar) -> Proportion[float]: ...
@overload
def broadcast_share(
    broadcasts: ToArray, posts: ToArray | ToScalar
) -> Proportion[FloatArray]: ...
@overload
def broadcast_share(broadcasts: ToScalar, posts: ToArray) -> Proportion[FloatArray]: ...
def broadcast_share(broadcasts: object, posts: object) -> Proportion[Any]:
    r"""
    Return the share of an account's own posts that address nobody.

    Posts over posts: a broadcast replies to nobody, mentions nobody, quotes nobody and
    passes nothing on from the audience. It and ``reply_share`` add up to 1 only where
    there are no mentions, quotes and shares between them.

    .. math:: \text{broadcast share} = \frac{\text{own posts that address nobody}}
        {\text{own posts}}

    Parameters
    ----------
    broadcasts : float or array_like of float
        Own posts that address nobody [posts]. Shape ``(periods,)``.
    posts : float or array_like of float
        All own posts [posts].

    Returns
    -------
    Proportion
        Of floats if both are numbers, of columns otherwise.

    Raises
    ------
    InvalidTypeError
        If an argument is not numeric.
    InvalidCountsError
        If a number is negative, infinite or above 2**53, or there are more broadcasts
        than posts.
    InvalidArgumentError
        If columns have different lengths.

    See Also
    --------
    reply_share : Own posts that answer somebody.

    Notes
    -----
    Range: 0 to 1. Better: neither; a broadcaster is not a listener. Undefined (NaN)
    where nothing was posted or a part is missing. Pools as the ratio of sums; one
    period has a Wilson interval, over periods quote the pooled one. The categories are
    those of Bruns and Stieglitz [1]_, of which this is what is left. Also known as
    share of original tweets, non-dialogic posts. Pitfall: a post that thanks "all of
    you" is a broadcast here, whatever it means.

    References
    ----------
    .. [1] Bruns, A. and Stieglitz, S. (2013). Towards more systematic Twitter analysis:
       metrics for tweeting activities. International Journal of Social Research
       Methodology 16, 91-108. 10.1080/13645579.2012.756095; its categories are free to
       read at http://mappingonlinepublics.net/2012/01/02/

    Examples
    --------
    >>> print(broadcast_share(84, 120))
    70.0 % (84 of 120)
    """
    return _of_own_posts("broadcasts", broadcasts, posts, "broadcast_share")


def _of_own_posts(of: str, part: object, posts: object, metric: str) -> Proportion[Any]:
    numbers = {of: part, "posts": posts}
    terms = Terms(of, "posts", "periods")
    advice = f"The posts include the {of}"
    return Proportion._named(numbers, metric, terms, advice)


@overload
def reply_to_like_ratio(replies: ToScalar, /, *, likes: ToScalar) -> Rate[float]: ...
@overload
def reply_to_like_ratio(
    replies: ToArray, /, *, likes: ToArray | ToScalar
) -> Rate[FloatArray]: ...
@overload
def reply_to_like_ratio(
    replies: ToScalar, /, *, likes: ToArray
) -> Rate[FloatArray]: ...
@overload
def reply_to_like_ratio(replies: ToScalar, /, *, shares: ToScalar) -> Rate[float]: ...
@overload
def reply_to_like_ratio(
    replies: ToArray, /, *, shares: ToArray | ToScalar
) -> Rate[FloatArray]: ...
@overload
def reply_to_like_ratio(
    replies: ToScalar, /, *, shares: ToArray
) -> Rate[FloatArray]: ...
@overload
def reply_to_like_ratio(replies: ToScalar, /, *, others: ToScalar) -> Rate[float]: ...
@overload
def reply_to_like_ratio(
    replies: ToArray, /, *, others: ToArray | ToScalar
) -> Rate[FloatArray]: ...
@overload
def reply_to_like_ratio(
    replies: ToScalar, /, *, others: ToArray
) -> Rate[FloatArray]: ...
def reply_to_like_ratio(replies: object, /, **against: object) -> Rate[Any]:
    r"""
    Return replies per like, or per share: "the Ratio".

    Events over events of another kind, so a rate. Above 1 a post has drawn more
    replies than likes and is said to be ratioed: colloquially a sign of being argued
    with. The three published denominators give different verdicts on the same posts, so
    the denominator is always in the call.

    .. math:: \text{the Ratio} = \frac{\text{replies}}{\text{likes}}

    Parameters
    ----------
    replies : float or array_like of float
        Replies to the post [events]. Shape ``(posts,)`` for a column.
    **against : float or array_like of float
        Exactly one of *likes*, *shares* and *others* [events]; *others* is whatever
        else they are held against, such as likes and shares together.

    Returns
    -------
    Rate
        Of floats if both are numbers, of columns otherwise. Ratios with different
        denominators do not add.

    Raises
    ------
    InvalidTypeError
        If not exactly one denominator is given, or an argument is not numeric.
    InvalidCountsError
        If a number is negative, infinite or above 2**53.
    InvalidArgumentError
        If columns have different lengths.

    See Also
    --------
    conversation_ratio : Talk in all interactions, a share between 0 and 1.

    Notes
    -----
    Range: 0 to infinity. Undefined (NaN) where the denominator is 0 or a part is
    missing: a post with replies and no likes has no ratio, and *status* says so. Over
    posts ``pooled()`` is the ratio of sums and ``average()`` the mean of ratios; of one
    account's 3,207 tweets they are 0.038 and 0.138. One post has a Poisson score
    interval as if its likes were given; over posts quote the pooled one. Data for
    Progress divides by likes [1]_, a count of controversial tweets by retweets [2]_,
    others hold replies against both. Pitfall: lists of the highest ratios are won by
    posts that hardly anybody saw.

    References
    ----------
    .. [1] Data for Progress. The Ratio Richter scale.
       https://www.dataforprogress.org/the-ratio-richter-scale
    .. [2] Geeky Politics (2017). Whose tweets are more controversial?
       https://medium.com/geeky-politics/whose-tweets-are-more-controversial-c28214bedc83

    Examples
    --------
    >>> print(reply_to_like_ratio(92407, likes=92817))
    1.00 (92,407 of 92,817)
    >>> reply_to_like_ratio(55935, shares=26059).value.__round__(2)
    2.15
    >>> reply_to_like_ratio([30, 4], likes=[15, 0]).value
    array([ 2., nan])
    """
    per = _checks.exactly_one("reply_to_like_ratio", against, AGAINST)
    numbers = {"replies": replies, per: against[per]}
    terms = Terms("replies", per, "posts", "number")
    return Rate._named(numbers, "reply_to_like_ratio", terms)
