"""How many posts: what the plan says is what posts then do."""

import math

import numpy as np
import pytest

from engagement_metrics import Posts, Proportion, Rate, ratio
from engagement_metrics.engagement import engagement_rate, posts_needed
from engagement_metrics.errors import (
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
)

quiet = pytest.mark.filterwarnings("ignore::engagement_metrics.EngagementWarning")
LIKES, REACH = [18, 14, 28, 9, 39, 20], [500, 400, 600, 300, 800, 200]
POOLED = Rate(LIKES, REACH).pooled()


def drawn(kind, runs, posts, *, times=1.0, seed=1):
    """Return pooled posts whose own ratios are lognormal about 4 %, a run each."""
    draw = np.random.default_rng([seed, posts])
    reach = np.ceil(1000 * draw.lognormal(0.0, 0.5, (runs, posts)))
    own = 0.04 * times * draw.lognormal(-0.08, 0.4, (runs, posts))
    y = draw.poisson(reach * own)
    y = y if kind is Rate else np.minimum(y, reach)
    labels = np.repeat(np.arange(runs), posts)
    return kind(y.ravel(), reach.ravel()).pooled(by=labels).estimate


@quiet
@pytest.mark.parametrize("kind", [Rate, Proportion])
@pytest.mark.parametrize("width", [1.1, 1.25])
def test_half_of_the_intervals_are_as_narrow_as_planned(kind, width):
    """The median of the wider side's factor is within it, by less than a sixth."""
    needed = posts_needed(drawn(kind, 1, 20_000)[0], width=width)
    sample = drawn(kind, 2000, needed.posts, seed=2)
    interval = sample.interval()
    factor = np.maximum(interval.high / sample.value, sample.value / interval.low)

    assert 0.85 * (width - 1) < np.median(factor) - 1 < 1.02 * (width - 1)


@quiet
@pytest.mark.parametrize("kind", [Rate, Proportion])
def test_four_of_five_comparisons_find_the_difference(kind):
    """The power of 800 comparisons with posts at 1.2 times the rate."""
    needed = posts_needed(drawn(kind, 1, 20_000)[0], difference=1.2)
    pairs = zip(
        drawn(kind, 800, needed.posts, times=1.2, seed=3),
        drawn(kind, 800, needed.posts, seed=4),
        strict=True,
    )
    found = np.mean([ratio(a, b).interval().low > 1 for a, b in pairs])

    assert 0.76 < found < 0.88


def test_plan_prints_as_a_sentence():
    """How many, what for, and how many posts it is made from."""
    posts = Posts.of(actions={"like": LIKES}, exposures={"reach": REACH})
    pooled = engagement_rate(posts, per="reach").pooled()
    needed = posts_needed(pooled, width=1.25)

    assert (
        "posts needed: about 10 posts like these for a 95 % interval within a factor"
        " 1.25 of the value (spread of 6 posts)"
    ) == str(needed)
    assert (10.0, 10, 6) == (needed.value, needed.posts, needed.units)
    assert "<PostsNeeded 10: 6 posts, posts needed>" == repr(needed)
    assert "Interval: none; a plan is as sure as the spread of" in needed.describe()
    assert math.isnan(needed.interval().low)
    assert "<td>10</td>" in needed._repr_html_()
    assert str(posts_needed(pooled, difference=0.5)).startswith(
        "posts needed: about 4 posts like these on each side to tell a ratio of 0.5"
        " from 1 with a power of 80 % (spread of 6 posts)"
    )


@pytest.mark.parametrize(
    ("like", "aim", "error", "message"),
    [
        (
            Rate([3, 3], [100, 100]).pooled(),
            {"width": 2},
            InvalidCountsError,
            "like must hold rows that differ by more than chance alone, but got <P",
        ),
        (Rate([0, 0], [9, 9]).pooled(), {"width": 2}, InvalidCountsError, "like must"),
        (Rate([3], [9]).pooled(), {"width": 2}, InvalidCountsError, "like must hold"),
        (Rate([], []).pooled(), {"width": 2}, InvalidCountsError, "like must hold"),
        (
            Rate([3, 4], [9, 9]),
            {"width": 2},
            InvalidTypeError,
            (
                "like must be Pooled, but got <Rate of 2 rows: 0.33, 0.44, rate by"
                " exposure>. Write .pooled()"
            ),
        ),
        (3, {"width": 2}, InvalidTypeError, "like must be Pooled, but got 3"),
        (
            Rate(LIKES, REACH).pooled(by=list("aaabbb")).estimate,
            {"width": 2},
            InvalidTypeError,
            "like must be one estimate, but got 2 of them",
        ),
        (
            POOLED,
            {},
            InvalidTypeError,
            "posts_needed() must be given exactly one of width= or difference=, but",
        ),
        (
            POOLED,
            {"width": 1},
            InvalidArgumentError,
            "width must be above 1, but got 1",
        ),
        (
            POOLED,
            {"width": math.inf},
            InvalidArgumentError,
            "width must be above 1, but got inf",
        ),
        (
            POOLED,
            {"width": "2"},
            InvalidTypeError,
            "width must be a number, but got '2'",
        ),
        (
            POOLED,
            {"difference": 1.0},
            InvalidArgumentError,
            "difference must be a ratio above 0 other than 1, but got 1.0",
        ),
        (
            POOLED,
            {"difference": 0},
            InvalidArgumentError,
            "difference must be a ratio above 0 other than 1, but got 0",
        ),
        (
            Proportion([50, 80, 20], 100).pooled(),
            {"difference": 2},
            InvalidArgumentError,
            "difference must leave a share below 1 of 0.5, but got 2",
        ),
    ],
    ids=range(14),
)
def test_impossible_plans_are_refused(like, aim, error, message):
    """Evidence without spread, and aims that are none."""
    with pytest.raises(error) as caught:
        posts_needed(like, **aim)

    assert str(caught.value).startswith(message)
