"""Effective participants, Gini and share of voice, against published numbers."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics import Composition, Status
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
def test_published_hill_numbers(order, expected):
    """Hill numbers of [1, 2, 3, 4, 5], as scikit-bio's tests have them (V26)."""
    number = effective_participants([1, 2, 3, 4, 5], order=order)

    assert expected == pytest.approx(number.value, abs=1e-8)


def test_default_order_is_shannons():
    """Order 1 is the exponential of Shannon's entropy (V27)."""
    shannon = effective_participants([1, 2, 3, 4])
    simpson = effective_participants([1, 0, 2, 5, 2], order=2)

    assert 3.596115467 == pytest.approx(shannon.value, abs=1e-9)
    assert 1 / 0.34 == pytest.approx(simpson.value)


def test_order_2_is_kishs_effective_size():
    """The square of the sum over the sum of squares."""
    weights = np.array([1.0, 0.5, 0.25, 0.25])
    kish = weights.sum() ** 2 / (weights**2).sum()

    assert kish == pytest.approx(effective_participants(weights, order=2).value)


def test_printed_line_names_order_and_members():
    """What the number depends on stands in the line, and why it has no interval."""
    number = effective_participants([8, 1, 1], order=2)
    gini = participation_gini([1, 1, 1, 5], population=40)

    assert (
        "effective participants: 1.5 (no interval: none is known that holds for skewed"
        " counts; 3 participants; order 2)" == str(number)
    )
    assert "(no interval: it counts those in the sample, and more would come;" in str(
        effective_participants([8, 1, 1], order=0)
    )
    assert (
        "participation gini: 0.94 (95 %: 0.82 to 0.99; 4 participants; 40 members)"
        == str(gini)
    )
    assert "participation gini: 0.38 (95 %: 0.26 to 0.74; 4 participants)" == str(
        participation_gini([1, 1, 1, 5])
    )
    assert "Definition: Hill number of order 2 of contributions." in number.describe()
    assert "Interval: influence function on the logit scale" in gini.describe()
    assert "bootstrap" not in number.describe()
    assert np.isnan(number.interval().low)
    assert effective_participants([8, 1, 1]) != number
    assert (3, 4) == (number.units, gini.units)


@pytest.mark.parametrize("function", [effective_participants, participation_gini])
def test_keywords_are_those_of_the_docstring(function):
    """Counts by position or by keyword, options by keyword only."""
    name = function.__name__

    assert function([1, 2]) == function(counts=[1, 2])
    with pytest.raises(TypeError, match=rf"^{name}\(\) takes 1 positional argument"):
        function([1, 2], 2)
    with pytest.raises(TypeError, match=rf"^{name}\(\) got an unexpected keyword"):
        function([1, 2], orders=2)


@given(CONTRIBUTIONS)
def test_hill_numbers_fall_with_the_order(counts):
    """From the number of participants with a count at order 0 to at least 1."""
    orders = [0, 0.5, 1, 2, 5, math.inf]
    numbers = [effective_participants(counts, order=order).value for order in orders]

    assert all(a >= b * (1 - 1e-12) for a, b in itertools.pairwise(numbers))
    assert numbers[-1] >= 1
    assert sum(count > 0 for count in counts) == numbers[0]


@pytest.mark.parametrize("nothing", [[], [0, 0]])
def test_is_undefined_without_contributions(nothing):
    """No diversity, no inequality, and a reason."""
    for number in (effective_participants(nothing), participation_gini(nothing)):
        assert math.isnan(number.value)
        assert Status.NO_EXPOSURE == number.status == number.interval().status


@pytest.mark.parametrize(
    ("order", "error", "message"),
    [
        (-1, InvalidArgumentError, "order must be 0 or more, but got -1"),
        (math.nan, InvalidArgumentError, "order must be 0 or more, but got nan"),
        ("one", InvalidTypeError, "order must be a number, but got 'one'"),
        (True, InvalidTypeError, "order must be a number, but got True"),
    ],
)
def test_rejects_impossible_orders(order, error, message):
    """An order is a number from 0 to infinity."""
    with pytest.raises(error) as caught:
        effective_participants([1, 2], order=order)

    assert message == str(caught.value)


