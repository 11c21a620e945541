"""Level and slope when a feed changes, against made series and dense matrices."""

import math
import warnings
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidTypeError,
    NegativeCountsWarning,
    SmallSampleWarning,
)
from engagement_metrics.relevance import changed_feed_effect, churn_rate_ratio
from engagement_metrics.relevance._change import METHOD
from engagement_metrics.tables import Days
from engagement_metrics.words import Status
from kernels.test_serial import dense

FIRST, WHEN = date(2025, 5, 1), date(2025, 5, 16)
FEW = pytest.mark.filterwarnings("ignore::engagement_metrics.EngagementWarning")
SCATTER = [3, -2, 0, 4, -5, 1, 2, -3, 0, 1, -1, 2, -4, 3, 0] * 5


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


@FEW
def test_made_series_is_found():
    """A level change of 40 and a slope change of 2 of 1,000, without scatter."""
    effect = changed_feed_effect(series(slope=2, noise=0), WHEN)

    assert 0.040 == pytest.approx(effect.value)
    assert 0.002 == pytest.approx(effect.slope_change)
    assert (0.050, 0.001) == pytest.approx((effect.expected, effect.trend))
    assert (30, 20, 0) == (
        effect.units,
        effect.degrees_of_freedom,
        effect.left_out.units,
    )
    assert np.isnan([effect.p_value, effect.slope_p_value]).all()
    assert Status.ZERO_VARIANCE == effect.interval().status
    assert math.isnan(effect.slope_interval().low)


@FEW
def test_nobody_left_and_few_of_very_many():
    """Where nobody leaves there is no scatter, where hardly anybody does there is."""
    none = changed_feed_effect(series(unfollows=[0.0] * 30), WHEN)
    few = changed_feed_effect(series(followers=[1e9] * 30), WHEN)

    assert Status.ZERO_VARIANCE == none.interval().status
    assert Status.DEFINED == few.interval().status


@FEW
def test_interval_holds_the_truth():
    """With scatter the interval holds the level change, and not 0."""
    effect = changed_feed_effect(series(), WHEN)

    assert 0.040 in effect.interval()
    assert 0.0 not in effect.interval()
    assert 0.0 in effect.slope_interval()
    assert effect.interval(0.5).width < effect.interval(0.95).width
    assert METHOD + ", effects of weekdays, Student's t" == effect.interval().method


@FEW
@pytest.mark.parametrize("size", [23, 27, 28, 30, 75])
def test_it_is_the_average_over_correlations(size):
    """From 28 days on with effects of weekdays, as of dense matrices; t and p."""
    stats = pytest.importorskip("scipy.stats")
    days = series(slope=1, size=size)
    effect = changed_feed_effect(days, WHEN)
    time = np.arange(size) - 15.0
    after = (time >= 0).astype(float)
    columns = [np.ones(size), time, after, time * after]
    if size >= 28:
        weekday = np.array([day.item().weekday() for day in days.date])
        columns += [1.0 * (weekday == k) - (weekday == 6) for k in range(6)]
    design = np.stack(columns, axis=1)
    mean, covariance, correlation = dense(design, days.unfollows / 1000, time)
    errors, df = np.sqrt(np.diag(covariance)), size - len(columns)
    reach = stats.t.ppf(0.975, df) * errors
    bounds, slope = effect.interval(), effect.slope_interval()

    assert mean[:4] == pytest.approx(
        [effect.expected, effect.trend, effect.value, effect.slope_change]
    )
    assert errors[2:4] == pytest.approx([effect.level_error, effect.slope_error])
    assert correlation == pytest.approx(effect.correlation)
    assert (df, size >= 28) == (effect.degrees_of_freedom, effect.weekdays)
    assert [mean[2] - reach[2], mean[2] + reach[2]] == pytest.approx(
        [*bounds_of(bounds)]
    )
    assert [mean[3] - reach[3], mean[3] + reach[3]] == pytest.approx(
        [*bounds_of(slope)]
    )
    assert 2 * stats.t.sf(abs(mean[2:4] / errors[2:4]), df) == pytest.approx(
        [effect.p_value, effect.slope_p_value]
    )


def bounds_of(interval):
    """Return both bounds."""
    return interval.low, interval.high


def test_few_days_say_so():
    """Below 60 days there is little power, and the warning and the line say it."""
    few, many = (changed_feed_effect(series(size=n), WHEN) for n in (59, 60))
    with pytest.warns(SmallSampleWarning) as caught:
        few.interval()
    with pytest.warns(SmallSampleWarning):
        few.slope_interval()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        many.interval()
        many.slope_interval()

    assert (
        "changed_feed_effect: only 59 days; below 60 it has little power, so that an"
        " effect may be there and not be found"
    ) == str(caught[0].message)
    assert "little power below 60 days" in few.describe()
    assert "little power" not in str(many)


