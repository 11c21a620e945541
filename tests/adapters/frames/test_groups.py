"""What a ratio is grouped by: windows of a calendar begin at instants."""

import datetime as dt

import numpy as np
import pytest

from engagement_metrics import Rate, by_period

frames = pytest.importorskip("engagement_metrics.adapters.frames")
pa = pytest.importorskip("pyarrow")
groups = pytest.importorskip("engagement_metrics.adapters.frames._groups")

DAY = dt.date(2025, 5, 8)
AT = pa.array([dt.datetime(2025, 5, 8, tzinfo=dt.UTC)], pa.timestamp("us", "UTC"))


def asked(frame=None, **options):
    """Return the evidence of a frame of one row, in windows."""
    if frame is None:
        frame = pa.table({"at": AT, "y": [1], "x": [2]})
    options = {"every": "1w", "time": "at"} | options
    return frames.pooled(frame, count="y", exposure="x", **options)


@pytest.mark.parametrize(
    ("every", "first", "last", "expected"),
    [
        ("1d", DAY, DAY, ["2025-05-08"]),
        ("1d", DAY, dt.date(2025, 5, 9), ["2025-05-08", "2025-05-09"]),
        ("1w", DAY, DAY, ["2025-05-05"]),
        ("1w", DAY, dt.date(2025, 5, 12), ["2025-05-05", "2025-05-12"]),
        ("1mo", DAY, dt.date(2025, 7, 1), ["2025-05-01", "2025-06-01", "2025-07-01"]),
        (
            "1mo",
            dt.date(2024, 12, 31),
            DAY.replace(month=1),
            ["2024-12-01", "2025-01-01"],
        ),
    ],
)
def test_periods_are_of_the_calendar(every, first, last, expected):
    """Weeks begin on Monday, months on their first day; both ends are in."""
    assert expected == [str(day) for day in groups.periods(first, last, every)]


def test_times_without_a_zone_are_refused():
    """What a naive time means is not guessed."""
    frame = pa.table(
        {"at": pa.array([dt.datetime.fromisoformat("2025-05-01")]), "y": [1], "x": [2]}
    )
    with pytest.raises(ValueError, match="zone") as caught:
        asked(frame)

    assert (
        "time must have a time zone, but column 'at' has none. Give the column the zone"
        " its times were written in first"
    ) == str(caught.value)


def test_a_column_of_no_times_has_one_group():
    """Where no time is known there is no window."""
    frame = pa.table({"at": pa.nulls(1, AT.type), "y": [1], "x": [2]})

    assert (None,) == asked(frame).labels


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"tz": "Mars/Olympus"}, "tz must be a time zone such as 'Europe/Berlin'"),
        ({"between": (DAY, DAY)}, "between must be the first day of a period"),
        ({"between": (DAY, dt.date(2025, 5, 12))}, "between must be the first day"),
        ({"every": None, "time": None, "between": (DAY, DAY)}, "every and time must"),
    ],
)
def test_windows_that_cannot_be_are_refused(options, message):
    """A zone that is none, a period cut in two, days of nothing."""
    with pytest.raises(ValueError, match=message):
        asked(**options)


def test_between_must_be_two_dates():
    """A first day and one that is no more wanted."""
    with pytest.raises(TypeError, match=r"between must be two dates, \(first, stop\)"):
        asked(between=[DAY, DAY])


START = np.datetime64("2025-01-01T00:30", "us")
YEAR = START + 9 * np.arange(980).astype("timedelta64[h]")  # with days and no rows


def test_a_daily_series_of_a_year_is_the_cores_own(engine):
    """On every engine, days without rows and the days of changed clocks included."""
    at = pa.array(YEAR, pa.timestamp("us", "UTC"))
    likes, seen = np.arange(YEAR.size) % 7, np.arange(YEAR.size) % 90
    days = by_period(YEAR, "1d", tz="Europe/Berlin")
    expected = Rate(likes, seen).pooled(by=days)
    made = frames.pooled(
        engine(pa.table({"at": at, "y": likes, "x": seen})),
        count="y",
        exposure="x",
        every="1d",
        time="at",
        tz="Europe/Berlin",
    )

    assert 367 < len(made)
    assert expected.labels == made.labels
    for name in ("value", "units", "sum_x"):
        first, second = getattr(expected.estimate, name), getattr(made.estimate, name)
        np.testing.assert_array_equal(first, second)


def test_more_windows_than_a_plan_can_hold_are_refused(elsewhere):
    """A cluster is told so before it plans."""
    at = np.array([START, START + np.timedelta64(2000, "D")])
    at = pa.array(at, pa.timestamp("us", "UTC"))
    frame = elsewhere(pa.table({"at": at, "y": [1, 1], "x": [2, 2]}))
    with pytest.raises(ValueError, match="every") as caught:
        asked(frame, every="1d")

    assert (
        "every must make at most 1,000 windows on this engine, but got '1d', which"
        " makes 2,001. Take a longer one, or the days between=(first, stop)"
    ) == str(caught.value)
