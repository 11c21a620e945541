import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest

from engagement_metrics._kernels.distributions import (
    effective_size,
    gini,
    gini_by_group,
    hellinger,
    hill,
    hill_by_group,
    jensen_shannon,
    population_stability,
    total_variation,
)

ORDERS = [0, 0.5, 1, 2, 10, math.inf]
DISTANCES = [total_variation, hellinger, jensen_shannon, population_stability]
# scikit-bio, skbio/diversity/alpha/tests/test_gini.py
LOADS = np.array([4.5, 6.7, 3.4, 15, 18, 3.5, 6.7, 14.1])


def column(*values):
    """Return a column of floats."""
    return np.array(values, dtype=np.float64)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (0, 5),
        (0.5, 4.68423304),
        (1, 4.43598780),
        (2, 4.09090909),
        (10, 3.34923645),
        (math.inf, 3),
    ],
)
def test_published_hill_numbers(order, expected):
    """One to five contributions have scikit-bio's Hill numbers (V26)."""
    assert expected == pytest.approx(hill(column(1, 2, 3, 4, 5), order), abs=5e-9)


def test_published_entropies():
    """Shannon, Simpson and Pielou follow from Hill numbers (V27)."""
    shannon = hill(column(1, 2, 3, 4), 1)
    simpson = hill(column(1, 0, 2, 5, 2), 2)
    one_sided = column(1, 1, 196, 1, 1)
    pielou = math.log(hill(one_sided, 1)) / math.log(hill(one_sided, 0))

    assert shannon == pytest.approx(3.596115467, abs=5e-10)
    assert math.log(shannon) == pytest.approx(1.279854226, abs=5e-10)
    assert 1 - 1 / simpson == pytest.approx(0.66)
    assert pielou == pytest.approx(0.078, abs=5e-4)


@pytest.mark.parametrize(
    "order", [0.1, 0.999999, 1 - 1e-12, 1 + 1e-12, 1.5, 3, 50, 1e6]
)
def test_hill_numbers_of_any_order(order):
    """The number is right in 50 digits, beside order 1 and at very high orders."""
    counts = [1, 2, 3, 400, 1_000_000]
    with mpmath.workdps(50):
        q = mpmath.mpf(order)
        powers = (mpmath.mpf(c) / sum(counts) for c in counts)
        expected = float(sum(p**q for p in powers) ** (1 / (1 - q)))

    assert expected == pytest.approx(hill(column(*counts), order), rel=1e-14)


@pytest.mark.parametrize("order", [*ORDERS, 0.3, 7])
def test_equal_contributions_count_everyone(order):
    """Participants who give alike are all effective; a silent one is not counted."""
    assert 4 == pytest.approx(hill(column(3, 3, 0, 3, 3), order), rel=1e-15)
    assert hill(column(0, 8), order) == pytest.approx(1)


@pytest.mark.parametrize("order", ORDERS)
def test_parts_of_one_are_counted_like_others(order):
    """Shares of a whole have the Hill numbers of ten times as much."""
    shares = np.array([0.2, 0.3, 0.5, 0.0])

    assert hill(10 * shares, order) == pytest.approx(hill(shares, order), rel=1e-14)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("counts", [[], [0], [0, 0]])
def test_nothing_counted_has_no_hill_number(order, counts):
    """Without a contribution there is no share, and no effective number."""
    assert math.isnan(hill(column(*counts), order))


def test_hill_numbers_fall_with_the_order():
    """The higher the order, the fewer are effective."""
    numbers = [hill(column(1, 2, 3, 4, 50), order) for order in ORDERS]

    assert numbers == sorted(numbers, reverse=True)


def sample(rows=5000, groups=60, seed=1):
    """Return counts with ties and zeros, and their groups, of which some are empty."""
    rng = np.random.default_rng(seed)
    group = rng.integers(0, groups, rows)
    group[group % 10 == 3] = 0
    return np.floor(rng.lognormal(0, 1.5, rows)), group, groups


@pytest.mark.parametrize("factor", [1, 0.1, 2.0**40])
@pytest.mark.parametrize("order", [*ORDERS, 3])
def test_groups_equal_each_group_alone(order, factor):
    """Grouped numbers are those of each group's rows; an empty group has none."""
    counts, group, groups = sample()
    counts *= factor
    expected = [hill(counts[group == g], order) for g in range(groups)]
    actual = hill_by_group(counts, group, groups, order)

    assert np.allclose(expected, actual, rtol=1e-13, atol=0, equal_nan=True)
    assert np.isnan(actual[3])


