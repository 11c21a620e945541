"""What numbers made of two ratios have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

import attrs
import numpy as np

from engagement_metrics._door import _columns
from engagement_metrics._kernels import quantiles, ratios
from engagement_metrics._typing import FloatArray, IntArray, T
from engagement_metrics.evidence import Result
from engagement_metrics.evidence._interval import Bounds
from engagement_metrics.evidence._rows import Rows


class OfRatios(Result[T]):
    """A number made of two ratios, its first two fields, row by row."""

    __slots__ = ()

    @property
    def _pair(self) -> dict[str, Any]:
        fields = attrs.fields(cast("Any", type(self)))[:2]
        return {field.name: getattr(self, field.name) for field in fields}

    @property
    def _single(self) -> bool:
        return all(ratio._single for ratio in self._pair.values())

    def _at(self, rows: Any) -> Any:
        self._require_rows()
        picked = {name: ratio[rows] for name, ratio in self._pair.items()}
        return attrs.evolve(cast("Any", self), **picked)

    def _added(self, other: Self) -> Self:
        """Return the evidence of both, ratio by ratio."""
        both = {name: part + getattr(other, name) for name, part in self._pair.items()}
        return cast("Self", attrs.evolve(cast("Any", self), **both))


class OfQuotient(OfRatios[T]):
    """A ratio over another, with a score interval."""

    __slots__ = ()

    _score: ClassVar[tuple[Callable[..., tuple[FloatArray, FloatArray]], str]]

    if TYPE_CHECKING:

        @property
        def _sides(self) -> tuple[Any, Any]:
            """Return the numerator and the denominator."""
            ...

    @property
    def _quotient(self) -> Rows:
        return Rows(*(side._values() for side in self._sides))

    def _values(self) -> FloatArray:
        return ratios.divide(*self._quotient[:2], bounded=False)

    def _codes(self) -> IntArray:
        codes = self._quotient.codes(bounded=False)
        for part in reversed(self._pair.values()):  # the first that is not defined
            own = part._codes()
            codes = np.where(own == ratios.DEFINED, codes, own)
        return codes

    def _bounds(self, level: float) -> Bounds:
        z, codes, value = (
            quantiles.normal_quantile(level),
            self._codes(),
            self._values(),
        )
        kernel, method = self._score
        k1, n1, k2, n2 = (
            np.where(codes == ratios.DEFINED, part, np.nan)
            for side in self._sides
            for part in side._rows[:2]
        )
        low, high = kernel(k1, n1, k2, n2, z)
        return Bounds(np.minimum(low, value), np.maximum(high, value), codes, method)


def parts_of(
    given: Mapping[str, object], wholes: Mapping[str, str], advice: str
) -> _columns.Aligned:
    """
    Return named numbers as columns of one length.

    *wholes* says which number is a part of which, and must not exceed it.
    """
    for whole, part in wholes.items():
        pair = {part: given[part], whole: given[whole]}
        _columns.quotient(pair, advice.format(whole))
    return _columns.aligned(given)
