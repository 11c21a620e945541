"""How well an audience and its target match."""

from __future__ import annotations

from typing import Any, ClassVar, Self, cast, overload

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks, _columns
from engagement_metrics._typing import FloatArray, T, ToArray, ToScalar
from engagement_metrics.errors import InvalidArgumentError, InvalidCountsError
from engagement_metrics.evidence import Interval, Pooled, Proportion
from engagement_metrics.evidence._result import EMPTY
from engagement_metrics.relevance._shares import OfShares
from engagement_metrics.words import Status, Terms

__all__ = ["TargetMatch", "target_match"]

MATCH = Terms("matched", "audience + target", "people")
PRECISION = Terms("on target", "audience", "audiences")
COVERAGE = Terms("on target", "target", "audiences")


@attrs.frozen(kw_only=True)
class TargetMatch(OfShares[T]):
    """
    How well an audience and a target match, with both sides of it kept.

    Made by ``target_match(...)``. ``+`` adds disjoint audiences with disjoint targets.

    Attributes
    ----------
    precision : Proportion
        On target of the audience: of those we reached, how many we meant.
    coverage : Proportion
        On target of the target: of those we meant, how many we reached.
    beta : float
        How many times as much coverage counts as precision.

    Notes
    -----
    The interval is that of a pooled share whose units are people, as if they were
    independent: on the logit scale, with the variance that the delta method gives for
    the counts of a multinomial.

    Examples
    --------
    >>> match = target_match(300, 1000, 600)
    >>> print(match)
    37.5 % (34.5 to 40.6 %; precision 30.0 %, coverage 50.0 %)
    >>> match.precision.value, match.coverage.value
    (0.3, 0.5)
    """

    precision: Proportion[T]
    coverage: Proportion[T]
    beta: float

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    @property
    def _number(self) -> Proportion[T]:
        """F as a share: who is on target counts 1 + beta², who is missed beta²."""
        weight, on_target = self.beta**2, cast("Any", self.coverage.successes)
        audience, target = cast("Any", self.precision.trials), self.coverage.trials
        y, x = (1 + weight) * on_target, (weight * target + audience) * (target > 0)
        left_out = self.coverage.left_out
        made = Proportion._build(y, x, left_out, "target_match", MATCH)
        return cast("Proportion[T]", made)

    @property
    def pooled(self) -> Pooled[T]:
        """The evidence by person: what each adds to both sides of F."""
        score, weight = self._number._settled(), self.beta**2
        known = np.atleast_1d(np.asarray(score.trials)) > 0
        counts = (self.precision.successes, self.precision.trials, self.coverage.trials)
        tp, reached, meant = (np.where(known, part, 0.0) for part in counts)
        f = np.where(known, score.value, 0.0)
        people: Any = (
            (tp, 1 + weight, 1 + weight),
            (reached - tp, 0.0, 1.0),
            (meant - tp, 0.0, weight),
        )
        summed: dict[str, Any] = {
            "units": sum(n for n, _, _ in people),
            "sum_y": sum(n * y for n, y, _ in people),
            "sum_x": sum(n * x for n, _, x in people),
            "sum_ee": sum(n * (y - f * x) ** 2 for n, y, x in people),
            "sum_ex": sum(n * (y - f * x) * x for n, y, x in people),
            "sum_xx": sum(n * x * x for n, _, x in people),
        }
        if not self._is_column:
            summed = {name: part.item() for name, part in summed.items()}
        return Pooled(
            **summed,
            left_out=score.left_out,
            kind="share",
            counts=False,
            metric="target_match",
            terms=MATCH,
        )

    def interval(self, level: float = 0.95) -> Interval[T]:
        """
        Return the interval of F-beta, as if people were independent.

        Parameters
        ----------
        level : float, optional
            Confidence level, strictly between 0 and 1; 0.95 by default.

        Returns
        -------
        Interval
            NaN bounds where there is none; its *status* says why.

        Warns
        -----
        SmallSampleWarning
            For fewer than 30 effective people.
        """
        return self.pooled.interval(level)

    def __add__(self, other: Self) -> Self:
        """Add disjoint audiences with disjoint targets, at the same beta."""
        if not isinstance(other, TargetMatch):
            return NotImplemented
        _checks.same_evidence(
            self.beta,
            other.beta,
            of=f"a match at beta {other.beta:g}",
            to=f"a match at beta {self.beta:g}",
        )
        return self._added(other)

    def _line(self) -> str:
        shares = (("precision", self.precision), ("coverage", self.coverage))
        said = ", ".join(
            f"{name} {_text.value(cast('float', share.value))}"
            for name, share in shares
        )
        bounds = cast("Interval[float]", self.pooled._interval(0.95))
        if bounds.status == Status.DEFINED:
            said = f"{_text.bounds(bounds.low, bounds.high)}; {said}"
        return f"{_text.value(cast('float', self.value))} ({said})"


