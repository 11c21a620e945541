"""Response rates and times against fractions, lifelines and published numbers."""

import random
from datetime import timedelta
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics import Interactions, Proportion, Responses, Status
from engagement_metrics.conversation import (
    mean_response_time,
    response_rate,
    response_time,
)
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.tables import by_period

DAY = np.datetime64("2026-01-05", "us")
HOUR, ONE = np.timedelta64(1, "h"), np.timedelta64(1, "D")
NEVER = np.datetime64("NaT", "us")
# Remission under 6-MP in weeks, + censored (Freireich et al. 1963); V35
REMISSION = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
watched = st.lists(st.tuples(st.integers(0, 8), st.booleans()), min_size=1, max_size=9)


def days(count):
    """Return a number of days."""
    return timedelta(days=count)


def of(rows, unit=ONE):
    """Return responses of waits in a unit, and whether each was to the answer."""
    ends = DAY + unit * np.array([row[0] for row in rows], np.int64)
    seen = np.array([row[1] for row in rows], np.bool_)
    answered = np.where(seen, ends, NEVER)
    return Responses.of(asked=np.full(ends.size, DAY), answered=answered, until=ends)


def until(pairs):
    """Return responses of days to the answer or None, and to the end of observation."""
    answered = [NEVER if a is None else DAY + a * ONE for a, _ in pairs]
    return Responses.of(
        asked=np.full(len(pairs), DAY),
        answered=np.array(answered, "datetime64[us]"),
        until=DAY + ONE * np.array([end for _, end in pairs]),
    )


def remission():
    """Return the 21 patients under 6-MP."""
    return of([(int(w.rstrip("+")), "+" not in w) for w in REMISSION.split()])


def one_minus_kaplan_meier(rows, horizon):
    """Return the share answered by a horizon, as a fraction; None if unknown."""
    left = Fraction(1)
    for time in sorted({t for t, seen in rows if seen and t <= horizon}):
        at_risk = sum(t >= time for t, _ in rows)
        left *= Fraction(at_risk - sum(r == (time, True) for r in rows), at_risk)
    known = left == 0 or max(t for t, _ in rows) >= horizon
    return 1 - left if known else None


@pytest.mark.parametrize(
    ("weeks", "survival"),
    [
        (6, 0.8571),
        (7, 0.8067),
        (10, 0.7529),
        (13, 0.6902),
        (16, 0.6275),
        (22, 0.5378),
        (23, 0.4482),
    ],
)
def test_published_remission_curve(weeks, survival):
    """The published curve of the 6-MP arm (V35)."""
    assert survival == pytest.approx(
        1 - response_rate(remission(), within=days(weeks)).value, abs=5e-5
    )


def test_published_remission_bounds_and_median():
    """Log(-log) bounds at 10, median 23; of the observed alone it is 10 (V35)."""
    bounds = response_rate(remission(), within=days(10)).interval()
    answered = remission()[remission().observed]

    assert (1 - 0.8894, 1 - 0.5032) == pytest.approx(
        (bounds.low, bounds.high), abs=5e-5
    )
    assert 23 * 86400.0 == response_time(remission()).value
    assert 10 * 86400.0 == response_time(answered).value


def test_published_fanpage_karma_hours():
    """0.17, 0.75, 2, 20 and 0.88 hours: median 0.88, mean 4.76 (V13)."""
    minutes = [(1020, True), (4500, True), (12000, True), (120000, True), (5280, True)]
    hours = of(minutes, np.timedelta64(600, "ms"))

    assert 0.88 * 3600 == pytest.approx(response_time(hours).value, rel=1e-12)
    assert 4.76 * 3600 == pytest.approx(
        mean_response_time(hours, within=days(1)).value, rel=1e-12
    )


@given(watched, st.integers(0, 9))
def test_the_rate_is_one_minus_kaplan_meier(rows, horizon):
    """In exact fractions; an answer at the limit is within it."""
    rate = response_rate(of(rows), within=days(horizon))
    exact = one_minus_kaplan_meier(rows, horizon)

    if exact is None:
        assert Status.MISSING == rate.status
        assert np.isnan(rate.value)
    else:
        assert float(exact) == pytest.approx(rate.value, abs=1e-15)
        assert rate.interval().low <= rate.value <= rate.interval().high


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 9))
def test_without_censoring_it_is_the_plain_share(answered, ignored, late):
    """Exactly, with its Wilson interval; later answers are not within."""
    rows = [(3, True)] * answered + [(5, True)] * late + [(3, False)] * ignored
    rate = response_rate(of(rows), within=days(3))
    plain = Proportion(answered, len(rows))

    assert [plain.value] == [rate.value] or not rows
    assert plain.status == rate.status
    ours, theirs = rate.interval(0.9), plain.interval(0.9)
    assert np.array_equal(
        [theirs.low, theirs.high], [ours.low, ours.high], equal_nan=True
    )
    assert (answered, 0) == (rate.answered, rate.too_young)


