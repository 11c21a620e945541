"""Differences and ratios against published intervals and their own laws."""

import math
import pickle
import warnings
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics import (
    Metric,
    Proportion,
    Rate,
    Responses,
    Status,
    difference,
    engagement_rate,
    ratio,
)
from engagement_metrics.conversation import mean_response_time, response_time
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


def test_koopman_and_mover_give_bounds_around_the_value():
    """Koopman against a published interval (V39)."""
    share = ratio(Proportion(7, 34), Proportion(1, 34))
    rates = ratio(Rate(60, 51477.5), Rate(30, 54308.7))
    low, high = bounds(rates, method="mover")

    assert (1.220853, 42.575718) == pytest.approx(
        bounds(share, method="koopman"), abs=1e-6
    )
    assert low < rates.value < high


def test_default_methods_of_single_counts():
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
def test_interval_names_its_method(take, kind, method, said):
    """The method of an interval is the method that was asked for."""
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


def test_columns_are_pooled_where_both_have_units():
    """Columns are compared between posts; beside a single count they are summed."""
    pooled = difference(A.pooled(), B.pooled())
    alone = difference(A.sum(), B.sum())

    assert pooled == difference(A, B)
    assert pooled.value == pytest.approx(alone.value)
    with pytest.warns(SmallSampleWarning, match="effective posts"):
        assert "MOVER from each one's own interval" == pooled.interval(0.5).method
    assert difference(A.pooled(), B) == pooled == difference(A, B.pooled())
    assert alone == difference(A, B.sum())


def test_pooled_evidence_is_compared_by_its_own_bounds():
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


def test_audiences_compare():
    """An answer with an interval of its own is compared by it."""
    from engagement_metrics import Audience, audience_relevance

    first = audience_relevance(Audience.of(relevance=[1] * 40 + [0] * 10))
    second = audience_relevance(Audience.of(relevance=[1] * 20 + [0] * 30))
    change = difference(first, second)
    low, high = bounds(change)

    assert 0.4 == pytest.approx(change.value)
    assert 0 < low < 0.4 < high < 1


def log(days):
    """Return a log of two people that lasts some days."""
    from engagement_metrics import Interactions

    return Interactions.of(
        actor=["ada", "bob"],
        target=["bob", "ada"],
        kind="reply",
        at=np.array(["2026-01-01", "2026-01-01"], "datetime64[us]")
        + np.array([0, days], "timedelta64[D]"),
    )


def test_windows_of_different_length_warn():
    """The index rises with the length of the window."""
    from engagement_metrics import Dyads, two_way_index

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
    """The value is NaN; the status is that of the part without a value."""
    comparison = take(first, second)

    assert math.isnan(comparison.value)
    assert status == comparison.status == comparison.interval().status
    assert f"undefined ({status})" == str(comparison).partition(": ")[2]
    assert repr(comparison).startswith("<Comparison undefined: ")


def test_a_ratio_to_nothing_has_a_low_bound():
    """Against a count of 0 the ratio has no upper bound, but a lower one."""
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
    assert "(no interval: too few posts; 5 posts against 1 post;" in str(comparison)


def test_comparisons_print_what_is_compared():
    """Points for shares, numbers otherwise, times for ratios."""
    plain = Rate(30, 10), Rate(20, 10)
    less = difference(Proportion(3, 10), Proportion(9, 10))
    durations = Metric("wait", "seconds", "questions", scale="duration")

    assert (
        "difference of proportion of trials: +20.0 points (95 %: 5.2 to 33.4 points; 0"
        " is outside, as if independent; 56 of 70 against 48 of 80; Newcombe's hybrid"
        " score)"
    ) == str(difference(Proportion(56, 70), Proportion(48, 80)))
    assert str(difference(*plain)).startswith("difference of rate by exposure: +1.0 (")
    assert (
        "ratio of rate by exposure: 1.5 times (95 %: compatible with 0.86 to 2.6, as if"
        " independent; 30 of 10 against 20 of 10; Poisson score)" == str(ratio(*plain))
    )
    assert ("1.50", str(ratio(*plain))) == (f"{ratio(*plain):.2f}", f"{ratio(*plain)}")
    assert repr(less) == (
        "<Comparison -60.0 points: 3 of 10 against 9 of 10, difference of proportion of"
        " trials>"
    )
    waits = [Rate(7200 * n, n, metric=durations) for n in (1, 2)]
    assert ": +0 s (" in str(difference(*waits))


