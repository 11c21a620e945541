"""How much of an audience belongs to the target, and how much of the target to it."""

from __future__ import annotations

from typing import Any, overload

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks, _columns
from engagement_metrics._kernels import ratios
from engagement_metrics._typing import NOT_GIVEN, FloatArray, ToArray, ToScalar
from engagement_metrics.evidence import LeftOut, Pooled, Proportion, Result
from engagement_metrics.evidence._composite import Composite
from engagement_metrics.evidence._ratio import quotient
from engagement_metrics.evidence._rows import Rows
from engagement_metrics.tables import Audience
from engagement_metrics.words import Metric, Source

NIELSEN = Source(
    "Microsoft",
    None,
    "Nielsen Digital Ad Ratings metrics",
    "https://learn.microsoft.com/en-us/xandr/invest/nielsen-dar-metrics",
)
RELEVANCE = Metric("audience_relevance", "relevant", "members", unit="members")
ON_TARGET, COVERAGE = (
    Metric(name, "on target", whole, unit="audiences", sources=(NIELSEN,))
    for name, whole in (("on_target_share", "audience"), ("target_coverage", "target"))
)


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class AudienceRelevance(Composite[float]):
    """
    How relevant an audience is, and of how many members the relevance is known.

    Made by ``audience_relevance(...)``. ``+`` adds disjoint audiences.

    Attributes
    ----------
    pooled : Pooled
        Relevance times weight over weight, of the members whose relevance is known; a
        unit is a row of the audience.
    unknown : float
        Weight of the members whose relevance is not known.
    binary : bool
        Whether every known relevance is 0 or 1 and every weight a whole number of
        members, so that the value is the share of intended members.

    Notes
    -----
    The interval of a binary relevance is the Wilson score interval of that share;
    otherwise it is the pooled interval, between members.

    Examples
    --------
    >>> relevance = audience_relevance([1, 1, 0, None])
    >>> print(relevance)
    audience relevance of members: 66.7 % (95 %: 20.8 to 93.9 %, as if independent;
    3 members; relevance known of 75.0 %)
    >>> relevance.bounds
    (0.5, 0.75)
    """

    pooled: Pooled[float]
    unknown: float
    binary: bool

    @property
    def metric(self) -> Metric:
        """The same, whether the relevance is binary or not."""
        return RELEVANCE

    @property
    def _lead(self) -> Result[Any]:
        if not self.binary:
            return self.pooled
        units, y, x = self.pooled._sums[:3]
        rows = Rows(y, x, units, self.pooled._left())
        made: Proportion[float] = Proportion.of_rows(rows, RELEVANCE, single=True)
        return made

    @property
    def left_out(self) -> LeftOut[float]:
        """The rows whose relevance is not known, with their weight as exposure."""
        return self.pooled.left_out

    @property
    def coverage(self) -> float:
        """Share of the weight whose relevance is known; NaN without members."""
        known = self.pooled.sum_x
        return ratios.quotient(known, known + self.unknown, bounded=False)

    @property
    def bounds(self) -> tuple[float, float]:
        """Value if no unknown member were relevant, and if all of them were."""
        low, whole = self.pooled.sum_y, self.pooled.sum_x + self.unknown
        high = ratios.quotient(low + self.unknown, whole, bounded=False)
        return ratios.quotient(low, whole, bounded=False), high

    @property
    def expected_members(self) -> float:
        """Sum of relevance times weight: the number of relevant members."""
        return self.pooled.sum_y

    def __add__(self, other: AudienceRelevance) -> AudienceRelevance:
        """Pool two disjoint audiences."""
        if not isinstance(other, AudienceRelevance):
            return NotImplemented
        return AudienceRelevance(
            pooled=self.pooled + other.pooled,
            unknown=self.unknown + other.unknown,
            binary=self.binary and other.binary,
        )

    def _left(self) -> FloatArray | None:
        return None  # the note says it, by weight

    def _counted(self) -> list[str]:
        return [_text.count(self.pooled.sum_x, "members")]

    def _notes(self) -> list[str]:
        said = f"relevance known of {_text.value(self.coverage)}"
        return [said if self.unknown else ""]


