from fractions import Fraction
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from engagement_metrics._kernels import survival
from engagement_metrics._kernels.survival import kaplan_meier

FEW = settings(max_examples=100)
Z = NormalDist().inv_cdf(0.975)
WATCHED = st.lists(st.tuples(st.integers(0, 8), st.booleans()), max_size=12)

# Remission under 6-MP in weeks, + censored (Freireich et al. 1963)
REMISSION = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"


def watched(text):
    """Times, and whether the event was seen."""
    words = text.split()
    time = np.array([int(word.rstrip("+")) for word in words])
    return time, np.array([not word.endswith("+") for word in words])


def bounds(curves, q):
    """Bounds of a quantile with each row a unit."""
    z, n = np.full(curves.size.size, Z), curves.size.astype(float)
    return survival.quantile_bounds(curves, q, z, n, np.full(z.size, np.inf))


def columns(rows):
    """Times, and whether the event was seen."""
    time, observed = np.array(rows, np.int64).reshape(-1, 2).T
    return time, observed > 0


def exact(rows):
    """Time of events, at risk, events, survival and Greenwood's sum, as fractions."""
    left, greenwood = Fraction(1), Fraction(0)
    curve = []
    for time in sorted({time for time, seen in rows if seen}):
        n = sum(other >= time for other, _ in rows)
        d = sum(other == time and seen for other, seen in rows)
        left *= Fraction(n - d, n)
        greenwood = greenwood + Fraction(d, n * (n - d)) if n > d else None
        curve.append((time, n, d, left, greenwood))
    return curve


def test_the_remission_curve():
    """Published survival, and the log-log interval at 10 from lifelines."""
    curves = kaplan_meier(*watched(REMISSION))
    low, high = survival.log_log(curves.survival, curves.relative_variance, Z)

    assert [6, 7, 10, 13, 16, 22, 23] == curves.time.tolist()
    assert [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482] == (
        curves.survival.round(4).tolist()
    )
    assert (0.5032, 0.8894) == (low[2].round(4), high[2].round(4))


def test_the_remission_median():
    """23 weeks, not reached by the upper bound; 10 of those seen is another number."""
    curves = kaplan_meier(*watched(REMISSION))

    assert ([23], [13], [np.inf]) == (
        survival.quantile(curves, 0.5),
        *bounds(curves, 0.5),
    )


@FEW
@given(WATCHED)
def test_the_product_limit_in_fractions(rows):
    """At risk, events, survival and Greenwood's sum, by exact arithmetic."""
    curves = kaplan_meier(*columns(rows))
    expected = exact(rows)
    n, d = [row[1] for row in expected], [row[2] for row in expected]
    left = [float(row[3]) for row in expected]
    sums = [np.inf if row[4] is None else float(row[4]) for row in expected]

    assert [row[0] for row in expected] == curves.time.tolist()
    assert (n, d) == (curves.at_risk.tolist(), curves.events.tolist())
    np.testing.assert_allclose(curves.survival, left, rtol=2e-15, atol=0)
    np.testing.assert_allclose(curves.incidence, 1 - np.array(left), rtol=1e-14)
    np.testing.assert_allclose(curves.relative_variance, sums, rtol=2e-15)


@FEW
@given(st.lists(st.integers(0, 400), min_size=1), st.integers(0, 400))
def test_without_censoring_incidence_is_the_proportion(times, horizon):
    """Bit by bit k / n, with events at the horizon itself among the k."""
    time = np.array(times)
    incidence, _ = survival.at(kaplan_meier(time, time >= 0), horizon)

    assert [np.count_nonzero(time <= horizon) / time.size] == incidence.tolist()


@FEW
@given(WATCHED, st.integers(9, 20))
def test_censoring_after_the_horizon_does_not_matter(rows, horizon):
    """Everyone seen up to it: incidence is k / n."""
    rows = [(time if seen else horizon, seen) for time, seen in rows]
    incidence, _ = survival.at(kaplan_meier(*columns(rows)), horizon - 1)
    seen = sum(seen for _, seen in rows)
    expected = seen / len(rows) if rows else np.nan

    np.testing.assert_equal(incidence, [expected])