def test_printed_line_names_metric_averaging_and_what_was_left_out():
    """A line stands by itself; it is silent about bounds of too few units."""
    posts = list(range(1, 9))
    a = engagement_rate([*posts, None], reach=[100] * 9)
    b = engagement_rate(posts[::-1], reach=[90] * 8)

    assert (
        "difference of engagement rate by reach, pooled: -0.50 points (95 %: compatible"
        " with -3.8 to 2.6 points; 8 posts against 8 posts; MOVER from each one's own"
        " interval; 1 left out: missing)"
    ) == str(difference(a, b))
    assert "(too few posts for a useful interval; 2 posts" in str(
        difference(a[:2], b[:2])
    )
    assert "of engagement rate by reach, average: " in str(
        ratio(a.average(), b.average())
    )
    assert "<svg" in ratio(a, b)._repr_html_()


def test_comparison_describes_itself():
    """Metric, formula, method, source: what a methods section says."""
    said = difference(A, B).describe()

    assert "Definition: engagements / reach, the ratio of sums over posts." in said
    assert "Interval: MOVER from each one's own interval, at a level of 95 %." in said
    assert "Hootsuite" in said


def test_comparison_has_the_metric_of_both():
    """Its name says which comparison it is; a ratio is a number."""
    change, times = difference(A, B), ratio(A, B)

    assert "difference_of_engagement_rate" == change.metric.name
    assert ("percent", "number") == (change.metric.scale, times.metric.scale)
    assert ("reach", "posts", "pooled") == (
        change.metric.denominator,
        change.metric.unit,
        change.metric.averaging,
    )
    assert 9 == change.units
    assert change.first == A.pooled()


def test_comparison_is_made_from_its_evidence():
    """The evidence makes an equal comparison, and so does a pickle."""
    change = difference(A, B)

    assert type(change).of_evidence(change.evidence) == change
    assert pickle.loads(pickle.dumps(change)) == change  # noqa: S301
    assert difference(B, A) != change != 1
    assert bool(difference(Rate(0, 0), Rate(0, 0)))


def test_comparisons_do_not_add():
    """The refusal says what does."""
    change = difference(A, B)
    with pytest.raises(IncompatibleEvidenceError) as caught:
        change + change

    assert (
        "cannot add to a Comparison. Add the estimates, and compare the sums"
    ) == str(caught.value)


def test_estimates_are_given_by_position_or_keyword():
    """Two numbers whose order the name says; other words are Python's TypeError."""
    assert difference(b=B, a=A) == difference(A, B)
    assert ratio(b=B, a=A) == ratio(A, B)
    for take in (difference, ratio):
        with pytest.raises(TypeError, match=rf"{take.__name__}\(\) got an unexpected"):
            take(A, b=B, c=1)
        with pytest.raises(TypeError, match=rf"{take.__name__}\(\) missing 1 required"):
            take(A)


def test_weighted_counts_have_no_interval_as_if_independent():
    """The value is given; interval() refuses, and the printed line says why."""
    change = difference(Rate(2.5, 10), Rate(1, 10))
    with pytest.raises(InvalidCountsError, match="count must be a whole number"):
        change.interval()

    assert 0.15 == change.value
    assert "no interval: weighted counts have only a pooled one" in str(change)


def test_answers_without_units_are_compared_as_if_independent():
    """A composite answer keeps the assumption of its leading part."""
    from engagement_metrics.movement import k_factor

    first = k_factor(invites=35, participants=10, joined=7)
    second = k_factor(invites=30, participants=10, joined=4)
    interval = difference(first, second).interval()

    assert "MOVER from each one's own interval, as if independent" == interval.method
    assert (0.7 - 0.4) == pytest.approx(difference(first, second).value)


def test_ratio_to_one_unit_has_no_interval():
    """A count of 0 over a unit without an interval: no bound on either side."""
    none = engagement_rate([0, 0, 0], reach=[100, 90, 120]).pooled()
    times = ratio(none, A[:1].pooled())
    with pytest.warns(SmallSampleWarning, match="effective posts"):
        interval = times.interval()

    assert 0.0 == times.value
    assert Status.TOO_FEW_UNITS == interval.status
    assert np.isnan([interval.low, interval.high]).all()


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
                "b must be one estimate, but got 2 of them. Take one of them, or sum()"
                " it"
            ),
        ),
        (
            (Rate(1, 2), Proportion(1, 2)),
            IncompatibleEvidenceError,
            "cannot compare evidence of 'proportion' with evidence of 'rate'",
        ),
        (
            (A.pooled(by=list("aabbb")).estimate, B.pooled()),
            InvalidTypeError,
            (
                "a must be one estimate, but got 2 of them. Take one of them, or sum()"
                " it"
            ),
        ),
    ],
)
def test_what_does_not_compare_is_refused(arguments, error, message):
    """Two estimates, single ones, of one metric."""
    with pytest.raises(error) as caught:
        difference(*arguments)

    assert message == str(caught.value)


