import csv
import gzip
import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics._kernels.sums import (
    RatioSums,
    degrees_of_freedom,
    effective_trials,
    effective_units,
    effective_units_by_count,
    merge,
    of_equal,
    picked,
    ratio_sums,
    regroup,
    variance,
    weighted,
)

DATA = Path(__file__).parents[3] / "shared" / "data"
EXACT = ("units", "sum_y", "sum_x", "largest_y", "largest_x")
EXACT += ("units_some", "units_rest")
NOTHING = ratio_sums(np.empty(0), np.empty(0))
TWEETS = np.array([18.0, 14, 28, 9, 39]), np.array([500.0, 400, 600, 300, 800])


def exact(y, x):
    """Return the sums of units by the definition, in fractions."""
    y, x = ([Fraction(v) for v in column] for column in (y, x))
    ratio = sum(y) / sum(x)
    e = [b - ratio * a for a, b in zip(x, y, strict=True)]
    ex = sum(a * b for a, b in zip(e, x, strict=True))
    some, rest = sum(v > 0 for v in y), sum(b < a for a, b in zip(x, y, strict=True))
    squares = sum(v * v for v in e), ex, sum(v * v for v in x)
    return len(y), sum(y), sum(x), *squares, max(y), max(x), some, rest


def exact_variance(y, x):
    """Return the linearised variance by the definition, as a fraction."""
    m, _, sum_x, ee, *_ = exact(y, x)
    return Fraction(m, m - 1) * ee / sum_x**2


def assert_same(expected, actual, rtol=1e-12):
    """Assert that totals are equal bit by bit and residual sums to 1e-12."""
    for name in EXACT:
        np.testing.assert_array_equal(getattr(actual, name), getattr(expected, name))
    # e x may add up to next to nothing; its size is that of its terms
    size = np.sqrt(expected.sum_ee * expected.sum_xx)
    np.testing.assert_allclose(actual.sum_ee, expected.sum_ee, rtol)
    np.testing.assert_allclose(actual.sum_xx, expected.sum_xx, rtol)
    assert (np.abs(actual.sum_ex - expected.sum_ex) <= rtol * size).all()


def posts(seed, size=60):
    """Return engagements and impressions of posts of realistic spread."""
    rng = np.random.default_rng(seed)
    x = np.floor(rng.lognormal(7, 1.5, size)) + 1
    return rng.binomial(x.astype(int), rng.beta(2, 30, size)).astype(float), x


def split(y, x, at):
    """Return the sums of the units before and of those after a place."""
    return ratio_sums(y[:at], x[:at]), ratio_sums(y[at:], x[at:])


counts = st.lists(
    st.tuples(st.integers(0, 10**6), st.integers(1, 10**9)), min_size=1, max_size=12
)


def test_five_tweets():
    """The five tweets of a published example: pooled rate and cluster error."""
    s = ratio_sums(*TWEETS)
    error = np.sqrt(variance(s, share=False, is_count=False))[0]

    assert (5, 108, 2600) == (s.units[0], s.sum_y[0], s.sum_x[0])
    assert 0.0035782308 == round(error, 10)


def test_five_relationships():
    """2 min(a, b) over a + b of five relationships: error, units and degrees."""
    a, b = np.array([10.0, 5, 0, 2, 1]), np.array([8.0, 0, 3, 2, 7])
    s = ratio_sums(2 * np.minimum(a, b), a + b)

    assert 22 / 38 == s.sum_y[0] / s.sum_x[0]
    assert 0.2127403083 == round(
        np.sqrt(variance(s, share=False, is_count=False))[0], 10
    )
    n = 1444 / 438
    assert n == effective_units(s)[0]
    assert [n - 2 + n / 5] == pytest.approx(degrees_of_freedom(s), rel=1e-15)


def test_replies_to_favourites_of_a_president():
    """The 3,207 tweets of FiveThirtyEight's twitter-ratio: sums and cluster error."""
    path = DATA / "twitter_ratio_obama" / "BarackObama.csv.gz"
    if not path.exists():
        pytest.skip("the data of FiveThirtyEight's twitter-ratio are not here")
    with gzip.open(path, "rt", encoding="latin-1", newline="") as lines:
        rows = list(csv.DictReader(lines))
    y, x = (np.array([float(r[k]) for r in rows]) for k in ("replies", "favorites"))
    s = ratio_sums(y, x)
    floored = np.sqrt(variance(s, share=False, is_count=True))[0]

    assert (3207, 1674570, 44275398) == (s.units[0], s.sum_y[0], s.sum_x[0])
    assert 0.0378216815 == round(s.sum_y[0] / s.sum_x[0], 10)
    assert 0.0036485170 == round(
        np.sqrt(variance(s, share=False, is_count=False))[0], 10
    )
    assert 0.0036485170 == round(floored, 10)


