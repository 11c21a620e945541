"""K-factors as printed, half-lives by hand, doubling times against SciPy."""

import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from engagement_metrics import Status
from engagement_metrics.errors import (
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
)
from engagement_metrics.movement import doubling_time, half_life, k_factor

START = np.datetime64("2026-01-05T09:00", "us")
MINUTE = np.timedelta64(1, "m")
DAYS = np.arange("2026-01-01", "2026-01-09", dtype="datetime64[D]")


def after(*minutes):
    """Return times so many minutes after the start."""
    return START + MINUTE * np.array(minutes, np.int64)


def test_morgan_brown():
    """3.5 invitations, of which 20 % join: 1.70, 2.19, 2.53, at last 3.33 (V55)."""
    k = k_factor(35, 10, 7)

    assert (3.5, 0.2, 0.7) == pytest.approx(
        (k.invitations.value, k.conversion.value, k.value)
    )
    assert [1.70, 2.19, 2.53] == [round(k.total(1, g), 2) for g in (1, 2, 3)]
    assert 3.33 == round(k.limit(1), 2)
    assert "0.70 (3.50 invites each, of which 20.0 % joined)" == str(k)


def test_five_invitations_of_which_a_fifth_joins():
    """K = 1 has no limit (V56)."""
    k = k_factor(50, 10, 10)

    assert (1.0, math.inf) == (k.value, k.limit(1))
    assert (1.0, 11.0) == (k.generation(1, 10), k.total(1, 10))


def test_which_total():
    """1,000 users and K = 1.5: the 20th generation and all of them differ (M6)."""
    k = k_factor(75, 10, 15)

    assert 3_325_257 == round(k.generation(1000, 20))
    assert 9_973_770 == round(k.total(1000, 20))


def test_k_adds_and_has_the_interval_of_its_rate():
    """Disjoint participants; Poisson's score interval."""
    k = k_factor(35, 10, 7) + k_factor(5, 10, 3)

    assert (40, 20, 10) == (k.invites, k.participants, k.joined)
    assert k.rate.interval(0.9) == k.interval(0.9)
    assert k == k + k_factor(0, 0, 0)
    with pytest.raises(TypeError):
        k + 1


def test_nobody_took_part():
    """Undefined, not 0."""
    k = k_factor(0, 0, 0)

    assert Status.NO_EXPOSURE == k.status
    assert math.isnan(k.limit(1))
    assert "undefined: no exposure" == str(k)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: k_factor(5, 10, 6),
            InvalidCountsError,
            (
                "joined must not exceed invites, but does: 6.0 > 5.0. Each joined on an"
                " invitation"
            ),
        ),
        (
            lambda: k_factor(5, 0, 2),
            InvalidCountsError,
            (
                "invites must be 0 without participants, but got 5. Somebody passed"
                " them on"
            ),
        ),
        (
            lambda: k_factor([5], 1, 2),
            InvalidTypeError,
            "invites must be a number, but got [5]",
        ),
        (
            lambda: k_factor(5, None, 2),
            InvalidCountsError,
            "participants must be known, but got None",
        ),
        (
            lambda: k_factor(5, 1, 2).generation(1, -1),
            InvalidArgumentError,
            "generation must not be negative, but got -1",
        ),
        (
            lambda: k_factor(5, 1, 2).total(1, 1.5),
            InvalidTypeError,
            "generation must be a whole number, but got 1.5",
        ),
        (
            lambda: half_life(after(1), since=START, bin=timedelta(0)),
            InvalidArgumentError,
            "bin must be positive, but got datetime.timedelta(0)",
        ),
        (
            lambda: half_life(after(1), since=np.datetime64("NaT", "us")),
            InvalidArgumentError,
            "since must be a time, but got None",
        ),
        (
            lambda: half_life(after(1), since="post"),
            InvalidTypeError,
            (
                "since must be datetimes, but got 'post' at (0,), first of 1 in 1"
                " values. Read text with datetime.fromisoformat()"
            ),
        ),
        (
            lambda: doubling_time(DAYS[:2], [1, 0]),
            InvalidCountsError,
            (
                "counts must be greater than 0, but got 0.0 at (1,), first of 1 in 2"
                " values. Choose the times of the growth phase"
            ),
        ),
        (
            lambda: doubling_time(DAYS[:2], [1]),
            InvalidArgumentError,
            "counts must have the length 2 of times, but has 1",
        ),
    ],
)
def test_what_cannot_be_is_refused(call, error, message):
    """The whole message."""
    with pytest.raises(error) as caught:
        call()

    assert message == str(caught.value)


@pytest.mark.parametrize(
    ("minutes", "half"),
    [((5, 20, 30, 90, 400), 30), ((5, 20, 30, 90), 20), ((7,), 7), ((0, 0), 0)],
)
def test_half_life_from_the_post(minutes, half):
    """The ceil(n/2)-th time; what came before the post is left out."""
    found = half_life(after(*minutes, -3), since=START)

    assert timedelta(minutes=half) == found.value
    assert (len(minutes), 1) == (found.events, found.left_out)


def test_half_life_from_the_peak():
    """Half of what came from the beginning of the busiest hour on: another number."""
    times = after(5, 70, 80, 90, 100, 400)

    assert timedelta(minutes=80) == half_life(times, since=START).value
    peak = half_life(times, since="peak")
    assert after(65)[0] == peak.origin
    assert (timedelta(minutes=25), 5, 1) == (peak.value, peak.events, peak.left_out)
    assert "0:25:00 (half of 5 events; 1 left out)" == str(peak)
    quarter = half_life(times, since="peak", bin=timedelta(minutes=20))
    assert after(65)[0] == quarter.origin


