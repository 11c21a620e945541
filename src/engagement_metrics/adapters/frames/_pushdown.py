"""Ratios of sums, summed where the data are: one plan, and the core's own evidence."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple, cast

import narwhals.stable.v2 as nw
import numpy as np
from narwhals.stable.v2.typing import IntoFrame

from engagement_metrics import (
    Average,
    Definition,
    Grouped,
    LeftOut,
    Pooled,
    Posts,
    Proportion,
    Rate,
)
from engagement_metrics.adapters.frames._engines import (
    LARGEST,
    Asked,
    Rows,
    choose,
    key,
    labelled,
    number,
    numbers_of,
    step,
    total,
)
from engagement_metrics.adapters.frames._frame import mapped
from engagement_metrics.adapters.frames._windows import windowed
from engagement_metrics.errors import (
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
)
from engagement_metrics.relevance import on_target_share as _on_target_share
from engagement_metrics.words import Terms

__all__ = ["By", "Evidence", "on_target_share", "pooled", "rate"]

By = str | Sequence[str] | None
Evidence = Pooled[Any] | Average[Any] | Grouped[Any, Any]
_Pooled = Pooled[Any] | Grouped[Any, Any]
Between = tuple[date, date] | None
DEFINED, MISSING, NO_EXPOSURE, NO_DENOMINATOR, INVALID, TOO_LARGE = range(6)
SUMS = ("y", "x", "ee", "ex", "xx", "parts")


class Groups(NamedTuple):
    """What rows are grouped by: columns, their nulls, and the windows of a calendar."""

    names: list[str]
    keys: list[str]
    windows: list[date] | None


class Kind(NamedTuple):
    """What is made of the sums."""

    made: type[Pooled[Any] | Average[Any]]
    kind: Literal["rate", "share"]
    metric: str
    terms: Terms
    weighted: bool = False


def asked_by(by: By, time: str | None) -> dict[str, Asked]:
    """Return the columns to group by under names of ours."""
    given: object = by
    if by is not None and not isinstance(given, str | list | tuple):
        raise InvalidTypeError(
            f"by must be the name of a column or a list of them, but got {by!r}",
            argument="by",
            got=by,
        )
    listed = [] if by is None else [by] if isinstance(by, str) else list(by)
    columns = {f"by{i}": Asked(f"by[{i}]", name) for i, name in enumerate(listed)}
    if isinstance(by, str):
        columns = {"by0": Asked("by", by)}
    return columns | ({} if time is None else {"time": Asked("time", time)})


def grouping(
    rows: Rows, every: str | None, tz: str | None, between: Between
) -> tuple[Rows, Groups]:
    """Return the rows with keys that have no null, and what the keys are."""
    if (every is None) != ("time" not in rows.asked):
        raise InvalidArgumentError(
            "every and time must be given together: how long a window is, and the"
            " column of times",
            argument="every",
            got=every,
        )
    names = [name for name in rows.asked if name.startswith("by")]
    for name in names:
        rows = key(rows, name)
    keys = [part for name in names for part in (name, f"{name}_null")]
    windows = None
    if every is not None:
        rows, windows = windowed(rows, "time", every, tz, between)
        keys.append("window")
    if not keys:
        rows, keys = rows.having(everything=nw.lit(0)), ["everything"]
    return rows, Groups(names, keys, windows)


def status(*, bounded: bool) -> nw.Expr:
    """Return the status of y / x, as the core numbers them."""
    y, x = nw.col("y"), nw.col("x")
    exists = (x > 0) & (y >= 0)
    exists = exists & (y <= x) if bounded else exists
    found = choose(y == 0, NO_EXPOSURE, NO_DENOMINATOR)
    found = choose((y < 0) | (x != 0), INVALID, found)
    found = choose(exists, DEFINED, found)
    found = choose(nw.col("y_unknown") + nw.col("x_unknown") > 0, MISSING, found)
    return choose(nw.col("y_large") + nw.col("x_large") > 0, TOO_LARGE, found)


def summed(rows: Rows, keys: Sequence[str], *, average: bool, bounded: bool) -> Rows:
    """
    Return a row a group and status: units, totals, and residual sums about the ratio.

    First the totals of what is defined, then the ratio joined back to the rows, then
    plain sums again: ``e = y - R x`` about the group's own R, as the core has it.
    """
    y, x = nw.col("y"), nw.col("x")
    large = choose(
        (y > LARGEST) | (y < -LARGEST), 1, nw.col("y_large")
    )  # of several columns
    rows = rows.having(y_large=large, status=status(bounded=bounded))
    if average:
        known = nw.col("status") == DEFINED
        rows = rows.having(
            divisor=choose(known, x, 1.0),
            y=y / nw.col("divisor"),
            x=choose(known, 1.0, x),
        )
    rows = rows.having(parts=choose(y.round(0) == y, 0.0, 1.0))
    units = rows.frame.select(*keys, "status", "y", "x", "parts")
    totals = units.filter(nw.col("status") == DEFINED).group_by(*keys)
    ratio = rows._replace(frame=totals.agg(y.sum(), x.sum())).having(ratio=y / x)
    ratios = ratio.frame.select(*keys, "ratio")
    joined = rows._replace(frame=units.join(ratios, on=list(keys), how="left"))
    e = nw.col("e")
    joined = joined.having(e=y - nw.col("ratio") * x, ee=e * e, ex=e * x, xx=x * x)
    every = (nw.col(name).sum() for name in SUMS)
    frame = joined.frame.group_by(*keys, "status").agg(nw.len().alias("units"), *every)
    return rows._replace(frame=frame)


def evidence(collected: nw.DataFrame[Any], groups: Groups, kind: Kind) -> Evidence:
    """Return the core's evidence of collected sums."""
    columns = [_labels(collected, name) for name in groups.names]
    if groups.windows is not None:
        days = [None, *groups.windows]
        columns.append([days[int(i)] for i in collected["window"].to_list()])
    single = not columns
    codes, names = labelled(columns or [[None] * len(collected)])
    size = 1 if single else len(names)
    which = numbers_of(collected, "status").astype(np.int64)
    units = numbers_of(collected, "units").astype(np.int64)

    def at(column: Any, *reasons: int) -> Any:
        rows = np.isin(which, reasons)
        return np.bincount(codes[rows], column[rows], size).astype(np.float64)

    def count(reason: int) -> Any:
        return at(units, reason).astype(np.int64)

    if (large := int(count(TOO_LARGE).sum())) > 0:
        raise InvalidCountsError(
            "count and exposure must be finite and not exceed 2**53, but in"
            f" {large:,} of {int(units.sum()):,} rows one does. Write null where it is"
            " not known",
            argument="count",
            cases=large,
        )
    sums = {name: numbers_of(collected, name) for name in SUMS}
    defined = {f"sum_{n}": at(sums[n], DEFINED) for n in SUMS if n != "parts"}
    for name, column in {"count": "sum_y", "exposure": "sum_x"}.items():
        _exact(f"{name} of {kind.metric}", defined[column])
    aside = [MISSING, NO_EXPOSURE, NO_DENOMINATOR, INVALID]
    whole = at(sums["parts"], DEFINED) == 0
    made: Any = kind.made(
        units=count(DEFINED),
        **defined,
        left_out=cast(
            "Any",
            LeftOut(*map(count, aside), *(at(sums[n], *aside) for n in ("y", "x"))),
        ),
        kind=kind.kind,
        counts=whole & (kind.made is Pooled) & (not kind.weighted),
        metric=kind.metric,
        terms=kind.terms,
    )
    return made[0] if single else Grouped(names, made)


