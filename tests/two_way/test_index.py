"""The two-way index against its definition, its parts, and published networks."""

import gzip
import json
import math
import warnings
from collections import Counter
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, strategies as st

from engagement_metrics import Dyads, Interactions, Status, difference, two_way_index
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
    SmallSampleWarning,
)
from engagement_metrics.two_way import two_way_upper_bound

DATA = Path(__file__).parents[3] / "shared" / "data"
EXAMPLE = ([10, 5, 0, 2, 1], [8, 0, 3, 2, 7])  # metrics.md 4.4, V58
pairs = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=8)
edges = st.dictionaries(
    st.tuples(st.integers(0, 5), st.integers(0, 5)).filter(lambda e: e[0] != e[1]),
    st.integers(1, 9),
    min_size=1,
    max_size=20,
)


def star(sent, received):
    """Return dyads of "me" and as many others."""
    me, others = ["me"] * len(sent), [f"p{i}" for i in range(len(sent))]
    return Dyads.of(actor=me + others, target=others + me, weight=[*sent, *received])


def network(weights):
    """Return dyads of weighted edges."""
    actor, target = ([edge[i] for edge in weights] for i in range(2))
    return Dyads.of(actor=actor, target=target, weight=list(weights.values()))


def published(name):
    """Return expected.json of a data set, or skip where it is absent."""
    path = DATA / name / "expected.json"
    if not path.exists():
        pytest.skip(f"needs ../shared/data/{name}")
    return json.loads(path.read_text())["computed_by_independent_pandas_networkx_code"]


def uk_faculty():
    """Return the UK faculty network of igraphdata."""
    published("ukfaculty_igraphdata")
    path = DATA / "ukfaculty_igraphdata" / "edges.csv"
    rows = np.loadtxt(path, delimiter=",", skiprows=1)
    source, target = rows[:, :2].T.astype(np.int64)
    return Dyads.of(actor=source, target=target, weight=rows[:, 2])


def college_messages():
    """Return the CollegeMsg network of Panzarasa, Opsahl and Carley."""
    published("collegemsg")
    with gzip.open(DATA / "collegemsg" / "CollegeMsg.txt.gz") as file:
        source, target, _ = np.loadtxt(file, dtype=np.int64).T
    return Dyads.of(actor=source, target=target)


def test_worked_example():
    """The example of the definition, all its numbers (V58; exact algebra)."""
    index = two_way_index(star(*EXAMPLE), account="me", broadcasts=20)
    with pytest.warns(SmallSampleWarning):
        bounds = index.interval()

    assert (11.0, 18.0, 20.0, 5) == (
        index.matched,
        index.sent,
        index.received,
        index.relationships,
    )
    expected = {
        "value": 0.5789473684,
        "balance": 0.9473684211,
        "concordance": 0.6111111111,
        "directedness": 0.6551724138,
        "with_broadcasts": 0.3793103448,
        "addressed_share": 18 / 38,
        "standard_error": 0.2127403083,
        "times_chance": 0.7971294776,
    }
    assert expected == pytest.approx(
        {n: getattr(index, n) for n in expected}, abs=1e-10
    )
    assert 0.7262902511 == pytest.approx(index.by_chance.value, abs=1e-10)
    assert (0.0523774222, 0.9715953938) == pytest.approx(
        (bounds.low, bounds.high), abs=1e-10
    )


def test_index_falls_with_more_one_way_traffic():
    """Smooth indices rise here, this one falls (V64)."""
    before = two_way_index(star([1, 98], [1, 0]), account="me").value
    after = two_way_index(star([2, 98], [1, 0]), account="me").value

    assert (0.02, 0.0198019802) == pytest.approx((before, after), abs=1e-10)


def test_uk_faculty():
    """Weighted reciprocity, its parts and its dyadic-robust error (V32)."""
    index = two_way_index(uk_faculty())

    assert 0.642359249329759 == pytest.approx(index.value, abs=1e-15)
    assert 0.8053619303 == pytest.approx(index.balance, abs=1e-10)
    assert 0.7976031957 == pytest.approx(index.concordance, abs=1e-10)
    assert 0.0210268725 == pytest.approx(index.standard_error, abs=1e-10)
    assert 0.0169741912 == pytest.approx(index.pooled.standard_error, abs=1e-10)
    assert 577 == index.relationships
    assert 3730 == index.sent == index.received


