"""What every answer can do: numbers, texts, equality, copies, and what is refused."""

import copy
import html
import operator
import pickle
import re
import warnings
from collections.abc import Mapping

import attrs
import numpy as np
import pytest

from answers import ANSWERS, PARTS, TABLES
from engagement_metrics import (
    Action,
    Composition,
    Exposure,
    Grouped,
    Interval,
    LeftOut,
    Metric,
    Proportion,
    Rate,
    Source,
    Status,
    __version__,
    engagement_rate,
)
from engagement_metrics.definitions.catalogue import HOOTSUITE_REACH
from engagement_metrics.engagement import pooling_gap
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidTypeError,
    SmallSampleWarning,
)
from engagement_metrics.evidence import Result
from engagement_metrics.evidence._interval import Bounds
from engagement_metrics.evidence._result import combinable
from engagement_metrics.tables import Ids

pytestmark = pytest.mark.filterwarnings("ignore::engagement_metrics.EngagementWarning")
EVERY = pytest.mark.parametrize("answer", ANSWERS.values(), ids=list(ANSWERS))
ALL = {**ANSWERS, **TABLES, **PARTS}
EACH = pytest.mark.parametrize("value", ALL.values(), ids=list(ALL))


def pickled(value):
    """Return a value as another process gets it."""
    return pickle.loads(pickle.dumps(value))  # noqa: S301


# -- numbers -----------------------------------------------------------------------


@EVERY
def test_every_answer_has_one_form(answer):
    """Value, status, units, what was left out, bounds, metric: numbers or columns."""
    interval = answer.interval()

    assert isinstance(answer, Result)
    assert isinstance(answer.metric, Metric)
    assert isinstance(answer.left_out, LeftOut)
    assert isinstance(interval, Interval)
    if isinstance(answer.value, float):
        assert isinstance(answer.status, Status)
        assert isinstance(answer.units, int)
        assert isinstance(answer.left_out.units, int)
        assert isinstance(interval.low, float)
    else:
        columns = [answer.value, answer.status, answer.units, answer.left_out.missing]
        columns += [interval.low, interval.high, interval.status]
        assert {len(answer)} == {len(column) for column in columns}


@EVERY
def test_a_value_exists_where_its_status_says_so(answer):
    """Elsewhere it is NaN, and so are both bounds; bounds hold the value."""
    values, interval = np.atleast_1d(answer.value), answer.interval()
    low, high = np.atleast_1d(interval.low), np.atleast_1d(interval.high)
    defined = np.atleast_1d(answer.status) == Status.DEFINED
    bounded = np.atleast_1d(interval.status) == Status.DEFINED

    assert defined.tolist() == (~np.isnan(values)).tolist()
    assert bounded.tolist() == (~np.isnan(low)).tolist() == (~np.isnan(high)).tolist()
    assert not (bounded & ~defined).any()
    assert (low[bounded] <= values[bounded]).all()
    assert (values[bounded] <= high[bounded]).all()


@EVERY
def test_bounds_nest_in_their_level(answer):
    """A higher level is never narrower."""
    wide, narrow = answer.interval(0.99), answer.interval(0.5)
    known = ~np.isnan(np.atleast_1d(wide.low))

    assert (np.atleast_1d(wide.low) <= np.atleast_1d(narrow.low))[known].all()
    assert (np.atleast_1d(narrow.high) <= np.atleast_1d(wide.high))[known].all()


@EVERY
def test_a_level_is_no_percentage(answer):
    """Of whatever class the answer is."""
    with pytest.raises(InvalidArgumentError, match=r"Did you mean 0\.95\?"):
        answer.interval(95)
    with pytest.raises(InvalidTypeError, match="level must be a number"):
        answer.interval(level="0.95")


@EVERY
def test_no_number_is_negative_zero(answer):
    """Neither in the evidence, nor in the value, the bounds or the left-out counts."""
    interval, left_out = answer.interval(), answer.left_out
    numbers = [answer.value, interval.low, interval.high, left_out.count]
    numbers += [
        part
        for part in answer.evidence.values()
        if isinstance(part, float | np.ndarray | Result)
    ]
    columns = [np.asarray(each, np.float64) for each in numbers]

    assert [] == [n for n in columns if (np.signbit(n) & (n == 0)).any()]


