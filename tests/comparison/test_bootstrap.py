"""The bootstrap: the same answer in any order, and in parts."""

import pickle

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics import Rate, Status
from engagement_metrics.comparison import bootstrap
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


def test_a_statistic_gives_a_number_for_each_replicate():
    """A function that adds up its columns is told of its slip."""
    with pytest.raises(InvalidTypeError) as caught:
        _ = bootstrap(lambda y: y.sum(), [1, 2], unit=[1, 2], seed=5).value

    assert (
        "statistic must return a number for each row of the sums it is given, but got"
        " shape () for 1"
    ) == str(caught.value)


def test_nothing_has_no_interval():
    """No exposure in any replicate: no value, no error, no interval."""
    none = bootstrap(share, [0.0], [0.0], unit=[1], seed=5)

    assert np.isnan([none.value, none.standard_error]).all()
    assert Status.MISSING == none.status
    assert "bootstrap: undefined (the statistic of the sums has no value)" == str(none)
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
