from itertools import pairwise, permutations
from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from engagement_metrics._kernels import forest, sorting

FEW = settings(max_examples=60)


def column(values):
    """Whole numbers as int64."""
    return np.array(values, np.int64)


@st.composite
def parents(draw, size=25):
    """Any node may reply to any other, itself included."""
    n = draw(st.integers(0, size))
    return column(draw(st.lists(st.integers(-1, n - 1), min_size=n, max_size=n)))


@st.composite
def forests(draw, size=30):
    """A forest without cycles, deep or wide, its rows in any order."""
    n = draw(st.integers(1, size))
    reach = draw(st.sampled_from([1, 2, 5, size]))
    parent = [-1] + [draw(st.integers(max(-1, i - reach), i - 1)) for i in range(1, n)]
    return shuffled(column(parent), draw(st.permutations(range(n))))


def shuffled(parent, rows):
    """The same forest with node i on row rows[i]."""
    rows = column(rows)
    moved = np.empty_like(parent)
    moved[rows] = np.where(parent < 0, -1, rows[parent])
    return moved


@st.composite
def exchanges(draw, size=25):
    """Most reply to the row before, the others to any, or to nobody."""
    n = draw(st.integers(1, size))
    choices = [
        st.sampled_from([i - 1] * 4 + [draw(st.integers(-1, n - 1))]) for i in range(n)
    ]
    return column([draw(choice) for choice in choices])


@st.composite
def caterpillars(draw):
    """A long line of which each, or nearly, has replies that nobody answers."""
    parent, last = [-1], 0
    for leaves in draw(st.lists(st.integers(0, 3), max_size=10)):
        parent += [last] * (leaves + 1)
        last += draw(st.sampled_from([1, leaves + 1]))
    return column(parent)


def any_parents():
    """Mostly cycles, or none at all, or long lines of rows, with leaves between."""
    return st.one_of(parents(), forests(), exchanges(), caterpillars())


def ancestors(parent, node):
    """Ancestors from the nearest, or None if they never end."""
    line = []
    while parent[node] >= 0:
        node = int(parent[node])
        line.append(node)
        if len(line) > len(parent):
            return None
    return line


def every_block(check):
    """Whether blocks and levels are short or long shows in no answer."""
    check()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sorting, "BLOCK", 3)
        patch.setattr(forest, "WIDE", 3)
        check()


def chain(n):
    """Each replies to the one before."""
    return np.arange(-1, n - 1)


@FEW
@given(any_parents())
def test_roots_and_depths_are_those_of_a_walk(parent):
    """Up to the root, or, where the walk never ends, neither root nor depth."""
    lines = [ancestors(parent, node) for node in range(parent.size)]
    expected = [
        (-1, -1, True) if line is None else ([node, *line][-1], len(line), False)
        for node, line in enumerate(lines)
    ]

    every_block(
        lambda: np.testing.assert_equal(
            list(zip(*forest.roots_and_depths(parent), strict=True)), expected
        )
    )


@pytest.mark.parametrize("n", [2, 5, 100])
def test_all_reply_to_the_first_row(n):
    """A star has no long line."""
    root, depth, _ = forest.roots_and_depths(np.append(-1, np.zeros(n, np.int64)))

    assert ([0] * (n + 1), [0] + [1] * n) == (root.tolist(), depth.tolist())


@pytest.mark.parametrize("n", [2, 5, 100])
def test_all_that_reply_to_the_first_row_are_answered(n):
    """What is answered is in no line for that."""
    parent = np.concatenate(([-1], np.zeros(n, np.int64), np.arange(1, n + 1)))
    root, depth, _ = forest.roots_and_depths(parent)

    assert [0] * (2 * n + 1) == root.tolist()
    assert [0] + [1] * n + [2] * n == depth.tolist()


def test_a_circle_over_row_0_has_no_end():
    """From one block of rows to another, by way of the first row."""
    every_block(
        lambda: np.testing.assert_equal(
            forest.roots_and_depths(column([1, 2, 4, 0, 3]))[:2], [[-1] * 5] * 2
        )
    )


