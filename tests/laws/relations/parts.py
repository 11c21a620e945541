"""Laws of parts and of the whole."""

import functools
import operator
import pickle
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from engagement_metrics import EngagementError
from laws import forms
from laws.numbers import Numbers, at_most, flat, known, same
from laws.record import Record
from laws.relations.base import Seen, law
from laws.rows import LISTS, Draw, Rows

Found = tuple[tuple[Rows, Numbers], ...]


def in_parts(metric: Record, draw: Draw) -> Found | None:
    """Return two parts that share no ids, then the whole, each with its numbers."""
    if not metric.rows.joins:
        return None
    a, b = draw(metric.rows.some), metric.rows.apart(draw(metric.rows.some))
    found = tuple((rows, metric.measure(rows)) for rows in (a, b, a + b))
    return found if known(*(numbers for _, numbers in found)) else None


@law
def between_parts(metric: Record, draw: Draw) -> Seen | None:
    """The whole lies between its parts."""
    if (found := in_parts(metric, draw)) is None:
        return None
    first, second, whole = (numbers for _, numbers in found)
    low, high = tuple(map(min, first, second)), tuple(map(max, first, second))
    holds = at_most(low, whole, metric.ulps) and at_most(whole, high, metric.ulps)
    return Seen(holds, found)


@law
def mean_of_parts(metric: Record, draw: Draw) -> Seen | None:
    """The whole is the plain mean of its parts."""
    if (found := in_parts(metric, draw)) is None:
        return None
    first, second, whole = (numbers for _, numbers in found)
    mean = tuple((x + y) / 2 for x, y in zip(first, second, strict=True))
    return Seen(same(mean, whole, max(metric.ulps, 1)), found)


ADDS: dict[Record, bool] = {}


def adds(metric: Record, first: Any, second: Any) -> bool:
    """Return whether what is made of rows adds, by its first two states."""
    if metric not in ADDS:
        try:
            first + second
        except (TypeError, EngagementError):
            ADDS[metric] = False
        else:
            ADDS[metric] = True
    return ADDS[metric]


@law
def merging(metric: Record, draw: Draw) -> Seen | None:
    """What is made of parts adds in any order and nesting, pickled or not."""
    rows = metric.rows.parts(draw)
    a, b, c = (metric.state(part, LISTS) for part in rows)
    if not adds(metric, a, b):
        return None
    back = pickle.loads(pickle.dumps(a))  # noqa: S301
    ways = [a + b + c, a + (b + c), c + (b + a), back + b + c]
    first, *others = map(metric.read, ways)
    worst = next((o for o in others if not same(first, o, metric.ulps)), first)
    return Seen(worst is first, ((rows, first), (rows, worst)))


@law
def partition(metric: Record, draw: Draw) -> Seen | None:
    """Rows cut anywhere and added up in any order are the whole, on every engine."""
    if metric.rows.single:
        return None
    parts = metric.rows.parts(draw)
    if not adds(metric, *(metric.state(part, LISTS) for part in parts[:2])):
        return None
    rows = [row for part in parts for row in part]
    whole = metric.measure(rows)
    cuts = sorted(draw(st.lists(st.integers(0, len(rows)), max_size=3)))
    pieces = [rows[i:j] for i, j in pairwise([0, *cuts, len(rows)]) if i < j]
    states = [metric.state(piece, LISTS) for piece in draw(st.permutations(pieces))]
    found = [metric.read(functools.reduce(operator.add, states))]
    if metric.engine is not None:
        found += [flat(metric.engine(frame)) for frame in forms.frames(rows)]
    worst = next((x for x in found if not same(whole, x, metric.ulps)), whole)
    return Seen(worst is whole, ((rows, whole), (pieces, worst)))
