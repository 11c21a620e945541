"""Two kinds of evidence, a proportion and a rate, and the interval of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast, overload

import attrs
import numpy as np
from typing_extensions import TypeVar

from engagement_metrics import _text
from engagement_metrics._door import _checks, _columns
from engagement_metrics._kernels import intervals, quantiles, ratios
from engagement_metrics._typing import (
    Array,
    FloatArray,
    IntArray,
    T,
    ToArray,
    ToColumn,
    ToScalar,
)
from engagement_metrics.errors import InvalidCountsError
from engagement_metrics.evidence._result import (
    EMPTY,
    Interval,
    LeftOut,
    SAME,
    STATUSES,
    StatusOf,
    Valued,
    assign,
    combined,
    frozen,
    item,
    left_nothing_out,
    length,
    picked,
    reasons,
    same_evidence,
    same_shape,
    spread,
    statuses,
)
from engagement_metrics.evidence._pooled import Average, Grouped, Pooled, Ratios
from engagement_metrics.words import Status, Terms

__all__ = ["Proportion", "Rate"]

NOTHING = -0.0
"""What nothing adds: the one number that changes no sum."""


class _Ratio(Valued[T]):
    """What a proportion and a rate share: y over x, row by row."""

    __slots__ = ()

    left_out: LeftOut[T]
    metric: str
    terms: Terms
    _kind: ClassVar[str]
    _bounded: ClassVar[bool]
    _names: ClassVar[tuple[str, str]]

    if TYPE_CHECKING:

        @property
        def _of(self) -> T: ...
        @property
        def _over(self) -> T: ...

    @classmethod
    def _build(
        cls, y: Any, x: Any, left_out: LeftOut[Any], metric: str, terms: Terms
    ) -> Self:
        """Return evidence of rows that were checked, or that a table sets aside."""
        made = object.__new__(cls)
        made._fill(y, x, left_out, metric, terms)
        return made

    @classmethod
    def _named(
        cls, numbers: dict[str, Any], metric: str, terms: Terms, advice: str = ""
    ) -> Self:
        """Check two named numbers or columns, and return their ratio."""
        return cls._build(*_checked(numbers, advice), EMPTY, metric, terms)

    def _fill(
        self, y: Any, x: Any, left_out: LeftOut[Any], metric: str, terms: Terms
    ) -> None:
        if isinstance(x, np.ndarray):
            left_out = spread(left_out, len(y))
            y, x = frozen(y), frozen(x)
        first, second = self._names
        fields = {first: y, second: x, "left_out": left_out}
        assign(self, **fields, metric=metric, terms=terms)

    def _rows(self) -> tuple[FloatArray, FloatArray]:
        y, x = (np.atleast_1d(np.asarray(part)) for part in (self._of, self._over))
        return y, x

    def _codes(self) -> IntArray:
        """
        Return the status of each row, below 0 for a sum of no unit.

        A sum of no unit has an exposure of -0.0, which the door lets nobody else have.
        """
        y, x = self._rows()
        codes = ratios.status_codes(y, x, bounded=self._bounded)
        rows = np.flatnonzero(codes == ratios.NO_EXPOSURE)
        if rows.size:
            out = picked(spread(self.left_out, codes.size), rows)
            empty = np.signbit(x[rows]) | (out.units > 0)
            codes[rows[empty]] = -reasons(out, rows.size)[empty]
        return codes

    def _status(self) -> object:
        found = statuses(np.abs(self._codes()))
        return found if isinstance(self._over, np.ndarray) else found[0]

    status: ClassVar[StatusOf] = StatusOf(_status)

    @property
    def value(self) -> T:
        """The ratio; NaN where there is none, and *status* says why."""
        y, x = self._of, self._over
        if isinstance(x, np.ndarray):
            return cast("T", ratios.divide(*self._rows(), bounded=self._bounded))
        number = cast("float", y)
        if x > 0 and number >= 0 and not (self._bounded and number > x):
            return cast("T", number / x)
        return cast("T", float("nan"))

    def __len__(self) -> int:
        """Return the number of rows of column-valued evidence."""
        return length(self._over)

    def _at(self, rows: Any) -> Any:
        length(self._over)
        y, x = (item(part[rows]) for part in self._rows())
        left_out = picked(self.left_out, rows)
        return self._build(y, x, left_out, self.metric, self.terms)

    def _settled(self) -> Self:
        """Return what this lends a sum: what is not defined counts as left out."""
        codes = self._codes()
        if not codes.any():
            return self
        y, x = self._rows()
        rows = np.arange(codes.size)
        out: Any = LeftOut(*cast("Any", ratios.excluded(y, x, codes, rows, codes.size)))
        kept: list[Any] = [np.where(codes == 0, part, NOTHING) for part in (y, x)]
        if not isinstance(self._over, np.ndarray):
            kept = [part.item() for part in kept]
            out = combined(np.ndarray.item, out)
        left_out = out + self.left_out
        return self._build(kept[0], kept[1], left_out, self.metric, self.terms)

    def __add__(self, other: Self) -> Self:
        """
        Pool two disjoint sets of observations, element by element.

        What is not defined lends the sum neither count nor exposure and is
        counted in *left_out*. People counted once in each of two sets are
        counted twice in the sum: distinct people do not add.
        """
        if not same_evidence(self, other):
            return NotImplemented
        same_shape(self._over, other._over)
        first, second = self._settled(), other._settled()
        y = cast("Any", first._of) + second._of
        x = cast("Any", first._over) + second._over
        return self._total(y, x, first.left_out + second.left_out)

    def _sum(self) -> Any:
        if not isinstance(self._over, np.ndarray):
            return self._settled()
        (y, x), codes = self._rows(), self._codes()
        out = ratios.excluded(y, x, codes, np.zeros(y.size, np.int64), 1)
        left_out = combined(np.ndarray.item, LeftOut(*cast("Any", out)))
        if not left_nothing_out(self.left_out):
            left_out += combined(np.sum, self.left_out)
        good = codes == ratios.DEFINED
        if not good.any():
            return self._total(NOTHING, NOTHING, left_out)
        return self._total(y[good].sum().item(), x[good].sum().item(), left_out)

    def _total(self, y: Any, x: Any, left_out: LeftOut[Any]) -> Self:
        for name, total in zip(self._names, (y, x), strict=True):
            _checks.exact_total(name, total)
        return self._build(y, x, left_out, self.metric, self.terms)

    def _units(self) -> Ratios:
        y, x = self._rows()
        left_out = spread(self.left_out, y.size)
        codes, kind = self._codes(), self._kind
        return Ratios(y, x, codes, left_out, kind, self.metric, self.terms)

    def _bounds(
        self, low: FloatArray, high: FloatArray
    ) -> tuple[T, T, Status | IntArray]:
        """Return bounds of the kind of the ratio, NaN where it has none, and why."""
        codes, why = self._codes(), Status.DEFINED
        undefined = np.flatnonzero(codes != ratios.DEFINED)
        low[undefined] = high[undefined] = np.nan
        if not isinstance(self._over, np.ndarray):
            why = STATUSES[abs(codes.item())]
            return cast("T", low.item()), cast("T", high.item()), why
        whys = np.abs(codes) if undefined.size else why
        return cast("T", low), cast("T", high), whys

    @overload
    def pooled(self, *, by: None = None) -> Pooled[float]: ...
    @overload
    def pooled(
        self, *, by: ToColumn | Mapping[str, ToColumn]
    ) -> Grouped[Pooled[float], Pooled[FloatArray]]: ...
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
        return Pooled._gather(self._units(), by)

    @overload
    def average(self, *, by: None = None) -> Average[float]: ...
    @overload
    def average(
        self, *, by: ToColumn | Mapping[str, ToColumn]
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
        return Average._gather(self._units(), by)

    def __format__(self, spec: str) -> str:
        """Return the value of a single estimate in a format."""
        if not spec:
            return str(self)
        return "; ".join(format(v, spec) for v in np.atleast_1d(np.asarray(self.value)))

    def __str__(self) -> str:
        """Return one line a person can read."""
        if isinstance(self._over, np.ndarray):
            return f"{_text.count(len(self._over), self.terms.unit)}: {self.pooled()}"
        left_out = self.left_out.words(self.terms)
        y, x, value = (cast("float", p) for p in (self._of, self._over, self.value))
        if np.isnan(value):
            return f"{_text.NONE}: {left_out or self._status()}"
        fraction = f"{_text.number(y)} of {_text.number(x)}"
        notes = "; ".join(filter(None, [fraction, left_out]))
        return f"{_text.value(value, self.terms.scale)} ({notes})"


R = TypeVar("R", bound=_Ratio[Any])


def of_rows(  # noqa: PLR0917
    kind: type[R],
    y: Any,
    x: Any,
    metric: str,
    terms: Terms,
    left_out: LeftOut[Any] = EMPTY,
) -> R:
    """Return evidence of rows that were checked, or that a table sets aside."""
    return kind._build(y, x, left_out, metric, terms)


def checked(
    kind: type[R],
    numbers: dict[str, Any],
    metric: str,
    terms: Terms,
    advice: str = "",
) -> R:
    """Check two named numbers or columns, and return their ratio."""
    return kind._named(numbers, metric, terms, advice)


def _checked(numbers: dict[str, Any], advice: str) -> tuple[Any, Any]:
    """Return numbers or columns of one length; with advice, the first is a part."""
    part, whole = numbers
    y, x = _columns.columns(**{n: _columns.numbers(n, v) for n, v in numbers.items()})
    if not _columns.of_wholes(numbers[whole]):
        _checks.divisor(whole, x)
    if advice and (isinstance(x, np.ndarray) or y > x):
        _checks.not_exceeding(part, whole, y, x, advice)
    return y, x


def _described(terms: object, left_out: object) -> None:
    """Refuse what is no description of evidence."""
    _checks.of_class("terms", terms, Terms)
    _checks.of_class("left_out", left_out, LeftOut)


@attrs.frozen(init=False)
class Proportion(_Ratio[T]):
    """
    Some of these people, or items, did: a share between 0 and 1.

    A column gives one for each row. ``+`` pools disjoint observations, element by
    element; ``sum()`` pools the rows.

    Parameters
    ----------
    successes : float or array_like of float
        Those that did [people or items]. Shape ``(rows,)`` for a column.
    trials : float or array_like of float
        All that could have. Shape as *successes*, or one number for all.
    metric : str, optional
        Name of the metric; ``"proportion"`` by default.
    terms : Terms, optional
        What is divided by what.
    left_out : LeftOut, optional
        What a sum left out, and why; nothing by default.

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
    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    @overload
    def __init__(
        self: Proportion[float],
        successes: ToScalar,
        trials: ToScalar,
        *,
        metric: str = ...,
        terms: Terms = ...,
        left_out: LeftOut[Any] = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: Proportion[FloatArray],
        successes: ToArray,
        trials: ToArray | ToScalar,
        *,
        metric: str = ...,
        terms: Terms = ...,
        left_out: LeftOut[Any] = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: Proportion[FloatArray],
        successes: ToScalar,
        trials: ToArray,
        *,
        metric: str = ...,
        terms: Terms = ...,
        left_out: LeftOut[Any] = ...,
    ) -> None: ...
    def __init__(
        self,
        successes: object,
        trials: object,
        *,
        metric: str = "proportion",
        terms: Terms = Terms("successes", "trials"),
        left_out: LeftOut[Any] = EMPTY,
    ) -> None:
        """Check the counts and keep them."""
        advice = "Use Rate if one person can act more than once"
        _described(terms, left_out)
        y, x = _checked({"successes": successes, "trials": trials}, advice)
        self._fill(y, x, left_out, metric, terms)

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
        low, high, status = self._bounds(*intervals.wilson(*self._rows(), z))
        method = "Wilson score, as if independent"
        return Interval(low, high, level, method, status=status)


