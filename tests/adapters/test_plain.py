"""Evidence becomes plain data and comes back as it was."""

import datetime as dt
import json

import numpy as np
import pytest

from engagement_metrics import (
    Composition,
    Dyads,
    Interactions,
    LeftOut,
    Posts,
    Proportion,
    Rate,
    pool,
    two_way_index,
)
from engagement_metrics.adapters import plain
from engagement_metrics.definitions import CATALOGUE
from engagement_metrics.two_way import TwoWayIndex
from engagement_metrics.words import Terms

RATE = Rate([3, None, 2, 0.1], [40, 10, 0, 3])
LOG = Interactions.of(
    actor=["ada", "bob", "ada", "cyd", "cyd"],
    target=["bob", "ada", "bob", None, "cyd"],
    at=np.array(["2025-05-01T10:00:00.000001"] * 5, "datetime64[us]"),
)
DAYS = np.array(["2025-05-01", "2025-05-02", "2025-05-02", "NaT"], "datetime64[D]")
WEIGHTED = next(d for d in CATALOGUE if d.weighted and d.denominator != "posts")
KINDS = {
    "one rate": Rate(12, 340),
    "an unknown rate": Rate(None, 340),
    "rates": RATE,
    "a sum": RATE.sum(),
    "proportions": Proportion([1, 0], [4, 0]),
    "pooled": RATE.pooled(),
    "groups": RATE.pooled(by=["a", None, "b", "a"]),
    "groups of days": RATE[:3].pooled(by=DAYS[:3]),
    "two labels": RATE.average(by={"a": [1, 2, 1, 2], "b": ["x", "y", "x", "x"]}),
    "an average": RATE.average(),
    "parts": Composition(["reply", "like", None], [3, 4, 0]),
    "what was left out": LeftOut(1, 2, 3, 4, 5.0, 6.0),
    "terms": Terms("likes", "reach", "posts"),
    "dyads": Dyads.of_log(LOG, kinds=None),
    "dyads of numbers": Dyads.of(actor=[1, 2], target=[2, 10**15], weight=[0.5, 2]),
    "an index": two_way_index(Dyads.of_log(LOG, kinds=None), account="ada"),
}


def equal(first, second):
    """Assert that two pieces of evidence are of one class and equal, NaN too."""
    assert type(first) is type(second)
    if isinstance(first, TwoWayIndex):
        assert first.dyads == second.dyads
        assert (first.account, first.value) == (second.account, second.value)
    elif np.isnan(np.sum(getattr(first, "count", 0.0))):
        np.testing.assert_array_equal(first.count, second.count)
        assert repr(first) == repr(second)
    else:
        assert first == second


@pytest.mark.parametrize("kind", KINDS)
def test_evidence_comes_back_as_it_was(kind):
    """Through JSON and back every number is the same to the last bit."""
    evidence = KINDS[kind]
    written = json.dumps(plain.to_dict(evidence), allow_nan=False)
    back = plain.from_dict(json.loads(written))

    equal(evidence, back)
    assert written == json.dumps(plain.to_dict(back), allow_nan=False)


def test_what_comes_back_adds():
    """Evidence of other machines pools with evidence of this one."""
    parts = [Rate([i, 2, 3], [10, 20, 30]).pooled() for i in range(4)]
    back = [plain.from_dict(plain.to_dict(part)) for part in parts]

    assert pool(parts) == pool(back)
    groups = RATE.pooled(by=["a", None, "b", "a"])
    assert groups + groups == groups + plain.from_dict(plain.to_dict(groups))


def test_arrays_that_come_back_are_only_read():
    """Nobody writes into evidence."""
    back = plain.from_dict(plain.to_dict(RATE))
    with pytest.raises(ValueError, match="read-only"):
        back.count[0] = 1


def test_a_weighted_rate_stays_one():
    """It still has no Poisson interval."""
    posts = Posts.of(
        actions={action: [1, 2] for action in WEIGHTED.actions},
        exposures={WEIGHTED.denominator: [10, 20]},
    )
    back = plain.from_dict(plain.to_dict(WEIGHTED.rate(posts)))
    with pytest.raises(ValueError, match="no Poisson interval"):
        back.interval()


def test_what_is_no_evidence_is_refused():
    """Only evidence has a plain form."""
    with pytest.raises(TypeError, match="evidence must be one of Average"):
        plain.to_dict(0.5)


def test_days_and_times_are_labels():
    """A label may be a day or a time."""
    when = dt.datetime(2025, 5, 1, 10, tzinfo=dt.UTC)
    parts = Composition([when, when.date()], [1, 2])

    assert parts.labels == plain.from_dict(plain.to_dict(parts)).labels


BROKEN = {
    "plain must be of schema 1, but is of 2": {"schema": 2},
    "plain must be of schema 1, but is of None": {},
    "plain must be what to_dict() returned, but got the kind 'os'": {
        "schema": 1,
        "evidence": "os",
    },
    "plain must be what to_dict() returned, but got a Rate without count, exposure,"
    " left_out, metric, terms": {"schema": 1, "evidence": "Rate"},
    "plain must be what to_dict() returned, but got no kind beside x": {
        "schema": 1,
        "x": 1,
    },
    "plain must be what to_dict() returned, but got no kind beside nothing": {
        "schema": 1
    },
    "plain must be what to_dict() returned, but got Invalid isoformat string: 'x'": {
        "schema": 1,
        "date": "x",
    },
    "plain must be what to_dict() returned, but got the instant '2020-01-01T00:00Z'": {
        "schema": 1,
        "instant": "2020-01-01T00:00Z",
    },
    "plain must be what to_dict() returned, but got a LeftOut without missing,"
    " no_exposure, no_denominator, invalid, count, exposure": {
        "schema": 1,
        "tuple": [{"evidence": "LeftOut"}],
    },
}


@pytest.mark.parametrize("message", BROKEN)
def test_what_was_not_written_so_is_refused(message):
    """Another version, another kind, or less than a whole."""
    with pytest.raises(ValueError, match="plain") as caught:
        plain.from_dict(BROKEN[message])

    assert message == str(caught.value)


def test_only_a_mapping_is_read():
    """A list is not what was written."""
    with pytest.raises(TypeError, match="plain must be a mapping, but got list"):
        plain.from_dict([])


NO_RATE = {"schema": 1} | plain.to_dict(Rate([1.0, 2.0], [3.0, 4.0]))
UNFIT = {
    "int in an array of str_": {"count": {"array": "U", "of": [1]}},
    "float in an array of int64": {"count": {"array": "i", "of": [0.5]}},
    "str as count of a Rate": {"count": "2"},
    "bool as count of a Rate": {"count": True},
    "ndarray as count of a Rate": {"count": {"array": "b", "of": [True, False]}},
    "Terms as left_out of a Rate": {"left_out": plain.to_dict(Terms("a", "b"))},
    "a Rate of columns of several lengths": {"count": {"array": "f", "of": [1.0]}},
}


@pytest.mark.parametrize("reason", UNFIT)
def test_a_field_is_of_its_kind(reason):
    """Nothing is cut to fit, and no evidence is made that cannot be used."""
    with pytest.raises(ValueError, match="what to_dict") as caught:
        plain.from_dict(NO_RATE | UNFIT[reason])

    assert f"plain must be what to_dict() returned, but got {reason}" == str(
        caught.value
    )
