"""Two accounts that share each other's posts, such as a leader's and a brand's."""

from __future__ import annotations

from typing import cast, final

import attrs
import numpy as np

from engagement_metrics._door import _checks
from engagement_metrics._door._ids import Ids, shared_codes
from engagement_metrics._typing import Label
from engagement_metrics.errors import InvalidArgumentError
from engagement_metrics.evidence import Measure, Proportion, Rate
from engagement_metrics.evidence._composite import Composite
from engagement_metrics.tables import Interactions
from engagement_metrics.words import Action, Metric

MADE = frozenset({Action.REPLY, Action.QUOTE, Action.MENTION, Action.MESSAGE})
NO_INTERVAL = "the two shares have intervals of their own"
CROSS = Metric(
    "cross_amplification",
    "twice the smaller number of shared posts / all shared posts",
    unit="posts",
)
SHARED = Metric("shared_posts", "shared by the other", "posts", unit="posts")


@final
@attrs.frozen(eq=False, repr=False, getstate_setstate=False)
class CrossAmplification(Composite[float]):
    """
    The share of each account's posts that the other account shares.

    Made by ``cross_amplification(...)``. Its value is the balance. ``+`` adds logs with
    disjoint posts.

    Attributes
    ----------
    first, second : Proportion
        Posts of each account that the other one shared, of all its posts in the log.
    names : tuple
        The two accounts.

    Examples
    --------
    >>> log = Interactions.of(
    ...     actor=["ceo", "ceo", "brand", "brand"],
    ...     target=["brand", None, "ceo", None],
    ...     kind=["share", None, "share", None],
    ...     post=["b1", "c1", "c1", "b2"],
    ... )
    >>> print(cross_amplification(log, a="ceo", b="brand"))
    cross amplification
      ceo's posts shared by brand: 100.0 % (95 %: at least 20.7 %, as if independent; 1
      of 1)
      brand's posts shared by ceo: 50.0 % (95 %: 9.5 to 90.5 %, as if independent; 1 of
      2)
      balance: 100.0 % (no interval: the two shares have intervals of their own; 2
      posts)
    """

    first: Proportion[float]
    second: Proportion[float]
    names: tuple[Label, Label]

    @property
    def balance(self) -> float:
        """Share of the shared posts that are reciprocated: the two-way index."""
        return self.value

    @property
    def _lead(self) -> Measure:
        a, b = self.first.successes, self.second.successes
        balance: Rate[float] = Rate(2 * min(a, b), a + b)
        return Measure(balance.value, balance.status, int(a + b), NO_INTERVAL, CROSS)

    def __add__(self, other: CrossAmplification) -> CrossAmplification:
        """Add logs with disjoint posts."""
        if not isinstance(other, CrossAmplification):
            return NotImplemented
        _checks.same_evidence(
            self.names, other.names, of=f"{other.names}", to=f"{self.names}"
        )
        return CrossAmplification(
            self.first + other.first, self.second + other.second, self.names
        )

    def __str__(self) -> str:
        """Return the name, a line for each way, and the balance."""
        a, b = self.names
        return (
            f"{self._title()}\n"
            f"  {a}'s posts shared by {b}: {self.first._sentences()[0]}\n"
            f"  {b}'s posts shared by {a}: {self.second._sentences()[0]}\n"
            f"  balance: {self._sentences()[0]}"
        )


def cross_amplification(
    log: Interactions, /, *, a: Label, b: Label
) -> CrossAmplification:
    r"""
    Return the share of each of two accounts' posts that the other one shares.

    The posts of an account are those that it made (not those that it shared or liked),
    and those on which somebody acted with the account as the target. A post counts
    once, however often it is shared.

    .. math:: \alpha_{B \to A} = \frac{\text{A's posts that B shared or quoted}}
        {\text{A's posts}}

    Parameters
    ----------
    log : Interactions
        A log with kinds and posts. The *post* of a share is the post that is shared;
        *in_reply_to* of a quote is the post that is quoted.
    a, b : int or str
        The two accounts.

    Returns
    -------
    CrossAmplification
        Both shares and, as the value, their balance: 2 min(p, q) / (p + q) of the
        numbers of shared posts p and q.

    Raises
    ------
    InvalidArgumentError
        If the log has no kinds or posts, or lacks one of the accounts, or *a* and *b*
        are the same.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) for an account without posts, and the balance where
    neither shared a post. The shares have Wilson intervals, as if posts were
    independent. Our definition: no published number is of two accounts. To count
    relevant posts only, pass a log of these. How much better shared posts do than the
    rest is a ``ratio`` of two engagement rates.

    Examples
    --------
    >>> log = Interactions.of(
    ...     actor=["ceo", "brand", "brand"],
    ...     target=[None, "ceo", None],
    ...     kind=[None, "share", None],
    ...     post=["c1", "c1", "b1"],
    ... )
    >>> cross_amplification(log, a="ceo", b="brand").first.value
    1.0
    """
    _checks.of_class("log", log, Interactions)
    _checks.labels("a", "be an account", [a])
    _checks.labels("b", "be an account", [b])
    if a == b:
        raise _checks.refusal(InvalidArgumentError, "b", f"not be {a!r} too", b)
    if log.post is None:
        raise _checks.refusal(
            InvalidArgumentError,
            "log",
            "say which post each event is about",
            None,
            advice="Give post= to Interactions.of()",
        )
    actor, _ = log.accounts()
    for name, account in (("a", a), ("b", b)):
        if actor.code(account) < 0:
            raise _checks.refusal(InvalidArgumentError, name, "be in the log", account)
    return CrossAmplification(_shared(log, a, b), _shared(log, b, a), (a, b))


def _shared(log: Interactions, author: Label, other: Label) -> Proportion[float]:
    """Return the author's posts that the other shared, of all the author's posts."""
    actor, target = log.accounts()
    ours, theirs = actor.code(author), actor.code(other)
    posts = cast("Ids", log.post)
    post, answered = shared_codes(posts, log.in_reply_to or posts)
    makes = log.of_kinds(MADE) | ~cast("Ids", log.kind).known
    quotes = log.of_kinds({Action.QUOTE})
    shares = log.of_kinds({Action.SHARE})
    by_other = actor.codes == theirs
    made = post.codes[np.where(makes, actor.codes, target.codes) == ours]
    every = {*made.tolist(), *answered.codes[quotes & (target.codes == ours)].tolist()}
    shared = post.codes[by_other & shares], answered.codes[by_other & quotes]
    again = every.intersection(np.concatenate(shared).tolist())
    return Proportion(len(again - {-1}), len(every - {-1}), metric=SHARED)
