import csv
import gzip
import json
import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement_metrics import catalogue
from engagement_metrics.definitions import Definition
from engagement_metrics.engagement import (
    DefinitionResult,
    DefinitionResults,
    amplification_rate,
    applause_rate,
    bonson_ratkai,
    click_through_rate,
    compare_definitions,
    completion_rate,
    conversation_rate,
    daily_engagement_rate,
    engaged_share,
    engagement_depth,
    engagement_rate,
    pooling_gap,
    save_rate,
    virality_rate,
)
from engagement_metrics.errors import (
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
    NegativeCountsWarning,
)
from engagement_metrics.estimates import Proportion, Rate
from engagement_metrics.evidence import EMPTY
from engagement_metrics.pooled import Pooled
from engagement_metrics.posts import Posts
from engagement_metrics.words import Status

DATA = Path(__file__).parents[2] / "shared" / "data"

QUOTIENTS = {
    "engagement_depth": engagement_depth,
    "daily_engagement_rate": daily_engagement_rate,
    "applause_rate": applause_rate,
    "amplification_rate": amplification_rate,
    "conversation_rate": conversation_rate,
    "virality_rate": lambda y, x: virality_rate(y, impressions=x),
    "click_through_rate": lambda y, x: click_through_rate(y, impressions=x),
    "save_rate": save_rate,
    "completion_rate": completion_rate,
}
EACH = pytest.mark.parametrize(("name", "metric"), QUOTIENTS.items(), ids=QUOTIENTS)


def of(folder):
    """Return a folder of real data, or skip the test without it."""
    if not (DATA / folder).exists():
        pytest.skip(f"needs ../shared/data/{folder}")
    return DATA / folder


def computed(folder):
    """Return what was computed independently from a folder's data."""
    text = (of(folder) / "expected.json").read_text(encoding="utf-8")
    return json.loads(text)["computed_by_independent_pandas_networkx_code"]


def number(text):
    """Return a number of a file, or None where there is none."""
    return None if text in {"", "NA"} else float(text)


# -- each quotient --------------------------------------------------------------


@EACH
def test_value_is_the_quotient(name, metric) -> None:
    """A single number is numerator over denominator."""
    assert float(Fraction(3, 7)) == metric(3, 7).value


@EACH
def test_quotient_is_named(name, metric) -> None:
    """The evidence carries the function's name, and its kind."""
    kind = Proportion if name == "completion_rate" else Rate

    assert name == metric(3, 7).metric
    assert kind is type(metric(3, 7))


@EACH
def test_columns_give_columns(name, metric) -> None:
    """Each row has its own quotient, or its own reason."""
    result = metric([3, None, 0, 1], [6, 6, 0, 0])

    np.testing.assert_array_equal([0.5, np.nan, np.nan, np.nan], result.value)
    assert [
        Status.DEFINED,
        Status.MISSING,
        Status.NO_EXPOSURE,
        Status.NO_DENOMINATOR,
    ] == result.status.tolist()


@EACH
def test_number_goes_with_a_column(name, metric) -> None:
    """A number beside a column is repeated."""
    assert [0.5, 0.25] == metric([2, 1], 4).value.tolist()
    assert [0.5, 0.25] == metric(2, [4, 8]).value.tolist()


@EACH
def test_quotients_pool(name, metric) -> None:
    """Pooled is the ratio of sums, average the mean of ratios."""
    result = metric([1, 3], [2, 12])

    assert 4 / 14 == result.pooled().value
    assert (0.5 + 0.25) / 2 == result.average().value
    assert result[:1].pooled() + result[1:].pooled() == result.pooled()


@EACH
def test_impossible_counts_are_refused(name, metric) -> None:
    """A negative count is no evidence."""
    with pytest.raises(InvalidCountsError, match="must not be negative, but got -1"):
        metric(-1, 5)


@EACH
def test_columns_of_two_lengths_are_refused(name, metric) -> None:
    """There is no outer product."""
    with pytest.raises(InvalidArgumentError, match="must have the length 2 of"):
        metric([1, 2], [3, 4, 5])


@EACH
def test_text_is_refused(name, metric) -> None:
    """A number that is text is refused."""
    with pytest.raises(InvalidTypeError, match="must be a number or an array"):
        metric("1", 5)


