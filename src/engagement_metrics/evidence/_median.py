"""The median of ratios, with the order statistics that bound it."""

from __future__ import annotations

from typing import Any, Self, final

import attrs
import numpy as np

from engagement_metrics._door import _checks, _columns
from engagement_metrics._door._frozen import assign, read_only
from engagement_metrics._kernels import order
from engagement_metrics._typing import FloatArray, IntArray, ToColumn
from engagement_metrics.errors import InvalidTypeError
from engagement_metrics.evidence._interval import Bounds
from engagement_metrics.evidence._left_out import LeftOut
from engagement_metrics.evidence._ratio import Proportion, Rate
from engagement_metrics.evidence._result import Scalar
from engagement_metrics.evidence._rows import reasons
from engagement_metrics.evidence._shown import STATUSES, codes_of
from engagement_metrics.words import Metric, Status

METHOD = "order statistics (binomial), between {}"
FEW = 6  # from so many values on, a median has an interval of 95 %


@final
@attrs.frozen(eq=False, init=False, repr=False, getstate_setstate=False)
class Median(Scalar):
    """
    The median of ratios: half of the units have a lower one, and half a higher one.

    Returned by ``Definition.estimate`` where the source takes a median. It keeps the
    ratio of every unit, and does not pool with ``+``: medians of parts do not give
    the median of the whole. Put the tables together, and take the median again.

    Parameters
    ----------
    values : array_like of float
        Ratio of each unit that is defined. Shape ``(units,)``. Kept in order of size.
    metric : Metric
        The metric.
    left_out : LeftOut, optional
        Units left out, by reason.

    Raises
    ------
    InvalidTypeError
        If *values* are not numbers, or another argument is of another class; if
        *left_out* is a column.
    InvalidCountsError
        If a value is negative, infinite, missing or above 2**53.

    See Also
    --------
    Average : The mean of ratios.
    Pooled : The ratio of sums.

    Notes
    -----
    Range: 0 to infinity, in the unit of the metric. Undefined (NaN) if no unit is
    defined: a median of nothing. Interval: from one order statistic to another, with
    coverage from the binomial distribution of one half [1]_. It assumes no shape, and
    covers at least its level where units are independent; there is none at 95 % below
    6 units. Between two middle values, the median is their mean. Its robustness has a
    price: a median says nothing of how much was engaged in all.

    References
    ----------
    .. [1] Thompson, W. R. (1936). On confidence ranges for the median and other
       expectation distributions for populations of unknown distribution form. Annals
       of Mathematical Statistics 7, 122-128. 10.1214/aoms/1177732502. As commonly
       stated; original not consulted.

    Examples
    --------
    One of seven posts went viral:

    >>> from engagement_metrics import engagement_rate
    >>> likes = [50, 20, 40, 900, 30, 10, 60]
    >>> median = Median.of(engagement_rate(likes, followers=1000))
    >>> median
    <Median 4.0 %: 7 posts, engagement rate by followers, median>
    >>> print(median)
    engagement rate by followers, median: 4.0 % (95 %: 1.0 to 90.0 %; 7 posts)
    """

    _sorted: FloatArray = attrs.field(alias="values")
    metric: Metric
    _left_out: LeftOut[float] = attrs.field(alias="left_out")

    def __init__(
        self,
        values: ToColumn,
        *,
        metric: Metric,
        left_out: LeftOut[float] | None = None,
    ) -> None:
        """Check and store the arguments."""
        column = _columns.weights(values, argument="values")
        _checks.of_class("metric", metric, Metric)
        left = LeftOut() if left_out is None else left_out
        _checks.of_class("left_out", left, LeftOut)
        if not left._single:
            rule = "be of one whole"
            raise _checks.refusal(InvalidTypeError, "left_out", rule, left)
        assign(self, _sorted=read_only(np.sort(column)))
        assign(self, metric=metric, _left_out=left)

    @classmethod
    def of(cls, rate: Rate[Any] | Proportion[Any], /) -> Self:
        """
        Return the median of the rows of a column.

        Parameters
        ----------
        rate : Rate or Proportion
            The ratios; rows that are undefined are left out, and counted.

        Returns
        -------
        Median
            Of a single row, its value.

        Raises
        ------
        InvalidTypeError
            If *rate* is neither.

        Examples
        --------
        >>> from engagement_metrics import engagement_rate
        >>> print(Median.of(engagement_rate([3, 4, 1], reach=[10, 0, 100])))
        engagement rate by reach, median: 15.5 % (no interval: fewer than 6 posts;
        2 posts; 1 left out: engagements but no reach)
        """
        if not isinstance(rate, Rate | Proportion):
            rule = "be a Rate or Proportion"
            raise _checks.refusal(InvalidTypeError, "rate", rule, rate)
        left = rate._rows.total(bounded=rate._bounded).left
        values = rate._values()
        return cls(
            values[~np.isnan(values)],
            metric=attrs.evolve(rate.metric, averaging="median"),
            left_out=LeftOut.of_rows(left, size=1, single=True),
        )

    @property
    def values(self) -> FloatArray:
        """Ratio of each unit, in order of size."""
        return self._sorted

    @property
    def units(self) -> int:
        """Number of units that contributed."""
        return self._sorted.size

    def _values(self) -> FloatArray:
        return np.array([order.median(self._sorted)])

    def _codes(self) -> IntArray:
        if self._sorted.size:
            return codes_of(Status.DEFINED)
        return reasons(self._left(), 1)

    def _left(self) -> FloatArray | None:
        left = self._left_out._rows
        return left if left.any() else None

    def _bounds(self, level: float) -> Bounds:
        low, high = order.median_bounds(self._sorted, level)
        status: Any = STATUSES[self._codes()[0]]
        if status == Status.DEFINED and np.isnan(low):
            status = Status.TOO_FEW_UNITS
        return Bounds.of(low, high, status, METHOD.format(self.metric.unit))

    def _no_interval(self, code: int) -> str:
        return f"fewer than {FEW} {self.metric.unit}"

    _instead = (
        "The median of a whole does not follow from those of its parts: put the tables"
        " together, and take the median again. What adds are counts and exposures:"
        " definition.rate(posts).pooled()"
    )
