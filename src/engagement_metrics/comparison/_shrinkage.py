"""A fair ranking of small and large audiences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, final

import attrs
import numpy as np

from engagement_metrics._door import _checks
from engagement_metrics._door._frozen import frozen
from engagement_metrics._kernels import intervals, quantiles, ratios, shrinkage
from engagement_metrics._typing import BoolArray, FloatArray, IntArray, Label
from engagement_metrics.errors import (
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
)
from engagement_metrics.evidence import Result
from engagement_metrics.evidence._interval import Bounds
from engagement_metrics.evidence._result import combinable
from engagement_metrics.evidence._shown import codes_of
from engagement_metrics.words import Metric, Source, Status

NO_VALUE, NO_ERROR, NO_SPREAD = codes_of(
    np.array([Status.MISSING, Status.TOO_FEW_UNITS, Status.ZERO_VARIANCE])
).tolist()
PAULE_MANDEL = Source(
    "Paule, R. C. and Mandel, J.",
    1982,
    "Consensus values and weighting factors",
    "10.6028/jres.087.022",
    consulted=False,
)
MARSHALL = Source(
    "Marshall, R. J.",
    1991,
    "Mapping disease and mortality rates using empirical Bayes estimators",
    "10.2307/2347593",
    consulted=False,
)
MARTUZZI_ELLIOTT = Source(
    "Martuzzi, M. and Elliott, P.",
    1996,
    "Empirical Bayes estimation of small area prevalence of non-rare conditions",
    "Statistics in Medicine 15, 1867-1873; as in https://r-spatial.github.io/spdep/",
    consulted=False,
)
BY_CHANCE = {
    "rate": (shrinkage.marshall, "Marshall, as if independent", MARSHALL),
    "share": (
        shrinkage.martuzzi_elliott,
        "Martuzzi-Elliott, as if independent",
        MARTUZZI_ELLIOTT,
    ),
}
"""How single counts are shrunk: their errors are those of chance."""
BY_ERROR = (shrinkage.paule_mandel, "Paule-Mandel, between units", PAULE_MANDEL)


@final
@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Shrunk(Result[FloatArray]):
    """
    Estimates of many units, each shrunk towards their common mean.

    Made by ``shrink(...)``. It does not add: add the evidence, and shrink the sum.

    Attributes
    ----------
    labels : tuple
        The units. Shape ``(units,)``.
    raw : ndarray of float
        The value of each unit before shrinkage; NaN where it has none.
    shrunk : ndarray of float
        The value after shrinkage, which is ``value``; NaN where there is none.
    reasons : ndarray of int
        Why each unit has a value or not, as places in ``Status``.
    standard_deviation : ndarray of float
        Posterior standard deviation of each unit's true value; NaN for fewer than four
        units.
    mean : float
        The common mean.
    between : float
        Variance between units beyond chance. Where it is 0, all units have the mean.
    method : str
        The method and its assumption.
    kind : {"rate", "share"}
        Whether the values may exceed 1.
    metric : Metric
        What was shrunk.

    Examples
    --------
    >>> ranked = shrink(Proportion([2, 600, 60], [2, 1000, 80]))
    >>> ranked.value.round(3)
    array([0.616, 0.602, 0.651])
    """

    labels: tuple[Label, ...]
    raw: FloatArray = attrs.field(converter=frozen)
    shrunk: FloatArray = attrs.field(converter=frozen)
    reasons: IntArray = attrs.field(converter=frozen)
    standard_deviation: FloatArray = attrs.field(converter=frozen)
    mean: float
    between: float
    method: str
    kind: Literal["rate", "share"]
    metric: Metric

    @property
    def _single(self) -> bool:
        return False

    @property
    def _joint(self) -> str:
        return "of" if self.kind == "share" else "by"

    def _values(self) -> FloatArray:
        return self.shrunk

    def _codes(self) -> IntArray:
        return self.reasons

    def _bounds(self, level: float) -> Bounds:
        z = quantiles.normal_quantile(level)
        deviation, value = self.standard_deviation, self.shrunk
        inside = (value > 0) & (deviation > 0)
        inside &= (value < 1) | (self.kind == "rate")
        value, ones = np.where(inside, value, np.nan), np.ones(value.size)
        if self.kind == "share":
            trials = value * (1 - value) / deviation**2
            low, high = intervals.pooled_share(value, trials, z * ones)
        else:
            low, high = intervals.pooled_rate(
                value, deviation**2, ones, z * ones, is_count=False
            )
        codes = np.where(np.isnan(low), NO_VALUE, ratios.DEFINED)
        few = np.isnan(deviation) & ~np.isnan(self.shrunk)
        codes = np.where(few, NO_ERROR, codes)
        codes = np.where(self.reasons, self.reasons, codes)
        return Bounds(low, high, codes, self.method)

    _instead = "Add the estimates, and shrink the sum"

    # -- text -------------------------------------------------------------------

    def _title(self) -> str:
        return f"{super()._title()}, shrunk towards {self._said(self.mean)}"

    def _counted(self) -> list[str]:
        return [f"by itself {self._said(value)}" for value in self.raw.tolist()]

    def _no_interval(self, code: int) -> str:
        words = {NO_ERROR: "fewer than four units", NO_VALUE: "the value is at an end"}
        return words.get(code, super()._no_interval(code))

    def _names(self) -> list[str]:
        return list(map(str, self.labels))

    def _first(self, rows: int) -> Shrunk:
        return self

    def __str__(self) -> str:
        """Return the name, and a line for each unit, the highest first."""
        order = np.argsort(-np.nan_to_num(self.shrunk, nan=-1.0), kind="stable")
        said = self._sentences()
        lines = [f"  {self.labels[i]}: {said[i]}" for i in order.tolist()]
        if not self.between:
            lines.append("  chance alone explains how the units differ")
        return "\n".join([self._title(), *lines])


def shrink(
    estimates: Result[Any] | Mapping[Any, Result[Any]] | Iterable[Result[Any]], /
) -> Shrunk:
    r"""
    Return estimates of many units, each shrunk towards their common mean.

    Small units are shrunk strongly towards the mean, large ones barely: the fair way to
    rank an audience of three hundred beside one of a million. Where chance alone
    explains how units differ, all have the mean, and the result says so.

    .. math:: \hat\theta_i = \mu + \frac{B}{B + v_i} (y_i - \mu)

    Parameters
    ----------
    estimates : Grouped, Pooled, Average, Rate, Proportion, mapping or list
        At least two units of one metric: a column, groups, a list of single estimates,
        or a mapping of them by label.

    Returns
    -------
    Shrunk
        One row per unit.

    Raises
    ------
    InvalidArgumentError
        If fewer than two units have a value (and, where pooled, an error).
    InvalidCountsError
        If single counts are weighted.
    InvalidTypeError
        If *estimates* are not estimates.
    IncompatibleEvidenceError
        If units are of different metrics.

    Notes
    -----
    Empirical Bayes. Pooled evidence brings its own errors, and the variance between
    units, B, is that of Paule and Mandel [1]_. Errors of single counts are those of
    chance: Marshall's moments for rates [2]_, Martuzzi and Elliott's for shares [3]_.
    Weighted counts have no such error: shrink ``pooled(by=...)`` of them. The value
    stays NaN for a unit that has none, or that is pooled from fewer than two units.
    Ranks of shrunk values are not ranks of true values: read the intervals. Their
    coverage may fall below the level where units are pooled from few posts.

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
    rate by exposure, shrunk towards 0.089
      small: 0.095 (no interval: fewer than four units; by itself 0.30)
      large: 0.090 (no interval: fewer than four units; by itself 0.090)
      b: 0.082 (no interval: fewer than four units; by itself 0.056)
    """
    labels, parts = _units(estimates)
    if len(labels) < 2:
        raise _few(len(labels))
    first, own = parts[0], parts[0].metric
    raw, codes = (
        np.concatenate([getattr(part, name)() for part in parts])
        for name in ("_values", "_codes")
    )
    counts = getattr(first, "_kind", "")
    function, method, source = BY_CHANCE[counts] if counts else BY_ERROR
    if counts:
        y, x = (np.concatenate([p._rows[i] for p in parts]) for i in (0, 1))
    else:
        y, x = raw, np.concatenate([part._errors() for part in parts])
        codes = np.where((codes == ratios.DEFINED) & (x == 0), NO_SPREAD, codes)
        codes = np.where((codes == ratios.DEFINED) & np.isnan(x), NO_ERROR, codes)
    good = codes == ratios.DEFINED
    if good.sum() < 2:
        raise _few(int(good.sum()))
    drawn = function(y[good], x[good])
    kind: Any = counts or first.kind
    return Shrunk(
        labels=labels,
        raw=raw,
        shrunk=_spread(drawn.value, good),
        reasons=codes,
        standard_deviation=_spread(drawn.standard_deviation, good),
        mean=drawn.mean,
        between=drawn.between,
        method=f"{method}, of a {kind}",
        kind=kind,
        metric=attrs.evolve(own, unit="units", sources=(source, *own.sources)),
    )


def _units(estimates: Any) -> tuple[tuple[Label, ...], list[Any]]:
    """Return the labels of the units, and their evidence in one column or several."""
    if hasattr(estimates, "_bounds"):
        labels = getattr(estimates, "labels", None)
        column = _evidence(estimates)
        return tuple(range(len(column))) if labels is None else labels, [column]
    rule = "be evidence of several units"
    named: Any = estimates
    if not isinstance(estimates, Mapping):
        named = dict(enumerate(_checks.listed("estimates", rule, estimates)))
    parts = [_evidence(part) for part in named.values()]
    for part in parts:
        part._require_single("estimates")
        combinable(parts[0], part, "compare")
    return tuple(named), parts


def _evidence(part: Any) -> Any:
    """Return the evidence of an estimate, which has counts or errors of its own."""
    lead = getattr(part, "_lead", part)
    if not (hasattr(lead, "_kind") or hasattr(lead, "_errors")):
        rule = "hold counts or pooled counts only"
        raise _checks.refusal(InvalidTypeError, "estimates", rule, part)
    if hasattr(lead, "_kind") and not lead.whole:
        rule, advice = "not be weighted counts", "Shrink pooled(by=...) of them"
        raise _checks.refusal(
            InvalidCountsError, "estimates", rule, part, advice=advice
        )
    return lead


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
