"""Columns inside; those of a single row are shown as numbers."""

import numpy as np
import pytest

from engagement_metrics import Proportion, Rate, Status
from engagement_metrics.errors import InvalidTypeError
from engagement_metrics.evidence._shown import Shown, StatusOf, codes_of, statuses


def test_a_code_is_a_place_in_status():
    """Codes and statuses turn into each other, one and many."""
    every = np.array(list(Status), object)

    assert list(range(7)) == codes_of(every).tolist()
    assert every.tolist() == statuses(np.arange(7)).tolist()
    assert [2] == codes_of(Status.NO_EXPOSURE).tolist()
    assert [] == statuses(np.zeros(0, np.int64)).tolist()
    assert [1] == codes_of(np.array(["missing"], object)).tolist()


def test_a_column_of_statuses_is_the_callers():
    """Writing to it changes no other answer."""
    first = Rate([1, 2], 3).status
    first[:] = "x"

    assert [Status.DEFINED] * 2 == list(Rate([1, 2], 3).status)
    assert Status.DEFINED is Rate(1, 2).status


def test_status_of_a_class_is_its_descriptor():
    """Asked of the class, not of an answer, it is the descriptor."""
    assert isinstance(Rate.status, StatusOf)


@pytest.mark.parametrize("kind", [Rate, Proportion])
def test_numbers_give_numbers_and_columns_columns(kind):
    """Also of one row, and of none."""
    one, column = kind(1, 2), kind([1], [2])
    names = [*one.evidence][:2]

    for name in (*names, "value"):
        assert float is type(getattr(one, name))
        assert np.float64 == getattr(column, name).dtype
        assert (1,) == getattr(column, name).shape
    assert int is type(one.units)
    assert np.int64 == column.units.dtype
    assert Status is type(one.status)
    assert float is type(one.interval().low)
    assert (0,) == kind([], []).value.shape == kind([], []).status.shape


@pytest.mark.parametrize(
    ("place", "error"),
    [
        (3, IndexError),
        (-4, IndexError),
        (None, TypeError),
        (1.0, TypeError),
        ("a", TypeError),
        (np.True_, TypeError),
        (True, TypeError),
        (np.ones((2, 2), np.int64), TypeError),
        ([True, False], IndexError),
    ],
    ids=range(9),
)
def test_places_that_are_not_there(place, error):
    """Neither rows beyond the last nor what is no place gives an answer."""
    rate = Rate([1, 2, 3], 10)
    for column in (rate, rate.pooled(by=list("abc")).estimate, rate.interval()):
        with pytest.raises(error):
            column[place]


@pytest.mark.parametrize(
    "place", [1, np.int8(1), np.array(1), -2, np.uint64(1)], ids=range(5)
)
def test_a_whole_number_picks_a_single_row(place):
    """Python's, NumPy's, and an array without a dimension."""
    assert Rate(2, 10) == Rate([1, 2, 3], 10)[place]


@pytest.mark.parametrize(
    "places",
    [[1], (1,), np.array([1]), slice(1, 2), [False, True, False]],
    ids=range(5),
)
def test_several_places_pick_a_column(places):
    """Lists, tuples, arrays, slices and masks, also of one row."""
    assert Rate([2], 10) == Rate([1, 2, 3], 10)[places]
    assert Rate([], []) == Rate([1, 2, 3], 10)[[]]


def test_a_single_answer_has_no_rows():
    """The message says that it is one number already."""
    for ask in (len, iter, lambda one: one[0], lambda one: one[:]):
        with pytest.raises(InvalidTypeError) as caught:
            ask(Proportion(1, 2))
        assert "a single Proportion has no rows: it is one number already" == str(
            caught.value
        )


def test_rows_are_counted_by_each_class():
    """What all share is of no size."""
    with pytest.raises(NotImplementedError):
        Shown()._size()
