"""
Columns inside an engine elsewhere: found, made numbers and keys, and collected once.

Engines differ where it is not expected, some in silence: so one derived column a
``with_columns``, nothing but plain sums of columns in an ``agg``, no condition nested
around a horizontal sum, and no comparison with a null or a NaN.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple, cast

import narwhals.stable.v2 as nw
import numpy as np

from engagement_metrics.adapters.frames import _columns, _frame

__all__ = [
    "LARGE",
    "LARGEST",
    "Rows",
    "alias",
    "choose",
    "floats_of",
    "key",
    "numbers",
    "total",
]

LARGEST = _columns.LARGEST
LARGE = 1000
"""What is added up beside a number: 1 where it is unknown, this where too large."""
WIDE = (nw.Int64, nw.UInt64, nw.Int128, nw.UInt128)
EMPTY: dict[type[nw.dtypes.DType], Any] = {
    nw.String: "",
    nw.Categorical: "",
    nw.Enum: "",
    nw.Boolean: False,
    nw.Date: date(1970, 1, 1),
    nw.Datetime: datetime(1970, 1, 1),  # noqa: DTZ001
}


def alias(argument: str) -> str:
    """Return the name in an engine of the column that an argument names."""
    return re.sub(r"\W+", "_", argument).strip("_")


class Rows(NamedTuple):
    """Rows in an engine under names of ours; what the columns were, and whose."""

    frame: nw.LazyFrame[Any]
    types: Mapping[str, Any]
    asked: Mapping[str, tuple[str, str]]

    @classmethod
    def of(cls, known: _frame.Known, columns: Mapping[str, str]) -> Rows:
        """Take some columns of a frame, and no others."""
        engine: Any = known.implementation
        if engine is nw.Implementation.UNKNOWN:
            rule = "be of an engine that these sums were tried on"
            advice = "Such engines gave wrong sums without an error: give .to_arrow()"
            shown = type(known.to_native()).__name__
            raise _frame.refused("frame", rule, known, advice, shown=shown)
        asked = {alias(argument): (argument, n) for argument, n in columns.items()}
        schema = known.collect_schema()
        types = {name: schema[column] for name, (_, column) in asked.items()}
        chosen = (nw.col(column).alias(name) for name, (_, column) in asked.items())
        return cls(cast("Any", known.lazy().select(*chosen)), types, asked)

    def having(self, **columns: nw.Expr) -> Rows:
        """Return the rows with derived columns, one after the other."""

        def derive(frame: Any) -> Any:
            for name, column in columns.items():
                frame = frame.with_columns(column.alias(name))
            return frame

        def each(part: object) -> object:
            return derive(nw.from_native(cast("Any", part))).to_native()

        if not self.frame.implementation.is_dask():
            return self._replace(frame=derive(self.frame))
        # its optimiser takes seconds for some dozens of columns, and fails on a join
        # of what was grouped by several keys, but not of what was made of that
        made = self.frame.to_native().map_partitions(each)
        return self._replace(frame=nw.from_native(made))

    def where(self, condition: nw.Expr) -> Rows:
        """Return the rows of which a condition is true."""
        return self._replace(frame=self.frame.filter(condition))

    def wrong(self, name: str, rule: str, advice: str) -> Exception:
        """Return the refusal of a column of the wrong kind."""
        argument, column = self.asked[name]
        return _frame.wrong(argument, column, self.types[name], rule, advice)


def choose(condition: Any, yes: Any, no: Any = None) -> nw.Expr:
    """Return one of two values, row by row; an unknown condition is false."""
    parts = [p if isinstance(p, nw.Expr) or p is None else nw.lit(p) for p in (yes, no)]
    chosen = nw.when(condition).then(parts[0])
    return chosen if no is None else chosen.otherwise(parts[1])


def numbers(rows: Rows, *names: str, mask: str = "") -> Rows:
    """
    Return the rows with some columns as floats, 0 where one is not known.

    Beside each stands *name_bad*: 1 where it is null or NaN, ``LARGE`` where it is
    infinite or so large that it is not exact, and otherwise 0. One may be a mask.
    """
    for name in names:
        dtype, this, bad = rows.types[name], nw.col(name), f"{name}_bad"
        boolean = dtype == nw.Boolean
        if boolean and name == mask:
            rows = rows.having(one=choose(this, 1.0, 0.0))
            rows = rows.having(**{name: choose(~this.is_null(), nw.col("one"))})
        elif not dtype.is_numeric():
            advice = _columns.COUNT_FIRST if boolean else _columns.CONVERT
            raise rows.wrong(name, "be numbers", advice)
        start, beyond = nw.lit(0), (this > LARGEST) | (this < -LARGEST)
        if isinstance(dtype, WIDE):  # a cast would round them, or fail
            signed = dtype.is_signed_integer()
            start = choose(beyond if signed else this > LARGEST, LARGE, 0)
        infinite = (this == float("inf")) | (this == -float("inf"))
        rows = rows.having(**{bad: start})
        rows = rows.having(**{name: choose(nw.col(bad) == 0, this)})
        rows = rows.having(**{name: this.cast(nw.Float64)})
        rows = rows.having(unknown=choose(infinite, LARGE, 1), finite=this.is_finite())
        found = choose(nw.col("finite"), 0, nw.col("unknown"))
        rows = rows.having(**{bad: nw.col(bad) + found})
        rows = rows.having(**{name: choose(nw.col("finite"), this, 0.0)})
        rows = rows.having(**{bad: choose(beyond, LARGE, nw.col(bad))})
    return rows


def total(rows: Rows, into: str, weights: Mapping[str, float]) -> Rows:
    """
    Return the rows with a weighted sum of their numbers; 1 where there are none.

    Below zero where one of them is, whatever the others: such a row cannot be.
    """
    whole = [nw.col(n) if w == 1 else nw.col(n) * w for n, w in weights.items()]
    bad = sum((nw.col(f"{name}_bad") for name in weights), nw.lit(0))
    made = sum(whole[1:], whole[0]) if whole else nw.lit(1.0)
    rows = rows.having(**{f"{into}_bad": bad, into: made})
    if len(weights) > 1:
        rows = rows.having(below=nw.lit(0.0))
        below, zero = nw.col("below"), nw.lit(0.0)
        for name in map(nw.col, weights):
            rows = rows.having(below=below + choose(name < 0, name, zero))
        rows = rows.having(**{into: choose(below < 0, below, nw.col(into))})
    known = nw.col(f"{into}_bad") == 0
    return rows.having(**{into: choose(known, nw.col(into), 0.0)})


def key(rows: Rows, *names: str) -> Rows:
    """
    Return the rows with columns to group by and to join on: no null is left in one.

    Beside each stands *name_null*, 1 or 0, since engines do not join a null to a null.
    """
    for name in names:
        dtype, this, null = rows.types[name], nw.col(name), f"{name}_null"
        empty = 0 if dtype.is_integer() else EMPTY.get(cast("Any", type(dtype)))
        if empty is None or getattr(dtype, "time_zone", None):
            times = isinstance(dtype, nw.Datetime)
            advice = _columns.CLOCK if times else _columns.AS_TEXT
            raise rows.wrong(name, _columns.KEYS, advice)
        rows = rows.having(**{null: choose(this.is_null(), 1, 0)})
        this = this.cast(nw.String) if empty == "" else this
        rows = rows.having(**{name: this})
        rows = rows.having(**{name: choose(nw.col(null) == 1, empty, nw.col(name))})
    return rows


def floats_of(collected: nw.DataFrame[Any], *names: str) -> dict[str, Any]:
    """Return collected columns of sums as floats."""
    columns = {name: collected[name].cast(nw.Float64).to_numpy() for name in names}
    return {name: np.asarray(part, np.float64) for name, part in columns.items()}
