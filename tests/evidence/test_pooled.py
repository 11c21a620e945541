"""Pooled and averaged evidence: errors, intervals, sums, texts, what is refused."""

import math
import warnings
from fractions import Fraction

import attrs
import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics import (
    Average,
    LeftOut,
    Metric,
    Pooled,
    Proportion,
    Rate,
    Status,
    engagement_rate,
)
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
    SmallSampleWarning,
)
from engagement_metrics.evidence._pooled import COVERED, _Sums
from engagement_metrics.evidence._rows import Rows

pytestmark = pytest.mark.filterwarnings("ignore::engagement_metrics.EngagementWarning")
NAN = float("nan")
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
    shares, floor = Proportion(Y, X).pooled(), (108 / 2600 * (1 - 108 / 2600) / 2600)
    assert floor**0.5 == pytest.approx(shares.standard_error, rel=1e-15)
    many = Proportion(wide, [500] * 5).pooled()
    assert cluster(wide, [500] * 5)[1] == pytest.approx(many.standard_error, rel=1e-13)


def test_weighted_events_have_no_floor():
    """Where one count is no whole number, the units alone say how much they differ."""
    weighted = [y / 2 for y in Y]
    pooled = Rate(weighted, X).pooled()
    groups = Rate([*weighted, *Y], [*X, *X]).pooled(by=["w"] * 5 + ["n"] * 5)

    assert not pooled.whole
    assert cluster(Y, X)[1] / 2 == pytest.approx(pooled.standard_error, rel=1e-13)
    assert [True, False] == groups.estimate.whole.tolist()
    assert Rate(Y, X).pooled() == groups["n"]
    assert not groups.total().whole
    assert not (groups["n"] + groups["w"]).whole


def test_average_counts_each_unit_once():
    """The mean of ratios has the t interval of a mean, on the scale of its kind."""
    ratios = np.array(Y) / X
    average = Rate(Y, X).average()

    assert ratios.mean() == pytest.approx(average.value, rel=1e-15)
    error = ratios.std(ddof=1) / 5**0.5
    assert error == pytest.approx(average.standard_error, rel=1e-12)
    assert 5.0 == average.effective_units
    assert not average.whole


T2 = 0.95 * (2 / (0.05 * 1.95)) ** 0.5  # Student's t at 95 %, two degrees
T4 = 2.7764451051977987  # and four, by SciPy
WIDE = T2**2 / (27 + T2**2)  # Wilson's bound at 0 of 27 trials, t for z
HALF = T2 / (2 * (12 + T2**2) ** 0.5)  # and half its width at one half, of 12
WEIGHTED = T2**2 / (3 + T2**2)  # at 0 of three units without whole counts


def test_interval_of_a_rate():
    """The score interval of (R / se)^2 events, t of the units less one for z."""
    wide = [180, 0, 280, 90, 39]
    pooled = Rate(wide, [500] * 5).pooled()
    interval = pooled.interval()
    events = (pooled.value / pooled.standard_error) ** 2
    reach = math.exp(2 * math.asinh(T4 / (2 * events**0.5)))

    assert pooled.value / reach == pytest.approx(interval.low, rel=1e-14)
    assert pooled.value * reach == pytest.approx(interval.high, rel=1e-14)
    assert "score with Student's t, between rows" == interval.method


def test_interval_of_unequal_units():
    """Kish's effective units take the place of units in variance and degrees."""
    stats = pytest.importorskip("scipy.stats")
    y, x = [180, 0, 280, 90, 39], [100, 500, 900, 400, 100]
    pooled, n = Rate(y, x).pooled(), 2000**2 / sum(v * v for v in x)
    squares = sum((a - pooled.value * b) ** 2 for a, b in zip(y, x, strict=True))
    events = pooled.value**2 / (n / (n - 1) * squares / 2000**2)
    t = stats.t.ppf(0.975, n - 2 + n / 5)
    reach = math.exp(2 * math.asinh(t / (2 * events**0.5)))

    assert pooled.value * reach == pytest.approx(pooled.interval().high, rel=1e-12)
    assert pooled.value / reach == pytest.approx(pooled.interval().low, rel=1e-12)


