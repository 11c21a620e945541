"""Shrinkage by Paule and Mandel's moments, with errors at the common mean."""

import numpy as np
import pytest

from engagement_metrics._kernels import shrinkage
from engagement_metrics._kernels.shrinkage import drawn_ranks, of_counts, on_scale


def column(*values):
    """Return a column of floats."""
    return np.array(values, dtype=np.float64)


def sample(units=40, seed=5):
    """Return counts of a beta-binomial over trials from 5 to 500."""
    rng = np.random.default_rng(seed)
    x = rng.integers(5, 500, units)
    return rng.binomial(x, rng.beta(3, 9, units)).astype(float), x.astype(float)


def variances(drawn, x, *, share):
    """Return the errors that units have at the common mean."""
    mean, between = drawn.mean, drawn.between
    return (mean * (1 - mean) - between if share else mean) / x


@pytest.mark.parametrize("share", [False, True])
@pytest.mark.parametrize("seed", range(10))
def test_between_solves_paule_and_mandels_equation(share, seed):
    """Weighted squares about the weighted mean sum to units - 1."""
    y, x = sample(seed=seed)
    drawn = of_counts(y, x, share=share)
    within = variances(drawn, x, share=share)
    weight = 1 / (within + drawn.between)
    mean = (weight * y / x).sum() / weight.sum()

    assert drawn.between > 0
    assert mean == pytest.approx(drawn.mean, rel=1e-8)
    assert x.size - 1 == pytest.approx((weight * (y / x - mean) ** 2).sum(), rel=1e-6)
    pulled = mean + drawn.between * weight * (y / x - mean)
    assert pulled == pytest.approx(drawn.value, rel=1e-7)


def test_bounds_know_the_events_that_the_mean_is_worth():
    """A = mean²/between (m - 3)/(m - 1) events, and S - 1 trials of a share."""
    y, x = sample()
    factor = (x.size - 3) / (x.size - 1)
    rate = of_counts(y, x, share=False)
    back = variances(rate, x, share=False)
    held = factor * back / (back + rate.between)
    worth = held / (1 - held) * x

    assert worth + x == pytest.approx(rate.exposure)
    assert rate.mean * worth + y == pytest.approx(rate.events)
    share = of_counts(y, x, share=True)
    back = variances(share, x, share=True)
    held = factor * back / (back + share.between)
    worth = held / (1 - held) * x
    assert worth + x + 1 == pytest.approx(share.exposure)
    ratio = (share.mean * worth + y) / (worth + x)
    assert ratio == pytest.approx(share.events / share.exposure)


@pytest.mark.parametrize("share", [False, True])
@pytest.mark.parametrize("y", [[5] * 10, [5, 6, 5, 4]])
def test_less_spread_than_chance_pools_completely(share, y):
    """Units of 100 with no more spread than chance get the common mean (D9)."""
    y = column(*y)
    drawn = of_counts(y, np.full(y.size, 100.0), share=share)

    assert drawn.between == 0
    assert [0.05] * y.size == pytest.approx(drawn.value)


@pytest.mark.parametrize("share", [False, True])
def test_ends_of_the_range_stay(share):
    """No event in any unit; of shares, nothing else."""
    x = column(20, 30, 60, 9)
    assert of_counts(0 * x, x, share=share).value.tolist() == [0.0] * 4
    if share:
        assert of_counts(x, x, share=share).value.tolist() == [1.0] * 4


def test_units_that_are_all_or_nothing_stay_so():
    """The variance between units is at most that of 0 and 1."""
    y, x = column(0, 100, 0, 100, 0, 100), np.full(6, 100.0)
    drawn = of_counts(y, x, share=True)

    assert drawn.between <= 0.25
    assert y / x == pytest.approx(drawn.value, abs=1e-6)


def test_a_count_of_zero_is_drawn_like_any_other():
    """It has the error of its exposure at the common mean."""
    y, x = column(0, 30, 5, 9, 40), column(100, 100, 100, 100, 100)
    drawn = of_counts(y, x, share=False)
    moved = (drawn.value - drawn.mean) / (y / x - drawn.mean)

    assert np.ptp(moved) < 1e-9
    assert 0 < moved[0] < 1


