"""The laws: each tries a metric on rows at random and says what it saw."""

import functools
import math
import pickle
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any

import attrs
import numpy as np

import engagement_metrics as em
from laws.metrics import Metric, flat
from laws.rows import LISTS, As, Rows

LEVELS = (0.5, 0.8, 0.95, 0.99, 1 - 1e-6, 1 - 1e-12)


@attrs.frozen
class Seen:
    """One trial: rows before and after a change, what was found, and if it holds."""

    holds: bool
    before: Any = None
    after: Any = None
    left: tuple[float, ...] = ()
    right: tuple[float, ...] = ()

    @property
    def equal(self) -> bool:
        """Whether both numbers are the same, to rounding."""
        return same(self.left, self.right, ulps=64)


Trial = Callable[[Metric, Random], Seen | None]


@attrs.frozen(eq=False)
class Property:
    """A law: its relation in words, whom it concerns, and a trial of it."""

    key: str
    says: str
    concerns: Callable[[Metric], object]
    otherwise: str
    trial: Trial


def same(a: tuple[float, ...], b: tuple[float, ...], ulps: float = 0.0) -> bool:
    """Return whether numbers are the same: bit by bit, or to some last places."""
    return len(a) == len(b) and all(
        x == y
        or (math.isnan(x) and math.isnan(y))
        or (ulps and abs(x - y) <= ulps * math.ulp(max(abs(x), abs(y), 1.0)))
        for x, y in zip(a, b, strict=True)
    )


def unknown(*values: tuple[float, ...]) -> bool:
    """Return whether some number is NaN, of which there is no order."""
    return any(math.isnan(number) for value in values for number in value)


def at_most(a: tuple[float, ...], b: tuple[float, ...], ulps: float) -> bool:
    """Return whether no number exceeds its other, to some last places."""
    return all(
        x <= y or (ulps and x - y <= ulps * math.ulp(max(abs(x), abs(y), 1.0)))
        for x, y in zip(a, b, strict=True)
    )


def compared(
    metric: Metric, before: Rows, after: Rows | None, order: int = 0, how: As = LISTS
) -> Seen | None:
    """Return whether a change left the number, or moved it in one direction only."""
    if after is None:
        return None
    left, right = metric.measure(before), metric.measure(after, how)
    if order and (unknown(left, right) or len(left) != len(right)):
        return None
    low, high = (left, right) if order > 0 else (right, left)
    holds = at_most(low, high, metric.ulps) if order else same(left, right, metric.ulps)
    return Seen(holds, before, after, left, right)


def permuted(metric: Metric, random: Random) -> Seen | None:
    """Permute the rows."""
    rows = metric.kind.rows(random)
    return compared(metric, rows, random.sample(rows, len(rows)))


def doubled(metric: Metric, random: Random) -> Seen | None:
    """Give every row twice; of rows that have a name of their own, a copy."""
    rows = metric.kind.rows(random)
    twins = metric.kind.apart(rows) if metric.kind.events else rows
    return compared(metric, rows, rows + twins)


def scaled(metric: Metric, random: Random) -> Seen | None:
    """Scale all counts of all rows."""
    rows = metric.kind.rows(random)
    return compared(metric, rows, metric.kind.times_over(rows, random.randint(2, 5)))


def one_scaled(metric: Metric, random: Random) -> Seen | None:
    """Scale all counts of one row."""
    rows = metric.kind.rows(random)
    only = random.randrange(len(rows))
    factor = random.randint(2, 5)
    return compared(metric, rows, metric.kind.times_over(rows, factor, only))


def swapped(metric: Metric, random: Random) -> Seen | None:
    """Swap the roles."""
    rows = metric.kind.rows(random)
    after = metric.kind.swap(rows)
    left, right = metric.measure(rows), metric.measure(after)
    if unknown(left, right):
        return None
    exact = [Fraction(x) for x in right if math.isfinite(x)]
    if len(exact) < len(right) or not all(map(math.isfinite, left)):
        return None
    if metric.swapped == "1 / value":
        if not all(exact):
            return None
        expected = [1 / x for x in exact]
    elif metric.swapped in ("same", "reversed"):
        expected = exact if metric.swapped == "same" else exact[::-1]
    elif metric.swapped == "- value":
        expected = [-x for x in exact]
    else:
        expected = [1 - x for x in exact]
        expected = expected[::-1] if metric.swapped == "1 - bounds" else expected
    turned = tuple(map(float, expected))
    slack = metric.ulps or (1.0 if metric.swapped == "1 - value" else 0.0)
    return Seen(same(left, turned, slack), rows, after, left, right)


