"""Proportions and rates: values, status, sums, texts and what is refused."""

import numpy as np
import pytest

from engagement_metrics import (
    LeftOut,
    Metric,
    Proportion,
    Rate,
    Status,
    engagement_rate,
    pool,
)
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
)
from engagement_metrics.evidence._ratio import quotient
from engagement_metrics.evidence._rows import Rows

NAN = float("nan")


def rows_of(*parts):
    """Return rows as a table gives them, unchecked."""
    return Rows(*[np.array(part, np.float64) for part in parts])


@pytest.mark.parametrize(
    ("count", "exposure", "value", "status"),
    [
        (3, 10, 0.3, Status.DEFINED),
        (30, 10, 3.0, Status.DEFINED),
        (0, 10, 0.0, Status.DEFINED),
        (0, 0, NAN, Status.NO_EXPOSURE),
        (3, 0, NAN, Status.NO_DENOMINATOR),
        (None, 10, NAN, Status.MISSING),
        (3, None, NAN, Status.MISSING),
        (2**53, 3, 2**53 / 3, Status.DEFINED),
    ],
)
def test_value_and_status(count, exposure, value, status):
    """No evidence is no zero, and says why."""
    rate = Rate(count, exposure)

    assert np.array_equal(value, rate.value, equal_nan=True)
    assert isinstance(rate.value, float)
    assert status is rate.status
    assert status is rate.interval().status
    assert (status is Status.DEFINED) == (0 <= rate.interval().low <= value)


def test_rows_that_tables_set_aside():
    """A row that cannot be is INVALID: below zero, or more than all."""
    rate = Rate.of_rows(rows_of([-1, 3], [2, -3]), Metric("r", "a", "b"))
    share = Proportion.of_rows(rows_of([5], [3]), Metric("s", "a", "b"), single=True)

    assert [Status.INVALID] * 2 == list(rate.status)
    assert (2, 2.0, -1.0) == (
        rate.sum().left_out.invalid,
        rate.sum().left_out.count,
        rate.sum().left_out.exposure,
    )
    assert Status.INVALID is share.status
    assert np.isnan([share.value, share.interval().low, *rate.interval().low]).all()
    assert "s of b: undefined (invalid)" == str(share)


def test_unknown_is_graver_than_impossible():
    """Of a pool of nothing the gravest reason is said."""
    rate = Rate.of_rows(rows_of([-1, NAN], [2, 2]), Metric("r", "a", "b"))

    assert Status.INVALID is rate[:1].sum().status is rate[:1].pooled().status
    assert Status.MISSING is rate.sum().status is rate.pooled().status


def test_sum_counts_left_out_rows():
    """An undefined row adds neither count nor exposure, and is counted."""
    rate = Rate([3, 2, None, 0, 7], [10, 0, 10, 0, None])
    left_out = LeftOut(
        missing=2, no_exposure=1, no_denominator=1, count=9.0, exposure=10.0
    )

    assert Rate(3, 10, units=1, left_out=left_out) == rate.sum() == pool(list(rate))
    assert left_out == rate.pooled().left_out
    assert rate[1:2].sum() == pool([Rate(2, 0)]) != Rate(2, 0)
    assert rate.sum() == rate.sum().sum()


@pytest.mark.parametrize(
    ("parts", "status"),
    [
        ([], Status.NO_EXPOSURE),
        ([(0, 0)], Status.NO_EXPOSURE),
        ([(0, 0), (2, 0)], Status.NO_DENOMINATOR),
        ([(0, 0), (2, 0), (None, 1)], Status.MISSING),
        ([(None, 1), (1, 2)], Status.DEFINED),
    ],
    ids=range(5),
)
def test_sum_of_nothing_says_why(parts, status):
    """The gravest reason of what was left out; and adding it adds nothing."""
    counts, exposures = [y for y, _ in parts], [x for _, x in parts]
    rate = Rate(counts, exposures)
    summed = rate.sum()

    assert status is summed.status is rate.pooled().status
    assert summed == summed + Rate([], []).sum()
    assert Rate(1, 2).sum() == Rate(1, 2) + Rate([], []).sum()