def test_no_answers_are_0_and_no_questions_are_undefined():
    """Received and never answered is 0; nothing received is not."""
    silent = response_rate(until([(None, 9), (None, 4), (None, 8)]), within=days(7))

    assert (0.0, Status.DEFINED) == (silent.value, silent.status)
    assert 0.0 == silent.interval().low
    assert Proportion(0, 2).interval().high == silent.interval().high
    assert Status.NO_EXPOSURE == response_rate(until([]), within=days(7)).status


def test_interval_at_1_is_that_of_known_outcomes():
    """Wilson's of the questions whose outcome is known."""
    rate = response_rate(until([(3, 9), (None, 1), (5, 9)]), within=days(7))
    wilson = Proportion(2, 2).interval()

    assert 1.0 == rate.value
    assert (wilson.low, 1.0) == (rate.interval().low, rate.interval().high)


def trustroots():
    """Return a log of 28 messages and their answers, about a day apart."""
    rng = random.Random(4)  # noqa: S311
    rows = []
    for start, received, answered, after in (
        (0, 12, 6, 2),
        (30, 8, 2, 1),
        (60, 4, 3, 3),
        (90, 4, 0, 0),
    ):
        for number in range(received):
            asked = start + number * 30 / received
            rows.append((f"g{start}-{number}", "host", asked))
            if number < answered:
                rows.append(("host", f"g{start}-{number}", asked + after))
    rng.shuffle(rows)
    hours = [round(24 * row[2]) for row in rows]
    return Interactions.of(
        actor=[row[0] for row in rows],
        target=[row[1] for row in rows],
        kind="message",
        at=np.datetime64("2026-01-01", "us") + HOUR * np.array(hours),
    )


@pytest.mark.parametrize(
    ("first", "last", "rate", "time"),
    [
        (0, 30, 6 / 12, 2.0),
        (30, 60, 2 / 8, np.inf),
        (60, 90, 3 / 4, 3.0),
        (90, 120, 0.0, np.inf),
        (120, 150, None, np.nan),
    ],
)
def test_published_trustroots_months(first, last, rate, time):
    """Answered, ignored and nothing received, in 30-day windows of one log."""
    start = np.datetime64("2026-01-01", "us")
    responses = Responses.of_log(trustroots(), to="host", until=start + 130 * ONE)
    day = (responses.asked - start) / ONE
    window = responses[(day >= first) & (day < last)]
    share = response_rate(window, within=days(7))

    assert rate == (None if share.status == Status.NO_EXPOSURE else share.value)
    assert np.array_equal(time, response_time(window).value / 86400, equal_nan=True)


def test_trustroots_by_month():
    """The same questions by calendar month, and in total."""
    end = np.datetime64("2026-06-01", "us")
    responses = Responses.of_log(trustroots(), to="host", until=end)
    months = by_period(responses.asked, "1mo")
    rates = response_rate(responses, within=days(7), by=months)

    assert ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"] == [
        str(month) for month in rates
    ]
    assert 11 / 28 == rates.total().value
    january = rates[months.values()[responses.asked.argmin()]]
    assert (7, 13) == (january.answered, january.units)  # one on the 31st


def test_moving_an_answer_later_may_lower_the_median():
    """For eight questions asked at one time (reliability L4)."""
    rows = [
        (None, 3),
        (2, 10),
        (6, 7),
        (2, 12),
        (1, 12),
        (None, 2),
        (None, 3),
        (None, 3),
    ]
    later = [(4, 12) if row == (1, 12) else row for row in rows]

    assert 6 * 86400 == response_time(until(rows)).value
    assert 4 * 86400 == response_time(until(later)).value


def test_the_median_of_the_whole_may_exceed_those_of_its_parts():
    """Parts with 1 and 5 have 7 together (reliability L4)."""
    first, second = [(None, 8), (1, 4)], [(None, 2), (5, 11), (7, 11)]
    medians = [
        response_time(until(rows)).value / 86400
        for rows in (first, second, first + second)
    ]

    assert [1, 5, 7] == medians