def test_a_way_over_row_0_goes_on():
    """From one block of rows to another, by way of the first row."""
    parent = column([6, 3, 3, 4, 5, 0, -1])

    every_block(
        lambda: np.testing.assert_equal(
            forest.roots_and_depths(parent)[:2], ([6] * 7, [1, 5, 5, 4, 3, 2, 0])
        )
    )


@FEW
@given(any_parents())
def test_subtrees_hold_all_descendants(parent):
    """A node is in the subtree of each of its ancestors and its own."""
    expected = np.zeros(parent.size, np.int64)
    for node in range(parent.size):
        line = ancestors(parent, node)
        if line is not None:
            expected[[node, *line]] += 1
    _, depth, _ = forest.roots_and_depths(parent)

    every_block(
        lambda: np.testing.assert_equal(forest.subtree_sizes(parent, depth), expected)
    )


def test_subtrees_below_lines_and_wide_levels():
    """Lines, wide levels and what is between them, one above another."""
    blocks = [chain(100), np.full(100, 99), np.arange(100, 200)]
    pairs = np.concatenate(([200, 201], np.arange(300, 498)))
    parent = np.concatenate([*blocks, pairs, [498, 499, 500], np.arange(502, 600)])
    _, depth, _ = forest.roots_and_depths(parent)
    expected = np.ones(parent.size, np.int64)
    for node in reversed(range(1, parent.size)):
        expected[parent[node]] += expected[node]

    np.testing.assert_equal(forest.subtree_sizes(parent, depth), expected)


def shape_of(parent):
    """The shapes of a forest, and what they were made of."""
    root, depth, _ = forest.roots_and_depths(parent)
    sizes = forest.subtree_sizes(parent, depth)
    roots, thread = forest.threads(parent, root)
    return roots, thread, depth, forest.shapes(thread, depth, sizes, roots.size)


@FEW
@given(any_parents())
def test_shapes_are_those_of_each_thread_alone(parent):
    """Size, depth, width, leaves and depths, thread by thread; strays are in none."""
    roots, thread, depth, shapes = shape_of(parent)

    np.testing.assert_equal(roots, np.flatnonzero(parent < 0))
    np.testing.assert_equal(thread == -1, depth == -1)
    for number in range(roots.size):
        here = np.flatnonzero(thread == number)
        levels = np.bincount(depth[here])
        expected = (
            here.size,
            depth[here].max(),
            levels.max(),
            np.setdiff1d(here, parent).size,
            depth[here].sum(),
        )

        assert expected == tuple(field[number] for field in shapes[:5])


