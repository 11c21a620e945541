from datetime import date

import attrs
import numpy as np
import pytest

from engagement_metrics.definitions import Definition
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
    NegativeCountsWarning,
)
from engagement_metrics.evidence import Average, Median, Pooled
from engagement_metrics.tables import Posts
from engagement_metrics.words import Action, Exposure, Metric, Source, Status

SOURCE = Source("Somebody", 2020, "How we count", "https://example.org/how")


def defined(**changes):
    """Return a definition that is complete but for the changes."""
    fields = {
        "name": "likes and replies by reach",
        "actions": ("like", "reply"),
        "denominator": "reach",
        "averaging": "pooled",
        "source": SOURCE,
    }
    return Definition(**fields | changes)


@pytest.fixture
def posts():
    """Return five posts: two good ones, one of each trouble."""
    with pytest.warns(NegativeCountsWarning):
        return Posts.of(
            actions={
                "like": [30, 10, None, 5, -1],
                "reply": [10, 0, 4, 1, 9],
                "share": [1, 1, 1, 1, 1],
            },
            exposures={"reach": [1000, 100, 50, 0, 10]},
        )


# -- what it keeps ----------------------------------------------------------------


def test_words_are_kept_as_words() -> None:
    """Actions and the denominator are members of their vocabularies."""
    definition = defined()

    assert (Action.LIKE, Action.REPLY) == definition.actions
    assert isinstance(definition.actions[0], Action)
    assert Exposure.REACH is definition.denominator


def test_weights_are_one_by_default() -> None:
    """Without weights every action counts for one."""
    assert (1.0, 1.0) == defined().weights
    assert not defined().weighted


@pytest.mark.parametrize("weights", [(1, 4), [1, 4], {"reply": 4, "like": 1}])
def test_weights_are_aligned_with_actions(weights) -> None:
    """A mapping by action and a sequence in order say the same."""
    definition = defined(weights=weights)

    assert (1.0, 4.0) == definition.weights
    assert definition.weighted


def test_equal_weights_that_are_not_one_are_weights() -> None:
    """Counting everything double is weighting."""
    assert defined(weights=(2, 2)).weighted


def test_definition_is_a_value() -> None:
    """Equal definitions are one key, and none can be changed."""
    assert {defined(): 1} == {defined(weights={"like": 1, "reply": 1}): 1}
    assert "other" == attrs.evolve(defined(weights=(1, 2)), name="other").name
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        defined().name = "other"


def test_definition_can_be_replaced() -> None:
    """A copy with other fields is checked; weights that are all 1 fit new actions."""
    weighted = defined(weights=(1, 2))

    assert defined(name="other") == defined().__replace__(name="other")
    assert (1, 1, 1) == defined().__replace__(actions=("like", "reply", "save")).weights
    assert (1, 2) == weighted.__replace__(denominator="followers").weights
    with pytest.raises(InvalidArgumentError, match="denominator must be"):
        weighted.__replace__(denominator="fans")
    with pytest.raises(InvalidArgumentError, match="weights must"):
        weighted.__replace__(actions=("like",))


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        *(
            ({name: 3}, InvalidTypeError, f"{name} must be text, but got 3")
            for name in ("name", "unit", "scope", "note")
        ),
        ({"source": "me"}, InvalidTypeError, "source must be Source, but got 'me'"),
        (
            {"actions": "like"},
            InvalidTypeError,
            "actions must be several words, but got 'like'",
        ),
        (
            {"actions": ("like", "like")},
            InvalidArgumentError,
            "actions must be distinct, but got 'like'",
        ),
        (
            {"actions": ("like", "repli")},
            InvalidArgumentError,
            (
                "actions must be 'like', 'dislike', 'reply', 'share', 'quote',"
                " 'mention',"
                " 'message', 'save', 'click', 'view', 'follow' or 'unfollow', but got"
                " 'repli'. Did you mean 'reply'?"
            ),
        ),
        (
            {"denominator": "fans"},
            InvalidArgumentError,
            (
                "denominator must be 'reach', 'impressions', 'followers', 'views',"
                " 'posts'"
                " or 'follower_days', but got 'fans'. Write 'followers'"
            ),
        ),
        (
            {"averaging": "mean"},
            InvalidArgumentError,
            (
                "averaging must be 'pooled', 'average' or 'median', but got 'mean'."
                " Write 'average'"
            ),
        ),
        (
            {"weights": (1, 2, 3)},
            InvalidArgumentError,
            "weights must have the length 2 of actions, but has 3",
        ),
        (
            {"weights": {"like": 1, "share": 2}},
            InvalidArgumentError,
            "weights must name the actions 'like', 'reply', but got ['like', 'share']",
        ),
        (
            {"weights": (1, 0)},
            InvalidArgumentError,
            "weights must be positive, but got 0.0 at (1,), first of 1 in 2 values",
        ),
        (
            {"weights": (1, -2)},
            InvalidCountsError,
            (
                "weights must not be negative, but got -2.0 at (1,), first of 1 in 2"
                " values"
            ),
        ),
        (
            {"valid_from": date(2021, 5, 1), "valid_to": date(2021, 5, 1)},
            InvalidArgumentError,
            "valid_to must be later than valid_from, 2021-05-01, but got '2021-05-01'",
        ),
    ],
)
def test_impossible_definitions_are_refused(changes, error, message) -> None:
    """A definition is refused where it is written, not where it is used."""
    with pytest.raises(error) as refused:
        defined(**changes)

    assert message == str(refused.value)


