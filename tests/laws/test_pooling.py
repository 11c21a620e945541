"""The whole is the sum of its parts, in any partition and order."""

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics import Posts, Proportion, Rate, pool
from strategies import columns, quick, rates, shares

KINDS = [(Proportion, shares()), (Rate, rates())]


def unzipped(rows):
    """Return numerators, denominators and labels of rows."""
    (y, x), labels = zip(*(row for row, _ in rows), strict=True), [b for _, b in rows]
    return list(y), list(x), labels


def close(a, b):
    """Return whether two numbers agree to 1e-12, NaN equal to NaN."""
    return np.allclose(a, b, rtol=1e-12, atol=0, equal_nan=True)


def same_pool(whole, parts):
    """Assert equal values, bit for bit, and equal errors, to rounding."""
    assert np.array_equal(whole.value, parts.value, equal_nan=True)
    assert whole.status == parts.status
    assert (whole.units, whole.sum_y, whole.sum_x, whole.left_out) == (
        parts.units,
        parts.sum_y,
        parts.sum_x,
        parts.left_out,
    )
    assert close(whole.sum_xx, parts.sum_xx)
    scale = math.sqrt(whole.sum_xx) * (whole.value if whole.sum_x else 0.0)
    assert math.isclose(
        whole.sum_ee, parts.sum_ee, rel_tol=1e-12, abs_tol=1e-12 * scale**2
    )


@pytest.mark.parametrize(("kind", "rows"), KINDS)
@quick
@given(data=st.data())
def test_whole_is_the_sum_of_parts(kind, rows, data):
    """Cut anywhere, pooled and added: the same value, and the same left out."""
    y, x, _ = unzipped(data.draw(columns(rows, min_size=1)))
    cut = data.draw(st.integers(0, len(y)))
    whole, first, second = (
        kind(y, x)[s] for s in (slice(None), slice(cut), slice(cut, None))
    )

    same_pool(whole.pooled(), first.pooled() + second.pooled())
    assert whole.sum() == first.sum() + second.sum()


@pytest.mark.parametrize(("kind", "rows"), KINDS)
@quick
@given(data=st.data())
def test_every_way_of_adding_agrees(kind, rows, data):
    """`a + b`, `pool(list)`, `sum()` and `pooled()` agree, whatever is left out."""
    y, x, _ = unzipped(data.draw(columns(rows, min_size=1, max_size=8)))
    rate = kind(y, x)
    summed, listed, pooled = rate.sum(), pool(list(rate)), rate.pooled()

    assert summed == listed
    assert np.array_equal(summed.value, pooled.value, equal_nan=True)
    assert summed.status == pooled.status
    assert summed.left_out == pooled.left_out
    assert summed.left_out == pool([each.pooled() for each in rate]).left_out


@pytest.mark.parametrize(("kind", "rows"), KINDS)
@quick
@given(data=st.data())
def test_order_does_not_matter(kind, rows, data):
    """Permuted rows have the same pool."""
    listed = data.draw(columns(rows, min_size=1))
    mixed = data.draw(st.permutations(listed))
    (y, x, _), (y2, x2, _) = unzipped(listed), unzipped(mixed)

    same_pool(kind(y, x).pooled(), kind(y2, x2).pooled())
    assert kind(y, x).sum() == kind(y2, x2).sum()


@pytest.mark.parametrize(("kind", "rows"), KINDS)
@quick
@given(data=st.data())
def test_groups_total_to_everything(kind, rows, data):
    """Each group is the pool of its rows, and all groups make the whole."""
    y, x, by = unzipped(data.draw(columns(rows, min_size=1)))
    rate = kind(y, x)
    groups = rate.pooled(by=by)

    same_pool(rate.pooled(), groups.total())
    for label, pooled in groups.items():
        same_pool(rate[[b == label for b in by]].pooled(), pooled)


@pytest.mark.parametrize(("kind", "rows"), KINDS)
@quick
@given(data=st.data())
def test_groups_add_label_by_label(kind, rows, data):
    """Two halves in groups, added, are the groups of the whole."""
    y, x, by = unzipped(data.draw(columns(rows, min_size=1)))
    rate, cut = kind(y, x), data.draw(st.integers(0, len(y)))
    whole = rate.pooled(by=by)
    parts = rate[:cut].pooled(by=by[:cut]) + rate[cut:].pooled(by=by[cut:])

    assert set(whole) == set(parts)
    for label, pooled in whole.items():
        same_pool(pooled, parts[label])


@pytest.mark.parametrize(("kind", "rows"), KINDS)
@quick
@given(data=st.data())
def test_averages_add_to_rounding(kind, rows, data):
    """The mean of ratios of two halves, added, is that of the whole."""
    y, x, _ = unzipped(data.draw(columns(rows, min_size=1)))
    rate, cut = kind(y, x), data.draw(st.integers(0, len(y)))
    whole, parts = rate.average(), rate[:cut].average() + rate[cut:].average()

    assert close(whole.value, parts.value)
    assert (whole.units, whole.left_out) == (parts.units, parts.left_out)


@quick
@given(columns(rates(), min_size=1), st.integers(0, 30))
def test_tables_append(rows, cut):
    """Two halves of a table make the table."""
    y, x, _ = unzipped(rows)
    posts = Posts.of(actions={"like": y}, exposures={"reach": x})

    assert posts == posts[:cut] + posts[cut:]
