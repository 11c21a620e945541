from fractions import Fraction

import mpmath
import numpy as np
import pytest

from engagement_metrics._kernels.shrinkage import (
    marshall,
    martuzzi_elliott,
    paule_mandel,
)

MOMENTS = [marshall, martuzzi_elliott]


def column(*values):
    """Return a column of floats."""
    return np.array(values, dtype=np.float64)


def sample(units=40, seed=5):
    """Return counts of a beta-binomial over trials from 5 to 500."""
    rng = np.random.default_rng(seed)
    x = rng.integers(5, 500, units)
    return rng.binomial(x, rng.beta(3, 9, units)).astype(float), x.astype(float)


def best(kernel, y, x):
    """Return spdep's EBest (r-spatial/spdep, R/EBI.R), line by line and exact."""
    y, x = ([Fraction(int(v)) for v in values] for values in (y, x))
    size, b = sum(x) / len(x), sum(y) / sum(x)
    p = [a / n for a, n in zip(y, x, strict=True)]
    s2 = sum(n * (r - b) ** 2 for r, n in zip(p, x, strict=True)) / sum(x)
    if kernel is marshall:
        a = max(Fraction(0), s2 - b / size)
        return [b + a * (r - b) / (a + b / n) for r, n in zip(p, x, strict=True)]
    rho = [
        (n * s2 - n / size * b * (1 - b))
        / ((n - 1) * s2 + (size - n) / size * b * (1 - b))
        for n in x
    ]
    return [w * r + (1 - w) * b for w, r in zip(rho, p, strict=True)]


@pytest.mark.parametrize("kernel", MOMENTS)
def test_moments_are_those_of_spdep(kernel):
    """The estimates are spdep's, whose code is written out in fractions."""
    y, x = sample()
    expected = [float(value) for value in best(kernel, y, x)]

    assert np.allclose(expected, kernel(y, x).value, rtol=1e-14, atol=0)


