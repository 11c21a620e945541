"""Ratios summed in an engine are the core's own, on every engine."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from engagement_metrics import (
    Pooled,
    Posts,
    Proportion,
    Rate,
    Status,
    on_target_share,
)
from engagement_metrics.catalogue import CATALOGUE

frames = pytest.importorskip("engagement_metrics.adapters.frames")
pa = pytest.importorskip("pyarrow")

UTC = dt.UTC
RNG = np.random.default_rng(5)
ROWS = 3000
LIKES = [
    None if u < 0.02 else int(v)
    for u, v in zip(RNG.random(ROWS), RNG.poisson(3, ROWS), strict=True)
]
SEEN = [
    None if u < 0.02 else 0 if u < 0.05 else int(v)
    for u, v in zip(RNG.random(ROWS), RNG.integers(3, 5000, ROWS), strict=True)
]
WHO = [None if u < 0.02 else f"a{int(40 * u * u)}" for u in RNG.random(ROWS)]
SIZE = [int(v) for v in RNG.integers(0, 3, ROWS)]
NAN = float("nan")


def same(expected, actual):
    """Assert that values are equal bit by bit, and errors to 1e-12."""
    if hasattr(expected, "labels"):
        assert expected.labels == actual.labels
        assert expected.instead == actual.instead
        expected, actual = expected.estimate, actual.estimate
    assert type(expected) is type(actual)
    assert expected.metric == actual.metric
    assert expected.terms == actual.terms
    assert expected.kind == actual.kind
    for name in ("units", "counts", "left_out"):
        a, b = getattr(expected, name), getattr(actual, name)
        assert np.all(a == b), (name, a, b)
    exact = isinstance(expected, Pooled) and np.all(expected.counts)
    rtol = 0 if exact else 1e-12
    for name in ("sum_y", "sum_x", "value"):
        a, b = getattr(expected, name), getattr(actual, name)
        np.testing.assert_allclose(b, a, rtol=rtol, err_msg=name)
    for name in ("sum_ee", "sum_xx", "standard_error"):
        a, b = getattr(expected, name), getattr(actual, name)
        np.testing.assert_allclose(b, a, rtol=1e-12, atol=1e-12, err_msg=name)
    scale = np.sqrt(np.max(expected.sum_ee) * np.max(expected.sum_xx)) + 1
    np.testing.assert_allclose(
        actual.sum_ex, expected.sum_ex, rtol=1e-12, atol=1e-12 * scale
    )


def table(**columns):
    """Return an Arrow table of the log's columns and others."""
    return pa.table({"who": WHO, "likes": LIKES, "seen": SEEN, "size": SIZE} | columns)


def test_pooled_is_the_cores_own(engine):
    """Groups, their errors and what was left out are those of the core's columns."""
    rate = Rate(LIKES, SEEN)
    actual = frames.pooled(engine(table()), count="likes", exposure="seen", by="who")

    same(rate.pooled(by=WHO), actual)
    same(rate.pooled(), actual.total())


def test_one_number_is_the_cores_own(engine):
    """Without groups the evidence of all rows comes back."""
    same(
        Rate(LIKES, SEEN).pooled(),
        frames.pooled(engine(table()), count="likes", exposure="seen"),
    )


def test_several_columns_group_by_their_combinations(engine):
    """A label is then a tuple, and a null a label of its own."""
    expected = Rate(LIKES, SEEN).pooled(by={"who": WHO, "size": SIZE})
    actual = frames.pooled(
        engine(table()), count="likes", exposure="seen", by=["who", "size"]
    )

    same(expected, actual)
    assert (None, 2) in actual


def test_a_share_above_its_whole_is_set_aside(engine):
    """A row of a table that cannot be is counted as invalid."""
    frame = engine(pa.table({"y": [1.0, 4.0, 2.5], "x": [2.0, 3.0, 4.0]}))
    actual = frames.pooled(frame, count="y", exposure="x", kind="share")

    assert 1 == actual.left_out.invalid
    assert (4.0, 3.0) == (actual.left_out.count, actual.left_out.exposure)
    assert not actual.counts
    np.testing.assert_allclose(
        Proportion([1.0, 2.5], [2.0, 4.0]).pooled().sum_ee, actual.sum_ee, rtol=1e-12
    )


