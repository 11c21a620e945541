"""Columns that were fetched, each read as what it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, cast
from zoneinfo import ZoneInfo

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from engagement_metrics.adapters.frames import _frame
from engagement_metrics.errors import InvalidArgumentError
from engagement_metrics.tables import Ids

__all__ = ["Columns", "is_text"]

Column = nw.Series[Any]
WIDE = (nw.Int128, nw.UInt128)
QUARTER = np.timedelta64(15, "m")  # since 1990 clocks change on quarter hours
AS_TEXT = "Read ids as text: a float cannot hold every id"
CLOCK = "Give time= and every=, which say whose clock is meant"
KEYS = "be whole numbers, text, masks or days"
LARGEST = 2**53
CONVERT = "Convert it to numbers first"
COUNT_FIRST = "A mask is not a count: count it first"


def is_text(dtype: object) -> bool:
    """Return whether a column holds text, coded already or not."""
    return isinstance(dtype, nw.String | nw.Categorical | nw.Enum)


class Columns:
    """The columns of some arguments, and what each is read as."""

    def __init__(self, frame: nw.DataFrame[Any], names: Mapping[str, str]) -> None:
        """Keep a frame, and which of its columns each argument means."""
        self.frame, self.names = frame, names

    @classmethod
    def of(cls, frame: object, asked: Mapping[str, str | None]) -> Columns:
        """Find the columns of those arguments that have one, and fetch no others."""
        names = {a: name for a, name in asked.items() if name is not None}
        known = _frame.opened(frame, names)
        if not names:
            msg = "at least one column of the frame must be named, but got none"
            raise InvalidArgumentError(msg, argument="frame")
        return cls.fetched(known, names)

    @classmethod
    def fetched(cls, known: _frame.Known, names: Mapping[str, str]) -> Columns:
        """Fetch some columns of a frame, all rows of them."""
        wanted = known.select(*dict.fromkeys(names.values()))
        made = wanted.collect() if isinstance(wanted, nw.LazyFrame) else wanted
        return cls(made, names)

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
            advice = COUNT_FIRST if column.dtype == nw.Boolean else CONVERT
            raise self._wrong(argument, column, "be numbers", advice)
        if not column.dtype.is_integer() or isinstance(column.dtype, WIDE):
            return column.cast(nw.Float64).to_numpy()
        return _masked(column)

    def floats(self, argument: str, mask: str = "") -> tuple[Any, Any]:
        """Return numbers as floats, and which are too large; one may be a mask."""
        column: Any = self.column(argument)
        if column.dtype == nw.Object:
            raise self._wrong(argument, column, "be numbers", CONVERT)
        boolean = column.dtype == nw.Boolean and argument == mask
        raw = _masked(column) if boolean else self.numbers(argument)
        numbers = np.ma.filled(np.ma.asarray(raw).astype(np.float64), np.nan)
        return numbers, np.ma.filled((raw > LARGEST) | (raw < -LARGEST), False)

    def ids(self, argument: str) -> Any:
        """Return ids as codes, or whole numbers as they are."""
        return self.together(argument)[0]

    def together(self, *arguments: str) -> list[Any]:
        """Return the ids of several columns; text is coded in one vocabulary."""
        columns = {argument: self.column(argument) for argument in arguments}
        text = [c for c in columns.values() if c is not None and is_text(c.dtype)]
        coded = iter(_coded(text, arguments[0]) if text else [])
        return [
            next(coded) if c is not None and is_text(c.dtype) else self._plain(a, c)
            for a, c in columns.items()
        ]

    def _plain(self, argument: str, column: Column | None) -> Any:
        if column is None or column.dtype == nw.Object:
            return None if column is None else column.to_list()
        if not column.dtype.is_integer():
            rule = "be whole numbers or text"
            raise self._wrong(argument, column, rule, AS_TEXT)
        return Ids.of(_masked(column), argument=argument)

    def labels(self, argument: str) -> Any:
        """Return ids, masks or days to group by."""
        column = self.column(argument)
        if column is None or column.dtype == nw.Object or is_text(column.dtype):
            return self.ids(argument)
        if column.dtype == nw.Boolean or column.dtype.is_integer():
            return _masked(column)
        if column.dtype == nw.Date:
            return self.days(argument)
        advice = AS_TEXT
        if isinstance(column.dtype, nw.Datetime):
            if column.dtype.time_zone is None:
                return column.to_numpy().astype("datetime64[us]")
            advice = CLOCK
        raise self._wrong(argument, column, KEYS, advice)

    def times(self, argument: str, tz: str | None) -> Any:
        """Return UTC times, of times with a zone or in the zone given."""
        column = self._clocks(argument, "times")
        if column is None or isinstance(column, list):
            return cast("Any", column)
        if column.dtype.time_zone is not None:
            utc = column.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
            return utc.to_numpy().astype("datetime64[us]")
        if tz is None:
            advice = "Give tz='UTC', or the zone the times were written in"
            raise _frame.no_zone(argument, self.names[argument], advice)
        return _utc(column.to_numpy().astype("datetime64[us]"), _frame.zone(tz))

    def days(self, argument: str) -> Any:
        """Return calendar days, of dates or of times on their own clock."""
        column = self._clocks(argument, "dates")
        if column is None or isinstance(column, list):
            return cast("Any", column)
        if column.dtype.time_zone is not None:
            column = column.dt.replace_time_zone(None)
        return column.to_numpy().astype("datetime64[D]")

    def _clocks(self, argument: str, what: str) -> Any:
        """Return a column as times; None and Python's own objects as they are."""
        column = self.column(argument)
        if column is None or column.dtype == nw.Object:
            return None if column is None else column.to_list()
        if not isinstance(column.dtype, nw.Datetime | nw.Date):
            advice = f"Read text as {what} first"
            raise self._wrong(argument, column, f"be {what}", advice)
        return column.cast(nw.Datetime("us")) if column.dtype == nw.Date else column

    def _wrong(self, argument: str, column: Column, rule: str, advice: str) -> Any:
        return _frame.wrong(argument, self.names[argument], column.dtype, rule, advice)


