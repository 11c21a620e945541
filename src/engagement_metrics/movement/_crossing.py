"""Two accounts that carry each other: the leader's and the brand's."""

from __future__ import annotations

from typing import cast

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks
from engagement_metrics._door._ids import Ids, shared_codes
from engagement_metrics._typing import FloatArray, Label
from engagement_metrics.comparison import Comparison, ratio
from engagement_metrics.errors import InvalidArgumentError
from engagement_metrics.evidence import Pooled, Proportion, Rate
from engagement_metrics.tables import Interactions
from engagement_metrics.words import Action, Terms

__all__ = ["CrossAmplification", "amplification_lift", "cross_amplification"]

MADE = frozenset({Action.REPLY, Action.QUOTE, Action.MENTION, Action.MESSAGE})


@attrs.frozen
class CrossAmplification:
    """
    How much of each account's posts the other one shares.

    Made by ``cross_amplification(...)``. ``+`` adds logs with disjoint posts.

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
    >>> print(cross_amplification(log, "ceo", "brand"))
    ceo's posts shared by brand: 100.0 % (1 of 1)
    brand's posts shared by ceo: 50.0 % (1 of 2)
    balance 100.0 %
    """

    first: Proportion[float]
    second: Proportion[float]
    names: tuple[Label, Label]

    @property
    def balance(self) -> float:
        """Share of shared posts matched by one the other way: the two-way index."""
        a, b = self.first.successes, self.second.successes
        return Rate(2 * min(a, b), a + b).value

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
        """Return a line for each way, and the balance."""
        a, b = self.names
        return (
            f"{a}'s posts shared by {b}: {self.first}\n"
            f"{b}'s posts shared by {a}: {self.second}\n"
            f"balance {_text.value(self.balance)}"
        )


def cross_amplification(log: Interactions, a: Label, b: Label, /) -> CrossAmplification:
    r"""
    Return how much of each of two accounts' posts the other one shares.

    A post of an account is one that it made (not one that it shared or liked), or that
    somebody acted on as its, by addressing it to the account. It counts once, however
    often it is shared.

    .. math:: \alpha_{B \to A} = \frac{\text{A's posts that B shared or quoted}}
        {\text{A's posts}}

    Parameters
    ----------
    log : Interactions
        A log with kinds and posts; *post* of a share is the post that is shared, and of
        a quote the one quoted is *in_reply_to*.
    a, b : int or str
        The two accounts.

    Returns
    -------
    CrossAmplification
        Both shares, and their balance.

    Raises
    ------
    InvalidArgumentError
        If the log knows no kinds or posts, or not both accounts, or they are the same.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) for an account without posts. Wilson intervals, as if
    posts were independent. Our definition: no published number is of two accounts.
    "Only when relevant" is for the caller to say: pass the relevant posts only.

    Examples
    --------
    >>> log = Interactions.of(
    ...     actor=["ceo", "brand", "brand"],
    ...     target=[None, "ceo", None],
    ...     kind=[None, "share", None],
    ...     post=["c1", "c1", "b1"],
    ... )
    >>> cross_amplification(log, "ceo", "brand").first.value
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
    terms = Terms("shared by the other", "posts", "posts")
    counts = len(again - {-1}), len(every - {-1})
    return Proportion(*counts, metric="cross_amplification", terms=terms)


def amplification_lift(
    amplified: Rate[FloatArray] | Pooled[float],
    rest: Rate[FloatArray] | Pooled[float],
    /,
) -> Comparison:
    r"""
    Return how many times better posts did that the other account shared.

    The rate of the posts that were shared over the rate of the rest. Good posts get
    shared, so it is not what sharing does: compare like with like, or give strata to
    ``mix_and_rate_effects``.

    .. math:: \text{lift} = \frac{y_s / x_s}{y_r / x_r}

    Parameters
    ----------
    amplified, rest : Rate, Proportion, Pooled or Average
        The rate of the posts that the other account shared, and of those it did not.

    Returns
    -------
    Comparison
        A ratio; 1 is no difference.

    Raises
    ------
    InvalidTypeError
        If one is no estimate.
    IncompatibleEvidenceError
        If the two are of different metrics or terms.

    Notes
    -----
    Range: 0 to infinity. Undefined (NaN) where the rest has a rate of 0. The interval
    is that of ``ratio``. Our definition: a rate ratio of two sets of posts.

    Examples
    --------
    >>> from engagement_metrics import engagement_rate
    >>> shared = engagement_rate([30, 44], reach=[500, 700])
    >>> alone = engagement_rate([12, 9, 15], reach=[400, 350, 500])
    >>> round(amplification_lift(shared, alone).value, 2)
    2.14
    """
    return ratio(amplified, rest)
