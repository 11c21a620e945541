"""Threads: who replied to which post; a forest, whatever order its rows come in."""

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
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.tables import _table as _tables
from engagement_metrics.tables._interactions import Interactions
from engagement_metrics.words import CONVERSATIONAL

SHOWN = 5  # posts that are named of those set aside


@final
@attrs.frozen(kw_only=True)
class ThreadPost:
    """
    One row of ``Threads``.

    Attributes
    ----------
    post, parent : int, str or None
        The post, and the one it replies to; ``None`` where it begins a thread.
    author : int, str or None
        Who wrote it.

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
    The forest of ``Threads``: their rows, then a placeholder a missing parent.

    Attributes
    ----------
    post : Ids
        The id of each post.
    parent : ndarray of int
        The place of each post's parent, -1 of none.
    depth : ndarray of int
        Replies between each post and the root of its thread; -1 where it has none.
    sizes : ndarray of int
        Posts below each post and itself; 0 where it has no root.
    roots : ndarray of int
        The place of each thread's root.
    thread : ndarray of int
        The thread of each post, by number; -1 where it has none.
    author : ndarray of int
        The code of each post's author, -1 where it is not known.
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
    Posts and the posts they reply to: a row a post, in any order.

    Made by ``Threads.of(...)`` and ``Threads.of_log(...)``; ``+`` appends rows, and a
    reply finds its parent in whichever part it stands. Where a parent is in none, a
    placeholder stands for it as the root of its replies. Posts whose ancestry goes
    round in a circle are set aside, with all that hangs on them.

    Attributes
    ----------
    post, parent : Ids
        Each post, and the one it replies to; missing where it begins a thread. Shape
        ``(posts,)``.
    author : Ids or None
        Who wrote it.
    repeats : int
        Further rows of a post, dropped.

    Examples
    --------
    >>> threads = Threads.of(
    ...     post=["c", "b", "a", "z"], parent=["b", "a", None, "gone"], author=None
    ... )
    >>> threads.depth
    array([2, 1, 0, 1])
    >>> print(threads)
    4 posts in 2 threads; 1 post replies to one that is not there
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
        Return threads from columns, a row a post.

        Parameters
        ----------
        post : array_like of int or str
            The posts. A post without an id is kept; nothing replies to it. Shape
            ``(posts,)``.
        parent : array_like of int or str
            The post that each replies to; ``None`` where it begins a thread.
        author : array_like of int or str, optional
            Who wrote it.

        Returns
        -------
        Threads
            The posts; of several rows of one post the first.

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
        Return the threads of a log.

        Of each event that made a post: a reply, mention, quote or message, or one of no
        kind. A post to several people is one post.

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
            If the log does not know its posts or what they reply to, or a post has two
            parents or two authors.
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
        """Return one row of each post, in codes shared by posts and parents."""
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
        """Append the rows of other threads; a post in both is one."""
        if not isinstance(other, Threads):
            return NotImplemented
        return Threads(**self._appended(other))._once()

    @functools.cached_property
    def forest(self) -> Forest:
        """Depths, sizes and threads of all posts, and of the placeholders."""
        post, parent = shared_codes(self.post, self.parent)
        place = np.full(max(post.size, parent.size) + 1, -1)
        place[post.codes] = np.arange(len(post))
        place[-1] = -1  # of no id
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
        """Replies between each post and its root; -1 of one set aside."""
        return read_only(self.forest.depth[: len(self)])

    @property
    def descendants(self) -> IntArray:
        """Posts below each post; -1 of one set aside."""
        return read_only(self.forest.sizes[: len(self)] - 1)

    @property
    def thread(self) -> IntArray:
        """The thread of each post, as a place in *roots*; -1 of one set aside."""
        return read_only(self.forest.thread[: len(self)])

    @property
    def roots(self) -> Ids:
        """The post each thread begins with; also one that is not there."""
        return self.forest.post[self.forest.roots]

    @property
    def placeholder(self) -> BoolArray:
        """Mask of the threads whose root is not there."""
        return self.forest.roots >= len(self)

    @property
    def orphans(self) -> int:
        """Posts that reply to one that is not there."""
        return int((self.forest.parent >= len(self)).sum())

    @property
    def set_aside(self) -> Ids:
        """The posts whose ancestry goes round in a circle."""
        return self.post[self.depth < 0]

    def __str__(self) -> str:
        """Return one line a person can read."""
        posts, threads = len(self), self.forest.roots.size
        said = [f"{_text.count(posts, 'posts')} in {_text.count(threads, 'threads')}"]
        if self.orphans:
            verb = "replies" if self.orphans == 1 else "reply"
            orphans = _text.count(self.orphans, "posts")
            said.append(f"{orphans} {verb} to one that is not there")
        aside = self.set_aside
        if len(aside):
            named = ", ".join(map(repr, aside[:SHOWN].values()))
            more = ", ..." if len(aside) > SHOWN else ""
            said.append(f"{len(aside):,} set aside, in a circle: {named}{more}")
        return "; ".join(said)


def checked(threads: Any) -> Threads:
    """Return threads, or refuse what is none."""
    if not isinstance(threads, Threads):
        rule, advice = "be Threads", "Make them with Threads.of()"
        raise _checks.refusal(InvalidTypeError, "threads", rule, threads, advice=advice)
    return threads


def _refuse_sentinels(post: Ids, parent: Ids) -> None:
    """Refuse a parent of -1 where no post is called so: it means none elsewhere."""
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
    """Return the one value known of each post, whose first row is in *rows*."""
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
