import math

import mpmath
import numpy as np
import pytest

from engagement_metrics._kernels.intervals import (
    poisson_score,
    pooled_rate,
    pooled_share,
    wilson,
)
from engagement_metrics._kernels.quantiles import normal_quantile

Z = normal_quantile(0.95)
NAN = math.nan
KERNELS = [wilson, poisson_score]


def column(*values):
    """Return a column of floats."""
    return np.array(values, dtype=np.float64)


def ulps(expected, actual):
    """Return how many last places separate numbers from their 60-digit references."""
    return max(
        float(abs(mpmath.mpf(float(a)) - e)) / math.ulp(float(e))
        for e, a in zip(expected, actual, strict=True)
    )


def score_reference(kernel, k, n, z):
    """Return the textbook bounds in 60 digits."""
    k, n, z = (mpmath.mpf(float(v)) for v in (k, n, z))
    variance, whole = (k * (n - k) / n, n + z * z) if kernel is wilson else (k, n)
    half = z * mpmath.sqrt(variance + z * z / 4)
    return (k + z * z / 2 - half) / whole, (k + z * z / 2 + half) / whole


def random_counts(size):
    """Return k <= n up to 1e15: anywhere, small, near n, and not whole."""
    rng = np.random.default_rng(20)
    n = np.floor(10 ** rng.uniform(0, 15, size))
    few = np.minimum(n, np.floor(10 ** rng.uniform(0, 6, size)))
    k = np.choose(
        rng.integers(0, 4, size), [np.floor(n * rng.random(size)), few, n - few, n]
    )
    part = rng.random(size)
    return np.append(k, k * part), np.append(n, n * part + (1 - part))


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("level", [0.01, 0.5, 0.95, 1 - 1e-10])
def test_score_bounds_are_right_to_4_ulp(kernel, level):
    """Bounds are within 4 ulp of 60 digits with the same z, for counts up to 1e15."""
    z = normal_quantile(level)
    k, n = random_counts(600)
    inside = (0 < k) & (k < n)
    k, n = k[inside], n[inside]
    with mpmath.workdps(60):
        rows = [score_reference(kernel, *row, z) for row in zip(k, n, strict=True)]
        worst = [
            ulps(expected, actual)
            for expected, actual in zip(
                zip(*rows, strict=True), kernel(k, n, z), strict=True
            )
        ]

    assert max(worst) <= 4


def test_one_click_among_fourteen_million():
    """The lower bound at k = 1 keeps its digits; the textbook form is 43 ulp off."""
    low, _ = wilson(column(1), column(14_137_762), Z)
    with mpmath.workdps(60):
        expected, _ = score_reference(wilson, 1, 14_137_762, Z)
        off = ulps([expected], low)

    assert off <= 4


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [  # Newcombe 1998, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_published_by_newcombe(k, n, low, high):
    """The four examples of Newcombe (1998), to the digits printed."""
    bounds = np.ravel(wilson(column(k), column(n), Z))

    assert [low, high] == list(bounds.round(4))


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [  # R's binom::binom.confint(method = "wilson"), as kept by statsmodels' tests
        (18, 20, 0.6989663547715128, 0.972133518786232),
        (4, 200, 0.00780442641634947, 0.05028708690582643),
    ],
)
def test_wilson_of_r(k, n, low, high):
    """The values of R's binom package, to rounding."""
    bounds = np.ravel(wilson(column(k), column(n), Z))

    np.testing.assert_allclose(bounds, [low, high], rtol=1e-14)


@pytest.mark.parametrize(
    ("x", "exposure", "low", "high", "tolerance"),
    [  # 15 in 400: R's DescTools and ratesci; the others: statsmodels, 7 decimals
        (15, 400, 0.0227264749053794, 0.0618771721463559, 0),
        (0, 1, 0.0, 3.8414588, 5e-8),
        (1, 1, 0.1765246, 5.6649343, 5e-8),
        (3, 1, 1.0202707, 8.8211881, 5e-8),
    ],
)
def test_poisson_score_of_others(x, exposure, low, high, tolerance):
    """The values of R's DescTools and of statsmodels, to the digits they give."""
    bounds = np.ravel(poisson_score(column(x), column(exposure), Z))

    np.testing.assert_allclose(bounds, [low, high], rtol=1e-14, atol=tolerance)


def test_wilson_agrees_with_scipy():
    """SciPy's Wilson interval is the same for every k of 0 to 60 in 60."""
    stats = pytest.importorskip("scipy.stats")
    k = np.arange(61.0)
    low, high = wilson(k, np.full(61, 60.0), normal_quantile(0.9))
    tests = [stats.binomtest(int(i), 60).proportion_ci(0.9, "wilson") for i in k]

    np.testing.assert_allclose(low, [t.low for t in tests], rtol=1e-13)
    np.testing.assert_allclose(high, [t.high for t in tests], rtol=1e-13)


