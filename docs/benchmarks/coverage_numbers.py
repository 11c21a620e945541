"""
What intervals of numbers without a denominator do: inequality and affinity.

Each function returns tables in Markdown. The nominal level is 95 %.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import numpy as np

from coverage_posts import head
from engagement_metrics.conversation import participation_gini
from engagement_metrics.errors import SmallSampleWarning
from engagement_metrics.relevance import affinity_index

RUNS = 2000
SPREADS = (0.5, 1.0, 1.5)  # standard deviation of the logs of activity
MEAN = 10  # messages of a participant
POPULATION = 10_000


def participants(random: np.random.Generator, spread: float, size: int) -> np.ndarray:
    """Return the messages of participants whose activity is lognormal."""
    activity = MEAN * random.lognormal(-(spread**2) / 2, spread, size)
    return 1 + random.poisson(activity)


def gini(spread: float, size: int) -> float:
    """Return the coverage of the Gini coefficient of all, by that of a sample."""
    random = np.random.default_rng([31, size])
    many = np.sort(participants(random, spread, 4_000_000)).astype(float)
    places = np.arange(1, many.size + 1)
    true = 2 * (places @ many) / (many.size * many.sum()) - (many.size + 1) / many.size
    held = [
        true in participation_gini(participants(random, spread, size)).interval()
        for _ in range(RUNS)
    ]
    return float(np.mean(held))


def affinity(members: int, times: float) -> float:
    """Return the coverage of the affinity of an audience inside its population."""
    random, share = np.random.default_rng([37, members]), 0.1
    part = members / POPULATION
    inside = times * share
    outside = (share - part * inside) / (1 - part)
    true = inside / (part * inside + (1 - part) * outside)
    held = []
    for _ in range(RUNS):
        there = int(random.binomial(members, inside))
        elsewhere = int(random.binomial(POPULATION - members, outside))
        found = affinity_index(
            in_audience=there,
            audience=members,
            in_population=there + elsewhere,
            population=POPULATION,
            inside=True,
        )
        held.append(true in found.interval())
    return float(np.mean(held))


def tables() -> dict[str, str]:
    """Return tables in Markdown by name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SmallSampleWarning)
        return {"gini": "\n".join(_gini()), "affinity": "\n".join(_affinity())}


def _gini() -> Iterator[str]:
    """Yield the coverage of the Gini coefficient."""
    sizes = (10, 30, 100, 300)
    yield from head("activity", *(f"{n} participants" for n in sizes))
    for spread in SPREADS:
        cells = " | ".join(f"{gini(spread, n):.3f}" for n in sizes)
        yield f"| sigma {spread} | {cells} |"


def _affinity() -> Iterator[str]:
    """Yield the coverage of the affinity index."""
    sizes = (50, 200, 1000, 5000)
    yield from head("affinity", *(f"{n:,} members" for n in sizes))
    for times in (0.5, 1.0, 1.5):
        cells = " | ".join(f"{affinity(n, times):.3f}" for n in sizes)
        yield f"| {times} | {cells} |"
