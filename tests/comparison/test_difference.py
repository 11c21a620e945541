"""Differences and ratios against published intervals and their own laws."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics import (
    Audience,
    Dyads,
    Interactions,
    Proportion,
    Rate,
    Status,
    audience_relevance,
    difference,
    engagement_rate,
    ratio,
    two_way_index,
)
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
    SmallSampleWarning,
    UnequalSpansWarning,
)

counts = st.tuples(st.integers(0, 40), st.integers(1, 60)).map(lambda p: (min(p), p[1]))
A = engagement_rate([18, 14, 28, 9, 39], reach=[500, 400, 600, 300, 800])
B = engagement_rate([9, 4, 12, 7], reach=[410, 390, 520, 300])


def bounds(comparison, **options):
    """Return both bounds, without the warning that units are few."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SmallSampleWarning)
        interval = comparison.interval(**options)
    return interval.low, interval.high


@pytest.mark.parametrize(
    ("first", "second", "method", "expected", "digits"),
    [  # V38 to V41: ratesci, PropCIs and the papers they reproduce
        ((5, 56), (0, 29), "miettinen-nurminen", (-0.0326, 0.1933), 4),
        ((5, 56), (0, 29), "mee", (-0.0313, 0.1926), 4),
        ((5, 56), (0, 29), "newcombe", (-0.0381, 0.1926), 4),
        ((7, 34), (1, 34), "newcombe", (0.019, 0.34), 2),
        ((7, 34), (1, 34), "miettinen-nurminen", (0.0270416, 0.3452912), 7),
        ((7, 25), (2, 25), "mee", (-0.014, 0.412), 3),
        ((56, 70), (48, 80), "newcombe", (0.0524314724, 0.3338726540), 10),
    ],
)
def test_published_differences_of_proportions(first, second, method, expected, digits):
    """Each method gives the digits that were printed for it."""
    found = bounds(difference(Proportion(*first), Proportion(*second)), method=method)

    assert expected == pytest.approx(found, abs=0.51 * 10**-digits)


@pytest.mark.parametrize(
    ("method", "expected"),
    [("score", (1.36596, 3.25931)), ("log", (1.36128, 3.27052))],
)
def test_published_ratios_of_rates(method, expected):
    """Gu et al. 2008: 60 in 51477.5 against 30 in 54308.7 (V44)."""
    times = ratio(Rate(60, 51477.5), Rate(30, 54308.7))

    assert 2.1099975718 == pytest.approx(times.value, abs=1e-10)
    assert expected == pytest.approx(bounds(times, method=method), abs=5e-6)


def test_koopman_and_mover_are_there():
    """Every method that is named gives bounds around the value (V39: Koopman)."""
    share = ratio(Proportion(7, 34), Proportion(1, 34))
    rates = ratio(Rate(60, 51477.5), Rate(30, 54308.7))
    low, high = bounds(rates, method="mover")

    assert (1.220853, 42.575718) == pytest.approx(
        bounds(share, method="koopman"), abs=1e-6
    )
    assert low < rates.value < high


def test_defaults_are_named():
    """Single counts are compared as if independent, and the interval says so."""
    shares = Proportion(5, 56), Proportion(3, 29)
    rates = Rate(5, 56), Rate(3, 29)

    assert [
        "Newcombe's hybrid score, as if independent",
        "Miettinen and Nurminen's score, as if independent",
        "MOVER from Poisson score, as if independent",
        "Poisson score, as if independent",
    ] == [
        take(*pair).interval().method
        for pair in (shares, rates)
        for take in (difference, ratio)
    ]


@pytest.mark.parametrize(
    ("take", "kind", "method", "said"),
    [
        (difference, Proportion, "newcombe", "Newcombe's hybrid score"),
        (
            difference,
            Proportion,
            "miettinen-nurminen",
            "Miettinen and Nurminen's score",
        ),
        (difference, Proportion, "mee", "Mee's score"),
        (ratio, Proportion, "miettinen-nurminen", "Miettinen and Nurminen's score"),
        (ratio, Proportion, "koopman", "Koopman's score"),
        (difference, Rate, "mover", "MOVER from Poisson score"),
        (ratio, Rate, "score", "Poisson score"),
        (ratio, Rate, "log", "Poisson on the log scale"),
        (ratio, Rate, "mover", "MOVER from Poisson score"),
    ],
)
def test_methods_are_named(take, kind, method, said):
    """Each by the word it is asked for with."""
    interval = take(kind(5, 56), kind(3, 29)).interval(method=method)

    assert f"{said}, as if independent" == interval.method


