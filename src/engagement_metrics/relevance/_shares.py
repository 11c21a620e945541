"""What is made of two shares, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._typing import T
from engagement_metrics.evidence import Proportion
from engagement_metrics.evidence._result import StatusOf, Valued
from engagement_metrics.words import Status


class OfShares(Valued[T]):
    """A number made of shares: of floats, or of columns with a number a row."""

    __slots__ = ()

    if TYPE_CHECKING:

        @property
        def _number(self) -> Any:
            """Return the number itself as a ratio."""
            ...

        def _line(self) -> str:
            """Return a line a person can read, of floats that are defined."""
            ...

    @property
    def _shares(self) -> dict[str, Proportion[Any]]:
        fields = attrs.asdict(cast("Any", self), recurse=False)
        return {n: part for n, part in fields.items() if isinstance(part, Proportion)}

    @property
    def _is_column(self) -> bool:
        return isinstance(self._number.value, np.ndarray)

    @property
    def value(self) -> T:
        """The number; NaN where there is none, and *status* says why."""
        return cast("T", self._number.value)

    def _status(self) -> object:
        return self._number.status

    status: ClassVar[StatusOf] = StatusOf(_status)

    def _added(self, other: Self) -> Self:
        """Return the evidence of both, share by share."""
        both = {n: part + getattr(other, n) for n, part in self._shares.items()}
        return cast("Self", attrs.evolve(cast("Any", self), **both))

    def __len__(self) -> int:
        """Return the number of rows of a column."""
        return len(next(iter(self._shares.values())))

    def __getitem__(self, row: int) -> Any:
        """Return one row of a column."""
        picked = {n: part[row] for n, part in self._shares.items()}
        return attrs.evolve(cast("Any", self), **picked)

    def __iter__(self) -> Iterator[Any]:
        """Iterate over the rows of a column."""
        return (self[row] for row in range(len(self)))

    def __format__(self, spec: str) -> str:
        """Return the value in a format."""
        return format(self._number, spec) if spec else str(self)

    def __str__(self) -> str:
        """Return one line a person can read, for each row."""
        if self._is_column:
            return "\n".join(map(str, self))
        status = self._status()
        if status != Status.DEFINED:
            return f"{_text.NONE}: {status}"
        return self._line()
