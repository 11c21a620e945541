"""Conversation: who takes part, who answers and when, and the shape of threads."""

from datetime import timedelta
from typing import Any

from laws.kinds.counts import AMOUNTS, BRANDS
from laws.kinds.logs import DURATIONS, THREADS, TURNS, WAITS
from laws.library import conversation, movement, valued
from laws.made import column_of, mentions, responses, threads
from laws.record import Record

WITHIN = timedelta(minutes=5)
HORIZON = timedelta(minutes=30)
SHAPE = ("size", "depth", "width", "leaves", "mean_depth", "branching", "virality")


def shapes(answer: Any) -> list[Any]:
    """Return the shapes of all threads, in an order of their own."""
    return sorted(zip(*(map(float, getattr(answer, x)) for x in SHAPE), strict=True))


RECORDS = [
    Record(
        title="response_rate",
        rows=WAITS,
        state=responses,
        answer=lambda state: conversation.response_rate(state, within=WITHIN),
        ulps=8,
        keeps=set(),
    ),
    Record(
        title="response_time",
        rows=DURATIONS,
        state=responses,
        answer=conversation.response_time,
        keeps=set(),
    ),
    Record(
        title="restricted_mean_response_time",
        rows=DURATIONS,
        state=responses,
        answer=lambda state: conversation.restricted_mean_response_time(
            state, horizon=HORIZON
        ),
        ulps=16,
        keeps=set(),
    ),
    Record(
        title="thread_shape",
        rows=THREADS,
        state=threads,
        answer=conversation.thread_shape,
        number=shapes,
        keeps=set(),
    ),
    Record(
        title="structural_virality",
        rows=THREADS,
        state=threads,
        answer=conversation.structural_virality,
        ulps=8,
        keeps=set(),
    ),
    Record(
        title="interactivity_levels",
        rows=THREADS,
        state=threads,
        answer=conversation.interactivity_levels,
        number=lambda answer: answer.shares,
        keeps=set(),
    ),
    Record(
        title="return_share",
        rows=THREADS,
        state=threads,
        answer=conversation.return_share,
        keeps=set(),
    ),
    Record(
        title="turn_alternation",
        rows=TURNS,
        state=lambda rows, form: conversation.turn_alternation(form.labels(rows, 0)),
        keeps=set(),
    ),
    Record(
        title="effective_participants",
        rows=AMOUNTS,
        state=column_of(valued(conversation.effective_participants), 0),
        ulps=64,
        keeps=set(),
    ),
    Record(
        title="effective_participants of order 2",
        rows=AMOUNTS,
        state=column_of(
            lambda counts: valued(conversation.effective_participants)(counts, order=2), 0
        ),
        ulps=8,
        keeps=set(),
    ),
    Record(
        title="participation_gini",
        rows=AMOUNTS,
        state=column_of(valued(conversation.participation_gini), 0),
        ulps=8,
        keeps=set(),
    ),
    Record(
        title="share_of_voice",
        rows=BRANDS,
        state=lambda rows, form: conversation.share_of_voice(mentions(rows, form)),
        number=lambda answer: answer.share(0),
        keeps=set(),
    ),
]