@given(watched, st.integers(1, 9))
def test_restricted_mean_is_the_mean_of_shortened_waits(rows, horizon):
    """Without censoring, the mean of the shorter of wait and horizon."""
    rows = [(wait, True) for wait, _ in rows]
    expected = np.mean([min(wait, horizon) for wait, _ in rows]) * 86400
    mean = mean_response_time(of(rows), within=days(horizon))

    assert expected == pytest.approx(mean.value, rel=1e-12)


def test_restricted_mean_has_no_interval_for_one_or_for_equals():
    """Too few units, and no variance."""
    one = mean_response_time(of([(1, True)]), within=days(3)).interval()
    equal = mean_response_time(of([(5, True)] * 3), within=days(3))

    assert Status.TOO_FEW_UNITS == one.status
    assert Status.ZERO_VARIANCE == equal.interval().status
    assert 3 * 86400.0 == equal.value


@pytest.mark.parametrize("seed", range(5))
def test_lifelines_agrees(seed):
    """Curve, bounds, quantiles and restricted means of random waits."""
    pytest.importorskip("scipy")
    lifelines = pytest.importorskip("lifelines")
    from lifelines.utils import restricted_mean_survival_time

    rng = np.random.default_rng(seed)
    waits, seen = rng.integers(1, 40, 60), rng.random(60) < 0.7
    waits[0], seen[0] = 60, False
    responses = of(list(zip(waits.tolist(), seen.tolist(), strict=True)))
    fitted = lifelines.KaplanMeierFitter().fit(waits, seen)

    for horizon in (20, 30):
        rate = response_rate(responses, within=days(horizon))
        bounds = fitted.confidence_interval_survival_function_.loc[:horizon].iloc[-1]
        assert 1 - fitted.predict(horizon) == pytest.approx(rate.value, abs=1e-12)
        assert (1 - bounds.iloc[1], 1 - bounds.iloc[0]) == pytest.approx(
            (rate.interval().low, rate.interval().high), abs=1e-10
        )
        mean = restricted_mean_survival_time(fitted, t=horizon)
        ours = mean_response_time(responses, within=days(horizon))
        assert mean == pytest.approx(ours.value / 86400, rel=1e-10)
    assert fitted.median_survival_time_ * 86400 == response_time(responses).value
    curve = fitted.survival_function_["KM_estimate"]
    quarter = curve.index[curve <= 0.75][0]
    assert quarter * 86400 == response_time(responses, quantile=0.25).value


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: response_rate(of([]), within=7),
            InvalidTypeError,
            "within must be a timedelta, but got 7. Such as timedelta(days=1)",
        ),
        (
            lambda: response_rate(of([]), within=timedelta(days=-1)),
            InvalidArgumentError,
            "within must not be negative, but got datetime.timedelta(days=-1)",
        ),
        (
            lambda: response_time(of([]), quantile=50),
            InvalidArgumentError,
            "quantile must lie strictly between 0 and 1, but got 50. Did you mean 0.5?",
        ),
        (
            lambda: mean_response_time(of([]), within=timedelta(0)),
            InvalidArgumentError,
            "within must be positive, but got datetime.timedelta(0)",
        ),
        (
            lambda: response_time([1, 2]),
            InvalidTypeError,
            "responses must be Responses, but got [1, 2]",
        ),
        (
            lambda: response_time(trustroots()),
            InvalidTypeError,
            (
                "responses must be Responses, but got Interactions. Make them by"
                " Responses.of_log(log)"
            ),
        ),
    ],
    ids=range(6),
)
def test_rejects_wrong_arguments(call, error, message):
    """The message names the argument."""
    with pytest.raises(error) as caught:
        call()

    assert message == str(caught.value)


@pytest.mark.parametrize("function", [response_rate, response_time, mean_response_time])
def test_rejects_unknown_and_missing_keywords(function):
    """Python's own TypeError names the public function."""
    name = function.__name__

    with pytest.raises(TypeError, match=rf"^{name}\(\) got an unexpected keyword"):
        function(of([]), horizon=days(1))
    with pytest.raises(TypeError, match=rf"^{name}\(\) takes 1 positional argument"):
        function(of([]), days(1))
    if function is not response_time:
        with pytest.raises(TypeError, match=rf"^{name}\(\) missing 1 required keyword"):
            function(of([]))
