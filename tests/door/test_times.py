"""Times are UTC in microseconds; days are days."""

from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pytest

from engagement_metrics._door._times import days, times

ZONE = timezone(timedelta(hours=1))
NAIVE = datetime(2024, 5, 1, 12)  # noqa: DTZ001
AWARE = datetime(2024, 5, 1, 13, tzinfo=ZONE)
NOON = np.datetime64("2024-05-01T12:00", "us")


@pytest.mark.parametrize(
    "values",
    [
        [AWARE],
        [NOON],
        [np.datetime64("2024-05-01T12", "h")],
        np.array([NOON]),
        np.array(["2024-05-01T12:00:00.000000999"], "M8[ns]"),
        np.array([AWARE], object),
    ],
    ids=range(6),
)
def test_instants(values):
    """One instant, however it is written."""
    assert [NOON] == times("at", values).tolist() or NOON == times("at", values)[0]
    assert "datetime64[us]" == times("at", values).dtype.name


def test_missing_times():
    """None, NaT and what a mask hides are not known."""
    listed = times("at", [AWARE, None, np.datetime64("NaT", "us")])
    masked = times("at", np.ma.array([NOON, NOON], mask=[False, True]))

    assert [False, True, True] == np.isnat(listed).tolist()
    assert [False, True] == np.isnat(masked).tolist()
    assert 0 == times("at", []).size


def test_times_of_others():
    """Pandas' zones and its NaT; Polars' zones."""
    pandas = pytest.importorskip("pandas")
    stamps = pandas.to_datetime(["2024-05-01T13:00:00.000000001", None])
    berlin = pandas.Series(stamps.tz_localize("Europe/Paris"))

    assert np.datetime64("2024-05-01T11:00", "us") == times("at", berlin)[0]
    assert np.isnat(times("at", berlin)[1])
    assert np.isnat(times("at", pandas.Series(stamps))[1])


def test_clocks_that_change():
    """Across a change of clocks an hour is an hour (Berlin, October 2024)."""
    first = datetime(2024, 10, 27, 2, 30)  # noqa: DTZ001
    found = times("at", [first, first.replace(fold=1)], tz="Europe/Berlin")

    assert timedelta(hours=1) == (found[1] - found[0]).item()


TEXT = "Read text with datetime.fromisoformat()"
UNIT = "Was the unit of the timestamps milliseconds?"


@pytest.mark.parametrize(
    ("values", "tz", "message"),
    [
        (
            [AWARE, NAIVE, NAIVE],
            None,
            (
                "at must have a time zone, but got '2024-05-01T12:00:00' at (1,), first"
                " of 2 in 3 values. Give tz='UTC', or the zone the times were"
                " written in"
            ),
        ),
        (
            ["2024"],
            None,
            (
                "at must be datetimes, but got '2024' at (0,), first of 1 in 1 values."
                f" {TEXT}"
            ),
        ),
        (
            [AWARE, 1700000000, 5],
            None,
            (
                "at must be datetimes, but got 1700000000 at (1,), first of 2 in 3"
                " values. Use datetime or datetime64"
            ),
        ),
        ("2024", None, "at must be a column of datetimes, but got '2024'"),
        (5, None, "at must be a column of datetimes, but got 5"),
        (
            [NAIVE],
            "Berlin",
            "tz must be a time zone such as 'Europe/Berlin', but got 'Berlin'",
        ),
        (
            [NAIVE],
            "../x",
            "tz must be a time zone such as 'Europe/Berlin', but got '../x'",
        ),
        (
            np.array(["2200-01-01"], "M8[s]"),
            None,
            (
                "at must lie between the years 1990 and 2200, but got"
                f" '2200-01-01T00:00:00.000000' at (0,), first of 1 in 1 values. {UNIT}"
            ),
        ),
        (
            [AWARE.replace(year=1989)],
            None,
            (
                "at must lie between the years 1990 and 2200, but got"
                f" '1989-05-01T12:00:00.000000' at (0,), first of 1 in 1 values. {UNIT}"
            ),
        ),
    ],
    ids=range(9),
)
def test_refused(values, tz, message):
    """Naive, text, numbers and years of another unit."""
    with pytest.raises((TypeError, ValueError)) as caught:
        times("at", values, tz=tz)

    assert message == str(caught.value)


@pytest.mark.parametrize("edge", ["1990-01-01", "2199-12-31T23:59:59.999999"])
def test_edges_are_kept(edge):
    """The first and the last instant of the range."""
    assert np.datetime64(edge, "us") == times("at", np.array([edge], "M8[us]"))[0]


@pytest.mark.parametrize(
    "values",
    [
        [date(2024, 5, 1)],
        [np.datetime64("2024-05-01")],
        np.array(["2024-05-01T23:59"], "M8[m]"),
        np.array([date(2024, 5, 1)], object),
    ],
    ids=range(4),
)
def test_days(values):
    """One day, however it is written."""
    found = days("date", values)

    assert [date(2024, 5, 1)] == found.tolist()
    assert not found.flags.writeable


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            [date(2024, 5, 1), AWARE, "2024"],
            (
                "date must be dates, but got datetime.datetime(2024, 5, 1, 13, 0,"
                f" tzinfo={ZONE!r}) at (1,), first of 2 in 3 values. Use datetime.date,"
                " or datetime64[D]"
            ),
        ),
        (5, "date must be a column of dates, but got 5"),
        (
            [date(1989, 12, 31)],
            (
                "date must lie between the years 1990 and 2200, but got '1989-12-31' at"
                f" (0,), first of 1 in 1 values. {UNIT}"
            ),
        ),
    ],
    ids=range(3),
)
def test_refused_days(values, message):
    """Instants and text are no days."""
    with pytest.raises((TypeError, ValueError)) as caught:
        days("date", values)

    assert message == str(caught.value)


def test_utc():
    """An aware time is kept as what it is in UTC."""
    assert [datetime(2024, 5, 1, 12, tzinfo=UTC).replace(tzinfo=None)] == times(
        "at", [AWARE]
    ).tolist()


def test_missing_times_may_stand_anywhere():
    """Times after a missing one are times."""
    assert [True, False] == np.isnat(times("at", [None, AWARE])).tolist()


def test_the_first_time_there_may_be():
    """The first microsecond of 1990 is in it, the one before is not."""
    first = np.array(["1990-01-01"], "datetime64[us]")

    before = first - np.timedelta64(1, "us")
    assert first.tolist() == times("at", first).tolist()
    with pytest.raises(ValueError, match="first of 1 in 2"):
        times("at", np.concatenate([first, before]))


def test_a_column_does_not_change_with_the_caller_s():
    """It is a copy, but where it is said to be none."""
    given = np.array(["2024-05-01"], "datetime64[us]")
    kept, shared = times("at", given), times("at", given, copy=False)
    given[0] = np.datetime64("2025-01-01")

    assert ["2024", "2025"] == [str(t[0])[:4] for t in (kept, shared)]
