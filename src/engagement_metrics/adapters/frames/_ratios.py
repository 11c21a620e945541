"""Ratios of two columns: asked of the core here, summed by the engine elsewhere."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, cast

import narwhals.stable.v2 as nw
import numpy as np
from narwhals.stable.v2.typing import IntoFrame

from engagement_metrics import (
    Average,
    Definition,
    Grouped,
    Pooled,
    Posts,
    Proportion,
    Rate,
)
from engagement_metrics.adapters.frames._batches import asked_in_batches, whole
from engagement_metrics.adapters.frames._columns import Columns
from engagement_metrics.adapters.frames._engines import (
    Rows,
    alias,
    choose,
    numbers,
    total,
)
from engagement_metrics.adapters.frames._evidence import (
    INVALID,
    LEFT_OUT,
    MISSING,
    SUMS,
    evidence,
    gathered,
    ordered,
)
from engagement_metrics.adapters.frames._frame import here, opened
from engagement_metrics.adapters.frames._groups import Between, By, Groups
from engagement_metrics.adapters.frames._sums import summed
from engagement_metrics.adapters.frames._tables import counters, posts_of
from engagement_metrics.engagement import ENGAGEMENT
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.relevance import on_target_share as _on_target_share
from engagement_metrics.tables import Ids

__all__ = ["Ratio", "asked", "chosen", "on_target_share", "pooled", "rate"]

Evidence = Pooled[Any] | Average[Any] | Grouped[Any, Any]
_Pooled = Pooled[Any] | Grouped[Any, Any]


class Ratio(NamedTuple):
    """
    A ratio: of fetched columns, and as columns *y* and *x* of an engine.

    *nothing* is what the core makes of no rows: it says the metric and the kind.
    """

    columns: Mapping[str, str]
    of: Callable[[Columns, Sequence[Any]], Any]
    plan: Callable[[Rows], Rows]
    nothing: Any
    average: bool = False
    adds: bool = True


def asked(frame: object, ratio: Ratio, groups: Groups) -> Any:
    """Return the evidence of a ratio in groups: fetched here, summed elsewhere."""
    columns = {**ratio.columns, **groups.columns}
    known = groups.within(opened(frame, columns))

    def answer(read: Columns) -> Any:
        return ratio.of(read, groups.labels(read))

    if not here(known):
        usual = gathered(ratio.nothing, [], average=ratio.average)
        rows = ratio.plan(Rows.of(known, columns))
        made = summed(rows, groups, usual, average=ratio.average)
    elif ratio.adds:
        made = asked_in_batches(known, columns, answer)
    else:
        made = answer(whole(known, columns))
    return groups.filled(made, ratio.nothing, average=ratio.average)


def _of_columns(
    door: Callable[[Any, Any], Any], y: Any, x: Any, by: Sequence[Any], cluster: Any
) -> Any:
    """Return the core's evidence of two columns; a row that cannot be is set aside."""
    status = _cannot_be(y, x, bounded=isinstance(door([], []), Proportion))
    if not status.any():
        return _in_clusters(door, y, x, by, cluster)
    bad, good = np.flatnonzero(status), np.flatnonzero(status == 0)
    sums = np.zeros(bad.size)
    aside = dict.fromkeys((*SUMS, "parts"), sums)
    aside |= {"status": status[bad], "units": sums + 1}
    aside |= {n: np.nan_to_num(_floats(c)[bad]) for n, c in (("y", y), ("x", x))}
    rest = [chosen(column, good) for column in by]
    of = None if cluster is None else chosen(cluster, good)
    made = _in_clusters(door, y[good], x[good], rest, of)
    labels = [_listed(chosen(column, bad)) for column in by]
    return ordered(made + evidence(labels, aside, gathered(door([], []), [])))


def _cannot_be(y: Any, x: Any, *, bounded: bool) -> Any:
    """Return the status of rows that the core refuses in a column, 0 of all others."""
    if np.dtype(object) in (y.dtype, x.dtype):
        return np.zeros(len(y), np.int64)
    a, b = _floats(y), _floats(x)
    below = (a < 0) | (b < 0)
    below |= (a > b) & (b > 0) if bounded else False
    return np.where(below, np.where(np.isnan(a) | np.isnan(b), MISSING, INVALID), 0)


