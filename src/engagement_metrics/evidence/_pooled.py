"""Evidence of many units: pooled, averaged, in groups, and as parts of a whole."""

from __future__ import annotations

import functools
import operator
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any, ClassVar, Generic, Literal, NamedTuple, Self, cast, overload

import attrs
import numpy as np
from typing_extensions import TypeVar

from engagement_metrics import _text
from engagement_metrics._door import _checks, _columns
from engagement_metrics._door._ids import labels
from engagement_metrics._kernels import intervals, quantiles, ratios, sums
from engagement_metrics._typing import (
    Array,
    BoolArray,
    FloatArray,
    IntArray,
    Label,
    T,
    ToArray,
)
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
    SmallSampleWarning,
)
from engagement_metrics.evidence._result import (
    Interval,
    LeftOut,
    SAME,
    STATUSES,
    StatusOf,
    Valued,
    assign,
    codes_of,
    frozen,
    grouped,
    item,
    left_nothing_out,
    length,
    picked,
    reasons,
    same_evidence,
    same_shape,
    statuses,
)
from engagement_metrics.words import Status, Terms

__all__ = ["Average", "Composition", "Grouped", "Pooled", "pool"]

FEW = 30
TOO_FEW_UNITS, ZERO_VARIANCE = (
    codes_of(status) for status in (Status.TOO_FEW_UNITS, Status.ZERO_VARIANCE)
)


class Ratios(NamedTuple):
    """The units that a pool is made of; a code below 0 is a pool of nothing."""

    y: FloatArray
    x: FloatArray
    codes: IntArray
    left_out: LeftOut[Any]
    kind: str
    metric: str
    terms: Terms


