"""Differences, ratios, shrunken estimates, mixes and resamples."""

from typing import Any

import numpy as np

from engagement_metrics import Proportion, Rate, Status, comparison
from laws.kinds.counts import GROUPS_OF_TWO, RATES, RATES_OF_TWO, SHARES, SHARES_OF_TWO
from laws.made import Sides
from laws.record import Record, Witness, complement_of_bounds, inverse, negative
from laws.records.shared import (
    A_DIFFERENCE,
    INTERVAL,
    NOT_A_SHARE,
    OF_RATES,
    OF_SIDES,
    ROWS_ARE_UNITS,
    SIMPSON,
    SUMS,
    alike,
    pooling,
    row_scaling,
    zero_row,
)
from laws.rows import Form, Rows

ONE_MORE = "One more unit is one more estimate."
PULLED = "The mean to which all are shrunk moves, and so does how far they are shrunk."
LESS = "The more counts, the less a unit is shrunk."

OF_SHARES = (
    row_scaling((0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 0, 1))
    | zero_row((0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 0, 1))
    | alike(
        "between parts",
        "mean of parts",
        why=SIMPSON,
        drawn=(
            [(0, 0, 1), (0, 0, 1), (1, 0, 1), (1, 0, 1), (1, 0, 1)],
            [(0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 1)],
        ),
    )
    | {"bounded": Witness(A_DIFFERENCE, [(0, 0, 1), (0, 0, 1), (1, 0, 1), (1, 1, 1)])}
)

BETWEEN_ROWS = {
    "narrowing": Witness(ROWS_ARE_UNITS, [(0, 1, 1), (0, 1, 4), (1, 1, 1), (1, 1, 4)])
}
OF_VALUES = ("row scaling", "zero row", "bounded", "mean of parts")


def groups(rows: Rows, form: Form) -> Any:
    """Return what the values and the mix of groups did, from before to after."""
    sides = [[row for row in rows if row[0] == side] for side in (0, 1)]
    pooled = [
        Proportion(form.numbers(mine, 1), form.numbers(mine, 2)).pooled(
            by=[row[3] for row in mine]
        )
        for mine in sides
    ]
    return comparison.mix_and_rate_effects(*pooled)


def quotient(y: Any, x: Any) -> Any:
    """Return the ratio of sums, undefined where there is no exposure."""
    return y / np.where(x == 0, np.nan, x)


def resampled(rows: Rows, form: Form) -> Any:
    """Return a ratio of sums whose units, the rows, are resampled."""
    return comparison.bootstrap(
        quotient,
        form.numbers(rows, 0),
        form.numbers(rows, 1),
        unit=[f"{row[0]}/{row[1]}/{place}" for place, row in enumerate(rows)],
        replicates=20,
        seed=1,
    )


def shrunken(rows: Rows, form: Form) -> Any:
    """Return the units' shrunken shares; there are none of fewer than two units."""
    shares = Proportion(form.numbers(rows, 0), form.numbers(rows, 1))
    known = int((shares.status == Status.DEFINED).sum())
    return comparison.shrink(shares) if known > 1 else None


def sides(rows: Rows, form: Form) -> Any:
    """Return the rates of two sides; there are none where one has no exposure."""
    by = [row[0] for row in rows]
    groups = Rate(form.numbers(rows, 1), form.numbers(rows, 2)).pooled(by=by)
    both = (groups.status == Status.DEFINED).sum() == 2
    return groups if both else None


def borrowing(rows: Rows, form: Form) -> Any:
    """Return the sides, with the spread that they share."""
    groups = sides(rows, form)
    return None if groups is None else comparison.borrow_spread(groups)


def beside_each_other(rows: Rows, form: Form) -> Any:
    """Return the one side beside the other."""
    groups = sides(rows, form)
    return None if groups is None else comparison.compare_groups(groups)


def in_order(answer: Any) -> Any:
    """Return the values in order."""
    return None if answer is None else np.sort(answer.value)


