"""Formatting of numbers, durations and nouns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

Scale = Literal["percent", "per thousand", "number", "duration"]
UNITS = {"percent": (100.0, " %"), "per thousand": (1000.0, " ‰"), "number": (1.0, "")}
NONE = "undefined"
MINUTE, HOUR, DAY = 60, 3600, 86_400
MOST = 8
"""Maximum number of decimals."""
LONG = 140
"""Maximum length of a name in a short line."""


def _decimals(value: float) -> int:
    if value == 0 or value >= 1 or math.isinf(value):
        return 1
    return min(1 - math.floor(math.log10(value)), MOST)


def value(number: float, scale: Scale = "percent") -> str:
    """Return a value with its unit: ``4.2 %``, ``5.0`` or ``3 h 12 min``."""
    if math.isnan(number):
        return NONE
    if scale == "duration":
        return duration(number)
    factor, unit = UNITS[scale]
    scaled = number * factor
    return f"{scaled:,.{_decimals(abs(scaled))}f}{unit}"


def ratio(number: float) -> str:
    """Return a ratio; one near 1 to two digits of its distance: ``1.0030``."""
    away = abs(number - 1)
    decimals = _decimals(away) if 0 < away < 0.05 else 0
    return f"{number:,.{decimals}f}" if decimals else value(number, "number")


def apart(
    numbers: Sequence[float], scale: Scale, beside: Sequence[float] = ()
) -> list[str]:
    """
    Return numbers with their unit, to as many digits as tell them apart.

    From each other, and from the numbers beside them.
    """
    factor, unit = UNITS[scale]
    scaled = [number * factor for number in (*numbers, *beside)]
    known = [number for number in scaled if not math.isnan(number)]
    mine = [number for number in known if number in scaled[: len(numbers)]]
    pairs = [(a, b) for a in mine for b in known if a != b]
    least = 0
    while least < MOST and any(
        round(a, _at_least(a, least)) == round(b, _at_least(b, least)) for a, b in pairs
    ):
        least += 1
    return [
        NONE if math.isnan(each) else f"{each:,.{_at_least(each, least)}f}{unit}"
        for each in scaled[: len(numbers)]
    ]


def _at_least(number: float, least: int) -> int:
    return max(_decimals(abs(number)), least)


def bounds(
    low: float, high: float, scale: Scale = "percent", beside: Sequence[float] = ()
) -> str:
    """Return two bounds with their unit, apart from others: ``3.5 to 5.0 %``."""
    if scale == "duration":
        return f"{value(low, scale)} to {value(high, scale)}"
    first, last = apart((low, high), scale, beside)
    return f"{first.removesuffix(UNITS[scale][1])} to {last}"


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
