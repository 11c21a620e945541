import math

import mpmath
import numpy as np
import pytest

from engagement_metrics._kernels.quantiles import normal_quantile, student_t_quantile

LEVELS = [0.5, 0.8, 0.9, 0.95, 0.99, 0.9999, 1 - 1e-7, 1 - 1e-10]
DEGREES = np.unique(
    np.concatenate([np.arange(1, 403), np.round(np.logspace(2.6, 6, 60))])
)


@pytest.mark.parametrize("level", LEVELS)
def test_normal_quantile_is_right_to_the_last_digits(level):
    """The normal quantile agrees with the inverse error function to 4 ulp."""
    with mpmath.workdps(40):
        expected = float(mpmath.sqrt(2) * mpmath.erfinv(mpmath.mpf(level)))

    assert abs(expected - normal_quantile(level)) <= 4 * math.ulp(expected)


def test_normal_quantile_of_the_usual_level():
    """The quantile everyone knows is 1.96."""
    assert round(normal_quantile(0.95), 6) == 1.959964


@pytest.mark.parametrize("level", LEVELS)
def test_student_t_agrees_with_scipy(level):
    """Student's t quantile agrees with SciPy's to 1e-12 for 1 to a million degrees."""
    stats = pytest.importorskip("scipy.stats")
    expected = stats.t.isf((1 - level) / 2, DEGREES)

    np.testing.assert_allclose(student_t_quantile(level, DEGREES), expected, rtol=1e-12)


@pytest.mark.parametrize("level", [0.1, 0.5, 0.89, 0.91, 0.95, 1 - 1e-10])
@pytest.mark.parametrize("df", [1, 2, 3, 4, 17, 199, 200, 10**6])
def test_student_t_leaves_the_tail_it_should(level, df):
    """The incomplete beta function at the quantile is one minus the level."""
    t = mpmath.mpf(student_t_quantile(level, np.array([df]))[0])
    with mpmath.workdps(40):
        # a relative error d in t moves the smaller of the two masses by less than
        # d (t^2 + 1) of itself
        x = df / (df + t * t)
        tail = mpmath.betainc(mpmath.mpf(df) / 2, 0.5, 0, x, regularized=True)
        off = (tail - (1 - mpmath.mpf(level))) / min(tail, 1 - tail)

    assert abs(off) <= 1e-13 * min(float(t * t) + 1, df)


@pytest.mark.parametrize(
    ("level", "df", "expected"),
    [
        (0.5, 1, 1.0),  # tan(pi / 4)
        (0.95, 1, 12.706204736174698),
        (0.5, 2, math.sqrt(2 / 3)),
        (0.95, 2, 4.302652729749464),
        (0.95, 10, 2.228138851986274),  # printed in every table as 2.228
        (0.99, 30, 2.749995653567231),
    ],
)
def test_student_t_values(level, df, expected):
    """Values that tables print."""
    assert expected == pytest.approx(
        student_t_quantile(level, np.array([df]))[0], rel=1e-15
    )


@pytest.mark.parametrize("level", [0.001, 0.2, *LEVELS])
def test_student_t_falls_towards_the_normal_quantile(level):
    """Each degree of freedom more makes the quantile smaller, down to the normal's."""
    t = student_t_quantile(level, np.append(DEGREES, 1e16))

    assert (np.diff(t) < 0).all()
    assert normal_quantile(level) == pytest.approx(t[-1], rel=1e-14, abs=0)


@pytest.mark.parametrize("df", [1, 2, 3, 50, 199, 200, 5000])
def test_student_t_grows_with_the_level(df):
    """A higher level has a larger quantile, also where the method changes."""
    levels = [*np.linspace(0.01, 0.99, 197), *(1 - 0.1 ** np.arange(3, 15))]
    t = [student_t_quantile(level, np.array([df]))[0] for level in levels]

    assert (np.diff(t) > 0).all()


def test_student_t_keeps_rows_in_their_place():
    """Rows answer one by one, repeated, unordered or unknown; the column is kept."""
    df = np.array([5.0, np.nan, 1.0, 300.0, 5.0])
    before = df.copy()
    each = [student_t_quantile(0.9, np.array([n]))[0] for n in df]

    np.testing.assert_array_equal(student_t_quantile(0.9, df), each)
    np.testing.assert_array_equal(df, before)
    assert math.isnan(each[1])


@pytest.mark.parametrize("level", [1e-300, 1e-17, 0.99e-9, 1.01e-9])
@pytest.mark.parametrize("df", [1, 2, 3, 30, 199])
def test_student_t_of_a_tiny_level(level, df):
    """Near 0 the level is the density of 0 times the width, however narrow."""
    (quantile,) = student_t_quantile(level, np.array([df]))
    with mpmath.workdps(40):
        beta = mpmath.beta(mpmath.mpf(df) / 2, mpmath.mpf(1) / 2)
        expected = float(level * mpmath.sqrt(df) * beta / 2)

    assert quantile == pytest.approx(expected, rel=1e-13)


def test_student_t_of_no_rows_or_whole_numbers():
    """An empty column gives an empty column, and integers what floats give."""
    none = student_t_quantile(0.9, np.empty(0))
    whole = student_t_quantile(0.9, np.array([7, 700]))

    assert none.size == 0
    np.testing.assert_array_equal(whole, student_t_quantile(0.9, np.array([7.0, 700])))


@pytest.mark.parametrize("level", [0.1, *LEVELS])
def test_student_t_of_any_real_degrees(level):
    """Degrees need not be whole, as numbers or in long columns, as by SciPy."""
    stats = pytest.importorskip("scipy.stats")
    degrees = np.random.default_rng(1).uniform(1, 250, 300)
    expected = stats.t.isf((1 - level) / 2, degrees)
    few = np.concatenate(
        [student_t_quantile(level, each) for each in degrees[:20, None]]
    )

    np.testing.assert_allclose(student_t_quantile(level, degrees), expected, rtol=1e-10)
    np.testing.assert_allclose(few, expected[:20], rtol=1e-10)
    near = student_t_quantile(level, np.array([3 - 1e-12, 3, 3 + 1e-12]))
    np.testing.assert_allclose(near, near[1], rtol=1e-11)
