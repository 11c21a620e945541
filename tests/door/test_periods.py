"""Calendar labels: weeks from Monday, days by the clocks of a zone, for `by=`."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from engagement_metrics import Posts, Rate
from engagement_metrics._door._ids import Ids
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.tables import by_period


def hours(start, count):
    """Return so many hours from a time in UTC."""
    return np.datetime64(start, "us") + np.arange(count) * np.timedelta64(1, "h")


@pytest.mark.parametrize(
    ("every", "first"),
    [("1d", date(2026, 2, 3)), ("1w", date(2026, 2, 2)), ("1mo", date(2026, 2, 1))],
)
def test_a_label_is_the_first_day(every, first):
    """Of the day, of the week from Monday, of the month."""
    assert [first] == by_period([datetime(2026, 2, 3, 12, tzinfo=UTC)], every).values()


@pytest.mark.parametrize(
    ("start", "lengths"),
    [("2024-03-29T23:00", [24, 23, 24]), ("2024-10-25T22:00", [24, 25, 24])],
)
def test_days_on_which_clocks_change(start, lengths):
    """In Berlin 31 March 2024 has 23 hours and 27 October 25 (G2)."""
    days = by_period(hours(start, sum(lengths)), "1d", tz="Europe/Berlin")

    assert lengths == np.bincount(days.codes).tolist()


def test_python_agrees_on_every_hour_of_a_year():
    """With `zoneinfo`, hour by hour, in a zone that changes its clocks at midnight."""
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("America/Santiago")
    times = hours("2024-01-01", 366 * 24)
    expected = [
        when.replace(tzinfo=UTC).astimezone(zone).date() for when in times.tolist()
    ]

    assert expected == by_period(times, "1d", tz="America/Santiago").values()


def test_the_edge_is_of_the_day_that_begins():
    """Half-open days (G10)."""
    times = np.array(["2026-01-05T23:59:59.999999", "2026-01-06"], "datetime64[us]")

    assert [date(2026, 1, 5), date(2026, 1, 6)] == by_period(times, "1d").values()


def test_naive_datetimes_are_of_the_zone():
    """With the zone of the calendar; without one they are refused."""
    naive = [datetime(2026, 1, 5, 0, 30)]  # noqa: DTZ001

    assert [date(2026, 1, 5)] == by_period(naive, "1d", tz="Asia/Tokyo").values()
    with pytest.raises(InvalidArgumentError, match="times must have a time zone"):
        by_period(naive, "1d")


def test_pooled_by_week_and_by_week_and_segment():
    """Groups of calendar weeks; a week without a post is kept as its own group."""
    posts = Posts.of(
        actions={"like": [1, 2, 3, 4]},
        exposures={"reach": [10, 10, 10, 10]},
        published=np.array(
            ["2026-01-05", "2026-01-11", "2026-01-20", "NaT"], "datetime64[D]"
        ),
    )
    weeks = by_period(posts.published, "1w", tz="UTC")
    rate = Rate(posts.actions["like"], posts.exposures["reach"])
    pooled = rate.pooled(by=weeks)
    both = rate.pooled(by={"week": weeks, "segment": ["a", "b", "a", "a"]})

    monday = date(2026, 1, 5)
    assert [monday, date(2026, 1, 12), date(2026, 1, 19), None] == list(pooled)
    assert 0.15 == pooled[monday].value
    assert 0 == pooled[date(2026, 1, 12)].units
    assert rate.pooled().value == pooled.total().value
    assert [0.1, 0.2] == [both[monday, "a"].value, both[monday, "b"].value]


@pytest.mark.parametrize("days", [126, 127, 128, 129, 40_000])
def test_narrow_codes_hold_every_period_and_a_missing_one(days):
    """Each day is a group of its own, also beside segments, and so is no day."""
    times = np.datetime64("2001-01-01", "us") + np.arange(days) * np.timedelta64(1, "D")
    by = by_period(np.append(times, np.datetime64("NaT", "us")), "1d")
    rate = Rate(np.append(np.arange(days), 7), np.arange(days + 1))

    alone, beside = (rate.pooled(by=b) for b in (by, {"day": by, "s": [300] * len(by)}))

    dates = [*times.astype("datetime64[D]").tolist(), None]
    assert tuple(dates) == alone.labels
    assert tuple((date, 300) for date in dates) == beside.labels
    for grouped in (alone, beside):
        assert [*range(1, days), 7] == grouped.estimate.sum_y[1:].tolist()
        assert [1.0] + [0.0] * days == grouped.estimate.left_out.units.tolist()


def test_codes_of_a_calendar_become_those_of_ids():
    """Where ids are worked with, codes are as wide as any id."""
    ids = Ids.of(by_period(hours("2026-02-03", 48), "1d"))

    assert np.int64 == ids.codes.dtype
    assert [0] * 24 + [1] * 24 == ids.codes.tolist()


def test_nothing_has_no_label():
    """No times, no labels; a missing time has none."""
    assert [] == by_period(np.array([], "datetime64[us]"), "1d").values()
    assert [None] == by_period([None], "1mo").values()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: by_period(hours("2026-01-05", 1), "2w"),
            "every must be '1d', '1w' or '1mo', but got '2w'",
        ),
        (
            lambda: by_period(hours("2026-01-05", 1), "1d", tz="Berlin"),
            "tz must be a time zone such as 'Europe/Berlin', but got 'Berlin'",
        ),
    ],
)
def test_impossible_periods_are_refused(call, message):
    """The whole message."""
    with pytest.raises(InvalidArgumentError) as caught:
        call()

    assert message == str(caught.value)


def test_numbers_are_no_times():
    """Seconds since 1970 are refused."""
    with pytest.raises(InvalidTypeError, match="times must be"):
        by_period([1_767_571_200], "1d")
