"""Cells become numbers, ids and times as people write them, or say why not."""

import datetime as dt

import pytest
from hypothesis import given, strategies as st

cells = pytest.importorskip("engagement_metrics.adapters.scorecard._cells")
pl = pytest.importorskip("polars")
reading = pytest.importorskip("engagement_metrics.adapters.scorecard._reading")
ReportError = reading.ReportError

SHARE = "is a percentage: give its counts"
ROUNDED = "is rounded: export the full number"
DOUBT = "may be thousands or a fraction: give --decimal , or --decimal ."
LARGE = "is above 2**53, where whole numbers are not exact"


def read(cell, **options):
    """Return the number in one cell, and what is wrong with it."""
    kind = pl.String if isinstance(cell, str | None) else None
    value, why = cells.numbers(pl.Series([cell], dtype=kind), **options)
    return value[0], why[0]


@pytest.mark.parametrize(
    ("cell", "decimal", "expected"),
    [
        ("12", None, (12, None)),
        (" +7 ", None, (7, None)),
        ("12.5", None, (12.5, None)),
        ("12.0", None, (12, None)),
        ("0.125", None, (0.125, None)),
        ("1,234", None, (1234, None)),
        ("1 234", None, (1234, None)),
        ("1\u00a0234\u202f567", None, (1234567, None)),
        ("1,234.5", None, (1234.5, None)),
        ("1.234", None, (None, DOUBT)),
        ("1.234.567", None, (None, DOUBT)),
        ("1.234", ",", (1234, None)),
        ("1.234,5", ",", (1234.5, None)),
        ("1,234", ",", (1.234, None)),
        ("1.234", ".", (1.234, None)),
        ("1.234.567", ".", (None, "is not a number")),
        ("12.5", ",", (None, "is not a number")),
        ("1,2345", None, (None, "is not a number")),
        ("12,34", None, (None, "is not a number")),
        ("3.4%", None, (None, SHARE)),
        ("3.4 %", ",", (None, SHARE)),
        ("12.3K", None, (None, ROUNDED)),
        ("2 m", None, (None, ROUNDED)),
        ("1.2E+06", None, (None, ROUNDED)),
        ("many", None, (None, "is not a number")),
        ("１２", None, (None, "is not a number")),
        ("9007199254740994", None, (9007199254740994.0, LARGE)),
        ("-3", None, (-3, "is negative")),
        *((blank, None, (None, None)) for blank in ("", " ", "-", "–", "N/A", "na")),
        *((blank, None, (None, None)) for blank in ("NULL", "NaN", None)),
        (3, None, (3, None)),
        (float("nan"), None, (None, None)),
        (True, None, (None, "is not a number (Boolean)")),
        ([1], None, (None, "is not a number (List)")),
    ],
)
def test_reads_numbers_in_common_notations(cell, decimal, expected):
    """What may be two numbers is neither, until it is said which."""
    assert expected == read(cell, decimal=decimal)


def test_a_signed_counter_may_be_negative():
    """An un-share is a fact of the platform."""
    assert (-1, None) == read("-1", signed=True)


@given(st.integers(0, 2**53), st.sampled_from([",", " ", "\u202f", ""]))
def test_reads_counts_in_any_grouping(number, group):
    """Grouping is not part of the number."""
    assert (number, None) == read(f"{number:,}".replace(",", group))


@given(st.integers(0, 10**9), st.integers(0, 99), st.sampled_from([",", "."]))
def test_reads_fractions_with_either_mark(whole, part, mark):
    """The decimal mark is what was said, and the other one groups."""
    other = {",": ".", ".": ","}[mark]
    text = f"{whole:,}".replace(",", other) + f"{mark}{part:02}"

    assert (float(f"{whole}.{part:02}"), None) == read(text, decimal=mark)


@given(st.text(max_size=8))
def test_no_cell_is_both_a_number_and_refused(text):
    """A cell is a number, missing, or wrong for a reason."""
    value, why = read(text)

    assert value is None or why in (None, LARGE, "is negative")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([" ada ", "", None], (["ada", None, None], [None, None, None])),
        ([7, None], (["7", None], [None, None])),
        ([1.0], ([None], ["is not an id (Float64): write ids as text"])),
    ],
)
def test_ids_are_text(values, expected):
    """Decimal numbers are no ids."""
    ids, why = cells.ids(pl.Series(values))

    assert expected == (ids.to_list(), why.to_list())


