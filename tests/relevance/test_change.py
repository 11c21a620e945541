"""Level and slope when a feed changes, against made series and statsmodels."""

import math
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from engagement_metrics import Days, Status
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.relevance import changed_feed_effect, churn_rate

FIRST, WHEN = date(2025, 5, 1), date(2025, 5, 16)
SCATTER = [3, -2, 0, 4, -5, 1, 2, -3, 0, 1, -1, 2, -4, 3, 0] * 2


def series(level=40.0, slope=0.0, noise=1, size=30, **changes):
    """Return days of 1,000 followers: 20 + t leave, from the 15th on some more."""
    time = np.arange(size) - 15
    after = time >= 0
    left = 50 + time + level * after + slope * time * after
    columns = {
        "date": [FIRST + timedelta(days=day) for day in range(size)],
        "followers": [1000.0] * size,
        "unfollows": left + noise * np.array(SCATTER[:size]),
    }
    return Days.of(**{**columns, **changes})


def test_made_series_is_found():
    """A jump of 40 and a bend of 2 a day of 1,000 followers, without scatter."""
    effect = changed_feed_effect(series(slope=2, noise=0), WHEN)

    assert 0.040 == pytest.approx(effect.value)
    assert 0.002 == pytest.approx(effect.slope_change)
    assert (0.050, 0.001) == pytest.approx((effect.expected, effect.trend))
    assert (30, 3, 0) == (effect.days, effect.lag, effect.left_out)
    assert Status.ZERO_VARIANCE == effect.interval().status
    assert math.isnan(effect.slope_interval().low)


def test_nobody_left_and_few_of_very_many():
    """Where nobody leaves there is no scatter, where hardly anybody does there is."""
    none = changed_feed_effect(series(unfollows=[0.0] * 30), WHEN)
    few = changed_feed_effect(series(followers=[1e9] * 30), WHEN)

    assert Status.ZERO_VARIANCE == none.interval().status
    assert Status.DEFINED == few.interval().status


def test_interval_holds_the_truth():
    """With scatter the jump is in its interval and no jump is not."""
    effect = changed_feed_effect(series(), WHEN)

    assert 0.040 in effect.interval()
    assert 0.0 not in effect.interval()
    assert 0.0 in effect.slope_interval()
    assert effect.interval(0.5).width < effect.interval(0.95).width
    assert "Newey and West's error with 3 lags, Student's t" == effect.interval().method


@pytest.mark.parametrize("lag", [None, 0, 1, 5])
def test_errors_are_statsmodels(lag):
    """OLS with HAC errors, the same coefficients, errors and t quantile."""
    models = pytest.importorskip("statsmodels.api")
    days = series(slope=1)
    effect = changed_feed_effect(days, WHEN, lag=lag)
    assert lag in {None, effect.lag}
    time = np.arange(30) - 15.0
    after = (time >= 0).astype(float)
    design = np.column_stack([np.ones(30), time, after, time * after])
    fit = models.OLS(days.unfollows / days.followers, design).fit(
        cov_type="HAC",
        cov_kwds={"maxlags": effect.lag, "use_correction": True},
        use_t=True,
    )

    assert fit.params[2:] == pytest.approx([effect.level_change, effect.slope_change])
    assert np.sqrt(np.diag(fit.cov_params()))[2:] == pytest.approx(
        [effect.level_error, effect.slope_error]
    )
    bounds = effect.interval()
    assert fit.conf_int()[2] == pytest.approx([bounds.low, bounds.high])


def test_sides_are_rates():
    """Before and after are the churn of each side, and the step compares them."""
    days = series(noise=0)
    effect = changed_feed_effect(days, np.datetime64("2025-05-16"))

    assert churn_rate(days.unfollows[:15].sum(), 15_000) == effect.before
    assert churn_rate(days.unfollows[15:].sum(), 15_000) == effect.after
    assert effect.after.value / effect.before.value == pytest.approx(effect.step.value)
    assert Status.DEFINED == effect.status


def test_order_of_days_does_not_count():
    """Days may come in any order."""
    days = series()

    assert changed_feed_effect(days, WHEN) == changed_feed_effect(days[::-1], WHEN)


