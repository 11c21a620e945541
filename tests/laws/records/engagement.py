"""Engagement: definitions of rates, and how far means and ratios of sums differ."""

from typing import Any

from engagement_metrics import Rate, engagement
from engagement_metrics.definitions import catalogue
from engagement_metrics.errors import InvalidCountsError
from laws.kinds.counts import PER_POST, RATES
from laws.made import posts
from laws.record import Record, Witness
from laws.records.shared import (
    A_DIFFERENCE,
    COLUMNS,
    INTERVAL,
    NOT_A_SHARE,
    SUMS,
    alike,
    pooling,
    row_scaling,
    zero_row,
)
from laws.rows import Form, Rows

DEFINITIONS = [catalogue.HOOTSUITE_REACH, catalogue.KAUSHIK_CONVERSATION]
BOTH_MOVE = "Both means move, and either may move further."
EVENER = "More engagement may be more even."
PARTS = ([(0, 2)], [(1, 1)])
PER_POST_AND_FAN = "Its denominators are posts and followers."
PER_POST_AS_WELL = "A part of it is per post, and a post without engagements is a post."


def needed(rows: Rows, form: Form) -> Any:
    """Return how many rows an interval needs; there is none without spread."""
    pooled = Rate(form.numbers(rows, 0), form.numbers(rows, 1)).pooled()
    try:
        return engagement.posts_needed(pooled, width=1.5)
    except InvalidCountsError:
        return None


RECORDS = [
    Record(
        title="pooling_gap",
        rows=RATES,
        state=lambda rows, form: engagement.pooling_gap(
            Rate(form.numbers(rows, 0), form.numbers(rows, 1))
        ),
        ulps=2**20,
        keeps=COLUMNS | {"repetition", "scaling", "empty row"},
        breaks=row_scaling((0, 1), (1, 1))
        | zero_row((1, 1))
        | alike(
            "between parts",
            "mean of parts",
            why="Row sizes may differ more in the whole than in either part.",
            drawn=PARTS,
        )
        | {
            "gain": Witness(BOTH_MOVE, [(5, 5), (52, 3)]),
            "loss": Witness(BOTH_MOVE, [(0, 1), (1, 1)]),
            "bounded": Witness(A_DIFFERENCE, [(0, 1), (1, 2)]),
        },
    ),
    Record(
        title="bonson_ratkai",
        rows=PER_POST,
        state=posts,
        answer=lambda table: engagement.bonson_ratkai(table, 100),
        number=lambda answer: [
            getattr(answer, part).value for part in ("P1", "P2", "P3")
        ],
        keeps=SUMS | INTERVAL | {"gain"},
        breaks=pooling((1,), (0,), (0,))
        | alike("empty row", "zero row", why=PER_POST_AS_WELL, drawn=[[(1,)]])
        | alike("scaling", "narrowing", why=PER_POST_AND_FAN, drawn=[[(1,), (2,)]])
        | {
            "bounded": Witness(NOT_A_SHARE, [(2,)]),
        },
    ),
    Record(
        title="posts_needed",
        rows=RATES,
        state=needed,
        number=lambda plan: None if plan is None else plan.value,
        keeps=COLUMNS | {"scaling", "empty row"},
        breaks=row_scaling((0, 1), (1, 1))
        | zero_row((1, 1))
        | alike(
            "between parts",
            "mean of parts",
            why="Rows of both parts may differ less than those of either.",
            drawn=([(0, 1), (1, 1)], [(0, 1), (2, 1)]),
        )
        | {
            "repetition": Witness(
                "The spread of few rows is corrected for their number.",
                [(0, 1), (1, 1)],
            ),
            "gain": Witness(EVENER, [(0, 1), (0, 1), (2, 1)]),
            "loss": Witness("More exposure may be more uneven.", [(0, 1), (1, 1)]),
            "bounded": Witness("It is a number of posts.", [(0, 1), (1, 1)]),
        },
    ),
    Record(
        title="compare_definitions",
        rows=RATES,
        state=posts,
        answer=lambda table: engagement.compare_definitions(table, DEFINITIONS),
        number=lambda answer: [each.value for each in answer],
        ulps=8,
        keeps=SUMS | {"gain", "loss"},
        breaks=pooling((1, 1), (0, 1), (0, 1))
        | {
            "scaling": Witness("One of the definitions is per post.", [(1, 1)]),
            "bounded": Witness(NOT_A_SHARE, [(1, 1)]),
            "empty row": Witness(PER_POST_AS_WELL, [(1, 1)]),
        },
    ),
]
