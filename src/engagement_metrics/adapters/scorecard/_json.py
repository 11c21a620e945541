"""Check lines of JSON before they become a frame: nothing is lost silently."""

from __future__ import annotations

import io
import json
import math
import re
from typing import NoReturn

__all__ = ["checked"]

DEEPEST = 200
"""Deepest nesting of a line."""
LONGEST = 64 * 2**20
"""Most characters of a line."""
DIGITS = 38
"""Most digits of a whole number: as many as fit into 128 bits."""
ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB]HH\\u[dD][c-fC-F]HH|(?P<half>u[dD][89a-fA-F]HH)|.)".replace(
        "H", "[0-9a-fA-F]"
    )
)
MARK = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)


def checked(text: str) -> tuple[str, str]:
    """
    Return lines of JSON, and which characters were replaced.

    Half of a surrogate pair, as in cut text, becomes U+FFFD. Raise ValueError if a line
    is not an object, names a field twice, nests too deeply or has a number that is
    not finite or too long.
    """
    doubt = ""
    if re.search(r"\\u[dD][89a-fA-F]", text):
        half = next((m for m in ESCAPE.finditer(text) if m["half"]), None)
        if half is not None:
            line = text.count("\n", 0, half.start()) + 1
            doubt = f"not whole Unicode ({half[0]} in line {line:,})"
            text = ESCAPE.sub(lambda m: r"\ufffd" if m["half"] else m[0], text)
    for place, row in enumerate(io.StringIO(text), start=1):
        if row.strip():
            try:
                _check(row)
            except ValueError as error:
                reason = getattr(error, "msg", None) or error
                raise ValueError(f"line {place:,}: {reason}") from None
    return text, doubt


def _check(line: str) -> None:
    """Raise ValueError if a line cannot be read without loss."""
    if len(line) > LONGEST:
        raise ValueError("it is longer than 64 MiB")
    if line.count("[") + line.count("{") > DEEPEST and _depth(line) > DEEPEST:
        raise ValueError(f"it is nested more than {DEEPEST} deep")
    if not line.lstrip().startswith("{"):
        raise ValueError("it is not an object")
    DECODER.decode(line)


def _depth(line: str) -> int:
    """Return how deep a line nests, without brackets in text."""
    depth = deepest = 0
    for mark in MARK.finditer(line):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(mark[0], 0)
        deepest = max(depth, deepest)
    return deepest


def _object(fields: list[tuple[str, object]]) -> None:
    """Refuse a field that occurs twice."""
    seen: set[str] = set()
    for name, _ in fields:
        if name in seen:
            raise ValueError(f"{name!r} occurs twice")
        seen.add(name)


def _whole(digits: str) -> None:
    if len(digits.lstrip("-")) > DIGITS:
        raise ValueError(f"a number has more than {DIGITS} digits")


def _fraction(digits: str) -> None:
    if math.isinf(float(digits)):
        raise ValueError(f"{digits[:40]} is not finite")


def _unknown(word: str) -> NoReturn:
    raise ValueError(f"{word} is not finite")


DECODER = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=_whole,
    parse_float=_fraction,
    parse_constant=_unknown,
)