# -- what it says -----------------------------------------------------------------


def test_formula_is_in_words() -> None:
    """Weights of one are not written, and one action needs no parentheses."""
    assert "(like + reply) / reach" == defined().formula
    assert "(like + 2.5 × reply) / reach" == defined(weights=(1, 2.5)).formula
    assert "like / posts" == defined(actions=["like"], denominator="posts").formula
    assert "engagements / reach" == defined(actions=()).formula


def test_text_is_formula_averaging_validity_and_citation() -> None:
    """One line says what is computed and who says so."""
    definition = defined(averaging="average", unit="day", valid_to=date(2020, 1, 2))

    assert (
        "likes and replies by reach: (like + reply) / reach, mean of ratios over days,"
        " until 2020-01-02. Somebody (2020). How we count. https://example.org/how"
    ) == str(definition)


@pytest.mark.parametrize(
    ("averaging", "how"), [("pooled", "ratio of sums"), ("average", "mean of ratios")]
)
def test_text_says_how_it_averages(averaging, how) -> None:
    """In the words of the field."""
    assert f", {how} over posts." in str(defined(averaging=averaging))


def test_text_says_that_a_source_was_not_consulted() -> None:
    """An original that was not read is never passed off as read."""
    unread = attrs.evolve(SOURCE, consulted=False)

    assert str(defined(source=unread)).endswith(
        "(as commonly stated; original not consulted)"
    )


def test_validity_holds_its_first_day_and_not_its_last() -> None:
    """Valid from is the first day of it, valid to the first day without."""
    definition = defined(valid_from=date(2017, 1, 1), valid_to=date(2017, 10, 9))
    days = [date(2016, 12, 31), date(2017, 1, 1), date(2017, 10, 8), date(2017, 10, 9)]

    assert [False, True, True, False] == [definition.valid_on(day) for day in days]
    assert "from 2017-01-01 until 2017-10-09" == definition.validity
    assert defined().valid_on(date.min)
    assert "" == defined().validity


# -- what it computes -------------------------------------------------------------


def test_rate_is_the_formula_row_by_row(posts) -> None:
    """A row is its own quotient, or says why it has none."""
    rate = defined().rate(posts)

    np.testing.assert_array_equal([0.04, 0.1, np.nan, np.nan, np.nan], rate.value)
    assert [
        Status.DEFINED,
        Status.DEFINED,
        Status.MISSING,
        Status.NO_DENOMINATOR,
        Status.INVALID,
    ] == rate.status.tolist()


def test_rate_is_named_after_its_definition(posts) -> None:
    """The metric says what was counted over what, and what a row is."""
    rate = defined(unit="video", weights=(1, 2)).rate(posts)

    assert (
        Metric("likes and replies by reach", "like + 2 × reply", "reach", "videos")
        == rate.metric
    )
    assert ("percent", (SOURCE,)) == (rate.metric.scale, rate.metric.sources)
    assert "number" == defined(denominator="posts").rate(posts).metric.scale


def test_median_is_that_of_the_ratios(posts) -> None:
    """Half of the rows are below it; what has no rate is left out, with reasons."""
    median = defined(averaging="median").estimate(posts)

    assert type(median) is Median
    assert (0.07, 2) == (round(median.value, 12), median.units)
    assert "likes and replies by reach, median: 7.0 %" in str(median)
    assert (1, 1) == (median.left_out.missing, median.left_out.no_denominator)
    assert 1 == median.left_out.invalid


def test_median_over_one_number_of_followers_is_a_median_count() -> None:
    """As vendors say it: the median of likes, over followers."""
    likes = [10, 500, 20, 30, 40]
    table = Posts.of(actions={"like": likes}, exposures={"followers": [1000] * 5})
    definition = defined(actions=["like"], denominator="followers", averaging="median")

    assert np.median(likes) / 1000 == definition.estimate(table).value