def _masked(column: Any) -> Any:
    """Return whole numbers, or a mask, masked where they are null."""
    unknown = column.is_null().to_numpy()
    if not unknown.any():
        return column.to_numpy()
    values = column.fill_null(False if column.dtype == nw.Boolean else 0).to_numpy()
    return np.ma.MaskedArray(values, unknown)


def _coded(columns: list[Column], argument: str) -> list[Ids]:
    """Return text as ids of one vocabulary, by the engine's dictionary encoding."""
    engine: Any = columns[0].implementation.to_native_namespace()
    natives = [column.to_native() for column in columns]
    if columns[0].implementation.is_polars():
        whole = engine.concat([each.cast(engine.String) for each in natives])
        encoded = whole.cast(engine.Categorical)
        present = encoded.drop_nulls().unique()
        codes = encoded.to_physical().cast(engine.Int64).fill_null(-1).to_numpy()
        place = np.full(int(codes.max(initial=-1)) + 2, -1)
        place[present.to_physical().to_numpy()] = np.arange(len(present))
        codes, names = place[codes], present.cast(engine.String).to_list()
    elif columns[0].implementation.is_pyarrow():
        text = engine.large_string()
        chunks = [chunk for each in natives for chunk in each.cast(text).chunks]
        joined = engine.concat_arrays(chunks or [engine.array([], text)])
        whole = joined.dictionary_encode()
        codes = whole.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        names = whole.dictionary.to_pylist()
    else:
        codes, names = engine.factorize(engine.concat(natives, ignore_index=True))
        codes, names = np.asarray(codes, np.int64), names.tolist()
    made = SimpleNamespace(codes=codes, categories=names)  # so each text is seen once
    ids = Ids.of(made, argument=argument)
    ends = np.cumsum([len(column) for column in columns]).tolist()
    return [ids[e - len(c) : e] for e, c in zip(ends, columns, strict=True)]


def _utc(local: NDArray[np.datetime64], where: ZoneInfo) -> NDArray[np.datetime64]:
    """Return times on a zone's clock as UTC; of a repeated hour the first."""
    quarters = local.astype("datetime64[m]").astype(np.int64) // 15
    known = ~np.isnat(local)
    distinct, place = np.unique(quarters[known], return_inverse=True)
    clock = (distinct * QUARTER + np.datetime64(0, "m")).astype("datetime64[us]")
    offsets = [
        np.timedelta64(time.replace(tzinfo=where).utcoffset(), "us")
        for time in clock.tolist()
    ]
    result = local.copy()
    result[known] -= np.array(offsets, "timedelta64[us]")[place]
    return result
