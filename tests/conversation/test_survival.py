"""Evidence of waiting times: addition, groups, and the printed line."""

import pickle
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics import Responses, Status
from engagement_metrics.conversation import (
    mean_response_time,
    response_rate,
    response_time,
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
    lambda r, **by: mean_response_time(r, within=timedelta(days=4), **by),
]


def of(rows):
    """Return responses of waits in days, and whether each was to the answer."""
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
    """In either order, with the same bounds."""
    whole, first, second = (kind(of(part)) for part in (rows, rows[:cut], rows[cut:]))

    assert whole == first + second == second + first
    assert repr(whole.interval()) == repr((first + second).interval())


@pytest.mark.parametrize("kind", KINDS, ids=["rate", "time", "mean"])
@given(rows=waits.filter(len))
def test_groups_are_those_of_each_alone(kind, rows):
    """By label; together they are the whole, and they add by label."""
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
    """Values, statuses and bounds are columns, with rows by place, slice and mask."""
    rows = [(1, True, "x"), (9, False, "x"), (2, True, "y"), (0, False, "z")]
    column = kind(of(rows), by=[row[2] for row in rows]).estimate

    assert 3 == len(column) == column.value.size == len(column.interval())
    assert column.value[0] == column[0].value
    assert [2, 1, 1] == column.units.tolist()
    assert [column[1], column[-1]] == list(column[1:])
    assert [column[2], column[0]] == list(column[np.array([2, 0])])
    assert 0 == len(column[:0])
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
    assert str(column).endswith(f": {column.sum()}")
    assert column.sum() == column.sum().sum()
    assert np.array_equal(np.asarray(column), column.value, equal_nan=True)
    assert f"{column[0].value:.3f}" == f"{column[0]:.3f}"
    assert "; ".join(f"{value:.1f}" for value in column.value) == f"{column:.1f}"


def test_a_single_answer_is_no_column():
    """It has no rows, and does not add to a column."""
    with pytest.raises(InvalidTypeError, match="a single ResponseTime has no rows"):
        len(response_time(of([])))
    with pytest.raises(InvalidTypeError, match="a single ResponseTime has no rows"):
        response_time(of([]))[0]
    with pytest.raises(InvalidTypeError, match="does not add to a column"):
        response_time(of([])) + response_time(of([(1, True)]), by=["x"]).estimate


def test_only_the_same_metric_adds():
    """Another time, another metric or a number does not add."""
    rate = response_rate(of([(1, True)]), within=WEEK)

    with pytest.raises(IncompatibleEvidenceError) as caught:
        rate + response_rate(of([(1, True)]), within=2 * WEEK)
    assert (
        "cannot add evidence of 'response_rate' (answered within 14 days / questions,"
        " questions, percent) to evidence of 'response_rate' (answered within 7 days /"
        " questions, questions, percent)" == str(caught.value)
    )
    with pytest.raises(IncompatibleEvidenceError, match="'response_time'"):
        rate + response_time(of([(1, True)]))
    with pytest.raises(IncompatibleEvidenceError, match=r"0\.5 quantile|median"):
        response_time(of([])) + response_time(of([]), quantile=0.9)
    with pytest.raises(TypeError):
        rate + 1


@pytest.mark.parametrize(
    ("within", "words"),
    [
        (timedelta(days=1), "1 day"),
        (timedelta(days=1000, hours=1, minutes=2), "1,000 days 1 h 2 min"),
        (timedelta(seconds=59.999999), "59.999999 s"),
        (timedelta(0), "0 s"),
    ],
)
def test_metric_names_the_time_in_full(within, words):
    """So that answers within different times do not add."""
    rate = response_rate(of([(1, True)]), within=within)

    assert f"answered within {words}" == rate.metric.numerator


def test_rejects_labels_of_another_length():
    """A label for each question."""
    with pytest.raises(InvalidArgumentError) as caught:
        response_time(of([(1, True)]), by=["x", "y"])

    assert "by must have the length 1 of responses, but has 2" == str(caught.value)


def test_statuses():
    """No questions are no exposure, none observed long enough is missing."""
    rows = [(1, False)]

    for kind, status in zip(KINDS, ("missing", "defined", "missing"), strict=True):
        assert (
            Status.NO_EXPOSURE == kind(of([])).status == kind(of([])).interval().status
        )
        assert status == kind(of(rows)).status
    assert np.inf == response_time(of(rows)).value
    assert response_time(of(rows)).reached is False
    assert response_time(of([(1, True)])).reached is True


def test_a_mean_has_an_interval_for_two_questions_that_differ():
    """A single one is too few, equal ones have no variance, no bound is below 0."""
    mean = KINDS[2]
    alone, alike, apart = ([(1, True)], [(1, True)] * 2, [(0, True), (2, True)])

    assert Status.TOO_FEW_UNITS == mean(of(alone)).interval().status
    assert Status.ZERO_VARIANCE == mean(of(alike)).interval().status
    interval = mean(of(apart)).interval()
    assert (Status.DEFINED, 0.0) == (interval.status, interval.low)