def _labels(collected: nw.DataFrame[Any], name: str) -> list[Any]:
    null = collected[f"{name}_null"].to_list()
    values = zip(collected[name].to_list(), null, strict=True)
    return [None if unknown else value for value, unknown in values]


def _exact(what: str, totals: Any) -> None:
    largest = float(np.max(totals, initial=0.0))
    if largest > LARGEST:
        raise InvalidCountsError(
            f"the total of {what} must not exceed 2**53, but got {largest}. Whole"
            " numbers above it are not exact",
            argument=what,
            got=largest,
        )


def gathered(
    rows: Rows, every: str | None, tz: str | None, between: Between, kind: Kind
) -> Evidence:
    """Return the evidence of rows that have y and x, collected once."""
    with step("group sums", rows):
        rows, groups = grouping(rows, every, tz, between)
        average, bounded = kind.made is Average, kind.kind == "share"
        plan = summed(rows, groups.keys, average=average, bounded=bounded)
        return evidence(plan.frame.collect(), groups, kind)


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
    metric: str | None = None,
    terms: Terms | None = None,
) -> Pooled[Any] | Grouped[Any, Any]:
    """
    Return the ratio of sums of two columns, summed where the data are.

    The same evidence as of ``Rate(...).pooled()`` and ``Proportion(...).pooled()``: it
    adds to theirs, compares and shrinks. Of a lazy frame one plan is collected, once,
    with a row a group.

    Parameters
    ----------
    frame : dataframe
        Of any engine that Narwhals knows. A row is a unit, such as a post.
    count, exposure : str
        The columns of the numerator and of the denominator.
    by : str or sequence of str, optional
        The columns to group by: ids, text, masks or days. A null is a group of its own,
        with the label ``None``.
    every : {"1d", "1w", "1mo"}, optional
        Group by day, week or month, too; needs *time*. A label is the first day.
    time : str, optional
        The column of times, which have a zone.
    tz : str, optional
        The zone of the calendar; UTC by default.
    between : tuple of date, optional
        First day of the first window, and of the first that is no more wanted. Without
        it the engine is first asked for the first and the last time.
    kind : {"rate", "share"}, optional
        Whether the count may exceed the exposure; ``"rate"`` by default.
    metric : str, optional
        Name of the metric, as of ``Rate`` and ``Proportion`` by default.
    terms : Terms, optional
        What is divided by what, as of ``Rate`` and ``Proportion`` by default.

    Returns
    -------
    Pooled or Grouped
        Pooled evidence, in groups where there is anything to group by.

    Raises
    ------
    InvalidArgumentError
        If the frame has no such column, a time has no zone, or the engine cannot do a
        step.
    InvalidTypeError
        If *frame* is no dataframe, or a column holds values of the wrong kind.
    InvalidCountsError
        If a number is infinite or above 2**53, or a total is.

    Notes
    -----
    A row with a null or NaN is ``MISSING``, one below zero, or in a share above its
    exposure, ``INVALID``; *left_out* counts them.

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
    door: Any = {"rate": Rate, "share": Proportion}.get(str(kind))
    if door is None:
        raise InvalidArgumentError(
            f"kind must be 'rate' or 'share', but got {kind!r}",
            argument="kind",
            got=kind,
        )
    usual = door(0, 0)
    asked = {"count": Asked("count", count), "exposure": Asked("exposure", exposure)}
    rows = Rows.of(frame, asked | asked_by(by, time))
    rows = total(total(rows, "y", {"count": 1}), "x", {"exposure": 1})
    wanted = Kind(Pooled, kind, metric or usual.metric, terms or usual.terms)
    return cast("_Pooled", gathered(rows, every, tz, between, wanted))


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
    Return an engagement rate under a published definition, summed where the data are.

    What ``definition.estimate(posts)`` returns, of a table that may be of any engine
    and size: the same actions, weights, denominator and averaging.

    Parameters
    ----------
    frame : dataframe
        Of any engine that Narwhals knows; a row a post, or whatever *unit* of the
        definition says. No id is looked at: each row counts.
    definition : Definition
        One of ``CATALOGUE``, or your own.
    actions, exposures : mapping of str to str, optional
        The columns of counters by ``Action``, and of exposures by ``Exposure``.
    engagements : str, optional
        The column of the platform's own total.
    by, every, time, tz, between : optional
        As of ``pooled``.

    Returns
    -------
    Pooled or Average, or Grouped of them
        Averaged as the source does, in groups where there is anything to group by.

    Raises
    ------
    InvalidArgumentError
        If the frame has no such column, the definition needs another, or as ``pooled``.
    InvalidTypeError
        As ``pooled`` does.
    InvalidCountsError
        As ``pooled`` does.

    Examples
    --------
    >>> import polars as pl
    >>> from engagement_metrics.catalogue import CATALOGUE
    >>> posts = pl.LazyFrame({"likes": [3, 5], "talk": [1, 1], "fans": [100, 100]})
    >>> name = "Kaushik conversation rate"
    >>> kaushik = next(d for d in CATALOGUE if d.name == name)
    >>> rate(posts, kaushik, actions={"reply": "talk"}).value
    1.0
    """
    actions, exposures = mapped("actions", actions), mapped("exposures", exposures)
    weights, made = counted(definition, actions, exposures, engagements)
    asked = {f"action_{n}": Asked(f"actions[{n!r}]", c) for n, c in actions.items()}
    if engagements is not None:
        asked["engagements"] = Asked("engagements", engagements)
    denominator = str(definition.denominator)
    needed = {name: asked[name] for name in weights}
    below: dict[str, float] = {}
    if denominator in exposures:
        below = {"exposure": 1.0}
        given = f"exposures[{denominator!r}]"
        needed["exposure"] = Asked(given, exposures[denominator])
    rows = Rows.of(frame, needed | asked_by(by, time))
    rows = total(total(rows, "y", weights), "x", below, constant=1.0)
    averaged = Pooled if definition.averaging == "pooled" else Average
    kind = Kind(averaged, "rate", made.metric, made.terms, definition.weighted)
    return gathered(rows, every, tz, between, kind)


