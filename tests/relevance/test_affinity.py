"""Affinity, against print and the comparison of two shares."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics.comparison import ratio
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidCountsError,
    InvalidTypeError,
)
from engagement_metrics.evidence import Proportion
from engagement_metrics.relevance import affinity_index
from engagement_metrics.words import Status

NAMES = ("in_audience", "audience", "in_population", "population")

COUNTS = st.tuples(
    st.integers(0, 50), st.integers(0, 50), st.integers(1, 50), st.integers(0, 50)
)


def index_of(*numbers, inside=False):
    """Return the index of numbers in the order of the formula."""
    return affinity_index(**dict(zip(NAMES, numbers, strict=True)), inside=inside)


def test_printed_index():
    """10 % of the audience and 5 % of the population: printed 200 (V24), value 2."""
    index = index_of(10, 100, 5, 100)

    assert 2.0 == index.value
    assert "2.00" == f"{index:.2f}"
    assert (
        "affinity index: 200.0 (95 %: 74.2 to 545.1, as if independent;"
        " 10.0 % of the audience, 5.0 % of the population; parity 100)"
    ) == str(index)
    assert (
        "<AffinityIndex 200.0: 10.0 % of the audience, 5.0 % of the po…, affinity"
        " index>"
    ) == repr(index)


@given(COUNTS)
def test_interval_is_that_of_a_ratio_of_shares(counts):
    """The interval is Miettinen and Nurminen's, as in ``ratio``."""
    a, rest, p, others = counts
    index = index_of(a, a + rest, p, p + others)
    if a + rest == 0:
        assert Status.NO_EXPOSURE == index.status
        return
    expected = ratio(Proportion(a, a + rest), Proportion(p, p + others)).interval()
    bounds = index.interval()

    assert expected.low == pytest.approx(bounds.low)
    assert expected.high == pytest.approx(bounds.high)
    assert bounds.low <= index.value <= bounds.high


def test_interval_of_an_audience_inside_done_by_hand():
    """Wilson's of 10 of 20 and 15 of 80, moved on logs, and r to 1 / (.2 + .8 / r)."""
    index = index_of(10, 20, 25, 100, inside=True)
    part, rest = Proportion(10, 20), Proportion(15, 80)
    logs = [
        np.log([s.interval().low, s.value, s.interval().high]) for s in (part, rest)
    ]
    (a, b, c), (d, e, f) = logs
    ratios = np.exp([b - e - np.hypot(b - a, f - e), b - e + np.hypot(c - b, e - d)])

    assert 2.0 == index.value
    assert 1 / (0.2 + 0.8 / ratios) == pytest.approx(
        [index.interval().low, index.interval().high], rel=1e-12
    )
    assert index.interval().width < index_of(10, 20, 25, 100).interval().width
    assert "parity 100; an audience inside the population)" in str(index)
    assert index == type(index).of_evidence(index.evidence)


@given(COUNTS)
def test_bounds_of_an_audience_inside_stay_in_range(counts):
    """They hold the value, and reach at most the inverse of the audience's share."""
    k1, rest1, k2, rest2 = counts
    index = index_of(k1, k1 + rest1, k1 + k2, k1 + rest1 + k2 + rest2, inside=True)
    if index.status != Status.DEFINED:
        return
    bounds, most = index.interval(), (k1 + rest1 + k2 + rest2) / (k1 + rest1)

    assert 0.0 <= bounds.low <= index.value <= bounds.high <= most * (1 + 1e-12)


def test_an_audience_that_is_the_population_has_an_index_of_one():
    """Whoever is in the group: there is nobody else."""
    bounds = index_of(3, 10, 3, 10, inside=True).interval()

    assert (1.0, 1.0) == (bounds.low, bounds.high)


