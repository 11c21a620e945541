"""Grouped estimates: a mapping from label to estimate."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Generic, cast, final

import attrs
import numpy as np
from typing_extensions import TypeVar

from engagement_metrics import _text
from engagement_metrics._door import _checks
from engagement_metrics._door._frozen import assign
from engagement_metrics._typing import FloatArray, Label
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidTypeError,
)
from engagement_metrics.evidence._composite import Composite
from engagement_metrics.evidence._result import Result

if TYPE_CHECKING:
    from engagement_metrics.evidence._pooled import Pooled

HELP = ": see borrow_spread and shrink"

One = TypeVar("One")
All = TypeVar("All")


@final
@attrs.frozen(eq=False, init=False, repr=False, getstate_setstate=False)
class Grouped(Composite[FloatArray], Mapping[Label, One], Generic[One, All]):
    """
    Grouped estimates: a mapping from label to estimate.

    ``+`` pools two disjoint sets of observations, group by group.

    Parameters
    ----------
    labels : tuple
        Distinct labels of the groups; ``None`` labels the rows without a label.
    estimate : Pooled, Average, Proportion, Rate or another column-valued result
        One row per group.
    instead : str, optional
        For overlapping groups, which have no total: the call that computes one.

    Raises
    ------
    InvalidTypeError
        If *estimate* is not a column of estimates.
    InvalidArgumentError
        If a label repeats, or the numbers of labels and rows differ.

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
    instead: str

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    def __init__(
        self, labels: tuple[Label, ...], estimate: All, instead: str = ""
    ) -> None:
        """Check and store labels and estimates."""
        names = tuple(_checks.labels("labels", "be labels", labels))
        column: Any = estimate
        if not isinstance(estimate, Result) or column._single:
            rule = "be a column of estimates"
            raise _checks.refusal(InvalidTypeError, "estimate", rule, column)
        _checks.same_lengths(labels=names, estimate=column)
        _checks.distinct_labels("labels", names)
        assign(self, labels=names, estimate=column, instead=instead)

    @classmethod
    def of_labels(
        cls, labels: tuple[Label, ...], estimate: Any, instead: str = ""
    ) -> Grouped[Any, Any]:
        """
        Return groups from trusted parts: distinct labels, one row each.

        Parameters
        ----------
        labels : tuple
            Labels of the groups.
        estimate : column-valued result
            One row per label.
        instead : str, optional
            For overlapping groups: the call that computes a total.

        Returns
        -------
        Grouped
            The groups.
        """
        made: Grouped[Any, Any] = object.__new__(cls)
        assign(made, labels=labels, estimate=estimate, instead=instead)
        return made

    @property
    def _lead(self) -> Any:
        return self.estimate

    @property
    def _single(self) -> bool:
        return False

    def _size(self) -> int:
        return len(self.labels)

    def _notes(self) -> list[str]:
        return cast("list[str]", self._lead._notes())

    def _between(self) -> list[str]:
        said = super()._between()
        if len(said) < 2 or not hasattr(self._lead, "_sums"):
            return said
        refused = " for a useful interval"
        return [each + HELP if each.endswith(refused) else each for each in said]

    def _names(self) -> list[str]:
        return [str(label) for label in self.labels]

    def _first(self, rows: int) -> Any:
        return self._lead[:rows]

    @functools.cached_property
    def _places(self) -> dict[Label, int]:
        return {label: place for place, label in enumerate(self.labels)}

    def __getitem__(self, label: Label) -> One:
        """Return the estimate of a group."""
        if label not in self._places:
            raise _checks.no_group(label, self.labels)
        return cast("One", self._lead[self._places[label]])

    def __iter__(self) -> Iterator[Label]:
        """Iterate over the labels."""
        return iter(self.labels)

    def __len__(self) -> int:
        """Return the number of groups."""
        return len(self.labels)

    def __contains__(self, label: object) -> bool:
        """Return whether there is a group with the label."""
        return label in self._places

    def __eq__(self, other: object) -> bool:
        """Return whether labels and evidence are equal."""
        return Result.__eq__(cast("Any", self), other)

    @property
    def evidence(self) -> dict[str, Any]:
        """Evidence by public argument name."""
        names = ("labels", "estimate", "instead")
        return {name: getattr(self, name) for name in names}

    def total(self) -> One:
        """
        Return the estimate over all groups.

        Returns
        -------
        same as the estimates
            The pooled evidence of all groups.

        Raises
        ------
        InvalidArgumentError
            If groups overlap, so that a sum would count twice.
        """
        if self.instead:
            raise InvalidArgumentError(
                f"these groups overlap and have no total. Call {self.instead} instead",
                argument="total",
                advice=self.instead,
            )
        return cast("One", self._lead.sum())

    def pooled(self, *, unit: str | None = None) -> Pooled[float]:
        """
        Return the ratio of sums with the groups as units.

        The standard error is clustered by group. Rows that are not independent, such as
        those of one person or week, belong in one group.

        Parameters
        ----------
        unit : str, optional
            Unit of a group, in the plural, such as ``"weeks"``; by default that of
            counts, of which each is one unit, and ``"groups"`` of pooled evidence.

        Returns
        -------
        Pooled
            Pooled evidence with one unit per group.

        Raises
        ------
        InvalidArgumentError
            If groups overlap.
        InvalidTypeError
            If the estimates are not counts or pooled counts.

        Examples
        --------
        >>> by_person = Rate([1, 2, 3], [10, 10, 20]).pooled(by=["ada", "ada", "bob"])
        >>> by_person.pooled(unit="persons").units
        2
        """
        if unit is not None:
            _checks.text("unit", unit)
        if self.instead:
            self.total()
        if not hasattr(self.estimate, "_as_units"):
            rule = "be counts or pooled counts, in groups"
            raise _checks.refusal(InvalidTypeError, "groups", rule, self.estimate)
        return cast("Pooled[float]", self._lead._as_units(unit))

    def _by_unit(self) -> Any:
        """Return labels and rows to pair with others, where each group is a unit."""
        lead = self._lead
        found = lead._by_unit() if hasattr(lead, "_by_unit") else None
        return None if found is None else found._replace(labels=self.labels)

    def __add__(self, other: Grouped[One, All]) -> Grouped[One, All]:
        """Pool two disjoint sets of observations, group by group."""
        if not isinstance(cast("object", other), Grouped):
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
        both = _filled(self, names) + _filled(other, names)
        return type(self).of_labels(names, both)

    def __str__(self) -> str:
        """Return the title, and a line for each group."""
        pairs = zip(self.labels, self._sentences(), strict=True)
        return "\n".join(
            [self._title(), *(f"  {name}: {said}" for name, said in pairs)]
        )

    def __repr__(self) -> str:
        """Return the first groups with their values, in one line."""
        values = map(self._said, self._values()[:3].tolist())
        first = zip(self.labels, values, strict=False)
        said = ", ".join([_text.short(f"{name} {value}", 30) for name, value in first])
        more = ", …" if len(self) > 3 else ""
        groups, title = _text.count(len(self), "groups"), _text.short(self._title(), 60)
        return f"<Grouped of {groups}: {said}{more}, {title}>"


def _filled(part: Grouped[Any, Any], names: tuple[Label, ...]) -> Any:
    """Return the estimate with one row per label, empty for absent groups."""
    places = {label: place for place, label in enumerate(names)}
    codes = np.array([places[label] for label in part.labels], np.int64)
    return part.estimate._regrouped(codes, len(names))
