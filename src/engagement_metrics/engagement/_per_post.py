"""Rates per post: those of Kaushik, and the table of Bonsón and Ratkai."""

from __future__ import annotations

from typing import Any, final, overload

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks, _columns
from engagement_metrics._typing import FloatArray, ToArray, ToScalar
from engagement_metrics.definitions import catalogue
from engagement_metrics.evidence import Pooled, Proportion, Rate, Result
from engagement_metrics.evidence._composite import Composite
from engagement_metrics.evidence._ratio import quotient
from engagement_metrics.evidence._rows import Rows
from engagement_metrics.tables import Posts
from engagement_metrics.words import Metric, Source

KAUSHIK = Source(
    "Kaushik, A.",
    2011,
    "Best social media metrics: conversation, amplification, applause, economic value",
    "https://www.kaushik.net/avinash/best-social-media-metrics-conversation-amplification-applause-economic-value/",
)
BONSON_RATKAI = Source(
    "Bonsón, E. and Ratkai, M.",
    2013,
    "A set of metrics to assess stakeholder engagement and social legitimacy on a"
    " corporate Facebook page",
    "10.1108/OIR-03-2012-0054",
    consulted=False,
)
APPLAUSE, AMPLIFICATION, CONVERSATION = (
    Metric(name, of, "posts", unit="posts", scale="number", sources=(KAUSHIK,))
    for name, of in (
        ("applause_rate", "likes"),
        ("amplification_rate", "shares"),
        ("conversation_rate", "replies"),
    )
)


@overload
def applause_rate(likes: ToScalar, posts: ToScalar) -> Rate[float]: ...
@overload
def applause_rate(likes: ToArray, posts: ToArray | ToScalar) -> Rate[FloatArray]: ...
@overload
def applause_rate(likes: ToScalar, posts: ToArray) -> Rate[FloatArray]: ...
def applause_rate(likes: object, posts: object) -> Rate[Any]:
    r"""
    Return likes per post.

    The mean number of likes of a post, regardless of its reach.

    .. math:: \text{applause rate} = \frac{\text{likes}}{\text{posts}}

    Parameters
    ----------
    likes : float or array_like of float
        Likes, favourites and reactions received [events]. Shape ``(rows,)``.
    posts : float or array_like of float
        Posts that received them [posts]; 1 if each row is one post.

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
    engagement_metrics.definitions.catalogue : ``KAUSHIK_APPLAUSE``, for ``Posts``.

    Notes
    -----
    Unit: events per post, not a fraction. Range: 0 to infinity. Undefined (NaN)
    where *posts* is 0 or a number is missing. ``pooled()`` over rows of one post is
    the mean, with its t interval between posts. Likes are heavy-tailed: for few posts,
    coverage may fall below the nominal level. Also known as likes per post. Defined by
    Kaushik [1]_; others divide by followers under the same name. The rate grows with
    the audience, so accounts of different size are not comparable.

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
    made: Rate[Any] = quotient(Rate, APPLAUSE, numbers)
    return made


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

    The mean number of shares of a post, regardless of its reach.

    .. math:: \text{amplification rate} = \frac{\text{shares}}{\text{posts}}

    Parameters
    ----------
    shares : float or array_like of float
        Shares, retweets and reposts received [events]. Shape ``(rows,)``.
    posts : float or array_like of float
        Posts that received them [posts]; 1 if each row is one post.

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
    virality_rate : Shares per impression or per person reached.
    engagement_metrics.definitions.catalogue : ``KAUSHIK_AMPLIFICATION``, for ``Posts``.

    Notes
    -----
    Unit: events per post, not a fraction. Range: 0 to infinity. Undefined (NaN)
    where *posts* is 0 or a number is missing. ``pooled()`` over rows of one post is
    the mean, with its t interval between posts. Few posts get most shares: for few
    posts, coverage may fall below the nominal level. Also known as shares per post.
    Defined by Kaushik [1]_; others divide by followers under the same name [2]_:
    ``engagement_rate(shares, followers=...)``. Leave out posts that are shares of
    others: they may repeat the counter of the original.

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
    made: Rate[Any] = quotient(Rate, AMPLIFICATION, numbers)
    return made


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

    The mean number of comments on a post, regardless of its reach. The conversation
    *ratio* is another metric: the share of conversational interactions.

    .. math:: \text{conversation rate} = \frac{\text{replies}}{\text{posts}}

    Parameters
    ----------
    replies : float or array_like of float
        Comments and replies received from others [events]. Shape ``(rows,)``.
    posts : float or array_like of float
        Posts that received them [posts]; 1 if each row is one post.

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
    engagement_metrics.conversation.conversation_ratio : The share that is conversation.
    engagement_metrics.definitions.catalogue : ``KAUSHIK_CONVERSATION``, for ``Posts``.

    Notes
    -----
    Unit: events per post, not a fraction. Range: 0 to infinity. Undefined (NaN)
    where *posts* is 0 or a number is missing. ``pooled()`` over rows of one post is
    the mean, with its t interval between posts; one post with many comments can
    dominate it. Also known as comments per post. Defined by Kaushik [1]_; others
    divide by followers [2]_ or impressions [3]_ under the same name, and some misprint
    it as "conversion rate". Leave out the account's own replies.

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
    conversation rate by posts: 3.0 (95 %: 1.7 to 5.2, as if independent; 12 of 4)
    """
    numbers = {"replies": replies, "posts": posts}
    made: Rate[Any] = quotient(Rate, CONVERSATION, numbers)
    return made


