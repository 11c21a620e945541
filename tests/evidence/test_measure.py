"""Measures: numbers for which no interval is known, and why."""

import math

import pytest

from engagement_metrics import Metric, Rate, Status
from engagement_metrics.errors import IncompatibleEvidenceError
from engagement_metrics.evidence import Measure

GINI = Metric("gini", "mean difference / 2 / mean", "", "accounts", "number")
WHY = "it rests on this one table"


def measure(number=0.25, status=Status.DEFINED):
    """Return a measure of four accounts."""
    return Measure(number, status, 4, WHY, GINI)


def test_a_measure_is_a_number_without_bounds():
    """Value, status, units; the interval says why there is none."""
    made = measure()
    interval = made.interval()

    assert (0.25, Status.DEFINED, 4) == (made.value, made.status, made.units)
    assert math.isnan(interval.low)
    assert math.isnan(interval.high)
    assert Status.MISSING is interval.status
    assert f"none: {WHY}" == interval.method
    assert 0 == made.left_out.units


def test_an_undefined_measure_says_why():
    """Its status is that of the interval too."""
    nothing = measure(math.nan, Status.NO_EXPOSURE)

    assert Status.NO_EXPOSURE is nothing.status is nothing.interval().status
    assert math.isnan(nothing.value)
    assert "gini: undefined (no exposure)" == str(nothing)
    assert "<Measure undefined: 4 accounts, gini>" == repr(nothing)


def test_measure_prints_its_units():
    """In one line, with the first reason why there is no interval."""
    assert f"gini: 0.25 (no interval: {WHY}; 4 accounts)" == str(measure())
    more = Measure(0.25, Status.DEFINED, 4, f"{WHY}; take two", GINI)
    assert str(measure()) == str(more)
    assert f"Interval: none; {WHY}; take two." in more.describe()
    assert "<Measure 0.25: 4 accounts, gini>" == repr(measure())
    assert f"Interval: none; {WHY}" in measure().describe()
    assert "at a level of" not in measure().describe()
    assert "Definition: mean difference / 2 / mean." in measure().describe()


def test_measures_do_not_add():
    """Add what they were computed from."""
    with pytest.raises(TypeError):
        measure() + measure()
    with pytest.raises((TypeError, IncompatibleEvidenceError)):
        measure() + Rate(1, 2)


def test_measures_are_equal_by_their_evidence():
    """NaN equals NaN; another number or metric does not."""
    assert measure() == measure()
    assert measure(math.nan) == measure(math.nan)
    assert measure() != measure(0.5)
    assert measure() != Measure(0.25, Status.DEFINED, 4, WHY, Metric("m", "f"))
    assert measure() == Measure.of_evidence(measure().evidence)
