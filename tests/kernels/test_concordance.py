import itertools
import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest

from engagement_metrics._kernels.concordance import (
    concordance,
    fair_share,
    fair_variance,
    unbiased_matched_error,
    unbiased_matched_share,
    unbiased_matched_variance,
)

SENT = np.array([10.0, 5, 0, 2, 1])
RECEIVED = np.array([8.0, 0, 3, 2, 7])


def deals(a, b):
    """Return S of every permutation of *b*."""
    return [float(np.minimum(a, deal).sum()) for deal in itertools.permutations(b)]


def double_sum(a, b):
    """Return E[S] and Var[S] by Hoeffding's sums over all pairs, in fractions."""
    n = len(a)
    m = [[Fraction(min(x, y)) for y in b] for x in a]
    rows = [sum(row) / n for row in m]
    columns = [sum(column) / n for column in zip(*m, strict=True)]
    mean = sum(rows) / n
    squares = (
        (m[i][j] - rows[i] - columns[j] + mean) ** 2 for i in range(n) for j in range(n)
    )
    return sum(rows), sum(squares) / (n - 1)


def test_catalogue_example():
    """E 9.4, Var 8.54, maximum 16, kappa 0.2424, z 0.5475; 44 of 120 reach 11 (V59)."""
    result = concordance(SENT, RECEIVED)
    expected = (11, 9.4, 8.54, 16, 0.2424242424, 0.5475087287)
    sums = deals(SENT, RECEIVED)

    assert expected == pytest.approx(result, rel=1e-9)
    assert sum(deal >= result.matched for deal in sums) == 44
    assert max(sums) == result.maximum


@pytest.mark.parametrize("seed", range(15))
def test_moments_are_those_of_all_deals(seed):
    """Mean, variance and maximum are those of every permutation, ties and zeros too."""
    rng = np.random.default_rng(seed)
    a, b = rng.integers(0, 1 + seed, (2, 6)).astype(float)
    sums = deals(a, b)
    result = concordance(a, b)

    assert np.mean(sums) == pytest.approx(result.expected, rel=1e-14)
    assert np.var(sums) == pytest.approx(result.variance, rel=1e-12, abs=1e-14)
    assert max(sums) == result.maximum


@pytest.mark.parametrize("base", [0, 1e6, 1e12])
def test_large_volumes_keep_their_digits(base):
    """A common amount in every volume leaves the variance its digits."""
    rng = np.random.default_rng(3)
    a, b = base + rng.integers(0, 50, (2, 40)).astype(float)
    expected, variance = double_sum(a.astype(int).tolist(), b.astype(int).tolist())
    result = concordance(a, b)

    assert float(expected) == pytest.approx(result.expected, rel=1e-15)
    assert float(variance) == pytest.approx(result.variance, rel=1e-13)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ([4, 4, 4], [0, 3, 9]),
        ([0.1] * 3, [0.54, 0.94, 0.82]),  # sums that differ by rounding alone
        ([0, 0], [1, 2]),
        ([10, 20], [1, 2]),
        ([5], [3]),
    ],
)
def test_one_possible_sum_leaves_nothing_to_compare(a, b):
    """Where every deal matches alike, kappa and z are NaN."""
    result = concordance(np.array(a, dtype=float), np.array(b, dtype=float))

    assert np.minimum(a, b).sum() == pytest.approx(result.matched)
    assert result.expected == pytest.approx(result.matched)
    assert np.isnan([result.kappa, result.z]).all()


def test_no_partners_match_nothing():
    """Without a pair S is 0, and nothing is expected."""
    nobody = np.zeros(0)
    result = concordance(nobody, nobody)

    assert result.matched == result.maximum == 0
    assert np.isnan([result.expected, result.variance, result.kappa, result.z]).all()


def test_variances_below_one():
    """Two pairs, of which two did nothing: dealt well one is matched, else none."""
    found = concordance(np.array([1.0, 0.0]), np.array([1.0, 0.0]))

    assert (1, 0.5, 0.25, 1, 1, 1) == found


