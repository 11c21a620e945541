"""The bootstrap: the same answer in any order, and in parts."""

import pickle

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics import Rate, Status
from engagement_metrics._kernels import resampling
from engagement_metrics.comparison import bootstrap
from engagement_metrics.conversation import effective_participants, participation_gini
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
)

RNG = np.random.default_rng(3)
X = RNG.integers(50, 900, 400)
Y = RNG.binomial(X, RNG.beta(2, 30, 400))
UNIT = np.arange(400)


def share(y, x):
    """Return a ratio of sums."""
    return y / x


def drawn(rows=slice(None), **options):
    """Return the bootstrap of some rows."""
    options = {"unit": UNIT[rows], "seed": 11} | options
    return bootstrap(share, Y[rows], X[rows], **options)


def test_value_is_the_statistic_of_the_sums():
    """The point estimate is that of what was seen."""
    assert Y.sum() / X.sum() == drawn().value


def test_error_is_near_the_linearised_one():
    """A thousand replicates give the delta method's error to a tenth."""
    pooled = Rate(Y, X).pooled()
    low, high = drawn().interval().low, drawn().interval().high

    assert pooled.standard_error == pytest.approx(drawn().standard_error, rel=0.1)
    assert pooled.interval().low == pytest.approx(low, rel=0.02)
    assert pooled.interval().high == pytest.approx(high, rel=0.02)


@given(st.permutations(range(12)), st.integers(0, 12))
def test_neither_order_nor_parts_matter(order, cut):
    """The weight belongs to the unit: permuted, or split and added, draws are equal."""
    rows = np.array(order)
    whole, permuted = drawn(slice(12), replicates=16), drawn(rows, replicates=16)
    first, second = (drawn(part, replicates=16) for part in (rows[:cut], rows[cut:]))

    assert whole.replicates == pytest.approx(permuted.replicates, rel=1e-12)
    assert whole.replicates == pytest.approx(
        (first + second).replicates, rel=1e-12, abs=1e-9
    )
    assert whole.value == (first + second).value


def test_the_error_is_the_deviation_of_the_replicates():
    """Divided by one less than there are; of one replicate there is none."""
    few = drawn(slice(5), replicates=4)
    spread = np.square(few.values - few.values.mean()).sum() / 3

    assert spread**0.5 == pytest.approx(few.standard_error, rel=1e-14)
    assert not np.isnan(drawn(slice(5), replicates=2).standard_error)
    alone = bootstrap(share, [3], [9], unit=["a"], seed=1, replicates=2)
    assert (1, True) == (alone.undefined, np.isnan(alone.standard_error))


def test_rows_of_one_unit_are_drawn_together():
    """A unit cut into two rows is one unit."""
    whole = bootstrap(share, [4, 3], [10, 9], unit=["a", "b"], seed=1)
    cut = bootstrap(share, [1, 3, 3], [4, 9, 6], unit=["a", "b", "a"], seed=1)

    assert whole.replicates == pytest.approx(cut.replicates, rel=1e-12)


def test_seeds_differ_and_repeat():
    """Another seed draws other weights, the same one the same."""
    assert drawn() == drawn()
    assert not np.array_equal(drawn().replicates, drawn(seed=12).replicates)


def test_replicates_without_value_are_counted():
    """With two units some replicates have no exposure at all."""
    few = bootstrap(share, [1, 2], [10, 10], unit=[1, 2], seed=5)

    assert few.undefined == np.isnan(few.values).sum() > 0
    assert not np.isnan([few.interval().low, few.standard_error]).any()
    assert few.interval().method.endswith(
        f"of the {1000 - few.undefined} replicates with a value"
    )
    assert drawn().interval().method.endswith("between units")


def test_one_unit_has_no_interval():
    """Of one unit the ratio is the same in every replicate: no error, no bounds."""
    interval = bootstrap(share, [3], [10], unit=["a"], seed=5).interval()

    assert Status.ZERO_VARIANCE == interval.status
    assert np.isnan([interval.low, interval.high]).all()


def test_bounds_are_percentiles():
    """The quantiles of the replicates, by NumPy."""
    interval = drawn().interval(0.8)

    assert np.quantile(drawn().values, [0.1, 0.9]).tolist() == [
        interval.low,
        interval.high,
    ]


def by_hand(statistic, column, unit, replicates, seed):
    """Return a statistic of each replicate, each row as often as its unit is drawn."""
    names = sorted(set(unit))
    keys = resampling.name_keys(names)
    weights = resampling.poisson_weights(keys, replicates, seed)
    return [
        statistic(rows) if rows else np.nan
        for w in (dict(zip(names, one, strict=True)) for one in weights.T.tolist())
        for rows in [
            [x for x, u in zip(column, unit, strict=True) for _ in range(w[u])]
        ]
    ]


def test_any_function_of_columns_is_resampled():
    """A number of the resampled rows, here the median, which no sums give."""
    column, unit = [3.0, 8.0, 1.0, 9.0, 4.0, 7.0], list("abacdb")
    few = bootstrap(np.median, column, unit=unit, seed=3, replicates=150)
    expected = by_hand(np.median, column, unit, 150, 3)

    assert 5.5 == few.value
    assert not few.of_sums
    assert few.undefined > 0
    np.testing.assert_array_equal(expected, few.values)


