"""Relevance: whether those who are reached are the intended audience."""

from typing import Any

from laws.kinds.counts import (
    COMPOSITIONS,
    FOUR,
    MATCH,
    MEMBERS,
    TARGETED,
    WEIGHTED,
)
from laws.kinds.logs import DAYS, PEOPLE
from laws.library import relevance
from laws.made import CHANGED, Single, audience, column_of, days, two_audiences
from laws.record import Record, complement, inverse

RECORDS = [
    Record(
        title="audience_relevance",
        rows=MEMBERS,
        state=audience,
        answer=relevance.audience_relevance,
        turns=complement,
        ulps=8,
        keeps=set(),
    ),
    Record(
        title="relevance_weighted_rate",
        rows=WEIGHTED,
        state=lambda rows, form: relevance.relevance_weighted_rate(
            engagements=form.numbers(rows, 0),
            exposure=form.numbers(rows, 1),
            relevance=[row[2] for row in rows],
        ),
        ulps=8,
        keeps=set(),
    ),
    Record(
        title="breadth_and_depth",
        rows=TARGETED,
        state=column_of(lambda counts: relevance.breadth_and_depth(counts, target=40), 0),
        keeps=set(),
    ),
    Record(
        title="composition_distance",
        rows=COMPOSITIONS,
        state=lambda rows, form: relevance.composition_distance(
            form.numbers(rows, 1), [row[2] for row in rows], replicates=20
        ),
        ulps=64,
        keeps=set(),
    ),
    Record(
        title="audience_overlap",
        rows=PEOPLE,
        state=lambda rows, form: relevance.audience_overlap(*two_audiences(rows, form)),
        keeps=set(),
    ),
    Record(
        title="affinity_index",
        rows=FOUR,
        state=Single(relevance.affinity_index),
        turns=inverse,
        ulps=4,
        keeps=set(),
    ),
    Record(
        title="target_match",
        rows=MATCH,
        state=Single(relevance.target_match),
        ulps=4,
        keeps=set(),
    ),
    Record(
        title="changed_feed_effect",
        rows=DAYS,
        state=lambda rows, form: relevance.changed_feed_effect(
            days(rows, form), CHANGED
        ),
        ulps=2**30,
        keeps=set(),
    ),
]
