"""Intervals of groups of few units, which borrow their spread."""

import pickle

import numpy as np
import pytest

from engagement_metrics import Proportion, Rate, Status, engagement_rate
from engagement_metrics._kernels import intervals, quantiles, spread
from engagement_metrics.comparison import borrow_spread
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidTypeError,
)

POSTS = engagement_rate(
    [18, 9, 14, 22, 7, 11, 16, 0], reach=[310, 205, 260, 390, 180, 240, 330, 0]
)
WEEKS = POSTS.pooled(by=["w1", "w1", "w1", "w2", "w2", "w3", "w3", "w4"])


@pytest.mark.parametrize("kind", [Rate, Proportion])
def test_interval_is_the_score_interval_of_the_borrowed_variance(kind):
    """Three degrees of freedom are lent, and the value stays."""
    y, x = [18, 9, 14, 22, 7, 11], [310, 205, 260, 390, 180, 240]
    weeks = kind(y, x).pooled(by=list("aabbcc"))
    pooled, share = weeks.estimate, kind is Proportion
    counted = np.ones(3, bool)
    found = spread.borrowed(pooled._sums, share=share, is_count=counted, lent=3.0)
    held = spread.exposure(pooled._sums, found, share=share, is_count=counted)
    t = quantiles.student_t_quantile(0.9, found.degrees)
    score = intervals.wilson if share else intervals.poisson_score
    low, high = score(pooled.value * held, held, t)
    made = borrow_spread(weeks)

    assert low == pytest.approx(made.interval(0.9).low)
    assert high == pytest.approx(made.interval(0.9).high)
    assert pooled.value.tolist() == made.value.tolist()
    assert made.units.tolist() == [2, 2, 2]


@pytest.mark.filterwarnings("ignore::engagement_metrics.errors.SmallSampleWarning")
def test_weeks_have_useful_intervals():
    """Alone, weeks of two posts have none; the printed line says what to call."""
    alone, made = str(WEEKS).splitlines(), str(borrow_spread(WEEKS)).splitlines()

    assert (
        "  w2: 5.1 % (too few posts for a useful interval: see borrow_spread and"
        " shrink; 2 posts)" == alone[2]
    )
    assert "  w2: 5.1 % (95 %: 2.9 to 9.0 %; 2 posts)" == made[2]
    assert "  w4: undefined (1 left out: no reach)" == made[4]
    assert "spread borrowed between groups" in borrow_spread(WEEKS).describe()
    assert (borrow_spread(WEEKS).interval().width < WEEKS.interval().width)[1:3].all()
    assert "5.1 %" in borrow_spread(WEEKS)._repr_html_()


def test_a_notebook_shows_the_first_groups():
    """Of many weeks, and how many more there are."""
    weeks = Rate([5, 7] * 25, [90, 110] * 25).pooled(by=np.arange(50) // 2)
    html = borrow_spread(weeks)._repr_html_()

    assert "<td>19</td>" in html
    assert "and 5 more" in html


def test_few_events_have_no_useful_interval():
    """Also then the line says so."""
    made = borrow_spread(Rate([1, 0, 0, 9], [9, 9, 9, 9]).pooled(by=list("aabb")))

    assert "too few events for a useful interval" in str(made)


def test_ends_of_the_range():
    """No event in a group: at most; only events: at least; in none: no interval."""
    none = borrow_spread(Rate([0, 0, 9, 8, 7], [90] * 5).pooled(by=list("aabbc")))
    every = borrow_spread(
        Proportion([90, 90, 70, 80, 60], [90] * 5).pooled(by=list("aabbc"))
    )
    nowhere = borrow_spread(Rate([0, 0, 0], [9, 9, 9]).pooled(by=list("aab")))

    assert "a: 0.0 (95 %: at most" in str(none)
    assert "a: 100.0 % (95 %: at least" in str(every)
    assert 0.0 == none.interval().low[0] < none.interval().high[0]
    assert nowhere.interval().low.tolist() == [0.0, 0.0]
    weighted = borrow_spread(Proportion([9, 9, 9], [9, 9, 9]).average(by=list("aab")))
    assert [Status.ZERO_VARIANCE] * 2 == list(weighted.interval().status)


def test_it_comes_back_and_does_not_add():
    """A pickle is equal; the groups add, and then borrow."""
    made = borrow_spread(WEEKS)

    assert made == pickle.loads(pickle.dumps(made))  # noqa: S301
    assert made == type(made).of_evidence(made.evidence)
    with pytest.raises(IncompatibleEvidenceError, match="Add the groups, and borrow"):
        made + made


def test_no_group_has_a_value():
    """Nothing is computed, and each says why."""
    made = borrow_spread(Rate([0, 0], [0, 0]).pooled(by=["a", "b"]))

    assert np.isnan(made.interval().low).all()
    assert [Status.NO_EXPOSURE] * 2 == list(made.interval().status)


def test_what_is_not_pooled_in_groups_is_refused():
    """Single counts have no spread; overlapping groups no total."""
    with pytest.raises(InvalidTypeError, match=r"grouped must be pooled .* pooled\(by"):
        borrow_spread(POSTS)
    overlapping = type(WEEKS).of_labels(WEEKS.labels, WEEKS.estimate, "rate.pooled()")
    with pytest.raises(InvalidArgumentError, match="these groups overlap"):
        borrow_spread(overlapping)
