"""Parquet comes from another process, whole or with the reason."""

import io
from pathlib import Path

import pytest

pl = pytest.importorskip("polars")
parquet = pytest.importorskip("engagement_metrics.adapters.scorecard._parquet")

BROKEN = Path(__file__).parents[2] / "fuzz/corpus/parquet/more-values-than-memory"


def test_a_frame_comes_back_as_it_was():
    """Kinds and missing values pass from one process to the other."""
    frame = pl.DataFrame(
        {
            "id": ["ada", None],
            "tags": [["a"], []],
            "at": pl.Series([0, None]).cast(pl.Datetime("us", "Europe/Berlin")),
            "kind": pl.Series(["x", "y"], dtype=pl.Categorical),
        }
    )
    file = io.BytesIO()
    frame.write_parquet(file)
    file.seek(0)
    read = parquet.read(file)

    assert frame.schema == read.schema
    assert frame.rows() == read.rows()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PAR1 and nothing", "parquet: "),
        (BROKEN.read_bytes(), "the reader crashed"),
    ],
    ids=["no Parquet", "a page that claims more values than memory holds"],
)
def test_a_broken_file_is_an_error(data, reason):
    """Even where the reader takes its whole process down."""
    with pytest.raises(OSError, match=reason):
        parquet.read(io.BytesIO(data))