def test_interval_of_a_share():
    """Wilson's of R (1 - R) / se^2 trials: symmetric on the scale of logit."""
    pooled = Proportion([5, 7, 12], [20, 20, 20]).pooled()
    interval = pooled.interval()
    p = pooled.value
    odds = p / (1 - p)
    trials = p * (1 - p) / pooled.standard_error**2
    reach = math.exp(2 * math.asinh(T2 / (2 * (trials * p * (1 - p)) ** 0.5)))

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
        (Proportion([0] * 3, [0.5] * 3).average(), Status.DEFINED, 0.0, WEIGHTED),
        (Proportion([2], [4]).pooled(), Status.TOO_FEW_UNITS, NAN, NAN),
    ],
    ids=range(12),
)
def test_interval_at_the_ends(pooled, status, low, high):
    """Exact ends at 0 and 1, Wilson with t where units agree, or a reason."""
    interval = pooled.interval()

    assert status is interval.status
    assert low == pytest.approx(interval.low, rel=1e-13, nan_ok=True)
    assert high == pytest.approx(interval.high, rel=1e-13, nan_ok=True)
    assert low not in {0.0, 1.0} or low == interval.low
    assert high not in {0.0, 1.0} or high == interval.high


def test_few_units_are_warned_of():
    """How few there are by exposure and by count; of groups the fewest, in how many."""
    one, groups = Rate(Y, X).pooled(), Rate(Y, X).pooled(by=list("aabbc")).estimate
    with pytest.warns(SmallSampleWarning) as caught:
        one.interval()
    with pytest.warns(SmallSampleWarning) as of_groups:
        groups.interval()
    with pytest.warns(SmallSampleWarning) as of_none:
        Rate([0] * 5, X).pooled().interval()
    low, high = (round(100 * share) for share in COVERED)
    rest = (
        "; of real posts, with less than 30 of either, 95 % intervals held the value in"
        f" {low} to {high} % of samples"
    )

    assert [
        f"rate: 4.51 effective rows by exposure and 4.01 by count{rest}",
        (
            "rate: 2 of 3 groups have few units, down to 1.8 effective rows by exposure"
            f" and 1.58 by count{rest}"
        ),
        f"rate: 4.51 effective rows by exposure{rest}",
    ] == [str(each[0].message) for each in (caught, of_groups, of_none)]


def test_effective_units_by_count():
    """One post with most of the count leaves few units, whatever their exposure."""
    pooled = Rate([1, 1, 1, 97], [100] * 4).pooled()

    assert 4.0 == pooled.effective_units
    assert 100**2 / (3 + 97**2) == pytest.approx(pooled.effective_units_by_count)
    assert math.isnan(Rate([0], [3]).pooled().effective_units_by_count)


def test_concentration_is_the_share_of_the_largest():
    """Of the count and of the exposure; of groups in columns, of parts the larger."""
    y, x, by = [1, 41, 58, 0], [10, 30, 20, 40], ["a", "a", "b", "b"]
    groups = Rate(y, x).pooled(by=by)
    whole = Rate(y, x).pooled()

    assert (0.58, 0.4) == whole.concentration == groups.total().concentration
    assert (58.0, 40.0, 3, 4) == (
        whole.largest_y,
        whole.largest_x,
        whole.units_some,
        Proportion([0, 0, 1, 2], 3).pooled().units_rest,
    )
    assert [41 / 42, 1.0] == groups.estimate.concentration.of_count.tolist()
    assert [0.75, 40 / 60] == groups.estimate.concentration.of_exposure.tolist()
    nothing = Rate([], []).pooled().concentration
    assert math.isnan(nothing.of_count)
    assert math.isnan(nothing.of_exposure)


