import math
from fractions import Fraction

import numpy as np
import pytest

from engagement_metrics._kernels.series import (
    growth,
    half_life,
    half_life_from_peak,
    segmented_regression,
    step_test,
)


def column(*values):
    """Return a column of floats."""
    return np.array(values, dtype=np.float64)


def series(days=40, start=0.0, seed=0):
    """Return days and a value with a trend, a jump and a wandering error."""
    rng = np.random.default_rng(seed)
    times = start + np.arange(days)
    error = rng.normal(size=days).cumsum() * 0.3
    return times, 0.1 * np.arange(days) + 5.0 * (np.arange(days) >= 25) + error


def test_coefficients_of_an_exact_series():
    """A series of two lines gives level, slope, jump and change of slope back."""
    times = np.arange(100.0, 120.0)
    after = times >= 110
    values = 7 + 0.5 * (times - 110) + after * (-3 + 0.25 * (times - 110))
    result = segmented_regression(times, values, 110.0)

    assert [7, 0.5, -3, 0.25] == pytest.approx(result.coefficients, abs=1e-12)
    assert np.allclose(result.covariance, 0, atol=1e-25)


def test_the_day_of_the_change_is_after_it():
    """What is measured on the day of the change counts as changed."""
    values = column(1, 1, 1, 4, 4, 4)
    on = segmented_regression(np.arange(6.0), values, 3.0).coefficients
    later = segmented_regression(np.arange(6.0), values, 3.5).coefficients

    assert [1, 0, 3, 0] == pytest.approx(on, abs=1e-12)
    assert later[2] != pytest.approx(3)


@pytest.mark.parametrize(
    ("days", "lag"), [(5, 2), (27, 2), (28, 3), (99, 3), (100, 4), (274, 5)]
)
def test_default_lag(days, lag):
    """The lag is floor(4 (n/100)^(2/9)) unless given (Newey and West 1994)."""
    result = segmented_regression(*series(days), min(25.0, days - 2))

    assert lag == result.lag
    assert segmented_regression(*series(days), days - 2.0, lag=0).lag == 0


def test_few_days_have_no_covariance():
    """Four days are used up by four coefficients: no error can be told."""
    result = segmented_regression(np.arange(4.0), column(1, 2, 5, 9), 2.0, lag=9)

    assert [3, 1, 2, 3] == pytest.approx(result.coefficients)
    assert np.isnan(result.covariance).all()


def test_five_days_have_a_covariance():
    """One more than there are coefficients: times five over one."""
    times, values = np.arange(5.0), column(1, 2, 5, 9, 8)
    result = segmented_regression(times, values, 2.0, lag=0)
    u, after = times - 2, times >= 2
    design = np.stack([np.ones(5), u, after, u * after], axis=1)
    rest = values - design @ result.coefficients
    inverse = np.linalg.inv(design.T @ design)
    meat = (design * rest[:, None]).T @ (design * rest[:, None])

    assert 5 * inverse @ meat @ inverse == pytest.approx(result.covariance)


def test_late_days_change_nothing_but_rounding():
    """Days counted from 1970 give the effects of days counted from 0."""
    expected = segmented_regression(*series(), 25.0)
    actual = segmented_regression(*series(start=19_000.0), 19_025.0)

    assert np.allclose(expected.coefficients, actual.coefficients, rtol=1e-12)
    assert np.allclose(expected.covariance, actual.covariance, rtol=1e-12)


def sandwich(times, values, change, lag):
    """Return Newey and West's covariance as a double sum over days."""
    u = times - change
    design = np.stack([np.ones(u.size), u, u >= 0, u * (u >= 0)], axis=1).astype(float)
    bread = np.linalg.inv(design.T @ design)
    error = values - design @ (bread @ design.T @ values)
    meat = sum(
        max(0, 1 - abs(s - t) / (lag + 1))
        * error[s]
        * error[t]
        * np.outer(design[s], design[t])
        for s in range(u.size)
        for t in range(u.size)
    )
    return u.size / (u.size - 4) * bread @ meat @ bread


