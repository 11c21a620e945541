"""
How often the intervals hold the truth: `python docs/benchmarks/coverage.py --data DIR`.

It prints the tables of each `coverage_*.py` beside it and writes them to
`docs/explanation/coverage/`, in about fifteen minutes. Without the folder of real data
sets the tables of real posts stay as they are. Names choose some tables.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np

import coverage_chance
import coverage_comparison
import coverage_groups
import coverage_numbers
import coverage_persons
import coverage_posts
import coverage_relevance
import coverage_responses
import coverage_time
from engagement_metrics import Proportion

FOLDER = Path(__file__).parents[1] / "explanation" / "coverage"


def exact(trials: int, shares: int = 1999) -> tuple[float, float]:
    """Return Wilson's mean coverage over all shares, and its least from 5 to 95 %."""
    share = np.arange(1, shares + 1) / (shares + 1)
    successes = np.arange(trials + 1)
    steps = np.log(np.arange(1, trials + 1))
    factorial = np.concatenate([[0.0], np.cumsum(steps)])
    choose = factorial[-1] - factorial - factorial[::-1]
    interval = Proportion(successes, trials).interval()
    coverage = np.zeros(shares)
    for k, low, high, log in zip(
        successes, interval.low, interval.high, choose, strict=True
    ):
        held = (low <= share) & (share <= high)
        chance = np.exp(log + k * np.log(share) + (trials - k) * np.log1p(-share))
        coverage += np.where(held, chance, 0.0)
    inner = (share >= 0.05) & (share <= 0.95)
    return float(coverage.mean()), float(coverage[inner].min())


def wilson() -> str:
    """Return the table of Wilson's interval in Markdown."""
    lines = [*coverage_posts.head("trials", "mean", "least, from 5 to 95 %")]
    for trials in (5, 10, 30, 50, 100, 500, 1000):
        mean, least = exact(trials)
        lines.append(f"| {trials:,} | {mean:.4f} | {least:.4f} |")
    return "\n".join(lines)


MAKERS: dict[str, Callable[[], dict[str, str]]] = {
    "chance": coverage_chance.tables,
    "comparison": coverage_comparison.tables,
    "groups": coverage_groups.tables,
    "numbers": coverage_numbers.tables,
    "persons": coverage_persons.tables,
    "relevance": coverage_relevance.tables,
    "responses": coverage_responses.tables,
    "time": coverage_time.tables,
    "wilson": lambda: {"wilson": wilson()},
}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    names = ", ".join(["posts", *MAKERS])
    parser.add_argument("names", nargs="*", help=f"{names}; by default all")
    parser.add_argument("--data", type=Path, help="folder with the real data sets")
    asked = parser.parse_args()
    makers = {"posts": lambda: coverage_posts.tables(asked.data), **MAKERS}
    FOLDER.mkdir(exist_ok=True)
    for name in asked.names or makers:
        for table, text in makers[name]().items():
            print(f"{table}\n\n{text}\n", flush=True)
            (FOLDER / f"{table}.inc").write_text(f"{text}\n", encoding="utf-8")