def completed(y, x, mean, spread, *, units, size):
    """Add units of one size and two ratios, so that all have this mean and spread."""
    total = x.sum() + units * size
    rest = mean + (mean * x.sum() - y.sum()) / (units * size)
    missing = spread * total - x @ (y / x - mean) ** 2
    apart = np.sqrt(missing / (units * size) - (rest - mean) ** 2)
    ratios = np.repeat([rest - apart, rest + apart], units // 2)
    return np.append(y, ratios * size), np.append(x, np.full(units, size))


def test_auckland():
    """
    Auckland's printed mean and between variance give its first area (V49).

    The other 166 areas are not printed: units of one size stand for them.
    """
    mean, between, size = 0.002633436, 7.284173e-07, 3000.0
    average = (9 * 252 + 166 * size) / 167
    spread = between + mean / average
    y, x = completed(column(8), column(9 * 252), mean, spread, units=166, size=size)
    shrunken = marshall(y, x)

    assert mean == pytest.approx(shrunken.mean)
    assert between == pytest.approx(shrunken.between)
    assert shrunken.value[0] == pytest.approx(0.0029780339, rel=1e-7)
    assert shrunken.mean**2 / shrunken.between == pytest.approx(9.5206227, rel=1e-6)
    assert shrunken.mean / shrunken.between == pytest.approx(3615.2851, rel=1e-6)


def test_huddersfield():
    """
    One spread gives all five printed wards of Huddersfield their shares (V50).

    The other 66 are not printed: units of one size stand for them.
    """
    y, x = column(21, 22, 47, 3, 8), column(49, 76, 166, 14, 24)
    size = (4769 - x.sum()) / 66
    y, x = completed(y, x, 1433 / 4769, 0.005313, units=66, size=size)
    shrunken = martuzzi_elliott(y, x)
    expected = [34.44, 29.56, 28.94, 28.93, 30.72]

    assert 1433 / 4769 == pytest.approx(shrunken.mean)
    assert expected == pytest.approx(100 * shrunken.value[:5], abs=0.005)


@pytest.mark.parametrize("kernel", MOMENTS)
@pytest.mark.parametrize("y", [[5] * 10, [5, 6, 5, 4], [0, 0, 0], [100, 100]])
def test_less_spread_than_chance_pools_completely(kernel, y):
    """Units of 100 with no more spread than chance get the common mean (D9)."""
    y = column(*y)
    x = np.full(y.size, 100.0)
    shrunken = kernel(y, x)

    assert shrunken.between == 0
    assert np.array_equal(np.full(y.size, shrunken.mean), shrunken.value)
    assert shrunken.mean == y.sum() / x.sum()


@pytest.mark.parametrize("kernel", MOMENTS)
@pytest.mark.parametrize("seed", range(20))
def test_values_lie_between_their_own_and_the_mean(kernel, seed):
    """Each value is drawn from its own ratio towards the mean, the smaller the more."""
    y, x = sample(8, seed)
    shrunken = kernel(y, x)
    own, mean = y / x, shrunken.mean
    kept = (shrunken.value - mean) / (own - mean)
    by_size = np.argsort(x)

    assert np.all((kept >= -1e-12) & (kept <= 1 + 1e-12))
    assert np.all(np.diff(kept[by_size]) >= -1e-12)


def test_martuzzi_elliott_keeps_everything_where_shares_are_0_and_1():
    """With shares of only 0 and 1 there is no chance left, and nothing is drawn."""
    shrunken = martuzzi_elliott(column(0, 5, 0), column(5, 5, 5))

    assert [0, 1, 0] == pytest.approx(shrunken.value, abs=1e-15)
    assert 2 / 9 == pytest.approx(shrunken.between)


def test_martuzzi_elliott_of_single_trials():
    """One trial a unit cannot tell units from chance."""
    shrunken = martuzzi_elliott(column(0, 1, 1), column(1, 1, 1))

    assert shrunken.between == 0
    assert np.array_equal(np.full(3, 2 / 3), shrunken.value)
    rounded = martuzzi_elliott(column(1, 0, 0, 0, 0), column(1, 1, 1, 1, 1))
    assert rounded.between == 0  # though its spread is 3e-17 too much


@pytest.mark.parametrize("x", [[2, 2, 2, 2, 2], [1, 2, 1, 2, 2]])
def test_martuzzi_elliott_of_two_trials(x):
    """Two trials a unit, or one and two, can."""
    y, x = column(0, 2, 1, 0, 2), column(*x)
    expected = [float(value) for value in best(martuzzi_elliott, y, x)]
    shrunken = martuzzi_elliott(y, x)

    assert shrunken.between > 0
    assert np.allclose(expected, shrunken.value, rtol=1e-13, atol=1e-15)


def test_martuzzi_elliott_finds_the_variance_of_the_beta():
    """Over many units the between variance is near that of Beta(3, 9), 0.0144."""
    between = martuzzi_elliott(*sample(20_000)).between

    assert 3 * 9 / (12**2 * 13) == pytest.approx(between, rel=0.03)


def test_marshall_finds_the_variance_of_the_gamma():
    """Over many units the between variance is near that of Gamma(2, 0.01), 0.0002."""
    rng = np.random.default_rng(4)
    x = rng.integers(100, 5000, 20_000).astype(float)
    y = rng.poisson(x * rng.gamma(2, 0.01, x.size)).astype(float)

    assert 0.0002 == pytest.approx(marshall(y, x).between, rel=0.05)


def paule_mandel_reference(estimate, error):
    """Return the root by bisection in 40 digits."""
    estimate, variance = map(mpmath.mpf, estimate), [mpmath.mpf(e) ** 2 for e in error]
    estimate = list(estimate)

    def excess(between):
        w = [1 / (v + between) for v in variance]
        mean = mpmath.fdot(w, estimate) / sum(w)
        q = sum(a * (e - mean) ** 2 for a, e in zip(w, estimate, strict=True))
        return q - (len(estimate) - 1)

    low, high = mpmath.mpf(0), mpmath.mpf(max(estimate) - min(estimate)) ** 2
    for _ in range(130):
        middle = (low + high) / 2
        low, high = (middle, high) if excess(middle) > 0 else (low, middle)
    return high


@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e9])
@pytest.mark.parametrize("spread", [0.1, 1.0, 1e4])
def test_paule_mandel_solves_its_equation(scale, spread):
    """The between variance is the root of the equation, whatever the scale."""
    rng = np.random.default_rng(11)
    error = scale * rng.uniform(0.5, 3, 12)
    estimate = scale * (rng.normal(0, spread, 12) + rng.normal(0, 3, 12))
    with mpmath.workdps(40):
        expected = float(paule_mandel_reference(estimate, error))
    actual = paule_mandel(estimate, error).between

    assert expected == pytest.approx(actual, rel=1e-13, abs=0)


