"""
Columns inside an engine elsewhere: found, made numbers and keys, and collected once.

Engines differ where it is not expected, some in silence: so one derived column a
``with_columns``, nothing but plain sums of columns in an ``agg``, no condition nested
around a horizontal sum, and no comparison with a null or a NaN.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, NamedTuple, cast

import narwhals.stable.v2 as nw
import numpy as np

from engagement_metrics.adapters.frames._columns import AS_TEXT, COUNT_FIRST
from engagement_metrics.adapters.frames._frame import Known, wrong
from engagement_metrics.errors import InvalidArgumentError

__all__ = [
    "LARGE",
    "LARGEST",
    "Rows",
    "alias",
    "choose",
    "column_of",
    "key",
    "numbers",
    "step",
    "total",
]

Expr = nw.Expr
LARGEST = 2.0**53
LARGE = 1000
"""What is added up beside a number: 1 where it is unknown, this where too large."""
WIDE = (nw.Int64, nw.UInt64, nw.Int128, nw.UInt128)
EMPTY: dict[type[nw.dtypes.DType], Any] = {
    nw.String: "",
    nw.Boolean: False,
    nw.Date: date(1970, 1, 1),
    nw.Datetime: datetime(1970, 1, 1),  # noqa: DTZ001
}
WAY_OUT = "Collect it first: its .collect(), .df() or .toPandas()"


def alias(argument: str) -> str:
    """Return the name in an engine of the column that an argument names."""
    return re.sub(r"\W+", "_", argument).strip("_")


class Rows(NamedTuple):
    """Rows in an engine under names of ours; what the columns were, and whose."""

    frame: nw.LazyFrame[Any]
    types: Mapping[str, Any]
    asked: Mapping[str, tuple[str, str]]

    @classmethod
    def of(cls, known: Known, columns: Mapping[str, str]) -> Rows:
        """Take some columns of a frame, and no others."""
        if known.implementation is nw.Implementation.UNKNOWN:
            raise InvalidArgumentError(
                "frame must be of an engine that these sums were tried on, but got"
                f" {type(known.to_native()).__name__}: such engines gave wrong sums"
                " without an error. Give its .to_arrow()",
                argument="frame",
            )
        asked = {alias(argument): (argument, n) for argument, n in columns.items()}
        schema = known.collect_schema()
        types = {name: schema[column] for name, (_, column) in asked.items()}
        chosen = (nw.col(column).alias(name) for name, (_, column) in asked.items())
        return cls(cast("Any", known.lazy().select(*chosen)), types, asked)

    def having(self, **columns: Expr) -> Rows:
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

    def where(self, condition: Expr) -> Rows:
        """Return the rows of which a condition is true."""
        return self._replace(frame=self.frame.filter(condition))

    def refused(self, name: str, rule: str, advice: str) -> Exception:
        """Return the refusal of a column of the wrong kind."""
        argument, column = self.asked[name]
        return wrong(argument, column, self.types[name], rule, advice)


def choose(condition: Any, yes: Any, no: Any = None) -> Expr:
    """Return one of two values, row by row; an unknown condition is false."""
    parts = [p if isinstance(p, nw.Expr) or p is None else nw.lit(p) for p in (yes, no)]
    chosen = nw.when(condition).then(parts[0])
    return chosen if no is None else chosen.otherwise(parts[1])


def numbers(rows: Rows, *names: str) -> Rows:
    """
    Return the rows with some columns as floats, 0 where one is not known.

    Beside each stands *name_bad*: 1 where it is null or NaN, ``LARGE`` where it is
    infinite or so large that it is not exact, and otherwise 0.
    """
    for name in names:
        rows = _number(rows, name)
    return rows


def _number(rows: Rows, name: str) -> Rows:
    dtype, this, bad = rows.types[name], nw.col(name), nw.col(f"{name}_bad")
    if not dtype.is_numeric():
        boolean = dtype == nw.Boolean
        advice = COUNT_FIRST if boolean else "Convert it to numbers first"
        raise rows.refused(name, "be numbers", advice)

    def having(value: Any, flag: Any) -> Rows:
        return rows.having(**{f"{name}_bad": flag, name: value})

    rows = rows.having(**{f"{name}_bad": nw.lit(0)})
    if any(dtype == wide for wide in WIDE):  # a cast would round them, or fail
        beyond = this > int(LARGEST)
        if dtype.is_signed_integer():
            beyond = beyond | (this < -int(LARGEST))
        rows = having(choose(bad == 0, this), choose(beyond, LARGE, 0))
    rows = rows.having(**{name: this.cast(nw.Float64)})
    infinite = (this == float("inf")) | (this == -float("inf"))
    rows = rows.having(unknown=choose(infinite, LARGE, 1))
    exists = this.is_finite() | (bad > 0)
    rows = rows.having(**{f"{name}_bad": choose(exists, bad, nw.col("unknown"))})
    rows = rows.having(**{name: choose(this.is_finite(), this, 0.0)})
    beyond = (this > LARGEST) | (this < -LARGEST)
    return having(choose(bad == 0, this, 0.0), choose(beyond, LARGE, bad))


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
        rows = rows.having(
            **{f"{n}_below": choose(nw.col(n) < 0, nw.col(n), 0.0) for n in weights}
        )
        parts = (nw.col(f"{n}_below") for n in weights)
        rows = rows.having(below=sum(parts, nw.lit(0.0)))
        below = nw.col("below")
        rows = rows.having(**{into: choose(below < 0, below, nw.col(into))})
    known = nw.col(f"{into}_bad") == 0
    return rows.having(**{into: choose(known, nw.col(into), 0.0)})


def key(rows: Rows, name: str) -> Rows:
    """
    Return the rows with a column to group by and to join on: no null is left in it.

    Beside it stands *name_null*, 1 or 0, since engines do not join a null to a null.
    """
    dtype, this, null = rows.types[name], nw.col(name), f"{name}_null"
    empty = 0 if dtype.is_integer() else EMPTY.get(type(dtype))
    if isinstance(dtype, nw.Categorical | nw.Enum):
        empty = ""
    if empty is None or getattr(dtype, "time_zone", None):
        instant = isinstance(dtype, nw.Datetime)
        advice = "Give time= and every=, which say whose clock is meant"
        rule = "be whole numbers, text, masks or days"
        raise rows.refused(name, rule, advice if instant else AS_TEXT)
    rows = rows.having(**{null: choose(this.is_null(), 1, 0)})
    if isinstance(dtype, nw.Categorical | nw.Enum):
        rows = rows.having(**{name: this.cast(nw.String)})
    return rows.having(**{name: choose(nw.col(null) == 1, empty, this)})


@contextmanager
def step(what: str, rows: Rows) -> Generator[None]:
    """Refuse a frame whose engine cannot do a step, and name the step."""
    try:
        yield
    except NotImplementedError as error:
        engine = rows.frame.implementation.value
        raise InvalidArgumentError(
            f"frame must be of an engine that can do {what}, but got one of {engine},"
            f" which cannot: {error}. {WAY_OUT}",
            argument="frame",
            advice=WAY_OUT,
        ) from error


def column_of(collected: nw.DataFrame[Any], name: str) -> Any:
    """Return a collected column of sums as floats."""
    return np.asarray(collected[name].cast(nw.Float64).to_numpy(), np.float64)
