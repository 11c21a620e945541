"""Proportions, rates, what is pooled and averaged of them, and their intervals."""

from typing import Any

from engagement_metrics import (
    Proportion,
    Rate,
    conversation,
    engagement,
    movement,
    relevance,
)
from engagement_metrics.evidence import Median
from laws.kinds.counts import PER_POST, RATES, SHARES
from laws.library import pooled_frame
from laws.made import Estimates, column_of
from laws.record import Record, Witness, complement, complement_of_bounds
from laws.records.shared import (
    COLUMNS,
    EVIDENCE,
    INTERVAL,
    NOT_A_SHARE,
    ROWS_ARE_UNITS,
    SUMS,
    alike,
    mean_of_parts,
    pooling,
    row_scaling,
    zero_row,
)
from laws.rows import Row

PROPORTIONS = {
    "active_share": relevance.active_share,
    "broadcast_share": conversation.broadcast_share,
    "completion_rate": engagement.completion_rate,
    "conversation_ratio": conversation.conversation_ratio,
    "earned_share": movement.earned_share,
    "engaged_share": lambda k, n: engagement.engaged_share(k, reach=n),
    "home_share": relevance.home_share,
    "on_target_share": relevance.on_target_share,
    "reply_share": conversation.reply_share,
    "target_coverage": relevance.target_coverage,
}
"""A quotient of a part and its whole is one more line here."""

QUOTIENTS = {
    "amplification_factor": lambda k, n: movement.amplification_factor(k, owned=n),
    "churn_rate": lambda k, n: relevance.churn_rate(k, follower_days=n),
    "click_through_rate": lambda k, n: engagement.click_through_rate(k, impressions=n),
    "daily_engagement_rate": engagement.daily_engagement_rate,
    "engagement_depth": engagement.engagement_depth,
    "engagement_rate": lambda k, n: engagement.engagement_rate(k, reach=n),
    "reply_ratio": lambda k, n: conversation.reply_ratio(k, likes=n),
    "save_rate": engagement.save_rate,
    "virality_rate": lambda k, n: engagement.virality_rate(k, impressions=n),
}
"""A quotient of a count and an exposure is one more line here."""

PER_POST_RATES = {
    "amplification_rate": lambda k: engagement.amplification_rate(k, 1),
    "conversation_rate": lambda k: engagement.conversation_rate(k, 1),
}
NARROWER = "More evidence has a narrower interval."
FEWEST = 6  # copies of each row, so that every median has an interval
SPREAD = (
    "One more event also changes how much the units differ, which may go either way."
)


def bounds(answer: Any) -> tuple[Any, Any]:
    """Return the bounds of an answer at 95 %."""
    interval = answer.interval()
    return interval.low, interval.high


def narrower(*rows: Row) -> dict[str, Witness]:
    """Return the laws that an interval breaks because it narrows."""
    return {
        "repetition": Witness(NARROWER, list(rows)),
        "between parts": Witness(NARROWER, list(rows), list(rows)),
    }


