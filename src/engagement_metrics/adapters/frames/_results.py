"""Results as a dataframe of the caller's library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import narwhals.stable.v2 as nw
import numpy as np
from narwhals.stable.v2.typing import IntoFrame

from engagement_metrics import Grouped
from engagement_metrics.adapters.frames._frame import opened
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError

__all__ = ["to_frame"]

NUMBERS = {"value": nw.Float64, "low": nw.Float64, "high": nw.Float64}
COUNTS = {"units": nw.Int64, "dropped": nw.Int64}


def to_frame(
    result: object,
    /,
    *,
    like: IntoFrame,
    names: Sequence[str] = (),
    level: float = 0.95,
) -> Any:
    """
    Return a result as a dataframe of the library of another.

    Parameters
    ----------
    result : Grouped, Pooled, Average, Rate or Proportion
        The evidence: a row a group, or a row.
    like : dataframe
        Of the library that is wanted.
    names : sequence of str, optional
        Names of the columns of labels; ``"group"`` by default, or ``"group_0"`` and so
        on of several.
    level : float, optional
        Confidence level of the bounds; 0.95 by default.

    Returns
    -------
    dataframe
        With the labels, *value*, *low* and *high*, null where there is none, *units*,
        and *dropped*, how many were left out. Of Ibis, DuckDB, Dask and Spark it is a
        lazy frame.

    Raises
    ------
    InvalidTypeError
        If *like* is no dataframe, or *result* no evidence.
    InvalidArgumentError
        If there are not as many *names* as columns of labels.

    Warns
    -----
    SmallSampleWarning
        As ``interval()`` does.

    Examples
    --------
    >>> import polars as pl
    >>> made = to_frame(Rate(0, 40), like=pl.DataFrame())
    >>> made.columns, made["value"].to_list()
    (['value', 'low', 'high', 'units', 'dropped'], [0.0])
    """
    labels: dict[str, list[Any]] = {}
    estimate: Any = result
    if isinstance(estimate, Grouped):
        grouped = cast("Grouped[Any, Any]", estimate)  # type: ignore[redundant-cast]
        labels, estimate = _labels(grouped.labels, names), grouped.estimate
    if not hasattr(estimate, "left_out") or not hasattr(estimate, "interval"):
        raise InvalidTypeError(
            f"result must be evidence, but got {type(result).__name__}",
            argument="result",
            got=result,
        )
    known = opened(like, {})
    bounds = estimate.interval(level)
    columns = {"value": estimate.value, "low": bounds.low, "high": bounds.high}
    data: dict[str, list[Any]] = {
        name: [None if np.isnan(v) else v for v in np.atleast_1d(column).tolist()]
        for name, column in columns.items()
    }
    size = len(data["value"])
    units = {"units": getattr(estimate, "units", 1), "dropped": estimate.left_out.units}
    for name, column in units.items():
        data[name] = np.broadcast_to(column, size).tolist()
    return _native(labels | data, known)


def _labels(rows: Sequence[Any], names: Sequence[str]) -> dict[str, list[Any]]:
    several = bool(rows) and all(isinstance(label, tuple) for label in rows)
    width = len(rows[0]) if several else 1
    if names and len(names) != width and rows:
        raise InvalidArgumentError(
            f"names must be {width} of them, a name a column of labels, but got"
            f" {list(names)}",
            argument="names",
            got=names,
        )
    usual = [f"group_{i}" for i in range(width)] if several else ["group"]
    columns = zip(*rows, strict=True) if several else [rows]
    listed = [list(column) for column in columns]
    return dict(zip(names or usual, listed, strict=bool(rows)))


def _native(data: dict[str, list[Any]], known: Any) -> Any:
    """Return columns as a frame of the library of another."""
    engine = known.implementation
    eager = engine.is_pandas_like() or engine.is_polars() or engine.is_pyarrow()
    backend: Any = engine if eager else nw.Implementation.PYARROW
    if engine.is_dask():
        backend = nw.Implementation.PANDAS
    made = nw.from_dict(data, backend=backend)
    made = made.with_columns(
        *(nw.col(name).cast(kind) for name, kind in (NUMBERS | COUNTS).items())
    )
    if eager:
        lazy = isinstance(known, nw.LazyFrame) and engine.is_polars()
        return (made.lazy() if lazy else made).to_native()
    session = getattr(known.to_native(), "sparkSession", None)
    return made.lazy(engine, session=session).to_native()
