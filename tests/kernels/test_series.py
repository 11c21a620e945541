import math
from fractions import Fraction

import numpy as np
import pytest

from engagement_metrics._kernels.serial import serial_regression
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
    assert np.allclose(result.covariance, 0, atol=1e-24)


def test_the_day_of_the_change_is_after_it():
    """What is measured on the day of the change counts as changed."""
    values = column(1, 1, 1, 4, 4, 4)
    on = segmented_regression(np.arange(6.0), values, 3.0).coefficients
    later = segmented_regression(np.arange(6.0), values, 3.5).coefficients

    assert [1, 0, 3, 0] == pytest.approx(on, abs=1e-12)
    assert later[2] != pytest.approx(3)


@pytest.mark.parametrize("days", [4, 6])
def test_few_days_have_no_covariance(days):
    """Of six days four coefficients leave two degrees of freedom: too few."""
    times = np.arange(float(days))
    result = segmented_regression(times, np.exp(times), 2.0)

    assert days - 4 == result.freedom
    assert np.isnan(result.covariance).all()
    assert np.isfinite(result.coefficients).all()


def weekdays(size, first=0):
    """Return the weekdays of consecutive days."""
    return (np.arange(size) + first) % 7


def test_effects_of_weekdays_add_up_to_nothing():
    """A week that repeats goes into its effects, and leaves level and slope alone."""
    week = column(3, -1, 0, 2, -4, 1, -1)
    times, weekday = np.arange(42.0), weekdays(42)
    lines = 7 + 0.5 * (times - 20) + (times >= 20) * (3 - 0.2 * (times - 20))
    result = segmented_regression(times, lines + week[weekday], 20.0, weekday=weekday)

    assert [7, 0.5, 3, -0.2, *week[:-1]] == pytest.approx(result.coefficients)
    assert 42 - 10 == result.freedom


def test_a_weekday_that_never_comes_has_no_effect():
    """Five weekdays have four effects of their own."""
    times, values = series(35)
    weekday = weekdays(35)
    used = weekday < 5
    result = segmented_regression(
        times[used], values[used], 20.0, weekday=weekday[used]
    )

    assert (8, 25 - 8) == (result.coefficients.size, result.freedom)


def test_weekdays_that_tell_the_sides_apart_have_no_effects():
    """Where all days before are Mondays and all after are Fridays, either may be it."""
    times, values = np.arange(32.0) * 7, series(32)[1]
    weekday = np.where(times < 100, 0, 4)
    result = segmented_regression(times, values, 100.0, weekday=weekday)
    plain = segmented_regression(times, values, 100.0)

    assert (plain.coefficients == result.coefficients).all()
    assert 28 == result.freedom


def test_control_is_subtracted():
    """The regression is of the difference of both series."""
    times, values = series()
    control = series(seed=7)[1] / 2
    result = segmented_regression(times, values, 25.0, control=control)
    expected = segmented_regression(times, values - control, 25.0)

    assert (expected.coefficients == result.coefficients).all()
    assert (expected.covariance == result.covariance).all()


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

    assert (0.6, error, doubling, doubling * error / 0.6) == pytest.approx(result[:4])
    assert not result.serial


def test_growth_in_another_unit_of_time():
    """Hours for days divide the rate by 24 and multiply the doubling time."""
    counts = column(5, 9, 22, 37)
    days = growth(np.arange(4.0), counts)
    hours = growth(24 * np.arange(4.0), counts)

    assert np.array(days[:4]) * [1 / 24, 1 / 24, 24, 24] == pytest.approx(hours[:4])


def test_five_times_resemble_their_neighbours():
    """The slope is that of least squares, the error that of the serial fit."""
    times = column(3, 0, 1, 8, 4)
    counts = np.exp(column(1, 0, 1, 2, 1))
    order = np.argsort(times)
    design = np.stack([np.ones(5), times[order]], axis=1)
    fitted = serial_regression(design, np.log(counts)[order], times[order])
    result, halved = growth(times, counts), growth(2 * times, counts)
    again = growth(column(0, 1, 1, 3, 4), counts)

    assert result.serial
    assert fitted.covariance[1, 1] ** 0.5 == pytest.approx(result.rate_error)
    assert result.rate_error / 2 == pytest.approx(halved.rate_error)
    assert np.polyfit(times, np.log(counts), 1)[0] == pytest.approx(result.rate)
    assert not again.serial


@pytest.mark.parametrize("counts", [[4, 2, 1], [3, 3, 3]])
def test_series_without_growth_does_not_double(counts):
    """A rate of 0 or less has no doubling time."""
    result = growth(np.arange(3.0), column(*counts))

    assert result.rate <= 0
    assert np.isnan([result.doubling, result.doubling_error]).all()


def test_too_few_times_have_no_growth():
    """One time has no slope, two have no error of it."""
    assert np.isnan(growth(column(), column())[:4]).all()
    assert np.isnan(growth(column(1, 1), column(2, 3))[:4]).all()
    assert growth(column(0, 1), column(1, 2)).doubling == pytest.approx(1)
    assert math.isnan(growth(column(0, 1), column(1, 2)).doubling_error)


def test_scipy_agrees_on_growth():
    """SciPy's line through the logarithms has the same slope and error."""
    stats = pytest.importorskip("scipy.stats")
    times, counts = column(0, 1, 3, 4), column(3, 5, 9, 20)
    theirs = stats.linregress(times, np.log(counts))
    ours = growth(times, counts)

    assert (theirs.slope, theirs.stderr) == pytest.approx((ours.rate, ours.rate_error))
