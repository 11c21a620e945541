"""Dataframes of every kind give the same tables."""

import datetime as dt
import importlib
import sys

import numpy as np
import pytest

from engagement_metrics import Dyads, Rate
from engagement_metrics.tables import by_period
from engagement_metrics.two_way import two_way_index_by_account
from junk import JUNK, leaked

frames = pytest.importorskip("engagement_metrics.adapters.frames")
pl = pytest.importorskip("polars")

UTC = dt.UTC
DATA = {
    "likes": [3, None, 2**53],
    "seen": [40.5, None, 90.0],
    "who": ["bob", None, "ada"],
    "number": [10**15, None, 7],
    "at": [
        dt.datetime(2025, 5, 1, 10, tzinfo=UTC),
        None,
        dt.datetime(2025, 10, 26, 0, 30, tzinfo=UTC),
    ],
    "clock": [
        dt.datetime.fromisoformat("2025-05-01T12:00"),
        None,
        dt.datetime.fromisoformat("2025-10-26T02:30"),
    ],
    "day": [dt.date(2025, 5, 1), None, dt.date(2025, 10, 26)],
}
KINDS = [
    "polars",
    "polars lazy",
    "polars categorical",
    "polars enum",
    "pandas",
    "pandas category",
    "pandas arrow",
    "pyarrow",
    "pyarrow dictionary",
    "duckdb",
]


@pytest.fixture(params=KINDS)
def frame(request):
    """Return the same rows as each kind of frame."""
    table = pl.DataFrame(DATA)
    engine, _, variant = request.param.partition(" ")
    pytest.importorskip(engine)
    if engine == "polars":
        words = {"categorical": pl.Categorical, "enum": pl.Enum(["eve", "ada", "bob"])}
        if variant in words:
            return table.with_columns(pl.col("who").cast(words[variant]))
        return table.lazy() if variant else table
    if engine == "pandas":
        made = table.to_pandas(use_pyarrow_extension_array=variant == "arrow")
        if variant == "category":
            made["who"] = made["who"].astype("category")
        if variant != "arrow":
            made["number"] = table["number"].to_pandas().astype("Int64")
        return made
    arrow = table.to_arrow()
    if variant == "dictionary":
        four = pl.concat([pl.DataFrame({"who": ["zoe"]}), table.select("who")])
        who = four.to_arrow()["who"].dictionary_encode()[1:]
        return arrow.set_column(arrow.column_names.index("who"), "who", who)
    if engine == "duckdb":
        import duckdb

        connection = duckdb.connect()
        connection.execute("set timezone = 'America/New_York'")
        return connection.from_arrow(arrow)
    return arrow


def test_numbers_come_with_nulls_as_missing(frame):
    """A null is missing, and every whole number up to 2**53 is exact."""
    posts = frames.posts(frame, actions={"like": "likes"}, exposures={"reach": "seen"})

    np.testing.assert_array_equal([3, np.nan, 2.0**53], posts.actions["like"])
    np.testing.assert_array_equal([40.5, np.nan, 90], posts.exposures["reach"])


def test_ids_come_as_codes_of_what_is_there(frame):
    """Text and whole numbers are ids, and no category is kept that no row has."""
    posts = frames.posts(frame, author="who", id="number")

    assert ["bob", None, "ada"] == posts.author.values()
    assert ["ada", "bob"] == posts.author.categories.tolist()
    assert [10**15, None, 7] == posts.id.values()
    assert 2 == posts.id.size


def test_times_with_a_zone_come_as_utc(frame):
    """The instant is kept whatever the engine's own zone."""
    posts = frames.posts(frame, published="at")
    expected = ["2025-05-01T10:00", "NaT", "2025-10-26T00:30"]

    np.testing.assert_array_equal(np.array(expected, "datetime64[us]"), posts.published)


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        # 02:30 stood twice on that clock in Berlin: the first is summer time
        ("clock", ["2025-05-01T10:00", "NaT", "2025-10-26T00:30"]),
        ("day", ["2025-04-30T22:00", "NaT", "2025-10-25T22:00"]),
    ],
)
def test_times_without_a_zone_are_of_the_zone_given(frame, column, expected):
    """Of a repeated hour the first is taken, as by ``Posts.of(tz=...)``."""
    posts = frames.posts(frame, published=column, tz="Europe/Berlin")

    np.testing.assert_array_equal(np.array(expected, "datetime64[us]"), posts.published)


def test_times_without_a_zone_are_refused(frame):
    """What a naive time means is not guessed."""
    with pytest.raises(ValueError, match="zone") as caught:
        frames.posts(frame, published="clock")

    assert (
        "published must have a time zone, but column 'clock' has none."
        " Give tz='UTC', or the zone the times were written in"
    ) == str(caught.value)


