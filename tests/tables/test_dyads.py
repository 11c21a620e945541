"""Dyads against a dictionary of pairs, however they were put together."""

import itertools
import pickle
import random
from collections import Counter
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics import Dyads, Interactions
from engagement_metrics.errors import (
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
)
from engagement_metrics.tables import Ids

PEOPLE = ["ada", "bob", "cyd", "dan"]
events = st.lists(
    st.tuples(
        st.sampled_from([*PEOPLE, None]),
        st.sampled_from([*PEOPLE, None]),
        st.integers(0, 4),
    ),
    max_size=30,
)


def of(rows, *, weighted=True):
    """Return dyads of rows of actor, target and weight."""
    actor, target, weight = ([row[i] for row in rows] for i in range(3))
    return Dyads.of(actor=actor, target=target, weight=weight if weighted else None)


def ledger(dyads):
    """Return what each account sent to each other one, by name."""
    names = [Ids(np.array([0]), dyads.names).name(i) for i in range(dyads.size)]
    sent = Counter()
    for first, second, forward, backward in zip(*dyads.table(), strict=True):
        sent[names[first], names[second]] += forward
        sent[names[second], names[first]] += backward
    return +sent


def by_hand(rows):
    """Return the same from the rows."""
    sent = Counter()
    for actor, target, weight in rows:
        if actor is not None and target is not None and actor != target:
            sent[actor, target] += weight
    return +sent


@given(events)
def test_table_sums_weights_by_pair_and_direction(rows):
    """Weights add up by pair and way; loops, broadcasts and the unknown do not."""
    dyads = of(rows)

    assert by_hand(rows) == ledger(dyads)


@given(events)
def test_without_weights_each_row_counts_once(rows):
    """No weight is a weight of 1."""
    ones = [(actor, target, 1) for actor, target, _ in rows]

    assert of(ones) == of(rows, weighted=False)


@given(events)
def test_loops_and_broadcasts_are_set_aside_by_account(rows):
    """Loops and broadcasts are counted for who did them, the unknown in all."""
    dyads = of(rows, weighted=False)
    loops = Counter(a for a, b, _ in rows if a is not None and a == b)
    broadcasts = Counter(a for a, b, _ in rows if a is not None and b is None)
    unknown = sum(a is None for a, _, _ in rows)
    names = [Ids(np.array([0]), dyads.names).name(i) for i in range(dyads.size)]

    def named(column):
        if column is None:
            return Counter()
        return +Counter(dict(zip(names, column.tolist(), strict=True)))

    assert (loops, broadcasts) == (named(dyads.loops), named(dyads.broadcasts))
    assert unknown == dyads.unknown


@given(events, st.integers(0, 30))
def test_parts_merge_into_the_whole(rows, cut):
    """However a log is cut, the dyads of its parts add up to its own."""
    whole = of(rows)

    assert whole == of(rows[:cut]) + of(rows[cut:])
    assert whole == of(rows[cut:]) + of(rows[:cut])


@given(events)
def test_nothing_is_the_identity(rows):
    """The dyads of an empty log change nothing."""
    dyads, nothing = of(rows), Dyads.of(actor=[], target=[])

    assert dyads == dyads + nothing
    assert dyads == nothing + dyads


@given(events, st.permutations(range(4)))
def test_names_do_not_matter(rows, order):
    """Accounts under other names, or as numbers, have the same relationships."""
    places = dict(zip(PEOPLE, order, strict=True))
    renamed = [(places.get(a), places.get(b), w) for a, b, w in rows]
    back = dict(zip(order, PEOPLE, strict=True))
    sent = {(back[a], back[b]): n for (a, b), n in ledger(of(renamed)).items()}

    assert ledger(of(rows)) == Counter(sent)


def test_numbers_merge_with_numbers_of_another_range():
    """Small numbers are their own codes, large ones are not: both are accounts."""
    small = Dyads.of(actor=[0, 3], target=[3, 0])
    large = Dyads.of(actor=[10**12, 3], target=[3, -7])
    both = small + large

    assert (-7, 0, 3, 10**12) == both.accounts
    assert both == Dyads.of(actor=[0, 3, 10**12, 3], target=[3, 0, 3, -7])


def test_numbers_do_not_merge_with_text():
    """An account has one kind of id."""
    with pytest.raises(InvalidTypeError, match="all whole numbers or all text"):
        Dyads.of(actor=[1], target=[2]) + Dyads.of(actor=["1"], target=["2"])