# -- truth, hashes, equality, copies -----------------------------------------------


@EVERY
def test_every_answer_is_true(answer):
    """Empty, undefined or 0: an answer is there."""
    assert bool(answer) is True
    assert answer is (answer or None)
    assert answer.interval() or pytest.fail("an interval must be true")


@pytest.mark.parametrize("value", PARTS.values(), ids=list(PARTS))
def test_parts_of_answers_are_true(value):
    """Intervals, and views of what was left out."""
    assert value is (value or None)


@EACH
def test_answers_and_tables_have_no_hash(value):
    """They hold columns."""
    with pytest.raises(TypeError, match="unhashable"):
        hash(value)


@pytest.mark.parametrize(
    "word",
    [
        Metric("m", "a", "b"),
        Source("who", 1927, "title", "doi"),
        HOOTSUITE_REACH,
        Action.LIKE,
        Exposure.REACH,
        Status.MISSING,
    ],
    ids=lambda word: type(word).__name__,
)
def test_words_have_a_hash(word):
    """They are keys of dictionaries; a copy has the same."""
    assert hash(word) == hash(pickled(word))
    assert 1 == len({word, copy.deepcopy(word)})


@EACH
def test_values_equal_themselves_alone(value):
    """NaN equals NaN; another value, and other things, are not equal."""
    others = [other for other in ALL.values() if other is not value]

    assert value == value  # noqa: PLR0124
    assert [] == [type(other).__name__ for other in others if other == value]
    assert value != 3
    assert value is not None


@EACH
@pytest.mark.parametrize("travel", [pickled, copy.copy, copy.deepcopy])
def test_copies_are_equal(value, travel):
    """In value and in class, and so are their texts."""
    again = travel(value)

    assert type(value) is type(again)
    assert value == again
    assert repr(value) == repr(again)
    assert str(value) == str(again)


@EVERY
def test_evidence_makes_an_equal_answer(answer):
    """`evidence` names every part by a public name."""
    again = type(answer).of_evidence(answer.evidence)

    assert answer == again
    assert answer.evidence.keys() == again.evidence.keys()
    assert [] == [name for name in answer.evidence if name.startswith("_")]
    assert [] == [name for name in answer.evidence if not hasattr(answer, name)]
    assert answer.interval(0.9) == again.interval(0.9)


def public_arrays(value, seen=None):
    """Yield every array that is reached through public attributes of a value."""
    seen = {} if seen is None else seen
    if id(value) in seen or isinstance(value, str | bytes | type):
        return
    seen[id(value)] = value
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, dict | tuple | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from public_arrays(part, seen)
    elif type(value).__module__.startswith("engagement_metrics"):
        for name in dir(value):
            part = None if name.startswith("_") else getattr(value, name, None)
            if not callable(part):
                yield from public_arrays(part, seen)
        if isinstance(value, Mapping):
            yield from public_arrays(list(value.values()), seen)


@EACH
@pytest.mark.parametrize("travel", [pickled, copy.deepcopy], ids=["pickled", "own"])
def test_nothing_can_be_written_into(value, travel):
    """An array is read-only, or it is the caller's: writing to it changes nothing."""
    value = travel(value)
    untouched, said = pickle.dumps(value), str(value)
    tried = 0
    for array in public_arrays(value):
        if array.size:
            tried += 1
            try:
                array[...] = array.flat[-1]
                array.flat[0] = (
                    array.dtype.type(7) if array.dtype.kind in "if" else None
                )
            except (ValueError, TypeError):
                assert not array.flags.writeable or array.dtype.kind == "M"
    assert untouched == pickle.dumps(value)
    assert said == str(value)
    assert tried or np.ndim(getattr(value, "value", 0.0)) == 0 or not len(value)


@EACH
def test_no_attribute_can_be_set(value):
    """Neither one that is there nor another."""
    names = [name for name in dir(value) if not name.startswith("_")]
    for name in names:
        with pytest.raises((AttributeError, TypeError)):
            setattr(value, name, None)