def test_only_completion_is_a_part_of_a_whole() -> None:
    """A rate may exceed 1; completed views may not exceed started ones."""
    for name, metric in QUOTIENTS.items():
        if name != "completion_rate":
            assert 1.5 == metric(3, 2).value
    with pytest.raises(InvalidCountsError) as refused:
        completion_rate(3, 2)
    assert (
        "completed must not exceed started, but does: 3.0 > 2.0. If a view can be"
        " completed twice, count each repeat as a start"
    ) == str(refused.value)


@pytest.mark.parametrize(
    ("name", "of_what", "per", "unit"),
    [
        ("engagement_depth", "engagements", "engaged", "posts"),
        ("daily_engagement_rate", "engagements", "follower_days", "days"),
        ("applause_rate", "likes", "posts", "posts"),
        ("amplification_rate", "shares", "posts", "posts"),
        ("conversation_rate", "replies", "posts", "posts"),
        ("virality_rate", "shares", "impressions", "posts"),
        ("click_through_rate", "clicks", "impressions", "posts"),
        ("save_rate", "saves", "reach", "posts"),
        ("completion_rate", "completed", "started", "videos"),
    ],
)
def test_terms_say_what_is_divided(name, of_what, per, unit) -> None:
    """What is counted, over what, per which row."""
    terms = QUOTIENTS[name](1, 2).terms

    assert (of_what, per, unit) == (terms.of, terms.per, terms.unit)


def test_per_post_numbers_are_no_percentages() -> None:
    """Five shares per post are not 500 %."""
    assert "5.0 (100 of 20)" == str(amplification_rate(100, 20))
    assert "2.0 (6 of 3)" == str(engagement_depth(6, 3))
    assert "2.0 % (240 of 12,000)" == str(virality_rate(240, impressions=12000))


@pytest.mark.parametrize("metric", [virality_rate, click_through_rate])
def test_what_was_seen_is_said(metric) -> None:
    """Displays and people are two denominators, and one must be named."""
    assert 0.02 == metric(240, reach=12000).value
    assert "reach" == metric(240, reach=12000).terms.per
    with pytest.raises(InvalidTypeError, match="of impressions= or reach="):
        metric(240)
    with pytest.raises(InvalidTypeError, match="but got impressions= and reach="):
        metric(240, impressions=1, reach=1)


# -- printed numbers ------------------------------------------------------------


def test_linkedin_by_unique_impressions() -> None:
    """Microsoft's sample: 109,398 actions of 9,327 people, above 1 by far."""
    rate = engagement_rate(109276 + 52 + 70 + 0, reach=9327)

    assert 11.729173367642328 == rate.value


def test_amplification_of_a_calculator() -> None:
    """Calculator Ultra: 100 shares of 20 posts are 5.00 per post."""
    assert 5.0 == amplification_rate(100, 20).value


def test_amplification_by_followers_is_an_engagement_rate() -> None:
    """Shno: 50 shares of 10,000 followers are 0.5 %."""
    assert 0.005 == engagement_rate(50, followers=10000).value


def test_virality_of_an_agency() -> None:
    """Socialk: 240 shares of 12,000 impressions are 2 %."""
    assert 0.02 == virality_rate(240, impressions=12000).value


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


# -- the gap --------------------------------------------------------------------


def test_gap_of_five_tweets() -> None:
    """The five tweets of a guide: 0.0392833333 - 0.0415384615."""
    rate = engagement_rate([18, 14, 28, 9, 39], impressions=[500, 400, 600, 300, 800])

    assert -0.0022551282 == round(pooling_gap(rate), 10)


def test_gap_is_positive_where_small_posts_do_better() -> None:
    """The sign says which posts have the higher rates."""
    assert 0 < pooling_gap(engagement_rate([1, 10], reach=[2, 1000]))
    assert 0 > pooling_gap(engagement_rate([1, 600], reach=[10, 1000]))


def test_gap_is_nothing_where_sizes_or_rates_are_alike() -> None:
    """Equal exposures, equal rates and single rows have no gap."""
    assert 0.0 == pooling_gap(engagement_rate([1, 3], reach=[8, 8]))
    assert 0.0 == pooling_gap(engagement_rate([1, 2], reach=[8, 16]))
    assert 0.0 == pooling_gap(engagement_rate(1, reach=8))


def test_gap_leaves_out_what_the_averages_leave_out() -> None:
    """Rows without a value lend the gap nothing."""
    whole = engagement_rate([1, None, 10, 3], reach=[2, 50, 1000, 0])

    assert pooling_gap(whole) == pooling_gap(engagement_rate([1, 10], reach=[2, 1000]))