@FEW
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 8), st.booleans())))
def test_groups_are_curves_of_their_own(rows):
    """Each as if alone, an empty one included."""
    group, time, observed = np.array(rows, np.int64).reshape(-1, 3).T
    curves = kaplan_meier(time, observed > 0, group, 5)
    for number in range(5):
        here = group == number
        alone = kaplan_meier(time[here], observed[here] > 0)
        part = slice(curves.start[number], curves.start[number + 1])
        for field in survival.Curves._fields[3:]:
            np.testing.assert_equal(getattr(curves, field)[part], getattr(alone, field))
        assert alone.size[0] == curves.size[number]
        for function in (
            lambda c: survival.at(c, 5),
            lambda c: (survival.quantile(c, 0.5), *bounds(c, 0.5)),
            lambda c: survival.restricted_mean(c, 5),
        ):
            actual = np.array(function(curves))[:, number]

            np.testing.assert_equal(np.array(function(alone))[:, 0], actual)


@FEW
@given(WATCHED, st.randoms())
def test_curves_do_not_depend_on_the_order_of_rows(rows, random):
    """The same people in another order are the same curve."""
    shuffled = list(rows)
    random.shuffle(shuffled)

    np.testing.assert_equal(
        kaplan_meier(*columns(rows)), kaplan_meier(*columns(shuffled))
    )


@FEW
@given(WATCHED, st.integers(0, 10))
def test_the_restricted_mean_in_fractions(rows, horizon):
    """Area and variance by exact arithmetic, unless nobody was watched that long."""
    curve = exact(rows)
    steps = [(0, Fraction(1), Fraction(0)), *((t, s, 0) for t, _, _, s, _ in curve)]
    ends = [min(t, horizon) for t, *_ in [*steps[1:], (horizon,)]]
    area = [
        s * (end - min(t, horizon)) for (t, s, _), end in zip(steps, ends, strict=True)
    ]
    terms = [
        sum(area[i + 1 :], Fraction(0)) ** 2 * Fraction(d, n * (n - d))
        for i, (_, n, d, _, _) in enumerate(curve)
        if n > d
    ]
    known = rows and (
        max(time for time, _ in rows) >= horizon or (curve and curve[-1][3] == 0)
    )
    expected = [[float(sum(area))], [float(sum(terms))]] if known else [[np.nan]] * 2
    actual = survival.restricted_mean(kaplan_meier(*columns(rows)), horizon)

    np.testing.assert_allclose(actual, expected, rtol=1e-14, atol=1e-15)


@FEW
@given(WATCHED, st.sampled_from([0.1, 0.25, 0.5, 0.9, 1.0]))
def test_bounds_hold_their_value(rows, q):
    """Of survival and of a quantile, wherever there are any."""
    curves = kaplan_meier(*columns(rows))
    low, high = survival.log_log(curves.survival, curves.relative_variance, Z)
    there = (curves.survival > 0) & (curves.survival < 1)

    np.testing.assert_equal(there, low <= curves.survival)
    np.testing.assert_equal(there, high >= curves.survival)
    value, (first, last) = survival.quantile(curves, q), bounds(curves, q)
    assert (first <= value).all() == (value <= last).all() == bool(rows)


@pytest.mark.parametrize(
    ("text", "q", "expected"),
    [
        ("1 2 3 4 5 6 7 8 9 10", 0.9, 9.0),
        ("1 2 3 4", 0.5, 2.0),
        ("1 2 3 4", 1.0, 4.0),
        ("1 2+ 3+", 0.5, np.inf),
        ("", 0.5, np.nan),
        # a reply moved from 1 to 4 lowers the median: reliability of L4
        ("3+ 2 6 2 1 2+ 3+ 3+", 0.5, 6.0),
        ("3+ 2 6 2 4 2+ 3+ 3+", 0.5, 4.0),
        ("8+ 1", 0.5, 1.0),
        ("2+ 5 7", 0.5, 5.0),
        ("8+ 1 2+ 5 7", 0.5, 7.0),
    ],
)
def test_known_quantiles(text, q, expected):
    """The first time by which that share is reached, infinite if it never is."""
    value = survival.quantile(kaplan_meier(*watched(text)), q)

    np.testing.assert_equal(value, [expected])


