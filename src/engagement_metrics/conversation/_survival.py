"""Evidence of waiting times, some of them censored at the end of observation."""

from __future__ import annotations

import functools
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self, cast, overload

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door._frozen import frozen
from engagement_metrics._door._ids import Ids
from engagement_metrics._kernels import intervals, quantiles, ratios, survival
from engagement_metrics._typing import Array, BoolArray, FloatArray, IntArray, T
from engagement_metrics.evidence import Result
from engagement_metrics.evidence._interval import Bounds
from engagement_metrics.evidence._pooled import TOO_FEW_UNITS, ZERO_VARIANCE
from engagement_metrics.evidence._result import combinable, same_shape
from engagement_metrics.words import Metric, Source

MICROSECOND = timedelta(microseconds=1)
SECOND = 1_000_000  # microseconds
WILSON = "Wilson score, as if independent"
LOG_LOG = "Kaplan-Meier's log(-log), as if independent"
BY_PERSON = "Kaplan-Meier's log(-log), between persons, Student's t"
MEAN_BY_PERSON = "Student's t, between persons"
OPENING = "opening messages"
RATE = Metric(
    "response_rate",
    "answered",
    "questions",
    unit="questions",
    sources=(
        Source(
            "Kaplan, E. L. and Meier, P.",
            1958,
            "Nonparametric estimation from incomplete observations",
            "10.1080/01621459.1958.10501452",
            consulted=False,
        ),
    ),
)
TIME = Metric(
    "response_time",
    "time to answer",
    unit="questions",
    scale="duration",
    sources=(
        Source(
            "Brookmeyer, R. and Crowley, J.",
            1982,
            "A confidence interval for the median survival time",
            "10.2307/2530286",
            consulted=False,
        ),
    ),
)
MEAN = Metric(
    "mean_response_time",
    "time to answer",
    unit="questions",
    scale="duration",
    sources=(
        Source(
            "Klein, J. P. and Moeschberger, M. L.",
            2003,
            "Survival Analysis, 2nd edition, 4.5",
            "Springer",
            consulted=False,
        ),
    ),
)