def test_rows():
    """A column gives its rows, by place, slice, mask and in turn."""
    metric = Metric("m", "a", "b")
    rate = Rate([1, 2, 3], 10, metric=metric)

    assert Rate(2, 10, metric=metric) == rate[1] == rate[-2] == list(rate)[1]
    assert Rate(2, 10, metric=metric) == rate[np.int64(1)]
    assert Rate([1, 3], 10, metric=metric) == rate[::2] == rate[[True, False, True]]
    assert Rate([3, 1], 10, metric=metric) == rate[np.array([2, 0])]
    assert 3 == len(rate)
    for place in (3, -4):
        with pytest.raises(IndexError):
            rate[place]
    for ask in (len, list, lambda one: one[0], lambda one: one[:1]):
        with pytest.raises(InvalidTypeError) as caught:
            ask(rate[0])
        assert "a single Rate has no rows: it is one number already" == str(
            caught.value
        )


ADDED = [
    (
        Rate(1, 2, metric=Metric("a", "x", "y")),
        Rate(1, 2, metric=Metric("b", "x", "y")),
        IncompatibleEvidenceError,
        "cannot add evidence of 'b' to evidence of 'a'",
    ),
    (
        engagement_rate(1, reach=2),
        engagement_rate(1, views=2),
        IncompatibleEvidenceError,
        (
            "cannot add evidence of 'engagement_rate' (engagements / views, posts,"
            " percent) to evidence of 'engagement_rate' (engagements / reach, posts,"
            " percent)"
        ),
    ),
    (
        Rate(1, 2, metric=Metric("a", "x", "y")),
        Proportion(1, 2, metric=Metric("a", "x", "y")),
        IncompatibleEvidenceError,
        "cannot add evidence of 'a' as Proportion to evidence of 'a' as Rate",
    ),
    (
        Rate([1], [2]),
        Rate(1, 2),
        InvalidTypeError,
        "a single estimate does not add to a column of them: sum() it first",
    ),
    (
        Rate([1], [2]),
        Rate([1, 2], 2),
        ValueError,
        "the second must have the length 1 of the first, but has 2",
    ),
    (
        Rate(2**53, 1),
        Rate(1, 1),
        InvalidCountsError,
        (
            "the total of count must not exceed 2**53, but got 9007199254740992.0."
            " Whole numbers above it are not exact"
        ),
    ),
    (1, Rate(1, 2), TypeError, "unsupported operand type(s) for +: 'int' and 'Rate'"),
    (Rate(1, 2), 1, TypeError, "unsupported operand type(s) for +: 'Rate' and 'int'"),
]


@pytest.mark.parametrize(("a", "b", "error", "message"), ADDED, ids=range(len(ADDED)))
def test_incompatible_ratios_do_not_add(a, b, error, message):
    """Other metrics, kinds and shapes, and totals that would not be exact."""
    if "exact" in message:
        b = Rate(2, 1)
        message = message.replace("40992.0", "40994.0")
    with pytest.raises(error) as caught:
        a + b

    assert message == str(caught.value)


@pytest.mark.parametrize("name", ["count", "exposure"])
def test_totals_are_exact_or_refused(name):
    """A total above 2**53 is refused, however it is summed."""
    big = {"count": ([2**53, 2], [1, 1]), "exposure": ([1, 1], [2**53, 2])}[name]
    rate = Rate(*big)
    for call in (rate.sum, rate.pooled, lambda: rate[:1].pooled() + rate[1:].pooled()):
        with pytest.raises(InvalidCountsError, match=rf"the total of {name}"):
            call()
    exact = Rate([2**53 - 1, 1], [1, 1]).sum()
    assert 2.0**53 == exact.count


def test_weighted_counts_have_no_poisson_interval():
    """Half an event is not counted one by one."""
    advice = "Weighted counts have only pooled().interval(), over several units"
    rule = "count must be a whole number for a Poisson interval, but got 1.5"
    with pytest.raises(InvalidCountsError) as caught:
        Rate(1.5, 2).interval()
    assert f"{rule}. {advice}" == str(caught.value)
    with pytest.raises(InvalidCountsError) as caught:
        Rate([1, 1.5], 2).interval()
    assert f"{rule} at (1,), first of 1 in 2 values. {advice}" == str(caught.value)
    assert np.isnan(Rate([1.5], [0]).interval().low).all()


ALONE = "as if independent"


