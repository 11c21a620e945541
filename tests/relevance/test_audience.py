"""How relevant an audience is, of how much of it that is known."""

import math

import numpy as np
import pytest

from engagement_metrics._kernels.partial import level_of_ends
from engagement_metrics.comparison import difference
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidTypeError,
    SmallSampleWarning,
)
from engagement_metrics.evidence import Proportion
from engagement_metrics.relevance import (
    audience_relevance,
    on_target_share,
    target_coverage,
)
from engagement_metrics.tables import Audience
from engagement_metrics.words import Status


def test_binary_relevance_is_a_share():
    """With 0 and 1 it is the share on target; known of all, with its interval."""
    relevance = audience_relevance([1, 1, 0, None])

    assert on_target_share(2, 3).value == relevance.value
    assert on_target_share(2, 3).interval() == audience_relevance([1, 1, 0]).interval()
    assert on_target_share(2, 3).interval() == relevance.among_known.interval()
    assert (0.75, (0.5, 0.75), 2.0) == (
        relevance.coverage,
        relevance.bounds,
        relevance.expected_members,
    )
    assert (
        "audience relevance of members: 66.7 % of those known (95 %: 17.8 to 94.4 % of"
        " all, as if independent; 3 members; relevance known of 75.0 %: 50.0 to 75.0 %"
        " of all)"
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
    assert Proportion(300, 1000).interval() == relevance.among_known.interval()


def test_interval_is_of_all_members_where_some_are_unknown():
    """Half unknown, bounds of 45 and 95 %: one-sided score bounds of each, of 100."""
    relevance = audience_relevance([1] * 45 + [0] * 5 + [None] * 50)
    interval = relevance.interval()

    assert (0.9, (0.45, 0.95)) == (relevance.value, relevance.bounds)
    assert Proportion(45, 100).interval(0.9).low == pytest.approx(interval.low)
    assert Proportion(95, 100).interval(0.9).high == pytest.approx(interval.high)
    assert interval.method == (
        "Imbens and Manski's over the bounds, by Wilson score, as if independent"
    )
    assert "<AudienceRelevance 90.0 % of those known: 50 members" in repr(relevance)
    known = audience_relevance([1] * 45 + [0] * 5)
    assert "90.0 % (95 %: 78.6 to 95.7 %, as if independent; 50 members)" in str(known)


def test_few_unknown_change_little():
    """The interval goes over into that of the known."""
    few = audience_relevance(
        Audience.of(segment=["a", "b"], count=[300, 700], target={"a"}, total=1001)
    )
    low, high = (
        Proportion(300, 1000).interval().low,
        Proportion(300, 1000).interval().high,
    )

    assert (low, high) == pytest.approx(
        (few.interval().low, few.interval().high), abs=1e-3
    )


@pytest.mark.filterwarnings("ignore::engagement_metrics.EngagementWarning")
def test_graded_interval_is_over_both_extremes():
    """Each end is that of all members, pooled, at one level of ends."""
    r, w = [0.2, 0.9, 0.5, 0.7, None, None], [1.0, 2.0, 1.5, 1.0, 3.0, 0.5]
    relevance = audience_relevance(r, weight=w)
    ends = [
        audience_relevance([end if x is None else x for x in r], weight=w)
        for end in (0.0, 1.0)
    ]
    gap = ends[1].value - ends[0].value
    error = max(end.pooled.standard_error for end in ends)
    level = level_of_ends(gap, error, 0.95)

    assert relevance.bounds == pytest.approx(tuple(end.value for end in ends))
    assert ends[0].interval(level).low == pytest.approx(relevance.interval().low)
    assert ends[1].interval(level).high == pytest.approx(relevance.interval().high)
    assert 9.25 == relevance.unknown_squares
    parts = [audience_relevance(r[i::2], weight=w[i::2]) for i in (0, 1)]
    whole = parts[0] + parts[1]
    assert relevance.interval().low == pytest.approx(whole.interval().low, rel=1e-12)


def test_unknown_weights_are_equal_if_nothing_else_is_known():
    """Evidence without their squares."""
    relevance = audience_relevance([1, 0, None, None])
    parts = {**relevance.evidence, "unknown_squares": None}
    bare = type(relevance).of_evidence(parts)

    assert relevance.interval() == bare.interval()
    assert relevance + relevance == bare + bare


def test_a_census_has_no_sampling_error():
    """Counted whole: the value, or the bounds where some are not known."""
    known = audience_relevance([1, 1, 0, 1, 1, 0]).as_census()
    partly = audience_relevance([1, 0, None]).as_census()

    assert known.value == known.interval().low == known.interval().high
    assert "66.7 % (counted, not sampled; 6 members)" in str(known)
    assert partly.bounds == (partly.interval().low, partly.interval().high)
    assert "50.0 % of those known (33.3 to 66.7 % of all, counted, not sampled; " in (
        str(partly)
    )
    assert known + known == audience_relevance([1, 1, 0, 1, 1, 0] * 2).as_census()
    with pytest.raises(IncompatibleEvidenceError, match="census"):
        known + audience_relevance([1])


def test_one_known_member_has_an_interval_with_the_others():
    """The bounds are of all members; without any known one there is no value."""
    relevance = audience_relevance([0.5, None])
    interval = relevance.interval()

    assert Status.DEFINED == interval.status
    assert (0.25, 0.75) == relevance.bounds
    assert interval.low < 0.25
    assert interval.high > 0.75
    assert "too few members for a useful interval" in str(relevance)


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
