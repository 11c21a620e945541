"""Ratios summed in an engine are the core's own, on every engine."""

import datetime as dt
import warnings
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from engagement_metrics import (
    Definition,
    EngagementWarning,
    Pooled,
    Posts,
    Proportion,
    Rate,
    Source,
    Status,
    engagement_rate,
)
from engagement_metrics.definitions import CATALOGUE
from engagement_metrics.relevance import on_target_share

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
    assert expected.kind == actual.kind
    for name in ("units", "whole", "left_out"):
        a, b = getattr(expected, name), getattr(actual, name)
        assert np.all(a == b), (name, a, b)
    exact = isinstance(expected, Pooled) and np.all(expected.whole)
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


BY = {
    "text": ["b", "a", "", None, "\u00fc"],
    "mask": [True, False, None],
    "day": [dt.date(2026, 1, 5), dt.date(2025, 12, 31), None],
    "number": [3, -1, None, 0],
}
COUNTED = [pa.int64(), pa.uint8(), pa.int32(), pa.float64(), pa.decimal128(9, 2)]


def drawn(seed):
    """Return counts, exposures and labels at random, and of kinds at random."""
    draw = np.random.default_rng(seed)
    rows = [1, 7, 60, 400, 1500][seed]
    columns = {}
    for name, kind in {"y": COUNTED[seed], "x": COUNTED[(3 * seed + 1) % 5]}.items():
        numbers = draw.integers(0, 200, rows) * (draw.random(rows) > 0.1)
        if kind != pa.uint8():
            numbers = np.where(draw.random(rows) < 0.02, -numbers, numbers)
        made = numbers.tolist()
        if pa.types.is_decimal(kind):
            made = [Decimal(number) / 4 for number in made]
        if kind == pa.float64():
            lost = (draw.random(rows) < 0.05).tolist()
            made = [
                NAN if gone else number / 2
                for gone, number in zip(lost, made, strict=True)
            ]
        lost = (draw.random(rows) < 0.05).tolist()
        made = [
            None if gone else number for gone, number in zip(lost, made, strict=True)
        ]
        columns[name] = pa.array(made, kind)
    for name, values in BY.items():
        places = draw.integers(0, len(values), rows).tolist()
        kind = pa.array(values).type
        columns[name] = pa.array([values[place] for place in places], kind)
    return pa.table(columns)


@pytest.mark.parametrize("seed", range(5))
def test_random_rows_are_the_cores_own(request, engine, seed):
    """Nulls, NaN, zeros and less, of every kind of number, in groups of any kind."""
    rows, name = drawn(seed), request.node.name
    objects = {"pandas numpy": {"mask", "day", "number"}, "pandas nullable": {"day"}}
    others = [kinds for engine, kinds in objects.items() if f"[{engine}" in name]
    by = [kind for kind in BY if not any(kind in kinds for kinds in others)]
    for place, of in enumerate(("y", "x")):
        kind = rows[of].type  # decimals are objects to pandas' own kinds of columns
        if ("pandas n" in name and pa.types.is_decimal(kind)) or kind == pa.uint8():
            kind = pa.float64() if pa.types.is_decimal(kind) else kind
            kind = pa.int64() if "pyspark" in name else kind  # it has no unsigned
            rows = rows.set_column(place, of, rows[of].cast(kind))
    columns = {name: rows[name].to_pylist() for name in rows.column_names}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", EngagementWarning)
        counts = {"actions": {"like": columns["y"]}}
        posts = Posts.of(**counts, exposures={"reach": columns["x"]})
        rate = engagement_rate(posts, per="reach")
    frame = engine(rows)

    for keys in ([by[seed % len(by)]], by):
        of = {name: columns[name] for name in keys}
        expected = rate.pooled(by=of if len(keys) > 1 else of[keys[0]])
        actual = frames.pooled(frame, count="y", exposure="x", by=keys)
        assert set(expected) == set(actual)
        for label in expected:
            core, theirs = expected[label], actual[label]
            assert core.left_out == theirs.left_out
            assert (core.units, core.sum_y) == (theirs.units, theirs.sum_y)
            np.testing.assert_array_equal(core.value, theirs.value)
            assert theirs.standard_error == pytest.approx(
                core.standard_error, rel=1e-12, abs=1e-12, nan_ok=True
            )


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
    frame = engine(pa.table({"y": [1.0, 4.0, 2.5, 3.0], "x": [2.0, 3.0, 4.0, 3.0]}))
    actual = frames.pooled(frame, count="y", exposure="x", kind="share")

    assert 1 == actual.left_out.invalid
    assert (4.0, 3.0) == (actual.left_out.count, actual.left_out.exposure)
    assert not actual.whole
    np.testing.assert_allclose(
        Proportion([1.0, 2.5, 3.0], [2.0, 4.0, 3.0]).pooled().sum_ee,
        actual.sum_ee,
        rtol=1e-12,
    )


