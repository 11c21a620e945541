"""Pools, averages, groups and compositions."""

import math
import pickle
import warnings
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics import (
    Average,
    Composition,
    Grouped,
    LeftOut,
    Pooled,
    Proportion,
    Rate,
    Status,
    engagement_rate,
    pool,
)
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    SmallSampleWarning,
)
from engagement_metrics.evidence._pooled import _Sums
from engagement_metrics.words import Terms

NAN = float("nan")
NAMES = {"array": np.array, "nan": NAN, "Terms": Terms, "LeftOut": LeftOut}
NAMES |= {"Pooled": Pooled, "Average": Average}
Y, X = [18, 14, 28, 9, 39], [500, 400, 600, 300, 800]


def cluster(y, x):
    """Return ratio and linearised standard error in exact arithmetic."""
    ratio = Fraction(sum(y), sum(x))
    squares = sum((a - ratio * b) ** 2 for a, b in zip(y, x, strict=True))
    return ratio, float(squares * len(y) / (len(y) - 1) / sum(x) ** 2) ** 0.5


def test_error_between_units():
    """It is the cluster error, m - 1 included, and never below Poisson's."""
    wide = [180, 0, 280, 90, 39]
    ratio, error = cluster(wide, X)

    assert float(ratio) == Rate(wide, X).pooled().value
    assert error == pytest.approx(Rate(wide, X).pooled().standard_error, rel=1e-14)
    assert 108**0.5 / 2600 == pytest.approx(
        Rate(Y, X).pooled().standard_error, rel=1e-15
    )
    assert cluster(Y, X)[1] < Rate(Y, X).pooled().standard_error
    shares = Proportion(Y, X).pooled()
    assert cluster(Y, X)[1] == pytest.approx(shares.standard_error, rel=1e-13)


def test_weighted_events_have_no_floor():
    """Where one count is no whole number, the units alone say how much they differ."""
    weighted = [y / 2 for y in Y]
    pooled = Rate(weighted, X).pooled()
    groups = Rate([*weighted, *Y], [*X, *X]).pooled(by=["w"] * 5 + ["n"] * 5)

    assert not pooled.counts
    assert cluster(Y, X)[1] / 2 == pytest.approx(pooled.standard_error, rel=1e-13)
    assert [True, False] == groups.estimate.counts.tolist()
    assert Rate(Y, X).pooled() == groups["n"]
    assert not groups.total().counts
    assert not (groups["n"] + groups["w"]).counts


def test_average_counts_each_unit_once():
    """The mean of ratios has the t interval of a mean, on the scale of its kind."""
    ratios = np.array(Y) / X
    average = Rate(Y, X).average()

    assert ratios.mean() == pytest.approx(average.value, rel=1e-15)
    error = ratios.std(ddof=1) / 5**0.5
    assert error == pytest.approx(average.standard_error, rel=1e-12)
    assert 5.0 == average.effective_units
    assert not average.counts


T2 = 0.95 * (2 / (0.05 * 1.95)) ** 0.5  # Student's t at 95 %, two degrees
T4 = 2.7764451051977987  # and four, by SciPy
WIDE = T2**2 / (3 + T2**2)  # Wilson's bound at 0 of three, t for z
HALF = T2 / (2 * (3 + T2**2) ** 0.5)  # and half its width at one half


def test_interval_of_a_rate():
    """R exp(-+ t se / R), t of effective units less one."""
    wide = [180, 0, 280, 90, 39]
    pooled = Rate(wide, [500] * 5).pooled()
    interval = pooled._interval(0.95)
    reach = np.exp(T4 * pooled.standard_error / pooled.value)

    assert pooled.value / reach == pytest.approx(interval.low, rel=1e-14)
    assert pooled.value * reach == pytest.approx(interval.high, rel=1e-14)
    assert "Student's t, between units" == interval.method


def test_interval_of_a_share():
    """On the scale of logit."""
    pooled = Proportion([5, 7, 12], [20, 20, 20]).pooled()
    interval = pooled._interval(0.95)
    p = pooled.value
    odds = p / (1 - p)
    reach = np.exp(T2 * pooled.standard_error / (p * (1 - p)))

    assert odds / reach == pytest.approx(interval.low / (1 - interval.low), rel=1e-13)
    assert odds * reach == pytest.approx(interval.high / (1 - interval.high), rel=1e-13)


