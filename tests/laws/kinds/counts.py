"""Counts: over exposure, of two sides, of parts, of members, or single numbers."""

from typing import Any

import attrs
from hypothesis import strategies as st

from laws.rows import Kind, Rows, added, of_first_side, one_more

COUNT = st.sampled_from([0, 0, 1, 1, 2, 3, 4, 5, 7, 10, 13, 20, 23, 50, 53, 100, 103])
SOME = COUNT.map(lambda n: n + 1)
ENDS = st.sampled_from([1, 2, 3, 10, 50, 100, 120])
PART = st.tuples(st.integers(0, 120), ENDS).map(lambda p: (p[0] % (p[1] + 1), p[1]))


def some_rows(
    *fields: st.SearchStrategy[Any], most: int = 8
) -> st.SearchStrategy[Rows]:
    """Return lists of rows, a field of each strategy."""
    return st.lists(st.tuples(*fields), min_size=1, max_size=most)


def of_two_sides(row: st.SearchStrategy[Any]) -> st.SearchStrategy[Rows]:
    """Return rows of two sides, two to four each, which begin with the side."""
    some = st.lists(row, min_size=2, max_size=4)
    return st.tuples(some, some).map(
        lambda both: [(side, *row) for side in (0, 1) for row in both[side]]
    )


def sides_swapped(rows: Rows) -> Rows:
    """Return the rows, each on the other side."""
    return [(1 - side, *rest) for side, *rest in rows]


