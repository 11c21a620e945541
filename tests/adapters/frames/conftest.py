"""The engines that every test of frames runs on, each as a door for Arrow tables."""

import os
import shutil
import sys

import pytest

# what these call of each other's is on its way out, and not ours to change
THEIRS = [
    pytest.mark.filterwarnings(f"ignore::{kind}")
    for kind in ("DeprecationWarning", "FutureWarning", "ResourceWarning")
]
KEPT = []
ENGINES = [
    "polars",
    "polars lazy",
    "pandas numpy",
    "pandas nullable",
    "pandas arrow",
    "pyarrow",
    "duckdb",
    pytest.param("ibis", marks=THEIRS),
    pytest.param("dask", marks=THEIRS),
    pytest.param("pyspark", marks=[pytest.mark.spark, *THEIRS]),
]


def polars(table, kind):
    """Return a Polars frame, eager or lazy."""
    pl = pytest.importorskip("polars")
    frame = pl.from_arrow(table)
    return frame.lazy() if kind == "lazy" else frame


def pandas(table, kind):
    """Return a pandas frame with one of three kinds of columns."""
    pd = pytest.importorskip("pandas")
    if kind == "numpy":
        return table.to_pandas()
    if kind == "arrow":
        return table.to_pandas(types_mapper=pd.ArrowDtype)
    import pyarrow as pa

    kinds = {pa.int64(): pd.Int64Dtype(), pa.float64(): pd.Float64Dtype()}
    kinds |= {pa.bool_(): pd.BooleanDtype(), pa.uint8(): pd.UInt8Dtype()}
    return table.to_pandas(types_mapper=kinds.get)


def duckdb(table, _):
    """Return a relation, on a connection whose own zone is another."""
    connection = pytest.importorskip("duckdb").connect()
    connection.execute("set timezone = 'America/New_York'")
    KEPT[:] = [connection]  # an old relation does not keep its own
    return connection.from_arrow(table)


def ibis(table, _):
    """Return an Ibis table of DuckDB."""
    connection = pytest.importorskip("ibis").duckdb.connect()
    connection.con.from_arrow(table).create("data")
    return connection.table("data")


def dask(table, _):
    """Return a Dask frame of three partitions."""
    dd = pytest.importorskip("dask.dataframe")
    return dd.from_pandas(pandas(table, "arrow"), npartitions=3)


@pytest.fixture(scope="session")
def session():
    """Return one Spark session on this machine, or say why there is none."""
    sql = pytest.importorskip("pyspark.sql", reason="PySpark is not installed")
    if shutil.which("java") is None:
        pytest.skip("PySpark needs Java, which is not on this machine")
    options = {
        "spark.sql.shuffle.partitions": "2",
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "America/New_York",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
    }
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = sql.SparkSession.builder.master("local[2]")
    for name, value in options.items():
        builder = builder.config(name, value)
    made = builder.getOrCreate()
    made.sparkContext.setLogLevel("OFF")
    yield made
    made.stop()


def door(request):
    """Return what makes a frame of an engine from an Arrow table."""
    pytest.importorskip("narwhals")
    name, _, kind = request.param.partition(" ")
    if name == "pyspark":
        return request.getfixturevalue("session").createDataFrame
    if name == "pyarrow":
        return pytest.importorskip("pyarrow").table
    made = globals()[name]
    return lambda table: made(table, kind)


@pytest.fixture(params=ENGINES)
def engine(request):
    """Return a door to each engine."""
    return door(request)


@pytest.fixture(params=ENGINES[:-2])
def local(request):
    """Return a door to each engine of this process."""
    return door(request)


@pytest.fixture(params=ENGINES[-2:])
def cluster(request):
    """Return a door to each engine that is asked for sums."""
    return door(request)


@pytest.fixture(params=["polars lazy", "duckdb", *ENGINES[-3:]])
def elsewhere(request, monkeypatch):
    """Return a door to engines that are asked for sums, if only for this test."""
    frame = pytest.importorskip("engagement_metrics.adapters.frames._frame")
    monkeypatch.setattr(frame, "here", lambda *_: False)
    return door(request)
