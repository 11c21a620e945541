import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from engagement_metrics._kernels import replies, sorting
from engagement_metrics._kernels.replies import NEVER

FEW = settings(max_examples=100)
TIMES = st.integers(0, 5)


def column(values):
    """Whole numbers as int64."""
    return np.array(values, np.int64)


def every_block(check):
    """Whether blocks are short or long shows in no answer."""
    check()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sorting, "BLOCK", 3)
        check()


ANSWERS = st.lists(st.tuples(st.integers(0, 4), TIMES), max_size=12)


@FEW
@given(ANSWERS | ANSWERS.map(lambda rows: sorted(rows, key=lambda row: row[1])))
def test_the_earliest_reply_is_the_answer(log):
    """In any order of times; of replies at one time, the first row."""
    question, at = map(column, zip(*log, strict=True)) if log else (column([]),) * 2
    first = []
    for place in range(5):
        found = [(t, row) for row, (to, t) in enumerate(log) if to == place]
        first.append(min(found)[1] if found else -1)

    assert first == replies.first_answers(question, at, 5).tolist()


PEOPLE = st.sampled_from([0, 1, 0, 1, 2, -1])
ROWS = st.lists(
    st.tuples(PEOPLE, PEOPLE, TIMES, st.booleans(), st.booleans()), max_size=12
)


def answered(log, row, gap):
    """When the next message back comes, at the same time or later."""
    a, b, t, *_ = log[row]
    back = [s for c, d, s, _, may in log if (c, d) == (b, a) and s >= t and may]
    return min((s for s in back if gap is None or s - t <= gap), default=NEVER)


def may_ask(log, row):
    """Whether it is to somebody else, and chosen."""
    a, b, _, asks, _ = log[row]
    return a >= 0 and b >= 0 and a != b and asks


def columns(log):
    """The log in columns: sender, receiver, time; who may ask and answer."""
    sender, receiver, at, asks, answers = np.array(log, np.int64).reshape(-1, 5).T
    return sender, receiver, at, asks > 0, answers > 0


@FEW
@given(ROWS, st.sampled_from([None, 0, 2]), st.sampled_from([0, 2**29, 2**61]))
def test_the_next_message_back_is_the_answer(log, gap, far):
    """Of the same two people, not before the question, within the gap."""
    asked = [may_ask(log, row) for row in range(len(log))]
    expected = [
        answered(log, row, gap) if asked[row] else NEVER for row in range(len(log))
    ]
    sender, receiver, at, asks, answers = columns(log)
    sender, receiver = (np.where(c == 2, c + far, c) for c in (sender, receiver))

    every_block(
        lambda: np.testing.assert_equal(
            replies.by_person(
                sender, receiver, at, asks=asks, answers=answers, max_gap=gap
            ),
            (asked, expected),
        )
    )


@pytest.mark.parametrize("bits", range(22, 63))
@pytest.mark.parametrize("rows", [3, 5, 9])
def test_ids_of_any_width_stay_distinct(bits, rows):
    """Also where an id, a row and a role more or less are one bit too many."""
    last = 2**bits - 1
    half = 2 ** (bits - 1)
    people = [(0, last), (last, half), (last - 1, last), (half, last), (last, 0)]
    sender, receiver = np.array((people * 2)[:rows], np.int64).T
    at = np.arange(rows)
    small = {last: 3, last - 1: 2, half: 1, 0: 0}
    narrow = [
        column([small[who] for who in side.tolist()]) for side in (sender, receiver)
    ]

    np.testing.assert_equal(
        replies.by_person(sender, receiver, at), replies.by_person(*narrow, at)
    )


@pytest.mark.parametrize("bits", range(22, 63))
@pytest.mark.parametrize("taken", [1, 2, 9])
def test_pairs_leave_room(bits, taken):
    """Each pair has a number of its own, its reverse the one beside it."""
    last = 2**bits - 1
    low, high = column([0, 0, 1, last - 1, 0]), column([1, last, last, last, last - 1])
    there = replies._pairs(low.copy(), high.copy(), taken)
    back = replies._pairs(high.copy(), low.copy(), taken)

    assert (there ^ back == 1).all()
    assert 5 == np.unique(there >> 1).size
    assert 0 <= there.min() <= max(there.max(), back.max()) < 2 ** (63 - taken)