SHARES = Kind(
    "successes and trials",
    "(k, n)",
    st.lists(PART, min_size=1, max_size=8),
    numbers=(0, 1),
    scaled=(0, 1),
    gain=one_more(0, 1),
    loss=one_more(1),
    swap=lambda rows: [(n - k, n) for k, n in rows],
    nothing=(0, 0),
    zero=(0, 40),
    missing=(None, 9),
)
RATES = attrs.evolve(
    SHARES,
    what="counts and exposures",
    fields="(count, exposure)",
    some=some_rows(COUNT, SOME),
    gain=one_more(0),
    swap=None,
)
PER_POST = Kind(
    "posts",
    "(count,)",
    some_rows(COUNT),
    numbers=(0,),
    scaled=(0,),
    gain=one_more(0),
    nothing=(0,),
    zero=(0,),
    missing=(None,),
)
SHARES_OF_TWO = attrs.evolve(
    SHARES,
    what="successes and trials of two sides",
    fields="(side, k, n)",
    some=of_two_sides(PART),
    numbers=(1, 2),
    scaled=(1, 2),
    gain=of_first_side(one_more(1, 2)),
    loss=of_first_side(one_more(2)),
    swap=sides_swapped,
    nothing=(0, 0, 0),
    zero=(0, 0, 40),
    missing=(0, None, 9),
)
RATES_OF_TWO = attrs.evolve(
    SHARES_OF_TWO,
    what="counts and exposures of two sides",
    fields="(side, count, exposure)",
    some=of_two_sides(st.tuples(SOME, SOME)),
    gain=of_first_side(one_more(1)),
)
GROUPS_OF_TWO = Kind(
    "successes and trials of two groups, before and after",
    "(side, k, n, group)",
    st.tuples(PART, PART, PART, PART).map(
        lambda parts: [(i // 2, *part, "ab"[i % 2]) for i, part in enumerate(parts)]
    ),
    numbers=(1, 2),
    scaled=(1, 2),
    swap=sides_swapped,
)
RELEVANCE = st.sampled_from([0.0, 1.0, 0.5, 0.25])
WEIGHTED = Kind(
    "members with engagements, exposure and relevance",
    "(count, exposure, relevance)",
    some_rows(COUNT, SOME, RELEVANCE),
    numbers=(0, 1),
    scaled=(0, 1),
    gain=one_more(0),
    loss=one_more(1),
    nothing=(0, 0, 1.0),
    zero=(0, 40, 1.0),
    missing=(None, 9, 1.0),
)
MEMBERS = Kind(
    "members with relevance and weight",
    "(relevance, weight)",
    some_rows(RELEVANCE, SOME),
    numbers=(1,),
    scaled=(1,),
    gain=added((1.0, 1)),
    loss=added((0.0, 1)),
    swap=lambda rows: [(1 - relevance, weight) for relevance, weight in rows],
    nothing=(1.0, 0),
    zero=(0.0, 5),
    missing=(None, 0),
)
AMOUNTS = Kind(
    "members with a count each",
    "(count,)",
    some_rows(st.sampled_from([0, 1, 1, 2, 5, 20, 100])),
    numbers=(0,),
    scaled=(0,),
    gain=one_more(0),
    loss=added((1,)),
    nothing=(0,),
    zero=(0,),
    missing=(None,),
)
TARGETED = attrs.evolve(
    AMOUNTS,
    what="members of a target",
    fields="(engagements,)",
    some=some_rows(st.sampled_from([0, 1, 2, 5, 30])),
    loss=None,
)
BRANDS = Kind(
    "brands with mentions",
    "(brand, mentions)",
    st.tuples(*[COUNT] * 5).map(lambda counts: list(enumerate(counts))),
    numbers=(1,),
    ids=(0,),
    scaled=(1,),
    gain=added((0, 1)),
    loss=added((1, 1)),
    nothing=(0, 0),
    zero=(1, 5),
    missing=(0, None),
)
TOTALS = Kind(
    "totals sent and received",
    "(sent, received)",
    some_rows(COUNT, COUNT),
    numbers=(0, 1),
    scaled=(0, 1),
    swap=lambda rows: [(b, a) for a, b in rows],
    nothing=(0, 0),
    zero=(0, 40),
    missing=(None, 9),
)
COMPOSITIONS = Kind(
    "parts, with people in an audience and in its target",
    "(part, audience, target)",
    st.lists(st.tuples(SOME, SOME), min_size=2, max_size=5).map(
        lambda some: [(label, a, b) for label, (a, b) in enumerate(some)]
    ),
    numbers=(1, 2),
    ids=(0,),
    scaled=(1, 2),
    joins=False,
    swap=lambda rows: [(label, b, a) for label, a, b in rows],
    nothing=(9, 0, 0),
)


def single(what: str, fields: str, row: st.SearchStrategy[Any], **more: Any) -> Kind:
    """Return the kind of a metric of single numbers: one row, all of them counts."""
    places = tuple(range(fields.count(",") + 1))
    some = row.map(lambda one: [one])
    return Kind(
        what,
        fields,
        some,
        numbers=places,
        scaled=places,
        single=True,
        joins=False,
        **more,
    )


FOUR = single(
    "one audience and one population",
    "(in audience, audience, in population, population)",
    st.tuples(PART, st.integers(1, 50)).map(lambda p: (*p[0], p[1], 100)),
    gain=one_more(0, below=1),
    loss=one_more(1),
    swap=lambda rows: [(c, d, a, b) for a, b, c, d in rows],
    missing=(None, 9, 5, 9),
)
MATCH = single(
    "one audience and one target",
    "(on target, audience, target)",
    st.tuples(COUNT, SOME, SOME).map(lambda p: (p[0] % (1 + min(p[1:])), *p[1:])),
    gain=lambda rows, _: [(k + 1, a, b) for k, a, b in rows if k < min(a, b)] or None,
    loss=one_more(1),
    swap=lambda rows: [(k, b, a) for k, a, b in rows],
    missing=(None, 9, 5),
)
INVITES = single(
    "one campaign",
    "(invites, participants, joined)",
    st.tuples(st.just(40), SOME, st.integers(0, 40)),
    gain=one_more(2, below=0),
    loss=one_more(1),
)
STEPS = single(
    "one chain",
    "(reached, clicked, signed)",
    st.tuples(COUNT.map(lambda n: n + 204), st.integers(120, 200), COUNT),
    gain=one_more(2, below=1),
    loss=one_more(0),
)
