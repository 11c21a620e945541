"""Evidence as plain data, for JSON and for other machines, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, cast

import attrs
import numpy as np

from engagement_metrics import (
    Average,
    Composition,
    Dyads,
    Grouped,
    LeftOut,
    Pooled,
    Proportion,
    Rate,
)
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.two_way import TwoWayIndex
from engagement_metrics.words import Terms

__all__ = ["SCHEMA", "from_dict", "to_dict"]

SCHEMA = 1
"""The version of the form; a change that old data do not fit adds one."""

KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        Average,
        Composition,
        Dyads,
        Grouped,
        LeftOut,
        Pooled,
        Proportion,
        Rate,
        Terms,
        TwoWayIndex,
    )
}
ARRAYS: dict[str, tuple[Any, tuple[type[Any], ...]]] = {
    "f": (np.float64, (float, int)),
    "i": (np.int64, (int,)),
    "b": (np.bool_, (bool,)),
    "U": (np.str_, (str,)),
}


def to_dict(evidence: object, /) -> dict[str, Any]:
    """
    Return evidence as plain data: numbers, text, lists and dicts.

    Nothing is rounded: what ``from_dict`` makes of it, also after JSON, is equal.

    Parameters
    ----------
    evidence : Rate, Proportion, Pooled, Average, Grouped, Composition or Dyads
        Any kind of evidence, ``LeftOut`` and ``TwoWayIndex`` too.

    Returns
    -------
    dict
        With the version of its *schema*, which *evidence* it is, and its fields.

    Raises
    ------
    InvalidTypeError
        If it is no evidence.

    Examples
    --------
    >>> plain = to_dict(Rate(12, 340))
    >>> plain["schema"], plain["evidence"], plain["count"], plain["exposure"]
    (1, 'Rate', 12.0, 340.0)
    >>> from_dict(plain) == Rate(12, 340)
    True
    """
    if _kind(evidence) is None:
        raise InvalidTypeError(
            f"evidence must be one of {', '.join(KINDS)}, but got"
            f" {type(evidence).__name__}",
            argument="evidence",
            got=evidence,
        )
    return {"schema": SCHEMA} | cast("dict[str, Any]", _written(evidence))


def from_dict(plain: Mapping[str, Any], /) -> Any:
    """
    Return the evidence of plain data.

    Parameters
    ----------
    plain : mapping
        What ``to_dict`` returned, also after JSON.

    Returns
    -------
    same as was written
        The evidence.

    Raises
    ------
    InvalidTypeError
        If it is no mapping.
    InvalidArgumentError
        If its schema is of another version, or it is not whole.

    Examples
    --------
    >>> import json
    >>> written = json.dumps(to_dict(Rate([3, None], 40).pooled()))
    >>> from_dict(json.loads(written)).left_out.missing
    1
    """
    if not isinstance(plain, Mapping):
        raise InvalidTypeError(
            f"plain must be a mapping, but got {type(plain).__name__}",
            argument="plain",
            got=plain,
        )
    if plain.get("schema") != SCHEMA:
        raise InvalidArgumentError(
            f"plain must be of schema {SCHEMA}, but is of {plain.get('schema')!r}",
            argument="plain",
            got=plain.get("schema"),
        )
    return _read({name: part for name, part in plain.items() if name != "schema"})


def _kind(value: object) -> str | None:
    """Return the name of the kind of evidence that a value is, if it is any."""
    return next((k.__name__ for k in type(value).__mro__ if k in KINDS.values()), None)


WRITTEN: dict[type[Any], Callable[[Any], object]] = {
    np.ndarray: lambda v: {
        "array": v.dtype.kind,
        "of": list(map(_written, v.tolist())),
    },
    np.datetime64: lambda v: {"instant": str(v.astype("datetime64[us]"))},
    np.generic: lambda v: v.item(),
    datetime: lambda v: {"datetime": v.isoformat()},
    date: lambda v: {"date": v.isoformat()},
    float: lambda v: v if v == v else {"number": "nan"},  # noqa: PLR0124
    tuple: lambda v: {"tuple": list(map(_written, v))},
}


def _written(value: Any) -> object:
    form = next(
        (form for kind, form in WRITTEN.items() if isinstance(value, kind)), None
    )
    if form is not None:
        return form(value)
    kind = _kind(value)
    if kind is None:
        return value
    names = [field.name for field in attrs.fields(cast("Any", type(value)))]
    weighted = {"weighted": True} if type(value).__name__ != kind else {}
    return (
        {"evidence": kind} | weighted | {n: _written(getattr(value, n)) for n in names}
    )


def _array(plain: Mapping[str, Any]) -> object:
    dtype, kinds = ARRAYS[plain["array"]]
    values = [_read(part) for part in plain["of"]]
    odd = next((v for v in values if not isinstance(v, kinds)), None)
    if odd is not None:
        raise _broken(f"{type(odd).__name__} in an array of {dtype.__name__}")
    column: np.ndarray[Any, Any] = np.array(values, dtype)
    column.flags.writeable = False
    return column


def _is(*kinds: type[Any]) -> Callable[[Any], bool]:
    return lambda value: (
        isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool))
    )


def _column(kinds: str) -> Callable[[Any], bool]:
    def fits(value: Any) -> bool:
        dtype: np.dtype[Any] | None = getattr(value, "dtype", None)
        return dtype is not None and dtype.kind in kinds and np.ndim(value) == 1

    return fits


def _either(*fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: any(fit(value) for fit in fits)


NUMBER = _is(float, int)
NONE = _is(type(None))
LABEL = _either(_is(str, float, int, bool, date, np.datetime64, tuple), NONE)
FITS: dict[str, Callable[[Any], bool]] = {  # by how a field is annotated
    "T": _either(NUMBER, _column("fi")),
    "LeftOut[T]": _is(LeftOut),
    "Terms": _is(Terms),
    "Dyads": _is(Dyads),
    "All": lambda value: _kind(value) is not None,
    "str": _is(str),
    "int": _is(int),
    "float": NUMBER,
    "bool | BoolArray": _either(_is(bool), _column("b")),
    "IntArray": _column("i"),
    "FloatArray": _column("f"),
    "FloatArray | None": _either(_column("f"), NONE),
    "Array | None": _either(_column("fibU"), NONE),
    "np.datetime64 | None": _either(_is(np.datetime64), NONE),
    "Literal['rate', 'share']": lambda value: value in ("rate", "share"),
    "Literal['percent', 'number']": lambda value: value in ("percent", "number"),
    "Label": LABEL,
    "tuple[Label, ...]": lambda value: _is(tuple)(value) and all(map(LABEL, value)),
}


def _made(plain: Mapping[str, Any]) -> Any:
    kind = KINDS.get(plain["evidence"])
    if kind is None:
        raise _broken(f"the kind {plain['evidence']!r}")
    if plain.get("weighted"):
        from engagement_metrics.definitions._definition import _WeightedRate

        kind = _WeightedRate
    fields = {field.name: str(field.type) for field in attrs.fields(kind)}
    absent = [name for name in fields if name not in plain]
    if absent:
        raise _broken(f"a {plain['evidence']} without {', '.join(absent)}")
    values = {name: _read(plain[name]) for name in fields}
    shapes: set[tuple[int, ...]] = set()
    for name, value in values.items():
        if not FITS.get(fields[name], lambda _: True)(value):
            raise _broken(f"{type(value).__name__} as {name} of a {kind.__name__}")
        if fields[name] == "T":
            shapes.add(np.shape(value))
        elif fields[name] == "LeftOut[T]":
            shapes.add(np.shape(value.missing))
    if len(shapes) > 1:
        raise _broken(f"a {kind.__name__} of columns of several lengths")
    made = object.__new__(kind)
    for name, value in values.items():
        object.__setattr__(made, name, value)
    return made


def _instant(text: str) -> np.datetime64:
    known = re.fullmatch(r"NaT|-?\d+-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}", text)
    instant = np.datetime64(text if known else "NaT", "us")
    if str(instant) != text:
        raise ValueError(f"the instant {text!r}")
    return instant


FORMS: dict[str, Callable[[Any], object]] = {
    "array": _array,
    "instant": lambda plain: _instant(plain["instant"]),
    "datetime": lambda plain: datetime.fromisoformat(plain["datetime"]),
    "date": lambda plain: date.fromisoformat(plain["date"]),
    "number": lambda plain: float(plain["number"]),
    "tuple": lambda plain: tuple(map(_read, plain["tuple"])),
    "evidence": _made,
}


def _read(plain: Any) -> Any:
    if not isinstance(plain, Mapping):
        return plain
    given = cast("Mapping[str, Any]", plain)
    form = next((name for name in FORMS if name in given), None)
    if form is None:
        raise _broken(f"no kind beside {', '.join(given) or 'nothing'}")
    try:
        return FORMS[form](given)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        if isinstance(error, InvalidArgumentError):
            raise
        raise _broken(str(error)) from error


def _broken(what: str) -> InvalidArgumentError:
    return InvalidArgumentError(
        f"plain must be what to_dict() returned, but got {what}",
        argument="plain",
        got=what,
    )
