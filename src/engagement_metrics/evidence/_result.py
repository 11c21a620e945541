"""What every result is made of: an interval, and what was left out."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, ClassVar, Generic, cast, overload

import attrs
import numpy as np

from engagement_metrics._door import _checks, _columns
from engagement_metrics._kernels import ratios
from engagement_metrics._typing import Array, FloatArray, IntArray, StatusArray, T
from engagement_metrics.errors import InvalidTypeError
from engagement_metrics.words import Status, Terms

__all__ = ["Interval", "LeftOut"]

SAME = attrs.cmp_using(eq=_columns.same, require_same_type=False, class_name="Same")
STATUSES = np.array(list(Status), object)
"""The status of each code; the first five are the kernel's."""


def or_none(value: float) -> float | None:
    """Return what a field is compared by: a number, and for NaN the None it equals."""
    return None if value != value else value  # noqa: PLR0124


def frozen(value: Any) -> Any:
    """Return a field's value: a column only to be read."""
    if isinstance(value, np.ndarray):
        return _columns.read_only(cast("Array", value))
    return value


def item(part: Any) -> Any:
    """Return a NumPy scalar as Python's, and a column as it is."""
    return cast("Any", part).item() if isinstance(part, np.generic) else part


def assign(instance: object, **fields: object) -> None:
    """Set the fields of a frozen instance that is being made."""
    for name, value in fields.items():
        object.__setattr__(instance, name, value)


class Valued(Generic[T]):
    """What is about one number, or about a column of them."""

    __slots__ = ()


class StatusOf:
    """Why a value exists or not: a ``Status``, or one for each row."""

    def __init__(self, find: Callable[[Any], object]) -> None:
        """Keep the method that finds it."""
        self.find = find

    @overload
    def __get__(self, instance: Valued[FloatArray], owner: type) -> StatusArray: ...
    @overload
    def __get__(self, instance: Valued[float], owner: type) -> Status: ...
    @overload
    def __get__(self, instance: None, owner: type) -> StatusOf: ...
    def __get__(self, instance: Valued[Any] | None, owner: type) -> object:
        """Return the status of a number, or one for each row."""
        return self if instance is None else self.find(instance)


@attrs.frozen
class LeftOut(Valued[T]):
    """
    The units that lend a pool nothing, by reason.

    ``+`` adds up what two disjoint sets of units left out.

    Attributes
    ----------
    missing, no_exposure, no_denominator, invalid : int or ndarray of int
        Units of each status. Shape ``(rows,)`` for a column.
    count, exposure : float or ndarray of float
        The count and the exposure that went with them, as far as known.

    Examples
    --------
    >>> print(Rate([3, 2, None], [10, 0, 10]).sum().left_out)
    2 left out: 1 missing, 1 no denominator
    """

    missing: T = attrs.field(default=cast("T", 0), eq=SAME, converter=frozen)
    no_exposure: T = attrs.field(default=cast("T", 0), eq=SAME, converter=frozen)
    no_denominator: T = attrs.field(default=cast("T", 0), eq=SAME, converter=frozen)
    invalid: T = attrs.field(default=cast("T", 0), eq=SAME, converter=frozen)
    count: T = attrs.field(default=cast("T", 0.0), eq=SAME, converter=frozen)
    exposure: T = attrs.field(default=cast("T", 0.0), eq=SAME, converter=frozen)

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    @property
    def units(self) -> T:
        """Number of units left out, for whatever reason."""
        parts: list[Any] = [self.missing, self.no_exposure]
        parts += [self.no_denominator, self.invalid]
        return cast("T", sum(parts[1:], parts[0]))

    def __add__(self, other: LeftOut[T]) -> LeftOut[T]:
        """Add up what two disjoint sets of units left out."""
        if not isinstance(cast("object", other), LeftOut):
            return NotImplemented
        return combined(np.add, self, other)

    def words(self, terms: Terms) -> str:
        """
        Return the reasons in words.

        Parameters
        ----------
        terms : Terms
            What was divided by what.

        Returns
        -------
        str
            Such as ``"2 left out: no reach"``; empty where nothing was.
        """
        _checks.of_class("terms", terms, Terms)
        per = terms.per.replace(" + ", " or ")
        return _reasons(self, f"no {per}", f"{terms.of} but no {per}")

    def __str__(self) -> str:
        """Return the reasons in words."""
        return _reasons(self, "no exposure", "no denominator")


