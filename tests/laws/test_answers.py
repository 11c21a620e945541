"""What every answer can do, whatever it is about: the protocol of `evidence.Result`."""

import copy
import functools
import inspect
import pickle
import warnings
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET

import attrs
import numpy as np
import pytest
from hypothesis import assume, find, given, settings, strategies as st

from laws.few import few
from laws.library import (
    FAMILIES,
    Composition,
    EngagementError,
    Interval,
    LeftOut,
    Metric,
    Proportion,
    Rate,
    Result,
    Status,
    evidence,
    quiet,
)
from laws.kinds.counts import RATES, SHARES
from laws.made import column_of
from laws.record import Record
from laws.records import RECORDS
from laws.rows import LISTS

MORE = [
    Record(title="column of rates", rows=RATES, state=column_of(Rate, 0, 1)),
    Record(title="column of shares", rows=SHARES, state=column_of(Proportion, 0, 1)),
    Record(
        title="rates by group",
        rows=RATES,
        state=lambda rows, form: column_of(Rate, 0, 1)(rows, form).pooled(
            by=[row[1] for row in rows]
        ),
    ),
    Record(title="no rates", rows=RATES, state=lambda *_: Rate([], [])),
    Record(title="no parts", rows=RATES, state=lambda *_: Composition([], [])),
]
"""Forms of answers that no record has."""

