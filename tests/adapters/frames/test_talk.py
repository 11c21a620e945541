"""The conversation ratio of an engine's posts and logs is the core's own."""

import numpy as np
import pytest

from engagement_metrics import Action, Interactions, Posts, conversation_ratio

frames = pytest.importorskip("engagement_metrics.adapters.frames")
pa = pytest.importorskip("pyarrow")

RNG = np.random.default_rng(11)
EVENTS = 4000


def some(values, lost):
    """Return values, some of them missing."""
    draws = RNG.random(EVENTS)
    return [None if u < lost else v for v, u in zip(values, draws, strict=True)]


ACTORS = some([f"u{int(v)}" for v in 60 * RNG.random(EVENTS) ** 2], 0.01)
TARGETS = some([f"u{int(v)}" for v in 60 * RNG.random(EVENTS) ** 3], 0.05)
KINDS = some([str(kind) for kind in RNG.choice([*Action], EVENTS)], 0.01)
WEIGHTS = [float(w) for w in RNG.integers(0, 5, EVENTS) / 2]
LOG = {"actor": ACTORS, "target": TARGETS}


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"account": "u3"},
        {"account": "u3", "direction": "sent"},
        {"account": "u3", "direction": "both"},
    ],
)
def test_the_conversation_ratio_of_a_log_is_the_cores_own(local, asked):
    """What an account does to itself, and kinds that are no interactions, are out."""
    frame = local(pa.table(LOG | {"kind": KINDS}))
    log = Interactions.of(actor=ACTORS, target=TARGETS, kind=KINDS)
    expected = conversation_ratio(log, **asked)
    actual = frames.conversation_ratio(
        frame, kind="kind", actor="actor", target="target", **asked
    )

    assert (expected.sum_y, expected.sum_x) == (actual.sum_y, actual.sum_x)
    assert (expected.units, expected.units_some) == (actual.units, actual.units_some)
    assert expected.standard_error == pytest.approx(actual.standard_error, rel=1e-12)
    assert expected.value == actual.value
    assert expected.metric.formula == actual.metric.formula


@pytest.mark.filterwarnings("ignore:.*is negative in")
def test_the_conversation_ratio_of_posts_is_the_cores_own(engine):
    """Over posts it is pooled, a row below zero set aside."""
    counters = {"reply": [4, -1, 3, None], "like": [12, 5, 0, 1], "view": [1, 1, 1, 1]}
    with pytest.warns(UserWarning, match="negative|below"):
        posts = Posts.of(actions=counters)
    expected = conversation_ratio(posts).pooled()
    actual = frames.conversation_ratio(
        engine(pa.table({f"n_{k}": v for k, v in counters.items()})),
        actions={k: f"n_{k}" for k in counters},
    )

    assert expected.value == actual.value
    assert expected.metric.formula == actual.metric.formula
    assert expected.left_out == actual.left_out
    assert expected.units == actual.units


def test_the_conversation_ratio_of_a_weighted_log():
    """Each event counts its weight."""
    frame = pa.table(LOG | {"kind": KINDS, "weight": WEIGHTS})
    log = Interactions.of(actor=ACTORS, target=TARGETS, kind=KINDS, weight=WEIGHTS)
    asked = {name: name for name in ("kind", "actor", "target", "weight")}
    grouped = frames.conversation_ratio(frame, **asked, by="actor")

    assert (
        conversation_ratio(log).value == frames.conversation_ratio(frame, **asked).value
    )
    assert conversation_ratio(log).value == pytest.approx(grouped.total().value)


def test_a_log_in_a_cluster_is_refused(cluster):
    """Counts of each kind are a table that it can sum."""
    frame = cluster(pa.table({"a": ["x"], "b": ["y"], "k": ["reply"]}))
    with pytest.raises(ValueError, match=r"for a log, but got one of .* actions=, or"):
        frames.conversation_ratio(frame, kind="k", actor="a", target="b")


def test_groups_without_interactions_are_undefined():
    """Their label is there, and nothing was left out."""
    log = {"actor": ["a", "b"], "target": ["b", "a"], "kind": ["reply", "view"]}
    frame = pa.table(log | {"day": ["mon", "tue"]})
    made = frames.conversation_ratio(frame, **{n: n for n in log}, by="day")

    assert (("mon", "tue"), [1, 0]) == (made.labels, made.estimate.units.tolist())
    assert 0 == made["tue"].left_out.units


def test_counters_of_talk_are_needed():
    """The message lists them."""
    with pytest.raises(ValueError, match="actions must name a counter of talk") as told:
        frames.conversation_ratio(pa.table({"n": [1]}), actions={"like": "n"})

    assert str(told.value).endswith(
        "'mention', 'message', 'quote', 'reply', but got ['like']"
    )


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({}, "exactly one of actions, of posts, and kind, of a log, must be given"),
        ({"kind": "kind"}, "actor and target must be given with kind"),
        (
            {"kind": "n", "actor": "actor", "target": "target"},
            "kind must be ",
        ),
        (
            {
                "kind": "kind",
                "actor": "actor",
                "target": "target",
                "account": "a",
                "direction": "up",
            },
            "direction must be 'received', 'sent' or 'both', but got 'up'",
        ),
    ],
)
def test_a_log_is_described_in_full(asked, message):
    """What is asked of a log must be there."""
    frame = pa.table({"actor": ["a"], "target": ["b"], "kind": ["like"], "n": [1]})
    with pytest.raises((ValueError, TypeError), match=message):
        frames.conversation_ratio(frame, **asked)
