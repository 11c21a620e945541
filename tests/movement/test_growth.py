"""K-factors as printed, half-lives by hand, doubling times against SciPy."""

import math
import pickle
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from engagement_metrics import Rate, Status, _text
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
)
from engagement_metrics.movement import doubling_time, half_life, k_factor
from kernels.test_serial import dense

few = pytest.mark.filterwarnings("ignore::engagement_metrics.EngagementWarning")
START = np.datetime64("2026-01-05T09:00", "us")
MINUTE = np.timedelta64(1, "m")
DAYS = np.arange("2026-01-01", "2026-01-09", dtype="datetime64[D]")


def after(*minutes):
    """Return times so many minutes after the start."""
    return START + MINUTE * np.array(minutes, np.int64)


def test_morgan_brown():
    """3.5 invitations, of which 20 % join: 1.70, 2.19, 2.53, at last 3.33 (V55)."""
    k = k_factor(invites=35, participants=10, joined=7)

    assert (3.5, 0.2, 0.7) == pytest.approx(
        (k.invitations.value, k.conversion.value, k.value)
    )
    assert [1.70, 2.19, 2.53] == [round(k.total(1, g), 2) for g in (1, 2, 3)]
    assert 3.33 == round(k.limit(1), 2)
    assert (
        "k-factor by participants: 0.70 (95 %: 0.34 to 1.4, as if independent; 7 of 10;"
        " 3.5 invites each, of which 20.0 % joined)" == str(k)
    )


def test_five_invitations_of_which_a_fifth_joins():
    """K = 1 has no limit (V56)."""
    k = k_factor(invites=50, participants=10, joined=10)

    assert (1.0, math.inf) == (k.value, k.limit(1))
    assert (1.0, 11.0) == (k.generation(1, 10), k.total(1, 10))


def test_which_total():
    """1,000 users and K = 1.5: the 20th generation and all of them differ (M6)."""
    k = k_factor(invites=75, participants=10, joined=15)

    assert 3_325_257 == round(k.generation(1000, 20))
    assert 9_973_770 == round(k.total(1000, 20))


def test_k_factors_add_and_have_the_interval_of_their_rate():
    """Disjoint participants; the Poisson score interval."""
    k = k_factor(invites=35, participants=10, joined=7) + k_factor(
        invites=5, participants=10, joined=3
    )

    assert (40, 20, 10) == (k.invites, k.participants, k.joined)
    assert k.rate.interval(0.9) == k.interval(0.9)
    assert k == k + k_factor(invites=0, participants=0, joined=0)
    with pytest.raises(TypeError):
        k + 1
    large = k_factor(invites=2**53, participants=1, joined=1)
    with pytest.raises(
        InvalidCountsError, match="the total of invites must not exceed"
    ):
        large + k
    assert type(k).of_evidence(k.evidence) == k
    assert ("k_factor", "number") == (k.metric.name, k.metric.scale)
    assert "Brown, M. Equation: viral growth" in k.describe()


@few
def test_k_of_inviters_is_pooled_between_them():
    """Rows of inviters are the units of a rate; the totals are the same numbers."""
    invites, joined = [9, 0, 3, 12, 0, 1], [3, 0, 0, 4, 0, 0]
    k = k_factor(invites=invites, participants=1, joined=joined)
    pooled = Rate(joined, 1).pooled().interval()

    assert (25, 6, 7) == (k.invites, k.participants, k.joined)
    assert k_factor(invites=25, participants=6, joined=7).value == k.value
    assert (pooled.low, pooled.high) == (k.interval().low, k.interval().high)
    assert k.rate.interval().width < k.interval().width
    assert (6, "inviters") == (k.units, k.metric.unit)
    assert (
        "k-factor by participants, pooled: 1.2 (95 %: 0.26 to 5.3; 6 inviters; one"
        " inviter is 57 % of the count; 4.2 invites each, of which 28.0 % joined)"
        == str(k)
    )
    assert type(k).of_evidence(k.evidence) == k
    assert k.limit(1) == float("inf")