@given(counts)
def test_sums_are_those_of_the_definition(rows):
    """Totals are exact, residual sums those of exact arithmetic."""
    y, x = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    s = RatioSums(*(part[0] for part in ratio_sums(y, x)))
    units, sum_y, sum_x, ee, ex, xx, *others = exact(y, x)
    # R x rounds to 2^-53 of itself, and so each e to that of its y and R x
    noise = 4e-16 * math.sqrt(float(sum_y / sum_x) ** 2 * xx + float(y @ y))

    assert (units, sum_y, sum_x) == (s.units, s.sum_y, s.sum_x)
    assert others == [s.largest_y, s.largest_x, s.units_some, s.units_rest]
    assert float(xx) == pytest.approx(s.sum_xx, rel=1e-15, abs=0)
    assert abs(math.sqrt(ee) - math.sqrt(s.sum_ee)) <= noise + 1e-15 * math.sqrt(ee)
    assert abs(float(ex) - s.sum_ex) <= (noise + 4e-15 * math.sqrt(ee)) * math.sqrt(xx)


@pytest.mark.parametrize("seed", range(5))
def test_variance_is_that_of_the_definition(seed):
    """The variance of realistic posts is right to 1e-12."""
    y, x = posts(seed)

    np.testing.assert_allclose(
        variance(ratio_sums(y, x), share=False, is_count=False),
        float(exact_variance(y, x)),
        1e-12,
    )


def test_variance_of_equal_exposures_is_the_jackknife():
    """With equal exposures it is the delete-one jackknife, exactly."""
    y = [Fraction(v) for v in (3, 0, 7, 7, 12, 1)]
    m, x = len(y), 50
    without = [(sum(y) - v) / (x * (m - 1)) for v in y]
    mean = sum(without) / m
    expected = Fraction(m - 1, m) * sum((v - mean) ** 2 for v in without)
    s = ratio_sums(np.array(y, dtype=np.float64), np.full(m, float(x)))

    assert expected == exact_variance(y, [x] * m)
    assert float(expected) == pytest.approx(
        variance(s, share=False, is_count=False)[0], rel=1e-14, abs=0
    )


@pytest.mark.parametrize("scale", [1e8, 1e9, 1e10])
def test_variance_survives_billions(scale):
    """Where y follows x to a unit, the expanded variance fails and this does not."""
    rng = np.random.default_rng(int(scale) % 97)
    failed = 0
    for _ in range(40):
        x = np.floor(scale * rng.uniform(1, 10, 50))
        y = np.rint(x * rng.random())
        expected = float(exact_variance(y, x))
        actual = variance(ratio_sums(y, x), share=False, is_count=False)[0]
        ratio = y.sum() / x.sum()
        expanded = y @ y - 2 * ratio * (x @ y) + ratio * ratio * (x @ x)
        off = abs(50 / 49 * expanded / x.sum() ** 2 / expected - 1)
        failed += not off < 0.1
        # e is about 1 here, and R itself rounds: 2^-53 R x is what a unit may be off
        noise = 6e-16 * math.sqrt(y @ y) / x.sum()
        assert abs(math.sqrt(expected) - math.sqrt(actual)) <= noise
        assert expected == pytest.approx(actual, rel=1e-4, abs=0)

    assert failed > 20


def test_a_count_is_never_surer_than_poisson():
    """Equal units of a count have Poisson's variance; of weights none at all."""
    s = ratio_sums(np.full(4, 5.0), np.full(4, 100.0))

    np.testing.assert_array_equal(
        variance(s, share=False, is_count=True), [20 / 400**2]
    )
    np.testing.assert_array_equal(variance(s, share=False, is_count=False), [0.0])
    np.testing.assert_array_equal(
        variance(ratio_sums(*TWEETS), share=False, is_count=True), [108 / 2600**2]
    )


def test_a_counted_share_is_never_surer_than_its_trials():
    """Equal units of a counted share have the variance of independent trials."""
    s = ratio_sums(np.full(4, 5.0), np.full(4, 100.0))
    at_all = ratio_sums(np.full(4, 9.0), np.full(4, 9.0))

    floor = variance(s, share=True, is_count=True)
    assert [0.05 * 0.95 / 400] == pytest.approx(floor, rel=1e-15)
    assert variance(s, share=True, is_count=False) == [0.0]
    assert variance(at_all, share=True, is_count=True) == [0.0]


