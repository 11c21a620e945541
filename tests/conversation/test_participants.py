"""Diversity, inequality and share of voice, against print and oracles."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics import Composition
from engagement_metrics.conversation import (
    effective_participants,
    participation_gini,
    share_of_voice,
)
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
)

CONTRIBUTIONS = st.lists(st.integers(0, 50), min_size=1, max_size=12).filter(any)
SKBIO = [4.5, 6.7, 3.4, 15, 18, 3.5, 6.7, 14.1]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (0, 5),
        (0.5, 4.68423304),
        (1, 4.43598780),
        (2, 4.09090909),
        (10, 3.34923645),
        (math.inf, 3),
        (np.int64(2), 4.09090909),
    ],
)
def test_printed_hill_numbers(order, expected):
    """Hill numbers of [1, 2, 3, 4, 5], as scikit-bio's tests have them (V26)."""
    assert expected == pytest.approx(
        effective_participants([1, 2, 3, 4, 5], order), abs=1e-8
    )


def test_default_order_is_shannons():
    """Order 1 is the exponential of the entropy (V27)."""
    assert 3.596115467 == pytest.approx(effective_participants([1, 2, 3, 4]), abs=1e-9)
    assert 1 / 0.34 == pytest.approx(effective_participants([1, 0, 2, 5, 2], 2))


@given(CONTRIBUTIONS)
def test_hill_numbers_fall_with_the_order(counts):
    """The more the loud count, the fewer participants there are, down to one."""
    orders = [0, 0.5, 1, 2, 5, math.inf]
    numbers = [effective_participants(counts, order) for order in orders]

    assert all(a >= b * (1 - 1e-12) for a, b in itertools.pairwise(numbers))
    assert numbers[-1] >= 1
    assert sum(count > 0 for count in counts) == numbers[0]


@pytest.mark.parametrize("nothing", [[], [0, 0]])
def test_nobody_took_part(nothing):
    """Where nothing was said there is no diversity and no inequality."""
    assert math.isnan(effective_participants(nothing))
    assert math.isnan(participation_gini(nothing))


@pytest.mark.parametrize(
    ("order", "error", "message"),
    [
        (-1, InvalidArgumentError, "order must be 0 or more, but got -1"),
        (math.nan, InvalidArgumentError, "order must be 0 or more, but got nan"),
        ("one", InvalidTypeError, "order must be a number, but got 'one'"),
        (True, InvalidTypeError, "order must be a number, but got True"),
    ],
)
def test_orders_that_are_none(order, error, message):
    """An order is a number from 0 to infinity."""
    with pytest.raises(error) as caught:
        effective_participants([1, 2], order)

    assert message == str(caught.value)


def test_printed_gini():
    """The trapezoid form, as scikit-bio's tests have it (V28)."""
    assert 0.32771210013908214 == pytest.approx(participation_gini(SKBIO), rel=1e-15)


def test_gini_done_by_hand():
    """Ranks 1 to 4 of 1, 1, 1, 5: (-3 - 1 + 1 + 15) / (4 x 8)."""
    assert 0.375 == participation_gini([5, 1, 1, 1])


@given(CONTRIBUTIONS, st.integers(0, 30))
def test_population_counts_the_silent(counts, silent):
    """Silent members are members with 0, whether they are listed or counted."""
    listed = participation_gini(counts + [0] * silent)
    counted = participation_gini(counts, population=len(counts) + silent)

    assert listed == pytest.approx(counted, abs=1e-12)


@pytest.mark.parametrize("population", [3, None, [9], math.nan])
def test_population_holds_those_who_took_part(population):
    """There are not fewer members than those who wrote; None asks for no more."""
    if population is None:
        assert 0 == participation_gini([1, 1, 1, 1], population)
        return
    with pytest.raises(InvalidCountsError) as caught:
        participation_gini([1, 1, 1, 1], population)

    assert (
        "population must be a number not less than the 4 in counts, but got"
        f" {population}" == str(caught.value)
    )


@pytest.mark.parametrize("function", [effective_participants, participation_gini])
def test_missing_contributions_are_refused(function):
    """What is not known is not 0."""
    with pytest.raises(InvalidCountsError) as caught:
        function([3, None])

    assert (
        "counts must be known, but got nan at (1,), first of 1 in 2 values. Leave out"
        " the rows whose counts is not known"
    ) == str(caught.value)


def test_hill_numbers_are_scikit_bios():
    """The same numbers from an independent implementation."""
    diversity = pytest.importorskip("skbio.diversity.alpha")
    counts = [12, 1, 0, 7, 3, 3, 1]

    for order in (0, 0.5, 1, 2, 10, math.inf):
        assert diversity.hill(counts, order=order) == pytest.approx(
            effective_participants(counts, order), rel=1e-12
        )


def test_gini_is_scikit_bios_with_trapezoids_only():
    """Its default, rectangles, is another number (0.2027 for 0.3277)."""
    diversity = pytest.importorskip("skbio.diversity.alpha")
    ours = participation_gini(SKBIO)

    assert diversity.gini_index(SKBIO, method="trapezoids") == pytest.approx(ours)
    assert 0.20271210013908214 == pytest.approx(diversity.gini_index(SKBIO))


def test_printed_share_of_voice():
    """50 of 500 mentions are 10 % (V23)."""
    voice = share_of_voice({"ours": 50, "theirs": 450})

    assert isinstance(voice, Composition)
    assert 0.1 == voice.share("ours")


def test_share_of_voice_has_simultaneous_intervals():
    """Each of two brands is taken at 97.5 %, so that both hold at 95 %."""
    bounds = share_of_voice({"ours": 50, "theirs": 450}).interval()

    assert bounds.low[0] == pytest.approx(1 - bounds.high[1])
    assert 0.0738 == pytest.approx(bounds.low[0], abs=1e-4)  # Wilson at z = 2.2414


def test_share_of_voice_is_of_its_set():
    """Weeks of the same brands add; another set is another number."""
    week = share_of_voice({"a": 1, "b": 3})
    both = week + share_of_voice({"b": 1, "a": 3})

    assert 0.5 == both.share("a")
    with pytest.raises(IncompatibleEvidenceError) as caught:
        week + share_of_voice({"a": 1, "b": 3, "c": 9})
    assert (
        "cannot add evidence of 'share_of_voice among a, b, c' to evidence of"
        " 'share_of_voice among a, b'"
    ) == str(caught.value)


def test_nobody_was_mentioned():
    """Shares of nothing are undefined."""
    assert np.isnan(share_of_voice({"a": 0, "b": 0}).shares).all()


@pytest.mark.parametrize(
    ("mentions", "error", "message"),
    [
        (
            [50, 450],
            InvalidTypeError,
            "mentions must be a mapping of brands to numbers, but got [50, 450]",
        ),
        (
            {"a": 1, "b": None},
            InvalidCountsError,
            (
                "mentions must be known, but got nan at (1,), first of 1 in 2 values."
                " Leave out the rows whose mentions is not known"
            ),
        ),
    ],
)
def test_mentions_that_are_none(mentions, error, message):
    """Mentions are numbers with names."""
    with pytest.raises(error) as caught:
        share_of_voice(mentions)

    assert message == str(caught.value)
