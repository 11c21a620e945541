"""How relevant an audience is, of how much of it that is known."""

import math

import numpy as np
import pytest

from engagement_metrics.comparison import difference
from engagement_metrics.errors import InvalidTypeError, SmallSampleWarning
from engagement_metrics.evidence import Proportion
from engagement_metrics.relevance import (
    audience_relevance,
    on_target_share,
    target_coverage,
)
from engagement_metrics.tables import Audience
from engagement_metrics.words import Status


def test_binary_relevance_is_a_share():
    """With 0 and 1 it is the share on target, with its interval."""
    relevance = audience_relevance([1, 1, 0, None])

    assert on_target_share(2, 3).value == relevance.value
    assert on_target_share(2, 3).interval() == relevance.interval()
    assert (0.75, (0.5, 0.75), 2.0) == (
        relevance.coverage,
        relevance.bounds,
        relevance.expected_members,
    )
    assert (
        "audience relevance of members: 66.7 % (95 %: 20.8 to 93.9 %, as if"
        " independent; 3 members; relevance known of 75.0 %)"
    ) == str(relevance)
    assert (3, 1, 1.0) == (
        relevance.units,
        relevance.left_out.missing,
        relevance.left_out.exposure,
    )


def test_counts_are_members():
    """A segment of 300 is 300 members, each of them a trial."""
    segments = Audience.of(
        segment=["a", "b", None], count=[300, 700, 1000], target={"a"}
    )
    relevance = audience_relevance(segments)

    assert (0.3, 0.5) == (relevance.value, relevance.coverage)
    assert Proportion(300, 1000).interval() == relevance.interval()


def test_graded_relevance_is_between_members():
    """Otherwise the interval is the pooled one, which warns of few members."""
    relevance = audience_relevance([0.2, 0.4, 0.9], weight=[1, 1, 2])

    assert 0.6 == pytest.approx(relevance.value)
    assert not relevance.binary
    with pytest.warns(SmallSampleWarning):
        bounds = relevance.interval(0.9)
    with pytest.warns(SmallSampleWarning):
        assert relevance.pooled.interval(0.9) == bounds


def test_disjoint_audiences_add():
    """Known and unknown, kind by kind."""
    whole = audience_relevance([1, 0, None, 1, None])
    parts = audience_relevance([1, 0, None]) + audience_relevance([1, None])

    assert whole == parts
    graded = audience_relevance([0.5, 1])
    assert [True, False, False, False] == [
        part.binary for part in (parts, graded, whole + graded, graded + whole)
    ]
    with pytest.raises(TypeError, match="unsupported operand"):
        whole + 1


@pytest.mark.parametrize(
    ("members", "status"),
    [([], Status.NO_EXPOSURE), ([None], Status.MISSING), ([0], Status.DEFINED)],
    ids=range(3),
)
def test_unknown_relevance(members, status):
    """An empty and an unknown audience have no relevance; irrelevance is 0."""
    relevance = audience_relevance(members)

    assert status is relevance.status
    assert math.isnan(relevance.value) == (status is not Status.DEFINED)
    assert status is relevance.interval().status
    undefined = f"audience relevance of members: undefined ({status})"
    assert (str(relevance) == undefined) == math.isnan(relevance.value)


def test_the_two_shares_of_a_target():
    """Of the audience those on target, of the target those reached."""
    assert 0.3 == on_target_share(300, 1000).value
    assert 0.5 == target_coverage(300, 600).value
    with pytest.raises(ValueError, match="The target includes those reached"):
        target_coverage(601, 600)


def test_formats():
    """A format is of the value."""
    assert "50.0%" == f"{audience_relevance([1, 0]):.1%}"
    assert str(audience_relevance([1, 0])) == f"{audience_relevance([1, 0])}"


def test_columns_are_not_kept():
    """The caller's columns stay the caller's."""
    given = np.array([1.0, 0.0])
    audience_relevance(given)

    assert [1.0, 0.0] == given.tolist()


def test_relevance_and_weight_are_keywords():
    """The documented names work as keywords; an audience brings its own weights."""
    given = audience_relevance(relevance=[1, 0], weight=[3, 1])

    assert 0.75 == given.value
    assert 0.5 == on_target_share(on_target=1, audience=2).value
    assert 0.5 == target_coverage(on_target=1, target=2).value
    with pytest.raises(InvalidTypeError) as caught:
        audience_relevance(Audience.of(relevance=[1]), weight=[1])
    assert "audience_relevance() of an Audience takes no weight=" == str(caught.value)


@pytest.mark.parametrize("relevance", [None, 0.5])
def test_relevance_is_a_column(relevance):
    """A single number is no audience."""
    with pytest.raises(InvalidTypeError, match=r"^relevance must be a column, but got"):
        audience_relevance(relevance)


@pytest.mark.filterwarnings("ignore::engagement_metrics.EngagementWarning")
def test_binary_and_graded_relevance_compare():
    """Both are the same metric."""
    binary, graded = audience_relevance([1, 1, 0]), audience_relevance([0.5, 0.5, 1])

    assert binary.metric == graded.metric
    assert binary.value - graded.value == difference(binary, graded).value