STATUSES = {  # y, x, then units, missing, no exposure, no denominator, invalid
    "one and NaN": ([1.0, NAN], [2.0, 2.0], (1, 1, 0, 0, 0)),
    "one and null": ([1.0, None], [2.0, 2.0], (1, 1, 0, 0, 0)),
    "null below": ([1.0, 5.0], [2.0, None], (1, 1, 0, 0, 0)),
    "all null": ([None, None], [2.0, 2.0], (0, 2, 0, 0, 0)),
    "0/0": ([0.0, 1.0], [0.0, 2.0], (1, 0, 1, 0, 0)),
    "1/0": ([1.0, 1.0], [0.0, 2.0], (1, 0, 0, 1, 0)),
    "negative": ([-1.0, 1.0], [2.0, 2.0], (1, 0, 0, 0, 1)),
    "negative below": ([1.0, 1.0], [-2.0, 2.0], (1, 0, 0, 0, 1)),
    "2**53": ([2.0**53 - 2, 1.0], [2.0**53 - 9, 4.0], (2, 0, 0, 0, 0)),
}


def test_what_a_row_lacks_is_counted(engine):
    """NaN, null, 0/0, 1/0 and below zero are left out, each in its own number."""
    columns = {
        "case": [case for case in STATUSES for _ in range(2)],
        "y": [v for y, _, _ in STATUSES.values() for v in y],
        "x": [v for _, x, _ in STATUSES.values() for v in x],
    }
    groups = frames.pooled(
        engine(pa.table(columns)), count="y", exposure="x", by="case"
    )
    for case, (y, x, expected) in STATUSES.items():
        out = groups[case].left_out
        kinds = (out.missing, out.no_exposure, out.no_denominator, out.invalid)

        assert expected == (groups[case].units, *kinds), case
        pairs = zip(y, x, strict=True)
        good = [(b or 0) > 0 and (a or NAN) >= 0 and b is not None for a, b in pairs]
        known = [
            0.0 if v is None or np.isnan(v) or g else v
            for v, g in zip(y, good, strict=True)
        ]
        assert sum(known) == out.count
    assert Status.MISSING == groups["all null"].status
    assert 2.0**53 - 1 == groups["2**53"].sum_y


def test_an_empty_frame_is_no_evidence(engine):
    """It has no groups, and its total is undefined."""
    frame = engine(
        pa.table({"y": pa.array([], pa.int64()), "x": pa.array([], pa.int64())})
    )
    one = frames.pooled(frame, count="y", exposure="x")

    assert (0, Status.NO_EXPOSURE) == (one.units, one.status)
    assert 0 == len(frames.pooled(frame, count="y", exposure="x", by="x"))


LARGE = [
    (pa.array([2**53 + 1, 1]), 1),
    (pa.array([2**62, 2**62]), 2),
    (pa.array([float("inf"), 1.0]), 1),
    (pa.array([-float("inf"), None]), 1),
    (pa.array([1e300, NAN]), 1),
]


@pytest.mark.parametrize(("y", "cases"), LARGE)
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
    if kind.startswith("u") and "pyspark" in request.node.name:
        pytest.skip("Spark has no unsigned numbers")
    known = [0.0 if v is None else float(v) for v in column.to_pylist()]
    frame = engine(pa.table({"y": column, "x": [1, 1, 1]}))
    actual = frames.pooled(frame, count="y", exposure="x")

    assert sum(known) == actual.sum_y
    assert column.null_count == actual.left_out.missing
    assert actual.whole == (kind != "decimal")


def test_an_instant_is_no_key():
    """Windows of time are asked for in words, with their zone."""
    pl = pytest.importorskip("polars")
    at = [dt.datetime(2025, 3, 1, tzinfo=dt.UTC)]
    with pytest.raises(TypeError) as caught:
        frames.pooled(
            pl.DataFrame({"y": [1], "x": [2], "at": at}),
            count="y",
            exposure="x",
            by=["at"],
        )

    assert str(caught.value).endswith(
        "Give time= and every=, which say whose clock is meant"
    )


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
    if kind == "category" and "ibis" in request.node.name:
        pytest.skip("Ibis has no categories")
    column = LABELS[kind]
    listed = column.to_pylist() if hasattr(column, "to_pylist") else column
    frame = engine(pa.table({"key": column, "y": [1, 2, 3, 4], "x": [10, 10, 10, 10]}))
    actual = frames.pooled(frame, count="y", exposure="x", by="key")
    expected = {}
    for label, count in zip(listed, (1, 2, 3, 4), strict=True):
        expected[label] = expected.get(label, 0.0) + count

    assert expected == {label: group.sum_y for label, group in actual.items()}
    assert sorted({*listed} - {None}) == [x for x in actual.labels if x is not None]
    assert None not in actual.labels[:-1]


