"""Replies and broadcasts among an account's own posts, and replies per like."""

from __future__ import annotations

from typing import Any, overload

from engagement_metrics._door import _checks
from engagement_metrics._typing import NOT_GIVEN, FloatArray, ToArray, ToScalar
from engagement_metrics.evidence import Proportion, Rate
from engagement_metrics.evidence._ratio import quotient
from engagement_metrics.words import Metric, Source

BRUNS_STIEGLITZ = Source(
    "Bruns, A. and Stieglitz, S.",
    2013,
    "Towards more systematic Twitter analysis: metrics for tweeting activities",
    "10.1080/13645579.2012.756095",
)
DATA_FOR_PROGRESS = Source(
    "Data for Progress",
    None,
    "The Ratio Richter scale",
    "https://www.dataforprogress.org/the-ratio-richter-scale",
)
GEEKY_POLITICS = Source(
    "Geeky Politics",
    2017,
    "Whose tweets are more controversial?",
    "https://medium.com/geeky-politics/whose-tweets-are-more-controversial-c28214bedc83",
)
REPLIES, BROADCASTS = (
    Metric(name, of, "posts", unit="periods", sources=(BRUNS_STIEGLITZ,))
    for name, of in (("reply_share", "replies"), ("broadcast_share", "broadcasts"))
)
RATIOS = {
    per: Metric(
        "reply_ratio", "replies", per, unit="posts", scale="number", sources=sources
    )
    for per, sources in (
        ("likes", (DATA_FOR_PROGRESS,)),
        ("shares", (GEEKY_POLITICS,)),
        ("others", ()),
    )
}


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
    Return the share of an account's own posts that are replies to others.

    A proportion of posts: how much of what the account writes replies to what others
    wrote. It says whether the account talks back, not whether questions to it were
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
    broadcast_share : The share of own posts that address nobody.
    conversation_ratio : The share of talk in all interactions, received by default.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) where nothing was posted or a part is missing. Pools
    as the ratio of sums. Interval: Wilson score for a single period; over periods quote
    the pooled one, because replies come in threads. Bruns and Stieglitz [1]_ give the
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
    reply share of posts: 25.0 % (95 %: 18.1 to 33.4 %, as if independent; 30 of 120)
    >>> reply_share([3, 0], [12, 0]).value
    array([0.25,  nan])
    """
    numbers = {"replies": replies, "posts": posts}
    made: Proportion[Any] = quotient(
        Proportion, REPLIES, numbers, "The posts include the replies"
    )
    return made


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

    A proportion of posts: a broadcast replies to nobody, mentions nobody, quotes nobody
    and shares nothing of the audience's. Broadcast share and reply share add up to 1
    only where no post mentions, quotes or shares without replying.

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
    reply_share : The share of own posts that are replies to others.

    Notes
    -----
    Range: 0 to 1. Neither end is better, but an account at 1 does not converse.
    Undefined (NaN) where nothing was posted or a part is missing. Pools as the ratio of
    sums. Interval: Wilson score for a single period; over periods quote the pooled one.
    Bruns and Stieglitz [1]_ count @replies and retweets; broadcasts are the tweets left
    over. Also known as share of original tweets, non-dialogic posts. Pitfall: a post
    that thanks "all of you" is a broadcast here.

    References
    ----------
    .. [1] Bruns, A. and Stieglitz, S. (2013). Towards more systematic Twitter analysis:
       metrics for tweeting activities. International Journal of Social Research
       Methodology 16, 91-108. 10.1080/13645579.2012.756095; its categories are free to
       read at http://mappingonlinepublics.net/2012/01/02/

    Examples
    --------
    >>> broadcast_share(84, 120)
    <Proportion 70.0 %: 84 of 120, broadcast share of posts>
    """
    numbers = {"broadcasts": broadcasts, "posts": posts}
    made: Proportion[Any] = quotient(
        Proportion, BROADCASTS, numbers, "The posts include the broadcasts"
    )
    return made


@overload
def reply_ratio(replies: ToScalar, *, likes: ToScalar) -> Rate[float]: ...
@overload
def reply_ratio(replies: ToArray, *, likes: ToArray | ToScalar) -> Rate[FloatArray]: ...
@overload
def reply_ratio(replies: ToScalar, *, likes: ToArray) -> Rate[FloatArray]: ...
@overload
def reply_ratio(replies: ToScalar, *, shares: ToScalar) -> Rate[float]: ...
@overload
def reply_ratio(
    replies: ToArray, *, shares: ToArray | ToScalar
) -> Rate[FloatArray]: ...
@overload
def reply_ratio(replies: ToScalar, *, shares: ToArray) -> Rate[FloatArray]: ...
@overload
def reply_ratio(replies: ToScalar, *, others: ToScalar) -> Rate[float]: ...
@overload
def reply_ratio(
    replies: ToArray, *, others: ToArray | ToScalar
) -> Rate[FloatArray]: ...
@overload
def reply_ratio(replies: ToScalar, *, others: ToArray) -> Rate[FloatArray]: ...
def reply_ratio(
    replies: object,
    *,
    likes: object = NOT_GIVEN,
    shares: object = NOT_GIVEN,
    others: object = NOT_GIVEN,
) -> Rate[Any]:
    r"""
    Return replies per like, or per share: "the Ratio".

    A rate of events over events of another kind. A post above 1 has drawn more replies
    than likes and is called "ratioed", colloquially a sign of disagreement. The three
    published denominators rank the same posts differently, so the denominator is always
    in the call.

    .. math:: \text{the Ratio} = \frac{\text{replies}}{\text{likes}}

    Parameters
    ----------
    replies : float or array_like of float
        Replies to the post [events]. Shape ``(posts,)`` for a column.
    likes, shares, others : float or array_like of float
        Exactly one of them: likes, shares, or another count, such as likes and shares
        together [events].

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
    posts ``pooled()`` is the ratio of sums and ``average()`` the mean of ratios; for
    one account's 3,207 tweets they are 0.038 and 0.138. Interval: Poisson score for a
    single post, as if its likes were fixed; over posts quote the pooled one. Data for
    Progress divides by likes [1]_, a list of controversial tweets by retweets [2]_,
    other authors by the sum of both. Pitfall: posts with few views top every list of
    the highest ratios.

    References
    ----------
    .. [1] Data for Progress. The Ratio Richter scale.
       https://www.dataforprogress.org/the-ratio-richter-scale
    .. [2] Geeky Politics (2017). Whose tweets are more controversial?
       https://medium.com/geeky-politics/whose-tweets-are-more-controversial-c28214bedc83

    Examples
    --------
    >>> reply_ratio(92407, likes=92817)
    <Rate 1.00: 92,407 of 92,817, reply ratio by likes>
    >>> reply_ratio(55935, shares=26059).value.__round__(2)
    2.15
    >>> reply_ratio([30, 4], likes=[15, 0]).value
    array([ 2., nan])
    """
    against = {"likes": likes, "shares": shares, "others": others}
    per, number = _checks.exactly_one("reply_ratio", against)
    numbers = {"replies": replies, per: number}
    made: Rate[Any] = quotient(Rate, RATIOS[per], numbers)
    return made
