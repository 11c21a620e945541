"""
What intervals of groups do: few posts, many groups, shrunken groups, groups mixed anew.

Posts are those of `coverage_posts.py`. Each function returns tables in Markdown.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from coverage_posts import SPREADS, TRUTH, head
from engagement_metrics import (
    Grouped,
    Proportion,
    Rate,
    compare_groups,
    shrink,
)
from engagement_metrics.comparison import borrow_spread, mix_and_rate_effects
from engagement_metrics.errors import SmallSampleWarning

USUAL = ("alike", "realistic", "heavy")
RUNS = 2000
FAMILIES = 1000
WEEKS = 12
ACCOUNTS = 20
LARGE = np.array([1.0, 2.0, 0.5])  # reach of three formats, in thousands
MIXES = [  # chances and ratios of the formats, before and after
    (np.array([0.5, 0.3, 0.2]), np.array([0.03, 0.05, 0.10])),
    (np.array([0.3, 0.3, 0.4]), np.array([0.035, 0.05, 0.08])),
]
APART = 0.5  # standard deviation of the logs of the accounts' own ratios
Kind = type[Rate | Proportion]


class Shrinkage(NamedTuple):
    """What shrinkage did: its error and its choice of the best, beside raw ones."""

    error: float  # root mean square error, over that of raw values
    coverage: float
    best: float  # the chosen one's ratio, of the best one's, less that of the raw
    unsure: float  # simulation error of it


def accounts(
    random: np.random.Generator, kind: Kind, spread: str, own: Any, posts: int
) -> Grouped[Any, Any]:
    """Return the posts of accounts, pooled, with these ratios of their own."""
    of_reach, of_ratio = SPREADS[spread]
    shape = (len(own), posts)
    reach = np.ceil(1000 * random.lognormal(0.0, of_reach, shape))
    ratio = own[:, None] * random.lognormal(-(of_ratio**2) / 2, of_ratio, shape)
    if kind is Rate:
        count = random.poisson(reach * ratio)
    else:
        count = random.binomial(reach.astype(np.int64), np.minimum(ratio, 1.0))
    by = np.repeat(np.arange(len(own)), posts)
    return kind(count.ravel(), reach.ravel()).pooled(by=by)


def weeks(
    kind: Kind, spread: str, posts: int, *, borrow: bool, runs: int = RUNS
) -> tuple[float, float]:
    """Return the coverage of weeks of few posts, and median upper bound over value."""
    random, covered, wide = np.random.default_rng([17, posts]), list[Any](), list[Any]()
    for _ in range(runs):
        made = accounts(random, kind, spread, np.full(WEEKS, TRUTH), posts)
        interval = (borrow_spread(made) if borrow else made).interval()
        covered.append((interval.low <= TRUTH) & (interval.high >= TRUTH))
        value = made.estimate.value
        wide.append(interval.high / np.where(value > 0, value, np.nan))
    known = ~np.isnan(wide)  # a post alone has no interval
    width = np.median(np.array(wide)[known]) if known.any() else np.nan
    return float(np.mean(covered)), float(width)


def family(
    kind: Kind, spread: str, posts: int, against: Any, runs: int = FAMILIES
) -> float:
    """Return how often any of twenty equal accounts is said to differ."""
    random, own = np.random.default_rng([19, posts]), np.full(ACCOUNTS, TRUTH)
    said = 0
    for _ in range(runs):
        made = accounts(random, kind, spread, own, posts)
        said += bool(compare_groups(made, against=against).different.any())
    return said / runs


def shrunken(
    kind: Kind, spread: str, units: int, posts: int, runs: int = RUNS
) -> Shrinkage:
    """Return what shrinkage does to accounts that differ."""
    random = np.random.default_rng([23, units, posts])
    errors, covered, best = list[Any](), list[Any](), list[float]()
    for _ in range(runs):
        own = TRUTH * random.lognormal(-(APART**2) / 2, APART, units)
        made = accounts(random, kind, spread, own, posts)
        drawn, raw = shrink(made), made.estimate.value
        low, high = drawn.interval().low, drawn.interval().high
        covered.append((low <= own) & (own <= high))
        squares = [(values - own) @ (values - own) for values in (drawn.value, raw)]
        errors.append(squares)
        chosen = own[drawn.value.argmax()] - own[raw.argmax()]
        best.append(float(chosen / own.max()))
    of_shrunk, of_raw = np.mean(errors, axis=0)
    return Shrinkage(
        float(np.sqrt(of_shrunk / of_raw)),
        float(np.mean(covered)),
        float(np.mean(best)),
        float(np.std(best) / np.sqrt(runs)),
    )


def periods(
    random: np.random.Generator, kind: Kind, spread: str, posts: int
) -> list[Grouped[Any, Any]]:
    """Return the posts of two periods by format; each format has two posts or more."""
    of_reach, of_ratio = SPREADS[spread]
    sides = []
    for parts, own in MIXES:
        code = np.concatenate(
            [[0, 0, 1, 1, 2, 2], random.choice(3, posts - 6, p=parts)]
        )
        reach = np.ceil(1000 * LARGE[code] * random.lognormal(0.0, of_reach, posts))
        ratio = own[code] * random.lognormal(-(of_ratio**2) / 2, of_ratio, posts)
        if kind is Rate:
            count = random.poisson(reach * ratio)
        else:
            count = random.binomial(reach.astype(np.int64), np.minimum(ratio, 1.0))
        sides.append(kind(count, reach).pooled(by=code))
    return sides


def mixed(kind: Kind, spread: str, posts: int, runs: int = RUNS) -> list[float]:
    """Return the coverage of the rate effect and of the mix effect."""
    random = np.random.default_rng([29, posts])
    shares = []
    for parts, _ in MIXES:
        exposure = LARGE * (2 + (posts - 6) * parts)
        shares.append(exposure / exposure.sum())
    (w0, w1), (r0, r1) = shares, (own for _, own in MIXES)
    true = (w0 + w1) / 2 @ (r1 - r0), (r0 + r1) / 2 @ (w1 - w0)
    held = []
    for _ in range(runs):
        found = mix_and_rate_effects(*periods(random, kind, spread, posts))
        effects = zip(true, (found.rate_effect, found.mix_effect), strict=True)
        held.append([each in effect.interval() for each, effect in effects])
    return list(np.mean(held, axis=0))


def tables() -> dict[str, str]:
    """Return tables in Markdown by name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SmallSampleWarning)  # few posts are the point
        made = {"weeks": _weeks(), "family": _family(), "shrunken": _shrunken()}
        made["mixed"] = _mixed()
        return {name: "\n".join(lines) for name, lines in made.items()}