# -- NumPy and dataframes ----------------------------------------------------------


@EVERY
def test_an_answer_is_an_array_of_its_values(answer):
    """`np.asarray` takes them, in the type that is asked for."""
    np.testing.assert_array_equal(np.asarray(answer), answer.value)
    assert np.float32 == np.asarray(answer, np.float32).dtype
    assert np.ndim(answer.value) == np.asarray(answer).ndim


def test_a_column_of_a_pandas_frame_takes_an_answer():
    """Values of each row, NaN where there is none."""
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"post": ["a", "b"]})
    frame["er"] = engagement_rate([3, 4], reach=[10, 0])

    assert 0.3 == frame["er"][0]
    assert np.isnan(frame["er"][1])
    frame = frame.assign(share=Proportion([1, 2], 4))
    assert [0.25, 0.5] == frame["share"].tolist()


def test_a_column_of_a_polars_frame_takes_the_values():
    """Polars takes arrays: `.value`, or `np.asarray`."""
    polars = pytest.importorskip("polars")
    rate = engagement_rate([3, 4], reach=[10, 20])
    frame = polars.DataFrame({"post": ["a", "b"]})
    for values in (rate.value, np.asarray(rate)):
        made = frame.with_columns(polars.Series("er", values))

        assert [0.3, 0.2] == made["er"].to_list()


RATE, ROWS = Rate(3, 10), Rate([3, 4], 10)
BINARY = [
    operator.mul,
    operator.truediv,
    operator.sub,
    operator.pow,
    operator.lt,
    operator.ge,
    operator.mod,
]


@pytest.mark.parametrize("operation", BINARY)
@pytest.mark.parametrize("rate", [RATE, ROWS], ids=["one", "rows"])
@pytest.mark.parametrize(
    "number", [2, 0.5, np.float64(2), np.ones(2), RATE], ids=range(5)
)
def test_arithmetic_is_refused(operation, rate, number):
    """With numbers, arrays and other answers, on either side: take the value."""
    for pair in ((rate, number), (number, rate)):
        with pytest.raises(TypeError):
            operation(*pair)


@pytest.mark.parametrize(
    "call", [operator.neg, abs, float, int, round, np.sqrt, np.exp, np.isnan]
)
@pytest.mark.parametrize("rate", [RATE, ROWS], ids=["one", "rows"])
def test_functions_of_numbers_are_refused(call, rate):
    """An answer is no number; NumPy's functions say so too."""
    with pytest.raises(TypeError):
        call(rate)


@pytest.mark.parametrize("number", [1, 0, 0.5, None, "x", np.ones(2), np.float64(1)])
@EVERY
def test_only_evidence_adds_to_evidence(answer, number):
    """A number on either side is refused; `sum()` of Python begins with one."""
    for pair in ((answer, number), (number, answer)):
        with pytest.raises(TypeError):
            operator.add(*pair)
    with pytest.raises(TypeError):
        sum([answer, answer])


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_arithmetic_with_columns_of_others_is_refused(library):
    """A series is no way round it."""
    series = pytest.importorskip(library).Series([1.0, 2.0])
    for operation in (operator.mul, operator.add, operator.truediv):
        with pytest.raises(TypeError):
            operation(ROWS, series)


# -- addition ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (
            Rate(1, 2, metric=Metric("other", "count", "exposure")),
            "cannot add evidence of 'other' to evidence of 'rate'",
        ),
        (
            Rate(1, 2, metric=Metric("rate", "likes", "reach", "posts", "number")),
            (
                "cannot add evidence of 'rate' (likes / reach, posts, number) to"
                " evidence of 'rate' (count / exposure, rows, number)"
            ),
        ),
        (
            Rate([1], [2]).pooled(),
            (
                "cannot add evidence of 'rate' (count / exposure, rows, number, pooled)"
                " to evidence of 'rate' (count / exposure, rows, number)"
            ),
        ),
        (
            Proportion(1, 2, metric=Rate(1, 2).metric),
            "cannot add evidence of 'rate' as Proportion to evidence of 'rate' as Rate",
        ),
    ],
    ids=["name", "formula", "averaging", "class"],
)
def test_only_evidence_of_the_same_adds(other, message):
    """Of one metric, averaging and class."""
    with pytest.raises(IncompatibleEvidenceError) as caught:
        Rate(1, 2) + other

    assert message == str(caught.value)
    assert "+" == caught.value.argument
    assert combinable(Rate(1, 2), 3) is False


