"""How long until it happens, where some were not watched long enough to know."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engagement_metrics._typing import BoolArray, FloatArray, IntArray


class Curves(NamedTuple):
    """
    Kaplan-Meier curves of some groups, one after another: a row a time of events.

    The rows of group g go from ``start[g]`` to ``start[g + 1]``; *size* and *last*, the
    longest time watched (NaN of nobody), have one value a group.
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

    What is censored at the time of an event was at risk of it. Between two censorings
    the factors cancel and are not multiplied: without one, incidence is exactly k / n.
    ``relative_variance``, of survival, is Greenwood's sum of d / (n (n - d)).
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
    Return each group's incidence up to and with *horizon*, and its relative variance.

    NaN of an empty group, and where nobody was watched that long and some remain.
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
    Return bounds of survival: those of log(-log S) (Kalbfleisch and Prentice 1980).

    NaN where survival is 0 or 1: there this interval does not exist.
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
    Return when a share *q* is reached in each group, and bounds of that time.

    The bounds are where those of survival reach it (Brookmeyer and Crowley 1982).
    Infinite: not reached. NaN of an empty group.
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
    Return each group's mean time up to *horizon*, and the variance of that mean.

    The area A under the curve; the sum of (A after t)^2 d / (n (n - d)) over times of
    events (Klein and Moeschberger 2003, 4.5). NaN of an empty group, and where nobody
    was watched that long and some remain.
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
    """Return where somebody was watched up to *horizon*, or nobody is left."""
    done: BoolArray = np.append(curves.survival, 1.0)[curves.start[1:] - 1] == 0
    done &= np.diff(curves.start) > 0
    done |= curves.last >= horizon
    return done


def _first_time(curves: Curves, hit: BoolArray) -> FloatArray:
    """Return the time of each group's first hit, infinite if there is none."""
    hits = np.append(np.flatnonzero(hit), hit.size)
    row = hits[np.searchsorted(hits, curves.start[:-1])]
    found = np.append(curves.time, np.inf)[np.where(row < curves.start[1:], row, -1)]
    found[curves.size == 0] = np.nan
    return found


def _running(ufunc: np.ufunc, values: FloatArray, start: IntArray) -> FloatArray:
    """Return what a function accumulates within each group."""
    result = values.copy()
    for first, stop in zip(start[:-1].tolist(), start[1:].tolist(), strict=True):
        ufunc.accumulate(result[first:stop], out=result[first:stop])
    return result


def _differs(ordered: NDArray[Any]) -> BoolArray:
    """Return which values differ from the one before; the first does."""
    differs = np.ones(ordered.size, np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=differs[1:])
    return differs
