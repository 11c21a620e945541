"""Whether more followers leave after a change than before, from few events."""

from __future__ import annotations

from typing import ClassVar

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks
from engagement_metrics._kernels import comparison, quantiles, series
from engagement_metrics.errors import InvalidCountsError, InvalidTypeError
from engagement_metrics.evidence import Interval, Rate
from engagement_metrics.words import Status

__all__ = ["ChurnStep", "churn_step"]

SCORE = "Poisson score, as if independent"


@attrs.frozen
class ChurnStep:
    """
    How many times the rate of leaving is after a change what it was before.

    Made by ``churn_step(...)``. ``+`` adds disjoint followers.

    Attributes
    ----------
    before, after : Rate
        Followers lost per follower and day.

    Examples
    --------
    >>> step = churn_step(churn_rate(3, 3400), churn_rate(12, 3400))
    >>> step.value
    4.0
    >>> print(step)
    4.0 times (1.2 to 13.2, p = 0.035): 0.35 % a day after 0.088 %
    """

    before: Rate[float]
    after: Rate[float]

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    @property
    def value(self) -> float:
        """Rate after over rate before; 1 is no difference."""
        return Rate(self.after.value, self.before.value).value

    @property
    def status(self) -> Status:
        """Why the value exists or not."""
        for rate in (self.before, self.after):
            if rate.status != Status.DEFINED:
                return rate.status
        return Rate(self.after.value, self.before.value).status

    @property
    def p_value(self) -> float:
        """Exact two-sided p-value of equal rates; NaN without follower-days."""
        first, second = self.before, self.after
        if any(rate.status != Status.DEFINED for rate in (first, second)):
            return float("nan")
        x1, x2 = int(first.count), int(second.count)
        return series.step_test(x1, first.exposure, x2, second.exposure)

    def interval(self, level: float = 0.95) -> Interval[float]:
        """
        Return the score interval of the ratio, as if people left independently.

        Parameters
        ----------
        level : float, optional
            Confidence level, strictly between 0 and 1; 0.95 by default.

        Returns
        -------
        Interval
            NaN where the value is undefined.
        """
        z = quantiles.normal_quantile(_checks.level(level))
        low, high = float("nan"), float("nan")
        if self.status == Status.DEFINED:
            rates = (self.after, self.before)
            numbers = (n for rate in rates for n in (rate.count, rate.exposure))
            x1, t1, x2, t2 = (np.array([number]) for number in numbers)
            limits = comparison.poisson_ratio_score(x1, t1, x2, t2, z)
            low, high = (bound.item() for bound in limits)
        return Interval(low, high, level, SCORE, status=self.status)

    def __add__(self, other: ChurnStep) -> ChurnStep:
        """Add disjoint followers, before to before and after to after."""
        if not isinstance(other, ChurnStep):
            return NotImplemented
        return ChurnStep(self.before + other.before, self.after + other.after)

    def __format__(self, spec: str) -> str:
        """Return the value in a format."""
        return format(self.value, spec) if spec else str(self)

    def __str__(self) -> str:
        """Return one line a person can read."""
        before, after = (_text.value(r.value) for r in (self.before, self.after))
        rates = f"{after} a day after {before}"
        if self.status != Status.DEFINED:
            return f"{_text.NONE}: {self.status}: {rates}"
        bounds = self.interval()
        limits = _text.bounds(bounds.low, bounds.high, "number")
        said = f"{limits}, p = {self.p_value:.2g}"
        return f"{_text.value(self.value, 'number')} times ({said}): {rates}"


def churn_step(before: Rate[float], after: Rate[float]) -> ChurnStep:
    r"""
    Return whether more leave after a change than before, from few events.

    For a few days or a few people: the two rates of leaving, their ratio, and the exact
    probability of counts as far apart if the rate were the same. It knows no trend and
    no waves; where there are eight days on each side, ``changed_feed_effect`` does.

    .. math:: X_\text{after} \mid X \sim
        \text{Binomial}\Bigl(X, \frac{T_\text{after}}{T_\text{before} + T_\text{after}}
        \Bigr)

    Parameters
    ----------
    before, after : Rate
        Rates of leaving, of ``churn_rate()``. Columns are summed.

    Returns
    -------
    ChurnStep
        Ratio, score interval and exact p-value.

    Raises
    ------
    InvalidTypeError
        If one is not a rate.
    InvalidCountsError
        If a count is weighted, so that it is not a whole number.

    Notes
    -----
    Range: 0 to infinity; 1 is no difference. Undefined (NaN) where there were no
    follower-days, or nobody left before; the p-value exists all the same. Pools by
    adding the rates of disjoint followers. The test conditions on the sum of both
    counts, Przyborowski and Wilenski's [1]_, and its p-value sums the outcomes no
    likelier than the one seen; the interval is the score interval of the ratio, so that
    the two may disagree at the edge. Both are as if people left independently. Pitfall:
    a change made because many had left looks like a success whatever it was.

    References
    ----------
    .. [1] Przyborowski, J. and Wilenski, H. (1940). Homogeneity of results in testing
       samples from Poisson series. Biometrika 31, 313-323. 10.1093/biomet/31.3-4.313.
       As commonly stated; original not consulted.

    Examples
    --------
    >>> step = churn_step(churn_rate(0, 100), churn_rate(5, 100))
    >>> step.p_value
    0.0625
    >>> step.status
    <Status.NO_DENOMINATOR: 'no denominator'>
    """
    pair: list[Rate[float]] = []
    for name, rate in (("before", before), ("after", after)):
        if not isinstance(rate, Rate):
            raise _checks.refusal(InvalidTypeError, name, "be a Rate", rate)
        total = rate.sum()
        if total.count > np.floor(total.count):
            rule = "count whole numbers of people"
            raise _checks.refusal(InvalidCountsError, name, rule, total.count)
        pair.append(total)
    return ChurnStep(*pair)
