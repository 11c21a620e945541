"""Grouped evidence: a mapping from label to answer, which adds by label."""

import numpy as np
import pytest

from engagement_metrics import (
    Composition,
    Grouped,
    Metric,
    Pooled,
    Proportion,
    Rate,
    Status,
    engagement_rate,
)
from engagement_metrics.errors import (
    EngagementError,
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidTypeError,
    UnknownLabelError,
)

pytestmark = pytest.mark.filterwarnings("ignore::engagement_metrics.EngagementWarning")
Y, X = [18, 14, 28, 9, 39], [500, 400, 600, 300, 800]


def test_rows_of_groups():
    """Column-valued evidence gives its groups."""
    groups = Rate(Y, X).pooled(by=list("aabbc"))
    column = groups.estimate

    assert (
        groups["b"] == column[1] == list(column)[1] == column[[False, True, False]][0]
    )
    assert 3 == len(column) == len(groups)
    assert ["a", "b", "c"] == list(groups)
    assert column.sum() == groups.total() == groups.total().sum()
    assert [Status.DEFINED] * 3 == list(column.status) == list(groups.status)
    assert 3 == len(column.standard_error) == len(column.effective_units)
    averages = Rate(Y, X).average(by=list("aabbc"))
    assert averages["b"] == averages.estimate[1] == list(averages.estimate)[1]
    assert averages.total() == averages.estimate.sum() == Rate(Y, X).average()
    with pytest.raises(InvalidTypeError, match="a single Pooled has no rows"):
        groups["a"][0]


def test_groups_are_a_mapping():
    """Keys, values, items, membership and `get` are those of a mapping."""
    groups = Rate(Y, X).pooled(by=list("aabbc"))

    assert {"a", "b", "c"} == set(groups) == groups.keys()
    assert [groups[name] for name in "abc"] == list(groups.values())
    assert [*zip("abc", groups.values(), strict=True)] == list(groups.items())
    assert "a" in groups
    assert "d" not in groups
    assert groups.get("d") is None
    assert bool(groups)
    assert bool(Rate([], []).pooled(by=[]))


@pytest.mark.parametrize(
    ("label", "advice"),
    [
        ("mom", "Did you mean 'mon'?"),
        ("sunday", "There are mon, tue"),
        (3, "There are mon, tue"),
    ],
)
def test_an_unknown_label_is_refused_with_the_nearest(label, advice):
    """The refusal is a KeyError, and its message is not quoted."""
    groups = Rate([1, 2], 10).pooled(by=["mon", "tue"])
    with pytest.raises(UnknownLabelError) as caught:
        groups[label]

    assert isinstance(caught.value, KeyError)
    assert isinstance(caught.value, InvalidArgumentError)
    assert f"label must be one of the labels, but got {label!r}. {advice}" == str(
        caught.value
    )


def test_no_group_has_any_label():
    """Where there are no groups the refusal says so."""
    with pytest.raises(KeyError, match="There are none"):
        Rate([], []).pooled(by=[])["mon"]


def test_no_rows_in_no_groups():
    """An empty table is an identity, also in groups."""
    nothing = Rate([], [])
    groups = nothing.pooled(by=[])

    assert () == groups.labels
    assert nothing.pooled() == groups.total()
    whole = Rate(Y, X).pooled(by=list("aabbc"))
    assert whole == whole + groups
    assert whole.total() == whole.total() + nothing.pooled()


def test_groups_add_by_label():
    """Labels of both, once; each group is of its rows on both sides."""
    first = Rate(Y[:3], X[:3]).pooled(by=list("aab"))
    second = Rate(Y[3:], X[3:]).pooled(by=list("bc"))
    both = first + second

    assert ("a", "b", "c") == both.labels
    assert second["c"] == both["c"]
    whole = Rate(Y, X).pooled(by=list("aabbc"))
    assert whole.estimate.units.tolist() == both.estimate.units.tolist()
    assert whole.estimate.value.tolist() == both.estimate.value.tolist()


@pytest.mark.parametrize("kind", [Rate, Proportion])
def test_groups_of_counts_add_by_label(kind):
    """Rates and proportions add as pooled evidence does, what they lack included."""
    first = Grouped(("ada", "bob"), kind([1, 2], [10, None]))
    second = Grouped(("bob", "cyd"), kind([3, 4], [10, 20]))
    both = first + second

    assert ("ada", "bob", "cyd") == both.labels
    assert kind(1, 10) == both["ada"]
    assert kind(2, None) + kind(3, 10) == both["bob"]
    assert 1 == both["bob"].left_out.missing
    assert kind(4, 20) == both["cyd"]
    assert first.estimate.sum() + second.estimate.sum() == both.total()
    assert isinstance(both.estimate, kind)


