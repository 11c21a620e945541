"""Rows of evidence agree with a slow reference, row by row, on random tables."""

import json
import struct

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics import LeftOut, Metric, Proportion, Rate, Status, pool
from engagement_metrics.errors import InvalidCountsError
from engagement_metrics.evidence._rows import Rows, added, by_group, reasons
from strategies import WHOLES, quick, rates, shares

NAN = float("nan")
TOLD = ("missing", "no_exposure", "no_denominator", "invalid", "count", "exposure")


class Slow:
    """One row of evidence as a person would keep it: numbers, units, a tally."""

    def __init__(self, y, x, units=1, left=(0,) * 6):
        """Keep the numbers; what is not known is `None`."""
        self.y, self.x, self.units, self.left = y, x, units, list(left)

    def status(self, *, bounded):  # noqa: PLR0911
        """Return why there is a value or not."""
        missing, _, no_denominator, invalid, *_ = self.left
        if not self.units:
            if missing:
                return Status.MISSING
            if invalid:
                return Status.INVALID
            return Status.NO_DENOMINATOR if no_denominator else Status.NO_EXPOSURE
        if self.y is None or self.x is None:
            return Status.MISSING
        if self.y < 0 or self.x < 0 or (bounded and 0 < self.x < self.y):
            return Status.INVALID
        if self.x > 0:
            return Status.DEFINED
        return Status.NO_DENOMINATOR if self.y else Status.NO_EXPOSURE

    def value(self, *, bounded):
        """Return the quotient where it is defined."""
        defined = self.status(bounded=bounded) is Status.DEFINED
        return self.y / self.x if defined else NAN

    def settled(self, *, bounded):
        """Return what the row lends a sum: itself, or one unit left out."""
        status = self.status(bounded=bounded)
        if status is Status.DEFINED or not self.units:
            return self
        left = list(self.left)
        left[list(Status).index(status) - 1] += 1
        left[4] += self.y or 0
        left[5] += self.x or 0
        return Slow(0, 0, 0, left)

    def plus(self, other, *, bounded):
        """Return the sum of two rows."""
        a, b = (part.settled(bounded=bounded) for part in (self, other))
        left = [one + two for one, two in zip(a.left, b.left, strict=True)]
        return Slow(a.y + b.y, a.x + b.x, a.units + b.units, left)


def total(rows, *, bounded):
    """Return the sum of some rows, one after the other."""
    made = Slow(0, 0, 0)
    for row in rows:
        made = made.plus(row, bounded=bounded)
    return made


def fast(kind, rows):
    """Return the same rows as a column of the library, unchecked."""
    y, x = (np.array([getattr(r, n) for r in rows], np.float64) for n in "yx")
    units = np.array([row.units for row in rows], np.int64)
    left = np.array([row.left for row in rows], np.float64).reshape(len(rows), 6)
    given = Rows(
        y, x, None if (units == 1).all() else units, left if left.any() else None
    )
    return kind.of_rows(given, kind(1, 2).metric)


def bits(number):
    """Return the bits of a number, so that -0.0 and 0.0 differ."""
    return struct.pack("d", float("nan") if number != number else number)  # noqa: PLR0124


def agree(row, one, kind):
    """Say whether a slow row and one answer are the same, to the bit."""
    bounded = kind is Proportion
    y, x = one.evidence[kind._parts[0]], one.evidence[kind._parts[1]]
    expected = [NAN if part is None else float(part) for part in (row.y, row.x)]
    left = [float(getattr(one.left_out, name)) for name in TOLD]

    assert [*map(bits, expected)] == [bits(y), bits(x)]
    assert row.status(bounded=bounded) is one.status
    assert bits(row.value(bounded=bounded)) == bits(one.value)
    assert row.units == one.units
    assert [*map(bits, map(float, row.left))] == [*map(bits, left)]


SIGNED = st.one_of(st.none(), WHOLES, st.integers(-9, -1))


@st.composite
def tables(draw, kind, size=None):
    """Return some rows of any status, among them sums of others."""
    pair = shares() if kind is Proportion else rates()
    pairs = st.one_of(pair, pair, st.tuples(SIGNED, SIGNED))
    rows = st.lists(pairs.map(lambda two: Slow(*two)), max_size=4)
    sums = rows.map(lambda listed: total(listed, bounded=kind is Proportion))
    row = st.one_of(pairs.map(lambda two: Slow(*two)), sums)
    least, most = (0, 6) if size is None else (size, size)
    return draw(st.lists(row, min_size=least, max_size=most))


KINDS = pytest.mark.parametrize("kind", [Rate, Proportion])


