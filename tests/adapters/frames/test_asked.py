"""A ratio has the rows as its units, or the clusters that they belong to."""

import numpy as np
import pytest

from engagement_metrics import Proportion, Rate

frames = pytest.importorskip("engagement_metrics.adapters.frames")
pa = pytest.importorskip("pyarrow")

DRAW = np.random.default_rng(3)
ROWS = 600
WHO = [None if u < 0.02 else f"p{int(25 * u * u)}" for u in DRAW.random(ROWS)]
TEAM = ["ab"[int(2 * u)] for u in DRAW.random(ROWS)]
COUNT = [
    None if u < 0.05 else -1 if u < 0.06 else int(5 * u) for u in DRAW.random(ROWS)
]
REACH = [0 if u < 0.1 else int(50 * u) for u in DRAW.random(ROWS)]


@pytest.mark.parametrize("kind", ["rate", "share"])
@pytest.mark.parametrize("by", [None, "team"])
def test_clusters_are_the_units(engine, kind, by):
    """The sums of each person are one unit; what a row lacks is counted by the row."""
    frame = engine(pa.table({"w": WHO, "team": TEAM, "y": COUNT, "x": REACH}))
    asked = {"count": "y", "exposure": "x", "kind": kind, "by": by}
    rows, made = (
        frames.pooled(frame, **asked),
        frames.pooled(frame, **asked, cluster="w"),
    )
    door = {"rate": Rate, "share": Proportion}[kind]
    for label in ["a", "b"] if by else [None]:
        row, unit = (rows[label], made[label]) if by else (rows, made)
        sums = {}
        for who, team, y, x in zip(WHO, TEAM, COUNT, REACH, strict=True):
            good = y is not None and y >= 0 and x > 0 and (kind == "rate" or y <= x)
            if good and label in {team, None}:
                a, b = sums.get(who, (0, 0))
                sums[who] = a + y, b + x
        expected = door(*zip(*sums.values(), strict=True)).pooled()

        assert (row.value, row.left_out) == (unit.value, unit.left_out)
        assert len(sums) == unit.units < row.units
        assert expected.value == unit.value
        assert unit.standard_error == pytest.approx(expected.standard_error, rel=1e-12)