@given(counts, counts)
def test_swapping_turns_the_sign(first, second):
    """A - b and b - a have the same bounds with signs turned."""
    there = difference(Proportion(*first), Proportion(*second))
    back = difference(Proportion(*second), Proportion(*first))
    for method in ("newcombe", "miettinen-nurminen", "mee"):
        low, high = bounds(there, method=method)

        assert (-high, -low) == pytest.approx(bounds(back, method=method), abs=1e-9)
        assert -1 <= low <= there.value <= high <= 1


@given(counts, counts)
def test_swapping_inverts_the_ratio(first, second):
    """A / b and b / a have bounds that are one over each other."""
    if not first[0] or not second[0]:
        return
    there, back = ratio(Rate(*first), Rate(*second)), ratio(Rate(*second), Rate(*first))
    for method in ("score", "log", "mover"):
        low, high = bounds(there, method=method)

        assert (1 / high, 1 / low) == pytest.approx(bounds(back, method=method))
        assert low <= there.value <= high


def test_where_there_are_units_they_are_pooled():
    """Columns are compared between posts, and wider than as if independent."""
    pooled = difference(A.pooled(), B.pooled())
    alone = difference(A.sum(), B.sum())

    assert pooled == difference(A, B)
    assert pooled.value == pytest.approx(alone.value)
    with pytest.warns(SmallSampleWarning, match="effective posts"):
        assert "MOVER from each one's own interval" == pooled.interval(0.5).method
    assert difference(A.pooled(), B) == pooled == difference(A, B.pooled())
    assert alone == difference(A, B.sum())


def test_pooled_evidence_keeps_to_its_own_bounds():
    """MOVER: the square root of the squared distances to each one's bounds."""
    a, b = A.pooled(), B.pooled()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SmallSampleWarning)
        ia, ib = a.interval(), b.interval()
    low, high = bounds(difference(a, b))
    d = a.value - b.value

    assert d - math.hypot(a.value - ia.low, ib.high - b.value) == pytest.approx(low)
    assert d + math.hypot(ia.high - a.value, b.value - ib.low) == pytest.approx(high)
    low, high = bounds(ratio(a, b))
    r = a.value / b.value
    down = math.hypot(math.log(a.value / ia.low), math.log(ib.high / b.value))
    assert r / math.exp(down) == pytest.approx(low)
    assert low < r < high


def test_audiences_and_indices_compare():
    """Whatever has an interval of its own is compared by it."""
    first = audience_relevance(Audience.of(relevance=[1] * 40 + [0] * 10))
    second = audience_relevance(Audience.of(relevance=[1] * 20 + [0] * 30))
    change = difference(first, second)
    low, high = bounds(change)

    assert 0.4 == pytest.approx(change.value)
    assert 0 < low < 0.4 < high < 1


def log(days):
    """Return a log of two people that lasts some days."""
    return Interactions.of(
        actor=["ada", "bob"],
        target=["bob", "ada"],
        kind="reply",
        at=np.array(["2026-01-01", "2026-01-01"], "datetime64[us]")
        + np.array([0, days], "timedelta64[D]"),
    )


def test_windows_of_other_length_do_not_compare_silently():
    """The index rises with the length of the window."""
    short, long = (two_way_index(Dyads.of_log(log(days))) for days in (7, 28))
    message = "^two-way indices over 28.0 and 7.0 days: the index rises"
    with pytest.warns(UnequalSpansWarning, match=message):
        difference(long, short)

    ten, eleven, twelve = (two_way_index(Dyads.of_log(log(n))) for n in (10, 11, 12))
    with pytest.warns(UnequalSpansWarning, match="over 10.0 and 12.0 days"):
        ratio(ten, twelve)

    difference(ten, eleven)
    difference(short, two_way_index(Dyads.of_log(log(7))))
    difference(short, two_way_index(Dyads.of(actor=["ada"], target=["bob"])))


@pytest.mark.parametrize(
    ("take", "first", "second", "status"),
    [
        (difference, Rate(0, 0), Rate(1, 2), Status.NO_EXPOSURE),
        (difference, Rate(1, 2), Rate(1, 0), Status.NO_DENOMINATOR),
        (ratio, Rate(1, 2), Rate(0, 2), Status.NO_DENOMINATOR),
        (ratio, Rate(0, 2), Rate(0, 2), Status.NO_EXPOSURE),
        (ratio, Proportion(None, 2), Proportion(1, 2), Status.MISSING),
    ],
)
def test_undefined_comparisons_say_why(take, first, second, status):
    """No value, and the reason of the part that has none."""
    comparison = take(first, second)

    assert math.isnan(comparison.value)
    assert status == comparison.status == comparison.interval().status
    assert f"undefined: {status}" == str(comparison)


