"""The sample data is what its script writes."""

import runpy
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"


@pytest.mark.parametrize("name", ["audience.csv", "interactions.csv", "posts.csv"])
def test_script_writes_the_shipped_files(name: str, tmp_path: Path) -> None:
    """Running the script again gives the same bytes."""
    runpy.run_path(str(EXAMPLES / "make_examples.py"))["main"](tmp_path)

    assert (EXAMPLES / name).read_bytes() == (tmp_path / name).read_bytes()