def test_unknown_methods_are_refused():
    """An unknown method is named with the nearest; pooled evidence takes none."""
    with pytest.raises(InvalidArgumentError, match="Did you mean 'newcombe'"):
        difference(Proportion(1, 2), Proportion(1, 3)).interval(method="newcomb")
    with pytest.raises(InvalidArgumentError) as caught:
        bounds(difference(A, B), method="newcombe")

    assert (
        "method must be left out where the evidence has an interval of its own, but got"
        " 'newcombe'"
    ) == str(caught.value)


def test_ratios_of_many_events_print_what_is_said():
    """Neither bound prints as 1, and the value does not either."""
    many = ratio(Rate(1_003_000, 10**9), Rate(1_000_000, 10**9))
    alike = ratio(Rate(100, 100), Rate(100, 100))
    clear = ratio(Proportion(341_000, 10**6), Proportion(100_000, 10**6))

    assert ": 1.0030 times (95 %: 1.0002 to 1.0058; 1 is outside, as if" in str(many)
    assert ": 1.0 times (95 %: compatible with 0.76 to 1.3, as if" in str(alike)
    assert ": 3.4 times (95 %: 3.39 to 3.43; 1 is outside, as if" in str(clear)


@pytest.mark.parametrize("compare", [difference, ratio])
def test_a_comparison_of_censuses_has_no_error(compare):
    """Two audiences that were counted whole differ by what they differ by."""
    for first, second in (((3, 10), (5, 30)), ((0, 10), (7, 9)), ((8, 8), (1, 3))):
        sides = [Proportion(*side).as_census() for side in (first, second)]
        for a, b in (
            sides,
            [Proportion([k], [n]).as_census().pooled() for k, n in (first, second)],
        ):
            found = compare(a, b)
            assert found.value == pytest.approx(found.interval().low, abs=1e-15)
            assert found.value == pytest.approx(found.interval().high, abs=1e-15)
            assert "(counted, not sampled; " in str(found)


def waits(*hours, until=100):
    """Return questions answered after so many hours; None is not yet answered."""
    asked = np.datetime64("2026-01-05T00:00", "us")
    spans = [None if h is None else asked + np.timedelta64(h, "h") for h in hours]
    end = asked + np.timedelta64(until, "h")
    return Responses.of(asked=[asked] * len(hours), answered=spans, until=end)


SLOW, FAST = waits(*range(5, 13)), waits(*range(1, 9))
NOT_YET = waits(1, *[None] * 7)


def test_times_differ_by_a_duration():
    """With its sign, in hours, and never in points; as a ratio, in times."""
    slow, fast = response_time(SLOW), response_time(FAST)
    day = timedelta(days=1)
    means = [mean_response_time(each, within=day) for each in (FAST, SLOW)]

    assert "difference of response time: +4 h (" in str(difference(slow, fast))
    assert "difference of response time: -4 h (" in str(difference(fast, slow))
    assert "difference of mean response time: -4 h (95 %: -" in str(difference(*means))
    assert "ratio of response time: 2.0 times (" in str(ratio(slow, fast))
    for change in (difference(slow, fast), difference(*means)):
        assert "points" not in str(change)
    assert 14400.0 == difference(slow, fast).value
    assert 7200.0 < difference(slow, fast, margin=7200.0).value
    assert "not shown to be equivalent within 2 h" in str(
        difference(slow, fast, margin=7200.0)
    )


@pytest.mark.parametrize("compare", [difference, ratio])
@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        (NOT_YET, FAST, "a not reached"),
        (FAST, NOT_YET, "b not reached"),
        (NOT_YET, NOT_YET, "a and b not reached"),
    ],
    ids=["a", "b", "both"],
)
def test_times_not_reached_do_not_differ_by_a_number(compare, a, b, said):
    """Undefined, with the side that was not reached, and without an interval."""
    change = compare(response_time(a), response_time(b))

    assert math.isnan(change.value)
    assert Status.MISSING == change.status == change.interval().status
    assert math.isnan(change.interval().low)
    assert f"undefined ({said})" in str(change)


def test_no_questions_are_said_before_times_not_reached():
    """A side without questions has no time at all."""
    change = difference(response_time(FAST[:0]), response_time(NOT_YET))

    assert (Status.NO_EXPOSURE, True) == (
        change.status,
        "(no questions)" in str(change),
    )


def test_a_time_that_may_not_be_reached_has_an_open_bound():
    """A bound of a difference is as open as that of the time it comes from."""
    perhaps = response_time(waits(1, 2, 3, 4, None, None))
    fast = response_time(FAST)
    changes = [difference(perhaps, fast), difference(fast, perhaps)]

    assert math.isinf(changes[0].interval().high)
    assert -math.inf == changes[1].interval().low
    said = [str(change).partition("(95 %: ")[2] for change in changes]
    assert said[0].startswith("compatible with -4 h 36 min or more, ")
    assert said[1].startswith("compatible with 4 h 36 min or less, ")
    assert "compatible with any difference, " in str(difference(perhaps, perhaps))