RECORDS = [
    Record(
        title="sum of proportions",
        rows=SHARES,
        state=Estimates(Proportion),
        also=PROPORTIONS,
        engine=pooled_frame("share"),
        turns=complement,
        keeps=SUMS
        | INTERVAL
        | {"scaling", "role swap", "gain", "loss", "bounded", "empty row"}
        | {"elementwise", "narrowing"},
        breaks=pooling((4, 10), (0, 2)),
    ),
    Record(
        title="sum of rates",
        rows=RATES,
        state=Estimates(Rate),
        also=QUOTIENTS,
        engine=pooled_frame("rate"),
        keeps=SUMS
        | INTERVAL
        | {"scaling", "gain", "loss", "empty row", "elementwise", "narrowing"},
        breaks=pooling((12, 53), (6, 4)) | {"bounded": Witness(NOT_A_SHARE, [(3, 2)])},
    ),
    Record(
        title="applause_rate",
        rows=PER_POST,
        state=Estimates(lambda likes: engagement.applause_rate(likes, 1), fields=(0,)),
        also=PER_POST_RATES,
        keeps=SUMS | INTERVAL | {"gain", "elementwise"},
        breaks=pooling((3,), (7,), (8,))
        | alike("scaling", "narrowing", why="Its denominator is posts.", drawn=[[(3,)]])
        | {
            "bounded": Witness(NOT_A_SHARE, [(2,)]),
            "empty row": Witness("A post without likes is a post.", [(2,)]),
        },
    ),
    Record(
        title="mean of proportions",
        rows=SHARES,
        state=Estimates(Proportion, then="average"),
        turns=complement,
        ulps=8,
        keeps=SUMS
        | INTERVAL
        | {"scaling", "row scaling", "role swap", "gain", "loss", "bounded"}
        | {"empty row"},
        breaks=zero_row((3, 3), (2, 2))
        | mean_of_parts([(0, 1), (1, 1)], [(3, 4)])
        | {"narrowing": Witness(ROWS_ARE_UNITS, [(1, 2), (3, 4)])},
    ),
    Record(
        title="mean of rates",
        rows=RATES,
        state=Estimates(Rate, then="average"),
        ulps=8,
        keeps=SUMS | INTERVAL | {"scaling", "row scaling", "gain", "loss", "empty row"},
        breaks=zero_row((3, 3))
        | mean_of_parts([(1, 4), (1, 1)], [(3, 4)])
        | {
            "bounded": Witness(NOT_A_SHARE, [(3, 2)]),
            "narrowing": Witness(ROWS_ARE_UNITS, [(1, 2), (3, 4)]),
        },
    ),
    Record(
        title="interval of a proportion",
        rows=SHARES,
        state=Estimates(Proportion),
        number=bounds,
        turns=complement_of_bounds,
        ulps=8,
        keeps=COLUMNS
        | EVIDENCE
        | INTERVAL
        | {"role swap", "gain", "loss", "bounded", "empty row"}
        | {"elementwise", "narrowing"},
        breaks=pooling((6, 50), (1, 2))
        | narrower((6, 50))
        | {"scaling": Witness(NARROWER, [(6, 50)])},
    ),
    Record(
        title="interval of a rate",
        rows=RATES,
        state=Estimates(Rate),
        number=bounds,
        ulps=8,
        keeps=COLUMNS
        | EVIDENCE
        | INTERVAL
        | {"gain", "loss", "empty row", "elementwise", "narrowing"},
        breaks=pooling((13, 5), (1, 2))
        | narrower((13, 5))
        | {
            "scaling": Witness(NARROWER, [(13, 5)]),
            "bounded": Witness(NOT_A_SHARE, [(13, 5)]),
        },
    ),
    Record(
        title="interval of a pooled proportion",
        rows=SHARES,
        state=Estimates(Proportion, then="pooled"),
        number=bounds,
        turns=complement_of_bounds,
        ulps=2**20,
        keeps=COLUMNS | EVIDENCE | INTERVAL | {"role swap", "bounded", "empty row"},
        breaks=row_scaling((4, 10), (1, 2))
        | zero_row((4, 10), (1, 2))
        | narrower((4, 10), (1, 2))
        | mean_of_parts([(0, 10), (35, 50)], [(5, 10), (2, 2)])
        | {
            "scaling": Witness(
                "Where units hardly differ, the error is that of the trials.",
                [(0, 1), (0, 1)],
            ),
            "gain": Witness(SPREAD, [(0, 1), (1, 1)]),
            "loss": Witness(SPREAD, [(0, 1), (0, 1), (0, 1)]),
            "narrowing": Witness(ROWS_ARE_UNITS, [(0, 1), (1, 1)]),
        },
    ),
    Record(
        title="interval of a pooled rate",
        rows=RATES,
        state=Estimates(Rate, then="pooled"),
        number=bounds,
        ulps=2**20,
        keeps=COLUMNS | EVIDENCE | INTERVAL | {"empty row"},
        breaks=row_scaling((12, 53), (6, 4))
        | zero_row((12, 53), (6, 4))
        | narrower((4, 10), (1, 2))
        | mean_of_parts([(3, 21), (1, 4)], [(12, 51), (5, 101)])
        | {
            "scaling": Witness(
                "Where units hardly differ, the error is Poisson's, of the events.",
                [(4, 10), (4, 10)],
            ),
            "gain": Witness(SPREAD, [(2, 4), (12, 3)]),
            "loss": Witness(SPREAD, [(6, 6), (50, 12), (3, 4)], 1),
            "bounded": Witness(NOT_A_SHARE, [(13, 5), (12, 4)]),
            "narrowing": Witness(ROWS_ARE_UNITS, [(1, 14), (52, 24)]),
        },
    ),
    Record(
        title="median of rates",
        rows=RATES,
        state=lambda rows, form: Median.of(
            column_of(Rate, 0, 1)([*rows] * FEWEST, form)
        ),
        keeps=COLUMNS
        | INTERVAL
        | {"repetition", "scaling", "row scaling", "between parts", "gain", "loss"}
        | {"empty row"},
        breaks=zero_row((1, 1))
        | mean_of_parts([(0, 1)], [(0, 1), (1, 1)])
        | {
            "bounded": Witness(NOT_A_SHARE, [(3, 2)]),
            "narrowing": Witness(ROWS_ARE_UNITS, [(1, 2), (1, 1)]),
        },
    ),
]
