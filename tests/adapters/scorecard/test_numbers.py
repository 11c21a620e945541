"""Numbers are written as people read them, and as programs read them."""

import math

import pytest

from engagement_metrics import Interval, Status
from engagement_metrics.words import Terms

numbers = pytest.importorskip("engagement_metrics.adapters.scorecard._numbers")


@pytest.mark.parametrize(
    ("value", "scale", "expected"),
    [
        (0.0424, "percent", "4.2 %"),
        (0.000123, "percent", "0.012 %"),
        (0.0, "percent", "0.0 %"),
        (71.5, "percent", "7,150.0 %"),
        (1234.56, "number", "1,234.6"),
        (math.nan, "percent", "undefined"),
    ],
)
def test_amounts_have_as_many_digits_as_tell(value, scale, expected):
    """One decimal, or two digits where the value is small."""
    assert expected == numbers.amount(value, Terms("a", "b", scale=scale))


def test_plain_data_has_no_nan():
    """What does not exist is null, and its status says why."""
    status = Status.NO_EXPOSURE
    number = numbers.Number(
        name="per reach",
        metric="engagement_rate",
        value=math.nan,
        status=str(status),
        interval=Interval(math.nan, math.nan, 0.95, "none", status=status),
        terms=Terms("engagements", "reach"),
        definition="engagements / reach",
        units=0,
        parts={"balance": math.nan},
    )
    data = numbers.Family("Engagement rate", "?", [number], ["why"]).data()

    assert None is data["numbers"][0]["value"]
    assert None is data["numbers"][0]["interval"]["low"]
    assert "no exposure" == data["numbers"][0]["interval"]["status"]
    assert {"balance": None} == data["numbers"][0]["parts"]
    assert ["why"] == data["cannot"]
