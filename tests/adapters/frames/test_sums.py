"""What a cluster sums is what the core makes of the columns."""

import datetime as dt

import numpy as np
import pytest

from engagement_metrics import Posts, Rate, Source, conversation_ratio
from engagement_metrics.definitions import Definition

frames = pytest.importorskip("engagement_metrics.adapters.frames")
sums = pytest.importorskip("engagement_metrics.adapters.frames._sums")
frame_ = pytest.importorskip("engagement_metrics.adapters.frames._frame")
pa = pytest.importorskip("pyarrow")

DRAW = np.random.default_rng(41)
ROWS = 500
COLUMNS = {
    "y": [
        None if u < 0.05 else -2 if u < 0.06 else int(9 * u) for u in DRAW.random(ROWS)
    ],
    "x": [0 if u < 0.05 else int(60 * u) for u in DRAW.random(ROWS)],
    "w": [float(u) for u in DRAW.random(ROWS)],
    "who": [None if u < 0.05 else f"u{int(9 * u)}" for u in DRAW.random(ROWS)],
    "day": [int(3 * u) for u in DRAW.random(ROWS)],
    "hit": [u < 0.5 for u in DRAW.random(ROWS)],
    "at": pa.array(
        np.datetime64("2026-03-27", "us")
        + DRAW.integers(0, 96, ROWS).astype("timedelta64[h]"),
        pa.timestamp("us", "UTC"),
    ),
}
RATIO = {"count": "y", "exposure": "x"}
DEFINITION = Definition(
    name="talk counts double",
    actions=("like", "reply"),
    weights={"like": 1, "reply": 2.5},
    denominator="reach",
    averaging="average",
    source=Source("Example", 2024, "How we count", "https://example.org"),
)
ACTIONS = {"actions": {"like": "y", "reply": "day"}}
CALLS = {
    "all": lambda f: frames.pooled(f, **RATIO),
    "share": lambda f: frames.pooled(f, **RATIO, kind="share", by="who"),
    "two": lambda f: frames.pooled(f, **RATIO, by=["who", "day"]),
    "fractions": lambda f: frames.pooled(f, count="w", exposure="x", by="day"),
    "days": lambda f: frames.pooled(
        f, **RATIO, every="1d", time="at", tz="Europe/Berlin"
    ),
    "persons": lambda f: frames.pooled(f, **RATIO, cluster="who", by="day"),
    "definition": lambda f: frames.rate(
        f, DEFINITION, **ACTIONS, exposures={"reach": "x"}, by="day"
    ),
    "target": lambda f: frames.on_target_share(f, on_target="hit", by="day"),
    "talk": lambda f: frames.conversation_ratio(f, **ACTIONS, by="day"),
}


@pytest.mark.filterwarnings("ignore:.*is negative in")
@pytest.mark.parametrize("name", CALLS)
def test_sums_are_the_same_as_of_fetched_columns(request, elsewhere, name):
    """Values to the bit, errors to the last digits, and what was left out."""
    frame = elsewhere(pa.table(COLUMNS))
    made = CALLS[name](frame)
    request.getfixturevalue("monkeypatch").undo()
    expected = CALLS[name](pa.table(COLUMNS))
    first, second = (getattr(part, "estimate", part) for part in (expected, made))

    assert getattr(expected, "labels", 0) == getattr(made, "labels", 0)
    assert type(first) is type(second)
    for part in ("metric", "kind"):
        assert getattr(first, part) == getattr(second, part), part
    for part in ("missing", "no_exposure", "no_denominator", "invalid", "count"):
        a, b = getattr(first.left_out, part), getattr(second.left_out, part)
        np.testing.assert_allclose(b, a, rtol=1e-12, err_msg=part)
    exact = np.all(first.whole)
    for part in ("units", "whole", "sum_y", "sum_x", "value", "standard_error"):
        a, b = (np.asarray(getattr(each, part), float) for each in (first, second))
        rtol = 0 if exact and part != "standard_error" else 1e-12
        np.testing.assert_allclose(b, a, rtol=rtol, atol=1e-12, err_msg=part)


@pytest.mark.filterwarnings("ignore:.*is negative in")
def test_other_counters_below_zero_take_their_talk_with_them(elsewhere):
    """A row that cannot be is left out with the least that it says."""
    counters = {"reply": [4, 3], "like": [-5, 1]}
    actions = {name: name for name in counters}
    made = frames.conversation_ratio(elsewhere(pa.table(counters)), actions=actions)

    assert conversation_ratio(Posts.of(actions=counters)).pooled() == made


