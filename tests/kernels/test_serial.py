"""Regression with AR(1) errors against dense matrices, and Student's t tail."""

import math

import numpy as np
import pytest

from engagement_metrics._kernels.serial import serial_regression, student_t_tail

GAPS = np.delete(np.arange(30.0), [3, 11, 12, 13])


def drawn(times, seed=0):
    """Return a design of a line and a step, and values that wander about it."""
    rng = np.random.default_rng(seed)
    design = np.stack([np.ones(times.size), times, times >= 15], axis=1).astype(float)
    wander = np.zeros(times.size)
    for day in range(1, times.size):
        wander[day] = 0.6 * wander[day - 1] + rng.normal()
    return design, design @ [2.0, 0.3, -1.0] + wander


def dense(design, values, times):
    """Return the same average from the covariance matrix of every correlation."""
    n, k = design.shape
    apart = np.abs(times[:, None] - times)
    logs, each, within = [], [], []
    for rho in np.arange(0, 1, 0.02):
        sigma = rho**apart / (1 - rho**2)
        inverse = np.linalg.inv(sigma)
        bread = design.T @ inverse @ design
        b = np.linalg.solve(bread, design.T @ inverse @ values)
        left = values - design @ b
        square = left @ inverse @ left
        log = -(n - k) / 2 * math.log(square)
        log -= (np.linalg.slogdet(sigma)[1] + np.linalg.slogdet(bread)[1]) / 2
        logs.append(log)
        each.append(b)
        within.append(square / (n - k - 2) * np.linalg.inv(bread))
    chance = np.exp(np.array(logs) - max(logs))
    chance /= chance.sum()
    mean = sum(w * b for w, b in zip(chance, each, strict=True))
    both = sum(
        w * (v + np.outer(b - mean, b - mean))
        for w, v, b in zip(chance, within, each, strict=True)
    )
    return mean, both, float(chance @ np.arange(0, 1, 0.02))


@pytest.mark.parametrize("times", [np.arange(30.0), GAPS, np.cumsum(GAPS)])
def test_it_is_the_average_of_generalised_least_squares(times):
    """Coefficients, covariance and correlation of dense matrices, also with gaps."""
    design, values = drawn(times)
    result = serial_regression(design, values, times)
    mean, covariance, correlation = dense(design, values, times)

    assert mean == pytest.approx(result.coefficients, rel=1e-9)
    assert np.allclose(covariance, result.covariance, rtol=1e-8, atol=0)
    assert correlation == pytest.approx(result.correlation, rel=1e-9)
    assert times.size - 3 == result.freedom


def test_correlation_is_found():
    """Errors that are independent, and errors that resemble their neighbours."""
    times = np.arange(400.0)
    rng = np.random.default_rng(4)
    design = np.stack([np.ones(400), times], axis=1)
    noise = rng.normal(size=400)
    alike = np.zeros(400)
    for day in range(1, 400):
        alike[day] = 0.7 * alike[day - 1] + noise[day]

    assert serial_regression(design, noise, times).correlation < 0.15
    assert 0.7 == pytest.approx(
        serial_regression(design, alike, times).correlation, abs=0.08
    )


@pytest.mark.parametrize("scale", [0.0, 1.0, 1e-300])
def test_values_without_scatter_have_no_error(scale):
    """What lies on the line, and zeros, have an error of rounding at most."""
    design, _ = drawn(np.arange(30.0))
    values = scale * design @ [2.0, 0.3, -1.0]
    result = serial_regression(design, values, np.arange(30.0))
    errors = np.sqrt(np.diag(result.covariance))

    assert scale * np.array([2.0, 0.3, -1.0]) == pytest.approx(result.coefficients)
    assert (errors <= max(1e-12 * scale, 1e-150)).all()


@pytest.mark.parametrize("unit", [1e-6, 1e6])
def test_values_in_another_unit(unit):
    """Coefficients and errors are in the unit of the values."""
    times = np.arange(30.0)
    design, values = drawn(times)
    expected = serial_regression(design, values, times)
    actual = serial_regression(design, values * unit, times)

    assert unit * expected.coefficients == pytest.approx(actual.coefficients)
    assert np.allclose(unit**2 * expected.covariance, actual.covariance, atol=0)
    assert expected.correlation == pytest.approx(actual.correlation)


def test_two_degrees_of_freedom_have_no_error():
    """The variance of a t of two degrees of freedom is infinite."""
    times = np.arange(5.0)
    design, values = drawn(times)
    result = serial_regression(design[:, :2], values, times)
    fewer = serial_regression(design[:4, :2], values[:4], times[:4])

    assert (3, 2) == (result.freedom, fewer.freedom)
    assert np.isfinite(result.covariance).all()
    assert np.isnan(fewer.covariance).all()


@pytest.mark.parametrize("df", [1, 2, 3, 7.5, 12, 56, 190, 3000])
@pytest.mark.parametrize("t", [0.0, 0.1, 0.7, 1.0, 1.96, 4.0, 30.0])
def test_scipy_agrees_on_the_tail(t, df):
    """SciPy's two-sided tail."""
    stats = pytest.importorskip("scipy.stats")

    assert 2 * stats.t.sf(t, df) == pytest.approx(student_t_tail(t, df), rel=1e-10)


def test_tail_by_hand():
    """One degree of freedom is Cauchy's: a quarter on each side of 1."""
    assert 0.5 == pytest.approx(student_t_tail(1.0, 1), rel=1e-14)
    assert 1.0 == student_t_tail(0.0, 12)
    assert 0.0 == student_t_tail(math.inf, 12)
    assert math.isnan(student_t_tail(math.nan, 12))
