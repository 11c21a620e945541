"""Dataframes of every kind give the same tables."""

import datetime as dt

import numpy as np
import pytest

frames = pytest.importorskip("engagement_metrics.adapters.frames")
pl = pytest.importorskip("polars")

UTC = dt.UTC
DATA = {
    "likes": [3, None, 2**53],
    "seen": [40.5, None, 90.0],
    "who": ["bob", None, "ada"],
    "number": [10**15, None, 7],
    "at": [
        dt.datetime(2025, 5, 1, 10, tzinfo=UTC),
        None,
        dt.datetime(2025, 10, 26, 0, 30, tzinfo=UTC),
    ],
    "clock": [
        dt.datetime.fromisoformat("2025-05-01T12:00"),
        None,
        dt.datetime.fromisoformat("2025-10-26T02:30"),
    ],
    "day": [dt.date(2025, 5, 1), None, dt.date(2025, 10, 26)],
}
KEPT = []
KINDS = [
    "polars",
    "polars lazy",
    "polars categorical",
    "polars enum",
    "pandas",
    "pandas category",
    "pandas arrow",
    "pyarrow",
    "pyarrow dictionary",
    "duckdb",
]


@pytest.fixture(params=KINDS)
def frame(request):
    """Return the same rows as each kind of frame."""
    table = pl.DataFrame(DATA)
    engine, _, variant = request.param.partition(" ")
    pytest.importorskip(engine)
    if engine == "polars":
        words = {"categorical": pl.Categorical, "enum": pl.Enum(["eve", "ada", "bob"])}
        if variant in words:
            return table.with_columns(pl.col("who").cast(words[variant]))
        return table.lazy() if variant else table
    if engine == "pandas":
        made = table.to_pandas(use_pyarrow_extension_array=variant == "arrow")
        if variant == "category":
            made["who"] = made["who"].astype("category")
        if variant != "arrow":
            made["number"] = table["number"].to_pandas().astype("Int64")
        return made
    arrow = table.to_arrow()
    if variant == "dictionary":
        four = pl.concat([pl.DataFrame({"who": ["zoe"]}), table.select("who")])
        who = four.to_arrow()["who"].dictionary_encode()[1:]
        return arrow.set_column(arrow.column_names.index("who"), "who", who)
    if engine == "duckdb":
        import duckdb

        connection = duckdb.connect()
        connection.execute("set timezone = 'America/New_York'")
        KEPT[:] = [connection]  # an old relation does not keep its own
        return connection.from_arrow(arrow)
    return arrow


def test_numbers_come_with_nulls_as_missing(frame):
    """A null is missing, and every whole number up to 2**53 is exact."""
    posts = frames.posts(frame, actions={"like": "likes"}, exposures={"reach": "seen"})

    np.testing.assert_array_equal([3, np.nan, 2.0**53], posts.actions["like"])
    np.testing.assert_array_equal([40.5, np.nan, 90], posts.exposures["reach"])


def test_ids_come_as_codes_of_what_is_there(frame):
    """Text and whole numbers are ids, and no category is kept that no row has."""
    posts = frames.posts(frame, author="who", id="number")

    assert ["bob", None, "ada"] == posts.author.values()
    assert ["ada", "bob"] == posts.author.categories.tolist()
    assert [10**15, None, 7] == posts.id.values()
    assert 2 == posts.id.size


def test_times_with_a_zone_come_as_utc(frame):
    """The instant is kept whatever the engine's own zone."""
    posts = frames.posts(frame, published="at")
    expected = ["2025-05-01T10:00", "NaT", "2025-10-26T00:30"]

    np.testing.assert_array_equal(np.array(expected, "datetime64[us]"), posts.published)


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        # 02:30 stood twice on that clock in Berlin: the first is summer time
        ("clock", ["2025-05-01T10:00", "NaT", "2025-10-26T00:30"]),
        ("day", ["2025-04-30T22:00", "NaT", "2025-10-25T22:00"]),
    ],
)
def test_times_without_a_zone_are_of_the_zone_given(frame, column, expected):
    """Of a repeated hour the first is taken, as by ``Posts.of(tz=...)``."""
    posts = frames.posts(frame, published=column, tz="Europe/Berlin")

    np.testing.assert_array_equal(np.array(expected, "datetime64[us]"), posts.published)


def test_times_without_a_zone_are_refused(frame):
    """What a naive time means is not guessed."""
    with pytest.raises(ValueError, match="zone") as caught:
        frames.posts(frame, published="clock")

    assert (
        "published must have a time zone, but column 'clock' has none."
        " Give tz='UTC', or the zone the times were written in"
    ) == str(caught.value)


@pytest.mark.parametrize("column", ["day", "clock", "at"])
def test_days_are_of_their_own_clock(frame, column):
    """Dates and times give the day that their clock shows."""
    if hasattr(frame, "fetchone") and column == "at":
        pytest.skip("DuckDB hands such times over on its session's clock")
    days = frames.days(frame, date=column, followers="seen")

    assert "2025-05-01" == str(days.date[0])
    assert 90 == days.followers[2]


def test_interactions_read_every_column():
    """Each column goes to the argument of its name."""
    frame = pl.DataFrame(
        {
            "a": ["ada", "bob"],
            "b": ["bob", None],
            "k": ["reply", "like"],
            "w": [1.5, 2.0],
            "p": [1, 2],
            "r": [None, 1],
            "i": ["x", "y"],
            "t": DATA["at"][::2],
        }
    )
    log = frames.interactions(
        frame,
        actor="a",
        target="b",
        kind="k",
        at="t",
        post="p",
        in_reply_to="r",
        weight="w",
        id="i",
    )

    assert ("ada", "bob", "reply", 1.5, 1, None, "x") == (
        log[0].actor,
        log[0].target,
        log[0].kind,
        log[0].weight,
        log[0].post,
        log[0].in_reply_to,
        log[0].id,
    )
    assert DATA["at"][0] == log[0].at


def test_audiences_are_members_or_segments():
    """Relevance comes from its column, or from the target."""
    frame = pl.DataFrame(
        {"m": ["a", "b"], "r": [1.0, None], "s": ["x", "y"], "n": [2, 3]}
    )
    members = frames.audience(frame, member="m", relevance="r", weight="n")
    segments = frames.audience(frame, segment="s", count="n", target=["x"], total=10)

    np.testing.assert_array_equal([1, np.nan], members.relevance)
    np.testing.assert_array_equal([2, 3], members.weight)
    np.testing.assert_array_equal([1, 0, np.nan], segments.relevance)
    assert 10 == segments.weight.sum()


def test_a_lazy_frame_is_collected_only_where_needed():
    """A column that nobody asked for is never computed."""

    def burst(_):
        raise AssertionError

    lazy = pl.LazyFrame({"likes": [1]}).with_columns(
        other=pl.col("likes").map_batches(burst, return_dtype=pl.Int64)
    )

    assert 1 == frames.posts(lazy, actions={"like": "likes"}).total("like")[0]
