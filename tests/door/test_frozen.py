"""Frozen values: read-only columns, equality by value, copies and pickles."""

import copy
import pickle
from typing import NamedTuple

import attrs
import numpy as np
import pytest

from engagement_metrics._door._frozen import (
    Frozen,
    assign,
    fields_of,
    frozen,
    read_only,
    remade,
    same,
)

NAN = float("nan")


class Pair(NamedTuple):
    """Two columns by name."""

    first: np.ndarray
    second: object


@attrs.frozen(eq=False, repr=False, getstate_setstate=False)
class Held(Frozen):
    """A frozen value of every kind of field."""

    column: np.ndarray
    several: tuple
    named: dict
    word: str = "word"


def held(first=1.0):
    """Return a frozen value whose columns are read-only."""
    columns = np.array([first, NAN]), Pair(np.array([2.0]), None), {"a": np.array([3])}
    return Held(*map(frozen, columns))


def test_a_read_only_view_shares_its_values():
    """The view refuses to be written to; what it views may still change."""
    values = np.array([1.0, 2.0])
    view = read_only(values)

    with pytest.raises(ValueError, match="read-only"):
        view[0] = 3.0
    assert np.shares_memory(values, view)
    assert values.flags.writeable


def test_columns_inside_tuples_and_mappings_are_read_only():
    """A named tuple keeps its class; what is no column is returned as it is."""
    made = frozen(
        {"a": np.ones(1), "b": Pair(np.ones(1), "x"), "c": (np.ones(1), 3), "d": None}
    )

    columns = [made["a"], made["b"].first, made["c"][0]]
    assert [False] * 3 == [column.flags.writeable for column in columns]
    assert isinstance(made["b"], Pair)
    assert ("x", 3, None) == (made["b"].second, made["c"][1], made["d"])


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (1.0, 1, True),
        (NAN, NAN, True),
        (np.float64(NAN), NAN, True),
        (np.array([1, NAN]), np.array([1, NAN]), True),
        (np.array([1.0]), np.array([1.0, 2]), False),
        (np.array([1]), None, False),
        ({"a": np.array([NAN])}, {"a": np.array([NAN])}, True),
        ({"a": np.array([1])}, {"b": np.array([1])}, False),
        (np.array(["NaT"], "M8[us]"), np.array(["NaT"], "M8[us]"), True),
        (np.array(["NaT"], "M8[us]"), np.array([NAN]), False),
        (None, None, True),
        ("a", "a", True),
        ((1.0, np.array([NAN])), (1.0, np.array([NAN])), True),
        ((1.0, 2.0), (1.0,), False),
        ((1.0, np.array([1])), (1.0, np.array([2])), False),
        ((1.0,), 1.0, False),
        (np.array(["a", None], object), np.array(["a", None], object), True),
    ],
    ids=range(17),
)
def test_fields_are_the_same_where_their_values_are(first, second, expected):
    """NaN equals NaN, NaT equals NaT; length, keys and values must agree."""
    assert expected is same(first, second)
    assert expected is same(second, first)


def test_frozen_values_are_equal_by_their_fields():
    """Of one class and the same fields; nothing else is equal."""
    assert held() == held()
    assert held() != held(2.0)
    assert held() != 3
    assert held().__eq__(3) is NotImplemented


def test_frozen_values_cannot_be_hashed():
    """They hold columns, which have no hash."""
    with pytest.raises(TypeError, match="unhashable type: 'Held'"):
        hash(held())


def test_a_copy_is_the_value_itself():
    """What never changes need not be copied."""
    value = held()

    assert copy.copy(value) is value
    assert copy.deepcopy(value) is value
    assert copy.deepcopy([value])[0] is value


def test_an_unpickled_value_is_equal_and_read_only():
    """Columns are read-only again, also inside tuples and mappings."""
    value = held()
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(value, protocol))  # noqa: S301
        columns = [again.column, again.several.first, again.named["a"]]

        assert value == again
        assert isinstance(again.several, Pair)
        assert [False] * 3 == [column.flags.writeable for column in columns]


def test_fields_are_assigned_once():
    """A value gets its fields while it is made; then they make an equal one."""
    made = object.__new__(Held)
    assign(made, column=np.ones(1), several=(), named={}, word="other")

    assert ["column", "several", "named", "word"] == list(fields_of(made))
    assert made == remade(Held, fields_of(made))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        made.word = "third"
