"""Shares whose labels are wrong in part, corrected for it."""

from __future__ import annotations

from typing import Any, ClassVar, cast

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks
from engagement_metrics._kernels import partial, ratios
from engagement_metrics._typing import FloatArray, T
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidTypeError,
)
from engagement_metrics.evidence import Average, Pooled, Proportion, Result
from engagement_metrics.evidence._composite import Composite
from engagement_metrics.evidence._interval import Bounds
from engagement_metrics.relevance._audience import AudienceRelevance
from engagement_metrics.words import Metric, Source

ROGAN_GLADEN = Source(
    "Rogan, W. J. and Gladen, B.",
    1978,
    "Estimating prevalence from the results of a screening test",
    "10.1093/oxfordjournals.aje.a112510",
    consulted=False,
)
CORRECTED = "Rogan and Gladen's correction, of "
MOVER = "MOVER from the observed share, sensitivity and specificity, the first by "


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class CorrectedShare(Composite[T]):
    """
    A share whose labels are wrong in part, corrected for it.

    Made by ``corrected_share(...)``. ``+`` adds the observed evidence, if sensitivity
    and specificity are the same.

    Attributes
    ----------
    observed : Proportion, Pooled, Average or AudienceRelevance
        The share with wrong labels.
    sensitivity : float or Proportion
        Share of those with the trait that are labelled so.
    specificity : float or Proportion
        Share of those without the trait that are labelled so.

    Examples
    --------
    >>> share = corrected_share(Proportion(300, 1000), sensitivity=0.9, specificity=0.8)
    >>> print(share)
    corrected proportion of trials: 14.3 % (95 %: 10.3 to 18.4 %, as if independent;
    300 of 1,000; observed 30.0 %, sensitivity 90.0 %, specificity 80.0 %)
    """

    observed: Proportion[T] | Pooled[T] | Average[T] | AudienceRelevance
    sensitivity: float | Proportion[float]
    specificity: float | Proportion[float]

    @property
    def _lead(self) -> Result[Any]:
        return self.observed

    @property
    def metric(self) -> Metric:
        """The metric of the observed share, named as its correction."""
        own, sources = self.observed.metric, (ROGAN_GLADEN,)
        return attrs.evolve(own, name=f"corrected_{own.name}", sources=sources)

    @property
    def _joint(self) -> str:
        return str(self.observed._joint)

    def _quality(self) -> list[float]:
        """Return sensitivity and specificity as numbers."""
        return [_number(each) for each in (self.sensitivity, self.specificity)]

    def _values(self) -> FloatArray:
        share = partial.corrected(self.observed._values(), *self._quality())
        return np.clip(share, 0.0, 1.0)

    def _bounds(self, level: float) -> Bounds:
        low, high, codes, how = self.observed._bounds(level)
        quality = (self.sensitivity, self.specificity)
        if any(isinstance(each, Proportion) for each in quality):
            limits = [_limits(each, level) for each in quality]
            least: partial.Three = [low, *(each[0] for each in limits)]
            most: partial.Three = [high, *(each[1] for each in limits)]
            value: partial.Three = [self.observed._values(), *self._quality()]
            low, high = partial.corrected_limits(value, least, most)
            how = MOVER + how
        else:
            low, high = (partial.corrected(p, *self._quality()) for p in (low, high))
            how = how if self.metric.census else CORRECTED + how
        against = (codes == ratios.DEFINED) & ((high <= 0) | (low >= 1)) & (low < high)
        codes = np.where(against, ratios.INVALID, codes)
        low, high = (
            np.where(codes, np.nan, np.clip(end, 0.0, 1.0)) for end in (low, high)
        )
        return Bounds(low, high, codes, how)

    def _no_interval(self, code: int) -> str:
        if code == ratios.INVALID:
            return "the observed share contradicts sensitivity and specificity"
        return super()._no_interval(code)

    _between: ClassVar[Any] = Result._between
    _method: ClassVar[Any] = Result._method
    _title: ClassVar[Any] = Result._title
    _said: ClassVar[Any] = Result._said

    def _notes(self) -> list[str]:
        names = ("sensitivity", "specificity")
        quality = zip(names, map(_text.value, self._quality()), strict=True)
        said = ", ".join(f"{name} {share}" for name, share in quality)
        shares = zip(
            self.observed._values().tolist(), self.observed._notes(), strict=True
        )
        return [
            "; ".join(filter(None, [note, f"observed {self._lead._said(p)}, {said}"]))
            for p, note in shares
        ]

    def _whole(self) -> object:
        whole = cast("Any", self.observed)._whole()
        return attrs.evolve(self, observed=whole)

    def __getitem__(self: CorrectedShare[FloatArray], rows: Any) -> CorrectedShare[Any]:
        """Return one row, or some of them."""
        self._require_rows()
        return attrs.evolve(self, observed=cast("Any", self.observed)[rows])

    def __add__(self, other: CorrectedShare[T]) -> CorrectedShare[T]:
        """Add the observed evidence of disjoint observations, labelled alike."""
        if not isinstance(cast("object", other), CorrectedShare):
            return NotImplemented
        ours, others = ((each.sensitivity, each.specificity) for each in (self, other))
        if ours != others:
            raise IncompatibleEvidenceError(
                "cannot add shares corrected by another sensitivity or specificity",
                argument="+",
                got=other,
            )
        both = cast("Any", self.observed) + other.observed
        return attrs.evolve(self, observed=both)