def test_sides_are_rates():
    """Before and after are the churn of each side, compared without a trend too."""
    days = series(noise=0)
    effect = changed_feed_effect(days, np.datetime64("2025-05-16"))

    assert days.unfollows[:15].sum() == effect.before.count
    assert days.unfollows[15:].sum() == effect.after.count
    assert 15_000 == effect.before.exposure == effect.after.exposure
    assert effect.after.value / effect.before.value == effect.rate_ratio.value
    assert churn_rate_ratio(days, WHEN) == effect.rate_ratio
    assert Status.DEFINED == effect.status


def test_order_of_days_does_not_count():
    """Days may come in any order."""
    days = series()

    assert changed_feed_effect(days, WHEN) == changed_feed_effect(days[::-1], WHEN)


@FEW
def test_control_takes_out_what_happened_to_all():
    """A change of both accounts is no effect; a day of only one is left out."""
    ours, control = series(), series(level=30, noise=0)
    effect = changed_feed_effect(ours, WHEN, control=control)
    fewer = changed_feed_effect(ours, WHEN, control=control[np.arange(30) != 4])

    assert 0.010 == pytest.approx(effect.value, abs=0.005)
    assert (True, 30, 0) == (effect.controlled, effect.units, effect.left_out.units)
    assert (29, 1) == (fewer.units, fewer.left_out.missing)
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

    assert (27, 3) == (effect.units, effect.left_out.units)
    assert (2, 1) == (effect.left_out.missing, effect.left_out.no_denominator)


@FEW
def test_impossible_days_and_days_without_a_date_are_left_out():
    """Unfollows below zero are no part of the regression, as of no other metric."""
    usual = series()
    unfollows, dates = [*usual.unfollows], [*usual.date]
    unfollows[5], dates[29] = -2.0, None
    with pytest.warns(NegativeCountsWarning):
        days = series(unfollows=unfollows, date=dates)
    effect = changed_feed_effect(days, WHEN)
    kept = np.delete(np.arange(30), [5, 29])

    assert (1, 1) == (effect.left_out.invalid, effect.left_out.missing)
    expected = changed_feed_effect(usual[kept], WHEN)
    assert (expected.value, expected.interval()) == (effect.value, effect.interval())


def test_effects_do_not_add():
    """The refusal names what adds: the days."""
    effect = changed_feed_effect(series(), WHEN)
    with pytest.raises(IncompatibleEvidenceError) as caught:
        effect + effect

    assert (
        "cannot add to a ChangedFeedEffect. Append the days with +, and call"
        " changed_feed_effect() of them all"
    ) == str(caught.value)


def test_arguments_have_names():
    """The documented names work as keywords; a wrong one is Python's TypeError."""
    days = series()
    named = changed_feed_effect(days, when=WHEN, control=series(level=1))

    assert named.controlled
    with pytest.raises(TypeError, match=r"^changed_feed_effect\(\) got an unexpected"):
        changed_feed_effect(days, WHEN, lag=2)
    with pytest.raises(TypeError, match=r"^changed_feed_effect\(\) takes 2 positional"):
        changed_feed_effect(days, WHEN, days)


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
        f" from it on, but got {got}. For fewer use churn_rate_ratio()"
        == str(caught.value)
    )


def test_eight_days_on_each_side_are_enough():
    """The shortest series that is taken."""
    effect = changed_feed_effect(series()[7:23], WHEN)

    assert 16 == effect.units


@pytest.mark.parametrize(
    ("effect", "text"),
    [
        (
            changed_feed_effect(series(noise=0), WHEN),
            (
                "+4.0 % (no interval: no scatter about the fit; 30 days; slope +0.0 % a"
                " day (no scatter about the fit); expected 5.0 %; little power below 60"
                " days: an effect may be there all the same)"
            ),
        ),
        (
            changed_feed_effect(
                series(level=-10), WHEN, control=series(level=0, noise=0)[1:]
            ),
            (
                "-0.96 % (95 %: -1.6 to -0.32 %; 29 days; p = 0.0052; slope -0.0080 % a"
                " day (-0.084 to 0.068 %, p = 0.83); expected 0.0053 %; against a"
                " control; little power below 60 days: an effect may be there all the"
                " same; 1 left out: missing)"
            ),
        ),
    ],
)
def test_it_prints_as_a_line(effect, text):
    """The line has level and slope change, the expected rate, and the days."""
    assert f"changed feed effect on the churn rate: {text}" == str(effect)
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
    ],
)
def test_wrong_arguments_are_refused(arguments, options, error, message):
    """Days with both columns, a date, and a whole lag."""
    with pytest.raises(error) as caught:
        changed_feed_effect(*arguments, **options)

    assert message == str(caught.value)
