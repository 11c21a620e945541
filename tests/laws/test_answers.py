"""Answers of random rows: their numbers, texts, copies and sums."""

import copy
import functools
import inspect
import pickle
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import Phase, assume, find, given, settings, strategies as st

from engagement_metrics import (
    Composition,
    EngagementError,
    Proportion,
    Rate,
    Status,
    difference,
    evidence,
)
from engagement_metrics.evidence import Result
from laws.few import few
from laws.kinds.counts import RATES, SHARES
from laws.library import FAMILIES
from laws.made import column_of
from laws.record import Record
from laws.records import RECORDS, comparison
from laws.rows import LISTS

pytestmark = pytest.mark.filterwarnings("ignore::engagement_metrics.EngagementWarning")
COLUMNS = [
    Record(title="column of rates", rows=RATES, state=column_of(Rate, 0, 1)),
    Record(title="column of shares", rows=SHARES, state=column_of(Proportion, 0, 1)),
    Record(
        title="rates by group",
        rows=RATES,
        state=lambda rows, form: column_of(Rate, 0, 1)(rows, form).pooled(
            by=[row[1] for row in rows]
        ),
    ),
    Record(
        title="paired rows",
        rows=RATES,
        state=lambda rows, form: difference(
            column_of(Rate, 0, 1)(rows, form),
            column_of(Rate, 0, 1)(rows[::-1], form),
            paired=True,
        ),
    ),
    Record(
        title="effect of rates",
        rows=comparison.GROUPS_OF_TWO,
        state=lambda rows, form: comparison.groups(rows, form).rate_effect,
    ),
    Record(title="no rates", rows=RATES, state=lambda *_: Rate([], [])),
    Record(title="no parts", rows=RATES, state=lambda *_: Composition([], [])),
]
"""Answers that no record gives: columns, groups, empty ones."""

MADE = [record for record in RECORDS if record.title != "thread_shape"] + COLUMNS
"""Records whose answer is one; `thread_shape` gives a table."""

fewer = settings(few, max_examples=max(5, few.max_examples // 4))
once = settings(fewer, max_examples=50, phases=[Phase.generate], database=None)
each_record = pytest.mark.parametrize("record", MADE, ids=lambda record: record.title)


def answers(record: Record, rows: Any) -> list[Any]:
    """Return the answers that some rows give."""
    answer = record.answer(record.state(rows, LISTS))
    found = list(answer) if isinstance(answer, tuple) else [answer]
    return [each for each in found if isinstance(each, Result)]


def drawn(record: Record, data: Any) -> list[Any]:
    """Return the answers of rows that are drawn."""
    found = answers(record, data.draw(record.rows.some))
    assume(found)
    return found


def in_a_row(status: Any) -> list[Any]:
    """Return one status, or those of a column, in a list."""
    return [status] if isinstance(status, Status) else list(status)


@each_record
@fewer
@given(data=st.data(), level=st.sampled_from([0.5, 0.95, 1 - 1e-9]))
def test_value_and_bounds_are_nan_exactly_where_undefined(record, data, level):
    """A status gives the reason; elsewhere the bounds contain the value."""
    for answer in drawn(record, data):
        interval = answer.interval(level)
        low, high = np.atleast_1d(interval.low), np.atleast_1d(interval.high)
        value, status = np.atleast_1d(answer.value), in_a_row(answer.status)
        codes = in_a_row(interval.status)

        assert value.dtype == np.float64
        assert type(answer.value) is float or len(answer) == len(value)
        assert len(value) == len(status) == np.size(answer.units)
        assert (np.atleast_1d(answer.units) >= 0).all()
        assert np.isnan(value).tolist() == [each != Status.DEFINED for each in status]
        assert np.isnan(low).tolist() == [each != Status.DEFINED for each in codes]
        assert np.isnan(low).tolist() == np.isnan(high).tolist()
        assert not (low > value).any()
        assert not (value > high).any()
        assert interval.method


@each_record
@fewer
@given(data=st.data())
def test_every_text_can_be_made(record, data):
    """Line, repr, paragraph and notebook table exist for any rows."""
    for answer in drawn(record, data):
        assert "nan" not in str(answer)
        assert "\n" not in repr(answer)
        assert answer.describe().endswith(".")
        assert format(answer, "") == str(answer)
        page = ET.fromstring(f"<div>{answer._repr_html_()}</div>")  # noqa: S314
        assert "div" == page.tag


@each_record
@fewer
@given(data=st.data())
def test_copies_are_equal(record, data):
    """Deep copies, pickles and answers made of their evidence are equal."""
    for answer in drawn(record, data):
        for made in (
            copy.deepcopy(answer),
            pickle.loads(pickle.dumps(answer)),  # noqa: S301
            type(answer).of_evidence(answer.evidence),
        ):
            assert type(made) is type(answer)
            assert made == answer
            assert str(made) == str(answer)


@each_record
@fewer
@given(data=st.data())
def test_sums_are_of_the_same_class(record, data):
    """The sum of two answers has their class and metric, or is refused."""
    for answer in drawn(record, data):
        try:
            both = answer + answer
        except (TypeError, EngagementError):
            continue

        assert type(both) is type(answer)
        assert both.metric == answer.metric


def test_every_result_class_is_tested():
    """A record gives an answer of each public class of results."""
    public = {
        thing
        for module in (evidence, *FAMILIES)
        for thing in (getattr(module, name) for name in module.__all__)
        if inspect.isclass(thing) and issubclass(thing, Result)
    }
    made: set[type] = {Result}
    for record in MADE:
        found = functools.partial(answers, record)
        rows = find(record.rows.some, found, settings=once)
        made.update(map(type, found(rows)))

    assert set() == public - made