def corrected_share(
    observed: Proportion[T] | Pooled[T] | Average[T] | AudienceRelevance,
    *,
    sensitivity: float | Proportion[float],
    specificity: float | Proportion[float],
) -> CorrectedShare[T]:
    r"""
    Return a share corrected for labels that are wrong in part.

    A classifier that finds 90 % of the teachers, and takes 20 % of the others for
    teachers, reports 20 % teachers where there are none. With known sensitivity and
    specificity the true share follows from the observed one.

    .. math:: \text{corrected} = \frac{p + \text{specificity} - 1}
        {\text{sensitivity} + \text{specificity} - 1}

    Parameters
    ----------
    observed : Proportion, Pooled, Average or AudienceRelevance
        The share by the labels, such as ``on_target_share(...)``.
    sensitivity : float or Proportion
        Share of those with the trait that are labelled so, or the ``Proportion`` of a
        check against true labels, such as ``Proportion(90, 100)``.
    specificity : float or Proportion
        Share of those without the trait that are labelled so.

    Returns
    -------
    CorrectedShare
        With the observed share and the interval.

    Raises
    ------
    InvalidTypeError
        If *observed* is not a share, or *sensitivity* or *specificity* neither a number
        nor a single ``Proportion``.
    InvalidArgumentError
        If *sensitivity* or *specificity* does not lie between 0 and 1, or both add up
        to 1 or less.

    See Also
    --------
    audience_relevance : Where labels are missing rather than wrong.

    Notes
    -----
    Range: 0 to 1, clipped: where fewer are observed than false positives alone would
    be, it is 0. Undefined (NaN) where the observed share is. Rogan and Gladen's
    estimator [1]_. Interval: that of the observed share, corrected at both ends and
    clipped. Where sensitivity or specificity was estimated, the distances to the limits
    of all three are added as squares [2]_ (MOVER). There is none (``INVALID``) where
    all of it would lie outside 0 to 1: the labels then contradict the sensitivity and
    specificity. Pitfall: sensitivity and specificity
    from other people, or of another share of easy cases, are not those of this
    audience.

    References
    ----------
    .. [1] Rogan, W. J. and Gladen, B. (1978). Estimating prevalence from the results of
       a screening test. American Journal of Epidemiology 107, 71-76.
       10.1093/oxfordjournals.aje.a112510. As commonly stated; original not consulted.
    .. [2] Zou, G. Y. and Donner, A. (2008). Construction of confidence limits about
       effect measures. Statistics in Medicine 27, 1693-1702. 10.1002/sim.3095

    Examples
    --------
    >>> labelled = on_target_share(300, 1000)
    >>> round(corrected_share(labelled, sensitivity=0.9, specificity=0.8).value, 4)
    0.1429
    >>> checked = corrected_share(
    ...     labelled, sensitivity=Proportion(90, 100), specificity=Proportion(80, 100)
    ... )
    >>> print(f"{checked.interval():.3f}")
    0.012 to 0.230 (95 %)
    """
    kinds = (Proportion, Pooled, Average, AudienceRelevance)
    _checks.of_class("observed", observed, *kinds)
    if getattr(observed, "kind", "share") != "share":
        rule = "be a share, not a rate"
        raise _checks.refusal(InvalidTypeError, "observed", rule, observed)
    given = {
        "sensitivity": _checked("sensitivity", sensitivity),
        "specificity": _checked("specificity", specificity),
    }
    both = sum(map(_number, given.values()))
    if not both > 1:
        rule, advice = "add up to more than 1", "Such labels are no better than chance"
        raise _checks.refusal(
            InvalidArgumentError,
            "sensitivity and specificity",
            rule,
            both,
            advice=advice,
        )
    return CorrectedShare(observed=observed, **given)


def _checked(
    argument: str, share: float | Proportion[float]
) -> float | Proportion[float]:
    """Return a checked share: a number, or one proportion."""
    if isinstance(share, Proportion):
        share._require_single(argument)
    number = _checks.a_number(argument, _number(share))
    if not 0.0 <= number <= 1.0:
        rule = "lie between 0 and 1"
        raise _checks.refusal(InvalidArgumentError, argument, rule, share)
    return share if isinstance(share, Proportion) else number


def _number(share: float | Proportion[float]) -> float:
    """Return a share as a number."""
    return share.value if isinstance(share, Proportion) else share


def _limits(share: float | Proportion[float], level: float) -> tuple[float, float]:
    """Return the limits of a share: a number is known."""
    if not isinstance(share, Proportion):
        return share, share
    interval = share.interval(level)
    return interval.low, interval.high