@pytest.mark.parametrize(
    ("text", "horizon", "expected"),
    [
        ("2 4+", 1, 0.0),
        ("2 4+", 2, 0.5),
        ("2 4+", 4, 0.5),
        ("2 4+", 4.5, np.nan),
        ("2 4", 9, 1.0),
        ("4+", 4, 0.0),
        ("", 4, np.nan),
    ],
)
def test_incidence_is_known_as_long_as_somebody_was_watched(text, horizon, expected):
    """Or as nobody is left; before the first event it is 0."""
    incidence, variance = survival.at(kaplan_meier(*watched(text)), horizon)

    np.testing.assert_equal(incidence, [expected])
    np.testing.assert_equal(np.isnan(variance), np.isnan(incidence))


def test_curves_of_lifelines():
    """Survival, its bounds, median and its bounds, by another implementation."""
    lifelines = pytest.importorskip("lifelines")
    rng = np.random.default_rng(5)
    reply, until = rng.exponential(10, 400), rng.uniform(0, 20, 400)
    time, observed = np.minimum(reply, until), reply <= until
    fitter = lifelines.KaplanMeierFitter().fit(time, observed)
    curves = kaplan_meier(time, observed)
    low, high = survival.log_log(curves.survival, curves.relative_variance, Z)
    both = fitter.confidence_interval_survival_function_.loc[curves.time].to_numpy()

    np.testing.assert_allclose(
        curves.survival, fitter.survival_function_at_times(curves.time), rtol=1e-12
    )
    np.testing.assert_allclose(np.array([low, high]).T, both, rtol=1e-9)
    value, (first, last) = survival.quantile(curves, 0.5), bounds(curves, 0.5)
    ends = lifelines.utils.median_survival_times(
        fitter.confidence_interval_survival_function_
    ).to_numpy()[0]

    assert fitter.median_survival_time_ == value[0]
    assert ends.tolist() == [first[0], last[0]]
    mean, _ = survival.restricted_mean(curves, 12.0)
    assert lifelines.utils.restricted_mean_survival_time(fitter, t=12.0) == (
        pytest.approx(mean[0], rel=1e-12)
    )


def test_nothing_has_happened_before_the_first_event():
    """Before it the incidence is 0, without a variance."""
    curves = survival.kaplan_meier(np.array([5, 9]), np.array([True, False]))
    incidence, variance = survival.at(curves, 4)

    assert ([0.0], [0.0]) == (incidence.tolist(), variance.tolist())


def test_there_are_no_bounds_at_the_ends():
    """Of 0 and 1 the log-log interval does not exist, whatever the variance."""
    ends = np.array([0.0, 1.0, 0.5])
    low, high = survival.log_log(ends, np.ones(3), 1.96)

    assert [True, True, False] == np.isnan(low).tolist() == np.isnan(high).tolist()


@FEW
@given(
    st.lists(
        st.tuples(st.integers(0, 8), st.booleans(), st.integers(-1, 3)), max_size=14
    ),
    st.integers(1, 9),
)
def test_the_variance_between_units_is_that_of_their_influence(rows, horizon):
    """Sums of influence on -log S and on the restricted mean, term by term."""
    time, observed, unit = np.array(rows, np.int64).reshape(-1, 3).T
    observed, one = observed > 0, np.zeros(time.size, np.int64)
    curves, units = kaplan_meier(time, observed), survival.clusters(unit, one, 1)
    own = np.where(unit < 0, 100 + np.arange(time.size), unit)
    names = np.unique(own)
    factor = names.size / (names.size - 1) if names.size > 1 else np.nan
    made = survival.between(curves, time, observed, one, units).relative_variance

    def squares(weight, until):
        total = np.zeros(time.size)
        for u, y, d, w in zip(
            curves.time, curves.at_risk, curves.events, weight, strict=True
        ):
            if u <= until and y > d:
                total += w * (((time == u) & observed) - (time >= u) * d / y) / (y - d)
        return factor * sum(total[own == name].sum() ** 2 for name in names)

    for u, s, g, found in zip(
        curves.time, curves.survival, curves.relative_variance, made, strict=True
    ):
        expected = np.maximum(squares(np.ones(made.size), u), g) if s else np.inf
        np.testing.assert_allclose(found, expected, rtol=1e-9)
    ends = np.append(np.minimum(curves.time, horizon), horizon)
    area = np.cumsum((curves.survival * np.diff(ends))[::-1])[::-1]
    found = survival.mean_between(curves, time, observed, one, units, horizon=horizon)
    np.testing.assert_allclose(found, [squares(area, horizon)], rtol=1e-9, atol=1e-12)