@pytest.mark.parametrize("unit", ["persons", "accounts", "relationships"])
def test_persons_may_be_all_or_nothing(unit):
    """One more person who is all or nothing widens a share, and not that of posts."""
    metric = Metric("share", "y", "x", unit, "percent")
    y, x = [0] * 29 + [2], [1000] * 30
    persons, posts = (
        Proportion(y, x, metric=each).pooled().interval()
        for each in (metric, attrs.evolve(metric, unit="posts"))
    )

    # 1 / n* = V / (R (1 - R)) + 1 / ((1 + u) n), u = 1
    variance = Proportion(y, x).pooled().standard_error ** 2
    ratio = 2 / 30_000
    trials = 1 / (variance / (ratio * (1 - ratio)) + 1 / (2 * 30))
    t = 2.045229642132703  # 29 degrees of freedom, by SciPy
    half = math.asinh(t / (2 * (trials * ratio * (1 - ratio)) ** 0.5))
    odds = ratio / (1 - ratio) * math.exp(2 * half)
    assert odds / (1 + odds) == pytest.approx(persons.high, rel=1e-9)
    assert persons.high > 10 * posts.high
    assert persons.low < posts.low


COUNTS = st.lists(st.tuples(st.integers(0, 40), st.integers(40, 400)), min_size=3)


@given(rows=COUNTS, data=st.data(), unit=st.sampled_from(["posts", "persons"]))
def test_one_event_more_never_moves_a_bound_far(rows, data, unit):
    """From 3 effective units, an upper bound by a factor 3, a lower one by 7."""
    metric = Metric("share", "y", "x", unit, "percent")
    y, x = (list(column) for column in zip(*rows, strict=True))
    row = data.draw(st.integers(0, len(y) - 1))
    more = [count + (place == row) for place, count in enumerate(y)]
    kinds = [Rate, Proportion] if max(more) <= 40 else [Rate]
    for kind in kinds:
        few, one_more = (kind(c, x, metric=metric).pooled() for c in (y, more))
        if few.effective_units < 3:
            return
        before, after = few.interval(), one_more.interval()
        assert before.high / 3 <= after.high <= 3 * before.high
        if before.low > 0:
            assert before.low / 7 <= after.low <= 7 * before.low
        if kind is Proportion and after.high < 1:
            assert (1 - before.low) / 3 <= 1 - after.low <= 3 * (1 - before.low)
            assert (1 - before.high) / 7 <= 1 - after.high <= 7 * (1 - before.high)


@pytest.mark.parametrize("made", [Rate, Proportion])
@pytest.mark.parametrize("how", ["pooled", "average"])
@given(rows=st.lists(st.tuples(st.integers(0, 2), st.sampled_from([None, 0, 2, 3]))))
def test_there_are_bounds_where_the_status_says_so(made, how, rows):
    """And nowhere else; both, or none."""
    y, x = ([row[i] for row in rows] for i in (0, 1))
    interval = getattr(made(y, x), how)().interval()

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


def test_pooling_a_sum_keeps_its_left_out_counts():
    """A sum that left out two rows is one unit; the two stay left out."""
    out = Rate([1, None, 0], [2, 3, 0]).sum().pooled().left_out

    assert (1, 1, 2) == (out.missing, out.no_exposure, out.units)
    assert 1 == Rate([1, 0], [2, 0]).sum().pooled().left_out.no_exposure
    assert 1 == Rate([1, 3], [2, 0]).sum().average().left_out.no_denominator


def test_exposure_below_1_is_defined():
    """Half a thousand impressions are an exposure."""
    assert Status.DEFINED == Rate([0.1, 0.2], [0.2, 0.5]).pooled().status


METRIC = Metric("rate", "count", "exposure", "rows", "number")


def test_incompatible_sums_do_not_add():
    """Pooled and averaged, rates and shares, columns and numbers, other things."""
    pooled, groups = Rate(Y, X).pooled(), Rate(Y, X).pooled(by=list("aabbc"))
    with pytest.raises(IncompatibleEvidenceError) as caught:
        pooled + Rate(Y, X).average()
    assert (
        "cannot add evidence of 'rate' (count / exposure, rows, number, average) to"
        " evidence of 'rate' (count / exposure, rows, number, pooled)"
    ) == str(caught.value)
    with pytest.raises(IncompatibleEvidenceError) as caught:
        pooled + Proportion(Y, X, metric=METRIC).pooled()
    assert "cannot add evidence of share to evidence of rate" == str(caught.value)
    with pytest.raises(IncompatibleEvidenceError) as caught:
        pooled + Rate(Y, X)
    assert str(caught.value).startswith("cannot add evidence of 'rate' (count /")
    with pytest.raises(InvalidTypeError, match="does not add to a column of them"):
        pooled + groups.estimate
    with pytest.raises(InvalidArgumentError, match="the second must have the length 3"):
        groups.estimate + groups.estimate[:2]
    with pytest.raises(TypeError, match="unsupported operand"):
        pooled + 1


