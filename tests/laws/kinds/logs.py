"""Logs: interactions, questions, threads, times, people and days."""

from collections import Counter

import attrs
from hypothesis import strategies as st

from laws.kinds.counts import SOME, sides_swapped, some_rows
from laws.rows import Change, Draw, Kind, Rows, added, place_in, replaced


def from_the_side(lesser: bool) -> Change:
    """Return one more interaction from the side of a pair that gave less, or more."""

    def change(rows: Rows, _draw: Draw) -> Rows | None:
        sent: Counter[tuple[int, int]] = Counter()
        for actor, target, weight, *_ in rows:
            sent[actor, target] += weight
        for (a, b), there in sorted(sent.items()):
            back = sent[b, a]
            if 0 in (a, b) and there != back:
                give = (a, b) if (there < back) == lesser else (b, a)
                return [*rows, (*give, 1, 0)]
        return None

    return change


PAIRS = st.sampled_from([(0, 1), (1, 0), (0, 2), (2, 0), (1, 2), (2, 1)])
TIES = Kind(
    "interactions",
    "(actor, target, times, minute); account 0 asks",
    some_rows(PAIRS, st.integers(0, 4), st.integers(0, 5 * 1440)).map(
        lambda some: [(*pair, weight, minute) for pair, weight, minute in some]
    ),
    numbers=(2,),
    ids=(0, 1),
    scaled=(2,),
    replays=True,
    gain=from_the_side(lesser=True),
    loss=from_the_side(lesser=False),
    swap=lambda rows: [(b, a, *rest) for a, b, *rest in rows],
    nothing=(0, 9, 0, 0),
    zero=(0, 9, 5, 0),
    loop=(0, 0, 3, 0),
    missing=(None, 1, 2, 0),
)
TIMED = attrs.evolve(TIES, times=(3,))
SHARERS = Kind(
    "shares of posts of two accounts",
    "(who shared, whose post)",
    some_rows(st.integers(2, 9), st.integers(0, 1)),
    ids=(0,),
    swap=lambda rows: [(who, 1 - whose) for who, whose in rows],
)


def waits(some: Rows) -> Rows:
    """Return when questions were asked, answered if ever, and watched until."""
    return [
        (asked, None if wait is None else asked + wait % (watched + 1), asked + watched)
        for asked, wait, watched in some
    ]


def sooner(rows: Rows, draw: Draw) -> Rows | None:
    """Return the rows with one answer a little sooner."""
    place = draw(place_in(rows))
    asked, when, until = rows[place]
    if when is None or when == asked:
        return None
    then = max(asked, when - draw(st.integers(1, 6)))
    return replaced(rows, place, (asked, then, until))


WAITS = Kind(
    "questions",
    "(asked, answered, watched until), in minutes",
    some_rows(
        st.integers(0, 20),
        st.one_of(st.none(), st.integers(0, 30)),
        st.integers(1, 30),
    ).map(waits),
    times=(0, 1, 2),
    gain=added((0, 0, 60)),
    loss=added((0, None, 60)),
    zero=(0, None, 60),
    missing=(None, 3, 9),
)
WAITS_OF_TWO = Kind(
    "questions of two sides",
    "(side, asked, answered, watched until), in minutes",
    st.tuples(WAITS.some, WAITS.some).map(
        lambda both: [(side, *row) for side in (0, 1) for row in both[side]]
    ),
    times=(1, 2, 3),
    gain=added((0, 0, 0, 60)),
    loss=added((0, 0, None, 60)),
    swap=sides_swapped,
    zero=(0, 0, None, 60),
    missing=(0, None, 3, 9),
)
DURATIONS = attrs.evolve(WAITS, gain=added((0, None, 60)), loss=sooner)


def threads(some: Rows) -> Rows:
    """Return posts that answer one before them, or none."""
    return [
        (
            post,
            None if answers is None or post == 1 else 1 + answers % (post - 1),
            author,
        )
        for post, (answers, author) in enumerate(some, 1)
    ]


THREADS = Kind(
    "posts",
    "(post, its parent, author)",
    some_rows(
        st.sampled_from([None, *range(8)]),
        st.integers(2000, 2002),
    ).map(threads),
    ids=(0, 1, 2),
    events=True,
    replays=True,
    zero=(900, None, 2001),
)
TURNS = Kind(
    "turns",
    "(speaker,)",
    some_rows(st.integers(1, 3)),
    ids=(0,),
    joins=False,
)
MOMENTS = Kind(
    "engagements",
    "(minute,)",
    some_rows(st.integers(0, 600)),
    times=(0,),
    zero=(600,),
    missing=(None,),
)
GROWTH = Kind(
    "readings",
    "(minute, count)",
    st.lists(SOME, min_size=3, max_size=8).map(
        lambda counts: [(60 * hour, count) for hour, count in enumerate(counts)]
    ),
    numbers=(1,),
    times=(0,),
    scaled=(1,),
    missing=(600, None),
)
PEOPLE = Kind(
    "people",
    "(person, in which of two audiences)",
    st.lists(st.sampled_from([(1, 0), (0, 1), (1, 1)]), min_size=1, max_size=8).map(
        lambda some: list(enumerate(some, 1))
    ),
    ids=(0,),
    events=True,
    gain=added((50, (1, 1))),
    loss=added((50, (1, 0))),
    swap=lambda rows: [(who, of[::-1]) for who, of in rows],
    zero=(50, (1, 0)),
)
DAYS = Kind(
    "days",
    "(day, followers, unfollows); the feed changed on day 10",
    st.lists(
        st.tuples(st.integers(1000, 1050), st.integers(1, 9)), min_size=20, max_size=20
    ).map(lambda some: [(day, *counts) for day, counts in enumerate(some)]),
    numbers=(1, 2),
    scaled=(1, 2),
    joins=False,
    missing=(25, None, 5),
)
