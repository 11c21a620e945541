"""Rows of files, checked and fit for a table; rows set aside are counted and named."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import attrs
import polars as pl

from engagement_metrics import Action, Exposure, Posts
from engagement_metrics.adapters.scorecard import _cells
from engagement_metrics.adapters.scorecard._headers import POSTS, Columns, find
from engagement_metrics.adapters.scorecard._reading import (
    File,
    ReportError,
    count,
    listed,
    plain,
)

__all__ = [
    "COUNTERS",
    "EXPOSURES",
    "Options",
    "Read",
    "check",
    "choose_account",
    "found",
    "no_account",
    "read_times",
    "require_distinct",
    "set_shares_aside",
]

SHOWN = 5
WIDEST = 60
SHARED = {"share", "shared", "retweet", "retweeted", "repost", "reblog", "boost"}
SYNONYMS = {
    "reply": ["comment"],
    "share": ["retweet", "repost", "reblog", "boost"],
    "like": ["favorite", "favourite"],
    "save": ["bookmark"],
    "message": ["dm", "direct message"],
}
KINDS = {str(action): str(action) for action in Action} | {
    word: kind for kind, words in SYNONYMS.items() for word in words
}
COUNTERS = [str(a) for a in Action if str(a) in POSTS]
EXPOSURES = [str(x) for x in Exposure if str(x) in POSTS]
NUMBERS = {*COUNTERS, *EXPOSURES, "engagements", "engaged", "weight", "count"}
SIGNED = {*COUNTERS, "engagements"}
TIMES = {"published", "as_of", "at"}
SEEN = {*TIMES, "text", "share_of"}
"""The meanings that ``check`` leaves alone."""


@attrs.frozen(kw_only=True)
class Options:
    """What the caller says about the files."""

    account: str | None = None
    columns: Mapping[str, Mapping[str, str]] = attrs.field(
        factory=dict[str, Mapping[str, str]]
    )
    decimal: str | None = None
    zone: str | None = None
    dates: _cells.Dates | None = None
    bad_rows: Literal["stop", "set-aside"] = "stop"
    target: frozenset[str] = frozenset()


@attrs.define(kw_only=True)
class Read:
    """
    A file and its table.

    Attributes
    ----------
    role : str
        The kind of file: posts, log or audience.
    file : File
        The file.
    columns : Columns
        The meaning of its columns.
    table : Posts, Interactions, Audience or None
        The table.
    engaged : Posts or None
        Of posts: the people who engaged, as *engagements*.
    rows : DataFrame
        The rows of the table.
    notes : list of str
        What was set aside or not read, and why.
    set_aside : dict of str to int
        Rows that were set aside, by reason.
    authors : list of str
        Of posts: their authors.
    owner : str
        The account whose rows were kept, where the file names accounts.
    missing : str
        Why there is no table.
    """

    role: str
    file: File
    columns: Columns
    table: Any = None
    engaged: Posts | None = None
    rows: pl.DataFrame
    notes: list[str] = attrs.field(factory=list[str])
    set_aside: dict[str, int] = attrs.field(factory=dict[str, int])
    authors: list[str] = attrs.field(factory=list[str])
    owner: str = ""
    missing: str = ""

    def data(self) -> dict[str, Any]:
        """Return what was read, as plain data."""
        return {
            "role": self.role,
            "name": self.file.name,
            "rows": self.file.rows.height,
            "used": 0 if self.table is None else len(self.table),
            "columns": self.columns.headers,
            "ignored": self.columns.ignored,
            "set_aside": self.set_aside,
            "notes": self.notes,
        }

    def drop(self, reason: str, rows: int, note: str) -> None:
        """Count rows that were set aside, and say why."""
        if rows:
            self.set_aside[reason] = rows
            self.notes.append(note)


def found(role: str, file: File, words: Mapping[str, str], options: Options) -> Read:
    """Return a file with the meaning of its columns; refuse unreadable text."""
    columns = find(file, words, options.columns.get(role, {}), role)
    read = Read(role=role, file=file, columns=columns, rows=file.rows)
    if not file.doubt:
        return read
    for meaning, place in columns.used.items():
        column = file.rows[place]
        text = meaning not in NUMBERS | TIMES | {"text"} and column.dtype == pl.String
        if text and column.str.contains("\ufffd").any():
            header = plain(columns.headers[meaning])
            raise ReportError(
                f'{file.name}: column "{header}" cannot be read, since the file is'
                f" {file.doubt}"
            )
    read.notes.append(file.doubt)
    return read


def choose_account(read: Read, meaning: str, account: str | None) -> None:
    """Keep the rows of an account, where the file names accounts."""
    if account is None:
        return
    place = read.columns.used.get(meaning)
    if place is None:
        read.notes.append(f"no column names the account: all rows taken as {account}'s")
        return
    owners, _ = _cells.ids(read.rows[place])
    if not (owners == account).any():
        raise no_account(read.file, account, owners.drop_nulls().unique())
    read.owner = account
    read.rows = read.rows.filter(owners == account)


def no_account(file: File, account: str, there: Iterable[Any]) -> ReportError:
    names = sorted(map(str, there))
    near = difflib.get_close_matches(account, names, 1)
    hint = f"did you mean {plain(near[0])}? " if near else ""
    return ReportError(
        f"{file.name} has no account {plain(account)}: {hint}it has {listed(names)}"
    )


def set_shares_aside(read: Read) -> None:
    """Drop rows with the counters of another account's post."""
    used, rows = read.columns.used, read.rows
    shares = pl.repeat(value=False, n=rows.height, eager=True)
    if "share_of" in used:
        original, _ = _cells.ids(rows[used["share_of"]])
        shares |= original.is_not_null()
    for meaning in ("kind", "text"):
        if meaning in used and rows[used[meaning]].dtype == pl.String:
            text = rows[used[meaning]].str.strip_chars_start().fill_null("")
            words = text.str.to_lowercase().is_in(SHARED)
            shares |= words if meaning == "kind" else text.str.starts_with("RT @")
    number = int(shares.sum())
    note = f"{count(number, 'shares')} of others' posts set aside: the counters are"
    read.drop("shares", number, f"{note} theirs")
    read.rows = rows.filter(~shares)