def more(metric: Metric, random: Random) -> Seen | None:
    """Add one success."""
    rows = metric.kind.rows(random)
    return compared(metric, rows, metric.kind.more(rows, random), metric.sense[0])


def less(metric: Metric, random: Random) -> Seen | None:
    """Add one failure."""
    rows = metric.kind.rows(random)
    return compared(metric, rows, metric.kind.less(rows, random), metric.sense[1])


def bounded(metric: Metric, random: Random) -> Seen | None:
    """Look whether all numbers lie in [0, 1]."""
    rows = metric.kind.rows(random)
    left = metric.measure(rows)
    known = [number for number in left if not math.isnan(number)]
    return (
        Seen(all(0 <= x <= 1 for x in known), rows, rows, left, left) if known else None
    )


def with_none(metric: Metric, random: Random) -> Seen | None:
    """Add a row of nothing."""
    rows = metric.kind.rows(random)
    return compared(metric, rows, [*rows, metric.kind.none])


def with_zero(metric: Metric, random: Random) -> Seen | None:
    """Add a row of nothing out of something."""
    rows = metric.kind.rows(random)
    return compared(metric, rows, [*rows, metric.kind.zero])


def in_parts(metric: Metric, random: Random) -> tuple[Rows, Rows, Any, Any, Any]:
    """Return two parts that share no ids, their numbers, and that of the whole."""
    a = metric.kind.rows(random)
    b = metric.kind.apart(metric.kind.rows(random))
    return a, b, metric.measure(a), metric.measure(b), metric.measure(a + b)


def between(metric: Metric, random: Random) -> Seen | None:
    """Look whether the whole lies between its parts."""
    a, b, *values = in_parts(metric, random)
    if unknown(*values) or len({len(value) for value in values}) > 1:
        return None
    low = tuple(map(min, values[0], values[1]))
    high = tuple(map(max, values[0], values[1]))
    holds = at_most(low, values[2], metric.ulps) and at_most(
        values[2], high, metric.ulps
    )
    return Seen(holds, a, b, values[0] + values[1], values[2])


def mean_of_parts(metric: Metric, random: Random) -> Seen | None:
    """Look whether the whole is the plain mean of its parts."""
    a, b, *values = in_parts(metric, random)
    if unknown(*values) or len({len(value) for value in values}) > 1:
        return None
    mean = tuple((x + y) / 2 for x, y in zip(values[0], values[1], strict=True))
    return Seen(
        same(mean, values[2], max(metric.ulps, 1)),
        a,
        b,
        values[0] + values[1],
        values[2],
    )


def read(metric: Metric, state: Any) -> tuple[float, ...]:
    """Return the number of evidence."""
    return flat(metric.read(state))


def merged(metric: Metric, random: Random) -> Seen | None:
    """Merge in either order, in either nesting, after a round trip as bytes."""
    rows = metric.kind.several(random)
    a, b, c = (metric.state(part, LISTS) for part in rows)
    back = pickle.loads(pickle.dumps(a))  # noqa: S301
    ways = [a + b + c, a + (b + c), c + (b + a), back + b + c]
    first, *others = (read(metric, way) for way in ways)
    worst = next((o for o in others if not same(first, o, metric.ulps)), first)
    return Seen(worst is first, rows, rows, first, worst)


