"""What comes through the door becomes a column: numbers, ids, labels, times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from numbers import Real
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

import attrs
import numpy as np

from engagement_metrics import _checks
from engagement_metrics._kernels import ids as _ids
from engagement_metrics._typing import (
    Array,
    BoolArray,
    FloatArray,
    IntArray,
    Label,
    T,
    TimeArray,
)
from engagement_metrics.errors import (
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
)

NUMBERS = "be a number or an array of numbers"
COLUMN = "be a one-dimensional column"
ANY = TypeVar("ANY", bound=np.generic)
EARLIEST, LATEST = np.datetime64("1990-01-01", "us"), np.datetime64("2200-01-01", "us")


# -- arrays ---------------------------------------------------------------------


def read_only(values: np.ndarray[Any, np.dtype[ANY]]) -> np.ndarray[Any, np.dtype[ANY]]:
    """Return a view that cannot be written through."""
    view = values.view()
    view.flags.writeable = False
    return view


def same(first: object, second: object) -> bool:
    """Return whether two fields hold the same values, NaN equal to NaN."""
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        ours = cast("Mapping[str, object]", first)
        others = cast("Mapping[str, object]", second)
        return ours.keys() == others.keys() and all(
            same(ours[name], others[name]) for name in ours
        )
    if isinstance(first, np.ndarray) or isinstance(second, np.ndarray):
        a, b = np.asarray(first), np.asarray(second)
        floats = a.dtype.kind == "f" and b.dtype.kind == "f"
        return bool(np.array_equal(a, b, equal_nan=floats))
    return bool(first == second) or (first != first and second != second)  # noqa: PLR0124


def apply(function: Callable[..., FloatArray], *columns: T) -> T:
    """Return *function* of columns, or of numbers as columns of one row."""
    if isinstance(columns[0], np.ndarray):
        return cast("T", function(*columns))
    rows = (np.array([column], np.float64) for column in columns)
    return cast("T", function(*rows)[0].item())


# -- numbers --------------------------------------------------------------------


def numbers(
    argument: str, value: object, *, signed: bool = False
) -> float | FloatArray:
    """Return a float, or a read-only float column of our own; NaN is missing."""
    if type(value) is float and 0.0 <= value <= _checks.LARGEST:
        return value
    if type(value) is int and 0 <= value <= _checks.LARGEST:
        return float(value)
    if value is None:
        return float("nan")
    if isinstance(value, int | float | np.number) and not isinstance(value, bool):
        number = _plain(argument, value)
        _checks.plain_number(argument, number, signed=signed)
        return number
    column = _numbers(argument, value)
    if column.ndim == 0:
        return numbers(argument, column.item(), signed=signed)
    _checks.plain_numbers(argument, column, signed=signed)
    return read_only(column)


def _plain(argument: str, value: complex | np.number[Any]) -> float:
    if isinstance(value, complex | np.complexfloating | np.timedelta64):
        raise _checks.refusal(InvalidTypeError, argument, NUMBERS, value)
    if isinstance(value, int | np.integer) and abs(int(value)) > _checks.LARGEST:
        raise _too_large(argument, int(value))
    return float(value)  # type: ignore[arg-type]


def _too_large(argument: str, value: int, **where: Any) -> InvalidCountsError:
    return _checks.refusal(
        InvalidCountsError,
        argument,
        "not exceed 2**53",
        value,
        advice="Whole numbers above it are not exact",
        **where,
    )


def _numbers(argument: str, value: object) -> FloatArray:
    if isinstance(value, np.ma.MaskedArray):
        masked = cast("np.ma.MaskedArray[Any, Any]", value)
        column = _numbers(argument, masked.filled(masked.fill_value))
        column[np.ma.getmaskarray(masked)] = np.nan
        return column
    if isinstance(value, list | tuple):
        return _listed(argument, cast("Sequence[object]", value))
    if not hasattr(value, "__array__"):
        raise _checks.refusal(InvalidTypeError, argument, NUMBERS, value)
    array: Array = np.asarray(cast("Any", value))
    if array.ndim > 1:
        raise _checks.refusal(
            InvalidArgumentError,
            argument,
            COLUMN,
            f"shape {array.shape}",
            advice="Reshape it with .ravel()",
        )
    if array.dtype.kind == "O" and array.ndim:
        return _listed(argument, array.tolist())
    if array.dtype.kind not in "iuf":
        if not array.size:
            return np.empty(0)
        raise _checks.refusal(
            InvalidTypeError,
            argument,
            NUMBERS,
            array.ravel()[0].item(),
            place=(0,),
            cases=array.size,
            total=array.size,
            advice=_advice(array.ravel()[0].item()),
        )
    if array.dtype.kind in "iu" and array.dtype.itemsize > 4:  # noqa: PLR2004
        large = (array > int(_checks.LARGEST)) | (array < -int(_checks.LARGEST))
        if large.any():
            return _listed(argument, array.tolist())
    return array.astype(np.float64)


def _listed(argument: str, values: Sequence[object]) -> FloatArray:
    kinds = {type(value) for value in values}
    if kinds <= {int, float}:
        whole = [v for v in values if type(v) is int] if int in kinds else [0]
        large = max(map(abs, whole)) > _checks.LARGEST
        if not large:
            return np.array(values, np.float64)
        places = [
            i
            for i, v in enumerate(values)
            if type(v) is int and abs(v) > _checks.LARGEST
        ]
        raise _too_large(
            argument,
            cast("int", values[places[0]]),
            place=(places[0],),
            cases=len(places),
            total=len(values),
        )
    places = [i for i, value in enumerate(values) if not _is_number(value)]
    if places:
        got = values[places[0]]
        raise _checks.refusal(
            InvalidTypeError,
            argument,
            NUMBERS,
            got,
            place=(places[0],),
            cases=len(places),
            total=len(values),
            advice=_advice(got),
        )
    return np.array(
        [np.nan if _is_null(v) else _plain(argument, cast("float", v)) for v in values],
        np.float64,
    )


def _advice(got: object) -> str:
    if isinstance(got, bool):
        return "A mask is not a count: count it first, with .sum()"
    return "Convert text to numbers first" if isinstance(got, str) else ""


def _is_null(value: object) -> bool:
    return value is None or type(value).__name__ in {"NAType", "NaTType"}


def _is_number(value: object) -> bool:
    if isinstance(value, bool | np.bool_):
        return False
    return isinstance(value, Real | Decimal | np.number) or _is_null(value)


def columns(**values: float | FloatArray) -> tuple[float, ...] | tuple[FloatArray, ...]:
    """Return numbers as they are, or columns of one length (a number is repeated)."""
    arrays = {k: v for k, v in values.items() if isinstance(v, np.ndarray)}
    if not arrays:
        return cast("tuple[float, ...]", tuple(values.values()))
    _checks.same_lengths(**arrays)
    length = len(next(iter(arrays.values())))
    return tuple(
        v if isinstance(v, np.ndarray) else np.broadcast_to(np.float64(v), length)
        for v in values.values()
    )


def column(argument: str, value: object, *, signed: bool = False) -> FloatArray:
    """Return a float column, or refuse a number."""
    result = numbers(argument, value, signed=signed)
    if not isinstance(result, np.ndarray):
        raise _checks.refusal(InvalidTypeError, argument, "be a column", value)
    return result


def weights(value: object, *, argument: str = "weight") -> FloatArray:
    """Return a column of weights, all of them known."""
    result = column(argument, value)
    _checks.require(
        _checks.InvalidCountsError,
        argument,
        "be known",
        result,
        np.isnan(result),
        advice=f"Leave out the rows whose {argument} is not known",
    )
    return result


def number(argument: str, value: object) -> float:
    """Return a float, or refuse a column."""
    result = numbers(argument, value)
    if isinstance(result, np.ndarray):
        raise _checks.refusal(InvalidTypeError, argument, "be a number", value)
    return result


# -- ids and labels -------------------------------------------------------------


@attrs.frozen(eq=False)
class Ids:
    """
    A column of ids: whole numbers or text, kept as codes.

    Columns of ids may be given as lists and arrays, or as anything with
    ``codes`` and ``categories``, such as this class and pandas' ``Categorical``,
    which saves looking at every text again.

    Attributes
    ----------
    codes : ndarray of int64
        Place of each row's id in *categories*, -1 where it is missing. Shape
        ``(rows,)``.
    categories : ndarray of int64 or str, or None
        The distinct ids. ``None``: the codes are the ids.

    Examples
    --------
    >>> ids = Ids.of(["bob", "ada", None, "bob"])
    >>> ids.codes, ids.categories
    (array([ 1,  0, -1,  1]), array(['ada', 'bob'], dtype='<U3'))
    >>> list(ids)
    ['bob', 'ada', None, 'bob']
    """

    codes: IntArray
    categories: Array | None = None

    @classmethod
    def of(cls, values: object, *, argument: str = "ids") -> Ids:
        """
        Return ids from numbers or text.

        Parameters
        ----------
        values : array_like of int or str
            The ids; ``None`` where one is missing. Shape ``(rows,)``.
        argument : str, optional
            The name to use in messages; ``"ids"`` by default.

        Returns
        -------
        Ids
            The column.

        Raises
        ------
        InvalidTypeError
            If an id is a float, a mask or neither a whole number nor text.
        """
        if isinstance(values, Ids):
            return values
        if hasattr(values, "codes") and hasattr(values, "categories"):
            coded = cast("Any", values)
            names = cls.of(coded.categories, argument=argument)
            codes = np.asarray(coded.codes).astype(np.int64)
            return cls(np.where(codes < 0, -1, names.codes[codes]), names.categories)
        return _coded(argument, values)

    def __len__(self) -> int:
        """Return the number of rows."""
        return self.codes.size

    def __iter__(self) -> Any:  # noqa: ANN401
        """Iterate over the ids."""
        return iter(self.values())

    def __getitem__(self, rows: slice | Array) -> Ids:
        """Return some of the rows."""
        return Ids(read_only(self.codes[rows]), self.categories)

    def __add__(self, other: Ids) -> Ids:
        """Append the rows of another column."""
        first, second = shared_codes(self, other)
        return Ids(np.concatenate([first.codes, second.codes]), first.categories)

    def __eq__(self, other: object) -> bool:
        """Return whether the ids are the same, row by row."""
        return isinstance(other, Ids) and self.values() == other.values()

    __hash__ = None  # type: ignore[assignment]

    @property
    def known(self) -> BoolArray:
        """Rows that have an id."""
        return self.codes >= 0

    @property
    def size(self) -> int:
        """Number of codes there are."""
        if self.categories is not None:
            return len(self.categories)
        return int(self.codes.max(initial=-1)) + 1

    def name(self, code: int) -> Label:
        """Return the id of a code."""
        if code < 0:
            return None
        if self.categories is None:
            return int(code)
        return cast("Label", self.categories[code].item())

    def code(self, name: Label) -> int:
        """Return the code of an id, -1 where the column has no such id."""
        if self.categories is None:
            whole = isinstance(name, int | np.integer) and not isinstance(name, bool)
            return int(name) if whole and 0 <= int(name) < self.size else -1  # type: ignore[call-overload,no-any-return]
        if isinstance(name, str) != (self.categories.dtype.kind == "U"):
            return -1
        found = np.flatnonzero(self.categories == name)
        return int(found[0]) if found.size else -1

    def values(self) -> list[Label]:
        """Return the ids as a list, ``None`` where one is missing."""
        if self.categories is None:
            return [None if code < 0 else code for code in self.codes.tolist()]
        names = [*self.categories.tolist(), None]
        return [names[code] for code in self.codes.tolist()]

    def names(self) -> Array:
        """Return the id of every code."""
        if self.categories is None:
            return np.arange(self.size)
        return self.categories


WHOLE_OR_TEXT = "be whole numbers or text"
AS_TEXT = "Read ids as text: a float cannot hold every id"


def _coded(argument: str, values: object) -> Ids:
    if isinstance(values, str | bytes) or not hasattr(values, "__len__"):
        raise _checks.refusal(InvalidTypeError, argument, "be a column of ids", values)
    if isinstance(values, list | tuple):
        return _coded_list(argument, cast("Sequence[object]", values))
    if not hasattr(values, "__array__"):
        raise _checks.refusal(InvalidTypeError, argument, "be a column of ids", values)
    array: Array = np.asarray(cast("Any", values))
    if array.ndim != 1:
        got = f"shape {array.shape}"
        raise _checks.refusal(InvalidArgumentError, argument, COLUMN, got)
    if array.dtype.kind in "iu":
        return _coded_ints(argument, array)
    if array.dtype.kind == "U":
        codes, names = _ids.factorise_strings(array)
        return Ids(read_only(codes), read_only(names))
    if array.dtype.kind in "OT":
        return _coded_list(argument, array.tolist())
    if not array.size:
        return Ids(np.empty(0, np.int64))
    raise _checks.refusal(
        InvalidTypeError,
        argument,
        WHOLE_OR_TEXT,
        array[0].item(),
        place=(0,),
        cases=array.size,
        total=array.size,
        advice=AS_TEXT,
    )


def _coded_ints(argument: str, array: Array) -> Ids:
    if array.dtype.kind == "u" and array.size:
        limit = np.uint64(2**63 - 1)
        _checks.require(
            InvalidArgumentError,
            argument,
            "fit into 64 signed bits",
            array,
            array > limit,
            advice="Give such ids as text",
        )
    ids = array.astype(np.int64)
    if not ids.size:
        return Ids(read_only(ids))
    low, high = int(ids.min()), int(ids.max())
    if low >= 0 and high < max(4 * ids.size, 1024):
        return Ids(read_only(ids))
    codes, names = _ids.factorise_ints(ids)
    return Ids(read_only(codes), read_only(names))


def _coded_list(argument: str, values: Sequence[object]) -> Ids:
    kinds = {type(value) for value in values}
    null = {kind for kind in kinds if kind.__name__ in {"NAType", "NoneType"}}
    kinds -= null
    if kinds <= {str, np.str_}:
        listed = [None if type(v) in null else cast("str", v) for v in values]
        codes, names = _ids.factorise_objects(listed)
        return Ids(read_only(codes), read_only(names))
    whole = all(issubclass(kind, int | np.integer) for kind in kinds)
    if whole and bool not in kinds:
        known = np.array([type(value) not in null for value in values], np.bool_)
        filled = [0 if type(v) in null else int(cast("int", v)) for v in values]
        large = [i for i, v in enumerate(filled) if not -(2**63) <= v < 2**63]
        if large:
            raise _checks.refusal(
                InvalidArgumentError,
                argument,
                "fit into 64 signed bits",
                filled[large[0]],
                place=(large[0],),
                cases=len(large),
                total=len(filled),
                advice="Give such ids as text",
            )
        ids = _coded_ints(argument, np.array(filled, np.int64))
        return Ids(read_only(np.where(known, ids.codes, -1)), ids.categories)
    first = str if isinstance(values[0], str) else int
    odd = [i for i, v in enumerate(values) if not _fits(v, first, null)]
    got = values[odd[0]]
    mixed = isinstance(got, str | int) and not isinstance(got, bool)
    raise _checks.refusal(
        InvalidTypeError,
        argument,
        "be all whole numbers or all text" if mixed else WHOLE_OR_TEXT,
        got,
        place=(odd[0],),
        cases=len(odd),
        total=len(values),
        advice="Give all of them as text" if mixed else AS_TEXT,
    )


def _fits(value: object, kind: type, null: set[type]) -> bool:
    if type(value) in null:
        return True
    whole = isinstance(value, np.integer) and kind is int
    return (isinstance(value, kind) and not isinstance(value, bool)) or whole


def shared_codes(*columns: Ids) -> tuple[Ids, ...]:
    """Return the columns with codes of one common vocabulary."""
    if all(column.categories is None for column in columns):
        return columns
    if len({id(column.categories) for column in columns}) == 1:
        return columns
    filled = [c for c in columns if c.size]
    kinds = {c.names().dtype.kind for c in filled}
    if len(kinds) > 1:
        raise InvalidTypeError(
            "ids must be all whole numbers or all text, but one column holds numbers"
            " and another text. Give all of them as text",
            argument="ids",
        )
    if not filled:
        return columns
    names = np.unique(np.concatenate([c.names() for c in filled]))
    names = read_only(names)
    result: list[Ids] = []
    for c in columns:
        place = np.append(np.searchsorted(names, c.names()) if c.size else [], -1)
        result.append(Ids(read_only(place.astype(np.int64)[c.codes]), names))
    return tuple(result)


def labels(argument: str, by: object) -> tuple[IntArray, tuple[Label, ...]]:
    """Return a code per row and the labels; a missing label is its own group."""
    if isinstance(by, Mapping):
        return _combined(cast("Mapping[str, object]", by))
    if not isinstance(by, Ids) and hasattr(by, "__array__"):
        array: Array = np.asarray(cast("Any", by))
        if array.dtype.kind == "M":
            distinct, codes = np.unique(array, return_inverse=True)
            return codes.astype(np.int64), tuple(distinct.tolist())
    ids = Ids.of(by, argument=argument)
    if ids.categories is None:
        distinct, codes = np.unique(ids.codes[ids.known], return_inverse=True)
        names: list[Label] = distinct.tolist()
        full = np.full(len(ids), -1)
        full[ids.known] = codes
    else:
        names, full = ids.categories.tolist(), ids.codes
    if not ids.known.all():
        return np.where(full < 0, len(names), full), (*names, None)
    return full, tuple(names)


def _combined(by: Mapping[str, object]) -> tuple[IntArray, tuple[Label, ...]]:
    parts = {name: labels(name, column) for name, column in by.items()}
    _checks.same_lengths(**{name: codes for name, (codes, _) in parts.items()})
    joint = np.zeros(len(next(iter(parts.values()))[0]), np.int64)
    for codes, names in parts.values():
        joint = joint * max(len(names), 1) + codes
    present, full = np.unique(joint, return_inverse=True)
    rows: list[Label] = []
    for value in present.tolist():
        key: list[Label] = []
        rest = int(value)
        for _, names in reversed(parts.values()):
            rest, place = divmod(rest, len(names))
            key.append(names[place])
        rows.append(tuple(reversed(key)))
    return full.astype(np.int64), tuple(rows)


# -- times ----------------------------------------------------------------------


def times(argument: str, values: object, *, tz: str | None = None) -> TimeArray:
    """Return UTC times in microseconds, NaT where one is missing."""
    array = _datetime64(values)
    if array is None:
        array = _from_datetimes(argument, cast("Iterable[object]", values), tz)
    bad = ~np.isnat(array) & ((array < EARLIEST) | (array >= LATEST))
    if bad.any():
        first = int(np.flatnonzero(bad)[0])
        raise _checks.refusal(
            InvalidArgumentError,
            argument,
            "lie between the years 1990 and 2200",
            str(array[first]),
            place=(first,),
            cases=int(bad.sum()),
            total=array.size,
            advice="Was the unit of the timestamps milliseconds?",
        )
    return read_only(array)


def _datetime64(values: object) -> TimeArray | None:
    if isinstance(values, list | tuple) or not hasattr(values, "__array__"):
        return None
    array: Array = np.asarray(cast("Any", values))
    return array.astype("datetime64[us]") if array.dtype.kind == "M" else None


def _from_datetimes(
    argument: str, values: Iterable[object], tz: str | None
) -> TimeArray:
    zone = None if tz is None else ZoneInfo(tz)
    if isinstance(values, str) or not hasattr(values, "__iter__"):
        raise _checks.refusal(InvalidTypeError, argument, "be datetimes", values)
    listed = list(values)
    result = np.full(len(listed), np.datetime64("NaT"), "datetime64[us]")
    for place, value in enumerate(listed):
        if _is_null(value):
            continue
        if isinstance(value, np.datetime64):
            result[place] = value.astype("datetime64[us]")
            continue
        if not isinstance(value, datetime):
            raise _checks.refusal(
                InvalidTypeError,
                argument,
                "be datetimes",
                value,
                place=(place,),
                total=len(listed),
                advice="Read text with datetime.fromisoformat()",
            )
        instant = value
        if instant.tzinfo is None:
            if zone is None:
                raise _checks.refusal(
                    InvalidArgumentError,
                    argument,
                    "have a time zone",
                    value.isoformat(),
                    place=(place,),
                    cases=sum(isinstance(v, datetime) and not v.tzinfo for v in listed),
                    total=len(listed),
                    advice="Give tz='UTC', or the zone the times were written in",
                )
            instant = instant.replace(tzinfo=zone)
        result[place] = np.datetime64(instant.astimezone(UTC).replace(tzinfo=None))
    return result


def days(argument: str, values: object) -> TimeArray:
    """Return calendar days, from dates, datetime64 or ISO text."""
    array = _datetime64(values)
    if array is None:
        listed = list(cast("Iterable[object]", values))
        for place, value in enumerate(listed):
            if isinstance(value, datetime) or not isinstance(
                value, date | np.datetime64
            ):
                raise _checks.refusal(
                    InvalidTypeError,
                    argument,
                    "be dates",
                    value,
                    place=(place,),
                    total=len(listed),
                    advice="Use datetime.date, or datetime64[D]",
                )
        array = np.array(listed, "datetime64[D]")
    return read_only(array.astype("datetime64[D]"))
