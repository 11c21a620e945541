"""The columns of any dataframe: found, collected once, and read as what they are."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any, NamedTuple, cast
from zoneinfo import ZoneInfo

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.tables import Ids

__all__ = ["Columns", "mapped", "opened", "wrong"]

Column = nw.Series[Any]
Known = nw.DataFrame[Any] | nw.LazyFrame[Any]
WIDE: tuple[Any, ...] = (nw.Int128, nw.UInt128)
QUARTER = np.timedelta64(15, "m")  # since 1990 clocks change on quarter hours


class _Coded(NamedTuple):
    """What ``Ids.of()`` takes without looking at every text again."""

    codes: NDArray[np.int64]
    categories: list[Any]


def opened(frame: object, names: Mapping[str, str]) -> Known:
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
    for argument, name in names.items():
        if not isinstance(cast("object", name), str) or name not in there:
            raise _no_column(argument, name, there)
    return known


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
    argument: str, name: str, dtype: object, rule: str, advice: str
) -> InvalidTypeError:
    """Return the refusal of a column that holds values of the wrong kind."""
    kind = "text (String)" if dtype == nw.String else str(dtype)
    return InvalidTypeError(
        f"{argument} must {rule}, but column {name!r} holds {kind}. {advice}",
        argument=argument,
        rule=rule,
        got=kind,
        advice=advice,
    )


class Columns:
    """The columns asked for, collected once, and what each is read as."""

    def __init__(self, frame: object, asked: Mapping[str, str | None]) -> None:
        """Find the columns and collect them, and no others."""
        self.names = {a: name for a, name in asked.items() if name is not None}
        known = opened(frame, self.names)
        if not self.names:
            msg = "at least one column of the frame must be named, but got none"
            raise InvalidArgumentError(msg, argument="frame")
        wanted = known.select(*dict.fromkeys(self.names.values()))
        self.frame = wanted.collect() if isinstance(wanted, nw.LazyFrame) else wanted

    def column(self, argument: str) -> Column | None:
        """Return the column of an argument, ``None`` where none was named."""
        name = self.names.get(argument)
        return None if name is None else self.frame[name]

    def numbers(self, argument: str) -> Any:
        """Return numbers: missing where they are null."""
        column = self.column(argument)
        if column is None or column.dtype == nw.Object:
            return None if column is None else column.to_numpy()
        if not column.dtype.is_numeric():
            advice = "Convert it to numbers first"
            if column.dtype == nw.Boolean:
                advice = "A mask is not a count: count it first"
            raise self._wrong(argument, column, "be numbers", advice)
        if not column.dtype.is_integer() or column.dtype in WIDE:
            return column.cast(nw.Float64).to_numpy()
        unknown = column.is_null().to_numpy()
        values = column.fill_null(0).to_numpy() if unknown.any() else column.to_numpy()
        return np.ma.MaskedArray(values, unknown, fill_value=0)

    def ids(self, argument: str) -> Any:
        """Return ids as codes, or whole numbers as they are."""
        column = self.column(argument)
        if column is None or column.dtype == nw.Object:
            return None if column is None else column.to_list()
        if column.dtype.is_integer():
            unknown = column.is_null().to_numpy()
            if unknown.all():
                return Ids(np.full(unknown.size, -1))
            known = column.fill_null(column.min()) if unknown.any() else column
            ids = Ids.of(known.to_numpy(), argument=argument)
            return Ids(np.where(unknown, -1, ids.codes), ids.categories)
        if not isinstance(column.dtype, nw.String | nw.Categorical | nw.Enum):
            advice = "Read ids as text: a float cannot hold every id"
            rule = "be whole numbers or text"
            raise self._wrong(argument, column, rule, advice)
        return Ids.of(_coded(column), argument=argument)

    def times(self, argument: str, tz: str | None) -> Any:
        """Return UTC times, of times with a zone or in the zone given."""
        column = self.column(argument)
        if column is None or column.dtype == nw.Object:
            return None if column is None else column.to_list()
        if column.dtype == nw.Date:
            column = column.cast(nw.Datetime("us"))
        if not isinstance(column.dtype, nw.Datetime):
            advice = "Read text as times first"
            raise self._wrong(argument, column, "be times", advice)
        if column.dtype.time_zone is not None:
            utc = column.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
            return utc.to_numpy().astype("datetime64[us]")
        if tz is None:
            advice = "Give tz='UTC', or the zone the times were written in"
            name = self.names[argument]
            msg = f"{argument} must have a time zone, but column {name!r} has none. "
            raise InvalidArgumentError(msg + advice, argument=argument, advice=advice)
        return _utc(column.to_numpy().astype("datetime64[us]"), ZoneInfo(tz))

    def days(self, argument: str) -> Any:
        """Return calendar days, of dates or of times on their own clock."""
        column = self.column(argument)
        if column is None or column.dtype == nw.Object:
            return None if column is None else column.to_list()
        if not isinstance(column.dtype, nw.Datetime | nw.Date):
            raise self._wrong(argument, column, "be dates", "Read text as dates first")
        if isinstance(column.dtype, nw.Datetime) and column.dtype.time_zone is not None:
            column = column.dt.replace_time_zone(None)
        if column.dtype == nw.Date:
            column = column.cast(nw.Datetime("us"))
        return column.to_numpy().astype("datetime64[D]")

    def _wrong(
        self, argument: str, column: Column, rule: str, advice: str
    ) -> InvalidTypeError:
        return wrong(argument, self.names[argument], column.dtype, rule, advice)


def _no_column(argument: str, name: str, there: list[str]) -> InvalidArgumentError:
    near = difflib.get_close_matches(str(name), there, 1)
    hint = f"Did you mean {near[0]!r}? " * bool(near) if near else ""
    has = ", ".join(map(repr, there)) or "no columns"
    return InvalidArgumentError(
        f"{argument} must be a column of the frame, but got {name!r}."
        f" {hint}It has {has}",
        argument=argument,
        rule="be a column of the frame",
        got=name,
        advice=hint.strip(),
    )


def _coded(column: Column) -> _Coded:
    """Return text as codes, each engine by its own dictionary encoding."""
    native = column.to_native()
    engine: Any = column.implementation.to_native_namespace()
    if column.implementation.is_polars():
        encoded = (
            native.cast(engine.Categorical) if column.dtype == nw.String else native
        )
        present = encoded.drop_nulls().unique()
        codes = encoded.to_physical().cast(engine.Int64).fill_null(-1).to_numpy()
        place = np.full(int(codes.max(initial=-1)) + 2, -1)
        place[present.to_physical().to_numpy()] = np.arange(len(present))
        return _Coded(place[codes], present.cast(engine.String).to_list())
    if column.implementation.is_pyarrow():
        encoded = (
            native if column.dtype == nw.Categorical else native.dictionary_encode()
        )
        whole = encoded.unify_dictionaries().combine_chunks()
        codes = whole.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        present, place = np.unique(np.append(codes, -1), return_inverse=True)
        names = whole.dictionary.take(engine.array(present[1:]))
        return _Coded(place[:-1] - 1, names.to_pylist())
    codes, names = engine.factorize(native)
    return _Coded(np.asarray(codes, np.int64), names.tolist())


def _utc(local: NDArray[np.datetime64], zone: ZoneInfo) -> NDArray[np.datetime64]:
    """Return times on a zone's clock as UTC; of a repeated hour the first."""
    quarters = local.astype("datetime64[m]").astype(np.int64) // 15
    known = ~np.isnat(local)
    distinct, place = np.unique(quarters[known], return_inverse=True)
    clock = (distinct * QUARTER + np.datetime64(0, "m")).astype("datetime64[us]")
    offsets = [
        np.timedelta64(time.replace(tzinfo=zone).utcoffset(), "us")
        for time in clock.tolist()
    ]
    result = local.copy()
    result[known] -= np.array(offsets, "timedelta64[us]")[place]
    return result