@KINDS
@quick
@given(data=st.data())
def test_every_row_is_itself(kind, data):
    """Indexed, in turn and sliced, each row has the numbers that it was made of."""
    rows = data.draw(tables(kind))
    column = fast(kind, rows)

    assert len(rows) == len(column) == len(list(column))
    for place, row in enumerate(rows):
        agree(row, column[place], kind)
        agree(row, column[place - len(rows)], kind)
    mask = np.array(
        data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows))),
        np.bool_,
    )
    some = [row for row, keep in zip(rows, mask, strict=True) if keep]
    for row, one in zip(some, column[mask], strict=True):
        agree(row, one, kind)
    for row, one in zip(rows[::2], column[::2], strict=True):
        agree(row, one, kind)


@KINDS
@quick
@given(data=st.data())
def test_a_sum_is_that_of_its_rows(kind, data):
    """`sum`, `pool` and `+` in turn give the slow sum of the rows."""
    rows = data.draw(tables(kind))
    column = fast(kind, rows)
    expected = total(rows, bounded=kind is Proportion)

    agree(expected, column.sum(), kind)
    agree(expected, column.sum().sum(), kind) if expected.units else None
    if rows:
        agree(expected, pool(list(column)), kind)
    cut = data.draw(st.integers(0, len(rows)))
    agree(expected, column[:cut].sum() + column[cut:].sum(), kind)


@KINDS
@quick
@given(data=st.data())
def test_columns_add_row_by_row(kind, data):
    """Two columns of one length, and two numbers."""
    size = data.draw(st.integers(0, 4))
    first, second = (data.draw(tables(kind, size)) for _ in range(2))
    bounded = kind is Proportion
    columns = fast(kind, first), fast(kind, second)
    both = columns[0] + columns[1]

    assert both == columns[1] + columns[0]
    for place, (one, two) in enumerate(zip(first, second, strict=True)):
        expected = one.plus(two, bounded=bounded)
        agree(expected, both[place], kind)
        agree(expected, columns[0][place] + columns[1][place], kind)


@KINDS
@quick
@given(data=st.data())
def test_groups_are_sums_of_their_rows(kind, data):
    """Counts in groups add as slow rows do, a row a label."""
    rows = data.draw(tables(kind, 5))
    codes = np.array([0, 2, 3, 4, 6])
    column = fast(kind, rows)._regrouped(codes, 8)

    for place in range(8):
        found = [row for row, code in zip(rows, codes, strict=True) if code == place]
        agree(total(found, bounded=kind is Proportion), column[place], kind)


@KINDS
@quick
@given(data=st.data())
def test_constructor_keeps_its_arguments(kind, data):
    """Numbers and columns, with units and with left-out counts."""
    rows = data.draw(st.lists(shares() if kind is Proportion else rates(), max_size=5))
    column = kind([y for y, _ in rows], [x for _, x in rows])

    for place, (y, x) in enumerate(rows):
        agree(Slow(y, x), kind(y, x), kind)
        agree(Slow(y, x), column[place], kind)
    units = kind(
        column.evidence[kind._parts[0]],
        column.evidence[kind._parts[1]],
        units=[1] * len(rows),
    )
    assert column == units
    summed = column.sum()
    made = kind(
        summed.evidence[kind._parts[0]],
        summed.evidence[kind._parts[1]],
        units=summed.units,
        left_out=summed.left_out,
    )
    assert summed == made


def through_json(answer):
    """Return an answer whose numbers went through JSON that knows no -0.0 and NaN."""
    first, second = type(answer)._parts
    parts = {
        name: np.asarray(answer.evidence[name], np.float64).tolist()
        for name in (first, second, "units")
    }
    left = {n: np.asarray(getattr(answer.left_out, n)).tolist() for n in TOLD}

    def written(number):
        if isinstance(number, list):
            return [written(each) for each in number]
        if number != number:  # noqa: PLR0124
            return None
        return int(number) if number == int(number) else number

    written_out = {
        k: {n: written(v) for n, v in t.items()}
        for k, t in {"parts": parts, "left": left}.items()
    }
    read = json.loads(json.dumps(written_out))
    out = LeftOut(**read["left"])
    return type(answer)(**read["parts"], left_out=out, metric=answer.metric)


@KINDS
@quick
@given(data=st.data())
def test_evidence_that_went_through_json_adds_as_before(kind, data):
    """Sums of nothing have units of 0, not a zero with a sign that JSON would drop."""
    pair = shares() if kind is Proportion else rates()
    rows = data.draw(st.lists(pair, min_size=1, max_size=5))
    column = kind([y for y, _ in rows], [x for _, x in rows])
    summed = column.sum()

    assert column == through_json(column)
    assert summed == through_json(summed)
    assert summed + kind(1, 2) == through_json(summed) + kind(1, 2)
    assert summed + column[0] == through_json(summed) + through_json(column[0])
    assert column + column == through_json(column + column)


