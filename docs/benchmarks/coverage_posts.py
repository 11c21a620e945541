"""
How often intervals of pooled posts hold the truth, simulated and on real posts.

Simulated posts have a lognormal reach with a median of 1,000 and lognormal ratios of
their own. Real ones are samples, with replacement, of the posts of a data set whose
pooled ratio is the truth; the folder with the data sets is given to `coverage.py`.
"""

from __future__ import annotations

import csv
import gzip
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from engagement_metrics import Dyads, Proportion, Rate, two_way_index
from engagement_metrics.errors import SmallSampleWarning

LEVEL = 0.95
POSTS = (3, 4, 5, 10, 30, 100)
REAL_POSTS = (5, 10, 30, 100, 200)
RUNS = 20_000
REAL_RUNS = 10_000
TRUTH = 0.04
SPREADS = {
    "alike": (0.5, 0.25),
    "realistic": (1.0, 0.8),
    "heavy": (1.5, 1.0),
    "very heavy": (2.5, 1.0),
}
CONCENTRATED = {
    "at most a fifth": (0.0, 0.2),
    "more": (0.2, 0.5),
    "over half": (0.5, 1),
}


class Held(NamedTuple):
    """What the intervals of many samples did."""

    coverage: float
    width: float  # median of upper bound over value
    units: float  # medians of effective units, by exposure and by count
    units_by_count: float
    held: Any  # sample by sample
    largest: Any  # the largest post's share of the count


def held(kind: type[Rate | Proportion], y: Any, x: Any, truth: float) -> Held:
    """Return what the pooled intervals of samples do, a row each."""
    runs = np.repeat(np.arange(len(y)), len(y[0]))
    pooled = kind(np.ravel(y), np.ravel(x)).pooled(by=runs).estimate
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SmallSampleWarning)  # few posts are the point
        interval = pooled.interval(LEVEL)
    inside = (interval.low <= truth) & (truth <= interval.high)
    value = np.where(pooled.value > 0, pooled.value, np.nan)
    return Held(
        float(inside.mean()),
        float(np.nanmedian(interval.high / value)),
        float(np.median(pooled.effective_units)),
        float(np.nanmedian(pooled.effective_units_by_count)),
        inside,
        pooled.concentration.of_count,
    )


def simulated(
    kind: type[Rate | Proportion],
    posts: int,
    spread: str,
    truth: float = TRUTH,
    runs: int = RUNS,
) -> Held:
    """Return what intervals do of posts whose ratios have one mean."""
    of_reach, of_ratio = SPREADS[spread]
    seed = [7, posts, int(truth * 1e6), *map(ord, kind.__name__ + spread)]
    random, shape = np.random.default_rng(seed), (runs, posts)
    reach = np.ceil(1000 * random.lognormal(0.0, of_reach, shape))
    own = truth * random.lognormal(-(of_ratio**2) / 2, of_ratio, shape)
    if kind is Rate:
        return held(kind, random.poisson(reach * own), reach, truth)
    shares = np.minimum(own, 1.0)
    return held(kind, random.binomial(reach.astype(np.int64), shares), reach, truth)


def repliers(partners: int, share: float, runs: int = RUNS) -> float:
    """
    Return how often an account's two-way index holds its long-run value.

    Volumes are lognormal. A share of the partners answers, half of them in part.
    """
    random = np.random.default_rng([11, partners, int(100 * share)])
    shape = (runs, partners)
    sent = np.ceil(4 * random.lognormal(0.0, 1.0, shape))
    part = np.where(random.random(shape) < 0.5, 1.0, random.random(shape))
    back = np.where(random.random(shape) < share, np.floor(sent * part), 0.0)
    matched, total = 2 * np.minimum(sent, back), sent + back
    truth = float(matched.sum() / total.sum())
    account = np.repeat(np.arange(runs), partners)
    partner = account * partners + np.tile(np.arange(partners), runs) + runs
    dyads = Dyads.of(
        actor=np.concatenate([account, partner]),
        target=np.concatenate([partner, account]),
        weight=np.concatenate([sent.ravel(), back.ravel()]),
    )
    by_account = two_way_index(dyads, by="account")
    mine = np.asarray(by_account.labels) < runs
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SmallSampleWarning)
        interval = by_account.estimate[mine].interval(LEVEL)
    return float(((interval.low <= truth) & (truth <= interval.high)).mean())


