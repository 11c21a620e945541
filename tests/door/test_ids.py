"""Ids and labels are whole numbers or text, kept as codes."""

from datetime import date, datetime

import numpy as np
import pytest

from engagement_metrics import Action
from engagement_metrics._door._ids import labels, shared_codes
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.tables import Ids

NAN = float("nan")
BIG = 2**63 - 1
AS_TEXT = "Read ids as text: a float cannot hold every id"


@pytest.mark.parametrize(
    "values",
    [
        [],
        ["bob", "ada", None, "bob"],
        [3, 1, 3],
        [3, None],
        [None, None],
        [BIG, -BIG - 1, 0],
        [1234567890123456789, None],
        ("a",),
        ["café", "cafe\u0301", "Straße", "STRASSE", ""],
        ["007", "NA", "null", "None"],
        [Action.LIKE, Action.VIEW],
        [np.str_("a"), "b"],
        [np.int64(3), 4],
    ],
    ids=range(13),
)
def test_ids_are_kept(values):
    """Whatever they are, they come back as they were."""
    ids = Ids.of(values)

    assert list(values) == list(ids) == ids.values()
    assert len(values) == len(ids)
    assert [v is not None for v in values] == ids.known.tolist()
    assert ids == Ids.of(ids)


@pytest.mark.parametrize(
    "values",
    [
        np.array([3, 1], np.uint8),
        np.array([3, 1], np.int64),
        np.array([3, 1], object),
        np.ma.array([3, 1]),
        range(3, 0, -2),
    ],
    ids=range(5),
)
def test_arrays_of_ids(values):
    """Columns of whole numbers of any width."""
    assert Ids.of([3, 1]) == Ids.of(values)


def test_text_arrays():
    """NumPy's own text, and what a mask hides is missing."""
    assert ["b", "a"] == list(Ids.of(np.array(["b", "a"])))
    assert ["b", None] == list(Ids.of(np.ma.array(["b", "a"], mask=[0, 1])))
    assert [None, None] == list(Ids.of(np.ma.array([1, 2], mask=True)))


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_columns_of_others(library):
    """Text and numbers of the dataframe libraries, and their nulls."""
    module = pytest.importorskip(library)
    column = module.array if library == "pyarrow" else module.Series

    assert ["b", None] == list(Ids.of(column(["b", None])))
    assert [3, 1] == list(Ids.of(column([3, 1])))


def test_pandas_categories():
    """Codes and categories are taken as they are, and no category stays none."""
    pandas = pytest.importorskip("pandas")

    assert ["b", None, "a"] == list(Ids.of(pandas.Categorical(["b", None, "a"])))
    assert [7, None] == list(Ids.of(pandas.Categorical.from_codes([0, -1], [7])))
    assert [None] == list(Ids.of(pandas.Categorical([None])))
    assert [7, None] == list(Ids.of(pandas.array([7, None], dtype="Int64")))


@pytest.mark.parametrize(
    ("values", "error", "message"),
    [
        (
            [1.0, 2],
            InvalidTypeError,
            (
                "be whole numbers or text, but got 1.0 at (0,), first of 1 in 2 values."
                f" {AS_TEXT}"
            ),
        ),
        (
            np.array([1.5, 2]),
            InvalidTypeError,
            (
                "be whole numbers or text, but got 1.5 at (0,), first of 2 in 2 values."
                f" {AS_TEXT}"
            ),
        ),
        (
            [True],
            InvalidTypeError,
            ("be whole numbers or text, but got True at (0,), first of 1 in 1 values"),
        ),
        (
            ["a", NAN],
            InvalidTypeError,
            (
                "be whole numbers or text, but got nan at (1,), first of 1 in 2 values."
                " Write None where it is missing"
            ),
        ),
        (
            [None, "a", 1, 2],
            InvalidTypeError,
            (
                "be all whole numbers or all text, but got 1 at (2,), first of 2 in 4"
                " values. Give all of them as text"
            ),
        ),
        (
            [1, "a"],
            InvalidTypeError,
            (
                "be all whole numbers or all text, but got 'a' at (1,), first of 1 in 2"
                " values. Give all of them as text"
            ),
        ),
        (
            [1, 2**63],
            InvalidArgumentError,
            (
                f"fit into 64 signed bits, but got {2**63} at (1,), first of 1 in 2"
                " values. Give such ids as text"
            ),
        ),
        (
            np.array([2**63], np.uint64),
            InvalidArgumentError,
            (
                f"fit into 64 signed bits, but got {2**63} at (0,), first of 1 in 1"
                " values. Give such ids as text"
            ),
        ),
        ("abc", InvalidTypeError, "be a column of ids, but got 'abc'"),
        (7, InvalidTypeError, "be a column of ids, but got 7"),
        ({1: 2}, InvalidTypeError, "be a column of ids, but got {1: 2}"),
        (np.array("a"), InvalidTypeError, "be a column of ids, but got 'a'"),
        (
            np.ones((2, 1), int),
            InvalidArgumentError,
            (
                "be a one-dimensional column, but got shape (2, 1). Reshape it with"
                " .ravel()"
            ),
        ),
    ],
    ids=range(13),
)
def test_refused(values, error, message):
    """Floats, masks and mixtures are no ids."""
    with pytest.raises(error) as caught:
        Ids.of(values, argument="actor")

    assert f"actor must {message}" == str(caught.value)