@pytest.mark.parametrize(
    ("estimate", "text"),
    [
        (
            engagement_rate(12, reach=340),
            f"engagement rate by reach: 3.5 % (95 %: 2.0 to 6.2 %, {ALONE}; 12 of 340)",
        ),
        (
            engagement_rate(1.5, posts=2),
            (
                "engagement rate by posts: 0.75 (no interval: weighted counts have only"
                " a pooled one; 1.5 of 2)"
            ),
        ),
        (
            engagement_rate(0, reach=0),
            "engagement rate by reach: undefined (no exposure)",
        ),
        (
            engagement_rate([3, None], reach=10).sum(),
            (
                "engagement rate by reach: 30.0 % (95 %: 10.2 to 88.2 %,"
                f" {ALONE}; 3 of 10; 1 left out: missing)"
            ),
        ),
        (
            engagement_rate([None], reach=10).sum(),
            "engagement rate by reach: undefined (1 left out: missing)",
        ),
        (
            engagement_rate([3, 4], reach=[10, 0]),
            (
                "2 posts: engagement rate by reach, pooled: 30.0 % (no interval: too"
                " few posts; 1 post; 1 left out: engagements but no reach)"
            ),
        ),
        (
            engagement_rate([], reach=[]),
            "0 posts: engagement rate by reach, pooled: undefined (no exposure)",
        ),
        (
            Proportion(0, 20),
            f"proportion of trials: 0.0 % (95 %: at most 16.1 %, {ALONE}; 0 of 20)",
        ),
        (
            Proportion(20, 20),
            f"proportion of trials: 100.0 % (95 %: at least 83.9 %, {ALONE}; 20 of 20)",
        ),
        (
            Rate(0, 20),
            f"rate by exposure: 0.0 (95 %: at most 0.19, {ALONE}; 0 of 20)",
        ),
        (
            Rate(20, 20),
            f"rate by exposure: 1.0 (95 %: 0.65 to 1.5, {ALONE}; 20 of 20)",
        ),
    ],
    ids=range(11),
)
def test_printed_lines(estimate, text):
    """One line that stands by itself: metric, denominator, value, bounds, counts."""
    assert text == str(estimate) == f"{estimate}"


@pytest.mark.parametrize(
    ("estimate", "text"),
    [
        (engagement_rate(3, reach=10), "30.0 %: 3 of 10, engagement rate by reach"),
        (engagement_rate(0, reach=0), "undefined: 0 of 0, engagement rate by reach"),
        (
            engagement_rate([1] * 5, reach=10),
            "of 5 posts: 10.0 %, 10.0 %, 10.0 %, 10.0 %, …, engagement rate by reach",
        ),
        (engagement_rate([], reach=[]), "of 0 posts, engagement rate by reach"),
        (
            Rate(1, 2, metric=Metric("m" * 90, "a", "b")),
            f"50.0 %: 1 of 2, {'m' * 69}…",
        ),
    ],
    ids=range(5),
)
def test_short_lines(estimate, text):
    """A repr shows the class, the value and the name, and is cut where it is long."""
    assert f"<Rate {text}>" == repr(estimate)


def test_formats():
    """A format is of the value, of each in a column."""
    assert "30.0%" == f"{Rate(3, 10):.1%}"
    assert "30%; 40%" == f"{Rate([3, 4], 10):.0%}"


def test_metrics_name_their_arguments():
    """What a metric calls its numbers is what its messages call them."""
    metric = Metric("m", "fans", "people")
    with pytest.raises(InvalidCountsError) as caught:
        quotient(Proportion, metric, {"fans": 3, "people": 2}, "Why?")

    assert "fans must not exceed people, but does: 3.0 > 2.0. Why?" == str(caught.value)


def test_columns_of_sums_keep_left_out_counts():
    """Summed, pooled and grouped, each left-out row is counted once."""
    first, second = Rate([3, None, 0], [10, 1, 0]), Rate([None, 2, 1], [1, 0, 4])
    both = first + second
    left_out = LeftOut(
        missing=2, no_exposure=1, no_denominator=1, count=2.0, exposure=2.0
    )

    assert [Status.DEFINED, Status.MISSING, Status.DEFINED] == list(both.status)
    assert [1, 0, 1] == both.units.tolist()
    assert Rate(4, 14, units=2, left_out=left_out) == both.sum()
    assert left_out == both.pooled().left_out
    assert both.pooled() == both.pooled(by=["a", "b", "a"]).total()
    assert Status.MISSING is both.pooled(by=["a", "b", "a"])["b"].status
    assert LeftOut(missing=1, no_denominator=1, count=2, exposure=1) == both[1].left_out


def test_default_metric():
    """Numerator, denominator, unit and scale of evidence without a metric."""
    proportion = Metric("proportion", "successes", "trials", "rows", "percent")
    rate = Metric("rate", "count", "exposure", "rows", "number")

    assert (proportion, rate) == (Proportion(3, 10).metric, Rate(3, 10).metric)
    assert "" == rate.averaging


