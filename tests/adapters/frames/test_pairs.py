"""Pairs grouped in an engine are the core's own, on every engine."""

import numpy as np
import pytest

from engagement_metrics import (
    Action,
    Dyads,
    Interactions,
    two_way_index,
)

frames = pytest.importorskip("engagement_metrics.adapters.frames")
pa = pytest.importorskip("pyarrow")

RNG = np.random.default_rng(11)
EVENTS = 4000
ACTOR = [int(v) for v in 60 * RNG.random(EVENTS) ** 2]
TARGET = [int(v) for v in 60 * RNG.random(EVENTS) ** 3]
ACTORS = [
    None if u < 0.01 else f"u{a}"
    for u, a in zip(RNG.random(EVENTS), ACTOR, strict=True)
]
TARGETS = [
    None if u < 0.05 else f"u{a}"
    for u, a in zip(RNG.random(EVENTS), TARGET, strict=True)
]
KINDS = [
    None if u < 0.01 else str([*Action][i])
    for u, i in zip(RNG.random(EVENTS), RNG.integers(0, 12, EVENTS), strict=True)
]
POSTS = [
    None if u < 0.3 else int(p)
    for u, p in zip(RNG.random(EVENTS), RNG.integers(0, 300, EVENTS), strict=True)
]
WEIGHTS = [float(w) for w in RNG.integers(0, 5, EVENTS) / 2]
LOG = {"actor": ACTORS, "target": TARGETS}


def without_floats(request):
    """Skip the engine that has no whole numbers beside nulls, but floats."""
    if "pandas numpy" in request.node.name:
        pytest.skip("pandas without nullable columns holds such ids as floats")


def same_groups(expected, actual):
    """Assert that values are equal bit by bit, and errors to 1e-12."""
    assert expected.labels == actual.labels
    assert expected.instead == actual.instead
    first, second = expected.estimate, actual.estimate
    np.testing.assert_array_equal(first.units, second.units)
    for name in ("sum_y", "sum_x", "value", "sum_xx"):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name), name)
    for name in ("sum_ee", "sum_ex", "standard_error"):
        a, b = getattr(first, name), getattr(second, name)
        np.testing.assert_allclose(b, a, rtol=1e-12, atol=1e-10, err_msg=name)
    for name in ("left_out", "whole", "kind", "metric"):
        assert np.all(getattr(first, name) == getattr(second, name)), name


def test_dyads_are_the_cores_own(engine):
    """Loops, broadcasts and events of nobody are set aside as by the core."""
    actual = frames.dyads(engine(pa.table(LOG)), **{n: n for n in LOG})

    assert Dyads.of(actor=ACTORS, target=TARGETS) == actual


def test_whole_numbers_are_accounts(engine):
    """Ids stay whole numbers."""
    frame = engine(pa.table({"actor": ACTOR, "target": TARGET}))
    actual = frames.dyads(frame, actor="actor", target="target")

    assert Dyads.of(actor=ACTOR, target=TARGET) == actual


def test_kinds_choose_the_events(engine):
    """Broadcasts are events without a target, of the kinds or of none."""
    frame = engine(pa.table(LOG | {"kind": KINDS}))
    log = Interactions.of(actor=ACTORS, target=TARGETS, kind=KINDS)
    asked = {"actor": "actor", "target": "target", "kind": "kind"}

    assert Dyads.of_log(log) == frames.dyads(frame, **asked)
    assert Dyads.of_log(log, kinds=None) == frames.dyads(frame, **asked, kinds=None)
    assert Dyads.of_log(log, kinds={"like"}) == frames.dyads(
        frame, **asked, kinds={"like"}
    )


def test_a_post_counts_once_for_each_pair(request, local):
    """Further kinds of one post are repeats, and are counted as such."""
    without_floats(request)
    frame = local(pa.table(LOG | {"post": pa.array(POSTS, pa.int64())}))
    log = Interactions.of(actor=ACTORS, target=TARGETS, post=POSTS)
    actual = frames.dyads(frame, actor="actor", target="target", post="post")

    assert actual.repeats > 0
    assert Dyads.of_log(log, kinds=None) == actual


