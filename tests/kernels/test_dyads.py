import math
from collections import Counter, defaultdict
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from engagement_metrics._kernels import dyads, sorting
from engagement_metrics._kernels.dyads import (
    account_flows,
    account_sums,
    compress,
    dyadic_variance,
    merge,
    network_balance,
    network_sums,
    pack,
    recode,
    table,
    ties,
)
from engagement_metrics._kernels.sorting import bits_of

K = 6  # few accounts, so that pairs meet often
BITS = bits_of(K)
ROWS = st.lists(
    st.tuples(st.integers(0, K - 1), st.integers(-1, K - 1), st.integers(0, 4))
)
FEWER = settings(max_examples=70)  # each law is tried in three ways


@pytest.fixture(autouse=True, params=[(4, 1), (4, 10**9), (sorting.BLOCK, 64)])
def ways(request, monkeypatch):
    """Small blocks show their edges; both ways to count give one answer."""
    block, few = request.param
    monkeypatch.setattr(sorting, "BLOCK", block)
    monkeypatch.setattr(dyads, "BLOCK", block)
    monkeypatch.setattr(dyads, "_FEW", few)


def log(rows, *, weighted):
    """Actors, targets and weights (or None) of rows."""
    actors, targets, weights = np.array(rows, np.int64).reshape(-1, 3).T
    return actors, targets, weights.astype(np.float64) if weighted else None


def packed(rows, *, weighted):
    """Rows as keys and counts."""
    actors, targets, weights = log(rows, weighted=weighted)
    return pack(actors, targets, BITS, weights)


def sent_by_pair(rows, *, weighted):
    """How much each account sent to each other, by a dictionary."""
    sent = Counter()
    for actor, target, weight in rows:
        amount = weight if weighted else 1
        if target not in {actor, -1} and amount:
            sent[actor, target] += amount
    return sent


def pairs_of(sent):
    """The rows of a table of pairs, by a dictionary."""
    pairs = sorted({(min(pair), max(pair)) for pair in sent})
    return [(a, b, sent[a, b], sent[b, a]) for a, b in pairs]


def whole(keys, counts=None):
    """Matched and total interactions, mutual pairs and all pairs."""
    return (*network_sums(keys, counts), *ties(keys)[::-1])


def either(test):
    """Try a law on random logs, with and without weights."""
    return FEWER(given(rows=ROWS, weighted=st.booleans())(test))


@either
def test_table_equals_a_dictionary_of_counts(rows, weighted):
    """A row a pair, ascending, with what went from low to high and back."""
    keys, counts, *_ = packed(rows, weighted=weighted)

    expected = pairs_of(sent_by_pair(rows, weighted=weighted))
    assert expected == list(zip(*table(keys, counts, BITS), strict=True))


@either
def test_keys_are_sorted_and_with_weights_distinct(rows, weighted):
    """Keys ascend; weighted ones do so strictly, and no weight is 0."""
    keys, counts, *_ = packed(rows, weighted=weighted)

    assert np.all(np.diff(keys) >= weighted)
    assert (counts is not None) == weighted
    assert counts is None or np.all(counts > 0)


@either
def test_loops_and_broadcasts_are_counted_by_account(rows, weighted):
    """What has no pair is set aside, and told by who sent it."""
    _, _, loops, broadcasts, _ = packed(rows, weighted=weighted)

    for tally, apart in (
        (loops, lambda a, t: t == a),
        (broadcasts, lambda _, t: t < 0),
    ):
        expected = Counter()
        for actor, target, weight in rows:
            if apart(actor, target) and (weight or not weighted):
                expected[actor] += weight if weighted else 1
        assert sorted(expected.items()) == list(zip(*tally, strict=True))


@either
def test_network_sums_are_those_of_the_table(rows, weighted):
    """The whole network's sums, without a table, are the table's."""
    keys, counts, *_ = packed(rows, weighted=weighted)
    pairs = pairs_of(sent_by_pair(rows, weighted=weighted))

    expected = (
        sum(min(f, b) for *_, f, b in pairs),
        sum(f + b for *_, f, b in pairs),
        sum(f > 0 < b for *_, f, b in pairs),
        len(pairs),
    )
    assert expected == whole(keys, counts)


