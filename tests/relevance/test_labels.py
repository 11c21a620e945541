"""Shares corrected for wrong labels, against a published example and people counted."""

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics import Status
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidTypeError,
)
from engagement_metrics.evidence import Proportion, Rate
from engagement_metrics.relevance import (
    audience_relevance,
    corrected_share,
    on_target_share,
)

NUMBERS = {"sensitivity": 0.9, "specificity": 0.8}
ESTIMATED = {"sensitivity": Proportion(90, 100), "specificity": Proportion(80, 100)}
LABELLED = on_target_share(300, 1000)


def test_labels_that_are_known_to_be_wrong():
    """Of 1,000 people 100 teachers: 90 of them found, and 180 of the 900 others."""
    share = corrected_share(Proportion(90 + 180, 1000), **NUMBERS)

    assert 0.1 == pytest.approx(share.value)
    low, high = (
        Proportion(270, 1000).interval().low,
        Proportion(270, 1000).interval().high,
    )
    assert (low - 0.2) / 0.7 == pytest.approx(share.interval().low)
    assert (high - 0.2) / 0.7 == pytest.approx(share.interval().high)


def test_corrected_share_prints_what_it_is_made_of():
    """The observed share, and how well it was labelled."""
    share = corrected_share(LABELLED, **NUMBERS)

    assert (
        "corrected on-target share of audience: 14.3 % (95 %: 10.3 to 18.4 %, as if"
        " independent; 300 of 1,000; observed 30.0 %, sensitivity 90.0 %, specificity"
        " 80.0 %)"
    ) == str(share)
    assert "<CorrectedShare 14.3 %: 300 of 1,000, corrected on-target share of" in repr(
        share
    )
    assert "Rogan and Gladen's correction, of Wilson score" in share.describe()
    assert "Rogan, W. J. and Gladen, B. (1978)" in share.describe()


def test_perfect_labels_change_nothing():
    """Also where they were checked on so many that hardly anything is left open."""
    perfect = corrected_share(LABELLED, sensitivity=1, specificity=1)
    checked = Proportion(10**12, 10**12)
    nearly = corrected_share(LABELLED, sensitivity=checked, specificity=checked)

    for share in (perfect, nearly):
        assert LABELLED.value == pytest.approx(share.value)
        assert LABELLED.interval().low == pytest.approx(share.interval().low)
        assert LABELLED.interval().high == pytest.approx(share.interval().high)


def test_estimated_labels_widen_the_interval():
    """One estimated widens it less than both."""
    one = corrected_share(LABELLED, **{**NUMBERS, "specificity": Proportion(80, 100)})
    widths = [
        share.interval().width
        for share in (
            corrected_share(LABELLED, **NUMBERS),
            one,
            corrected_share(LABELLED, **ESTIMATED),
        )
    ]

    assert sorted(set(widths)) == widths
    assert one.interval().method.startswith("MOVER from the observed share")
    assert one.interval().method.endswith("as if independent")


@given(st.integers(0, 50), st.sampled_from([NUMBERS, ESTIMATED]), st.floats(0.5, 0.999))
def test_bounds_hold_the_value_or_labels_are_contradicted(observed, quality, level):
    """Where a share of false positives is far above the observed one."""
    share = corrected_share(Proportion(observed, 50), **quality)
    interval = share.interval(level)

    assert 0 <= share.value <= 1
    if interval.status == Status.DEFINED:
        assert 0 <= interval.low <= share.value <= interval.high <= 1
    else:
        assert Status.INVALID == interval.status
        assert math.isnan(interval.low)
        assert share.value in {0.0, 1.0}


def test_contradiction_is_said():
    """Fewer than false positives alone would be: no interval from 0 to 0."""
    share = corrected_share(on_target_share(10, 100), **NUMBERS)

    assert 0.0 == share.value
    assert "no interval: the observed share contradicts sensitivity and" in str(share)
    above = corrected_share(on_target_share(100, 100), **NUMBERS)
    assert (1.0, Status.INVALID) == (above.value, above.interval().status)


