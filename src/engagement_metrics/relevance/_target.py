"""How well an audience and its target match."""

from __future__ import annotations

from typing import Any, Self, cast, overload

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks, _columns
from engagement_metrics._kernels import sums
from engagement_metrics._typing import Array, FloatArray, IntArray, T, ToArray, ToScalar
from engagement_metrics.errors import InvalidArgumentError, InvalidCountsError
from engagement_metrics.evidence import Pooled, Proportion
from engagement_metrics.evidence._interval import Bounds
from engagement_metrics.evidence._rows import Rows
from engagement_metrics.relevance._audience import COVERAGE, ON_TARGET
from engagement_metrics.relevance._shares import OfRatios, parts_of
from engagement_metrics.words import Metric, Source

VAN_RIJSBERGEN = Source(
    "van Rijsbergen, C. J.", 1979, "Information Retrieval", "Butterworths", False
)
MATCH = Metric(
    "target_match",
    "(1 + beta²) × on target / (beta² × target + audience)",
    unit="people",
    sources=(VAN_RIJSBERGEN,),
)


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class TargetMatch(OfRatios[T]):
    """
    How well an audience and its target match: F-beta, with precision and coverage.

    Made by ``target_match(...)``. ``+`` adds disjoint audiences with disjoint targets.

    Attributes
    ----------
    precision : Proportion
        Share of the audience that belongs to the target.
    coverage : Proportion
        Share of the target that belongs to the audience.
    beta : float
        How many times as much coverage counts as precision.

    Notes
    -----
    The interval is that of a pooled share whose units are people, as if they were
    independent: on the logit scale, with the variance that the delta method gives for
    the counts of a multinomial.

    Examples
    --------
    >>> match = target_match(on_target=300, audience=1000, target=600)
    >>> print(match)
    target match, F1: 37.5 % (95 %: 34.5 to 40.6 %; 1,300 people;
    precision 30.0 %, coverage 50.0 %)
    >>> match.precision.value, match.coverage.value
    (0.3, 0.5)
    """

    precision: Proportion[T]
    coverage: Proportion[T]
    beta: float

    metric = MATCH

    @property
    def _score(self) -> Proportion[T]:
        """F as a share: people on target count 1 + beta², missed people beta²."""
        weight, rows = self.beta**2, self.coverage._rows
        x = (weight * rows.x + self.precision._rows.x) * (rows.x > 0)
        score = rows._replace(y=(1 + weight) * rows.y, x=x)
        made = Proportion.of_rows(score, MATCH, single=self._single)
        return cast("Proportion[T]", made)

    @property
    def pooled(self) -> Pooled[T]:
        """The evidence by person: what each adds to both sides of F."""
        score, weight = self._score._settled(), self.beta**2
        known = score._rows.x > 0
        counts = (*self.precision._rows[:2], self.coverage._rows.x)
        tp, reached, meant = (np.where(known, part, 0.0) for part in counts)
        on_target = sums.of_equal(tp, 1 + weight, 1 + weight)
        others = sums.of_equal(reached - tp, 0.0, 1.0)
        missed = sums.of_equal(meant - tp, 0.0, weight)
        summed = sums.merge(sums.merge(on_target, others), missed)
        left = score._left()
        whole = np.zeros(tp.size, np.bool_)
        made = Pooled.of_sums(summed, left, "share", whole, MATCH, single=self._single)
        return cast("Pooled[T]", made)

    def _values(self) -> FloatArray:
        return self._score._values()

    def _codes(self) -> IntArray:
        return self._score._codes()

    def _bounds(self, level: float) -> Bounds:
        return self.pooled._bounds(level)

    @property
    def units(self) -> T:
        """People in the audience or in the target."""
        return self.pooled.units

    def _left(self) -> FloatArray | None:
        return self._score._left()

    def _effective(self) -> FloatArray | None:
        return self.pooled._effective()

    def _warn(self) -> None:
        self.pooled._warn()

    @overload
    def __getitem__(self: TargetMatch[FloatArray], rows: int) -> TargetMatch[float]: ...
    @overload
    def __getitem__(
        self: TargetMatch[FloatArray], rows: slice | Array
    ) -> TargetMatch[FloatArray]: ...
    def __getitem__(self, rows: Any) -> Any:
        """Return one row, or some of them."""
        return self._at(rows)

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

    def _title(self) -> str:
        return f"{super()._title()}, F{self.beta:g}"

    def _notes(self) -> list[str]:
        sides = (side._values().tolist() for side in self._pair.values())
        return [
            f"precision {_text.value(precision)}, coverage {_text.value(coverage)}"
            for precision, coverage in zip(*sides, strict=True)
        ]