@pytest.mark.parametrize("column", ["day", "clock", "at"])
def test_days_are_of_their_own_clock(frame, column):
    """Dates and times give the day that their clock shows."""
    if hasattr(frame, "fetchone") and column == "at":
        pytest.skip("DuckDB hands such times over on its session's clock")
    days = frames.days(frame, date=column, followers="seen")

    assert "2025-05-01" == str(days.date[0])
    assert 90 == days.followers[2]


def test_interactions_read_every_column():
    """Each column goes to the argument of its name."""
    frame = pl.DataFrame(
        {
            "a": ["ada", "bob"],
            "b": ["bob", None],
            "k": ["reply", "like"],
            "w": [1.5, 2.0],
            "p": [1, 2],
            "r": [None, 1],
            "i": ["x", "y"],
            "t": DATA["at"][::2],
        }
    )
    log = frames.interactions(
        frame,
        actor="a",
        target="b",
        kind="k",
        at="t",
        post="p",
        in_reply_to="r",
        weight="w",
        id="i",
    )

    assert ("ada", "bob", "reply", 1.5, 1, None, "x") == (
        log[0].actor,
        log[0].target,
        log[0].kind,
        log[0].weight,
        log[0].post,
        log[0].in_reply_to,
        log[0].id,
    )
    assert DATA["at"][0] == log[0].at


def test_audiences_are_members_or_segments():
    """Relevance comes from its column, or from the target."""
    frame = pl.DataFrame(
        {"m": ["a", "b"], "r": [1.0, None], "s": ["x", "y"], "n": [2, 3]}
    )
    members = frames.audience(frame, member="m", relevance="r", weight="n")
    segments = frames.audience(frame, segment="s", count="n", target=["x"], total=10)

    np.testing.assert_array_equal([1, np.nan], members.relevance)
    np.testing.assert_array_equal([2, 3], members.weight)
    np.testing.assert_array_equal([1, 0, np.nan], segments.relevance)
    assert 10 == segments.weight.sum()


def test_a_lazy_frame_is_collected_only_where_needed():
    """A column that nobody asked for is never computed."""

    def burst(_):
        raise AssertionError

    lazy = pl.LazyFrame({"likes": [1]}).with_columns(
        other=pl.col("likes").map_batches(burst, return_dtype=pl.Int64)
    )

    assert 1 == frames.posts(lazy, actions={"like": "likes"}).total("like")[0]


class Absent:
    """A finder that knows that Narwhals is not installed."""

    def find_spec(self, name, *_):
        """Say so as Python does."""
        if name == "narwhals":
            raise ModuleNotFoundError("No module named 'narwhals'", name=name)


THEIRS = [  # what these call of each other's is on its way out
    pytest.mark.filterwarnings(f"ignore::{kind}")
    for kind in ("DeprecationWarning", "FutureWarning", "ResourceWarning")
]


@pytest.fixture(
    params=[
        "polars",
        "polars lazy",
        "pandas",
        "pyarrow",
        "duckdb",
        pytest.param("ibis", marks=THEIRS),
        pytest.param("dask", marks=THEIRS),
        pytest.param("pyspark", marks=[pytest.mark.spark, *THEIRS]),
    ]
)
def from_parquet(request, tmp_path):
    """Return what writes a table as Parquet and opens it by an engine."""
    parquet = pytest.importorskip("pyarrow.parquet")
    path = str(tmp_path / "rows.parquet")

    def engine(name):
        return pytest.importorskip(name)

    readers = {
        "polars": pl.read_parquet,
        "polars lazy": pl.scan_parquet,
        "pandas": lambda path: engine("pandas").read_parquet(
            path, dtype_backend="pyarrow"
        ),
        "pyarrow": parquet.read_table,
        "duckdb": lambda path: engine("duckdb").connect().read_parquet(path),
        "ibis": lambda path: engine("ibis").duckdb.connect().read_parquet(path),
        "dask": lambda path: engine("dask.dataframe").read_parquet(path),
    }
    if request.param == "pyspark":
        readers["pyspark"] = request.getfixturevalue("session").read.parquet

    def opened(table):
        parquet.write_table(table.to_arrow(), path, row_group_size=200)
        return readers[request.param](path)

    return opened


