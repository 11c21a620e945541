"""Thread shapes against networkx, structural virality against published numbers."""

import pickle

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics import Interactions, Status, Threads
from engagement_metrics.conversation import (
    ThreadShapes,
    structural_virality,
    thread_shape,
)
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError

trees = st.lists(st.integers(0, 10**6), max_size=30).map(
    lambda draws: [None, *(draw % (i + 1) for i, draw in enumerate(draws))]
)


def of(parents):
    """Return threads of posts numbered from 0."""
    return Threads.of(post=range(len(parents)), parent=parents)


def star(n):
    """Return the parents of a post with n - 1 replies."""
    return [None] + [0] * (n - 1)


def chain(n):
    """Return the parents of n posts, each in reply to the one before."""
    return [None, *range(n - 1)]


def binary(n):
    """Return the parents of a full binary tree."""
    return [None, *((i - 1) // 2 for i in range(1, n))]


@pytest.mark.parametrize(
    ("parents", "expected"),
    [
        (star(5), 1.6),
        (star(100), 1.98),
        (chain(5), 2.0),
        (binary(7), 2.2857142857),
        (binary(15), 3.5047619048),
    ],
)
def test_virality_of_known_trees(parents, expected):
    """Star, path and binary trees, over ordered pairs (V34)."""
    virality = structural_virality(of(parents))

    assert expected == pytest.approx(virality.value, abs=1e-10)
    assert virality.value == thread_shape(of(parents)).virality[0]


@given(trees, st.randoms())
def test_shape_is_that_of_networkx(parents, random):
    """Size, depth, width, leaves, branching and distances, for any order of rows."""
    nx = pytest.importorskip("networkx")
    tree = nx.DiGraph()
    tree.add_nodes_from(range(len(parents)))
    tree.add_edges_from((p, i) for i, p in enumerate(parents) if p is not None)
    rows = list(enumerate(parents))
    random.shuffle(rows)
    shape = thread_shape(
        Threads.of(post=[r[0] for r in rows], parent=[r[1] for r in rows])
    )[0]
    depths = nx.single_source_shortest_path_length(tree, 0)
    widths = np.bincount(list(depths.values()))
    inner = sum(1 for _, degree in tree.out_degree if degree)
    n = len(parents)

    assert (n, max(depths.values()), widths.max(), n - inner) == (
        shape.size,
        shape.depth,
        shape.width,
        shape.leaves,
    )
    assert 0 == shape.root
    if n > 1:
        wiener = nx.wiener_index(tree.to_undirected())
        assert 2 * wiener / (n * (n - 1)) == pytest.approx(shape.virality, rel=1e-14)
        assert sum(depths.values()) / (n - 1) == shape.mean_depth
        assert (n - 1) / inner == shape.branching
        assert 2 * (n - 1) / n <= shape.virality * (1 + 1e-14)
        assert shape.virality <= (n + 1) / 3 * (1 + 1e-14)
    else:
        assert np.isnan([shape.virality, shape.mean_depth, shape.branching]).all()


def test_virality_of_a_chain_of_a_million_posts():
    """(n + 1) / 3, without quadratic time."""
    n = 10**6
    parent = np.ma.masked_equal(np.arange(n) - 1, -1)
    virality = structural_virality(Threads.of(post=np.arange(n), parent=parent))

    assert (n + 1) / 3 == pytest.approx(virality.value, rel=1e-14)


def test_each_thread_counts_once():
    """A mean over threads with a reply; the others are left out and counted."""
    threads = Threads.of(
        post=[*range(5), *range(10, 15), 20],
        parent=[None, 0, 0, 0, 0, None, 10, 11, 12, 13, None],
    )
    virality = structural_virality(threads)
    groups = structural_virality(threads, by=["star", "chain", "star"])

    assert 1.8 == pytest.approx(virality.value)
    assert (2, 1) == (virality.units, virality.left_out.no_exposure)
    assert [1.6, 2.0] == pytest.approx([groups["star"].value, groups["chain"].value])
    assert virality == groups.total()
    assert str(virality).startswith(
        "structural virality by threads with a reply, average: 1.8 ("
    )
    assert str(virality).endswith("; 1 left out: no threads with a reply)")
    assert ("structural_virality", "threads", "average") == (
        virality.metric.name,
        virality.metric.unit,
        virality.metric.averaging,
    )


def test_is_undefined_without_replies():
    """Without threads, and for posts without replies."""
    assert Status.NO_EXPOSURE == structural_virality(of([])).status
    assert Status.NO_EXPOSURE == structural_virality(of([None, None])).status
    assert 0 == len(thread_shape(of([])))
    assert "0 threads" == str(thread_shape(of([])))


def test_missing_roots_count_as_posts():
    """Posts in a reply cycle are left out."""
    threads = Threads.of(post=["a", "b", "s"], parent=["gone", "gone", "s"])
    shape = thread_shape(threads)

    assert [("gone", 3, 1, 2, 2)] == [
        (row.root, row.size, row.depth, row.width, row.leaves) for row in shape
    ]


def test_shapes_append():
    """A row a thread, NaN equal to NaN."""
    first, second = thread_shape(of(star(3))), thread_shape(of(chain(4)))
    both = first + second

    assert isinstance(both, ThreadShapes)
    assert [3, 4] == both.size.tolist()
    assert "2 threads: mean size 3.5, depth 2.0, width 1.5" == str(both)
    assert f"<ThreadShapes: {both}>" == repr(both)
    with pytest.raises(TypeError):
        first + 1


def test_shapes_are_equal_by_value():
    """Also where a mean is undefined; a copy through pickle is equal and read-only."""
    shapes = thread_shape(of([None, None, 0]))
    copied = pickle.loads(pickle.dumps(shapes))  # noqa: S301

    assert shapes == thread_shape(of([None, None, 0])) == copied
    assert shapes[1] == copied[1]
    assert shapes[0] != shapes[1]
    assert not copied.virality.flags.writeable
    with pytest.raises(TypeError, match="unhashable"):
        hash(shapes)


@pytest.mark.parametrize("function", [thread_shape, structural_virality])
def test_rejects_what_is_not_threads(function):
    """The message names the argument, and what makes threads of a log."""
    log = Interactions.of(actor=["a"], target=["b"])

    with pytest.raises(InvalidTypeError, match=r"threads must be Threads, but got \[1"):
        function([1, 2])
    with pytest.raises(InvalidTypeError, match=r"Threads\.of_log\(log\)"):
        function(log)
    with pytest.raises(TypeError, match=rf"^{function.__name__}\(\) got an unexpected"):
        function(of(star(3)), groups=["x"])


def test_rejects_labels_of_another_length():
    """A label for each thread, not for each post."""
    with pytest.raises(InvalidArgumentError, match="by must have the length 1"):
        structural_virality(of(star(3)), by=["x", "y", "z"])
