"""A fair ranking of small and large audiences."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from typing import Any, Literal, final

import attrs
import numpy as np

from engagement_metrics._door import _checks
from engagement_metrics._door._frozen import frozen
from engagement_metrics._kernels import (
    intervals,
    quantiles,
    ratios,
    shrinkage,
    spread,
    sums,
)
from engagement_metrics._typing import FloatArray, IntArray, Label
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

NO_VALUE, NO_ERROR = codes_of(np.array([Status.MISSING, Status.TOO_FEW_UNITS])).tolist()
EVENTS = 10  # median events a unit from which pooled evidence is shrunk as logs
DRAWS = 2000
RANKED = 2000  # units up to which there are ranks
PAULE_MANDEL = Source(
    "Paule, R. C. and Mandel, J.",
    1982,
    "Consensus values and weighting factors",
    "10.6028/jres.087.022",
    consulted=False,
)
MORRIS = Source(
    "Morris, C. N.",
    1983,
    "Parametric empirical Bayes inference: theory and applications",
    "10.1080/01621459.1983.10477920",
    consulted=False,
)
ALONE = "Paule-Mandel at the common mean, as if independent"
BETWEEN = "Paule-Mandel, with errors borrowed between groups"


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
    count, exposure : ndarray of float
        What is known of each unit afterwards: as much as of so many events on so much
        exposure. NaN for fewer than four units.
    mean : float
        The common mean.
    between : float
        Variance between units beyond chance, of values or of their logs or logits.
        Where it is 0, all units have the mean.
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
    array([0.707, 0.602, 0.735])
    """

    labels: tuple[Label, ...]
    raw: FloatArray = attrs.field(converter=frozen)
    shrunk: FloatArray = attrs.field(converter=frozen)
    reasons: IntArray = attrs.field(converter=frozen)
    count: FloatArray = attrs.field(converter=frozen)
    exposure: FloatArray = attrs.field(converter=frozen)
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
        z, value = quantiles.normal_quantile(level), self.shrunk
        score = intervals.wilson if self.kind == "share" else intervals.poisson_score
        low, high = score(self.count, self.exposure, z)
        few = np.isnan(self.count) & (self.reasons == ratios.DEFINED)
        codes = np.where(few, NO_ERROR, self.reasons)
        return Bounds(
            np.minimum(low, value), np.maximum(high, value), codes, self.method
        )

    @functools.cached_property
    def _drawn(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return the chance of being the highest, and bounds of ranks."""
        known = np.flatnonzero(~np.isnan(self.count))
        if known.size > RANKED:
            known = known[:0]
        found = shrinkage.drawn_ranks(
            self.count[known], self.exposure[known], DRAWS, share=self.kind == "share"
        )
        best, low, high = (_spread(each, known, self.raw.size) for each in found)
        return best, low, high

    @property
    def probability_of_best(self) -> FloatArray:
        """
        Probability that a unit is the highest.

        NaN where it has no bounds, and of more than 2,000 units.
        """
        return self._drawn[0]

    @property
    def rank_interval(self) -> tuple[FloatArray, FloatArray]:
        """
        The 95 % interval of each unit's rank, 1 the highest.

        NaN where it has no bounds, and of more than 2,000 units.
        """
        return self._drawn[1:]

    _instead = "Add the estimates, and shrink the sum"

    # -- text -------------------------------------------------------------------

    def _title(self) -> str:
        return f"{super()._title()}, shrunk towards {self._said(self.mean)}"

    def _counted(self) -> list[str]:
        return [f"by itself {self._said(value)}" for value in self.raw.tolist()]

    def _notes(self) -> list[str]:
        ranks = zip(*(each.tolist() for each in self.rank_interval), strict=True)
        return ["" if low != low else _ranked(low, high) for low, high in ranks]  # noqa: PLR0124

    def _columns(self) -> dict[str, FloatArray]:
        """Return what a dataframe holds more than of other results."""
        (low, high), best = self.rank_interval, self.probability_of_best
        ranks = {"rank_low": low, "rank_high": high}
        return {"raw": self.raw, **ranks, "probability_of_best": best}

    def _no_interval(self, code: int) -> str:
        if code == NO_ERROR:
            return "fewer than four units"
        return super()._no_interval(code)

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
        If fewer than two units have a value.
    InvalidCountsError
        If single counts are weighted.
    InvalidTypeError
        If *estimates* are not estimates.
    IncompatibleEvidenceError
        If units are of different metrics.

    Notes
    -----
    Range: that of the metric. Undefined (NaN) for a unit that has no value.

    Empirical Bayes. The variance between units, B, is that of Paule and Mandel [1]_.
    A unit has the error that it would have at the common mean, not at its own value, so
    a count of 0 has one and low units are not believed more. Errors of single counts
    are those of independent events. Groups of pooled evidence share their spread (see
    ``borrow_spread``) and are shrunk as logarithms or logits; with a median of fewer
    than 10 events a group, or weighted counts, as they are. Weighted single counts have
    no error: shrink ``pooled(by=...)`` of them.

    Interval: the score interval of as many events, on as much exposure, as are known of
    a unit, its own and those that the common mean is worth; by Morris's factor these
    are fewer where units are few [2]_. Ranks and the probability of being the highest
    are of 2,000 draws, with a fixed seed, from what is known. Coverage may fall below
    the level where groups have few posts or are few.

    References
    ----------
    .. [1] Paule, R. C. and Mandel, J. (1982). Consensus values and weighting factors.
       Journal of Research of the National Bureau of Standards 87, 377-385. As commonly
       stated; original not consulted.
    .. [2] Morris, C. N. (1983). Parametric empirical Bayes inference: theory and
       applications. Journal of the American Statistical Association 78, 47-55. As
       commonly stated; original not consulted.

    Examples
    --------
    >>> rates = {"small": Rate(3, 10), "large": Rate(90, 1000), "b": Rate(5, 90)}
    >>> ranked = shrink(rates)
    >>> print(ranked)
    rate by exposure, shrunk towards 0.12
      small: 0.20 (no interval: fewer than four units; by itself 0.30)
      large: 0.090 (no interval: fewer than four units; by itself 0.090)
      b: 0.063 (no interval: fewer than four units; by itself 0.056)
    """
    labels, parts = _units(estimates)
    if len(labels) < 2:
        raise _few(len(labels))
    first, own = parts[0], parts[0].metric
    raw, codes = (
        np.concatenate([getattr(part, name)() for part in parts])
        for name in ("_values", "_codes")
    )
    good = np.flatnonzero(codes == ratios.DEFINED)
    if good.size < 2:
        raise _few(good.size)
    counts = getattr(first, "_kind", "")
    kind: Any = counts or first.kind
    drawn = (_of_counts if counts else _of_groups)(parts, good, share=kind == "share")
    known = np.full(good.size, 1.0 if good.size >= shrinkage.FEWEST else np.nan)
    sources = (PAULE_MANDEL, MORRIS, *own.sources)
    return Shrunk(
        labels=labels,
        raw=raw,
        shrunk=_spread(drawn.value, good, raw.size),
        reasons=codes,
        count=_spread(drawn.events * known, good, raw.size),
        exposure=_spread(drawn.exposure * known, good, raw.size),
        mean=drawn.mean,
        between=drawn.between,
        method=f"{ALONE if counts else BETWEEN}, of a {kind}",
        kind=kind,
        metric=attrs.evolve(own, unit="units", sources=sources),
    )


def _of_counts(parts: list[Any], good: IntArray, *, share: bool) -> shrinkage.Shrunken:
    """Return single counts, shrunk."""
    y, x = (np.concatenate([part._rows[i] for part in parts])[good] for i in (0, 1))
    return shrinkage.of_counts(y, x, share=share)


def _of_groups(parts: list[Any], good: IntArray, *, share: bool) -> shrinkage.Shrunken:
    """Return groups of pooled evidence, shrunk by the spread that they share."""
    columns = [
        np.concatenate(each) for each in zip(*[p._sums for p in parts], strict=True)
    ]
    summed = sums.picked(sums.RatioSums(*columns), good)
    whole = np.concatenate([part._counts for part in parts])[good]
    shared = spread.borrowed(summed, share=share, is_count=whole)
    y, x, middle = summed.sum_y, summed.sum_x, shared.middle
    events = np.minimum(y, x - y) if share else y
    if whole.all() and np.median(events) >= EVENTS:
        estimate = spread.on_scale(y, x, middle, share=share)
        wide = np.maximum(shared.shared, shared.common)
        return shrinkage.on_scale(estimate, shared.shared, wide, share=share)
    exposure = spread.exposure_at_middle(summed, shared, share=share)
    return shrinkage.of_counts(y / x * exposure, exposure, share=share)


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
        "hold at least two units with a value",
        units,
        advice="One unit has nothing to be drawn towards",
    )


def _spread(values: FloatArray, rows: IntArray, size: int) -> FloatArray:
    wide = np.full(size, np.nan)
    wide[rows] = values
    return wide


def _ranked(low: float, high: float) -> str:
    return f"rank {low:.0f}" + (f" to {high:.0f}" if high > low else "")
