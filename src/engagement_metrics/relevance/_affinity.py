"""Affinity: how over-represented a group is in an audience."""

from __future__ import annotations

from typing import Any, Self, overload

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._kernels import comparison
from engagement_metrics._typing import Array, FloatArray, T, ToArray, ToScalar
from engagement_metrics.evidence import Proportion
from engagement_metrics.evidence._result import Known
from engagement_metrics.evidence._rows import Rows
from engagement_metrics.relevance._shares import OfQuotient, parts_of
from engagement_metrics.words import Metric, Source

METHOD = "Miettinen and Nurminen's score, as if independent"
PARITY = 100
IQ_MEDIA = Source(
    "IQ Media",
    None,
    "Affinity index",
    "http://iqmedia.com.pl/szkola_mediow/slownik_pojec.html",
)
AFFINITY = Metric(
    "affinity_index",
    "share of the audience in the group / share of the population in the group",
    unit="groups",
    scale="number",
    sources=(IQ_MEDIA,),
)
SHARES = {
    whole: Metric("share_in_group", "in the group", whole, unit="groups")
    for whole in ("audience", "population")
}


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class AffinityIndex(OfQuotient[T]):
    """
    How many times as common a group is in an audience as in a population.

    Made by ``affinity_index(...)``. ``+`` adds the counts of disjoint audiences and
    populations. The value is 1 at parity; it is printed as the index with 100 for
    parity.

    Attributes
    ----------
    audience : Proportion
        Share of the audience that is in the group.
    population : Proportion
        Share of the population that is in the group.

    Examples
    --------
    >>> index = affinity_index(
    ...     in_audience=40, audience=400, in_population=500, population=10000
    ... )
    >>> index.value
    2.0
    >>> print(index)
    affinity index: 200.0 (95 %: 146.9 to 270.0, as if independent;
    10.0 % of the audience, 5.0 % of the population; parity 100)
    """

    audience: Proportion[T]
    population: Proportion[T]

    metric = AFFINITY
    _score = (comparison.miettinen_nurminen_ratio, METHOD)

    @property
    def _sides(self) -> tuple[Proportion[T], Proportion[T]]:
        return self.audience, self.population

    @property
    def units(self) -> T:
        """Audiences that contributed."""
        return self.audience.units

    def _left(self) -> FloatArray | None:
        parts = [share._left() for share in self._sides]
        known = [part for part in parts if part is not None]
        return np.maximum.reduce(known) if known else None

    @overload
    def __getitem__(
        self: AffinityIndex[FloatArray], rows: int
    ) -> AffinityIndex[float]: ...
    @overload
    def __getitem__(
        self: AffinityIndex[FloatArray], rows: slice | Array
    ) -> AffinityIndex[FloatArray]: ...
    def __getitem__(self, rows: Any) -> Any:
        """Return one row, or some of them."""
        return self._at(rows)

    def __add__(self, other: Self) -> Self:
        """Add the counts of disjoint audiences and of disjoint populations."""
        if not isinstance(other, AffinityIndex):
            return NotImplemented
        return self._added(other)

    def _said(self, value: float) -> str:
        return super()._said(PARITY * value)

    def _within(self, value: float, low: float, high: float, known: Known) -> str:
        return super()._within(PARITY * value, PARITY * low, PARITY * high, known)

    def _counted(self) -> list[str]:
        shares = (share._values().tolist() for share in self._sides)
        return [
            f"{_text.value(of)} of the audience, {_text.value(over)} of the population"
            for of, over in zip(*shares, strict=True)
        ]

    def _notes(self) -> list[str]:
        return [f"parity {PARITY}"] * self._size()