def test_paule_mandel_of_equal_errors_is_the_plain_variance():
    """With equal errors the root is the sample variance less the error's square."""
    estimate = column(1, 2, 4, 9)
    shrunken = paule_mandel(estimate, np.full(4, 0.5))
    between = float(np.var(estimate, ddof=1)) - 0.25

    assert between == pytest.approx(shrunken.between, rel=1e-14)
    assert 4 + (1 - 0.25 / (0.25 + between)) * (9 - 4) == pytest.approx(
        shrunken.value[3]
    )


@pytest.mark.parametrize("estimate", [[5, 5, 5], [5, 6, 5, 4], [3], [1, 2.9]])
def test_paule_mandel_is_exactly_0_where_errors_explain_all(estimate):
    """With errors of 2 such spreads are nothing: exactly 0, and the common mean."""
    estimate = column(*estimate)
    shrunken = paule_mandel(estimate, np.full(estimate.size, 2.0))

    assert shrunken.between == 0
    assert np.array_equal(np.full(estimate.size, shrunken.mean), shrunken.value)


def morris(estimate, variance, mean, between):
    """Return Morris' (1983) posterior variances, term by term."""
    m = len(estimate)
    weight = [1 / (v + between) for v in variance]
    average = sum(w * v for w, v in zip(weight, variance, strict=True)) / sum(weight)
    result = []
    for y, v in zip(estimate, variance, strict=True):
        b = (m - 3) / (m - 1) * v / (v + between)
        unsure = 2 / (m - 3) * b**2 * (average + between) / (v + between)
        of_mean = b**2 / sum(weight)
        result.append((1 - b) * v + of_mean + unsure * (y - mean) ** 2)
    return result


@pytest.mark.parametrize("spread", [0.1, 4.0])
def test_standard_deviations_know_that_between_is_estimated(spread):
    """Morris' variances, with and without any variance between units."""
    estimate, error = spread * column(1, 2, 4, 3, 2.5), column(0.5, 1, 2, 0.7, 0.9)
    drawn = paule_mandel(estimate, error)
    expected = morris(estimate, error**2, drawn.mean, drawn.between)

    assert (drawn.between == 0) == (spread < 1)
    assert np.sqrt(expected) == pytest.approx(drawn.standard_deviation, rel=1e-12)


@pytest.mark.parametrize("kernel", [*MOMENTS, paule_mandel])
def test_of_three_units_nothing_is_known(kernel):
    """Morris' variance needs four units."""
    y, x = column(5, 9, 40), column(20, 30, 60)

    assert np.isnan(kernel(y, x).standard_deviation).all()
    assert not np.isnan(kernel(y, x).value).any()


@pytest.mark.parametrize("kernel", MOMENTS)
def test_nothing_anywhere_is_sure(kernel):
    """Units of no events at all: no variance, and no division by it."""
    drawn = kernel(column(0, 0, 0, 0), column(20, 30, 60, 9))

    assert [0.0] * 4 == drawn.standard_deviation.tolist() == drawn.value.tolist()


def test_values_are_those_of_the_posterior():
    """They are those of the normal model with a flat mean, inverted as a matrix."""
    estimate, error = column(1, 2, 4, 9), column(0.5, 1, 2, 0.7)
    shrunken = paule_mandel(estimate, error)
    n = estimate.size
    precision = np.zeros((n + 1, n + 1))
    precision[:n, :n] = np.diag(1 / error**2 + 1 / shrunken.between)
    precision[:n, n] = precision[n, :n] = -1 / shrunken.between
    precision[n, n] = n / shrunken.between
    covariance = np.linalg.inv(precision)
    value = covariance[:n, :n] @ (estimate / error**2)

    assert np.allclose(value, shrunken.value, rtol=1e-12)


@pytest.mark.parametrize("kernel", [*MOMENTS, paule_mandel])
def test_order_and_input_do_not_matter(kernel):
    """Units in another order give the same values in that order; inputs are kept."""
    y, x = sample()
    before = y.copy(), x.copy()
    order = np.random.default_rng(2).permutation(y.size)
    value = kernel(y, x).value

    assert np.allclose(value[order], kernel(y[order], x[order]).value, rtol=1e-12)
    assert np.array_equal(before, (y, x))


def test_statsmodels_agrees_on_paule_mandel():
    """Statsmodels finds the same between variance."""
    meta = pytest.importorskip("statsmodels.stats.meta_analysis")
    estimate, error = column(1, 2, 4, 9, 3), column(0.5, 1, 2, 0.7, 1)
    theirs = meta.combine_effects(estimate, error**2, method_re="iterated", atol=1e-13)

    assert theirs.tau2 == pytest.approx(paule_mandel(estimate, error).between)
