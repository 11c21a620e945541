import random

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics._kernels import ids as kernel, sorting
from engagement_metrics._kernels.ids import (
    combine,
    factorise_ints,
    factorise_objects,
    factorise_strings,
    renumber,
    union,
)

MULTIPLIER = 0x9E3779B97F4A7C15
INVERSE = pow(MULTIPLIER, -1, 2**64)  # ids whose hashes are 0, 1, 2, once foreseen
INTS = st.one_of(st.integers(-5, 5), st.integers(-(2**63), 2**63 - 1))
NAMES = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=9
)


@pytest.fixture(params=[3, sorting.BLOCK])
def block(request, monkeypatch):
    """Small blocks show what happens at their edges."""
    monkeypatch.setattr(sorting, "BLOCK", request.param)
    return request.param


@pytest.fixture
def foreseen(monkeypatch):
    """Ids can be made to collide under numbers that are known."""
    known = np.uint64(MULTIPLIER)
    monkeypatch.setattr(kernel, "_multipliers", lambda count: np.full(count, known))


def wrapped(values):
    """Whole numbers as int64, the high bits cut off."""
    return np.array([v % 2**64 for v in values], np.uint64).view(np.int64)


def check(ids, codes, names):
    """Names ascend, are distinct and used, and their codes give the ids back."""
    assert "i" == codes.dtype.kind
    assert sorted(set(ids)) == names.tolist()
    assert list(ids) == names[codes].tolist()


@given(st.lists(INTS))
def test_codes_of_ints_give_the_ids_back(values):
    """Any int64 goes to a code and back, and names ascend."""
    ids = np.array(values, np.int64)

    check(values, *factorise_ints(ids))


@pytest.mark.usefixtures("block", "foreseen")
@pytest.mark.parametrize(
    "values",
    [
        [0],
        [7] * 50,
        range(50),
        [k * (2**61 - 1) for k in range(50)],
        [k << 44 for k in range(50)],
        [(1 << 62) + k for k in range(50)],
        [*range(49), 2**62],
        [-(2**63), 2**63 - 1, 0],
        [k * INVERSE for k in range(50)],
        [(k + (k % 2 << 60)) * INVERSE for k in range(50)],
    ],
    ids=[
        "one",
        "equal",
        "dense",
        "multiples of 2**61 - 1",
        "equal low bits",
        "equal high bits",
        "outlier",
        "extremes",
        "one hash",
        "two hashes",
    ],
)
def test_codes_of_hostile_ints_are_exact(values):
    """Ids made to share a hash, or all but a few bits, are told apart."""
    ids = np.repeat(wrapped(values), 3)
    ids = ids[np.random.default_rng(0).permutation(ids.size)]
    before = ids.copy()

    check(ids.tolist(), *factorise_ints(ids))
    assert before.tolist() == ids.tolist()


@pytest.mark.parametrize("bits", range(54, 63))
def test_names_of_ints_next_to_a_power_of_two_ascend(bits):
    """However far from 0 they are, one less or one more bit breaks no order."""
    ids = np.array([3, 0, 2, 1, 1, 3, 2, 0]) + (2**bits - 1)

    check(ids.tolist(), *factorise_ints(ids))


@given(st.lists(NAMES))
def test_codes_of_strings_give_the_ids_back(values):
    """Names of any width and alphabet go to a code and back."""
    check(values, *factorise_strings(np.array(values, np.str_)))


@pytest.mark.usefixtures("block", "foreseen")
def test_strings_of_one_hash_stay_distinct():
    """Four characters are one factor: under one multiplier their order is nothing."""
    ids = ["adahbobs", "bobsadah", "adahbobt"]

    check(ids * 3, *factorise_strings(np.array(ids * 3)))


@pytest.mark.parametrize("count", [1, 3])
def test_multipliers_are_odd_and_never_the_same_again(count):
    """Odd ones lose no bit of an id; others each time cannot be foreseen."""
    drawn = np.array([kernel._multipliers(count) for _ in range(50)])

    assert (50, count) == drawn.shape
    assert (drawn & 1).all()
    assert 50 * count == np.unique(drawn).size


