"""Evidence of waiting: what adds, what groups, and what is printed."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics import Responses, Status
from engagement_metrics.conversation import (
    response_rate,
    response_time,
    restricted_mean_response_time,
)
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidTypeError,
)

DAY = np.datetime64("2026-01-05", "us")
ONE = np.timedelta64(1, "D")
WEEK = timedelta(days=7)
waits = st.lists(
    st.tuples(st.integers(0, 9), st.booleans(), st.sampled_from("xyz")), max_size=12
)
KINDS = [
    lambda r, **by: response_rate(r, within=timedelta(days=3), **by),
    lambda r, **by: response_time(r, quantile=0.25, **by),
    lambda r, **by: restricted_mean_response_time(r, horizon=timedelta(days=4), **by),
]


def of(rows):
    """Return responses of days waited, and whether that was to the answer."""
    days = DAY + ONE * np.array([row[0] for row in rows], np.int64)
    seen = np.array([row[1] for row in rows], np.bool_)
    return Responses.of(
        asked=np.full(days.size, DAY),
        answered=np.where(seen, days, np.datetime64("NaT", "us")),
        until=days,
    )


@pytest.mark.parametrize("kind", KINDS, ids=["rate", "time", "mean"])
@given(rows=waits, cut=st.integers(0, 12))
def test_parts_add_up_to_the_whole(kind, rows, cut):
    """In either order, with whole bounds."""
    whole, first, second = (kind(of(part)) for part in (rows, rows[:cut], rows[cut:]))

    assert whole == first + second == second + first
    assert repr(whole.interval()) == repr((first + second).interval())


@pytest.mark.parametrize("kind", KINDS, ids=["rate", "time", "mean"])
@given(rows=waits.filter(len))
def test_groups_are_those_of_each_alone(kind, rows):
    """By label, and together the whole; groups add by label."""
    names = [row[2] for row in rows]
    grouped = kind(of(rows), by=names)

    assert sorted(set(names)) == list(grouped)
    for name, part in grouped.items():
        assert kind(of([row for row in rows if row[2] == name])) == part
        assert part + part == (grouped + grouped)[name]
    assert kind(of(rows)) == grouped.total()
    assert kind(of(rows + rows)) == (grouped + grouped).total()


@pytest.mark.parametrize("kind", KINDS, ids=["rate", "time", "mean"])
def test_columns_of_groups(kind):
    """Values, statuses and bounds are columns; rows by place, slice and mask."""
    rows = [(1, True, "x"), (9, False, "x"), (2, True, "y"), (0, False, "z")]
    column = kind(of(rows), by=[row[2] for row in rows]).estimate

    assert 3 == len(column) == column.value.size == len(column.interval())
    assert column.value[0] == column[0].value
    assert [2, 1, 1] == column.questions.tolist()
    assert [column[1], column[2]] == list(column[1:])
    assert [1, 1, 1] == [part.groups for part in column]
    assert list(column + column[::-1]) == [
        column[0] + column[2],
        column[1] + column[1],
        column[2] + column[0],
    ]
    assert column[:2] == column[np.array([True, True, False])]
    assert [s.status for s in column] == list(column.status)
    assert np.array_equal(
        [part.interval().low for part in column], column.interval().low, equal_nan=True
    )
    assert f"3 groups: {column.sum()}" == str(column)
    assert f"{column[0].value:.3f}" == f"{column[0]:.3f}"
    assert "; ".join(f"{value:.1f}" for value in column.value) == f"{column:.1f}"


def test_one_number_has_no_rows():
    """A single estimate is no column."""
    with pytest.raises(InvalidTypeError, match="a single estimate has no rows"):
        len(response_time(of([])))
    with pytest.raises(InvalidTypeError, match="does not add to a column"):
        response_time(of([])) + response_time(of([(1, True)]), by=["x"]).estimate


def test_only_the_same_question_adds():
    """Another time, another metric or no evidence does not add."""
    rate = response_rate(of([(1, True)]), within=WEEK)

    with pytest.raises(IncompatibleEvidenceError) as caught:
        rate + response_rate(of([(1, True)]), within=2 * WEEK)
    assert (
        "cannot add evidence of {'within': datetime.timedelta(days=14)} to evidence of"
        " {'within': datetime.timedelta(days=7)}" == str(caught.value)
    )
    with pytest.raises(IncompatibleEvidenceError, match="'response_time'"):
        rate + response_time(of([(1, True)]))
    with pytest.raises(TypeError):
        rate + 1


def test_labels_have_the_length_of_the_questions():
    """One label for each."""
    with pytest.raises(InvalidArgumentError) as caught:
        response_time(of([(1, True)]), by=["x", "y"])

    assert "by must have the length 1 of responses, but has 2" == str(caught.value)


def test_statuses():
    """Nothing asked is no exposure, nothing watched long enough is missing."""
    rows = [(1, False)]

    for kind, status in zip(KINDS, ("missing", "defined", "missing"), strict=True):
        assert (
            Status.NO_EXPOSURE == kind(of([])).status == kind(of([])).interval().status
        )
        assert status == kind(of(rows)).status
    assert np.inf == response_time(of(rows)).value
    assert response_time(of(rows)).reached is False
    assert response_time(of([(1, True)])).reached is True


def test_a_mean_has_bounds_of_two_questions_that_differ():
    """Of one there are too few, of equal ones there is no variance, none below 0."""
    mean = KINDS[2]
    alone, alike, apart = ([(1, True)], [(1, True)] * 2, [(0, True), (2, True)])

    assert Status.TOO_FEW_UNITS == mean(of(alone)).interval().status
    assert Status.ZERO_VARIANCE == mean(of(alike)).interval().status
    interval = mean(of(apart)).interval()
    assert (Status.DEFINED, 0.0) == (interval.status, interval.low)


def test_printed():
    """One line each."""
    rows = [(1, True), (2, True), (2, False), (9, False)]
    rate, time, mean = (kind(of(rows)) for kind in KINDS)

    assert (
        "50.0 % (15.5 to 94.2 %, 2 of 4 questions within 3 days, 1 too young)"
        == str(rate)
    )
    assert str(KINDS[0](of(rows[:1]))) == (
        "100.0 % (20.7 to 100.0 %, 1 of 1 question within 3 days)"
    )
    assert "1 day (1 day to not reached, 25.0 % of 4 questions)" == str(time)
    assert (
        "2 days, 18:00:00 (1 day, 11:26:50 to 4 days, 4 questions, none longer"
        " than 4 days)" == str(mean)
    )
    assert "undefined: no questions" == str(KINDS[1](of([])))
    assert "undefined: no question was watched that long" == str(
        KINDS[0](of([(1, False)]))
    )
    assert "2 days (1 question, none longer than 4 days)" == str(
        KINDS[2](of([(2, True)]))
    )
    second = Responses.of(asked=[DAY], answered=[DAY + np.timedelta64(1500, "ms")])
    assert str(response_time(second)).startswith("0:00:01.500000 (0:00:01.5")
    minute = Responses.of(asked=[DAY], answered=[DAY + np.timedelta64(60400, "ms")])
    assert str(response_time(minute)).startswith("0:01:00 (")