@final
@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class BonsonRatkai(Composite[float]):
    """
    The engagement table of Bonsón and Ratkai.

    Popularity (P) counts likes, commitment (C) replies, virality (V) shares. Number 1
    is the share of posts with at least one, 2 the mean per post, 3 the mean per post
    and fan.

    Attributes
    ----------
    P1, C1, V1 : Proportion
        Share of posts with at least one.
    P2, C2, V2 : Pooled
        Events per post.
    P3, C3, V3 : Pooled
        Events per post and fan.
    E : Pooled
        Likes, replies and shares per post and fan, P3 + C3 + V3: the *value*.

    Notes
    -----
    Values are fractions. They are printed as in the paper, where metrics 3 and E are
    per 1,000 fans [1]_.

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

    @property
    def _lead(self) -> Result[Any]:
        return self.E

    def __str__(self) -> str:
        """Return the table, per post and per 1,000 fans."""
        lines = [
            ("popularity", "P", self.P1, self.P2, self.P3),
            ("commitment", "C", self.C1, self.C2, self.C3),
            ("virality", "V", self.V1, self.V2, self.V3),
        ]
        fans = "per 1,000 fans"
        table = [
            f"{name:<12} {letter}1 {_text.value(one.value):>7}"
            f"   {letter}2 {_text.value(two.value, 'number'):>5} per post"
            f"   {letter}3 {_text.value(1000 * three.value, 'number'):>5} {fans}"
            for name, letter, one, two, three in lines
        ]
        total = _text.value(1000 * self.E.value, "number")
        return "\n".join([*table, f"{'engagement':<45} E  {total:>5} {fans}"])


def bonson_ratkai(posts: Posts, fans: ToArray | ToScalar) -> BonsonRatkai:
    r"""
    Return the ten engagement metrics of Bonsón and Ratkai.

    For likes, replies and shares: the share of posts with at least one, the mean per
    post, and the mean per post and fan.

    .. math::

       P_1 = \frac{\text{posts with likes}}{\text{posts}}, \quad
       P_2 = \frac{\text{likes}}{\text{posts}}, \quad
       P_3 = \frac{\text{likes}}{\text{posts} \times \text{fans}}, \quad
       E = P_3 + C_3 + V_3

    Parameters
    ----------
    posts : Posts
        Table with the counters *like*, *reply* and *share*.
    fans : float or array_like of float
        Fans of the page, or fans at the time of each post [accounts]. Shape
        ``(posts,)`` for a column; P3 is then likes over the sum of fans.

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
    Range: 0 to 1 for P1, C1 and V1, 0 to infinity for the others. Undefined (NaN)
    without posts, and P3, C3, V3 and E without fans. Interval: Wilson for P1, C1 and
    V1, as if posts were independent; between posts for the others. A post with a
    missing counter is left out of the metrics of that counter and of E, which then
    differs from the sum of the three. Printed per 1,000 fans, as in the paper [1]_.
    Metrics 1 are near 1 for large pages. Fans counted on one day misstate the exposure
    of posts from several years.

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
    >>> print(table.P1)
    Bonsón and Ratkai P1 of posts: 66.7 % (95 %: 20.8 to 93.9 %, as if independent;
    2 of 3)
    >>> table.P2.value, table.P3.value, table.E.value
    (5.0, 0.05, 0.07)
    """
    _checks.of_class("posts", posts, Posts)
    rows = np.zeros(len(posts))
    (_, followers), _ = _columns.aligned({"posts": rows, "fans": fans})
    _checks.divisor("fans", followers)
    table = attrs.evolve(posts, exposures={"followers": followers})
    made: dict[str, Any] = {
        name: getattr(catalogue, f"BONSON_RATKAI_{name}").estimate(table)
        for name in ("P2", "P3", "C2", "C3", "V2", "V3", "E")
    }
    for name, action in ("P1", "like"), ("C1", "reply"), ("V1", "share"):
        count = posts.actions[action]
        metric = Metric(
            f"Bonsón and Ratkai {name}",
            f"posts with {action}",
            "posts",
            unit="posts",
            sources=(BONSON_RATKAI,),
        )
        any_of_it = Rows(np.where(count > 0, 1.0, count), np.ones(len(posts)))
        made[name] = Proportion.of_rows(any_of_it, metric).sum()
    return BonsonRatkai(**made)
