"""Turns in threads: interactivity, returning owners, and turn alternation."""

from __future__ import annotations

from typing import Any, cast

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks
from engagement_metrics._door._ids import Ids
from engagement_metrics._kernels import forest as kernel, ratios
from engagement_metrics._typing import BoolArray, FloatArray, ToColumn
from engagement_metrics.errors import InvalidArgumentError
from engagement_metrics.evidence import Composition, Pooled, Proportion, Result
from engagement_metrics.evidence._composite import Composite
from engagement_metrics.evidence._rows import Rows
from engagement_metrics.tables import Threads
from engagement_metrics.words import Metric, Source

LEVELS = ("non-interactive", "reactive", "interactive")
INTERACTIVITY = Metric(
    "interactivity_levels",
    "posts of a level",
    "posts",
    unit="levels",
    sources=(
        Source(
            "Rafaeli, S.",
            1988,
            "Interactivity: from new media to communication",
            "Sage Annual Review of Communication Research 16, 110-134",
            consulted=False,
        ),
    ),
)
RETURNS = Metric(
    "return_share",
    "threads in which the owner replied to a reply",
    "threads with replies by others",
    unit="threads",
)
ALTERNATION, BY_CHANCE = (
    Metric("turn_alternation", of, "steps between turns", unit="conversations")
    for of in ("changes of speaker", "changes of speaker by chance")
)


def interactivity_levels(threads: Threads, /) -> Composition:
    r"""
    Return the shares of non-interactive, reactive and interactive posts.

    A non-interactive post begins a thread. A reactive post is a reply by somebody who
    has not written above it in the thread; an interactive post is a reply by somebody
    who has. Replies without a known author are left out.

    .. math:: \frac{n_\ell}{\sum_k n_k}

    Parameters
    ----------
    threads : Threads
        The threads, with authors; posts in a reply cycle, and roots that are missing
        from the table, are left out.

    Returns
    -------
    Composition
        Of ``"non-interactive"``, ``"reactive"`` and ``"interactive"``.

    Raises
    ------
    InvalidTypeError
        If *threads* is not a ``Threads``.
    InvalidArgumentError
        If the threads have no authors.

    Notes
    -----
    Range: 0 to 1 each, 1 together. Undefined (NaN) without posts. Pools by label over
    disjoint threads. Interval: Goodman's, simultaneous for all three, as if posts were
    independent. The levels are Rafaeli's [1]_, who codes what is said. Our definition
    codes who says it, so no text is read: only posts above a reply count, not those
    beside it. Pitfall: a monologue in replies to oneself is interactive here.

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
    interactivity levels of posts
      non-interactive: 33.3 % (95 %: 4.5 to 84.0 %, as if independent; 1 of 3)
      reactive: 33.3 % (95 %: 4.5 to 84.0 %, as if independent; 1 of 3)
      interactive: 33.3 % (95 %: 4.5 to 84.0 %, as if independent; 1 of 3)
    """
    forest = _with_authors(threads).forest
    levels = kernel.interactivity_levels(
        forest.parent, forest.depth, forest.sizes, forest.author
    )[: len(threads)]
    counts = np.bincount(levels[levels >= 0], minlength=len(LEVELS))
    return Composition(LEVELS, counts, metric=INTERACTIVITY)


