"""Rows of files made fit for a table; what is set aside is counted, and said."""

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
SHARED = {"share", "shared", "retweet", "retweeted", "repost", "reblog", "boost"}
KINDS = {  # what logs call what the library has another word for
    "comment": "reply",
    "retweet": "share",
    "repost": "share",
    "reblog": "share",
    "boost": "share",
    "favorite": "like",
    "favourite": "like",
    "bookmark": "save",
    "dm": "message",
    "direct message": "message",
} | {str(action): str(action) for action in Action}
COUNTERS = [str(a) for a in Action if str(a) in POSTS]
EXPOSURES = [str(x) for x in Exposure if str(x) in POSTS]
NUMBERS = {*COUNTERS, *EXPOSURES, "engagements", "engaged", "weight", "count"}
SIGNED = {*COUNTERS, "engagements"}
TIMES = {"published", "as_of", "at"}
SEEN = {*TIMES, "text", "share_of"}  # read elsewhere


@attrs.frozen(kw_only=True)
class Options:
    """What the caller said about the files."""

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
    A file and the table that it became.

    Attributes
    ----------
    role : str
        What the file is: posts, log or audience.
    file : File
        The file.
    columns : Columns
        What its columns mean.
    table : Posts, Interactions, Audience or None
        The table.
    engaged : Posts or None
        Of posts: the people who engaged, as *engagements*.
    rows : DataFrame
        The rows that the table was made of.
    notes : list of str
        What was set aside or not read, and why.
    set_aside : dict of str to int
        How many rows were not taken, by reason.
    authors : list of str
        Of posts: who wrote them.
    owner : str
        Whose rows they are, where the file says so and one account was asked for.
    missing : str
        Why there is no table.
    """

    role: str
    file: File
    columns: Columns
    table: Any = None
    engaged: Posts | None = None
    rows: pl.DataFrame
    notes: list[str] = attrs.field(factory=list)
    set_aside: dict[str, int] = attrs.field(factory=dict)
    authors: list[str] = attrs.field(factory=list)
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


def found(role: str, file: File, words: Mapping[str, str], options: Options) -> Read:
    """Return the file with its columns found, readable characters in them checked."""
    columns = find(file, words, options.columns.get(role, {}), role)
    read = Read(role=role, file=file, columns=columns, rows=file.rows)
    if file.doubt:
        for meaning, place in columns.used.items():
            column = file.rows[place]
            text = (
                meaning not in NUMBERS | TIMES | {"text"} and column.dtype == pl.String
            )
            if text and column.str.contains("\ufffd").any():
                header = plain(columns.headers[meaning])
                raise ReportError(
                    f'{file.name}: column "{header}" cannot be read, since the file is'
                    f" {file.doubt}"
                )
        read.notes.append(file.doubt)
    return read


def choose_account(read: Read, meaning: str, account: str | None) -> None:
    """Keep the rows of one account, where the file says whose they are."""
    if account is None:
        return
    place = read.columns.used.get(meaning)
    if place is None:
        read.notes.append(
            f"it does not say whose rows these are: all taken as {account}'s"
        )
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
    """Drop rows that carry the counters of somebody else's post."""
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
    if shares.any():
        read.set_aside["shares"] = int(shares.sum())
        number = count(read.set_aside["shares"], "shares")
        read.notes.append(
            f"{number} of others' posts set aside: the counters are theirs"
        )
        read.rows = rows.filter(~shares)


def check(read: Read, options: Options) -> None:
    """Turn cells into numbers and ids; stop at bad rows, or set them aside."""
    rows, used = read.rows, read.columns.used
    broken = read.file.rows.filter(read.file.broken)["row"]
    more = pl.lit("has more cells than the header: is a separator not in quotes?")
    odd = [
        rows.select("row", cell=pl.lit(""), why=more).filter(
            pl.col("row").is_in(broken.implode())
        )
    ]
    clean: dict[str, pl.Series] = {"row": rows["row"]}
    for meaning, place in used.items():
        if meaning in SEEN or (read.role, meaning) == ("posts", "kind"):
            continue
        value, why = _cell(meaning, rows[place], options)
        clean[meaning] = value
        header = plain(read.columns.headers[meaning])
        shown = (
            rows[place].cast(pl.String, strict=False).fill_null("")
            if not (rows[place].dtype.is_nested())
            else pl.repeat("...", len(rows), eager=True)
        )
        odd.append(
            pl.DataFrame(
                {"row": rows["row"], "cell": shown, "why": why.cast(pl.String)}
            )
            .filter(pl.col("why").is_not_null())
            .with_columns(cell=pl.lit(f"{header}: ") + pl.col("cell"))
        )
    bad = pl.concat(odd).sort("row", maintain_order=True)
    every = pl.DataFrame(clean)
    places = [used[m] for m in used if m in TIMES]
    every = every.hstack(rows.select(places)) if places else every
    if bad.height:
        number = bad["row"].n_unique()
        if options.bad_rows == "stop":
            raise ReportError(_told(read.file, bad, number))
        read.set_aside["bad_rows"] = number
        read.notes.append(f"{count(number, 'bad rows')} set aside: {_first(bad)}")
        every = every.filter(~pl.col("row").is_in(bad["row"].implode()))
    read.rows = every


