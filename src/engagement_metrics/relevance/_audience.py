"""How much of an audience is the audience that is meant, and of the target."""

from __future__ import annotations

from typing import Any, ClassVar, overload

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._typing import FloatArray, ToArray, ToScalar
from engagement_metrics.evidence import Interval, Pooled, Proportion, Rate
from engagement_metrics.evidence._result import EMPTY
from engagement_metrics.tables import Audience
from engagement_metrics.words import Status, Terms

__all__ = [
    "AudienceRelevance",
    "audience_relevance",
    "on_target_share",
    "target_coverage",
]

METRIC = "audience_relevance"
SHARE = Terms("relevant", "members", "members")


@attrs.frozen(kw_only=True)
class AudienceRelevance:
    """
    How relevant an audience is, of how many of it that is known.

    Made by ``audience_relevance(...)``. ``+`` adds disjoint audiences.

    Attributes
    ----------
    pooled : Pooled
        Relevance times weight over weight, of the members whose relevance is known.
    unknown : float
        Weight of the members whose relevance is not known.
    binary : bool
        Whether every known relevance is 0 or 1 and every weight a whole number of
        members, so that the value is the share of the audience that is intended.

    Notes
    -----
    The interval of a binary relevance is the Wilson score interval of that share;
    otherwise it is the pooled one, between members.

    Examples
    --------
    >>> relevance = audience_relevance([1, 1, 0, None])
    >>> print(relevance)
    66.7 % (20.8 to 93.9 %, 3 members; relevance known of 75.0 %)
    >>> relevance.bounds
    (0.5, 0.75)
    """

    pooled: Pooled[float]
    unknown: float
    binary: bool

    metric: ClassVar[str] = METRIC
    terms: ClassVar[Terms] = SHARE
    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    @property
    def value(self) -> float:
        """Mean relevance of the members whose relevance is known."""
        return self.pooled.value

    @property
    def status(self) -> Status:
        """Why the value exists or not."""
        if self.pooled.sum_x == 0 and self.unknown:
            return Status.MISSING
        return Status(self.pooled.status)

    @property
    def coverage(self) -> float:
        """Share of the weight whose relevance is known; NaN for nobody."""
        return Rate(self.pooled.sum_x, self.pooled.sum_x + self.unknown).value

    @property
    def bounds(self) -> tuple[float, float]:
        """Value if nobody unknown were relevant, and if all of them were."""
        whole = self.pooled.sum_x + self.unknown
        low = Rate(self.pooled.sum_y, whole).value
        return low, Rate(self.pooled.sum_y + self.unknown, whole).value

    @property
    def expected_members(self) -> float:
        """Sum of relevance times weight: how many relevant members there are."""
        return self.pooled.sum_y

    def interval(self, level: float = 0.95) -> Interval[float]:
        """
        Return the interval of the value.

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
            For a relevance that is not binary of fewer than 30 effective members.
        """
        if self.binary:
            return Proportion(self.pooled.sum_y, self.pooled.sum_x).interval(level)
        return self.pooled.interval(level)

    def __add__(self, other: AudienceRelevance) -> AudienceRelevance:
        """Pool two disjoint audiences."""
        if not isinstance(other, AudienceRelevance):
            return NotImplemented
        return AudienceRelevance(
            pooled=self.pooled + other.pooled,
            unknown=self.unknown + other.unknown,
            binary=self.binary and other.binary,
        )

    def __format__(self, spec: str) -> str:
        """Return the value in a format."""
        return format(self.value, spec) if spec else str(self)

    def __str__(self) -> str:
        """Return one line a person can read."""
        if self.status != Status.DEFINED:
            return f"{_text.NONE}: {self.status}"
        bounds = self.interval() if self.binary else self.pooled._interval(0.95)
        members = _text.count(self.pooled.sum_x, "members")
        said = (
            members
            if np.isnan(bounds.low)
            else (f"{_text.bounds(bounds.low, bounds.high)}, {members}")
        )
        if self.unknown:
            said += f"; relevance known of {_text.value(self.coverage)}"
        return f"{_text.value(self.value)} ({said})"


