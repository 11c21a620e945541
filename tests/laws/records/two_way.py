"""Two-way interaction: how much is reciprocated within the pair."""

import functools
import math
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from engagement_metrics import Dyads, EngagementError, two_way
from laws.kinds.counts import TOTALS
from laws.kinds.logs import TIES, TIMED
from laws.library import index_of_frame
from laws.made import Estimates, dyads, log
from laws.record import Record, Witness
from laws.records.shared import (
    DYADS,
    INTERVAL,
    SUMS,
    mean_of_parts,
    pooling,
    row_scaling,
)

UNKNOWN = SimpleNamespace(value=math.nan, kappa=math.nan)
ONE_WAY = [(0, 1, 2, 0)]
MIXED = [(0, 1, 2, 0), (1, 0, 2, 0), (0, 2, 2, 0)]
MATCHED = (
    DYADS
    | INTERVAL
    | {"repetition", "scaling", "gain", "loss", "bounded", "self loop", "between parts"}
)
BETWEEN = "Between the parts there are no ties, which the whole counts as absent."
LESS_BY_CHANCE = "Of more interactions, fewer are matched by chance."
RELATIONSHIPS = (
    "The units are relationships, and more interactions are not more of them."
)
PAIRS_ARE_UNITS = "The units are pairs, and more interactions are not more pairs."
TIES_ARE_UNITS = "The units are ties, and more interactions are not more ties."
OF_MORE = {"repetition", "scaling", "gain", "loss"}
MORE_BY_CHANCE = "Of more interactions, chance matches a larger share."
PAIRS_WEIGH = "Pairs weigh by their interactions."
LESS_THAN_CHANCE = "What agrees less than by chance is negative."
CROSSED = [(0, 1, 1, 0), (1, 0, 2, 0), (0, 2, 2, 0), (2, 0, 1, 0)]
AGREED = [(0, 1, 3, 0), (1, 0, 3, 0), (0, 2, 1, 0), (2, 0, 1, 0)]
UNMATCHED = {"zero row": Witness("What nobody answers is not matched.", MIXED)}
WEIGHS = row_scaling(*MIXED) | UNMATCHED | mean_of_parts(ONE_WAY, MIXED)
COUNTS_TIES = (
    UNMATCHED
    | mean_of_parts(ONE_WAY, MIXED)
    | {"narrowing": Witness(TIES_ARE_UNITS, MIXED)}
)


def of_account_0(metric: Callable[..., Any]) -> Callable[[Dyads], Any]:
    """Return a metric of account 0, undefined in a log that does not know it."""

    def answer(state: Dyads) -> Any:
        try:
            return metric(state, account=0)
        except EngagementError as refused:
            if refused.argument != "account":
                raise
            return UNKNOWN

    return answer


def by_account(state: Dyads) -> Any:
    """Return the index of account 0, out of those of all accounts."""
    return dict(two_way.two_way_index(state, by="account")).get(0, UNKNOWN)


