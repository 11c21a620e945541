"""Validation rules and error messages."""

from __future__ import annotations

import difflib
import inspect
import math
import warnings
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence, Sized
from typing import Any, TypeVar, cast

import numpy as np

from engagement_metrics._typing import NOT_GIVEN, Array, BoolArray, FloatArray
from engagement_metrics.errors import (
    EngagementError,
    EngagementWarning,
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
    UnknownLabelError,
)
from engagement_metrics.words import SYNONYMS

LARGEST = 2.0**53
"""The largest total up to which a float holds every whole number exactly."""
SMALLEST = LARGEST / np.finfo(np.float64).max
"""The smallest exposure by which every count can be divided without overflow."""
LONGEST = 500
"""Maximum length of a value in a message."""
NOT_EXACT = "Whole numbers above it are not exact"

E = TypeVar("E", bound=EngagementError)


def refusal(
    error: type[E],
    argument: str,
    rule: str,
    got: object,
    *,
    shown: str = "",
    place: tuple[int, ...] | None = None,
    cases: int = 1,
    total: int = 1,
    advice: str = "",
) -> E:
    """Return an error that names argument, rule, value, place and advice."""
    shown = shown or repr(got)
    shown = shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}..."
    message = f"{argument} must {rule}, but got {shown}"
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


def refused_rows(
    error: type[E],
    argument: str,
    rule: str,
    values: Sequence[object],
    places: Sequence[int],
    *,
    advice: str = "",
) -> E:
    """Return the error for the rows at the given places."""
    return refusal(
        error,
        argument,
        rule,
        values[places[0]],
        place=(places[0],),
        cases=len(places),
        total=len(values),
        advice=advice,
    )


def require(
    error: type[EngagementError],
    argument: str,
    rule: str,
    values: Array,
    bad: BoolArray,
    *,
    advice: str = "",
) -> None:
    """Raise an error if a column has a bad value."""
    if bad.any():
        places: list[int] = np.flatnonzero(bad).tolist()
        listed = values.tolist()
        raise refused_rows(error, argument, rule, listed, places, advice=advice)


def plain_number(argument: str, value: float, *, signed: bool = False) -> None:
    """Raise an error if a number cannot be a count or exposure; NaN is missing."""
    if value < 0 and not signed:
        raise refusal(InvalidCountsError, argument, "not be negative", value)


def plain_numbers(argument: str, values: Array, *, signed: bool = False) -> None:
    """Raise an error if a column has impossible counts; NaN is missing."""
    if not values.size or _plain_wholes(values):
        return
    low, high = values.min().item(), values.max().item()
    if np.isnan(low):
        low, high = np.fmin.reduce(values), np.fmax.reduce(values)
    if low < 0 and not signed:
        floats = values.astype(np.float64)
        require(InvalidCountsError, argument, "not be negative", floats, values < 0)
    if high > LARGEST or low < -LARGEST:
        largest = LARGEST if values.dtype.kind == "f" else int(LARGEST)
        bad = (values > largest) | (values < -largest)
        infinite = np.isinf(values)
        if infinite[np.flatnonzero(bad)[0]]:
            bad = infinite
        rule, advice = too_large(float(values[bad][0]))
        require(InvalidCountsError, argument, rule, values, bad, advice=advice)


def _plain_wholes(values: Array) -> bool:
    """Return whether all are whole numbers from 0 to 2**53, in one pass."""
    if values.dtype.kind != "i":
        return False
    highest = values.view(values.dtype.str.replace("i", "u")).max()  # sign bit
    return int(highest) <= min(int(LARGEST), np.iinfo(values.dtype).max)


def too_large(value: float) -> tuple[str, str]:
    """Return the rule and the advice for a number above the maximum."""
    if np.isinf(value):
        return "be finite", "Write None where it is not known"
    return "not exceed 2**53", NOT_EXACT


def divisor(argument: str, value: float | FloatArray) -> None:
    """Raise an error if an exposure is so small that a quotient would overflow."""
    rule, advice = "be 0 or large enough to divide by", "Is its unit right?"
    if not isinstance(value, np.ndarray):
        if 0 < value < SMALLEST:
            raise refusal(InvalidCountsError, argument, rule, value, advice=advice)
    elif value.size and not value.min() >= SMALLEST:
        bad = value < SMALLEST
        bad[bad] = value[bad] > 0
        require(InvalidCountsError, argument, rule, value, bad, advice=advice)