def test_an_event_counts_once_for_each_id(local):
    """Rows that repeat an id are dropped, as by the core."""
    columns = LOG | {"id": [f"e{k % 3000}" for k in range(EVENTS)], "kind": KINDS}
    log = Interactions.of(**columns)
    names = {name: name for name in columns}

    assert Dyads.of_log(log) == frames.dyads(local(pa.table(columns)), **names)


@pytest.mark.parametrize("name", ["post", "id"])
def test_posts_and_ids_are_not_looked_at_in_a_cluster(cluster, name):
    """The message says what to do there, or here."""
    frame = cluster(pa.table({"a": ["x"], "b": ["y"], "c": ["z"]}))
    with pytest.raises(ValueError, match="frame") as caught:
        frames.dyads(frame, actor="a", target="b", **{name: "c"})

    assert "for post= and id=, but got one of" in str(caught.value)
    assert str(caught.value).endswith(
        ". Keep one row of each there, or collect the log with frames.interactions()"
    )


def test_whole_numbers_beside_nulls_are_accounts(request, engine):
    """A null of several keys is no value of its own, whatever the engine does."""
    without_floats(request)
    draw = np.random.default_rng(5)
    columns = {
        name: [
            None if u < part else int(v)
            for u, v in zip(draw.random(900), draw.integers(0, 30, 900), strict=True)
        ]
        for name, part in (("actor", 0.1), ("target", 0.3))
    }
    frame = engine(pa.table({n: pa.array(c, pa.int64()) for n, c in columns.items()}))

    assert Dyads.of(**columns) == frames.dyads(frame, actor="actor", target="target")


def test_categories_are_accounts():
    """Ids that a dictionary encodes are text, and their nulls are nobody."""
    pl = pytest.importorskip("polars")
    frame = pl.DataFrame(LOG).cast(pl.Categorical)
    actual = frames.dyads(frame, actor="actor", target="target")

    assert Dyads.of(actor=ACTORS, target=TARGETS) == actual


def test_weights_are_summed(engine):
    """A weight of nothing is no relationship."""
    frame = engine(pa.table(LOG | {"weight": WEIGHTS}))
    actual = frames.dyads(frame, actor="actor", target="target", weight="weight")

    assert Dyads.of(actor=ACTORS, target=TARGETS, weight=WEIGHTS) == actual


def test_the_index_of_the_network_is_the_cores_own(engine):
    """Value, parts and interval are those of the dyads."""
    frame = engine(pa.table(LOG))
    expected = two_way_index(Dyads.of(actor=ACTORS, target=TARGETS))
    actual = frames.two_way_index(frame, actor="actor", target="target")

    assert (expected.value, expected.balance) == (actual.value, actual.balance)
    assert expected.standard_error == actual.standard_error
    one = frames.two_way_index(frame, actor="actor", target="target", account="u3")
    assert two_way_index(expected.dyads, account="u3").value == one.value


def test_the_index_of_every_account_is_the_cores_own(engine):
    """Each relationship is seen from both ends, summed in the engine."""
    frame = engine(pa.table(LOG))
    expected = two_way_index(Dyads.of(actor=ACTORS, target=TARGETS), by="account")

    same_groups(
        expected,
        frames.two_way_index(frame, actor="actor", target="target", by="account"),
    )


@pytest.mark.parametrize("extra", ["weight", "nobody", "whole"])
def test_every_account_however_it_is_counted(engine, extra):
    """Weights, and accounts that only speak to themselves or to nobody."""
    columns, asked = dict(LOG), {"actor": "actor", "target": "target"}
    if extra == "weight":
        columns["weight"], asked["weight"] = WEIGHTS, "weight"
        dyads = Dyads.of(actor=ACTORS, target=TARGETS, weight=WEIGHTS)
    elif extra == "nobody":
        columns = {"actor": ["a", "b", "c", "c"], "target": ["a", None, "d", "c"]}
        dyads = Dyads.of(**columns)
    else:
        columns = {"actor": ACTOR, "target": TARGET}
        dyads = Dyads.of(**columns)
    actual = frames.two_way_index(engine(pa.table(columns)), **asked, by="account")

    same_groups(two_way_index(dyads, by="account"), actual)


