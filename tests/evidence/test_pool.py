"""The fold of `+`."""

import pytest

from engagement_metrics import Composition, Proportion, Rate, engagement_rate, pool
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidTypeError,
)


def test_pool_adds_up():
    """The sum of all, of lists and iterators, whatever kind of evidence they are."""
    weeks = [Rate(12, 340), Rate(7, 160)]

    assert Rate(19, 500, units=2) == pool(weeks) == pool(iter(weeks))
    assert Composition("a", [3]) == pool([Composition("a", [1]), Composition("a", [2])])
    assert Rate([1], [2]) == pool([Rate([1], [2])])


def test_pool_of_one_undefined_rate_is_a_sum_of_nothing():
    """A single undefined rate is left out, as it is beside others."""
    alone = pool([Rate(None, 3)])

    assert (0, 1) == (alone.units, alone.left_out.missing)
    assert alone + Rate(1, 2) == pool([Rate(None, 3), Rate(1, 2)])
    assert Rate(1, 2) == pool([Rate(1, 2)])
    assert Proportion([3], [0]).sum() == pool([Proportion(3, 0)])


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        (
            [],
            InvalidArgumentError,
            (
                "estimates must hold at least one estimate, but got []. Without"
                " estimates, the metric is unknown"
            ),
        ),
        (
            [Rate(1, 2), "a rate", 3],
            InvalidTypeError,
            (
                "estimates must be estimates, but got 'a rate' at (1,), first of 2 in 3"
                " values"
            ),
        ),
        (3, InvalidTypeError, "estimates must be estimates, but got 3"),
        (
            [Rate(1, 2), engagement_rate(1, reach=2)],
            IncompatibleEvidenceError,
            "cannot add evidence of 'engagement_rate' to evidence of 'rate'",
        ),
    ],
    ids=range(4),
)
def test_pool_refuses_incompatible_evidence(given, error, message):
    """It needs at least one answer, all of one metric."""
    with pytest.raises(error) as caught:
        pool(given)

    assert message == str(caught.value)