def test_median_of_no_posts_is_undefined(posts) -> None:
    """A median of nothing says why it is none."""
    median = defined(averaging="median").estimate(posts[:0])

    assert Status.NO_EXPOSURE == median.status
    assert str(median).endswith("undefined (no exposure)")


def test_clicks_count_only_where_they_are_named() -> None:
    """The default actions: talk, reactions, shares and saves."""
    counted = ["like", "reply", "share", "quote", "mention", "save", "message"]
    others = ["click", "view", "follow", "unfollow", "dislike"]
    table = Posts.of(
        actions={name: [2**i] for i, name in enumerate(counted + others)},
        exposures={"reach": [1]},
    )

    assert 2**7 - 1 == defined(actions=()).estimate(table).value
    assert 2**7 + 1 == defined(actions=("like", "click")).estimate(table).value
    assert (
        " + ".join(sorted(counted)) == defined(actions=()).rate(table).metric.numerator
    )


def test_rates_of_two_definitions_do_not_add(posts) -> None:
    """Numbers under two definitions are numbers of two things."""
    with pytest.raises(IncompatibleEvidenceError):
        defined().rate(posts) + defined(name="another").rate(posts)


def test_estimate_averages_as_the_source_does(posts) -> None:
    """The same rows give the ratio of sums or the mean of ratios."""
    pooled, average = (
        defined(averaging=how).estimate(posts) for how in ("pooled", "average")
    )

    assert isinstance(pooled, Pooled)
    assert 50 / 1100 == pooled.value
    assert isinstance(average, Average)
    assert (0.04 + 0.1) / 2 == average.value
    assert 3 == pooled.left_out.units == average.left_out.units


def test_weights_multiply_counters(posts) -> None:
    """A weighted count is the sum of weight times counter, and keeps its troubles."""
    rate = defined(weights=(1, 4)).rate(posts)

    np.testing.assert_array_equal([70, 10, np.nan, 9], rate.count[:4])
    assert Status.INVALID == rate.status[4]
    assert 80 / 1100 == rate.pooled().value


def test_weights_do_not_hide_a_negative_counter() -> None:
    """A row with a counter below zero is invalid, whatever outweighs it."""
    with pytest.warns(NegativeCountsWarning):
        table = Posts.of(
            actions={"like": [-1], "reply": [9]}, exposures={"reach": [10]}
        )

    assert [Status.INVALID] == defined(weights=(1, 4)).rate(table).status.tolist()


def test_weighted_counts_have_no_poisson_interval(posts) -> None:
    """Whole weights make whole counts, which are no Poisson counts all the same."""
    rate = defined(weights=(1, 4)).rate(posts)
    message = (
        "count must be counted one by one for a Poisson interval of likes and replies"
        " by reach: (like + 4 × reply) / reach, but got 70.0"
    )
    advice = "Weighted counts have only pooled().interval(), over several units"

    for part in (rate, rate[0], rate.sum(), rate[:2]):
        with pytest.raises(InvalidCountsError) as refused:
            part.interval()
        with pytest.raises(InvalidArgumentError, match="level must lie"):
            part.interval(95)
        assert str(refused.value).startswith(message[:100])
        assert str(refused.value).endswith(f". {advice}")
    with pytest.raises(InvalidCountsError) as refused:
        rate[0].interval()
    assert f"{message}. {advice}" == str(refused.value)


def test_weighted_pool_has_no_poisson_floor() -> None:
    """The error of a weighted pool is the one between units, in groups too."""
    table = Posts.of(
        actions={"like": [1, 1, 1, 1], "reply": [2, 2, 2, 2]},
        exposures={"reach": [10, 10, 10, 10]},
    )
    weighted, plain = defined(weights=(1, 2)).rate(table), defined().rate(table)
    grouped = weighted.pooled(by=["a", "a", "b", "b"])

    assert not weighted.pooled().whole
    assert 0.0 == weighted.pooled().standard_error < plain.pooled().standard_error
    assert 0.0 == grouped["a"].standard_error
    assert weighted.pooled().value == grouped.total().value
    assert not grouped.total().whole


def test_weights_of_one_are_no_weights(posts) -> None:
    """Weights written out as one change nothing."""
    assert defined().rate(posts) == defined(weights=(1, 1)).rate(posts)