REFUSED = {
    "weight must not be given together with post: of one post from one account to"
    " another the first row counts, and engines have no first row. Give"
    " frames.interactions() and Dyads.of_log()": {"weight": "n", "post": "n"},
    "ids must be all whole numbers or all text, but one column holds numbers and"
    " another text. Give all of them as text": {"actor": "n"},
    "actor must be whole numbers or text, but column 'w' holds Float64. Read ids as"
    " text: a float cannot hold every id": {"actor": "w"},
    "weight must not be negative, but got -1.0 at (1,), first of 1 in 2 values": {
        "weight": "w"
    },
    "target must be a column of the frame, but got 'targets'. Did you mean 'target'?"
    " It has 'actor', 'target', 'n', 'w'": {"target": "targets"},
}


@pytest.mark.parametrize("message", REFUSED)
@pytest.mark.parametrize("by", [None, "account"])
def test_what_cannot_be_is_refused(message, by):
    """The argument, the rule, what came instead, and the cure."""
    frame = pa.table(
        {"actor": ["a", "b"], "target": ["b", "a"], "n": [1, 2], "w": [1.0, -1.0]}
    )
    asked = {"actor": "actor", "target": "target"} | REFUSED[message]
    with pytest.raises((ValueError, TypeError)) as caught:
        frames.two_way_index(frame, **asked, by=by)

    assert message == str(caught.value)


REFUSED_THERE = {
    "weight must be known, finite and not negative, but got 1 that are not": {
        "weight": "w"
    },
    "actor must be whole numbers, text, masks or days, but column 'w' holds Float64."
    " Read ids as text: a float cannot hold every id": {"actor": "w"},
    "kind must be text, but column 'n' holds Int64. Name each kind by an Action": {
        "kind": "n"
    },
    "ids must be all whole numbers or all text, but one column holds numbers and"
    " another text. Give all of them as text": {"actor": "n"},
}


@pytest.mark.parametrize("message", REFUSED_THERE)
def test_what_cannot_be_is_refused_elsewhere(elsewhere, message):
    """What the core would refuse is not summed either."""
    columns = {"actor": ["a", "b"], "target": ["b", "a"], "n": [1, 2], "w": [1.0, -1.0]}
    asked = {"actor": "actor", "target": "target"} | REFUSED_THERE[message]
    with pytest.raises((ValueError, TypeError)) as caught:
        frames.dyads(elsewhere(pa.table(columns)), **asked)

    assert message == str(caught.value)


def test_unknown_kinds_are_refused_elsewhere(elsewhere):
    """By the core's own message."""
    frame = elsewhere(pa.table(LOG | {"kind": KINDS}))
    with pytest.raises(ValueError, match="kinds must be"):
        frames.dyads(frame, **{n: n for n in LOG}, kind="kind", kinds={"retweet"})


def test_pairs_are_the_cores_own_elsewhere(elsewhere):
    """Summed by an engine, with kinds and weights."""
    frame = elsewhere(pa.table(LOG | {"kind": KINDS, "weight": WEIGHTS}))
    log = Interactions.of(**LOG, kind=KINDS, weight=WEIGHTS)
    names = {n: n for n in (*LOG, "kind", "weight")}

    assert Dyads.of_log(log) == frames.dyads(frame, **names)
    assert two_way_index(Dyads.of(**LOG)).value == (
        frames.two_way_index(frame, **{n: n for n in LOG}).value
    )


def test_only_accounts_are_a_group_of_the_index():
    """Every account has one index; of some other group Dyads are made first."""
    with pytest.raises(ValueError, match="by must be 'account'"):
        frames.two_way_index(pa.table(LOG), actor="actor", target="target", by="day")
