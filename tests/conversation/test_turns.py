"""Interactivity, returns and turn alternation, against all orders of turns."""

import itertools
import pickle
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics import Status, Threads, pool
from engagement_metrics.conversation import (
    interactivity_levels,
    return_share,
    turn_alternation,
)
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError

posts = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(0, 12)),
        st.sampled_from([None, "ada", "bob", "cyd"]),
    ),
    max_size=10,
)
names = st.sampled_from(["ada", "bob", "cyd"])


def of(rows):
    """Return threads of parent and author; a parent may be missing or in a cycle."""
    return Threads.of(
        post=range(len(rows)),
        parent=[row[0] for row in rows],
        author=[row[1] for row in rows],
    )


def ancestry(rows, post):
    """Return the parents above a post, placeholders too; None in a cycle."""
    above, at = [], post
    while at < len(rows) and rows[at][0] is not None:
        at = rows[at][0]
        above.append(at)
        if len(above) > len(rows):
            return None
    return above


def author(rows, post):
    """Return who wrote a post, None for a placeholder."""
    return rows[post][1] if post < len(rows) else None


@given(posts)
def test_levels_are_those_of_a_walk_up_the_thread(rows):
    """Reactive authors are new above their post, interactive authors are not."""
    expected = [0, 0, 0]
    for post, (_, who) in enumerate(rows):
        above = ancestry(rows, post)
        if above == []:
            expected[0] += 1
        elif above and who:
            expected[1 + (who in {author(rows, a) for a in above})] += 1
    levels = interactivity_levels(of(rows))

    assert ("non-interactive", "reactive", "interactive") == levels.labels
    assert expected == levels.counts.tolist()
    assert "interactivity_levels" == levels.metric.name


@given(posts)
def test_returns_are_those_of_a_walk_up_the_thread(rows):
    """Threads with a reply by others, and those whose owner replied to one."""
    replied, returned = set(), set()
    for post, (parent, who) in enumerate(rows):
        above = ancestry(rows, post)
        if not above or not who:
            continue
        owner = author(rows, above[-1])
        if owner and who != owner:
            replied.add(above[-1])
        if owner and who == owner and author(rows, parent) not in {owner, None}:
            returned.add(above[-1])
    share = return_share(of(rows))

    assert (len(returned), len(replied)) == (share.successes, share.trials)
    assert ("return_share", "threads") == (share.metric.name, share.metric.unit)


@pytest.mark.parametrize(
    ("turns", "value", "variance"),
    [("ABABAB", 1.0, 0.048), ("AAABBB", 0.2, 0.048), ("AABAB", 0.75, 0.0525)],
)
def test_known_sequences(turns, value, variance):
    """Alternation, 0.6 by chance, and its variance (V62); AABAB has 3 and 2 turns."""
    found = turn_alternation(turns)

    assert value == found.value
    assert 0.6 == pytest.approx(found.chance, rel=1e-15)
    assert variance == pytest.approx(found.variance, rel=1e-13)
    assert found == turn_alternation(list(turns))


@pytest.mark.parametrize("turns", ["AB", "AAB", "AABBB", "AAAA", "AABBC", "ABCD"])
def test_chance_is_the_mean_of_every_order(turns):
    """Mean, and for two the variance, over all permutations."""
    orders = [
        Fraction(sum(a != b for a, b in itertools.pairwise(order)), len(turns) - 1)
        for order in itertools.permutations(turns)
    ]
    mean = sum(orders) / len(orders)
    variance = sum((order - mean) ** 2 for order in orders) / len(orders)
    found = turn_alternation(turns)

    assert float(mean) == pytest.approx(found.chance, abs=1e-15)
    if len(set(turns)) > 2:
        assert np.isnan(found.variance)
    else:
        assert float(variance) == pytest.approx(found.variance, abs=1e-15)


@pytest.mark.parametrize("turns", [[], ["ada"]])
def test_is_undefined_for_fewer_than_two_turns(turns):
    """Nobody took a second turn."""
    found = turn_alternation(turns)

    assert Status.NO_EXPOSURE == found.status
    assert np.isnan([found.value, found.chance, found.variance]).all()
    assert str(found).endswith(": undefined (1 left out: no steps between turns)")


