"""The words of the field: actions, exposures, statuses, terms and sources."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import attrs

__all__ = ["CONVERSATIONAL", "Action", "Exposure", "Source", "Status", "Terms"]


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


@attrs.frozen
class Terms:
    """
    What was divided by what, per which unit.

    Evidence adds only to evidence in the same terms.

    Attributes
    ----------
    of : str
        What the numerator counts.
    per : str
        What the denominator counts.
    unit : str
        What one row is, in the plural.
    scale : {"percent", "number"}
        How the value is written for people; the value itself is a fraction.

    Examples
    --------
    >>> print(Terms("engagements", "reach", "posts"))
    engagements / reach
    """

    of: str
    per: str
    unit: str = "units"
    scale: Literal["percent", "number"] = "percent"

    def __str__(self) -> str:
        """Return the quotient in words."""
        of, per = (f"({p})" if " + " in str(p) else p for p in (self.of, self.per))
        return f"{of} / {per}"


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
        return f"{self.who}{year}. {self.title}. {self.address}{note}"
