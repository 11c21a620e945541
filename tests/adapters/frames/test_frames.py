"""What comes of files, of junk, and where Narwhals is absent."""

import datetime as dt
import importlib
import sys

import numpy as np
import pytest

from engagement_metrics import Dyads, Rate, by_period, two_way_index
from junk import JUNK, leaked

frames = pytest.importorskip("engagement_metrics.adapters.frames")
pl = pytest.importorskip("polars")

UTC = dt.UTC


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

    def kept(name):
        connection = engine(name).connect()
        request.addfinalizer(connection.close)  # an old relation does not keep its own
        return connection

    readers = {
        "polars": pl.read_parquet,
        "polars lazy": pl.scan_parquet,
        "pandas": lambda path: engine("pandas").read_parquet(
            path, dtype_backend="pyarrow"
        ),
        "pyarrow": parquet.read_table,
        "duckdb": lambda path: kept("duckdb").read_parquet(path),
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
    core = two_way_index(pairs, by="account")
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


@pytest.mark.filterwarnings("ignore::engagement_metrics.EngagementWarning")
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
