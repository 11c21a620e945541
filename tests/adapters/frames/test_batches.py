"""A frame is the same in batches as whole, on every engine of this process."""

import datetime as dt

import numpy as np
import pytest

from engagement_metrics import Dyads, EngagementError, Rate

frames = pytest.importorskip("engagement_metrics.adapters.frames")
batches = pytest.importorskip("engagement_metrics.adapters.frames._batches")
pa = pytest.importorskip("pyarrow")

DRAW = np.random.default_rng(31)
ROWS = 997
TEXT = [None if u < 0.05 else f"u{int(30 * u * u)}" for u in DRAW.random(ROWS)]
OTHER = [None if u < 0.05 else f"u{int(40 * u * u)}" for u in DRAW.random(ROWS)]
LIKES = [None if u < 0.05 else int(9 * u) for u in DRAW.random(ROWS)]
SEEN = [int(v) for v in DRAW.integers(0, 90, ROWS)]
START = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
AT = [START + dt.timedelta(hours=int(h)) for h in DRAW.integers(0, 2000, ROWS)]
WORDS = [("reply", "like", "view")[int(3 * u)] for u in DRAW.random(ROWS)]
LOG = {
    "who": TEXT,
    "whom": OTHER,
    "likes": LIKES,
    "seen": SEEN,
    "at": pa.array(AT, pa.timestamp("us", "UTC")),
    "kind": WORDS,
    "share": [min(a or 0, b) for a, b in zip(LIKES, SEEN, strict=True)],
}
RATIO = {"count": "likes", "exposure": "seen"}
PAIR = {"actor": "who", "target": "whom"}
CALLS = {
    "pooled": lambda f: frames.pooled(f, **RATIO),
    "persons": lambda f: frames.pooled(f, **RATIO, by="who"),
    "share": lambda f: frames.pooled(f, count="share", exposure="seen", kind="share"),
    "days": lambda f: frames.pooled(f, **RATIO, every="1d", time="at"),
    "weeks": lambda f: frames.pooled(f, **RATIO, by=["who"], every="1w", time="at"),
    "talk": lambda f: frames.conversation_ratio(
        f, actions={"reply": "share", "like": "seen"}, by="kind"
    ),
    "target": lambda f: frames.on_target_share(f, on_target="share", audience="seen"),
    "dyads": lambda f: frames.dyads(f, **PAIR),
    "kinds": lambda f: frames.dyads(f, **PAIR, kind="kind", weight="seen"),
    "accounts": lambda f: frames.two_way_index(f, **PAIR, by="account"),
}


def parts(made):
    """Return what is equal to the bit, and what is to the last digits."""
    if isinstance(made, Dyads):
        return made, []
    estimate = getattr(made, "estimate", made)
    exact = ("units", "sum_y", "sum_x", "value", "left_out", "whole", "metric")
    labels = getattr(made, "labels", None)
    near = [getattr(estimate, f"sum_{n}") for n in ("ee", "ex", "xx")]
    return (labels, *(getattr(estimate, name) for name in exact)), near