@few
def test_k_of_inviters_adds_to_its_own_kind():
    """The whole is the sum of its parts; totals hide who invited."""
    invites, joined = [9, 0, 3, 12, 0, 1], [3, 0, 0, 4, 0, 0]
    whole = k_factor(invites=invites, participants=1, joined=joined)
    parts = [
        k_factor(invites=invites[rows], participants=1, joined=joined[rows])
        for rows in (slice(0, 2), slice(2, 6))
    ]

    assert whole.interval().low == pytest.approx((parts[0] + parts[1]).interval().low)
    assert (whole.invites, whole.units) == (
        (parts[0] + parts[1]).invites,
        (parts[0] + parts[1]).units,
    )
    totals = k_factor(invites=25, participants=6, joined=7)
    with pytest.raises(IncompatibleEvidenceError) as caught:
        whole + totals
    assert "cannot add evidence of totals to evidence of inviters" == str(caught.value)
    with pytest.raises(IncompatibleEvidenceError):
        totals + whole


def test_numbers_of_k_cannot_be_swapped():
    """They are given by keyword: positions are Python's TypeError."""
    with pytest.raises(TypeError, match=r"k_factor\(\) takes 0 positional arguments"):
        k_factor(35, 7, 10)
    with pytest.raises(
        TypeError, match=r"k_factor\(\) missing 1 required keyword-only"
    ):
        k_factor(invites=35, participants=10)
    with pytest.raises(TypeError, match=r"k_factor\(\) got an unexpected keyword"):
        k_factor(invites=35, participants=10, joined=7, generation=2)


def test_half_life_and_doubling_time_take_their_keywords():
    """Unknown and missing ones are Python's TypeError, which names the function."""
    assert half_life(times=after(5), since=START) == half_life(after(5), since=START)
    assert doubling_time(times=DAYS[:2], counts=[1, 2], tz=None).value == 86400.0
    with pytest.raises(
        TypeError, match=r"half_life\(\) missing 1 required keyword-only"
    ):
        half_life(after(5))
    with pytest.raises(TypeError, match=r"half_life\(\) got an unexpected keyword"):
        half_life(after(5), since=START, width=3)
    with pytest.raises(TypeError, match=r"doubling_time\(\) takes 1 positional"):
        doubling_time(DAYS[:2], [1, 2])


