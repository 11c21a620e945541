"""Who takes turns in threads: who comes back, and how often the speaker changes."""

from __future__ import annotations

from typing import Any

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks
from engagement_metrics._door._ids import Ids
from engagement_metrics._kernels import forest as kernel, ratios
from engagement_metrics._typing import BoolArray, FloatArray, ToColumn
from engagement_metrics.errors import InvalidArgumentError
from engagement_metrics.evidence import Composition, Interval, Pooled, Proportion
from engagement_metrics.evidence._ratio import of_rows
from engagement_metrics.evidence._result import or_none
from engagement_metrics.tables import Threads
from engagement_metrics.tables._threads import checked
from engagement_metrics.words import Status, Terms

__all__ = [
    "TurnAlternation",
    "interactivity_levels",
    "return_share",
    "turn_alternation",
]

LEVELS = ("non-interactive", "reactive", "interactive")


def interactivity_levels(threads: Threads, /) -> Composition:
    r"""
    Return which share of posts refers to nothing, to a post, or to a conversation.

    Non-interactive begins a thread; reactive is the reply of somebody who had not yet
    spoken above it; interactive is that of somebody who comes back to what they had
    said before. Whose author is not known is left out of the replies.

    .. math:: \frac{n_\ell}{\sum_k n_k}

    Parameters
    ----------
    threads : Threads
        The threads, with authors; what goes round in a circle is left out, and so are
        roots that are not there.

    Returns
    -------
    Composition
        Of ``"non-interactive"``, ``"reactive"`` and ``"interactive"``.

    Raises
    ------
    InvalidTypeError
        If *threads* are none.
    InvalidArgumentError
        If they have no authors.

    Notes
    -----
    Range: 0 to 1 each, 1 together. Undefined (NaN) without posts. Pools by label over
    disjoint threads. Intervals: Goodman's for all three at once, as if posts were
    independent. The levels are Rafaeli's [1]_, who codes what is said. Our definition
    codes who says it, which needs no reading: only posts above a reply are looked at,
    not those beside it. Pitfall: a monologue in replies to oneself is interactive here.

    References
    ----------
    .. [1] Rafaeli, S. (1988). Interactivity: from new media to communication. Sage
       Annual Review of Communication Research 16, 110-134. As commonly stated; original
       not consulted.

    Examples
    --------
    >>> threads = Threads.of(
    ...     post=["a", "b", "c"], parent=[None, "a", "b"], author=["ada", "bob", "ada"]
    ... )
    >>> print(interactivity_levels(threads))
    non-interactive: 33.3 % (4.5 to 84.0 %)
    reactive: 33.3 % (4.5 to 84.0 %)
    interactive: 33.3 % (4.5 to 84.0 %)
    """
    forest = _with_authors(threads).forest
    levels = kernel.interactivity_levels(
        forest.parent, forest.depth, forest.sizes, forest.author
    )[: len(threads)]
    counts = np.bincount(levels[levels >= 0], minlength=len(LEVELS))
    return Composition(LEVELS, counts, metric="interactivity_levels")


def return_share(threads: Threads, /) -> Proportion[float]:
    r"""
    Return the share of answered threads in which their owner came back.

    Threads over threads: of those in which somebody else replied, in how many did who
    began it reply to that. Whoever asks and never reads the answers has 0.

    .. math:: \frac{\text{threads in which the owner answers a reply}}
        {\text{threads with a reply by others}}

    Parameters
    ----------
    threads : Threads
        The threads, with authors; what goes round in a circle is left out, and so are
        threads and replies whose author is not known.

    Returns
    -------
    Proportion
        Of floats.

    Raises
    ------
    InvalidTypeError
        If *threads* are none.
    InvalidArgumentError
        If they have no authors.

    See Also
    --------
    interactivity_levels : Of all who take part, and of posts.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) where nobody else replied. Pools over disjoint
    threads. Interval: Wilson's, as if threads were independent. Our definition, of the
    dialogic loop of Kent and Taylor (1998), who give no number. Pitfall: the owner of a
    young thread may still come back.

    Examples
    --------
    >>> threads = Threads.of(
    ...     post=["a", "b", "c", "x", "y"],
    ...     parent=[None, "a", "b", None, "x"],
    ...     author=["ada", "bob", "ada", "ada", "cyd"],
    ... )
    >>> print(return_share(threads))
    50.0 % (1 of 2)
    """
    forest = _with_authors(threads).forest
    replied, returned = kernel.returns(
        forest.parent, forest.thread, forest.author, forest.roots
    )
    counts = float(returned.sum()), float(replied.sum())
    terms = Terms("with the owner's answer", "with replies", "threads")
    return Proportion(*counts, metric="return_share", terms=terms)