@given(posts)
def test_steps_in_threads_are_replies(rows):
    """A step leads from a post to a reply, where both authors are known."""
    steps = changes = 0
    for post, (parent, who) in enumerate(rows):
        if ancestry(rows, post) and who and author(rows, parent):
            steps += 1
            changes += who != author(rows, parent)
    found = turn_alternation(of(rows))

    assert (changes, steps) == (found.pooled.sum_y, found.pooled.sum_x)


@given(st.lists(names, min_size=2, max_size=6))
def test_a_chain_of_replies_is_a_sequence(turns):
    """It has the same value and chance level."""
    rows = [(i - 1 if i else None, who) for i, who in enumerate(turns)]
    threads, sequence = turn_alternation(of(rows)), turn_alternation(turns)

    assert sequence.pooled == threads.pooled
    assert sequence.chance == pytest.approx(threads.chance, rel=1e-15)


def test_chance_in_a_tree_is_the_mean_of_every_order():
    """The authors of one thread in all orders, over its steps."""
    parents, authors = [None, 0, 0, 1, 1], ["ada", "ada", "bob", "cyd", "ada"]
    values = [
        turn_alternation(of(list(zip(parents, order, strict=True)))).value
        for order in itertools.permutations(authors)
    ]
    found = turn_alternation(of(list(zip(parents, authors, strict=True))))

    assert np.mean(values) == pytest.approx(found.chance, rel=1e-14)


def test_conversations_add():
    """Several have an interval between them, a single one has none."""
    each = [turn_alternation(turns) for turns in ("ABAB", "AABB", "ABBA")]
    both = pool(each)

    assert 6 / 9 == both.value
    assert 3 == both.pooled.units
    assert np.isnan(both.variance)
    with pytest.warns(match="3 effective conversations"):
        bounds = both.interval()
    assert bounds.low < 6 / 9 < bounds.high
    with pytest.raises(TypeError):
        both + 1


def test_threads_are_the_units():
    """Value and chance over all steps of all threads."""
    rows = [(None, "ada"), (0, "bob"), (1, "ada"), (None, "cyd"), (3, "cyd")]
    found = turn_alternation(of(rows))

    assert (2 / 3, 2, 2) == (found.value, found.units, found.pooled.units)
    assert (2 * 2 / 3) / 3 == pytest.approx(found.chance)
    assert (
        "turn alternation of steps between turns, pooled: 66.7 % (too few conversations"
        " for a useful interval; 2 conversations; 44.4 % by chance)" == str(found)
    )
    assert "turn_alternation" == found.metric.name


def test_alternation_is_one_answer():
    """It is true, prints as a table in a notebook, and equals its pickle."""
    found = turn_alternation("AABB")
    copied = pickle.loads(pickle.dumps(turn_alternation("AABC")))  # noqa: S301

    assert found
    assert turn_alternation("AABC") == copied
    assert "33.3 %" in found._repr_html_()
    assert "Definition: changes of speaker / steps between turns," in found.describe()
    assert np.isnan(found.interval().low)


def test_rejects_what_it_cannot_count():
    """Threads without authors, turns without a speaker, and what is neither."""
    threads = Threads.of(post=[1], parent=[None])

    for metric in (interactivity_levels, return_share, turn_alternation):
        with pytest.raises(InvalidArgumentError) as caught:
            metric(threads)
        assert (
            "threads must have authors, but got None. Give author= to Threads.of()"
            == str(caught.value)
        )
    with pytest.raises(InvalidArgumentError) as caught:
        turn_alternation(["ada", None])
    assert (
        "turns must have a speaker each, but got None at (1,), first of 1 in 2 values."
        " Leave out the turns whose speaker is not known" == str(caught.value)
    )
    with pytest.raises(InvalidTypeError, match="turns must be whole numbers or text"):
        turn_alternation([1.0, 2.0])
    with pytest.raises(InvalidTypeError, match="threads must be Threads"):
        return_share("ABAB")
    with pytest.raises(TypeError, match=r"^return_share\(\) got an unexpected keyword"):
        return_share(threads, by=[1])