def test_college_messages():
    """The share of messages matched in number, and its error."""
    expected = published("collegemsg")["weighted_reciprocity_sum_min_over_sum"]
    index = two_way_index(college_messages())

    assert expected == index.value
    assert 0.0162966563 == pytest.approx(index.standard_error, abs=1e-10)


@given(pairs)
def test_value_is_the_share_that_is_matched(rows):
    """2 sum min(a, b) over sum (a + b), exactly; NaN where there is nothing."""
    sent, received = ([row[i] for row in rows] for i in range(2))
    index = two_way_index(star([*sent, 1], [*received, 0]), account="me")
    total = 1 + sum(sent) + sum(received)

    assert index.value == 2 * sum(map(min, rows)) / total


@given(edges)
def test_network_is_seen_from_both_ends(weights):
    """The network's parts are sums over accounts that see each pair once each."""
    index = two_way_index(network(weights))
    total = sum(weights.values())
    matched = sum(min(w, weights.get((b, a), 0)) for (a, b), w in weights.items())
    out, back = Counter(), Counter()
    for (a, b), w in weights.items():
        out[a] += w
        back[b] += w
    balanced = sum(min(out[i], back[i]) for i in range(6))

    assert matched / total == index.value
    assert balanced / total == index.balance
    if balanced:
        assert matched / balanced == index.concordance
        assert index.value == pytest.approx(index.balance * index.concordance)
    else:
        assert np.isnan(index.concordance)


@given(edges)
def test_network_error_is_dyadic_robust(weights):
    """Residuals of pairs that share an account go together, as defined."""
    index = two_way_index(network(weights))
    pairs = {tuple(sorted(edge)) for edge in weights}
    assume(len(pairs) > 1)
    value, total, residual = index.value, sum(weights.values()), {}
    for a, b in pairs:
        there, back = weights.get((a, b), 0), weights.get((b, a), 0)
        residual[a, b] = 2 * min(there, back) - value * (there + back)
    squares = sum(e**2 for e in residual.values())
    between = sum(
        sum(e for pair, e in residual.items() if i in pair) ** 2 for i in range(6)
    )
    factor = len(pairs) / (len(pairs) - 1)
    expected = max(between - squares, factor * squares) / total**2

    assert expected**0.5 == pytest.approx(index.standard_error, rel=1e-9, abs=1e-12)


@given(edges)
def test_bounds_hold_the_value(weights):
    """The interval is inside 0 to 1, holds the value, and widens with its level."""
    index = two_way_index(network(weights))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SmallSampleWarning)
        narrow, wide = index.interval(0.8), index.interval(0.99)
    if index.relationships == 1:
        assert Status.TOO_FEW_UNITS == narrow.status
        return

    assert 0 <= wide.low <= narrow.low <= index.value <= narrow.high <= wide.high <= 1


def test_few_accounts_are_warned_of():
    """Three accounts, of which 2.67 are effective: the interval covers less."""
    with pytest.warns(SmallSampleWarning, match="only 2.67 effective accounts"):
        two_way_index(network({(0, 1): 1, (0, 2): 1})).interval()


def test_network_interval_is_wilsons_of_effective_trials():
    """UK faculty: 81 accounts, of unequal size, so that 56 are effective."""
    stats = pytest.importorskip("scipy.stats")
    index = two_way_index(uk_faculty())
    value, spread = index.value, index.value * (1 - index.value)
    flows = sum(index.dyads._flows)
    n = flows.sum() ** 2 / (flows * flows).sum()
    each = two_way_index(index.dyads, by="account").estimate.value
    differ = min((each > 0).sum(), (each < 1).sum())
    trials = 1 / (index.standard_error**2 / spread + 1 / ((1 + differ) * n))
    half = math.asinh(
        stats.t.ppf(0.975, n - 2 + n / 81) / (2 * (trials * spread) ** 0.5)
    )
    odds, interval = math.exp(2 * half), index.interval()

    assert value / (value + (1 - value) * odds) == pytest.approx(interval.low)
    assert value * odds / (value * odds + 1 - value) == pytest.approx(interval.high)


def log(rows, **columns):
    """Return a log of actor, target and day."""
    actor, target, day = ([row[i] for row in rows] for i in range(3))
    at = np.datetime64("2026-01-05", "us") + np.array(day, "timedelta64[D]")
    return Interactions.of(actor=actor, target=target, at=at, **columns)


