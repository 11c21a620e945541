import time
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from engagement_metrics._kernels.periods import _clock_changes, _offset, bucket

FEW = settings(max_examples=60)
EVERY = st.sampled_from(["1d", "1w", "1mo"])
ZONES = st.sampled_from(
    [
        None,
        "Europe/Berlin",
        "America/New_York",
        "America/St_Johns",
        "America/Sao_Paulo",
        "Asia/Kathmandu",
        "Pacific/Apia",
        "Australia/Lord_Howe",
    ]
)
NEAR = st.datetimes(datetime(2010, 10, 25), datetime(2012, 4, 5))  # noqa: DTZ001


def column(texts):
    """Microseconds since 1970 in UTC."""
    return np.array(texts, "datetime64[us]").astype(np.int64)


def first_day(instant, every, zone):
    """The first day of the period that the clocks of a zone show."""
    day = instant.replace(tzinfo=UTC).astimezone(ZoneInfo(zone or "UTC")).date()
    return {
        "1d": day,
        "1w": day - timedelta(days=day.weekday()),
        "1mo": day.replace(day=1),
    }[every]


def following(day, every):
    """The first day of the next period."""
    if every == "1mo":
        return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return day + timedelta(days={"1d": 1, "1w": 7}[every])


@FEW
@given(st.lists(NEAR, max_size=6), st.integers(-7304, 68208), EVERY, ZONES)
def test_periods_are_those_the_clocks_show(instants, days_on, every, zone):
    """The date in the zone, back to Monday or to the first of the month."""
    instants = [instant + timedelta(days=days_on) for instant in instants]
    codes, days = bucket(column(instants), every, zone)
    expected = [first_day(instant, every, zone) for instant in instants]

    assert expected == days[codes].tolist()


@FEW
@given(st.lists(NEAR, min_size=1, max_size=6), EVERY, ZONES)
def test_periods_follow_one_another(instants, every, zone):
    """From the first to the last that has an instant, none left out between."""
    days = bucket(column(instants), every, zone)[1].tolist()
    own = [first_day(instant, every, zone) for instant in instants]
    expected = [min(own)]
    while expected[-1] < max(own):
        expected.append(following(expected[-1], every))

    assert expected == days


@pytest.mark.parametrize(
    ("zone", "begins", "ends"),
    [
        ("Europe/Berlin", "2024-03-30T23:00", "2024-03-31T22:00"),
        ("Europe/Berlin", "2024-10-26T22:00", "2024-10-27T23:00"),
        ("America/New_York", "2024-03-10T05:00", "2024-03-11T04:00"),
        ("America/New_York", "2024-11-03T04:00", "2024-11-04T05:00"),
        ("Asia/Kathmandu", "2024-05-04T18:15", "2024-05-05T18:15"),
        (None, "2024-05-05T00:00", "2024-05-06T00:00"),
    ],
)
@pytest.mark.parametrize("every", ["1d", "1w"])
def test_a_day_begins_at_midnight_and_ends_before_the_next(zone, begins, ends, every):
    """Sundays of 23, 24 and 25 hours; the week ends with them."""
    edges = column([begins, ends])
    codes, days = bucket(np.sort(np.concatenate((edges - 1, edges))), every, zone)
    sunday = date.fromisoformat(
        ends[:10] if zone != "America/New_York" else begins[:10]
    )
    sunday -= timedelta(days=zone is None)
    expected = {
        "1d": [sunday + timedelta(days=step) for step in (-1, 0, 0, 1)],
        "1w": [sunday + timedelta(days=step) for step in (-6, -6, -6, 1)],
    }[every]

    assert 6 == sunday.weekday()
    assert expected == days[codes].tolist()


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2011-02-20T02:00", date(2011, 2, 19)),
        ("2011-02-20T02:59:59.999999", date(2011, 2, 19)),
        ("2011-02-20T03:00", date(2011, 2, 20)),
        ("2011-10-16T02:59:59.999999", date(2011, 10, 15)),
        ("2011-10-16T03:00", date(2011, 10, 16)),
    ],
)
def test_clocks_that_change_at_midnight(instant, day):
    """In São Paulo a Saturday had 25 hours, and a Sunday began at one."""
    times = column([instant, "2011-01-01T12:00", "2011-12-31T12:00"])
    codes, days = bucket(times, "1d", "America/Sao_Paulo")

    assert day == days[codes[0]].item()


@pytest.mark.parametrize(
    "name", ["Europe/Amsterdam", "America/Sao_Paulo", "Africa/Monrovia"]
)
def test_clocks_change_at_their_second(name):
    """Each change that is found is the first second of another offset."""
    zone = ZoneInfo(name)
    first, last = column(["1935-01-01", "1975-01-01"]).tolist()
    edges, ahead = _clock_changes(first, last, zone)

    assert ahead.size == edges.size + 1 > 1
    for edge, (before, after) in zip(edges.tolist(), pairwise(ahead), strict=True):
        assert before == _offset(edge - 1, zone) != _offset(edge, zone) == after


def test_other_clocks_add_no_period():
    """In summer half past midnight, in winter an hour before: days from one to it."""
    times = column(["2024-07-01T22:30", "2024-12-01T22:30"])
    codes, days = bucket(times, "1d", "Europe/Berlin")

    assert [date(2024, 7, 2), date(2024, 12, 1)] == days[[0, -1]].tolist()
    assert [0, days.size - 1] == codes.tolist()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows has no tzset")
def test_the_machine_s_own_clocks_do_not_count(monkeypatch):
    """Wherever the computer stands, an instant is of the same day."""
    times = column(["2011-02-20T02:30", "2011-01-01T12:00"])
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    days = bucket(times, "1d", "America/Sao_Paulo")[1]
    monkeypatch.undo()
    time.tzset()

    assert [date(2011, 1, 1), date(2011, 2, 19)] == days[[0, -1]].tolist()


@pytest.mark.parametrize(("days", "kind"), [(127, np.int8), (128, np.int16)])
def test_numbers_are_of_the_narrowest_type_that_holds_one_more(days, kind):
    """One more than there are, for the rows without a time."""
    times = column(["2024-01-01"]) + np.arange(days) * 86_400_000_000

    assert kind == bucket(times, "1d")[0].dtype


def test_an_unknown_time_is_of_no_period():
    """NaT has number -1 and adds no period."""
    codes, days = bucket(column(["NaT", "1969-12-31", "NaT", "1970-01-02"]), "1d")

    assert [-1, 0, -1, 2] == codes.tolist()
    assert 3 == days.size


@pytest.mark.parametrize("times", [[], ["NaT"]])
def test_no_time_has_no_period(times):
    """There is neither a first day nor a last."""
    codes, days = bucket(column(times), "1w", "Europe/Berlin")

    assert [-1] * len(times) == codes.tolist()
    assert (0, np.dtype("datetime64[D]")) == (days.size, days.dtype)


@pytest.mark.parametrize(("every", "size"), [("1d", "D"), ("1mo", "M")])
def test_periods_of_numpy(every, size):
    """More rows than are worked on at once, in UTC."""
    times = np.random.default_rng(3).integers(10**15, 17 * 10**14, 100_000)
    codes, days = bucket(times, every)
    expected = times.view("datetime64[us]").astype(f"datetime64[{size}]")

    np.testing.assert_array_equal(days[codes], expected.astype("datetime64[D]"))
