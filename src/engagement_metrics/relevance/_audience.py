"""How much of an audience belongs to the target, and how much of the target to it."""

from __future__ import annotations

import math
from typing import Any, ClassVar, overload

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks, _columns
from engagement_metrics._kernels import partial, ratios, sums
from engagement_metrics._typing import NOT_GIVEN, FloatArray, ToArray, ToScalar
from engagement_metrics.evidence import LeftOut, Pooled, Proportion, Result
from engagement_metrics.evidence._composite import Composite
from engagement_metrics.evidence._interval import CENSUS, Bounds
from engagement_metrics.evidence._ratio import quotient
from engagement_metrics.evidence._result import Known
from engagement_metrics.evidence._rows import Rows
from engagement_metrics.tables import Audience
from engagement_metrics.words import Metric, Source

NIELSEN = Source(
    "Microsoft",
    None,
    "Nielsen Digital Ad Ratings metrics",
    "https://learn.microsoft.com/en-us/xandr/invest/nielsen-dar-metrics",
)
IMBENS_MANSKI = "Imbens and Manski's over the bounds, by "
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
    unknown_squares : float or None
        Sum of the squared weights of the members whose relevance is not known;
        ``None``: their weights are equal.

    Notes
    -----
    The value is that of the members whose relevance is known. The interval is about all
    members. Where all are known, it is the Wilson score interval of a binary relevance,
    otherwise the pooled interval, between members. Where some are not, it contains the
    relevance of all in 95 % of samples, whatever the unknown are, relevant or not:
    Imbens and Manski's interval [1]_ over ``bounds``, each end by the same method.
    ``among_known`` has the narrower interval that takes the others for alike.

    References
    ----------
    .. [1] Imbens, G. W. and Manski, C. F. (2004). Confidence intervals for partially
       identified parameters. Econometrica 72, 1845-1857.
       10.1111/j.1468-0262.2004.00555.x. As commonly stated; original not consulted.

    Examples
    --------
    >>> relevance = audience_relevance([1] * 45 + [0] * 5 + [None] * 50)
    >>> print(relevance)
    audience relevance of members: 90.0 % of those known (95 %: 37.1 to 97.5 % of all,
    as if independent; 50 members; relevance known of 50.0 %: 45.0 to 95.0 % of all)
    >>> relevance.bounds
    (0.45, 0.95)
    >>> print(f"{relevance.among_known.interval():.3f}")
    0.786 to 0.957 (95 %)
    """

    pooled: Pooled[float]
    unknown: float
    binary: bool
    unknown_squares: float | None = None

    @property
    def metric(self) -> Metric:
        """The same, whether the relevance is binary or not."""
        return attrs.evolve(RELEVANCE, census=self.pooled.metric.census)

    @property
    def _lead(self) -> Result[Any]:
        return self._of(self.pooled)

    @property
    def among_known(self) -> Proportion[float] | Pooled[float]:
        """The same value, with an interval as if the unknown were like the known."""
        return self._of(self.pooled)

    def _of(self, pooled: Pooled[float]) -> Proportion[float] | Pooled[float]:
        """Return the evidence by member: a share of members if it is binary."""
        if not self.binary:
            return pooled
        units, y, x = pooled._sums[:3]
        rows = Rows(y, x, units, pooled._left())
        made: Proportion[float] = Proportion.of_rows(rows, self.metric, single=True)
        return made

    def _with_unknown(self, relevance: float) -> Pooled[float]:
        """Return the evidence of all members, with one relevance for the unknown."""
        known, number = self.pooled, max(1, self.pooled.left_out.missing)
        weight = self.unknown / number
        others = sums.of_equal(np.array([number]), relevance * weight, weight)
        others = others._replace(sum_xx=np.array([self._squares()]))
        merged = sums.merge(known._sums, others)
        return known._like(merged, known._left(), known._counts, single=True)

    def as_census(self) -> AudienceRelevance:
        """
        Return the same relevance of an audience that was counted whole, not sampled.

        No sampling error is left: the interval is the value or, where the relevance of
        some members is not known, the bounds.

        Returns
        -------
        AudienceRelevance
            The same evidence.
        """
        metric = attrs.evolve(self.pooled.metric, census=True)
        evidence = {**self.pooled.evidence, "metric": metric}
        return attrs.evolve(self, pooled=Pooled.of_evidence(evidence))

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
            unknown_squares=self._squares() + other._squares(),
        )

    def _squares(self) -> float:
        """Return the sum of squared weights of the members that are not known."""
        if self.unknown_squares is not None:
            return self.unknown_squares
        return self.unknown**2 / max(1, self.pooled.left_out.missing)

    def _bounds(self, level: float) -> Bounds:
        if not self.unknown:
            return self._lead._bounds(level)
        least, most = (self._of(self._with_unknown(each)) for each in (0.0, 1.0))
        gap = (most._values() - least._values()).item()
        error = max(_error(end) for end in (least, most))
        each = partial.level_of_ends(gap, error, level)
        low, _, few, how = least._bounds(each)
        _, high, _, _ = most._bounds(each)
        codes = np.where(self._codes(), self._codes(), few)
        low, high = (np.where(codes, np.nan, end) for end in (low, high))
        census = self.metric.census
        return Bounds(low, high, codes, how if census else IMBENS_MANSKI + how)

    _joint = "of"

    def _left(self) -> FloatArray | None:
        return None  # the note says it, by weight

    def _counted(self) -> list[str]:
        return [_text.count(self.pooled.sum_x, "members")]

    def _notes(self) -> list[str]:
        known, bounds = _text.value(self.coverage), _text.bounds(*self.bounds)
        said = f"relevance known of {known}: {bounds} of all"
        return [said if self.unknown else ""]

    _between: ClassVar[Any] = Result._between
    _method: ClassVar[Any] = Result._method

    def _said(self, value: float) -> str:
        said = super()._said(value)
        known = self.unknown and not np.isnan(value)
        return f"{said} of those known" if known else said

    def _within(self, value: float, low: float, high: float, known: Known) -> str:
        said = super()._within(value, low, high, known)
        if self.unknown and self.metric.census:
            return f"{_text.bounds(low, high)} of all, {CENSUS}"
        wide = not self.unknown or self._too_wide(value, low, high, known)
        return said if wide else f"{said} of all"


def _error(share: Proportion[float] | Pooled[float]) -> float:
    """Return the standard error of a share of members."""
    if isinstance(share, Pooled):
        return share.standard_error
    return math.sqrt(share.value * (1 - share.value) / share.trials)


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
    corrected_share : Where labels are wrong in part.

    Notes
    -----
    Range: 0 to 1. Better: higher. Undefined (NaN) where no relevance is known. The
    value is that of the known members; the interval is about all, and contains
    ``bounds`` where some are not known [2]_. Our definition: as a share of intended
    people it is precision in information retrieval and the on-target percentage of
    audience measurement [1]_; no published number keeps unknown members apart. Of an
    audience that was counted whole, write ``.as_census()``.

    References
    ----------
    .. [1] Microsoft. Nielsen Digital Ad Ratings metrics.
       https://learn.microsoft.com/en-us/xandr/invest/nielsen-dar-metrics
    .. [2] Imbens, G. W. and Manski, C. F. (2004). Confidence intervals for partially
       identified parameters. Econometrica 72, 1845-1857.
       10.1111/j.1468-0262.2004.00555.x. As commonly stated; original not consulted.

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
    units, others = Proportion.of_rows(Rows(r * w, w), RELEVANCE), w[~known]
    return AudienceRelevance(
        pooled=units.pooled(),
        unknown=float(others.sum()),
        binary=whole and certain,
        unknown_squares=float(others @ others),
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
    is missing. A single audience has the Wilson interval, as a sample of those it
    stands for; one that was counted whole has no sampling error: write
    ``.as_census()``. Over several audiences quote the pooled interval. Also known as
    on-target percentage [1]_, precision.

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
