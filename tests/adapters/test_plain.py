"""
Answers become plain data and come back as they were.

``schema_1.json`` holds plain data of every class, and the value of each, as schema 1
was written when the class was new. Entries are never changed: every later version reads
them. ``python tests/adapters/test_plain.py`` adds the classes that are new.
"""

import datetime as dt
import json
import sys
from pathlib import Path

import numpy as np
import pytest

if __name__ == "__main__":
    sys.path.append(str(Path(__file__).parents[1]))

from answers import ANSWERS, DYADS, LOG, PARTS, POSTS, REACH, TABLES
from engagement_metrics import (
    Composition,
    Days,
    Dyads,
    Metric,
    Proportion,
    Rate,
    Responses,
    Source,
    audience_relevance,
    comparison,
    conversation,
    difference,
    movement,
    pool,
    relevance,
    shrink,
    two_way_index,
)
from engagement_metrics.adapters import plain
from engagement_metrics.definitions.catalogue import TIKTOK
from engagement_metrics.engagement import compare_definitions, posts_needed

SCHEMA_1 = Path(__file__).with_name("schema_1.json")
DAY = dt.timedelta(days=1)
NOON = dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC)
TIMES = np.array(
    ["2026-01-05T10", "2026-01-05T11:00:00.000001", "2026-01-06"], "M8[us]"
)
ANSWERED = Responses.of(
    asked=TIMES,
    answered=np.array([*TIMES[1:], "NaT"], "M8[us]"),
    until=TIMES[-1] + np.timedelta64(10, "us"),
)
SEVEN = Days.of(
    date=np.arange("2026-01-01", "2026-01-31", dtype="M8[D]"),
    followers=range(100, 130),
    unfollows=[0, 1, 2] * 10,
)
GROUPS = [Rate([1, 2, 3, n], [10, 30, 40, 20]).pooled(by=list("aabb")) for n in (4, 5)]
PARTS_OF = {"audience": 10, "in_population": 5, "population": 100}
NAN, INFINITE = float("nan"), float("inf")

CASES = {
    **{
        name: part
        for name, part in {**ANSWERS, **PARTS}.items()
        if "Interv" not in name
    },
    "Dyads": DYADS,
    "Dyads of a log": TABLES["Dyads of a log"],
    "Dyads of numbers": Dyads.of(actor=[1, 2], target=[2, 10**15], weight=[0.5, 2]),
    "Metric": REACH.metric,
    "Source": Source("Example", None, "How we count", "https://example.org"),
    "Definition": TIKTOK,
    "Grouped by two labels": REACH.pooled(by={"a": [1, 2, 1, 2], "b": list("xyxx")}),
    "Grouped by days": REACH.pooled(by=TIMES[[0, 1, 2, 2]].astype("M8[D]")),
    "Grouped by times": REACH.pooled(by=TIMES[[0, 1, 2, 2]]),
    "Composition of labels": Composition(
        [NOON, NOON.date(), DAY, 1.5, -INFINITE, True, None, ("a", 1), np.int64(7)],
        [1] * 9,
    ),
    "TwoWayIndex of an account in windows": two_way_index(
        LOG, account="ada", every=DAY, kinds=None
    ),
    "ResponseRate": conversation.response_rate(ANSWERED, within=DAY),
    "ResponseTime": conversation.response_time(ANSWERED, quantile=0.25),
    "LogRankTest": conversation.log_rank_test(ANSWERED, ANSWERED),
    "MeanResponseTime": conversation.mean_response_time(ANSWERED, within=DAY / 3),
    "TurnAlternation": conversation.turn_alternation(["a", "b", "a", "b", "b"]),
    "AudienceRelevance": audience_relevance([1, 0, 0.5, None]),
    "AudienceRelevance of a census": audience_relevance([1, 0, None]).as_census(),
    "CorrectedShare": relevance.corrected_share(
        Proportion(30, 100), sensitivity=0.9, specificity=Proportion(80, 100)
    ),
    "PostsNeeded": posts_needed(Rate([3, 40, 9], [100, 200, 50]).pooled(), width=1.5),
    "AffinityIndex": relevance.affinity_index(in_audience=3, **PARTS_OF),
    "AffinityIndex of a column": relevance.affinity_index(
        in_audience=[3, None], **PARTS_OF
    ),
    "TargetMatch": relevance.target_match(on_target=3, audience=5, target=20),
    "AudienceOverlap": relevance.audience_overlap(["a", "b"], ["b"]),
    "BreadthAndDepth": relevance.breadth_and_depth([1, 2, 0], target=10),
    "CompositionDistance": relevance.composition_distance(
        Composition(["a", "b"], [3, 4]), Composition(["a", "b"], [50, 40])
    ),
    "ChurnRateRatio": relevance.churn_rate_ratio(SEVEN, dt.date(2026, 1, 15)),
    "ChangedFeedEffect": relevance.changed_feed_effect(SEVEN, dt.date(2026, 1, 15)),
    "Comparison": difference(*(group.total() for group in GROUPS)),
    "PairedComparison": difference(*GROUPS, paired=True, margin=0.5),
    "ParticipationGini": conversation.participation_gini([3, 1, 5, 0]),
    "Shrunk": shrink(GROUPS[0]),
    "BorrowedSpread": comparison.borrow_spread(GROUPS[0]),
    "GroupComparison": comparison.compare_groups(GROUPS[0], against="pairs"),
    "Effect": comparison.mix_and_rate_effects(*GROUPS).rate_effect,
    "MixAndRateEffects": comparison.mix_and_rate_effects(*GROUPS),
    "ConversionChain": movement.conversion_chain({"reached": 100, "signed": 3}),
    "KFactor": movement.k_factor(invites=30, participants=10, joined=5),
    "HalfLife": movement.half_life(TIMES, since=TIMES[0]),
    "DoublingTime": movement.doubling_time(TIMES, counts=[1, 2, 5]),
    "CrossAmplification": movement.cross_amplification(LOG, a="ada", b="bob"),
}
WRITTEN = json.loads(SCHEMA_1.read_text()) if SCHEMA_1.exists() else {}