@attrs.frozen(init=False)
class Rate(_Ratio[T]):
    """
    Events per unit of exposure: may exceed 1, since one person can act often.

    A column gives one for each row. ``+`` pools disjoint observations, element by
    element; ``sum()`` pools the rows.

    Parameters
    ----------
    count : float or array_like of float
        Events [events]. Shape ``(rows,)`` for a column.
    exposure : float or array_like of float
        What they are divided by, such as people reached. Shape as *count*, or one
        number for all.
    metric : str, optional
        Name of the metric; ``"rate"`` by default.
    terms : Terms, optional
        What is divided by what.
    left_out : LeftOut, optional
        What a sum left out, and why; nothing by default.

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
    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    @overload
    def __init__(
        self: Rate[float],
        count: ToScalar,
        exposure: ToScalar,
        *,
        metric: str = ...,
        terms: Terms = ...,
        left_out: LeftOut[Any] = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: Rate[FloatArray],
        count: ToArray,
        exposure: ToArray | ToScalar,
        *,
        metric: str = ...,
        terms: Terms = ...,
        left_out: LeftOut[Any] = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: Rate[FloatArray],
        count: ToScalar,
        exposure: ToArray,
        *,
        metric: str = ...,
        terms: Terms = ...,
        left_out: LeftOut[Any] = ...,
    ) -> None: ...
    def __init__(
        self,
        count: object,
        exposure: object,
        *,
        metric: str = "rate",
        terms: Terms = Terms("count", "exposure", scale="number"),
        left_out: LeftOut[Any] = EMPTY,
    ) -> None:
        """Check the count and the exposure and keep them."""
        _described(terms, left_out)
        y, x = _checked({"count": count, "exposure": exposure}, "")
        self._fill(y, x, left_out, metric, terms)

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
        weighted = (y != np.floor(y)) & ratios.defined(y, x, bounded=False)
        rule = "be a whole number for a Poisson interval"
        advice = "Weighted counts have only pooled().interval(), over several units"
        if not isinstance(self.count, np.ndarray) and weighted[0]:
            raise _checks.refusal(
                InvalidCountsError, "count", rule, self.count, advice=advice
            )
        _checks.require(InvalidCountsError, "count", rule, y, weighted, advice=advice)
        low, high, status = self._bounds(*intervals.poisson_score(y, x, z))
        method = "Poisson score, as if independent"
        return Interval(low, high, level, method, status=status)