STATUSES = {
    "one and NaN": ([1.0, NAN], [2.0, 2.0], (1, 1, 0, 0, 0)),
    "one and null": ([1, None], [2, 2], (1, 1, 0, 0, 0)),
    "null below": ([1, 5], [2, None], (1, 1, 0, 0, 0)),
    "all null": (pa.array([None, None], pa.int64()), [2, 2], (0, 2, 0, 0, 0)),
    "0/0": ([0, 1], [0, 2], (1, 0, 1, 0, 0)),
    "1/0": ([1, 1], [0, 2], (1, 0, 0, 1, 0)),
    "negative": ([-1, 1], [2, 2], (1, 0, 0, 0, 1)),
    "negative below": ([1, 1], [-2, 2], (1, 0, 0, 0, 1)),
    "empty": (pa.array([], pa.int64()), pa.array([], pa.int64()), (0,) * 5),
    "2**53": ([2**53 - 2, 1], [2**53 - 9, 4], (2, 0, 0, 0, 0)),
}


@pytest.mark.parametrize("case", STATUSES)
def test_what_a_row_lacks_is_counted(engine, case):
    """NaN, null, 0/0, 1/0 and below zero are left out, each in its own number."""
    y, x, expected = STATUSES[case]
    pooled = frames.pooled(engine(pa.table({"y": y, "x": x})), count="y", exposure="x")
    out = pooled.left_out

    assert expected == (
        pooled.units,
        out.missing,
        out.no_exposure,
        out.no_denominator,
        out.invalid,
    )
    if case == "all null":
        assert Status.MISSING == pooled.status
    if case == "2**53":
        assert float(2**53 - 1) == pooled.sum_y


@pytest.mark.parametrize(
    ("y", "cases"),
    [
        (pa.array([2**53 + 1, 1]), 1),
        (pa.array([2**62, 2**62]), 2),
        (pa.array([float("inf"), 1.0]), 1),
        (pa.array([-float("inf"), None]), 1),
        (pa.array([1e300, NAN]), 1),
    ],
)
def test_numbers_too_large_are_refused(engine, y, cases):
    """No sum wraps, no infinity poisons: such rows are refused, and counted."""
    frame = engine(pa.table({"y": y, "x": [2, 2]}))
    with pytest.raises(ValueError, match=rf"in {cases} of 2 rows") as caught:
        frames.pooled(frame, count="y", exposure="x")

    assert str(caught.value).startswith(
        "count and exposure must be finite and not exceed 2**53, but in"
    )


def test_totals_too_large_are_refused(engine):
    """A total that is no longer exact is refused as by the core."""
    frame = engine(pa.table({"y": [2**53, 2**53], "x": [2, 2]}))
    with pytest.raises(ValueError, match=r"the total of count of rate must not exceed"):
        frames.pooled(frame, count="y", exposure="x")


NUMBERS = {
    "uint8": pa.array([200, 100, 3], pa.uint8()),
    "int8": pa.array([100, 100, 103], pa.int8()),
    "int32": pa.array([2**31 - 1, 2**31 - 1, 5], pa.int32()),
    "float32": pa.array([2.0**24, 1.0, 1.0], pa.float32()),
    "decimal": pa.array([Decimal("1.50"), None, Decimal("2.25")], pa.decimal128(9, 2)),
    "uint64": pa.array([2**40, 1, 2], pa.uint64()),
}


