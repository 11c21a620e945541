"""Quantiles of the normal and of Student's t distribution, both two-sided."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Any

import numpy as np

from engagement_metrics._typing import FloatArray, IntArray

# From here on, Hill's series is accurate to 2e-14, for levels up to 1 - 1e-10.
_SERIES_FROM = 200
_APART = 8  # so many are computed as numbers, which is faster than short columns
_BLOCK = 2**12
_STRAIGHT = 1e-9  # below this level, the density equals that at 0, to 1e-18


def normal_quantile(level: float) -> float:
    """
    Return z with P(|Z| <= z) = level.

    Computed from the lower tail, since 1 - level is exact and (1 + level) / 2 is not.
    """
    return -NormalDist().inv_cdf((1.0 - level) / 2.0)


def student_t_quantile(level: float, df: FloatArray | IntArray) -> FloatArray:
    """
    Return t with P(|T| <= t) = level for degrees of freedom from 1, or NaN.

    Hill (1970), Algorithm 396: his series for many degrees of freedom, Newton steps
    for few. Each distinct number of degrees of freedom is computed once.
    """
    z = normal_quantile(level)
    distinct = np.unique(df).astype(np.float64)
    few = distinct[distinct < _SERIES_FROM]  # the first, since they ascend
    quantile = _hill_series(z, np.maximum(distinct, _SERIES_FROM))
    step = 1 if few.size <= _APART else _BLOCK
    for start in range(0, few.size, step):
        part: Any = few[start : start + step]
        own = part.item() if step == 1 else part
        quantile[start : start + part.size] = _few_degrees(level, z, own)
    return quantile[np.searchsorted(distinct, df)]


def _hill_series(z: float, df: FloatArray) -> FloatArray:
    """
    Return the quantile by Hill's normal expansion.

    With a = df - 1/2 and b = 48 a^2, it expands sqrt(a log(1 + t^2 / df)) in z. The
    next term, in 1 / b^3, of the same differential equation is added to Hill's terms.
    """
    y = z * z
    first = -y - 3.0
    second = ((0.4 * y + 6.3) * y + 36.0) * y + 94.5
    third = (-32 / 105 * y - 814 / 105) * y - 6627 / 70
    third = ((third * y - 693.9) * y - 3307.5) * y - 9058.5
    a = df - 0.5
    b = 48.0 * a * a
    u = z * (1.0 + (first + (second + third / b) / b) / b)
    return np.asarray(np.sqrt(df * np.expm1(u * u / a)))


def _few_degrees(level: float, z: float, df: Any) -> Any:
    """
    Return the quantile of a number or column by Newton steps on log t.

    They solve for the probability inside (-t, t), or outside if that is small, and
    start from Hill's first term, on a log scale since that of few degrees is far off.
    """
    tail, beta = 1.0 - level, _beta(df)
    if level < _STRAIGHT:
        return level * df**0.5 * beta / 2.0
    t = (df * np.expm1(z * z / (df - 0.5))) ** 0.5
    for _ in range(4):
        mass, slope = _mass(t, df, beta, outside=level >= 0.5)
        t *= (mass / tail if level >= 0.5 else level / mass) ** (1.0 / slope)
    return t


def _mass(t: Any, df: Any, beta: Any, *, outside: bool) -> tuple[Any, Any]:
    """
    Return the mass inside or outside (-t, t), and |d log mass / d log t|.

    The incomplete beta function is a power times F(1, (df + 1) / 2; c / 2 + 1; w), with
    F by Gauss's continued fraction, so that no tail is computed as 1 minus the rest.
    """
    x, y = df / (df + t * t), t * t / (df + t * t)
    c, w = (df, x) if outside else (1, y)
    fraction = 1.0
    for j in range(int(20.0 / math.sqrt(1.0 - np.max(w))) + 10, 0, -1):
        top = (df + j) * (c + j - 1) if j % 2 else j * (c - df - 1 + j)
        fraction = 1.0 - top / ((c + 2 * j - 2) * (c + 2 * j)) * w / fraction
    slope = c * fraction
    return 2.0 * y**0.5 * x ** (df / 2) / (beta * slope), slope


def _beta(df: Any) -> Any:
    """Return the beta function of df / 2 and 1 / 2."""
    if isinstance(df, float):
        return math.sqrt(math.pi) * math.gamma(df / 2) / math.gamma((df + 1) / 2)
    return np.array([_beta(each) for each in df.tolist()])
