"""
Any dataframe in, the library's tables and evidence out: pandas, Polars, DuckDB, ...

``posts``, ``interactions``, ``audience`` and ``days`` read columns into the library's
tables. The others return the core's own evidence: of an engine of this process (pandas,
Polars, PyArrow, DuckDB, Ibis on DuckDB) they fetch the columns that are needed and ask
the core; a cluster or a warehouse (Spark, Dask, any other engine of Ibis) is asked for
sums or for pairs, one row per group.
"""

from __future__ import annotations

import importlib

try:
    importlib.import_module("narwhals.stable.v2.typing")
except ModuleNotFoundError as _error:
    if _error.name != "narwhals":
        raise
    message = (
        "engagement_metrics.adapters.frames needs narwhals;"
        " install 'engagement-metrics[frames]'"
    )
    raise ModuleNotFoundError(message, name="narwhals") from _error

from engagement_metrics.adapters.frames._answers import responses
from engagement_metrics.adapters.frames._pairs import dyads, two_way_index
from engagement_metrics.adapters.frames._ratios import on_target_share, pooled, rate
from engagement_metrics.adapters.frames._results import to_frame
from engagement_metrics.adapters.frames._tables import (
    audience,
    days,
    interactions,
    posts,
)
from engagement_metrics.adapters.frames._talk import conversation_ratio

__all__ = [
    "audience",
    "conversation_ratio",
    "days",
    "dyads",
    "interactions",
    "on_target_share",
    "pooled",
    "posts",
    "rate",
    "responses",
    "to_frame",
    "two_way_index",
]