def test_nobody_took_part():
    """Undefined, not 0."""
    k = k_factor(invites=0, participants=0, joined=0)

    assert Status.NO_EXPOSURE == k.status
    assert math.isnan(k.limit(1))
    assert "k-factor by participants: undefined (no exposure)" == str(k)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: k_factor(invites=5, participants=10, joined=6),
            InvalidCountsError,
            (
                "joined must not exceed invites, but does: 6.0 > 5.0. Each joined on an"
                " invitation"
            ),
        ),
        (
            lambda: k_factor(invites=5, participants=0, joined=2),
            InvalidCountsError,
            (
                "invites must be 0 without participants, but got 5. Somebody passed"
                " them on"
            ),
        ),
        (
            lambda: k_factor(invites=[5, None], participants=1, joined=2),
            InvalidCountsError,
            (
                "invites must be known, but got nan at (1,), first of 1 in 2 values."
                " Leave out the inviters of whom it is not known"
            ),
        ),
        (
            lambda: k_factor(invites=[5, 1], participants=1, joined=2),
            InvalidCountsError,
            (
                "joined must not exceed invites, but does at (1,), first of 1 in 2"
                " values: 2.0 > 1.0. Each joined on an invitation"
            ),
        ),
        (
            lambda: k_factor(invites=[5, 0], participants=[0, 0], joined=0),
            InvalidCountsError,
            (
                "invites must be 0 without participants, but got 5.0 at (0,), first of"
                " 1 in 2 values. Somebody passed them on"
            ),
        ),
        (
            lambda: k_factor(invites=5, participants=None, joined=2),
            InvalidCountsError,
            "participants must be known, but got None",
        ),
        (
            lambda: k_factor(invites=5, participants=1, joined=2).generation(1, -1),
            InvalidArgumentError,
            "number must not be negative, but got -1",
        ),
        (
            lambda: k_factor(invites=5, participants=1, joined=2).total(1, 1.5),
            InvalidTypeError,
            "generations must be a whole number, but got 1.5",
        ),
        (
            lambda: half_life(after(1), since=START, bin=timedelta(0)),
            InvalidArgumentError,
            "bin must be positive, but got datetime.timedelta(0)",
        ),
        (
            lambda: half_life(after(1), since=np.datetime64("NaT", "us")),
            InvalidArgumentError,
            "since must be a time, but got None",
        ),
        (
            lambda: half_life(after(1), since="post"),
            InvalidTypeError,
            (
                "since must be datetimes, but got 'post' at (0,), first of 1 in 1"
                " values. Read text with datetime.fromisoformat()"
            ),
        ),
        (
            lambda: doubling_time(DAYS[:2], counts=[1, 0]),
            InvalidCountsError,
            (
                "counts must be greater than 0, but got 0.0 at (1,), first of 1 in 2"
                " values. Choose the times of the growth phase"
            ),
        ),
        (
            lambda: doubling_time(DAYS[:2], counts=[1]),
            InvalidArgumentError,
            "counts must have the length 2 of times, but has 1",
        ),
    ],
)
def test_what_cannot_be_is_refused(call, error, message):
    """The whole message."""
    with pytest.raises(error) as caught:
        call()

    assert message == str(caught.value)


@pytest.mark.parametrize(
    ("minutes", "half"),
    [((5, 20, 30, 90, 400), 30), ((5, 20, 30, 90), 20), ((7,), 7), ((0, 0), 0)],
)
def test_half_life_from_the_post(minutes, half):
    """The ceil(n/2)-th time; events before the post are left out."""
    found = half_life(after(*minutes, -3), since=START)

    assert 60.0 * half == found.value
    assert (len(minutes), 1, 1) == (found.units, found.before, found.left_out.invalid)


def test_half_life_from_the_peak():
    """Half of the events since the beginning of the busiest hour: another number."""
    times = after(5, 70, 80, 90, 100, 400)

    assert 4800.0 == half_life(times, since=START).value
    peak = half_life(times, since="peak")
    assert after(65)[0] == peak.origin
    assert (1500.0, 5, 1) == (peak.value, peak.events, peak.before)
    assert 0 == peak.left_out.units
    assert (
        "half life: 25 min (no interval: the engagements of one post bring each other,"
        " and are no sample; half of 5 events; since the peak at 2026-01-05T10:05:00, 1"
        " before it)" == str(peak)
    )
    quarter = half_life(times, since="peak", bin=timedelta(minutes=20))
    assert after(65)[0] == quarter.origin


def test_half_life_of_nothing():
    """Undefined; unknown times are left out."""
    unknown = np.array(["NaT"], "datetime64[us]")

    for since in (START, "peak", datetime(2026, 1, 5, tzinfo=UTC)):
        found = half_life(unknown, since=since)
        assert math.isnan(found.value)
        assert (Status.NO_EXPOSURE, 1) == (found.status, found.left_out.missing)
        assert "half life: undefined (1 left out: missing)" == str(found)
        assert "half life: undefined (no events)" == str(half_life([], since=since))