@pytest.mark.parametrize("kind", [Rate, Proportion])
def test_pooling_groups_of_counts_takes_each_as_a_unit(kind):
    """A person's, a week's or a thread's rows are one unit of the pooled evidence."""
    counts = kind([1, 2, 3], [10, 10, 20])
    by_person = Grouped(("ada", "bob", "cyd"), counts)
    pooled = by_person.pooled(unit="persons")

    assert 3 == pooled.units
    assert "persons" == pooled.metric.unit
    assert counts.pooled().value == pooled.value
    assert counts.pooled().standard_error == pooled.standard_error


@pytest.mark.parametrize("kind", [Rate, Proportion])
def test_pooling_groups_equals_pooling_their_sums(kind):
    """Rows are summed by person first; then a person is a unit."""
    counts, people = kind(Y, X), list("abbca")
    by_person = counts.pooled(by=people)
    sums = [counts[[p == name for p in people]].sum() for name in "abc"]
    names = {"count", "exposure"} if kind is Rate else {"successes", "trials"}
    parts = [[getattr(each, part) for each in sums] for part in sorted(names)]
    words = [getattr(counts.metric, n) for n in ("name", "numerator", "denominator")]
    metric = Metric(*words, "persons")
    expected = kind(*parts, metric=metric).pooled()
    pooled = by_person.pooled(unit="persons")

    assert (3, "persons") == (pooled.units, pooled.metric.unit)
    for name in ("value", "standard_error", "effective_units", "sum_ee", "whole"):
        assert getattr(expected, name) == getattr(pooled, name)
    assert (expected.interval().low, expected.interval().high) == (
        pooled.interval().low,
        pooled.interval().high,
    )
    assert "groups" == by_person.pooled().metric.unit


def test_pooled_groups_keep_left_out_counts():
    """Rows that a group left out stay counted; an empty group is no unit."""
    rate = Rate([1, None, None, 3], [10, 10, 10, 20])
    pooled = rate.pooled(by=["ada", "ada", "bob", "cyd"]).pooled(unit="persons")

    assert 2 == pooled.units
    assert 2 == pooled.left_out.missing
    assert Rate([1, 3], [10, 20]).pooled().value == pooled.value


def test_pooling_groups_of_weighted_counts_is_not_whole():
    """One weighted group is enough."""
    rate = Rate([1.5, 2, 3], 10)

    assert not rate.pooled(by=list("aab")).pooled().whole
    assert rate[1:].pooled(by=list("ab")).pooled().whole


def test_pooling_groups_needs_counts():
    """Overlapping groups, compositions and means of ratios are refused."""
    groups = Rate(Y, X).pooled(by=list("aabbc"))
    overlapping = Grouped(groups.labels, groups.estimate, "whole()")
    with pytest.raises(InvalidArgumentError) as caught:
        overlapping.pooled(unit="persons")
    assert "these groups overlap and have no total. Call whole() instead" == str(
        caught.value
    )
    shares = Grouped(("a", "b"), Composition(["x", "y"], [1, 2]))
    with pytest.raises(InvalidTypeError) as caught:
        shares.pooled()
    assert (
        "groups must be counts or pooled counts, in groups, but got"
        " <Composition of 2 parts: 33.3 %, 66.7 %, composition of whole>"
    ) == str(caught.value)
    with pytest.raises(InvalidTypeError, match="groups must be counts or pooled"):
        Rate(Y, X).average(by=list("aabbc")).pooled(unit="persons")


def test_overlapping_groups_have_no_total():
    """They say what to call instead, and do not add."""
    groups = Rate(Y, X).pooled(by=list("aabbc"))
    overlapping = Grouped(groups.labels, groups.estimate, "whole()")
    with pytest.raises(InvalidArgumentError) as caught:
        overlapping.total()
    assert ("these groups overlap and have no total. Call whole() instead") == str(
        caught.value
    )
    for a, b in (overlapping, groups), (groups, overlapping):
        with pytest.raises(IncompatibleEvidenceError) as caught:
            a + b
        assert (
            "cannot add groups that overlap. Call whole() of everything instead"
        ) == str(caught.value)


def test_groups_of_different_metrics_do_not_add():
    """Nor do groups and single answers, or other things."""
    groups = Rate(Y, X).pooled(by=list("aabbc"))
    with pytest.raises(IncompatibleEvidenceError):
        groups + engagement_rate(Y, reach=X).pooled(by=list("aabbc"))
    with pytest.raises(IncompatibleEvidenceError):
        groups + Rate(Y, X).average(by=list("aabbc"))
    for other in (1, groups["a"], None):
        with pytest.raises((TypeError, EngagementError)):
            groups + other
    with pytest.raises(TypeError, match="unsupported operand"):
        groups + 1