EVENING = dt.datetime(2026, 1, 5, 17, 37, 25, tzinfo=dt.UTC)
NOON = dt.datetime.fromisoformat("2026-01-31T12:00")
FEBRUARY = dt.datetime.fromisoformat("2026-02-01")
SECOND = dt.datetime.fromisoformat("2026-01-02")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["2026-01-05T17:37:25Z", "", None], [EVENING, None, None]),
        (["2026-01-05 17:37:25 UTC"], [EVENING]),
        (["2026-01-05T18:37:25.000+0100"], [EVENING]),
        (["2026-01-05T18:37:25+01:00", "2026-01-05T17:37Z"], [EVENING, None]),
        (["Mon Jan 05 17:37:25 +0000 2026"], [EVENING]),
        (["1767634645"], [EVENING]),
        ([1767634645000], [EVENING]),
        ([EVENING], [EVENING]),
    ],
)
def test_times_with_a_zone_need_nothing_more(values, expected):
    """ISO 8601, seconds and milliseconds since 1970, and what X writes."""
    times = cells.times(pl.Series(values), zone=None, dates=None)
    read = [time and time.astimezone(dt.UTC) for time in times]

    assert expected[0] == read[0]
    assert len(expected) == len(read)


@pytest.mark.parametrize(
    ("values", "dates", "expected"),
    [
        (["1/31/2026 12:00"], None, NOON),
        (["1/31/26 12:00", "1/2/26 1:00"], None, NOON),
        (["31.01.2026 12:00:00"], None, NOON),
        (["1/31/2026, 12:00 PM"], None, NOON),
        (["1/2/2026"], "dmy", FEBRUARY),
        (["1/2/2026"], "mdy", SECOND),
        (["2026-01-31 12:00"], None, NOON),
        (["2026-02-01"], None, FEBRUARY),
        ([dt.date(2026, 2, 1)], None, FEBRUARY),
        ([NOON], None, NOON),
    ],
)
def test_times_without_a_zone_need_one(values, dates, expected):
    """A day above 12 settles which is the day, elsewhere it must be said."""
    column = pl.Series(values)

    assert expected == cells.times(column, zone="UTC", dates=dates)[0]
    with pytest.raises(ReportError, match="without a zone: give --timezone"):
        cells.times(column, zone=None, dates=dates)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (["1/2/2026"], "holds dates that may be day or month first: give --dates"),
        (["13/13/2026"], "holds a time in an unknown form: '13-13-2026'"),
        (["soon"], "holds a time in an unknown form: 'soon'"),
        (["123456789012"], "holds numbers that are not times between 1990 and 2200"),
        ([1.5], "holds no times (Float64)"),
        (
            ["2026-01-05T17:37Z", "2026-01-05T17:37"],
            "holds times with and without a zone",
        ),
    ],
)
def test_refuses_unreadable_times_with_a_reason(values, message):
    """The message says what would help, where anything would."""
    with pytest.raises(ReportError) as caught:
        cells.times(pl.Series(values), zone="UTC", dates=None)

    assert message == str(caught.value)


@pytest.mark.parametrize(
    "column",
    [
        pl.Series([0, 2**31 - 1], dtype=pl.Int32).cast(pl.Date),
        pl.Series([0, 2**62]).cast(pl.Datetime("ms")),
        pl.Series([-(2**63), None]).cast(pl.Datetime("us", "UTC")),
    ],
    ids=lambda column: str(column.dtype),
)
def test_refuses_times_outside_the_calendar(column):
    """A day that no calendar has is refused, not wrapped around."""
    with pytest.raises(ReportError, match="outside the years 1 to 9999"):
        cells.times(column, zone="UTC", dates=None)


def test_the_first_and_last_day_are_times():
    """And nanoseconds, which cannot reach so far."""
    for ends in ([-719_162, 2_932_896], [None, 0]):
        days = pl.Series(ends, dtype=pl.Int32).cast(pl.Date)

        assert days.to_list() == [
            day and day.date() for day in cells.times(days, zone="UTC", dates=None)
        ]
    ends = pl.Series([2**63 - 1]).cast(pl.Datetime("ns"))

    assert 1 == len(cells.times(ends, zone="UTC", dates=None))


@pytest.mark.parametrize("kind", [pl.Duration("us"), pl.Time, pl.Decimal(10, 2)])
def test_ids_are_text_or_whole_numbers(kind):
    """Other kinds have no one way of being written."""
    value, why = cells.ids(pl.Series([1, None], dtype=pl.Int64).cast(kind))

    assert [None, None] == value.to_list()
    assert why[0].startswith("is not an id (")
    assert why[1] is None
