"""What a sum left out, and why: a view of evidence that adds."""

import pickle

import numpy as np
import pytest

from engagement_metrics import LeftOut, Metric, Rate
from engagement_metrics.errors import (
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
)

NAN = float("nan")
METRIC = Metric("m", "replies", "reach", "posts")
EACH = {
    "missing": 1,
    "no_exposure": 2,
    "no_denominator": 3,
    "invalid": 4,
    "count": 5.0,
    "exposure": 6.0,
}
COLUMN = LeftOut(missing=[1, 0, 2], invalid=[0, 0, 1], exposure=[5.5, 0, 1])


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
    """How many, and why; the metric names what there was none of."""
    assert plain == str(left_out)
    assert named == left_out.words(METRIC)


def test_left_out_of_two_exposures():
    """What there was none of, of several, is one or another."""
    metric = Metric("m", "replies", "like + reply")

    assert "1 left out: no like or reply" == LeftOut(no_exposure=1).words(metric)
    assert "1 left out: no exposure" == LeftOut(no_exposure=1).words(Metric("m", "f"))
    days = Metric("m", "replies", "follower_days")
    assert "1 left out: no follower days" == LeftOut(no_exposure=1).words(days)


def test_words_are_of_a_metric():
    """The name alone is not enough."""
    with pytest.raises(
        InvalidTypeError, match="metric must be Metric, but got 'reach'"
    ):
        LeftOut().words("reach")


def test_left_out_adds():
    """What two disjoint sets left out, kind by kind; nothing changes nothing."""
    first, second = LeftOut(**EACH), LeftOut(missing=10, invalid=1, count=0.5)

    both = {**EACH, "missing": 11, "invalid": 5, "count": 5.5}
    assert LeftOut(**both) == first + second
    assert first == first + LeftOut() == LeftOut() + first
    assert 10 == first.units
    assert [2, 1] == LeftOut(
        missing=np.array([1, 0]), invalid=np.array([1, 1])
    ).units.tolist()


def test_each_number_is_named():
    """Six numbers in a row say nothing of their order."""
    with pytest.raises(TypeError, match="positional argument"):
        LeftOut(3, 4)


def test_left_out_adds_to_left_out_alone():
    """Numbers and columns of another length are refused."""
    with pytest.raises(TypeError, match="unsupported operand"):
        LeftOut() + 1
    with pytest.raises(InvalidArgumentError, match="second must have the length 3"):
        COLUMN + COLUMN[:2]


def test_a_number_of_each_reason():
    """Units are whole numbers; count and exposure are what went with them."""
    left_out = LeftOut(**EACH)
    units = left_out.missing, left_out.no_exposure, left_out.no_denominator

    assert (1, 2, 3, 4) == (*units, left_out.invalid)
    assert (5.0, 6.0) == (left_out.count, left_out.exposure)
    assert {int} == {type(number) for number in (*units, left_out.units)}
    assert LeftOut(missing=1) == LeftOut(missing=np.int64(1))


def test_a_count_that_was_left_out_may_be_below_zero():
    """That of a row which cannot be, and was set aside for it."""
    assert -4.0 == LeftOut(invalid=1, count=-4).count
    assert -4.0 == (LeftOut(invalid=1, count=-4) + LeftOut()).count


def test_rows_of_left_out():
    """Rows by place, slice, mask and in turn; a single one has no rows."""
    assert LeftOut(missing=2, invalid=1, exposure=1) == COLUMN[2] == COLUMN[-1]
    assert [*COLUMN] == [COLUMN[0], COLUMN[1], COLUMN[2]]
    assert COLUMN[1:] == COLUMN[[False, True, True]] == COLUMN[np.array([1, 2])]
    assert (3, 2) == (len(COLUMN), len(COLUMN[1:]))
    assert ["missing", "invalid"] == [
        name
        for name in ("missing", "no_exposure", "invalid")
        if any(getattr(COLUMN, name))
    ]
    with pytest.raises(InvalidTypeError, match="a single LeftOut has no rows"):
        LeftOut()[0]
    with pytest.raises(IndexError):
        COLUMN[3]


def test_a_repr_makes_the_same_view():
    """Of a single one, as Python would write it."""
    left_out = Rate([3, None, 1], [10, 4, 0]).sum().left_out

    assert left_out == eval(repr(left_out), {"LeftOut": LeftOut})  # noqa: S307
    assert (
        "LeftOut(missing=1, no_exposure=0, no_denominator=1, invalid=0, count=1.0,"
        " exposure=4.0)"
    ) == repr(left_out)


def test_a_view_is_a_value():
    """It pickles, compares and is never hashed; it is always true."""
    for view in (LeftOut(missing=1, invalid=2), COLUMN, Rate([3, None], 1).left_out):
        assert view == pickle.loads(pickle.dumps(view))  # noqa: S301
        assert bool(view)
        with pytest.raises(TypeError, match="unhashable"):
            hash(view)
    assert LeftOut(missing=1) != LeftOut(missing=2)
    assert LeftOut(missing=1) != LeftOut(missing=[1])


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        (
            {"missing": 1.5},
            InvalidCountsError,
            "missing must be a whole number, but got 1.5 at (0,)",
        ),
        (
            {"invalid": None},
            InvalidCountsError,
            "invalid must be a whole number, but got nan at (0,)",
        ),
        (
            {"exposure": [1, None]},
            InvalidCountsError,
            "exposure must be known, but got nan at (1,), first of 1 in 2 values",
        ),
        (
            {"missing": -1},
            InvalidCountsError,
            "missing must not be negative, but got -1.0",
        ),
        (
            {"missing": "1"},
            InvalidTypeError,
            "missing must be a number or an array of numbers, but got '1'",
        ),
        (
            {"missing": [1, 2], "count": [1]},
            InvalidArgumentError,
            "count must have the length 2 of missing, but has 1",
        ),
    ],
    ids=range(6),
)
def test_impossible_left_out_is_refused(given, error, message):
    """Fractions of a unit, unknown numbers and columns of two lengths."""
    with pytest.raises(error) as caught:
        LeftOut(**given)

    assert str(caught.value).startswith(message)