def _in_clusters(
    door: Callable[[Any, Any], Any], y: Any, x: Any, by: Sequence[Any], cluster: Any
) -> Any:
    """Return evidence whose units are the rows, or the sums of each cluster."""
    if cluster is None:
        return gathered(door(y, x), by)
    cells = gathered(door(y, x), [*by, cluster])
    each, left = cells.estimate, cells.estimate.left_out
    labels = [list(c) for c in [*zip(*cells.labels, strict=True)][:-1]] if by else []
    known = np.flatnonzero(each.units > 0)
    names = [chosen(column, known) for column in labels]
    made = gathered(door(each.sum_y[known], each.sum_x[known]), names)
    reasons = (left.missing, left.no_exposure, left.no_denominator, left.invalid)
    aside = {name: np.zeros(4 * len(cells)) for name in (*SUMS, "parts")}
    aside |= {"units": np.concatenate(reasons)}
    aside |= {"status": np.repeat(LEFT_OUT, len(cells))}
    aside["y"][: len(cells)], aside["x"][: len(cells)] = left.count, left.exposure
    usual = gathered(door([], []), [])
    return ordered(made + evidence([4 * column for column in labels], aside, usual))


def _floats(column: Any) -> Any:
    return np.ma.filled(np.ma.asarray(column).astype(np.float64), np.nan)


def chosen(column: Any, rows: Any) -> Any:
    """Return some rows of a column of labels."""
    listed = isinstance(column, list)
    return [column[row] for row in rows.tolist()] if listed else column[rows]


def _listed(column: Any) -> list[Any]:
    if isinstance(column, list):
        return column
    return column.values() if isinstance(column, Ids) else column.tolist()


def pooled(
    frame: IntoFrame,
    *,
    count: str,
    exposure: str,
    by: By = None,
    every: str | None = None,
    time: str | None = None,
    tz: str | None = None,
    between: Between = None,
    kind: Literal["rate", "share"] = "rate",
    metric: Any = None,
    cluster: str | None = None,
) -> Pooled[Any] | Grouped[Any, Any]:
    """
    Return the ratio of the sums of two columns of a dataframe.

    The evidence of ``Rate(...).pooled()`` or ``Proportion(...).pooled()``: it adds to
    theirs, compares and shrinks. Here the columns are fetched, in batches of two
    million rows; a cluster or a warehouse is asked for one row per group.

    Parameters
    ----------
    frame : dataframe
        Of any engine that Narwhals knows. A row is a unit, such as a post.
    count, exposure : str
        The columns of the numerator and of the denominator.
    by : str or sequence of str, optional
        The columns to group by: ids, text, masks or days. Null is a group of its own,
        with the label ``None``.
    every : {"1d", "1w", "1mo"}, optional
        Group by day, week or month as well; needs *time*. A label is the first day.
        Without *by*, periods without rows are there too.
    time : str, optional
        The column of times, with a time zone.
    tz : str, optional
        The zone of the calendar; UTC by default.
    between : tuple of date, optional
        The first day of the first period, and the first day after the last one. Rows
        of other days are left aside.
    kind : {"rate", "share"}, optional
        Whether the count may exceed the exposure; ``"rate"`` by default.
    metric : Metric, optional
        The metric; that of ``Rate`` and ``Proportion`` by default.
    cluster : str, optional
        The column of persons, authors or weeks whose rows belong together. The units
        are then the clusters: the sums of each, which change the interval and not the
        value. Null is a cluster of its own. All rows are fetched at once.

    Returns
    -------
    Pooled or Grouped
        Pooled evidence, in groups where there is anything to group by.

    Raises
    ------
    InvalidArgumentError
        If the frame has no such column, a time has no zone, or the engine lacks a step.
    InvalidTypeError
        If *frame* is not a dataframe, or a column holds values of the wrong kind.
    InvalidCountsError
        If a number is infinite or above 2**53, or a total is.

    Notes
    -----
    A frame is a table: a row with null or NaN is left out as missing, a row with a
    number below zero or, in a share, above its whole, as invalid. *left_out* counts
    them.

    Examples
    --------
    >>> import polars as pl
    >>> posts = pl.LazyFrame(
    ...     {"by": ["a", "a", "b"], "likes": [3, 5, 2], "seen": [40, 60, None]}
    ... )
    >>> result = pooled(posts, count="likes", exposure="seen", by="by")
    >>> result["a"].value, str(result["b"].status)
    (0.08, 'missing')
    """
    kinds: dict[str, Any] = {"rate": Rate, "share": Proportion}
    if str(kind) not in kinds:
        raise InvalidArgumentError(
            f"kind must be 'rate' or 'share', but got {kind!r}",
            argument="kind",
            got=kind,
        )
    said = {} if metric is None else {"metric": metric}
    door = functools.partial(kinds[str(kind)], **said)

    def of(read: Columns, by: Sequence[Any]) -> Any:
        sides = read.numbers("count"), read.numbers("exposure")
        return _of_columns(door, *sides, by, read.labels("cluster"))

    def plan(rows: Rows) -> Rows:
        rows = numbers(rows, *columns)
        return total(total(rows, "y", {"count": 1}), "x", {"exposure": 1})

    columns = {"count": count, "exposure": exposure}
    groups = Groups.of(by, every, time, tz, between, cluster)
    ratio = Ratio(columns, of, plan, door([], []), adds=cluster is None)
    return cast("_Pooled", asked(frame, ratio, groups))