def test_gap_of_nothing_is_undefined() -> None:
    """Without a defined row there are no averages to differ."""
    assert math.isnan(pooling_gap(engagement_rate([1, None], reach=[0, 5])))
    assert math.isnan(pooling_gap(engagement_rate(1, reach=0)))


def test_gap_of_a_proportion() -> None:
    """Shares average in two ways as rates do."""
    share = completion_rate([8, 1], [10, 90])

    assert math.isclose((0.8 + 1 / 90) / 2 - 9 / 100, pooling_gap(share))


@given(
    st.lists(
        st.tuples(st.integers(0, 10**6), st.integers(1, 10**9)), min_size=1, max_size=20
    )
)
def test_gap_is_the_difference_of_the_averages(rows) -> None:
    """The covariance identity holds, in exact arithmetic on the other side."""
    ratios = [Fraction(y, x) for y, x in rows]
    mean = sum(ratios) / len(rows)
    pooled = Fraction(sum(y for y, _ in rows), sum(x for _, x in rows))
    gap = pooling_gap(Rate([y for y, _ in rows], [x for _, x in rows]))

    assert math.isclose(float(mean - pooled), gap, rel_tol=1e-9, abs_tol=1e-15 * mean)


# -- Bonsón and Ratkai ----------------------------------------------------------


@pytest.fixture
def page():
    """Return a page of four posts, hand-made."""
    return Posts.of(
        actions={"like": [10, 0, 5, 5], "reply": [2, 0, 0, 0], "share": [1, 1, 1, 5]}
    )


def test_bonson_ratkai_by_hand(page) -> None:
    """Ten numbers of four posts and 50 fans, counted on fingers."""
    table = bonson_ratkai(page, fans=50)

    assert (3 / 4, 1 / 4, 4 / 4) == (table.P1.value, table.C1.value, table.V1.value)
    assert (20 / 4, 2 / 4, 8 / 4) == (table.P2.value, table.C2.value, table.V2.value)
    assert (20 / 200, 2 / 200, 8 / 200) == (
        table.P3.value,
        table.C3.value,
        table.V3.value,
    )
    assert 30 / 200 == table.E.value


def test_bonson_ratkai_holds_estimates(page) -> None:
    """Shares of posts are proportions, the others pooled over posts."""
    table = bonson_ratkai(page, fans=50)

    assert (3.0, 4.0) == (table.P1.successes, table.P1.trials)
    for pooled in table.P2, table.P3, table.C2, table.C3, table.V2, table.V3, table.E:
        assert isinstance(pooled, Pooled)
        assert "rate" == pooled.kind
        assert pooled.value in pooled._interval(0.95)
    assert table.P1.interval().low > 0


def test_bonson_ratkai_prints_per_thousand(page) -> None:
    """The table is printed as the paper has it."""
    assert str(bonson_ratkai(page, fans=50)).splitlines() == [
        "popularity   P1  75.0 %   P2   5.0 per post   P3 100.0 per 1,000 fans",
        "commitment   C1  25.0 %   C2  0.50 per post   C3  10.0 per 1,000 fans",
        "virality     V1 100.0 %   V2   2.0 per post   V3  40.0 per 1,000 fans",
        "engagement                                    E  150.0 per 1,000 fans",
    ]


def test_bonson_ratkai_takes_fans_of_each_post(page) -> None:
    """With fans at each post, 3 is events over their sum."""
    table = bonson_ratkai(page, fans=[40, 50, 50, 60])

    assert 20 / 200 == table.P3.value
    assert 20 / 4 == table.P2.value


def test_bonson_ratkai_leaves_out_what_is_missing() -> None:
    """A post without a counter is left out where the counter counts."""
    with pytest.warns(NegativeCountsWarning):
        posts = Posts.of(
            actions={"like": [4, None, -1], "reply": [1, 1, 1], "share": [0, 0, 0]}
        )
    table = bonson_ratkai(posts, fans=10)

    assert (1.0, 1.0) == (table.P1.successes, table.P1.trials)
    assert (1, 1) == (table.P1.left_out.missing, table.P1.left_out.invalid)
    assert (4.0, 1.0) == (table.P2.value, table.C2.value)
    assert 5 / 10 == table.E.value
    assert 2 == table.E.left_out.units


