"""Evidence of how long questions waited, where some were not watched to the end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks
from engagement_metrics._kernels import intervals, quantiles, survival
from engagement_metrics._typing import BoolArray, FloatArray, IntArray, T
from engagement_metrics.evidence import Interval
from engagement_metrics.evidence._result import (
    SAME,
    STATUSES,
    StatusOf,
    Valued,
    codes_of,
    frozen,
    length as rows_of,
    same_evidence,
    same_shape,
    statuses,
)
from engagement_metrics.words import Status, Terms

__all__ = ["ResponseTime", "RestrictedMean", "Survival"]

SECOND = 1_000_000  # microseconds
MINUTE = 60  # seconds, from which on fractions of them are not printed
DEFINED, MISSING, NO_EXPOSURE, TOO_FEW_UNITS, ZERO_VARIANCE = (
    codes_of(status)
    for status in (
        Status.DEFINED,
        Status.MISSING,
        Status.NO_EXPOSURE,
        Status.TOO_FEW_UNITS,
        Status.ZERO_VARIANCE,
    )
)
WILSON = "Wilson score, as if independent"
LOG_LOG = "Kaplan-Meier's log(-log), as if independent"


@attrs.frozen(kw_only=True)
class _Waits(Valued[T]):
    """How long each question waited, and whether that was to its answer."""

    waited: IntArray = attrs.field(eq=SAME, converter=frozen)
    observed: BoolArray = attrs.field(eq=SAME, converter=frozen)
    group: IntArray | None = attrs.field(eq=SAME, converter=frozen)
    groups: int

    __hash__: ClassVar[None] = None  # type: ignore[assignment]
    metric: ClassVar[str]
    terms: ClassVar[Terms] = Terms("answered", "received", "questions")

    @classmethod
    def _of(
        cls,
        waited: IntArray,
        observed: BoolArray,
        group: IntArray | None,
        groups: int = 1,
        **asked: Any,
    ) -> Self:
        """Return evidence of questions in an order that is theirs, not the caller's."""
        keys = (observed, waited) if group is None else (observed, waited, group)
        rows = np.lexsort(keys)
        return cls(
            waited=waited[rows],
            observed=observed[rows],
            group=None if group is None else group[rows],
            groups=groups,
            **asked,
        )

    def _with(self, *columns: Any) -> Self:
        """Return evidence of other questions, asked for the same."""
        return self._of(*columns, **self._asked())

    def _codes_of_rows(self) -> IntArray:
        none = np.zeros(self.waited.size, np.int64)
        return none if self.group is None else self.group

    def _count(self, rows: BoolArray | None = None) -> IntArray:
        """Return how many questions, or some of them, each group has."""
        codes = self._codes_of_rows()
        return np.bincount(
            codes if rows is None else codes[rows], minlength=self.groups
        )

    def _like(self, column: Any) -> Any:
        return column[0].item() if self.group is None else frozen(column)

    def _curves(self) -> survival.Curves:
        return survival.kaplan_meier(
            self.waited, self.observed, self.group, self.groups
        )

    if TYPE_CHECKING:

        def _numbers(self) -> FloatArray: ...

        def _bounds(
            self, level: float
        ) -> tuple[FloatArray, FloatArray, IntArray, str]: ...

    def _codes(self) -> IntArray:
        """Return why each group has a value or none."""
        codes = np.where(np.isnan(self._numbers()), MISSING, DEFINED)
        return np.where(self._count() > 0, codes, NO_EXPOSURE)

    def _status(self) -> object:
        found = statuses(self._codes())
        return found[0] if self.group is None else found

    status: ClassVar[StatusOf] = StatusOf(_status)

    @property
    def value(self) -> T:
        """The number; NaN where there is none, and *status* says why."""
        return cast("T", self._like(self._numbers()))

    @property
    def questions(self) -> T:
        """Questions that it rests on."""
        return cast("T", self._like(self._count()))

    def interval(self, level: float = 0.95) -> Interval[T]:
        """
        Return the interval, as if questions were independent.

        Parameters
        ----------
        level : float, optional
            Confidence level, strictly between 0 and 1; 0.95 by default.

        Returns
        -------
        Interval
            NaN bounds where there is none; its *status* says why.
        """
        low, high, codes, method = self._bounds(_checks.level(level))
        none = codes != DEFINED
        low, high = (np.where(none, np.nan, bound) for bound in (low, high))
        said: Any = STATUSES[codes[0]] if self.group is None else codes
        return Interval(self._like(low), self._like(high), level, method, status=said)

    def _asked(self) -> dict[str, Any]:
        """Return what is asked of the evidence."""
        fields = {f.name: f for f in attrs.fields(cast("Any", type(self)))}
        evidence = {f.name for f in attrs.fields(_Waits)}
        return {name: getattr(self, name) for name in fields.keys() - evidence}

    def __add__(self, other: Self) -> Self:
        """Pool two disjoint sets of questions, group by group."""
        if not same_evidence(self, other):
            return NotImplemented
        ours, others = self._asked(), other._asked()
        _checks.same_evidence(ours, others, of=f"{others}", to=f"{ours}")
        same_shape(self.value, other.value)
        group = None
        if self.group is not None and other.group is not None:
            group = np.concatenate([self.group, other.group])
        waited = np.concatenate([self.waited, other.waited])
        observed = np.concatenate([self.observed, other.observed])
        return self._with(waited, observed, group, self.groups)

    def __len__(self) -> int:
        """Return the number of groups."""
        return rows_of(self.value)

    def __getitem__(self, rows: Any) -> Any:
        """Return one group, or some of them."""
        places = np.arange(len(self))[rows]
        group = self._codes_of_rows()
        if not isinstance(places, np.ndarray):
            of = slice(*np.searchsorted(group, [places, places + 1]))
            return self._with(self.waited[of], self.observed[of], None)
        number = np.full(self.groups, -1)
        number[places] = np.arange(places.size)
        kept = number[group] >= 0
        return self._with(
            self.waited[kept], self.observed[kept], number[group][kept], places.size
        )

    def __iter__(self) -> Iterator[Any]:
        """Iterate over the groups."""
        return (self[row] for row in range(len(self)))

    def _regrouped(self, codes: IntArray, groups: int) -> Self:
        """Return the evidence of other groups, each made of some of these."""
        group = codes[self._codes_of_rows()]
        return self._with(self.waited, self.observed, group, groups)

    def sum(self) -> Self:
        """
        Return the evidence of all groups together.

        Returns
        -------
        same as this
            Of numbers; a single one is itself.
        """
        return self._with(self.waited, self.observed, None)

    def __format__(self, spec: str) -> str:
        """Return the value in a format."""
        if not spec:
            return str(self)
        return "; ".join(format(v, spec) for v in np.atleast_1d(np.asarray(self.value)))

    def __str__(self) -> str:
        """Return one line a person can read."""
        if self.group is not None:
            return f"{_text.count(self.groups, 'groups')}: {self.sum()}"
        if self._status() != Status.DEFINED:
            return f"{_text.NONE}: {self._why()}"
        value, bounds = cast("float", self.value), cast("Any", self.interval())
        notes = self._notes()
        if bounds.status == Status.DEFINED:
            notes.insert(0, self._between(bounds.low, bounds.high))
        return f"{self._said(value)} ({', '.join(notes)})"

    def _why(self) -> str:
        none = self._status() == Status.NO_EXPOSURE
        return "no questions" if none else "no question was watched that long"

    def _said(self, value: float) -> str:
        return _duration(value)

    def _between(self, low: float, high: float) -> str:
        return f"{_duration(low)} to {_duration(high)}"

    def _notes(self) -> list[str]:
        return [_text.count(cast("float", self.questions), "questions")]


