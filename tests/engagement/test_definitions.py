"""The same posts under several definitions, and under two averages."""

import csv
import gzip
import json
import math
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from engagement_metrics.definitions import Definition, catalogue
from engagement_metrics.engagement import (
    DefinitionResult,
    DefinitionResults,
    compare_definitions,
    completion_rate,
    engagement_rate,
    pooling_gap,
)
from engagement_metrics.errors import InvalidTypeError
from engagement_metrics.evidence import LeftOut, Measure, Rate
from engagement_metrics.tables import Posts
from engagement_metrics.words import Status

DATA = Path(__file__).parents[3] / "shared" / "data"


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


# -- the gap --------------------------------------------------------------------


def test_gap_of_five_tweets() -> None:
    """The five tweets of a guide: 0.0392833333 - 0.0415384615."""
    rate = engagement_rate([18, 14, 28, 9, 39], impressions=[500, 400, 600, 300, 800])

    assert -0.0022551282 == round(pooling_gap(rate).value, 10)


def test_gap_is_positive_where_small_posts_do_better() -> None:
    """The sign says which posts have the higher rates."""
    assert 0 < pooling_gap(engagement_rate([1, 10], reach=[2, 1000])).value
    assert 0 > pooling_gap(engagement_rate([1, 600], reach=[10, 1000])).value


def test_gap_is_nothing_where_sizes_or_rates_are_alike() -> None:
    """Equal exposures, equal rates and single rows have no gap."""
    assert 0.0 == pooling_gap(engagement_rate([1, 3], reach=[8, 8])).value
    assert 0.0 == pooling_gap(engagement_rate([1, 2], reach=[8, 16])).value
    assert 0.0 == pooling_gap(engagement_rate(1, reach=8)).value


def test_gap_ignores_undefined_rows() -> None:
    """Rows without a value lend the gap nothing."""
    whole = engagement_rate([1, None, 10, 3], reach=[2, 50, 1000, 0])

    assert pooling_gap(whole) == pooling_gap(engagement_rate([1, 10], reach=[2, 1000]))


def test_gap_of_nothing_is_undefined() -> None:
    """Without a defined row there are no averages to differ."""
    assert math.isnan(pooling_gap(engagement_rate([1, None], reach=[0, 5])).value)
    assert math.isnan(pooling_gap(engagement_rate(1, reach=0)).value)


def test_gap_of_a_proportion() -> None:
    """Shares average in two ways as rates do."""
    share = completion_rate([8, 1], [10, 90])

    assert math.isclose((0.8 + 1 / 90) / 2 - 9 / 100, pooling_gap(share).value)


def test_gap_of_nothing_has_no_sign() -> None:
    """A gap of 0 is 0.0, never -0.0, and prints so."""
    gap = pooling_gap(engagement_rate([1, 3], reach=[8, 8]))

    assert 1.0 == math.copysign(1.0, gap.value)
    assert (
        "pooling gap: 0.0 % (no interval: it describes this one table; 2 posts)"
    ) == str(gap)


def test_gap_is_a_measure() -> None:
    """It has a name, a reason where it is undefined, and no interval."""
    rate = engagement_rate([1, None, 10, 3], reach=[2, 50, 1000, 0])
    gap, nothing = pooling_gap(rate), pooling_gap(rate[:0])

    assert isinstance(gap, Measure)
    assert (2, Status.DEFINED, "posts") == (gap.units, gap.status, gap.metric.unit)
    assert (
        "pooling gap: 24.4 % (no interval: it describes this one table; 2 posts)"
    ) == str(gap)
    assert "none: it describes this one table" == gap.interval().method
    assert Status.NO_EXPOSURE == nothing.status == nothing.interval().status
    assert "mean of ratios less ratio of sums, of engagement rate" == gap.metric.formula
    with pytest.raises(InvalidTypeError, match=r"^rate must be a Rate or Proportion"):
        pooling_gap(rate.pooled())


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
    gap = pooling_gap(Rate([y for y, _ in rows], [x for _, x in rows])).value

    assert math.isclose(float(mean - pooled), gap, rel_tol=1e-9, abs_tol=1e-15 * mean)


# -- side by side ---------------------------------------------------------------


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
    assert LeftOut() == result.left_out
    assert reason == result.reason
    assert f"TikTok engagement rate by views, pooled: undefined ({reason})" == str(
        result
    )
    assert Status.MISSING == result.interval().status
    assert 0 == result.units


def test_formula_names_the_counted_actions(posts) -> None:
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
    assert first.endswith("(no interval: too few posts; 1 post; 1 left out: missing)")
    assert second.startswith("Ampfluence engagement ratio  ")
    assert "pooled   2.0 % (no int" == second[len(names + formulas) :][:22]
    assert third.startswith("TikTok engagement rate by views  ")
    assert "pooled   posts must have" == third[len(names + formulas) :][:24]
    assert "" == str(DefinitionResults())
    assert "<DefinitionResults: 0 definitions>" == repr(DefinitionResults())


def test_result_has_the_interval_and_text_of_its_estimate(posts) -> None:
    """Its bounds, its left out and its line are those of the estimate."""
    result = compare_definitions(posts, SOME)[1]
    estimate = result.estimate

    assert estimate.interval(0.9) == result.interval(0.9)
    assert estimate.metric == result.metric
    assert estimate.units == result.units
    assert str(estimate) == str(result)
    assert (
        "2.0 % (no interval: too few posts; 1 post; 1 left out: missing)" == result.said
    )
    assert result == DefinitionResult.of_evidence(result.evidence)


def test_results_are_values(posts) -> None:
    """Two comparisons of the same posts are equal."""
    assert compare_definitions(posts, SOME) == compare_definitions(posts, iter(SOME))
    assert DefinitionResult(SOME[0], None, "x") != DefinitionResult(SOME[0], None, "y")


def test_comparison_refuses_other_types(posts) -> None:
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
        pooling_gap(catalogue.KEYHOLE_YOUTUBE.rate(posts)).value,
        rel_tol=1e-12,
    )
    assert older.value > keyhole.value


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
        rate.average().value - rate.pooled().value,
        pooling_gap(rate).value,
        rel_tol=1e-12,
    )
