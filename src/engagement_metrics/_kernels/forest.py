"""Reply forests: a node a row, its parent's row or -1 for a root, in any order."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from engagement_metrics._kernels.ids import factorise_ints
from engagement_metrics._kernels.sorting import bits_of, blocks, fits, order, runs
from engagement_metrics._typing import BoolArray, FloatArray, IntArray

WIDE = 64  # nodes at one depth from which NumPy's fixed cost a call is repaid
_EXACT = 2**53  # below it whole numbers add up in floats, whatever the order
_HALF = 26  # bits: sums of halves are below it


def roots_and_depths(parent: IntArray) -> tuple[IntArray, IntArray, BoolArray]:
    """
    Return each node's root, its depth, and whether its ancestry never ends.

    Whose ancestry never ends, being in a cycle or hanging on one, has neither root
    nor depth: both are -1.
    """
    root, depth = _path_sums(parent, np.broadcast_to(np.int64(1), parent.size))
    stray = root == parent.size
    root[stray] = depth[stray] = -1
    return root, depth, stray


def subtree_sizes(parent: IntArray, depth: IntArray) -> IntArray:
    """
    Return how many nodes each node is the ancestor of or is; 0 without a depth.

    Leaves first, then level by level from the deepest: a wide level at once, a long
    line of lone nodes as one cumulative sum, what is between node by node.
    """
    answered = _answered(parent)
    sizes = np.bincount(parent[(depth > 0) & ~answered], minlength=parent.size)
    sizes += depth >= 0
    nodes = np.flatnonzero(answered & (depth >= 0))
    level = depth[nodes]
    nodes = nodes[order(level)]
    rank = np.zeros(parent.size, np.int64)
    starts = np.append(0, np.cumsum(np.bincount(level)))
    pieces, kinds = _pieces(np.diff(starts[1:]))
    for piece in range(kinds.size - 1, -1, -1):
        first, last = pieces[piece] + 1, pieces[piece + 1] + 1
        above, start, stop = (int(starts[i]) for i in (first - 1, first, last))
        part = nodes[start:stop]
        up = parent[part]
        if kinds[piece] > 0:
            np.add.at(sizes, up, sizes[part])
        elif kinds[piece] < 0:
            sums = np.cumsum(sizes[part][::-1])[::-1]
            sizes[part] = sums
            sizes[up[0]] += sums[0]
        else:
            both = nodes[above:stop]
            rank[both] = np.arange(both.size)
            below, ups = sizes[both].tolist(), rank[up].tolist()
            for node in range(part.size - 1, -1, -1):
                below[ups[node]] += below[start - above + node]
            sizes[both] = below
    return sizes


def _pieces(widths: IntArray) -> tuple[IntArray, IntArray]:
    """Cut levels into pieces of one kind: wide levels > 0, lines < 0, others 0."""
    lines = np.append(runs(widths == 1), widths.size)
    lengths = np.diff(lines)
    line = (widths == 1) & np.repeat(lengths >= WIDE, lengths)
    kinds = np.where(widths >= WIDE, np.arange(1, widths.size + 1), -1 * line)
    starts = runs(kinds)
    return np.append(starts, widths.size), kinds[starts]


def threads(parent: IntArray, root: IntArray) -> tuple[IntArray, IntArray]:
    """Return the rows of the roots, and each node's thread by their number, or -1."""
    roots = np.flatnonzero(parent < 0)
    number = np.zeros(root.size, np.int64)
    number[roots] = np.arange(roots.size)
    thread = number[root]
    thread[root < 0] = -1
    return roots, thread


class Shapes(NamedTuple):
    """What each thread looks like; its root has depth 0."""

    size: IntArray
    depth: IntArray
    width: IntArray
    leaves: IntArray
    depth_sum: FloatArray
    virality: FloatArray


