"""Conversation: who takes part, who answers and when, and the shape of threads."""

from datetime import timedelta
from typing import Any

from engagement_metrics import conversation
from laws.kinds.counts import AMOUNTS, BRANDS
from laws.kinds.logs import DURATIONS, THREADS as POSTS, TURNS, WAITS, WAITS_OF_TWO
from laws.made import column_of, mentions, responses, threads
from laws.record import Record, Witness, negative
from laws.records.shared import (
    A_DURATION,
    COLUMNS,
    EVIDENCE,
    INTERVAL,
    ROWS_ARE_UNITS,
    THREADS,
    TIMES,
    alike,
    mean_of_parts,
    row_scaling,
    zero_row,
)
from laws.rows import Form, Rows

WITHIN = timedelta(minutes=5)
HORIZON = timedelta(minutes=30)
AT_RISK = "How many questions are still open at a time differs between parts and whole."
SOONER = "Earlier, more questions are still open, so one answer counts for less."
UNANSWERED = "A question that nobody answers is a question."
A_POST = "A post that answers nobody is a post."
SLOWER = [(0, 0, None, 1), (1, 0, 0, 1)]
ONE, PAIR = (1, None, 2000), (2, 1, 2000)
SHAPE = ("size", "depth", "width", "leaves", "mean_depth", "branching", "virality")
UNEQUAL = "The less equally people take part, the fewer of them count."
PEOPLE_ADD = "The people of the parts add up."
EQUAL_WITHIN = "Parts may be equal within, and unequal beside each other."


def shapes(answer: Any) -> list[Any]:
    """Return the shapes of all threads, in an order of their own."""
    return sorted(zip(*(map(float, getattr(answer, x)) for x in SHAPE), strict=True))


def of_two_sides(rows: Rows, form: Form) -> Any:
    """Return the test of the questions of one side against those of the other."""
    sides = [[row[1:] for row in rows if row[0] == side] for side in (0, 1)]
    return conversation.log_rank_test(*(responses(side, form) for side in sides))


RESPONSES = EVIDENCE | INTERVAL | TIMES

NUMBER_OF_PEOPLE = row_scaling((1,), (1,)) | {
    "repetition": Witness("Twice the people are twice the people.", [(1,)]),
    "gain": Witness(UNEQUAL, [(1,), (1,)]),
    "loss": Witness("One more who takes part is one more person.", [(1,)]),
    "bounded": Witness("It is a number of people.", [(1,), (1,)]),
    **alike("between parts", "mean of parts", why=PEOPLE_ADD, drawn=[[(1,)], [(1,)]]),
}