EMPTY: LeftOut[Any] = LeftOut()


def _reasons(left_out: LeftOut[Any], nothing: str, nothing_below: str) -> str:
    names = ("missing", nothing, nothing_below, "invalid")
    counts = map(np.sum, attrs.astuple(left_out, recurse=False)[:4])
    present = {why: int(n) for why, n in zip(names, counts, strict=True) if n}
    if not present:
        return ""
    each = [why if len(present) == 1 else f"{n:,} {why}" for why, n in present.items()]
    return f"{sum(present.values()):,} left out: {', '.join(each)}"


def combined(function: Callable[..., Any], *parts: LeftOut[Any]) -> LeftOut[Any]:
    """Return what a function makes of each kind of what was left out."""
    fields = zip(*(attrs.astuple(part, recurse=False) for part in parts), strict=True)
    made = (function(*field) for field in fields)
    return LeftOut(*map(item, made))


def spread(left_out: LeftOut[Any], rows: int) -> LeftOut[FloatArray]:
    """Return what was left out with a row for each of so many."""
    if left_out is not EMPTY:
        return combined(functools.partial(np.broadcast_to, shape=rows), left_out)
    units: Any = _columns.repeated(np.int64(0), rows)
    amount = _columns.repeated(np.float64(0), rows)
    return LeftOut(units, units, units, units, amount, amount)


def left_nothing_out(left_out: LeftOut[Any]) -> bool:
    """Return whether nothing was left out of any row; one look at a repeated number."""
    for units in attrs.astuple(left_out, recurse=False)[:4]:
        column = np.atleast_1d(units)
        if np.any(column[:1] if column.strides == (0,) else column):
            return False
    return True


def picked(left_out: LeftOut[Any], rows: Any) -> LeftOut[Any]:
    """Return what one row left out, or some of them."""

    def pick(part: Array) -> Any:
        return part[rows]

    return combined(pick, left_out)


def grouped(left_out: LeftOut[Any], codes: IntArray, groups: int) -> LeftOut[Any]:
    """Return what the rows of each group left out, together."""

    def totals(part: Array) -> Array:
        return np.bincount(codes, part, groups).astype(part.dtype)

    return combined(totals, left_out)


def reasons(left_out: LeftOut[Any], rows: int) -> IntArray:
    """Return the code that says why a pool with no exposure has none, row by row."""
    codes = np.full(rows, ratios.NO_EXPOSURE)
    for name, code in (
        ("no_denominator", ratios.NO_DENOMINATOR),
        ("invalid", ratios.INVALID),
        ("missing", ratios.MISSING),
    ):
        codes[np.broadcast_to(getattr(left_out, name), rows) > 0] = code
    return codes


def statuses(codes: IntArray) -> StatusArray:
    """Return the status of each code."""
    found = STATUSES[:1].repeat(codes.size)
    rows = np.flatnonzero(codes)
    found[rows] = STATUSES[codes[rows]]
    return found


def codes_of(status: Status | StatusArray | IntArray) -> int | IntArray:
    """Return the codes of statuses, and codes as they are."""
    places = STATUSES.tolist()
    if isinstance(status, Status):
        return int(places.index(status))
    if status.dtype.kind == "i":
        return cast("IntArray", status)
    return np.array([places.index(Status(each)) for each in status], np.int64)


