"""Two estimates over the same units, matched by row or by label."""

import math

import numpy as np
import pytest

from engagement_metrics import (
    Dyads,
    Proportion,
    Rate,
    Status,
    difference,
    ratio,
    two_way_index,
)
from engagement_metrics.comparison import PairedComparison
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidTypeError,
)

pytestmark = pytest.mark.filterwarnings("ignore::engagement_metrics.EngagementWarning")
RANDOM = np.random.default_rng(3)
REACH = np.ceil(RANDOM.lognormal(7, 0.7, (2, 40)))
OWN = 0.05 * RANDOM.lognormal(0, 0.8, 40)
BEFORE = Rate(RANDOM.poisson(OWN * REACH[0]), REACH[0])
AFTER = Rate(RANDOM.poisson(1.1 * OWN * REACH[1]), REACH[1])


def account(seed, partners):
    """Return the index of "me" with the partners of some names."""
    names = [f"p{i}" for i in partners]
    counts = np.random.default_rng(seed).integers(1, 9, 2 * len(names))
    return two_way_index(
        Dyads.of(
            actor=["me"] * len(names) + names,
            target=names + ["me"] * len(names),
            weight=counts,
        ),
        account="me",
    )


def test_paired_intervals_are_students_of_the_linearised_units():
    """The bounds by the formula, with SciPy's quantile."""
    stats = pytest.importorskip("scipy.stats")
    made = difference(AFTER, BEFORE, paired=True)
    sums = [(side.count.sum(), side.exposure.sum()) for side in (AFTER, BEFORE)]
    z = [
        (side.count - y / x * side.exposure) / x
        for side, (y, x) in zip((AFTER, BEFORE), sums, strict=True)
    ]
    weight = AFTER.exposure / sums[0][1] + BEFORE.exposure / sums[1][1]
    n = 4 / (weight @ weight)
    error = math.sqrt(n / (n - 1) * ((z[0] - z[1]) ** 2).sum())
    value = sums[0][0] / sums[0][1] - sums[1][0] / sums[1][1]
    reach = stats.t.ppf(0.975, n - 2 + n / 40) * error
    interval = made.interval()

    assert value == pytest.approx(made.value)
    bounds = interval.low, interval.high
    assert (value - reach, value + reach) == pytest.approx(bounds)
    assert "Student's t, paired by row" == interval.method
    apart = difference(AFTER.pooled(), BEFORE.pooled()).interval()
    assert interval.width < 0.7 * apart.width


def test_rows_and_labels_say_the_same():
    """Rows in order are what groups by label are, in any order."""
    names = [f"post {i}" for i in range(40)]
    turned = list(reversed(range(40)))
    grouped = [
        AFTER[turned].pooled(by=[names[i] for i in turned]),
        BEFORE.pooled(by=names),
    ]

    for compare in (difference, ratio):
        rows = compare(AFTER, BEFORE, paired=True).interval()
        groups = compare(*grouped, paired=True).interval()
        assert (rows.low, rows.high) == pytest.approx((groups.low, groups.high))
    turned_round = ratio(BEFORE, AFTER, paired=True).interval()
    assert 1 / turned_round.high == pytest.approx(rows.low)


def test_labels_on_one_side_only_are_counted():
    """They count as nothing on the other side, and the line says how many."""
    first = Rate([3, 4, 5], [50, 60, 70]).pooled(by=["a", "b", "c"])
    second = Rate([2, 6, 1, 1], [40, 80, 30, 20]).pooled(by=["b", "c", "d", "e"])
    made = difference(first, second, paired=True)

    assert (1, 2, 5) == (made.only_first, made.only_second, made.units)
    assert 12 / 180 - 10 / 170 == pytest.approx(made.value)
    assert "5 groups; 1 only in the first; 2 only in the second; paired)" in str(made)
    assert 0 == made.left_out.units
    filled = difference(
        Rate([3, 4, 5, None, None], [50, 60, 70, 1, 1]),
        Rate([None, 2, 6, 1, 1], [1, 40, 80, 30, 20]),
        paired=True,
    )
    assert filled.interval().low == pytest.approx(made.interval().low)
    assert 3 == filled.left_out.missing


def test_indices_of_an_account_are_paired_by_partner():
    """The partners of both are its units; a network has none."""
    made = difference(account(1, range(20)), account(2, range(5, 25)), paired=True)
    network = two_way_index(account(1, range(4)).dyads)

    assert (25, 5, 5) == (made.units, made.only_first, made.only_second)
    assert isinstance(made, PairedComparison)
    with pytest.raises(InvalidTypeError, match="a must hold its units, to be paired"):
        difference(network, network, paired=True)


def test_the_same_units_do_not_differ():
    """A side beside itself has a difference of 0, and no interval."""
    same = difference(AFTER, AFTER, paired=True)

    assert (0.0, Status.ZERO_VARIANCE) == (same.value, same.interval().status)
    one = difference(Rate([3], [9]), Rate([2], [8]), paired=True)
    assert Status.TOO_FEW_UNITS == one.interval().status
    shares = difference(Proportion([9, 0], 9), Proportion([0, 9], 9), paired=True)
    assert (-1.0, 1.0) == (shares.interval().low, shares.interval().high)
    nothing = ratio(Rate([3, 4], [9, 9]), Rate([0, 0], [9, 9]), paired=True)
    assert Status.NO_DENOMINATOR == nothing.status


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ((AFTER.pooled(), BEFORE.pooled()), InvalidTypeError, "a must hold its units"),
        ((AFTER[0], BEFORE[0]), InvalidTypeError, "a must hold its units, to be"),
        ((AFTER.average(), BEFORE.average()), InvalidTypeError, "a must hold its"),
        ((AFTER, BEFORE[:3]), InvalidArgumentError, "must have the length 40 of a"),
        (
            (AFTER[:1].pooled(by=["x"]), BEFORE[:1].pooled(by=["y"])),
            InvalidArgumentError,
            r"a must have a label in common with b, but got \['x'\] against \['y'\]",
        ),
        ((AFTER, Proportion([1], [2])), IncompatibleEvidenceError, "cannot compare"),
    ],
    ids=range(6),
)
def test_what_cannot_be_paired_is_refused(given, error, message):
    """Single pools and counts, averages, other lengths, no common label."""
    with pytest.raises(error, match=message):
        difference(*given, paired=True)


def test_paired_is_yes_or_no():
    """Nothing else, be it true or not."""
    for junk in (1, "yes", None, [True, False]):
        with pytest.raises(InvalidTypeError, match="paired must be True or False"):
            difference(AFTER, BEFORE, paired=junk)