def test_dyads_equal_no_other_thing():
    """Equality is of dyads and of what they hold."""
    dyads = of([("ada", "bob", 1)])

    assert (dyads == 1) is False
    assert (dyads == of([("ada", "cyd", 1)])) is False
    assert of([("ada", "ada", 1)]) != of([("ada", "ada", 2)])
    assert of([("ada", None, 1)]) != of([("ada", None, 2)])
    assert dyads != of([("ada", "bob", 2)])
    assert dyads != of([("ada", "cyd", 1)])
    with pytest.raises(TypeError):
        dyads + 1


def test_dyads_are_pickled():
    """What goes to another process comes back the same."""
    dyads = of([("ada", "bob", 1), ("bob", "ada", 3)])
    assert 2 == dyads.table().sent.size + 1

    assert dyads == pickle.loads(pickle.dumps(dyads))  # noqa: S301


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (
            {"actor": [1.0], "target": [2]},
            InvalidTypeError,
            (
                "actor must be whole numbers or text, but got 1.0 at (0,), first of 1"
                " in 1 values. Read ids as text: a float cannot hold every id"
            ),
        ),
        (
            {"actor": [1, 2], "target": [2]},
            InvalidArgumentError,
            "target must have the length 2 of actor, but has 1",
        ),
        (
            {"actor": [1, 2], "target": [2, 1], "weight": [1]},
            InvalidArgumentError,
            "weight must have the length 2 of actor, but has 1",
        ),
        (
            {"actor": [1], "target": [2], "weight": [-1]},
            InvalidCountsError,
            "weight must not be negative, but got -1.0 at (0,), first of 1 in 1 values",
        ),
        (
            {"actor": [1], "target": [2], "weight": [None]},
            InvalidCountsError,
            (
                "weight must be known, but got nan at (0,), first of 1 in 1 values."
                " Leave out the rows whose weight is not known"
            ),
        ),
    ],
)
def test_bad_columns_are_refused(arguments, error, message):
    """Ids, lengths and weights are checked at the door."""
    with pytest.raises(error) as caught:
        Dyads.of(**arguments)

    assert message == str(caught.value)


@pytest.mark.parametrize("highest", [2**31, 2**62, 2**63 - 1])
@pytest.mark.parametrize("lowest", [-(2**63), -1, 0])
def test_ids_of_any_width_are_accounts(highest, lowest):
    """Ids beyond what two of go into 63 bits are numbered first."""
    ids = np.array([lowest, highest, highest - 1])
    dyads = Dyads.of(actor=ids, target=np.roll(ids, 1))

    assert tuple(sorted(ids.tolist())) == dyads.accounts
    assert dict.fromkeys(zip(ids, np.roll(ids, 1), strict=True), 1.0) == ledger(dyads)


def test_codes_of_more_than_2_to_the_31_accounts_are_refused():
    """Two such codes would run into each other."""
    fits = Ids(np.array([2**31 - 1, 0]))
    dyads = Dyads.of(actor=fits, target=Ids(np.array([0, 2**31 - 1])))
    assert [(0, 2**31 - 1)] == list(
        zip(dyads.table().first, dyads.table().second, strict=True)
    )
    with pytest.raises(InvalidArgumentError) as caught:
        Dyads.of(actor=Ids(np.array([2**31, 0])), target=Ids(np.array([0, 1])))

    assert (
        "accounts must number at most 2**31, but got 2147483649. "
        "Give ids instead of codes: they are numbered from 0"
    ) == str(caught.value)


def log(**columns):
    """Return a log of ada and bob, with columns of one's own."""
    times = [datetime(2026, 1, day, tzinfo=UTC) for day in (3, 1, 2, 4, 5)]
    given_columns = {
        "actor": ["ada", "bob", "ada", "ada", "bob"],
        "target": ["bob", "ada", "bob", None, None],
        "kind": ["reply", "like", "mention", None, "share"],
        "at": times,
    }
    return Interactions.of(**(given_columns | columns))


def test_a_log_counts_talk_only():
    """Likes and shares are no talk; a broadcast is talk, or of no kind."""
    dyads = Dyads.of_log(log())

    assert {("ada", "bob"): 2.0} == ledger(dyads)
    assert [1.0, 0.0] == dyads.broadcasts.tolist()
    assert ("ada", "bob") == dyads.accounts


