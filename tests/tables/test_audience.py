"""Members and segments, and their relevance."""

import pickle

import numpy as np
import pytest

from engagement_metrics import Audience
from engagement_metrics.errors import IncompatibleEvidenceError

NAN = float("nan")
SEGMENTS = {"segment": ["teachers", "parents", None], "target": {"teachers"}}


def test_segments():
    """The target's are relevant, others not, and nobody's unknown."""
    audience = Audience.of(**SEGMENTS, count=[300, 500, 200])

    assert np.array_equal([1, 0, NAN], audience.relevance, equal_nan=True)
    assert [300, 500, 200] == audience.weight.tolist()
    assert audience.counted
    assert "parents" == audience[1].segment
    assert frozenset({"teachers"}) == audience.target


def test_members():
    """Each weighs 1, unless said otherwise."""
    members = Audience.of(member=["ada", "bob"], relevance=[0.5, None])
    weighed = Audience.of(relevance=[1, 0], weight=[2, 3])

    assert [1, 1] == members.weight.tolist()
    assert not members.counted
    assert [2, 3] == weighed.weight.tolist()
    assert members == pickle.loads(pickle.dumps(members))  # noqa: S301


def test_the_rest_is_unknown():
    """What the segments lack of the whole audience is of unknown relevance."""
    audience = Audience.of(**SEGMENTS, count=[300, 500, 90], total=1000)

    assert (4, 110) == (len(audience), audience.weight[-1])
    assert np.isnan(audience.relevance[-1])
    assert 3 == len(Audience.of(**SEGMENTS, count=[300, 500, 200], total=1000))


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (
            {"member": [1]},
            (
                "Audience.of() must be given relevance= or target=, but got neither."
                " The target is declared by the caller, never guessed"
            ),
        ),
        (
            {"segment": ["a"], "target": {"a"}, "relevance": [1]},
            (
                "Audience.of() must be given relevance= or target=, but got both. The"
                " target is declared by the caller, never guessed"
            ),
        ),
        (
            {"member": [1], "target": {"a"}},
            "Audience.of() must be given segment= with target=, but got none",
        ),
        (
            {"relevance": [1], "count": [1], "weight": [1]},
            "Audience.of() must be given count= or weight=, but got both",
        ),
        (
            {"relevance": [1, 1.5]},
            (
                "relevance must lie between 0 and 1, but got 1.5 at (1,), first of 1 in"
                " 2 values. It is a share, not a percentage"
            ),
        ),
        (
            {"relevance": [-0.5]},
            (
                "relevance must not be negative, but got -0.5 at (0,), first of 1 in 1"
                " values"
            ),
        ),
        (
            {"relevance": [1, 1], "member": ["ada", "ada"]},
            (
                "member must be distinct, but got 'ada' at (0,), first of 1 in 2"
                " values. Each member stands in one row"
            ),
        ),
        (
            {**SEGMENTS, "count": [1, None, 2]},
            (
                "count must be known, but got nan at (1,), first of 1 in 3 values."
                " Leave out the rows whose count is not known"
            ),
        ),
        (
            {**SEGMENTS, "count": [3, 3, 3], "total": 8},
            (
                "total must not be less than the 9 of all segments, but got 8.0. Is"
                " somebody in two segments?"
            ),
        ),
        (
            {**SEGMENTS, "target": "teachers"},
            (
                "target must be segments, but got 'teachers'. Give a set of segments:"
                " target={'teachers'}"
            ),
        ),
        (
            {"relevance": [1], "weight": [1, 2]},
            "weight must have the length 1 of relevance, but has 2",
        ),
    ],
    ids=range(11),
)
def test_refused(columns, message):
    """One source of relevance, in [0, 1]; members once; counts within the total."""
    with pytest.raises((TypeError, ValueError)) as caught:
        Audience.of(**columns)

    assert message == str(caught.value)


def test_a_target_names_somebody():
    """An empty target is nobody's."""
    with pytest.raises(ValueError, match="target must name a segment"):
        Audience.of(segment=["a"], target=[])


def test_appending():
    """Audiences of one target append; their members are disjoint."""
    audience = Audience.of(**SEGMENTS, count=[3, 5, 2])
    members = Audience.of(member=["ada"], relevance=[1])

    assert 6 == len(audience + audience)
    assert audience == audience + audience[:0] == audience[:0] + audience
    assert members == members + audience[:0] == audience[:0] + members
    with pytest.raises(ValueError, match="distinct") as twice:
        members + members
    assert (
        "member must be distinct, but got 'ada' at (0,), first of 1 in 2 values."
        " The two audiences must have no member in common"
    ) == str(twice.value)
    uncounted = Audience.of(**SEGMENTS)
    assert (True, False) == (audience.counted, uncounted.counted)
    assert (True, True) == (
        (audience + uncounted).counted,
        (uncounted + audience).counted,
    )
    with pytest.raises(IncompatibleEvidenceError) as caught:
        audience + members
    assert (
        "cannot add evidence of the target of given relevance to evidence of the target"
        " ['teachers']"
    ) == str(caught.value)
    with pytest.raises(TypeError, match="unsupported operand"):
        audience + 1