@pytest.mark.parametrize(
    ("labels", "estimate", "error", "message"),
    [
        (
            ("a",),
            Rate(1, 2),
            InvalidTypeError,
            (
                "estimate must be a column of estimates, but got"
                " <Rate 0.50: 1 of 2, rate by exposure>"
            ),
        ),
        (
            ("a",),
            [1],
            InvalidTypeError,
            "estimate must be a column of estimates, but got [1]",
        ),
        (
            ("a",),
            Rate([1, 2], 3),
            InvalidArgumentError,
            "estimate must have the length 1 of labels, but has 2",
        ),
        (
            ("a", "b", "a"),
            Rate([1, 2, 3], 3),
            InvalidArgumentError,
            "labels must be distinct, but got 'a' at (2,), first of 1 in 3 values",
        ),
        (
            "ab",
            Rate([1, 2], 3),
            InvalidTypeError,
            "labels must be labels, but got 'ab'",
        ),
        (
            (["a"],),
            Rate([1], 3),
            InvalidTypeError,
            "labels must be labels, but got ['a'] at (0,), first of 1 in 1 values",
        ),
    ],
    ids=range(6),
)
def test_groups_have_a_label_for_each_row(labels, estimate, error, message):
    """Distinct labels, and as many as rows."""
    with pytest.raises(error) as caught:
        Grouped(labels, estimate)

    assert message == str(caught.value)


def test_labels_are_kept_as_a_tuple():
    """A list of labels makes the same groups."""
    made = Grouped(["a", "b"], Rate([1, 2], 3))

    assert ("a", "b") == made.labels
    assert made == Grouped(("a", "b"), Rate([1, 2], 3))
    assert made != Grouped(("a", "c"), Rate([1, 2], 3))
    assert made != Grouped(("a", "b"), Rate([1, 2], 3), "other()")
    assert made != 3


@pytest.mark.parametrize(
    ("rate", "by", "message"),
    [
        (Rate(Y, X), ["a"], "by must have the length 5 of rate, but has 1"),
        (
            Rate(Y, X),
            [0.5] * 5,
            (
                "by must be whole numbers or text, but got 0.5 at (0,), first of 5 in 5"
                " values. Read ids as text: a float cannot hold every id"
            ),
        ),
    ],
    ids=range(2),
)
def test_refused_labels(rate, by, message):
    """A label for each row, and no float."""
    with pytest.raises((TypeError, ValueError)) as caught:
        rate.pooled(by=by)

    assert message == str(caught.value)


def test_groups_print_a_line_each():
    """The name once, then label, value, interval or reason, units, what is left out."""
    groups = engagement_rate([3, 4, 0], reach=[10, 10, 0]).pooled(by=["a", "a", None])

    assert (
        (
            "engagement rate by reach, pooled\n"
            "  a: 35.0 % (too few posts for a useful interval: see borrow_spread and"
            " shrink; 2 posts)\n"
            "  None: undefined (1 left out: no reach)"
        )
        == str(groups)
        == f"{groups}"
    )
    assert "35%; nan%" == f"{groups:.0%}"
    assert (
        "<Grouped of 2 groups: a 35.0 %, None undefined,"
        " engagement rate by reach, pooled>"
    ) == repr(groups)


def test_many_groups_have_a_short_repr():
    """Three groups, a sign that there are more, and long labels cut."""
    labels = [f"{'very ' * 9}long {n}" for n in range(9)]
    said = repr(Rate([1] * 9, 10).pooled(by=labels))

    assert 4 == said.count("…")
    assert said.startswith("<Grouped of 9 groups: very very")
    assert said.endswith(", …, rate by exposure, pooled>")
    assert "\n" not in said
    assert len(said) < 200


def test_groups_have_the_numbers_of_their_answers():
    """Values, statuses, units, bounds and what was left out are columns."""
    groups = Rate([*Y, None], [*X, 1]).pooled(by=[*"aabbc", "c"])
    column = groups.estimate

    assert column.value.tolist() == groups.value.tolist()
    assert column.units.tolist() == groups.units.tolist()
    assert [0, 0, 1] == groups.left_out.missing.tolist()
    assert column.interval() == groups.interval()
    assert column.metric == groups.metric
    assert isinstance(groups.estimate, Pooled)
    assert np.array_equal(column.value, np.asarray(groups))
