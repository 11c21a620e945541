"""What all quotients of two numbers have in common."""

from fractions import Fraction

import numpy as np
import pytest

from engagement_metrics.engagement import (
    amplification_rate,
    applause_rate,
    click_through_rate,
    completion_rate,
    conversation_rate,
    daily_engagement_rate,
    engagement_depth,
    save_rate,
    virality_rate,
)
from engagement_metrics.errors import (
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
)
from engagement_metrics.evidence import Proportion, Rate
from engagement_metrics.words import Status

QUOTIENTS = {
    "engagement_depth": engagement_depth,
    "daily_engagement_rate": daily_engagement_rate,
    "applause_rate": applause_rate,
    "amplification_rate": amplification_rate,
    "conversation_rate": conversation_rate,
    "virality_rate": lambda y, x: virality_rate(y, impressions=x),
    "click_through_rate": lambda y, x: click_through_rate(y, impressions=x),
    "save_rate": save_rate,
    "completion_rate": completion_rate,
}
EACH = pytest.mark.parametrize(("name", "metric"), QUOTIENTS.items(), ids=QUOTIENTS)


@EACH
def test_value_is_the_quotient(name, metric) -> None:
    """A single number is numerator over denominator."""
    assert float(Fraction(3, 7)) == metric(3, 7).value


@EACH
def test_quotient_is_named(name, metric) -> None:
    """The evidence carries the function's name, and its kind."""
    kind = Proportion if name == "completion_rate" else Rate

    assert name == metric(3, 7).metric.name
    assert kind is type(metric(3, 7))


@EACH
def test_columns_give_columns(name, metric) -> None:
    """Each row has a quotient, or a status that says why not."""
    result = metric([3, None, 0, 1], [6, 6, 0, 0])

    np.testing.assert_array_equal([0.5, np.nan, np.nan, np.nan], result.value)
    assert [
        Status.DEFINED,
        Status.MISSING,
        Status.NO_EXPOSURE,
        Status.NO_DENOMINATOR,
    ] == result.status.tolist()


@EACH
def test_a_number_is_repeated_beside_a_column(name, metric) -> None:
    """Either argument may be a number beside a column."""
    assert [0.5, 0.25] == metric([2, 1], 4).value.tolist()
    assert [0.5, 0.25] == metric(2, [4, 8]).value.tolist()


@EACH
def test_quotients_pool(name, metric) -> None:
    """Pooled is the ratio of sums, average the mean of ratios."""
    result = metric([1, 3], [2, 12])

    assert 4 / 14 == result.pooled().value
    assert (0.5 + 0.25) / 2 == result.average().value
    assert result[:1].pooled() + result[1:].pooled() == result.pooled()


@EACH
def test_refuses_negative_counts(name, metric) -> None:
    """A count is at least 0."""
    with pytest.raises(InvalidCountsError, match="must not be negative, but got -1"):
        metric(-1, 5)


@EACH
def test_refuses_columns_of_different_lengths(name, metric) -> None:
    """There is no outer product."""
    with pytest.raises(InvalidArgumentError, match="must have the length 2 of"):
        metric([1, 2], [3, 4, 5])


@EACH
def test_refuses_text(name, metric) -> None:
    """Digits in quotes are not a number."""
    with pytest.raises(InvalidTypeError, match="must be a number or an array"):
        metric("1", 5)


def test_only_completion_is_a_proportion() -> None:
    """A rate may exceed 1; completed views may not exceed started ones."""
    for name, metric in QUOTIENTS.items():
        if name != "completion_rate":
            assert 1.5 == metric(3, 2).value
    with pytest.raises(InvalidCountsError) as refused:
        completion_rate(3, 2)
    assert (
        "completed must not exceed started, but does: 3.0 > 2.0. If a view can be"
        " completed twice, count each repeat as a start"
    ) == str(refused.value)


@pytest.mark.parametrize(
    ("name", "numerator", "denominator", "unit"),
    [
        ("engagement_depth", "engagements", "engaged", "posts"),
        ("daily_engagement_rate", "engagements", "follower_days", "days"),
        ("applause_rate", "likes", "posts", "posts"),
        ("amplification_rate", "shares", "posts", "posts"),
        ("conversation_rate", "replies", "posts", "posts"),
        ("virality_rate", "shares", "impressions", "posts"),
        ("click_through_rate", "clicks", "impressions", "posts"),
        ("save_rate", "saves", "reach", "posts"),
        ("completion_rate", "completed", "started", "videos"),
    ],
)
def test_metric_says_what_is_divided(name, numerator, denominator, unit) -> None:
    """The metric has the numerator, the denominator and the unit of a row."""
    metric = QUOTIENTS[name](1, 2).metric

    assert (numerator, denominator, unit) == (
        metric.numerator,
        metric.denominator,
        metric.unit,
    )