def shapes(thread: IntArray, depth: IntArray, sizes: IntArray, groups: int) -> Shapes:
    """
    Return the shape of each of *groups* threads; *sizes* are those of subtrees.

    Structural virality (Goel et al. 2016) is the mean distance of two nodes in either
    order: every edge lies between s and n - s nodes, so that it is
    2 sum s (n - s) / (n (n - 1)); NaN of one node.
    """
    bins, bits = groups + 1, bits_of(int(depth.max(initial=0)) + 1)
    keys = thread << bits
    keys |= depth
    keys.sort()
    keys = keys[np.searchsorted(keys, 0) :]
    starts = runs(keys)
    group, level = keys[starts] >> bits, keys[starts] & ((1 << bits) - 1)
    nodes = np.diff(starts, append=keys.size)
    width, deepest = np.zeros(groups, np.int64), np.zeros(groups, np.int64)
    np.maximum.at(width, group, nodes)
    np.maximum.at(deepest, group, level)
    size = np.bincount(group, nodes, groups).astype(np.int64)
    apart = np.append(size, 0)[thread]
    apart -= sizes
    apart *= sizes
    place, n = thread + 1, np.append(0, size)
    if int(apart.max(initial=0)) * apart.size < _EXACT:
        pairs = np.bincount(place, apart, bins).astype(float, copy=False)
    else:
        pairs = np.bincount(place, apart >> _HALF, bins) * 2.0**_HALF
        pairs += np.bincount(place, apart & ((1 << _HALF) - 1), bins)
    virality = np.full(bins, np.nan)
    np.divide(2 * pairs, n * (n - 1.0), out=virality, where=n > 1)
    return Shapes(
        size=size,
        depth=deepest,
        width=width,
        leaves=np.bincount(place, sizes == 1, bins).astype(np.int64)[1:],
        depth_sum=np.bincount(group, nodes * level, groups).astype(float, copy=False),
        virality=virality[1:],
    )


def tour(parent: IntArray, sizes: IntArray) -> IntArray:
    """
    Return each node's turn in a walk from a node to its replies, one after another.

    A node's subtree is the *sizes* turns from its own. Nodes of size 0, which have no
    root, take no turn: their number says nothing.
    """
    parent = np.where(sizes > 0, parent, -1)
    replies = np.flatnonzero(parent >= 0)
    replies = replies[order(parent[replies])]
    before = np.cumsum(sizes[replies]) - sizes[replies]
    starts = runs(parent[replies])
    family = np.diff(starts, append=replies.size)
    step = np.zeros(parent.size, np.int64)
    step[replies] = before - np.repeat(before[starts], family) + 1
    root, turn = _path_sums(parent, step)
    whole = np.where(parent < 0, sizes, 0)
    turn += (np.cumsum(whole) - whole)[root]
    return turn


def interactivity_levels(
    parent: IntArray, depth: IntArray, sizes: IntArray, author: IntArray
) -> IntArray:
    """
    Return 0 of a root, 1 of a reply, 2 if its author is among its ancestors' too.

    After Rafaeli (1988): non-interactive, reactive, interactive. -1 without a root,
    and of a reply whose author is unknown. An author's turns in the tour are intervals
    that nest or are apart, so one is in another if it begins before the latest end.
    """
    level = np.where((depth > 0) & (author < 0), -1, np.minimum(depth, 1))
    known = np.flatnonzero((depth >= 0) & (author >= 0))
    if not known.size:
        return level
    bits, who = bits_of(parent.size), author[known]
    if not fits(bits_of(int(who.max()) + 1), bits):
        who, _ = factorise_ints(who)
    turn = tour(parent, sizes)[known]
    node = np.zeros(parent.size, np.int64)
    node[turn] = known
    keys = (who << bits) | turn
    keys.sort()
    turn = keys & ((1 << bits) - 1)
    keys >>= bits
    begin = turn + np.cumsum(np.diff(keys, prepend=keys[0]) > 0) * (parent.size + 1)
    end = np.maximum.accumulate(begin + sizes[node[turn]])
    level[node[turn[1:]][begin[1:] < end[:-1]]] = 2
    return level


def returns(
    parent: IntArray, thread: IntArray, author: IntArray, roots: IntArray
) -> tuple[BoolArray, BoolArray]:
    """
    Return in which threads others replied, and in which their owner then answered.

    The owner wrote the root. Who replies anywhere below another's reply has a first
    such reply that is directly below one, so looking at parents is enough.
    """
    owner = np.append(author[roots], -1)[thread]
    own = author == owner
    rows = np.flatnonzero((parent >= 0) & (author >= 0) & (owner >= 0))
    replied, returned = np.zeros(roots.size, np.bool_), np.zeros(roots.size, np.bool_)
    replied[thread[rows[~own[rows]]]] = True
    above = parent[rows]
    back = own[rows] & ~own[above] & (author[above] >= 0)
    returned[thread[rows[back]]] = True
    return replied, returned


class Turns(NamedTuple):
    """How often the speaker changes in each group, and who speaks how much."""

    changes: IntArray
    items: IntArray
    speakers: IntArray
    largest: IntArray


