"""Frames are opened, and their engine is told."""

import datetime as dt

import pytest

frame = pytest.importorskip("engagement_metrics.adapters.frames._frame")
frames = pytest.importorskip("engagement_metrics.adapters.frames")
pl = pytest.importorskip("polars")

FRAME = pl.DataFrame(
    {
        "likes": ["12", "3"],
        "yes": [True, False],
        "share": [0.5, 1.0],
        "day": [dt.date(2025, 5, 1), dt.date(2025, 5, 2)],
    }
)


def test_a_column_that_is_not_there_is_refused():
    """The nearest name is offered, and all that exist."""
    with pytest.raises(ValueError, match="column") as caught:
        frames.posts(FRAME, author="like")

    assert (
        "author must be a column of the frame, but got 'like'. Did you mean 'likes'?"
        " It has 'likes', 'yes', 'share', 'day'"
    ) == str(caught.value)


def test_nothing_near_is_not_offered():
    """A frame without columns says so."""
    with pytest.raises(ValueError, match="column") as caught:
        frames.posts(pl.DataFrame(), author="who")

    assert (
        "author must be a column of the frame, but got 'who'. It has no columns"
    ) == str(caught.value)


def test_what_is_no_frame_is_refused():
    """The message says what would be one."""
    with pytest.raises(TypeError) as caught:
        frames.posts([{"likes": 3}], actions={"like": "likes"})

    assert (
        "frame must be a dataframe that Narwhals knows (pandas, Polars, PyArrow,"
        " DuckDB, ...), but got list"
    ) == str(caught.value)


def test_engines_of_this_process_are_told_from_others(local):
    """Only these are fetched from."""
    pa = pytest.importorskip("pyarrow")

    assert frame.here(frame.opened(local(pa.table({"a": [1]})), {}))


def test_a_cluster_is_elsewhere(request):
    """What it cannot do is refused with the way out."""
    dd = pytest.importorskip("dask.dataframe")
    with pytest.warns(FutureWarning):
        known = frame.opened(dd.from_pandas(FRAME.to_pandas(), npartitions=1), {})

    assert not frame.here(known)
    with pytest.raises(ValueError, match="frame") as caught:
        frame.here(known, "a walk", "Drive")
    assert (
        "frame must be of an engine of this process for a walk, but got one of dask."
        " Drive"
    ) == str(caught.value)


def test_a_table_of_ibis_without_a_connection_is_elsewhere():
    """Its columns can be compiled to a query, but not fetched."""
    ibis = pytest.importorskip("ibis")

    assert not frame.here(frame.opened(ibis.table({"a": "int64"}, name="t"), {}))
