"""Survival analysis of right-censored times."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engagement_metrics._typing import BoolArray, FloatArray, IntArray


class Curves(NamedTuple):
    """
    Concatenated Kaplan-Meier curves of groups: one row per event time.

    Rows of group g run from ``start[g]`` to ``start[g + 1]``. *size* and *last*, the
    longest follow-up (NaN if empty), have one value per group.
    """

    start: IntArray
    size: IntArray
    last: FloatArray
    time: FloatArray
    at_risk: IntArray
    events: IntArray
    survival: FloatArray
    incidence: FloatArray
    relative_variance: FloatArray


def kaplan_meier(
    time: NDArray[Any],
    observed: BoolArray,
    group: IntArray | None = None,
    groups: int = 1,
) -> Curves:
    """
    Return the product-limit estimate of each group (Kaplan and Meier 1958).

    Rows censored at an event time are at risk of it. Between two censoring times, the
    factors telescope and are not multiplied: without censoring, incidence is exactly
    k / n. ``relative_variance`` (of survival) is Greenwood's sum of d / (n (n - d)).
    """
    if group is None:
        group = np.zeros(time.size, np.int64)
    rows = np.lexsort((time, group))
    of, when = group[rows], time[rows].astype(np.float64)
    first = np.flatnonzero(_differs(of) | _differs(when))
    happened = np.append(0, np.cumsum(observed[rows]))
    events = np.diff(happened[np.append(first, rows.size)])
    first, events = first[events > 0], events[events > 0]
    size = np.bincount(group, minlength=groups)
    stop, last = np.cumsum(size), np.full(groups, np.nan)
    last[size > 0] = when[stop[size > 0] - 1]
    of = of[first]
    start = np.append(0, np.cumsum(np.bincount(of, minlength=groups)))
    at_risk = stop[of] - first
    left = at_risk - events
    new = _differs(of)
    fresh = new.copy()
    fresh[1:] |= at_risk[1:] != left[:-1]
    pieces = np.flatnonzero(fresh)
    piece = np.cumsum(fresh) - 1
    kept = left / at_risk[pieces][piece]
    factors = np.append(1.0, kept[pieces[1:] - 1])[: pieces.size]
    factors[new[pieces]] = 1.0
    before = _running(np.multiply, factors, np.searchsorted(pieces, start))[piece]
    survival = before * kept
    lost = (at_risk[pieces][piece] - left) / at_risk[pieces][piece]
    return Curves(
        start=start,
        size=size,
        last=last,
        time=when[first],
        at_risk=at_risk,
        events=events,
        survival=survival,
        incidence=np.where(before == 1, lost, 1 - survival),
        relative_variance=_running(np.add, _greenwood(at_risk, events), start),
    )


def at(curves: Curves, horizon: float) -> tuple[FloatArray, FloatArray]:
    """
    Return each group's incidence at *horizon*, and its relative variance.

    NaN for an empty group, and beyond the last follow-up if rows are still at risk.
    """
    reached = np.append(0, np.cumsum(curves.time <= horizon))[curves.start]
    row = np.where(np.diff(reached) > 0, curves.start[:-1] + np.diff(reached), 0)
    incidence = np.append(0.0, curves.incidence)[row]
    variance = np.append(0.0, curves.relative_variance)[row]
    unknown = ~_watched(curves, horizon)
    incidence[unknown] = variance[unknown] = np.nan
    return incidence, variance


def log_log(
    survival: FloatArray, relative_variance: FloatArray, z: FloatArray | float
) -> tuple[FloatArray, FloatArray]:
    """
    Return log-log bounds of survival (Kalbfleisch and Prentice 1980).

    NaN where survival is 0 or 1, for which the interval is undefined.
    """
    with np.errstate(all="ignore"):
        error = z * np.sqrt(relative_variance) / -np.log(survival)
        low, high = survival ** np.exp(error), survival ** np.exp(-error)
    low, high = np.minimum(low, survival), np.maximum(high, survival)
    low[(survival <= 0) | (survival >= 1)] = np.nan
    high[np.isnan(low)] = np.nan
    return low, high


def quantile(curves: Curves, q: float) -> FloatArray:
    """
    Return the time at which incidence reaches *q* in each group.

    Infinite if not reached; NaN for an empty group.
    """
    found = np.append(curves.time, np.inf)[_first_row(curves, curves.incidence >= q)]
    return np.where(curves.size > 0, found, np.nan)


def quantile_bounds(
    curves: Curves, q: float, t: FloatArray, n: FloatArray, zero: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """
    Return the times at which the bounds of the curve reach *q* in each group.

    These are Brookmeyer and Crowley's (1982), with Wilson's score of *n* effective rows
    where incidence is 1. Where it is 0, *q* is excluded until *zero*, and where the
    curve excludes it to the end, until the last follow-up. Tied times are coarse: there
    a bound moves to the event time beside it.
    """
    start, stop = curves.start[:-1], curves.start[1:]
    low, high = log_log(
        curves.survival, curves.relative_variance, np.repeat(t, stop - start)
    )
    gone = curves.survival == 0
    surely = np.where(gone, np.repeat(n / (n + t * t), stop - start), 1 - high)
    first = _first_row(curves, ~(1 - low < q))
    last = _first_row(curves, surely >= q)
    times, tied = np.append(curves.time, np.inf), np.append(curves.events > 1, False)
    begun = first > start
    before = np.where(begun, times[np.maximum(first, 1) - 1], 0.0)
    lower = np.where(tied[first], before, times[first])
    lower = np.where((first < 0) & (stop > start), curves.last, lower)
    lower = np.where(
        begun | ((first < 0) & (stop > start)), lower, np.minimum(lower, zero)
    )
    upper = times[np.where(tied[last] & (last + 1 < stop), last + 1, last)]
    value, none = quantile(curves, q), curves.size == 0
    lower, upper = np.where(none, np.nan, lower), np.where(none, np.nan, upper)
    return np.minimum(lower, value), np.maximum(upper, value)


def still_none(time: NDArray[Any], group: IntArray, share: FloatArray) -> FloatArray:
    """
    Return until when more than a *share* of each group's rows was followed up.

    0 if that is more than all.
    """
    rows = np.lexsort((-time, group))
    size = np.bincount(group, minlength=share.size)
    rank = np.floor(share * size)
    place = np.cumsum(size) - size + np.minimum(rank, np.maximum(size - 1, 0))
    found = np.append(time[rows], 0).astype(float)[place.astype(np.int64)]
    return np.where(rank < size, found, 0.0)


def restricted_mean(curves: Curves, horizon: float) -> tuple[FloatArray, FloatArray]:
    """
    Return each group's restricted mean up to *horizon*, and its variance.

    The mean is the area A under the curve; its variance is the sum over event times t
    of (A after t)^2 d / (n (n - d)) (Klein and Moeschberger 2003, 4.5). NaN if empty,
    and beyond the last follow-up if rows are still at risk.
    """
    groups, start = curves.size.size, curves.start
    of = np.repeat(np.arange(groups), np.diff(start))
    time, area, after = _areas(curves, horizon)
    terms = np.zeros(area.size)
    some = after > 0
    terms[some] = after[some] ** 2 * _greenwood(curves.at_risk, curves.events)[some]
    mean: FloatArray = np.full(groups, float(horizon))
    mean[of[::-1]] = time[::-1]
    mean += np.bincount(of, area, groups)
    variance = np.bincount(of, terms, groups).astype(float, copy=False)
    unknown = ~_watched(curves, horizon)
    mean[unknown] = variance[unknown] = np.nan
    return mean, variance


class Clusters(NamedTuple):
    """The cluster of each row, and per group their number and effective number."""

    of: IntArray
    number: IntArray
    effective: FloatArray


def clusters(unit: IntArray, group: IntArray, groups: int) -> Clusters:
    """Return the clusters of rows of one unit within a group; of unit -1, each row."""
    alone = np.flatnonzero(unit < 0)
    unit = unit.copy()
    unit[alone] = unit.max(initial=-1) + 1 + np.arange(alone.size)
    rows = np.lexsort((unit, group))
    new = _differs(group[rows]) | _differs(unit[rows])
    of = np.empty(rows.size, np.int64)
    of[rows] = np.cumsum(new) - 1
    home, size = group[rows[new]], np.bincount(of).astype(float)
    squares = np.bincount(home, size * size, groups)
    effective = np.full(groups, np.nan)
    total = np.bincount(group, minlength=groups) ** 2
    np.divide(total, squares, out=effective, where=squares > 0)
    return Clusters(of, np.bincount(home, minlength=groups), effective)


def between(
    curves: Curves,
    time: NDArray[Any],
    observed: BoolArray,
    group: IntArray,
    units: Clusters,
) -> Curves:
    """
    Return the curves with the variance between clusters, and at least Greenwood's.

    It is m / (m - 1) times the sum of squares of the clusters' influence on -log S,
    B - G R: G is Greenwood's sum, R the number of the cluster's rows still at risk, and
    B the sum of d / (n - d) - G at the end of its other rows. NaN for one cluster.
    """
    rows = np.lexsort((time, group))
    passed = _passed(curves, time, group)[rows]
    left = np.append(curves.at_risk - curves.events, 0)[passed]
    sums = np.append(curves.relative_variance, 0.0)[passed]
    lost = np.zeros(rows.size)
    some = np.isfinite(sums)
    np.divide(observed[rows], left, out=lost, where=some & (left > 0))
    lost[some] -= sums[some]
    of = units.of[rows]
    ranked = np.argsort(of, kind="stable")
    size = np.bincount(of)
    first = np.cumsum(size) - size
    total = np.append(0.0, np.cumsum(lost[ranked]))
    gone, rest = np.empty(rows.size), np.empty(rows.size)
    gone[ranked] = total[:-1] - total[first][of[ranked]]
    rest[ranked] = size[of[ranked]] - np.arange(rows.size) + first[of[ranked]]
    start = np.append(0, np.cumsum(curves.size))
    squares = _running(np.add, lost * (2 * gone + lost), start)
    mixed = _running(np.add, lost * (rest - 1) - gone, start)
    home = np.empty(size.size, np.int64)
    home[of] = group[rows]
    at_risk = np.repeat(np.bincount(home, size**2, curves.size.size), curves.size)
    alive = at_risk + _running(np.add, 1 - 2 * rest, start)
    ends = np.empty(curves.time.size, np.int64)
    ends[passed[passed >= 0]] = np.flatnonzero(passed >= 0)
    greenwood = curves.relative_variance
    with np.errstate(invalid="ignore"):
        variance = squares[ends] - 2 * greenwood * mixed[ends]
        variance += greenwood**2 * alive[ends]
        variance = np.repeat(_factor(units), np.diff(curves.start)) * variance
    known = np.isfinite(greenwood)
    greenwood = np.where(known, np.maximum(variance, greenwood), np.inf)
    return curves._replace(relative_variance=greenwood)


def mean_between(
    curves: Curves,
    time: NDArray[Any],
    observed: BoolArray,
    group: IntArray,
    units: Clusters,
    *,
    horizon: float,
) -> FloatArray:
    """Return the variance of restricted means between clusters; NaN for one cluster."""
    groups = curves.size.size
    _, _, after = _areas(curves, horizon)
    passed = _passed(curves, np.minimum(time, horizon), group)
    left = curves.at_risk - curves.events
    step = np.zeros(after.size)
    np.divide(after, left, out=step, where=after > 0)
    hazard = _running(np.add, step * curves.events / curves.at_risk, curves.start)
    seen = observed & (time <= horizon)
    influence = np.where(seen, np.append(step, 0.0)[passed], 0.0)
    influence -= np.append(hazard, 0.0)[passed]
    sums = np.bincount(units.of, influence)
    home = np.empty(sums.size, np.int64)
    home[units.of] = group
    return _factor(units) * np.bincount(home, sums**2, groups)


def _factor(units: Clusters) -> FloatArray:
    """Return m / (m - 1); NaN for one cluster."""
    factor = np.full(units.number.size, np.nan)
    more = units.number > 1
    np.divide(units.number, units.number - 1, out=factor, where=more)
    return factor


def _passed(curves: Curves, time: NDArray[Any], group: IntArray) -> IntArray:
    """Return the last event row at or before each row's time; -1 if none."""
    of = np.repeat(np.arange(curves.size.size), np.diff(curves.start))
    rows = np.lexsort(
        (
            np.append(np.zeros(of.size), np.ones(time.size)),
            np.append(curves.time, time),
            np.append(of, group),
        )
    )
    passed = np.empty(rows.size, np.int64)
    passed[rows] = np.cumsum(rows < of.size) - 1
    passed = passed[of.size :]
    return np.where(passed >= curves.start[group], passed, -1)


