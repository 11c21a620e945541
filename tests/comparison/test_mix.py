"""Kitagawa's split, exact and symmetric."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics import (
    Dyads,
    Proportion,
    Rate,
    Status,
    difference,
    two_way_index,
)
from engagement_metrics._kernels import quantiles
from engagement_metrics.comparison import mix_and_rate_effects
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidTypeError,
    SmallSampleWarning,
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


def posts(counts, labels):
    """Return pooled evidence of posts of one reach, by label."""
    return Rate(counts, [100.0] * len(counts)).pooled(by=list(labels))


def stats_t(degrees):
    """Return Student's two-sided quantile of 95 %."""
    return quantiles.student_t_quantile(0.95, np.array([degrees])).item()


def test_kidney_stones():
    """A is better in both strata and worse overall (V52; Charig et al. 1986)."""
    a = Proportion([81, 192], [87, 263]).pooled(by=["small", "large"])
    b = Proportion([234, 55], [270, 80]).pooled(by=["small", "large"])
    effects = mix_and_rate_effects(b, a)

    assert 0.0536712174 == pytest.approx(effects.rate_effect.value, abs=1e-10)
    assert -0.0993855031 == pytest.approx(effects.mix_effect.value, abs=1e-10)
    assert -0.0457142857 == pytest.approx(effects.value, abs=1e-10)
    assert str(effects).endswith("; rates +5.4 points, mix -9.9 points)")


@given(groups, groups)
def test_split_is_exact_and_symmetric(before, after):
    """The effects add up to the change; swapping turns their signs."""
    first, second = pooled(before), pooled(after)
    there, back = (
        mix_and_rate_effects(first, second),
        mix_and_rate_effects(second, first),
    )
    rate, mix = there.rate_effect, there.mix_effect

    assert difference(second.total(), first.total()) == there.change
    assert there.value == pytest.approx(rate.value + mix.value, abs=1e-12)
    for one, other in ((rate, back.rate_effect), (mix, back.mix_effect)):
        assert one.value == pytest.approx(-other.value, abs=1e-12)
        assert one.error == pytest.approx(other.error, rel=1e-9, nan_ok=True)


def test_a_new_group_has_a_mix_effect_only():
    """A group on one side only has no change of value."""
    effects = mix_and_rate_effects(pooled({"a": (1, 10)}), pooled({"b": (4, 20)}))

    assert 0.0 == effects.rate_effect.value
    assert 0.1 == pytest.approx(effects.mix_effect.value)
    assert ("a", "b") == effects.labels


def test_the_whole_change_has_the_interval_of_the_difference():
    """Its value, status, interval and text are those of difference()."""
    before, after = posts([3, 5, 9, 2], "aabb"), posts([4, 7, 12, 9], "aabb")
    effects = mix_and_rate_effects(before, after)
    change = difference(after.total(), before.total())

    with pytest.warns(SmallSampleWarning):
        assert change.interval() == effects.interval()
    assert (change.units, change.metric) == (effects.units, effects.metric)
    assert str(effects) == str(change)[:-1] + "; rates +0.033, mix +0.0)"


def test_an_effect_has_an_interval_between_units():
    """Student's t about it; a unit moves its group's ratio, and all the shares."""
    before, after = posts([3, 5, 9, 2], "aabb"), posts([4, 7, 12, 9], "aabb")
    effect = mix_and_rate_effects(before, after).rate_effect
    interval = effect.interval()

    assert "Student's t, between rows" == interval.method
    assert (6.0, 8) == (effect.degrees, effect.units)
    reach = stats_t(6.0) * effect.error
    assert effect.value - reach == pytest.approx(interval.low)
    assert effect.value + reach == pytest.approx(interval.high)
    assert str(effect).startswith("rate effect on rate by exposure, pooled: +0.0")
    with pytest.raises(IncompatibleEvidenceError, match="split the change of the sums"):
        effect + effect


def test_in_percent_an_effect_is_in_points():
    """A difference of percentages is no percentage."""
    first = Proportion([3, 5, 9, 2], [20, 20, 20, 20]).pooled(by=list("aabb"))
    second = Proportion([4, 7, 12, 9], [20, 30, 20, 20]).pooled(by=list("aabb"))
    said = str(mix_and_rate_effects(first, second).rate_effect)

    assert "points" in said
    assert "%" not in said.replace("95 %", "")


@pytest.mark.parametrize(
    ("counts", "labels", "why", "status"),
    [
        ([3, 5, 9], "aab", "a group has a single row", "TOO_FEW_UNITS"),
        ([0, 0, 0, 0], "aabb", "the rows do not differ", "ZERO_VARIANCE"),
    ],
)
def test_an_effect_without_an_interval_says_why(counts, labels, why, status):
    """A group of one unit shows no spread; counts of 0 show none either."""
    groups = posts(counts, labels)
    effect = mix_and_rate_effects(groups, groups).rate_effect

    assert Status[status] == effect.interval().status
    assert why in str(effect)


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