@attrs.frozen(kw_only=True)
class _Sums(Valued[T]):
    """Sums over units and their residuals about their own ratio."""

    units: T = attrs.field(eq=SAME, converter=frozen)
    sum_y: T = attrs.field(eq=SAME, converter=frozen)
    sum_x: T = attrs.field(eq=SAME, converter=frozen)
    sum_ee: T = attrs.field(eq=SAME, converter=frozen)
    sum_ex: T = attrs.field(eq=SAME, converter=frozen)
    sum_xx: T = attrs.field(eq=SAME, converter=frozen)
    left_out: LeftOut[T]
    kind: Literal["rate", "share"]
    counts: bool | BoolArray = attrs.field(eq=SAME, converter=frozen)
    metric: str
    terms: Terms

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    @classmethod
    def _units_of(cls, y: FloatArray, x: FloatArray) -> tuple[FloatArray, FloatArray]:
        raise NotImplementedError

    @classmethod
    def _gather(cls, rows: Ratios, by: object) -> Any:
        """Sum the units that are defined, and count the others, in groups."""
        if by is None:
            group, names = _columns.repeated(np.int64(0), rows.y.size), None
        else:
            group, names = labels("by", by)
            _checks.same_lengths(**{rows.metric: rows.y, "by": group})
        groups = 1 if names is None else len(names)
        y, x, among = rows.y, rows.x, group
        if rows.codes.any():
            good = rows.codes == ratios.DEFINED
            y, x, among = y[good], x[good], among[good]
        y, x = cls._units_of(y, x)
        summed = sums.ratio_sums(y, x, among, groups)
        _checks.exact_total(f"count of {rows.metric}", summed.sum_y)
        _checks.exact_total(f"exposure of {rows.metric}", summed.sum_x)
        counts = (cls is Pooled) & ~sums.weighted(y, among, groups)
        out = LeftOut(*ratios.excluded(rows.y, rows.x, rows.codes, group, groups))
        if not left_nothing_out(rows.left_out):
            out += grouped(rows.left_out, group, groups)
        made: Any = cls(
            **cast("Any", summed._asdict()),
            left_out=cast("Any", out),
            kind=cast("Any", rows.kind),
            counts=counts,
            metric=rows.metric,
            terms=rows.terms,
        )
        if names is None:
            return made[0]
        in_groups: Grouped[Any, Any] = Grouped(names, made)
        return in_groups

    def _arrays(self) -> sums.RatioSums:
        fields = (getattr(self, name) for name in sums.RatioSums._fields)
        return sums.RatioSums(*(np.atleast_1d(np.asarray(f)) for f in fields))

    def _with(self, summed: Any, left_out: LeftOut[Any], counts: Any) -> Self:
        """Return evidence of new sums, columns or numbers as they come."""
        new = {**summed._asdict(), "left_out": left_out, "counts": item(counts)}
        return cast("Self", attrs.evolve(cast("Any", self), **new))

    def _like(self, column: Array) -> T:
        single = not isinstance(self.sum_x, np.ndarray)
        return cast("T", column.tolist()[0] if single else column)

    @property
    def value(self) -> T:
        """The ratio of sums; NaN where there is nothing, and *status* says why."""
        s = self._arrays()
        return self._like(ratios.divide(s.sum_y, s.sum_x, bounded=False))

    def _codes(self) -> IntArray:
        sum_x = self._arrays().sum_x
        why = reasons(self.left_out, sum_x.size)
        return np.where(sum_x > 0, ratios.DEFINED, why)

    def _status(self) -> object:
        return self._like(statuses(self._codes()))

    status: ClassVar[StatusOf] = StatusOf(_status)

    @property
    def standard_error(self) -> T:
        """Standard error of the value between units; NaN for fewer than two."""
        return self._like(self._error())

    def _error(self) -> FloatArray:
        events = np.atleast_1d(self.counts) & (self.kind == "rate")
        return np.asarray(np.sqrt(sums.variance(self._arrays(), is_count=events)))

    @property
    def effective_units(self) -> T:
        """Units of equal exposure that would say as much: Kish's number."""
        return self._like(sums.effective_units(self._arrays()))

    def interval(self, level: float = 0.95) -> Interval[T]:
        """
        Return the interval between units: Student's t on log or logit scale.

        Parameters
        ----------
        level : float, optional
            Confidence level, strictly between 0 and 1; 0.95 by default.

        Returns
        -------
        Interval
            NaN bounds where there is none; its *status* says why.

        Warns
        -----
        SmallSampleWarning
            For fewer than 30 effective units: it covers less than its level.
        """
        interval, s = self._interval(level), self._arrays()
        n = sums.effective_units(s)
        few = (s.units > 1) & (n < FEW)
        if few.any():
            which = "" if n.size == 1 else f" in {few.sum()} of {n.size} groups"
            message = (
                f"{self.metric}: only {n[few].min():.3g} effective {self.terms.unit}"
                f"{which}; below {FEW} the interval covers less than its level"
            )
            _checks.warn(SmallSampleWarning, message)
        return interval

    def _interval(self, level: float) -> Interval[T]:
        """Return the interval, without a word on how few units there are."""
        t_level, s = _checks.level(level), self._arrays()
        value, error = np.atleast_1d(np.asarray(self.value)), self._error()
        n = sums.effective_units(s)
        t = quantiles.student_t_quantile(t_level, sums.degrees_of_freedom(s))
        if self.kind == "share":
            low, high = intervals.pooled_share(value, error, n, t)
        else:
            low, high = intervals.pooled_rate(
                value, error, s.sum_x, t, is_count=cast("Any", self.counts)
            )
        codes = self._codes()
        defined = codes == ratios.DEFINED
        codes[defined & np.isnan(low)] = ZERO_VARIANCE
        codes[defined & (s.units < 2)] = TOO_FEW_UNITS  # noqa: PLR2004
        said: Any = codes if isinstance(self.sum_x, np.ndarray) else STATUSES[codes[0]]
        method = f"Student's t, between {self.terms.unit}"
        return Interval(self._like(low), self._like(high), level, method, status=said)

    def __add__(self, other: Self) -> Self:
        """
        Pool two disjoint sets of units, element by element.

        The residual sums of each move to the common ratio, so that the sum is
        the evidence of all units together.
        """
        if not same_evidence(self, other):
            return NotImplemented
        _checks.same_evidence(self.kind, other.kind, of=other.kind, to=self.kind)
        same_shape(self.sum_x, other.sum_x)
        merged = sums.merge(self._arrays(), other._arrays())
        _checks.exact_total(f"count of {self.metric}", merged.sum_y)
        _checks.exact_total(f"exposure of {self.metric}", merged.sum_x)
        summed = sums.RatioSums(*(cast("Any", self._like(part)) for part in merged))
        counts = np.logical_and(self.counts, other.counts)
        return self._with(summed, self.left_out + other.left_out, counts)

    def __len__(self) -> int:
        """Return the number of groups of column-valued evidence."""
        return length(self.sum_x)

    def _at(self, rows: Any) -> Any:
        counts = np.broadcast_to(self.counts, len(self))
        summed = sums.RatioSums(*(item(part[rows]) for part in self._arrays()))
        left_out = picked(self.left_out, rows)
        return self._with(summed, left_out, counts[rows])

    def _regrouped(self, codes: IntArray, groups: int) -> Self:
        """Return the evidence of fewer groups, each made of some of these."""
        counts = np.ones(groups, np.bool_)
        counts[codes[~np.broadcast_to(self.counts, codes.size)]] = False
        summed = sums.regroup(self._arrays(), codes, groups)
        return self._with(summed, grouped(self.left_out, codes, groups), counts)

    def _sum(self) -> Any:
        if not isinstance(self.sum_x, np.ndarray):
            return self
        return self._regrouped(np.zeros(len(self), np.int64), 1)._at(0)

    def __format__(self, spec: str) -> str:
        """Return the value of a single estimate in a format."""
        if not spec:
            return str(self)
        return "; ".join(format(v, spec) for v in np.atleast_1d(np.asarray(self.value)))

    def __str__(self) -> str:
        """Return one line a person can read."""
        if isinstance(self.sum_x, np.ndarray):
            return f"{_text.count(len(self), 'groups')}: {self._sum()}"
        left_out = self.left_out.words(self.terms)
        status = self._status()
        if status != Status.DEFINED:
            return f"{_text.NONE}: {left_out or status}"
        scale = self.terms.scale
        interval = cast("Interval[float]", self._interval(0.95))
        units = _text.count(cast("float", self.units), self.terms.unit)
        if interval.status == Status.DEFINED:
            units = f"{_text.bounds(interval.low, interval.high, scale)}, {units}"
        else:
            units = f"{units}, no interval: {interval.status}"
        notes = "; ".join(filter(None, [units, left_out]))
        return f"{_text.value(cast('float', self.value), scale)} ({notes})"