def test_sums_are_of_something():
    """What pools and averages share is neither."""
    with pytest.raises(NotImplementedError):
        _Sums._units_of(np.ones(1), np.ones(1))


@pytest.mark.parametrize(
    ("pooled", "text"),
    [
        (
            engagement_rate(
                [30, 20, 34] * 8 + [3, 0], reach=[700, 600, 700] * 8 + [0, 0]
            ),
            (
                "4.2 % (95 %: 3.9 to 4.5 %; 24 posts; 2 left out: 1 no reach,"
                " 1 engagements but no reach)"
            ),
        ),
        (
            engagement_rate(
                [30, 20, 34] * 8 + [0, 0], reach=[700, 600, 700] * 8 + [0, 0]
            ),
            "4.2 % (95 %: 3.9 to 4.5 %; 24 posts; 2 left out: no reach)",
        ),
        (
            engagement_rate([3], reach=[10]),
            "30.0 % (no interval: too few posts; 1 post)",
        ),
        (
            engagement_rate([3, 4], reach=[10, 10]),
            "35.0 % (too few posts for a useful interval; 2 posts)",
        ),
        (
            engagement_rate([1000, *[0] * 9], reach=[10**6, *[100] * 9]),
            (
                "0.100 % (95 %: 0.067 to 0.15 %; 10 posts; one post is 100 % of the"
                " count)"
            ),
        ),
        (
            engagement_rate([1, 1, 1, 500], reach=100),
            (
                "125.8 % (too few events for a useful interval; 4 posts; one post is"
                " 99 % of the count)"
            ),
        ),
        (
            engagement_rate([0] * 40, reach=100),
            "0.0 % (95 %: at most 0.10 %; 40 posts)",
        ),
        (
            engagement_rate([0.5, 0.5], reach=10),
            "5.0 % (no interval: the posts do not differ; 2 posts)",
        ),
        (engagement_rate([], reach=[]), "undefined (no exposure)"),
        (engagement_rate([None], reach=[1]), "undefined (1 left out: missing)"),
        (
            engagement_rate([3], reach=[0]),
            "undefined (1 left out: engagements but no reach)",
        ),
    ],
    ids=range(11),
)
def test_printed_lines(pooled, text):
    """Value, bounds or why there are none, units, what is left out and why."""
    line = f"engagement rate by reach, pooled: {text}"

    assert line == str(pooled.pooled()) == f"{pooled.pooled()}"


@pytest.mark.parametrize(
    ("share", "text"),
    [
        ([100] * 40, "100.0 % (95 %: at least 99.9 %; 40 rows)"),
        ([0] * 40, "0.0 % (95 %: at most 0.10 %; 40 rows)"),
        ([50] * 40, "50.0 % (95 %: 48.4 to 51.6 %; 40 rows)"),
    ],
    ids=range(3),
)
def test_printed_lines_of_shares(share, text):
    """At 0 and at 1 the bound that is not the value is given."""
    pooled = Proportion(share, 100).pooled()

    assert f"proportion of trials, pooled: {text}" == str(pooled)


def test_a_pooled_rate_of_one_has_two_bounds():
    """Only a share ends at 1."""
    line = str(engagement_rate([100, 90, 110] * 10, reach=100).pooled())

    assert "engagement rate by reach, pooled: 100.0 % (95 %: 96.3 to 103.8 %" in line


def test_an_average_prints_its_own_name():
    """The mean of ratios is told from the ratio of sums."""
    assert "rate by exposure, average: 0.039 (95 %: 0.030 to 0.051; 5 rows)" == str(
        Rate(Y, X).average()
    )
    assert "<Average 0.039: 5 rows, rate by exposure, average>" == repr(
        Rate(Y, X).average()
    )