def test_sources_are_no_part_of_a_metric():
    """Evidence of one metric adds, whoever is cited."""
    cited = Metric(
        "rate",
        "count",
        "exposure",
        "rows",
        "number",
        sources=(Source("a", 1, "b", "c"),),
    )

    assert Rate(3, 4, units=2) == Rate(1, 2, metric=cited) + Rate(2, 2)
    assert cited.sources == (Rate(1, 2, metric=cited) + Rate(2, 2)).metric.sources


def test_evidence_is_compared_in_its_own_words():
    """Another verb, where two answers are compared."""
    with pytest.raises(IncompatibleEvidenceError) as caught:
        combinable(Rate(1, 2), engagement_rate(1, reach=2), "compare")

    assert (
        "cannot compare evidence of 'engagement_rate' with evidence of 'rate'"
    ) == str(caught.value)


def test_columns_that_add_have_one_length():
    """The first and the second."""
    with pytest.raises(InvalidArgumentError) as caught:
        Rate([1, 2], [3, 4]) + Rate([1], [2])

    assert "the second must have the length 2 of the first, but has 1" == str(
        caught.value
    )


def test_a_sum_that_left_one_out_says_so():
    """One unit is enough for a reason."""
    none = Rate([3], [0]).pooled() + Rate([0], [0]).pooled()

    assert Status.NO_DENOMINATOR == none.status
    assert Status.MISSING == Rate([None], [1]).pooled().status


def test_refused_addition_says_how_to_add():
    """The message has the class and the advice."""
    with pytest.raises(IncompatibleEvidenceError) as caught:
        pooling_gap(Rate([1, 2], [3, 4])) + 3
    error = caught.value

    advice = "Add the data it was computed from, and compute it again"
    assert f"cannot add to a Measure. {advice}" == str(error)
    assert ("+", 3, advice) == (error.argument, error.got, error.advice)


# -- text --------------------------------------------------------------------------


@EVERY
def test_repr_is_a_short_line(answer):
    """With the class, the value and the name."""
    said = repr(answer)

    assert said.startswith(f"<{type(answer).__name__} ")
    assert said.endswith(">")
    assert "\n" not in said
    assert len(said) < 250
    assert answer.metric.title[:40] in said


@EVERY
def test_a_printed_line_names_the_metric(answer):
    """The denominator and the averaging too; nothing is printed as nan."""
    said = str(answer)
    if type(answer).__name__ != "BonsonRatkai":
        assert answer.metric.title in said
        assert answer.metric.averaging in said
        assert answer.metric.denominator.replace("_", " ") in said
    assert "nan" not in said
    assert "None" not in said or "None:" in said
    assert said == f"{answer}"


@EVERY
def test_a_format_is_of_the_value(answer):
    """Of each, in a column."""
    values = np.atleast_1d(answer.value).tolist()

    assert "; ".join(f"{value:.2%}" for value in values) == f"{answer:.2%}"


@pytest.mark.parametrize("value", TABLES.values(), ids=list(TABLES))
def test_a_table_prints_one_line(value):
    """However long it is."""
    longer = (
        value[np.zeros(5_000, np.int64)] if hasattr(value, "__getitem__") else value
    )

    for table in (value, longer):
        assert repr(table).startswith(f"<{type(table).__name__}: ")
        assert "\n" not in repr(table)
        assert len(repr(table)) < 200
        if not isinstance(table, Ids):
            assert "\n" not in str(table)