def test_the_best_deal_has_a_kappa_of_1():
    """Volumes sorted alike reach the maximum: kappa is exactly 1."""
    result = concordance(np.sort(SENT), np.sort(RECEIVED))

    assert result.kappa == 1
    assert result.matched == result.maximum


def test_sides_and_order_do_not_matter():
    """Exchanging the sides, or pairs in another order, changes nothing."""
    order = [3, 0, 4, 2, 1]
    expected = concordance(SENT, RECEIVED)

    assert expected == pytest.approx(concordance(RECEIVED, SENT))
    assert expected == pytest.approx(concordance(SENT[order], RECEIVED[order]))


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        *[(1, 0), (2, 0.5), (3, 0.5), (4, 0.625), (5, 0.625), (6, 0.6875)],
        *[(8, 0.7265625), (10, 0.75390625), (20, 0.823802948)],
        *[(50, 0.887724827), (100, 0.920410763)],
    ],
)
def test_published_shares_of_fair_coins(n, expected):
    """The catalogue's values (V60)."""
    assert expected == pytest.approx(fair_share(np.array([n]))[0], abs=5e-10)


def test_fair_share_of_every_volume_is_exact():
    """To 400 interactions it is the correctly rounded share of the coin, or beside."""
    n = np.arange(1, 401)
    expected = [
        1 - Fraction(math.comb(m - 1, (m - 1) // 2), 2 ** (m - 1)) for m in n.tolist()
    ]
    actual = fair_share(n.astype(float))

    assert np.allclose([float(e) for e in expected], actual, rtol=2.5e-16, atol=0)


@pytest.mark.parametrize("n", [10**5, 10**9 + 1, 10**15])
def test_fair_share_of_many(n):
    """To 1e15 interactions what is left to 1 keeps its digits as far as 1 - x can."""
    with mpmath.workdps(40):
        term = mpmath.exp(
            mpmath.loggamma(n)
            - mpmath.loggamma((n - 1) // 2 + 1)
            - mpmath.loggamma(n - (n - 1) // 2)
            - (n - 1) * mpmath.log(2)
        )
        expected = float(1 - term)

    assert expected == pytest.approx(fair_share(np.array([float(n)]))[0], rel=2.5e-16)


def test_fair_share_of_nothing_and_of_the_unknown():
    """No interaction has a share of 0 that can be matched; an unknown number none."""
    actual = fair_share(np.array([0, math.nan]))

    assert actual[0] == 0
    assert np.isnan(actual[1])


@pytest.mark.parametrize("n", [1, 2, 3, 7, 30])
def test_variance_of_fair_coins(n):
    """That of twice the smaller side, over all outcomes."""
    sides = [(2 * min(x, n - x), math.comb(n, x) / 2**n) for x in range(n + 1)]
    mean = sum(side * chance for side, chance in sides)
    variance = sum((side - mean) ** 2 * chance for side, chance in sides)

    assert variance == pytest.approx(fair_variance(np.array([float(n)]))[0], abs=1e-12)


@pytest.mark.parametrize("silent", [0, 1, 4, 60])
def test_silent_pairs_are_pairs_of_nothing(silent):
    """As many zeros on both sides give the same numbers."""
    nothing = np.zeros(silent)
    padded = concordance(np.append(SENT, nothing), np.append(RECEIVED, nothing))

    assert padded == pytest.approx(concordance(SENT, RECEIVED, silent), rel=1e-12)


def binomial(n, p):
    """Return each count with its probability, in fractions."""
    return [(k, math.comb(n, k) * p**k * (1 - p) ** (n - k)) for k in range(n + 1)]


@pytest.mark.parametrize(
    ("n", "p", "expected"),
    [(2, 0.5, 1), (5, 0.3, 0.17808), (10, 0.2, 0.1012622222), (50, 0.4, 0.0038243265)],
)
def test_published_variances_of_the_unbiased_share(n, p, expected):
    """The catalogue's values (V61)."""
    actual = unbiased_matched_variance(np.array([n]), np.array([p]))

    assert expected == pytest.approx(actual[0], abs=5e-11)


@pytest.mark.parametrize("n", [2, 3, 7, 20])
@pytest.mark.parametrize("p", [Fraction(1, 2), Fraction(3, 10), Fraction(1, 97)])
def test_unbiased_share_has_mean_4pq_and_its_variance(n, p):
    """Over all outcomes Q has mean 4pq and the variance of the formula."""
    k, weight = zip(*binomial(n, p), strict=True)
    a = np.array(k, dtype=float)
    q = [Fraction(4 * x * (n - x), n * (n - 1)) for x in k]
    mean = sum(w * v for w, v in zip(weight, q, strict=True))
    variance = sum(w * (v - mean) ** 2 for w, v in zip(weight, q, strict=True))
    actual = unbiased_matched_variance(np.array([float(n)]), np.array([float(p)]))

    assert mean == 4 * p * (1 - p)
    assert np.allclose([float(v) for v in q], unbiased_matched_share(a, n - a), 1e-15)
    assert float(variance) == pytest.approx(actual[0], rel=1e-14)


@pytest.mark.parametrize(("a", "b"), [(0, 0), (1, 0), (0, 1), (math.nan, 3)])
def test_below_two_interactions_nothing_is_matched_by_chance(a, b):
    """One interaction cannot be matched: the unbiased share and variance are NaN."""
    a, b = np.array([float(a)]), np.array([float(b)])

    assert np.isnan(unbiased_matched_share(a, b)[0])
    assert np.isnan(unbiased_matched_variance(a + b, np.array([0.5]))[0])


def of_share(n, q):
    """Return Var(Q) of n draws at 4pq = q, at most 1, as a fraction."""
    m = min(Fraction(q), Fraction(1)) / 4
    return 16 * (m * (1 - 4 * m) / n + 2 * m * m / (n * (n - 1)))


@pytest.mark.parametrize(
    "pairs",
    [
        [(5, 3)],
        [(4, 0), (2, 9)],
        [(2, 2)],  # four are enough
        [(3, 3), (1, 1), (2, 1), (2, 0)],
        [(40, 2), (1, 2), (7, 5)],
        [(1, 1)] * 3,
    ],
)
@pytest.mark.parametrize("mean", [0.0, 0.36, 1.0])
def test_the_error_of_shares_is_the_larger_of_two(pairs, mean):
    """Unbiased from four interactions, at the mean below; or all at their own share."""
    unbiased = plain = Fraction(0)
    for a, b in pairs:
        n, q = a + b, Fraction(4 * a * b, (a + b) * (a + b - 1))
        if n >= 4:
            fourth = n * (n - 1) * (n - 2) * (n - 3)
            squared = Fraction(16 * a * b * (a - 1) * (b - 1), fourth)
            unbiased += n * n * (q * q - squared)
        else:
            unbiased += n * n * of_share(n, mean)
        plain += n * n * of_share(n, q)
    a, b = np.array(pairs, dtype=float).T

    with np.errstate(all="raise"):
        actual = unbiased_matched_error(a, b, mean)
    assert float(max(unbiased, plain)) == pytest.approx(actual, rel=1e-13, abs=1e-13)


@pytest.mark.parametrize("p", [Fraction(1, 2), Fraction(1, 5)])
@pytest.mark.parametrize("n", [4, 5, 9])
def test_the_error_of_shares_is_not_too_small_on_average(n, p):
    """Over all outcomes of one relationship it is n² Var(Q) or more."""
    outcomes = [
        float(w) * unbiased_matched_error(np.array([k]), np.array([n - k]), 0.0)
        for k, w in binomial(n, p)
    ]

    assert sum(outcomes) >= float(n * n * of_share(n, 4 * p * (1 - p))) * (1 - 1e-13)