def test_strings_of_no_characters():
    """The empty string is a name like others."""
    codes, names = factorise_strings(np.array(["", ""]))

    assert [0, 0] == codes.tolist()
    assert [""] == names.tolist()


def test_strings_with_gaps_between_rows():
    """A column that is not contiguous is read by its own rows."""
    ids = np.array(["b", "zz", "a", "zz"])[::2]

    check(["b", "a"], *factorise_strings(ids))


@given(st.lists(st.one_of(st.none(), NAMES)))
def test_none_is_no_id(values):
    """None gets -1 and no name; the others as from a string column."""
    codes, names = factorise_objects(values)

    assert sorted(set(values) - {None}) == names.tolist()
    assert values == [None if c < 0 else names[c] for c in codes]


def test_codes_do_not_depend_on_the_order_of_rows():
    """Shuffled rows get shuffled codes and the same names."""
    values = [f"user_{k * k % 101}" for k in range(300)]
    shuffled = random.Random(0).sample(values, len(values))  # noqa: S311

    codes, names = factorise_objects(values)
    again, names_again = factorise_objects(shuffled)
    assert names.tolist() == names_again.tolist()
    assert sorted(zip(values, codes.tolist(), strict=True)) == sorted(
        zip(shuffled, again.tolist(), strict=True)
    )


def all_or(names, places):
    """Names in some places, or all of them."""
    return names if places is None else names[places]


@given(st.sets(INTS), st.sets(INTS))
def test_union_of_ints(a, b):
    """A union has the names of both, ascending, and says where each stands."""
    names_a, names_b = np.array(sorted(a), np.int64), np.array(sorted(b), np.int64)
    names, (in_a, in_b) = union(names_a, names_b)

    assert sorted(a | b) == names.tolist()
    assert names_a.tolist() == all_or(names, in_a).tolist()
    assert names_b.tolist() == all_or(names, in_b).tolist()


@given(st.sets(INTS, min_size=1))
def test_union_with_a_part(a):
    """The union of names and some of them is the names."""
    names = np.array(sorted(a), np.int64)

    assert names.tolist() == union(names[::2], names, names[1::2])[0].tolist()
    assert [None, None] == union(names, names.copy())[1]


@given(st.sets(NAMES), st.sets(NAMES))
def test_union_of_strings(a, b):
    """Names of different widths meet in the wider column."""
    names_a, names_b = np.array(sorted(a), np.str_), np.array(sorted(b), np.str_)
    names, (in_a, in_b) = union(names_a, names_b)

    assert sorted(a | b) == names.tolist()
    assert names_a.tolist() == all_or(names, in_a).tolist()
    assert names_b.tolist() == all_or(names, in_b).tolist()


@given(st.lists(st.integers(0, 9)), st.sampled_from([10, 10**9]))
def test_renumbered_codes(values, size):
    """Codes without gaps and those there are give the old codes back."""
    codes, present = renumber(np.array(values, np.int64), size)

    check(values, codes, present)


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 29))),
    st.sampled_from([10, 10**9]),
)
def test_combined_codes_of_any_width_are_of_their_pairs(pairs, majors):
    """Pairs have the codes of their order, however narrow the codes they are of."""
    major, minor = np.array(pairs, np.int8).reshape(-1, 2).T

    codes, present = combine(major, minor.astype(np.int16), majors, 30)

    check([30 * a + b for a, b in pairs], codes, present)


def test_pairs_that_all_occur_are_numbered_by_themselves():
    """Of signed numbers, as all codes are."""
    major, minor = np.repeat(np.arange(9), 15), np.tile(np.arange(15), 9)

    check(range(135), *combine(major, minor, 9, 15))


def test_codes_that_all_occur_stay():
    """Codes without a gap are left as they are."""
    codes = np.array([2, 0, 1, 0])

    assert renumber(codes, 3)[0] is codes
