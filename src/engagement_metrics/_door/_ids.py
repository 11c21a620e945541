"""Dictionary-encoded ids and labels: whole numbers or text, stored as codes."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import isnan
from typing import Any, ClassVar, cast, final

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks, _columns
from engagement_metrics._door._columns import is_null
from engagement_metrics._door._frozen import Frozen, read_only
from engagement_metrics._kernels import ids as _kernel
from engagement_metrics._typing import Array, BoolArray, IntArray, Label
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError

IDS = "be a column of ids"
WHOLE_OR_TEXT = "be whole numbers or text"
BITS = "fit into 64 signed bits"
MOST = 2**31  # codes: two codes and one bit fit into an int64
AS_TEXT = "Read ids as text: a float cannot hold every id"


@final
@attrs.frozen(eq=False, repr=False, getstate_setstate=False)
class Ids(Frozen):
    """
    A dictionary-encoded column of ids, which are whole numbers or text.

    Functions accept ids as lists, as arrays, or as any object with ``codes`` and
    ``categories``, such as this class and pandas' ``Categorical``, whose text is not
    encoded again. ``+`` appends the rows of another column.

    Attributes
    ----------
    codes : ndarray of int
        Index of each row's id in *categories*, -1 if it is missing; int64, or a
        narrower type for calendar periods. Shape ``(rows,)``.
    categories : ndarray of int64 or str, or None
        The vocabulary: distinct ids, ascending. If ``None``, the codes are the ids.

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
    def of(cls, values: object, *, argument: str = "ids", copy: bool = True) -> Ids:
        """
        Return ids from numbers or text.

        Parameters
        ----------
        values : array_like of int or str
            The ids; ``None`` is missing. Shape ``(rows,)``.
        argument : str, optional
            Argument name in error messages; ``"ids"`` by default.
        copy : bool, optional
            Whether to copy integers that are already codes; by default they are copied,
            so that later changes to the caller's array have no effect.

        Returns
        -------
        Ids
            The column.

        Raises
        ------
        InvalidTypeError
            If an id is a float, a mask or neither a whole number nor text.
        InvalidArgumentError
            If a whole number does not fit into 64 signed bits.
        """
        if isinstance(values, Ids):
            wide = values.codes.astype(np.int64, copy=False)
            same = wide is values.codes
            return values if same else Ids(read_only(wide), values.categories)
        if (coded := _categorical(values)) is not None:
            names = cls.of(coded.categories, argument=argument)
            return _spread(names, np.asarray(coded.codes).astype(np.int64))
        return _coded(argument, values, copy=copy)

    def __len__(self) -> int:
        """Return the number of rows."""
        return self.codes.size

    def __iter__(self) -> Iterator[Label]:
        """Iterate over the ids."""
        return iter(self.values())

    def __getitem__(self, rows: slice | Array) -> Ids:
        """Return a selection of rows."""
        return Ids(read_only(self.codes[rows]), self.categories)

    def __add__(self, other: Ids) -> Ids:
        """Append the rows of another column."""
        first, second = shared_codes(self, other)
        codes = np.concatenate([first.codes, second.codes])
        return Ids(read_only(codes), first.categories)

    def __eq__(self, other: object) -> bool:
        """Return whether the ids are equal, row by row."""
        return isinstance(other, Ids) and self.values() == other.values()

    __hash__: ClassVar[None] = None

    def __repr__(self) -> str:
        """Return the number of ids and the first of them, in one line."""
        first = ", ".join([repr(each) for each in self[:3].values()])
        more = ", …" if len(self) > 3 else ""
        return f"<Ids: {_text.count(len(self), 'rows')}: {_text.short(first)}{more}>"

    @property
    def known(self) -> BoolArray:
        """Mask of the rows with an id."""
        return self.codes >= 0

    @functools.cached_property
    def size(self) -> int:
        """Number of codes."""
        if self.categories is not None:
            return len(self.categories)
        return int(self.codes.max(initial=-1)) + 1

    def name(self, code: int) -> Label:
        """
        Return the id of a code.

        Parameters
        ----------
        code : int
            A code of the column.

        Returns
        -------
        int, str or None
            The id; ``None`` for code -1.
        """
        if not _checks.is_whole(type(code)):
            raise _checks.refusal(InvalidTypeError, "code", "be a whole number", code)
        if code < 0:
            return None
        if self.categories is not None and code >= self.size:
            rule = f"be below the number of codes, {self.size}"
            raise _checks.refusal(InvalidArgumentError, "code", rule, code)
        return int(code) if self.categories is None else self.categories[code].item()

    def code(self, name: Label) -> int:
        """
        Return the code of an id.

        Parameters
        ----------
        name : int or str
            An id.

        Returns
        -------
        int
            Its code, -1 if the column has no such id.
        """
        names = self.names()
        text = names.dtype.kind == "U"
        if not (isinstance(name, str) if text else _checks.is_whole(type(name))):
            return -1
        found = np.flatnonzero(names == name)
        return int(found[0]) if found.size else -1

    def values(self) -> list[Label]:
        """
        Return the ids as a list.

        Returns
        -------
        list of int, str or None
            ``None`` for a missing id.
        """
        if self.categories is None:
            return [None if code < 0 else code for code in self.codes.tolist()]
        names = [*self.categories.tolist(), None]
        return [names[code] for code in self.codes.tolist()]

    def names(self) -> Array:
        """
        Return the id of every code.

        Returns
        -------
        ndarray of int64 or str
            Shape ``(size,)``.
        """
        if self.categories is None:
            return np.arange(self.size)
        return self.categories


