"""Who takes part: how many effectively, how unequally, and whose voice is heard."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engagement_metrics._door import _checks, _columns
from engagement_metrics._kernels import distributions
from engagement_metrics._typing import Label, ToArray, ToScalar
from engagement_metrics.errors import (
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
)
from engagement_metrics.evidence import Composition

__all__ = ["effective_participants", "participation_gini", "share_of_voice"]


def effective_participants(counts: ToArray, order: float = 1) -> float:
    r"""
    Return how many equally active participants would be as diverse.

    The Hill number of what each participant contributed. A thread with a hundred
    people in which two write nearly everything has two effective participants and a
    bit. Order 0 counts everybody once, 1 is the exponential of Shannon's entropy, 2 is
    the inverse of Simpson's concentration, and infinity looks at the loudest alone.

    .. math:: D_q = \Bigl(\sum_i p_i^q\Bigr)^{1/(1-q)}, \quad
        D_1 = e^{-\sum p_i \ln p_i}

    Parameters
    ----------
    counts : array_like of float
        What each participant contributed [items]. Shape ``(participants,)``.
    order : float, optional
        How much the active count more, 0 to infinity; 1 by default.

    Returns
    -------
    float
        Participants [people]. NaN where nobody contributed.

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
    participation_gini : How unequal they are, silent members included.

    Notes
    -----
    Range: 1 to the number of participants; it falls as the order rises. Undefined (NaN)
    where nothing was counted; those with a count of 0 change nothing. It does not pool:
    add up the counts of each participant and ask again. It has no interval of its own:
    no closed form is published for all orders, and order 0 grows with the sample
    itself; resample participants or threads with ``bootstrap``. Also known as true
    diversity, effective number of species [1]_; scikit-bio's ``hill`` [2]_. Pitfall:
    compare samples of equal size, because few items cannot come from many people.

    References
    ----------
    .. [1] Hill, M. O. (1973). Diversity and evenness: a unifying notation and its
       consequences. Ecology 54, 427-432. 10.2307/1934352. As commonly stated; original
       not consulted.
    .. [2] scikit-bio. Alpha diversity.
       https://scikit.bio/docs/latest/diversity.html

    Examples
    --------
    >>> effective_participants([5, 5, 5, 5])
    4.0
    >>> effective_participants([8, 1, 1], order=2).__round__(4)
    1.5152
    >>> effective_participants([8, 1, 1], order=float("inf"))
    1.25
    """
    return distributions.hill(
        _columns.weights(counts, argument="counts"), _order(order)
    )


def _order(order: object) -> float:
    number = _checks.a_number("order", order)
    if not number >= 0:
        raise _checks.refusal(InvalidArgumentError, "order", "be 0 or more", order)
    return number


def participation_gini(counts: ToArray, population: ToScalar = None) -> float:
    r"""
    Return how unequally participation is spread, from 0 to nearly 1.

    The Gini coefficient of what each member contributed: 0 if all contribute alike,
    1 - 1/n if one of n does everything. The silent change everything, so they are
    counted by *population*; without it only those in *counts* are members.

    .. math:: G = \frac{\sum_i (2i - n - 1)\, x_{(i)}}{n \sum_i x_i}, \quad
        x_{(1)} \le \dots \le x_{(n)}

    Parameters
    ----------
    counts : array_like of float
        What each participant contributed [items]. Shape ``(participants,)``.
    population : float, optional
        Members there are, the silent ones and those in *counts* [people].

    Returns
    -------
    float
        NaN where nobody contributed.

    Raises
    ------
    InvalidTypeError
        If an argument is not numeric.
    InvalidCountsError
        If a count is negative, missing or infinite, or *population* is less than those
        in *counts*.

    See Also
    --------
    effective_participants : The same question as a number of people.

    Notes
    -----
    Range: 0 to (n - 1)/n of n members; multiply by n/(n - 1) to compare small groups.
    Undefined (NaN) where nothing was counted. It does not pool: add up the counts of
    each participant and ask again. It has no interval of its own: no closed form holds
    for the skewed counts of online talk; resample participants with ``bootstrap``. With
    N members of whom n are in *counts* it is 1 - n/N (1 - G). This is the form of the
    trapezoids under Lorenz's curve; scikit-bio's default, rectangles, gives other
    numbers [1]_. That one in a hundred writes most is Nielsen's 90-9-1 rule [2]_.
    Pitfall: 0.6 among those who wrote can be 0.99 among those who could have.

    References
    ----------
    .. [1] scikit-bio. skbio.diversity.alpha.gini_index.
       https://scikit.bio/docs/latest/diversity.html
    .. [2] Nielsen, J. (2006). The 90-9-1 rule for participation inequality.
       http://www.nngroup.com/articles/participation-inequality/

    Examples
    --------
    >>> participation_gini([1, 1, 1, 5])
    0.375
    >>> participation_gini([1, 1, 1, 5], population=40)
    0.9375
    """
    column = _columns.weights(counts, argument="counts")
    if population is None:
        return distributions.gini(column)
    members = _columns.numbers("population", population)
    if isinstance(members, np.ndarray) or not members >= column.size:
        rule = f"be a number not less than the {column.size} in counts"
        raise _checks.refusal(InvalidCountsError, "population", rule, population)
    return distributions.gini(column, members)


def share_of_voice(mentions: Mapping[Label, ToScalar]) -> Composition:
    r"""
    Return each brand's share of the mentions of a fixed set of brands.

    Mentions over mentions, of parts that add up to 1: whose name is heard, not whether
    it is praised. A share of voice exists only within its set: with another competitor
    in it every share is another number, so shares over different sets do not add.

    .. math:: \text{share of voice}_k = \frac{m_k}{\sum_j m_j}

    Parameters
    ----------
    mentions : mapping of label to float
        Mentions of each brand of the set, one's own among them [events]; 0 for a brand
        that was not mentioned.

    Returns
    -------
    Composition
        Shares of all brands, with simultaneous intervals.

    Raises
    ------
    InvalidTypeError
        If *mentions* is not a mapping, or a number is none.
    InvalidCountsError
        If a number is negative, missing, infinite or above 2**53.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) where nobody was mentioned. Pools by label over
    disjoint periods of the same set. The intervals hold for all brands at once
    (Goodman), as if mentions were independent, which in a campaign they are not. Also
    known as share of conversation [1]_; Lovett and Owyang's *share of voice* is this
    one. Whether "the industry" includes oneself differs between vendors [2]_: here it
    does. Pitfall: a competitor added to the set lowers everybody's share.

    References
    ----------
    .. [1] Lovett, J. and Owyang, J. (2010). Social marketing analytics. Altimeter
       Group. As commonly stated; original not consulted.
    .. [2] Operately. Share of voice.
       https://kpiexamples.operately.com/marketing/share-of-voice

    Examples
    --------
    >>> voice = share_of_voice({"ours": 50, "theirs": 350, "third": 100})
    >>> voice.share("ours")
    0.1
    >>> print(voice)
    ours: 10.0 % (7.2 to 13.7 %)
    theirs: 70.0 % (64.9 to 74.7 %)
    third: 20.0 % (16.1 to 24.6 %)
    """
    if not isinstance(mentions, Mapping):
        rule = "be a mapping of brands to numbers"
        raise _checks.refusal(InvalidTypeError, "mentions", rule, mentions)
    brands = ", ".join(sorted(map(str, mentions)))
    counts = _columns.weights([*mentions.values()], argument="mentions")
    return Composition(mentions, counts, metric=f"share_of_voice among {brands}")
