"""Threads: posts and their parents, a reply forest with rows in any order."""

from __future__ import annotations

import functools
from typing import Any, NamedTuple, cast, final

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks
from engagement_metrics._door._frozen import frozen, read_only
from engagement_metrics._door._ids import Ids, shared_codes
from engagement_metrics._kernels import forest as kernel
from engagement_metrics._kernels.sorting import ascends
from engagement_metrics._typing import BoolArray, IntArray, Label, ToColumn
from engagement_metrics.errors import InvalidArgumentError
from engagement_metrics.tables import _table as _tables
from engagement_metrics.tables._interactions import Interactions
from engagement_metrics.words import CONVERSATIONAL

SHOWN = 5  # posts set aside that are named


@final
@attrs.frozen(kw_only=True)
class ThreadPost:
    """
    One row of ``Threads``: a post.

    Attributes
    ----------
    post, parent : int, str or None
        The post and its parent; a parent of ``None`` marks the root of a thread.
    author : int, str or None
        Author of the post.

    Examples
    --------
    >>> threads = Threads.of(post=["a", "b"], parent=[None, "a"], author=["ada", "bob"])
    >>> threads[1].post, threads[1].parent, threads[1].author
    ('b', 'a', 'bob')
    """

    post: Label
    parent: Label
    author: Label = None


@final
class Forest(NamedTuple):
    """
    The reply forest of ``Threads``: their rows, then the missing parents.

    Attributes
    ----------
    post : Ids
        Id of each post.
    parent : ndarray of int
        Row of each post's parent, -1 if none.
    depth : ndarray of int
        Distance of each post from its root, in replies; -1 if it has no root.
    sizes : ndarray of int
        Subtree size of each post: the post and its descendants; 0 without a root.
    roots : ndarray of int
        Row of each thread's root.
    thread : ndarray of int
        Number of each post's thread; -1 without a root.
    author : ndarray of int
        Code of each post's author; -1 is missing.
    """

    post: Ids
    parent: IntArray
    depth: IntArray
    sizes: IntArray
    roots: IntArray
    thread: IntArray
    author: IntArray