def chunked(metric: Metric, random: Random) -> Seen | None:
    """Cut the rows anywhere, merge the parts in any order, and ask other engines."""
    rows = [row for part in metric.kind.several(random) for row in part]
    whole = metric.measure(rows)
    if metric.adds:
        cuts = sorted(random.sample(range(len(rows) + 1), min(3, len(rows))))
        pieces = [rows[i:j] for i, j in pairwise([0, *cuts, len(rows)]) if i < j]
        random.shuffle(pieces)
        states = [metric.state(piece, LISTS) for piece in pieces]
        parts = read(metric, functools.reduce(lambda a, b: a + b, states))
        if not same(whole, parts, metric.ulps):
            return Seen(False, rows, pieces, whole, parts)
    if metric.engine is not None and random.random() < 0.1:
        for frame in frames(rows):
            told = flat(metric.engine(frame))
            if not same(whole, told, metric.ulps):
                return Seen(False, rows, type(frame).__module__, whole, told)
    return Seen(True, rows, rows, whole, whole)


@functools.cache
def libraries() -> tuple[Any, ...]:
    """Return those of pandas and Polars that are there, and narwhals too."""
    found = []
    for name in ("pandas", "polars"):
        try:
            __import__("narwhals")
            found.append(__import__(name))
        except ModuleNotFoundError:
            continue
    return tuple(found)


def frames(rows: Rows) -> list[Any]:
    """Return rows as dataframes."""
    columns = {f"f{i}": [row[i] for row in rows] for i in range(len(rows[0]))}
    return [library.DataFrame(columns) for library in libraries()]


WIDTHS = [np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint64, np.float32]


def containers(random: Random) -> Callable[[list[Any]], Any]:
    """Return a way to hand numbers over, drawn anew for each column."""

    def hand_over(values: list[Any]) -> Any:
        ways: list[Callable[[list[Any]], Any]] = [
            lambda v: np.array(v, object),
            lambda v: np.array(v, np.float64),
            lambda v: tuple(map(float, v)),
            lambda v: [Fraction(x) for x in v],
            *(library.Series for library in libraries()),
            *(
                functools.partial(np.array, dtype=width)
                for width in WIDTHS
                if width is np.float32 or max(values, default=0) <= np.iinfo(width).max
            ),
        ]
        return random.choice(ways)(values)

    return hand_over


def retyped(metric: Metric, random: Random) -> Seen | None:
    """Give the numbers in another type or container."""
    rows = metric.kind.rows(random)
    return compared(metric, rows, rows, how=As(number=containers(random)))


def each_row(metric: Metric, random: Random) -> Seen | None:
    """Compare a column's estimates with those of single numbers."""
    rows = metric.kind.rows(random)
    if metric.kind.most == 1:
        rows = rows + metric.kind.rows(random)
    columns = list(zip(*rows, strict=True))
    column = metric.each(*map(list, columns))
    ones = [metric.each(*row) for row in rows]
    none = metric.each(*([] for _ in columns))
    left, right = flat(column.value), flat([one.value for one in ones])
    alone = all(type(one.value) is float for one in ones)
    typed = isinstance(column.value, np.ndarray) and column.value.dtype == np.float64
    holds = same(left, right) and alone and typed and len(none) == 0
    return Seen(holds, rows, rows, left, right)


def relabelled(metric: Metric, random: Random) -> Seen | None:
    """Give every account another name: a number, or text."""
    rows = metric.kind.rows(random)
    numbers = random.sample(range(10_000, 20_000), 30)
    names: dict[Any, Any] = {}

    def name(old: Any) -> Any:
        return names.setdefault(old, numbers[len(names)])

    after = metric.kind.renamed(rows, name)
    if (
        metric.text
        and random.random() < 0.5
        and not any(row[i] == 0 for row in rows for i in metric.kind.ids)
    ):
        after = metric.kind.renamed(after, lambda number: f"user {number}")
    return compared(metric, rows, after)


def looped(metric: Metric, random: Random) -> Seen | None:
    """Add an account that interacts with itself."""
    rows = metric.kind.rows(random)
    return compared(metric, rows, [*rows, metric.kind.loop])


def repeated(metric: Metric, random: Random) -> Seen | None:
    """Add the log to itself, its events known by their ids."""
    rows = metric.kind.rows(random)
    left = metric.measure(rows)
    right = read(metric, metric.again(rows))
    return Seen(same(left, right), rows, rows + rows, left, right)


