"""Results of several parts, with the value of a leading part."""

from __future__ import annotations

from typing import Any, cast

from engagement_metrics._typing import FloatArray, IntArray, T
from engagement_metrics.evidence._interval import Bounds
from engagement_metrics.evidence._result import Result
from engagement_metrics.words import Metric


class Composite(Result[T]):
    """A result whose value, status, bounds and text are those of a leading part."""

    __slots__ = ()

    @property
    def _lead(self) -> Result[Any]:
        """Return the leading part."""
        raise NotImplementedError

    @property
    def metric(self) -> Metric:
        """Metric of the value."""
        return cast("Metric", self._lead.metric)

    @property
    def _single(self) -> bool:
        return bool(self._lead._single)

    @property
    def units(self) -> T:
        """Units that contributed."""
        return cast("T", self._lead.units)

    def _values(self) -> FloatArray:
        return self._lead._values()

    def _codes(self) -> IntArray:
        return self._lead._codes()

    def _bounds(self, level: float) -> Bounds:
        return self._lead._bounds(level)

    def _left(self) -> FloatArray | None:
        return self._lead._left()

    def _effective(self) -> FloatArray | None:
        return self._lead._effective()

    def _title(self) -> str:
        return self._lead._title()

    def _counted(self) -> list[str]:
        return self._lead._counted()

    def _warn(self) -> None:
        self._lead._warn()

    def _between(self) -> list[str]:
        return self._lead._between()

    def _method(self) -> str:
        return self._lead._method()

    def _said(self, value: float) -> str:
        return self._lead._said(value)

    def _no_interval(self, code: int) -> str:
        return self._lead._no_interval(code)

    def _why(self, code: int) -> str:
        return self._lead._why(code)
