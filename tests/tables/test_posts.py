"""Counters and exposures of posts."""

import pickle
from datetime import UTC, datetime

import numpy as np
import pytest

from engagement_metrics import Posts, Status, conversation_ratio, engagement_rate
from engagement_metrics.errors import (
    InvalidArgumentError,
    InvalidCountsError,
    NegativeCountsWarning,
    ReachExceedsImpressionsWarning,
)

NAN = float("nan")
WORDS = "'reach', 'impressions', 'followers', 'views', 'posts' or 'follower_days'"


def test_totals():
    """Of what is asked for; unknown where one is."""
    posts = Posts.of(actions={"like": [1, 2, None], "reply": [3, None, 4]})

    assert np.array_equal([4, NAN, NAN], posts.total("like", "reply"), equal_nan=True)
    assert [0.0] * 3 == posts.total().tolist()
    assert not posts.total("like").flags.writeable
    with pytest.raises(ValueError, match="actions must be 'like' or 'reply'"):
        posts.total("view")


def test_one_author():
    """A name stands for all."""
    assert ["ada", "ada"] == list(Posts.of(id=[1, 2], author="ada").author)
    assert [3, None] == list(Posts.of(id=[1, 2], author=[3, None]).author)
    assert 0 == len(Posts.of(author="ada").author)


def stamps(*days):
    """Return midnights of May 2025."""
    return [datetime(2025, 5, day, tzinfo=UTC) for day in days]


def test_the_latest_reading_counts():
    """With the time of reading, a repeated post is kept once; the rest is counted."""
    posts = Posts.of(
        id=["a", "b", "a"], actions={"like": [1, 5, 3]}, as_of=stamps(2, 1, 1)
    )
    later = Posts.of(id=["a"], actions={"like": [9]}, as_of=stamps(3))

    assert ([1.0, 5.0], 1) == (posts.actions["like"].tolist(), posts.superseded)
    assert ([5.0, 9.0], 2) == (
        (posts + later).actions["like"].tolist(),
        (posts + later).superseded,
    )
    assert posts == pickle.loads(pickle.dumps(posts))  # noqa: S301
    assert 0 == Posts.of(id=[1, 2], as_of=stamps(1, 1)).superseded


def test_a_repeated_id_is_refused():
    """Without the time of reading nobody knows which one counts."""
    expected = (
        "id must be distinct, but got 'a' at (0,), first of 1 in 3 values. Give as_of=,"
        " when the counters were read, to keep the latest"
    )
    with pytest.raises(ValueError, match="distinct") as caught:
        Posts.of(id=["a", "b", "a"])
    assert expected == str(caught.value)
    first = Posts.of(id=["a", "b"])
    with pytest.raises(ValueError, match="distinct"):
        first + first


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (
            {"actions": {"like": [1, 2]}, "exposures": {"reach": [1]}},
            "exposures['reach'] must have the length 2 of actions['like'], but has 1",
        ),
        ({"actions": {"like": 3}}, "actions['like'] must be a column, but got 3"),
        (
            {"exposures": {"raech": [1]}},
            (
                f"the names of exposures must be {WORDS}, but got 'raech'. Did you mean"
                " 'reach'?"
            ),
        ),
        (
            {"actions": {"like": [1, "x"]}},
            (
                "actions['like'] must be a number or an array of numbers, but got 'x'"
                " at (1,), first of 1 in 2 values. Convert text to numbers first"
            ),
        ),
        (
            {"actions": {"like": [np.inf]}},
            (
                "actions['like'] must be finite, but got inf at (0,), first of 1 in 1"
                " values. Write None where it is not known"
            ),
        ),
        (
            {"actions": {"like": [1]}, "author": [1, 2]},
            "author must have the length 1 of actions['like'], but has 2",
        ),
        (
            {"actions": [1, 2]},
            "actions must be a mapping of names to columns, but got [1, 2]",
        ),
    ],
    ids=range(7),
)
def test_refused(columns, message):
    """Lengths, names and kinds."""
    with pytest.raises((TypeError, ValueError)) as caught:
        Posts.of(**columns)

    assert message == str(caught.value)


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({"actions": {"like": [-1, 2]}}, "actions['like']"),
        ({"exposures": {"reach": [-1, 2]}}, "exposures['reach']"),
        ({"engagements": [-1, 2]}, "engagements"),
    ],
    ids=range(3),
)
def test_negative_counters_are_kept(columns, name):
    """With a warning, for a row of a table is not an argument."""
    with pytest.warns(NegativeCountsWarning) as caught:
        posts = Posts.of(**columns)

    assert 2 == len(posts)
    assert (
        f"{name} is negative in 1 of 2 posts: kept, and set aside in every metric of it"
    ) == str(caught[0].message)