def shifted(metric: Metric, random: Random) -> Seen | None:
    """Move all times by as much, and write them in another unit."""
    rows = metric.kind.rows(random)
    by = np.timedelta64(random.randint(-(10**4), 10**4), "D")
    unit = random.choice(["us", "ns", "s"])

    def move(times: np.ndarray) -> np.ndarray:
        return (times + by).astype(f"M8[{unit}]")

    return compared(metric, rows, rows, how=As(time=move))


def lost(metric: Metric, random: Random) -> Seen | None:
    """Add a row that is not known: left out and told, or refused in its place."""
    rows = metric.kind.rows(random)
    if metric.kind.most == 1:
        after = [metric.kind.missing]
        found = metric.measure(after)
        return Seen(unknown(found), rows, after, found, found)
    place = random.randint(0, len(rows))
    after = [*rows[:place], metric.kind.missing, *rows[place:]]
    try:
        return compared(metric, rows, after)
    except em.EngagementError as refused:
        holds = refused.place == (place,)
        return Seen(holds, rows, after, (), (float("nan"),))


def ends(metric: Metric, state: Any, level: float) -> tuple[Any, Any]:
    """Return the bounds at some level, quietly."""
    interval = metric.bounds(state, level)
    if interval is None:
        return (math.nan,), (math.nan,)
    return flat(interval.low), flat(interval.high)


def contained(metric: Metric, random: Random) -> Seen | None:
    """Look whether the interval holds its estimate."""
    rows = metric.kind.rows(random)
    state = metric.state(rows, LISTS)
    value = flat(metric.value(state))
    low, high = ends(metric, state, random.choice(LEVELS))
    if unknown(low, high, value):
        return None
    holds = at_most(low, value, 0) and at_most(value, high, 0)
    return Seen(holds, rows, rows, value, low + high)


def nested(metric: Metric, random: Random) -> Seen | None:
    """Look whether the interval of each level holds those of the lower ones."""
    rows = metric.kind.rows(random)
    state = metric.state(rows, LISTS)
    all_ends = [ends(metric, state, level) for level in LEVELS]
    if unknown(*(end for both in all_ends for end in both)):
        return None
    for inner, outer in pairwise(all_ends):
        if not (at_most(outer[0], inner[0], 0) and at_most(inner[1], outer[1], 0)):
            return Seen(False, rows, rows, inner[0] + inner[1], outer[0] + outer[1])
    return Seen(True, rows, rows)


def narrower(metric: Metric, random: Random) -> Seen | None:
    """Look whether twice the counts have a narrower interval."""
    rows = metric.kind.rows(random)
    after = metric.kind.times_over(rows, 2)
    widths = []
    for given in (rows, after):
        low, high = ends(metric, metric.state(given, LISTS), 0.95)
        if unknown(low, high) or not all(map(math.isfinite, high)):
            return None
        if metric.swapped == "1 / value":  # a ratio's width is a factor
            if min(low) <= 0:
                return None
            low, high = (tuple(map(math.log, end)) for end in (low, high))
        widths.append(tuple(top - end for end, top in zip(low, high, strict=True)))
    left, right = widths
    if not any(left):
        return None
    return Seen(
        all(new < old for old, new in zip(left, right, strict=True)),
        rows,
        after,
        left,
        right,
    )


def unchanged(metric: Metric, random: Random) -> Seen | None:
    """Look whether arrays given are as before, and a second call says the same."""
    rows = metric.kind.rows(random)
    given: list[tuple[np.ndarray, np.ndarray]] = []

    def keep(values: Any) -> np.ndarray:
        array = np.array(values)
        given.append((array, array.copy()))
        return array

    plain = not any(
        row[i] is None for row in rows for i in (*metric.kind.ids, *metric.kind.numbers)
    )
    how = As(number=keep, label=keep if plain else list, time=keep)
    state = metric.state(rows, how)
    first, second = read(metric, state), read(metric, state)
    kept = all(np.array_equal(a, b) or a.dtype.kind == "M" for a, b in given)
    times = all(a.tobytes() == b.tobytes() for a, b in given)
    return Seen(kept and times and same(first, second), rows, rows, first, second)