def rate(
    frame: IntoFrame,
    definition: Definition,
    /,
    *,
    actions: Mapping[str, str] | None = None,
    exposures: Mapping[str, str] | None = None,
    engagements: str | None = None,
    by: By = None,
    every: str | None = None,
    time: str | None = None,
    tz: str | None = None,
    between: Between = None,
) -> Evidence:
    """
    Return an engagement rate under a published definition.

    What ``definition.estimate(posts)`` returns, for a table of any engine and size:
    the same actions, weights, denominator and averaging.

    Parameters
    ----------
    frame : dataframe
        Of any engine that Narwhals knows; a row is a post, or whatever *unit* of the
        definition says. Ids are not looked at: each row counts.
    definition : Definition
        One of ``CATALOGUE``, or your own.
    actions, exposures : mapping of str to str, optional
        The columns of counters by ``Action``, and of exposures by ``Exposure``.
    engagements : str, optional
        The column of the platform's own total.
    by, every, time, tz, between : optional
        As in ``pooled``.

    Returns
    -------
    Pooled or Average, or Grouped of them
        Averaged as the source does, in groups where there is anything to group by.

    Raises
    ------
    InvalidArgumentError
        If the frame has no such column, the definition needs another, or as in
        ``pooled``.
    InvalidTypeError
        If *definition* is not a ``Definition``, or as in ``pooled``.
    InvalidCountsError
        As in ``pooled``.

    Examples
    --------
    >>> import polars as pl
    >>> from engagement_metrics.definitions import CATALOGUE
    >>> posts = pl.LazyFrame({"likes": [3, 5], "talk": [1, 1], "fans": [100, 100]})
    >>> name = "Kaushik conversation rate"
    >>> kaushik = next(d for d in CATALOGUE if d.name == name)
    >>> rate(posts, kaushik, actions={"reply": "talk"}).value
    1.0
    """
    if not isinstance(cast("Any", definition), Definition):
        raise InvalidTypeError(
            f"definition must be a Definition, but got {type(definition).__name__}",
            argument="definition",
            got=definition,
        )
    given = counters(actions, exposures, engagements)
    nothing = definition.rate(
        Posts.of(
            actions={str(name): [] for name in actions or ()},
            exposures={str(name): [] for name in exposures or ()},
            engagements=None if engagements is None else [],
        )
    )
    kinds, weights = _weights(definition, actions or {}, engagements)
    wanted = [str(definition.denominator)]
    shown = [n for n in wanted if f"exposures[{n!r}]" in given]
    below = {f"exposures[{name!r}]": 1.0 for name in shown}
    average = definition.averaging == "average"

    def of(read: Columns, by: Sequence[Any]) -> Any:
        rows = definition.rate(posts_of(read, kinds, shown))
        return gathered(rows, by, average=average)

    def plan(rows: Rows) -> Rows:
        y, x = ({alias(n): w for n, w in side.items()} for side in (weights, below))
        return total(total(numbers(rows, *y, *x), "y", y), "x", x)

    columns = {name: cast("str", given[name]) for name in (*weights, *below)}
    groups = Groups.of(by, every, time, tz, between)
    ratio = Ratio(columns, of, plan, nothing, average=average)
    return cast("Evidence", asked(frame, ratio, groups))