def _with_authors(threads: Any) -> Threads:
    """Return threads that know their authors, or refuse them."""
    if checked(threads).author is None:
        raise _checks.refusal(
            InvalidArgumentError,
            "threads",
            "have authors",
            None,
            advice="Give author= to Threads.of()",
        )
    return checked(threads)


@attrs.frozen(kw_only=True)
class TurnAlternation:
    """
    How often the speaker changes, and how often that would be by chance.

    Made by ``turn_alternation(...)``. ``+`` adds other conversations.

    Attributes
    ----------
    pooled : Pooled
        Changes over steps from one turn to the next, a unit a conversation.
    by_chance : Pooled
        Changes to be expected if the same turns came in any order, over the same steps.
    variance : float
        Variance of the value over all orders of one conversation of two; NaN otherwise.

    Examples
    --------
    >>> turns = turn_alternation(["ada", "ada", "bob", "ada", "bob"])
    >>> turns.value, turns.chance
    (0.75, 0.6)
    """

    pooled: Pooled[float]
    by_chance: Pooled[float]
    variance: float = attrs.field(default=float("nan"), eq=or_none)

    @property
    def value(self) -> float:
        """Share of steps at which the speaker changes."""
        return self.pooled.value

    @property
    def status(self) -> Status:
        """Why the value exists or not."""
        return self.pooled.status

    @property
    def chance(self) -> float:
        """Value to be expected of the same turns in any order."""
        return self.by_chance.value

    def interval(self, level: float = 0.95) -> Interval[float]:
        """
        Return the interval between conversations.

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
            For fewer than 30 effective conversations.
        """
        return self.pooled.interval(level)

    def __add__(self, other: TurnAlternation) -> TurnAlternation:
        """Add other conversations."""
        if not isinstance(other, TurnAlternation):
            return NotImplemented
        return TurnAlternation(
            pooled=self.pooled + other.pooled,
            by_chance=self.by_chance + other.by_chance,
        )

    def __str__(self) -> str:
        """Return one line a person can read."""
        if self.status != Status.DEFINED:
            return f"{_text.NONE}: nobody took a second turn"
        chance = _text.value(self.chance)
        return f"{self.pooled}; by chance {chance}"


