"""What numbers made of two ratios have in common."""

import numpy as np
import pytest

from engagement_metrics.errors import InvalidTypeError
from engagement_metrics.relevance import affinity_index, target_match

MATCH = {"on_target": [3, 1], "audience": [4, 4], "target": [5, 5]}
AFFINITY = {
    "in_audience": [3, 1],
    "audience": [4, 4],
    "in_population": [5, 5],
    "population": [50, 60],
}


@pytest.mark.parametrize(
    "column",
    [target_match(**MATCH), affinity_index(**AFFINITY)],
    ids=["match", "index"],
)
def test_columns_have_rows(column):
    """A column has a length, and rows by place, slice and mask."""
    assert 2 == len(column)
    assert column[1] == list(column)[1]
    assert column.value.tolist() == [row.value for row in column]
    assert [row.status for row in column] == list(column.status)
    assert column[1:].value.tolist() == [column[1].value]
    assert column[np.array([False, True])] == column[1:]
    assert f"{column[0].value:.3f}; {column[1].value:.3f}" == f"{column:.3f}"
    assert np.array_equal(column.value, (column + column).value)
    assert np.array_equal(column.units * 2, (column + column).units)


def test_a_single_number_has_no_rows():
    """A match of numbers has no length and no rows."""
    match = target_match(on_target=3, audience=4, target=5)

    with pytest.raises(InvalidTypeError, match=r"^a single TargetMatch has no rows"):
        len(match)
    with pytest.raises(InvalidTypeError, match=r"^a single TargetMatch has no rows"):
        match[0]


@pytest.mark.parametrize(
    ("nothing", "title"),
    [
        (target_match(on_target=0, audience=0, target=0), "target match, F1"),
        (
            affinity_index(in_audience=0, audience=0, in_population=1, population=9),
            "affinity index",
        ),
    ],
)
def test_undefined_numbers_say_why(nothing, title):
    """The printed line ends with the status."""
    assert f"{title}: undefined (no exposure)" == str(nothing)


def test_left_out_counts_undefined_rows_of_either_side():
    """A sum says how many rows were left out, and why."""
    unknown = affinity_index(
        in_audience=None, audience=4, in_population=1, population=9
    )
    index = affinity_index(in_audience=2, audience=4, in_population=1, population=9)
    match = target_match(on_target=3, audience=4, target=5)
    both = match + target_match(on_target=None, audience=4, target=5)

    assert 0 == (index + index).left_out.units
    assert (2, 1) == ((index + index).units, (index + unknown).left_out.missing)
    assert (6, 1) == (both.units, both.left_out.missing)