def test_a_log_counts_the_kinds_one_names():
    """Kinds are the caller's to name; None takes all."""
    liked = Dyads.of_log(log(), kinds={"like"})
    every = Dyads.of_log(log(), kinds=None)

    assert {("bob", "ada"): 1.0} == ledger(liked)
    assert {("ada", "bob"): 2.0, ("bob", "ada"): 1.0} == ledger(every)
    assert 2.0 == every.broadcasts.sum()


def test_a_log_tells_its_span():
    """The first and the last time of what counts; the whole's is both parts'."""
    dyads = Dyads.of_log(log(), kinds=None)
    first, last = np.datetime64("2026-01-01"), np.datetime64("2026-01-05")
    untimed = Dyads.of_log(log(at=None))

    assert (first, last) == (dyads.start, dyads.end)
    assert (first, last) == ((dyads + untimed).start, (untimed + dyads).end)
    assert Dyads.of_log(log(at=np.full(5, np.datetime64("NaT", "us")))).start is None


def test_one_post_to_one_account_counts_once():
    """A reply that also mentions is one; of unknown posts each is one."""
    posts = ["p", "q", "p", None, None]
    dyads = Dyads.of_log(log(post=posts), kinds=None)
    weighted = Dyads.of_log(log(post=posts, weight=[5, 1, 1, 1, 1]), kinds=None)

    assert (1.0, 1) == (ledger(dyads)["ada", "bob"], dyads.repeats)
    assert 5.0 == ledger(weighted)["ada", "bob"]
    assert 2.0 == dyads.broadcasts.sum()


def every_row(*values, seed):
    """Return every combination of some values, each of them twice, in some order."""
    rows = [*itertools.product(*values)] * 2
    return random.Random(seed).sample(rows, len(rows))  # noqa: S311


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("timed", [True, False])
def test_the_first_row_of_a_post_and_pair_counts(seed, timed):
    """Whoever sends, whoever is sent to, whatever the post: all of unknown posts."""
    people = ["ada", "bob", "cyd", None]
    rows = every_row(people, people, ["p", "q", "r", None], seed=seed)
    weights = [place + 1 for place in range(len(rows))]
    seen, counted = set(), []
    for (actor, target, post), weight in zip(rows, weights, strict=True):
        if post is None or (actor, target, post) not in seen:
            counted.append((actor, target, weight))
        seen.add((actor, target, post))
    actors, targets, posts = zip(*rows, strict=True)
    dyads = Dyads.of_log(
        Interactions.of(
            actor=actors,
            target=targets,
            kind="reply",
            post=posts,
            weight=weights,
            at=np.full(len(rows), np.datetime64("2026-01-05", "us")) if timed else None,
        )
    )

    assert by_hand(counted) == ledger(dyads)
    assert len(rows) - len(counted) == dyads.repeats
    assert 2 * dyads.repeats == (dyads + dyads).repeats
    assert 0 == Dyads.of_log(log()).repeats
    posts = np.repeat(np.arange(6), 2)
    each = Interactions.of(actor=[0] * 12, target=[1, 2] * 6, kind="reply", post=posts)
    assert 0 == Dyads.of_log(each).repeats


def test_accounts_are_the_active_ones():
    """Also to themselves, once; a number between them is no account."""
    dyads = Dyads.of(actor=[0, 5, 3, 8], target=[5, 0, 3, None])

    assert (0, 3, 5, 8) == dyads.accounts
    assert (0, 8) == (dyads.code(0), dyads.code(8))
    with pytest.raises(InvalidArgumentError):
        dyads.code(9)


def test_numbers_of_any_range_merge():
    """Codes of two lengths are of the same accounts."""
    both = Dyads.of(actor=[0, 3], target=[3, 0]) + Dyads.of(actor=[0, 9], target=[9, 3])

    assert both == Dyads.of(actor=[0, 3, 0, 9], target=[3, 0, 9, 3])


def test_post_to_several_accounts_counts_for_each():
    """A group mention makes as many relationships as it has people."""
    dyads = Dyads.of_log(
        Interactions.of(
            actor=["ada"] * 2, target=["bob", "cyd"], kind="mention", post=[7, 7]
        )
    )

    assert (2, 0) == (len(dyads), dyads.repeats)


