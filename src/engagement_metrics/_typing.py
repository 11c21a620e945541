"""Types of what comes in and of what goes out; imports nothing of ours."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray
from typing_extensions import TypeVar

__all__ = [
    "Array",
    "BoolArray",
    "ColumnLike",
    "FloatArray",
    "IntArray",
    "Label",
    "StatusArray",
    "T",
    "TimeArray",
    "ToArray",
    "ToColumn",
    "ToScalar",
]


class ColumnLike(Protocol):
    """A column of NumPy, pandas, Polars or Arrow; a NumPy scalar has no length."""

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