RECORDS = [
    Record(
        title="response_rate",
        rows=WAITS,
        state=responses,
        answer=lambda state: conversation.response_rate(state, within=WITHIN),
        ulps=8,
        keeps=RESPONSES | {"gain", "loss", "bounded"},
        breaks=mean_of_parts([(0, None, 5)], [(0, None, 5), (0, 0, 1)])
        | {
            "zero row": Witness(UNANSWERED, [(0, 0, 60)]),
            "between parts": Witness(
                AT_RISK,
                [(0, None, 1), (0, None, 2), (0, None, 5), (0, 0, 1), (0, 2, 2)],
                [(0, None, 5), (0, 0, 1)],
            ),
        },
    ),
    Record(
        title="response_time",
        rows=DURATIONS,
        state=responses,
        answer=conversation.response_time,
        keeps=RESPONSES | {"gain"},
        breaks=mean_of_parts([(0, 0, 1)], [(0, 1, 1)])
        | {
            "loss": Witness(SOONER, [(0, 2, 2), (0, None, 1), (0, None, 1)]),
            "bounded": Witness(A_DURATION, [(0, 1, 1)]),
            "zero row": Witness(UNANSWERED, [(0, None, 1), (0, 0, 1)]),
            "between parts": Witness(
                AT_RISK,
                [(0, None, 1), (0, None, 2), (0, 2, 2)],
                [(0, None, 2), (0, None, 2), (0, 0, 1), (0, 0, 1)],
            ),
        },
    ),
    Record(
        title="mean_response_time",
        rows=DURATIONS,
        state=responses,
        answer=lambda state: conversation.mean_response_time(state, within=HORIZON),
        ulps=16,
        keeps=RESPONSES | {"gain"},
        breaks=mean_of_parts([(0, None, 30)], [(0, None, 30), (0, 0, 1)])
        | {
            "loss": Witness(SOONER, [(0, 2, 2), (0, 5, 5), (0, None, 1)]),
            "bounded": Witness(A_DURATION, [(0, 1, 1)]),
            "zero row": Witness(UNANSWERED, [(0, 0, 60)]),
            "between parts": Witness(
                AT_RISK,
                [(0, None, 1), (0, 0, 1), (0, 7, 7)],
                [(0, None, 2), (0, 0, 1), (0, 2, 2), (0, 8, 8)],
            ),
        },
    ),
    Record(
        title="log_rank_test",
        rows=WAITS_OF_TWO,
        state=of_two_sides,
        turns=negative,
        ulps=2**20,
        keeps=(TIMES - {"repetition"}) | {"role swap", "loss"},
        breaks={
            "gain": Witness(
                "What is sooner already gains in variance too.",
                [*[(0, 0, 1, 1)] * 3, (1, 0, 5, 5)],
            ),
            "bounded": Witness("It is a standard score.", SLOWER),
        }
        | alike(
            "repetition",
            "zero row",
            why="The more questions, the less is left to chance.",
            drawn=[SLOWER],
        )
        | alike(
            "between parts",
            "mean of parts",
            why="Both parts together are less left to chance.",
            drawn=[SLOWER, SLOWER],
        ),
    ),
    Record(
        title="thread_shape",
        rows=POSTS,
        state=threads,
        answer=conversation.thread_shape,
        number=shapes,
        keeps=THREADS,
        breaks=alike(
            "repetition",
            "zero row",
            why="One more thread is one more row.",
            drawn=[[ONE]],
        )
        | {"bounded": Witness("It is made of numbers of posts.", [ONE, PAIR])},
    ),
    Record(
        title="structural_virality",
        rows=POSTS,
        state=threads,
        answer=conversation.structural_virality,
        ulps=8,
        keeps=THREADS | INTERVAL | {"repetition", "zero row", "between parts"},
        breaks=mean_of_parts(
            [ONE, (2, None, 2000), (3, 1, 2000), (4, 2, 2000)],
            [ONE, PAIR, (3, 1, 2000)],
        )
        | {"bounded": Witness("It is a mean distance.", [ONE, PAIR, (3, 1, 2000)])},
    ),
    Record(
        title="interactivity_levels",
        rows=POSTS,
        state=threads,
        answer=conversation.interactivity_levels,
        keeps=THREADS | INTERVAL | {"repetition", "bounded", "between parts"},
        breaks=mean_of_parts([ONE], [ONE, PAIR])
        | {"zero row": Witness(A_POST, [ONE, PAIR])},
    ),
    Record(
        title="return_share",
        rows=POSTS,
        state=threads,
        answer=conversation.return_share,
        keeps=THREADS
        | INTERVAL
        | {"repetition", "bounded", "zero row", "between parts"},
        breaks=mean_of_parts(
            [ONE, (2, None, 2000), (3, 1, 2001), (4, 2, 2001)],
            [ONE, (2, 1, 2001), (3, 2, 2000)],
        ),
    ),
    Record(
        title="turn_alternation",
        rows=TURNS,
        state=lambda rows, form: conversation.turn_alternation(form.labels(rows, 0)),
        keeps={"bounded", "renaming", "merging", "purity"},
        breaks={
            "permutation": Witness(
                "It is about the order in which people speak.",
                [(1,), (1,), (1,), (2,)],
                [(1,), (1,), (2,), (1,)],
            ),
            "partition": Witness(
                "Two turns on either side of a cut are no longer neighbours.",
                [(1,)],
                [(1,)],
                [(2,)],
                [1],
            ),
        },
    ),
    Record(
        title="effective_participants",
        rows=AMOUNTS,
        state=column_of(conversation.effective_participants, 0),
        ulps=64,
        keeps=COLUMNS | {"scaling", "empty row", "zero row"},
        breaks=NUMBER_OF_PEOPLE,
    ),
    Record(
        title="effective_participants of order 2",
        rows=AMOUNTS,
        state=column_of(lambda n: conversation.effective_participants(n, order=2), 0),
        ulps=8,
        keeps=COLUMNS | {"scaling", "empty row", "zero row"},
        breaks=NUMBER_OF_PEOPLE,
    ),
    Record(
        title="participation_gini",
        rows=AMOUNTS,
        state=column_of(conversation.participation_gini, 0),
        ulps=8,
        keeps=COLUMNS | INTERVAL | {"repetition", "scaling", "bounded"},
        breaks=row_scaling((1,), (1,))
        | alike(
            "between parts", "mean of parts", why=EQUAL_WITHIN, drawn=[[(1,)], [(2,)]]
        )
        | alike(
            "empty row",
            "zero row",
            why="Somebody who could take part and does not is one of the people.",
            drawn=[[(1,)]],
        )
        | {
            "gain": Witness("More by those who do least is more equal.", [(0,), (1,)]),
            "narrowing": Witness(ROWS_ARE_UNITS, [(1,), (2,)]),
            "loss": Witness("One more person who does little is less equal.", [(2,)]),
        },
    ),
    Record(
        title="share_of_voice",
        rows=BRANDS,
        state=lambda rows, form: conversation.share_of_voice(mentions(rows, form)),
        number=lambda answer: answer.share(0),
        keeps=(COLUMNS - {"missing row"})
        | INTERVAL
        | {"repetition", "scaling", "gain", "loss", "bounded", "empty row"}
        | {"narrowing", "between parts", "renaming"}
        | EVIDENCE,
        breaks=row_scaling((0, 1), (1, 1), (2, 0), (3, 0), (4, 0))
        | zero_row((0, 1), (1, 1), (2, 0), (3, 0), (4, 0))
        | mean_of_parts(
            [(0, 0), (1, 0), (2, 0), (3, 0), (4, 1)],
            [(0, 2), (1, 0), (2, 0), (3, 0), (4, 0)],
        )
        | {
            "missing row": Witness(
                "An unknown count is refused at the place of its brand, not row.",
                [(0, 1), (1, 1), (2, 0), (3, 0), (4, 0)],
                1,
            )
        },
    ),
]