def test_statsmodels_agrees_between_the_ends():
    """Both score intervals are statsmodels', away from 0 and n."""
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    rates = pytest.importorskip("statsmodels.stats.rates")
    k = np.arange(1.0, 60.0)
    n = np.full(59, 60.0)

    np.testing.assert_allclose(
        wilson(k, n, Z), proportion.proportion_confint(k, n, method="wilson"), 1e-12
    )
    np.testing.assert_allclose(
        poisson_score(k, n, Z), rates.confint_poisson(k, n, method="score"), 1e-12
    )


LEVELS = [0.01, 0.5, 0.8, 0.95, 0.999, 1 - 1e-6, 1 - 1e-9, 1 - 1e-12]


@pytest.mark.parametrize("kernel", KERNELS)
def test_bounds_rise_with_k_contain_it_and_nest_in_level(kernel):
    """For every k <= n <= 120 and level: low <= k/n <= high, rising, and nested."""
    k, n = (grid.ravel() for grid in np.meshgrid(np.arange(121.0), np.arange(1, 121.0)))
    k, n = k[k <= n], n[k <= n]
    lows, highs = zip(
        *(kernel(k, n, normal_quantile(level)) for level in LEVELS), strict=True
    )
    lows, highs = np.array(lows), np.array(highs)
    step = np.diff(n) == 0

    assert (lows <= k / n).all()
    assert (k / n <= highs).all()
    assert (np.diff(lows)[:, step] > 0).all()
    assert (np.diff(highs)[:, step] > 0).all()
    assert (np.diff(lows, axis=0)[:, k > 0] < 0).all()
    assert (np.diff(highs, axis=0)[:, (k < n) | (kernel is poisson_score)] > 0).all()


@pytest.mark.parametrize("kernel", KERNELS)
def test_twice_the_evidence_is_narrower(kernel):
    """Twice the count in twice the exposure has a strictly narrower interval."""
    k, n = np.arange(0, 51.0), np.full(51, 50.0)
    once, twice = kernel(k, n, Z), kernel(2 * k, 2 * n, Z)

    assert (twice[1] - twice[0] < once[1] - once[0]).all()


def test_wilson_ends_are_exact():
    """No successes begin at exactly 0, nothing but successes end at exactly 1."""
    _, n = random_counts(2000)
    for level in LEVELS:
        z = normal_quantile(level)
        low, high = wilson(np.zeros(n.size), n, z)
        low_all, high_all = wilson(n, n, z)

        assert (low == 0).all()
        assert ((0 < high) & (high < 1)).all()
        assert (high_all == 1).all()
        assert ((0 < low_all) & (low_all <= 1)).all()


def test_wilson_reflects():
    """Failures have one minus the bounds of the successes, to rounding."""
    k, n = np.arange(41.0), np.full(41, 40.0)
    low, high = wilson(k, n, Z)

    np.testing.assert_allclose(wilson(n - k, n, Z), (1 - high, 1 - low), atol=4e-16)


def test_score_bounds_contain_the_estimate_at_any_size():
    """The bounds enclose k/n for counts of any size, whole or not, at any level."""
    k, n = random_counts(20_000)
    for level in (1e-9, *LEVELS):
        for kernel in KERNELS:
            low, high = kernel(k, n, normal_quantile(level))

            assert ((0 <= low) & (low <= k / n) & (k / n <= high)).all()
            assert kernel is poisson_score or (high <= 1).all()


def test_poisson_score_ends():
    """No events begin at exactly 0 and end at z^2 / t; an event begins above 0."""
    low, high = poisson_score(column(0, 1), column(7, 7), Z)

    assert low[0] == 0
    assert low[1] > 0
    assert high[0] == pytest.approx(Z * Z / 7, rel=4e-16, abs=0)


@pytest.mark.parametrize("kernel", KERNELS)
def test_no_exposure_has_no_bounds(kernel):
    """Zero or unknown exposure and an unknown count give NaN, and no warning."""
    bounds = kernel(column(0, 3, NAN, 2, NAN), column(0, 0, 5, NAN, 0), Z)

    assert np.isnan(bounds).all()


@pytest.mark.parametrize("kernel", KERNELS)
def test_long_columns_are_the_same_row_by_row(kernel):
    """Rows past a block, a number beside a column, and z a row give the same."""
    rows = 2**15 + 3
    k, n = np.arange(rows) % 7.0, np.arange(rows) % 5.0 + 7
    before = k.copy(), n.copy()
    z = np.where(np.arange(rows) < rows - 2, Z, 1.0)
    low, high = kernel(k, n, z)
    ends = [kernel(k[i], n[i], z[i]) for i in (0, 2**15 - 1, 2**15, rows - 1)]

    np.testing.assert_array_equal((k, n), before)
    for i, bounds in zip((0, 2**15 - 1, 2**15, rows - 1), ends, strict=True):
        assert bounds == (low[i], high[i])
        assert bounds[0].shape == ()
    np.testing.assert_array_equal(
        kernel(np.array(3.0), n, Z), kernel(np.full(rows, 3.0), n, Z)
    )


