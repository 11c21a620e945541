"""Many groups at once: ratios to the rest or to each other, all held together."""

import pickle

import numpy as np
import pytest

from engagement_metrics import Average, Proportion, Rate, Status, compare_groups
from engagement_metrics._kernels import quantiles, spread
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidTypeError,
)

Y = [30, 42, 38, 33, 45, 36, 71, 90, 84]
X = [1000, 1300, 1100, 1000, 1500, 1200, 1000, 1300, 1200]
THREE = Rate(Y, X).pooled(by=list("aaabbbccc"))


@pytest.mark.parametrize("kind", [Rate, Proportion])
@pytest.mark.parametrize(("against", "rows"), [("rest", 3), ("pairs", 3)])
def test_bounds_are_t_with_sidaks_level(kind, against, rows):
    """The level of each is that of all, to the power of one over their number."""
    groups = kind(Y, X).pooled(by=list("aaabbbccc"))
    s, share, whole = groups.estimate._sums, kind is Proportion, np.ones(3, bool)
    lent = 4.0 if against == "rest" else 5.0
    shared = spread.borrowed(s, share=share, is_count=whole, lent=lent)
    kernel = spread.from_rest if against == "rest" else spread.in_pairs
    apart = kernel(s, shared, share=share, is_count=whole)
    t = quantiles.student_t_quantile(0.9 ** (1 / rows), apart.degrees)
    interval = compare_groups(groups, against=against).interval(0.9)

    assert np.log(interval.high) == pytest.approx(
        apart.center + t * np.sqrt(apart.variance)
    )
    assert np.log(interval.low) == pytest.approx(
        apart.center - t * np.sqrt(apart.variance)
    )
    assert "simultaneous, Šidák on Student's t" in interval.method


