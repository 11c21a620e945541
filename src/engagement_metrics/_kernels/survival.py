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
    survival: FloatArray, relative_variance: FloatArray, z: float
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


def quantile(
    curves: Curves, q: float, z: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """
    Return the time at which incidence reaches *q* in each group, with bounds.

    The bounds are the times at which those of survival reach it (Brookmeyer and Crowley
    1982). Infinite if not reached; NaN for an empty group.
    """
    low, high = log_log(curves.survival, curves.relative_variance, z)
    gone = curves.survival == 0
    return (
        _first_time(curves, curves.incidence >= q),
        _first_time(curves, gone | (1 - low >= q)),
        _first_time(curves, 1 - high >= q),
    )


def restricted_mean(curves: Curves, horizon: float) -> tuple[FloatArray, FloatArray]:
    """
    Return each group's restricted mean up to *horizon*, and its variance.

    The mean is the area A under the curve; its variance is the sum over event times t
    of (A after t)^2 d / (n (n - d)) (Klein and Moeschberger 2003, 4.5). NaN if empty,
    and beyond the last follow-up if rows are still at risk.
    """
    groups, start = curves.size.size, curves.start
    of = np.repeat(np.arange(groups), np.diff(start))
    time = np.minimum(curves.time, horizon)
    following = np.append(time, horizon)[1:]
    following[start[1:][np.diff(start) > 0] - 1] = horizon
    area = curves.survival * (following - time)
    after = _running(np.add, area[::-1], start[-1] - start[::-1])[::-1]
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


def _first_time(curves: Curves, hit: BoolArray) -> FloatArray:
    """Return the time of each group's first hit; infinite if none."""
    hits = np.append(np.flatnonzero(hit), hit.size)
    row = hits[np.searchsorted(hits, curves.start[:-1])]
    found = np.append(curves.time, np.inf)[np.where(row < curves.start[1:], row, -1)]
    found[curves.size == 0] = np.nan
    return found


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
