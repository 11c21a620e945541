"""Whether something resonates more with those who are meant than with strangers."""

from __future__ import annotations

from typing import Any, TypeAlias

from engagement_metrics.comparison import Comparison, ratio
from engagement_metrics.evidence import Average, Pooled, Proportion, Rate

__all__ = ["resonance_lift"]

Estimate: TypeAlias = Proportion[Any] | Rate[Any] | Pooled[Any] | Average[Any]


def resonance_lift(target_rate: Estimate, other_rate: Estimate, /) -> Comparison:
    r"""
    Return how many times as much the target responds as others do.

    A ratio of two rates of one metric: above 1 it resonates with those who are meant,
    below 1 with strangers. It is also the affinity of engagement over that of exposure.
    Twice next to nothing is next to nothing: read both rates, *first* and *second*.

    .. math:: \text{lift} = \frac{E_T / X_T}{E_S / X_S}

    Parameters
    ----------
    target_rate, other_rate : Proportion, Rate, Pooled or Average
        The rate of the target and that of the others: the same metric in the same
        terms, of disjoint observations. Columns are pooled.

    Returns
    -------
    Comparison
        A ratio; 1 is no difference.

    Raises
    ------
    InvalidTypeError
        If one is no such estimate, or holds several groups.
    IncompatibleEvidenceError
        If the two are of different metrics, terms or kinds.

    Notes
    -----
    Range: 0 to infinity. Undefined (NaN) where one rate is, or nobody of the others
    responded. The interval is that of ``ratio``: between units wherever both have
    them, as if independent otherwise. Our definition: the comparison is asked for
    everywhere and has no published name. Pitfall: people on target and strangers see
    different posts; compare the same ones.

    Examples
    --------
    >>> fans = engagement_rate(40, reach=200)
    >>> strangers = engagement_rate(30, reach=600)
    >>> resonance_lift(fans, strangers).value
    4.0
    """
    return ratio(target_rate, other_rate)
