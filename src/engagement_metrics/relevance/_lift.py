"""Whether something resonates more with those who are meant than with strangers."""

from __future__ import annotations

from typing import Any, ClassVar, TypeAlias, cast

import attrs
import numpy as np

from engagement_metrics import _checks, _text
from engagement_metrics._kernels import comparison, quantiles
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidCountsError,
    InvalidTypeError,
)
from engagement_metrics.estimates import Proportion, Rate
from engagement_metrics.evidence import EMPTY, Interval
from engagement_metrics.pooled import Average, Pooled
from engagement_metrics.words import Status, Terms

__all__ = ["ResonanceLift", "resonance_lift"]

Estimate: TypeAlias = Proportion[Any] | Rate[Any] | Pooled[Any] | Average[Any]
LIFT = Terms("rate of the target", "rate of the others", "comparisons", "number")
SCORES = {
    True: "Miettinen and Nurminen's score, as if independent",
    False: "Poisson score, as if independent",
}
UNITS = "MOVER on the log scale, from each one's own interval between units"


@attrs.frozen
class ResonanceLift:
    """
    How many times the rate of the target is the rate of the others.

    Made by ``resonance_lift(...)``. ``+`` adds disjoint observations of both.

    Attributes
    ----------
    target, other : Proportion, Rate, Pooled or Average
        The two rates; report both beside the lift.

    Examples
    --------
    >>> print(resonance_lift(Rate(60, 51477.5), Rate(30, 54308.7)))
    2.1 times (1.4 to 3.3): 0.0012 against 0.00055
    """

    target: Estimate
    other: Estimate

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    @property
    def _number(self) -> Rate[float]:
        y, x = self.target.value, self.other.value
        return Rate._build(y, x, EMPTY, "resonance_lift", LIFT)

    @property
    def value(self) -> float:
        """Rate of the target over rate of the others; 1 is no difference."""
        return self._number.value

    @property
    def status(self) -> Status:
        """Why the value exists or not."""
        for part in (self.target, self.other):
            if part.status != Status.DEFINED:
                return cast("Status", part.status)
        return self._number.status

    def interval(self, level: float = 0.95) -> Interval[float]:
        """
        Return the interval of the ratio.

        Where both have units, from the interval of each between its units; otherwise
        the score interval of the ratio of two counts, as if independent.

        Parameters
        ----------
        level : float, optional
            Confidence level, strictly between 0 and 1; 0.95 by default.

        Returns
        -------
        Interval
            NaN bounds where there is none; its *status* says why.

        Raises
        ------
        InvalidCountsError
            If single rates have weighted counts.

        Warns
        -----
        SmallSampleWarning
            For fewer than 30 effective units on a side.
        """
        _checks.level(level)
        own = [part.interval(level) for part in self._units]
        return self._interval(level, *own)

    @property
    def _units(self) -> list[Any]:
        """Return both where they have units, and neither where they are counts."""
        pair = (self.target, self.other)
        return [part for part in pair if isinstance(part, Pooled | Average)]

    def _interval(self, level: float, *own: Interval[float]) -> Interval[float]:
        pair = (self.target, self.other)
        status, low, high = self.status, float("nan"), float("nan")
        method = UNITS if own else SCORES[isinstance(self.target, Proportion)]
        for bounds in own:
            status = bounds.status if status == Status.DEFINED else status
        if status == Status.DEFINED:
            find = _between_units(*pair, *own) if own else _of_counts(*pair, level)
            low, high = find
        return Interval(low, high, level, method, status=status)

    def __add__(self, other: ResonanceLift) -> ResonanceLift:
        """Add disjoint observations, the target's to the target's."""
        if not isinstance(other, ResonanceLift):
            return NotImplemented
        first: Any = self.target
        second: Any = self.other
        return ResonanceLift(first + other.target, second + other.other)

    def __format__(self, spec: str) -> str:
        """Return the value in a format."""
        return format(self.value, spec) if spec else str(self)

    def __str__(self) -> str:
        """Return one line a person can read."""
        pair = (self.target, self.other)
        rates = " against ".join(_text.value(p.value, p.terms) for p in pair)
        if self.status != Status.DEFINED:
            return f"{_text.NONE}: {self.status}: {rates}"
        bounds = self._interval(0.95, *(p._interval(0.95) for p in self._units))
        said = f"no interval: {bounds.status}"
        if bounds.status == Status.DEFINED:
            said = _text.bounds(bounds.low, bounds.high, LIFT)
        return f"{_text.value(self.value, LIFT)} times ({said}): {rates}"


