"""The exact test of a step in the rate of leaving."""

import math

import pytest

from engagement_metrics import Rate, Status
from engagement_metrics.errors import InvalidCountsError, InvalidTypeError
from engagement_metrics.relevance import churn_rate, churn_step


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [((0, 100), (5, 100), 2 / 32), ((2, 100), (2, 100), 1.0), ((0, 50), (3, 100), 1.0)],
)
def test_p_value_done_by_hand(before, after, expected):
    """Five of five on one side of equal days: 2 in 32; of a third: (8 + 1 + ...)."""
    step = churn_step(churn_rate(*before), churn_rate(*after))
    if before == (0, 50):  # Binomial(3, 1/3) at 0: 8 of 27, and 1, 2 of 27 below it
        expected = (8 + 6 + 1) / 27

    assert expected == pytest.approx(step.p_value)


@pytest.mark.parametrize(
    ("x1", "t1", "x2", "t2"), [(3, 3400.0, 12, 3400.0), (30, 900.0, 12, 500.0)]
)
def test_p_value_is_scipys(x1, t1, x2, t2):
    """The binomial test of SciPy, given the sum."""
    stats = pytest.importorskip("scipy.stats")
    step = churn_step(churn_rate(x1, t1), churn_rate(x2, t2))
    expected = stats.binomtest(x1, x1 + x2, t1 / (t1 + t2)).pvalue

    assert expected == pytest.approx(step.p_value, rel=1e-12)


def test_ratio_and_interval():
    """After over before, with the score interval (V44)."""
    step = churn_step(Rate(30, 54308.7), Rate(60, 51477.5))
    bounds = step.interval()

    assert 2.1099975718 == pytest.approx(step.value, abs=1e-10)
    assert (1.36596, 3.25931) == (round(bounds.low, 5), round(bounds.high, 5))


def test_columns_are_summed():
    """Days on each side count together."""
    days = churn_step(churn_rate([1, 2], [1700, 1700]), churn_rate([6, 6], 1700))

    assert churn_step(churn_rate(3, 3400), churn_rate(12, 3400)) == days
    assert "4.0 times (1.2 to 13.2, p = 0.035): 0.35 % a day after 0.088 %" == str(days)
    assert "4.0" == f"{days:.1f}"
    assert str(days) == f"{days}"


@pytest.mark.parametrize(
    ("before", "after", "status", "p_value"),
    [
        ((0, 100), (5, 100), Status.NO_DENOMINATOR, 0.0625),
        ((0, 100), (0, 100), Status.NO_EXPOSURE, 1.0),
        ((0, 0), (5, 100), Status.NO_EXPOSURE, math.nan),
        ((5, 100), (None, 100), Status.MISSING, math.nan),
    ],
)
def test_undefined(before, after, status, p_value):
    """Without leavers before there is no ratio, but a test; without days neither."""
    step = churn_step(churn_rate(*before), churn_rate(*after))

    assert status == step.status == step.interval().status
    assert math.isnan(step.value)
    assert p_value == pytest.approx(step.p_value, nan_ok=True)
    assert str(step).startswith(f"undefined: {status}: ")


def test_disjoint_followers_add():
    """Two accounts are one."""
    step = churn_step(churn_rate(1, 100), churn_rate(2, 100))

    assert churn_step(churn_rate(2, 200), churn_rate(4, 200)) == step + step
    with pytest.raises(TypeError):
        step + 1


@pytest.mark.parametrize(
    ("pair", "error", "message"),
    [
        ((0.1, Rate(1, 2)), InvalidTypeError, "before must be a Rate, but got 0.1"),
        (
            (Rate(1, 2), Rate(0.5, 2)),
            InvalidCountsError,
            "after must count whole numbers of people, but got 0.5",
        ),
    ],
)
def test_what_is_refused(pair, error, message):
    """Rates of whole people."""
    with pytest.raises(error) as caught:
        churn_step(*pair)

    assert message == str(caught.value)