@attrs.frozen(kw_only=True)
class Survival(_Waits[T]):
    """
    The share of questions that were answered within some time.

    Made by ``response_rate(...)``. ``+`` pools disjoint sets of questions.

    Attributes
    ----------
    waited : ndarray of int
        How long each question waited [microseconds], in ascending order.
    observed : ndarray of bool
        Whether that was to its answer.
    group : ndarray of int or None
        The group of each question, where there are groups.
    groups : int
        Groups there are.
    within : timedelta
        Within which time.

    See Also
    --------
    Proportion : What it is where every question was watched to the end.

    Examples
    --------
    >>> day = np.arange("2026-01-05", "2026-01-15", dtype="datetime64[D]")
    >>> responses = Responses.of(
    ...     asked=[day[0]] * 4, answered=[day[1], day[2], None, None], until=day[9]
    ... )
    >>> print(response_rate(responses, within=timedelta(days=1)))
    25.0 % (4.6 to 69.9 %, 1 of 4 questions within 1 day)
    """

    within: timedelta
    metric: ClassVar[str] = "response_rate"

    @property
    def answered(self) -> T:
        """Questions answered within that time."""
        return cast("T", self._like(self._count(self._in_time())))

    @property
    def too_young(self) -> T:
        """Questions not answered, but not watched for that time either."""
        return cast("T", self._like(self._count(self._young())))

    def _in_time(self) -> BoolArray:
        return self.observed & (self.waited <= _microseconds(self.within))

    def _young(self) -> BoolArray:
        return ~self.observed & (self.waited < _microseconds(self.within))

    def _numbers(self) -> FloatArray:
        value, _ = survival.at(self._curves(), _microseconds(self.within))
        return value

    def _bounds(self, level: float) -> tuple[FloatArray, FloatArray, IntArray, str]:
        z = quantiles.normal_quantile(level)
        value, variance = survival.at(self._curves(), _microseconds(self.within))
        answered, young = self._count(self._in_time()), self._count(self._young())
        told = (self._count() - young).astype(np.float64)
        told[np.isnan(value)] = np.nan
        plain = (young == 0) | (value == 0) | (value == 1)
        low, high = intervals.wilson(answered.astype(np.float64), told, z)
        below, above = survival.log_log(1 - value, variance, z)
        low, high = np.where(plain, low, 1 - above), np.where(plain, high, 1 - below)
        low, high = np.minimum(low, value), np.maximum(high, value)
        return low, high, self._codes(), WILSON if plain.all() else LOG_LOG

    def _said(self, value: float) -> str:
        return _text.value(value)

    def _between(self, low: float, high: float) -> str:
        return _text.bounds(low, high)

    def _notes(self) -> list[str]:
        counted = _text.count(cast("float", self.questions), "questions")
        answered = _text.number(cast("float", self.answered))
        notes = [f"{answered} of {counted} within {_span(self.within)}"]
        if self.too_young:
            notes.append(f"{_text.number(cast('float', self.too_young))} too young")
        return notes


