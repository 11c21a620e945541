"""Each ratio has one status; what is left out is counted by its reason."""

import struct
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics._kernels.ratios import (
    DEFINED,
    INVALID,
    MISSING,
    NO_DENOMINATOR,
    NO_EXPOSURE,
    defined,
    divide,
    excluded,
    quotient,
    status_codes,
)

NAN = float("nan")
TINY = 5e-324
PARTS = st.one_of(st.sampled_from([NAN, -1.0, 0.0, 1.0]), st.integers(0, 2**53))
ROWS = st.lists(st.tuples(PARTS, PARTS, st.integers(0, 2)), max_size=12)
REASONS = [MISSING, NO_EXPOSURE, NO_DENOMINATOR, INVALID]


def column(values):
    """Return numbers as floats."""
    return np.array(values, np.float64)


def by_hand(y, x, *, bounded):
    """Return the status of one ratio, reason by reason."""
    if y != y or x != x:  # noqa: PLR0124
        return MISSING
    if y < 0 or x < 0 or (bounded and 0 < x < y):
        return INVALID
    if x > 0:
        return DEFINED
    return NO_DENOMINATOR if y else NO_EXPOSURE


@pytest.mark.parametrize(
    ("y", "x", "rate", "share"),
    [
        (3, 10, DEFINED, DEFINED),
        (0, 10, DEFINED, DEFINED),
        (10, 10, DEFINED, DEFINED),
        (11, 10, DEFINED, INVALID),
        (TINY, 10, DEFINED, DEFINED),
        (0, 0, NO_EXPOSURE, NO_EXPOSURE),
        (3, 0, NO_DENOMINATOR, NO_DENOMINATOR),
        (TINY, 0, NO_DENOMINATOR, NO_DENOMINATOR),
        (-1, 10, INVALID, INVALID),
        (-1, 0, INVALID, INVALID),
        (3, -1, INVALID, INVALID),
        (0, -1, INVALID, INVALID),
        (NAN, 10, MISSING, MISSING),
        (NAN, 0, MISSING, MISSING),
        (NAN, -1, MISSING, MISSING),
        (3, NAN, MISSING, MISSING),
        (0, NAN, MISSING, MISSING),
        (-1, NAN, MISSING, MISSING),
    ],
)
def test_a_ratio_has_one_status(y, x, rate, share):
    """What is unknown is missing first, what cannot be is invalid next."""
    y, x = column([y]), column([x])

    assert [rate] == status_codes(y, x, bounded=False).tolist()
    assert [share] == status_codes(y, x, bounded=True).tolist()


@given(ROWS, st.booleans())
def test_statuses_are_those_of_each_row(rows, bounded):
    """A column has the statuses of its rows, and values where they are defined."""
    y, x = (column([row[i] for row in rows]) for i in range(2))
    codes = [by_hand(a, b, bounded=bounded) for a, b, _ in rows]

    assert codes == status_codes(y, x, bounded=bounded).tolist()
    assert [c == DEFINED for c in codes] == defined(y, x, bounded=bounded).tolist()


@given(ROWS, st.booleans())
def test_values_are_the_nearest_to_the_fraction(rows, bounded):
    """A defined value is the correctly rounded quotient, any other is NaN."""
    y, x = (column([row[i] for row in rows]) for i in range(2))
    values = divide(y, x, bounded=bounded)
    expected = [
        float(Fraction(a) / Fraction(b))
        if by_hand(a, b, bounded=bounded) == DEFINED
        else NAN
        for a, b, _ in rows
    ]

    np.testing.assert_array_equal(column(expected), values)


@given(ROWS, st.booleans())
def test_left_out_rows_are_counted_by_group(rows, bounded):
    """Each group tells rows by reason, and the count and exposure that went along."""
    y, x = (column([row[i] for row in rows]) for i in range(2))
    group = np.array([row[2] for row in rows], np.int64)
    codes = status_codes(y, x, bounded=bounded)
    out = excluded(y, x, codes, group, 3)
    kinds = Counter(zip(group.tolist(), codes.tolist(), strict=True))

    assert (3, 6) == out.shape
    for reason, column_of_it in zip(REASONS, out.T, strict=False):
        assert [kinds[g, reason] for g in range(3)] == column_of_it.tolist()
    for part, totals in ((y, out[:, 4]), (x, out[:, 5])):
        sums = [np.nansum(part[(group == g) & (codes > DEFINED)]) for g in range(3)]

        assert sums == totals.tolist()


def test_nothing_left_out_is_zero_of_each_kind():
    """A group of which nothing is left out has a row of zeros."""
    none = np.zeros(0, np.int64)
    out = excluded(column([]), column([]), none, none, 2)

    assert [[0.0] * 6] * 2 == out.tolist()
    assert np.float64 == out.dtype


def test_defined_rows_are_not_left_out():
    """Code 0 is never counted: neither a defined row nor a sum of no unit."""
    codes = np.array([DEFINED, MISSING])
    out = excluded(column([7, NAN]), column([8, 9]), codes, np.array([0, 0]), 1)

    assert [[1.0, 0.0, 0.0, 0.0, 0.0, 9.0]] == out.tolist()


def test_columns_are_only_read():
    """A kernel changes nothing that it is given."""
    y, x = column([3, NAN, 1]), column([10, 4, 0])
    for part in (y, x):
        part.flags.writeable = False
    codes = status_codes(y, x, bounded=True)
    divide(y, x, bounded=True)
    excluded(y, x, codes, np.zeros(3, np.int64), 1)

    np.testing.assert_array_equal(column([3, NAN, 1]), y)


def test_status_codes_of_undefined_rows_take_one_byte():
    """Codes are small; where all rows are defined they are one number, repeated."""
    mixed = status_codes(np.array([1.0, 0.0]), np.array([1.0, 0.0]), bounded=False)
    defined_rows = status_codes(np.ones(3), np.ones(3), bounded=True)

    assert np.dtype(np.int8) == mixed.dtype
    assert (0,) == defined_rows.strides


@given(PARTS, PARTS, st.booleans())
def test_both_forms_of_the_ratio_give_the_same_bits(y, x, bounded):
    """One row divided as a number equals the row divided as a column."""
    number = quotient(float(y), float(x), bounded=bounded)
    (of_column,) = divide(column([y]), column([x]), bounded=bounded).tolist()

    assert struct.pack("d", number) == struct.pack("d", of_column)
