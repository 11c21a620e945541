"""Differences, ratios, shrunken estimates, mixes and resamples."""

from typing import Any

import numpy as np

from laws.kinds.counts import GROUPS_OF_TWO, RATES, RATES_OF_TWO, SHARES, SHARES_OF_TWO
from laws.library import Proportion, Rate, Status, comparison, movement, relevance
from laws.made import Estimates, Sides
from laws.record import Record, complement, inverse, negative
from laws.rows import Form, Rows


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


def resampled(rows: Rows, form: Form) -> Any:
    """Return a ratio of sums whose units, the rows, are resampled."""
    return comparison.bootstrap(
        lambda y, x: y / np.where(x == 0, np.nan, x),
        form.numbers(rows, 0),
        form.numbers(rows, 1),
        unit=[f"{row[0]}/{row[1]}/{place}" for place, row in enumerate(rows)],
        replicates=20,
        seed=1,
    )


def shrunken(shares: Proportion[Any]) -> Any:
    """Return the units' shrunken shares, or what has none of fewer than two units."""
    known = int((shares.status == Status.DEFINED).sum())
    return comparison.shrink(shares) if known > 1 else None


def in_order(answer: Any) -> Any:
    """Return the values in order."""
    return None if answer is None else np.sort(answer.value)


RECORDS = [
    Record(
        title="difference",
        rows=SHARES_OF_TWO,
        state=Sides(Proportion, comparison.difference),
        turns=negative,
        keeps=set(),
    ),
    Record(
        title="ratio",
        rows=RATES_OF_TWO,
        state=Sides(Rate, comparison.ratio),
        turns=inverse,
        ulps=4,
        keeps=set(),
    ),
    Record(
        title="difference between units",
        rows=SHARES_OF_TWO,
        state=Sides(Proportion, comparison.difference, then="pooled"),
        turns=negative,
        keeps=set(),
    ),
    Record(
        title="ratio between units",
        rows=RATES_OF_TWO,
        state=Sides(Rate, comparison.ratio, then="pooled"),
        turns=inverse,
        ulps=4,
        keeps=set(),
    ),
    Record(
        title="churn_step",
        rows=RATES_OF_TWO,
        state=Sides(Rate, lambda a, b: relevance.churn_step(b, a)),
        turns=inverse,
        ulps=4,
        keeps=set(),
    ),
    Record(
        title="shrink",
        rows=SHARES,
        state=lambda rows, form: Proportion(*(form.numbers(rows, i) for i in (0, 1))),
        answer=shrunken,
        number=in_order,
        turns=complement,
        ulps=2**24,
        keeps=set(),
    ),
    Record(
        title="mix_and_rate_effects",
        rows=GROUPS_OF_TWO,
        state=groups,
        number=lambda effects: (effects.rate_effect, effects.mix_effect),
        turns=negative,
        ulps=2**20,
        keeps=set(),
    ),
    Record(
        title="bootstrap",
        rows=RATES,
        state=resampled,
        keeps=set(),
    ),
]