RECORDS = [
    Record(
        title="two_way_index",
        rows=TIES,
        state=dyads,
        answer=two_way.two_way_index,
        engine=index_of_frame,
        keeps=MATCHED,
        breaks=WEIGHS | {"narrowing": Witness(RELATIONSHIPS, MIXED)},
    ),
    Record(
        title="two_way_index by account",
        rows=TIES,
        state=dyads,
        answer=by_account,
        keeps=MATCHED,
        breaks=WEIGHS | {"narrowing": Witness(RELATIONSHIPS, MIXED)},
    ),
    Record(
        title="two_way_index within days",
        rows=TIMED,
        state=log,
        answer=lambda state: two_way.two_way_index(state, every="1d"),
        keeps=(MATCHED - {"gain", "loss"}) | {"time shift"},
        breaks=WEIGHS
        | {
            "gain": Witness(
                "One more is matched only in a window that has one to match.",
                [(0, 1, 1, 0), (0, 1, 1, 1440), (1, 0, 1, 0)],
            ),
            "loss": Witness(
                "One more from the side that gave more may be matched in its window.",
                [(0, 1, 2, 1440), (1, 0, 1, 0)],
            ),
            "narrowing": Witness(RELATIONSHIPS, MIXED),
        },
    ),
    Record(
        title="two_way_upper_bound",
        rows=TOTALS,
        state=Estimates(two_way.two_way_upper_bound),
        keeps=SUMS
        | INTERVAL
        | {"scaling", "role swap", "bounded", "empty row", "elementwise", "narrowing"},
        breaks=pooling((0, 1), (1, 1)),
    ),
    Record(
        title="unbiased_two_way_index",
        rows=TIES,
        state=dyads,
        answer=two_way.unbiased_two_way_index,
        ulps=2**10,
        keeps=DYADS | {"self loop", "between parts"},
        breaks=WEIGHS
        | {
            "repetition": Witness(LESS_BY_CHANCE, MIXED),
            "scaling": Witness(LESS_BY_CHANCE, MIXED),
            "gain": Witness(
                LESS_BY_CHANCE,
                [(0, 1, 1, 0), (1, 0, 1, 0), (0, 2, 1, 0), (2, 0, 2, 0)],
            ),
            "loss": Witness(LESS_BY_CHANCE, [(0, 1, 5, 0), (1, 0, 6, 0), (0, 2, 6, 0)]),
            "bounded": Witness(
                "What is reciprocated beyond chance may exceed 1, or be negative.",
                [(0, 1, 1, 0), (1, 0, 1, 0)],
            ),
        },
    ),
    Record(
        title="arc_reciprocity",
        rows=TIES,
        state=dyads,
        answer=two_way.arc_reciprocity,
        keeps=MATCHED | {"row scaling"},
        breaks=COUNTS_TIES,
    ),
    Record(
        title="dyad_reciprocity",
        rows=TIES,
        state=dyads,
        answer=two_way.dyad_reciprocity,
        keeps=MATCHED | {"row scaling"},
        breaks=COUNTS_TIES,
    ),
    Record(
        title="ego_reciprocity",
        rows=TIES,
        state=dyads,
        answer=of_account_0(two_way.ego_reciprocity),
        keeps=MATCHED | {"row scaling"},
        breaks=COUNTS_TIES,
    ),
    Record(
        title="reciprocity_correlation",
        rows=TIES,
        state=dyads,
        answer=two_way.reciprocity_correlation,
        keeps=DYADS | {"repetition", "scaling", "row scaling", "gain", "loss"},
        breaks={
            "bounded": Witness("A correlation may be negative.", ONE_WAY),
            "zero row": Witness(
                "One more account changes what chance would do.", MIXED
            ),
            "self loop": Witness(
                "An account that only talks to itself is one more account.",
                [(1, 2, 1, 0)],
            ),
            "between parts": Witness(BETWEEN, ONE_WAY, ONE_WAY),
            "mean of parts": Witness(BETWEEN, ONE_WAY, ONE_WAY),
        },
    ),
    Record(
        title="dyad_census",
        rows=TIES,
        state=dyads,
        answer=lambda state: two_way.dyad_census(state, accounts=20),
        keeps=DYADS
        | INTERVAL
        | {"repetition", "scaling", "row scaling", "loss", "bounded", "self loop"},
        breaks={
            "gain": Witness(
                "One more mutual pair is one asymmetric pair less.", ONE_WAY
            ),
            "narrowing": Witness(PAIRS_ARE_UNITS, ONE_WAY),
            "zero row": Witness(
                "One more asymmetric pair is one null pair less.", MIXED
            ),
            "between parts": Witness("Pairs of the parts add up.", ONE_WAY, ONE_WAY),
            "mean of parts": Witness("Pairs of the parts add up.", ONE_WAY, ONE_WAY),
        },
    ),
    Record(
        title="two_way_index by chance",
        rows=TIES,
        state=dyads,
        answer=lambda state: two_way.two_way_index(state).by_chance,
        ulps=2**10,
        keeps=MATCHED - OF_MORE,
        breaks=WEIGHS
        | {
            "repetition": Witness(MORE_BY_CHANCE, [(0, 1, 1, 0)]),
            "scaling": Witness(MORE_BY_CHANCE, [(0, 1, 1, 0)], 2),
            "gain": Witness(
                "Of an odd number, one is not matched.",
                [(0, 1, 2, 0), (1, 0, 2, 0), (0, 2, 2, 0)],
            ),
            "loss": Witness(MORE_BY_CHANCE, [(0, 1, 1, 0)]),
            "narrowing": Witness(
                "The range of a single pair is as wide as it can be.", [(0, 1, 2, 0)], 2
            ),
        },
    ),
    Record(
        title="concordance_test",
        rows=TIES,
        state=dyads,
        answer=of_account_0(two_way.concordance_test),
        number=lambda answer: answer.kappa,
        ulps=2**10,
        keeps=DYADS
        | {"repetition", "scaling", "gain", "loss", "self loop", "zero row"},
        breaks={
            "row scaling": Witness(PAIRS_WEIGH, [*CROSSED, (0, 3, 2, 0), (3, 0, 2, 0)]),
            "bounded": Witness(LESS_THAN_CHANCE, CROSSED),
            "between parts": Witness(
                "What chance would do depends on all pairs at once.",
                CROSSED,
                [(*pair, 10 * weight, at) for *pair, weight, at in CROSSED],
            ),
            **mean_of_parts(CROSSED, AGREED),
        },
    ),
    Record(
        title="concordance_test of a population",
        rows=TIES,
        state=dyads,
        answer=of_account_0(functools.partial(two_way.concordance_test, population=30)),
        number=lambda answer: answer.kappa,
        ulps=2**10,
        keeps=DYADS | {"repetition", "scaling", "gain", "loss", "self loop"},
        breaks={
            "row scaling": Witness(PAIRS_WEIGH, CROSSED),
            "bounded": Witness(LESS_THAN_CHANCE, [(0, 1, 1, 0), (2, 0, 1, 0)]),
            "zero row": Witness("What nobody answers is not matched.", [(1, 0, 1, 0)]),
            **mean_of_parts(
                [(0, 1, 2, 0), (1, 0, 2, 0), (0, 2, 1, 0)],
                [(0, 1, 2, 0), (2, 0, 2, 0)],
            ),
        },
    ),
]
