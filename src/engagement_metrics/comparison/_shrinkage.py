"""A fair ranking of small and large audiences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, cast

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks
from engagement_metrics._kernels import intervals, quantiles, shrinkage
from engagement_metrics._kernels.sums import RatioSums
from engagement_metrics._typing import BoolArray, FloatArray, Label
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.evidence import (
    Average,
    Grouped,
    Interval,
    Pooled,
    Proportion,
    Rate,
)
from engagement_metrics.evidence._result import EMPTY, SAME, same_evidence
from engagement_metrics.words import Status, Terms

__all__ = ["Shrunk", "shrink"]


METHODS = {
    Pooled: (shrinkage.paule_mandel, "Paule-Mandel, between units"),
    Average: (shrinkage.paule_mandel, "Paule-Mandel, between units"),
    Rate: (shrinkage.marshall, "Marshall, as if independent"),
    Proportion: (shrinkage.martuzzi_elliott, "Martuzzi-Elliott, as if independent"),
}


@attrs.frozen(kw_only=True)
class Shrunk:
    """
    Estimates of many units, each drawn towards their common mean.

    Made by ``shrink(...)``.

    Attributes
    ----------
    labels : tuple
        The units. Shape ``(units,)``.
    raw : ndarray of float
        Each unit's own value; NaN where it has none.
    value : ndarray of float
        The value drawn towards the mean, the more so the less is known of the unit; NaN
        where the unit has no value or no error.
    standard_deviation : ndarray of float
        How far the unit's true value may be from it; NaN for fewer than four units.
    mean : float
        The common mean.
    between : float
        Variance between units that chance does not explain; 0 where there is none, and
        then all units have the mean.
    method : str
        The method and its assumption.
    metric : str
        Name of the metric.
    terms : Terms
        What was divided by what.

    Examples
    --------
    >>> ranked = shrink(Proportion([2, 600, 60], [2, 1000, 80]))
    >>> ranked.value.round(3)
    array([0.616, 0.602, 0.651])
    """

    labels: tuple[Label, ...]
    raw: FloatArray = attrs.field(eq=SAME)
    value: FloatArray = attrs.field(eq=SAME)
    standard_deviation: FloatArray = attrs.field(eq=SAME)
    mean: float
    between: float
    method: str
    metric: str
    terms: Terms

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    @property
    def status(self) -> Status:
        """``ZERO_VARIANCE`` where chance alone explains how the units differ."""
        return Status.DEFINED if self.between > 0 else Status.ZERO_VARIANCE

    def interval(self, level: float = 0.95) -> Interval[FloatArray]:
        """
        Return intervals of the units' true values, on the log or logit scale.

        They take in that the variance between units is itself estimated [1]_, so that
        units do not seem alike only because chance explains how they differ.

        Parameters
        ----------
        level : float, optional
            Level, strictly between 0 and 1; 0.95 by default.

        Returns
        -------
        Interval
            Of columns, a row a unit; NaN for fewer than four units, and where the value
            is NaN or at an end.

        References
        ----------
        .. [1] Morris, C. N. (1983). Parametric empirical Bayes inference: theory and
           applications. Journal of the American Statistical Association 78, 47-55. As
           commonly stated; original not consulted.
        """
        z = quantiles.normal_quantile(_checks.level(level))
        inside = (self.value > 0) & (self.standard_deviation > 0)
        value = np.where(inside, self.value, np.nan)
        ones = np.ones(value.size)
        if self.terms.scale == "percent" and "share" in self.method:
            value = np.where(value < 1, value, np.nan)
            low, high = intervals.pooled_share(
                value, self.standard_deviation, ones, z * ones
            )
        else:
            low, high = intervals.pooled_rate(
                value, self.standard_deviation, ones, z * ones, is_count=False
            )
        few = np.isnan(self.standard_deviation) & ~np.isnan(self.value)
        statuses = np.full(value.size, Status.DEFINED, object)
        statuses[np.isnan(low)] = Status.MISSING
        statuses[few] = Status.TOO_FEW_UNITS
        return Interval(low, high, level, self.method, status=statuses)

    def __len__(self) -> int:
        """Return the number of units."""
        return len(self.labels)

    def __str__(self) -> str:
        """Return a line for each unit, the highest first."""
        order = np.argsort(-np.nan_to_num(self.value, nan=-1.0), kind="stable")
        lines = [
            f"{self.labels[i]}: {_text.value(float(self.value[i]), self.terms.scale)}"
            f" (by itself {_text.value(float(self.raw[i]), self.terms.scale)})"
            for i in order.tolist()
        ]
        if self.status == Status.ZERO_VARIANCE:
            lines.append("no difference between units that chance does not explain")
        return "\n".join(lines)


def shrink(estimates: Any, /) -> Shrunk:
    r"""
    Return estimates of many units, each drawn towards their common mean.

    A unit of which little is known is drawn far, one of which much is known hardly: the
    fair way to rank an audience of three hundred beside one of a million. Where chance
    alone explains how they differ, all get the mean, and the result says so.

    .. math:: \hat\theta_i = \mu + \frac{B}{B + v_i} (y_i - \mu)

    Parameters
    ----------
    estimates : Grouped, Pooled, Average, Rate, Proportion, mapping or list
        At least two units of one metric: column-valued evidence, groups, a list of
        single estimates, or a mapping of them by label.

    Returns
    -------
    Shrunk
        A row a unit.

    Raises
    ------
    InvalidArgumentError
        If fewer than two units have a value (and, where pooled, an error).
    InvalidTypeError
        If it is no evidence.
    IncompatibleEvidenceError
        If units are of different metrics or terms.

    Notes
    -----
    Pooled evidence has errors of its own: the variance between units, B, is Paule and
    Mandel's [1]_. Single counts have those of chance: Marshall's moments for rates
    [2]_, Martuzzi and Elliott's for shares [3]_. A unit without a value, or pooled from
    fewer than two units, keeps NaN. Ranks by shrunken values are not ranks by true
    ones: read the intervals. They cover less than their level where units are pooled
    from few posts, whose errors are little known.

    References
    ----------
    .. [1] Paule, R. C. and Mandel, J. (1982). Consensus values and weighting factors.
       Journal of Research of the National Bureau of Standards 87, 377-385. As commonly
       stated; original not consulted.
    .. [2] Marshall, R. J. (1991). Mapping disease and mortality rates using empirical
       Bayes estimators. Applied Statistics 40, 283-294. As in R's spdep::EBest.
    .. [3] Martuzzi, M. and Elliott, P. (1996). Empirical Bayes estimation of small area
       prevalence of non-rare conditions. Statistics in Medicine 15, 1867-1873. As in
       R's spdep::EBest.

    Examples
    --------
    >>> rates = {"small": Rate(3, 10), "large": Rate(90, 1000), "b": Rate(5, 90)}
    >>> ranked = shrink(rates)
    >>> print(ranked)
    small: 0.095 (by itself 0.30)
    large: 0.090 (by itself 0.090)
    b: 0.082 (by itself 0.056)
    """
    labels, column = _column(estimates)
    if len(column) < 2:  # noqa: PLR2004
        raise _few(len(column))
    pooled = isinstance(column, Pooled | Average)
    names = ("value", "standard_error") if pooled else ("_of", "_over")
    y, x = (np.asarray(getattr(column, name), np.float64) for name in names)
    if pooled:
        good = ~np.isnan(y) & ~np.isnan(x) & (x > 0)
    else:
        good = np.asarray(column.status == Status.DEFINED, np.bool_)
    if good.sum() < 2:  # noqa: PLR2004
        raise _few(int(good.sum()))
    function, method = METHODS[type(column)]
    drawn = function(y[good], x[good])
    kind = column.kind if pooled else column._kind
    return Shrunk(
        labels=labels,
        raw=np.asarray(column.value, np.float64),
        value=_spread(drawn.value, good),
        standard_deviation=_spread(drawn.standard_deviation, good),
        mean=drawn.mean,
        between=drawn.between,
        method=f"{method}, of a {kind}",
        metric=column.metric,
        terms=column.terms,
    )


def _column(estimates: Any) -> tuple[tuple[Label, ...], Any]:
    """Return labels and one column-valued estimate, a row a unit."""
    given: Any = estimates
    if isinstance(estimates, Grouped):
        return given.labels, given.estimate
    if isinstance(estimates, Pooled | Average | Rate | Proportion):
        return tuple(range(len(given))), given
    rule = "be evidence of several units"
    several = [*given.items()] if isinstance(estimates, Mapping) else None
    pairs = several or enumerate(_checks.listed("estimates", rule, given))
    named: dict[Label, Any] = dict(pairs)
    listed = list(named.values())
    if not listed:
        raise _few(0)
    for one in listed:
        if not isinstance(one, Pooled | Average | Rate | Proportion):
            raise _checks.refusal(
                InvalidTypeError, "estimates", "hold estimates only", one
            )
        same_evidence(listed[0], one)
    return tuple(named), _stacked(listed)


def _stacked(listed: list[Any]) -> Any:
    """Return single estimates as one that is column-valued."""
    first = listed[0]
    if isinstance(first, Rate | Proportion):
        one = cast("Rate[Any]", first)
        y, x = (np.array([getattr(e, n) for e in listed]) for n in one._names)
        return one._build(y, x, EMPTY, one.metric, one.terms)
    names = RatioSums._fields
    columns = {n: np.array([getattr(e, n) for e in listed]) for n in names}
    return attrs.evolve(first, **columns)


def _few(units: int) -> InvalidArgumentError:
    return _checks.refusal(
        InvalidArgumentError,
        "estimates",
        "hold at least two units with a value and an error",
        units,
        advice="One unit has nothing to be drawn towards",
    )


def _spread(values: FloatArray, rows: BoolArray) -> FloatArray:
    wide = np.full(rows.size, np.nan)
    wide[rows] = values
    return wide
