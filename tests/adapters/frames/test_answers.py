"""Questions matched in an engine are the core's own, on every engine."""

from datetime import timedelta

import numpy as np
import pytest

from engagement_metrics import ResponsePolicy, Responses
from engagement_metrics.conversation import response_rate
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError

frames = pytest.importorskip("engagement_metrics.adapters.frames")
pa = pytest.importorskip("pyarrow")

RNG = np.random.default_rng(17)
EVENTS = 3000
START = np.datetime64("2026-01-05T00:00", "us")
COLUMNS = ("actor", "target", "at", "post", "in_reply_to")
ALL = ResponsePolicy(asks=None, answers=None)


def some(values, lost):
    """Return values, some of them missing."""
    return [
        None if u < lost else v for v, u in zip(values, RNG.random(EVENTS), strict=True)
    ]


def events():
    """Return a log of posts that answer others, some before these and some twice."""
    post = RNG.permutation(EVENTS).tolist()
    minutes = RNG.integers(0, 5 * EVENTS, EVENTS)
    names = [f"u{int(k)}" for k in 9 * RNG.random(EVENTS) ** 2]
    targets = [f"u{int(k)}" for k in 9 * RNG.random(EVENTS) ** 2]
    at = START + minutes.astype("timedelta64[m]")
    return {
        "actor": some(names, 0.02),
        "target": some(targets, 0.1),
        "at": some(at.tolist(), 0.02),
        "post": some(post, 0.02),
        "in_reply_to": some(RNG.choice(post, EVENTS).tolist(), 0.3),
        "kind": RNG.choice(["reply", "like", "mention"], EVENTS).tolist(),
    }


LOG = events()


def table(log=LOG):
    """Return a log as Arrow has it, its times in a zone."""
    types = {"at": pa.timestamp("us", "Europe/Berlin")}
    types |= {"post": pa.int64(), "in_reply_to": pa.int64()}
    return pa.table({n: pa.array(c, types.get(n)) for n, c in log.items()})


def core(log=LOG, policy=ALL, **options):
    """Return the core's responses, in order of time."""
    from engagement_metrics import Interactions

    at = np.array(log["at"], "datetime64[us]")
    columns = {n: log[n] for n in (*COLUMNS, "kind") if n != "at"}
    made = Interactions.of(**columns, at=at)
    return Responses.of_log(made, policy=policy, **options)


def told(responses, *, account=True):
    """Return all questions, in an order of their own, and what was set aside."""
    rows = zip(
        responses.asked.tolist(),
        responses.answered.tolist(),
        responses.until.tolist(),
        responses.asker.values(),
        responses.account.values() if account else [None] * len(responses),
        strict=True,
    )
    names = ("early", "clamped", "unknown", "to_self", "insiders", "automated")
    counts = {name: getattr(responses, name) for name in names}
    return sorted(rows, key=str), counts


def without_floats(request):
    """Skip the engine that has no whole numbers beside nulls, but floats."""
    if "pandas numpy" in request.node.name:
        pytest.skip("pandas without nullable columns holds such ids as floats")


@pytest.mark.parametrize(
    ("to", "policy"),
    [
        (None, ALL),
        ("u1", ALL),
        ({"u0", "u2"}, ALL),
        ("u1", ResponsePolicy(asks={"mention"}, answers={"reply"})),
        (None, ResponsePolicy(asks=None, answers=None, self_replies=True)),
        (
            "u1",
            ResponsePolicy(
                asks=None,
                answers=None,
                automated={"u3"},
                insiders={"u4", "u5"},
                max_gap=timedelta(hours=30),
            ),
        ),
    ],
    ids=["anybody", "one", "team", "kinds", "self", "people"],
)
def test_responses_are_the_cores_own(request, local, to, policy):
    """Instants, people and what is set aside are equal."""
    without_floats(request)
    names = {n: n for n in (*COLUMNS, "kind")}
    actual = frames.responses(local(table()), **names, to=to, policy=policy)
    expected = core(to=to, policy=policy)

    assert expected == actual
    assert len(actual) > 20
    day = timedelta(days=1)
    assert str(response_rate(expected, within=day)) == str(
        response_rate(actual, within=day)
    )


