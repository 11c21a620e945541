"""Why a rate changed: the groups' own rates, or the mix of groups."""

from __future__ import annotations

from typing import Any, ClassVar, cast

import attrs
import numpy as np

from engagement_metrics._door import _checks
from engagement_metrics._typing import FloatArray, Label
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.evidence import Pooled
from engagement_metrics.evidence._result import SAME, same_evidence
from engagement_metrics.words import Terms

__all__ = ["MixAndRateEffects", "mix_and_rate_effects"]


@attrs.frozen
class MixAndRateEffects:
    """
    A change of a pooled value, split between the groups' values and their mix.

    Made by ``mix_and_rate_effects(...)``.

    Attributes
    ----------
    labels : tuple
        The groups. Shape ``(groups,)``.
    rate_effects : ndarray of float
        What each group's own change of value adds to the change.
    mix_effects : ndarray of float
        What the change of each group's share of the exposure adds.
    terms : Terms
        What was divided by what.

    Examples
    --------
    >>> formats = ["video", "text"]
    >>> before = Proportion([30, 90], [100, 900]).pooled(by=formats)
    >>> after = Proportion([40, 10], [100, 100]).pooled(by=formats)
    >>> print(mix_and_rate_effects(before, after))
    change +13.00 points: rates +3.00, mix +10.00
    """

    labels: tuple[Label, ...]
    rate_effects: FloatArray = attrs.field(eq=SAME)
    mix_effects: FloatArray = attrs.field(eq=SAME)
    terms: Terms

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    @property
    def rate_effect(self) -> float:
        """The change that there would be with the same mix."""
        return float(self.rate_effects.sum())

    @property
    def mix_effect(self) -> float:
        """The change that there would be with the same values."""
        return float(self.mix_effects.sum())

    @property
    def total(self) -> float:
        """The change of the pooled value: the two effects together."""
        return self.rate_effect + self.mix_effect

    def __str__(self) -> str:
        """Return one line a person can read."""
        percent = self.terms.scale == "percent"
        scale, unit = (100.0, " points") if percent else (1.0, "")
        total, rate, mix = (
            f"{part * scale:+.2f}"
            for part in (self.total, self.rate_effect, self.mix_effect)
        )
        return f"change {total}{unit}: rates {rate}, mix {mix}"


def mix_and_rate_effects(before: Any, after: Any, /) -> MixAndRateEffects:
    r"""
    Return how much of a change is in the groups' values, and how much in their mix.

    "Our engagement rate fell" may be true of no group at all: more may have gone to the
    group where it was always low. The split is exact and symmetric.

    .. math:: R_1 - R_0 = \sum_k \bar w_k (r_{1k} - r_{0k})
        + \sum_k \bar r_k (w_{1k} - w_{0k})

    Parameters
    ----------
    before, after : Grouped
        Pooled evidence by the same disjoint groups, as ``rate.pooled(by=...)`` gives.

    Returns
    -------
    MixAndRateEffects
        The two effects, in all and by group.

    Raises
    ------
    InvalidTypeError
        If it is no pooled evidence in groups.
    InvalidArgumentError
        If groups overlap, or there is no exposure before or after.
    IncompatibleEvidenceError
        If the two are of different metrics or terms.

    Notes
    -----
    w is a group's share of the exposure, r its value, a bar the mean of before and
    after [1]_. A group that stands on one side only has no change of value: what it
    adds is all mix. Swapping before and after turns all signs.

    References
    ----------
    .. [1] Kitagawa, E. M. (1955). Components of a difference between two rates.
       Journal of the American Statistical Association 50, 1168-1194.
       10.1080/01621459.1955.10501299. As commonly stated; original not consulted.

    Examples
    --------
    Stones of two sizes [1]_: treatment A is better for each size, and worse over all,
    because it was given to the harder ones.

    >>> from engagement_metrics import Proportion
    >>> a = Proportion([81, 192], [87, 263]).pooled(by=["small", "large"])
    >>> b = Proportion([234, 55], [270, 80]).pooled(by=["small", "large"])
    >>> effects = mix_and_rate_effects(b, a)
    >>> round(effects.rate_effect, 4), round(effects.mix_effect, 4)
    (0.0537, -0.0994)
    """
    for name, part in (("before", before), ("after", after)):
        estimate: Any = getattr(part, "estimate", None)
        if not isinstance(estimate, Pooled):
            rule = "be pooled evidence in groups"
            advice = "Use pooled(by=...)"
            raise _checks.refusal(InvalidTypeError, name, rule, part, advice=advice)
        if part.instead:
            raise _checks.refusal(
                InvalidArgumentError, name, "have disjoint groups", part.labels
            )
    first, second = (cast("Pooled[FloatArray]", p.estimate) for p in (before, after))
    same_evidence(first, second)
    labels = (*before.labels, *(x for x in after.labels if x not in before))
    w0, r0 = _shares(first, before.labels, labels, "before")
    w1, r1 = _shares(second, after.labels, labels, "after")
    r0, r1 = np.where(np.isnan(r0), r1, r0), np.where(np.isnan(r1), r0, r1)
    r0, r1 = np.nan_to_num(r0), np.nan_to_num(r1)  # in neither: no share either
    return MixAndRateEffects(
        labels, (w0 + w1) / 2 * (r1 - r0), (r0 + r1) / 2 * (w1 - w0), first.terms
    )


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
