import math

import mpmath
import numpy as np
import pytest

from engagement_metrics._kernels import comparison
from engagement_metrics._kernels.quantiles import normal_quantile

Z = normal_quantile(0.95)
NAN, INF = math.nan, math.inf

moved_ratio = comparison.moved_ratio
newcombe = comparison.newcombe
difference = comparison.miettinen_nurminen
ratio = comparison.miettinen_nurminen_ratio


def column(values):
    """Return numbers as floats."""
    return np.array(values, np.float64)


def mee(*columns):
    """Return Mee's limits: Miettinen and Nurminen's without N / (N - 1)."""
    return difference(*columns, corrected=False)


def koopman(*columns):
    """Return Koopman's limits of a ratio: without N / (N - 1)."""
    return ratio(*columns, corrected=False)


DIFFERENCES = [newcombe, difference, mee]
RATIOS = [ratio, koopman]
POISSON_RATIOS = [
    comparison.poisson_ratio_score,
    comparison.poisson_ratio_log_wald,
    comparison.poisson_ratio_mover,
]
POISSON_DIFFERENCE = comparison.poisson_difference_mover


def limits(kernel, *numbers, z=Z):
    """Return the two limits of one comparison."""
    low, high = kernel(*(np.array([float(number)]) for number in numbers), z)
    return low[0], high[0]


@pytest.mark.parametrize(
    ("kernel", "counts", "expected", "digits"),
    [
        # V38: PeteLaud/ratesci, tests/testthat/test3.R
        (difference, (5, 56, 0, 29), (-0.0326, 0.1933), 4),
        (mee, (5, 56, 0, 29), (-0.0313, 0.1926), 4),
        (newcombe, (5, 56, 0, 29), (-0.0381, 0.1926), 4),
        # V39: R PropCIs, and Fagerland, Lydersen and Laake 2015
        (difference, (7, 34, 1, 34), (0.0270416, 0.3452912), 7),
        (newcombe, (7, 34, 1, 34), (0.019, 0.34), 2),
        (koopman, (7, 34, 1, 34), (1.220853, 42.575718), 6),
        # V40: Gart and Nam 1990
        (mee, (7, 25, 2, 25), (-0.014, 0.412), 3),
        # V41: Newcombe 1998b
        (newcombe, (56, 70, 48, 80), (0.0524314724, 0.3338726540), 10),
    ],
)
def test_published_limits_of_two_proportions(kernel, counts, expected, digits):
    """Each method gives what is printed for it, to the last digit printed."""
    actual = limits(kernel, *counts)

    assert expected == pytest.approx(actual, abs=0.5 * 10**-digits)


@pytest.mark.parametrize(
    ("kernel", "expected"),
    [
        (comparison.poisson_ratio_score, (1.36596, 3.25931)),
        (comparison.poisson_ratio_log_wald, (1.36128, 3.27052)),
    ],
)
def test_published_limits_of_two_rates(kernel, expected):
    """The ratio of 60/51477.5 to 30/54308.7 has its limits (V44; Gu et al. 2008)."""
    actual = limits(kernel, 60, 51477.5, 30, 54308.7)

    assert expected == pytest.approx(actual, abs=5e-6)


def cubic(k1, n1, k2, n2, delta):
    """Return the constrained shares by Farrington and Manning's (1990) cubic."""
    p1, p2, theta = k1 / n1, k2 / n2, n2 / n1
    a, b = 1 + theta, -(1 + theta + p1 + theta * p2 + delta * (theta + 2))
    c = delta**2 + delta * (2 * p1 + theta + 1) + p1 + theta * p2
    d = -p1 * delta * (1 + delta)
    v = (b / (3 * a)) ** 3 - b * c / (6 * a * a) + d / (2 * a)
    u = mpmath.sqrt(max(0, (b / (3 * a)) ** 2 - c / (3 * a)))
    u = -u if v < 0 else u
    cosine = max(-1, min(1, v / u**3)) if u else 0
    share = 2 * u * mpmath.cos((mpmath.pi + mpmath.acos(cosine)) / 3) - b / (3 * a)
    return share, share - delta


def quadratic(k1, n1, k2, n2, theta):
    """Return the constrained shares under p1 = theta p2 (Miettinen, Nurminen 1985)."""
    a, c = (n1 + n2) * theta, k1 + k2
    b = -(n1 * theta + k1 + n2 + k2 * theta)
    share = (-b - mpmath.sqrt(b * b - 4 * a * c)) / (2 * a)
    return theta * share, share


