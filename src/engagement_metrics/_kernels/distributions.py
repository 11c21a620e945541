"""Concentration of a distribution, and distances between two compositions."""

from __future__ import annotations

import math

import numpy as np

from engagement_metrics._typing import FloatArray, IntArray

_TINY = np.finfo(float).tiny
_WHOLE = 1 << 53
_BLOCK = 1 << 15


def hill(counts: FloatArray, order: float) -> float:
    """Return the effective number of participants (Hill 1973); NaN if none."""
    return float(hill_by_group(counts, np.zeros(counts.size, np.int64), 1, order)[0])


def hill_by_group(
    counts: FloatArray, group: IntArray, groups: int, order: float
) -> FloatArray:
    """
    Return each group's Hill number (sum p^q)^(1/(1-q)); NaN if empty.

    With w = p / max p, it equals (1 + sum p (w^(q-1) - 1))^(1/(1-q)) / max p, which is
    accurate near order 1, too.
    """
    with np.errstate(all="ignore"):
        total = _summed(counts, group, groups)
        total[total == 0] = np.nan
        if order == 0:
            return np.where(total > 0, _summed(np.sign(counts), group, groups), total)
        if order == 1:
            return np.exp(
                np.log(total) - _summed(_times_logarithm(counts), group, groups) / total
            )
        if order == 2:
            return total / _summed(counts * counts, group, groups) * total
        top = np.zeros(groups)
        np.maximum.at(top, group, counts)
        if np.isinf(order):
            return total / top
        powers = np.expm1((order - 1) * np.log(counts / top[group]))
        excess = np.where(counts > 0, counts * powers, 0)
        excess = _summed(excess, group, groups) / total
        return total / top * np.exp(np.log1p(excess) / (1 - order))


def _times_logarithm(counts: FloatArray) -> FloatArray:
    """Return c ln c (0 at 0), in blocks that fit the cache."""
    product = np.empty_like(counts)
    for start in range(0, counts.size, _BLOCK):
        block, part = slice(start, start + _BLOCK), product[start : start + _BLOCK]
        np.maximum(counts[block], _TINY, out=part)
        np.log(part, out=part)
        part *= counts[block]
    return product


def gini(counts: FloatArray, population: float | None = None) -> float:
    """Return the Gini coefficient; *population* adds members with a count of 0."""
    group = np.zeros(counts.size, np.int64)
    members = None if population is None else np.array([population])
    return float(gini_by_group(counts, group, 1, members)[0])


def gini_by_group(
    counts: FloatArray,
    group: IntArray,
    groups: int,
    population: FloatArray | None = None,
) -> FloatArray:
    """
    Return each group's sum (2i - n - 1) x(i) / (n sum x); NaN if empty.

    The trapezoidal form, from the Lorenz curve. With *population* N, members without
    a row count as 0: 1 - n/N (1 - G).
    """
    with np.errstate(all="ignore"):
        rows = np.bincount(group, minlength=groups)
        total = _summed(counts, group, groups)
        value = np.maximum(_ranked(counts, group, rows, total) / (rows * total), 0.0)
        return value if population is None else 1 - rows / population * (1 - value)


def gini_error(counts: FloatArray, population: float) -> float:
    """
    Return the standard error of N / (N - 1) times the Gini coefficient.

    From its influence function, of N members of whom those without a row count as 0:
    they have an influence of 0 before it is centred. 0 where all are alike, NaN where
    one counts for all, or there are fewer than two.
    """
    x, absent = np.sort(counts), population - counts.size
    if np.count_nonzero(x) < 2 or (not absent and x[0] == x[-1]):
        return 0.0 if x.size > 1 and x[0] else math.nan
    with np.errstate(all="ignore"):
        mean, rest = x.sum() / population, population - 1.0
        rank = (absent + np.arange(0.5, x.size)) / population
        below = (np.cumsum(x) - x / 2) / population
        value = gini(x, population)
        influence = (2 * (x * rank - below) - (1 + value) * x) / mean
        centre = influence.sum() / population
        squares = ((influence - centre) ** 2).sum() + absent * centre**2
        return float(np.sqrt(population * squares / rest) / rest)


