"""
What days and posts that resemble their neighbours do to tests and intervals.

And how often intervals of doubling times and of cascades hold, in about two minutes:
`python docs/benchmarks/coverage.py time`.
"""

from __future__ import annotations

import warnings
from datetime import date

import numpy as np

from engagement_metrics import Days, Proportion, Rate
from engagement_metrics.errors import SmallSampleWarning
from engagement_metrics.movement import doubling_time
from engagement_metrics.relevance import changed_feed_effect

RUNS = 2_000
LEVEL = 0.05
FOLLOWERS, LEAVE = 100_000, 1000
LENGTHS = (16, 30, 60, 100, 200)
WEEK = np.array([0.0, 1.2, 0.8, -0.5, 0.3, 2.0, -0.8])
START = 60


def wandering(random: np.random.Generator, correlation: float, size: int) -> np.ndarray:
    """Return errors of variance 1 of an AR(1), one row per run."""
    noise = random.standard_normal((RUNS, size + START))
    errors = noise.copy()
    for day in range(1, size + START):
        errors[:, day] = correlation * errors[:, day - 1] + noise[:, day]
    return errors[:, START:] * np.sqrt(1 - correlation**2)


def of_nothing(days: int, correlation: float) -> tuple[float, float, float, float]:
    """
    Return how often 5 % tests find an effect where there is none.

    Level, slope and ratio of both sides, and the median half-width of the level. A
    thousand people in 100,000 leave a day. They scatter as if independent, but a day
    may resemble the last (AR(1)), and from 28 days on there are weekdays.
    """
    random = np.random.default_rng([11, days, round(100 * correlation)])
    left = LEAVE + LEAVE**0.5 * wandering(random, correlation, days)
    dates = np.arange("2026-01-05", days, dtype="datetime64[D]")
    if days >= 28:
        left += LEAVE**0.5 * WEEK[np.arange(days) % 7]
    found = np.zeros((RUNS, 4))
    when: date = dates[days // 2].item()
    for run, unfollows in enumerate(left.round()):
        series = Days.of(date=dates, followers=[FOLLOWERS] * days, unfollows=unfollows)
        effect = changed_feed_effect(series, when)
        numbers = effect.p_value, effect.slope_p_value, effect.rate_ratio.p_value
        found[run, :3] = np.array(numbers) < LEVEL
        found[run, 3] = effect.interval().width / 2
    return (*found[:, :3].mean(axis=0).tolist(), float(np.median(found[:, 3])))


def of_days() -> str:
    """Return the table of the changed feed."""
    lines = [
        (
            "| days | correlation of neighbours | level | slope | ratio of both sides |"
            " half-width of the level |"
        ),
        "|---|---|---|---|---|---|",
    ]
    for days in LENGTHS:
        for correlation in (0.0, 0.4, 0.7):
            level, slope, ratio, width = of_nothing(days, correlation)
            lines.append(
                f"| {days} | {correlation} | {level:.3f} | {slope:.3f} | {ratio:.3f} |"
                f" {100 * width:.3f} points |"
            )
    return "\n".join(lines)


def held(posts: int, a_week: int, correlation: float) -> tuple[float, float]:
    """
    Return how often intervals hold the rate, with posts and with weeks as units.

    Reach is lognormal, and so is each post's own rate, which resembles the last's.
    """
    random = np.random.default_rng([12, posts, round(100 * correlation)])
    reach = np.ceil(1000 * random.lognormal(0.0, 0.5, (RUNS, posts)))
    own = 0.04 * np.exp(0.5 * wandering(random, correlation, posts) - 0.5**2 / 2)
    count = random.poisson(reach * own)
    week = np.arange(posts) // a_week
    by_post, by_week = 0, 0
    for y, x in zip(count, reach, strict=True):
        rate = Rate(y, x)
        by_post += 0.04 in rate.pooled().interval()
        by_week += 0.04 in rate.pooled(by=week).pooled(unit="weeks").interval()
    return by_post / RUNS, by_week / RUNS


def of_posts() -> str:
    """Return the table of posts that resemble their neighbours."""
    lines = [
        (
            "| posts, 5 a week | correlation of neighbours | posts are units |"
            " weeks are units |"
        ),
        "|---|---|---|---|",
    ]
    for posts in (50, 100, 200):
        for correlation in (0.0, 0.3, 0.5):
            each = held(posts, 5, correlation)
            lines.append(f"| {posts} | {correlation} | {each[0]:.3f} | {each[1]:.3f} |")
    return "\n".join(lines)


GROWTH = 0.2
OF_COUNTS = ("independent", "alike", "cumulative", "cumulative, uneven")


def of_growth(times: int, kind: str) -> float:
    """
    Return how often the interval of a doubling time holds it.

    Counts begin at 30 and grow by 20 % a day: Poisson; with a lognormal factor that
    resembles the last (AR(1) of 0.5); added up; and with a gamma factor, added up.
    """
    random = np.random.default_rng([15, times, *map(ord, kind)])
    days = np.arange("2026-01-05", times, dtype="datetime64[D]")
    expected = 30 * np.exp(GROWTH * np.arange(times)) * np.ones((RUNS, times))
    if kind == "alike":
        expected *= np.exp(0.3 * wandering(random, 0.5, times))
    if kind == "cumulative, uneven":
        expected *= random.gamma(4, 1 / 4, (RUNS, times))
    counts = np.maximum(random.poisson(expected), 1)
    if kind.startswith("cumulative"):
        counts = counts.cumsum(axis=1)
        counts += random.poisson(30 / np.expm1(GROWTH), (RUNS, 1))
    truth = np.log(2) / GROWTH * 86_400
    found = (doubling_time(days, counts=row).interval() for row in counts)
    return sum(truth in interval for interval in found) / RUNS


def of_doubling() -> str:
    """Return the table of doubling times."""
    lines = [f"| times | {' | '.join(OF_COUNTS)} |", "|---|---|---|---|---|"]
    for times in (4, 5, 8, 20, 40):
        held = (f" {of_growth(times, kind):.3f} |" for kind in OF_COUNTS)
        lines.append(f"| {times} |{''.join(held)}")
    return "\n".join(lines)


def cascades(random: np.random.Generator, number: int, spread: float) -> np.ndarray:
    """
    Return the sizes of finished cascades, one row per run.

    An item has 0.6 offspring on average: Poisson, or negative binomial with a size of
    *spread*. The sum of the offspring of a generation is drawn at once.
    """
    size = np.ones((RUNS, number), np.int64)
    last = size.copy()
    while last.any():
        mean = 0.6 * last.astype(np.float64)
        if np.isfinite(spread):
            mean = random.gamma(np.maximum(spread * last, 1e-9)) * 0.6 / spread
        last = random.poisson(np.where(last > 0, mean, 0.0))
        size += last
    return size


def of_cascades() -> str:
    """Return the table of the reproduction number of cascades."""
    spreads = {"Poisson": np.inf, "1": 1.0, "0.3": 0.3, "0.1": 0.1}
    lines = [f"| cascades | {' | '.join(spreads)} |", "|---|---|---|---|---|"]
    for number in (10, 30, 100, 300):
        cells = ""
        for name, spread in spreads.items():
            random = np.random.default_rng([16, number, *map(ord, name)])
            held = 0
            for sizes in cascades(random, number, spread):
                share = Proportion(sizes - 1, sizes).pooled()
                held += 0.6 in share.interval()
            cells += f" {held / RUNS:.3f} |"
        lines.append(f"| {number} |{cells}")
    return "\n".join(lines)


def tables() -> dict[str, str]:
    """Return the tables in Markdown by name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SmallSampleWarning)  # few units are the point
        return {
            "changed-feed": of_days(),
            "neighbours": of_posts(),
            "doubling": of_doubling(),
            "cascades": of_cascades(),
        }