@either
def test_account_sums_are_those_of_its_relationships(rows, weighted):
    """Every account's sums, in exact fractions over its own pairs."""
    keys, counts, *_ = packed(rows, weighted=weighted)
    actual = account_sums(keys, counts, BITS, K)
    sent, received = account_flows(keys, counts, BITS, K)
    seen = defaultdict(list)
    for a, b, f, back in pairs_of(sent_by_pair(rows, weighted=weighted)):
        seen[a].append((f, back))
        seen[b].append((back, f))

    for i in range(K):
        pairs = seen[i]
        y, x = [2 * min(p) for p in pairs], [sum(p) for p in pairs]
        ratio = Fraction(sum(y), sum(x)) if x else 0
        e = [u - ratio * v for u, v in zip(y, x, strict=True)]
        expected = (
            sum(p[0] for p in pairs),
            sum(p[1] for p in pairs),
            sum(min(p) > 0 for p in pairs),
            len(pairs),
            sum(y),
            sum(x),
            sum(v * v for v in x),
            max(y, default=0),
            max(x, default=0),
            sum(u < v for u, v in zip(y, x, strict=True)),
        )
        s = actual
        assert expected == (
            sent[i],
            received[i],
            actual.units_some[i],
            s.units[i],
            s.sum_y[i],
            s.sum_x[i],
            s.sum_xx[i],
            s.largest_y[i],
            s.largest_x[i],
            s.units_rest[i],
        )
        assert math.isclose(sum(u * u for u in e), s.sum_ee[i], abs_tol=1e-11)
        e_x = sum(u * v for u, v in zip(e, x, strict=True))
        assert math.isclose(e_x, s.sum_ex[i], abs_tol=1e-11)


@either
def test_dyadic_variance_is_the_formula_over_pairs(rows, weighted):
    """The sums of accounts give what the definition gives over all pairs."""
    keys, counts, *_ = packed(rows, weighted=weighted)
    pairs = pairs_of(sent_by_pair(rows, weighted=weighted))
    actual = dyadic_variance(account_sums(keys, counts, BITS, K))
    if len(pairs) < 2:
        assert math.isnan(actual)
        return
    total = sum(f + b for *_, f, b in pairs)
    value = Fraction(2 * sum(min(f, b) for *_, f, b in pairs), total)
    residual = {(a, c): 2 * min(f, b) - value * (f + b) for a, c, f, b in pairs}
    squares = sum(e * e for e in residual.values())
    by_account = [sum(e for d, e in residual.items() if i in d) for i in range(K)]

    between = sum(e * e for e in by_account) - squares
    within = Fraction(len(pairs), len(pairs) - 1) * squares
    expected = max(between, within) / total**2
    assert math.isclose(expected, actual, rel_tol=1e-12, abs_tol=1e-15)


@either
def test_the_order_of_rows_does_not_matter(rows, weighted):
    """Rows read backwards are the same keys and counts."""
    keys, counts, *_ = packed(rows, weighted=weighted)
    again, counts_again, *_ = packed(rows[::-1], weighted=weighted)

    assert keys.tolist() == again.tolist()
    assert (None if counts is None else counts.tolist()) == (
        None if counts_again is None else counts_again.tolist()
    )


@FEWER
@given(first=ROWS, second=ROWS, weighted=st.booleans())
def test_parts_merge_to_the_whole(first, second, weighted):
    """Two parts of a log, merged either way, are the log, bit for bit."""
    parts = [packed(rows, weighted=weighted)[:2] for rows in (first, second)]
    before = [array.copy() for part in parts for array in part if array is not None]
    together = compress(*packed(first + second, weighted=weighted)[:2])

    for a, b in (parts, parts[::-1]):
        keys, counts = merge(*a, *b)
        assert together[0].tolist() == keys.tolist()
        assert together[1].tolist() == counts.tolist()
    after = [array for part in parts for array in part if array is not None]
    assert all(map(np.array_equal, before, after))


@either
def test_compressed_keys_say_the_same(rows, weighted):
    """Each key once with its count gives every sum that the rows gave."""
    keys, counts, *_ = packed(rows, weighted=weighted)
    once = compress(keys, counts)

    assert np.all(np.diff(once[0]) > 0)
    assert whole(keys, counts) == whole(*once)


