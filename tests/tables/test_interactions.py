"""Who did what to whom."""

import pickle
from datetime import datetime

import numpy as np
import pytest

from engagement_metrics import CONVERSATIONAL, Action, Interactions


def log(**columns):
    """Return a log of three events from ada."""
    return Interactions.of(actor=["ada"] * 3, target=["bob", "cyd", None], **columns)


def test_kinds():
    """One for all, or one each; which events are of some."""
    each = log(kind=[Action.REPLY, "like", None])

    assert ["like"] * 3 == list(log(kind=Action.LIKE).kind)
    assert [True, False, False] == each.of_kinds(CONVERSATIONAL).tolist()
    assert [True] * 3 == each.of_kinds(None).tolist()
    assert [False, True, False] == each.of_kinds({"like"}).tolist()


def test_kinds_that_are_not_known():
    """A log without kinds cannot say, unless it has no events."""
    with pytest.raises(ValueError, match="kind") as caught:
        log().of_kinds({"like"})
    assert str(caught.value).startswith("log must have the kind of each event")
    assert [] == log()[:0].of_kinds({"like"}).tolist()


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"kind": ["lik"] * 3}, "kind must be"),
        ({"kind": "lik"}, "kind must be"),
        ({"weight": [1, -1, 1]}, "weight must not be negative, but got -1.0"),
        ({"weight": [1, None, 1]}, "weight must be known, but got nan"),
        ({"post": [1]}, "post must have the length 3 of actor, but has 1"),
    ],
    ids=range(5),
)
def test_refused(columns, message):
    """Kinds outside the vocabulary, weights below zero, other lengths."""
    with pytest.raises(ValueError, match=message):
        log(**columns)


def test_repeats():
    """An exact repeat of an id is dropped, another row of it replaced; both counted."""
    events = Interactions.of(
        actor=["a", "a", "b", "c", "d", "c"],
        target=["x", "x", "x", "y", "y", "z"],
        id=[1, 1, 2, 3, None, 3],
        weight=[1, 1, 1, 1, 1, 1],
    )

    assert ["a", "b", "d", "c"] == list(events.actor)
    assert ["x", "x", "y", "z"] == list(events.target)
    assert (1, 1) == (events.repeats, events.revised)
    again = events + events
    assert (list(again.target)[:1], 4) == (["y"], len(again) - 1)
    assert 5 == again.repeats
    assert events == pickle.loads(pickle.dumps(events))  # noqa: S301
    assert 0 == Interactions.of(actor=[1], target=[2], id=[3]).repeats


def test_weights_append():
    """Where one log has no weights, its events weigh 1."""
    both = log(weight=[2, 3, 4]) + log()

    assert [2, 3, 4, 1, 1, 1] == both.weight.tolist()
    assert (log() + log()).weight is None


def test_accounts_share_codes():
    """Actor and target speak of the same people."""
    events = Interactions.of(actor=[7, 10**12], target=[10**12, None])
    actor, target = events.accounts()

    assert actor.codes[1] == target.codes[0]
    assert np.array_equal([False, True], target.codes < 0)
    with pytest.raises(TypeError, match="unsupported operand"):
        events + 1


@pytest.mark.parametrize(
    ("first", "second", "repeats"),
    [("NaT", "NaT", 1), ("NaT", "2026-01-05", 0), ("2026-01-05", "NaT", 0)],
)
def test_unknown_times_repeat_each_other_only(first, second, repeats):
    """What is known of one row only is a later word on the event."""
    log = Interactions.of(
        actor=["a", "a"],
        target=["b", "b"],
        at=np.array([first, second], "datetime64[us]"),
        id=["x", "x"],
    )

    assert (1, repeats, 1 - repeats) == (len(log), log.repeats, log.revised)


def test_times_on_a_clock():
    """Are those of the zone."""
    written = [datetime(2026, 1, 5, 9)]  # noqa: DTZ001
    log = Interactions.of(actor=["a"], target=["b"], at=written, tz="Asia/Tokyo")

    assert np.datetime64("2026-01-05T00:00") == log.at[0]