@attrs.frozen(kw_only=True)
class ResponseTime(_Waits[T]):
    """
    The time by which a share of all questions was answered.

    Made by ``response_time(...)``. ``+`` pools disjoint sets of questions. The value is
    in seconds and infinite where the share was not reached, which is an answer too.

    Attributes
    ----------
    waited : ndarray of int
        How long each question waited [microseconds], in ascending order.
    observed : ndarray of bool
        Whether that was to its answer.
    group : ndarray of int or None
        The group of each question, where there are groups.
    groups : int
        Groups there are.
    quantile : float
        The share.

    Examples
    --------
    >>> day = np.arange("2026-01-05", "2026-01-15", dtype="datetime64[D]")
    >>> responses = Responses.of(
    ...     asked=[day[0]] * 4, answered=[day[1], day[2], None, None], until=day[9]
    ... )
    >>> print(response_time(responses))
    2 days (1 day to not reached, 50.0 % of 4 questions)
    """

    quantile: float
    metric: ClassVar[str] = "response_time"

    @property
    def reached(self) -> bool | BoolArray:
        """Whether so many were answered."""
        return cast("bool | BoolArray", self._like(np.isfinite(self._numbers())))

    def _numbers(self) -> FloatArray:
        value, _, _ = survival.quantile(self._curves(), self.quantile, 0.0)
        return value / SECOND

    def _bounds(self, level: float) -> tuple[FloatArray, FloatArray, IntArray, str]:
        z = quantiles.normal_quantile(level)
        _, low, high = survival.quantile(self._curves(), self.quantile, z)
        return low / SECOND, high / SECOND, self._codes(), LOG_LOG

    def _notes(self) -> list[str]:
        share = _text.value(self.quantile)
        return [f"{share} of {super()._notes()[0]}"]


@attrs.frozen(kw_only=True)
class RestrictedMean(_Waits[T]):
    """
    The mean time to an answer, of which no more than a horizon counts.

    Made by ``restricted_mean_response_time(...)``. ``+`` pools disjoint sets of
    questions. The value is in seconds.

    Attributes
    ----------
    waited : ndarray of int
        How long each question waited [microseconds], in ascending order.
    observed : ndarray of bool
        Whether that was to its answer.
    group : ndarray of int or None
        The group of each question, where there are groups.
    groups : int
        Groups there are.
    horizon : timedelta
        How much counts for what took longer.

    Examples
    --------
    >>> day = np.arange("2026-01-05", "2026-01-15", dtype="datetime64[D]")
    >>> responses = Responses.of(
    ...     asked=[day[0]] * 4, answered=[day[1], day[2], None, None], until=day[9]
    ... )
    >>> mean = restricted_mean_response_time(responses, horizon=timedelta(days=7))
    >>> mean.value / 86400
    4.25
    """

    horizon: timedelta
    metric: ClassVar[str] = "restricted_mean_response_time"

    def _numbers(self) -> FloatArray:
        mean, _ = survival.restricted_mean(self._curves(), _microseconds(self.horizon))
        return mean / SECOND

    def _bounds(self, level: float) -> tuple[FloatArray, FloatArray, IntArray, str]:
        horizon = _microseconds(self.horizon)
        mean, variance = survival.restricted_mean(self._curves(), horizon)
        reach = quantiles.normal_quantile(level) * np.sqrt(variance)
        low, high = np.maximum(mean - reach, 0), np.minimum(mean + reach, horizon)
        codes = self._codes()
        codes[(codes == DEFINED) & (variance == 0)] = ZERO_VARIANCE
        codes[self._count() == 1] = TOO_FEW_UNITS
        method = "normal, as if independent"
        return low / SECOND, high / SECOND, codes, method

    def _notes(self) -> list[str]:
        return [*super()._notes(), f"none longer than {_span(self.horizon)}"]


def _microseconds(span: timedelta) -> int:
    return span // timedelta(microseconds=1)


def _duration(seconds: float) -> str:
    """Return seconds as a length of time."""
    if np.isinf(seconds):
        return "not reached"
    return _span(timedelta(seconds=round(seconds) if seconds > MINUTE else seconds))


def _span(length: timedelta) -> str:
    """Return a length of time, without a time of day of nothing."""
    return str(length).removesuffix(", 0:00:00")