def check(read: Read, options: Options) -> None:
    """Turn cells into numbers and ids; stop at bad rows, or set them aside."""
    rows, used = read.rows, read.columns.used
    broken = read.file.rows.filter(read.file.broken)["row"].implode()
    more = pl.lit("has more cells than the header: is a separator not in quotes?")
    wide = rows.filter(pl.col("row").is_in(broken))
    odd = [wide.select("row", cell=pl.lit(""), why=more)]
    clean: dict[str, pl.Series] = {"row": rows["row"]}
    for meaning, place in used.items():
        if meaning in SEEN or (read.role, meaning) == ("posts", "kind"):
            continue
        value, why = _cell(meaning, rows[place], options)
        clean[meaning] = value
        odd.append(_unread(rows, place, plain(read.columns.headers[meaning]), why))
    bad = pl.concat(odd).sort("row", maintain_order=True)
    every = pl.DataFrame(clean)
    places = [used[m] for m in used if m in TIMES]
    every = every.hstack(rows.select(places)) if places else every
    number = bad["row"].n_unique()
    if number and options.bad_rows == "stop":
        raise ReportError(_told(read.file, bad, number))
    if number:
        row, cell, why = bad.row(0)
        first = f"the first is row {row:,}, {_cut(cell)} {why}"
        read.drop("bad_rows", number, f"{count(number, 'bad rows')} set aside: {first}")
        every = every.filter(~pl.col("row").is_in(bad["row"].implode()))
    read.rows = every