PERIODS = {
    "1d": lambda day: day,
    "1w": lambda day: day - dt.timedelta(day.weekday()),
    "1mo": lambda day: day.replace(day=1),
}


def by_window(door, every, zone, days):
    """Return the sums of rows around two days by period, as counted and as found."""
    starts = [dt.datetime.combine(day, dt.time(), UTC) for day in days]
    times = [s + dt.timedelta(minutes=17 * i) for s in starts for i in range(170)]
    labels = [PERIODS[every](time.astimezone(ZoneInfo(zone)).date()) for time in times]
    at = pa.array([*times, None], pa.timestamp("us", "Europe/Berlin"))
    step = {"1d": 1, "1w": 7, "1mo": 31}[every]
    days = [min(labels)]  # without by= a series has no gaps
    while days[-1] < max(labels):
        days.append(PERIODS[every](days[-1] + dt.timedelta(step)))
    expected = dict.fromkeys(days, 0.0)
    for count, label in enumerate([*labels, None]):
        expected[label] = expected.get(label, 0.0) + count
    columns = {"at": at, "y": range(at.__len__()), "x": [5] * len(at)}
    actual = frames.pooled(
        door(pa.table({k: pa.array(v) for k, v in columns.items()})),
        count="y",
        exposure="x",
        every=every,
        time="at",
        tz=zone,
    )
    assert actual.labels[-1] is None
    return expected, {label: group.sum_y for label, group in actual.items()}


SPRING = [dt.date(2025, 3, 9), dt.date(2025, 3, 29)]
AUTUMN = [dt.date(2025, 10, 25), dt.date(2025, 11, 1)]


@pytest.mark.parametrize(
    ("every", "zone", "days"),
    [
        ("1d", "Europe/Berlin", SPRING),
        ("1d", "America/New_York", AUTUMN),
        ("1w", "Asia/Kathmandu", SPRING),
        ("1mo", "Europe/Berlin", AUTUMN),
    ],
)
def test_windows_are_of_the_zones_calendar(engine, days, zone, every):
    """An instant is of the day that the clocks show, on the DST days too."""
    expected, actual = by_window(engine, every, zone, days)

    assert expected == actual


def test_windows_are_the_same_on_every_engine(engine):
    """Only instants reach an engine, whatever its session's own zone."""
    expected, actual = by_window(engine, "1w", "America/New_York", AUTUMN)

    assert expected == actual


