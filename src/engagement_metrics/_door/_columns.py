"""Conversion of numeric input to a float or to a read-only float column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from numbers import Real
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np

from engagement_metrics._door import _checks
from engagement_metrics._door._frozen import read_only
from engagement_metrics._typing import Array, BoolArray, FloatArray, IntArray
from engagement_metrics.errors import (
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
)

NUMBERS = "be a number or an array of numbers"
COLUMN = "be a one-dimensional column"
ANY = TypeVar("ANY", bound=np.generic)


def repeated(value: ANY, rows: int) -> np.ndarray[Any, np.dtype[ANY]]:
    """Return a read-only column that repeats one number without copying it."""
    return np.broadcast_to(value, rows)


def is_null(value: object) -> bool:
    """Return whether a value is a null: ``None``, or pandas' NA."""
    return value is None or type(value).__name__ == "NAType"


def array_of(argument: str, rule: str, value: object) -> Array:
    """Return a checked one-dimensional array, or a scalar array."""
    if not hasattr(value, "__array__"):
        raise _checks.refusal(InvalidTypeError, argument, rule, value)
    if _checks.is_ours(value) and hasattr(value, "value"):
        advice = "Use its .value"
        raise _checks.refusal(InvalidTypeError, argument, rule, value, advice=advice)
    array: Array = np.asarray(cast("Any", value))
    if array.ndim > 1:
        name = argument.rpartition("[")[2].strip("']")
        frame = f'Give one of its columns, such as df["{name}"]'
        raise _checks.refusal(
            InvalidArgumentError,
            argument,
            COLUMN,
            array.shape,
            shown=f"shape {array.shape}",
            advice=frame if hasattr(value, "columns") else "Reshape it with .ravel()",
        )
    return array


def mask_of(value: object) -> BoolArray | None:
    """Return the mask of a masked array (its missing values), or None."""
    if not isinstance(value, np.ma.MaskedArray):
        return None
    return np.ma.getmaskarray(cast("Any", value))


def of_wholes(value: object) -> bool:
    """Return whether a value is an array with an integer dtype."""
    return getattr(getattr(value, "dtype", None), "kind", "") in {"i", "u"}


def is_listed(value: Any) -> bool:
    """Return whether a value is a sequence that is neither text nor a column."""
    listed = isinstance(value, Sequence) and not hasattr(
        cast("Any", value), "__array__"
    )
    return listed and not isinstance(value, str | bytes)


def numbers(argument: str, value: Any, *, signed: bool = False) -> float | FloatArray:
    """Return a checked float or a read-only float column; NaN is missing."""
    if type(value) is float or type(value) is int:
        if 0 <= value <= _checks.LARGEST:
            return value + 0.0  # turns -0.0 into 0.0
    elif is_listed(value):
        return _column(argument, _listed(argument, value), signed=signed)
    elif hasattr(value, "__array__") and hasattr(value, "__len__"):
        array, hidden = array_of(argument, NUMBERS, value), mask_of(value)
        if array.ndim == 0:
            shown = None if hidden is not None and hidden.all() else array.item()
            return numbers(argument, shown, signed=signed)
        if hidden is None:
            return _column(argument, _numbers(argument, array), signed=signed)
        array = np.where(hidden, np.zeros(1, array.dtype), array)
        column = _column(argument, _numbers(argument, array), signed=signed)
        return read_only(np.where(hidden, np.nan, column))
    number = _number(argument, value)
    _checks.plain_number(argument, number, signed=signed)
    return number + 0.0


def _column(argument: str, values: Array, *, signed: bool) -> FloatArray:
    """Return checked numbers as a float column of our own, without -0.0."""
    if values.dtype.kind == "f":
        with np.errstate(over="ignore"):
            values = np.add(values, 0.0, dtype=np.float64)
    _checks.plain_numbers(argument, values, signed=signed)
    return read_only(values.astype(np.float64, copy=values.dtype.kind != "f"))


def _number(argument: str, value: object, **where: Any) -> float:
    """Return one checked number as a float."""
    if is_null(value):
        return float("nan")
    if not _is_number(value):
        advice = "" if isinstance(value, str) and not where else _advice(value)
        raise _checks.refusal(
            InvalidTypeError, argument, NUMBERS, value, advice=advice, **where
        )
    if _is_large(value):
        got = value if isinstance(value, int) else float(cast("float", value))
        rule, advice = _checks.too_large(0.0 if isinstance(got, int) else got)
        raise _checks.refusal(
            InvalidCountsError, argument, rule, got, advice=advice, **where
        )
    return float(cast("float", value))


def _numbers(argument: str, array: Array) -> Array:
    """Return a column with a numeric dtype."""
    if array.dtype.kind in "iuf":
        return array
    return _listed(argument, [*array] if array.dtype.kind in "mM" else array.tolist())


