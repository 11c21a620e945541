"""Dataframes of any kind: opened, their columns found, their engine told."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import narwhals.stable.v2 as nw

from engagement_metrics.errors import (
    EngagementError,
    InvalidArgumentError,
    InvalidTypeError,
)

__all__ = ["Known", "here", "mapped", "no_zone", "opened", "refused", "wrong", "zone"]

Known = nw.DataFrame[Any] | nw.LazyFrame[Any]


def refused(  # noqa: PLR0917
    argument: str,
    rule: str,
    got: object,
    advice: str = "",
    kind: type[EngagementError] = InvalidArgumentError,
    shown: str = "",
) -> EngagementError:
    """Return a refusal: the argument, the rule, what came instead, what to do."""
    tail = f". {advice}" if advice else ""
    message = f"{argument} must {rule}, but got {shown or repr(got)}{tail}"
    return kind(message, argument=argument, rule=rule, got=got, advice=advice)


def wrong(
    argument: str, column: str, dtype: object, rule: str, advice: str
) -> EngagementError:
    """Return the refusal of a column that holds values of the wrong kind."""
    kind = "text (String)" if dtype == nw.String else str(dtype)
    message = f"{argument} must {rule}, but column {column!r} holds {kind}. {advice}"
    pieces: dict[str, Any] = {"rule": rule, "got": kind, "advice": advice}
    return InvalidTypeError(message, argument=argument, **pieces)


def no_zone(argument: str, column: str, advice: str) -> EngagementError:
    """Return the refusal of times whose instants are not known."""
    message = f"{argument} must have a time zone, but column {column!r} has none. "
    return InvalidArgumentError(message + advice, argument=argument, advice=advice)


def opened(frame: object, columns: Mapping[str, str]) -> Known:
    """Return a frame as Narwhals', in which the columns of some arguments are."""
    try:
        known: Known = nw.from_native(cast("Any", frame))
    except TypeError:
        kinds = "(pandas, Polars, PyArrow, DuckDB, ...)"
        rule, got = f"be a dataframe that Narwhals knows {kinds}", type(frame).__name__
        raise refused("frame", rule, frame, "", InvalidTypeError, got) from None
    there = known.collect_schema().names()
    for argument, name in columns.items():
        if not isinstance(cast("object", name), str) or name not in there:
            near = difflib.get_close_matches(str(name), there, 1)
            hint = f"Did you mean {near[0]!r}? " if near else ""
            has = ", ".join(map(repr, there)) or "no columns"
            rule = "be a column of the frame"
            raise refused(argument, rule, name, f"{hint}It has {has}")
    return known


def here(known: Known, what: str = "", advice: str = "") -> bool:
    """
    Return whether an engine of this process has the rows.

    With *advice* a frame of a cluster or a warehouse is refused.
    """
    engine = known.implementation
    if engine.is_ibis():
        try:
            backend: str = known.to_native().get_backend().name
            local = backend == "duckdb"
        except Exception:  # noqa: BLE001 - of Ibis, which is not imported here
            local = False
    else:
        eager = engine.is_pandas_like() or engine.is_polars() or engine.is_pyarrow()
        local = eager or engine.is_duckdb()
    if advice and not local:
        rule = f"be of an engine of this process for {what}"
        raise refused("frame", rule, known, advice, shown=f"one of {engine.value}")
    return local


def mapped(argument: str, given: object) -> dict[str, str]:
    """Return names and their columns, or refuse what is no mapping of them."""
    if given is not None and not isinstance(given, Mapping):
        rule = "be a mapping of names to columns"
        raise refused(argument, rule, given, "", InvalidTypeError)
    return {str(n): c for n, c in cast("Mapping[str, str]", given or {}).items()}


def zone(tz: object) -> ZoneInfo:
    """Return the time zone of a name, UTC without one."""
    try:
        return ZoneInfo("UTC" if tz is None else str(tz))
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        rule = "be a time zone such as 'Europe/Berlin'"
        raise refused("tz", rule, tz) from None