def test_files_are_as_good_as_memory(from_parquet):
    """From Parquet come the same tables, sums and pairs as of the core's columns."""
    draw = np.random.default_rng(23)
    who, whom = (
        [f"u{k}" if k else None for k in draw.integers(0, 20, 900)] for _ in range(2)
    )
    likes, seen = draw.integers(0, 9, 900), draw.integers(0, 90, 900)
    minutes = draw.integers(0, 10**5, 900).astype("timedelta64[m]")
    at = np.datetime64("2026-01-05T00:00:00.000000") + minutes
    columns = {"who": who, "whom": whom, "likes": likes, "seen": seen, "at": at}
    table = pl.DataFrame(columns).with_columns(pl.col("at").dt.replace_time_zone("UTC"))
    frame = from_parquet(table)

    log = frames.interactions(frame, actor="who", target="whom", at="at")
    assert (who, whom) == (log.actor.values(), log.target.values())
    assert at.tolist() == log.at.tolist()
    made = frames.posts(
        frame, actions={"like": "likes"}, exposures={"reach": "seen"}, author="who"
    )
    assert likes.tolist() == made.actions["like"].tolist()
    assert who == made.author.values()
    members = frames.audience(frame, segment="who", count="seen", target={"u1"})
    assert who.count("u1") == np.nansum(members.relevance)

    expected = Rate(likes, seen).pooled(by=by_period(at, "1w"))
    weeks = frames.pooled(
        frame, count="likes", exposure="seen", time="at", every="1w", kind="rate"
    )
    assert [*expected] == [*weeks]
    assert expected.estimate.value.tolist() == weeks.estimate.value.tolist()
    np.testing.assert_allclose(
        weeks.estimate.standard_error, expected.estimate.standard_error, rtol=1e-12
    )
    pairs = Dyads.of(actor=who, target=whom)
    assert pairs == frames.dyads(frame, actor="who", target="whom")
    index = frames.two_way_index(frame, actor="who", target="whom", by="account")
    core = two_way_index_by_account(pairs)
    assert core.labels == index.labels
    assert core.estimate.value.tolist() == index.estimate.value.tolist()


AT = [dt.datetime(2026, 1, 5, hour, tzinfo=UTC) for hour in range(3)]
ROWS = {"a": ["x", "y", "x"], "b": ["y", "x", "z"], "n": [1, 2, 3], "m": [4, 5, 6]}
ROWS |= {"at": AT, "p": [1, 2, 3], "r": [None, 1, 2], "k": ["reply", "like", "share"]}
PAIR = {"actor": "a", "target": "b"}
POST = {"post": "p", "in_reply_to": "r", "at": "at"}
WHEN = {"every": "1d", "time": "at", "tz": "UTC"}
CALLED = {
    "pooled": {"count": "n", "exposure": "m", "by": "a", "kind": "rate", **WHEN},
    "dyads": {**PAIR, "weight": "n", "kind": "k", "kinds": {"reply"}},
    "two_way_index": {**PAIR, "by": "account"},
    "conversation_ratio": {
        **PAIR,
        "kind": "k",
        "account": "x",
        "direction": "both",
        "by": "a",
    },
    "responses": {
        **PAIR,
        **POST,
        "kind": "k",
        "to": "x",
        "policy": None,
        "until": None,
        "tz": "UTC",
    },
    "posts": {
        "actions": {"like": "n"},
        "exposures": {"reach": "m"},
        "id": "p",
        "author": "a",
        "published": "at",
        "as_of": "at",
        "tz": "UTC",
    },
    "interactions": {
        **PAIR,
        **POST,
        "kind": "k",
        "weight": "n",
        "id": "p",
        "tz": "UTC",
    },
    "audience": {"segment": "a", "count": "n", "target": {"x"}, "total": 9},
}


@pytest.mark.parametrize("name", CALLED)
def test_of_junk_come_an_answer_or_a_refusal(name):
    """No error of Narwhals, Polars, NumPy or Python comes out."""
    function, named, rows = getattr(frames, name), CALLED[name], pl.DataFrame(ROWS)
    seen = {}
    for junk, make in JUNK.items():
        for key in named:
            call = (function, (rows,), {**named, key: make()})
            seen[key, junk] = leaked(call)
        seen["frame", junk] = leaked((function, (make(),), named))

    assert leaked((function, (rows,), named)) is None
    assert {} == {where: said for where, said in seen.items() if said is not None}


def test_without_narwhals_it_says_what_to_install(monkeypatch):
    """The extra is named where the optional package is absent."""
    for name in [*sys.modules]:
        if name.startswith(("narwhals", "engagement_metrics.adapters")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Absent(), *sys.meta_path])
    with pytest.raises(ModuleNotFoundError) as caught:
        importlib.import_module("engagement_metrics.adapters.frames")

    assert (
        "engagement_metrics.adapters.frames needs narwhals;"
        " install 'engagement-metrics[frames]'"
    ) == str(caught.value)


def test_another_absence_is_not_mistaken_for_it(monkeypatch):
    """A broken install says itself what is broken."""
    monkeypatch.setitem(sys.modules, "narwhals.stable.v2.typing", None)
    monkeypatch.delitem(sys.modules, "engagement_metrics.adapters.frames")
    with pytest.raises(ModuleNotFoundError) as caught:
        importlib.import_module("engagement_metrics.adapters.frames")

    assert "narwhals.stable.v2.typing" == caught.value.name
