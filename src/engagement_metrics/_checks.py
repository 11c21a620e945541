"""Every rule and every message."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sized
from typing import TypeVar, cast

import numpy as np

from engagement_metrics._typing import Array, BoolArray, FloatArray
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
    RefusedError,
)

LARGEST = 2.0**53
"""The largest total in which every whole number is exact."""

E = TypeVar("E", bound=RefusedError)


def refusal(
    error: type[E],
    argument: str,
    rule: str,
    got: object,
    *,
    place: tuple[int, ...] | None = None,
    cases: int = 1,
    total: int = 1,
    advice: str = "",
) -> E:
    """Return the error whose message says argument, rule, value, place and cure."""
    message = f"{argument} must {rule}, but got {got!r}"
    if place is not None:
        message += f" at {place}, first of {cases} in {total} values"
    if advice:
        message += f". {advice}"
    return error(
        message,
        argument=argument,
        rule=rule,
        got=got,
        place=place,
        cases=cases,
        advice=advice,
    )


def require(
    error: type[RefusedError],
    argument: str,
    rule: str,
    values: Array,
    bad: BoolArray,
    *,
    advice: str = "",
) -> None:
    """Refuse a column in which any value is bad."""
    places = np.flatnonzero(bad)
    if places.size:
        first = int(places[0])
        raise refusal(
            error,
            argument,
            rule,
            values[first].item() if isinstance(values, np.ndarray) else values[first],
            place=(first,),
            cases=int(places.size),
            total=len(values),
            advice=advice,
        )


def plain_number(argument: str, value: float, *, signed: bool = False) -> None:
    """Refuse a number that no count or exposure can be; NaN is missing."""
    if value < 0 and not signed:
        raise refusal(InvalidCountsError, argument, "not be negative", value)
    if abs(value) > LARGEST:
        rule, advice = _too_large(value)
        raise refusal(InvalidCountsError, argument, rule, value, advice=advice)


def plain_numbers(argument: str, values: FloatArray, *, signed: bool = False) -> None:
    """Refuse a column that no counts or exposures can be; NaN is missing."""
    if not values.size:
        return
    low, high = np.fmin.reduce(values), np.fmax.reduce(values)
    if low < 0 and not signed:
        require(InvalidCountsError, argument, "not be negative", values, values < 0)
    if high > LARGEST or low < -LARGEST:
        bad = np.abs(values) > LARGEST
        rule, advice = _too_large(float(values[bad][0]))
        require(InvalidCountsError, argument, rule, values, bad, advice=advice)


def _too_large(value: float) -> tuple[str, str]:
    if np.isinf(value):
        return "be finite", "Write None where it is not known"
    return "not exceed 2**53", "Whole numbers above it are not exact"


def exact_total(argument: str, total: FloatArray | float) -> None:
    """Refuse a total in which whole numbers are no longer exact."""
    largest = float(np.max(total, initial=0.0))
    if largest > LARGEST:
        raise refusal(
            InvalidCountsError,
            f"the total of {argument}",
            "not exceed 2**53",
            largest,
            advice="Whole numbers above it are not exact",
        )


def not_exceeding(
    part: str, whole: str, parts: FloatArray, wholes: FloatArray, advice: str
) -> None:
    """Refuse rows in which a part of something is more than the whole of it."""
    bad = np.flatnonzero((parts > wholes) & (wholes > 0))
    if not bad.size:
        return
    first = int(bad[0])
    got = (float(parts[first]), float(wholes[first]))
    place = (first,) if parts.size > 1 else None
    where = (
        ""
        if place is None
        else (f" at {place}, first of {bad.size} in {parts.size} values")
    )
    raise InvalidCountsError(
        f"{part} must not exceed {whole}, but does{where}: {got[0]} > {got[1]}."
        f" {advice}",
        argument=part,
        rule=f"not exceed {whole}",
        got=got,
        place=place,
        cases=int(bad.size),
        advice=advice,
    )


def same_lengths(**columns: Sized) -> None:
    """Refuse columns of different lengths."""
    lengths = {name: len(column) for name, column in columns.items()}
    if len(set(lengths.values())) > 1:
        (first, expected), *others = lengths.items()
        name, got = next(pair for pair in others if pair[1] != expected)
        raise InvalidArgumentError(
            f"{name} must have the length {expected} of {first}, but has {got}",
            argument=name,
            rule=f"have the length {expected} of {first}",
            got=got,
        )


def fraction(argument: str, value: object, *, advice: str = "") -> float:
    """Return a number strictly between 0 and 1, or refuse it."""
    if isinstance(value, bool) or not isinstance(value, float | int | np.number):
        raise refusal(InvalidTypeError, argument, "be a number", value)
    number = float(cast("float", value))
    if not 0.0 < number < 1.0:
        if 1.0 < number < 100.0:  # noqa: PLR2004
            advice = f"Did you mean {number / 100:g}?"
        rule = "lie strictly between 0 and 1"
        raise refusal(InvalidArgumentError, argument, rule, value, advice=advice)
    return number


def level(value: object) -> float:
    """Return a confidence level, or refuse it."""
    return fraction("level", value)


def one_of(argument: str, value: object, choices: Iterable[str]) -> str:
    """Return a word of a closed vocabulary, or refuse it naming the nearest."""
    words = [str(choice) for choice in choices]
    if isinstance(value, str) and value in words:
        return str(value)
    near = difflib.get_close_matches(str(value), words, 1)
    advice = f"Did you mean {near[0]!r}?" if near else ""
    rule = "be " + alternatives(map(repr, words))
    error = InvalidArgumentError if isinstance(value, str) else InvalidTypeError
    raise refusal(error, argument, rule, value, advice=advice)


def exactly_one(function: str, given: Iterable[str], choices: Iterable[str]) -> str:
    """Return the one keyword given of several, or refuse none and many."""
    names, words = list(given), [*choices]
    if len(names) == 1 and names[0] in words:
        return names[0]
    for name in names:
        if name not in words:
            near = difflib.get_close_matches(name, words, 1)
            hint = f". Did you mean {near[0]!r}?" if near else ""
            msg = f"{function}() got an unexpected keyword argument {name!r}{hint}"
            raise InvalidTypeError(msg, argument=name)
    got = " and ".join(f"{name}=" for name in names) or "none"
    raise InvalidTypeError(
        f"{function}() must be given exactly one of "
        f"{alternatives(f'{word}=' for word in words)}, but got {got}",
        argument=function,
        rule="be given exactly one denominator",
        got=tuple(names),
    )


def alternatives(words: Iterable[str]) -> str:
    """Return words joined as a choice in prose."""
    *rest, last = words
    return f"{', '.join(rest)} or {last}" if rest else last


def same_evidence(ours: object, others: object, *, of: str, to: str) -> None:
    """Refuse to add evidence of one description to evidence of another."""
    if ours != others:
        msg = f"cannot add evidence of {of} to evidence of {to}"
        raise IncompatibleEvidenceError(msg, argument="+", got=others)