def test_pooled_evidence_with_statsmodels():
    """It finds the same variance between units."""
    meta = pytest.importorskip("statsmodels.stats.meta_analysis")
    estimate, variance = column(1, 2, 4, 9, 3), column(0.5, 1, 2, 0.7, 1) ** 2
    theirs = meta.combine_effects(estimate, variance, method_re="iterated", atol=1e-13)
    drawn = on_scale(estimate, variance, variance, share=False)

    assert theirs.tau2 == pytest.approx(drawn.between)
    weight = 1 / (variance + drawn.between)
    mean = (weight * estimate).sum() / weight.sum()
    assert np.exp(mean) == pytest.approx(drawn.mean)
    pulled = mean + drawn.between * weight * (estimate - mean)
    assert np.exp(pulled) == pytest.approx(drawn.value)


@pytest.mark.parametrize("share", [False, True])
@pytest.mark.parametrize("spread", [0.01, 1.0])
def test_bounds_of_pooled_evidence_are_morris(share, spread):
    """Morris' (1983) variances, of the wide errors, as of so many events."""
    estimate = spread * column(-1, -2, -4, -3, -2.5)
    variance, wide = column(0.5, 1, 2, 0.7, 0.9) ** 2, column(0.6, 1, 2, 0.9, 0.9) ** 2
    drawn = on_scale(estimate, variance, wide, share=share)
    m, b = estimate.size, drawn.between
    weight = 1 / (variance + b)
    mean = (weight * estimate).sum() / weight.sum()
    pull = (m - 3) / (m - 1) * wide / (wide + b)
    average = (wide / (wide + b)).sum() / (1 / (wide + b)).sum()
    of_mean = ((weight / weight.sum()) ** 2 * (wide + b)).sum()
    unsure = 2 / (m - 3) * (average + b) / (wide + b) * (estimate - mean) ** 2
    expected = (1 - pull) * wide + pull**2 * (of_mean + unsure)
    rest = 1 - drawn.value if share else 1

    assert (b == 0) == (spread < 1)
    assert 1 / expected == pytest.approx(drawn.events * rest)
    assert drawn.value == pytest.approx(drawn.events / drawn.exposure)


@pytest.mark.parametrize("share", [False, True])
def test_order_and_input_do_not_matter(share):
    """Units in another order give the same values in that order; inputs are kept."""
    y, x = sample()
    before = y.copy(), x.copy()
    order = np.random.default_rng(2).permutation(y.size)
    value = of_counts(y, x, share=share).value

    again = of_counts(y[order], x[order], share=share).value
    assert np.allclose(value[order], again, rtol=1e-8)
    assert np.array_equal(before, (y, x))


def test_ranks_are_those_of_draws():
    """The chance of two units is that of two normals far from 0; ties are fair."""
    scipy = pytest.importorskip("scipy.stats")
    count, exposure = column(1000, 1050), column(10_000, 10_000)
    best, low, high = drawn_ranks(count, exposure, 20_000, share=False)
    apart = 50 / np.sqrt(2050)

    assert scipy.norm.cdf(apart) == pytest.approx(best[1], abs=0.01)
    assert 1 == pytest.approx(best.sum())
    assert ([1, 1], [2, 2]) == (low.tolist(), high.tolist())
    shares = drawn_ranks(count, exposure, 20_000, share=True)[0]
    chance = 50 / np.sqrt(1000 * 0.9 + 1050 * 0.895)
    assert scipy.norm.cdf(chance) == pytest.approx(shares[1], abs=0.01)
    ties = drawn_ranks(column(0, 0), column(9, 9), 2000, share=False)
    assert ([1, 1], [2, 2]) == (ties[1].tolist(), ties[2].tolist())


def test_the_largest_variance_between_shares():
    """It is below that of 0 and 1 alone."""
    assert shrinkage._most(0.5, share=True) < 0.25
    assert np.inf == shrinkage._most(0.5, share=False)