@overload
def target_match(
    *, on_target: ToScalar, audience: ToScalar, target: ToScalar, beta: float = 1
) -> TargetMatch[float]: ...
@overload
def target_match(
    *,
    on_target: ToArray,
    audience: ToArray | ToScalar,
    target: ToArray | ToScalar,
    beta: float = 1,
) -> TargetMatch[FloatArray]: ...
@overload
def target_match(
    *,
    on_target: ToScalar,
    audience: ToArray,
    target: ToArray | ToScalar,
    beta: float = 1,
) -> TargetMatch[FloatArray]: ...
@overload
def target_match(
    *, on_target: ToScalar, audience: ToScalar, target: ToArray, beta: float = 1
) -> TargetMatch[FloatArray]: ...
def target_match(
    *, on_target: object, audience: object, target: object, beta: float = 1
) -> TargetMatch[Any]:
    r"""
    Return how well an audience and its target match: F-beta.

    The weighted harmonic mean of the on-target share (precision) and the target
    coverage (recall). The campaign chooses beta and states it: below 1 it asks for
    depth in a small group, above 1 for mass awareness. The result keeps precision and
    coverage, because their mean hides which of them is low.

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
        With precision, coverage and interval; of columns if any argument is a column.

    Raises
    ------
    InvalidTypeError
        If an argument is not numeric, or *beta* is a column.
    InvalidCountsError
        If a number is negative, infinite or above 2**53, or more people are on target
        than in the audience or in the target.
    InvalidArgumentError
        If columns have different lengths, or *beta* is not known.

    See Also
    --------
    on_target_share : Its precision alone.
    target_coverage : Its coverage alone.

    Notes
    -----
    Range: 0 to 1. Better: higher. Undefined (NaN) where the target is empty or a part
    is missing; an empty audience has the value 0. Pools by adding the people on target,
    in the audience and in the target. The interval is that of a pooled share with
    people as units, since no score interval is published for every beta. Also known as
    F-measure, and at beta 1 as Dice's similarity [1]_. Pitfall: people outside the
    target who were not reached do not count, so a large target makes any audience look
    better.

    References
    ----------
    .. [1] van Rijsbergen, C. J. (1979). Information Retrieval. Butterworths. As
       commonly stated; original not consulted.

    Examples
    --------
    >>> people = {"on_target": 300, "audience": 1000, "target": 600}
    >>> target_match(**people).value
    0.375
    >>> narrow, wide = (target_match(**people, beta=beta).value for beta in (0.5, 2))
    >>> round(narrow, 4), round(wide, 4)
    (0.3261, 0.4412)
    """
    given = {"on_target": on_target, "audience": audience, "target": target}
    wholes = {"audience": "on_target", "target": "on_target"}
    advice = "The audience and the target both include those on target"
    (tp, reached, meant), single = parts_of(given, wholes, advice)
    impossible = (tp > 0) & ((reached == 0) | (meant == 0))
    if impossible.any():
        rule = "be 0 where the audience or the target is empty"
        first = tp[np.argmax(impossible)].item()
        raise _checks.refusal(InvalidCountsError, "on_target", rule, first)
    # If one side is not known, the match is unknown on both.
    unknown = 0 * (tp + reached + meant)
    tp, reached, meant = (part + unknown for part in (tp, reached, meant))
    return TargetMatch(
        precision=Proportion.of_rows(Rows(tp, reached), ON_TARGET, single=single),
        coverage=Proportion.of_rows(Rows(tp, meant), COVERAGE, single=single),
        beta=_beta(beta),
    )


def _beta(beta: object) -> float:
    number = _columns.number("beta", beta)
    if np.isnan(number):
        rule = "be a number of 0 or more"
        raise _checks.refusal(InvalidArgumentError, "beta", rule, beta)
    return number
