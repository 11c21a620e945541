"""The log-rank test against published numbers, lifelines and plain sums."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics._kernels.log_rank import between, log_rank

RELAPSE = [6, 6, 6, 7, 10, 13, 16, 22, 23]
NOT_YET = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
rows = st.lists(
    st.tuples(st.integers(1, 6), st.booleans(), st.booleans(), st.integers(0, 3)),
    min_size=1,
    max_size=12,
)


def remission():
    """Return weeks of remission of leukaemia under 6-MP and placebo."""
    time = np.array([*RELAPSE, *NOT_YET, *PLACEBO])
    place = np.arange(time.size)
    return time, (place < 9) | (place >= 21), place < 21


def test_remission_of_leukaemia():
    """Freireich et al. (1963): 9 relapses, 19.25 expected, chi-square 16.79."""
    test, _ = log_rank(*remission())

    assert (9, 19.25) == (test.events, round(test.expected, 2))
    assert round((test.events - test.expected) ** 2 / test.variance, 2) == 16.79


def test_lifelines_agrees():
    """On random times with ties and censoring."""
    statistics = pytest.importorskip("lifelines.statistics")
    rng = np.random.default_rng(3)
    time, observed = rng.integers(1, 30, 80), rng.random(80) < 0.7
    first = rng.random(80) < 0.4
    test, _ = log_rank(time, observed, first)
    theirs = statistics.logrank_test(
        time[first], time[~first], observed[first], observed[~first]
    )

    assert theirs.test_statistic == pytest.approx(
        (test.events - test.expected) ** 2 / test.variance
    )


@given(rows)
def test_all_is_as_in_a_loop_over_times(drawn):
    """Sums over event times, and what each row has in them, one by one."""
    times, seen, mine, unit = map(np.array, zip(*drawn, strict=True))
    test, parts = log_rank(times, seen, mine)
    expected, variance, plain = 0.0, 0.0, np.zeros(times.size)
    for time in set(times[seen].tolist()):
        risk, event = times >= time, (times == time) & seen
        n, d, share = risk.sum(), event.sum(), mine[risk].mean()
        expected += d * share
        variance += d * share * (1 - share) * (n - d) / (n - 1 if n > 1 else 1)
        plain += (mine - share) * (event - risk * d / n)

    assert (int((seen & mine).sum()), pytest.approx(expected)) == test[:2]
    assert test.variance == pytest.approx(variance)
    assert plain == pytest.approx(parts)
    assert plain.sum() == pytest.approx(test.events - test.expected)
    sums = np.array([plain[unit == each].sum() for each in set(unit.tolist())])
    if sums.size > 1:
        known = (sums**2).sum() * sums.size / (sums.size - 1)
        assert between(parts, unit)[0] == pytest.approx(known)


def test_one_cluster_has_no_variance():
    """The effective number is Kish's; one cluster does not vary."""
    variance, units = between(np.ones(3), np.zeros(3, np.int64))

    assert np.isnan(variance)
    assert units == 1.0
    assert between(np.ones(4), np.array([0, 0, -1, 1]))[1] == pytest.approx(16 / 6)


def test_nothing():
    """Without rows there is nothing to compare."""
    none = np.zeros(0, np.int64)
    test, parts = log_rank(none, none > 0, none > 0)

    assert (0, 0.0, 0.0) == test
    assert parts.size == 0
