"""Every answer as plain data, for JSON and for other machines, and back."""

from __future__ import annotations

import inspect
import math
import reprlib
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from types import ModuleType
from typing import Any, Literal, cast, get_args, get_origin, get_type_hints

import numpy as np

from engagement_metrics import (
    comparison,
    conversation,
    definitions,
    engagement,
    evidence,
    movement,
    relevance,
    tables,
    two_way,
    words,
)
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError

__all__ = ["SCHEMA", "from_dict", "to_dict"]

SCHEMA = 1
"""The version of the form; a change that old data do not fit adds 1."""

HOMES: tuple[ModuleType, ...] = (
    *(evidence, tables, words, definitions, comparison),
    *(engagement, conversation, relevance, two_way, movement),
)
WORDS: tuple[Any, ...] = words.Metric, words.Source
"""The classes that do not check what they are made of."""
BY_SIGNATURE: tuple[Any, ...] = evidence.LeftOut, definitions.Definition, *WORDS
"""The classes that are made of what their constructor takes."""
KINDS: dict[str, Any] = {
    name: getattr(home, name)
    for home in HOMES
    for name in home.__all__
    if hasattr(getattr(home, name), "of_evidence")
    or getattr(home, name) in BY_SIGNATURE
}
COLUMNS = {"f": "floats", "i": "integers", "b": "booleans", "U": "texts"}
LONGEST = 500
"""Characters of a reason that a message repeats."""
MICROSECOND = timedelta(microseconds=1)
RULE = (
    "be an answer, Dyads, LeftOut, Metric, Source or Definition, made of numbers, text,"
    " times and columns"
)


def to_dict(answer: object, /) -> dict[str, Any]:
    """
    Return an answer as plain data: numbers, text, lists and dicts.

    Nothing is rounded: what ``from_dict`` makes of it, also after JSON, is equal.

    Parameters
    ----------
    answer : Rate, Pooled, Grouped, TwoWayIndex or any other answer
        Or ``Dyads``, ``LeftOut``, ``Metric``, ``Source`` or ``Definition``.

    Returns
    -------
    dict
        The version of the *schema*, the *class*, and the parts by their public names.

    Raises
    ------
    InvalidTypeError
        If it is of another class, or holds what has no plain form, such as the function
        of a ``Bootstrap``.

    Examples
    --------
    >>> from engagement_metrics import Rate
    >>> plain = to_dict(Rate(12, 340))
    >>> plain["schema"], plain["class"], plain["count"], plain["exposure"]
    (1, 'Rate', 12.0, 340.0)
    >>> from_dict(plain) == Rate(12, 340)
    True
    """
    if not _is_ours(answer):
        raise _unfit(answer)
    return {"schema": SCHEMA, **cast("dict[str, Any]", _written(answer))}


def from_dict(plain: Mapping[str, Any], /) -> Any:
    """
    Return the answer of plain data.

    Parameters
    ----------
    plain : mapping
        What ``to_dict`` returned, also after JSON.

    Returns
    -------
    same as was written
        An equal answer, its columns read-only.

    Raises
    ------
    InvalidTypeError
        If *plain* is not a mapping.
    InvalidArgumentError
        If it has the schema of another version, or no answer can be made of it.

    Examples
    --------
    >>> import json
    >>> from engagement_metrics import Rate
    >>> written = json.dumps(to_dict(Rate([3, None], 40).pooled()))
    >>> from_dict(json.loads(written)).left_out.missing
    1
    """
    if not isinstance(plain, Mapping):
        raise InvalidTypeError(
            f"plain must be a mapping, but got {type(plain).__name__}",
            argument="plain",
            rule="be a mapping",
            got=plain,
        )
    schema = plain.get("schema")
    if schema != SCHEMA:
        raise _refused(f"be of schema {SCHEMA}", reprlib.repr(schema))
    given = {name: part for name, part in plain.items() if name != "schema"}
    rule, kind = "be what to_dict() returned", reprlib.repr(given.get("class"))
    try:
        made = _made(given)
        for show in ("__str__", "__repr__", "_repr_html_"):
            getattr(made, show, str)()  # of_evidence() trusts: this shows what it made
        whole = _holds(_written(made), given)
    except Exception as error:
        why = f"{type(error).__name__}: {error}"[:LONGEST]
        raise _refused(rule, f"parts that make no {kind}: {why}") from error
    if not whole:
        raise _refused(rule, f"parts of other types than a {kind} has")
    return made


def _refused(rule: str, got: str) -> InvalidArgumentError:
    message = f"plain must {rule}, but got {got}"
    return InvalidArgumentError(message, argument="plain", rule=rule, got=got)