def test_opening_messages_stay_so_without_kinds(request, local):
    """A log without kinds: every row asks that opens an exchange."""
    without_floats(request)
    names = {n: n for n in COLUMNS}
    policy = ResponsePolicy(asks="opening")
    actual = frames.responses(local(table()), **names, to="u1", policy=policy)

    assert actual.opening
    assert 0 < len(actual) < len(core(to="u1", policy=ALL))


def test_one_looks_until_some_time():
    """What was asked later is unknown, what was answered later is not answered."""
    until = START + np.timedelta64(2, "D")
    names = {n: n for n in (*COLUMNS, "kind")}
    actual = frames.responses(table(), **names, to="u1", policy=ALL, until=until)

    assert told(core(to="u1", until=until)) == told(actual)


def test_the_same_post_of_two_kinds_is_one_question():
    """As long as it was asked at one time, by one."""
    twice = {n: [*LOG[n], *LOG[n]] for n in LOG}
    names = {n: n for n in COLUMNS}
    actual = frames.responses(table(twice), **names, policy=ALL)

    rows, _ = told(core(policy=ALL))
    assert rows == told(actual)[0]


def test_an_empty_log_has_no_questions(request, local):
    """Of no rows there are none, on any engine."""
    without_floats(request)
    frame = local(table().slice(0, 0))

    assert len(frames.responses(frame, **{n: n for n in COLUMNS}, to="u1")) == 0


def test_times_without_a_zone():
    """They are of the zone that is said, and refused without one."""
    naive = table().set_column(2, "at", pa.array(LOG["at"], pa.timestamp("us")))
    names = {n: n for n in (*COLUMNS, "kind")}
    actual = frames.responses(naive, **names, policy=ALL, tz="UTC")

    assert told(core()) == told(actual)
    with pytest.raises(InvalidArgumentError) as caught:
        frames.responses(naive, **names)
    assert (
        "at must have a time zone, but column 'at' has none. Give tz='UTC', or the zone"
        " the times were written in"
    ) == str(caught.value)


@pytest.mark.parametrize(
    "policy",
    [
        ResponsePolicy(asks=None, answers=None, match="next"),
        ResponsePolicy(asks=None, answers=None, collapse_turns=True),
        ResponsePolicy(asks=None, answers=None, skew=timedelta(hours=1)),
        ResponsePolicy(asks=None, answers=None, insiders=np.zeros(EVENTS, bool)),
    ],
    ids=["next", "turns", "skew", "insiders"],
)
def test_every_policy_is_the_cores_own(policy):
    """The order of rows is that of the frame."""
    names = {n: n for n in (*COLUMNS, "kind")}

    assert core(policy=policy) == frames.responses(table(), **names, policy=policy)


def test_without_kinds_all_rows_ask_and_answer():
    """Whatever else the policy says holds."""
    names, bots = {n: n for n in COLUMNS}, {"u3"}
    policy = ResponsePolicy(automated=bots)
    everything = ResponsePolicy(asks=None, answers=None, automated=bots)

    assert core(policy=everything) == frames.responses(table(), **names, policy=policy)


def test_a_log_in_a_cluster_is_refused(cluster):
    """The way out is a join of the caller's own, or the log."""
    with pytest.raises(InvalidArgumentError, match="for responses, but got") as caught:
        frames.responses(cluster(table()), **{n: n for n in COLUMNS})

    assert str(caught.value).endswith(
        ". Join answers to questions there and give Responses.of(asked=, answered=), or"
        " collect the log with frames.interactions()"
    )


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        (
            {"policy": "next"},
            InvalidTypeError,
            "policy must be ResponsePolicy, but got 'next'",
        ),
        (
            {"at": "post"},
            InvalidTypeError,
            "at must be times, but column 'post' holds Int64. Read text as times first",
        ),
    ],
    ids=["policy", "time"],
)
def test_wrong_arguments_are_refused(options, error, message):
    """The argument is named, and what it must be."""
    with pytest.raises(error) as caught:
        frames.responses(table(), **{n: n for n in COLUMNS} | options)

    assert message == str(caught.value)