@pytest.mark.parametrize("kernel", KERNELS)
def test_no_rows_have_no_bounds(kernel):
    """Empty columns give empty bounds."""
    low, high = kernel(np.empty(0), np.empty(0), Z)

    assert (low.size, high.size) == (0, 0)


def rate_bounds(value, variance, *, sum_x=1.0, t=2.0, is_count=True):
    """Return the bounds of one pooled rate as a list."""
    columns = (column(v) for v in (value, variance, sum_x, t))
    return np.ravel(pooled_rate(*columns, is_count=is_count)).tolist()


def share_bounds(value, trials, *, t=2.0):
    """Return the bounds of one pooled share as a list."""
    columns = (column(v) for v in (value, trials, t))
    return np.ravel(pooled_share(*columns)).tolist()


def test_pooled_rate_is_the_score_interval_of_effective_events():
    """Value and bounds form a geometric series of ratio exp(2 asinh(t / 2 sqrt k))."""
    events = 0.5**2 / 0.04
    reach = math.exp(2 * math.asinh(2.0 / (2 * math.sqrt(events))))
    expected = [0.5 / reach, 0.5 * reach]

    assert expected == pytest.approx(rate_bounds(0.5, 0.04), rel=1e-14, abs=0)


def test_pooled_rate_of_independent_events_is_the_score_interval():
    """With the variance of independent events it is that of the count itself."""
    y, x, t = column(7.0), column(90.0), column(2.0)

    assert np.ravel(poisson_score(y, x, t)).tolist() == pytest.approx(
        rate_bounds(7 / 90, 7 / 90**2), rel=1e-14
    )


def test_pooled_rate_without_events():
    """No events of a count reach from 0 to t^2 / sum_x; weighted ones nowhere."""
    assert rate_bounds(0.0, 0.0, sum_x=50.0) == [0.0, 0.08]
    assert np.isnan(rate_bounds(0.0, 0.0, is_count=False)).all()


def test_pooled_rate_without_error():
    """Weighted events without any error have no interval."""
    assert np.isnan(rate_bounds(0.5, 0.0, is_count=False)).all()


@pytest.mark.parametrize("is_count", [True, False])
def test_pooled_bounds_of_unknown_values(is_count):
    """Without a value or an error there is no interval, not even at 0."""
    for value, error in (NAN, NAN), (0.5, NAN), (0.0, NAN), (1.0, NAN):
        bounds = rate_bounds(value, error, is_count=is_count)

        assert np.isnan([*bounds, *share_bounds(value, error)]).all()


def test_pooled_rate_may_know_nothing_above():
    """A variance far beyond the value leaves it nearly unbounded, without a warning."""
    low, high = rate_bounds(1e-3, 1e6)

    assert 0.0 <= low < 1e-15
    assert high > 1e9


@pytest.mark.parametrize("value", [1e-12, 0.3, 0.5, 1 - 1e-12])
@pytest.mark.parametrize("trials", [0.5, 3.0, 1e4, 1e12])
def test_pooled_share_is_wilson_and_symmetric_on_the_logit_scale(value, trials):
    """The logits of both bounds are equally far from the value's."""
    with mpmath.workdps(60):
        share = mpmath.mpf(value)
        half = 2 * mpmath.asinh(1 / mpmath.sqrt(trials * share * (1 - share)))
        odds = share / (1 - share)
        expected = [1 / (1 + mpmath.exp(s * half) / odds) for s in (1, -1)]

    assert [float(e) for e in expected] == pytest.approx(
        share_bounds(value, trials), rel=1e-12
    )


def test_pooled_bounds_of_any_variance_stay_inside():
    """0 <= low <= value <= high, and <= 1 for shares, for any variance."""
    rng = np.random.default_rng(3)
    value = np.append(rng.random(5000), 10 ** rng.uniform(-30, 0, 5000))
    value = np.append(value, 1 - value)
    trials = 10 ** rng.uniform(-20, 20, value.size)
    low, high = pooled_share(value, trials, 2 + 0 * value)

    assert ((0 <= low) & (low <= value) & (value <= high) & (high <= 1)).all()
    low, high = pooled_rate(value, trials, value, 2 + 0 * value, is_count=True)
    assert ((0 <= low) & (low <= value) & (value <= high)).all()


def test_pooled_share_at_its_ends_is_wilson():
    """At 0 and 1 the interval is Wilson's for the trials, ends exact."""
    z = column(2.0)
    at_0, at_1 = share_bounds(0.0, 3.3), share_bounds(1.0, 3.3)

    assert at_0 == [0.0, pytest.approx(4 / 7.3, rel=1e-15, abs=0)]
    assert at_1 == [wilson(column(3.3), column(3.3), z)[0][0], 1.0]
