"""Formatting of numbers, durations and nouns."""

from __future__ import annotations

import math
from typing import Literal

Scale = Literal["percent", "per thousand", "number", "duration"]
UNITS = {"percent": (100.0, " %"), "per thousand": (1000.0, " ‰"), "number": (1.0, "")}
NONE = "undefined"
MINUTE, HOUR, DAY = 60, 3600, 86_400
LONG = 140
"""Maximum length of a name in a short line."""


def _decimals(value: float) -> int:
    if value == 0 or value >= 1 or math.isinf(value):
        return 1
    return min(1 - math.floor(math.log10(value)), 8)


def value(number: float, scale: Scale = "percent") -> str:
    """Return a value with its unit: ``4.2 %``, ``5.0`` or ``3 h 12 min``."""
    if math.isnan(number):
        return NONE
    if scale == "duration":
        return duration(number)
    factor, unit = UNITS[scale]
    scaled = number * factor
    return f"{scaled:,.{_decimals(abs(scaled))}f}{unit}"


def bounds(low: float, high: float, scale: Scale = "percent") -> str:
    """Return two bounds with their unit: ``3.5 to 5.0 %``."""
    last = value(high, scale)
    if scale == "duration":
        return f"{value(low, scale)} to {last}"
    unit = UNITS[scale][1]
    return f"{value(low, scale).removesuffix(unit)} to {last}"


def duration(seconds: float) -> str:
    """Return a duration in its two largest units: ``3 h 12 min``."""
    if math.isinf(seconds):
        return "not reached"
    sign, left = ("-" if seconds < 0 else ""), abs(seconds)
    if left < MINUTE:
        return f"{sign}{left:.3g} s"
    first, second = (MINUTE, 1) if left < HOUR else (HOUR, MINUTE)
    first, second = (DAY, HOUR) if left >= 2 * DAY else (first, second)
    names = {DAY: "days", HOUR: "h", MINUTE: "min", 1: "s"}
    whole, rest = divmod(round(left / second), first // second)
    small = f" {rest} {names[second]}" if rest else ""
    return f"{sign}{whole:,} {names[first]}{small}"


def number(amount: float) -> str:
    """Return an amount with thousands separators: ``1,234`` or ``1,234.5``."""
    if math.isnan(amount):
        return "unknown"
    return f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.1f}"


def singular(noun: str) -> str:
    """Return a noun in the singular: ``reply`` of ``replies``."""
    if noun == "people":
        return "person"
    return noun[:-3] + "y" if noun.endswith("ies") else noun.removesuffix("s")


def count(amount: float, noun: str) -> str:
    """Return an amount and its noun: ``24 posts``, ``1 post``."""
    return f"{number(amount)} {singular(noun) if amount == 1 else noun}"


def short(text: str, most: int = LONG) -> str:
    """Return a text, truncated with an ellipsis if it is long."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