@pytest.mark.parametrize(
    ("make", "first", "second"),
    [(Proportion, "successes", "trials"), (Rate, "count", "exposure")],
)
def test_a_refusal_names_the_argument(make, first, second):
    """What is no number is told by the caller's own name for it."""
    kind = "must be a number or an array of numbers, but got 'a'"

    for numbers, name in (("a", 1), first), ((1, "a"), second):
        with pytest.raises(InvalidTypeError) as caught:
            make(*numbers)
        assert f"{name} {kind}" == str(caught.value)


@pytest.mark.parametrize("make", [Proportion, Rate])
def test_a_divisor_too_small_is_refused(make):
    """A divisor of a denormal size, whose quotient would overflow, is refused."""
    with pytest.raises(InvalidCountsError, match="be 0 or large enough to divide by"):
        make(0, 5e-324)


def test_more_than_all_is_sent_to_rates():
    """A part larger than the whole is refused with the class that would take it."""
    with pytest.raises(InvalidCountsError) as caught:
        Proportion(11, 10)

    assert (
        "successes must not exceed trials, but does: 11.0 > 10.0. "
        "Use Rate if one person can act more than once"
    ) == str(caught.value)


def test_intervals_name_their_method():
    """An interval says how it was made, and that it takes units as independent."""
    assert Proportion(3, 10).interval().method == "Wilson score, as if independent"
    assert Rate(3, 10).interval().method == "Poisson score, as if independent"


@pytest.mark.parametrize("make", [Proportion, Rate])
def test_the_interval_of_a_column_says_why_row_by_row(make):
    """Each row has bounds or a status that says why it has none."""
    some = make([1, 0, np.nan], [2, 0, 3]).interval()

    assert [Status.DEFINED] * 2 == list(make([1, 2], [2, 3]).interval().status)
    expected = [Status.DEFINED, Status.NO_EXPOSURE, Status.MISSING]
    assert expected == list(some.status)
    np.testing.assert_array_equal([False, True, True], np.isnan(some.low))
    np.testing.assert_array_equal([False, True, True], np.isnan(some.high))


def test_a_column_of_proportions_gives_rows_sums_and_averages():
    """Rows by number and one by one, the pool of them, and the mean of their values."""
    column = Proportion([1, 6], [4, 8])

    assert Proportion(6, 8) == column[1]
    assert [Proportion(1, 4), Proportion(6, 8)] == list(column)
    assert Proportion(7, 12, units=2) == column.sum()
    assert column.average().value == 0.5


def test_a_weighted_count_above_its_exposure_has_no_poisson_interval():
    """A rate may pass 1; its fractional count is still told."""
    with pytest.raises(InvalidCountsError, match="whole number"):
        Rate([15.5], [10]).interval()


def test_sum_of_one_undefined_unit_keeps_its_status():
    """A single left-out unit gives the sum its own reason."""
    total = Rate([0], [0]).sum()

    assert total.status is Status.NO_EXPOSURE
    assert total.left_out.units == 1
    assert Rate([None], [1]).sum().status is Status.MISSING


@pytest.mark.parametrize("make", [Proportion, Rate])
@pytest.mark.parametrize(
    ("name", "kind"), [("metric", "Metric"), ("left_out", "LeftOut")]
)
def test_a_description_of_another_class_is_refused(make, name, kind):
    """What is no `Metric` or `LeftOut` is refused by the argument's name."""
    with pytest.raises(InvalidTypeError) as caught:
        make(1, 2, **{name: "posts"})

    assert f"{name} must be {kind}, but got 'posts'" == str(caught.value)


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        (
            {"units": [1, 1]},
            InvalidArgumentError,
            "units must have the length 1 of count, but has 2",
        ),
        (
            {"units": 0.5},
            InvalidCountsError,
            "units must be a whole number, but got 0.5 at (0,), first of 1 in 1 values",
        ),
        (
            {"units": -1},
            InvalidCountsError,
            "units must not be negative, but got -1.0",
        ),
        (
            {"left_out": LeftOut(missing=[1, 1])},
            InvalidArgumentError,
            "left_out must have the length 1 of count, but has 2",
        ),
    ],
    ids=range(4),
)
def test_units_and_left_out_have_the_length_of_the_rows(given, error, message):
    """They are whole numbers, as many as there are rows."""
    with pytest.raises(error) as caught:
        Rate([1], [2], **given)

    assert message == str(caught.value)


