"""Tables: appending, picking, pickling and equality."""

import pickle
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import assume, given, strategies as st

from engagement_metrics import Audience, Days, Interactions, Posts
from engagement_metrics.tables import Ids

COUNTS = st.one_of(st.none(), st.integers(0, 2**53))
NAMES = st.sampled_from(["ada", "bob", "cyd", None])
LARGE = st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1))
INSTANTS = st.one_of(
    st.none(),
    st.datetimes(
        datetime(1990, 1, 1),  # noqa: DTZ001
        datetime(2199, 12, 31),  # noqa: DTZ001
        timezones=st.just(UTC),
    ),
)


@st.composite
def made(draw, make, needed, optional):
    """Return a table of a few rows; each optional column may be absent."""
    rows = draw(st.integers(0, 4))
    names = draw(st.sets(st.sampled_from(sorted(optional))))
    strategies = needed | {name: optional[name] for name in sorted(names)}
    size = {"min_size": rows, "max_size": rows}
    return make(**{n: draw(st.lists(s, **size)) for n, s in strategies.items()})


def posts_of(like, reach=None, **columns):
    """Return posts of plain columns."""
    exposures = {} if reach is None else {"reach": reach}
    return Posts.of(actions={"like": like}, exposures=exposures, **columns)


KINDS = {
    Posts: made(
        posts_of,
        {"like": COUNTS},
        {
            "reach": COUNTS,
            "engagements": COUNTS,
            "author": NAMES,
            "published": INSTANTS,
        },
    ),
    Interactions: made(
        Interactions.of,
        {"actor": LARGE, "target": LARGE},
        {"weight": st.integers(0, 9), "at": INSTANTS, "post": NAMES},
    ),
    Audience: made(
        Audience.of,
        {"relevance": st.one_of(st.none(), st.floats(0, 1))},
        {"segment": NAMES, "weight": st.integers(0, 9)},
    ),
    Days: made(
        Days.of, {"date": st.none()}, {"followers": COUNTS, "unfollows": COUNTS}
    ),
}
NOTHING = {
    Posts: Posts.of(),
    Interactions: Interactions.of(actor=[], target=[]),
    Audience: Audience.of(relevance=[]),
    Days: Days.of(date=[]),
}
kinds = st.sampled_from(list(KINDS.values()))
tables = kinds.flatmap(lambda kind: kind)
threes = kinds.flatmap(lambda kind: st.tuples(kind, kind, kind))


def texts(rows):
    """Return rows as text, in which NaN is equal to itself."""
    return [repr(row) for row in rows]


@given(threes)
def test_appending_is_associative(parts):
    """The order of appending does not change rows or columns."""
    a, b, c = parts

    assert (a + b) + c == a + (b + c)
    assert len(a) + len(b) + len(c) == len(a + b + c)


@given(tables)
def test_appending_an_empty_table_changes_nothing(table):
    """An empty table is the identity, on either side."""
    assume(len(table))
    nothing = NOTHING[type(table)]

    assert nothing == nothing + nothing
    assert table == table + nothing
    assert table == nothing + table


@given(tables, st.integers(-5, 5))
def test_slices_append_to_the_whole(table, cut):
    """The two parts of a table, appended, equal it."""
    assert table == table[:cut] + table[cut:]


@given(tables, st.randoms())
def test_rows_are_picked_by_place_slice_and_mask(table, random):
    """Places, slices and masks pick the same rows as a list does."""
    rows = list(table)
    mask = np.array([random.random() < 0.5 for _ in rows], np.bool_)
    places = np.flatnonzero(mask)

    assert texts(rows[p] for p in places) == texts(table[mask]) == texts(table[places])
    assert texts(rows[::-1]) == texts(table[::-1])
    assert texts(rows) == texts(table[p - len(rows)] for p in range(len(rows)))


@given(tables, st.randoms())
def test_permutations_can_be_undone(table, random):
    """A table permuted and permuted back equals itself."""
    order = np.array(random.sample(range(len(table)), len(table)), np.int64)

    assert table == table[order][np.argsort(order)]


@given(tables)
def test_tables_are_pickled(table):
    """An unpickled table equals the original."""
    assert table == pickle.loads(pickle.dumps(table))  # noqa: S301


def columns_of(table):
    """Yield the arrays in a table, whatever they are in."""
    for column in table._data().values():
        for part in column.values() if isinstance(column, dict) else [column]:
            yield part.codes if isinstance(part, Ids) else part


@given(threes)
def test_columns_are_read_only(parts):
    """Columns are read-only, whether made, appended or picked."""
    a, b, _ = parts
    for table in (a, a + b, a[:1], a[np.ones(len(a), np.bool_)]):
        assert not any(column.flags.writeable for column in columns_of(table))


@given(tables)
def test_tables_compare_by_rows_and_have_no_hash(table):
    """A table of fewer rows is not equal; hash() is refused."""
    assume(len(table))

    assert table != table[1:]
    assert table != 1
    with pytest.raises(TypeError):
        hash(table)


READINGS = st.lists(st.tuples(st.integers(0, 3), COUNTS, st.integers(1, 3)), max_size=8)


def read(rows):
    """Return posts of rows of id, likes and day of reading."""
    ids, likes, day = ([row[i] for row in rows] for i in range(3))
    when = [datetime(2025, 5, d, tzinfo=UTC) for d in day]
    return Posts.of(id=ids, actions={"like": likes}, as_of=when)


@given(READINGS, st.integers(0, 8))
def test_latest_readings_do_not_depend_on_the_partition(rows, cut):
    """The same readings are kept and counted, however they are split."""
    assert read(rows) == read(rows[:cut]) + read(rows[cut:])


EVENTS = st.lists(st.tuples(st.integers(0, 3), NAMES, NAMES), max_size=8)


def seen(rows):
    """Return events of rows of id, actor and target."""
    ids, actor, target = ([row[i] for row in rows] for i in range(3))
    return Interactions.of(id=ids, actor=actor, target=target)


@given(EVENTS, st.integers(0, 8))
def test_repeated_events_do_not_depend_on_the_partition(rows, cut):
    """The same events are kept and counted, however a log is split."""
    whole, both = seen(rows), seen(rows[:cut]) + seen(rows[cut:])

    assert texts(whole) == texts(both)
    assert len(rows) == len(both) + both.repeats + both.revised
    assert whole.repeats + whole.revised == both.repeats + both.revised
