"""Relevance: whether those who are reached are the intended audience."""

from engagement_metrics import Proportion, relevance
from laws.kinds.counts import (
    COMPOSITIONS,
    FOUR,
    MATCH,
    MEMBERS,
    RATES_OF_TWO,
    SHARES,
    TARGETED,
    WEIGHTED,
)
from laws.kinds.logs import DAYS, PEOPLE
from laws.made import (
    CHANGED,
    Estimates,
    Single,
    audience,
    by_place,
    column_of,
    days,
    days_of_sides,
    two_audiences,
)
from laws.record import Record, Witness, complement, inverse
from laws.records.shared import (
    A_DIFFERENCE,
    COLUMNS,
    EVIDENCE,
    INTERVAL,
    NOT_A_SHARE,
    OF_RATES,
    OF_SIDES,
    ROWS_ARE_UNITS,
    SUMS,
    alike,
    mean_of_parts,
    pooling,
)

OF_ONE = INTERVAL | {"scaling", "gain", "loss", "number types", "purity", "merging"}
TARGET = (
    "The size of the target stands beside the rows, and is the same for fewer rows."
)
DEPTH = "Depth counts the events of those who did something."
CHECKED = Proportion(90, 100)
LEAVING = [(day, 1000, 1 + day % 3 + 2 * (day < 10)) for day in range(20)]

RECORDS = [
    Record(
        title="audience_relevance",
        rows=MEMBERS,
        state=audience,
        answer=relevance.audience_relevance,
        turns=complement,
        ulps=8,
        keeps=SUMS
        | INTERVAL
        | {"scaling", "role swap", "gain", "loss", "bounded", "empty row"},
        breaks=pooling((1.0, 1), (0.0, 1), (0.0, 1))
        | {
            "narrowing": Witness(
                "The units are members, and more weight is not more members.",
                [(0.0, 1), (0.5, 1)],
            )
        },
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
        keeps=SUMS | INTERVAL | {"scaling", "gain", "loss", "empty row"},
        breaks=pooling((1, 1, 1.0), (0, 1, 1.0), (0, 1, 1.0))
        | {
            "bounded": Witness(NOT_A_SHARE, [(2, 1, 1.0)]),
            "narrowing": Witness(ROWS_ARE_UNITS, [(0, 1, 1.0), (1, 1, 1.0)]),
        },
    ),
    Record(
        title="breadth_and_depth",
        rows=TARGETED,
        state=column_of(
            lambda counts: relevance.breadth_and_depth(counts, target=40), 0
        ),
        keeps=COLUMNS | INTERVAL | {"gain", "empty row", "zero row", "merging"},
        breaks=alike("scaling", "row scaling", why=DEPTH, drawn=[[(1,)]])
        | alike("between parts", "mean of parts", why=TARGET, drawn=[[(1,)], [(1,)]])
        | {
            "repetition": Witness(TARGET, [(1,)]),
            "bounded": Witness("Depth is a number of events.", [(30,), (30,)]),
            "narrowing": Witness(ROWS_ARE_UNITS, [(1,), (2,)]),
            "partition": Witness(TARGET, [(0,)], [(0,)], [(1,)], [1]),
        },
    ),
    Record(
        title="composition_distance",
        rows=COMPOSITIONS,
        state=lambda rows, form: relevance.composition_distance(
            form.numbers(rows, 1), [row[2] for row in rows], replicates=20
        ),
        ulps=64,
        keeps=INTERVAL
        | {"permutation", "scaling", "role swap", "bounded", "empty row"}
        | {"number types", "renaming", "purity"},
        breaks={
            "row scaling": Witness(
                "More people in one part are another composition.",
                [(0, 1, 1), (1, 1, 2)],
                0,
                3,
            ),
            "narrowing": Witness(
                "Its interval is of a few resamples, so its bounds move in steps.",
                [(0, 1, 1), (1, 1, 1)],
            ),
        },
    ),
    Record(
        title="audience_overlap",
        rows=PEOPLE,
        state=lambda rows, form: relevance.audience_overlap(*two_audiences(rows, form)),
        keeps=EVIDENCE
        | INTERVAL
        | {"permutation", "repetition", "role swap", "gain", "loss", "bounded"}
        | {"renaming", "purity", "between parts"},
        breaks=mean_of_parts([(1, (1, 0))], [(1, (1, 0)), (2, (1, 1))])
        | {
            "zero row": Witness(
                "Somebody who is in one audience only is not in both.", [(1, (1, 1))]
            )
        },
    ),
    Record(
        title="affinity_index",
        rows=FOUR,
        state=Single(
            by_place(
                relevance.affinity_index,
                *("in_audience", "audience", "in_population", "population"),
            )
        ),
        turns=inverse,
        ulps=4,
        keeps=OF_ONE | {"role swap", "missing row", "elementwise", "narrowing"},
        breaks={"bounded": Witness("It is a ratio of shares.", [(1, 1, 1, 100)])},
    ),
    Record(
        title="target_match",
        rows=MATCH,
        state=Single(
            by_place(relevance.target_match, "on_target", "audience", "target")
        ),
        ulps=4,
        keeps=OF_ONE
        | {"role swap", "bounded", "missing row", "elementwise", "narrowing"},
    ),
    Record(
        title="corrected_share",
        rows=SHARES,
        state=lambda rows, form: relevance.corrected_share(
            Estimates(Proportion)(rows, form),
            sensitivity=CHECKED,
            specificity=CHECKED,
        ),
        turns=complement,
        ulps=2**20,
        keeps=SUMS
        | INTERVAL
        | {"scaling", "role swap", "gain", "loss", "bounded", "empty row", "narrowing"},
        breaks=pooling((1, 1), (0, 1), (0, 1)),
    ),
    Record(
        title="churn_rate_ratio",
        rows=RATES_OF_TWO,
        state=lambda rows, form: relevance.churn_rate_ratio(
            days_of_sides(rows, form), CHANGED
        ),
        turns=inverse,
        ulps=4,
        keeps=OF_SIDES | EVIDENCE | {"narrowing"},
        breaks=OF_RATES,
    ),
    Record(
        title="changed_feed_effect",
        rows=DAYS,
        state=lambda rows, form: relevance.changed_feed_effect(
            days(rows, form), CHANGED
        ),
        ulps=2**30,
        keeps=COLUMNS | INTERVAL | {"scaling", "row scaling"},
        breaks={
            "bounded": Witness(A_DIFFERENCE, LEAVING),
            "narrowing": Witness(
                "The units are days, and larger counts are not more days.", LEAVING
            ),
        },
    ),
]
