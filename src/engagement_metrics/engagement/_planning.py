"""How many posts an interval or a comparison needs."""

from __future__ import annotations

import math
from typing import Any, Literal, cast, final, overload

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks
from engagement_metrics._kernels import planning, sums
from engagement_metrics._typing import NOT_GIVEN, FloatArray, IntArray
from engagement_metrics.errors import (
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
)
from engagement_metrics.evidence import Pooled
from engagement_metrics.evidence._interval import Bounds
from engagement_metrics.evidence._result import LEVEL, Scalar
from engagement_metrics.evidence._shown import codes_of
from engagement_metrics.words import Metric, Status

POWER = 0.8
NEEDED = Metric("posts_needed", "posts for an interval or a comparison", scale="number")
NO_INTERVAL = "a plan is as sure as the spread of the posts it is made from"


@final
@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class PostsNeeded(Scalar):
    """
    The number of posts that an interval, or a comparison, needs.

    Made by ``posts_needed(...)``. It does not add: pool the posts, and ask again.

    Attributes
    ----------
    like : Pooled
        Posts that are like those to come.
    aim : {"width", "difference"}
        Whether *factor* is that of an interval or that between two rates.
    factor : float
        The factor.

    Examples
    --------
    >>> rate = Rate([18, 14, 28, 9, 39, 20], [500, 400, 600, 300, 800, 200]).pooled()
    >>> print(posts_needed(rate, difference=1.5))
    posts needed: about 11 rows like these on each side to tell a ratio of 1.5 from 1
    with a power of 80 % (spread of 6 rows)
    """

    like: Pooled[float]
    aim: Literal["width", "difference"]
    factor: float

    @property
    def metric(self) -> Metric:
        """The metric, with the unit of the evidence."""
        return attrs.evolve(NEEDED, unit=self.like.metric.unit)

    @property
    def units(self) -> int:
        """Number of units that the spread was taken from."""
        return int(self.like.units)

    @property
    def posts(self) -> int:
        """The number of posts; of a comparison that of each side."""
        pilot = _pilot(self.like)
        if self.aim == "width":
            return planning.units_for_width(pilot, self.factor, LEVEL)
        return planning.units_for_difference(pilot, self.factor, LEVEL, POWER)

    def _values(self) -> FloatArray:
        return np.array([float(self.posts)])

    def _codes(self) -> IntArray:
        return codes_of(Status.DEFINED)

    def _bounds(self, level: float) -> Bounds:
        nan = float("nan")
        return Bounds.of(nan, nan, Status.MISSING, f"none: {NO_INTERVAL}")

    def _between(self) -> list[str]:
        return [""]

    def _said(self, value: float) -> str:
        return _text.number(value)

    def _sentences(self) -> list[str]:
        unit, level = self.metric.unit, f"{100 * LEVEL:g} %"
        if self.aim == "width":
            aim = f"for a {level} interval within a factor {self.factor:g} of the value"
        else:
            aim = f"on each side to tell a ratio of {self.factor:g} from 1"
            aim += f" with a power of {100 * POWER:g} %"
        count = _text.count(self.posts, unit)
        return [f"about {count} like these {aim} (spread of {self.units:,} {unit})"]