def test_half_life_of_nothing():
    """Undefined; an unknown time is left out."""
    unknown = np.array(["NaT"], "datetime64[us]")

    for since in (START, "peak", datetime(2026, 1, 5, tzinfo=UTC)):
        found = half_life(unknown, since=since)
        assert (None, Status.NO_EXPOSURE, 1) == (
            found.value,
            found.status,
            found.left_out,
        )
        assert "undefined: no events" == str(found)


def test_half_life_of_equal_times():
    """At once."""
    assert timedelta(0) == half_life(after(3, 3, 3), since="peak").value


def test_doubling_every_day():
    """Exactly; with an error of nothing."""
    found = doubling_time(DAYS[:4], [10, 20, 40, 80])

    assert timedelta(days=1) == found.value
    assert math.log(2) / 86400 == pytest.approx(found.rate, rel=1e-14)
    assert 0 == pytest.approx(found.rate_error, abs=1e-18)


@pytest.mark.parametrize("times", [3, 5, 8])
def test_scipy_agrees(times):
    """Slope, its error, and the bounds by Student's t; three times are enough."""
    stats = pytest.importorskip("scipy.stats")
    rng = np.random.default_rng(0)
    counts = np.exp(0.3 * np.arange(times) + rng.normal(0, 0.02, times)).round(3)
    seconds = 86400.0 * np.arange(times)
    line = stats.linregress(seconds, np.log(counts))
    order = rng.permutation(times)
    found = doubling_time(DAYS[order], counts[order])
    t = stats.t.ppf(0.95, times - 2)
    short, long = found.interval(0.9)

    assert line.slope == pytest.approx(found.rate, rel=1e-11)
    assert line.stderr == pytest.approx(found.rate_error, rel=1e-10)
    assert math.log(2) / line.slope == pytest.approx(found.value.total_seconds())
    assert math.log(2) / (line.slope + t * line.stderr) == pytest.approx(
        short.total_seconds()
    )
    assert math.log(2) / (line.slope - t * line.stderr) == pytest.approx(
        long.total_seconds()
    )


def test_statsmodels_agrees():
    """Least squares with an intercept."""
    api = pytest.importorskip("statsmodels.api")
    counts = [12, 22, 49, 96, 150, 390, 800, 1500]
    days = np.arange(8.0)
    fit = api.OLS(np.log(counts), api.add_constant(days)).fit()
    found = doubling_time(DAYS, counts)

    assert fit.params[1] == pytest.approx(found.rate * 86400, rel=1e-12)
    assert fit.bse[1] == pytest.approx(found.rate_error * 86400, rel=1e-11)


def test_what_is_not_known_is_left_out():
    """An unknown count or time, first or last; the rest is as if it were not there."""
    times = [None, *DAYS[:4].astype("datetime64[us]"), DAYS[5].astype("datetime64[us]")]
    found = doubling_time(times, [3, 10, 20, 40, 80, None])

    assert (timedelta(days=1), 2, 4) == (found.value, found.left_out, found.times)
    assert "1 day, 0:00:00 (4 times)" == str(found)


def test_what_does_not_grow():
    """Has no doubling time: shrinking, steady, and of too few times."""
    for counts in ([8, 4, 2], [7, 7, 7], [0.1, 0.1, 0.1]):
        found = doubling_time(DAYS[:3], counts)
        assert (None, None) == (found.value, found.interval())
        assert Status.NO_EXPOSURE == found.status
        assert "undefined: no exposure" == str(found)
    for count in (0, 1):
        few = doubling_time(DAYS[:count], [5] * count)
        assert (Status.TOO_FEW_UNITS, None) == (few.status, few.value)
    assert doubling_time(DAYS[:2], [5, 10]).interval() is None


def test_growth_that_may_be_none():
    """Its doubling time may be as long as there is."""
    found = doubling_time(DAYS[:4], [10, 9, 12, 10.5])
    slow = doubling_time(DAYS[:3], [1e15, 1e15, 1e15 + 1])

    assert timedelta.max == found.interval()[1]
    assert timedelta.max == slow.value


def test_fanpage_karmas_fans_double_each_week():
    """500 fans are 2,000 in two weeks: 100 % a week, and not 150 % (V14)."""
    weeks = np.array(["2014-06-02", "2014-06-16"], "datetime64[D]")

    assert timedelta(weeks=1) == doubling_time(weeks, [500, 2000]).value


def test_generations_beyond_all_floats_are_infinite():
    """What grows past the largest float is infinite, and takes no exception."""
    k = k_factor(20, 10, 20)

    assert 2.0 == k.value
    assert 2.0**1000 == k.generation(1, 1000)
    assert float("inf") == k.generation(1, 1024) == k.total(1, 1024)
    assert 2.0**1001 == k.total(1, 1000)  # less 1, which no float of this size shows


def test_more_generations_than_anything_has_are_refused():
    """A number without end is not counted up to."""
    with pytest.raises(InvalidArgumentError) as caught:
        k_factor(20, 10, 20).total(1, 10**6 + 1)

    assert "generation must be at most 1,000,000, but got 1000001" == str(caught.value)
    assert 10**6 + 1 == k_factor(10, 10, 10).total(1, 10**6)