@attrs.frozen
class Pooled(_Sums[T]):
    """
    The ratio of sums over units, and how much the units differ.

    Made by ``Rate.pooled()`` and ``Proportion.pooled()``. With e = y - R x about
    its own ratio R = sum_y / sum_x, it keeps six sums, from which value, error and
    interval are computed, and which add.

    Attributes
    ----------
    units : int or ndarray of int
        Units that are defined [units]. Shape ``(groups,)`` where there are groups.
    sum_y, sum_x : float or ndarray of float
        Sums of the numerators and of the denominators.
    sum_ee, sum_ex, sum_xx : float or ndarray of float
        Sums of e squared, of e times x, and of x squared.
    left_out : LeftOut
        The units that lend it nothing, and why.
    kind : {"rate", "share"}
        Whether the value may exceed 1.
    counts : bool or ndarray of bool
        Whether the numerators are whole numbers of events.
    metric : str
        Name of the metric.
    terms : Terms
        What was divided by what.

    See Also
    --------
    Average : The mean of ratios, where each unit counts once.

    Notes
    -----
    Standard error: V = m/(m - 1) sum_ee / sum_x**2, the linearised ("cluster",
    "delta") variance of a ratio [1]_; for whole-number rates never below
    sum_y / sum_x**2, so never surer than Poisson. Interval: Student's t with Kish's
    effective units [2]_ less one degrees of freedom, on the log scale for a rate and
    the logit scale for a share. Our definition where units are few: no published
    form respects the bounds and the end points at once. It covers less than its level
    for few or very unequal units.

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

    __hash__: ClassVar[None] = None

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
        """Return one group, or some of them."""
        return self._at(rows)

    def __iter__(self) -> Iterator[Pooled[float]]:
        """Iterate over the groups."""
        return (self._at(row) for row in range(len(self)))

    def sum(self) -> Pooled[float]:
        """
        Return the evidence of all groups together.

        Returns
        -------
        Pooled
            Of numbers; a single one is itself.
        """
        return cast("Pooled[float]", self._sum())


@attrs.frozen
class Average(_Sums[T]):
    """
    The mean of the units' ratios: each unit counts once, however large.

    Made by ``Rate.average()`` and ``Proportion.average()``. The same evidence as
    ``Pooled``, with y the unit's ratio and x = 1; the two do not add to each other.

    Attributes
    ----------
    units : int or ndarray of int
        Units that are defined [units]. Shape ``(groups,)`` where there are groups.
    sum_y, sum_x : float or ndarray of float
        Sum of the ratios, and of ones.
    sum_ee, sum_ex, sum_xx : float or ndarray of float
        Sums of squares and products about the mean.
    left_out : LeftOut
        The units that lend it nothing, and why.
    kind : {"rate", "share"}
        Whether the value may exceed 1.
    counts : bool or ndarray of bool
        Always ``False``: a ratio is no count.
    metric : str
        Name of the metric.
    terms : Terms
        What was divided by what.

    See Also
    --------
    Pooled : The ratio of sums, where large units count more.

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

    __hash__: ClassVar[None] = None

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
        """Return one group, or some of them."""
        return self._at(rows)

    def __iter__(self) -> Iterator[Average[float]]:
        """Iterate over the groups."""
        return (self._at(row) for row in range(len(self)))

    def sum(self) -> Average[float]:
        """
        Return the evidence of all groups together.

        Returns
        -------
        Average
            Of numbers; a single one is itself.
        """
        return cast("Average[float]", self._sum())


