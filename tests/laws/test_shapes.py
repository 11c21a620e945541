"""Single numbers and columns give the same answers, row by row."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics import Proportion, Rate
from strategies import columns, quick, rates, shares

KINDS = [(Proportion, shares()), (Rate, rates())]


def same(a, b):
    """Return whether two numbers are the same, NaN equal to NaN."""
    return np.array_equal(a, b, equal_nan=True)


@pytest.mark.parametrize(("kind", "rows"), KINDS)
@quick
@given(data=st.data())
def test_scalar_is_array_element_by_element(kind, rows, data):
    """Value, status and interval of each row are those of single numbers."""
    listed = [row for row, _ in data.draw(columns(rows, min_size=1))]
    column = kind(*map(list, zip(*listed, strict=True)))
    bounds = column.interval()
    for place, row in enumerate(listed):
        single = kind(*row)

        assert column[place] == single
        assert same(column.value[place], single.value)
        assert column.status[place] is single.status
        assert bounds[place] == single.interval()


@pytest.mark.parametrize(("kind", "rows"), KINDS)
@quick
@given(data=st.data())
def test_columns_add_element_by_element(kind, rows, data):
    """Each row of a sum of columns is the sum of the rows."""
    pairs = data.draw(st.lists(st.tuples(rows, rows), min_size=1, max_size=5))
    first, second = (
        kind(*map(list, zip(*side, strict=True))) for side in zip(*pairs, strict=True)
    )
    added = first + second
    for place, (one, other) in enumerate(pairs):
        assert added[place] == kind(*one) + kind(*other)


@pytest.mark.parametrize("kind", [Proportion, Rate])
@pytest.mark.parametrize(
    "dtype", [np.int8, np.uint8, np.int16, np.uint64, np.float16, np.float32, object]
)
def test_dtype_does_not_matter(kind, dtype):
    """Counts of any width are the same counts, and never wrap around."""
    y, x = [100, 0, 3], [120, 7, 0]
    expected = kind(y, x)

    assert expected == kind(np.array(y, dtype), np.array(x, dtype))
    assert expected.sum() == kind(np.array(y, dtype), np.array(x, dtype)).sum()


def test_a_number_is_repeated_beside_a_column():
    """A number is the same as a column that repeats it."""
    assert Rate([1, 2], [10, 10]) == Rate([1, 2], 10)
    assert Rate([3, 3], [10, 20]) == Rate(3, [10, 20])
