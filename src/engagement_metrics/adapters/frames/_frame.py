"""Dataframes of any kind: opened, their columns found, their engine told."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any, cast

import narwhals.stable.v2 as nw

from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError

__all__ = ["Known", "here", "mapped", "only_here", "opened", "wrong"]

Known = nw.DataFrame[Any] | nw.LazyFrame[Any]


def opened(frame: object, columns: Mapping[str, str]) -> Known:
    """Return a frame as Narwhals', in which the columns of some arguments are."""
    try:
        known: Known = nw.from_native(cast("Any", frame))
    except TypeError:
        kind = type(frame).__name__
        msg = (
            "frame must be a dataframe that Narwhals knows (pandas, Polars,"
            f" PyArrow, DuckDB, ...), but got {kind}"
        )
        raise InvalidTypeError(msg, argument="frame", got=frame) from None
    there = known.collect_schema().names()
    for argument, name in columns.items():
        if not isinstance(cast("object", name), str) or name not in there:
            raise _no_column(argument, name, there)
    return known


def here(known: Known) -> bool:
    """Return whether the rows of a frame are in this process, or in a file it reads."""
    engine = known.implementation
    if engine.is_ibis():
        try:
            backend: Any = known.to_native().get_backend()
        except Exception:  # noqa: BLE001: its own class of errors, of an unbound table
            return False
        return bool(backend.name == "duckdb")
    local = engine.is_pandas_like() or engine.is_polars() or engine.is_pyarrow()
    return local or engine.is_duckdb()


def only_here(known: Known, what: str, advice: str) -> None:
    """Refuse a frame of a cluster or a warehouse, and say what to do instead."""
    if not here(known):
        raise InvalidArgumentError(
            f"frame must be of an engine of this process for {what}, but got one of"
            f" {known.implementation.value}. {advice}",
            argument="frame",
            advice=advice,
        )


def mapped(argument: str, given: object) -> dict[str, str]:
    """Return names and their columns, or refuse what is no mapping of them."""
    if given is not None and not isinstance(given, Mapping):
        raise InvalidTypeError(
            f"{argument} must be a mapping of names to columns, but got {given!r}",
            argument=argument,
            got=given,
        )
    return dict(cast("Mapping[str, str]", given or {}))


def wrong(
    argument: str, column: str, dtype: object, rule: str, advice: str
) -> InvalidTypeError:
    """Return the refusal of a column that holds values of the wrong kind."""
    kind = "text (String)" if dtype == nw.String else str(dtype)
    return InvalidTypeError(
        f"{argument} must {rule}, but column {column!r} holds {kind}. {advice}",
        argument=argument,
        rule=rule,
        got=kind,
        advice=advice,
    )


def _no_column(argument: str, name: str, there: list[str]) -> InvalidArgumentError:
    near = difflib.get_close_matches(str(name), there, 1)
    hint = f"Did you mean {near[0]!r}? " if near else ""
    has = ", ".join(map(repr, there)) or "no columns"
    return InvalidArgumentError(
        f"{argument} must be a column of the frame, but got {name!r}."
        f" {hint}It has {has}",
        argument=argument,
        rule="be a column of the frame",
        got=name,
        advice=hint.strip(),
    )