def test_long_columns_are_worked_in_blocks():
    """More rows than a block have the number of their shares."""
    counts = np.tile([1.0, 2, 3, 4], 30_000)

    assert 30_000 * hill(column(1, 2, 3, 4), 1) == pytest.approx(hill(counts, 1))


def gini_reference(counts, silent=0):
    """Return the mean absolute difference over twice the mean, in fractions."""
    counts = [Fraction(float(c)) for c in counts] + [Fraction(0)] * silent
    if not sum(counts):
        return math.nan
    apart = sum(abs(a - b) for a in counts for b in counts)
    return float(apart / (2 * len(counts) * sum(counts)))


def test_published_gini():
    """Eight loads have scikit-bio's Gini coefficient under trapezoids (V28)."""
    assert gini(LOADS) == pytest.approx(0.32771210013908214, rel=1e-14)


@pytest.mark.parametrize("population", [None, 40, 100])
@pytest.mark.parametrize("factor", [1, 0.1, 2.0**40])
def test_gini_is_the_mean_difference(population, factor):
    """It is the mean absolute difference over twice the mean, silent members too."""
    counts = factor * np.random.default_rng(6).integers(0, 9, 40)
    silent = 0 if population is None else population - 40

    assert gini_reference(counts, silent) == pytest.approx(
        gini(counts, population), rel=1e-14
    )


@pytest.mark.parametrize("factor", [1, 0.1, 2.0**40])
def test_gini_of_groups_equals_each_group_alone(factor):
    """Whole, broken and very big numbers give each group its own coefficient."""
    counts, group, groups = sample()
    counts *= factor
    population = np.bincount(group, minlength=groups) + np.arange(groups) % 3.0
    alone = [
        gini(counts[group == g], population[g]) if population[g] else math.nan
        for g in range(groups)
    ]
    actual = gini_by_group(counts, group, groups, population)

    assert np.allclose(alone, actual, rtol=1e-12, atol=1e-15, equal_nan=True)


def test_gini_of_one_very_big_number_beside_empty_groups():
    """A group's number and a count do not always go into one integer."""
    counts, group = np.array([1, 3, 2.0**43]), np.array([0, 0, 2**19])
    value = gini_by_group(counts, group, 2**20)

    assert [0.25, 0.0] == value[group[1:]].tolist()
    assert 2 == np.count_nonzero(~np.isnan(value))


def test_gini_of_very_big_numbers_in_many_groups():
    """Counts up to 2^53 in thousands of groups fit no packed integer, and are right."""
    groups = 3000
    counts = np.tile([2.0**53 - 1, 1.0, 2.0**52], groups)
    actual = gini_by_group(counts, np.repeat(np.arange(groups), 3), groups)

    assert np.full(groups, gini_reference(counts[:3])) == pytest.approx(actual)


@pytest.mark.parametrize("counts", [[], [0], [0, 0, 0]])
def test_nothing_counted_has_no_gini(counts):
    """Without a contribution nothing is unequal, nor equal."""
    assert math.isnan(gini(column(*counts)))
    assert math.isnan(gini(column(*counts), 10))


def test_gini_is_exact_at_its_ends():
    """All alike have exactly 0, one of n has exactly (n - 1)/n."""
    assert gini(column(7, 7, 7)) == 0
    assert gini(column(0, 0, 0, 9)) == 0.75
    assert gini(column(9), 4) == 0.75


def test_rows_in_another_order():
    """The order of rows does not matter, and no column is changed."""
    counts, group, groups = sample()
    before = counts.copy(), group.copy()
    order = np.random.default_rng(0).permutation(counts.size)
    for kernel in (gini_by_group, lambda *rows: hill_by_group(*rows, 2)):
        expected = kernel(counts, group, groups)
        actual = kernel(counts[order], group[order], groups)
        assert np.array_equal(expected, actual, equal_nan=True)

    assert all(map(np.array_equal, before, (counts, group)))


