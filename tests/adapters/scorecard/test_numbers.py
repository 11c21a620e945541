"""Numbers of the scorecard as plain data."""

import json

import pytest

from engagement_metrics import Rate

numbers = pytest.importorskip("engagement_metrics.adapters.scorecard._numbers")


def test_plain_data_names_metric_value_interval_and_left_out():
    """A program gets everything the library knows of the number."""
    rate = Rate([3, 4, None], [10, 20, 5]).sum()
    data = numbers.Number(name="per reach", answer=rate, notes=["a note"]).data()

    assert ("per reach", str(rate)) == (data["name"], data["text"])
    assert (7 / 30, "defined", 2) == (data["value"], data["status"], data["units"])
    assert ("rate", "count", "exposure") == tuple(data["metric"].values())[:3]
    assert rate.interval().low == data["interval"]["low"]
    assert "Poisson score, as if independent" == data["interval"]["method"]
    assert (1, 0) == (data["left_out"]["missing"], data["left_out"]["invalid"])
    assert ["a note"] == data["notes"]


def test_plain_data_has_no_nan():
    """An undefined number is null, and its status says why."""
    number = numbers.Number(
        name="x", answer=Rate(0, 0), parts={"half": float("nan"), "whole": 2.0}
    )
    data = numbers.Family("Engagement rate", "?", [number], ["why"]).data()
    [found] = json.loads(json.dumps(data, allow_nan=False))["numbers"]

    assert (None, "no exposure") == (found["value"], found["status"])
    assert (None, "no exposure") == (
        found["interval"]["low"],
        found["interval"]["status"],
    )
    assert {"half": None, "whole": 2.0} == found["parts"]
    assert ("?", ["why"]) == (data["question"], data["cannot"])
