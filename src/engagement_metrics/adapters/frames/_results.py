"""Results as a dataframe of the caller's library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import narwhals.stable.v2 as nw
import numpy as np
from narwhals.stable.v2.typing import IntoFrame

from engagement_metrics.adapters.frames import _frame
from engagement_metrics.errors import InvalidTypeError
from engagement_metrics.evidence import Result

__all__ = ["to_frame"]

COUNTS = ("units", "dropped")


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
    result : Result
        Any answer: a single one is a row, a column of them or groups a row each, and a
        ``Composition`` a row for each part.
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
        and *dropped*, how many were left out; of ``shrink`` also *raw*, *rank_low*,
        *rank_high* and *probability_of_best*. Of Ibis, DuckDB, Dask and Spark it is a
        lazy frame.

    Raises
    ------
    InvalidTypeError
        If *like* is not a dataframe, or *result* not a result.
    InvalidArgumentError
        If there are not as many *names* as columns of labels.

    Warns
    -----
    SmallSampleWarning
        As ``interval()`` does.

    Examples
    --------
    >>> import polars as pl
    >>> from engagement_metrics import Rate
    >>> made = to_frame(Rate(0, 40), like=pl.DataFrame())
    >>> made.columns, made["value"].to_list()
    (['value', 'low', 'high', 'units', 'dropped'], [0.0])
    """
    if not isinstance(result, Result):
        shown = type(result).__name__
        raise _frame.refused(
            "result", "be a result", result, "", InvalidTypeError, shown
        )
    known, answer = _frame.opened(like, {}), cast("Any", result)
    data = _labels(getattr(answer, "labels", None), names)
    bounds = answer.interval(level)
    columns = {"value": answer.value, "low": bounds.low, "high": bounds.high}
    columns |= {"units": answer.units, "dropped": answer.left_out.units}
    columns |= getattr(answer, "_columns", dict)()
    rows = np.size(answer.value)
    for name, column in columns.items():
        listed = np.broadcast_to(column, rows).tolist()
        data[name] = [None if v != v else v for v in listed]  # noqa: PLR0124
    kinds = {name: nw.Int64 if name in COUNTS else nw.Float64 for name in columns}
    return _native(data, known, [nw.col(name).cast(k) for name, k in kinds.items()])


def _labels(labels: Sequence[Any] | None, names: Sequence[str]) -> dict[str, list[Any]]:
    """Return the columns of labels, by their names."""
    if labels is None:
        return {}
    several = bool(labels) and all(isinstance(label, tuple) for label in labels)
    width = len(labels[0]) if several else 1
    if labels and names and len(names) != width:
        rule = f"be {width} of them, a name a column of labels"
        raise _frame.refused("names", rule, list(names))
    usual = [f"group_{i}" for i in range(width)] if several else ["group"]
    columns = zip(*labels, strict=True) if several else [labels]
    pairs = zip(names or usual, columns, strict=bool(labels))
    return {name: list(column) for name, column in pairs}


def _native(
    data: dict[str, list[Any]], known: _frame.Known, cast_: list[nw.Expr]
) -> Any:
    """Return columns as a frame of the library of another."""
    engine = known.implementation
    eager = engine.is_pandas_like() or engine.is_polars() or engine.is_pyarrow()
    backend: Any = engine if eager else nw.Implementation.PYARROW
    backend = nw.Implementation.PANDAS if engine.is_dask() else backend
    made = nw.from_dict(data, backend=backend).with_columns(*cast_)
    if eager:
        lazy = isinstance(known, nw.LazyFrame) and engine.is_polars()
        return (made.lazy() if lazy else made).to_native()
    session = getattr(known.to_native(), "sparkSession", None)
    options: dict[str, Any] = {} if session is None else {"session": session}
    return made.lazy(cast("Any", engine), **options).to_native()
