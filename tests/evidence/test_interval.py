"""Confidence intervals: both bounds, the level, the method, and why there are none."""

import pickle

import numpy as np
import pytest

from engagement_metrics import Interval, Proportion, Rate, Status
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.evidence._interval import Bounds

pytestmark = pytest.mark.filterwarnings("ignore::engagement_metrics.EngagementWarning")
NAN = float("nan")


@pytest.mark.parametrize(
    "interval",
    [
        Rate(3, 10).interval(),
        Rate(3, 0).interval(),
        Rate([3, 4], [10, 0]).interval(0.9),
        Rate([3], [10]).pooled().interval(),
    ],
    ids=range(4),
)
def test_intervals_are_values(interval):
    """They pickle, compare, are never hashed and always true."""
    again = pickle.loads(pickle.dumps(interval))  # noqa: S301

    assert interval == again
    assert interval.method == again.method
    assert bool(interval)
    with pytest.raises(TypeError, match="unhashable"):
        hash(interval)
    with pytest.raises(AttributeError):
        interval.level = 0.5


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        (
            Rate(3, 10).interval(),
            "0.102 to 0.8821 (95 %), Poisson score, as if independent",
        ),
        (
            Rate(3, 0).interval(),
            "nan to nan (95 %), Poisson score, as if independent, no denominator",
        ),
        (
            Rate([3, 4], [10, 9]).interval(0.9),
            "of 2 rows, Poisson score, as if independent",
        ),
        (
            Rate([3], [10]).interval(),
            "of 1 row, Poisson score, as if independent",
        ),
        (
            Rate([3], [10]).pooled().interval(),
            "nan to nan (95 %), score with Student's t, between rows, too few units",
        ),
    ],
    ids=range(5),
)
def test_a_repr_has_bounds_level_method_and_reason(interval, text):
    """In one short line, however many rows there are."""
    assert f"<Interval {text}>" == repr(interval)


def test_one_interval():
    """Both bounds are in it; it has a width, a text, and no rows."""
    interval = Interval(0.25, 0.5, 0.9, "by hand")

    assert [True, True, False] == [value in interval for value in (0.25, 0.5, 0.51)]
    assert 0.25 == interval.width
    assert "25.0% to 50.0% (90 %)" == f"{interval:.1%}"
    assert "0.25 to 0.5 (90 %)" == str(interval)
    assert Status.DEFINED is interval.status
    assert (0.9, "by hand") == (interval.level, interval.method)
    for ask in (len, list, lambda one: one[0]):
        with pytest.raises(InvalidTypeError) as caught:
            ask(interval)
        assert "a single Interval has no rows: it is one number already" == str(
            caught.value
        )


def test_a_column_of_intervals():
    """Rows are intervals; whether a number is in it is asked of one."""
    column = Interval(np.array([0.1, NAN]), np.array([0.2, NAN]), 0.95, "by hand")
    why = np.array([Status.DEFINED, Status.NO_EXPOSURE], object)
    told = Interval(column.low, column.high, 0.95, "by hand", status=why)

    assert 2 == len(column) == len(list(column))
    assert [Status.DEFINED] * 2 == list(column.status)
    assert Status.NO_EXPOSURE is told[1].status
    assert told != column
    assert "0.1 to 0.2 (95 %); nan to nan (95 %)" == str(column)
    assert 0.1 == pytest.approx(column.width[0])
    assert 0.1 in column[0]
    assert 0.1 not in column[1]
    with pytest.raises(InvalidTypeError) as caught:
        assert 0.1 in column
    assert (
        "in must be asked of one interval, but got 2 of them. Index the interval first"
    ) == str(caught.value)


def test_one_status_is_that_of_every_row():
    """Told once, it holds for all."""
    column = Interval([NAN, NAN], [NAN, NAN], 0.95, "none", status=Status.MISSING)

    assert [Status.MISSING] * 2 == list(column.status)


def test_rows_of_an_interval_are_those_of_its_answer():
    """Indexed first or asked first, the bounds are the same."""
    rate = Rate([3, 4, 0], [10, 20, 0])
    intervals = rate.interval(0.9)

    assert [one.interval(0.9) for one in rate] == list(intervals)
    assert intervals[-1] == intervals[2]
    assert intervals[1:] == rate[1:].interval(0.9)


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        (
            (0.5, 0.25, 0.95),
            InvalidArgumentError,
            "low must not exceed high, but got 0.5 at (0,), first of 1 in 1 values",
        ),
        (
            ([0.1, 0.5], [0.2, 0.25], 0.95),
            InvalidArgumentError,
            "low must not exceed high, but got 0.5 at (1,), first of 1 in 2 values",
        ),
        (
            ([0.1, 0.5], [0.2], 0.95),
            InvalidArgumentError,
            "high must have the length 2 of low, but has 1",
        ),
        (
            (0.1, 0.2, 95),
            InvalidArgumentError,
            ("level must lie strictly between 0 and 1, but got 95. Did you mean 0.95?"),
        ),
        (
            ("a", 0.2, 0.95),
            InvalidTypeError,
            "low must be a number or an array of numbers, but got 'a'",
        ),
        ((None, 0.2, 0.95), InvalidTypeError, "low must be a number, but got None"),
        (
            (0.1, ["b"], 0.95),
            InvalidTypeError,
            "high must be a number or an array of numbers, but got ['b']",
        ),
    ],
    ids=range(7),
)
def test_bounds_that_cannot_be(given, error, message):
    """The low one is not above the high one; the level is no percentage."""
    with pytest.raises(error) as caught:
        Interval(*given, "by hand")

    assert message == str(caught.value)


def test_bounds_may_be_infinite():
    """As those of a ratio whose denominator may be 0."""
    assert np.inf == Interval(0.1, np.inf, 0.95, "by hand").high


def test_bounds_of_one_row():
    """A row that has a reason has no bounds."""
    defined = Bounds.of(0.1, 0.2, Status.DEFINED, "by hand")
    none = Bounds.of(0.1, 0.2, Status.TOO_FEW_UNITS, "by hand")

    assert ([0.1], [0.2], [0]) == tuple(part.tolist() for part in defined[:3])
    assert np.isnan([none.low, none.high]).all()
    assert [list(Status).index(Status.TOO_FEW_UNITS)] == none.codes.tolist()
    assert "by hand" == none.method


@pytest.mark.parametrize("level", [0.5, 0.9, 0.99])
def test_a_level_is_kept(level):
    """The bounds say at which level they are."""
    interval = Proportion(3, 10).interval(level)

    assert level == interval.level
    assert f"({100 * level:g} %)" in str(interval)
