"""Messages of the rules that many doors share."""

import inspect
import math
import warnings

import numpy as np
import pytest

import engagement_metrics as em
from engagement_metrics import (
    Action,
    Audience,
    Dyads,
    EngagementError,
    EngagementWarning,
    Interactions,
    Posts,
    Rate,
    ResponsePolicy,
    engagement_rate,
    pool,
    two_way_index,
)
from engagement_metrics._door import _checks
from engagement_metrics._typing import NOT_GIVEN
from engagement_metrics.engagement import pooling_gap
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
    SmallSampleWarning,
)
from engagement_metrics.tables import Ids
from engagement_metrics.two_way import dyad_census


@pytest.mark.parametrize(
    ("level", "error", "message"),
    [
        (95, ValueError, "but got 95. Did you mean 0.95?"),
        (99.5, ValueError, "but got 99.5. Did you mean 0.995?"),
        (1, ValueError, "but got 1"),
        (0, ValueError, "but got 0"),
        (-0.5, ValueError, "but got -0.5"),
        (100, ValueError, "but got 100"),
        (float("nan"), ValueError, "but got nan"),
        ("0.95", TypeError, "but got '0.95'"),
        (True, TypeError, "but got True"),
        (None, TypeError, "but got None"),
    ],
)
def test_levels(level, error, message):
    """A level lies strictly between 0 and 1, and is no percentage."""
    rule = "be a number" if error is TypeError else "lie strictly between 0 and 1"
    with pytest.raises(error) as caught:
        Rate(3, 10).interval(level)

    assert f"level must {rule}, {message}" == str(caught.value)


def test_numpy_levels():
    """A level may be NumPy's."""
    assert Rate(3, 10).interval(0.5) == Rate(3, 10).interval(np.float64(0.5))


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        (
            {},
            (
                "engagement_rate() must be given exactly one of reach=, impressions=,"
                " followers=, views= or posts=, but got none"
            ),
        ),
        (
            {"reach": 1, "views": 2},
            (
                "engagement_rate() must be given exactly one of reach=, impressions=,"
                " followers=, views= or posts=, but got reach= and views="
            ),
        ),
    ],
)
def test_exactly_one_denominator(keywords, message):
    """No denominator and two of them are refused."""
    with pytest.raises(InvalidTypeError) as caught:
        engagement_rate(3, **keywords)

    assert message == str(caught.value)
    assert "be given exactly one of them" == caught.value.rule
    assert tuple(keywords) == caught.value.got


@pytest.mark.parametrize("keyword", ["raech", "zz"])
def test_an_unknown_keyword_is_pythons_own_error(keyword):
    """It names the public function and the keyword; it is no error of ours."""
    with pytest.raises(TypeError) as caught:
        engagement_rate(3, **{keyword: 1})

    expected = f"engagement_rate() got an unexpected keyword argument '{keyword}'"
    assert str(caught.value).startswith(expected)
    assert not isinstance(caught.value, EngagementError)


def test_none_counts_as_given():
    """`None` is unknown; only the sentinel is not given."""
    given = {"reach": None, "views": NOT_GIVEN}
    assert "<not given>" == repr(NOT_GIVEN)

    assert ("reach", None) == _checks.exactly_one("f", given)


def test_arguments_that_do_not_go_together():
    """What was given and does not go with the rest is named."""
    _checks.not_given("f", "numbers", {"kinds": NOT_GIVEN})
    with pytest.raises(InvalidTypeError) as caught:
        _checks.not_given("f", "numbers", {"kinds": None, "tz": NOT_GIVEN, "by": 1})

    assert "f() of numbers takes no kinds= or by=" == str(caught.value)
    assert "kinds" == caught.value.argument


def test_only_one_choice():
    """One keyword is not one of several."""
    with pytest.raises(InvalidTypeError) as caught:
        _checks.exactly_one("f", {"per": NOT_GIVEN})

    assert "f() must be given per=, but got none" == str(caught.value)


@pytest.mark.parametrize(
    ("value", "choices", "error", "message"),
    [
        (
            "lke",
            ["like", "view"],
            ValueError,
            "be 'like' or 'view', but got 'lke'. Did you mean 'like'?",
        ),
        ("zz", ["like"], ValueError, "be 'like', but got 'zz'"),
        (3, ["like"], TypeError, "be 'like', but got 3"),
        (
            "like",
            [],
            ValueError,
            "be one of the choices, but got 'like'. There are none",
        ),
    ],
)
def test_one_of(value, choices, error, message):
    """A word of a closed vocabulary, or the nearest one."""
    with pytest.raises(error) as caught:
        _checks.one_of("kind", value, choices)

    assert f"kind must {message}" == str(caught.value)


