"""
Two-way index of every account against hand-written SQL for the same sums.

Run as ``python docs/benchmarks/frames.py DATE MACHINE [interactions]``: it makes the
page of the documentation. Ours and the SQL take turns, after one turn each that is not
counted, and their values are compared. Dask and Spark have no SQL beside them, and
fewer turns.
"""

from __future__ import annotations

import platform
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pyarrow as pa

from engagement_metrics.adapters import frames
from page import FOLDER

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
ROUNDS = {"duckdb": 7, "polars": 7, "dask": 3, "pyspark": 3}
GOAL = 1.3
PAGE = Path(__file__).with_name("engines.md")


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
    """Return the log as a file, read by Spark on this machine."""
    from pyarrow import parquet
    from pyspark.sql import SparkSession

    path = Path(tempfile.mkdtemp()) / "log.parquet"
    parquet.write_table(table, path)
    builder = SparkSession.builder.master("local[2]")
    builder = builder.config("spark.ui.showConsoleProgress", "false")
    session = builder.config("spark.sql.shuffle.partitions", "8").getOrCreate()
    return session.read.parquet(str(path)), None


def timed(call: Callable[[], Any]) -> tuple[float, float]:
    """Return how long a call takes: on the clock, and of the processors."""
    begin, cpu = time.perf_counter(), time.process_time()
    call()
    return time.perf_counter() - begin, time.process_time() - cpu


def same(ours: Any, theirs: Any) -> bool:
    """Return whether units, totals and values are the same, account by account."""
    table = pa.table(theirs).sort_by("account")
    rows = ours.estimate.units > 0
    found = np.array(ours.labels)[rows], ours.estimate.sum_y[rows]
    pairs = zip(
        (*found, ours.estimate.sum_x[rows], ours.estimate.units[rows]),
        ("account", "sum_y", "sum_x", "units"),
        strict=True,
    )
    return all(np.array_equal(mine, table[name].to_numpy()) for mine, name in pairs)


def row(name: str, table: pa.Table) -> str:
    """Return the line of an engine."""
    frame, sql = globals()[name](table)

    def ours() -> Any:
        return frames.two_way_index(frame, actor="actor", target="target", by="account")

    made = ours()
    if sql and not same(made, sql()):
        raise AssertionError(name)
    turns = []
    for _ in range(ROUNDS[name]):
        turns.append(timed(ours) + (timed(sql) if sql else ()))
        print(name, *(f"{each:.2f}" for each in turns[-1]), flush=True)
    wall, cpu, *theirs = map(median, zip(*turns, strict=True))
    cpus = "" if name == "pyspark" else f"{cpu:.1f}"
    if not theirs:
        return f"| {name} | {wall:.1f} | | {cpus} | | | | |"
    ratios = wall / theirs[0], cpu / theirs[1]
    said = "yes" if max(ratios) <= GOAL else "**no**"
    numbers = f"{wall:.1f} | {theirs[0]:.1f} | {cpus} | {theirs[1]:.1f}"
    return f"| {name} | {numbers} | {ratios[0]:.2f} | {ratios[1]:.2f} | {said} |"


def main(date: str, machine: str, interactions: str = "10_000_000") -> None:
    """Write the page."""
    table = log(int(interactions))
    made = [row(name, table) for name in ROUNDS]
    text = PAGE.read_text().format(
        interactions=table.num_rows,
        accounts=max(table.num_rows // 50, 10),
        rounds=ROUNDS["duckdb"],
        date=date,
        machine=machine,
        python=platform.python_version(),
        versions=", ".join(f"{name} {version(name)}" for name in ROUNDS),
        goal=GOAL,
        rows="\n".join(made),
    )
    (FOLDER / "benchmarks-engines.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main(*sys.argv[1:])
