"""Windows of a calendar begin at instants."""

import datetime as dt

import pytest

frames = pytest.importorskip("engagement_metrics.adapters.frames")
pa = pytest.importorskip("pyarrow")
windows = pytest.importorskip("engagement_metrics.adapters._windows")

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
    assert expected == [str(day) for day in windows.starts(first, last, every)]


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
        (
            {"every": "1d", "between": (DAY, dt.date(2035, 5, 8))},
            "every must make at most 1,000 windows, but '1d' makes 3,652",
        ),
    ],
)
def test_windows_that_cannot_be_are_refused(options, message):
    """A zone that is none, a period cut in two, more than a plan can hold."""
    with pytest.raises(ValueError, match=message):
        asked(**options)
