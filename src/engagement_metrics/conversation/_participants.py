"""Participants: their effective number, their inequality, and share of voice."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import final

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks, _columns
from engagement_metrics._kernels import distributions, quantiles, ratios
from engagement_metrics._typing import FloatArray, IntArray, Label, ToArray, ToScalar
from engagement_metrics.errors import (
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
)
from engagement_metrics.evidence import Composition, Measure
from engagement_metrics.evidence._interval import Bounds
from engagement_metrics.evidence._result import Scalar
from engagement_metrics.evidence._shown import codes_of
from engagement_metrics.words import Metric, Source, Status

HILL = Source(
    "Hill, M. O.", 1973, "Diversity and evenness", "10.2307/1934352", consulted=False
)
SKBIO = Source(
    "scikit-bio", None, "gini_index", "https://scikit.bio/docs/latest/diversity.html"
)
LOVETT_OWYANG = Source(
    "Lovett, J. and Owyang, J.",
    2010,
    "Social marketing analytics",
    "Altimeter Group",
    consulted=False,
)
OPERATELY = Source(
    "Operately",
    None,
    "Share of voice",
    "https://kpiexamples.operately.com/marketing/share-of-voice",
)
VOICE = Metric(
    "share_of_voice", "mentions", unit="brands", sources=(LOVETT_OWYANG, OPERATELY)
)
GINI = Metric(
    "participation_gini",
    "Gini coefficient of contributions",
    unit="participants",
    scale="number",
    sources=(SKBIO,),
)
METHOD = "influence function on the logit scale with Student's t, between participants"
ONLY_SAMPLE = "it counts those in the sample, and more would come"
NO_INTERVAL = "none is known that holds for skewed counts"


@final
@attrs.frozen(eq=False, repr=False, getstate_setstate=False)
class ParticipationGini(Scalar):
    """
    The Gini coefficient of participation, with the error between participants.

    Made by ``participation_gini(...)``. It does not add: add the counts of each
    participant.

    Attributes
    ----------
    number : float
        The coefficient; NaN if nothing was counted.
    error : float
        Standard error of n/(n - 1) times it; NaN where it is not known.
    participants : int
        Counts that it was computed from.
    members : float or None
        All members, the silent ones included, where that was given.

    Examples
    --------
    >>> gini = participation_gini([1, 1, 2, 3, 5, 8])
    >>> print(f"{gini.value:.2f}: {gini.interval():.2f}")
    0.40: 0.29 to 0.68 (95 %)
    """

    number: float
    error: float
    participants: int
    members: float | None
    metric: Metric = attrs.field(default=GINI, init=False)

    def _values(self) -> FloatArray:
        return np.array([self.number], np.float64)

    def _codes(self) -> IntArray:
        return codes_of(self._why_none)

    @property
    def _why_none(self) -> Status:
        return Status.NO_EXPOSURE if math.isnan(self.number) else Status.DEFINED

    @property
    def units(self) -> int:
        """Number of participants that it was computed from."""
        return self.participants

    @property
    def _population(self) -> float:
        return float(self.participants if self.members is None else self.members)

    def _bounds(self, level: float) -> Bounds:
        status, low, high = self._why_none, math.nan, math.nan
        if status == Status.DEFINED:
            if self._population < 2:
                status = Status.TOO_FEW_UNITS
            elif math.isnan(self.error):
                status = Status.NO_DENOMINATOR
            elif not self.error:
                status = Status.ZERO_VARIANCE
            else:
                low, high = self._limits(level)
        return Bounds.of(low, high, status, METHOD)

    def _limits(self, level: float) -> tuple[float, float]:
        rest = np.array([self._population - 1])
        t = quantiles.student_t_quantile(level, rest).item()
        return distributions.gini_limits(self.number, self.error, self._population, t)

    _instead = "Add up the counts of each participant, and compute it again"

    def _notes(self) -> list[str]:
        silent = self.members is not None
        return [_text.count(self._population, "members") if silent else ""]

    def _no_interval(self, code: int) -> str:
        alone = "one participant made all contributions"
        return alone if code == ratios.NO_DENOMINATOR else super()._no_interval(code)


def effective_participants(counts: ToArray, *, order: float = 1) -> Measure:
    r"""
    Return the effective number of participants: the Hill number of contributions.

    The number of equally active participants that would be as diverse. A thread with a
    hundred people in which two write nearly everything has little more than two
    effective participants. Order 0 counts everybody once, 1 is the exponential of
    Shannon's entropy, 2 is the inverse of Simpson's concentration and Kish's effective
    sample size, and infinity is the inverse of the largest share.

    .. math:: D_q = \Bigl(\sum_i p_i^q\Bigr)^{1/(1-q)}, \quad
        D_1 = e^{-\sum p_i \ln p_i}

    Parameters
    ----------
    counts : array_like of float
        Contributions of each participant [items]. Shape ``(participants,)``.
    order : float, optional
        Order of the Hill number, 0 to infinity, 1 by default: how much more active
        participants weigh.

    Returns
    -------
    Measure
        Participants [people].

    Raises
    ------
    InvalidTypeError
        If an argument is not numeric.
    InvalidCountsError
        If a count is negative, missing or infinite.
    InvalidArgumentError
        If *order* is negative or not a number.

    See Also
    --------
    participation_gini : Inequality of participation, silent members included.

    Notes
    -----
    Range: 1 to the number of participants; it falls as the order rises. Undefined (NaN)
    where nothing was counted; participants with a count of 0 change nothing. Order 2 is
    Kish's effective audience size: of relevance or engagement by follower, the
    followers of equal weight that count for as much. It does not add: add up the counts
    of each participant and call this again. It has no interval: order 0 counts those in
    the sample, and more would come; at 95 %, intervals by the influence function of
    orders 1 and 2 per participant held in 45 to 86 % of simulations with skewed counts,
    and resampling is no surer. Also known as true diversity, effective number of
    species [1]_; scikit-bio's ``hill`` [2]_. Pitfall: compare samples of equal size,
    because few items cannot come from many people.

    References
    ----------
    .. [1] Hill, M. O. (1973). Diversity and evenness: a unifying notation and its
       consequences. Ecology 54, 427-432. 10.2307/1934352. As commonly stated; original
       not consulted.
    .. [2] scikit-bio. Alpha diversity.
       https://scikit.bio/docs/latest/diversity.html

    Examples
    --------
    >>> effective_participants([5, 5, 5, 5]).value
    4.0
    >>> print(effective_participants([8, 1, 1], order=2))
    effective participants: 1.5 (no interval: none is known that holds for skewed
    counts; 3 participants; order 2)
    >>> effective_participants([8, 1, 1], order=float("inf")).value
    1.25
    """
    column = _columns.weights(counts, argument="counts")
    power = _checks.a_number("order", order)
    if not power >= 0:
        raise _checks.refusal(InvalidArgumentError, "order", "be 0 or more", order)
    note = f"order {power!r}".removesuffix(".0")
    formula = f"Hill number of {note} of contributions"
    value = distributions.hill(column, power)
    status = Status.NO_EXPOSURE if math.isnan(value) else Status.DEFINED
    name, unit = "effective_participants", "participants"
    metric = Metric(name, formula, unit=unit, scale="number", sources=(HILL,))
    why = NO_INTERVAL if power else ONLY_SAMPLE
    return Measure(value, status, column.size, why, metric, note)


def participation_gini(
    counts: ToArray, *, population: ToScalar = None
) -> ParticipationGini:
    r"""
    Return the Gini coefficient of participation, from 0 to nearly 1.

    The inequality of members' contributions: 0 if all contribute alike, 1 - 1/n if a
    single member of n contributes everything. Silent members raise it, so *population*
    counts them; without it only the participants in *counts* are members.

    .. math:: G = \frac{\sum_i (2i - n - 1)\, x_{(i)}}{n \sum_i x_i}, \quad
        x_{(1)} \le \dots \le x_{(n)}

    Parameters
    ----------
    counts : array_like of float
        Contributions of each participant [items]. Shape ``(participants,)``.
    population : float, optional
        All members, silent ones and those in *counts* together [people].

    Returns
    -------
    ParticipationGini
        An index without a unit, with its interval between participants.

    Raises
    ------
    InvalidTypeError
        If an argument is not numeric.
    InvalidCountsError
        If a count is negative, missing or infinite, or *population* is smaller than the
        number of *counts*.

    See Also
    --------
    effective_participants : Concentration as a number of people.

    Notes
    -----
    Range: 0 to (n - 1)/n of n members; multiply by n/(n - 1) to compare small groups.
    Undefined (NaN) where nothing was counted. It does not add: add up the counts of
    each participant and call this again. With N members, n of them in *counts*, it is
    1 - n/N (1 - G). This form uses trapezoids under the Lorenz curve; scikit-bio's
    default, rectangles, gives other numbers [1]_. Nielsen's 90-9-1 rule says that one
    member in a hundred writes most [2]_. Pitfall: 0.6 among those who wrote can be 0.99
    among all members.

    The interval is that of n/(n - 1) times it, which is not biased: on the logit scale,
    with Student's t and the influence function of each participant. Our form. The more
    skewed the counts, the less it holds: at 95 %, of counts of 10 to 300 participants
    with a lognormal activity, in 91 to 94 % of simulations with a standard deviation of
    the logarithm of 0.5, in 87 to 92 % with 1, and in 74 to 87 % with 1.5. There is
    none where one participant made all contributions, or all made as many.

    References
    ----------
    .. [1] scikit-bio. skbio.diversity.alpha.gini_index.
       https://scikit.bio/docs/latest/diversity.html
    .. [2] Nielsen, J. (2006). The 90-9-1 rule for participation inequality.
       http://www.nngroup.com/articles/participation-inequality/

    Examples
    --------
    >>> participation_gini([1, 1, 1, 5])
    <ParticipationGini 0.38: 4 participants, participation gini>
    >>> print(participation_gini([1, 1, 1, 5], population=40))
    participation gini: 0.94 (95 %: 0.82 to 0.99; 4 participants; 40 members)
    """
    column = _columns.weights(counts, argument="counts")
    members = None
    if population is not None:
        members = _checks.a_number("population", population)
        if not column.size <= members <= _checks.LARGEST:
            rule = f"lie between the {column.size} in counts and 2**53"
            error = InvalidCountsError
            raise _checks.refusal(error, "population", rule, population)
    value = distributions.gini(column, members)
    whole = float(column.size if members is None else members)
    spread = distributions.gini_error(column, whole)
    return ParticipationGini(value, spread, column.size, members)


def share_of_voice(mentions: Mapping[Label, ToScalar]) -> Composition:
    r"""
    Return each brand's share of the mentions of a fixed set of brands.

    A composition of mentions: how often each brand is named, not whether it is praised.
    A share of voice exists only within its set: another competitor in the set changes
    every share, so shares over different sets do not add.

    .. math:: \text{share of voice}_k = \frac{m_k}{\sum_j m_j}

    Parameters
    ----------
    mentions : mapping of label to float
        Mentions of each brand of the set, your own included [events]; 0 for a brand
        that was not mentioned.

    Returns
    -------
    Composition
        Shares of all brands, with simultaneous intervals.

    Raises
    ------
    InvalidTypeError
        If *mentions* is not a mapping, or a value is not a number.
    InvalidCountsError
        If a number is negative, missing, infinite or above 2**53.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) where nobody was mentioned. Pools by label over
    disjoint periods of the same set. Interval: Goodman's, simultaneous for all brands,
    as if mentions were independent; in a campaign they are not. Also known as share of
    conversation [1]_; Lovett and Owyang define *share of voice* so. Vendors differ on
    whether "the industry" includes your own brand [2]_: here it does. Pitfall: another
    competitor in the set lowers every share.

    References
    ----------
    .. [1] Lovett, J. and Owyang, J. (2010). Social marketing analytics. Altimeter
       Group. As commonly stated; original not consulted.
    .. [2] Operately. Share of voice.
       https://kpiexamples.operately.com/marketing/share-of-voice

    Examples
    --------
    >>> voice = share_of_voice({"ours": 50, "theirs": 350})
    >>> voice.share("ours")
    0.125
    >>> print(voice)
    share of voice of mentions of ours, theirs
      ours: 12.5 % (95 %: 9.3 to 16.7 %, as if independent; 50 of 400)
      theirs: 87.5 % (95 %: 83.3 to 90.7 %, as if independent; 350 of 400)
    """
    if not isinstance(mentions, Mapping):
        rule = "be a mapping of brands to numbers"
        raise _checks.refusal(InvalidTypeError, "mentions", rule, mentions)
    counts = _columns.weights([*mentions.values()], argument="mentions")
    brands = ", ".join(sorted(map(str, mentions)))
    metric = attrs.evolve(VOICE, denominator=f"mentions of {brands}")
    return Composition(mentions, counts, metric=metric)
