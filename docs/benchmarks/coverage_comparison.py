"""
Simulate how often the intervals of comparisons and of two-way indices hold the truth.

In about six minutes: `python docs/benchmarks/coverage.py comparison`. The nominal level
is 95 %.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np

from coverage_posts import SPREADS, TRUTH, head
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

Z = 1.959963984540054
RUNS = 1000
TRIES = 2000  # of differences of nothing, and of pairs
SIZES = ((5, 5), (5, 10), (10, 10), (30, 30), (100, 100), (10, 200))
Random = np.random.Generator


class Case(NamedTuple):
    """Whose interval, of what, and what one run gives: bounds held, and how many."""

    interval: str
    size: str
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


def comparisons() -> Iterator[Case]:
    """Yield differences and ratios of two accounts' posts."""
    for posts in (5, 10, 30, 100):
        for tail in (0.5, 1.0, 1.5):
            size = f"{posts} and {posts} posts"

            def rate_pair(random: Random, n: int = posts, s: float = tail) -> Any:
                return rates(random, n, 0.03, s), rates(random, n, 0.02, s)

            def share_pair(random: Random, n: int = posts, s: float = tail) -> Any:
                return shares(random, n, 0.3, s), shares(random, n, 0.2, s)

            for name, pair, apart in (
                ("rates", rate_pair, 0.01),
                ("shares", share_pair, 0.1),
            ):
                yield Case(
                    f"difference of pooled {name}, reach sigma {tail}",
                    size,
                    lambda r, p=pair, d=apart: held(difference(*p(r)).interval(), d),
                )
                yield Case(
                    f"ratio of pooled {name}, reach sigma {tail}",
                    size,
                    lambda r, p=pair: held(ratio(*p(r)).interval(), 1.5),
                )
            yield Case(
                f"difference of rates, as if independent, reach sigma {tail}",
                size,
                lambda r, p=rate_pair: held(
                    difference(*(part.sum() for part in p(r))).interval(), 0.01
                ),
            )


def indices() -> Iterator[Case]:
    """Yield two-way indices of an account."""
    for partners in (5, 10, 30, 100):
        for tail in (0.5, 1.0, 1.5):
            draw = lambda r, n=partners, s=tail: account(r, n, s)  # noqa: E731
            value = truth(lambda r, s=tail: account(r, 100_000, s), 10)
            yield Case(
                f"volume sigma {tail}",
                f"{partners} partners",
                lambda r, d=draw, v=value: held(
                    two_way_index(d(r), account=0).interval(), v
                ),
            )


def networks() -> Iterator[Case]:
    """Yield two-way indices of a network."""
    for accounts in (10, 30, 100, 300):
        for tail in (0.0, 0.7, 1.2):
            draw = lambda r, n=accounts, s=tail: network(r, n, s)  # noqa: E731
            value = truth(draw, 400)
            yield Case(
                f"activity sigma {tail}",
                f"{accounts} accounts",
                lambda r, d=draw, v=value: held(two_way_index(d(r)).interval(), v),
            )


def unbiased_indices() -> Iterator[Case]:
    """Yield 1.96 errors about the unbiased index."""
    for relationships in (10, 100):
        for mean in (1, 10):
            yield Case(
                f"{2 + mean} messages each",
                f"{relationships} relationships",
                lambda r, n=relationships, m=mean: unbiased(r, n, m),
            )


def shrunken_counts() -> Iterator[Case]:
    """Yield shrunken rates of single counts."""
    for units in (5, 10, 30, 100):
        for spread in (0.2, 0.5, 1.0):
            yield Case(
                f"spread {spread}",
                f"{units} units",
                lambda r, n=units, s=spread: shrunken(r, n, s),
            )


def bootstraps() -> Iterator[Case]:
    """Yield percentiles of the bootstrap of a pooled rate."""
    for posts in (5, 10, 30, 100):
        run = lambda r, n=posts: resampled(r, n)  # noqa: E731
        yield Case("reach sigma 1.0", f"{posts} posts", run)


def crossed(cases: Iterable[Case]) -> str:
    """Return the coverage of cases, a row an interval and a column a size."""
    rows, sizes = dict[str, list[str]](), dict[str, None]()
    for case in cases:
        random = np.random.default_rng(20_260)
        hits, total = np.sum([case.run(random) for _ in range(RUNS)], axis=0)
        rows.setdefault(case.interval, []).append(f"{hits / total:.3f}")
        sizes[case.size] = None
    lines = [*head("interval", *sizes)]
    lines += [f"| {name} | {' | '.join(cells)} |" for name, cells in rows.items()]
    return "\n".join(lines)