def test_column_prints_its_pooled_line():
    """In one line; a format is of each value."""
    column = Rate([3, 4, 0], [10, 10, 0]).pooled(by=["a", "a", None]).estimate

    assert (
        "2 rows: rate by exposure, pooled: 0.35 (too few rows for a useful interval;"
        " 2 rows; 1 left out: no exposure)"
    ) == str(column)
    assert "35%; nan%" == f"{column:.0%}"
    assert "<Pooled of 2 rows: 0.35, undefined, rate by exposure, pooled>" == repr(
        column
    )


def test_a_metric_says_how_units_were_combined():
    """Pooled or averaged, whatever the metric said before."""
    average = Rate(Y, X).average()

    assert ("pooled", "average") == (
        Rate(Y, X).pooled().metric.averaging,
        average.metric.averaging,
    )
    assert "pooled" == Pooled(**average.evidence).metric.averaging


GIVEN = {
    "units": 5,
    "sum_y": 108,
    "sum_x": 2600,
    "sum_ee": 12.5,
    "sum_ex": -3.5,
    "sum_xx": 1.5e6,
    "largest_y": 39,
    "largest_x": 800,
    "units_some": 5,
    "units_rest": 5,
    "kind": "rate",
    "metric": METRIC,
}


def test_sums_of_others_are_checked_and_kept():
    """A caller's own sums make evidence; left out and whole have defaults."""
    pooled = Pooled(**GIVEN)

    assert 108 / 2600 == pooled.value
    assert (True, 0) == (pooled.whole, pooled.left_out.units)
    assert pooled == Pooled.of_evidence(pooled.evidence)
    assert pooled == Pooled(**{**GIVEN, "left_out": LeftOut(), "whole": True})
    told = Pooled(**GIVEN, left_out=LeftOut(missing=2), whole=False)
    assert (2, False) == (told.left_out.missing, told.whole)


@pytest.mark.parametrize("kind", [Rate, Proportion])
def test_evidence_of_large_exposures_is_made_again(kind):
    """A sum of squares may exceed what is exact for counts; a count left out, 0."""
    exposure = np.arange(1, 200) * 1e7
    rows = Rows(np.append(exposure / 10, -4), np.append(exposure, 10))
    pooled = kind.of_rows(rows, METRIC).pooled()

    assert -4 == pooled.left_out.count
    assert 2**53 < pooled.sum_xx
    assert pooled == Pooled.of_evidence(pooled.evidence)
    assert LeftOut(invalid=1, count=-4.0, exposure=10.0) == pooled.left_out
    with pytest.raises(InvalidCountsError, match="sum_xx must be finite and not neg"):
        Pooled(**{**GIVEN, "sum_xx": -1})


@pytest.mark.parametrize("kind", [Pooled, Average])
@pytest.mark.parametrize(
    ("changed", "error", "message"),
    [
        (
            {"kind": "ratio"},
            InvalidArgumentError,
            "kind must be 'rate' or 'share', but got 'ratio'. Did you mean 'rate'?",
        ),
        ({"kind": 3}, InvalidTypeError, "kind must be 'rate' or 'share', but got 3"),
        (
            {"metric": "rate"},
            InvalidTypeError,
            "metric must be Metric, but got 'rate'",
        ),
        (
            {"units": 1.5},
            InvalidCountsError,
            "units must be a whole number, but got 1.5 at (0,), first of 1 in 1 values",
        ),
        (
            {"sum_y": -1},
            InvalidCountsError,
            "sum_y must not be negative, but got -1.0",
        ),
        (
            {"sum_xx": "x"},
            InvalidTypeError,
            "sum_xx must be a number or an array of numbers, but got 'x'",
        ),
        (
            {"sum_ee": [1, 2], "sum_y": [1]},
            InvalidArgumentError,
            "sum_ee must have the length 1 of sum_x, but has 2",
        ),
        (
            {"left_out": LeftOut(missing=[1, 2])},
            InvalidArgumentError,
            "left_out must have the length 1 of sum_x, but has 2",
        ),
        (
            {"sum_ex": [1, 2]},
            InvalidArgumentError,
            "sum_ex must have the length 1 of sum_x, but has 2",
        ),
    ],
    ids=range(9),
)
def test_sums_that_cannot_be_are_refused(kind, changed, error, message):
    """Each by the name of its argument."""
    with pytest.raises(error) as caught:
        kind(**{**GIVEN, **changed})

    assert message == str(caught.value)


