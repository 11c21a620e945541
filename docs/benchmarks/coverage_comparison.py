"""
Simulate how often the intervals of comparisons and of two-way indices hold the truth.

Run ``python docs/benchmarks/coverage_comparison.py``: it prints a table and saves it
for the documentation. The nominal level is 95 %.
"""

from __future__ import annotations

import argparse
import csv
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from engagement_metrics import (
    Dyads,
    Proportion,
    Rate,
    difference,
    ratio,
    shrink,
    two_way_index,
)
from engagement_metrics.comparison import bootstrap
from engagement_metrics.errors import SmallSampleWarning
from engagement_metrics.two_way import unbiased_two_way_index

PAGE = Path(__file__).parents[1] / "explanation" / "coverage-comparison.csv"
Z = 1.959963984540054
Random = np.random.Generator


class Case(NamedTuple):
    """Whose interval, of what, and what one run gives: bounds held, and how many."""

    interval: str
    setting: str
    run: Callable[[Random], tuple[int, int]]


def held(interval: Any, truth: float) -> tuple[int, int]:
    """Return whether an interval holds the truth, of one."""
    return int(interval.low <= truth <= interval.high), 1


def rates(random: Random, posts: int, mean: float, tail: float) -> Rate[Any]:
    """Return posts of log-normal reach, whose own rates are log-normal too."""
    reach = np.exp(random.normal(7, tail, posts)).round() + 1
    spread = 0.4 + 0.2 * tail
    own = mean * np.exp(random.normal(-(spread**2) / 2, spread, posts))
    return Rate(random.poisson(own * reach), reach)


def shares(random: Random, posts: int, mean: float, tail: float) -> Proportion[Any]:
    """Return posts of log-normal reach, whose own shares are beta."""
    reach = np.exp(random.normal(5, tail, posts)).astype(int) + 1
    own = random.beta(10 * mean, 10 * (1 - mean), posts)
    return Proportion(random.binomial(reach, own), reach)


def account(random: Random, partners: int, tail: float) -> Dyads:
    """Return the dyads of "me": log-normal volumes, beta shares."""
    volume = np.exp(random.normal(1.2, tail, partners)).astype(int) + 1
    sent = random.binomial(volume, random.beta(1.5, 1.5, partners))
    me, others = np.zeros(partners, int), np.arange(1, partners + 1)
    return both_ways(me, others, sent, volume - sent)


def network(random: Random, accounts: int, tail: float) -> Dyads:
    """Return dyads of accounts as different in activity as in giving and taking."""
    active = np.exp(random.normal(-(tail**2) / 2, tail, accounts))
    giving = random.normal(0, 1, accounts)
    first, second = np.triu_indices(accounts, 1)
    weight = active[first] * active[second]
    met = random.random(first.size) < -np.expm1(-6 / accounts * weight)
    first, second, weight = first[met], second[met], weight[met]
    spread = np.exp(random.normal(0, 0.5, first.size))
    volume = 1 + random.poisson(3 * np.sqrt(weight) * spread)
    odds = giving[first] - giving[second] + random.normal(0, 0.7, first.size)
    sent = random.binomial(volume, 1 / (1 + np.exp(-odds)))
    return both_ways(first, second, sent, volume - sent)


def both_ways(first: Any, second: Any, sent: Any, received: Any) -> Dyads:
    """Return dyads of what went each way."""
    return Dyads.of(
        actor=np.concatenate([first, second]),
        target=np.concatenate([second, first]),
        weight=np.concatenate([sent, received]),
    )


def truth(draw: Callable[[Random], Dyads], runs: int) -> float:
    """Return the index of very many draws together."""
    random = np.random.default_rng(1)
    indices = [two_way_index(draw(random)) for _ in range(runs)]
    return sum(i.matched for i in indices) / sum(i.sent for i in indices)


def unbiased(random: Random, relationships: int, mean: float) -> tuple[int, int]:
    """Return whether 1.96 errors about the unbiased index hold the mean of 4pq."""
    share = random.beta(1.5, 1.5, relationships)
    volume = 2 + random.poisson(mean, relationships)
    sent = random.binomial(volume, share)
    me, others = np.zeros(relationships, int), np.arange(1, relationships + 1)
    index = unbiased_two_way_index(both_ways(me, others, sent, volume - sent))
    target = (volume * 4 * share * (1 - share)).sum() / volume.sum()
    return int(abs(index.value - target) <= Z * index.standard_error), 1


