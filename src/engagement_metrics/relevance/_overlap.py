"""How many members two audiences have in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, TypeAlias, cast, overload

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _columns
from engagement_metrics._door._ids import Ids, shared_codes
from engagement_metrics._typing import Label, ToColumn, ToScalar
from engagement_metrics.errors import InvalidTypeError
from engagement_metrics.evidence import Interval, Proportion
from engagement_metrics.words import Status, Terms

__all__ = ["AudienceOverlap", "audience_overlap"]

Members: TypeAlias = Iterable[Label] | ToColumn
OVERLAP = Terms("in both", "in either", "pairs of audiences")


@attrs.frozen(kw_only=True)
class AudienceOverlap:
    """
    How many members two audiences have in common.

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
    25.0 % in both (4.6 to 69.9 %; 1 of 4; the second adds 1 person)
    """

    only_a: float
    only_b: float
    both: float

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    @property
    def jaccard(self) -> Proportion[float]:
        """Members of both, of the members of either."""
        return Proportion(self.both, self.union, metric="jaccard", terms=OVERLAP)

    @property
    def union(self) -> float:
        """Members of either."""
        return self.only_a + self.only_b + self.both

    @property
    def value(self) -> float:
        """Jaccard's similarity: members of both, of the members of either."""
        return self.jaccard.value

    @property
    def status(self) -> Status:
        """Why the value exists or not."""
        return self.jaccard.status

    @property
    def overlap_coefficient(self) -> float:
        """Members of both, of the smaller audience: 1 where one holds the other."""
        smaller = float(np.minimum(self.only_a, self.only_b))
        return Proportion(self.both, smaller + self.both).value

    @property
    def dice(self) -> float:
        """Twice the members of both, of the sizes of the two added up."""
        return Proportion(2 * self.both, self.union + self.both).value

    @property
    def incremental_reach(self) -> float:
        """Members that the second adds to the first [people]."""
        return self.only_b

    def interval(self, level: float = 0.95) -> Interval[float]:
        """
        Return the Wilson score interval of Jaccard's similarity.

        Parameters
        ----------
        level : float, optional
            Confidence level, strictly between 0 and 1; 0.95 by default.

        Returns
        -------
        Interval
            As if the members of either were a sample of people.
        """
        return self.jaccard.interval(level)

    def __add__(self, other: AudienceOverlap) -> AudienceOverlap:
        """Add the overlaps of disjoint populations."""
        if not isinstance(other, AudienceOverlap):
            return NotImplemented
        return AudienceOverlap(
            only_a=self.only_a + other.only_a,
            only_b=self.only_b + other.only_b,
            both=self.both + other.both,
        )

    def __format__(self, spec: str) -> str:
        """Return the value in a format."""
        return format(self.value, spec) if spec else str(self)

    def __str__(self) -> str:
        """Return one line a person can read."""
        if self.status != Status.DEFINED:
            return f"{_text.NONE}: {self.status}"
        bounds = self.interval()
        limits = _text.bounds(bounds.low, bounds.high)
        of = f"{_text.number(self.both)} of {_text.number(self.union)}"
        people = "person" if self.only_b == 1 else "people"
        more = f"the second adds {_text.number(self.only_b)} {people}"
        return f"{_text.value(self.value)} in both ({limits}; {of}; {more})"


@overload
def audience_overlap(a: Members, b: Members) -> AudienceOverlap: ...
@overload
def audience_overlap(
    *, only_a: ToScalar, only_b: ToScalar, both: ToScalar
) -> AudienceOverlap: ...
def audience_overlap(
    a: Any = ...,
    b: Any = ...,
    **counts: ToScalar,
) -> AudienceOverlap:
    r"""
    Return how many members two audiences have in common.

    Of the leader's account and the brand's, say: whether the second reaches anybody
    whom the first does not. The members themselves are needed, or the counts of the
    three parts; the sizes of the two alone do not tell.

    .. math:: J = \frac{|A \cap B|}{|A \cup B|}, \quad
        \frac{|A \cap B|}{\min(|A|, |B|)}, \quad
        \frac{2\,|A \cap B|}{|A| + |B|}, \quad |A \cup B| - |A|

    Parameters
    ----------
    a, b : iterable of int or str
        The ids of the members of each; one that repeats counts once.
    **counts : float
        Instead of ids *only_a*, *only_b* and *both*: how many are in the first only,
        in the second only, and in both [people].

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
    coefficient also where one of the two is. They do not pool over audiences that share
    members. The Wilson interval is as if the members of either were a sample. Jaccard
    [1]_ falls when sizes differ, the overlap coefficient does not. As commonly stated;
    original not consulted. Also known as duplication, shared audience; the incremental
    reach as net or unduplicated reach added. Pitfall: ids that were cut off at the
    first thousand by a platform overlap by chance of the cut.

    References
    ----------
    .. [1] Jaccard, P. (1912). The distribution of the flora in the alpine zone. New
       Phytologist 11, 37-50. 10.1111/j.1469-8137.1912.tb05611.x

    Examples
    --------
    >>> audience_overlap([1, 2, 3], [3, 4]).value
    0.25
    >>> overlap = audience_overlap(only_a=300, only_b=100, both=100)
    >>> overlap.value, overlap.overlap_coefficient, overlap.incremental_reach
    (0.2, 0.5, 100.0)
    """
    if a is ... and b is ... and counts.keys() == {"only_a", "only_b", "both"}:
        numbers = {name: _columns.numbers(name, n) for name, n in counts.items()}
        if any(isinstance(number, np.ndarray) for number in numbers.values()):
            raise InvalidTypeError(
                "audience_overlap() takes three numbers, but got a column",
                argument="audience_overlap",
            )
        return AudienceOverlap(**cast("dict[str, float]", numbers))
    if a is ... or b is ... or counts:
        raise InvalidTypeError(
            "audience_overlap() takes two audiences of ids, or the counts only_a=,"
            " only_b= and both=",
            argument="audience_overlap",
        )
    pair = shared_codes(_ids("a", a), _ids("b", b))
    there = np.zeros((2, max(ids.size for ids in pair)), np.bool_)
    for row, ids in zip(there, pair, strict=True):
        row[ids.codes[ids.known]] = True
    ours, theirs = there
    return AudienceOverlap(
        only_a=float(np.count_nonzero(ours & ~theirs)),
        only_b=float(np.count_nonzero(theirs & ~ours)),
        both=float(np.count_nonzero(ours & theirs)),
    )


def _ids(argument: str, members: Any) -> Ids:
    if isinstance(members, set | frozenset):
        members = [*members]
    return Ids.of(members, argument=argument)
