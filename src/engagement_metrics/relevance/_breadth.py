"""How many of a target engage, and how much those do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, overload

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks, _columns
from engagement_metrics._typing import FloatArray, Label, ToArray, ToScalar
from engagement_metrics.errors import InvalidTypeError
from engagement_metrics.evidence import Interval, Pooled, Proportion, Rate
from engagement_metrics.evidence._result import EMPTY
from engagement_metrics.relevance._engagement import _engaged
from engagement_metrics.tables import Interactions
from engagement_metrics.words import Status, Terms

__all__ = ["BreadthAndDepth", "breadth_and_depth"]

DEPTH = Terms("engagements", "members", "members", "number")
SHARE = Terms("engaged", "target", "targets")


@attrs.frozen(kw_only=True)
class BreadthAndDepth:
    """
    How many of a target engage, and how much those do: its penetration and intensity.

    Made by ``breadth_and_depth(...)``. ``+`` adds disjoint targets.

    Attributes
    ----------
    breadth : Proportion
        Members that engaged, of the target.
    depth : Pooled
        Engagements for each member that engaged, with the error between members.

    Notes
    -----
    ``value`` = ``breadth`` × ``depth``: engagements for each member of the target, the
    silent among them. Where nobody engaged breadth and value are 0 and depth is NaN.
    The interval of the value is the pooled one between members, silent ones included.

    Examples
    --------
    >>> both = breadth_and_depth([4, 1, 1], 10)
    >>> both.value, both.breadth.value, both.depth.value
    (0.6, 0.3, 2.0)
    >>> print(both)
    0.60 (0.13 to 2.7, 10 members): breadth 30.0 % (3 of 10), depth 2.0
    """

    breadth: Proportion[float]
    depth: Pooled[float]

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    @property
    def _rate(self) -> Rate[float]:
        y, x = self.depth.sum_y, self.breadth.trials
        left_out = self.breadth.left_out
        return Rate._build(y, x, left_out, "breadth_and_depth", DEPTH)

    @property
    def value(self) -> float:
        """Engagements for each member of the target."""
        return self._rate.value

    @property
    def status(self) -> Status:
        """Why the value exists or not."""
        return self._rate.status

    @property
    def pooled(self) -> Pooled[float]:
        """The evidence by member of the target, the silent ones included."""
        defined = self.status == Status.DEFINED
        silent = self.breadth.trials - self.breadth.successes if defined else 0.0
        rest = attrs.evolve(
            self.depth,
            units=silent,
            sum_y=0.0,
            sum_x=silent,
            sum_ee=0.0,
            sum_ex=0.0,
            sum_xx=silent,
        )
        return self.depth + rest

    def interval(self, level: float = 0.95) -> Interval[float]:
        """
        Return the interval of the value, between members of the target.

        Parameters
        ----------
        level : float, optional
            Confidence level, strictly between 0 and 1; 0.95 by default.

        Returns
        -------
        Interval
            NaN bounds where there is none; its *status* says why.

        Warns
        -----
        SmallSampleWarning
            For a target of fewer than 30 members.
        """
        return self.pooled.interval(level)

    def __add__(self, other: BreadthAndDepth) -> BreadthAndDepth:
        """Add disjoint targets."""
        if not isinstance(other, BreadthAndDepth):
            return NotImplemented
        return BreadthAndDepth(
            breadth=self.breadth + other.breadth, depth=self.depth + other.depth
        )

    def __format__(self, spec: str) -> str:
        """Return the value in a format."""
        return format(self.value, spec) if spec else str(self)

    def __str__(self) -> str:
        """Return one line a person can read."""
        if self.status != Status.DEFINED:
            return f"{_text.NONE}: {self.status}"
        bounds = self.pooled._interval(0.95)
        said = _text.count(self.breadth.trials, "members")
        if bounds.status == Status.DEFINED:
            said = f"{_text.bounds(bounds.low, bounds.high, 'number')}, {said}"
        depth = _text.value(self.depth.value, "number")
        value = _text.value(self.value, "number")
        return f"{value} ({said}): breadth {self.breadth}, depth {depth}"


@overload
def breadth_and_depth(engagements: ToArray, target: ToScalar) -> BreadthAndDepth: ...
@overload
def breadth_and_depth(
    engagements: Interactions, /, target: Iterable[Label], *, account: Label = ...
) -> BreadthAndDepth: ...
def breadth_and_depth(
    engagements: Any, target: Any, *, account: Label = None
) -> BreadthAndDepth:
    r"""
    Return how many of a target engage, and how much those who do.

    Deep resonance in a small group and a shallow echo in a large one can have the same
    engagement for each member: this takes them apart. Breadth counts people, depth
    events of those people.

    .. math:: \frac{E_T}{|T|} =
        \underbrace{\frac{|\text{engaged}|}{|T|}}_{\text{breadth}}
        \times \underbrace{\frac{E_T}{|\text{engaged}|}}_{\text{depth}}

    Parameters
    ----------
    engagements : array_like of float or Interactions
        Engagements of each member of the target that engaged, silent ones may be
        there with 0 [events], shape ``(members,)``; or a log of who did what.
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
        If an argument is of the wrong kind.
    InvalidCountsError
        If a number is negative, missing among *engagements*, infinite or above 2**53,
        or more engaged than the target has.
    InvalidArgumentError
        If the target is empty of ids, or the log has no such account.

    Notes
    -----
    Range of breadth: 0 to 1, of depth: above 0, of whole events 1 and up. Undefined
    (NaN) where the target is empty; depth alone where nobody engaged. Pools by adding
    disjoint targets; the log of the product splits a change into the two parts. Breadth
    has a Wilson interval, depth and product the pooled one between members. Our
    definition of the pair, as penetration and intensity in marketing; no published
    engagement number splits so. Pitfall: depth is a mean, and one enthusiast can make
    it; see ``participation_gini``.

    Examples
    --------
    >>> deep, wide = breadth_and_depth([30, 30], 100), breadth_and_depth([1] * 60, 100)
    >>> deep.value, wide.value
    (0.6, 0.6)
    >>> deep.breadth.value, deep.depth.value
    (0.02, 30.0)
    >>> wide.breadth.value, wide.depth.value
    (0.6, 1.0)
    """
    if isinstance(engagements, Interactions):
        actor, weight, aims = _engaged(engagements, target, account)
        ours = np.isin(actor, aims)
        column: FloatArray = np.bincount(actor[ours], weight[ours]).astype(np.float64)
        size: object = aims.size
    elif account is not None:
        raise InvalidTypeError(
            "breadth_and_depth() takes account= with a log only", argument="account"
        )
    else:
        column = _columns.weights(engagements, argument="engagements")
        size = _columns.numbers("target", target)
        if isinstance(size, np.ndarray):
            rule = "be a number of members, or with a log their ids"
            raise _checks.refusal(InvalidTypeError, "target", rule, target)
    some = column[column > 0]
    breadth = Proportion._named(
        {"engaged": some.size, "target": size},
        "breadth",
        SHARE,
        "The target includes those who engaged",
    )
    depth = Rate._build(some, np.ones(some.size), EMPTY, "depth", DEPTH).pooled()
    return BreadthAndDepth(breadth=breadth, depth=depth)
