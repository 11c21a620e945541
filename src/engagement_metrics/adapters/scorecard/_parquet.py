"""Read Parquet in a process of its own, so that a crash does not end the report."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import IO

import polars as pl

__all__ = ["read"]

# a broken page can make Polars ask for too much memory, and abort
CHILD = """
import io, sys
import polars as pl
rows = pl.read_parquet(io.BytesIO(sys.stdin.buffer.read()))
rows.write_ipc(sys.stdout.buffer)
"""


def read(file: IO[bytes]) -> pl.DataFrame:
    """Return the rows of a Parquet file, or raise OSError with the reason."""
    child = subprocess.run(  # noqa: S603 this interpreter, with the text above
        [sys.executable, "-c", CHILD],
        input=file.read(),
        capture_output=True,
        check=False,
    )
    if child.returncode:
        last = child.stderr.decode("utf-8", "replace").rstrip().rpartition("\n")[2]
        kind, _, reason = last.partition(": ")
        known = kind.startswith("polars.exceptions.") and reason
        raise OSError(reason if known else "the reader crashed")
    return pl.read_ipc(io.BytesIO(child.stdout))
