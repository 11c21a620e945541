"""What chance would match, by enumeration."""

from itertools import permutations
from math import comb, sqrt

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics import Dyads, Status
from engagement_metrics.errors import (
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
)
from engagement_metrics.two_way import (
    UnbiasedTwoWayIndex,
    concordance_test,
    unbiased_two_way_index,
)

A, B = [10, 5, 0, 2, 1], [8, 0, 3, 2, 7]  # metrics.md 4.4 and 4.5


def star(sent, received):
    """Return dyads of "me" and as many others."""
    me, others = ["me"] * len(sent), [f"p{i}" for i in range(len(sent))]
    return Dyads.of(actor=me + others, target=others + me, weight=[*sent, *received])


def test_worked_example_of_concordance():
    """Mean, variance, maximum and kappa of 120 deals of all who could meet (V59)."""
    test = concordance_test(star(A, B), account="me", population=5)

    assert (11.0, 9.4, 16.0, 5) == (
        test.matched,
        test.expected,
        test.maximum,
        test.relationships,
    )
    assert 8.54 == pytest.approx(test.variance)
    assert 0.2424242424 == pytest.approx(test.kappa, abs=1e-10)
    assert 0.5475 == pytest.approx(test.z, abs=1e-4)


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=5)
)
def test_concordance_is_that_of_all_deals(rows):
    """Dealing the volumes sent to all who could meet gives mean and variance."""
    rows = rows if any(map(sum, rows)) else [(1, 1), (2, 0)]
    sent, received = ([row[i] for row in rows] for i in range(2))
    test = concordance_test(star(sent, received), account="me", population=len(rows))
    deals = [sum(map(min, deal, received)) for deal in permutations(sent)]

    assert np.mean(deals) == pytest.approx(test.expected)
    if len(rows) > 1:
        assert np.var(deals) == pytest.approx(test.variance, abs=1e-9)
    assert max(deals) == test.maximum


def test_without_a_population_only_both_ways_are_dealt():
    """Partners with messages one way are left out, and counted."""
    test = concordance_test(star(A, B), account="me")
    both = concordance_test(star([10, 2, 1], [8, 2, 7]), account="me", population=3)

    assert (11.0, 3, 2, None) == (
        test.matched,
        test.relationships,
        test.one_way,
        test.population,
    )
    assert (both.expected, both.z, both.kappa) == (test.expected, test.z, test.kappa)
    assert (3, 0, 3) == (both.relationships, both.one_way, both.population)


def test_z_hangs_on_the_population():
    """The more could have met and did not, the less chance matches."""
    sizes = (5, 50, 10**9)
    tests = [concordance_test(star(A, B), account="me", population=n) for n in sizes]

    assert tests[0].z < tests[1].z < tests[2].z
    assert 47 * 20 * 18 / 47 > tests[1].expected > tests[2].expected > 0
    assert [5, 5, 5] == [test.relationships for test in tests]


@pytest.mark.parametrize("kind", [int, np.int64])
@pytest.mark.parametrize("population", [4, 0, -1])
def test_a_population_smaller_than_the_partners_is_refused(population, kind):
    """All partners could have met."""
    with pytest.raises(InvalidArgumentError) as caught:
        concordance_test(star(A, B), account="me", population=kind(population))

    assert "population" == caught.value.argument
    rule = "not be negative" if population < 0 else "be at least the 5 partners"
    assert f"population must {rule}" in str(caught.value)


def test_a_population_is_a_whole_number():
    """Half a partner could not have met."""
    with pytest.raises(InvalidTypeError, match="population must be a whole number"):
        concordance_test(star(A, B), account="me", population=7.5)


def test_nobody_with_messages_both_ways():
    """There is nothing to deal."""
    test = concordance_test(star([1, 0], [0, 2]), account="me")

    assert (Status.TOO_FEW_UNITS, 0, 2) == (
        test.status,
        test.relationships,
        test.one_way,
    )
    assert "undefined" in str(test)


def test_concordance_is_an_accounts():
    """A network has no one to deal for."""
    with pytest.raises(InvalidArgumentError) as caught:
        concordance_test(star(A, B), account=None)

    assert "account must be named, but got None" == str(caught.value)


def test_worked_example_of_the_unbiased_index():
    """The volume-weighted mean of 4ab/(n(n - 1)) (metrics.md 4.4)."""
    index = unbiased_two_way_index(star(A, B), account="me")

    assert 0.7409700722 == pytest.approx(index.value, abs=1e-10)
    assert (38.0, 5, 0) == (index.interactions, index.relationships, index.alone)
    assert index == unbiased_two_way_index(star(A, B))


@pytest.mark.parametrize(("n", "p"), [(2, 0.5), (5, 0.3), (10, 0.2)])
def test_mean_over_all_outcomes_is_the_population_value(n, p):
    """Unbiased: the mean over binomial outcomes is 4pq exactly."""
    mean = sum(
        comb(n, k)
        * p**k
        * (1 - p) ** (n - k)
        * unbiased_two_way_index(star([k], [n - k])).value
        for k in range(n + 1)
    )

    assert 4 * p * (1 - p) == pytest.approx(mean)


