"""The shape of threads: size, depth, width, and how far apart their posts are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, overload

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _columns
from engagement_metrics._door._frozen import read_only
from engagement_metrics._door._ids import Ids
from engagement_metrics._kernels import forest as kernel, ratios
from engagement_metrics._typing import FloatArray, IntArray, Label, ToColumn
from engagement_metrics.evidence import Average, Grouped, Rate
from engagement_metrics.evidence._ratio import of_rows
from engagement_metrics.evidence._result import SAME, or_none
from engagement_metrics.tables import Threads, _table as _tables
from engagement_metrics.tables._threads import checked
from engagement_metrics.words import Terms

__all__ = [
    "ThreadShape",
    "ThreadShapes",
    "structural_virality",
    "thread_shape",
]


@attrs.frozen(kw_only=True)
class ThreadShape:
    """
    One row of ``ThreadShapes``.

    Attributes
    ----------
    root : int, str or None
        The post that the thread begins with.
    size, depth, width, leaves : int
        Posts, replies in the longest chain, most posts at one depth, posts that nobody
        replied to.
    mean_depth, branching, virality : float
        Mean depth of replies, replies per post that has any, mean distance of two
        posts; NaN of a post without replies.

    Examples
    --------
    >>> threads = Threads.of(post=["a", "b", "c"], parent=[None, "a", "a"])
    >>> thread_shape(threads)[0].width
    2
    """

    root: Label
    size: int
    depth: int
    width: int
    leaves: int
    mean_depth: float = attrs.field(eq=or_none)
    branching: float = attrs.field(eq=or_none)
    virality: float = attrs.field(eq=or_none)


@attrs.frozen(kw_only=True)
class ThreadShapes(_tables.Table[ThreadShape]):
    """
    What threads look like, a row a thread.

    Made by ``thread_shape(...)``. ``+`` appends the rows of other threads.

    Attributes
    ----------
    root : Ids
        The post that each thread begins with; it may not be there. Shape
        ``(threads,)``.
    size : ndarray of int
        Posts, the root included [posts].
    depth : ndarray of int
        Replies in the longest chain [replies].
    width : ndarray of int
        Most posts at one depth [posts].
    leaves : ndarray of int
        Posts that nobody replied to [posts].
    mean_depth : ndarray of float
        Mean depth of replies; NaN where there is none.
    branching : ndarray of float
        Replies per post that has any; NaN where there is none.
    virality : ndarray of float
        Structural virality; NaN of a post without replies.

    Examples
    --------
    >>> threads = Threads.of(post=["a", "b", "c", "x"], parent=[None, "a", "a", None])
    >>> shapes = thread_shape(threads)
    >>> shapes.size, shapes.depth
    (array([3, 1]), array([1, 0]))
    """

    root: Ids
    size: IntArray = attrs.field(eq=SAME)
    depth: IntArray = attrs.field(eq=SAME)
    width: IntArray = attrs.field(eq=SAME)
    leaves: IntArray = attrs.field(eq=SAME)
    mean_depth: FloatArray = attrs.field(eq=SAME)
    branching: FloatArray = attrs.field(eq=SAME)
    virality: FloatArray = attrs.field(eq=SAME)

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    @classmethod
    def _row_class(cls) -> type[ThreadShape]:
        return ThreadShape

    def __add__(self, other: ThreadShapes) -> ThreadShapes:
        """Append the rows of other threads."""
        if not isinstance(other, ThreadShapes):
            return NotImplemented
        return ThreadShapes(**self._appended(other))

    def __str__(self) -> str:
        """Return one line a person can read."""
        said = _text.count(len(self), "threads")
        if not len(self):
            return said
        columns = (self.size, self.depth, self.width)
        names = ("size", "depth", "width")
        means = (f"{n} {c.mean():.1f}" for n, c in zip(names, columns, strict=True))
        return f"{said}: mean {', '.join(means)}"


def thread_shape(threads: Threads, /) -> ThreadShapes:
    r"""
    Return size, depth, width and leaves of each thread, and how it branches.

    A quarrel of two is long and narrow, a shout with a hundred answers flat and wide.
    Posts and replies; the root has depth 0. A root that is not there counts as the post
    that it was.

    .. math:: \text{branching} = \frac{\text{replies}}{\text{posts with replies}}

    Parameters
    ----------
    threads : Threads
        The threads; what goes round in a circle is left out.

    Returns
    -------
    ThreadShapes
        A row a thread.

    Raises
    ------
    InvalidTypeError
        If *threads* are none.

    See Also
    --------
    structural_virality : One number for the shape.

    Notes
    -----
    Range: size from 1, depth from 0, width from 1, leaves from 1, the means from 1.
    Undefined (NaN): the means of a post without replies. Threads append; average a
    column over threads, with ``bootstrap`` for its error. After Cogan et al. [1]_.
    Pitfall: threads that are still going on are smaller than they will be.

    References
    ----------
    .. [1] Cogan, P., Andrews, M., Bradonjic, M., Kennedy, W. S., Sala, A. and Tucci, G.
       (2012). Reconstruction and analysis of Twitter conversation graphs. HotSocial
       '12. 10.1145/2392622.2392626. As commonly stated; original not consulted.

    Examples
    --------
    >>> threads = Threads.of(post=["a", "b", "c", "d"], parent=[None, "a", "b", "a"])
    >>> print(thread_shape(threads))
    1 thread: mean size 4.0, depth 2.0, width 2.0
    >>> thread_shape(threads).branching
    array([1.5])
    """
    forest = checked(threads).forest
    made = kernel.shapes(forest.thread, forest.depth, forest.sizes, forest.roots.size)
    replies = (made.size - 1).astype(np.float64)
    parents = (made.size - made.leaves).astype(np.float64)
    columns: dict[str, Any] = {
        "size": made.size,
        "depth": made.depth,
        "width": made.width,
        "leaves": made.leaves,
        "mean_depth": ratios.divide(made.depth_sum, replies, bounded=False),
        "branching": ratios.divide(replies, parents, bounded=False),
        "virality": made.virality,
    }
    columns = {name: read_only(part) for name, part in columns.items()}
    return ThreadShapes(root=threads.roots, **columns)


@overload
def structural_virality(threads: Threads, /, *, by: None = None) -> Average[float]: ...
@overload
def structural_virality(
    threads: Threads, /, *, by: ToColumn | Mapping[str, ToColumn]
) -> Grouped[Average[float], Average[FloatArray]]: ...
def structural_virality(threads: Threads, /, *, by: Any = None) -> Any:
    r"""
    Return the mean distance of two posts of a thread, averaged over threads.

    Replies between two posts. It is below 2 where all reply to one post, however many,
    and grows where talk is passed on from one to the next. The distances of a thread's
    posts are over ordered pairs; over several threads each counts once.
    ``thread_shape(threads).virality`` has one for each.

    .. math:: \nu(T) = \frac{1}{n(n-1)} \sum_{i \ne j} d_{ij}

    Parameters
    ----------
    threads : Threads
        The threads; what goes round in a circle is left out.
    by : array_like or mapping of str to array_like, optional
        Labels of the threads, in the order of ``threads.roots``: one answer for each
        label, or for each combination of several columns of labels.

    Returns
    -------
    Average or Grouped
        The mean over threads of two posts or more, with its error between threads.

    Raises
    ------
    InvalidTypeError
        If *threads* are none.
    InvalidArgumentError
        If there is not a label for each thread.

    See Also
    --------
    thread_shape : Size, depth and width.

    Notes
    -----
    Range: of n posts from 2 (n - 1)/n, a star, to (n + 1)/3, a chain. Undefined (NaN)
    without a reply; such threads are left out and counted. Averages over threads add.
    Interval: Student's t between threads. Goel et al. [1]_ define it. NetworkX'
    ``wiener_index`` counts unordered pairs, so that over n (n - 1) it is half of this.
    Pitfall: it does not know where the root is, and popular is not viral.

    References
    ----------
    .. [1] Goel, S., Anderson, A., Hofman, J. and Watts, D. J. (2016). The structural
       virality of online diffusion. Management Science 62, 180-196.
       10.1287/mnsc.2015.2158. As commonly stated; original not consulted.

    Examples
    --------
    >>> star = Threads.of(post=[0, 1, 2, 3, 4], parent=[None, 0, 0, 0, 0])
    >>> chain = Threads.of(post=[5, 6, 7, 8, 9], parent=[None, 5, 6, 7, 8])
    >>> structural_virality(star).value, structural_virality(chain).value
    (1.6, 2.0)
    """
    virality = thread_shape(threads).virality
    some = ~np.isnan(virality)
    terms = Terms("distance", "threads with a reply", "threads", "number")
    distance, ones = np.where(some, virality, 0.0), some.astype(np.float64)
    rate: Any = of_rows(Rate, distance, ones, "structural_virality", terms)
    return rate.average(by=by)