@EVERY
def test_a_description_has_all_that_a_methods_section_needs(answer):
    """Name, formula, method, level, source, version, in one paragraph."""
    said, metric = answer.describe(), answer.metric
    method = answer.interval().method.replace("none: ", "none; ")
    sources = "; ".join(map(str, metric.sources)) or "our definition"

    assert f"Definition: {metric.formula}" in said
    assert f"Interval: {method}" in said
    assert ("at a level of 95 %" in said) != method.startswith("none")
    assert f"Source: {sources}." in said
    assert said.endswith(f"Computed with engagement-metrics {__version__}.")
    assert said[1:].startswith(str(answer)[1:])
    assert not said[0].islower()


def test_a_description_says_how_units_were_combined():
    """The ratio of sums is told from the mean of ratios."""
    rate = engagement_rate([3, 4], reach=[10, 20])

    assert "engagements / reach, the ratio of sums over posts." in (
        rate.pooled().describe()
    )
    assert "engagements / reach, the mean of ratios over posts." in (
        rate.average().describe()
    )
    assert (
        "Engagement rate by reach: 3.5 % (95 %: 2.0 to 6.2 %, as if independent;"
        " 12 of 340). Definition: engagements / reach. Interval: Poisson score, as if"
        " independent, at a level of 95 %. Source: Hootsuite. How to calculate"
        " engagement rate: six formulas."
        " https://blog.hootsuite.com/calculate-engagement-rate/."
        f" Computed with engagement-metrics {__version__}."
    ) == engagement_rate(12, reach=340).describe()


@EVERY
def test_a_notebook_shows_a_small_table(answer):
    """A row an answer, no script, and every cell closed."""
    shown = answer._repr_html_()
    rows = min(np.size(answer.value), 20)

    assert shown.startswith("<table ")
    assert rows == shown.count("<tr><td>")
    for tag in ("table", "thead", "tbody", "tr", "td", "th"):
        assert len(re.findall(f"<{tag}[ >]", shown)) == shown.count(f"</{tag}>")
    assert "<script" not in shown
    assert "currentColor" in shown or "<svg" not in shown


EVIL = "<b onmouseover='x'>&\"</b>"


@pytest.mark.parametrize(
    "answer",
    [
        Rate(3, 10, metric=Metric(EVIL, EVIL, EVIL, EVIL)),
        Rate([3, 4], 10, metric=Metric(EVIL, EVIL, EVIL, EVIL)),
        Rate([3, None], [0, 3], metric=Metric(EVIL, EVIL, EVIL, EVIL)).pooled(),
        Rate([3, 4], [10, 0]).pooled(by=[EVIL, "<i>"]),
        Composition([EVIL, "<i>"], [3, 1], metric=Metric(EVIL, "a", EVIL)),
        Grouped((EVIL, "<i>"), Rate([3, 4], [10, 0], metric=Metric(EVIL, "a", EVIL))),
        Grouped(("a", "b"), (Rate([3, 4], [10, 0], metric=Metric("m", EVIL, EVIL)))),
    ],
    ids=range(7),
)
def test_html_escapes_labels_and_names(answer):
    """Labels, names of metrics, units and numerators are text, never markup."""
    shown = answer._repr_html_()

    assert "<b" not in shown.replace("<bo", "")
    assert "<i>" not in shown
    tags = set(re.findall(r"</?([a-z]+)", shown))
    known = {"table", "caption", "thead", "tbody", "tr", "th", "td", "svg", "line"}
    assert tags <= {*known, "circle", "p"}
    assert html.escape(EVIL)[:10] in shown or EVIL not in str(answer)


def test_a_notebook_shows_the_first_rows_of_many():
    """Twenty of them, and how many there are besides."""
    shown = Rate([1] * 5_020, 10)._repr_html_()

    assert 20 == shown.count("<tr><td>")
    assert shown.endswith("<p>and 5,000 more</p>")
    groups = Rate([1] * 30, 10).pooled(by=[f"g{n:02}" for n in range(30)])
    assert 20 == groups._repr_html_().count("<tr><td>")
    assert "g19" in groups._repr_html_()
    assert "g20" not in groups._repr_html_()
    assert "<p>" not in Rate([1] * 20, 10)._repr_html_()