def gini_limits(
    value: float, error: float, population: float, t: float
) -> tuple[float, float]:
    """
    Return limits of the Gini coefficient on the logit scale of N / (N - 1) times it.

    They hold the value itself, too.
    """
    corrected = value * population / (population - 1.0)
    odds = corrected / (1.0 - corrected)
    with np.errstate(over="ignore"):
        reach = np.exp(t * error / (corrected * (1.0 - corrected))).item()
    low, high = odds / (reach + odds), odds / (1.0 / reach + odds)
    return min(low, value), max(high, value)


def total_variation(p: FloatArray, q: FloatArray) -> float:
    """Return half of the sum of absolute differences."""
    p, q = _shares(p), _shares(q)
    return float(np.abs(p - q).sum() / 2)


def hellinger(p: FloatArray, q: FloatArray) -> float:
    """Return the Hellinger distance, in [0, 1]."""
    p, q = _shares(p), _shares(q)
    return float(np.sqrt(((np.sqrt(p) - np.sqrt(q)) ** 2).sum() / 2))


def jensen_shannon(p: FloatArray, q: FloatArray) -> float:
    """
    Return the Jensen-Shannon distance in base 2: the root of the divergence.

    With p = m (1 + d) and q = m (1 - d), the term of a cell is m times
    (log(1 - d²) + 2 d artanh d) / 2, which is never negative and does not cancel.
    """
    p, q = _shares(p), _shares(q)
    middle = (p + q) / 2
    with np.errstate(all="ignore"):
        d = (p - q) / (p + q)
        part = np.log1p(-d * d) + 2 * d * np.arctanh(d)
    part = np.where(np.abs(d) < 1, part, 2 * np.log(2))
    divergence = (middle * part).sum() / (2 * np.log(2))
    return float(np.sqrt(divergence))


def population_stability(p: FloatArray, q: FloatArray) -> float:
    """Return sum (p - q) ln(p/q), the PSI; infinite if one side of a cell is 0."""
    p, q = _shares(p), _shares(q)
    with np.errstate(all="ignore"):
        return float(((p - q) * np.log(p / q))[p != q].sum())


def effective_size(values: FloatArray) -> float:
    """Return (sum v)² / sum v², the effective sample size (Kish 1965)."""
    return hill(values, 2)


def _shares(counts: FloatArray) -> FloatArray:
    """Return shares of the total; NaN if the total is 0."""
    total = counts.sum()
    return counts / (total if total > 0 else np.nan)


def _summed(terms: FloatArray, group: IntArray, groups: int) -> FloatArray:
    """Return the sum of each group's terms."""
    return np.bincount(group, terms, groups).astype(float, copy=False)


def _ranked(
    counts: FloatArray, group: IntArray, rows: IntArray, total: FloatArray
) -> FloatArray:
    """
    Return each group's sum (2i - n - 1) x(i), with ranks within the group.

    Whole numbers are sorted together with their group in one integer, and summed
    exactly; other numbers, and large ones, are sorted by two keys.
    """
    ends = np.cumsum(rows)
    starts = ends - rows
    bits = int(counts.max(initial=0)).bit_length()
    largest = max(rows.size << bits, 2 * counts.size * float(total.sum()))
    if largest >= _WHOLE or not np.array_equal(np.rint(counts), counts):
        order = np.lexsort((counts, group))
        group = group[order]
        place = 2 * np.arange(counts.size) + 1 - (starts + ends)[group]
        return _summed(place * counts[order], group, rows.size)
    running = np.zeros(counts.size + 1, np.int64)
    value = running[1:]
    np.left_shift(group, bits, out=value)
    value += counts.astype(np.int64)
    value.sort()
    value &= (1 << bits) - 1
    value *= np.arange(1, 2 * value.size, 2)
    np.cumsum(value, out=value)
    sums: FloatArray = running[ends] - running[starts] - (starts + ends) * total
    return sums
