"""
What chance gives: `python docs/benchmarks/coverage_chance.py`.

The mean of z of the concordance test where an account and its partners write
independently, and how often the range of fair coins holds what coins give. Prints the
tables and writes them to `docs/explanation/coverage-chance.inc`, in about a minute.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engagement_metrics import Dyads, two_way_index
from engagement_metrics.two_way import concordance_test

PAGE = Path(__file__).parents[1] / "explanation" / "coverage-chance.inc"
RUNS = 2_000
PARTNERS = (20, 50, 200)
VOLUMES = {"even, many silent": (0.5, 0.5), "uneven": (1.0, 1.5), "wild": (1.0, 2.5)}


def star(sent: np.ndarray, received: np.ndarray) -> Dyads:
    """Return dyads of account 0 and as many others."""
    others = np.arange(1, sent.size + 1)
    own = np.zeros_like(others)
    return Dyads.of(
        actor=np.append(own, others),
        target=np.append(others, own),
        weight=np.append(sent, received),
    )


def of_independence(partners: int, volumes: str) -> list[float]:
    """
    Return the mean of z among both ways, in the population, and in twice and half it.

    Messages each way are Poisson with a lognormal mean of its own. The population is
    such that as many partners have messages on average.
    """
    mean, sigma = VOLUMES[volumes]
    random = np.random.default_rng([13, partners, *map(ord, volumes)])
    many = mean * random.lognormal(-(sigma**2) / 2, sigma, 10**5)
    silent = np.exp(-many).mean() ** 2
    population = round(partners / (1 - silent))
    found = np.full((RUNS, 4), np.nan)
    for run in range(RUNS):
        rates = mean * random.lognormal(-(sigma**2) / 2, sigma, (2, population))
        sent, received = random.poisson(rates)
        met = (sent > 0) | (received > 0)
        dyads = star(sent[met], received[met])
        stated = (None, population, 2 * population, max(population // 2, met.sum()))
        for column, size in enumerate(stated):
            test = concordance_test(dyads, account=0, population=size)
            found[run, column] = test.z
    return np.nanmean(found, axis=0).tolist()


def of_tests() -> str:
    """Return the table of the concordance test."""
    lines = [
        "| partners | volumes | both ways | population | twice stated | half stated |",
        "|---|---|---|---|---|---|",
    ]
    for partners in PARTNERS:
        for volumes in VOLUMES:
            means = of_independence(partners, volumes)
            cells = "".join(f" {mean:+.2f} |" for mean in means)
            lines.append(f"| {partners} | {volumes} |{cells}")
    return "\n".join(lines) + "\n"


def of_coins(partners: int, most: int) -> list[float]:
    """Return how often coins are in their range, and the multiple at both ends."""
    random = np.random.default_rng([14, partners, most])
    volumes = random.integers(1, most + 1, (RUNS, partners))
    held, ends = 0, np.zeros((RUNS, 2))
    for run, volume in enumerate(volumes):
        sent = random.binomial(volume, 0.5)
        index = two_way_index(star(sent, volume - sent), account=0)
        bounds = index.by_chance.interval()
        held += index.value in bounds
        ends[run] = np.array([bounds.low, bounds.high]) / index.by_chance.value
    return [held / RUNS, *ends.mean(axis=0).tolist()]


def of_ranges() -> str:
    """Return the table of the range of chance."""
    lines = [
        "| partners | messages with each | in the range | as a multiple |",
        "|---|---|---|---|",
    ]
    for partners in (5, 15, 50, 200):
        for most in (7, 30):
            share, low, high = of_coins(partners, most)
            lines.append(
                f"| {partners} | 1 to {most} | {share:.3f} | {low:.2f} to {high:.2f} |"
            )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    tables = f"{of_tests()}\n{of_ranges()}"
    print(tables)
    PAGE.write_text(tables, encoding="utf-8")
