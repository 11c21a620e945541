"""Coverage of intervals, exact where possible, otherwise simulated."""

import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from engagement_metrics import Dyads, Proportion, Rate
from engagement_metrics.errors import SmallSampleWarning
from engagement_metrics.evidence._pooled import COVERED, FEW
from engagement_metrics.two_way import two_way_index

TABLE = Path(__file__).parents[2] / "docs" / "explanation" / "coverage" / "real.inc"
quiet = pytest.mark.filterwarnings(
    f"ignore::{SmallSampleWarning.__module__}.{SmallSampleWarning.__name__}"
)


def bounds(n):
    """Return the Wilson interval of every number of successes out of *n*."""
    interval = Proportion(np.arange(n + 1.0), np.full(n + 1, float(n))).interval()
    return interval.low, interval.high


@pytest.mark.parametrize(
    ("n", "slack"), [(5, 0.006), (10, 0.005), (50, 0.002), (500, 0.0006)]
)
def test_mean_coverage_of_wilson_is_nominal(n, slack):
    """
    Over all shares alike, the mean coverage is 95 % to less than a percent.

    The integral over shares is exact: of each number of successes a beta function.
    """
    beta = pytest.importorskip("scipy.special").betainc
    low, high = bounds(n)
    k = np.arange(n + 1.0)
    mean = (beta(k + 1, n - k + 1, high) - beta(k + 1, n - k + 1, low)).mean()

    assert abs(mean - 0.95) <= slack


@pytest.mark.parametrize(
    ("n", "least"), [(5, 0.89), (30, 0.92), (100, 0.926), (1000, 0.943)]
)
def test_least_coverage_of_wilson_is_as_published(n, least):
    """At 4001 shares from 5 to 95 %, coverage stays above the published minimum."""
    binom = pytest.importorskip("scipy.stats").binom
    low, high = bounds(n)
    shares = np.linspace(0.05, 0.95, 4001)
    first = np.searchsorted(high, shares)  # the first that reaches up to the share
    last = np.searchsorted(low, shares, "right") - 1
    covered = binom.cdf(last, n, shares) - binom.cdf(first - 1, n, shares)

    assert covered.min() >= least
    assert covered.min() < 0.95


@quiet
def test_pooled_rate_covers_between_units():
    """
    Of 100 units of lognormal sizes the interval holds the rate in 95 % of draws.

    Four thousand draws have a standard error of 0.34 %, so three of them are allowed.
    """
    draw, runs, units = np.random.default_rng(20), 4000, 100
    reach = np.floor(1000 * draw.lognormal(0.0, 0.5, (runs, units)))
    own = 0.04 * draw.gamma(40.0, 1 / 40.0, (runs, units))
    likes = draw.poisson(reach * own)
    labels = np.repeat(np.arange(runs), units)
    interval = Rate(likes.ravel(), reach.ravel()).pooled(by=labels).estimate.interval()
    covered = np.mean((interval.low <= 0.04) & (interval.high >= 0.04))

    assert 0.94 <= covered <= 0.96


@quiet
def test_two_way_index_covers_between_relationships():
    """With 60 relationships, 95 % of intervals contain the expected index."""
    draw, runs, partners = np.random.default_rng(21), 3000, 60
    sent, back = draw.poisson(3.0, (2, runs * partners))
    hub = np.repeat(np.arange(runs), partners)
    other = runs + np.arange(runs * partners)
    dyads = Dyads.of(
        actor=np.concatenate([hub, other]),
        target=np.concatenate([other, hub]),
        weight=np.concatenate([sent, back]),
    )
    grouped = two_way_index(dyads, by="account")
    hubs = np.array(grouped.labels) < runs
    interval = grouped.estimate.interval()
    chance = pytest.importorskip("scipy.stats").poisson.pmf(np.arange(40), 3.0)
    least = np.minimum.outer(np.arange(40), np.arange(40))
    truth = 2 * (np.outer(chance, chance) * least).sum() / 6
    covered = np.mean((interval.low <= truth)[hubs] & (interval.high >= truth)[hubs])

    assert 0.94 <= covered <= 0.965


def test_values_are_rounded_correctly():
    """A million ratios of counts up to 2**53 are the floats next to them."""
    draw, failed = np.random.default_rng(22), 0
    for _ in range(10):
        bits = np.left_shift(1, draw.integers(1, 54, (2, 10**5)))
        counts = draw.integers(1, bits, endpoint=True)
        rows = zip(*counts.tolist(), Rate(*counts).value.tolist(), strict=True)
        failed += sum(float(Fraction(k, n)) != value for k, n, value in rows)

    assert failed == 0
    k, n = counts[:, :1000].tolist()
    alone = [Rate(*pair).value for pair in zip(k, n, strict=True)]
    assert [float(Fraction(*pair)) for pair in zip(k, n, strict=True)] == alone


def test_the_warning_says_what_the_page_of_real_posts_shows():
    """The least and the most of the cells with few effective posts of either kind."""
    if not TABLE.exists():
        pytest.skip("the pages are not here")
    cells = re.findall(r"(0\.\d+) \((\d+), (\d+)\)", TABLE.read_text(encoding="utf-8"))
    few = [float(held) for held, *units in cells if min(map(int, units)) < FEW]

    assert len(few) > 20
    assert (min(few), max(few)) == pytest.approx(COVERED, abs=0.005)
