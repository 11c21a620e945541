"""Counts of the events of a log by person, since persons are the units of a log."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from engagement_metrics._door import _checks
from engagement_metrics._door._ids import Ids, labels
from engagement_metrics._typing import FloatArray
from engagement_metrics.evidence import Grouped, Proportion
from engagement_metrics.evidence._rows import Rows
from engagement_metrics.words import Metric

ByPerson = Literal["person"]


def of_persons(
    person: Ids, y: FloatArray, x: FloatArray, metric: Metric, by: object
) -> Any:
    """
    Return the share of events pooled over persons, or a row a person.

    Events of nobody known are a unit each, or one row together.
    """
    alone = ~person.known & (by is None)
    codes, names = labels("person", person[~alone])
    parts = [
        np.concatenate([np.bincount(codes, column[~alone], len(names)), column[alone]])
        for column in (y, x)
    ]
    some = parts[1] != 0
    rows = Rows(parts[0][some].astype(np.float64), parts[1][some].astype(np.float64))
    made: Proportion[FloatArray] = Proportion.of_rows(rows, metric)
    if by is None:
        return made.pooled()
    _checks.one_of("by", by, ("person",))
    kept = tuple(names[code] for code in np.flatnonzero(some).tolist())
    return Grouped.of_labels(kept, made)