One = TypeVar("One")
All = TypeVar("All")


@attrs.frozen
class Grouped(Mapping[Label, One], Generic[One, All]):
    """
    Evidence in groups: a mapping from label to estimate.

    Attributes
    ----------
    labels : tuple
        The groups' labels; ``None`` stands for rows without one.
    estimate : Pooled or Average
        The column-valued estimate, a row a group.
    instead : str
        Where groups overlap, so that they have no total: what to call for it.

    Examples
    --------
    >>> rate = Rate([1, 2, 3], [10, 10, 20])
    >>> by_day = rate.pooled(by=["mon", "mon", "tue"])
    >>> by_day["mon"].value
    0.15
    >>> by_day.total().value == rate.pooled().value
    True
    """

    labels: tuple[Label, ...]
    estimate: All
    instead: str = ""

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    @functools.cached_property
    def _places(self) -> dict[Label, int]:
        return {label: place for place, label in enumerate(self.labels)}

    def __getitem__(self, label: Label) -> One:
        """Return the estimate of a group."""
        return cast("One", cast("Any", self.estimate)[self._places[label]])

    def __iter__(self) -> Iterator[Label]:
        """Iterate over the labels."""
        return iter(self.labels)

    def __len__(self) -> int:
        """Return the number of groups."""
        return len(self.labels)

    def total(self) -> One:
        """
        Return the estimate of everything.

        Returns
        -------
        Pooled or Average
            The evidence of all groups together.

        Raises
        ------
        InvalidArgumentError
            If groups overlap, so that adding them would count twice.
        """
        if self.instead:
            raise InvalidArgumentError(
                f"these groups overlap and have no total. Call {self.instead} instead",
                argument="total",
                advice=self.instead,
            )
        return cast("One", cast("Any", self.estimate).sum())

    def __add__(self, other: Grouped[One, All]) -> Grouped[One, All]:
        """Pool two disjoint sets of observations, group by group."""
        if not isinstance(other, Grouped):
            return NotImplemented
        if self.instead or other.instead:
            advice = f"Call {self.instead or other.instead} of everything instead"
            raise IncompatibleEvidenceError(
                f"cannot add groups that overlap. {advice}",
                argument="+",
                got=other,
                advice=advice,
            )
        names = (*self.labels, *(x for x in other.labels if x not in self._places))
        return Grouped(names, _filled(self, names) + _filled(other, names))

    def __str__(self) -> str:
        """Return a line for each group."""
        return "\n".join(f"{label}: {self[label]}" for label in self.labels)


def _filled(part: Grouped[Any, Any], names: tuple[Label, ...]) -> Any:
    """Return the estimate with a row for each of the labels, empty ones too."""
    places = {label: place for place, label in enumerate(names)}
    codes = np.array([places[label] for label in part.labels], np.int64)
    return part.estimate._regrouped(codes, len(names))


