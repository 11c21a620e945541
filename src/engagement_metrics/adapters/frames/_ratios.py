"""Ratios of columns of a dataframe: of two, by a definition, of an audience."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, cast

import numpy as np
from narwhals.stable.v2.typing import IntoFrame

import engagement_metrics as em
from engagement_metrics.adapters.frames import _asked, _frame, _sums, _tables
from engagement_metrics.adapters.frames._asked import Evidence, Pools, Ratio, asked
from engagement_metrics.adapters.frames._columns import Columns
from engagement_metrics.adapters.frames._groups import Between, By, Groups
from engagement_metrics.errors import InvalidTypeError

__all__ = ["on_target_share", "pooled", "rate"]

SIDES = ("count", "exposure")


def _of_two(nothing: Any, y: str, x: str, mask: str = "") -> Callable[[Columns], Any]:
    """Return what makes the core's rows of two columns, or of one and ones."""

    def of(read: Columns) -> Any:
        count, large = read.floats(y, mask)
        exposure, larger = np.ones(count.size), large
        if x in read.names:
            exposure, larger = read.floats(x)
        _sums.too_large((large | larger).sum(), large.size)
        return _asked.of_columns(
            nothing, count, exposure, np.ones(count.size, np.int64)
        )

    return of


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
    metric: em.Metric | None = None,
    cluster: str | None = None,
) -> Pools:
    """
    Return the ratio of the sums of two columns of a dataframe.

    The evidence of ``Rate(...).pooled()`` or ``Proportion(...).pooled()``: it adds to
    theirs, compares and shrinks. In this process the columns are fetched, in
    batches of a million rows; a cluster or a warehouse is asked for one row per group.

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
    kinds: dict[str, Any] = {"rate": em.Rate, "share": em.Proportion}
    if str(kind) not in kinds:
        raise _frame.refused("kind", "be 'rate' or 'share'", kind)
    nothing = kinds[str(kind)]([], [], **({} if metric is None else {"metric": metric}))
    columns, of = {"count": count, "exposure": exposure}, _of_two(nothing, *SIDES)
    ratio = Ratio(columns, of, nothing, {"count": 1}, {"exposure": 1})
    return asked(frame, ratio, Groups.of(by, every, time, tz, between, cluster))


def rate(
    frame: IntoFrame,
    definition: em.Definition,
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
        If the frame has no such column, the definition needs another or takes a median,
        or as in ``pooled``.
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
    if not isinstance(cast("Any", definition), em.Definition):
        rule = "be a Definition, such as one of CATALOGUE"
        raise _frame.refused("definition", rule, definition, "", InvalidTypeError)
    if definition.averaging == "median":
        rule = f"be a ratio of sums or a mean of ratios, not {definition.name!r}"
        advice = "A median does not add up: read the posts, and definition.estimate()"
        raise _frame.refused("definition", rule, "a median of ratios", advice)
    given = _tables.counters(actions, exposures, engagements)
    columns: dict[str, Any] = {
        name: dict.fromkeys(_frame.mapped(name, named), ())
        for name, named in (("actions", actions), ("exposures", exposures))
    }
    total = None if engagements is None else ()
    nothing = definition.rate(em.Posts.of(**columns, engagements=total))
    weights = _weights(definition, actions or {}, engagements)
    kinds, shown = [n for n in weights if n], str(definition.denominator)
    y = {f"actions[{n!r}]" if n else "engagements": w for n, w in weights.items()}
    x = {n: 1.0 for n in [f"exposures[{shown!r}]"] if n in given}

    def of(read: Columns) -> Any:
        return definition.rate(_tables.posts_of(read, kinds, [shown] if x else []))

    needed = {name: cast("str", given[name]) for name in (*y, *x)}
    average = definition.averaging == "average"
    ratio = Ratio(needed, of, nothing, y, x, average=average)
    return asked(frame, ratio, Groups.of(by, every, time, tz, between))


def _weights(
    definition: em.Definition, actions: Mapping[str, str], engagements: str | None
) -> dict[str, float]:
    """Return what each action counts for; without a name, the platform's own total."""
    if definition.actions:
        pairs = zip(definition.actions, definition.weights, strict=True)
        return {str(action): weight for action, weight in pairs}
    if engagements is not None:
        return {"": 1.0}
    counted = {str(n): 1.0 for n in sorted(actions) if n in em.engagement.ENGAGEMENT}
    if not counted:
        rule = f"name a counter of engagement for {definition.name!r}"
        advice = "Or give engagements=, the platform's own total"
        raise _frame.refused("actions", rule, [*actions], advice)
    return counted


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
) -> Pools:
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
    nothing, (y, x) = em.relevance.on_target_share([], []), ("on_target", "audience")
    of, below = _of_two(nothing, y, x, y), {} if audience is None else {x: 1.0}
    ratio = Ratio(columns, of, nothing, {y: 1.0}, below, y)
    return asked(frame, ratio, Groups.of(by, every, time, tz, between))
