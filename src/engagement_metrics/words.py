"""The words of the field: actions, exposures, statuses, sources and metrics."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Literal, Self, final

import attrs

from engagement_metrics._text import Scale

__all__ = ["CONVERSATIONAL", "Action", "Exposure", "Metric", "Source", "Status"]


class Action(StrEnum):
    """
    What somebody did to a post or an account.

    The names of ActivityStreams 2.0 [1]_, where it has one: *like* is ``Like``,
    *dislike* ``Dislike``, *reply* a ``Create`` with ``inReplyTo``, *share*
    ``Announce``, *mention* ``Mention``, *message* a ``Create`` addressed to one
    account, *view* ``View``, *follow* ``Follow``, *unfollow* the ``Undo`` of a
    ``Follow``. It has no name for *quote*, *save* and *click*.

    References
    ----------
    .. [1] Snell, J. and Prodromou, E. (2017). Activity Vocabulary. W3C
       Recommendation. https://www.w3.org/TR/activitystreams-vocabulary/

    Examples
    --------
    >>> Action.REPLY == "reply"
    True
    """

    LIKE = "like"
    DISLIKE = "dislike"
    REPLY = "reply"
    SHARE = "share"
    QUOTE = "quote"
    MENTION = "mention"
    MESSAGE = "message"
    SAVE = "save"
    CLICK = "click"
    VIEW = "view"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"


CONVERSATIONAL: frozenset[Action] = frozenset(
    {Action.REPLY, Action.MENTION, Action.QUOTE, Action.MESSAGE}
)
"""The actions that talk to somebody: reply, mention, quote, message."""


SYNONYMS = {
    "comment": "reply",
    "answer": "reply",
    "retweet": "share",
    "repost": "share",
    "reblog": "share",
    "boost": "share",
    "favourite": "like",
    "favorite": "like",
    "reaction": "like",
    "bookmark": "save",
    "direct message": "message",
    "dm": "message",
    "impression": "impressions",
    "display": "impressions",
    "subscriber": "followers",
    "fan": "followers",
    "play": "views",
}
"""The words that platforms use for an action or an exposure that has another name."""


class Exposure(StrEnum):
    """
    What an engagement rate is divided by.

    *reach* and *followers* count people, *impressions* and *views* count
    displays (a ``View`` in ActivityStreams 2.0 [1]_), *posts* count items, and
    *follower_days* add up the followers of each day.

    References
    ----------
    .. [1] Snell, J. and Prodromou, E. (2017). Activity Vocabulary. W3C
       Recommendation. https://www.w3.org/TR/activitystreams-vocabulary/

    Examples
    --------
    >>> [str(exposure) for exposure in Exposure][:3]
    ['reach', 'impressions', 'followers']
    """

    REACH = "reach"
    IMPRESSIONS = "impressions"
    FOLLOWERS = "followers"
    VIEWS = "views"
    POSTS = "posts"
    FOLLOWER_DAYS = "follower_days"


class Status(StrEnum):
    """
    Whether a number exists, and why not.

    The first five are of a value, the last two of an interval whose value
    exists. Our definition: no published vocabulary keeps "nobody looked",
    "unknown" and "impossible" apart.

    Examples
    --------
    >>> from engagement_metrics import Rate
    >>> Rate(0, 0).status
    <Status.NO_EXPOSURE: 'no exposure'>
    >>> Rate(3, 0).status
    <Status.NO_DENOMINATOR: 'no denominator'>
    """

    DEFINED = "defined"
    MISSING = "missing"
    NO_EXPOSURE = "no exposure"
    NO_DENOMINATOR = "no denominator"
    INVALID = "invalid"
    TOO_FEW_UNITS = "too few units"
    ZERO_VARIANCE = "zero variance"


@final
@attrs.frozen
class Source:
    """
    Who published a definition.

    Attributes
    ----------
    who : str
        Author or institution.
    year : int or None
        Year of publication, ``None`` where the page gives none.
    title : str
        Title of the publication or page.
    address : str
        DOI or address.
    consulted : bool
        Whether the original was read for this library. Where it was not, the
        definition is the one commonly stated.

    Examples
    --------
    >>> print(Source("Wilson, E. B.", 1927, "Probable inference", "10.2307/2276774"))
    Wilson, E. B. (1927). Probable inference. 10.2307/2276774
    """

    who: str
    year: int | None
    title: str
    address: str
    consulted: bool = True

    def __str__(self) -> str:
        """Return the reference as one line."""
        year = "" if self.year is None else f" ({self.year})"
        note = "" if self.consulted else " (as commonly stated; original not consulted)"
        who = f"{self.who}{year}".removesuffix(".")
        return f"{who}. {self.title}. {self.address}{note}"


HYPHENED = ("two_way", "click_through", "on_target", "k_factor")


@final
@attrs.frozen
class Metric:
    """
    What a number is: its name, what was divided by what, and who defined it.

    Evidence adds only to evidence of the same metric. Sources are no part of equality.

    Attributes
    ----------
    name : str
        Its name in code, such as ``"engagement_rate"``.
    numerator : str
        What is counted; of what is no quotient, the formula in words.
    denominator : str
        What it is divided by; empty where it is no quotient.
    unit : str
        What one row is, in the plural.
    scale : {"percent", "per thousand", "number", "duration"}
        How the value is printed. The value itself is a fraction, a number, or seconds.
    averaging : {"", "pooled", "average"}
        How several units were combined: the ratio of their sums, or the mean of their
        ratios; empty where they were not.
    sources : tuple of Source
        Who defined it, the definition in use first; none where the definition is ours.

    Examples
    --------
    >>> metric = Metric("engagement_rate", "engagements", "reach", unit="posts")
    >>> print(metric)
    engagement rate: engagements / reach
    """

    name: str
    numerator: str
    denominator: str = ""
    unit: str = "units"
    scale: Scale = "percent"
    averaging: Literal["", "pooled", "average"] = ""
    sources: tuple[Source, ...] = attrs.field(default=(), eq=False)

    @property
    def title(self) -> str:
        """The name in words."""
        name = self.name
        for word in HYPHENED:
            name = name.replace(word, word.replace("_", "-"))
        return name.replace("_", " ")

    @property
    def formula(self) -> str:
        """What is divided by what, in words."""
        if not self.denominator:
            return self.numerator
        parts = (self.numerator, self.denominator)
        of, per = (f"({p})" if " + " in p else p for p in parts)
        return f"{of} / {per}".replace("_", " ")

    def __replace__(self, **changes: Any) -> Self:
        """Return a copy with some fields changed, for ``copy.replace``."""
        return attrs.evolve(self, **changes)

    def __str__(self) -> str:
        """Return the name and the formula."""
        return f"{self.title}: {self.formula}"