@FEWER
@given(
    rows=ROWS,
    weighted=st.booleans(),
    names=st.permutations(range(K)).map(lambda p: [3 * name for name in p]),
)
def test_recoding_renames_accounts(rows, weighted, names):
    """Recoded keys are those of a log written with the new codes."""
    keys, counts, *_ = packed(rows, weighted=weighted)
    renamed = [(names[a], names[t] if t >= 0 else -1, w) for a, t, w in rows]
    wide = bits_of(3 * K)
    actors, targets, weights = log(renamed, weighted=weighted)
    expected = pack(actors, targets, wide, weights)

    for account_map in (np.array(names), np.sort(names)):
        new, new_counts = recode(keys, counts, BITS, account_map, wide)
        if account_map.tolist() == names:
            assert expected.keys.tolist() == new.tolist()
            if weighted:
                assert expected.counts.tolist() == new_counts.tolist()
        assert whole(keys, counts) == whole(new, new_counts)


def test_weights_that_are_fractions_are_added_to_rounding():
    """Each key has the sum of its own rows, whatever stands between them."""
    actors = np.array([0, 1, 0, 2, 0])
    targets = np.array([1, 0, 1, 1, 1])
    keys, counts, *_ = pack(actors, targets, 2, np.array([0.1, 5.0, 0.2, 1.0, 0.3]))

    assert [0.6, 5.0, 1.0] == pytest.approx(counts.tolist(), rel=1e-15)
    assert (0.6, 6.6, 1, 2) == pytest.approx(whole(keys, counts), rel=1e-15)


def test_nothing_at_all():
    """An empty log has empty columns and sums of 0."""
    none = np.empty(0, np.int64)
    for weights in (None, np.empty(0)):
        keys, counts, loops, broadcasts, _ = pack(none, none, 0, weights)
        assert (0, 0, 0, 0) == whole(keys, counts)
        assert [] == list(zip(*table(keys, counts, 0), strict=True))
        assert 0 == loops.accounts.size == broadcasts.accounts.size
        assert 0 == account_sums(keys, counts, 0, 0).units_some.size
        assert 0 == merge(keys, counts, keys, counts)[0].size
        assert 0 == recode(keys, counts, 0, none, 5)[0].size


@either
def test_weights_below_one_weigh(rows, weighted):
    """A quarter of every weight has a quarter of the sums, and a 16th of squares."""
    keys, counts, *_ = packed(rows, weighted=True)
    whole_sums = account_sums(keys, counts, BITS, K)
    quarter = account_sums(keys, counts / 4, BITS, K)

    for name, scale in {"y": 4, "x": 4, "ee": 16, "ex": 16, "xx": 16}.items():
        of, by = (getattr(part, f"sum_{name}") for part in (whole_sums, quarter))
        assert (of == scale * by).all()


@pytest.mark.parametrize("weighted", [False, True])
def test_unknown_accounts_are_counted_separately(weighted):
    """Nobody's rows to nobody, or to somebody, are neither loops nor broadcasts."""
    actors = np.array([-1, -1, -1, 0, 0, 1, 1, -1])
    targets = np.array([-1, 0, 1, -1, 0, 0, -1, 0])
    weights = np.array([1.0, 2, 4, 8, 16, 32, 64, 128]) if weighted else None
    packed_log = pack(actors, targets, 1, weights)

    assert (135.0 if weighted else 4.0) == packed_log.unknown
    assert [0] == packed_log.loops.accounts.tolist()
    assert [0, 1] == packed_log.broadcasts.accounts.tolist()
    sums = ([16.0], [8.0, 64.0]) if weighted else ([1.0], [1.0, 1.0])
    assert sums == (
        packed_log.loops.counts.tolist(),
        packed_log.broadcasts.counts.tolist(),
    )
    assert 1 == packed_log.keys.size