@pytest.mark.parametrize(
    "values", [["b", "a", None], [3, 1, None], [BIG, 3, None]], ids=range(3)
)
def test_codes_and_names(values):
    """A code has a name and a name a code; what is not there has none."""
    ids = Ids.of(values)
    first = ids.code(values[0])

    assert values[0] == ids.name(first) == ids.names().tolist()[first]
    assert ids.name(-1) is None
    assert [-1] * 5 == [ids.code(name) for name in ("zz", 77, None, True, 3.0)]
    assert values[1:] == list(ids[1:])
    assert [values[2], values[0]] == list(ids[np.array([2, 0])])


def test_ids_are_compared_by_value():
    """Two vocabularies may say the same; a list is no column of ids."""
    assert Ids.of(["b", "a"])[1:] == Ids.of(["a"])
    assert Ids.of(["a"]) != ["a"]
    assert Ids.of(["b"]) + Ids.of(["a", None]) == Ids.of(["b", "a", None])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([3, 1], [1, 7]),
        ([BIG, 1], [1, None]),
        (["b"], ["a", "b"]),
        ([], ["a"]),
        ([None], [3]),
        ([], []),
        ([None], [BIG, 3]),
        ([None], []),
    ],
    ids=range(8),
)
def test_shared_codes(first, second):
    """Columns of one vocabulary say what they said."""
    ours, theirs = shared_codes(Ids.of(first), Ids.of(second))

    assert (first, second) == (list(ours), list(theirs))
    for a, name in zip(ours.codes, first, strict=True):
        for b, other in zip(theirs.codes, second, strict=True):
            assert (name == other) == (a == b)


def test_numbers_and_text_do_not_meet():
    """1 and '1' are not compared, but refused."""
    with pytest.raises(InvalidTypeError) as caught:
        shared_codes(Ids.of([1]), Ids.of(["1"]))

    assert (
        "ids must be all whole numbers or all text, but one column holds numbers and"
        " another text. Give all of them as text"
    ) == str(caught.value)


NIGHTS = datetime(2025, 5, 1), datetime(2025, 5, 2)  # noqa: DTZ001
DATES = date(2025, 5, 1), date(2025, 5, 2)
DAYS = np.array(["2025-05-02", "NaT", "2025-05-01"], "M8[D]")


@pytest.mark.parametrize(
    ("by", "codes", "names"),
    [
        (["b", "a", None], [1, 0, 2], ("a", "b", None)),
        ([7, None, 3], [1, 2, 0], (3, 7, None)),
        ([-7, 3, 3], [0, 1, 1], (-7, 3)),
        ([5, 5], [0, 0], (5,)),
        ([True, False], [1, 0], (False, True)),
        ([True, None, False], [1, 2, 0], (False, True, None)),
        ([date(2025, 5, 2), None, date(2025, 5, 1)], [1, 2, 0], (*DATES, None)),
        (np.array([True, True]), [0, 0], (True,)),
        (DAYS, [1, 2, 0], (date(2025, 5, 1), date(2025, 5, 2), None)),
        (DAYS[::2].astype("M8[ns]"), [1, 0], (NIGHTS[0], NIGHTS[1])),
        (np.array(["b", "a"]), [1, 0], ("a", "b")),
        ([], [], ()),
        ({"k": ["b", "a", "b"]}, [1, 0, 1], (("a",), ("b",))),
        (
            {"k": ["b", "a", "b"], "l": [1, 1, None]},
            [1, 0, 2],
            (("a", 1), ("b", 1), ("b", None)),
        ),
        ({"k": [], "l": []}, [], ()),
    ],
    ids=range(15),
)
def test_labels(by, codes, names):
    """A missing label is a group of its own, the last; combinations are tuples."""
    found, labelled = labels("by", by)

    assert (codes, names) == (found.tolist(), labelled)