@final
@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Threads(_tables.Table[ThreadPost]):
    """
    Posts and their parents, one row per post, in any order.

    Build them with ``Threads.of(...)`` or ``Threads.of_log(...)``. ``+`` appends rows
    and links replies to parents across both parts. A missing parent is represented by
    a placeholder root, so its orphan replies form one thread. Posts in a reply cycle
    (a post among its own ancestors) are set aside with their descendants.

    Attributes
    ----------
    post, parent : Ids
        Each post and its parent; a missing parent marks the root of a thread. Shape
        ``(posts,)``.
    author : Ids or None
        Author of each post.
    repeats : int
        Duplicate rows of a post: dropped.

    Examples
    --------
    >>> threads = Threads.of(
    ...     post=["c", "b", "a", "z"], parent=["b", "a", None, "gone"], author=None
    ... )
    >>> threads.depth
    array([2, 1, 0, 1])
    >>> print(threads)
    4 posts in 2 threads; 1 orphan reply (its parent is missing)
    """

    post: Ids
    parent: Ids
    author: Ids | None = None
    repeats: int = 0

    @classmethod
    def _row_class(cls) -> type[ThreadPost]:
        return ThreadPost

    @classmethod
    def of(
        cls, *, post: ToColumn, parent: ToColumn, author: ToColumn | None = None
    ) -> Threads:
        """
        Build threads from columns, one row per post.

        Parameters
        ----------
        post : array_like of int or str
            The posts. A post without an id is kept, but no reply can link to it. Shape
            ``(posts,)``.
        parent : array_like of int or str
            The post that each replies to; ``None`` for the root of a thread.
        author : array_like of int or str, optional
            Author of each post.

        Returns
        -------
        Threads
            The posts; of duplicate rows of a post, the first is kept.

        Raises
        ------
        InvalidTypeError
            If ids are floats, masks or of mixed kinds.
        InvalidArgumentError
            If columns differ in length, or a post has two parents or two authors.
        """
        columns: dict[str, Any] = {
            "post": Ids.of(post, argument="post"),
            "parent": Ids.of(parent, argument="parent"),
        }
        if author is not None:
            columns["author"] = Ids.of(author, argument="author")
        _checks.same_lengths(**columns)
        return cls(**columns)._once()

    @classmethod
    def of_log(cls, log: Interactions, /) -> Threads:
        """
        Build threads from a log.

        Posts are events of kind reply, mention, quote or message, and events without a
        kind. A post to several accounts is one post.

        Parameters
        ----------
        log : Interactions
            The log; *post* is the post that an event made, *in_reply_to* its parent.

        Returns
        -------
        Threads
            The posts.

        Raises
        ------
        InvalidArgumentError
            If the log has no *post* or no *in_reply_to*, or a post has two parents or
            two authors.
        """
        _checks.of_class("log", log, Interactions)
        post, parent = log.post, log.in_reply_to
        if post is None or parent is None:
            name = "post" if post is None else "in_reply_to"
            raise _checks.refusal(
                InvalidArgumentError,
                "log",
                f"have a column {name}",
                None,
                advice=f"Give {name}= to Interactions.of()",
            )
        rows = post.known
        if log.kind is not None:
            rows = rows & (log.of_kinds(CONVERSATIONAL) | ~log.kind.known)
        threads = cls(post=post[rows], parent=parent[rows], author=log.actor[rows])
        return threads._once()

    def _once(self) -> Threads:
        """Return one row per post, with posts and parents in one vocabulary."""
        post, parent = shared_codes(self.post, self.parent)
        _refuse_sentinels(post, parent)
        made = attrs.evolve(self, post=post, parent=parent)
        if ascends(post.codes):
            return made
        first = np.full(post.size + 1, -1)
        first[post.codes[::-1]] = np.arange(len(post))[::-1]
        rows = np.where(post.known, first[post.codes], np.arange(len(post)))
        again: BoolArray = rows != np.arange(len(post))
        if not again.any():
            return made
        made = attrs.evolve(
            made,
            parent=_one_each("parent", parent, rows),
            author=self.author and _one_each("author", self.author, rows),
            repeats=self.repeats + int(again.sum()),
        )
        return made[~again]

    def __add__(self, other: Threads) -> Threads:
        """Append the rows of other threads; a post in both is kept once."""
        if not isinstance(other, Threads):
            return NotImplemented
        return Threads(**self._appended(other))._once()

    @functools.cached_property
    def forest(self) -> Forest:
        """Depths, subtree sizes and threads of all posts and placeholders."""
        post, parent = shared_codes(self.post, self.parent)
        place = np.full(max(post.size, parent.size) + 1, -1)
        place[post.codes] = np.arange(len(post))
        place[-1] = -1  # a missing id
        above, names = place[parent.codes], post
        gone = np.flatnonzero((above < 0) & parent.known)
        if gone.size:
            missing, number = np.unique(parent.codes[gone], return_inverse=True)
            above[gone] = len(post) + number
            above = np.append(above, np.full(missing.size, -1))
            names = Ids(read_only(np.append(post.codes, missing)), post.categories)
        root, depth, _ = kernel.roots_and_depths(above)
        roots, thread = kernel.threads(above, root)
        author = np.full(above.size, -1)
        if self.author is not None:
            author[: len(post)] = self.author.codes
        sizes = kernel.subtree_sizes(above, depth)
        made = Forest(names, above, depth, sizes, roots, thread, author)
        return cast("Forest", frozen(made))

    @property
    def depth(self) -> IntArray:
        """Distance of each post from its root, in replies; -1 if set aside."""
        return read_only(self.forest.depth[: len(self)])

    @property
    def descendants(self) -> IntArray:
        """Number of descendants of each post; -1 if set aside."""
        return read_only(self.forest.sizes[: len(self)] - 1)

    @property
    def thread(self) -> IntArray:
        """Thread of each post, as an index into *roots*; -1 if set aside."""
        return read_only(self.forest.thread[: len(self)])

    @property
    def roots(self) -> Ids:
        """Root of each thread, including missing parents."""
        return self.forest.post[self.forest.roots]

    @property
    def placeholder(self) -> BoolArray:
        """Mask of the threads whose root is a missing parent."""
        return self.forest.roots >= len(self)

    @property
    def orphans(self) -> int:
        """Number of orphan replies, whose parent is missing."""
        return int((self.forest.parent >= len(self)).sum())

    @property
    def set_aside(self) -> Ids:
        """Posts in a reply cycle, and their descendants."""
        return self.post[self.depth < 0]

    def __str__(self) -> str:
        """Return the numbers of posts and threads, in one line."""
        posts, threads = len(self), self.forest.roots.size
        said = [f"{_text.count(posts, 'posts')} in {_text.count(threads, 'threads')}"]
        if self.orphans:
            of = "its parent is" if self.orphans == 1 else "their parents are"
            orphans = _text.count(self.orphans, "orphan replies")
            said.append(f"{orphans} ({of} missing)")
        aside = self.set_aside
        if len(aside):
            named = ", ".join(map(repr, aside[:SHOWN].values()))
            more = ", ..." if len(aside) > SHOWN else ""
            said.append(f"{len(aside):,} set aside, in a reply cycle: {named}{more}")
        return "; ".join(said)


def _refuse_sentinels(post: Ids, parent: Ids) -> None:
    """Raise an error for a parent of -1 that is no post: a sentinel for None."""
    code = -1 if parent.categories is None else parent.code(-1)
    if code >= 0 and code not in post.codes:
        _checks.require(
            InvalidArgumentError,
            "parent",
            "be the id of a post",
            parent.names()[parent.codes],
            parent.codes == code,
            advice="Give None, or mask the row, where a post begins a thread",
        )


def _one_each(argument: str, values: Ids, rows: IntArray) -> Ids:
    """Return the one known value of each post; *rows* are their first rows."""
    known = np.flatnonzero(values.known)[::-1]
    found = np.full(rows.size, -1)
    found[rows[known]] = values.codes[known]
    odd = np.flatnonzero(values.known & (values.codes != found[rows]))
    if odd.size:
        raise _checks.refused_rows(
            InvalidArgumentError,
            argument,
            "be one for each post",
            values.values(),
            odd.tolist(),
        )
    return Ids(read_only(found[rows]), values.categories)
