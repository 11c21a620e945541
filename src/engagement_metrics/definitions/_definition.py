"""Definitions as data: quotient, averaging, source and validity."""

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
from engagement_metrics.evidence import Average, Median, Pooled, Rate
from engagement_metrics.evidence._rows import Rows
from engagement_metrics.tables import Posts
from engagement_metrics.words import Action, Exposure, Metric, Source

AVERAGING = {
    "pooled": "ratio of sums",
    "average": "mean of ratios",
    "median": "median of ratios",
}
ENGAGEMENT = frozenset(
    {Action.LIKE, Action.REPLY, Action.SHARE, Action.QUOTE, Action.SAVE}
    | {Action.MENTION, Action.MESSAGE}
)
"""
Actions that count as engagement where a definition names none.

Reactions, replies and mentions, shares, quotes, saves and messages. Clicks, views,
follows and dislikes count only where a definition names them.
"""


@final
@attrs.frozen(init=False)
class Definition:
    """
    A published definition of an engagement rate, as data.

    "Engagement rate" has dozens of published definitions, which give different
    numbers for the same posts. A record names the actions and their weights, the
    denominator, the averaging, the source, and the period of validity.

    Attributes
    ----------
    name : str
        Name of the definition, and of the metric of its rates.
    actions : tuple of Action
        Actions in the numerator. Comments are *reply*; retweets, reposts and reblogs
        *share*; reactions and favourites *like*. Empty if the source divides "total
        engagements" without a closed list: the numerator is then the platform's total
        or, without one, the sum of the counters in ``ENGAGEMENT``: reactions, replies,
        mentions, shares, quotes, saves and messages. Clicks count where they are named.
    weights : tuple of float
        Weight of each action, in the order of *actions*; 1 each by default. A mapping
        by action is accepted.
    denominator : Exposure
        Exposure in the denominator.
    averaging : {"pooled", "average", "median"}
        How the source combines posts: ratio of sums, mean of ratios, or median of
        ratios. With one number of followers for all posts, the last is also the median
        count over followers.
    unit : str
        Unit of a row, such as ``"post"`` or ``"day"``.
    scope : str
        Scope of the definition, such as ``"LinkedIn, organic"``.
    source : Source
        The publication, and whether the original was consulted.
    valid_from, valid_to : date or None
        First day of validity, and first day after it; ``None`` if unknown or open.
    note : str
        What the source leaves open, and the interpretation used here.

    Raises
    ------
    InvalidTypeError
        If a text, an action or an option is not text, a weight not a number, or
        *source* not a ``Source``.
    InvalidArgumentError
        If an action or option is unknown, an action repeats, weights do not match the
        actions or are not positive, or the dates are in the wrong order.

    See Also
    --------
    engagement_metrics.definitions.CATALOGUE : The published definitions.
    engagement_metrics.engagement.compare_definitions : Several at once.

    Notes
    -----
    Range of the rate: 0 to infinity, in events per unit of exposure; percent and per
    thousand are printed scales. Weights are conventions of their source. None is
    validated, and numbers under different weights are not comparable.

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
    averaging: Literal["pooled", "average", "median"]
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
        """Check and store the arguments."""
        texts = {"name": name, "unit": unit, "scope": scope, "note": note}
        for argument, text in texts.items():
            _checks.text(argument, text)
        _checks.of_class("source", source, Source)
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
        if not self.weighted:  # new actions take the default weights
            del fields["weights"]
        return Definition(**fields | changes)

    @property
    def weighted(self) -> bool:
        """Whether any weight differs from 1."""
        return any(weight != 1 for weight in self.weights)

    @property
    def numerator(self) -> str:
        """Numerator in words."""
        if not self.actions:
            return "engagements"
        return " + ".join(
            action if weight == 1 else f"{weight:g} × {action}"
            for action, weight in zip(self.actions, self.weights, strict=True)
        )

    @property
    def formula(self) -> str:
        """Quotient in words."""
        many = len(self.actions) > 1
        return (
            f"{f'({self.numerator})' if many else self.numerator} / {self.denominator}"
        )

    @property
    def validity(self) -> str:
        """Period of validity in words; empty if no date is known."""
        since = "" if self.valid_from is None else f"from {self.valid_from}"
        until = "" if self.valid_to is None else f"until {self.valid_to}"
        return " ".join(filter(None, [since, until]))

    def valid_on(self, day: date) -> bool:
        """
        Return whether the definition was valid on a day.

        Parameters
        ----------
        day : date
            Day on which the counters were read.

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
            Table with one row per *unit*. A table of days has the engagements of each
            day and the followers on that day.

        Returns
        -------
        Rate
            One rate per row. A row with a missing counter is ``MISSING``, one with a
            negative counter ``INVALID``. A weighted rate has no Poisson interval;
            ``pooled()`` and ``average()`` have one.

        Raises
        ------
        InvalidTypeError
            If *posts* is not ``Posts``.
        InvalidArgumentError
            If the table lacks a column of counters or exposures, or if the unit is the
            day and the table has several rows on one day.
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

    def estimate(self, posts: Posts) -> Pooled[float] | Average[float] | Median:
        """
        Return the rate of a whole table, averaged as in the source.

        Parameters
        ----------
        posts : Posts
            Table, as in ``rate``.

        Returns
        -------
        Pooled, Average or Median
            The ratio of sums or the mean of ratios, with the standard error between
            rows; or the median of ratios, with the order statistics that bound it.

        Raises
        ------
        InvalidTypeError
            If *posts* is not ``Posts``.
        InvalidArgumentError
            If the definition cannot be applied to the table.
        """
        rate = self.rate(posts)
        if self.averaging == "median":
            return Median.of(rate)
        return rate.pooled() if self.averaging == "pooled" else rate.average()

    def _count(self, posts: Posts) -> tuple[FloatArray, str]:
        """Return the numerator of each row (negative if invalid) and its name."""
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
        """Raise an error if several rows have the same day in a definition of days."""
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
                f"have one row per day for {self.name!r}",
                f"{times[again][0]} on {days[first][again][0]}",
                advice="Sum the counters of each day first",
            )

    def __str__(self) -> str:
        """Return formula and citation, in one line."""
        how = f"{AVERAGING[self.averaging]} over {self.unit}s"
        parts = [f"{self.formula}, {how}", self.validity]
        return f"{self.name}: {', '.join(filter(None, parts))}. {self.source}"


def total_engagements(posts: Posts) -> tuple[FloatArray, str]:
    """
    Return total engagements of each post, and the name of that total.

    Parameters
    ----------
    posts : Posts
        Table with the platform's total, or with counters.

    Returns
    -------
    ndarray of float
        The platform's total; without one, the sum of the counters in ``ENGAGEMENT``,
        negative where a counter is negative.
    str
        Name of the total, in words.

    Raises
    ------
    InvalidArgumentError
        If the table has neither a total nor such a counter.
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
    """Return the weight of each action, in order."""
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
    """Raise an error if a table lacks a column."""
    absent = [word for word in needed if word not in columns]
    if absent:
        kinds = f"{kind}s" if len(absent) > 1 else kind
        rule = f"have the {kinds} {_quoted(absent)} for {name!r}"
        raise _checks.refusal(InvalidArgumentError, "posts", rule, [*columns])
