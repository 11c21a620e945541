"""Two kinds of evidence, a proportion and a rate, and the interval of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Generic, cast, overload

import attrs
import numpy as np
from typing_extensions import Self

from engagement_metrics import _checks, _columns, _text
from engagement_metrics._kernels import intervals, quantiles, ratios
from engagement_metrics._typing import (
    Array,
    BoolArray,
    FloatArray,
    IntArray,
    T,
    ToArray,
    ToColumn,
    ToScalar,
)
from engagement_metrics.errors import InvalidCountsError, InvalidTypeError
from engagement_metrics.evidence import (
    EMPTY,
    SAME,
    Interval,
    LeftOut,
    assign,
    length,
    same_evidence,
)
from engagement_metrics.pooled import Average, Grouped, Pooled, Ratios
from engagement_metrics.words import Status, Terms

__all__ = ["Proportion", "Rate"]

STATUSES = tuple(Status)[:5]


class _StatusOf:
    """Why the value of a ratio exists or not, one for each row."""

    @overload
    def __get__(self, instance: _Ratio[FloatArray], owner: type) -> Array: ...
    @overload
    def __get__(self, instance: _Ratio[float], owner: type) -> Status: ...
    @overload
    def __get__(self, instance: None, owner: type) -> _StatusOf: ...
    def __get__(self, instance: _Ratio[Any] | None, owner: type) -> object:
        """Return the status of a number, or one for each row."""
        if instance is None:
            return self
        codes = instance._codes()  # noqa: SLF001
        members = np.array(STATUSES, object)[codes]
        return members if isinstance(instance._over, np.ndarray) else members[0]  # noqa: SLF001


class _Ratio(Generic[T]):
    """What a proportion and a rate share: y over x, row by row."""

    __slots__ = ()

    left_out: LeftOut[T]
    metric: str
    terms: Terms
    status: ClassVar[_StatusOf] = _StatusOf()
    _kind: ClassVar[str]
    _bounded: ClassVar[bool]
    _names: ClassVar[tuple[str, str]]

    if TYPE_CHECKING:

        @property
        def _of(self) -> T: ...
        @property
        def _over(self) -> T: ...

    @classmethod
    def _build(  # noqa: PLR0913
        cls,
        y: Any,
        x: Any,
        left_out: Any,
        metric: str,
        terms: Terms,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        """Return evidence from numbers that were checked; rows may be invalid."""
        made = cls.__new__(cls)
        first, second = cls._names
        assign(made, left_out=left_out, metric=metric, terms=terms)
        assign(made, **{first: y, second: x})
        return made

    @classmethod
    def _named(
        cls, numbers: dict[str, Any], metric: str, terms: Terms, advice: str = ""
    ) -> Any:  # noqa: ANN401
        """Check two named numbers or columns, and return their ratio."""
        values = {name: _columns.numbers(name, v) for name, v in numbers.items()}
        y, x = _columns.columns(**values)
        if cls._bounded and (isinstance(x, np.ndarray) or y > x > 0):
            part, whole = numbers
            _checks.not_exceeding(
                part, whole, np.atleast_1d(y), np.atleast_1d(x), advice
            )
        return cls._build(y, x, EMPTY, metric, terms)

    def _copy(self, other: _Ratio[Any]) -> None:
        """Take over the fields of a ratio that was checked."""
        for field in attrs.fields(cast("Any", type(self))):
            object.__setattr__(self, field.name, getattr(other, field.name))

    def _rows(self) -> tuple[FloatArray, FloatArray]:
        y, x = (np.atleast_1d(np.asarray(part)) for part in (self._of, self._over))
        return y, x

    def _codes(self) -> IntArray:
        y, x = self._rows()
        codes = ratios.status_codes(y, x, bounded=self._bounded)
        # A pool of nothing but what it left out says why there is nothing.
        for name, code in (
            ("no_denominator", ratios.NO_DENOMINATOR),
            ("invalid", ratios.INVALID),
            ("missing", ratios.MISSING),
        ):
            some = np.asarray(getattr(self.left_out, name)) > 0
            codes[some & (codes == ratios.NO_EXPOSURE) & self._pooled_nothing()] = code
        return codes

    def _pooled_nothing(self) -> BoolArray:
        y, x = self._rows()
        return np.asarray((y == 0) & (x == 0) & (np.asarray(self.left_out.units) > 0))

    @property
    def value(self) -> T:
        """The ratio; NaN where there is none, and *status* says why."""
        y, x = self._of, self._over
        if isinstance(x, np.ndarray):
            rows = self._rows()
            codes = ratios.status_codes(*rows, bounded=self._bounded)
            return cast("T", ratios.divide(*rows, codes))
        if x > 0 and y >= 0 and not (self._bounded and y > x):
            return cast("T", cast("float", y) / x)
        return cast("T", float("nan"))

    def __len__(self) -> int:
        """Return the number of rows of column-valued evidence."""
        return length(self._over)

    def _at(self, rows: object) -> Any:  # noqa: ANN401
        size = length(self._over)
        y, x = (part[cast("Any", rows)] for part in self._rows())
        if not isinstance(y, np.ndarray):
            y, x = float(y), float(x)
        left = EMPTY if self.left_out is EMPTY else self.left_out._select(rows, size)  # noqa: SLF001
        return self._build(y, x, left, self.metric, self.terms)

    def _normal(self) -> tuple[Any, Any, LeftOut[Any]]:
        """Return what a sum takes: the defined parts, and what it leaves out."""
        y, x = self._rows()
        codes = ratios.status_codes(y, x, bounded=self._bounded)
        if not codes.any():
            return self._of, self._over, self.left_out
        codes[self._pooled_nothing()] = ratios.DEFINED
        rows = np.arange(y.size)
        out = ratios.excluded(y, x, codes, rows, y.size)
        y, x = (np.where(codes == ratios.DEFINED, part, 0.0) for part in (y, x))
        if isinstance(self._over, np.ndarray):
            return y, x, self.left_out + LeftOut(*out)
        single = LeftOut(*(part[0].item() for part in out))
        return y[0].item(), x[0].item(), self.left_out + single

    def __add__(self, other: Self) -> Self:
        """
        Pool two disjoint sets of observations, element by element.

        What is not defined lends the sum neither count nor exposure and is
        counted in *left_out*. People counted once in each of two sets are
        counted twice in the sum: distinct people do not add.
        """
        if not same_evidence(self, other):
            return NotImplemented
        if isinstance(self._over, np.ndarray) != isinstance(other._over, np.ndarray):
            msg = "a single estimate does not add to a column of them: sum() it first"
            raise InvalidTypeError(msg, argument="+", got=other)
        if isinstance(self._over, np.ndarray):
            _checks.same_lengths(**{"the first": self, "the second": other})
        y1, x1, out1 = self._normal()
        y2, x2, out2 = other._normal()
        _checks.exact_total(self._names[0], y1 + y2)
        _checks.exact_total(self._names[1], x1 + x2)
        return cast(
            "Self",
            self._build(y1 + y2, x1 + x2, out1 + out2, self.metric, self.terms),
        )

    def _units(self) -> Ratios:
        y, x = self._rows()
        codes = ratios.status_codes(y, x, bounded=self._bounded)
        codes[self._pooled_nothing()] = -1
        return Ratios(y, x, codes, self.left_out, self._kind, self.metric, self.terms)

    def _sum(self) -> Any:  # noqa: ANN401
        if not isinstance(self._over, np.ndarray):
            return self
        y, x, left_out = self._normal()
        total_y, total_x = y.sum().item(), x.sum().item()
        _checks.exact_total(self._names[0], total_y)
        _checks.exact_total(self._names[1], total_x)
        total = left_out._total() if len(y) else EMPTY  # noqa: SLF001
        return self._build(total_y, total_x, total, self.metric, self.terms)

    @overload
    def pooled(self, *, by: None = None) -> Pooled[float]: ...
    @overload
    def pooled(self, *, by: ToColumn) -> Grouped[Pooled[float], Pooled[FloatArray]]: ...
    def pooled(self, *, by: Any = None) -> Any:
        """
        Return the ratio of sums, with the error between units.

        Parameters
        ----------
        by : array_like or mapping of str to array_like, optional
            Labels of the rows: one answer for each label, or for each
            combination of several columns of labels.

        Returns
        -------
        Pooled or Grouped
            Pooled evidence, in groups where labels are given.
        """
        return Pooled._gather(self._units(), by)  # noqa: SLF001

    @overload
    def average(self, *, by: None = None) -> Average[float]: ...
    @overload
    def average(
        self, *, by: ToColumn
    ) -> Grouped[Average[float], Average[FloatArray]]: ...
    def average(self, *, by: Any = None) -> Any:
        """
        Return the mean of the rows' ratios: each row counts once.

        Parameters
        ----------
        by : array_like or mapping of str to array_like, optional
            Labels of the rows: one answer for each label, or for each
            combination of several columns of labels.

        Returns
        -------
        Average or Grouped
            The mean of ratios, in groups where labels are given.
        """
        return Average._gather(self._units(), by)  # noqa: SLF001

    def __format__(self, spec: str) -> str:
        """Return the value of a single estimate in a format."""
        if not spec:
            return str(self)
        if isinstance(self._over, np.ndarray):
            return "; ".join(format(value, spec) for value in self.value)  # type: ignore[union-attr]
        return format(self.value, spec)

    def __str__(self) -> str:
        """Return one line a person can read."""
        if isinstance(self._over, np.ndarray):
            return f"{_text.count(len(self._over), self.terms.unit)}: {self.pooled()}"
        fraction = (
            f"{_text.number(cast('float', self._of))} of {_text.number(self._over)}"
        )
        if not self.value >= 0:
            return f"{_text.NONE}: {self.status}"
        notes = [fraction, self.left_out.words(self.terms)]
        value = _text.value(cast("float", self.value), self.terms)
        return f"{value} ({'; '.join(filter(None, notes))})"


@attrs.frozen(init=False)
class Proportion(_Ratio[T]):
    """
    Some of these people, or items, did: a share between 0 and 1.

    Attributes
    ----------
    successes : float or ndarray of float
        Those that did [people or items]. Shape ``(rows,)`` for a column.
    trials : float or ndarray of float
        All that could have. Shape as *successes*.
    left_out : LeftOut
        What a sum left out, and why.
    metric : str
        Name of the metric.
    terms : Terms
        What was divided by what.

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
    Rate : Events per exposure, where one person can act more than once.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) where *trials* is 0 or a part is missing.
    ``interval`` is the Wilson score interval [1]_, as if the trials were
    independent; with weights the number of trials is the sum of them.

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

    successes: T = attrs.field(eq=SAME)
    trials: T = attrs.field(eq=SAME)
    left_out: LeftOut[T]
    metric: str
    terms: Terms

    _kind: ClassVar[str] = "share"
    _bounded: ClassVar[bool] = True
    _names: ClassVar[tuple[str, str]] = ("successes", "trials")
    __hash__ = None  # type: ignore[assignment]

    @overload
    def __init__(
        self: Proportion[float],
        successes: ToScalar,
        trials: ToScalar,
        *,
        metric: str = ...,
        terms: Terms = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: Proportion[FloatArray],
        successes: ToArray,
        trials: ToArray | ToScalar,
        *,
        metric: str = ...,
        terms: Terms = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: Proportion[FloatArray],
        successes: ToScalar,
        trials: ToArray,
        *,
        metric: str = ...,
        terms: Terms = ...,
    ) -> None: ...
    def __init__(
        self,
        successes: object,
        trials: object,
        *,
        metric: str = "proportion",
        terms: Terms = Terms("successes", "trials"),
    ) -> None:
        """Check the counts and keep them."""
        counts = {"successes": successes, "trials": trials}
        advice = "Use Rate if one person can act more than once"
        self._copy(self._named(counts, metric, terms, advice))

    @property
    def _of(self) -> T:
        return self.successes

    @property
    def _over(self) -> T:
        return self.trials

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
        return (self._at(row) for row in range(len(self)))

    def sum(self) -> Proportion[float]:
        """
        Return the sum of all rows, as if one set of independent trials.

        Returns
        -------
        Proportion
            Of floats.
        """
        return cast("Proportion[float]", self._sum())

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
            Its bounds are exactly 0.0 and 1.0 at the ends, and always hold the
            value. NaN where the value is undefined.
        """
        z = quantiles.normal_quantile(_checks.level(level))
        y, x = self._rows()
        known = self._codes() == ratios.DEFINED
        low, high = intervals.wilson(y, np.where(known, x, 0.0), z)
        return _interval(self, low, high, level, "Wilson score, as if independent")


@attrs.frozen(init=False)
class Rate(_Ratio[T]):
    """
    Events per unit of exposure: may exceed 1, since one person can act often.

    Attributes
    ----------
    count : float or ndarray of float
        Events [events]. Shape ``(rows,)`` for a column.
    exposure : float or ndarray of float
        What they are divided by, such as people reached. Shape as *count*.
    left_out : LeftOut
        What a sum left out, and why.
    metric : str
        Name of the metric.
    terms : Terms
        What was divided by what.

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
    Proportion : Where each person counts at most once.

    Notes
    -----
    Range: 0 to infinity. Undefined (NaN) where *exposure* is 0 or a part is
    missing. ``interval`` is the Poisson score interval [1]_, as if the events
    were independent.

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

    count: T = attrs.field(eq=SAME)
    exposure: T = attrs.field(eq=SAME)
    left_out: LeftOut[T]
    metric: str
    terms: Terms

    _kind: ClassVar[str] = "rate"
    _bounded: ClassVar[bool] = False
    _names: ClassVar[tuple[str, str]] = ("count", "exposure")
    __hash__ = None  # type: ignore[assignment]

    @overload
    def __init__(
        self: Rate[float],
        count: ToScalar,
        exposure: ToScalar,
        *,
        metric: str = ...,
        terms: Terms = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: Rate[FloatArray],
        count: ToArray,
        exposure: ToArray | ToScalar,
        *,
        metric: str = ...,
        terms: Terms = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: Rate[FloatArray],
        count: ToScalar,
        exposure: ToArray,
        *,
        metric: str = ...,
        terms: Terms = ...,
    ) -> None: ...
    def __init__(
        self,
        count: object,
        exposure: object,
        *,
        metric: str = "rate",
        terms: Terms = Terms("count", "exposure", scale="number"),
    ) -> None:
        """Check the count and the exposure and keep them."""
        counts = {"count": count, "exposure": exposure}
        self._copy(self._named(counts, metric, terms))

    @property
    def _of(self) -> T:
        return self.count

    @property
    def _over(self) -> T:
        return self.exposure

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
        return (self._at(row) for row in range(len(self)))

    def sum(self) -> Rate[float]:
        """
        Return the sum of all rows, as if all events were independent.

        Returns
        -------
        Rate
            Of floats.
        """
        return cast("Rate[float]", self._sum())

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
            Its low bound is exactly 0.0 for a count of 0. NaN where the value is
            undefined.

        Raises
        ------
        InvalidCountsError
            If a count is weighted, so that it is not a whole number.
        """
        z = quantiles.normal_quantile(_checks.level(level))
        y, x = self._rows()
        known = self._codes() == ratios.DEFINED
        weighted = known & (y != np.floor(y))
        _checks.require(
            InvalidCountsError,
            "count",
            "be whole numbers for a Poisson interval",
            y,
            weighted,
            advice="Weighted counts have only pooled().interval(), over several units",
        )
        low, high = intervals.poisson_score(
            np.where(known, y, 0.0), np.where(known, x, 0.0), z
        )
        return _interval(self, low, high, level, "Poisson score, as if independent")


def _interval(
    ratio: _Ratio[T], low: FloatArray, high: FloatArray, level: float, method: str
) -> Interval[T]:
    """Return bounds of the kind of the ratio, with why there are none."""
    if isinstance(ratio._over, np.ndarray):  # noqa: SLF001
        status = ratio.status
        return Interval(cast("T", low), cast("T", high), level, method, status=status)
    first, second = cast("T", low[0].item()), cast("T", high[0].item())
    return Interval(first, second, level, method, status=ratio.status)