def test_sums_of_squares_may_be_large(elsewhere):
    """Only counts and exposures must be exact."""
    exposure = [10**7 * k for k in range(1, 200)]
    frame = elsewhere(pa.table({"y": [1] * 199, "x": exposure}))

    assert Rate([1] * 199, exposure).pooled().standard_error == pytest.approx(
        frames.pooled(frame, count="y", exposure="x").standard_error, rel=1e-12
    )


def test_numbers_too_large_are_refused_elsewhere(elsewhere):
    """A row, or the total of all."""
    frame = elsewhere(pa.table({"y": [2**53 + 1, 1], "x": [2, 2]}))
    with pytest.raises(ValueError, match="in 1 of 2 rows one does"):
        frames.pooled(frame, **RATIO)
    frame = elsewhere(pa.table({"y": [2**53, 2**53], "x": [2, 2]}))
    with pytest.raises(ValueError, match=r"the total of count of rate must not exceed"):
        frames.pooled(frame, **RATIO)


@pytest.mark.parametrize(
    ("column", "message"),
    [
        (["a"], "holds text (String). Convert it to numbers first"),
        ([True], "holds Boolean. A mask is not a count: count it first"),
    ],
)
def test_what_is_no_number_is_refused_elsewhere(elsewhere, column, message):
    """By the name of the column, and with the cure."""
    with pytest.raises(TypeError) as caught:
        frames.pooled(elsewhere(pa.table({"y": column, "x": [2]})), **RATIO)

    assert f"count must be numbers, but column 'y' {message}" == str(caught.value)


def test_windows_elsewhere_are_of_known_times(elsewhere):
    """Without any time there is one group; between two days there are no others."""
    none = pa.nulls(1, pa.timestamp("us", "UTC"))
    asked = RATIO | {"every": "1d", "time": "at"}
    made = frames.pooled(elsewhere(pa.table({"y": [1], "x": [2], "at": none})), **asked)
    days = (dt.date(2026, 3, 28), dt.date(2026, 3, 30))
    kept = frames.pooled(elsewhere(pa.table(COLUMNS)), **asked, between=days)

    assert (None,) == made.labels
    assert (days[0], dt.date(2026, 3, 29)) == kept.labels


def test_a_plan_is_collected_once(monkeypatch):
    """Both stages are in it, and no column that nobody asked for."""
    pl = pytest.importorskip("polars")
    monkeypatch.setattr(frame_, "here", lambda *_: False)
    lazy, asked = sums.nw.LazyFrame, []
    collect = lazy.collect

    def counting(self, *args, **kwargs):
        asked.append(self.to_native().explain())
        return collect(self, *args, **kwargs)

    monkeypatch.setattr(lazy, "collect", counting)

    def burst(_):
        raise AssertionError

    frame = pl.LazyFrame({"y": [1], "x": [2], "z": [3]}).with_columns(
        pl.col("z").map_batches(burst, return_dtype=pl.Int64)
    )

    assert 0.5 == frames.pooled(frame, **RATIO).value
    assert 1 == len(asked)
    assert 2 == asked[0].count("AGGREGATE")
    assert "LEFT JOIN" in asked[0]


class AskedError(Exception):
    """The result of a plan is asked for."""


PLANS = {
    "sums": lambda frame: frames.pooled(frame, count="a", exposure="b", by="c"),
    "pairs": lambda frame: frames.dyads(frame, actor="a", target="b", kind="kind"),
    "accounts": lambda frame: frames.two_way_index(
        frame, actor="a", target="b", by="account"
    ),
}


@pytest.fixture
def plan_of(monkeypatch):
    """Return what runs a call up to where it asks for its result."""

    def collect(self, *_, **__):
        raise AskedError(self.to_native())

    def run(call, frame):
        with monkeypatch.context() as patch:
            patch.setattr(sums.nw.LazyFrame, "collect", collect)
            patch.setattr(frame_, "here", lambda *_: False)
            with pytest.raises(AskedError) as caught:
                call(frame)
        return caught.value.args[0]

    return run


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_reads_no_row(plan_of, name):
    """A sequence that counts what is read has not been asked."""
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect()
    connection.execute("create sequence reads")
    connection.execute(
        "create view log as select nextval('reads') as a, 2::bigint as b,"
        " 3::bigint as c, 'reply' as kind from range(3)"
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
def test_a_plan_starts_no_job_of_spark(plan_of, session, name):
    """Spark is at rest until the result is asked for."""
    columns = {"a": [1], "b": [2], "c": [3], "kind": ["reply"]}
    frame = session.createDataFrame(pa.table(columns))
    session.sparkContext.setJobGroup(f"plan of {name}", "a plan")
    made = plan_of(PLANS[name], frame)
    tracker = session.sparkContext.statusTracker()

    assert [] == list(tracker.getJobIdsForGroup(f"plan of {name}"))
    made.collect()
    assert len(tracker.getJobIdsForGroup(f"plan of {name}")) > 0
