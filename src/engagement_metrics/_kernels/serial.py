"""Regression where neighbouring times resemble each other, and Student's t tail."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from engagement_metrics._typing import FloatArray

GRID = np.arange(50) / 50
_TERMS = 30
_RESOLUTION = 1e-15


class Averaged(NamedTuple):
    """Coefficients, their covariance, degrees of freedom, and the correlation."""

    coefficients: FloatArray
    covariance: FloatArray
    freedom: int
    correlation: float


def serial_regression(
    design: FloatArray, values: FloatArray, times: FloatArray
) -> Averaged:
    """
    Return the fit of a line whose errors are an AR(1) of unknown correlation.

    Averaged over the correlation rho of neighbouring times, 0 to 0.98, by its
    restricted likelihood; for each rho by generalised least squares on the rows of
    Prais and Winsten (1954), with rho^gap for a gap in the times. The covariance is
    that within each rho, times (n - k) / (n - k - 2), and that between them. Rows are
    in order of time; the columns of *design* are independent. NaN where n < k + 3.
    """
    n, k = design.shape
    basis, upper = np.linalg.qr(design)
    fitted = basis.T @ values
    rows = np.column_stack((basis, values - basis @ fitted))
    pull = GRID[:, None] ** np.diff(times)
    first = 1 - GRID[:, None] ** 2
    weight = np.concatenate((first, first / (1 - pull**2)), axis=1)
    moved = np.repeat(rows[None], GRID.size, axis=0)
    moved[:, 1:] -= pull[:, :, None] * rows[:-1]
    moved *= np.sqrt(weight)[:, :, None]
    products = moved.transpose(0, 2, 1) @ moved
    within = np.linalg.inv(products[:, :k, :k])
    shared = products[:, :k, k]
    each = (within @ shared[:, :, None])[:, :, 0]
    rest = np.maximum(products[:, k, k] - (each * shared).sum(axis=1), 0.0)
    least = n * (_RESOLUTION * np.abs(values).max(initial=0.0)) ** 2
    least = max(least, np.finfo(np.float64).tiny)  # rounding tells no correlation
    log = np.log(weight).sum(axis=1) - (n - k) * np.log(np.maximum(rest, least))
    log -= np.linalg.slogdet(products[:, :k, :k])[1]
    chance = np.exp((log - log.max()) / 2)
    chance /= chance.sum()
    mean = chance @ each
    freedom = n - k
    factor = 1 / (freedom - 2) if freedom > 2 else math.nan
    spread = np.tensordot(chance * rest * factor, within, 1)
    spread += (each - mean).T @ ((each - mean) * chance[:, None])
    back = np.linalg.inv(upper)
    covariance = back @ spread @ back.T
    return Averaged(back @ (fitted + mean), covariance, freedom, float(chance @ GRID))


def student_t_tail(t: float, df: float) -> float:
    """
    Return the probability that Student's t is beyond -t or t.

    The incomplete beta function of df / 2 and 1 / 2 by its continued fraction (DLMF
    8.17.22), of the smaller of both parts.
    """
    if math.isnan(t) or math.isinf(t):
        return 0.0 if math.isinf(t) else math.nan
    x, y = df / (df + t * t), t * t / (df + t * t)
    outside = x * (df + 5) < df + 2
    part = _beta_part(x, y, df / 2, 0.5) if outside else _beta_part(y, x, 0.5, df / 2)
    return part if outside else 1 - part


def _beta_part(x: float, y: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function, for x below its mean."""
    if not x:
        return 0.0
    fraction = 1.0
    for m in range(_TERMS + int(4 * math.sqrt(a + b)), -1, -1):
        odd = -(a + m) * (a + b + m) / ((a + 2 * m) * (a + 2 * m + 1)) * x
        even = (m + 1) * (b - m - 1) / ((a + 2 * m + 1) * (a + 2 * m + 2)) * x
        fraction = 1 + odd / (1 + even / fraction)
    log = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    return math.exp(log + a * math.log(x) + b * math.log(y)) / (a * fraction)