def test_published_gini():
    """The trapezoid form, as scikit-bio's tests have it (V28)."""
    gini = participation_gini(SKBIO)

    assert 0.32771210013908214 == pytest.approx(gini.value, rel=1e-15)


def test_gini_computed_by_hand():
    """Ranks 1 to 4 of 1, 1, 1, 5: (-3 - 1 + 1 + 15) / (4 x 8)."""
    assert 0.375 == participation_gini([5, 1, 1, 1]).value


@given(CONTRIBUTIONS, st.integers(0, 30))
def test_population_counts_the_silent(counts, silent):
    """Silent members are members with 0, whether they are listed or counted."""
    listed = participation_gini(counts + [0] * silent)
    counted = participation_gini(counts, population=len(counts) + silent)

    assert listed.value == pytest.approx(counted.value, abs=1e-12)
    assert listed.error == pytest.approx(counted.error, rel=1e-9, nan_ok=True)


def weighted_gini(values, weights):
    """Return the Gini coefficient of a distribution, from all pairs."""
    weights = weights / weights.sum()
    apart = np.abs(np.subtract.outer(values, values))
    return weights @ apart @ weights / (2 * weights @ values)


def test_error_of_gini_is_that_of_influence():
    """Of a little more weight on each, as the infinitesimal jackknife has it."""
    values, step = np.array([0.0, 0.0, 1.0, 1.0, 2.5, 7.0, 30.0]), 1e-5
    n = values.size
    influence = [
        (
            weighted_gini(values, np.ones(n) + step * place)
            - weighted_gini(values, np.ones(n) - step * place)
        )
        * n
        / (2 * step)
        for place in np.eye(n)
    ]
    expected = np.std(influence, ddof=1) / n**0.5 * n / (n - 1)

    assert expected == pytest.approx(participation_gini(values).error, rel=1e-7)
    assert expected == pytest.approx(
        participation_gini(values[2:], population=n).error, rel=1e-7
    )


def test_interval_of_gini_done_by_hand():
    """Logit of 8/7 of it, plus and minus t of 7 degrees of freedom, 2.3646."""
    gini = participation_gini(SKBIO)
    bounds, corrected = gini.interval(), 8 / 7 * gini.value
    reach = 2.364624 * gini.error / (corrected * (1 - corrected))
    odds = corrected / (1 - corrected)

    assert [1 / (1 + math.exp(side * reach) / odds) for side in (1, -1)] == (
        pytest.approx([bounds.low, bounds.high], rel=1e-6)
    )


def test_interval_of_gini_holds_a_value_below_it():
    """Two of whom one counts little: the coefficient is half of what is estimated."""
    bounds = participation_gini([1, 1000]).interval(0.001)

    assert participation_gini([1, 1000]).value == bounds.low
    assert bounds.low < bounds.high
    assert (0.0, 1.0) == (
        participation_gini([1, 2]).interval(1 - 1e-12).low,
        participation_gini([1, 2]).interval(1 - 1e-12).high,
    )


@pytest.mark.parametrize(
    ("gini", "status", "words"),
    [
        (
            participation_gini([0, 7, 0]),
            Status.NO_DENOMINATOR,
            "0.67 (no interval: one participant made all contributions; 3 partic",
        ),
        (
            participation_gini([3], population=30),
            Status.NO_DENOMINATOR,
            "0.97 (no interval: one participant made all contributions; 1 partic",
        ),
        (
            participation_gini([0.1] * 5),
            Status.ZERO_VARIANCE,
            "0.0 (no interval: the participants do not differ; 5 participants)",
        ),
        (
            participation_gini([2]),
            Status.TOO_FEW_UNITS,
            "0.0 (no interval: too few participants; 1 participant)",
        ),
    ],
)
def test_gini_says_why_it_has_no_interval(gini, status, words):
    """All by one, by all alike, and of one member alone."""
    assert status == gini.interval().status
    assert math.isnan(gini.interval().low)
    assert f"participation gini: {words}" in str(gini)


