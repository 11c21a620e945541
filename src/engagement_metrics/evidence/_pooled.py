"""Evidence of many units: ratio of sums, or mean of ratios."""

from __future__ import annotations

from collections.abc import Iterator
from typing import (
    Any,
    ClassVar,
    Generic,
    Literal,
    NamedTuple,
    Self,
    cast,
    final,
    overload,
)

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks, _columns
from engagement_metrics._door._frozen import assign, frozen
from engagement_metrics._door._ids import labels
from engagement_metrics._kernels import intervals, quantiles, ratios, sums
from engagement_metrics._typing import (
    Array,
    BoolArray,
    FloatArray,
    IntArray,
    T,
    ToArray,
)
from engagement_metrics.errors import InvalidCountsError, SmallSampleWarning
from engagement_metrics.evidence._grouped import Grouped
from engagement_metrics.evidence._interval import Bounds
from engagement_metrics.evidence._left_out import LeftOut
from engagement_metrics.evidence._result import Result, combinable, same_shape
from engagement_metrics.evidence._rows import Rows, Units, added, by_group, reasons
from engagement_metrics.evidence._shown import STATUSES
from engagement_metrics.words import Metric, Status

FEW = 30
GREAT = 1 / 3  # of the count: a unit is named that is more of it
COVERED = (0.27, 0.94)  # on real posts: docs/explanation/coverage/real.inc
PERSONS = frozenset({"persons", "accounts", "relationships"})
"""Units that may be all or nothing, which their interval allows for."""

TOO_FEW_UNITS, ZERO_VARIANCE = (
    STATUSES.tolist().index(status)
    for status in (Status.TOO_FEW_UNITS, Status.ZERO_VARIANCE)
)


class Concentration(NamedTuple, Generic[T]):
    """
    The largest unit's share of the count and of the exposure.

    Attributes
    ----------
    of_count, of_exposure : float or ndarray of float
        Shares in (0, 1]; NaN where there is no count or no exposure.

    Examples
    --------
    >>> Rate([1, 40, 59], [10, 30, 20]).pooled().concentration
    Concentration(of_count=0.59, of_exposure=0.5)
    """

    of_count: T
    of_exposure: T