def test_a_bar_is_drawn_where_bounds_help():
    """Neither where there are none, nor where they are too wide to print."""
    rate = engagement_rate([3, 0, 4, None], reach=[10, 0, 50, 3])
    few = engagement_rate([3, 4], reach=[10, 20]).pooled()

    assert 2 == rate._repr_html_().count("<svg")
    assert 0 == few._repr_html_().count("<svg")
    assert 0 == engagement_rate(0, reach=0)._repr_html_().count("<svg")
    assert "<caption>engagement rate by reach</caption>" in rate._repr_html_()
    assert 'x1="1.0"' in Rate(0, 10)._repr_html_()


def test_warnings_are_those_of_the_interval():
    """Texts never warn; `interval()` does."""
    pooled = Rate([1, 2, 3], 10).pooled()
    with pytest.warns(SmallSampleWarning):
        pooled.interval()
    for said in (str, repr, Result.describe, lambda each: each._repr_html_()):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            said(pooled)
        assert [] == caught


def test_base_class_has_no_values():
    """Each class writes its values, statuses and bounds."""
    for call in (
        lambda: Result()._values(),
        lambda: Result()._codes(),
        lambda: Result()._bounds(0.95),
    ):
        with pytest.raises(NotImplementedError):
            call()


@attrs.frozen(eq=False, repr=False, getstate_setstate=False)
class Plain(Result):
    """An answer that writes what it must and nothing else."""

    numbers: np.ndarray
    _single: bool = False

    metric = Metric("plain", "numbers", unit="rows", scale="number")

    def _values(self):
        return self.numbers

    def _codes(self):
        return np.where(np.isnan(self.numbers), 1, 0)

    def _bounds(self, level):
        none = np.full(self.numbers.size, np.nan)
        return Bounds(none, none, self._codes() + 5, "" if level > 0.9 else "by hand")


def test_a_class_of_answers_writes_three_things():
    """Value, status and bounds; all else comes with them."""
    one, column = Plain(np.array([0.5]), single=True), Plain(np.array([0.5, np.nan]))

    assert (0.5, 1, Status.DEFINED) == (one.value, one.units, one.status)
    assert [1, 1] == column.units.tolist()
    assert [Status.DEFINED, Status.MISSING] == list(column.status)
    assert "plain: 0.50 (no interval: too few rows; 1 row)" == str(one)
    assert "2 rows: plain; 0.50; undefined" == str(column)
    assert "<Plain of 2 rows: 0.50, undefined, plain>" == repr(column)
    assert one == Plain(np.array([0.5]), single=True)
    assert 0 == one.left_out.units
    assert "Interval" not in one.describe()
    assert "by hand" == one.interval(0.5).method
    assert 2 == column._repr_html_().count("<tr><td>")


def test_one_answer_is_compared_with_another():
    """A single one is itself; a column is refused by the argument's name."""
    rate, column = Rate(1, 2), Plain(np.array([0.5, np.nan]))

    one = Plain(np.array([0.5]), single=True)

    assert one is one._beside(rate, "first")
    assert rate is rate._beside(Rate(3, 4), "first")
    assert Rate(3, 4, units=2) == Rate([1, 2], 2)._beside(rate, "first")
    assert Rate([1, 2], 2).pooled() == Rate([1, 2], 2)._beside(column, "first")
    with pytest.raises(InvalidTypeError) as caught:
        column._beside(rate, "second")
    assert (
        "second must be one estimate, but got 2 of them. Take one of them, or sum() it"
    ) == str(caught.value)


class Signed(Plain):
    """An answer that may be below zero."""

    def _codes(self):
        return np.zeros(self.numbers.size, np.int64)

    def _bounds(self, level):
        numbers = self.numbers
        return Bounds(numbers - level, numbers + level, self._codes(), "by hand")


def test_a_bar_begins_at_zero():
    """So none is drawn for bounds below it, and none for a table without room."""
    shown = Signed(np.array([0.5, 2.0]))._repr_html_()

    assert 1 == shown.count("<svg")
    assert "95 %: -0.45 to 1.4" in shown
