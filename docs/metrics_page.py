"""Write the table of our own metrics into its page, from their docstrings."""

import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from engagement_metrics import (
    comparison,
    conversation,
    engagement,
    movement,
    relevance,
    two_way,
)

PAGE = Path(__file__).parent / "reference" / "metrics" / "table.md"
BEGIN, END = "<!-- made by docs/metrics_page.py -->", "<!-- end -->"
FAMILIES = (engagement, conversation, relevance, two_way, movement, comparison)
HEAD = ("metric", "formula", "range", "undefined", "interval", "source")
SENTENCE = re.compile(r"(?<=[.?])(?<!\bal\.)\s+(?=[A-Z`\"*+])")
ADDRESS = re.compile(r"(https?://\S*?)([.;,]?)(?=\s|$)")
BROKEN = re.compile(r"(https?://\S+/) (?=[a-z]+-\S+)")  # at the end of a line
SAID = {  # sentences of the Notes, the first that fits: of what begins so, then of any
    "range": (r"Range", r"Range"),
    "undefined": (r"Undefined|Never undefined", r"Undefined|undefined"),
    "interval": (r"Interval|The interval|It has no interval", r"Interval|interval"),
}


def metrics() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the metrics of each family, with the name of the family."""
    for family in FAMILIES:
        for name in family.__all__:
            if inspect.isfunction(getattr(family, name)):
                yield family.__name__, getattr(family, name)


def sections(function: Callable[..., Any]) -> dict[str, str]:
    """Return the parts of a docstring by their title; the first has none."""
    parts = re.split(r"(?m)^(\w[\w ]+)\n-+\n", inspect.getdoc(function) or "")
    return {"": parts[0]} | dict(zip(parts[1::2], parts[2::2], strict=True))


def plain(text: str) -> str:
    """Return a text of a docstring as Markdown of one line, without citations."""
    text = re.sub(r"\s*\[\w+\]_", "", " ".join(text.split()))
    return text.replace("``", "`").replace("|", "\\|")


def said(what: str, notes: str) -> str:
    """Return the sentence of the Notes that says the range, or the like."""
    sentences = [each.strip() for each in SENTENCE.split(notes.strip())]
    begins, holds = SAID[what]
    found = [s for s in sentences if re.match(begins, s)]
    found += [s for s in sentences if re.search(holds, s)]
    return plain(found[0]) if found else ""


def formula(summary: str) -> str:
    """Return the formulas of a docstring as math; a dash if it has none."""
    blocks = re.findall(r"(?m)^\.\. math::(.*(?:\n(?: .*)?)*)", summary)
    made = (" ".join(block.replace("|", r"\vert ").split()) for block in blocks)
    return ", ".join(f"${each}$" for each in made) or "—"


def source(parts: dict[str, str]) -> str:
    """Return the first reference, or that the definition is ours."""
    notes = plain(parts.get("Notes", ""))
    if re.search(r"[Oo]ur definition", notes):
        return "ours"
    found = re.findall(
        r"(?m)^\.\. \[\w+\] (.*(?:\n +.*)*)", parts.get("References", "")
    )
    return ADDRESS.sub(r"<\1>\2", BROKEN.sub(r"\1", plain(found[0]))) if found else ""


def row(family: str, function: Callable[..., Any]) -> list[str]:
    """Return what the page says of a metric; an error if a docstring does not."""
    parts = sections(function)
    name, notes = function.__name__, parts.get("Notes", "")
    told = {what: said(what, notes) for what in SAID} | {"source": source(parts)}
    if missing := [what for what, text in told.items() if not text]:
        raise ValueError(name, "its Notes do not say", missing)
    title = plain(parts[""].split("\n\n")[0]).removeprefix("Return ").rstrip(".")
    link = f"{{func}}`~{family}.{name}`<br>{title}"
    cut = re.compile(r"^(Range|Interval|Undefined( \(NaN\))?):? (?!of )")
    cells = (cut.sub("", text) for text in told.values())
    return [link, formula(parts[""]), *cells]


def metrics_page(text: str) -> str:
    """Return the page with its tables made anew."""
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    lines, last = list[str](), ""
    for family, function in metrics():
        if family != last:
            lines += ["", f"## {family.rpartition('.')[2].replace('_', '-')}", ""]
            lines += [f"| {' | '.join(HEAD)} |", "|---" * len(HEAD) + "|"]
            last = family
        lines.append(f"| {' | '.join(row(family, function))} |")
    return f"{before}{BEGIN}\n" + "\n".join(lines) + f"\n\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(metrics_page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