RECORDS = [
    Record(
        title="difference",
        rows=SHARES_OF_TWO,
        state=Sides(Proportion, comparison.difference),
        turns=negative,
        keeps=OF_SIDES | {"narrowing"},
        breaks=OF_SHARES,
    ),
    Record(
        title="ratio",
        rows=RATES_OF_TWO,
        state=Sides(Rate, comparison.ratio),
        turns=inverse,
        ulps=4,
        keeps=OF_SIDES | {"narrowing"},
        breaks=OF_RATES,
    ),
    Record(
        title="difference between units",
        rows=SHARES_OF_TWO,
        state=Sides(Proportion, comparison.difference, then="pooled"),
        turns=negative,
        keeps=OF_SIDES,
        breaks=OF_SHARES
        | {
            "narrowing": Witness(
                ROWS_ARE_UNITS, [(0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 36, 50)]
            )
        },
    ),
    Record(
        title="ratio between units",
        rows=RATES_OF_TWO,
        state=Sides(Rate, comparison.ratio, then="pooled"),
        turns=inverse,
        ulps=4,
        keeps=OF_SIDES,
        breaks=OF_RATES
        | {
            "narrowing": Witness(
                ROWS_ARE_UNITS, [(0, 1, 1), (0, 1, 6), (1, 1, 1), (1, 1, 6)]
            )
        },
    ),
    Record(
        title="shrink",
        rows=SHARES,
        state=shrunken,
        number=in_order,
        turns=complement_of_bounds,
        ulps=2**24,
        keeps=INTERVAL
        | {"permutation", "role swap", "bounded", "number types", "purity"}
        | {"narrowing"},
        breaks=alike("scaling", "row scaling", why=LESS, drawn=[[(0, 1), (1, 1)]])
        | alike("repetition", "zero row", why=ONE_MORE, drawn=[[(0, 1)]])
        | alike("empty row", "missing row", why=ONE_MORE, drawn=[[(0, 1), (0, 1)]])
        | {
            "gain": Witness(PULLED, [(0, 1), (1, 1)], 1),
            "loss": Witness(PULLED, [(0, 1), (1, 1)]),
        },
    ),
    Record(
        title="borrow_spread",
        rows=RATES_OF_TWO,
        state=borrowing,
        number=in_order,
        turns=lambda values: values,
        keeps=OF_SIDES | {"missing row"},
        breaks={law: OF_RATES[law] for law in OF_VALUES}
        | BETWEEN_ROWS
        | alike(
            "between parts",
            why="The lower of two sides may be another one in the whole.",
            drawn=(
                [(0, 1, 1), (0, 1, 1), (1, 1, 1), (1, 1, 2)],
                [(0, 1, 1), (0, 1, 2), (1, 1, 1), (1, 1, 1)],
            ),
        ),
    ),
    Record(
        title="compare_groups",
        rows=RATES_OF_TWO,
        state=beside_each_other,
        number=lambda answer: None if answer is None else answer.value[0],
        turns=inverse,
        ulps=4,
        keeps=OF_SIDES,
        breaks=OF_RATES | BETWEEN_ROWS,
    ),
    Record(
        title="mix_and_rate_effects",
        rows=GROUPS_OF_TWO,
        state=groups,
        number=lambda effects: (effects.rate_effect.value, effects.mix_effect.value),
        turns=negative,
        ulps=2**20,
        keeps={"permutation", "repetition", "scaling", "role swap", "number types"}
        | {"purity", "contains value", "nested levels"},
        breaks=row_scaling(
            (0, 0, 1, "a"), (0, 0, 1, "b"), (1, 0, 1, "a"), (1, 1, 1, "b")
        )
        | alike(
            "between parts",
            "mean of parts",
            why="A change of mix in the parts may be one of rates in the whole.",
            drawn=(
                [(0, 0, 1, "a"), (0, 0, 1, "b"), (1, 0, 1, "a"), (1, 0, 1, "b")],
                [(0, 0, 1, "a"), (0, 0, 1, "b"), (1, 1, 1, "a"), (1, 2, 2, "b")],
            ),
        )
        | {
            "narrowing": Witness(
                ROWS_ARE_UNITS,
                [(0, 0, 1, "a"), (0, 1, 1, "b"), (1, 0, 1, "a"), (1, 1, 1, "b")],
            ),
            "bounded": Witness(
                A_DIFFERENCE,
                [(0, 0, 1, "a"), (0, 1, 1, "b"), (1, 0, 1, "a"), (1, 0, 1, "b")],
            ),
        },
    ),
    Record(
        title="bootstrap",
        rows=RATES,
        state=resampled,
        keeps=SUMS | INTERVAL | {"scaling", "gain", "loss", "empty row"},
        breaks=pooling((1, 1), (0, 1), (0, 1))
        | {
            "bounded": Witness(NOT_A_SHARE, [(2, 1)]),
            "narrowing": Witness(ROWS_ARE_UNITS, [(0, 1), (1, 1)]),
        },
    ),
]
