"""Laws that many metrics keep, or break alike."""

from typing import Any

from laws.record import Witness
from laws.rows import Row

COLUMNS = {"permutation", "number types", "missing row", "purity"}
"""Kept by what is made of columns of numbers."""

EVIDENCE = {"merging", "partition"}
"""Kept by what adds."""

INTERVAL = {"contains value", "nested levels"}
"""Kept by what has an interval."""

SUMS = COLUMNS | EVIDENCE | {"repetition", "between parts"}
"""Kept by ratios of sums and means of ratios."""

DYADS = COLUMNS | EVIDENCE | {"role swap", "empty row", "renaming", "replay"}
"""Kept by what is made of interactions."""

THREADS = EVIDENCE | {"permutation", "purity", "renaming", "replay"}
"""Kept by what is made of threads."""

TIMES = {"permutation", "repetition", "missing row", "time shift", "purity"}
"""Kept by what is made of times."""

NOT_A_SHARE = "It is not a share, so it may exceed 1."
A_DIFFERENCE = "It is a difference, so it may be negative."
A_DURATION = "It is a duration, in seconds."
SIMPSON = "Sizes of rows may turn round in the whole what holds in each part."
ROWS_ARE_UNITS = "The units are the rows, and larger counts are not more units."


def row_scaling(*rows: Row) -> dict[str, Witness]:
    """Return why scaling the first row changes what weighs rows by their counts."""
    return {"row scaling": Witness("Rows weigh by their counts.", list(rows))}


def zero_row(*rows: Row) -> dict[str, Witness]:
    """Return why a row of nothing out of something changes a number."""
    return {"zero row": Witness("Nothing out of something is an observation.", [*rows])}


def mean_of_parts(first: list[Row], second: list[Row]) -> dict[str, Witness]:
    """Return why the whole is not the mean of its parts."""
    why = "The larger part weighs more than in a plain mean."
    return {"mean of parts": Witness(why, first, second)}


def pooling(*rows: Row) -> dict[str, Witness]:
    """Return the laws that a ratio of sums breaks, shown by rows of unequal size."""
    first, *others = rows
    parts = mean_of_parts([first], others)
    return row_scaling(*rows) | zero_row(*rows) | parts


def alike(*laws: str, why: str, drawn: Any) -> dict[str, Witness]:
    """Return the same reason, shown by the same draws, for several laws."""
    return dict.fromkeys(laws, Witness(why, *drawn))


OF_SIDES = (
    COLUMNS
    | INTERVAL
    | {"repetition", "scaling", "role swap", "gain", "loss", "empty row"}
)
"""Kept by what compares two sides."""

OF_RATES = (
    row_scaling((0, 1, 1), (0, 1, 2), (1, 1, 1), (1, 1, 1))
    | zero_row((0, 1, 1), (0, 1, 2), (1, 1, 1), (1, 1, 1))
    | alike(
        "between parts",
        "mean of parts",
        why=SIMPSON,
        drawn=(
            [(0, 1, 1), (0, 1, 1), (1, 1, 1), (1, 1, 2)],
            [(0, 1, 1), (0, 2, 1), (1, 1, 1), (1, 1, 1)],
        ),
    )
    | {"bounded": Witness(NOT_A_SHARE, [(0, 1, 1), (0, 2, 1), (1, 1, 1), (1, 1, 1)])}
)
"""Broken by ratios of the rates of two sides."""