def test_kish():
    """Fifty weights of 1 and fifty of 2 are worth 90 (V25)."""
    assert effective_size(np.repeat([1.0, 2.0], 50)) == 90
    assert math.isnan(effective_size(column(0, 0)))


@pytest.mark.parametrize(
    ("distance", "expected"),
    [
        (total_variation, 0.1),
        (hellinger, 0.1103108438),
        (jensen_shannon, 0.1320067319),
        (population_stability, 0.0980829253),
    ],
)
def test_published_distances(distance, expected):
    """Twenty, thirty, fifty against ten, forty, fifty percent (V54), as counts too."""
    p, q = column(0.2, 0.3, 0.5), column(0.1, 0.4, 0.5)

    assert expected == pytest.approx(distance(p, q), abs=5e-11)
    assert expected == pytest.approx(distance(130 * p, 7 * q), abs=5e-11)


@pytest.mark.parametrize(
    ("distance", "apart"),
    [
        (total_variation, 1),
        (hellinger, 1),
        (jensen_shannon, 1),
        (population_stability, math.inf),
    ],
)
def test_ends_of_the_distances(distance, apart):
    """Equal compositions are 0 apart, disjoint ones as far as can be; cells empty."""
    assert distance(column(1, 0, 3), column(2, 0, 6)) == 0
    assert distance(column(1, 0, 0), column(0, 5, 0)) == pytest.approx(apart)
    assert math.isnan(distance(column(0, 0), column(1, 2)))
    assert math.isnan(distance(column(1, 2), column(0, 0)))


@pytest.mark.parametrize("distance", DISTANCES)
def test_distances_are_symmetric(distance):
    """Audience and target may change places."""
    p, q = column(5, 1, 0, 4), column(1, 2, 3, 4)

    assert distance(p, q) == pytest.approx(distance(q, p))


@pytest.mark.parametrize("apart", [1e-2, 1e-6, 1e-9])
def test_jensen_shannon_keeps_its_digits_near_0(apart):
    """Nearly equal compositions have a distance right in 50 digits, given shares."""
    p, q = column(0.5 + apart, 0.5 - apart), column(0.5, 0.5)
    with mpmath.workdps(50):
        m = [(mpmath.mpf(a) + mpmath.mpf(b)) / 2 for a, b in zip(p, q, strict=True)]
        parts = [
            mpmath.mpf(side) * mpmath.log(mpmath.mpf(side) / middle, 2)
            for shares in (p, q)
            for side, middle in zip(shares, m, strict=True)
        ]
        expected = float(mpmath.sqrt(sum(parts) / 2))

    assert expected == pytest.approx(jensen_shannon(p, q), rel=1e-12)


def test_scipy_agrees_on_jensen_shannon():
    """SciPy's distance in base 2 is the same; its default is in nats (V53)."""
    theirs = pytest.importorskip("scipy.spatial.distance").jensenshannon
    p, q = column(5, 1, 0, 4), column(1, 2, 3, 4)

    assert theirs(p, q, 2) == pytest.approx(jensen_shannon(p, q), rel=1e-14)
    assert theirs([1, 0], [0.5, 0.5]) == pytest.approx(0.4645014040, abs=5e-11)
    assert theirs([1, 0], [0.5, 0.5]) / math.sqrt(math.log(2)) == pytest.approx(
        jensen_shannon(column(1, 0), column(0.5, 0.5))
    )


def test_scikit_bio_agrees_on_trapezoids_and_hill_numbers():
    """scikit-bio has the same Hill numbers, and Gini coefficient under trapezoids."""
    alpha = pytest.importorskip("skbio.diversity.alpha")
    theirs = alpha.gini_index(LOADS, method="trapezoids")

    assert theirs == pytest.approx(gini(LOADS), rel=1e-14)
    for order in ORDERS[:-1]:
        assert alpha.hill(LOADS, order=order) == pytest.approx(hill(LOADS, order))


def test_scikit_bio_rectangles_are_less_by_1_by_n():
    """scikit-bio's default, rectangles, is the Gini coefficient less 1/n (V28)."""
    alpha = pytest.importorskip("skbio.diversity.alpha")

    assert alpha.gini_index(LOADS) == pytest.approx(0.20271210013908214, rel=1e-14)
    assert alpha.gini_index(LOADS) == pytest.approx(gini(LOADS) - 1 / LOADS.size)
