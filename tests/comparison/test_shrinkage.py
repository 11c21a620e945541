"""Shrinkage: which units are shrunk, how far, and with which intervals."""

import math
import pickle

import numpy as np
import pytest

from engagement_metrics import (
    Definition,
    Metric,
    Posts,
    Proportion,
    Rate,
    Source,
    Status,
    engagement_rate,
    shrink,
)
from engagement_metrics._kernels import intervals, shrinkage, spread
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
)

RATE = Rate([3, 90, 5, 40], [10, 1000, 90, 300])
POSTS = engagement_rate(
    [18, 14, 28, 9, 39, 4, 7], reach=[500, 400, 600, 300, 800, 90, 60]
)


@pytest.mark.parametrize("kind", [Rate, Proportion])
def test_single_counts_have_errors_at_the_common_mean(kind):
    """Weighted squares about the mean sum to units - 1 (Paule and Mandel)."""
    drawn = shrink(kind([3, 90, 5, 40, 0], [10, 1000, 90, 150, 50]))
    x = np.array([10, 1000, 90, 150, 50])
    mean, between = drawn.mean, drawn.between
    top = mean if kind is Rate else mean * (1 - mean) - between
    weight = 1 / (top / x + between)

    assert 4 == pytest.approx((weight * (drawn.raw - mean) ** 2).sum())
    assert (weight * drawn.raw).sum() / weight.sum() == pytest.approx(mean)
    expected = mean + between * weight * (drawn.raw - mean)
    assert expected == pytest.approx(drawn.value)
    of = "rate" if kind is Rate else "share"
    said = f"Paule-Mandel at the common mean, as if independent, of a {of}"
    assert said == drawn.method


def test_a_small_choir_stays_above_the_school():
    """The largest account does not decide to what the others are drawn."""
    drawn = shrink(Proportion([9, 150, 5200, 61], [20, 900, 41000, 300]))
    choir, club, daily, school = drawn.value

    assert 0.24 < choir < 0.40
    assert choir > school > club > daily
    assert [0.249, 0.621] == pytest.approx(
        [drawn.interval().low[0], drawn.interval().high[0]], abs=5e-4
    )


def test_no_account_of_a_network_is_dropped():
    """Most never answer: they have an error at the common mean, too."""
    random = np.random.default_rng(0)
    sent = np.ceil(random.lognormal(2, 1.5, 300_000))
    back = random.binomial(sent.astype(int), random.beta(0.2, 4, sent.size))
    drawn = shrink(Proportion(back, sent))

    assert not np.isnan(drawn.value).any()
    assert 0.2 / 4.2 == pytest.approx(drawn.mean, rel=0.02)
    assert 0.2 * 4 / (4.2**2 * 5.2) == pytest.approx(drawn.between, rel=0.05)
    assert np.isnan(drawn.rank_interval[0]).all()
    assert np.isnan(drawn.probability_of_best).all()


def test_no_group_is_dropped():
    """Nobody ever answered the quiet ones: it is what is known best."""
    rate = Rate([0] * 50 + [3, 5, 4, 1, 2, 6], [100] * 56)
    drawn = shrink(rate.pooled(by=["quiet"] * 50 + ["a"] * 3 + ["b"] * 3))

    assert {"a": 0, "b": 1, "quiet": 2} == {
        label: place for place, label in enumerate(drawn.labels)
    }
    assert 0 < drawn.value[2] < 0.001
    assert (drawn.value[:2] > 0.02).all()


