import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics._kernels import sorting
from engagement_metrics._kernels.sorting import (
    BLOCK,
    ascends,
    bits_of,
    blocks,
    bucket_lookup,
    fits,
    lookup,
    order,
    runs,
    spread,
)

INT64 = st.integers(-(2**63), 2**63 - 1)
CLOSE = st.integers(-9, 9)
FAR = st.one_of(CLOSE, INT64, st.sampled_from([-(2**63), 2**62, 2**63 - 1]))


def column(values):
    """Whole numbers as int64."""
    return np.array(values, np.int64)


@pytest.fixture(params=[3, BLOCK])
def block(request, monkeypatch):
    """Small blocks show what happens at their edges."""
    monkeypatch.setattr(sorting, "BLOCK", request.param)
    return request.param


@pytest.mark.parametrize(
    ("size", "bits"), [(0, 0), (1, 0), (2, 1), (3, 2), (4, 2), (5, 3), (2**31, 31)]
)
def test_bits_number_things_from_0(size, bits):
    """The last of *size* things has the number size - 1."""
    assert bits == bits_of(size)


def test_bits_of_numpy_integers_do_not_overflow():
    """The arithmetic is Python's, whatever integer comes in."""
    assert 63 == bits_of(np.int64(2**63 - 1))
    assert 64 == bits_of(np.uint64(2**64 - 1))


@pytest.mark.parametrize(
    ("bits", "fit"), [((), True), ((31, 31, 1), True), ((31, 31, 2), False)]
)
def test_63_bits_fit(bits, fit):
    """An int64 keeps the order of 63 bits, not of 64."""
    assert fit == fits(*bits)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], (0, 0)),
        ([10**12], (10**12, 0)),
        ([10**12 + 4, 10**12], (10**12, 3)),
        ([-(2**63), 2**63 - 1], (-(2**63), 64)),
    ],
)
def test_spread_is_counted_from_the_lowest_value(values, expected):
    """High ids close together need few bits; the whole of int64 needs 64."""
    assert expected == spread(column(values))


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 6, 7])
def test_blocks_cover_every_row_once(size, block):
    """Blocks follow one another, none longer than `BLOCK`."""
    rows = [row for part in blocks(size) for row in range(size)[part]]

    assert list(range(size)) == rows
    assert all(part.stop - part.start <= block for part in blocks(size))


@given(st.lists(CLOSE))
def test_runs_start_where_the_value_changes(values):
    """A run starts at the first row and wherever a row differs from the last."""
    ordered = sorted(values)

    expected = [i for i, v in enumerate(ordered) if i == 0 or v != ordered[i - 1]]
    assert expected == runs(column(ordered)).tolist()


@given(st.lists(st.one_of(CLOSE, FAR)))
def test_order_is_a_stable_argsort(values):
    """Equal values keep the order of their rows, near or far apart."""
    rows = column(values)

    assert np.argsort(rows, kind="stable").tolist() == order(rows).tolist()


@pytest.mark.usefixtures("block")
@pytest.mark.parametrize("shift", [0, 40, 60])
def test_order_across_blocks(shift):
    """Packed or not, and however the rows are cut, the order is the same."""
    rows = np.array([5, 1, 3, 1, 0, 7, 7, 2, 5, 0], np.int64) << shift

    assert [4, 9, 1, 3, 7, 2, 0, 8, 5, 6] == order(rows).tolist()


@given(st.sets(FAR), st.lists(FAR))
def test_lookup_finds_present_keys_only(ids, others):
    """Every id is found at its place, with gaps of any size; others are -1."""
    names = sorted(ids)
    queries = [*others, *names[::-1]]

    expected = [names.index(q) if q in ids else -1 for q in queries]
    assert expected == bucket_lookup(column(names), column(queries)).tolist()


@given(st.lists(FAR, unique=True), st.lists(FAR))
def test_lookup_takes_ids_in_any_order(ids, others):
    """Where an id stands is said of the column as it is."""
    queries = [*others, *ids]

    expected = [ids.index(q) if q in ids else -1 for q in queries]
    assert expected == lookup(column(ids), column(queries)).tolist()


@pytest.mark.usefixtures("block")
@pytest.mark.parametrize("low", [-(2**63), -7, 0, 2**62, 2**63 - 12])
@pytest.mark.parametrize("step", [1, 2, 5])
def test_lookup_among_ids_that_lie_close(low, step):
    """Far ones and those just beside them are not there, wherever they begin."""
    ids = [low + step * place for place in (1, 0, 2)]
    around = range(max(low - 20, -(2**63)), min(low + 40, 2**63))
    queries = [*around, -(2**63), 0, 2**63 - 1]

    expected = [ids.index(q) if q in ids else -1 for q in queries]
    assert expected == lookup(column(ids), column(queries)).tolist()


@pytest.mark.usefixtures("block")
def test_ascending_is_a_truth():
    """Each above the one before: equal ones do not ascend."""
    assert ascends(np.array([1, 2, 4])) is True
    assert ascends(np.array([1, 1])) is False


def test_lookup_in_one_crowded_bucket():
    """An outlier puts all other ids into one bucket; binary search finds them."""
    names = np.append(np.arange(100, dtype=np.int64), 2**62)
    queries = np.append(names[::-1], [-1, 100, 2**62 - 1, 2**62 + 1])

    expected = [*range(100, -1, -1), -1, -1, -1, -1]
    assert expected == bucket_lookup(names, queries).tolist()