@attrs.frozen(eq=False, init=False, repr=False, getstate_setstate=False)
class _Sums(Result[T]):
    """Sums over units, and sums of squares of their residuals about the ratio."""

    _sums: sums.RatioSums
    _out: FloatArray | None
    kind: Literal["rate", "share"]
    _counts: BoolArray
    metric: Metric
    _single: bool

    _averaging: ClassVar[Literal["pooled", "average"]]

    def __init__(
        self,
        *,
        units: float | ToArray,
        sum_y: float | ToArray,
        sum_x: float | ToArray,
        sum_ee: float | ToArray,
        sum_ex: float | ToArray,
        sum_xx: float | ToArray,
        largest_y: float | ToArray,
        largest_x: float | ToArray,
        units_some: float | ToArray,
        units_rest: float | ToArray,
        kind: Literal["rate", "share"],
        metric: Metric,
        whole: Any = True,
        left_out: LeftOut[Any] | None = None,
    ) -> None:
        """Check and store the sums."""
        squares = {
            "sum_ee": _square("sum_ee", sum_ee),
            "sum_ex": _square("sum_ex", sum_ex),
            "sum_xx": _square("sum_xx", sum_xx),
        }
        named: dict[str, object] = {
            "units": units,
            "sum_y": sum_y,
            "sum_x": sum_x,
            "largest_y": largest_y,
            "largest_x": largest_x,
            "units_some": units_some,
            "units_rest": units_rest,
        }
        (units_, y, x, most_y, most_x, some, rest), single = _columns.aligned(named)
        _checks.same_lengths(sum_x=x, **squares)
        _checks.of_class("metric", metric, Metric)
        counts = np.broadcast_to(np.asarray(whole, np.bool_), x.size)
        out = None if left_out is None else cast("Any", left_out)._rows
        if out is not None:
            _checks.same_lengths(sum_x=x, left_out=out)
        summed = sums.RatioSums(
            _columns.whole_numbers("units", units_),
            y,
            x,
            squares["sum_ee"],
            squares["sum_ex"],
            squares["sum_xx"],
            most_y,
            most_x,
            _columns.whole_numbers("units_some", some),
            _columns.whole_numbers("units_rest", rest),
        )
        self._fill(
            summed,
            out,
            cast("Any", _checks.one_of("kind", kind, ("rate", "share"))),
            counts,
            metric,
            single,
        )

    def _fill(  # noqa: PLR0917
        self,
        summed: sums.RatioSums,
        out: FloatArray | None,
        kind: Literal["rate", "share"],
        counts: BoolArray,
        metric: Metric,
        single: bool,
    ) -> None:
        if not single:
            summed, counts = frozen((summed, counts))
        if metric.averaging != self._averaging:
            metric = attrs.evolve(metric, averaging=self._averaging)
        assign(self, _sums=summed, _out=out, kind=kind, _counts=counts)
        assign(self, metric=metric, _single=single)

    @classmethod
    def of_sums(
        cls,
        summed: sums.RatioSums,
        out: FloatArray | None,
        kind: Literal["rate", "share"],
        counts: BoolArray,
        metric: Metric,
        *,
        single: bool = False,
    ) -> Self:
        """
        Return evidence from trusted sums.

        Parameters
        ----------
        summed : RatioSums
            Sums, one row per group.
        out : ndarray of float or None
            Units left out of each group, as in ``Rows``.
        kind : {"rate", "share"}
            Whether the value may exceed 1.
        counts : ndarray of bool
            Whether every count was a whole number of events.
        metric : Metric
            The metric.
        single : bool, optional
            Whether the single row is shown as a number; false by default.

        Returns
        -------
        Pooled or Average
            The evidence.
        """
        made = object.__new__(cls)
        made._fill(summed, out, kind, counts, metric, single)
        return made

    @classmethod
    def _units_of(cls, y: FloatArray, x: FloatArray) -> tuple[FloatArray, FloatArray]:
        raise NotImplementedError

    @classmethod
    def _gather(
        cls,
        rows: Rows,
        by: object,
        kind: Literal["rate", "share"],
        metric: Metric,
        *,
        whole: bool,
    ) -> Any:
        """Sum the defined units, and count those left out, by group."""
        names, groups = None, 1
        group = _columns.repeated(np.int64(0), rows.y.size)
        if by is not None:
            group, names = labels("by", by)
            groups = len(names)
            _checks.same_lengths(**{metric.name: rows.y, "by": group})
        codes = rows.codes(bounded=kind == "share")
        y, x, among, out = rows.y, rows.x, group, by_group(rows.left, group, groups)
        if codes.any():
            good = codes == ratios.DEFINED
            y, x, among = y[good], x[good], among[good]
            own = rows.alone(codes)
            if own.any():
                out = added(out, ratios.excluded(rows.y, rows.x, own, group, groups))
        y, x = cls._units_of(y, x)
        summed = sums.ratio_sums(y, x, among, groups)
        _checks.exact_total(f"count of {metric.name}", summed.sum_y)
        _checks.exact_total(f"exposure of {metric.name}", summed.sum_x)
        counts = np.zeros(groups, np.bool_)
        if cls is Pooled and whole:
            counts = ~sums.weighted(y, among, groups)
        single = names is None
        made = cls.of_sums(summed, out, kind, counts, metric, single=single)
        return made if names is None else Grouped.of_labels(names, made)

    def _values(self) -> FloatArray:
        s = self._sums
        return ratios.divide(s.sum_y, s.sum_x, bounded=False)

    def _size(self) -> int:
        return self._sums.sum_x.size

    def _codes(self) -> IntArray:
        sum_x = self._sums.sum_x
        return np.where(sum_x > 0, ratios.DEFINED, reasons(self._out, sum_x.size))

    def _left(self) -> FloatArray | None:
        return self._out

    @property
    def units(self) -> T:
        """Number of units that contributed."""
        return self._shown(self._sums.units)

    @property
    def whole(self) -> bool | BoolArray:
        """Whether every count was a whole number of events."""
        return cast("bool | BoolArray", self._shown(self._counts))

    @property
    def sum_y(self) -> T:
        """Sum of the numerators."""
        return self._shown(self._sums.sum_y)

    @property
    def sum_x(self) -> T:
        """Sum of the denominators."""
        return self._shown(self._sums.sum_x)

    @property
    def sum_ee(self) -> T:
        """Sum of the squared residuals."""
        return self._shown(self._sums.sum_ee)

    @property
    def sum_ex(self) -> T:
        """Sum of the residuals times the denominators."""
        return self._shown(self._sums.sum_ex)

    @property
    def sum_xx(self) -> T:
        """Sum of the squared denominators."""
        return self._shown(self._sums.sum_xx)

    @property
    def largest_y(self) -> T:
        """Largest numerator of a unit."""
        return self._shown(self._sums.largest_y)

    @property
    def largest_x(self) -> T:
        """Largest denominator of a unit."""
        return self._shown(self._sums.largest_x)

    @property
    def units_some(self) -> T:
        """Units with a numerator above 0."""
        return self._shown(self._sums.units_some)

    @property
    def units_rest(self) -> T:
        """Units with a numerator below their denominator."""
        return self._shown(self._sums.units_rest)

    @property
    def standard_error(self) -> T:
        """Standard error of the value, between units; NaN for fewer than two units."""
        return self._shown(self._errors())

    def _errors(self) -> FloatArray:
        return np.asarray(np.sqrt(self._variance()))

    def _variance(self, *, effective: bool = False) -> FloatArray:
        share = self.kind == "share"
        return sums.variance(
            self._sums, share=share, is_count=self._counts, effective=effective
        )

    @property
    def effective_units(self) -> T:
        """Kish's effective number of units (as if of equal exposure)."""
        return self._shown(self._effective())

    def _effective(self) -> FloatArray:
        return sums.effective_units(self._sums)

    @property
    def effective_units_by_count(self) -> T:
        """Kish's effective number of units, as if of equal count; NaN without any."""
        return self._shown(sums.effective_units_by_count(self._sums))

    @property
    def concentration(self) -> Concentration[T]:
        """The largest unit's share of the count and of the exposure."""
        return Concentration(*map(self._shown, self._largest()))

    def _largest(self) -> tuple[FloatArray, FloatArray]:
        s = self._sums
        with np.errstate(all="ignore"):
            return s.largest_y / s.sum_y, s.largest_x / s.sum_x

    @property
    def _joint(self) -> str:
        return "of" if self.kind == "share" else "by"

    def _warn(self) -> None:
        s, name, unit = self._sums, self.metric.name, self.metric.unit
        n, by_count = self._effective(), sums.effective_units_by_count(s)
        least = np.where(s.units > 1, np.fmin(n, by_count), np.inf)
        if least.min(initial=FEW) == FEW:
            return
        row, few = int(least.argmin()), int(np.count_nonzero(least < FEW))
        where = (
            "" if n.size == 1 else f"{few} of {n.size} groups have few units, down to "
        )
        counted = (
            "" if np.isnan(by_count[row]) else f" and {by_count[row]:.3g} by count"
        )
        message = (
            f"{name}: {where}{n[row]:.3g} effective {unit} by exposure{counted};"
            f" of real posts, with less than {FEW} of either, 95 % intervals held the"
            f" value in {100 * COVERED[0]:.0f} to {100 * COVERED[1]:.0f} % of samples"
        )
        _checks.warn(SmallSampleWarning, message)

    def _notes(self) -> list[str]:
        s, (share, _) = self._sums, self._largest()
        unit, shown = self.metric.unit, _text.singular
        return [
            f"one {shown(unit)} is {100 * part:.0f} % of the count" if said else ""
            for part, said in zip(share, (share > GREAT) & (s.units > 3), strict=True)
        ]

    def _bounds(self, level: float) -> Bounds:
        if self.metric.census:
            return Bounds.of_census(self._values(), self._codes())
        s, value, counts = self._sums, self._values(), self._counts
        variance = self._variance(effective=True)
        t = quantiles.student_t_quantile(level, sums.degrees_of_freedom(s))
        if self.kind == "share":
            persons = self.metric.unit in PERSONS
            trials = sums.effective_trials(
                s, variance, is_count=counts, persons=persons
            )
            low, high = intervals.pooled_share(value, trials, t)
        else:
            low, high = intervals.pooled_rate(
                value, variance, s.sum_x, t, is_count=counts
            )
        codes = self._codes()
        defined = codes == ratios.DEFINED
        codes[defined & np.isnan(low)] = ZERO_VARIANCE
        codes[defined & (s.units < 2)] = TOO_FEW_UNITS
        return Bounds(
            low, high, codes, f"score with Student's t, between {self.metric.unit}"
        )

    @property
    def evidence(self) -> dict[str, Any]:
        """Evidence by public argument name."""
        names = (*SUMS, "left_out", "kind", "whole", "metric")
        return {name: getattr(self, name) for name in names}

    @classmethod
    def of_evidence(cls, parts: Any) -> Self:
        """
        Rebuild a result from ``evidence``.

        Parameters
        ----------
        parts : mapping
            The value of ``evidence``.

        Returns
        -------
        Pooled or Average
            An equal result.
        """
        return cls(**parts)

    def __add__(self, other: Self) -> Self:
        """
        Pool two disjoint sets of units, element by element.

        Residual sums are shifted to the common ratio, so the result equals the
        evidence of all units together.
        """
        if not combinable(self, other):
            return NotImplemented
        _checks.same_evidence(self.kind, other.kind, of=other.kind, to=self.kind)
        same_shape(self, other)
        merged = sums.merge(self._sums, other._sums)
        _checks.exact_total(f"count of {self.metric.name}", merged.sum_y)
        _checks.exact_total(f"exposure of {self.metric.name}", merged.sum_x)
        out = added(self._out, other._out)
        return self._like(merged, out, self._counts & other._counts, self._single)

    def _like(
        self, summed: Any, out: FloatArray | None, counts: BoolArray, single: bool
    ) -> Self:
        kind, metric = self.kind, self.metric
        return self.of_sums(summed, out, kind, counts, metric, single=single)

    def _at(self, rows: Any) -> Any:
        rows, single = self._picked(rows)
        summed = sums.picked(self._sums, rows)
        out = None if self._out is None else self._out[rows]
        return self._like(summed, out, self._counts[rows], single)

    def _regrouped(self, codes: IntArray, groups: int, single: bool = False) -> Self:
        """Return the evidence of coarser groups."""
        counts = np.ones(groups, np.bool_)
        counts[codes[~self._counts]] = False
        summed = sums.regroup(self._sums, codes, groups)
        return self._like(summed, by_group(self._out, codes, groups), counts, single)

    def sum(self) -> Any:
        """
        Return the evidence of all groups together.

        Returns
        -------
        same kind
            Of numbers; a single one is itself.
        """
        if self._single:
            return self
        return self._regrouped(np.zeros(self._size(), np.int64), 1, single=True)

    def _whole(self) -> object:
        return self.sum()


