"""How many members of a target engage, and how much they do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, overload

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks, _columns
from engagement_metrics._kernels import sums
from engagement_metrics._typing import NOT_GIVEN, FloatArray, Label, ToArray, ToScalar
from engagement_metrics.evidence import Pooled, Proportion, Rate, Result
from engagement_metrics.evidence._composite import Composite
from engagement_metrics.evidence._ratio import quotient
from engagement_metrics.evidence._rows import Rows
from engagement_metrics.relevance._engagement import engaged_in
from engagement_metrics.tables import Interactions
from engagement_metrics.words import Metric

BOTH, DEPTH = (
    Metric(name, "engagements", of, unit="members", scale="number")
    for name, of in (("breadth_and_depth", "target members"), ("depth", "engaged"))
)
BREADTH = Metric("breadth", "engaged", "target", unit="targets")


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class BreadthAndDepth(Composite[float]):
    """
    Engagements per member of a target, as breadth times depth.

    Made by ``breadth_and_depth(...)``. ``+`` adds disjoint targets.

    Attributes
    ----------
    breadth : Proportion
        Members that engaged, of the target.
    depth : Pooled
        Engagements per member that engaged, with the error between members.

    Notes
    -----
    ``value`` = ``breadth`` × ``depth``: engagements per member of the target, the
    silent members included. Where nobody engaged breadth and value are 0 and depth is
    NaN. The interval of the value is the pooled one between members, silent ones
    included.

    Examples
    --------
    >>> both = breadth_and_depth([4, 1, 1], target=10)
    >>> both.value, both.breadth.value, both.depth.value
    (0.6, 0.3, 2.0)
    >>> print(both)
    breadth and depth by target members, pooled: 0.60 (95 %: 0.15 to 2.4;
    10 members; breadth 30.0 %, depth 2.0)
    """

    breadth: Proportion[float]
    depth: Pooled[float]

    def _settled(self) -> tuple[Rows, Pooled[float]]:
        """Return what this lends a sum: nothing where the target is not defined."""
        breadth = self.breadth._settled()
        return breadth._rows, self.depth if breadth.units else _depth(np.zeros(0))

    @property
    def pooled(self) -> Pooled[float]:
        """The evidence by member of the target, the silent ones included."""
        target, depth = self._settled()
        silent = sums.of_equal(target.x - target.y, 0.0, 1.0)
        summed = sums.merge(depth._sums, silent)
        counts, left = depth._counts, target.left
        return Pooled.of_sums(summed, left, "rate", counts, BOTH, single=True)

    @property
    def _lead(self) -> Result[Any]:
        return self.pooled

    def __add__(self, other: BreadthAndDepth) -> BreadthAndDepth:
        """Add disjoint targets."""
        if not isinstance(other, BreadthAndDepth):
            return NotImplemented
        return BreadthAndDepth(
            breadth=self.breadth + other.breadth,
            depth=self._settled()[1] + other._settled()[1],
        )

    def _notes(self) -> list[str]:
        depth = _text.value(self.depth.value, "number")
        return [f"breadth {_text.value(self.breadth.value)}, depth {depth}"]


@overload
def breadth_and_depth(engagements: ToArray, *, target: ToScalar) -> BreadthAndDepth: ...
@overload
def breadth_and_depth(
    engagements: Interactions, /, *, target: Iterable[Label], account: Label = ...
) -> BreadthAndDepth: ...
def breadth_and_depth(
    engagements: Any, *, target: Any, account: Label = None
) -> BreadthAndDepth:
    r"""
    Return the share of a target that engages, times engagements per engaged member.

    Deep resonance in a small group and a shallow echo in a large one can have the same
    engagement per member; this takes them apart. Breadth counts people, depth the
    events of those people.

    .. math:: \frac{E_T}{|T|} =
        \underbrace{\frac{|\text{engaged}|}{|T|}}_{\text{breadth}}
        \times \underbrace{\frac{E_T}{|\text{engaged}|}}_{\text{depth}}

    Parameters
    ----------
    engagements : array_like of float or Interactions
        Engagements of each member of the target that engaged [events], shape
        ``(members,)``; silent members may be in it with 0. Or a log.
    target : float or iterable of int or str
        Members of the target [people]; with a log, their ids.
    account : int or str, optional
        With a log: the account that they engaged with; any by default.

    Returns
    -------
    BreadthAndDepth
        With both parts, their product, and its interval between members.

    Raises
    ------
    InvalidTypeError
        If an argument is of the wrong kind, or *account* is given without a log.
    InvalidCountsError
        If a number is negative, missing among *engagements*, infinite or above 2**53,
        or more members engaged than the target has.
    InvalidArgumentError
        If the target names nobody, or the log has no such account.

    See Also
    --------
    engagement_metrics.conversation.participation_gini : How unequal the members are.

    Notes
    -----
    Range of breadth: 0 to 1, of depth: above 0, of whole events 1 and up. Undefined
    (NaN) where the target is empty; depth alone where nobody engaged. Pools by adding
    disjoint targets; the log of the product splits a change into the two parts. Breadth
    has a Wilson interval, depth and product the pooled one between members. Our
    definition of the pair, after penetration and intensity in marketing; no published
    engagement number splits so. Pitfall: depth is a mean, which a single enthusiast can
    make.

    Examples
    --------
    >>> deep = breadth_and_depth([30, 30], target=100)
    >>> wide = breadth_and_depth([1] * 60, target=100)
    >>> deep.value, wide.value
    (0.6, 0.6)
    >>> deep.breadth.value, deep.depth.value
    (0.02, 30.0)
    >>> wide.breadth.value, wide.depth.value
    (0.6, 1.0)
    """
    if isinstance(engagements, Interactions):
        actor, weight, aims = engaged_in(engagements, target, account)
        ours = np.isin(actor.codes, aims)
        column = np.bincount(actor.codes[ours], weight[ours]).astype(np.float64)
        size: float = aims.size
    else:
        given = {"account": NOT_GIVEN if account is None else account}
        _checks.not_given("breadth_and_depth", "numbers", given)
        column = _columns.weights(engagements, argument="engagements")
        size = _columns.number("target", target)
    some = column[column > 0]
    people = {"engaged": some.size, "target": size}
    advice = "The target includes those who engaged"
    breadth: Proportion[Any] = quotient(Proportion, BREADTH, people, advice)
    return BreadthAndDepth(breadth=breadth, depth=_depth(some))


def _depth(engagements: FloatArray) -> Pooled[float]:
    rows = Rows(engagements, np.ones(engagements.size))
    members: Rate[FloatArray] = Rate.of_rows(rows, DEPTH)
    return members.pooled()
