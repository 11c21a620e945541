"""Pairs grouped in an engine are the core's own, on every engine."""

import numpy as np
import pytest

from engagement_metrics import (
    Action,
    Dyads,
    Interactions,
    Posts,
    conversation_ratio,
    two_way_index,
)
from engagement_metrics.two_way import two_way_index_by_account

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
    for name in ("left_out", "counts", "kind", "metric", "terms"):
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


def test_a_post_counts_once_for_each_pair(request, engine):
    """Further kinds of one post are repeats, and are counted as such."""
    without_floats(request)
    frame = engine(pa.table(LOG | {"post": pa.array(POSTS, pa.int64())}))
    log = Interactions.of(actor=ACTORS, target=TARGETS, post=POSTS)
    actual = frames.dyads(frame, actor="actor", target="target", post="post")

    assert actual.repeats > 0
    assert Dyads.of_log(log, kinds=None) == actual


def test_whole_numbers_beside_nulls_are_accounts(request, engine):
    """A null of several keys is no value of its own, whatever the engine does."""
    without_floats(request)
    draw = np.random.default_rng(5)
    columns = {
        name: [
            None if u < part else int(v)
            for u, v in zip(draw.random(900), draw.integers(0, 30, 900), strict=True)
        ]
        for name, part in (("actor", 0.1), ("target", 0.3), ("post", 0.5))
    }
    frame = engine(pa.table({n: pa.array(c, pa.int64()) for n, c in columns.items()}))
    log = Interactions.of(**columns)

    assert Dyads.of_log(log, kinds=None) == frames.dyads(
        frame, actor="actor", target="target", post="post"
    )
    assert Dyads.of(actor=log.actor, target=log.target) == frames.dyads(
        frame, actor="actor", target="target"
    )


class AskedError(Exception):
    """The result of a plan is asked for."""


@pytest.fixture
def plan_of(monkeypatch):
    """Return what runs a call up to where it asks for its result."""
    lazy = frames.two_way_index.__globals__["nw"].LazyFrame

    def collect(self, *_, **__):
        raise AskedError(self.to_native())

    def run(call, frame):
        with monkeypatch.context() as patch:
            patch.setattr(lazy, "collect", collect)
            with pytest.raises(AskedError) as caught:
                call(frame)
        return caught.value.args[0]

    return run


ENDS = {"actor": "a", "target": "b"}
PLANS = {
    "pairs": lambda frame: frames.dyads(frame, **ENDS),
    "posts": lambda frame: frames.dyads(frame, **ENDS, post="c"),
    "accounts": lambda frame: frames.two_way_index(frame, **ENDS, by="account"),
    "talk": lambda frame: frames.conversation_ratio(frame, **ENDS, kind="kind"),
    "answers": lambda frame: frames.responses(
        frame, **ENDS, post="a", in_reply_to="b", at="at"
    ),
}


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_of_pairs_reads_no_row_of_polars(plan_of, name):
    """A column that fails when it is read has not failed, and the plan groups."""
    pl = pytest.importorskip("polars")

    def burst(_):
        raise AssertionError

    at = pl.lit(0).cast(pl.Datetime("us", "UTC"))
    frame = pl.LazyFrame({"a": [1], "b": [2], "c": [3], "kind": ["like"]})
    frame = frame.with_columns(
        pl.col("a", "b", "c").map_batches(burst, return_dtype=pl.Int64), at=at
    )

    made = plan_of(PLANS[name], frame)
    assert isinstance(made, pl.LazyFrame)
    assert "AGGREGATE" in made.explain()
    with pytest.raises((AssertionError, pl.exceptions.PolarsError)):
        made.collect()


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_of_pairs_reads_no_row_of_duckdb(plan_of, name):
    """A sequence that counts what is read has not been asked."""
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect()
    connection.execute("create sequence reads")
    connection.execute(
        "create view log as select nextval('reads') as a, 2::bigint as b,"
        " 3::bigint as c, 'like' as kind,"
        " '2026-01-05 00:00:00+00'::timestamptz as at from range(3)"
    )
    relation = connection.view("log")
    [(before,)] = connection.execute("select nextval('reads')").fetchall()
    made = plan_of(PLANS[name], relation)

    assert isinstance(made, duckdb.DuckDBPyRelation)
    [(after,)] = connection.execute("select nextval('reads')").fetchall()
    assert before + 1 == after
    made.fetchall()
    [(last,)] = connection.execute("select nextval('reads')").fetchall()
    assert last > after + 1


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("name", PLANS)
def test_a_plan_of_pairs_starts_no_job_of_spark(plan_of, session, name):
    """Spark is at rest until the result is asked for."""
    at = pa.array([0], pa.timestamp("us", "UTC"))
    columns = {"a": [1], "b": [2], "c": [3], "kind": ["like"], "at": at}
    frame = session.createDataFrame(pa.table(columns))
    session.sparkContext.setJobGroup(f"plan of {name}", "a plan")
    made = plan_of(PLANS[name], frame)
    tracker = session.sparkContext.statusTracker()

    assert [] == list(tracker.getJobIdsForGroup(f"plan of {name}"))
    made.collect()
    assert len(tracker.getJobIdsForGroup(f"plan of {name}")) > 0


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
    expected = two_way_index_by_account(Dyads.of(actor=ACTORS, target=TARGETS))

    same_groups(
        expected,
        frames.two_way_index(frame, actor="actor", target="target", by="account"),
    )


