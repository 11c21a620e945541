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
    """Log scale for rates, logit for shares; wider with their level."""
    rates, shares = shrink(RATE), shrink(Proportion([2, 600, 60, 9], [9, 1000, 80, 90]))
    for drawn in (rates, shares):
        narrow, wide = drawn.interval(0.5), drawn.interval(0.99)

        assert (wide.low <= narrow.low).all()
        assert (narrow.high <= wide.high).all()
        assert (0 < wide.low).all()
    assert (shares.interval(0.999999).high < 1).all()
    z = 0.6744897501960817
    reach = 2 * np.arcsinh(z * rates.standard_deviation / rates.value / 2)
    expected = rates.value * np.exp(-reach)
    assert expected == pytest.approx(rates.interval(0.5).low)
    reach = z * shares.standard_deviation / (shares.value * (1 - shares.value))
    reach = 2 * np.arcsinh(reach / 2)
    odds = shares.value / (1 - shares.value)
    expected = odds * np.exp(reach) / (1 + odds * np.exp(reach))
    assert expected == pytest.approx(shares.interval(0.5).high)


def test_interval_of_a_rate_in_percent_is_on_the_log_scale():
    """A rate in percent is not a share."""
    drawn = shrink(POSTS)
    reach = 0.6744897501960817 * drawn.standard_deviation / drawn.value
    reach = 2 * np.arcsinh(reach / 2)

    assert "percent" == drawn.metric.scale
    assert drawn.value * np.exp(reach) == pytest.approx(drawn.interval(0.5).high)


def test_units_without_an_error_are_not_shrunk():
    """Two posts with the same rate have an error of 0, one post has none."""
    units = {
        "alike": Rate([1, 2], [10, 20]).average(),
        "a": Rate([1, 4, 3], [9, 8, 7]).average(),
        "b": Rate([7, 1, 2], [9, 8, 7]).average(),
        "one": Rate([7], [9]).average(),
    }
    drawn = shrink(units)

    assert [True, False, False, True] == np.isnan(drawn.value).tolist()
    assert (Status.ZERO_VARIANCE, Status.TOO_FEW_UNITS) == tuple(drawn.status[[0, 3]])
    assert 0 == units["alike"].standard_error


def test_a_value_at_an_end_has_no_interval():
    """A value of 0 has no logarithm."""
    drawn = shrink(Rate([0, 0, 0, 0], [10, 20, 5, 9]))

    assert np.isnan(drawn.interval().low).all()
    assert [Status.MISSING] * 4 == list(drawn.interval().status)
    assert "0: 0.0 (no interval: the value is at an end; by itself 0.0)" in str(drawn)


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

    assert "proportion of trials, shrunk towards 60.1 %" == first
    assert second.startswith("  few: ")
    assert "by itself 100.0 %)" in second
    assert 5 == len(str(shrink(RATE)).splitlines())
    assert (
        "<Shrunk of 4 units: 0.11, 0.092, 0.086, 0.12, rate by exposure, shrunk towards"
        " 0.099>" == repr(shrink(RATE))
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
            [POSTS[:1].pooled(), POSTS[1:].pooled()],
            InvalidArgumentError,
            "hold at least two units with a value and an error, but got 1",
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