def test_a_log_without_kinds_is_asked_for_them():
    """Talk cannot be told apart where kinds are not known."""
    bare = log(kind=None)
    with pytest.raises(InvalidArgumentError) as caught:
        Dyads.of_log(bare)

    assert (
        "log must have the kind of each event, but got None. Give kind= to"
        " Interactions.of(), or kinds=None to take them all"
    ) == str(caught.value)
    assert 3.0 == Dyads.of_log(bare, kinds=None).interactions


def test_an_account_that_is_not_there_is_refused():
    """An unknown account is a slip, not an account without interactions."""
    dyads = of([("ada", "bob", 1)])
    with pytest.raises(InvalidArgumentError) as caught:
        dyads.ledger("eve")

    assert "account must be in the log, but got 'eve'" == str(caught.value)


def test_ledger_is_seen_from_the_account():
    """What it sent comes first, whichever place its name has."""
    dyads = of([("bob", "ada", 3), ("bob", "cyd", 2), ("cyd", "bob", 1)])
    sent, received = dyads.ledger("bob")

    assert [(2.0, 1.0), (3.0, 0.0)] == sorted(zip(sent, received, strict=True))


@pytest.mark.parametrize("log", [None, "log", [], 1])
def test_of_log_refuses_other_types(log):
    """Only interactions are a log."""
    with pytest.raises(InvalidTypeError) as caught:
        Dyads.of_log(log)

    assert str(caught.value) == f"log must be Interactions, but got {log!r}"


@given(events)
def test_evidence_makes_equal_dyads(rows):
    """A row a way, and what was set aside; no packed key is shown."""
    dyads = of(rows)
    parts = dyads.evidence

    assert dyads == Dyads.of_evidence(parts)
    assert ["actor", "target", "weight", "repeats", "start", "end"] == list(parts)
    assert sum(weight for *_, weight in rows) == parts["weight"].sum()


def test_evidence_of_a_log_keeps_its_times_and_repeats():
    """First and last time, and kinds of a post that were counted once."""
    talk = Interactions.of(
        actor=["a", "a", "b"],
        target=["b", "b", None],
        kind=["reply", "mention", "quote"],
        post=[1, 1, 2],
        at=np.array(["2026-01-05", "2026-01-05", "2026-01-07"], "M8[D]"),
    )
    dyads = Dyads.of_log(talk)
    again = Dyads.of_evidence(dyads.evidence)

    assert dyads == again
    assert (1, np.timedelta64(2, "D")) == (again.repeats, again.end - again.start)
    assert (1.0, None) == (again.broadcasts.sum(), again.loops)


@pytest.mark.parametrize(
    ("dyads", "text"),
    [
        (Dyads.of(actor=[], target=[]), "0 accounts, 0 relationships, 0 interactions"),
        (
            Dyads.of(actor=["a"], target=["b"]),
            "2 accounts, 1 relationship, 1 interaction",
        ),
        (
            Dyads.of(actor=["a", "a", "b"], target=["b", "a", None], weight=[2, 1, 1]),
            (
                "2 accounts, 1 relationship, 2 interactions, 1 loop set aside,"
                " 1 broadcast set aside"
            ),
        ),
    ],
    ids=range(3),
)
def test_dyads_print_their_counts(dyads, text):
    """Accounts, pairs, interactions, and what was set aside, in one line."""
    assert text == str(dyads)
    assert f"<Dyads: {text}>" == repr(dyads)
    assert "_keys" not in repr(dyads)


def test_ledgers_of_everybody_and_of_one():
    """A number a relationship each way; neither can be written to."""
    dyads = Dyads.of(actor=["a", "a", "b"], target=["b", "c", "a"], weight=[3, 1, 2])
    for sent, received in (dyads.ledger(), dyads.ledger("a")):
        assert ([3.0, 1.0], [2.0, 0.0]) == (sent.tolist(), received.tolist())
        assert not sent.flags.writeable
        assert not received.flags.writeable
    assert ([2.0], [3.0]) == tuple(part.tolist() for part in dyads.ledger("b"))


@given(events)
def test_flows_are_sent_and_received_by_account(rows):
    """In the order of their places."""
    dyads = of(rows)
    sent, received = Counter(), Counter()
    for (a, b), weight in by_hand(rows).items():
        sent[a] += weight
        received[b] += weight
    names = [] if dyads.names is None else dyads.names.tolist()
    expected = [[flow[name] for name in names] for flow in (sent, received)]

    assert expected == [flow[: len(names)].tolist() for flow in dyads._flows]