def _areas(curves: Curves, horizon: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return times up to *horizon*, and the areas under the curve from and after."""
    start = curves.start
    time = np.minimum(curves.time, horizon)
    following = np.append(time, horizon)[1:]
    following[start[1:][np.diff(start) > 0] - 1] = horizon
    area = curves.survival * (following - time)
    after = _running(np.add, area[::-1], start[-1] - start[::-1])[::-1]
    return time, area, after


def _greenwood(at_risk: IntArray, events: IntArray) -> FloatArray:
    left = at_risk - events
    terms = np.full(left.size, np.inf)
    np.divide(events / at_risk, left, out=terms, where=left > 0)
    return terms


def _watched(curves: Curves, horizon: float) -> BoolArray:
    """Return a mask of groups with follow-up to *horizon*, or none at risk."""
    done: BoolArray = np.append(curves.survival, 1.0)[curves.start[1:] - 1] == 0
    done &= np.diff(curves.start) > 0
    done |= curves.last >= horizon
    return done


def _first_row(curves: Curves, hit: BoolArray) -> IntArray:
    """Return the row of each group's first hit; -1 if none."""
    hits = np.append(np.flatnonzero(hit), hit.size)
    row = hits[np.searchsorted(hits, curves.start[:-1])]
    return np.where(row < curves.start[1:], row, -1)


def _running(ufunc: np.ufunc, values: FloatArray, start: IntArray) -> FloatArray:
    """Return the cumulative result of a ufunc within each group."""
    result = values.copy()
    for first, stop in zip(start[:-1].tolist(), start[1:].tolist(), strict=True):
        ufunc.accumulate(result[first:stop], out=result[first:stop])
    return result


def _differs(ordered: NDArray[Any]) -> BoolArray:
    """Return a mask of values that differ from the previous one, or are first."""
    differs = np.ones(ordered.size, np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=differs[1:])
    return differs
