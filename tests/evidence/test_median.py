"""The median of ratios: value, bounds, what is left out, and that it does not add."""

import math

import numpy as np
import pytest

from engagement_metrics import LeftOut, Metric, Proportion, Rate, Status
from engagement_metrics.comparison import difference
from engagement_metrics.engagement import engaged_share
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidCountsError,
    InvalidTypeError,
)
from engagement_metrics.evidence import Median

METRIC = Metric(
    "engagement_rate", "likes", "followers", unit="rows", averaging="median"
)


def test_one_viral_post_does_not_move_it() -> None:
    """The middle of seven, between the lowest and the highest."""
    calm = Median([0.05, 0.02, 0.04, 0.07, 0.03, 0.01, 0.06], metric=METRIC)
    viral = Median([0.05, 0.02, 0.04, 0.9, 0.03, 0.01, 0.06], metric=METRIC)

    assert 0.04 == calm.value == viral.value
    assert (0.01, 0.9) == (viral.interval().low, viral.interval().high)
    assert [0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.9] == viral.values.tolist()
    assert (7, Status.DEFINED) == (viral.units, viral.status)


def test_it_is_the_median_of_the_defined_rows() -> None:
    """What a rate leaves out is left out here, and counted."""
    rate = Rate([1, 4, None, 3, 8], [10, 10, 10, 0, 10])
    median = Median.of(rate)

    assert 0.4 == median.value
    assert (1, 1) == (median.left_out.missing, median.left_out.no_denominator)
    assert ("median", 3) == (median.metric.averaging, median.units)


def test_a_share_has_a_median() -> None:
    """Proportions too, where a row above 1 was refused before."""
    assert 0.3 == Median.of(engaged_share([1, 3, 4], reach=[10, 10, 10])).value
    assert 0.5 == Median.of(Proportion(1, 2)).value


def test_few_units_have_no_interval() -> None:
    """From five values none at 95 %, but one at 90 %."""
    median = Median([1, 2, 3, 4, 5], metric=METRIC)

    assert Status.TOO_FEW_UNITS is median.interval().status
    assert (1.0, 5.0) == (median.interval(0.9).low, median.interval(0.9).high)
    assert "no interval: fewer than 6 rows; 5 rows" in str(median)


def test_a_median_of_nothing_is_undefined() -> None:
    """It says why: nothing at all, or what every unit lacks."""
    nothing = Median([], metric=METRIC)
    missing = Median.of(Rate([None, 2, None], [10, None, 10]))

    assert math.isnan(nothing.value)
    assert (Status.NO_EXPOSURE, 0) == (nothing.status, nothing.units)
    assert Status.NO_EXPOSURE is nothing.interval().status
    assert "undefined (no exposure)" in str(nothing)
    assert Status.MISSING is missing.status
    assert "undefined (3 left out: missing" in str(missing)


def test_it_does_not_add_and_says_what_does() -> None:
    """Medians of parts do not give that of the whole."""
    median = Median([1, 2, 3], metric=METRIC)

    with pytest.raises(IncompatibleEvidenceError, match=r"rate\(posts\)\.pooled\(\)"):
        median + median


def test_two_medians_compare() -> None:
    """Their difference has the bounds of both."""
    change = difference(
        Median(np.arange(11.0, 31.0), metric=METRIC),
        Median(np.arange(1.0, 21.0), metric=METRIC),
    )

    assert 10.0 == change.value
    assert 0.0 < change.interval().low < 10.0 < change.interval().high


def test_describe_names_method_and_averaging() -> None:
    """A paragraph for the methods."""
    text = Median(range(8), metric=METRIC).describe()

    assert "Definition: likes / followers, the median of ratios over rows." in text
    assert "Interval: order statistics (binomial), between rows, at a level" in text


def test_evidence_is_kept() -> None:
    """Equal evidence, equal answers; the values cannot be changed."""
    median = Median([3, 1], metric=METRIC, left_out=LeftOut(missing=2))

    assert median == Median.of_evidence(median.evidence)
    assert not median.values.flags.writeable
    assert 2 == median.left_out.missing


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"values": [1, -1]}, InvalidCountsError, "values must "),
        ({"values": [1, None]}, InvalidCountsError, "values must be known"),
        ({"values": [1, math.inf]}, InvalidCountsError, "values must "),
        ({"values": ["a"]}, InvalidTypeError, "values must "),
        ({"metric": "rate"}, InvalidTypeError, "metric must be"),
        ({"left_out": 3}, InvalidTypeError, "left_out must be"),
        (
            {"left_out": LeftOut(missing=[1, 2])},
            InvalidTypeError,
            "left_out must be of one whole",
        ),
    ],
)
def test_bad_input_is_refused(given, error, message) -> None:
    """What is no column of ratios is refused by name."""
    with pytest.raises(error, match=f"^{message}"):
        Median(**{"values": [1.0], "metric": METRIC} | given)


def test_only_ratios_have_a_median() -> None:
    """Pooled evidence keeps no rows."""
    with pytest.raises(InvalidTypeError, match=r"^rate must be a Rate or Proportion"):
        Median.of(Rate([1, 2], [3, 4]).pooled())
