"""F-beta with both of its sides, against print and people counted one by one."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
    SmallSampleWarning,
)
from engagement_metrics.evidence import Proportion
from engagement_metrics.relevance import on_target_share, target_coverage, target_match
from engagement_metrics.words import Status

PEOPLE = st.tuples(*(st.integers(0, 40) for _ in range(3)))


def match_of(on_target, audience, target, beta=1):
    """Return the match of numbers in the order of the formula."""
    return target_match(
        on_target=on_target, audience=audience, target=target, beta=beta
    )


@pytest.mark.parametrize(
    ("beta", "expected"),
    [(1, 0.375), (0.5, 0.3260869565), (2, 0.4411764706), (0, 0.3)],
)
def test_worked_example(beta, expected):
    """300 of 1,000 reached and of 600 meant (V63)."""
    match = match_of(300, 1000, 600, beta)

    assert expected == pytest.approx(match.value, abs=1e-10)
    assert (0.3, 0.5) == (match.precision.value, match.coverage.value)


def test_sides_are_the_shares_of_their_own_names():
    """Precision and coverage are what the two shares alone give."""
    match = match_of(300, 1000, 600)

    assert on_target_share(300, 1000).value == match.precision.value
    assert target_coverage(300, 600).value == match.coverage.value


@given(PEOPLE, st.sampled_from([0.5, 1, 2]))
def test_evidence_is_that_of_people(people, beta):
    """Counting person by person gives the same sums, value and interval."""
    tp, fp, fn = people
    match, weight = match_of(tp, tp + fp, tp + fn, beta), beta**2
    y = [1 + weight] * tp + [0] * (fp + fn)
    x = [1 + weight] * tp + [1] * fp + [weight] * fn
    by_person = Proportion(y, x).pooled()
    if tp + fn == 0:
        assert match.status == Status.NO_EXPOSURE
        assert np.isnan(match.value)
        return

    assert by_person.value == pytest.approx(match.value, abs=1e-12)
    assert by_person.units == match.pooled.units
    for name in ("sum_y", "sum_x", "sum_ee", "sum_ex", "sum_xx"):
        assert getattr(by_person, name) == pytest.approx(
            getattr(match.pooled, name), abs=1e-9
        )
    if tp + fp + fn > 120:
        low, high = match.interval().low, match.interval().high
        assert by_person.interval().low == pytest.approx(low)
        assert by_person.interval().high == pytest.approx(high)
        assert low <= match.value <= high


@given(st.lists(PEOPLE, min_size=1, max_size=4))
def test_whole_is_the_sum_of_its_parts(parts):
    """Disjoint audiences with disjoint targets add up to the match of all."""
    rows = [match_of(tp, tp + fp, tp + fn) for tp, fp, fn in parts]
    whole = rows[0]
    for row in rows[1:]:
        whole += row
    tp, fp, fn = map(sum, zip(*parts, strict=True))
    expected = match_of(tp, tp + fp, tp + fn)

    assert (expected.value == whole.value) or np.isnan(expected.value)
    assert expected.precision.value == whole.precision.value or fp + tp == 0


def test_columns_are_rows():
    """A column of matches is each of them."""
    tp, audience, target = [300, 0, 3, None, 0], [1000, 0, 10, 4, 5], [600, 20, 3, 4, 0]
    column = match_of(tp, audience, target)
    rows = [match_of(*row) for row in zip(tp, audience, target, strict=True)]

    assert rows == list(column)
    assert [row.status for row in rows] == column.status.tolist()
    assert [Status.DEFINED] * 3 + [Status.MISSING, Status.NO_EXPOSURE] == [
        row.status for row in rows
    ]
    np.testing.assert_array_equal([row.value for row in rows], column.value)
    with pytest.warns(SmallSampleWarning):
        bounds = column.interval()
    assert column.status.tolist() == bounds.status.tolist()


def test_unknown_matches_add_nothing():
    """A match with a part missing adds neither to precision nor to coverage."""
    unknown = match_of(3, None, 5)
    both = match_of(300, 1000, 600) + unknown

    assert 0.375 == both.value
    assert 1 == both.coverage.left_out.missing
    assert Status.MISSING == (unknown + unknown).status
    assert Status.MISSING == (unknown + unknown).pooled.status


def test_empty_audience_matches_nothing():
    """An audience of nobody misses the whole target; an empty target has no match."""
    assert 0.0 == match_of(0, 0, 600).value
    assert "target match, F1: undefined (no exposure)" == str(match_of(0, 5, 0))


@pytest.mark.parametrize(
    ("match", "text"),
    [
        (
            match_of(300, 1000, 600),
            (
                "F1: 37.5 % (95 %: 34.5 to 40.6 %; 1,300 people; precision 30.0 %,"
                " coverage 50.0 %)"
            ),
        ),
        (
            match_of(1, 1, 1, 0.5),
            (
                "F0.5: 100.0 % (no interval: too few people; 1 person; precision"
                " 100.0 %, coverage 100.0 %)"
            ),
        ),
    ],
)
def test_it_prints_as_a_line(match, text):
    """Value, interval and both sides; no interval of one person."""
    assert f"target match, {text}" == str(match)
    assert f"{match.value:.2f}" == f"{match:.2f}"


@pytest.mark.parametrize(
    ("numbers", "message"),
    [
        (
            (5, 4, 9),
            (
                "on_target must not exceed audience, but does: 5.0 > 4.0. The audience"
                " and the target both include those on target"
            ),
        ),
        (
            ([5, 5], 9, [9, 4]),
            (
                "on_target must not exceed target, but does at (1,), first of 1 in 2"
                " values: 5.0 > 4.0. The audience and the target both include those on"
                " target"
            ),
        ),
        (
            (5, 0, 9),
            (
                "on_target must be 0 where the audience or the target is empty, but got"
                " 5.0"
            ),
        ),
        (
            ([0, 3], 9, [4, 0]),
            (
                "on_target must be 0 where the audience or the target is empty, but got"
                " 3.0"
            ),
        ),
    ],
)
def test_more_than_there_are_is_refused(numbers, message):
    """Those on target are part of both."""
    with pytest.raises(InvalidCountsError) as caught:
        match_of(*numbers)

    assert message == str(caught.value)


@pytest.mark.parametrize(
    ("beta", "error", "message"),
    [
        (
            None,
            InvalidArgumentError,
            "beta must be a number of 0 or more, but got None",
        ),
        ([1, 2], InvalidTypeError, "beta must be a number, but got [1, 2]"),
        (-1, InvalidCountsError, "beta must not be negative, but got -1.0"),
    ],
)
def test_impossible_betas_are_refused(beta, error, message):
    """Beta is a single number of 0 or more."""
    with pytest.raises(error) as caught:
        match_of(3, 4, 5, beta)

    assert message == str(caught.value)


def test_three_numbers_are_given_by_name():
    """Positions and unknown names are Python's TypeError, with the function's name."""
    with pytest.raises(TypeError, match=r"^target_match\(\) takes 0 positional arg"):
        target_match(3, 4, 5)
    with pytest.raises(TypeError, match=r"^target_match\(\) got an unexpected keyword"):
        target_match(on_target=3, audience=4, target=5, bet=2)


def test_other_betas_do_not_add():
    """Two choices of the campaign are two numbers."""
    with pytest.raises(IncompatibleEvidenceError) as caught:
        match_of(3, 4, 5, 2) + match_of(3, 4, 5)

    assert (
        "cannot add evidence of a match at beta 1 to evidence of a match at beta 2"
        == str(caught.value)
    )
    with pytest.raises(TypeError):
        match_of(3, 4, 5) + 1