events = st.lists(
    st.tuples(
        st.sampled_from(["ada", "bob", "cyd"]),
        st.sampled_from(["ada", "bob", "cyd", None]),
        st.integers(0, 20),
    ),
    min_size=1,
    max_size=30,
)


@given(events, st.lists(st.integers(0, 3), min_size=30, max_size=30))
def test_windows_are_summed(rows, weights):
    """Matched within each week, over all; at most the whole, at least the day's."""
    whole_log = log(rows, kind="reply", weight=weights[: len(rows)])
    weekly = two_way_index(whole_log, every="1w")
    parts = [
        two_way_index(Dyads.of_log(whole_log[np.array([r[2] // 7 == w for r in rows])]))
        for w in range(3)
    ]
    matched = sum(part.matched for part in parts)
    whole = two_way_index(Dyads.of_log(whole_log))
    daily = two_way_index(whole_log, every="1d")

    assert matched == weekly.matched
    assert (whole.sent, whole.relationships) == (weekly.sent, weekly.relationships)
    assert daily.matched <= weekly.matched <= whole.matched
    if whole.sent:
        assert matched / whole.sent == weekly.value
        assert weekly.balance == whole.balance


@given(events)
def test_one_window_is_the_whole_index(rows):
    """Within one month the index and its errors are those of the whole."""
    whole_log = log(rows, kind="reply")
    monthly = two_way_index(whole_log, every="1mo")
    whole = two_way_index(Dyads.of_log(whole_log))
    names = [
        "value",
        "matched",
        "standard_error",
        "times_chance",
        "concordance",
        "broadcasts",
    ]
    expected = [getattr(whole, name) for name in names]

    assert expected == pytest.approx(
        [getattr(monthly, name) for name in names], nan_ok=True
    )
    for account in whole.dyads.accounts:
        one = two_way_index(whole_log, every="1mo", account=account)
        other = two_way_index(whole.dyads, account=account)
        assert (one.matched, one.sent) == (other.matched, other.sent)
        assert one.standard_error == pytest.approx(other.standard_error, nan_ok=True)


def test_the_error_within_windows_is_by_relationship():
    """What a relationship did in two weeks is one observation of it."""
    rows = [("me", "a", 0), ("a", "me", 0), ("me", "a", 7), ("a", "me", 15)]
    index = two_way_index(
        log([*rows, ("me", "b", 0)], kind="reply"), every="1w", account="me"
    )
    residuals, independent = [2 - 0.4 * 4, 0 - 0.4 * 1], (0.4 * 0.6 / 5) ** 0.5

    assert (0.4, 1.0, 2) == (index.value, index.matched, index.relationships)
    assert sum(e * e for e in residuals) == pytest.approx(index.pooled.sum_ee)
    assert independent == pytest.approx(index.standard_error)
    assert 2 * 0.5 / 5 == pytest.approx(index.by_chance.value)


def test_the_error_of_a_network_within_windows():
    """Residuals about the index within windows, not about that of all time."""
    rows = [("a", "b", 0), ("b", "a", 9), ("b", "c", 0), ("c", "b", 0), ("a", "c", 0)]
    index = two_way_index(log(rows, kind="reply"), every="1w")
    residuals = [0 - 0.4 * 2, 2 - 0.4 * 2, 0 - 0.4 * 1]

    assert 0.4 == index.value
    assert (1.5 * sum(e * e for e in residuals)) ** 0.5 / 5 == pytest.approx(
        index.standard_error
    )


@pytest.mark.parametrize("couples", [14, 15])
def test_thirty_accounts_are_enough(couples):
    """Below that the interval of a network covers less, and says so."""
    ends = np.arange(couples) * 2
    alike = Dyads.of(actor=[*ends, *ends + 1], target=[*ends + 1, *ends])
    one_way = Dyads.of(actor=ends, target=ends + 1)
    for each in (alike, one_way):
        index = two_way_index(each)
        if couples == 15:
            index.interval()
        else:
            with pytest.warns(SmallSampleWarning, match="only 28 effective accounts"):
                index.interval()


def test_college_messages_by_day():
    """0.488 are matched within 24 hours from the first, 0.610 in 194 days (pandas)."""
    published("collegemsg")
    with gzip.open(DATA / "collegemsg" / "CollegeMsg.txt.gz") as file:
        source, target, seconds = np.loadtxt(file, dtype=np.int64).T
    messages = Interactions.of(
        actor=source, target=target, kind="message", at=seconds.astype("datetime64[s]")
    )
    expected = {
        timedelta(days=1): 0.4876075875323807,
        "1d": 0.4913846410963483,
        "1w": 0.5651541739784407,
    }

    assert expected == {
        every: two_way_index(messages, every=every).value for every in expected
    }


def test_windows_follow_the_clocks_of_a_zone():
    """Half past eleven and half past twelve are one day further east."""
    at = np.array(["2026-01-05T23:30", "2026-01-06T00:30"], "datetime64[us]")
    talk = Interactions.of(actor=[1, 2], target=[2, 1], kind="reply", at=at)

    assert 0.0 == two_way_index(talk, every="1d").value
    assert 1.0 == two_way_index(talk, every="1d", tz="Europe/Berlin").value


def test_windows_count_a_post_once():
    """A reply that also mentions is one, in windows as over all."""
    rows = [("ada", "bob", 0), ("ada", "bob", 0), ("bob", "ada", 0)]
    talk = log(rows, kind=["reply", "mention", "like"], post=[1, 1, 2])

    assert 0.0 == two_way_index(talk, every="1d").value
    assert 1.0 == two_way_index(talk, every="1d", kinds=None).value


def test_other_windows_do_not_compare():
    """Within a day, within a week and over all are three metrics."""
    talk = log([("ada", "bob", 0), ("bob", "ada", 1)], kind="reply")
    day, week = (two_way_index(talk, every=every) for every in ("1d", "1w"))
    with pytest.raises(IncompatibleEvidenceError, match="matched within 1w"):
        difference(day, week)
    with pytest.raises(IncompatibleEvidenceError, match="'two_way_index'"):
        difference(day, two_way_index(Dyads.of_log(talk)))

    assert 1.0 == difference(week, week).first.value
    assert day != week
    assert day == two_way_index(talk, every="1d")
    assert day.span is None


def test_windows_have_a_length():
    """A window is open at its end, and long enough to be one."""
    talk = log([("ada", "bob", 0), ("bob", "ada", 2)], kind="reply")
    days = [two_way_index(talk, every=timedelta(days=d)).value for d in (2, 3)]

    assert [0.0, 1.0] == days
    with pytest.raises(InvalidArgumentError, match="every must be positive, but got"):
        two_way_index(talk, every=timedelta(0))
    nobody = two_way_index(talk[:0], every=timedelta(1))
    assert Status.NO_EXPOSURE == nobody.status


@pytest.mark.parametrize("at", [None, np.array(["NaT"], "datetime64[us]")])
def test_windows_need_times(at):
    """An event of unknown time is of no window."""
    with pytest.raises(InvalidArgumentError, match="have the time of each event"):
        two_way_index(
            Interactions.of(actor=[1], target=[2], kind="reply", at=at), every="1d"
        )


@given(edges)
def test_every_account_at_once(weights):
    """The groups are the accounts' own indices, with their intervals."""
    dyads = network(weights)
    grouped = two_way_index(dyads, by="account")
    for account in grouped:
        single = two_way_index(dyads, account=account)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SmallSampleWarning)
            ours, theirs = grouped[account].interval(), single.interval()

        assert single.value == grouped[account].value
        assert (theirs.low, theirs.high) == pytest.approx(
            (ours.low, ours.high), rel=1e-9, nan_ok=True
        )


def test_accounts_overlap():
    """The sum over accounts would count each relationship twice."""
    grouped = two_way_index(star(*EXAMPLE), by="account")
    with pytest.raises(InvalidArgumentError) as caught:
        grouped.total()

    assert (
        "these groups overlap and have no total. Call two_way_index(dyads) instead"
    ) == str(caught.value)


def test_accounts_are_those_that_did_anything():
    """Numbers that nobody has are no accounts; who only broadcasts is one."""
    dyads = Dyads.of(actor=[3, 9, 5], target=[9, 3, None])
    grouped = two_way_index(dyads, by="account")

    assert (3, 5, 9) == grouped.labels
    assert Status.NO_EXPOSURE == grouped[5].status


@pytest.mark.parametrize(
    ("sent", "received", "expected"),
    [
        ([5], [0], (0.0, 0.0, "nan")),
        ([0], [5], (0.0, 0.0, "nan")),
        ([5, 0], [0, 5], (0.0, 1.0, "0.0")),
        ([5], [5], (1.0, 1.0, "1.0")),
    ],
)
def test_corners(sent, received, expected):
    """One-way traffic has no concordance; strangers have balance without value."""
    index = two_way_index(star(sent, received), account="me")

    assert expected == (index.value, index.balance, str(index.concordance))


def test_index_without_addressed_interactions_is_undefined():
    """A broadcaster has no index, and says so; its directedness is 0."""
    dyads = Dyads.of(actor=["ada", "ada"], target=[None, None])
    for index in (two_way_index(dyads), two_way_index(dyads, account="ada")):
        assert Status.NO_EXPOSURE == index.status
        assert np.isnan([index.value, index.balance, index.times_chance]).all()
        assert Status.NO_EXPOSURE == index.by_chance.status
        assert (0.0, 0.0) == (index.directedness, index.addressed_share)
        assert "two-way index of interactions: undefined (no interactions)" == str(
            index
        )
    assert Status.NO_EXPOSURE == two_way_index(dyads).interval().status
    assert Status.NO_EXPOSURE == two_way_index(dyads, account="ada").interval().status


def test_broadcasts_are_those_of_the_account():
    """Set aside by the dyads and counted beside; the caller may know better."""
    dyads = Dyads.of(
        actor=["ada", "bob", "ada", "bob", "bob"],
        target=["bob", "ada", None, None, None],
    )

    assert 1.0 == two_way_index(dyads, account="ada").broadcasts
    assert 3.0 == two_way_index(dyads).broadcasts
    assert 2 / 5 == two_way_index(dyads).directedness
    assert 7.0 == two_way_index(dyads, broadcasts=7).broadcasts


def test_weighted_volumes_have_no_chance():
    """A fair coin is thrown a whole number of times."""
    index = two_way_index(star([1.5], [1.0]), account="me")

    assert np.isnan([index.by_chance.value, index.times_chance]).all()
    assert Status.MISSING == index.by_chance.status == index.by_chance.interval().status
    assert 0.8 == index.value
    assert "two-way index by chance: undefined (interactions are weighted)" == str(
        index.by_chance
    )


def test_single_interactions_match_nothing_by_chance():
    """One interaction cannot be matched, so the index is no multiple of chance."""
    index = two_way_index(star([1], [0]), account="me")

    assert 0.0 == index.by_chance.value == index.by_chance.interval().high
    assert np.isnan(index.times_chance)


def test_chance_has_a_range():
    """Mean and variance over all outcomes of the coins of two relationships."""
    index = two_way_index(star([2, 1], [1, 1]), account="me")
    outcomes = [
        (
            (2 * min(x, 3 - x) + 2 * min(y, 2 - y)) / 5,
            math.comb(3, x) * math.comb(2, y) / 32,
        )
        for x in range(4)
        for y in range(3)
    ]
    mean = sum(value * chance for value, chance in outcomes)
    variance = sum((value - mean) ** 2 * chance for value, chance in outcomes)
    chance = index.by_chance
    bounds = chance.interval(0.5)

    assert mean == pytest.approx(chance.value)
    assert variance == pytest.approx(chance.deviation**2)
    assert (0.8, 2) == (index.value, chance.units)
    assert 0.8 / mean == pytest.approx(index.times_chance)
    assert (mean - 0.6744898 * variance**0.5, mean + 0.6744898 * variance**0.5) == (
        pytest.approx((bounds.low, bounds.high))
    )
    assert (0.0, 1.0) == (chance.interval(0.99).low, chance.interval(0.99).high)
    assert (
        "two-way index by chance: 50.0 % (95 % of fair coins: 0.0 to 100.0 %;"
        " 2 relationships)"
    ) == str(chance)
    assert "normal range of fair coins" in chance.describe()


def test_index_is_written_for_people():
    """One line with bounds, what it rests on, and its parts."""
    index = two_way_index(star(*EXAMPLE), account="me")

    alike = [7] * 30
    many = two_way_index(star(alike, alike[:20] + [3] * 10), account="me")

    assert (
        "two-way index of interactions: 57.9 % (too uneven for a useful interval;"
        " 5 relationships; balance 94.7 %, concordance 61.1 %)"
    ) == str(index)
    assert str(index) == f"{index}"
    assert (
        "two-way index of interactions: 89.5 % (95 %: 80.2 to 94.7 %;"
        " 30 relationships; balance 89.5 %, concordance 100.0 %)"
    ) == str(many)
    assert "0.58" == f"{index:.2f}"
    alone = two_way_index(star([2], [1]), account="me")
    assert (
        "two-way index of interactions: 66.7 % (no interval: too few relationships;"
        " 1 relationship; balance 66.7 %, concordance 100.0 %)"
    ) == str(alone)
    assert "<TwoWayIndex 66.7 %: 1 relationship, two-way index of interactions>" == (
        repr(alone)
    )
    line = str(two_way_index(star(*EXAMPLE)))
    assert line.startswith("two-way index of interactions: 57.9 % (")


def test_finished_indices_do_not_add():
    """Dyads add, their index does not."""
    index = two_way_index(star(*EXAMPLE))
    with pytest.raises(IncompatibleEvidenceError) as caught:
        index + index

    assert (
        "cannot add to a TwoWayIndex. Add their Dyads, and take the index of the sum"
    ) == str(caught.value)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (
            {"account": "eve"},
            InvalidArgumentError,
            "account must be in the log, but got 'eve'",
        ),
        (
            {"broadcasts": -1},
            InvalidCountsError,
            "broadcasts must not be negative, but got -1.0",
        ),
        (
            {"broadcasts": [1, 2]},
            InvalidTypeError,
            "broadcasts must be a number, but got [1, 2]",
        ),
    ],
)
def test_bad_arguments_are_refused(arguments, error, message):
    """Accounts and broadcasts are checked."""
    with pytest.raises(error) as caught:
        two_way_index(star(*EXAMPLE), **arguments)

    assert message == str(caught.value)


@given(pairs)
def test_upper_bound_is_never_below_the_index(rows):
    """Totals alone cannot see to whom it went."""
    sent, received = ([row[i] for row in rows] for i in range(2))
    index = two_way_index(star([*sent, 1], [*received, 0]), account="me")
    bound = two_way_upper_bound(index.sent, index.received)

    assert index.balance == bound.value >= index.value


def test_upper_bound_of_columns():
    """A row an account; nothing sent and received is undefined."""
    bound = two_way_upper_bound([100, 0, None], [50, 0, 3])

    assert [2 / 3] == bound.value[:1].tolist()
    assert [Status.DEFINED, Status.NO_EXPOSURE, Status.MISSING] == list(bound.status)
    assert 2.0 == two_way_upper_bound(1, [1, 1]).sum().successes / 2


def test_bray_curtis_is_an_oracle():
    """One minus the dissimilarity of what goes out and what comes in."""
    distance = pytest.importorskip("scipy.spatial.distance")
    sent, received = EXAMPLE
    index = two_way_index(star(sent, received), account="me")

    assert 1 - distance.braycurtis(sent, received) == pytest.approx(index.value)


HOURS = np.arange("2026-01-05T00", "2026-01-05T08", dtype="datetime64[h]")
DIALOGUE = Interactions.of(
    actor=["ada", "bob", "ada", "cyd", "bob", "cyd", "ada", "bob"],
    target=["bob", "ada", "cyd", "ada", "cyd", "bob", "cyd", "cyd"],
    kind="reply",
    at=HOURS,
)


def test_index_names_its_metric():
    """Its name, formula, span and relationships, with windows and without."""
    dyads = Dyads.of_log(DIALOGUE)
    network, ada = two_way_index(dyads), two_way_index(dyads, account="ada")
    within = two_way_index(DIALOGUE, every="1d")

    assert {"two_way_index"} == {network.metric.name, within.metric.name}
    assert "matched / interactions" == network.metric.formula
    assert "matched within 1d / interactions" == within.metric.formula
    assert network.metric != within.metric
    assert "relationships" == network.metric.unit == within.metric.unit
    assert (3, 2) == (network.relationships, ada.relationships)
    assert np.timedelta64(7, "h") == network.span
    assert within.span is None
    assert two_way_index(Dyads.of(actor=["a"], target=["b"])).span is None
    assert 0.0 == network.broadcasts
    assert "windows" not in repr(within)


def test_a_network_has_the_interval_of_its_accounts():
    """Dyadic-robust, in windows as in one, and it says what it is."""
    network = two_way_index(Dyads.of_log(DIALOGUE))
    within = two_way_index(DIALOGUE, every="1d")
    with pytest.warns(SmallSampleWarning) as caught:
        bounds, inside = network.interval(), within.interval()

    assert (
        "dyadic-robust score with Student's t, over accounts"
        == bounds.method
        == inside.method
    )
    assert (bounds.low, bounds.high) == pytest.approx((inside.low, inside.high))
    effective = sum([5, 5, 6]) ** 2 / sum([25, 25, 36])
    message = (
        f"two_way_index: only {effective:.3g} effective accounts; below 30 the coverage"
        " of the interval may fall below its level"
    )
    assert [message] * 2 == [str(each.message) for each in caught]
    undefined = two_way_index(Dyads.of(actor=[], target=[])).interval()
    assert isinstance(undefined.low, float)
    assert np.isnan(undefined.low)


def test_an_upper_bound_is_named():
    """It is matched at most, over interactions, account by account."""
    bound = two_way_upper_bound([3, 1], [1, 1])

    assert "two_way_upper_bound" == bound.metric.name
    assert "matched at most / interactions" == bound.metric.formula
    assert "accounts" == bound.metric.unit


def test_a_log_is_taken_as_its_dyads():
    """Of the actions that are asked for, for the network and for an account."""
    talk = log(
        [("ada", "bob", 0), ("bob", "ada", 1), ("bob", "ada", 1), ("ada", None, 2)],
        kind=["reply", "like", "mention", "quote"],
    )
    for options in ({}, {"kinds": None}, {"kinds": {"reply"}}):
        dyads = Dyads.of_log(talk, **options)
        for account in ({}, {"account": "ada"}, {"by": "account"}):
            assert two_way_index(dyads, **account) == two_way_index(
                talk, **options, **account
            )


def test_every_account_within_windows():
    """Groups by account take windows too."""
    rows = [("a", "b", 0), ("b", "a", 9), ("b", "c", 0), ("c", "b", 0), ("a", "c", 0)]
    talk = log(rows, kind="reply")
    grouped = two_way_index(talk, by="account", every="1w")

    assert ("a", "b", "c") == grouped.labels
    for account in grouped:
        single = two_way_index(talk, account=account, every="1w")
        assert single.value == grouped[account].value
    assert "matched within 1w" == grouped.metric.numerator


@pytest.mark.parametrize(
    ("given", "options", "error", "message"),
    [
        (
            star(*EXAMPLE),
            {"every": "1d"},
            InvalidTypeError,
            "two_way_index() of Dyads takes no every=",
        ),
        (
            star(*EXAMPLE),
            {"kinds": None, "tz": "UTC"},
            InvalidTypeError,
            "two_way_index() of Dyads takes no kinds= or tz=",
        ),
        (
            star(*EXAMPLE),
            {"by": "account", "account": "me"},
            InvalidTypeError,
            "two_way_index() takes by= or account= and broadcasts=, but got both",
        ),
        (
            star(*EXAMPLE),
            {"by": "account", "broadcasts": 3},
            InvalidTypeError,
            "two_way_index() takes by= or account= and broadcasts=, but got both",
        ),
        (
            star(*EXAMPLE),
            {"by": "accounts"},
            InvalidArgumentError,
            "by must be 'account', but got 'accounts'. Did you mean 'account'?",
        ),
        (
            DIALOGUE,
            {"every": "1y"},
            InvalidArgumentError,
            "every must be '1d', '1w' or '1mo', but got '1y'",
        ),
        (
            DIALOGUE,
            {"kinds": {"comment"}},
            InvalidArgumentError,
            None,
        ),
        (DIALOGUE, {"account": "eve"}, InvalidArgumentError, None),
        (
            [1, 2],
            {},
            InvalidTypeError,
            "dyads must be Dyads or Interactions, but got [1, 2]",
        ),
    ],
    ids=range(9),
)
def test_options_that_do_not_go_together(given, options, error, message):
    """Those of a log with dyads, of one account with all, and unknown words."""
    with pytest.raises(error) as caught:
        two_way_index(given, **options)

    assert message is None or message == str(caught.value)


def test_an_unknown_action_is_sent_to_its_word():
    """Comments are replies."""
    with pytest.raises(InvalidArgumentError, match="Write 'reply'"):
        two_way_index(DIALOGUE, kinds={"comment"})


def test_an_index_is_given_one_thing_by_place():
    """All else has its name, and a wrong one is Python's own error."""
    with pytest.raises(TypeError, match=r"two_way_index\(\) takes 1 positional"):
        two_way_index(DIALOGUE, "ada")
    with pytest.raises(TypeError, match=r"two_way_index\(\) got an unexpected keyword"):
        two_way_index(DIALOGUE, accnt="ada")