def test_one_account_can_only_talk_to_itself():
    """With K = 1 every row is a loop or a broadcast."""
    keys, _, loops, broadcasts, _ = pack(
        np.zeros(5, np.int64), np.array([0, -1, 0, 0, -1]), 0
    )

    assert 0 == keys.size
    assert ([0], [3.0]) == (loops.accounts.tolist(), loops.counts.tolist())
    assert ([0], [2.0]) == (broadcasts.accounts.tolist(), broadcasts.counts.tolist())


def test_one_row():
    """One interaction is one pair that nothing came back in."""
    keys, counts, *_ = pack(np.array([1]), np.array([0]), 1)

    assert (0.0, 1.0, 0, 1) == whole(keys, counts)
    assert [(0, 1, 0.0, 1.0)] == list(zip(*table(keys, counts, 1), strict=True))


@pytest.mark.parametrize("weighted", [False, True])
def test_identical_rows_and_their_answers(weighted):
    """One pair of any length, longer than a block, is one row."""
    actors = np.repeat([3, 2], [150_000, 100_000])
    targets = 5 - actors
    weights = np.ones(actors.size) if weighted else None
    keys, counts, *_ = pack(actors, targets, 2, weights)

    assert (100_000, 250_000, 1, 1) == whole(keys, counts)
    assert [(2, 3, 100_000, 150_000)] == list(zip(*table(keys, counts, 2), strict=True))


def test_the_highest_codes_of_2_to_the_31_accounts():
    """Codes near the limit keep pair, direction, loops and broadcasts apart."""
    top = 2**31 - 1
    actors = np.array([top, top - 1, top, top, 0, top, 0])
    targets = np.array([top - 1, top, top - 1, top, top, -1, -1])
    for weights in (None, np.ones(7)):
        keys, counts, loops, broadcasts, _ = pack(actors, targets, 31, weights)

        rows = [(0, top, 1.0, 0.0), (top - 1, top, 1.0, 2.0)]
        assert rows == list(zip(*table(keys, counts, 31), strict=True))
        assert (1.0, 4.0, 1, 2) == whole(keys, counts)
        assert [top] == loops.accounts.tolist()
        assert [0, top] == broadcasts.accounts.tolist()


def test_a_long_pair_of_the_highest_codes():
    """The highest key of all, more often than a block has rows."""
    top = 2**31 - 1
    actors = np.repeat([top, top - 1], [40_000, 9])
    keys, counts, *_ = pack(actors, 2 * top - 1 - actors, 31)

    assert (9.0, 40_009.0, 1, 1) == whole(keys, counts)
    assert (9.0, 40_009.0, 1, 1) == whole(*compress(keys))


def test_weights_too_many_bits_for_the_row_numbers():
    """Far apart keys are sorted with their weights all the same."""
    top = 2**31 - 1
    actors = np.array([top, 0, 0, top] * 3)
    targets = np.array([0, 1, top, top - 1] * 3)
    weights = np.arange(12.0) + 1
    keys, counts, *_ = pack(actors, targets, 31, weights)

    rows = [(0, 1, 18.0, 0.0), (0, top, 21.0, 15.0), (top - 1, top, 0.0, 24.0)]
    assert rows == list(zip(*table(keys, counts, 31), strict=True))


def test_callers_arrays_stay_as_they_are():
    """Nothing is sorted or written in place but what was made here."""
    columns = np.array([2, 0, 1, 1]), np.array([0, 2, -1, 1]), np.array([1.0, 2, 3, 4])
    before = [column.copy() for column in columns]
    keys, counts, *_ = pack(*columns[:2], 2, columns[2])
    kept = keys.copy(), counts.copy()
    merge(keys, counts, keys, counts)
    recode(keys, counts, 2, np.array([2, 1, 0]), 2)

    assert all(map(np.array_equal, before, columns))
    assert all(map(np.array_equal, kept, (keys, counts)))


def test_balance_adds_the_smaller_side_of_each_account():
    """Out and in, whichever is less."""
    assert 4.0 == network_balance(np.array([3.0, 0, 5]), np.array([1.0, 4, 3]))