@pytest.mark.parametrize("extra", ["weight", "post", "nobody", "whole"])
def test_every_account_however_it_is_counted(request, engine, extra):
    """Weights, posts, and accounts that only speak to themselves or to nobody."""
    columns, asked = dict(LOG), {"actor": "actor", "target": "target"}
    if extra == "weight":
        columns["weight"], asked["weight"] = WEIGHTS, "weight"
        dyads = Dyads.of(actor=ACTORS, target=TARGETS, weight=WEIGHTS)
    elif extra == "post":
        without_floats(request)
        columns["post"], asked["post"] = pa.array(POSTS, pa.int64()), "post"
        log = Interactions.of(actor=ACTORS, target=TARGETS, post=POSTS)
        dyads = Dyads.of_log(log, kinds=None)
    elif extra == "nobody":
        columns = {"actor": ["a", "b", "c", "c"], "target": ["a", None, "d", "c"]}
        dyads = Dyads.of(**columns)
    else:
        columns = {"actor": ACTOR, "target": TARGET}
        dyads = Dyads.of(**columns)
    actual = frames.two_way_index(engine(pa.table(columns)), **asked, by="account")

    same_groups(two_way_index_by_account(dyads), actual)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"account": "u3"},
        {"account": "u3", "direction": "sent"},
        {"account": "u3", "direction": "both"},
    ],
)
def test_the_conversation_ratio_of_a_log_is_the_cores_own(engine, asked):
    """What an account does to itself, and kinds that are no interactions, are out."""
    frame = engine(pa.table(LOG | {"kind": KINDS}))
    log = Interactions.of(actor=ACTORS, target=TARGETS, kind=KINDS)
    expected = conversation_ratio(log, **asked)
    actual = frames.conversation_ratio(
        frame, kind="kind", actor="actor", target="target", **asked
    )

    assert (expected.successes, expected.trials) == (actual.sum_y, actual.sum_x)
    assert (expected.value, expected.terms) == (actual.value, actual.terms)


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

    assert (expected.value, expected.terms) == (actual.value, actual.terms)
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


REFUSED = {
    "weight must not be given together with post: of one post from one account to"
    " another the first row counts, and engines have no first row. Give"
    " frames.interactions() and Dyads.of_log()": {"weight": "n", "post": "n"},
    "actor and target must be all whole numbers or all text, but columns 'n' and"
    " 'target' are of both. Give all of them as text": {"actor": "n"},
    "actor must be whole numbers or text, but column 'w' holds Float64. Read ids as"
    " text: a float cannot hold every id": {"actor": "w"},
    "weight must be known, finite and not negative, but is not in 1 of the rows": {
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


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({}, "exactly one of actions, of posts, and kind, of a log, must be given"),
        ({"kind": "kind"}, "actor and target must be given with kind"),
        (
            {"kind": "n", "actor": "actor", "target": "target"},
            "kind must be text, but column 'n' holds Int64",
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


def test_only_accounts_are_a_group_of_the_index():
    """Every account has one index; of some other group Dyads are made first."""
    with pytest.raises(ValueError, match="by must be 'account'"):
        frames.two_way_index(pa.table(LOG), actor="actor", target="target", by="day")
