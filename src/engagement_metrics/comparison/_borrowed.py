"""Intervals of groups of few units, such as weeks with three posts."""

from __future__ import annotations

from typing import Any, cast, final

import attrs
import numpy as np

from engagement_metrics._door import _checks
from engagement_metrics._kernels import intervals, quantiles, ratios, spread, sums
from engagement_metrics._typing import FloatArray
from engagement_metrics.errors import InvalidTypeError
from engagement_metrics.evidence import Grouped, Result
from engagement_metrics.evidence._composite import Composite
from engagement_metrics.evidence._interval import Bounds
from engagement_metrics.evidence._result import Known
from engagement_metrics.evidence._shown import codes_of
from engagement_metrics.words import Status

SCORES = {"rate": intervals.poisson_score, "share": intervals.wilson}
NO_SPREAD = codes_of(Status.ZERO_VARIANCE).item()
LENT = 3.0  # degrees of freedom, with which intervals hold best in simulations
METHOD = "score with Student's t, spread borrowed between groups"


@final
@attrs.frozen(eq=False, repr=False, getstate_setstate=False)
class BorrowedSpread(Composite[FloatArray]):
    """
    Groups with intervals that borrow their spread from each other.

    Made by ``borrow_spread(...)``. Its values are those of the groups.

    Attributes
    ----------
    groups : Grouped
        Pooled evidence, a group each.

    Examples
    --------
    >>> weeks = Rate([67, 50, 65, 80], [1000] * 4).pooled(by=["w1", "w1", "w2", "w2"])
    >>> borrow_spread(weeks).value
    array([0.0585, 0.0725])
    """

    groups: Grouped[Any, Any]

    @property
    def _lead(self) -> Result[Any]:
        return self.groups

    @property
    def _joint(self) -> str:
        return cast("str", self.groups.estimate._joint)

    def _bounds(self, level: float) -> Bounds:
        pooled, codes = groups_of(self.groups), self._codes()
        good = np.flatnonzero(codes == ratios.DEFINED)
        low, high = np.full((2, codes.size), np.nan)
        if good.size:
            share = pooled.kind == "share"
            summed, whole = sums.picked(pooled._sums, good), pooled._counts[good]
            shared = spread.borrowed(summed, share=share, is_count=whole, lent=LENT)
            exposure = spread.exposure(summed, shared, share=share, is_count=whole)
            t = quantiles.student_t_quantile(level, shared.degrees)
            value, score = summed.sum_y / summed.sum_x, SCORES[pooled.kind]
            bounds = score(value * exposure, exposure, t)
            low[good] = np.minimum(bounds[0], value)
            high[good] = np.maximum(bounds[1], value)
        codes[np.isnan(low) & (codes == ratios.DEFINED)] = NO_SPREAD
        return Bounds(low, high, codes, METHOD)

    def _between(self) -> list[str]:
        return Result[FloatArray]._between(self)

    def _method(self) -> str:
        return METHOD

    def _effective(self) -> FloatArray:
        return np.maximum(cast("FloatArray", self._lead._effective()), 3.0)

    def _too_wide(self, value: float, low: float, high: float, known: Known) -> str:
        return super()._too_wide(value, low, high, (3, known[1]))

    def _warn(self) -> None:
        """Few units are the point."""

    _instead = "Add the groups, and borrow the spread of the sum"

    def _names(self) -> list[str]:
        return self.groups._names()

    def _first(self, rows: int) -> BorrowedSpread:
        return self

    def __str__(self) -> str:
        """Return the title, and a line for each group."""
        pairs = zip(self.groups.labels, self._sentences(), strict=True)
        lines = (f"  {label}: {said}" for label, said in pairs)
        return "\n".join([self._title(), *lines])


def borrow_spread(grouped: Grouped[Any, Any], /) -> BorrowedSpread:
    """
    Return groups whose intervals borrow their spread from each other.

    A week of three posts says little about how unequal its posts are; twelve such weeks
    together say more. The values stay those of the groups. To draw the values together
    as well, use ``shrink``.

    Parameters
    ----------
    grouped : Grouped
        Pooled evidence by disjoint groups, as ``rate.pooled(by=...)`` gives.

    Returns
    -------
    BorrowedSpread
        One row per group.

    Raises
    ------
    InvalidTypeError
        If *grouped* is not pooled evidence in groups.
    InvalidArgumentError
        If groups overlap.

    See Also
    --------
    shrink : Draws the values towards their mean.
    compare_groups : Which groups differ.

    Notes
    -----
    Range: that of the metric. Undefined (NaN) for a group that has no value.

    Interval: the variance of a group's logarithm (of a share its logit) is between its
    own and the common one of all groups, which weighs as much as four degrees of
    freedom, and not below the common one; Student's t has up to three degrees more than
    the group. Of whole counts it is never that of more than the group's own events.
    With one unit a group the common variance is that of all units, which holds what the
    groups differ by as well. It takes for granted that units of all groups are about
    equally unequal. Our definition: a moderated t, as in the analysis of many genes
    [1]_, with a fixed weight of the common variance.

    References
    ----------
    .. [1] Smyth, G. K. (2004). Linear models and empirical Bayes methods for assessing
       differential expression in microarray experiments. Statistical Applications in
       Genetics and Molecular Biology 3, 3. 10.2202/1544-6115.1027. As commonly stated;
       original not consulted.

    Examples
    --------
    >>> y, x = [67, 50, 65, 80, 41, 60], [1000, 800, 1100, 1000, 700, 900]
    >>> weeks = Rate(y, x).pooled(by=["w1", "w1", "w2", "w2", "w3", "w3"])
    >>> print(borrow_spread(weeks))
    rate by exposure, pooled
      w1: 0.065 (95 %: 0.045 to 0.095; 2 rows)
      w2: 0.069 (95 %: 0.046 to 0.10; 2 rows)
      w3: 0.063 (95 %: 0.043 to 0.092; 2 rows)
    """
    groups_of(grouped)
    return BorrowedSpread(grouped)


def groups_of(grouped: object) -> Any:
    """Return the pooled evidence of disjoint groups, or refuse it."""
    groups: Any = grouped
    if not isinstance(grouped, Grouped) or not hasattr(groups._lead, "_sums"):
        rule, advice = "be pooled evidence in groups", "Use pooled(by=...)"
        raise _checks.refusal(InvalidTypeError, "grouped", rule, groups, advice=advice)
    if groups.instead:
        groups.total()  # refused, with what to call instead
    return groups._lead