def test_columns_of_one_length():
    """The first column that differs is named."""
    with pytest.raises(InvalidArgumentError) as caught:
        _checks.same_lengths(a=[1], b=[1], c=[], d=[1, 2])

    assert "c must have the length 1 of a, but has 0" == str(caught.value)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (-1.0, "not be negative, but got -1.0"),
        (1e16, "not exceed 2**53, but got 1e+16. Whole numbers above it are not exact"),
        (float("inf"), "be finite, but got inf. Write None where it is not known"),
    ],
    ids=range(3),
)
def test_plain_numbers(value, message):
    """A number that no count can be, wherever it is given."""
    for weighted in (lambda: Rate(value, 1), lambda: Rate([value], [1])):
        with pytest.raises(ValueError, match="must") as caught:
            weighted()

        said = str(caught.value).replace(" at (0,), first of 1 in 1 values", "")
        assert f"count must {message}" == said
    assert 2.0**53 == Rate(2.0**53, 1).value


def lines(call):
    """Return the files that a call's warnings point at."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        call()
    assert all(issubclass(each.category, EngagementWarning) for each in caught)
    return [each.filename for each in caught]


@pytest.mark.parametrize(
    "call",
    [
        lambda: Rate([3, 4], [10, 10]).pooled().interval(),
        Rate([3, 4], [10, 10]).pooled(by=["a", "a"]).estimate.interval,
        lambda: em.audience_relevance([0.5, 0.2]).interval(),
        lambda: Posts.of(actions={"like": [-1]}),
        lambda: Posts.of(exposures={"reach": [2], "impressions": [1]}),
    ],
    ids=["pooled", "grouped", "relevance", "negative", "reach"],
)
def test_warnings_point_at_the_caller(call):
    """However deep they arise, they name the line outside the library."""
    assert [__file__] == lines(call)


def test_warnings_point_at_the_line():
    """The one that called, not the one that called that."""
    pooled = Rate([3, 4], [10, 10]).pooled()
    with pytest.warns(SmallSampleWarning) as caught:
        pooled.interval()

    assert inspect.currentframe().f_lineno - 2 == caught[0].lineno


def test_small_samples_warn():
    """The warning says how many effective units there are, and of which groups."""
    rate = Rate([3, 4, 5, 6], [10, 10, 10, 10])
    few = r"rate: 4 effective rows by exposure and 3.77 by count; of real posts"
    with pytest.warns(SmallSampleWarning, match=few):
        rate.pooled().interval()
    groups = r"rate: 1 of 3 groups have few units, down to 2 effective rows by exp"
    with pytest.warns(SmallSampleWarning, match=groups):
        rate.pooled(by=["a", "b", "c", "c"]).estimate.interval()


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: two_way_index([1, 2]),
            InvalidTypeError,
            "dyads must be Dyads or Interactions, but got [1, 2]",
        ),
        (
            lambda: dyad_census(Dyads.of(actor=[1], target=[2]), accounts=2.5),
            InvalidTypeError,
            "accounts must be a whole number, but got 2.5",
        ),
        (
            lambda: dyad_census(Dyads.of(actor=[1], target=[2]), accounts=-3),
            InvalidArgumentError,
            "accounts must not be negative, but got -3",
        ),
        (
            lambda: em.relevance.composition_distance([1], [1], replicates=2**53 + 1),
            InvalidArgumentError,
            "replicates must be at most 2**53, but got 9007199254740993",
        ),
        (
            lambda: em.relevance.composition_distance([1], [1], seed=-1),
            InvalidArgumentError,
            "seed must not be negative, but got -1",
        ),
        (
            lambda: Audience.of(segment=["a"], target=[["a"]]),
            InvalidTypeError,
            (
                "target must be segments, but got ['a'] at (0,), first of 1 in 1"
                " values. Give a set of segments: target={[['a']]}"
            ),
        ),
        (
            lambda: ResponsePolicy(asks=3),
            InvalidTypeError,
            "asks must be names of actions, but got 3",
        ),
        (
            lambda: pool([Rate(1, 2), "a rate"]),
            InvalidTypeError,
            (
                "estimates must be estimates, but got 'a rate' at (1,), first of 1 in 2"
                " values"
            ),
        ),
        (
            lambda: Rate(1, 2, metric="likes"),
            InvalidTypeError,
            "metric must be Metric, but got 'likes'",
        ),
        (
            lambda: em.conversation_ratio({"reply": 3}),
            InvalidTypeError,
            (
                "talk must be Posts or Interactions, but got {'reply': 3}. Of numbers,"
                " give interactions= too"
            ),
        ),
        (
            lambda: pooling_gap(0.5),
            InvalidTypeError,
            "rate must be a Rate or Proportion, but got 0.5",
        ),
        (
            lambda: em.conversation.effective_participants([1, 2], order=-(10**400)),
            InvalidArgumentError,
            f"order must be 0 or more, but got {-(10**400)}",
        ),
        (
            lambda: em.conversation.effective_participants([1, 2], order="2"),
            InvalidTypeError,
            "order must be a number, but got '2'",
        ),
    ],
    ids=range(13),
)
def test_wrong_types_are_named(call, error, message):
    """The argument, what it must be and what it is are in the message."""
    with pytest.raises(error) as caught:
        call()

    assert message == str(caught.value)


def test_refused_log_names_of_log():
    """The class is named instead of all of its rows, and what makes dyads of it."""
    log = Interactions.of(actor=["ada", "bob"], target=["bob", "ada"])

    with pytest.raises(InvalidTypeError) as caught:
        dyad_census(log)
    assert (
        "dyads must be Dyads, but got Interactions. Make them by Dyads.of_log(log)"
    ) == str(caught.value)


def test_a_message_does_not_repeat_a_million_values():
    """What was given is cut, in the message and not in the error."""
    values = list(range(10**5))

    with pytest.raises(InvalidTypeError) as caught:
        two_way_index(values)
    start = repr(values)[:500]
    assert f"dyads must be Dyads or Interactions, but got {start}..." == str(
        caught.value
    )
    assert values is caught.value.got


@pytest.mark.parametrize("value", [True, np.True_, np.timedelta64(3, "D"), 1.0, "1"])
def test_a_whole_number_is_no_truth_no_span_and_no_float(value):
    """NumPy's spans of time are whole numbers to it, and none to us."""
    with pytest.raises(InvalidTypeError, match=r"seeds must be a whole number, but"):
        _checks.whole("seeds", value, least=0)