def test_control_takes_out_what_happened_to_all():
    """A jump that both accounts had is none; a missing day of one is left out."""
    ours, control = series(), series(level=30, noise=0)
    effect = changed_feed_effect(ours, WHEN, control=control)
    fewer = changed_feed_effect(ours, WHEN, control=control[np.arange(30) != 4])

    assert 0.010 == pytest.approx(effect.value, abs=0.005)
    assert (True, 30, 0) == (effect.controlled, effect.days, effect.left_out)
    assert (29, 1) == (fewer.days, fewer.left_out)
    same = changed_feed_effect(ours, WHEN, control=ours)
    assert 0.0 == same.value
    assert Status.ZERO_VARIANCE == same.interval().status


def test_days_without_followers_are_left_out():
    """Days that are missing a part, or have no followers, are counted."""
    followers = [1000.0] * 30
    followers[3], followers[20] = 0.0, None
    unfollows = [*series().unfollows]
    unfollows[5] = None
    effect = changed_feed_effect(series(followers=followers, unfollows=unfollows), WHEN)

    assert (27, 3) == (effect.days, effect.left_out)


@pytest.mark.parametrize(
    ("days", "got"),
    [
        (series(size=22), "15 and 7"),
        (series()[8:], "7 and 15"),
        (series()[:0], "0 and 0"),
    ],
)
def test_too_short_a_series_is_refused(days, got):
    """Eight days on each side are needed, and the message says so."""
    with pytest.raises(InvalidArgumentError) as caught:
        changed_feed_effect(days, WHEN)

    assert (
        "days must hold at least 8 days with followers and unfollows before when and 8"
        f" from it on, but got {got}. For fewer use churn_step()" == str(caught.value)
    )


def test_eight_days_on_each_side_are_enough():
    """The shortest series that is taken."""
    effect = changed_feed_effect(series()[7:23], WHEN)

    assert 16 == effect.days


@pytest.mark.parametrize(
    ("effect", "text"),
    [
        (
            changed_feed_effect(series(noise=0), WHEN),
            (
                "level +4.0 % (no interval: zero variance) of the followers a day,"
                " slope +0.0 % (no interval: zero variance) a day; expected 5.0 % (30"
                " days)"
            ),
        ),
        (
            changed_feed_effect(
                series(level=-10), WHEN, control=series(level=0, noise=0)[1:]
            ),
            (
                "level -1.00 % (-1.2 to -0.80 %) of the followers a day, slope -0.0089"
                " % (-0.032 to 0.014 %) a day; expected 0.029 % (29 days, 1 left out,"
                " against a control)"
            ),
        ),
    ],
)
def test_it_prints_as_a_line(effect, text):
    """Jump, bend, where it was heading, and how many days."""
    assert text == str(effect) == f"{effect}"
    assert f"{effect.value:.4f}" == f"{effect:.4f}"


@pytest.mark.parametrize(
    ("arguments", "options", "error", "message"),
    [
        (([1, 2], WHEN), {}, InvalidTypeError, "days must be Days, but got [1, 2]"),
        (
            (Days.of(date=[FIRST], followers=[1]), WHEN),
            {},
            InvalidArgumentError,
            "days must have unfollows, but got None",
        ),
        (
            (series(), WHEN),
            {"control": Days.of(date=[FIRST])},
            InvalidArgumentError,
            "control must have followers, but got None",
        ),
        (
            (series(), "2025-05-16"),
            {},
            InvalidTypeError,
            (
                "when must be a date, but got '2025-05-16'. Use datetime.date, or"
                " datetime64[D]"
            ),
        ),
        (
            (series(), datetime(2025, 5, 16)),  # noqa: DTZ001
            {},
            InvalidTypeError,
            (
                "when must be a date, but got datetime.datetime(2025, 5, 16, 0, 0). Use"
                " datetime.date, or datetime64[D]"
            ),
        ),
        (
            (series(), WHEN),
            {"lag": 1.5},
            InvalidTypeError,
            "lag must be a whole number, but got 1.5",
        ),
        (
            (series(), WHEN),
            {"lag": -1},
            InvalidArgumentError,
            "lag must not be negative, but got -1",
        ),
    ],
)
def test_what_is_refused(arguments, options, error, message):
    """Days with both columns, a date, and a whole lag."""
    with pytest.raises(error) as caught:
        changed_feed_effect(*arguments, **options)

    assert message == str(caught.value)