def series(data: Path) -> Iterator[tuple[str, type[Rate | Proportion], Any, Any]]:
    """Yield name, kind, count and exposure of the posts of each real series."""
    path = data / "facebook_metrics_cosmetics" / "dataset_Facebook.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    names = ("Total Interactions", "Lifetime Post Total Reach", "share")
    counts, reach, shares = (_column(rows, name) for name in names)
    yield "Facebook, interactions / reach", Rate, counts, reach
    impressions = _column(rows, "Lifetime Post Total Impressions")
    yield "Facebook, shares / impressions", Rate, shares, impressions
    engaged = _column(rows, "Lifetime Engaged Users")
    yield "Facebook, engaged / reach (a share)", Proportion, engaged, reach
    path = data / "superbowl_ads_youtube" / "youtube.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ads = [row for row in rows if "NA" not in (row["view_count"], row["like_count"])]
    views = _column(ads, "view_count")
    yield "Super Bowl ads, likes / views", Rate, _column(ads, "like_count"), views
    path = data / "twitter_ratio_obama" / "BarackObama.csv.gz"
    with gzip.open(path, "rt", encoding="latin-1", newline="") as file:
        tweets = list(csv.DictReader(file))
    replies, likes, retweets = (
        _column(tweets, name) for name in ("replies", "favorites", "retweets")
    )
    yield "Obama, replies / favourites", Rate, replies, likes
    yield "Obama, retweets a post", Rate, retweets, np.ones(len(tweets))
    days = [row["created_at"].split()[0] for row in tweets]
    of_2016 = retweets[[day.endswith("/16") for day in days]]
    yield "Obama, retweets a post in 2016", Rate, of_2016, np.ones(of_2016.size)


def _column(rows: list[dict[str, str]], name: str) -> Any:
    """Return a column of numbers, 0 where a cell is empty."""
    return np.array([float(row[name] or 0) for row in rows])


def sampled(kind: type[Rate | Proportion], y: Any, x: Any, posts: int) -> Held:
    """Return what the intervals of samples of real posts do."""
    known = x > 0
    y, x = y[known], x[known]
    if kind is Proportion:
        y = np.minimum(y, x)
    random = np.random.default_rng([13, posts, y.size])
    picked = random.integers(0, y.size, (REAL_RUNS, posts))
    return held(kind, y[picked], x[picked], float(y.sum() / x.sum()))


def tables(data: Path | None) -> dict[str, str]:
    """Return tables in Markdown by name; without *data* none of real posts."""
    made = {"posts": "\n".join(_simulated()), "sparse": "\n".join(_sparse())}
    if data is not None:
        real, concentrated = _real(data)
        made |= {"real": "\n".join(real), "concentration": "\n".join(concentrated)}
    return made


def head(*names: object) -> Iterator[str]:
    """Yield the head of a table."""
    yield f"| {' | '.join(map(str, names))} |"
    yield f"|{'---|' * len(names)}"


def _simulated() -> Iterator[str]:
    """Yield coverage, and how far the upper bound is above the value."""
    yield from head("spread", *(f"{m} posts" for m in POSTS))
    for kind in (Rate, Proportion):
        name = "rate" if kind is Rate else "share"
        for spread in SPREADS:
            did = [simulated(kind, m, spread) for m in POSTS]
            cells = " | ".join(f"{h.coverage:.3f} ×{h.width:.1f}" for h in did)
            yield f"| {name}, {spread} | {cells} |"


def _sparse() -> Iterator[str]:
    """Yield the coverage of small shares, and of indices with few who answer."""
    yield from head("share", *(f"{m} posts" for m in POSTS))
    for truth in (0.0001, 0.001, 0.01, 0.05):
        for spread in ("alike", "realistic"):
            did = [simulated(Proportion, m, spread, truth) for m in POSTS]
            cells = " | ".join(f"{h.coverage:.3f}" for h in did)
            yield f"| {100 * truth:g} %, {spread} | {cells} |"
    yield ""
    yield from head("partners who answer", *(f"{m} partners" for m in POSTS[2:]))
    for share in (0.03, 0.1, 0.3, 0.6, 0.95):
        cells = " | ".join(f"{repliers(m, share):.3f}" for m in POSTS[2:])
        yield f"| {100 * share:g} % | {cells} |"


def _real(data: Path) -> tuple[list[str], list[str]]:
    """Return coverage on real posts, and that of 30 posts by their concentration."""
    real = [*head("series (posts)", *(f"{m} posts" for m in REAL_POSTS))]
    inside = [*head("series, 30 posts", *CONCENTRATED)]
    for name, kind, y, x in series(data):
        did = [sampled(kind, y, x, m) for m in REAL_POSTS]
        cells = (
            f"{h.coverage:.3f} ({h.units:.0f}, {h.units_by_count:.0f})" for h in did
        )
        real.append(f"| {name} ({y.size:,}) | {' | '.join(cells)} |")
        thirty = did[REAL_POSTS.index(30)]
        parts = []
        for least, most in CONCENTRATED.values():
            rows = (thirty.largest > least) & (thirty.largest <= most)
            some = rows.mean() >= 0.01
            parts.append(f"{thirty.held[rows].mean():.2f}" if some else "")
        inside.append(f"| {name} | {' | '.join(parts)} |")
    return real, inside
