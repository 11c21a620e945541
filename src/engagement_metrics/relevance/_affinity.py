"""Affinity: how over-represented a group is in an audience."""

from __future__ import annotations

from typing import Any, ClassVar, Self, cast, overload

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks, _columns
from engagement_metrics._kernels import comparison, quantiles
from engagement_metrics._typing import FloatArray, T, ToArray, ToScalar
from engagement_metrics.evidence import Interval, Proportion, Rate
from engagement_metrics.evidence._result import EMPTY, StatusOf
from engagement_metrics.relevance._shares import OfShares
from engagement_metrics.words import Status, Terms

__all__ = ["AffinityIndex", "affinity_index"]

METHOD = "Miettinen and Nurminen's score, as if independent"
SHARE = Terms("in the group", "members", "groups")


@attrs.frozen(kw_only=True)
class AffinityIndex(OfShares[T]):
    """
    How many times as common a group is in an audience as in a population.

    Made by ``affinity_index(...)``. ``+`` adds disjoint audiences and populations. The
    value is 1 at parity; only printed is it the index with 100 for parity.

    Attributes
    ----------
    audience : Proportion
        Share of the audience that is in the group.
    population : Proportion
        Share of the population that is in the group.

    Examples
    --------
    >>> index = affinity_index(40, 400, 500, 10000)
    >>> index.value
    2.0
    >>> print(index)
    200.0 (146.9 to 270.0, parity 100; 10.0 % of the audience, 5.0 % of the population)
    """

    audience: Proportion[T]
    population: Proportion[T]

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    @property
    def _number(self) -> Rate[T]:
        y, x = self.audience.value, self.population.value
        return cast("Rate[T]", Rate._build(y, x, EMPTY, "affinity_index", SHARE))

    def _status(self) -> object:
        parts = (self.audience, self.population, self._number)
        first, second, third = (np.array(p._status(), object, ndmin=1) for p in parts)
        status = np.where(second == Status.DEFINED, third, second)
        status = np.where(first == Status.DEFINED, status, first)
        return status if self._is_column else status[0]

    status: ClassVar[StatusOf] = StatusOf(_status)

    def interval(self, level: float = 0.95) -> Interval[T]:
        """
        Return the score interval of the ratio of the two shares.

        Parameters
        ----------
        level : float, optional
            Confidence level, strictly between 0 and 1; 0.95 by default.

        Returns
        -------
        Interval
            Of the value, in which 1 is parity. NaN where the value is undefined.
        """
        z = quantiles.normal_quantile(_checks.level(level))
        status: Any = self._status()
        known = np.atleast_1d(status == Status.DEFINED)
        k1, n1, k2, n2 = (
            np.where(known, part, np.nan)
            for share in (self.audience, self.population)
            for part in (share.successes, share.trials)
        )
        low, high = comparison.miettinen_nurminen_ratio(k1, n1, k2, n2, z)
        value = np.atleast_1d(np.asarray(self.value))
        low, high = np.minimum(low, value), np.maximum(high, value)
        if not self._is_column:
            low, high = low.item(), high.item()
        return Interval(cast("T", low), cast("T", high), level, METHOD, status=status)

    def __add__(self, other: Self) -> Self:
        """Add the counts of disjoint audiences and of disjoint populations."""
        if not isinstance(other, AffinityIndex):
            return NotImplemented
        return self._added(other)

    def _line(self) -> str:
        bounds = cast("Interval[float]", self.interval())
        hundred = (100 * part for part in (self.value, bounds.low, bounds.high))
        value, low, high = (_text.value(float(part), "number") for part in hundred)
        shares = (self.audience, self.population)
        of, over = (_text.value(float(share.value)) for share in shares)
        said = f"{low} to {high}, parity 100"
        return f"{value} ({said}; {of} of the audience, {over} of the population)"


@overload
def affinity_index(
    in_audience: ToScalar,
    audience: ToScalar,
    in_population: ToScalar,
    population: ToScalar,
) -> AffinityIndex[float]: ...
@overload
def affinity_index(
    in_audience: ToArray,
    audience: ToArray | ToScalar,
    in_population: ToArray | ToScalar,
    population: ToArray | ToScalar,
) -> AffinityIndex[FloatArray]: ...
@overload
def affinity_index(
    in_audience: ToScalar,
    audience: ToArray,
    in_population: ToArray | ToScalar,
    population: ToArray | ToScalar,
) -> AffinityIndex[FloatArray]: ...
@overload
def affinity_index(
    in_audience: ToScalar,
    audience: ToScalar,
    in_population: ToArray,
    population: ToArray | ToScalar,
) -> AffinityIndex[FloatArray]: ...
@overload
def affinity_index(
    in_audience: ToScalar,
    audience: ToScalar,
    in_population: ToScalar,
    population: ToArray,
) -> AffinityIndex[FloatArray]: ...
def affinity_index(
    in_audience: object, audience: object, in_population: object, population: object
) -> AffinityIndex[Any]:
    r"""
    Return how many times as common a group is in an audience as in a population.

    A ratio of two shares of people: 1 is parity, 2 is twice as common. It says who is
    over-represented and not how many they are: a high index of a tiny group is noise,
    so read it beside the share of the audience, which is printed with it.

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
        The whole population [people].

    Returns
    -------
    AffinityIndex
        With both shares and the interval; of columns if any argument is one.

    Raises
    ------
    InvalidTypeError
        If an argument is not numeric.
    InvalidCountsError
        If a number is negative, infinite or above 2**53, or more are in the group than
        there are.
    InvalidArgumentError
        If columns have different lengths.

    Notes
    -----
    Range: 0 to infinity; 1 is parity. Undefined (NaN) where the audience or the
    population is empty, nobody of the population is in the group, or a part is missing.
    Pools by adding the counts; indices are never averaged. The score interval of the
    ratio of two shares [2]_, which holds at counts of 0, too. It takes both as
    independent samples: a census of a large population adds next to nothing to it, and
    where the audience is part of the population it is a little too wide. Media planners
    multiply by 100 and call it affinity index, composition index or index [1]_; here
    only printing does. Pitfall: percentages given as counts of a hundred make an
    interval as if of a hundred people.

    References
    ----------
    .. [1] IQ Media. Affinity index.
       http://iqmedia.com.pl/szkola_mediow/slownik_pojec.html
    .. [2] Miettinen, O. and Nurminen, M. (1985). Comparative analysis of two rates.
       Statistics in Medicine 4, 213-226. 10.1002/sim.4780040211. As commonly stated;
       original not consulted.

    Examples
    --------
    >>> index = affinity_index(40, 400, 500, 10000)
    >>> index.value
    2.0
    >>> print(f"{index.interval():.2f}")
    1.47 to 2.70 (95 %)
    """
    named = {
        "in_audience": in_audience,
        "audience": audience,
        "in_population": in_population,
        "population": population,
    }
    numbers = {name: _columns.numbers(name, part) for name, part in named.items()}
    rows = dict(zip(numbers, _columns.columns(**numbers), strict=True))
    first, second = (
        Proportion._named(
            {name: rows[name] for name in (f"in_{whole}", whole)},
            "affinity_index",
            SHARE,
            f"The {whole} includes those in the group",
        )
        for whole in ("audience", "population")
    )
    return AffinityIndex(audience=first, population=second)