def _square(name: str, value: object) -> FloatArray:
    """Return sums of squares or products, which may be larger than any count."""
    column = np.atleast_1d(_columns.bound(name, value))
    bad, rule = ~np.isfinite(column), "be finite"
    if name != "sum_ex":
        bad, rule = bad | (column < 0), "be finite and not negative"
    _checks.require(InvalidCountsError, name, rule, column, bad)
    return column


SUMS = sums.RatioSums._fields


@final
@attrs.frozen(eq=False, init=False, repr=False, getstate_setstate=False)
class Pooled(_Sums[T]):
    """
    The ratio of sums over units, with the variance between units.

    Returned by ``Rate.pooled()`` and ``Proportion.pooled()``. Its evidence is sums of
    y, x and the residuals e = y - R x about the ratio R = sum_y / sum_x, with the
    largest units. Value, standard error and interval are computed from them, and they
    pool by ``+``.

    Attributes
    ----------
    units : int or ndarray of int
        Units that are defined [units]. Shape ``(groups,)`` where there are groups.
    sum_y, sum_x : float or ndarray of float
        Sums of the numerators and of the denominators.
    sum_ee, sum_ex, sum_xx : float or ndarray of float
        Sums of squared residuals, of residuals times x, and of x squared.
    largest_y, largest_x : float or ndarray of float
        Largest numerator and largest denominator of a unit.
    units_some, units_rest : int or ndarray of int
        Units with y > 0, and units with y < x.
    left_out : LeftOut
        Units left out, by reason.
    kind : {"rate", "share"}
        Whether the value may exceed 1.
    whole : bool or ndarray of bool
        Whether every count that went in was a whole number of events.
    metric : Metric
        The metric.

    See Also
    --------
    Average : The mean of ratios, where every unit has equal weight.

    Notes
    -----
    Standard error: the root of m/(m - 1) sum_ee / sum_x**2 for m units, the linearised
    ("cluster", "delta") variance of a ratio [1]_; for whole counts at least that of
    independent events, R / sum_x of a rate and R (1 - R) / sum_x of a share.

    Interval: the variance V with n/(n - 1) for m/(m - 1), where n = sum_x**2 / sum_xx
    is Kish's effective number of units [2]_; then the score interval of R**2 / V
    events (Poisson) or R (1 - R) / V trials (Wilson), with Student's t of
    n - 2 + n/m degrees of freedom for z. So the bounds at 0, at 1 and of equal units
    are the limit of those beside them. Where the units are persons, accounts or
    relationships, of which each may be all or nothing, 1/((1 + u) n) is added to the
    inverse of the trials, with u units seen to differ. Our definition: no published
    form respects the range, the end points and few units. Coverage may fall below the
    level, most of all where large units are rare; no number of a sample shows the unit
    that is not in it.

    References
    ----------
    .. [1] Deng, A., Knoblich, U. and Lu, J. (2018). Applying the delta method in
       metric analytics. KDD '18. https://arxiv.org/abs/1803.06336
    .. [2] Kish, L. (1965). Survey Sampling. Wiley. As commonly stated; original not
       consulted.

    Examples
    --------
    >>> rate = Rate([18, 14, 28, 9, 39], [500, 400, 600, 300, 800])
    >>> pooled = rate.pooled()
    >>> round(pooled.value, 6), round(pooled.standard_error, 6)
    (0.041538, 0.003997)
    >>> pooled.value == (rate[:2].pooled() + rate[2:].pooled()).value
    True
    """

    _averaging: ClassVar[Literal["pooled", "average"]] = "pooled"

    @classmethod
    def _units_of(cls, y: FloatArray, x: FloatArray) -> tuple[FloatArray, FloatArray]:
        return y, x

    @overload
    def __getitem__(self: Pooled[FloatArray], rows: int) -> Pooled[float]: ...
    @overload
    def __getitem__(
        self: Pooled[FloatArray], rows: slice | Array
    ) -> Pooled[FloatArray]: ...
    def __getitem__(self, rows: Any) -> Any:
        """Return one group, or a selection of groups."""
        return self._at(rows)

    def _by_unit(self) -> Units | None:
        """Return groups as rows to pair with others; a single pool holds no units."""
        if self._single:
            return None
        s = self._sums
        rows = Rows(s.sum_y, s.sum_x, np.sign(s.units), self._out)
        metric = attrs.evolve(self.metric, averaging="", unit="groups")
        return Units(None, rows, self.kind, metric, bool(self._counts.all()))

    def _as_units(self, unit: str | None) -> Pooled[float]:
        """Return pooled evidence with these groups as units."""
        s = self._sums
        rows = Rows(s.sum_y, s.sum_x, s.units, self._out)
        metric = attrs.evolve(self.metric, unit=unit or "groups")
        whole = bool(self._counts.all())
        made = Pooled._gather(rows, None, self.kind, metric, whole=whole)
        return cast("Pooled[float]", made)

    def __iter__(self) -> Iterator[Pooled[float]]:
        """Iterate over the rows."""
        return super().__iter__()

    def sum(self) -> Pooled[float]:
        """
        Return the evidence of all groups together.

        Returns
        -------
        Pooled
            Of numbers; a single one is itself.
        """
        return cast("Pooled[float]", super().sum())


