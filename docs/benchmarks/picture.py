"""
Draw the coverage of intervals, and what the benchmarks found.

It reads the tables that coverage.py wrote and the numbers behind the page of costs.

Run with ``python docs/benchmarks/picture.py``; it needs Matplotlib and SciPy.
"""

import json
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib import pyplot as plt
from scipy.stats import binom

from engagement_metrics import Proportion
from page import lines

FOLDER = Path(__file__).parents[1] / "explanation"


def rows_of(table: str) -> dict[str, list[str]]:
    """Return the rows of a table that coverage.py wrote, by their first cell."""
    lines = (FOLDER / "coverage" / f"{table}.inc").read_text(encoding="utf-8")
    found = [line.strip("|").split("|") for line in lines.splitlines() if line]
    return {name.strip(): [c.strip() for c in cells] for name, *cells in found}


def between_units(table: str, least: float, name: str) -> None:
    """Draw a line for each row of a table of coverage by number of posts."""
    figure, axes = plt.subplots(figsize=(6.4, 3.4), layout="constrained")
    rows = rows_of(table)
    posts = [int(cell.split()[0]) for cell in rows.pop(next(iter(rows)))]
    del rows["---"]
    for label, cells in rows.items():
        if label.startswith("share, "):
            continue
        values = [float(cell.split()[0]) for cell in cells]
        axes.plot(posts, values, marker="o", label=label.removeprefix("rate, "))
    axes.set_xscale("log")
    axes.set_xticks(posts, [str(count) for count in posts])
    axes.minorticks_off()
    axes.set_xlabel("posts")
    finish(figure, axes, "posts are", name, least)


def wilson() -> None:
    """Sum the binomial distribution over what the interval covers, for each share."""
    figure, axes = plt.subplots(figsize=(6.4, 3.4), layout="constrained")
    shares = np.linspace(0.005, 0.995, 397)
    for trials in (10, 30, 100):
        seen = np.arange(trials + 1)
        bounds = Proportion(seen, trials).interval()
        covers = (bounds.low <= shares[:, None]) & (shares[:, None] <= bounds.high)
        chance = binom.pmf(seen, trials, shares[:, None])
        axes.plot(shares, (covers * chance).sum(axis=1), linewidth=1, label=trials)
    axes.set_xlabel("true share")
    finish(figure, axes, "trials", "wilson.svg", 0.8)


def ratios() -> None:
    """Draw a point for each ratio, and the goal it has."""
    numbers = json.loads((FOLDER / "benchmarks.json").read_text(encoding="utf-8"))
    found = [
        (f"{line[0]}, {line[2]}", float(line[3]), float(line[5]))
        for line in lines(numbers["results"])
        if line[3] and line[4] and not line[5].startswith("at most")
    ]
    names, reached, goals = zip(*sorted(found, key=lambda row: row[1]), strict=True)
    figure, axes = plt.subplots(figsize=(6.4, 7.6), layout="constrained")
    rows = range(len(names))
    axes.hlines(rows, np.ones(len(names)), reached, color="tab:blue", linewidth=1)
    axes.plot(reached, rows, "o", label="measured", color="tab:blue")
    axes.plot(goals, rows, "|", label="goal", color="black", markersize=9)
    axes.axvline(1, color="grey", linewidth=0.8)
    axes.set_xscale("log")
    axes.set_yticks(rows, names, fontsize=7)
    axes.set_xlabel("CPU time, theirs over ours")
    axes.legend(frameon=False, loc="lower right")
    figure.savefig(FOLDER / "benchmarks.svg", metadata={"Date": None})


def finish(
    figure: plt.Figure, axes: plt.Axes, title: str, name: str, least: float
) -> None:
    """Write a picture the same way each time."""
    axes.axhline(0.95, color="grey", linewidth=0.8)
    axes.set_ylim(least, 1.0)
    axes.set_ylabel("coverage of the 95 % interval")
    axes.legend(title=title, frameon=False, fontsize=7)
    figure.savefig(FOLDER / name, metadata={"Date": None})


def main() -> None:
    """Draw all."""
    mpl.rcParams["svg.hashsalt"] = "coverage"
    between_units("posts", 0.8, "coverage.svg")
    between_units("real", 0.2, "coverage-real.svg")
    wilson()
    ratios()


if __name__ == "__main__":
    main()
