"""
Draw docs/explanation/coverage.svg from the table that coverage.py wrote.

Run with ``python -m benchmarks.picture``; it needs Matplotlib.
"""

from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot as plt

FOLDER = Path(__file__).parents[1] / "docs" / "explanation"
POSTS = (5, 10, 30, 100)


def main() -> None:
    """Read the rows on rates and draw a line for each spread."""
    mpl.rcParams["svg.hashsalt"] = "coverage"
    figure, axes = plt.subplots(figsize=(6.4, 3.4), layout="constrained")
    for line in (FOLDER / "coverage.inc").read_text(encoding="utf-8").splitlines():
        if line.startswith("| rate, "):
            name, _, _, *values = (cell.strip() for cell in line.strip("|").split("|"))
            label = name.removeprefix("rate, ")
            axes.plot(POSTS, [float(v) for v in values], marker="o", label=label)
    axes.axhline(0.95, color="grey", linewidth=0.8)
    axes.set_xscale("log")
    axes.set_xticks(POSTS, [str(count) for count in POSTS])
    axes.minorticks_off()
    axes.set_ylim(0.8, 1.0)
    axes.set_xlabel("posts")
    axes.set_ylabel("coverage of the 95 % interval")
    axes.legend(title="posts are", frameon=False)
    figure.savefig(FOLDER / "coverage.svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
