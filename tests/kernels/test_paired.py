"""The variance of paired ratios, by its definition."""

import numpy as np
import pytest

from engagement_metrics._kernels.paired import Side, paired

A = Side(np.array([4.0, 0.0, 9.0, 3.0]), np.array([10.0, 20.0, 30.0, 0.5]))
B = Side(np.array([2.0, 1.0, 5.0, 0.0]), np.array([12.0, 15.0, 25.0, 0.0]))


def by_definition(*, ratio):
    """Return variance, effective units and degrees, unit by unit in plain Python."""
    sums = [(sum(side.y), sum(side.x)) for side in (A, B)]
    z, weight = [], []
    for ya, xa, yb, xb in zip(*A, *B, strict=True):
        parts = [
            (y - sy / sx * x) / (sy if ratio else sx)
            for (y, x), (sy, sx) in zip(((ya, xa), (yb, xb)), sums, strict=True)
        ]
        z.append(parts[0] - parts[1])
        weight.append(xa / sums[0][1] + xb / sums[1][1])
    n = 4 / sum(w * w for w in weight)
    return n / (n - 1) * sum(v * v for v in z), n, max(1, n - 2 + n / 4)


@pytest.mark.parametrize("ratio", [False, True])
def test_variance_is_that_of_the_definition(ratio):
    """Of the difference and of the log ratio, weighted events."""
    assert by_definition(ratio=ratio) == pytest.approx(
        paired(A, B, ratio=ratio, is_count=False), rel=1e-14
    )


def test_a_log_ratio_of_counts_is_never_surer_than_independent_events():
    """Units that move together leave the variance of the events themselves."""
    alike = Side(A.y * 2, A.x)

    assert 0.0 == pytest.approx(paired(A, alike, ratio=True, is_count=False).variance)
    floor = 1 / A.y.sum() + 1 / alike.y.sum()
    assert floor == paired(A, alike, ratio=True, is_count=True).variance
    assert paired(A, alike, ratio=False, is_count=True).variance < 0.1


def test_equal_units_have_one_degree_less_than_units():
    """Five units of equal exposure have four degrees of freedom; one has one."""
    side = Side(np.arange(5.0), np.full(5, 3.0))
    other = Side(np.ones(5), np.full(5, 3.0))

    assert 4.0 == pytest.approx(paired(side, other, ratio=False, is_count=True).degrees)
    one = Side(np.ones(1), np.ones(1))
    assert (1.0, 0.0) == (
        paired(one, one, ratio=False, is_count=True).degrees,
        paired(one, one, ratio=False, is_count=True).variance,
    )