def _weeks() -> Iterator[str]:
    """Yield coverage, and how far the upper bound is above the value."""
    posts = (1, 2, 3, 4)
    yield from head("12 weeks", *(f"{m} a week" for m in posts))
    for kind in (Rate, Proportion):
        for spread in USUAL:
            for borrow in (True, False):
                did = [weeks(kind, spread, m, borrow=borrow) for m in posts]
                cells = " | ".join(
                    "none" if np.isnan(wide) else f"{held:.3f} ×{wide:.1f}"
                    for held, wide in did
                )
                how = "borrowed" if borrow else "alone"
                yield f"| {_named(kind)}, {spread}, {how} | {cells} |"


def _family() -> Iterator[str]:
    """Yield how often any of twenty equal accounts is said to differ."""
    posts, sides = (3, 10, 30, 100), ("rest", "pairs")
    names = (f"{m} posts, {side}" for side in sides for m in posts)
    yield from head("20 equal accounts", *names)
    for kind in (Rate, Proportion):
        for spread in USUAL:
            did = [family(kind, spread, m, side) for side in sides for m in posts]
            cells = " | ".join(f"{each:.3f}" for each in did)
            yield f"| {_named(kind)}, {spread} | {cells} |"


def _shrunken() -> Iterator[str]:
    """Yield error and choice of the best beside raw values, and coverage."""
    posts = (2, 5, 10, 30)
    yield from head("accounts (samples)", *(f"{m} posts" for m in posts))
    for kind in (Rate, Proportion):
        for spread in USUAL:
            for units in (4, 10, 30, 100):
                runs = max(RUNS * 10 // (10 + units), 200)
                did = [shrunken(kind, spread, units, m, runs) for m in posts]
                cells = " | ".join(
                    f"{d.error:.2f}, {d.best:+.3f} ± {d.unsure:.3f}, {d.coverage:.3f}"
                    for d in did
                )
                name = f"{units}, {_named(kind)}, {spread} ({runs:,})"
                yield f"| {name} | {cells} |"


def _mixed() -> Iterator[str]:
    """Yield the coverage of either effect of a change."""
    posts, effects = (15, 30, 100, 300), ("rate effect", "mix effect")
    yield from head("posts", *(f"{m}, {name}" for m in posts for name in effects))
    for kind in (Rate, Proportion):
        for spread in USUAL:
            did = [each for m in posts for each in mixed(kind, spread, m)]
            cells = " | ".join(f"{each:.3f}" for each in did)
            yield f"| {_named(kind)}, {spread} | {cells} |"


def _named(kind: Kind) -> str:
    return "rate" if kind is Rate else "share"