def _listed(argument: str, values: Sequence[object]) -> Array:
    """Return a list as numbers, with a fast path for lists of plain numbers."""
    if {type(value) for value in values} <= {int, float}:
        whole = [value for value in values if type(value) is int]
        if (
            -_checks.LARGEST
            <= min(whole, default=0)
            <= max(whole, default=0)
            <= _checks.LARGEST
        ):
            return np.array(values, np.float64)
    places = [i for i, v in enumerate(values) if not is_null(v) and _is_refused(v)]
    if places:
        where = {"place": (places[0],), "cases": len(places), "total": len(values)}
        _number(argument, values[places[0]], **where)
    return np.array([_number(argument, value) for value in values], np.float64)


def _advice(got: object) -> str:
    if isinstance(got, bool | np.bool_):
        return "A mask is not a count: count it first, with .sum()"
    return "Convert text to numbers first" if isinstance(got, str) else ""


def _is_number(value: object) -> bool:
    if isinstance(value, bool | np.bool_ | np.timedelta64):
        return False
    return isinstance(value, Real | Decimal | np.floating | np.integer)


def _is_large(value: Any) -> bool:
    whole = value if isinstance(value, int) else float(value)
    return abs(whole) > _checks.LARGEST


def _is_refused(value: object) -> bool:
    return not _is_number(value) or _is_large(value)


class Aligned(NamedTuple):
    """Columns of one length, and whether every argument was a single number."""

    columns: tuple[FloatArray, ...]
    single: bool


def aligned(given: Mapping[str, object], *, signed: bool = False) -> Aligned:
    """Return named numbers and columns, broadcast to columns of one length."""
    return _align({n: numbers(n, part, signed=signed) for n, part in given.items()})


def _align(values: Mapping[str, float | FloatArray]) -> Aligned:
    arrays = {k: v for k, v in values.items() if isinstance(v, np.ndarray)}
    if not arrays:
        return Aligned(tuple([np.array((v,)) for v in values.values()]), single=True)
    _checks.same_lengths(**arrays)
    rows = len(next(iter(arrays.values())))
    columns = [
        v if isinstance(v, np.ndarray) else repeated(np.float64(v), rows)
        for v in values.values()
    ]
    return Aligned(tuple(columns), single=False)


def quotient(given: Mapping[str, object], advice: str = "") -> Aligned:
    """Return numerator and denominator; with *advice*, check part against whole."""
    (part, first), (whole, second) = given.items()
    y, x = numbers(part, first), numbers(whole, second)
    if isinstance(y, float) and isinstance(x, float):
        _checks.divisor(whole, x)
        if advice and y > x:
            _checks.not_exceeding(part, whole, y, x, advice)
        return Aligned((np.array((y,)), np.array((x,))), single=True)
    made = _align({part: y, whole: x})
    y, x = made.columns
    if not of_wholes(second):
        _checks.divisor(whole, x)
    if advice:
        _checks.not_exceeding(part, whole, y, x, advice)
    return made


def column(argument: str, value: object, *, signed: bool = False) -> FloatArray:
    """Return a float column; reject a single number."""
    result = numbers(argument, value, signed=signed)
    if not isinstance(result, np.ndarray):
        raise _checks.refusal(InvalidTypeError, argument, "be a column", value)
    return result


def weights(value: object, *, argument: str = "weight") -> FloatArray:
    """Return a column of weights without missing values."""
    result = column(argument, value)
    advice = f"Leave out the rows whose {argument} is not known"
    _checks.require(
        InvalidCountsError,
        argument,
        "be known",
        result,
        np.isnan(result),
        advice=advice,
    )
    return result


def bound(argument: str, value: Any) -> FloatArray | float:
    """Return a bound or a column of bounds; they may be infinite or NaN."""
    if not is_listed(value) and not hasattr(value, "__len__"):
        return _checks.a_number(argument, value)
    array = (
        np.asarray(value) if is_listed(value) else array_of(argument, NUMBERS, value)
    )
    if array.dtype.kind not in "iuf":
        raise _checks.refusal(InvalidTypeError, argument, NUMBERS, value)
    return read_only(array.astype(np.float64))


def whole_numbers(argument: str, value: object) -> IntArray:
    """Return counts as a checked column of whole numbers."""
    column = np.atleast_1d(numbers(argument, value))
    odd = column != np.floor(column)
    _checks.require(InvalidCountsError, argument, "be a whole number", column, odd)
    return column.astype(np.int64)


def number(argument: str, value: object) -> float:
    """Return a number, NaN if it is missing; reject a column."""
    result = numbers(argument, value)
    if isinstance(result, np.ndarray):
        raise _checks.refusal(InvalidTypeError, argument, "be a number", value)
    return result