def _of_counts(first: Any, second: Any, level: float) -> tuple[float, float]:
    """Return the score limits of the ratio of two single counts."""
    z = quantiles.normal_quantile(level)
    y1, x1, y2, x2 = (
        np.array([number], np.float64)
        for part in (first, second)
        for number in (part._of, part._over)
    )
    if isinstance(first, Proportion):
        limits = comparison.miettinen_nurminen_ratio(y1, x1, y2, x2, z)
    else:
        for name, y in (("target_rate", y1[0]), ("other_rate", y2[0])):
            if y > np.floor(y):
                rule, got = "count whole events for a Poisson interval", y.item()
                raise _checks.refusal(InvalidCountsError, name, rule, got)
        limits = comparison.poisson_ratio_score(y1, x1, y2, x2, z)
    low, high = limits
    return low.item(), high.item()


def _between_units(
    first: Any, second: Any, a: Interval[float], b: Interval[float]
) -> tuple[float, float]:
    """Return the limits of a ratio from each one's own (Zou and Donner 2008)."""
    values = (first.value, a.low, a.high, second.value, b.low, b.high)
    with np.errstate(all="ignore"):
        v1, low1, high1, v2, low2, high2 = np.log(values)
        low = np.exp(v1 - v2 - np.hypot(v1 - low1, high2 - v2))
        high = np.exp(v1 - v2 + np.hypot(high1 - v1, v2 - low2))
    if first.value == 0:
        return 0.0, np.exp(high1 - low2).item()
    return low.item(), high.item()


def resonance_lift(target_rate: Estimate, other_rate: Estimate) -> ResonanceLift:
    r"""
    Return how many times as much the target responds as others do.

    A ratio of two rates of one metric: above 1 it resonates with those who are meant,
    below 1 with strangers. It is also the affinity of engagement over that of exposure.
    Twice next to nothing is next to nothing, so both rates stay beside it.

    .. math:: \text{lift} = \frac{E_T / X_T}{E_S / X_S}

    Parameters
    ----------
    target_rate, other_rate : Proportion, Rate, Pooled or Average
        The rate of the target and that of the others: the same metric in the same
        terms, of disjoint observations. Columns are pooled.

    Returns
    -------
    ResonanceLift
        With both rates and the interval.

    Raises
    ------
    InvalidTypeError
        If one is no such estimate, or holds several groups.
    IncompatibleEvidenceError
        If the two are of different metrics, terms or kinds.

    Notes
    -----
    Range: 0 to infinity; 1 is no difference. Undefined (NaN) where one rate is, or
    nobody of the others responded. Pools by adding the evidence of both rates. Where
    both have units the interval is made of their own between units [1]_, and where
    nobody of the target responded its upper bound is that of the target over the lower
    one of the others; single counts have the score interval as if independent. Our
    definition: the comparison is asked for everywhere and has no published name.
    Pitfall: people on target and strangers see different posts; compare the same ones.

    References
    ----------
    .. [1] Zou, G. Y. and Donner, A. (2008). Construction of confidence limits about
       effect measures. Statistics in Medicine 27, 1693-1702. 10.1002/sim.3095

    Examples
    --------
    >>> fans = engagement_rate(40, reach=200)
    >>> strangers = engagement_rate(30, reach=600)
    >>> lift = resonance_lift(fans, strangers)
    >>> lift.value
    4.0
    >>> print(lift)
    4.0 times (2.5 to 6.4): 20.0 % against 5.0 %
    """
    named = {"target_rate": target_rate, "other_rate": other_rate}
    for name, part in named.items():
        if not isinstance(part, Proportion | Rate | Pooled | Average):
            rule = "be a Proportion, Rate, Pooled or Average"
            raise _checks.refusal(InvalidTypeError, name, rule, part)
    pair: list[Any] = [target_rate, other_rate]
    if all(isinstance(part, Proportion | Rate) for part in pair):
        columns = [isinstance(part.value, np.ndarray) for part in pair]
        pair = [p.pooled() if all(columns) else p.sum() for p in pair]
    for name, part in zip(named, pair, strict=True):
        if isinstance(part.value, np.ndarray):
            advice = "Take one of its groups, or sum() it"
            rule, groups = "be one estimate", f"{len(part)} of them"
            raise _checks.refusal(InvalidTypeError, name, rule, groups, advice=advice)
    first, second = ((p.metric, p.terms, type(p).__name__) for p in pair)
    if first != second:
        rule = f"be of {first[0]!r} ({first[1]}) as {first[2]}, like target_rate"
        got = f"{second[0]!r} ({second[1]}) as {second[2]}"
        raise _checks.refusal(IncompatibleEvidenceError, "other_rate", rule, got)
    return ResonanceLift(*pair)
