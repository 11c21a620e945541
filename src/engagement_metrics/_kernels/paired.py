"""
The difference and the log ratio of two ratios over the same units.

A unit that is on one side only has y = x = 0 on the other.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from engagement_metrics._typing import FloatArray

_FEWEST = 1.1  # effective units, at least


class Side(NamedTuple):
    """The numerators and denominators of one side, a row each unit."""

    y: FloatArray
    x: FloatArray


class Paired(NamedTuple):
    """Linearised variance of the comparison, effective units, degrees of freedom."""

    variance: float
    effective_units: float
    degrees: float


def paired(a: Side, b: Side, *, ratio: bool, is_count: bool) -> Paired:
    """
    Return the variance of R_a - R_b, or of the logarithm of R_a / R_b.

    With e the residuals about each side's own R, a unit contributes
    z = e_a / sum x_a - e_b / sum x_b, or with sums of y for the logarithm; V is
    n/(n - 1) sum z^2 for Kish's n of the mean shares of exposure. The logarithm is
    never surer than independent events, if they are counted.
    """
    with np.errstate(all="ignore"):
        z = _influence(a, ratio=ratio) - _influence(b, ratio=ratio)
        weight = a.x / a.x.sum() + b.x / b.x.sum()
        n = 4.0 / float(weight @ weight)
        m = int(np.count_nonzero(weight))
        least = float(1.0 / a.y.sum() + 1.0 / b.y.sum()) if ratio and is_count else 0.0
        effective = max(n, _FEWEST)
        variance = max(effective / (effective - 1.0) * float(z @ z), least)
        return Paired(variance, n, max(1.0, n - 2.0 + n / max(m, 1)))


def _influence(side: Side, *, ratio: bool) -> FloatArray:
    residual = side.y - side.y.sum() / side.x.sum() * side.x
    return np.asarray(residual / (side.y if ratio else side.x).sum())
