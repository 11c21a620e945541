"""Affinity: how over-represented a group is in an audience."""

from __future__ import annotations

from typing import Any, Self, overload

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks
from engagement_metrics._kernels import comparison
from engagement_metrics._typing import Array, FloatArray, T, ToArray, ToScalar
from engagement_metrics.errors import InvalidCountsError
from engagement_metrics.evidence import Proportion
from engagement_metrics.evidence._result import Known
from engagement_metrics.evidence._rows import Rows
from engagement_metrics.relevance._shares import OfQuotient, parts_of
from engagement_metrics.words import Metric, Source

SCORE = (
    comparison.miettinen_nurminen_ratio,
    "Miettinen and Nurminen's score, as if independent",
)
NESTED = (
    comparison.part_to_whole,
    "MOVER from Wilson scores of the audience and the rest, as if independent",
)
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
    inside : bool
        Whether the audience is a part of the population.

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
    inside: bool = False

    metric = AFFINITY

    @property
    def _score(self) -> tuple[Any, str]:  # type: ignore[override]
        return NESTED if self.inside else SCORE

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
        _checks.same_evidence(
            self.inside, other.inside, of=_place(other.inside), to=_place(self.inside)
        )
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
        where = f"; {_place(inside=True)}" if self.inside else ""
        return [f"parity {PARITY}{where}"] * self._size()


def _place(inside: bool) -> str:
    return "an audience " + ("inside the population" if inside else "of its own")


@overload
def affinity_index(
    *,
    in_audience: ToScalar,
    audience: ToScalar,
    in_population: ToScalar,
    population: ToScalar,
    inside: bool = False,
) -> AffinityIndex[float]: ...
@overload
def affinity_index(
    *,
    in_audience: ToArray,
    audience: ToArray | ToScalar,
    in_population: ToArray | ToScalar,
    population: ToArray | ToScalar,
    inside: bool = False,
) -> AffinityIndex[FloatArray]: ...
@overload
def affinity_index(
    *,
    in_audience: ToScalar,
    audience: ToArray,
    in_population: ToArray | ToScalar,
    population: ToArray | ToScalar,
    inside: bool = False,
) -> AffinityIndex[FloatArray]: ...
@overload
def affinity_index(
    *,
    in_audience: ToScalar,
    audience: ToScalar,
    in_population: ToArray,
    population: ToArray | ToScalar,
    inside: bool = False,
) -> AffinityIndex[FloatArray]: ...
@overload
def affinity_index(
    *,
    in_audience: ToScalar,
    audience: ToScalar,
    in_population: ToScalar,
    population: ToArray,
    inside: bool = False,
) -> AffinityIndex[FloatArray]: ...
def affinity_index(
    *,
    in_audience: object,
    audience: object,
    in_population: object,
    population: object,
    inside: bool = False,
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
    inside : bool, optional
        Whether the audience is a part of the population, so that its members are
        counted in both; false by default: two samples of different people.

    Returns
    -------
    AffinityIndex
        With both shares and the interval; of columns if any argument is a column.

    Raises
    ------
    InvalidTypeError
        If an argument is not numeric, or *inside* not a truth value.
    InvalidCountsError
        If a number is negative, infinite or above 2**53, a group is larger than its
        audience or population, or an audience *inside* is no part of the population.
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
    width. Where the audience is a part of the population they are not independent, and
    it is too wide; with *inside* the audience and the rest of the population are taken
    as independent [3]_ instead, and their ratio r gives 1 / (f + (1 - f) / r), with f
    the share of the population that is the audience.
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
    .. [3] Zou, G. Y. and Donner, A. (2008). Construction of confidence limits about
       effect measures: a general approach. Statistics in Medicine 27, 1693-1702.
       10.1002/sim.3095. As commonly stated; original not consulted.

    Examples
    --------
    >>> numbers = {"in_audience": 200, "audience": 400}
    >>> numbers |= {"in_population": 300, "population": 1000}
    >>> print(f"{affinity_index(**numbers).interval():.2f}")
    1.45 to 1.91 (95 %)
    >>> print(f"{affinity_index(**numbers, inside=True).interval():.2f}")
    1.55 to 1.78 (95 %)
    """
    given = {
        "in_audience": in_audience,
        "audience": audience,
        "in_population": in_population,
        "population": population,
    }
    wholes = {whole: f"in_{whole}" for whole in SHARES}
    advice = "The {} includes those in the group"
    _checks.of_class("inside", inside, bool)
    (k1, n1, k2, n2), single = parts_of(given, wholes, advice)
    if inside:
        _require_inside(k1, n1, k2, n2)
    rows = {"audience": Rows(k1, n1), "population": Rows(k2, n2)}
    shares = {
        whole: Proportion.of_rows(part, SHARES[whole], single=single)
        for whole, part in rows.items()
    }
    return AffinityIndex(**shares, inside=inside)


def _require_inside(
    k1: FloatArray, n1: FloatArray, k2: FloatArray, n2: FloatArray
) -> None:
    """Raise an error for an audience that is no part of the population."""
    advice = "An audience inside the population is counted in it"
    _checks.not_exceeding("in_audience", "in_population", k1, k2, advice)
    _checks.not_exceeding("audience", "population", n1, n2, advice)
    rule = "leave room for the audience outside the group"
    bad = (n1 <= n2) & (k2 - k1 > n2 - n1)
    _checks.require(InvalidCountsError, "population", rule, n2, bad, advice=advice)
