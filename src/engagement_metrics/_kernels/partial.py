"""Shares that are known in part: members unknown, or labels wrong."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist
from typing import TypeAlias

import numpy as np

from engagement_metrics._typing import FloatArray

Three: TypeAlias = Sequence[FloatArray | float]
"""Share, sensitivity, specificity."""

_HALVINGS = 60  # of a bracket below 1, to the precision of a float


def level_of_ends(gap: float, error: float, level: float) -> float:
    """
    Return the level of the ends of an interval over bounds (Imbens and Manski 2004).

    The ends are c errors beyond the bounds, which are *gap* apart, with
    Phi(c + gap / error) - Phi(-c) = level; c is at least 0. Without a gap, c is the
    two-sided quantile of *level*; with a wide one, the one-sided.
    """
    apart = gap / error if error > 0 else gap and np.inf
    below, tail = NormalDist().cdf, 1.0 - level
    last = -NormalDist().inv_cdf(tail / 2)
    first = max(-NormalDist().inv_cdf(tail), 0.0)
    for _ in range(_HALVINGS):
        c = (first + last) / 2
        if below(-c) + below(-c - apart) > tail:
            first = c
        else:
            last = c
    return 1.0 - 2.0 * below(-last)


def corrected(
    share: FloatArray, sensitivity: FloatArray | float, specificity: FloatArray | float
) -> FloatArray:
    """Return the share of true positives, unclipped (Rogan and Gladen 1978)."""
    informed = sensitivity + specificity - 1.0
    return np.asarray((share + specificity - 1.0) / informed)


def corrected_limits(
    value: Three, low: Three, high: Three
) -> tuple[FloatArray, FloatArray]:
    """
    Return unclipped limits of the corrected share, from those of its parts (MOVER).

    Each part is moved alone to either limit, and the distances are added as squares. A
    part that leaves no information at a limit leaves both sides open.
    """
    estimate = corrected(np.asarray(value[0]), value[1], value[2])
    below, above = np.zeros((2, *estimate.shape))
    for place in range(3):
        steps: list[FloatArray] = []
        for limits in (low, high):
            parts = [limits[i] if i == place else value[i] for i in range(3)]
            with np.errstate(all="ignore"):
                step = corrected(np.asarray(parts[0]), parts[1], parts[2]) - estimate
            open_ = np.asarray(parts[1]) + parts[2] <= 1.0
            steps += [np.where(open_, -np.inf, step), np.where(open_, np.inf, step)]
        below = np.hypot(below, np.minimum.reduce([*steps, 0 * estimate]))
        above = np.hypot(above, np.maximum.reduce([*steps, 0 * estimate]))
    return estimate - below, estimate + above
