"""Types of inputs and outputs; imports nothing of this library."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from enum import Enum
from typing import Any, Final, Literal, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray
from typing_extensions import TypeVar


class ColumnLike(Protocol):
    """A column of NumPy, pandas, Polars or Arrow, but not a NumPy scalar."""

    def __len__(self) -> int:
        """Return the number of rows."""
        ...

    def __array__(self) -> np.ndarray[Any, Any]:
        """Return the values."""
        ...


Array: TypeAlias = NDArray[Any]
FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]
TimeArray: TypeAlias = NDArray[np.datetime64]
StatusArray: TypeAlias = NDArray[np.object_]
Label: TypeAlias = Hashable
ToScalar: TypeAlias = float | np.integer[Any] | np.floating[Any] | None
ToArray: TypeAlias = ColumnLike | Sequence[float | None]
ToColumn: TypeAlias = ColumnLike | Sequence[Any]
T = TypeVar("T", bound=float | FloatArray, default=float)


class _NotGiven(Enum):
    """The type of the sentinel for an omitted argument; ``None`` means unknown."""

    NOT_GIVEN = "not given"

    def __repr__(self) -> str:
        """Return the text shown in signatures."""
        return "<not given>"


NotGiven: TypeAlias = Literal[_NotGiven.NOT_GIVEN]
NOT_GIVEN: Final = _NotGiven.NOT_GIVEN
"""The default of an argument that may be ``None`` and may also be omitted."""
