"""Numbers of any kind become floats of our own, or are refused."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from engagement_metrics import Interactions, Posts, Proportion, Rate, engagement_rate
from engagement_metrics._door import _columns
from engagement_metrics._door._columns import numbers
from engagement_metrics.errors import (
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
)

NAN = float("nan")
NUMBERS = "count must be a number or an array of numbers, but got"
MASK = "A mask is not a count: count it first, with .sum()"
TEXT = "Convert text to numbers first"
EXACT = "Whole numbers above it are not exact"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, 3.0),
        (3.5, 3.5),
        (0, 0.0),
        (None, NAN),
        (NAN, NAN),
        (np.int8(3), 3.0),
        (np.float16(3), 3.0),
        (np.longdouble(3), 3.0),
        (np.array(3), 3.0),
        (np.array(None), NAN),
        (np.ma.masked, NAN),
        (Fraction(1, 2), 0.5),
        (Decimal("0.5"), 0.5),
        (Decimal("NaN"), NAN),
        (2**53, 2.0**53),
        ([], []),
        (np.array([], str), []),
        ([1, 2.5, None], [1, 2.5, NAN]),
        ((1, 2), [1, 2]),
        (range(3), [0, 1, 2]),
        ([np.float64(1), Fraction(1, 2), Decimal(2), np.int8(1)], [1, 0.5, 2, 1]),
        (np.array([1, None], object), [1, NAN]),
        (np.array([200, 100], np.uint8), [200, 100]),
        (np.full(70000, 1, np.float16), [1] * 70000),
        (np.ma.array([1, 100], mask=[False, True]), [1, NAN]),
        (np.ma.array([1, -3], mask=[False, True], fill_value=-9), [1, NAN]),
        (np.ma.array([1, 2]), [1, 2]),
    ],
)
def test_numbers(value, expected):
    """Every kind of number is a float; what is not known is NaN."""
    found = _columns.numbers("count", value)

    assert type(expected) is type(found) or isinstance(found, np.ndarray)
    assert np.array_equal(expected, found, equal_nan=True)
    assert found.dtype == np.float64 if isinstance(found, np.ndarray) else True


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_columns_of_others(library):
    """Nullable columns of the dataframe libraries, and their nulls."""
    module = pytest.importorskip(library)
    made = {
        "pandas": lambda: [
            module.Series([1, 2]),
            module.array([1, None], dtype="Int64"),
            module.Series([1, None], dtype="Float32"),
        ],
        "polars": lambda: [module.Series([1, 2]), module.Series([1, None])],
        "pyarrow": lambda: [module.array([1, None]), module.chunked_array([[1], [2]])],
    }[library]()
    for column in made:
        found = _columns.numbers("count", column)

        assert 1.0 == found[0]
        assert found[1] == 2.0 or np.isnan(found[1])


def test_nothing_known_in_pandas():
    """NA is missing, alone too."""
    pandas = pytest.importorskip("pandas")

    assert np.isnan(_columns.numbers("count", pandas.NA))
    assert np.isnan(_columns.numbers("count", [1, pandas.NA])[1])


@pytest.mark.parametrize(
    "value", [-0.0, np.float64(-0.0), [-0.0], np.array([-0.0])], ids=repr
)
def test_no_negative_zero(value):
    """A count of -0.0 is 0.0."""
    assert not np.signbit(_columns.numbers("count", value)).any()


WRONG_KINDS = [
    ("12", f"{NUMBERS} '12'"),
    (b"12", f"{NUMBERS} b'12'"),
    (True, f"{NUMBERS} True. {MASK}"),
    (np.True_, f"{NUMBERS} np.True_. {MASK}"),
    (1 + 2j, f"{NUMBERS} (1+2j)"),
    (np.complex64(1), f"{NUMBERS} np.complex64(1+0j)"),
    (np.timedelta64(3, "s"), f"{NUMBERS} np.timedelta64(3,'s')"),
    ({1: 2}, f"{NUMBERS} {{1: 2}}"),
    ([1, "2"], f"{NUMBERS} '2' at (1,), first of 1 in 2 values. {TEXT}"),
    (["1", "2"], f"{NUMBERS} '1' at (0,), first of 2 in 2 values. {TEXT}"),
    ([1, True], f"{NUMBERS} True at (1,), first of 1 in 2 values. {MASK}"),
    ([1, 1j], f"{NUMBERS} 1j at (1,), first of 1 in 2 values"),
    ([[1, 2]], f"{NUMBERS} [1, 2] at (0,), first of 1 in 1 values"),
    (np.array([True]), f"{NUMBERS} True at (0,), first of 1 in 1 values. {MASK}"),
    (np.array(["a"]), f"{NUMBERS} 'a' at (0,), first of 1 in 1 values. {TEXT}"),
    (np.array([1j]), f"{NUMBERS} 1j at (0,), first of 1 in 1 values"),
    (
        np.array([1], "m8[ns]"),
        f"{NUMBERS} np.timedelta64(1,'ns') at (0,), first of 1 in 1 values",
    ),
]
IMPOSSIBLE = [
    (-3, "count must not be negative, but got -3.0"),
    (
        [3, -3, -4],
        "count must not be negative, but got -3.0 at (1,), first of 2 in 3 values",
    ),
    (
        np.array([-3, 1]),
        "count must not be negative, but got -3.0 at (0,), first of 1 in 2 values",
    ),
    (
        [NAN, -1],
        "count must not be negative, but got -1.0 at (1,), first of 1 in 2 values",
    ),
    (-np.inf, "count must be finite, but got -inf. Write None where it is not known"),
    (np.inf, "count must be finite, but got inf. Write None where it is not known"),
    (
        [1, np.inf, 1e300],
        (
            "count must be finite, but got inf at (1,), first of 1 in 3"
            " values. Write None where it is not known"
        ),
    ),
    (
        [1, 1e300, np.inf],
        (
            "count must not exceed 2**53, but got 1e+300 at (1,), first of"
            f" 2 in 3 values. {EXACT}"
        ),
    ),
    (
        Decimal("1e400"),
        "count must be finite, but got inf. Write None where it is not known",
    ),
    (2**53 + 1, f"count must not exceed 2**53, but got 9007199254740993. {EXACT}"),
    (1e16, f"count must not exceed 2**53, but got 1e+16. {EXACT}"),
    (
        [1, 2**53 + 1, 2.5],
        (
            "count must not exceed 2**53, but got 9007199254740993 at"
            f" (1,), first of 1 in 3 values. {EXACT}"
        ),
    ),
    (
        np.array([2**53 + 1]),
        (
            "count must not exceed 2**53, but got 9007199254740993 at"
            f" (0,), first of 1 in 1 values. {EXACT}"
        ),
    ),
    (
        np.ma.array([1, 2**53 + 1], mask=[True, False]),
        (
            "count must not exceed 2**53, but"
            f" got 9007199254740993 at (1,), first of 1 in 2 values. {EXACT}"
        ),
    ),
    (
        [2**63, -1],
        (
            "count must not exceed 2**53, but got 9223372036854775808 at (0,),"
            f" first of 1 in 2 values. {EXACT}"
        ),
    ),
]
SHAPES = [
    (
        np.ones((3, 1)),
        (
            "count must be a one-dimensional column, but got shape (3, 1)."
            " Reshape it with .ravel()"
        ),
    ),
]


@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        *((value, TypeError, text) for value, text in WRONG_KINDS),
        *((value, ValueError, text) for value, text in IMPOSSIBLE + SHAPES),
    ],
)
def test_refused(value, error, message):
    """The argument, the rule, the value, its place and how many there are."""
    with pytest.raises(error) as caught:
        Rate(value, 10 if np.ndim(value) == 0 else [10] * len(value))

    assert message == str(caught.value)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (([1, 2], [10]), "exposure must have the length 2 of count, but has 1"),
        (([1], [10, 20]), "exposure must have the length 1 of count, but has 2"),
        (([], [10]), "exposure must have the length 0 of count, but has 1"),
        (
            (1, 5e-324),
            (
                "exposure must be 0 or large enough to divide by, but got 5e-324. Is"
                " its unit right?"
            ),
        ),
        (
            ([1, 2], [0, 5e-324]),
            (
                "exposure must be 0 or large enough to divide by, but got 5e-324 at"
                " (1,), first of 1 in 2 values. Is its unit right?"
            ),
        ),
    ],
)
def test_refused_pairs(columns, message):
    """Columns of two lengths, and a quotient that would be infinite."""
    with pytest.raises(ValueError, match="must") as caught:
        Rate(*columns)

    assert message == str(caught.value)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ((5, 3), "successes must not exceed trials, but does: 5.0 > 3.0."),
        (
            ([5], [3]),
            (
                "successes must not exceed trials, but does at (0,), first of 1 in"
                " 1 values: 5.0 > 3.0."
            ),
        ),
        (
            ([1, 5, 6, 7], [3, 3, 0, 4]),
            (
                "successes must not exceed trials, but does at"
                " (1,), first of 2 in 4 values: 5.0 > 3.0."
            ),
        ),
        (
            (5, [9, 3]),
            (
                "successes must not exceed trials, but does at (1,), first of 1 in"
                " 2 values: 5.0 > 3.0."
            ),
        ),
    ],
)
def test_more_than_all(columns, message):
    """A part is not more than its whole, unless there is no whole."""
    with pytest.raises(ValueError, match="must") as caught:
        Proportion(*columns)

    advice = "Use Rate if one person can act more than once"
    assert f"{message} {advice}" == str(caught.value)
    assert ["no denominator"] * 2 == list(Proportion([6, 1], [0, 0]).status)


def test_inputs_stay_theirs():
    """They are not changed, and what is kept does not change with them."""
    counts, reach = np.array([1.0, np.nan, 3.0]), np.array([10, 0, 30])
    before = counts.copy(), reach.copy()
    rate = Rate(counts, reach)
    answers = [rate.value, rate.interval().low, rate.pooled().value, rate.sum().value]

    assert np.array_equal(before[0], counts, equal_nan=True)
    assert np.array_equal(before[1], reach)
    assert not any(
        np.shares_memory(ours, theirs)
        for ours in (rate.count, rate.exposure, *answers)
        for theirs in (counts, reach)
    )
    counts[:] = reach[:] = 7
    assert [1.0, 3.0] == rate.count[::2].tolist()


def test_a_column_is_asked_for():
    """A number is not a column, and a weight is known."""
    with pytest.raises(TypeError) as caught:
        _columns.column("likes", 3)
    assert "likes must be a column, but got 3" == str(caught.value)
    with pytest.raises(ValueError, match="known") as caught:
        _columns.weights([1, None])
    assert (
        "weight must be known, but got nan at (1,), first of 1 in 2 values. Leave out"
        " the rows whose weight is not known"
    ) == str(caught.value)


def test_numbers_without_a_dimension_may_have_a_sign():
    """As others, where a sign is allowed."""
    assert -1.0 == numbers("x", np.array(-1.0), signed=True)


def test_largest_number_is_accepted():
    """2**53 is exact, also beside what is missing."""
    assert [2.0**53] == numbers("x", [2**53, None])[:1].tolist()


def test_numbers_beyond_floats_are_refused_without_a_warning():
    """Wider floats than ours may be larger than any of them."""
    wide = np.array(["1e400"], np.longdouble)
    if np.finfo(np.longdouble).max > np.finfo(np.float64).max:
        with pytest.raises(InvalidCountsError, match="finite"):
            numbers("x", wide)


def test_a_result_is_refused_where_a_column_is_meant():
    """The message names `.value`, by the argument that was given the result."""
    rate, many = Rate(3, 10), Rate([3, 4], 10)
    for result in (rate, many, many.pooled(by=["a", "b"])):
        for give in (
            lambda made: Rate(3, made),
            lambda made: Rate([3, 4], made),
            lambda made: Proportion(made, 10),
        ):
            with pytest.raises(InvalidTypeError, match=r"Use its \.value$"):
                give(result)
    with pytest.raises(InvalidTypeError) as caught:
        engagement_rate(3, reach=rate)

    assert (
        "reach must be a number or an array of numbers, but got"
        " <Rate 0.30: 3 of 10, rate by exposure>. Use its .value"
    ) == str(caught.value)
    assert "Use its .value" == caught.value.advice


@pytest.mark.parametrize(
    ("give", "argument"),
    [
        (lambda made: Interactions.of(actor=made, target=["b"]), "actor"),
        (lambda made: Rate([1, 2], 3).pooled(by=made), "by"),
    ],
)
def test_a_result_is_refused_where_ids_are_meant(give, argument):
    """The message names `.value` there too."""
    with pytest.raises(InvalidTypeError) as caught:
        give(Rate([3, 4], 10))

    assert (
        f"{argument} must be a column of ids, but got"
        " <Rate of 2 rows: 0.30, 0.40, rate by exposure>. Use its .value"
    ) == str(caught.value)


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_dataframe_is_refused_where_a_column_is_meant(library):
    """The message shows how to take one column of it."""
    frame = pytest.importorskip(library).DataFrame({"reach": [1, 2], "likes": [3, 4]})
    shape = "must be a one-dimensional column, but got shape (2, 2)."
    for give, argument, column in (
        (lambda: engagement_rate([3, 4], reach=frame), "reach", "reach"),
        (lambda: Posts.of(actions={"like": frame}), "actions['like']", "like"),
        (lambda: Interactions.of(actor=frame, target=["b"]), "actor", "actor"),
    ):
        with pytest.raises(InvalidArgumentError) as caught:
            give()
        advice = f'Give one of its columns, such as df["{column}"]'
        assert f"{argument} {shape} {advice}" == str(caught.value)


@pytest.mark.parametrize(
    ("given", "columns", "single"),
    [
        ({"a": 1, "b": None}, [[1.0], [NAN]], True),
        ({"a": [1, 2], "b": 3}, [[1.0, 2.0], [3.0, 3.0]], False),
        ({"a": 3, "b": []}, [[], []], False),
    ],
    ids=range(3),
)
def test_numbers_and_columns_are_aligned(given, columns, single):
    """Columns of one length, and whether all that was given were numbers."""
    made = _columns.aligned(given)

    assert single is made.single
    for expected, found in zip(columns, made.columns, strict=True):
        np.testing.assert_array_equal(expected, found)


def test_units_are_whole_numbers():
    """A part of a unit is refused; a number is a column of one row."""
    assert [3] == _columns.whole_numbers("units", 3).tolist()
    with pytest.raises(InvalidCountsError) as caught:
        _columns.whole_numbers("units", [1, 1.5])
    assert (
        "units must be a whole number, but got 1.5 at (1,), first of 1 in 2 values"
    ) == str(caught.value)
    with pytest.raises(InvalidCountsError, match="units must be a whole number"):
        _columns.whole_numbers("units", [None])


def test_a_number_is_asked_for():
    """A column is refused where a number is meant; what is not known is NaN."""
    assert np.isnan(_columns.number("broadcasts", None))
    with pytest.raises(InvalidTypeError) as caught:
        _columns.number("broadcasts", [1, 2])
    assert "broadcasts must be a number, but got [1, 2]" == str(caught.value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.5, 0.5), (np.inf, np.inf), ([0.1, NAN], [0.1, NAN]), (np.array([1]), [1.0])],
    ids=range(4),
)
def test_a_bound_is_a_number_or_a_column(value, expected):
    """It may be infinite or NaN."""
    found = _columns.bound("low", value)

    np.testing.assert_array_equal(expected, found)
    assert not getattr(getattr(found, "flags", None), "writeable", False)


@pytest.mark.parametrize("value", ["a", ["a"], np.array([True]), None, True])
def test_bound_refuses_text_masks_and_none(value):
    """Text, masks and `None`."""
    with pytest.raises(InvalidTypeError, match="low must be a number"):
        _columns.bound("low", value)