def test_a_notebook_shows_the_first_groups():
    """Of many groups, and how many more there are."""
    many = Rate([5, 7] * 25, [90, 110] * 25).pooled(by=np.arange(50) // 2)
    html = compare_groups(many)._repr_html_()

    assert "<td>19</td>" in html
    assert "and 5 more" in html


def test_value_is_a_ratio_to_the_rest_or_of_two():
    """The rest does not hold the group; shares have odds ratios."""
    rest, pairs = compare_groups(THREE), compare_groups(THREE, against="pairs")
    rates = THREE.estimate.value
    others = (sum(Y) - THREE.estimate.sum_y) / (sum(X) - THREE.estimate.sum_x)
    shares = compare_groups(Proportion(Y, X).pooled(by=list("aaabbbccc")))

    assert rates / others == pytest.approx(rest.value)
    assert [rates[0] / rates[1], rates[0] / rates[2], rates[1] / rates[2]] == (
        pytest.approx(pairs.value)
    )
    odds = (rates / (1 - rates)) / (others / (1 - others))
    assert odds == pytest.approx(shares.value)
    assert (("a", "b"), ("a", "c"), ("b", "c")) == pairs.labels
    assert tuple("abc") == rest.labels
    assert [6, 6, 6] == pairs.units.tolist()
    assert [9, 9, 9] == rest.units.tolist()
    assert [True] * 3 == rest.different.tolist()
    assert [False, True, True] == pairs.different.tolist()
    assert 3 == len(rest)


def test_text_says_what_is_outside_and_by_which_method():
    """Where 1 is inside, the line says compatible with."""
    pairs = str(compare_groups(THREE, against="pairs")).splitlines()

    assert "ratio of rate by exposure, pooled, groups against each other" == pairs[0]
    assert pairs[1].startswith("  a / b: 1.1 times (compatible with 0.")
    assert pairs[1].endswith(" times; 0.032 against 0.031)")
    assert "; 1 is outside; 0.032 against 0.070)" in pairs[2]
    assert pairs[-1] == (
        "  simultaneous, Šidák on Student's t with spread borrowed between groups"
    )
    rest = compare_groups(THREE)
    assert "groups against the rest" in str(rest)
    assert "<GroupComparison of 3 rows: 0.65 times" in repr(rest)
    assert "<td>a</td>" in rest._repr_html_()
    shares = compare_groups(Proportion(Y, X).pooled(by=list("aaabbbccc")))
    assert str(shares).startswith("odds ratio of proportion of trials")


def test_groups_without_events():
    """Their ratio is 0, and what has none beside it has no ratio."""
    groups = Rate([0, 0, 9, 12, 8], [90, 70, 90, 110, 50]).pooled(by=list("aabbc"))
    pairs = compare_groups(groups, against="pairs")
    back = compare_groups(
        Rate([9, 12, 0, 0], [90, 110, 90, 70]).pooled(by=list("aabb")), against="pairs"
    )

    assert [0.0, 0.0] == pairs.value[:2].tolist()
    assert [0.0, 0.0] == pairs.interval().low[:2].tolist()
    assert [Status.NO_DENOMINATOR] == list(back.status)
    assert np.isnan(back.value[0])
    assert np.inf == back.interval().high[0]
    assert "a / b: undefined (no denominator)" in str(back)
    few = compare_groups(Rate([0, 0, 3, 2], [9] * 4).pooled(by=list("aabb")))
    assert "too few events for a useful interval" in str(few)
    none = compare_groups(Rate([0, 0, 0], [9] * 3).pooled(by=list("aab")))
    assert [Status.NO_EXPOSURE] * 2 == list(none.status)
    assert np.isnan(none.interval().low).all()


def test_groups_without_a_value_are_left_out():
    """The others are compared as if these were not there."""
    more = Rate([*Y, 0, 4], [*X, 0, None]).pooled(by=[*"aaabbbccc", "d", "e"])
    for against in ("rest", "pairs"):
        found = compare_groups(more, against=against)
        good = found.status == Status.DEFINED

        assert compare_groups(THREE, against=against).interval().low.tolist() == (
            found.interval().low[good].tolist()
        )
    assert 10 == len(found)
    assert 3 == good.sum()


def test_averages_that_do_not_differ_have_no_interval():
    """No spread, no error."""
    alike = Rate([1, 1, 2, 2], [10, 10, 20, 20]).average(by=list("aabb"))
    found = compare_groups(alike)

    assert isinstance(alike.estimate, Average)
    assert [Status.ZERO_VARIANCE] * 2 == list(found.interval().status)


def test_two_groups_are_one_pair():
    """Against the rest it is the other one, and the other way round its inverse."""
    two = Rate(Y[3:], X[3:]).pooled(by=list("bbbccc"))
    rest, pair = compare_groups(two), compare_groups(two, against="pairs")

    assert rest.value[0] == pytest.approx(pair.value[0])
    assert 1 / rest.value[1] == pytest.approx(rest.value[0])
    assert 1 / rest.interval().high[1] == pytest.approx(rest.interval().low[0])


def test_it_comes_back_and_does_not_add():
    """A pickle is equal; the groups add, and are compared then."""
    found = compare_groups(THREE)

    assert found == pickle.loads(pickle.dumps(found))  # noqa: S301
    assert found == type(found).of_evidence(found.evidence)
    with pytest.raises(IncompatibleEvidenceError, match="Add the groups, and compare"):
        found + found


@pytest.mark.parametrize(("against", "least"), [("rest", 0.0), ("pairs", 0.005)])
def test_equal_groups_rarely_differ(against, least):
    """Among ten equal accounts some one differs in less than 7 % of samples."""
    random, said = np.random.default_rng(5), []
    for _ in range(300):
        reach = np.ceil(1000 * random.lognormal(0, 1, 200))
        own = 0.04 * random.lognormal(-0.32, 0.8, 200)
        groups = Rate(random.poisson(reach * own), reach).pooled(
            by=np.arange(200) // 20
        )
        said.append(compare_groups(groups, against=against).different.any())

    assert least <= np.mean(said) <= 0.07


@pytest.mark.parametrize(
    ("groups", "options", "error", "message"),
    [
        (
            Rate([1, 2], [9, 9]).pooled(by=["a", "a"]),
            {},
            InvalidArgumentError,
            "grouped must hold at least two groups with a value, but got 1. One group",
        ),
        (
            Rate([1, 0], [9, 0]).pooled(by=["a", "b"]),
            {},
            InvalidArgumentError,
            "but got 1. One group has nothing to be compared with",
        ),
        (Rate([1, 2], [9, 9]), {}, InvalidTypeError, "Use pooled(by=...)"),
        (THREE, {"against": "whole"}, InvalidArgumentError, "against must be"),
    ],
)
def test_what_cannot_be_compared_is_refused(groups, options, error, message):
    """One group, single counts, and a word that is not known."""
    with pytest.raises(error) as caught:
        compare_groups(groups, **options)

    assert message in str(caught.value)
