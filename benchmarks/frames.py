"""
Two-way index of every account against hand-written SQL for the same sums.

Run as ``python benchmarks/frames.py [interactions] [engine ...]``: the engines are
duckdb and polars, and where named dask and pyspark, which have no SQL beside them.
The two ways take turns, and the best of three is told.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa

from engagement_metrics.adapters import frames

SUMS = """
with pairs as (
  select least(actor, target) low, greatest(actor, target) high,
    sum(case when actor < target then 1.0 else 0.0 end) sent, count(*) both_ways
  from log where actor <> target group by 1, 2
), ends as (
  select low account, {least} * 2 y, both_ways x from pairs
  union all
  select high account, {least} * 2 y, both_ways x from pairs
), ratios as (
  select account, sum(y) / sum(x) ratio from ends group by account
), residuals as (
  select account, y, x, y - ratio * x e from ends join ratios using (account)
)
select account, count(*) units, sum(y) sum_y, sum(x) sum_x,
  sum(e * e) sum_ee, sum(e * x) sum_ex, sum(x * x) sum_xx
from residuals group by account
"""
ROUNDS = 3


def log(interactions: int) -> pa.Table:
    """Return a log of few who do much and many who do little."""
    rng = np.random.default_rng(0)
    accounts = max(interactions // 50, 10)
    actor, target = (
        (accounts * rng.random(interactions) ** power).astype(np.int64)
        for power in (2.0, 3.0)
    )
    return pa.table({"actor": actor, "target": target})


def duckdb(table: pa.Table) -> tuple[Any, Callable[[], Any]]:
    """Return the log in DuckDB, and the SQL on it."""
    import duckdb as engine

    connection = engine.connect()
    connection.from_arrow(table).create("log")
    sums = SUMS.format(least="least(sent, both_ways - sent)")
    return connection.table("log"), lambda: connection.sql(sums).to_arrow_table()


def polars(table: pa.Table) -> tuple[Any, Callable[[], Any]]:
    """Return the log in Polars, and the SQL on it."""
    import polars as pl

    frame: Any = pl.from_arrow(table)
    least = "case when sent < both_ways - sent then sent else both_ways - sent end"
    pairs = """
      select case when actor < target then actor else target end low,
        case when actor < target then target else actor end high,
        sum(case when actor < target then 1.0 else 0.0 end) sent, count(*) both_ways
      from log where actor <> target group by low, high
    """
    begin, end = SUMS.index("  select least"), SUMS.index("), ends as")
    sums = (SUMS[:begin] + pairs + SUMS[end:]).format(least=f"({least})")
    context = pl.SQLContext(log=frame.lazy())
    return frame.lazy(), lambda: context.execute(sums).collect()


def dask(table: pa.Table) -> tuple[Any, None]:
    """Return the log in Dask."""
    import dask.dataframe as dd
    import pandas as pd

    return dd.from_pandas(
        table.to_pandas(types_mapper=pd.ArrowDtype), npartitions=4
    ), None


def pyspark(table: pa.Table) -> tuple[Any, None]:
    """Return the log in Spark on this machine."""
    from pyspark.sql import SparkSession

    session = SparkSession.builder.master("local[2]").getOrCreate()
    return session.createDataFrame(table).cache(), None


def seconds(call: Callable[[], Any]) -> float:
    """Return how long a call takes."""
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


def main(interactions: int = 10_000_000, *engines: str) -> None:
    """Print the best time of each engine and way, and how they compare."""
    table = log(interactions)
    for name in engines or ("duckdb", "polars"):
        frame, sql = globals()[name](table)

        def ours(frame: Any = frame) -> Any:
            return frames.two_way_index(
                frame, actor="actor", target="target", by="account"
            )

        rounds = range(ROUNDS if sql else 1)
        times = [(seconds(ours), seconds(sql) if sql else float("nan")) for _ in rounds]
        best, theirs = map(min, zip(*times, strict=True))
        print(f"{name}: {best:.2f} s, SQL {theirs:.2f} s, ratio {best / theirs:.2f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]), *sys.argv[2:])