def test_the_variance_of_an_interval_is_of_effective_units():
    """Kish's n takes the place of m, and is at least 1.1."""
    y, x = np.array([1.0, 3.0, 9.0]), np.array([40.0, 60.0, 100.0])
    s, n = ratio_sums(y, x), 200**2 / 15_200
    uneven = ratio_sums(np.array([1.0, 2.0]), np.array([1.0, 1e6]))

    for sums, effective in ((s, n), (uneven, 1.1)):
        m = sums.units[0]
        plain = variance(sums, share=False, is_count=False) * (m - 1) / m
        expected = plain * effective / (effective - 1)
        actual = variance(sums, share=False, is_count=False, effective=True)
        assert expected == pytest.approx(actual, rel=1e-14)


def test_effective_units_by_count_are_kishs_of_y():
    """By y they are what they are by x when the two change places."""
    y, x = posts(2)
    some = y > 0
    expected = effective_units(ratio_sums(x[some], y[some]))

    assert expected == pytest.approx(effective_units_by_count(ratio_sums(y, x)))
    assert np.isnan(effective_units_by_count(ratio_sums(0 * y, x))).all()
    assert np.isnan(effective_units_by_count(NOTHING)).all()


def test_effective_trials_are_those_of_a_share_as_sure():
    """R (1 - R) / V, and at the ends all trials, or the effective units of weights."""
    v, yes = np.array([0.001]), np.array([True])
    s = ratio_sums(np.array([1.0, 3.0, 0.0]), np.array([4.0, 4.0, 2.0]))
    none = ratio_sums(np.zeros(2), np.array([4.0, 4.0]))
    ratio, n = 0.4, 100 / 36

    def trials(sums, variance, is_count=yes, persons=False):
        return effective_trials(sums, variance, is_count=is_count, persons=persons)

    assert [ratio * (1 - ratio) / 0.001] == pytest.approx(trials(s, v))
    assert trials(none, 0 * v) == [8.0]
    assert trials(none, 0 * v, is_count=~yes) == [2.0]
    # two units have some, two more have a rest: u = 2, and at 0 there is none
    expected = 1 / (0.001 / (ratio * (1 - ratio)) + 1 / (3 * n))
    assert (s.units_some, s.units_rest) == ([2], [3])
    assert [expected] == pytest.approx(trials(s, v, persons=True))
    assert [1 / (1 / 8 + 1 / 2)] == pytest.approx(trials(none, 0 * v, persons=True))


@pytest.mark.parametrize(("y", "x"), [(0.0, 1.0), (2.0, 2.0), (0.5, 3.0)])
def test_units_that_are_equal_need_not_be_listed(y, x):
    """So many units of one y and x have the sums of a list of them."""
    listed = ratio_sums(np.full(7, y), np.full(7, x))

    assert_same(listed, of_equal(np.array([7.0]), y, x))
    np.testing.assert_array_equal(NOTHING, of_equal(np.array([0.0]), y, x))


def test_units_that_differ_more_than_poisson_say_so():
    """The floor leaves the variance between realistic posts as it is."""
    s = ratio_sums(*posts(0))

    assert s.sum_y / s.sum_x**2 < variance(s, share=False, is_count=True)
    assert variance(s, share=False, is_count=False) == variance(
        s, share=False, is_count=True
    )


def test_each_group_may_be_a_count_or_not():
    """Whether events are counted may differ from group to group."""
    s = ratio_sums(np.full(4, 5.0), np.full(4, 100.0), np.array([0, 0, 1, 1]), 2)
    mask = np.array([True, False])

    np.testing.assert_array_equal(
        variance(s, share=False, is_count=mask), [10 / 200**2, 0.0]
    )


@pytest.mark.parametrize("denominator", [3, 7, 49, 103, 107])
def test_equal_ratios_have_no_variance(denominator):
    """What rounding leaves of 0 is 0: units of one ratio do not differ."""
    k = np.arange(1.0, 30.0)
    whole = ratio_sums(k, denominator * k)
    parts = merge(*split(k, denominator * k, 11))
    weighted = merge(*split(0.1 * k, 0.1 * denominator * k, 11))

    for s in (whole, parts, weighted):
        np.testing.assert_array_equal(variance(s, share=False, is_count=False), [0.0])


def test_fewer_than_two_units_have_no_variance():
    """One unit or none has no variance, as a count or not, and warns of nothing."""
    one = ratio_sums(np.array([3.0]), np.array([9.0]))

    for s in (one, NOTHING, merge(one, NOTHING)):
        assert np.isnan(variance(s, share=False, is_count=True)).all()
        assert np.isnan(variance(s, share=False, is_count=False)).all()


