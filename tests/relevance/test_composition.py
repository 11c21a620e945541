"""Distances of compositions, against print, SciPy and draws."""

import math
import re

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
)
from engagement_metrics.evidence import Composition
from engagement_metrics.relevance import composition_distance
from engagement_metrics.words import Status

P, Q = [0.2, 0.3, 0.5], [0.1, 0.4, 0.5]
KINDS = ["total_variation", "hellinger", "jensen_shannon", "psi"]
PARTS = st.lists(st.integers(0, 30), min_size=3, max_size=3)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [*zip(KINDS, [0.1, 0.1103108438, 0.1320067319, 0.0980829253], strict=True)],
)
def test_worked_example(kind, expected):
    """Four distances of two compositions (V54), by counts and by shares."""
    shares = composition_distance(P, Q, kind=kind)
    counts = composition_distance([20, 30, 50], [1, 4, 5], kind=kind)

    assert expected == pytest.approx(shares.value, abs=1e-10)
    assert expected == pytest.approx(counts.value, abs=1e-10)


@given(PARTS, PARTS)
def test_distance_is_zero_for_equals_and_symmetric(p, q):
    """What is the same is not apart, and the way back is as long."""
    there, back = composition_distance(p, q), composition_distance(q, p)
    if not sum(p) or not sum(q):
        assert Status.NO_EXPOSURE == there.status
        assert math.isnan(there.value)
        return

    assert there.value == back.value
    assert 0.0 == composition_distance(p, p).value
    assert 0.0 <= there.value <= 1.0 + 1e-15


def test_distances_are_scipys():
    """Jensen and Shannon's in base 2, and PSI as Jeffreys' divergence."""
    distance = pytest.importorskip("scipy.spatial.distance")
    entropy = pytest.importorskip("scipy.stats").entropy

    assert distance.jensenshannon(P, Q, 2) == pytest.approx(
        composition_distance(P, Q, kind="jensen_shannon").value
    )
    assert entropy(P, Q) + entropy(Q, P) == pytest.approx(
        composition_distance(P, Q, kind="psi").value
    )


def test_labels_are_matched():
    """Order does not count, and a part that one side does not name has 0 there."""
    audience = {"teachers": 20, "parents": 30, "pupils": 50}
    target = Composition(["pupils", "parents", "heads"], [5, 4, 1])
    distance = composition_distance(audience, target)

    assert ("teachers", "parents", "pupils", "heads") == distance.labels
    assert 0.2 == pytest.approx(distance.value)


@pytest.mark.parametrize("kind", KINDS)
def test_interval_holds_the_value(kind):
    """Drawn by seed, nested by level, within the range, and no surer for fewer."""
    distance = composition_distance([20, 30, 50], Q, kind=kind)
    wide, narrow = distance.interval(0.95), distance.interval(0.5)

    assert 0.0 <= wide.low <= narrow.low <= distance.value
    assert distance.value <= narrow.high <= wide.high
    assert wide == composition_distance([20, 30, 50], Q, kind=kind).interval()
    assert wide != composition_distance([20, 30, 50], Q, kind=kind, seed=1).interval()
    many = composition_distance([2000, 3000, 5000], Q, kind=kind).interval()
    assert many.width < wide.width / 4
    assert 0.0 < many.low


@pytest.mark.parametrize("kind", KINDS)
def test_small_samples_are_biased_upward(kind):
    """People drawn from the target itself are some way off, the fewer the further."""
    few, many = (
        composition_distance(
            [int(size * part) for part in Q], Q, kind=kind, replicates=400
        )
        for size in (50, 5000)
    )

    assert 0.0 == pytest.approx(few.value, abs=1e-15)
    assert few.by_chance > 3 * many.by_chance > 0
    assert 0 < many.bias < few.bias
    assert 0.0 == few.interval().low
    draws = few._draws[0]
    assert few.bias == pytest.approx(draws.mean() - few.value, abs=1e-15)


def test_bias_is_what_the_sample_adds():
    """Two halves of 20 people, drawn again: by |X/n - 1/2| too far, exactly."""
    n = 20
    expected = sum(math.comb(n, k) / 2**n * abs(k / n - 0.5) for k in range(n + 1))
    distance = composition_distance([10, 10], [1, 3], replicates=20_000)
    once = composition_distance([10, 10], [1, 1], replicates=20_000)

    assert 0.25 == distance.value
    assert 0.0 == pytest.approx(distance.bias, abs=0.005)
    assert expected == pytest.approx(once.bias, rel=0.02)


def test_expected_distance_by_chance():
    """Two parts of one half each: the mean of |X/n - 1/2| of a binomial, exactly."""
    n = 20
    expected = sum(math.comb(n, k) / 2**n * abs(k / n - 0.5) for k in range(n + 1))
    distance = composition_distance([10, 10], [1, 1], replicates=20_000)

    assert expected == pytest.approx(distance.by_chance, rel=0.02)


def test_interval_done_by_hand():
    """
    18 of 20 against a tenth: X/20 - 0.1 with X binomial, of which 95 % are 15 to 20.

    Percentiles are 0.65 and 0.9, reflected at 0.8 they are 0.7 and 0.95.
    """
    bounds = composition_distance([18, 2], [1, 9]).interval()

    assert (0.65, 0.95) == pytest.approx((bounds.low, bounds.high))


