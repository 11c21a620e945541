"""Proportions and rates: ratios y / x, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Literal, Self, TypeVar, cast, final, overload

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks, _columns
from engagement_metrics._door._ids import Ids, labels
from engagement_metrics._kernels import intervals, quantiles, ratios
from engagement_metrics._typing import (
    Array,
    FloatArray,
    IntArray,
    Label,
    T,
    ToArray,
    ToColumn,
    ToScalar,
)
from engagement_metrics.errors import InvalidCountsError
from engagement_metrics.evidence._grouped import Grouped
from engagement_metrics.evidence._interval import Bounds, Interval
from engagement_metrics.evidence._left_out import LeftOut
from engagement_metrics.evidence._pooled import Average, Pooled
from engagement_metrics.evidence._result import Result, combinable, same_shape
from engagement_metrics.evidence._rows import Rows, Units
from engagement_metrics.words import Metric

PLAIN_PROPORTION = Metric("proportion", "successes", "trials", unit="rows")
PLAIN_RATE = Metric("rate", "count", "exposure", unit="rows", scale="number")
set_ = object.__setattr__
WEIGHTED = "Weighted counts have only pooled().interval(), over several units"


@attrs.frozen(eq=False, init=False, repr=False, getstate_setstate=False)
class _Ratio(Result[T]):
    """The base class of proportions and rates."""

    _rows: Rows
    metric: Metric
    whole: bool
    _single: bool

    _kind: ClassVar[Literal["rate", "share"]]
    _bounded: ClassVar[bool]
    _parts: ClassVar[tuple[str, str]]

    @classmethod
    def of_rows(
        cls, rows: Rows, metric: Metric, *, single: bool = False, whole: bool = True
    ) -> Any:
        """
        Return evidence from trusted rows.

        Parameters
        ----------
        rows : Rows
            The rows.
        metric : Metric
            The metric.
        single : bool, optional
            Whether the single row is shown as a number; false by default.
        whole : bool, optional
            Whether every count is a whole number of events; false if a definition
            weights actions.

        Returns
        -------
        Proportion or Rate
            The evidence.
        """
        made = object.__new__(cls)
        made._keep(rows, metric, whole, single)
        return made

    def _keep(self, rows: Rows, metric: Metric, whole: bool, single: bool) -> None:
        set_(self, "_rows", rows if single else rows.frozen())
        set_(self, "metric", metric)
        set_(self, "whole", whole)
        set_(self, "_single", single)

    def _fill(
        self, parts: tuple[Any, Any], metric: Metric, units: Any, left_out: Any
    ) -> None:
        """Check and store the arguments."""
        _checks.of_class("metric", metric, Metric)
        (y, x), single = _columns.quotient(
            dict(zip(self._parts, parts, strict=True)), ADVICE[self._kind]
        )
        rows = Rows(y, x)
        if units is not None:
            given = _columns.whole_numbers("units", units)
            _checks.same_lengths(**{self._parts[0]: y, "units": given})
            for name, part in zip(self._parts, (y, x), strict=True):
                bad, rule = (given == 0) & (part != 0), "be 0 where units is 0"
                _checks.require(InvalidCountsError, name, rule, part, bad)
            rows = rows._replace(units=given)
        if left_out is not None:
            _checks.of_class("left_out", left_out, LeftOut)
            left = cast("LeftOut[Any]", left_out)._rows
            _checks.same_lengths(**{self._parts[0]: y, "left_out": left})
            rows = rows._replace(left=left if left.any() else None)
        self._keep(rows, metric, whole=True, single=single)

    def _values(self) -> FloatArray:
        return ratios.divide(self._rows.y, self._rows.x, self._bounded)

    @property
    def value(self) -> T:
        """The ratio; NaN where undefined (see *status*)."""
        y, x, bounded = self._rows.y, self._rows.x, self._bounded
        return cast("T", self._by_row(ratios.quotient, ratios.divide, y, x, bounded))

    def _codes(self) -> IntArray:
        return self._rows.codes(bounded=self._bounded)

    def _size(self) -> int:
        return self._rows.y.size

    @property
    def units(self) -> T:
        """Number of units per row: 1, or the number summed."""
        return self._shown(self._rows.counted())

    def _left(self) -> FloatArray | None:
        return self._rows.left

    def _counted(self) -> list[str]:
        pairs = zip(self._rows.y.tolist(), self._rows.x.tolist(), strict=True)
        return [f"{_text.number(y)} of {_text.number(x)}" for y, x in pairs]

    def _whole(self) -> object:
        return self.pooled()

    @property
    def evidence(self) -> dict[str, Any]:
        """Evidence by public argument name."""
        y, x = self._parts
        names = (y, x, "units", "left_out", "metric", "whole")
        return {name: getattr(self, name) for name in names}

    @classmethod
    def of_evidence(cls, parts: Mapping[str, Any]) -> Self:
        """
        Rebuild a result from ``evidence``.

        Parameters
        ----------
        parts : mapping
            The value of ``evidence``.

        Returns
        -------
        Proportion or Rate
            An equal result.
        """
        given = [parts[name] for name in (*cls._parts, "units")]
        y, x, units = (np.atleast_1d(np.asarray(part)) for part in given)
        left = parts["left_out"]._rows
        left = left if left.any() else None
        rows = Rows(y.astype(np.float64), x.astype(np.float64), units, left)
        metric, whole = parts["metric"], parts["whole"]
        single = parts["left_out"]._single
        return cast("Self", cls.of_rows(rows, metric, single=single, whole=whole))

    def _at(self, rows: Any) -> Any:
        rows, single = self._picked(rows)
        return self._like(self._rows.at(rows), single=single)

    def _like(self, rows: Rows, *, single: bool) -> Self:
        metric, whole = self.metric, self.whole
        made = type(self).of_rows(rows, metric, single=single, whole=whole)
        return cast("Self", made)

    def _settled(self) -> Self:
        """Return the rows for summing: undefined rows are counted as left out."""
        rows = self._rows.settled(bounded=self._bounded)
        return self._like(rows, single=self._single)

    def __add__(self, other: Self) -> Self:
        """
        Pool two disjoint sets of observations, element by element.

        Undefined rows contribute neither count nor exposure, and are counted in
        *left_out*. Distinct people are not additive: a person counted in both sets
        is counted twice in the sum.
        """
        if not combinable(self, other):
            return NotImplemented
        same_shape(self, other)
        rows = self._rows.plus(other._rows, bounded=self._bounded)
        whole = self.whole and other.whole
        self._check_total(rows)
        made = self.of_rows(rows, self.metric, single=self._single, whole=whole)
        return cast("Self", made)

    def _check_total(self, rows: Rows) -> None:
        _checks.exact_total(self._parts[0], rows.y)
        _checks.exact_total(self._parts[1], rows.x)

    def sum(self) -> Any:
        """
        Return the sum of all rows, as one set of independent counts.

        Returns
        -------
        same kind
            Of numbers.
        """
        rows = self._rows.total(bounded=self._bounded)
        self._check_total(rows)
        return self._like(rows, single=True)

    def _for_sums(self, by: object) -> tuple[Rows, object, Any, Metric]:
        return self._rows, by, self._kind, self.metric

    def _as_units(self, unit: str | None) -> Pooled[float]:
        """Return pooled evidence with these rows as units."""
        metric = attrs.evolve(self.metric, unit=unit or self.metric.unit)
        rows, by, kind, _ = self._for_sums(None)
        made = Pooled._gather(rows, by, kind, metric, whole=self.whole)
        return cast("Pooled[float]", made)

    def _by_unit(self) -> Units | None:
        """Return the rows to pair with others, in their order."""
        if self._single:
            return None
        rows = self._rows.settled(bounded=self._bounded)
        return Units(None, rows, self._kind, self.metric, self.whole)

    def _beside(self, other: object, argument: str) -> Result[Any]:
        """Return the estimate to compare with another result: rows pooled or summed."""
        if self._single:
            return self
        alone = isinstance(other, _Ratio) and other._single
        return cast("Result[Any]", self.sum() if alone else self.pooled())

    def _regrouped(self, codes: IntArray, groups: int) -> Self:
        """Return the rows at other places, with empty sums elsewhere."""
        rows = self._rows.placed(codes, groups, bounded=self._bounded)
        return self._like(rows, single=False)

    @overload
    def pooled(
        self, *, by: None = None, cluster: ToColumn | None = None
    ) -> Pooled[float]: ...
    @overload
    def pooled(
        self,
        *,
        by: ToColumn | Mapping[str, ToColumn],
        cluster: ToColumn | None = None,
    ) -> Grouped[Pooled[float], Pooled[FloatArray]]: ...
    def pooled(self, *, by: Any = None, cluster: Any = None) -> Any:
        """
        Return the ratio of sums, with the standard error between units.

        Parameters
        ----------
        by : array_like or mapping of str to array_like, optional
            Labels of the rows: one result per label, or per combination of labels
            in several columns.
        cluster : array_like, optional
            Labels of larger units, such as weeks or authors: rows of one label are
            added up first, because they are not independent. By default each row is
            a unit.

        Returns
        -------
        Pooled or Grouped
            Pooled evidence, in groups where labels are given.
        """
        if cluster is not None:
            return self._clustered(by, cluster)
        return Pooled._gather(*self._for_sums(by), whole=self.whole)

    def _clustered(self, by: Any, cluster: object) -> Any:
        """Return pooled evidence whose units are rows of one label, added up."""
        unit, units = labels("cluster", cluster)
        _checks.same_lengths(**{self.metric.name: self._rows.y, "cluster": unit})
        names: tuple[Label, ...] = ()
        group = np.zeros(unit.size, np.int64)
        if by is not None:
            group, names = labels("by", by)
            _checks.same_lengths(**{self.metric.name: self._rows.y, "by": group})
        pairs, place = np.unique(group * len(units) + unit, return_inverse=True)
        rows = self._rows.gathered(place, pairs.size, bounded=self._bounded)
        parts = None if by is None else Ids(pairs // max(len(units), 1))
        metric = attrs.evolve(self.metric, unit="clusters")
        made = Pooled._gather(rows, parts, self._kind, metric, whole=self.whole)
        if by is None:
            return made
        present = (names[code] for code in made.labels)
        return Grouped.of_labels(tuple(present), made.estimate)

    @overload
    def average(self, *, by: None = None) -> Average[float]: ...
    @overload
    def average(
        self, *, by: ToColumn | Mapping[str, ToColumn]
    ) -> Grouped[Average[float], Average[FloatArray]]: ...
    def average(self, *, by: Any = None) -> Any:
        """
        Return the mean of ratios: every row has equal weight.

        Parameters
        ----------
        by : array_like or mapping of str to array_like, optional
            Labels of the rows: one result per label, or per combination of labels
            in several columns.

        Returns
        -------
        Average or Grouped
            The mean of ratios, in groups where labels are given.
        """
        return Average._gather(*self._for_sums(by), whole=self.whole)


ADVICE = {"rate": "", "share": "Use Rate if one person can act more than once"}
R = TypeVar("R", bound=_Ratio[Any])


def quotient(
    kind: type[R], metric: Metric, given: Mapping[str, object], advice: str = ""
) -> R:
    """
    Return the checked ratio of two named numbers or columns.

    With *advice*, the first is a part of the second and must not exceed it.
    """
    (y, x), single = _columns.quotient(given, advice)
    return cast("R", kind.of_rows(Rows(y, x), metric, single=single))


@final
@attrs.frozen(eq=False, init=False, repr=False, getstate_setstate=False)
class Proportion(_Ratio[T]):
    """
    A proportion: successes over trials, between 0 and 1.

    Columns give one proportion per row. ``+`` pools disjoint observations, element by
    element; ``sum()`` pools the rows.

    Parameters
    ----------
    successes : float or array_like of float
        People or items with the outcome [people or items]. Shape ``(rows,)`` for a
        column.
    trials : float or array_like of float
        All people or items. Shape as *successes*, or one number for all.
    metric : Metric, optional
        Name, numerator and denominator; a plain proportion by default.
    units : int or array_like of int, optional
        Number of units per row: 1 by default, 0 for an empty sum.
    left_out : LeftOut, optional
        Units left out of a sum, by reason; none by default.

    Raises
    ------
    InvalidTypeError
        If a number is text, a mask or complex.
    InvalidCountsError
        If a count is negative, infinite or above 2**53, or if *successes*
        exceed *trials*.
    InvalidArgumentError
        If the columns have different lengths.

    See Also
    --------
    Rate : Events per exposure, where a person can act more than once.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) where *trials* is 0, or where a number is missing.
    ``interval`` is the Wilson score interval [1]_, as if the trials were independent;
    with weights, the number of trials is their sum. An impossible number in a column
    given here is rejected; in a table (``Posts``, ``Days``, …) its row is set aside
    and counted as ``Status.INVALID``.

    References
    ----------
    .. [1] Wilson, E. B. (1927). Probable inference, the law of succession, and
       statistical inference. JASA 22, 209-212. 10.1080/01621459.1927.10502953

    Examples
    --------
    >>> share = Proportion(81, 263)
    >>> round(share.value, 4)
    0.308
    >>> Proportion([1, 0, 2], [4, 0, None]).value
    array([0.25,  nan,  nan])
    """

    _kind: ClassVar[Literal["rate", "share"]] = "share"
    _bounded: ClassVar[bool] = True
    _parts: ClassVar[tuple[str, str]] = ("successes", "trials")
    _joint = "of"

    @overload
    def __init__(
        self: Proportion[float],
        successes: ToScalar,
        trials: ToScalar,
        *,
        metric: Metric = ...,
        units: Any = ...,
        left_out: LeftOut[Any] | None = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: Proportion[FloatArray],
        successes: ToArray,
        trials: ToArray | ToScalar,
        *,
        metric: Metric = ...,
        units: Any = ...,
        left_out: LeftOut[Any] | None = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: Proportion[FloatArray],
        successes: ToScalar,
        trials: ToArray,
        *,
        metric: Metric = ...,
        units: Any = ...,
        left_out: LeftOut[Any] | None = ...,
    ) -> None: ...
    def __init__(
        self,
        successes: object,
        trials: object,
        *,
        metric: Metric = PLAIN_PROPORTION,
        units: Any = None,
        left_out: LeftOut[Any] | None = None,
    ) -> None:
        """Check and store the counts."""
        self._fill((successes, trials), metric, units, left_out)

    @property
    def successes(self) -> T:
        """Number of successes."""
        return self._shown(self._rows.y)

    @property
    def trials(self) -> T:
        """Number of trials."""
        return self._shown(self._rows.x)

    @overload
    def __getitem__(self: Proportion[FloatArray], rows: int) -> Proportion[float]: ...
    @overload
    def __getitem__(
        self: Proportion[FloatArray], rows: slice | Array
    ) -> Proportion[FloatArray]: ...
    def __getitem__(self, rows: Any) -> Any:
        """Return one row, or some of them."""
        return self._at(rows)

    def __iter__(self) -> Iterator[Proportion[float]]:
        """Iterate over the rows."""
        return super().__iter__()

    def sum(self) -> Proportion[float]:
        """
        Return the sum of all rows, as one set of independent trials.

        Returns
        -------
        Proportion
            Of floats.
        """
        return cast("Proportion[float]", super().sum())

    def as_census(self) -> Proportion[T]:
        """
        Return the same share of a finite whole that was counted, not sampled.

        No sampling error is left, so the interval is the value itself, also after
        ``+``, ``sum()`` and ``pooled()``. It adds only to evidence of a census. For a
        statement about other people, months or posts it stays a sample.

        Returns
        -------
        Proportion
            The same evidence.

        Examples
        --------
        >>> followers = Proportion(300, 1000).as_census()
        >>> print(followers)
        proportion of trials: 30.0 % (counted, not sampled; 300 of 1,000)
        >>> followers.interval().low
        0.3
        """
        metric = attrs.evolve(self.metric, census=True)
        rows, single = self._rows, self._single
        made = self.of_rows(rows, metric, single=single, whole=self.whole)
        return cast("Proportion[T]", made)

    def _bounds(self, level: float) -> Bounds:
        if self.metric.census:
            return Bounds.of_census(self._values(), self._codes())
        z = quantiles.normal_quantile(level)
        codes = self._codes()
        low, high = intervals.wilson(self._rows.y, self._rows.x, z)
        return _defined(low, high, codes, "Wilson score, as if independent")

    def interval(self, level: float = 0.95) -> Interval[T]:
        """
        Return the Wilson score interval, as if the trials were independent.

        Parameters
        ----------
        level : float, optional
            Confidence level, strictly between 0 and 1; 0.95 by default.

        Returns
        -------
        Interval
            Bounds that contain the value, exactly 0.0 and 1.0 at the ends; NaN where
            the value is undefined.
        """
        return super().interval(level)


@final
@attrs.frozen(eq=False, init=False, repr=False, getstate_setstate=False)
class Rate(_Ratio[T]):
    """
    A rate: events per unit of exposure, which may exceed 1.

    Columns give one rate per row. ``+`` pools disjoint observations, element by
    element; ``sum()`` pools the rows.

    Parameters
    ----------
    count : float or array_like of float
        Number of events [events]. Shape ``(rows,)`` for a column.
    exposure : float or array_like of float
        Denominator, such as people reached. Shape as *count*, or one number for all.
    metric : Metric, optional
        Name, numerator and denominator; a plain rate by default.
    units : int or array_like of int, optional
        Number of units per row: 1 by default, 0 for an empty sum.
    left_out : LeftOut, optional
        Units left out of a sum, by reason; none by default.

    Raises
    ------
    InvalidTypeError
        If a number is text, a mask or complex.
    InvalidCountsError
        If a number is negative, infinite or above 2**53.
    InvalidArgumentError
        If the columns have different lengths.

    See Also
    --------
    Proportion : A share of people or items, where each counts at most once.

    Notes
    -----
    Range: 0 to infinity. Undefined (NaN) where *exposure* is 0, or where a number is
    missing. ``interval`` is the Poisson score interval [1]_, as if the events were
    independent. An impossible number in a column given here is rejected; in a table
    (``Posts``, ``Days``, …) its row is set aside and counted as ``Status.INVALID``.

    References
    ----------
    .. [1] Garwood, F. (1936) gives the exact form; the score form is in Barker, L.
       (2002). A comparison of nine confidence intervals for a Poisson parameter.
       The American Statistician 56, 85-89. 10.1198/000313002317572736

    Examples
    --------
    >>> Rate(109398, 9327).value
    11.729173367642328
    >>> Rate([3, 4], [10, 0]).status
    array([<Status.DEFINED: 'defined'>,
           <Status.NO_DENOMINATOR: 'no denominator'>], dtype=object)
    """

    _kind: ClassVar[Literal["rate", "share"]] = "rate"
    _bounded: ClassVar[bool] = False
    _parts: ClassVar[tuple[str, str]] = ("count", "exposure")

    @overload
    def __init__(
        self: Rate[float],
        count: ToScalar,
        exposure: ToScalar,
        *,
        metric: Metric = ...,
        units: Any = ...,
        left_out: LeftOut[Any] | None = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: Rate[FloatArray],
        count: ToArray,
        exposure: ToArray | ToScalar,
        *,
        metric: Metric = ...,
        units: Any = ...,
        left_out: LeftOut[Any] | None = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: Rate[FloatArray],
        count: ToScalar,
        exposure: ToArray,
        *,
        metric: Metric = ...,
        units: Any = ...,
        left_out: LeftOut[Any] | None = ...,
    ) -> None: ...
    def __init__(
        self,
        count: object,
        exposure: object,
        *,
        metric: Metric = PLAIN_RATE,
        units: Any = None,
        left_out: LeftOut[Any] | None = None,
    ) -> None:
        """Check and store count and exposure."""
        self._fill((count, exposure), metric, units, left_out)

    @property
    def count(self) -> T:
        """Events."""
        return self._shown(self._rows.y)

    @property
    def exposure(self) -> T:
        """Exposure: the denominator."""
        return self._shown(self._rows.x)

    @overload
    def __getitem__(self: Rate[FloatArray], rows: int) -> Rate[float]: ...
    @overload
    def __getitem__(
        self: Rate[FloatArray], rows: slice | Array
    ) -> Rate[FloatArray]: ...
    def __getitem__(self, rows: Any) -> Any:
        """Return one row, or some of them."""
        return self._at(rows)

    def __iter__(self) -> Iterator[Rate[float]]:
        """Iterate over the rows."""
        return super().__iter__()

    def sum(self) -> Rate[float]:
        """
        Return the sum of all rows, as one set of independent events.

        Returns
        -------
        Rate
            Of floats.
        """
        return cast("Rate[float]", super().sum())

    def _weighted(self) -> Any:
        """Return a mask of the rows whose count is not a whole number of events."""
        y, x = self._rows.y, self._rows.x
        defined = ratios.defined(y, x, bounded=False)
        return defined & ((y != np.floor(y)) | (not self.whole))

    def _bounds(self, level: float) -> Bounds:
        z = quantiles.normal_quantile(level)
        codes = self._codes()
        low, high = intervals.poisson_score(self._rows.y, self._rows.x, z)
        weighted = self._weighted()
        if weighted.any():
            codes = np.where(weighted, ratios.INVALID, codes)
        return _defined(low, high, codes, "Poisson score, as if independent")

    def _no_interval(self, code: int) -> str:
        if code == ratios.INVALID:
            return "weighted counts have only a pooled one"
        return super()._no_interval(code)

    def interval(self, level: float = 0.95) -> Interval[T]:
        """
        Return the Poisson score interval, as if the events were independent.

        Parameters
        ----------
        level : float, optional
            Confidence level, strictly between 0 and 1; 0.95 by default.

        Returns
        -------
        Interval
            Bounds that contain the value, with a lower bound of exactly 0.0 for a count
            of 0; NaN where the value is undefined.

        Raises
        ------
        InvalidCountsError
            If a count is weighted (not a whole number).
        """
        made = super().interval(level)
        weighted = self._weighted()
        if weighted.any():
            rule = "be a whole number for a Poisson interval"
            if not self.whole:
                rule = f"be counted one by one for a Poisson interval of {self.metric}"
            self._refuse(rule, weighted)
        return made

    def _refuse(self, rule: str, bad: Any) -> None:
        error, y = InvalidCountsError, self._rows.y
        if self._single:
            got = y.item(0)
            raise _checks.refusal(error, "count", rule, got, advice=WEIGHTED)
        _checks.require(error, "count", rule, y, bad, advice=WEIGHTED)


def _defined(low: FloatArray, high: FloatArray, codes: IntArray, method: str) -> Bounds:
    """Return bounds, NaN where the value is undefined."""
    undefined = np.flatnonzero(codes)
    if undefined.size:
        low[undefined] = high[undefined] = np.nan
    return Bounds(low, high, codes, method)
