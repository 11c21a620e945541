"""
Draw coverage.svg, from the table that coverage.py wrote, and wilson.svg.

Run with ``python -m benchmarks.picture``; it needs Matplotlib and SciPy.
"""

from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib import pyplot as plt
from scipy.stats import binom

from engagement_metrics import Proportion

FOLDER = Path(__file__).parents[1] / "docs" / "explanation"
POSTS = (5, 10, 30, 100)


def between_units() -> None:
    """Read the rows on rates and draw a line for each spread."""
    figure, axes = plt.subplots(figsize=(6.4, 3.4), layout="constrained")
    for line in (FOLDER / "coverage.inc").read_text(encoding="utf-8").splitlines():
        if line.startswith("| rate, "):
            name, _, _, *values = (cell.strip() for cell in line.strip("|").split("|"))
            label = name.removeprefix("rate, ")
            axes.plot(POSTS, [float(v) for v in values], marker="o", label=label)
    axes.set_xscale("log")
    axes.set_xticks(POSTS, [str(count) for count in POSTS])
    axes.minorticks_off()
    axes.set_xlabel("posts")
    finish(figure, axes, "posts are", "coverage.svg")


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
    finish(figure, axes, "trials", "wilson.svg")


def finish(figure: plt.Figure, axes: plt.Axes, title: str, name: str) -> None:
    """Write a picture the same way each time."""
    axes.axhline(0.95, color="grey", linewidth=0.8)
    axes.set_ylim(0.8, 1.0)
    axes.set_ylabel("coverage of the 95 % interval")
    axes.legend(title=title, frameon=False)
    figure.savefig(FOLDER / name, metadata={"Date": None})


def main() -> None:
    """Draw both."""
    mpl.rcParams["svg.hashsalt"] = "coverage"
    between_units()
    wilson()


if __name__ == "__main__":
    main()