def _askers(asker: Any) -> Ids | None:
    """Return who asked, as ids, or None if that is unknown."""
    return None if asker is None else Ids.of(asker, argument="asker")


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class _Waits(Result[T]):
    """How long each question waited, and whether that was to its answer."""

    waited: IntArray = attrs.field(converter=frozen)
    observed: BoolArray = attrs.field(converter=frozen)
    group: IntArray = attrs.field(converter=frozen)
    groups: int
    single: bool
    asker: Ids | None = attrs.field(default=None, converter=_askers)
    opening: bool = False

    def _named(self, metric: Metric, numerator: str) -> Metric:
        """Return a metric of these questions: of all, or of opening messages."""
        metric = attrs.evolve(metric, numerator=numerator)
        if not self.opening:
            return metric
        of = metric.denominator and OPENING
        return attrs.evolve(metric, denominator=of, unit=OPENING)

    @property
    def _single(self) -> bool:
        return self.single

    def _with(self, *columns: Any, single: bool, asker: Ids | None) -> Self:
        """Return evidence of other questions with the same parameter."""
        parts = ordered(*columns, single=single, asker=asker)
        made: Self = attrs.evolve(cast("Any", self), **parts)
        return made

    if TYPE_CHECKING:

        def _limits(self, t: FloatArray) -> Bounds: ...

    @functools.cached_property
    def _curves(self) -> survival.Curves:
        columns = self.waited, self.observed, self.group
        curves = survival.kaplan_meier(*columns, self.groups)
        if self.asker is None:
            return curves
        return survival.between(curves, *columns, self._persons)

    @functools.cached_property
    def _persons(self) -> survival.Clusters:
        """Questions by who asked; each its own if that is unknown."""
        unknown = np.full(self.group.size, -1)
        unit = unknown if self.asker is None else self.asker.codes
        return survival.clusters(unit, self.group, self.groups)

    @property
    def evidence(self) -> dict[str, Any]:
        """Evidence by public argument name."""
        asker = None if self.asker is None else tuple(self.asker.values())
        return {**super().evidence, "asker": asker}

    def _count(self, rows: BoolArray | slice = slice(None)) -> IntArray:
        """Return the number of questions, or of some of them, in each group."""
        return np.bincount(self.group[rows], minlength=self.groups)

    def _size(self) -> int:
        return self.groups

    @property
    def units(self) -> T:
        """Questions."""
        return self._shown(self._count())

    def _codes(self) -> IntArray:
        codes = np.where(np.isnan(self._values()), ratios.MISSING, ratios.DEFINED)
        return np.where(self._count() > 0, codes, ratios.NO_EXPOSURE)

    def _bounds(self, level: float) -> Bounds:
        low, high, codes, method = self._limits(self._t(level))
        codes = np.where(
            np.isnan(low) & (codes == ratios.DEFINED), TOO_FEW_UNITS, codes
        )
        none = codes != ratios.DEFINED
        low, high = (np.where(none, np.nan, bound) for bound in (low, high))
        return Bounds(low, high, codes, method)

    def _t(self, level: float) -> FloatArray:
        """Return the quantile for each group: normal, or Student's t of persons."""
        if self.asker is None:
            return np.full(self.groups, quantiles.normal_quantile(level))
        persons = self._persons.effective
        return quantiles.student_t_quantile(level, np.maximum(persons - 1, 1))

    def _counted(self) -> list[str]:
        counted = super()._counted()
        if self.asker is None:
            return counted
        persons = self._persons.number.tolist()
        return [
            f"{said} by {_text.count(n, 'persons')}"
            for said, n in zip(counted, persons, strict=True)
        ]

    def _no_interval(self, code: int) -> str:
        few = self.asker is not None and code == TOO_FEW_UNITS
        return "too few persons" if few else super()._no_interval(code)

    def _between(self) -> list[str]:
        said = super()._between()
        if self.asker is None:
            return said
        return [
            text if "no interval" in text else f"{text}, between persons"
            for text in said
        ]

    def _why(self, code: int) -> str:
        nothing = code == ratios.NO_EXPOSURE
        return "no questions" if nothing else "no question was observed that long"

    def __add__(self, other: Self) -> Self:
        """Pool two disjoint sets of questions, group by group."""
        if not combinable(self, other):
            return NotImplemented
        same_shape(self, other)
        pairs = ((getattr(each, n) for each in (self, other)) for n in COLUMNS)
        columns = map(np.concatenate, map(list, pairs))
        asker = _joined(self, other)
        return self._with(*columns, self.groups, single=self.single, asker=asker)

    def _at(self, rows: Any) -> Any:
        """Return some groups; their questions stand next to each other."""
        rows, single = self._picked(rows)
        places = np.arange(self.groups)[rows]
        first = np.searchsorted(self.group, places)
        counts = np.searchsorted(self.group, places, "right") - first
        group = np.arange(places.size).repeat(counts)
        kept = (first - np.cumsum(counts) + counts)[group] + np.arange(group.size)
        waited, observed = self.waited[kept], self.observed[kept]
        asker = None if self.asker is None else self.asker[kept]
        return self._with(
            waited, observed, group, places.size, single=single, asker=asker
        )

    def _regrouped(self, codes: IntArray, groups: int) -> Self:
        """Return the evidence of other groups, each made of some of these."""
        columns = self.waited, self.observed, codes[self.group]
        return self._with(*columns, groups, single=False, asker=self.asker)

    def sum(self) -> Any:
        """
        Return the evidence of all groups together.

        Returns
        -------
        same kind
            Of numbers; a single one is itself.
        """
        columns = self.waited, self.observed, np.zeros_like(self.group)
        return self._with(*columns, 1, single=True, asker=self.asker)

    def _whole(self) -> object:
        return self.sum()


COLUMNS = ("waited", "observed", "group")


def ordered(
    waited: IntArray,
    observed: BoolArray,
    group: IntArray,
    groups: int,
    *,
    single: bool,
    asker: Ids | None = None,
) -> dict[str, Any]:
    """Return evidence of questions in ascending order, whatever order they came in."""
    keys = (observed, waited, group) if groups > 1 else (observed, waited)
    rows = np.lexsort(keys if asker is None else (asker.codes, *keys))
    columns = {"waited": waited[rows], "observed": observed[rows], "group": group[rows]}
    who = None if asker is None else asker[rows]
    return {**columns, "groups": groups, "single": single, "asker": who}


