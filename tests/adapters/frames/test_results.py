"""Results go back as a frame of the caller's library."""

import datetime as dt

import pytest

from engagement_metrics import Composition, Dyads, Proportion, Rate, two_way_index

frames = pytest.importorskip("engagement_metrics.adapters.frames")
pa = pytest.importorskip("pyarrow")
nw = pytest.importorskip("narwhals.stable.v2")

pytestmark = pytest.mark.filterwarnings("ignore:.* effective")
RATE = Rate([1, 2, 3, 4, None], [10, 30, 20, 10, 10])


def rows(frame):
    """Return the columns of a frame of any library as lists."""
    known = nw.from_native(frame)
    collected = known.collect() if isinstance(known, nw.LazyFrame) else known
    listed = {name: collected[name].to_list() for name in collected.columns}
    return {
        name: [None if str(v) in {"nan", "<NA>"} else v for v in column]
        for name, column in listed.items()
    }


def test_groups_are_rows(engine):
    """Value, bounds, units and what was dropped stand beside the label."""
    groups = RATE.pooled(by=["a", "a", "b", "b", None])
    like = engine(pa.table({"x": [1, 2]}))
    made = frames.to_frame(groups, like=like, names=["who"])
    bounds = groups.estimate.interval()
    actual = rows(made)
    order = [actual["who"].index(label) for label in groups.labels]

    assert type(nw.from_native(like)) is type(nw.from_native(made))
    assert nw.from_native(like).implementation == nw.from_native(made).implementation
    assert {"who", "value", "low", "high", "units", "dropped"} == actual.keys()
    assert [2, 2, 0] == [actual["units"][i] for i in order]
    assert [0, 0, 1] == [actual["dropped"][i] for i in order]
    assert [0.075, 7 / 30, None] == [actual["value"][i] for i in order]
    assert bounds.low.tolist()[:2] == [actual["low"][i] for i in order][:2]
    assert bounds.high.tolist()[:2] == [actual["high"][i] for i in order][:2]


def test_one_result_is_one_row():
    """A single estimate has no label; the level is the caller's."""
    pl = pytest.importorskip("polars")
    share = Proportion(81, 263)
    made = frames.to_frame(share, like=pl.DataFrame(), level=0.9)
    bounds = share.interval(0.9)

    assert [(share.value, bounds.low, bounds.high, 1, 0)] == made.rows()
    assert pl.Float64 == made.schema["value"]


def test_several_labels_are_several_columns():
    """Each has a name of the caller's, or a number; days stay days."""
    pl = pytest.importorskip("polars")
    pd = pytest.importorskip("pandas")
    days = pd.Series([dt.date(2025, 5, 1)] * 2 + [dt.date(2025, 5, 2)] * 3).to_numpy(
        "datetime64[D]"
    )
    groups = RATE.pooled(by={"who": ["a", "a", "b", "b", "b"], "day": days})
    made = frames.to_frame(groups, like=pl.DataFrame())
    named = frames.to_frame(groups, like=pl.DataFrame(), names=["who", "day"])

    assert ["group_0", "group_1"] == made.columns[:2]
    assert ["who", "day"] == named.columns[:2]
    assert [dt.date(2025, 5, 1), dt.date(2025, 5, 2)] == made["group_1"].to_list()


def test_no_groups_are_no_rows():
    """Its columns are there all the same, of the kinds they always have."""
    pl = pytest.importorskip("polars")
    made = frames.to_frame(Rate([], []).pooled(by=[]), like=pl.LazyFrame()).collect()

    assert 0 == made.height
    assert (pl.Float64, pl.Int64) == (made.schema["value"], made.schema["units"])


def test_what_is_no_evidence_is_refused():
    """A number knows neither its bounds nor what it left out."""
    with pytest.raises(TypeError, match="result must be a result, but got float"):
        frames.to_frame(0.5, like=pa.table({}))


def test_names_fit_the_labels():
    """A name for each column of labels."""
    groups = RATE.pooled(by=list("aabbb"))
    with pytest.raises(ValueError, match="names must be 1 of them"):
        frames.to_frame(groups, like=pa.table({}), names=["a", "b"])


def test_what_is_no_frame_is_refused():
    """The library is read off a frame."""
    with pytest.raises(TypeError, match="frame must be a dataframe"):
        frames.to_frame(RATE.pooled(), like=[])


def test_every_result_is_a_frame():
    """A column is a row each, parts of a whole a row each, an index one."""
    pl = pytest.importorskip("polars")
    parts = Composition(["reply", "like"], [30, 70])
    index = two_way_index(Dyads.of(actor=["a", "b"], target=["b", "a"]))
    column = Rate([1, None], [10, 30])
    made = frames.to_frame(parts, like=pl.DataFrame(), names=["kind"])

    assert ["reply", "like"] == made["kind"].to_list()
    assert [0.3, 0.7] == made["value"].to_list()
    assert parts.interval().high.tolist() == made["high"].to_list()
    assert [1.0] == frames.to_frame(index, like=pl.DataFrame())["value"].to_list()
    rows = frames.to_frame(column, like=pl.DataFrame())
    assert [0.1, None] == rows["value"].to_list()
