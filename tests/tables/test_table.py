"""What every table does: rows, slices, masks and appending."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from engagement_metrics import Action, Days, Exposure, Interactions, Posts
from engagement_metrics.errors import NegativeCountsWarning
from engagement_metrics.tables import Ids
from engagement_metrics.tables._table import Table, superseded, warn_negative

LOG = Interactions.of(
    actor=["ada", "bob", "ada"],
    target=["bob", None, "cyd"],
    kind=["reply", "share", None],
    at=[datetime(2025, 5, day, tzinfo=UTC) for day in (1, 2, 3)],
    weight=[1, 2, 3],
)


def test_rows():
    """A row has what its table has; times are aware."""
    row = LOG[-1]

    assert ("ada", "cyd", None, 3.0) == (row.actor, row.target, row.kind, row.weight)
    assert datetime(2025, 5, 3, tzinfo=UTC) == row.at
    assert (row.post, row.id) == (None, None)
    assert [row.actor for row in LOG] == ["ada", "bob", "ada"]
    assert LOG[np.int64(0)] == LOG[0]
    assert date(2025, 5, 1) == Days.of(date=[date(2025, 5, 1)])[0].date


@pytest.mark.parametrize(
    ("rows", "actors"),
    [
        (slice(1, None), ["bob", "ada"]),
        (np.array([True, False, True]), ["ada", "ada"]),
        (np.array([1, 0]), ["bob", "ada"]),
        (np.array([-1]), ["ada"]),
        (slice(0, 0), []),
    ],
    ids=range(5),
)
def test_some_rows(rows, actors):
    """A slice, a mask and places give the same kind."""
    some = LOG[rows]

    assert isinstance(some, Interactions)
    assert actors == list(some.actor)
    assert len(actors) == len(some) == some.weight.size
    assert not some.weight.flags.writeable


@pytest.mark.parametrize("row", [3, -4])
def test_no_such_row(row):
    """A row that is not there is not given."""
    with pytest.raises(IndexError):
        LOG[row]


def test_nothing_changes_nothing():
    """A table without rows is an identity, on either side."""
    nothing = LOG[:0]

    assert LOG == LOG + nothing == nothing + LOG
    assert 0 == len(nothing) == len(Posts.of())
    posts = Posts.of(actions={"like": [1]}, id=[7])
    assert posts == posts + Posts.of()
    assert posts == Posts.of() + posts


def test_columns_that_one_lacks_are_missing():
    """Numbers, times, ids and counters alike."""
    first = Posts.of(actions={"like": [1]}, exposures={"reach": [9]}, engagements=[3])
    second = Posts.of(
        actions={"reply": [2]},
        id=["x"],
        author="ada",
        published=[datetime(2025, 5, 1, tzinfo=UTC)],
    )
    both = first + second

    assert np.array_equal([1, np.nan], both.actions["like"], equal_nan=True)
    assert np.array_equal([np.nan, 2], both.actions["reply"], equal_nan=True)
    assert np.array_equal([9, np.nan], both.exposures["reach"], equal_nan=True)
    assert np.array_equal([3, np.nan], both.engagements, equal_nan=True)
    assert [None, "x"] == list(both.id)
    assert [None, "ada"] == list(both.author)
    assert [True, False] == np.isnat(both.published).tolist()
    assert both[0].published is None
    assert {"like": 1.0}.items() <= both[0].actions.items()


def test_the_latest_row_of_an_id():
    """By order and then by place; no time is before all; no id is never replaced."""
    ids = Ids.of(["a", "b", "a", None, "b", None, "a"])
    day = np.array(["05", "07", "06", "01", "NaT", "01", "06"])
    order = np.array([d if d == "NaT" else f"2025-05-{d}" for d in day], "M8[us]")
    replaced, keeper = superseded(ids, order)

    assert [True, False, True, False, True, False, False] == replaced.tolist()
    assert [6, 1, 6, 3, 1, 5, 6] == keeper.tolist()
    assert [6, 4, 6, 3, 4, 5, 6] == superseded(ids, None)[1].tolist()


def test_a_table_names_its_row():
    """A table that does not is not finished."""
    with pytest.raises(NotImplementedError):
        Table._row_class()


def test_some_rows_of_counters_by_name():
    """A mapping of columns is one column of each."""
    posts = Posts.of(actions={"like": [1, 2, 3], "reply": [4, 5, 6]})[::2]

    assert ([1, 3], [4, 6]) == tuple(part.tolist() for part in posts.actions.values())


def test_set_aside_counts_add():
    """Of both tables."""
    twice = Interactions.of(actor=["a", "a"], target=["b", "b"], id=["x", "x"])
    once = Interactions.of(actor=["a"], target=["b"], id=["y"])

    assert (1, 1, 2) == (
        (twice + once).repeats,
        (once + twice).repeats,
        len(twice + once),
    )


def test_negative_counters_warn():
    """Which, how many of how many, and what becomes of them."""
    columns = {"like": np.array([1.0, -2, -3]), "reply": None, "share": np.zeros(3)}
    with pytest.warns(NegativeCountsWarning) as caught:
        warn_negative("posts", columns)

    assert [
        "like is negative in 2 of 3 posts: kept, and set aside in every metric of it"
    ] == [str(warning.message) for warning in caught]


@pytest.mark.parametrize(
    ("table", "text"),
    [
        (LOG, "3 events with actor, target, kind, at, weight"),
        (LOG[:1], "1 event with actor, target, kind, at, weight"),
        (Posts.of(), "0 posts"),
        (
            Posts.of(actions={"like": [1]}, exposures={"reach": [2]}, id=["x"]),
            "1 post with like, reach, id",
        ),
        (
            Interactions.of(actor=["a"] * 2, target=["b"] * 2, id=["x"] * 2),
            "1 event with actor, target, id; 1 repeats",
        ),
    ],
    ids=range(5),
)
def test_table_prints_its_rows_and_columns(table, text):
    """Rows, columns, and what was set aside, in one line."""
    assert text == str(table)
    assert f"<{type(table).__name__}: {text}>" == repr(table)


def test_a_short_line_is_cut():
    """A table of many columns has a short repr all the same."""
    posts = Posts.of(
        actions={name: [1] for name in Action},
        exposures={name: [100] for name in Exposure},
        id=["x"],
        author="us",
    )

    assert len(repr(posts)) < 160
    assert repr(posts).endswith("…>")
    assert "follower_days" in str(posts)


def test_an_empty_table_is_false():
    """As every collection of Python is; answers are always true."""
    assert not Posts.of()
    assert not LOG[:0]
    assert LOG
