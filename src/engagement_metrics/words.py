"""Vocabulary: actions, exposures, statuses, sources and metrics."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Literal, Self, final

import attrs

from engagement_metrics._text import Scale
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError

__all__ = ["CONVERSATIONAL", "Action", "Exposure", "Metric", "Source", "Status"]


class Action(StrEnum):
    """
    An action on a post or an account.

    In ActivityStreams 2.0 [1]_, *like* is ``Like``, *dislike* ``Dislike``, *reply* a
    ``Create`` with ``inReplyTo``, *share* ``Announce``, *mention* ``Mention``,
    *message* a ``Create`` addressed to one account, *view* ``View``, *follow*
    ``Follow``, and *unfollow* the ``Undo`` of a ``Follow``. ActivityStreams has no
    name for *quote*, *save* and *click*.

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
"""Conversational actions, addressed to somebody: reply, mention, quote, message."""


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
    "mean": "average",
}
"""Other terms for an action, an exposure or an averaging, and the name used here."""


class Exposure(StrEnum):
    """
    An exposure: the denominator of an engagement rate.

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
    Whether a value or an interval is defined, and if not, why.

    The first five describe a value, the last two an interval whose value is
    defined. Our definition: no published vocabulary distinguishes no exposure,
    missing and invalid.

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
    The publication of a definition.

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


SCALES = ("percent", "per thousand", "number", "duration")
AVERAGINGS = ("", "pooled", "average", "median")
HYPHENED = ("log_rank", "two_way", "click_through", "on_target", "k_factor")


@final
@attrs.frozen
class Metric:
    """
    A metric: name, numerator, denominator, unit and sources.

    Evidence pools only with evidence of an equal metric. Equality ignores the sources.

    Attributes
    ----------
    name : str
        Name in code, such as ``"engagement_rate"``.
    numerator : str
        Numerator of the quotient; the whole formula if the metric is not a quotient.
    denominator : str
        Denominator of the quotient; empty if the metric is not a quotient.
    unit : str
        Unit of observation (one row), in the plural.
    scale : {"percent", "per thousand", "number", "duration"}
        Printed scale. The value itself is a fraction, a number, or seconds.
    averaging : {"", "pooled", "average", "median"}
        How several units were combined: ratio of sums, mean of ratios, or median of
        ratios; empty for a single unit.
    sources : tuple of Source
        Published definitions, the one in use first; empty if the definition is ours.
    census : bool
        Whether all units that the value is about were counted, so that no sampling
        error is left; false by default. See ``Proportion.as_census``.

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
    averaging: Literal["", "pooled", "average", "median"] = ""
    sources: tuple[Source, ...] = attrs.field(default=(), eq=False)
    census: bool = False

    def __attrs_post_init__(self) -> None:
        """Check that the words are text and that scale and averaging are known."""
        for name in ("name", "numerator", "denominator", "unit"):
            value = getattr(self, name)
            if not isinstance(value, str):
                msg = f"{name} must be text, but got {value!r}"
                raise InvalidTypeError(msg, argument=name, rule="be text", got=value)
        for name, choices in (("scale", SCALES), ("averaging", AVERAGINGS)):
            value = getattr(self, name)
            if value not in choices:
                rule = f"be one of {', '.join(map(repr, choices))}"
                msg = f"{name} must {rule}, but got {value!r}"
                raise InvalidArgumentError(msg, argument=name, rule=rule, got=value)
        if not isinstance(self.census, bool):
            rule, got = "be True or False", self.census
            msg = f"census must {rule}, but got {got!r}"
            raise InvalidTypeError(msg, argument="census", rule=rule, got=got)
        several = isinstance(self.sources, tuple)
        if not several or not all(isinstance(each, Source) for each in self.sources):
            rule, got = "be a tuple of Sources", self.sources
            msg = f"sources must {rule}, but got {got!r}"
            raise InvalidTypeError(msg, argument="sources", rule=rule, got=got)

    @property
    def title(self) -> str:
        """The name in words."""
        name = str(self.name)
        for word in HYPHENED:
            name = name.replace(word, word.replace("_", "-"))
        return name.replace("_", " ")

    @property
    def formula(self) -> str:
        """The quotient in words."""
        parts = (str(self.numerator), str(self.denominator))
        if not parts[1]:
            return parts[0]
        of, per = (f"({p})" if " + " in p else p for p in parts)
        return f"{of} / {per}".replace("_", " ")

    def __replace__(self, **changes: Any) -> Self:
        """Return a copy with some fields changed, for ``copy.replace``."""
        return attrs.evolve(self, **changes)

    def __str__(self) -> str:
        """Return the name and the formula."""
        return f"{self.title}: {self.formula}"
