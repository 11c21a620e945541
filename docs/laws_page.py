"""Write the table of laws into its page, from the data of the tests."""

import sys
import warnings
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from engagement_metrics import EngagementWarning

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from laws.metrics import METRICS, Metric
from laws.properties import PROPERTIES, Property, Seen
from laws.table import reason, verdict

PAGE = Path(__file__).parent / "reference" / "laws.md"
BEGIN, END = "<!-- made by docs/laws_page.py -->", "<!-- end -->"
MOST, WITNESSES = 4000, 8


def broken(metric: Metric, law: Property) -> Iterator[Seen]:
    """Yield trials in which a metric does not keep a law."""
    random = Random(f"{metric.title} {law.key}")  # noqa: S311
    for _ in range(MOST):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", EngagementWarning)
            seen = law.trial(metric, random)
        if seen is not None and not seen.holds:
            yield seen


def written(value: Any) -> str:
    """Return rows or numbers as short as they can be told."""
    if isinstance(value, tuple) and all(isinstance(part, float) for part in value):
        return ", ".join(f"{part:.3g}" for part in value)
    return str(value).replace("|", "/")


def witness(metric: Metric, law: Property) -> str:
    """Return the shortest of some witnesses: rows before and after, and numbers."""
    found = [
        [
            f"`{written(rows)}` gives {written(numbers)}"
            for rows, numbers in ((seen.before, seen.left), (seen.after, seen.right))
        ]
        for seen in islice(broken(metric, law), WITNESSES)
    ]
    return min((", ".join(dict.fromkeys(both)) for both in found), key=len)


def laws_page(text: str) -> str:
    """Return the page with its tables made anew."""
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    lines = ["| law | relation |", "|---|---|"]
    lines += [f"| {law.key} | {law.says} |" for law in PROPERTIES.values()]
    lines += ["", f"| metric | {' | '.join(PROPERTIES)} |"]
    lines.append("|---" * (len(PROPERTIES) + 1) + "|")
    for metric in METRICS:
        cells = " | ".join(verdict(metric.title, key) for key in PROPERTIES)
        lines.append(f"| {metric.title} | {cells} |")
    for metric in METRICS:
        same = f" The same: {', '.join(metric.same)}." if metric.same else ""
        rows = f"Rows: {metric.kind.what}, `{metric.kind.fields}`.{same}"
        lines += ["", f"## {metric.title}", "", rows, ""]
        lines += [
            f"- {key}: {reason(metric.title, key)} {witness(metric, law)}."
            for key, law in PROPERTIES.items()
            if verdict(metric.title, key) == "F"
        ]
        asked = [
            f"{key}: {law.otherwise}"
            for key, law in PROPERTIES.items()
            if verdict(metric.title, key) == "-"
        ]
        lines += [f"- Not asked: {'; '.join(asked)}."] if asked else []
    return f"{before}{BEGIN}\n" + "\n".join(lines) + f"\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(laws_page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
