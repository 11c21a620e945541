"""Why a rate changed: the rates of the groups, or the mix of groups."""

from __future__ import annotations

import math
from typing import Any, cast, final

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks
from engagement_metrics._door._frozen import frozen
from engagement_metrics._kernels import mix as kernel, quantiles, sums
from engagement_metrics._typing import FloatArray, IntArray, Label
from engagement_metrics.comparison._contrast import change_in_words
from engagement_metrics.comparison._difference import difference
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.evidence import Grouped, Pooled, Result
from engagement_metrics.evidence._composite import Composite
from engagement_metrics.evidence._interval import Bounds
from engagement_metrics.evidence._result import Known, Scalar, combinable
from engagement_metrics.evidence._shown import STATUSES, codes_of
from engagement_metrics.words import Metric, Source, Status

INSTEAD = "Add the evidence before and after, and split the change of the sums"
KITAGAWA = Source(
    "Kitagawa, E. M.",
    1955,
    "Components of a difference between two rates",
    "10.1080/01621459.1955.10501299",
    consulted=False,
)


@final
@attrs.frozen(eq=False, repr=False, getstate_setstate=False)
class Effect(Scalar):
    """
    A part of a change, with its error between the units before and after.

    Made by ``mix_and_rate_effects(...)``. It does not add: add the evidence before and
    after, and split the change of the sums.

    Attributes
    ----------
    number : float
        The part of the change.
    error : float
        Its standard error; NaN where a group has a single unit.
    degrees : float
        Degrees of freedom of Student's t.
    rows : int
        Units before and after.
    metric : Metric
        The metric.

    Examples
    --------
    >>> formats = ["video"] * 3 + ["text"] * 3
    >>> before = Rate([30, 20, 41, 7, 9, 8], 1000).pooled(by=formats)
    >>> after = Rate([35, 30, 49, 9, 7, 9], 1000).pooled(by=formats)
    >>> print(mix_and_rate_effects(before, after).rate_effect)
    rate effect on rate by exposure, pooled: +0.0040 (95 %: -0.0060 to 0.014; 12 rows)
    """

    number: float
    error: float
    degrees: float
    rows: int
    metric: Metric

    @property
    def units(self) -> int:
        """Number of units that contributed, before and after."""
        return self.rows

    def _values(self) -> FloatArray:
        return np.array([self.number])

    def _codes(self) -> IntArray:
        return codes_of(Status.DEFINED)

    def _bounds(self, level: float) -> Bounds:
        t = quantiles.student_t_quantile(level, np.array([self.degrees])).item()
        low, high = self.number - t * self.error, self.number + t * self.error
        unknown = Status.ZERO_VARIANCE if self.error == 0 else Status.DEFINED
        status = Status.TOO_FEW_UNITS if math.isnan(self.error) else unknown
        return Bounds.of(low, high, status, f"Student's t, between {self.metric.unit}")

    _instead = INSTEAD
    _landmarks = (0.0,)

    def _said(self, value: float) -> str:
        return change_in_words(value, self.metric.scale)

    def _within(self, value: float, low: float, high: float, known: Known) -> str:
        level, of, said = super()._within(value, low, high, known).partition(": ")
        return level + of + said.replace(" %", " points")

    def _no_interval(self, code: int) -> str:
        if STATUSES[code] == Status.TOO_FEW_UNITS:
            return f"a group has a single {_text.singular(self.metric.unit)}"
        return super()._no_interval(code)


@final
@attrs.frozen(eq=False, repr=False, getstate_setstate=False)
class MixAndRateEffects(Composite[float]):
    """
    The change of a pooled value, split into a rate effect and a mix effect.

    Made by ``mix_and_rate_effects(...)``. Its value is the whole change, with the
    interval that ``difference(after.total(), before.total())`` has.

    Attributes
    ----------
    labels : tuple
        The groups. Shape ``(groups,)``.
    rate_effects : ndarray of float
        The part of the change that is due to each group's own value.
    mix_effects : ndarray of float
        The part of the change that is due to each group's share of the exposure.
    change : Comparison
        The whole change.
    rate_effect : Effect
        The change with the mix held constant: the sum of *rate_effects*.
    mix_effect : Effect
        The change with the values held constant: the sum of *mix_effects*.

    Examples
    --------
    >>> formats = ["video", "text"]
    >>> before = Proportion([30, 90], [100, 900]).pooled(by=formats)
    >>> after = Proportion([40, 10], [100, 100]).pooled(by=formats)
    >>> print(mix_and_rate_effects(before, after))
    difference of proportion of trials, pooled: +13.0 points (too few rows for a useful
    interval; 2 rows against 2 rows; MOVER from each one's own interval; rates +3.0
    points, mix +10.0 points)
    """

    labels: tuple[Label, ...]
    rate_effects: FloatArray = attrs.field(converter=frozen)
    mix_effects: FloatArray = attrs.field(converter=frozen)
    change: Result[float]
    rate_effect: Effect
    mix_effect: Effect

    @property
    def _lead(self) -> Result[float]:
        return self.change

    _instead = INSTEAD

    def _notes(self) -> list[str]:
        rates, mix = self.rate_effect, self.mix_effect
        said = f"rates {rates._said(rates.value)}, mix {mix._said(mix.value)}"
        return [f"{self.change._notes()[0]}; {said}"]