def value_of(answer):
    """Return the value of an answer as JSON has it: text where it is not finite."""
    value = np.asarray(getattr(answer, "value", None)).tolist()
    return json.loads(json.dumps(value).replace("NaN", '"NaN"'))


@pytest.mark.parametrize("name", CASES)
def test_answer_comes_back_as_it_was(name):
    """Through JSON and back every number is the same to the last bit."""
    written = json.dumps(plain.to_dict(CASES[name]), allow_nan=False)
    back = plain.from_dict(json.loads(written))

    assert type(back) is type(CASES[name])
    assert back == CASES[name]
    assert str(back) == str(CASES[name])
    assert written == json.dumps(plain.to_dict(back), allow_nan=False)


def test_every_public_class_of_answers_is_tried():
    """All but the base class, and the one that holds a function."""
    tried = {type(answer).__name__ for answer in CASES.values()}

    assert {"Result", "Bootstrap"} == set(plain.KINDS) - tried


@pytest.mark.parametrize("name", WRITTEN)
def test_schema_1_is_read(name):
    """Whatever was written as schema 1 is read for ever, and has its value."""
    answer = plain.from_dict(WRITTEN[name]["plain"])

    assert WRITTEN[name]["value"] == pytest.approx(value_of(answer), nan_ok=True)
    assert WRITTEN[name]["plain"]["class"] == type(answer).__name__


def test_schema_1_has_every_case():
    """New classes are added by running this file."""
    assert set(CASES) <= set(WRITTEN)


def test_parts_have_public_names():
    """No field of the inside is written."""
    dyads = plain.to_dict(DYADS)

    assert {"schema", "class", "actor", "target", "weight"} <= set(dyads)
    assert not [
        n for case in CASES.values() for n in plain.to_dict(case) if n[0] == "_"
    ]


def test_what_comes_back_adds():
    """Evidence of other machines pools with evidence of this one."""
    parts = [Rate([i, 2, 3], [10, 20, 30]).pooled() for i in range(4)]
    back = [plain.from_dict(plain.to_dict(part)) for part in parts]
    groups = REACH.pooled(by=["a", None, "b", "a"])

    assert pool(parts) == pool(back)
    assert groups + groups == groups + plain.from_dict(plain.to_dict(groups))


@pytest.mark.parametrize("kind", [Rate, Proportion])
def test_evidence_adds_when_json_loses_the_sign_of_zero(kind):
    """JavaScript writes -0.0 as 0 and 12.0 as 12; a sum of nothing stays one."""
    nothing, some = kind([], []).sum(), kind([3, 0], [12, 0])
    for answer in (nothing, some, some.pooled()):
        text = json.dumps(plain.to_dict(answer))
        text = text.replace("-0.0", "0").replace(".0,", ",").replace(".0]", "]")
        back = plain.from_dict(json.loads(text))

        assert back == answer
        assert back + answer == answer + answer


