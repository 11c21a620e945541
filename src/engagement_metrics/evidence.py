"""What every result is made of: an interval, and what was left out."""

from __future__ import annotations

from typing import Any, Generic, cast

import attrs
import numpy as np

from engagement_metrics import _checks, _columns
from engagement_metrics._typing import Array, T
from engagement_metrics.errors import InvalidTypeError
from engagement_metrics.words import Status, Terms

__all__ = ["Interval", "LeftOut"]

SAME = attrs.cmp_using(eq=_columns.same, class_name="Same")


def assign(instance: object, **fields: object) -> None:
    """Set the fields of a frozen instance that is being made."""
    for name, value in fields.items():
        object.__setattr__(instance, name, value)


@attrs.frozen
class LeftOut(Generic[T]):
    """
    The units that lend a pool nothing, by reason.

    Attributes
    ----------
    missing, no_exposure, no_denominator, invalid : int or ndarray
        Units of each status. Shape ``(groups,)`` where there are groups.
    count, exposure : float or ndarray
        The count and the exposure that went with them, as far as known.

    Examples
    --------
    >>> print(Rate([3, 2, None], [10, 0, 10]).sum().left_out)
    2 left out: 1 missing, 1 no denominator
    """

    missing: T = attrs.field(default=cast("T", 0), eq=SAME)
    no_exposure: T = attrs.field(default=cast("T", 0), eq=SAME)
    no_denominator: T = attrs.field(default=cast("T", 0), eq=SAME)
    invalid: T = attrs.field(default=cast("T", 0), eq=SAME)
    count: T = attrs.field(default=cast("T", 0.0), eq=SAME)
    exposure: T = attrs.field(default=cast("T", 0.0), eq=SAME)

    __hash__ = None  # type: ignore[assignment]

    @property
    def units(self) -> T:
        """Units left out, for whatever reason."""
        return cast("T", sum(self._parts()[:4]))

    def _parts(self) -> tuple[Any, ...]:
        return attrs.astuple(self, recurse=False)

    def __add__(self, other: LeftOut[T]) -> LeftOut[T]:
        """Add up what two disjoint sets of units left out."""
        if self is EMPTY:
            return other
        pairs = zip(self._parts(), other._parts(), strict=True)
        return LeftOut(*(a + b for a, b in pairs))

    def _select(self, rows: object, length: int) -> LeftOut[Any]:
        def pick(part: object) -> object:
            chosen = np.broadcast_to(np.asarray(part), length)[cast("Any", rows)]
            return chosen if isinstance(chosen, np.ndarray) else chosen.item()

        return LeftOut(*(pick(part) for part in self._parts()))

    def _total(self) -> LeftOut[float]:
        return LeftOut(*(np.sum(part).item() for part in self._parts()))

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
        reasons = {
            "missing": self.missing,
            f"no {terms.per}": self.no_exposure,
            f"{terms.of} but no {terms.per}": self.no_denominator,
            "invalid": self.invalid,
        }
        return _left_out(reasons)

    def __str__(self) -> str:
        """Return the reasons in words."""
        return _left_out(
            {
                "missing": self.missing,
                "no exposure": self.no_exposure,
                "no denominator": self.no_denominator,
                "invalid": self.invalid,
            }
        )


def _left_out(reasons: dict[str, Any]) -> str:
    present = {why: int(np.sum(n)) for why, n in reasons.items() if np.sum(n)}
    total = sum(present.values())
    if len(present) == 1:
        return f"{total:,} left out: {next(iter(present))}"
    return f"{total:,} left out: " * bool(total) + ", ".join(
        f"{n:,} {why}" for why, n in present.items()
    )


EMPTY: LeftOut[Any] = LeftOut()


@attrs.frozen
class Interval(Generic[T]):
    """
    A confidence interval: both bounds, the level, and what was assumed.

    Attributes
    ----------
    low, high : float or ndarray of float
        The bounds, in the unit of the value; NaN where there is no interval.
    level : float
        Confidence level, strictly between 0 and 1.
    method : str
        The method and its assumption, such as ``"Wilson score, as if
        independent"``.
    status : Status or ndarray of Status
        Why there are bounds or not.

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
    status: Any = attrs.field(default=Status.DEFINED, eq=SAME, kw_only=True)

    __hash__ = None  # type: ignore[assignment]

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
                f"{len(self.low)} of them",
                advice="Index the interval first",
            )
        return bool(self.low <= value <= self.high)

    def __len__(self) -> int:
        """Return the number of intervals of a column."""
        return length(self.low)

    def __getitem__(self, row: int) -> Interval[float]:
        """Return one interval of a column."""
        length(self.low)
        low, high = np.asarray(self.low)[row].item(), np.asarray(self.high)[row].item()
        status = self.status if isinstance(self.status, Status) else self.status[row]
        return Interval(low, high, self.level, self.method, status=status)

    def __format__(self, spec: str) -> str:
        """Return the bounds in a format, with their level."""
        if isinstance(self.low, np.ndarray):
            return "; ".join(format(self[row], spec) for row in range(len(self)))
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

    Evidence adds to evidence of the same metric, in the same terms, of the same class.
    """
    if not hasattr(second, "metric"):
        return False
    _checks.same_evidence(
        first.metric, second.metric, of=repr(second.metric), to=repr(first.metric)
    )
    _checks.same_evidence(
        first.terms,
        second.terms,
        of=f"{second.metric!r} ({second.terms}, {second.terms.unit})",
        to=f"{first.metric!r} ({first.terms}, {first.terms.unit})",
    )
    _checks.same_evidence(
        type(first),
        type(second),
        of=f"{second.metric!r} as {type(second).__name__}",
        to=f"{first.metric!r} as {type(first).__name__}",
    )
    return True