def test_a_quotient_may_pass_one():
    """Without advice, the first number is no part of the second."""
    metric = Metric("shares", "shares", "posts")

    assert quotient(Rate, metric, {"shares": 3, "posts": 2}).value == 1.5


def test_kinds_of_evidence_are_named():
    """A pool of shares is one of shares, a pool of rates one of rates."""
    assert ("share", "rate") == (
        Proportion([1, 2], [3, 4]).pooled().kind,
        Rate([1, 2], [3, 4]).pooled().kind,
    )


def test_nothing_left_of_one_unit_says_why():
    """What is 0 of 0 because its one unit was left out is missing, not unexposed."""
    nothing = Rate(0, 0, units=0, left_out=LeftOut(missing=1))

    assert Status.MISSING == nothing.status
    assert Status.NO_EXPOSURE == Rate(0, 0).status == Rate(0, 0, units=0).status


def test_weights_of_a_definition_have_no_poisson_interval():
    """A whole count is weighted all the same where the definition weights."""
    metric = Metric("talk counts double", "like + 2 × reply", "reach", "posts")
    rate = Rate.of_rows(rows_of([3, 4], [10, 10]), metric, whole=False)
    with pytest.raises(InvalidCountsError) as caught:
        rate.interval()

    assert (
        "count must be counted one by one for a Poisson interval of talk counts double:"
        " (like + 2 × reply) / reach, but got 3.0 at (0,), first of 2 in 2 values."
        " Weighted counts have only pooled().interval(), over several units"
    ) == str(caught.value)
    assert not (rate + rate).whole
    assert not rate.sum().whole
    assert not rate.pooled().whole
    assert not rate[0].whole
    assert Rate([1.5], 2).whole


def test_a_whole_and_a_weighted_part_are_weighted():
    """A sum is of events counted one by one only where both of its parts are."""
    whole = Rate.of_rows(rows_of([3], [10]), Metric("m", "a", "b"))
    weighted = Rate.of_rows(rows_of([3], [10]), Metric("m", "a", "b"), whole=False)

    assert (True, False, False) == (
        (whole + whole).whole,
        (whole + weighted).whole,
        (weighted + whole).whole,
    )


def test_undefined_rows_of_weighted_counts_are_not_refused():
    """A row without a value needs no interval."""
    rate = Rate([1.5, None], [0, 2])

    assert [Status.NO_DENOMINATOR, Status.MISSING] == list(rate.interval().status)


def test_the_ends_of_intervals_are_exact():
    """0.0 at no success and no event, 1.0 where all succeeded; not 1 of a rate."""
    none, whole = Proportion(0, 20).interval(), Proportion(20, 20).interval()

    assert (0.0, 1.0) == (none.low, whole.high)
    assert 0.0 == Rate(0, 20).interval().low
    assert Rate(20, 20).interval().high > 1


@pytest.mark.parametrize("make", [Proportion, Rate])
def test_evidence_is_made_of_its_public_parts(make):
    """What `evidence` tells makes an equal answer."""
    first, second = {
        Proportion: ("successes", "trials"),
        Rate: ("count", "exposure"),
    }[make]
    for answer in (make(1, 2), make([1, 0], [2, 0]), make([1, None], 2).sum()):
        names = [first, second, "units", "left_out", "metric", "whole"]

        assert names == list(answer.evidence)
        assert answer == make.of_evidence(answer.evidence)
        assert type(answer.value) is type(make.of_evidence(answer.evidence).value)


def test_a_census_is_its_own_interval():
    """Row by row, summed and pooled; nowhere a warning of few units."""
    rows = Proportion([3, 5, 0], [10, 20, 0]).as_census()

    for census in (rows, rows.sum(), rows.pooled(), rows + rows, rows[1]):
        low, high = census.interval(0.9).low, census.interval(0.9).high
        np.testing.assert_array_equal(census.value, low)
        np.testing.assert_array_equal(low, high)
        assert "counted, not sampled" == census.interval().method
    assert "(counted, not sampled; 8 of 30; 1 left out: no trials)" in str(rows.sum())
    described = rows.sum().describe()
    assert "Interval: counted, not sampled. Source" in described
    assert "counted, not sampled; 1 row" in str(rows.pooled(by=["a", "b", "b"]))


def test_a_census_adds_to_a_census_alone():
    """A sample beside it has an error that the sum would hide."""
    census = Proportion(3, 10).as_census()

    assert Proportion(6, 20, units=2).as_census() == census + census
    with pytest.raises(IncompatibleEvidenceError, match=r"percent, census\) to"):
        Proportion(3, 10) + census