@overload
def audience_relevance(audience: Audience, /) -> AudienceRelevance: ...
@overload
def audience_relevance(
    relevance: ToArray, weight: ToArray | None = None, /
) -> AudienceRelevance: ...
def audience_relevance(of: Any, weight: Any = None, /) -> AudienceRelevance:
    r"""
    Return how much of an audience is the audience that is meant.

    The mean relevance of the members whose relevance is known; with relevance of 0 and
    1, the share of the audience that is the intended one. The target is declared by the
    caller and never guessed. Read it beside its coverage and its expected members,
    because three fans who all match also score 1.

    .. math:: \text{relevance} = \frac{\sum r_i w_i}{\sum w_i}, \quad r_i \text{ known}

    Parameters
    ----------
    audience : Audience
        Members or segments.
    relevance : array_like of float
        Relevance of each member, between 0 and 1; ``None`` or NaN is not known. Shape
        ``(members,)``.
    weight : array_like of float, optional
        Weight of each member; 1 by default.

    Returns
    -------
    AudienceRelevance
        With coverage, bounds, expected members and interval.

    Raises
    ------
    InvalidTypeError
        If a column is not numeric.
    InvalidArgumentError
        If a relevance lies outside 0 to 1, or columns have different lengths.
    InvalidCountsError
        If a weight is negative or not known.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) where no relevance is known. Our definition: as a
    share of intended people it is precision in information retrieval and the on-target
    percentage of audience measurement [1]_; no published number keeps the unknown
    apart.

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
    >>> audience_relevance([1.0, 0.5, None]).coverage.__round__(3)
    0.667
    """
    audience = (
        of if isinstance(of, Audience) else Audience.of(relevance=of, weight=weight)
    )
    r, w = audience.relevance, audience.weight
    known = ~np.isnan(r)
    whole = bool((w[known] == np.floor(w[known])).all())
    certain = bool(((r[known] == 0) | (r[known] == 1)).all())
    units = Proportion._build(r[known] * w[known], w[known], EMPTY, METRIC, SHARE)
    return AudienceRelevance(
        pooled=units.pooled(),
        unknown=float(w[~known].sum()),
        binary=whole and certain,
    )


@overload
def on_target_share(
    on_target: ToScalar, audience: ToScalar, /
) -> Proportion[float]: ...
@overload
def on_target_share(
    on_target: ToArray, audience: ToArray | ToScalar, /
) -> Proportion[FloatArray]: ...
@overload
def on_target_share(
    on_target: ToScalar, audience: ToArray, /
) -> Proportion[FloatArray]: ...
def on_target_share(on_target: object, audience: object, /) -> Proportion[Any]:
    r"""
    Return the share of the audience that belongs to the target.

    People over people: of those we reached, how many are those we meant. It does not
    say how many of the target were missed; ``target_coverage`` does.

    .. math:: \text{on-target share} = \frac{|A \cap T|}{|A|}

    Parameters
    ----------
    on_target : float or array_like of float
        Members of the audience that belong to the target [people]. Shape ``(posts,)``.
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
        If a number is negative, infinite or above 2**53, or more are on target than
        there are.
    InvalidArgumentError
        If columns have different lengths.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) where the audience is empty or a part is missing.
    Wilson interval for one; over posts quote the pooled one. Also known as on-target
    percentage [1]_, precision.

    References
    ----------
    .. [1] Microsoft. Nielsen Digital Ad Ratings metrics.
       https://learn.microsoft.com/en-us/xandr/invest/nielsen-dar-metrics

    Examples
    --------
    >>> print(on_target_share(300, 1000))
    30.0 % (300 of 1,000)
    """
    return Proportion._named(
        {"on_target": on_target, "audience": audience},
        "on_target_share",
        Terms("on target", "audience", "posts"),
        advice="The audience includes those on target",
    )


@overload
def target_coverage(on_target: ToScalar, target: ToScalar, /) -> Proportion[float]: ...
@overload
def target_coverage(
    on_target: ToArray, target: ToArray | ToScalar, /
) -> Proportion[FloatArray]: ...
@overload
def target_coverage(
    on_target: ToScalar, target: ToArray, /
) -> Proportion[FloatArray]: ...
def target_coverage(on_target: object, target: object, /) -> Proportion[Any]:
    r"""
    Return the share of the target that the audience holds.

    People over people: of those we mean, how many did we reach. It does not say how
    many strangers came along; ``on_target_share`` does.

    .. math:: \text{target coverage} = \frac{|A \cap T|}{|T|}

    Parameters
    ----------
    on_target : float or array_like of float
        Members of the audience that belong to the target [people]. Shape ``(posts,)``.
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
        If a number is negative, infinite or above 2**53, or more were reached than
        there are.
    InvalidArgumentError
        If columns have different lengths.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) where the target is empty or a part is missing. The
    Wilson interval is as if the target were a sample of a larger one. Also known as
    audience reach [1]_, recall.

    References
    ----------
    .. [1] Microsoft. Nielsen Digital Ad Ratings metrics.
       https://learn.microsoft.com/en-us/xandr/invest/nielsen-dar-metrics

    Examples
    --------
    >>> target_coverage(300, 600).value
    0.5
    """
    return Proportion._named(
        {"on_target": on_target, "target": target},
        "target_coverage",
        Terms("on target", "target", "posts"),
        advice="The target includes those reached",
    )
