"""The scorecard as text that a person likes to read, at any width."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from engagement_metrics import Exposure, Status
from engagement_metrics.adapters.scorecard._numbers import Family, Number, amount
from engagement_metrics.adapters.scorecard._reading import count, plain
from engagement_metrics.adapters.scorecard._rows import Read
from engagement_metrics.words import Terms

__all__ = ["card", "period"]

WIDEST = 100
SHARE = Terms("", "")
PARTS = {  # how the numbers beside a number are said
    "replies_per_thousand_reached": "{:,.1f} replies per thousand reached",
    "coverage": "{} coverage: of the members, how many have a known relevance",
    "expected_members": "{:,.1f} expected members: the sum of relevance",
    "balance": "{} balance: what it would be if all went to those who send",
    "concordance": "{} concordance: how much goes to those who send",
    "directedness": "{} directedness: of all traffic, how much is addressed",
    "attainment": "{} attainment: of what turns by a fair coin would give",
}


def period(reads: Sequence[Read]) -> tuple[str, str] | None:
    """Return the first and last day of what was read, where times are known."""
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
        console.print(_labelled("note", plain(note)))
    for family in families:
        console.print()
        console.rule(Text(f"{family.name}", style="bold"), align="left", style="dim")
        console.print(Padding(Text(family.question, style="italic"), (0, 0, 0, 2)))
        for number in family.numbers:
            console.print()
            console.print(_number(number))
        for reason in family.cannot:
            console.print()
            console.print(Padding(Text(plain(reason)), (0, 0, 0, 2)))
    console.print()
    text = "Each interval is for 95 %. Nothing here is a grade: compare like with like."
    console.print(Text(text, style="dim"))


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
    if read.role == "audience" and getattr(read.table, "counted", False):
        noun = "segments"
    rows = count(read.file.rows.height, "rows")
    whose = f" of {plain(read.owner)}" if read.owner else ""
    console.print(Text(f"{read.file.name}: {count(made, noun)}{whose}, from {rows}"))
    used = ", ".join(_named(m, plain(h)) for m, h in read.columns.headers.items())
    console.print(_labelled("used", used or "nothing"))
    ignored = ", ".join(plain(header) for header in read.columns.ignored)
    console.print(_labelled("ignored", ignored or "nothing"))
    for note in read.notes:
        console.print(_labelled("note", plain(note)))


def _named(meaning: str, header: str) -> str:
    """Return a meaning and its header as ``--columns`` would say it."""
    if meaning == header:
        return meaning
    return f'{meaning}="{header}"' if " " in header else f"{meaning}={header}"


def _labelled(label: str, text: str) -> Padding:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=9)
    grid.add_column(overflow="fold")
    grid.add_row(Text(label, style="dim"), Text(text))
    return Padding(grid, (0, 0, 0, 2))


def _number(number: Number) -> Padding:
    """Return a number's block: the value, and all that is said about it."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(width=16, overflow="fold")
    grid.add_column(overflow="fold")
    head = Text(amount(number.value, number.terms), style="bold")
    lines = [Text(plain(number.definition))]
    if number.status != Status.DEFINED:
        because = number.left_out.words(number.terms) or number.status
        head.append(f", because: {because}")
    else:
        head.append(f"  {_interval(number)}", style="not bold")
        if number.interval.status == Status.DEFINED:
            head.append(f"  {number.interval.method}", style="not bold dim")
        units = count(number.units, number.terms.unit)
        left_out = number.left_out.words(number.terms)
        lines.append(Text(f"{units}; {left_out}" if left_out else units))
        lines += [Text(line) for line in _beside(number)]
    lines += [Text(plain(note)) for note in number.notes]
    grid.add_row(Text(plain(number.name)), head)
    for line in lines:
        grid.add_row("", line)
    return Padding(grid, (0, 0, 0, 2))


def _interval(number: Number) -> str:
    bounds = number.interval
    if bounds.status != Status.DEFINED:
        return f"no interval: {bounds.status}"
    low = amount(bounds.low, number.terms).removesuffix(" %")
    return f"{low} to {amount(bounds.high, number.terms)}"


def _beside(number: Number) -> list[str]:
    """Return what is read beside a number."""
    parts, said = number.parts, list[str]()
    if number.average is not None and number.terms.per != Exposure.POSTS:
        said.append(_gap(number, number.average))
    if "sent" in parts:
        said.append("{sent:,.0f} sent, {received:,.0f} received".format_map(parts))
    for name, text in PARTS.items():
        if name in parts:
            part = parts[name]
            said.append(text.format(amount(part, SHARE) if "{}" in text else part))
    if parts.get("coverage", 1.0) < 1.0:
        low, high = (
            amount(parts[name], number.terms) for name in ("lowest", "highest")
        )
        said.append(f"{low} if none of the others were relevant, {high} if all were")
    return said


def _gap(number: Number, average: Number) -> str:
    """Return how the mean of ratios differs from the ratio of sums, and why."""
    one, value = (
        number.terms.unit.removesuffix("s"),
        amount(average.value, number.terms),
    )
    if value == amount(number.value, number.terms):
        return f"averaged {one} by {one}: the same"
    lower = "lower" if average.value > number.value else "higher"
    why = (
        f"{number.terms.unit} with more {number.terms.per} tend to have the {lower} one"
    )
    return f"averaged {one} by {one}: {value} ({_interval(average)}), since {why}"