@overload
def affinity_index(
    *,
    in_audience: ToScalar,
    audience: ToScalar,
    in_population: ToScalar,
    population: ToScalar,
) -> AffinityIndex[float]: ...
@overload
def affinity_index(
    *,
    in_audience: ToArray,
    audience: ToArray | ToScalar,
    in_population: ToArray | ToScalar,
    population: ToArray | ToScalar,
) -> AffinityIndex[FloatArray]: ...
@overload
def affinity_index(
    *,
    in_audience: ToScalar,
    audience: ToArray,
    in_population: ToArray | ToScalar,
    population: ToArray | ToScalar,
) -> AffinityIndex[FloatArray]: ...
@overload
def affinity_index(
    *,
    in_audience: ToScalar,
    audience: ToScalar,
    in_population: ToArray,
    population: ToArray | ToScalar,
) -> AffinityIndex[FloatArray]: ...
@overload
def affinity_index(
    *,
    in_audience: ToScalar,
    audience: ToScalar,
    in_population: ToScalar,
    population: ToArray,
) -> AffinityIndex[FloatArray]: ...
def affinity_index(
    *, in_audience: object, audience: object, in_population: object, population: object
) -> AffinityIndex[Any]:
    r"""
    Return how many times as common a group is in an audience as in a population.

    A ratio of two shares of people: 1 is parity, 2 is twice as common. It says which
    groups are over-represented, not how large they are: a high index of a tiny group is
    noise. The share of the audience is printed beside it.

    .. math:: \text{affinity} = \frac{|A \cap G| / |A|}{|P \cap G| / |P|}

    Parameters
    ----------
    in_audience : float or array_like of float
        Members of the audience in the group [people]. Shape ``(groups,)`` for a column.
    audience : float or array_like of float
        All members of the audience [people].
    in_population : float or array_like of float
        Members of the population in the group [people].
    population : float or array_like of float
        All members of the population [people].

    Returns
    -------
    AffinityIndex
        With both shares and the interval; of columns if any argument is a column.

    Raises
    ------
    InvalidTypeError
        If an argument is not numeric.
    InvalidCountsError
        If a number is negative, infinite or above 2**53, or a group is larger than its
        audience or population.
    InvalidArgumentError
        If columns have different lengths.

    See Also
    --------
    engagement_metrics.comparison.ratio : Also the lift of a response: the rate of the
        target over the rate of strangers.

    Notes
    -----
    Range: 0 to infinity; 1 is parity. Undefined (NaN) where the audience or the
    population is empty, nobody of the population is in the group, or a part is missing.
    Pools by adding the counts; indices are never averaged. The interval is the score
    interval of the ratio of two shares [2]_, which holds at counts of 0. It takes both
    as independent samples: a census of a large population adds next to nothing to its
    width, and where the audience is part of the population it is slightly too wide.
    Media planners multiply by 100 and call it affinity index, composition index or
    index [1]_; here only the printed line does. Pitfall: percentages given as counts of
    a hundred make an interval as if of a hundred people.

    References
    ----------
    .. [1] IQ Media. Affinity index.
       http://iqmedia.com.pl/szkola_mediow/slownik_pojec.html
    .. [2] Miettinen, O. and Nurminen, M. (1985). Comparative analysis of two rates.
       Statistics in Medicine 4, 213-226. 10.1002/sim.4780040211. As commonly stated;
       original not consulted.

    Examples
    --------
    >>> index = affinity_index(
    ...     in_audience=40, audience=400, in_population=500, population=10000
    ... )
    >>> index.value
    2.0
    >>> print(f"{index.interval():.2f}")
    1.47 to 2.70 (95 %)
    """
    given = {
        "in_audience": in_audience,
        "audience": audience,
        "in_population": in_population,
        "population": population,
    }
    wholes = {whole: f"in_{whole}" for whole in SHARES}
    advice = "The {} includes those in the group"
    (k1, n1, k2, n2), single = parts_of(given, wholes, advice)
    rows = {"audience": Rows(k1, n1), "population": Rows(k2, n2)}
    shares = {
        whole: Proportion.of_rows(part, SHARES[whole], single=single)
        for whole, part in rows.items()
    }
    return AffinityIndex(**shares)