@attrs.frozen(init=False)
class Composition:
    """
    The parts of one whole: shares that add up to 1.

    ``+`` adds the counts of two disjoint wholes, label by label.

    Parameters
    ----------
    labels : iterable of hashable
        The parts' labels.
    counts : array_like of float
        How many are in each part. Shape ``(parts,)``.
    metric : str, optional
        Name of the metric; ``"composition"`` by default.

    Raises
    ------
    InvalidCountsError
        If a count is negative, missing, infinite or above 2**53.
    InvalidArgumentError
        If a label repeats, or labels and counts have different lengths.

    Notes
    -----
    Range of a share: 0 to 1; undefined (NaN) where all counts are 0. ``interval`` is
    simultaneous for all parts: Goodman's form of the score interval [1]_, at level
    1 - (1 - level) / parts each.

    References
    ----------
    .. [1] Goodman, L. A. (1965). On simultaneous confidence intervals for multinomial
       proportions. Technometrics 7, 247-254. 10.1080/00401706.1965.10490252

    Examples
    --------
    >>> parts = Composition(["reply", "share", "like"], [198, 34, 83])
    >>> parts.shares.round(6)
    array([0.628571, 0.107937, 0.263492])
    """

    labels: tuple[Label, ...]
    counts: FloatArray = attrs.field(eq=SAME)
    metric: str

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    def __init__(
        self, labels: Iterable[Label], counts: ToArray, *, metric: str = "composition"
    ) -> None:
        """Check labels and counts and keep them."""
        several = list(labels) if isinstance(labels, str) else labels
        names = tuple(_checks.labels("labels", "be labels", several))
        column = _columns.column("counts", counts)
        missing, advice = np.isnan(column), "Leave out the parts that are not known"
        _checks.require(
            InvalidCountsError, "counts", "be known", column, missing, advice=advice
        )
        _checks.exact_total("counts", column.sum().item())
        _checks.same_lengths(labels=names, counts=column)
        again = [i for i, name in enumerate(names) if name in names[:i]]
        if again:
            raise _checks.refused_rows(
                InvalidArgumentError, "labels", "be distinct", names, again
            )
        assign(self, labels=names, counts=column, metric=metric)

    @property
    def total(self) -> float:
        """The whole: the sum of all counts."""
        return float(self.counts.sum())

    @property
    def shares(self) -> FloatArray:
        """Share of each part; NaN where the whole is 0. Shape ``(parts,)``."""
        whole = np.full(self.counts.size, self.total)
        return ratios.divide(self.counts, whole, bounded=True)

    def share(self, label: Hashable) -> float:
        """
        Return the share of one part.

        Parameters
        ----------
        label : hashable
            A label.

        Returns
        -------
        float
            Its share of the whole.

        Raises
        ------
        InvalidArgumentError
            If no part has the label.
        """
        _checks.labels("label", "be one of the parts'", [label])
        if label not in self.labels:
            rule = "be one of the parts'"
            raise _checks.refusal(InvalidArgumentError, "label", rule, label)
        return float(self.shares[self.labels.index(label)])

    def interval(self, level: float = 0.95) -> Interval[FloatArray]:
        """
        Return intervals that hold all shares at once with the level.

        Parameters
        ----------
        level : float, optional
            Confidence level of all parts together; 0.95 by default.

        Returns
        -------
        Interval
            Of columns, a row a part.
        """
        each = 1 - (1 - _checks.level(level)) / max(len(self.labels), 1)
        whole = np.full(self.counts.size, self.total)
        low, high = intervals.wilson(
            self.counts, whole, quantiles.normal_quantile(each)
        )
        status = Status.DEFINED if self.total else Status.NO_EXPOSURE
        method = "Goodman's score, simultaneous, as if independent"
        return Interval(low, high, level, method, status=status)

    def __add__(self, other: Composition) -> Composition:
        """Add the counts of two disjoint wholes, label by label."""
        if not isinstance(other, Composition):
            return NotImplemented
        _checks.same_evidence(
            self.metric, other.metric, of=repr(other.metric), to=repr(self.metric)
        )
        added = dict(zip(self.labels, self.counts.tolist(), strict=True))
        for label, count in zip(other.labels, other.counts.tolist(), strict=True):
            added[label] = added.get(label, 0.0) + count
        return Composition(added, list(added.values()), metric=self.metric)

    def __len__(self) -> int:
        """Return the number of parts."""
        return len(self.labels)

    def __str__(self) -> str:
        """Return a line for each part."""
        bounds = self.interval()
        return "\n".join(
            f"{label}: {_text.value(share)} ({_text.bounds(low, high)})"
            for label, share, low, high in zip(
                self.labels, self.shares, bounds.low, bounds.high, strict=True
            )
        )


Addable = TypeVar("Addable")


def pool(estimates: Iterable[Addable], /) -> Addable:
    """
    Add up evidence of disjoint sets of observations.

    Parameters
    ----------
    estimates : iterable of Rate, Proportion, Pooled or any other evidence
        At least one.

    Returns
    -------
    same as the estimates
        The fold of ``+``.

    Raises
    ------
    InvalidArgumentError
        If there is nothing to add.
    IncompatibleEvidenceError
        If two of them are of different metrics, terms or kinds.

    Examples
    --------
    >>> weeks = [Rate(12, 340), Rate(7, 160)]
    >>> pool(weeks).value
    0.038
    """
    listed = _checks.listed("estimates", "be estimates", estimates)
    if not listed:
        raise _checks.refusal(
            InvalidArgumentError,
            "estimates",
            "hold at least one estimate",
            listed,
            advice="Without any it is not known of which metric nothing was seen",
        )
    first, *others = listed
    odd = [i for i, e in enumerate(listed) if not _checks.is_ours(e)]
    if odd:
        raise _checks.refused_rows(
            InvalidTypeError, "estimates", "be estimates", listed, odd
        )
    settled = getattr(first, "_settled", None)  # one alone leaves out what it lacks
    start = settled() if settled else first
    return cast("Addable", functools.reduce(operator.add, others, start))