@pytest.mark.parametrize(
    ("pooled", "status", "low", "high"),
    [
        (Rate([0, 0, 0], [10, 10, 10]).pooled(), Status.DEFINED, 0.0, T2**2 / 30),
        (Rate([0.5, 0.5], [10, 10]).pooled(), Status.ZERO_VARIANCE, NAN, NAN),
        (Rate([0, 0], [10, 10]).average(), Status.ZERO_VARIANCE, NAN, NAN),
        (Rate([3], [10]).pooled(), Status.TOO_FEW_UNITS, NAN, NAN),
        (Rate([], []).pooled(), Status.NO_EXPOSURE, NAN, NAN),
        (Rate([None], [3]).pooled(), Status.MISSING, NAN, NAN),
        (Rate([3], [0]).pooled(), Status.NO_DENOMINATOR, NAN, NAN),
        (Proportion([0] * 3, [9] * 3).pooled(), Status.DEFINED, 0.0, WIDE),
        (Proportion([9] * 3, [9] * 3).pooled(), Status.DEFINED, 1 - WIDE, 1.0),
        (Proportion([2] * 3, [4] * 3).pooled(), Status.DEFINED, 0.5 - HALF, 0.5 + HALF),
        (Proportion([2], [4]).pooled(), Status.TOO_FEW_UNITS, NAN, NAN),
    ],
    ids=range(11),
)
def test_interval_at_the_ends(pooled, status, low, high):
    """Exact ends at 0 and 1, Wilson with t where units agree, or a reason."""
    interval = pooled._interval(0.95)

    assert status is interval.status
    assert low == pytest.approx(interval.low, rel=1e-13, nan_ok=True)
    assert high == pytest.approx(interval.high, rel=1e-13, nan_ok=True)
    assert low not in {0.0, 1.0} or low == interval.low
    assert high not in {0.0, 1.0} or high == interval.high


def test_few_units_are_warned_of():
    """Of one pool how few there are, of groups the fewest and in how many."""
    one, groups = Rate(Y, X).pooled(), Rate(Y, X).pooled(by=list("aabbc")).estimate
    with pytest.warns(SmallSampleWarning) as caught:
        one.interval()
    with pytest.warns(SmallSampleWarning) as of_groups:
        groups.interval()

    assert (
        "rate: only 4.51 effective units; below 30 the interval covers less than its"
        " level"
    ) == str(caught[0].message)
    assert (
        "rate: only 1.8 effective units in 2 of 3 groups; below 30 the interval covers"
        " less than its level"
    ) == str(of_groups[0].message)


@pytest.mark.parametrize("made", [Rate, Proportion])
@pytest.mark.parametrize("how", ["pooled", "average"])
@given(rows=st.lists(st.tuples(st.integers(0, 2), st.sampled_from([None, 0, 2, 3]))))
def test_there_are_bounds_where_the_status_says_so(made, how, rows):
    """And nowhere else; both, or none."""
    y, x = ([row[i] for row in rows] for i in (0, 1))
    interval = getattr(made(y, x), how)()._interval(0.95)

    assert (interval.status == Status.DEFINED) == (not math.isnan(interval.low))
    assert math.isnan(interval.low) == math.isnan(interval.high)