def test_a_ratio_to_nothing_has_a_low_bound():
    """Against a count of 0 the ratio may be as large as one likes, but not as small."""
    interval = ratio(Rate(9, 100), Rate(0, 100)).interval()

    assert Status.NO_DENOMINATOR == interval.status
    assert interval.low > 1
    assert math.isinf(interval.high)


def test_nothing_over_something_has_a_high_bound():
    """At 0 there is no logarithm; MOVER on the plain scale still has a bound."""
    none = engagement_rate([0, 0, 0], reach=[100, 90, 120]).pooled()
    low, high = bounds(ratio(none, A.pooled()))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SmallSampleWarning)
        above, below = none.interval().high, A.pooled().interval().low
    expected = above / math.sqrt(below * (2 * A.pooled().value - below))

    assert (0.0, expected) == pytest.approx((low, high))
    assert (1 / expected, math.inf) == pytest.approx(bounds(ratio(A.pooled(), none)))


def test_nothing_over_nothing_has_no_bounds():
    """Of posts without engagement on both sides nothing is known, and all is quiet."""
    none = engagement_rate([0, 0, 0], reach=[100, 90, 120]).pooled()

    assert all(map(math.isnan, bounds(ratio(none, none))))
    assert Status.NO_EXPOSURE == ratio(none, none).status


def test_weighted_counts_have_no_poisson_interval():
    """Half an event is none by chance: only units say how sure a weighted rate is."""
    with pytest.raises(InvalidCountsError, match="Weighted counts have only pooled"):
        difference(Rate(1.5, 10), Rate(1, 10)).interval()


def test_a_count_of_nothing_has_no_logarithm():
    """The log method has no interval at 0; the score method has."""
    times = ratio(Rate(0, 10), Rate(5, 10))

    assert Status.ZERO_VARIANCE == times.interval(method="log").status
    assert 0.0 == times.interval().low < times.interval().high


def test_one_unit_has_no_interval():
    """The value stands; the interval says which part has too few units."""
    comparison = difference(A.pooled(), B[:1].pooled())
    with pytest.warns(SmallSampleWarning, match="effective posts"):
        interval = comparison.interval()

    assert Status.TOO_FEW_UNITS == interval.status
    assert math.isnan(interval.low)
    assert str(comparison).endswith("points (no interval: too few units)")


def test_comparisons_are_written_for_people():
    """Points for shares, numbers otherwise, times for ratios."""
    plain = Rate(30, 10), Rate(20, 10)

    assert (
        "+20.0 points (5.2 to 33.4; Newcombe's hybrid score, as if independent)"
    ) == str(difference(Proportion(56, 70), Proportion(48, 80)))
    assert str(difference(*plain)).startswith("+1.00 (")
    assert str(ratio(*plain)).startswith("1.50 (")
    assert ("1.50", str(ratio(*plain))) == (f"{ratio(*plain):.2f}", f"{ratio(*plain)}")


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((1, Rate(1, 2)), InvalidTypeError, "a must be an estimate, but got 1"),
        (
            (Rate(1, 2), Rate(1, 2).interval()),
            InvalidTypeError,
            f"b must be an estimate, but got {Rate(1, 2).interval()!r}",
        ),
        (
            (difference(Rate(1, 2), Rate(1, 2)), Rate(1, 2)),
            InvalidTypeError,
            f"a must be an estimate, but got {difference(Rate(1, 2), Rate(1, 2))!r}",
        ),
        (
            (B.pooled(), A.pooled(by=list("aabbb")).estimate),
            InvalidTypeError,
            (
                "b must be one estimate, but got '2 of them'. Take one of its groups,"
                " or sum() it"
            ),
        ),
        (
            (Rate(1, 2), Proportion(1, 2)),
            IncompatibleEvidenceError,
            "cannot add evidence of 'proportion' to evidence of 'rate'",
        ),
        (
            (A.pooled(by=list("aabbb")).estimate, B.pooled()),
            InvalidTypeError,
            (
                "a must be one estimate, but got '2 of them'. Take one of its groups,"
                " or sum() it"
            ),
        ),
    ],
)
def test_what_does_not_compare_is_refused(arguments, error, message):
    """Two estimates, single ones, of one metric."""
    with pytest.raises(error) as caught:
        difference(*arguments)

    assert message == str(caught.value)


def test_methods_are_those_of_the_evidence():
    """An unknown method is named with the nearest; pooled evidence takes none."""
    with pytest.raises(InvalidArgumentError, match="Did you mean 'newcombe'"):
        difference(Proportion(1, 2), Proportion(1, 3)).interval(method="newcomb")
    with pytest.raises(InvalidArgumentError) as caught:
        bounds(difference(A, B), method="newcombe")

    assert (
        "method must be left out where the evidence has an interval of its own, but got"
        " 'newcombe'"
    ) == str(caught.value)