def counted(
    definition: Definition,
    actions: Iterable[str],
    exposures: Iterable[str],
    engagements: str | None,
) -> tuple[dict[str, float], Rate[Any]]:
    """
    Return what each column counts for, read off the definition itself.

    It is applied to a table with a row for each column, that has a one in this column
    and zeros in the others.
    """
    names = [f"action_{name}" for name in actions]
    names += ["engagements"] * (engagements is not None)
    ones = np.eye(len(names), max(len(names), 1))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of exposures that are made up here
        probe = Posts.of(
            actions={n: ones[i] for i, n in enumerate(actions)},
            exposures={n: np.ones(ones.shape[1]) for n in exposures},
            engagements=None if engagements is None else ones[-1],
        )
    made = definition.rate(probe)
    found = zip(names, made.count.tolist(), strict=False)
    return {name: weight for name, weight in found if weight}, made


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
    Return the share of an audience that is on target, summed where the data are.

    Parameters
    ----------
    frame : dataframe
        Of any engine that Narwhals knows: a row an audience, or a row a member.
    on_target : str
        The column of how many are on target; of members, whether they are.
    audience : str, optional
        The column of how many there are; without it each row is one member.
    by, every, time, tz, between : optional
        As of ``pooled``.

    Returns
    -------
    Pooled or Grouped
        The evidence of ``on_target_share(...).pooled()``, in groups where there is
        anything to group by.

    Raises
    ------
    InvalidArgumentError
        As ``pooled`` does.
    InvalidTypeError
        As ``pooled`` does.
    InvalidCountsError
        As ``pooled`` does.

    Examples
    --------
    >>> import polars as pl
    >>> fans = pl.LazyFrame({"teacher": [True, False, None, True]})
    >>> print(on_target_share(fans, on_target="teacher").left_out)
    1 left out: missing
    """
    usual = _on_target_share(0, 0)
    asked = {"on_target": Asked("on_target", on_target)}
    if audience is not None:
        asked["audience"] = Asked("audience", audience)
    rows = Rows.of(frame, asked | asked_by(by, time))
    below = {} if audience is None else {"audience": 1.0}
    if rows.types["on_target"] == nw.Boolean:
        rows = number(rows, "on_target", mask=True)
        rows = rows._replace(types={**rows.types, "on_target": nw.Float64()})
        null = nw.col("on_target_unknown") == 0
        rows = rows.having(on_target=choose(null, nw.col("on_target")))
    rows = total(total(rows, "y", {"on_target": 1}), "x", below, constant=1.0)
    kind = Kind(Pooled, "share", usual.metric, usual.terms)
    return cast("_Pooled", gathered(rows, every, tz, between, kind))
