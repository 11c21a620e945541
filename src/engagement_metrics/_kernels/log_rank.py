"""The log-rank test of two groups of right-censored times."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engagement_metrics._kernels.survival import clusters
from engagement_metrics._typing import BoolArray, FloatArray, IntArray


class LogRank(NamedTuple):
    """Events of the first group, as many as expected, and the variance of those."""

    events: int
    expected: float
    variance: float


def log_rank(
    time: NDArray[Any], observed: BoolArray, first: BoolArray
) -> tuple[LogRank, FloatArray]:
    """
    Return the log-rank test of rows in *first* against others, and each row's part.

    At each event time, d events of n rows at risk fall to n1 rows of the first group
    as if drawn at random: expected d n1 / n, with the hypergeometric variance. The
    parts add up to events minus expected: of each row, the first group's share that it
    is away from, times its events minus those expected of it.
    """
    rows = np.argsort(time, kind="stable")
    when, seen, mine = time[rows], observed[rows], first[rows]
    starts = np.flatnonzero(np.append(True, when[1:] != when[:-1])[: when.size])
    place = np.searchsorted(starts, np.arange(when.size), side="right") - 1
    events = np.bincount(place[seen], minlength=starts.size)
    n = when.size - starts
    share = np.cumsum(mine[::-1])[::-1][starts] / n
    hazard = events / n
    spread = share * (1 - share) * events * (n - events) / np.maximum(n - 1, 1)
    risen, due = np.cumsum(hazard), np.cumsum(hazard * share)
    away = mine - share[place]
    parts = np.empty(when.size)
    parts[rows] = seen * away - mine * risen[place] + due[place]
    expected = float(events @ share)
    test = LogRank(int(seen[mine].sum()), expected, float(spread.sum()))
    return test, parts


def between(parts: FloatArray, unit: IntArray) -> tuple[float, float]:
    """
    Return the variance of the sum of parts between clusters, and their number.

    It is m / (m - 1) times the sum of squares of the clusters' sums; NaN for one
    cluster. The number m is Kish's effective one.
    """
    units = clusters(unit, np.zeros(parts.size, np.int64), 1)
    sums, m = np.bincount(units.of, parts), int(units.number[0])
    variance = float(sums @ sums * m / (m - 1)) if m > 1 else float("nan")
    return variance, float(units.effective[0])