def mix_and_rate_effects(
    before: Grouped[Any, Any], after: Grouped[Any, Any]
) -> MixAndRateEffects:
    r"""
    Return the parts of a change that are due to the groups' values and to their mix.

    A pooled rate can fall although the rate of no group fell: more of the exposure may
    have gone to a group whose rate was always low. The split is exact and symmetric.

    .. math:: R_1 - R_0 = \sum_k \bar w_k (r_{1k} - r_{0k})
        + \sum_k \bar r_k (w_{1k} - w_{0k})

    Parameters
    ----------
    before, after : Grouped
        Pooled evidence by the same disjoint groups, as ``rate.pooled(by=...)`` gives.

    Returns
    -------
    MixAndRateEffects
        The two effects, in total and by group.

    Raises
    ------
    InvalidTypeError
        If *before* or *after* is not pooled evidence in groups.
    InvalidArgumentError
        If groups overlap, or there is no exposure before or after.
    IncompatibleEvidenceError
        If *before* and *after* are of different metrics.

    Notes
    -----
    Range: any number, -1 to 1 for shares. Never undefined: a side without exposure is
    refused. In the formula w is a group's share of the exposure, r its value, a bar the
    mean of before and after [1]_. A group that is on one side only has no change of
    value: its whole effect is a mix effect. Swapping *before* and *after* turns all
    signs. The interval of either effect is Student's t about it, with the linearised
    error between units: a post moves the values of its group, and the shares of all.
    It has no interval where a group has one unit. The interval is our definition: no
    published one was found.

    References
    ----------
    .. [1] Kitagawa, E. M. (1955). Components of a difference between two rates.
       Journal of the American Statistical Association 50, 1168-1194.
       10.1080/01621459.1955.10501299. As commonly stated; original not consulted.

    Examples
    --------
    Kidney stones of two sizes: treatment A is better for each size and worse overall,
    because it was given to the harder cases.

    >>> a = Proportion([81, 192], [87, 263]).pooled(by=["small", "large"])
    >>> b = Proportion([234, 55], [270, 80]).pooled(by=["small", "large"])
    >>> effects = mix_and_rate_effects(b, a)
    >>> round(effects.rate_effect.value, 4), round(effects.mix_effect.value, 4)
    (0.0537, -0.0994)
    """
    first, second = _grouped("before", before), _grouped("after", after)
    combinable(first, second, "compare")
    labels = (*before.labels, *(x for x in after.labels if x not in before))
    sides = [
        _in_order(name, part, labels)
        for name, part in (("before", before), ("after", after))
    ]
    counts = bool(np.all(first.whole) and np.all(second.whole))
    found = kernel.effects(*sides, share=first.kind == "share", is_count=counts)
    change = difference(after.total(), before.total())
    units = int(sum(side.units.sum() for side in sides))

    def effect(name: str, parts: FloatArray, variance: float) -> Effect:
        title = f"{name}_effect_on_{first.metric.name}"
        metric = attrs.evolve(first.metric, name=title, sources=(KITAGAWA,))
        error = math.sqrt(variance)
        return Effect(float(parts.sum()), error, found.degrees, units, metric)

    rate = effect("rate", found.rates, found.of_rates)
    mix = effect("mix", found.mix, found.of_mix)
    return MixAndRateEffects(labels, found.rates, found.mix, change, rate, mix)


def _grouped(name: str, part: Any) -> Pooled[FloatArray]:
    """Return the pooled evidence of disjoint groups, or refuse it."""
    if getattr(part, "instead", ""):
        rule = "have disjoint groups"
        raise _checks.refusal(InvalidArgumentError, name, rule, part.labels)
    estimate: object = getattr(part, "estimate", None)
    if not isinstance(estimate, Pooled):
        rule, advice = "be pooled evidence in groups", "Use pooled(by=...)"
        raise _checks.refusal(InvalidTypeError, name, rule, part, advice=advice)
    return cast("Pooled[FloatArray]", estimate)


def _in_order(
    name: str, part: Grouped[Any, Any], labels: tuple[Label, ...]
) -> sums.RatioSums:
    """Return the sums of all labels; those of a label that is not there are 0."""
    places = {label: place for place, label in enumerate(labels)}
    codes = np.array([places[label] for label in part.labels], np.int64)
    found = sums.regroup(part.estimate._sums, codes, len(labels))
    if not found.sum_x.sum():
        raise _checks.refusal(InvalidArgumentError, name, "have any exposure", 0.0)
    return found