def return_share(threads: Threads, /) -> Proportion[float]:
    r"""
    Return the share of threads with replies to which their owner came back.

    A proportion of threads: of those in which somebody else replied, how many have a
    reply to such a reply by their owner, the author of the root. An owner who never
    returns to the answers has 0.

    .. math:: \frac{\text{threads in which the owner answers a reply}}
        {\text{threads with a reply by others}}

    Parameters
    ----------
    threads : Threads
        The threads, with authors; posts in a reply cycle, and threads and replies
        without a known author, are left out.

    Returns
    -------
    Proportion
        Of floats.

    Raises
    ------
    InvalidTypeError
        If *threads* is not a ``Threads``.
    InvalidArgumentError
        If the threads have no authors.

    See Also
    --------
    interactivity_levels : The share of posts by returning authors of any kind.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) where nobody else replied. Pools over disjoint
    threads. Interval: Wilson score, as if threads were independent. Our definition, of
    the dialogic loop of Kent and Taylor (1998), who give no number. Pitfall: the owner
    of a recent thread may still come back.

    Examples
    --------
    >>> threads = Threads.of(
    ...     post=["a", "b", "c", "x", "y"],
    ...     parent=[None, "a", "b", None, "x"],
    ...     author=["ada", "bob", "ada", "ada", "cyd"],
    ... )
    >>> return_share(threads)
    <Proportion 50.0 %: 1 of 2, return share of threads with replies by others>
    """
    forest = _with_authors(threads).forest
    replied, returned = kernel.returns(
        forest.parent, forest.thread, forest.author, forest.roots
    )
    counts = float(returned.sum()), float(replied.sum())
    return Proportion(*counts, metric=RETURNS)


def _with_authors(threads: Any) -> Threads:
    """Return threads that know their authors, or refuse them."""
    _checks.of_class("threads", threads, Threads)
    if threads.author is None:
        rule, advice = "have authors", "Give author= to Threads.of()"
        error = InvalidArgumentError
        raise _checks.refusal(error, "threads", rule, None, advice=advice)
    return cast("Threads", threads)


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class TurnAlternation(Composite[float]):
    """
    The share of steps at which the speaker changes, and its value by chance.

    Made by ``turn_alternation(...)``. ``+`` adds other conversations.

    Attributes
    ----------
    pooled : Pooled
        Changes over steps from one turn to the next, a unit a conversation.
    by_chance : Pooled
        Expected changes if the same turns came in random order, over the same steps.
    variance : float
        Variance of the value over all orders, for one conversation of two speakers; NaN
        otherwise.

    Examples
    --------
    >>> turns = turn_alternation(["ada", "ada", "bob", "ada", "bob"])
    >>> turns.value, turns.chance
    (0.75, 0.6)
    """

    pooled: Pooled[float]
    by_chance: Pooled[float]
    variance: float = float("nan")

    @property
    def _lead(self) -> Result[Any]:
        return self.pooled

    @property
    def chance(self) -> float:
        """Expected value if the same turns came in random order."""
        return self.by_chance.value

    def __add__(self, other: TurnAlternation) -> TurnAlternation:
        """Add other conversations."""
        if not isinstance(other, TurnAlternation):
            return NotImplemented
        return TurnAlternation(
            pooled=self.pooled + other.pooled,
            by_chance=self.by_chance + other.by_chance,
        )

    def _notes(self) -> list[str]:
        return [f"{_text.value(self.chance)} by chance"]


def turn_alternation(turns: Threads | ToColumn | str, /) -> TurnAlternation:
    r"""
    Return the share of steps at which the speaker changes.

    Changes of speaker over steps. In a sequence a step leads from one turn to the next;
    in threads from a post to a reply, so that sibling replies do not interrupt each
    other. The result also has the value expected by chance: the same turns in random
    order.

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
    interactivity_levels : The share of posts by authors who come back.

    Notes
    -----
    Range: 0 to 1. For two speakers with a and b turns the chance level is
    2ab/(n(n - 1)); it and its variance follow from the distribution of runs [1]_.
    Undefined (NaN) for fewer than two turns. ``+`` adds conversations. Interval:
    between conversations, as a pooled share; a single conversation has none. In
    threads, steps with an unknown author are left out, and so are unknown authors from
    the chance level. Our definition for threads. Pitfall: two people who talk past each
    other in turn alternate perfectly.

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
    turn alternation of steps between turns, pooled: 50.0 % (no interval: too few
    conversations; 1 conversation; 66.7 % by chance)
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
    if counted.speakers[0] > 2:
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
        Proportion.of_rows(Rows(part, steps), metric).pooled()
        for part, metric in ((changes, ALTERNATION), (expected, BY_CHANCE))
    )
    return TurnAlternation(pooled=pooled, by_chance=by_chance)
