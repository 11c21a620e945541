"""Ids, times and tables at the door: what is accepted, and what is refused."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pytest

from engagement_metrics import Audience, Interactions, Posts
from engagement_metrics._door._ids import labels
from engagement_metrics._door._times import days, times
from engagement_metrics.errors import InvalidTypeError
from engagement_metrics.tables import Ids

BIG = 2**62 + 1  # no float is this id


def test_accepts_categorical_series():
    """A series of categories has missing ids where it has no category."""
    pandas = pytest.importorskip("pandas")
    series = pandas.Series(["b", "a", None], dtype="category")

    assert ["b", "a", None] == list(Ids.of(series))
    assert ((1, 0, 2), ("a", "b", None)) == (
        tuple(labels("by", series)[0].tolist()),
        labels("by", series)[1],
    )


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_integer_ids_beside_a_null_stay_integers(library):
    """A null does not turn ids into floats; float ids are refused."""
    module = pytest.importorskip(library)
    column = module.array if library == "pyarrow" else module.Series
    option = {"dtype": "Int64"} if library == "pandas" else {}

    assert [BIG, None] == list(Ids.of(column([BIG, None], **option)))
    assert ((0, 1), (BIG, None)) == (
        tuple(labels("by", column([BIG, None], **option))[0].tolist()),
        labels("by", column([BIG, None], **option))[1],
    )
    with pytest.raises(InvalidTypeError, match="a float cannot hold every id"):
        Ids.of(column([1.0, None]))


@pytest.mark.parametrize("values", [[BIG, None], [-7, None, 3], [None, BIG]])
def test_missing_ids_get_no_id(values):
    """Rows without an id have the code -1, and no name."""
    ids = Ids.of(values)

    assert -1 == ids.code(0)
    assert {v for v in values if v is not None} == set(ids.names().tolist())


def test_refuses_ids_over_64_bits_at_their_place():
    """Rows without an id count as rows, and are not refused."""
    with pytest.raises(ValueError, match="64") as caught:
        Ids.of([None, 2**63, 1, -(2**63) - 1])

    assert (
        f"ids must fit into 64 signed bits, but got {2**63} at (1,), first of 2 in 4"
        " values. Give such ids as text"
    ) == str(caught.value)


def test_masked_rows_keep_their_place():
    """A refusal counts masked rows, and does not read their values."""
    hidden = np.ma.array([1.5, 2.5], mask=[True, False])
    with pytest.raises(InvalidTypeError) as caught:
        Ids.of(hidden)

    assert (
        "ids must be whole numbers or text, but got 2.5 at (1,), first of 1 in 2"
        " values. Read ids as text: a float cannot hold every id"
    ) == str(caught.value)


NOON = datetime(2025, 5, 1, 12)  # noqa: DTZ001
FIRST = date(2025, 5, 1)


@pytest.mark.parametrize(
    ("by", "codes", "names"),
    [
        (
            np.ma.array([True, False, True], mask=[0, 0, 1]),
            [1, 0, 2],
            (False, True, None),
        ),
        (np.ma.array([True, False], mask=[0, 1]), [0, 1], (True, None)),
        (
            np.ma.array(np.array(["2025-05-01", "2025-05-02"], "M8[D]"), mask=[0, 1]),
            [0, 1],
            (FIRST, None),
        ),
        (np.array(["2025-05-01T12", "NaT"], "M8[ns]"), [0, 1], (NOON, None)),
    ],
    ids=range(4),
)
def test_labels_of_masks_and_times(by, codes, names):
    """Masked labels are missing; nanosecond times are accepted."""
    found, labelled = labels("by", by)

    assert (codes, names) == (found.tolist(), labelled)


def test_labels_of_polars_masks():
    """A Polars column of booleans gives the labels False and True."""
    polars = pytest.importorskip("polars")

    assert (False, True) == labels("by", polars.Series([True, False]))[1]


@pytest.mark.parametrize("value", [True, b"a", FIRST])
def test_advice_on_floats_is_given_for_floats_only(value):
    """Other wrong types get the rule alone."""
    with pytest.raises(InvalidTypeError) as caught:
        Ids.of([value])

    assert (
        f"ids must be whole numbers or text, but got {value!r} at (0,), first of 1 in"
        " 1 values"
    ) == str(caught.value)


@pytest.mark.parametrize(
    ("moment", "hours", "written"),
    [
        (datetime(1, 1, 1), 1, "0000-12-31T23:00:00.000000"),  # noqa: DTZ001
        (datetime(9999, 12, 31, 23), -5, "10000-01-01T04:00:00.000000"),  # noqa: DTZ001
    ],
)
def test_refuses_years_1_and_9999(moment, hours, written):
    """Placeholders such as datetime.min and datetime.max are out of range."""
    aware = moment.replace(tzinfo=timezone(timedelta(hours=hours)))
    with pytest.raises(ValueError, match="1990") as caught:
        times("at", [aware])

    assert (
        f"at must lie between the years 1990 and 2200, but got '{written}' at (0,),"
        " first of 1 in 1 values. Was the unit of the timestamps milliseconds?"
    ) == str(caught.value)


@pytest.mark.parametrize(("door", "what"), [(times, "datetimes"), (days, "dates")])
def test_refuses_a_zero_dimensional_time(door, what):
    """A column of times has one dimension."""
    lone = np.array(np.datetime64("2025-05-01"))
    with pytest.raises(InvalidTypeError) as caught:
        door("at", lone)

    assert f"at must be a column of {what}, but got {lone!r}" == str(caught.value)


def test_refuses_an_unknown_zone_that_no_time_needs():
    """The zone is checked even where every time has its own."""
    message = "tz must be a time zone such as 'Europe/Berlin', but got 'Berlin'"
    with pytest.raises(ValueError, match=re.escape(message)):
        times("at", np.array(["2025-05-01"], "M8[D]"), tz="Berlin")


def test_none_is_a_missing_date():
    """None among dates becomes NaT."""
    assert [FIRST, None] == days("date", [FIRST, None]).tolist()


@pytest.mark.parametrize(("fold", "hour"), [(0, 0), (1, 1)])
def test_fold_tells_the_repeated_hour_apart(fold, hour):
    """02:30 in Berlin at the end of October is 00:30 or 01:30 UTC, as fold says."""
    twice = datetime(2024, 10, 27, 2, 30, fold=fold)  # noqa: DTZ001
    expected = datetime(2024, 10, 27, hour, 30)  # noqa: DTZ001

    assert [expected] == times("at", [twice], tz="Europe/Berlin").tolist()


@pytest.mark.parametrize("column", ["actions", "exposures"])
def test_refuses_counters_without_names(column):
    """Actions and exposures are mappings of names to columns."""
    with pytest.raises(InvalidTypeError) as caught:
        Posts.of(**{column: [1]})

    assert (f"{column} must be a mapping of names to columns, but got [1]") == str(
        caught.value
    )


def test_refuses_a_target_that_is_a_number():
    """A target is a set of segments."""
    with pytest.raises(InvalidTypeError) as caught:
        Audience.of(segment=[5], target=5)

    assert (
        "target must be segments, but got 5. Give a set of segments: target={5}"
    ) == str(caught.value)


def test_repeated_values_are_read_only():
    """A single author or kind, and weights of 1, are read-only columns."""
    events = Interactions.of(actor=[1], target=[2], kind="like", weight=[2])
    both = events + Interactions.of(actor=[1], target=[2], kind="like")

    assert not Posts.of(
        actions={"like": [1]}, author="ada"
    ).author.codes.flags.writeable
    assert not events.kind.codes.flags.writeable
    assert not both.weight.flags.writeable


def test_columns_are_copied():
    """Tables do not change with the caller's arrays, nor the reverse."""
    ids, likes = np.array([3, 1]), np.array([5.0, 6.0])
    when = np.array(["2025-05-01", "2025-05-02"], "M8[us]")
    posts = Posts.of(id=ids, actions={"like": likes}, published=when)
    before = Posts.of(
        id=ids.copy(), actions={"like": likes.copy()}, published=when.copy()
    )
    for column in (ids, likes, when):
        assert column.flags.writeable
    ids[:], likes[:], when[:] = 9, 9, np.datetime64("2025-05-03")

    assert before == posts
    assert datetime(2025, 5, 1, tzinfo=UTC) == posts[0].published
