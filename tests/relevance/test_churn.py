"""The ratio of two churn rates, with its exact test."""

import math
from datetime import date, timedelta

import numpy as np
import pytest

from engagement_metrics.errors import (
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
    NegativeCountsWarning,
)
from engagement_metrics.evidence import Rate
from engagement_metrics.relevance import ChurnRateRatio, churn_rate, churn_rate_ratio
from engagement_metrics.tables import Days
from engagement_metrics.words import Status

FIRST = date(2025, 5, 1)


def of_sums(before, after):
    """Return the ratio of a count and its follower-days on each side."""
    first, second = (churn_rate(x, follower_days=t) for x, t in (before, after))
    return ChurnRateRatio(before=first, after=second)


def days_of(unfollows, followers):
    """Return consecutive days."""
    dates = [FIRST + timedelta(days=day) for day in range(len(unfollows))]
    return Days.of(date=dates, followers=followers, unfollows=unfollows)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [((0, 100), (5, 100), 2 / 32), ((2, 100), (2, 100), 1.0), ((0, 50), (3, 100), 1.0)],
)
def test_p_value_done_by_hand(before, after, expected):
    """Five of five on one side of equal days: 2 in 32; of a third: (8 + 1 + ...)."""
    ratio = of_sums(before, after)
    if before == (0, 50):  # Binomial(3, 1/3) at 0: 8 of 27, and 1, 2 of 27 below it
        expected = (8 + 6 + 1) / 27

    assert expected == pytest.approx(ratio.p_value)


@pytest.mark.parametrize(
    ("x1", "t1", "x2", "t2"), [(3, 3400.0, 12, 3400.0), (30, 900.0, 12, 500.0)]
)
def test_p_value_is_scipys(x1, t1, x2, t2):
    """The binomial test of SciPy, given the sum."""
    stats = pytest.importorskip("scipy.stats")
    ratio = of_sums((x1, t1), (x2, t2))
    expected = stats.binomtest(x1, x1 + x2, t1 / (t1 + t2)).pvalue

    assert expected == pytest.approx(ratio.p_value, rel=1e-12)


def test_ratio_and_interval():
    """After over before, with the score interval (V44)."""
    ratio = ChurnRateRatio(before=Rate(30, 54308.7), after=Rate(60, 51477.5))
    bounds = ratio.interval()

    assert 2.1099975718 == pytest.approx(ratio.value, abs=1e-10)
    assert (1.36596, 3.25931) == (round(bounds.low, 5), round(bounds.high, 5))
    assert "Poisson score, as if independent" == bounds.method


@pytest.mark.parametrize("when", [date(2025, 5, 3), np.datetime64("2025-05-03T09")])
def test_days_are_summed_on_each_side(when):
    """Each side has the sums of its days, in whatever order they come."""
    days = days_of([1, 2, 6, 6], [1700] * 4)
    ratio, sums = churn_rate_ratio(days, when), of_sums((3, 3400), (12, 3400))

    assert (4.0, 4) == (ratio.value, ratio.units)
    assert (3.0, 3400.0) == (ratio.before.count, ratio.before.exposure)
    assert (sums.value, sums.p_value) == (ratio.value, ratio.p_value)
    assert sums.interval() == ratio.interval()
    assert ratio == churn_rate_ratio(days[::-1], when=when)


def test_it_prints_as_a_line():
    """The line has the ratio, its interval, the p-value and both rates."""
    ratio = churn_rate_ratio(days_of([1, 2, 6, 6], [1700] * 4), date(2025, 5, 3))

    assert (
        "churn rate ratio: 4.0 (95 %: 1.2 to 13.2, as if independent; 4 days;"
        " p = 0.035, which does not hold where days are like the last; 0.35 % a day"
        " after 0.088 %)"
    ) == str(ratio)
    assert "<ChurnRateRatio 4.0: 4 days, churn rate ratio>" == repr(ratio)
    assert "4.0" == f"{ratio:.1f}"


def test_many_followers_print_what_is_said():
    """1.003 times, and neither bound is 1; a difference of rates is seen too."""
    text = str(of_sums((1_000_000, 10**9), (1_003_000, 10**9)))

    assert text.startswith("churn rate ratio: 1.0030 (95 %: 1.0002 to 1.0058, as if")
    assert text.endswith("0.1003 % a day after 0.1000 %)")


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
    """Without unfollows before there is no ratio, but a test; without days neither."""
    ratio = of_sums(before, after)

    assert status == ratio.status == ratio.interval().status
    assert math.isnan(ratio.value)
    assert p_value == pytest.approx(ratio.p_value, nan_ok=True)
    assert str(ratio).startswith("churn rate ratio: undefined (")


def test_undefined_ratios_print_both_rates():
    """The reader sees which rate is 0."""
    assert (
        "churn rate ratio: undefined (no denominator: 5.0 % a day after 0.0 %)"
    ) == str(of_sums((0, 100), (5, 100)))


def test_days_that_lack_something_are_left_out():
    """Days without followers, unfollows or a date, and impossible days, are counted."""
    with pytest.warns(NegativeCountsWarning):
        days = Days.of(
            date=[FIRST + timedelta(days=day) for day in range(7)] + [None],
            followers=[100, 100, 0, None, 100, 100, 100, 100],
            unfollows=[2, -1, 3, 4, None, 4, 0, 9],
        )
    ratio = churn_rate_ratio(days, date(2025, 5, 5))

    assert (2.0, 4.0) == (ratio.before.count, ratio.after.count)
    assert (1.0, 3) == (ratio.value, ratio.units)
    assert (3, 1, 1) == (
        ratio.left_out.missing,
        ratio.left_out.no_denominator,
        ratio.left_out.invalid,
    )


def test_disjoint_followers_add():
    """Two accounts are counted together."""
    ratio = of_sums((1, 100), (2, 100))
    both = ratio + ratio

    assert (2.0, 4.0, 200.0) == (
        both.before.count,
        both.after.count,
        both.after.exposure,
    )
    assert of_sums((2, 200), (4, 200)).interval() == both.interval()
    with pytest.raises(TypeError):
        ratio + 1


@pytest.mark.parametrize(
    ("days", "when", "error", "message"),
    [
        (0.1, FIRST, InvalidTypeError, "days must be Days, but got 0.1"),
        (
            Days.of(date=[FIRST], unfollows=[1]),
            FIRST,
            InvalidArgumentError,
            "days must have followers, but got None",
        ),
        (
            days_of([1, 0.5], [10, 10]),
            date(2025, 5, 2),
            InvalidCountsError,
            (
                "days must hold whole numbers of unfollows on each side of when, but"
                " got 0.5"
            ),
        ),
        (
            days_of([1], [10]),
            np.datetime64("NaT", "D"),
            InvalidTypeError,
            (
                f"when must be a date, but got {np.datetime64('NaT', 'D')!r}. Use"
                " datetime.date, or datetime64[D]"
            ),
        ),
    ],
)
def test_wrong_days_are_refused(days, when, error, message):
    """It takes days with whole unfollows and followers, and a date."""
    with pytest.raises(error) as caught:
        churn_rate_ratio(days, when)

    assert message == str(caught.value)


def test_a_wrong_keyword_is_pythons_error():
    """It names the public function."""
    with pytest.raises(TypeError, match=r"^churn_rate_ratio\(\) got an unexpected key"):
        churn_rate_ratio(days_of([1], [10]), day=FIRST)
