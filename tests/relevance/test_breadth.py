"""Breadth and depth: their product is engagement for each member of the target."""

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics.errors import (
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
    SmallSampleWarning,
)
from engagement_metrics.evidence import Rate
from engagement_metrics.relevance import breadth_and_depth
from engagement_metrics.tables import Interactions
from engagement_metrics.words import Status

ENGAGEMENTS = st.lists(st.integers(0, 20), max_size=20)


@given(ENGAGEMENTS, st.integers(0, 20))
def test_identity_and_evidence(engagements, silent):
    """Value = breadth x depth; the evidence includes silent members."""
    size = len(engagements) + silent
    both = breadth_and_depth(engagements, target=size)
    if size == 0:
        assert Status.NO_EXPOSURE == both.status
        return
    members = engagements + [0] * silent
    expected = Rate(members, [1.0] * size).pooled()

    assert sum(engagements) / size == both.value
    if any(engagements):
        product = both.breadth.value * both.depth.value
        assert product == pytest.approx(both.value, rel=1e-15)
    else:
        assert math.isnan(both.depth.value)
    assert expected.units == both.pooled.units
    for name in ("value", "sum_ee", "sum_ex", "sum_xx"):
        assert getattr(expected, name) == pytest.approx(
            getattr(both.pooled, name), abs=1e-9
        )


def test_deep_and_wide_have_one_mean():
    """Two who act thirty times and sixty who act once: the same for each member."""
    deep, wide = (
        breadth_and_depth([30, 30], target=100),
        breadth_and_depth([1] * 60, target=100),
    )

    assert 0.6 == deep.value == wide.value
    assert (0.02, 30.0) == (deep.breadth.value, deep.depth.value)
    assert (0.6, 1.0) == (wide.breadth.value, wide.depth.value)


@given(ENGAGEMENTS, ENGAGEMENTS)
def test_disjoint_targets_add(first, second):
    """The sum of two targets is the target of both."""
    one, two = (breadth_and_depth(part, target=20) for part in (first, second))
    whole = breadth_and_depth(first + second, target=40)

    assert whole.value == (one + two).value
    assert whole.breadth.value == (one + two).breadth.value
    assert whole.units == (one + two).units
    assert whole.pooled.sum_ee == pytest.approx((one + two).pooled.sum_ee, abs=1e-9)


def test_interval_is_between_members():
    """The pooled interval of a rate, of all members."""
    members = [4, 1, 1] + [0] * 37
    with pytest.warns(SmallSampleWarning):
        bounds = breadth_and_depth([4, 1, 1], target=40).interval()
    with pytest.warns(SmallSampleWarning):
        expected = Rate(members, [1.0] * 40).pooled().interval()

    assert expected.low == pytest.approx(bounds.low)
    assert expected.high == pytest.approx(bounds.high)
    with pytest.warns(SmallSampleWarning):
        breadth_and_depth([4, 1, 1], target=10).interval()


@pytest.mark.parametrize(
    ("size", "status"),
    [(0, Status.NO_EXPOSURE), (None, Status.MISSING)],
)
def test_no_target(size, status):
    """An empty target and an unknown one have no value and no interval."""
    both = breadth_and_depth([], target=size)

    assert status == both.status
    assert math.isnan(both.value)
    assert math.isnan(both.interval().low)
    assert "1 left out" in str(both)
    assert status == both.interval().status


def test_engaged_of_nobody():
    """No more members can engage than the target has."""
    assert Status.NO_DENOMINATOR == breadth_and_depth([1], target=0).status
    with pytest.raises(InvalidCountsError) as caught:
        breadth_and_depth([1, 0, 2], target=1)
    assert (
        "engaged must not exceed target, but does: 2.0 > 1.0. The target includes those"
        " who engaged"
    ) == str(caught.value)


def test_log_counts_members():
    """In a log the target is as large as its ids, and strangers do not count."""
    log = Interactions.of(
        actor=["ada", "ada", "eve", "bob", None],
        target=["we", "we", "we", "they", "we"],
        kind="like",
    )
    both = breadth_and_depth(log, target={"ada", "bob", "zoe"})

    assert (2 / 3, 1.5, 1.0) == (both.breadth.value, both.depth.value, both.value)
    assert (
        2 / 3
        == breadth_and_depth(log, target=["ada", "bob", "zoe"], account="we").value
    )
    assert 0.0 == breadth_and_depth(log, target={"zoe"}).value
    with pytest.raises(InvalidArgumentError):
        breadth_and_depth(log, target=set())


@pytest.mark.parametrize(
    ("both", "text"),
    [
        (
            breadth_and_depth([4, 1, 1], target=10),
            "0.60 (95 %: 0.15 to 2.4; 10 members; breadth 30.0 %, depth 2.0)",
        ),
        (
            breadth_and_depth([2], target=1),
            "2.0 (no interval: too few members; 1 member; breadth 100.0 %, depth 2.0)",
        ),
    ],
)
def test_it_prints_as_a_line(both, text):
    """The line has the value, its interval, and both parts."""
    assert f"breadth and depth by target members, pooled: {text}" == str(both)
    assert f"{both.value:.1f}" == f"{both:.1f}"


@pytest.mark.filterwarnings("ignore::engagement_metrics.EngagementWarning")
@pytest.mark.parametrize("size", [None, 0])
def test_a_target_that_is_not_defined_adds_nothing(size):
    """Without a target there is no interval, and a sum leaves its engagements out."""
    unknown, known = (breadth_and_depth([5, 7, 9], target=n) for n in (size, 40))
    both = unknown + known

    assert math.isnan(unknown.interval().low)
    assert unknown.status == unknown.interval().status
    assert (known.value, known.interval()) == (both.value, both.interval())
    assert (40, 1) == (both.units, both.left_out.units)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: breadth_and_depth([1, None], target=5),
            InvalidCountsError,
            (
                "engagements must be known, but got nan at (1,), first of 1 in 2"
                " values. Leave out the rows whose engagements is not known"
            ),
        ),
        (
            lambda: breadth_and_depth([1], target=[5, 6]),
            InvalidTypeError,
            "target must be a number, but got [5, 6]",
        ),
        (
            lambda: breadth_and_depth([1], target=5, account="we"),
            InvalidTypeError,
            "breadth_and_depth() of numbers takes no account=",
        ),
    ],
)
def test_wrong_forms_are_refused(call, error, message):
    """Engagements are known, and a target is a number or ids."""
    with pytest.raises(error) as caught:
        call()

    assert message == str(caught.value)


def test_engagements_and_target_are_keywords():
    """The documented names work as keywords."""
    assert 0.5 == breadth_and_depth(engagements=[1], target=2).value


def test_nothing_else_adds():
    """A number is no target."""
    with pytest.raises(TypeError):
        breadth_and_depth(np.array([1.0]), target=5) + 1