def _unread(
    rows: pl.DataFrame, place: str, header: str, why: pl.Series
) -> pl.DataFrame:
    """Return the rows of a column that cannot be read, with the cell and the reason."""
    nested = rows[place].dtype.is_nested()
    text = pl.col(place).cast(pl.String, strict=False)
    shown: Any = pl.lit("...") if nested else text
    cell = pl.lit(f"{header}: ") + shown.fill_null("")
    table = rows.select("row", cell=cell, why=why.cast(pl.String))
    return table.filter(pl.col("why").is_not_null())


def _cell(
    meaning: str, column: pl.Series, options: Options
) -> tuple[pl.Series, pl.Series]:
    """Return the values of a column, and why a cell cannot be read."""
    if meaning == "relevance":
        value, why = _cells.numbers(column, decimal=options.decimal or ".")
        return value, _where(value > 1, "lies outside 0 to 1", why)
    if meaning in NUMBERS:
        signed = meaning in SIGNED
        value, why = _cells.numbers(column, decimal=options.decimal, signed=signed)
        if meaning in {"weight", "count"}:
            why = _where(value.is_null() & why.is_null(), "is blank", why)
        return value, why
    value, why = _cells.ids(column)
    if meaning == "kind":
        known = value.str.to_lowercase().replace_strict(KINDS, default=None)
        unknown = f"is no kind of interaction: {', '.join(map(str, Action))}"
        return known, _where(value.is_not_null() & known.is_null(), unknown, why)
    return value, why


def _where(bad: pl.Series, reason: str, why: pl.Series) -> pl.Series:
    """Return the reasons, with another where cells are bad."""
    return pl.select(pl.when(bad).then(pl.lit(reason)).otherwise(why)).to_series()


def _told(file: File, bad: pl.DataFrame, number: int) -> str:
    first = bad["row"].unique(maintain_order=True)[:SHOWN]
    lines = [
        f"  row {row:,}: {_cut(cell)} {why}".replace(":  ", ": ")
        for row, cell, why in bad.filter(pl.col("row").is_in(first.implode())).rows()
    ]
    which = "" if number <= SHOWN else f"; the first {SHOWN}"
    head = f"{file.name} has {count(number, 'bad rows')}{which}:"
    tail = "Mend them, or leave them out: --bad-rows set-aside"
    return "\n".join([head, *lines, tail])


def _cut(cell: str) -> str:
    safe = plain(cell)
    return safe if len(safe) <= WIDEST else f"{safe[: WIDEST - 3]}..."


def read_times(read: Read, options: Options, needed: set[str]) -> None:
    """Read times; a column that is not needed is left out with a note."""
    for meaning in [m for m in read.columns.used if m in TIMES]:
        place, header = read.columns.used[meaning], plain(read.columns.headers[meaning])
        column, read.rows = read.rows[place], read.rows.drop(place)
        try:
            value = _cells.times(column, zone=options.zone, dates=options.dates)
        except ReportError as error:
            if meaning in needed:
                raise ReportError(f'{read.file.name}: "{header}" {error}') from None
            read.notes.append(f'"{header}" {error}; not needed, so not read')
        else:
            read.rows = read.rows.with_columns(value.alias(meaning))


def require_distinct(read: Read) -> None:
    """Refuse posts in several rows, where no column says which is the latest."""
    if "id" not in read.rows.columns or "as_of" in read.rows.columns:
        return
    again = read.rows.filter(pl.col("id").is_not_null() & pl.col("id").is_duplicated())
    if again.height:
        first, second = again.filter(pl.col("id") == again["id"][0])["row"][:2]
        header = plain(read.columns.headers["id"])
        twice = count(again["id"].n_unique(), "posts")
        raise ReportError(
            f'{read.file.name} has {twice} more than once (by "{header}"; one is in'
            f" rows {first:,} and {second:,}). Say which column tells when the"
            " counters were read: --as-of COLUMN; the latest is kept"
        )
