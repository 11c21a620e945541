"""Why a rate changed: the rates of the groups, or the mix of groups."""

from __future__ import annotations

from typing import Any, cast, final

import attrs
import numpy as np

from engagement_metrics._door import _checks
from engagement_metrics._door._frozen import frozen
from engagement_metrics._typing import FloatArray, Label
from engagement_metrics.comparison._contrast import change_in_words
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.evidence import Grouped, Measure, Pooled
from engagement_metrics.evidence._composite import Composite
from engagement_metrics.evidence._result import combinable
from engagement_metrics.words import Metric, Source, Status

NO_INTERVAL = "difference() of the totals has one for the whole change"
KITAGAWA = Source(
    "Kitagawa, E. M.",
    1955,
    "Components of a difference between two rates",
    "10.1080/01621459.1955.10501299",
    consulted=False,
)


@final
@attrs.frozen(eq=False, repr=False, getstate_setstate=False)
class MixAndRateEffects(Composite[float]):
    """
    The change of a pooled value, split into a rate effect and a mix effect.

    Made by ``mix_and_rate_effects(...)``. Its value is the total change.

    Attributes
    ----------
    labels : tuple
        The groups. Shape ``(groups,)``.
    rate_effects : ndarray of float
        The part of the change that is due to each group's own value.
    mix_effects : ndarray of float
        The part of the change that is due to each group's share of the exposure.
    of : Metric
        The metric that changed.

    Examples
    --------
    >>> formats = ["video", "text"]
    >>> before = Proportion([30, 90], [100, 900]).pooled(by=formats)
    >>> after = Proportion([40, 10], [100, 100]).pooled(by=formats)
    >>> print(mix_and_rate_effects(before, after))
    change of proportion by trials, pooled: +13.0 points (no interval: difference() of
    the totals has one for the whole change; rates +3.0 points, mix +10.0 points)
    """

    labels: tuple[Label, ...]
    rate_effects: FloatArray = attrs.field(converter=frozen)
    mix_effects: FloatArray = attrs.field(converter=frozen)
    of: Metric

    @property
    def rate_effect(self) -> float:
        """The change with the mix held constant."""
        return float(self.rate_effects.sum())

    @property
    def mix_effect(self) -> float:
        """The change with the values held constant."""
        return float(self.mix_effects.sum())

    @property
    def total(self) -> float:
        """The change of the pooled value: the sum of the two effects."""
        return self.rate_effect + self.mix_effect

    @property
    def _lead(self) -> Measure:
        name, rows = f"change_of_{self.of.name}", len(self.labels)
        metric = attrs.evolve(self.of, name=name, sources=(KITAGAWA,))
        return Measure(self.total, Status.DEFINED, rows, NO_INTERVAL, metric)

    _instead = "Add the evidence before and after, and split the change of the sums"

    def _said(self, value: float) -> str:
        return change_in_words(value, self.of.scale)

    def _counted(self) -> list[str]:
        rates, mix = map(self._said, (self.rate_effect, self.mix_effect))
        return [f"rates {rates}, mix {mix}"]


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
    signs. It has no interval: the effects have none; ``difference(after.total(),
    before.total())`` has one for the whole change.

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
    >>> round(effects.rate_effect, 4), round(effects.mix_effect, 4)
    (0.0537, -0.0994)
    """
    first, second = _grouped("before", before), _grouped("after", after)
    combinable(first, second, "compare")
    labels = (*before.labels, *(x for x in after.labels if x not in before))
    w0, r0 = _shares(first, before.labels, labels, "before")
    w1, r1 = _shares(second, after.labels, labels, "after")
    r0, r1 = np.where(np.isnan(r0), r1, r0), np.where(np.isnan(r1), r0, r1)
    r0, r1 = np.nan_to_num(r0), np.nan_to_num(r1)  # in neither: no share either
    rates, mix = (w0 + w1) / 2 * (r1 - r0), (r0 + r1) / 2 * (w1 - w0)
    return MixAndRateEffects(labels, rates, mix, first.metric)


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


def _shares(
    groups: Pooled[FloatArray],
    own: tuple[Label, ...],
    labels: tuple[Label, ...],
    name: str,
) -> tuple[FloatArray, FloatArray]:
    """Return share of the exposure and value of each label; NaN where it has none."""
    exposure, value = np.zeros(len(labels)), np.full(len(labels), np.nan)
    places = {label: place for place, label in enumerate(labels)}
    rows = [places[label] for label in own]
    exposure[rows], value[rows] = groups.sum_x, groups.value
    if not exposure.sum():
        raise _checks.refusal(InvalidArgumentError, name, "have any exposure", 0.0)
    return exposure / exposure.sum(), value
