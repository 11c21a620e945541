"""Order statistics: the median, and its binomial bounds."""

from __future__ import annotations

import numpy as np

from engagement_metrics._typing import FloatArray

_TIE = 1e-12  # relative: a tail this close to the level reaches it


def median(ordered: FloatArray) -> float:
    """Return the middle of sorted values, or the mean of the middle two, or NaN."""
    if not ordered.size:
        return float("nan")
    low, high = ordered[(ordered.size - 1) // 2], ordered[ordered.size // 2]
    return float(low + (high - low) / 2)


def median_bounds(ordered: FloatArray, level: float) -> tuple[float, float]:
    """
    Return the narrowest symmetric order statistics around the median; NaN if too few.

    The r-th smallest and the r-th largest of n values hold the median of a continuous
    distribution with probability 1 - 2 P(B < r), B binomial of n and 1/2, whatever the
    distribution; of one with ties, with at least that.
    """
    n = ordered.size
    k = np.arange(1, (n + 1) // 2)
    log_terms = np.concatenate([[0.0], np.cumsum(np.log((n - k + 1) / k))])
    tails = 2.0 * np.cumsum(np.exp(log_terms - n * np.log(2.0)))
    rank = int(np.searchsorted(tails, (1.0 - level) * (1.0 + _TIE), side="right"))
    if not n or not rank:
        return float("nan"), float("nan")
    return float(ordered[rank - 1]), float(ordered[n - rank])