def _weights(
    definition: Definition, actions: Mapping[str, str], engagements: str | None
) -> tuple[list[str], dict[str, float]]:
    """Return the actions that a definition counts, and what each column counts for."""
    if not definition.actions and engagements is not None:
        return [], {"engagements": 1.0}
    if definition.actions:
        pairs = zip(map(str, definition.actions), definition.weights, strict=True)
        counted = dict(pairs)
    else:
        counted = {str(n): 1.0 for n in sorted(actions) if str(n) in ENGAGEMENT}
    if not counted:
        raise InvalidArgumentError(
            f"actions must name a counter of engagement for {definition.name!r}, but"
            f" got {[*actions]!r}. Or give engagements=, the platform's own total",
            argument="actions",
            got=actions,
        )
    return [*counted], {f"actions[{name!r}]": w for name, w in counted.items()}


def on_target_share(
    frame: IntoFrame,
    *,
    on_target: str,
    audience: str | None = None,
    by: By = None,
    every: str | None = None,
    time: str | None = None,
    tz: str | None = None,
    between: Between = None,
) -> Pooled[Any] | Grouped[Any, Any]:
    """
    Return the share of an audience that is on target.

    Parameters
    ----------
    frame : dataframe
        Of any engine that Narwhals knows: a row an audience, or a row a member.
    on_target : str
        The column of how many are on target; of members, whether they are.
    audience : str, optional
        The column of how many there are; without it each row is one member.
    by, every, time, tz, between : optional
        As in ``pooled``.

    Returns
    -------
    Pooled or Grouped
        The evidence of ``on_target_share(...).pooled()``, in groups where there is
        anything to group by.

    Raises
    ------
    InvalidArgumentError
        As in ``pooled``.
    InvalidTypeError
        As in ``pooled``.
    InvalidCountsError
        As in ``pooled``.

    Examples
    --------
    >>> import polars as pl
    >>> fans = pl.LazyFrame({"teacher": [True, False, None, True]})
    >>> print(on_target_share(fans, on_target="teacher").left_out)
    1 left out: missing
    """
    columns = {"on_target": on_target}
    columns |= {} if audience is None else {"audience": audience}

    def of(read: Columns, by: Sequence[Any]) -> Any:
        y, x = read.mask("on_target"), read.numbers("audience")
        x = np.ones(len(y)) if x is None else x
        return _of_columns(_on_target_share, y, x, by, None)

    def plan(rows: Rows) -> Rows:
        if rows.types["on_target"] == nw.Boolean:
            this = nw.col("on_target")
            rows = rows.having(one=choose(this, 1.0, 0.0))
            rows = rows.having(on_target=choose(~this.is_null(), nw.col("one")))
            rows = rows._replace(types={**rows.types, "on_target": nw.Float64()})
        rows, below = numbers(rows, *columns), dict.fromkeys([*columns][1:], 1.0)
        return total(total(rows, "y", {"on_target": 1}), "x", below)

    ratio = Ratio(columns, of, plan, _on_target_share([], []))
    groups = Groups.of(by, every, time, tz, between)
    return cast("_Pooled", asked(frame, ratio, groups))
