"""Write the laws and the metrics that keep or break them into their page."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from laws.asking import shown
from laws.record import Record
from laws.records import RECORDS
from laws.relations import LAWS

PAGE = Path(__file__).parent / "reference" / "laws.md"
BEGIN, END = "<!-- made by docs/laws_page.py -->", "<!-- end -->"
ROUNDING = 1e-12  # below it, a number is 0 to rounding
MOST = 8  # rows that are written out


def written(value: Any) -> str:
    """Return rows or numbers as short as they can be told."""
    if isinstance(value, tuple) and all(isinstance(part, float) for part in value):
        plain = (0.0 if abs(part) < ROUNDING else part for part in value)
        return ", ".join(f"{part:.3g}" for part in plain)
    if len(value) > MOST:
        return f"[{value[0]}, …, {value[-1]}]"
    return str(value)


def witness(metric: Record, law: str) -> str:
    """Return the rows of a witness, and the numbers of each."""
    seen = shown(metric, law)
    if seen is None:
        raise ValueError(metric.title, law)
    found = [f"`{written(r)}` {seen.gives} {written(n)}" for r, n in seen.found]
    return ", ".join(dict.fromkeys(found))


def section(metric: Record) -> Iterator[str]:
    """Yield the lines of a metric."""
    same = f" The same: {', '.join(metric.also)}." if metric.also else ""
    yield from ("", f"## {metric.title}", "")
    yield f"Rows: {metric.rows.what}, `{metric.rows.fields}`.{same}"
    yield f"Keeps: {', '.join(law for law in LAWS if law in metric.keeps)}."
    if metric.breaks:
        yield ""
    for law in LAWS:
        if law in metric.breaks:
            yield f"- *{law}*: {metric.breaks[law].why} {witness(metric, law)}."


def laws_page(text: str) -> str:
    """Return the page with its tables made anew."""
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    lines = ["| law | what it says |", "|---|---|"]
    lines += [f"| {law} | {check.__doc__} |" for law, check in LAWS.items()]
    lines += [line for metric in RECORDS for line in section(metric)]
    return f"{before}{BEGIN}\n" + "\n".join(lines) + f"\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(laws_page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
