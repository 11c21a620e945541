"""Events by person: pooled over persons, or a row each."""

import numpy as np
import pytest

from engagement_metrics import Metric, Proportion
from engagement_metrics.tables import Ids
from engagement_metrics.tables._persons import of_persons

METRIC = Metric("share", "some", "all", "persons")
PERSON = Ids.of(["b", None, "a", "b", None, "c"])
Y, X = np.array([1.0, 1, 0, 2, 0, 0]), np.array([1.0, 1, 3, 2, 2, 0])
pytestmark = pytest.mark.filterwarnings("ignore::engagement_metrics.EngagementWarning")


def test_events_of_a_person_are_one_unit():
    """Those of nobody known are a unit each; a person of weight 0 is none."""
    pooled = of_persons(PERSON, Y, X, METRIC, None)
    expected = Proportion([0, 3, 1, 0], [3, 3, 1, 2], metric=METRIC).pooled()

    assert expected == pooled
    assert 4 == pooled.units


def test_a_row_a_person():
    """Labels ascend, nobody last; known persons add by label."""
    rows = of_persons(PERSON, Y, X, METRIC, "person")

    assert ["a", "b", None] == list(rows)
    assert [0.0, 3.0, 1.0] == rows.estimate.successes.tolist()
    assert [3.0, 3.0, 3.0] == rows.estimate.trials.tolist()
    known = PERSON.known
    parts = [
        of_persons(PERSON[rows], Y[rows], X[rows], METRIC, "person")
        for rows in (known & (np.arange(6) < 3), known & (np.arange(6) > 2))
    ]
    assert of_persons(PERSON[known], Y[known], X[known], METRIC, None) == (
        (parts[0] + parts[1]).pooled()
    )


def test_nobody_at_all():
    """A log without events has no persons."""
    none = Ids.of([])

    assert 0 == of_persons(none, np.empty(0), np.empty(0), METRIC, None).units
    assert 0 == len(of_persons(none, np.empty(0), np.empty(0), METRIC, "person"))