def turn_alternation(turns: Threads | ToColumn | str, /) -> TurnAlternation:
    r"""
    Return how often the speaker changes from one turn to the next.

    Changes over steps. Of a sequence a step is from one turn to the next; of threads it
    is from a post to a reply, so that siblings do not interrupt each other. Beside it
    stands what chance would give: the same turns in any order.

    .. math:: A = \frac{\text{changes}}{n - 1}, \quad
        E[A] = \frac{n^2 - \sum_i n_i^2}{n(n-1)}

    Parameters
    ----------
    turns : Threads or array_like of int or str
        Threads with authors, or the speakers of one conversation in the order of their
        turns. Shape ``(turns,)``.

    Returns
    -------
    TurnAlternation
        Value, chance level and interval between conversations.

    Raises
    ------
    InvalidTypeError
        If speakers are floats, masks or of mixed kinds.
    InvalidArgumentError
        If threads have no authors, or a speaker is not known.

    See Also
    --------
    interactivity_levels : Whether people come back to what they had said.

    Notes
    -----
    Range: 0 to 1; of two speakers with a and b turns the chance level is
    2ab/(n(n - 1)), from the distribution of runs [1]_, and so is its variance.
    Undefined (NaN) of fewer than two turns. Conversations add. Interval: between
    conversations, as a pooled share; one alone has none. In threads, steps with an
    author who is not known are left out, and the chance level is of those who are
    known. Our definition for threads. Pitfall: two who talk past each other in turn
    alternate perfectly.

    References
    ----------
    .. [1] Wald, A. and Wolfowitz, J. (1940). On a test whether two samples are from the
       same population. Annals of Mathematical Statistics 11, 147-162.
       10.1214/aoms/1177731909. As commonly stated; original not consulted.

    Examples
    --------
    >>> turn_alternation(["ada", "bob", "ada", "bob"]).value
    1.0
    >>> threads = Threads.of(
    ...     post=["a", "b", "c"], parent=[None, "a", "b"], author=["ada", "bob", "bob"]
    ... )
    >>> print(turn_alternation(threads))
    50.0 % (1 conversation, no interval: too few units); by chance 66.7 %
    """
    if isinstance(turns, Threads):
        return _alternation_of_threads(turns)
    speaker = Ids.of(list(turns) if isinstance(turns, str) else turns, argument="turns")
    _checks.require(
        InvalidArgumentError,
        "turns",
        "have a speaker each",
        np.array(speaker.values(), object),
        ~speaker.known,
        advice="Leave out the turns whose speaker is not known",
    )
    n = len(speaker)
    one = np.zeros(n, np.int64)
    counted = kernel.turns(one, np.arange(n), speaker.codes, 1)
    squares = np.array([(np.bincount(speaker.codes) ** 2.0).sum()])
    chance = _chance(np.array([float(n)]), squares)
    steps = np.array([max(n - 1.0, 0.0)])
    found = _alternation(counted.changes.astype(np.float64), steps, chance)
    if counted.speakers[0] > 2:  # noqa: PLR2004
        return found
    most = counted.largest
    _, variance = kernel.alternation_by_chance(most, counted.items - most)
    return attrs.evolve(found, variance=variance[0].item())


def _alternation_of_threads(threads: Threads) -> TurnAlternation:
    """Return changes from post to reply, and those by chance, in each thread."""
    forest = _with_authors(threads).forest
    author, groups = forest.author, forest.roots.size
    known = (author >= 0) & (forest.thread >= 0)
    step = known & (forest.parent >= 0)
    step[step] = known[forest.parent[step]]
    changed = np.zeros(author.size, np.bool_)
    changed[step] = author[step] != author[forest.parent[step]]
    speaker = forest.thread * (int(author.max(initial=0)) + 1) + author
    _, first, shares = np.unique(speaker[known], return_index=True, return_counts=True)
    of = forest.thread[known][first]
    squares = np.bincount(of, shares**2.0, groups).astype(np.float64)

    def count(rows: BoolArray) -> FloatArray:
        return np.bincount(forest.thread[rows], minlength=groups).astype(np.float64)

    return _alternation(count(changed), count(step), _chance(count(known), squares))


def _chance(n: FloatArray, squares: FloatArray) -> FloatArray:
    """Return the chance that two of n turns, in any order, have two speakers."""
    return ratios.divide(n**2 - squares, n * (n - 1), bounded=True)


def _alternation(
    changes: FloatArray, steps: FloatArray, chance: FloatArray
) -> TurnAlternation:
    expected = np.where(steps > 0, steps * chance, 0.0)
    pooled, by_chance = (
        of_rows(Proportion[FloatArray], part, steps, "turn_alternation", terms).pooled()
        for part, terms in (
            (changes, Terms("changes", "steps", "conversations")),
            (expected, Terms("changes by chance", "steps", "conversations")),
        )
    )
    return TurnAlternation(pooled=pooled, by_chance=by_chance)