def test_bonson_ratkai_without_fans_or_posts(page) -> None:
    """Nothing over nobody is undefined, and says why."""
    assert Status.NO_DENOMINATOR == bonson_ratkai(page, fans=0).P3.status
    assert Status.MISSING == bonson_ratkai(page, fans=None).E.status
    assert Status.NO_EXPOSURE == bonson_ratkai(page[:0], fans=9).P1.status
    assert Status.NO_EXPOSURE == bonson_ratkai(page[:0], fans=9).P2.status


def test_bonson_ratkai_refuses(page) -> None:
    """What is not posts, a table that lacks a counter, fans of other posts."""
    with pytest.raises(InvalidTypeError, match=r"^posts must be Posts, but got 3$"):
        bonson_ratkai(3, fans=1)
    with pytest.raises(InvalidArgumentError, match="must have the counter 'share' for"):
        bonson_ratkai(Posts.of(actions={"like": [1], "reply": [1]}), fans=1)
    with pytest.raises(
        InvalidArgumentError, match=r"^fans must have the length 4 of posts, but has 2$"
    ):
        bonson_ratkai(page, fans=[1, 2])
    with pytest.raises(InvalidCountsError, match=r"^fans must not be negative"):
        bonson_ratkai(page, fans=-1)


# -- definitions side by side ---------------------------------------------------


@pytest.fixture
def posts():
    """Return two posts with two counters and two exposures."""
    return Posts.of(
        actions={"like": [30, 10], "reply": [10, None]},
        exposures={"reach": [1000, 100], "followers": [2000, 2000]},
    )


SOME = (catalogue.HOOTSUITE_REACH, catalogue.AMPFLUENCE, catalogue.TIKTOK)


def test_compared_definitions_keep_their_order(posts) -> None:
    """Each definition is there, applied as its source averages."""
    results = compare_definitions(posts, SOME)

    assert isinstance(results, tuple)
    assert list(SOME) == [result.definition for result in results]
    assert [0.04, 40 / 2000] == [result.value for result in results[:2]]
    assert results[0].estimate == catalogue.HOOTSUITE_REACH.estimate(posts)
    assert 1 == results[0].left_out.missing
    assert Status.DEFINED == results[0].status
    assert "" == results[0].reason


def test_definition_that_cannot_be_applied_is_listed(posts) -> None:
    """It is not dropped: it stands there with the reason."""
    result = compare_definitions(posts, SOME)[2]
    reason = (
        "posts must have the counter 'share' for 'TikTok engagement rate by views', but"
        " got ['like', 'reply']"
    )

    assert result.estimate is None
    assert math.isnan(result.value)
    assert Status.MISSING == result.status
    assert EMPTY == result.left_out
    assert reason == result.reason
    assert f"TikTok engagement rate by views: {reason}" == str(result)


def test_formula_names_what_was_counted(posts) -> None:
    """Where a source lists no actions, the result says which were counted."""
    results = compare_definitions(posts, SOME)

    assert "engagements / reach" == SOME[0].formula
    assert "(like + reply) / reach" == results[0].formula
    assert SOME[2].formula == results[2].formula


def test_definition_with_nothing_to_divide_says_why() -> None:
    """An estimate without a value keeps its own status."""
    empty = Posts.of(actions={"like": [3]}, exposures={"reach": [0]})
    [result] = compare_definitions(empty, [catalogue.HOOTSUITE_REACH])

    assert Status.NO_DENOMINATOR == result.status
    assert math.isnan(result.value)


def test_compared_definitions_print_as_aligned_lines(posts) -> None:
    """Names, formulas and averages stand under each other."""
    first, second, third = str(compare_definitions(posts, SOME)).splitlines()
    names = "Hootsuite engagement rate by reach (ERR)  "
    formulas = "(like + reply + share) / views  "

    assert (
        f"{names}{'(like + reply) / reach':<{len(formulas)}}average  4.0 % (" in first
    )
    assert first.endswith("(1 post, no interval: too few units; 1 left out: missing)")
    assert second.startswith("Ampfluence engagement ratio  ")
    assert "pooled   2.0 % (1 post" == second[len(names + formulas) :][:22]
    assert third.startswith("TikTok engagement rate by views  ")
    assert "pooled   posts must have" == third[len(names + formulas) :][:24]
    assert "" == str(DefinitionResults())