def test_per_post_needs_no_exposure(posts) -> None:
    """A row is one post where the table has no number of posts."""
    definition = defined(actions=["reply"], denominator="posts")
    weekly = Posts.of(actions={"reply": [6, 8]}, exposures={"posts": [3, 2]})

    np.testing.assert_array_equal([10, 0, 4, 1, 9], definition.rate(posts).value)
    np.testing.assert_array_equal([2, 4], definition.rate(weekly).value)


def test_unlisted_engagements_are_the_platforms_total() -> None:
    """Where the source lists no actions, the table's own total is counted."""
    table = Posts.of(actions={"like": [1]}, exposures={"reach": [10]}, engagements=[5])
    rate = defined(actions=()).rate(table)

    assert [0.5] == rate.value.tolist()
    assert "engagements" == rate.metric.numerator


def test_unlisted_engagements_without_a_total_are_all_counters() -> None:
    """Views and follows are no engagements; the metric names what is counted."""
    table = Posts.of(
        actions={"like": [1], "share": [2], "view": [99], "follow": [9]},
        exposures={"reach": [10]},
    )
    rate = defined(actions=()).rate(table)

    assert [0.3] == rate.value.tolist()
    assert "like + share" == rate.metric.numerator


def test_no_posts_have_no_exposure(posts) -> None:
    """An empty table is no evidence, and no error."""
    assert Status.NO_EXPOSURE == defined().estimate(posts[:0]).status
    assert Status.NO_EXPOSURE == defined(weights=(1, 2)).estimate(posts[:0]).status
    none = defined(actions=(), denominator="posts").rate(Posts.of())
    assert (0, "engagements") == (len(none), none.metric.numerator)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"actions": ("like", "click", "save")},
            (
                "posts must have the counters 'click', 'save' for 'likes and replies by"
                " reach', but got ['like', 'reply', 'share']"
            ),
        ),
        (
            {"actions": ("quote",)},
            (
                "posts must have the counter 'quote' for 'likes and replies by"
                " reach', but"
                " got ['like', 'reply', 'share']"
            ),
        ),
        (
            {"denominator": "views"},
            (
                "posts must have the exposure 'views' for 'likes and replies by"
                " reach', but"
                " got ['reach']"
            ),
        ),
    ],
)
def test_absent_columns_are_refused_by_name(posts, changes, message) -> None:
    """A counter or exposure that the table never had is not taken for zero."""
    with pytest.raises(InvalidArgumentError) as refused:
        defined(**changes).rate(posts)

    assert message == str(refused.value)


def test_table_without_engagements_is_refused() -> None:
    """A table of views holds no engagements."""
    table = Posts.of(actions={"view": [9]}, exposures={"reach": [10]})

    with pytest.raises(InvalidArgumentError) as refused:
        defined(actions=()).rate(table)
    assert (
        "posts must have a counter of engagement, or engagements, the platform's own"
        " total, but got ['view']"
    ) == str(refused.value)


def test_only_posts_have_rates() -> None:
    """What is no table is refused."""
    with pytest.raises(InvalidTypeError, match=r"^posts must be Posts, but got \[1\]$"):
        defined().rate([1])


# -- days -------------------------------------------------------------------------

TWICE = np.array(["2024-05-01T08", "2024-05-01T20", "2024-05-02T08"], "datetime64[us]")


def daily(**columns):
    """Return a table of three rows with dates."""
    return Posts.of(
        actions={"like": [1, 2, 3], "reply": [0, 0, 0]},
        exposures={"reach": [10, 10, 10]},
        **columns,
    )


def test_several_posts_of_a_day_are_no_days() -> None:
    """A definition of days refuses a table that is visibly one of posts."""
    with pytest.raises(InvalidArgumentError) as refused:
        defined(unit="day").rate(daily(published=TWICE))

    assert (
        "posts must have one row per day for 'likes and replies by reach', but got"
        " '2 on 2024-05-01'. Sum the counters of each day first"
    ) == str(refused.value)


def test_days_of_two_accounts_are_days() -> None:
    """One row for each account and day is a table of days."""
    table = daily(published=TWICE, author=["a", "b", "a"])

    assert 0.2 == defined(unit="day").estimate(table).value


def test_unknown_days_are_not_the_same_day() -> None:
    """Rows without a date are not taken for one day."""
    unknown = np.array(["NaT", "NaT", "2024-05-02"], "datetime64[us]")

    assert 0.2 == defined(unit="day").estimate(daily(published=unknown)).value
    assert 0.2 == defined(unit="day").estimate(daily()).value


def test_posts_of_one_day_are_posts() -> None:
    """A definition of posts does not look at days."""
    assert 0.2 == defined().estimate(daily(published=TWICE)).value