@final
@attrs.frozen(eq=False, init=False, repr=False, getstate_setstate=False)
class Average(_Sums[T]):
    """
    The mean of ratios: every unit has equal weight, whatever its exposure.

    Returned by ``Rate.average()`` and ``Proportion.average()``. The same evidence as
    ``Pooled``, with y the ratio of the unit and x = 1; the two classes do not pool
    with each other.

    Attributes
    ----------
    units : int or ndarray of int
        Units that are defined [units]. Shape ``(groups,)`` where there are groups.
    sum_y, sum_x : float or ndarray of float
        Sums of the ratios, and of ones.
    sum_ee, sum_ex, sum_xx : float or ndarray of float
        Sums of squared residuals about the mean, of residuals, and of ones.
    largest_y, largest_x : float or ndarray of float
        Largest ratio, and 1.
    units_some, units_rest : int or ndarray of int
        Units with a ratio above 0, and below 1.
    left_out : LeftOut
        Units left out, by reason.
    kind : {"rate", "share"}
        Whether the value may exceed 1.
    whole : bool or ndarray of bool
        Always ``False``: a ratio is not a count.
    metric : Metric
        The metric.

    See Also
    --------
    Pooled : The ratio of sums, where large units have more weight.

    Notes
    -----
    "Each content piece counts as 1" is how Hootsuite and Emplifi average [1]_ [2]_.

    References
    ----------
    .. [1] Hootsuite. How to calculate engagement rate.
       https://blog.hootsuite.com/calculate-engagement-rate/
    .. [2] Emplifi. Engagements, reach, engagement rate and impressions.
       https://docs.emplifi.io/platform/latest/home/

    Examples
    --------
    >>> rate = Rate([1, 10], [2, 1000])
    >>> rate.average().value, round(rate.pooled().value, 6)
    (0.255, 0.010978)
    """

    _averaging: ClassVar[Literal["pooled", "average"]] = "average"

    @classmethod
    def _units_of(cls, y: FloatArray, x: FloatArray) -> tuple[FloatArray, FloatArray]:
        return y / x, np.ones(y.size)

    @overload
    def __getitem__(self: Average[FloatArray], rows: int) -> Average[float]: ...
    @overload
    def __getitem__(
        self: Average[FloatArray], rows: slice | Array
    ) -> Average[FloatArray]: ...
    def __getitem__(self, rows: Any) -> Any:
        """Return one group, or a selection of groups."""
        return self._at(rows)

    def __iter__(self) -> Iterator[Average[float]]:
        """Iterate over the rows."""
        return super().__iter__()

    def sum(self) -> Average[float]:
        """
        Return the evidence of all groups together.

        Returns
        -------
        Average
            Of numbers; a single one is itself.
        """
        return cast("Average[float]", super().sum())
