"""Immutable values: read-only columns, equality, copies and pickles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self, TypeVar, cast

import attrs
import numpy as np

ANY = TypeVar("ANY", bound=np.generic)


def read_only(values: np.ndarray[Any, np.dtype[ANY]]) -> np.ndarray[Any, np.dtype[ANY]]:
    """Return a read-only view."""
    view = values.view()
    view.flags.writeable = False
    return view


def frozen(value: Any) -> Any:
    """Return a value with read-only columns, also in tuples and mappings."""
    if isinstance(value, np.ndarray):
        return read_only(cast("Any", value))
    if isinstance(value, tuple):
        given = cast("Any", value)
        parts = list[Any](given)
        for place, part in enumerate(parts):
            if isinstance(part, np.ndarray):  # inlined, since this path is hot
                parts[place] = part.view()
                parts[place].flags.writeable = False
            elif part is not None:
                parts[place] = frozen(part)
        named = hasattr(given, "_fields")
        return given._make(parts) if named else tuple(parts)
    if isinstance(value, dict):
        mapping = cast("Any", value)
        return {name: frozen(part) for name, part in mapping.items()}
    return value


def same(first: Any, second: Any) -> bool:
    """Return whether two fields hold equal values; NaN equals NaN."""
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        ours = cast("Mapping[object, object]", first)
        others = cast("Mapping[object, object]", second)
        return ours.keys() == others.keys() and all(
            same(ours[name], others[name]) for name in ours
        )
    if isinstance(first, tuple) and isinstance(second, tuple):
        one, other = cast("Any", first), cast("Any", second)
        return len(one) == len(other) and all(map(same, one, other))
    numbers = (np.ndarray, np.generic, float)
    if not isinstance(first, numbers) and not isinstance(second, numbers):
        return bool(first == second)
    a, b = np.asarray(first), np.asarray(second)
    nan = a.dtype.kind in "fM" and a.dtype.kind == b.dtype.kind
    return np.array_equal(a, b, equal_nan=nan)


def assign(instance: object, **fields: object) -> None:
    """Set the fields of a frozen instance under construction."""
    for name, value in fields.items():
        object.__setattr__(instance, name, value)


def fields_of(instance: object) -> dict[str, Any]:
    """Return the fields of an attrs instance by attribute name."""
    names = attrs.fields(cast("Any", type(instance)))
    return {field.name: getattr(instance, field.name) for field in names}


def remade(kind: type[Any], fields: dict[str, Any]) -> Any:
    """Return an instance from checked fields, every column read-only."""
    made = object.__new__(kind)
    assign(made, **frozen(fields))
    return made


class Frozen:
    """
    The base class of immutable values.

    A copy is the instance itself; a pickle is equal and read-only. Instances compare by
    their fields (NaN equals NaN), are always true, and are not hashable, since they
    hold arrays.
    """

    __slots__ = ()

    def __copy__(self) -> Self:
        """Return itself."""
        return self

    def __deepcopy__(self, memo: object) -> Self:
        """Return itself."""
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the fields."""
        return remade, (type(self), fields_of(self))

    def __eq__(self, other: object) -> bool:
        """Return whether all fields are the same."""
        if type(other) is not type(self):
            return NotImplemented
        return same(fields_of(self), fields_of(other))

    __hash__: ClassVar[None] = None  # type: ignore[assignment]
