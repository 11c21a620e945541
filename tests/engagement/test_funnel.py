"""Shares, clicks, saves and completed views, against printed numbers."""

import pytest

from engagement_metrics.engagement import (
    click_through_rate,
    completion_rate,
    save_rate,
    virality_rate,
)
from engagement_metrics.errors import InvalidTypeError


def test_virality_of_an_agency() -> None:
    """Socialk: 240 shares of 12,000 impressions are 2 %."""
    assert 0.02 == virality_rate(240, impressions=12000).value


@pytest.mark.parametrize("metric", [virality_rate, click_through_rate])
def test_denominator_is_named(metric) -> None:
    """Displays and people are two denominators, and one must be named."""
    assert 0.02 == metric(240, reach=12000).value
    assert "reach" == metric(240, reach=12000).metric.denominator
    with pytest.raises(InvalidTypeError, match="of impressions= or reach="):
        metric(240)
    with pytest.raises(InvalidTypeError, match="but got impressions= and reach="):
        metric(240, impressions=1, reach=1)


def test_rates_per_display_print_in_percent() -> None:
    """A value over displays or people prints in percent."""
    assert (
        "virality rate by impressions: 2.0 % (95 %: 1.8 to 2.3 %, as if independent;"
        " 240 of 12,000)"
    ) == str(virality_rate(240, impressions=12000))
    assert (
        "save rate by reach: 2.5 % (95 %: 1.4 to 4.4 %, as if independent; 12 of 480)"
    ) == str(save_rate(12, 480))


def test_completed_views_have_wilsons_interval() -> None:
    """Newcombe 1998: 81 of 263 lie between 0.2553 and 0.3662."""
    interval = completion_rate(81, 263).interval()

    assert (0.2553, 0.3662) == (round(interval.low, 4), round(interval.high, 4))
