"""What followers are worth, who is active and who leaves."""

import math

import pytest
from hypothesis import given, strategies as st

from engagement_metrics import Status
from engagement_metrics.conversation import effective_participants
from engagement_metrics.errors import InvalidCountsError
from engagement_metrics.relevance import (
    active_share,
    churn_rate,
    effective_audience_size,
)


def test_printed_effective_size():
    """50 weights of 1 and 50 of 2 are worth 90 (V25)."""
    assert 90.0 == effective_audience_size([1] * 50 + [2] * 50)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=20).filter(any))
def test_effective_size_is_the_hill_number_of_order_two(values):
    """Kish's number, by its own formula and as diversity, in any unit."""
    size = effective_audience_size(values)

    assert sum(values) ** 2 / sum(v * v for v in values) == pytest.approx(size)
    assert effective_participants(values, 2) == size
    assert effective_audience_size([v / 7 for v in values]) == pytest.approx(size)


@pytest.mark.parametrize("values", [[], [0, 0]])
def test_nobody_is_worth_anything(values):
    """Without value there is no size."""
    assert math.isnan(effective_audience_size(values))


def test_values_are_known():
    """A missing value is refused."""
    with pytest.raises(InvalidCountsError) as caught:
        effective_audience_size([1, None])

    assert str(caught.value).startswith("values must be known, but got nan at (1,)")


def test_active_share():
    """18 % inactive and 6 % bots leave 76 % of 500, with Wilson's interval."""
    share = active_share(380, 500)

    assert 0.76 == share.value
    assert "72.1% to 79.5% (95 %)" == f"{share.interval():.1%}"
    assert [0.5, 0.25] == active_share([1, 1], followers=[2, 4]).value.tolist()
    with pytest.raises(InvalidCountsError) as caught:
        active_share(5, 4)
    assert (
        "active must not exceed followers, but does: 5.0 > 4.0. The followers include"
        " those who are active"
    ) == str(caught.value)


def test_churn_rate():
    """Leavers over follower-days, which add up."""
    rate = churn_rate(12, 30 * 400)
    days = churn_rate([1, 3, None, 2], [340, 338, 300, 0])

    assert 0.001 == rate.value
    assert "left / follower-days" == str(rate.terms)
    assert 4 / 678 == days.pooled().value == days.sum().value
    assert [Status.MISSING, Status.NO_DENOMINATOR] == days.status[2:].tolist()