@overload
def posts_needed(like: Pooled[float], *, width: float) -> PostsNeeded: ...
@overload
def posts_needed(like: Pooled[float], *, difference: float) -> PostsNeeded: ...
def posts_needed(
    like: Pooled[float], *, width: Any = NOT_GIVEN, difference: Any = NOT_GIVEN
) -> PostsNeeded:
    r"""
    Return how many posts an interval or a comparison needs, from posts that are there.

    What pooled evidence knows of the spread of posts says how its interval will shrink
    with more posts like these. Give either *width* or *difference*.

    .. math:: m \approx
        \frac{m_0}{n_0} \Bigl(\frac{t c}{\ln \text{width}}\Bigr)^2, \quad
        m \approx 2 \frac{m_0}{n_0}
        \Bigl(\frac{(t + 0.84) c}{\ln \text{difference}}\Bigr)^2, \quad
        c^2 = \frac{n_0 V}{R^2}

    Parameters
    ----------
    like : Pooled
        Posts like those to come: m₀ of them, n₀ effective.
    width : float, optional
        Factor above 1 between the value and either bound of the 95 % interval: with
        1.25, the upper bound is at most 1.25 times the value, and the lower bound at
        least the value over 1.25.
    difference : float, optional
        Ratio of two rates that a comparison is to tell from 1: 1.2 for a rate that is a
        fifth higher. The number is that of each side, with a power of 80 %: in four of
        five such comparisons 1 is outside the 95 % interval of the ratio.

    Returns
    -------
    PostsNeeded
        Its value is the number of posts; of a comparison, on each side.

    Raises
    ------
    InvalidTypeError
        If *like* is not a single ``Pooled``, or not exactly one of *width* and
        *difference* is given, or it is not a number.
    InvalidArgumentError
        If *width* is not above 1, *difference* not positive or 1, or a share times
        *difference* 1 or more.
    InvalidCountsError
        If the posts do not differ by more than independent events would, or have no
        engagements: they then do not say how far posts differ.

    See Also
    --------
    engagement_metrics.comparison.difference : The comparison itself.

    Notes
    -----
    Range: 2 and more. Never undefined: posts that say nothing of the spread are
    refused. The width is that of the interval of ``Pooled``, found exactly; a share is
    compared on the logit scale. It has no interval: it is a plan, not a bound, and in
    half of the samples the interval is wider than asked. And few posts show too little
    of the spread: of simulated posts that are as unequal as real ones, plans from 10,
    30 and 100 posts give 0.3, 0.4 and 0.6 of the number that is needed (medians). Take
    a plan from few posts for the least, and ask again when there are more. Our
    definition: what the interval of ``Pooled`` says, solved for the number of posts;
    the form for a comparison is the usual one of two means [1]_.

    References
    ----------
    .. [1] van Belle, G. (2008). Statistical Rules of Thumb, chapter 2. Wiley. As
       commonly stated; original not consulted.

    Examples
    --------
    >>> posts = Posts.of(
    ...     actions={"like": [18, 14, 28, 9, 39, 20]},
    ...     exposures={"reach": [500, 400, 600, 300, 800, 200]},
    ... )
    >>> pooled = engagement_rate(posts, per="reach").pooled()
    >>> print(posts_needed(pooled, width=1.25))
    posts needed: about 10 posts like these for a 95 % interval within a factor 1.25 of
    the value (spread of 6 posts)
    >>> posts_needed(pooled, difference=1.2).posts
    43
    """
    _one_pooled(like)
    given = {"width": width, "difference": difference}
    aim, factor = _checks.exactly_one("posts_needed", given)
    factor = _factor(aim, factor)
    pilot = _pilot(like)
    if aim == "difference" and pilot.share and not pilot.value * factor < 1:
        rule = f"leave a share below 1 of {pilot.value:.3g}"
        raise _checks.refusal(InvalidArgumentError, aim, rule, factor)
    return PostsNeeded(like=like, aim=cast("Any", aim), factor=factor)


def _one_pooled(like: object) -> None:
    """Refuse what is not the pooled evidence of posts that differ."""
    if not isinstance(like, Pooled):
        advice = "Write .pooled()" if hasattr(like, "pooled") else ""
        rule = "be Pooled"
        raise _checks.refusal(InvalidTypeError, "like", rule, like, advice=advice)
    like._require_single("like")
    own = sums.variance(
        like._sums, share=like.kind == "share", is_count=False, effective=True
    )
    if not (own > 0 and own >= like._variance(effective=True)):
        rule = f"hold {like.metric.unit} that differ by more than chance alone"
        advice = "Without spread it does not say how many are needed"
        got = cast("object", like)
        raise _checks.refusal(InvalidCountsError, "like", rule, got, advice=advice)


def _factor(argument: str, value: object) -> float:
    """Return a checked factor."""
    factor = _checks.a_number(argument, value)
    rule, fits = "be above 1", factor > 1
    if argument == "difference":
        rule, fits = "be a ratio above 0 other than 1", factor > 0 and factor != 1
    if not fits or math.isinf(factor):
        raise _checks.refusal(InvalidArgumentError, argument, rule, value)
    return factor


def _pilot(like: Pooled[float]) -> planning.Pilot:
    """Return the numbers of pooled evidence that a plan takes."""
    effective = like.effective_units
    spread = like._variance(effective=True).item() * effective
    uneven = like.units / effective
    return planning.Pilot(like.value, spread, uneven, like.kind == "share")
