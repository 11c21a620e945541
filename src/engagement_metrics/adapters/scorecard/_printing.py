"""The scorecard as text, at any width."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from engagement_metrics.adapters.scorecard._numbers import Family, Number
from engagement_metrics.adapters.scorecard._reading import count, plain
from engagement_metrics.adapters.scorecard._rows import Read

__all__ = ["card", "period"]

WIDEST = 100
CLOSING = (
    "Intervals are at a level of 95 %; below 30 effective units their coverage may fall"
    " below it. No grades: compare like with like."
)


def period(reads: Sequence[Read]) -> tuple[str, str] | None:
    """Return the first and last day of the rows, where times are known."""
    columns = [getattr(r.table, n, None) for r in reads for n in ("published", "at")]
    times = [c[~np.isnat(c)] for c in columns if c is not None]
    known = np.concatenate(times) if times else np.empty(0, "datetime64[us]")
    if not known.size:
        return None
    first, last = known.min(), known.max()
    return str(first.astype("datetime64[D]")), str(last.astype("datetime64[D]"))


def card(
    console: Console,
    reads: Sequence[Read],
    families: Sequence[Family],
    *,
    account: str | None,
    notes: Sequence[str],
) -> None:
    """Print the scorecard."""
    console.width = min(console.width, WIDEST)
    console.print(Text(_title(reads, account), style="bold"))
    console.print()
    for read in reads:
        _file(console, read)
    for note in notes:
        console.print(_row("note", note))
    for family in families:
        console.print()
        console.rule(Text(family.name, style="bold"), align="left", style="dim")
        console.print(_indented(Text(family.question, style="italic")))
        for number in family.numbers:
            console.print()
            console.print(_number(number))
        for reason in family.cannot:
            console.print()
            console.print(_indented(Text(plain(reason))))
    console.print()
    console.print(Text(CLOSING, style="dim"))


def _title(reads: Sequence[Read], account: str | None) -> str:
    authors = reads[0].authors if account is None else [account]
    whose = plain(authors[0]) if len(authors) == 1 else "all posts together"
    if len(authors) > 1:
        whose += f" ({len(authors):,} accounts; of one: --account NAME)"
    days = period(reads)
    return f"Scorecard of {whose}" + (f", {days[0]} to {days[1]}" if days else "")


def _file(console: Console, read: Read) -> None:
    made = 0 if read.table is None else len(read.table)
    noun = {"posts": "posts", "log": "events", "audience": "members"}[read.role]
    if getattr(read.table, "counted", False):
        noun = "segments"
    rows = count(read.file.rows.height, "rows")
    whose = f" of {plain(read.owner)}" if read.owner else ""
    console.print(Text(f"{read.file.name}: {count(made, noun)}{whose}, from {rows}"))
    used = [_named(meaning, header) for meaning, header in read.columns.headers.items()]
    console.print(_row("used", ", ".join(used) or "nothing"))
    console.print(_row("ignored", ", ".join(read.columns.ignored) or "nothing"))
    for note in read.notes:
        console.print(_row("note", note))


def _named(meaning: str, header: str) -> str:
    """Return a meaning and its header in the form of ``--columns``."""
    if meaning == header:
        return meaning
    return f'{meaning}="{header}"' if " " in header else f"{meaning}={header}"


def _row(label: str, text: str) -> Padding:
    return _lines(9, label, Text(plain(text)))


def _number(number: Number) -> Padding:
    """Return a number as the library prints it, its formula and its notes."""
    value, opening, rest = number.said.partition(" (")
    head = Text.assemble((value, "bold"), opening, rest)
    metric = number.answer.metric
    pooled = f", ratio of sums over {metric.unit}" if metric.averaging else ""
    lines = [Text(plain(line)) for line in (metric.formula + pooled, *number.notes)]
    return _lines(16, plain(number.name), head, *lines)


def _lines(width: int, label: str, *lines: Text) -> Padding:
    """Return a dim label, and beside it lines that wrap."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=width, overflow="fold", style="dim")
    grid.add_column(overflow="fold")
    for place, line in enumerate(lines):
        grid.add_row("" if place else Text(label), line)
    return _indented(grid)


def _indented(what: Table | Text) -> Padding:
    return Padding.indent(what, 2)