def _cell(
    meaning: str, column: pl.Series, options: Options
) -> tuple[pl.Series, pl.Series]:
    """Return what a column holds, and what is wrong with a cell."""
    if meaning == "relevance":
        value, why = _cells.numbers(column, decimal=options.decimal or ".")
        outside = pl.lit("lies outside 0 to 1")
        why = pl.select(pl.when(value > 1).then(outside).otherwise(why)).to_series()
        return value, why
    if meaning in NUMBERS:
        signed = meaning in SIGNED
        value, why = _cells.numbers(column, decimal=options.decimal, signed=signed)
        if meaning in {"weight", "count"}:
            blank = value.is_null() & why.is_null()
            unknown = pl.lit("is blank")
            why = pl.select(pl.when(blank).then(unknown).otherwise(why)).to_series()
        return value, why
    value, why = _cells.ids(column)
    if meaning == "kind":
        known = value.str.to_lowercase().replace_strict(KINDS, default=None)
        unknown = pl.lit(f"is no kind of interaction: {', '.join(map(str, Action))}")
        missed = value.is_not_null() & known.is_null()
        why = pl.select(pl.when(missed).then(unknown).otherwise(why)).to_series()
        return known, why
    return value, why


def _told(file: File, bad: pl.DataFrame, number: int) -> str:
    first = bad["row"].unique(maintain_order=True)[:SHOWN]
    lines = [
        f"  row {row:,}: {_cut(cell)} {why}".replace(":  ", ": ")
        for row, cell, why in bad.filter(pl.col("row").is_in(first.implode())).rows()
    ]
    which = "" if number <= SHOWN else f"; the first {SHOWN}"
    return "\n".join(
        [
            f"{file.name} has {count(number, 'bad rows')}{which}:",
            *lines,
            "Mend them, or leave them out: --bad-rows set-aside",
        ]
    )


def _first(bad: pl.DataFrame) -> str:
    row, cell, why = bad.row(0)
    return f"the first is row {row:,}, {_cut(cell)} {why}"


def _cut(cell: str) -> str:
    safe = plain(cell)
    return safe if len(safe) <= 60 else f"{safe[:57]}..."  # noqa: PLR2004


def read_times(read: Read, options: Options, needed: set[str]) -> None:
    """Read times; a column that nothing needs is left out with a note."""
    for meaning in [m for m in read.columns.used if m in TIMES]:
        place, header = read.columns.used[meaning], plain(read.columns.headers[meaning])
        try:
            value = _cells.times(
                read.rows[place], zone=options.zone, dates=options.dates
            )
        except ReportError as error:
            if meaning in needed:
                raise ReportError(f'{read.file.name}: "{header}" {error}') from None
            read.notes.append(f'"{header}" {error}; not read, no number needs it')
            read.rows = read.rows.drop(place)
            continue
        read.rows = read.rows.drop(place).with_columns(value.alias(meaning))


def require_distinct(read: Read) -> None:
    """Refuse posts that stand there twice, where nothing says which is last."""
    if "id" not in read.rows.columns or "as_of" in read.rows.columns:
        return
    again = read.rows.filter(pl.col("id").is_not_null() & pl.col("id").is_duplicated())
    if again.height:
        name = again["id"][0]
        rows = again.filter(pl.col("id") == name)["row"][:2]
        header = plain(read.columns.headers["id"])
        twice = count(again["id"].n_unique(), "posts")
        raise ReportError(
            f'{read.file.name} has {twice} more than once (by "{header}"; one is in'
            f" rows {rows[0]:,} and {rows[1]:,}). Say which column tells when the"
            " counters were read: --as-of COLUMN; the latest is kept"
        )