def test_worked_example():
    """Five relationships: 2 x 11 of 38 matched (metrics catalogue 4.4)."""
    actors = np.repeat([0] * 5 + [1, 2, 3, 4, 5], [10, 5, 0, 2, 1, 8, 0, 3, 2, 7])
    targets = np.repeat([1, 2, 3, 4, 5] + [0] * 5, [10, 5, 0, 2, 1, 8, 0, 3, 2, 7])
    keys, counts, *_ = pack(actors, targets, 3)
    sums = account_sums(keys, counts, 3, 6)

    assert (11.0, 38.0, 3, 5) == whole(keys, counts)
    assert (18.0, 20.0) == tuple(way[0] for way in account_flows(keys, counts, 3, 6))
    once = account_sums(*compress(keys), 3, 6)
    assert sums.sum_ee.tolist() == once.sum_ee.tolist()
    assert sums.sum_xx.tolist() == once.sum_xx.tolist()
    error = math.sqrt(5 / 4 * sums.sum_ee[0]) / 38
    assert 0.2127403083 == pytest.approx(error, abs=5e-11)


def test_a_small_network_by_hand():
    """Edges 0-1 thrice, 1-0 once, 1-2 once: value 0.4, squares summed by hand."""
    keys, counts, *_ = pack(np.array([0, 0, 0, 1, 1]), np.array([1, 1, 1, 0, 2]), 2)
    sums = account_sums(keys, counts, 2, 3)
    e = 2 - 0.4 * 4, 0 - 0.4 * 1

    assert (1.0, 5.0, 1, 2) == whole(keys, counts)
    squares = e[0] ** 2 + e[1] ** 2
    between = e[0] ** 2 + (e[0] + e[1]) ** 2 + e[1] ** 2 - squares
    expected = max(between, 2 * squares) / 25
    assert expected == pytest.approx(dyadic_variance(sums), rel=1e-14)
    assert min(3, 1) + min(2, 3) + min(0, 1) == network_balance(
        *account_flows(keys, counts, 2, 3)
    )


def random_log(seed):
    """A log of a few hundred interactions of forty accounts, with loops."""
    rng = np.random.default_rng(seed)
    return rng.integers(0, 40, (2, 700))


@pytest.mark.parametrize("seed", range(3))
def test_networkx_agrees_on_ties(seed):
    """On 0/1 ties the index is arc reciprocity, an account's its ego reciprocity."""
    nx = pytest.importorskip("networkx")
    actors, targets = random_log(seed)
    graph = nx.DiGraph((a, t) for a, t in zip(actors, targets, strict=True) if a != t)
    keys, _ = compress(pack(actors, targets, 6).keys)
    sums = network_sums(keys)
    accounts = account_sums(keys, None, 6, 40)

    assert nx.overall_reciprocity(graph) == pytest.approx(2 * sums.matched / sums.total)
    for account, value in nx.reciprocity(graph, list(graph)).items():
        assert value == accounts.sum_y[account] / accounts.sum_x[account]


@pytest.mark.parametrize("seed", range(3))
def test_igraph_agrees_on_the_census_of_pairs(seed):
    """Mutual and one-way pairs are those of the dyad census."""
    igraph = pytest.importorskip("igraph")
    actors, targets = random_log(seed)
    graph = igraph.Graph(n=40, edges=np.stack((actors, targets), 1), directed=True)
    graph = graph.simplify()
    mutual, one_way, _ = graph.dyad_census()
    keys = pack(actors, targets, 6).keys

    assert (mutual + one_way, mutual) == ties(keys)


@pytest.mark.parametrize("seed", range(3))
def test_scipy_agrees_on_weights(seed):
    """2 sum min(W, W') / sum W of a sparse matrix (Squartini et al. 2013)."""
    sparse = pytest.importorskip("scipy.sparse")
    actors, targets = random_log(seed)
    weights = np.random.default_rng(seed).integers(1, 9, actors.size).astype(float)
    matrix = sparse.csr_array((weights, (actors, targets)), shape=(40, 40))
    matrix.setdiag(0)
    keys, counts, *_ = pack(actors, targets, 6, weights)
    sums = network_sums(keys, counts)
    sent, received = account_flows(keys, counts, 6, 40)

    assert matrix.minimum(matrix.T).sum() == 2 * sums.matched
    assert matrix.sum() == sums.total
    assert matrix.sum(axis=1).tolist() == sent.tolist()
    assert matrix.sum(axis=0).tolist() == received.tolist()
