"""Intervals, and what was left out."""

import pickle

import numpy as np
import pytest

from engagement_metrics import Interval, LeftOut, Rate, Status
from engagement_metrics.errors import IncompatibleEvidenceError, InvalidArgumentError
from engagement_metrics.evidence._result import (
    EMPTY,
    left_nothing_out,
    same_evidence,
    spread,
)
from engagement_metrics.words import Terms

NAN = float("nan")
TERMS = Terms("replies", "reach", "posts")


@pytest.mark.parametrize(
    ("left_out", "plain", "named"),
    [
        (LeftOut(), "", ""),
        (LeftOut(missing=2), "2 left out: missing", "2 left out: missing"),
        (LeftOut(no_exposure=1), "1 left out: no exposure", "1 left out: no reach"),
        (
            LeftOut(no_denominator=1, invalid=1200),
            "1,201 left out: 1 no denominator, 1,200 invalid",
            "1,201 left out: 1 replies but no reach, 1,200 invalid",
        ),
        (
            LeftOut(missing=np.array([1, 2])),
            "3 left out: missing",
            "3 left out: missing",
        ),
    ],
    ids=range(5),
)
def test_left_out_in_words(left_out, plain, named):
    """How many, and why; the terms name what there was none of."""
    assert plain == str(left_out)
    assert named == left_out.words(TERMS)


def test_left_out_adds():
    """What two disjoint sets left out, kind by kind; nothing changes nothing."""
    first, second = LeftOut(1, 2, 3, 4, 5.0, 6.0), LeftOut(10, 0, 0, 1, 0.5, 0.0)

    assert LeftOut(11, 2, 3, 5, 5.5, 6.0) == first + second
    assert first == first + EMPTY == EMPTY + first
    assert 10 == first.units
    assert [2, 1] == LeftOut(
        missing=np.array([1, 0]), invalid=np.array([1, 1])
    ).units.tolist()


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
    """They pickle, compare, and print all of themselves."""
    names = {"array": np.array, "nan": NAN, "Status": Status, "Interval": Interval}

    assert interval == pickle.loads(pickle.dumps(interval))  # noqa: S301
    if isinstance(interval.status, Status):
        assert interval == eval(repr(interval), names)  # noqa: S307
    else:
        assert "<Status.NO_DENOMINATOR: 'no denominator'>" in repr(interval)


def test_one_interval():
    """Both bounds are in it; it has a width, a text, and no rows."""
    interval = Interval(0.25, 0.5, 0.9, "by hand")

    assert [True, True, False] == [value in interval for value in (0.25, 0.5, 0.51)]
    assert 0.25 == interval.width
    assert "25.0% to 50.0% (90 %)" == f"{interval:.1%}"
    assert "0.25 to 0.5 (90 %)" == str(interval)
    assert Status.DEFINED is interval.status
    with pytest.raises(TypeError, match="a single estimate has no rows"):
        len(interval)
    with pytest.raises(TypeError, match="a single estimate has no rows"):
        interval[0]


def test_column_of_intervals():
    """Rows are intervals; whether a number is in it is asked of one."""
    column = Interval(np.array([0.1, NAN]), np.array([0.2, NAN]), 0.95, "by hand")
    said = Interval(column.low, column.high, 0.95, "by hand", status=np.array([0, 2]))
    told = Interval(column.low, column.high, 0.95, "by hand", status=said.status)

    assert 2 == len(column)
    assert [Status.DEFINED] * 2 == list(column.status)
    assert Status.NO_EXPOSURE is said[1].status is told[1].status
    assert said == told != column
    assert "0.1 to 0.2 (95 %); nan to nan (95 %)" == str(column)
    assert 0.1 == pytest.approx(column.width[0])
    assert 0.1 in column[0]
    assert 0.1 not in column[1]
    with pytest.raises(TypeError) as caught:
        assert 0.1 in column
    assert (
        "in must be asked of one interval, but got 2 of them. Index the interval first"
    ) == str(caught.value)


def test_left_out_of_two_exposures():
    """What there was none of, of several, is one or another."""
    terms = Terms("replies", "like + reply")

    assert "1 left out: no like or reply" == LeftOut(no_exposure=1).words(terms)
    assert LeftOut(missing=1) == LeftOut(missing=np.int64(1))


@pytest.mark.parametrize("reason", ["missing", "no_exposure", "invalid"])
@pytest.mark.parametrize("rows", [1, 3])
def test_whether_anything_was_left_out(reason, rows):
    """Of one, of the same of each row, and of a single row of a column."""
    column = np.zeros(rows, np.int64)
    column[-1] = 1

    assert left_nothing_out(EMPTY)
    assert left_nothing_out(spread(EMPTY, rows))
    assert left_nothing_out(LeftOut(missing=np.zeros(rows, np.int64)))
    assert left_nothing_out(spread(EMPTY, 0))
    for one in (LeftOut(**{reason: 1}), LeftOut(**{reason: column})):
        assert left_nothing_out(one) is False
    everywhere = spread(LeftOut(**{reason: 1}), rows)
    assert left_nothing_out(everywhere) is False
    assert [1] * rows == getattr(everywhere, reason).tolist()
    assert [0.0] * rows == spread(EMPTY, rows).count.tolist()


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (
            Rate(1, 2, metric="other"),
            "cannot add evidence of 'other' to evidence of 'rate'",
        ),
        (
            Rate(1, 2, terms=Terms("likes", "reach", "posts", "number")),
            (
                "cannot add evidence of 'rate' (likes / reach, posts) to evidence of"
                " 'rate' (count / exposure, units)"
            ),
        ),
        (
            Rate([1], [2]).pooled(),
            "cannot add evidence of 'rate' as Pooled to evidence of 'rate' as Rate",
        ),
    ],
)
def test_only_evidence_of_the_same_adds(other, message):
    """Of one metric, in one pair of terms, of one class."""
    with pytest.raises(IncompatibleEvidenceError) as caught:
        Rate(1, 2) + other

    assert message == str(caught.value)
    assert same_evidence(Rate(1, 2), 3) is False


def test_columns_that_add_have_one_length():
    """The first and the second."""
    with pytest.raises(InvalidArgumentError) as caught:
        Rate([1, 2], [3, 4]) + Rate([1], [2])

    assert "the second must have the length 2 of the first, but has 1" == str(
        caught.value
    )


def test_a_pool_that_left_one_out_says_so():
    """One unit is enough for a reason."""
    assert (
        Status.NO_DENOMINATOR
        == (Rate([3], [0]).pooled() + Rate([0], [0]).pooled()).status
    )
    assert Status.MISSING == Rate([None], [1]).pooled().status


def test_status_of_the_class():
    """Asked of the class, the status says what finds it."""
    assert "_status" == Rate.status.find.__name__


def test_what_was_left_out_adds_to_its_like_alone():
    """A number is nothing that was left out."""
    with pytest.raises(TypeError, match="unsupported operand"):
        EMPTY + 1
