"""Compositions: shares of one whole, which add up to 1."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks, _columns
from engagement_metrics._door._frozen import assign
from engagement_metrics._kernels import intervals, quantiles, ratios
from engagement_metrics._typing import FloatArray, IntArray, Label, ToArray
from engagement_metrics.errors import InvalidCountsError
from engagement_metrics.evidence._interval import Bounds
from engagement_metrics.evidence._result import Result, combinable
from engagement_metrics.words import Metric

PLAIN = Metric("composition", "part", "whole", unit="parts")


@attrs.frozen(eq=False, init=False, repr=False, getstate_setstate=False)
class Composition(Result[FloatArray]):
    """
    A composition: shares of one whole, which add up to 1.

    ``+`` adds the counts of two disjoint wholes, label by label.

    Parameters
    ----------
    labels : iterable of hashable
        Labels of the parts.
    counts : array_like of float
        Count of each part. Shape ``(parts,)``.
    metric : Metric, optional
        Metric of the shares; a plain composition by default.

    Raises
    ------
    InvalidCountsError
        If a count is negative, missing, infinite or above 2**53.
    InvalidArgumentError
        If a label repeats, or *labels* and *counts* differ in length.

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
    counts: FloatArray
    metric: Metric

    _joint = "of"

    @property
    def _single(self) -> bool:
        return False

    def __init__(
        self, labels: Iterable[Label], counts: ToArray, *, metric: Metric = PLAIN
    ) -> None:
        """Check and store labels and counts."""
        several = list(labels) if isinstance(labels, str) else labels
        names = tuple(_checks.labels("labels", "be labels", several))
        column = _columns.column("counts", counts)
        missing, advice = np.isnan(column), "Leave out the parts that are not known"
        _checks.require(
            InvalidCountsError, "counts", "be known", column, missing, advice=advice
        )
        _checks.exact_total("counts", column.sum().item())
        _checks.same_lengths(labels=names, counts=column)
        _checks.distinct_labels("labels", names)
        _checks.of_class("metric", metric, Metric)
        assign(self, labels=names, counts=column, metric=metric)

    @property
    def total(self) -> float:
        """Sum of all counts."""
        return float(self.counts.sum())

    @property
    def units(self) -> FloatArray:
        """Count of each part. Shape ``(parts,)``."""
        return self.counts

    def _values(self) -> FloatArray:
        whole = np.full(self.counts.size, self.total)
        return ratios.divide(self.counts, whole, bounded=True)

    def _codes(self) -> IntArray:
        empty = ratios.DEFINED if self.total else ratios.NO_EXPOSURE
        return np.full(self.counts.size, empty)

    @property
    def shares(self) -> FloatArray:
        """Share of each part; NaN if the total is 0. Shape ``(parts,)``."""
        return self._values()

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
        UnknownLabelError
            If no part has the label.
        """
        _checks.labels("label", "be one of the parts'", [label])
        if label not in self.labels:
            raise _checks.no_group(label, self.labels)
        return float(self._values()[self.labels.index(label)])

    def _bounds(self, level: float) -> Bounds:
        each = 1 - (1 - level) / max(len(self.labels), 1)
        whole = np.full(self.counts.size, self.total)
        z = quantiles.normal_quantile(each)
        low, high = intervals.wilson(self.counts, whole, z)
        method = "Goodman's score, simultaneous, as if independent"
        return Bounds(low, high, self._codes(), method)

    def __add__(self, other: Composition) -> Composition:
        """Add the counts of two disjoint wholes, label by label."""
        if not combinable(self, other):
            return NotImplemented
        added = dict(zip(self.labels, self.counts.tolist(), strict=True))
        for label, count in zip(other.labels, other.counts.tolist(), strict=True):
            added[label] = added.get(label, 0.0) + count
        return Composition(added, list(added.values()), metric=self.metric)

    def _counted(self) -> list[str]:
        of = _text.number(self.total)
        return [f"{_text.number(count)} of {of}" for count in self.counts.tolist()]

    def _names(self) -> list[str]:
        return [str(label) for label in self.labels]

    def __str__(self) -> str:
        """Return the title, and a line for each part."""
        pairs = zip(self.labels, self._sentences(), strict=True)
        return "\n".join(
            [self._title(), *(f"  {name}: {said}" for name, said in pairs)]
        )

    def _first(self, rows: int) -> Composition:
        return self
