"""How fast it spreads: invitations, half-lives, doubling times."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks, _columns, _times
from engagement_metrics._kernels import quantiles, series
from engagement_metrics._typing import ToArray, ToColumn, ToScalar
from engagement_metrics.errors import (
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
)
from engagement_metrics.evidence import Interval, Proportion, Rate
from engagement_metrics.evidence._result import or_none
from engagement_metrics.tables._responses import duration
from engagement_metrics.words import Status, Terms

__all__ = [
    "DoublingTime",
    "HalfLife",
    "KFactor",
    "doubling_time",
    "half_life",
    "k_factor",
]

MOST = 10**6
"""Generations: more than anything has."""

SECOND = np.timedelta64(1, "s")


@attrs.frozen
class KFactor:
    """
    How many new participants each participant brings.

    Made by ``k_factor(...)``. ``+`` adds disjoint sets of participants.

    Attributes
    ----------
    invites : float
        Invitations passed on [events].
    participants : float
        Those who passed them on [people].
    joined : float
        Those who joined on an invitation [people].

    Examples
    --------
    >>> k = k_factor(35, 10, 7)
    >>> k.value, k.invitations.value, k.conversion.value
    (0.7, 3.5, 0.2)
    """

    invites: float
    participants: float
    joined: float

    @property
    def rate(self) -> Rate[float]:
        """The evidence: joined per participant."""
        terms = Terms("joined", "participants", "participants", "number")
        return Rate(self.joined, self.participants, metric="k_factor", terms=terms)

    @property
    def value(self) -> float:
        """Joined per participant: invitations times conversion."""
        return self.rate.value

    @property
    def status(self) -> Status:
        """Why the value exists or not."""
        return self.rate.status

    @property
    def invitations(self) -> Rate[float]:
        """Invitations per participant."""
        terms = Terms("invites", "participants", "participants", "number")
        return Rate(self.invites, self.participants, metric="invitations", terms=terms)

    @property
    def conversion(self) -> Proportion[float]:
        """Share of invitations on which somebody joined."""
        terms = Terms("joined", "invites", "invites")
        return Proportion(self.joined, self.invites, metric="conversion", terms=terms)

    def interval(self, level: float = 0.95) -> Interval[float]:
        """
        Return the Poisson score interval, as if people joined independently.

        Parameters
        ----------
        level : float, optional
            Confidence level, strictly between 0 and 1; 0.95 by default.

        Returns
        -------
        Interval
            Of floats.
        """
        return self.rate.interval(level)

    def generation(self, seeds: float, number: int) -> float:
        """
        Return the size of one generation.

        Parameters
        ----------
        seeds : float
            Participants to begin with, generation 0.
        number : int
            The generation.

        Returns
        -------
        float
            Seeds times K to its power.
        """
        return _number("seeds", seeds) * _power(self.value, _generation(number))

    def total(self, seeds: float, generations: int) -> float:
        """
        Return all participants up to a generation, the seeds included.

        Parameters
        ----------
        seeds : float
            Participants to begin with, generation 0.
        generations : int
            The last generation that counts.

        Returns
        -------
        float
            Seeds (1 + K + ... + K**generations).
        """
        powers = range(_generation(generations) + 1)
        total = sum(_power(self.value, power) for power in powers)
        return _number("seeds", seeds) * total

    def limit(self, seeds: float) -> float:
        """
        Return what the total approaches, where it approaches anything.

        Parameters
        ----------
        seeds : float
            Participants to begin with, generation 0.

        Returns
        -------
        float
            Seeds / (1 - K); infinite for K of 1 and above.
        """
        first = _number("seeds", seeds)
        return first / (1 - self.value) if not self.value >= 1 else float("inf")

    def __add__(self, other: KFactor) -> KFactor:
        """Add disjoint sets of participants."""
        if not isinstance(other, KFactor):
            return NotImplemented
        return KFactor(
            self.invites + other.invites,
            self.participants + other.participants,
            self.joined + other.joined,
        )

    def __str__(self) -> str:
        """Return one line a person can read."""
        if self.status != Status.DEFINED:
            return f"{_text.NONE}: {self.status}"
        return (
            f"{self.value:.2f} ({self.invitations.value:.2f} invites each, of which"
            f" {_text.value(self.conversion.value)} joined)"
        )


def _generation(number: int) -> int:
    generation = _checks.whole("generation", number, least=0)
    if generation > MOST:
        rule = f"be at most {MOST:,}"
        raise _checks.refusal(InvalidArgumentError, "generation", rule, number)
    return generation


def _power(base: float, exponent: int) -> float:
    """Return a power, infinite where it is beyond floats."""
    try:
        return float(base**exponent)
    except OverflowError:
        return float("inf")


def _number(name: str, value: object) -> float:
    """Return a number that is known, or refuse it."""
    number = _columns.numbers(name, value)
    if isinstance(number, np.ndarray):
        raise _checks.refusal(InvalidTypeError, name, "be a number", value)
    if np.isnan(number):
        raise _checks.refusal(InvalidCountsError, name, "be known", None)
    return number


def _span(seconds: float) -> timedelta:
    """Return a length of time; the longest there is for a longer one."""
    longest = timedelta.max.total_seconds()
    return timedelta.max if seconds >= longest else timedelta(seconds=seconds)


def k_factor(invites: ToScalar, participants: ToScalar, joined: ToScalar, /) -> KFactor:
    r"""
    Return how many new participants each participant brings.

    Invitations per participant times the share of them on which somebody joins. It
    knows neither how long a generation takes nor that audiences end.

    .. math:: K = i \times c = \frac{\text{invites}}{\text{participants}} \times
        \frac{\text{joined}}{\text{invites}}

    Parameters
    ----------
    invites : float
        Invitations, or exposures, passed on [events].
    participants : float
        Those who could pass them on [people].
    joined : float
        Those who joined on one [people].

    Returns
    -------
    KFactor
        Its value, both factors, and generations, totals and limit by their names.

    Raises
    ------
    InvalidTypeError
        If a number is not numeric.
    InvalidCountsError
        If a number is negative, missing or infinite, more joined than were invited, or
        nobody passed the invitations on.

    Notes
    -----
    Range: 0 to infinity; from 1 on each generation is no smaller than the last.
    Undefined (NaN) without participants. "The total" has three meanings: ``generation``
    is the last one alone, ``total`` all of them, ``limit`` what they approach. As
    commonly stated [1]_.

    References
    ----------
    .. [1] Brown, M. Equation: viral growth. https://www.morganbrown.co/gallery/plates/

    Examples
    --------
    >>> k = k_factor(35, 10, 7)
    >>> [round(k.total(1, g), 2) for g in (1, 2, 3)], round(k.limit(1), 2)
    ([1.7, 2.19, 2.53], 3.33)
    """
    given = {"invites": invites, "participants": participants, "joined": joined}
    numbers = {name: _number(name, value) for name, value in given.items()}
    pair = {"joined": numbers["joined"], "invites": numbers["invites"]}
    advice = "Each joined on an invitation"
    Proportion._named(pair, "conversion", Terms("joined", "invites"), advice)
    if numbers["invites"] and not numbers["participants"]:
        rule, advice = "be 0 without participants", "Somebody passed them on"
        raise _checks.refusal(
            InvalidCountsError, "invites", rule, invites, advice=advice
        )
    return KFactor(**numbers)


@attrs.frozen
class HalfLife:
    """
    How long until half of all engagement had come.

    Made by ``half_life(...)``.

    Attributes
    ----------
    value : timedelta or None
        From the origin to the half; ``None`` where there was nothing.
    origin : datetime64 or None
        From when it is counted.
    events : int
        Events after the origin.
    left_out : int
        Events before it, and events without a time.

    Examples
    --------
    >>> start = np.datetime64("2026-01-05T09:00")
    >>> times = start + np.array([5, 20, 30, 90, 400], "timedelta64[m]")
    >>> print(half_life(times, since=start))
    0:30:00 (half of 5 events)
    """

    value: timedelta | None
    origin: np.datetime64 | None
    events: int
    left_out: int

    @property
    def status(self) -> Status:
        """Why the value exists or not."""
        return Status.DEFINED if self.events else Status.NO_EXPOSURE

    def __str__(self) -> str:
        """Return one line a person can read."""
        if self.value is None:
            return f"{_text.NONE}: no events"
        out = f"; {self.left_out:,} left out" if self.left_out else ""
        return f"{self.value} (half of {_text.count(self.events, 'events')}{out})"


def half_life(
    times: ToColumn,
    /,
    *,
    since: np.datetime64 | datetime | Literal["peak"],
    bin: timedelta = timedelta(hours=1),  # noqa: A002
    tz: str | None = None,
) -> HalfLife:
    r"""
    Return how long it took for half of a post's engagement to come.

    From the post itself, or from the busiest time: these are two published definitions
    and two numbers. Of a post that is still young the half is not yet known, and this
    number is too short.

    .. math:: t_{1/2} = t_{(\lceil n/2 \rceil)} - t_0

    Parameters
    ----------
    times : array_like of datetime64 or datetime
        When each engagement came. Shape ``(events,)``.
    since : datetime64, datetime or "peak"
        When the post appeared, or ``"peak"``: from the beginning of the busiest bin.
    bin : timedelta, optional
        Length of a bin for the peak; an hour by default.
    tz : str, optional
        The zone of datetimes that have none.

    Returns
    -------
    HalfLife
        How long, from when, and of how many.

    Raises
    ------
    InvalidTypeError
        If times are not times.
    InvalidArgumentError
        If a time has no zone, or *bin* is not positive.

    Notes
    -----
    Range: 0 and longer. Undefined (``None``) without events. From the post: half of all
    engagement [1]_; from the peak: "half of the clicks it will ever receive after it's
    reached its peak" [2]_. Over posts report the median: a mean of half-lives is driven
    by a few long ones.

    References
    ----------
    .. [1] Graffius, S. M. Lifespan (half-life) of social media posts.
       https://scottgraffius.com/blog/files/halflife-social-media.html
    .. [2] Bitly (2011), as quoted in
       https://www.mediapost.com/publications/article/175131/

    Examples
    --------
    >>> start = np.datetime64("2026-01-05T09:00")
    >>> times = start + np.array([5, 70, 80, 90, 100, 400], "timedelta64[m]")
    >>> half_life(times, since=start).value
    datetime.timedelta(seconds=4800)
    >>> half_life(times, since="peak").value
    datetime.timedelta(seconds=1500)
    """
    width = duration("bin", bin).total_seconds()
    if not width:
        raise _checks.refusal(InvalidArgumentError, "bin", "be positive", bin)
    column = _times.times("times", times, tz=tz)
    known = column[~np.isnat(column)]
    unknown = column.size - known.size
    if isinstance(since, str) and since == "peak":
        if not known.size:
            return HalfLife(None, None, 0, unknown)
        first = known.min()
        elapsed = (known - first) / SECOND
        peak, half = series.half_life_from_peak(elapsed, width)
        origin = first + np.timedelta64(round(peak * 1e6), "us")
        after = int((elapsed >= peak).sum())
    else:
        origin = _times.times("since", [since], tz=tz)[0]
        if np.isnat(origin):
            raise _checks.refusal(InvalidArgumentError, "since", "be a time", None)
        elapsed = (known - origin) / SECOND
        elapsed = elapsed[elapsed >= 0]
        half, after = series.half_life(elapsed), int(elapsed.size)
    value = timedelta(seconds=half) if after else None
    return HalfLife(value, origin, after, column.size - after)


@attrs.frozen
class DoublingTime:
    """
    How long it takes for counts to double, while they grow.

    Made by ``doubling_time(...)``.

    Attributes
    ----------
    rate : float
        Slope of the logarithm [per second]; negative where counts shrink.
    rate_error : float
        Its standard error.
    times : int
        Times that it rests on.
    left_out : int
        Times of which the count is not known.

    Examples
    --------
    >>> days = np.arange("2026-01-01", "2026-01-05", dtype="datetime64[D]")
    >>> doubling_time(days, [10, 20, 40, 80]).value
    datetime.timedelta(days=1)
    """

    rate: float = attrs.field(eq=or_none)
    rate_error: float = attrs.field(eq=or_none)
    times: int
    left_out: int

    @property
    def value(self) -> timedelta | None:
        """How long; ``None`` where nothing grows."""
        if self.status != Status.DEFINED:
            return None
        return _span(float(np.log(2) / self.rate))

    @property
    def status(self) -> Status:
        """``TOO_FEW_UNITS`` for one time, ``NO_EXPOSURE`` where nothing grows."""
        if self.times < 2:  # noqa: PLR2004
            return Status.TOO_FEW_UNITS
        return Status.DEFINED if self.rate > 0 else Status.NO_EXPOSURE

    def interval(self, level: float = 0.95) -> tuple[timedelta, timedelta] | None:
        """
        Return bounds from those of the slope, by Student's t; ``None`` without growth.

        Parameters
        ----------
        level : float, optional
            Confidence level, strictly between 0 and 1; 0.95 by default.

        Returns
        -------
        tuple of timedelta or None
            Shortest and longest; the longest is ``timedelta.max`` where the slope may
            be none at all.
        """
        level = _checks.level(level)
        if self.status != Status.DEFINED or self.times < 3:  # noqa: PLR2004
            return None
        freedom = np.array([self.times - 2])
        reach = float(quantiles.student_t_quantile(level, freedom)[0]) * self.rate_error
        short = _span(float(np.log(2) / (self.rate + reach)))
        if self.rate <= reach:
            return short, timedelta.max
        return short, _span(float(np.log(2) / (self.rate - reach)))

    def __str__(self) -> str:
        """Return one line a person can read."""
        if self.value is None:
            return f"{_text.NONE}: {self.status}"
        return f"{self.value} ({_text.count(self.times, 'times')})"


def doubling_time(
    times: ToColumn, counts: ToArray, /, *, tz: str | None = None
) -> DoublingTime:
    r"""
    Return how long it takes for counts to double.

    From the slope of their logarithm over time, by least squares; choose the times of
    the growth phase yourself, since nothing grows for ever.

    .. math:: t_2 = \frac{\ln 2}{g}, \quad \ln n_t = a + g t

    Parameters
    ----------
    times : array_like of datetime64 or datetime
        When each count was read. Shape ``(times,)``.
    counts : array_like of float
        Counts so far, or per period; greater than 0.
    tz : str, optional
        The zone of datetimes that have none.

    Returns
    -------
    DoublingTime
        Slope, error and doubling time.

    Raises
    ------
    InvalidTypeError
        If times are not times, or counts not numeric.
    InvalidCountsError
        If a count is 0, negative or infinite.
    InvalidArgumentError
        If columns differ in length, or a time has no zone.

    Notes
    -----
    Range: above 0. Undefined (``None``) where counts do not grow. The error is as if
    counts scattered independently about the line; counts so far do not, and then it is
    too small. Our definition, as exponential growth is commonly stated.

    Examples
    --------
    >>> days = np.arange("2026-01-01", "2026-01-05", dtype="datetime64[D]")
    >>> print(doubling_time(days, [12, 22, 49, 96]))
    23:37:58.909786 (4 times)
    """
    column = _times.times("times", times, tz=tz)
    numbers = _columns.column("counts", counts)
    _checks.same_lengths(times=column, counts=numbers)
    _checks.require(
        InvalidCountsError,
        "counts",
        "be greater than 0",
        numbers,
        numbers == 0,
        advice="Choose the times of the growth phase",
    )
    known = ~np.isnat(column) & ~np.isnan(numbers)
    instants, sizes = column[known], numbers[known]
    elapsed = (instants - instants[:1]) / SECOND
    growth = series.growth(elapsed, sizes / sizes[:1])  # of equal counts exactly 0
    left_out = int((~known).sum())
    return DoublingTime(growth.rate, growth.rate_error, elapsed.size, left_out)