def test_windows_between_two_days_are_half_open(engine):
    """The first instant is in, the last is out, and so are rows outside."""
    at = [
        dt.datetime(2025, 5, day, hour, tzinfo=UTC)
        for day in (4, 5, 11, 12)
        for hour in (0, 23)
    ]
    frame = engine(
        pa.table(
            {
                "at": pa.array(at, pa.timestamp("us", "UTC")),
                "who": ["a", "b"] * 4,
                "y": [2**i for i in range(8)],
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

    assert {("a", monday): 4 + 16, ("b", monday): 8 + 32} == {
        label: group.sum_y for label, group in actual.items()
    }


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
    frame = pl.LazyFrame(
        COUNTERS | {f"x_{n}": c for n, c in EXPOSED.items()}
    ).with_columns(total=pl.Series(TOTALS), day=pl.Series(weekday))
    posts = Posts.of(
        actions=COUNTERS,
        exposures={n: np.maximum(c, EXPOSED["reach"]) for n, c in EXPOSED.items()},
        engagements=TOTALS if with_total else None,
    )
    frame = frame.with_columns(
        **{f"x_{n}": pl.max_horizontal(f"x_{n}", "x_reach") for n in EXPOSED}
    )
    for definition in CATALOGUE:
        if definition.averaging == "median" or (definition.actions and with_total):
            continue  # refused by engines, or says itself what it counts
        asked = {
            "actions": {n: n for n in COUNTERS},
            "exposures": {n: f"x_{n}" for n in EXPOSED},
            "engagements": "total" if with_total else None,
        }
        rate = definition.rate(posts)
        method = rate.pooled if definition.averaging == "pooled" else rate.average

        same(method(by=weekday), frames.rate(frame, definition, **asked, by="day"))


@pytest.mark.filterwarnings("ignore:.*is negative in")
def test_a_definition_runs_on_every_engine(engine):
    """Weights, a row below zero, one that lacks a counter: all as in the core."""
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
    frame = engine(pa.table({"hit": [3, 5, None], "all": [10, 20, 30]}))
    expected = on_target_share([3, 5, None], [10, 20, 30]).pooled()

    same(expected, frames.on_target_share(frame, on_target="hit", audience="all"))


def test_members_are_on_target_or_not(request, engine):
    """A mask is accepted where membership is meant; a null is unknown."""
    if "dask" in request.node.name or "pandas numpy" in request.node.name:
        mask = [True, False, True]
    else:
        mask = [True, False, True, None]
    share = frames.on_target_share(engine(pa.table({"hit": mask})), on_target="hit")

    assert (2.0, 3.0, len(mask) - 3) == (
        share.sum_y,
        share.sum_x,
        share.left_out.missing,
    )


REFUSED = {
    "count must be a column of the frame, but got 'like'. Did you mean 'likes'?"
    " It has 'who', 'likes', 'seen', 'size'": {"count": "like"},
    "count must be numbers, but column 'who' holds text (String)."
    " Convert it to numbers first": {"count": "who"},
    "kind must be 'rate' or 'share', but got 'ratio'": {"kind": "ratio"},
    "every and time must be given together: how long a window is, and the column of"
    " times": {"every": "1w"},
    "time must be times, but column 'who' holds text (String). Read text as times"
    " first": {"every": "1w", "time": "who"},
    "every must be '1d', '1w' or '1mo', but got '1h'": {"every": "1h", "time": "who"},
    "by must be a column of the frame, but got 'account'. It has 'who', 'likes',"
    " 'seen', 'size'": {"by": "account"},
}


@pytest.mark.parametrize("message", REFUSED)
def test_what_cannot_be_is_refused(message):
    """The argument, the rule, what came instead, and the cure."""
    asked = {"count": "likes", "exposure": "seen"} | REFUSED[message]
    with pytest.raises((ValueError, TypeError)) as caught:
        frames.pooled(table(), **asked)

    assert message == str(caught.value)


def test_float_keys_are_refused():
    """A float cannot hold every id: 0.0, -0.0 and NaN are no groups."""
    frame = pa.table({"key": [0.0, -0.0, NAN], "y": [1, 1, 1]})
    with pytest.raises(TypeError) as caught:
        frames.pooled(frame, count="y", exposure="y", by="key")

    assert (
        "by must be whole numbers, text, masks or days, but column 'key' holds Float64."
        " Read ids as text: a float cannot hold every id"
    ) == str(caught.value)


def test_masks_are_no_counts():
    """What is true or false is counted first."""
    with pytest.raises(TypeError, match="A mask is not a count: count it first"):
        frames.pooled(pa.table({"y": [True]}), count="y", exposure="y")


def test_what_is_no_frame_is_refused():
    """A list of rows is no dataframe."""
    with pytest.raises(TypeError, match="frame must be a dataframe that Narwhals"):
        frames.pooled([{"y": 1}], count="y", exposure="y")


def test_a_definition_that_needs_another_column_is_refused():
    """The definition says itself which counter it lacks."""
    with pytest.raises(ValueError, match="posts must have the counter"):
        frames.rate(
            table(),
            next(d for d in CATALOGUE if d.actions),
            actions={"dislike": "likes"},
            exposures={str(d.denominator): "seen" for d in CATALOGUE},
        )


def test_a_definition_by_median_is_refused():
    """A median is not a sum that an engine could add up."""
    definition = Definition(
        name="median likes",
        actions=("like",),
        denominator="followers",
        averaging="median",
        source=Source("Example", 2024, "How we count", "https://example.org"),
    )
    with pytest.raises(ValueError, match="must be a ratio of sums or a mean of ratios"):
        frames.rate(
            table(),
            definition,
            actions={"like": "likes"},
            exposures={"followers": "seen"},
        )


def test_clicks_are_not_engagements_unless_named():
    """The same default actions as for a table of posts."""
    definition = next(d for d in CATALOGUE if not d.actions)
    exposures = {str(definition.denominator): "seen"}
    likes = {"like": "likes"}
    alone = frames.rate(table(), definition, actions=likes, exposures=exposures)
    clicked = likes | {"click": "likes", "dislike": "likes"}
    both = frames.rate(table(), definition, actions=clicked, exposures=exposures)

    assert alone.value == both.value


def test_a_definition_is_one():
    """A name of one is looked up in the catalogue first."""
    with pytest.raises(TypeError, match="definition must be a Definition, such as"):
        frames.rate(table(), "applause", actions={"like": "likes"})


def test_all_engagements_are_some():
    """A definition that counts all of them needs a counter, or the total."""
    definition = next(d for d in CATALOGUE if not d.actions)
    exposures = {str(definition.denominator): "seen"}
    with pytest.raises(ValueError, match="actions must name a counter of engagement"):
        frames.rate(table(), definition, actions={"view": "likes"}, exposures=exposures)
