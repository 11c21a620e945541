"""Who is active and who leaves, against printed numbers."""

import pytest

from engagement_metrics.errors import InvalidCountsError
from engagement_metrics.relevance import active_share, churn_rate
from engagement_metrics.words import Status


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
    """Unfollows over follower-days, which add up."""
    rate = churn_rate(12, follower_days=30 * 400)
    days = churn_rate([1, 3, None, 2], follower_days=[340, 338, 300, 0])

    assert 0.001 == rate.value
    assert "unfollows / follower days" == rate.metric.formula
    assert 4 / 678 == days.pooled().value == days.sum().value
    assert [Status.MISSING, Status.NO_DENOMINATOR] == days.status[2:].tolist()


def test_arguments_have_names():
    """The documented names work as keywords; a swapped order is refused by Python."""
    assert 0.5 == active_share(active=1, followers=2).value
    assert 0.5 == churn_rate(left=1, follower_days=2).value
    with pytest.raises(TypeError, match=r"^churn_rate\(\) takes 1 positional argument"):
        churn_rate(1, 2)