def low_reference(kernel, k1, n1, k2, n2, *, corrected):
    """Return the lower limit in 40 digits, where the score test's z is reached."""
    z = mpmath.mpf(Z)
    factor = (n1 + n2) / (n1 + n2 - 1) if corrected else mpmath.mpf(1)
    if kernel is difference:
        constrained, bottom, top = cubic, mpmath.mpf(-1), k1 / n1 - k2 / n2
    else:
        constrained, bottom, top = quadratic, mpmath.mpf(0), (k1 / n1) / (k2 / n2)
    for _ in range(100):
        middle = (bottom + top) / 2
        p1, p2 = constrained(k1, n1, k2, n2, middle)
        times = 1 if kernel is difference else middle
        apart = k1 / n1 - times * k2 / n2 - (middle if kernel is difference else 0)
        variance = p1 * (1 - p1) / n1 + times**2 * p2 * (1 - p2) / n2
        if variance <= 0 or apart**2 > z * z * factor * variance:
            bottom = middle
        else:
            top = middle
    return top


def random_tables(size, digits, seed):
    """Return tables whose trials and counts go over so many powers of ten."""
    rng = np.random.default_rng(seed)
    n1, n2 = np.floor(10 ** rng.uniform(0.5, digits, (2, size)))
    few = np.floor(10 ** rng.uniform(-0.5, digits - 1, (2, size)))
    k1, k2 = np.minimum(few, [n1, n2])
    flip = rng.random(size) < 0.3
    return np.where(flip, n1 - k1, k1), n1, np.where(flip, n2 - k2, k2), n2


@pytest.mark.parametrize("corrected", [True, False])
@pytest.mark.parametrize("kernel", [difference, ratio])
def test_score_limits_are_those_of_the_constrained_estimates(kernel, corrected):
    """Both limits agree with the textbook's cubic or quadratic in 40 digits."""
    table = random_tables(12, 6, seed=3)
    if kernel is ratio:
        table = [np.maximum(column, 1) for column in table]
    low, high = kernel(*table, Z, corrected=corrected)
    with mpmath.workdps(40):
        for row, *actual in zip(zip(*table, strict=True), low, high, strict=True):
            k1, n1, k2, n2 = (mpmath.mpf(float(number)) for number in row)
            expected = [
                low_reference(kernel, k1, n1, k2, n2, corrected=corrected),
                low_reference(kernel, k2, n2, k1, n1, corrected=corrected),
            ]
            if kernel is difference:
                # the difference of two shares is as exact as the shares are
                expected[1], scale = -expected[1], max(k1 / n1, k2 / n2)
            else:
                expected[1], scale = 1 / expected[1], 0
            for e, a in zip(expected, actual, strict=True):
                assert float(abs(a - e)) <= 4 * 2.0**-52 * float(max(scale, abs(e)))


def test_shares_of_some_in_a_billion_keep_their_digits():
    """30 against 20 in a billion gives, times a billion, the limits of two counts."""
    billion = 1e9
    low, high = limits(mee, 30, billion, 20, billion)

    # for rare events the score limits of x1 - x2: roots of (10 - d)² = z² (x1~ + x2~),
    # whose constrained means solve 30/m + 20/(m - d) = 2
    for limit in (low * billion, high * billion):
        b, c = -(2 * limit + 50), 30 * limit
        first = (-b + math.sqrt(b * b - 8 * c)) / 4
        assert (10 - limit) ** 2 == pytest.approx(Z * Z * (2 * first - limit), rel=1e-7)