def exact_total(argument: str, total: FloatArray | float) -> None:
    """Raise an error if a total exceeds the exact whole numbers."""
    largest = total if isinstance(total, float) else float(np.max(total, initial=0.0))
    if largest > LARGEST:
        raise refusal(
            InvalidCountsError,
            f"the total of {argument}",
            "not exceed 2**53",
            largest,
            advice=NOT_EXACT,
        )


def not_exceeding(
    part: str,
    whole: str,
    parts: float | FloatArray,
    wholes: float | FloatArray,
    advice: str,
) -> None:
    """Raise an error if a part exceeds its whole in any row."""
    bad = np.asarray(parts > wholes)
    if not bad.any():
        return
    bad &= np.asarray(wholes) > 0
    places: list[int] = np.flatnonzero(bad).tolist()
    if not places:
        return
    pairs = zip(*(np.atleast_1d(side)[places] for side in (parts, wholes)), strict=True)
    first, second = map(float, next(pairs))
    place = (places[0],) if bad.ndim else None
    at = f" at {place}, first of {len(places)} in {bad.size} values" if place else ""
    raise InvalidCountsError(
        f"{part} must not exceed {whole}, but does{at}: {first} > {second}. {advice}",
        argument=part,
        rule=f"not exceed {whole}",
        got=(first, second),
        place=place,
        cases=len(places),
        advice=advice,
    )


def same_lengths(**columns: Sized) -> None:
    """Raise an error if columns differ in length."""
    lengths = {name: len(column) for name, column in columns.items()}
    if len(set(lengths.values())) > 1:
        (first, expected), *others = lengths.items()
        name, got = next(pair for pair in others if pair[1] != expected)
        rule = f"have the length {expected} of {first}"
        raise InvalidArgumentError(
            f"{name} must {rule}, but has {got}", argument=name, rule=rule, got=got
        )


def is_whole(kind: type) -> bool:
    """Return whether a type holds whole numbers; durations do not count."""
    return issubclass(kind, int | np.integer) and kind not in {bool, np.timedelta64}


def a_number(argument: str, value: object) -> float:
    """Return a checked number as a float, infinite if it overflows."""
    if not (is_whole(type(value)) or isinstance(value, float | np.floating)):
        raise refusal(InvalidTypeError, argument, "be a number", value)
    try:
        return float(cast("float", value))
    except OverflowError:
        return math.copysign(math.inf, cast("int", value) > 0 or -1)


def fraction(argument: str, value: object, *, advice: str = "") -> float:
    """Return a checked number strictly between 0 and 1."""
    got, number = value, a_number(argument, value)
    if not 0.0 < number < 1.0:
        if 1.0 < number < 100.0:
            advice = f"Did you mean {number / 100:g}?"
        rule = "lie strictly between 0 and 1"
        raise refusal(InvalidArgumentError, argument, rule, got, advice=advice)
    return number


def level(value: object) -> float:
    """Return a checked confidence level."""
    return fraction("level", value)


def text(argument: str, value: object) -> None:
    """Raise an error unless a value is text."""
    if not isinstance(value, str):
        raise refusal(InvalidTypeError, argument, "be text", value)


def yes_or_no(argument: str, value: object) -> bool:
    """Return a truth value, or raise an error."""
    if value is not True and value is not False:
        raise refusal(InvalidTypeError, argument, "be True or False", value)
    return value


def of_class(argument: str, value: object, kind: type, *others: type) -> None:
    """Raise an error unless a value is of one of the given classes."""
    if isinstance(value, (kind, *others)):
        return
    shown = type(value).__name__ if is_ours(value) else ""
    of_log = shown == "Interactions" and hasattr(kind, "of_log")
    advice = f"Make them by {kind.__name__}.of_log(log)" if of_log else ""
    rule = "be " + " or ".join(one.__name__ for one in (kind, *others))
    raise refusal(InvalidTypeError, argument, rule, value, shown=shown, advice=advice)


def is_ours(value: object) -> bool:
    """Return whether the class of a value belongs to this library."""
    return type(value).__module__.startswith(PACKAGE)


def whole(argument: str, value: object, *, least: int) -> int:
    """Return a checked whole number from *least* to 2**53."""
    if not is_whole(type(value)):
        raise refusal(InvalidTypeError, argument, "be a whole number", value)
    got, number = value, int(cast("int", value))
    if number < least:
        rule = f"be at least {least}" if least else "not be negative"
        raise refusal(InvalidArgumentError, argument, rule, got)
    if number > LARGEST:
        raise refusal(InvalidArgumentError, argument, "be at most 2**53", got)
    return number