def test_negative_counters_are_set_aside():
    """One counter below zero makes its post INVALID, left out and counted."""
    with pytest.warns(NegativeCountsWarning):
        posts = Posts.of(
            actions={"like": [10, 3, 5], "reply": [-1, 2, 5]},
            exposures={"reach": [100, -5, 50]},
        )
    rate, ratio = engagement_rate(posts, per="reach"), conversation_ratio(posts)

    assert [Status.INVALID, Status.INVALID, Status.DEFINED] == list(rate.status)
    assert (2, 0.2) == (rate.pooled().left_out.invalid, rate.pooled().value)
    assert [Status.INVALID, Status.DEFINED, Status.DEFINED] == list(ratio.status)


def test_more_people_than_displays():
    """Reach above impressions is told, and kept."""
    with pytest.warns(ReachExceedsImpressionsWarning) as caught:
        Posts.of(exposures={"reach": [3, 1, None], "impressions": [2, 1, 0]})

    Posts.of(exposures={"reach": [1], "impressions": [1]})
    assert (
        "reach exceeds impressions in 1 of 3 posts: platforms estimate the two"
        " independently"
    ) == str(caught[0].message)


def test_only_posts_append():
    """A list is no table."""
    with pytest.raises(TypeError, match="unsupported operand"):
        Posts.of() + 1


def test_times_on_a_clock():
    """Are those of the zone, of the post and of when one looked."""
    written = [datetime(2026, 1, 5, 9)]  # noqa: DTZ001
    posts = Posts.of(published=written, as_of=written, tz="Asia/Tokyo")

    assert [np.datetime64("2026-01-05T00:00")] * 2 == [
        posts.published[0],
        posts.as_of[0],
    ]


def test_totals_are_compared():
    """Of several posts, one by one."""
    first, second, other = (Posts.of(engagements=[1, n]) for n in (2, 2, 3))

    assert first == second != other


def test_tiny_exposures_are_refused():
    """A tiny count is one, a tiny exposure none."""
    tiny = [5e-324]
    with pytest.raises(InvalidCountsError, match="large enough to divide by"):
        Posts.of(exposures={"reach": tiny})

    assert tiny == Posts.of(actions={"like": tiny}).actions["like"].tolist()


@pytest.mark.parametrize(
    ("word", "right"),
    [
        ("comment", "reply"),
        ("comments", "reply"),
        ("retweets", "share"),
        ("favourite", "like"),
        ("favorites", "like"),
        ("bookmark", "save"),
        ("reblogs", "share"),
        ("direct message", "message"),
    ],
)
def test_words_of_platforms_are_refused_with_the_right_one(word, right):
    """The refusal names the action that it is here."""
    with pytest.raises(InvalidArgumentError) as caught:
        Posts.of(actions={word: [1, 2]})

    assert str(caught.value).startswith("the names of actions must be 'like', ")
    assert str(caught.value).endswith(f"but got {word!r}. Write {right!r}")


@pytest.mark.parametrize(
    ("word", "right"),
    [
        ("impression", "impressions"),
        ("subscribers", "followers"),
        ("fans", "followers"),
    ],
)
def test_words_of_exposures_are_refused_with_the_right_one(word, right):
    """As those of actions are."""
    with pytest.raises(InvalidArgumentError, match=f"Write '{right}'"):
        Posts.of(exposures={word: [1, 2]})