fewer = settings(few, max_examples=max(5, few.max_examples // 4))
each_record = pytest.mark.parametrize(
    "record", RECORDS + MORE, ids=lambda record: record.title
)


def answers(record: Record, rows: Any) -> list[Any]:
    """Return the answer of some rows, or the several in it."""
    answer = record.answer(record.state(rows, LISTS))
    found = answer if type(answer).__mro__[1] is tuple else [answer]
    return [each for each in found if isinstance(each, Result)]


def drawn(record: Record, data: Any) -> list[Any]:
    """Return the answers of rows that are drawn."""
    found = answers(record, data.draw(record.rows.some))
    assume(found)
    return found


def columns(part: Any) -> Iterator[np.ndarray]:
    """Yield every array that can be reached by public names, at any depth."""
    if isinstance(part, np.ndarray):
        yield part
    elif isinstance(part, Result):
        yield from columns((part.evidence, part.value, part.left_out))
    elif isinstance(part, Mapping):
        for each in part.values():
            yield from columns(each)
    elif isinstance(part, tuple | list):
        for each in part:
            yield from columns(each)
    elif attrs.has(type(part)):
        for field in attrs.fields(type(part)):
            yield from columns(getattr(part, field.name.lstrip("_"), None))


def in_a_row(status: Any) -> list[Any]:
    """Return one status, or those of a column, in a list."""
    return [status] if isinstance(status, Status) else list(status)


class Other:
    """What is equal to nothing."""


@each_record
@fewer
@given(data=st.data())
@quiet
def test_value_and_status_agree(record, data):
    """There is a value, or a status that says why not; a number, or as many in a row."""
    for answer in drawn(record, data):
        value, status = np.atleast_1d(answer.value), in_a_row(answer.status)

        assert value.dtype == np.float64
        assert type(answer.value) is float or isinstance(answer.value, np.ndarray)
        assert np.ndim(answer.value) == np.ndim(answer.units)
        assert len(value) == len(status) == np.size(answer.units)
        assert np.isnan(value).tolist() == [s != Status.DEFINED for s in status]
        assert all(isinstance(each, Status) for each in status)
        assert (np.asarray(answer.units) >= 0).all()
        assert isinstance(answer.left_out, LeftOut)
        assert np.array_equal(np.asarray(answer), answer.value, equal_nan=True)


@each_record
@fewer
@given(data=st.data(), level=st.sampled_from([0.5, 0.95, 1 - 1e-9]))
@quiet
def test_interval_contains_the_value_or_says_why_there_is_none(record, data, level):
    """Both bounds are there, or neither is, with a status and a method."""
    for answer in drawn(record, data):
        interval = answer.interval(level)
        low, high = np.atleast_1d(interval.low), np.atleast_1d(interval.high)
        value, status = np.atleast_1d(answer.value), in_a_row(interval.status)

        assert isinstance(interval, Interval)
        assert (interval.level, type(interval.method)) == (level, str)
        assert np.isnan(low).tolist() == [s != Status.DEFINED for s in status]
        assert np.isnan(low).tolist() == np.isnan(high).tolist()
        assert not (low > value).any()
        assert not (value > high).any()
        assert answer.interval().level == 0.95
        assert bool(interval) is True


@each_record
@fewer
@given(data=st.data())
@quiet
def test_metric_says_what_the_number_is(record, data):
    """Name, formula and unit are words, and a word hashes."""
    for answer in drawn(record, data):
        metric = answer.metric

        assert isinstance(metric, Metric)
        assert metric.name
        assert metric.unit
        assert metric.numerator
        assert hash(metric) == hash(copy.copy(metric))
        assert metric.averaging in {"", "pooled", "average"}
        assert metric.scale in {"percent", "per thousand", "number", "duration"}


@each_record
@fewer
@given(data=st.data())
@quiet
def test_text_stands_by_itself(record, data):
    """Each text names the number; the line is one line, and the table well formed."""
    for answer in drawn(record, data):
        name = answer.metric.title

        assert str(answer)
        assert name in str(answer) or name in repr(answer)
        assert "\n" not in repr(answer)
        assert repr(answer).startswith(f"<{type(answer).__name__} ")
        assert repr(answer).endswith(">")
        assert len(repr(answer)) < 300
        assert answer.describe().endswith(".")
        assert "engagement-metrics" in answer.describe()
        assert format(answer, "") == str(answer)
        assert isinstance(format(answer, ".1%"), str)
        assert ET.fromstring(f"<div>{answer._repr_html_()}</div>")  # noqa: S314


@each_record
@fewer
@given(data=st.data())
@quiet
def test_copies_are_equal(record, data):
    """A copy is equal, however it was made, and says the same."""
    for answer in drawn(record, data):
        kind, parts = type(answer), answer.evidence
        for made in (
            copy.copy(answer),
            copy.deepcopy(answer),
            pickle.loads(pickle.dumps(answer)),  # noqa: S301
            kind.of_evidence(parts),
        ):
            assert type(made) is kind
            assert made == answer
            assert str(made) == str(answer)
        assert not any(name.startswith("_") for name in parts)
        assert answer != Other()


@each_record
@fewer
@given(data=st.data())
@quiet
def test_nothing_that_is_given_out_changes_an_answer(record, data):
    """Columns of evidence are read-only, or made anew; so are those of copies."""
    for answer in drawn(record, data):
        before = pickle.dumps(answer)
        for made in (answer, pickle.loads(before), copy.deepcopy(answer)):  # noqa: S301
            for column in columns((made, made.interval())):
                if column.flags.writeable:
                    column[...] = column[::-1] if column.dtype == object else 7

            assert made == pickle.loads(before)  # noqa: S301
            assert str(made) == str(pickle.loads(before))  # noqa: S301


@each_record
@fewer
@given(data=st.data())
@quiet
def test_answers_are_true_and_have_no_hash(record, data):
    """An answer is there even where it is empty or undefined, and is no key."""
    for answer in drawn(record, data):
        assert bool(answer) is True
        with pytest.raises(TypeError, match="unhashable"):
            hash(answer)
        with pytest.raises((TypeError, AttributeError)):
            answer * 2
        with pytest.raises((TypeError, AttributeError)):
            answer.value = 1.0


@each_record
@fewer
@given(data=st.data())
@quiet
def test_answers_add_to_their_like_or_refuse(record, data):
    """A sum is an answer of the same kind; what cannot add is refused."""
    for answer in drawn(record, data):
        try:
            both = answer + answer
        except (TypeError, EngagementError):
            continue

        assert type(both) is type(answer)
        assert both.metric == answer.metric


def test_every_class_of_answers_is_tried():
    """Each public class of answers comes out of a record."""
    public = {
        thing
        for module in (evidence, *FAMILIES)
        for thing in (getattr(module, name) for name in module.__all__)
        if inspect.isclass(thing) and issubclass(thing, Result)
    }
    tried = set()
    for record in RECORDS + MORE:
        found = functools.partial(quiet(answers), record)
        tried.update(map(type, found(find(record.rows.some, found, settings=fewer))))

    assert set() == public - tried - {Result, *BASES}


BASES: set[type] = set()
"""Public classes that have no answers of their own."""


def test_undefined_answers_are_equal_to_themselves():
    """NaN equals NaN: the same data have equal answers, though no number is known."""
    with warnings.catch_warnings(action="ignore"):
        undefined = [Rate(0, 0), Rate(0, 0).pooled(), Rate([0, None], 0), Rate([], [])]

    assert [Rate(0, 0), Rate(0, 0).pooled(), Rate([0, None], 0), Rate([], [])] == undefined