def listed(argument: str, rule: str, values: Any, *, advice: str = "") -> list[Any]:
    """Return the items of a collection; reject text and single values."""
    given: object = values
    single = isinstance(given, str | bytes | type) or getattr(given, "ndim", 1) == 0
    if single or not isinstance(given, Iterable):
        raise refusal(InvalidTypeError, argument, rule, values, advice=advice)
    return list(values)


def labels(
    argument: str, rule: str, values: Any, *, advice: str = ""
) -> list[Hashable]:
    """Return the labels of a collection; reject labels that are not hashable."""
    found = listed(argument, rule, values, advice=advice)
    odd = [place for place, value in enumerate(found) if not _is_label(value)]
    if odd:
        raise refused_rows(InvalidTypeError, argument, rule, found, odd, advice=advice)
    return found


def _is_label(value: object) -> bool:
    """Return whether a value is hashable."""
    try:
        hash(value)
    except TypeError:
        return False
    return True


def distinct_labels(argument: str, found: Sequence[Hashable]) -> None:
    """Raise an error if a label repeats."""
    if len(set(found)) < len(found):
        again = [i for i, name in enumerate(found) if name in found[:i]]
        raise refused_rows(InvalidArgumentError, argument, "be distinct", found, again)


def no_group(label: object, there: Iterable[object]) -> UnknownLabelError:
    """Return the error for an unknown label, with the closest match."""
    words = [str(name) for name in there]
    advice = _nearest(label, words) or f"There are {', '.join(words[:5]) or 'none'}"
    rule = "be one of the labels"
    return refusal(UnknownLabelError, "label", rule, label, advice=advice)


def one_of(argument: str, value: object, choices: Iterable[str]) -> str:
    """Return a checked word of a closed vocabulary; suggest the closest match."""
    words = [str(choice) for choice in choices]
    if isinstance(value, str) and value in words:
        return str(value)
    error = InvalidArgumentError if isinstance(value, str) else InvalidTypeError
    if not words:
        raise refusal(
            error, argument, "be one of the choices", value, advice="There are none"
        )
    rule = "be " + alternatives(map(repr, words))
    raise refusal(error, argument, rule, value, advice=_nearest(value, words))


def _nearest(value: object, words: Collection[str]) -> str:
    word = str(value).lower().replace("_", " ")
    for form in (word, word.removesuffix("s")):
        if SYNONYMS.get(form) in words:
            return f"Write {SYNONYMS[form]!r}"
    near = difflib.get_close_matches(str(value), words, 1)
    return f"Did you mean {near[0]!r}?" if near else ""


def exactly_one(function: str, given: Mapping[str, object]) -> tuple[str, Any]:
    """Return name and value of the one argument given; reject none and several."""
    names = [name for name, value in given.items() if value is not NOT_GIVEN]
    if len(names) == 1:
        return names[0], given[names[0]]
    got = " and ".join([f"{name}=" for name in names]) or "none"
    options = alternatives([f"{word}=" for word in given])
    few = "exactly one of " if len(given) > 1 else ""
    raise InvalidTypeError(
        f"{function}() must be given {few}{options}, but got {got}",
        argument=function,
        rule="be given exactly one of them",
        got=tuple(names),
    )


def not_given(function: str, what: str, given: Mapping[str, object]) -> None:
    """Raise an error if arguments were given that the other input rules out."""
    names = [f"{name}=" for name, value in given.items() if value is not NOT_GIVEN]
    if names:
        raise InvalidTypeError(
            f"{function}() of {what} takes no {alternatives(names)}",
            argument=names[0].rstrip("="),
            rule=f"be left out of {function}() of {what}",
            got=tuple(names),
        )


def alternatives(words: Iterable[str]) -> str:
    """Return words joined with commas and "or"."""
    *rest, last = words
    return f"{', '.join(rest)} or {last}" if rest else last


def same_evidence(ours: object, others: object, *, of: str, to: str) -> None:
    """Raise an error if two descriptions of evidence differ."""
    if ours != others:
        msg = f"cannot add evidence of {of} to evidence of {to}"
        raise IncompatibleEvidenceError(msg, argument="+", got=others)


def warn(category: type[EngagementWarning], message: str) -> None:
    """Warn at the caller's line outside this library."""
    depth, frame = 1, inspect.currentframe()
    while frame and str(frame.f_globals.get("__name__")).startswith(PACKAGE):
        depth, frame = depth + 1, frame.f_back
    warnings.warn(message, category, stacklevel=depth)


PACKAGE = __name__.partition(".")[0] + "."
