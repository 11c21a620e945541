"""
The doors through which foreign bytes come in, each as a function of bytes.

Whatever is thrown at a door, it gives a result or one of our own exceptions; a door
that lets another through has a bug. ``run.py`` throws what atheris thinks of, and the
tests throw the corpus.
"""

from __future__ import annotations

import atexit
import contextlib
import io
import json
import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import polars as pl

from engagement_metrics.adapters import plain
from engagement_metrics.adapters.scorecard import _cells, _headers, _reading
from engagement_metrics.errors import EngagementError

__all__ = ["DOORS"]

ENCODINGS = ["utf-8", "windows-1252", "utf-16", "utf-7", *[None] * 12]
TABLES = {
    "posts": _headers.POSTS,
    "log": _headers.LOG,
    "audience": _headers.AUDIENCE,
}
CELLS: list[Callable[[pl.Series], Any]] = [
    _cells.ids,
    _cells.numbers,
    lambda column: _cells.numbers(column, decimal=".", signed=True),
    lambda column: _cells.numbers(column, decimal=","),
    lambda column: _cells.times(column, zone=None, dates=None),
    lambda column: _cells.times(column, zone="Europe/Berlin", dates="mdy"),
]


def _column(file: _reading.File, chance: int) -> None:
    """Read a column of a file as ids, numbers or times."""
    if file.headers:
        column = file.rows[str(chance % len(file.headers))]
        with contextlib.suppress(_reading.ReportError):
            CELLS[chance % len(CELLS)](column)


def csv(data: bytes) -> None:
    """Take a file of separated text: its encoding, separator, headers and rows."""
    encoding = ENCODINGS[len(data) % len(ENCODINGS)]
    with contextlib.suppress(_reading.ReportError):
        _reading.parsed("posts.csv", data, encoding=encoding)


def headers(data: bytes) -> None:
    """Find what columns mean, by what they are called and by what the caller says."""
    lines = data.decode("utf-8", "replace").split("\n")
    rows = pl.DataFrame()
    file = _reading.File(
        name="posts.csv", rows=rows, headers=lines[::2], broken=pl.Series()
    )
    for table, words in TABLES.items():
        with contextlib.suppress(_reading.ReportError):
            chosen = _headers.said(lines[1::2])
            _headers.find(file, words, chosen[table], table)


def ndjson(data: bytes) -> None:
    """Take objects, one a line, and read a column as ids, numbers or times."""
    data = data if data.lstrip()[:1] == b"{" else b"{" + data
    with contextlib.suppress(_reading.ReportError):
        _column(_reading.parsed("posts.json", data), len(data))


WORKER = """
import io, sys
import polars as pl
while size := int.from_bytes(sys.stdin.buffer.read(8), "big"):
    made = io.BytesIO()
    try:
        pl.read_parquet(io.BytesIO(sys.stdin.buffer.read(size))).write_ipc(made)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        made = io.BytesIO()
    made = made.getvalue()
    sys.stdout.buffer.write(len(made).to_bytes(8, "big") + made)
    sys.stdout.buffer.flush()
"""
"""The report's own process for Parquet, for many files instead of one."""


class Worker:
    """A process that reads Parquet files one after the other; another if it breaks."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None

    def read(self, file: io.BytesIO) -> pl.DataFrame:
        """Return the rows of a file, or raise OSError."""
        if self.process is None:
            self.process = subprocess.Popen(
                [sys.executable, "-c", WORKER],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        data = file.getvalue()
        self.process.stdin.write(len(data).to_bytes(8, "big") + data)
        self.process.stdin.flush()
        answer = self.process.stdout.read(8)
        if not answer:
            self.close()
            raise OSError("the reader broke down")
        size = int.from_bytes(answer, "big")
        if not size:
            raise OSError("no frame came back")
        return pl.read_ipc(io.BytesIO(self.process.stdout.read(size)))

    def close(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.communicate()
            self.process = None


WORKER_OF_PARQUET = Worker()
atexit.register(WORKER_OF_PARQUET.close)


def parquet(data: bytes) -> None:
    """Take a Parquet file, and read a column as ids, numbers or times."""
    whole = b"PAR1" + data[4:-4] + b"PAR1"
    with contextlib.suppress(_reading.ReportError):
        read = WORKER_OF_PARQUET.read
        file = _reading._typed("posts.parquet", whole, "Parquet", read)
        _column(file, len(data))


def cells(data: bytes) -> None:
    """Read a column of text, a cell a line, as ids, numbers or times."""
    first, *lines = data.decode("utf-8", "replace").split("\n")
    column = pl.Series(lines or [None], dtype=pl.String)
    with contextlib.suppress(_reading.ReportError):
        CELLS[len(first) % len(CELLS)](column)


def evidence(data: bytes) -> None:
    """Make evidence of plain data, after JSON; what is made can be shown and kept."""
    try:
        given = json.loads(data)
    except (ValueError, RecursionError):
        return  # the caller's own
    with contextlib.suppress(EngagementError):
        made = plain.from_dict(given)
        str(made)
        repr(made)
        pickle.dumps(made)
        plain.to_dict(made)


DOORS: dict[str, Callable[[bytes], None]] = {
    door.__name__: door for door in (csv, headers, ndjson, parquet, cells, evidence)
}