def test_two_units_have_a_variance():
    """Two units are enough."""
    s = ratio_sums(np.array([1.0, 3.0]), np.array([2.0, 2.0]))

    assert variance(s, share=False, is_count=False) == [2 * 2 / 16]


def test_effective_units_are_kishs():
    """Fifty weights of 1 and fifty of 2 say as much as 90 equal ones."""
    s = ratio_sums(np.zeros(100), np.repeat([1.0, 2.0], 50))

    assert effective_units(s) == [90]
    assert [88.9] == pytest.approx(degrees_of_freedom(s), rel=1e-15)
    assert np.isnan(effective_units(NOTHING)).all()
    assert np.isnan(degrees_of_freedom(NOTHING)).all()


@pytest.mark.parametrize("x", [1.0, 0.1, 1 / 3, 1e9 + 7, 123456789.0])
def test_equal_units_have_one_degree_less_than_units(x):
    """Equal units have m - 1 degrees of freedom, however they were added up."""
    for m in range(2, 40):
        parts = merge(*split(np.zeros(m), np.full(m, x), m // 2))
        whole = ratio_sums(np.zeros(m), np.full(m, x))

        for each in (whole, parts):
            assert [m - 1] == pytest.approx(degrees_of_freedom(each), rel=1e-12)


def test_there_is_always_one_degree_of_freedom():
    """One giant among small units leaves one degree of freedom."""
    s = ratio_sums(np.zeros(3), np.array([1e6, 1.0, 1.0]))

    assert degrees_of_freedom(s) == [1]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("at", [0, 1, 30, 60])
def test_merged_parts_are_the_whole(seed, at):
    """Two parts, added, are the whole: totals bit by bit, residual sums to 1e-12."""
    y, x = posts(seed)

    assert_same(ratio_sums(y, x), merge(*split(y, x, at)))


def test_merging_is_associative_and_commutative():
    """Neither the order nor the grouping of parts matters."""
    a, b, c = (ratio_sums(*posts(seed)) for seed in range(3))

    assert_same(merge(merge(a, b), c), merge(a, merge(b, c)))
    np.testing.assert_array_equal(merge(a, b), merge(b, a))


def test_nothing_changes_nothing():
    """Evidence of no units is the identity, bit by bit."""
    a = ratio_sums(*posts(1))

    np.testing.assert_array_equal(merge(a, NOTHING), a)
    np.testing.assert_array_equal(merge(NOTHING, a), a)
    np.testing.assert_array_equal(merge(NOTHING, NOTHING), NOTHING)


def test_a_merged_sum_of_squares_is_never_negative():
    """Moving residuals to another ratio cannot make their squares negative."""
    rest = [[1.0]] * 4
    part = RatioSums(*np.array([[2], [1.0], [1.0], [0.0], [-1e-9], [1e-12], *rest]))
    other = RatioSums(*np.array([[2], [0.0], [1.0], [0.0], [0.0], [1e-12], *rest]))
    merged = merge(part, other)

    assert merged.sum_ee == [2.5e-13]


@given(counts, st.randoms())
def test_any_order_and_partition_gives_the_same_totals(rows, random):
    """Units one by one, shuffled, are the whole: totals to the last bit."""
    columns = zip(*rows, strict=True)
    y, x = (np.array(column, dtype=np.float64) for column in columns)
    whole = ratio_sums(y, x)
    order = list(range(len(rows)))
    random.shuffle(order)
    merged = NOTHING
    for i in order:
        merged = merge(merged, ratio_sums(y[[i]], x[[i]]))
    # a residual carries the 2^-53 R x that its terms round to, in each merge
    noise = 1e-15 * len(rows) * (whole.sum_y / whole.sum_x * np.sqrt(whole.sum_xx))
    error, again = np.sqrt(whole.sum_ee), np.sqrt(merged.sum_ee)

    for name in EXACT:
        np.testing.assert_array_equal(getattr(merged, name), getattr(whole, name))
    assert abs(again - error) <= 1e-12 * error + noise + 1e-15 * np.sqrt(y @ y)


def test_groups_are_their_rows():
    """A group's sums are those of its rows alone; a group without rows has none."""
    y, x = posts(7, 3 * 2**13)
    codes = np.random.default_rng(8).integers(0, 5, y.size)
    codes[codes == 3] = 4
    s = ratio_sums(y, x, codes, 6)

    for group in range(6):
        rows = codes == group
        assert_same(
            ratio_sums(y[rows], x[rows]), RatioSums(*(part[[group]] for part in s))
        )
    assert [0] * len(s) == [part[3] for part in s]


def test_one_group_needs_no_codes():
    """One group gives the same with codes and without."""
    y, x = posts(9)

    np.testing.assert_array_equal(
        ratio_sums(y, x, np.zeros(y.size, np.int64), 1), ratio_sums(y, x)
    )


def test_groups_regroup_to_the_whole():
    """Groups, put together by code, are the groups of their rows."""
    y, x = posts(10, 500)
    codes = np.random.default_rng(11).integers(0, 40, y.size)
    fine = ratio_sums(y, x, codes, 41)

    assert_same(ratio_sums(y, x), regroup(fine, np.zeros(41, np.int64), 1))
    assert_same(ratio_sums(y, x, codes % 3, 3), regroup(fine, np.arange(41) % 3, 3))
    assert regroup(fine, np.arange(41) % 3, 3).units.dtype == np.int64


def test_groups_merge_element_by_element():
    """Columns of groups add row by row, and each row is what it would be alone."""
    y, x = posts(12, 90)
    codes = np.arange(90) % 3
    parts = [ratio_sums(y[s], x[s], codes[s], 3) for s in np.split(np.arange(90), 2)]

    assert_same(ratio_sums(y, x, codes, 3), merge(*parts))


def test_whole_numbers_to_2_to_the_53_are_exact():
    """Totals are exact to the last unit up to 2^53, in any order, in groups or not."""
    rng = np.random.default_rng(13)
    x = rng.integers(1, 2**39, 16_000).astype(np.float64)
    x = np.append(x, 2.0**53 - x.sum())
    expected = [2**53]

    for order in (np.argsort(x), np.argsort(-x), rng.permutation(x.size)):
        assert expected == ratio_sums(x[order], x[order]).sum_x
        grouped = ratio_sums(x[order], x[order], np.ones(x.size, np.int64), 2)
        assert expected == grouped.sum_x[1:]


def test_weights_do_not_drift():
    """A million tenths add up to 1e-12 of their sum, in groups and in one."""
    y, x = np.full(10**6, 0.1), np.full(10**6, 0.3)
    exactly = [math.fsum(y), math.fsum(x), math.fsum(x * x)]
    codes = np.zeros(10**6, np.int64)

    for s in (ratio_sums(y, x), ratio_sums(y, x, codes, 2)):
        got = [s.sum_y[0], s.sum_x[0], s.sum_xx[0]]
        np.testing.assert_allclose(got, exactly, rtol=1e-12)
        assert variance(s, share=False, is_count=False)[0] == 0


def test_the_callers_columns_are_kept():
    """Neither rows nor evidence are written to."""
    y, x = posts(14)
    columns = y.copy(), x.copy()
    a, b = split(y, x, 20)
    kept = [part.copy() for part in a]
    merge(a, b)
    variance(a, share=False, is_count=True)

    np.testing.assert_array_equal((y, x), columns)
    np.testing.assert_array_equal(a, kept)


def test_which_groups_are_weighted():
    """A group is weighted if one of its parts is no whole number, in any block."""
    y = np.arange(20_000.0)
    assert [False] == weighted(y).tolist()
    assert [] == weighted(np.empty(0), np.empty(0, np.int64), 0).tolist()

    y[[3, 19_998]] += 0.5
    codes = np.arange(y.size) % 5
    expected = [False, False, False, True, False]

    assert [True] == weighted(y).tolist()
    assert expected == weighted(y, codes, 5).tolist()
    assert [False] == weighted(y[4:19_998]).tolist()


def test_residuals_at_the_noise_are_none():
    """One unit has no variance between units; equal rates have Poisson's alone."""
    y, x = np.array([2.0, 4.0]), np.array([1.0, 2.0])

    assert np.isnan(
        variance(ratio_sums(y[:1], x[:1]), share=False, is_count=False)
    ).all()
    assert variance(ratio_sums(y, x), share=False, is_count=False)[0] == 0
    assert variance(ratio_sums(y, x), share=False, is_count=True)[0] == 6 / 9


def test_units_are_counted_group_by_group():
    """Two groups have their own numbers of units, and so does one."""
    column, codes = np.ones(3), np.array([0, 1, 1])

    assert [1, 2] == ratio_sums(column, column, codes, 2).units.tolist()
    assert [3] == ratio_sums(column, column).units.tolist()


def test_some_groups_are_picked():
    """By slice, mask and places, all of their sums alike."""
    y, x = posts(3)
    groups = ratio_sums(y, x, np.arange(60) % 4, 4)
    for rows in (slice(1, 3), np.array([False, True, True, False]), np.array([1, 2])):
        for whole, part in zip(groups, picked(groups, rows), strict=True):
            np.testing.assert_array_equal(whole[1:3], part)
