"""
What chance gives: `python docs/benchmarks/coverage.py chance`.

The mean of z of the concordance test where an account and its partners write
independently, how often the range of fair coins holds what coins give, and how often
the interval of a network holds its index where one account is a hub: in about two
minutes.
"""

from __future__ import annotations

import warnings

import numpy as np

from engagement_metrics import Dyads, two_way_index
from engagement_metrics.errors import SmallSampleWarning
from engagement_metrics.two_way import concordance_test

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
    return "\n".join(lines)


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
    return "\n".join(lines)


HUBS = {"none": 0, "a hub": 1, "a hub of most": 10}


def network(random: np.random.Generator, accounts: int, hub: int) -> np.ndarray:
    """
    Return who, whom, how many there and back, of a network with one hub or none.

    Accounts have two ties each at random, and one with the hub, *hub* times as large.
    Each has a habit of writing rather than being written to (logit, sigma 1), so that
    its relationships are alike; the hub's is drawn anew with each network.
    """
    ties = np.sort(random.integers(1, accounts, (2, 2 * accounts)), axis=0)
    ties = np.unique(ties[:, ties[0] < ties[1]], axis=1)
    if hub:
        others = np.arange(1, accounts)
        ties = np.hstack([ties, [np.zeros_like(others), others]])
    own = random.normal(0.0, 1.0, accounts)
    mean = 4 * random.lognormal(-0.5, 1.0, ties.shape[1])
    volume = 1 + random.poisson(np.where(ties[0] == 0, hub, 1) * mean)
    logit = own[ties[0]] - own[ties[1]] + random.normal(0.0, 0.5, volume.size)
    there = random.binomial(volume, 1 / (1 + np.exp(-logit)))
    return np.vstack([ties, there, volume - there])


def of_hub(accounts: int, hub: int) -> float:
    """Return how often the interval holds the index of all such networks."""
    random = np.random.default_rng([17, accounts, hub])
    made = [network(random, accounts, hub) for _ in range(RUNS)]
    matched = sum(2 * int(np.minimum(each[2], each[3]).sum()) for each in made)
    truth = matched / sum(int(each[2:].sum()) for each in made)
    held = 0
    for first, second, there, back in made:
        dyads = Dyads.of(
            actor=np.append(first, second),
            target=np.append(second, first),
            weight=np.append(there, back),
        )
        held += truth in two_way_index(dyads).interval()
    return held / RUNS


def of_networks() -> str:
    """Return the table of networks with a hub."""
    lines = [f"| accounts | {' | '.join(HUBS)} |", "|---|---|---|---|"]
    for accounts in (20, 50, 200):
        cells = (f" {of_hub(accounts, hub):.3f} |" for hub in HUBS.values())
        lines.append(f"| {accounts} |{''.join(cells)}")
    return "\n".join(lines)


def tables() -> dict[str, str]:
    """Return the tables in Markdown by name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SmallSampleWarning)  # few units are the point
        return {"chance": f"{of_tests()}\n\n{of_ranges()}", "hub": of_networks()}
