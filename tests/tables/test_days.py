"""An account's days."""

import pickle
from datetime import date

import numpy as np
import pytest

from engagement_metrics import Days
from engagement_metrics.errors import NegativeCountsWarning

MAY = [date(2025, 5, day) for day in (1, 2, 3)]


def test_days():
    """Counters of each day, unknown where they are."""
    days = Days.of(date=MAY, followers=[340, None, 338], posts=[1, 0, 2])

    assert np.array_equal([340, np.nan, 338], days.followers, equal_nan=True)
    assert days.follows is None
    assert days == days[:1] + days[1:]
    assert days == pickle.loads(pickle.dumps(days))  # noqa: S301
    followed = [Days.of(date=MAY, follows=[1, 2, n]) for n in (3, 3, 4)]
    assert followed[0] == followed[1] != followed[2]


def test_a_day_stands_once():
    """Also after appending; a day that is not known is not the same as another."""
    expected = (
        "date must be distinct, but got '2025-05-01' at (0,), first of 1 in 2 values."
        " An account has one row for each day"
    )
    with pytest.raises(ValueError, match="distinct") as caught:
        Days.of(date=[MAY[0], MAY[0]])
    assert expected == str(caught.value)
    days = Days.of(date=MAY)
    with pytest.raises(ValueError, match="distinct"):
        days + days
    assert 2 == len(Days.of(date=np.array(["NaT", "NaT"], "M8[D]")))
    with pytest.raises(TypeError, match="unsupported operand"):
        days + 1


def test_negative_counters_are_kept():
    """With a warning."""
    with pytest.warns(
        NegativeCountsWarning, match="follows is negative in 1 of 3 days"
    ):
        days = Days.of(date=MAY, follows=[3, -2, None])

    assert -2 == days.follows[1]
