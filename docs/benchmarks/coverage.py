"""
How often the intervals hold the truth: `python docs/benchmarks/coverage.py`.

Between units by simulation, Wilson's by summing the binomial distribution. Prints the
tables and writes them to `docs/explanation/coverage.inc`, in about a minute.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np

from engagement_metrics import Proportion, Rate
from engagement_metrics.errors import SmallSampleWarning

PAGE = Path(__file__).parents[1] / "explanation" / "coverage.inc"
LEVEL = 0.95
POSTS = (5, 10, 30, 100)
RUNS = 20_000
TRUTH = 0.04
SPREADS = {
    "alike": (0.5, 0.25),
    "realistic": (1.0, 0.8),
    "heavy": (1.5, 1.0),
    "very heavy": (2.5, 1.0),
}


def simulated(kind: type[Rate | Proportion], posts: int, spread: str) -> float:
    """
    Return how often the pooled interval holds the ratio that all posts share.

    Reach is lognormal with a median of 1,000, and so is each post's own ratio, with a
    mean of 4 %; of it the count is Poisson, or binomial for a share.
    """
    of_reach, of_ratio = SPREADS[spread]
    random = np.random.default_rng([7, posts, *map(ord, kind.__name__ + spread)])
    size = RUNS * posts
    reach = np.ceil(1000 * random.lognormal(0.0, of_reach, size))
    own = TRUTH * random.lognormal(-(of_ratio**2) / 2, of_ratio, size)
    if kind is Rate:
        count = random.poisson(reach * own)
    else:
        count = random.binomial(reach.astype(np.int64), np.minimum(own, 1.0))
    runs = np.repeat(np.arange(RUNS), posts)
    pooled = kind(count, reach).pooled(by=runs).estimate
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SmallSampleWarning)  # few posts are the point
        interval = pooled.interval(LEVEL)
    return float(((interval.low <= TRUTH) & (interval.high >= TRUTH)).mean())


def exact(trials: int, shares: int = 1999) -> tuple[float, float]:
    """Return Wilson's mean coverage over all shares, and its least from 5 to 95 %."""
    share = np.arange(1, shares + 1) / (shares + 1)
    successes = np.arange(trials + 1)
    steps = np.log(np.arange(1, trials + 1))
    factorial = np.concatenate([[0.0], np.cumsum(steps)])
    choose = factorial[-1] - factorial - factorial[::-1]
    interval = Proportion(successes, trials).interval(LEVEL)
    coverage = np.zeros(shares)
    for k, low, high, log in zip(
        successes, interval.low, interval.high, choose, strict=True
    ):
        held = (low <= share) & (share <= high)
        chance = np.exp(log + k * np.log(share) + (trials - k) * np.log1p(-share))
        coverage += np.where(held, chance, 0.0)
    inner = (share >= 0.05) & (share <= 0.95)
    return float(coverage.mean()), float(coverage[inner].min())


def page() -> str:
    """Return both tables in Markdown."""
    lines = [
        "| posts | sigma of reach | sigma of ratio |"
        + "".join(f" {posts} |" for posts in POSTS),
        "|---|---|---|" + "---|" * len(POSTS),
    ]
    for kind, name in ((Rate, "rate"), (Proportion, "share")):
        for spread, (of_reach, of_ratio) in SPREADS.items():
            held = (f" {simulated(kind, m, spread):.3f} |" for m in POSTS)
            lines.append(
                f"| {name}, {spread} | {of_reach} | {of_ratio} |" + "".join(held)
            )
    lines += ["", "| Wilson, trials | mean | least, from 5 to 95 % |", "|---|---|---|"]
    for trials in (5, 10, 30, 50, 100, 500, 1000):
        mean, least = exact(trials)
        lines.append(f"| {trials:,} | {mean:.4f} | {least:.4f} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    tables = page()
    print(tables)
    PAGE.write_text(tables, encoding="utf-8")