def _categorical(values: object) -> Any:
    """Return the object with codes and categories, as in pandas, or None."""
    coded = getattr(values, "cat", values)
    return coded if hasattr(coded, "codes") and hasattr(coded, "categories") else None


def _spread(ids: Ids, rows: IntArray) -> Ids:
    """Return the ids at the given rows; row -1 gives a missing id."""
    return Ids(read_only(np.append(ids.codes, -1)[rows]), ids.categories)


def _coded(argument: str, values: object, *, copy: bool = True) -> Ids:
    if _columns.is_listed(values):
        return _coded_list(argument, cast("Sequence[object]", values))
    if not hasattr(values, "__len__") or isinstance(values, str | bytes):
        raise _checks.refusal(InvalidTypeError, argument, IDS, values)
    array = _columns.array_of(argument, IDS, values)
    if array.ndim == 0:
        raise _checks.refusal(InvalidTypeError, argument, IDS, array.item())
    hidden = _columns.mask_of(values)
    if hidden is not None and array.dtype.kind == "i":
        any_id = 0 if hidden.all() else array[hidden.argmin()]
        filled = np.where(hidden, any_id, array)
        seen = _coded_ints(argument, filled, copy=False)
        codes = np.where(hidden, -1, seen.codes)
        return Ids(read_only(codes), seen.categories)
    if hidden is not None:
        array = array.astype(object)
        array[hidden] = None
    if array.dtype.kind == "f" and not isinstance(values, np.ndarray):
        rows = cast("Any", values)  # possibly whole numbers and a null
        rows = rows.to_pylist() if hasattr(rows, "to_pylist") else rows
        return _coded_list(argument, list(rows))
    if array.dtype.kind in "iu":
        return _coded_ints(argument, array, copy=copy)
    if array.dtype.kind == "U":
        codes, names = _kernel.factorise_strings(array)
        return Ids(read_only(codes), read_only(names))
    listed: list[Any] = array.tolist()
    if not isinstance(values, np.ndarray) and any(isinstance(v, str) for v in listed):
        listed = [None if isinstance(v, float) and isnan(v) else v for v in listed]
    return _coded_list(argument, listed)


def _coded_ints(argument: str, array: Array, *, copy: bool = True) -> Ids:
    if array.dtype.kind == "u":
        _checks.require(
            InvalidArgumentError,
            argument,
            BITS,
            array,
            array > np.uint64(2**63 - 1),
            advice="Give such ids as text",
        )
    ids = array.astype(np.int64, copy=copy)
    highest = int(ids.view(np.uint64).max(initial=0))  # negative ids wrap to the top
    if highest < min(max(4 * ids.size, 1024), MOST):
        coded = Ids(read_only(ids))
        object.__setattr__(coded, "size", highest + 1 if ids.size else 0)  # seen
        return coded
    codes, names = _kernel.factorise_ints(ids)
    return Ids(read_only(codes), read_only(names))


def _coded_list(argument: str, values: Sequence[object]) -> Ids:
    kinds = set(map(type, values))
    if kinds == {str}:
        codes, names = _kernel.factorise_objects(cast("Sequence[str]", values))
        return Ids(read_only(codes), read_only(names))
    kinds = {type(value) for value in values if not is_null(value)}
    if all(issubclass(kind, str) for kind in kinds):
        texts = [None if is_null(v) else str(v) for v in values]
        codes, names = _kernel.factorise_objects(texts)
        return Ids(read_only(codes), read_only(names))
    if not all(map(_checks.is_whole, kinds)):
        raise _mixed(argument, values)
    known = np.array([not is_null(value) for value in values], np.bool_)
    whole = [int(cast("int", value)) for value in values if not is_null(value)]
    rows = np.where(known, np.cumsum(known) - 1, -1)
    large = [not -(2**63) <= value < 2**63 for value in whole]
    if any(large):
        places = np.flatnonzero(known)[large].tolist()
        ids = [None if is_null(v) else int(cast("int", v)) for v in values]
        advice = "Give such ids as text"
        raise _checks.refused_rows(
            InvalidArgumentError, argument, BITS, ids, places, advice=advice
        )
    return _spread(_coded_ints(argument, np.array(whole, np.int64)), rows)


