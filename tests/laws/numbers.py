"""Numbers of answers, and how they compare."""

import math
from datetime import timedelta
from typing import Any

import numpy as np

Numbers = tuple[float, ...]


def flat(value: Any) -> Numbers:
    """Return numbers, durations and columns as floats in a row; None as NaN."""
    if value is None:
        return (math.nan,)
    if isinstance(value, timedelta):
        return (value.total_seconds(),)
    if isinstance(value, tuple | list):
        return tuple(number for part in value for number in flat(part))
    return tuple(map(float, np.atleast_1d(value)))


def near(x: float, y: float, ulps: float) -> bool:
    """Return whether two numbers agree to so many units in the last place."""
    return abs(x - y) <= ulps * math.ulp(max(abs(x), abs(y), 1.0))


def same(a: Numbers, b: Numbers, ulps: float = 0.0) -> bool:
    """Return whether numbers are the same, NaN with NaN: bit by bit, or nearly."""
    return len(a) == len(b) and all(
        x == y or (math.isnan(x) and math.isnan(y)) or bool(ulps and near(x, y, ulps))
        for x, y in zip(a, b, strict=True)
    )


def at_most(a: Numbers, b: Numbers, ulps: float = 0.0) -> bool:
    """Return whether no number exceeds its counterpart, or only to rounding."""
    return all(
        x <= y or bool(ulps and near(x, y, ulps)) for x, y in zip(a, b, strict=True)
    )


def known(*values: Numbers) -> bool:
    """Return whether no number is NaN, which has no order, and all are as many."""
    numbers = [number for value in values for number in value]
    return not any(map(math.isnan, numbers)) and len({len(v) for v in values}) == 1