def every_table():
    """Return every pair of shares of up to 9 trials, and some of very many."""
    shares = [(k, n) for n in range(1, 10) for k in range(n + 1)]
    shares += [(k, n) for n in (1e6, 1e15) for k in (0, 1, n // 3, n - 1, n)]
    pairs = np.array([(*a, *b) for a in shares for b in shares], dtype=float)
    return tuple(pairs.T)


def every_pair_of_counts():
    """Return every pair of counts up to 20, and some very big, over exposures."""
    counts = [*range(21), 1e6, 1e15]
    x1, x2 = np.array([(a, b) for a in counts for b in counts], dtype=float).T
    return x1, np.full(x1.size, 3.0), x2, np.full(x1.size, 0.7)


def swapped(columns):
    """Return the columns with the sides exchanged."""
    return *columns[2:], *columns[:2]


def quotient(columns):
    """Return the first ratio over the second, infinite over none, NaN of none."""
    y1, x1, y2, x2 = columns
    with np.errstate(divide="ignore", invalid="ignore"):
        return (y1 / x1) / (y2 / x2)


def inverse(column):
    """Return 1 over each, infinite for 0."""
    with np.errstate(divide="ignore"):
        return 1 / column


@pytest.mark.parametrize("z", [0.05, 1.0, Z, 8.0])
@pytest.mark.parametrize("kernel", DIFFERENCES)
def test_difference_reflects_and_contains(kernel, z):
    """Limits hold the difference, stay in [-1, 1] and reflect with the sides."""
    table = k1, n1, k2, n2 = every_table()
    low, high = kernel(*table, z)
    back_low, back_high = kernel(*swapped(table), z)
    estimate = k1 / n1 - k2 / n2

    assert np.all((low >= -1) & (low <= estimate) & (estimate <= high) & (high <= 1))
    assert np.array_equal([-high, -low], [back_low, back_high])


@pytest.mark.parametrize("z", [0.05, 1.0, Z, 8.0])
@pytest.mark.parametrize("kernel", RATIOS)
def test_ratio_inverts_and_contains(kernel, z):
    """Limits hold the ratio and invert when sides are swapped; NaN for 0 by 0."""
    table = every_table()
    none = (table[0] == 0) & (table[2] == 0)
    low, high = kernel(*table, z)
    back_low, back_high = kernel(*swapped(table), z)
    estimate = quotient(table)

    assert np.array_equal(none, np.isnan(low))
    assert np.array_equal(none, np.isnan(high))
    assert np.all(none | ((low >= 0) & (low <= estimate) & (estimate <= high)))
    assert np.allclose(low, inverse(back_high), rtol=1e-14, atol=0, equal_nan=True)
    assert np.allclose(high, inverse(back_low), rtol=1e-14, atol=0, equal_nan=True)


@pytest.mark.parametrize("z", [0.05, 1.0, Z, 8.0])
@pytest.mark.parametrize("kernel", POISSON_RATIOS)
def test_ratio_of_rates_inverts_and_contains(kernel, z):
    """Limits hold the ratio of rates and invert when sides are swapped."""
    table = x1, _, x2, _ = every_pair_of_counts()
    is_log = kernel is comparison.poisson_ratio_log_wald
    none = (x1 == 0) | (x2 == 0) if is_log else (x1 == 0) & (x2 == 0)
    low, high = kernel(*table, z)
    back_low, back_high = kernel(*swapped(table), z)
    estimate = quotient(table)
    rounding = 4 * np.spacing(estimate, where=np.isfinite(estimate), out=0 * x1)

    assert np.array_equal(none, np.isnan(low))
    assert np.array_equal(none, np.isnan(high))
    assert np.all(none | ((low >= 0) & (low <= estimate + rounding)))
    assert np.all(none | (estimate - rounding <= high))
    assert np.allclose(low, inverse(back_high), rtol=1e-14, atol=0, equal_nan=True)
    assert np.allclose(high, inverse(back_low), rtol=1e-14, atol=0, equal_nan=True)


@pytest.mark.parametrize("z", [0.05, 1.0, Z, 8.0])
def test_difference_of_rates_reflects_and_contains(z):
    """Limits hold the difference of rates and reflect when sides are swapped."""
    table = x1, t1, x2, t2 = every_pair_of_counts()
    low, high = POISSON_DIFFERENCE(*table, z)
    back_low, back_high = POISSON_DIFFERENCE(*swapped(table), z)

    assert np.all((low <= x1 / t1 - x2 / t2) & (x1 / t1 - x2 / t2 <= high))
    assert np.array_equal([-high, -low], [back_low, back_high])


@pytest.mark.parametrize(
    ("kernel", "counts", "expected"),
    [
        (ratio, (0, 5, 0, 5), (NAN, NAN)),
        (comparison.poisson_ratio_score, (0, 1, 4, 1), (0, Z * Z / 4)),
        (comparison.poisson_ratio_score, (4, 1, 0, 1), (4 / Z**2, INF)),
        (comparison.poisson_ratio_log_wald, (0, 1, 4, 1), (NAN, NAN)),
        (comparison.poisson_ratio_mover, (0, 1, 0, 1), (NAN, NAN)),
    ],
)
def test_zero_cells(kernel, counts, expected):
    """No count on a side leaves an end of the ratio open, or the ratio undefined."""
    assert expected == pytest.approx(limits(kernel, *counts), nan_ok=True)


@pytest.mark.parametrize("n", [1, 5, 1e6])
def test_none_against_all(n):
    """0 of n against n of n is as far apart as can be; the other limit is closed."""
    low, high = limits(mee, 0, n, n, n)

    # by symmetry p1 + p2 = 1 at the limit, so that p1 q1 = p2 q2 = (1 - d²)/4
    assert low == -1
    assert 2 * n * (high + 1) ** 2 == pytest.approx(Z * Z * (1 - high**2))


@pytest.mark.parametrize("kernel", DIFFERENCES + RATIOS)
@pytest.mark.parametrize("counts", [(0, 0, 3, 7), (3, 7, 0, 0), (NAN, 7, 3, 7)])
def test_nothing_tried_has_no_limits(kernel, counts):
    """A side without trials, or with an unknown count, leaves NaN and no warning."""
    assert np.isnan(limits(kernel, *counts)).all()


@pytest.mark.parametrize("kernel", [*POISSON_RATIOS, POISSON_DIFFERENCE])
@pytest.mark.parametrize("counts", [(3, 0, 3, 7), (3, 7, 3, 0), (3, 7, NAN, 7)])
def test_no_exposure_has_no_limits(kernel, counts):
    """A side without exposure, or with an unknown count, leaves NaN."""
    assert np.isnan(limits(kernel, *counts)).all()


@pytest.mark.parametrize("kernel", DIFFERENCES + RATIOS)
def test_columns_are_their_rows(kernel):
    """A column gives what each row gives alone, and is not changed."""
    table = random_tables(30, 4, seed=8)
    before = [column.copy() for column in table]
    low, high = kernel(*table, Z)
    rows = [limits(kernel, *row) for row in zip(*table, strict=True)]

    assert np.array_equal(np.array(rows).T, [low, high], equal_nan=True)
    assert all(map(np.array_equal, before, table))


@pytest.mark.parametrize("kernel", [*DIFFERENCES, *RATIOS])
def test_limits_are_nested_and_narrow_with_size(kernel):
    """A higher level contains the lower, and twice the counts give less width."""
    low, high = limits(kernel, 7, 34, 2, 30, z=1.0)
    wide_low, wide_high = limits(kernel, 7, 34, 2, 30, z=2.0)
    twice_low, twice_high = limits(kernel, 14, 68, 4, 60, z=2.0)

    assert wide_low < twice_low < low
    assert high < twice_high < wide_high


def test_score_limits_of_rates_are_the_odds_of_wilson():
    """Given their sum a count is binomial: the limits are Wilson's odds."""
    low, high = limits(comparison.poisson_ratio_score, 9, 2, 4, 3)
    p_low, p_high = limits(
        lambda k, n, _a, _b, z: comparison.wilson(k, n, z), 9, 13, 0, 0
    )
    expected = [p / (1 - p) * 3 / 2 for p in (p_low, p_high)]

    assert expected == pytest.approx([low, high], rel=1e-14)


def test_mover_limits_of_a_ratio_are_donner_and_zous():
    """The rationalised limits are those of the formula as printed (2012)."""
    x1, x2 = 9.0, 4.0
    (l1, u1), (l2, u2) = (
        (
            (x + Z**2 / 2) - Z * math.sqrt(x + Z**2 / 4),
            (x + Z**2 / 2) + Z * math.sqrt(x + Z**2 / 4),
        )
        for x in (x1, x2)
    )
    both = x1 * x2
    low_root = math.sqrt(both**2 - l1 * u2 * (2 * x1 - l1) * (2 * x2 - u2))
    high_root = math.sqrt(both**2 - u1 * l2 * (2 * x1 - u1) * (2 * x2 - l2))
    low = (both - low_root) / (u2 * (2 * x2 - u2))
    high = (both + high_root) / (l2 * (2 * x2 - l2))
    actual = limits(comparison.poisson_ratio_mover, x1, 2, x2, 3)

    assert (low * 1.5, high * 1.5) == pytest.approx(actual, rel=1e-13)


def test_difference_of_rates_is_zous():
    """The squares of the distances to each one's score limits add up (Zou 2008)."""

    def score(x):
        half = Z * math.sqrt(x + Z**2 / 4)
        return x + Z**2 / 2 - half, x + Z**2 / 2 + half

    (l1, u1), (l2, u2) = score(9), score(4)
    expected = (
        9 / 2 - 4 / 3 - math.hypot((9 - l1) / 2, (u2 - 4) / 3),
        9 / 2 - 4 / 3 + math.hypot((u1 - 9) / 2, (4 - l2) / 3),
    )

    assert expected == pytest.approx(limits(POISSON_DIFFERENCE, 9, 2, 4, 3))


def test_statsmodels_agrees_on_newcombe():
    """Statsmodels has the same Newcombe limits."""
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    expected = proportion.confint_proportions_2indep(7, 34, 1, 34, method="newcomb")

    assert expected == pytest.approx(limits(newcombe, 7, 34, 1, 34), rel=1e-12)


@pytest.mark.parametrize(
    ("kernel", "method", "compare"),
    [
        (comparison.poisson_ratio_score, "score", "ratio"),
        (comparison.poisson_ratio_log_wald, "wald-log", "ratio"),
        (comparison.poisson_ratio_mover, "mover", "ratio"),
        (POISSON_DIFFERENCE, "mover", "diff"),
    ],
)
def test_statsmodels_agrees_on_rates(kernel, method, compare):
    """Statsmodels has the same limits of two rates, to what its root finding gives."""
    rates = pytest.importorskip("statsmodels.stats.rates")
    counts = (60, 51477.5, 30, 54308.7)
    expected = rates.confint_poisson_2indep(*counts, method=method, compare=compare)

    assert expected == pytest.approx(limits(kernel, *counts), rel=1e-8)


def test_statsmodels_score_is_not_miettinen_nurminen():
    """Statsmodels' "score" for 7/34 - 1/34 is (0.0273, 0.3434), not what R gives."""
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    theirs = proportion.confint_proportions_2indep(7, 34, 1, 34, method="score")
    ours = limits(difference, 7, 34, 1, 34)

    assert theirs != pytest.approx(ours, abs=1e-4)
    assert theirs == pytest.approx(ours, abs=2e-3)


def test_mover_limits_of_large_counts_hold_the_ratio():
    """At a tiny level rounding moves no limit beyond the ratio itself."""
    counts = [829271856946487.0, 52650512803.0, 1074059140104332.0]
    others = [485275229752.0, 1692774195713588.0, 1086422331798.0]
    x1, x2 = np.array(counts), np.array(others)
    low, high = comparison.poisson_ratio_mover(x1, np.ones(3), x2, np.ones(3), 1e-12)

    assert np.all(low <= x1 / x2)
    assert np.all(low == pytest.approx(x1 / x2, rel=1e-10))
    assert np.all(high >= x1 / x2 * (1 - 1e-15))


@pytest.mark.parametrize(
    "kernel", [comparison.miettinen_nurminen, comparison.miettinen_nurminen_ratio]
)
def test_score_limits_are_corrected_by_default(kernel):
    """Miettinen and Nurminen's variance has N / (N - 1), Mee's and Koopman's not."""
    table = tuple(np.array([float(n)]) for n in (7, 20, 3, 25))

    assert kernel(*table, 1.96) == kernel(*table, 1.96, corrected=True)
    assert kernel(*table, 1.96) != kernel(*table, 1.96, corrected=False)


def test_a_ratio_from_limits_of_each_is_mover_on_the_log_scale():
    """Logarithms of both values and their limits, put together as for a difference."""
    values, limits = (column([3.0]), column([2.0])), ((1.5, 5.0), (1.0, 4.0))
    first, second = (tuple(column([each]) for each in pair) for pair in limits)
    low, high = moved_ratio(values[0], first, values[1], second)
    below = math.hypot(math.log(3 / 1.5), math.log(4 / 2))
    above = math.hypot(math.log(5 / 3), math.log(2 / 1))

    assert 1.5 * math.exp(-below) == pytest.approx(low.item(), rel=1e-14)
    assert 1.5 * math.exp(above) == pytest.approx(high.item(), rel=1e-14)


def test_a_ratio_at_zero_is_mover_on_the_plain_scale():
    """No event above gives a low of 0, none below a high of infinity."""
    zero, two = (
        (column([0.0]), tuple(map(column, ([0.0], [0.5])))),
        (
            column([2.0]),
            tuple(map(column, ([1.0], [4.0]))),
        ),
    )
    low, high = moved_ratio(*zero, *two)
    assert (0.0, 0.5 / math.sqrt(1 * (2 * 2 - 1))) == (low.item(), high.item())
    low, high = moved_ratio(*two, *zero)
    assert math.sqrt(1 * (2 * 2 - 1)) / 0.5 == pytest.approx(low.item(), rel=1e-14)
    assert math.inf == high.item()
    low, high = moved_ratio(*zero, *zero)
    assert (0.0, math.inf) == (low.item(), high.item())