@pytest.mark.parametrize("statistic", [participation_gini, effective_participants])
def test_metrics_are_functions_of_columns(statistic):
    """A result is its value; so measures without a closed form have an interval."""
    found = bootstrap(statistic, Y, unit=UNIT, seed=2, replicates=100)

    assert statistic(Y).value == found.value
    assert found.interval().low < found.value < found.interval().high


def test_a_function_of_sums_is_that_of_columns():
    """Summed by the function or before, replicates are the same."""
    sums = drawn(slice(50), replicates=70)
    columns = bootstrap(
        lambda y, x: y.sum() / x.sum(),
        Y[:50],
        X[:50],
        unit=UNIT[:50],
        seed=11,
        replicates=70,
    )

    assert (True, False) == (sums.of_sums, columns.of_sums)
    assert sums.value == columns.value
    np.testing.assert_array_equal(sums.values, columns.values)
    assert sums.interval() == columns.interval()


def test_functions_of_columns_do_not_add():
    """Their parts do not hold what the whole needs."""
    one = bootstrap(np.median, [1, 2], unit=[1, 2], seed=1)
    for first, second in ((one, one), (one, drawn()), (drawn(), one)):
        with pytest.raises(IncompatibleEvidenceError, match="bootstrap all rows at"):
            first + second


def twice(column):
    """Return two numbers, whatever is given."""
    return np.arange(2 + 0 * len(column))


def test_a_statistic_gives_a_number_or_one_for_each_row():
    """A function of another shape is told of its slip, before and after summing."""
    with pytest.raises(InvalidTypeError) as caught:
        bootstrap(lambda y: y[:2], [1, 2, 4], unit=[1, 2, 3], seed=5)

    assert (
        "statistic must return a number, or one for each row it is given, but got"
        " shape (2,) for 3"
    ) == str(caught.value)
    with pytest.raises(InvalidTypeError, match=r"got shape \(2,\) for 1$"):
        _ = bootstrap(twice, [1, 2], unit=[1, 2], seed=5).value


def test_nothing_has_no_interval():
    """No exposure in any replicate: no value, no error, no interval."""
    none = bootstrap(share, [0.0], [0.0], unit=[1], seed=5)

    assert np.isnan([none.value, none.standard_error]).all()
    assert Status.MISSING == none.status
    assert "bootstrap: undefined (the statistic has no value)" == str(none)
    assert Status.TOO_FEW_UNITS == none.interval().status


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        (
            {"columns": ()},
            InvalidArgumentError,
            "columns must hold at least one column, but got ()",
        ),
        (
            {"replicates": 2.5},
            InvalidTypeError,
            "replicates must be a whole number, but got 2.5",
        ),
        ({"seed": True}, InvalidTypeError, "seed must be a whole number, but got True"),
        (
            {"replicates": 1},
            InvalidArgumentError,
            "replicates must be at least 2, but got 1",
        ),
        (
            {"columns": ([1, None],)},
            InvalidCountsError,
            "columns[0] must be known, but got nan at (1,), first of 1 in 2 values",
        ),
        (
            {"columns": ([1, 2], [1])},
            InvalidArgumentError,
            "columns[1] must have the length 2 of columns[0], but has 1",
        ),
        (
            {"unit": ["a", None]},
            InvalidArgumentError,
            "unit must be known, but got None at (1,), first of 1 in 2 values",
        ),
        (
            {"unit": [1]},
            InvalidArgumentError,
            "unit must have the length 2 of columns[0], but has 1",
        ),
    ],
)
def test_bad_input_is_refused(options, error, message):
    """Columns of one length, all known, and at least two replicates."""
    options = {"columns": ([1, 2],), "unit": [1, 2], "seed": 1} | options
    with pytest.raises(error) as caught:
        bootstrap(share, *options.pop("columns"), **options)

    assert message == str(caught.value)


def test_bootstrap_prints_value_and_interval():
    """In one line, with the number of replicates."""
    few = drawn(slice(8), replicates=100)

    assert Status.DEFINED == few.status
    assert str(few).startswith("bootstrap: 0.0")
    assert str(few).endswith("; 100 replicates)")
    assert 100 == few.units
    assert "<Bootstrap 0.05" in repr(few)
    assert "Poisson bootstrap, percentiles, between units" in few.describe()


def test_bootstrap_is_made_from_its_evidence():
    """A pickle is equal, and its columns are read-only."""
    few = drawn(slice(8), replicates=10)
    again = pickle.loads(pickle.dumps(few))  # noqa: S301

    assert few == again == type(few).of_evidence(few.evidence)
    assert not few.sums.flags.writeable
    assert not again.replicates.flags.writeable


def test_a_statistic_is_a_function():
    """Its name alone is not."""
    with pytest.raises(InvalidTypeError) as caught:
        bootstrap("median", [1, 2], unit=[1, 2], seed=1)

    assert "statistic must be a function of columns, but got 'median'" == str(
        caught.value
    )


def test_unknown_keywords_are_refused_by_python():
    """The TypeError names the public function."""
    with pytest.raises(TypeError, match=r"bootstrap\(\) got an unexpected keyword"):
        bootstrap(share, [1], unit=[1], seed=1, level=0.9)
    with pytest.raises(TypeError, match=r"bootstrap\(\) missing 2 required keyword"):
        bootstrap(share, [1])


def test_other_draws_do_not_add():
    """Replicates of another seed are not the same replicates."""
    with pytest.raises(IncompatibleEvidenceError, match="another statistic, seed or"):
        drawn() + drawn(seed=12)
    with pytest.raises(TypeError):
        drawn() + 1