@pytest.mark.parametrize("kind", NUMBERS)
def test_numbers_of_every_kind_are_exact(request, engine, kind):
    """Small and unsigned numbers do not wrap, and decimals are numbers."""
    column = NUMBERS[kind]
    if kind == "decimal" and "pandas n" in request.node.name:
        pytest.skip("pandas without Arrow holds decimals as objects")
    if kind.startswith("uint") and "pyspark" in request.node.name:
        pytest.skip("Spark has no unsigned numbers")
    known = [0.0 if v is None else float(v) for v in column.to_pylist()]
    frame = engine(pa.table({"y": column, "x": [1, 1, 1]}))
    actual = frames.pooled(frame, count="y", exposure="x")

    assert sum(known) == actual.sum_y
    assert column.null_count == actual.left_out.missing
    assert actual.counts == (kind != "decimal")


LABELS = {
    "text": ["b", None, "a", "b"],
    "whole": pa.array([7, 7, -3, 7], pa.int64()),
    "mask": [True, False, True, True],
    "day": [dt.date(2025, 3, 1), None, dt.date(2025, 2, 1), dt.date(2025, 3, 1)],
    "category": pa.array(["b", None, "a", "b"]).dictionary_encode(),
    "empty text": ["", None, "a", ""],
}


@pytest.mark.parametrize("kind", LABELS)
def test_null_keys_are_their_own_group(request, engine, kind):
    """Keys of every kind come back as Python's own, what is null last."""
    if kind == "day" and "pandas n" in request.node.name:
        pytest.skip("pandas without Arrow holds dates as objects")
    if kind == "category" and {"pyspark", "ibis"} & {request.node.callspec.params["engine"]}:
        pytest.skip("it has no categories")
    column = LABELS[kind]
    listed = column.to_pylist() if hasattr(column, "to_pylist") else column
    frame = engine(pa.table({"key": column, "y": [1, 2, 3, 4], "x": [10, 10, 10, 10]}))
    actual = frames.pooled(frame, count="y", exposure="x", by="key")
    expected = Rate([1, 2, 3, 4], 10).pooled(by={"key": listed})

    assert tuple(label for (label,) in expected.labels) == actual.labels
    np.testing.assert_array_equal(expected.estimate.value, actual.estimate.value)


@pytest.mark.parametrize("days", [dt.date(2025, 3, 24), dt.date(2025, 10, 20)])
@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "Asia/Kathmandu"])
@pytest.mark.parametrize("every", ["1d", "1w", "1mo"])
def test_windows_are_of_the_zones_calendar(request, engine, days, zone, every):
    """An instant is of the day that the clocks show, on the two DST days too."""
    if "pyspark" in request.node.name and (every != "1d" or zone != "Europe/Berlin"):
        pytest.skip("one zone is enough for the slow engine")
    start = dt.datetime.combine(days, dt.time(), UTC)
    times = [start + dt.timedelta(minutes=17 * i) for i in range(1100)]
    local = [time.astimezone(ZoneInfo(zone)).date() for time in times]
    first = {
        "1d": lambda day: day,
        "1w": lambda day: day - dt.timedelta(day.weekday()),
        "1mo": lambda day: day.replace(day=1),
    }[every]
    labels = [*map(first, local), None]
    at = pa.array([*times, None], pa.timestamp("us", "Europe/Berlin"))
    y = pa.array(range(1101), pa.int64())
    frame = engine(pa.table({"at": at, "y": y, "x": pa.array([5] * 1101)}))
    actual = frames.pooled(
        frame, count="y", exposure="x", every=every, time="at", tz=zone
    )
    expected = {}
    for label, value in zip(labels, range(1101), strict=True):
        expected[label] = expected.get(label, 0) + value

    assert {k: float(v) for k, v in expected.items()} == {
        k: p.sum_y for k, p in actual.items()
    }
    assert actual.labels[-1] is None


def test_windows_between_two_days_are_half_open(engine):
    """The first instant is in, the last is out, and so are rows outside."""
    at = [dt.datetime(2025, 5, day, hour, tzinfo=UTC) for day in (4, 5, 11, 12) for hour in (0, 23)]
    frame = engine(
        pa.table(
            {
                "at": pa.array(at, pa.timestamp("us", "UTC")),
                "who": ["a", "b"] * 4,
                "y": [1] * 8,
                "x": [2] * 8,
            }
        )
    )
    actual = frames.pooled(
        frame,
        count="y",
        exposure="x",
        by="who",
        every="1w",
        time="at",
        between=(dt.date(2025, 5, 5), dt.date(2025, 5, 12)),
    )
    monday = dt.date(2025, 5, 5)

    assert {("a", monday): 2, ("b", monday): 2} == {k: p.units for k, p in actual.items()}