def test_columns_that_come_back_are_read_only():
    """Nobody writes into evidence."""
    for name in ("Rate of a column", "Grouped", "Shrunk", "ResponseRate"):
        for part in plain.from_dict(plain.to_dict(CASES[name])).evidence.values():
            if isinstance(part, np.ndarray):
                with pytest.raises(ValueError, match="read-only"):
                    part[0] = 1


def test_weighted_counts_stay_weighted():
    """They still have no Poisson interval."""
    back = plain.from_dict(plain.to_dict(Rate([0.5, 2], [10, 20])))

    with pytest.raises(ValueError, match="whole number for a Poisson interval"):
        back.interval()


@pytest.mark.parametrize(
    ("answer", "got"),
    [
        (0.5, "float"),
        (POSTS, "Posts"),
        (compare_definitions(POSTS, []), "DefinitionResults"),
        (
            comparison.bootstrap(
                lambda y: y.sum(), [1.0, 2.0, 3.0], unit=[1, 2, 3], seed=1
            ),
            "function",
        ),
    ],
)
def test_refuses_what_has_no_plain_form(answer, got):
    """The message names what has."""
    with pytest.raises(TypeError, match="answer must be an answer, Dyads, ") as caught:
        plain.to_dict(answer)

    assert str(caught.value).endswith(f"but got {got}")


RATE = plain.to_dict(Rate([1.0, 2.0], [3.0, 4.0]))
LEFT = RATE["left_out"]
BROKEN = {
    "be of schema 1, but got 2": {"schema": 2},
    "be of schema 1, but got None": {},
    "parts that make no None: KeyError": {"schema": 1},
    "parts that make no 'os'": {"schema": 1, "class": "os"},
    "parts that make no ['os']": {"schema": 1, "class": ["os"]},
    "parts that make no 'Rate': KeyError: 'count'": {"schema": 1, "class": "Rate"},
    "parts that make no 'Result'": {"schema": 1, "class": "Result"},
    "Invalid isoformat string: 'x'": RATE | {"count": {"date": "x"}},
    "too many values to unpack": RATE | {"count": {"date": "x", "float": 1}},
    "not enough values to unpack": RATE | {"count": {}},
    "KeyError: 'x'": RATE | {"count": {"x": 1}},
    "could not convert string to float": RATE | {"count": {"floats": ["x"]}},
    "parts of other types than a 'Rate' has": RATE | {"extra": 1},
    "than a 'Rate' has": RATE | {"count": {"floats": ["1.0", 2.0]}},
    "a 'Rate' has": RATE | {"units": {"integers": [0.5, 1]}},
    "types than a 'Rate' has": RATE | {"count": [1.0, 2.0]},
    "other types than a 'Rate' has": RATE | {"count": {"tuple": [1.0, 2.0]}},
    "got parts that make no 'Rate'": RATE | {"count": {"floats": [1.0]}},
    "parts that make no 'Rate'": RATE | {"metric": "likes"},
    "that make no 'Rate'": RATE | {"left_out": RATE["metric"]},
    "make no 'Rate'": RATE | {"metric": RATE["metric"] | {"name": 3}},
    "no 'Rate'": RATE | {"left_out": LEFT | {"missing": {"integers": [-1, 0]}}},
}


@pytest.mark.parametrize("message", BROKEN)
def test_refuses_plain_data_of_nothing(message):
    """Another schema, another class, a part too few, of another type or length."""
    with pytest.raises(ValueError, match="plain must be") as caught:
        plain.from_dict(BROKEN[message])

    assert message in str(caught.value)


def test_refuses_lists():
    """Only a mapping is read."""
    with pytest.raises(TypeError, match="plain must be a mapping, but got list"):
        plain.from_dict([])


def test_metric_of_own_words_comes_back():
    """Words of the caller are words too."""
    metric = Metric("claps", "claps", sources=(CASES["Source"],))

    assert plain.from_dict(plain.to_dict(metric)).sources == metric.sources


if __name__ == "__main__":
    for case, answer in CASES.items():
        entry = {"value": value_of(answer), "plain": plain.to_dict(answer)}
        WRITTEN.setdefault(case, entry)
    lines = [f"{json.dumps(name)}: {json.dumps(WRITTEN[name])}" for name in WRITTEN]
    SCHEMA_1.write_text("{\n" + ",\n".join(lines) + "\n}\n")
