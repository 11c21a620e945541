"""Shrinkage: who is drawn, how far, and when there is nothing to draw apart."""

import math

import numpy as np
import pytest

from engagement_metrics import Proportion, Rate, Status, engagement_rate, shrink
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidTypeError,
)

RATE = Rate([3, 90, 5, 40], [10, 1000, 90, 300])
POSTS = engagement_rate(
    [18, 14, 28, 9, 39, 4, 7], reach=[500, 400, 600, 300, 800, 90, 60]
)


def test_rates_shrink_as_marshall_has_it():
    """B + a (p - b) / (a + b/x), with moments a and b (Marshall 1991)."""
    y, x = (np.array(part, float) for part in ([3, 90, 5, 40], [10, 1000, 90, 300]))
    b = y.sum() / x.sum()
    a = (x * (y / x - b) ** 2).sum() / x.sum() - b / x.mean()
    expected = b + a * (y / x - b) / (a + b / x)
    drawn = shrink(RATE)

    assert expected == pytest.approx(drawn.value)
    assert (b, a) == pytest.approx((drawn.mean, drawn.between))
    assert "Marshall, as if independent, of a rate" == drawn.method


def test_shares_shrink_as_martuzzi_and_elliott_have_it():
    """Rho p + (1 - rho) b, with their rho (Martuzzi and Elliott 1996)."""
    y, x = (np.array(part, float) for part in ([2, 600, 60], [2, 1000, 80]))
    b, mean = y.sum() / x.sum(), x.mean()
    s2 = (x * (y / x - b) ** 2).sum() / x.sum()
    rho = (x * s2 - x / mean * b * (1 - b)) / (
        (x - 1) * s2 + (mean - x) / mean * b * (1 - b)
    )
    drawn = shrink(Proportion(y, x))

    assert rho * y / x + (1 - rho) * b == pytest.approx(drawn.value)
    assert drawn.method.endswith("of a share")


def test_pooled_evidence_shrinks_by_its_errors():
    """Between + error squared weigh the squared distances to units - 1."""
    groups = POSTS.pooled(by=list("aabbbcc"))
    drawn = shrink(groups)
    error = groups.estimate.standard_error
    weight = 1 / (drawn.between + error**2)
    mean = (weight * drawn.raw).sum() / weight.sum()

    assert ("a", "b", "c") == drawn.labels
    assert mean == pytest.approx(drawn.mean)
    if drawn.between:
        assert 2 == pytest.approx((weight * (drawn.raw - mean) ** 2).sum())
    assert "Paule-Mandel, between units, of a rate" == drawn.method
    posts = {"a": POSTS[:3].average(), "b": POSTS[3:].average()}
    assert "Paule-Mandel, between units, of a rate" == shrink(posts).method


def test_little_evidence_is_drawn_far():
    """The small unit moves towards the mean more than the large one."""
    drawn = shrink(RATE)
    moved = np.abs(drawn.value - drawn.raw) / np.abs(drawn.mean - drawn.raw)

    assert list(moved.argsort()) == list(np.argsort([-10, -1000, -90, -300])[::1])[::1]


def test_chance_alone_leaves_no_difference():
    """Ten times 5 of 100: all units have the mean, and the result says so (D9)."""
    drawn = shrink(Proportion([5] * 10, [100] * 10))

    assert (0.0, Status.ZERO_VARIANCE) == (drawn.between, drawn.status)
    assert [0.05] * 10 == pytest.approx(drawn.value.tolist())
    assert str(drawn).endswith(
        "\nno difference between units that chance does not explain"
    )
    assert Status.DEFINED == shrink(RATE).status


def test_units_without_value_keep_none():
    """0/0 and what is missing are neither drawn nor drawn to."""
    drawn = shrink(Rate([3, 0, 90, None], [10, 0, 1000, 5]))
    alone = shrink(Rate([3, 90], [10, 1000]))

    assert np.isnan(drawn.value).tolist() == [False, True, False, True]
    assert alone.value.tolist() == drawn.value[[0, 2]].tolist()


def test_lists_and_mappings_are_columns():
    """However the units are given, the answer is the same."""
    columns = shrink(RATE)
    listed, named = shrink(list(RATE)), shrink(dict(zip("abcd", RATE, strict=True)))
    pooled = [POSTS[:2].pooled(), POSTS[2:5].pooled(), POSTS[5:].pooled()]
    grouped = shrink(POSTS.pooled(by=list("aabbbcc")))

    assert columns == listed
    assert columns.value.tolist() == named.value.tolist()
    assert tuple("abcd") == named.labels
    assert grouped.value == pytest.approx(shrink(pooled).value)
    assert 4 == len(named)


