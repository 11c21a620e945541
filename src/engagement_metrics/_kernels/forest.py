"""Reply forests: per node the row of its parent, or -1 for a root."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from engagement_metrics._kernels.ids import factorise_ints
from engagement_metrics._kernels.sorting import bits_of, blocks, fits, order, runs
from engagement_metrics._typing import BoolArray, FloatArray, IntArray

WIDE = 64  # nodes at one depth, above which a NumPy call is faster than a loop
_EXACT = 2**53  # below it, sums of whole numbers are exact in floats
_HALF = 26  # bits: sums of halves are below it


def roots_and_depths(parent: IntArray) -> tuple[IntArray, IntArray, BoolArray]:
    """
    Return each node's root, its depth, and whether it is in or below a cycle.

    Nodes in or below a cycle have no root and no depth: both are -1.
    """
    root, depth = _path_sums(parent, np.broadcast_to(np.int64(1), parent.size))
    stray = root == parent.size
    root[stray] = depth[stray] = -1
    return root, depth, stray


def subtree_sizes(parent: IntArray, depth: IntArray) -> IntArray:
    """
    Return subtree sizes (a node and its descendants); 0 without depth.

    Leaves come first, then levels from the deepest up: a wide level in one call, a
    long chain of single nodes as one cumulative sum, other levels node by node.
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
    """Split levels into pieces: wide levels > 0, chains < 0, others 0."""
    lines = np.append(runs(widths == 1), widths.size)
    lengths = np.diff(lines)
    line = (widths == 1) & np.repeat(lengths >= WIDE, lengths)
    kinds = np.where(widths >= WIDE, np.arange(1, widths.size + 1), -1 * line)
    starts = runs(kinds)
    return np.append(starts, widths.size), kinds[starts]


def threads(parent: IntArray, root: IntArray) -> tuple[IntArray, IntArray]:
    """Return the rows of the roots, and the thread number of each node, or -1."""
    roots = np.flatnonzero(parent < 0)
    number = np.zeros(root.size, np.int64)
    number[roots] = np.arange(roots.size)
    thread = number[root]
    thread[root < 0] = -1
    return roots, thread


class Shapes(NamedTuple):
    """Shapes of threads; the root has depth 0."""

    size: IntArray
    depth: IntArray
    width: IntArray
    leaves: IntArray
    depth_sum: FloatArray
    virality: FloatArray


def shapes(thread: IntArray, depth: IntArray, sizes: IntArray, groups: int) -> Shapes:
    """
    Return the shape of each of *groups* threads; *sizes* are subtree sizes.

    Structural virality (Goel et al. 2016) is the mean distance between two distinct
    nodes. An edge separates s from n - s nodes, so it equals
    2 sum s (n - s) / (n (n - 1)); NaN for one node.
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
    Return the position of each node in a depth-first walk (preorder).

    The subtree of a node occupies *sizes* consecutive positions from its own. Nodes of
    size 0, which have no root, are not visited: their position is arbitrary.
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
    Return 0 for a root, 1 for a reply, 2 if its author wrote an ancestor.

    After Rafaeli (1988): non-interactive, reactive, interactive. -1 without a root,
    and for a reply with a missing author. An author's subtrees are intervals of the
    walk that are nested or disjoint, so one is nested if it begins before the latest
    end.
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
    Return masks of threads with replies, and with an answer by the owner.

    The owner is the author of the root. If the owner replies anywhere below another
    author's reply, one such reply is directly below, so parents suffice.
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
    """Changes of speaker in each group, and turns per speaker."""

    changes: IntArray
    items: IntArray
    speakers: IntArray
    largest: IntArray


def turns(group: IntArray, at: IntArray, speaker: IntArray, groups: int) -> Turns:
    """Return changes of speaker in each group, ordered by time, then speaker."""
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
    Return mean and variance of changes / (n - 1) over permutations of turns.

    From the runs distribution (Wald and Wolfowitz 1940): 2ab / (n (n - 1)) and
    2ab (2ab - n) / (n^2 (n - 1)^3); NaN for fewer than two turns.
    """
    m, n = 2.0 * a * b, (a + b).astype(np.float64)
    mean, variance = np.full(n.size, np.nan), np.full(n.size, np.nan)
    np.divide(m, n * (n - 1), out=mean, where=n > 1)
    np.divide(m * (m - n), n**2 * (n - 1.0) ** 3, out=variance, where=n > 1)
    return mean, variance + 0.0


def _path_sums(parent: IntArray, weight: IntArray) -> tuple[IntArray, IntArray]:
    """
    Return each node's root, and the sum of weights on the path to it.

    Pointer jumping (Wyllie 1979), first within blocks of rows, last for leaves. One
    int64 holds the distance and the target of a pointer, so a jump is one addition.
    Weights of replies are at least 1, and sums in a tree are below the number of nodes
    n. A sum that reaches n belongs to a cycle, and its node gets an added root with
    number n. Valid for n below 2**31.
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
    """Return a mask of the nodes with a reply."""
    answered = np.zeros(parent.size + 1, np.bool_)
    answered[parent] = True  # -1 of a root is the extra element
    return answered[:-1]


def _to_head(
    pointer: IntArray, parent: IntArray, weight: IntArray, bits: int, nodes: IntArray
) -> None:
    """
    Point chains of nodes that reply to the previous node to their head.

    Only if most nodes do, as in a long exchange in order of time.
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
    """Double the pointers of rows, while their targets are *within* a slice."""
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