def alike_rejected(
    kind: type[Rate | Proportion], spread: str, posts: tuple[int, int]
) -> float:
    """Return how often 0 is outside the difference of two samples of one account."""
    of_reach, of_ratio = SPREADS[spread]
    random = np.random.default_rng([11, *posts, *map(ord, kind.__name__ + spread)])
    sides = []
    for size in posts:
        shape = (TRIES, size)
        reach = np.ceil(1000 * random.lognormal(0.0, of_reach, shape))
        own = TRUTH * random.lognormal(-(of_ratio**2) / 2, of_ratio, shape)
        if kind is Rate:
            count = random.poisson(reach * own)
        else:
            count = random.binomial(reach.astype(np.int64), np.minimum(own, 1.0))
        run = np.repeat(np.arange(TRIES), size)
        groups = kind(count.ravel(), reach.ravel()).pooled(by=run)
        sides.append(list(groups.estimate))
    inside = [held(difference(*p).interval(), 0.0)[0] for p in zip(*sides, strict=True)]
    return 1 - float(np.mean(inside))


def partners_twice(random: Random, partners: int, messages: int) -> tuple[Any, Any]:
    """Return what went each way between "me" and each partner, before and after."""
    volume = messages * random.lognormal(0.0, 0.7, partners)
    habit = random.beta(1.5, 1.5, partners)
    sides = []
    for share in (habit, 0.8 * habit + 0.1):
        total = 1 + random.poisson(volume)
        sent = random.binomial(total, share)
        sides.append((sent, total - sent))
    return sides[0], sides[1]


class Paired(NamedTuple):
    """Coverage and median widths of the change of an index, paired and unpaired."""

    coverage: float
    unpaired: float
    width: float
    unpaired_width: float


def paired_indices(partners: int, messages: int) -> Paired:
    """Return what intervals of the change of an account's index do."""
    random = np.random.default_rng([13, partners, messages])
    many = partners_twice(random, 4_000_000, messages)
    value = [2 * np.minimum(s, r).sum() / (s + r).sum() for s, r in many]
    target, rows = value[0] - value[1], []
    me, others = np.zeros(partners, int), np.arange(1, partners + 1)
    for _ in range(TRIES):
        sides = partners_twice(random, partners, messages)
        a, b = (two_way_index(both_ways(me, others, *s), account=0) for s in sides)
        one, two = difference(a, b, paired=True).interval(), difference(a, b).interval()
        rows.append((target in one, target in two, one.width, two.width))
    paired, unpaired, *widths = np.transpose(rows)
    return Paired(paired.mean(), unpaired.mean(), *map(np.median, widths))


def tables() -> dict[str, str]:
    """Return the tables in Markdown by name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SmallSampleWarning)  # few units are the point
        return {
            "nothing": _nothing(),
            "paired": _paired(),
            "differences": crossed(comparisons()),
            "indices": crossed(indices()),
            "networks": crossed(networks()),
            "unbiased-indices": crossed(unbiased_indices()),
            "shrunken-counts": crossed(shrunken_counts()),
            "bootstraps": crossed(bootstraps()),
        }


def _nothing() -> str:
    """Return how often two samples of one account seem to differ."""
    lines = [*head("spread", *(f"{a} against {b} posts" for a, b in SIZES))]
    for kind in (Rate, Proportion):
        name = "rate" if kind is Rate else "share"
        for spread in SPREADS:
            found = (f"{alike_rejected(kind, spread, each):.3f}" for each in SIZES)
            lines.append(f"| {name}, {spread} | {' | '.join(found)} |")
    return "\n".join(lines)


def _paired() -> str:
    """Return coverage and width of the change of an index."""
    names = ("coverage, paired", "unpaired", "median width, paired", "unpaired")
    lines = [*head("partners", "messages with each", *names)]
    for partners in (5, 10, 30, 100):
        for messages in (6, 20):
            did = " | ".join(f"{x:.3f}" for x in paired_indices(partners, messages))
            lines.append(f"| {partners} | {messages} | {did} |")
    return "\n".join(lines)
