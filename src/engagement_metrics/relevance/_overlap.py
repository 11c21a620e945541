"""How many members two audiences have in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias, overload

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _columns
from engagement_metrics._door._ids import Ids, shared_codes
from engagement_metrics._kernels import ratios
from engagement_metrics._typing import NOT_GIVEN, Label, NotGiven, ToColumn, ToScalar
from engagement_metrics.errors import InvalidTypeError
from engagement_metrics.evidence import Proportion, Result
from engagement_metrics.evidence._composite import Composite
from engagement_metrics.evidence._rows import Rows
from engagement_metrics.words import Metric, Source

Members: TypeAlias = Iterable[Label] | ToColumn
JACCARD = Source(
    "Jaccard, P.",
    1912,
    "The distribution of the flora in the alpine zone",
    "10.1111/j.1469-8137.1912.tb05611.x",
    consulted=False,
)
OVERLAP = Metric(
    "audience_overlap",
    "members of both",
    "members of either",
    unit="pairs of audiences",
    sources=(JACCARD,),
)


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class AudienceOverlap(Composite[float]):
    """
    How many members two audiences have in common: Jaccard's similarity.

    Made by ``audience_overlap(...)``. ``+`` adds the overlaps of disjoint populations,
    such as two countries.

    Attributes
    ----------
    only_a, only_b, both : float
        Members of the first only, of the second only, and of both [people].

    Notes
    -----
    Jaccard's similarity is the value and has the Wilson interval, as if the two were
    samples of people; where they are complete lists it is exact. Dice's is 2J/(1 + J).

    Examples
    --------
    >>> overlap = audience_overlap({"ada", "bob", "cyd"}, {"cyd", "dan"})
    >>> overlap.value, overlap.overlap_coefficient, overlap.dice
    (0.25, 0.5, 0.4)
    >>> overlap.incremental_reach
    1.0
    >>> print(overlap)
    audience overlap of members of either: 25.0 % (95 %: 4.6 to 69.9 %,
    as if independent; 1 of 4; the second adds 1 person)
    """

    only_a: float
    only_b: float
    both: float

    @property
    def jaccard(self) -> Proportion[float]:
        """Members of both, of the members of either."""
        rows = Rows(np.array([self.both]), np.array([self.union]))
        made: Proportion[float] = Proportion.of_rows(rows, OVERLAP, single=True)
        return made

    @property
    def _lead(self) -> Result[Any]:
        return self.jaccard

    @property
    def union(self) -> float:
        """Members of either."""
        return self.only_a + self.only_b + self.both

    @property
    def overlap_coefficient(self) -> float:
        """Members of both, of the smaller audience: 1 if it is part of the larger."""
        smaller = float(np.minimum(self.only_a, self.only_b))
        return ratios.quotient(self.both, smaller + self.both, bounded=True)

    @property
    def dice(self) -> float:
        """Twice the members of both, over the sum of the two sizes."""
        return ratios.quotient(2 * self.both, self.union + self.both, bounded=True)

    @property
    def incremental_reach(self) -> float:
        """Members that the second adds to the first [people]."""
        return self.only_b

    def __add__(self, other: AudienceOverlap) -> AudienceOverlap:
        """Add the overlaps of disjoint populations."""
        if not isinstance(other, AudienceOverlap):
            return NotImplemented
        return AudienceOverlap(
            only_a=self.only_a + other.only_a,
            only_b=self.only_b + other.only_b,
            both=self.both + other.both,
        )

    def _notes(self) -> list[str]:
        return [f"the second adds {_text.count(self.only_b, 'people')}"]


@overload
def audience_overlap(a: Members, b: Members) -> AudienceOverlap: ...
@overload
def audience_overlap(
    *, only_a: ToScalar, only_b: ToScalar, both: ToScalar
) -> AudienceOverlap: ...
def audience_overlap(
    a: Any = NOT_GIVEN,
    b: Any = NOT_GIVEN,
    *,
    only_a: ToScalar | NotGiven = NOT_GIVEN,
    only_b: ToScalar | NotGiven = NOT_GIVEN,
    both: ToScalar | NotGiven = NOT_GIVEN,
) -> AudienceOverlap:
    r"""
    Return how many members two audiences have in common.

    Of the leader's account and the brand's, say: whether the second reaches anybody
    whom the first does not. It needs the ids of the members, or the counts of the three
    parts; the sizes of the two audiences alone do not tell.

    .. math:: J = \frac{|A \cap B|}{|A \cup B|}, \quad
        \frac{|A \cap B|}{\min(|A|, |B|)}, \quad
        \frac{2\,|A \cap B|}{|A| + |B|}, \quad |A \cup B| - |A|

    Parameters
    ----------
    a, b : iterable of int or str
        The ids of the members of each; an id that repeats counts once.
    only_a, only_b, both : float
        Instead of ids: how many people are in the first only, in the second only, and
        in both [people]. ``None`` is not known.

    Returns
    -------
    AudienceOverlap
        With Jaccard, overlap coefficient, Dice and incremental reach.

    Raises
    ------
    InvalidTypeError
        If neither two audiences nor three counts are given, or ids are of mixed kinds.
    InvalidCountsError
        If a count is negative, infinite or above 2**53.

    Notes
    -----
    Range of the three similarities: 0 to 1, of the incremental reach: 0 to the size of
    the second. Undefined (NaN) where both are empty or a count is missing; the overlap
    coefficient also where either is empty. They do not pool over audiences that share
    members. The Wilson interval is as if the members of either were a sample. Jaccard's
    similarity [1]_ falls when sizes differ, the overlap coefficient does not. Also
    known as duplication, shared audience; the incremental reach as net or unduplicated
    reach added. Pitfall: lists that a platform cuts off at the first thousand ids
    overlap by chance of the cut.

    References
    ----------
    .. [1] Jaccard, P. (1912). The distribution of the flora in the alpine zone. New
       Phytologist 11, 37-50. 10.1111/j.1469-8137.1912.tb05611.x. As commonly stated;
       original not consulted.

    Examples
    --------
    >>> audience_overlap([1, 2, 3], [3, 4]).value
    0.25
    >>> overlap = audience_overlap(only_a=300, only_b=100, both=100)
    >>> overlap.value, overlap.overlap_coefficient, overlap.incremental_reach
    (0.2, 0.5, 100.0)
    """
    ids = {"a": a, "b": b}
    counts = {"only_a": only_a, "only_b": only_b, "both": both}
    given = {name for name, part in (ids | counts).items() if part is not NOT_GIVEN}
    if given == counts.keys():
        numbers = {name: _columns.number(name, n) for name, n in counts.items()}
        return AudienceOverlap(**numbers)
    if given != ids.keys():
        raise InvalidTypeError(
            "audience_overlap() takes two audiences of ids, or the counts only_a=,"
            " only_b= and both=",
            argument="audience_overlap",
        )
    pair = shared_codes(*(_ids(name, members) for name, members in ids.items()))
    there = np.zeros((2, max(column.size for column in pair)), np.bool_)
    for row, column in zip(there, pair, strict=True):
        row[column.codes[column.known]] = True
    ours, theirs = there
    parts = ours & ~theirs, theirs & ~ours, ours & theirs
    sizes = (float(np.count_nonzero(part)) for part in parts)
    return AudienceOverlap(**dict(zip(counts, sizes, strict=True)))


def _ids(argument: str, members: Any) -> Ids:
    if isinstance(members, set | frozenset):
        members = [*members]
    return Ids.of(members, argument=argument)