def test_thirty_units_are_enough():
    """Below thirty effective units a warning, from there none."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        Rate([3] * 30, 10).pooled().interval()
        assert [] == caught
        Rate([3] * 29, 10).pooled().interval()
        assert 1 == len(caught)
        Rate([3], 10).pooled().interval()
        assert 1 == len(caught)


@pytest.mark.parametrize(
    ("pooled", "text"),
    [
        (
            engagement_rate(
                [30, 20, 34] * 8 + [3, 0], reach=[700, 600, 700] * 8 + [0, 0]
            ),
            (
                "4.2 % (3.9 to 4.5 %, 24 posts; 2 left out: 1 no reach, 1 engagements"
                " but no reach)"
            ),
        ),
        (
            engagement_rate(
                [30, 20, 34] * 8 + [0, 0], reach=[700, 600, 700] * 8 + [0, 0]
            ),
            "4.2 % (3.9 to 4.5 %, 24 posts; 2 left out: no reach)",
        ),
        (
            engagement_rate([3], reach=[10]),
            "30.0 % (1 post, no interval: too few units)",
        ),
        (engagement_rate([], reach=[]), "undefined: no exposure"),
        (engagement_rate([None], reach=[1]), "undefined: 1 left out: missing"),
    ],
    ids=range(5),
)
def test_texts(pooled, text):
    """One line a person can read: value, bounds, units, what is left out and why."""
    assert text == str(pooled.pooled()) == f"{pooled.pooled()}"


def test_texts_of_groups():
    """Groups are lines; a column of evidence says what it adds up to."""
    groups = Rate([3, 4, 0], [10, 10, 0]).pooled(by=["a", "a", None])

    assert (
        "a: 0.35 (0.0029 to 42.6, 2 units)\nNone: undefined: 1 left out: no exposure"
    ) == str(groups)
    assert str(groups.estimate).startswith("2 groups: 0.35 (")
    assert "35%; nan%" == f"{groups.estimate:.0%}"


@pytest.mark.parametrize(
    "evidence",
    [
        Rate(Y, X).pooled(),
        Rate([*Y, None], [*X, 1]).average(),
        Rate(Y, X).pooled(by=list("aabbc")).estimate,
        Rate(Y, X).average(by=list("aabbc")),
    ],
    ids=range(4),
)
def test_evidence_is_a_value(evidence):
    """It pickles, prints all of itself, and is never hashed or changed."""
    assert evidence == pickle.loads(pickle.dumps(evidence))  # noqa: S301
    if not isinstance(getattr(evidence, "units", X), np.ndarray | list):
        assert evidence == eval(repr(evidence), NAMES)  # noqa: S307
    with pytest.raises(TypeError, match="unhashable"):
        hash(evidence)
    with pytest.raises(AttributeError):
        evidence.metric = "other"


def test_rows_of_groups():
    """Column-valued evidence gives its groups."""
    groups = Rate(Y, X).pooled(by=list("aabbc"))
    column = groups.estimate

    assert (
        groups["b"] == column[1] == list(column)[1] == column[[False, True, False]][0]
    )
    assert 3 == len(column) == len(groups)
    assert ["a", "b", "c"] == list(groups)
    assert column.sum() == groups.total() == groups.total().sum()
    assert [Status.DEFINED] * 3 == list(column.status)
    assert 3 == len(column.standard_error) == len(column.effective_units)
    averages = Rate(Y, X).average(by=list("aabbc"))
    assert averages["b"] == averages.estimate[1] == list(averages.estimate)[1]
    assert averages.total() == averages.estimate.sum() == Rate(Y, X).average()
    with pytest.raises(KeyError):
        groups["d"]
    with pytest.raises(TypeError, match="a single estimate has no rows"):
        groups["a"][0]


def test_no_rows_in_no_groups():
    """An empty table is an identity, also in groups."""
    nothing = Rate([], [])
    groups = nothing.pooled(by=[])

    assert () == groups.labels
    assert nothing.pooled() == groups.total()
    whole = Rate(Y, X).pooled(by=list("aabbc"))
    assert whole == whole + groups
    assert whole.total() == whole.total() + nothing.pooled()


def test_groups_add_by_label():
    """Labels of both, once; each group is of its rows on both sides."""
    first = Rate(Y[:3], X[:3]).pooled(by=list("aab"))
    second = Rate(Y[3:], X[3:]).pooled(by=list("bc"))
    both = first + second

    assert ("a", "b", "c") == both.labels
    assert second["c"] == both["c"]
    whole = Rate(Y, X).pooled(by=list("aabbc"))
    assert whole.estimate.units.tolist() == both.estimate.units.tolist()
    assert whole.estimate.value.tolist() == both.estimate.value.tolist()


def test_what_was_left_out_before_stays_counted():
    """A sum that left two rows out is one unit, and they are left out of its pool."""
    out = Rate([1, None, 0], [2, 3, 0]).sum().pooled().left_out

    assert (1, 1, 2) == (out.missing, out.no_exposure, out.units)
    assert 1 == Rate([1, 0], [2, 0]).sum().pooled().left_out.no_exposure
    assert 1 == Rate([1, 3], [2, 0]).sum().average().left_out.no_denominator


def test_an_exposure_below_one_is_one():
    """Half a thousand impressions are an exposure."""
    assert Status.DEFINED == Rate([0.1, 0.2], [0.2, 0.5]).pooled().status


def test_overlapping_groups_have_no_total():
    """They say what to call instead, and do not add."""
    groups = Rate(Y, X).pooled(by=list("aabbc"))
    overlapping = Grouped(groups.labels, groups.estimate, "whole()")
    with pytest.raises(InvalidArgumentError) as caught:
        overlapping.total()
    assert ("these groups overlap and have no total. Call whole() instead") == str(
        caught.value
    )
    for a, b in (overlapping, groups), (groups, overlapping):
        with pytest.raises(IncompatibleEvidenceError) as caught:
            a + b
        assert (
            "cannot add groups that overlap. Call whole() of everything instead"
        ) == str(caught.value)


def test_what_does_not_add():
    """Pools and averages, rates and shares, columns and numbers, other things."""
    pooled, groups = Rate(Y, X).pooled(), Rate(Y, X).pooled(by=list("aabbc"))
    with pytest.raises(IncompatibleEvidenceError) as caught:
        pooled + Rate(Y, X).average()
    assert (
        "cannot add evidence of 'rate' as Average to evidence of 'rate' as Pooled"
    ) == str(caught.value)
    terms = Terms("count", "exposure", scale="number")
    with pytest.raises(IncompatibleEvidenceError) as caught:
        pooled + Proportion(Y, X, metric="rate", terms=terms).pooled()
    assert "cannot add evidence of share to evidence of rate" == str(caught.value)
    with pytest.raises(TypeError, match="does not add to a column of them"):
        pooled + groups.estimate
    with pytest.raises(ValueError, match="the second must have the length 3"):
        groups.estimate + groups.estimate[:2]
    for thing in (pooled, groups, Composition("a", [1])):
        with pytest.raises(TypeError, match="unsupported operand"):
            thing + 1


@pytest.mark.parametrize(
    ("rate", "by", "message"),
    [
        (Rate(Y, X), ["a"], "by must have the length 5 of rate, but has 1"),
        (
            Rate(Y, X),
            [0.5] * 5,
            (
                "by must be whole numbers or text, but got 0.5 at (0,), first of 5 in 5"
                " values. Read ids as text: a float cannot hold every id"
            ),
        ),
    ],
    ids=range(2),
)
def test_refused_labels(rate, by, message):
    """A label for each row, and no float."""
    with pytest.raises((TypeError, ValueError)) as caught:
        rate.pooled(by=by)

    assert message == str(caught.value)


def test_pool():
    """The fold of +, of at least one."""
    weeks = [Rate(12, 340), Rate(7, 160)]

    assert Rate(19, 500) == pool(weeks) == pool(iter(weeks))
    assert Composition("a", [3]) == pool([Composition("a", [1]), Composition("a", [2])])
    assert Rate([1], [2]) == pool([Rate([1], [2])])
    with pytest.raises(InvalidArgumentError) as caught:
        pool([])
    assert (
        "estimates must hold at least one estimate, but got []. Without any it is not"
        " known of which metric nothing was seen"
    ) == str(caught.value)


def test_composition():
    """Shares add up to 1; bounds hold at once; wholes add by label."""
    parts = Composition(["a", "b"], [30, 10])
    bounds = parts.interval()

    assert [0.75, 0.25] == parts.shares.tolist()
    assert (0.75, 40.0, 2) == (parts.share("a"), parts.total, len(parts))
    alone, whole = Composition("a", [3]).interval(), Proportion(3, 3).interval()
    assert (whole.low, whole.high) == (alone.low[0], alone.high[0])
    named = Composition("a", [3], metric="voice")
    assert "voice" == (named + named).metric
    each = Proportion(30, 40).interval(0.975)
    assert (each.low, each.high) == (bounds.low[0], bounds.high[0])
    assert Composition(["a", "b", "c"], [31, 10, 5]) == parts + Composition(
        "ac", [1, 5]
    )
    assert "a: 75.0 % (57.5 to 86.9 %)\nb: 25.0 % (13.1 to 42.5 %)" == str(parts)
    names = {"array": np.array, "Composition": Composition}
    assert parts == eval(repr(parts), names)  # noqa: S307


def test_composition_of_nothing():
    """Without a whole there are no shares; without parts there is nothing."""
    nothing = Composition(["a"], [0])

    assert np.isnan([*nothing.shares, *nothing.interval().low]).all()
    assert [Status.NO_EXPOSURE] == list(nothing.interval().status)
    assert 0 == len(Composition([], []).interval())
    assert nothing == nothing + Composition([], [])


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
            "label must be one of the parts', but got 'b'",
        ),
        (
            lambda: Composition("a", [1]) + Composition("a", [1], metric="m"),
            "cannot add evidence of 'm' to evidence of 'composition'",
        ),
    ],
    ids=range(7),
)
def test_refused_compositions(call, message):
    """Labels are distinct, counts known, and metrics the same."""
    with pytest.raises((TypeError, ValueError)) as caught:
        call()

    assert message == str(caught.value)


def test_sums_are_of_something():
    """What pools and averages share is neither."""
    with pytest.raises(NotImplementedError):
        _Sums._units_of(np.ones(1), np.ones(1))