@pytest.mark.parametrize(
    ("parent", "virality"),
    [
        ([-1, 0, 0, 0, 0], 1.6),
        ([-1] + [0] * 99, 1.98),
        ([-1, 0, 1, 2, 3], 2.0),
        ([-1, *(i // 2 for i in range(6))], 2.2857142857),
        ([-1, *(i // 2 for i in range(14))], 3.5047619048),
        ([-1, 0], 1.0),
        ([-1], np.nan),
    ],
)
def test_structural_virality_of_known_trees(parent, virality):
    """Stars, paths and binary trees (Goel et al. 2016); of one node there is none."""
    actual = shape_of(column(parent))[3].virality

    np.testing.assert_allclose(actual, [virality], rtol=1e-10)


@FEW
@given(forests(20))
def test_structural_virality_is_the_mean_distance_in_networkx(parent):
    """Of ordered pairs, whatever the order of rows."""
    networkx = pytest.importorskip("networkx")
    graph = networkx.Graph()
    graph.add_nodes_from(range(parent.size))
    graph.add_edges_from((i, p) for i, p in enumerate(parent.tolist()) if p >= 0)
    roots, _, _, shapes = shape_of(parent)
    for root, virality in zip(roots.tolist(), shapes.virality, strict=True):
        part = graph.subgraph(networkx.node_connected_component(graph, root))
        if len(part) > 1:
            mean = networkx.average_shortest_path_length(part)

            assert virality == pytest.approx(mean, rel=1e-15)


@FEW
@given(forests(), st.randoms())
def test_shapes_do_not_depend_on_the_order_of_rows(parent, random):
    """The same threads in another order have the same shapes."""
    rows = list(range(parent.size))
    random.shuffle(rows)
    first, second = shape_of(parent), shape_of(shuffled(parent, rows))
    order = np.argsort(column(rows)[first[0]])
    expected = [tuple(field[i] for field in first[3]) for i in order]

    np.testing.assert_equal(list(zip(*second[3], strict=True)), expected)


@FEW
@given(any_parents())
def test_a_tour_visits_subtrees_one_after_another(parent):
    """Every node with a root takes one turn, and its subtree the next ones."""
    _, depth, stray = forest.roots_and_depths(parent)
    sizes = forest.subtree_sizes(parent, depth)
    turn = forest.tour(parent, sizes)
    rooted = np.flatnonzero(~stray)

    np.testing.assert_equal(np.sort(turn[rooted]), np.arange(rooted.size))
    for node in rooted:
        below = [i for i in rooted if i == node or node in ancestors(parent, i)]
        expected = turn[node] + np.arange(sizes[node])

        np.testing.assert_equal(np.sort(turn[below]), expected)


@FEW
@given(any_parents(), st.data())
def test_interactive_replies_have_their_author_above_them(parent, data):
    """0 for a root, 1 for a reply, 2 with an ancestor by the same author."""
    writers = st.sampled_from([-1, 0, 1, 2, 2**62])
    n = parent.size
    author = column(data.draw(st.lists(writers, min_size=n, max_size=n)))
    expected = []
    for node in range(n):
        line = ancestors(parent, node)
        if line is None or (line and author[node] < 0):
            expected.append(-1)
        else:
            again = author[node] >= 0 and author[node] in author[line]
            expected.append(min(len(line), 1) + again)
    _, depth, _ = forest.roots_and_depths(parent)
    sizes = forest.subtree_sizes(parent, depth)

    every_block(
        lambda: np.testing.assert_equal(
            forest.interactivity_levels(parent, depth, sizes, author), expected
        )
    )


@FEW
@given(any_parents(), st.data())
def test_an_owner_returns_by_a_reply_below_another_s(parent, data):
    """Whoever wrote the root answers below what another wrote."""
    n = parent.size
    author = column(data.draw(st.lists(st.integers(-1, 2), min_size=n, max_size=n)))
    root, depth, _ = forest.roots_and_depths(parent)
    roots, thread = forest.threads(parent, root)
    replied, returned = set(), set()
    for node in np.flatnonzero((depth > 0) & (author >= 0)):
        owner = author[root[node]]
        line = author[ancestors(parent, node)]
        if owner >= 0 and author[node] != owner:
            replied.add(thread[node])
        elif owner >= 0 and np.isin(line, [owner, -1], invert=True).any():
            # an unknown author between leaves open whom the owner answers
            upward = [who for who in line if who != owner]
            if upward[0] >= 0:
                returned.add(thread[node])
    actual = forest.returns(parent, thread, author, roots)

    assert [replied, returned] == [set(np.flatnonzero(part)) for part in actual]


@pytest.mark.parametrize("author", [[0, 1, 0], [1, 0, 1]])
def test_the_first_author_is_an_author(author):
    """An owner, or another, of code 0."""
    parent, first = column([-1, 0, 1]), column([0])
    found = forest.returns(parent, column([0, 0, 0]), column(author), first)

    assert [[True], [True]] == [part.tolist() for part in found]


def test_roots_have_no_interactions():
    """Whoever began another thread is none of the ancestors."""
    parent, depth, sizes = column([-1, -1]), column([0, 0]), column([1, 1])

    assert [0, 0] == forest.interactivity_levels(
        parent, depth, sizes, column([1, 0])
    ).tolist()


def test_lone_authors_have_no_interactions():
    """One post, by somebody."""
    levels = forest.interactivity_levels(*(column([x]) for x in (-1, 0, 1, 7)))

    assert [0] == levels.tolist()


@pytest.mark.parametrize("order", ["in order", "reversed", "shuffled"])
def test_a_million_in_a_chain_take_no_million_rounds(order):
    """Neither a recursion error nor a quadratic wait, in any order of rows."""
    n = 1_000_000
    rows = {
        "in order": np.arange(n),
        "reversed": np.arange(n)[::-1],
        "shuffled": np.random.default_rng(7).permutation(n),
    }[order]
    start = process_time()
    roots, _, depth, shapes = shape_of(shuffled(chain(n), rows))
    seconds = process_time() - start

    np.testing.assert_equal(depth[rows], np.arange(n))
    assert roots.tolist() == [rows[0]]
    np.testing.assert_allclose(shapes.virality, [(n + 1) / 3], rtol=4e-16)
    assert seconds < 10


def test_a_cycle_of_a_million_is_set_aside():
    """All of it, and what hangs on it; the rest has roots and depths."""
    n = 1_000_000
    parent = np.concatenate((np.roll(np.arange(n), 1), [5, n, -1, n + 2]))
    root, depth, stray = forest.roots_and_depths(parent)

    assert n + 2 == stray.sum()
    assert [n + 2, n + 2] == root[-2:].tolist()
    assert [0, 1] == depth[-2:].tolist()


def test_levels_of_a_long_chain():
    """Two who take turns are interactive from the third message on."""
    n = 100_000
    parent, author = chain(n), np.arange(n) % 2
    _, depth, _ = forest.roots_and_depths(parent)
    levels = forest.interactivity_levels(
        parent, depth, forest.subtree_sizes(parent, depth), author
    )

    assert [1, 1, n - 2] == np.bincount(levels).tolist()


@pytest.mark.parametrize(
    ("spoken", "alternation", "variance"),
    [("ABABAB", 1.0, 0.048), ("AAABBB", 0.2, 0.048), ("AABAB", 0.75, 0.0525)],
)
def test_alternation_of_known_sequences(spoken, alternation, variance):
    """Changes of speaker, and their chance level of 0.6, by enumeration."""
    speaker = column([ord(c) for c in spoken])
    n = speaker.size
    turns = forest.turns(np.zeros(n, np.int64), np.arange(n), speaker, 1)
    mean, spread = forest.alternation_by_chance(turns.largest, n - turns.largest)

    assert alternation == turns.changes[0] / (n - 1)
    assert [0.6] == pytest.approx(mean)
    assert [variance] == pytest.approx(spread)


@pytest.mark.parametrize(("a", "b"), [(1, 1), (2, 1), (3, 2), (4, 3), (3, 0)])
def test_chance_level_by_enumeration(a, b):
    """Mean and variance over all orders of a and b turns."""
    orders = np.array(sorted(set(permutations([0] * a + [1] * b))))
    changes = (orders[:, 1:] != orders[:, :-1]).mean(axis=1)
    mean, variance = forest.alternation_by_chance(column([a]), column([b]))

    assert [changes.mean()] == pytest.approx(mean, rel=1e-14, abs=1e-15)
    assert [changes.var()] == pytest.approx(variance, rel=1e-13, abs=1e-15)
    assert not np.signbit(variance)


def test_one_turn_has_no_chance_level():
    """There is nothing that could change."""
    ends = forest.alternation_by_chance(column([1, 0]), column([0, 0]))

    assert np.isnan(ends).all()


@FEW
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 4), st.integers(0, 2))),
    st.randoms(),
)
def test_turns_are_counted_group_by_group(rows, random):
    """In order of time, then of speaker, whatever the order of rows."""
    random.shuffle(rows)
    group, at, speaker = np.array(rows, np.int64).reshape(-1, 3).T
    actual = np.array(forest.turns(group, at, speaker, 4))
    for number in range(4):
        said = [who for g, _, who in sorted(rows) if g == number]
        counts = np.bincount(said) if said else np.zeros(1)
        changes = sum(a != b for a, b in pairwise(said))
        expected = [changes, len(said), np.count_nonzero(counts), counts.max()]

        assert expected == actual[:, number].tolist()