def _mixed(argument: str, values: Sequence[object]) -> InvalidTypeError:
    """Return the error for a list that mixes types or holds another type."""
    kinds = [None if is_null(value) else type(value) for value in values]
    odd = [
        i
        for i, kind in enumerate(kinds)
        if kind and not issubclass(kind, str) and not _checks.is_whole(kind)
    ]
    if odd:
        got = values[odd[0]]
        advice = AS_TEXT if isinstance(got, float) else ""
        if got != got:  # noqa: PLR0124
            advice = "Write None where it is missing"
        return _checks.refused_rows(
            InvalidTypeError, argument, WHOLE_OR_TEXT, values, odd, advice=advice
        )
    first = next(kind for kind in kinds if kind)
    text = issubclass(first, str)
    odd = [i for i, kind in enumerate(kinds) if kind and issubclass(kind, str) != text]
    rule, advice = "be all whole numbers or all text", "Give all of them as text"
    return _checks.refused_rows(
        InvalidTypeError, argument, rule, values, odd, advice=advice
    )


def shared_codes(*columns: Ids) -> tuple[Ids, ...]:
    """Return the columns encoded with one common vocabulary."""
    if len({id(column.categories) for column in columns}) == 1:
        return columns
    filled = [column.names() for column in columns if column.size]
    if len({names.dtype.kind for names in filled}) > 1:
        advice = "Give all of them as text"
        raise InvalidTypeError(
            "ids must be all whole numbers or all text, but one column holds numbers"
            f" and another text. {advice}",
            argument="ids",
            advice=advice,
        )
    if not filled:
        return tuple(Ids(column.codes) for column in columns)
    none = filled[0][:0]  # an empty vocabulary of the same type
    names, places = _kernel.union(*(c.names() if c.size else none for c in columns))
    names = read_only(names)
    return tuple(
        Ids(column.codes, names)
        if at is None
        else _spread(Ids(at, names), column.codes)
        for column, at in zip(columns, places, strict=True)
    )


def labels(argument: str, by: object) -> tuple[IntArray, tuple[Label, ...]]:
    """Return a code per row and the labels; missing labels form one group."""
    if isinstance(by, Mapping):
        return _combined(argument, cast("Mapping[str, object]", by))
    column: Any = by
    if _columns.is_listed(by):
        values = cast("Sequence[object]", column)
        kinds = {type(value) for value in values if value is not None}
        gone = [value is None for value in values]
        if kinds == {bool}:
            return _few(np.ma.MaskedArray([value is True for value in values], gone))
        if kinds == {date}:
            return _few(np.array(values, "datetime64[D]"))
    elif hasattr(by, "__array__") and _categorical(by) is None:
        array = np.asanyarray(column)
        if array.dtype.kind in "bM" and array.ndim == 1:
            return _few(array)
        column = by if array.dtype.kind == "f" else array
    given = isinstance(column, Ids)
    ids = column if given else Ids.of(column, argument=argument, copy=False)
    known = ids.codes.min(initial=0) >= 0
    codes = ids.codes if known else np.where(ids.known, ids.codes, ids.size)
    if ids.categories is None:
        full, distinct = _kernel.renumber(codes, ids.size + (not known))
        return full, tuple(None if k == ids.size else k for k in distinct.tolist())
    names = tuple(ids.categories.tolist())
    return codes, names if known else (*names, None)


def _few(column: Array) -> tuple[IntArray, tuple[Label, ...]]:
    """Return codes and labels of a boolean column or of times."""
    values: Array = np.asarray(column)
    if values.dtype == "datetime64[ns]":  # Python has no nanoseconds
        values = values.astype("datetime64[us]")
    known: BoolArray = ~(np.isnan(values) | np.ma.getmaskarray(column))
    distinct, codes = np.unique(values[known], return_inverse=True)
    names = tuple(distinct.tolist())
    if known.all():
        return codes, names
    full = np.full(values.size, len(names))
    full[known] = codes
    return full, (*names, None)


def _combined(
    argument: str, by: Mapping[str, object]
) -> tuple[IntArray, tuple[Label, ...]]:
    """Return the combinations that occur in several columns of labels."""
    parts = {f"{argument}[{name!r}]": column for name, column in by.items()}
    coded = {name: labels(name, column) for name, column in parts.items()}
    if not coded:
        raise _checks.refusal(InvalidArgumentError, argument, "name a column", {})
    _checks.same_lengths(**{name: codes for name, (codes, _) in coded.items()})
    (joint, first), *others = coded.values()
    rows: list[tuple[Label, ...]] = [(name,) for name in first]
    if not others:
        joint, present = _kernel.renumber(joint, len(rows))
        rows = [rows[at] for at in present.tolist()]
    for codes, names in others:
        size = len(names)
        joint, present = _kernel.combine(joint, codes, len(rows), size)
        rows = [(*rows[at // size], names[at % size]) for at in present.tolist()]
    return joint, tuple(rows)