def test_columns_have_a_row_each():
    """By place, slice and mask; the line is of all of them."""
    column = corrected_share(Proportion([3, 5, 0], [10, 10, 0]), **NUMBERS)

    assert [0.1 / 0.7, 0.3 / 0.7] == pytest.approx(column.value[:2].tolist())
    assert Status.NO_EXPOSURE == column.status[2]
    assert np.isnan(column.interval().low[2])
    assert 3 == len(column)
    assert column[0] == corrected_share(Proportion(3, 10), **NUMBERS)
    assert column[:2].value.tolist() == column.value[:2].tolist()
    assert "3 rows: corrected proportion of trials, pooled: 28.6 %" in str(column)
    assert "corrected proportion" in column._repr_html_()
    with pytest.raises(InvalidTypeError, match="a single CorrectedShare has no rows"):
        column[0][0]


def test_observed_evidence_adds():
    """The sum of parts is the whole, if they were labelled alike."""
    parts = [corrected_share(Proportion(k, 50), **ESTIMATED) for k in (12, 20)]
    whole = corrected_share(Proportion(32, 100, units=2), **ESTIMATED)

    assert whole == parts[0] + parts[1]
    with pytest.raises(IncompatibleEvidenceError, match="another sensitivity"):
        parts[0] + corrected_share(Proportion(3, 50), **NUMBERS)
    with pytest.raises(TypeError, match="unsupported operand"):
        parts[0] + 1


@pytest.mark.filterwarnings("ignore::engagement_metrics.EngagementWarning")
def test_every_kind_of_share_is_corrected():
    """Pooled, averaged, and relevance that is known in part."""
    rows = Proportion([3, 4, 5, 8] * 10, [10] * 40)
    for observed in (rows.pooled(), rows.average()):
        share = corrected_share(observed, **NUMBERS)
        assert 0.3 / 0.7 == pytest.approx(share.value)
        assert (observed.interval().low - 0.2) / 0.7 == pytest.approx(
            share.interval().low
        )
    relevance = audience_relevance([1, 1, 0, 0] * 20 + [None] * 5)
    share = corrected_share(relevance, **NUMBERS)
    assert (relevance.interval().high - 0.2) / 0.7 == pytest.approx(
        share.interval().high
    )
    assert "; relevance known of 94.1 %: 47.1 to 52.9 % of all; observed 50.0 % of" in (
        str(share)
    )


def test_a_census_with_known_labels_has_no_error():
    """With estimated labels it has theirs."""
    census = LABELLED.as_census()
    share = corrected_share(census, **NUMBERS)

    assert share.value == share.interval().low == share.interval().high
    assert "14.3 % (counted, not sampled; 300 of 1,000" in str(share)
    assert 0 < corrected_share(census, **ESTIMATED).interval().width


@pytest.mark.parametrize(
    ("observed", "quality", "error", "message"),
    [
        (
            0.3,
            {},
            InvalidTypeError,
            (
                "observed must be Proportion or Pooled or Average or"
                " AudienceRelevance, but got 0.3"
            ),
        ),
        (
            Rate([3, 4], [10, 10]).pooled(),
            {},
            InvalidTypeError,
            "observed must be a share, not a rate, but got <Pooled 0.35: 2 rows, rate",
        ),
        (
            LABELLED,
            {"sensitivity": "0.9"},
            InvalidTypeError,
            "sensitivity must be a number, but got '0.9'",
        ),
        (
            LABELLED,
            {"specificity": 80},
            InvalidArgumentError,
            "specificity must lie between 0 and 1, but got 80",
        ),
        (
            LABELLED,
            {"specificity": -0.1},
            InvalidArgumentError,
            "specificity must lie between 0 and 1, but got -0.1",
        ),
        (
            LABELLED,
            {"specificity": Proportion(0, 0)},
            InvalidArgumentError,
            "specificity must lie between 0 and 1, but got <Proportion undefined",
        ),
        (
            LABELLED,
            {"sensitivity": Proportion([9, 8], 10)},
            InvalidTypeError,
            "sensitivity must be one estimate, but got 2 of them",
        ),
        (
            LABELLED,
            {"sensitivity": 0.3, "specificity": 0.7},
            InvalidArgumentError,
            (
                "sensitivity and specificity must add up to more than 1, but got 1.0."
                " Such labels are no better than chance"
            ),
        ),
    ],
    ids=range(8),
)
def test_impossible_labels_are_refused(observed, quality, error, message):
    """Shares that are none, and labels that say nothing."""
    with pytest.raises(error) as caught:
        corrected_share(observed, **{**NUMBERS, **quality})

    assert str(caught.value).startswith(message)