def _unfit(value: object) -> InvalidTypeError:
    message = f"answer must {RULE}, but got {type(value).__name__}"
    return InvalidTypeError(message, argument="answer", rule=RULE, got=value)


def _is_ours(value: object) -> bool:
    return KINDS.get(type(value).__name__) is type(value)


def _parts(value: Any) -> Mapping[str, Any]:
    """Return what a value is made of, by public names."""
    kind = value.__class__
    if kind in BY_SIGNATURE:
        names = inspect.signature(kind).parameters
        return {name: getattr(value, name) for name in names}
    return cast("Mapping[str, Any]", value.evidence)


def _written(value: Any) -> object:
    """Return a value as plain data."""
    if value is None or isinstance(value, int):
        return value
    form = next((form for kind, form in TO.items() if isinstance(value, kind)), None)
    if form is not None:
        return form(value)
    if not _is_ours(value):
        raise _unfit(value)
    parts = {name: _written(part) for name, part in _parts(value).items()}
    return {"class": type(value).__name__, **parts}


def _column(column: np.ndarray[Any, Any]) -> dict[str, Any]:
    """Return a column as a list, with NaN and infinities as text."""
    values: list[Any] = column.tolist()
    if column.dtype.kind == "f" and not np.isfinite(column).all():
        values = [v if math.isfinite(v) else str(v) for v in values]
    return {COLUMNS[column.dtype.kind]: values}


TO: dict[type[Any], Callable[[Any], object]] = {
    np.datetime64: lambda value: {"datetime64": str(value)},
    np.generic: lambda value: _written(value.item()),
    str: str,
    float: lambda value: value if math.isfinite(value) else {"float": str(value)},
    np.ndarray: _column,
    tuple: lambda value: {"tuple": list(map(_written, value))},
    datetime: lambda value: {"datetime": value.isoformat()},
    date: lambda value: {"date": value.isoformat()},
    timedelta: lambda value: {"microseconds": value // MICROSECOND},
}
"""The plain form of each type; a type after its subtypes."""


def _read(plain: Any) -> Any:
    """Return the value of plain data."""
    if not isinstance(plain, Mapping):
        return plain
    given = cast("Mapping[str, Any]", plain)
    if "class" in given:
        return _made(given)
    [(form, content)] = given.items()
    if form in DTYPES:
        column: Any = np.array(content, DTYPES[form])
        column.flags.writeable = False
        return column
    return FROM[form](content)


def _made(plain: Mapping[str, Any]) -> Any:
    """Return what the parts of a class make."""
    kind = KINDS[plain["class"]]
    parts = {name: _read(part) for name, part in plain.items() if name != "class"}
    columns: list[Any] = [v for v in parts.values() if isinstance(v, np.ndarray)]
    if len(set(map(len, columns))) > 1:
        raise ValueError("columns of several lengths")
    hints = get_type_hints(kind) if kind in WORDS else {}
    if "metric" in parts:
        hints = {"metric": words.Metric}
    given = ((name, hint) for name, hint in hints.items() if name in parts)
    odd = [name for name, hint in given if not _fits(parts[name], hint)]
    if odd:
        raise TypeError(f"{odd[0]} of another type")
    return kind(**parts) if kind in BY_SIGNATURE else kind.of_evidence(parts)


def _fits(value: Any, hint: Any) -> bool:
    """Return whether a value is of the type of a word's part."""
    kinds = get_args(hint)
    if get_origin(hint) is Literal:
        return value in kinds
    if get_origin(hint) is tuple:
        several: Any = value
        return isinstance(value, tuple) and all(
            isinstance(v, kinds[0]) for v in several
        )
    return isinstance(value, hint)


def _holds(written: Any, given: Any) -> bool:
    """Return whether all that was given is written again; more may be."""
    if isinstance(given, Mapping) and isinstance(written, Mapping):
        parts = cast("Mapping[str, Any]", given)
        return all(n in written and _holds(written[n], p) for n, p in parts.items())
    if isinstance(given, list) and isinstance(written, list):
        pairs = zip(cast("Any", written), cast("Any", given), strict=True)
        return written == given or all(_holds(a, b) for a, b in pairs)
    return bool(written == given)


DTYPES = {
    "floats": np.float64,
    "integers": np.int64,
    "booleans": np.bool_,
    "texts": np.str_,
}
FROM: dict[str, Callable[[Any], object]] = {
    "float": float,
    "tuple": lambda parts: tuple(map(_read, parts)),
    "datetime": datetime.fromisoformat,
    "datetime64": np.datetime64,
    "date": date.fromisoformat,
    "microseconds": lambda number: number * MICROSECOND,
}