def _of(name: str) -> Callable[[Metric], object]:
    """Return whether the kind of rows of a metric has something."""
    return lambda metric: getattr(metric.kind, name)


def _several(metric: Metric) -> bool:
    return metric.kind.most > 1


def _joined(metric: Metric) -> bool:
    return metric.kind.joins and not metric.kind.ordered


def _parted(metric: Metric) -> bool:
    return _joined(metric) and metric.single


ONE_ROW = "takes single numbers, not rows"
NO_INTERVAL = "has no interval"

PROPERTIES = {
    law.key: law
    for law in [
        Property("P1", "rows permuted: no change", _several, ONE_ROW, permuted),
        Property(
            "P2",
            "every row twice: no change",
            _joined,
            "its rows have no twins",
            doubled,
        ),
        Property(
            "P3",
            "all counts times c: no change",
            _of("scaled"),
            "counts rows, not counts in rows",
            scaled,
        ),
        Property(
            "P3b",
            "one row's counts times c: no change",
            lambda metric: metric.kind.scaled and _several(metric),
            "has no counts in several rows",
            one_scaled,
        ),
        Property(
            "P4",
            "roles swapped: the value turns round",
            _of("swap"),
            "its parts have no roles to swap",
            swapped,
        ),
        Property(
            "P5", "one more success: never lower", _of("more"), "knows no success", more
        ),
        Property(
            "P6",
            "one more failure: never higher",
            _of("less"),
            "knows no failure",
            less,
        ),
        Property("P7", "within [0, 1]", lambda _: True, "", bounded),
        Property(
            "P8",
            "a row of nothing added: no change",
            _of("none"),
            "has no row of nothing",
            with_none,
        ),
        Property(
            "P9",
            "a row of nothing out of something added: no change",
            _of("zero"),
            "has no row of nothing out of something",
            with_zero,
        ),
        Property(
            "P10", "the whole lies between its parts", _parted, "has no parts", between
        ),
        Property(
            "P11",
            "the whole is the plain mean of its parts",
            _parted,
            "has no parts",
            mean_of_parts,
        ),
        Property(
            "P12",
            "evidence merges in any order and nesting, and travels",
            lambda metric: metric.adds,
            "is computed of all rows at once, so that there is nothing to merge",
            merged,
        ),
        Property(
            "P13",
            "batch, chunks in any order and every engine agree",
            lambda metric: metric.adds and metric.cut and _several(metric),
            "is computed of all rows at once, or of a total beside them",
            chunked,
        ),
        Property(
            "P14",
            "any type and container of whole numbers: no change",
            _of("numbers"),
            "takes no numbers",
            retyped,
        ),
        Property(
            "P15",
            "a column is its single numbers",
            lambda metric: metric.each is not None,
            "gives one answer, not a column",
            each_row,
        ),
        Property(
            "P16", "ids renamed: no change", _of("ids"), "knows no ids", relabelled
        ),
        Property(
            "P17",
            "an account talks to itself: no change",
            _of("loop"),
            "knows no accounts that interact",
            looped,
        ),
        Property(
            "P18",
            "the log added to itself, by event id: no change",
            lambda metric: metric.again is not None,
            "takes no events with ids",
            repeated,
        ),
        Property(
            "P19",
            "all times moved, or in another unit: no change",
            _of("times"),
            "knows no times",
            shifted,
        ),
        Property(
            "P20",
            "an unknown row is left out, or refused in its place",
            _of("missing"),
            "has no row that may be unknown",
            lost,
        ),
        Property(
            "P21",
            "the interval holds the estimate",
            lambda metric: metric.bounds,
            NO_INTERVAL,
            contained,
        ),
        Property(
            "P22",
            "a higher level holds the lower ones",
            lambda metric: metric.bounds,
            NO_INTERVAL,
            nested,
        ),
        Property(
            "P23",
            "twice the counts: strictly narrower",
            lambda metric: metric.bounds and metric.kind.scaled,
            "has no interval of counts",
            narrower,
        ),
        Property(
            "P25",
            "inputs stay as they are, and a second call says the same",
            lambda _: True,
            "",
            unchanged,
        ),
    ]
}