def test_half_life_is_an_answer_without_an_interval():
    """It says why, is made from its evidence, and does not add."""
    found = half_life(after(5, 20, 30), since=START)
    interval = found.interval()

    assert (Status.DEFINED, Status.MISSING) == (found.status, interval.status)
    assert (
        "none: the engagements of one post bring each other, and are no sample; over"
        " posts, report the median of their half-lives"
    ) == interval.method
    assert "<HalfLife 20 min: half of 3 events, half life>" == repr(found)
    assert type(found).of_evidence(found.evidence) == found
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301
    assert half_life(after(5, 20, 30), since="peak").metric != found.metric
    with pytest.raises(IncompatibleEvidenceError, match="half-life of all times tog"):
        found + found


def test_half_life_of_equal_times():
    """At once."""
    assert 0.0 == half_life(after(3, 3, 3), since="peak").value


def test_doubling_every_day():
    """Exactly, with an error of 0."""
    found = doubling_time(DAYS[:4], counts=[10, 20, 40, 80])

    assert 86400.0 == found.value
    assert math.log(2) / 86400 == pytest.approx(found.rate, rel=1e-14)
    assert 0 == pytest.approx(found.rate_error, abs=1e-18)


@pytest.mark.parametrize("times", [3, 4])
def test_scipy_agrees(times):
    """Slope, its error, and the bounds by Student's t; three times are enough."""
    stats = pytest.importorskip("scipy.stats")
    rng = np.random.default_rng(0)
    counts = np.exp(0.3 * np.arange(times) + rng.normal(0, 0.02, times)).round(3)
    seconds = 86400.0 * np.arange(times)
    line = stats.linregress(seconds, np.log(counts))
    order = rng.permutation(times)
    found = doubling_time(DAYS[order], counts=counts[order])
    t = stats.t.ppf(0.95, times - 2)
    interval = found.interval(0.9)

    assert line.slope == pytest.approx(found.rate, rel=1e-11)
    assert line.stderr == pytest.approx(found.rate_error, rel=1e-10)
    assert math.log(2) / line.slope == pytest.approx(found.value)
    assert math.log(2) / (line.slope + t * line.stderr) == pytest.approx(interval.low)
    assert math.log(2) / (line.slope - t * line.stderr) == pytest.approx(interval.high)
    assert "Student's t of the slope, as if independent" == interval.method


def test_statsmodels_agrees():
    """Least squares with an intercept."""
    api = pytest.importorskip("statsmodels.api")
    counts = [12, 22, 49, 96, 150, 390, 800, 1500]
    days = np.arange(8.0)
    fit = api.OLS(np.log(counts), api.add_constant(days)).fit()
    found = doubling_time(DAYS, counts=counts)

    assert fit.params[1] == pytest.approx(found.rate * 86400, rel=1e-12)


@pytest.mark.parametrize("days", [[0, 1, 2, 3, 4], [0, 1, 3, 4, 6, 7, 12, 13]])
def test_five_times_have_the_error_of_counts_that_resemble_their_neighbours(days):
    """Averaged over the correlation as of dense matrices, in any order and unit."""
    stats = pytest.importorskip("scipy.stats")
    rng = np.random.default_rng(3)
    days = np.array(days)
    counts = np.exp(0.3 * days + rng.normal(0, 0.2, days.size)).round(3) + 1
    design = np.stack([np.ones(days.size), days], axis=1)
    _, covariance, _ = dense(design, np.log(counts), days.astype(float))
    order = rng.permutation(days.size)
    found = doubling_time(DAYS[0] + days[order], counts=counts[order])
    error = covariance[1, 1] ** 0.5 / 86400
    reach = stats.t.ppf(0.975, days.size - 2) * error
    bounds = found.interval()

    assert found.serial
    assert error == pytest.approx(found.rate_error, rel=1e-8)
    assert [math.log(2) / (found.rate + reach)] == pytest.approx([bounds.low])
    slowest = found.rate - reach
    assert pytest.approx(bounds.high) == (
        math.log(2) / slowest if slowest > 0 else math.inf
    )
    assert "averaged over the correlation of neighbouring counts" in bounds.method
    assert "as if independent" not in str(found)