@pytest.mark.parametrize("value", [3, np.int8(3), np.uint64(3)])
def test_a_whole_number_may_be_numpys(value):
    """A scalar of NumPy is taken for what it says."""
    assert _checks.whole("seeds", value, least=0) == 3


NAN = float("nan")


def test_refusal_keeps_its_pieces():
    """Rule, cases and advice, beside the message; a long value is cut, no other."""
    error = _checks.refusal(InvalidCountsError, "x", "be", 1, place=(0,), advice="Do")

    assert "x must be, but got 1 at (0,), first of 1 in 1 values. Do" == str(error)
    assert ("be", 1, "Do") == (error.rule, error.cases, error.advice)
    for length, end in ((500, "z"), (501, "...")):
        shown = _checks.refusal(InvalidCountsError, "x", "be", 1, shown="z" * length)
        assert str(shown).endswith(f"zz{end}")
    with pytest.raises(InvalidCountsError) as caught:
        _checks.not_exceeding("part", "whole", 3.0, 2.0, "Count again")
    assert ("not exceed whole", "Count again") == (
        caught.value.rule,
        caught.value.advice,
    )


@pytest.mark.parametrize(
    "values",
    [[0.0, 0.5], [2.0**53], [NAN, 0], np.array([2**53]), [], [NAN]],
    ids=range(6),
)
def test_counts_from_nothing_to_the_largest(values):
    """Both ends are counts, and so are parts of one."""
    column = np.asarray(values)
    _checks.plain_numbers("x", column)
    _checks.plain_numbers("x", -column, signed=True)
    for value in column.tolist():
        _checks.plain_number("x", value)
    _checks.exact_total("x", column[~np.isnan(column)])
    _checks.exact_total("x", 2.0**53)


@pytest.mark.parametrize(
    ("values", "signed", "place"),
    [
        ([0, 0.5, -1], False, "-1.0 at (2,), first of 1 in 3"),
        ([NAN, -1], False, "-1.0 at (1,), first of 1 in 2"),
        ([2.0**53, 2.0**53 + 2], False, "9007199254740994.0 at (1,), first of 1 in 2"),
        (np.array([2**53, 2**53 + 1]), False, f"{2**53 + 1} at (1,), first of 1 in 2"),
        ([-(2.0**53), -(2.0**54)], True, "-1.8014398509481984e+16 at (1,), first of 1"),
    ],
    ids=range(5),
)
def test_the_first_that_is_no_count(values, signed, place):
    """Those beside it that are counts are not counted with it."""
    with pytest.raises(InvalidCountsError) as caught:
        _checks.plain_numbers("x", np.asarray(values), signed=signed)

    assert place in str(caught.value)


def test_one_number_below_zero_is_no_count():
    """But where a sign is allowed."""
    _checks.plain_number("x", -1.0, signed=True)
    with pytest.raises(InvalidCountsError):
        _checks.plain_number("x", -1.0)
    with pytest.raises(InvalidCountsError):
        _checks.plain_numbers("x", np.array([-1.0]))


