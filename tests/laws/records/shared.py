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

DYADS = COLUMNS | EVIDENCE | {"empty row", "renaming", "replay", "role swap"}
"""Kept by what is made of interactions."""

THREADS = {"permutation", "purity", "renaming", "replay", *EVIDENCE}
"""Kept by what is made of posts that answer posts."""

TIMES = {"permutation", "repetition", "missing row", "time shift", "purity"}
"""Kept by what is made of times."""

NO_SHARE = "It is not a share, so it has no upper bound."
A_DIFFERENCE = "It is a difference, which may be negative."
UNITS = "Its units are the rows, and larger counts are not more rows."


def row_scaling(*rows: Row) -> dict[str, Witness]:
    """Return why scaling one row changes what weighs rows by their counts."""
    return {"row scaling": Witness("Rows weigh by their counts.", list(rows))}


def zero_row(*rows: Row) -> dict[str, Witness]:
    """Return why a row of nothing out of something changes a number."""
    why = "Nothing out of something is an observation, and it lowers the number."
    return {"zero row": Witness(why, list(rows))}


def mean_of_parts(first: list[Row], second: list[Row]) -> dict[str, Witness]:
    """Return why the whole is not the mean of its parts."""
    why = "A plain mean would weigh parts of unequal size alike."
    return {"mean of parts": Witness(why, first, second)}


def pooling(*rows: Row) -> dict[str, Witness]:
    """Return the laws that a ratio of sums breaks, shown by rows of unequal size."""
    first, *others = rows
    parts = mean_of_parts([first], list(others))
    return row_scaling(*rows) | zero_row(*rows) | parts


def why(sentence: str, *laws: str, drawn: Any) -> dict[str, Witness]:
    """Return one reason, and one witness, for several laws."""
    return {law: Witness(sentence, *drawn) for law in laws}