@attrs.frozen(init=False)
class Interval(Valued[T]):
    """
    A confidence interval: both bounds, the level, and what was assumed.

    ``value in interval`` says whether a number lies between the bounds.

    Parameters
    ----------
    low, high : float or ndarray of float
        The bounds, in the unit of the value; NaN where there is no interval.
    level : float
        Confidence level, strictly between 0 and 1.
    method : str
        The method and its assumption, such as ``"Wilson score, as if
        independent"``.
    status : Status, or ndarray of Status or of their places, optional
        Why there are bounds or not; there are by default.

    Examples
    --------
    >>> interval = Proportion(81, 263).interval()
    >>> print(f"{interval:.4f}")
    0.2553 to 0.3662 (95 %)
    >>> 0.3 in interval
    True
    """

    low: T = attrs.field(eq=SAME)
    high: T = attrs.field(eq=SAME)
    level: float
    method: str
    _codes: int | IntArray = attrs.field(eq=SAME)

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    def __init__(
        self,
        low: T,
        high: T,
        level: float,
        method: str,
        *,
        status: Status | StatusArray | IntArray = Status.DEFINED,
    ) -> None:
        """Keep the bounds, and why there are any."""
        codes = codes_of(status)
        if isinstance(low, np.ndarray):
            codes = np.broadcast_to(codes, low.size)
        columns = {"low": low, "high": high, "_codes": codes}
        assign(self, **{name: frozen(column) for name, column in columns.items()})
        assign(self, level=level, method=method)

    def _status(self) -> object:
        if isinstance(self._codes, np.ndarray):
            return statuses(self._codes)
        return STATUSES[self._codes]

    status: ClassVar[StatusOf] = StatusOf(_status)

    def __repr__(self) -> str:
        """Return what makes the same interval."""
        fields = ("low", "high", "level", "method")
        said = ", ".join(f"{name}={getattr(self, name)!r}" for name in fields)
        status = self._status()
        why = f"Status.{status.name}" if isinstance(status, Status) else repr(status)
        return f"Interval({said}, status={why})"

    @property
    def width(self) -> T:
        """Distance between the bounds, in the unit of the value."""
        return cast("T", cast("Any", self.high) - self.low)

    def __contains__(self, value: float) -> bool:
        """Return whether a number lies between the bounds, both included."""
        if isinstance(self.low, np.ndarray):
            raise _checks.refusal(
                InvalidTypeError,
                "in",
                "be asked of one interval",
                len(self.low),
                shown=f"{len(self.low)} of them",
                advice="Index the interval first",
            )
        return bool(self.low <= value <= self.high)

    def __len__(self) -> int:
        """Return the number of intervals of a column."""
        return length(self.low)

    def __getitem__(self: Interval[FloatArray], row: int) -> Interval[float]:
        """Return one interval of a column."""
        length(self.low)
        low, high = self.low[row].item(), self.high[row].item()
        status = STATUSES[cast("IntArray", self._codes)[row]]
        return Interval(low, high, self.level, self.method, status=status)

    def __format__(self, spec: str) -> str:
        """Return the bounds in a format, with their level."""
        if isinstance(self.low, np.ndarray):
            rows = cast("Interval[FloatArray]", self)
            return "; ".join(format(rows[row], spec) for row in range(len(rows)))
        return f"{self.low:{spec}} to {self.high:{spec}} ({100 * self.level:g} %)"

    def __str__(self) -> str:
        """Return the bounds with four significant digits, and their level."""
        return format(self, ".4g")


def length(column: object) -> int:
    """Return the length of a column, or refuse a single number as one."""
    if not isinstance(column, np.ndarray):
        msg = "a single estimate has no rows"
        raise InvalidTypeError(msg, argument="self")
    return len(cast("Array", column))


def same_evidence(first: Any, second: Any) -> bool:
    """
    Return whether the second is evidence at all, and refuse it if it is of another.

    Evidence adds to evidence of the same metric, in the same terms, of the same class,
    and columns to columns of the same length.
    """
    if not hasattr(second, "metric"):
        return False
    ours, others = repr(first.metric), repr(second.metric)
    _checks.same_evidence(first.metric, second.metric, of=others, to=ours)
    _checks.same_evidence(
        first.terms,
        second.terms,
        of=f"{others} ({second.terms}, {second.terms.unit})",
        to=f"{ours} ({first.terms}, {first.terms.unit})",
    )
    kinds = [type(each).__name__ for each in (first, second)]
    _checks.same_evidence(
        *kinds, of=f"{others} as {kinds[1]}", to=f"{ours} as {kinds[0]}"
    )
    return True


def same_shape(first: object, second: object) -> None:
    """Refuse to add a number to a column, and columns of two lengths."""
    kinds = isinstance(first, np.ndarray), isinstance(second, np.ndarray)
    if all(kinds):
        columns: dict[str, Any] = {"the first": first, "the second": second}
        _checks.same_lengths(**columns)
    elif any(kinds):
        msg = "a single estimate does not add to a column of them: sum() it first"
        raise InvalidTypeError(msg, argument="+")
