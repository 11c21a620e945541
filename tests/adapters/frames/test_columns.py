"""Columns are read as what they are asked for, or refused."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pytest

frames = pytest.importorskip("engagement_metrics.adapters.frames")
pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")

FRAME = pl.DataFrame(
    {
        "likes": ["12", "3"],
        "yes": [True, False],
        "share": [0.5, 1.0],
        "day": [dt.date(2025, 5, 1), dt.date(2025, 5, 2)],
    }
)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            {"actions": {"like": "likes"}},
            (
                "actions['like'] must be numbers, but column 'likes' holds text"
                " (String). Convert it to numbers first"
            ),
        ),
        (
            {"exposures": {"reach": "yes"}},
            (
                "exposures['reach'] must be numbers, but column 'yes' holds Boolean."
                " A mask is not a count: count it first"
            ),
        ),
        (
            {"id": "share"},
            (
                "id must be whole numbers or text, but column 'share' holds Float64."
                " Read ids as text: a float cannot hold every id"
            ),
        ),
        (
            {"published": "likes"},
            (
                "published must be times, but column 'likes' holds text (String)."
                " Read text as times first"
            ),
        ),
    ],
)
def test_a_column_of_another_kind_is_refused(arguments, message):
    """The message names the argument, the column, what it holds and the cure."""
    with pytest.raises(TypeError) as caught:
        frames.posts(FRAME, **arguments)

    assert message == str(caught.value)


def test_dates_are_not_read_from_text():
    """Days need a column of dates."""
    with pytest.raises(TypeError, match="Read text as dates first"):
        frames.days(FRAME, date="likes")


def test_something_must_be_asked_for():
    """A frame of which no column is named is no table."""
    with pytest.raises(ValueError, match="at least one column"):
        frames.posts(FRAME)


def test_columns_of_objects_go_through_the_library_s_own_door():
    """Decimals, mixed ids and Python times are checked where lists are."""
    frame = pd.DataFrame(
        {
            "likes": pd.Series([Decimal(3), None], dtype=object),
            "id": pd.Series([1, "1"], dtype=object),
            "at": pd.Series(
                [dt.datetime(2025, 5, 1, tzinfo=dt.UTC), None], dtype=object
            ),
            "day": pd.Series([dt.date(2025, 5, 1), dt.date(2025, 5, 2)], dtype=object),
        }
    )
    posts = frames.posts(frame, actions={"like": "likes"}, published="at")

    assert 3 == posts.actions["like"][0]
    assert np.isnan(posts.actions["like"][1])
    assert "2025-05-01T00:00:00.000000" == str(posts.published[0])
    assert "2025-05-02" == str(frames.days(frame, date="day").date[1])
    with pytest.raises(TypeError, match="all whole numbers or all text"):
        frames.posts(frame, id="id")


def test_an_empty_column_of_ids_has_none():
    """Nulls alone are no ids, and no rows are fine."""
    nothing = pl.DataFrame({"n": pl.Series([None, None], dtype=pl.Int64)})

    assert [None, None] == frames.posts(nothing, author="n").author.values()
    assert 0 == len(
        frames.posts(pl.DataFrame({"who": []}, {"who": pl.String}), author="who")
    )


def test_wide_integers_are_numbers():
    """128 bits hold counts as well."""
    if not hasattr(pl, "Int128"):
        pytest.skip("this version of Polars has none")
    frame = pl.DataFrame({"likes": pl.Series([5, None], dtype=pl.Int128)})

    assert 5 == frames.posts(frame, actions={"like": "likes"}).actions["like"][0]


def test_a_count_above_2_to_the_53_is_refused():
    """It is not rounded on the way, beside a null or not."""
    for values in ([2**53 + 1], [2**53 + 1, None]):
        frame = pl.DataFrame({"likes": values})
        with pytest.raises(ValueError, match=r"must not exceed 2\*\*53"):
            frames.posts(frame, actions={"like": "likes"})


def test_labels_are_what_they_stand_for():
    """Times on their own clock, and Python's own objects, are labels as well."""
    noon = dt.datetime.fromisoformat("2025-05-01T12:00")
    columns = {"y": [1, 2], "x": [9, 9], "at": [noon, None]}
    by = {"count": "y", "exposure": "x", "by": "at"}
    days = pd.Series([dt.date(2025, 5, 1), None], dtype=object)

    assert (noon, None) == frames.pooled(pl.DataFrame(columns), **by).labels
    assert (dt.date(2025, 5, 1), None) == (
        frames.pooled(pd.DataFrame(columns | {"at": days}), **by).labels
    )


def test_objects_are_no_counts():
    """What is not known to be a number is not summed."""
    frame = pd.DataFrame({"y": pd.Series([Decimal(3)], dtype=object), "x": [9]})
    with pytest.raises(TypeError, match="count must be numbers, but column 'y' holds"):
        frames.pooled(frame, count="y", exposure="x")