@pytest.mark.parametrize("rows", [10, 996, 997])
@pytest.mark.parametrize("name", CALLS)
def test_batches_are_the_same_as_the_whole(monkeypatch, name, rows):
    """Posts, ids and persons are in several batches; whatever the size of one."""
    frame = pa.table(LOG)
    whole, sums = parts(CALLS[name](frame))
    monkeypatch.setattr(batches, "ROWS", rows)
    monkeypatch.setattr(batches, "PAIRS", rows)
    added, near = parts(CALLS[name](frame))

    assert repr(whole) == repr(added)
    np.testing.assert_allclose(near, sums, rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize("name", CALLS)
def test_every_engine_gives_its_batches(monkeypatch, request, local, name):
    """Each by a function of its own."""
    if "pandas numpy" in request.node.name and name == "weeks":
        pytest.skip("one engine with floats for ids is enough")
    whole, sums = parts(CALLS[name](pa.table(LOG)))
    taken, ask = [], batches.added

    def counted(each):
        made = list(each)
        taken.append(len(made))
        return ask(made)

    monkeypatch.setattr(batches, "ROWS", 100)
    monkeypatch.setattr(batches, "PAIRS", 100)
    monkeypatch.setattr(batches, "added", counted)
    added, near = parts(CALLS[name](local(pa.table(LOG))))

    assert repr(whole) == repr(added)
    np.testing.assert_allclose(near, sums, rtol=1e-12, atol=1e-9)
    assert taken == [10]


def test_persons_in_several_batches_are_units_once(monkeypatch):
    """What does not add by batches is not taken in batches."""
    whole = frames.pooled(pa.table(LOG), **RATIO, cluster="who")
    monkeypatch.setattr(batches, "ROWS", 10)
    monkeypatch.setattr(batches, "PAIRS", 10)
    log = pa.table(LOG | {"post": [k % 7 for k in range(ROWS)]})

    assert whole == frames.pooled(pa.table(LOG), **RATIO, cluster="who")
    assert len({*TEXT}) == whole.units
    assert Dyads.of(actor=[], target=[]) != frames.dyads(log, **PAIR, post="post")


def test_a_series_has_no_gaps_between_batches(monkeypatch):
    """Days that no batch has are there, as in the whole."""
    at = pa.array([START, START + dt.timedelta(3)], pa.timestamp("us", "UTC"))
    frame = pa.table({"likes": [1, 2], "seen": [10, 10], "at": at})
    whole = CALLS["days"](frame)
    monkeypatch.setattr(batches, "ROWS", 1)

    assert whole == CALLS["days"](frame)
    assert [1, 0, 0, 1] == whole.estimate.units.tolist()


def test_older_polars_collects_first(monkeypatch):
    """It has no batches of a lazy frame."""
    pl = pytest.importorskip("polars")
    frame = pl.from_arrow(pa.table(LOG))
    whole = frames.dyads(frame, **PAIR)
    monkeypatch.setattr(batches, "ROWS", 100)
    monkeypatch.setattr(batches, "PAIRS", 100)
    monkeypatch.delattr(pl.LazyFrame, "collect_batches", raising=False)

    assert whole == frames.dyads(frame.lazy(), **PAIR)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_older_duckdb_has_another_name_for_batches(monkeypatch):
    """The names of newer versions are absent in the oldest."""
    duckdb = pytest.importorskip("duckdb")
    kept = frames.dyads(pa.table(LOG), **PAIR)
    connection = duckdb.connect()
    relation = connection.from_arrow(pa.table(LOG)).select("who, whom")

    class Older:
        """A relation without the newer name."""

        fetch_arrow_reader = relation.fetch_arrow_reader

    taken = list(batches._of_duckdb(Older(), 100))

    assert ROWS == sum(len(each) for each in taken)
    assert kept == frames.dyads(pa.concat_tables(taken), **PAIR)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::FutureWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_table_of_ibis_from_memory_is_collected(monkeypatch):
    """It is no relation of the connection that it is queried by."""
    ibis = pytest.importorskip("ibis")
    kept = frames.dyads(pa.table(LOG), **PAIR)
    monkeypatch.setattr(batches, "ROWS", 100)
    monkeypatch.setattr(batches, "PAIRS", 100)

    assert kept == frames.dyads(ibis.memtable(pa.table(LOG)), **PAIR)


def test_a_refusal_names_the_batch_and_frees_the_connection(monkeypatch):
    """Rows are counted from the batch's first; other queries can follow."""
    duckdb = pytest.importorskip("duckdb")
    monkeypatch.setattr(batches, "PAIRS", 2048)
    weights = [1] * 5000 + [-1] + [1] * 5000
    connection = duckdb.connect()
    columns = {"who": ["a"] * 10001, "whom": ["b"] * 10001, "n": weights}
    relation = connection.from_arrow(pa.table(columns))
    with pytest.raises(EngagementError, match=r"-1.0 at \(904,\)") as caught:
        frames.dyads(relation, **PAIR, weight="n")

    assert ["Its rows are counted from row 4,096 on."] == caught.value.__notes__
    assert [(1,)] == connection.sql("select 1").fetchall()


@pytest.mark.parametrize("count", [1, 2, 3, 7, 8, 100])
def test_parts_are_added_by_halves(count):
    """The sum is that of all, in their order, and a part is added few times."""
    taken = [Rate(k, 10) for k in range(count)]

    assert sum(range(count)) == batches.added(taken).count

    class Deep(int):
        """How often a part was added."""

        def __add__(self, other):
            """Return one more than the deeper."""
            return Deep(int(max(self, other)) + 1)

    assert batches.added([Deep() for _ in range(count)]) <= np.ceil(np.log2(count)) + 2