def test_ginis_do_not_add():
    """Nor does a coefficient change on its way through its evidence."""
    gini = participation_gini([1, 2, 4], population=9)

    assert gini == type(gini).of_evidence(gini.evidence)
    with pytest.raises(IncompatibleEvidenceError, match="Add up the counts of each"):
        gini + gini


def test_population_may_be_unknown():
    """None is no population: the participants are the members."""
    assert 0 == participation_gini([1, 1, 1, 1], population=None).value


@pytest.mark.parametrize("population", [3, math.nan, math.inf, 2**54])
def test_rejects_impossible_populations(population):
    """A population holds at least those who took part."""
    with pytest.raises(InvalidCountsError) as caught:
        participation_gini([1, 1, 1, 1], population=population)

    assert (
        f"population must lie between the 4 in counts and 2**53, but got {population}"
    ) == str(caught.value)


@pytest.mark.parametrize("population", [[9], "9", True])
def test_rejects_populations_that_are_no_number(population):
    """One number, for all counts."""
    with pytest.raises(InvalidTypeError) as caught:
        participation_gini([1, 1, 1, 1], population=population)

    assert f"population must be a number, but got {population!r}" == str(caught.value)


@pytest.mark.parametrize("function", [effective_participants, participation_gini])
def test_rejects_missing_contributions(function):
    """An unknown count is not 0."""
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
            effective_participants(counts, order=order).value, rel=1e-12
        )


def test_gini_is_scikit_bios_with_trapezoids_only():
    """Its default, rectangles, is another number (0.2027 for 0.3277)."""
    diversity = pytest.importorskip("skbio.diversity.alpha")
    ours = participation_gini(SKBIO).value

    assert diversity.gini_index(SKBIO, method="trapezoids") == pytest.approx(ours)
    assert 0.20271210013908214 == pytest.approx(diversity.gini_index(SKBIO))


def test_published_share_of_voice():
    """50 of 500 mentions are 10 % (V23)."""
    voice = share_of_voice({"ours": 50, "theirs": 450})

    assert isinstance(voice, Composition)
    assert 0.1 == voice.share("ours")


def test_share_of_voice_has_simultaneous_intervals():
    """Each of two brands has a level of 97.5 %, so that both hold at 95 %."""
    bounds = share_of_voice({"ours": 50, "theirs": 450}).interval()

    assert bounds.low[0] == pytest.approx(1 - bounds.high[1])
    assert 0.0738 == pytest.approx(bounds.low[0], abs=1e-4)  # Wilson at z = 2.2414


def test_shares_over_different_sets_do_not_add():
    """Weeks of the same brands add; the metric names the brands of the set."""
    week = share_of_voice({"a": 1, "b": 3})
    both = week + share_of_voice(mentions={"b": 1, "a": 3})

    assert 0.5 == both.share("a")
    assert ("share_of_voice", "mentions of a, b") == (
        week.metric.name,
        week.metric.denominator,
    )
    with pytest.raises(IncompatibleEvidenceError) as caught:
        week + share_of_voice({"a": 1, "b": 3, "c": 9})
    assert (
        "cannot add evidence of 'share_of_voice' (mentions / mentions of a, b, c"
        in (str(caught.value))
    )


def test_is_undefined_without_mentions():
    """Shares of 0 mentions are undefined."""
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
def test_rejects_mentions_without_a_name_or_number(mentions, error, message):
    """Mentions are numbers by brand."""
    with pytest.raises(error) as caught:
        share_of_voice(mentions)

    assert message == str(caught.value)


def test_rejects_unknown_keywords():
    """Python's own TypeError names the public function."""
    with pytest.raises(TypeError, match=r"^share_of_voice\(\) got an unexpected"):
        share_of_voice(brands={"a": 1})