@overload
def target_match(
    on_target: ToScalar, audience: ToScalar, target: ToScalar, beta: float = 1
) -> TargetMatch[float]: ...
@overload
def target_match(
    on_target: ToArray,
    audience: ToArray | ToScalar,
    target: ToArray | ToScalar,
    beta: float = 1,
) -> TargetMatch[FloatArray]: ...
@overload
def target_match(
    on_target: ToScalar,
    audience: ToArray,
    target: ToArray | ToScalar,
    beta: float = 1,
) -> TargetMatch[FloatArray]: ...
@overload
def target_match(
    on_target: ToScalar, audience: ToScalar, target: ToArray, beta: float = 1
) -> TargetMatch[FloatArray]: ...
def target_match(
    on_target: object, audience: object, target: object, beta: float = 1
) -> TargetMatch[Any]:
    r"""
    Return how well an audience and its target match: F-beta.

    One number for "are these the people we mean, and are they all of them". Beta is a
    choice of the campaign and stated: below 1 it is depth in the right small group,
    above 1 it is mass awareness. Precision and coverage stay beside it, because the
    mean of the two hides which of them is low.

    .. math:: F_\beta = \frac{(1 + \beta^2)\, P R}{\beta^2 P + R}
        = \frac{(1 + \beta^2)\, |A \cap T|}{\beta^2 |T| + |A|}

    Parameters
    ----------
    on_target : float or array_like of float
        Members of the audience that belong to the target [people]. Shape
        ``(audiences,)`` for a column.
    audience : float or array_like of float
        All members of the audience [people].
    target : float or array_like of float
        The whole target population [people].
    beta : float, optional
        How many times as much coverage counts as precision, 0 or more; 1 by default.

    Returns
    -------
    TargetMatch
        With precision, coverage and interval; of columns if any argument is one.

    Raises
    ------
    InvalidTypeError
        If an argument is not numeric.
    InvalidCountsError
        If a number is negative, infinite or above 2**53, or more are on target than
        there are in the audience or in the target.
    InvalidArgumentError
        If columns have different lengths, or *beta* is no number of 0 or more.

    See Also
    --------
    on_target_share : Its precision alone.
    target_coverage : Its coverage alone.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) where the target is empty or a part is missing; an
    empty audience matches nothing, 0. Pools by adding the people on target, in the
    audience and in the target. The interval is the house's for a pooled share, with
    people as units, since no score interval is published for every beta. Also known as
    F-measure, and at beta 1 as Dice's similarity [1]_. Pitfall: it does not count those
    who were rightly not reached, so a large target makes any audience look better.

    References
    ----------
    .. [1] van Rijsbergen, C. J. (1979). Information Retrieval. Butterworths. As
       commonly stated; original not consulted.

    Examples
    --------
    >>> target_match(300, 1000, 600).value
    0.375
    >>> narrow, wide = (target_match(300, 1000, 600, beta=b).value for b in (0.5, 2))
    >>> round(narrow, 4), round(wide, 4)
    (0.3261, 0.4412)
    """
    named = {"on_target": on_target, "audience": audience, "target": target}
    numbers = {name: _columns.numbers(name, part) for name, part in named.items()}
    tp, reached, meant = cast("tuple[Any, ...]", _columns.columns(**numbers))
    advice = "The audience and the target both include those on target"
    _checks.not_exceeding("on_target", "audience", tp, reached, advice)
    _checks.not_exceeding("on_target", "target", tp, meant, advice)
    impossible = np.asarray((tp > 0) & ((reached == 0) | (meant == 0)))
    if impossible.any():
        rule = "be 0 where the audience or the target is empty"
        first = np.atleast_1d(tp)[np.argmax(impossible)].item()
        raise _checks.refusal(InvalidCountsError, "on_target", rule, first)
    # A side that is not known makes the match unknown, on both sides.
    both = tp + reached + meant
    tp, reached, meant = (part + 0 * both for part in (tp, reached, meant))
    return TargetMatch(
        precision=Proportion._build(tp, reached, EMPTY, "on_target_share", PRECISION),
        coverage=Proportion._build(tp, meant, EMPTY, "target_coverage", COVERAGE),
        beta=_beta(beta),
    )


def _beta(beta: object) -> float:
    number = _columns.numbers("beta", beta)
    if isinstance(number, np.ndarray) or not number >= 0:
        rule = "be a number of 0 or more"
        raise _checks.refusal(InvalidArgumentError, "beta", rule, beta)
    return number
