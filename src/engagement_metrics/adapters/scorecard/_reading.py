"""Files become frames: format, encoding and separator are detected."""

from __future__ import annotations

import codecs
import contextlib
import csv
import gzip
import io
import zlib
from pathlib import Path
from typing import IO, Any, cast

import attrs
import polars as pl
from rich.console import Console
from rich.progress import wrap_file

from engagement_metrics.adapters.scorecard import _parquet
from engagement_metrics.adapters.scorecard._json import checked

__all__ = ["File", "ReportError", "count", "listed", "parsed", "plain", "read"]

LARGE = 32 * 2**20
"""Size in bytes above which a progress bar is shown."""
MOST = 2**30
"""Largest size of a file in bytes, uncompressed."""
SEPARATORS = ",;\t|"
MARKS = {  # byte-order marks, long ones first
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


REFUSALS = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)


class ReportError(Exception):
    """The report cannot be made; the message is one clear line."""


def plain(text: object) -> str:
    """Return text with control, bidi and other unprintable characters escaped."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in str(text)
    )


def listed(words: Any, most: int = 12) -> str:
    """Return words joined by commas, each safe to print, and the number of others."""
    shown = [plain(word) for word in words]
    more = len(shown) - most
    return ", ".join(shown[:most]) + (f" and {more} more" if more > 0 else "")


def count(number: float, noun: str) -> str:
    """Return an amount and its noun: ``24 posts``, ``1 post``."""
    return f"{number:,.0f} {noun.removesuffix('s') if number == 1 else noun}"


@attrs.frozen(kw_only=True)
class File:
    """
    A file as it was read.

    Attributes
    ----------
    name : str
        Its name, safe to print.
    rows : DataFrame
        Its rows, in columns numbered from ``"0"``; text where the format has no types.
        ``"row"`` is the number of the row in the file, from 1.
    headers : list of str
        The header of each column.
    broken : Series of bool
        Rows with more cells than there are headers.
    doubt : str
        What to say if characters could not be decoded; otherwise empty.
    """

    name: str
    rows: pl.DataFrame
    headers: list[str]
    broken: pl.Series
    doubt: str = ""


def read(path: str, *, encoding: str | None = None) -> File:
    """Return the rows of a CSV, Parquet or newline-delimited JSON file."""
    name = plain(Path(path).name)
    try:
        data = _bytes(Path(path), name)
    except (OSError, ValueError) as error:  # a NUL in the path is a ValueError
        reason = getattr(error, "strerror", None) or error
        raise ReportError(f"{plain(path)} cannot be read: {plain(reason)}") from None
    return parsed(name, data, encoding=encoding)


def parsed(name: str, data: bytes, *, encoding: str | None = None) -> File:
    """Return the rows of the bytes of a file."""
    if data.startswith(b"PAR1"):
        return _typed(name, data, "Parquet", _parquet.read)
    if data.startswith(b"PK\x03\x04"):
        raise ReportError(
            f"{name} is a zip archive or an Excel workbook: save it as CSV"
        )
    text, doubt = _text(name, data, encoding)
    start = text.lstrip()[:1]
    if not start:
        raise ReportError(f"{name} is empty")
    if start == "[":
        raise ReportError(
            f"{name} is one JSON array: give newline-delimited JSON, an object a line"
        )
    if start == "{":
        try:
            text, torn = checked(text)
        except ValueError as error:
            raise _unread(name, "JSON", error) from None
        return _typed(name, text.encode(), "JSON", _lines_of_json, doubt or torn)
    return _csv(name, text, doubt)


def _bytes(path: Path, name: str) -> bytes:
    """Return the bytes of a file, uncompressed; show a progress bar if it is large."""
    console = Console(stderr=True)
    size = path.stat().st_size
    with contextlib.ExitStack() as stack:
        handle = stack.enter_context(path.open("rb"))
        packed = handle.peek(2)[:2] == b"\x1f\x8b"
        source: IO[bytes] = handle
        if size > LARGE and console.is_terminal:
            what = f"Reading {name}"
            bar = wrap_file(handle, size, description=what, console=console)
            source = cast("IO[bytes]", stack.enter_context(bar))
        if packed:
            unpacked = gzip.GzipFile(fileobj=source)
            source = cast("IO[bytes]", stack.enter_context(unpacked))
        try:
            data = source.read(MOST + 1)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise ReportError(f"{name} is a broken gzip file") from None
    if len(data) > MOST:
        raise ReportError(f"{name} holds more than 1 GiB: give a part of it")
    return data


def _text(name: str, data: bytes, encoding: str | None) -> tuple[str, str]:
    """Return the text of a file, and which characters could not be decoded."""
    if encoding is None:
        found = (code for mark, code in MARKS.items() if data.startswith(mark))
        encoding = next(found, None)
    try:
        text = data.decode(encoding or "utf-8-sig")
        text.encode()  # some encodings decode to half a surrogate pair
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        where = f"byte 0x{data[error.start]:02x} in line {line:,}"
        if encoding is not None:
            raise ReportError(f"{name} is not {plain(encoding)}: {where}") from None
    except UnicodeError:
        raise ReportError(f"{name} is not {plain(encoding)}") from None
    except (LookupError, ValueError):
        raise ReportError(f"--encoding {plain(encoding)} is not known") from None
    else:
        return text, ""
    try:
        data.decode("cp1252")
        likely = "windows-1252"
    except UnicodeDecodeError:
        likely = "latin-1"
    doubt = f"not UTF-8 ({where}); if it matters, give --encoding {likely} or another"
    return data.decode("utf-8", "replace"), doubt


def _unread(name: str, kind: str, error: BaseException) -> ReportError:
    reason = plain(str(error).partition("\n")[0])
    return ReportError(f"{name} cannot be read as {kind}: {reason}")


def _csv(name: str, text: str, doubt: str) -> File:
    """Return the rows of separated text, each cell as text."""
    if "\n" not in text:
        text = text.replace("\r", "\n")
    separator = _separator(text)
    lines = io.StringIO(text)
    try:
        header = next(row for row in csv.reader(lines, delimiter=separator) if row)
    except csv.Error as error:
        raise ReportError(f"{name} has no readable header: {error}") from None
    width = len(header)
    numbers = separator.join(map(str, range(width + 1)))
    body = f"{numbers}\n".encode() + text[lines.tell() :].encode()
    skipped = text.count("\n", 0, lines.tell())
    try:
        rows = pl.read_csv(
            body,
            separator=separator,
            infer_schema=False,
            truncate_ragged_lines=True,
            row_index_name="row",
            row_index_offset=skipped + 1,
        )
    except REFUSALS as error:
        raise _unread(name, "CSV", error) from None
    _, first, *others = rows.get_columns()
    blank = first.is_null()
    for column in others:
        blank &= column.is_null()
    if blank.any():
        rows = rows.filter(~blank)
    broken = rows.drop_in_place(str(width)).is_not_null()
    return File(
        name=name, rows=rows, headers=_headers(header), broken=broken, doubt=doubt
    )


def _separator(text: str) -> str:
    """Return the separator with most columns, equally many in the first rows."""
    sample = text[: 2**16].splitlines()[:50]
    best, most = ",", (False, 1)
    for separator in SEPARATORS:
        rows = csv.reader(sample, delimiter=separator)
        widths = [len(row) for row in rows if row] or [1]
        alike = sum(width == widths[0] for width in widths) * 2 > len(widths)
        if (alike, widths[0]) > most and widths[0] > 1:
            best, most = separator, (alike, widths[0])
    return best


def _headers(header: list[str]) -> list[str]:
    """Return the headers; a blank one is named by its place."""
    return [
        text.strip() or f"column {place}" for place, text in enumerate(header, start=1)
    ]


def _lines_of_json(data: io.BytesIO) -> pl.DataFrame:
    return pl.read_ndjson(data, infer_schema_length=None)


def _typed(name: str, data: bytes, kind: str, reader: Any, doubt: str = "") -> File:
    """Return the rows of a format that has types."""
    try:
        rows = reader(io.BytesIO(data))
    except REFUSALS as error:
        raise _unread(name, kind, error) from None
    headers = rows.columns
    worded = pl.Null, pl.Categorical, pl.Enum
    kinds = {
        h: pl.String for h, kind in rows.schema.items() if isinstance(kind, worded)
    }
    rows = rows.cast(cast("Any", kinds))
    numbered = rows.rename({h: str(place) for place, h in enumerate(headers)})
    return File(
        name=name,
        rows=numbered.with_row_index("row", 1),
        headers=headers,
        broken=pl.repeat(value=False, n=rows.height, eager=True),
        doubt=doubt,
    )
