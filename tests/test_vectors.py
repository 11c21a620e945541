"""Published figures, and figures of other programs, come out as printed."""

import math

import numpy as np
import pytest

from engagement_metrics import (
    Composition,
    Proportion,
    Rate,
    conversation_ratio,
    engagement_rate,
)
from engagement_metrics.errors import SmallSampleWarning


@pytest.mark.parametrize(
    ("engagements", "exposure", "printed", "digits"),
    [
        # LinkedIn's sample of share statistics, Microsoft (2024)
        (109276 + 52 + 70, {"impressions": 14490816}, 0.007549471334119487, 18),
        (109276 + 52 + 70, {"reach": 9327}, 11.729173367642328, 15),
        (1500, {"reach": 50000}, 0.03, 15),  # Apparate's calculator
        (1500, {"followers": 10000}, 0.15, 15),
        (50, {"impressions": 1000}, 0.05, 15),  # Poaster
        (15, {"reach": 133}, 0.112782, 6),  # Allaround prints 11.27 %, truncated
        (100, {"followers": 1000}, 0.10, 15),  # Coolindeed
        (500, {"followers": 100000}, 0.005, 15),
        (1000, {"followers": 100000}, 0.01, 15),  # Ampfluence
        (100 + 10 + 15, {"followers": 100}, 1.25, 15),  # The Next Ad: 125 %
        (100, {"posts": 20}, 5.00, 15),  # Calculator Ultra: amplification per post
        (50, {"followers": 10000}, 0.005, 15),  # Shno: amplification by followers
        (240, {"impressions": 12000}, 0.02, 15),  # socialk.it: virality
    ],
)
def test_printed_rates(engagements, exposure, printed, digits):
    """A printed rate is the quotient of the printed numbers."""
    assert printed == round(engagement_rate(engagements, **exposure).value, digits)


def test_five_tweets():
    """Five tweets of Europa Media's guide: counts printed, rates computed."""
    parts = np.array([[10, 5, 2, 1], [8, 3, 1, 2], [15, 7, 3, 3], [5, 2, 1, 1]])
    tweets = np.vstack([parts, [20, 10, 4, 5]]).sum(axis=1)
    rate = engagement_rate(tweets, impressions=[500, 400, 600, 300, 800])
    pooled = rate.pooled()

    assert [18, 14, 28, 9, 39] == rate.count.tolist()
    assert (108, 2600) == (pooled.sum_y, pooled.sum_x)
    assert 0.0415384615 == round(pooled.value, 10)
    assert 0.0392833333 == round(rate.average().value, 10)
    between = math.sqrt(5 / 4 * pooled.sum_ee) / pooled.sum_x
    assert 0.0035782308 == round(between, 10)
    assert math.sqrt(108) / 2600 == pytest.approx(pooled.standard_error, rel=1e-15)


def test_mean_of_rates():
    """Hootsuite averages the rates of posts: 3.4 % and 3.5 % are 3.45 %."""
    assert 0.0345 == round(Rate([34, 35], [1000, 1000]).average().value, 15)


def test_week_of_fanpage_karma():
    """Fanpage Karma prints 0.62 % for its week, from rounded days; exactly 0.613 %."""
    fans = [3500, 3590, 3700, 3750, 3755, 3780, 3783]
    week = engagement_rate([20, 0, 37, 100, 0, 0, 2], followers=fans)

    assert 0.0061299476 == round(week.average().value, 10)
    assert 0.0061489674 == round(week.pooled().value, 10)


def test_service_level():
    """Of 20 posts by users 4 were liked, 5 commented and 2 deleted: 55 %."""
    level = Proportion(4 + 5 + 2, 20)

    assert 0.55 == level.value
    assert (0.34209, 0.74180) == bounds(level.interval(), 5)


@pytest.mark.parametrize(
    ("replies", "others", "printed"),
    [
        (55935, 26059, 2.15),  # Geeky Politics, replies to retweets
        (88687, 78901, 1.12),  # Significant Digits, replies to favourites
        (92407, 92817, 1.00),
        (53404, 56659, 0.94),
        (44366, 47332, 0.94),
        (1064, 43, 24.74),  # Pittsburgh City Paper
    ],
)
def test_printed_ratios(replies, others, printed):
    """The Ratio is replies over something else: a rate, and no share."""
    assert printed == round(Rate(replies, others).value, 2)


def test_replies_to_favourites_of_3232_tweets():
    """FiveThirtyEight's realDonaldTrump.csv, by its sums (V22): 0.2211243626."""
    ratio = Rate(44_892_822, 203_020_696)

    assert 0.2211243626 == round(ratio.value, 10)


def test_composition_of_a_tweet():
    """FiveThirtyEight's tweet: 198 replies, 34 retweets, 83 favourites."""
    parts = Composition(["reply", "share", "like"], [198, 34, 83])

    assert [0.628571, 0.107937, 0.263492] == parts.shares.round(6).tolist()
    assert parts.share("reply") == conversation_ratio(198, 198 + 34 + 83).value


def test_share_of_voice():
    """50 of 500 mentions are 10 %."""
    assert 0.10 == Composition(["us", "them"], [50, 450]).share("us")


def bounds(interval, digits):
    """Return both bounds, rounded."""
    return round(interval.low, digits), round(interval.high, digits)


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high", "digits"),
    [
        (81, 263, 0.2553, 0.3662, 4),  # Newcombe (1998), table I
        (15, 148, 0.0624, 0.1605, 4),
        (0, 20, 0.0, 0.1611, 4),
        (1, 29, 0.0061, 0.1718, 4),
        (18, 20, 0.6989663547715128, 0.972133518786232, 14),  # R, binom.confint
        (4, 200, 0.00780442641634947, 0.05028708690582643, 14),
        (600, 1000, 0.5693094, None, 7),  # Miller, ranking by the lower bound
        (5500, 10000, 0.5402320, None, 7),
        (100, 101, 0.9460328, None, 7),
        (2, 2, 0.3423802, 1.0, 7),
    ],
)
def test_wilson(successes, trials, low, high, digits):
    """Wilson's interval is the printed one; its ends are exact."""
    found = bounds(Proportion(successes, trials).interval(), digits)

    assert round(low, digits) == found[0]
    assert high is None or round(high, digits) == found[1]


@pytest.mark.parametrize(
    ("count", "exposure", "low", "high", "digits"),
    [
        (15, 400, 0.0227264749053794, 0.0618771721463559, 14),  # R, ratesci
        (0, 1, 0.0, 3.8414588, 7),  # statsmodels 0.15
        (1, 1, 0.1765246, 5.6649343, 7),
        (3, 1, 1.0202707, 8.8211881, 7),
    ],
)
def test_poisson_score(count, exposure, low, high, digits):
    """The score interval of a rate is the printed one."""
    found = bounds(Rate(count, exposure).interval(), digits)

    assert (round(low, digits), round(high, digits)) == found


def test_pooled_share_of_five_relationships():
    """Messages matched of all in five relationships: by effective units, not five."""
    pooled = Proportion([16, 0, 0, 4, 2], [18, 5, 3, 4, 8]).pooled()
    with pytest.warns(SmallSampleWarning):
        interval = pooled.interval()

    assert 3.2968 == round(pooled.effective_units, 4)
    assert 0.0679807360 == pytest.approx(interval.low, abs=1e-10)
    assert 0.9628536738 == pytest.approx(interval.high, abs=1e-10)