def test_error_of_one_even_relationship():
    """Two interactions, one each way: variance 1 (V61)."""
    assert UnbiasedTwoWayIndex(2.0, 1.0, 2.0, 1, 1) == unbiased_two_way_index(
        star([1, 1], [1, 0])
    )


def test_error_is_unbiased_from_four_interactions():
    """Q squared, less 16 times the unbiased estimate of pq squared."""
    index = unbiased_two_way_index(star([9, 4], [1, 3]))
    squared = [9 * 8 * 1 * 0 / (10 * 9 * 8 * 7), 4 * 3 * 3 * 2 / (7 * 6 * 5 * 4)]
    q = [4 * 9 / 90, 4 * 12 / 42]
    variances = [value**2 - 16 * s for value, s in zip(q, squared, strict=True)]
    expected = sqrt(10**2 * variances[0] + 7**2 * variances[1]) / 17

    assert expected == pytest.approx(index.standard_error)
    assert 1.0 == unbiased_two_way_index(star([3], [1])).standard_error


def test_error_of_short_relationships_is_that_of_the_mean():
    """Below four interactions each has the variance at the common share."""
    index = unbiased_two_way_index(star([1, 2, 2, 3], [1, 0, 1, 0]))
    pq = index.value / 4
    terms = [
        n**2 * 16 * (pq * (1 - 4 * pq) / n + 2 * pq**2 / (n * (n - 1)))
        for n in (2, 2, 3, 3)
    ]

    assert 0 < index.value < 1
    assert sqrt(sum(terms)) / 10 == pytest.approx(index.standard_error)


def test_error_is_never_less_than_at_the_observed_shares():
    """Of one even relationship the unbiased estimate is below 0, and not taken."""
    index = unbiased_two_way_index(star([5], [5]))

    assert sqrt(16 * 2 / 16 / 90) == pytest.approx(index.standard_error)


def test_single_interactions_say_nothing():
    """They are left out and counted; alone, the index is undefined."""
    index = unbiased_two_way_index(star([1, 0], [0, 1]))

    assert (0.0, 0, 2) == (index.interactions, index.relationships, index.alone)
    assert Status.TOO_FEW_UNITS == index.status
    assert np.isnan([index.value, index.standard_error]).all()


def test_weighted_interactions_are_refused():
    """Half an interaction goes neither way by chance."""
    with pytest.raises(InvalidCountsError) as caught:
        unbiased_two_way_index(star([1.5], [1]))

    assert (
        "dyads must hold whole numbers of interactions, but got 2.5 at (0,), first of 1"
        " in 1 values. The unbiased index needs counts, not weights"
    ) == str(caught.value)


def test_an_unbiased_index_prints_its_error():
    """Value, relationships, standard error, and what says nothing of it."""
    index = unbiased_two_way_index(star([*A, 1], [*B, 0]), account="me")

    assert (
        "unbiased two-way index: 74.1 % (5 relationships; standard error 9.6 %;"
        " 1 relationship of one interaction left out)"
    ) == str(index)
    assert "<UnbiasedTwoWayIndex 74.1 %: 5 relationships, unbiased two-way index>" == (
        repr(index)
    )
    assert "left out" not in str(unbiased_two_way_index(star(A, B)))
    assert 5 == index.units


def test_concordance_test_prints_the_expected_match():
    """Kappa, relationships, and how much is matched, by chance and at most."""
    test = concordance_test(star(A, B), account="me", population=1000)
    both = concordance_test(star([*A, 3], [*B, 1]), account="me")

    assert (
        "concordance test: 0.69 (5 relationships among 1,000 who could have met;"
        " 11 matched, 0.0 by chance, at most 16; z = 24)"
    ) == str(test)
    assert (
        "concordance test: 0.56 (4 relationships with messages both ways;"
        " 12 matched, 9.5 by chance, at most 14; z = 0.9; 2 with messages one way"
        " left out)"
    ) == str(both)
    assert "left out" not in str(concordance_test(star([2, 3], [1, 4]), account="me"))
    assert (test.kappa, 5, Status.DEFINED) == (test.value, test.units, test.status)
    alike = concordance_test(star([2, 2], [1, 3]), account="me")
    assert np.isnan(alike.value)
    assert Status.TOO_FEW_UNITS == alike.status


@pytest.mark.parametrize(
    "answer",
    [unbiased_two_way_index(star(A, B)), concordance_test(star(A, B), account="me")],
    ids=["unbiased", "test"],
)
def test_no_interval_of_them_is_published(answer):
    """The bounds are NaN, and the method says so."""
    interval = answer.interval()

    assert np.isnan([interval.low, interval.high]).all()
    assert Status.MISSING == interval.status
    assert "none: no interval is published" == interval.method
    assert "Interval: none; no interval is published." in answer.describe()
    with pytest.raises(InvalidArgumentError, match="level must lie"):
        answer.interval(95)
