"""Resonance of the target against others is a ratio of two rates."""

import pytest

from engagement_metrics import Proportion, Rate, Status, engagement_rate, ratio
from engagement_metrics.errors import IncompatibleEvidenceError
from engagement_metrics.relevance import resonance_lift

pytestmark = pytest.mark.filterwarnings("ignore::engagement_metrics.SmallSampleWarning")
FANS = engagement_rate([40, 20, 3], reach=[200, 100, 30])
OTHERS = engagement_rate([30, 15, 7, 20], reach=[600, 300, 200, 200])


def test_printed_ratio_of_rates():
    """60 of 51,477.5 against 30 of 54,308.7 (V44)."""
    lift = resonance_lift(Rate(60, 51477.5), Rate(30, 54308.7))
    bounds = lift.interval()

    assert 2.1099975718 == pytest.approx(lift.value, abs=1e-10)
    assert (1.36596, 3.25931) == (round(bounds.low, 5), round(bounds.high, 5))
    assert "Poisson score, as if independent" == bounds.method


@pytest.mark.parametrize(
    "pair",
    [
        (Rate(60, 500), Rate(30, 600)),
        (Proportion(7, 34), Proportion(1, 34)),
        (FANS.pooled(), OTHERS.pooled()),
        (FANS.average(), OTHERS.average()),
        (FANS, OTHERS),
    ],
)
def test_lift_is_a_ratio(pair):
    """Target over others, by units wherever both have them."""
    lift = resonance_lift(*pair)
    bounds = lift.interval(0.9)

    assert ratio(*pair) == lift
    assert lift.first.value / lift.second.value == lift.value
    assert bounds.low < lift.value < bounds.high


def test_strangers_that_do_not_respond():
    """Without a rate of the others there is nothing to lift from."""
    assert Status.NO_DENOMINATOR == resonance_lift(Rate(3, 10), Rate(0, 10)).status


def test_rates_are_of_one_metric():
    """Reach and views are two denominators."""
    with pytest.raises(IncompatibleEvidenceError):
        resonance_lift(engagement_rate(3, reach=10), engagement_rate(3, views=10))