def test_intervals_keep_to_the_scale():
    """Log scale for rates, logit for shares; wider with their level."""
    rates, shares = shrink(RATE), shrink(Proportion([2, 600, 60, 9], [9, 1000, 80, 90]))
    for drawn in (rates, shares):
        narrow, wide = drawn.interval(0.5), drawn.interval(0.99)

        assert (wide.low <= narrow.low).all()
        assert (narrow.high <= wide.high).all()
        assert (0 < wide.low).all()
    assert (shares.interval(0.999999).high < 1).all()
    z = 0.6744897501960817
    expected = rates.value * np.exp(-z * rates.standard_deviation / rates.value)
    assert expected == pytest.approx(rates.interval(0.5).low)
    reach = z * shares.standard_deviation / (shares.value * (1 - shares.value))
    odds = shares.value / (1 - shares.value)
    expected = odds * np.exp(reach) / (1 + odds * np.exp(reach))
    assert expected == pytest.approx(shares.interval(0.5).high)


def test_a_rate_in_percent_is_no_share():
    """Its interval is on the log scale, however it is written."""
    drawn = shrink(POSTS)
    reach = 0.6744897501960817 * drawn.standard_deviation / drawn.value

    assert "percent" == drawn.terms.scale
    assert drawn.value * np.exp(reach) == pytest.approx(drawn.interval(0.5).high)


def test_units_without_an_error_are_not_drawn():
    """Of two posts with the same rate nothing says how far the unit may be off."""
    units = {
        "alike": Rate([1, 2], [10, 20]).average(),
        "a": Rate([1, 4, 3], [9, 8, 7]).average(),
        "b": Rate([7, 1, 2], [9, 8, 7]).average(),
    }
    drawn = shrink(units)

    assert [True, False, False] == np.isnan(drawn.value).tolist()
    assert 0 == units["alike"].standard_error


def test_ends_have_no_interval():
    """A value of 0 has no logarithm."""
    drawn = shrink(Rate([0, 0, 0, 0], [10, 20, 5, 9]))

    assert np.isnan(drawn.interval().low).all()
    assert [Status.MISSING] * 4 == list(drawn.interval().status)


def test_three_units_have_no_interval():
    """How much units differ is not known of three: values, but no bounds."""
    interval = shrink(Rate([3, 90, 5, None], [10, 1000, 90, 1])).interval()

    assert [Status.TOO_FEW_UNITS] * 3 + [Status.MISSING] == list(interval.status)
    assert np.isnan(interval.high).all()


def test_units_that_seem_alike_may_yet_differ():
    """Where chance explains all, the intervals are wider than the mean's own."""
    drawn = shrink(Proportion([5, 6, 5, 4, 5], [100] * 5))
    low, high = drawn.interval().low, drawn.interval().high
    alone = Proportion(25, 500).interval()

    assert 0 == drawn.between
    assert (low < alone.low).all()
    assert (alone.high < high).all()


def test_highest_is_printed_first():
    """One line a unit, with what it was by itself."""
    text = str(shrink({"few": Proportion(2, 2), "many": Proportion(600, 1000)}))

    assert text.splitlines()[0].startswith("few: ")
    assert "(by itself 100.0 %)" in text
    assert 4 == len(str(shrink(RATE)).splitlines())


@pytest.mark.parametrize(
    ("units", "error", "message"),
    [
        (Rate([1], [2]), InvalidArgumentError, "but got 1. One unit has nothing"),
        ([], InvalidArgumentError, "but got 0. One unit has nothing"),
        (Rate([1, 0], [2, 0]), InvalidArgumentError, "but got 1. One unit"),
        (
            [POSTS[:1].pooled(), POSTS[1:].pooled()],
            InvalidArgumentError,
            "hold at least two units with a value and an error, but got 1",
        ),
        (3, InvalidTypeError, "estimates must be evidence of several units, but got 3"),
        ([1, 2], InvalidTypeError, "estimates must hold estimates only, but got 1"),
        (
            [Rate(1, 2), Rate(1, 2, metric="other")],
            IncompatibleEvidenceError,
            "cannot add evidence of 'other' to evidence of 'rate'",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused(units, error, message):
    """Two units of one metric, each with a value, are the least."""
    with pytest.raises(error) as caught:
        shrink(units)

    assert message in str(caught.value)
    assert not math.isnan(len(message))