def turns(group: IntArray, at: IntArray, speaker: IntArray, groups: int) -> Turns:
    """Return each group's changes of speaker in order of time, then of speaker."""
    rows = np.lexsort((speaker, at, group))
    of, who = group[rows], speaker[rows]
    changed = (of[1:] == of[:-1]) & (who[1:] != who[:-1])
    rows = np.lexsort((speaker, group))
    of_each, who = group[rows], speaker[rows]
    new = np.ones(rows.size, np.bool_)
    new[1:] = (of_each[1:] != of_each[:-1]) | (who[1:] != who[:-1])
    starts = np.flatnonzero(new)
    largest = np.zeros(groups, np.int64)
    np.maximum.at(largest, of_each[starts], np.diff(starts, append=rows.size))
    return Turns(
        changes=np.bincount(of[1:][changed], minlength=groups),
        items=np.bincount(group, minlength=groups),
        speakers=np.bincount(of_each[starts], minlength=groups),
        largest=largest,
    )


def alternation_by_chance(a: IntArray, b: IntArray) -> tuple[FloatArray, FloatArray]:
    """
    Return mean and variance of changes / (n - 1) over all orders of a and b turns.

    From the runs distribution (Wald and Wolfowitz 1940): 2ab / (n (n - 1)) and
    2ab (2ab - n) / (n^2 (n - 1)^3); NaN of fewer than two turns.
    """
    m, n = 2.0 * a * b, (a + b).astype(np.float64)
    mean, variance = np.full(n.size, np.nan), np.full(n.size, np.nan)
    np.divide(m, n * (n - 1), out=mean, where=n > 1)
    np.divide(m * (m - n), n**2 * (n - 1.0) ** 3, out=variance, where=n > 1)
    return mean, variance + 0.0


def _path_sums(parent: IntArray, weight: IntArray) -> tuple[IntArray, IntArray]:
    """
    Return each node's root, and the sum of weights from it up to below the root.

    Pointer jumping (Wyllie 1979), within blocks of rows first and for leaves last: an
    int64 holds how far a node's pointer has come and where it points, so that a jump
    is one addition.
    Weights of replies are at least 1, and sums in a tree less than the nodes there
    are: a sum that reaches them goes round in a cycle, and its node is hung on an
    added root, number n. For n below 2**31.
    """
    n = parent.size
    bits = n.bit_length()
    pointer = np.full(n + 1, n)
    np.left_shift(weight, bits, out=pointer[:n])
    pointer[:n] |= parent
    roots = np.flatnonzero(parent < 0)
    pointer[roots] = roots
    answered = _answered(parent)
    nodes = np.flatnonzero(answered)
    _to_head(pointer, parent, weight, bits, nodes)
    mask = (1 << bits) - 1
    for block in blocks(n):
        _jump(pointer, bits, block.start + np.flatnonzero(answered[block]), block)
    nodes = nodes[pointer[pointer[nodes] & mask] > mask]
    _jump(pointer, bits, nodes, slice(0, n))
    _jump(pointer, bits, np.flatnonzero(~answered), slice(0, 0))
    root = pointer[:n] & mask
    pointer >>= bits
    return root, pointer[:n]


def _answered(parent: IntArray) -> BoolArray:
    """Return which nodes have a reply."""
    answered = np.zeros(parent.size + 1, np.bool_)
    answered[parent] = True  # -1, of a root, is the one too many
    return answered[:-1]


def _to_head(
    pointer: IntArray, parent: IntArray, weight: IntArray, bits: int, nodes: IntArray
) -> None:
    """
    Where most nodes point to the node before, let each line of them point to its head.

    So do the answered posts of one long exchange, in order of time.
    """
    line = np.zeros(nodes.size, np.bool_)
    line[1:] = parent[nodes[1:]] == nodes[:-1]
    if 2 * np.count_nonzero(line) <= nodes.size:
        return
    head = np.maximum.accumulate(np.where(line, 0, np.arange(nodes.size)))
    above = np.cumsum(weight[nodes])
    above -= above[head]
    pointer[nodes[line]] = ((above << bits) | nodes[head])[line]


def _jump(pointer: IntArray, bits: int, rows: IntArray, within: slice) -> None:
    """Let rows point to where what they point to points, while that is *within*."""
    mask, n = (1 << bits) - 1, pointer.size - 1
    while True:
        new = pointer[rows]
        to = new & mask
        beyond = pointer[to]
        new -= to
        new += beyond
        new[new >= n << bits] = (1 << bits) | n
        pointer[rows] = new
        new &= mask
        live = (beyond > mask) & (new >= within.start) & (new < within.stop)
        count = np.count_nonzero(live)
        if count == 0:
            return
        if 2 * count < rows.size:
            rows = rows[live]
