"""Growth: invitations per participant, half-lives, doubling times."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal, final, overload

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks, _columns, _times
from engagement_metrics._kernels import quantiles, series
from engagement_metrics._typing import (
    FloatArray,
    IntArray,
    ToArray,
    ToColumn,
    ToScalar,
)
from engagement_metrics.errors import InvalidArgumentError, InvalidCountsError
from engagement_metrics.evidence import Measure, Pooled, Proportion, Rate
from engagement_metrics.evidence._composite import Composite
from engagement_metrics.evidence._interval import Bounds
from engagement_metrics.evidence._ratio import quotient
from engagement_metrics.evidence._result import Known, Scalar
from engagement_metrics.evidence._rows import Rows
from engagement_metrics.evidence._shown import codes_of
from engagement_metrics.movement._chain import known
from engagement_metrics.tables._responses import duration
from engagement_metrics.words import Metric, Source, Status

MOST = 10**6
"""The largest number of generations."""

SECOND = np.timedelta64(1, "s")
BROWN = Source(
    "Brown, M.",
    None,
    "Equation: viral growth",
    "https://www.morganbrown.co/gallery/plates/",
)
GRAFFIUS = Source(
    "Graffius, S. M.",
    None,
    "Lifespan (half-life) of social media posts",
    "https://scottgraffius.com/blog/files/halflife-social-media.html",
)
BITLY = Source(
    "Bitly",
    2011,
    "Half life of links, as quoted by MediaPost",
    "https://www.mediapost.com/publications/article/175131/",
    consulted=False,
)
K_FACTOR, INVITATIONS = (
    Metric(name, of, "participants", "participants", "number", sources=(BROWN,))
    for name, of in (("k_factor", "joined"), ("invitations", "invites"))
)
INVITERS = attrs.evolve(K_FACTOR, unit="inviters")
CONVERSION = Metric("conversion", "joined", "invites", unit="invites")
HALF_LIFE = {
    since: Metric(
        "half_life",
        f"median time of engagements since the {since}",
        unit="events",
        scale="duration",
        sources=(source,),
    )
    for since, source in (("post", GRAFFIUS), ("peak", BITLY))
}
SERIAL = (
    "Student's t of the slope, its error averaged over the correlation of neighbouring"
    " counts"
)
DOUBLING = Metric(
    "doubling_time",
    "ln 2 / slope of the logarithm of the counts",
    unit="times",
    scale="duration",
)


@final
@attrs.frozen(eq=False, repr=False, getstate_setstate=False)
class KFactor(Composite[float]):
    """
    New participants per participant.

    Made by ``k_factor(...)``. ``+`` adds disjoint sets of participants.

    Attributes
    ----------
    invites : float
        Invitations passed on [events].
    participants : float
        Those who passed them on [people].
    joined : float
        Those who joined on an invitation [people].
    by_inviter : Pooled or None
        Joined per participant, with the error between inviters; ``None`` where only
        totals are known.

    Examples
    --------
    >>> k = k_factor(invites=35, participants=10, joined=7)
    >>> k.value, k.invitations.value, k.conversion.value
    (0.7, 3.5, 0.2)
    >>> k
    <KFactor 0.70: 7 of 10, k-factor by participants>
    """

    invites: float
    participants: float
    joined: float
    by_inviter: Pooled[float] | None = None

    @property
    def rate(self) -> Rate[float]:
        """Joined per participant, as if people joined independently."""
        return Rate(self.joined, self.participants, metric=K_FACTOR)

    @property
    def _lead(self) -> Rate[float] | Pooled[float]:
        return self.rate if self.by_inviter is None else self.by_inviter

    @property
    def invitations(self) -> Rate[float]:
        """Invitations per participant."""
        return Rate(self.invites, self.participants, metric=INVITATIONS)

    @property
    def conversion(self) -> Proportion[float]:
        """Share of invitations on which somebody joined."""
        return Proportion(self.joined, self.invites, metric=CONVERSION)

    def _notes(self) -> list[str]:
        invites = _text.value(self.invitations.value, "number")
        joined = _text.value(self.conversion.value)
        said = f"{invites} invites each, of which {joined} joined"
        return ["; ".join(filter(None, [*self._lead._notes(), said]))]

    def generation(self, seeds: float, number: int) -> float:
        """
        Return the size of one generation.

        Parameters
        ----------
        seeds : float
            Participants in generation 0.
        number : int
            The generation.

        Returns
        -------
        float
            Seeds times K to the power of the generation.
        """
        last = _generation("number", number)
        return known("seeds", seeds) * _power(self.value, last)

    def total(self, seeds: float, generations: int) -> float:
        """
        Return the number of participants up to a generation, seeds included.

        Parameters
        ----------
        seeds : float
            Participants in generation 0.
        generations : int
            The last generation to count.

        Returns
        -------
        float
            Seeds (1 + K + ... + K**generations).
        """
        k, last = self.value, _generation("generations", generations)
        total = sum(_power(k, power) for power in range(last + 1))
        return known("seeds", seeds) * total

    def limit(self, seeds: float) -> float:
        """
        Return the limit of the total over all generations.

        Parameters
        ----------
        seeds : float
            Participants in generation 0.

        Returns
        -------
        float
            Seeds / (1 - K); infinite for K of 1 and above.
        """
        first = known("seeds", seeds)
        return first / (1 - self.value) if not self.value >= 1 else float("inf")

    def __add__(self, other: KFactor) -> KFactor:
        """Add disjoint sets of participants, both by inviter or both in total."""
        if not isinstance(other, KFactor):
            return NotImplemented
        ours, others = self.by_inviter, other.by_inviter
        if ours is None or others is None:
            _checks.same_evidence(
                ours is None, others is None, of=_rows(others), to=_rows(ours)
            )
        both = None if ours is None or others is None else ours + others
        names = ("invites", "participants", "joined")
        totals = {name: getattr(self, name) + getattr(other, name) for name in names}
        for name, total in totals.items():
            _checks.exact_total(name, total)
        invites, participants, joined = totals.values()
        return KFactor(invites, participants, joined, both)


def _rows(inviters: object) -> str:
    return "totals" if inviters is None else "inviters"


def _generation(name: str, value: int) -> int:
    generation = _checks.whole(name, value, least=0)
    if generation > MOST:
        rule = f"be at most {MOST:,}"
        raise _checks.refusal(InvalidArgumentError, name, rule, value)
    return generation


def _power(base: float, exponent: int) -> float:
    """Return a power, infinite where it is beyond floats."""
    try:
        return float(base**exponent)
    except OverflowError:
        return float("inf")


@overload
def k_factor(
    *, invites: ToScalar, participants: ToScalar, joined: ToScalar
) -> KFactor: ...
@overload
def k_factor(
    *, invites: ToArray, participants: ToArray | ToScalar, joined: ToArray
) -> KFactor: ...
def k_factor(*, invites: object, participants: object, joined: object) -> KFactor:
    r"""
    Return the number of new participants per participant.

    Invitations per participant times the share of invitations on which somebody joins.
    It takes into account neither how long a generation takes nor that audiences are
    finite.

    .. math:: K = i \times c = \frac{\text{invites}}{\text{participants}} \times
        \frac{\text{joined}}{\text{invites}}

    Parameters
    ----------
    invites : float or array_like of float
        Invitations, or exposures, passed on [events]. Shape ``(inviters,)`` for a
        column: those of each inviter, with 0 for participants who passed on none.
    participants : float or array_like of float
        Those who could pass them on [people]; 1 for a column with one row each.
    joined : float or array_like of float
        Those who joined on one [people].

    Returns
    -------
    KFactor
        Its value, both factors, and the sizes of generations, totals and the limit.
        Of columns one number, with the error between inviters.

    Raises
    ------
    InvalidTypeError
        If a number is not numeric.
    InvalidCountsError
        If a number is negative, missing or infinite, *joined* exceeds *invites*, or
        there are invitations without participants.

    Notes
    -----
    Range: 0 to infinity; at 1 and above no generation is smaller than the last.
    Undefined (NaN) without participants. Interval: of columns, between inviters, as
    ``Pooled`` has it; of totals the Poisson score, as if people joined independently,
    which is far too narrow where a few inviters bring most. "The total" has three
    meanings: ``generation`` is the last generation alone, ``total`` the sum of all,
    ``limit`` the limit of that sum. As commonly stated [1]_. Also known as: viral
    coefficient.

    References
    ----------
    .. [1] Brown, M. Equation: viral growth. https://www.morganbrown.co/gallery/plates/

    Examples
    --------
    >>> k = k_factor(invites=35, participants=10, joined=7)
    >>> [round(k.total(1, g), 2) for g in (1, 2, 3)], round(k.limit(1), 2)
    ([1.7, 2.19, 2.53], 3.33)
    >>> invites, joined = [9, 0, 3, 12, 0, 1], [3, 0, 0, 4, 0, 0]
    >>> print(k_factor(invites=invites, participants=1, joined=joined))
    k-factor by participants, pooled: 1.2 (95 %: 0.26 to 5.3; 6 inviters; one inviter is
    57 % of the count; 4.2 invites each, of which 28.0 % joined)
    """
    given = {"invites": invites, "participants": participants, "joined": joined}
    columns, single = _columns.aligned(given)
    if not single:
        return _of_inviters(dict(zip(given, columns, strict=True)))
    numbers = {name: known(name, value) for name, value in given.items()}
    pair = {"joined": numbers["joined"], "invites": numbers["invites"]}
    quotient(Proportion, CONVERSION, pair, "Each joined on an invitation")
    if numbers["invites"] and not numbers["participants"]:
        rule, advice = "be 0 without participants", "Somebody passed them on"
        raise _checks.refusal(
            InvalidCountsError, "invites", rule, invites, advice=advice
        )
    number, people, came = numbers.values()
    return KFactor(number, people, came)


def _of_inviters(rows: dict[str, FloatArray]) -> KFactor:
    """Return the evidence by inviter, one row each."""
    for name, column in rows.items():
        rule, advice = "be known", "Leave out the inviters of whom it is not known"
        missing = np.isnan(column)
        _checks.require(InvalidCountsError, name, rule, column, missing, advice=advice)
    advice = "Each joined on an invitation"
    quotient(
        Proportion, CONVERSION, {n: rows[n] for n in ("joined", "invites")}, advice
    )
    invites, participants, joined = rows.values()
    rule, advice = "be 0 without participants", "Somebody passed them on"
    alone = (participants == 0) & (invites > 0)
    _checks.require(InvalidCountsError, "invites", rule, invites, alone, advice=advice)
    _checks.divisor("participants", participants)
    inviters = Rate.of_rows(Rows(joined, participants), INVITERS).pooled()
    number, people, came = (float(column.sum()) for column in rows.values())
    return KFactor(number, people, came, inviters)


@final
@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class HalfLife(Composite[float]):
    """
    The time until half of all engagement had come [seconds].

    Made by ``half_life(...)``. It does not add: take the half-life of all times
    together, or the median of the half-lives of posts.

    Attributes
    ----------
    seconds : float
        From the origin to the half, which is ``value``; NaN without events.
    since : {"post", "peak"}
        The definition: since the post, or since its busiest time.
    origin : datetime64 or None
        The beginning of that time; ``None`` where there is no peak.
    events : int
        Events from the origin on.
    before : int
        Events before it, which do not count.
    missing : int
        Events without a time.

    Examples
    --------
    >>> start = np.datetime64("2026-01-05T09:00")
    >>> times = start + np.array([5, 20, 30, 90, 400], "timedelta64[m]")
    >>> print(half_life(times, since=start))
    half life: 30 min (no interval: the engagements of one post bring each other, and
    are no sample; half of 5 events; since 2026-01-05T09:00:00)
    """

    seconds: float
    since: Literal["post", "peak"]
    origin: np.datetime64 | None
    events: int
    before: int
    missing: int

    @property
    def _lead(self) -> Measure:
        status = Status.DEFINED if self.events else Status.NO_EXPOSURE
        why = (
            "the engagements of one post bring each other, and are no sample; over"
            " posts, report the median of their half-lives"
        )
        return Measure(self.seconds, status, self.events, why, HALF_LIFE[self.since])

    _instead = "Take the half-life of all times together"

    def _left(self) -> FloatArray:
        """Return the unknown times, and as invalid the times before the post."""
        early = self.before if self.since == "post" else 0
        return np.array([[self.missing, 0.0, 0.0, early, 0.0, 0.0]])

    def _counted(self) -> list[str]:
        return [f"half of {_text.count(self.events, 'events')}"]

    def _notes(self) -> list[str]:
        peak = "the peak at " if self.since == "peak" else ""
        early = f", {self.before:,} before it" if self.before else ""
        origin = np.array([self.origin], "datetime64[s]")
        return [f"since {peak}{origin[0]}{early}"]

    def _why(self, code: int) -> str:
        return "no events"


def half_life(
    times: ToColumn,
    *,
    since: np.datetime64 | datetime | Literal["peak"],
    bin: timedelta = timedelta(hours=1),  # noqa: A002
    tz: str | None = None,
) -> HalfLife:
    r"""
    Return the time until half of a post's engagement had come.

    Since the post itself, or since its busiest time: two published definitions that
    give two numbers. The half-life of a young post is too short, since half of all its
    engagement is not yet known.

    .. math:: t_{1/2} = t_{(\lceil n/2 \rceil)} - t_0

    Parameters
    ----------
    times : array_like of datetime64 or datetime
        The time of each engagement. Shape ``(events,)``.
    since : datetime64, datetime or "peak"
        The time of the post, or ``"peak"``: the beginning of the busiest bin.
    bin : timedelta, optional
        Length of a bin for the peak; one hour by default.
    tz : str, optional
        The time zone of datetimes that have none.

    Returns
    -------
    HalfLife
        Its value is in seconds.

    Raises
    ------
    InvalidTypeError
        If times are not times.
    InvalidArgumentError
        If a time has no zone, or *bin* is not positive.

    Notes
    -----
    Unit: seconds. Range: 0 to infinity. Undefined (NaN) without events. Since the post:
    half of all engagement [1]_; since the peak: "half of the clicks it will ever
    receive after it's reached its peak" [2]_. It has no interval: all engagements were
    counted, and those of one post bring each other, so that they are no sample of
    anything. Over posts report the median, since a few long half-lives drive the mean.

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
    4800.0
    >>> half_life(times, since="peak").value
    1500.0
    """
    width = duration("bin", bin).total_seconds()
    if not width:
        raise _checks.refusal(InvalidArgumentError, "bin", "be positive", bin)
    column = _times.times("times", times, tz=tz)
    seen = column[~np.isnat(column)]
    peak = isinstance(since, str) and since == "peak"
    if peak:
        first = np.append(seen, _times.LATEST).min()
        busiest, half = series.half_life_from_peak((seen - first) / SECOND, width)
        origin = first + np.timedelta64(round(np.nan_to_num(busiest) * 1e6), "us")
    else:
        origin = _times.times("since", [since], tz=tz)[0]
        if np.isnat(origin):
            raise _checks.refusal(InvalidArgumentError, "since", "be a time", None)
        elapsed = (seen - origin) / SECOND
        half = series.half_life(elapsed[elapsed >= 0])
    after = int((seen >= origin).sum())
    return HalfLife(
        seconds=round(half, 6),  # times are in microseconds
        since="peak" if peak else "post",
        origin=origin if after or not peak else None,
        events=after,
        before=seen.size - after,
        missing=column.size - seen.size,
    )


@final
@attrs.frozen(eq=False, repr=False, getstate_setstate=False)
class DoublingTime(Scalar):
    """
    The time in which growing counts double [seconds].

    Made by ``doubling_time(...)``. It does not add: add the counts.

    Attributes
    ----------
    rate : float
        Slope of the logarithm [per second]; negative where counts shrink.
    rate_error : float
        Its standard error.
    times : int
        Number of times with a known count.
    missing : int
        Times without a known count.
    serial : bool
        Whether the error is for counts that resemble their neighbours: of five and more
        times that all differ.

    Examples
    --------
    >>> days = np.arange("2026-01-01", "2026-01-05", dtype="datetime64[D]")
    >>> doubling_time(days, counts=[10, 20, 40, 80]).value
    86400.0
    """

    rate: float
    rate_error: float
    times: int
    missing: int
    serial: bool
    metric: Metric = attrs.field(default=DOUBLING, init=False)

    def _values(self) -> FloatArray:
        seconds = np.log(2) / self.rate if self._grows == Status.DEFINED else np.nan
        return np.array([seconds], np.float64)

    @property
    def _grows(self) -> Status:
        if self.times < 2:
            return Status.TOO_FEW_UNITS
        return Status.DEFINED if self.rate > 0 else Status.NO_EXPOSURE

    def _codes(self) -> IntArray:
        return codes_of(self._grows)

    @property
    def units(self) -> int:
        """Number of times with a known count."""
        return self.times

    def _left(self) -> FloatArray:
        return np.array([[self.missing, 0.0, 0.0, 0.0, 0.0, 0.0]])

    def _bounds(self, level: float) -> Bounds:
        status = self._grows
        if status == Status.DEFINED and self.times == 2:
            status = Status.TOO_FEW_UNITS
        t = quantiles.student_t_quantile(level, np.array([max(self.times - 2, 1)]))
        reach = float(t[0]) * self.rate_error
        with np.errstate(divide="ignore"):
            slopes = np.array([self.rate + reach, max(self.rate - reach, 0.0)])
            low, high = (np.log(2) / slopes).tolist()
        method = (
            SERIAL if self.serial else "Student's t of the slope, as if independent"
        )
        return Bounds.of(low, high, status, method)

    _instead = "Add the counts, and take the doubling time of the sums"

    # -- text -------------------------------------------------------------------

    def _within(self, value: float, low: float, high: float, known: Known) -> str:
        said = super()._within(value, low, high, known)
        if np.isfinite(high):
            return said
        return f"{said.partition(': ')[0]}: at least {self._said(low)}"

    def _why(self, code: int) -> str:
        if self._grows == Status.NO_EXPOSURE:
            return "the counts do not grow"
        return super()._why(code)


def doubling_time(
    times: ToColumn, *, counts: ToArray, tz: str | None = None
) -> DoublingTime:
    r"""
    Return the time in which counts double.

    By least squares, from the slope of the logarithm of the counts over time. Select
    the times of the growth phase first, since no growth lasts.

    .. math:: t_2 = \frac{\ln 2}{g}, \quad \ln n_t = a + g t

    Parameters
    ----------
    times : array_like of datetime64 or datetime
        The time of each count. Shape ``(times,)``.
    counts : array_like of float
        Cumulative counts, or counts per period; greater than 0. Shape ``(times,)``.
    tz : str, optional
        The time zone of datetimes that have none.

    Returns
    -------
    DoublingTime
        Its value and its interval are in seconds.

    Raises
    ------
    InvalidTypeError
        If *times* are not times, or *counts* not numeric.
    InvalidCountsError
        If a count is 0, negative or infinite.
    InvalidArgumentError
        If columns differ in length, or a time has no zone.

    Notes
    -----
    Unit: seconds. Range: above 0. Undefined (NaN) where counts do not grow. Interval:
    from Student's t of the slope, whose error is, from five times on, that of a line
    with errors that resemble their neighbours, averaged over their correlation by its
    restricted likelihood [1]_; of three or four times that of errors as if independent.
    Counts per period are covered at least at the level, cumulative counts below it
    (0.73 to 0.97 for 0.95): each holds all that came before. The high bound is infinite
    where the slope may be 0. Our definition, as exponential growth is commonly stated.

    References
    ----------
    .. [1] Cheang, W.-K. and Reinsel, G. C. (2000). Bias reduction of autoregressive
       estimates in time series regression model through restricted maximum likelihood.
       Journal of the American Statistical Association 95, 1173-1184. 10.2307/2669758.
       As commonly stated; original not consulted. Averaging over it is our choice.

    Examples
    --------
    >>> days = np.arange("2026-01-01", "2026-01-05", dtype="datetime64[D]")
    >>> print(doubling_time(days, counts=[12, 22, 49, 96]))
    doubling time: 23 h 38 min (95 %: 20 h 29 min to 27 h 55 min, as if independent; 4
    times)
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
    good = ~np.isnat(column) & ~np.isnan(numbers)
    instants, sizes = column[good], numbers[good]
    elapsed = (instants - instants[:1]) / SECOND
    growth = series.growth(elapsed, sizes / sizes[:1])  # equal counts: exactly 0
    missing = good.size - elapsed.size
    error, serial = growth.rate_error, growth.serial
    return DoublingTime(growth.rate, error, elapsed.size, missing, serial)