def test_indices_of_both_kinds_do_not_add():
    """An audience inside the population is another evidence."""
    with pytest.raises(IncompatibleEvidenceError) as caught:
        index_of(1, 2, 3, 9) + index_of(1, 2, 3, 9, inside=True)

    assert (
        "cannot add evidence of an audience inside the population to evidence of an"
        " audience of its own" == str(caught.value)
    )
    inside = index_of(1, 2, 3, 9, inside=True)
    twice = index_of(2, 4, 6, 18, inside=True)
    assert twice.interval() == (inside + inside).interval()


@pytest.mark.parametrize(
    ("numbers", "message"),
    [
        ((3, 4, 2, 9), "in_audience must not exceed in_population"),
        ((1, 9, 2, 8), "audience must not exceed population"),
        ((1, 4, 4, 6), "population must leave room for the audience outside the group"),
        ((3, 9, 4, 9), "population must leave room for the audience outside the group"),
    ],
)
def test_an_audience_inside_is_a_part(numbers, message):
    """Of the group, of the population, and of those outside the group."""
    with pytest.raises(InvalidCountsError, match=message):
        index_of(*numbers, inside=True)
    with pytest.raises(InvalidTypeError, match="inside must be"):
        index_of(*numbers, inside="yes")


def test_census_of_a_large_population_is_known():
    """With a large population the interval is Wilson's over a known share."""
    bounds = index_of(40, 400, 5 * 10**12, 10**14).interval()
    wilson = Proportion(40, 400).interval()

    # N / (N - 1) is 1 and Koopman's score tends to Wilson's.
    assert wilson.low / 0.05 == pytest.approx(bounds.low, rel=1e-4)
    assert wilson.high / 0.05 == pytest.approx(bounds.high, rel=1e-4)


def test_columns_are_rows():
    """A column of groups gives the index and the status of each."""
    given_numbers = [40, 0, 4, None, 0, 4], 400, [500, 4, 0, 3, 0, 3], 10000
    column = index_of(*given_numbers)
    rows = [
        index_of(a, 400, p, 10000)
        for a, p in zip(given_numbers[0], given_numbers[2], strict=True)
    ]

    assert rows == list(column)
    assert [row.status for row in rows] == column.status.tolist()
    assert [
        Status.DEFINED,
        Status.DEFINED,
        Status.NO_DENOMINATOR,
        Status.MISSING,
        Status.NO_EXPOSURE,
        Status.DEFINED,
    ] == column.status.tolist()
    bounds = column.interval()
    assert [False, False, True, True, True, False] == np.isnan(bounds.low).tolist()
    assert rows[0].interval() == bounds[0]
    assert "affinity index: undefined (no denominator)" == str(rows[2])


def test_a_number_stands_beside_a_column():
    """One audience against several populations."""
    index = index_of(10, 100, 5, [100, 50])

    assert [2.0, 1.0] == index.value.tolist()


def test_whole_is_the_sum_of_its_parts():
    """Indices add by their counts and are never averaged."""
    both = index_of(10, 100, 5, 100) + index_of(1, 300, 20, 100)

    assert (11 / 400) / (25 / 200) == both.value
    with pytest.raises(TypeError):
        both + 1


def test_empty_population_has_no_share():
    """The status is that of the side without a share."""
    assert Status.NO_EXPOSURE == index_of(3, 4, 0, 0).status
    assert Status.MISSING == index_of(3, None, 0, 0).status


@pytest.mark.parametrize(
    ("numbers", "message"),
    [
        (
            (5, 4, 1, 2),
            (
                "in_audience must not exceed audience, but does: 5.0 > 4.0. The"
                " audience includes those in the group"
            ),
        ),
        (
            (1, 4, 3, 2),
            (
                "in_population must not exceed population, but does: 3.0 > 2.0. The"
                " population includes those in the group"
            ),
        ),
    ],
)
def test_more_than_all_is_refused(numbers, message):
    """A group is a part of its audience and of its population."""
    with pytest.raises(InvalidCountsError) as caught:
        index_of(*numbers)

    assert message == str(caught.value)