def test_declared_groups_stay():
    """A category without rows is a group of nobody."""
    pandas = pytest.importorskip("pandas")
    declared = pandas.Categorical(["b"], categories=["a", "b"])

    assert ("a", "b") == labels("by", declared)[1]


@pytest.mark.parametrize(
    ("by", "message"),
    [
        ({}, "by must name a column, but got {}"),
        (
            {"k": [1], "l": [1, 2]},
            "by['l'] must have the length 1 of by['k'], but has 2",
        ),
    ],
    ids=range(2),
)
def test_refused_labels(by, message):
    """Keys of two lengths, or no key at all."""
    with pytest.raises(InvalidArgumentError) as caught:
        labels("by", by)

    assert message == str(caught.value)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (2, "code must be below the number of codes, 2, but got 2"),
        ("a", "code must be a whole number, but got 'a'"),
        (True, "code must be a whole number, but got True"),
        (0.0, "code must be a whole number, but got 0.0"),
    ],
)
def test_unknown_codes_have_no_name(code, message):
    """A name is of a code that there is, or None of -1."""
    ids = Ids.of(["b", "a"])
    with pytest.raises((TypeError, ValueError)) as caught:
        ids.name(code)

    assert message == str(caught.value)
    assert ("a", "b", None) == (ids.name(0), ids.name(np.int64(1)), ids.name(-1))


class Coded:
    """What has codes and categories, as a library of dataframes may have them."""

    def __init__(self, codes, categories):
        """Keep them."""
        self.codes, self.categories = codes, categories


def test_categoricals_are_taken_as_codes():
    """Are ids; its categories are checked as ids are, and named as the column is."""
    assert ["b", None] == list(Ids.of(Coded([1, -1], ["a", "b"])))
    with pytest.raises(InvalidTypeError, match=r"^actor must be whole numbers or text"):
        Ids.of(Coded([0], [1.5]), argument="actor")
    alone = Coded([0], ["a"])
    del alone.categories
    with pytest.raises(InvalidTypeError, match="be a column of ids"):
        Ids.of(alone)
    used = labels("by", {"k": Coded([1], ["a", "b"])})
    assert ([0], (("b",),)) == (used[0].tolist(), used[1])


def test_as_many_codes_as_the_highest_says():
    """And none of none."""
    assert [4, 0, 0] == [
        Ids.of(np.array([3, 1])).size,
        Ids.of(np.array([], np.int64)).size,
        Ids(np.array([], np.int64)).size,
    ]
    assert [0, 1, None] == Ids(np.array([0, 1, -1])).values()


@pytest.mark.parametrize("hidden", [5, -1, BIG, -BIG - 1])
@pytest.mark.parametrize("seen", [5, -1, BIG])
def test_masked_ids_leave_no_category(hidden, seen):
    """Whatever stands there is no id and makes none."""
    ids = Ids.of(np.ma.array([hidden, seen, hidden], mask=[True, False, True]))
    none = Ids.of(np.ma.array([hidden, hidden], mask=True))

    assert [None, seen, None] == list(ids)
    assert seen == ids.names()[-1]
    assert ([None, None], 0, None) == (list(none), none.size, none.categories)
    if seen != 5:
        assert 1 == ids.size


def test_unsigned_ids_up_to_the_largest_signed_one():
    """Are ids like others."""
    for value in (200, BIG - 1, BIG):
        assert [value] == list(Ids.of(np.array([value], np.uint64)))


def test_ids_do_not_change_with_the_caller_s():
    """They are copies, but where they are said to be none."""
    given = np.array([1, 2])
    kept, shared = Ids.of(given), Ids.of(given, copy=False)
    given[0] = 3

    assert ([1, 2], [3, 2]) == (list(kept), list(shared))


def test_narrow_codes_are_made_wide():
    """Ids with wide ones are themselves."""
    narrow, wide = Ids(np.array([0, 1], np.int8)), Ids(np.array([0, 1]))

    assert np.int64 == Ids.of(narrow).codes.dtype
    assert wide is Ids.of(wide)


def test_text_beside_nan():
    """Of pandas it is missing; of an array of objects nobody knows what it is."""
    with pytest.raises(InvalidTypeError, match="Write None where it is missing"):
        Ids.of(np.array(["a", NAN], object))
    pandas = pytest.importorskip("pandas")

    assert ["a", None] == list(Ids.of(pandas.Series(["a", NAN], dtype=object)))
    with pytest.raises(InvalidTypeError):
        Ids.of(pandas.Series([1, NAN], dtype=object))