COUNTERS = {
    str(action): [int(v) for v in RNG.integers(0, 9, 60)]
    for action in sorted({a for d in CATALOGUE for a in d.actions} | {"like", "reply"})
}
EXPOSED = {
    str(d.denominator): [int(v) for v in RNG.integers(50, 900, 60)] for d in CATALOGUE
}
TOTALS = [int(v) for v in RNG.integers(0, 60, 60)]


@pytest.mark.parametrize("with_total", [True, False])
def test_every_definition_of_the_catalogue_runs_as_it_is(with_total):
    """The same record feeds NumPy and the engine: actions, weights, averaging."""
    pl = pytest.importorskip("polars")
    weekday = [f"d{i % 7}" for i in range(60)]
    frame = pl.LazyFrame(COUNTERS | {f"x_{n}": c for n, c in EXPOSED.items()}).with_columns(
        total=pl.Series(TOTALS), day=pl.Series(weekday)
    )
    posts = Posts.of(
        actions=COUNTERS,
        exposures={n: np.maximum(c, EXPOSED["reach"]) for n, c in EXPOSED.items()},
        engagements=TOTALS if with_total else None,
    )
    frame = frame.with_columns(
        **{f"x_{n}": pl.max_horizontal(f"x_{n}", "x_reach") for n in EXPOSED}
    )
    for definition in CATALOGUE:
        asked = {
            "actions": {n: n for n in COUNTERS},
            "exposures": {n: f"x_{n}" for n in EXPOSED},
            "engagements": "total" if with_total else None,
        }
        rate = definition.rate(posts)
        method = rate.pooled if definition.averaging == "pooled" else rate.average

        same(definition.estimate(posts), frames.rate(frame, definition, **asked))
        same(method(by=weekday), frames.rate(frame, definition, **asked, by="day"))


def test_a_definition_runs_on_every_engine(engine):
    """Weights, a row below zero and one that lacks a counter come out as in the core."""
    from engagement_metrics import Definition, Source

    definition = Definition(
        name="talk counts double",
        actions=("like", "reply"),
        weights={"like": 1, "reply": 2.5},
        denominator="reach",
        averaging="average",
        source=Source("Example", 2024, "How we count", "https://example.org"),
    )
    counters = {"like": [6, 2, -5, None], "reply": [2, 4, 3, 1]}
    exposed = {"reach": [100, 20, 10, 10]}
    frame = engine(pa.table({k.upper(): v for k, v in (counters | exposed).items()}))
    with pytest.warns(UserWarning, match="below zero|negative"):
        posts = Posts.of(actions=counters, exposures=exposed)
    actual = frames.rate(
        frame,
        definition,
        actions={"like": "LIKE", "reply": "REPLY"},
        exposures={"reach": "REACH"},
    )

    same(definition.estimate(posts), actual)
    assert (1, 1) == (actual.left_out.missing, actual.left_out.invalid)


def test_on_target_share_is_the_cores_own(engine):
    """Counts on target are a share of the audience."""
    frame = engine(pa.table({"on": [3, 5, None], "all": [10, 20, 30]}))
    expected = on_target_share([3, 5, None], [10, 20, 30]).pooled()

    same(expected, frames.on_target_share(frame, on_target="on", audience="all"))


def test_members_are_on_target_or_not(request, engine):
    """A mask is accepted where membership is meant; a null is unknown."""
    if "dask" in request.node.name or "pandas numpy" in request.node.name:
        mask = [True, False, True]
    else:
        mask = [True, False, True, None]
    share = frames.on_target_share(engine(pa.table({"on": mask})), on_target="on")

    assert (2.0, 3.0, len(mask) - 3) == (share.sum_y, share.sum_x, share.left_out.missing)