@pytest.mark.parametrize("kind", [Rate, Proportion])
def test_pooled_evidence_shrinks_with_borrowed_errors(kind):
    """On the log or logit scale, with half an event more of either kind."""
    random = np.random.default_rng(3)
    x = np.ceil(1000 * random.lognormal(0, 1, 40))
    y = random.binomial(x.astype(int), random.beta(4, 60, 40))
    groups = kind(y, x).pooled(by=np.arange(40) // 5)
    drawn, s, share = shrink(groups), groups.estimate._sums, kind is Proportion
    whole = np.ones(8, bool)
    shared = spread.borrowed(s, share=share, is_count=whole)
    estimate = spread.on_scale(s.sum_y, s.sum_x, shared.middle, share=share)
    wide = np.maximum(shared.shared, shared.common)
    expected = shrinkage.on_scale(estimate, shared.shared, wide, share=share)

    assert expected.value.tolist() == drawn.value.tolist()
    assert expected.between == drawn.between
    of = "share" if share else "rate"
    said = f"Paule-Mandel, with errors borrowed between groups, of a {of}"
    assert said == drawn.method
    posts = {"a": POSTS[:3].average(), "b": POSTS[3:].average()}
    assert shrink(posts).method.startswith("Paule-Mandel, with errors borrowed")


def test_few_events_are_shrunk_as_they_are():
    """Below ten a group, exposures are those of the errors at the common mean."""
    y, x = [0, 2, 1, 0, 3, 5, 1, 0], [90, 80, 70, 95, 60, 75, 85, 70]
    groups = Rate(y, x).pooled(by=list("aabbccdd"))
    drawn, s = shrink(groups), groups.estimate._sums
    shared = spread.borrowed(s, share=False, is_count=np.ones(4, bool))
    exposure = 1 / (shared.common * shared.middle)
    expected = shrinkage.of_counts(s.sum_y / s.sum_x * exposure, exposure, share=False)

    assert expected.value.tolist() == drawn.value.tolist()
    assert expected.exposure.tolist() == drawn.exposure.tolist()


def test_small_units_are_shrunk_strongly():
    """The small unit moves towards the mean more than the large one."""
    drawn = shrink(RATE)
    moved = np.abs(drawn.value - drawn.raw) / np.abs(drawn.mean - drawn.raw)

    assert list(moved.argsort()) == list(np.argsort([-10, -1000, -90, -300])[::1])[::1]


def test_units_get_the_mean_where_chance_explains_the_spread():
    """Ten times 5 of 100: all units have the mean, and the result says so (D9)."""
    drawn = shrink(Proportion([5] * 10, [100] * 10))

    assert 0.0 == drawn.between
    assert [0.05] * 10 == pytest.approx(drawn.value.tolist())
    assert str(drawn).endswith("\n  chance alone explains how the units differ")
    assert [Status.DEFINED] * 4 == list(shrink(RATE).status)


def test_units_without_a_value_stay_undefined():
    """0/0 and missing counts are not shrunk, and do not move the mean."""
    drawn = shrink(Rate([3, 0, 90, None], [10, 0, 1000, 5]))
    alone = shrink(Rate([3, 90], [10, 1000]))

    assert np.isnan(drawn.value).tolist() == [False, True, False, True]
    assert ["defined", "no exposure", "defined", "missing"] == drawn.status.tolist()
    assert "1: undefined (no exposure)" in str(drawn)
    assert alone.value.tolist() == drawn.value[[0, 2]].tolist()


def test_columns_lists_and_mappings_give_the_same_answer():
    """Labels are those of the mapping or of the groups."""
    columns = shrink(RATE)
    listed, named = shrink(list(RATE)), shrink(dict(zip("abcd", RATE, strict=True)))
    pooled = [POSTS[:2].pooled(), POSTS[2:5].pooled(), POSTS[5:].pooled()]
    grouped = shrink(POSTS.pooled(by=list("aabbbcc")))

    assert columns == listed
    assert columns.value.tolist() == named.value.tolist()
    assert tuple("abcd") == named.labels
    assert grouped.value == pytest.approx(shrink(pooled).value)
    assert 4 == len(named)


def test_intervals_stay_within_the_range():
    """Score intervals of what is known afterwards; wider with their level."""
    rates, shares = shrink(RATE), shrink(Proportion([2, 600, 60, 9], [9, 1000, 80, 90]))
    for drawn in (rates, shares):
        narrow, wide = drawn.interval(0.5), drawn.interval(0.99)

        assert (wide.low <= narrow.low).all()
        assert (narrow.high <= wide.high).all()
        assert (0 < wide.low).all()
    assert (shares.interval(0.999999).high < 1).all()
    z = 0.6744897501960817
    low, high = intervals.poisson_score(rates.count, rates.exposure, z)
    low, high = np.minimum(low, rates.value), np.maximum(high, rates.value)
    assert [*low, *high] == pytest.approx(
        [*rates.interval(0.5).low, *rates.interval(0.5).high]
    )
    low, high = intervals.wilson(shares.count, shares.exposure, z)
    low, high = np.minimum(low, shares.value), np.maximum(high, shares.value)
    assert [*low, *high] == pytest.approx(
        [*shares.interval(0.5).low, *shares.interval(0.5).high]
    )


def test_interval_of_a_rate_in_percent_may_exceed_1():
    """A rate in percent is not a share."""
    drawn = shrink(engagement_rate([9, 11, 4, 15], reach=[10, 9, 5, 14]))

    assert "percent" == drawn.metric.scale
    assert (drawn.interval().high > 1).any()


def test_ranks_are_those_of_draws_and_printed():
    """The seed is fixed; a frame has them too."""
    drawn = shrink(RATE)
    low, high = drawn.rank_interval

    assert 1 == pytest.approx(drawn.probability_of_best.sum())
    assert (low <= high).all()
    assert f"rank {low[0]:.0f} to {high[0]:.0f})" in str(drawn)
    again = shrink(RATE)
    assert drawn.probability_of_best.tolist() == again.probability_of_best.tolist()
    far = str(shrink(Rate([1, 500, 9000, 70], [100_000] * 4)))
    assert "; rank 1)" in far.splitlines()[1]
    names = {"raw", "rank_low", "rank_high", "probability_of_best"}
    assert names == set(drawn._columns())


def test_units_that_do_not_differ_stay():
    """Two posts with the same rate, and one post alone, borrow from the others."""
    units = {
        "alike": Rate([1, 2], [10, 20]).average(),
        "a": Rate([1, 4, 3], [9, 8, 7]).average(),
        "b": Rate([7, 1, 2], [9, 8, 7]).average(),
        "one": Rate([7], [9]).average(),
    }
    still = {"a": Rate([1, 1], [9, 9]).average(), "b": Rate([2, 2], [9, 9]).average()}

    assert not np.isnan(shrink(units).value).any()
    assert [1 / 9, 2 / 9] == pytest.approx(shrink(still).value)


def test_a_value_at_an_end_has_an_interval():
    """No event anywhere: each may be above 0, in any order; of groups alike."""
    units = Rate([0, 0, 0, 0], [10, 20, 5, 9])
    for drawn in (shrink(units), shrink(units.pooled(by=list("abcd")))):
        assert [0.0] * 4 == drawn.value.tolist() == drawn.interval().low.tolist()
        assert (drawn.interval().high > 0).all()
        assert "at most" in str(drawn)
        assert "rank 1 to 4" in str(drawn)


def test_three_units_have_no_interval():
    """The spread between three units is not known well enough: no bounds."""
    interval = shrink(Rate([3, 90, 5, None], [10, 1000, 90, 1])).interval()

    assert [Status.TOO_FEW_UNITS] * 3 + [Status.MISSING] == list(interval.status)
    assert np.isnan(interval.high).all()


def test_intervals_of_similar_units_are_wider_than_that_of_the_mean():
    """The variance between units is estimated too."""
    drawn = shrink(Proportion([5, 6, 5, 4, 5], [100] * 5))
    low, high = drawn.interval().low, drawn.interval().high
    alone = Proportion(25, 500).interval()

    assert 0 == drawn.between
    assert (low < alone.low).all()
    assert (alone.high < high).all()


def test_highest_unit_is_printed_first():
    """One line per unit, with its value before shrinkage."""
    two = {"few": Proportion(2, 2), "many": Proportion(600, 1000)}
    text = str(shrink(two))
    first, second = text.splitlines()[:2]

    assert "proportion of trials, shrunk towards 68.8 %" == first
    assert second.startswith("  few: ")
    assert "by itself 100.0 %)" in second
    assert 5 == len(str(shrink(RATE)).splitlines())
    assert (
        "<Shrunk of 4 units: 0.17, 0.091, 0.069, 0.13, rate by exposure, shrunk towards"
        " 0.11>" == repr(shrink(RATE))
    )
    html = shrink(Rate([3] * 25, list(range(10, 35))))._repr_html_()
    assert "<td>19</td>" in html
    assert "and 5 more" in html


def test_shrunk_is_made_from_its_evidence():
    """A pickle is equal, columns are read-only, and it does not add."""
    drawn = shrink(RATE)
    again = pickle.loads(pickle.dumps(drawn))  # noqa: S301

    assert drawn == again == type(drawn).of_evidence(drawn.evidence)
    assert not again.raw.flags.writeable
    with pytest.raises(
        IncompatibleEvidenceError, match="Add the estimates, and shrink"
    ):
        drawn + drawn


def test_weighted_counts_are_shrunk_as_groups_only():
    """The errors of chance do not hold for weighted counts; pooled ones have errors."""
    definition = Definition(
        name="replies count double",
        actions=("like", "reply"),
        weights={"like": 1, "reply": 2},
        denominator="reach",
        averaging="pooled",
        source=Source("Example", 2024, "How we count", "https://example.org"),
    )
    posts = Posts.of(
        actions={"like": [3, 9, 8, 2, 7, 5], "reply": [1, 0, 4, 3, 2, 2]},
        exposures={"reach": [90, 210, 330, 100, 150, 120]},
    )
    rate = definition.rate(posts)
    with pytest.raises(InvalidCountsError) as caught:
        shrink(rate)

    assert str(caught.value).startswith(
        "estimates must not be weighted counts, but got"
    )
    assert str(caught.value).endswith(". Shrink pooled(by=...) of them")
    assert not np.isnan(shrink(rate.pooled(by=list("aabbcc"))).value).any()


@pytest.mark.parametrize(
    ("units", "error", "message"),
    [
        (Rate([1], [2]), InvalidArgumentError, "but got 1. One unit has nothing"),
        ([], InvalidArgumentError, "but got 0. One unit has nothing"),
        (Rate([1, 0], [2, 0]), InvalidArgumentError, "but got 1. One unit"),
        (
            Rate([1, 0], [2, 0]).pooled(by=["a", "b"]),
            InvalidArgumentError,
            "hold at least two units with a value, but got 1",
        ),
        (3, InvalidTypeError, "estimates must be evidence of several units, but got 3"),
        (
            [1, 2],
            InvalidTypeError,
            "estimates must hold counts or pooled counts only, but got 1",
        ),
        (
            [RATE, RATE],
            InvalidTypeError,
            "estimates must be one estimate, but got 4 of them",
        ),
        (shrink(RATE), InvalidTypeError, "estimates must hold counts or pooled counts"),
        (Rate(1, 2), InvalidTypeError, "a single Rate has no rows"),
        (
            [Rate(1, 2), Rate(1, 2, metric=Metric("other", "count", "exposure"))],
            IncompatibleEvidenceError,
            "cannot compare evidence of 'other' with evidence of 'rate'",
        ),
    ],
)
def test_what_cannot_be_shrunk_is_refused(units, error, message):
    """Two units of one metric, each with a value, are the least."""
    with pytest.raises(error) as caught:
        shrink(units)

    assert message in str(caught.value)
    assert not math.isnan(len(message))