def test_the_smallest_divisor():
    """It is large enough itself; what is smaller is told from 0."""
    smallest = _checks.SMALLEST
    _checks.divisor("x", smallest)
    _checks.divisor("x", np.array([smallest, 0.0]))
    with pytest.raises(InvalidCountsError, match=r"at \(2,\), first of 1 in 3"):
        _checks.divisor("x", np.array([0.0, smallest, smallest / 2]))


def test_numbers_beyond_all_floats_are_infinite():
    """With their sign; a whole number has a largest."""
    assert [math.inf, -math.inf] == [
        _checks.a_number("x", sign * 10**400) for sign in (1, -1)
    ]
    assert 2**53 == _checks.whole("x", 2**53, least=0)
    with pytest.raises(InvalidArgumentError, match=r"Did you mean 0\.015\?"):
        _checks.level(1.5)


def test_columns_of_ids_print_in_one_line():
    """How many there are, and the first three."""
    assert "<Ids: 4 rows: 'b', 'a', None, …>" == repr(Ids.of(["b", "a", None, "b"]))
    assert "<Ids: 1 row: 7>" == repr(Ids.of([7]))


@pytest.mark.parametrize(
    ("word", "advice"),
    [
        ("comment", "Write 'reply'"),
        ("Comments", "Write 'reply'"),
        ("retweets", "Write 'share'"),
        ("reposts", "Write 'share'"),
        ("favourite", "Write 'like'"),
        ("favorites", "Write 'like'"),
        ("reactions", "Write 'like'"),
        ("bookmark", "Write 'save'"),
        ("direct_messages", "Write 'message'"),
        ("lke", "Did you mean 'like'?"),
        ("zz", ""),
    ],
)
def test_words_of_platforms_are_sent_to_ours(word, advice):
    """A word that a platform uses for an action of another name."""
    with pytest.raises(InvalidArgumentError) as caught:
        _checks.one_of("kind", word, Action)

    assert advice == caught.value.advice
    assert str(caught.value).endswith(advice or f"but got {word!r}")


def test_labels_that_are_not_there():
    """The nearest is named, or the first five of them."""
    labels = [f"g{n}" for n in range(9)]

    assert "Did you mean 'monday'?" == _checks.no_group("mondy", ["monday"]).advice
    assert "There are g0, g1, g2, g3, g4" == _checks.no_group("zzz", labels).advice
    assert "There are none" == _checks.no_group("zzz", []).advice


def test_labels_repeat_or_do_not():
    """The first that repeats is named."""
    _checks.distinct_labels("labels", ["a", "b"])
    with pytest.raises(InvalidArgumentError) as caught:
        _checks.distinct_labels("labels", ["a", "b", "a", "b"])
    assert "labels must be distinct, but got 'a' at (2,), first of 2 in 4 values" == (
        str(caught.value)
    )


def test_evidence_of_two_descriptions_does_not_add():
    """Both are named."""
    _checks.same_evidence(1, 1, of="x", to="y")
    with pytest.raises(IncompatibleEvidenceError) as caught:
        _checks.same_evidence("a", "b", of="'b'", to="'a'")
    assert "cannot add evidence of 'b' to evidence of 'a'" == str(caught.value)
    assert ("+", "b") == (caught.value.argument, caught.value.got)


@pytest.mark.parametrize("size", [(), (3,)])
def test_part_of_an_empty_whole_is_not_refused(size):
    """It is undefined, not impossible."""
    _checks.not_exceeding("a", "b", np.full(size, 2.0), np.zeros(size), "")


def test_divisors_of_a_column_and_of_a_number():
    """Too small a number is refused where it stands."""
    with pytest.raises(InvalidCountsError, match="x must be 0 or large enough"):
        _checks.divisor("x", 5e-324)
    assert _checks.labels("by", "be labels", ["a", 1]) == ["a", 1]


def test_inexact_totals_are_refused():
    """A number and a column, by the largest in it."""
    for total in (2.0**53 + 2, np.array([1.0, 2.0**53 + 2])):
        with pytest.raises(InvalidCountsError) as caught:
            _checks.exact_total("likes", total)
        assert (
            "the total of likes must not exceed 2**53, but got 9007199254740994.0."
            " Whole numbers above it are not exact"
        ) == str(caught.value)


def test_parts_within_their_wholes_are_taken():
    """Alone and in columns."""
    _checks.not_exceeding("a", "b", 1.0, 2.0, "")
    _checks.not_exceeding("a", "b", np.ones(2), np.ones(2), "")