def test_sums_are_given_by_keyword_alone():
    """Six numbers in a row would be swapped sooner or later."""
    with pytest.raises(TypeError, match="positional argument"):
        Pooled(5, 108, 2600, 12.5, -3.5, 1.5e6)


def test_totals_of_pooled_evidence_are_exact_or_refused():
    """A sum above 2**53 is refused when two parts add."""
    most = Pooled(**{**GIVEN, "sum_y": 2**53})
    wide = Pooled(**{**GIVEN, "sum_x": 2**53})
    for first, name in ((most, "count"), (wide, "exposure")):
        with pytest.raises(InvalidCountsError, match=f"the total of {name} of rate"):
            first + Pooled(**GIVEN)


@pytest.mark.parametrize("how", ["pooled", "average"])
def test_one_group_is_its_own_sum(how):
    """A single answer is returned as it is."""
    one = getattr(Rate(Y, X), how)()

    assert one is one.sum()


@pytest.mark.parametrize("how", ["pooled", "average"])
def test_rows_of_pooled_columns(how):
    """By place, slice, mask and places; what was left out goes along."""
    rate = Rate([*Y, None], [*X, 5])
    column = getattr(rate, how)(by=[*"aabbc", "c"]).estimate

    assert column[2] == column[-1] == list(column)[2] == column[1:][1]
    assert column[[True, False, True]] == column[np.array([0, 2])]
    assert [0, 1] == [column[0].left_out.missing, column[2].left_out.missing]
    with pytest.raises(IndexError):
        column[3]
    with pytest.raises(InvalidTypeError, match="has no rows: it is one number already"):
        column[0][0]


@pytest.mark.parametrize("kind", [Rate, Proportion])
@pytest.mark.parametrize("by", [None, list("xxyyyx")])
def test_rows_of_a_cluster_are_one_unit(kind, by):
    """They are added up first; a cluster in two groups is a unit of each."""
    y, x, weeks = [1, 2, None, 4, 5, 0], [10, 20, 30, 40, 50, 60], [1, 1, 2, 2, 3, 3]
    counts = kind(y, x)
    made = counts.pooled(by=by, cluster=weeks)
    groups = {None: made} if by is None else made
    for label, pooled in groups.items():
        rows = [i for i in range(6) if by is None or by[i] == label]
        units = [[i for i in rows if weeks[i] == week] for week in (1, 2, 3)]
        sums = [counts[unit].sum() for unit in units if unit]
        parts = (counts._parts[0], counts._parts[1])
        known = [each for each in sums if each.units]
        columns = [[getattr(each, part) for each in known] for part in parts]
        metric = attrs.evolve(counts.metric, unit="clusters")
        expected = kind(*columns, metric=metric).pooled()

        assert len(known) == pooled.units
        assert expected.evidence | {"left_out": pooled.left_out} == pooled.evidence
        assert sum(y[i] is None for i in rows) == pooled.left_out.units


def test_clusters_are_one_label_a_row():
    """Neither more labels than rows nor fewer; groups keep their labels."""
    rate = Rate(Y, X)
    with pytest.raises(InvalidArgumentError, match="cluster must have the length 5"):
        rate.pooled(cluster=["a"])
    with pytest.raises(InvalidArgumentError, match="by must have the length 5 of"):
        rate.pooled(cluster=list("aabbc"), by=["x"])
    grouped = rate.pooled(by=["q", None, "p", "p", "q"], cluster=list("aabbc"))
    assert {"q", "p", None} == set(grouped)
    assert rate.pooled().evidence == {
        **rate.pooled(cluster=range(5)).evidence,
        "metric": rate.pooled().metric,
    }