@overload
def audience_relevance(relevance: Audience, /) -> AudienceRelevance: ...
@overload
def audience_relevance(
    relevance: ToArray, *, weight: ToArray | None = None
) -> AudienceRelevance: ...
def audience_relevance(relevance: Any, *, weight: Any = None) -> AudienceRelevance:
    r"""
    Return the mean relevance of an audience: how much of it is the intended audience.

    Members whose relevance is not known are left out and counted. With relevance of 0
    and 1 it is the share of intended members. The caller declares the target; it is
    never guessed. Read it beside its coverage and its expected members: three fans who
    all match score 1, too.

    .. math:: \text{relevance} = \frac{\sum r_i w_i}{\sum w_i}, \quad r_i \text{ known}

    Parameters
    ----------
    relevance : array_like of float or Audience
        Relevance of each member, between 0 and 1; ``None`` or NaN is not known. Shape
        ``(members,)``. Or an ``Audience`` of members or segments.
    weight : array_like of float, optional
        Weight of each member; 1 by default. An ``Audience`` has its own.

    Returns
    -------
    AudienceRelevance
        With coverage, bounds, expected members and interval.

    Raises
    ------
    InvalidTypeError
        If a column is not numeric, or *weight* is given with an ``Audience``.
    InvalidArgumentError
        If a relevance lies outside 0 to 1, or columns have different lengths.
    InvalidCountsError
        If a weight is negative or not known.

    See Also
    --------
    engagement_metrics.conversation.effective_participants : Of order 2, also the
        effective size of an audience: how evenly its value is spread.

    Notes
    -----
    Range: 0 to 1. Better: higher. Undefined (NaN) where no relevance is known. Our
    definition: as a share of intended people it is precision in information retrieval
    and the on-target percentage of audience measurement [1]_; no published number keeps
    unknown members apart.

    References
    ----------
    .. [1] Microsoft. Nielsen Digital Ad Ratings metrics.
       https://learn.microsoft.com/en-us/xandr/invest/nielsen-dar-metrics

    Examples
    --------
    >>> audience = Audience.of(
    ...     segment=["teachers", "parents"], count=[300, 700], target={"teachers"}
    ... )
    >>> audience_relevance(audience).value
    0.3
    >>> round(audience_relevance([1.0, 0.5, None]).coverage, 3)
    0.667
    """
    if isinstance(relevance, Audience):
        given = {"weight": NOT_GIVEN if weight is None else weight}
        _checks.not_given("audience_relevance", "an Audience", given)
        audience = relevance
    else:
        column = _columns.column("relevance", relevance)
        audience = Audience.of(relevance=column, weight=weight)
    r, w = audience.relevance, audience.weight
    known = ~np.isnan(r)
    whole = bool((w[known] == np.floor(w[known])).all())
    certain = bool(((r[known] == 0) | (r[known] == 1)).all())
    units = Proportion.of_rows(Rows(r * w, w), RELEVANCE)
    return AudienceRelevance(
        pooled=units.pooled(), unknown=float(w[~known].sum()), binary=whole and certain
    )


@overload
def on_target_share(on_target: ToScalar, audience: ToScalar) -> Proportion[float]: ...
@overload
def on_target_share(
    on_target: ToArray, audience: ToArray | ToScalar
) -> Proportion[FloatArray]: ...
@overload
def on_target_share(
    on_target: ToScalar, audience: ToArray
) -> Proportion[FloatArray]: ...
def on_target_share(on_target: object, audience: object) -> Proportion[Any]:
    r"""
    Return the share of the audience that belongs to the target.

    People over people. It does not say how many of the target were missed;
    ``target_coverage`` does.

    .. math:: \text{on-target share} = \frac{|A \cap T|}{|A|}

    Parameters
    ----------
    on_target : float or array_like of float
        Members of the audience that belong to the target [people]. Shape
        ``(audiences,)`` for a column.
    audience : float or array_like of float
        All members of the audience [people].

    Returns
    -------
    Proportion
        Of floats if both are numbers, of columns otherwise.

    Raises
    ------
    InvalidTypeError
        If an argument is not numeric.
    InvalidCountsError
        If a number is negative, infinite or above 2**53, or more people are on target
        than in the audience.
    InvalidArgumentError
        If columns have different lengths.

    See Also
    --------
    target_match : On-target share and target coverage in one number.

    Notes
    -----
    Range: 0 to 1. Better: higher. Undefined (NaN) where the audience is empty or a part
    is missing. A single audience has the Wilson interval; over several quote the pooled
    interval. Also known as on-target percentage [1]_, precision.

    References
    ----------
    .. [1] Microsoft. Nielsen Digital Ad Ratings metrics.
       https://learn.microsoft.com/en-us/xandr/invest/nielsen-dar-metrics

    Examples
    --------
    >>> print(on_target_share(300, 1000))
    on-target share of audience: 30.0 % (95 %: 27.2 to 32.9 %, as if independent;
    300 of 1,000)
    """
    given = {"on_target": on_target, "audience": audience}
    advice = "The audience includes those on target"
    made: Proportion[Any] = quotient(Proportion, ON_TARGET, given, advice)
    return made


@overload
def target_coverage(on_target: ToScalar, target: ToScalar) -> Proportion[float]: ...
@overload
def target_coverage(
    on_target: ToArray, target: ToArray | ToScalar
) -> Proportion[FloatArray]: ...
@overload
def target_coverage(on_target: ToScalar, target: ToArray) -> Proportion[FloatArray]: ...
def target_coverage(on_target: object, target: object) -> Proportion[Any]:
    r"""
    Return the share of the target that belongs to the audience.

    People over people. It does not say how many strangers were reached, too;
    ``on_target_share`` does.

    .. math:: \text{target coverage} = \frac{|A \cap T|}{|T|}

    Parameters
    ----------
    on_target : float or array_like of float
        Members of the audience that belong to the target [people]. Shape
        ``(audiences,)`` for a column.
    target : float or array_like of float
        The whole target population [people].

    Returns
    -------
    Proportion
        Of floats if both are numbers, of columns otherwise.

    Raises
    ------
    InvalidTypeError
        If an argument is not numeric.
    InvalidCountsError
        If a number is negative, infinite or above 2**53, or more people are on target
        than in the target.
    InvalidArgumentError
        If columns have different lengths.

    See Also
    --------
    target_match : On-target share and target coverage in one number.

    Notes
    -----
    Range: 0 to 1. Better: higher. Undefined (NaN) where the target is empty or a part
    is missing. The Wilson interval takes the target for a sample of a larger
    population. Also known as audience reach [1]_, recall.

    References
    ----------
    .. [1] Microsoft. Nielsen Digital Ad Ratings metrics.
       https://learn.microsoft.com/en-us/xandr/invest/nielsen-dar-metrics

    Examples
    --------
    >>> target_coverage(300, 600).value
    0.5
    """
    given = {"on_target": on_target, "target": target}
    advice = "The target includes those reached"
    made: Proportion[Any] = quotient(Proportion, COVERAGE, given, advice)
    return made
