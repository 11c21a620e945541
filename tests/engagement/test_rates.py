"""Rates of an engaged person and of a follower's day, against printed numbers."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from engagement_metrics.engagement import (
    daily_engagement_rate,
    engaged_share,
    engagement_depth,
    engagement_rate,
)
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.tables import Posts

DATA = Path(__file__).parents[3] / "shared" / "data"


def test_linkedin_by_unique_impressions() -> None:
    """Microsoft's sample: 109,398 actions of 9,327 people, above 1 by far."""
    rate = engagement_rate(109276 + 52 + 70 + 0, reach=9327)

    assert 11.729173367642328 == rate.value


def test_amplification_by_followers_is_an_engagement_rate() -> None:
    """Shno: 50 shares of 10,000 followers are 0.5 %."""
    assert 0.005 == engagement_rate(50, followers=10000).value


def test_daily_rate_of_fanpage_karmas_week() -> None:
    """Fanpage Karma prints 0.0062, from rounded parts, for 0.0061299476."""
    week = daily_engagement_rate(
        [20, 0, 37, 100, 0, 0, 2], [3500, 3590, 3700, 3750, 3755, 3780, 3783]
    )

    assert 0.0061299476 == round(week.average().value, 10)
    assert 0.0061489674 == round(week.pooled().value, 10)


def test_daily_rate_is_additive_over_days() -> None:
    """A row may hold a day or a week, with the sum of its followers."""
    by_day = daily_engagement_rate([3, 4], [100, 120])

    assert by_day.sum().value == daily_engagement_rate(7, 220).value


def test_depth_is_the_factor_between_share_and_rate() -> None:
    """Engagement rate by reach is engaged share times depth, exactly."""
    share, depth = engaged_share(3, reach=8), engagement_depth(6, 3)

    assert engagement_rate(6, reach=8).value == share.value * depth.value


def test_depth_is_no_percentage() -> None:
    """Twice each is not 200 %."""
    line = "engagement depth by engaged: 2.0 (95 %: 0.92 to 4.4, as if independent;"

    assert f"{line} 6 of 3)" == str(engagement_depth(6, 3))


def test_facebook_engaged_users() -> None:
    """Engaged users over impressions, the last snapshot of each of five posts."""
    folder = DATA / "dbt_social_seeds"
    if not folder.exists():
        pytest.skip("needs ../shared/data/dbt_social_seeds")
    text = (folder / "expected.json").read_text(encoding="utf-8")
    expected = json.loads(text)["computed_by_independent_pandas_networkx_code"]
    name = "facebook_pages_lifetime_post_metrics_total_data.csv"
    with (folder / name).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    posts = Posts.of(
        id=[row["post_id"] for row in rows],
        as_of=np.array([row["date"] for row in rows], "datetime64[us]"),
        engagements=[float(row["post_engaged_users"]) for row in rows],
        exposures={"impressions": [float(row["post_impressions"]) for row in rows]},
    )

    assert expected["facebook_distinct_posts"] == len(posts)
    assert expected["facebook_rows"] == len(posts) + posts.superseded
    assert (
        expected["facebook_engaged_users_over_impressions_last_snapshot_per_post"]
        == engagement_rate(posts, per="impressions").pooled().value
    )


def test_rate_of_posts_names_its_numerator() -> None:
    """Every engagement by its name, or their number as the source has it."""
    seen = {"reach": [100, 9]}
    acted = {"reply": [3, 1], "like": [12, 2], "view": [60, 9]}
    rate = engagement_rate(Posts.of(actions=acted, exposures=seen), per="reach")
    total = engagement_rate(Posts.of(engagements=[9, 1], exposures=seen), per="reach")

    assert ("(like + reply) / reach", [15, 3]) == (
        rate.metric.formula,
        list(rate.count),
    )
    assert ("engagements / reach", [9, 1]) == (total.metric.formula, list(total.count))
    assert {"engagement_rate"} == {rate.metric.name, total.metric.name}


def test_posts_without_a_counter_have_no_rate() -> None:
    """Views are no engagement, so there is nothing to divide."""
    posts = Posts.of(actions={"view": [30]}, exposures={"reach": [100]})
    with pytest.raises(InvalidArgumentError) as caught:
        engagement_rate(posts, per="reach")

    assert (
        "posts must have a counter of engagement, or engagements, the platform's own"
        " total, but got ['view']"
    ) == str(caught.value)
    assert 0 == len(engagement_rate(Posts.of(exposures={"reach": []}), per="reach"))


@pytest.mark.parametrize(
    ("given", "options", "message"),
    [
        (
            3,
            {"reach": 10, "per": "reach"},
            "engagement_rate() of numbers takes no per=",
        ),
        (
            Posts.of(actions={"like": [1]}, exposures={"reach": [9]}),
            {"per": "reach", "reach": 10},
            "engagement_rate() of Posts takes no reach=",
        ),
        (
            Posts.of(actions={"like": [1]}, exposures={"reach": [9]}),
            {},
            "engagement_rate() must be given per=, but got none",
        ),
    ],
    ids=range(3),
)
def test_arguments_of_numbers_and_of_posts_do_not_mix(given, options, message) -> None:
    """per= goes with posts, reach= and the like with numbers."""
    with pytest.raises(InvalidTypeError) as caught:
        engagement_rate(given, **options)

    assert message == str(caught.value)
