"""Participants: their effective number, their inequality, and share of voice."""

from __future__ import annotations

import math
from collections.abc import Mapping

import attrs

from engagement_metrics import _text
from engagement_metrics._door import _checks, _columns
from engagement_metrics._kernels import distributions
from engagement_metrics._typing import Label, ToArray, ToScalar
from engagement_metrics.errors import (
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
)
from engagement_metrics.evidence import Composition, Measure
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
GINI = "Gini coefficient of contributions"
NO_INTERVAL = "no closed form is known; resample participants with bootstrap()"


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
    of each participant and call this again. It has no interval: no closed form is
    published for all orders, and order 0 grows with the sample; resample participants
    or threads with ``bootstrap``. Also known as true diversity, effective number of
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
    effective participants: 1.5 (3 participants; order 2)
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
    return _measure("effective_participants", formula, HILL, value, column.size, note)


def participation_gini(counts: ToArray, *, population: ToScalar = None) -> Measure:
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
    Measure
        An index without a unit.

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
    each participant and call this again. It has no interval: no closed form holds for
    the skewed counts of online talk; resample participants with ``bootstrap``. With N
    members, n of them in *counts*, it is 1 - n/N (1 - G). This form uses trapezoids
    under the Lorenz curve; scikit-bio's default, rectangles, gives other numbers [1]_.
    Nielsen's 90-9-1 rule says that one member in a hundred writes most [2]_. Pitfall:
    0.6 among those who wrote can be 0.99 among all members.

    References
    ----------
    .. [1] scikit-bio. skbio.diversity.alpha.gini_index.
       https://scikit.bio/docs/latest/diversity.html
    .. [2] Nielsen, J. (2006). The 90-9-1 rule for participation inequality.
       http://www.nngroup.com/articles/participation-inequality/

    Examples
    --------
    >>> participation_gini([1, 1, 1, 5])
    <Measure 0.38: 4 participants, participation gini>
    >>> print(participation_gini([1, 1, 1, 5], population=40))
    participation gini: 0.94 (4 participants; 40 members)
    """
    column = _columns.weights(counts, argument="counts")
    members, note = None, ""
    if population is not None:
        members = _checks.a_number("population", population)
        if not column.size <= members <= _checks.LARGEST:
            rule = f"lie between the {column.size} in counts and 2**53"
            error = InvalidCountsError
            raise _checks.refusal(error, "population", rule, population)
        note = _text.count(members, "members")
    value = distributions.gini(column, members)
    return _measure("participation_gini", GINI, SKBIO, value, column.size, note)


def _measure(  # noqa: PLR0917
    name: str, formula: str, source: Source, value: float, rows: int, note: str
) -> Measure:
    """Return a number of participants' contributions, undefined without any."""
    status = Status.NO_EXPOSURE if math.isnan(value) else Status.DEFINED
    unit, sources = "participants", (source,)
    metric = Metric(name, formula, unit=unit, scale="number", sources=sources)
    return Measure(value, status, rows, NO_INTERVAL, metric, note)


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