def test_results_are_values(posts) -> None:
    """Two comparisons of the same posts are equal."""
    assert compare_definitions(posts, SOME) == compare_definitions(posts, iter(SOME))
    assert DefinitionResult(SOME[0], None, "x") != DefinitionResult(SOME[0], None, "y")


def test_comparison_refuses_what_is_no_definition(posts) -> None:
    """A name of a definition is not a definition, and rows are not posts."""
    with pytest.raises(
        InvalidTypeError, match=r"^definitions must be Definitions, but"
    ):
        compare_definitions(posts, ["LinkedIn"])
    with pytest.raises(InvalidTypeError, match=r"^posts must be Posts, but got"):
        compare_definitions([1], SOME)


def test_every_catalogued_definition_compares(posts) -> None:
    """Whatever a table holds, every definition has a line."""
    results = compare_definitions(posts, catalogue.CATALOGUE)

    assert len(catalogue.CATALOGUE) == len(str(results).splitlines())
    assert all(bool(r.reason) == (r.estimate is None) for r in results)


# -- real data ------------------------------------------------------------------


def test_super_bowl_ads() -> None:
    """Likes and comments over views of 247 ads, nulls kept as unknown."""
    expected = computed("superbowl_ads_youtube")
    path = of("superbowl_ads_youtube") / "youtube.csv"
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    posts = Posts.of(
        actions={
            "like": [number(row["like_count"]) for row in rows],
            "reply": [number(row["comment_count"]) for row in rows],
            "dislike": [number(row["dislike_count"]) for row in rows],
        },
        exposures={"views": [number(row["view_count"]) for row in rows]},
    )
    keyhole, stellar, older = compare_definitions(
        posts,
        [
            catalogue.KEYHOLE_YOUTUBE,
            catalogue.STELLAR_YOUTUBE,
            catalogue.KEYHOLE_YOUTUBE_WITH_DISLIKES,
        ],
    )

    assert expected["complete_rows"] == keyhole.estimate.units == stellar.estimate.units
    assert expected["rows"] - 219 == keyhole.left_out.missing
    assert expected["ER_likes_comments_over_views_pooled"] == keyhole.value
    assert math.isclose(expected["ER_mean_of_ads"], stellar.value, rel_tol=1e-14)
    assert math.isclose(
        stellar.value - keyhole.value,
        pooling_gap(catalogue.KEYHOLE_YOUTUBE.rate(posts)),
        rel_tol=1e-12,
    )
    assert older.value > keyhole.value


def test_facebook_engaged_users() -> None:
    """Engaged users over impressions, the last snapshot of each of five posts."""
    expected = computed("dbt_social_seeds")
    name = "facebook_pages_lifetime_post_metrics_total_data.csv"
    with (of("dbt_social_seeds") / name).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    posts = Posts.of(
        id=[row["post_id"] for row in rows],
        as_of=np.array([row["date"] for row in rows], "datetime64[us]"),
        engagements=[number(row["post_engaged_users"]) for row in rows],
        exposures={"impressions": [number(row["post_impressions"]) for row in rows]},
    )

    assert expected["facebook_distinct_posts"] == len(posts)
    assert expected["facebook_rows"] == len(posts) + posts.superseded
    assert (
        expected["facebook_engaged_users_over_impressions_last_snapshot_per_post"]
        == engagement_rate(posts, per="impressions").pooled().value
    )


def test_gap_of_one_account() -> None:
    """Replies over favourites of 3,207 posts: 0.138 on average, 0.038 pooled."""
    path = of("twitter_ratio_obama") / "BarackObama.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as file:
        rows = list(csv.DictReader(file))
    rate = Rate(
        [number(row["replies"]) for row in rows],
        [number(row["favorites"]) for row in rows],
    )

    assert 0.1379481840 == round(rate.average().value, 10)
    assert 0.0378216815 == round(rate.pooled().value, 10)
    assert math.isclose(
        rate.average().value - rate.pooled().value, pooling_gap(rate), rel_tol=1e-12
    )


def test_own_definition_stands_beside_published_ones(posts) -> None:
    """A house definition is data as the published ones are."""
    own = Definition(
        name="ours",
        actions=("reply",),
        denominator="reach",
        averaging="pooled",
        source=catalogue.AMPFLUENCE.source,
    )

    assert 10 / 1000 == compare_definitions(posts, [own])[0].value
