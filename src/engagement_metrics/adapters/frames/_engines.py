"""
Columns inside an engine: found, made numbers and keys, and collected once.

Engines differ where it is not expected, some in silence: so one derived column a
``with_columns``, nothing but plain sums of columns in an ``agg``, no condition nested
around a horizontal sum, and no comparison with a null or a NaN.
"""

from __future__ import annotations

from collections.abc import Generator, Hashable, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, NamedTuple, cast

import narwhals.stable.v2 as nw
import numpy as np

from engagement_metrics.adapters.frames._frame import opened, wrong
from engagement_metrics.errors import InvalidArgumentError

__all__ = ["Asked", "Rows", "key", "labelled", "number", "numbers_of", "step", "total"]

Expr = nw.Expr
LARGEST = 2.0**53
WIDE = (nw.Int64, nw.UInt64, nw.Int128, nw.UInt128)
EMPTY: dict[type[nw.dtypes.DType], Any] = {
    nw.String: "",
    nw.Boolean: False,
    nw.Date: date(1970, 1, 1),
    nw.Datetime: datetime(1970, 1, 1),  # noqa: DTZ001
}
WAY_OUT = "Collect it first: its .collect(), .df() or .toPandas()"


class Asked(NamedTuple):
    """An argument, and the column that it names."""

    argument: str
    column: str


class Rows(NamedTuple):
    """Rows in an engine under names of ours; what the columns were, and whose."""

    frame: nw.LazyFrame[Any]
    types: Mapping[str, nw.dtypes.DType]
    asked: Mapping[str, Asked]

    @classmethod
    def of(cls, frame: object, asked: Mapping[str, Asked]) -> Rows:
        """Find the columns and take them, and no others."""
        known = opened(frame, {a.argument: a.column for a in asked.values()})
        engine: Any = known.implementation
        if engine is nw.Implementation.UNKNOWN:
            raise InvalidArgumentError(
                "frame must be of an engine that these sums were tried on, but got"
                f" {type(frame).__name__}: such engines gave wrong sums without an"
                " error. Give its .to_arrow()",
                argument="frame",
                got=frame,
            )
        schema = known.collect_schema()
        chosen = known.lazy().select(
            *(nw.col(a.column).alias(name) for name, a in asked.items())
        )
        types = {name: schema[a.column] for name, a in asked.items()}
        return cls(cast("Any", chosen), types, asked)

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

    def refused(self, name: str, rule: str, advice: str) -> Exception:
        """Return the refusal of a column of the wrong kind."""
        asked = self.asked[name]
        return wrong(asked.argument, asked.column, self.types[name], rule, advice)


def choose(condition: Any, yes: Any, no: Any = None) -> Expr:
    """Return one of two values, row by row; an unknown condition is false."""
    parts = [p if isinstance(p, nw.Expr) or p is None else nw.lit(p) for p in (yes, no)]
    chosen = nw.when(condition).then(parts[0])
    return chosen if no is None else chosen.otherwise(parts[1])


def number(rows: Rows, name: str, *, mask: bool = False) -> Rows:
    """
    Return the rows with a column as floats, 0 where it is not known.

    Beside it stand *name_unknown* and *name_large*, 1 or 0: whether it is null or NaN,
    and whether it is infinite or so large that it is not exact.
    """
    dtype, this = rows.types[name], nw.col(name)
    unknown, large = f"{name}_unknown", f"{name}_large"
    if dtype == nw.Boolean and mask:
        rows = rows.having(one=choose(this, 1.0, 0.0))
        rows = rows.having(**{name: choose(~this.is_null(), nw.col("one"))})
    elif not dtype.is_numeric():
        advice = "Convert it to numbers first"
        if dtype == nw.Boolean:
            advice = "A mask is not a count: count it first"
        raise rows.refused(name, "be numbers", advice)
    rows = rows.having(**{large: nw.lit(0)})
    if any(dtype == wide for wide in WIDE):  # a cast would round them, or fail
        beyond = this > int(LARGEST)
        if dtype.is_signed_integer():
            beyond |= this < -int(LARGEST)
        exact = nw.col(large) == 0
        rows = rows.having(**{large: choose(beyond, 1, 0), name: choose(exact, this)})
    rows = rows.having(**{name: this.cast(nw.Float64)})
    if dtype.is_float() or dtype.is_decimal():
        infinite = (this == float("inf")) | (this == -float("inf"))
        rows = rows.having(**{large: choose(infinite, 1, 0)})
    finite = this.is_finite()
    rows = rows.having(
        **{unknown: choose(finite, 0, 1), name: choose(finite, this, 0.0)}
    )
    if dtype.is_float() or dtype.is_decimal():
        beyond = (this > LARGEST) | (this < -LARGEST) | (nw.col(large) == 1)
        exact = nw.col(large) == 0
        rows = rows.having(
            **{large: choose(beyond, 1, 0), name: choose(exact, this, 0.0)}
        )
    return rows


def total(
    rows: Rows, into: str, weights: Mapping[str, float], constant: float = 0.0
) -> Rows:
    """
    Return the rows with a weighted sum of columns, and what is not known of it.

    Below zero where one of them is, whatever the others: such a row cannot be.
    """
    for name in weights:
        rows = number(rows, name)
    zero = nw.lit(0)
    flags = {
        f"{into}_{what}": sum((nw.col(f"{name}_{what}") for name in weights), zero)
        for what in ("unknown", "large")
    }
    whole = [
        nw.col(n) if w == 1 else nw.col(n) * nw.lit(float(w))
        for n, w in weights.items()
    ]
    start: Expr = nw.lit(float(constant))
    rows = rows.having(**flags, **{into: sum(whole[1:], whole[0]) if whole else start})
    if len(weights) > 1:
        rows = rows.having(
            **{f"{n}_below": choose(nw.col(n) < 0, nw.col(n), 0.0) for n in weights}
        )
        below = sum((nw.col(f"{n}_below") for n in weights), nw.lit(0.0))
        rows = rows.having(below=below)
        negative = nw.col("below") < 0
        rows = rows.having(**{into: choose(negative, nw.col("below"), nw.col(into))})
    known = nw.col(f"{into}_unknown") == 0
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
        advice = "Read ids as text: a float cannot hold every id"
        if isinstance(dtype, nw.Datetime):
            advice = "Give time= and every=, which say whose clock is meant"
        raise rows.refused(name, "be whole numbers, text, masks or days", advice)
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


def numbers_of(collected: nw.DataFrame[Any], name: str) -> np.ndarray[Any, Any]:
    """Return a collected column of sums as floats."""
    return np.asarray(collected[name].cast(nw.Float64).to_numpy(), np.float64)


def labelled(
    columns: Sequence[Sequence[Hashable]],
) -> tuple[np.ndarray[Any, np.dtype[np.int64]], tuple[Hashable, ...]]:
    """Return a code for each row and the labels, ascending, what is null last."""
    several = len(columns) > 1
    listed: list[Any] = list(zip(*columns, strict=True) if several else columns[0])

    def order(label: Any) -> Any:
        parts = label if several else (label,)
        return [(part is None, 0 if part is None else part) for part in parts]

    names = tuple(sorted(set(listed), key=order))
    places = {label: place for place, label in enumerate(names)}
    return np.array([places[label] for label in listed], np.int64), names
