"""Compositions: the parts of one whole, their bounds and their sums."""

import math

import numpy as np
import pytest

from engagement_metrics import Composition, Metric, Proportion, Rate, Status
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidTypeError,
    UnknownLabelError,
)

VOICE = Metric("voice", "mentions", "all mentions", unit="brands")


def test_shares_add_up_to_1():
    """Shares, total and length; a label's share; bounds hold at once."""
    parts = Composition(["a", "b"], [30, 10])
    bounds = parts.interval()

    assert [0.75, 0.25] == parts.shares.tolist() == parts.value.tolist()
    assert (0.75, 40.0, 2) == (parts.share("a"), parts.total, len(parts))
    assert [30.0, 10.0] == parts.counts.tolist() == parts.units.tolist()
    alone, whole = Composition("a", [3]).interval(), Proportion(3, 3).interval()
    assert (whole.low, whole.high) == (alone.low[0], alone.high[0])
    each = Proportion(30, 40).interval(0.975)
    assert (each.low, each.high) == (bounds.low[0], bounds.high[0])
    assert "Goodman's score, simultaneous, as if independent" == bounds.method


def test_wholes_add_by_label():
    """Labels of both, once; the metric stays."""
    parts, named = Composition("ab", [30, 10]), Composition("a", [3], metric=VOICE)

    assert Composition("abc", [31, 10, 5]) == parts + Composition("ac", [1, 5])
    assert VOICE == (named + named).metric
    assert Composition("a", [6], metric=VOICE) == named + named


def test_a_composition_prints_a_line_a_part():
    """The name, then label, share, simultaneous bounds and counts."""
    parts = Composition(["a", "b"], [30, 10])

    assert (
        "composition of whole\n"
        "  a: 75.0 % (95 %: 57.5 to 86.9 %, as if independent; 30 of 40)\n"
        "  b: 25.0 % (95 %: 13.1 to 42.5 %, as if independent; 10 of 40)"
    ) == str(parts)
    assert "<Composition of 2 parts: 75.0 %, 25.0 %, composition of whole>" == repr(
        parts
    )
    assert "75%; 25%" == f"{parts:.0%}"


def test_a_composition_of_nothing():
    """Without a whole there are no shares; without parts there is nothing."""
    nothing = Composition(["a"], [0])

    assert np.isnan([*nothing.shares, *nothing.interval().low]).all()
    assert [Status.NO_EXPOSURE] == list(nothing.status)
    assert [Status.NO_EXPOSURE] == list(nothing.interval().status)
    assert math.isnan(nothing.share("a"))
    assert 0 == len(Composition([], []).interval())
    assert nothing == nothing + Composition([], [])
    assert "composition of whole\n  a: undefined (no exposure)" == str(nothing)
    assert "<Composition of 0 parts, composition of whole>" == repr(Composition([], []))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: Composition(["a", "b", "a"], [1, 2, 3]),
            "labels must be distinct, but got 'a' at (2,), first of 1 in 3 values",
        ),
        (
            lambda: Composition(["a"], [1, 2]),
            "counts must have the length 1 of labels, but has 2",
        ),
        (
            lambda: Composition(["a"], [None]),
            (
                "counts must be known, but got nan at (0,), first of 1 in 1 values."
                " Leave out the parts that are not known"
            ),
        ),
        (lambda: Composition(["a"], 3), "counts must be a column, but got 3"),
        (
            lambda: Composition(["a", "b"], [2**53, 2]),
            (
                "the total of counts must not exceed 2**53, but got 9007199254740994.0."
                " Whole numbers above it are not exact"
            ),
        ),
        (
            lambda: Composition(["a"], [1]).share("b"),
            "label must be one of the labels, but got 'b'. There are a",
        ),
        (
            lambda: Composition(["reply"], [1]).share("replies"),
            (
                "label must be one of the labels, but got 'replies'."
                " Did you mean 'reply'?"
            ),
        ),
        (
            lambda: Composition(["a"], [1]).share(["a"]),
            (
                "label must be one of the parts', but got ['a'] at (0,), first of 1 in"
                " 1 values"
            ),
        ),
        (
            lambda: Composition(["a"], [1], metric="voice"),
            "metric must be Metric, but got 'voice'",
        ),
        (
            lambda: Composition("a", [1]) + Composition("a", [1], metric=VOICE),
            "cannot add evidence of 'voice' to evidence of 'composition'",
        ),
    ],
    ids=range(10),
)
def test_refused_compositions(call, message):
    """Labels are distinct, counts known, and metrics the same."""
    with pytest.raises((TypeError, ValueError)) as caught:
        call()

    assert message == str(caught.value)


def test_an_unknown_part_is_a_key_error():
    """As of any mapping."""
    with pytest.raises(UnknownLabelError) as caught:
        Composition(["a"], [1]).share("b")

    assert isinstance(caught.value, KeyError)


def test_composition_adds_to_compositions_alone():
    """Numbers and evidence of other classes are refused."""
    parts = Composition("a", [1])
    with pytest.raises(TypeError, match="unsupported operand"):
        parts + 1
    with pytest.raises(IncompatibleEvidenceError):
        parts + Rate(1, 2)
    with pytest.raises(TypeError, match="argument"):
        Composition("a", [1], VOICE)
    with pytest.raises(InvalidTypeError):
        Composition(3, [1])


def test_more_parts_than_a_notebook_shows():
    """The first 20 are shown, and how many there are besides."""
    html = Composition(range(23), [1] * 23)._repr_html_()

    assert 20 == html.count("<tr><td>")
    assert html.endswith("<p>and 3 more</p>")