def _joined(first: _Waits[Any], second: _Waits[Any]) -> Ids | None:
    """Return who asked the questions of both; each unknown asker is another one."""
    if first.asker is None and second.asker is None:
        return None
    a, b = (
        Ids(np.full(part.waited.size, -1)) if part.asker is None else part.asker
        for part in (first, second)
    )
    return a + b


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class ResponseRate(_Waits[T]):
    """
    The share of questions that were answered within some time.

    Made by ``response_rate(...)``. ``+`` pools disjoint sets of questions.

    Attributes
    ----------
    waited : ndarray of int
        How long each question waited [microseconds], in ascending order.
    observed : ndarray of bool
        Whether that was to its answer.
    group : ndarray of int
        The group of each question.
    groups : int
        Number of groups.
    single : bool
        Whether the one group is shown as a number.
    asker : Ids or None
        Who asked each question, if that is known: the unit of the interval.
    opening : bool
        Whether only messages that open an exchange are questions.
    within : timedelta
        Within which time.

    See Also
    --------
    Proportion : The same where every question was observed to the end.

    Examples
    --------
    >>> day = np.arange("2026-01-05", "2026-01-15", dtype="datetime64[D]")
    >>> responses = Responses.of(
    ...     asked=[day[0]] * 4, answered=[day[1], day[2], None, None], until=day[9]
    ... )
    >>> response_rate(responses, within=timedelta(days=1))
    <ResponseRate 25.0 %: 1 of 4 questions, response rate within 1 day>
    """

    within: timedelta

    _joint = "of"

    @property
    def metric(self) -> Metric:
        """Answered within that time, over all questions."""
        return self._named(RATE, f"answered within {_span(self.within)}")

    @property
    def answered(self) -> T:
        """Questions answered within that time."""
        return self._shown(self._answered())

    @property
    def too_young(self) -> T:
        """Questions censored before that time: not answered, and not yet too late."""
        return self._shown(self._young())

    def _answered(self) -> IntArray:
        in_time = self.waited <= self.within // MICROSECOND
        return self._count(self.observed & in_time)

    def _young(self) -> IntArray:
        early = self.waited < self.within // MICROSECOND
        return self._count(~self.observed & early)

    def _values(self) -> FloatArray:
        return survival.at(self._curves, self.within // MICROSECOND)[0]

    def _limits(self, t: FloatArray) -> Bounds:
        value, variance = survival.at(self._curves, self.within // MICROSECOND)
        answered, young = self._answered(), self._young()
        known = (self._count() - young).astype(np.float64)
        known[np.isnan(value)] = np.nan
        plain = (value == 0) | (value == 1)
        if self.asker is None:
            plain |= young == 0
        else:
            known *= self._persons.effective / np.maximum(self._count(), 1)
        counts = answered.astype(np.float64)
        if self.asker is not None:
            counts = value * known
        low, high = intervals.wilson(counts, known, t)
        below, above = survival.log_log(1 - value, variance, t)
        low, high = np.where(plain, low, 1 - above), np.where(plain, high, 1 - below)
        low, high = np.minimum(low, value), np.maximum(high, value)
        independent = WILSON if plain.all() else LOG_LOG
        method = independent if self.asker is None else BY_PERSON
        return Bounds(low, high, self._codes(), method)

    def _title(self) -> str:
        return f"{self.metric.title} within {_span(self.within)}"

    def _counted(self) -> list[str]:
        pairs = zip(self._answered().tolist(), super()._counted(), strict=True)
        return [f"{_text.number(answered)} of {of}" for answered, of in pairs]

    def _notes(self) -> list[str]:
        before = f"censored before {_span(self.within)}"
        return [f"{n:,} {before}" if n else "" for n in self._young().tolist()]

    @overload
    def __getitem__(
        self: ResponseRate[FloatArray], rows: int
    ) -> ResponseRate[float]: ...
    @overload
    def __getitem__(
        self: ResponseRate[FloatArray], rows: slice | Array
    ) -> ResponseRate[FloatArray]: ...
    def __getitem__(self, rows: Any) -> Any:
        """Return one group, or some of them."""
        return self._at(rows)


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class ResponseTime(_Waits[T]):
    """
    The time by which a share of all questions was answered.

    Made by ``response_time(...)``. ``+`` pools disjoint sets of questions. The value is
    in seconds, and infinite where the share was not reached.

    Attributes
    ----------
    waited : ndarray of int
        How long each question waited [microseconds], in ascending order.
    observed : ndarray of bool
        Whether that was to its answer.
    group : ndarray of int
        The group of each question.
    groups : int
        Number of groups.
    single : bool
        Whether the one group is shown as a number.
    asker : Ids or None
        Who asked each question, if that is known: the unit of the interval.
    opening : bool
        Whether only messages that open an exchange are questions.
    quantile : float
        The share.

    Examples
    --------
    >>> day = np.arange("2026-01-05", "2026-01-15", dtype="datetime64[D]")
    >>> responses = Responses.of(
    ...     asked=[day[0]] * 4, answered=[day[1], day[2], None, None], until=day[9]
    ... )
    >>> response_time(responses)
    <ResponseTime 2 days: 4 questions, response time, median>
    """

    quantile: float

    @property
    def metric(self) -> Metric:
        """The quantile of the time to the answer."""
        return self._named(TIME, f"{self._which} of time to answer")

    @property
    def _which(self) -> str:
        median = self.quantile == 0.5
        return "median" if median else f"{self.quantile!r} quantile"

    @property
    def reached(self) -> bool | BoolArray:
        """Whether so many were answered."""
        return cast("bool | BoolArray", self._shown(np.isfinite(self._values())))

    def _values(self) -> FloatArray:
        return survival.quantile(self._curves, self.quantile) / SECOND

    def _limits(self, t: FloatArray) -> Bounds:
        n, q = self._persons.effective, self.quantile
        with np.errstate(over="ignore"):  # more than all, however much
            share = np.nan_to_num(t * t * (1 - q) / (q * n), nan=2.0, posinf=2.0)
        zero = survival.still_none(self.waited, self.group, share)
        low, high = survival.quantile_bounds(self._curves, q, t, n, zero)
        method = LOG_LOG if self.asker is None else BY_PERSON
        return Bounds(low / SECOND, high / SECOND, self._codes(), method)

    def _title(self) -> str:
        return f"{self.metric.title}, {self._which}"

    @overload
    def __getitem__(
        self: ResponseTime[FloatArray], rows: int
    ) -> ResponseTime[float]: ...
    @overload
    def __getitem__(
        self: ResponseTime[FloatArray], rows: slice | Array
    ) -> ResponseTime[FloatArray]: ...
    def __getitem__(self, rows: Any) -> Any:
        """Return one group, or some of them."""
        return self._at(rows)


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class MeanResponseTime(_Waits[T]):
    """
    The mean time to an answer, restricted to a horizon.

    Made by ``mean_response_time(...)``. ``+`` pools disjoint sets of questions. The
    value is in seconds.

    Attributes
    ----------
    waited : ndarray of int
        How long each question waited [microseconds], in ascending order.
    observed : ndarray of bool
        Whether that was to its answer.
    group : ndarray of int
        The group of each question.
    groups : int
        Number of groups.
    single : bool
        Whether the one group is shown as a number.
    asker : Ids or None
        Who asked each question, if that is known: the unit of the interval.
    opening : bool
        Whether only messages that open an exchange are questions.
    within : timedelta
        The horizon: longer times count as this long.

    Examples
    --------
    >>> day = np.arange("2026-01-05", "2026-01-15", dtype="datetime64[D]")
    >>> responses = Responses.of(
    ...     asked=[day[0]] * 4, answered=[day[1], day[2], None, None], until=day[9]
    ... )
    >>> mean_response_time(responses, within=timedelta(days=7)).value / 86400
    4.25
    """

    within: timedelta

    @property
    def metric(self) -> Metric:
        """The mean of the time to the answer, or of the horizon if that is shorter."""
        horizon = _span(self.within)
        return self._named(MEAN, f"mean of time to answer up to {horizon}")

    def _values(self) -> FloatArray:
        horizon = self.within // MICROSECOND
        return survival.restricted_mean(self._curves, horizon)[0] / SECOND

    def _limits(self, t: FloatArray) -> Bounds:
        horizon = self.within // MICROSECOND
        mean, variance = survival.restricted_mean(self._curves, horizon)
        if self.asker is not None:
            variance = np.maximum(variance, self._between_persons(horizon))
        reach = t * np.sqrt(variance)
        low, high = np.maximum(mean - reach, 0), np.minimum(mean + reach, horizon)
        codes = self._codes()
        codes[(codes == ratios.DEFINED) & (variance == 0)] = ZERO_VARIANCE
        codes[self._persons.number == 1] = TOO_FEW_UNITS
        alone = "normal, as if independent"
        method = alone if self.asker is None else MEAN_BY_PERSON
        return Bounds(low / SECOND, high / SECOND, codes, method)

    def _between_persons(self, horizon: int) -> FloatArray:
        columns = self.waited, self.observed, self.group, self._persons
        return survival.mean_between(self._curves, *columns, horizon=horizon)

    def _title(self) -> str:
        return f"{self.metric.title}, restricted to {_span(self.within)}"

    @overload
    def __getitem__(
        self: MeanResponseTime[FloatArray], rows: int
    ) -> MeanResponseTime[float]: ...
    @overload
    def __getitem__(
        self: MeanResponseTime[FloatArray], rows: slice | Array
    ) -> MeanResponseTime[FloatArray]: ...
    def __getitem__(self, rows: Any) -> Any:
        """Return one group, or some of them."""
        return self._at(rows)


def _span(length: timedelta) -> str:
    """Return a length of time in full: ``1 day 6 h``."""
    minutes, seconds = divmod(length.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    exact = seconds + length.microseconds / SECOND
    days = _text.count(length.days, "days") if length.days else ""
    rest = {"h": hours, "min": minutes, "s": exact}
    parts = [days, *(f"{n:.8g} {unit}" for unit, n in rest.items() if n)]
    return " ".join(filter(None, parts)) or "0 s"
