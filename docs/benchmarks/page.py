"""The table of what was found, on the screen and as a page of the documentation."""

from __future__ import annotations

import json
import math
import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import linear_regression
from typing import Any

from case import THREADS
from cases import CASES

FOLDER = Path(__file__).parents[1] / "explanation"
PACKAGES = (
    "numpy",
    "polars",
    "duckdb",
    "scipy",
    "pandas",
    "statsmodels",
    "networkx",
    "igraph",
)
TEMPLATE = Path(__file__).with_name("page.md")
HEAD = ("what", "rows", "beside", "ratio, CPU", "wall", "goal", "reached", "ms", "MB")


def load() -> float:
    """Return how many processes wanted to run in the last minute, on average."""
    return round(os.getloadavg()[0], 1)


def conditions(date: str, machine: str) -> dict[str, Any]:
    """Return under which conditions was measured."""
    versions = {}
    for name in PACKAGES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    return {
        "date": date,
        "machine": machine or f"{platform.system()} {platform.machine()}",
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "versions": versions,
        "load": [load()],
    }


def lines(results: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    """Return a line for each goal."""
    made = []
    for result in results:
        case, size = CASES[result["case"]], result["size"]
        found, rows = result["found"], _power(size)
        ours = found["ours"]
        for name, peer in case.peers.items():
            theirs = found[name]
            sides = (ours, theirs) if peer.at_most else (theirs, ours)
            cpu, wall = (sides[0][k] / sides[1][k] for k in ("cpu", "wall"))
            goal = f"{'at most ' * peer.at_most}{peer.target:g}"
            good = cpu <= peer.target if peer.at_most else cpu >= peer.target
            ms = f"{1e3 * ours['cpu']:,.0f} / {1e3 * theirs['cpu']:,.0f}"
            both = [side["megabytes"] for side in (ours, theirs) if "megabytes" in side]
            memory = " / ".join(f"{each:,.0f}" for each in both)
            beside = f"{name}, as a limit" if peer.at_most else name
            numbers = f"{cpu:.1f}", f"{wall:.1f}", goal, _said(good), ms, memory
            made.append((case.name, rows, beside, *numbers))
        if case.megabytes is not None:
            held, limit = ours["megabytes"], f"at most {case.megabytes:,.0f} MB"
            numbers = "", "", limit, _said(held <= case.megabytes)
            ms = f"{1e3 * ours['cpu']:,.0f}"
            made.append((case.name, rows, "memory", *numbers, ms, f"{held:,.0f}"))
        if case.seconds is not None:
            goal, good = f"at most {case.seconds:g} s", ours["cpu"] <= case.seconds
            ms = f"{1e3 * ours['cpu']:,.0f}"
            made.append((case.name, rows, "time", "", "", goal, _said(good), ms, ""))
    return made + _growth(results)


def _growth(results: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    """Return a line for each case of several sizes: its cost as a power of the rows."""
    made = []
    for name, case in CASES.items():
        same = [result for result in results if result["case"] == name]
        if case.exponent is None or not same:
            continue
        sizes = [result["size"] for result in same]
        cpu = [result["found"]["ours"]["cpu"] for result in same]
        slope = linear_regression(
            *(list(map(math.log, part)) for part in (sizes, cpu))
        )[0]
        rows = f"{_power(sizes[0])} to {_power(sizes[-1])}"
        goal, good = f"at most {case.exponent:g}", _said(slope <= case.exponent)
        ms = ", ".join(f"{1e3 * each:,.3g}" for each in cpu)
        made.append((name, rows, "exponent", f"{slope:.2f}", "", goal, good, ms, ""))
    return made


def _said(good: bool) -> str:
    return "yes" if good else "**no**"


def _power(size: int) -> str:
    return f"{size:.0e}".replace("e+0", "e")


def text(results: list[dict[str, Any]]) -> str:
    """Return the table, aligned; it is Markdown, too."""
    table = [HEAD, *lines(results)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    rows = ["| " + " | ".join(map(str.ljust, line, widths)) + " |" for line in table]
    rows.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(rows)


def save(conditions: dict[str, Any], results: list[dict[str, Any]]) -> None:
    """Write the page and the numbers behind it."""
    numbers = {"conditions": conditions, "results": results}
    file = FOLDER / "benchmarks.json"
    file.write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")
    (FOLDER / "benchmarks.md").write_text(_page(**numbers), encoding="utf-8")


def _page(conditions: dict[str, Any], results: list[dict[str, Any]]) -> str:
    named = {result["case"]: CASES[result["case"]] for result in results}
    cases = [
        f"`{name}`\n: {case.what[0].upper()}{case.what[1:]}."
        + (f" {case.note[0].upper()}{case.note[1:]}." if case.note else "")
        for name, case in named.items()
    ]
    versions = ", ".join(f"{n} {v}" for n, v in conditions["versions"].items())
    before, after = conditions["load"]
    goals = [line[6] for line in lines(results)]
    return TEMPLATE.read_text(encoding="utf-8").format(
        **{**conditions, "versions": versions, "before": before, "after": after},
        threads=THREADS,
        table=text(results),
        cases="\n\n".join(cases),
        reached=goals.count("yes"),
        goals=len(goals),
    )