@FEW
@given(ROWS, st.sampled_from([None, 0, 2]))
def test_turn_lasts_until_an_answer(log, gap):
    """Of messages of one person to another with no answer between, the first asks."""
    log.sort(key=lambda row: row[2])
    last = {}
    expected = []
    for row, (a, b, t, *_) in enumerate(log):
        if not may_ask(log, row):
            expected.append(False)
            continue
        before = last.get((a, b))
        last[a, b] = t
        between = [
            s
            for c, d, s, _, may in log
            if (c, d) == (b, a) and may and before is not None and before <= s < t
        ]
        lapsed = before is None or (gap is not None and t - before > gap)
        expected.append(lapsed or bool(between))
    sender, receiver, at, asks, answers = columns(log)

    every_block(
        lambda: np.testing.assert_equal(
            replies.by_person(
                sender,
                receiver,
                at,
                asks=asks,
                answers=answers,
                max_gap=gap,
                collapse=True,
            )[0],
            expected,
        )
    )


def test_everyone_asks_and_answers_unless_said_otherwise():
    """Two messages at one time answer each other; the last word is not answered."""
    sender, receiver = column([7, 8, 7, 8, 8, -1]), column([8, 7, 8, 7, 8, 8])
    asked, when = replies.by_person(sender, receiver, column([5, 5, 6, 9, 9, 9]))

    assert [True, True, True, True, False, False] == asked.tolist()
    assert [5, 5, 9, NEVER, NEVER, NEVER] == when.tolist()


def test_an_answer_comes_within_the_gap_or_not_at_all():
    """Just the gap later is in time, a moment more is too late."""
    sender, receiver = column([7, 8, 7, 8]), column([8, 7, 8, 7])
    _, when = replies.by_person(sender, receiver, column([0, 5, 11, 17]), max_gap=5)

    assert [5, NEVER, NEVER, NEVER] == when.tolist()


def test_a_turn_lasts_as_long_as_its_silences():
    """A silence of just the gap is within the turn, a longer one ends it."""
    sender, receiver = np.full(4, 7), np.full(4, 8)
    asked, _ = replies.by_person(
        sender, receiver, column([0, 5, 10, 16]), max_gap=5, collapse=True
    )

    assert [True, False, False, True] == asked.tolist()


@FEW
@given(ROWS, st.randoms(), st.booleans())
def test_answers_do_not_depend_on_the_order_of_rows(log, random, collapse):
    """The same messages in another order have the same answers."""

    def result(rows):
        sender, receiver, at, asks, answers = columns(rows)
        asked, when = replies.by_person(
            sender, receiver, at, asks=asks, answers=answers, collapse=collapse
        )
        told = zip(sender, receiver, at, when, asked, strict=True)
        return sorted(row for row in told if row[-1])

    shuffled = list(log)
    random.shuffle(shuffled)

    assert result(log) == result(shuffled)


def test_pairs_of_pandas_merge_asof():
    """A log of many people, against another implementation."""
    pandas = pytest.importorskip("pandas")
    rng = np.random.default_rng(11)
    sender, receiver = rng.integers(0, 30, (2, 20_000))
    at = np.sort(rng.integers(0, 5_000, 20_000)) * 1_000_000
    asked, when = replies.by_person(sender, receiver, at, max_gap=300_000_000)
    frame = pandas.DataFrame({"a": sender, "b": receiver, "at": at})
    back = pandas.DataFrame({"a": receiver, "b": sender, "at": at, "when": at})
    expected = pandas.merge_asof(
        frame,
        back,
        on="at",
        by=["a", "b"],
        direction="forward",
        tolerance=300_000_000,
    )["when"].to_numpy()

    np.testing.assert_equal(asked, sender != receiver)
    np.testing.assert_equal(when[asked] == NEVER, np.isnan(expected[asked]))
    found = asked & (when != NEVER)
    np.testing.assert_equal(when[found], expected[found].astype(np.int64))


def test_an_answer_that_is_earlier_than_one_before_it():
    """Rows are out of order as soon as one is earlier than the one before."""
    question, at = column([1, 0, 0]), column([1, 5, 3])

    assert [2, 0] == replies.first_answers(question, at, 2).tolist()


@FEW
@given(ROWS, st.randoms(), st.sampled_from([None, 1, 3]), st.booleans())
def test_the_order_of_rows_shows_in_no_answer(rows, random, gap, collapse):
    """Rows of distinct times in any order are asked and answered as in that of time."""
    places = random.sample(range(len(rows)), len(rows))
    sender, receiver, _, asks, answers = map(
        np.array, zip(*rows, strict=True) if rows else ([], [], [], [], [])
    )
    given_rows = [column(sender), column(receiver), np.arange(len(rows))]
    masks = {"asks": asks.astype(bool), "answers": answers.astype(bool)}
    whole = replies.by_person(*given_rows, **masks, max_gap=gap, collapse=collapse)
    shuffled = replies.by_person(
        *(each[places] for each in given_rows),
        **{name: mask[places] for name, mask in masks.items()},
        max_gap=gap,
        collapse=collapse,
    )

    for first, second in zip(whole, shuffled, strict=True):
        assert first[places].tolist() == second.tolist()
