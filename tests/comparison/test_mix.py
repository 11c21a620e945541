"""Kitagawa's split, exact and symmetric."""

import pytest
from hypothesis import given, strategies as st

from engagement_metrics import Dyads, Proportion, Rate, Status, two_way_index
from engagement_metrics.comparison import mix_and_rate_effects
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidTypeError,
)

groups = st.dictionaries(
    st.sampled_from("abcd"),
    st.tuples(st.integers(0, 50), st.integers(0, 90)),
    min_size=1,
).filter(lambda g: any(x for _, x in g.values()))


def pooled(parts):
    """Return pooled evidence of counts and exposures by label."""
    y, x = ([part[i] for part in parts.values()] for i in range(2))
    return Rate(y, x).pooled(by=list(parts))


def test_kidney_stones():
    """A is better in both strata and worse overall (V52; Charig et al. 1986)."""
    a = Proportion([81, 192], [87, 263]).pooled(by=["small", "large"])
    b = Proportion([234, 55], [270, 80]).pooled(by=["small", "large"])
    effects = mix_and_rate_effects(b, a)

    assert 0.0536712174 == pytest.approx(effects.rate_effect, abs=1e-10)
    assert -0.0993855031 == pytest.approx(effects.mix_effect, abs=1e-10)
    assert -0.0457142857 == pytest.approx(effects.total, abs=1e-10)
    assert effects.total == effects.value
    assert (
        "change of proportion by trials, pooled: -4.6 points (no interval:"
        " difference() of the totals has one for the whole change; rates +5.4 points,"
        " mix -9.9 points)" == str(effects)
    )


@given(groups, groups)
def test_split_is_exact_and_symmetric(before, after):
    """The effects add up to the change; swapping turns their signs."""
    first, second = pooled(before), pooled(after)
    there, back = (
        mix_and_rate_effects(first, second),
        mix_and_rate_effects(second, first),
    )
    change = second.total().value - first.total().value

    assert change == pytest.approx(there.total, abs=1e-12)
    assert there.rate_effect == pytest.approx(-back.rate_effect, abs=1e-12)
    assert there.mix_effect == pytest.approx(-back.mix_effect, abs=1e-12)


def test_a_new_group_has_a_mix_effect_only():
    """A group on one side only has no change of value."""
    effects = mix_and_rate_effects(pooled({"a": (1, 10)}), pooled({"b": (4, 20)}))

    assert 0.0 == effects.rate_effect
    assert 0.1 == pytest.approx(effects.mix_effect)
    assert ("a", "b") == effects.labels
    assert (
        "change of rate by exposure, pooled: +0.10 (no interval: difference() of the"
        " totals has one for the whole change; rates +0.0, mix +0.10)"
    ) == str(effects)


def test_effects_have_no_interval():
    """The total change has one, by difference()."""
    effects = mix_and_rate_effects(pooled({"a": (1, 10)}), pooled({"a": (4, 20)}))
    interval = effects.interval()

    assert Status.DEFINED == effects.status
    assert Status.MISSING == interval.status
    assert interval.low != interval.low
    assert "difference() of the totals has one" in effects.describe()
    assert ("change_of_rate", 1) == (effects.metric.name, effects.units)
    assert repr(effects).startswith("<MixAndRateEffects +0.10: rates +0.10, mix +0.0")


def test_effects_are_made_from_their_evidence():
    """The columns are read-only, and do not add."""
    effects = mix_and_rate_effects(pooled({"a": (1, 10)}), pooled({"a": (4, 20)}))

    assert type(effects).of_evidence(effects.evidence) == effects
    assert not effects.rate_effects.flags.writeable
    with pytest.raises(IncompatibleEvidenceError, match="Add the evidence before and"):
        effects + effects


def test_before_and_after_are_given_by_position_or_keyword():
    """Another word is Python's TypeError, which names the function."""
    before, after = pooled({"a": (1, 10)}), pooled({"a": (4, 20)})

    assert mix_and_rate_effects(after=after, before=before) == (
        mix_and_rate_effects(before, after)
    )
    with pytest.raises(TypeError, match=r"mix_and_rate_effects\(\) got an unexpected"):
        mix_and_rate_effects(before, later=after)


@pytest.mark.parametrize(
    ("before", "after", "error", "message"),
    [
        (
            Rate(1, 2),
            pooled({"a": (1, 2)}),
            InvalidTypeError,
            "before must be pooled evidence in groups",
        ),
        (
            pooled({"a": (1, 2)}),
            Rate([1], [2]).average(by=["a"]),
            InvalidTypeError,
            "after must be pooled evidence in groups",
        ),
        (
            pooled({"a": (1, 2)}),
            pooled({"a": (0, 0)}),
            InvalidArgumentError,
            "after must have any exposure, but got 0.0",
        ),
        (
            pooled({"a": (1, 2)}),
            Proportion([1], [2]).pooled(by=["a"]),
            IncompatibleEvidenceError,
            "cannot compare evidence of 'proportion' with evidence of 'rate'",
        ),
        (
            two_way_index(Dyads.of(actor=["a"], target=["b"]), by="account"),
            pooled({"a": (1, 2)}),
            InvalidArgumentError,
            "before must have disjoint groups, but got ('a', 'b')",
        ),
    ],
)
def test_what_does_not_split_is_refused(before, after, error, message):
    """Pooled evidence by disjoint groups, of one metric, with exposure."""
    with pytest.raises(error) as caught:
        mix_and_rate_effects(before, after)

    assert message in str(caught.value)