def test_printed_lines():
    """Each names the number, its time, its interval and its questions."""
    rows = [(1, True), (2, True), (2, False), (9, False)]
    rate, time, mean = (kind(of(rows)) for kind in KINDS)

    assert (
        "response rate within 3 days: 50.0 % (95 %: 15.5 to 94.2 %, as if independent;"
        " 2 of 4 questions; 1 censored before 3 days)" == str(rate)
    )
    assert (
        "response rate within 3 days: 100.0 % (95 %: at least 20.7 %, as if"
        " independent; 1 of 1 question)" == str(KINDS[0](of(rows[:1])))
    )
    assert (
        "response time, 0.25 quantile: 24 h (95 %: 0 s to not reached, as if"
        " independent; 4 questions)" == str(time)
    )
    assert (
        "mean response time, restricted to 4 days: 2 days 18 h (95 %: 35 h 27 min to 4"
        " days, as if independent; 4 questions)" == str(mean)
    )
    assert "response time, median: undefined (no questions)" == str(
        response_time(of([]))
    )
    assert str(KINDS[0](of([(1, False)]))).endswith(
        ": undefined (no question was observed that long)"
    )
    assert str(KINDS[2](of([(2, True)]))).endswith(
        ": 2 days (no interval: too few questions; 1 question)"
    )
    assert "<ResponseRate 50.0 %: 2 of 4 questions, response rate within 3 days>" == (
        repr(rate)
    )


def test_printed_groups():
    """A title, and a line a group."""
    grouped = response_rate(of([(1, True), (5, True)]), within=WEEK, by=["x", "y"])

    assert (
        "response rate within 7 days\n"
        "  x: 100.0 % (95 %: at least 20.7 %, as if independent; 1 of 1 question)\n"
        "  y: 100.0 % (95 %: at least 20.7 %, as if independent; 1 of 1 question)"
    ) == str(grouped)
    assert (
        "<Grouped of 2 groups: x 100.0 %, y 100.0 %, response rate within 7 days>"
        == (repr(grouped))
    )


@pytest.mark.parametrize("kind", KINDS, ids=["rate", "time", "mean"])
def test_answers_have_what_all_answers_have(kind):
    """A metric with a source, a description, a table, and an equal pickle."""
    answer = kind(of([(1, True, "x"), (9, False, "x"), (2, True, "y")]))
    copied = pickle.loads(pickle.dumps(answer))  # noqa: S301

    assert answer
    assert answer == copied == type(answer).of_evidence(answer.evidence)
    assert not copied.waited.flags.writeable
    assert ("questions", 3) == (answer.metric.unit, answer.units)
    assert "as commonly stated; original not consulted" in answer.describe()
    assert "3 questions</td>" in answer._repr_html_()
    assert 0 == answer.left_out.units
    with pytest.raises(TypeError, match="unhashable"):
        hash(answer)


def test_persons_who_ask_are_the_units():
    """Results keep who asked, so that chunks with the same persons add up."""
    day, none = DAY + ONE * np.arange(6), [None] * 3
    answered = np.array([*day[:3], *none], "datetime64[us]")
    columns = {"asked": day, "answered": answered, "until": day + 9 * ONE}
    whole = Responses.of(asker=["ada"] * 3 + ["bob"] * 2 + ["cyd"], **columns)
    for kind in KINDS:
        answer = kind(whole)
        assert answer == kind(whole[:2]) + kind(whole[2:])
        assert "6 questions by 3 persons" in str(answer)
        assert "between persons" in answer.describe()
        assert answer == type(answer).of_evidence(answer.evidence)
        assert answer == kind(whole, by=whole.asker).total()
    nobody = Responses.of(**columns)
    both = KINDS[0](whole) + KINDS[0](nobody)
    assert (6, 9) == (both.asker.values().count(None), both._persons.number[0])


def test_one_person_is_too_few():
    """With an interval of many questions there would be none of persons."""
    day = DAY + ONE * np.arange(4)
    one = Responses.of(
        asked=day,
        answered=np.array([day[0], None, None, None], "datetime64[us]"),
        until=day + 9 * ONE,
        asker=["ada"] * 4,
    )

    assert Status.TOO_FEW_UNITS == KINDS[0](one).interval().status
    assert "no interval: too few persons" in str(KINDS[0](one))


def test_a_short_watch_says_at_least_how_long():
    """Twenty questions, none answered in two days: the median is longer."""
    silent = of([(2, False)] * 20)
    interval = response_time(silent).interval()

    assert (2 * 86400.0, np.inf) == (interval.low, interval.high)
