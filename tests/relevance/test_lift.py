"""Resonance of the target against others, by counts and by units."""

import math

import pytest

from engagement_metrics import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
    Proportion,
    Rate,
    SmallSampleWarning,
    Status,
    engagement_rate,
    ratio,
)
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
        (FANS, OTHERS.sum()),
        (Proportion([9, 8, 3], [10, 9, 9]), Proportion([1, 7, 3], [10, 10, 10])),
    ],
)
def test_lift_is_a_ratio(pair):
    """Value and interval are those of ``ratio``: by units wherever both have them."""
    lift, expected = resonance_lift(*pair), ratio(*pair)
    bounds, others = lift.interval(0.9), expected.interval(0.9)

    assert expected.value == lift.value
    assert others.low == pytest.approx(bounds.low)
    assert others.high == pytest.approx(bounds.high)
    assert bounds.low < lift.value < bounds.high


def test_swapping_inverts():
    """Strangers against the target is the inverse, interval and all."""
    lift, swapped = resonance_lift(FANS, OTHERS), resonance_lift(OTHERS, FANS)

    assert lift.value == pytest.approx(1 / swapped.value)
    assert lift.interval().low == pytest.approx(1 / swapped.interval().high)


def test_target_that_does_not_respond():
    """At 0 the interval begins at 0 and ends at the one's top over the other's low."""
    silent = engagement_rate([0, 0, 0], reach=[200, 100, 30])
    lift = resonance_lift(silent, OTHERS)
    top, low = silent.pooled().interval().high, OTHERS.pooled().interval().low

    assert 0.0 == lift.value == lift.interval().low
    assert top / low == pytest.approx(lift.interval().high)
    assert "0.0 times (0.0 to 18.2): 0.0 % against 5.5 %" == str(lift)


@pytest.mark.parametrize(
    ("target", "other", "status"),
    [
        (Rate(3, 10), Rate(0, 10), Status.NO_DENOMINATOR),
        (Rate(0, 10), Rate(0, 10), Status.NO_EXPOSURE),
        (Rate(None, 10), Rate(0, 10), Status.MISSING),
        (Rate(3, 10), Rate(0, 0), Status.NO_EXPOSURE),
        (Rate(3, 10), Rate(3, 0), Status.NO_DENOMINATOR),
    ],
)
def test_no_lift(target, other, status):
    """Without a rate of the others there is nothing to lift from."""
    lift = resonance_lift(target, other)

    assert status == lift.status == lift.interval().status
    assert math.isnan(lift.value)
    assert math.isnan(lift.interval().low)
    assert str(lift).startswith(f"undefined: {status}: ")


@pytest.mark.filterwarnings("default")
def test_few_units_are_told():
    """An interval of three posts warns; its line does not."""
    lift = resonance_lift(FANS, OTHERS)
    with pytest.warns(SmallSampleWarning):
        lift.interval()

    assert "3.4 times (0.60 to 20.0): 19.1 % against 5.5 %" == str(lift)


def test_one_unit_has_no_interval():
    """One post is a value and no interval between posts, on either side."""
    one = engagement_rate([3], reach=[200])

    assert Status.TOO_FEW_UNITS == resonance_lift(one, OTHERS).interval().status
    assert Status.TOO_FEW_UNITS == resonance_lift(OTHERS, one).interval().status
    assert "0.27 times (no interval: too few units): 1.5 % against 5.5 %" == str(
        resonance_lift(one, OTHERS)
    )


def test_parts_add_up():
    """Evidence of both sides adds; parts are the whole."""
    first, second = (
        resonance_lift(FANS[rows].pooled(), OTHERS[rows].pooled())
        for rows in (slice(2), slice(2, None))
    )
    whole = resonance_lift(FANS, OTHERS)

    assert whole.value == (first + second).value
    assert f"{whole.value:.3f}" == f"{whole:.3f}"
    assert str(whole) == f"{whole}"
    with pytest.raises(TypeError):
        whole + 1


def test_both_rates_are_shown():
    """Twice next to nothing is next to nothing."""
    lift = resonance_lift(
        engagement_rate(40, reach=200), engagement_rate(30, reach=600)
    )

    assert "4.0 times (2.5 to 6.4): 20.0 % against 5.0 %" == str(lift)


@pytest.mark.parametrize(
    ("pair", "error", "message"),
    [
        (
            (0.2, Rate(3, 10)),
            InvalidTypeError,
            "target_rate must be a Proportion, Rate, Pooled or Average, but got 0.2",
        ),
        (
            (FANS.pooled(), OTHERS.pooled(by=list("aabb")).estimate),
            InvalidTypeError,
            (
                "other_rate must be one estimate, but got '2 of them'. Take one of its"
                " groups, or sum() it"
            ),
        ),
        (
            (engagement_rate(3, reach=10), engagement_rate(3, views=10)),
            IncompatibleEvidenceError,
            (
                "other_rate must be of 'engagement_rate' (engagements / reach) as Rate,"
                " like target_rate, but got \"'engagement_rate' (engagements / views)"
                ' as Rate"'
            ),
        ),
    ],
)
def test_what_does_not_compare(pair, error, message):
    """Two estimates of one metric in the same terms."""
    with pytest.raises(error) as caught:
        resonance_lift(*pair)

    assert message == str(caught.value)


@pytest.mark.parametrize("name", ["target_rate", "other_rate"])
def test_weighted_counts_have_no_score(name):
    """Half an event has no Poisson interval."""
    pair = {"target_rate": Rate(3, 10), "other_rate": Rate(3, 10), name: Rate(0.5, 9)}
    with pytest.raises(InvalidCountsError) as caught:
        resonance_lift(**pair).interval()

    assert f"{name} must count whole events for a Poisson interval, but got 0.5" == str(
        caught.value
    )


def test_level_is_a_level():
    """95 is no level."""
    with pytest.raises(InvalidArgumentError):
        resonance_lift(Rate(3, 10), Rate(3, 10)).interval(95)
