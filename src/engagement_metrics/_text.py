"""Numbers as people write them."""

from __future__ import annotations

import math
from typing import Literal

Scale = Literal["percent", "number"]
NONE = "undefined"


def _decimals(value: float) -> int:
    if value == 0 or value >= 1:
        return 1
    return min(1 - math.floor(math.log10(value)), 8)


def value(number: float, scale: Scale = "percent") -> str:
    """Return a value with its unit: ``4.2 %`` or ``5.0``."""
    if math.isnan(number):
        return NONE
    scaled = number * 100 if scale == "percent" else number
    unit = " %" if scale == "percent" else ""
    return f"{scaled:,.{_decimals(abs(scaled))}f}{unit}"


def bounds(low: float, high: float, scale: Scale = "percent") -> str:
    """Return two bounds with their unit: ``3.5 to 5.0 %``."""
    first = value(low, scale).removesuffix(" %")
    return f"{first} to {value(high, scale)}"


def number(amount: float) -> str:
    """Return an amount with thousands: ``1,234`` or ``1,234.5``."""
    return f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.1f}"


def count(amount: float, noun: str) -> str:
    """Return an amount and its noun: ``24 posts``, ``1 post``."""
    if amount == 1:
        noun = noun[:-3] + "y" if noun.endswith("ies") else noun.removesuffix("s")
    return f"{number(amount)} {noun}"
