"""What numbers made of two shares have in common."""

import numpy as np
import pytest

from engagement_metrics.errors import InvalidTypeError
from engagement_metrics.relevance import affinity_index, target_match


@pytest.mark.parametrize(
    "column",
    [
        target_match([3, 1], [4, 4], [5, 5]),
        affinity_index([3, 1], [4, 4], [5, 5], [50, 60]),
    ],
)
def test_columns_have_rows(column):
    """A column has a length, rows by place, and a line for each."""
    assert 2 == len(column)
    assert column[1] == list(column)[1]
    assert column.value.tolist() == [row.value for row in column]
    assert f"{column[0]}\n{column[1]}" == str(column)
    assert [row.status for row in column] == list(column.status)
    assert f"{column[0].value:.3f}; {column[1].value:.3f}" == f"{column:.3f}"
    assert np.array_equal(column.value, (column + column).value)


def test_single_numbers_have_none():
    """A match of numbers has no length."""
    with pytest.raises(InvalidTypeError):
        len(target_match(3, 4, 5))


@pytest.mark.parametrize("nothing", [target_match(0, 0, 0), affinity_index(0, 0, 1, 9)])
def test_what_is_undefined_says_why(nothing):
    """In the words of its status."""
    assert "undefined: no exposure" == str(nothing) == f"undefined: {nothing.status}"
