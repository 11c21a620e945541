"""What differences and ratios say: where zero is, margins, one look."""

import numpy as np
import pytest

from engagement_metrics import Rate, difference, ratio
from engagement_metrics.comparison._contrast import Contrast
from engagement_metrics.errors import (
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
)

pytestmark = pytest.mark.filterwarnings("ignore::engagement_metrics.EngagementWarning")
RANDOM = np.random.default_rng(3)
REACH = np.ceil(RANDOM.lognormal(7, 0.7, (2, 40)))
OWN = 0.05 * RANDOM.lognormal(0, 0.8, 40)
BEFORE = Rate(RANDOM.poisson(OWN * REACH[0]), REACH[0])
AFTER = Rate(RANDOM.poisson(1.1 * OWN * REACH[1]), REACH[1])


def test_a_contrast_has_sides():
    """What differences share is none itself."""
    with pytest.raises(NotImplementedError):
        _ = Contrast()._sides


def test_a_margin_says_whether_the_two_are_equivalent():
    """By two one-sided tests: the 90 % interval within the margin."""
    change = difference(AFTER.pooled(), BEFORE.pooled())
    inner = change.interval(0.9)
    most = max(-inner.low, inner.high)
    wide, narrow = (
        difference(AFTER.pooled(), BEFORE.pooled(), margin=most * factor)
        for factor in (1.001, 0.999)
    )

    assert (None, True, False) == tuple(c.equivalent for c in (change, wide, narrow))
    assert "; equivalent within 0.0" in str(wide)
    assert "; not shown to be equivalent within 0.0" in str(narrow)
    assert difference(AFTER, BEFORE, paired=True, margin=1).equivalent
    undefined = difference(Rate(None, 3), Rate(1, 3), margin=1)
    assert undefined.equivalent is False


@pytest.mark.parametrize(
    ("margin", "error", "message"),
    [
        (-1, InvalidCountsError, "margin must not be negative, but got -1"),
        (0, InvalidArgumentError, "margin must be above 0, but got 0. 0.02 is two"),
        ([1, 2], InvalidTypeError, "margin must be a number, but got"),
    ],
    ids=range(3),
)
def test_a_margin_is_one_positive_number(margin, error, message):
    """Anything else is refused."""
    with pytest.raises(error, match=message):
        difference(AFTER, BEFORE, margin=margin)


def test_the_line_says_where_zero_is():
    """Outside, or what the data are compatible with; and one look is one look."""
    clear, open_ = (
        difference(Rate([n] * 40, 100).pooled(), Rate([10, 20] * 20, 100).pooled())
        for n in (40, 15)
    )

    assert "; 0 is outside; 40 rows" in str(clear)
    assert "(95 %: compatible with -0.0" in str(open_)
    assert "; 1 is outside; 40 rows" in str(ratio(clear.first, clear.second))
    assert "no difference" not in str(open_)
    assert "eleven looks from 10 to 60 posts" in clear.describe()
