"""The reproduction number of finished cascades."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics import Proportion, Status, Threads
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.movement import cascade_reproduction_number

sizes = st.lists(st.integers(1, 9), min_size=1, max_size=8)


def of(each):
    """Return cascades of so many items."""
    parents = [
        None if i == 0 else f"{c}.{(i - 1) // 2}"
        for c, size in enumerate(each)
        for i in range(size)
    ]
    names = [f"{c}.{i}" for c, size in enumerate(each) for i in range(size)]
    return Threads.of(post=names, parent=parents)


def test_ten_roots_and_forty_items():
    """R = 0.75 (V57)."""
    found = cascade_reproduction_number(of([4] * 5 + [1, 2, 3, 6, 8]))

    assert 0.75 == found.value
    assert (10, 30, 40) == (found.units, found.sum_y, found.sum_x)


@given(sizes)
def test_cascades_are_the_units(each):
    """The pooled share of replies, with the cascades as units."""
    expected = Proportion([n - 1 for n in each], each).pooled()
    found = cascade_reproduction_number(of(each))

    assert expected.value == found.value
    assert np.array_equal(expected.standard_error, found.standard_error, equal_nan=True)


@given(sizes.filter(lambda each: len(each) > 1))
@pytest.mark.filterwarnings("ignore::engagement_metrics.errors.SmallSampleWarning")
def test_value_is_below_one(each):
    """And no bound is above 1."""
    found = cascade_reproduction_number(of(each))
    bounds = found.interval()

    assert found.value < 1
    assert not bounds.high > 1


def test_unfinished_cascades_are_left_out_and_counted():
    """They would bias the number down."""
    threads = of([4, 1, 1])
    found = cascade_reproduction_number(threads, finished=[True, False, True])
    groups = cascade_reproduction_number(threads, by=["x", "y", "y"])

    assert (3 / 5, 1) == (found.value, found.left_out.missing)
    assert [0.75, 0.0] == [groups["x"].value, groups["y"].value]


def test_undefined_without_a_finished_cascade():
    """NaN, not 0."""
    nothing = Threads.of(post=[], parent=[])

    assert Status.NO_EXPOSURE == cascade_reproduction_number(nothing).status
    assert (
        Status.MISSING == cascade_reproduction_number(of([3]), finished=[False]).status
    )
    assert (
        Status.NO_EXPOSURE == cascade_reproduction_number(nothing, finished=[]).status
    )


def test_prints_what_it_is():
    """Name, denominator, pooling, and how many cascades."""
    found = cascade_reproduction_number(of([4, 1, 3, 3, 2, 5]))

    assert str(found).startswith("cascade reproduction number of items, pooled: 66.7 %")
    assert ("replies", "items", "cascades") == (
        found.metric.numerator,
        found.metric.denominator,
        found.metric.unit,
    )
    assert "Gleeson" in found.describe()


def test_unknown_keyword_is_refused_by_python():
    """The TypeError names the function."""
    with pytest.raises(
        TypeError, match=r"cascade_reproduction_number\(\) got an unexp"
    ):
        cascade_reproduction_number(of([2]), over=[True])


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: cascade_reproduction_number(of([2]), finished=[1]),
            InvalidTypeError,
            (
                "finished must be a mask, but got [1]. True for each cascade that is"
                " finished"
            ),
        ),
        (
            lambda: cascade_reproduction_number(of([2]), finished=[True, False]),
            InvalidArgumentError,
            "finished must have the length 1 of the cascades, but got (2,)",
        ),
        (
            lambda: cascade_reproduction_number(0.5),
            InvalidTypeError,
            "threads must be Threads, but got 0.5",
        ),
    ],
)
def test_what_cannot_be_is_refused(call, error, message):
    """The whole message."""
    with pytest.raises(error) as caught:
        call()

    assert message == str(caught.value)