def test_distances_that_chance_often_gives_start_at_zero():
    """Twenty people in twenty equal parts: far off, as any twenty would be."""
    people = [3, 0, 1, 2, 0, 1, 1, 0, 2, 1, 0, 1, 1, 2, 0, 1, 1, 0, 2, 1]
    distance = composition_distance(people, [1] * 20, kind="hellinger")

    assert 0.4 < distance.value < distance.by_chance * 1.1
    assert 0.0 == distance.interval().low


@pytest.mark.parametrize("size", [50, 500])
def test_interval_covers(size):
    """It holds the distance of the population in about 19 of 20 samples."""
    random = np.random.default_rng(7)
    true = composition_distance(P, Q).value
    held = 0
    for sample in random.multinomial(size, P, 100):
        bounds = composition_distance(sample, Q, replicates=100).interval()
        held += true in bounds

    assert 88 <= held


def test_shares_have_no_interval():
    """Of how many people is not known, so there is no bias and no interval."""
    distance = composition_distance(P, Q)

    assert Status.MISSING == distance.interval().status
    assert math.isnan(distance.by_chance)
    assert math.isnan(distance.bias)
    assert (
        "composition distance, total variation: 10.0 % (no interval: only shares are"
        " known; shares of 3 parts)"
    ) == str(distance)
    assert 0 == distance.units


def test_empty_part_makes_psi_infinite():
    """Infinity is a value; an interval around it is none."""
    distance = composition_distance([2, 3, 0], Q, kind="psi")

    assert math.inf == distance.value
    assert math.isnan(distance.bias)
    assert Status.NO_DENOMINATOR == distance.interval().status


def test_one_part_has_no_scatter():
    """If all are in one part, so are all draws."""
    distance = composition_distance({"a": 3}, {"b": 1})

    assert 1.0 == distance.value
    assert Status.ZERO_VARIANCE == distance.interval().status


def test_it_prints_as_a_line():
    """Value, interval, what chance gives, and which distance."""
    distance = composition_distance([2000, 3000, 5000], Q)
    text = str(distance)

    assert re.fullmatch(
        r"composition distance, total variation: 10\.0 % \(95 %: [\d.]+ to [\d.]+ %,"
        r" as if independent; 10,000 people; by chance alone [\d.]+ %\)",
        text,
    )
    assert f"; by chance alone {100 * distance.by_chance:.2f} %)" in text
    assert "0.100" == f"{distance:.3f}"
    assert text == f"{distance}"
    psi = str(composition_distance([20, 30, 50], Q, kind="psi"))
    assert psi.startswith("composition distance, population stability index: 0.098 (")
    empty = str(composition_distance([0, 0], [1, 1]))
    assert "composition distance, total variation: undefined (no exposure)" == empty


@pytest.mark.parametrize(
    ("arguments", "options", "error", "message"),
    [
        (
            ([0.1, 0.2, 0.4], Q),
            {},
            InvalidArgumentError,
            (
                "audience must add up to 1, or hold whole numbers of people, but got"
                " 0.7. Give counts, or divide by the sum"
            ),
        ),
        (
            ({"a": 1}, [1]),
            {},
            InvalidTypeError,
            "target must have labels, or none, like audience, but got [1]",
        ),
        (
            ([1, 2], [1, 2, 3]),
            {},
            InvalidArgumentError,
            "target must have the length 2 of audience, but has 3",
        ),
        (
            ([1, None], [1, 2]),
            {},
            InvalidCountsError,
            (
                "audience must be known, but got nan at (1,), first of 1 in 2 values."
                " Leave out the rows whose audience is not known"
            ),
        ),
        (
            ([1], [1]),
            {"kind": "tv"},
            InvalidArgumentError,
            (
                "kind must be 'total_variation', 'hellinger', 'jensen_shannon' or"
                " 'psi', but got 'tv'"
            ),
        ),
        (
            ([1], [1]),
            {"replicates": 1},
            InvalidArgumentError,
            "replicates must be at least 2, but got 1",
        ),
        (
            ([1], [1]),
            {"replicates": 9.5},
            InvalidTypeError,
            "replicates must be a whole number, but got 9.5",
        ),
    ],
)
def test_wrong_arguments_are_refused(arguments, options, error, message):
    """Compositions add up, of the same parts, and a kind has a name."""
    with pytest.raises(error) as caught:
        composition_distance(*arguments, **options)

    assert message == str(caught.value)


def test_distances_do_not_add():
    """The refusal names what adds: the counts of the audiences."""
    distance = composition_distance([2, 3], [1, 1])
    with pytest.raises(IncompatibleEvidenceError) as caught:
        distance + distance

    assert (
        "cannot add to a CompositionDistance. Add Compositions of disjoint audiences,"
        " and measure the sum"
    ) == str(caught.value)


def test_audience_and_target_are_keywords():
    """The documented names work as keywords; a kind by position is refused."""
    assert 0.5 == composition_distance(audience=[1, 0], target=[1, 1]).value
    with pytest.raises(
        TypeError, match=r"^composition_distance\(\) takes 2 positional"
    ):
        composition_distance([1], [1], "psi")


def test_empty_sides_come_before_unknown_numbers():
    """Shares against an empty target are undefined, and so is their interval."""
    distance = composition_distance(P, [0, 0, 0])

    assert Status.NO_EXPOSURE == distance.status == distance.interval().status