@pytest.mark.parametrize("lag", [0, 1, 3, 39, 60])
def test_covariance_is_newey_and_wests(lag):
    """The covariance is the sum over all pairs of days with Bartlett's weights."""
    times, values = series()
    expected = sandwich(times, values, 25.0, lag)
    actual = segmented_regression(times, values, 25.0, lag=lag).covariance

    assert np.allclose(expected, actual, rtol=1e-9, atol=1e-13)
    assert np.allclose(actual, actual.T, rtol=1e-12, atol=1e-16)


def test_control_is_the_interacted_model():
    """With a control the effects are the interactions of the model of both series."""
    times, values = series()
    control = series(seed=7)[1] / 2
    u = times - 25
    design = np.stack([np.ones(40), u, u >= 0, u * (u >= 0)], axis=1).astype(float)
    nothing = np.zeros_like(design)
    both = np.block([[design, nothing], [design, design]])
    pooled = np.linalg.lstsq(both, np.append(control, values))[0]
    result = segmented_regression(times, values, 25.0, control=control)

    assert pooled[4:] == pytest.approx(result.coefficients, rel=1e-9)


def test_statsmodels_agrees_on_newey_west():
    """Statsmodels has the same coefficients and, corrected, the same covariance."""
    linear = pytest.importorskip("statsmodels.regression.linear_model")
    times, values = series()
    u = times - 25
    design = np.stack([np.ones(40), u, u >= 0, u * (u >= 0)], axis=1).astype(float)
    theirs = linear.OLS(values, design).fit(
        cov_type="HAC", cov_kwds={"maxlags": 3, "use_correction": True}
    )
    ours = segmented_regression(times, values, 25.0)

    assert theirs.params == pytest.approx(ours.coefficients, rel=1e-10)
    assert np.allclose(theirs.cov_params(), ours.covariance, rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize(
    ("x1", "x2", "share"),
    [
        (0, 0, (1, 2)),
        (0, 9, (1, 2)),
        (9, 0, (1, 2)),
        (3, 10, (2, 3)),
        (10, 3, (2, 3)),
        (5, 5, (1, 2)),
        (4, 6, (1, 2)),
        (1, 3, (1, 4)),
        (2, 1, (1, 10**9)),
        (40, 60, (3, 7)),
        (1, 400, (1, 7)),
    ],
)
def test_step_is_the_sum_over_outcomes(x1, x2, share):
    """The p-value is that of fractions: all outcomes no likelier than the one seen."""
    n, p = x1 + x2, Fraction(*share)
    chances = [math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
    expected = float(sum(chance for chance in chances if chance <= chances[x1]))
    actual = step_test(x1, 0.7 * share[0], x2, 0.7 * (share[1] - share[0]))

    assert expected == pytest.approx(actual, rel=1e-12, abs=0)


def test_step_turned_round_is_the_same():
    """Before and after may change places."""
    expected = step_test(30, 7.5, 52, 9.25)

    assert expected == pytest.approx(step_test(52, 9.25, 30, 7.5), rel=1e-12)


@pytest.mark.parametrize(
    ("x1", "t1", "x2", "t2"),
    [(60, 51477.5, 30, 54308.7), (50_000, 3, 50_300, 3), (100, 1, 100_000, 900)],
)
def test_scipy_agrees_on_the_step(x1, t1, x2, t2):
    """SciPy's binomial test is the same, to 1e5 events."""
    stats = pytest.importorskip("scipy.stats")
    theirs = stats.binomtest(x1, x1 + x2, t1 / (t1 + t2)).pvalue

    assert theirs == pytest.approx(step_test(x1, t1, x2, t2), rel=1e-11)


def test_scipys_e_test_is_another_test():
    """SciPy's test of two Poisson means is not conditional: near for many, not few."""
    e_test = pytest.importorskip("scipy.stats").poisson_means_test
    few, many = (3, 2, 10, 1), (60, 51477.5, 30, 54308.7)

    assert e_test(*few).pvalue > 10 * step_test(*few)
    assert e_test(*many).pvalue == pytest.approx(step_test(*many), rel=0.05)


@pytest.mark.parametrize(
    ("elapsed", "expected"),
    [([5], 5), ([10, 1], 1), ([3, 1, 2], 2), ([4, 1, 3, 2], 2), ([1, 1, 1, 9, 9], 1)],
)
def test_half_life_is_when_half_had_happened(elapsed, expected):
    """The half-life is the first time by which half or more had happened."""
    elapsed = column(*elapsed)

    assert expected == half_life(elapsed)
    assert 2 * np.sum(elapsed <= expected) >= elapsed.size
    assert 2 * np.sum(elapsed < expected) < elapsed.size


def test_half_life_from_the_peak():
    """Of what comes from the start of the busiest bin on, half takes 1.5 more."""
    elapsed = column(12, 1, 2, 3, 3.5, 10)

    assert half_life_from_peak(elapsed, 2.0) == (2, 1.5)
    assert half_life_from_peak(elapsed[:3], 2.0) == (0, 2)
    assert half_life_from_peak(column(2, 4), 2.0) == (2, 0)


def test_no_events_have_no_half_life():
    """Without an event there is no half of them."""
    assert math.isnan(half_life(column()))
    assert np.isnan(half_life_from_peak(column(), 1.0)).all()


def test_growth_of_a_doubling():
    """Counts that double every three days grow by ln 2 / 3 a day, without error."""
    result = growth(column(0, 3, 6, 9), column(5, 10, 20, 40))

    assert math.log(2) / 3 == pytest.approx(result.rate)
    assert result.doubling == pytest.approx(3)
    assert [0, 0] == pytest.approx(
        [result.rate_error, result.doubling_error], abs=1e-15
    )


def test_growth_by_hand():
    """Logs of 0, 1, 1, 2 over four days: slope 0.6, residual sum 0.2."""
    result = growth(column(1, 2, 3, 4), np.exp(column(0, 1, 1, 2)))
    error = math.sqrt(0.2 / 2 / 5)
    doubling = math.log(2) / 0.6

    assert (0.6, error, doubling, doubling * error / 0.6) == pytest.approx(result)


def test_growth_in_another_unit_of_time():
    """Hours for days divide the rate by 24 and multiply the doubling time."""
    counts = column(5, 9, 22, 37)
    days = growth(np.arange(4.0), counts)
    hours = growth(24 * np.arange(4.0), counts)

    assert np.array(days) * [1 / 24, 1 / 24, 24, 24] == pytest.approx(hours)


@pytest.mark.parametrize("counts", [[4, 2, 1], [3, 3, 3]])
def test_series_without_growth_does_not_double(counts):
    """A rate of 0 or less has no doubling time."""
    result = growth(np.arange(3.0), column(*counts))

    assert result.rate <= 0
    assert np.isnan([result.doubling, result.doubling_error]).all()


def test_too_few_times_have_no_growth():
    """One time has no slope, two have no error of it."""
    assert np.isnan(growth(column(), column())).all()
    assert np.isnan(growth(column(1, 1), column(2, 3))).all()
    assert growth(column(0, 1), column(1, 2)).doubling == pytest.approx(1)
    assert math.isnan(growth(column(0, 1), column(1, 2)).doubling_error)


def test_scipy_agrees_on_growth():
    """SciPy's line through the logarithms has the same slope and error."""
    stats = pytest.importorskip("scipy.stats")
    times, counts = column(0, 1, 3, 4, 8), column(3, 5, 9, 20, 70)
    theirs = stats.linregress(times, np.log(counts))
    ours = growth(times, counts)

    assert (theirs.slope, theirs.stderr) == pytest.approx((ours.rate, ours.rate_error))
