"""The error of a split is that of moving each unit a little (the jackknife's limit)."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics._kernels import mix, sums

unit = st.tuples(st.integers(0, 40), st.integers(1, 90), st.integers(0, 2))
side = st.lists(unit, min_size=2, max_size=12)
A, B = 1e-5, 3  # a small weight; groups


def split(before, after):
    """Return rate and mix effect of weighted units, by their definition."""
    w, r = np.zeros((2, 2, B))
    for row, (y, x, code, weight) in enumerate((before, after)):
        exposure = np.bincount(code, x * weight, B)
        w[row] = exposure / exposure.sum()
        r[row] = np.bincount(code, y * weight, B) / np.where(exposure, exposure, 1)
    r = np.where(w > 0, r, r[::-1])
    return np.array([w.mean(0) @ (r[1] - r[0]), r.mean(0) @ (w[1] - w[0])])


def columns(units):
    """Return y, x, code and a weight of 1."""
    y, x, code = np.array(units, float).T
    return y, x, code.astype(int), np.ones(len(units))


@given(side, side)
def test_the_variance_is_that_of_moving_each_unit(before, after):
    """With m / (m - 1) for shares, and effective units for the ratio of a group."""
    sides = [columns(before), columns(after)]
    summed = [sums.ratio_sums(*part[:3], groups=B) for part in sides]
    found = mix.effects(*summed, share=False, is_count=False)
    moved = []
    for row, part in enumerate(sides):
        influence = []
        for place in range(len(part[0])):
            up, down = part[3].copy(), part[3].copy()
            up[place] += A
            down[place] -= A
            weighed = [
                [(*part[:3], w) if row == r else sides[r] for r in (0, 1)]
                for w in (up, down)
            ]
            influence.append((split(*weighed[0]) - split(*weighed[1])) / (2 * A))
        moved.append((np.array(influence) ** 2).sum(0))
    plain = np.sum(moved, 0)

    single = any((s.units[s.sum_x > 0] < 2).any() for s in summed)
    for effect, expected in zip((found.of_rates, found.of_mix), plain, strict=True):
        assert single == np.isnan(effect)
        if not single:  # the corrections of small samples only widen it
            assert effect >= expected * (1 - 1e-6) - 1e-12


def test_equal_units_have_one_correction():
    """Where n = m in each group, the whole is m / (m - 1) in shares and ratios."""
    y, x = np.array([3.0, 5, 9, 2]), np.full(4, 10.0)
    code = np.array([0, 0, 0, 0])
    summed = sums.ratio_sums(y, x, code, 1)
    found = mix.effects(summed, summed, share=False, is_count=False)
    error = y.var(ddof=1) / 4 / 100

    assert 2 * error == pytest.approx(found.of_rates)
    assert 0.0 == found.of_mix
    assert 6.0 == found.degrees


def test_counts_are_no_surer_than_single_events():
    """Equal counts have the variance of Poisson or binomial ones."""
    y, x = np.array([5.0, 5]), np.array([10.0, 10])
    summed = sums.ratio_sums(y, x, np.array([0, 0]), 1)

    for share, expected in ((False, 0.5 / 20), (True, 0.25 / 20)):
        found = mix.effects(summed, summed, share=share, is_count=True)
        assert 2 * expected == pytest.approx(found.of_rates)
