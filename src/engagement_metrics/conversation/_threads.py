"""The shape of threads: size, depth, width, and structural virality."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, overload

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks
from engagement_metrics._door._frozen import Frozen, read_only
from engagement_metrics._door._ids import Ids
from engagement_metrics._kernels import forest as kernel, ratios
from engagement_metrics._typing import FloatArray, IntArray, Label, ToColumn
from engagement_metrics.evidence import Average, Grouped, Rate
from engagement_metrics.evidence._rows import Rows
from engagement_metrics.tables import Threads, _table as _tables
from engagement_metrics.words import Metric, Source

VIRALITY = Metric(
    "structural_virality",
    "mean distance",
    "threads with a reply",
    unit="threads",
    scale="number",
    sources=(
        Source(
            "Goel, S., Anderson, A., Hofman, J. and Watts, D. J.",
            2016,
            "The structural virality of online diffusion",
            "10.1287/mnsc.2015.2158",
            consulted=False,
        ),
    ),
)


@attrs.frozen(kw_only=True, eq=False, getstate_setstate=False)
class ThreadShape(Frozen):
    """
    One row of ``ThreadShapes``.

    Attributes
    ----------
    root : int, str or None
        The first post of the thread.
    size, depth, width, leaves : int
        Number of posts, replies in the longest chain, most posts at one depth, posts
        without replies.
    mean_depth, branching, virality : float
        Mean depth of replies, replies per post that has any, mean distance of two
        posts; NaN for a thread without replies.

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
    mean_depth: float
    branching: float
    virality: float


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class ThreadShapes(_tables.Table[ThreadShape]):
    """
    The shape of threads, a row a thread.

    Made by ``thread_shape(...)``. ``+`` appends the rows of other threads.

    Attributes
    ----------
    root : Ids
        The first post of each thread; it may be missing from the table. Shape
        ``(threads,)``.
    size : ndarray of int
        Posts, the root included [posts].
    depth : ndarray of int
        Replies in the longest chain [replies].
    width : ndarray of int
        Most posts at one depth [posts].
    leaves : ndarray of int
        Posts without replies [posts].
    mean_depth : ndarray of float
        Mean depth of replies; NaN where there are none.
    branching : ndarray of float
        Replies per post that has any; NaN where there are none.
    virality : ndarray of float
        Structural virality; NaN where there are no replies.

    Examples
    --------
    >>> threads = Threads.of(post=["a", "b", "c", "x"], parent=[None, "a", "a", None])
    >>> shapes = thread_shape(threads)
    >>> shapes.size, shapes.depth
    (array([3, 1]), array([1, 0]))
    """

    root: Ids
    size: IntArray
    depth: IntArray
    width: IntArray
    leaves: IntArray
    mean_depth: FloatArray
    branching: FloatArray
    virality: FloatArray

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
        means = (
            f"{n} {getattr(self, n).mean():.1f}" for n in ("size", "depth", "width")
        )
        return f"{said}: mean {', '.join(means)}"


def thread_shape(threads: Threads, /) -> ThreadShapes:
    r"""
    Return size, depth, width, leaves and branching of each thread.

    A quarrel between two people is deep and narrow; an announcement with a hundred
    replies is flat and wide. The root has depth 0. A root that is missing from the
    table counts as a post.

    .. math:: \text{branching} = \frac{\text{replies}}{\text{posts with replies}}

    Parameters
    ----------
    threads : Threads
        The threads; posts in a reply cycle are left out.

    Returns
    -------
    ThreadShapes
        A row a thread.

    Raises
    ------
    InvalidTypeError
        If *threads* is not a ``Threads``.

    See Also
    --------
    structural_virality : A single number for the shape.

    Notes
    -----
    Range: size from 1, depth from 0, width from 1, leaves from 1, the means from 1.
    Undefined (NaN): the means of a thread without replies. ``+`` appends threads. It
    has no interval: each thread is counted whole; average a column over threads, with
    ``bootstrap`` for its error. After Cogan et al. [1]_. Pitfall: ongoing threads are
    smaller than they will be.

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
    _checks.of_class("threads", threads, Threads)
    forest = threads.forest
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

    The distance is the number of replies between two posts, averaged over all ordered
    pairs of a thread. It is below 2 where all replies are to one post, however many,
    and grows with chains of replies. Each thread counts once in the mean;
    ``thread_shape(threads).virality`` has the value of each.

    .. math:: \nu(T) = \frac{1}{n(n-1)} \sum_{i \ne j} d_{ij}

    Parameters
    ----------
    threads : Threads
        The threads; posts in a reply cycle are left out.
    by : array_like or mapping of str to array_like, optional
        Labels of the threads, in the order of ``threads.roots``: one answer for each
        label, or for each combination of several columns of labels.

    Returns
    -------
    Average or Grouped
        The mean over threads with a reply, with its error between threads.

    Raises
    ------
    InvalidTypeError
        If *threads* is not a ``Threads``.
    InvalidArgumentError
        If *by* does not have a label for each thread.

    See Also
    --------
    thread_shape : Size, depth and width.

    Notes
    -----
    Range: for n posts from 2 (n - 1)/n, a star, to (n + 1)/3, a chain. Undefined (NaN)
    without a reply; such threads are left out and counted. ``+`` pools threads.
    Interval: Student's t between threads. Goel et al. [1]_ define it. NetworkX's
    ``wiener_index`` counts unordered pairs, so divided by n (n - 1) it is half of this.
    Pitfalls: it ignores where the root is, and popular is not viral.

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
    rows = Rows(np.where(some, virality, 0.0), some.astype(np.float64))
    made: Any = Rate.of_rows(rows, VIRALITY)
    return made.average(by=by)
