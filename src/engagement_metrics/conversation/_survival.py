"""Evidence of waiting times, some of them censored at the end of observation."""

from __future__ import annotations

import functools
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self, cast, overload

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door._frozen import frozen
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


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class _Waits(Result[T]):
    """How long each question waited, and whether that was to its answer."""

    waited: IntArray = attrs.field(converter=frozen)
    observed: BoolArray = attrs.field(converter=frozen)
    group: IntArray = attrs.field(converter=frozen)
    groups: int
    single: bool

    @property
    def _single(self) -> bool:
        return self.single

    def _with(self, *columns: Any, single: bool) -> Self:
        """Return evidence of other questions with the same parameter."""
        made: Self = attrs.evolve(cast("Any", self), **ordered(*columns, single=single))
        return made

    if TYPE_CHECKING:

        def _limits(self, z: float) -> Bounds: ...

    @functools.cached_property
    def _curves(self) -> survival.Curves:
        return survival.kaplan_meier(
            self.waited, self.observed, self.group, self.groups
        )

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
        low, high, codes, method = self._limits(quantiles.normal_quantile(level))
        none = codes != ratios.DEFINED
        low, high = (np.where(none, np.nan, bound) for bound in (low, high))
        return Bounds(low, high, codes, method)

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
        return self._with(*columns, self.groups, single=self.single)

    def _at(self, rows: Any) -> Any:
        """Return some groups; their questions stand next to each other."""
        rows, single = self._picked(rows)
        places = np.arange(self.groups)[rows]
        first = np.searchsorted(self.group, places)
        counts = np.searchsorted(self.group, places, "right") - first
        group = np.arange(places.size).repeat(counts)
        kept = (first - np.cumsum(counts) + counts)[group] + np.arange(group.size)
        waited, observed = self.waited[kept], self.observed[kept]
        return self._with(waited, observed, group, places.size, single=single)

    def _regrouped(self, codes: IntArray, groups: int) -> Self:
        """Return the evidence of other groups, each made of some of these."""
        group = codes[self.group]
        return self._with(self.waited, self.observed, group, groups, single=False)

    def sum(self) -> Any:
        """
        Return the evidence of all groups together.

        Returns
        -------
        same kind
            Of numbers; a single one is itself.
        """
        group = np.zeros_like(self.group)
        return self._with(self.waited, self.observed, group, 1, single=True)

    def _whole(self) -> object:
        return self.sum()


COLUMNS = ("waited", "observed", "group")


def ordered(
    waited: IntArray, observed: BoolArray, group: IntArray, groups: int, *, single: bool
) -> dict[str, Any]:
    """Return evidence of questions in ascending order, whatever order they came in."""
    keys = (observed, waited, group) if groups > 1 else (observed, waited)
    rows = np.lexsort(keys)
    columns = {"waited": waited[rows], "observed": observed[rows], "group": group[rows]}
    return {**columns, "groups": groups, "single": single}


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
        return attrs.evolve(RATE, numerator=f"answered within {_span(self.within)}")

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

    def _limits(self, z: float) -> Bounds:
        value, variance = survival.at(self._curves, self.within // MICROSECOND)
        answered, young = self._answered(), self._young()
        known = (self._count() - young).astype(np.float64)
        known[np.isnan(value)] = np.nan
        plain = (young == 0) | (value == 0) | (value == 1)
        low, high = intervals.wilson(answered.astype(np.float64), known, z)
        below, above = survival.log_log(1 - value, variance, z)
        low, high = np.where(plain, low, 1 - above), np.where(plain, high, 1 - below)
        low, high = np.minimum(low, value), np.maximum(high, value)
        return Bounds(low, high, self._codes(), WILSON if plain.all() else LOG_LOG)

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
        return attrs.evolve(TIME, numerator=f"{self._which} of time to answer")

    @property
    def _which(self) -> str:
        median = self.quantile == 0.5
        return "median" if median else f"{self.quantile!r} quantile"

    @property
    def reached(self) -> bool | BoolArray:
        """Whether so many were answered."""
        return cast("bool | BoolArray", self._shown(np.isfinite(self._values())))

    def _values(self) -> FloatArray:
        return survival.quantile(self._curves, self.quantile, 0.0)[0] / SECOND

    def _limits(self, z: float) -> Bounds:
        _, low, high = survival.quantile(self._curves, self.quantile, z)
        return Bounds(low / SECOND, high / SECOND, self._codes(), LOG_LOG)

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
        return attrs.evolve(MEAN, numerator=f"mean of time to answer up to {horizon}")

    def _values(self) -> FloatArray:
        horizon = self.within // MICROSECOND
        return survival.restricted_mean(self._curves, horizon)[0] / SECOND

    def _limits(self, z: float) -> Bounds:
        horizon = self.within // MICROSECOND
        mean, variance = survival.restricted_mean(self._curves, horizon)
        reach = z * np.sqrt(variance)
        low, high = np.maximum(mean - reach, 0), np.minimum(mean + reach, horizon)
        codes = self._codes()
        codes[(codes == ratios.DEFINED) & (variance == 0)] = ZERO_VARIANCE
        codes[self._count() == 1] = TOO_FEW_UNITS
        method = "normal, as if independent"
        return Bounds(low / SECOND, high / SECOND, codes, method)

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