def shrunken(random: Random, units: int, spread: float) -> tuple[int, int]:
    """Return how many units' own rates their shrunken intervals hold."""
    own = random.gamma(1 / spread**2, 0.02 * spread**2, units)
    reach = np.exp(random.normal(7, 1.2, units)).round() + 1
    interval = shrink(Rate(random.poisson(own * reach), reach)).interval()
    return int(((interval.low <= own) & (own <= interval.high)).sum()), units


def resampled(random: Random, posts: int) -> tuple[int, int]:
    """Return whether the percentiles of the bootstrap hold the rate."""
    rate = rates(random, posts, 0.03, 1.0)
    seed, unit = int(random.integers(2**31)), np.arange(posts)
    drawn = bootstrap(np.divide, rate.count, rate.exposure, unit=unit, seed=seed)
    return held(drawn.interval(), 0.03)


def cases() -> Iterator[Case]:
    """Yield what is simulated."""
    yield from comparisons()
    yield from indices()
    yield from others()


def comparisons() -> Iterator[Case]:
    """Yield differences and ratios of two accounts' posts."""
    for posts in (5, 10, 30, 100):
        for tail in (0.5, 1.0, 1.5):
            setting = f"{posts} and {posts} posts, reach sigma {tail}"

            def rate_pair(random: Random, n: int = posts, s: float = tail) -> Any:
                return rates(random, n, 0.03, s), rates(random, n, 0.02, s)

            def share_pair(random: Random, n: int = posts, s: float = tail) -> Any:
                return shares(random, n, 0.3, s), shares(random, n, 0.2, s)

            for name, pair, apart in (
                ("rates", rate_pair, 0.01),
                ("shares", share_pair, 0.1),
            ):
                yield Case(
                    f"difference of pooled {name}",
                    setting,
                    lambda r, p=pair, d=apart: held(difference(*p(r)).interval(), d),
                )
                yield Case(
                    f"ratio of pooled {name}",
                    setting,
                    lambda r, p=pair: held(ratio(*p(r)).interval(), 1.5),
                )
            yield Case(
                "difference of rates, as if independent",
                setting,
                lambda r, p=rate_pair: held(
                    difference(*(part.sum() for part in p(r))).interval(), 0.01
                ),
            )


def indices() -> Iterator[Case]:
    """Yield two-way indices."""
    for partners in (5, 10, 30, 100):
        for tail in (0.5, 1.0, 1.5):
            draw = lambda r, n=partners, s=tail: account(r, n, s)  # noqa: E731
            value = truth(lambda r, s=tail: account(r, 100_000, s), 10)
            yield Case(
                "two-way index of an account",
                f"{partners} partners, volume sigma {tail}",
                lambda r, d=draw, v=value: held(
                    two_way_index(d(r), account=0).interval(), v
                ),
            )
    for accounts in (10, 30, 100, 300):
        for tail in (0.0, 0.7, 1.2):
            draw = lambda r, n=accounts, s=tail: network(r, n, s)  # noqa: E731
            value = truth(draw, 400)
            yield Case(
                "two-way index of a network",
                f"{accounts} accounts, activity sigma {tail}",
                lambda r, d=draw, v=value: held(two_way_index(d(r)).interval(), v),
            )


def others() -> Iterator[Case]:
    """Yield the unbiased index, shrunken values and the bootstrap."""
    for relationships in (10, 100):
        for mean in (1, 10):
            yield Case(
                "unbiased two-way index, 1.96 errors",
                f"{relationships} relationships of {2 + mean}",
                lambda r, n=relationships, m=mean: unbiased(r, n, m),
            )
    for units in (5, 10, 30, 100):
        for spread in (0.2, 0.5, 1.0):
            yield Case(
                "shrunken rates",
                f"{units} units, spread {spread}",
                lambda r, n=units, s=spread: shrunken(r, n, s),
            )
    for posts in (5, 10, 30, 100):
        yield Case(
            "bootstrap percentiles of a pooled rate",
            f"{posts} posts, reach sigma 1.0",
            lambda r, n=posts: resampled(r, n),
        )


def main() -> None:
    """Simulate, print and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--save", type=Path, default=PAGE)
    options = parser.parse_args()
    warnings.simplefilter("ignore", SmallSampleWarning)
    rows = []
    for case in cases():
        random = np.random.default_rng(20_260)
        hits, total = np.sum([case.run(random) for _ in range(options.runs)], axis=0)
        rows.append((case.interval, case.setting, f"{hits / total:.3f}"))
        print(*(f"{cell:<42}" for cell in rows[-1]), flush=True)
    with options.save.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("interval", "setting", f"coverage in {options.runs} runs"))
        writer.writerows(rows)


if __name__ == "__main__":
    main()