@KINDS
def test_a_sum_of_nothing_has_no_units(kind):
    """And no -0.0: both numbers are 0.0."""
    for nothing in (
        kind([], []).sum(),
        kind([0], [0]).sum(),
        kind([None], [3]).sum(),
        kind(None, 3) + kind(0, 0),
        kind([], []).sum() + kind([], []).sum(),
    ):
        y, x = (nothing.evidence[name] for name in kind._parts)

        assert 0 == nothing.units
        assert bits(0.0) == bits(y) == bits(x)
        assert np.isnan(nothing.value)
    assert 1 == kind(0, 0).units
    assert 2 == kind([1, 1, None], 2).sum().units


@KINDS
@pytest.mark.parametrize(
    "zero", [-0.0, [-0.0], np.array([-0.0, 1]), [None, -0.0]], ids=range(4)
)
def test_there_is_no_negative_zero(kind, zero):
    """Neither in what is kept nor in what is summed."""
    answer = kind(zero, 4)
    sums = [answer, answer + answer]
    sums += [] if np.ndim(zero) == 0 else [answer.sum(), answer[:1], answer.pooled()]
    for each in sums:
        parts = [v for v in each.evidence.values() if isinstance(v, float | np.ndarray)]

        assert not any(np.signbit(part).any() for part in parts)
        assert not np.signbit(each.value).any()


@KINDS
def test_nothing_was_counted_where_there_are_no_units(kind):
    """A number above 0 without a unit is refused."""
    first, second = kind._parts
    for parts, name, place in (
        (([0, 3], [0, 4]), first, (1,)),
        (([0, 0], [2, 4]), second, (0,)),
    ):
        with pytest.raises(InvalidCountsError) as caught:
            kind(*parts, units=[0, 0])
        assert str(caught.value).startswith(f"{name} must be 0 where units is 0, but")
        assert place == caught.value.place
    assert 0 == kind(0, 0, units=0).units


def test_units_of_one_each_need_no_column():
    """`units=None` equals a column of ones, in equality, sums and pools."""
    plain, told = Rate([1, 2], [3, 4]), Rate([1, 2], [3, 4], units=[1, 1])

    assert plain == told
    assert plain.sum() == told.sum()
    assert plain.pooled() == told.pooled()
    assert [1, 1] == plain.units.tolist() == told.units.tolist()
    assert Rows(np.ones(2), np.ones(2)).counted().tolist() == [1, 1]


def test_rows_differ_where_any_part_does():
    """Numerator, denominator, units, left-out counts, metric, kind and wholeness."""
    made = Rate([1, 2], [3, 4])
    others = [
        Rate([1, 3], [3, 4]),
        Rate([1, 2], [3, 5]),
        Rate([1, 2], [3, 4], units=[1, 2]),
        Rate([1, 2], [3, 4], left_out=LeftOut(missing=[0, 1])),
        Rate([1, 2], [3, 4], metric=Metric("m", "a", "b")),
        Rate([1], [3]),
        Proportion([1, 2], [3, 4]),
        Rate.of_rows(
            Rows(np.array([1.0, 2]), np.array([3.0, 4])), made.metric, whole=False
        ),
    ]

    assert [] == [other for other in others if other == made]
    assert made == Rate([1, 2], [3, 4])


def test_left_out_counts_add():
    """`None` stands for nothing left out."""
    some = np.ones((1, 6))

    assert added(None, None) is None
    assert added(None, some) is some is added(some, None)
    assert [[2.0] * 6] == added(some, some).tolist()
    assert by_group(None, np.array([0]), 1) is None
    assert [[0.0] * 6, [3.0] * 6] == by_group(
        np.array([[1.0] * 6, [2.0] * 6]), np.array([1, 1]), 2
    ).tolist()


def test_status_of_a_sum_of_nothing():
    """Missing before invalid before no denominator before no exposure."""
    left = np.zeros((5, 6))
    left[1, 1] = left[2, 1] = left[2, 2] = 1
    left[3, :4], left[4, 1:4] = 1, 1
    found = [list(Status)[code] for code in reasons(left, 5)]

    assert [
        Status.NO_EXPOSURE,
        Status.NO_EXPOSURE,
        Status.NO_DENOMINATOR,
        Status.MISSING,
        Status.INVALID,
    ] == found
    assert [Status.NO_EXPOSURE] == [list(Status)[c] for c in reasons(None, 1)]


def test_rows_that_are_defined_settle_as_they_are():
    """Nothing is copied where nothing is left out."""
    rows = Rows(np.ones(2), np.ones(2))

    assert rows is rows.settled(bounded=True)
    assert not rows.frozen().y.flags.writeable
