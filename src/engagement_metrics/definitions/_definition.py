"""Definitions as data: what a source divides by what, and since when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal, cast, final

import attrs
import numpy as np

from engagement_metrics._door import _checks, _columns
from engagement_metrics._door._frozen import assign, fields_of
from engagement_metrics._typing import FloatArray
from engagement_metrics.errors import InvalidArgumentError
from engagement_metrics.evidence import Average, Pooled, Rate, Rows
from engagement_metrics.tables import Posts
from engagement_metrics.words import Action, Exposure, Metric, Source

AVERAGING = {"pooled": "ratio of sums", "average": "mean of ratios"}
ENGAGEMENT = frozenset(Action) - {Action.VIEW, Action.FOLLOW, Action.UNFOLLOW}
"""The actions that count as engagement: all but views, follows and unfollows."""


@final
@attrs.frozen(init=False)
class Definition:
    """
    A published definition of an engagement rate, as data.

    "Engagement rate" has dozens of published definitions, which give different
    numbers for the same posts. One of them is this record: which actions it counts,
    with which weights, over what, how it averages, who says so, whether that was
    read for this library, and since and until when.

    Attributes
    ----------
    name : str
        Its name; the ``metric`` of every rate it makes.
    actions : tuple of Action
        What is counted. Comments are *reply*; retweets, reposts and reblogs *share*;
        reactions and favourites *like*. Empty where the source divides "total
        engagements" without a closed list: then the table's own total is counted, or
        where it has none all its counters but views, follows and unfollows.
    weights : tuple of float
        What one of each action counts for, in the order of *actions*. A mapping by
        action is accepted; 1 each is the default.
    denominator : Exposure
        What the count is divided by.
    averaging : {"pooled", "average"}
        How the source puts posts together: ratio of sums, or mean of ratios.
    unit : str
        What a row of the table is, such as ``"post"`` or ``"day"``.
    scope : str
        Where it holds, such as ``"LinkedIn, organic"``.
    source : Source
        Who published it, and whether the original was consulted.
    valid_from, valid_to : date or None
        The first day on which it held, and the first on which it held no more.
    note : str
        What the source leaves open, and how it is read here.

    Raises
    ------
    InvalidTypeError
        If a word is not text, or a weight is not a number.
    InvalidArgumentError
        If a word is not of its vocabulary, an action repeats, weights do not fit the
        actions or are not positive, or the dates are in the wrong order.

    See Also
    --------
    engagement_metrics.definitions.CATALOGUE : The published ones.
    engagement_metrics.engagement.compare_definitions : Many of them, side by side.

    Notes
    -----
    Range of its rate: 0 to infinity, in events per unit of exposure; percent and per
    thousand belong to the printing. Weights are conventions of their source: none is
    validated, and numbers under different weights do not compare.

    Examples
    --------
    >>> from engagement_metrics import Posts, Source
    >>> definition = Definition(
    ...     name="talk counts double",
    ...     actions=("like", "reply"),
    ...     weights={"like": 1, "reply": 2},
    ...     denominator="reach",
    ...     averaging="average",
    ...     source=Source("Example", 2024, "How we count", "https://example.org"),
    ... )
    >>> print(definition)
    talk counts double: (like + 2 × reply) / reach, mean of ratios over posts. Example
    (2024). How we count. https://example.org
    >>> posts = Posts.of(
    ...     actions={"like": [6, 2], "reply": [2, 4]}, exposures={"reach": [100, 20]}
    ... )
    >>> definition.rate(posts).value
    array([0.1, 0.5])
    >>> definition.estimate(posts).value
    0.3
    """

    name: str
    actions: tuple[Action, ...]
    weights: tuple[float, ...]
    denominator: Exposure
    averaging: Literal["pooled", "average"]
    unit: str
    scope: str
    source: Source
    valid_from: date | None
    valid_to: date | None
    note: str

    def __init__(
        self,
        *,
        name: str,
        denominator: str,
        averaging: str,
        source: Source,
        actions: Iterable[str] = (),
        weights: Mapping[str, float] | Iterable[float] | None = None,
        unit: str = "post",
        scope: str = "any platform",
        valid_from: date | None = None,
        valid_to: date | None = None,
        note: str = "",
    ) -> None:
        """Check the words, the weights and the dates, and keep them."""
        words = _words(actions)
        if valid_from is not None and valid_to is not None and valid_to <= valid_from:
            raise _checks.refusal(
                InvalidArgumentError,
                "valid_to",
                f"be later than valid_from, {valid_from}",
                str(valid_to),
            )
        assign(
            self,
            name=name,
            actions=words,
            weights=_weights(words, weights),
            denominator=Exposure(_checks.one_of("denominator", denominator, Exposure)),
            averaging=_checks.one_of("averaging", averaging, AVERAGING),
            unit=unit,
            scope=scope,
            source=source,
            valid_from=valid_from,
            valid_to=valid_to,
            note=note,
        )

    def __replace__(self, **changes: Any) -> Definition:
        """Return a checked copy with some fields changed, for ``copy.replace``."""
        fields = fields_of(self)
        if not self.weighted:  # other actions have the default weights too
            del fields["weights"]
        return Definition(**fields | changes)

    @property
    def weighted(self) -> bool:
        """Whether one action counts for more than another."""
        return any(weight != 1 for weight in self.weights)

    @property
    def numerator(self) -> str:
        """What is counted, in words."""
        if not self.actions:
            return "engagements"
        return " + ".join(
            action if weight == 1 else f"{weight:g} × {action}"
            for action, weight in zip(self.actions, self.weights, strict=True)
        )

    @property
    def formula(self) -> str:
        """What is divided by what, in words."""
        many = len(self.actions) > 1
        return (
            f"{f'({self.numerator})' if many else self.numerator} / {self.denominator}"
        )

    @property
    def validity(self) -> str:
        """Since and until when it holds, in words; empty where no date is known."""
        since = "" if self.valid_from is None else f"from {self.valid_from}"
        until = "" if self.valid_to is None else f"until {self.valid_to}"
        return " ".join(filter(None, [since, until]))

    def valid_on(self, day: date) -> bool:
        """
        Return whether it held on a day.

        Parameters
        ----------
        day : date
            The day on which the counters were read.

        Returns
        -------
        bool
            True from *valid_from* to the day before *valid_to*.
        """
        after = self.valid_from is None or day >= self.valid_from
        return after and (self.valid_to is None or day < self.valid_to)

    def rate(self, posts: Posts) -> Rate[FloatArray]:
        """
        Return the rate of each row of a table under this definition.

        Parameters
        ----------
        posts : Posts
            A row a post, or whatever *unit* says. A table of days has the engagements
            of the day and its followers on that day.

        Returns
        -------
        Rate
            A column. A row that lacks a counter is ``MISSING``; one with a counter
            below zero ``INVALID``. A weighted rate has no Poisson interval: only
            ``pooled()`` and ``average()`` have one.

        Raises
        ------
        InvalidTypeError
            If *posts* is not ``Posts``.
        InvalidArgumentError
            If the table has no such counter or exposure at all, or if it has several
            rows on one day and the definition is of days.
        """
        _checks.of_class("posts", posts, Posts)
        counted, of = self._count(posts)
        exposure = self._exposure(posts)
        self._one_row_a_day(posts)
        metric = Metric(
            self.name,
            of,
            str(self.denominator),
            unit=f"{self.unit}s",
            scale="number" if self.denominator == Exposure.POSTS else "percent",
            sources=(self.source,),
        )
        rows = Rows(counted, exposure)
        made: Rate[FloatArray] = Rate.of_rows(rows, metric, whole=not self.weighted)
        return made

    def estimate(self, posts: Posts) -> Pooled[float] | Average[float]:
        """
        Return the one number of a table, averaged as the source does.

        Parameters
        ----------
        posts : Posts
            As of ``rate``.

        Returns
        -------
        Pooled or Average
            The ratio of sums or the mean of ratios, with the error between rows.

        Raises
        ------
        InvalidTypeError
            If *posts* is not ``Posts``.
        InvalidArgumentError
            If the definition cannot be applied to the table.
        """
        rate = self.rate(posts)
        return rate.pooled() if self.averaging == "pooled" else rate.average()

    def _count(self, posts: Posts) -> tuple[FloatArray, str]:
        """Return what is counted of each row, below zero where it is invalid."""
        if not self.actions:
            return total_engagements(posts)
        _has(posts.actions, self.actions, "counter", self.name)
        plain = posts._counted(self.actions)
        if not self.weighted:
            return plain, self.numerator
        pairs = zip(self.actions, self.weights, strict=True)
        total = np.sum([w * posts.actions[a] for a, w in pairs], axis=0)
        return np.where(plain < 0, plain, total), self.numerator

    def _exposure(self, posts: Posts) -> FloatArray:
        if self.denominator == Exposure.POSTS and "posts" not in posts.exposures:
            return np.ones(len(posts))
        _has(posts.exposures, [self.denominator], "exposure", self.name)
        return posts.exposures[self.denominator]

    def _one_row_a_day(self, posts: Posts) -> None:
        """Refuse posts in the place of days, where their dates give them away."""
        if self.unit != "day" or posts.published is None:
            return
        days = posts.published.astype("datetime64[D]")
        whose = np.zeros(len(posts)) if posts.author is None else posts.author.codes
        rows = np.rec.fromarrays([whose, days])
        _, first, times = np.unique(rows, return_index=True, return_counts=True)
        again = times > 1
        if again.any():
            raise _checks.refusal(
                InvalidArgumentError,
                "posts",
                f"have one row a day for {self.name!r}",
                f"{times[again][0]} on {days[first][again][0]}",
                advice="Sum the counters of each day first",
            )

    def __str__(self) -> str:
        """Return the formula in words and the citation, in one line."""
        how = f"{AVERAGING[self.averaging]} over {self.unit}s"
        parts = [f"{self.formula}, {how}", self.validity]
        return f"{self.name}: {', '.join(filter(None, parts))}. {self.source}"


def total_engagements(posts: Posts) -> tuple[FloatArray, str]:
    """
    Return the engagements of each post, and what was counted as such.

    Parameters
    ----------
    posts : Posts
        With the platform's own total, or with counters.

    Returns
    -------
    ndarray of float
        The platform's own total; where the table has none, the sum of all counters
        but views, follows and unfollows, below zero where one of them is.
    str
        Its name in words.

    Raises
    ------
    InvalidArgumentError
        If the table has neither.
    """
    if posts.engagements is not None:
        return posts.engagements, "engagements"
    kinds = sorted(kind for kind in posts.actions if kind in ENGAGEMENT)
    if not kinds and len(posts):
        raise _checks.refusal(
            InvalidArgumentError,
            "posts",
            "have a counter of engagement, or engagements, the platform's own total",
            [*posts.actions],
        )
    return posts._counted(kinds), " + ".join(kinds) or "engagements"


def _words(actions: Iterable[str]) -> tuple[Action, ...]:
    named = _checks.listed("actions", "be several words", actions)
    words = tuple(Action(_checks.one_of("actions", a, Action)) for a in named)
    for word in words:
        if words.count(word) > 1:
            raise _checks.refusal(
                InvalidArgumentError, "actions", "be distinct", str(word)
            )
    return words


def _weights(
    actions: tuple[Action, ...], given: Mapping[str, float] | Iterable[float] | None
) -> tuple[float, ...]:
    """Return a weight for each of the actions, in their order."""
    if given is None:
        return (1.0,) * len(actions)
    if isinstance(given, Mapping):
        named = cast("Mapping[str, float]", given)
        if set(named) != set(actions):
            rule = f"name the actions {_quoted(actions)}"
            raise _checks.refusal(InvalidArgumentError, "weights", rule, [*named])
        given = [named[name] for name in actions]
    listed = _checks.listed("weights", "be a number for each action", given)
    weights = _columns.weights(listed, argument="weights")
    _checks.same_lengths(actions=actions, weights=weights)
    _checks.require(
        InvalidArgumentError, "weights", "be positive", weights, weights == 0
    )
    return tuple(weights.tolist())


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(repr(str(word)) for word in words)


def _has(
    columns: Mapping[str, object], needed: Iterable[str], kind: str, name: str
) -> None:
    """Refuse a table that lacks whole columns, naming them."""
    absent = [word for word in needed if word not in columns]
    if absent:
        kinds = f"{kind}s" if len(absent) > 1 else kind
        rule = f"have the {kinds} {_quoted(absent)} for {name!r}"
        raise _checks.refusal(InvalidArgumentError, "posts", rule, [*columns])