def test_times_that_repeat_are_independent():
    """Two readings at one time do not come one after the other."""
    found = doubling_time(DAYS[[0, 1, 1, 2, 3]], counts=[3, 5, 6, 11, 20])

    assert not found.serial
    assert "as if independent" in found.interval().method


def test_unknown_counts_and_times_are_left_out():
    """First or last; the answer is that of the others."""
    times = [None, *DAYS[:4].astype("datetime64[us]"), DAYS[5].astype("datetime64[us]")]
    found = doubling_time(times, counts=[3, 10, 20, 40, 80, None])

    assert (86400.0, 2, 4) == (found.value, found.left_out.missing, found.units)
    assert (
        "doubling time: 24 h (95 %: 24 h to 24 h, as if independent; 4 times; 2 left"
        " out: missing)" == str(found)
    )


def test_shrinking_and_steady_counts_have_no_doubling_time():
    """Nor have counts at fewer than two times."""
    for counts in ([8, 4, 2], [7, 7, 7], [0.1, 0.1, 0.1]):
        found = doubling_time(DAYS[:3], counts=counts)
        assert np.isnan([found.value, found.interval().low]).all()
        assert Status.NO_EXPOSURE == found.status == found.interval().status
        assert "doubling time: undefined (the counts do not grow)" == str(found)
    for count in (0, 1):
        few = doubling_time(DAYS[:count], counts=[5] * count)
        assert Status.TOO_FEW_UNITS == few.status
        assert math.isnan(few.value)
        assert "doubling time: undefined (too few units)" == str(few)
    two = doubling_time(DAYS[:2], counts=[5, 10])
    assert (86400.0, Status.TOO_FEW_UNITS) == (two.value, two.interval().status)
    assert "doubling time: 24 h (no interval: too few times; 2 times)" == str(two)


def test_slope_that_may_be_zero():
    """The high bound of the doubling time is infinite."""
    found = doubling_time(DAYS[:4], counts=[10, 9, 12, 10.5])
    slow = doubling_time(DAYS[:3], counts=[1e15, 1e15, 1e15 + 1])

    assert math.inf == found.interval().high
    assert 1e16 < slow.value < math.inf
    assert f"(95 %: at least {_text.duration(found.interval().low)}, as if" in str(
        found
    )


def test_doubling_time_is_made_from_its_evidence():
    """It does not add; its counts do."""
    found = doubling_time(DAYS[:4], counts=[10, 21, 39, 80])

    assert type(found).of_evidence(found.evidence) == found
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301
    assert "<DoublingTime 24 h 16 min: 4 times, doubling time>" == repr(found)
    with pytest.raises(IncompatibleEvidenceError, match="Add the counts, and take"):
        found + found


def test_fanpage_karmas_fans_double_each_week():
    """500 fans are 2,000 in two weeks: 100 % a week, and not 150 % (V14)."""
    weeks = np.array(["2014-06-02", "2014-06-16"], "datetime64[D]")

    value = doubling_time(weeks, counts=[500, 2000]).value

    assert 7 * 86400.0 == pytest.approx(value, rel=1e-14)


def test_generations_beyond_the_largest_float_are_infinite():
    """They raise nothing."""
    k = k_factor(invites=20, participants=10, joined=20)

    assert 2.0 == k.value
    assert 2.0**1000 == k.generation(1, 1000)
    assert float("inf") == k.generation(1, 1024) == k.total(1, 1024)
    assert 2.0**1001 == k.total(1, 1000)  # less 1, which no float of this size shows


def test_too_many_generations_are_refused():
    """A total adds up at most a million generations."""
    with pytest.raises(InvalidArgumentError) as caught:
        k_factor(invites=20, participants=10, joined=20).total(1, 10**6 + 1)

    assert "generations must be at most 1,000,000, but got 1000001" == str(caught.value)
    assert 10**6 + 1 == k_factor(invites=10, participants=10, joined=10).total(1, 10**6)
